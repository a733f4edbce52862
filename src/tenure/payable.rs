//! Rent and service charge by financial year: payable as tenant, receivable as landlord.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    flows::{LeaseCash, prices_of},
    term::{Given, LeaseTerm},
};
use crate::{
    finance::{NotKnown, PaymentKind},
    load::Estate,
    model::{FinancialYear, Lease, LeaseId, Money, Prices, Role, SiteId, words},
    policy::{FigureName, Policy},
};

words!(
    /// How well a sum is known.
    RentState {
        Known = "known",
        /// It rests on a review still to come: the estimated rental value, else the rent passing, at today's prices.
        Estimated = "estimated",
        NotKnown = "not_known",
    }
);

/// What falls due of one kind, in one kind of prices, from one lease in one financial year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct RentLine {
    pub site_id: SiteId,
    pub lease_id: LeaseId,
    pub counterparty: Option<String>,
    pub role: Role,
    pub year: FinancialYear,
    /// Rent or service charge.
    pub kind: PaymentKind,
    /// Fixed in cash, or at today's prices and rising with them.
    pub prices: Prices,
    /// By the day it falls due, to the penny, without tax.
    pub amount: Result<Money, NotKnown>,
    pub state: RentState,
}

/// What falls due of one kind in one financial year from all leases of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RentTotal {
    /// The year.
    pub year: FinancialYear,
    /// Payable as tenant, receivable as landlord.
    pub role: Role,
    /// Rent or service charge.
    pub kind: PaymentKind,
    /// The sum of the lines that are known.
    pub known: Result<Money, NotKnown>,
    /// The sum of the lines that are estimated; not in `known`.
    pub estimated: Result<Money, NotKnown>,
    /// Leases in either sum.
    pub leases: usize,
    /// Leases that are in neither, because what they carry is not known.
    pub not_in: usize,
}

/// Rent and service charge by year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payable {
    /// In order of lease, year, kind, prices; a year in which nothing falls due has no line.
    pub lines: Vec<RentLine>,
    /// In order of year, role, kind.
    pub totals: Vec<RentTotal>,
}

/// Returns rent and service charge of the policy's years, that of `as_of` the first.
///
/// # Unknown
/// A line that depends on anything not known is not known, never zero. A lease that holds over is not
/// known in any year: no lease says what is paid then, nor for how long.
#[must_use]
pub fn payable(estate: &Estate, policy: &Policy) -> Payable {
    let given = Given::of(estate, policy);
    let first = FinancialYear::containing(given.as_of).start();
    let count = i32::try_from(policy.whole(FigureName::RentYears)).unwrap_or(i32::MAX);
    let years = first..first.saturating_add(count);
    let of_lease = |lease| lines(&LeaseTerm::of(lease, &given), &given, &years);
    let lines: Vec<RentLine> = estate.leases.par_iter().flat_map_iter(of_lease).collect();
    let totals = totals(&lines);
    Payable { lines, totals }
}

/// Whose payments are added up.
type SumOf = (FinancialYear, PaymentKind, Prices);

fn lines(term: &LeaseTerm<'_>, given: &Given<'_>, years: &std::ops::Range<i32>) -> Vec<RentLine> {
    let Lease { site_id, lease_id, counterparty, role, .. } = term.lease;
    let line = |year, kind, prices, amount: Result<Money, NotKnown>, estimated: bool| RentLine {
        site_id: site_id.clone(),
        lease_id: lease_id.clone(),
        counterparty: counterparty.clone(),
        role: *role,
        year,
        kind,
        prices,
        amount,
        state: match (amount, estimated) {
            (Err(_), _) => RentState::NotKnown,
            (Ok(_), true) => RentState::Estimated,
            (Ok(_), false) => RentState::Known,
        },
    };
    let unknown = |kind, year, why| {
        let prices = if kind == PaymentKind::Rent { Prices::Cash } else { Prices::Today };
        line(year, kind, prices, Err(why), false)
    };
    let kinds = [PaymentKind::Rent, PaymentKind::ServiceCharge];
    let none = |why| {
        let of_year = |year| kinds.map(|kind| unknown(kind, year, why));
        years.clone().map(FinancialYear::starting).flat_map(of_year).collect()
    };
    let cash = LeaseCash::of(0, term, given);
    if cash.holds_over {
        return none(NotKnown::HoldingOver);
    }
    let payments = match cash.payments(None) {
        Ok(payments) => payments,
        Err(why) => return none(why),
    };
    let mut sums: BTreeMap<SumOf, (Result<Money, NotKnown>, bool)> = BTreeMap::new();
    for payment in &payments {
        let key = (FinancialYear::containing(payment.due), payment.kind, prices_of(payment));
        let sum = sums.entry(key).or_insert((Ok(Money::ZERO), false));
        *sum = (added(sum.0, payment.amount), sum.1 || payment.estimated);
    }
    let mut found: Vec<RentLine> = sums
        .into_iter()
        .map(|((year, kind, prices), (amount, estimated))| {
            line(year, kind, prices, amount, estimated)
        })
        .collect();
    if !cash.names_service_charge() {
        // Of a kind the lease does not say anything about, every year in which rent falls due is not known.
        let mut due: Vec<FinancialYear> = found.iter().map(|line| line.year).collect();
        due.dedup();
        let missing = |year| unknown(PaymentKind::ServiceCharge, year, NotKnown::ServiceCharge);
        found.extend(due.into_iter().map(missing));
        found.sort_by_key(|line| (line.year, line.kind));
    }
    found.retain(|line| years.contains(&line.year.start()));
    found
}

fn added(sum: Result<Money, NotKnown>, more: Result<Money, NotKnown>) -> Result<Money, NotKnown> {
    sum?.checked_add(more?).ok_or(NotKnown::Range)
}

fn totals(lines: &[RentLine]) -> Vec<RentTotal> {
    let mut totals: BTreeMap<(FinancialYear, Role, PaymentKind), RentTotal> = BTreeMap::new();
    let mut before: Option<&RentLine> = None;
    for line in lines {
        let RentLine { year, role, kind, .. } = *line;
        // A lease counts once in a year, in one kind of prices or two.
        let again = before.is_some_and(|b| {
            (&b.lease_id, b.year, b.kind, b.state == RentState::NotKnown)
                == (&line.lease_id, year, kind, line.state == RentState::NotKnown)
        });
        before = Some(line);
        let total = totals.entry((year, role, kind)).or_insert(RentTotal {
            year,
            role,
            kind,
            known: Ok(Money::ZERO),
            estimated: Ok(Money::ZERO),
            leases: 0,
            not_in: 0,
        });
        match line.state {
            RentState::Known => total.known = added(total.known, line.amount),
            RentState::Estimated => total.estimated = added(total.estimated, line.amount),
            RentState::NotKnown => total.not_in += usize::from(!again),
        }
        total.leases += usize::from(line.state != RentState::NotKnown && !again);
    }
    totals.into_values().collect()
}
