//! The closures that are proposed, measured together, and how coverage is measured.

use super::{ClosureRow, Results, closures::closure_rows, options::verdict};
use crate::{
    cover::ServiceCover,
    model::{DemandKind, Measure, Quantity, Service, TimeOfDay, TravelMode},
    policy::FigureName,
};

/// The open sites that a recommendation or a decision closes, and what closing all of them together changes.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Those that give any service, in `site_id` order.
    pub site_ids: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
    /// In order of service; services that none of the sites gives are left out.
    pub closures: Vec<ClosureRow>,
    /// Demand that would go out of reach by closing each of the sites alone, added up, in the order of `closures`.
    pub lost_alone: Vec<u64>,
    /// Names of sites that give a service and are counted nowhere, because no zone has a journey to them.
    pub not_placed: Vec<String>,
    /// The most of the demand, as a share, that one closure may put out of reach by the policy.
    pub most_lost: f64,
    /// Avoidable running cost of the sites of which it is known, £ a year in whole pence.
    pub saved: i64,
    /// Sites of which it is not known.
    pub saved_not_known: usize,
}

/// How coverage of a service is measured, by the policy.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the entries of `cover.toml`")]
pub struct ServiceRule {
    pub service: Service,
    /// What is counted: the policy's demand, or residents where no zone has it.
    pub counted: DemandKind,
    pub minutes: f64,
    pub mode: TravelMode,
    pub time_of_day: TimeOfDay,
    /// As the policy writes it.
    pub speed_kmh: String,
    /// Length by road over the straight line, as the policy writes it.
    pub detour: String,
    pub source: String,
    /// Zones without a figure of the demand counted; they count as zero.
    pub zones_not_known: usize,
}

pub(super) fn rule(results: Results<'_>, service: &ServiceCover) -> ServiceRule {
    let own = results.policy.service(service.service);
    ServiceRule {
        service: service.service,
        counted: service.counted,
        minutes: service.minutes,
        mode: own.mode,
        time_of_day: own.time_of_day,
        speed_kmh: own.speed_kmh.normalize().to_string(),
        detour: results.policy.entry(FigureName::CoverDetour).text.clone(),
        source: own.source.clone(),
        zones_not_known: service.zones_not_known,
    }
}

/// Returns the open sites, by their numbers, that are to close: the option recommended or decided there closes them.
pub(super) fn to_close(results: Results<'_>) -> Vec<usize> {
    let closes = |number: &usize| {
        let site = &results.estate.sites[*number];
        let is_open = Service::ALL.iter().any(|service| service.is_given_by(site));
        is_open && verdict(results, *number).closes()
    };
    (0..results.estate.sites.len()).filter(closes).collect()
}

pub(super) fn proposed(
    results: Results<'_>,
    services: &[&ServiceCover],
    closed: &[usize],
) -> Option<Proposed> {
    if closed.is_empty() {
        return None;
    }
    let estate = results.estate;
    let closures = closure_rows(results, closed);
    let lost_alone = |row: &ClosureRow| {
        let service = services.iter().find(|service| service.service == row.service)?;
        let places = closed.iter().filter_map(|site| service.place(*site));
        Some(places.map(|place| service.lost[place]).sum())
    };
    let saved = |site: &usize| match results.measures.sites[*site].reading(Measure::CostSaved).value
    {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    };
    let known: Vec<i64> = closed.iter().filter_map(saved).collect();
    Some(Proposed {
        site_ids: closed.iter().map(|n| estate.sites[*n].site_id.to_string()).collect(),
        names: closed.iter().map(|n| estate.sites[*n].name.clone()).collect(),
        lost_alone: closures.iter().filter_map(lost_alone).collect(),
        not_placed: closed
            .iter()
            .filter(|n| services.iter().any(|service| service.not_placed.contains(n)))
            .map(|n| estate.sites[*n].name.clone())
            .collect(),
        most_lost: results.policy.ratio(FigureName::CoverMostLost),
        closures,
        saved: known.iter().copied().fold(0, i64::saturating_add),
        saved_not_known: closed.len() - known.len(),
    })
}
