//! Rows of what closing some sites changes for who is in reach of them.

use super::{Results, zones::label};
use crate::{
    cover::{Closing, ServiceCover, closing_of},
    model::{DemandKind, Measure, Quantity, Service, Zone},
    place,
};

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

/// Makes the row of a service from what closing changes for it.
pub(super) fn closure_row(
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

pub(super) fn reach(of: &place::Coverage, zones: &[Zone]) -> Reach {
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

#[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
