//! Rows that stand among records and are none: headings, footnotes, totals, the header once more, units.

use crate::model::folded;

/// What is expected of a table's rows.
pub(crate) const A_RECORD: &str = "a record in each row";
/// What is expected where a row adds others up.
pub(crate) const NO_TOTALS: &str = "records only, with no totals";

/// Columns below which a row with one filled cell may be a record.
pub(crate) const FEWEST_COLUMNS: usize = 3;

/// Bytes beyond which a text is no longer looked at for a total.
pub(crate) const LONGEST_TOTAL: usize = 80;

/// Tells whether a cell says that its row adds others up: `Total`, `Sub-total`, `Grand total`, `Total for 2019/20`,
/// `Offices total`, and not a name that begins with the word.
pub(crate) fn is_total(text: &str) -> bool {
    // Most cells are told by this much, which is many times faster than the rest.
    if !text.as_bytes().windows(5).any(|word| word.eq_ignore_ascii_case(b"total")) {
        return false;
    }
    let text = text.trim().trim_end_matches(':').trim_end().to_lowercase();
    if text.len() > LONGEST_TOTAL {
        return false;
    }
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '-').collect();
    let is_total = |word: &str| matches!(word, "total" | "totals" | "subtotal" | "subtotals");
    match words.as_slice() {
        [one] => is_total(one) || one.trim_end_matches(':') == "total",
        ["grand" | "sub" | "overall" | "sum", "total" | "totals", ..] => true,
        [first, "for" | "of" | "all" | "by" | "in" | "", ..] if is_total(first) => true,
        [first, ..] if *first == "subtotal" || *first == "total:" || *first == "subtotal:" => true,
        [.., last] => is_total(last),
        [] => false,
    }
}

/// Tells whether text may hold a cell of which [`is_total`] is true: quick, over many records at once.
pub(crate) fn may_hold_total(text: &[u8]) -> bool {
    [b"otal".as_slice(), b"OTAL"].iter().any(|word| memchr::memmem::find(text, word).is_some())
}

/// Tells whether the one filled cell of a row is a heading or a footnote and not the id of a record that lacks the
/// rest.
pub(crate) fn is_heading(text: &str) -> bool {
    let text = text.trim();
    text.contains(char::is_whitespace) || !text.contains(|c: char| c.is_ascii_digit())
}

/// Tells whether cells are those of the header once more, as at the top of a page.
pub(crate) fn is_header_again<'a>(
    header: &[String],
    cells: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let filled = cells.clone().filter(|cell| !cell.trim().is_empty()).count();
    filled > 1
        && cells.clone().count() <= header.len()
        && cells.zip(header).all(|(cell, header)| {
            let cell = cell.trim();
            cell.is_empty() || cell == header || folded(cell) == folded(header)
        })
}

/// Words that stand in a row of units below a header, folded.
pub(crate) const UNITS: &[&str] = &[
    "£",
    "£k",
    "£m",
    "£000",
    "£'000",
    "%",
    "percent",
    "m2",
    "m²",
    "sqm",
    "sq.m",
    "ha",
    "hectares",
    "acres",
    "fte",
    "number",
    "no.",
    "text",
    "date",
    "yyyymmdd",
    "dd/mm/yyyy",
    "hours",
    "people",
    "yes/no",
    "y/n",
    "£ayear",
    "£p.a.",
    "£/m2",
    "£/m²",
];

/// Tells whether every filled cell of a row is the name of a unit.
pub(crate) fn is_units<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let mut filled = cells.map(folded).filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some()
        && filled.all(|cell| {
            let cell = cell.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
            UNITS.contains(&cell)
        })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Total", true)]
    #[case("TOTAL:", true)]
    #[case("Sub-total", true)]
    #[case("Sub Total Offices", true)]
    #[case("Grand total", true)]
    #[case("Total for 2019/20", true)]
    #[case("Total - depots", true)]
    #[case("Offices total", true)]
    #[case("Total Energies Ltd", false)]
    #[case("Totally refurbished", false)]
    #[case("Part of a total loss", false)]
    #[case("Rent", false)]
    fn totals_are_told_from_names(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_total(text), expected);
        assert!(!expected || may_hold_total(text.as_bytes()));
    }

    #[rstest]
    #[case("OFFICES", true)]
    #[case("Source: finance ledger, 2020", true)]
    #[case("FEN-031", false)]
    fn a_heading_is_told_from_an_id(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_heading(text), expected);
    }

    #[test]
    fn a_row_of_units_and_the_header_once_more_are_no_records() {
        assert!(is_units(["", "(£)", "m²", ""].into_iter()));
        assert!(!is_units(["FEN-001", "£"].into_iter()));
        let header = ["site_id", "Amount"].map(str::to_owned);
        assert!(is_header_again(&header, ["Site ID", "amount"].into_iter()));
        assert!(!is_header_again(&header, ["site_id", "5"].into_iter()));
        assert!(!is_header_again(&header, ["site_id", ""].into_iter()));
    }
}
