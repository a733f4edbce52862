//! Areas, staff, shares and points.

use std::fmt;

use rust_decimal::Decimal;

/// A floor or land area, m², zero or more; its basis (GIA, NIA) is in the field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area(Decimal);

/// Full-time equivalents, zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fte(Decimal);

/// Makes the same checked constructor and readers for a quantity that is never below zero.
macro_rules! not_negative {
    ($name:ident, $make:ident, $read:ident, $unit:literal) => {
        impl $name {
            #[doc = concat!("Makes it from ", $unit, "; `None` below zero.")]
            #[must_use]
            pub fn $make(value: Decimal) -> Option<Self> {
                (!value.is_sign_negative() || value.is_zero()).then_some(Self(value))
            }

            #[doc = concat!("Returns ", $unit, ".")]
            #[must_use]
            pub const fn $read(self) -> Decimal {
                self.0
            }

            /// Returns whole thousandths, the unit of frames; `None` beyond `i64`.
            #[must_use]
            pub fn thousandths(self) -> Option<i64> {
                thousandths(self.0)
            }
        }
    };
}
not_negative!(Area, from_m2, as_m2, "m²");
not_negative!(Fte, from_fte, as_fte, "full-time equivalents");

/// A sum of what is known: all of it, or a least where a part is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtLeast<T> {
    /// The sum.
    pub sum: T,
    /// Whether every part of it is known.
    pub is_all: bool,
}

/// Returns whole thousandths of a number, halves away from zero; `None` beyond `i64`.
#[must_use]
pub fn thousandths(value: Decimal) -> Option<i64> {
    use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, prelude::ToPrimitive};
    value
        .checked_mul(Decimal::ONE_THOUSAND)?
        .round_dp_with_strategy(0, MidpointAwayFromZero)
        .to_i64()
}

/// Returns an integer as `f64`; the one place where a count becomes part of a ratio.
///
/// Exact up to 2^53, which pence below £90 trillion and all guarded sums are.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "exact below 2^53; the one named step to a ratio")]
pub const fn ratio_term(count: i64) -> f64 {
    count as f64
}

/// Rounds a finite number to a whole one, halves away from zero, kept within `i64`.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "`as` saturates; the one named step back")]
pub fn to_whole(value: f64) -> i64 {
    value.round() as i64
}

/// Divides with rounding to the nearest whole number, halves away from zero; `den` above zero.
#[must_use]
pub const fn div_round(num: i128, den: i128) -> i128 {
    let twice = 2 * num.abs() + den;
    let size = twice / (2 * den);
    if num < 0 { -size } else { size }
}

/// A fixed-point number of points on the scale 0 to 100, in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Points(pub i64);

/// The need index on the scale 0 to 100, in millionths: whole per cents of [`Points`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Index(pub i64);

impl Points {
    const HAIR: f64 = 1e-8;

    /// The full scale.
    pub const FULL: Self = Self(1_000_000);
    /// Ten-thousandths in a point.
    pub const UNIT: i64 = 10_000;

    /// Rounds a number of points once, halves away from zero.
    ///
    /// Points are ratios of whole numbers; one that is exactly a half may come out of binary arithmetic a hair
    /// below it. A hair, 10⁻⁸ of the last digit, is more than that noise and less than any other ratio's
    /// distance from a half that is likely to be met.
    #[must_use]
    pub fn rounded(points: f64) -> Self {
        let units = points * ratio_term(Self::UNIT);
        Self(to_whole(units + Self::HAIR.copysign(units)))
    }

    /// Returns points rounded to one decimal, for pages and pictures.
    #[must_use]
    pub fn one_decimal(self) -> String {
        decimals(self.0, Self::UNIT, 1)
    }
}

impl Index {
    /// Millionths in a point.
    pub const UNIT: i64 = 1_000_000;

    /// Returns the index rounded to one decimal, for pages and pictures.
    #[must_use]
    pub fn one_decimal(self) -> String {
        decimals(self.0, Self::UNIT, 1)
    }
}

impl fmt::Display for Points {
    /// Writes four decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimals(self.0, Self::UNIT, 4))
    }
}

impl fmt::Display for Index {
    /// Writes six decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimals(self.0, Self::UNIT, 6))
    }
}

/// Writes `count ÷ unit` with `places` decimals, halves away from zero; never `-0.0`.
#[must_use]
pub fn decimals(count: i64, unit: i64, places: u32) -> String {
    let scale = 10_i128.pow(places);
    let value = div_round(i128::from(count) * scale, i128::from(unit));
    let size = value.unsigned_abs();
    let scale = scale.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let width = usize::try_from(places).unwrap_or(0);
    if places == 0 {
        return format!("{sign}{size}");
    }
    format!("{sign}{}.{:0width$}", size / scale, size % scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_never_below_zero() {
        assert_eq!(Area::from_m2(Decimal::NEGATIVE_ONE), None);
        assert_eq!(Area::from_m2(Decimal::ZERO).and_then(Area::thousandths), Some(0));
    }

    #[test]
    fn points_are_rounded_once_and_halves_go_away_from_zero() {
        assert_eq!(Points::rounded(12.343_75).to_string(), "12.3438");
        assert_eq!(Points::rounded(-12.343_75).to_string(), "-12.3438");
        // 691 ÷ 160 is 4.31875 exactly; by binary arithmetic on the way to it, a hair less.
        assert_eq!(
            Points::rounded((618.2 / 960.0 - 0.5) / 0.5 * 100.0 * 15.0 / 100.0).to_string(),
            "4.3188"
        );
        assert_eq!(Points(250).one_decimal(), "0.0");
        assert_eq!(Points(500).one_decimal(), "0.1");
        assert_eq!(Points(-500).one_decimal(), "-0.1");
        assert_eq!(Index(-4).one_decimal(), "0.0");
        assert_eq!(Index(61_234_567).to_string(), "61.234567");
    }
}
