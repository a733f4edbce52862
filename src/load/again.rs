//! Sites found again in a later snapshot under another id.

use std::collections::{BTreeMap, BTreeSet};

use super::Estate;
use crate::{
    model::{Finding, Place, Rule, SameSite, Site, SiteId, folded, words::words},
    place::metres_between,
    policy::{FigureName, Policy},
};

words!(
    /// By what a site is known to be the same under another id.
    FoundBy {
        /// The body says so, in the table `same_site`; every other is a proposal.
        SameSite = "same_site",
        Uprn = "UPRN",
        NameAndPosition = "name and position",
        NameAndPostcode = "name and postcode",
        Position = "position",
        Name = "name",
    }
);

/// A site that has another id in the later snapshot.
struct FoundAgain {
    before: SiteId,
    after: SiteId,
    by: FoundBy,
    /// The body's evidence, or what both snapshots have alike.
    evidence: String,
}

/// One site in two snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePair {
    /// Its number in the earlier snapshot.
    pub before: usize,
    /// Its number in the later one.
    pub after: usize,
    /// By what it is known, and the evidence, where its id is another.
    pub again: Option<(FoundBy, String)>,
}

/// Which site of an earlier snapshot each id of a later one means: [`pairs`] by ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SameSites {
    /// Sites that have another id, by the id now: the id then, and by what they are known.
    pub again: BTreeMap<String, (String, FoundBy)>,
    /// Ids listed in both that another site had then.
    pub passed_on: BTreeSet<String>,
    /// Sites of then that are part of another site now, by the id then: the id of that site now.
    pub merged: BTreeMap<String, String>,
    /// Sites of now that were part of another site, by the id now: the id of that site then.
    pub divided: BTreeMap<String, String>,
}

impl SameSites {
    /// Finds which sites of two snapshots are one.
    #[must_use]
    pub fn between(before: &Estate, after: &Estate, policy: &Policy) -> Self {
        let pairs = pairs(before, after, policy);
        let again = |pair: &SitePair| {
            let (by, _) = pair.again.as_ref()?;
            let id = |site: &Site| site.site_id.to_string();
            Some((id(&after.sites[pair.after]), (id(&before.sites[pair.before]), *by)))
        };
        let kept: BTreeSet<usize> = pairs.iter().map(|pair| pair.after).collect();
        let others = after.sites.iter().enumerate().filter(|(number, site)| {
            !kept.contains(number) && before.site(&site.site_id).is_some()
        });
        let SiteParts { merged, divided } = site_parts(before, after, &pairs);
        let ids = |sites: &[Site], parts: BTreeMap<usize, WholeSite>| {
            let ids = parts.into_iter().map(|(number, whole)| {
                (sites[number].site_id.to_string(), whole.site_id.to_string())
            });
            ids.collect()
        };
        Self {
            again: pairs.iter().filter_map(again).collect(),
            passed_on: others.map(|(_, site)| site.site_id.to_string()).collect(),
            merged: ids(&before.sites, merged),
            divided: ids(&after.sites, divided),
        }
    }

    /// Returns the id that a site of the later snapshot had in the earlier, whether or not it is listed there; `None` where
    /// its own id was another site's and it had no other.
    #[must_use]
    pub fn id_before<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        match self.again.get(id) {
            Some((before, _)) => Some(before),
            None => (!self.passed_on.contains(id)).then_some(id),
        }
    }

    /// Returns the id that a site of the earlier snapshot has in the later, whether or not it is listed there; `None` where
    /// its own id is another site's now and it has no other.
    #[must_use]
    pub fn id_after<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        let moved = self.again.iter().find(|(_, (before, _))| before == id);
        let is_others = || self.again.contains_key(id) || self.passed_on.contains(id);
        match moved {
            Some((after, _)) => Some(after),
            None => (!is_others()).then_some(id),
        }
    }
}

/// Another site that a site is part of, or was: its id, and the body's evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeSite {
    /// In the later snapshot where the part is of the earlier, and the reverse.
    pub site_id: SiteId,
    /// Of each row of `same_site` that leads there.
    pub evidence: String,
}

/// Sites in no pair that are part of another site now, or were, by their number in the one snapshot that lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteParts {
    /// Sites of the earlier snapshot that are part of another now.
    pub merged: BTreeMap<usize, WholeSite>,
    /// Sites of the later snapshot that were part of another then.
    pub divided: BTreeMap<usize, WholeSite>,
}

/// Finds the sites in no pair that the later snapshot's `same_site` says to be part of another, or to have been.
///
/// Rows that keep an id where it is say nothing of that; others are followed from one to the next.
#[must_use]
pub fn site_parts(before: &Estate, after: &Estate, pairs: &[SitePair]) -> SiteParts {
    let kept_then: BTreeSet<usize> = pairs.iter().map(|pair| pair.before).collect();
    let kept_now: BTreeSet<usize> = pairs.iter().map(|pair| pair.after).collect();
    let next = |row: &SameSite| (row.before.clone(), row.after.clone());
    let back = |row: &SameSite| (row.after.clone(), row.before.clone());
    let alone = |of: &Estate, kept: BTreeSet<usize>| {
        (0..of.sites.len()).filter(move |number| !kept.contains(number))
    };
    let merged = alone(before, kept_then).filter_map(|number| {
        let id = &before.sites[number].site_id;
        Some((number, followed(id, after, next, |id| after.site(id).is_some())?))
    });
    let divided = alone(after, kept_now).filter_map(|number| {
        let id = &after.sites[number].site_id;
        Some((number, followed(id, after, back, |id| before.site(id).is_some())?))
    });
    SiteParts { merged: merged.collect(), divided: divided.collect() }
}

/// Follows the rows of `same_site` from an id, each from one id to another, to the first that is listed; nearer ones first.
fn followed(
    id: &SiteId,
    after: &Estate,
    way: impl Fn(&SameSite) -> (SiteId, SiteId),
    is_listed: impl Fn(&SiteId) -> bool,
) -> Option<WholeSite> {
    let mut met = BTreeSet::from([id.clone()]);
    let mut open = vec![(id.clone(), Vec::new())];
    while !open.is_empty() {
        let mut further = Vec::new();
        for (from, evidence) in open {
            for row in &after.same_site {
                let (own, other) = way(row);
                if own != from || !met.insert(other.clone()) {
                    continue;
                }
                let mut evidence: Vec<&str> = evidence.clone();
                evidence.extend(row.evidence.as_deref());
                if is_listed(&other) {
                    return Some(WholeSite { site_id: other, evidence: evidence.join("; ") });
                }
                further.push((other, evidence));
            }
        }
        open = further;
    }
    None
}

/// Returns the sites that stand in both of two snapshots, in the order of the later id: those of one id, unless that
/// id has passed to another site (with another name, and another UPRN or place), and those that have another id now,
/// sites whose id has passed on among them.
///
/// A site has another id by the later snapshot's table `same_site`, from row to row where an id changed twice; else by its
/// UPRN, else by name together with position or postcode, else by position, else by name; each must be alone of its kind in
/// both snapshots, else it is not matched, and what differs in UPRN or lies apart is the same by nothing less than name and
/// place. Positions under one name agree within the policy's `position_differs_m`, those alone within its `same_place_m`.
#[must_use]
pub fn pairs(before: &Estate, after: &Estate, policy: &Policy) -> Vec<SitePair> {
    let near = policy.ratio(FigureName::PositionDiffersM);
    let again = matched(before, after, policy, |a, b| !is_another(a, b, near));
    let pair = |(number, site): (usize, &Site)| {
        if let Some(found) = again.iter().find(|found| found.after == site.site_id) {
            let before = before.site_number(&found.before)?;
            let again = Some((found.by, found.evidence.clone()));
            return Some(SitePair { before, after: number, again });
        }
        let then = before.site_number(&site.site_id)?;
        let stays =
            is_said_to_stay(&site.site_id, after) || !is_another(&before.sites[then], site, near);
        let is_kept = stays && again.iter().all(|found| found.before != site.site_id);
        is_kept.then_some(SitePair { before: then, after: number, again: None })
    };
    after.sites.iter().enumerate().filter_map(pair).collect()
}

/// Tells whether one id means two sites: with another name, and another UPRN or place.
fn is_another(one: &Site, other: &Site, near: f64) -> bool {
    let uprn = one.uprn.as_ref().zip(other.uprn.as_ref()).map(|(a, b)| a != b);
    let apart = one.position.zip(other.position).map(|(a, b)| metres_between(a, b) > near);
    let is_elsewhere = uprn.unwrap_or(apart == Some(true));
    is_elsewhere && plain(&one.name) != plain(&other.name)
}

/// A degree of latitude in metres, a little less than it is anywhere.
const DEGREE: f64 = 110_500.0;

/// Finds the sites again whose id does not stay with them.
fn matched(
    before: &Estate,
    after: &Estate,
    policy: &Policy,
    is_same: impl Fn(&Site, &Site) -> bool,
) -> Vec<FoundAgain> {
    let near = policy.ratio(FigureName::PositionDiffersM);
    let same_place = policy.ratio(FigureName::SamePlaceM);
    let mut found = confirmed(before, after, &is_same);
    // What the body says of an id goes before all else: that it is another's now, or that it stays.
    let is_moved =
        |id: &SiteId| found.iter().any(|again| again.before == *id || again.after == *id);
    let stays = |site: &Site, there: &Estate| {
        let id = &site.site_id;
        !is_moved(id)
            && there
                .site(id)
                .is_some_and(|other| is_said_to_stay(id, after) || is_same(site, other))
    };
    let mut old: Vec<&Site> = before.sites.iter().filter(|s| !stays(s, after)).collect();
    let mut new: Vec<&Site> = after.sites.iter().filter(|s| !stays(s, before)).collect();
    for again in &found {
        old.retain(|s| s.site_id != again.before);
        new.retain(|s| s.site_id != again.after);
    }
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
            found.push(FoundAgain {
                before: one.site_id.clone(),
                after: other.site_id.clone(),
                by: *by,
                evidence: alike(one, other, *by),
            });
        }
    }
    found.sort_by(|a, b| a.after.cmp(&b.after));
    found
}

/// Tells whether `same_site` has a row that names one id twice: it stays with its site.
fn is_said_to_stay(id: &SiteId, after: &Estate) -> bool {
    after.same_site.iter().any(|row| row.before == *id && row.after == *id)
}

/// Returns the pairs that the later snapshot's `same_site` names, each site in one pair at most. A site that has kept its id,
/// and that another has become part of, is in none.
fn confirmed(
    before: &Estate,
    after: &Estate,
    is_same: impl Fn(&Site, &Site) -> bool,
) -> Vec<FoundAgain> {
    let mut found: Vec<FoundAgain> = Vec::new();
    let has_kept = |id: &SiteId| {
        let both = before.site(id).zip(after.site(id));
        let is_moved = id_now(id, after).is_some_and(|(now, _)| now != *id);
        !is_moved && both.is_some_and(|(a, b)| is_said_to_stay(id, after) || is_same(a, b))
    };
    for site in &before.sites {
        let Some((id, evidence)) = id_now(&site.site_id, after) else { continue };
        let is_free = found.iter().all(|again| again.after != id);
        if id != site.site_id && is_free && !has_kept(&id) {
            let before = site.site_id.clone();
            found.push(FoundAgain { before, after: id, by: FoundBy::SameSite, evidence });
        }
    }
    found
}

/// Follows an id through the rows that replace it to the first that is listed now, with the evidence of each; `None` where
/// none does.
fn id_now(id: &SiteId, after: &Estate) -> Option<(SiteId, String)> {
    let mut evidence: Vec<&str> = Vec::new();
    let mut met: BTreeSet<&SiteId> = BTreeSet::new();
    let mut now = id;
    while let Some(row) = after.same_site.iter().find(|row| row.before == *now) {
        if !met.insert(&row.after) {
            return None;
        }
        now = &row.after;
        evidence.extend(row.evidence.as_deref());
        if after.site(now).is_some() {
            return Some((now.clone(), evidence.join("; ")));
        }
    }
    None
}

/// Tells rows of `same_site` whose `before` is no site of an earlier snapshot, nor the id of one that it got or gave up by
/// another row: an id that changed before then is no fault.
pub(super) fn idle_rows(before: &Estate, after: &Estate) -> Vec<Finding> {
    let rows = &after.same_site;
    let is_listed = |id: &SiteId| before.site(id).is_some();
    // The ids that the sites of then got, and those that they had before.
    let (mut later, mut earlier) = (BTreeSet::<&SiteId>::new(), BTreeSet::<&SiteId>::new());
    loop {
        let size = (later.len(), earlier.len());
        for row in rows {
            if is_listed(&row.before) || later.contains(&row.before) {
                later.insert(&row.after);
            }
            if is_listed(&row.after) || earlier.contains(&row.after) {
                earlier.insert(&row.before);
            }
        }
        if size == (later.len(), earlier.len()) {
            break;
        }
    }
    let is_known = |id: &SiteId| is_listed(id) || later.contains(id) || earlier.contains(id);
    let file = before.sites.first().map_or_else(|| "sites".to_owned(), |s| s.row.file.to_string());
    let expected = format!(
        "one of the {} ids in {file} of {}, or an id that one of them had before",
        before.sites.len(),
        before.snapshot.as_of
    );
    let idle = rows.iter().filter(|row| !is_known(&row.before));
    idle.map(|row| {
        let place = Place::cell(&row.row, "before");
        let found = format!("{:?}", row.before.as_str());
        Finding::new(Rule::UnknownEarlierSite, place, row.after.as_str(), found, expected.clone())
    })
    .collect()
}

/// Says what two sites have alike by which they are found to be one.
fn alike(one: &Site, other: &Site, by: FoundBy) -> String {
    let name = || format!("{:?} and {:?}", one.name, other.name);
    let apart = || {
        let pair = one.position.zip(other.position);
        pair.map_or_else(String::new, |(a, b)| format!("{:.0} m apart", metres_between(a, b)))
    };
    match by {
        FoundBy::SameSite => String::new(),
        FoundBy::Uprn => {
            other.uprn.as_ref().map_or_else(String::new, |uprn| format!("UPRN {uprn}"))
        }
        FoundBy::NameAndPosition | FoundBy::Position => format!("{}, {}", name(), apart()),
        FoundBy::NameAndPostcode => {
            format!("{}, {}", name(), other.postcode.as_deref().unwrap_or_default())
        }
        FoundBy::Name => name(),
    }
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
        FoundBy::SameSite | FoundBy::Position => return None,
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
        FoundBy::SameSite | FoundBy::Uprn | FoundBy::NameAndPostcode => true,
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
