//! `same_site` into typed rows.

use std::collections::BTreeSet;

use super::{LoadError, id_index::SiteIndex, raw::RawTable, record, schema};
use crate::{
    model::{Findings, Place, SameSite, SiteId},
    policy::Policy,
};

/// Reads which ids are one site, in order of rows.
///
/// An id that took another's place must be listed, or have been replaced in its turn by one that is; what is neither is a
/// finding, and the row is left out.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<SameSite>, LoadError> {
    let mut rows = record::read_all(raw, &schema::SAME_SITE, policy, findings, |r| {
        let before = r.id_cell("before", SiteId::new);
        let after = r.id_cell("after", SiteId::new);
        let evidence = r.text("evidence");
        Some(SameSite { before: before?, after: after?, evidence, row: r.row.clone() })
    })?;
    rows.sort_by(|a, b| a.row.cmp(&b.row));
    // The ids that lead to a listed site, from row to row.
    let mut leading: BTreeSet<SiteId> = BTreeSet::new();
    loop {
        let leads = |id: &SiteId| sites.number(id.as_str()).is_some() || leading.contains(id);
        let more: Vec<SiteId> = rows
            .iter()
            .filter(|row| leads(&row.after) && !leading.contains(&row.before))
            .map(|row| row.before.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        leading.extend(more);
    }
    rows.retain(|row| {
        let id = row.after.as_str();
        if sites.number(id).is_some() || leading.contains(&row.after) {
            return true;
        }
        let place = Place::cell(&row.row, "after");
        if let Some(finding) = sites.unknown(place, row.before.as_str(), id) {
            findings.push(finding);
        }
        false
    });
    Ok(rows)
}
