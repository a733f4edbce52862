//! `terrier check`: everything found, to standard output; as a table gathered, as CSV and JSON one by one.

use std::path::Path;

use serde_json::json;

use super::{Done, Settings, args::Format, print, snapshot};
use crate::model::Findings;

pub(super) fn check(folder: &Path, format: Format, settings: &Settings) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let checked = crate::batch::checked(&folder.path, &settings.policy)?;
    let findings = &checked.findings;
    let text = match format {
        Format::Table => {
            let mut text = print::all(findings, &folder.path);
            text.push_str(&print::summary(findings));
            text.push('\n');
            text.into_bytes()
        }
        Format::Csv => crate::report::findings_csv(&findings.each())?,
        Format::Json => json(&findings.each()),
    };
    print::data(&text)?;
    let stops = !checked.value || findings.any_at(settings.fail_on);
    Ok(if stops { Done::DataHasErrors } else { Done::Well })
}

fn json(findings: &Findings) -> Vec<u8> {
    let rows: Vec<_> = findings
        .iter()
        .map(|f| {
            json!({
                "severity": f.severity.word(), "rule": f.rule.word(),
                "file": &*f.place.file, "sheet": f.place.sheet.as_deref(),
                "row": f.place.row, "column": f.place.column, "id": f.id,
                "found": f.found, "expected": f.expected, "mend": f.mend,
            })
        })
        .collect();
    let mut text = serde_json::to_vec_pretty(&rows).unwrap_or_default();
    text.push(b'\n');
    text
}
