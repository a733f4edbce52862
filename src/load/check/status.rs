//! A site's status against what else is known of it: its day, its people, its leases.

use std::collections::BTreeMap;

use polars::prelude::*;
use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, plain};
use crate::{
    load::{Estate, columns},
    model::{Findings, Role, Rule, Site, SiteId, Status, Tenure, day_number, months_earlier},
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    not_yet(estate, policy, findings);
    staffed(estate, policy, findings);
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    let _ = peopled(estate, policy, findings);
    in_use(estate, policy, findings);
    still_held(estate, policy, findings);
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
        expected: format!("the date when the status began, up to {as_of}"),
        fix: "correct the date, or enter the status on the snapshot date",
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
        expected: "no team at a vacant or sold site".to_owned(),
        fix: "correct the status, or move the teams to the site where they work",
    };
    scale::tell(&fault, working.collect(), (given.len(), None), policy, findings);
}

/// No more than one person is observed at a site once it is vacant or sold.
fn peopled(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.occupancy else { return Ok(()) };
    let as_of = day_number(estate.snapshot.as_of);
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let window = months_earlier(estate.snapshot.as_of, months).map_or(as_of, day_number);
    // Without its day the status is held against all observations that are read: the finding then asks for the day.
    let since: Vec<Option<i32>> = estate
        .sites
        .iter()
        .map(|site| left(site).map(|_| site.status_on.map_or(window, day_number)))
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
        // One person, in thousandths, may be a guard, and the day itself that of the move.
        if peak.is_some_and(|people| people > 1000)
            && day.is_some_and(|day| day > since && day <= as_of)
        {
            *seen.entry(number).or_default() += 1;
        }
    }
    let odd = seen.iter().filter_map(|(number, times)| {
        let site = estate.sites.get(*number)?;
        let status = left(site)?;
        let since = site
            .status_on
            .map_or_else(|| ", with no date recorded".to_owned(), |on| format!(" after {on}"));
        Some(Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: format!(
                "{status}, with people in {}{since}",
                crate::model::counted(*times, "observation")
            ),
        })
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["status"],
        expected: "at most one person observed at a vacant or sold site".to_owned(),
        fix: "correct the status, enter its date, or correct the site of the observations",
    };
    let of = since.iter().flatten().count();
    scale::tell(&fault, odd.collect(), (of, None), policy, findings);
    Ok(())
}

/// Less area is in use at a vacant site than at one that is well used: a survey of last year says little.
fn in_use(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let least = policy.figure(FigureName::SiftAreaInUse);
    let vacant = |site: &&Site| left(site) == Some(Status::Vacant);
    let share = |site: &Site| {
        let whole = site.nia_m2.known().or(site.gia_m2)?;
        site.occupied_m2?.as_m2().checked_div(whole.as_m2())
    };
    let given = estate.sites.iter().filter(vacant).filter_map(|s| Some((s, share(s)?)));
    let given: Vec<_> = given.collect();
    let used = given.iter().filter(|(_, share)| *share >= least);
    let odd = used.map(|(site, _)| Odd {
        row: &site.row,
        id: site.site_id.as_str(),
        found: format!(
            "vacant, with {} m² in use",
            site.occupied_m2.map_or_else(String::new, |area| plain(area.as_m2()))
        ),
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["status", "occupied_m2"],
        expected: format!(
            "less than {} of the area in use",
            policy.entry(FigureName::SiftAreaInUse).text
        ),
        fix: "correct the status, or `occupied_m2`",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// No lease as tenant runs on at a site that is sold.
fn still_held(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let odd = estate.leases.iter().filter_map(|lease| {
        let site = estate.site(&lease.site_id)?;
        let runs = lease.role == Role::Tenant && lease.expiry.is_some_and(|last| last > as_of);
        let is_sold = left(site) == Some(Status::Sold);
        (runs && is_sold).then(|| Odd {
            row: &lease.row,
            id: lease.lease_id.as_str(),
            found: format!("a lease still running at {}, which is sold", lease.site_id),
        })
    });
    let fault = Fault {
        rule: Rule::StatusContradicted,
        columns: &["expiry"],
        expected: "no lease as tenant at a sold site".to_owned(),
        fix: "correct the site's status, or delete the lease if it was assigned or surrendered",
    };
    scale::tell(&fault, odd.collect(), (estate.leases.len(), None), policy, findings);
}

/// The body holds a lease as its tenant where it leases the site, and as landlord where it owns it.
fn roles(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    // What has ended, and what is sold, tells of another time.
    let held =
        |id: &SiteId| estate.site(id).filter(|s| s.status_or_operational() != Some(Status::Sold));
    let tenure = |id: &SiteId| held(id).and_then(|site| site.tenure);
    let has_ended =
        |last: Option<crate::model::Date>| last.is_some_and(|last| last < estate.snapshot.as_of);
    let mut own: BTreeMap<&SiteId, bool> = BTreeMap::new();
    for lease in &estate.leases {
        *own.entry(&lease.site_id).or_default() |= lease.role == Role::Tenant;
    }
    let odd = estate.leases.iter().filter_map(|lease| {
        let found = match (tenure(&lease.site_id)?, lease.role) {
            _ if has_ended(lease.expiry) => return None,
            (Tenure::Freehold, Role::Tenant) => {
                "tenant, at a site whose `tenure` is freehold".to_owned()
            }
            (held @ (Tenure::Leasehold | Tenure::Licence), Role::Landlord)
                if own.get(&lease.site_id) == Some(&false) =>
            {
                format!("landlord, at a site held by {held} with no lease as tenant")
            }
            _ => return None,
        };
        Some(Odd { row: &lease.row, id: lease.lease_id.as_str(), found })
    });
    let fault = Fault {
        rule: Rule::RoleAgainstTenure,
        columns: &["role"],
        expected: "tenant if the body leases the site, landlord if it lets it".to_owned(),
        fix: "correct `role` or the site's tenure, or add the lease under which the site is held",
    };
    scale::tell(&fault, odd.collect(), (estate.leases.len(), None), policy, findings);
}
