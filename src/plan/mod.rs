//! Which options together: one a site, worth most, within the limits of the policy.
//!
//! `choices` lists what each site could do, `from_estate` puts the problem of an estate (`estate_problem`) together and `limits` what it
//! must keep to; `problem` is that problem as data in whole numbers. `check` counts every plan and knows nothing of how
//! it was found. `model` writes the problem as linear constraints, one function each; `written` writes them for another
//! solver and reads its answer.
//!
//! `solve` finds the best plan: `greedy` one to begin with; `root` makes the model small and tight (`simplify` and
//! `reduce` leave out what changes nothing, `groups` tells what follows from what, `covers` finds cuts, `relaxed` asks
//! the solver without whole numbers and what each variable is worth); `around` looks near the best plan so far, `tree`
//! splits what is left in halves.
//!
//! `worth` compares the plan with others and says what each limit costs, `slips` how it stands when costs, prices and
//! days slip, `clash` which limits cannot be kept together; `frontier` what more of one thing costs of another, `ties`
//! which of plans that are as good is taken. `programme` puts the plan into the capital programme, `steps` lays it out
//! in time.

mod around;
mod check;
mod choices;
mod clash;
mod covers;
mod estate_problem;
mod from_estate;
mod frontier;
mod greedy;
mod groups;
mod limits;
mod model;
mod problem;
mod programme;
mod reduce;
mod relaxed;
mod root;
mod simplify;
mod slips;
mod solve;
mod steps;
#[cfg(test)]
mod tests;
mod ties;
mod tree;
mod worth;
mod written;

pub use check::{BrokenRule, PlanCount, check};
pub use clash::{Clash, ClashingLimit};
pub use estate_problem::{EstateProblem, LeftOut, PlanSources, SiteStanding};
pub use from_estate::{from_estate, sites_with_a_choice};
pub use frontier::{Frontier, FrontierPoint, Frontiers, PlanYear, PolicyLine};
pub use greedy::greedy;
pub use model::{ColumnOf, LinearModel, ModelColumn, ModelRow, RowSide};
pub use problem::{
    DatedWorks, LateSale, LimitKind, LimitSide, PlanAnswer, PlanChoice, PlanLimit, PlanProblem,
    PlanSite, PlanTeam, ReceivingSite, SiteChoice, SlipParts, YearMoney, ZoneGroup,
};
pub use programme::{put_off_options, with_plan};
pub use slips::{Endurance, Slip, SlipOf, SlippedPlan, endurance, under};
pub use solve::{NoPlan, PlanEffort, PlanProof, SolvedPlan, solve};
pub use steps::{PlanStep, PlanStepKind, steps};
pub use worth::{BestAlone, BestPlan, LimitCost, OtherPlan};
pub use written::{ModelFormat, UnreadSolution, column_name, read_solution, write_model};

use crate::policy::{Decisions, Policy, Scenario};

/// The plan of an estate.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it was chosen from, and held against.
    pub estate: EstateProblem,
    /// The best plan, or why there is none.
    pub outcome: PlanOutcome,
    /// What the plan changes in each financial year; empty without one.
    pub years: Vec<PlanYear>,
    /// The plan as planned, then under every scenario of the capital programme that takes what is decided, in their order;
    /// empty without a plan, or where the costs of limits are not worked out.
    pub slipped: Vec<SlippedPlan>,
    /// How far each thing may slip before another plan is better; likewise, and where nothing is proven.
    pub endures: Vec<Endurance>,
    /// What more of one thing costs of another; empty where the costs of limits are not worked out either.
    pub frontiers: Frontiers,
}

/// What came of looking for a plan.
#[derive(Debug, Clone)]
pub enum PlanOutcome {
    /// A plan.
    Found(Box<BestPlan>),
    /// No plan keeps every limit: these clash.
    Clash(Clash),
    /// None was found, and none ruled out, within the effort.
    NotFound,
    /// More sites have a choice than the policy lets a plan be sought for.
    TooMany {
        /// How many have.
        sites: usize,
        /// The most.
        most: usize,
    },
}

/// How a plan is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanSearch {
    /// Seconds at most; `None` leaves it to the policy's number of nodes, so that the same estate has the same plan.
    pub seconds: Option<u64>,
    /// A plan to begin with, from elsewhere; one that breaks a limit is left aside.
    pub start: Option<PlanAnswer>,
    /// Whether the plan alone is wanted: not what its limits cost, nor other plans beside it.
    pub alone: bool,
}

/// Finds the plan of an estate that is worth most, economic and against business as usual, and keeps every limit.
///
/// `estate` is what [`from_estate()`] makes of the same sources. The search stops after the policy's number of nodes.
///
/// # Unknown
/// Only what is known is counted on: an option of which the worth is not known is no choice, and a site of which nothing is
/// known stays as it is.
#[must_use]
pub fn plan(all: &Policy, estate: EstateProblem, search: &PlanSearch) -> Plan {
    let policy = &all.plan;
    let effort = PlanEffort { nodes: policy.nodes, seconds: search.seconds };
    let sites = estate.problem.sites_with_choices();
    if sites > policy.most_sites {
        let outcome = PlanOutcome::TooMany { sites, most: policy.most_sites };
        return Plan::without(estate, outcome);
    }
    let with_costs = sites <= policy.costed_sites && !search.alone;
    let start = search.start.as_ref();
    let outcome = match worth::best(&estate.problem, &estate.standing, (effort, start), with_costs)
    {
        Ok(best) => PlanOutcome::Found(Box::new(best)),
        Err(NoPlan::Clash) => PlanOutcome::Clash(clash::clash(&estate.problem, effort)),
        Err(NoPlan::NotFound) => PlanOutcome::NotFound,
    };
    let mut plan = Plan::without(estate, outcome);
    let PlanOutcome::Found(best) = &plan.outcome else { return plan };
    let problem = &plan.estate.problem;
    plan.years = frontier::by_year(problem, &best.solved.answer, plan.estate.years.len());
    if with_costs {
        plan.frontiers = frontier::frontiers(&plan.estate, &best.solved.answer, effort);
        let slips = scenarios(all).map(|scenario| Slip::of(&scenario.lever));
        let slips = std::iter::once(Slip::default()).chain(slips);
        plan.slipped = slips.map(|slip| under(problem, &best.solved, slip, effort)).collect();
        let endures = SlipOf::ALL.map(|of| endurance(problem, &best.solved, of, effort));
        plan.endures = endures.to_vec();
    }
    plan
}

/// Returns the scenarios of the capital programme that a plan is tried under: those that take what is decided.
pub fn scenarios(policy: &Policy) -> impl Iterator<Item = &Scenario> {
    let all = policy.programme.scenarios.iter();
    all.filter(|scenario| scenario.lever.decisions == Decisions::Taken)
}

impl Plan {
    /// A plan of which nothing more is worked out.
    fn without(estate: EstateProblem, outcome: PlanOutcome) -> Self {
        Self {
            estate,
            outcome,
            years: Vec::new(),
            slipped: Vec::new(),
            endures: Vec::new(),
            frontiers: Frontiers::default(),
        }
    }
}
