//! The header of a table: which column of the file holds which column of the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    raw::RawTable,
    schema::{Need, SchemaColumn, SchemaTable},
};
use crate::model::{Finding, Findings, Rule, folded, is_header_of_people};

/// How many unknown names get their nearest known name looked up.
pub(super) const NEAREST_LOOKUPS: usize = 50;

/// Which column of the file holds which column of the schema.
pub(super) struct Header {
    at: BTreeMap<&'static str, usize>,
}

impl Header {
    /// Matches a file's header with the schema; doubled, missing, unknown headers are findings.
    pub fn read(raw: &RawTable, table: &'static SchemaTable, findings: &mut Findings) -> Self {
        if let Some(finding) = header_below(raw, table) {
            findings.push(finding);
            return Self { at: BTreeMap::new() };
        }
        let mut at: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut unknown: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (i, text) in raw.header.iter().enumerate() {
            let Some(column) = table.named_by(text) else {
                if !text.is_empty() && !seen.insert(folded(text)) {
                    findings.push(doubled(raw, text, text));
                } else if !text.is_empty() {
                    unknown.push(text);
                }
                continue;
            };
            if at.contains_key(column.name) {
                findings.push(doubled(raw, text, column.name));
                continue;
            }
            if folded(column.name) != folded(text) {
                let found = format!("{text:?}, read as `{}`", column.name);
                let expected = format!("`{}`: {}", column.name, column.meaning);
                let place = raw.header_place(Some(text));
                findings.push(
                    Finding::new(Rule::AliasUsed, place, "", found, expected)
                        .fix(format!("optional: rename the column `{}`", column.name)),
                );
            }
            at.insert(column.name, i);
        }
        let missing = |name: &str| !at.contains_key(name);
        for column in table.columns.iter().filter(|c| missing(c.name)) {
            let absent = match column.need {
                Need::Required => true,
                Need::RequiredUnless(others) => others.iter().any(|o| missing(o)),
                Need::Optional => false,
            };
            if absent {
                findings.push(absent_column(raw, column, &unknown));
            }
        }
        for text in &unknown {
            let names = table.columns.iter().map(|c| c.name).filter(|n| missing(n));
            let found =
                format!("{text:?}, which is not a column of `{}`; it is not read", table.name);
            let expected = "a column listed by `terrier schema`".to_owned();
            let place = raw.header_place(Some(text));
            if is_header_of_people(text) {
                let found = format!(
                    "{text:?}, which looks like names of people or their contact details; it is not read"
                );
                let expected = "no personal data, which no analysis needs".to_owned();
                let finding = Finding::new(Rule::PersonalData, place, "", found, expected);
                findings.push(finding.fix("delete the column from the export"));
                continue;
            }
            let finding = Finding::new(Rule::ColumnKeptOut, place, "", found, expected);
            let near =
                if unknown.len() <= NEAREST_LOOKUPS { super::nearest(text, names) } else { None };
            findings.push(match near {
                Some(name) => finding.fix(format!("rename it `{name}` if it contains that")),
                None => finding,
            });
        }
        Self { at }
    }

    /// Returns how many columns of the file are read.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Returns the place of a column in the file.
    pub fn at(&self, name: &str) -> Option<usize> {
        self.at.get(name).copied()
    }

    /// Tells whether every column that each record needs is there.
    pub fn is_usable(&self, table: &SchemaTable) -> bool {
        let has = |name: &str| self.at.contains_key(name);
        table.columns.iter().all(|c| match c.need {
            Need::Required => has(c.name),
            Need::RequiredUnless(others) => has(c.name) || others.iter().all(|o| has(o)),
            Need::Optional => true,
        })
    }
}

/// Rows among which a header is looked for that is not in the first.
const TITLE_ROWS: usize = 50;

/// Makes the finding about a header that stands below titles or groups; `None` when the first row is one, or no row
/// is.
fn header_below(raw: &RawTable, table: &SchemaTable) -> Option<Finding> {
    if table.is_headed_by(&raw.header) {
        return None;
    }
    let rows = raw.first_rows(TITLE_ROWS).into_iter();
    let (row, _) = rows.into_iter().find(|(_, cells)| table.is_headed_by(cells))?;
    let first: Vec<&str> =
        raw.header.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    let found = format!(
        "{:?}, which is not a header of `{}`; the header appears to be in row {}",
        first.join(", ").chars().take(80).collect::<String>(),
        table.name,
        raw.origin.row(row).row
    );
    let place = raw.header_place(None);
    let expected = "the header in the first row that is not blank".to_owned();
    Some(
        Finding::new(Rule::HeaderNotFirst, place, "", found, expected)
            .fix("delete the rows above the header"),
    )
}

fn doubled(raw: &RawTable, text: &str, name: &str) -> Finding {
    let found = format!("{text:?}, a second column for `{name}`");
    let place = raw.header_place(Some(text));
    Finding::new(Rule::HeaderGivenTwice, place, "", found, "each header once only".to_owned())
        .fix("rename or delete one of the two columns")
}

fn absent_column(raw: &RawTable, column: &SchemaColumn, unknown: &[&str]) -> Finding {
    let found = format!("no column `{}`", column.name);
    let expected = format!("`{}`: {}", column.name, column.meaning);
    let place = raw.header_place(Some(column.name));
    let finding = Finding::new(Rule::MissingColumn, place, "", found, expected);
    let near = super::nearest(column.name, unknown.iter().copied());
    finding.fix(match near {
        Some(text) => format!("rename {text:?} to `{}` if it contains that", column.name),
        None if raw.header.len() == 1 => {
            "add it; if cells are separated by semicolons or tabs, save the file with commas"
                .to_owned()
        }
        None => "add the column, or rename the one that contains it".to_owned(),
    })
}
