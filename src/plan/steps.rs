//! The programme of moves: the steps of a plan in time, each with the steps that it waits for.

use super::{
    estate_problem::{EstateProblem, PlanSources},
    problem::{LimitKind, PlanAnswer},
};
use crate::{
    appraise::BarReason,
    model::{Date, OptionKind, Tenure, months_earlier, words},
    policy::FigureName,
};

words!(
    /// What is done in a step of a plan.
    PlanStepKind {
        /// Notice that ends the lease is served, on the last safe day.
        ServeNotice = "serve_notice",
        /// The partner has agreed, at the latest.
        Agree = "agree",
        /// Something stands in the way until a day: a consent, a moratorium, a tenant.
        Wait = "wait",
        /// Works that make room for teams of others are done.
        MakeRoom = "make_room",
        /// People move out.
        MoveOut = "move_out",
        /// The building is held until it is sold.
        Sell = "sell",
        /// The lease ends.
        GiveUp = "give_up",
        /// A tenant or a partner moves in.
        LetIn = "let_in",
    }
);

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    /// The number of the site.
    pub site: usize,
    /// What is done.
    pub kind: PlanStepKind,
    /// When it begins; `None` of what is done on a day, or of which that is not known.
    pub from: Option<Date>,
    /// When it is done.
    pub until: Date,
    /// What stands in the way, of a step that waits.
    pub bar: Option<BarReason>,
    /// The steps that must be done before it is, by their place.
    pub waits_for: Vec<usize>,
}

/// Steps as they are put together, each with those that it waits for.
#[derive(Default)]
struct Making {
    steps: Vec<PlanStep>,
}

impl Making {
    fn add(
        &mut self,
        (site, kind): (usize, PlanStepKind),
        (from, until): (Option<Date>, Date),
        waits_for: Vec<usize>,
    ) -> usize {
        // What begins and ends on one day is done on that day.
        let from = from.filter(|from| *from < until);
        self.steps.push(PlanStep { site, kind, from, until, bar: None, waits_for });
        self.steps.len() - 1
    }
}

/// Returns the steps of a plan in order of day, then site.
///
/// # Unknown
/// How long works at a receiving site take is not recorded: they have the day by which they must be done. A choice of
/// which the day is not known has no step.
#[must_use]
pub fn steps(from: PlanSources<'_>, estate: &EstateProblem, answer: &PlanAnswer) -> Vec<PlanStep> {
    let problem = &estate.problem;
    let mut making = Making::default();
    // Works, by the place of their receiver; people out, by the number of their site.
    let mut rooms: Vec<Option<usize>> = Vec::new();
    for (receiver, at) in answer.works.iter().enumerate() {
        let own = &problem.receivers[receiver];
        let done = at.map(|at| own.works[at].on);
        let step = |on| making.add((own.site, PlanStepKind::MakeRoom), (None, on), Vec::new());
        rooms.push(done.map(step));
    }
    let as_of = from.estate.snapshot.as_of;
    let mut out: Vec<Option<usize>> = Vec::new();
    for site in 0..problem.sites.len() {
        let chosen = problem.chosen(answer, site);
        let leaves = chosen.closes && !from.cover.rooms.sites[site].is_empty;
        let on = chosen.on.filter(|_| leaves && !estate.standing[site].is_sold);
        let waits = teams_wait_for(estate, answer, site, &rooms);
        // Nobody begins to move out earlier than the policy's months before.
        let months = from.policy.whole(FigureName::VacateMonths);
        let begun = on.and_then(|on| months_earlier(on, months)).map(|day| day.max(as_of));
        out.push(on.map(|on| making.add((site, PlanStepKind::MoveOut), (begun, on), waits)));
    }
    for site in 0..problem.sites.len() {
        let chosen = problem.chosen(answer, site);
        let out = out[site].filter(|_| chosen.kind == OptionKind::MoveToPartnerSpace);
        if let Some(out) = out {
            // Nobody begins to move before.
            let on = making.steps[out].from.unwrap_or(making.steps[out].until);
            let agreed = making.add((site, PlanStepKind::Agree), (None, on), Vec::new());
            making.steps[out].waits_for.push(agreed);
        }
    }
    for limit in &problem.limits {
        if let LimitKind::InOrder([first, then]) = limit.kind
            && let (Some(first), Some(then)) = (out[first], out[then])
        {
            making.steps[then].waits_for.push(first);
        }
    }
    for (site, out) in out.into_iter().enumerate() {
        ends(from, estate, answer, (site, out), &mut making);
    }
    in_order(making.steps)
}

/// The works that the teams of a site wait for.
fn teams_wait_for(
    estate: &EstateProblem,
    answer: &PlanAnswer,
    site: usize,
    rooms: &[Option<usize>],
) -> Vec<usize> {
    let teams = estate.problem.teams.iter().zip(&answer.places);
    let own = teams.filter(|(team, _)| team.site == site);
    let mut waits: Vec<usize> = own.filter_map(|(_, to)| rooms[(*to)?]).collect();
    waits.sort_unstable();
    waits.dedup();
    waits
}

/// What follows once people are out: the sale, the end of the lease; or what comes in.
fn ends(
    from: PlanSources<'_>,
    estate: &EstateProblem,
    answer: &PlanAnswer,
    (site, out): (usize, Option<usize>),
    making: &mut Making,
) {
    let (chosen, standing) = (estate.problem.chosen(answer, site), &estate.standing[site]);
    let at = answer.choices[site];
    let Some(done) = standing.done_on[at].filter(|_| !standing.is_sold) else { return };
    let as_of = from.estate.snapshot.as_of;
    let mut waits: Vec<usize> = out.into_iter().collect();
    for (why, until) in &standing.bars[at] {
        let step = making.add((site, PlanStepKind::Wait), (Some(as_of), *until), Vec::new());
        making.steps[step].bar = Some(why.clone());
        waits.push(step);
    }
    let tenure = from.estate.sites[site].tenure;
    let is_let_to_us = matches!(tenure, Some(Tenure::Leasehold | Tenure::Licence));
    match chosen.kind {
        OptionKind::Sublet | OptionKind::KeepAndShare => {
            making.add((site, PlanStepKind::LetIn), (None, done), waits);
        }
        kind if !kind.gives_up() => {}
        kind if is_let_to_us => {
            let exit = &from.tenure.sites[site];
            let served = kind != OptionKind::LeaveByAgreement;
            let today = exit.notice_today.then_some(as_of);
            let notice = exit.notice.as_ref().map(|notice| notice.act_by).or(today);
            if let Some(notice) = notice.filter(|_| served) {
                let day = (None, notice.max(as_of));
                waits.push(making.add((site, PlanStepKind::ServeNotice), day, Vec::new()));
            }
            making.add((site, PlanStepKind::GiveUp), (None, done), waits);
        }
        _ => {
            let empty = out.map_or(as_of, |out| making.steps[out].until);
            making.add((site, PlanStepKind::Sell), (Some(empty), done), waits);
        }
    }
}

/// Sorts steps by day, site and kind; what each waits for goes with it.
fn in_order(steps: Vec<PlanStep>) -> Vec<PlanStep> {
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by_key(|at| {
        let step = &steps[*at];
        (step.until, step.site, step.kind, *at)
    });
    let mut place = vec![0; steps.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    let moved = |old: &usize| {
        let mut waits_for: Vec<usize> =
            steps[*old].waits_for.iter().map(|step| place[*step]).collect();
        waits_for.sort_unstable();
        PlanStep { waits_for, ..steps[*old].clone() }
    };
    order.iter().map(moved).collect()
}
