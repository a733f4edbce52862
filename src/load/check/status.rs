//! A site's status against what else is known of it: its day, its people, its leases.

use std::collections::BTreeMap;

use polars::prelude::*;
use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, plain};
use crate::{
    load::{Estate, columns},
    model::{Findings, Role, Rule, Site, SiteId, Status, Tenure, day_number},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    not_yet(estate, policy, findings);
    staffed(estate, policy, findings);
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    let _ = peopled(estate, policy, findings);
    roles(estate, policy, findings);
}

/// Returns the status of a site that nobody should work at.
fn left(site: &Site) -> Option<Status> {
    site.status_or_operational().filter(|s| matches!(s, Status::Vacant | Status::Sold))
}

/// A status holds on the day of the snapshot, so it began by then.
fn not_yet(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let given = estate
        .sites
        .iter()
        .filter_map(|site| Some((site, site.status_on?, site.status_or_operational()?)));
    let given: Vec<_> = given.collect();
    let late = given.iter().filter(|(_, on, _)| *on > as_of);
    let odd = late.map(|(site, on, status)| Odd {
        row: &site.row,
        id: site.site_id.as_str(),
        found: format!("\"{on}\", after the snapshot, for the status {status}"),
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["status_on", "status"],
        expected: format!("a day up to {as_of}, on which the status began"),
        mend: "correct the day, or give the status that holds on the day of the snapshot",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// No team works at a site that is vacant or sold.
fn staffed(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let mut fte: BTreeMap<&SiteId, Decimal> = BTreeMap::new();
    for team in &estate.teams {
        *fte.entry(&team.site_id).or_default() += team.fte.as_fte();
    }
    let given = estate.sites.iter().filter_map(|site| Some((site, left(site)?)));
    let given: Vec<_> = given.collect();
    let working = given.iter().filter_map(|(site, status)| {
        let fte = fte.get(&site.site_id).filter(|fte| **fte > Decimal::ZERO)?;
        Some(Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: format!("{status}, with {} FTE in `teams`", plain(*fte)),
        })
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["status"],
        expected: "no team at a site that is vacant or sold".to_owned(),
        mend: "correct the status, or move the teams to where they work",
    };
    scale::tell(&fault, working.collect(), (given.len(), None), policy, findings);
}

/// Nobody is observed at a site once it is vacant or sold.
fn peopled(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.occupancy else { return Ok(()) };
    let as_of = day_number(estate.snapshot.as_of);
    // Without its day the status is taken to hold on the day of the snapshot alone.
    let since: Vec<Option<i32>> = estate
        .sites
        .iter()
        .map(|site| left(site).map(|_| site.status_on.map_or(as_of, day_number)))
        .collect();
    if since.iter().all(Option::is_none) {
        return Ok(());
    }
    let frame = &table.frame;
    let sites = frame.column(columns::SITE)?.u32()?;
    let days = frame.column(columns::DAY)?.i32()?;
    let peaks = frame.column(columns::PEAK)?.i32()?;
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for ((number, day), peak) in sites.iter().zip(days.iter()).zip(peaks.iter()) {
        let Some(number) = number.and_then(|n| usize::try_from(n).ok()) else { continue };
        let Some(since) = since.get(number).copied().flatten() else { continue };
        if peak.is_some_and(|people| people > 0)
            && day.is_some_and(|day| day >= since && day <= as_of)
        {
            *seen.entry(number).or_default() += 1;
        }
    }
    let odd = seen.iter().filter_map(|(number, times)| {
        let site = estate.sites.get(*number)?;
        let (status, on) = (left(site)?, site.status_on.unwrap_or(estate.snapshot.as_of));
        Some(Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: format!(
                "{status}, with people in {} from {on}",
                crate::model::counted(*times, "observation")
            ),
        })
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["status"],
        expected: "nobody observed at a site that is vacant or sold".to_owned(),
        mend: "correct the status or its day, or the site of the observations",
    };
    let of = since.iter().flatten().count();
    scale::tell(&fault, odd.collect(), (of, None), policy, findings);
    Ok(())
}

/// The body holds a lease as its tenant where it leases the site, and as landlord where it owns it.
fn roles(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let tenure = |id: &SiteId| estate.site(id).and_then(|site| site.tenure);
    let mut own: BTreeMap<&SiteId, bool> = BTreeMap::new();
    for lease in &estate.leases {
        *own.entry(&lease.site_id).or_default() |= lease.role == Role::Tenant;
    }
    let odd = estate.leases.iter().filter_map(|lease| {
        let found = match (tenure(&lease.site_id)?, lease.role) {
            (Tenure::Freehold, Role::Tenant) => {
                "tenant, at a site whose `tenure` is freehold".to_owned()
            }
            (held @ (Tenure::Leasehold | Tenure::Licence), Role::Landlord)
                if own.get(&lease.site_id) == Some(&false) =>
            {
                format!("landlord, at a site held by {held} whose own lease is not listed")
            }
            _ => return None,
        };
        Some(Odd { row: &lease.row, id: lease.lease_id.as_str(), found })
    });
    let fault = Fault {
        rule: Rule::RoleAgainstTenure,
        columns: &["role"],
        expected: "tenant where the body leases the site, landlord where it lets it on".to_owned(),
        mend: "correct `role` or the site's tenure, or add the lease by which the site is held",
    };
    scale::tell(&fault, odd.collect(), (estate.leases.len(), None), policy, findings);
}
