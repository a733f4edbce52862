//! The model without whole numbers: its answer, and prices of its rows that bound what any plan is worth.

use std::{cell::Cell, time::Duration};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, Variable};

use super::{
    groups::Groups,
    model::{LinearModel, ModelRow, RowSide},
    reduce::{FixedAt, ReducedModel},
};
use crate::model::{ratio_term, to_whole};

/// The solver's worth is in pence divided by ten to so many digits: thousands of pounds.
pub(super) const WORTH_DIGITS: u32 = 5;

/// Returns by how many digits a row is divided, so that its largest weight is at most a thousand.
pub(super) fn digits_of(row: &ModelRow) -> u32 {
    let largest = row.terms.iter().map(|(_, weight)| weight.unsigned_abs()).max().unwrap_or(1);
    (0..9).find(|digits| largest / 10_u64.pow(*digits) <= 1_000).unwrap_or(9)
}

/// Returns a power of ten.
pub(super) fn unit(digits: u32) -> f64 {
    ratio_term(10_i64.pow(digits))
}

/// A model solved without whole numbers.
pub(super) struct Solved {
    solution: Solution,
    columns: Vec<Variable>,
    /// The places of its variables in the whole model.
    kept: Vec<usize>,
    fixed: FixedAt,
    constant: i64,
}

impl Solved {
    /// Solves a model; `None` where it has no answer.
    pub fn of(reduced: &ReducedModel, spent: &Cell<Duration>) -> Option<Self> {
        let mut lp = Problem::new(OptimizationDirection::Maximize);
        let columns: Vec<Variable> = reduced
            .model
            .columns
            .iter()
            .map(|column| lp.add_var(ratio_term(column.worth) / unit(WORTH_DIGITS), (0.0, 1.0)))
            .collect();
        add_rows(&mut lp, &reduced.model, &columns);
        let solved = lp.solve().ok()?;
        spent.set(spent.get() + solved.stats().elapsed);
        let solution = solved.into_solution().ok()?;
        let (kept, fixed) = (reduced.kept.clone(), reduced.fixed.clone());
        Some(Self { solution, columns, kept, fixed, constant: reduced.model.constant })
    }

    /// Adds rows of the whole model; `None` where there is no answer any more.
    pub fn with(mut self, rows: &[ModelRow], spent: &Cell<Duration>) -> Option<Self> {
        for row in rows {
            let mut bound = row.bound;
            let mut terms = Vec::new();
            let unit = unit(digits_of(row));
            for (column, weight) in &row.terms {
                match self.kept.binary_search(column) {
                    Ok(at) => terms.push((self.columns[at], ratio_term(*weight) / unit)),
                    Err(_) => bound -= weight * i64::from(self.fixed[*column] == Some(true)),
                }
            }
            let bound = ratio_term(bound) / unit;
            let before = self.solution.stats().elapsed;
            let solved = self.solution.add_constraint(terms, side(row.side), bound).ok()?;
            self.solution = solved.into_solution().ok()?;
            spent.set(spent.get() + self.solution.stats().elapsed.saturating_sub(before));
        }
        Some(self)
    }

    /// Returns what is taken of each variable of the whole model.
    pub fn values(&self) -> Vec<f64> {
        let fixed = self.fixed.iter().map(|is| ratio_term(i64::from(*is == Some(true))));
        let mut all: Vec<f64> = fixed.collect();
        for (at, column) in self.kept.iter().zip(&self.columns) {
            all[*at] = self.solution.var_value(*column);
        }
        all
    }

    /// Returns what it is worth, in thousands of pounds.
    pub fn worth(&self) -> f64 {
        self.solution.objective() + ratio_term(self.constant) / unit(WORTH_DIGITS)
    }

    /// Returns what it is worth without some variables; `None` where it has no answer.
    pub fn without(&self, out: &[usize]) -> Option<f64> {
        let mut solution = self.solution.clone();
        for at in out.iter().filter_map(|at| self.kept.binary_search(at).ok()) {
            solution = solution.fix_var(self.columns[at], 0.0).ok()?.into_solution().ok()?;
        }
        Some(solution.objective() + ratio_term(self.constant) / unit(WORTH_DIGITS))
    }
}

/// Gives the rows of a model to the solver, each brought to like size.
pub(super) fn add_rows(lp: &mut Problem, model: &LinearModel, columns: &[Variable]) {
    for row in &model.rows {
        let unit = unit(digits_of(row));
        let terms = row.terms.iter().map(|(at, weight)| (columns[*at], ratio_term(*weight) / unit));
        let bound = ratio_term(row.bound) / unit;
        lp.add_constraint(terms.collect::<Vec<_>>(), side(row.side), bound);
    }
}

const fn side(side: RowSide) -> ComparisonOp {
    match side {
        RowSide::Most => ComparisonOp::Le,
        RowSide::Least => ComparisonOp::Ge,
        RowSide::Same => ComparisonOp::Eq,
    }
}

/// What any plan is worth at most, and what each literal takes off that.
#[derive(Debug, Clone)]
pub(super) struct Priced {
    /// In pence, rounded up.
    pub bound: i64,
    /// Of each literal, in pence: what a plan in which it holds is worth less than the bound, at least.
    pub loss: Vec<f64>,
}

impl Priced {
    /// Tells of each literal that is left whether a plan in which it holds could come within so much of the bound.
    pub fn within(&self, left: &[bool], wide: i64) -> Vec<bool> {
        // A pound more, for what is lost in rounding.
        let wide = ratio_term(wide) + 100.0;
        left.iter().zip(&self.loss).map(|(left, loss)| *left && *loss <= wide).collect()
    }
}

/// Prices the rows of a reduced model by its dual without whole numbers; `None` where that has no answer.
///
/// Whatever the prices, as long as each has the sign of its row, the sum of price × bound over the rows and of the most that
/// a literal of each group is worth less the price of what it uses is a bound: it does not hang on how well they were found.
pub(super) fn prices(
    groups: &Groups,
    left: &[bool],
    reduced: &ReducedModel,
    spent: &Cell<Duration>,
) -> Option<Priced> {
    let model = &reduced.model;
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
    spent.set(spent.get() + solved.stats().elapsed);
    let solution = solved.solution()?;
    let mut worth: Vec<f64> =
        model.columns.iter().map(|column| ratio_term(column.worth) / unit(WORTH_DIGITS)).collect();
    let mut bound = 0.0;
    for ((row, unit), var) in model.rows.iter().zip(&units).zip(&prices) {
        let (least, most) = price(row);
        let price = solution.var_value(*var).clamp(least, most);
        bound += price * ratio_term(row.bound) / unit;
        for (column, weight) in &row.terms {
            worth[*column] -= price * ratio_term(*weight) / unit;
        }
    }
    // None of a group is worth nothing.
    let mut of_literal = vec![0.0; groups.of.len()];
    reduced.kept.iter().zip(worth).for_each(|(at, worth)| of_literal[*at] = worth);
    let mut loss = vec![0.0; groups.of.len()];
    for members in &groups.members {
        let free = || members.iter().filter(|at| left[**at]);
        let best = free().map(|at| of_literal[*at]).fold(f64::NEG_INFINITY, f64::max);
        if best > f64::NEG_INFINITY {
            bound += best;
            free().for_each(|at| loss[*at] = (best - of_literal[*at]) * unit(WORTH_DIGITS));
        }
    }
    // A pound more, for what is lost in rounding.
    let bound = to_whole((bound * unit(WORTH_DIGITS)).ceil()).saturating_add(100);
    Some(Priced { bound: bound.saturating_add(model.constant), loss })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::model::RowSide, *};

    /// A row is divided so that its largest weight is a thousand or less, whatever its sign.
    #[rstest]
    #[case(999, 0)]
    #[case(1_000, 0)]
    #[case(1_001, 1)]
    #[case(-10_000, 1)]
    #[case(-10_010, 2)]
    fn a_row_is_divided_to_a_thousand(#[case] weight: i64, #[case] digits: u32) {
        let row = ModelRow {
            name: String::new(),
            terms: vec![(0, weight)],
            side: RowSide::Most,
            bound: 0,
        };
        assert_eq!(digits_of(&row), digits);
    }
}
