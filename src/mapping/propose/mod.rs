//! A first mapping for a file nobody has mapped: names, units and contents, and how sure each column is.
//!
//! *Sure* is said only where the header is a name that the column is known by, the cells agree, and no other
//! column fits as well. A *guess* is written as a comment, so that nothing is used that a person has not read.

mod agree;
mod body;
mod columns;
mod fill;
mod header;
mod left_out;
mod meaning;
mod profile;
mod record;
mod refer;
mod sort;
mod tables;
mod unit;
mod words;
mod write;
mod year;

use std::collections::BTreeSet;

use self::{
    header::{Band, Header},
    left_out::{LeftOut, left_out},
    profile::{Profile, decimal_comma},
    record::Id,
    refer::Known,
    sort::Proposal,
    words::{Words, words},
    write::Writing,
};
pub(super) use self::{
    profile::ratio,
    words::{header_words, known_as},
};
use super::{InputBytes, MappingError};
use crate::{
    load::foreign::{self, SheetReading, SheetRows},
    mapping::{
        header::header as header_of,
        recipe::{Input, OneOrMore},
        source::{is_null, tidy},
    },
    policy::Policy,
};

/// One file, looked at.
struct Looked {
    file: String,
    sheet: Option<String>,
    /// Sheets of the workbook that hold a table too.
    other_sheets: Vec<String>,
    read_as: String,
    /// One row, or the row of groups and the row below it; none where the file has no header.
    header_rows: Vec<u32>,
    /// A cell with a decimal comma, where its numbers have one.
    decimal_comma: Option<String>,
    columns: Vec<Profile>,
    /// The records, tidied, as wide as the header; what is not known is empty.
    rows: Vec<Vec<String>>,
    /// What is no record among the rows.
    left_out: Vec<LeftOut>,
    /// The texts above the header.
    titles: Vec<String>,
}

/// Writes a first mapping for files, as the text of a TOML file.
///
/// # Errors
/// [`MappingError::Files`] if a file cannot be read or holds no table.
pub fn propose(files: &[InputBytes], policy: &Policy) -> Result<String, MappingError> {
    let words = words().map_err(|e| MappingError::Files(format!("headers.toml: {e}")))?;
    if files.is_empty() {
        return Err(MappingError::Files("no file is named".to_owned()));
    }
    let looked: Vec<Looked> =
        files.iter().map(|file| look(file, words, policy)).collect::<Result<_, _>>()?;
    if let Some(zones) = looked.iter().find(|looked| sort::is_of_zones(&looked.columns)) {
        return Err(MappingError::Files(format!(
            "`{}` contains zones and their residents, for which no mapping is proposed: save it as \
                `demand` in the snapshot, with the headers that `terrier schema` lists",
            zones.file
        )));
    }
    let alone: Vec<Proposal> =
        looked.iter().map(|looked| Proposal::of(&looked.columns, words, false)).collect();
    let proposals: Vec<Proposal> = looked
        .iter()
        .enumerate()
        .map(|(at, looked)| {
            let other = |(other, proposal): (usize, &Proposal)| {
                other != at && proposal.sort.has_sites() && !proposal.only_costs()
            };
            Proposal::of(&looked.columns, words, alone.iter().enumerate().any(other))
        })
        .collect();
    let ids = ids(&looked, &proposals)?;
    let mut known = Known::default();
    for ((looked, proposal), id) in looked.iter().zip(&proposals).zip(&ids) {
        known.learn(looked, proposal, id);
    }
    let mut text = String::new();
    let mut names: Vec<String> = Vec::new();
    for (at, (looked, proposal)) in looked.iter().zip(&proposals).enumerate() {
        let own = proposal.sort.word();
        let same = names.iter().filter(|name| name.trim_end_matches(char::is_numeric) == own);
        // Each input of a mapping has a name of its own.
        let name = match same.count() {
            0 => own.to_owned(),
            before => format!("{own}{}", before + 1),
        };
        let id = known.referred(proposal, looked).unwrap_or_else(|| ids[at].clone());
        let writing = Writing { looked, proposal, words, id, input: &name };
        text.push_str(&write::mapping(&writing, at == 0));
        names.push(name);
    }
    Ok(text)
}

/// Finds what the records of each file are called, by the part that the other files have.
fn ids(looked: &[Looked], proposals: &[Proposal]) -> Result<Vec<Id>, MappingError> {
    let mut ids: Vec<Id> = Vec::new();
    for (looked, proposal) in looked.iter().zip(proposals) {
        let Some(id) = Id::of(proposal, &looked.columns, &looked.rows) else {
            return Err(MappingError::Files(format!(
                "`{}` has no column with a header and cells below it",
                looked.file
            )));
        };
        ids.push(id);
    }
    for (at, proposal) in proposals.iter().enumerate() {
        if !proposal.sort.has_sites() {
            continue;
        }
        let mut alone = Known::default();
        alone.learn(&looked[at], proposal, &ids[at]);
        let stranger = |(other, looked): (&Proposal, &Looked)| {
            let refers = other.sort.refers_by() == Some("site_id");
            (refers && alone.referred(other, looked).is_none()).then_some(())
        };
        let cut = proposals.iter().zip(looked).find_map(|(other, file)| {
            stranger((other, file))?;
            refer::shortened((&looked[at], &ids[at]), file)
        });
        ids[at].cut = cut;
    }
    Ok(ids)
}

/// Reads a file and looks at its columns; of a workbook the sheet with most cells.
fn look(file: &InputBytes, words: &Words, policy: &Policy) -> Result<Looked, MappingError> {
    let failed =
        |error: &dyn std::fmt::Display| MappingError::Files(format!("`{}`: {error}", file.file));
    let sheets: Vec<Option<String>> = match foreign::sheet_names(&file.bytes) {
        names if names.is_empty() => vec![None],
        names => names.into_iter().map(Some).collect(),
    };
    let mut best: Option<(usize, SheetRows)> = None;
    let mut tables: Vec<String> = Vec::new();
    for sheet in sheets {
        let reading = SheetReading { sheet, ..SheetReading::default() };
        let grid = match foreign::grid(&file.bytes, &reading) {
            Ok(grid) => grid,
            // An empty sheet beside a full one is no fault.
            Err(foreign::ForeignError::Empty) => continue,
            Err(error) => return Err(failed(&error)),
        };
        let cells = grid.rows.iter().flat_map(|(_, cells)| cells);
        let filled = cells.filter(|c| !c.trim().is_empty()).count();
        // A sheet of notes has few rows or one column.
        let wide = grid.rows.iter().filter(|(_, cells)| cells.len() > 2).count();
        tables.extend(grid.sheet.clone().filter(|_| wide > 3));
        if best.as_ref().is_none_or(|(most, _)| filled > *most) {
            best = Some((filled, grid));
        }
    }
    let Some((_, grid)) = best else { return Err(failed(&"the file is empty")) };
    let (single, band) = header::header(&grid);
    tables.retain(|sheet| Some(sheet) != grid.sheet.as_ref());
    let read = |header: Header| {
        let all = read(&file.file, &grid, header, &BTreeSet::new(), words, policy);
        let proposal = Proposal::of(&all.columns, words, false);
        let (left_out, kept) = left_out(&proposal, &all.columns, &all.rows);
        let skipped: BTreeSet<usize> = (0..kept.len()).filter(|at| !kept[*at]).collect();
        // What is no record must not make a column look like something else.
        let read = read(&file.file, &grid, header, &skipped, words, policy);
        Looked { other_sheets: tables.clone(), left_out, ..read }
    };
    Ok(match band {
        Band::None | Band::Missing => read(single),
        Band::Needed(both) => read(both),
        Band::Groups(both) => {
            // Groups are of use where the names below them do not tell enough alone.
            let (one, two) = (read(single), read(both));
            let describe = |looked: &Looked| Proposal::of(&looked.columns, words, false).describe();
            if describe(&two) > describe(&one) { two } else { one }
        }
    })
}

/// Looks at the columns below a header, but for some of the rows there.
fn read(
    file: &str,
    grid: &SheetRows,
    header: Header,
    skipped: &BTreeSet<usize>,
    words: &Words,
    policy: &Policy,
) -> Looked {
    let row = |at: usize| grid.rows.get(at).map_or(0, |(row, _)| *row);
    let rows = header.upper.into_iter().chain(header.lower);
    let header_rows: Vec<u32> = rows.map(row).collect();
    let stated = Input { header: Some(OneOrMore(header_rows.clone())), ..Input::default() };
    let texts = match header.lower {
        Some(_) => header_of(grid, &stated, &[]).0,
        None => {
            let width = grid.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
            (0..width).map(sort::nameless).collect()
        }
    };
    let lower = header.lower.and_then(|at| grid.rows.get(at));
    let lower = lower.map_or(&[][..], |(_, cells)| cells.as_slice());
    let first = header.lower.map_or(0, |at| at + 1);
    let below: Vec<&Vec<String>> = grid
        .rows
        .iter()
        .skip(first)
        .enumerate()
        .filter(|(at, _)| !skipped.contains(at))
        .map(|(_, (_, cells))| cells)
        .collect();
    let cells: Vec<Vec<&str>> = (0..texts.len())
        .map(|at| below.iter().map(|row| row.get(at).map_or("", String::as_str)).collect())
        .collect();
    let decimal_comma = decimal_comma(&cells);
    let columns: Vec<Profile> = texts
        .iter()
        .zip(&cells)
        .enumerate()
        .map(|(at, (text, cells))| {
            let own = lower.get(at).map_or_else(String::new, |c| tidy(c));
            Profile::of((text, &own), cells, decimal_comma.is_some(), words, policy)
        })
        .collect();
    let nulls: Vec<String> = columns.iter().flat_map(|c| c.nulls.clone()).collect();
    let known = |cell: &str| if is_null(cell, &nulls, policy) { String::new() } else { tidy(cell) };
    let rows = below.iter().map(|row| {
        (0..texts.len()).map(|at| known(row.get(at).map_or("", String::as_str))).collect()
    });
    let above = grid.rows.iter().take(header.upper.or(header.lower).unwrap_or(0));
    Looked {
        file: file.to_owned(),
        sheet: grid.sheet.clone(),
        other_sheets: Vec::new(),
        read_as: grid.read_as.clone(),
        header_rows,
        decimal_comma,
        rows: rows.collect(),
        left_out: Vec::new(),
        columns,
        titles: above.flat_map(|(_, cells)| cells).map(|cell| tidy(cell)).collect(),
    }
}
