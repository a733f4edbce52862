//! Numbers, sums and shares as sentences and tables write them.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::edition::Edition;
pub(crate) use crate::model::counted as count;
use crate::model::{
    Index, Money, Points, decimals, pounds, pounds_short, to_whole, with_thousands,
};

/// Writes a share in ten-thousandths as whole per cent.
pub(crate) fn per_cent(share: i64) -> String {
    format!("{}%", decimals(share, 100, 0))
}

/// Says on what part of its weight, in ten-thousandths, a score rests.
pub(crate) fn on_part(share: i64) -> String {
    format!("on {} of it", per_cent(share))
}

/// Writes a sum in whole pounds: `£1,235`.
pub(crate) fn money(sum: Money) -> String {
    let pence = sum.to_penny().pence();
    pence.map_or_else(|| exact_money(sum), pounds)
}

/// Writes a sum with all its digits: `£1,234.50`.
pub(crate) fn exact_money(sum: Money) -> String {
    format!("£{}", with_thousands(&sum.to_string()))
}

/// Writes a fraction given in digits as whole per cent.
pub(crate) fn per_cent_of(digits: &str) -> String {
    let share: Option<f64> = digits.parse().ok();
    share.map(|s| per_cent(to_whole(s * 10_000.0))).unwrap_or_default()
}

/// Writes a fraction as whole per cent.
pub(crate) fn per_cent_of_one(fraction: Decimal) -> String {
    per_cent((fraction * Decimal::from(10_000)).round().to_i64().unwrap_or(i64::MAX))
}

/// Writes points with one decimal, or nothing.
pub(crate) fn points(points: Option<Points>) -> String {
    points.map(Points::one_decimal).unwrap_or_default()
}

/// Writes an index with one decimal, or nothing.
pub(crate) fn index(index: Option<Index>) -> String {
    index.map(Index::one_decimal).unwrap_or_default()
}

/// Writes `low–high`, one number when both look the same, or nothing.
pub(crate) fn range(low: &str, high: &str) -> String {
    match (low, high) {
        ("", _) | (_, "") => String::new(),
        (low, high) if low == high => low.to_owned(),
        (low, high) => format!("{low}\u{2013}{high}"),
    }
}

/// Writes a sum for a sentence: `£1.2bn` and `£1.2m` from a thousand million and a million, else whole pounds.
pub(crate) fn short_sum(pence: i64) -> String {
    if pence.unsigned_abs() >= 99_950_000_000 {
        let size = i64::try_from(pence.unsigned_abs()).unwrap_or(i64::MAX);
        let sign = if pence < 0 { "\u{2212}" } else { "" };
        return format!("{sign}£{}bn", decimals(size, 100_000_000_000, 1));
    }
    if pence.unsigned_abs() >= 99_950_000 { pounds_short(pence) } else { pounds(pence) }
}

/// Writes a total as an edition shows it: that of the public one is rounded so far that it is no more than an order of size.
pub(crate) fn total_shown(edition: Edition, words: &str) -> String {
    match edition {
        Edition::Restricted => words.to_owned(),
        Edition::Public => format!("about {words}"),
    }
}

/// Writes a sum as [`short_sum`] does.
pub(crate) fn short_money(money: Money) -> String {
    money.pence().map_or_else(|| format!("£{money}"), short_sum)
}

/// Writes a number for a sentence: in words up to nine.
pub(crate) fn number(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let digits = || with_thousands(&number.to_string());
    WORDS.get(number).map_or_else(digits, |word| (*word).to_owned())
}

/// Counts things for a sentence: `three sites`, `12 sites`, `no site`.
pub(crate) fn counted(many: usize, thing: &str) -> String {
    let end = if many < 2 { "" } else { "s" };
    format!("{} {thing}{end}", number(many))
}

/// Writes how many of how many: `13 of 30 sites`, `all 30 sites`, `the one site`.
pub(crate) fn of_sites(some: usize, all: usize) -> String {
    match (some, all) {
        (1, 1) => "the one site".to_owned(),
        (some, all) if some == all => format!("all {}", counted(all, "site")),
        (some, all) => {
            format!("{} of {}", with_thousands(&some.to_string()), counted(all, "site"))
        }
    }
}

/// Returns a count with its noun: `1 site`, `24 sites`.
pub(crate) fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", with_thousands(&count.to_string()), if count == 1 { one } else { many })
}

/// Says how many of `count` sites are not `drawn`, if any.
pub(crate) fn left_over(count: usize, drawn: usize) -> Option<String> {
    more_than(count, drawn, "site")
}

/// As [`left_over`], of any thing.
pub(crate) fn more_than(count: usize, drawn: usize, thing: &str) -> Option<String> {
    let rest = count.saturating_sub(drawn);
    let (are, s) = if rest == 1 { ("is", "") } else { ("are", "s") };
    let rest_words = with_thousands(&rest.to_string());
    (rest > 0).then(|| format!("{rest_words} more {thing}{s} {are} in the tables."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_fractions_are_rounded_once() {
        assert_eq!(money(Money::from_pence(-123_450)), "−£1,235");
        assert_eq!(per_cent_of("0.4950"), "50%");
        assert_eq!(per_cent_of(""), "");
    }

    #[test]
    fn a_range_is_shown_only_where_it_is_one() {
        assert_eq!(range("40.0", "62.5"), "40.0\u{2013}62.5");
        assert_eq!(range("40.0", "40.0"), "40.0");
        assert_eq!(range("", "40.0"), "");
    }

    #[test]
    fn counts_are_words_up_to_nine() {
        assert_eq!(number(9), "nine");
        assert_eq!(number(10), "10");
        assert_eq!(counted(0, "site"), "no site");
        assert_eq!(of_sites(1, 1), "the one site");
        assert_eq!(of_sites(3, 3), "all three sites");
        assert_eq!(of_sites(13, 30), "13 of 30 sites");
        assert_eq!(counted(1_041, "site"), "1,041 sites");
        assert_eq!(count_of(1, "site", "sites"), "1 site");
        assert_eq!(left_over(120, 100).unwrap(), "20 more sites are in the tables.");
        assert_eq!(left_over(101, 100).unwrap(), "1 more site is in the tables.");
        assert_eq!(left_over(100, 100), None);
    }

    #[test]
    fn sums_of_a_sentence_are_short() {
        assert_eq!(short_sum(123_456_789), "£1.2m");
        assert_eq!(short_sum(-8_512_345), "−£85,123");
        assert_eq!(short_sum(254_390_000_000), "£2.5bn");
    }
}
