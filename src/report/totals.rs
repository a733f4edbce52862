//! `totals.csv`: the sums that the paper tells, each with how many sites stand behind it.

use super::tables::{Cell, Form, Table, columns, digits, text};
use crate::{
    edition::{TotalRow, View},
    model::Date,
};

/// A line a sum; those of the snapshot before follow.
pub(super) fn totals(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("as_of", "As of"),
        ("total", "Total"),
        ("basis", "Column or year"),
        ("sum", "Sum (£)"),
        ("sites", "Sites with the figure"),
        ("of", "Of"),
        ("valued_from", "Valued from"),
        ("valued_to", "Valued to"),
        ("stale", "Of them valued too long ago"),
    ]);
    let now = view.total_rows.iter().map(|row| (view.as_of, row));
    let then =
        view.since.iter().flat_map(|since| since.totals.iter().map(|row| (since.as_of, row)));
    Table { columns, rows: Box::new(now.chain(then).map(|(as_of, row)| cells(as_of, row))) }
}

fn cells(as_of: Date, row: &TotalRow) -> Vec<Cell<'_>> {
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    let number = |number: usize| digits(Some(&number), Form::Whole);
    vec![
        Cell::Day(as_of),
        text(row.what.word()),
        text(&row.basis),
        super::fund::maybe(row.sum),
        number(row.sites),
        number(row.of),
        day(row.from),
        day(row.to),
        number(row.stale),
    ]
}
