//! Words that pages, sheets and notices share; data files keep the codes.

use crate::model::{
    Date, Index, Money, OptionKind, Points, State, decimals, pounds, to_whole, with_thousands,
};

pub(super) use crate::model::capital;
pub(super) use crate::model::{and_list, and_list_up_to, counted as count};

/// Names in one sentence; the rest are counted.
pub(super) const NAMED: usize = 10;

/// Writes a day: `31 March 2020`.
pub(super) fn long_date(day: Date) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Returns text with every run of white space or control characters as one blank.
pub(super) fn one_line(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a code as words: `needs_consent` is `needs consent`.
pub(super) fn spoken(code: &str) -> String {
    code.replace('_', " ")
}

/// Marks an index that rests in part on a doubtful figure.
pub(super) const DOUBT: &str = "†";

/// Names what is read of a site from a doubtful figure: `area in use and cost per m²`; empty where nothing is.
pub(super) fn doubted(site: &crate::edition::SiteRow) -> String {
    let parts: Vec<String> = site.questioned.iter().map(|label| small(label)).collect();
    and_list(&parts)
}

/// Writes rules that doubt a reading as words: `area out of scale; values apart`.
pub(super) fn rules(codes: &str) -> String {
    codes.replace('-', " ")
}

/// Returns text with its first letter in lower case.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Puts a gate in words: `blocked_sale until 2023-03-31` is `a sale is blocked until 31 March 2023`.
pub(super) fn gate(code: &str) -> String {
    let (word, rest) = code.split_once(' ').unwrap_or((code, ""));
    let on = rest.trim_start_matches("until ").parse().map_or_else(|_| rest.to_owned(), long_date);
    let until = if on.is_empty() { String::new() } else { format!(" until {on}") };
    match word {
        "must_keep" => "it must be kept".to_owned(),
        "no_exit_before" => format!("it cannot be left before {on}"),
        "needs_consent" => "a letting needs the landlord\u{2019}s consent".to_owned(),
        "blocked_sale" => format!("a sale is blocked{until}"),
        "sale_waits" => {
            format!("a sale has to wait{until} if a community body asks to bid")
        }
        "blocked_letting" => format!("a letting is blocked{until}"),
        _ => spoken(code),
    }
}

/// What stands in place of an option where the body has decided, and where facts are missing.
pub(super) const DECIDED: &str = "decided";
pub(super) const OPEN: &str = "open";

/// Writes what is recommended or decided of a site, from the code of its recommendation and that of its decision.
pub(super) fn standing(recommended: &str, decided: &str) -> String {
    match recommended {
        DECIDED => format!("decided: {}", option(decided)),
        other => option(other),
    }
}

/// Writes an option as what is to be done: `dispose` is `sell as it stands`.
pub(super) fn option(code: &str) -> String {
    OptionKind::read(code).map_or_else(|| spoken(code), |kind| kind.describe().to_owned())
}

/// Writes why a site has no rank.
pub(super) fn why_unranked(code: &str) -> String {
    match code {
        "must_keep" => "must be kept".to_owned(),
        "too_little_known" => "too little is known".to_owned(),
        other => spoken(other),
    }
}

/// Writes a state as pages have it.
pub(super) const fn state(state: State) -> &'static str {
    match state {
        State::Known => "known",
        State::Interim => "interim",
        State::Unknown => "not known",
        State::NotBenchmarked => "not benchmarked",
    }
}

/// Writes a share in ten-thousandths as whole per cent.
pub(super) fn per_cent(share: i64) -> String {
    format!("{}\u{a0}%", decimals(share, 100, 0))
}

/// Says on what part of its weight, in ten-thousandths, a score rests.
pub(super) fn on_part(share: i64) -> String {
    format!("on {} of it", per_cent(share))
}

/// Writes a sum in whole pounds: `£1,235`.
pub(super) fn money(sum: Money) -> String {
    let pence = sum.to_penny().pence();
    pence.map_or_else(|| format!("£{}", with_thousands(&sum.to_string())), pounds)
}

/// Writes a fraction given in digits as whole per cent.
pub(super) fn per_cent_of(digits: &str) -> String {
    let share: Option<f64> = digits.parse().ok();
    share.map(|s| per_cent(to_whole(s * 10_000.0))).unwrap_or_default()
}

/// Writes points with one decimal, or nothing.
pub(super) fn points(points: Option<Points>) -> String {
    points.map(Points::one_decimal).unwrap_or_default()
}

/// Writes an index with one decimal, or nothing.
pub(super) fn index(index: Option<Index>) -> String {
    index.map(Index::one_decimal).unwrap_or_default()
}

/// Writes `low–high`, one number when both look the same, or nothing.
pub(super) fn range(low: &str, high: &str) -> String {
    match (low, high) {
        ("", _) | (_, "") => String::new(),
        (low, high) if low == high => low.to_owned(),
        (low, high) => format!("{low}\u{2013}{high}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_said_in_words() {
        let words = [
            "no_exit_before 2029-03-24",
            "needs_consent",
            "blocked_sale until 2023-03-31",
            "blocked_sale",
            "sale_waits until 2020-09-29",
        ]
        .map(gate);
        assert_eq!(
            words.join("; "),
            "it cannot be left before 24 March 2029; a letting needs the landlord\u{2019}s consent; a sale is \
             blocked until 31 March 2023; a sale is blocked; a sale has to wait until 29 September 2020 if a \
             community body asks to bid"
        );
    }

    #[test]
    fn sums_and_fractions_are_rounded_once() {
        assert_eq!(money(Money::from_pence(-123_450)), "−£1,235");
        assert_eq!(per_cent_of("0.4950"), "50\u{a0}%");
        assert_eq!(per_cent_of(""), "");
    }

    #[test]
    fn a_range_is_shown_only_where_it_is_one() {
        assert_eq!(range("40.0", "62.5"), "40.0\u{2013}62.5");
        assert_eq!(range("40.0", "40.0"), "40.0");
        assert_eq!(range("", "40.0"), "");
    }

    #[test]
    fn a_line_holds_no_control_characters() {
        assert_eq!(one_line(" a\n\tb\u{0}c "), "a b c");
    }
}
