//! Powers of growth in decimals: whole ones by squaring, days by the 365th root.

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Days of the year by which broken years are counted, leap years too.
pub(super) const YEAR: u32 = 365;

/// Returns `base` to a whole power; `None` beyond the range of a decimal.
///
/// Each multiplication rounds at 28 digits, or at the 28th decimal below 1: at base 1 or less the error is
/// below `exponent` × 1e-28, above 1 it is that share of the power.
pub(super) fn whole_power(base: Decimal, exponent: u32) -> Option<Decimal> {
    power_of(squares_from(Some(base)), exponent)
}

/// Returns a number, its square, the square of that and so on; `None` beyond range.
fn squares_from(first: Option<Decimal>) -> impl Iterator<Item = Option<Decimal>> {
    let squared = |number: Decimal| number.checked_mul(number);
    std::iter::successors(Some(first), move |square| Some(square.and_then(squared)))
}

/// Multiplies those of the squares of a base, each of the one before it, that make up a whole power.
fn power_of(
    mut squares: impl Iterator<Item = Option<Decimal>>,
    mut exponent: u32,
) -> Option<Decimal> {
    let mut power = Decimal::ONE;
    while exponent > 0 {
        let square = squares.next()??;
        if exponent & 1 == 1 {
            power = power.checked_mul(square)?;
        }
        exponent >>= 1;
    }
    Some(power)
}

/// A number and its squares, each of the one before it, kept as far as the days of a year need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Squares([Option<Decimal>; 9]);

impl Squares {
    fn of(number: Decimal) -> Self {
        let mut all = squares_from(Some(number));
        Self(std::array::from_fn(|_| all.next().flatten()))
    }

    fn power(&self, exponent: u32) -> Option<Decimal> {
        let [.., last] = self.0;
        power_of(self.0.into_iter().chain(squares_from(last).skip(1)), exponent)
    }
}

/// Growth at one rate for any number of days, counted in years of 365 days.
///
/// Both bases are kept, up and down, so that no factor is divided out of a small one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayPowers {
    year: Squares,
    day: Squares,
}

impl DayPowers {
    /// Prepares the powers of a year's growth; `None` unless it is above 0 and within range.
    pub(super) fn of(year: Decimal) -> Option<Self> {
        if year <= Decimal::ZERO {
            return None;
        }
        if year == Decimal::ONE {
            return Some(Self { year: Squares::of(year), day: Squares::of(Decimal::ONE) });
        }
        // The root is drawn from a number above 1, where a decimal keeps all its digits.
        let above = if year > Decimal::ONE { year } else { Decimal::ONE.checked_div(year)? };
        let root = root_365(above)?;
        let day = if year > Decimal::ONE { root } else { Decimal::ONE.checked_div(root)? };
        Some(Self { year: Squares::of(year), day: Squares::of(day) })
    }

    /// Returns growth over `days`: year^(days ÷ 365).
    ///
    /// Whole years go by the year's growth, the rest by the day's: the error is below (years + 365) × 1e-27,
    /// absolute at growth of 1 or less, a share of the result above.
    pub(super) fn after(&self, days: u32) -> Option<Decimal> {
        let years = self.year.power(days / YEAR)?;
        match days % YEAR {
            0 => Some(years),
            rest => years.checked_mul(self.day.power(rest)?),
        }
    }
}

/// Returns the 365th root of a number above 1, to 1e-27 of itself.
fn root_365(of: Decimal) -> Option<Decimal> {
    let year = Decimal::from(YEAR);
    let guess = of.to_f64()?.powf(1.0 / 365.0);
    let mut root: Decimal = format!("{guess:.18}").parse().ok()?;
    // Newton: each step squares the error of the guess, 1e-16 at first.
    for _ in 0..2 {
        let over = of.checked_div(whole_power(root, YEAR)?)?.checked_sub(Decimal::ONE)?;
        root = root.checked_add(root.checked_mul(over)?.checked_div(year)?)?;
    }
    Some(root)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::number;

    fn near(found: Decimal, expected: &str, within: &str) {
        let off = (found - number(expected)).abs();
        assert!(off <= number(within), "{found} is not {expected}");
    }

    #[rstest]
    #[case("1.035", 0, "1")]
    #[case("1.035", 365, "1.035")]
    #[case("1.035", 3650, "1.4105987606211221825121972656")]
    #[case("1.1", 1, "1.0002611578760678121616866817")]
    #[case("0.5", 100, "0.8270390740421484165345210489")]
    #[case("0.000000001", 73, "0.0158489319246111348520210137")]
    fn growth_by_days_has_27_digits(#[case] year: &str, #[case] days: u32, #[case] expected: &str) {
        let found = DayPowers::of(number(year)).unwrap().after(days).unwrap();
        near(found, expected, "0.000000000000000000000001");
    }

    #[rstest]
    #[case("0")]
    #[case("-1")]
    fn growth_of_nothing_or_less_has_no_powers(#[case] year: &str) {
        assert!(DayPowers::of(number(year)).is_none());
    }

    #[test]
    fn growth_beyond_range_is_none_and_no_panic() {
        let powers = DayPowers::of(number("2")).unwrap();
        assert_eq!(powers.after(u32::MAX), None);
        let most = DayPowers::of(number("7000000000000000000000000000")).unwrap();
        assert!(most.after(364).is_some());
        assert_eq!(most.after(730), None);
        let small = DayPowers::of(number("0.000000000000001")).unwrap();
        assert_eq!(small.after(u32::MAX), Some(Decimal::ZERO));
        // The inverse of the smallest decimal above 0 is none itself.
        let _ = DayPowers::of(number("0.0000000000000000000000000001"));
    }
}
