//! Rows of the plan: what is done with each site, which limits it keeps, which teams move.

use super::{
    OptionFlowRow, Results,
    plan_frontiers::{FrontierMarks, FrontierRow, PlanYearRow, frontier_marks, frontiers, year},
    plan_limits::{PlanBreaks, PlanLimitRow, limit, plan_breaks},
    plan_moves::{PlanMoveRow, moves},
    plan_parts::{PlanChange, changes, name, plan_sources},
    plan_slips::{
        PlanScenarioRow, PlanSlipRow, as_scenario, programme_year, scenario_rows, slip_rows,
    },
    plan_steps::{PlanStepRow, flow_rows, step_rows},
};
pub use crate::plan::{PlanProof, SiteChoice};
use crate::{
    appraise::Missing,
    fund::ScenarioResult,
    model::{Date, OptionKind, words},
    plan::{
        self, BestPlan, ColumnOf, EstateProblem, LeftOut, OtherPlan, Plan, PlanOutcome, PlanSearch,
    },
};

words!(
    /// How a site stands in a plan.
    PlanState {
        /// What is decided is done.
        Decided = "decided",
        /// What is decided cannot be done; the site stays as it is.
        DecisionRuledOut = "decision_ruled_out",
        /// Something else than business as usual is chosen.
        Chosen = "chosen",
        /// Business as usual is chosen of several.
        Stays = "stays",
        /// Business as usual is all that is known.
        Waits = "waits",
        /// Nothing else can be done.
        NothingElse = "nothing_else",
        /// It is sold.
        Sold = "sold",
    }
);

words!(
    /// What a plan that was looked for came to.
    PlanFound {
        Plan = "plan",
        Clash = "clash",
        NotFound = "not_found",
        TooMany = "too_many",
    }
);

/// What is done with one site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan.csv`")]
pub struct PlanRow {
    pub site_id: String,
    pub name: String,
    pub state: PlanState,
    pub option: OptionKind,
    /// By how many months it is done later than it could be.
    pub put_off: u32,
    /// Whether nobody works there any more.
    pub closes: bool,
    /// Workstations that it takes elsewhere, in thousandths.
    pub elsewhere: i64,
    /// When people leave; `None` where nobody does.
    pub left_on: Option<Date>,
    pub done_on: Option<Date>,
    /// In pence, against business as usual; `None` is not known, of a decision.
    pub worth: Option<i64>,
    pub at_least: bool,
    /// What works there take off, in pence: to make room for teams of others.
    pub works: i64,
    pub alone: OptionKind,
    pub alone_put_off: u32,
    /// In pence, works at other sites among it.
    pub alone_worth: i64,
    /// Why the best alone is not chosen; `None` where it is.
    pub instead: Option<PlanBreaks>,
    /// The options that wait for facts, with these.
    pub waits: Vec<(OptionKind, Vec<Missing>)>,
    /// Those worth more only if a lease is renewed, or a landlord is no public body.
    pub assumed: Vec<OptionKind>,
    /// Those that another body must agree to.
    pub by_agreement: Vec<OptionKind>,
}

/// Another plan to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanAgainst {
    /// In pence.
    pub worth: i64,
    /// What it breaks.
    pub breaks: PlanBreaks,
}

/// The next best plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPlan {
    /// What the plan is worth more, in pence.
    pub less: i64,
    /// Whether it is shown that none is nearer.
    pub is_exact: bool,
    /// What it does otherwise.
    pub otherwise: Vec<PlanChange>,
}

/// What the plan is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct PlanSummary {
    /// In pence, against business as usual.
    pub worth: i64,
    /// Whether parts of it are least sums.
    pub at_least: bool,
    pub proof: PlanProof,
    pub nodes: u64,
    /// The limit of seconds; `None` without one.
    pub seconds: Option<u64>,
    pub out_of_time: bool,
    pub greedy: Option<i64>,
    pub all_alone: PlanAgainst,
    pub decided: PlanAgainst,
    pub next: Option<NextPlan>,
    /// Names of sites with a decision whose worth is not known; nothing is counted for it.
    pub worth_not_known: Vec<String>,
}

/// The plan of the estate.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct PlanView {
    pub found: PlanFound,
    /// In order of site.
    pub rows: Vec<PlanRow>,
    pub limits: Vec<PlanLimitRow>,
    /// In order of site, then team.
    pub moves: Vec<PlanMoveRow>,
    /// `None` without a plan.
    pub summary: Option<PlanSummary>,
    /// In order of year; empty without a plan.
    pub years: Vec<PlanYearRow>,
    /// By kind, from one end to the other; empty where costs are not worked out.
    pub frontiers: Vec<FrontierRow>,
    /// Of each frontier that has rows, in the same order.
    pub frontier_marks: Vec<FrontierMarks>,
    /// In order of day.
    pub steps: Vec<PlanStepRow>,
    /// Every sum of the options that it puts off, in order of site.
    pub flows: Vec<OptionFlowRow>,
    /// As planned first; empty where costs are not worked out.
    pub scenarios: Vec<PlanScenarioRow>,
    /// How far each thing may slip; empty likewise, and where nothing is proven.
    pub slips: Vec<PlanSlipRow>,
    /// The capital programme with the plan in it; `None` without one.
    pub programme: Option<ScenarioResult>,
    /// Of limits that clash, whether each is shown to be needed for the clash.
    pub clash_is_smallest: bool,
    pub sites_with_choices: usize,
    /// No plan is sought where more have one.
    pub most_sites: usize,
    /// Where more have one, neither costs of limits nor the next best plan are worked out.
    pub costed_sites: usize,
    /// Limits of the policy that cannot be held, with why.
    pub not_tested: Vec<(String, &'static str)>,
    /// Sites of which the floor area is not known.
    pub area_not_known: usize,
}

/// Returns a plan as the restricted edition shows it; the public one has none.
#[must_use]
pub fn plan_view(results: Results<'_>, plan: &Plan, seconds: Option<u64>) -> PlanView {
    let best = match &plan.outcome {
        PlanOutcome::Found(best) => Some(best.as_ref()),
        _ => None,
    };
    let programme = best
        .and_then(|best| plan::with_plan(plan_sources(results), &plan.estate, &best.solved.answer));
    let programme = programme.as_ref();
    let decided = results.fund.programme.as_ref();
    let sites = 0..plan.estate.problem.sites.len();
    let unknown = plan.estate.standing.iter().filter(|own| own.area_not_known && !own.is_sold);
    PlanView {
        found: match plan.outcome {
            PlanOutcome::Found(_) => PlanFound::Plan,
            PlanOutcome::Clash(_) => PlanFound::Clash,
            PlanOutcome::NotFound => PlanFound::NotFound,
            PlanOutcome::TooMany { .. } => PlanFound::TooMany,
        },
        rows: best
            .map_or(Vec::new(), |best| sites.map(|at| row(results, plan, best, at)).collect()),
        limits: (0..plan.estate.problem.limits.len())
            .map(|at| limit(results, plan, best, at))
            .collect(),
        moves: best.map_or(Vec::new(), |best| moves(results, &plan.estate, best)),
        summary: best.map(|best| summary(results, &plan.estate, best, seconds)),
        years: plan
            .estate
            .years
            .iter()
            .zip(&plan.years)
            .enumerate()
            .map(|(place, own)| year(own, programme_year(programme, decided, place)))
            .collect(),
        flows: best.map_or(Vec::new(), |best| flow_rows(results, plan, best)),
        steps: best.map_or(Vec::new(), |best| step_rows(results, plan, best)),
        scenarios: best.map_or(Vec::new(), |best| scenario_rows(results, plan, best, programme)),
        slips: best.map_or(Vec::new(), |best| slip_rows(results, plan, best)),
        programme: programme.and_then(as_scenario),
        frontiers: frontiers(results, plan),
        frontier_marks: frontier_marks(plan),
        clash_is_smallest: match &plan.outcome {
            PlanOutcome::Clash(clash) => clash.is_smallest,
            _ => false,
        },
        sites_with_choices: plan.estate.problem.sites_with_choices(),
        most_sites: results.policy.plan.most_sites,
        costed_sites: results.policy.plan.costed_sites,
        not_tested: plan.estate.not_tested.clone(),
        area_not_known: unknown.count(),
    }
}

fn row(results: Results<'_>, plan: &Plan, best: &BestPlan, site: usize) -> PlanRow {
    let EstateProblem { problem, standing, .. } = &plan.estate;
    let (own, stands) = (&problem.sites[site], &standing[site]);
    let at = best.solved.answer.choices[site];
    let choice = &own.choices[at];
    let is_decided = stands.decided == Some(choice.kind);
    let alone = &best.alone[site];
    let left_out = || stands.left_out.iter();
    let waits: Vec<(OptionKind, Vec<Missing>)> = left_out()
        .filter_map(|(kind, why)| match why {
            LeftOut::NotKnown(missing) => Some((*kind, missing.clone())),
            _ => None,
        })
        .collect();
    let kinds = |of: &LeftOut| {
        left_out().filter(|(_, why)| why == of).map(|(kind, _)| *kind).collect::<Vec<_>>()
    };
    let state = if stands.is_sold {
        PlanState::Sold
    } else if !stands.decision_stands {
        PlanState::DecisionRuledOut
    } else if is_decided {
        PlanState::Decided
    } else if choice.kind != OptionKind::BusinessAsUsual {
        PlanState::Chosen
    } else if own.choices.len() > 1 {
        PlanState::Stays
    } else if waits.is_empty() {
        PlanState::NothingElse
    } else {
        PlanState::Waits
    };
    let receiver = problem.receivers.iter().position(|receiver| receiver.site == site);
    let works = receiver.and_then(|receiver| {
        let at = best.solved.answer.works[receiver]?;
        Some(problem.receivers[receiver].works[at].worth)
    });
    PlanRow {
        site_id: own.site_id.clone(),
        name: name(results, site),
        state,
        option: choice.kind,
        put_off: choice.later,
        closes: choice.closes,
        elsewhere: choice.elsewhere,
        left_on: choice.on.filter(|_| choice.closes && !results.cover.rooms.sites[site].is_empty),
        done_on: stands.done_on[at],
        worth: Some(choice.worth).filter(|_| !(is_decided && stands.worth_not_known)),
        at_least: stands.at_least[at],
        works: works.unwrap_or(0),
        alone: own.choices[alone.choice].kind,
        alone_put_off: own.choices[alone.choice].later,
        alone_worth: alone.worth,
        instead: (alone.choice != at).then(|| plan_breaks(results, &plan.estate, &alone.breaks)),
        waits,
        assumed: kinds(&LeftOut::Assumed),
        by_agreement: kinds(&LeftOut::ByAgreement),
    }
}

fn summary(
    results: Results<'_>,
    estate: &EstateProblem,
    best: &BestPlan,
    seconds: Option<u64>,
) -> PlanSummary {
    let against = |other: &OtherPlan| PlanAgainst {
        worth: other.worth,
        breaks: plan_breaks(results, estate, &other.broken),
    };
    let chosen = |site: usize| best.solved.answer.choices[site];
    let sites = || 0..estate.problem.sites.len();
    let next = best.next.as_ref().map(|next| NextPlan {
        less: best.solved.worth - next.worth,
        is_exact: next.proof == PlanProof::Optimal && best.solved.proof == PlanProof::Optimal,
        otherwise: changes(results, &estate.problem, &next.answer, &best.solved.answer.choices),
    });
    let unknown = sites().filter(|site| {
        let own = &estate.standing[*site];
        own.worth_not_known
            && own.decided == Some(estate.problem.sites[*site].choices[chosen(*site)].kind)
    });
    PlanSummary {
        worth: best.solved.worth,
        at_least: sites().any(|site| estate.standing[site].at_least[chosen(site)]),
        proof: best.solved.proof,
        nodes: best.solved.nodes,
        seconds,
        out_of_time: best.solved.out_of_time,
        greedy: best.greedy,
        all_alone: against(&best.all_alone),
        decided: against(&best.decided),
        next,
        worth_not_known: unknown.map(|site| name(results, site)).collect(),
    }
}

/// Returns what each variable of a plan's model says, as the written model tells it.
#[must_use]
pub fn model_column(results: Results<'_>, estate: &EstateProblem, of: ColumnOf) -> String {
    let problem = &estate.problem;
    let id = |site: usize| problem.sites[site].site_id.as_str();
    match of {
        ColumnOf::Choice((site, at)) => {
            let choice = &problem.sites[site].choices[at];
            let on = choice.on.map_or_else(String::new, |on| format!(" on {on}"));
            format!("{}: {}{on}", id(site), choice.kind)
        }
        ColumnOf::Place { team, to, .. } => {
            let own = &problem.teams[team];
            let name = &results.estate.teams[own.team].team;
            format!("{}: {name} goes to {}", id(own.site), id(problem.receivers[to].site))
        }
        ColumnOf::Works { receiver, at } => {
            let own = &problem.receivers[receiver];
            format!("{}: enlarged by {}", id(own.site), own.works[at].on)
        }
        ColumnOf::Within(zone) => format!("zones {zone} within reach"),
    }
}

/// Finds the plan of a report: `None` where more sites have a choice than its costs are worked out for.
#[must_use]
pub fn plan_of_report(results: Results<'_>) -> Option<PlanView> {
    found(results, &PlanSearch::default())
}

/// Finds the plan alone, likewise: neither what limits cost nor how it stands when something slips.
#[must_use]
pub fn plan_alone(results: Results<'_>) -> Option<PlanView> {
    found(results, &PlanSearch { alone: true, ..PlanSearch::default() })
}

fn found(results: Results<'_>, search: &PlanSearch) -> Option<PlanView> {
    let policy = &results.policy.plan;
    if plan::sites_with_a_choice(plan_sources(results)) > policy.costed_sites {
        return None;
    }
    let estate = plan::from_estate(plan_sources(results));
    let found = plan::plan(results.policy, estate, search);
    Some(plan_view(results, &found, None))
}
