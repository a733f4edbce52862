//! `sift.csv` and `sift_signals.csv`: which sites to look at first, by what a register alone says.

use super::{
    ReportError,
    tables::{Cell, Form, Table, columns, csv_of, digits, is_number, text},
};
use crate::{
    edition::{Sift, SiftRow, SignRow},
    model::Signal,
};

/// Names the file of a line a site.
pub(super) const FILE: &str = "sift.csv";
/// Names the file of a line a site and signal.
pub(super) const SIGNALS: &str = "sift_signals.csv";

/// Writes `sift.csv` of some sites, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn sift_csv(rows: &[SiftRow]) -> Result<Vec<u8>, ReportError> {
    csv_of(FILE, sites(rows))
}

/// A line a site.
pub(super) fn sites(rows: &[SiftRow]) -> Table<'_> {
    let columns = columns(&[
        ("group", "Group"),
        ("site_id", "Site"),
        ("name", "Name"),
        ("use", "Use"),
        ("tenure", "Tenure"),
        ("status", "Status"),
        ("for", "For"),
        ("against", "Against"),
        ("not_known", "Not known"),
        ("signals_for", "Signals for"),
        ("signals_against", "Signals against"),
        ("signals_not_known", "Signals not known"),
        ("why", "Why"),
    ]);
    Table { columns, rows: Box::new(rows.iter().map(site)) }
}

fn site(row: &SiftRow) -> Vec<Cell<'_>> {
    let count = |signals: &[Signal]| digits(Some(&signals.len()), Form::Whole);
    let named = |signals: &[Signal]| {
        let words: Vec<&str> = signals.iter().map(|signal| signal.word()).collect();
        if words.is_empty() { Cell::Empty } else { Cell::Text(words.join("; ").into()) }
    };
    vec![
        text(row.group.word()),
        text(&row.site_id),
        text(&row.name),
        text(row.site_use.map_or("", |u| u.word())),
        text(row.tenure.map_or("", |t| t.word())),
        text(row.status.map_or("", |s| s.word())),
        count(&row.signals_for),
        count(&row.signals_against),
        count(&row.signals_not_known),
        named(&row.signals_for),
        named(&row.signals_against),
        named(&row.signals_not_known),
        text(&row.why),
    ]
}

/// A line a site and signal.
pub(super) fn signals(sift: &Sift) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("signal", "Signal"),
        ("finding", "Finding"),
        ("reading", "Reading"),
        ("threshold", "Threshold"),
        ("unit", "Unit"),
        ("quarter", "Quarter of its use"),
        ("quarter_of", "Sites of its use with it"),
        ("basis", "Basis"),
        ("source", "Source of the threshold"),
    ]);
    Table { columns, rows: Box::new(sift.signs.iter().map(sign)) }
}

fn sign(row: &SignRow) -> Vec<Cell<'_>> {
    let value = |digits: &'_ String| match (row.unit, is_number(digits)) {
        ("share", true) => Cell::Number(digits.clone().into(), Form::Share),
        ("£ per m²", true) => Cell::Number(digits.clone().into(), Form::Pounds),
        (_, true) => Cell::Number(digits.clone().into(), Form::Plain),
        _ if digits.is_empty() => Cell::Empty,
        _ => match digits.parse() {
            Ok(day) => Cell::Day(day),
            Err(_) => Cell::Text(digits.clone().into()),
        },
    };
    vec![
        text(&row.site_id),
        text(row.signal.word()),
        text(row.finding.word()),
        value(&row.reading),
        value(&row.threshold),
        text(row.unit),
        digits(row.quarter.as_ref(), Form::Whole),
        digits(row.quarter_of.as_ref(), Form::Whole),
        text(&row.basis),
        text(&row.source),
    ]
}
