//! The snapshot before: what the estate was then, as the same edition shows it.

use super::{Counted, Edition, Results, TotalRow, build, public, totals};
use crate::{
    edition::Verdict,
    load::{FoundBy, found_again},
    model::{Date, Site, Status},
};

/// What the snapshot before says.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// Its day.
    pub as_of: Date,
    /// Sites not sold.
    pub sites: usize,
    /// How many were ranked.
    pub ranked: usize,
    /// The sums.
    pub totals: Vec<TotalRow>,
    /// In the order of its ranking.
    pub each: Vec<SiteThen>,
}

/// One site then.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in a row of a site")]
pub struct SiteThen {
    /// Its id in the later snapshot, if it is found again there under another.
    pub site_id: String,
    /// Its id then, and by what it is known, where that is another.
    pub found_again: Option<(String, FoundBy)>,
    pub name: String,
    pub rank: Option<u32>,
    pub status: Option<Status>,
    /// Nothing in the public edition.
    pub verdict: Verdict,
}

/// Returns what an edition of the later snapshot `now` tells of this one.
#[must_use]
pub fn since(results: Results<'_>, now: Results<'_>, edition: Edition) -> Since {
    let again = found_again(results.estate, now.estate, now.policy);
    let is_public = edition == Edition::Public;
    let shown = |site: &Site| !is_public || !site.is_secure_in_public();
    let by_id = |id: &str| results.estate.sites.iter().find(|site| site.site_id.as_str() == id);
    let mut rank = 0;
    let mut each = Vec::new();
    for row in build::site_rows(results, build::Why::LeftOut) {
        if by_id(&row.site_id).is_some_and(|site| !shown(site)) {
            continue;
        }
        // Ranks count the sites shown.
        let own = row.rank.map(|_| {
            rank += 1;
            rank
        });
        let again = again.iter().find(|again| again.before.as_str() == row.site_id);
        each.push(SiteThen {
            found_again: again.map(|again| (row.site_id.clone(), again.by)),
            rank: own,
            status: row.status,
            verdict: if is_public { Verdict::NONE } else { row.verdict },
            site_id: again.map_or(row.site_id, |again| again.after.to_string()),
            name: row.name,
        });
    }
    let mut totals = if is_public {
        public::total_rows(results, shown)
    } else {
        totals::rows(results, shown, totals::Prices::Told)
    };
    // The difference of two sums of values is the price of what was sold between them.
    totals.retain(|row| !is_public || row.what == Counted::RunningCost);
    Since {
        as_of: results.estate.snapshot.as_of,
        sites: each.iter().filter(|site| site.status != Some(Status::Sold)).count(),
        ranked: each.iter().filter(|site| site.rank.is_some()).count(),
        totals,
        each,
    }
}
