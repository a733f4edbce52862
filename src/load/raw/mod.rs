//! A table as text: from the bytes of a CSV file to frames of text cells with their row numbers.
//!
//! The `csv` crate reads every table, record by record: field counts, swallowed rows and row numbers are
//! seen on the way, and the cells become text columns, block by block, ready to be cast column by column into
//! typed rows or frames of whole numbers. Polars' own reader is not used: it fills short rows, lets stray
//! quotation marks swallow others, keeps no row numbers, and brings half of the build time.

mod block;
mod limits;

use std::{borrow::Cow, ops::Range, sync::Arc};

pub(super) use block::{Block, TextCells, line_number};
use block::{CellsMay, TextColumns, as_text};
use csv::ByteRecord;
use rayon::prelude::*;

use super::{book::Rows, encoding::decoded, origin::Origin, schema::SchemaTable, shape};
use crate::model::{Finding, Findings, Place, Rule, bytes_may_hold_unseen, folded, seen_text};

/// Bytes of a block: small enough that every processor gets a share of a table of sites.
const BLOCK: usize = 1 << 20;

/// A line of a part of a file: its row, and where it stands, the end of the line aside.
pub(super) type LeftLine = (u32, Range<usize>);

/// A table of text, not yet cast.
pub(super) struct RawTable {
    pub file: Arc<str>,
    /// Tells the sheet and row of a record by its number here.
    pub origin: Origin,
    pub header: Vec<String>,
    header_row: u32,
    /// Where the columns stand that each record of the table needs, and its id first.
    needed: Vec<usize>,
    body: Body,
}

enum Body {
    /// UTF-8 text after the header, and the row number of its first line.
    Text { text: Vec<u8>, from: usize, first_row: u32 },
    /// Cells of one sheet or several, with their row numbers as the origin has them.
    Cells(Rows),
}

impl RawTable {
    /// Reads the header of a CSV file; the rest stays text until [`RawTable::blocks`].
    ///
    /// `None` in place of the table when there is no header.
    pub fn from_csv(file: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Self> {
        let text = to_utf8(file, bytes, findings)?;
        if let Some(finding) = limits::beyond(file, &text) {
            findings.push(finding);
            return None;
        }
        let mut reader = reader(&text);
        let mut header = ByteRecord::new();
        if !reader.read_byte_record(&mut header).unwrap_or(false) {
            findings.push(empty(file, None));
            return None;
        }
        let mut from = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        if text.get(from.saturating_sub(1)..=from) == Some(b"\r\n".as_slice()) {
            from += 1;
        }
        let header_row = 1 + blank_lines(&text, 0);
        let header: Vec<String> =
            header.iter().map(|cell| heading(&String::from_utf8_lossy(cell))).collect();
        let first_row = header_row + 1;
        let body = Body::Text { text, from, first_row };
        let origin = Origin::new(file, None);
        Some(Self { file: file.into(), origin, header, header_row, needed: Vec::new(), body })
    }

    /// Makes a table of the cells of a sheet; the first row that is not empty is the header.
    pub fn from_cells(
        file: &str,
        sheet: Option<&str>,
        rows: impl Iterator<Item = (u32, Vec<String>)>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut rows = rows.filter(|(_, cells)| cells.iter().any(|c| !c.trim().is_empty()));
        let Some((header_row, header)) = rows.next() else {
            findings.push(empty(file, sheet));
            return None;
        };
        let mut header: Vec<String> = header.iter().map(|c| heading(c)).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let origin = Origin::new(file, sheet);
        let body = Body::Cells(rows.collect());
        Some(Self { file: file.into(), origin, header, header_row, needed: Vec::new(), body })
    }

    /// Makes a table of the files of a folder, each with its rows, the header first.
    ///
    /// # Errors
    /// The file whose columns are not those of the first, and why it is not read with it.
    pub fn from_parts(
        folder: &str,
        parts: Vec<(Arc<str>, Rows)>,
    ) -> Result<Option<Self>, (Arc<str>, &'static str)> {
        let (mut origins, mut all): (Vec<(u32, Arc<str>)>, Rows) = (Vec::new(), Vec::new());
        let mut header: Option<Vec<String>> = None;
        let mut offset = 0_u32;
        for (file, rows) in parts {
            let mut rows = rows.into_iter();
            let Some((_, own)) = rows.next() else { continue };
            let own: Vec<String> = own.iter().map(|cell| heading(cell)).collect();
            let first = header.get_or_insert_with(|| own.clone());
            let Some(order) = same_header(first, &own) else {
                return Err((file, "columns that are not those of the folder's first file"));
            };
            let too_long = (file.clone(), "more rows than can be numbered");
            let mut last = 0;
            for (row, mut cells) in rows {
                let number = row.checked_add(offset).ok_or_else(|| too_long.clone())?;
                last = row;
                let taken = order.iter().map(|at| cells.get_mut(*at).map(std::mem::take));
                all.push((number, taken.map(Option::unwrap_or_default).collect()));
            }
            origins.push((offset, file));
            offset = offset.checked_add(last).ok_or(too_long)?;
        }
        let Some(header) = header else { return Ok(None) };
        Ok(Some(Self {
            file: folder.into(),
            origin: Origin::of_folder(folder, origins),
            header,
            header_row: 1,
            needed: Vec::new(),
            body: Body::Cells(all),
        }))
    }

    /// Tells the table what it is, so that rows that are no records can be told from others.
    pub fn is_of(&mut self, table: &SchemaTable) {
        self.needed = table.needed_places(&self.header);
    }

    /// Adds the records of another sheet if it has the same header, in whatever order; else gives its rows back.
    ///
    /// # Errors
    /// The rows, if the first is another header.
    pub fn join(&mut self, sheet: &str, rows: Rows) -> Result<usize, Rows> {
        let Some((_, first)) = rows.first() else { return Ok(0) };
        let Some(order) = same_header(&self.header, first) else { return Err(rows) };
        let Body::Cells(own) = &mut self.body else { return Err(rows) };
        let Some(offset) = self.origin.add(sheet) else { return Err(rows) };
        let before = own.len();
        let last = order.iter().max().map_or(0, |last| last + 1);
        own.extend(rows.into_iter().skip(1).map(|(row, cells)| {
            let cell = |at: &usize| cells.get(*at).cloned().unwrap_or_default();
            let beyond = cells.iter().skip(last).cloned();
            (row + offset, order.iter().map(cell).chain(beyond).collect())
        }));
        Ok(own.len() - before)
    }

    /// Takes the first row for a record, and these for the names of the columns.
    pub fn with_header(mut self, header: Vec<String>) -> Self {
        match &mut self.body {
            Body::Text { from, first_row, .. } => (*from, *first_row) = (0, 1),
            Body::Cells(rows) => rows.insert(0, (self.header_row, self.header)),
        }
        Self { header, ..self }
    }

    /// Returns up to `most` records with their row numbers.
    pub fn first_rows(&self, most: usize) -> Rows {
        match &self.body {
            Body::Cells(rows) => rows.iter().take(most).cloned().collect(),
            Body::Text { text, from, first_row } => {
                let text = text.get(*from..).unwrap_or_default();
                let mut reader = reader(text);
                let mut record = ByteRecord::new();
                let mut row = *first_row;
                let mut rows = Vec::new();
                while rows.len() < most && reader.read_byte_record(&mut record).unwrap_or(false) {
                    let start = record.position().map_or(0, csv::Position::byte);
                    row += blank_lines(text, usize::try_from(start).unwrap_or(text.len()));
                    rows.push((row, record.iter().map(|c| as_text(c).trim().to_owned()).collect()));
                    row += 1;
                }
                rows
            }
        }
    }

    /// Lets go of the records once they are read: a long table is large, and its rows are in memory by then.
    pub fn let_go(&mut self) {
        self.body = Body::Cells(Rows::new());
    }

    /// Returns a place in the table.
    pub fn place(&self, row: Option<u32>, column: Option<&str>) -> Place {
        self.origin.place(row, column)
    }

    /// Tells whether the table is the register of sites, of which a questioned total is kept for its own look.
    fn is_register(&self) -> bool {
        self.header.iter().any(|text| folded(text) == "siteid") && self.needed.len() == 2
    }

    /// Returns the row of the header.
    pub const fn header_row(&self) -> u32 {
        self.header_row
    }

    /// Returns the header's place.
    pub fn header_place(&self, column: Option<&str>) -> Place {
        self.place(Some(self.header_row), column)
    }

    /// Hands the table to `work` block by block, in parallel, and returns the results in order.
    ///
    /// A block's text is dropped as soon as `work` is done with it, so that memory holds a few blocks
    /// and not the table.
    pub fn blocks<T: Send>(&self, work: impl Fn(Block<'_>) -> T + Sync) -> Vec<T> {
        match &self.body {
            Body::Cells(rows) => vec![work(self.records(rows))],
            Body::Text { text, from, first_row } => {
                let text = text.get(*from..).unwrap_or_default();
                let parts = parts(text, *first_row);
                parts.into_par_iter().map(|(part, row)| work(self.block(part, row))).collect()
            }
        }
    }

    /// As [`RawTable::blocks`], but each part of a file goes to `quick` first, with the row of its first line, and the
    /// block holds the lines alone that it leaves.
    ///
    /// A part with quotation marks, or one that may hold a total or characters that no reader sees, goes to `work`
    /// whole, and so do cells of sheets.
    pub fn blocks_left<Q: Default, T: Send>(
        &self,
        quick: impl Fn(&[u8], u32) -> (Q, Vec<LeftLine>) + Sync,
        work: impl Fn(Q, Block<'_>) -> T + Sync,
    ) -> Vec<T> {
        let Body::Text { text, from, first_row } = &self.body else {
            return self.blocks(|block| work(Q::default(), block));
        };
        let text = text.get(*from..).unwrap_or_default();
        let of_part = |(part, row): (&[u8], u32)| {
            let is_odd = memchr::memchr(b'"', part).is_some()
                || shape::may_hold_total(part)
                || bytes_may_hold_unseen(part);
            if is_odd {
                return work(Q::default(), self.block(part, row));
            }
            let (read, left) = quick(part, row);
            work(read, self.lines(part, &left))
        };
        parts(text, *first_row).into_par_iter().map(of_part).collect()
    }

    /// Turns lines without quotation marks into text columns.
    fn lines<'p>(&'p self, part: &'p [u8], lines: &[LeftLine]) -> Block<'p> {
        let whole = if lines.is_empty() { Ok("") } else { std::str::from_utf8(part) };
        let whole = whole.unwrap_or_default();
        let cells_may = CellsMay { hold_total: false, hold_unseen: false };
        let mut columns = TextColumns::new(self, Cow::Borrowed(whole), lines.len(), cells_may);
        for (row, at) in lines {
            let line = whole.as_bytes().get(at.clone()).unwrap_or_default();
            let cells = line.split(|byte| *byte == b',').map(as_text);
            columns.push(*row, cells.clone().count(), Some(at.start), cells);
        }
        columns.finish()
    }

    /// Reads a part of a CSV body, record by record, into text columns.
    fn block<'p>(&'p self, part: &'p [u8], first_row: u32) -> Block<'p> {
        let quoted = memchr::memchr(b'"', part).is_some();
        let cells_may = CellsMay {
            hold_total: shape::may_hold_total(part),
            hold_unseen: bytes_may_hold_unseen(part),
        };
        let is_plain = !quoted && !cells_may.hold_unseen;
        // Text that was decoded on the way in is UTF-8.
        let whole = std::str::from_utf8(part).ok().filter(|_| is_plain).map(Cow::Borrowed);
        let in_place = whole.is_some();
        let lines = memchr::memchr_iter(b'\n', part).count() + 1;
        let mut columns = TextColumns::new(self, whole.unwrap_or_default(), lines, cells_may);
        let mut reader = reader(part);
        let mut record = ByteRecord::new();
        let mut row = first_row;
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or(part.len());
            row += blank_lines(part, start);
            if quoted && record.iter().any(|cell| cell.contains(&b'\n')) {
                let end = usize::try_from(reader.position().byte()).unwrap_or(part.len());
                let cells: Vec<String> =
                    record.iter().map(|cell| as_text(cell).to_owned()).collect();
                let open = end == part.len() && unclosed(part, start, end);
                if open || self.swallows(&cells) {
                    columns.findings.push(self.swallowed(row, &cells));
                    row += 1;
                    continue;
                }
            }
            let line_ends = |at: &usize| matches!(part.get(*at), Some(b'\r' | b'\n'));
            let first = (start..part.len()).find(|at| !line_ends(at)).filter(|_| in_place);
            columns.push(row, record.len(), first, record.iter().map(as_text));
            row += 1;
        }
        columns.finish()
    }

    /// Turns the cells of a sheet into text columns.
    fn records(&self, rows: &[(u32, Vec<String>)]) -> Block<'_> {
        let mut columns = TextColumns::new(
            self,
            Cow::default(),
            rows.len(),
            CellsMay { hold_total: true, hold_unseen: true },
        );
        let width = self.header.len();
        for (row, cells) in rows {
            // A sheet's row ends with its last filled cell.
            let blank = std::iter::repeat_n("", width.saturating_sub(cells.len()));
            let cells_of_row = cells.iter().map(String::as_str).chain(blank);
            columns.push(*row, cells.len().max(width), None, cells_of_row);
        }
        columns.finish()
    }

    /// Tells whether a cell holds what looks like further records: a line with as many commas.
    fn swallows(&self, cells: &[String]) -> bool {
        let commas = self.header.len().saturating_sub(1);
        commas > 0
            && cells
                .iter()
                .filter(|c| c.contains('\n'))
                .any(|cell| cell.lines().skip(1).any(|line| line.matches(',').count() >= commas))
    }

    fn swallowed(&self, row: u32, cells: &[String]) -> Finding {
        let at = cells.iter().position(|c| c.contains('\n')).unwrap_or(0);
        let cell = cells.get(at).map_or("", String::as_str);
        let lines = cell.lines().count().max(1) - 1;
        let start: String = cell.chars().take(40).collect();
        let place = self.place(Some(row), self.header.get(at).map(String::as_str));
        let found = format!("a cell that continues over {lines} more lines, beginning {start:?}");
        let expected = "quotation marks in pairs".to_owned();
        let id = cells.first().filter(|_| at > 0).map_or("", |c| c.trim());
        Finding::new(Rule::RowsSwallowed, place, id, found, expected)
            .fix("close or delete the quotation mark at the start of the cell")
    }
}

/// Returns where each column of one header stands in another that has the same names, each once.
pub(crate) fn same_header(header: &[String], other: &[String]) -> Option<Vec<usize>> {
    let filled = |cells: &[String]| cells.iter().filter(|c| !c.trim().is_empty()).count();
    if filled(header) != filled(other) {
        return None;
    }
    let mut order: Vec<usize> = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let place = match name.trim() {
            // A column without a name stands where it stands.
            "" => at,
            name => {
                let is = |at: &usize| folded(&other[*at]) == folded(name) && !order.contains(at);
                (0..other.len()).find(is)?
            }
        };
        order.push(place);
    }
    Some(order)
}

/// Returns the cell of a header as the name of a column.
fn heading(cell: &str) -> String {
    seen_text(cell).trim().to_owned()
}

fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text)
}

fn empty(file: &str, sheet: Option<&str>) -> Finding {
    let place = Place { sheet: sheet.map(Into::into), ..Place::file(file) };
    let found = "nothing".to_owned();
    Finding::new(Rule::EmptyTable, place, "", found, "a header and at least one record".to_owned())
        .fix("export the table again, or delete the file if there are no such records")
}

/// Decodes a table's bytes; what is not UTF-8 is a finding.
fn to_utf8(file: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Vec<u8>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        findings.push(empty(file, None));
        return None;
    }
    let decoded = decoded(bytes);
    if let Some(found) = decoded.describe() {
        let place = Place { row: decoded.stray.first().copied(), ..Place::file(file) };
        let finding = Finding::new(Rule::NotUtf8, place, "", found, "UTF-8 text".to_owned());
        findings.push(finding.fix("save the file as \"CSV UTF-8\""));
    }
    Some(decoded.text)
}

/// Counts the blank lines at a place, not the end of a line before it.
pub(super) fn blank_lines(text: &[u8], from: usize) -> u32 {
    let mut at = from;
    if at > 0 && text.get(at - 1) == Some(&b'\r') && text.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut count = 0;
    loop {
        match (text.get(at), text.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return count,
        }
        count += 1;
    }
}

/// Tells whether a record at the end of the text has a quotation mark that nothing closes.
fn unclosed(text: &[u8], start: usize, end: usize) -> bool {
    let record = text.get(start..end).unwrap_or_default();
    record.contains(&b'\n')
        && memchr::memchr_iter(b'"', record).count() % 2 == 1
        && !record.trim_ascii_end().ends_with(b"\"")
}

/// Cuts text at line ends into parts of about [`BLOCK`] bytes; text with quotation marks stays whole,
/// for a quoted cell may hold line ends, and so does one of which lines end in another way.
fn parts(text: &[u8], first_row: u32) -> Vec<(&[u8], u32)> {
    let other_end = |at: usize| text.get(at + 1) != Some(&b'\n');
    if text.len() <= BLOCK
        || memchr::memchr(b'"', text).is_some()
        || memchr::memchr_iter(b'\r', text).any(other_end)
    {
        return vec![(text, first_row)];
    }
    let mut parts = Vec::new();
    let (mut rest, mut row) = (text, first_row);
    while !rest.is_empty() {
        let cut = match rest.get(BLOCK..).and_then(|tail| memchr::memchr(b'\n', tail)) {
            Some(at) => BLOCK + at + 1,
            None => rest.len(),
        };
        let (part, after) = rest.split_at(cut);
        parts.push((part, row));
        let lines = memchr::memchr_iter(b'\n', part).count();
        row = row.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        rest = after;
    }
    parts
}
