//! The register against itself: doubled sites, swapped positions, empty status, dates of valuation.

use std::collections::BTreeMap;

use crate::{
    load::{
        Estate,
        position::{self, distance},
    },
    model::{Finding, Findings, Place, Rule, Site, folded},
    place::metres_between,
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    same_site_twice(&estate.sites, findings);
    far_from_the_rest(&estate.sites, policy, findings);
    for site in &estate.sites {
        status_empty(site, findings);
        valuation(estate, site, policy, findings);
    }
}

/// No site lies much further out than the others: a digit lost moves it within the country.
fn far_from_the_rest(sites: &[Site], policy: &Policy, findings: &mut Findings) {
    let points: Vec<geo::Point> = sites.iter().filter_map(|site| site.position).collect();
    let Some(middle) = position::middle(&points) else { return };
    let mut out: Vec<f64> = points.iter().map(|p| metres_between(*p, middle)).collect();
    out.sort_by(f64::total_cmp);
    let usual = out.get(out.len() / 2).copied().unwrap_or(0.0);
    let times = policy.ratio(FigureName::OutlierTimes);
    let limit = f64::max(policy.ratio(FigureName::OutlierFarKm) * 1000.0, usual * times);
    for site in sites {
        let Some(away) = site.position.map(|p| metres_between(p, middle)) else { continue };
        if away > limit {
            let found = format!("a position {} from the centre of the estate", distance(away));
            let expected = format!("a position within {} of the centre", distance(limit));
            let place = Place::record(&site.row);
            findings.push(
                Finding::new(Rule::PositionOutlying, place, site.site_id.as_str(), found, expected)
                    .beside([site.site_id.as_str()], &["easting"])
                    .fix("look for a missing or wrong digit; until then it is used as it stands"),
            );
        }
    }
}

/// No two sites share a UPRN, an address with postcode, or a position.
fn same_site_twice(sites: &[Site], findings: &mut Findings) {
    let mut seen: BTreeMap<(&str, String), &Site> = BTreeMap::new();
    for site in sites {
        let uprn = site.uprn.clone();
        let address = match (&site.address, &site.postcode) {
            (Some(address), Some(code)) => Some(format!("{} {}", folded(address), folded(code))),
            _ => None,
        };
        let position = site.position.map(|p| format!("{:.6} {:.6}", p.x(), p.y()));
        let keys = [("uprn", uprn), ("address", address), ("easting", position)];
        let mut first: Option<(&str, &Site)> = None;
        for (column, key) in keys {
            let Some(key) = key.filter(|k| !k.is_empty()) else { continue };
            match seen.get(&(column, key.clone())) {
                // Neighbours have one postcode, and one point where a position is that of their postcode.
                Some(other) if column != "uprn" && numbers_differ(site, other) => {}
                Some(other) => first = first.or(Some((column, other))),
                None => {
                    seen.insert((column, key), site);
                }
            }
        }
        let Some((column, other)) = first else { continue };
        let what = match column {
            "uprn" => "UPRN",
            "address" => "address and postcode",
            _ => "position",
        };
        let place = Place::cell(&site.row, column);
        let found = format!("the same {what} as {} {:?}", other.site_id, other.name);
        let expected = "each property once only".to_owned();
        findings.push(
            Finding::new(Rule::SameSiteTwice, place, site.site_id.as_str(), found, expected).fix(
                "delete the duplicate; if both are parts of one building, give each its \
                    own address or UPRN",
            ),
        );
    }
}

/// Tells whether two sites are told apart by the numbers in their addresses or names, as `1 Mill Lane` and
/// `2 Mill Lane` are.
fn numbers_differ(one: &Site, other: &Site) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let numbered = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        numbered.map(str::to_lowercase).collect()
    };
    let differ = |one: &str, other: &str| {
        let (one, other) = (numbers(one), numbers(other));
        !one.is_empty() && !other.is_empty() && one != other
    };
    let addresses = one.address.as_deref().zip(other.address.as_deref());
    addresses.is_some_and(|(one, other)| differ(one, other)) || differ(&one.name, &other.name)
}

/// `status` is filled in.
fn status_empty(site: &Site, findings: &mut Findings) {
    if site.status == crate::model::Fact::Empty {
        let place = Place::cell(&site.row, "status");
        let found = "an empty cell; treated as operational".to_owned();
        let expected = "operational, vacant, for_sale or sold".to_owned();
        findings.push(
            Finding::new(Rule::StatusEmpty, place, site.site_id.as_str(), found, expected)
                .fix("enter the status"),
        );
    }
}

/// A valuation is neither stale nor of the future.
fn valuation(estate: &Estate, site: &Site, policy: &Policy, findings: &mut Findings) {
    let Some(on) = site.valued_on else { return };
    let as_of = estate.snapshot.as_of;
    let place = || Place::cell(&site.row, "valued_on");
    let id = site.site_id.as_str();
    let years = policy.whole(FigureName::ValuationAgeYears);
    if on > as_of {
        let found = format!("\"{on}\", after {as_of}; the value is used as it stands");
        let expected = format!("a date on or before {as_of}");
        findings.push(
            Finding::new(Rule::ValuationFuture, place(), id, found, expected)
                .fix("correct `valued_on`"),
        );
    } else if estate.stale_valuation(site, policy).is_some() {
        let found =
            format!("\"{on}\", over {years} years before {as_of}; the value is used as it stands");
        let expected = format!("a valuation from the last {years} years");
        findings.push(
            Finding::new(Rule::ValuationStale, place(), id, found, expected)
                .fix("obtain a new valuation and enter the values and `valued_on`"),
        );
    }
}
