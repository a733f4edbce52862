//! Where no plan keeps every limit: a set of limits that clash, none of which could be left out of it, and what loosening
//! each would take.

use super::{
    problem::PlanProblem,
    solve::{NoPlan, PlanEffort, least_used, solve},
};

/// Limits that cannot all be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The limits, by their places, in order.
    pub limits: Vec<ClashingLimit>,
    /// Whether each is shown to be needed for the clash: without it the others can be kept.
    pub is_smallest: bool,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClashingLimit {
    /// Its place in the problem.
    pub limit: usize,
    /// Whether a plan keeps all other limits of the problem once it is left out.
    pub is_enough: bool,
    /// The bound that it would need for that, in its unit; `None` where it has no amount, or that was not found out.
    pub bound: Option<i64>,
}

/// Finds limits that clash, in a problem that no plan keeps.
///
/// One after the other is left out for good where the rest still clash; the last of the problem are kept longest.
#[must_use]
pub fn clash(problem: &PlanProblem, effort: PlanEffort) -> Clash {
    let mut left_out: Vec<usize> = Vec::new();
    let mut is_smallest = true;
    for at in 0..problem.limits.len() {
        left_out.push(at);
        match solve(&problem.without(&left_out), None, effort) {
            Err(NoPlan::Clash) => {}
            Ok(_) => {
                left_out.pop();
            }
            Err(NoPlan::NotFound) => {
                left_out.pop();
                is_smallest = false;
            }
        }
    }
    let kept = (0..problem.limits.len()).filter(|at| !left_out.contains(at));
    let of = |limit: usize| ClashingLimit {
        limit,
        is_enough: solve(&problem.without(&[limit]), None, effort).is_ok(),
        bound: least_used(problem, limit, effort),
    };
    Clash { limits: kept.map(of).collect(), is_smallest }
}
