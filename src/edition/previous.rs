//! The snapshot before: what the estate was then, as the same edition shows it.

use std::collections::BTreeSet;

use super::{
    Counted, Edition, Results, Since, SiteThen, Total, build, disclosure, publishable::Publishable,
};
use crate::{
    edition::Verdict,
    load::SameSites,
    model::{Site, Status},
    portfolio::{self, TotalsOf},
};

/// Returns what an edition of the later snapshot `now` tells of this one.
///
/// The public edition is told by what it may say of both: a site that is secure in either is in none of it, and a sum
/// is left out where the sites that make it are not those of now, but for one or two.
#[must_use]
pub fn since(results: Results<'_>, now: Results<'_>, edition: Edition) -> Since {
    match edition {
        Edition::Restricted => {
            let totals = portfolio::rows(results, |_| true, TotalsOf::Everything);
            let same = SameSites::between(results.estate, now.estate, now.policy);
            told(results, &same, |_| true, totals)
        }
        Edition::Public => {
            let own = Publishable::of(results);
            public(own.results(results), now)
        }
    }
}

fn public(results: Results<'_>, now: Results<'_>) -> Since {
    let same = SameSites::between(results.estate, now.estate, now.policy);
    let id_now = |site: &Site| same.id_after(site.site_id.as_str()).map(str::to_owned);
    let secure: BTreeSet<&str> = now
        .estate
        .sites
        .iter()
        .filter(|site| site.is_secure_in_public())
        .map(|site| site.site_id.as_str())
        .collect();
    // That an id passed on may be a mere proposal: who has it now is asked too.
    let is_secure_now = |site: &Site| {
        secure.contains(site.site_id.as_str())
            || id_now(site).is_some_and(|id| secure.contains(id.as_str()))
    };
    let shown = |site: &Site| !site.is_secure_in_public() && !is_secure_now(site);
    let mut totals = disclosure::told_rows(results, shown);
    // The difference of two sums of values is the price of what was sold between them.
    totals.retain(|row| row.what == Counted::RunningCost);
    // Sites by their id now, and by that of then where it is another site's now.
    type Key = (bool, String);
    let costed = |of: Results<'_>, is_open: &dyn Fn(&Site) -> bool, key: &dyn Fn(&Site) -> Key| {
        let pairs = of.estate.sites.iter().zip(&of.measures.sites);
        let known = pairs.filter(|(site, measures)| is_open(site) && measures.costs.is_some());
        known.map(|(site, _)| key(site)).collect::<BTreeSet<Key>>()
    };
    let own = |site: &Site| site.site_id.to_string();
    let before = costed(results, &shown, &|site| match id_now(site) {
        Some(id) => (true, id),
        None => (false, own(site)),
    });
    let after = costed(now, &|site| !site.is_secure_in_public(), &|site| (true, own(site)));
    let least = super::disclosure::least_sites(now.policy);
    let few = |one: &BTreeSet<Key>, other: &BTreeSet<Key>| {
        (1..least).contains(&one.difference(other).count())
    };
    if few(&before, &after) || few(&after, &before) {
        totals.clear();
    }
    let mut since = told(results, &same, shown, totals);
    for site in &mut since.each {
        site.verdict = Verdict::NONE;
    }
    let hidden = results.estate.sites.iter().filter(|site| !shown(site));
    since.not_shown = hidden.filter_map(id_now).collect();
    since
}

/// Returns what is told of some sites of a snapshot.
fn told(
    results: Results<'_>,
    same: &SameSites,
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
        let site_id = same.id_after(&row.site_id).map(str::to_owned);
        let again = site_id.as_ref().and_then(|id| same.again.get(id));
        each.push(SiteThen {
            found_by: again.map(|(_, by)| *by),
            rank: own,
            status: row.status,
            verdict: row.verdict,
            site_id,
            id_then: row.site_id,
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
        merged: same.merged.clone(),
        divided: same.divided.clone(),
    }
}
