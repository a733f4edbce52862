//! The best plan: the model handed to the solver, its answer read back and held against the problem in whole numbers.
//!
//! `root` makes the model small and tight first. Its prices bound what any plan is worth, and what one is worth at most in
//! which a literal holds: what no plan better than the best so far could have is left out, and the model made tight again.
//! Plans are sought in parts that `around` chooses, near what the model without whole numbers takes and near the best plan;
//! then in all that is left. It is over once nothing is.
//!
//! The solver works in floating point, on thousands of pounds and rows brought to like size; nothing of its sums is kept
//! but bounds, rounded up. It stops after a number of nodes, so that the same problem has the same answer on every
//! machine; a limit of seconds gives that up.

use std::time::Duration;

use microlp::{
    Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions, TerminationReason,
    Variable,
};

use super::{
    around::{Dice, Near, dives, near},
    check::check,
    model::{ColumnOf, LinearModel, ModelColumn, ModelRow, RowSide},
    problem::{PlanAnswer, PlanProblem},
    relaxed::{WORTH_DIGITS, add_rows, unit},
    root::Root,
    tree::halves,
};
use crate::model::ratio_term;

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanEffort {
    /// Nodes of the search at most.
    pub nodes: u64,
    /// Seconds of the search at most; `None` sets no such limit.
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
    Search::of(problem, LinearModel::of(problem), start, effort).found()
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
    Search::of(problem, model, None, effort).found()
}

/// Finds how little of a limit can be used while all others are kept, or how much of one that is a least; `None` where the
/// others cannot be kept either, or that was not found out.
#[must_use]
pub fn least_used(problem: &PlanProblem, at: usize, effort: PlanEffort) -> Option<i64> {
    let model = LinearModel::least_used(problem, at)?;
    let others = problem.without(&[at]);
    let found = Search::of(&others, model, None, effort).found().ok()?;
    (found.proof == PlanProof::Optimal).then(|| check(problem, &found.answer).used[at])
}

/// How often a few sites are left open around the best plan, at most.
const TRIES: usize = 400;

/// How often in a row without finding a better one, at most: the square of how many choices and places are open, divided by
/// this, as halves of a large model take the longer.
const IDLE_SHARE: usize = 1_500;

/// Sites that are left open at first.
const FEW_SITES: usize = 12;

/// Nodes of one such try, at most.
const NODES_NEAR: u64 = 200;

/// Nodes that making one half tight counts for.
const NODES_HALF: u64 = 10;

/// Nodes of what is left before it is split, at most.
const NODES_SPLIT: u64 = 200;

/// Answers that may be thrown out because the solver's rounding let a limit be broken.
const MOST_CUTS: usize = 8;

/// A search under way.
struct Search<'a> {
    problem: &'a PlanProblem,
    model: LinearModel,
    effort: PlanEffort,
    /// The best plan so far, with what it adds up to in the model.
    best: Option<(PlanAnswer, i64)>,
    /// What the best plan was worth when the root was last narrowed.
    narrowed_for: Option<i64>,
    nodes: u64,
    out_of_time: bool,
    /// What the solver says that the parts have taken.
    spent: Duration,
}

/// What came of one part of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// There is none better among what was looked at.
    Through,
    /// Nothing is shown.
    Open,
}

impl<'a> Search<'a> {
    fn of(
        problem: &'a PlanProblem,
        model: LinearModel,
        start: Option<&PlanAnswer>,
        effort: PlanEffort,
    ) -> Self {
        let start = start.filter(|answer| check(problem, answer).broken.is_empty());
        let mut search = Self {
            problem,
            model,
            effort,
            best: None,
            narrowed_for: None,
            nodes: 0,
            out_of_time: false,
            spent: Duration::ZERO,
        };
        search.best = start.map(|answer| (answer.clone(), search.sum(answer)));
        search
    }

    /// Adds up the model's own worth of a plan.
    fn sum(&self, answer: &PlanAnswer) -> i64 {
        let values = self.model.values_of(self.problem, answer);
        let worth =
            self.model.columns.iter().zip(values).map(|(column, value)| column.worth * value);
        worth.sum::<i64>() + self.model.constant
    }

    fn found(mut self) -> Result<SolvedPlan, NoPlan> {
        let mut root = Root::of(self.problem, &self.model).ok_or(NoPlan::Clash)?;
        self.begin_in(&root);
        if self.betters(&mut root) {
            return self.told(PlanProof::Optimal);
        }
        let mut is_hard = false;
        for near in dives(&root) {
            let left: Vec<bool> =
                near.iter().zip(&root.left).map(|(near, left)| *near && *left).collect();
            let part = self.part(&root, &left, self.effort.nodes / 16);
            if self.betters(&mut root) {
                return self.told(PlanProof::Optimal);
            }
            if part != Part::Through {
                is_hard = true;
                break;
            }
        }
        if is_hard && self.improved(&mut root) {
            return self.told(PlanProof::Optimal);
        }
        self.split(root)
    }

    /// Splits what is left until nothing is, or the effort is spent: that which could be worth most first.
    fn split(mut self, root: Root) -> Result<SolvedPlan, NoPlan> {
        let bound_of = |root: &Root| root.priced.as_ref().map_or(i64::MAX, |priced| priced.bound);
        let (mut small, mut open) = (usize::MAX, vec![root]);
        while let Some(at) = (0..open.len()).max_by_key(|at| (bound_of(&open[*at]), *at)) {
            let bound = bound_of(&open[at]);
            if self.best.as_ref().is_some_and(|(_, best)| bound <= *best) {
                break;
            }
            if self.nodes >= self.effort.nodes || self.is_out_of_time() {
                let proof =
                    if bound < i64::MAX { PlanProof::Within(bound) } else { PlanProof::Heuristic };
                return self.told(proof);
            }
            let mut root = open.swap_remove(at);
            self.narrowed_for = None;
            if self.betters(&mut root) {
                continue;
            }
            let size = root.left.iter().filter(|left| **left).count();
            if size <= small {
                let left = root.left.clone();
                if self.part(&root, &left, NODES_SPLIT) == Part::Through {
                    small = small.max(size.saturating_mul(11) / 10);
                    continue;
                }
                small = size * 9 / 10;
            }
            let halves = halves(&root);
            self.spent += root.spent.take();
            let Some(halves) = halves else {
                // Nothing to split: all that is left of the effort goes into it.
                let left = root.left.clone();
                if self.part(&root, &left, self.effort.nodes) != Part::Through {
                    self.nodes = self.effort.nodes;
                    open.push(root);
                }
                continue;
            };
            for out in halves {
                let half = root.half(&out);
                self.nodes += NODES_HALF;
                self.spent += half.as_ref().map_or(Duration::ZERO, |half| half.spent.take());
                open.extend(half.filter(|half| {
                    self.best.as_ref().is_none_or(|(_, best)| bound_of(half) > *best)
                }));
            }
        }
        if self.best.is_none() { Err(NoPlan::Clash) } else { self.told(PlanProof::Optimal) }
    }

    /// Leaves out of the root what no plan better than the best has; tells whether nothing is left.
    fn betters(&mut self, root: &mut Root) -> bool {
        let Some((_, best)) = &self.best else { return false };
        if self.narrowed_for == Some(*best) {
            return false;
        }
        self.narrowed_for = Some(*best);
        while let Some(gap) = self.gap(root) {
            if gap <= 0 {
                return true;
            }
            if !root.narrow(gap) {
                return false;
            }
            if !root.tightened() {
                return true;
            }
        }
        false
    }

    /// Leaves a few sites open around the best plan, over and over; tells whether no better plan is left.
    fn improved(&mut self, root: &mut Root) -> bool {
        let mut dice = Dice(1);
        let most_idle = root.open_groups().pow(2) / IDLE_SHARE;
        let (mut sizes, mut idle) = ([FEW_SITES; Near::ALL.len()], 0);
        let nodes = self.nodes + self.effort.nodes / 2;
        for attempt in 0..TRIES {
            let Some((answer, before)) = self.best.clone() else { return false };
            if idle >= most_idle || self.nodes >= nodes || self.out_of_time {
                return false;
            }
            let at = attempt % sizes.len();
            let values = root.values_of(self.problem, &answer);
            let of = (Near::ALL[at], sizes[at]);
            let Some(left) = near(root, self.problem, &values, of, &mut dice) else { return false };
            let before_it = self.nodes;
            let part = self.part(root, &left, NODES_NEAR);
            let is_better = self.best.as_ref().is_some_and(|(_, sum)| *sum > before);
            if is_better && self.betters(root) {
                return true;
            }
            idle = if is_better { 0 } else { idle + 1 };
            match part {
                Part::Through if self.nodes - before_it < NODES_NEAR / 4 => sizes[at] += 1,
                Part::Through => {}
                _ => sizes[at] = (sizes[at] - 1).max(2),
            }
        }
        false
    }

    fn is_out_of_time(&mut self) -> bool {
        let seconds = self.effort.seconds.map(Duration::from_secs);
        self.out_of_time |= seconds.is_some_and(|seconds| self.spent >= seconds);
        self.out_of_time
    }

    /// Brings the plan to begin with into what is left of the model.
    fn begin_in(&mut self, root: &Root) {
        let Some((answer, sum)) = &self.best else { return };
        let other = root.undominated(self.problem, answer);
        let other_sum = self.sum(&other);
        if other_sum >= *sum && check(self.problem, &other).broken.is_empty() {
            self.best = Some((other, other_sum));
        }
    }

    /// Returns by how much the best plan falls short of the bound.
    fn gap(&self, root: &Root) -> Option<i64> {
        let (_, best) = self.best.as_ref()?;
        Some(root.priced.as_ref()?.bound.saturating_sub(*best))
    }

    fn told(self, proof: PlanProof) -> Result<SolvedPlan, NoPlan> {
        let (answer, sum) = self.best.ok_or(NoPlan::NotFound)?;
        let worth = check(self.problem, &answer).worth;
        let proof = match proof {
            PlanProof::Within(bound) if bound <= sum => PlanProof::Optimal,
            PlanProof::Within(bound) => PlanProof::Within(bound),
            other => other,
        };
        Ok(SolvedPlan { answer, worth, proof, nodes: self.nodes, out_of_time: self.out_of_time })
    }

    /// Looks for a better plan among those made of some literals, for so many nodes at most.
    fn part(&mut self, root: &Root, left: &[bool], most: u64) -> Part {
        let mut cuts: Vec<ModelRow> = Vec::new();
        for _ in 0..MOST_CUTS {
            let Some(smaller) = root.reduced(left, &cuts) else { return Part::Through };
            let model = &root.model;
            let most = self.effort.nodes.saturating_sub(self.nodes).min(most);
            if most == 0 {
                return Part::Open;
            }
            let hint = self.best.as_ref().and_then(|(answer, _)| {
                let values = root.values_of(self.problem, answer);
                let fits = |(value, is): (&i64, &Option<bool>)| {
                    is.is_none_or(|is| i64::from(is) == *value)
                };
                let all = values.iter().zip(&smaller.fixed).all(fits);
                all.then(|| smaller.kept.iter().map(|at| values[*at]).collect::<Vec<i64>>())
            });
            self.spent += root.spent.take();
            if self.is_out_of_time() {
                return Part::Open;
            }
            let seconds = self.effort.seconds.map(Duration::from_secs);
            let time = seconds.map(|seconds| seconds.saturating_sub(self.spent));
            let found = match run(&smaller.model, hint, (most, time)) {
                Ok(found) => found,
                Err(Error::Infeasible) => return Part::Through,
                Err(_) => return Part::Open,
            };
            self.nodes += found.nodes;
            self.spent += found.spent;
            self.out_of_time |= found.out_of_time;
            if let Some(taken) = &found.taken {
                let Some(answer) = model.answer_of(self.problem, &smaller.whole(taken)) else {
                    return Part::Open;
                };
                if !check(self.problem, &answer).broken.is_empty() {
                    cuts.push(other_than(self.problem, model, &answer, true));
                    continue;
                }
                let sum = self.sum(&answer);
                if self.best.as_ref().is_none_or(|(_, best)| sum > *best) {
                    self.best = Some((answer, sum));
                }
            }
            return if found.is_optimal { Part::Through } else { Part::Open };
        }
        Part::Open
    }
}

/// What the solver says.
struct Found {
    taken: Option<Vec<bool>>,
    is_optimal: bool,
    nodes: u64,
    spent: Duration,
    out_of_time: bool,
}

fn run(
    model: &LinearModel,
    hint: Option<Vec<i64>>,
    (nodes, time): (u64, Option<Duration>),
) -> Result<Found, Error> {
    let mut lp = Problem::new(OptimizationDirection::Maximize);
    let columns: Vec<Variable> = model
        .columns
        .iter()
        .map(|column| {
            let worth = ratio_term(column.worth) / unit(WORTH_DIGITS);
            if column.is_whole() { lp.add_binary_var(worth) } else { lp.add_var(worth, (0.0, 1.0)) }
        })
        .collect();
    add_rows(&mut lp, model, &columns);
    let mut options = SolveOptions::default();
    options.node_limit = Some(nodes);
    options.time_limit = time;
    // A penny in a hundred million pounds.
    options.tolerances.prune_epsilon = 1e-10;
    let hinted = |values: Vec<i64>| columns.iter().copied().zip(values.into_iter().map(ratio_term));
    options.warm_start = hint.map(|values| hinted(values).collect());
    let outcome = lp.solve_with(options)?;
    let stats = outcome.stats();
    let solution = outcome.solution();
    Ok(Found {
        taken: solution.map(|s| columns.iter().map(|c| s.var_value(*c) > 0.5).collect()),
        is_optimal: solution.is_some_and(|s| s.status() == SolutionStatus::Optimal),
        nodes: stats.nodes_solved,
        spent: stats.elapsed,
        out_of_time: outcome.termination_reason() == TerminationReason::TimeLimit,
    })
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
    let (mut terms, mut taken) = (Vec::new(), 0);
    for (at, (column, value)) in model.columns.iter().zip(&values).enumerate() {
        if counts(column) {
            terms.push((at, 2 * value - 1));
            taken += value;
        }
    }
    let name = format!("other_{}", model.rows.len());
    ModelRow { name, terms, side: RowSide::Most, bound: taken - 1 }
}
