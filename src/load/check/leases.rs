//! Leases against each other and against the day.

use std::collections::BTreeSet;

use crate::{
    load::{Estate, check::breaks::ended},
    model::{Finding, Findings, Lease, Place, Role, Rule, SiteId, Status},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let runs_on =
        |l: &&Lease| l.role == Role::Tenant && l.runs_to(as_of) && ended(estate, l).is_none();
    let held: BTreeSet<&SiteId> =
        estate.leases.iter().filter(runs_on).map(|l| &l.site_id).collect();
    for lease in &estate.leases {
        head_lease(estate, lease, findings);
        if !held.contains(&lease.site_id) {
            holding_over(estate, lease, findings);
        }
    }
}

/// A sublease names a head lease of the table and ends before it.
fn head_lease(estate: &Estate, lease: &Lease, findings: &mut Findings) {
    let Some(parent) = &lease.parent_lease_id else { return };
    let own = lease.lease_id.as_str();
    let Some(head) = estate.lease(parent).filter(|h| h.lease_id != lease.lease_id) else {
        let place = Place::cell(&lease.row, "parent_lease_id");
        let found = format!("{:?}", parent.as_str());
        let expected = "the id of another lease of the table".to_owned();
        let finding = Finding::new(Rule::UnknownHeadLease, place, own, found, expected);
        let others = estate.leases.iter().map(|l| l.lease_id.as_str()).filter(|id| *id != own);
        findings.push(match crate::load::nearest(parent.as_str(), others) {
            Some(near) => {
                finding.fix(format!("write {near:?}, the nearest id, or add the head lease"))
            }
            None => finding.fix("correct the id, or add the head lease"),
        });
        return;
    };
    if let Some(head_ends) = head.expiry.filter(|head_ends| lease.runs_to(*head_ends)) {
        let place = last_day_place(lease);
        let found = format!(
            "{}, but the head lease {:?} ends on {head_ends}",
            last_day(lease),
            head.lease_id.as_str()
        );
        let expected = "a date before the head lease ends".to_owned();
        findings.push(
            Finding::new(Rule::SubleaseOutlivesHeadLease, place, own, found, expected).fix(
                "check both expiry dates and `parent_lease_id`; if they are right, take \
                    legal advice",
            ),
        );
    }
}

/// Names the last day of a lease as it stands in its cell, or says that it has none.
pub(super) fn last_day(lease: &Lease) -> String {
    let named = lease.expiry.map(|expiry| format!("\"{expiry}\""));
    named.unwrap_or_else(|| "a periodic tenancy".to_owned())
}

/// Returns the cell that says when a lease ends.
pub(super) fn last_day_place(lease: &Lease) -> Place {
    Place::cell(&lease.row, if lease.expiry.is_some() { "expiry" } else { "periodic" })
}

/// A lease as tenant has not run out at a site still in use, unless another one follows it.
fn holding_over(estate: &Estate, lease: &Lease, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let in_use = estate
        .site(&lease.site_id)
        .is_some_and(|s| !matches!(s.status_or_operational(), Some(Status::Sold)));
    if lease.role != Role::Tenant || !in_use {
        return;
    }
    let site = &lease.site_id;
    let (place, found, expected, fix) =
        if let Some(expiry) = lease.expiry.filter(|expiry| *expiry < as_of) {
            (
                Place::cell(&lease.row, "expiry"),
                format!("\"{expiry}\", which has passed, but {site} is still held"),
                format!("a date on or after {as_of}"),
                "enter the renewed lease or the right expiry; until then the lease is treated as \
                holding over",
            )
        } else if let Some((event, day)) = ended(estate, lease) {
            (
                Place::cell(&event.row, "on"),
                format!("a break ended the lease on {day}, but {site} is still held"),
                "a current lease, or a site no longer held".to_owned(),
                "delete the lease and the site, or correct the row; until then the lease is used",
            )
        } else {
            return;
        };
    findings.push(
        Finding::new(Rule::HoldingOver, place, lease.lease_id.as_str(), found, expected).fix(fix),
    );
}
