//! The finance officer's sheet: for each year the spend, its financing, borrowing and revenue cost.
//!
//! It is `capital_financing.csv` on its side: a line a column, in parts, years across.

use rust_decimal::Decimal;

use super::{
    ReportError, records,
    tables::{Cell, Column, csv_of},
};
use crate::edition::{FinancingRow, View};
use crate::tables::{CapitalFinancing, NumberForm, OutputTable, Programme};

/// Headings of the parts of the sheet, each with the column that it begins with.
const PARTS: [(&str, &str); 7] = [
    ("Capital expenditure", "budget"),
    ("Capital financing", "grant"),
    ("Capital receipts", "receipts_opening"),
    ("Capital financing requirement", "cfr_opening"),
    ("Borrowing and reserves", "reserves_closing"),
    ("Revenue budget", "revenue_mrp"),
    ("Indicators", "investment_income"),
];

/// One part of the sheet.
pub(super) struct Part<'a> {
    pub heading: &'static str,
    pub lines: Vec<Line<'a>>,
}

/// One line of the sheet: a column, with its cells by year.
pub(super) struct Line<'a> {
    pub column: Column,
    pub cells: Vec<Cell<'a>>,
}

impl Line<'_> {
    /// Returns the number of a year, by its place; `None` is not known.
    pub(super) fn number(&self, year: usize) -> Option<Decimal> {
        match self.cells.get(year)? {
            Cell::Number(digits, _) => digits.parse().ok(),
            _ => None,
        }
    }
}

/// Lays some years on their side.
pub(super) fn parts(years: &[FinancingRow]) -> Vec<Part<'_>> {
    let table = CapitalFinancing::of(years.iter());
    let mut lines: Vec<Line<'_>> =
        table.columns.into_iter().map(|column| Line { column, cells: Vec::new() }).collect();
    for row in table.rows {
        for (line, cell) in lines.iter_mut().zip(row) {
            line.cells.push(cell);
        }
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    for line in lines {
        if let Some((heading, _)) = PARTS.iter().find(|(_, first)| *first == line.column.name) {
            parts.push(Part { heading, lines: Vec::new() });
        }
        // The year itself stands before the first part.
        if let Some(part) = parts.last_mut() {
            part.lines.push(line);
        }
    }
    parts
}

/// Writes `programme.csv` of a view; `None` without a programme.
///
/// # Errors
/// [`ReportError::Table`]; no content of a view is known to cause it.
pub fn programme_csv(view: &View) -> Result<Option<Vec<u8>>, ReportError> {
    let is_there = Programme.absent(view).is_none();
    is_there.then(|| csv_of(Programme.table(view))).transpose()
}

/// A number of the finance officer's sheet and how it is shown; `None` is not known.
pub type SheetNumber = Option<(Decimal, NumberForm)>;

/// Returns the heading of one line of the finance officer's sheet, and its number in some years; `None` of no such line.
#[must_use]
pub fn financing_line(
    name: &str,
    years: &[FinancingRow],
) -> Option<(&'static str, Vec<SheetNumber>)> {
    let mut lines = parts(years).into_iter().flat_map(|part| part.lines);
    let line = lines.find(|line| line.column.name == name)?;
    let number = |cell: &Cell<'_>| match cell {
        Cell::Number(digits, form) => Some((digits.parse().ok()?, *form)),
        _ => None,
    };
    Some((line.column.heading, line.cells.iter().map(number).collect()))
}

/// Writes the years of the programme as JSON: an object a year, with the columns of `capital_financing.csv`.
///
/// # Errors
/// [`ReportError::Json`]; no content of a view is known to cause it.
pub fn financing_json(view: &View) -> Result<Vec<u8>, ReportError> {
    let years = records(CapitalFinancing.table(view));
    let text = serde_json::to_string_pretty(&years)
        .map_err(|source| ReportError::Json { file: "capital_financing.csv", source })?;
    Ok((text + "\n").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn every_part_of_the_sheet_begins_with_its_column() {
        let fund = example::fund((7, 5), true);
        let parts = parts(&fund.financing);
        let begins: Vec<_> =
            parts.iter().map(|part| (part.heading, part.lines[0].column.name)).collect();
        assert_eq!(begins, PARTS);
        assert!(parts.iter().flat_map(|part| &part.lines).all(|line| line.cells.len() == 7));
    }
}
