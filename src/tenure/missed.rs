//! What missing a break costs: what is payable from it to the next lawful exit.

use super::term::{Given, LeaseTerm};
use crate::{
    finance::{
        Ahead, BreakStanding, NotKnown, PaymentKind, RateSteps, RentSchedule, RentTerms,
        lawful_exit, rent_schedule,
    },
    model::{Date, Lease, LeaseEvent, Money, Period},
};

/// What missing a break costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostOfMissing {
    /// The present value on `as_of`, to the penny, of what is payable from the day after the break through
    /// `next_exit`: rent, and service charge where it is known. The penalty is not taken off.
    pub value: Money,
    /// The earliest lawful exit without the break.
    pub next_exit: Date,
    /// Whether the service charge is known and in `value`.
    pub with_service_charge: bool,
}

/// Returns what missing a break that ends the lease on `on` costs, the question put on `asked`.
///
/// The next exit is found as it will stand on `asked`, the day after the last one for the notice. Rent is
/// that passing, with the steps that are dated, by whole payment periods and broken days from the day after
/// the break; each payment is discounted by its days from `as_of`.
///
/// # Errors
/// The first thing not known that it depends on.
pub(super) fn cost_of_missing(
    term: &LeaseTerm<'_>,
    standing: &BreakStanding<'_>,
    (on, asked): (Date, Date),
    sublets: &[&Lease],
    given: &Given<'_>,
) -> Result<CostOfMissing, NotKnown> {
    let events = given.estate.events_of(&term.lease.lease_id);
    let is_other = |e: &&LeaseEvent| !std::ptr::eq(*e, standing.event);
    let others: Vec<LeaseEvent> = events.iter().filter(is_other).cloned().collect();
    let holidays = &given.policy.bank_holidays;
    let exit = lawful_exit(term.lease, &others, sublets, asked, &given.leases, holidays)?;
    let next_exit = exit.on.ok_or(NotKnown::Range)?;
    let terms = term.terms.clone()?;
    let with_service_charge = terms.service_charge.is_some();
    let first = on.succ_opt().ok_or(NotKnown::Range)?;
    let Some(held) = Period::through(first, next_exit) else {
        return Ok(CostOfMissing { value: Money::ZERO, next_exit, with_service_charge });
    };
    let terms = RentTerms { term: held, ..terms };
    let schedule = rent_schedule(&terms, term.series, Ahead::Passing, None)?;
    let rates = given.rates.as_ref().ok_or(NotKnown::Range)?;
    let value = present_value(&schedule, given.as_of, rates)?;
    Ok(CostOfMissing { value, next_exit, with_service_charge })
}

/// Returns the value on a day of the rent and service charge of a schedule, to the penny.
fn present_value(
    schedule: &RentSchedule,
    as_of: Date,
    rates: &RateSteps,
) -> Result<Money, NotKnown> {
    let counted =
        [PaymentKind::Rent, PaymentKind::ServiceCharge].into_iter().flat_map(|k| schedule.of(k));
    let mut sum = Money::ZERO;
    for payment in counted {
        let days = u32::try_from((payment.due - as_of).num_days()).unwrap_or(0);
        let factor = rates.factor_of_days(days).ok_or(NotKnown::Range)?;
        let value = payment.amount?.checked_mul(factor);
        sum = value.and_then(|value| sum.checked_add(value)).ok_or(NotKnown::Range)?;
    }
    Ok(sum.to_penny())
}
