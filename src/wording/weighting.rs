//! How the weights were found, and what the ranking is for.

use super::{and_list, long_date, one_line};
use crate::{
    edition::WeightingRow,
    model::{Score, WeightingMethod},
};

/// What the ranking is for.
pub(crate) const LONGLIST: &str = "The ranking is a longlist: candidates to appraise, not a decision. In Treasury \
    guidance (The Green Book; Multi-criteria analysis: a manual, 2009), weights and scores help to bring a longlist down \
    to a shortlist. They do not replace the economic case.";

/// Says how the weights were found, a sentence for each group of scores that is alike.
pub(crate) fn weights_found(rows: &[WeightingRow]) -> String {
    let sentence = |row: &WeightingRow| {
        let weights = match (rows.len(), row.scores.as_slice()) {
            (1, _) => "The weights".to_owned(),
            (_, [score]) => format!("The weights of the {score} score"),
            (_, scores) => {
                let names: Vec<&str> = scores.iter().map(|s: &Score| s.word()).collect();
                format!("The weights of the {} scores", and_list(&names))
            }
        };
        let Some(method) = row.method else {
            return match rows.len() {
                1 => "The policy does not say how its weights were found.".to_owned(),
                _ => format!(
                    "{weights} were changed, and the policy does not say how they were found."
                ),
            };
        };
        let how = match method {
            WeightingMethod::Judgement => "were set by judgement",
            WeightingMethod::Swing => "were found by swing weighting",
        };
        let told = row.told.as_ref().map_or_else(String::new, |(by, on, why)| {
            let why = one_line(why);
            format!(", by {} on {}: {}", one_line(by), long_date(*on), why.trim_end_matches('.'))
        });
        format!("{weights} {how}{told}.")
    };
    rows.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    fn row(scores: &[Score], method: Option<WeightingMethod>) -> WeightingRow {
        let day = Date::from_ymd_opt(2026, 11, 30).unwrap();
        let told =
            method.map(|_| ("the Estates\nBoard".to_owned(), day, "cost comes first.".to_owned()));
        WeightingRow { scores: scores.to_vec(), method, told }
    }

    #[test]
    fn a_reader_learns_who_found_the_weights_how_and_why() {
        let swing = Some(WeightingMethod::Swing);
        let all = weights_found(&[row(Score::ALL, swing)]);
        insta::assert_snapshot!(all, @"The weights were found by swing weighting, by the Estates Board on 30 November 2026: cost comes first.");
        let rows = [
            row(&[Score::Utilisation, Score::Disposal], Some(WeightingMethod::Judgement)),
            row(&[Score::Subletting], None),
        ];
        insta::assert_snapshot!(weights_found(&rows), @"The weights of the utilisation and disposal scores were set by judgement, by the Estates Board on 30 November 2026: cost comes first. The weights of the subletting score were changed, and the policy does not say how they were found.");
        let public = WeightingRow { told: None, ..row(Score::ALL, swing) };
        assert_eq!(weights_found(&[public]), "The weights were found by swing weighting.");
        let nobody = weights_found(&[row(Score::ALL, None)]);
        assert_eq!(nobody, "The policy does not say how its weights were found.");
    }
}
