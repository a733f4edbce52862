//! The decimal mark of a file whose mapping does not state it: each column is judged as a whole.
//!
//! `2.000` is two, or two thousand. Where a column shows a decimal comma, or shows nothing and another column of
//! the file does, such a cell is not read either way: it is a finding, and the mapping should state the mark.

use rust_decimal::Decimal;

use super::{
    cell::{cut, is_numeric},
    recipe::{Fields, Mapping, Spec},
    source::{Found, Source, specs, tidy},
};
use crate::{
    load::{DecimalMark, decimal_mark, number_of, number_with, schema},
    model::{Finding, Findings, Rule, counted},
};

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The mapping states the decimal mark.
    Stated(char),
    /// Nothing speaks against a point: each cell is read for itself.
    Open,
    /// Decimal commas stand in the column or beside it: what could be either is not read.
    Unclear,
}

/// Reads a number of a column; a per cent sign passes.
pub(super) fn number(text: &str, mark: Mark) -> Option<Decimal> {
    let plain = text.trim_end_matches('%').trim_end();
    match mark {
        Mark::Stated(mark) => number_with(plain, mark),
        Mark::Open => number_of(plain),
        Mark::Unclear if decimal_mark(plain) == Some(DecimalMark::Either) => None,
        Mark::Unclear => number_of(plain),
    }
}

/// Returns what a cell that is not read could mean, as `2.000 (2 or 2000)`, which no reader takes for a number.
pub(super) fn either(text: &str, mark: Mark) -> Option<String> {
    let plain = text.trim_end_matches('%').trim_end();
    let unclear = mark == Mark::Unclear && decimal_mark(plain) == Some(DecimalMark::Either);
    let read = |mark| number_with(plain, mark).filter(|_| unclear);
    Some(format!("{text} ({} or {})", read('.')?.normalize(), read(',')?.normalize()))
}

/// What the cells of a column show.
#[derive(Debug, Default)]
struct Shows {
    /// Cells with a decimal comma, and the first of them.
    commas: usize,
    first: String,
    points: bool,
    either: bool,
}

/// Judges the columns of numbers of every source, the joined ones by their own file; decimal commas are findings.
pub(super) fn judge(sources: &mut [Source], mapping: &Mapping, findings: &mut Findings) {
    let columns = number_columns(sources, mapping);
    let mut marks: Vec<Vec<Mark>> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let input = mapping.input.iter().find(|input| input.name == source.name);
        let stated = input.and_then(|input| input.decimal);
        marks.push(vec![stated.map_or(Mark::Open, Mark::Stated); source.own]);
        if stated.is_some() {
            continue;
        }
        let own = columns.iter().filter(|(of, ..)| *of == at);
        let shown: Vec<(usize, Shows)> =
            own.map(|(_, column, fields)| (*column, shows(source, *column, fields))).collect();
        let any = shown.iter().any(|(_, shows)| shows.commas > 0);
        for (column, shows) in &shown {
            let unclear = shows.commas > 0 || (any && !shows.points);
            if unclear && shows.either {
                marks[at][*column] = Mark::Unclear;
            }
            tell(source, *column, shows, findings);
        }
    }
    let of = |name: &str| sources.iter().position(|source| source.name == name);
    let joined: Vec<Vec<usize>> = sources
        .iter()
        .map(|source| source.joined.iter().filter_map(|(name, _)| of(name)).collect())
        .collect();
    for (at, source) in sources.iter_mut().enumerate() {
        source.marks.clone_from(&marks[at]);
        for (other, (_, first)) in joined[at].iter().zip(&source.joined) {
            source.marks.resize(*first, Mark::Open);
            source.marks.extend(&marks[*other]);
        }
        source.marks.resize(source.header.len(), Mark::Open);
    }
}

/// Returns the columns that fill columns of numbers: the source, its own column, and how it is cut.
fn number_columns<'m>(sources: &[Source], mapping: &'m Mapping) -> Vec<(usize, usize, &'m Fields)> {
    let mut columns: Vec<(usize, usize, &Fields)> = Vec::new();
    for table in &mapping.table {
        let schema = schema::TABLES.iter().find(|schema| schema.name == table.name);
        let Some(at) = sources.iter().position(|source| source.name == table.from) else {
            continue;
        };
        for (name, spec) in specs(table) {
            let column = schema.and_then(|schema| schema.column(name));
            if !column.is_some_and(|column| is_numeric(column.kind)) {
                continue;
            }
            for (place, spec) in places(&sources[at], spec) {
                let Some((of, place)) = home(sources, at, place) else { continue };
                if !columns.iter().any(|(source, column, _)| (*source, *column) == (of, place)) {
                    columns.push((of, place, &*spec.0));
                }
            }
        }
    }
    columns
}

/// Returns the columns of a source that a spec reads, what it falls back on included.
pub(super) fn places<'m>(source: &Source, spec: &'m Spec) -> Vec<(usize, &'m Spec)> {
    let own = &spec.0;
    let headers = own.column.iter().chain(own.columns.iter().flatten());
    let found = headers.filter_map(|names| match source.find(names, own.nth) {
        Found::At(at) => Some((at, spec)),
        Found::Missing | Found::Several => None,
    });
    let mut places: Vec<_> = found.collect();
    places.extend(own.otherwise_from.iter().flat_map(|other| self::places(source, other)));
    places
}

/// Returns the source whose own column stands at a place, and its place there.
pub(super) fn home(sources: &[Source], at: usize, place: usize) -> Option<(usize, usize)> {
    let source = sources.get(at)?;
    if place < source.own {
        return Some((at, place));
    }
    let (name, first) = source.joined.iter().rev().find(|(_, first)| *first <= place)?;
    let other = sources.iter().position(|source| source.name == *name)?;
    home(sources, other, place - first)
}

fn shows(source: &Source, column: usize, fields: &Fields) -> Shows {
    let mut shows = Shows::default();
    let rows = source.rows.iter().chain(source.dropped.iter().map(|(row, _)| row));
    for cell in rows.filter_map(|row| row.cells.get(column)) {
        let Some(text) = cut(&tidy(cell), fields) else { continue };
        match decimal_mark(&text) {
            Some(DecimalMark::Comma) => {
                shows.commas += 1;
                if shows.first.is_empty() {
                    shows.first = text;
                }
            }
            Some(DecimalMark::Point) => shows.points = true,
            Some(DecimalMark::Either) => shows.either = true,
            Some(DecimalMark::Any) | None => {}
        }
    }
    shows
}

/// Makes the finding about a column that shows decimal commas.
fn tell(source: &Source, column: usize, shows: &Shows, findings: &mut Findings) {
    if shows.commas == 0 {
        return;
    }
    let count = counted(shows.commas, "cell");
    let found = format!("decimal commas in {count}, the first {:?}", shows.first);
    let expected = "numbers with a point, or the decimal mark stated".to_owned();
    let place = source.place(None, source.header.get(column).map(String::as_str));
    findings.push(Finding::new(Rule::DecimalComma, place, "", found, expected).mend(mend(source)));
}

/// Says how to state the mark.
pub(super) fn mend(source: &Source) -> String {
    format!(
        "state decimal = \",\" under the [[input]] {:?} of the mapping, or decimal = \".\" if commas part thousands",
        source.name
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1.234,5", Mark::Stated(','), Some("1234.5"))]
    #[case("1.234", Mark::Stated(','), Some("1234"))]
    #[case("1 234,50", Mark::Stated(','), Some("1234.50"))]
    #[case("12.5", Mark::Stated(','), None)]
    #[case("31.03.2020", Mark::Stated(','), None)]
    #[case("184,5", Mark::Stated('.'), None)]
    #[case("1,234", Mark::Stated('.'), Some("1234"))]
    #[case("1,234.5", Mark::Open, Some("1234.5"))]
    #[case("about 12", Mark::Open, None)]
    #[case("2.000", Mark::Open, Some("2.000"))]
    #[case("2.000", Mark::Unclear, None)]
    #[case("1.234,5", Mark::Unclear, Some("1234.5"))]
    fn the_decimal_mark_is_the_files_own(
        #[case] text: &str,
        #[case] mark: Mark,
        #[case] read: Option<&str>,
    ) {
        assert_eq!(number(text, mark).map(|n| n.to_string()).as_deref(), read);
    }

    #[test]
    fn what_could_be_either_is_said_so() {
        let said = either("2.000", Mark::Unclear).unwrap();
        assert_eq!(said, "2.000 (2 or 2000)");
        assert_eq!(number_of(&said), None);
    }
}
