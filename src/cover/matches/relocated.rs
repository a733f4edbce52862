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

    /// Returns the least and the most of the demand, as shares, that goes out of reach if a site closes, besides those that are
    /// decided to, and what it gives the public goes on at a point.
    ///
    /// Of several services the one that loses most. Minutes to the point are estimated from the straight line; from a zone
    /// without a position they are not known. Where nothing is known of whom it serves, from none to all. `None` where the site
    /// gives no public service.
    pub fn lost(&self, site: usize, to: geo::Point) -> Option<(f64, f64)> {
        let shares = self.services.iter().filter_map(|(service, straight)| {
            let place = service.place(site)?;
            // Whom a site serves that no zone has a journey to is not known, nor is it where nothing is counted.
            if service.now.demand == 0 || service.not_placed.contains(&site) {
                return Some((0.0, 1.0));
            }
            let minutes = |zone: usize| {
                let from = self.zones[zone].position?;
                Some(straight.minutes(metres_between(from, to)))
            };
            let share = |beyond: &dyn Fn(Option<f64>) -> bool| {
                let zones = service.besides[place].iter().copied();
                let lost = zones.filter(|zone| beyond(minutes(*zone))).collect::<Vec<_>>();
                #[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
                let share = service.demand_of(&lost) as f64 / service.now.demand as f64;
                share
            };
            let far = |minutes: f64| minutes > service.minutes;
            // Another site that cannot be placed might stand in.
            let alone = service.not_placed.is_empty();
            let least = if alone { share(&|of| of.is_some_and(far)) } else { 0.0 };
            Some((least, share(&|of| of.is_none_or(far))))
        });
        let most = |all: Vec<(f64, f64)>, of: fn(&(f64, f64)) -> f64| {
            all.iter().map(of).max_by(f64::total_cmp)
        };
        let shares: Vec<(f64, f64)> = shares.collect();
        Some((most(shares.clone(), |of| of.0)?, most(shares, |of| of.1)?))
    }
}
