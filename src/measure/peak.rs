//! How full a site is at its fullest: nearest-rank percentiles of its observations.

use polars::prelude::*;
use rayon::prelude::*;
use rust_decimal::prelude::ToPrimitive;

use super::site_use::Bounded;
use crate::{
    load::columns as c,
    model::ratio_term,
    policy::{FigureName, Policy},
};

/// Parts of a per cent in which the percentile is taken, so that its rank is a whole number.
const PARTS: u64 = 1_000_000;

/// Rows of one observation: places and most people, both in thousandths; no count is not known.
type Count = (i32, Option<i32>);

/// Returns, for each site with rows, the percentile of its peaks as a share of capacity and in people.
///
/// # Shape
/// `rows` in order of site, as `load` leaves them. People are in thousandths.
///
/// # Unknown
/// A row without a count is left out of the mid reading, and stands at nobody in the low and at capacity in
/// the high one. Rows without places have no share.
pub(super) fn read(rows: &DataFrame, policy: &Policy) -> PolarsResult<Vec<(u32, [Bounded; 2])>> {
    let sites: Vec<Option<u32>> = rows.column(c::SITE)?.u32()?.iter().collect();
    let capacity = rows.column(c::CAPACITY)?.i32()?;
    let peak = rows.column(c::PEAK)?.i32()?;
    let counts: Vec<Count> = capacity
        .iter()
        .zip(peak.iter())
        .map(|(places, peak)| (places.unwrap_or(0), peak))
        .collect();
    let mut groups: Vec<(u32, &[Count])> = Vec::new();
    let mut rest = counts.as_slice();
    for group in sites.chunk_by(PartialEq::eq) {
        let (own, others) = rest.split_at(group.len());
        rest = others;
        if let Some(Some(site)) = group.first() {
            groups.push((*site, own));
        }
    }
    let parts = policy.figure(FigureName::PeakPercentile) * rust_decimal::Decimal::from(PARTS);
    let parts = parts.to_u64().unwrap_or(100 * PARTS);
    let of_site =
        |(site, counts): (u32, &[Count])| (site, [share(counts, parts), people(counts, parts)]);
    Ok(groups.into_par_iter().with_min_len(1024).map(of_site).collect())
}

/// Returns the percentile of people over places.
fn share(counts: &[Count], parts: u64) -> Bounded {
    let placed = || counts.iter().filter(|(places, _)| *places > 0);
    let of =
        |(places, peak): (i32, i32)| ratio_term(i64::from(peak)) / ratio_term(i64::from(places));
    let filled = |empty: fn(i32) -> i32| {
        placed()
            .map(|(places, peak)| of((*places, peak.unwrap_or_else(|| empty(*places)))))
            .collect()
    };
    let mid = placed().filter_map(|(places, peak)| Some(of((*places, (*peak)?)))).collect();
    bounded(mid, placed().any(|(_, peak)| peak.is_none()), filled, parts)
}

/// Returns the percentile of people, in thousandths.
fn people(counts: &[Count], parts: u64) -> Bounded {
    let of = |people: i32| ratio_term(i64::from(people));
    let filled = |empty: fn(i32) -> i32| {
        counts.iter().map(|(places, peak)| of(peak.unwrap_or_else(|| empty(*places)))).collect()
    };
    let mid = counts.iter().filter_map(|(_, peak)| peak.map(of)).collect();
    bounded(mid, counts.iter().any(|(_, peak)| peak.is_none()), filled, parts)
}

/// Takes the percentile of what is known, and of both fillings where anything is not.
fn bounded(
    mid: Vec<f64>,
    open: bool,
    filled: impl Fn(fn(i32) -> i32) -> Vec<f64>,
    parts: u64,
) -> Bounded {
    let mid = nearest_rank(mid, parts);
    let (low, high) = if open {
        (nearest_rank(filled(|_| 0), parts), nearest_rank(filled(|places| places), parts))
    } else {
        (mid, mid)
    };
    Bounded { mid, low, high, open }
}

/// Returns the value of rank ⌈percentile × count⌉, found in whole numbers; `None` of no values.
fn nearest_rank(mut values: Vec<f64>, parts: u64) -> Option<f64> {
    let count = u64::try_from(values.len()).ok()?;
    let rank = count.checked_mul(parts)?.div_ceil(100 * PARTS).clamp(1, count.max(1));
    let at = usize::try_from(rank - 1).ok().filter(|at| *at < values.len())?;
    let (_, value, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ⌈p × n ÷ 100⌉ in whole numbers, for every whole percentile and every count to 400: 7 % of 100 is the
    /// seventh value, which arithmetic in binary fractions makes the eighth.
    #[test]
    fn rank_is_exact_at_every_percentile_and_count() {
        for percentile in 1..=100_u64 {
            for count in 1..=400_u64 {
                let values = (1..=count).rev().map(|n| ratio_term(i64::try_from(n).unwrap_or(0)));
                let rank = (percentile * count).div_ceil(100);
                let found = nearest_rank(values.collect(), percentile * PARTS);
                let expected = ratio_term(i64::try_from(rank).unwrap_or(0));
                assert_eq!(found, Some(expected), "{percentile} % of {count}");
            }
        }
    }

    #[test]
    fn no_values_have_no_percentile() {
        assert_eq!(nearest_rank(Vec::new(), 95 * PARTS), None);
    }

    #[test]
    fn uncounted_rows_stand_at_nobody_and_at_capacity() {
        let counts = [(10_000, Some(4_000)), (10_000, None)];
        let [share, people] = [share(&counts, 95 * PARTS), people(&counts, 95 * PARTS)];
        assert_eq!((share.mid, share.low, share.high), (Some(0.4), Some(0.4), Some(1.0)));
        assert_eq!((people.mid, people.low, people.high), (Some(4e3), Some(4e3), Some(1e4)));
        assert!(share.open && people.open);
    }
}
