//! The best plan: the model handed to the solver, its answer read back and held against the problem in whole numbers.
//!
//! The solver works in floating point, on thousands of pounds and rows brought to like size; nothing of its sums is kept
//! but the bound, rounded up. It stops after a number of nodes, so that the same problem has the same answer on every
//! machine; a limit of seconds gives that up.

use std::time::Duration;

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions,
    TerminationReason, Variable,
};

use super::{
    check::check,
    model::{ColumnOf, LinearModel, ModelColumn, ModelRow, RowSide},
    problem::{PlanAnswer, PlanProblem},
};
use crate::model::{ratio_term, to_whole};

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanEffort {
    /// Nodes of the search at most.
    pub nodes: u64,
    /// Seconds at most; `None` sets no such limit.
    pub seconds: Option<u64>,
}

/// How good a plan is shown to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanProof {
    /// No plan is worth more.
    Optimal,
    /// No plan is worth more than this, in pence.
    Within(i64),
    /// Found by trying one change after another; how much more another could be worth is not known.
    Heuristic,
}

/// A plan with how good it is shown to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolvedPlan {
    /// The plan.
    pub answer: PlanAnswer,
    /// What it is worth more than business as usual, in pence.
    pub worth: i64,
    /// How good it is shown to be.
    pub proof: PlanProof,
    /// Nodes of the search.
    pub nodes: u64,
    /// Whether the limit of seconds ended the search.
    pub out_of_time: bool,
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlan {
    /// No plan keeps every limit.
    Clash,
    /// None was found, and none was ruled out, within the effort.
    NotFound,
}

/// Answers that may be thrown out because the solver's rounding let a limit be broken.
const MOST_CUTS: usize = 8;

/// Finds the plan that is worth most and keeps every limit.
///
/// `start` is a plan that keeps them, which the search improves on; it is returned where nothing better was found.
///
/// # Errors
/// [`NoPlan`] where there is none, or none was found.
pub fn solve(
    problem: &PlanProblem,
    start: Option<&PlanAnswer>,
    effort: PlanEffort,
) -> Result<SolvedPlan, NoPlan> {
    solve_model(problem, LinearModel::of(problem), start, effort)
}

/// Finds the best plan but for one: of those that do something else at some site.
///
/// # Errors
/// As [`solve`].
pub fn solve_but_for(
    problem: &PlanProblem,
    left_out: &PlanAnswer,
    effort: PlanEffort,
) -> Result<SolvedPlan, NoPlan> {
    let mut model = LinearModel::of(problem);
    model.rows.push(other_than(problem, &model, left_out, false));
    solve_model(problem, model, None, effort)
}

/// Finds how little of a limit can be used while all others are kept, or how much of one that is a least; `None` where the
/// others cannot be kept either, or that was not found out.
#[must_use]
pub fn least_used(problem: &PlanProblem, at: usize, effort: PlanEffort) -> Option<i64> {
    let model = LinearModel::least_used(problem, at)?;
    let others = problem.without(&[at]);
    let found = solve_model(&others, model, None, effort).ok()?;
    (found.proof == PlanProof::Optimal).then(|| check(problem, &found.answer).used[at])
}

fn solve_model(
    problem: &PlanProblem,
    mut model: LinearModel,
    start: Option<&PlanAnswer>,
    effort: PlanEffort,
) -> Result<SolvedPlan, NoPlan> {
    let start = start.filter(|answer| check(problem, answer).broken.is_empty());
    let mut nodes = 0;
    let fallback = |proof, nodes, out_of_time| {
        let answer = start.cloned().ok_or(NoPlan::NotFound)?;
        let worth = check(problem, &answer).worth;
        Ok(SolvedPlan { answer, worth, proof, nodes, out_of_time })
    };
    for _ in 0..MOST_CUTS {
        let hint = start.map(|answer| model.values_of(problem, answer));
        let found = match run(&model, hint, effort) {
            Ok(found) => found,
            Err(Error::Infeasible) if start.is_none() => return Err(NoPlan::Clash),
            Err(_) => return fallback(PlanProof::Heuristic, nodes, false),
        };
        nodes += found.nodes;
        let Some(taken) = &found.taken else {
            let proof = found.bound.map_or(PlanProof::Heuristic, PlanProof::Within);
            return fallback(proof, nodes, found.out_of_time);
        };
        let Some(answer) = model.answer_of(problem, taken) else {
            return fallback(PlanProof::Heuristic, nodes, found.out_of_time);
        };
        let counted = check(problem, &answer);
        if !counted.broken.is_empty() {
            model.rows.push(other_than(problem, &model, &answer, true));
            continue;
        }
        let proof = match found.bound {
            _ if found.is_optimal => PlanProof::Optimal,
            Some(bound) => PlanProof::Within(bound.max(counted.worth)),
            None => PlanProof::Heuristic,
        };
        let out_of_time = found.out_of_time;
        return Ok(SolvedPlan { answer, worth: counted.worth, proof, nodes, out_of_time });
    }
    fallback(PlanProof::Heuristic, nodes, false)
}

/// What the solver says.
struct Found {
    taken: Option<Vec<bool>>,
    is_optimal: bool,
    /// In pence, rounded up.
    bound: Option<i64>,
    nodes: u64,
    out_of_time: bool,
}

/// The solver's worth is in pence divided by ten to so many digits: thousands of pounds.
pub(super) const WORTH_DIGITS: u32 = 5;

fn run(model: &LinearModel, hint: Option<Vec<i64>>, effort: PlanEffort) -> Result<Found, Error> {
    let mut lp = Problem::new(OptimizationDirection::Maximize);
    let columns: Vec<Variable> = model
        .columns
        .iter()
        .map(|column| match column.is_whole() {
            true => lp.add_binary_var(ratio_term(column.worth) / unit(WORTH_DIGITS)),
            false => lp.add_var(ratio_term(column.worth) / unit(WORTH_DIGITS), (0.0, 1.0)),
        })
        .collect();
    for row in &model.rows {
        let unit = unit(digits_of(row));
        let terms = row.terms.iter().map(|(at, weight)| (columns[*at], ratio_term(*weight) / unit));
        let side = match row.side {
            RowSide::Most => ComparisonOp::Le,
            RowSide::Least => ComparisonOp::Ge,
            RowSide::Same => ComparisonOp::Eq,
        };
        lp.add_constraint(terms.collect::<Vec<_>>(), side, ratio_term(row.bound) / unit);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(effort.nodes);
    options.time_limit = effort.seconds.map(Duration::from_secs);
    // A penny in a hundred million pounds.
    options.tolerances.prune_epsilon = 1e-10;
    let hinted = |values: Vec<i64>| columns.iter().copied().zip(values.into_iter().map(ratio_term));
    options.warm_start = hint.map(|values| hinted(values).collect());
    let outcome = lp.solve_with(options)?;
    let stats = outcome.stats();
    let solution = outcome.solution();
    let bound = stats
        .best_bound
        .map(|bound| to_whole((bound * unit(WORTH_DIGITS)).ceil()).saturating_add(model.constant));
    Ok(Found {
        taken: solution.map(|s| columns.iter().map(|c| s.var_value(*c) > 0.5).collect()),
        is_optimal: solution.is_some_and(|s| s.status() == SolutionStatus::Optimal),
        bound,
        nodes: stats.nodes_solved,
        out_of_time: outcome.termination_reason() == TerminationReason::TimeLimit,
    })
}

/// Returns by how many digits a row is divided, so that its largest weight is at most a thousand.
pub(super) fn digits_of(row: &ModelRow) -> u32 {
    let largest = row.terms.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1);
    (0..9).find(|digits| largest / 10_u64.pow(*digits) <= 1_000).unwrap_or(9)
}

/// Returns a power of ten.
fn unit(digits: u32) -> f64 {
    ratio_term(10_i64.pow(digits))
}

/// Something is chosen otherwise than in a plan; with places, a team may instead go elsewhere or works be done otherwise.
fn other_than(
    problem: &PlanProblem,
    model: &LinearModel,
    answer: &PlanAnswer,
    with_places: bool,
) -> ModelRow {
    let counts = |column: &ModelColumn| match column.of {
        ColumnOf::Choice(_) => true,
        ColumnOf::Within(_) => false,
        ColumnOf::Place { .. } | ColumnOf::Works { .. } => with_places,
    };
    let values = model.values_of(problem, answer);
    let mut terms = Vec::new();
    let mut taken = 0;
    for (at, (column, value)) in model.columns.iter().zip(&values).enumerate() {
        if counts(column) {
            terms.push((at, 2 * value - 1));
            taken += value;
        }
    }
    ModelRow {
        name: format!("other_{}", model.rows.len()),
        terms,
        side: RowSide::Most,
        bound: taken - 1,
    }
}
