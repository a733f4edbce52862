//! Areas against each other and against staff.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd};
use crate::{
    load::Estate,
    model::{
        Area, Fact, Finding, Findings, Place, Rule, Site, SiteId, TeamFunction, and_list_up_to,
    },
    policy::{FigureName, Policy},
};

/// Sites named in a finding; the rest are counted.
const NAMED: usize = 5;

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    out_of_order(&estate.sites, policy, findings);
    space_per_fte(estate, policy, findings);
    mixed_bases(&estate.sites, findings);
}

/// A part of an area and the whole of it.
type PartOf = (&'static str, fn(&Site) -> Option<Area>, &'static str, fn(&Site) -> Option<Area>);

/// Occupied and office area are at most net, net at most gross.
const PARTS: [PartOf; 4] = [
    ("occupied_m2", |s| s.occupied_m2, "nia_m2", |s| s.nia_m2.known()),
    ("office_nia_m2", |s| s.office_nia_m2, "nia_m2", |s| s.nia_m2.known()),
    ("nia_m2", |s| s.nia_m2.known(), "gia_m2", |s| s.gia_m2),
    ("occupied_m2", |s| s.occupied_m2.filter(|_| s.nia_m2 == Fact::Empty), "gia_m2", |s| s.gia_m2),
];

/// Tells the parts that are larger than the whole; a whole of zero is told as such.
fn out_of_order(sites: &[Site], policy: &Policy, findings: &mut Findings) {
    for (part, part_of, whole, whole_of) in PARTS {
        let both =
            |site: &Site| part_of(site).zip(whole_of(site)).filter(|(_, w)| !w.as_m2().is_zero());
        let given: Vec<_> = sites.iter().filter_map(|s| Some((s, both(s)?))).collect();
        let odd = given.iter().filter(|(_, (small, large))| small > large);
        let odd = odd.map(|(site, (small, large))| Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: format!("{} m², more than `{whole}` {} m²", small.as_m2(), large.as_m2()),
        });
        let fault = Fault {
            rule: Rule::AreasOutOfOrder,
            columns: &[part, whole],
            expected: format!("at most `{whole}`"),
            fix: "check both areas against the plans and correct the wrong one",
        };
        scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
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
    let mut of = 0;
    let mut odd = Vec::new();
    for site in &estate.sites {
        let (Some(area), Some(fte)) = (site.office_nia_m2, fte.get(&site.site_id)) else {
            continue;
        };
        let Some(ratio) = area.as_m2().checked_div(*fte) else { continue };
        of += 1;
        if ratio >= low && ratio <= high {
            continue;
        }
        let found = format!(
            "{} m² for {} office FTE, {} m² each",
            area.as_m2(),
            fte.normalize(),
            ratio.round_dp(1)
        );
        odd.push(Odd { row: &site.row, id: site.site_id.as_str(), found });
    }
    let fault = Fault {
        rule: Rule::SpacePerFteImplausible,
        columns: &["office_nia_m2"],
        expected: format!("from {low} to {high} m² per FTE"),
        fix: "check `office_nia_m2`, and `fte` of the site's office teams",
    };
    scale::tell(&fault, odd, (of, None), policy, findings);
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
        "area in use is measured on gross area at {} of {} sites: {}",
        gross.len(),
        net + gross.len(),
        and_list_up_to(&names, NAMED)
    );
    let place = Place { row: None, ..Place::cell(&first.row, "nia_m2") };
    findings.push(
        Finding::new(Rule::MixedAreaBases, place, "", found, "net area at every site".to_owned())
            .fix("enter `nia_m2` at these sites"),
    );
}
