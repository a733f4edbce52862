//! Leases against each other and against the day.

use std::collections::BTreeSet;

use crate::{
    load::Estate,
    model::{Finding, Findings, Lease, LeaseId, Place, Role, Rule, SiteId, Status},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let runs_on = |l: &&Lease| l.role == Role::Tenant && l.expiry >= as_of;
    let held: BTreeSet<&SiteId> =
        estate.leases.iter().filter(runs_on).map(|l| &l.site_id).collect();
    for lease in &estate.leases {
        head_lease(estate, lease, findings);
        if !held.contains(&lease.site_id) {
            holding_over(estate, lease, findings);
        }
    }
}

fn find<'a>(estate: &'a Estate, id: &LeaseId) -> Option<&'a Lease> {
    estate.leases.binary_search_by(|l| l.lease_id.cmp(id)).ok().map(|n| &estate.leases[n])
}

/// A sublease names a head lease of the table and ends before it.
fn head_lease(estate: &Estate, lease: &Lease, findings: &mut Findings) {
    let Some(parent) = &lease.parent_lease_id else { return };
    let own = lease.lease_id.as_str();
    let Some(head) = find(estate, parent).filter(|h| h.lease_id != lease.lease_id) else {
        let place = Place::cell(&lease.row, "parent_lease_id");
        let found = format!("{:?}", parent.as_str());
        let expected = "the id of another lease of the table".to_owned();
        let finding = Finding::new(Rule::UnknownHeadLease, place, own, found, expected);
        let others = estate.leases.iter().map(|l| l.lease_id.as_str()).filter(|id| *id != own);
        findings.push(match crate::load::nearest(parent.as_str(), others) {
            Some(near) => {
                finding.mend(format!("use {near:?}, the nearest id, or add the head lease"))
            }
            None => finding.mend("correct the id, or add the head lease"),
        });
        return;
    };
    if lease.expiry >= head.expiry {
        let place = Place::cell(&lease.row, "expiry");
        let found = format!(
            "\"{}\", while the head lease {:?} ends on {}",
            lease.expiry,
            head.lease_id.as_str(),
            head.expiry
        );
        let expected = "a day before the head lease ends".to_owned();
        findings.push(
            Finding::new(Rule::SubleaseOutlivesHeadLease, place, own, found, expected)
                .mend("check both expiries and `parent_lease_id`; if they are right, take advice"),
        );
    }
}

/// A lease as tenant has not run out at a site still in use, unless another one follows it.
fn holding_over(estate: &Estate, lease: &Lease, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let in_use = estate
        .site(&lease.site_id)
        .is_some_and(|s| !matches!(s.status_or_operational(), Some(Status::Sold)));
    if lease.role != Role::Tenant || lease.expiry >= as_of || !in_use {
        return;
    }
    let place = Place::cell(&lease.row, "expiry");
    let found =
        format!("\"{}\", which has passed while {} is still held", lease.expiry, lease.site_id);
    let expected = format!("a last day on or after {as_of}");
    findings
        .push(Finding::new(Rule::HoldingOver, place, lease.lease_id.as_str(), found, expected).mend(
        "enter the renewed lease or the right expiry; until then the 1954 Act is taken to go on",
    ));
}
