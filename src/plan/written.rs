//! The model as text for another solver, in the LP or the free MPS format, and what that solver says read back.
//!
//! Money stands in thousands of pounds and every row in units that keep its weights at a thousand or less, to the last
//! digit: the same numbers that the program's own solver is given.

use std::{collections::BTreeMap, fmt::Write};

use rust_decimal::Decimal;

use super::{
    model::{ColumnOf, LinearModel, ModelColumn, RowSide},
    problem::{PlanAnswer, PlanProblem},
    relaxed::{WORTH_DIGITS, digits_of},
};

/// A format that solvers read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelFormat {
    /// The LP format of CPLEX.
    Lp,
    /// Free MPS.
    Mps,
}

/// Why a solution cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadSolution {
    /// It names no variable of the model.
    #[error("no line of it is the name of a variable of this model and its value")]
    NoValues,
    /// A value is not a number.
    #[error("line {line}: `{found}` is not a number")]
    NotANumber {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A variable has one value on one line, another on a later one.
    #[error("line {line}: `{name}` had another value before")]
    TwoValues {
        /// The line, from 1.
        line: usize,
        /// The variable.
        name: String,
    },
    /// Some site has no choice, or more than one.
    #[error("it does not choose one option for each site")]
    NoPlan,
}

/// Terms of a line of the LP format.
const TERMS: usize = 8;

/// Returns the name of a variable in a written model.
#[must_use]
pub fn column_name(of: ColumnOf) -> String {
    match of {
        ColumnOf::Choice((site, at)) => format!("x_{site}_{at}"),
        ColumnOf::Place { team, choice, to } => format!("y_{team}_{choice}_{to}"),
        ColumnOf::Works { receiver, at } => format!("w_{receiver}_{at}"),
        ColumnOf::Within(zone) => format!("z_{zone}"),
    }
}

/// Writes a model; `say` tells in words what a variable says.
#[must_use]
pub fn write_model(
    model: &LinearModel,
    format: ModelFormat,
    say: &dyn Fn(ColumnOf) -> String,
) -> String {
    let mark = if format == ModelFormat::Lp { '\\' } else { '*' };
    let mut text = String::new();
    let constant = scaled(model.constant, WORTH_DIGITS);
    let _ = writeln!(
        text,
        "{mark} Worth is in thousands of pounds, and is to be as large as it can; {constant} comes to it besides."
    );
    for column in &model.columns {
        let said: String =
            say(column.of).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(text, "{mark} {}: {said}", column_name(column.of));
    }
    match format {
        ModelFormat::Lp => lp(model, &mut text),
        ModelFormat::Mps => mps(model, &mut text),
    }
    text
}

/// Writes a whole number divided by a power of ten, exactly.
fn scaled(number: i64, digits: u32) -> String {
    Decimal::new(number, digits).normalize().to_string()
}

fn lp(model: &LinearModel, text: &mut String) {
    let terms = |terms: &mut dyn Iterator<Item = (usize, String)>| {
        let mut line = String::new();
        for (number, (column, weight)) in terms.enumerate() {
            if number > 0 && number % TERMS == 0 {
                line.push_str("\n  ");
            }
            let (sign, size) =
                weight.strip_prefix('-').map_or(("+", weight.as_str()), |s| ("-", s));
            let name = column_name(model.columns[column].of);
            let _ = write!(line, " {sign} {size} {name}");
        }
        line
    };
    let worth = model.columns.iter().enumerate().filter(|(_, column)| column.worth != 0);
    let mut worth = worth.map(|(at, column)| (at, scaled(column.worth, WORTH_DIGITS)));
    let _ = writeln!(text, "Maximize\n worth:{}\nSubject To", terms(&mut worth));
    // A row without variables says nothing to a solver, or that nothing can be kept.
    for row in &model.rows {
        let digits = digits_of(row);
        let side = match row.side {
            RowSide::Most => "<=",
            RowSide::Least => ">=",
            RowSide::Same => "=",
        };
        let mut weights = row.terms.iter().map(|(at, weight)| (*at, scaled(*weight, digits)));
        let left = match row.terms.is_empty() {
            true => model
                .columns
                .first()
                .map_or_else(String::new, |column| format!(" 0 {}", column_name(column.of))),
            false => terms(&mut weights),
        };
        let _ = writeln!(text, " {}:{left} {side} {}", row.name, scaled(row.bound, digits));
    }
    let names = |whole: bool| {
        let own = model.columns.iter().filter(move |column| column.is_whole() == whole);
        own.map(|column| column_name(column.of))
    };
    text.push_str("Bounds\n");
    names(false).for_each(|name| text.push_str(&format!(" 0 <= {name} <= 1\n")));
    text.push_str("Binary\n");
    names(true).for_each(|name| text.push_str(&format!(" {name}\n")));
    text.push_str("End\n");
}

fn mps(model: &LinearModel, text: &mut String) {
    text.push_str("NAME plan\nOBJSENSE\n    MAX\nROWS\n N worth\n");
    for row in &model.rows {
        let side = match row.side {
            RowSide::Most => 'L',
            RowSide::Least => 'G',
            RowSide::Same => 'E',
        };
        let _ = writeln!(text, " {side} {}", row.name);
    }
    let mut of_column: Vec<Vec<(usize, i64)>> = vec![Vec::new(); model.columns.len()];
    for (at, row) in model.rows.iter().enumerate() {
        row.terms.iter().for_each(|(column, weight)| of_column[*column].push((at, *weight)));
    }
    text.push_str("COLUMNS\n");
    let all: Vec<(&ModelColumn, Vec<(usize, i64)>)> = model.columns.iter().zip(of_column).collect();
    for whole in [true, false] {
        let marker = |text: &mut String, end: &str| {
            let _ = writeln!(text, " MARKER{end} 'MARKER' 'INT{end}'");
        };
        if whole {
            marker(text, "ORG");
        }
        for (column, weights) in all.iter().filter(|(column, _)| column.is_whole() == whole) {
            let name = column_name(column.of);
            let _ = writeln!(text, " {name} worth {}", scaled(column.worth, WORTH_DIGITS));
            for (at, weight) in weights {
                let row = &model.rows[*at];
                let _ = writeln!(text, " {name} {} {}", row.name, scaled(*weight, digits_of(row)));
            }
        }
        if whole {
            marker(text, "END");
        }
    }
    text.push_str("RHS\n");
    for row in model.rows.iter().filter(|row| row.bound != 0) {
        let _ = writeln!(text, " RHS {} {}", row.name, scaled(row.bound, digits_of(row)));
    }
    text.push_str("BOUNDS\n");
    for column in &model.columns {
        let name = column_name(column.of);
        let _ = match column.is_whole() {
            true => writeln!(text, " BV BND {name}"),
            false => writeln!(text, " UP BND {name} 1"),
        };
    }
    text.push_str("ENDATA\n");
}

/// Reads what a solver says: lines of a variable's name and its value, all else passed over; a variable that is not named is 0.
///
/// # Errors
/// [`UnreadSolution`] where it is no plan of this model.
pub fn read_solution(
    problem: &PlanProblem,
    model: &LinearModel,
    text: &str,
) -> Result<PlanAnswer, UnreadSolution> {
    let names: BTreeMap<String, usize> =
        model.columns.iter().enumerate().map(|(at, column)| (column_name(column.of), at)).collect();
    let mut taken: Vec<Option<bool>> = vec![None; model.columns.len()];
    for (line, words) in text.lines().enumerate() {
        let mut words = words.split_whitespace();
        let Some(at) = words.next().and_then(|name| names.get(name)) else { continue };
        let Some(value) = words.next() else { continue };
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| UnreadSolution::NotANumber {
            line: line + 1,
            found: value.to_owned(),
        })?;
        let is = number > 0.5;
        if taken[*at].is_some_and(|before| before != is) {
            return Err(UnreadSolution::TwoValues {
                line: line + 1,
                name: column_name(model.columns[*at].of),
            });
        }
        taken[*at] = Some(is);
    }
    if !model.columns.is_empty() && taken.iter().all(Option::is_none) {
        return Err(UnreadSolution::NoValues);
    }
    let taken: Vec<bool> = taken.into_iter().map(|is| is == Some(true)).collect();
    model.answer_of(problem, &taken).ok_or(UnreadSolution::NoPlan)
}
