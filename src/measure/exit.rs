//! What leases and tenure say: the right to sublet, and the months to the earliest exit.
//!
//! The interim rule of the design: freehold can be left at once, everything else at the last expiry of its
//! leases as tenant.

use std::collections::BTreeMap;

use chrono::Days;

use crate::{
    load::Estate,
    model::{
        Basis, Consent, Date, Fact, Lease, Measure, Quantity, Reading, Right, Role, Site, SiteId,
        SubletRight, Tenure, months_up, whole_months,
    },
    policy::{FigureName, Policy},
};

/// Lease readings of one site.
pub(super) struct Exit {
    right: Reading,
    months_to_exit: Reading,
    time_to_grant: Reading,
}

/// Returns the last expiry of the leases as tenant, by site.
pub(crate) fn last_expiries(estate: &Estate) -> BTreeMap<&SiteId, Date> {
    let mut last: BTreeMap<&SiteId, Date> = BTreeMap::new();
    for lease in estate.leases.iter().filter(|l| l.role == Role::Tenant) {
        let expiry = last.entry(&lease.site_id).or_insert(lease.expiry);
        *expiry = lease.expiry.max(*expiry);
    }
    last
}

/// Reads the leases of every site, in `site_id` order.
pub(super) fn read(estate: &Estate, policy: &Policy) -> Vec<Exit> {
    let last = last_expiries(estate);
    let mut leases: BTreeMap<&SiteId, Vec<&Lease>> = BTreeMap::new();
    for lease in estate.leases.iter().filter(|l| l.role == Role::Tenant) {
        leases.entry(&lease.site_id).or_default().push(lease);
    }
    let as_of = estate.snapshot.as_of;
    let horizon = i64::from(policy.whole(FigureName::LettingHorizonMonths));
    let of_site = |site: &Site| {
        let leases = leases.get(&site.site_id).map_or(&[][..], Vec::as_slice);
        let expiry = last.get(&site.site_id).copied();
        Exit {
            right: right(site, leases, as_of),
            months_to_exit: months_to_exit(site, expiry, as_of),
            time_to_grant: time_to_grant(site, expiry, as_of, horizon),
        }
    };
    estate.sites.iter().map(of_site).collect()
}

fn months_to_exit(site: &Site, expiry: Option<Date>, as_of: Date) -> Reading {
    let months = |n: i64, basis| Reading::known(Quantity::Whole(n), basis).interim();
    match (site.tenure, expiry) {
        (Some(Tenure::Freehold), _) => months(0, Basis::Freehold),
        (None, _) => Reading::unknown(Basis::TenureUnknown),
        (Some(_), None) => Reading::unknown(Basis::NoTenantLease),
        (Some(_), Some(expiry)) if expiry <= as_of => months(0, Basis::ExpiryPassed),
        (Some(_), Some(expiry)) => months(months_up(as_of, expiry), Basis::LastExpiry),
    }
}

/// Whole months that a sublease can run: to the day before the head lease's exit.
fn time_to_grant(site: &Site, expiry: Option<Date>, as_of: Date, horizon: i64) -> Reading {
    let months = |n: i64, basis| Reading::known(Quantity::Whole(n), basis).interim();
    match (site.tenure, expiry) {
        (Some(Tenure::Freehold), _) => months(horizon, Basis::Freehold),
        (None, _) => Reading::unknown(Basis::TenureUnknown),
        (Some(_), None) => Reading::unknown(Basis::NoTenantLease),
        (Some(_), Some(expiry)) => {
            let last = expiry.checked_sub_days(Days::new(1)).unwrap_or(expiry);
            let basis = if expiry <= as_of { Basis::ExpiryPassed } else { Basis::LastExpiry };
            months(whole_months(as_of, last), basis)
        }
    }
}

/// Reads the strictest right of the leases that still run, or of all when none does.
fn right(site: &Site, leases: &[&Lease], as_of: Date) -> Reading {
    if site.tenure == Some(Tenure::Freehold) {
        return Reading::known(Quantity::Right(SubletRight::NoneNeeded), Basis::Freehold);
    }
    if leases.is_empty() {
        let basis = if site.tenure.is_none() { Basis::TenureUnknown } else { Basis::NoTenantLease };
        return Reading::unknown(basis);
    }
    let running: Vec<&&Lease> = leases.iter().filter(|l| l.expiry >= as_of).collect();
    let read: Vec<Option<SubletRight>> = if running.is_empty() {
        leases.iter().map(|l| right_of(l)).collect()
    } else {
        running.iter().map(|l| right_of(l)).collect()
    };
    if site.tenure.is_none() {
        return Reading::unknown(Basis::TenureUnknown);
    }
    match read.iter().copied().collect::<Option<Vec<_>>>().and_then(|r| r.into_iter().max()) {
        Some(right) => Reading::known(Quantity::Right(right), Basis::StrictestLease),
        None => Reading::unknown(Basis::StrictestLease),
    }
}

/// Reads one lease: a refusal is a bar; a bar stays one until a deed is agreed.
fn right_of(lease: &Lease) -> Option<SubletRight> {
    let state = lease.consent_state.or_empty(Consent::NotAsked)?;
    let agreed = matches!(state, Consent::AgreedInPrinciple | Consent::Completed);
    match lease.sublet_part {
        Fact::Empty | Fact::Unreadable => None,
        Fact::Known(Right::Barred) if agreed => Some(SubletRight::DeedAgreed),
        Fact::Known(_) if state == Consent::Refused => Some(SubletRight::Barred),
        Fact::Known(Right::Barred) => Some(SubletRight::Barred),
        Fact::Known(Right::Consent) => Some(SubletRight::Consent),
        Fact::Known(Right::Permitted) => Some(SubletRight::Permitted),
    }
}

impl Exit {
    /// Sets the readings of a site.
    pub(super) fn readings(self, set: &mut impl FnMut(Measure, Reading)) {
        set(Measure::RightToSubletPart, self.right);
        set(Measure::MonthsToExit, self.months_to_exit);
        set(Measure::TimeToGrant, self.time_to_grant);
    }
}
