//! What goes to the terminal: data to standard output, talk to standard error.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    path::Path,
};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::{
    Done, Settings,
    args::LogFormat,
    gathered,
    log::{self, Level, Told},
};
use crate::model::{Finding, Findings, Rule, Severity, coded_text};

/// Letters of a word that stand in one line, however narrow the terminal is.
const LONG_WORD: usize = 10;

/// Blocks of findings of one rule shown on screen.
const SHOWN: usize = 20;

/// Writes bytes of data to standard output; of text, what a terminal would obey and no reader sees as codes.
pub(super) fn data(bytes: &[u8]) -> anyhow::Result<Done> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut out = io::stdout().lock();
    let (mark, rest) = bytes.split_at(if bytes.starts_with(MARK) { MARK.len() } else { 0 });
    match std::str::from_utf8(rest) {
        Ok(text) => {
            out.write_all(mark)?;
            out.write_all(coded_text(text).as_bytes())?;
        }
        Err(_) => out.write_all(bytes)?,
    }
    out.flush()?;
    Ok(Done::Well)
}

/// Writes a line of talk to standard error.
pub(super) fn talk(line: &str, settings: &Settings) -> anyhow::Result<()> {
    said(line, settings.log)
}

/// The same where there are no settings yet.
pub(super) fn said(line: &str, log: LogFormat) -> anyhow::Result<()> {
    match log {
        LogFormat::Text => writeln!(io::stderr().lock(), "{}", coded_text(line))?,
        LogFormat::Json => log::entry(Level::Info, &Told::Message { text: line })?,
    }
    Ok(())
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
    shown(findings, folder, (least, &listed_by_check(folder)), settings)?;
    counted(findings, folder, "", settings)
}

/// Prints findings that stop the run: those at or above the limit, and the rest of the errors.
pub(super) fn stopping_findings(
    findings: &Findings,
    folder: &Path,
    settings: &Settings,
) -> anyhow::Result<()> {
    let least = if settings.verbose { Severity::Note } else { Severity::Warning };
    let least = least.min(settings.fail_on);
    shown(findings, folder, (least, &listed_by_check(folder)), settings)?;
    counted(findings, folder, "; no results were produced", settings)
}

/// Says how many findings there are, and what follows.
fn counted(
    findings: &Findings,
    folder: &Path,
    follows: &str,
    settings: &Settings,
) -> anyhow::Result<()> {
    match settings.log {
        LogFormat::Text => talk(&format!("{}{follows}", summary(findings)), settings),
        LogFormat::Json => {
            let graves = [Severity::Error, Severity::Warning, Severity::Note];
            let level = graves.into_iter().find(|severity| findings.count(*severity) > 0);
            let snapshot = folder.display().to_string();
            let told = Told::Findings { snapshot, counts: findings.into() };
            log::entry(level.map_or(Level::Info, Into::into), &told)
        }
    }
}

/// Says where every finding is listed by itself.
pub(super) fn listed_by_check(folder: &Path) -> String {
    format!("terrier check {} --format csv lists all", folder.display())
}

/// Prints the findings gathered by rule and table, at most [`SHOWN`] blocks a rule, and where the rest are listed; one by
/// one where other programs read on.
pub(super) fn shown(
    findings: &Findings,
    folder: &Path,
    (least, listed): (Severity, &str),
    settings: &Settings,
) -> anyhow::Result<()> {
    if settings.log == LogFormat::Json {
        let each = findings.each();
        return each.iter().filter(|finding| finding.severity >= least).try_for_each(|finding| {
            let told = Told::finding(finding, folder.display().to_string());
            log::entry(finding.severity.into(), &told)
        });
    }
    let mut err = io::stderr().lock();
    for of_rule in by_rule(findings, least) {
        let blocks = gathered::blocks(&of_rule, folder, listed);
        for block in blocks.iter().take(SHOWN) {
            writeln!(err, "{}\n", coded_text(&block.to_string()))?;
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
    let path = folder.join(&*finding.place.file);
    // Another engine names the file that it read by its own path: it need not be one within the snapshot.
    if path.exists() || !finding.place.file.contains(['/', '\\']) {
        finding.place.file = path.display().to_string().into();
    }
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

/// Lays out rows in columns two blanks apart; the columns of `right` are aligned right.
pub(super) fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    columns(header, rows, right, 2)
}

/// Lays out rows in columns some blanks apart, by the width that each character has on the screen.
///
/// On a terminal that is narrower, text goes on in the next line; to a file or another program it does not.
pub(super) fn columns(
    header: &[&str],
    rows: &[Vec<String>],
    right: &[usize],
    apart: u16,
) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(header).add_rows(rows);
    if io::stdout().is_terminal()
        && let Some((width, _)) = terminal_size::terminal_size()
    {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width.0);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, apart));
        let is_number = right.contains(&at);
        let side = if is_number { CellAlignment::Right } else { CellAlignment::Left };
        column.set_cell_alignment(side);
        // No number, id or day is torn apart, and no word that is not long.
        let cells = || rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        let is_whole = cells().all(|cell| !cell.contains(char::is_whitespace));
        let words = cells().chain(header.get(at).copied()).flat_map(str::split_whitespace);
        let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
        let least = u16::try_from(longest.min(LONG_WORD)).unwrap_or_default() + apart;
        column.set_constraint(match is_number || is_whole {
            true => ColumnConstraint::ContentWidth,
            false => ColumnConstraint::LowerBoundary(Width::Fixed(least)),
        });
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Breaks a text at blanks into lines of some characters, where its words are no longer.
pub(super) fn broken(text: &str, most: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
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
