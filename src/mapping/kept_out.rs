//! The columns and sheets of a file that nothing reads: each is named, so that none is left out in silence.

use std::collections::BTreeSet;

use super::{
    decimals::{home, places},
    header::folded_header,
    recipe::{Mapping, OneOrMore},
    source::{Found, Source, specs, tidy},
};
use crate::{
    load::letters,
    model::{Finding, Findings, Rule, counted},
};

/// Notes the columns and sheets of every file that nothing reads.
pub(super) fn kept_out(sources: &[Source], mapping: &Mapping, findings: &mut Findings) {
    let read = read(sources, mapping);
    for (at, source) in sources.iter().enumerate() {
        other_sheets(source, sources, findings);
        let shown: Vec<String> = (0..source.own)
            .filter(|column| !read.contains(&(at, *column)))
            .filter(|column| !repeats(source, *column, |other| read.contains(&(at, other))))
            .filter_map(|column| shown(source, column))
            .collect();
        if shown.is_empty() {
            continue;
        }
        let found = format!("{} not read: {}", counted(shown.len(), "column"), shown.join(", "));
        let expected = "columns in the mapping".to_owned();
        let place = source.place(None, None);
        findings.push(
            Finding::new(Rule::ColumnKeptOut, place, "", found, expected)
                .fix("add them to the mapping if a table should have them"),
        );
    }
}

/// Notes the other sheets of a workbook, unless they come in as another input.
fn other_sheets(source: &Source, sources: &[Source], findings: &mut Findings) {
    let is_read = |sheet: &String| {
        let of_file = sources.iter().filter(|other| other.file == source.file);
        of_file.into_iter().any(|other| other.sheet.as_deref() == Some(sheet))
    };
    let others = source.others.iter().filter(|sheet| !is_read(sheet));
    let shown: Vec<String> = others.map(|sheet| format!("{sheet:?}")).collect();
    if shown.is_empty() {
        return;
    }
    let found = format!("other sheets, not read: {}", shown.join(", "));
    let expected = "sheets in the mapping".to_owned();
    let place = source.place(None, None);
    findings.push(Finding::new(Rule::FileKeptOut, place, "", found, expected).fix(
        "if a sheet contains records, add an [[input]] to the mapping with that sheet \
                and give the file to it",
    ));
}

/// Returns every column that the mapping reads: the source and its own column.
fn read(sources: &[Source], mapping: &Mapping) -> BTreeSet<(usize, usize)> {
    let of = |name: &str| sources.iter().position(|source| source.name == name);
    let mut read = BTreeSet::new();
    let mut look = |at: Option<usize>, names: &OneOrMore<String>| {
        if let Some(at) = at
            && let Found::At(place) = sources[at].find(names, None)
        {
            read.extend(home(sources, at, place));
        }
    };
    for input in &mapping.input {
        let own = of(&input.name);
        input.drop.iter().for_each(|rule| look(own, &rule.column));
        for join in &input.join {
            look(own, &join.column.column);
            look(of(&join.with), &join.equals.column);
        }
    }
    for table in &mapping.table {
        table.one_per.iter().for_each(|key| look(of(&table.from), &key.column));
        if let Some(position) = &table.position {
            let names = [&position.postcode, &position.easting, &position.northing];
            names.into_iter().for_each(|names| look(of(&position.from), names));
        }
    }
    for table in &mapping.table {
        let Some(at) = of(&table.from) else { continue };
        let found = specs(table).flat_map(|(_, spec)| places(&sources[at], spec));
        read.extend(found.filter_map(|(place, _)| home(sources, at, place)));
    }
    read
}

/// Tells whether a column says the same in every row as one of its name that is read.
fn repeats(source: &Source, column: usize, is_read: impl Fn(usize) -> bool) -> bool {
    let name = |at: usize| folded_header(&source.header[at]);
    let same = |other: &usize| {
        let rows = source.rows.iter().chain(source.dropped.iter().map(|(row, _)| row));
        name(*other) == name(column)
            && rows.into_iter().all(|row| row.cells.get(*other) == row.cells.get(column))
    };
    (0..source.own).filter(|other| is_read(*other)).any(|other| same(&other))
}

/// Names a column: by its header, else by its letter and what it begins with; `None` if it is empty.
fn shown(source: &Source, column: usize) -> Option<String> {
    let header = &source.header[column];
    let rows = source.rows.iter().chain(source.dropped.iter().map(|(row, _)| row));
    let cells = rows.filter_map(|row| row.cells.get(column)).map(|cell| tidy(cell));
    let filled: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    if header.is_empty() {
        let first = filled.first()?;
        let letters = letters(column);
        return Some(format!(
            "column {letters} with no header ({}, the first {first:?})",
            counted(filled.len(), "cell")
        ));
    }
    let (name, which) = source.which(column);
    Some(format!("{name:?}{which}"))
}
