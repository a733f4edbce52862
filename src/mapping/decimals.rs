//! The decimal mark of a file whose mapping does not state it: each column is judged as a whole.
//!
//! `2.000` is two, or two thousand. Where a column shows a decimal comma, or shows nothing and another column of
//! the file does, and the column's other numbers leave room for both, such a cell is not read either way: it is a
//! finding, and the mapping should state the mark. The snapshot's reader judges by the same [`Manner`].

use super::{
    cell::{cut, is_numeric},
    recipe::{Fields, Mapping, Spec},
    source::{Found, Source, specs, tidy},
};
use crate::{
    load::{
        DecimalMark, Manner, Meant, Number, decimal_mark,
        schema::{self, ColumnKind},
        two_readings, written,
    },
    model::{Finding, Findings, Rule, counted},
    policy::Policy,
};

/// How the numbers of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// The mapping states the decimal mark.
    Stated(char),
    /// Each cell is read for itself, and one that could be two numbers by what the column shows.
    Judged(Manner),
}

impl Default for Mark {
    fn default() -> Self {
        Self::Judged(Manner::default())
    }
}

/// Reads a number of a column of a kind; a per cent sign passes.
pub(super) fn number(text: &str, mark: &Mark, kind: ColumnKind, policy: &Policy) -> Option<Number> {
    let plain = text.trim_end_matches('%').trim_end();
    match mark {
        Mark::Stated(mark) => written(plain, Some(*mark)),
        Mark::Judged(manner) if decimal_mark(plain) == Some(DecimalMark::Either) => {
            let is_comma = plain.contains(',');
            match manner.meant(plain, kind, policy) {
                Meant::Questioned => None,
                Meant::Decimal => written(plain, Some(if is_comma { ',' } else { '.' })),
                Meant::Thousands => written(plain, Some(if is_comma { '.' } else { ',' })),
            }
        }
        Mark::Judged(_) => written(plain, None),
    }
}

/// Tells whether a cell reads otherwise than it would alone: its mark is the one its column shows.
pub(super) fn is_respelt(text: &str, mark: &Mark, kind: ColumnKind, policy: &Policy) -> bool {
    let alone = written(text, None).map(|number| number.value);
    let judged = number(text, mark, kind, policy).map(|number| number.value);
    matches!(mark, Mark::Judged(_)) && judged.is_some() && judged != alone
}

/// Returns what a cell that is not read could mean, as `2.000 (2 or 2000)`, which no reader takes for a number.
pub(super) fn either(text: &str, mark: &Mark, kind: ColumnKind, policy: &Policy) -> Option<String> {
    let plain = text.trim_end_matches('%').trim_end();
    let Mark::Judged(manner) = mark else { return None };
    let questioned = decimal_mark(plain) == Some(DecimalMark::Either)
        && manner.meant(plain, kind, policy) == Meant::Questioned;
    questioned.then(|| two_readings(plain).map(|two| format!("{text} ({two})"))).flatten()
}

/// Judges the columns of numbers of every source, the joined ones by their own file; decimal commas are findings.
pub(super) fn judge(sources: &mut [Source], mapping: &Mapping, findings: &mut Findings) {
    let columns = number_columns(sources, mapping);
    let mut marks: Vec<Vec<Mark>> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let input = mapping.input.iter().find(|input| input.name == source.name);
        let stated = input.and_then(|input| input.decimal);
        marks.push(vec![stated.map_or_else(Mark::default, Mark::Stated); source.own]);
        if stated.is_some() {
            continue;
        }
        let own = columns.iter().filter(|number| number.source == at);
        let mut shown: Vec<(usize, Manner)> =
            own.map(|number| (number.at, number.shows(source))).collect();
        let any = shown.iter().any(|(_, manner)| manner.commas > 0)
            && !shown.iter().any(|(_, manner)| manner.points);
        for (column, manner) in &mut shown {
            if any && manner.commas == 0 {
                manner.beside_commas();
            }
            tell(source, *column, manner, findings);
            marks[at][*column] = Mark::Judged(manner.clone());
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
            source.marks.resize(*first, Mark::default());
            source.marks.extend_from_slice(&marks[*other]);
        }
        source.marks.resize(source.header.len(), Mark::default());
    }
}

/// A column of a source that fills one of numbers.
struct NumberColumn<'m> {
    source: usize,
    at: usize,
    /// How it is cut.
    fields: &'m Fields,
    /// The unit its numbers are in; empty where the mapping states one.
    unit: &'static str,
}

impl NumberColumn<'_> {
    /// Looks at all cells of the column, those of rows left out too.
    fn shows(&self, source: &Source) -> Manner {
        let mut manner = Manner::of(self.unit);
        let rows = source.rows.iter().chain(source.dropped.iter().map(|(row, _)| row));
        for cell in rows.filter_map(|row| row.cells.get(self.at)) {
            if let Some(text) = cut(&tidy(cell), self.fields) {
                manner.see(&text);
            }
        }
        manner
    }
}

/// Returns the columns that fill columns of numbers, each once.
fn number_columns<'m>(sources: &[Source], mapping: &'m Mapping) -> Vec<NumberColumn<'m>> {
    let mut columns: Vec<NumberColumn<'_>> = Vec::new();
    for table in &mapping.table {
        let schema = schema::TABLES.iter().find(|schema| schema.name == table.name);
        let Some(at) = sources.iter().position(|source| source.name == table.from) else {
            continue;
        };
        for (name, spec) in specs(table) {
            let column = schema.and_then(|schema| schema.column(name));
            let Some(column) = column.filter(|column| is_numeric(column.kind)) else { continue };
            for (place, spec) in places(&sources[at], spec) {
                let Some((of, place)) = home(sources, at, place) else { continue };
                if !columns.iter().any(|number| (number.source, number.at) == (of, place)) {
                    let unit = if spec.0.unit.is_some() { "" } else { column.unit };
                    columns.push(NumberColumn { source: of, at: place, fields: &spec.0, unit });
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

/// Makes the finding about a column that shows decimal commas.
fn tell(source: &Source, column: usize, shows: &Manner, findings: &mut Findings) {
    if shows.commas == 0 {
        return;
    }
    let count = counted(shows.commas, "cell");
    let found = format!("decimal commas in {count}, the first {:?}", shows.first);
    let expected = "numbers with a point, or the decimal mark in the mapping".to_owned();
    let place = source.place(None, source.header.get(column).map(String::as_str));
    findings.push(Finding::new(Rule::DecimalComma, place, "", found, expected).fix(fix(source)));
}

/// Says how to state the mark.
pub(super) fn fix(source: &Source) -> String {
    format!(
        "state decimal = \",\" under the [[input]] {:?} of the mapping, or decimal = \".\" if \
            commas separate thousands",
        source.name
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// The mark of a column that shows some cells.
    fn of(cells: &[&str]) -> Mark {
        let mut manner = Manner::default();
        cells.iter().for_each(|cell| manner.see(cell));
        Mark::Judged(manner)
    }

    const AREA: ColumnKind = ColumnKind::Number(1_000_000);

    #[rstest]
    #[case("1.234,5", Mark::Stated(','), Some("1234.5"))]
    #[case("1.234", Mark::Stated(','), Some("1234"))]
    #[case("1 234,50", Mark::Stated(','), Some("1234.50"))]
    #[case("12.5", Mark::Stated(','), None)]
    #[case("31.03.2020", Mark::Stated(','), None)]
    #[case("184,5", Mark::Stated('.'), None)]
    #[case("1,234", Mark::Stated('.'), Some("1234"))]
    #[case("1,234.5", of(&["12"]), Some("1234.5"))]
    #[case("about 12", of(&["12"]), None)]
    #[case("2.000", of(&["12"]), Some("2.000"))]
    #[case("2.000", of(&["184,5", "12"]), None)]
    #[case("1.234,5", of(&["184,5"]), Some("1234.5"))]
    #[case("1,909", of(&["0.214"]), Some("1.909"))]
    #[case("1,909", of(&["0.214", "612.5"]), None)]
    #[case("1,909", of(&["214"]), Some("1909"))]
    fn the_decimal_mark_is_the_files_own(
        #[case] text: &str,
        #[case] mark: Mark,
        #[case] read: Option<&str>,
    ) {
        let policy = Policy::default_policy().unwrap();
        let number = number(text, &mark, AREA, &policy).map(|n| n.value.to_string());
        assert_eq!(number.as_deref(), read);
    }

    #[test]
    fn what_could_be_either_is_said_so() {
        let policy = Policy::default_policy().unwrap();
        let words = either("2.000", &of(&["184,5", "12"]), AREA, &policy).unwrap();
        assert_eq!(words, "2.000 (2 or 2000)");
        assert_eq!(written(&words, None), None);
    }
}
