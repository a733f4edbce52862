//! What a partner's space keeps of the public service that a site gives.

use crate::{
    cover::ServiceCover,
    load::Estate,
    model::{Service, Zone},
    place::{ByStraightLine, metres_between},
    policy::Policy,
};

/// The services with what a journey to a partner takes.
pub(super) struct Relocated<'a> {
    zones: &'a [Zone],
    services: Vec<(&'a ServiceCover, ByStraightLine)>,
}

impl<'a> Relocated<'a> {
    pub fn of(estate: &'a Estate, services: &'a [ServiceCover], policy: &Policy) -> Self {
        let speed = |of: &ServiceCover| policy.service(of.service).speed_kmh;
        let public = services.iter().filter(|of| of.service != Service::AllSites);
        Self {
            zones: estate.zones.as_deref().unwrap_or_default(),
            services: public.map(|of| (of, ByStraightLine::at(speed(of), policy))).collect(),
        }
    }

    /// Returns the share of demand that goes out of reach if a site closes and what it gives the public goes on at a point.
    ///
    /// Of several services the one that loses most. Minutes to the point are estimated from the straight line. `None` where
    /// the site gives no public service, or nothing is known of whom it serves.
    pub fn lost(&self, site: usize, to: geo::Point) -> Option<f64> {
        let shares = self.services.iter().filter_map(|(service, straight)| {
            let place = service.place(site)?;
            let known = service.now.demand > 0 && !service.not_placed.contains(&site);
            let beyond = |zone: &&usize| {
                let from = self.zones[**zone].position;
                let minutes = from.map(|from| straight.minutes(metres_between(from, to)));
                minutes.is_none_or(|minutes| minutes > service.minutes)
            };
            let zones = service.alone[place].iter().filter(beyond);
            let lost: u64 = zones.map(|zone| service.demand[*zone]).sum();
            #[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
            known.then(|| lost as f64 / service.now.demand as f64)
        });
        shares.max_by(f64::total_cmp)
    }
}
