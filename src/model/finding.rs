//! What is wrong, questioned or worth knowing in the data: values, gathered and shown together.

use std::{cmp::Ordering, collections::BTreeMap, fmt, sync::Arc};

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
            let what = if self.file.ends_with(".toml") { "line" } else { "row" };
            write!(f, ", {what} {row}")?;
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
    pub fix: String,
    /// Those that it puts together, in order of their rows; empty of one that stands for itself.
    pub of: Vec<Finding>,
    /// Cells it is about beside its own: of other columns, or of the records that one finding gathers.
    pub beside: Vec<Beside>,
}

/// A cell that a finding is about beside its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The id of its record.
    pub id: String,
    /// Its column.
    pub column: String,
}

impl Finding {
    /// Makes a finding with the rule's own severity.
    #[must_use]
    pub fn new(rule: Rule, place: Place, id: &str, found: String, expected: String) -> Self {
        let severity = rule.severity();
        let found = shortened(found, LONGEST_FOUND);
        let id = shortened(id.to_owned(), LONGEST_ID);
        let (fix, of, beside) = (String::new(), Vec::new(), Vec::new());
        Self { rule, severity, place, id, found, expected, fix, of, beside }
    }

    /// Tells whether it is about a record of an id, alone or among others.
    #[must_use]
    pub fn is_about(&self, id: &str) -> bool {
        self.id == id
            || self.of.iter().any(|own| own.id == id)
            || self.beside.iter().any(|cell| cell.id == id)
    }

    /// Returns the rows it is about.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let own = self.place.row.filter(|_| self.of.is_empty());
        own.into_iter().chain(self.of.iter().filter_map(|own| own.place.row))
    }

    /// Adds what a person can do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Adds cells that it is about beside its own: each of some columns of each of some records.
    #[must_use]
    pub fn beside<'a>(mut self, ids: impl IntoIterator<Item = &'a str>, columns: &[&str]) -> Self {
        for id in ids {
            let cell = |column: &&str| Beside { id: id.to_owned(), column: (*column).to_owned() };
            self.beside.extend(columns.iter().map(cell));
        }
        self
    }

    /// Compares as a person goes through a file: by severity (gravest first), rule, file, sheet, column, row by its
    /// number, id, found.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        self.order_of_columns(other)
            .then_with(|| self.place.row.cmp(&other.place.row))
            .then_with(|| self.id.cmp(&other.id))
            .then_with(|| self.found.cmp(&other.found))
    }

    /// Compares as a report has it, whatever the order of rows in the files: as [`Finding::order`], but by id and found
    /// before the row.
    #[must_use]
    pub fn order_of_records(&self, other: &Self) -> Ordering {
        self.order_of_columns(other)
            .then_with(|| self.id.cmp(&other.id))
            .then_with(|| self.found.cmp(&other.found))
            .then_with(|| self.place.row.cmp(&other.place.row))
    }

    fn order_of_columns(&self, other: &Self) -> Ordering {
        let key = |f: &Self| (std::cmp::Reverse(f.severity), f.rule);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.place.file.cmp(&other.place.file))
            .then_with(|| self.place.sheet.cmp(&other.place.sheet))
            .then_with(|| self.place.column.cmp(&other.place.column))
    }
}

impl fmt::Display for Finding {
    /// Writes the finding as the command line shows it, three or four lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity, self.rule, self.place)?;
        writeln!(f, "  found:    {}", self.found)?;
        write!(f, "  expected: {}", self.expected)?;
        if !self.fix.is_empty() {
            write!(f, "\n  fix:      {}", self.fix)?;
        }
        Ok(())
    }
}

/// Characters of what stands there that a finding tells, and of an id.
const LONGEST_FOUND: usize = 1_000;
const LONGEST_ID: usize = 100;

/// Returns text as long as a person reads it, with a count of what is left out.
fn shortened(text: String, longest: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(longest) else { return text };
    let more = text.get(at..).map_or(0, |rest| rest.chars().count());
    let start = text.get(..at).unwrap_or_default();
    format!("{start}… and {} more characters", super::with_thousands(&more.to_string()))
}

/// Rules of which one fault, such as an unknown word, often stands in many rows.
const GATHERED_RULES: [Rule; 7] = [
    Rule::CellUnreadable,
    Rule::RequiredCellUnreadable,
    Rule::UnknownSite,
    Rule::UnknownLease,
    Rule::DuplicateId,
    Rule::RowNoRecord,
    Rule::SubtotalRow,
];
/// Rows from which findings that say the same are one.
const GATHERED: usize = 4;
/// Texts that such a finding quotes where they differ.
const QUOTED: usize = 3;

/// What findings have in common that can be put together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    rule: Rule,
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    column: Option<String>,
    /// Empty where it differs from row to row by its nature.
    found: String,
    expected: String,
    fix: String,
}

impl Kind {
    fn of(finding: &Finding) -> Self {
        let differ = [Rule::RowNoRecord, Rule::SubtotalRow, Rule::DuplicateId];
        let is_alike = !differ.contains(&finding.rule);
        Self {
            rule: finding.rule,
            file: finding.place.file.clone(),
            sheet: finding.place.sheet.clone(),
            column: finding.place.column.clone(),
            found: if is_alike { finding.found.clone() } else { String::new() },
            expected: finding.expected.clone(),
            fix: finding.fix.clone(),
        }
    }
}

/// Makes one finding of those of a kind, in order of their rows.
fn together(group: Vec<Finding>) -> Option<Finding> {
    let rows: Vec<u32> = group.iter().filter_map(|f| f.place.row).collect();
    let mut texts: Vec<String> = Vec::new();
    for finding in &group {
        if !texts.contains(&finding.found) && texts.len() <= QUOTED {
            texts.push(finding.found.clone());
        }
    }
    let more = if texts.len() > QUOTED { "; and others" } else { "" };
    texts.truncate(QUOTED);
    let named = super::rows_named(&rows)?;
    let mut first = group.first()?.clone();
    if group.iter().any(|own| own.id != first.id) {
        first.id.clear();
    }
    Some(Finding { found: format!("{}{more}, in {named}", texts.join("; ")), of: group, ..first })
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

    /// Returns every finding by itself, those that were put together too, in the order of a report.
    #[must_use]
    pub fn each_by_record(&self) -> Self {
        let Self(mut each) = self.each();
        each.sort_by(Finding::order_of_records);
        Self(each)
    }

    /// Returns every finding by itself, those that were put together too, in order.
    #[must_use]
    pub fn each(&self) -> Self {
        let each = self.0.iter().flat_map(|finding| match finding.of.as_slice() {
            [] => std::slice::from_ref(finding),
            of => of,
        });
        let mut each: Vec<Finding> = each.cloned().collect();
        each.sort_by(Finding::order);
        Self(each)
    }

    /// Puts findings that say the same of the same column in four rows or more into one, which names the first rows:
    /// an unknown word or id, a row that is no record.
    ///
    /// Rows that are no records, and ids given twice, say the same whatever stands in them.
    pub fn gather(&mut self) {
        let mut groups: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (at, finding) in self.0.iter().enumerate() {
            let is_gathered = GATHERED_RULES.contains(&finding.rule);
            if is_gathered && finding.place.row.is_some() && finding.of.is_empty() {
                groups.entry(Kind::of(finding)).or_default().push(at);
            }
        }
        let mut gathered: Vec<Option<Finding>> =
            std::mem::take(&mut self.0).into_iter().map(Some).collect();
        for mut group in groups.into_values().filter(|group| group.len() >= GATHERED) {
            group.sort_by_key(|at| gathered[*at].as_ref().and_then(|f| f.place.row));
            let first = group[0];
            let of_group: Vec<Finding> =
                group.into_iter().filter_map(|at| gathered[at].take()).collect();
            gathered[first] = together(of_group);
        }
        self.0 = gathered.into_iter().flatten().collect();
    }

    /// Gives each finding the severity that `severity` says.
    pub fn regrade(&mut self, severity: impl Fn(Rule) -> Severity) {
        for finding in &mut self.0 {
            finding.severity = severity(finding.rule);
            for own in &mut finding.of {
                own.severity = finding.severity;
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: Rule, row: u32, found: &str) -> Finding {
        let place = Place { row: Some(row), ..Place::file("sites.csv") };
        Finding::new(rule, place, &format!("S{row}"), found.to_owned(), "a word".to_owned())
    }

    fn gathered(all: Vec<Finding>) -> Vec<(Option<u32>, String)> {
        let mut findings = Findings(all);
        findings.gather();
        findings.sort();
        findings.iter().map(|f| (f.place.row, f.found.clone())).collect()
    }

    #[test]
    fn the_same_of_many_rows_is_said_once_and_every_row_is_kept() {
        let of = |row| finding(Rule::CellUnreadable, row, "\"offise\"");
        let mut all: Vec<Finding> = [10, 9, 30, 31, 32, 33, 2].map(of).into();
        all.push(finding(Rule::CellUnreadable, 3, "\"hangar\""));
        let mut findings = Findings(all.clone());
        findings.gather();
        let one = findings.iter().find(|f| f.place.row == Some(2)).unwrap();
        assert_eq!(one.found, "\"offise\", in 7 rows (2, 9, 10, 30, 31 and 2 more)");
        assert_eq!(one.rows().count(), 7);
        assert!(one.is_about("S33") && !one.is_about("S3"));
        assert_eq!(gathered(all)[1], (Some(3), "\"hangar\"".to_owned()));
    }

    #[test]
    fn rows_stand_in_order_of_their_number() {
        let all = [(10, "\"a\""), (9, "\"b\""), (100, "\"0\"")];
        let all = all.map(|(row, found)| finding(Rule::CellUnreadable, row, found));
        let rows: Vec<Option<u32>> = gathered(all.into()).into_iter().map(|(row, _)| row).collect();
        assert_eq!(rows, [Some(9), Some(10), Some(100)]);
    }

    #[test]
    fn rows_that_are_no_records_are_one_finding_with_the_first_texts() {
        let all = [(4, "A"), (2, "B"), (6, "C"), (8, "D")];
        let all = all.map(|(row, found)| finding(Rule::RowNoRecord, row, found));
        let expected = "B; A; C; and others, in 4 rows (2, 4, 6, 8)".to_owned();
        assert_eq!(gathered(all.into()), [(Some(2), expected)]);
    }
}
