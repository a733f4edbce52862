//! Pounds sterling, exact.

use std::{fmt, iter};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// An exact sum of pounds sterling; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

/// The largest sum accepted in one cell, in pence: £1bn either way, so that sums of pence stay in `i64`.
pub const LARGEST_PENCE: i64 = 100_000_000_000;

/// The largest sum of a site's ledger in a year that is believed, in pence: a hundred times [`LARGEST_PENCE`].
///
/// Sums of it over every site of an estate, and ratios of it, stay within what `i64` and `f64` hold exactly.
pub const LARGEST_LEDGER_PENCE: i64 = 100 * LARGEST_PENCE;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Makes a sum from pounds.
    #[must_use]
    pub const fn pounds(amount: Decimal) -> Self {
        Self(amount)
    }

    /// Makes a sum from whole pence.
    #[must_use]
    pub fn from_pence(pence: i64) -> Self {
        Self(Decimal::new(pence, 2))
    }

    /// Makes a sum from whole pence beyond `i64`; `None` beyond `Decimal`.
    #[must_use]
    pub fn from_many_pence(pence: i128) -> Option<Self> {
        Decimal::try_from_i128_with_scale(pence, 2).ok().map(Self)
    }

    /// Returns whole pence after [`Money::to_penny`], however many.
    #[must_use]
    pub fn many_pence(self) -> i128 {
        let penny = if self.0.scale() > 2 { self.to_penny().0 } else { self.0 };
        let pence = match penny.scale() {
            0 => 100,
            1 => 10,
            _ => 1,
        };
        penny.mantissa() * pence
    }

    /// Returns the sum in pounds.
    #[must_use]
    pub const fn as_pounds(self) -> Decimal {
        self.0
    }

    /// Rounds to the penny, halves away from zero: the only rounding of money there is.
    #[must_use]
    pub fn to_penny(self) -> Self {
        Self(self.0.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    /// Returns whole pence after [`Money::to_penny`]; `None` beyond `i64`.
    #[must_use]
    pub fn pence(self) -> Option<i64> {
        self.to_penny().0.checked_mul(Decimal::ONE_HUNDRED)?.to_i64()
    }

    /// Adds; `None` beyond `Decimal`.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Takes away; `None` beyond `Decimal`.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Multiplies by a plain number; `None` beyond `Decimal`.
    #[must_use]
    pub fn checked_mul(self, factor: Decimal) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    /// Adds many; `None` beyond `Decimal`.
    pub fn checked_sum(sums: impl IntoIterator<Item = Self>) -> Option<Self> {
        sums.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl fmt::Display for Money {
    /// Writes two decimals without sign of currency, as data files have it: `-1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut penny = self.to_penny().0;
        penny.rescale(2);
        // All but sums beyond 64 bits are written as the whole pence they are.
        if let (2, Ok(pence)) = (penny.scale(), i64::try_from(penny.mantissa())) {
            let (sign, size) = (if pence < 0 { "-" } else { "" }, pence.unsigned_abs());
            return f.pad(&format!("{sign}{}.{:02}", size / 100, size % 100));
        }
        f.pad(&penny.to_string())
    }
}

/// Returns digits with commas between thousands; the sign and decimals stay as they are.
#[must_use]
pub fn with_thousands(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |r| ("−", r));
    let (whole, tail) = rest.find('.').map_or((rest, ""), |dot| rest.split_at(dot));
    let count = whole.len();
    let grouped: String = iter::zip(0.., whole.chars())
        .flat_map(|(i, c)| {
            let comma = i > 0 && (count - i) % 3 == 0;
            comma.then_some(',').into_iter().chain(iter::once(c))
        })
        .collect();
    format!("{sign}{grouped}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_penny_go_away_from_zero() {
        let half = Money::pounds(Decimal::new(2_125, 3));
        assert_eq!(half.to_penny(), Money::from_pence(213));
        assert_eq!(Money::pounds(Decimal::new(-2_125, 3)).pence(), Some(-213));
    }

    #[test]
    fn a_sum_is_written_with_two_decimals() {
        assert_eq!(Money::from_pence(-123_450).to_string(), "-1234.50");
        assert_eq!(Money::pounds(Decimal::new(-1, 3)).to_string(), "0.00");
        assert_eq!(Money::from_pence(-5).to_string(), "-0.05");
        let large = Money::pounds(Decimal::new(i64::MIN, 1));
        assert_eq!(large.to_string(), "-922337203685477580.80");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(with_thousands("1234567.80"), "1,234,567.80");
        assert_eq!(with_thousands("-999"), "−999");
        assert_eq!(with_thousands("-1000"), "−1,000");
    }

    #[test]
    fn a_sum_beyond_the_range_is_none_and_no_panic() {
        let most = Money::pounds(Decimal::MAX);
        assert_eq!(most.checked_add(most), None);
        assert_eq!(most.pence(), None);
    }
}
