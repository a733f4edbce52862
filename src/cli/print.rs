//! What goes to the terminal: data to standard output, talk to standard error.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

use comfy_table::{CellAlignment, Table, presets};

use super::{Done, Settings, gathered};
use crate::model::{Finding, Findings, Rule, Severity};

/// Blocks of findings of one rule shown on screen.
const SHOWN: usize = 20;

/// Writes bytes of data to standard output.
pub(super) fn data(bytes: &[u8]) -> anyhow::Result<Done> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Done::Well)
}

/// Writes a line of talk to standard error.
pub(super) fn talk(line: &str) -> anyhow::Result<()> {
    writeln!(io::stderr().lock(), "{line}")?;
    Ok(())
}

/// Writes why the run could not be done; nothing more can be done if that fails.
pub(super) fn problem(error: &anyhow::Error) {
    let mut text = format!("{error:#}");
    let hint = text.find("\nhint: ").map(|at| text.split_off(at).trim_start().to_owned());
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "error: {text}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "{hint}");
    }
}

/// Tells whether an error is only that nobody reads on.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Prints findings of a run that goes on: warnings, and notes when asked for.
pub(super) fn findings(
    findings: &Findings,
    folder: &Path,
    settings: &Settings,
) -> anyhow::Result<()> {
    if settings.quiet || findings.is_empty() {
        return Ok(());
    }
    let least = if settings.verbose { Severity::Note } else { Severity::Warning };
    shown(findings, folder, least, &listed_by_check(folder))?;
    talk(&summary(findings))
}

/// Prints findings that stop the run: those at or above the limit, and the rest of the errors.
pub(super) fn stopping_findings(
    findings: &Findings,
    folder: &Path,
    settings: &Settings,
) -> anyhow::Result<()> {
    let least = if settings.verbose { Severity::Note } else { Severity::Warning };
    shown(findings, folder, least.min(settings.fail_on), &listed_by_check(folder))?;
    talk(&format!("{}; no results were produced", summary(findings)))
}

/// Says where every finding is listed by itself.
pub(super) fn listed_by_check(folder: &Path) -> String {
    format!("terrier check {} --format csv lists all", folder.display())
}

/// Prints the findings gathered by rule and table, at most [`SHOWN`] blocks a rule, and where the rest are listed.
pub(super) fn shown(
    findings: &Findings,
    folder: &Path,
    least: Severity,
    listed: &str,
) -> anyhow::Result<()> {
    let mut err = io::stderr().lock();
    for of_rule in by_rule(findings, least) {
        let blocks = gathered::blocks(&of_rule, folder, listed);
        for block in blocks.iter().take(SHOWN) {
            writeln!(err, "{block}\n")?;
        }
        if blocks.len() > SHOWN {
            let more = blocks.len() - SHOWN;
            writeln!(err, "and {more} more; {listed}\n")?;
        }
    }
    Ok(())
}

/// Returns all findings as the screen has them, gathered by rule and table.
pub(super) fn all(findings: &Findings, folder: &Path) -> String {
    let listed = listed_by_check(folder);
    let blocks = by_rule(findings, Severity::Note)
        .into_iter()
        .flat_map(|of_rule| gathered::blocks(&of_rule, folder, &listed));
    blocks.map(|block| block + "\n\n").collect()
}

/// Returns the findings at or above a severity, those of one severity and rule together, gravest first.
fn by_rule(findings: &Findings, least: Severity) -> Vec<Vec<&Finding>> {
    let mut by_rule: BTreeMap<(std::cmp::Reverse<Severity>, Rule), Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity >= least) {
        let key = (std::cmp::Reverse(finding.severity), finding.rule);
        by_rule.entry(key).or_default().push(finding);
    }
    by_rule.into_values().collect()
}

/// Writes a finding with its file's path from here.
pub(super) fn in_folder(finding: &Finding, folder: &Path) -> String {
    let mut finding = finding.clone();
    finding.place.file = folder.join(&*finding.place.file).display().to_string().into();
    finding.to_string()
}

/// Counts findings: `2 errors, 1 warning, 3 notes`.
pub(super) fn summary(findings: &Findings) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = findings.count(severity);
        (count > 0).then(|| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// Lays out rows in columns by the width that each character has on the screen; the columns of `right` are aligned right.
pub(super) fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(header).add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        let side = if right.contains(&at) { CellAlignment::Right } else { CellAlignment::Left };
        column.set_cell_alignment(side);
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Cuts a name to a number of characters, with an ellipsis.
pub(super) fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    name.chars().take(most - 1).chain(['…']).collect()
}

/// Writes a value as JSON that people can read.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Writes a number so that JSON keeps every digit.
pub(super) fn number(text: Option<String>) -> serde_json::Value {
    text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or(serde_json::Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_the_width_on_the_screen() {
        let rows = [["FEN-001", "名前", "7"], ["FEN-002", "Ely Road", "12"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(
            table(&["site", "name", "rank"], &rows, &[2]),
            "site     name      rank\nFEN-001  名前         7\nFEN-002  Ely Road    12\n"
        );
    }
}
