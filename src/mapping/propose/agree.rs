//! Whether the cells of a column are what a column of the schema holds.

use super::{meaning::meaning, profile::Profile, unit};

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
pub(super) fn is_word(target: &str) -> bool {
    let lists = ["tenure", "status", "use", "condition", "functional_suitability", "listed"];
    lists.contains(&target) || target == "public_counter"
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

/// Tells whether the cells of a column agree with what it would fill, and why.
pub(super) fn agrees(target: &str, column: &Profile) -> (Agrees, String) {
    let numeric = column.numeric();
    let is = |well: bool, somewhat: bool, why: String| {
        let agrees = match (well, somewhat) {
            (true, _) => Agrees::Well,
            (false, true) => Agrees::Somewhat,
            (false, false) => Agrees::Not,
        };
        (agrees, why)
    };
    let numbers = format!("{} of the filled cells are numbers", percent(numeric));
    match target {
        "site_id" | "lease_id" | "partner_id" => {
            let short = column.share(|t| t.chars().count() <= 32);
            let full = super::profile::ratio(column.filled, column.rows);
            let why = format!("{} filled, {} different", percent(full), percent(column.distinct()));
            is(short > 0.99 && full > 0.98 && column.distinct() > 0.8, short > 0.99, why)
        }
        "postcode" => {
            is(column.holds_postcodes(), false, "cells have the form of postcodes".into())
        }
        "uprn" => {
            let digits = column.share(|t| t.len() <= 12 && t.bytes().all(|b| b.is_ascii_digit()));
            is(digits > 0.8, digits > 0.3, "cells are of up to 12 digits".into())
        }
        "easting" => placed(column, 700_000, "the grid, in metres"),
        "northing" => placed(column, 1_300_000, "the grid, in metres"),
        "latitude" => placed(column, 90, "the limits of degrees"),
        "longitude" => placed(column, 180, "the limits of degrees"),
        "valued_on" | "start" | "expiry" => {
            is(column.dates().is_some(), false, "cells are dates".into())
        }
        target if is_word(target) => {
            let known = column.share(|t| meaning(target, t).is_some());
            // A word that means nothing known is never taken for sure; what a site is used for has a word for the rest.
            let all = column.values.iter().all(|(t, _)| meaning(target, t).is_some());
            let is_use = target == "use" && numeric < 0.5;
            is(all, known > 0.5 || is_use, format!("{} of the words are known", percent(known)))
        }
        "epc_rating" => {
            let bands = column.share(|t| {
                matches!(
                    t.to_uppercase().trim_end_matches('+'),
                    "A" | "B" | "C" | "D" | "E" | "F" | "G"
                )
            });
            is(bands > 0.9, bands > 0.5, format!("{} of the cells are A to G", percent(bands)))
        }
        _ if target.ends_with("_m2") || target.ends_with("_ha") || target == "workstations" => {
            let negative = column.least.is_some_and(|n| n.is_sign_negative() && !n.is_zero());
            // A per cent among areas is no area: it is looked at before it is used.
            let mixed = column.share(|text| text.ends_with('%')) > 0.0;
            let well = numeric > 0.95 && !negative && !column.is_per_cent() && !mixed;
            is(well, numeric > 0.7 && !column.is_per_cent(), numbers)
        }
        _ if unit::is_money(target) => is(numeric > 0.95, numeric > 0.7, numbers),
        _ => is(numeric < 0.5, true, format!("{} of the cells are text", percent(1.0 - numeric))),
    }
}
