//! Buildings that two bodies' registers hold, and partners that are bodies of the group themselves.

use std::collections::BTreeMap;

use super::{Body, SiteOf, sums::is_held};
use crate::{
    model::{Partner, PositionOf, Site, folded, words},
    place::metres_between,
    policy::{FigureName, Policy},
};

words!(
    /// How two records are known to be of one place.
    PlaceFoundBy {
        Uprn = "uprn",
        Position = "position",
        Name = "name",
    }
);

/// One building in the registers of two bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedPlace {
    /// The site of the body that comes first, and that of the other.
    pub sites: [SiteOf; 2],
    /// How they are known to be one.
    pub found_by: PlaceFoundBy,
    /// In a straight line; `None` where a position is not known.
    pub metres: Option<f64>,
}

/// A row of a body's table of partners that is a site of another body of the group.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedPartner {
    /// The body whose table it is in, and the row's place there.
    pub listed: (usize, usize),
    /// The site.
    pub site: SiteOf,
    /// How they are known to be one.
    pub found_by: PlaceFoundBy,
}

/// Returns a reference number of a property as it is compared: its digits without leading zeros.
fn uprn(site: &Site) -> Option<&str> {
    let digits = site.uprn.as_deref()?.trim().trim_start_matches('0');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Returns the position of a site itself; that of its postcode is shared by neighbours.
fn own_position(site: &Site) -> Option<geo::Point> {
    site.position.filter(|_| site.position_of != Some(PositionOf::Postcode))
}

/// Finds the buildings in two registers: by the number of the property, else by position within the policy's
/// `same_place_m` where one of them has no such number; sold sites are left out.
pub(super) fn shared(bodies: &[Body<'_>], policy: &Policy) -> Vec<SharedPlace> {
    let within = policy.ratio(FigureName::SamePlaceM);
    let mut all: Vec<(SiteOf, &Site)> = Vec::new();
    for (body, of) in bodies.iter().enumerate() {
        let sites = of.common.estate.sites.iter().enumerate().filter(|(_, site)| is_held(site));
        all.extend(sites.map(|(number, site)| (SiteOf { body, number }, site)));
    }
    let mut found: BTreeMap<(SiteOf, SiteOf), SharedPlace> = BTreeMap::new();
    let mut add = |a: (SiteOf, &Site), b: (SiteOf, &Site), found_by| {
        let (a, b) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let between = own_position(a.1).zip(own_position(b.1));
        let metres = between.map(|(a, b)| metres_between(a, b));
        let place = SharedPlace { sites: [a.0, b.0], found_by, metres };
        found.entry((a.0, b.0)).or_insert(place);
    };
    let mut by_uprn: BTreeMap<&str, Vec<(SiteOf, &Site)>> = BTreeMap::new();
    for (of, site) in &all {
        if let Some(number) = uprn(site) {
            by_uprn.entry(number).or_default().push((*of, site));
        }
    }
    for same in by_uprn.values() {
        for (at, a) in same.iter().enumerate() {
            for b in same[at + 1..].iter().filter(|b| b.0.body != a.0.body) {
                add(*a, *b, PlaceFoundBy::Uprn);
            }
        }
    }
    let mut placed: Vec<(f64, geo::Point, SiteOf, &Site)> = all
        .iter()
        .filter_map(|(of, site)| own_position(site).map(|point| (point.y(), point, *of, *site)))
        .collect();
    placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    // A degree of latitude is never less than 110 km.
    let degrees = within / 100_000.0;
    for (at, (y, point, of, site)) in placed.iter().enumerate() {
        let near = placed[at + 1..].iter().take_while(|other| other.0 <= y + degrees);
        for (_, other_point, other, other_site) in near.filter(|n| n.2.body != of.body) {
            // Two numbers that differ are two properties, however near.
            let told_apart = uprn(site).is_some() && uprn(other_site).is_some();
            if !told_apart && metres_between(*point, *other_point) <= within {
                add((*of, site), (*other, other_site), PlaceFoundBy::Position);
            }
        }
    }
    found.into_values().collect()
}

/// Finds rows of tables of partners that are sites of another body here: of that body by its name, and at its site
/// by position, or by name and postcode.
pub(super) fn listed(bodies: &[Body<'_>], policy: &Policy) -> Vec<ListedPartner> {
    let within = policy.ratio(FigureName::SamePlaceM);
    let mut found = Vec::new();
    for (own, of) in bodies.iter().enumerate() {
        for (row, partner) in of.common.estate.partners.iter().flatten().enumerate() {
            let others = bodies.iter().enumerate().filter(|(place, _)| *place != own);
            let site = others.flat_map(|(body, other)| {
                let sites = other.common.estate.sites.iter().enumerate();
                sites.filter_map(move |(number, site)| {
                    let by = same(other, site, partner, within)?;
                    Some((by, SiteOf { body, number }))
                })
            });
            found.extend(site.min().map(|(found_by, site)| ListedPartner {
                listed: (own, row),
                site,
                found_by,
            }));
        }
    }
    found
}

fn same(body: &Body<'_>, site: &Site, partner: &Partner, within: f64) -> Option<PlaceFoundBy> {
    let named = partner.name.as_deref().is_some_and(|name| folded(name) == folded(&site.name));
    let same_code = match (&partner.postcode, &site.postcode) {
        (Some(a), Some(b)) => folded(a) == folded(b),
        _ => false,
    };
    let between = partner.position.zip(own_position(site));
    let near = between.is_some_and(|(a, b)| metres_between(a, b) <= within);
    if near && (named || body.is_called(&partner.organisation)) {
        return Some(PlaceFoundBy::Position);
    }
    (named && same_code).then_some(PlaceFoundBy::Name)
}
