//! Displaced teams in words.

use super::{and_list_up_to, count_of, minutes};
use crate::{
    edition::{DisplacementRow, DisplacementView, WhyNoPlace},
    model::{decimals, pounds, with_thousands},
};

/// Sites that a sentence names; the rest are counted.
const SITES: usize = 4;

/// Writes thousandths of a workstation or of an FTE to a tenth, or whole where they are so.
pub(crate) fn tenths(thousandths: i64) -> String {
    let text = decimals(thousandths, 1000, 1);
    with_thousands(text.strip_suffix(".0").unwrap_or(&text))
}

/// Writes workstations: `1 workstation`, `12.5 workstations`.
fn workstations(thousandths: i64) -> String {
    match tenths(thousandths).as_str() {
        "1" => "1 workstation".to_owned(),
        number => format!("{number} workstations"),
    }
}

/// Writes how far a site is: `1 minute away`.
pub(super) fn away(to: f64) -> String {
    match minutes(to).as_str() {
        "1" => "1 minute away".to_owned(),
        more => format!("{more} minutes away"),
    }
}

/// Tells whether a team has no place, rather than that this is not known.
pub(crate) const fn is_refused(why: &WhyNoPlace) -> bool {
    matches!(why, WhyNoPlace::NoSite | WhyNoPlace::TooFar { .. } | WhyNoPlace::Full { .. })
}

/// Says why a team has no place.
pub(crate) fn no_place(why: &WhyNoPlace) -> String {
    match why {
        WhyNoPlace::NoPosition => "the position of its site is not known".to_owned(),
        WhyNoPlace::FunctionUnreadable => {
            "its function could not be read, so what it needs is not known".to_owned()
        }
        WhyNoPlace::NoSite => "no other open site can take its function".to_owned(),
        WhyNoPlace::TooFar { name, minutes: to, .. } => {
            format!("the nearest site that can take its function, {name}, is {}", away(*to))
        }
        WhyNoPlace::Full { name, left, .. } if *left <= 0 => {
            format!("no site within reach that can take its function has room; {name} is full")
        }
        WhyNoPlace::Full { name, left, .. } => format!(
            "no site within reach that can take its function has room for all of it; {name} has the most left, {}",
            workstations(*left)
        ),
        WhyNoPlace::RoomNotKnown { names, .. } => {
            let has = if names.len() == 1 { "has" } else { "have" };
            let names = and_list_up_to(names, SITES);
            format!("whether {names} {has} room, or can be reached in time, is not known")
        }
    }
}

/// Says in one sentence how many of the FTE of closures have a place; `None` where nobody has to move.
pub(crate) fn moved_together(view: &DisplacementView) -> Option<String> {
    let rows = &view.proposed;
    let fte = |of: &dyn Fn(&DisplacementRow) -> bool| -> i64 {
        rows.iter().filter(|row| of(row)).map(|row| row.fte).fold(0, i64::saturating_add)
    };
    let placed = fte(&|row| row.place.is_ok());
    let refused = fte(&|row| row.place.as_ref().is_err_and(is_refused));
    let open = fte(&|row| row.place.as_ref().is_err_and(|why| !is_refused(why)));
    if rows.is_empty() {
        return None;
    }
    let mut parts = vec![format!(
        "{} FTE have a place at other sites of the body within {} minutes",
        tenths(placed),
        minutes(view.minutes)
    )];
    if refused > 0 {
        parts.push(format!("{} have none", tenths(refused)));
    }
    if open > 0 {
        parts.push(format!("for {} it is not known", tenths(open)));
    }
    if !view.proposed_not_recorded.is_empty() {
        let sites = count_of(view.proposed_not_recorded.len(), "site", "sites");
        parts.push(format!("the teams of {sites} are not recorded"));
    }
    Some(format!(
        "If all sites proposed to close did, {} would have to move: {}.",
        count_of(rows.len(), "team", "teams"),
        parts.join(", ")
    ))
}

/// Says what becomes of the teams of a closure: a line for them all, one for each team, and one for each site that takes any.
///
/// `not_recorded` are the names of the sites of which no team is recorded, `limit` the minutes within which teams are moved.
pub(crate) fn displaced(
    rows: &[DisplacementRow],
    not_recorded: &[String],
    limit: f64,
) -> Vec<String> {
    let unknown = (!not_recorded.is_empty()).then(|| {
        format!(
            "No team is recorded at {}, so whether anybody would have to move from there is not known.",
            and_list_up_to(not_recorded, SITES)
        )
    });
    if rows.is_empty() {
        return vec![unknown.unwrap_or_else(|| "Nobody would have to move.".to_owned())];
    }
    let sum = |rows: &[&DisplacementRow], of: fn(&DisplacementRow) -> i64| -> i64 {
        rows.iter().map(|row| of(row)).fold(0, i64::saturating_add)
    };
    let all: Vec<&DisplacementRow> = rows.iter().collect();
    let placed: Vec<&DisplacementRow> = rows.iter().filter(|row| row.place.is_ok()).collect();
    let fte = sum(&all, |row| row.fte);
    let needed = sum(&all, |row| row.workstations);
    let mut said = vec![format!(
        "{} with {} FTE would have to move and need {}.",
        count_of(rows.len(), "team", "teams"),
        tenths(fte),
        workstations(needed)
    )];
    let without = fte - sum(&placed, |row| row.fte);
    let refused = |row: &&DisplacementRow| row.place.as_ref().is_err_and(is_refused);
    said.push(if placed.len() == rows.len() {
        "All of these have a place.".to_owned()
    } else if all.iter().any(refused) {
        let none: i64 = all.iter().copied().filter(refused).map(|row| row.fte).sum();
        let placed = tenths(fte - without);
        let have_not = match without - none {
            0 => format!(" and {} have not", tenths(none)),
            open => format!(", {} have not and for {} this is not known", tenths(none), tenths(open)),
        };
        format!("{placed} FTE have a place within reach{have_not}, so the closure as it stands is refused.")
    } else {
        format!(
            "{} FTE have a place within reach; whether the other {} have one is not known.",
            tenths(fte - without),
            tenths(without)
        )
    });
    for row in rows {
        let what =
            format!("{} ({} FTE, {})", row.team, tenths(row.fte), workstations(row.workstations));
        said.push(match &row.place {
            Ok(to) if to.minutes > limit => {
                format!(
                    "{what}: to {}, as decided, {}, beyond the limit.",
                    to.name,
                    away(to.minutes)
                )
            }
            Ok(to) => format!("{what}: to {}, {}.", to.name, away(to.minutes)),
            Err(why) if is_refused(why) => format!("{what}: no place, because {}.", no_place(why)),
            Err(why) => format!("{what}: not known, because {}.", no_place(why)),
        });
    }
    let mut told: Vec<&str> = Vec::new();
    for to in rows.iter().filter_map(|row| row.place.as_ref().ok()) {
        if told.contains(&to.site_id.as_str()) {
            continue;
        }
        told.push(&to.site_id);
        let works = match (to.added, to.works) {
            (0, _) => String::new(),
            (added, cost) => format!(
                ", after works that add {}{}",
                workstations(added.saturating_mul(1000)),
                cost.and_then(|cost| cost.pence())
                    .map_or_else(String::new, |pence| format!(" for {}", pounds(pence)))
            ),
        };
        said.push(format!(
            "{} would then need {} of its {} workstations, now {}{works}.",
            to.name,
            tenths(to.needed_after),
            with_thousands(&to.workstations.to_string()),
            tenths(to.needed)
        ));
    }
    let by_fte =
        |row: &DisplacementRow| !row.counted || row.place.as_ref().is_ok_and(|to| !to.counted);
    said.extend(unknown);
    if rows.iter().any(by_fte) {
        said.push(
            "Where nobody has counted people, workstations are estimated from FTE.".to_owned(),
        );
    }
    if rows.iter().any(|row| !row.is_exact) {
        said.push("A better placing may exist: not all could be tried.".to_owned());
    }
    said
}
