//! Areas against each other and against staff.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{
    load::Estate,
    model::{Area, Fact, Finding, Findings, Place, Rule, Site, SiteId, TeamFunction, listed_up_to},
    policy::{FigureName, Policy},
};

/// Sites named in a finding; the rest are counted.
const NAMED: usize = 5;

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    for site in &estate.sites {
        out_of_order(site, findings);
    }
    space_per_fte(estate, policy, findings);
    mixed_bases(&estate.sites, findings);
}

/// Occupied and office area are at most net, net at most gross.
fn out_of_order(site: &Site, findings: &mut Findings) {
    let pairs: [(&str, Option<Area>, &str, Option<Area>); 4] = [
        ("occupied_m2", site.occupied_m2, "nia_m2", site.nia_m2.known()),
        ("office_nia_m2", site.office_nia_m2, "nia_m2", site.nia_m2.known()),
        ("nia_m2", site.nia_m2.known(), "gia_m2", site.gia_m2),
        (
            "occupied_m2",
            site.occupied_m2.filter(|_| site.nia_m2 == Fact::Empty),
            "gia_m2",
            site.gia_m2,
        ),
    ];
    for (part, small, whole, large) in pairs {
        let (Some(small), Some(large)) = (small, large) else { continue };
        if small <= large {
            continue;
        }
        let place = Place::cell(&site.row, part);
        let found = format!(
            "{} m², above `{whole}` {} m²; used as it stands",
            small.as_m2(),
            large.as_m2()
        );
        let expected = format!("at most `{whole}`");
        findings.push(
            Finding::new(Rule::AreasOutOfOrder, place, site.site_id.as_str(), found, expected)
                .mend("check both areas against the plans and correct the wrong one"),
        );
    }
}

/// Office area per office FTE is within the policy's limits.
fn space_per_fte(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let (low, high) =
        (policy.figure(FigureName::SpacePerFteLow), policy.figure(FigureName::SpacePerFteHigh));
    let mut fte: BTreeMap<&SiteId, Decimal> = BTreeMap::new();
    for team in &estate.teams {
        if team.function.or_empty(TeamFunction::Office) == Some(TeamFunction::Office) {
            *fte.entry(&team.site_id).or_default() += team.fte.as_fte();
        }
    }
    for site in &estate.sites {
        let (Some(area), Some(fte)) = (site.office_nia_m2, fte.get(&site.site_id)) else {
            continue;
        };
        let Some(ratio) = area.as_m2().checked_div(*fte) else { continue };
        if ratio >= low && ratio <= high {
            continue;
        }
        let place = Place::cell(&site.row, "office_nia_m2");
        let found = format!(
            "{} m² for {} office FTE, {} m² each; used as it stands",
            area.as_m2(),
            fte.normalize(),
            ratio.round_dp(1)
        );
        let expected = format!("from {low} to {high} m² per FTE");
        let finding = Finding::new(
            Rule::SpacePerFteImplausible,
            place,
            site.site_id.as_str(),
            found,
            expected,
        );
        findings.push(finding.mend("check `office_nia_m2`, and `fte` of the site's office teams"));
    }
}

/// Area in use rests on net area everywhere, or on gross everywhere.
fn mixed_bases(sites: &[Site], findings: &mut Findings) {
    let read = || sites.iter().filter(|s| s.occupied_m2.is_some());
    let net = read().filter(|s| s.nia_m2.known().is_some()).count();
    let gross: Vec<&Site> =
        read().filter(|s| s.nia_m2 == Fact::Empty && s.gia_m2.is_some()).collect();
    let Some(first) = gross.first().filter(|_| net > 0) else { return };
    let names: Vec<&str> = gross.iter().map(|s| s.site_id.as_str()).collect();
    let found = format!(
        "area in use on gross area at {} of {} sites: {}",
        gross.len(),
        net + gross.len(),
        listed_up_to(&names, NAMED)
    );
    let place = Place { row: None, ..Place::cell(&first.row, "nia_m2") };
    findings.push(
        Finding::new(Rule::MixedAreaBases, place, "", found, "net area at every site".to_owned())
            .mend("enter `nia_m2` at these sites"),
    );
}
