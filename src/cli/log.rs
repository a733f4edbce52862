//! What is told to standard error: words to read, or one JSON object a line for other programs.
//!
//! No entry has a time: whoever keeps the lines, such as cron, journald or a scheduler, stamps them.

use std::io::{self, Write};

use serde::Serialize;

use super::args::LogFormat;
use crate::model::{Finding, Findings, Severity, coded_text};

/// How grave an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Info,
    Note,
    Warning,
    Error,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// What an entry tells; its name stands as `event`. The fields are listed in `README.md`.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Told<'a> {
    Message {
        text: &'a str,
    },
    Finding {
        snapshot: String,
        rule: &'a str,
        file: &'a str,
        sheet: Option<&'a str>,
        row: Option<u32>,
        column: Option<&'a str>,
        id: &'a str,
        found: &'a str,
        expected: &'a str,
        fix: &'a str,
    },
    Findings {
        snapshot: String,
        #[serde(flatten)]
        counts: Counts,
    },
    SnapshotsFound {
        snapshots: usize,
    },
    SnapshotDone {
        estate: &'a str,
        as_of: &'a str,
        snapshot: String,
        report: &'a str,
        why: Vec<String>,
        #[serde(flatten)]
        counts: Option<Counts>,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
    },
    Failed {
        text: String,
        hint: Option<String>,
    },
    Ended {
        exit_code: u8,
    },
}

/// Findings by their severity.
#[derive(Debug, Serialize)]
pub(super) struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl From<&Findings> for Counts {
    fn from(findings: &Findings) -> Self {
        Self {
            errors: findings.count(Severity::Error),
            warnings: findings.count(Severity::Warning),
            notes: findings.count(Severity::Note),
        }
    }
}

impl<'a> Told<'a> {
    /// Tells one finding of a snapshot.
    pub(super) fn finding(finding: &'a Finding, snapshot: String) -> Self {
        let place = &finding.place;
        Self::Finding {
            snapshot,
            rule: finding.rule.word(),
            file: &place.file,
            sheet: place.sheet.as_deref(),
            row: place.row,
            column: place.column.as_deref(),
            id: &finding.id,
            found: &finding.found,
            expected: &finding.expected,
            fix: &finding.fix,
        }
    }
}

/// Writes an entry as a line of JSON.
pub(super) fn entry(level: Level, told: &Told<'_>) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Entry<'a> {
        level: Level,
        #[serde(flatten)]
        told: &'a Told<'a>,
    }
    // One write a line, so that the lines of several threads do not mix.
    let line = serde_json::to_string(&Entry { level, told })? + "\n";
    io::stderr().lock().write_all(coded_text(&line).as_bytes())?;
    Ok(())
}

/// Tells why the run could not be done; nothing more can be done if that fails.
pub(super) fn problem(text: &str, log: LogFormat) {
    let (text, hint) = match text.split_once("\nhint: ") {
        Some((text, hint)) => (text, Some(hint)),
        None => (text, None),
    };
    let _ = match log {
        LogFormat::Json => {
            let told = Told::Failed { text: text.to_owned(), hint: hint.map(str::to_owned) };
            entry(Level::Error, &told)
        }
        LogFormat::Text => {
            let hint = hint.map_or_else(String::new, |hint| format!("hint: {hint}\n"));
            let told = format!("error: {text}\n{hint}");
            io::stderr().lock().write_all(coded_text(&told).as_bytes()).map_err(Into::into)
        }
    };
}

/// Tells how the run ended, where other programs read on.
pub(super) fn ended(exit_code: u8, log: LogFormat) {
    if log == LogFormat::Json {
        let level = if exit_code == 0 { Level::Info } else { Level::Error };
        let _ = entry(level, &Told::Ended { exit_code });
    }
}
