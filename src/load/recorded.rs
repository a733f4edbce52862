//! Every cell of a snapshot as it was read, to be compared with another snapshot's.

use std::path::Path;

use super::{
    LoadError, files,
    raw::RawTable,
    record::{self, Record},
    schema::{self, ColumnKind, SchemaColumn, SchemaTable},
};
use crate::{
    model::{FinancialYear, Findings, RowRef, folded},
    policy::Policy,
};

/// One record of a table that has a key, with its cells as they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its table.
    pub table: &'static SchemaTable,
    /// Where it stands.
    pub row: RowRef,
    /// The cells in the order of the table's columns: numbers in the column's unit, days as `YYYY-MM-DD`, listed words
    /// as the schema has them; a cell that cannot be read as it stands, an empty one as nothing.
    pub cells: Vec<String>,
}

impl Recorded {
    /// Returns a cell; nothing where the table has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        let at = self.table.columns.iter().position(|c| c.name == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// Returns the cells of the key.
    #[must_use]
    pub fn key(&self) -> Vec<&str> {
        self.table.key.iter().map(|column| self.cell(column)).collect()
    }
}

/// Reads every record of the tables that have a key, in the order of tables, then rows.
///
/// What is wrong with a cell is told by [`super::load`]; here it is taken as it stands. `costs` and `occupancy` are lists of
/// lines without a key, and `postcodes` and `travel` are looked up only: they are not among these.
///
/// # Errors
/// [`LoadError`] if the folder or a file of it cannot be opened.
pub fn recorded(folder: &Path, policy: &Policy) -> Result<Vec<Recorded>, LoadError> {
    let files = files::open(folder, false, &mut Findings::default())?;
    let mut all = Vec::new();
    for table in schema::TABLES {
        let looked_up = [schema::POSTCODES.name, schema::TRAVEL.name].contains(&table.name);
        let Some(raw) = files.tables.get(table.name).filter(|_| !looked_up) else { continue };
        if !table.key.is_empty() {
            all.extend(of_table(raw, table, policy)?);
        }
    }
    Ok(all)
}

fn of_table(
    raw: &RawTable,
    table: &'static SchemaTable,
    policy: &Policy,
) -> Result<Vec<Recorded>, LoadError> {
    let ignored = &mut Findings::default();
    let mut records = record::read_all(raw, table, policy, ignored, |r| {
        let cells = table.columns.iter().map(|column| as_read(r, column)).collect();
        Some(Recorded { table, row: r.row.clone(), cells })
    })?;
    records.sort_by(|a, b| a.row.cmp(&b.row));
    Ok(records)
}

fn as_read(r: &mut Record<'_>, column: &SchemaColumn) -> String {
    let name = column.name;
    let read = match column.kind {
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Clock => r.text(name),
        ColumnKind::Words(listed) => {
            let find = |text: &str| listed.iter().find(|w| folded(w) == folded(text)).copied();
            r.word(name, find).map(str::to_owned)
        }
        ColumnKind::YesNo => r.yes_no(name).map(|yes| if yes { "yes" } else { "no" }.to_owned()),
        ColumnKind::Date => r.date(name).map(|day| day.to_string()),
        ColumnKind::FinancialYear => r.word(name, FinancialYear::read).map(|year| year.to_string()),
        ColumnKind::Month => r.month(name),
        kind if kind.is_number() => r.decimal(name).map(|n| n.normalize().to_string()),
        _ => None,
    };
    let stands = |r: &mut Record<'_>| {
        let text = r.text_as_it_stands(name).filter(|text| !r.is_null(text));
        text.unwrap_or_default().to_owned()
    };
    read.unwrap_or_else(|| stands(r))
}
