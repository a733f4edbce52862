//! What a criterion can swing between, in words: its worst and its best reading, by its scale.

use rust_decimal::Decimal;

use super::{Anchor, Criterion, Scale};
use crate::model::{CriterionSwing, Measure, Unit, Weight, or_list, to_whole, with_thousands};

/// Levels of a whole scale.
const WHOLE: f64 = 100.0;

impl Criterion {
    /// Returns the readings with the lowest and the highest level, in words, and the levels between them.
    ///
    /// Where a scale does not reach 0 or 100, the level stands beside the reading.
    #[must_use]
    pub fn swing(&self) -> CriterionSwing {
        let (worst, low, best, high) = match &self.scale {
            Scale::Anchors(anchors) => self.ends(anchors),
            Scale::Rights(levels) => {
                let all: Vec<(f64, String)> =
                    levels.iter().map(|(r, l)| (*l, r.word().replace('_', " "))).collect();
                words_at_ends(&all)
            }
            Scale::YesNo(no, yes) => {
                words_at_ends(&[(*no, "no".to_owned()), (*yes, "yes".to_owned())])
            }
        };
        let told = |words: String, level: f64, end: f64| {
            if (level - end).abs() < f64::EPSILON {
                words
            } else {
                format!("{words} (level {level})")
            }
        };
        let levels = to_whole((high - low) * f64::from(Weight::UNIT));
        CriterionSwing {
            worst: told(worst, low, 0.0),
            best: told(best, high, WHOLE),
            levels: u32::try_from(levels).unwrap_or(0),
        }
    }

    /// The ends of a scale of anchors. Of more than one with the same level, those that lie nearest to the other end.
    fn ends(&self, anchors: &[Anchor]) -> (String, f64, String, f64) {
        let levels = || anchors.iter().map(|a| a.level);
        let (low, high) = (levels().fold(WHOLE, f64::min), levels().fold(0.0, f64::max));
        let first = |level: f64| anchors.iter().position(|a| a.level.total_cmp(&level).is_eq());
        let last = |level: f64| anchors.iter().rposition(|a| a.level.total_cmp(&level).is_eq());
        let rises = first(low) < first(high);
        let (worst, best) = if rises { (last(low), first(high)) } else { (first(low), last(high)) };
        let words = |at: Option<usize>, is_below: bool| {
            let Some(anchor) = at.and_then(|at| anchors.get(at)) else { return String::new() };
            let beyond = if is_below { " or less" } else { " or more" };
            let is_last = if is_below {
                anchors
                    .iter()
                    .take(at.unwrap_or(0))
                    .all(|a| a.level.total_cmp(&anchor.level).is_eq())
            } else {
                anchors
                    .iter()
                    .skip(at.unwrap_or(0))
                    .all(|a| a.level.total_cmp(&anchor.level).is_eq())
            };
            let beyond = if is_last && self.goes_beyond(anchor.reading) { beyond } else { "" };
            format!("{}{beyond}", self.reading_in_words(anchor.reading))
        };
        (words(worst, rises), low, words(best, !rises), high)
    }

    /// Tells whether a reading could lie beyond one of the scale: no share lies below 0% or above 100%, and no area,
    /// number, time or backlog below zero.
    fn goes_beyond(&self, reading: Decimal) -> bool {
        match self.measure.unit() {
            Unit::Pounds | Unit::PoundsAYear => {
                let can_be_a_loss = [Measure::CostSaved, Measure::NetReceipt];
                !reading.is_zero() || can_be_a_loss.contains(&self.measure)
            }
            Unit::Share => !reading.is_zero() && reading != Decimal::ONE,
            _ => !reading.is_zero(),
        }
    }

    /// Writes a reading of the scale with its unit: `60%`, `£300,000 a year`, `24 m² per FTE`.
    fn reading_in_words(&self, reading: Decimal) -> String {
        let number = with_thousands(&reading.normalize().to_string());
        let unit = self.measure.unit();
        match (unit, unit.word().strip_prefix('£')) {
            (Unit::Share, _) => format!("{}%", (reading * Decimal::ONE_HUNDRED).normalize()),
            (_, Some(rest)) if reading.is_sign_negative() => {
                format!("\u{2212}£{}{rest}", number.trim_start_matches('-'))
            }
            (_, Some(rest)) => format!("£{number}{rest}"),
            (_, None) => format!("{number} {}", unit.word()),
        }
    }
}

/// The words with the lowest and with the highest level.
fn words_at_ends(all: &[(f64, String)]) -> (String, f64, String, f64) {
    let levels = || all.iter().map(|(level, _)| *level);
    let (low, high) = (levels().fold(WHOLE, f64::min), levels().fold(0.0, f64::max));
    let at = |level: f64| {
        let words = all.iter().filter(|(own, _)| own.total_cmp(&level).is_eq());
        or_list(&words.map(|(_, word)| word.as_str()).collect::<Vec<_>>())
    };
    (at(low), low, at(high), high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn swings(overlay: Option<&str>) -> String {
        let policy = Policy::from_text(overlay).unwrap();
        let line = |criterion: &Criterion| {
            let CriterionSwing { worst, best, levels } = criterion.swing();
            let levels = Weight::of_units(levels).unwrap();
            format!("{}: {worst}; {best}; {levels}", criterion.measure.word())
        };
        policy.criteria.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_criterion_says_its_worst_and_best_reading() {
        insta::assert_snapshot!(swings(None), @"
        utilisation: 0%; 60% or more; 100
        peak: 20% or less; 85% or more; 100
        space: 24 m² per FTE or more; 8 m² per FTE or less; 100
        area_in_use: 50% or less; 100%; 100
        lettable_space: 0 m²; 250 m² or more; 100
        right_to_sublet_part: barred (level 15); none needed or permitted; 85
        letting_value: £0 per m²; £750 per m² or more; 100
        partner_need: 0%; 100%; 100
        time_to_grant: 12 months or less; 60 months or more; 100
        separate_entrance: no (level 30); yes; 70
        cost_saved: £0 a year or less; £300,000 a year or more; 100
        net_receipt: £0 or less; £2,500,000 or more; 100
        backlog_avoided: £0; £250,000 or more; 100
        cost_per_m2: £40 per m² or less; £160 per m² or more; 100
        coverage_kept: 5% or more; 0%; 100
        room_near_by: 0%; 100%; 100
        months_to_exit: 60 months or more; 0 months; 100
        ");
    }

    #[test]
    fn a_flat_stretch_and_a_short_scale_are_told_as_they_are() {
        let flat = "[criteria.space]\nanchors = [[\"6\", 90], [\"8\", 90], [\"12\", 40], [\"24\", 10], [\"30\", 10]]\n";
        let said = swings(Some(flat));
        let line = "space: 24 m² per FTE or more (level 10); 8 m² per FTE or less (level 90); 80";
        assert!(said.lines().any(|l| l == line), "{said}");
    }
}
