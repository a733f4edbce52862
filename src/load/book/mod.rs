//! Workbooks as rows of text: XLSX, XLSM, XLSB, XLS and ODS, each cell as a person reads it.
//!
//! Sheets are read sparsely: a row is as wide as its last filled cell, and rows without one are none. What a
//! sheet hides, merges or leaves unsolved is told beside its rows (`facts`).

mod errors;
mod facts;
mod limits;
mod ods;
mod package;
mod text;

use std::{collections::BTreeSet, io::Cursor};

use calamine::{Data, ExcelDateTime, Reader, SheetType, SheetVisible, Sheets, Xls, XlsxError};

pub use facts::Facts;
pub(crate) use facts::letters;
pub(super) use text::float_text;
use text::{Shown, cell_text, shown_by, time_text};

/// The rows of a sheet that are not blank, with their numbers.
pub(super) type Rows = Vec<(u32, Vec<String>)>;

/// Cells of a sheet, blank ones before a filled one counted, beyond which it is not read: a full sheet of 38
/// columns.
const MOST_CELLS: usize = 40_000_000;

/// A workbook that is open.
pub(super) struct Book {
    sheets: Sheets<Cursor<Vec<u8>>>,
    bytes: Vec<u8>,
    /// The text of an ODS file, which alone tells its per cents.
    ods: Option<String>,
    /// Whether the days of an XLSX file are counted from 1904.
    from_1904: bool,
}

/// Why a workbook, or a sheet of it, cannot be read.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum BookFault {
    /// Bytes that no reader takes.
    #[error("a file that is not a readable workbook")]
    NoBook,
    /// A password is asked for.
    #[error("a workbook protected by a password")]
    Locked,
    /// A part of the file is not what was stored.
    #[error("{0}, with a wrong checksum: the file is damaged")]
    Damaged(String),
    /// More than fits in memory.
    #[error("{0}")]
    TooLarge(String),
    /// A sheet that its reader refuses.
    #[error("a sheet {0:?} that cannot be read")]
    Sheet(String),
}

impl BookFault {
    /// Returns what a person can do.
    pub(crate) const fn fix(&self) -> &'static str {
        match self {
            Self::Locked => "open it with its password and save it without one, or save it as CSV",
            Self::TooLarge(_) => {
                "delete the cells far outside the table, or save the sheet as CSV (UTF-8)"
            }
            Self::Damaged(_) => "download the file again, or export it again",
            Self::NoBook | Self::Sheet(_) => {
                "open it in the program that made it and save it as CSV (UTF-8) or XLSX"
            }
        }
    }
}

/// The first bytes of a compound file, in which XLS comes.
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
/// The first bytes of a zip file, in which XLSX and ODS come.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// Tells whether bytes are those of a workbook, whatever the file's name.
pub(super) fn is_book(bytes: &[u8]) -> bool {
    bytes.starts_with(&COMPOUND) || bytes.starts_with(&ZIP)
}

impl Book {
    /// Opens a workbook by its first bytes, whatever its name says.
    ///
    /// # Errors
    /// [`BookFault`] if it is none, asks for a password, is damaged, or unpacks to more than fits in memory.
    pub fn open(bytes: Vec<u8>) -> Result<Self, BookFault> {
        if bytes.starts_with(&COMPOUND) {
            if package::is_encrypted(&bytes) {
                return Err(BookFault::Locked);
            }
            let sheets = match Xls::new(Cursor::new(bytes)) {
                Ok(xls) => Sheets::Xls(xls),
                Err(calamine::XlsError::Password) => return Err(BookFault::Locked),
                Err(_) => return Err(BookFault::NoBook),
            };
            return Ok(Self { sheets, bytes: Vec::new(), ods: None, from_1904: false });
        }
        package::sound(&bytes)?;
        let content = package::part(&bytes, "content.xml");
        let properties = package::part(&bytes, "xl/workbook.xml").unwrap_or_default();
        let from_1904 =
            ["1", "true"].iter().any(|yes| properties.contains(&format!("date1904=\"{yes}\"")));
        if content.is_some() {
            let sheets = match calamine::Ods::new(Cursor::new(bytes)) {
                Ok(ods) => Sheets::Ods(ods),
                Err(calamine::OdsError::Password) => return Err(BookFault::Locked),
                Err(calamine::OdsError::CellLimitExceeded { .. }) => {
                    let found = "a sheet whose filled cells are too far apart".to_owned();
                    return Err(BookFault::TooLarge(found));
                }
                Err(_) => return Err(BookFault::NoBook),
            };
            return Ok(Self { sheets, bytes: Vec::new(), ods: content, from_1904: false });
        }
        let sheets = calamine::open_workbook_auto_from_rs(Cursor::new(bytes.clone()));
        let sheets = sheets.map_err(|_| BookFault::NoBook)?;
        Ok(Self { sheets, bytes, ods: None, from_1904 })
    }

    /// Returns the names of the sheets that hold cells, in order; those of charts and macros hold none.
    pub fn names(&self) -> Vec<String> {
        let sheets = self.sheets.sheets_metadata().iter();
        sheets.filter(|s| s.typ == SheetType::WorkSheet).map(|s| s.name.clone()).collect()
    }

    /// Returns the rows of a sheet with their numbers, blank ones left out.
    ///
    /// A cell that is shown as a per cent or a date is read as one, as a CSV of the sheet would have it. XLS and XLSB
    /// do not tell per cents; there it is the number. `mark` is the decimal mark that numbers are written with.
    ///
    /// # Errors
    /// [`BookFault`] if the sheet cannot be read, or its filled cells lie too far apart.
    pub fn rows(&mut self, sheet: &str, mark: char) -> Result<Rows, BookFault> {
        let mut sparse = Sparse::new(sheet);
        let refused = || BookFault::Sheet(sheet.to_owned());
        let number = |number: f64| float_text(number).replace('.', &mark.to_string());
        let from_1904 = self.from_1904;
        let text = |cell: &Data, shown: Option<Shown>| match (cell, shown) {
            (Data::Float(share), Some(Shown::PerCent)) => format!("{}%", number(share * 100.0)),
            (Data::Float(days), Some(Shown::Date)) => {
                let kind = calamine::ExcelDateTimeType::DateTime;
                time_text(&ExcelDateTime::new(*days, kind, from_1904))
            }
            (Data::Float(value), None) => number(*value),
            (cell, _) => cell_text(cell),
        };
        match &mut self.sheets {
            Sheets::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| refused())?;
                let styles = cells.styles().iter();
                let shown: Vec<Option<Shown>> = styles
                    .map(|style| shown_by(&style.number_format.as_ref()?.format_code))
                    .collect();
                let mut has_other_errors = false;
                loop {
                    let (cell, style) = match cells.next_cell_with_style_id() {
                        Ok(Some(next)) => next,
                        Ok(None) => break,
                        // The reader stands behind the cell's value: the rest of the sheet is read.
                        Err(XlsxError::CellError(_)) => {
                            has_other_errors = true;
                            continue;
                        }
                        Err(_) => return Err(refused()),
                    };
                    let value = Data::from(cell.get_value().clone());
                    let shown = shown.get(style).copied().flatten();
                    sparse.put(cell.get_position(), text(&value, shown))?;
                }
                let part = package::sheet_part(&self.bytes, sheet).filter(|_| has_other_errors);
                for ((row, column), text) in
                    part.map(|part| errors::of_xlsx(&self.bytes, &part)).unwrap_or_default()
                {
                    sparse.put((row.saturating_sub(1), column), text)?;
                }
            }
            Sheets::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| refused())?;
                while let Some(cell) = cells.next_cell().map_err(|_| refused())? {
                    let value = Data::from(cell.get_value().clone());
                    sparse.put(cell.get_position(), text(&value, None))?;
                }
            }
            dense => {
                let range = dense.worksheet_range(sheet).map_err(|_| refused())?;
                let per_cents = self.ods.as_deref().map(|content| ods::per_cents(content, sheet));
                let per_cents = per_cents.unwrap_or_default();
                let (top, left) = range.start().unwrap_or((0, 0));
                for (cells, row) in range.rows().zip(top..) {
                    for (cell, column) in cells.iter().zip(left..) {
                        let shown = per_cents.contains(&(row, column)).then_some(Shown::PerCent);
                        sparse.put((row, column), text(cell, shown))?;
                    }
                }
            }
        }
        Ok(sparse.rows())
    }

    /// Returns what a sheet hides, merges and leaves unsolved, as far as its kind of file tells.
    pub fn facts(&mut self, sheet: &str, rows: &Rows) -> Facts {
        let metadata = self.sheets.sheets_metadata().iter().find(|s| s.name == sheet);
        let hidden = metadata.is_some_and(|s| s.visible != SheetVisible::Visible);
        let mut facts = match &mut self.sheets {
            Sheets::Xlsx(_) => package::sheet_part(&self.bytes, sheet)
                .and_then(|part| Facts::of_xlsx(&self.bytes, &part))
                .unwrap_or_default(),
            Sheets::Xls(book) => {
                Facts::of_merges(&book.merge_cells_by_sheet_name(sheet).unwrap_or_default())
            }
            Sheets::Ods(_) => {
                self.ods.as_deref().map(|text| Facts::of_ods(text, sheet)).unwrap_or_default()
            }
            Sheets::Xlsb(_) => Facts::default(),
        };
        facts.hidden_sheet = hidden;
        facts.keep_filled(rows);
        facts
    }
}

/// The filled cells of a sheet as they come in.
struct Sparse<'a> {
    sheet: &'a str,
    rows: Rows,
    cells: usize,
}

impl<'a> Sparse<'a> {
    const fn new(sheet: &'a str) -> Self {
        Self { sheet, rows: Vec::new(), cells: 0 }
    }

    /// Puts a text where it belongs; of two in one place, which no program writes, the later stands.
    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), BookFault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if !limits::holds(row, column) {
            let place = usize::try_from(column).map_or_else(|_| String::new(), letters);
            let found = format!(
                "a sheet {:?} with a cell in {place}{}, beyond XFD1048576",
                self.sheet,
                u64::from(row) + 1
            );
            return Err(BookFault::TooLarge(found));
        }
        let number = row.saturating_add(1);
        let at = match self.rows.last() {
            Some((last, _)) if *last == number => self.rows.len() - 1,
            Some((last, _)) if *last > number => {
                match self.rows.binary_search_by_key(&number, |(row, _)| *row) {
                    Ok(at) => at,
                    Err(at) => {
                        self.rows.insert(at, (number, Vec::new()));
                        at
                    }
                }
            }
            _ => {
                self.rows.push((number, Vec::new()));
                self.rows.len() - 1
            }
        };
        let cells = &mut self.rows[at].1;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= cells.len() {
            self.cells = self.cells.saturating_add(column - cells.len() + 1);
            if self.cells > MOST_CELLS {
                let most = MOST_CELLS / 1_000_000;
                return Err(BookFault::TooLarge(format!(
                    "a sheet {:?} of more than {most} million cells up to {}{number}, including \
                        blanks",
                    self.sheet,
                    letters(column),
                )));
            }
            cells.resize(column, String::new());
            cells.push(text);
        } else {
            cells[column] = text;
        }
        Ok(())
    }

    fn rows(self) -> Rows {
        self.rows
    }
}

/// Returns the columns of which any cell is filled, from 0.
fn filled_columns(rows: &Rows) -> BTreeSet<u32> {
    let mut filled = Vec::new();
    for (_, cells) in rows {
        filled.resize(filled.len().max(cells.len()), false);
        for (seen, _) in filled.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            *seen = true;
        }
    }
    (0..).zip(filled).filter(|(_, seen)| *seen).map(|(column, _)| column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_cell_costs_one_row_and_many_far_cells_are_refused() {
        let mut sparse = Sparse::new("x");
        sparse.put((0, 0), "id".to_owned()).unwrap();
        sparse.put((1_048_575, 16_383), "stray".to_owned()).unwrap();
        sparse.put((1, 1), "late".to_owned()).unwrap();
        let rows: Vec<(u32, usize)> = sparse.rows.iter().map(|(row, c)| (*row, c.len())).collect();
        assert_eq!(rows, [(1, 1), (2, 2), (1_048_576, 16_384)]);
        let far = (2..10_000).find_map(|row| sparse.put((row, 16_383), "x".to_owned()).err());
        assert!(far.unwrap().to_string().contains("up to XFD2443"), "named by its cell");
    }
}
