//! The named facts of a paper: what a template may say, put for reading.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{ahead, candidates, estate, from_body, fund, quality, sift};
use crate::{
    draw::ChartFiles,
    edition::{Edition, View},
    model::{Date, Money, decimals, pounds, pounds_short, with_thousands},
    report::words::{long_date, one_line},
};

/// Returns every fact by its name; `none` is what does not apply or is not known.
pub(super) fn facts(view: &View, charts: &[ChartFiles]) -> Value {
    let is_public = view.edition == Edition::Public;
    let charts: BTreeMap<&str, Value> =
        charts.iter().map(|chart| (chart.name.as_str(), plain(&chart.title).into())).collect();
    let head = context! {
        estate => view.estate.as_str(),
        organisation => view.organisation.as_deref(),
        note => view.note.as_deref(),
        as_of => long_date(view.as_of),
        cost_year => view.cost_year.to_string(),
        edition => view.edition.word(),
        marking => view.edition.marking(),
        is_public,
        policy => view.policy.as_str(),
        charts,
        remarks => view.remarks.iter().map(|r| plain(r)).collect::<Vec<_>>(),
    };
    context! {
        ..head,
        ..from_body::facts(view),
        ..estate::facts(view),
        ..candidates::facts(view),
        ..ahead::facts(view),
        ..fund::facts(view),
        ..sift::facts(view),
        ..quality::facts(view),
    }
}

/// Writes a sum for a sentence: `£1.2bn` and `£1.2m` from a thousand million and a million, else whole pounds.
pub(super) fn sum(pence: i64) -> String {
    if pence.unsigned_abs() >= 99_950_000_000 {
        let size = i64::try_from(pence.unsigned_abs()).unwrap_or(i64::MAX);
        let sign = if pence < 0 { "\u{2212}" } else { "" };
        return format!("{sign}£{}bn", decimals(size, 100_000_000_000, 1));
    }
    if pence.unsigned_abs() >= 99_950_000 { pounds_short(pence) } else { pounds(pence) }
}

/// Writes a sum as [`sum`] does.
pub(super) fn money(money: Money) -> String {
    money.pence().map_or_else(|| format!("£{money}"), sum)
}

/// Writes a share in ten-thousandths: `85%`.
pub(super) fn per_cent(share: i64) -> String {
    format!("{}%", decimals(share, 100, 0))
}

/// What stands for a fact that nobody has recorded.
pub(super) const NOT_KNOWN: &str = "not known";

/// Puts a sentence of another stage as a paper has it: one line, per cents closed up, days written out.
pub(super) fn plain(text: &str) -> String {
    let text = one_line(text).replace(" %", "%");
    let words = text.split(' ').map(|word| {
        let core = word.trim_end_matches([',', ';', '.', ':', ')']);
        let day: Option<Date> = Some(core).filter(|c| c.len() == 10).and_then(|c| c.parse().ok());
        day.map_or_else(
            || word.to_owned(),
            |day| format!("{}{}", long_date(day), word.strip_prefix(core).unwrap_or_default()),
        )
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the name of a site, or its id where it has none.
pub(super) fn name_of<'a>(name: &'a str, site_id: &'a str) -> &'a str {
    if name.trim().is_empty() { site_id } else { name }
}

/// Writes how many of how many: `13 of 30 sites`, `all 30 sites`, `the one site`.
pub(super) fn of_sites(some: usize, all: usize) -> String {
    match (some, all) {
        (1, 1) => "the one site".to_owned(),
        (some, all) if some == all => format!("all {}", counted(all, "site")),
        (some, all) => {
            format!("{} of {}", with_thousands(&some.to_string()), counted(all, "site"))
        }
    }
}

/// Writes a number for a sentence: in words up to nine.
pub(super) fn number(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let digits = || with_thousands(&number.to_string());
    WORDS.get(number).map_or_else(digits, |word| (*word).to_owned())
}

/// Counts things for a sentence: `three sites`, `12 sites`, `no site`.
pub(super) fn counted(many: usize, thing: &str) -> String {
    let end = if many < 2 { "" } else { "s" };
    format!("{} {thing}{end}", number(many))
}

/// Returns text with its first letter in lower case, the rest as it is.
pub(super) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_sentences_are_put_for_reading() {
        assert_eq!(sum(123_456_789), "£1.2m");
        assert_eq!(sum(-8_512_345), "−£85,123");
        assert_eq!(sum(254_390_000_000), "£2.5bn");
        assert_eq!(counted(1_041, "site"), "1,041 sites");
        assert_eq!(per_cent(8_500), "85%");
        assert_eq!(
            plain("until 2023-03-31, about 11 % lower"),
            "until 31 March 2023, about 11% lower"
        );
        assert_eq!(of_sites(1, 1), "the one site");
        assert_eq!(of_sites(3, 3), "all three sites");
        assert_eq!(of_sites(13, 30), "13 of 30 sites");
        assert_eq!(counted(0, "site"), "no site");
    }
}
