//! The cells that could not be read: a row a cell, of either table.

use super::dialect::Dialect;
use crate::load::schema::SchemaTable;

/// A cell that may be rejected: its column, and that of the schema which says what is expected.
pub(super) struct Cells {
    /// The table of the schema.
    pub table: &'static SchemaTable,
    /// The columns whose cells may be rejected; `{column}_raw` holds the text and `{column}_rule` the rule.
    pub columns: &'static [&'static str],
}

/// Letters of a text that are told.
const SHOWN: usize = 200;

/// Returns the query of what later steps need of a view of values: some columns, and of each cell `{column}_rule`, which is
/// null where it was read, and `{column}_found`, the beginning of one that was not.
pub(super) fn lines(values: &str, cells: &Cells, needed: &[&str]) -> String {
    let found = |column: &&str| {
        format!(
            "{column}_rule, CASE WHEN {column}_rule IS NOT NULL THEN substr({column}_raw, 1, \
             {SHOWN}) END AS {column}_found"
        )
    };
    let found: Vec<String> = cells.columns.iter().map(found).collect();
    format!("SELECT {},\n    {}\nFROM {values}", needed.join(", "), found.join(",\n    "))
}

/// Returns the query of the rejected cells of a view that [`lines`] made.
pub(super) fn query(dialect: Dialect, view: &str, cells: &Cells) -> String {
    let any: Vec<String> =
        cells.columns.iter().map(|column| format!("{column}_rule IS NOT NULL")).collect();
    let numbers: Vec<String> = (1..=cells.columns.len()).map(|at| format!("({at})")).collect();
    let case = |what: &dyn Fn(&str) -> String| {
        let cases: Vec<String> = cells
            .columns
            .iter()
            .zip(1..)
            .map(|(column, at)| format!("WHEN {at} THEN {}", what(column)))
            .collect();
        format!("CASE cell.number {} END", cases.join(" "))
    };
    let expected = |name: &str| {
        let column = cells.table.column(name);
        dialect
            .quoted(&column.map_or_else(String::new, crate::load::schema::SchemaColumn::expected))
    };
    format!(
        "SELECT file, site_id_text AS site_id, {} AS {}, {} AS found, {} AS rule, {} AS expected\n\
         FROM ({}) AS faulty\n\
         CROSS JOIN (VALUES {}) AS cell(number)\nWHERE {} IS NOT NULL",
        case(&|name| dialect.quoted(name)),
        dialect.name("column"),
        case(&|name| format!("{name}_found")),
        case(&|name| format!("{name}_rule")),
        case(&expected),
        dialect.rows_where(view, &any.join(" OR ")),
        numbers.join(", "),
        case(&|name| format!("{name}_rule")),
    )
}

/// Returns the query of all rejected cells, in an order that does not depend on the engine.
pub(super) fn all(queries: &[String]) -> String {
    format!(
        "SELECT * FROM (\n{}\n) AS rejected\nORDER BY 1, 2, 3, 4, 5",
        queries.join("\nUNION ALL\n")
    )
}
