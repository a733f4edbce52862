//! Whether the cells of a column are what a column of the schema holds.

use super::{meaning::meaning, profile::Profile};
use crate::{
    load::schema::{ColumnKind, SchemaColumn},
    model::FinancialYear,
};

/// How far they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agrees {
    Well,
    Somewhat,
    Not,
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Tells whether a column of the schema holds words of a closed list, which cells are turned to.
pub(super) const fn is_word(target: &SchemaColumn) -> bool {
    matches!(target.kind, ColumnKind::Words(_) | ColumnKind::YesNo)
}

/// Tells whether most cells of a column of listed words are words that are known.
pub(super) fn is_mostly_known(target: &SchemaColumn, column: &Profile) -> bool {
    column.share(|text| meaning(target.name, text).is_some()) > 0.7
}

/// Tells whether any cell of a column of listed words is a word that is known.
pub(super) fn is_partly_known(target: &SchemaColumn, column: &Profile) -> bool {
    column.share(|text| meaning(target.name, text).is_some()) > 0.0
}

/// Tells whether numbers lie within the limits of half a position; what does not is left to `check`, cell by cell.
fn placed(column: &Profile, most: i64, what: &str) -> (Agrees, String) {
    let is_grid = most > 180;
    let low = if is_grid { 0 } else { -most };
    let inside = column.share_within(low, most);
    let large = !is_grid || column.most > Some(1000.into());
    let agrees = match () {
        () if large && column.numeric() > 0.9 && column.within(low, most) => Agrees::Well,
        () if large && inside > 0.7 => Agrees::Somewhat,
        () => Agrees::Not,
    };
    (agrees, format!("{} of the filled cells are numbers within {what}", percent(inside)))
}

fn is(well: bool, somewhat: bool, why: String) -> (Agrees, String) {
    let agrees = match (well, somewhat) {
        (true, _) => Agrees::Well,
        (false, true) => Agrees::Somewhat,
        (false, false) => Agrees::Not,
    };
    (agrees, why)
}

/// Tells whether the cells of a column agree with what it would fill, and why.
pub(super) fn agrees(target: &SchemaColumn, column: &Profile) -> (Agrees, String) {
    match target.name {
        "site_id" | "lease_id" | "partner_id" => return id(column),
        "postcode" => {
            return is(column.holds_postcodes(), false, "cells look like postcodes".into());
        }
        "uprn" => {
            let digits = column.share(|t| crate::load::uprn(t).is_some());
            return is(digits > 0.8, digits > 0.3, "cells have up to 12 digits".into());
        }
        "easting" => return placed(column, 700_000, "the grid, in metres"),
        "northing" => return placed(column, 1_300_000, "the grid, in metres"),
        "latitude" => return placed(column, 90, "the limits of degrees"),
        "longitude" => return placed(column, 180, "the limits of degrees"),
        "crs" => {
            let known = column.share(crate::load::is_coordinate_system);
            let why = format!("{} of the systems are known", percent(known));
            return is(known > 0.9, known > 0.5, why);
        }
        "epc_rating" | "dec_rating" => {
            let bands = column.share(|t| {
                let band = t.to_uppercase();
                matches!(band.trim_end_matches('+'), "A" | "B" | "C" | "D" | "E" | "F" | "G")
            });
            return is(
                bands > 0.9,
                bands > 0.5,
                format!("{} of the cells are A to G", percent(bands)),
            );
        }
        _ => {}
    }
    by_kind(target, column)
}

/// Tells whether the cells are of the kind that a column of the schema holds.
fn by_kind(target: &SchemaColumn, column: &Profile) -> (Agrees, String) {
    let numeric = column.numeric();
    let numbers = format!("{} of the filled cells are numbers", percent(numeric));
    match target.kind {
        ColumnKind::Words(_) | ColumnKind::YesNo => {
            let known = column.share(|t| meaning(target.name, t).is_some());
            // What a site is used for has a word for the rest; text of any other column must be known.
            let is_use = target.name == "use" && numeric < 0.5;
            let all = column.values.iter().all(|(t, _)| meaning(target.name, t).is_some());
            is(all, known > 0.5 || is_use, format!("{} of the words are known", percent(known)))
        }
        ColumnKind::Date => is(column.dates().is_some(), false, "cells are dates".into()),
        ColumnKind::Clock => {
            let times = column.share(|text| text.contains(':'));
            is(times > 0.95, times > 0.5, format!("{} of the cells are times", percent(times)))
        }
        ColumnKind::FinancialYear => {
            let known = column.share(|t| FinancialYear::read(t).is_some());
            let described = column.share(|t| super::year::year([t]).is_some());
            let years = column
                .share(|t| t.len() == 4 && t.parse().is_ok_and(|y: u32| (1990..2100).contains(&y)));
            let why = format!("{} of the cells are financial years", percent(known.max(described)));
            is(known > 0.99, described > 0.7 || years > 0.7, why)
        }
        ColumnKind::Number(_)
        | ColumnKind::Above(_)
        | ColumnKind::Whole(_)
        | ColumnKind::Count(_)
        | ColumnKind::Signed(..) => {
            let negative = column.least.is_some_and(|n| n.is_sign_negative() && !n.is_zero());
            // A per cent among areas is no area: it is looked at before it is used.
            let mixed = column.share(|text| text.ends_with('%')) > 0.0;
            // People and places are no share of one.
            let whole =
                target.unit != "people" && target.unit != "workstations" || !column.is_fraction();
            let well = numeric > 0.95 && !negative && !column.is_per_cent() && !mixed && whole;
            is(well, numeric > 0.7 && !column.is_per_cent() && whole, numbers)
        }
        ColumnKind::Money => is(numeric > 0.95, numeric > 0.7, numbers),
        ColumnKind::Share(..) => is(numeric > 0.95 || column.is_per_cent(), numeric > 0.7, numbers),
        ColumnKind::Id | ColumnKind::Text | ColumnKind::Month => {
            is(numeric < 0.5, true, format!("{} of the cells are text", percent(1.0 - numeric)))
        }
    }
}

/// Tells whether cells are ids: short, in every row, and different.
fn id(column: &Profile) -> (Agrees, String) {
    let short = column.share(|t| t.chars().count() <= 32);
    let full = super::profile::ratio(column.filled, column.rows);
    let why = format!("{} filled, {} different", percent(full), percent(column.distinct()));
    is(short > 0.99 && full > 0.98 && column.distinct() > 0.8, short > 0.99, why)
}
