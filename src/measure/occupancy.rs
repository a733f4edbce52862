//! How much a site is used, from its observations.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{
    frame::without,
    peak,
    site_use::{Unusable, Use, divide},
    summary,
};
use crate::{
    load::{Estate, columns as c, columns::sums as s},
    model::{ObservationMethod, day_number, months_earlier},
    policy::{FigureName, Policy},
};

const BEST: &str = "best_method";

/// Reads the observations of the policy's window by the best method each site has.
///
/// # Shape
/// Result: one entry a site, in `site_id` order.
///
/// # Unknown
/// A row without the needed cell is left out of the mid reading, and stands at 0 in the low and at
/// capacity in the high one. Empty opening hours weigh as the site's mean, else all rows alike.
pub(super) fn read(estate: &Estate, policy: &Policy) -> PolarsResult<Vec<Use>> {
    let count = estate.sites.len();
    let mut uses = vec![Use::default(); count];
    if let Some(table) = &estate.occupancy_summary {
        summary::read(&table.frame, &mut uses)?;
        return Ok(uses);
    }
    let Some(table) = &estate.occupancy else {
        return Ok(uses);
    };
    for site in table.frame.column(c::SITE)?.u32()?.iter().flatten() {
        if let Some(of) = usize::try_from(site).ok().and_then(|n| uses.get_mut(n)) {
            of.has_observations = true;
        }
    }
    let rows = window(table.frame.clone(), estate, policy)?;
    for (site, [share, people]) in peak::read(&rows, policy)? {
        if let Some(of) = usize::try_from(site).ok().and_then(|n| uses.get_mut(n)) {
            (of.peak, of.people) = (share, people);
        }
    }
    for (site, questioned) in questioned(&rows)? {
        if let Some(of) = usize::try_from(site).ok().and_then(|n| uses.get_mut(n)) {
            of.questioned = Some(questioned);
        }
    }
    let too_large = too_large(&rows)?;
    let rows = if too_large.is_empty() { rows } else { without(rows, &too_large)? };
    for site in too_large {
        if let Some(of) = usize::try_from(site).ok().and_then(|n| uses.get_mut(n)) {
            of.too_large = true;
        }
    }
    divide(group(rows)?, &mut uses)?;
    Ok(uses)
}

/// Returns the rows of the window and of each site's best method.
///
/// A row whose method could not be read may belong to it: it stays, without its counts.
pub(super) fn window(rows: DataFrame, estate: &Estate, policy: &Policy) -> PolarsResult<DataFrame> {
    let as_of = estate.snapshot.as_of;
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let after = months_earlier(as_of, months).map_or(i32::MIN, day_number);
    let first_unread = ObservationMethod::Booking as u32;
    let days = rows.column(c::DAY)?.i32()?;
    let methods = rows.column(c::METHOD)?.u32()?;
    let inside = days.min().is_some_and(|first| first > after)
        && days.max().is_some_and(|last| last <= day_number(as_of));
    let one_method = methods.null_count() == 0 && methods.min() == methods.max();
    if inside && one_method && methods.max().is_some_and(|method| method < first_unread) {
        return Ok(rows);
    }
    let rows = rows.lazy().filter(
        col(c::DAY)
            .gt(lit(after))
            .and(col(c::DAY).lt_eq(lit(day_number(as_of))))
            .and(col(c::METHOD).is_null().or(col(c::METHOD).lt(lit(first_unread)))),
    );
    if one_method {
        return rows.collect();
    }
    let best = rows.clone().group_by([col(c::SITE)]).agg([col(c::METHOD).min().alias(BEST)]);
    let rows = rows
        .join_builder()
        .with(best)
        .on([col(c::SITE)])
        .how(JoinType::Left)
        .validate(JoinValidation::ManyToOne)
        .finish();
    let questioned = || col(c::METHOD).is_null();
    let unless_questioned =
        |name: &str| when(questioned()).then(lit(NULL)).otherwise(col(name)).alias(name);
    rows.filter(questioned().or(col(c::METHOD).eq(col(BEST))))
        .with_columns([c::MEAN, c::PEAK, c::IN_USE].map(unless_questioned))
        .collect()
}

/// Returns the sites whose sums are beyond what a frame's whole numbers hold, in order.
///
/// The largest count times the largest hours times the rows bounds every sum: where that fits, which is nearly
/// always, no row is looked at.
fn too_large(rows: &DataFrame) -> PolarsResult<BTreeSet<u32>> {
    let cells = |name: &str| rows.column(name)?.i32();
    let most = |name: &str| cells(name).map(|cells| i128::from(cells.max().unwrap_or(0)));
    let (people, hours) =
        (most(c::CAPACITY)?.max(most(c::MEAN)?), most(c::HOURS)?.max(most(c::IN_USE)?));
    let height = i128::try_from(rows.height()).unwrap_or(i128::MAX);
    let largest = i128::from(i64::MAX);
    if (people * hours.max(1)).checked_mul(height).is_some_and(|bound| bound <= largest) {
        return Ok(BTreeSet::new());
    }
    let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
    let people = cells(c::CAPACITY)?.iter().zip(cells(c::MEAN)?.iter());
    let hours = cells(c::HOURS)?.iter().zip(cells(c::IN_USE)?.iter());
    for ((site, people), hours) in rows.column(c::SITE)?.u32()?.iter().zip(people).zip(hours) {
        let larger = |(one, other): (Option<i32>, Option<i32>)| {
            i128::from(one.unwrap_or(0).max(other.unwrap_or(0)))
        };
        if let Some(site) = site {
            *sums.entry(site).or_default() += larger(people) * larger(hours).max(1);
        }
    }
    Ok(sums.into_iter().filter(|(_, sum)| *sum > largest).map(|(site, _)| site).collect())
}

/// Returns the sites with rows in doubt and what lacks in theirs; where no row is, which is nearly always, none is
/// looked at.
fn questioned(rows: &DataFrame) -> PolarsResult<BTreeMap<u32, Unusable>> {
    let mut found: BTreeMap<u32, Unusable> = BTreeMap::new();
    let methods = rows.column(c::METHOD)?.u32()?;
    let hours = rows.column(c::HOURS_QUESTIONED)?.bool()?;
    if methods.null_count() == 0 && !hours.any() {
        return Ok(found);
    }
    let sites = rows.column(c::SITE)?.u32()?;
    let (mean, peak) = (rows.column(c::MEAN)?.i32()?, rows.column(c::PEAK)?.i32()?);
    let cells = methods.iter().zip(hours.iter()).zip(mean.iter()).zip(peak.iter());
    for (site, (((method, hours), mean), peak)) in sites.iter().zip(cells) {
        let Some(site) = site else { continue };
        let of = found.entry(site).or_default();
        let hours = hours == Some(true);
        of.method |= method.is_none();
        of.hours |= hours;
        of.mean |= method.is_some() && !hours && mean.is_none();
        of.peak |= method.is_some() && peak.is_none();
    }
    found.retain(|_, of| of.method || of.hours);
    Ok(found)
}

/// Groups the window by site: integer sums.
fn group(rows: DataFrame) -> PolarsResult<LazyFrame> {
    let lacks = |name: &str| Ok::<_, PolarsError>(rows.column(name)?.null_count() > 0);
    let questioned = rows.column(c::HOURS_QUESTIONED)?.bool()?.any();
    let (some_unknown, some_untimed) = (lacks(c::MEAN)? || questioned, lacks(c::HOURS)?);
    let some_in_use = rows.column(c::IN_USE)?.null_count() < rows.height();
    let wide = |name: &str| col(name).cast(DataType::Int64);
    let known = || col(c::MEAN).is_not_null();
    let timed = || col(c::HOURS).is_not_null();
    let in_use = || timed().and(col(c::IN_USE).is_not_null());
    // A sum over rows that no site has is zero, and one over all rows needs no look at each.
    let mut sums = Vec::new();
    let mut zeros = Vec::new();
    let mut sum = |what: Expr, of: Option<Expr>, any: bool, name: &str| match of {
        _ if !any => zeros.push(lit(0_i64).alias(name)),
        None => sums.push(what.sum().alias(name)),
        Some(of) => sums.push(when(of).then(what).otherwise(lit(0_i64)).sum().alias(name)),
    };
    let mixed = (some_unknown || some_untimed).then(|| known().and(timed()));
    sum(wide(c::MEAN) * wide(c::HOURS), mixed.clone(), true, s::PEOPLE_HOURS);
    sum(wide(c::CAPACITY) * wide(c::HOURS), mixed, true, s::PLACE_HOURS);
    let of = || Some(known().and(timed().not()));
    sum(wide(c::MEAN), of(), some_untimed, s::PEOPLE_UNTIMED);
    sum(wide(c::CAPACITY), of(), some_untimed, s::PLACES_UNTIMED);
    let of = || Some(known().not().and(timed()));
    sum(wide(c::CAPACITY) * wide(c::HOURS), of(), some_unknown, s::PLACE_HOURS_UNCOUNTED);
    let of = || Some(known().not().and(timed().not()));
    sum(wide(c::CAPACITY), of(), some_unknown && some_untimed, s::PLACES_UNCOUNTED_UNTIMED);
    sum(wide(c::CAPACITY) * wide(c::IN_USE), Some(in_use()), some_in_use, s::PLACE_HOURS_IN_USE);
    sum(wide(c::CAPACITY) * wide(c::HOURS), Some(in_use()), some_in_use, s::PLACE_HOURS_OPEN);
    let of = || Some(in_use().and(known()));
    sum(wide(c::MEAN) * wide(c::HOURS), of(), some_in_use, s::PEOPLE_HOURS_SEEN);
    sum(wide(c::CAPACITY) * wide(c::IN_USE), of(), some_in_use, s::PLACE_HOURS_SEEN);
    sums.extend([
        wide(c::HOURS).sum().alias(s::HOURS_SUM),
        col(c::HOURS).count().alias(s::HOURS_GIVEN),
        col(c::HOURS).null_count().alias(s::HOURS_MISSING),
        col(c::MEAN).null_count().alias(s::PEOPLE_LACKING),
    ]);
    let mut rows = rows.lazy();
    if questioned {
        let sure = when(col(c::HOURS_QUESTIONED)).then(lit(NULL)).otherwise(col(c::MEAN));
        rows = rows.with_columns([sure.alias(c::MEAN)]);
    }
    let grouped = rows.group_by([col(c::SITE)]).agg(sums).with_columns(zeros);
    Ok(grouped)
}
