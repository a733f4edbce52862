//! The estate from snapshot to snapshot: whole-estate figures, and readings of a site that stand out in one snapshot.

use std::collections::BTreeMap;

use super::moves::SiteKey;
use crate::{
    draw::{EstateTrends, TrendSeries},
    edition::Edition,
    model::{Date, Measure, Status, TrendOf, decimals, div_round},
    policy::{FigureName, Policy},
    report::{self, SiteFact},
};

/// Millionths, in which facts are.
const UNIT: i64 = 1_000_000;

/// One site as a snapshot has it; numbers in millionths, `None` is not known.
#[derive(Debug, Clone, Default)]
struct SiteThen {
    name: String,
    status: Option<Status>,
    running_cost: Option<i64>,
    area: Option<i64>,
    utilisation: Option<i64>,
    workstations: Option<i64>,
    backlog: Option<i64>,
}

impl SiteThen {
    fn is_held(&self) -> bool {
        self.status != Some(Status::Sold)
    }

    /// Returns what counts of it towards a sum, with its weight.
    fn part(&self, of: TrendOf) -> Option<(i64, i64)> {
        let held = |value: Option<i64>| value.filter(|_| self.is_held()).map(|value| (value, UNIT));
        match of {
            TrendOf::RunningCost => self.running_cost.map(|cost| (cost, UNIT)),
            TrendOf::FloorArea => held(self.area),
            TrendOf::Backlog => held(self.backlog),
            TrendOf::Utilisation => {
                self.utilisation.filter(|_| self.is_held()).zip(self.workstations)
            }
            TrendOf::Sites
            | TrendOf::Acquired
            | TrendOf::Returned
            | TrendOf::Divided
            | TrendOf::Sold
            | TrendOf::Gone
            | TrendOf::Merged => None,
        }
    }

    /// Tells whether a figure could be known of it.
    fn counts(&self, of: TrendOf) -> bool {
        of == TrendOf::RunningCost || self.is_held()
    }
}

/// A snapshot by what each site is known by through all.
pub(super) struct EstateThen {
    date: Date,
    sites: BTreeMap<SiteKey, SiteThen>,
    /// Sites of the snapshot before that are part of another now, and that other.
    pub merged: BTreeMap<SiteKey, SiteKey>,
    /// Sites that were part of another in the snapshot before, and that other.
    pub divided: BTreeMap<SiteKey, SiteKey>,
}

/// Takes the facts of a snapshot by what each site is known by through all.
pub(super) fn estate_then(
    date: Date,
    facts: &[SiteFact],
    key: impl Fn(&str) -> SiteKey,
) -> EstateThen {
    let mut sites: BTreeMap<SiteKey, SiteThen> = BTreeMap::new();
    for fact in facts {
        let site = sites.entry(key(&fact.site_id)).or_default();
        match fact.measure.as_str() {
            report::NAME => site.name.clone_from(&fact.word),
            report::STATUS => site.status = Status::read(&fact.word),
            report::FLOOR_AREA => site.area = fact.value,
            report::BACKLOG => site.backlog = fact.value,
            report::WORKSTATIONS => site.workstations = fact.value,
            of if of == Measure::RunningCost.word() => site.running_cost = fact.value,
            of if of == Measure::Utilisation.word() => site.utilisation = fact.value,
            _ => {}
        }
    }
    EstateThen { date, sites, merged: BTreeMap::new(), divided: BTreeMap::new() }
}

/// One figure of the estate in one snapshot; numbers in millionths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trend {
    pub snapshot: Date,
    pub of: TrendOf,
    /// `None` where no site has the figure.
    pub value: Option<i64>,
    /// Sites with the figure, and those that could have it.
    pub sites: usize,
    pub of_sites: usize,
    /// Since the snapshot before, over the sites with the figure in both.
    pub like_for_like: Option<i64>,
}

/// Returns every figure of every snapshot, in the order of snapshots.
pub(super) fn trends(all: &[EstateThen]) -> Vec<Trend> {
    let mut trends = Vec::new();
    for (at, now) in all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        trends.extend(TrendOf::ALL.iter().map(|of| trend(now, before, &all[..at], *of)));
    }
    trends
}

fn trend(
    now: &EstateThen,
    before: Option<&EstateThen>,
    earlier: &[EstateThen],
    of: TrendOf,
) -> Trend {
    let held = now.sites.values().filter(|site| site.is_held()).count();
    let count = |many: usize| i64::try_from(many).ok().and_then(|many| many.checked_mul(UNIT));
    let counted = |value: Option<usize>| Trend {
        snapshot: now.date,
        of,
        value: value.and_then(count),
        sites: held,
        of_sites: held,
        like_for_like: None,
    };
    match of {
        TrendOf::Sites => return counted(Some(held)),
        TrendOf::Acquired
        | TrendOf::Returned
        | TrendOf::Divided
        | TrendOf::Sold
        | TrendOf::Gone
        | TrendOf::Merged => {
            return counted(before.map(|before| flow(now, before, earlier, of)));
        }
        TrendOf::RunningCost | TrendOf::FloorArea | TrendOf::Utilisation | TrendOf::Backlog => {}
    }
    let parts: Vec<(i64, i64)> = now.sites.values().filter_map(|site| site.part(of)).collect();
    let both = before.map(|before| {
        let (then, now) = alike(now, before, of);
        Some(whole(of, &now)? - whole(of, &then)?)
    });
    Trend {
        snapshot: now.date,
        of,
        value: whole(of, &parts),
        sites: parts.len(),
        of_sites: now.sites.values().filter(|site| site.counts(of)).count(),
        like_for_like: both.flatten(),
    }
}

/// Counts the sites that came to the estate, or left it, since the snapshot before in one way of those there are: the
/// sites of now are those of then with what came and without what left.
fn flow(now: &EstateThen, before: &EstateThen, earlier: &[EstateThen], way: TrendOf) -> usize {
    let was_held = |id: &SiteKey| before.sites.get(id).is_some_and(SiteThen::is_held);
    let is_known = |id: &SiteKey| earlier.iter().any(|then| then.sites.contains_key(id));
    let came = |id: &SiteKey, site: &SiteThen| {
        let was_there = before.sites.contains_key(id);
        let is_new = !was_there && !is_known(id);
        match way {
            TrendOf::Acquired => is_new && !now.divided.contains_key(id),
            TrendOf::Divided => is_new && now.divided.contains_key(id),
            // Left out then, or called sold.
            TrendOf::Returned if was_there => !was_held(id) && site.is_held(),
            TrendOf::Returned => !is_new,
            TrendOf::Sold => !site.is_held() && (!was_there || was_held(id)),
            _ => false,
        }
    };
    let left = |id: &SiteKey| match way {
        TrendOf::Gone => !now.merged.contains_key(id),
        TrendOf::Merged => now.merged.contains_key(id),
        _ => false,
    };
    let gone = before.sites.keys().filter(|id| was_held(id) && !now.sites.contains_key(*id));
    now.sites.iter().filter(|(id, site)| came(id, site)).count()
        + gone.filter(|id| left(id)).count()
}

/// The parts of a figure, each with its weight.
type FigureParts = Vec<(i64, i64)>;

/// Returns the parts of a figure then and now at the sites that have it in both; sites that were merged or divided are one,
/// and have it where each of them does.
fn alike(now: &EstateThen, before: &EstateThen, of: TrendOf) -> (FigureParts, FigureParts) {
    let whole =
        |id: &SiteKey, parts: &BTreeMap<SiteKey, SiteKey>| parts.get(id).unwrap_or(id).clone();
    let by_whole = |of_estate: &EstateThen, parts: &BTreeMap<SiteKey, SiteKey>| {
        let mut wholes: BTreeMap<SiteKey, Option<FigureParts>> = BTreeMap::new();
        for (id, site) in &of_estate.sites {
            // Only a site that is part of another, or has parts, can lack a part.
            let own = wholes.entry(whole(id, parts)).or_insert_with(|| Some(Vec::new()));
            match (own.as_mut(), site.part(of)) {
                (Some(own), Some(part)) => own.push(part),
                _ => *own = None,
            }
        }
        wholes
    };
    let (then, now) = (by_whole(before, &now.merged), by_whole(now, &now.divided));
    let pairs = now.into_iter().filter_map(|(id, own)| Some((then.get(&id)?.clone()?, own?)));
    let (then, now): (Vec<FigureParts>, Vec<FigureParts>) = pairs.unzip();
    (then.concat(), now.concat())
}

/// Sums parts, or weighs them; `None` of none.
fn whole(of: TrendOf, parts: &[(i64, i64)]) -> Option<i64> {
    if parts.is_empty() {
        return None;
    }
    if of != TrendOf::Utilisation {
        return parts.iter().try_fold(0_i64, |sum, (value, _)| sum.checked_add(*value));
    }
    let weight: i128 = parts.iter().map(|(_, weight)| i128::from(*weight)).sum();
    let sum: i128 =
        parts.iter().map(|(value, weight)| i128::from(*value) * i128::from(*weight)).sum();
    (weight > 0).then(|| i64::try_from(div_round(sum, weight)).ok())?
}

/// Returns the figures as a picture takes them.
pub(super) fn drawn(estate: &str, note: Option<String>, trends: &[Trend]) -> EstateTrends {
    let mut snapshots: Vec<Date> = trends.iter().map(|trend| trend.snapshot).collect();
    snapshots.dedup();
    let series = TrendOf::ALL.iter().map(|of| {
        let own = trends.iter().filter(|trend| trend.of == *of);
        let known = own.clone().next_back().map(|trend| (trend.sites, trend.of_sites));
        TrendSeries {
            of: *of,
            values: own.map(|trend| trend.value).collect(),
            known: known.unwrap_or_default(),
        }
    });
    EstateTrends {
        estate: estate.to_owned(),
        note,
        edition: Edition::Restricted,
        series: series.collect(),
        snapshots,
    }
}

/// One line of `trends.csv`.
pub(super) struct TrendRow<'a> {
    pub trend: &'a Trend,
    /// Since the snapshot before; `None` of what is counted from one to the next.
    pub change: Option<i64>,
}

impl TrendRow<'_> {
    /// Writes one of its numbers.
    pub(super) fn written(&self, value: Option<i64>) -> Option<String> {
        let places = match self.trend.of {
            TrendOf::Utilisation => 4,
            TrendOf::RunningCost | TrendOf::FloorArea | TrendOf::Backlog => 2,
            _ => 0,
        };
        value.map(|value| decimals(value, UNIT, places))
    }
}

/// Returns the lines of `trends.csv`.
pub(super) fn trend_rows(trends: &[Trend]) -> Vec<TrendRow<'_>> {
    let change = |at: usize, trend: &Trend| {
        let before = trends[..at].iter().rev().find(|other| other.of == trend.of);
        before.filter(|_| !trend.of.is_flow()).and_then(|before| Some(trend.value? - before.value?))
    };
    let all = trends.iter().enumerate();
    all.map(|(at, trend)| TrendRow { trend, change: change(at, trend) }).collect()
}

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
    pub reason: String,
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
            rows.push(not_held(
                id,
                name,
                now.date,
                "left out of this snapshot alone: it is there before and after",
            ));
        }
        let is_held = |of: &EstateThen, id: &SiteKey| of.sites.get(id).map(SiteThen::is_held);
        let is_sold_once = |(id, site): &(&SiteKey, &SiteThen)| {
            !site.is_held() && [before, after].iter().all(|of| is_held(of, id) == Some(true))
        };
        for (id, site) in now.sites.iter().filter(is_sold_once) {
            rows.push(not_held(
                id,
                site.name.clone(),
                now.date,
                "sold in this snapshot alone: it is held before and after",
            ));
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
                        reason: format!("fault in the data: more than {limit} times from the snapshots before and after, which agree"),
                    });
                }
            }
        }
    }
    rows
}

/// Makes the line of a site that one snapshot alone does not hold.
fn not_held(id: &SiteKey, name: String, snapshot: Date, reason: &str) -> BreakRow {
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
        reason: reason.to_owned(),
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
fn stands_out([before, now, after]: [i64; 3], times: rust_decimal::Decimal) -> bool {
    use rust_decimal::Decimal;
    let beyond = |one: i64, other: i64| {
        let (low, high) = (one.min(other), one.max(other));
        low >= 0
            && Decimal::from(low).checked_mul(times).is_some_and(|most| Decimal::from(high) > most)
    };
    !beyond(before, after) && beyond(before, now) && beyond(now, after)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

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
