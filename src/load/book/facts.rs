//! What a sheet hides, merges or leaves unsolved: read all the same, and told.

use std::io::{BufReader, Cursor};

use calamine::Dimensions;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{
    Rows, filled_columns,
    ods::{attribute, times},
};
use crate::model::{Finding, Findings, Place, Rule, counted};

/// Places that a finding names, the first ones.
const NAMED: usize = 5;

/// What is odd about a sheet; rows and columns count from 1 and 0, and hold something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub(super) hidden_sheet: bool,
    hidden_rows: Vec<u32>,
    /// First and last.
    hidden_columns: Vec<(u32, u32)>,
    is_filtered: bool,
    /// Cells merged into one.
    merged: Vec<Span>,
    /// Cells with a formula of which no result is stored: row and column.
    unsolved: Vec<(u32, u32)>,
}

/// A block of cells: first row, first column, last row, last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span(u32, u32, u32, u32);

impl Span {
    fn shown(self) -> String {
        let Self(top, left, bottom, right) = self;
        format!("{}:{}", cell(top, left), cell(bottom, right))
    }
}

impl Facts {
    /// Reads what the part of a sheet of an XLSX file says; `None` if it cannot be read.
    pub(super) fn of_xlsx(bytes: &[u8], part: &str) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut reader =
            quick_xml::Reader::from_reader(BufReader::new(archive.by_name(part).ok()?));
        reader.config_mut().expand_empty_elements = true;
        let mut facts = Self::default();
        let mut buffer = Vec::new();
        let (mut row, mut column) = (0_u32, 0_u32);
        let (mut formula, mut value) = (false, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).ok()?;
            match &event {
                Event::Start(e) => match e.local_name().as_ref() {
                    "row" => {
                        row = number(e, "r").unwrap_or_else(|| row.saturating_add(1));
                        column = 0;
                        if is_yes(e, "hidden") {
                            facts.hidden_rows.push(row);
                        }
                    }
                    "c" => {
                        let place = attribute(e, "r").and_then(|text| place(&text));
                        column = place.map_or(column, |(_, column)| column);
                        (formula, value) = (false, false);
                    }
                    "f" => formula = true,
                    "v" | "is" => value = true,
                    "col" if is_yes(e, "hidden") => {
                        let ends = number(e, "min").zip(number(e, "max"));
                        facts.hidden_columns.extend(
                            ends.map(|(from, to)| (from.saturating_sub(1), to.saturating_sub(1))),
                        );
                    }
                    "mergeCell" => {
                        facts.merged.extend(attribute(e, "ref").and_then(|text| span(&text)));
                    }
                    "filterColumn" => facts.is_filtered = true,
                    _ => {}
                },
                Event::End(e) if e.local_name().as_ref() == "c" => {
                    if formula && !value {
                        facts.unsolved.push((row, column));
                    }
                    column = column.saturating_add(1);
                }
                Event::Eof => return Some(facts),
                _ => {}
            }
        }
    }

    /// Takes the merged cells that a reader found.
    pub(super) fn of_merges(merges: &[Dimensions]) -> Self {
        let span = |d: &Dimensions| Span(d.start.0 + 1, d.start.1, d.end.0 + 1, d.end.1);
        Self { merged: merges.iter().map(span).collect(), ..Self::default() }
    }

    /// Reads what the content of an ODS file says of a sheet.
    pub(super) fn of_ods(content: &str, sheet: &str) -> Self {
        let mut facts = Self::default();
        let mut reader = quick_xml::Reader::from_str(content);
        reader.config_mut().expand_empty_elements = true;
        let (mut within, mut row, mut rows, mut column) = (false, 1_u32, 1_u32, 0_u32);
        let mut first = 0_u32;
        loop {
            let event = match reader.read_event() {
                Ok(Event::Start(start)) => start,
                Ok(Event::End(end)) => {
                    match end.name().0 {
                        "table:table" => within = false,
                        "table:table-row" if within => row = row.saturating_add(rows),
                        _ => {}
                    }
                    continue;
                }
                Ok(Event::Eof) | Err(_) => return facts,
                Ok(_) => continue,
            };
            let visibility = || attribute(&event, "table:visibility");
            match event.name().0 {
                "table:table" => {
                    within = attribute(&event, "table:name").as_deref() == Some(sheet);
                    (row, first) = (1, 0);
                }
                "table:table-column" if within => {
                    let count = times(&event, "table:number-columns-repeated");
                    let last = first.saturating_add(count.saturating_sub(1));
                    if visibility().is_some_and(|v| v != "visible") {
                        facts.hidden_columns.push((first, last));
                    }
                    first = last.saturating_add(1);
                }
                "table:table-row" if within => {
                    rows = times(&event, "table:number-rows-repeated");
                    column = 0;
                    let visibility = visibility();
                    facts.is_filtered |= visibility.as_deref() == Some("filter");
                    // Rows without end at the foot of a sheet hold nothing.
                    if visibility.is_some_and(|v| v != "visible") && rows < 10_000 {
                        facts.hidden_rows.extend(row..row.saturating_add(rows));
                    }
                }
                "table:table-cell" | "table:covered-table-cell" if within => {
                    let columns = times(&event, "table:number-columns-repeated");
                    let down = times(&event, "table:number-rows-spanned");
                    let right = times(&event, "table:number-columns-spanned");
                    if down > 1 || right > 1 {
                        facts.merged.push(Span(row, column, row + down - 1, column + right - 1));
                    }
                    let has = |name: &str| attribute(&event, name).is_some();
                    if has("table:formula") && !has("office:value-type") {
                        facts.unsolved.push((row, column));
                    }
                    column = column.saturating_add(columns);
                }
                _ => {}
            }
        }
    }

    /// Forgets hidden rows and columns that hold nothing.
    pub(super) fn keep_filled(&mut self, rows: &Rows) {
        self.hidden_rows
            .retain(|row| rows.binary_search_by_key(row, |(number, _)| *number).is_ok());
        if !self.hidden_columns.is_empty() {
            let filled = filled_columns(rows);
            self.hidden_columns.retain(|(from, to)| filled.range(from..=to).next().is_some());
        }
    }

    /// Tells what is odd about the sheet whose header ends in a row; `place` is the sheet.
    pub(crate) fn tell(&self, place: &Place, header_row: u32, findings: &mut Findings) {
        self.tell_hidden(place, findings);
        let merged: Vec<&Span> = self.merged.iter().filter(|span| span.2 > header_row).collect();
        if let Some(first) = merged.first() {
            let names = named(merged.iter().map(|span| span.shown()));
            let found =
                format!("{} among the records: {names}", counted(merged.len(), "merged cell"));
            let expected = "one cell for each value".to_owned();
            let place = Place { row: Some(first.0.max(header_row + 1)), ..place.clone() };
            findings.push(Finding::new(Rule::MergedCells, place, "", found, expected).fix(
                "unmerge the cells and fill in each one; until then only the first has a value \
                    and the others are read as empty",
            ));
        }
        let unsolved: Vec<_> = self.unsolved.iter().filter(|(row, _)| *row > header_row).collect();
        if let Some((row, _)) = unsolved.first() {
            let names = named(unsolved.iter().map(|(row, column)| cell(*row, *column)));
            let found = format!(
                "{} with a formula but no stored result: {names}",
                counted(unsolved.len(), "cell")
            );
            let expected = "the stored result of each formula".to_owned();
            let place = Place { row: Some(*row), ..place.clone() };
            findings.push(Finding::new(Rule::FormulaUnsolved, place, "", found, expected).fix(
                "open the workbook in the spreadsheet program and save it; until then these cells are read as empty",
            ));
        }
    }

    fn tell_hidden(&self, place: &Place, findings: &mut Findings) {
        let mut parts: Vec<String> = Vec::new();
        if self.hidden_sheet {
            parts.push("the sheet".to_owned());
        }
        if !self.hidden_rows.is_empty() {
            let names = named(self.hidden_rows.iter().map(u32::to_string));
            let by = if self.is_filtered { " by a filter" } else { "" };
            parts.push(format!("{}{by} ({names})", counted(self.hidden_rows.len(), "row")));
        }
        if !self.hidden_columns.is_empty() {
            let count: usize = self
                .hidden_columns
                .iter()
                .map(|(from, to)| usize::try_from(to - from + 1).unwrap_or(0))
                .sum();
            let names = named(self.hidden_columns.iter().map(|(from, to)| {
                let [from, to] = [from, to].map(|at| letters(usize::try_from(*at).unwrap_or(0)));
                if from == to { from } else { format!("{from} to {to}") }
            }));
            parts.push(format!("{} ({names})", counted(count, "column")));
        }
        if parts.is_empty() {
            return;
        }
        let found = format!("hidden in the workbook: {}", parts.join(", "));
        let expected = "no hidden cells; they are read like the others";
        findings.push(
            Finding::new(Rule::HiddenCells, place.clone(), "", found, expected.to_owned())
                .fix("unhide and check them, or delete any that are not records"),
        );
    }
}

/// Lists the first few, and how many there are more.
fn named(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    let first = all.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

fn is_yes(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|yes| yes == "1" || yes == "true")
}

/// Reads `C5` as row 5, column 2.
pub(super) fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(digits);
    let column = letters.chars().try_fold(0_u32, |sum, c| {
        let letter = u32::from(c.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
        sum.checked_mul(26)?.checked_add(letter + 1)
    })?;
    Some((digits.parse().ok()?, column.checked_sub(1)?))
}

/// Reads `A3:B5`.
fn span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
    Some(Span(top, left, bottom, right))
}

/// Writes a cell's name: `C5`.
fn cell(row: u32, column: u32) -> String {
    format!("{}{row}", letters(usize::try_from(column).unwrap_or(0)))
}

/// Returns a column's letters as a spreadsheet shows them: A, Z, AA.
pub(crate) fn letters(column: usize) -> String {
    let letter = |at: usize| u8::try_from(at).map_or('?', |at| char::from(b'A' + at));
    let mut text = String::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        text.insert(0, letter((left - 1) % 26));
        left = (left - 1) / 26;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
        assert_eq!(place("AA12"), Some((12, 26)));
        assert_eq!(span("A3:B5"), Some(Span(3, 0, 5, 1)));
    }

    #[test]
    fn an_ods_tells_what_it_hides_merges_and_has_not_worked_out() {
        let content = "<a><table:table table:name=\"x\"><table:table-column/>\
             <table:table-column table:visibility=\"collapse\"/><table:table-row/>\
             <table:table-row table:visibility=\"filter\"><table:table-cell table:number-rows-spanned=\"2\"/>\
             <table:table-cell table:formula=\"of:=1\"/></table:table-row></table:table></a>";
        let facts = Facts::of_ods(content, "x");
        assert_eq!(facts.hidden_rows, [2]);
        assert_eq!(facts.hidden_columns, [(1, 1)]);
        assert!(facts.is_filtered);
        assert_eq!(facts.merged, [Span(2, 0, 3, 0)]);
        assert_eq!(facts.unsolved, [(2, 1)]);
        assert_eq!(Facts::of_ods(content, "y"), Facts::default());
    }
}
