//! Rent and service charge by financial year: payable as tenant, receivable as landlord.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::term::{Given, LeaseTerm};
use crate::{
    finance::{Ahead, NotKnown, PaymentKind, RentSchedule, TenurePosition, rent_schedule},
    load::Estate,
    model::{FinancialYear, Lease, LeaseId, Money, Role, SiteId, words},
    policy::{FigureName, Policy},
};

words!(
    /// How well a sum is known.
    RentState {
        Known = "known",
        /// A market review is taken to find the estimated rental value.
        Estimated = "estimated",
        NotKnown = "not_known",
    }
);

/// What falls due of one kind from one lease in one financial year.
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
    /// In order of lease, year, kind; a year in which nothing falls due has no line.
    pub lines: Vec<RentLine>,
    /// In order of year, role, kind.
    pub totals: Vec<RentTotal>,
}

/// Returns rent and service charge of the policy's years, that of `as_of` the first.
///
/// # Unknown
/// A line that depends on anything not known is not known, never nought. A lease that holds over is not
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

fn lines(term: &LeaseTerm<'_>, given: &Given<'_>, years: &std::ops::Range<i32>) -> Vec<RentLine> {
    let kinds = [PaymentKind::Rent, PaymentKind::ServiceCharge];
    let line = |year, kind, amount: Result<Money, NotKnown>, estimated: bool| {
        let state = match (amount, estimated) {
            (Err(_), _) => RentState::NotKnown,
            (Ok(_), true) => RentState::Estimated,
            (Ok(_), false) => RentState::Known,
        };
        let Lease { site_id, lease_id, counterparty, role, .. } = term.lease;
        let (site_id, lease_id) = (site_id.clone(), lease_id.clone());
        let counterparty = counterparty.clone();
        RentLine { site_id, lease_id, counterparty, role: *role, year, kind, amount, state }
    };
    if term.position(given.as_of) == TenurePosition::HoldingOver {
        let unknown = |year| kinds.map(|k| line(year, k, Err(NotKnown::HoldingOver), false));
        return years.clone().map(FinancialYear::starting).flat_map(unknown).collect();
    }
    let schedule = |ahead| {
        term.terms.as_ref().map_err(|e| *e).and_then(|t| rent_schedule(t, term.series, ahead, None))
    };
    let (known, estimated) = match (schedule(Ahead::NotKnown), schedule(Ahead::Estimated)) {
        (Ok(known), Ok(estimated)) => (known, estimated),
        (Err(unknown), _) | (_, Err(unknown)) => {
            let of_year = |year| kinds.map(|kind| line(year, kind, Err(unknown), false));
            return years.clone().map(FinancialYear::starting).flat_map(of_year).collect();
        }
    };
    let mut found = Vec::new();
    for kind in kinds {
        let estimated = by_year(&estimated, kind);
        for (year, amount) in by_year(&known, kind) {
            let instead = estimated.get(&year).copied().filter(|e| amount.is_err() && e.is_ok());
            found.push(line(year, kind, instead.unwrap_or(amount), instead.is_some()));
        }
    }
    found.retain(|line| years.contains(&line.year.start()));
    found.sort_by_key(|line| (line.year, line.kind));
    found
}

/// Sums the payments of a kind by the financial year in which they fall due.
///
/// Of a kind the lease does not say anything about, every year in which rent falls due is not known.
fn by_year(
    schedule: &RentSchedule,
    kind: PaymentKind,
) -> BTreeMap<FinancialYear, Result<Money, NotKnown>> {
    let missing = schedule.missing.iter().find(|(k, _)| *k == kind).map(|(_, unknown)| *unknown);
    let paid = if missing.is_some() { PaymentKind::Rent } else { kind };
    let mut years: BTreeMap<FinancialYear, Result<Money, NotKnown>> = BTreeMap::new();
    for payment in schedule.of(paid) {
        let sum = years.entry(FinancialYear::containing(payment.due)).or_insert(Ok(Money::ZERO));
        *sum = match missing {
            Some(unknown) => Err(unknown),
            None => added(*sum, payment.amount),
        };
    }
    years
}

fn added(sum: Result<Money, NotKnown>, more: Result<Money, NotKnown>) -> Result<Money, NotKnown> {
    sum?.checked_add(more?).ok_or(NotKnown::Range)
}

fn totals(lines: &[RentLine]) -> Vec<RentTotal> {
    let mut totals: BTreeMap<(FinancialYear, Role, PaymentKind), RentTotal> = BTreeMap::new();
    for line in lines {
        let RentLine { year, role, kind, .. } = *line;
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
            RentState::NotKnown => total.not_in += 1,
        }
        total.leases += usize::from(line.state != RentState::NotKnown);
    }
    totals.into_values().collect()
}
