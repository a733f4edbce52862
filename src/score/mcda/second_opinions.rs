//! What other methods make of the same table: the weighted sum, the weighted product and TOPSIS.
//!
//! Each brings the criteria to one scale first. A criterion that is the same for all tells none apart, whatever its value:
//! it takes what a column of the same positive value would. No value here is ever "not a number".
//!
//! # Source
//! C. L. Hwang and K. Yoon, *Multiple Attribute Decision Making: Methods and Applications*, Springer, 1981.

/// Most that a value or a weight may be.
const MOST: f64 = 1e100;

/// Whether more or less of a criterion is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BetterWhen {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// How a criterion is brought to a scale from 0 to 1 on which more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normalisation {
    /// (x − least) ÷ (most − least); (most − x) ÷ (most − least) where less is better. 1 where all are the same.
    MinMax,
    /// x ÷ Σ x; 1/x ÷ Σ 1/x where less is better, which the zeros, if any, share alone.
    Sum,
    /// x ÷ √Σ x²; 1 − x ÷ √Σ x² where less is better.
    Vector,
    /// x ÷ most; least ÷ x where less is better.
    Linear,
}

/// Why methods cannot be applied to a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionTableError {
    /// There is no alternative, or no criterion.
    #[error("there is nothing to compare")]
    Nothing,
    /// A row has more or fewer values than there are criteria, or there are more or fewer weights.
    #[error("a row or the weights do not have {0} values")]
    Uneven(usize),
    /// A value is not a number from 0 to 10^100.
    #[error(
        "alternative {alternative} has a value of criterion {criterion} that is not a number from zero"
    )]
    Value {
        /// The alternative's number from 0.
        alternative: usize,
        /// The criterion's number from 0.
        criterion: usize,
    },
    /// A weight is not a number from 0 to 10^100.
    #[error("the weight of criterion {0} is not a number from zero")]
    Weight(usize),
}

/// A complete table of values from zero, with the direction and the weight of each criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionTable {
    /// By criterion, then by alternative.
    columns: Vec<Vec<f64>>,
    better: Vec<BetterWhen>,
    weights: Vec<f64>,
}

impl DecisionTable {
    /// Takes a row of values for each alternative. Weights count as they are given: they are not divided by their sum.
    ///
    /// # Errors
    /// [`DecisionTableError`] if something is missing or is not a number from zero.
    pub fn new(
        rows: &[Vec<f64>],
        better: Vec<BetterWhen>,
        weights: Vec<f64>,
    ) -> Result<Self, DecisionTableError> {
        let criteria = better.len();
        if rows.is_empty() || criteria == 0 {
            return Err(DecisionTableError::Nothing);
        }
        if weights.len() != criteria || rows.iter().any(|row| row.len() != criteria) {
            return Err(DecisionTableError::Uneven(criteria));
        }
        let is_number = |value: &f64| (0.0..=MOST).contains(value);
        for (alternative, row) in rows.iter().enumerate() {
            if let Some(criterion) = row.iter().position(|value| !is_number(value)) {
                return Err(DecisionTableError::Value { alternative, criterion });
            }
        }
        if let Some(criterion) = weights.iter().position(|weight| !is_number(weight)) {
            return Err(DecisionTableError::Weight(criterion));
        }
        let column = |criterion: usize| rows.iter().map(|row| row[criterion]).collect();
        Ok(Self { columns: (0..criteria).map(column).collect(), better, weights })
    }

    /// Returns each criterion's values on a scale from 0 to 1 on which more is better, by criterion and alternative.
    #[must_use]
    pub fn normalised(&self, way: Normalisation) -> Vec<Vec<f64>> {
        let columns = self.columns.iter().zip(&self.better);
        columns.map(|(column, better)| normalised(column, *better, way)).collect()
    }

    /// Returns the weighted sum of each alternative's values on one scale: more is better.
    #[must_use]
    pub fn weighted_sum(&self, way: Normalisation) -> Vec<f64> {
        self.by_alternative(way, |values| {
            values.zip(&self.weights).map(|(value, weight)| value * weight).sum()
        })
    }

    /// Returns the product of each alternative's values on one scale, each to the power of its weight: more is better.
    ///
    /// A value of zero on that scale makes the product zero, however good the others are.
    #[must_use]
    pub fn weighted_product(&self, way: Normalisation) -> Vec<f64> {
        self.by_alternative(way, |values| {
            values.zip(&self.weights).map(|(value, weight)| value.powf(*weight)).product()
        })
    }

    /// Returns how near each alternative is to the best of every criterion rather than the worst of every criterion, from
    /// 0 to 1: TOPSIS.
    ///
    /// worst ÷ (best + worst), the Euclidean distances of the weighted values to the worst and to the best that any
    /// alternative has. One half where all alternatives are the same.
    #[must_use]
    pub fn topsis(&self, way: Normalisation) -> Vec<f64> {
        let most = self.weights.iter().fold(0.0, |most: f64, weight| most.max(*weight));
        let scale = if most > 0.0 { most } else { 1.0 };
        let columns: Vec<Vec<f64>> = self.normalised(way);
        let ends = columns.iter().map(|column| (least(column), largest(column)));
        let by_criterion: Vec<(f64, (f64, f64))> =
            self.weights.iter().map(|weight| weight / scale).zip(ends).collect();
        self.by_alternative(way, |values| {
            let (mut best, mut worst) = (0.0, 0.0);
            for (value, (weight, (low, high))) in values.zip(&by_criterion) {
                best += (weight * (high - value)).powi(2);
                worst += (weight * (value - low)).powi(2);
            }
            let (best, worst) = (best.sqrt(), worst.sqrt());
            if best + worst > 0.0 { worst / (best + worst) } else { 0.5 }
        })
    }

    /// Works out a figure for each alternative from its values on one scale, less its last bits: alternatives that are
    /// equal but for rounding are equal.
    fn by_alternative(
        &self,
        way: Normalisation,
        figure: impl Fn(&mut dyn Iterator<Item = f64>) -> f64,
    ) -> Vec<f64> {
        let columns = self.normalised(way);
        let alternatives = columns.first().map_or(0, Vec::len);
        let of = |at: usize| figure(&mut columns.iter().map(|column| column[at]));
        (0..alternatives).map(of).map(without_last_bits).collect()
    }
}

/// Rounds to 42 binary digits, some twelve decimal ones.
const fn without_last_bits(value: f64) -> f64 {
    f64::from_bits((value.to_bits() + (1 << 9)) & !((1 << 10) - 1))
}

fn least(column: &[f64]) -> f64 {
    column.iter().fold(f64::INFINITY, |least, value| least.min(*value))
}

fn largest(column: &[f64]) -> f64 {
    column.iter().fold(0.0, |most: f64, value| most.max(*value))
}

fn normalised(column: &[f64], better: BetterWhen, way: Normalisation) -> Vec<f64> {
    let (low, high) = (least(column), largest(column));
    // All zero is as good as all one.
    if high == 0.0 {
        return normalised(&vec![1.0; column.len()], better, way);
    }
    let each = |of: &dyn Fn(f64) -> f64| column.iter().map(|value| of(*value)).collect();
    let lowest_to =
        |value: f64| if low > 0.0 { low / value } else { f64::from(u8::from(value == 0.0)) };
    match (way, better) {
        (Normalisation::MinMax, _) if low >= high => vec![1.0; column.len()],
        (Normalisation::MinMax, BetterWhen::Higher) => each(&|value| (value - low) / (high - low)),
        (Normalisation::MinMax, BetterWhen::Lower) => each(&|value| (high - value) / (high - low)),
        (Normalisation::Sum, BetterWhen::Higher) => {
            let sum: f64 = column.iter().map(|value| value / high).sum();
            each(&|value| value / high / sum)
        }
        (Normalisation::Sum, BetterWhen::Lower) => {
            let sum: f64 = column.iter().map(|value| lowest_to(*value)).sum();
            each(&|value| lowest_to(value) / sum)
        }
        (Normalisation::Vector, _) => {
            let length = column.iter().map(|value| (value / high).powi(2)).sum::<f64>().sqrt();
            match better {
                BetterWhen::Higher => each(&|value| value / high / length),
                BetterWhen::Lower => each(&|value| 1.0 - value / high / length),
            }
        }
        (Normalisation::Linear, BetterWhen::Higher) => each(&|value| value / high),
        (Normalisation::Linear, BetterWhen::Lower) => each(&lowest_to),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use BetterWhen::{Higher, Lower};
    use Normalisation::{Linear, MinMax, Sum, Vector};

    #[track_caller]
    fn near(found: &[f64], wanted: &[f64]) {
        let apart = found.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(found.len() == wanted.len() && apart < 1e-11, "{found:?} for {wanted:?}");
    }

    /// Three sites by rent (less is better) and by floor area.
    fn sites(weights: [f64; 2]) -> DecisionTable {
        let rows = [vec![1.0, 3.0], vec![2.0, 4.0], vec![4.0, 0.0]];
        DecisionTable::new(&rows, vec![Lower, Higher], weights.to_vec()).unwrap()
    }

    #[test]
    fn every_scale_is_as_worked_out_by_hand() {
        let columns = |way| sites([1.0, 1.0]).normalised(way).concat();
        near(&columns(MinMax), &[1.0, 2.0 / 3.0, 0.0, 0.75, 1.0, 0.0]);
        // 1 + 1/2 + 1/4 = 7/4; 3 + 4 = 7.
        near(&columns(Sum), &[4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0, 3.0 / 7.0, 4.0 / 7.0, 0.0]);
        // √(1 + 4 + 16) = √21; √(9 + 16) = 5.
        let root = 21f64.sqrt();
        let rent = [1.0, 2.0, 4.0].map(|rent| 1.0 - rent / root);
        near(&columns(Vector), &[rent.to_vec(), vec![0.6, 0.8, 0.0]].concat());
        near(&columns(Linear), &[1.0, 0.5, 0.25, 0.75, 1.0, 0.0]);
    }

    #[test]
    fn every_method_is_as_worked_out_by_hand() {
        let table = sites([2.0, 1.0]);
        near(&table.weighted_sum(Linear), &[2.75, 2.0, 0.5]);
        near(&table.weighted_product(Linear), &[0.75, 0.25, 0.0]);
        // Best (2, 1), worst (0, 0): the first is at (2, 0.75), the second at (4/3, 1).
        let first = (4.0f64 + 0.5625).sqrt();
        let second = (16.0f64 / 9.0 + 1.0).sqrt();
        near(&table.topsis(MinMax), &[first / (0.25 + first), second / (2.0 / 3.0 + second), 0.0]);
        // Only what the weights are to each other counts.
        near(&sites([1e-170, 5e-171]).topsis(MinMax), &table.topsis(MinMax));
        near(&sites([0.0, 0.0]).topsis(MinMax), &[0.5; 3]);
    }

    /// Yes and no, four of seven the same for all: both methods of a published package failed on such a table.
    #[test]
    fn criteria_that_are_the_same_for_all_tell_none_apart() {
        let row =
            |first: f64, fifth: f64, sixth: f64| vec![first, 0.0, 0.0, 0.0, fifth, sixth, 0.0];
        let mut rows = vec![row(0.0, 0.0, 1.0); 10];
        rows[4] = row(1.0, 0.0, 1.0);
        rows[7] = row(0.0, 1.0, 0.0);
        rows[9] = row(0.0, 1.0, 0.0);
        let weights = vec![1.0, 1.0, 3.0, 1.0, 1.0, 1.0, 1.0];
        let table = DecisionTable::new(&rows, vec![Higher; 7], weights).unwrap();
        for way in [MinMax, Sum, Vector, Linear] {
            for figures in [table.weighted_sum(way), table.topsis(way)] {
                assert!(figures.iter().all(|figure| figure.is_finite()));
                assert!(figures.iter().all(|figure| *figure <= figures[4]), "{way:?}: {figures:?}");
                let bits = |at: usize| figures[at].to_bits();
                assert_eq!((bits(0), bits(7)), (bits(8), bits(9)));
            }
        }
        near(&table.topsis(Linear)[..1], &[1.0 / (1.0 + 2f64.sqrt())]);
    }

    #[test]
    fn tables_that_are_not_complete_are_refused() {
        let new = |rows: &[Vec<f64>], weights| {
            DecisionTable::new(rows, vec![Higher, Lower], weights).unwrap_err()
        };
        assert_eq!(new(&[], vec![1.0, 1.0]), DecisionTableError::Nothing);
        assert_eq!(new(&[vec![1.0]], vec![1.0, 1.0]), DecisionTableError::Uneven(2));
        assert_eq!(new(&[vec![1.0, 2.0]], vec![1.0]), DecisionTableError::Uneven(2));
        let wrong = DecisionTableError::Value { alternative: 1, criterion: 0 };
        assert_eq!(new(&[vec![1.0, 2.0], vec![f64::NAN, 2.0]], vec![1.0, 1.0]), wrong);
        let wrong = DecisionTableError::Weight(1);
        assert_eq!(new(&[vec![1.0, 2.0]], vec![1.0, -1.0]), wrong);
    }

    proptest! {
        /// From 0 to 1 on every scale, and the better of two values never has less.
        #[test]
        fn a_scale_keeps_the_order_and_stays_from_0_to_1(
            column in prop::collection::vec(prop_oneof![Just(0.0), Just(7.0), 0.0..1e3, Just(1e100), Just(5e-324)], 1..9),
            lower in any::<bool>(),
        ) {
            let better = if lower { Lower } else { Higher };
            let rows: Vec<Vec<f64>> = column.iter().map(|value| vec![*value]).collect();
            let table = DecisionTable::new(&rows, vec![better], vec![0.7]).unwrap();
            for way in [MinMax, Sum, Vector, Linear] {
                let scaled = table.normalised(way).concat();
                for (value, of) in scaled.iter().zip(&column) {
                    prop_assert!((0.0..=1.0).contains(value), "{way:?} {value}");
                    for (other, of_other) in scaled.iter().zip(&column) {
                        let as_good = if lower { of <= of_other } else { of >= of_other };
                        prop_assert!(!as_good || value >= other, "{way:?} {of} {of_other}");
                    }
                }
                for figures in [table.weighted_sum(way), table.weighted_product(way), table.topsis(way)] {
                    prop_assert!(figures.iter().all(|figure| (0.0..=1.0).contains(figure)), "{way:?} {figures:?}");
                }
            }
        }
    }
}
