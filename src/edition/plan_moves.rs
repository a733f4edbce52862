//! Rows of the teams that a plan moves.

use super::{Results, plan_parts::name};
use crate::{
    model::{Date, TeamFunction},
    plan::{BestPlan, EstateProblem},
};

/// One team that moves to another site of the body.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `moves.csv`")]
pub struct PlanMoveRow {
    pub site_id: String,
    pub name: String,
    pub team: String,
    pub function: Option<TeamFunction>,
    /// In thousandths.
    pub fte: i64,
    /// In thousandths.
    pub workstations: i64,
    /// Whether these stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    pub to_site_id: String,
    pub to_name: String,
    pub minutes: f64,
    pub on: Option<Date>,
    /// When works that make room there are done; `None` without works.
    pub works_on: Option<Date>,
}

/// Returns the teams that go to other sites of the body.
pub(super) fn moves(
    results: Results<'_>,
    estate: &EstateProblem,
    best: &BestPlan,
) -> Vec<PlanMoveRow> {
    let problem = &estate.problem;
    let answer = &best.solved.answer;
    let of = |(at, to): (usize, &Option<usize>)| {
        let to = (*to)?;
        let own = &problem.teams[at];
        let team = &results.estate.teams[own.team];
        let receiver = &problem.receivers[to];
        let minutes =
            own.to.iter().position(|site| *site == to).map(|place| estate.minutes[at][place]);
        Some(PlanMoveRow {
            site_id: problem.sites[own.site].site_id.clone(),
            name: name(results, own.site),
            team: team.team.clone(),
            function: team.function.or_empty(TeamFunction::Office),
            fte: team.fte.thousandths().unwrap_or(i64::MAX),
            workstations: own.size,
            counted: results.cover.rooms.sites[own.site].counted,
            to_site_id: problem.sites[receiver.site].site_id.clone(),
            to_name: name(results, receiver.site),
            minutes: minutes.unwrap_or_default(),
            on: problem.chosen(answer, own.site).on,
            works_on: answer.works[to].map(|at| receiver.works[at].on),
        })
    };
    answer.places.iter().enumerate().filter_map(of).collect()
}
