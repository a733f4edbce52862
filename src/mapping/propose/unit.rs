//! What a header or a cell says its numbers are in, against the unit of the schema's column.

use super::profile::{Profile, ratio};
use crate::load::schema::{ColumnKind, SchemaColumn};

/// What an area can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    SquareMetres,
    SquareFeet,
    Hectares,
    Acres,
    SquareKilometres,
}

/// What stands against taking the numbers of a column as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// They may be right; a person must look.
    Look(&'static str),
    /// They are in something else, which the mapping cannot turn.
    Clash(&'static str),
}

/// Units in headers and cells as words, with `²` read as `2`.
const AREAS: &[(Area, &[&[&str]])] = &[
    (
        Area::SquareMetres,
        &[&["m2"], &["sqm"], &["sq", "m"], &["sq", "metres"], &["sq", "mtrs"], &["m", "2"]],
    ),
    (Area::SquareMetres, &[&["square", "metres"], &["square", "meters"], &["square", "metre"]]),
    (Area::SquareFeet, &[&["ft2"], &["sqft"], &["sq", "ft"], &["sq", "feet"], &["sf"], &["rsf"]]),
    (
        Area::SquareFeet,
        &[&["square", "feet"], &["square", "foot"], &["square", "footage"], &["usf"]],
    ),
    (Area::Hectares, &[&["ha"], &["hectares"], &["hectare"], &["hect"]]),
    (Area::Acres, &[&["acres"], &["acre"], &["acreage"]]),
    (Area::SquareKilometres, &[&["km2"], &["sq", "km"]]),
];

/// Splits a text into words, those in brackets too; digits stay with their letters.
fn tokens(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let c = if c == '²' { '2' } else { c };
        if c.is_uppercase() && before.is_lowercase() {
            plain.push(' ');
        }
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else {
            plain.push(' ');
        }
        before = c;
    }
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Returns where one of a unit's ways of writing begins among the words.
fn position(tokens: &[String], ways: &[&[&str]]) -> Option<usize> {
    ways.iter().find_map(|way| {
        tokens.windows(way.len()).position(|window| window.iter().zip(*way).all(|(a, b)| a == b))
    })
}

/// Returns the unit of area that a text names.
fn area(text: &str) -> Option<Area> {
    let tokens = tokens(text);
    let named = AREAS.iter().find(|(_, ways)| position(&tokens, ways).is_some());
    named.map(|(area, _)| *area).or_else(|| {
        // `GIAm2` is one word.
        tokens.iter().any(|t| t.ends_with("m2") && t.len() > 3).then_some(Area::SquareMetres)
    })
}

/// Tells whether a text is the name of a unit and nothing else.
pub(super) fn is_unit(text: &str) -> bool {
    let marks = text.replace(['(', ')', '[', ']', ' '], "");
    if ["£", "£k", "£m", "£000", "%", "€", "$", "£'000"].contains(&&*marks.to_lowercase()) {
        return true;
    }
    let tokens = tokens(text);
    let whole = |way: &&[&str]| way.len() == tokens.len() && position(&tokens, &[way]) == Some(0);
    AREAS.iter().any(|(_, ways)| ways.iter().any(whole))
}

/// Takes the names of units of area out of the words of a header.
pub(super) fn without_units(words: &[String]) -> Vec<String> {
    let mut kept = words.to_vec();
    for (_, ways) in AREAS {
        for way in *ways {
            // A name such as `RSF` tells what is measured too.
            let tells = matches!(*way, ["rsf" | "usf" | "acreage"]);
            if let Some(at) = position(&kept, &[way]).filter(|_| !tells && kept.len() > way.len()) {
                kept.drain(at..at + way.len());
            }
        }
    }
    kept
}

/// Returns the unit of area that most cells end in, as it is written, with the blank before it.
pub(super) fn ending(column: &Profile) -> Option<String> {
    let end = |text: &str| {
        let tail = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
        (tail.len() < text.len() && is_unit(tail) && !tail.trim().starts_with('%'))
            .then(|| tail.to_owned())
    };
    let found = column.values.iter().find_map(|(text, _)| end(text))?;
    let all: usize = column.values.iter().map(|(_, count)| count).sum();
    let with = column.values.iter().filter(|(text, _)| end(text).as_ref() == Some(&found));
    let held: usize = with.map(|(_, count)| count).sum();
    (ratio(held, all) >= 0.6).then_some(found)
}

fn area_of(column: &Profile) -> Option<Area> {
    area(&column.own).or_else(|| area(&column.header)).or_else(|| area(&ending(column)?))
}

pub(super) fn is_area(target: &SchemaColumn) -> bool {
    matches!(target.unit, "m²" | "ha")
}

pub(super) fn is_money(target: &SchemaColumn) -> bool {
    target.kind == ColumnKind::Money
}

/// Returns the unit that a mapping must state, where the file's is not the schema's own.
pub(super) fn stated(target: &SchemaColumn, column: &Profile) -> Option<&'static str> {
    if is_area(target) {
        return match (area_of(column)?, target.unit == "ha") {
            (Area::SquareFeet, _) => Some("ft2"),
            (Area::SquareMetres, true) => Some("m2"),
            (Area::Acres, true) => Some("acres"),
            _ => None,
        };
    }
    if !is_money(target) {
        return None;
    }
    let has = |units: &[&str]| column.unit(units);
    match () {
        () if has(&[
            "£k", "k£", "£000", "£'000", "£’000", "000s", "000's", "£ 000", "thousand",
        ]) =>
        {
            Some("£k")
        }
        () if has(&["(£m)", "£ million", "£million", "(£ m)", " £m", "million"])
            && !has(&["£m2", "£m²"]) =>
        {
            Some("£m")
        }
        () => None,
    }
}

/// Returns what the unit of a column leaves in doubt.
pub(super) fn doubt(target: &SchemaColumn, column: &Profile) -> Option<Doubt> {
    match () {
        () if is_area(target) => area_doubt(target, column),
        // Of each m² is what such a column holds.
        () if is_money(target) && !target.unit.contains("per m²") => money_doubt(column),
        () => None,
    }
}

fn area_doubt(target: &SchemaColumn, column: &Profile) -> Option<Doubt> {
    const TERMS: [&str; 8] = ["gia", "gifa", "nia", "nifa", "internal", "rsf", "usf", "rentable"];
    match (area_of(column), target.unit == "ha") {
        (Some(Area::SquareMetres | Area::SquareFeet), false)
        | (Some(Area::Hectares | Area::Acres), true) => None,
        (Some(Area::SquareMetres | Area::SquareFeet), true) => {
            Some(Doubt::Look("converted to hectares: check that it is the land, not the floors"))
        }
        (Some(Area::SquareKilometres), _) => {
            Some(Doubt::Clash("the header says square kilometres, which cannot be converted"))
        }
        (Some(Area::Hectares | Area::Acres), false) => Some(Doubt::Clash(
            "the header gives an area of land, but the column is for square metres",
        )),
        (None, true) if column.most > Some(500.into()) => {
            Some(Doubt::Clash("no unit is stated, and some would be over 500 hectares"))
        }
        (None, true) => Some(Doubt::Look("no unit is stated: check that they are hectares")),
        // Gross and net internal area are terms of measuring practice, which is in square metres.
        (None, false) if column.words.iter().any(|w| TERMS.contains(&w.as_str())) => None,
        (None, false) => Some(Doubt::Look("no unit is stated: check that they are square metres")),
    }
}

/// Returns what a header of money leaves in doubt.
pub(super) fn money_doubt(column: &Profile) -> Option<Doubt> {
    let tokens = tokens(&column.header);
    let says = |words: &[&str]| tokens.iter().any(|t| words.contains(&t.as_str()));
    let per = tokens.windows(2).any(|pair| {
        pair[0] == "per" && !matches!(pair[1].as_str(), "annum" | "year" | "ann" | "yr")
    });
    let slash = column.unit(&["/m2", "/sq", "/ft", "/desk", "/month", "/week"]);
    if per || slash || says(&["psf", "psm", "pcm", "pw", "monthly", "weekly", "quarterly"]) {
        return Some(Doubt::Clash("the header gives an amount per unit, or for part of a year"));
    }
    if column.unit(&["€", "$"]) || says(&["eur", "euro", "euros", "usd", "dollars"]) {
        return Some(Doubt::Look(
            "the header gives another currency: amounts are used as they stand",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Site area (m2)", Some(Area::SquareMetres))]
    #[case("GIA_m²", Some(Area::SquareMetres))]
    #[case("Floor area SqM", Some(Area::SquareMetres))]
    #[case("GIAm2", Some(Area::SquareMetres))]
    #[case("Area (Sq. Ft.)", Some(Area::SquareFeet))]
    #[case("RSF", Some(Area::SquareFeet))]
    #[case("Area(Ha)", Some(Area::Hectares))]
    #[case("Harbour", None)]
    #[case("Shape", None)]
    fn the_unit_of_an_area_is_read_from_its_header(
        #[case] header: &str,
        #[case] unit: Option<Area>,
    ) {
        assert_eq!(area(header), unit);
    }

    #[test]
    fn a_row_of_units_is_told_from_names() {
        assert!(["m²", "(ha)", "sq ft", "£", "£000"].iter().all(|text| is_unit(text)));
        assert!(!["GIA m2", "Rent", ""].iter().any(|text| is_unit(text)));
    }
}
