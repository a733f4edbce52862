//! Coverage: who is within reach of the sites that are open, what closing one, or several together, changes, and the public
//! counters with their hours, visits and cost.
//!
//! Public counters, response bases and all sites are measured apart, each by the policy's own limit and demand. A journey is
//! the body's own (`travel`) where it has one; else it is estimated from the straight line, and marked so. A set of closures
//! is measured as a set: two stations that stand in for each other lose more together than the sum of each.
//!
//! What agile working frees is measured when it is asked for ([`agile()`]): no reading rests on it.

mod agile;
mod closing;
mod counters;
mod displacement;
mod journeys;
mod matches;
mod reading;
mod sources;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    load::Estate,
    measure::Measures,
    model::{DemandKind, Service, Zone},
    place::{Access, Coverage, Wanted, Way},
    policy::{Policy, ratio_of},
};

pub use agile::{Agile, AgileCase, AgileNeed, AgileSite, Together, WorkstationSpace, agile};
pub use closing::{Affected, Closing, closing_of};
pub use counters::{Counter, Counters, DistrictLimit, InItsPlace, NearestCounter};
pub use displacement::set_in as room_near_by;
pub use displacement::{
    AllPlaced, Destination, Displaced, Leaver, Moved, NoPlace, Received, Rooms, Staying, displaced,
};
pub use matches::{Direction, Fit, Match, Matches, Misfit, assigned, matches};
pub use reading::{lost_besides_decided, set_in};
pub use sources::sources;

/// How well each service covers the area, in the order of [`Service::ALL`], empty without zones; the public counters; and who
/// could move where.
#[derive(Debug, Clone)]
pub struct Cover {
    /// One entry a service, in the order of [`Service::ALL`]; empty without zones.
    pub services: Vec<ServiceCover>,
    /// What every site has to move, and has room for.
    pub rooms: Rooms,
    /// Where the teams of each site would go were it closed alone, in the order of [`Estate::sites`].
    pub alone: Vec<Displaced>,
    /// The open public counters; `None` without a table of them.
    pub counters: Option<Counters>,
    /// The sites and partners that could share.
    pub matches: Matches,
}

/// How well one service covers the area.
#[derive(Debug, Clone)]
pub struct ServiceCover {
    /// The service.
    pub service: Service,
    /// The sites that give it, by their number, in `site_id` order.
    pub sites: Vec<usize>,
    /// Those of them that no zone has a journey to: without a position and without rows in `travel`.
    pub not_placed: Vec<usize>,
    /// What is counted.
    pub counted: DemandKind,
    /// A journey of no more minutes is within reach.
    pub minutes: f64,
    /// Zones of which the demand counted is not known; they count as zero.
    pub zones_not_known: usize,
    /// With the sites of today.
    pub now: Coverage,
    /// The same by district, those without one last.
    pub districts: Vec<(Option<String>, Coverage)>,
    /// For each of `sites`, the demand out of reach were it closed alone.
    pub lost: Vec<u64>,
    /// For each of `sites`, the zones that only it has within reach once the sites decided to close are closed.
    besides: Vec<Vec<usize>>,
    demand: Vec<u64>,
    access: Access,
}

impl ServiceCover {
    /// Returns the demand of every zone and the limit.
    const fn wanted(&self) -> Wanted<'_> {
        Wanted { demand: self.demand.as_slice(), minutes: self.minutes }
    }

    /// Returns the place of a site among those that give the service; `None` where it does not.
    #[must_use]
    pub fn place(&self, site: usize) -> Option<usize> {
        self.sites.binary_search(&site).ok()
    }

    /// Tells whether any of its sites can be placed; else nothing is known of whom it serves.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.not_placed.len() < self.sites.len()
    }

    /// Tells of each of its sites whether it stays open when those of the given numbers close.
    #[must_use]
    pub fn open_without(&self, closed: &[usize]) -> Vec<bool> {
        let mut open = vec![true; self.sites.len()];
        for place in closed.iter().filter_map(|site| self.place(*site)) {
            open[place] = false;
        }
        open
    }

    /// Returns the demand of some zones.
    fn demand_of(&self, zones: &[usize]) -> u64 {
        zones.iter().map(|zone| self.demand[*zone]).sum()
    }

    /// Returns for each site the zones that only it has within reach once the sites decided to close are closed, from
    /// those that only it has today.
    fn besides_decided(&self, alone: Vec<Vec<usize>>, decided: &[usize]) -> Vec<Vec<usize>> {
        let gone: Vec<usize> = decided.iter().filter_map(|site| self.place(*site)).collect();
        if gone.is_empty() {
            return alone;
        }
        let open = self.open_without(decided);
        let mut besides = self.access.zones_of_each_alone(self.minutes, &open);
        // One that is decided itself is the last of them to close.
        for place in gone {
            let mut open = open.clone();
            open[place] = true;
            besides[place] =
                self.access.zones_of_each_alone(self.minutes, &open).swap_remove(place);
        }
        besides
    }

    /// Returns what is counted of a zone.
    #[must_use]
    pub fn demand(&self, zone: usize) -> u64 {
        self.demand[zone]
    }

    /// Returns the ways from a zone to the sites, as places of `sites`, nearest first.
    #[must_use]
    pub fn ways(&self, zone: usize) -> &[Way] {
        self.access.of_zone(zone)
    }

    /// Returns the way from a zone to the nearest of the open sites; `None` where none can be reached.
    #[must_use]
    pub fn nearest(&self, zone: usize, open: &[bool]) -> Option<Way> {
        self.access.nearest(zone, open)
    }

    /// Measures all zones with some of the sites open.
    #[must_use]
    pub fn with(&self, open: &[bool]) -> Coverage {
        self.access.coverage(0..self.access.zones(), self.wanted(), open)
    }

    /// Measures each district with some of the sites open, those zones last that name none.
    #[must_use]
    pub fn by_district(&self, zones: &[Zone], open: &[bool]) -> Vec<(Option<String>, Coverage)> {
        let of = |zones| self.access.coverage(zones, self.wanted(), open);
        districts(zones).into_iter().map(|(name, zones)| (name, of(zones))).collect()
    }
}

/// Measures coverage with the sites of today, and finds the public counters.
///
/// # Unknown
/// Without a table of zones nothing is measured. A zone that has no figure of the demand counted counts as zero and is
/// counted in `zones_not_known`; where no zone has one, people are counted instead.
#[must_use]
pub fn cover(estate: &Estate, measures: &Measures, policy: &Policy) -> Cover {
    let zones = estate.zones.as_deref().filter(|zones| !zones.is_empty());
    let of = |zones: &[Zone]| {
        let decided = displacement::closes_by_decision(estate);
        let one = |service: &Service| service_cover(estate, (zones, &decided), *service, policy);
        Service::ALL.iter().map(one).collect()
    };
    let rooms = Rooms::of(estate, measures, policy);
    let sites = (0..estate.sites.len()).into_par_iter();
    let services: Vec<ServiceCover> = zones.map(of).unwrap_or_default();
    Cover {
        counters: counters::counters(estate, policy),
        matches: matches::matches(estate, measures, (&rooms, &services), policy),
        alone: sites.map(|site| displaced(&rooms, &[site])).collect(),
        services,
        rooms,
    }
}

impl Cover {
    /// Returns what stands where places were left out: no service, no counter, no team.
    #[must_use]
    pub fn left_out(policy: &Policy) -> Self {
        Self {
            services: Vec::new(),
            rooms: Rooms::none(policy),
            alone: Vec::new(),
            counters: None,
            matches: Matches::default(),
        }
    }
}

fn service_cover(
    estate: &Estate,
    (zones, decided): (&[Zone], &[usize]),
    service: Service,
    policy: &Policy,
) -> ServiceCover {
    let own = policy.service(service);
    let sites: Vec<usize> = estate
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| service.is_given_by(site))
        .map(|(number, _)| number)
        .collect();
    let of = |kind: DemandKind, zone: &Zone| match kind {
        DemandKind::Population => Some(zone.population),
        DemandKind::Incidents => zone.incidents,
        DemandKind::Visits => zone.visits,
    };
    let any = zones.iter().any(|zone| of(own.demand, zone).is_some());
    let counted = if any { own.demand } else { DemandKind::Population };
    let demand: Vec<Option<u64>> = zones.iter().map(|zone| of(counted, zone)).collect();
    let access = journeys::access(estate, zones, &sites, own, policy);
    let reached = journeys::places_reached(&access, sites.len());
    let not_placed =
        sites.iter().zip(&reached).filter(|(_, reached)| !**reached).map(|(site, _)| *site);
    let mut found = ServiceCover {
        service,
        not_placed: not_placed.collect(),
        counted,
        minutes: ratio_of(own.minutes),
        zones_not_known: demand.iter().filter(|demand| demand.is_none()).count(),
        now: Coverage::default(),
        districts: Vec::new(),
        lost: Vec::new(),
        besides: Vec::new(),
        demand: demand.into_iter().map(Option::unwrap_or_default).collect(),
        access,
        sites,
    };
    let open = vec![true; found.sites.len()];
    found.now = found.with(&open);
    let alone = found.access.zones_of_each_alone(found.minutes, &open);
    found.lost = alone.iter().map(|zones| found.demand_of(zones)).collect();
    found.besides = found.besides_decided(alone, decided);
    found.districts = found.by_district(zones, &open);
    found
}

/// Returns the zones of each district by their numbers, those without one last.
fn districts(zones: &[Zone]) -> Vec<(Option<String>, Vec<usize>)> {
    let mut all: BTreeMap<(bool, Option<String>), Vec<usize>> = BTreeMap::new();
    for (number, zone) in zones.iter().enumerate() {
        let key = (zone.district.is_none(), zone.district.clone());
        all.entry(key).or_default().push(number);
    }
    all.into_iter().map(|((_, name), zones)| (name, zones)).collect()
}
