//! How the weights of each score were found, as a policy states it, and the policy file of weights found by swings.

use std::fmt::Write;

use toml::{Table, Value};

use super::{
    Criterion, PolicyError,
    criteria::criteria,
    entries::{date_of, table_of, unknown_keys, wrong},
};
use crate::model::{Measure, Score, Weight, Weighting, WeightingMethod};

/// Makes the overlay say for itself how its weights were found: its `[weighting]` replaces the default's whole.
pub(super) fn said_whole(table: &mut Table, overlay: &Table) {
    if overlay.get("weighting").is_some_and(Value::is_table) {
        table.insert("weighting".to_owned(), Value::Table(Table::new()));
    }
}

/// Returns how the weights of each score were found.
///
/// What a body states holds for the scores it names. Of any other score the default's statement holds while its weights
/// are the default's; weights that were changed without a statement were found nobody says how.
pub(super) fn by_score(
    default: &Table,
    laid_over: &Table,
) -> Result<[Option<Weighting>; 3], PolicyError> {
    let (built_in, _) = read(table_of(default, "weighting")?)?;
    let (own, scores) = read(table_of(laid_over, "weighting")?)?;
    let is_own = default.get("weighting") != laid_over.get("weighting");
    let (before, now) = (criteria(default)?, criteria(laid_over)?);
    let found = |score: &Score| {
        if is_own && scores.contains(score) {
            return Some(own.clone());
        }
        (weights(&before, *score) == weights(&now, *score)).then(|| built_in.clone())
    };
    let [utilisation, subletting, disposal] =
        [Score::Utilisation, Score::Subletting, Score::Disposal];
    Ok([found(&utilisation), found(&subletting), found(&disposal)])
}

fn weights(criteria: &[Criterion], score: Score) -> Vec<(Measure, Weight)> {
    let of_score = criteria.iter().filter(|c| c.score == score);
    let mut weights: Vec<_> = of_score.map(|c| (c.measure, c.weight)).collect();
    weights.sort_unstable();
    weights
}

/// Reads `[weighting]`, and the scores that it is about.
fn read(table: &Table) -> Result<(Weighting, Vec<Score>), PolicyError> {
    unknown_keys("weighting", table, &["method", "by", "on", "why", "scores"])?;
    let found = |key: &str| table.get(key).map_or_else(|| "nothing".to_owned(), Value::to_string);
    let refused =
        |key: &str, expected: &str| wrong(&format!("weighting.{key}"), found(key), expected);
    let method = table.get("method").and_then(Value::as_str).and_then(WeightingMethod::read);
    let method = method.ok_or_else(|| {
        refused("method", &format!("one of {}", WeightingMethod::WORDS.join(", ")))
    })?;
    let words = |key: &str, expected: &str| {
        let text = table.get(key).and_then(Value::as_str).map(str::trim);
        let text = text.filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| refused(key, expected))
    };
    let on = table.get("on").and_then(date_of);
    let weighting = Weighting {
        method,
        by: words("by", "who found the weights, such as \"Estates Board\"")?,
        on: on.ok_or_else(|| refused("on", "a date such as 2026-04-01"))?,
        why: words("why", "why the weights are as they are, as text")?,
    };
    let expected = format!("a list of {}", Score::WORDS.join(", "));
    let scores = match table.get("scores") {
        None => Score::ALL.to_vec(),
        Some(value) => {
            let list = value.as_array().filter(|list| !list.is_empty());
            let read = |word: &Value| word.as_str().and_then(Score::read);
            let list = list.and_then(|list| list.iter().map(read).collect());
            list.ok_or_else(|| refused("scores", &expected))?
        }
    };
    Ok((weighting, scores))
}

/// One criterion of a score that was weighed by swings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SwingPoints {
    /// The criterion.
    pub measure: Measure,
    /// Points of its swing, 0 to 100, in ten-thousandths.
    pub points: u32,
    /// What it weighs by them.
    pub weight: Weight,
}

/// Writes the policy file of weights that were found by swings, to be laid over a policy.
///
/// Each weight has the points of its swing beside it. Scores that are not among them keep their weights.
#[must_use]
pub fn swing_overlay(told: &Weighting, scores: &[(Score, Vec<SwingPoints>)]) -> String {
    let names: Vec<String> = scores.iter().map(|(score, _)| quoted(score.word())).collect();
    let mut text = format!(
        "# Weights found by swing weighting, with the points of each swing.\n[weighting]\nmethod = {}\nby = {}\n\
         on = {}\nwhy = {}\nscores = [{}]\n",
        quoted(told.method.word()),
        quoted(&told.by),
        told.on,
        quoted(&told.why),
        names.join(", "),
    );
    for swing in scores.iter().flat_map(|(_, swings)| swings) {
        let points = Weight::of_units(swing.points).unwrap_or(Weight::FULL);
        let (entry, weight) = (swing.measure.word(), swing.weight);
        let _ = write!(text, "\n[criteria.{entry}]\nweight = \"{weight}\" # {points} points\n");
    }
    text
}

/// Writes text as TOML has it in quotation marks, on one line.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut written = String::from("\"");
    for c in line.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            c if c.is_ascii_control() => {
                let _ = write!(written, "\\u{:04X}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn methods(overlay: &str) -> [Option<WeightingMethod>; 3] {
        Policy::from_text(Some(overlay)).unwrap().weightings.map(|w| w.map(|w| w.method))
    }

    #[test]
    fn the_default_says_how_its_weights_were_found() {
        let policy = Policy::default_policy().unwrap();
        for told in policy.weightings {
            let told = told.unwrap();
            assert_eq!(told.method, WeightingMethod::Judgement);
            assert_eq!(told.by, "the makers of Terrier");
        }
    }

    #[test]
    fn weights_that_were_changed_without_a_statement_are_nobodys() {
        let changed = "[criteria.peak]\nweight = 20\n[criteria.space]\nweight = 30\n";
        let judged = Some(WeightingMethod::Judgement);
        assert_eq!(methods(changed), [None, judged, judged]);
        // A copy of the whole policy says the makers' words, which are not about other weights.
        let copy = Policy::default_text().replacen("weight = 35", "weight = 25", 1);
        let copy = copy.replacen(
            "weight = 25\nanchors = [[\"0.20\"",
            "weight = 35\nanchors = [[\"0.20\"",
            1,
        );
        assert_eq!(methods(&copy), [None, judged, judged]);
        let tried = Policy::default_policy().unwrap().with_one_weight("peak=30").unwrap();
        assert_eq!(tried.weightings[0], None);
        assert!(tried.weightings[1].is_some());
    }

    #[test]
    fn a_statement_is_of_the_scores_it_names() {
        let own =
            "[weighting]\nmethod = \"swing\"\nby = \"Board\"\non = 2026-11-30\nwhy = \"cost\"\n";
        let swing = Some(WeightingMethod::Swing);
        assert_eq!(methods(own), [swing; 3]);
        let judged = Some(WeightingMethod::Judgement);
        assert_eq!(methods(&format!("{own}scores = [\"disposal\"]\n")), [judged, judged, swing]);
    }

    #[rstest::rstest]
    #[case(
        "method = \"guess\"",
        "policy `weighting.method`: found \"guess\", expected one of judgement, swing"
    )]
    #[case(
        "method = \"swing\"",
        "policy `weighting.by`: found nothing, expected who found the weights"
    )]
    #[case("method = \"swing\"\nby = \" \"", "policy `weighting.by`: found \" \", expected who")]
    #[case(
        "method = \"swing\"\nby = \"B\"\non = \"soon\"\nwhy = \"w\"",
        "policy `weighting.on`: found \"soon\", expected a date such as 2026-04-01"
    )]
    #[case(
        "method = \"swing\"\nby = \"B\"\non = 2026-11-30",
        "policy `weighting.why`: found nothing, expected why the weights are as they are"
    )]
    #[case(
        "method = \"swing\"\nby = \"B\"\non = 2026-11-30\nwhy = \"w\"\nscores = [\"rank\"]",
        "policy `weighting.scores`: found [\"rank\"], expected a list of utilisation, subletting, disposal"
    )]
    #[case("methods = \"swing\"", "policy `weighting.methods`: found an unknown entry")]
    fn a_statement_is_made_whole_or_refused_by_name(#[case] entries: &str, #[case] says: &str) {
        let text = format!("[weighting]\n{entries}\n");
        let error = Policy::from_text(Some(&text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }

    #[test]
    fn what_is_quoted_reads_back() {
        for (text, read) in [("a \"b\" \\ c", "a \"b\" \\ c"), ("a\n b\u{7f}", "a b\u{7f}")] {
            let table: Table = format!("x = {}", quoted(text)).parse().unwrap();
            assert_eq!(table["x"].as_str(), Some(read));
        }
    }
}
