//! Which financial years the sums of an option fall in: a year's sum by its days, any other by its own day.

use std::collections::BTreeMap;

use super::ground::{pence, year_due};
use crate::{
    appraise::{Flow, FlowKind, Prices},
    model::{Date, FinancialYear, Period},
};

/// Whose sums are added up: those of one day, kind, prices and financial year.
pub(super) type Key = (Date, FlowKind, Prices, FinancialYear);

/// The flows of an option less those of business as usual: amount, budget and economic value of each, in pence.
pub(super) fn differences(option: &[Flow], usual: &[Flow], as_of: Date) -> BTreeMap<Key, [i64; 3]> {
    let mut sums: BTreeMap<Key, [i64; 3]> = BTreeMap::new();
    for (flows, sign) in [(option, 1), (usual, -1)] {
        for flow in flows {
            for (on, year, parts) in by_year(flow, as_of) {
                let sum = sums.entry((on, flow.kind, flow.prices, year)).or_default();
                for (sum, part) in sum.iter_mut().zip(parts) {
                    *sum += sign * part;
                }
            }
        }
    }
    sums.retain(|_, sum| *sum != [0; 3]);
    sums
}

/// One financial year's part of a flow: its last day, the year, and amount, budget and economic value in pence.
type Part = (Date, FinancialYear, [i64; 3]);

/// Shares a flow out; its parts add up to it, to the penny.
fn by_year(flow: &Flow, as_of: Date) -> Vec<Part> {
    let whole = [flow.amount, flow.budget, flow.economic].map(pence);
    let Some(over) = flow.over else {
        // Empty rates stand on the last day that they are for, be it the day of the snapshot.
        let year = match flow.kind {
            FlowKind::EmptyRates => FinancialYear::containing(flow.on),
            _ => year_due(flow.on, as_of),
        };
        return vec![(flow.on, year, whole)];
    };
    let mut parts = Vec::new();
    let mut gone = [0; 3];
    let mut from = over.from();
    while from < over.until() {
        let year = FinancialYear::containing(from);
        let until = year.period().map_or(over.until(), Period::until).min(over.until());
        let days = (until - over.from()).num_days();
        let done = whole.map(|sum| running(sum, days, over.days()));
        let last = if until == over.until() { flow.on } else { until };
        let last =
            year.period().and_then(|p| p.until().pred_opt()).map_or(last, |end| last.min(end));
        parts.push((last, year, std::array::from_fn(|at| done[at] - gone[at])));
        (gone, from) = (done, until);
    }
    parts
}

/// Returns what of a sum belongs to its first days, halves away from zero.
fn running(pence: i64, days: i64, of: i64) -> i64 {
    let (product, of) = (i128::from(pence) * i128::from(days), i128::from(of));
    let up = if (product % of).abs() * 2 >= of { product.signum() } else { 0 };
    i64::try_from(product / of + up).unwrap_or(pence)
}
