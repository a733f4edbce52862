//! Whether the cells of a column are what a column of the schema holds.

use super::{profile::Profile, unit, words::Words};

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

/// Tells whether the cells of a column agree with what it would fill, and why.
pub(super) fn agrees(target: &str, column: &Profile, words: &Words) -> (Agrees, String) {
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
        "easting" => is(
            numeric > 0.9 && column.within(0, 700_000) && column.most > Some(1000.into()),
            false,
            format!("{numbers}, within the grid"),
        ),
        "northing" => is(
            numeric > 0.9 && column.within(0, 1_300_000) && column.most > Some(1000.into()),
            false,
            format!("{numbers}, within the grid"),
        ),
        "latitude" => {
            is(numeric > 0.9 && column.within(-90, 90), false, format!("{numbers}, degrees"))
        }
        "longitude" => {
            is(numeric > 0.9 && column.within(-180, 180), false, format!("{numbers}, degrees"))
        }
        "valued_on" | "start" | "expiry" => {
            is(column.dates().is_some(), false, "cells are dates".into())
        }
        target if is_word(target) => {
            let known = column.share(|t| words.meaning(target, t).is_some());
            is(known > 0.9, known > 0.5, format!("{} of the words are known", percent(known)))
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
