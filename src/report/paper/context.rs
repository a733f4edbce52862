//! The named facts of a paper: what a template may say, put for reading.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{
    PaperLength, ahead, board, candidates, counters, coverage, estate, from_body, fund, partners,
    pictures, quality, sift,
};
use crate::{
    draw::ChartFiles,
    edition::{Edition, View},
    wording::{long_date, plain},
};

/// Returns every fact by its name; `none` is what does not apply or is not known.
pub(super) fn facts(view: &View, charts: &[ChartFiles], length: PaperLength) -> Value {
    let is_public = view.edition == Edition::Public;
    let charts: BTreeMap<String, Value> =
        pictures(charts).map(|(name, chart, _)| (name, plain(&chart.title).into())).collect();
    let board = board::facts(view, &charts, length);
    let head = context! {
        estate => view.estate.as_str(),
        organisation => view.organisation.as_deref(),
        note => view.note.as_deref(),
        as_of => long_date(view.as_of),
        cost_year => view.cost_year.to_string(),
        edition => view.edition.word(),
        marking => view.edition.marking(),
        is_public,
        policy => view.policy.as_str(),
        charts,
        remarks => crate::wording::remarks(&view.remarks).map(|r| plain(&r)).collect::<Vec<_>>(),
    };
    context! {
        ..head,
        ..board,
        ..from_body::facts(view),
        ..estate::facts(view),
        ..candidates::facts(view),
        ..ahead::facts(view),
        ..coverage::facts(view),
        ..fund::facts(view),
        ..counters::facts(view),
        ..partners::facts(view),
        ..sift::facts(view),
        ..quality::facts(view),
    }
}
