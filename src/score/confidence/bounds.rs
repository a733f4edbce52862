//! The best and the worst place that a site can have once everything is known.

use std::cmp::Reverse;

use crate::{
    model::{Index, SiteId},
    score::{NotRanked, SiteResult},
};

/// Tells whether a site can be ranked once everything is known: no gate of the ranking keeps it out.
pub(super) fn is_candidate(site: &SiteResult) -> bool {
    matches!(site.not_ranked, None | Some(NotRanked::TooLittleKnown)) && site.need_range.is_some()
}

/// Returns the best and the worst place of every candidate among all of them, by the order given.
///
/// Each unknown reading is taken by itself and may be anything within its range: the best place has the site at the
/// top of its range and all others at the bottom of theirs. Once all is known no share of the weight is missing, so
/// of equal sites the first id stands first. `None` for a site that is no candidate.
pub(super) fn places(sites: &[SiteResult]) -> Vec<Option<(u32, u32)>> {
    type Key<'a> = (Reverse<Index>, &'a SiteId);
    let candidates = || sites.iter().filter(|site| is_candidate(site));
    let sorted = |end: fn((Index, Index)) -> Index| {
        let key = |site: &'_ SiteResult| site.need_range.map(|range| Reverse(end(range)));
        let mut keys: Vec<Key<'_>> =
            candidates().filter_map(|site| Some((key(site)?, &site.site_id))).collect();
        keys.sort_unstable();
        keys
    };
    let (lows, highs) = (sorted(|range| range.0), sorted(|range| range.1));
    let before = |keys: &[Key<'_>], key: &Key<'_>| {
        u32::try_from(keys.partition_point(|other| other < key)).unwrap_or(u32::MAX)
    };
    let place = |site: &SiteResult| {
        let (low, high) = site.need_range.filter(|_| is_candidate(site))?;
        let best = 1 + before(&lows, &(Reverse(high), &site.site_id));
        // Where it has a range at all, its own top end is counted among those before its bottom end.
        let own = u32::from(high > low);
        let worst = 1 + before(&highs, &(Reverse(low), &site.site_id)) - own;
        Some((best, worst))
    };
    sites.iter().map(place).collect()
}
