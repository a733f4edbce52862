//! A scale from values to points of a picture, and its ticks.

use crate::model::{ratio_term, to_whole, with_thousands};

/// A linear scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// The value at the first point.
    pub low: f64,
    /// The value at the last point, above `low`.
    pub high: f64,
    pub step: f64,
    /// The first and last point.
    pub points: (f64, f64),
}

impl Axis {
    /// Returns a scale that takes in `low` to `high`, begins and ends on a tick, and has no more than
    /// `most` steps of 1, 2 or 5 times a power of ten, none smaller than `unit`.
    pub(super) fn over(low: f64, high: f64, unit: f64, most: f64, points: (f64, f64)) -> Self {
        let span = (high - low).max(unit);
        let mut step = unit;
        for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(90) {
            if step * most >= span {
                break;
            }
            step *= factor;
        }
        let low = (low / step).floor() * step;
        let high = (high / step).ceil() * step;
        Self { low, high: high.max(low + step), step, points }
    }

    /// Returns the point of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.points.0 + share * (self.points.1 - self.points.0)
    }

    /// Returns the value of every tick.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = to_whole((self.high - self.low) / self.step).clamp(1, 100);
        (0..=count).map(|n| self.low + self.step * ratio_term(n)).collect()
    }

    /// Returns the words of a tick in pounds, all in one unit: `£500`, `£50k`, `£1.5m`.
    pub(super) fn pounds(&self, value: f64) -> String {
        const MILLION: f64 = 1e6;
        let largest = self.high.abs().max(self.low.abs());
        let sign = if value < 0.0 { "−" } else { "" };
        let size = value.abs();
        let whole = |n: f64| with_thousands(&to_whole(n).to_string());
        if to_whole(size) == 0 {
            "£0".to_owned()
        } else if largest >= MILLION && self.step >= MILLION {
            format!("{sign}£{}m", whole(size / MILLION))
        } else if largest >= MILLION && self.step >= 1e5 {
            let tenths = to_whole(size / 1e5);
            format!("{sign}£{}.{}m", tenths / 10, tenths % 10)
        } else if self.step >= 1e3 {
            format!("{sign}£{}k", whole(size / 1e3))
        } else {
            format!("{sign}£{}", whole(size))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::small(0.0, 3.0, "£0 £1 £2 £3")]
    #[case::thousands(0.0, 340_000.0, "£0 £50k £100k £150k £200k £250k £300k £350k")]
    #[case::halves(0.0, 2_600_000.0, "£0 £0.5m £1.0m £1.5m £2.0m £2.5m £3.0m")]
    #[case::billion(0.0, 1e9, "£0 £200m £400m £600m £800m £1,000m")]
    #[case::refunds(-30_000.0, 90_000.0, "−£40k −£20k £0 £20k £40k £60k £80k £100k")]
    #[case::nothing(0.0, 0.0, "£0 £1")]
    fn ticks_are_round_and_in_one_unit(
        #[case] low: f64,
        #[case] high: f64,
        #[case] expected: &str,
    ) {
        let axis = Axis::over(low, high, 1.0, 8.0, (0.0, 100.0));
        let words: Vec<_> = axis.ticks().into_iter().map(|t| axis.pounds(t)).collect();
        assert_eq!(words.join(" "), expected);
    }
}
