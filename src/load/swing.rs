//! The sheet of swings of a workbook that a board filled in: who, when, why, and the points of each criterion.
//!
//! The sheet is found by its name, its columns by their headings, a criterion by its entry in the policy, so rows and
//! columns may have moved. Every fault is gathered; with any, nothing is read.

use std::{collections::BTreeMap, fmt};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    book::{Book, BookFault, Rows, letters},
    date::{self, Order},
};
use crate::{
    model::{Date, Measure, Score, SwingSheet, Weight, counted, folded},
    policy::{Criterion, FigureName, Policy},
};

/// What a board filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwingAnswers {
    /// Who gave the points.
    pub by: String,
    /// When.
    pub on: Date,
    /// Why so.
    pub why: String,
    /// Points in ten-thousandths of each criterion of the scores that were filled in, 0 to 1,000,000.
    pub points: Vec<(Measure, u32)>,
}

/// Why a workbook gives no weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwingError {
    /// It cannot be read.
    Workbook(BookFault),
    /// It has no sheet of this name.
    NoSheet(&'static str),
    /// What was filled in is not whole.
    Faults(Vec<SheetFault>),
}

/// One thing that is wrong on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub struct SheetFault {
    /// Such as `F14`; empty of what is not there at all.
    pub cell: String,
    pub found: String,
    pub expected: String,
    pub fix: String,
}

impl fmt::Display for SheetFault {
    /// Writes the fault as the command line shows a finding, after the file's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sheet `{}`", SwingSheet::NAME)?;
        if !self.cell.is_empty() {
            write!(f, ", cell {}", self.cell)?;
        }
        write!(f, "\n  found:    {}\n  expected: {}", self.found, self.expected)?;
        write!(f, "\n  fix:      {}", self.fix)
    }
}

/// Reads the sheet of swings of a workbook, for the criteria of a policy.
///
/// A score without any points is left out. Nobody's points are read by halves.
///
/// # Errors
/// [`SwingError`] if the bytes are not a workbook, have no such sheet, or anything on it is not as it should be.
pub fn swing_answers(bytes: &[u8], policy: &Policy) -> Result<SwingAnswers, SwingError> {
    let mut book = Book::open(bytes.to_vec()).map_err(SwingError::Workbook)?;
    let is_own = |name: &String| folded(name) == folded(SwingSheet::NAME);
    let Some(name) = book.names().into_iter().find(is_own) else {
        return Err(SwingError::NoSheet(SwingSheet::NAME));
    };
    let rows = book.rows(&name, '.').map_err(SwingError::Workbook)?;
    Filled::of(&rows, policy).answers().map_err(SwingError::Faults)
}

/// A criterion's row with its points, where they can be read.
struct PointsRow<'a> {
    criterion: &'a Criterion,
    cell: String,
    /// As filled in; empty if nothing was.
    text: String,
    points: Option<u32>,
}

/// The sheet as it is read.
struct Filled<'a> {
    rows: &'a Rows,
    policy: &'a Policy,
    /// The place of each heading, from 0.
    columns: [usize; 8],
    /// The number of the row of headings.
    headings: u32,
    faults: Vec<SheetFault>,
}

impl<'a> Filled<'a> {
    fn of(rows: &'a Rows, policy: &'a Policy) -> Self {
        let mut own =
            Self { rows, policy, columns: [0; 8], headings: u32::MAX, faults: Vec::new() };
        let wanted = SwingSheet::HEADINGS.map(folded);
        let read = [SwingSheet::WORST, SwingSheet::BEST, SwingSheet::POINTS, SwingSheet::ENTRY];
        let found = rows.iter().find_map(|(number, cells)| {
            let at = |heading: &String| cells.iter().position(|cell| folded(cell) == *heading);
            let all = read.iter().all(|heading| at(&wanted[*heading]).is_some());
            all.then(|| (*number, wanted.each_ref().map(|heading| at(heading).unwrap_or(0))))
        });
        match found {
            Some((number, columns)) => (own.headings, own.columns) = (number, columns),
            None => own.fault(
                String::new(),
                "no row with its headings",
                format!("the headings {}", read.map(|at| SwingSheet::HEADINGS[at]).join(", ")),
                "restore the row of headings, or fill in the sheet of a new report",
            ),
        }
        own
    }

    fn fault(
        &mut self,
        cell: String,
        found: impl Into<String>,
        expected: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let (found, expected, fix) = (found.into(), expected.into(), fix.into());
        self.faults.push(SheetFault { cell, found, expected, fix });
    }

    fn answers(mut self) -> Result<SwingAnswers, Vec<SheetFault>> {
        if self.headings == u32::MAX {
            return Err(self.faults);
        }
        let [who, when, why] = SwingSheet::TOLD;
        let by = self.told(who, "who gave the points, such as Estates Board");
        let on = self.told(when, "the day, such as 30 November 2026");
        let on = on.and_then(|(cell, text)| {
            let last = i32::try_from(self.policy.whole(FigureName::TwoDigitYearLast)).ok()?;
            let day = date::read(&text, Order::DayFirst, last).map(|day| day.date);
            let day = day.or_else(|| date::of_serial(&text));
            if day.is_none() {
                let fix = "enter the day as a date";
                self.fault(cell, format!("{text:?}"), "a date such as 30 November 2026", fix);
            }
            day
        });
        let why = self.told(why, "why the points are as they are, in a sentence");
        let points = self.points();
        match (by, on, why) {
            (Some((_, by)), Some(on), Some((_, why))) if self.faults.is_empty() => {
                Ok(SwingAnswers { by, on, why, points })
            }
            _ => Err(self.faults),
        }
    }

    /// Returns what stands beside a label above the headings, with its cell.
    fn told(&mut self, label: &str, expected: &str) -> Option<(String, String)> {
        let above = self.rows.iter().filter(|(number, _)| *number < self.headings);
        let place = above.clone().find_map(|(number, cells)| {
            let at = cells.iter().position(|cell| folded(cell) == folded(label))?;
            Some((*number, at, cells.get(at + 1).map(|text| text.trim().to_owned())))
        });
        let Some((number, at, text)) = place else {
            let fix = format!(
                "restore the label `{label}` above the headings, with the answer beside it"
            );
            self.fault(String::new(), format!("no cell `{label}`"), expected, fix);
            return None;
        };
        let cell = format!("{}{number}", letters(at + 1));
        let text = text.filter(|text| !text.is_empty());
        if text.is_none() {
            let fix = format!("fill in the cell beside `{label}`");
            self.fault(cell.clone(), "nothing", expected, fix);
        }
        text.map(|text| (cell, text))
    }

    /// Reads the points of the scores that were filled in.
    fn points(&mut self) -> Vec<(Measure, u32)> {
        let rows = self.criteria();
        let mut points = Vec::new();
        for score in Score::ALL {
            let own: Vec<&PointsRow> =
                rows.values().filter(|row| row.criterion.score == *score).collect();
            if own.iter().any(|row| !row.text.is_empty()) {
                self.whole(*score, &own);
                points.extend(own.iter().filter_map(|r| Some((r.criterion.measure, r.points?))));
            }
        }
        if rows.values().all(|row| row.text.is_empty()) && self.faults.is_empty() {
            self.fault(
                String::new(),
                "no points",
                "points for every criterion of at least one score",
                "fill in the column Points of a score",
            );
        }
        points
    }

    /// Finds the row of each criterion below the headings.
    fn criteria(&mut self) -> BTreeMap<Measure, PointsRow<'a>> {
        let mut found: BTreeMap<Measure, PointsRow<'a>> = BTreeMap::new();
        let (rows, policy) = (self.rows, self.policy);
        let (columns, headings) = (self.columns, self.headings);
        let place = |at: usize, number: u32| format!("{}{number}", letters(at));
        for (number, cells) in rows.iter().filter(|(number, _)| *number > headings) {
            let text = |heading: usize| {
                cells.get(columns[heading]).map_or("", |cell| cell.trim()).to_owned()
            };
            let (entry, points) = (text(SwingSheet::ENTRY), text(SwingSheet::POINTS));
            let (worst, best) = (text(SwingSheet::WORST), text(SwingSheet::BEST));
            let entry_cell = place(columns[SwingSheet::ENTRY], *number);
            let cell = place(columns[SwingSheet::POINTS], *number);
            if entry.is_empty() {
                if !points.is_empty() {
                    self.fault(
                        cell,
                        format!("{points:?} beside no criterion"),
                        "points in the row of a criterion",
                        format!(
                            "delete it, or restore the criterion's policy entry in {entry_cell}"
                        ),
                    );
                }
                continue;
            }
            let is_own = |c: &&Criterion| folded(c.measure.word()) == folded(&entry);
            let Some(criterion) = policy.criteria.iter().find(is_own) else {
                let all: Vec<&str> = policy.criteria.iter().map(|c| c.measure.word()).collect();
                self.fault(
                    entry_cell,
                    format!("{entry:?}, which is not a criterion of the policy"),
                    format!("one of {}", all.join(", ")),
                    "restore the entry, delete the row, or give the policy that the workbook was made by with --policy",
                );
                continue;
            };
            if let Some(first) = found.get(&criterion.measure) {
                let fix = format!("delete this row or that of {}", first.cell);
                let once = "each criterion in one row";
                self.fault(
                    entry_cell,
                    format!("{entry:?}, which {} has too", first.cell),
                    once,
                    fix,
                );
                continue;
            }
            let swing = criterion.swing();
            let is_same = [(&worst, &swing.worst), (&best, &swing.best)]
                .iter()
                .all(|(shown, own)| folded(shown) == folded(own));
            if !points.is_empty() && !is_same {
                self.fault(
                    place(columns[SwingSheet::WORST], *number),
                    format!("{entry} from {worst:?} to {best:?}"),
                    format!("the swing of the policy, from {:?} to {:?}", swing.worst, swing.best),
                    "give the policy that the workbook was made by with --policy, or fill in the sheet of a new report",
                );
            }
            let read = read_points(&points);
            if !points.is_empty() && read.is_none() {
                self.fault(
                    cell.clone(),
                    format!("{points:?}"),
                    "points from 0 to 100, with at most four decimals",
                    "enter a number such as 60 or 33.3",
                );
            }
            found.insert(
                criterion.measure,
                PointsRow { criterion, cell, text: points, points: read },
            );
        }
        found
    }

    /// Holds that every criterion of a score has points, and one of them 100.
    fn whole(&mut self, score: Score, rows: &[&PointsRow<'a>]) {
        let clear = format!(
            "give it points, 0 if its swing does not matter; or clear all points of the {score} score to keep its weights"
        );
        let expected = format!("points for every criterion of the {score} score");
        for row in rows.iter().filter(|row| row.text.is_empty()) {
            self.fault(row.cell.clone(), "nothing", expected.clone(), clear.clone());
        }
        for criterion in self.policy.criteria_of(score) {
            if !rows.iter().any(|row| row.criterion.measure == criterion.measure) {
                let found = format!("no row for {}", criterion.measure);
                let fix = "restore its row, or fill in the sheet of a new report";
                self.fault(String::new(), found, expected.clone(), fix);
            }
        }
        let most = rows.iter().filter_map(|row| Some((row.points?, &row.cell)));
        let most = most.reduce(|most, next| if next.0 > most.0 { next } else { most });
        let all_read = rows.iter().all(|row| row.text.is_empty() || row.points.is_some());
        if let Some((points, cell)) =
            most.filter(|(points, _)| all_read && *points < Weight::FULL.units())
        {
            let shown = Weight::of_units(points).unwrap_or(Weight::NONE);
            self.fault(
                cell.clone(),
                format!(
                    "{shown} as the most of {}",
                    counted(rows.len(), "criterion").replace("criterions", "criteria")
                ),
                format!("100 points for the swing of the {score} score that matters most"),
                "give that swing 100 points, and every other its points beside it",
            );
        }
    }
}

/// Reads points as ten-thousandths; `None` of anything but a number from 0 to 100 with at most four decimals.
///
/// A comma is a decimal comma, unless three digits follow it. The noise of binary arithmetic is dropped.
fn read_points(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = match text.split_once(',') {
        Some((_, decimals)) if decimals.len() == 3 || text.contains('.') => return None,
        Some((whole, decimals)) => format!("{whole}.{decimals}"),
        None => text.to_owned(),
    };
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let number: Decimal = text.parse().ok().filter(|_| is_plain)?;
    let units = number.checked_mul(Decimal::from(Weight::UNIT))?;
    let whole = units.round();
    let noise = Decimal::new(1, 6);
    let is_whole = (units - whole).abs() <= noise;
    let units = is_whole.then(|| whole.to_u32()).flatten()?;
    (units <= Weight::FULL.units() && !number.is_sign_negative()).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("100", Some(1_000_000))]
    #[case("100 ", Some(1_000_000))]
    #[case("\u{a0}0", Some(0))]
    #[case("33.3333", Some(333_333))]
    #[case("12.345600000000001", Some(123_456))]
    #[case("33,5", Some(335_000))]
    #[case("1,000", None)]
    #[case("1,000.5", None)]
    #[case("33.333333333333336", None)]
    #[case("100.0001", None)]
    #[case("-1", None)]
    #[case("50%", None)]
    #[case("1_0", None)]
    #[case("most", None)]
    #[case("", None)]
    fn points_are_numbers_from_0_to_100(#[case] text: &str, #[case] units: Option<u32>) {
        assert_eq!(read_points(text), units);
    }
}
