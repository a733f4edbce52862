//! Another file put beside one, by key.

use std::collections::BTreeMap;

use super::{
    recipe::{Choice, Join},
    source::{Found, Row, Source, postcode, tidy},
};
use crate::{
    load::{is_rounded, uprn},
    model::{Finding, Findings, Rule, counted, folded},
};

impl Source {
    /// Puts the columns of another source beside the own ones, by key.
    pub fn join(&mut self, join: &Join, other: &Self, findings: &mut Findings) {
        let (Found::At(here), Found::At(there)) =
            (self.find(&join.column.column, None), other.find(&join.equals.column, None))
        else {
            return;
        };
        let key = |text: &str| if join.postcode { postcode(text) } else { folded(text) };
        let mut by_key: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in &other.rows {
            let key = key(join.equals.cut(&row.cells[there]));
            if !key.is_empty() {
                by_key.entry(key).or_default().push(row);
            }
        }
        // Keys of digits that are the same number, where the keys as they stand find nothing.
        let is_uprn = [&self.header[here], &other.header[there]]
            .iter()
            .all(|header| folded(header).contains("uprn"));
        let mut by_number: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
        for row in &other.rows {
            if let Some(number) = number_of_key(&row.cells[there], is_uprn) {
                by_number.entry(number).or_default().push(row);
            }
        }
        let mut respelt: Vec<(u32, String)> = Vec::new();
        let own = self.header.len();
        self.joined.push((other.name.clone(), own));
        self.header.extend(other.header.iter().map(|h| format!("{}: {h}", other.name)));
        let mut unmatched: Vec<(u32, String)> = Vec::new();
        let mut disagree: Vec<(u32, String)> = Vec::new();
        for row in &mut self.rows {
            let text = tidy(&row.cells[here]);
            let part = join.column.cut(&text);
            let mut rows = by_key.get(&key(part)).map_or(&[][..], Vec::as_slice);
            if rows.is_empty()
                && let Some(number) = number_of_key(part, is_uprn)
                && let Some(found) = by_number.get(&number)
            {
                rows = found;
                respelt.push((row.row, text.clone()));
            }
            let chosen = match join.choice {
                Choice::Last => rows.last(),
                Choice::First => rows.first(),
                _ if rows.iter().all(|r| r.cells == rows[0].cells) => rows.first(),
                _ => {
                    disagree.push((row.row, text.clone()));
                    None
                }
            };
            match chosen {
                Some(chosen) => row.cells.extend(chosen.cells.iter().cloned()),
                None if rows.is_empty() && !text.is_empty() => unmatched.push((row.row, text)),
                None => {}
            }
            row.cells.resize(own + other.header.len(), String::new());
        }
        let column = self.header[here].clone();
        if let Some((row, text)) = respelt.first() {
            let found = format!(
                "{text:?}, the first of {} written differently in {}: with or without `.0` or \
                    leading zeros",
                counted(respelt.len(), "key"),
                other.file
            );
            let place = self.place(Some(*row), Some(&column));
            let expected = "a key as in the other file; the two are treated as the same number";
            findings.push(
                Finding::new(Rule::IdWithPoint, place, "", found, expected.to_owned())
                    .fix("format the column as text in both files"),
            );
        }
        for (source, at) in [(&*self, here), (other, there)] {
            let rows = source.rows.iter();
            let damaged: Vec<&Row> = rows.filter(|row| is_rounded(&row.cells[at])).collect();
            let Some(first) = damaged.first() else { continue };
            let found = format!(
                "{:?}, the first of {} rounded by a spreadsheet, so no row is found",
                tidy(&first.cells[at]),
                counted(damaged.len(), "key")
            );
            let place = source.place(Some(first.row), Some(&source.header[at]));
            findings.push(
                Finding::new(
                    Rule::IdDamaged,
                    place,
                    "",
                    found,
                    "every digit of the key".to_owned(),
                )
                .fix("copy the column from the source again, formatted as text"),
            );
        }
        for (rule, rows, what) in [
            (Rule::JoinUnmatched, unmatched, "is in no row of"),
            (Rule::RowsDisagree, disagree, "is in several different rows of"),
        ] {
            for (row, text) in rows {
                let found = format!("{text:?}, which {what} {}", other.file);
                let expected = format!("one row of {} with that key", other.file);
                let place = self.place(Some(row), Some(&column));
                findings.push(Finding::new(rule, place, &text, found, expected).fix(
                    "correct the key in one of the files; until then the facts in the \
                            other file are not known",
                ));
            }
        }
    }
}

/// Returns the number that a key of digits is: without a `.0` at its end, and of a UPRN without leading zeros.
pub(super) fn number_of_key(text: &str, is_uprn: bool) -> Option<String> {
    let text = text.trim();
    if is_uprn {
        return uprn(text);
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let is_number = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| whole.to_owned())
}
