//! A table as text: from the bytes of a CSV file to frames of text cells with their row numbers.
//!
//! The `csv` crate reads every table, record by record: field counts, swallowed rows and row numbers are
//! seen on the way, and the cells become text columns, block by block, ready to be cast column by column into
//! typed rows or frames of whole numbers. Polars' own reader is not used: it fills short rows, lets stray
//! quotation marks swallow others, keeps no row numbers, and brings half of the build time.

use std::{borrow::Cow, sync::Arc};

use csv::ByteRecord;
use rayon::prelude::*;

use crate::model::{Finding, Findings, Place, Rule};

/// Bytes of a block: small enough that every processor gets a share of a table of sites.
const BLOCK: usize = 1 << 20;

/// A table of text, not yet cast.
pub(super) struct RawTable {
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    pub header: Vec<String>,
    header_row: u32,
    /// Whether any cell may hold a NUL character, which no table should.
    has_nul: bool,
    body: Body,
}

enum Body {
    /// UTF-8 text after the header, and the row number of its first line.
    Text { text: Vec<u8>, from: usize, first_row: u32 },
    /// Cells of a sheet, with their row numbers.
    Cells(Vec<(u32, Vec<String>)>),
}

/// Part of a table: text cells by column, and the row number of each record.
pub(super) struct Block<'a> {
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
pub(super) struct TextCells<'a> {
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
struct TextColumns<'a> {
    table: &'a RawTable,
    text: Cow<'a, str>,
    columns: Vec<TextColumn>,
    rows: Vec<u32>,
    findings: Findings,
}

impl<'a> TextColumns<'a> {
    fn new(table: &'a RawTable, text: Cow<'a, str>, records: usize) -> Self {
        let column = || TextColumn { spans: Vec::with_capacity(records) };
        let columns = table.header.iter().map(|_| column()).collect();
        let rows = Vec::with_capacity(records);
        Self { table, text, columns, rows, findings: Findings::default() }
    }

    /// Adds one record; a long one is left out, for its cells have shifted.
    ///
    /// `stands` is where the record begins if its cells stand in the text already, a comma between them; else
    /// they are added to it.
    fn push<'c>(
        &mut self,
        row: u32,
        count: usize,
        stands: Option<usize>,
        cells: impl Iterator<Item = &'c str> + Clone,
    ) {
        let width = self.columns.len();
        if count != width || self.table.has_nul {
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
        let mut cells = cells;
        let mut at = stands;
        for column in &mut self.columns {
            let cell = cells.next().unwrap_or_default();
            let said = if is_blank(cell) { "" } else { cell };
            let from = match at {
                Some(at) => at,
                None => {
                    let from = self.text.len();
                    self.text.to_mut().push_str(said);
                    from
                }
            };
            let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            column.spans.push((end(from), end(from + said.len())));
            at = at.map(|at| at + cell.len() + 1);
        }
        self.rows.push(row);
    }

    /// Reports what is wrong with a record's shape; `true` leaves it out.
    fn misshapen(&mut self, row: u32, cells: &[&str]) -> bool {
        let width = self.columns.len();
        let table = self.table;
        let expected = format!("{width} cells, as many as the header has columns");
        let id = cells.first().map_or("", |c| c.trim());
        let mut push = |rule, at: Option<usize>, found, expected, mend: &str| {
            let column = at.and_then(|at| table.header.get(at)).map(String::as_str);
            let place = table.place(Some(row), column);
            self.findings.push(Finding::new(rule, place, id, found, expected).mend(mend));
        };
        if let Some(first) = cells.iter().skip(width).find(|c| !is_blank(c)) {
            let found = format!("{} cells, the first beyond the header {first:?}", cells.len());
            let mend = "put text that holds a comma in quotation marks, or delete the extra cell";
            push(Rule::RowTooLong, None, found, expected, mend);
            return true;
        }
        if cells.len() < width {
            let found = format!("{} cells; the missing ones are read as empty", cells.len());
            let mend = "export the table again, or add the missing commas at the row's end";
            push(Rule::RowTooShort, None, found, expected, mend);
        }
        if let Some((at, cell)) =
            cells.iter().take(width).enumerate().find(|(_, c)| c.contains('\0'))
        {
            let found = format!("{cell:?}, with a NUL character");
            let mend = "save the file again as CSV (UTF-8)";
            push(Rule::UnreadableTable, Some(at), found, "text".to_owned(), mend);
        }
        false
    }

    fn finish(self) -> Block<'a> {
        Block { text: self.text, columns: self.columns, rows: self.rows, findings: self.findings }
    }
}

/// Returns a cell as the text it is.
fn as_text(cell: &[u8]) -> &str {
    std::str::from_utf8(cell).unwrap_or_default()
}

/// Tells whether a cell holds nothing but white space.
fn is_blank(cell: &str) -> bool {
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

    /// Takes the structural findings out.
    pub fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.findings)
    }
}

impl RawTable {
    /// Reads the header of a CSV file; the rest stays text until [`RawTable::blocks`].
    ///
    /// `None` in place of the table when there is no header.
    pub fn from_csv(file: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Self> {
        let text = to_utf8(file, bytes, findings)?;
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
            header.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        let first_row = header_row + 1;
        let has_nul = memchr::memchr(0, &text).is_some();
        let body = Body::Text { text, from, first_row };
        Some(Self { file: file.into(), sheet: None, header, header_row, has_nul, body })
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
        let mut header: Vec<String> = header.iter().map(|c| c.trim().to_owned()).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let sheet = sheet.map(Into::into);
        let body = Body::Cells(rows.collect());
        Some(Self { file: file.into(), sheet, header, header_row, has_nul: true, body })
    }

    /// Returns a place in the table.
    pub fn place(&self, row: Option<u32>, column: Option<&str>) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            column: column.map(str::to_owned),
            row,
        }
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

    /// Reads a part of a CSV body, record by record, into text columns.
    fn block<'p>(&'p self, part: &'p [u8], first_row: u32) -> Block<'p> {
        let quoted = memchr::memchr(b'"', part).is_some();
        // Text that was decoded on the way in is UTF-8.
        let whole = std::str::from_utf8(part).ok().filter(|_| !quoted).map(Cow::Borrowed);
        let in_place = whole.is_some();
        let lines = memchr::memchr_iter(b'\n', part).count() + 1;
        let mut columns = TextColumns::new(self, whole.unwrap_or_default(), lines);
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
        let mut columns = TextColumns::new(self, Cow::default(), rows.len());
        for (row, cells) in rows {
            columns.push(*row, cells.len(), None, cells.iter().map(String::as_str));
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
        let found = format!("a cell that runs on over {lines} further lines, beginning {start:?}");
        let expected = "quotation marks in pairs".to_owned();
        let id = cells.first().filter(|_| at > 0).map_or("", |c| c.trim());
        Finding::new(Rule::RowsSwallowed, place, id, found, expected)
            .mend("close or delete the quotation mark at the start of that cell")
    }
}

fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text)
}

fn empty(file: &str, sheet: Option<&str>) -> Finding {
    let place = Place { sheet: sheet.map(Into::into), ..Place::file(file) };
    let found = "nothing".to_owned();
    Finding::new(Rule::EmptyTable, place, "", found, "a header and at least one record".to_owned())
        .mend("export the table again, or take it away if there are no such records")
}

/// Decodes a table's bytes; what is not UTF-8 is a finding.
fn to_utf8(file: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Vec<u8>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        findings.push(empty(file, None));
        return None;
    }
    let (text, encoding) = decoded(bytes);
    if encoding == encoding_rs::WINDOWS_1252.name() {
        let found = "text that is not UTF-8, read as Windows-1252".to_owned();
        let finding =
            Finding::new(Rule::NotUtf8, Place::file(file), "", found, "UTF-8 text".to_owned());
        findings.push(finding.mend("save the file as \"CSV UTF-8\""));
    }
    Some(text)
}

/// Decodes UTF-8, UTF-16 with or without a byte order mark, or else Windows-1252; tells which.
pub(super) fn decoded(bytes: Vec<u8>) -> (Vec<u8>, &'static str) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        let (text, faulty) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        if !faulty {
            return (text.into_owned().into_bytes(), encoding.name());
        }
    }
    if let Some(encoding) = two_bytes_a_letter(&bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes);
        if !faulty {
            return (text.into_owned().into_bytes(), encoding.name());
        }
    }
    if std::str::from_utf8(&bytes).is_ok() {
        return (bytes, encoding_rs::UTF_8.name());
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    (text.into_owned().into_bytes(), encoding_rs::WINDOWS_1252.name())
}

/// Tells UTF-16 by the NUL in most of its pairs of bytes, always on the same side: no other text has them.
fn two_bytes_a_letter(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let nuls = |side: usize| bytes.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let most = |count: usize| count > bytes.len() / 4;
    match (nuls(0), nuls(1)) {
        (0, after) if most(after) => Some(encoding_rs::UTF_16LE),
        (before, 0) if most(before) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
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
/// for a quoted cell may hold line ends.
fn parts(text: &[u8], first_row: u32) -> Vec<(&[u8], u32)> {
    if text.len() <= BLOCK || memchr::memchr2(b'"', b'\r', text).is_some() {
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
