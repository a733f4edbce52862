//! Files in, [`Estate`] and findings out.
//!
//! A snapshot is a folder named by its date. Its tables are read as text (`files`, `raw`), cells are
//! cast by pattern (`cell`, `number`, `unit`, `date`, `ids`; `switch` where text is asked for) and by what their columns show as a whole (`clues`, `manner`), entity tables become typed rows (`sites`, `leases`, `lease_events`,
//! `agreements`, `indices`, `people`, `partners`, `projects`, `benefits`, `option_facts`, `boundaries`, `demand`, `counters`, `same_site`), positions are held against each other and the list of `postcodes` (`position`, `system`), and the two
//! long tables stay frames of whole numbers (`ledger`: plain lines straight from bytes by `plain`, the others cell by cell by `casting`, put together by site by `lined`; `totals` where another engine has added them up). Then `check` looks at what is readable but
//! implausible. `again` finds sites of an earlier snapshot whose id has changed, and `recorded` returns every cell as it was read, to be compared with another snapshot's. All faults are gathered; none stops the reading of the rest.
//!
//! To add a column: a line in `schema`, a field in `model`, a line in the reader. To add a rule: see
//! [`crate::model::Rule`].

mod again;
mod agreements;
mod benefits;
mod book;
mod boundaries;
mod by_site;
mod casting;
mod cell;
mod check;
mod clock;
mod clues;
pub(crate) mod columns;
mod counters;
mod date;
mod demand;
mod encoding;
mod estate;
mod estate_file;
mod files;
pub mod foreign;
mod header;
mod id_index;
mod ids;
mod indices;
mod json;
mod keys;
mod lease_events;
mod leases;
mod ledger;
mod line_days;
mod lined;
mod manner;
mod number;
mod option_facts;
mod origin;
mod paper_file;
mod parquet;
mod partners;
mod parts;
mod people;
mod plain;
mod position;
mod postcodes;
mod projects;
mod raw;
mod record;
mod recorded;
mod repeated;
mod same_lines;
mod same_site;
pub mod schema;
pub(crate) mod shape;
mod sites;
mod swing;
mod switch;
mod system;
mod totals;
mod treasury;
pub(crate) mod unit;
pub(crate) mod words;
mod zone_outlines;

use std::path::Path;

pub use again::{FoundBy, SameSites, SitePair, SiteParts, WholeSite, pairs, site_parts};
pub(crate) use book::letters;
pub use check::{against_previous, drift};
pub(crate) use date::{Day, MONTH_NAMES, Order, Shows, read as date_of, shows as date_shows};
pub use estate::Estate;
pub use estate_file::snapshot_date;
pub use files::{ASIDE, InputFile, input_hashes, list, may_hold};
pub(crate) use ids::uprn;
pub(crate) use manner::{Manner, Meant, two_readings};
pub(crate) use number::{DecimalMark, Number, decimal_mark, is_rounded};
pub(crate) use origin::Origin;
pub use parquet::parquet_rows;
pub use parts::header_of;
pub use postcodes::Postcodes;
pub(crate) use raw::same_header;
pub(crate) use record::EXAMPLE;
pub use recorded::{Recorded, recorded};
pub use same_lines::{OtherLines, other_lines};
pub use swing::{SheetFault, SwingAnswers, SwingError, swing_answers};
pub(crate) use system::is_coordinate_system;
pub(crate) use unit::{StatedUnit, Turned};

use crate::{
    model::{Checked, Findings, Rule, SiteId},
    policy::Policy,
};

/// Why a snapshot cannot be read at all; what is wrong in it is a finding.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A folder or file cannot be opened.
    #[error("`{path}` cannot be read: {cause}")]
    Folder {
        /// As it was given.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Polars refused what the structural pass let through: a bug.
    #[error("`{file}` could not be processed; please report this fault in the program: {cause}")]
    Frame {
        /// Relative to the snapshot.
        file: String,
        /// What polars says.
        cause: polars::error::PolarsError,
    },
}

/// Whether to hash the input files on the way; a command that writes a manifest needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashes {
    /// Hash every file.
    Wanted,
    /// Skip it.
    NotWanted,
}

/// Reads a snapshot folder.
///
/// The value is `None` when there is no table of sites that can be used. Findings have the policy's
/// severities and are sorted; whether they stop the run is the caller's decision.
///
/// # Errors
/// [`LoadError`] if the folder or a file of it cannot be opened.
pub fn load(
    folder: &Path,
    policy: &Policy,
    hashes: Hashes,
) -> Result<Checked<Option<Estate>>, LoadError> {
    let mut findings = Findings::default();
    let mut files = files::open(folder, hashes == Hashes::Wanted, &mut findings)?;
    let long = estate::LongTables {
        costs: files.tables.remove(schema::COSTS.name),
        occupancy: files.tables.remove(schema::OCCUPANCY.name),
    };
    let snapshot = estate_file::read(folder, files.estate.as_deref(), &mut findings);
    let value = match (snapshot, files.tables.get(schema::SITES.name)) {
        (Some(snapshot), Some(raw)) => {
            let sites = sites::read(raw, policy, &mut findings)?;
            let estate = estate::read(snapshot, sites, raw, (&files, long), policy, &mut findings)?;
            check::all(&estate, policy, &mut findings);
            if estate.sites.is_empty() {
                // What refers to a site that could not be read follows from that fault.
                findings.retain(|finding| finding.rule != Rule::UnknownSite);
                estate_file::no_sites(&mut findings);
            }
            Some(estate)
        }
        (_, None) => {
            estate_file::no_sites(&mut findings);
            None
        }
        (None, Some(_)) => None,
    };
    let value = value.filter(|estate| !estate.sites.is_empty());
    words::told_once(&mut findings);
    findings.regrade(|rule| policy.severity(rule));
    findings.gather();
    findings.sort();
    Ok(Checked { value, findings })
}

/// Returns the nearest of some names, if just one is near enough to be a slip.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = crate::model::folded(text);
    let limit = (folded.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str, bool)> = None;
    for name in names {
        let distance = strsim::osa_distance(&folded, &crate::model::folded(name));
        match &mut best {
            Some((least, _, alone)) if distance == *least => *alone = false,
            Some((least, _, _)) if distance > *least => {}
            _ => best = Some((distance, name, true)),
        }
    }
    best.filter(|(distance, _, alone)| *distance <= limit && *alone).map(|(_, name, _)| name)
}

/// Reads a number as people write it; `None` of a per cent, of one with a unit, or of what is no number.
pub(crate) fn number_of(text: &str) -> Option<rust_decimal::Decimal> {
    number::written(text).filter(|n| !n.percent && n.unit.is_none()).map(|number| number.value)
}

/// Reads a number as people write it, with the decimal mark where that is known; `None` of what is no number then.
pub(crate) fn written(text: &str, mark: Option<char>) -> Option<number::Number> {
    match mark {
        Some(mark) => number::with_mark(text, mark),
        None => number::written(text),
    }
}

/// Reads a number of a column as the reader of the snapshot does; `None` where the column cannot hold it.
pub(crate) fn number_for(
    text: &str,
    column: &schema::SchemaColumn,
) -> Option<rust_decimal::Decimal> {
    cell::decimal(text, column).value
}

/// Tells whether a text is a number, or a day, that a column can hold.
pub(crate) fn fits(text: &str, column: &schema::SchemaColumn, policy: &Policy) -> bool {
    match column.kind {
        schema::ColumnKind::Date => cell::date(text, policy).value.is_some(),
        _ => number_for(text, column).is_some(),
    }
}

/// Returns the last year that a year of two digits can mean.
pub(crate) fn last_year(policy: &Policy) -> i32 {
    cell::last_year(policy)
}

/// Tells whether a text is a number, a per cent or one with a unit included.
pub(crate) fn is_number(text: &str) -> bool {
    number::written(text).is_some()
}

/// Sorts records by id and reports the doubled ones; the first of each stays.
fn without_doubles<T, K: Ord + std::fmt::Display>(
    mut records: Vec<T>,
    id: impl Fn(&T) -> &K,
    row: impl Fn(&T) -> &crate::model::RowRef,
    column: &str,
    findings: &mut Findings,
) -> Vec<T> {
    use crate::model::{Finding, Place};
    records.sort_by(|a, b| id(a).cmp(id(b)).then_with(|| row(a).cmp(row(b))));
    let mut kept: Vec<T> = Vec::with_capacity(records.len());
    for record in records {
        match kept.last() {
            Some(first) if id(first) == id(&record) => {
                let own = id(&record).to_string();
                let place = Place::cell(row(&record), column);
                let found = format!("{own:?}, which an earlier row already uses");
                findings.push(
                    Finding::new(
                        Rule::DuplicateId,
                        place,
                        &own,
                        found,
                        "each id once only".to_owned(),
                    )
                    .fix("delete the duplicate, or give one of the two a new id"),
                );
            }
            _ => kept.push(record),
        }
    }
    kept
}

/// Sorts records of an id and a year each by both, and reports the doubled ones; the first of each stays.
fn without_double_years<T>(
    mut records: Vec<T>,
    key: impl Fn(&T) -> (&str, crate::model::FinancialYear),
    row: impl Fn(&T) -> &crate::model::RowRef,
    findings: &mut Findings,
) -> Vec<T> {
    use crate::model::{Finding, Place};
    records.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| row(a).cmp(row(b))));
    let mut kept: Vec<T> = Vec::with_capacity(records.len());
    for record in records {
        if kept.last().is_none_or(|first| key(first) != key(&record)) {
            kept.push(record);
            continue;
        }
        let (id, year) = key(&record);
        let found = format!("{id:?} in {year}, which an earlier row already gives");
        let place = Place::cell(row(&record), "financial_year");
        let expected = "one row for each year".to_owned();
        findings.push(
            Finding::new(Rule::DuplicateId, place, id, found, expected)
                .fix("merge the two rows, or correct the year or id of one"),
        );
    }
    kept
}

/// Returns the number of a site in `site_id` order.
fn site_number(sites: &[crate::model::Site], id: &SiteId) -> Option<usize> {
    sites.binary_search_by(|s| s.site_id.cmp(id)).ok()
}
