//! One file that comes in: its header found, its rows kept or left out, other files put beside it.

use std::{collections::BTreeMap, sync::Arc};

use super::recipe::{Choice, Drop, Input, Join, Mapping, OneOrMore, Spec, TableSpec};
use crate::{
    load::{
        foreign::{self, Grid, Reading},
        is_number,
    },
    model::{Finding, Findings, Place, RowRef, Rule, folded},
    policy::Policy,
};

/// Rows among which the header is looked for.
const TITLE_LINES: usize = 50;

/// A file as a table of text with a header.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub name: String,
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    pub read_as: String,
    pub header: Vec<String>,
    header_row: u32,
    /// In the order of the file, as wide as the header.
    pub rows: Vec<Row>,
    /// Rows that a rule left out, with the reason.
    pub dropped: Vec<(Row, String)>,
    /// How many columns are the file's own; those of joined files follow.
    own: usize,
}

/// One row and its number as a spreadsheet shows it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub row: u32,
    pub cells: Vec<String>,
}

/// Folds a header: case, blanks, `_` and `-` aside, `²` as `2`.
pub(super) fn folded_header(text: &str) -> String {
    folded(text).replace('²', "2").replace('³', "3").replace('\u{2019}', "'")
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
        let reading = Reading {
            sheet: input.sheet.clone(),
            delimiter: input.delimiter,
            encoding: input.encoding.clone(),
            quotes: input.quotes,
        };
        let grid = match foreign::grid(bytes, &reading) {
            Ok(grid) => grid,
            Err(error) => {
                let expected = "a table that can be read".to_owned();
                let place = Place::file(file);
                findings.push(
                    Finding::new(Rule::UnreadableTable, place, "", error.to_string(), expected)
                        .mend("name the sheet or encoding in the mapping, or save the file again"),
                );
                return None;
            }
        };
        let wanted = wanted(input, mapping);
        let (header, first, header_row) = header(&grid, input, &wanted);
        let mut source = Self {
            name: input.name.clone(),
            file: file.into(),
            sheet: grid.sheet.as_deref().map(Into::into),
            read_as: grid.read_as,
            own: header.len(),
            header,
            header_row,
            rows: Vec::new(),
            dropped: Vec::new(),
        };
        for (row, cells) in grid.rows.into_iter().skip(first) {
            source.take(row, cells, findings);
        }
        source.missing(&wanted, findings);
        Some(source)
    }

    /// Adds a row; cells beyond the header have shifted.
    fn take(&mut self, row: u32, mut cells: Vec<String>, findings: &mut Findings) {
        let width = self.header.len();
        if let Some(extra) = cells.iter().skip(width).find(|c| !c.trim().is_empty()) {
            let found = format!("{} cells, the first beyond the header {extra:?}", cells.len());
            let expected = format!("{width} cells, as many as the header has columns");
            let place = self.place(Some(row), None);
            findings.push(Finding::new(Rule::RowTooLong, place, "", found, expected).mend(
                "correct the row in the file, or state the delimiter or quotes in the mapping",
            ));
        }
        cells.resize(width, String::new());
        self.rows.push(Row { row, cells });
    }

    /// Reports the named columns that the file does not have, with the nearest that it has.
    fn missing(&self, wanted: &[(OneOrMore<String>, bool)], findings: &mut Findings) {
        let mut told: Vec<&OneOrMore<String>> = Vec::new();
        for (names, optional) in wanted {
            let missing = !names.0.iter().any(|name| self.position_of(name).is_some());
            if *optional || !missing || told.contains(&names) {
                continue;
            }
            told.push(names);
            let first = names.0.first().map_or("", String::as_str);
            let near = nearest_headers(first, &self.header);
            let found = format!("no column {:?}", names.0.join("\" or \""));
            let expected =
                "every column the mapping names; none is taken by its position".to_owned();
            let place = self.place(Some(self.header_row), Some(first));
            let mend = match near.as_slice() {
                [] => "name the column that holds it in the mapping, or mark it optional = true"
                    .to_owned(),
                near => format!(
                    "name in the mapping the column that holds it; the nearest here: {}",
                    near.iter().map(|n| format!("{n:?}")).collect::<Vec<_>>().join(", ")
                ),
            };
            findings.push(Finding::new(Rule::MissingColumn, place, "", found, expected).mend(mend));
        }
    }

    fn position_of(&self, name: &str) -> Option<usize> {
        let name = folded_header(name);
        self.header.iter().position(|h| folded_header(h) == name)
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
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            column: column.map(str::to_owned),
            row,
        }
    }

    /// Returns the reference of a row.
    pub fn row_ref(&self, row: u32) -> RowRef {
        RowRef { file: self.file.clone(), sheet: self.sheet.clone(), row }
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
            let found = format!("{} rows left out: {}", dropped.len(), rule.reason);
            let expected = "rows of records; dropped.csv lists each that is left out".to_owned();
            let column = self.header.get(at).cloned();
            let place = self.place(None, column.as_deref());
            findings.push(Finding::new(Rule::RowsDropped, place, "", found, expected));
            self.dropped.extend(dropped.into_iter().map(|row| (row, rule.reason.clone())));
        }
    }

    /// Puts the columns of another source beside the own ones, by key.
    pub fn join(&mut self, join: &Join, other: &Self, findings: &mut Findings) {
        let (Found::At(here), Found::At(there)) =
            (self.find(&join.column, None), other.find(&join.equals, None))
        else {
            return;
        };
        let key = |text: &str| if join.postcode { postcode(text) } else { folded(text) };
        let mut by_key: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in &other.rows {
            let key = key(&row.cells[there]);
            if !key.is_empty() {
                by_key.entry(key).or_default().push(row);
            }
        }
        let own = self.header.len();
        self.header.extend(other.header.iter().map(|h| format!("{}: {h}", other.name)));
        let mut unmatched: Vec<(u32, String)> = Vec::new();
        let mut disagree: Vec<(u32, String)> = Vec::new();
        for row in &mut self.rows {
            let text = tidy(&row.cells[here]);
            let rows = by_key.get(&key(&text)).map_or(&[][..], Vec::as_slice);
            let chosen = match join.choice {
                Choice::Last => rows.last(),
                Choice::First => rows.first(),
                _ if rows.iter().all(|r| r.cells == rows[0].cells) => rows.first(),
                _ => {
                    disagree.push((row.row, text.clone()));
                    None
                }
            };
            match chosen {
                Some(chosen) => row.cells.extend(chosen.cells.iter().cloned()),
                None if rows.is_empty() && !text.is_empty() => unmatched.push((row.row, text)),
                None => {}
            }
            row.cells.resize(own + other.header.len(), String::new());
        }
        let column = self.header[here].clone();
        for (rule, rows, what) in [
            (Rule::JoinUnmatched, unmatched, "is in no row of"),
            (Rule::RowsDisagree, disagree, "stands in several rows that differ, of"),
        ] {
            for (row, text) in rows {
                let found = format!("{text:?}, which {what} {}", other.file);
                let expected = format!("one row of {} with that key", other.file);
                let place = self.place(Some(row), Some(&column));
                findings.push(
                    Finding::new(rule, place, &text, found, expected)
                        .mend("correct the key in one of the files; what the other file adds is not known here"),
                );
            }
        }
    }

    /// Returns the headers of the file itself that no part of the mapping names.
    pub fn unused(&self, mapping: &Mapping) -> Vec<&str> {
        let Some(input) = mapping.input.iter().find(|i| i.name == self.name) else {
            return Vec::new();
        };
        let mut named: Vec<String> = Vec::new();
        let others = mapping.input.iter().flat_map(|other| {
            other.join.iter().filter(|join| join.with == self.name).map(|join| &join.equals)
        });
        let prefix = folded_header(&format!("{}: ", self.name));
        let mine = wanted(input, mapping);
        for names in mine.iter().map(|(names, _)| names).chain(others) {
            named.extend(names.0.iter().map(|name| folded_header(name)));
        }
        for table in &mapping.table {
            let headers = specs(table).flat_map(|(_, spec)| spec.headers());
            let names = headers.flat_map(|(names, _)| names.0.iter().map(|n| folded_header(n)));
            named.extend(names.filter_map(|n| n.strip_prefix(&prefix).map(str::to_owned)));
        }
        let own = self.header.iter().take(self.own);
        own.filter(|h| !h.is_empty() && !named.contains(&folded_header(h)))
            .map(String::as_str)
            .collect()
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

/// Returns the headers a mapping names in an input, and whether each may be missing.
fn wanted(input: &Input, mapping: &Mapping) -> Vec<(OneOrMore<String>, bool)> {
    let mut wanted: Vec<(OneOrMore<String>, bool)> = Vec::new();
    let mut want =
        |names: &OneOrMore<String>, optional: bool| wanted.push((names.clone(), optional));
    for rule in &input.drop {
        want(&rule.column, false);
    }
    for join in &input.join {
        want(&join.column, false);
    }
    for join in mapping.input.iter().flat_map(|i| &i.join).filter(|j| j.with == input.name) {
        want(&join.equals, false);
    }
    for table in &mapping.table {
        if let Some(position) = table.position.as_ref().filter(|p| p.from == input.name) {
            want(&position.postcode, false);
            want(&position.easting, false);
            want(&position.northing, false);
        }
        if table.from == input.name {
            table.one_per.iter().for_each(|names| want(names, false));
            for (_, spec) in specs(table) {
                spec.headers().into_iter().for_each(|(names, optional)| want(names, optional));
            }
        }
    }
    let joined = |name: &String| {
        input
            .join
            .iter()
            .any(|j| folded_header(name).starts_with(&folded_header(&format!("{}: ", j.with))))
    };
    wanted.retain(|(names, _)| !names.0.iter().any(joined));
    wanted
}

/// Finds the header: as stated, or the row that holds most of the named columns.
///
/// Returns its texts, the place of the first record among the rows, and its row number.
pub(super) fn header(
    grid: &Grid,
    input: &Input,
    wanted: &[(OneOrMore<String>, bool)],
) -> (Vec<String>, usize, u32) {
    let after = |row: u32| grid.rows.iter().position(|(r, _)| *r > row).unwrap_or(grid.rows.len());
    if let Some(names) = &input.columns {
        return (names.clone(), 0, 1);
    }
    if let Some(OneOrMore(stated)) = &input.header {
        let last = stated.iter().copied().max().unwrap_or(1);
        let of = |row: u32| grid.rows.iter().find(|(r, _)| *r == row).map(|(_, cells)| cells);
        let rows: Vec<&Vec<String>> = stated.iter().filter_map(|row| of(*row)).collect();
        let width = rows.iter().map(|cells| cells.len()).max().unwrap_or(0);
        let mut group = vec![String::new(); rows.len()];
        let join = |at: usize| {
            let mut parts: Vec<String> = Vec::new();
            for (level, cells) in rows.iter().enumerate() {
                let text = cells.get(at).map_or_else(String::new, |c| tidy(c));
                // A group's name stands over its first column only.
                let is_group = level + 1 < rows.len();
                if is_group && !text.is_empty() {
                    group[level].clone_from(&text);
                }
                let text = if is_group { group[level].clone() } else { text };
                if !text.is_empty() {
                    parts.push(text);
                }
            }
            parts.join(" / ")
        };
        return ((0..width).map(join).collect(), after(last), last);
    }
    let names: Vec<String> =
        wanted.iter().flat_map(|(names, _)| names.0.iter().map(|n| folded_header(n))).collect();
    let held = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| folded_header(c)).collect();
        names.iter().filter(|name| cells.contains(name)).count()
    };
    let mut best = (0, 0);
    for (at, (_, cells)) in grid.rows.iter().take(TITLE_LINES).enumerate() {
        let count = held(cells);
        if count > best.0 {
            best = (count, at);
        }
    }
    let (row, cells) = &grid.rows[best.1];
    (cells.iter().map(|c| tidy(c)).collect(), best.1 + 1, *row)
}

/// Returns up to three headers near a text: those that share most of its letters or hold its words.
fn nearest_headers<'a>(text: &str, headers: &'a [String]) -> Vec<&'a str> {
    let wanted = folded_header(text);
    let mut near: Vec<(f64, &str)> = headers
        .iter()
        .filter(|h| !h.is_empty())
        .map(|h| (strsim::normalized_damerau_levenshtein(&wanted, &folded_header(h)), h.as_str()))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, h)| h).collect()
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
