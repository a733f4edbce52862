//! The sheets of the first sift.

use super::contents::{Content, NAMES, Sheet, WIDEST, prints};
use crate::edition::{
    View,
    tables::{FirstSift, OutputTable, SiftSignals, Table},
};

/// Puts the sheets of the first sift before those that are there where it leads, else after them; none for an estate
/// without sites.
pub(super) fn put_in<'a>(sheets: &mut Vec<Sheet<'a>>, view: &'a View) {
    if view.sift.rows.is_empty() {
        return;
    }
    let sheet = |name, words, table: Table<'a>, widest| {
        let content = Content::Table(table);
        Sheet { name, words, content, widest, pages: 1, prints: prints(name) }
    };
    let words = "which sites to look at first, by what a register alone says of them.";
    let signals =
        "what each signal of the first sift says of each site, with its threshold and source.";
    let place = if view.sift.leads { 0 } else { sheets.len() };
    let both = [
        sheet("First sift", words, FirstSift.table(view), NAMES),
        sheet("Sift signals", signals, SiftSignals.table(view), WIDEST),
    ];
    sheets.splice(place..place, both);
}
