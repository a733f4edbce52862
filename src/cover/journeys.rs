//! The way from each zone to each site: the body's own table first, else an estimate.

use crate::{
    load::Estate,
    model::{Journey, SiteId, Zone, ZoneId},
    place::{Access, ByStraightLine, Way, metres_between},
    policy::{Policy, ServicePolicy},
};

/// Returns the ways from every zone to the sites, which are places by their order.
///
/// Of several rows of `travel` for one way the one by the policy's mode and time of day is read; then one that names
/// one of the two and not the other, then one that names neither. A row by another mode or at another time is not read.
pub(super) fn access(
    estate: &Estate,
    zones: &[Zone],
    sites: &[usize],
    own: &ServicePolicy,
    policy: &Policy,
) -> Access {
    let straight = ByStraightLine::at(own.speed_kmh, policy);
    let mut journeys = estate.journeys.as_slice();
    let ways = zones.iter().map(|zone| {
        let before = journeys.partition_point(|j| j.zone_id < zone.zone_id);
        let own_rows = journeys[before..].partition_point(|j| j.zone_id == zone.zone_id);
        let (of_zone, rest) = journeys[before..].split_at(own_rows);
        journeys = rest;
        let ways = sites.iter().enumerate().filter_map(|(place, number)| {
            let site = &estate.sites[*number];
            if let Some(journey) = best_fit(of_zone, &site.site_id, own) {
                return Some(Way { minutes: journey.minutes, place, estimated: false });
            }
            let metres = metres_between(zone.position?, site.position?);
            Some(Way { minutes: straight.minutes(metres), place, estimated: true })
        });
        ways.collect()
    });
    Access::new(ways)
}

/// Returns the recorded journey from a zone to a site that is read, of rows in order of zone, then site.
pub(super) fn recorded<'a>(
    journeys: &'a [Journey],
    zone: &ZoneId,
    site: &SiteId,
    own: &ServicePolicy,
) -> Option<&'a Journey> {
    let from = journeys.partition_point(|j| j.zone_id < *zone);
    let many = journeys[from..].partition_point(|j| j.zone_id == *zone);
    best_fit(&journeys[from..from + many], site, own)
}

/// Returns the row to a site that fits best, of the rows of one zone in order of site.
fn best_fit<'a>(of_zone: &'a [Journey], site: &SiteId, own: &ServicePolicy) -> Option<&'a Journey> {
    let from = of_zone.partition_point(|j| j.site_id < *site);
    let to_site = of_zone[from..].iter().take_while(|j| j.site_id == *site);
    let best = to_site.filter_map(|j| fit(j, own)).min_by_key(|(fit, _)| *fit);
    best.map(|(_, journey)| journey)
}

/// How well a row fits what the policy asks for, the least the best; `None` where it is another mode or time.
fn fit<'a>(journey: &'a Journey, own: &ServicePolicy) -> Option<(u8, &'a Journey)> {
    let mode = journey.mode.map(|mode| mode == own.mode);
    let time = journey.time_of_day.map(|time| time == own.time_of_day);
    match (mode, time) {
        (Some(false), _) | (_, Some(false)) => None,
        (Some(true), Some(true)) => Some((0, journey)),
        (Some(true), None) => Some((1, journey)),
        (None, Some(true)) => Some((2, journey)),
        (None, None) => Some((3, journey)),
    }
}

/// Tells of each place whether any zone has a way to it.
pub(super) fn places_reached(access: &Access, places: usize) -> Vec<bool> {
    let mut reached = vec![false; places];
    for zone in 0..access.zones() {
        for way in access.of_zone(zone) {
            reached[way.place] = true;
        }
    }
    reached
}
