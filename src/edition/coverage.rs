//! Rows of who is in reach of the sites, and what closing each alone changes.

use super::{
    ClosureRow, CounterView, Proposed, Reach, Results, ServiceJourneys, ServiceRule, ZoneRow,
    closing,
    closures::{closure_row, reach},
    counters, zones,
};
use crate::{
    cover::{ServiceCover, closing_of},
    model::{DemandKind, Service},
    place,
};

/// How well a service covers the area or a district.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `coverage.csv`")]
pub struct CoverageRow {
    pub service: Service,
    /// `None` is the whole area; else a district, empty for zones that name none.
    pub district: Option<String>,
    /// Sites that give the service, in the whole area.
    pub sites: usize,
    /// Those of them without a position and without journeys.
    pub not_placed: usize,
    pub counted: DemandKind,
    /// The limit.
    pub minutes: f64,
    pub reach: Reach,
    /// The same once all sites are closed that are proposed to close; `None` where none is.
    pub after: Option<Reach>,
}

/// Coverage, and what each closure alone changes.
#[derive(Debug, Clone, Default)]
pub struct CoverView {
    /// Whether there are zones to measure.
    pub has_zones: bool,
    /// Services that no open site gives which can be placed, and how many give it: their coverage is not known.
    pub not_known: Vec<(Service, usize)>,
    /// In order of service; the whole area first, then by district.
    pub coverage: Vec<CoverageRow>,
    /// In order of service, then site.
    pub closures: Vec<ClosureRow>,
    /// How each service is measured, in order of service.
    pub rules: Vec<ServiceRule>,
    /// What closing all sites together changes that a recommendation or a decision closes; `None` without one that is open.
    pub proposed: Option<Proposed>,
    /// In `zone_id` order.
    pub zones: Vec<ZoneRow>,
    /// Every journey, for what reckons with other sets of closures; in order of service.
    pub journeys: Vec<ServiceJourneys>,
    /// The public counters, each with what closing it alone changes.
    pub counters: CounterView,
}

/// Returns coverage and closures of the sites that are open.
pub(super) fn of(results: Results<'_>) -> CoverView {
    let zones = results.estate.zones.as_deref().unwrap_or_default();
    let services = &results.cover.services;
    let (open, not_known): (Vec<&ServiceCover>, Vec<&ServiceCover>) =
        services.iter().partition(|service| service.is_known());
    let to_close = closing::to_close(results);
    let closures = open.iter().flat_map(|service| {
        let alone = |site: &usize| {
            let change = closing_of(service, zones, &[*site]);
            closure_row(results, service, &change, &[*site])
        };
        // Of a site that no zone has a journey to nothing is known.
        service.sites.iter().filter(|site| !service.not_placed.contains(site)).map(alone)
    });
    let closures: Vec<ClosureRow> = closures.collect();
    CoverView {
        counters: counters::of(results, &closures),
        has_zones: !services.is_empty(),
        not_known: not_known.iter().map(|of| (of.service, of.sites.len())).collect(),
        closures,
        rules: services.iter().map(|service| closing::rule(results, service)).collect(),
        proposed: closing::proposed(results, &open, &to_close),
        zones: zones::rows(results, &open, &to_close),
        journeys: open.iter().map(|service| zones::journeys(results, service)).collect(),
        coverage: open.iter().flat_map(|of| coverage_rows(results, of, &to_close)).collect(),
    }
}

fn coverage_rows(
    results: Results<'_>,
    service: &ServiceCover,
    closed: &[usize],
) -> Vec<CoverageRow> {
    let zones = results.estate.zones.as_deref().unwrap_or_default();
    let open = (!closed.is_empty()).then(|| service.open_without(closed));
    let whole_after = open.as_deref().map(|open| service.with(open));
    let after = open.as_deref().map(|open| service.by_district(zones, open)).unwrap_or_default();
    let row = |district: Option<String>, now: &place::Coverage, after: Option<&place::Coverage>| {
        CoverageRow {
            service: service.service,
            district,
            sites: service.sites.len(),
            not_placed: service.not_placed.len(),
            counted: service.counted,
            minutes: service.minutes,
            reach: reach(now, zones),
            after: after.map(|after| reach(after, zones)),
        }
    };
    let districts = service.districts.iter().enumerate().map(|(at, (name, now))| {
        row(Some(name.clone().unwrap_or_default()), now, after.get(at).map(|(_, after)| after))
    });
    std::iter::once(row(None, &service.now, whole_after.as_ref())).chain(districts).collect()
}
