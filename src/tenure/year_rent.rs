//! What the leases as tenant of a site ask for in one financial year, to hold against the ledger.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::term::{Given, LeaseTerm};
use crate::{
    finance::{Ahead, PaymentKind, RentTerms, TenurePosition, rent_schedule},
    load::Estate,
    model::{FinancialYear, Lease, Money, Period, Role},
    policy::Policy,
};

/// The rent of a site's leases as tenant in one financial year, to the penny.
#[derive(Debug, Clone)]
pub struct YearRent<'a> {
    /// The leases that run in it, in order of id; one at least.
    pub leases: Vec<&'a Lease>,
    /// What falls due in it.
    pub due: Money,
    /// What its days carry, whenever it falls due.
    pub accrued: Money,
}

/// What falls due, and what the days carry.
type DueAndAccrued = (Money, Money);

/// Returns the rent of every site in a year, in the order of [`Estate::sites`].
///
/// # Unknown
/// `None` where no lease as tenant runs in the year, or the rent of one of them in it is not known: one that holds
/// over on its last day included.
#[must_use]
pub fn year_rents<'a>(
    estate: &'a Estate,
    year: FinancialYear,
    policy: &'a Policy,
) -> Vec<Option<YearRent<'a>>> {
    let Some(days) = year.period() else { return vec![None; estate.sites.len()] };
    let given = Given::of(estate, policy);
    let mut of_sites: BTreeMap<usize, Vec<(&Lease, Option<DueAndAccrued>)>> = BTreeMap::new();
    for lease in estate.leases.iter().filter(|lease| lease.role == Role::Tenant) {
        let Some(number) = estate.site_number(&lease.site_id) else { continue };
        let term = LeaseTerm::of(lease, &given);
        let held_over = !term.runs_to(days.until())
            && term.position(days.until()) == TenurePosition::HoldingOver;
        let last = term.ends_on.unwrap_or(given.through);
        let runs = Period::through(lease.start, last);
        if held_over || runs.is_none_or(|runs| runs.overlap(days).is_some()) {
            let rent = of_lease(&term, days).filter(|_| !held_over);
            of_sites.entry(number).or_default().push((lease, rent));
        }
    }
    let of_site = |number| {
        let (leases, rents): (Vec<&Lease>, Vec<_>) = of_sites.get(&number)?.iter().copied().unzip();
        let (due, accrued): (Vec<Money>, Vec<Money>) =
            rents.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let (due, accrued) = (Money::checked_sum(due)?, Money::checked_sum(accrued)?);
        Some(YearRent { leases, due, accrued })
    };
    (0..estate.sites.len()).map(of_site).collect()
}

/// Returns what falls due in some days, and what those days carry.
fn of_lease(term: &LeaseTerm<'_>, days: Period) -> Option<DueAndAccrued> {
    let terms = term.terms.as_ref().ok()?;
    let schedule = rent_schedule(terms, term.series, Ahead::NotKnown, None).ok()?;
    let falls = |due| days.from() <= due && due < days.until();
    let of_days = schedule.of(PaymentKind::Rent).filter(|payment| falls(payment.due));
    let due = of_days.map(|payment| payment.amount.ok()).collect::<Option<Vec<Money>>>()?;
    Some((Money::checked_sum(due)?, accrued(terms, term, days)?))
}

fn accrued(terms: &RentTerms, term: &LeaseTerm<'_>, days: Period) -> Option<Money> {
    let spans = terms.spans(term.series, Ahead::NotKnown);
    let parts = spans.iter().filter_map(|span| Some((span.period.overlap(days)?, span.payable)));
    let whole = Decimal::from(days.days());
    let of_part = |(part, payable): (Period, Result<Money, _>)| {
        let a_year = payable.ok()?.checked_mul(Decimal::from(part.days()))?;
        Some(Money::pounds(a_year.as_pounds().checked_div(whole)?))
    };
    let parts = parts.map(of_part).collect::<Option<Vec<Money>>>()?;
    Some(Money::checked_sum(parts)?.to_penny())
}
