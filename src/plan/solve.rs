//! The best plan: the model handed to the solver, its answer read back and held against the problem in whole numbers.
//!
//! Prices of the constraints, from the dual of the model without whole numbers, bound what any plan is worth, and what one
//! is worth at most that has a variable otherwise than they would. So the search is first made among the variables on which
//! little hangs, then wider; it is over once what was left aside could not be worth more than the plan that was found.
//!
//! The solver works in floating point, on thousands of pounds and rows brought to like size; nothing of its sums is kept
//! but bounds, rounded up. It stops after a number of nodes, so that the same problem has the same answer on every
//! machine; a limit of seconds gives that up.

use std::time::Duration;

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions,
    TerminationReason, Variable,
};

use super::{
    check::check,
    covers::broken_covers,
    model::{ColumnOf, LinearModel, ModelColumn, ModelRow, RowSide},
    problem::{PlanAnswer, PlanProblem},
    reduce::{FixedAt, reduced},
};
use crate::model::{ratio_term, to_whole};

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

/// The search begins among plans that fall short of the bound by at most the bound divided by this.
const FIRST_WIDTH: i128 = 200;

/// How often it is made three times as wide, at most, before it takes in all that could be worth more.
const WIDENED: usize = 6;

/// Answers that may be thrown out because the solver's rounding let a limit be broken.
const MOST_CUTS: usize = 8;

/// A search under way.
struct Search<'a> {
    problem: &'a PlanProblem,
    model: LinearModel,
    effort: PlanEffort,
    /// The best plan so far, with what it adds up to in the model.
    best: Option<(PlanAnswer, i64)>,
    nodes: u64,
    out_of_time: bool,
    /// What the solver says that it has taken.
    spent: Duration,
}

/// What came of one part of a search.
enum Part {
    /// There is none better among what was looked at.
    Through,
    /// None better than this, in pence, among what was looked at.
    Bound(i64),
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
        tighten(&mut self.model);
        let priced = prices(&self.model);
        if let Some(priced) = &priced {
            let of_bound = i128::from(priced.bound).abs() / FIRST_WIDTH;
            let mut wide = i64::try_from(of_bound).unwrap_or(i64::MAX).max(100);
            for _ in 0..WIDENED {
                let part = self.part(priced.fixed(&self.model, wide), self.effort.nodes / 8);
                if !matches!(part, Part::Through) {
                    break;
                }
                // What was left aside could not be worth more than the bound less the width.
                let gap = self.best.as_ref().map(|(_, sum)| priced.bound.saturating_sub(*sum));
                if gap.is_some_and(|gap| gap <= wide) {
                    return self.told(PlanProof::Optimal);
                }
                // Soon wide enough: then at once.
                if gap.is_some_and(|gap| gap / 16 <= wide) {
                    break;
                }
                wide = wide.saturating_mul(3);
            }
        }
        let gap = self
            .best
            .as_ref()
            .zip(priced.as_ref())
            .map(|((_, sum), p)| p.bound.saturating_sub(*sum));
        let fixed = match (&priced, gap) {
            (Some(priced), Some(gap)) => priced.fixed(&self.model, gap.max(0)),
            _ => vec![None; self.model.columns.len()],
        };
        match self.part(fixed, self.effort.nodes) {
            Part::Through if self.best.is_none() => Err(NoPlan::Clash),
            Part::Through => self.told(PlanProof::Optimal),
            Part::Bound(bound) => {
                let bound = priced.map_or(bound, |priced| priced.bound.min(bound));
                self.told(PlanProof::Within(bound))
            }
            Part::Open => {
                let proof = priced.map_or(PlanProof::Heuristic, |p| PlanProof::Within(p.bound));
                self.told(proof)
            }
        }
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

    /// Looks for a better plan among those that have some variables as they are fixed, for so many nodes at most.
    fn part(&mut self, fixed: FixedAt, most: u64) -> Part {
        let mut cuts: Vec<ModelRow> = Vec::new();
        for _ in 0..MOST_CUTS {
            let mut model = self.model.clone();
            model.rows.extend(cuts.iter().cloned());
            let Some(smaller) = reduced(&model, fixed.clone()) else { return Part::Through };
            let left = self.effort.nodes.saturating_sub(self.nodes).min(most);
            if left == 0 {
                return Part::Open;
            }
            let hint = self.best.as_ref().and_then(|(answer, _)| {
                let values = model.values_of(self.problem, answer);
                let fits = |(value, is): (&i64, &Option<bool>)| {
                    is.is_none_or(|is| i64::from(is) == *value)
                };
                let all = values.iter().zip(&smaller.fixed).all(fits);
                all.then(|| smaller.kept.iter().map(|at| values[*at]).collect::<Vec<i64>>())
            });
            let seconds = self.effort.seconds.map(Duration::from_secs);
            let time = seconds.map(|seconds| seconds.saturating_sub(self.spent));
            if time.is_some_and(|time| time.is_zero()) {
                self.out_of_time = true;
                return Part::Open;
            }
            let found = match run(&smaller.model, hint, (left, time)) {
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
                    cuts.push(other_than(self.problem, &self.model, &answer, true));
                    continue;
                }
                let sum = self.sum(&answer);
                if self.best.as_ref().is_none_or(|(_, best)| sum > *best) {
                    self.best = Some((answer, sum));
                }
            }
            return match found.bound {
                _ if found.is_optimal => Part::Through,
                Some(bound) => Part::Bound(bound),
                None => Part::Open,
            };
        }
        Part::Open
    }
}

/// Rounds of cuts, at most.
const ROUNDS: usize = 20;

/// Adds cuts that the model without whole numbers breaks, as long as there are any.
fn tighten(model: &mut LinearModel) {
    let rows = model.rows.len();
    for _ in 0..ROUNDS {
        let Some(values) = relaxed(model) else { return };
        let cuts = broken_covers(model, rows, &values);
        if cuts.is_empty() {
            return;
        }
        model.rows.extend(cuts);
    }
}

/// Solves a model without whole numbers; `None` where it has no answer.
fn relaxed(model: &LinearModel) -> Option<Vec<f64>> {
    let mut lp = Problem::new(OptimizationDirection::Maximize);
    let columns: Vec<Variable> = model
        .columns
        .iter()
        .map(|column| lp.add_var(ratio_term(column.worth) / unit(WORTH_DIGITS), (0.0, 1.0)))
        .collect();
    add_rows(&mut lp, model, &columns);
    let solved = lp.solve().ok()?;
    let solution = solved.solution()?;
    Some(columns.iter().map(|column| solution.var_value(*column)).collect())
}

fn add_rows(lp: &mut Problem, model: &LinearModel, columns: &[Variable]) {
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
}

/// What any plan is worth at most, and what each variable changes of it.
struct Priced {
    /// In pence, rounded up.
    bound: i64,
    /// Of each variable, in pence: above zero where it would be taken.
    reduced: Vec<f64>,
}

impl Priced {
    /// Fixes the variables that would take more than so much off the bound, were they otherwise.
    fn fixed(&self, model: &LinearModel, wide: i64) -> FixedAt {
        // A pound more, for what is lost in rounding.
        let wide = ratio_term(wide) + 100.0;
        let fix = |(column, reduced): (&ModelColumn, &f64)| {
            (column.is_whole() && reduced.abs() > wide).then_some(*reduced > 0.0)
        };
        model.columns.iter().zip(&self.reduced).map(fix).collect()
    }
}

/// Solves the dual of a model without whole numbers; `None` where it has no answer.
///
/// Whatever the prices, as long as each has the sign of its row, the sum of price × bound over the rows and of what is above
/// zero of each variable's worth less the price of what it uses is a bound: it does not hang on how well they were found.
fn prices(model: &LinearModel) -> Option<Priced> {
    let mut lp = Problem::new(OptimizationDirection::Minimize);
    let price = |row: &ModelRow| match row.side {
        RowSide::Most => (0.0, f64::INFINITY),
        RowSide::Least => (f64::NEG_INFINITY, 0.0),
        RowSide::Same => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let units: Vec<f64> = model.rows.iter().map(|row| unit(digits_of(row))).collect();
    let rows = model.rows.iter().zip(&units);
    let prices: Vec<Variable> =
        rows.map(|(row, unit)| lp.add_var(ratio_term(row.bound) / unit, price(row))).collect();
    let above: Vec<Variable> =
        model.columns.iter().map(|_| lp.add_var(1.0, (0.0, f64::INFINITY))).collect();
    let mut uses: Vec<Vec<(Variable, f64)>> = above.iter().map(|of| vec![(*of, 1.0)]).collect();
    for ((row, unit), price) in model.rows.iter().zip(&units).zip(&prices) {
        for (column, weight) in &row.terms {
            uses[*column].push((*price, ratio_term(*weight) / unit));
        }
    }
    for (column, uses) in model.columns.iter().zip(uses) {
        lp.add_constraint(uses, ComparisonOp::Ge, ratio_term(column.worth) / unit(WORTH_DIGITS));
    }
    let solved = lp.solve().ok()?;
    let solution = solved.solution()?;
    let mut reduced: Vec<f64> =
        model.columns.iter().map(|column| ratio_term(column.worth) / unit(WORTH_DIGITS)).collect();
    let mut bound = 0.0;
    for ((row, unit), var) in model.rows.iter().zip(&units).zip(&prices) {
        let (least, most) = price(row);
        let price = solution.var_value(*var).clamp(least, most);
        bound += price * ratio_term(row.bound) / unit;
        for (column, weight) in &row.terms {
            reduced[*column] -= price * ratio_term(*weight) / unit;
        }
    }
    bound += reduced.iter().map(|reduced| reduced.max(0.0)).sum::<f64>();
    // A pound more, for what is lost in rounding.
    let bound = to_whole((bound * unit(WORTH_DIGITS)).ceil()).saturating_add(100);
    let reduced = reduced.into_iter().map(|reduced| reduced * unit(WORTH_DIGITS)).collect();
    Some(Priced { bound: bound.saturating_add(model.constant), reduced })
}

/// What the solver says.
struct Found {
    taken: Option<Vec<bool>>,
    is_optimal: bool,
    /// In pence, rounded up.
    bound: Option<i64>,
    nodes: u64,
    spent: Duration,
    out_of_time: bool,
}

/// The solver's worth is in pence divided by ten to so many digits: thousands of pounds.
pub(super) const WORTH_DIGITS: u32 = 5;

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
    let bound = stats
        .best_bound
        .map(|bound| to_whole((bound * unit(WORTH_DIGITS)).ceil()).saturating_add(model.constant));
    Ok(Found {
        taken: solution.map(|s| columns.iter().map(|c| s.var_value(*c) > 0.5).collect()),
        is_optimal: solution.is_some_and(|s| s.status() == SolutionStatus::Optimal),
        bound,
        nodes: stats.nodes_solved,
        spent: stats.elapsed,
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
