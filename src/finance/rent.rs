//! The payments of a lease: whole payment periods, broken days, and what goes with the rent.

use rust_decimal::Decimal;

use crate::model::{
    Date, EventKind, LeaseEvent, Money, Party, Period, PriceIndex, Review, months_later,
    whole_months, words,
};

use super::{
    Ahead, NotKnown,
    quarter_days::{PaymentPeriod, payment_periods, payments_a_year},
    rent_terms::{Change, RentTerms, Span},
};

words!(
    /// What a payment is for.
    PaymentKind {
        Rent = "rent",
        ServiceCharge = "service_charge",
        Vat = "vat",
        Deposit = "deposit",
        /// Below zero: it comes back to the tenant.
        DepositBack = "deposit_back",
        Dilapidations = "dilapidations",
    }
);

words!(
    /// Why a payment has its amount.
    Why {
        /// A whole payment period at one yearly sum.
        Whole = "whole period",
        /// A payment period cut short by the start or the end of the term: by days.
        Broken = "broken period, by days",
        /// A payment period in which what is payable changes: the least for the whole of it, what is
        /// above by days.
        Changed = "changes within the period",
        /// Nothing is payable.
        RentFree = "rent-free",
        /// A share of the payment before it.
        Tax = "tax on the payment",
        /// Once, at the start.
        AtStart = "at the start",
        /// Once, after the last day.
        AtEnd = "after the last day",
    }
);

/// One payment by the tenant; below zero it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct RentPayment {
    /// The first day of its period in advance, the day after the last in arrear.
    pub due: Date,
    pub period: Period,
    pub kind: PaymentKind,
    /// To the penny.
    pub amount: Result<Money, NotKnown>,
    pub why: Why,
    /// Whether any of it rests on a review whose outcome is not known.
    pub estimated: bool,
}

/// The payments of a lease in order of due date, period and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct RentSchedule {
    pub payments: Vec<RentPayment>,
    /// What the lease does not say at all, so that no payment stands for it.
    pub missing: Vec<(PaymentKind, NotKnown)>,
}

impl RentSchedule {
    /// Returns what is paid of one kind.
    ///
    /// # Errors
    /// The first thing not known that it depends on; [`NotKnown::Range`] beyond a decimal.
    pub fn total(&self, kind: PaymentKind) -> Result<Money, NotKnown> {
        if let Some((_, unknown)) = self.missing.iter().find(|(k, _)| *k == kind) {
            return Err(*unknown);
        }
        let mut sum = Money::ZERO;
        for payment in self.of(kind) {
            sum = sum.checked_add(payment.amount?).ok_or(NotKnown::Range)?;
        }
        Ok(sum)
    }

    /// Returns the payments of one kind, in order.
    pub fn of(&self, kind: PaymentKind) -> impl Iterator<Item = &RentPayment> {
        self.payments.iter().filter(move |p| p.kind == kind)
    }
}

/// Returns the payments of a lease over its whole term.
///
/// A whole payment period carries its part of the year's rent, and where the year's pence do not divide
/// each payment is the rounded running total less the one before, counted from the first whole period
/// at that rent. A broken period goes by days ÷ `days_in_year`. A period in which what is payable
/// changes carries the least of it as a whole period and what is above by days: a rent-free end pays
/// its days, a rise adds its days to the old quarter. Every payment is rounded once, to the penny.
/// Service charge goes by the same periods, rent-free or not; VAT is `vat` of each payment of rent and
/// service charge, rounded by payment; deposit, its return and dilapidations stand at the ends.
///
/// # Unknown
/// What is not known is in the payment's amount or in `missing`, never zero.
///
/// # Errors
/// [`NotKnown::Range`] if a payment day is beyond the last date there is.
///
/// # Source
/// Design 7; £134,742.72 halved for 117 of 365 days is £21,595.75.
pub fn rent_schedule(
    terms: &RentTerms,
    series: Option<&PriceIndex>,
    ahead: Ahead,
    vat: Option<Decimal>,
) -> Result<RentSchedule, NotKnown> {
    let periods = payment_periods(terms.term, terms.payment)?;
    let mut payments = flow(terms, &periods, &terms.spans(series, ahead), PaymentKind::Rent);
    let mut missing = Vec::new();
    match terms.service_charge {
        None => missing.push((PaymentKind::ServiceCharge, NotKnown::ServiceCharge)),
        Some(charge) if charge == Money::ZERO => {}
        Some(charge) => {
            let rent = Some(charge).filter(|c| *c > Money::ZERO && c.pence().is_some());
            let rent = rent.map(Money::to_penny).ok_or(NotKnown::ServiceCharge);
            let span =
                Span { period: terms.term, rent, payable: rent, conceded: false, estimated: false };
            payments.extend(flow(terms, &periods, &[span], PaymentKind::ServiceCharge));
        }
    }
    match (terms.vat_opted, vat) {
        (None, _) => missing.push((PaymentKind::Vat, NotKnown::VatOption)),
        (Some(true), None) => missing.push((PaymentKind::Vat, NotKnown::VatRate)),
        (Some(true), Some(rate)) => {
            let taxed: Vec<RentPayment> = payments.iter().filter_map(|p| tax(p, rate)).collect();
            payments.extend(taxed);
            if let Some((_, unknown)) = missing.first() {
                missing.push((PaymentKind::Vat, *unknown));
            }
        }
        (Some(false), _) => {}
    }
    let mut once = |kind, due, amount: Money, why| {
        if terms.goes_on && why == Why::AtEnd {
            return;
        }
        let amount = amount.pence().map(|_| amount.to_penny()).ok_or(NotKnown::Range);
        let (period, estimated) = (terms.term, false);
        payments.push(RentPayment { due, period, kind, amount, why, estimated });
    };
    let (start, end) = (terms.term.from(), terms.term.until());
    match terms.deposit {
        None => {
            missing.push((PaymentKind::Deposit, NotKnown::Deposit));
            missing.push((PaymentKind::DepositBack, NotKnown::Deposit));
        }
        Some(sum) if sum == Money::ZERO => {}
        Some(sum) => {
            let back = Money::ZERO.checked_sub(sum).ok_or(NotKnown::Range)?;
            once(PaymentKind::Deposit, start, sum, Why::AtStart);
            once(PaymentKind::DepositBack, end, back, Why::AtEnd);
        }
    }
    match terms.dilapidations {
        None => missing.push((PaymentKind::Dilapidations, NotKnown::Dilapidations)),
        Some(sum) if sum == Money::ZERO => {}
        Some(sum) => once(PaymentKind::Dilapidations, end, sum, Why::AtEnd),
    }
    payments.sort_by_key(|p| (p.due, p.period, p.kind));
    Ok(RentSchedule { payments, missing })
}

/// Returns the average rent a year: all the rent to the first market review or tenant's break, or to
/// the end, ÷ the years until then, to the penny.
///
/// Years are whole months ÷ 12 and days beyond them ÷ `days_in_year`. A break on an anniversary of the
/// start, or on the day before one, ends whole years.
///
/// # Errors
/// The first thing not known that it depends on.
///
/// # Source
/// £100,000, five years, one free: £80,000 (Practical Law 4-107-6681).
pub fn net_effective_rent(
    terms: &RentTerms,
    events: &[LeaseEvent],
    series: Option<&PriceIndex>,
) -> Result<Money, NotKnown> {
    let start = terms.term.from();
    let market = terms.changes.iter().filter(|(_, c)| {
        matches!(c, Change::Review(_)) && matches!(terms.review, Some(Review::Market) | None)
    });
    let breaks = events.iter().filter(|e| {
        e.kind == EventKind::Break && matches!(e.party, Some(Party::Tenant | Party::Mutual))
    });
    let ends = market.map(|(on, _)| *on).chain(breaks.map(|e| break_end(start, e.on)));
    let end = ends.filter(|d| *d > start).min().unwrap_or(terms.term.until());
    let term = Period::new(start, end.min(terms.term.until())).ok_or(NotKnown::Range)?;
    let cut = RentTerms { term, ..terms.clone() };
    let total = rent_schedule(&cut, series, Ahead::NotKnown, None)?.total(PaymentKind::Rent)?;
    let months = u32::try_from(whole_months(start, term.until())).map_err(|_| NotKnown::Range)?;
    let whole_until = months_later(start, months).ok_or(NotKnown::Range)?;
    let days = (term.until() - whole_until).num_days();
    let in_year = i64::from(terms.year_days());
    // total ÷ (months ÷ 12 + days ÷ days in a year), divided once.
    let above = Decimal::from(12 * in_year);
    let below = Decimal::from(i64::from(months) * in_year + days * 12);
    let average = total.checked_mul(above).and_then(|t| t.as_pounds().checked_div(below));
    average.map(|a| Money::pounds(a).to_penny()).ok_or(NotKnown::Range)
}

/// Returns the day after a break's last day, taking an anniversary as the day after.
fn break_end(start: Date, on: Date) -> Date {
    let months = u32::try_from(whole_months(start, on)).ok();
    let anniversary = months.and_then(|m| months_later(start, m)) == Some(on);
    if anniversary { on } else { on.succ_opt().unwrap_or(on) }
}

fn tax(payment: &RentPayment, rate: Decimal) -> Option<RentPayment> {
    let share = |m: Money| {
        let tax = m.checked_mul(rate).map(Money::to_penny);
        tax.filter(|t| t.pence().is_some()).ok_or(NotKnown::Range)
    };
    let amount = payment.amount.and_then(share);
    let nothing = amount == Ok(Money::ZERO);
    (!nothing).then_some(RentPayment { kind: PaymentKind::Vat, amount, why: Why::Tax, ..*payment })
}

fn flow(
    terms: &RentTerms,
    periods: &[PaymentPeriod],
    spans: &[Span],
    kind: PaymentKind,
) -> Vec<RentPayment> {
    let in_year = i128::from(terms.year_days());
    let a_year = i128::from(payments_a_year(terms.payment));
    // The rent of the last whole period at one rent, and how many there have been at it.
    let mut run = (0_i64, 0_i128);
    let mut pay = |PaymentPeriod { period, whole }: PaymentPeriod| {
        let known: Result<Vec<(i64, i64)>, NotKnown> = parts(spans, period).into_iter().collect();
        let (pence, why) = match known.as_deref() {
            Err(unknown) => return (Err(*unknown), if whole { Why::Whole } else { Why::Broken }),
            Ok([(_, pence)]) if whole => {
                run = if run.0 == *pence { (run.0, run.1 + 1) } else { (*pence, 1) };
                let total = |count: i128| rounded(i128::from(*pence) * count, a_year);
                (total(run.1) - total(run.1 - 1), Why::Whole)
            }
            Ok(parts) => {
                let why = if whole { Why::Changed } else { Why::Broken };
                (by_days(parts, whole, a_year, in_year), why)
            }
        };
        let free = known.is_ok_and(|parts| parts.iter().all(|(_, pence)| *pence == 0));
        let money = i64::try_from(pence).map(Money::from_pence).map_err(|_| NotKnown::Range);
        (money, if free { Why::RentFree } else { why })
    };
    let mut payments = Vec::with_capacity(periods.len());
    for at in periods {
        let (amount, why) = pay(*at);
        let due = if terms.in_advance { at.period.from() } else { at.period.until() };
        let rests = |span: &Span| span.estimated && !span.conceded;
        let estimated = overlapping(spans, at.period).any(rests);
        payments.push(RentPayment { due, period: at.period, kind, amount, why, estimated });
    }
    payments
}

/// Returns the spans with days in a period, in order.
fn overlapping(spans: &[Span], period: Period) -> impl Iterator<Item = &Span> {
    let first = spans.partition_point(|s| s.period.until() <= period.from());
    spans[first..].iter().take_while(move |s| s.period.overlap(period).is_some())
}

/// Returns the parts of a payment period with different sums payable: days, and pence a year.
fn parts(spans: &[Span], period: Period) -> Vec<Result<(i64, i64), NotKnown>> {
    let mut parts: Vec<Result<(i64, i64), NotKnown>> = Vec::new();
    for span in overlapping(spans, period) {
        let Some(days) = span.period.overlap(period).map(Period::days) else { break };
        let pence = span.payable.and_then(|m| m.pence().ok_or(NotKnown::Range));
        match (parts.last_mut(), pence) {
            (Some(Ok((so_far, same))), Ok(pence)) if *same == pence => *so_far += days,
            (_, pence) => parts.push(pence.map(|pence| (days, pence))),
        }
    }
    parts
}

/// Returns the pence of a period that goes, all or in part, by days.
///
/// Pence are below 2⁶³, days below 2³⁰ and payments a year at most 12: products and sums stay far
/// within `i128`.
fn by_days(parts: &[(i64, i64)], whole: bool, a_year: i128, in_year: i128) -> i128 {
    let least = parts.iter().map(|(_, pence)| *pence).min().unwrap_or(0);
    let least = if whole { i128::from(least) } else { 0 };
    let above = parts.iter().map(|(days, pence)| (i128::from(*pence) - least) * i128::from(*days));
    rounded(least * in_year + above.sum::<i128>() * a_year, a_year * in_year)
}

/// Divides, halves away from zero; both are zero or more.
const fn rounded(above: i128, below: i128) -> i128 {
    (above * 2 + below) / (below * 2)
}

#[cfg(test)]
mod tests;
