//! `partners` into typed rows.

use std::collections::BTreeSet;

use super::{
    LoadError,
    position::{self, Limits, Placed, Whereabouts},
    raw::RawTable,
    record::{self, Record},
    schema,
    system::Systems,
};
use crate::{
    model::{
        Fact, Finding, Findings, Partner, PartnerId, PartnerKind, Place, RowRef, Rule,
        and_list_up_to, counted,
    },
    policy::Policy,
};

/// Partners named in a finding; the rest are counted.
const NAMED: usize = 5;
const POSITION: [&str; 4] = ["easting", "northing", "longitude", "latitude"];

/// Reads other bodies' sites, in `partner_id` order; doubled ids are findings.
pub(super) fn read(
    raw: &RawTable,
    middle: Option<geo::Point>,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<(Partner, Option<Placed>)>, LoadError> {
    let limits = Limits::of(policy);
    let systems = Systems::of(raw, &schema::PARTNERS, &limits, findings);
    let mut partners = record::read_all(raw, &schema::PARTNERS, policy, findings, |r| {
        partner(r, &limits, systems)
    })?;
    position::swapped_against_the_rest(whereabouts(&mut partners), middle, &limits, findings);
    Ok(super::without_doubles(
        partners,
        |(p, _)| &p.partner_id,
        |(p, _)| &p.row,
        "partner_id",
        findings,
    ))
}

/// Returns where each partner's site is.
pub(super) fn whereabouts(
    partners: &mut [(Partner, Option<Placed>)],
) -> impl Iterator<Item = Whereabouts<'_>> {
    partners.iter_mut().map(|(partner, placed)| Whereabouts {
        id: partner.partner_id.as_str(),
        row: &partner.row,
        postcode: partner.postcode.as_deref(),
        position: &mut partner.position,
        placed: placed.as_ref(),
    })
}

/// Reports the partners without a position: one finding for all of which no other finding of `found` says why.
pub(super) fn not_placed(partners: &[(Partner, Option<Placed>)], found: &mut Findings) {
    let words: BTreeSet<RowRef> = found
        .iter()
        .filter(|f| f.place.column.as_ref().is_some_and(|c| POSITION.contains(&c.as_str())))
        .filter_map(|f| {
            let (file, sheet) = (f.place.file.clone(), f.place.sheet.clone());
            Some(RowRef { file, sheet, row: f.place.row? })
        })
        .collect();
    let unsaid = |p: &&Partner| p.position.is_none() && !words.contains(&p.row);
    let without: Vec<&Partner> = partners.iter().map(|(p, _)| p).filter(unsaid).collect();
    let Some(first) = without.first() else { return };
    let ids: Vec<&str> = without.iter().map(|p| p.partner_id.as_str()).collect();
    let text = format!(
        "no position for {} of {}: {}; they are not matched to any site",
        without.len(),
        counted(partners.len(), "partner"),
        and_list_up_to(&ids, NAMED)
    );
    let place = Place { row: None, ..Place::cell(&first.row, POSITION[0]) };
    let expected = "a position for each, in grid metres or in degrees".to_owned();
    found.push(
        Finding::new(Rule::PartnerNotPlaced, place, "", text, expected)
            .fix("add `easting` and `northing`, or `latitude` and `longitude`"),
    );
}

fn partner(
    r: &mut Record<'_>,
    limits: &Limits,
    systems: Systems,
) -> Option<(Partner, Option<Placed>)> {
    let partner_id = r.id_cell("partner_id", PartnerId::new);
    let organisation = r.text("organisation");
    let kind = r.word("kind", PartnerKind::read);
    let name = r.text("name");
    let address = r.text("address");
    let postcode = r.text("postcode");
    let (position, placed) = position::read(r, limits, systems).unzip();
    let [from, until] = ["from", "until"].map(|name| r.date_fact(name));
    let partner = Partner {
        kind,
        name,
        address,
        postcode,
        position,
        offers_m2: r.area("offers_m2"),
        wants_m2: r.area("wants_m2"),
        rent_per_m2: r.money("rent_per_m2"),
        charge_per_m2: r.money("charge_per_m2"),
        from: from.known(),
        until: until.known(),
        dates_are_read: from != Fact::Unreadable && until != Fact::Unreadable,
        secure: r.yes_no_fact("secure"),
        row: r.row.clone(),
        partner_id: partner_id?,
        organisation: organisation?,
    };
    Some((partner, placed))
}
