//! A lease on the tenant's balance sheet: liability, right-of-use asset, interest and depreciation.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    model::{Date, FinancialYear, Money, Period, months_later, words},
    policy::LeasePolicy,
};

use super::NotKnown;

words!(
    /// Why a lease stays off the balance sheet.
    LeaseExemption {
        /// It ended before leases came onto the balance sheet.
        Ended = "ended before adoption",
        /// So few months are left when it would come on that its rent is simply spent.
        Short = "short lease",
        /// The asset was worth so little when new.
        LowValue = "low value",
        /// It has no term: no more than its notice is owed.
        Periodic = "periodic tenancy",
    }
);

/// One financial year of a lease on the balance sheet; all to the penny.
///
/// opening + additions + interest − payments = closing, and
/// asset opening + asset additions − depreciation = asset closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the lines of the account say themselves")]
pub struct LeaseYear {
    pub year: FinancialYear,
    pub opening: Money,
    pub additions: Money,
    pub interest: Money,
    pub payments: Money,
    pub closing: Money,
    pub asset_opening: Money,
    pub asset_additions: Money,
    pub depreciation: Money,
    pub asset_closing: Money,
}

/// A lease on the balance sheet from the day it comes on until nothing is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseAccount {
    /// The day it came on: its start, or the day of adoption if that is later.
    pub recognised: Date,
    /// The present value on that day of the payments due on it and after it, as they were known then.
    pub liability: Money,
    /// That liability and what was added to it.
    pub asset: Money,
    /// Every financial year from then on, without gap.
    pub years: Vec<LeaseYear>,
}

/// Tells why a lease stays off the balance sheet; `None` is that it comes on.
///
/// `term` ends where the body is reasonably certain to leave. Short is a term with the policy's months
/// left, or fewer, on the later of its start and the day of adoption. `value_when_new` is that of the
/// asset, not of the lease; `None`, not known, is not low.
///
/// # Source
/// IFRS 16 paragraphs 5, B3 to B8, C10(c) and appendix A.
#[must_use]
pub fn lease_exemption(
    term: Period,
    value_when_new: Option<Money>,
    policy: &LeasePolicy,
) -> Option<LeaseExemption> {
    let recognised = term.from().max(policy.lease_accounts_from);
    let short_until = months_later(recognised, policy.short_lease_months).unwrap_or(Date::MAX);
    if term.until() <= recognised {
        Some(LeaseExemption::Ended)
    } else if term.until() <= short_until {
        Some(LeaseExemption::Short)
    } else if value_when_new.is_some_and(|v| v <= policy.low_value) {
        Some(LeaseExemption::LowValue)
    } else {
        None
    }
}

/// A lease measured anew: from a day on it runs to another day, or asks for another rent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remeasurement {
    /// The day of the change.
    pub on: Date,
    /// The day after the last of the term from then on; one on or before `on` leaves no term.
    pub until: Date,
    /// Due dates and sums from then on; those before `on` are left out.
    pub payments: Vec<(Date, Money)>,
}

/// Returns how a lease stands in the accounts of every financial year.
///
/// `payments` are due dates and sums: the rent of [`super::rent_schedule`] under
/// [`super::Ahead::Least`], without charges and tax. Those before the day the lease comes on
/// are left out; one due on that very day is in the additions and in the payments alike, so that the
/// asset holds it and the liability after it does not. `added` is put on the asset alone: rent paid in
/// advance and direct costs, less rent owed and incentives. `growth` gives what £1 becomes between two
/// days; [`daily_growth`] makes one from a rate, any other that multiplies from day to day will do.
///
/// Every closing balance is rounded once and a year's interest is what makes it add up. Depreciation is
/// straight-line by days, each year the rounded running total less the one before: it adds up to the
/// asset, and both balances close at 0.00.
///
/// `changes`, in order of day, measure it anew: on its day, before any payment due on it, the liability becomes the
/// present value of what is due from then on; the difference is in the additions of that year, below zero where
/// less is owed, and on the asset, which falls to zero at most. Nothing before that day is touched. The rate stays.
///
/// # Errors
/// [`NotKnown::Range`] if the term ends before the lease comes on, a payment is below zero, changes are out of
/// order, `growth` gives none or nothing, or a sum is beyond what can be held.
///
/// # Source
/// IFRS 16 paragraphs 23 to 36, 39 to 43, C5(b) and C8; the Code of Practice on Local Authority Accounting
/// 2024/25, section 4.2.
pub fn lease_account(
    term: Period,
    adopted: Date,
    payments: &[(Date, Money)],
    added: Money,
    changes: &[Remeasurement],
    growth: impl Fn(Date, Date) -> Option<Decimal>,
) -> Result<LeaseAccount, NotKnown> {
    account(term, adopted, payments, added, changes, growth).ok_or(NotKnown::Range)
}

/// A lease from one measurement to the next.
struct Phase {
    from: Date,
    /// The days it is held by this measurement; `None` is none.
    held: Option<Period>,
    /// What is paid on each day.
    paid: BTreeMap<Date, Money>,
    /// What is owed after the payment of each day.
    owed: BTreeMap<Date, Money>,
    /// What the asset stands at on `from`.
    asset: Money,
    /// What this measurement adds to the liability and to the asset.
    additions: (Money, Money),
}

impl Phase {
    fn of(from: Date, until: Date, payments: &[(Date, Money)]) -> Option<Self> {
        // A day that is only looked at stands in the list with nothing to pay.
        let mut paid: BTreeMap<Date, Money> = BTreeMap::from([(from, Money::ZERO)]);
        for (due, sum) in payments.iter().filter(|(due, _)| *due >= from) {
            let of_day = paid.entry(*due).or_default();
            *of_day = of_day.checked_add(sum.to_penny()).filter(|_| *sum >= Money::ZERO)?;
        }
        let (held, none) = (Period::new(from, until), Money::ZERO);
        Some(Self { from, held, paid, owed: BTreeMap::new(), asset: none, additions: (none, none) })
    }

    /// Returns what is owed after a day's payment, to the penny.
    fn owed_on(&self, day: Date) -> Option<Money> {
        self.owed.get(&day).map(|owed| owed.to_penny())
    }

    /// Returns what is owed before a day's payment.
    fn due_on(&self, day: Date) -> Option<Money> {
        self.owed_on(day)?.checked_add(*self.paid.get(&day)?)
    }

    /// Returns what the asset stands at after a day.
    fn asset_after(&self, day: Date) -> Option<Money> {
        let gone = self.held.map_or(Some(self.asset), |held| depreciated(self.asset, held, day))?;
        self.asset.checked_sub(gone)
    }
}

fn account(
    term: Period,
    adopted: Date,
    payments: &[(Date, Money)],
    added: Money,
    changes: &[Remeasurement],
    growth: impl Fn(Date, Date) -> Option<Decimal>,
) -> Option<LeaseAccount> {
    let recognised = term.from().max(adopted);
    let held = Period::new(recognised, term.until())?;
    let mut phases = vec![Phase::of(recognised, held.until(), payments)?];
    for change in changes {
        let after = phases.last().is_some_and(|before| before.from < change.on);
        phases.push(Phase::of(change.on, change.until, &change.payments).filter(|_| after)?);
    }
    let last = phases.last()?;
    let last_held =
        last.held.map_or(last.from, |held| held.until().pred_opt().unwrap_or(last.from));
    let last_day = last.paid.keys().next_back().copied()?.max(last_held);
    let first_year = FinancialYear::containing(recognised).start();
    let years = first_year..=FinancialYear::containing(last_day).start();
    let ends: Vec<(FinancialYear, Date)> = years
        .map(|start| {
            let year = FinancialYear::starting(start);
            Some((year, year.period()?.until().pred_opt()?))
        })
        .collect::<Option<_>>()?;
    measure(&mut phases, added, &ends, growth)?;
    let mut rows = Vec::with_capacity(ends.len());
    let (mut opening, mut asset_opening) = (Money::ZERO, Money::ZERO);
    let mut from = recognised;
    for (year, end) in &ends {
        let (mut additions, mut asset_additions, mut paid) =
            (Money::ZERO, Money::ZERO, Money::ZERO);
        for (at, phase) in phases.iter().enumerate() {
            if (from..=*end).contains(&phase.from) {
                additions = additions.checked_add(phase.additions.0)?;
                asset_additions = asset_additions.checked_add(phase.additions.1)?;
            }
            let next = phases.get(at + 1).map(|next| next.from);
            let first = from.max(phase.from);
            let last = next.and_then(|next| next.pred_opt()).map_or(*end, |last| last.min(*end));
            if first <= last {
                let sums = phase.paid.range(first..=last).map(|(_, sum)| *sum);
                paid = paid.checked_add(Money::checked_sum(sums)?)?;
            }
        }
        let phase = phases.iter().rfind(|phase| phase.from <= *end)?;
        let closing = phase.owed_on(*end)?;
        let before = opening.checked_add(additions)?.checked_sub(paid)?;
        let asset_closing = phase.asset_after(*end)?;
        rows.push(LeaseYear {
            year: *year,
            opening,
            additions,
            interest: closing.checked_sub(before)?,
            payments: paid,
            closing,
            asset_opening,
            asset_additions,
            depreciation: asset_opening.checked_add(asset_additions)?.checked_sub(asset_closing)?,
            asset_closing,
        });
        (opening, asset_opening) = (closing, asset_closing);
        from = end.succ_opt()?;
    }
    let (liability, asset) = phases.first()?.additions;
    Some(LeaseAccount { recognised, liability, asset, years: rows })
}

/// Works out what is owed in every phase, and what each measurement adds.
fn measure(
    phases: &mut [Phase],
    added: Money,
    ends: &[(FinancialYear, Date)],
    growth: impl Fn(Date, Date) -> Option<Decimal>,
) -> Option<()> {
    for at in 0..phases.len() {
        let next = phases.get(at + 1).map(|next| next.from);
        let (done, rest) = phases.split_at_mut(at);
        let phase = rest.first_mut()?;
        let looked_at = ends.iter().map(|(_, end)| *end).filter(|end| *end >= phase.from);
        for day in looked_at.chain(next) {
            phase.paid.entry(day).or_default();
        }
        phase.owed = owed_after(&phase.paid, &growth)?;
        let liability = phase.due_on(phase.from)?;
        let Some(before) = done.last() else {
            phase.asset = liability.checked_add(added)?.to_penny();
            phase.additions = (liability, phase.asset);
            continue;
        };
        let change = liability.checked_sub(before.due_on(phase.from)?)?;
        let stands = before.asset_after(phase.from.pred_opt()?)?;
        // The asset cannot fall below zero; what is above is a gain of the year.
        let least = Money::ZERO.checked_sub(stands.max(Money::ZERO))?;
        let of_asset = change.max(least);
        phase.asset = stands.checked_add(of_asset)?;
        phase.additions = (change, of_asset);
    }
    Some(())
}

/// Returns what is owed after the payment of each day: the next day's debt and payment, discounted.
///
/// Worked from the last day back, so that a long term neither overflows nor loses digits.
fn owed_after(
    days: &BTreeMap<Date, Money>,
    growth: &impl Fn(Date, Date) -> Option<Decimal>,
) -> Option<BTreeMap<Date, Money>> {
    let mut owed = BTreeMap::new();
    let mut later: Option<(Date, Money)> = None;
    for (day, paid) in days.iter().rev() {
        let after = match later {
            None => Money::ZERO,
            Some((next, before_payment)) => {
                let grown = growth(*day, next).filter(|g| *g > Decimal::ZERO)?;
                Money::pounds(before_payment.as_pounds().checked_div(grown)?)
            }
        };
        owed.insert(*day, after);
        later = Some((*day, after.checked_add(*paid)?));
    }
    Some(owed)
}

/// Returns the depreciation from the first day through a day, to the penny.
fn depreciated(asset: Money, held: Period, through: Date) -> Option<Money> {
    let gone = (through.succ_opt()?.min(held.until()) - held.from()).num_days();
    if gone == held.days() {
        return Some(asset);
    }
    let share = asset.checked_mul(Decimal::from(gone))?.as_pounds();
    Some(Money::pounds(share.checked_div(Decimal::from(held.days()))?).to_penny())
}

/// Returns a function that tells what £1 becomes between two days at a rate a year: (1 + r)^(days ÷ 365).
///
/// `None` for a rate below zero or over ten, that is 1,000 %. The function gives `None` when the
/// second day is the earlier or the sum is beyond a decimal.
///
/// The daily factor is the root x³⁶⁵ = 1 + r, found in decimals by Newton's steps from above.
#[must_use]
pub fn daily_growth(rate: Decimal) -> Option<impl Fn(Date, Date) -> Option<Decimal>> {
    let daily = daily_factor(rate)?;
    Some(move |from: Date, until: Date| {
        power(daily, u32::try_from((until - from).num_days()).ok()?)
    })
}

fn daily_factor(rate: Decimal) -> Option<Decimal> {
    if !(Decimal::ZERO..=Decimal::TEN).contains(&rate) {
        return None;
    }
    let year = Decimal::from(365);
    let goal = Decimal::ONE.checked_add(rate)?;
    let mut x = Decimal::ONE.checked_add(rate.checked_div(year)?)?;
    // From above the steps fall to the root; a hundred is far more than they need.
    for _ in 0..100 {
        let slope = power(x, 364)?;
        let over = slope.checked_mul(x)?.checked_sub(goal)?;
        let step = over.checked_div(slope.checked_mul(year)?)?;
        let next = x.checked_sub(step)?;
        if next >= x {
            break;
        }
        x = next;
    }
    Some(x)
}

/// Raises to a whole power by squaring; `None` beyond a decimal.
fn power(base: Decimal, exponent: u32) -> Option<Decimal> {
    let keep = |d: Decimal| d.round_dp_with_strategy(28, RoundingStrategy::MidpointAwayFromZero);
    let (mut result, mut square, mut left) = (Decimal::ONE, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result = keep(result.checked_mul(square)?);
        }
        left /= 2;
        if left > 0 {
            square = keep(square.checked_mul(square)?);
        }
    }
    Some(result)
}

#[cfg(test)]
mod tests;
