//! Which options together: one a site, worth most, within the limits of the policy.
//!
//! `from_estate` puts the problem of an estate together and `limits` what it must keep to; `problem` is that problem as data
//! in whole numbers. `model` writes it as linear constraints, one function each, which `simplify` and `covers` make tight;
//! `solve` hands these to the solver, from a plan that `greedy` finds; `check` counts every answer again and knows nothing
//! of how it was found. `worth` compares the plan with others and says what each limit costs, `clash` which limits cannot
//! be kept together; `frontier` what more of one thing costs of another; `written` writes the model for another solver and
//! reads its answer.

mod around;
mod check;
mod clash;
mod covers;
mod from_estate;
mod frontier;
mod greedy;
mod groups;
mod limits;
mod model;
mod problem;
mod reduce;
mod relaxed;
mod root;
mod simplify;
mod solve;
#[cfg(test)]
mod tests;
mod tree;
mod worth;
mod written;

pub use check::{BrokenRule, PlanCount, check};
pub use clash::{Clash, ClashingLimit};
pub use from_estate::{
    EstateProblem, LeftOut, PlanSources, SiteStanding, from_estate, sites_with_a_choice,
};
pub use frontier::{FrontierPoint, Frontiers, PlanYear};
pub use greedy::greedy;
pub use model::{ColumnOf, LinearModel, ModelColumn, ModelRow, RowSide};
pub use problem::{
    DatedWorks, LimitKind, LimitSide, PlanAnswer, PlanChoice, PlanLimit, PlanProblem, PlanSite,
    PlanTeam, ReceivingSite, SiteChoice, YearMoney, ZoneGroup,
};
pub use solve::{NoPlan, PlanEffort, PlanProof, SolvedPlan, solve};
pub use worth::{BestAlone, BestPlan, LimitCost, OtherPlan};
pub use written::{ModelFormat, UnreadSolution, column_name, read_solution, write_model};

use crate::policy::PlanPolicy;

/// The plan of an estate.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it was chosen from, and held against.
    pub estate: EstateProblem,
    /// The best plan, or why there is none.
    pub outcome: PlanOutcome,
    /// What the plan changes in each financial year; empty without one.
    pub years: Vec<PlanYear>,
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
}

/// Finds the plan of an estate that is worth most, economic and against business as usual, and keeps every limit.
///
/// `estate` is what [`from_estate()`] makes of the same sources. The search stops after the policy's number of nodes.
///
/// # Unknown
/// Only what is known is counted on: an option of which the worth is not known is no choice, and a site of which nothing is
/// known stays as it is.
#[must_use]
pub fn plan(policy: &PlanPolicy, estate: EstateProblem, search: &PlanSearch) -> Plan {
    let effort = PlanEffort { nodes: policy.nodes, seconds: search.seconds };
    let sites = estate.problem.sites_with_choices();
    if sites > policy.most_sites {
        let outcome = PlanOutcome::TooMany { sites, most: policy.most_sites };
        return Plan { estate, outcome, years: Vec::new(), frontiers: Frontiers::default() };
    }
    let with_costs = sites <= policy.costed_sites;
    let start = search.start.as_ref();
    let outcome = match worth::best(&estate.problem, &estate.standing, (effort, start), with_costs)
    {
        Ok(best) => PlanOutcome::Found(Box::new(best)),
        Err(NoPlan::Clash) => PlanOutcome::Clash(clash::clash(&estate.problem, effort)),
        Err(NoPlan::NotFound) => PlanOutcome::NotFound,
    };
    let (years, frontiers) = match &outcome {
        PlanOutcome::Found(best) => {
            let years = frontier::by_year(&estate.problem, &best.solved.answer, estate.years.len());
            let found = with_costs.then(|| frontier::frontiers(&estate, effort));
            (years, found.unwrap_or_default())
        }
        _ => (Vec::new(), Frontiers::default()),
    };
    Plan { estate, outcome, years, frontiers }
}
