//! Rows of the programme of moves: the steps of a plan in time, and the cash flows of what it puts off.

use super::{
    OptionFlowRow, Results, options,
    plan_parts::{name, plan_sources},
};
pub use crate::plan::PlanStepKind;
use crate::{
    appraise::{BarReason, SiteOption},
    model::{Date, OptionKind},
    plan::{BestPlan, Plan, PlanStep, put_off_options, steps},
};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_steps.csv`")]
pub struct PlanStepRow {
    /// From 1.
    pub step: usize,
    pub site_id: String,
    pub name: String,
    pub kind: PlanStepKind,
    /// `None` of what is done on a day, or of which that is not known.
    pub from: Option<Date>,
    pub until: Date,
    /// Whether the site is sold with planning permission.
    pub with_planning: bool,
    /// What prevents it until then, of a step that waits.
    pub bar: Option<BarReason>,
    /// The steps that must be done before, from 1.
    pub waits_for: Vec<usize>,
}

/// Returns the steps of the plan, in order of day.
pub(super) fn step_rows(results: Results<'_>, plan: &Plan, best: &BestPlan) -> Vec<PlanStepRow> {
    let all = steps(plan_sources(results), &plan.estate, &best.solved.answer);
    let row = |(step, own): (usize, PlanStep)| PlanStepRow {
        step,
        site_id: results.estate.sites[own.site].site_id.to_string(),
        name: name(results, own.site),
        kind: own.kind,
        from: own.from,
        until: own.until,
        with_planning: plan.estate.problem.chosen(&best.solved.answer, own.site).kind
            == OptionKind::DisposeWithPlanning,
        bar: own.bar,
        waits_for: own.waits_for.iter().map(|step| step + 1).collect(),
    };
    (1..).zip(all).map(row).collect()
}

/// Returns every sum of the options that the plan puts off.
pub(super) fn flow_rows(results: Results<'_>, plan: &Plan, best: &BestPlan) -> Vec<OptionFlowRow> {
    let all = put_off_options(plan_sources(results), &plan.estate, &best.solved.answer);
    let rows = |(site, option): (usize, SiteOption)| {
        let own = &results.estate.sites[site];
        let row = |flow| options::flow(results.estate, own, option.kind, flow);
        option.flows.iter().map(row).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(rows).collect()
}
