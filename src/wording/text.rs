//! Text, days and names as sentences have them.

use crate::model::{ClosedWord, Date};

/// What an empty cell of a table means.
pub(crate) const EMPTY_CELL: &str = "An empty cell is not known, does not apply, or is not shown in this edition. It is never zero.";

/// Names in one sentence; the rest are counted.
pub(crate) const NAMED: usize = 10;

/// Writes a day: `31 March 2020`.
pub(crate) fn long_date(day: Date) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Returns text with every run of white space or control characters as one blank.
pub(crate) fn one_line(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a code as words: `needs_consent` is `needs consent`.
pub(crate) fn spoken(code: &str) -> String {
    code.replace('_', " ")
}

/// Joins the words of a closed list: `market value; backlog of high risk`.
pub(crate) fn words_of<W: ClosedWord>(all: &[W]) -> String {
    all.iter().map(|word| word.closed_word()).collect::<Vec<_>>().join("; ")
}

/// Writes a month: `March 2020`.
pub(crate) fn month(day: Date) -> String {
    day.format("%B %Y").to_string()
}

/// Returns text with its first letter in lower case, the rest as it is.
pub(crate) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Returns the name of a site, or its id where it has none.
pub(crate) fn name_of<'a>(name: &'a str, site_id: &'a str) -> &'a str {
    if name.trim().is_empty() { site_id } else { name }
}

/// Puts a sentence of another stage as a paper has it: one line, days written out.
pub(crate) fn plain(text: &str) -> String {
    let text = one_line(text);
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

/// Returns the first `most` words of a name for a title, with an ellipsis when some are left out.
pub(crate) fn first_words(name: &str, most: usize) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_control_characters() {
        assert_eq!(one_line(" a\n\tb\u{0}c "), "a b c");
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(
            plain("until 2023-03-31, about 11% lower"),
            "until 31 March 2023, about 11% lower"
        );
    }

    #[test]
    fn a_name_in_a_title_keeps_its_first_words() {
        assert_eq!(first_words("Marchford Police Station", 3), "Marchford Police Station");
        assert_eq!(first_words("Marchford Police Station, Annexe", 3), "Marchford Police Station…");
        assert_eq!(first_words("", 3), "");
        assert_eq!(first_words(&"x".repeat(60), 3).chars().count(), 41);
    }
}
