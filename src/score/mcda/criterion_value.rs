//! What is known of an alternative by one criterion.

/// Most that a value may be above or below zero.
const MOST: f64 = 1e100;

/// What is known of an alternative by one criterion; more is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CriterionValue {
    /// The value.
    Known(f64),
    /// It lies anywhere from `low` to `high`, each as likely.
    Range {
        /// Least it can be.
        low: f64,
        /// Most it can be.
        high: f64,
    },
    /// It is normally distributed.
    Normal {
        /// Its mean.
        mean: f64,
        /// Its standard deviation, from zero.
        sd: f64,
    },
    /// The criterion does not judge it: the others of its group take the weight.
    NotJudged,
}

impl CriterionValue {
    /// Returns the value with one that is drawn from a single number made known; `None` if it cannot be drawn.
    pub fn checked(self) -> Option<Self> {
        let is_number = |value: f64| value.abs() <= MOST;
        match self {
            Self::Known(value) => is_number(value).then_some(self),
            Self::Range { low, high } => {
                let one = if low < high { self } else { Self::Known(low) };
                (is_number(low) && is_number(high) && low <= high).then_some(one)
            }
            Self::Normal { mean, sd } => {
                let one = if sd > 0.0 { self } else { Self::Known(mean) };
                (is_number(mean) && is_number(sd) && sd >= 0.0).then_some(one)
            }
            Self::NotJudged => Some(self),
        }
    }
}
