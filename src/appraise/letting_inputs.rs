//! What lettings are appraised from: the estate and what has been worked out of it, and the space to let.

use rust_decimal::Decimal;

use super::{CashFlows, NoLetting, flow::Ledgers};
use crate::{
    cover::Cover,
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{Area, Basis, Measure, Partner, Quantity, Site},
    place::metres_between,
    policy::{FigureName, Policy},
    tenure::{LeaseBook, LeaseCash, SiteExits},
};

/// What lettings are appraised from.
#[derive(Debug, Clone, Copy)]
pub(super) struct LettingInputs<'a> {
    pub estate: &'a Estate,
    pub tenure: &'a SiteExits,
    pub measures: &'a Measures,
    pub cover: &'a Cover,
    pub book: &'a LeaseBook<'a>,
    /// What the leases of each site pay, in the order of its sites.
    pub cash: &'a [Vec<LeaseCash<'a>>],
    pub reach: &'a PartnersInReach<'a>,
    pub policy: &'a Policy,
    pub ledgers: &'a Ledgers,
    pub flows: CashFlows,
}

/// The partners with a position, and how far one may be.
#[derive(Debug)]
pub(super) struct PartnersInReach<'a> {
    partners: Option<Vec<(&'a Partner, geo::Point)>>,
    metres: f64,
}

impl<'a> PartnersInReach<'a> {
    pub fn of(estate: &'a Estate, policy: &Policy) -> Self {
        let placed = |all: &'a Vec<Partner>| {
            all.iter().filter_map(|p| Some((p, p.position?))).collect::<Vec<_>>()
        };
        let metres = policy.ratio(FigureName::PartnerKm) * 1000.0;
        Self { partners: estate.partners.as_ref().map(placed), metres }
    }

    /// Returns the partners within reach of a site; `None` when nobody can tell.
    pub fn near(&self, site: &Site) -> Result<Vec<&'a Partner>, Basis> {
        let partners = self.partners.as_ref().ok_or(Basis::NoPartners)?;
        let position = site.position.ok_or(Basis::NoPosition)?;
        // A degree is never more than 111.7 km: most partners need no exact distance.
        let degrees = self.metres / 100_000.0;
        let near = partners.iter().filter(|(_, at)| {
            (at.y() - position.y()).abs() <= degrees && metres_between(*at, position) <= self.metres
        });
        Ok(near.map(|(partner, _)| *partner).collect())
    }
}

/// Returns the surplus space that can be let, exactly: surplus desks at the site's office area a desk.
pub(super) fn lettable_area(site: &Site, measures: &SiteMeasures) -> Result<Area, NoLetting> {
    let gaps = measures.reading(Measure::LettableSpace).gaps;
    let unknown = NoLetting::NotKnown(Basis::LettableUnknown, gaps);
    let nothing = NoLetting::Cannot(Basis::NothingToLet);
    match measures.reading(Measure::LettableSpace).value {
        Some(Quantity::Number(m2)) if m2 > 0.0 => {}
        Some(_) => return Err(nothing),
        None => return Err(unknown),
    }
    let Some(Quantity::Whole(surplus)) = measures.reading(Measure::SurplusWorkstations).value
    else {
        return Err(unknown);
    };
    let exact = || {
        let desks = Decimal::from(site.workstations?);
        let area = site.office_nia_m2?.as_m2().checked_mul(Decimal::from(surplus))?;
        Area::from_m2(area.checked_div(desks)?.round_dp(1)).filter(|a| a.as_m2() > Decimal::ZERO)
    };
    exact().ok_or(unknown)
}
