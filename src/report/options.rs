//! Tables of options: side by side, and their cash flows.

use std::collections::BTreeSet;

use super::tables::{Cell, Form, Table, columns, digits, text};
use crate::{
    edition::{OptionFlowRow, OptionRow, View},
    model::Money,
};

/// A line a site and option.
pub(super) fn options(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("name", "Name"),
        ("option", "Option"),
        ("state", "State"),
        ("recommended", "Recommended"),
        ("done_on", "Done on"),
        ("economic", "Economic value (£)"),
        ("budget", "Value in the budget (£)"),
        ("public_purse", "Value to the public purse (£)"),
        ("advantage_economic", "Economic advantage (£)"),
        ("advantage_budget", "Advantage in the budget (£)"),
        ("advantage_public_purse", "Advantage to the public purse (£)"),
        ("advantage_low", "Least economic advantage (£)"),
        ("advantage_high", "Most economic advantage (£)"),
        ("advantage_bound", "Economic advantage to the end of the lease (£)"),
        ("advantage_beyond", "Economic advantage beyond it, if renewed (£)"),
        ("advantage_if_public", "Economic advantage if the other side is public (£)"),
        ("irr", "Real rate of return"),
        ("equivalent_annual", "Equivalent annual value (£ a year)"),
        ("payback_on", "Pays back on"),
        ("switching", "Receipt may fall by"),
        ("break_even_receipt", "Receipt that would tie (£)"),
        ("missing", "Not known"),
        ("bars", "Stands in the way"),
        ("flags", "To be settled on the way"),
        ("upside_low", "Least upside (£)"),
        ("upside_high", "Most upside (£)"),
        ("serves", "Serves"),
        ("breaches", "Breaches"),
    ]);
    Table { columns, rows: Box::new(view.options.rows.iter().map(cells)) }
}

fn cells(row: &OptionRow) -> Vec<Cell<'_>> {
    let day = |day: Option<crate::model::Date>| match day {
        Some(day) => Cell::Day(day),
        None => Cell::Empty,
    };
    let list = |items: &[String]| match items {
        [] => Cell::Empty,
        items => Cell::Text(items.join("; ").into()),
    };
    let words = |items: &[&str]| match items {
        [] => Cell::Empty,
        items => Cell::Text(items.join("; ").into()),
    };
    let (missing, flags) = (words(&row.missing), words(&row.flags));
    vec![
        text(&row.site_id),
        text(&row.name),
        text(row.option),
        text(row.state),
        text(match (row.recommended, row.decided) {
            (_, true) => "decided",
            (true, false) => "yes",
            (false, false) => "no",
        }),
        day(row.done_on),
        pounds(Some(row.economic)),
        pounds(Some(row.budget)),
        pounds(Some(row.public_purse)),
        pounds(row.advantage_economic),
        pounds(row.advantage_budget),
        pounds(row.advantage_public_purse),
        pounds(row.advantage_low),
        pounds(row.advantage_high),
        pounds(row.advantage_bound),
        pounds(row.advantage_beyond),
        pounds(row.advantage_if_public),
        fraction(&row.irr),
        pounds(row.equivalent_annual),
        day(row.payback_on),
        fraction(&row.switching),
        pounds(row.break_even_receipt),
        missing,
        list(&row.bars),
        flags,
        pounds(row.upside_low),
        pounds(row.upside_high),
        list(&row.serves),
        list(&row.breaches),
    ]
}

fn pounds(sum: Option<Money>) -> Cell<'static> {
    digits(sum.map(Money::to_penny).as_ref(), Form::Pounds)
}

fn fraction(found: &String) -> Cell<'_> {
    if found.is_empty() { Cell::Empty } else { digits(Some(found), Form::Share) }
}

/// A line a sum of every option.
pub(super) fn flows(view: &View) -> Table<'_> {
    flows_of(view.options.flows.iter())
}

/// A line a sum of the option that leads at each site where that is a change: what a reader of the workbook
/// looks for.
pub(super) fn leading_flows(view: &View) -> Table<'_> {
    let changes = view.options.advice.iter().filter(|a| a.leads != "business_as_usual");
    let leads: BTreeSet<(&str, &str)> = changes.map(|a| (a.site_id.as_str(), a.leads)).collect();
    let leading = move |f: &&OptionFlowRow| leads.contains(&(f.site_id.as_str(), f.option));
    flows_of(view.options.flows.iter().filter(leading))
}

fn flows_of<'a>(flows: impl Iterator<Item = &'a OptionFlowRow> + 'a) -> Table<'a> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("option", "Option"),
        ("on", "Due"),
        ("what", "What"),
        ("lease_id", "Lease"),
        ("part", "To the end of the lease, or beyond"),
        ("amount", "Amount (£)"),
        ("prices", "Prices"),
        ("factor", "Discount factor"),
        ("budget", "Value in the budget (£)"),
        ("economic", "Economic value (£)"),
        ("public_purse", "Value to the public purse (£)"),
    ]);
    let rows = flows.map(|flow| {
        vec![
            text(&flow.site_id),
            text(flow.option),
            Cell::Day(flow.on),
            text(flow.what),
            text(&flow.lease_id),
            text(flow.part),
            pounds(Some(flow.amount)),
            text(flow.prices),
            digits(Some(&flow.factor), Form::Share),
            pounds(Some(flow.budget)),
            pounds(Some(flow.economic)),
            pounds(Some(flow.public_purse)),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a site: what is recommended, why, and what would change it.
pub(super) fn advice(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("name", "Name"),
        ("recommended", "Recommended"),
        ("leads", "Decided, recommended or leading"),
        ("why", "Why"),
        ("would_change", "What would change it"),
        ("settles", "Facts that would settle it"),
        ("closed_by", "Lines of the tables that would settle it"),
    ]);
    let rows = view.options.advice.iter().map(|row| {
        let settles = row.settles.join("; ");
        let closed_by = row.closed_by.join("; ");
        vec![
            text(&row.site_id),
            text(&row.name),
            text(&row.recommended),
            text(row.leads),
            text(&row.why),
            text(&row.would_change),
            if settles.is_empty() { Cell::Empty } else { Cell::Text(settles.into()) },
            if closed_by.is_empty() { Cell::Empty } else { Cell::Text(closed_by.into()) },
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a principle.
pub(super) fn principles(view: &View) -> Table<'_> {
    let columns = columns(&[("principle", "Principle"), ("words", "Words"), ("source", "Source")]);
    let rows = view.options.principles.iter();
    let rows = rows.map(|(id, words, source)| vec![text(id), text(words), text(source)]);
    Table { columns, rows: Box::new(rows) }
}

/// Writes `options.csv` of a view.
///
/// # Errors
/// [`super::ReportError::Table`]; no content of a view is known to cause it.
pub fn options_csv(view: &View) -> Result<Vec<u8>, super::ReportError> {
    super::tables::csv_of("options.csv", options(view))
}
