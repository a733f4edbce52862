//! Findings that are new, and findings that are gone.

use std::collections::BTreeMap;

use crate::{
    load::SitePair,
    model::{Finding, words},
    portfolio::Results,
};

words!(
    /// What became of a finding.
    FindingState {
        New = "new",
        Fixed = "fixed",
    }
);

/// A finding of one of the two snapshots that the other has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    /// Of which it is.
    pub state: FindingState,
    /// As it was found; of one that is gone as it was.
    pub finding: Finding,
}

/// By what a finding is known again: its rule, table, column and record, not its row or what was found.
type Key = (&'static str, String, String, String);

/// Returns the findings that are new, then those that are gone, each by itself.
///
/// A finding whose site is not in the register any more is gone with it.
pub(super) fn of(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
) -> Vec<FindingChange> {
    let id_now: BTreeMap<&str, &str> = pairs
        .iter()
        .map(|pair| {
            let old = before.estate.sites[pair.before].site_id.as_str();
            (old, after.estate.sites[pair.after].site_id.as_str())
        })
        .collect();
    let (then, now) = (before.findings.each_by_record(), after.findings.each_by_record());
    let gather = |all: &'_ crate::model::Findings, is_old: bool| -> BTreeMap<Key, Vec<Finding>> {
        let mut by: BTreeMap<Key, Vec<Finding>> = BTreeMap::new();
        for finding in all.iter() {
            by.entry(key(finding, &id_now, is_old)).or_default().push(finding.clone());
        }
        by
    };
    let (then, now) = (gather(&then, true), gather(&now, false));
    let beyond =
        |these: &BTreeMap<Key, Vec<Finding>>, those: &BTreeMap<Key, Vec<Finding>>, state| {
            let rest = these.iter().flat_map(|(key, own)| {
                own.iter().skip(those.get(key).map_or(0, Vec::len)).cloned().collect::<Vec<_>>()
            });
            let mut all: Vec<FindingChange> =
                rest.map(|finding| FindingChange { state, finding }).collect();
            all.sort_by(|a, b| a.finding.order_of_records(&b.finding));
            all
        };
    let mut all = beyond(&now, &then, FindingState::New);
    all.extend(beyond(&then, &now, FindingState::Fixed));
    all
}

fn key(finding: &Finding, id_now: &BTreeMap<&str, &str>, is_old: bool) -> Key {
    // A table that came as a workbook once is the same table.
    let table = match (&finding.place.sheet, finding.place.file.rsplit_once('.')) {
        (Some(sheet), _) => sheet.to_string(),
        (None, Some((stem, _))) => stem.to_owned(),
        (None, None) => finding.place.file.to_string(),
    };
    let id = id_now.get(finding.id.as_str()).filter(|_| is_old).copied();
    (
        finding.rule.word(),
        table,
        finding.place.column.clone().unwrap_or_default(),
        id.unwrap_or(&finding.id).to_owned(),
    )
}
