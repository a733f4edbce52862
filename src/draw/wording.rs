//! Counts, dates and names as titles and captions write them.

use std::collections::BTreeMap;

pub(super) use crate::model::capital;

use super::font_metrics::FontMetrics;
use crate::{
    edition::SiteRow,
    model::{Date, with_thousands},
};

/// Returns a count in words up to twelve, else in digits.
pub(super) fn number(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(count).map_or_else(|| with_thousands(&count.to_string()), |word| (*word).to_owned())
}

/// Returns a count with its noun: `1 site`, `24 sites`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", with_thousands(&count.to_string()), if count == 1 { one } else { many })
}

/// Returns a day as prose has it: `31 March 2020`.
pub(super) fn day(date: Date) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Returns the first `most` words of a name for a title, with an ellipsis when some are left out.
pub(super) fn first_words(name: &str, most: usize) -> String {
    const LONGEST: usize = 40;
    let words: Vec<_> = name.split_whitespace().collect();
    let head = words.iter().copied().take(most).collect::<Vec<_>>().join(" ");
    let short: String = head.chars().take(LONGEST).collect();
    if words.len() > most || short.len() < head.len() {
        format!("{}…", short.trim_end_matches([' ', ',', '-', '–', '(']))
    } else {
        short
    }
}

/// Returns how each site is called in a picture: its name, with its id when another has the same name
/// or it has none.
pub(super) fn names<'a>(
    sites: impl IntoIterator<Item = &'a SiteRow>,
    metrics: &FontMetrics,
) -> Vec<String> {
    let rows = sites.into_iter().map(|s| (s.name.as_str(), s.site_id.as_str()));
    called(rows, metrics)
}

/// As [`names`], of pairs of name and id.
pub(super) fn called<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    metrics: &FontMetrics,
) -> Vec<String> {
    let rows: Vec<_> =
        rows.into_iter().map(|(name, id)| (metrics.plain(name), metrics.plain(id))).collect();
    let mut uses = BTreeMap::<&str, usize>::new();
    for (name, _) in &rows {
        *uses.entry(name).or_default() += 1;
    }
    rows.iter()
        .map(|(name, id)| match uses.get(name.as_str()) {
            _ if name.is_empty() => id.clone(),
            Some(1) => name.clone(),
            _ => format!("{id} {name}"),
        })
        .collect()
}

/// Says how many of `count` sites are not `drawn`, if any.
pub(super) fn left_over(count: usize, drawn: usize) -> Option<String> {
    more_than(count, drawn, "site")
}

/// As [`left_over`], of any thing.
pub(super) fn more_than(count: usize, drawn: usize, thing: &str) -> Option<String> {
    let rest = count.saturating_sub(drawn);
    let (are, s) = if rest == 1 { ("is", "") } else { ("are", "s") };
    let rest_words = with_thousands(&rest.to_string());
    (rest > 0).then(|| format!("{rest_words} more {thing}{s} {are} in the tables."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_words() {
        assert_eq!(capital(&number(9)), "Nine");
        assert_eq!(number(13), "13");
        assert_eq!(counted(1, "site", "sites"), "1 site");
        assert_eq!(left_over(120, 100).unwrap(), "20 more sites are in the tables.");
        assert_eq!(left_over(101, 100).unwrap(), "1 more site is in the tables.");
        assert_eq!(left_over(100, 100), None);
    }

    #[test]
    fn a_name_in_a_title_keeps_its_first_words() {
        assert_eq!(first_words("Marchford Police Station", 3), "Marchford Police Station");
        assert_eq!(first_words("Marchford Police Station, Annexe", 3), "Marchford Police Station…");
        assert_eq!(first_words("", 3), "");
        assert_eq!(first_words(&"x".repeat(60), 3).chars().count(), 41);
    }

    #[test]
    fn sites_of_one_name_are_told_apart_by_their_ids() {
        let metrics = FontMetrics::load().unwrap();
        let rows = [("Store", "A1"), ("Store", "A2"), ("Bank", "A3"), ("", "A4")];
        assert_eq!(called(rows, &metrics), ["A1 Store", "A2 Store", "Bank", "A4"]);
    }

    #[test]
    fn a_day_is_written_out() {
        assert_eq!(day(Date::from_ymd_opt(2020, 3, 1).unwrap()), "1 March 2020");
    }
}
