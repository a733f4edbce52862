//! What the rows of a plan are made with.

use super::Results;
use crate::{
    model::OptionKind,
    plan::{PlanAnswer, PlanProblem, PlanSources},
};

/// What a plan does with one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// The site's name.
    pub name: String,
    /// What is done.
    pub option: OptionKind,
    /// By how many months it is done later than it could be.
    pub put_off: u32,
}

/// Gives the stages that a plan rests on.
#[must_use]
pub fn plan_sources(results: Results<'_>) -> PlanSources<'_> {
    PlanSources {
        estate: results.estate,
        tenure: results.tenure,
        measures: results.measures,
        appraisal: results.appraisal,
        cover: results.cover,
        fund: results.fund,
        policy: results.policy,
    }
}

/// Returns the name of a site by its number.
pub(super) fn name(results: Results<'_>, site: usize) -> String {
    results.estate.sites[site].name.clone()
}

/// Returns what a plan does otherwise than some choices.
pub(super) fn changes(
    results: Results<'_>,
    problem: &PlanProblem,
    answer: &PlanAnswer,
    before: &[usize],
) -> Vec<PlanChange> {
    let sites = 0..problem.sites.len();
    let of = |site: usize| {
        let chosen = problem.chosen(answer, site);
        PlanChange { name: name(results, site), option: chosen.kind, put_off: chosen.later }
    };
    sites.filter(|site| answer.choices[*site] != before[*site]).map(of).collect()
}
