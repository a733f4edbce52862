//! What a criterion weighs within its score.

use std::{fmt, iter::Sum};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{decimals, ratio_term};

/// A weight on the scale 0 to 100, in ten-thousandths; those of a score add to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Weight(u32);

impl Weight {
    /// All of a score.
    pub const FULL: Self = Self(100 * Self::UNIT);
    /// Nothing of it.
    pub const NONE: Self = Self(0);
    /// Ten-thousandths in one of the hundred.
    pub const UNIT: u32 = 10_000;

    /// Makes a weight of ten-thousandths; `None` above 100.
    #[must_use]
    pub fn of_units(units: u32) -> Option<Self> {
        (units <= Self::FULL.0).then_some(Self(units))
    }

    /// Reads a weight of 0 to 100 with at most four decimals; `None` for any other number.
    #[must_use]
    pub fn read(weight: Decimal) -> Option<Self> {
        let units = weight.checked_mul(Decimal::from(Self::UNIT))?;
        units.is_integer().then(|| units.to_u32()).flatten().and_then(Self::of_units)
    }

    /// Returns ten-thousandths.
    #[must_use]
    pub const fn units(self) -> u32 {
        self.0
    }

    /// Returns the weight as a number of the hundred, to be part of a ratio.
    #[must_use]
    pub fn ratio(self) -> f64 {
        ratio_term(self.0.into()) / ratio_term(Self::UNIT.into())
    }

    /// Returns the weights of a score by points: 100 × points ÷ the sum of all points.
    ///
    /// The points are whole numbers of any one unit. Rounded down to ten-thousandths, what is left over goes one by one
    /// to the largest remainders, the first of equal ones, so that the weights add to 100. `None` where no criterion
    /// has points.
    #[must_use]
    pub fn of_points(points: &[u64]) -> Option<Vec<Self>> {
        let sum: u128 = points.iter().map(|p| u128::from(*p)).sum();
        if sum == 0 {
            return None;
        }
        let parts = points.iter().map(|p| u128::from(*p) * u128::from(Self::FULL.0));
        let mut weights = Vec::new();
        let mut remainders = Vec::new();
        for (at, part) in parts.enumerate() {
            weights.push(Self(u32::try_from(part / sum).unwrap_or(0)));
            remainders.push((std::cmp::Reverse(part % sum), at));
        }
        remainders.sort_unstable();
        let given: u32 = weights.iter().map(|w| w.0).sum();
        let over = usize::try_from(Self::FULL.0 - given).unwrap_or(0);
        for (_, at) in remainders.into_iter().take(over) {
            weights[at].0 += 1;
        }
        Some(weights)
    }

    /// Returns the weights with one of them set, the others kept in proportion; they add to 100 again.
    ///
    /// Where the others weigh nothing, they share what is left alike. Rounded down to ten-thousandths, what is left
    /// over goes one by one to the largest remainders, the first of equal ones. `None` where there is no such place,
    /// or no other weight that could take up the rest.
    #[must_use]
    pub fn with_one_set(weights: &[Self], place: usize, to: Self) -> Option<Vec<Self>> {
        weights.get(place)?;
        let left = i128::from(Self::FULL.0 - to.0);
        let others: Vec<usize> = (0..weights.len()).filter(|at| *at != place).collect();
        if others.is_empty() {
            return (left == 0).then(|| vec![to]);
        }
        let whole: i128 = others.iter().map(|at| i128::from(weights[*at].0)).sum();
        let part = |at: usize| match whole {
            0 => (left, i128::try_from(others.len()).unwrap_or(1)),
            _ => (left * i128::from(weights[at].0), whole),
        };
        let mut set = weights.to_vec();
        set[place] = to;
        let mut given = 0;
        let mut remainders = Vec::new();
        for at in &others {
            let (above, below) = part(*at);
            set[*at] = Self(u32::try_from(above / below).unwrap_or(0));
            given += above / below;
            remainders.push((std::cmp::Reverse(above % below), *at));
        }
        remainders.sort_unstable();
        let over = usize::try_from(left - given).unwrap_or(0);
        for (_, at) in remainders.into_iter().take(over) {
            set[at].0 += 1;
        }
        Some(set)
    }
}

/// A sum of weights; more than 100 where a policy is not sound.
impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|weight| weight.0).sum())
    }
}

impl fmt::Display for Weight {
    /// Writes no more decimals than it has: `35`, `18.73`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = decimals(self.0.into(), Self::UNIT.into(), 4);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(all: &[u32]) -> Vec<Weight> {
        all.iter().map(|w| Weight(w * Weight::UNIT)).collect()
    }

    fn said(all: &[Weight]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_weight_has_at_most_four_decimals_and_lies_from_0_to_100() {
        let read = |text: &str| Weight::read(text.parse().unwrap()).map(|w| w.to_string());
        assert_eq!(read("35").as_deref(), Some("35"));
        assert_eq!(read("18.7300").as_deref(), Some("18.73"));
        assert_eq!(read("0.0001").as_deref(), Some("0.0001"));
        assert_eq!(read("0").as_deref(), Some("0"));
        assert_eq!(read("100").as_deref(), Some("100"));
        for wrong in ["0.00001", "-1", "100.0001"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn one_weight_set_leaves_the_others_in_proportion_and_the_sum_at_100() {
        let set = Weight::with_one_set(&weights(&[25, 50, 25]), 0, Weight(400_000)).unwrap();
        assert_eq!(said(&set), ["40", "40", "20"]);
        let set = Weight::with_one_set(&weights(&[40, 20, 20, 20]), 0, Weight(0)).unwrap();
        assert_eq!(said(&set), ["0", "33.3334", "33.3333", "33.3333"]);
        assert_eq!(set.iter().copied().sum::<Weight>(), Weight::FULL);
        let set = Weight::with_one_set(&weights(&[100, 0, 0]), 0, Weight(500_000)).unwrap();
        assert_eq!(said(&set), ["50", "25", "25"]);
        assert_eq!(Weight::with_one_set(&weights(&[100]), 0, Weight(1)), None);
        assert_eq!(Weight::with_one_set(&weights(&[100]), 1, Weight(1)), None);
    }

    #[test]
    fn weights_of_points_are_in_their_proportion_and_add_to_100() {
        let of = |points: &[u64]| Weight::of_points(points).map(|weights| said(&weights));
        assert_eq!(of(&[100, 80, 20]).unwrap(), ["50", "40", "10"]);
        assert_eq!(of(&[100, 100, 100]).unwrap(), ["33.3334", "33.3333", "33.3333"]);
        // 100 ÷ 255 = 39.21568…, 85 ÷ 255 = 33.33333…, 70 ÷ 255 = 27.45098…: the first two remainders are larger.
        assert_eq!(of(&[85, 100, 70]).unwrap(), ["33.3333", "39.2157", "27.451"]);
        assert_eq!(of(&[0, 100]).unwrap(), ["0", "100"]);
        assert_eq!(of(&[0, 0]), None);
        assert_eq!(of(&[]), None);
        let many = Weight::of_points(&[1, 999_999, 333_333, 7, 1_000_000, 17, 3]).unwrap();
        assert_eq!(many.into_iter().sum::<Weight>(), Weight::FULL);
    }
}
