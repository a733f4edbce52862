//! The tables and their columns, declared once.
//!
//! The reader, the "expected" of findings, the templates of `terrier new`, `terrier schema` and the
//! table in `data/README.md` all come from here; a test compares the README. The tables themselves are in
//! `tables`, `terms`, `programme`, `places` and `options`, the
//! entries of `treasury.toml` in `treasury`.

mod constraints;
mod counters;
mod demand;
mod facts;
mod options;
mod paper;
mod places;
mod programme;
mod same_site;
mod tables;
mod terms;
mod treasury;

use std::collections::BTreeSet;

use crate::model::folded;

pub use constraints::CONSTRAINTS;
pub use counters::COUNTERS;
pub use demand::{DEMAND, TRAVEL};
pub use facts::{COST_TOTALS, OCCUPANCY_SUMMARY, REJECTED_CELLS};
pub use options::OPTION_FACTS;
pub use paper::PAPER;
pub use places::{PARTNERS, POSTCODES};
pub use programme::{BENEFITS, PROJECTS};
pub use same_site::SAME_SITE;
pub use tables::{COSTS, LEASES, OCCUPANCY, SITES, TEAMS};
pub use terms::{AGREEMENTS, INDICES, LEASE_EVENTS};
pub use treasury::{Entry, EntryForm, Part, TREASURY};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// An id, 32 characters at most.
    Id,
    /// Free text.
    Text,
    /// One of a closed list.
    Words(&'static [&'static str]),
    /// `yes` or `no`.
    YesNo,
    /// Pounds and pence.
    Money,
    /// A number from 0, with the largest that is believed.
    Number(i64),
    /// A number above 0, with the largest that is believed.
    Above(i64),
    /// A whole number from 0, with the largest that is believed.
    Whole(i64),
    /// A whole number from 1, with the largest that is believed.
    Count(i64),
    /// A number that may be negative, within these limits.
    Signed(i64, i64),
    /// A day.
    Date,
    /// A financial year.
    FinancialYear,
    /// A month.
    Month,
    /// A time of day, or `closed`.
    Clock,
    /// A fraction or a per cent, within these limits in per cent.
    Share(i64, i64),
}

impl ColumnKind {
    /// Tells whether a column of the kind holds numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Money
                | Self::Number(_)
                | Self::Above(_)
                | Self::Whole(_)
                | Self::Count(_)
                | Self::Signed(..)
                | Self::Share(..)
        )
    }

    /// Returns the form a cell must have, in words.
    #[must_use]
    pub fn form(self) -> String {
        match self {
            Self::Id => "1 to 32 characters".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Words(words) => format!("one of {}", words.join(", ")),
            Self::YesNo => "yes or no".to_owned(),
            Self::Money => "pounds, with pence after a point".to_owned(),
            Self::Number(most) => format!("a number from 0 to {most}"),
            Self::Above(most) => format!("a number above 0, at most {most}"),
            Self::Whole(most) => format!("a whole number from 0 to {most}"),
            Self::Count(most) => format!("a whole number from 1 to {most}"),
            Self::Signed(least, most) => format!("a number from {least} to {most}"),
            Self::Date => "a date, YYYY-MM-DD or dd/mm/yyyy".to_owned(),
            Self::FinancialYear => "a financial year such as 2019/20".to_owned(),
            Self::Month => "a month, YYYY-MM".to_owned(),
            Self::Clock => "a time of day, HH:MM, or `closed`".to_owned(),
            Self::Share(0, most) => format!("a fraction from 0 to {}, or a percentage", most / 100),
            Self::Share(least, most) => {
                format!("a percentage from {least} to {most}, or a fraction")
            }
        }
    }
}

/// Whether a column must be there and filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// In every record.
    Required,
    /// In every record, unless these other columns are filled instead.
    RequiredUnless(&'static [&'static str]),
    /// May be empty or absent: then the fact is not known.
    Optional,
}

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaColumn {
    /// The header.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// The unit; empty where there is none.
    pub unit: &'static str,
    /// Whether it must be filled.
    pub need: Need,
    /// What the fact is.
    pub meaning: &'static str,
    /// A cell as it may stand.
    pub example: &'static str,
    /// Other headers that are read as this one, with a note.
    pub aliases: &'static [&'static str],
}

impl SchemaColumn {
    /// Returns the "expected" of a finding about a cell.
    #[must_use]
    pub fn expected(&self) -> String {
        format!("{}: {}, for example {}", self.meaning, self.kind.form(), self.example)
    }

    /// Tells whether it must be filled in every record.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.need == Need::Required
    }
}

/// One table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaTable {
    /// The file's or sheet's name without ending.
    pub name: &'static str,
    /// What a row is.
    pub row_is: &'static str,
    /// The columns that together name a record; none where a table is a list of lines.
    pub key: &'static [&'static str],
    /// The columns, in the order of templates.
    pub columns: &'static [SchemaColumn],
}

impl SchemaTable {
    /// Finds a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static SchemaColumn> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Finds the column that a header's text names, by its name or else by another that it goes by.
    #[must_use]
    pub fn named_by(&self, text: &str) -> Option<&'static SchemaColumn> {
        let matches = |name: &str| folded(name) == folded(text);
        let by_name = self.columns.iter().find(|c| matches(c.name));
        by_name.or_else(|| self.columns.iter().find(|c| c.aliases.iter().any(|a| matches(a))))
    }

    /// Tells whether cells name every column that each record needs.
    #[must_use]
    pub fn is_headed_by(&self, cells: &[String]) -> bool {
        let named: BTreeSet<&str> =
            cells.iter().filter_map(|text| self.named_by(text)).map(|c| c.name).collect();
        self.columns.iter().all(|column| match column.need {
            Need::Required => named.contains(column.name),
            Need::RequiredUnless(others) => {
                named.contains(column.name) || others.iter().all(|other| named.contains(other))
            }
            Need::Optional => true,
        })
    }

    /// Returns where the columns stand in a header that each record needs, in the order of the schema.
    #[must_use]
    pub fn needed_places(&self, header: &[String]) -> Vec<usize> {
        let place = |column: &SchemaColumn| {
            let is = |text: &String| self.named_by(text).is_some_and(|c| c.name == column.name);
            header.iter().position(is)
        };
        self.columns.iter().filter(|c| c.is_required()).filter_map(place).collect()
    }
}

/// The tables that another engine makes of `costs` and `occupancy`; nobody fills them in by hand.
pub const FACTS: &[SchemaTable] = &[COST_TOTALS, OCCUPANCY_SUMMARY, REJECTED_CELLS];

/// Returns the table of a name, whoever makes it; capitals, blanks and underscores aside.
#[must_use]
pub fn table_named(name: &str) -> Option<&'static SchemaTable> {
    TABLES.iter().chain(FACTS).find(|table| folded(table.name) == folded(name))
}

/// Every table that a body fills in, in the order they are read.
pub const TABLES: &[SchemaTable] = &[
    SITES,
    LEASES,
    LEASE_EVENTS,
    COSTS,
    OCCUPANCY,
    TEAMS,
    CONSTRAINTS,
    PARTNERS,
    AGREEMENTS,
    INDICES,
    POSTCODES,
    DEMAND,
    TRAVEL,
    COUNTERS,
    PROJECTS,
    BENEFITS,
    OPTION_FACTS,
    SAME_SITE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Gap, folded};

    #[test]
    fn every_gap_names_a_table_and_columns_of_the_schema() {
        for gap in Gap::ALL {
            let table = TABLES.iter().find(|t| t.name == gap.table());
            for column in gap.columns() {
                let is_there = match table {
                    Some(table) => table.column(column).is_some(),
                    None => gap.table() == "treasury" && TREASURY.iter().any(|p| p.path == *column),
                };
                assert!(is_there, "{gap:?}: {column}");
            }
        }
    }

    #[test]
    fn every_key_is_of_columns_of_its_table() {
        for table in TABLES {
            let lacking: Vec<_> = table.key.iter().filter(|k| table.column(k).is_none()).collect();
            assert!(lacking.is_empty(), "{}: {lacking:?}", table.name);
        }
    }

    #[test]
    fn no_header_of_a_table_means_two_columns() {
        for table in TABLES {
            let mut names: Vec<String> = table
                .columns
                .iter()
                .flat_map(|c| std::iter::once(&c.name).chain(c.aliases))
                .map(|n| folded(n))
                .collect();
            names.sort();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{}", table.name);
        }
    }
}
