//! `terrier policy --swing`: the weights that a board found by swings, as a policy file.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, bail};

use super::{Done, Settings, built_in::given, print};
use crate::{
    load::{SwingAnswers, SwingError, swing_answers},
    model::{Score, Weight, Weighting, WeightingMethod},
    policy::{Policy, SwingPoints, swing_overlay},
};

/// Prints the policy file of a filled-in sheet, or writes it to a new file; prints every fault of the sheet instead.
pub(super) fn swing(book: &Path, out: Option<&Path>, settings: &Settings) -> anyhow::Result<Done> {
    let (name, policy) = (book.display(), &settings.policy);
    let bytes = fs::read(book).with_context(|| format!("`{name}` cannot be read"))?;
    let answers = match swing_answers(&bytes, policy) {
        Ok(answers) => answers,
        Err(SwingError::Workbook(fault)) => bail!("`{name}` is {fault}\nhint: {}", fault.fix()),
        Err(SwingError::NoSheet(wanted)) => bail!(
            "`{name}` does not have a sheet `{wanted}`\nhint: fill in that sheet of a workbook that `terrier report` wrote"
        ),
        Err(SwingError::Faults(faults)) => {
            for fault in &faults {
                print::talk(&format!("error: {name}, {fault}"), settings)?;
            }
            let number = crate::model::counted(faults.len(), "error");
            print::talk(&format!("{number}; no policy file was produced"), settings)?;
            return Ok(Done::DataHasErrors);
        }
    };
    given(overlay(answers, policy).as_bytes(), out)
}

/// Weighs the criteria of each score that has points.
fn overlay(answers: SwingAnswers, policy: &Policy) -> String {
    let points: BTreeMap<_, _> = answers.points.into_iter().collect();
    let weighed = |score: &Score| {
        let given = policy.criteria_of(*score).filter_map(|c| Some((c, *points.get(&c.measure)?)));
        let given: Vec<_> = given.collect();
        let whole = given.iter().map(|(c, points)| c.swing().over_the_whole_scale(*points));
        let weights = Weight::of_points(&whole.collect::<Vec<_>>())?;
        let swings = given.iter().zip(weights).map(|((c, points), weight)| SwingPoints {
            measure: c.measure,
            points: *points,
            weight,
        });
        Some((*score, swings.collect()))
    };
    let scores: Vec<_> = Score::ALL.iter().filter_map(weighed).collect();
    let method = WeightingMethod::Swing;
    let told = Weighting { method, by: answers.by, on: answers.on, why: answers.why };
    swing_overlay(&told, &scores)
}
