//! Rows of who is in reach of the sites, and what closing each alone changes.

use super::{
    CounterView, Proposed, Results, ServiceJourneys, ServiceRule, ZoneRow, closing, counters, zones,
};
use crate::{
    cover::{Closing, ServiceCover, closing_of},
    model::{DemandKind, Measure, Quantity, Service, Zone},
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

/// Who is within reach, and how far the rest have to go.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `coverage.csv`")]
pub struct Reach {
    pub demand: u64,
    pub within: u64,
    /// Demand from which any open site can be reached.
    pub reached: u64,
    /// `None` where there is no demand.
    pub share: Option<f64>,
    pub mean: Option<f64>,
    /// The minutes within which nine tenths of the demand are.
    pub tenth_longest: Option<f64>,
    pub worst_zone: Option<String>,
    pub worst_name: Option<String>,
    pub worst_minutes: Option<f64>,
    pub unreached_zones: usize,
    pub unreached: u64,
    pub estimated_zones: usize,
}

/// What closing one site, or several together, changes for a service.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `closures.csv`")]
pub struct ClosureRow {
    pub service: Service,
    /// One site alone, or all those that close together and give the service.
    pub site_ids: Vec<String>,
    pub names: Vec<String>,
    pub counted: DemandKind,
    /// The limit.
    pub minutes: f64,
    pub before: Reach,
    pub after: Reach,
    /// Demand that goes out of reach.
    pub lost: u64,
    pub lost_share: Option<f64>,
    /// Zones that go out of reach.
    pub lost_zones: Vec<String>,
    /// Their names, or ids where they have none.
    pub lost_names: Vec<String>,
    /// Demand whose nearest site closes.
    pub affected: u64,
    pub affected_zones: usize,
    pub people: u64,
    pub most_deprived: u64,
    pub decile_not_known: u64,
    pub further: Option<f64>,
    pub cut_off: u64,
    pub next_site_id: Option<String>,
    pub next_name: Option<String>,
    /// Avoidable running cost of the sites, £ a year in whole pence; `None` where that of any is not known.
    pub saved: Option<i64>,
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

fn reach(of: &place::Coverage, zones: &[Zone]) -> Reach {
    Reach {
        demand: of.demand,
        within: of.within,
        reached: of.reached,
        share: share(of.within, of.demand),
        mean: of.mean,
        tenth_longest: of.tenth_longest,
        worst_zone: of.worst.map(|(zone, _)| zones[zone].zone_id.to_string()),
        worst_name: of.worst.map(|(zone, _)| label(&zones[zone])),
        worst_minutes: of.worst.map(|(_, minutes)| minutes),
        unreached_zones: of.unreached_zones,
        unreached: of.demand - of.reached,
        estimated_zones: of.estimated_zones,
    }
}

/// Names a zone, by its id where it has no name.
pub(super) fn label(zone: &Zone) -> String {
    zone.name.clone().unwrap_or_else(|| zone.zone_id.to_string())
}

#[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Returns what closing sites together changes, for each service that any of them gives, in order of service; sites that
/// no zone has a journey to are left out.
#[must_use]
pub fn closure_rows(results: Results<'_>, closed: &[usize]) -> Vec<ClosureRow> {
    let zones = results.estate.zones.as_deref().unwrap_or_default();
    let gives = |service: &&ServiceCover| {
        let counts = |n: &usize| service.place(*n).is_some() && !service.not_placed.contains(n);
        service.is_known() && closed.iter().any(counts)
    };
    let services = results.cover.services.iter().filter(gives);
    let row = |service: &ServiceCover| {
        closure_row(results, service, &closing_of(service, zones, closed), closed)
    };
    services.map(row).collect()
}

fn closure_row(
    results: Results<'_>,
    service: &ServiceCover,
    change: &Closing,
    closed: &[usize],
) -> ClosureRow {
    let estate = results.estate;
    let zones = estate.zones.as_deref().unwrap_or_default();
    let mut own: Vec<usize> = closed.to_vec();
    own.sort_unstable();
    own.dedup();
    own.retain(|site| service.place(*site).is_some() && !service.not_placed.contains(site));
    let site = |number: usize| &estate.sites[number];
    let affected = &change.affected;
    let lost = change.before.within - change.after.within;
    let saved = own.iter().try_fold(0_i64, |sum, site| {
        match results.measures.sites[*site].reading(Measure::CostSaved).value {
            Some(Quantity::Pence(pence)) => sum.checked_add(pence),
            _ => None,
        }
    });
    ClosureRow {
        service: service.service,
        site_ids: own.iter().map(|n| site(*n).site_id.to_string()).collect(),
        names: own.iter().map(|n| site(*n).name.clone()).collect(),
        counted: service.counted,
        minutes: service.minutes,
        before: reach(&change.before, zones),
        after: reach(&change.after, zones),
        lost,
        lost_share: share(lost, change.before.demand),
        lost_zones: affected.lost_zones.iter().map(|z| zones[*z].zone_id.to_string()).collect(),
        lost_names: affected.lost_zones.iter().map(|z| label(&zones[*z])).collect(),
        affected: affected.demand,
        affected_zones: affected.zones.len(),
        people: affected.people,
        most_deprived: affected.most_deprived,
        decile_not_known: affected.decile_not_known,
        further: affected.further,
        cut_off: affected.cut_off,
        next_site_id: affected.next.map(|n| site(n).site_id.to_string()),
        next_name: affected.next.map(|n| site(n).name.clone()),
        saved,
    }
}
