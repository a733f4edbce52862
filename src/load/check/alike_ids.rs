//! Ids that a reader takes for one: apart only in case, marks or leading zeros.

use std::collections::BTreeMap;

use super::scale::{self, Fault, Odd};
use crate::{
    load::Estate,
    model::{Findings, RowRef, Rule},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let sites = estate.sites.iter().map(|site| (site.site_id.as_str(), &site.row));
    alike("site_id", sites.collect(), policy, findings);
    let leases = estate.leases.iter().map(|lease| (lease.lease_id.as_str(), &lease.row));
    alike("lease_id", leases.collect(), policy, findings);
    let projects = estate.projects.as_deref().unwrap_or_default();
    let schemes = projects.chunk_by(|a, b| a.project_id == b.project_id);
    let schemes = schemes.map(|years| (years[0].project_id.as_str(), &years[0].row));
    alike("project_id", schemes.collect(), policy, findings);
}

/// Writes an id as it is spoken: letters and digits alone, in small letters, numbers without leading zeros; two
/// numbers stay apart.
fn spoken(id: &str) -> String {
    let mut out = String::new();
    let (mut in_number, mut was_apart) = (false, false);
    for c in id.chars().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            (in_number, was_apart) = (false, true);
            continue;
        }
        if c == '0' && !in_number {
            continue;
        }
        if c.is_ascii_digit() && was_apart && out.ends_with(|last: char| last.is_ascii_digit()) {
            out.push('-');
        }
        (in_number, was_apart) = (c.is_ascii_digit(), false);
        out.push(c);
    }
    out
}

fn alike(column: &str, mut ids: Vec<(&str, &RowRef)>, policy: &Policy, findings: &mut Findings) {
    ids.sort_by(|a, b| a.1.cmp(b.1));
    let mut first: BTreeMap<String, (&str, &RowRef)> = BTreeMap::new();
    let mut odd = Vec::new();
    for (id, row) in &ids {
        match first.get(&spoken(id)) {
            Some((other, at)) if other != id => odd.push(Odd {
                row,
                id,
                found: format!("{id:?}, like {other:?} in row {}", at.row),
            }),
            Some(_) => {}
            None => {
                first.insert(spoken(id), (id, row));
            }
        }
    }
    let fault = Fault {
        rule: Rule::IdsAlike,
        columns: &[column],
        expected: "ids that differ by more than capitals, punctuation and leading zeros".to_owned(),
        fix: "if they are one record, write the id the same way; if they are two, no action",
    };
    scale::tell(&fault, odd, (ids.len(), None), policy, findings);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("FEN-001", "fen1")]
    #[case("fen 1", "fen1")]
    #[case("FEN-010", "fen10")]
    #[case("A100", "a100")]
    #[case("LTX00071-2", "ltx71-2")]
    #[case("LTX00712", "ltx712")]
    #[case("1/02", "1-2")]
    fn an_id_is_spoken(#[case] id: &str, #[case] said: &str) {
        assert_eq!(spoken(id), said);
    }
}
