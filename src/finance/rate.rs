//! Internal rates of return: all of them, the one that answers, or why there is none.
//!
//! Rates are solved in floating point on copies of the sums, the written exception to exact money. What is
//! shown is first confirmed in decimals by [`confirm_xirr`].

use rust_decimal::Decimal;

use crate::model::{Date, Money, ratio_term};

use super::{
    double::Double,
    power::{DayPowers, YEAR},
    roots::{Term, roots},
};

/// A rate at which sums are worth nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Root {
    /// Fraction a year or period, above −1 and finite.
    pub rate: f64,
    /// 1 + rate to its own 16 digits, always above 0: what tells rates close to −1 apart.
    pub growth: f64,
}

/// All rates of a series, never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    roots: Vec<Root>,
    /// Whether a further rate is too near −100 %, or too large, for any number.
    pub beyond: bool,
}

/// Why a series has no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    /// No sum, or sums that cancel on every day.
    #[error("no money moves")]
    Nothing,
    /// All money moves on one day.
    #[error("all money moves on one day")]
    OneDay,
    /// All money moves one way.
    #[error("all money moves one way")]
    OneSign,
    /// Money moves both ways, and no rate above −100 % makes it worth nothing.
    #[error("no rate makes the sums worth nothing")]
    NoRoot,
    /// Every rate is too near −100 %, or too large, for any number.
    #[error("the rate is beyond the range of numbers")]
    Beyond,
}

impl Rates {
    /// Returns all rates, rising.
    #[must_use]
    pub fn all(&self) -> &[Root] {
        &self.roots
    }

    /// Returns the smallest rate not below zero, else the one nearest zero.
    #[must_use]
    pub fn answer(&self) -> Root {
        let not_below = self.roots.iter().find(|root| root.rate >= 0.0);
        let zero = Root { rate: 0.0, growth: 1.0 };
        *not_below.or(self.roots.last()).unwrap_or(&zero)
    }
}

/// Returns the internal rates of return, a year of 365 days, of sums on any days in any order.
///
/// Fractions a year over the whole range above −100 %; a rate at which the value touches zero stands
/// once, and so do rates nearer than about 1e-7 of each other. Sums of one day are taken together and sums
/// of zero left out.
///
/// # Errors
/// [`NoRate`] says why there is none.
pub fn xirr(sums: &[(Date, Money)]) -> Result<Rates, NoRate> {
    let own = || sums.iter().map(|(_, sum)| sum);
    let scale = largest_scale(own());
    let terms = if sums.is_sorted_by_key(|(day, _)| *day) {
        dated(sums, scale)
    } else {
        let mut sorted = sums.to_vec();
        sorted.sort_by_key(|(day, _)| *day);
        dated(&sorted, scale)
    };
    rates(&terms, || Money::checked_sum(own().copied()) == Some(Money::ZERO))
}

/// Confirms in decimals that dated sums are worth nothing at a rate.
///
/// True when their worth at growth × (1 − 1e-9) and at growth × (1 + 1e-9) differs in sign, or at the rate
/// itself is below 1e-18 of all that is paid, as where it touches zero. False also where decimals do not
/// reach: growth below 1e-15 or above 1e15, sums above 7e28.
#[must_use]
pub fn confirm_xirr(sums: &[(Date, Money)], root: Root) -> bool {
    let Some(first) = sums.iter().map(|(day, _)| *day).min() else { return false };
    let days = |day: Date| u32::try_from((day - first).num_days()).ok();
    let timed: Option<Vec<(u32, Money)>> =
        sums.iter().map(|(day, sum)| Some((days(*day)?, *sum))).collect();
    timed.is_some_and(|timed| confirmed(&timed, root).unwrap_or(false))
}

fn confirmed(sums: &[(u32, Money)], root: Root) -> Option<bool> {
    let last = sums.iter().map(|(time, _)| *time).max()?;
    // From the first day at growth above 1, else from the last: factors are then never above 1.
    let forward = root.growth >= 1.0;
    let base = if forward { 1.0 / root.growth } else { root.growth };
    if base < 1e-15 {
        return Some(false);
    }
    let base: Decimal = format!("{base:.28}").parse().ok()?;
    let worth = |base: Decimal| -> Option<(Decimal, Decimal)> {
        let powers = DayPowers::of(base)?;
        // Sums of one day stand together: a year's end has one of each kind.
        let mut latest = None;
        let (mut net, mut all) = (Decimal::ZERO, Decimal::ZERO);
        for (time, sum) in sums {
            let factor = match latest {
                Some((day, factor)) if day == *time => factor,
                _ => powers.after(if forward { *time } else { last - time })?,
            };
            latest = Some((*time, factor));
            let one = sum.as_pounds().checked_mul(factor)?;
            (net, all) = (net.checked_add(one)?, all.checked_add(one.abs())?);
        }
        Some((net, all))
    };
    let (billionth, tiny) = (Decimal::new(1, 9), Decimal::new(1, 18));
    let near = |step: Decimal| worth(base.checked_mul(Decimal::ONE.checked_add(step)?)?);
    let ((below, _), (above, _)) = (near(-billionth)?, near(billionth)?);
    if below.is_sign_negative() != above.is_sign_negative() {
        return Some(true);
    }
    let (at, all) = worth(base)?;
    Some(at.abs() <= all.checked_mul(tiny)?)
}

/// Finds the rates; `nil` tells whether the sums add up to exactly nothing, asked only where a rate is close to zero.
fn rates(terms: &[Term], nil: impl FnOnce() -> bool) -> Result<Rates, NoRate> {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else {
        return Err(NoRate::Nothing);
    };
    if terms.iter().all(|term| (term.amount > 0.0) == (first.amount > 0.0)) {
        return Err(if terms.len() == 1 { NoRate::OneDay } else { NoRate::OneSign });
    }
    let mut forces = roots(terms).ok_or(NoRate::Beyond)?;
    let span = last.time - first.time;
    // Sums that add up to nothing have the rate of exactly 0, where rounding may have left a trace.
    if let Some(trace) = forces.iter_mut().find(|s| s.abs() * span < 1e-9 && **s != 0.0)
        && nil()
    {
        *trace = 0.0;
    }
    if forces.is_empty() {
        let crosses = (first.amount > 0.0) != (last.amount > 0.0);
        return Err(if crosses { NoRate::Beyond } else { NoRate::NoRoot });
    }
    let year = f64::from(YEAR);
    let root = |s: &f64| Root { rate: (s * year).exp_m1(), growth: (s * year).exp() };
    let held = |root: &Root| root.rate.is_finite() && root.rate > -1.0;
    let found: Vec<Root> = forces.iter().map(root).filter(held).collect();
    if found.is_empty() {
        return Err(NoRate::Beyond);
    }
    Ok(Rates { beyond: found.len() < forces.len(), roots: found })
}

/// Gathers sums of one day, leaves out zero, and counts days from the first that is left.
fn dated(sorted: &[(Date, Money)], scale: u32) -> Vec<Term> {
    let Some((first, _)) = sorted.first() else { return Vec::new() };
    let mut terms: Vec<Term> = Vec::with_capacity(sorted.len());
    for (day, sum) in sorted {
        let (amount, rest) = parts(sum.as_pounds(), scale);
        let time = ratio_term((*day - *first).num_days());
        match terms.last_mut() {
            Some(last) if (last.time - time).abs() < 0.5 => {
                let exact = Double::sum(last.amount, amount);
                let both = Double::sum(exact.high, exact.low + (last.rest + rest));
                (last.amount, last.rest) = (both.high, both.low);
            }
            _ => terms.push(Term { time, amount, rest }),
        }
    }
    terms.retain(|term| term.amount != 0.0);
    if let Some(start) = terms.first().map(|term| term.time)
        && start > 0.0
    {
        terms.iter_mut().for_each(|term| term.time -= start);
    }
    terms
}

fn largest_scale<'a>(sums: impl Iterator<Item = &'a Money>) -> u32 {
    sums.map(|sum| sum.as_pounds().scale()).max().unwrap_or(0)
}

/// Returns a decimal in units of 10^−scale as `f64` and what is left of it: whole numbers stay exact.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "what the first cast rounds off is kept in the second"
)]
fn parts(value: Decimal, scale: u32) -> (f64, f64) {
    let mantissa = value.mantissa();
    let high = mantissa as f64;
    let low =
        if mantissa.unsigned_abs() >> 53 == 0 { 0.0 } else { (mantissa - high as i128) as f64 };
    if scale == value.scale() {
        return (high, low);
    }
    let by = 10_f64.powi((scale - value.scale()) as i32);
    let scaled = high * by;
    if scaled.abs() < 9e15 {
        return (scaled, low * by);
    }
    let exact = Double::product(high, by);
    (exact.high, exact.low + low * by)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, pounds};

    /// £1,000 paid and £1,100 back after 365 days is a tenth; a rate a little off is none.
    #[rstest]
    #[case(1.1, true)]
    #[case(1.100_000_01, false)]
    #[case(1.099_999_99, false)]
    #[case(1.2, false)]
    fn a_rate_is_confirmed_where_the_worth_turns(#[case] a_year: f64, #[case] confirmed: bool) {
        let sums = [(day("2021-03-31"), pounds("-1000")), (day("2022-03-31"), pounds("1100"))];
        let root = Root { rate: a_year - 1.0, growth: a_year };
        assert_eq!(confirm_xirr(&sums, root), confirmed);
    }

    /// A day's growth of 6 is 6³⁶⁵ ≈ 1e284 a year, which a number holds; one of 1,000, or of a thousandth, is beyond.
    #[rstest]
    #[case("-1", "6", None)]
    #[case("-1", "1000", Some(NoRate::Beyond))]
    #[case("-1000", "1", Some(NoRate::Beyond))]
    fn a_rate_that_no_number_holds_is_beyond(
        #[case] first: &str,
        #[case] then: &str,
        #[case] none: Option<NoRate>,
    ) {
        let sums = [(day("2021-03-31"), pounds(first)), (day("2021-04-01"), pounds(then))];
        assert_eq!(xirr(&sums).err(), none);
    }
}
