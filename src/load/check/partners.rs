//! Partners' sites against each other.

use std::collections::BTreeMap;

use crate::{
    load::Estate,
    model::{Finding, Findings, Money, Partner, Place, Rule, folded},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let partners = estate.partners.as_deref().unwrap_or_default();
    same_twice(partners, findings);
    for partner in partners {
        below_zero(partner, findings);
        ends_first(partner, findings);
    }
}

/// An offer or want ends no earlier than it begins.
fn ends_first(partner: &Partner, findings: &mut Findings) {
    let (Some(from), Some(until)) = (partner.from, partner.until) else { return };
    if until >= from {
        return;
    }
    let (place, id) = (Place::cell(&partner.row, "until"), partner.partner_id.as_str());
    let found = format!("\"{until}\", before `from` {from}");
    let expected = "a date on or after `from`".to_owned();
    findings.push(
        Finding::new(Rule::EventEndsBeforeStart, place, id, found, expected)
            .fix("correct one of the two dates; until then nothing is matched with it"),
    );
}

/// What a partner would pay, or asks, is not below zero.
fn below_zero(partner: &Partner, findings: &mut Findings) {
    let sums = [
        ("rent_per_m2", partner.rent_per_m2, "it is used as it stands"),
        ("charge_per_m2", partner.charge_per_m2, "the policy's cost of a workstation is assumed"),
    ];
    for (column, sum, until_then) in sums {
        let Some(sum) = sum.filter(|sum| *sum < Money::ZERO) else { continue };
        let (place, id) = (Place::cell(&partner.row, column), partner.partner_id.as_str());
        let fix = format!("correct the sign or the amount; until then {until_then}");
        let (found, expected) = (sum.to_string(), "0 or more".to_owned());
        findings.push(Finding::new(Rule::SumBelowZero, place, id, found, expected).fix(fix));
    }
}

/// What tells one site of an organisation from another: a column, what it is called, and the text that is compared.
fn keys(partner: &Partner) -> [(&'static str, &'static str, Option<String>); 3] {
    let code = partner.postcode.as_deref().map(folded);
    let with_code = |text: &Option<String>| {
        text.as_ref()
            .map(|text| format!("{} {}", folded(text), code.as_deref().unwrap_or_default()))
    };
    let address = with_code(&partner.address).filter(|_| code.is_some());
    let position = partner.position.map(|p| format!("{:.6} {:.6}", p.x(), p.y()));
    [
        ("name", "name and postcode", with_code(&partner.name)),
        ("address", "address and postcode", address),
        ("easting", "position", position),
    ]
}

/// No two sites of an organisation share their name and postcode, their address or their position.
///
/// Sites of two organisations may: bodies share buildings.
fn same_twice(partners: &[Partner], findings: &mut Findings) {
    let mut seen: BTreeMap<(&str, String, String), &Partner> = BTreeMap::new();
    for partner in partners {
        let mut first: Option<(&str, &str, &Partner)> = None;
        for (column, what, key) in keys(partner) {
            let Some(key) = key.filter(|key| !key.trim().is_empty()) else { continue };
            let key = (column, folded(&partner.organisation), key);
            match seen.get(&key) {
                Some(other) => first = first.or(Some((column, what, other))),
                None => {
                    seen.insert(key, partner);
                }
            }
        }
        let Some((column, what, other)) = first else { continue };
        let name = other.name.as_deref().unwrap_or_default();
        let found = format!(
            "the same {what} as {} {name:?}, also of {:?}",
            other.partner_id, other.organisation
        );
        let place = Place::cell(&partner.row, column);
        let id = partner.partner_id.as_str();
        findings.push(
            Finding::new(
                Rule::SameSiteTwice,
                place,
                id,
                found,
                "each property once only".to_owned(),
            )
            .fix("delete the duplicate; until then its space is counted twice"),
        );
    }
}
