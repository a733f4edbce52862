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
    /// The present value on `as_of`, to the penny, of what is payable until `next_exit` less what is payable
    /// until the break: rent, and service charge where it is known. The penalty is not taken off.
    pub value: Money,
    /// The earliest lawful exit without the break.
    pub next_exit: Date,
    /// Whether the service charge is known and in `value`.
    pub with_service_charge: bool,
}

/// Returns what missing a break that ends the lease on `on` costs, the question put on `asked`.
///
/// The next exit is found as it will stand on `asked`, the day after the last one for the notice. Rent is
/// that passing, with the steps that are dated and the reviews by an index that is known, on the payment days
/// of the lease: a break within a payment period leaves its days, a lease that goes on the rest of them. Each
/// payment is discounted from the day it falls due.
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
    let terms = term.terms.as_ref().map_err(|unknown| *unknown)?;
    let with_service_charge = terms.service_charge.is_some();
    if next_exit <= on {
        return Ok(CostOfMissing { value: Money::ZERO, next_exit, with_service_charge });
    }
    // The whole term each time: payment days and the lag of an index are counted from its start.
    let through = |last: Date| {
        let held = Period::through(terms.term.from(), last).ok_or(NotKnown::Range)?;
        let terms = RentTerms { term: held, goes_on: false, ..terms.clone() };
        rent_schedule(&terms, term.series, Ahead::Passing, None)
    };
    let rates = given.rates.as_ref().ok_or(NotKnown::Range)?;
    let missed = present_value(&through(next_exit)?, on, given.as_of, rates)?;
    let used = present_value(&through(on)?, on, given.as_of, rates)?;
    let value = missed.checked_sub(used).ok_or(NotKnown::Range)?.to_penny();
    Ok(CostOfMissing { value, next_exit, with_service_charge })
}

/// Returns the value on a day of the rent and service charge for what may run beyond `on`: of the period in
/// which that day falls and of all after it. Unrounded.
fn present_value(
    schedule: &RentSchedule,
    on: Date,
    as_of: Date,
    rates: &RateSteps,
) -> Result<Money, NotKnown> {
    let counted =
        [PaymentKind::Rent, PaymentKind::ServiceCharge].into_iter().flat_map(|k| schedule.of(k));
    let mut sum = Money::ZERO;
    for payment in counted.filter(|p| p.period.until() > on) {
        let factor = rates.factor_on(as_of, payment.due.max(as_of)).ok_or(NotKnown::Range)?;
        let value = payment.amount?.checked_mul(factor);
        sum = value.and_then(|value| sum.checked_add(value)).ok_or(NotKnown::Range)?;
    }
    Ok(sum)
}
