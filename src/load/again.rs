//! Sites found again in a later snapshot under another id.

use std::collections::{BTreeMap, BTreeSet};

use super::Estate;
use crate::{
    model::{Site, SiteId, folded, words::words},
    place::metres_between,
    policy::{FigureName, Policy},
};

words!(
    /// By what a site is known to be the same under another id.
    FoundBy {
        Uprn = "UPRN",
        NameAndPosition = "name and position",
        NameAndPostcode = "name and postcode",
        Position = "position",
        Name = "name",
    }
);

/// A site that has another id in the later snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAgain {
    /// Its id in the earlier snapshot.
    pub before: SiteId,
    /// Its id in the later one.
    pub after: SiteId,
    /// By what it is known.
    pub by: FoundBy,
}

/// A degree of latitude in metres, a little less than it is anywhere.
const DEGREE: f64 = 110_500.0;

/// Returns the sites of an earlier snapshot that have another id in a later one, in the order of the later id.
///
/// Only sites are looked at whose id stands in one of the two. They are the same by their UPRN, else by name together
/// with position or postcode, else by position, else by name; each must be alone of its kind in both snapshots, else
/// it is not matched, and what differs in UPRN or lies apart is the same by nothing less than name and place. Positions
/// under one name agree within the policy's `position_differs_m`, those alone within its `same_place_m`.
#[must_use]
pub fn found_again(before: &Estate, after: &Estate, policy: &Policy) -> Vec<FoundAgain> {
    let near = policy.ratio(FigureName::PositionDiffersM);
    let same_place = policy.ratio(FigureName::SamePlaceM);
    let ids =
        |estate: &Estate| estate.sites.iter().map(|s| s.site_id.clone()).collect::<BTreeSet<_>>();
    let (ids_before, ids_after) = (ids(before), ids(after));
    let mut old: Vec<&Site> =
        before.sites.iter().filter(|s| !ids_after.contains(&s.site_id)).collect();
    let mut new: Vec<&Site> =
        after.sites.iter().filter(|s| !ids_before.contains(&s.site_id)).collect();
    let mut found = Vec::new();
    for by in FoundBy::ALL {
        if old.is_empty() || new.is_empty() {
            break;
        }
        let pairs = match by {
            FoundBy::Position => by_position(&old, &new, (before, after), same_place),
            _ => by_key(&old, &new, (before, after), |site| key(site, *by)),
        };
        let agrees = |(one, other): &(&Site, &Site)| agree(one, other, *by, near);
        for (one, other) in pairs.into_iter().filter(agrees) {
            old.retain(|s| s.site_id != one.site_id);
            new.retain(|s| s.site_id != other.site_id);
            let (before, after) = (one.site_id.clone(), other.site_id.clone());
            found.push(FoundAgain { before, after, by: *by });
        }
    }
    found.sort_by(|a, b| a.after.cmp(&b.after));
    found
}

/// Returns the text that must be the same; `None` where the site has none.
fn key(site: &Site, by: FoundBy) -> Option<String> {
    let name = || plain(&site.name);
    let text = match by {
        FoundBy::Uprn => site.uprn.clone()?,
        FoundBy::NameAndPosition => {
            site.position?;
            name()
        }
        FoundBy::NameAndPostcode => format!("{} {}", name(), folded(site.postcode.as_deref()?)),
        FoundBy::Position => return None,
        FoundBy::Name => name(),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Returns a name's letters and digits alone.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Tells whether nothing speaks against two sites being one.
fn agree(one: &Site, other: &Site, by: FoundBy, near: f64) -> bool {
    let apart = one.position.zip(other.position).map(|(a, b)| metres_between(a, b));
    let other_uprn = one.uprn.as_ref().zip(other.uprn.as_ref()).is_some_and(|(a, b)| a != b);
    match by {
        FoundBy::Uprn | FoundBy::NameAndPostcode => true,
        FoundBy::NameAndPosition => apart.is_some_and(|metres| metres <= near),
        FoundBy::Position => !other_uprn,
        FoundBy::Name => !other_uprn && apart.is_none_or(|metres| metres <= near),
    }
}

/// Pairs the sites of one key that are alone with it in both snapshots.
fn by_key<'a>(
    old: &[&'a Site],
    new: &[&'a Site],
    (before, after): (&Estate, &Estate),
    key: impl Fn(&Site) -> Option<String>,
) -> Vec<(&'a Site, &'a Site)> {
    let counts = |estate: &Estate| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for key in estate.sites.iter().filter_map(&key) {
            *counts.entry(key).or_default() += 1;
        }
        counts
    };
    let (then, now) = (counts(before), counts(after));
    let alone = |key: &String| then.get(key) == Some(&1) && now.get(key) == Some(&1);
    let by: BTreeMap<String, &Site> =
        old.iter().filter_map(|site| Some((key(site)?, *site))).filter(|(k, _)| alone(k)).collect();
    new.iter().filter_map(|site| Some((*by.get(&key(site)?)?, *site))).collect()
}

/// Pairs the sites that lie together and have no other near them in either snapshot.
fn by_position<'a>(
    old: &[&'a Site],
    new: &[&'a Site],
    (before, after): (&'a Estate, &'a Estate),
    near: f64,
) -> Vec<(&'a Site, &'a Site)> {
    let all = [sorted(before.sites.iter()), sorted(after.sites.iter())];
    let lost = sorted(old.iter().copied());
    let pair = |site: &&'a Site| {
        let point = site.position?;
        let is_alone = |sites: &Vec<(geo::Point, &Site)>| around(sites, point, near).count() == 1;
        let mut there = around(&lost, point, near);
        let other = there.next()?;
        (all.iter().all(is_alone) && there.next().is_none()).then_some((other, *site))
    };
    new.iter().filter_map(pair).collect()
}

/// Sites with a position, from south to north.
fn sorted<'a>(sites: impl Iterator<Item = &'a Site>) -> Vec<(geo::Point, &'a Site)> {
    let mut all: Vec<(geo::Point, &Site)> =
        sites.filter_map(|site| Some((site.position?, site))).collect();
    all.sort_by(|a, b| a.0.y().total_cmp(&b.0.y()));
    all
}

/// Returns those within a distance of a point.
fn around<'s, 'a>(
    sites: &'s [(geo::Point, &'a Site)],
    point: geo::Point,
    near: f64,
) -> impl Iterator<Item = &'a Site> + use<'s, 'a> {
    let reach = near / DEGREE;
    let from = sites.partition_point(|(at, _)| at.y() < point.y() - reach);
    let within = sites[from..].iter().take_while(move |(at, _)| at.y() <= point.y() + reach);
    within.filter(move |(at, _)| metres_between(*at, point) <= near).map(|(_, site)| *site)
}
