//! Zones with their nearest open site, today and after the proposed closures, and every journey from them.

use super::{Results, parts::on_grid};
use crate::{
    cover::ServiceCover,
    model::{DemandKind, Service, Zone},
    place::Way,
};

/// Journeys of a service that a report carries, at most.
const MOST: usize = 40_000;

/// A zone of the area served.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns of `demand`")]
pub struct ZoneRow {
    pub zone_id: String,
    /// Its name, or its id where it has none.
    pub name: String,
    pub district: Option<String>,
    /// Longitude and latitude, WGS84.
    pub position: Option<(f64, f64)>,
    /// The same in metres east and north on the British National Grid; `None` also far from it.
    pub grid: Option<(f64, f64)>,
    /// Whether the position is only a point within the zone's outline.
    pub placed_by_outline: bool,
    pub population: u64,
    /// Whether it is in the most deprived fifth; `None` is not known.
    pub most_deprived: Option<bool>,
    /// One a service that is known, in order of service.
    pub reach: Vec<ZoneReach>,
}

/// Who of a zone a service reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneReach {
    /// The service.
    pub service: Service,
    /// What is counted of the zone.
    pub demand: u64,
    /// The nearest open site of today; `None` where none can be reached.
    pub now: Option<NearestSite>,
    /// The same once the sites that are proposed to close are closed.
    pub after: Option<NearestSite>,
}

/// The nearest open site of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestSite {
    /// Its id.
    pub site_id: String,
    /// Its name.
    pub name: String,
    /// The journey to it.
    pub minutes: f64,
    /// Whether the minutes are an estimate from a straight line.
    pub estimated: bool,
    /// Whether it is within the limit.
    pub within: bool,
}

/// Every journey of a service.
#[derive(Debug, Clone)]
pub struct ServiceJourneys {
    /// The service.
    pub service: Service,
    /// What is counted.
    pub counted: DemandKind,
    /// The limit.
    pub minutes: f64,
    /// The sites that give it; a journey names one by its place in this list.
    pub site_ids: Vec<String>,
    /// For each zone, in `zone_id` order, what is counted of it and its journeys, nearest first; `None` where there
    /// are more than a report carries.
    pub zones: Option<Vec<(u64, Vec<Way>)>>,
}

pub(super) fn rows(
    results: Results<'_>,
    services: &[&ServiceCover],
    to_close: &[usize],
) -> Vec<ZoneRow> {
    let estate = results.estate;
    let open: Vec<(&ServiceCover, Vec<bool>, Vec<bool>)> = services
        .iter()
        .map(|service| (*service, service.open_without(&[]), service.open_without(to_close)))
        .collect();
    let reach = |zone: usize| {
        let of = |(service, now, after): &(&ServiceCover, Vec<bool>, Vec<bool>)| {
            let nearest = |open: &[bool]| {
                let way = service.nearest(zone, open)?;
                let site = &estate.sites[service.sites[way.place]];
                Some(NearestSite {
                    site_id: site.site_id.to_string(),
                    name: site.name.clone(),
                    minutes: way.minutes,
                    estimated: way.estimated,
                    within: way.minutes <= service.minutes,
                })
            };
            ZoneReach {
                service: service.service,
                demand: service.demand(zone),
                now: nearest(now),
                after: nearest(after),
            }
        };
        open.iter().map(of).collect()
    };
    let zones = estate.zones.as_deref().unwrap_or_default();
    let rows = zones.iter().enumerate().map(|(number, zone)| ZoneRow {
        zone_id: zone.zone_id.to_string(),
        name: label(zone),
        district: zone.district.clone(),
        position: zone.position.map(|at| (at.x(), at.y())),
        grid: zone.position.and_then(on_grid),
        placed_by_outline: zone.placed_by_outline,
        population: zone.population,
        most_deprived: zone.most_deprived(),
        reach: reach(number),
    });
    rows.collect()
}

pub(super) fn journeys(results: Results<'_>, service: &ServiceCover) -> ServiceJourneys {
    let estate = results.estate;
    let count = estate.zones.as_deref().unwrap_or_default().len();
    let all: usize = (0..count).map(|zone| service.ways(zone).len()).sum();
    let of = |zone: usize| (service.demand(zone), service.ways(zone).to_vec());
    ServiceJourneys {
        service: service.service,
        counted: service.counted,
        minutes: service.minutes,
        site_ids: service.sites.iter().map(|n| estate.sites[*n].site_id.to_string()).collect(),
        zones: (all <= MOST).then(|| (0..count).map(of).collect()),
    }
}

/// Names a zone, by its id where it has no name.
pub(super) fn label(zone: &Zone) -> String {
    zone.name.clone().unwrap_or_else(|| zone.zone_id.to_string())
}
