//! Records of a table as columns of text; those that are misshapen, or none, are findings.

use std::borrow::Cow;

use super::{Body, RawTable};
use crate::{
    load::{book::letters, shape},
    model::{Finding, Findings, Rule, is_unseen, seen_text},
};

/// Characters of a cell that a finding quotes.
const LONGEST_QUOTED: usize = 60;

/// Part of a table: text cells by column, and the row number of each record.
pub(in crate::load) struct Block<'a> {
    /// The text in which all cells stand: that of the file itself where no cell is quoted.
    text: Cow<'a, str>,
    columns: Vec<TextColumn>,
    rows: Vec<u32>,
    findings: Findings,
}

/// Where the cells of a column stand in the block's text; an empty cell has an empty span.
#[derive(Default)]
struct TextColumn {
    spans: Vec<(u32, u32)>,
}

/// The cells of one column.
#[derive(Clone, Copy)]
pub(in crate::load) struct TextCells<'a> {
    text: &'a str,
    spans: &'a [(u32, u32)],
}

impl<'a> TextCells<'a> {
    /// Returns a cell; `None` when it is empty.
    pub fn get(self, at: usize) -> Option<&'a str> {
        self.spans.get(at).and_then(|span| self.cell(*span))
    }

    /// Returns all cells in order.
    pub fn iter(self) -> impl Iterator<Item = Option<&'a str>> {
        self.spans.iter().map(move |span| self.cell(*span))
    }

    fn cell(self, (from, until): (u32, u32)) -> Option<&'a str> {
        let span = usize::try_from(from).ok()?..usize::try_from(until).ok()?;
        self.text.get(span).filter(|cell| !cell.is_empty())
    }
}

/// Text columns being filled; long and short records are findings, blank ones are no records.
pub(super) struct TextColumns<'a> {
    table: &'a RawTable,
    text: Cow<'a, str>,
    columns: Vec<TextColumn>,
    rows: Vec<u32>,
    cells_may: CellsMay,
    pub findings: Findings,
}

/// What a quick look at the text could not rule out of its cells.
#[derive(Clone, Copy)]
pub(super) struct CellsMay {
    /// The word for a total.
    pub hold_total: bool,
    /// Characters that no reader sees.
    pub hold_unseen: bool,
}

impl<'a> TextColumns<'a> {
    pub fn new(
        table: &'a RawTable,
        text: Cow<'a, str>,
        records: usize,
        cells_may: CellsMay,
    ) -> Self {
        let column = || TextColumn { spans: Vec::with_capacity(records) };
        let columns = table.header.iter().map(|_| column()).collect();
        let rows = Vec::with_capacity(records);
        Self { table, text, columns, rows, cells_may, findings: Findings::default() }
    }

    /// Adds one record; a long one is left out, for its cells have shifted.
    ///
    /// `stands` is where the record begins if its cells stand in the text already, a comma between them; else
    /// they are added to it.
    pub fn push<'c>(
        &mut self,
        row: u32,
        count: usize,
        stands: Option<usize>,
        cells: impl Iterator<Item = &'c str> + Clone,
    ) {
        let width = self.columns.len();
        if count != width || self.cells_may.hold_unseen {
            if cells.clone().all(|c| c.trim().is_empty()) {
                return;
            }
            let cells: Vec<&str> = cells.clone().collect();
            if self.misshapen(row, &cells) {
                return;
            }
        } else if cells.clone().all(is_blank) {
            return;
        }
        if self.is_no_record(row, cells.clone()) {
            return;
        }
        let mut cells = cells;
        let mut at = stands;
        for column in &mut self.columns {
            let cell = cells.next().unwrap_or_default();
            let words = if is_blank(cell) { "" } else { cell };
            let (from, until) = match at {
                Some(at) => (at, at + words.len()),
                None => {
                    let from = self.text.len();
                    let words = match self.cells_may.hold_unseen {
                        true => seen_text(words),
                        false => Cow::Borrowed(words),
                    };
                    self.text.to_mut().push_str(&words);
                    (from, self.text.len())
                }
            };
            let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            column.spans.push((end(from), end(until)));
            at = at.map(|at| at + cell.len() + 1);
        }
        self.rows.push(row);
    }

    /// Reports a row that is no record; `true` leaves it out.
    fn is_no_record<'c>(&mut self, row: u32, cells: impl Iterator<Item = &'c str> + Clone) -> bool {
        let table = self.table;
        let mut filled = cells.clone().enumerate().filter(|(_, cell)| !is_blank(cell));
        let (first, second) = (filled.next(), filled.next());
        let id = table.needed.first();
        let found = match (first, second) {
            (Some((at, text)), None)
                if self.columns.len() >= shape::FEWEST_COLUMNS
                    && table.needed.len() > 1
                    && (id != Some(&at) || shape::is_heading(text)) =>
            {
                Some(format!(
                    "{:?}, the only filled cell in its row; the row is left out",
                    text.trim()
                ))
            }
            (Some((at, text)), Some(_)) => {
                let again =
                    table.header.get(at).is_some_and(|h| h.eq_ignore_ascii_case(text.trim()))
                        && shape::is_header_again(&table.header, cells.clone());
                let units = row == table.header_row + 1 && shape::is_units(cells.clone());
                match (again, units) {
                    (true, _) => Some("the header again; the row is left out".to_owned()),
                    (_, true) => Some("a row of units; the row is left out".to_owned()),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(found) = found {
            let place = table.place(Some(row), None);
            let expected = shape::A_RECORD.to_owned();
            self.findings.push(
                Finding::new(Rule::RowNoRecord, place, "", found, expected)
                    .fix("delete the row, or fill in the cells of the record"),
            );
            return true;
        }
        self.cells_may.hold_total && self.is_total(row, &cells.collect::<Vec<_>>())
    }

    /// Reports a row that adds others up; `true` leaves it out, as it lacks what makes a record.
    fn is_total(&mut self, row: u32, cells: &[&str]) -> bool {
        let table = self.table;
        let mut marks = cells.iter().enumerate().filter(|(_, cell)| shape::is_total(cell));
        let Some((at, text)) = marks.next() else { return false };
        let lacks = |at: &usize| cells.get(*at).is_none_or(|cell| is_blank(cell));
        let is_out =
            table.needed.iter().any(lacks) || (table.needed.contains(&at) && !table.is_register());
        if !is_out && table.is_register() && table.needed.contains(&at) {
            return false;
        }
        let text = text.trim();
        let (found, fix) = match is_out {
            true => (format!("{text:?}, a total; the row is left out"), "delete the row"),
            false => (
                format!("{text:?}, which looks like a total; the row is used as a record"),
                "delete the row if it is a total",
            ),
        };
        let place = table.place(Some(row), table.header.get(at).map(String::as_str));
        let expected = shape::NO_TOTALS.to_owned();
        self.findings.push(Finding::new(Rule::SubtotalRow, place, "", found, expected).fix(fix));
        is_out
    }

    /// Reports what is wrong with a record's shape; `true` leaves it out.
    fn misshapen(&mut self, row: u32, cells: &[&str]) -> bool {
        let width = self.columns.len();
        let table = self.table;
        let expected = format!("{width} cells, as in the header");
        let id = cells.first().map_or("", |c| c.trim());
        let mut push = |rule, at: Option<usize>, found, expected, fix: &str| {
            let column = at.and_then(|at| table.header.get(at)).map(String::as_str);
            let place = table.place(Some(row), column);
            self.findings.push(Finding::new(rule, place, id, found, expected).fix(fix));
        };
        if let Some(first) = cells.iter().skip(width).find(|c| !is_blank(c)) {
            let found = match table.body {
                Body::Text { .. } => {
                    format!("{} cells; the first beyond the header is {first:?}", cells.len())
                }
                Body::Cells(_) => {
                    let at = cells.iter().skip(width).position(|c| !is_blank(c)).unwrap_or(0);
                    format!("{first:?} in column {}, beyond the header", letters(width + at))
                }
            };
            let fix = match table.body {
                Body::Text { .. } => {
                    "put text that contains a comma in quotation marks, or delete the extra cell"
                }
                Body::Cells(_) => "delete the cell, or add a header for its column",
            };
            push(Rule::RowTooLong, None, found, expected, fix);
            return true;
        }
        if cells.len() < width {
            let found = format!("{} cells; the missing ones are read as empty", cells.len());
            let fix = "export the table again, or add the missing commas at the end of the row";
            push(Rule::RowTooShort, None, found, expected, fix);
        }
        for (at, cell) in
            cells.iter().take(width).enumerate().filter(|(_, c)| c.contains(is_unseen))
        {
            let start: String = cell.chars().take(LONGEST_QUOTED).collect();
            if cell.contains('\0') {
                let found = format!("{start:?}, with a NUL character");
                let fix = "save the file again as CSV (UTF-8)";
                push(Rule::UnreadableTable, Some(at), found, "text".to_owned(), fix);
                break;
            }
            let found =
                format!("{start:?}, with characters that no reader sees; read without them");
            let expected = "text that shows all it holds".to_owned();
            let fix = "type the cell again, or delete the characters";
            push(Rule::UnseenCharacters, Some(at), found, expected, fix);
        }
        false
    }

    pub fn finish(self) -> Block<'a> {
        Block { text: self.text, columns: self.columns, rows: self.rows, findings: self.findings }
    }
}

/// Mixes a word into a sum, so that any other word gives another sum.
fn folded(sum: u64, word: u64) -> u64 {
    let product = u128::from(sum ^ word ^ 0xa076_1d64_78bd_642f)
        * u128::from(sum.rotate_left(32) ^ 0xe703_7ed1_a0b4_28db);
    let [low, high] = [product & u128::from(u64::MAX), product >> 64];
    u64::try_from(low ^ high).unwrap_or_default()
}

/// Returns a number that lines with the same bytes share.
pub(in crate::load) fn line_number(text: &[u8]) -> u64 {
    let (words, rest) = text.as_chunks::<8>();
    let whole = words
        .iter()
        .fold(0x9e37_79b9_7f4a_7c15, |sum, word| folded(sum, u64::from_le_bytes(*word)));
    let length = u64::try_from(rest.len()).unwrap_or_default();
    let tail = rest.iter().fold(length, |tail, byte| (tail << 8) | u64::from(*byte));
    folded(whole, tail)
}

/// Returns a cell as the text it is.
pub(super) fn as_text(cell: &[u8]) -> &str {
    std::str::from_utf8(cell).unwrap_or_default()
}

/// Tells whether a cell holds nothing but white space.
pub(super) fn is_blank(cell: &str) -> bool {
    match cell.as_bytes().first() {
        None => true,
        Some(first) if *first > b' ' && first.is_ascii() => false,
        Some(_) => cell.trim().is_empty(),
    }
}

impl Block<'_> {
    /// Returns the number of records.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row number of a record, as a spreadsheet shows it.
    pub fn row(&self, record: usize) -> u32 {
        self.rows.get(record).copied().unwrap_or(0)
    }

    /// Returns the row numbers of all records.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Returns a column of text cells; nulls are empty cells.
    pub fn column(&self, at: usize) -> Option<TextCells<'_>> {
        self.columns.get(at).map(|column| TextCells { text: &self.text, spans: &column.spans })
    }

    /// Returns for each record a number that records with the same cells, known to the schema or not, share.
    pub fn lines(&self) -> Vec<u64> {
        (0..self.rows.len()).map(|record| self.line(record)).collect()
    }

    fn line(&self, record: usize) -> u64 {
        let at = |column: &TextColumn| column.spans.get(record).copied().unwrap_or_default();
        let (Some(first), Some(last)) = (self.columns.first(), self.columns.last()) else {
            return 0;
        };
        let (from, until) = (at(first).0, at(last).1);
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let text = self.text.as_bytes().get(place(from)..place(until)).unwrap_or_default();
        let number = line_number(text);
        if matches!(self.text, Cow::Borrowed(_)) {
            return number;
        }
        // Cells that were put one after another have no comma between them that would part them.
        self.columns.iter().fold(number, |sum, column| {
            let (start, end) = at(column);
            folded(sum, u64::from(end - start))
        })
    }

    /// Takes the structural findings out.
    pub fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.findings)
    }
}
