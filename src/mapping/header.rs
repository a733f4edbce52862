//! The header of a file that comes in: where it stands, and which of its texts the mapping names.

use super::{
    propose::{header_words, known_as, ratio},
    recipe::{Input, Mapping, OneOrMore},
    source::{specs, tidy},
};
use crate::{load::foreign::SheetRows, model::folded};

/// Rows among which the header is looked for.
const TITLE_LINES: usize = 50;

/// Folds a header: case, blanks, `_` and `-` aside, `²` as `2`.
pub(super) fn folded_header(text: &str) -> String {
    folded(text).replace('²', "2").replace('³', "3").replace('\u{2019}', "'")
}

/// A column that a mapping names in an input.
pub(super) struct Wanted {
    /// Its header, or several that mean the same.
    pub names: OneOrMore<String>,
    /// Whether it may be missing.
    pub optional: bool,
    /// The table and column that it fills, if it fills one.
    pub fills: Option<(String, String)>,
}

/// Returns the columns a mapping names in an input.
pub(super) fn wanted(input: &Input, mapping: &Mapping) -> Vec<Wanted> {
    let mut fills: Vec<Wanted> = Vec::new();
    for table in mapping.table.iter().filter(|table| table.from == input.name) {
        for (name, spec) in specs(table) {
            let own = Some((table.name.clone(), name.clone()));
            let headers = spec.headers().into_iter();
            fills.extend(headers.map(|(names, optional)| Wanted {
                names: names.clone(),
                optional,
                fills: own.clone(),
            }));
        }
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut want = |names: &OneOrMore<String>, optional: bool| {
        wanted.push(Wanted { names: names.clone(), optional, fills: None });
    };
    for rule in &input.drop {
        want(&rule.column, false);
    }
    for join in &input.join {
        want(&join.column.column, false);
    }
    for join in mapping.input.iter().flat_map(|i| &i.join).filter(|j| j.with == input.name) {
        want(&join.equals.column, false);
    }
    for table in &mapping.table {
        if let Some(position) = table.position.as_ref().filter(|p| p.from == input.name) {
            want(&position.postcode, false);
            want(&position.easting, false);
            want(&position.northing, false);
        }
        if table.from == input.name {
            table.one_per.iter().for_each(|key| want(&key.column, false));
        }
    }
    // What a column fills tells more of it than that a rule looks at it.
    fills.extend(wanted);
    let joined = |name: &String| {
        input
            .join
            .iter()
            .any(|j| folded_header(name).starts_with(&folded_header(&format!("{}: ", j.with))))
    };
    fills.retain(|wanted| !wanted.names.0.iter().any(joined));
    fills
}

/// Finds the header: as stated, or the row that holds most of the named columns.
///
/// Returns its texts, the place of the first record among the rows, and the numbers of its rows.
pub(super) fn header(
    grid: &SheetRows,
    input: &Input,
    wanted: &[Wanted],
) -> (Vec<String>, usize, Vec<u32>) {
    let after = |row: u32| grid.rows.iter().position(|(r, _)| *r > row).unwrap_or(grid.rows.len());
    if let Some(names) = &input.columns {
        return (names.clone(), 0, Vec::new());
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
        return ((0..width).map(join).collect(), after(last), stated.clone());
    }
    let names: Vec<String> =
        wanted.iter().flat_map(|w| w.names.0.iter().map(|n| folded_header(n))).collect();
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
    (cells.iter().map(|c| tidy(c)).collect(), best.1 + 1, vec![*row])
}

/// Returns up to three headers near one that is missing: those that share most of its letters or words, and those
/// that bodies call the column that it fills.
pub(super) fn nearest_headers<'a>(wanted: &Wanted, headers: &'a [String]) -> Vec<&'a str> {
    let mut near: Vec<(f64, &str)> = headers
        .iter()
        .filter(|header| !header.is_empty())
        .map(|header| {
            let of_names = wanted.names.0.iter().map(|name| likeness(name, header));
            let meaning = wanted.fills.as_ref().map_or(0.0, |(table, column)| {
                if known_as(table, column, header) { 0.9 } else { 0.0 }
            });
            (of_names.fold(meaning, f64::max), header.as_str())
        })
        .filter(|(likeness, _)| *likeness >= 0.5)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, header)| header).collect()
}

/// Tells how like two headers are, from 0 to 1: by their letters, or by their words without units and endings.
fn likeness(a: &str, b: &str) -> f64 {
    let letters = strsim::normalized_damerau_levenshtein(&folded_header(a), &folded_header(b));
    let words = |text: &str| -> Vec<String> {
        let words = header_words(text).into_iter();
        words.map(|word| word.trim_end_matches('s').to_owned()).collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    letters.max(ratio(2 * shared, a.len() + b.len()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Energy costs (all energy supplies) (£)", None, "Energy cost (£)")]
    #[case("Water cost (£)", None, "Water and sewage cost (£)")]
    #[case("Organisation Name", Some(("sites", "district")), "Trust Name")]
    #[case("GeoX", Some(("sites", "easting")), "Map Easting")]
    #[case("Incineration disposal cost (£)", None, "")]
    fn what_is_missing_has_its_nearest(
        #[case] name: &str,
        #[case] fills: Option<(&str, &str)>,
        #[case] first: &str,
    ) {
        let headers = ["Trust Name", "Energy cost (£)", "Water and sewage cost (£)", "Map Easting"];
        let wanted = Wanted {
            names: OneOrMore(vec![name.to_owned()]),
            optional: false,
            fills: fills.map(|(table, column)| (table.to_owned(), column.to_owned())),
        };
        let headers = headers.map(str::to_owned);
        let near = nearest_headers(&wanted, &headers);
        assert_eq!(near.first().copied().unwrap_or_default(), first);
    }
}
