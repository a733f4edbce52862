//! What a site is, and why it stands where it does, in words.

use super::{
    and_list,
    text::{long_date, small},
};
use crate::{
    edition::{Gate, NextRow, NotRanked, Reason, ReasonKind, SiteRow},
    model::State,
};

/// Marks an index that rests in part on a figure with a warning.
pub(crate) const QUESTIONED: &str = "†";

/// Names what is read of a site from a figure with a warning: `area in use and cost per m²`; empty where nothing is.
pub(crate) fn questioned(site: &SiteRow) -> String {
    let parts: Vec<String> = site.questioned.iter().map(|label| small(label)).collect();
    and_list(&parts)
}

/// Writes rules that question a reading as words: `area out of scale; values apart`.
pub(crate) fn rules(codes: &str) -> String {
    codes.replace('-', " ")
}

/// Puts a gate in words: `a sale is blocked until 31 March 2023`.
pub(crate) fn gate(gate: Gate) -> String {
    let until = |day| format!(" until {}", long_date(day));
    match gate {
        Gate::MustKeep => "it must be kept".to_owned(),
        Gate::NoExitBefore(day) => format!("it cannot be left before {}", long_date(day)),
        Gate::NeedsConsent => "a letting needs the landlord\u{2019}s consent".to_owned(),
        Gate::BlockedSale(day) => {
            format!("a sale is blocked{}", day.map(until).unwrap_or_default())
        }
        Gate::SaleWaits(day) => {
            format!("a sale must wait{} if a community body asks to bid", until(day))
        }
        Gate::BlockedLetting(day) => {
            format!("a letting is blocked{}", day.map(until).unwrap_or_default())
        }
    }
}

/// Writes why a site has no rank.
pub(crate) const fn why_unranked(why: NotRanked) -> &'static str {
    match why {
        NotRanked::Sold => "sold",
        NotRanked::ForSale => "for sale",
        NotRanked::MustKeep => "must be kept",
        NotRanked::TooLittleKnown => "too little known",
    }
}

/// Says in one sentence why a site stands where it does; nothing where there is no reason.
pub(crate) fn why_ranked(reasons: &[Reason]) -> String {
    let each = |of: &Reason| {
        let points = of.points.map(|points| format!(", {} points", points.one_decimal()));
        format!("{}{}", reason(of), points.unwrap_or_default())
    };
    let named: Vec<String> = reasons.iter().map(each).collect();
    match named.is_empty() {
        true => String::new(),
        false => format!("Most of the index comes from: {}.", named.join("; ")),
    }
}

/// Writes what raises an index, with its reading.
pub(crate) fn reason(reason: &Reason) -> String {
    let (label, shown) = match reason.kind {
        ReasonKind::Vacant => ("the site is vacant", None),
        ReasonKind::LeastUsed => ("it is among the least used sites", None),
        ReasonKind::Reading(measure) => {
            (measure.raising(), reason.reading.map(|value| value.shown(measure.unit())))
        }
    };
    format!("{label}{}", shown.map_or_else(String::new, |shown| format!(" ({shown})")))
}

/// Writes a state as pages have it.
pub(crate) const fn state(state: State) -> &'static str {
    match state {
        State::Known => "known",
        State::Interim => "interim",
        State::Unknown => "not known",
        State::NotBenchmarked => "not benchmarked",
    }
}

/// What stands for the status of a site that the public edition does not tell: it names no vacant site.
pub(crate) const UNTOLD_STATUS: &str = "operational or vacant";

/// Names the facts to find out, or what stands in place of those that no table of this version holds.
pub(crate) fn facts_to_find(row: &NextRow) -> String {
    if row.waits_for_nothing() {
        return "no fact in a table would settle it".to_owned();
    }
    row.gaps.iter().map(|gap| gap.word()).collect::<Vec<_>>().join(" and ")
}

/// Says where the facts to find are entered: `tenure in sites; role, start, expiry in leases`.
pub(crate) fn places_to_look(row: &NextRow) -> String {
    let each = row.places.iter().map(|(table, columns)| {
        let columns = columns.join(", ");
        format!("{columns} in {table}")
    });
    each.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_said_in_words() {
        let day = |text: &str| text.parse().unwrap();
        let words = [
            Gate::NoExitBefore(day("2029-03-24")),
            Gate::NeedsConsent,
            Gate::BlockedSale(Some(day("2023-03-31"))),
            Gate::BlockedSale(None),
            Gate::SaleWaits(day("2020-09-29")),
        ]
        .map(gate);
        assert_eq!(
            words.join("; "),
            "it cannot be left before 24 March 2029; a letting needs the landlord\u{2019}s consent; a sale is \
             blocked until 31 March 2023; a sale is blocked; a sale must wait until 29 September 2020 if a \
             community body asks to bid"
        );
    }
}
