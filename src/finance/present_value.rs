//! Present values of cash flows at a stated rate.

use rust_decimal::Decimal;

use crate::model::{Date, Money};

use super::{discount::RateSteps, power::DayPowers};

/// Returns the net present value of sums at even periods, the first of them now.
///
/// Σ sum ÷ (1 + rate)^k, k from 0. `rate` is a fraction a period, above −1. Pounds, unrounded; nothing of
/// no sums. `None` at −1 or below, or beyond the range of a decimal. At rates of nought or more the error
/// is below 1e-26 of all that is paid for a hundred periods.
#[must_use]
pub fn npv(rate: Decimal, sums: &[Money]) -> Option<Money> {
    RateSteps::flat(rate)?.present_value(sums)
}

/// Returns the net value on a day of sums on any days, in any order.
///
/// Σ sum × (1 + rate)^((on − day) ÷ 365): days before `on` are carried forward, days after it discounted;
/// with the last day as `on` it is the net future value. `rate` is a fraction a year, above −1. Pounds,
/// unrounded; nothing of no sums. `None` at −1 or below, or beyond the range of a decimal. Factors of 1 or
/// less are within (years + 365) × 1e-27, above 1 within that share of themselves.
#[must_use]
pub fn xnpv(rate: Decimal, on: Date, sums: &[(Date, Money)]) -> Option<Money> {
    let growth = Decimal::ONE.checked_add(rate)?;
    let up = DayPowers::of(growth)?;
    let down = DayPowers::of(Decimal::ONE.checked_div(growth)?)?;
    sums.iter().try_fold(Money::ZERO, |total, (day, sum)| {
        let ahead = (*day - on).num_days();
        let powers = if ahead < 0 { up } else { down };
        let factor = powers.after(u32::try_from(ahead.unsigned_abs()).ok()?)?;
        total.checked_add(sum.checked_mul(factor)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::samples::{day, number, pounds};

    #[test]
    fn the_first_sum_is_not_discounted() {
        let sums = [-15_000, 1_500, 2_500, 3_500, 4_500, 6_000];
        let sums = sums.map(|p| Money::pounds(Decimal::from(p)));
        let value = npv(number("0.05"), &sums).unwrap().as_pounds();
        assert_eq!(value.round_dp(11), number("122.89485495094"));
    }

    #[test]
    fn sums_are_carried_to_the_day_from_both_sides() {
        let sums = [(day("2022-01-01"), pounds("110")), (day("2020-01-01"), pounds("-100"))];
        let value = xnpv(number("0.1"), day("2021-01-01"), &sums).unwrap();
        // 366 days back from 2020, 365 days ahead from 2021.
        let expected = 100.0 - 100.0 * 1.1_f64.powf(366.0 / 365.0);
        assert_eq!(value.as_pounds().round_dp(11), number(&format!("{expected:.11}")));
    }

    #[test]
    fn no_sums_are_worth_nothing() {
        assert_eq!(npv(number("0.05"), &[]), Some(Money::ZERO));
        assert_eq!(xnpv(number("0.05"), day("2020-01-01"), &[]), Some(Money::ZERO));
    }

    #[test]
    fn a_rate_of_minus_100_or_below_has_no_value() {
        let sums = [(day("2020-01-01"), pounds("1"))];
        assert_eq!(npv(number("-1"), &[pounds("1")]), None);
        assert_eq!(xnpv(number("-1.5"), day("2020-01-01"), &sums), None);
        assert_eq!(xnpv(Decimal::MAX, day("2020-01-01"), &sums), None);
    }

    #[test]
    fn sums_of_1e15_keep_their_pennies_over_a_thousand_years() {
        let sums = [(day("1020-01-01"), pounds("1000000000000000.01")); 2];
        let value = xnpv(Decimal::ZERO, day("2020-01-01"), &sums).unwrap();
        assert_eq!(value, pounds("2000000000000000.02"));
        let far = [(day("3019-01-01"), pounds("1000000000000000"))];
        let value = xnpv(number("0.035"), day("2020-01-01"), &far).unwrap().as_pounds();
        assert!(value > number("1.1") && value < number("1.3"), "{value}");
    }
}
