//! Notes on the cells of sites with warnings, from the findings.

use std::{collections::BTreeMap, fmt::Write};

use rust_xlsxwriter::{Note, ObjectMovement, Worksheet, XlsxError};

use super::writable;
use crate::{
    edition::{Edition, FindingRow, View},
    model::Severity,
};

/// Notes of a sheet at most: beyond, the sheet of findings is the better list.
const MOST_NOTES: usize = 200;
/// Findings that a note tells.
const MOST_TOLD: usize = 3;
/// Longest words of one part of a finding, in characters.
const LONGEST: usize = 120;

/// Adds the notes of a sheet that names sites: one a site, on the first cell that has its id.
pub(super) fn add(
    sheet: &mut Worksheet,
    view: &View,
    name: &str,
    most: u32,
) -> Result<(), XlsxError> {
    if view.edition != Edition::Restricted {
        return Ok(());
    }
    let (sites, column): (Vec<&str>, u16) = match name {
        "Ranking" => (view.sites.iter().map(|s| s.site_id.as_str()).collect(), 1),
        "Measures" => (view.measures.iter().map(|m| m.site_id.as_str()).collect(), 0),
        _ => return Ok(()),
    };
    let mut found = by_site(view);
    let mut notes = 0;
    for (site, row) in sites.into_iter().zip(1_u32..) {
        if row > most || notes == MOST_NOTES {
            break;
        }
        // Taken out, so that further rows of the site have none.
        let Some(findings) = found.remove(site) else { continue };
        let text = describe(&findings);
        let lines = u32::try_from(text.len().div_ceil(44) + 3 * MOST_TOLD).unwrap_or(0);
        let note = Note::new(writable(&text))
            .set_author("")
            .add_author_prefix(false)
            .set_object_movement(ObjectMovement::MoveButDontSizeWithCells)
            .set_width(320)
            .set_height((lines * 16).clamp(80, 420));
        sheet.insert_note(row, column, &note)?;
        notes += 1;
    }
    Ok(())
}

/// Returns warnings and errors by site; those of a lease stand at its site.
fn by_site(view: &View) -> BTreeMap<&str, Vec<&FindingRow>> {
    let leases: BTreeMap<&str, &str> =
        view.running_leases.iter().map(|l| (l.lease_id.as_str(), l.site_id.as_str())).collect();
    let sites: std::collections::BTreeSet<&str> =
        view.sites.iter().map(|s| s.site_id.as_str()).collect();
    let mut found: BTreeMap<&str, Vec<&FindingRow>> = BTreeMap::new();
    for finding in view.findings.iter().filter(|f| f.severity >= Severity::Warning) {
        let id = finding.id.as_str();
        let lease = || leases.get(id).copied();
        if let Some(site) = sites.get(id).copied().or_else(lease) {
            found.entry(site).or_default().push(finding);
        }
    }
    found
}

/// Writes what a note says: rule, where, found, how to fix.
fn describe(findings: &[&FindingRow]) -> String {
    let mut text = String::new();
    for finding in findings.iter().take(MOST_TOLD) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let _ = write!(text, "{}: {}", finding.severity.word(), finding.rule);
        let _ = write!(text, "\n{}", finding.file);
        if !finding.column.is_empty() {
            let _ = write!(text, ", column {}", finding.column);
        }
        for (label, words) in [("found", &finding.found), ("fix", &finding.fix)] {
            if !words.is_empty() {
                let _ = write!(text, "\n{label}: {}", short(words));
            }
        }
    }
    if let Some(more) = findings.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        let _ = write!(text, "\n\nand {more} more: see the Findings sheet");
    }
    text
}

/// Cuts words at the longest that a note tells.
fn short(words: &str) -> String {
    let mut cut: String = words.chars().take(LONGEST).collect();
    if words.chars().nth(LONGEST).is_some() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn a_note_tells_rule_column_what_was_found_and_how_to_mend_it() {
        let view = example::hostile();
        let found = by_site(view);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), ["FEN-001"]);
        insta::assert_snapshot!(describe(&found["FEN-001"]), @r#"
        warning: cell-unreadable
        occupancy.csv, column mean_occupied
        found: "=1+1<img src=x>"
        fix: correct the cell, or empty it if the fact is not known; until then it is treated as not known

        warning: cell-unreadable
        occupancy.csv, column mean_occupied
        found: "n/k"
        fix: correct the cell, or empty it if the fact is not known; until then it is treated as not known
        "#);
    }

    #[test]
    fn a_note_is_short_however_much_is_wrong() {
        let mut finding = example::hostile().findings[0].clone();
        finding.found = "é".repeat(5_000);
        let text = describe(&[&finding; 7]);
        assert!(text.chars().count() < 3 * 3 * LONGEST, "{text}");
        assert!(text.ends_with("and 4 more: see the Findings sheet"), "{text}");
    }

    #[test]
    fn a_finding_of_a_lease_stands_at_its_site_and_a_note_at_none() {
        let mut view = example::hostile().clone();
        let lease = view.running_leases[0].clone();
        view.findings.truncate(1);
        view.findings[0].id = lease.lease_id.clone();
        assert!(by_site(&view).contains_key(lease.site_id.as_str()));
        view.findings[0].severity = Severity::Note;
        assert!(by_site(&view).is_empty());
    }
}
