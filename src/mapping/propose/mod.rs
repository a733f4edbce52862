//! A first mapping for a file nobody has mapped: names, units and contents, and how sure each column is.
//!
//! *Sure* is said only where the header is a name that the column is known by, the cells agree, and no other
//! column fits as well. A *guess* is written as a comment, so that nothing is used that a person has not read.

mod agree;
mod columns;
mod fill;
mod header;
mod meaning;
mod profile;
mod record;
mod unit;
mod words;
mod write;
mod year;

use self::{
    columns::Proposal,
    header::{Band, Header},
    profile::{Profile, decimal_comma},
    words::{Words, words},
};
pub(super) use self::{
    profile::ratio,
    words::{header_words, known_as},
};
use super::{InputBytes, MappingError};
use crate::{
    load::foreign::{self, Grid, Reading},
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
    /// One row, or the row of groups and the row below it.
    header_rows: Vec<u32>,
    /// A cell with a decimal comma, where its numbers have one.
    decimal_comma: Option<String>,
    columns: Vec<Profile>,
    /// The rows below the header, tidied, as wide as it; what is not known is empty.
    rows: Vec<Vec<String>>,
    /// The texts above the header.
    titles: Vec<String>,
}

/// Writes a first mapping for files, as the text of a TOML file.
///
/// # Errors
/// [`MappingError::Files`] if a file cannot be read or holds no table.
pub fn propose(files: &[InputBytes], policy: &Policy) -> Result<String, MappingError> {
    let known = words().map_err(|e| MappingError::Files(format!("headers.toml: {e}")))?;
    let mut text = String::new();
    let mut names: Vec<String> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let looked = look(file, known, policy)?;
        let proposal = Proposal::of(&looked.columns, known);
        let own = proposal.sort.word();
        let same = names.iter().filter(|name| name.trim_end_matches(char::is_numeric) == own);
        // Each input of a mapping has a name of its own.
        let name = match same.count() {
            0 => own.to_owned(),
            before => format!("{own}{}", before + 1),
        };
        let written = write::mapping(&looked, &proposal, &name, at == 0);
        let Some(written) = written else {
            return Err(MappingError::Files(format!(
                "`{}` holds no column with a name and cells below it",
                file.file
            )));
        };
        text.push_str(&written);
        names.push(name);
    }
    if files.is_empty() {
        return Err(MappingError::Files("no file is named".to_owned()));
    }
    Ok(text)
}

/// Reads a file and looks at its columns; of a workbook the sheet with most cells.
fn look(file: &InputBytes, words: &Words, policy: &Policy) -> Result<Looked, MappingError> {
    let failed =
        |error: &dyn std::fmt::Display| MappingError::Files(format!("`{}`: {error}", file.file));
    let sheets: Vec<Option<String>> = match foreign::sheet_names(&file.bytes) {
        names if names.is_empty() => vec![None],
        names => names.into_iter().map(Some).collect(),
    };
    let mut best: Option<(usize, Grid)> = None;
    let mut tables: Vec<String> = Vec::new();
    for sheet in sheets {
        let reading = Reading { sheet, ..Reading::default() };
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
    let Some((_, grid)) = best else { return Err(failed(&"there is nothing in it")) };
    let (single, band) = header::header(&grid);
    tables.retain(|sheet| Some(sheet) != grid.sheet.as_ref());
    let read = |header: Header| Looked {
        other_sheets: tables.clone(),
        ..read(&file.file, &grid, header, words, policy)
    };
    Ok(match band {
        Band::None => read(single),
        Band::Needed(both) => read(both),
        Band::Groups(both) => {
            // Groups are of use where the names below them do not tell enough alone.
            let (one, two) = (read(single), read(both));
            let told = |looked: &Looked| Proposal::of(&looked.columns, words).told();
            if told(&two) > told(&one) { two } else { one }
        }
    })
}

/// Looks at the columns below a header.
fn read(file: &str, grid: &Grid, header: Header, words: &Words, policy: &Policy) -> Looked {
    let row = |at: usize| grid.rows.get(at).map_or(0, |(row, _)| *row);
    let header_rows: Vec<u32> = header.upper.into_iter().chain([header.lower]).map(row).collect();
    let stated = Input { header: Some(OneOrMore(header_rows.clone())), ..Input::default() };
    let (texts, ..) = header_of(grid, &stated, &[]);
    let lower = grid.rows.get(header.lower).map_or(&[][..], |(_, cells)| cells.as_slice());
    let below: Vec<&Vec<String>> =
        grid.rows.iter().skip(header.lower + 1).map(|(_, cells)| cells).collect();
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
    let above = grid.rows.iter().take(header.upper.unwrap_or(header.lower));
    Looked {
        file: file.to_owned(),
        sheet: grid.sheet.clone(),
        other_sheets: Vec::new(),
        read_as: grid.read_as.clone(),
        header_rows,
        decimal_comma,
        rows: rows.collect(),
        columns,
        titles: above.flat_map(|(_, cells)| cells).map(|cell| tidy(cell)).collect(),
    }
}
