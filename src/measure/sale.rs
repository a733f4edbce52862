//! What the register itself says: receipt and backlog by the interim rules, and the entrance.

use crate::{
    finance::{self, NotKnown},
    model::{Basis, Measure, Money, Quantity, Reading, Site, Tenure},
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
            None => Reading::unknown(Basis::NotRecorded),
        },
    );
}

fn money(sum: Option<Money>, basis: Basis) -> Reading {
    match sum.and_then(Money::pence) {
        Some(pence) => Reading::known(Quantity::Pence(pence), basis).interim(),
        None => Reading::unknown(basis),
    }
}

fn net_receipt(site: &Site, exit: &SiteExit, policy: &Policy) -> Reading {
    if site.tenure.is_none() {
        return Reading::unknown(Basis::TenureUnknown);
    }
    let Some(value) = site.market_value else {
        return Reading::unknown(Basis::NoMarketValue);
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
    money(receipt, basis)
}

fn backlog(site: &Site) -> Reading {
    match (site.backlog_high, site.backlog_significant) {
        (Some(high), Some(significant)) => {
            money(high.checked_add(significant), Basis::HighAndSignificant)
        }
        _ => Reading::unknown(Basis::BandUnknown),
    }
}
