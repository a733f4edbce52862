//! `agreements` into typed rows.

use super::{
    LoadError,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Agreement, AgreementId, Findings},
    policy::Policy,
};

/// Reads the parties' shares, in order of agreement, then row.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<Agreement>, LoadError> {
    let table = &schema::AGREEMENTS;
    let mut shares = record::read_all(raw, table, policy, findings, |r| share(r, sites))?;
    shares.sort_by(|a, b| (&a.agreement_id, &a.row).cmp(&(&b.agreement_id, &b.row)));
    Ok(shares)
}

fn share(r: &mut Record<'_>, sites: &SiteIndex) -> Option<Agreement> {
    let agreement_id = r.id_cell("agreement_id", AgreementId::new);
    let party = r.text("party");
    let site_id = r.site(sites);
    let legal_basis = r.text("legal_basis");
    let start = r.date("start");
    Some(Agreement {
        site_id,
        legal_basis,
        start,
        end: r.last_day("end", start, None),
        share_basis: r.text("share_basis"),
        share: r.decimal("share"),
        row: r.row.clone(),
        agreement_id: agreement_id?,
        party: party?,
    })
}
