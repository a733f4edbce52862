//! `receipts.csv`: what the sale of each site brings, appraised, planned, in the programme and achieved.

use super::tables::{Cell, Table, columns, money, text};
use crate::edition::{Edition, SiteReceiptRow, View};

/// Names the file.
pub(super) const FILE: &str = "receipts.csv";

/// Tells why a view has no such file; `None` where it has.
pub(super) fn left_out(view: &View) -> Option<&'static str> {
    match (view.edition, view.receipts.is_empty()) {
        (Edition::Public, _) => {
            Some("what is negotiated, and what it would bring, is not for publication")
        }
        (Edition::Restricted, true) => Some("no sale brings a receipt that is known"),
        (Edition::Restricted, false) => None,
    }
}

/// A line a site from whose sale there is a receipt.
pub(super) fn receipts(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("name", "Name"),
        ("standing", "Standing"),
        ("option", "Option"),
        ("source", "Decided by"),
        ("appraised", "Appraised, net (£)"),
        ("appraised_on", "Appraised sale"),
        ("planned", "Planned, before cost (£)"),
        ("planned_in", "Planned in"),
        ("planned_by", "Planned by"),
        ("programme", "In the programme, net (£)"),
        ("programme_in", "In the programme in"),
        ("achieved", "Achieved (£)"),
        ("achieved_in", "Achieved in"),
        ("why", "Why they differ"),
    ]);
    Table { columns, rows: Box::new(view.receipts.iter().map(cells)) }
}

fn cells(row: &SiteReceiptRow) -> Vec<Cell<'_>> {
    vec![
        text(&row.site_id),
        text(&row.name),
        text(row.standing),
        text(row.option),
        text(&row.source),
        money(row.appraised),
        row.appraised_on.map_or(Cell::Empty, Cell::Day),
        money(row.planned),
        text(&row.planned_in),
        text(&row.planned_by),
        money(row.programme),
        text(&row.programme_in),
        money(row.achieved),
        text(&row.achieved_in),
        text(&row.why),
    ]
}
