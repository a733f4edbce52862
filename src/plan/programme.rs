//! The capital programme as if the plan were decided: its receipts, savings and works in it, besides what is decided.

use super::{
    choices::made_later,
    estate_problem::{EstateProblem, PlanSources},
    problem::PlanAnswer,
};
use crate::{
    appraise::{
        Advice, Appraisal, Decided, DecisionSource, Delay, Flow, FlowKind, SiteOption, room_works,
    },
    fund::{Programme, fund},
    model::{Date, Money, OptionKind},
};

/// What the decision of a plan rests on, in the programme.
const SOURCE: &str = "the plan";

/// Works the capital programme out with the plan decided; `None` without a programme.
///
/// Works that make room for teams stand once, at the site that the first of them leave.
#[must_use]
pub fn with_plan(
    from: PlanSources<'_>,
    estate: &EstateProblem,
    answer: &PlanAnswer,
) -> Option<Programme> {
    from.fund.programme.as_ref()?;
    let appraisal = as_decided(from, estate, answer);
    // What cannot be worked out with the plan could not without it.
    fund(from.estate, &appraisal, from.policy).ok()?.programme
}

/// Returns the options that a plan puts off, made for their later day, each with the number of its site.
#[must_use]
pub fn put_off_options(
    from: PlanSources<'_>,
    estate: &EstateProblem,
    answer: &PlanAnswer,
) -> Vec<(usize, SiteOption)> {
    let mut later: Vec<(u32, Vec<Vec<SiteOption>>)> = Vec::new();
    let mut found = Vec::new();
    for site in 0..estate.problem.sites.len() {
        let chosen = estate.problem.chosen(answer, site);
        let months = chosen.put_off;
        if months == 0 {
            continue;
        }
        if !later.iter().any(|(own, _)| *own == months) {
            later.push((months, made_later(from, Delay { begun: months, sold: 0 })));
        }
        let all = later.iter().find(|(own, _)| *own == months).map(|(_, all)| &all[site]);
        let own = all.and_then(|all| all.iter().find(|option| option.kind == chosen.kind));
        found.extend(own.map(|option| (site, option.clone())));
    }
    found
}

/// The appraisal with the plan in the place of what is recommended.
fn as_decided(from: PlanSources<'_>, estate: &EstateProblem, answer: &PlanAnswer) -> Appraisal {
    let mut appraisal = from.appraisal.clone();
    let works = works(from, estate, answer);
    let later = put_off_options(from, estate, answer);
    for site in 0..estate.problem.sites.len() {
        let chosen = estate.problem.chosen(answer, site);
        let Some(found) = appraisal.recommendations.get_mut(site) else { continue };
        let decided = &mut appraisal.decided[site];
        if !estate.standing[site].decision_stands {
            *decided = None;
        }
        if found.advice == Advice::None || decided.is_some() {
            continue;
        }
        found.leads = None;
        found.advice = Advice::Open;
        if chosen.kind == OptionKind::BusinessAsUsual {
            continue;
        }
        let Some(option) = found.options.iter_mut().find(|option| option.kind == chosen.kind)
        else {
            continue;
        };
        if let Some((_, put_off)) = later.iter().find(|(of, _)| *of == site) {
            option.clone_from(put_off);
        }
        option.flows.retain(|flow| flow.kind != FlowKind::RoomWorks);
        option.flows.extend(works.iter().filter(|(at, _)| *at == site).map(|(_, flow)| *flow));
        option.flows.sort_by_key(|flow| (flow.on, flow.kind));
        let source = DecisionSource::Body(SOURCE.to_owned());
        *decided = Some(Decided { option: chosen.kind, source, row: None });
    }
    appraisal
}

/// The works of a plan, each at the site that the first of those who need it leave.
fn works(from: PlanSources<'_>, estate: &EstateProblem, answer: &PlanAnswer) -> Vec<(usize, Flow)> {
    let problem = &estate.problem;
    let of = |(receiver, at): (usize, &Option<usize>)| -> Option<(usize, (Date, Money))> {
        let own = &problem.receivers[receiver];
        let (_, cost) = from.cover.rooms.sites[own.site].works?;
        let come = problem.teams.iter().zip(&answer.places);
        let come = come.filter(|(_, to)| **to == Some(receiver)).map(|(team, _)| team.site);
        let first = come.min_by_key(|site| (problem.chosen(answer, *site).on, *site))?;
        Some((first, (own.works[(*at)?].on, cost)))
    };
    let wanted: Vec<(usize, (Date, Money))> =
        answer.works.iter().enumerate().filter_map(of).collect();
    let dated: Vec<(Date, Money)> = wanted.iter().map(|(_, dated)| *dated).collect();
    let flows = room_works(from.estate, from.policy, &dated);
    wanted.iter().zip(flows).filter_map(|((site, _), flow)| Some((*site, flow?))).collect()
}
