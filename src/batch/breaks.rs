//! Readings of a site that stand out in one snapshot, and sites that it alone does not hold.

use rust_decimal::Decimal;

use super::estate_then::{EstateThen, SiteKey, SiteThen, UNIT};
use crate::{
    model::{BreakReason, Date, decimals},
    policy::{FigureName, Policy},
};

/// One line of `series_breaks.csv`.
pub(super) struct BreakRow {
    pub site_id: String,
    pub name: String,
    pub figure: &'static str,
    pub snapshot: Date,
    pub value: String,
    pub unit: &'static str,
    pub before: String,
    pub after: String,
    pub reason: BreakReason,
}

/// Returns the lines of `series_breaks.csv`: readings of a site that one snapshot alone has out of line.
///
/// A reading stands out where the two beside it agree within the policy's limit for an area or a sum and it is beyond the
/// limit from both: a fault in the data of that snapshot, rather than a change. The first and the last snapshot have one
/// neighbour only, so that nothing can be told of them.
pub(super) fn break_rows(all: &[EstateThen], policy: &Policy) -> Vec<BreakRow> {
    let mut rows = Vec::new();
    for window in all.windows(3) {
        let [before, now, after] = window else { continue };
        let is_left_out =
            |id: &&SiteKey| after.sites.contains_key(*id) && !now.sites.contains_key(*id);
        for id in before.sites.keys().filter(is_left_out) {
            let name = after.sites.get(id).map(|site| site.name.clone()).unwrap_or_default();
            rows.push(not_held(id, name, now.date, BreakReason::LeftOutOnce));
        }
        let is_held = |of: &EstateThen, id: &SiteKey| of.sites.get(id).map(SiteThen::is_held);
        let is_sold_once = |(id, site): &(&SiteKey, &SiteThen)| {
            !site.is_held() && [before, after].iter().all(|of| is_held(of, id) == Some(true))
        };
        for (id, site) in now.sites.iter().filter(is_sold_once) {
            rows.push(not_held(id, site.name.clone(), now.date, BreakReason::SoldOnce));
        }
        for (id, site) in &now.sites {
            for (figure, unit, of, limit) in FIGURES {
                let limit = policy.figure(limit);
                let read = |of_estate: &EstateThen| of_estate.sites.get(id).and_then(of);
                let (Some(a), Some(b), Some(c)) = (read(before), read(now), read(after)) else {
                    continue;
                };
                if stands_out([a, b, c], limit) {
                    let [before, value, after] = [a, b, c].map(|value| decimals(value, UNIT, 2));
                    rows.push(BreakRow {
                        site_id: id.0.clone(),
                        name: site.name.clone(),
                        figure,
                        snapshot: now.date,
                        value,
                        unit,
                        before,
                        after,
                        reason: BreakReason::OutOfLine(limit),
                    });
                }
            }
        }
    }
    rows
}

/// Makes the line of a site that one snapshot alone does not hold.
fn not_held(id: &SiteKey, name: String, snapshot: Date, reason: BreakReason) -> BreakRow {
    let held = "1".to_owned();
    BreakRow {
        site_id: id.0.clone(),
        name,
        figure: "sites",
        snapshot,
        value: "0".to_owned(),
        unit: "sites",
        before: held.clone(),
        after: held,
        reason,
    }
}

/// A figure of a site: its word, its unit, how it is read, and how far it may change.
type Figure = (&'static str, &'static str, fn(&SiteThen) -> Option<i64>, FigureName);

const FIGURES: [Figure; 5] = [
    ("running_cost", "£ a year", |site| site.running_cost, FigureName::SumChangeTimes),
    ("floor_area", "m²", |site| site.area, FigureName::AreaChangeTimes),
    ("backlog", "£", |site| site.backlog, FigureName::SumChangeTimes),
    ("utilisation", "share", |site| site.utilisation, FigureName::SumChangeTimes),
    ("workstations", "workstations", |site| site.workstations, FigureName::AreaChangeTimes),
];

/// Tells whether the middle of three values is beyond a factor from both others, which agree within it.
fn stands_out([before, now, after]: [i64; 3], times: Decimal) -> bool {
    let beyond = |one: i64, other: i64| {
        let (low, high) = (one.min(other), one.max(other));
        low >= 0
            && Decimal::from(low).checked_mul(times).is_some_and(|most| Decimal::from(high) > most)
    };
    !beyond(before, after) && beyond(before, now) && beyond(now, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_snapshot_out_of_line_stands_out_and_a_lasting_change_does_not() {
        let times = Decimal::new(15, 1);
        assert!(stands_out([100, 1_076, 101], times));
        assert!(stands_out([100, 9, 100], times));
        assert!(stands_out([100, 0, 100], times));
        assert!(!stands_out([100, 1_076, 1_076], times));
        assert!(!stands_out([100, 140, 100], times));
        assert!(!stands_out([0, 0, 0], times));
    }
}
