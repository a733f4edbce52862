//! What goes to the terminal: data to standard output, talk to standard error.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

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

/// Lays out rows in columns; the columns of `right` are aligned right.
pub(super) fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|r| r.get(at)).map(|c| c.chars().count());
        cells.chain([header[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (at, cell) in cells.enumerate() {
            let pad = " ".repeat(widths[at].saturating_sub(cell.chars().count()));
            let cell = if right.contains(&at) { pad + cell } else { cell.to_owned() + &pad };
            text.push_str(if at == 0 { "" } else { "  " });
            text.push_str(&cell);
        }
        text.trim_end().to_owned() + "\n"
    };
    let mut text = line(&mut header.iter().copied());
    for row in rows {
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    text
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
