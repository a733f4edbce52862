//! What leases and tenure say: the right to sublet, and the months to the earliest lawful exit.

use chrono::Days;

use crate::{
    finance::{ExitRoute, NotKnown},
    load::Estate,
    model::{
        Basis, Consent, Date, Fact, Gap, Gaps, Lease, Measure, Money, Quantity, Reading, Right,
        Site, SubletRight, Tenure, months_up, whole_months,
    },
    policy::{FigureName, Policy},
    tenure::{LeaseBook, SiteExit, SiteExits},
};

/// Lease readings of one site.
pub(super) struct Exit {
    right: Reading,
    months_to_exit: Reading,
    time_to_grant: Reading,
    /// What leaving costs, where a site is left and not sold.
    cost: Option<Reading>,
}

/// Reads the leases of every site, in `site_id` order.
pub(super) fn read(estate: &Estate, tenure: &SiteExits, policy: &Policy) -> Vec<Exit> {
    let book = LeaseBook::of(estate);
    let as_of = estate.snapshot.as_of;
    let horizon = i64::from(policy.whole(FigureName::LettingHorizonMonths));
    // An exit that nobody can count on within the years looked at.
    let never = i64::from(policy.whole(FigureName::AppraisalYears)) * 12;
    let of_site = |((number, site), exit): ((usize, &Site), &SiteExit)| Exit {
        right: right(site, &book.running(number, as_of)),
        months_to_exit: if exit.is_barred() {
            Reading::known(Quantity::Whole(never), exit.basis)
        } else {
            dated(exit, |day| months_up(as_of, day))
        },
        time_to_grant: match site.tenure {
            Some(Tenure::Freehold) => Reading::known(Quantity::Whole(horizon), Basis::Freehold),
            _ => time_to_grant(exit, as_of, horizon),
        },
        cost: matches!(site.tenure, Some(Tenure::Leasehold | Tenure::Licence)).then(|| cost(exit)),
    };
    estate.sites.iter().enumerate().zip(&tenure.sites).map(of_site).collect()
}

/// Reads whole months from the exit's day; what is not recorded is in the range.
///
/// A sale that a community body may delay is counted as delayed: nothing that could be recorded settles it.
fn dated(exit: &SiteExit, months: impl Fn(Date) -> i64) -> Reading {
    let Some(on) = exit.on else {
        return Reading::unknown(exit.basis).waits_for(exit.gaps);
    };
    let mut reading = Reading::known(Quantity::Whole(months(on)), exit.basis);
    if let Some(perhaps) = exit.perhaps.filter(|_| exit.route != ExitRoute::Sale) {
        let ends = (Quantity::Whole(months(perhaps)), Quantity::Whole(months(on)));
        reading.range = Some(Box::new(ends));
        reading.gaps = exit.gaps;
    }
    reading
}

/// Whole months that a sublease can run: to the day before the exit, and never beyond the horizon.
///
/// A long leasehold that can be sold is let as a freehold is, while its lease lasts.
fn time_to_grant(exit: &SiteExit, as_of: Date, horizon: i64) -> Reading {
    let before = |day: Date| {
        let last = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        whole_months(as_of, last).clamp(0, horizon)
    };
    if exit.route == ExitRoute::Sale {
        let months = exit.sold_with_leases_to.map_or(horizon, before);
        // What stops a sale does not stop a letting.
        let sold = if exit.sold_with_leases_to.is_some() { exit.basis } else { Basis::Freehold };
        return Reading::known(Quantity::Whole(months), sold);
    }
    dated(exit, before)
}

/// What leaving brings: its cost, below zero.
fn cost(exit: &SiteExit) -> Reading {
    if exit.on.is_none() {
        return Reading::unknown(exit.basis).waits_for(exit.gaps);
    }
    let pence = exit.cost.ok().and_then(|c| Money::ZERO.checked_sub(c)?.pence());
    match pence {
        Some(pence) => Reading::known(Quantity::Pence(pence), Basis::ExitCost),
        None => {
            let unknown = [exit.dilapidations.err(), exit.penalty.err()].into_iter().flatten();
            let gaps: Gaps = unknown.filter_map(NotKnown::gap).collect();
            Reading::unknown(Basis::ExitCostUnknown).waits_for(gaps.or(Gap::Penalty))
        }
    }
}

/// Reads the strictest right of the leases that still run, or of all when none does.
fn right(site: &Site, leases: &[&Lease]) -> Reading {
    if site.tenure == Some(Tenure::Freehold) {
        return Reading::known(Quantity::Right(SubletRight::NoneNeeded), Basis::Freehold);
    }
    let sublet = |l: &&Lease| l.sublet_part.known().is_none();
    let gaps = Gaps::NONE
        .and_if(site.tenure.is_none(), Gap::Tenure)
        .and_if(leases.is_empty(), Gap::TenantLease)
        .and_if(leases.is_empty() || leases.iter().any(sublet), Gap::SubletPart)
        .and_if(leases.iter().any(|l| l.consent_state == Fact::Unreadable), Gap::ConsentState);
    if leases.is_empty() {
        let basis = if site.tenure.is_none() { Basis::TenureUnknown } else { Basis::NoTenantLease };
        return Reading::unknown(basis).waits_for(gaps);
    }
    let read: Vec<Option<SubletRight>> = leases.iter().map(|l| right_of(l)).collect();
    if site.tenure.is_none() {
        return Reading::unknown(Basis::TenureUnknown).waits_for(gaps);
    }
    match read.iter().copied().collect::<Option<Vec<_>>>().and_then(|r| r.into_iter().max()) {
        Some(right) => Reading::known(Quantity::Right(right), Basis::StrictestLease),
        None => Reading::unknown(Basis::StrictestLease).waits_for(gaps),
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
        if let Some(cost) = self.cost {
            set(Measure::NetReceipt, cost);
        }
    }
}
