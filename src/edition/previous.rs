//! The snapshot before: what the estate was then, as the same edition shows it.

use std::collections::BTreeSet;

use super::{Counted, Edition, Results, Total, build, disclosure, publishable::Publishable};
use crate::{
    edition::Verdict,
    load::{FoundAgain, FoundBy, found_again},
    model::{Date, Site, SiteId, Status},
    portfolio::{self, TotalsOf},
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
    pub totals: Vec<Total>,
    /// In the order of its ranking.
    pub each: Vec<SiteThen>,
    /// Ids in the later snapshot of sites that were in the register but may not be shown as they were then.
    pub not_shown: BTreeSet<String>,
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
///
/// The public edition is told by what it may say of both: a site that is secure in either is in none of it, and a sum
/// is left out where the sites that make it are not those of now, but for one or two.
#[must_use]
pub fn since(results: Results<'_>, now: Results<'_>, edition: Edition) -> Since {
    match edition {
        Edition::Restricted => {
            let totals = portfolio::rows(results, |_| true, TotalsOf::Everything);
            told(results, found_again(results.estate, now.estate, now.policy), |_| true, totals)
        }
        Edition::Public => {
            let own = Publishable::of(results);
            public(own.results(results), now)
        }
    }
}

fn public(results: Results<'_>, now: Results<'_>) -> Since {
    let again = found_again(results.estate, now.estate, now.policy);
    let id_now = |site: &Site| {
        let again = again.iter().find(|again| again.before == site.site_id);
        again.map_or(&site.site_id, |again| &again.after).clone()
    };
    let is_secure_now =
        |site: &Site| now.estate.site(&id_now(site)).is_some_and(Site::is_secure_in_public);
    let shown = |site: &Site| !site.is_secure_in_public() && !is_secure_now(site);
    let mut totals = disclosure::told_rows(results, shown);
    // The difference of two sums of values is the price of what was sold between them.
    totals.retain(|row| row.what == Counted::RunningCost);
    let costed =
        |of: Results<'_>, is_open: &dyn Fn(&Site) -> bool, id: &dyn Fn(&Site) -> SiteId| {
            let pairs = of.estate.sites.iter().zip(&of.measures.sites);
            let known = pairs.filter(|(site, measures)| is_open(site) && measures.costs.is_some());
            known.map(|(site, _)| id(site)).collect::<BTreeSet<SiteId>>()
        };
    let before = costed(results, &shown, &id_now);
    let after = costed(now, &|site| !site.is_secure_in_public(), &|site| site.site_id.clone());
    let least = super::disclosure::least_sites(now.policy);
    let few = |one: &BTreeSet<SiteId>, other: &BTreeSet<SiteId>| {
        (1..least).contains(&one.difference(other).count())
    };
    if few(&before, &after) || few(&after, &before) {
        totals.clear();
    }
    let mut since = told(results, again.clone(), shown, totals);
    for site in &mut since.each {
        site.verdict = Verdict::NONE;
    }
    let hidden = results.estate.sites.iter().filter(|site| !shown(site));
    since.not_shown = hidden.map(|site| id_now(site).to_string()).collect();
    since
}

/// Returns what is told of some sites of a snapshot.
fn told(
    results: Results<'_>,
    again: Vec<FoundAgain>,
    shown: impl Fn(&Site) -> bool,
    totals: Vec<Total>,
) -> Since {
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
            verdict: row.verdict,
            site_id: again.map_or(row.site_id, |again| again.after.to_string()),
            name: row.name,
        });
    }
    Since {
        as_of: results.estate.snapshot.as_of,
        sites: each.iter().filter(|site| site.status != Some(Status::Sold)).count(),
        ranked: each.iter().filter(|site| site.rank.is_some()).count(),
        totals,
        each,
        not_shown: BTreeSet::new(),
    }
}
