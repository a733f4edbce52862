//! A first mapping for a file nobody has mapped: names, units and contents, and how sure each column is.
//!
//! *Sure* is said only where the header is a name that the column is known by, the cells agree, and no other
//! column fits as well. A *guess* is written as a comment, so that nothing is used that a person has not read.

mod columns;
mod profile;
mod words;
mod write;

use self::{
    columns::Proposal,
    profile::{Profile, ratio},
    words::words,
};
use super::{InputBytes, MappingError};
use crate::{
    load::foreign::{self, Grid, Reading},
    mapping::source::tidy,
    policy::Policy,
};

/// Rows among which the header is looked for.
const TITLE_LINES: usize = 50;

/// One file, looked at.
struct Looked {
    file: String,
    sheet: Option<String>,
    read_as: String,
    header_row: u32,
    columns: Vec<Profile>,
    /// Of each row, which cells are filled.
    filled: Vec<Vec<bool>>,
}

/// Writes a first mapping for files, as the text of a TOML file.
///
/// # Errors
/// [`MappingError::Files`] if a file cannot be read or holds no table.
pub fn propose(files: &[InputBytes], policy: &Policy) -> Result<String, MappingError> {
    let known = words().map_err(|e| MappingError::Files(format!("headers.toml: {e}")))?;
    let mut text = String::new();
    for (at, file) in files.iter().enumerate() {
        let looked = look(file, policy)?;
        let proposal = Proposal::of(&looked.columns, &looked.filled, known);
        text.push_str(&write::mapping(&looked, &proposal, known, at == 0));
    }
    if files.is_empty() {
        return Err(MappingError::Files("no file is named".to_owned()));
    }
    Ok(text)
}

/// Reads a file and looks at its columns; of a workbook the sheet with most cells.
fn look(file: &InputBytes, policy: &Policy) -> Result<Looked, MappingError> {
    let known = words().map_err(|e| MappingError::Files(format!("headers.toml: {e}")))?;
    let failed =
        |error: &dyn std::fmt::Display| MappingError::Files(format!("`{}`: {error}", file.file));
    let sheets: Vec<Option<String>> = match foreign::sheet_names(&file.bytes) {
        names if names.is_empty() => vec![None],
        names => names.into_iter().map(Some).collect(),
    };
    let mut best: Option<(usize, Grid)> = None;
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
        if best.as_ref().is_none_or(|(most, _)| filled > *most) {
            best = Some((filled, grid));
        }
    }
    let Some((_, grid)) = best else { return Err(failed(&"there is nothing in it")) };
    let at = header_at(&grid);
    let Some((header_row, header)) = grid.rows.get(at) else {
        return Err(failed(&"there is no header"));
    };
    let below: Vec<&Vec<String>> = grid.rows.iter().skip(at + 1).map(|(_, cells)| cells).collect();
    let columns = header.iter().enumerate().map(|(column, name)| {
        let cells: Vec<&str> =
            below.iter().map(|row| row.get(column).map_or("", String::as_str)).collect();
        Profile::of(&tidy(name), &cells, known, policy)
    });
    Ok(Looked {
        file: file.file.clone(),
        sheet: grid.sheet.clone(),
        read_as: grid.read_as.clone(),
        header_row: *header_row,
        columns: columns.collect(),
        filled: below
            .iter()
            .map(|row| row.iter().map(|cell| !cell.trim().is_empty()).collect())
            .collect(),
    })
}

/// Finds the header: the first row that is nearly as wide as the table, of texts that differ.
fn header_at(grid: &Grid) -> usize {
    let filled = |cells: &[String]| cells.iter().filter(|c| !c.trim().is_empty()).count();
    let widest = grid.rows.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let looks = |cells: &[String]| {
        let texts: Vec<String> = cells.iter().map(|c| tidy(c)).filter(|c| !c.is_empty()).collect();
        let numbers = texts.iter().filter(|t| crate::load::is_number(t)).count();
        let mut distinct = texts.clone();
        distinct.sort();
        distinct.dedup();
        ratio(texts.len(), widest) >= 0.6
            && ratio(numbers, texts.len()) <= 0.1
            && ratio(distinct.len(), texts.len()) >= 0.8
    };
    let at = grid.rows.iter().take(TITLE_LINES).position(|(_, cells)| looks(cells));
    at.unwrap_or(0)
}
