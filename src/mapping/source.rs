//! One file that comes in: its header found, its rows kept or left out, other files put beside it.

use std::sync::Arc;

use super::{
    decimals::Mark,
    header::{Wanted, folded_header, header, nearest_headers, wanted},
    recipe::{Drop, Input, Mapping, OneOrMore, Spec, TableSpec},
};
use crate::{
    load::{
        Origin,
        foreign::{self, ForeignError, Sheet, SheetReading, SheetRows},
        is_number, same_header,
    },
    model::{Finding, Findings, Place, RowRef, Rule, counted, folded},
    policy::Policy,
};

/// Why a row above the header is left out.
pub(super) const ABOVE: &str = "above the header, not a record";
/// Why a row that repeats the header is left out.
const HEADER_AGAIN: &str = "the header again, not a record";

/// A file as a table of text with a header.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub name: String,
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    /// Tells the sheet and row of a row by its number here.
    pub origin: Origin,
    /// The names of the workbook's other sheets, of which nothing is read.
    pub others: Vec<String>,
    pub read_as: String,
    pub header: Vec<String>,
    header_row: u32,
    /// Rows above the header, which are no records.
    pub above: Vec<Row>,
    /// In the order of the file, as wide as the header.
    pub rows: Vec<Row>,
    /// Rows that a rule left out, with the reason.
    pub dropped: Vec<(Row, String)>,
    /// How many columns are the file's own; those of joined files follow.
    pub own: usize,
    /// The joined files: their name, and where their first column stands.
    pub joined: Vec<(String, usize)>,
    /// How the numbers of each column are written.
    pub marks: Vec<Mark>,
    /// Columns that hold dates with the month first, and the row of the first of these.
    pub month_first: Vec<(usize, u32)>,
}

/// One row and its number, which the source's origin turns into sheet and row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub row: u32,
    pub cells: Vec<String>,
}

/// Takes white space off both ends of a cell and makes one blank of each run within.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells whether a cell says nothing: blank, or a word for "not known".
pub(super) fn is_null(text: &str, words: &[String], policy: &Policy) -> bool {
    let text = text.trim();
    text.is_empty()
        || policy.is_null_word(text)
        || (!words.is_empty() && words.iter().any(|word| folded(word) == folded(text)))
}

/// Where a column stands in a source.
pub(super) enum Found {
    At(usize),
    Missing,
    /// Several columns of that name, which differ.
    Several,
}

impl Source {
    /// Reads an input; `None`, with findings, if it cannot be used.
    pub fn read(
        input: &Input,
        file: &str,
        bytes: &[u8],
        mapping: &Mapping,
        findings: &mut Findings,
    ) -> Option<Self> {
        let reading = SheetReading {
            sheet: input.sheet.clone().filter(|sheet| !sheet.is_empty()),
            delimiter: input.delimiter,
            encoding: input.encoding.clone(),
            quotes: input.quotes,
            decimal: input.decimal,
        };
        let mut grid = match foreign::grid(bytes, &reading) {
            Ok(grid) => grid,
            Err(error) => {
                let expected = "a readable table".to_owned();
                let place = Place::file(file);
                let fix = match &error {
                    ForeignError::NoSheets(_) => {
                        "give the workbook, or delete `sheet` from the mapping (`sheet = \"\"` \
                            if it extends another)"
                    }
                    ForeignError::Workbook(fault) => fault.fix(),
                    ForeignError::NotInEncoding(_) | ForeignError::Encoding(_) => {
                        "correct `encoding` in the mapping, or delete it to have it detected"
                    }
                    _ => "give the sheet or encoding in the mapping, or save the file again",
                };
                findings.push(
                    Finding::new(Rule::UnreadableTable, place, "", error.to_string(), expected)
                        .fix(fix),
                );
                return None;
            }
        };
        let wanted = wanted(input, mapping);
        let (header, first, header_rows) = header(&grid, input, &wanted);
        let mut source = Self {
            name: input.name.clone(),
            file: file.into(),
            sheet: grid.sheet.as_deref().map(Into::into),
            origin: Origin::new(file, grid.sheet.as_deref()),
            others: std::mem::take(&mut grid.others),
            read_as: std::mem::take(&mut grid.read_as),
            own: header.len(),
            joined: Vec::new(),
            marks: Vec::new(),
            month_first: Vec::new(),
            header,
            header_row: header_rows.iter().copied().max().unwrap_or(1),
            above: Vec::new(),
            rows: Vec::new(),
            dropped: Vec::new(),
        };
        grid.facts.tell(&source.place(None, None), source.header_row, findings);
        for (at, (row, cells)) in grid.rows.into_iter().enumerate() {
            if at >= first {
                source.take(row, cells, findings);
            } else if !header_rows.contains(&row) {
                source.above.push(Row { row, cells });
            }
        }
        if input.columns.is_none() {
            for sheet in std::mem::take(&mut grid.further) {
                source.take_sheet(sheet, input, &wanted, findings);
            }
        }
        if let Some((found, row)) = grid.odd_bytes {
            let place = Place { row, ..Place::file(file) };
            findings.push(
                Finding::new(Rule::NotUtf8, place, "", found, "UTF-8 text".to_owned())
                    .fix("state `encoding` in the mapping, or save the file as \"CSV UTF-8\""),
            );
        }
        if !grid.left_out.is_empty() {
            let count = counted(grid.left_out.len(), "part");
            let found =
                format!("{count} in the file outside any row: {}", grid.left_out.join(", "));
            let expected = "one list of objects that contain plain values, or objects of plain \
                values"
                .to_owned();
            let place = Place::file(file);
            findings.push(Finding::new(Rule::ColumnKeptOut, place, "", found, expected));
        }
        if !grid.other_lists.is_empty() {
            let found = format!("{} not read", grid.other_lists.join(", "));
            let expected = "one list of records in a file".to_owned();
            findings.push(
                Finding::new(Rule::SheetApart, Place::file(file), "", found, expected)
                    .fix("move the other lists to separate files, or delete them"),
            );
        }
        if !source.above.is_empty() {
            source.tell_dropped(source.above.len(), ABOVE, None, findings);
        }
        if !source.dropped.is_empty() {
            source.tell_dropped(source.dropped.len(), HEADER_AGAIN, None, findings);
        }
        source.missing(&wanted, findings);
        Some(source)
    }

    /// Adds the rows of another sheet with the same header, in whatever order; any other sheet stays unread.
    fn take_sheet(
        &mut self,
        sheet: Sheet,
        input: &Input,
        wanted: &[Wanted],
        findings: &mut Findings,
    ) {
        let Sheet { name, rows, facts } = sheet;
        let grid = SheetRows::of(rows, String::new());
        let (texts, first, header_rows) = header(&grid, input, wanted);
        let Some(order) = same_header(&self.header, &texts) else { return };
        let Some(offset) = self.origin.add(&name) else { return };
        self.others.retain(|other| *other != name);
        self.read_as.push_str(&format!(", {name:?}"));
        let header_row = header_rows.iter().copied().max().unwrap_or(1);
        facts.tell(&self.place(Some(offset + header_row), None), header_row, findings);
        let width = texts.len();
        for (at, (row, cells)) in grid.rows.into_iter().enumerate() {
            let row = row + offset;
            if at < first {
                if !header_rows.contains(&(row - offset)) {
                    self.above.push(Row { row, cells });
                }
                continue;
            }
            let cell = |at: &usize| cells.get(*at).cloned().unwrap_or_default();
            let beyond = cells.iter().skip(width).cloned();
            self.take(row, order.iter().map(cell).chain(beyond).collect(), findings);
        }
    }

    /// Adds a row; cells beyond the header have shifted.
    fn take(&mut self, row: u32, mut cells: Vec<String>, findings: &mut Findings) {
        let width = self.header.len();
        if self.repeats_header(&cells) {
            cells.resize(width, String::new());
            self.dropped.push((Row { row, cells }, HEADER_AGAIN.to_owned()));
            return;
        }
        // A sheet's rows are all as wide as the sheet.
        let last = self.header.iter().rposition(|header| !header.is_empty());
        if self.sheet.is_none() && last.is_some_and(|last| cells.len() <= last) {
            let found =
                format!("{}; the missing ones are read as empty", counted(cells.len(), "cell"));
            let expected = format!("{}, as in the header", counted(width, "cell"));
            let place = self.place(Some(row), None);
            findings.push(Finding::new(Rule::RowTooShort, place, "", found, expected).fix(
                "export the file again, or leave the row out with a rule in the mapping if it \
                    is not a record",
            ));
        }
        if let Some(extra) = cells.iter().skip(width).find(|c| !c.trim().is_empty()) {
            let found = format!(
                "{}; the first beyond the header is {extra:?}",
                counted(cells.len(), "cell")
            );
            let expected = format!("{}, as in the header", counted(width, "cell"));
            let place = self.place(Some(row), None);
            findings.push(Finding::new(Rule::RowTooLong, place, "", found, expected).fix(
                "correct the row in the file, or state the delimiter or quotes in the mapping",
            ));
        }
        cells.resize(width, String::new());
        self.rows.push(Row { row, cells });
    }

    /// Tells whether a row is the header once more, as at the top of a page.
    fn repeats_header(&self, cells: &[String]) -> bool {
        let filled = cells.iter().zip(&self.header).filter(|(cell, _)| !cell.trim().is_empty());
        let (same, other): (Vec<_>, Vec<_>) =
            filled.partition(|(cell, header)| folded_header(cell) == folded_header(header));
        same.len() > 1 && other.is_empty()
    }

    /// Reports the named columns that the file does not have, with the nearest that it has; those that may be
    /// missing as a note.
    fn missing(&self, wanted: &[Wanted], findings: &mut Findings) {
        let mut described: Vec<&OneOrMore<String>> = Vec::new();
        let missing = wanted.iter().filter(|w| !w.names.0.iter().any(|name| self.has(name)));
        let (optional, needed): (Vec<&Wanted>, Vec<&Wanted>) = missing.partition(|w| w.optional);
        for wanted in needed.into_iter().chain(optional) {
            let names = &wanted.names;
            if described.contains(&names) {
                continue;
            }
            described.push(names);
            let first = names.0.first().map_or("", String::as_str);
            let near = nearest_headers(wanted, &self.header);
            let quoted: Vec<String> = names.0.iter().map(|name| format!("{name:?}")).collect();
            let found = format!("no column {}", quoted.join(" or "));
            let expected = "every column in the mapping, by name".to_owned();
            let place = self.place(Some(self.header_row), Some(first));
            let fix = match near.as_slice() {
                [] if wanted.optional => "no action if the file does not have it".to_owned(),
                [] => "give the column that contains it in the mapping, or mark it optional = true"
                    .to_owned(),
                near => format!(
                    "give the column that contains it in the mapping; the nearest here: {}",
                    near.iter().map(|n| format!("{n:?}")).collect::<Vec<_>>().join(", ")
                ),
            };
            let rule = match wanted.optional {
                true => Rule::OptionalColumnMissing,
                false => Rule::MissingColumn,
            };
            findings.push(Finding::new(rule, place, "", found, expected).fix(fix));
        }
    }

    fn has(&self, name: &str) -> bool {
        let name = folded_header(name);
        self.header.iter().any(|header| folded_header(header) == name)
    }

    /// Returns the header of a column, and which it is where several of the file's own have it.
    pub fn which(&self, column: usize) -> (&str, String) {
        let header = self.header[column].as_str();
        let is_same = |at: &usize| folded_header(&self.header[*at]) == folded_header(header);
        let same: Vec<usize> = (0..self.own).filter(is_same).collect();
        let which = match same.iter().position(|at| *at == column) {
            Some(nth) if same.len() > 1 => format!(" (number {} of {})", nth + 1, same.len()),
            _ => String::new(),
        };
        (header, which)
    }

    /// Shows the header of a column, and which it is of several.
    pub fn shown(&self, column: usize) -> String {
        let (header, which) = self.which(column);
        format!("{header}{which}")
    }

    /// Finds a column by name; of several with that name the `nth`, or the first if all their cells agree.
    pub fn find(&self, names: &OneOrMore<String>, nth: Option<usize>) -> Found {
        for name in &names.0 {
            let name = folded_header(name);
            let at: Vec<usize> = (0..self.header.len())
                .filter(|at| folded_header(&self.header[*at]) == name)
                .collect();
            let Some(first) = at.first() else { continue };
            if let Some(nth) = nth {
                return at.get(nth - 1).map_or(Found::Missing, |at| Found::At(*at));
            }
            let agrees =
                |other: &usize| self.rows.iter().all(|r| r.cells[*first] == r.cells[*other]);
            return if at.iter().skip(1).all(agrees) { Found::At(*first) } else { Found::Several };
        }
        Found::Missing
    }

    /// Returns a place in the file.
    pub fn place(&self, row: Option<u32>, column: Option<&str>) -> Place {
        self.origin.place(row, column)
    }

    /// Returns the reference of a row.
    pub fn row_ref(&self, row: u32) -> RowRef {
        self.origin.row(row)
    }

    /// Leaves out the rows of which a rule holds.
    pub fn drop_rows(&mut self, input: &Input, policy: &Policy, findings: &mut Findings) {
        for rule in &input.drop {
            let Found::At(at) = self.find(&rule.column, None) else { continue };
            let (dropped, kept): (Vec<Row>, Vec<Row>) = std::mem::take(&mut self.rows)
                .into_iter()
                .partition(|row| holds(rule, &row.cells[at], &input.null, policy));
            self.rows = kept;
            if dropped.is_empty() {
                continue;
            }
            self.tell_dropped(dropped.len(), &rule.reason, self.header.get(at), findings);
            self.dropped.extend(dropped.into_iter().map(|row| (row, rule.reason.clone())));
        }
    }

    pub fn tell_dropped(
        &self,
        count: usize,
        reason: &str,
        column: Option<&String>,
        findings: &mut Findings,
    ) {
        let found = format!("{} left out: {reason}", counted(count, "row"));
        let expected = "records only; dropped.csv lists each row left out".to_owned();
        let place = self.place(None, column.map(String::as_str));
        findings.push(Finding::new(Rule::RowsDropped, place, "", found, expected));
    }
}

/// Folds a postcode: upper case, no blanks.
pub(super) fn postcode(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Returns all that fills columns of a table, its lines' own included.
pub(super) fn specs(table: &TableSpec) -> impl Iterator<Item = (&String, &Spec)> {
    table.columns.iter().chain(table.line.iter().flatten())
}

/// Tells whether every test of a rule holds of a cell.
fn holds(rule: &Drop, cell: &str, null: &[String], policy: &Policy) -> bool {
    let text = folded(cell);
    let is_any = |words: &Vec<String>| words.iter().any(|w| folded(w) == text);
    let begins = |words: &Vec<String>| words.iter().any(|w| text.starts_with(&folded(w)));
    let contains = |words: &Vec<String>| words.iter().any(|w| text.contains(&folded(w)));
    rule.is.as_ref().is_none_or(is_any)
        && rule.is_not.as_ref().is_none_or(|words| !is_any(words))
        && rule.begins.as_ref().is_none_or(begins)
        && rule.contains.as_ref().is_none_or(contains)
        && rule.empty.is_none_or(|empty| is_null(cell, null, policy) == empty)
        && rule.number.is_none_or(|number| is_number(&tidy(cell)) == number)
}

/// Reads the inputs of a mapping, drops and joins.
pub(super) fn sources(
    mapping: &Mapping,
    files: &[super::InputBytes],
    policy: &Policy,
    findings: &mut Findings,
) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for file in files {
        let Some(input) = mapping.input.iter().find(|i| i.name == file.input) else { continue };
        if let Some(mut source) = Source::read(input, &file.file, &file.bytes, mapping, findings) {
            source.drop_rows(input, policy, findings);
            source.drop_no_records(findings);
            sources.push(source);
        }
    }
    for input in &mapping.input {
        for join in &input.join {
            let other = sources.iter().find(|s| s.name == join.with).cloned();
            let own = sources.iter_mut().find(|s| s.name == input.name);
            if let (Some(own), Some(other)) = (own, other) {
                own.join(join, &other, findings);
            }
        }
    }
    sources
}
