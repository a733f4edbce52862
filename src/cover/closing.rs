//! A set of sites closed together: coverage before and after, and whom it touches.

use super::ServiceCover;
use crate::{
    model::Zone,
    place::{Coverage, Way},
};

/// What closing a set of sites changes for one service; none of the sites may give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Before.
    pub before: Coverage,
    /// After.
    pub after: Coverage,
    /// Whom it touches.
    pub affected: Affected,
}

/// The zones whose nearest open site is one of those that close.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Affected {
    /// Their numbers, in `zone_id` order.
    pub zones: Vec<usize>,
    /// Those that were within reach and are not any more, in `zone_id` order.
    pub lost_zones: Vec<usize>,
    /// Demand of the zones affected.
    pub demand: u64,
    /// Their residents.
    pub people: u64,
    /// Of those residents the ones in the most deprived fifth of areas; zones of an unknown decile are left out.
    pub most_deprived: u64,
    /// Residents of zones affected of which the decile is not known.
    pub decile_not_known: u64,
    /// Mean minutes that the demand affected has to travel further; `None` where it can reach no other site.
    pub further: Option<f64>,
    /// Demand affected that can reach no other site.
    pub cut_off: u64,
    /// The site that would be nearest for most of the demand affected, by its number.
    pub next: Option<usize>,
}

/// Measures a set of closures, by the numbers of the sites, for a service.
///
/// A number twice counts once; a site that does not give the service changes nothing.
#[must_use]
pub fn closing_of(service: &ServiceCover, zones: &[Zone], closed: &[usize]) -> Closing {
    let all = vec![true; service.sites.len()];
    let open = service.open_without(closed);
    let mut affected = Affected::default();
    let mut next = vec![0_u64; open.len()];
    let (mut sum, mut moved) = (0.0, 0_u64);
    for (number, zone) in zones.iter().enumerate() {
        let Some(was) = service.access.nearest(number, &all).filter(|was| !open[was.place]) else {
            continue;
        };
        let demand = service.demand[number];
        affected.zones.push(number);
        affected.demand += demand;
        affected.people += zone.population;
        match zone.most_deprived() {
            Some(true) => affected.most_deprived += zone.population,
            Some(false) => {}
            None => affected.decile_not_known += zone.population,
        }
        let now = service.access.nearest(number, &open);
        let within = |way: Option<Way>| way.is_some_and(|w| w.minutes <= service.minutes);
        if within(Some(was)) && !within(now) {
            affected.lost_zones.push(number);
        }
        match now {
            Some(now) => {
                #[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
                let weight = demand as f64;
                sum += weight * (now.minutes - was.minutes);
                moved += demand;
                next[now.place] += demand;
            }
            None => affected.cut_off += demand,
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
    let further = (moved > 0).then(|| sum / moved as f64);
    affected.further = further;
    let most = next.iter().enumerate().filter(|(_, demand)| **demand > 0);
    affected.next = most
        .max_by_key(|(place, demand)| (**demand, std::cmp::Reverse(*place)))
        .map(|(place, _)| service.sites[place]);
    Closing { before: service.now, after: service.with(&open), affected }
}
