//! Who could take surplus space: the open market at the estimated rental value, or a partner within reach.

use rust_decimal::Decimal;

use super::{
    NoLetting,
    letting_inputs::{LettingInputs, lettable_area},
};
use crate::{
    measure::SiteMeasures,
    model::{
        Area, Basis, Date, Gap, Lease, Measure, Money, Partner, PartnerId, Quantity, Reading,
        Right, RowRef, Site, words,
    },
    policy::ratio_of,
};

words!(
    /// Where the rent of a proposed letting is read.
    RentSource {
        Site = "erv_per_m2 of the site",
        Lease = "erv of the head lease, by its area",
        Partner = "rent_per_m2 of the partner",
    }
);

/// Who a letting is proposed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tenant {
    /// Whoever the market brings.
    OpenMarket,
    /// A partner that looks for space.
    Partner {
        /// Its site.
        id: PartnerId,
        /// Its name.
        organisation: String,
        /// Whether both sides of a payment are public, so that rent is a transfer.
        public: bool,
    },
}

/// A rent that somebody would pay, and for how much space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub tenant: Tenant,
    /// Pounds a year per m².
    pub rent_per_m2: Money,
    pub source: RentSource,
    pub area: Area,
    /// The last day on which the space is wanted; `None` is without end.
    pub until: Option<Date>,
}

/// Returns everyone who could take surplus space of a site, the open market first, then by partner.
///
/// A partner with a want but no rent of its own pays the estimated rental value.
///
/// # Errors
/// [`NoLetting::NotKnown`] when no rent is recorded anywhere.
pub(super) fn offers(
    inputs: &LettingInputs<'_>,
    site: &Site,
    leases: &[&Lease],
    lettable: Area,
) -> Result<Vec<Offer>, NoLetting> {
    let market = market_rent(site, leases);
    let mut offers = Vec::new();
    if let Some((rent_per_m2, source)) = market {
        let tenant = Tenant::OpenMarket;
        offers.push(Offer { tenant, rent_per_m2, source, area: lettable, until: None });
    }
    let near = inputs.reach.near(site).unwrap_or_default();
    for partner in near.into_iter().filter(|p| p.stands_on(inputs.estate.snapshot.as_of)) {
        let own = partner.rent_per_m2.map(|rent| (rent, RentSource::Partner));
        let (Some((rent_per_m2, source)), Some(wanted)) = (own.or(market), partner.wants_m2) else {
            continue;
        };
        if wanted.as_m2() <= Decimal::ZERO {
            continue;
        }
        let area = if wanted < lettable { wanted } else { lettable };
        let tenant = Tenant::Partner {
            id: partner.partner_id.clone(),
            organisation: partner.organisation.clone(),
            public: partner.is_public(),
        };
        offers.push(Offer { tenant, rent_per_m2, source, area, until: partner.until });
    }
    if offers.is_empty() {
        return Err(NoLetting::NotKnown(Basis::LettingRentUnknown, Gap::RentalValue.into()));
    }
    Ok(offers)
}

/// Returns the highest rent per m² that is recorded for a site: of the market, or of a partner within reach.
pub(super) fn highest_rent(inputs: &LettingInputs<'_>, number: usize) -> Option<Money> {
    let site = &inputs.estate.sites[number];
    let leases = inputs.book.running(number, inputs.estate.snapshot.as_of);
    let near = inputs.reach.near(site).unwrap_or_default();
    let partners = near.into_iter().filter_map(|p| p.rent_per_m2);
    partners.chain(market_rent(site, &leases).map(|(rent, _)| rent)).max()
}

/// Returns the estimated rental value per m²: the site's own, else that of its leases by their areas.
fn market_rent(site: &Site, leases: &[&Lease]) -> Option<(Money, RentSource)> {
    if let Some(own) = site.erv_per_m2 {
        return Some((own, RentSource::Site));
    }
    let value = Money::checked_sum(leases.iter().map(|l| l.erv).collect::<Option<Vec<_>>>()?)?;
    let area =
        leases.iter().try_fold(Decimal::ZERO, |sum, l| sum.checked_add(l.area_m2?.as_m2()))?;
    let rent = value.as_pounds().checked_div(area)?;
    Some((Money::pounds(rent), RentSource::Lease))
}

/// Reads how much of the lettable space partners within reach want, at most all of it; and their rows.
pub(super) fn partner_need(inputs: &LettingInputs<'_>, number: usize) -> (Reading, Vec<RowRef>) {
    let site = &inputs.estate.sites[number];
    let as_of = inputs.estate.snapshot.as_of;
    match inputs.reach.near(site) {
        Ok(mut near) => {
            near.retain(|p| p.stands_on(as_of));
            let rows = near.iter().map(|p| p.row.clone()).collect();
            (need(&near, &inputs.measures.sites[number]), rows)
        }
        Err(basis) => {
            // Without a table of partners a want is to be recorded, with one the position of the site.
            let gap = if basis == Basis::NoPosition { Gap::Position } else { Gap::PartnerWants };
            (Reading::unknown(basis).waits_for(gap), Vec::new())
        }
    }
}

fn need(looking: &[&Partner], measures: &SiteMeasures) -> Reading {
    let space = measures.reading(Measure::LettableSpace);
    let Some(Quantity::Number(lettable)) = space.value else {
        return Reading::unknown(Basis::LettableUnknown).waits_for(space.gaps);
    };
    if lettable <= 0.0 {
        return Reading::known(Quantity::Number(0.0), Basis::NothingToLet);
    }
    let known: Vec<Area> = looking.iter().filter_map(|p| p.wants_m2).collect();
    let wanted: Decimal = known.iter().map(|a| a.as_m2()).sum();
    let share = (ratio_of(wanted) / lettable).min(1.0);
    if looking.len() == known.len() {
        return Reading::known(Quantity::Number(share), Basis::PartnersInReach);
    }
    if known.is_empty() {
        return Reading::unknown(Basis::PartnerWantsUnknown).waits_for(Gap::PartnerWants);
    }
    let mut reading = Reading::known(Quantity::Number(share), Basis::PartnerWantsUnknown)
        .waits_for(Gap::PartnerWants);
    if share < 1.0 {
        reading.range = Some(Box::new((Quantity::Number(share), Quantity::Number(1.0))));
    }
    reading
}

/// Returns how much of a site's surplus space the partner that wants most would share; `None` when none does.
///
/// Sharing that a lease bars is none.
pub(super) fn wanted(inputs: &LettingInputs<'_>, number: usize) -> Option<Area> {
    let site = &inputs.estate.sites[number];
    let as_of = inputs.estate.snapshot.as_of;
    let barred = |l: &&Lease| l.share == Some(Right::Barred);
    if inputs.book.running(number, as_of).iter().any(barred) {
        return None;
    }
    let lettable = lettable_area(site, &inputs.measures.sites[number]).ok()?;
    let near = inputs.reach.near(site).ok()?;
    let wants = near.into_iter().filter(|p| p.stands_on(as_of)).filter_map(|p| p.wants_m2);
    let most = wants.filter(|area| area.as_m2() > Decimal::ZERO).max()?;
    Some(most.min(lettable))
}
