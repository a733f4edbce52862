//! Rows of the limits of a plan: what each is of, what is used of it, what it costs, and which are broken.

use super::{Results, plan_parts::name};
use crate::{
    model::{OptionKind, Service},
    plan::{BestPlan, BrokenRule, EstateProblem, LimitKind, LimitSide, Plan, PlanOutcome},
};

/// What a set of choices breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanBreaks {
    /// Limits, in the order of the view's.
    pub limits: Vec<PlanLimitOf>,
    /// Whether teams have no place.
    pub no_room: bool,
}

impl PlanBreaks {
    /// Tells whether nothing is broken.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.limits.is_empty() && !self.no_room
    }
}

/// What a limit is of, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "as the stage has it, with names for numbers")]
pub enum PlanLimitOf {
    Coverage { service: Service, district: Option<String>, demand: i64, today: i64 },
    Counters { district: String, today: i64 },
    Works(String),
    Borrowing(String),
    Revenue(String),
    OneOff(String),
    Moves(String),
    LeastArea,
    MostArea,
    Elsewhere,
    PartnerSpace(String),
    PartnerOnce(String),
    Together([String; 2]),
    InOrder([String; 2]),
    Decided { name: String, option: OptionKind },
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_limits.csv`")]
pub struct PlanLimitRow {
    pub of: PlanLimitOf,
    /// Whether the bound is a least; else a most.
    pub is_least: bool,
    pub bound: i64,
    /// `None` without a plan.
    pub used: Option<i64>,
    /// What the best plan without it is worth more, in pence; `None` was not worked out.
    pub cost: Option<i64>,
    /// Whether that is shown; else it is at least so much.
    pub cost_is_exact: bool,
    /// Where no plan keeps all: whether it is one of those that clash.
    pub clashes: bool,
    /// Of one that clashes, the bound that would be enough.
    pub enough: Option<i64>,
    /// Of one that clashes, whether leaving it out would be enough.
    pub is_enough: bool,
    pub source: String,
}

/// Names what a plan breaks.
#[must_use]
pub fn plan_breaks(
    results: Results<'_>,
    estate: &EstateProblem,
    broken: &[BrokenRule],
) -> PlanBreaks {
    let limits = broken.iter().filter_map(|rule| match rule {
        BrokenRule::Limit(at) => Some(limit_of(results, estate, *at)),
        _ => None,
    });
    PlanBreaks {
        limits: limits.collect(),
        no_room: broken.iter().any(|rule| !matches!(rule, BrokenRule::Limit(_))),
    }
}

/// Says what a limit is of, with names.
fn limit_of(results: Results<'_>, estate: &EstateProblem, at: usize) -> PlanLimitOf {
    let limit = &estate.problem.limits[at];
    let year = |at: &usize| estate.years.get(*at).map_or_else(String::new, ToString::to_string);
    let partner = |at: &usize| {
        let partner = results.estate.partners.as_deref().and_then(|all| all.get(*at));
        partner
            .map_or_else(String::new, |p| p.name.clone().unwrap_or_else(|| p.organisation.clone()))
    };
    let two = |[one, other]: &[usize; 2]| [name(results, *one), name(results, *other)];
    match &limit.kind {
        LimitKind::Coverage { service, district, demand, today, .. } => PlanLimitOf::Coverage {
            service: *service,
            district: district.clone(),
            demand: *demand,
            today: *today,
        },
        LimitKind::Counters { district, today, .. } => {
            PlanLimitOf::Counters { district: district.clone(), today: *today }
        }
        LimitKind::Capital(at) => PlanLimitOf::Works(year(at)),
        LimitKind::Borrowing(at) => PlanLimitOf::Borrowing(year(at)),
        LimitKind::Revenue(at) => PlanLimitOf::Revenue(year(at)),
        LimitKind::OneOff(at) => PlanLimitOf::OneOff(year(at)),
        LimitKind::Moves(at) => PlanLimitOf::Moves(year(at)),
        LimitKind::LeastArea => PlanLimitOf::LeastArea,
        LimitKind::MostArea => PlanLimitOf::MostArea,
        LimitKind::Elsewhere => PlanLimitOf::Elsewhere,
        LimitKind::PartnerSpace { partner: at, .. } => PlanLimitOf::PartnerSpace(partner(at)),
        LimitKind::PartnerOnce { partner: at, .. } => PlanLimitOf::PartnerOnce(partner(at)),
        LimitKind::Together(sites) => PlanLimitOf::Together(two(sites)),
        LimitKind::InOrder(sites) => PlanLimitOf::InOrder(two(sites)),
        LimitKind::Decided((site, choice)) => PlanLimitOf::Decided {
            name: name(results, *site),
            option: estate.problem.sites[*site].choices[*choice].kind,
        },
    }
}

/// Returns the row of a limit, with what the plan uses of it.
pub(super) fn limit(
    results: Results<'_>,
    plan: &Plan,
    best: Option<&BestPlan>,
    at: usize,
) -> PlanLimitRow {
    let limit = &plan.estate.problem.limits[at];
    let cost = best.and_then(|best| best.costs.get(at).copied().flatten());
    let clashing = match &plan.outcome {
        PlanOutcome::Clash(clash) => clash.limits.iter().find(|own| own.limit == at),
        _ => None,
    };
    PlanLimitRow {
        of: limit_of(results, &plan.estate, at),
        is_least: limit.kind.side() == LimitSide::Least,
        bound: limit.bound,
        used: best.map(|best| best.count.used[at]),
        cost: cost.map(|cost| cost.pence),
        cost_is_exact: cost.is_some_and(|cost| cost.is_exact),
        clashes: clashing.is_some(),
        enough: clashing.and_then(|own| own.bound),
        is_enough: clashing.is_some_and(|own| own.is_enough),
        source: plan.estate.sources[at].clone(),
    }
}
