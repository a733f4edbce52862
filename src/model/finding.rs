//! What is wrong, doubtful or worth knowing in the data: values, gathered and shown together.

use std::{cmp::Ordering, fmt, sync::Arc};

use super::{Rule, words::words};

words!(
    /// How grave a finding is; later is graver.
    Severity {
        Note = "note",
        Warning = "warning",
        Error = "error",
    }
);

/// The file, sheet and row a record came from; the header is row 1, as a spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the rest are named as the columns of `findings.csv`")]
pub struct RowRef {
    /// Relative to the snapshot.
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    pub row: u32,
}

/// Where a finding stands: a file, or a row, a column or a cell of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the rest are named as the columns of `findings.csv`")]
pub struct Place {
    /// Relative to the snapshot.
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    pub column: Option<String>,
    pub row: Option<u32>,
}

impl Place {
    /// Returns a whole file.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self { file: file.into(), sheet: None, column: None, row: None }
    }

    /// Returns a record.
    #[must_use]
    pub fn record(row: &RowRef) -> Self {
        Self { file: row.file.clone(), sheet: row.sheet.clone(), column: None, row: Some(row.row) }
    }

    /// Returns a cell of a record.
    #[must_use]
    pub fn cell(row: &RowRef, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..Self::record(row) }
    }
}

impl fmt::Display for Place {
    /// Writes ``costs.csv, row 203, column `site_id` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{sheet}`")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            let what = if self.file.ends_with(".toml") { "entry" } else { "column" };
            write!(f, ", {what} `{column}`")?;
        }
        Ok(())
    }
}

/// One thing found in the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns of `findings.csv`")]
pub struct Finding {
    pub rule: Rule,
    pub severity: Severity,
    pub place: Place,
    /// The record's own id, empty when it has none.
    pub id: String,
    /// What stands there; text of a cell is quoted as it stands.
    pub found: String,
    pub expected: String,
    /// What a person can do in the spreadsheet, and what was done instead; empty when not known.
    pub mend: String,
}

impl Finding {
    /// Makes a finding with the rule's own severity.
    #[must_use]
    pub fn new(rule: Rule, place: Place, id: &str, found: String, expected: String) -> Self {
        let severity = rule.severity();
        Self { rule, severity, place, id: id.to_owned(), found, expected, mend: String::new() }
    }

    /// Adds what a person can do.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = mend.into();
        self
    }

    /// Compares by severity (gravest first), rule, file, column, id, found, row.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |f: &Self| (std::cmp::Reverse(f.severity), f.rule);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.place.file.cmp(&other.place.file))
            .then_with(|| self.place.sheet.cmp(&other.place.sheet))
            .then_with(|| self.place.column.cmp(&other.place.column))
            .then_with(|| self.id.cmp(&other.id))
            .then_with(|| self.found.cmp(&other.found))
            .then_with(|| self.place.row.cmp(&other.place.row))
    }
}

impl fmt::Display for Finding {
    /// Writes the finding as the command line shows it, three or four lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity, self.rule, self.place)?;
        writeln!(f, "  found:    {}", self.found)?;
        write!(f, "  expected: {}", self.expected)?;
        if !self.mend.is_empty() {
            write!(f, "\n  mend:     {}", self.mend)?;
        }
        Ok(())
    }
}

/// Findings gathered on the way; none stops the reading of the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds all of another gathering.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Keeps those of which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.0.retain(keep);
    }

    /// Sorts as [`Finding::order`] has it.
    pub fn sort(&mut self) {
        self.0.sort_by(Finding::order);
    }

    /// Gives each finding the severity that `severity` says.
    pub fn regrade(&mut self, severity: impl Fn(Rule) -> Severity) {
        for finding in &mut self.0 {
            finding.severity = severity(finding.rule);
        }
    }

    /// Returns all, in the order they stand.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }

    /// Tells whether any is at or above a severity.
    #[must_use]
    pub fn any_at(&self, severity: Severity) -> bool {
        self.0.iter().any(|f| f.severity >= severity)
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The part of a value that can be used, and what was found on the way; the caller decides whether
/// the findings stop it.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The part that can be used.
    pub value: T,
    /// What was found on the way.
    pub findings: Findings,
}
