//! The sheets of options that no data file has: the cash flow of what leads, and the body's principles.

use std::collections::BTreeSet;

use super::tables::{Table, columns, text};
use crate::{
    edition::{OptionFlowRow, View},
    model::OptionKind,
    tables::OptionFlows,
};

/// A line a sum of the option that leads at each site where that is a change: what a reader of the workbook
/// looks for.
pub(super) fn leading_flows(view: &View) -> Table<'_> {
    let changes =
        view.options.advice.iter().filter(|a| a.verdict.leads != Some(OptionKind::BusinessAsUsual));
    let leads: BTreeSet<(&str, OptionKind)> =
        changes.filter_map(|a| Some((a.site_id.as_str(), a.verdict.leads?))).collect();
    let leading = move |f: &OptionFlowRow| leads.contains(&(f.site_id.as_str(), f.option));
    OptionFlows::of(view.options.flows.iter().filter(leading))
}

/// A line a principle.
pub(super) fn principles(view: &View) -> Table<'_> {
    let columns = columns(&[("principle", "Principle"), ("words", "Words"), ("source", "Source")]);
    let rows = view.options.principles.iter();
    let rows = rows.map(|(id, words, source)| vec![text(id), text(words), text(source)]);
    Table { file: "", columns, rows: Box::new(rows) }
}
