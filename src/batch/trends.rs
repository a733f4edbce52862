//! Figures of the whole estate, snapshot by snapshot.

use std::collections::BTreeMap;

use super::estate_then::{EstateThen, SiteKey, SiteThen, UNIT};
use crate::{
    draw::{EstateTrends, TrendSeries},
    edition::Edition,
    model::{Date, TrendOf, decimals, div_round},
};

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
