//! Entries of a map that no cell meets: each is named, so that a slip in one is not passed over in silence.

use std::collections::BTreeSet;

use super::{
    cell::{Filling, Making, map_key},
    recipe::TableSpec,
};
use crate::model::{Finding, Findings, Rule};

/// Notes the entries of the maps of a table that no row of its file meets.
pub(super) fn unused(
    spec: &TableSpec,
    lines: &[Vec<(bool, Filling<'_>)>],
    making: &Making<'_>,
    findings: &mut Findings,
) {
    let mut described: BTreeSet<(String, &'static str)> = BTreeSet::new();
    for filling in lines.iter().flatten().flat_map(|(_, filling)| filling.chain()) {
        let map = &filling.spec.0.map;
        let header = filling.shown(making.source);
        if map.is_empty() || !described.insert((header.clone(), filling.column.name)) {
            continue;
        }
        let met: BTreeSet<String> =
            making.source.rows.iter().map(|row| map_key(&filling.looked_up(row))).collect();
        let unmet: Vec<String> = map
            .keys()
            .filter(|text| !met.contains(&map_key(text)))
            .map(|text| format!("{text:?}"))
            .collect();
        if unmet.is_empty() {
            continue;
        }
        let found = format!(
            "entries in the map for `{}` that match no cell of this column: {}",
            filling.column.name,
            unmet.join(", ")
        );
        let expected = format!("the texts in {header:?} of the file");
        let place = making.source.place(None, Some(&header));
        findings.push(Finding::new(Rule::MapEntryUnused, place, &spec.name, found, expected).fix(
            "correct the entries to match the cells, or keep them for a file of another year",
        ));
    }
}
