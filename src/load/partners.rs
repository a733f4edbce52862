//! `partners` into typed rows.

use super::{
    LoadError,
    position::{self, Limits, Placed, Whereabouts},
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Findings, Partner, PartnerId, PartnerKind},
    policy::Policy,
};

/// Reads other bodies' sites, in `partner_id` order; doubled ids are findings.
pub(super) fn read(
    raw: &RawTable,
    middle: Option<geo::Point>,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<(Partner, Option<Placed>)>, LoadError> {
    let limits = Limits::of(policy);
    let mut partners =
        record::read_all(raw, &schema::PARTNERS, policy, findings, |r| partner(r, &limits))?;
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

fn partner(r: &mut Record<'_>, limits: &Limits) -> Option<(Partner, Option<Placed>)> {
    let partner_id = r.id_cell("partner_id", PartnerId::new);
    let organisation = r.text("organisation");
    let kind = r.word("kind", PartnerKind::read);
    let name = r.text("name");
    let address = r.text("address");
    let postcode = r.text("postcode");
    let (position, placed) = position::read(r, limits).unzip();
    let partner = Partner {
        kind,
        name,
        address,
        postcode,
        position,
        offers_m2: r.area("offers_m2"),
        wants_m2: r.area("wants_m2"),
        rent_per_m2: r.money("rent_per_m2"),
        from: r.date("from"),
        until: r.date("until"),
        secure: r.yes_no_fact("secure"),
        row: r.row.clone(),
        partner_id: partner_id?,
        organisation: organisation?,
    };
    Some((partner, placed))
}
