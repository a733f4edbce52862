//! How long every lease runs.

use super::term::{Given, LeaseTerm};
use crate::{
    finance::TenurePosition,
    load::Estate,
    model::{Date, Lease},
    policy::Policy,
};

/// A lease that has not ended.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The lease.
    pub lease: &'a Lease,
    /// The last day of its term: its expiry, or the day of a break that was served or used.
    /// `None` of a periodic tenancy that nothing has ended.
    pub ends_on: Option<Date>,
    /// Whether its term has ended and it goes on.
    pub holds_over: bool,
}

/// Returns the leases that run on `as_of`, begin later or hold over, by site, then as tenant before as
/// landlord, then by `lease_id`.
#[must_use]
pub fn running<'a>(estate: &'a Estate, policy: &'a Policy) -> Vec<Running<'a>> {
    let given = Given::of(estate, policy);
    let mut found: Vec<Running<'_>> = estate
        .leases
        .iter()
        .filter_map(|lease| {
            let term = LeaseTerm::of(lease, &given);
            let holds_over = term.position(given.as_of) == TenurePosition::HoldingOver;
            let runs = holds_over || term.runs_to(given.as_of);
            runs.then_some(Running { lease, ends_on: term.ends_on, holds_over })
        })
        .collect();
    found.sort_by_key(|r| (&r.lease.site_id, r.lease.role, &r.lease.lease_id));
    found
}
