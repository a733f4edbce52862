//! `terrier check`: everything found, to standard output; as a table gathered, as CSV and JSON one by one.

use std::path::Path;

use super::{Done, Settings, args::Format, print, snapshot};
use crate::{edition::FindingRow, report::records, tables};

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
        Format::Json => {
            let rows: Vec<FindingRow> = findings.each().iter().map(FindingRow::from).collect();
            let mut records = records(tables::Findings::of(rows.iter()));
            // A finding about a whole table has no id, and one that asks for nothing no remedy: both are empty text here.
            for record in &mut records {
                for name in ["id", "fix"] {
                    record[name] = record[name].as_str().unwrap_or_default().into();
                }
            }
            print::json(&records).into_bytes()
        }
    };
    print::data(&text)?;
    let stops = !checked.value || findings.any_at(settings.fail_on);
    Ok(if stops { Done::DataHasErrors } else { Done::Well })
}
