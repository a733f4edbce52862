//! How the weights of a policy were found, and the sheet on which a board finds them by swings.
//!
//! Swing weighting: within a score, each criterion could swing from its worst reading to its best. The swing that
//! matters most is given 100 points, every other from 0 to 100 beside it, and each criterion weighs 100 × its points ÷
//! the points of its score. Source: Department for Communities and Local Government, *Multi-criteria analysis: a
//! manual* (2009), chapter 6. By HM Treasury's Green Book, weights and scores help to bring a longlist down to a
//! shortlist; they do not replace the economic case.

use super::{Date, Weight, words::words};

words!(
    /// How weights were found.
    WeightingMethod {
        Judgement = "judgement",
        Swing = "swing",
    }
);

/// Who found the weights of a score, how, when and why so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named as the entries of the policy file")]
pub struct Weighting {
    pub method: WeightingMethod,
    pub by: String,
    pub on: Date,
    pub why: String,
}

/// What a criterion's readings can swing between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionSwing {
    /// The reading with the lowest level, in words with its unit.
    pub worst: String,
    /// The reading with the highest level.
    pub best: String,
    /// Levels from worst to best, in ten-thousandths: 1,000,000 of a scale from 0 to 100.
    pub levels: u32,
}

impl CriterionSwing {
    /// Returns points of this swing as points of a swing over the whole scale, in the same unit, rounded once.
    ///
    /// A weight is of a level's whole way from 0 to 100, so points of a shorter swing count for more. Of a scale
    /// without any swing they stay as they are.
    #[must_use]
    pub fn over_the_whole_scale(&self, points: u32) -> u64 {
        let (points, full) = (u64::from(points), u64::from(Weight::FULL.units()));
        match u64::from(self.levels) {
            0 => points,
            levels => (points * full + levels / 2) / levels,
        }
    }
}

/// The words by which the sheet of swings is written, and found again in a workbook that a board filled in.
#[derive(Debug, Clone, Copy)]
pub struct SwingSheet;

impl SwingSheet {
    /// Its name.
    pub const NAME: &'static str = "Swing weights";
    /// What stands beside the cells of who, when and why.
    pub const TOLD: [&'static str; 3] = ["Who", "When", "Why"];
    /// The headings of its columns.
    pub const HEADINGS: [&'static str; 8] = [
        "Score",
        "Criterion",
        "Worst reading (level 0)",
        "Best reading (level 100)",
        "Levels of the swing",
        "Points",
        "Weight",
        "Policy entry",
    ];
    /// The column of worst readings, from 0.
    pub const WORST: usize = 2;
    /// The column of best readings.
    pub const BEST: usize = 3;
    /// The column of points, which is filled in.
    pub const POINTS: usize = 5;
    /// The column of the criterion's entry in the policy.
    pub const ENTRY: usize = 7;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_short_swing_count_for_more() {
        let swing = |levels| CriterionSwing { worst: String::new(), best: String::new(), levels };
        assert_eq!(swing(1_000_000).over_the_whole_scale(333_333), 333_333);
        // 70 points over levels 30 to 100 are 100 over the whole scale; 50 are 71.4286.
        assert_eq!(swing(700_000).over_the_whole_scale(700_000), 1_000_000);
        assert_eq!(swing(700_000).over_the_whole_scale(500_000), 714_286);
        assert_eq!(swing(0).over_the_whole_scale(500_000), 500_000);
    }
}
