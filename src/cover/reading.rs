//! The reading `coverage_kept`: the share of demand that goes out of reach if a site closes alone.

use super::{Cover, ServiceCover};
use crate::{
    load::Estate,
    measure::Measures,
    model::{Basis, Gap, Measure, Quantity, Reading, Service},
};

/// Puts the reading of every site into the measures.
///
/// A site that gives several services is read by the one that loses most. A site that is no open public counter or
/// response base keeps all coverage.
///
/// # Unknown
/// Without zones nothing is known; nor where the site can be placed by neither position nor journeys. Where another site of
/// the service cannot be placed, it might stand in: the reading lies between zero and what is lost without it. A loss that
/// rests on estimated journeys is an interim reading.
#[must_use]
pub fn set_in(cover: &Cover, estate: &Estate, measures: Measures) -> Measures {
    let readings = (0..estate.sites.len()).map(|site| (site, reading(cover, site)));
    measures.with(Measure::CoverageKept, readings)
}

fn reading(cover: &Cover, site: usize) -> Reading {
    lost(cover, site, |service, place| service.lost[place])
}

/// Returns the share of demand that goes out of reach if a site closes as well as those that are decided to; as the reading
/// `coverage_kept` otherwise.
#[must_use]
pub fn lost_besides_decided(cover: &Cover, site: usize) -> Reading {
    lost(cover, site, |service, place| service.demand_of(&service.besides[place]))
}

/// Returns what closing a site loses, counted in one way, of the service that loses most.
fn lost(cover: &Cover, site: usize, count: impl Fn(&ServiceCover, usize) -> u64) -> Reading {
    if cover.services.is_empty() {
        return Reading::unknown(Basis::NoZones).waits_for(Gap::Zones);
    }
    let public = cover.services.iter().filter(|service| service.service != Service::AllSites);
    let given: Vec<Reading> =
        public.filter_map(|service| of_service(service, site, &count)).collect();
    if let Some(unknown) = given.iter().find(|reading| reading.bounds().is_none()) {
        return unknown.clone();
    }
    let most = |reading: &Reading| match reading.bounds() {
        Some((_, Quantity::Number(high))) => high,
        _ => 0.0,
    };
    let worst = given.into_iter().max_by(|a, b| most(a).total_cmp(&most(b)));
    worst.unwrap_or_else(|| Reading::known(Quantity::Number(0.0), Basis::NoPublicService))
}

/// Returns what closing a site loses of one service, counted in one way; `None` where it does not give it.
fn of_service(
    service: &ServiceCover,
    site: usize,
    count: impl Fn(&ServiceCover, usize) -> u64,
) -> Option<Reading> {
    let place = service.place(site)?;
    if service.not_placed.contains(&site) {
        return Some(Reading::unknown(Basis::NoPosition).waits_for(Gap::Position));
    }
    if service.now.demand == 0 {
        return Some(Reading::unknown(Basis::NoZones).waits_for(Gap::Zones));
    }
    #[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
    let share = count(service, place) as f64 / service.now.demand as f64;
    let lost = Quantity::Number(share);
    if !service.not_placed.is_empty() && share > 0.0 {
        let range = Some(Box::new((Quantity::Number(0.0), lost)));
        let unknown = Reading::unknown(Basis::OthersNotPlaced).waits_for(Gap::PositionElsewhere);
        return Some(Reading { range, ..unknown });
    }
    Some(if service.now.estimated_zones > 0 {
        Reading::known(lost, Basis::LostByStraightLine).interim()
    } else {
        Reading::known(lost, Basis::LostAlone)
    })
}
