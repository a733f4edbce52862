//! When every lease as tenant ends, and when we can end it.

use super::{
    LeaseBook,
    summary::next_break,
    term::{Given, LeaseTerm},
};
use crate::{
    finance::TenurePosition,
    load::Estate,
    model::{Date, Lease, Role},
    policy::Policy,
};

/// How one lease as tenant ends.
#[derive(Debug, Clone, Copy)]
pub struct LeaseEnd<'a> {
    /// The lease.
    pub lease: &'a Lease,
    /// The last day of its term: its expiry, or the day of a break that was served or used.
    /// `None` of a periodic tenancy that nothing has ended.
    pub ends_on: Option<Date>,
    /// Whether its term has ended and it goes on.
    pub holds_over: bool,
    /// The earliest day before its last one on which we can end it by right, by a break or notice to quit.
    pub break_on: Option<Date>,
    /// Whether it has a break that cannot be relied on, for it does not say whose it is or by what notice.
    pub break_unclear: bool,
}

impl LeaseEnd<'_> {
    /// Tells whether its term has ended before a day and it does not go on.
    #[must_use]
    pub fn has_ended(&self, as_of: Date) -> bool {
        !self.holds_over && self.ends_on.is_some_and(|last| last < as_of)
    }
}

/// Returns how every lease as tenant ends, those that have ended included, by site, then by `lease_id`.
#[must_use]
pub fn lease_ends<'a>(estate: &'a Estate, policy: &'a Policy) -> Vec<LeaseEnd<'a>> {
    let given = Given::of(estate, policy);
    let book = LeaseBook::of(estate);
    let ours = estate.leases.iter().filter(|lease| lease.role == Role::Tenant);
    let mut found: Vec<LeaseEnd<'_>> = ours
        .map(|lease| {
            let term = LeaseTerm::of(lease, &given);
            let holds_over = term.position(given.as_of) == TenurePosition::HoldingOver;
            let goes_on = !holds_over && term.runs_to(given.as_of);
            let (next, unclear) =
                if goes_on { next_break(&term, &book, &given) } else { (None, None) };
            LeaseEnd {
                lease,
                ends_on: term.ends_on,
                holds_over,
                break_on: next.map(|next| next.on),
                break_unclear: unclear.is_some(),
            }
        })
        .collect();
    found.sort_by_key(|end| (&end.lease.site_id, &end.lease.lease_id));
    found
}
