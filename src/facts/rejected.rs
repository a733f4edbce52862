//! The cells that could not be read, and the rows that are no records: a row each, of either table.

use super::{
    dialect::Dialect,
    rows::{self, NOTHING, ROW},
};
use crate::load::schema::SchemaTable;

/// A cell that may be rejected: its column, and that of the schema which says what is expected.
pub(super) struct Cells {
    /// The table of the schema.
    pub table: &'static SchemaTable,
    /// The columns whose cells may be rejected; `{column}_raw` holds the text and `{column}_rule` the rule.
    pub columns: &'static [&'static str],
}

impl Cells {
    /// Returns the columns, and the row as a whole behind them.
    fn and_row(&self) -> Vec<&'static str> {
        self.columns.iter().copied().chain([ROW]).collect()
    }
}

/// Letters of a text that are told.
const SHOWN: usize = 200;

/// Returns the query of what later steps need of a view of values: some columns, and of each cell `{column}_rule`, which is
/// null where it was read, and `{column}_found`, the beginning of one that was not; the same of the row. The cells of a row that
/// is no record are not told.
pub(super) fn lines(values: &str, cells: &Cells, needed: &[&str]) -> String {
    let found = |column: &&str| {
        let is = if *column == ROW { "IS NOT NULL" } else { "IS NOT NULL AND row_rule IS NULL" };
        let told = |what: &str| format!("CASE WHEN {column}_rule {is} THEN {what} END");
        format!(
            "{} AS {column}_rule, {} AS {column}_found",
            told(&format!("{column}_rule")),
            told(&format!("substr({column}_raw, 1, {SHOWN})"))
        )
    };
    let found: Vec<String> = cells.and_row().iter().map(found).collect();
    format!("SELECT {},\n    {}\nFROM {values}", needed.join(", "), found.join(",\n    "))
}

/// Returns the query of the rejected cells, and of the rows that are no records, of a view that [`lines`] made.
pub(super) fn query(dialect: Dialect, view: &str, cells: &Cells) -> String {
    let all = cells.and_row();
    let rule = |column: &str| match column {
        ROW => format!("nullif(row_rule, '{NOTHING}')"),
        _ => format!("{column}_rule"),
    };
    let any: Vec<String> =
        all.iter().map(|column| format!("{} IS NOT NULL", rule(column))).collect();
    let numbers: Vec<String> = (1..=all.len()).map(|at| format!("({at})")).collect();
    let case = |what: &dyn Fn(&str) -> String| {
        let cases =
            all.iter().zip(1..).map(|(column, at)| format!("WHEN {at} THEN {}", what(column)));
        format!("CASE cell.number {} END", cases.collect::<Vec<_>>().join(" "))
    };
    let named = |column: &str| dialect.quoted(if column == ROW { "" } else { column });
    let expected = |column: &str| match cells.table.column(column) {
        Some(column) => dialect.quoted(&column.expected()),
        None => rows::expected(dialect),
    };
    format!(
        "SELECT file, site_id_text AS site_id, {} AS {}, {} AS found, {} AS rule, {} AS expected\n\
         FROM ({}) AS faulty\n\
         CROSS JOIN (VALUES {}) AS cell(number)\nWHERE {} IS NOT NULL",
        case(&named),
        dialect.name("column"),
        case(&|name| format!("{name}_found")),
        case(&rule),
        case(&expected),
        dialect.rows_where(view, &any.join(" OR ")),
        numbers.join(", "),
        case(&rule),
    )
}

/// Returns the query of all rejected cells, in an order that does not depend on the engine.
pub(super) fn all(queries: &[String]) -> String {
    format!(
        "SELECT * FROM (\n{}\n) AS rejected\nORDER BY 1, 2, 3, 4, 5",
        queries.join("\nUNION ALL\n")
    )
}
