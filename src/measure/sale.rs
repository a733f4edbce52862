//! What the register itself says: receipt and backlog by the interim rules, and the entrance.

use crate::{
    finance::{self, NotKnown},
    model::{Basis, Gap, Gaps, Measure, Money, Quantity, Reading, Site, Tenure},
    policy::Policy,
    tenure::SiteExit,
};

/// Sets the readings of a site.
pub(super) fn readings(
    site: &Site,
    exit: &SiteExit,
    policy: &Policy,
    set: &mut impl FnMut(Measure, Reading),
) {
    // What leaving a lease costs is read with the leases.
    if !matches!(site.tenure, Some(Tenure::Leasehold | Tenure::Licence)) {
        set(Measure::NetReceipt, net_receipt(site, exit, policy));
    }
    set(Measure::BacklogAvoided, backlog(site));
    set(
        Measure::SeparateEntrance,
        match site.separate_entrance {
            Some(yes) => Reading::known(Quantity::YesNo(yes), Basis::Plain),
            None => Reading::unknown(Basis::NotRecorded).waits_for(Gap::SeparateEntrance),
        },
    );
}

/// Reads a sum; beyond what is held it waits for a smaller amount in the cell it comes from.
fn money(sum: Option<Money>, basis: Basis, from: Gap) -> Reading {
    match sum.and_then(Money::pence) {
        Some(pence) => Reading::known(Quantity::Pence(pence), basis).interim(),
        None => Reading::unknown(basis).waits_for(from),
    }
}

fn net_receipt(site: &Site, exit: &SiteExit, policy: &Policy) -> Reading {
    if site.tenure.is_none() {
        let gaps = Gaps::of(Gap::Tenure).and_if(site.market_value.is_none(), Gap::MarketValue);
        return Reading::unknown(Basis::TenureUnknown).waits_for(gaps);
    }
    let Some(value) = site.market_value else {
        return Reading::unknown(Basis::NoMarketValue).waits_for(Gap::MarketValue);
    };
    let receipt = finance::expected_receipt(value, policy);
    let owes = |cost| exit.sale.costs_not_known.contains(&cost);
    let basis = if owes(NotKnown::Clawback) {
        Basis::SaleBeforeClawback
    } else if owes(NotKnown::Works) {
        Basis::SaleBeforeWorks
    } else {
        Basis::SaleOfValue
    };
    money(receipt, basis, Gap::MarketValue)
}

fn backlog(site: &Site) -> Reading {
    match (site.backlog_high, site.backlog_significant) {
        (Some(high), Some(significant)) => {
            money(high.checked_add(significant), Basis::HighAndSignificant, Gap::BacklogHigh)
        }
        (high, significant) => Reading::unknown(Basis::BandUnknown).waits_for(
            Gaps::NONE
                .and_if(high.is_none(), Gap::BacklogHigh)
                .and_if(significant.is_none(), Gap::BacklogSignificant),
        ),
    }
}
