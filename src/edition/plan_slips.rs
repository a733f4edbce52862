//! Rows of the plan when costs, prices and days of sale slip, and of the capital programme with the plan in it.

use super::{
    Results,
    plan_limits::{PlanBreaks, plan_breaks},
    plan_parts::{PlanChange, changes},
};
pub use crate::plan::SlipOf;
use crate::{
    fund::{Programme, ProgrammeSums, ScenarioResult},
    plan::{BestPlan, Plan, PlanProof, Slip, SlippedPlan, scenarios},
};

/// The plan under one scenario of the capital programme.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_scenarios.csv`")]
pub struct PlanScenarioRow {
    pub id: String,
    pub title: String,
    pub source: String,
    /// In pence; `None` where sales are later than is worked out.
    pub worth: Option<i64>,
    /// What the plan then breaks.
    pub breaks: PlanBreaks,
    /// What the best plan that then keeps every limit is worth, in pence; `None` where none was found.
    pub best: Option<i64>,
    pub is_proven: bool,
    /// What that does otherwise; empty where it is the plan.
    pub otherwise: Vec<PlanChange>,
    /// Whether it changes what plans are worth at all.
    pub changes_worth: bool,
    /// The programme with the plan in it; `None` without a programme and a treasury.
    pub with: Option<ProgrammeSums>,
    /// The programme with what is decided alone.
    pub without: Option<ProgrammeSums>,
}

/// How far one thing may slip.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_slips.csv`")]
pub struct PlanSlipRow {
    pub of: SlipOf,
    /// In thousandths, or years; `None` where no plan is better up to the most.
    pub until: Option<i64>,
    /// What the plan does otherwise that is then better.
    pub otherwise: Vec<PlanChange>,
    /// Whether it is proven; else it was not found out.
    pub is_shown: bool,
    /// Whether the plan has anything that slips so.
    pub has_any: bool,
}

/// What the programme borrows and what revenue bears in a year, in pence: with the plan, and with what is decided alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_years.csv`")]
pub struct PlanProgrammeYear {
    pub borrowing: i64,
    pub borrowing_as_decided: i64,
    pub revenue: i64,
    pub revenue_as_decided: i64,
}

/// Returns the plan under each scenario, as planned first.
pub(super) fn scenario_rows(
    results: Results<'_>,
    plan: &Plan,
    best: &BestPlan,
    programme: Option<&Programme>,
) -> Vec<PlanScenarioRow> {
    let said = scenarios(results.policy)
        .map(|own| (own.id.as_str(), own.title.as_str(), own.source.as_str()));
    let planned = ("base", "As planned", "the snapshot");
    let decided = results.fund.programme.as_ref().filter(|own| own.inputs.terms.is_some());
    let summary = |of: Option<&Programme>, id: &str| {
        let all = of.filter(|_| decided.is_some())?;
        all.scenarios.iter().find(|own| own.id == id).map(|own| own.summary)
    };
    let row = |((id, title, source), own): ((&str, &str, &str), &SlippedPlan)| {
        let other = own.best.as_ref();
        let before = best.solved.answer.choices.as_slice();
        let change = other.map(|o| changes(results, &plan.estate.problem, &o.answer, before));
        PlanScenarioRow {
            id: id.to_owned(),
            title: title.to_owned(),
            source: source.to_owned(),
            worth: own.worth,
            breaks: plan_breaks(results, &plan.estate, &own.broken),
            best: other.map(|other| other.worth),
            is_proven: other.is_some_and(|other| other.proof == PlanProof::Optimal),
            otherwise: change.unwrap_or_default(),
            changes_worth: changes_worth(results, id),
            with: summary(programme, id),
            without: summary(decided, id),
        }
    };
    std::iter::once(planned).chain(said).zip(&plan.slipped).map(row).collect()
}

/// Tells whether a scenario changes what plans are worth: not interest, grants and lenders.
fn changes_worth(results: Results<'_>, id: &str) -> bool {
    scenarios(results.policy).any(|own| own.id == id && !Slip::of(&own.lever).is_none())
}

/// Returns how far each thing may slip.
pub(super) fn slip_rows(results: Results<'_>, plan: &Plan, best: &BestPlan) -> Vec<PlanSlipRow> {
    let before = best.solved.answer.choices.as_slice();
    let row = |own: &crate::plan::Endurance| PlanSlipRow {
        of: own.of,
        until: own.until,
        otherwise: own
            .other
            .as_ref()
            .map_or_else(Vec::new, |other| changes(results, &plan.estate.problem, other, before)),
        is_shown: own.is_shown,
        has_any: own.has_any,
    };
    plan.endures.iter().map(row).collect()
}

/// Returns the programme with the plan in it, as one of its scenarios.
pub(super) fn as_scenario(programme: &Programme) -> Option<ScenarioResult> {
    let planned = programme.scenarios.first()?;
    Some(ScenarioResult {
        id: "the_plan".to_owned(),
        title: "The plan of the estate".to_owned(),
        summary: planned.summary,
        source:
            "the plan that is worth most and keeps every limit (plan.csv); nobody has decided it"
                .to_owned(),
    })
}

/// Returns what a year of the programme comes to, by its place; `None` without a treasury.
pub(super) fn programme_year(
    with: Option<&Programme>,
    without: Option<&Programme>,
    place: usize,
) -> Option<PlanProgrammeYear> {
    let of = |programme: Option<&Programme>| {
        let own = programme.filter(|own| own.inputs.terms.is_some())?;
        let borrowing = own.planned.funding.years.get(place)?.schemes.borrowing;
        Some((borrowing, own.planned.revenue.get(place)?.total()))
    };
    let ((borrowing, revenue), (borrowing_as_decided, revenue_as_decided)) =
        of(with).zip(of(without))?;
    Some(PlanProgrammeYear { borrowing, borrowing_as_decided, revenue, revenue_as_decided })
}
