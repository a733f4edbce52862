//! Which file rows stand behind the readings of coverage lost and of room near by.

use super::{Cover, ServiceCover, journeys};
use crate::{
    load::Estate,
    measure::FoundRows,
    model::{Measure, RowRef, Service},
    policy::Policy,
};

/// Adds the rows behind the readings of coverage and room to those that are found.
///
/// Of coverage: the register's row of the site, the zones for which the site is the nearest, and the recorded journeys from them to it and to the site that
/// would be the nearest without it. Of room: the teams of the site, and the register's row of each site that takes one.
pub fn sources(cover: &Cover, estate: &Estate, policy: &Policy, found: &mut FoundRows<'_>) {
    let sites = found.only().map_or(0..estate.sites.len(), |only| only..only + 1);
    let mut add = |site: usize, measure: Measure, row: &RowRef| found.add(site, &[measure], row);
    let public = cover.services.iter().filter(|of| of.service != Service::AllSites);
    for service in public {
        behind_coverage(service, estate, policy, &mut |site, row| {
            add(site, Measure::CoverageKept, row);
        });
    }
    for site in sites {
        // One that is the nearest of no zone loses nothing, by its own row alone.
        add(site, Measure::CoverageKept, &estate.sites[site].row);
        let own = &cover.rooms.sites[site];
        for team in &estate.teams[own.teams.clone()] {
            add(site, Measure::RoomNearBy, &team.row);
        }
        for receiver in &cover.alone[site].receivers {
            add(site, Measure::RoomNearBy, &estate.sites[receiver.site].row);
        }
    }
}

/// Tells of each zone the rows behind what closing its nearest site loses.
fn behind_coverage(
    service: &ServiceCover,
    estate: &Estate,
    policy: &Policy,
    add: &mut impl FnMut(usize, &RowRef),
) {
    let zones = estate.zones.as_deref().unwrap_or_default();
    let own = policy.service(service.service);
    for (number, zone) in zones.iter().enumerate() {
        let mut nearest = service.access.of_zone(number).iter();
        let Some(first) = nearest.next() else { continue };
        let site = service.sites[first.place];
        add(site, &zone.row);
        for way in std::iter::once(first).chain(nearest.next()).filter(|way| !way.estimated) {
            let to = &estate.sites[service.sites[way.place]].site_id;
            if let Some(journey) = journeys::recorded(&estate.journeys, &zone.zone_id, to, own) {
                add(site, &journey.row);
            }
        }
    }
}
