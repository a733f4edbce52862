//! The header of a file that comes in: where it stands, and which of its texts the mapping names.

use super::{
    recipe::{Input, Mapping, OneOrMore},
    source::{specs, tidy},
};
use crate::{load::foreign::Grid, model::folded};

/// Rows among which the header is looked for.
const TITLE_LINES: usize = 50;

/// Folds a header: case, blanks, `_` and `-` aside, `²` as `2`.
pub(super) fn folded_header(text: &str) -> String {
    folded(text).replace('²', "2").replace('³', "3").replace('\u{2019}', "'")
}

/// Returns the headers a mapping names in an input, and whether each may be missing.
pub(super) fn wanted(input: &Input, mapping: &Mapping) -> Vec<(OneOrMore<String>, bool)> {
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
pub(super) fn nearest_headers<'a>(text: &str, headers: &'a [String]) -> Vec<&'a str> {
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
