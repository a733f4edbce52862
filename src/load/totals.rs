//! The tables that another engine made of `costs` and `occupancy`: sums by site, as frames of whole numbers.
//!
//! `cost_totals` becomes the frame of a ledger with one line a sum, so that all that follows reads it as lines by
//! year. `occupancy_summary` keeps a column a sum; `measure` divides. What could not be read when they were made
//! comes as `rejected_cells`, and is told as if the cells stood here.

use std::collections::BTreeSet;

use polars::prelude::*;

use super::{
    LoadError,
    by_site::by_site,
    casting::{CastColumn, Casting, blocks_of},
    cell::{self, Read},
    columns,
    header::Header,
    id_index::SiteIndex,
    ledger::{column, frame_error},
    raw::{Block, RawTable},
    record,
    schema::{self, ColumnKind, SchemaTable},
    words,
};
use crate::{
    model::{
        CostCategory, Date, FinancialYear, Finding, Findings, Place, Rule, Snapshot, day_number,
    },
    policy::{FigureName, Policy},
};

/// Reads `cost_totals` into the frame of a ledger, a line a sum; faulty rows are left out.
pub(super) fn costs(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    let table = &schema::COST_TOTALS;
    let Some(frame) = frame_of(raw, table, (policy, sites), findings, cost_block)? else {
        return Ok(None);
    };
    let keys = [columns::SITE, columns::YEAR, columns::CATEGORY];
    once(raw, &frame, &keys, findings).map_err(frame_error(raw))?;
    Ok(Some(frame))
}

/// Reads a table block by block into one frame, in order of site.
fn frame_of(
    raw: &RawTable,
    table: &'static SchemaTable,
    by: (&Policy, &SiteIndex),
    findings: &mut Findings,
    cast: impl Fn(&Casting<'_>, &Block, &mut Findings) -> PolarsResult<DataFrame> + Sync,
) -> Result<Option<DataFrame>, LoadError> {
    let header = Header::read(raw, table, findings);
    if !header.is_usable(table) {
        return Ok(None);
    }
    let cast = |_: Vec<()>, casting: &Casting<'_>, block: &Block, found: &mut Findings| {
        cast(casting, block, found)
    };
    let made = blocks_of((raw, table, &header), by, findings, None, cast);
    let mut whole: Option<DataFrame> = None;
    for frame in made.into_iter().flatten() {
        let frame = frame.map_err(frame_error(raw))?;
        match &mut whole {
            Some(whole) => {
                whole.vstack_mut(&frame).map_err(frame_error(raw))?;
            }
            None => whole = Some(frame),
        }
    }
    whole.map(|whole| by_site(whole).map_err(frame_error(raw))).transpose()
}

/// Leaves out lines with a null in a column that every line needs.
fn usable(frame: DataFrame, needed: &[&str]) -> PolarsResult<DataFrame> {
    let mut whole = true;
    for name in needed {
        whole &= frame.column(name)?.null_count() == 0;
    }
    if whole { Ok(frame) } else { frame.drop_nulls(Some(needed)) }
}

fn cost_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> PolarsResult<DataFrame> {
    let sites = own_sites(casting, block, findings);
    let mut needed = |name: &str, read: &dyn Fn(&str, &schema::SchemaColumn) -> Read<i64>| {
        let cast = casting.column(block, name, findings, read);
        casting.require(block, name, &cast, &sites, findings);
        cast.values
    };
    let year = needed("financial_year", &|text, _| {
        let year = FinancialYear::read(text).map(|year| i64::from(year.start()));
        year.map_or(Read::bad(cell::Fault::Unreadable), Read::sound)
    });
    let category = needed("category", &|text, _| {
        words::read("category", text, |t| CostCategory::read(t).map(|category| category as i64))
    });
    let whole = |text: &str, column: &schema::SchemaColumn| cell::fixed(text, column, 0);
    let pence = needed("amount_pence", &whole);
    let gross = needed(columns::GROSS, &whole);
    let lines = needed(columns::LINES, &whole);
    let year_lines = casting.column(block, columns::YEAR_LINES, findings, whole).values;
    let int = |values: Vec<Option<i64>>| -> Vec<Option<i32>> {
        values.into_iter().map(|v| v.and_then(|n| i32::try_from(n).ok())).collect()
    };
    let number = |values: Vec<Option<i64>>| -> Vec<Option<u32>> {
        values.into_iter().map(|v| v.and_then(|n| u32::try_from(n).ok())).collect()
    };
    let none: Vec<Option<i32>> = vec![None; block.len()];
    let frame = DataFrame::new(
        block.len(),
        vec![
            column(columns::SITE, sites),
            column(columns::YEAR, int(year)),
            column(columns::FROM_DAY, none.clone()),
            column(columns::UNTIL_DAY, none),
            column(columns::CATEGORY, number(category)),
            column(columns::PENCE, pence),
            column(columns::GROSS, gross),
            column(columns::LINES, lines),
            column(columns::YEAR_LINES, year_lines),
            Column::new(columns::ROW.into(), block.rows().to_vec()),
        ],
    )?;
    let needed = [columns::SITE, columns::YEAR, columns::CATEGORY, columns::PENCE];
    usable(frame, &[&needed[..], &[columns::GROSS, columns::LINES]].concat())
}

/// Reads `occupancy_summary` into a frame with a column for each of its columns; faulty rows are left out, and all of
/// them where it was made for another day or by other figures of the policy.
pub(super) fn occupancy(
    raw: &RawTable,
    snapshot: &Snapshot,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    let table = &schema::OCCUPANCY_SUMMARY;
    let frame = frame_of(raw, table, (policy, sites), findings, summary_block)?;
    let Some(frame) = frame else { return Ok(None) };
    once(raw, &frame, &[columns::SITE], findings).map_err(frame_error(raw))?;
    let is_of_this = made_for(raw, &frame, snapshot.as_of, policy, findings);
    Ok(is_of_this.map_err(frame_error(raw))?.then_some(frame))
}

fn summary_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> PolarsResult<DataFrame> {
    let sites = own_sites(casting, block, findings);
    let mut made = vec![column(columns::SITE, sites.clone())];
    let mut needed = vec![columns::SITE];
    for of in schema::OCCUPANCY_SUMMARY.columns.iter().filter(|c| c.name != "site_id") {
        let cast = casting.column(block, of.name, findings, |text, of| match of.kind {
            ColumnKind::Date => {
                cell::date(text, casting.policy).and_then(|date| Some(i64::from(day_number(date))))
            }
            ColumnKind::YesNo => cell::yes_no(text).and_then(|yes| Some(i64::from(yes))),
            ColumnKind::Above(_) => cell::fixed(text, of, PERCENTILE_PLACES),
            _ => cell::fixed(text, of, 0),
        });
        if of.is_required() {
            casting.require(block, of.name, &cast, &sites, findings);
            needed.push(of.name);
        }
        made.push(column(of.name, cast.values));
    }
    made.push(Column::new(columns::ROW.into(), block.rows().to_vec()));
    usable(DataFrame::new(block.len(), made)?, &needed)
}

/// Decimal places of the percentile that are held against the policy.
const PERCENTILE_PLACES: u32 = 6;

/// Casts the site's id, which every row needs.
fn own_sites(casting: &Casting<'_>, block: &Block, findings: &mut Findings) -> Vec<Option<u32>> {
    let mut sites = casting.sites(block, findings);
    // The query takes `.0` off an id of digits: of two sites that are so apart, a sum could be of either.
    for (at, site) in sites.iter_mut().enumerate() {
        let id = casting.own_id(block, at);
        let (true, Some(other)) = (site.is_some(), casting.sites.otherwise(id)) else { continue };
        if casting.sites.number(id).is_some() {
            *site = None;
            let place = casting.raw.place(Some(block.row(at)), Some("site_id"));
            let found = format!("{id:?}, which may be {other}: `sites` lists both");
            findings.push(
                Finding::new(Rule::DuplicateId, place, id, found, "an id of one site".to_owned())
                    .fix("give the sites ids that are more than .0 apart"),
            );
        }
    }
    let wrapped = CastColumn { values: sites, questioned: Vec::new() };
    casting.require(block, "site_id", &wrapped, &[], findings);
    wrapped.values
}

/// Reports the rows whose key an earlier row has.
fn once(
    raw: &RawTable,
    frame: &DataFrame,
    keys: &[&str],
    findings: &mut Findings,
) -> PolarsResult<()> {
    let columns: Vec<Vec<Option<i64>>> = keys
        .iter()
        .map(|name| {
            let cells = frame.column(name)?.cast(&DataType::Int64)?;
            Ok(cells.i64()?.iter().collect())
        })
        .collect::<PolarsResult<_>>()?;
    let rows = frame.column(columns::ROW)?.u32()?;
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        let key: Vec<Option<i64>> = columns.iter().map(|cells| cells[at]).collect();
        // Rows stand by site: what is kept is of one site.
        if at > 0 && columns[0][at] != columns[0][at - 1] {
            seen.clear();
        }
        if !seen.insert(key) {
            let place = raw.place(row, Some("site_id"));
            let found = "a second row with the same key".to_owned();
            let expected = format!("one row for each {}", keys_of(keys).join(", "));
            findings.push(
                Finding::new(Rule::DuplicateId, place, "", found, expected)
                    .fix("make the table again by the query of `terrier facts-sql`"),
            );
        }
    }
    Ok(())
}

/// Names the columns of a key as files have them.
fn keys_of(keys: &[&str]) -> Vec<&'static str> {
    let named = [
        (columns::SITE, "site_id"),
        (columns::YEAR, "financial_year"),
        (columns::CATEGORY, "category"),
    ];
    named.iter().filter(|(key, _)| keys.contains(key)).map(|(_, name)| *name).collect()
}

/// Tells whether a summary was made for the day of the snapshot, by the months and the percentile of the policy;
/// where it was not, the first such row is a finding.
fn made_for(
    raw: &RawTable,
    frame: &DataFrame,
    as_of: Date,
    policy: &Policy,
    findings: &mut Findings,
) -> PolarsResult<bool> {
    let percentile = policy.figure(FigureName::PeakPercentile);
    let scaled = percentile * rust_decimal::Decimal::from(10_i64.pow(PERCENTILE_PLACES));
    let wanted = [
        ("as_of", i64::from(day_number(as_of)), as_of.to_string()),
        (
            "window_months",
            i64::from(policy.whole(FigureName::OccupancyWindowMonths)),
            policy.whole(FigureName::OccupancyWindowMonths).to_string(),
        ),
        (
            "peak_percentile",
            rust_decimal::prelude::ToPrimitive::to_i64(&scaled).unwrap_or_default(),
            percentile.to_string(),
        ),
    ];
    let rows = frame.column(columns::ROW)?.u32()?;
    for (name, value, shown) in wanted {
        let cells = frame.column(name)?.i64()?;
        let other = cells.iter().position(|cell| cell != Some(value));
        if let Some(row) = other.and_then(|at| rows.get(at)) {
            let place = raw.place(Some(row), Some(name));
            let found = format!("a summary made with another `{name}`; the table is not used");
            findings.push(
                Finding::new(Rule::SummaryOfOtherDay, place, "", found, shown)
                    .fix("make the table again by the query of `terrier facts-sql`"),
            );
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tells the cells that could not be read when the sums were made, by the rules that they break.
///
/// A rule that is not one of the program's counts as that of a required cell.
pub(super) fn rejected(
    raw: &RawTable,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<(), LoadError> {
    let table: &'static SchemaTable = &schema::REJECTED_CELLS;
    let mut own = Findings::default();
    let cells = record::read_all(raw, table, policy, &mut own, |record| {
        // A path is no text of people's: it may hold an at sign.
        let file = match record.text_as_it_stands("file") {
            Some(file) => file.to_owned(),
            None => record.text("file")?,
        };
        let (word, column) = (record.text("rule")?, record.text("column"));
        // What stood in the cell may be a word for not known.
        let mut stands = |name| record.text_as_it_stands(name).unwrap_or_default().to_owned();
        let rule = Rule::read(&word).unwrap_or(Rule::RequiredCellUnreadable);
        Some((file, stands("site_id"), column, stands("found"), stands("expected"), rule))
    })?;
    // A table without records says that every cell was read.
    own.retain(|finding| finding.rule != Rule::EmptyTable);
    findings.append(own);
    for (file, site, column, found, expected, rule) in cells {
        let (what, place) = match column {
            Some(column) => ("cell", Place { column: Some(column), ..Place::file(&file) }),
            None => ("row", Place::file(&file)),
        };
        let found =
            if found.is_empty() { format!("an empty {what}") } else { format!("{found:?}") };
        let fix = format!(
            "correct the {what}, and make the sums again by the query of `terrier facts-sql`"
        );
        findings.push(Finding::new(rule, place, &site, found, expected).fix(fix));
    }
    Ok(())
}
