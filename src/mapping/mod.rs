//! A foreign register in, the tables of a snapshot out, and word of every row and number.
//!
//! A mapping (`recipe`, read by `read`) says which column of which file fills which column of the schema.
//! Each file becomes a source (`source`): its header found by name, rows left out by rule, other files put
//! beside it by key, its decimal mark judged (`decimals`, and `dates`). Tables are made of sources (`table`) cell by cell
//! (`cell`), and every column of numbers is added up (`tally`): what was kept and what was left out is what the
//! file holds; `no_records` leaves out headings and totals; `kept_out` names the columns that nothing reads. `propose` writes a first mapping for a file
//! nobody has mapped.
//!
//! Nothing is taken by position, and nothing is made up: a cell that the mapping makes no sense of is passed
//! on as it stands, so that `load` names it and counts it as unreadable.

mod cell;
mod dates;
mod decimals;
mod folder;
mod header;
mod join;
mod kept_out;
mod map_use;
mod no_records;
mod propose;
mod read;
mod recipe;
mod source;
mod table;
mod tally;
mod units;

use std::path::PathBuf;

pub use folder::{ImportFile, files};
pub use propose::propose;
pub use read::{SHIPPED, mapping};
pub use recipe::{
    Choice, DateOrder, Drop, EstateSpec, Fields, Find, Input, Join, Key, Mapping, OneOrMore,
    Position, SourceUnit, Spec, TableSpec,
};
pub use table::MadeTable;
pub use tally::Tally;

use crate::{
    model::{Checked, Findings, RowRef},
    policy::Policy,
};

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// The file cannot be opened.
    #[error("`{path}` cannot be read: {cause}")]
    File {
        /// As it was given.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Neither a file nor a mapping that comes with the program.
    #[error("there is no mapping `{name}`\nhint: give a file, or one of {shipped}")]
    NotFound {
        /// As it was given.
        name: String,
        /// The names of those that come with the program.
        shipped: String,
    },
    /// The text is no mapping, or contradicts itself or the schema.
    #[error("`{file}` cannot be used as a mapping: {what}")]
    Wrong {
        /// As it was given.
        file: String,
        /// What is wrong and where.
        what: String,
    },
    /// A file is missing, or is too many.
    #[error("{0}")]
    Files(String),
    /// A table could not be written as CSV: a fault of the program.
    #[error("`{0}` could not be written as CSV; please report this fault in the program")]
    Csv(String),
}

/// A file that comes in, and the input of the mapping it is.
#[derive(Debug, Clone)]
pub struct InputBytes {
    /// The input's name in the mapping.
    pub input: String,
    /// The file's own name.
    pub file: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a mapping made of its files.
#[derive(Debug, Clone)]
pub struct Import {
    /// The tables, in the order of the mapping.
    pub tables: Vec<MadeTable>,
    /// Rows of files that are in no table, with the reason.
    pub dropped: Vec<DroppedRow>,
    /// What was read, a line a file.
    pub inputs: Vec<InputSummary>,
}

/// A row of a file that did not become a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedRow {
    /// Where it stands.
    pub row: RowRef,
    /// The table it is missing from; empty for all.
    pub table: String,
    /// Why.
    pub reason: String,
    /// Its first cells that are not empty, so that a reader knows it.
    pub begins: String,
}

/// One file, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSummary {
    /// The input's name in the mapping.
    pub name: String,
    /// The file's own name.
    pub file: String,
    /// How it was read, in words.
    pub read_as: String,
    /// Rows below the header that are not blank.
    pub rows: usize,
    /// Rows that a rule left out.
    pub dropped: usize,
    /// Rows above the header that are not blank.
    pub above: usize,
}

/// Finds which file is which input: `NAME=FILE`, or in the order of the mapping.
///
/// # Errors
/// [`MappingError::Files`] if a name is unknown, or files are missing or too many.
pub fn assigned(
    mapping: &Mapping,
    given: &[String],
) -> Result<Vec<(String, PathBuf)>, MappingError> {
    let names: Vec<&str> = mapping.input.iter().map(|i| i.name.as_str()).collect();
    let mut assigned: Vec<(String, PathBuf)> = Vec::new();
    let mut unnamed = Vec::new();
    for text in given {
        match text.split_once('=') {
            Some((name, file)) if names.contains(&name) => {
                if assigned.iter().any(|(own, _)| own == name) {
                    return Err(MappingError::Files(format!("the input `{name}` is given twice")));
                }
                assigned.push((name.to_owned(), PathBuf::from(file)));
            }
            _ => unnamed.push(PathBuf::from(text)),
        }
    }
    let mut free = names.iter().filter(|n| !assigned.iter().any(|(own, _)| own == *n));
    let mut by_order = Vec::new();
    for file in unnamed {
        let Some(name) = free.next() else {
            return Err(MappingError::Files(format!(
                "`{}` is one file too many\nhint: this mapping takes {} (NAME=FILE, or in this \
                    order)",
                file.display(),
                names.join(", ")
            )));
        };
        by_order.push(((*name).to_owned(), file));
    }
    assigned.extend(by_order);
    let missing: Vec<&str> = mapping
        .input
        .iter()
        .filter(|i| !i.optional && !assigned.iter().any(|(own, _)| *own == i.name))
        .map(|i| i.name.as_str())
        .collect();
    if missing.is_empty() {
        Ok(assigned)
    } else {
        Err(MappingError::Files(format!(
            "no file for {}\nhint: this mapping takes {} (NAME=FILE, or in this order)",
            missing.join(", "),
            names.join(", ")
        )))
    }
}

/// Makes the tables of a snapshot of files of another layout.
///
/// The value is `None` when a file cannot be read or lacks a column the mapping names. Findings name rows of
/// the files that came in and have the policy's severities.
#[must_use]
pub fn import(mapping: &Mapping, files: &[InputBytes], policy: &Policy) -> Checked<Option<Import>> {
    let mut findings = Findings::default();
    let mut sources = source::sources(mapping, files, policy, &mut findings);
    decimals::judge(&mut sources, mapping, &mut findings);
    dates::judge(&mut sources);
    dates::tell(&sources, mapping, policy, &mut findings);
    let sound = !findings.any_at(crate::model::Severity::Error) && sources.len() == files.len();
    let value = sound.then(|| {
        let made = mapping.table.iter();
        let tables: Vec<MadeTable> = made
            .filter_map(|spec| table::make(spec, mapping, &sources, policy, &mut findings))
            .collect();
        let mut dropped = Vec::new();
        let mut inputs = Vec::new();
        for source in &sources {
            let begins = |cells: &[String]| {
                let filled = cells.iter().map(|c| source::tidy(c)).filter(|c| !c.is_empty());
                filled.take(3).collect::<Vec<_>>().join(" · ")
            };
            let above = source.above.iter().map(|row| (row, source::ABOVE));
            let by_rule = source.dropped.iter().map(|(row, reason)| (row, reason.as_str()));
            for (row, reason) in above.chain(by_rule) {
                dropped.push(DroppedRow {
                    row: source.row_ref(row.row),
                    table: String::new(),
                    reason: reason.to_owned(),
                    begins: begins(&row.cells),
                });
            }
            for table in &tables {
                let own = table.merged.iter().filter(|(row, _)| row.file == source.file);
                for (row, reason) in own {
                    let cells = source.rows.iter().find(|r| source.row_ref(r.row) == *row);
                    dropped.push(DroppedRow {
                        row: row.clone(),
                        table: table.name.clone(),
                        reason: reason.clone(),
                        begins: cells.map_or_else(String::new, |r| begins(&r.cells)),
                    });
                }
            }
            inputs.push(InputSummary {
                name: source.name.clone(),
                file: source.file.to_string(),
                read_as: source.read_as.clone(),
                rows: source.rows.len() + source.dropped.len(),
                dropped: source.dropped.len(),
                above: source.above.len(),
            });
        }
        kept_out::kept_out(&sources, mapping, &mut findings);
        Import { tables, dropped, inputs }
    });
    findings.regrade(|rule| policy.severity(rule));
    findings.gather();
    findings.sort();
    Checked { value, findings }
}
