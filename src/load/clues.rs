//! What the cells of a table tell of how its columns are written: gathered on the way, told once a column.
//!
//! A table is read on the assumption that nothing speaks against the usual way of writing. Where a clue does,
//! the columns are judged as a whole (`manner`), and the table is read once more by what was found.

use super::{
    cell::Fault,
    date::Shows,
    header::Header,
    manner::Manner,
    raw::RawTable,
    schema::{SchemaColumn, SchemaTable},
};
use crate::model::{Finding, Findings, Rule, counted};

/// Something that a cell tells of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clue {
    /// A number that could be two.
    Either,
    /// A decimal comma.
    Comma,
    /// A date of which either part can be the day.
    DayOrMonth,
    /// A date of which only the second part can be the day.
    MonthFirst,
    /// A year of two digits; read.
    TwoDigits,
    /// A stamp in universal time that is the next day by the British clock, or the one before; read.
    ByClock,
    /// The column's own unit behind the number; read.
    UnitNamed,
    /// `CR` or `DR`; read.
    Ledger,
    /// An exponent that leaves the last digits open; read.
    CutNumber,
    /// An id that a spreadsheet rounded; kept.
    DamagedId,
    /// An id that is listed only without the `.0` at its end, or only with one; read.
    IdWithPoint,
}

/// Clues in their order.
const CLUES: usize = 11;

/// The clues of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ClueSet(u16);

impl ClueSet {
    /// No clue.
    pub const NONE: Self = Self(0);

    /// Adds a clue where it holds.
    pub const fn with(self, clue: Clue, holds: bool) -> Self {
        if holds { Self(self.0 | 1 << clue as u16) } else { self }
    }

    /// Adds the clues of another.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, clue: Clue) -> bool {
        self.0 & 1 << clue as u16 != 0
    }

    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// How often a clue stands in a column, and where first.
#[derive(Debug, Clone, Default)]
struct Seen {
    count: usize,
    row: u32,
    text: String,
}

/// The clues of a table, by column of its schema.
#[derive(Debug, Clone)]
pub(super) struct Clues {
    of: Vec<Option<Box<[Seen; CLUES]>>>,
}

/// What is known of the columns of a table when it is read: nothing, the first time.
#[derive(Debug, Default)]
pub(super) struct Manners {
    of: Vec<Known>,
}

/// What is known of one column.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// How its numbers are written, where that is in question.
    pub numbers: Option<Manner>,
    /// The row of a date that has the month first.
    pub month_first: Option<u32>,
}

impl Manners {
    /// Returns what is known of a column by its place in the schema.
    pub fn of(&self, column: usize) -> Option<&Known> {
        self.of.get(column).filter(|known| known.numbers.is_some() || known.month_first.is_some())
    }
}

impl Clues {
    pub fn new(table: &SchemaTable) -> Self {
        Self { of: table.columns.iter().map(|_| None).collect() }
    }

    /// Takes down what a cell of a column tells.
    pub fn take(&mut self, column: usize, clue_set: ClueSet, row: u32, text: &str) {
        let Some(of) = self.of.get_mut(column) else { return };
        let of = of.get_or_insert_default();
        for (_, seen) in of.iter_mut().enumerate().filter(|(at, _)| clue_set.0 & 1 << at != 0) {
            if seen.count == 0 {
                seen.row = row;
                text.trim().clone_into(&mut seen.text);
            }
            seen.count += 1;
        }
    }

    /// Adds the clues of the next block.
    pub fn append(&mut self, next: Self) {
        for (of, next) in self.of.iter_mut().zip(next.of) {
            match (of.as_mut(), next) {
                (Some(of), Some(next)) => {
                    for (seen, next) in of.iter_mut().zip(*next) {
                        let count = seen.count + next.count;
                        if seen.count == 0 {
                            *seen = next;
                        }
                        seen.count = count;
                    }
                }
                (None, next) => *of = next,
                (Some(_), None) => {}
            }
        }
    }

    fn seen(&self, column: usize, clue: Clue) -> Option<&Seen> {
        let seen = self.of.get(column)?.as_ref()?.get(clue as usize)?;
        (seen.count > 0).then_some(seen)
    }

    /// Judges the columns that a clue puts in question; `None` when the table can stay as it was read.
    pub fn judged(&self, raw: &RawTable, header: &Header, table: &SchemaTable) -> Option<Manners> {
        let any = |clue| (0..self.of.len()).any(|at| self.seen(at, clue).is_some());
        let commas = any(Clue::Comma);
        // A point that could part thousands is read at once, and is no clue: with a comma, all columns are seen.
        let look = |(at, column): (usize, &SchemaColumn)| {
            let either = self.seen(at, Clue::Either).is_some();
            let place = header.at(column.name).filter(|_| column.kind.is_number());
            place.filter(|_| commas || either).map(|place| manner_of(raw, place, column.unit))
        };
        let mut manners: Vec<Option<Manner>> = table.columns.iter().enumerate().map(look).collect();
        if commas && !manners.iter().flatten().any(|manner| manner.points) {
            manners.iter_mut().flatten().filter(|m| m.commas == 0).for_each(Manner::beside_commas);
        }
        let known = |(at, (column, numbers)): (usize, (&SchemaColumn, Option<Manner>))| {
            let month_first = self.seen(at, Clue::MonthFirst).map(|seen| seen.row);
            Known {
                numbers: numbers.filter(|manner| manner.is_in_question(column.kind)),
                month_first: month_first.filter(|_| self.seen(at, Clue::DayOrMonth).is_some()),
            }
        };
        let of = table.columns.iter().zip(manners).enumerate().map(known).collect();
        let known = Manners { of };
        (0..known.of.len()).any(|at| known.of(at).is_some()).then_some(known)
    }

    /// Tells once a column what was read by a rule.
    pub fn tell(&self, raw: &RawTable, table: &SchemaTable, findings: &mut Findings) {
        for (at, column) in table.columns.iter().enumerate() {
            let mut say = |clue, rule, what: &str, expected: &str, fix: &str| {
                let Some(seen) = self.seen(at, clue) else { return };
                let count = counted(seen.count, "cell");
                let found = match seen.count {
                    1 => format!("{:?}, {what}", seen.text),
                    _ => format!("{:?}, the first of {count}: {what}", seen.text),
                };
                let place = raw.place(Some(seen.row), Some(column.name));
                findings.push(Finding::new(rule, place, "", found, expected.to_owned()).fix(fix));
            };
            say(
                Clue::TwoDigits,
                Rule::TwoDigitYear,
                "a two-digit year; the policy decides the century",
                "a four-digit year",
                "check the century, or write the year in full",
            );
            say(
                Clue::ByClock,
                Rule::StampByClock,
                "a time in UTC, read as the date in British time",
                "a date with no time",
                "no action, unless the time is not in UTC",
            );
            say(
                Clue::UnitNamed,
                Rule::UnitNamed,
                "the unit is ignored, because it is the column's own",
                "the number only",
                "no action needed",
            );
            say(
                Clue::Ledger,
                Rule::DebitOrCredit,
                "DR is read as a cost and CR as a credit (negative)",
                "costs as positive numbers and credits as negative numbers",
                "check that this is what the ledger means, or use signs instead",
            );
            say(
                Clue::CutNumber,
                Rule::ExponentCut,
                "used as it stands; its last digits may be lost",
                "every digit of the number",
                "format the column as a number in the spreadsheet and save it again",
            );
            say(
                Clue::DamagedId,
                Rule::IdDamaged,
                "rounded by a spreadsheet, so its last digits are lost; kept as it stands",
                "the id as in the source system",
                "copy the column from the source again, formatted as text",
            );
            say(
                Clue::IdWithPoint,
                Rule::IdWithPoint,
                "matched to the same id with or without `.0`",
                "the id as in the other table",
                "format the column as text, or as whole numbers, in both tables",
            );
        }
    }
}

/// Looks at all cells of a column of the file.
fn manner_of(raw: &RawTable, place: usize, unit: &'static str) -> Manner {
    let mut whole = Manner::of(unit);
    let parts = raw.blocks(|block| {
        let mut manner = Manner::of(unit);
        for text in block.column(place).into_iter().flat_map(super::raw::TextCells::iter).flatten()
        {
            manner.see(text);
        }
        manner
    });
    parts.into_iter().for_each(|part| whole.append(part));
    whole
}

/// Returns the clue that the digits of a date are.
pub(super) fn of_date(shows: Shows) -> ClueSet {
    ClueSet::NONE
        .with(Clue::DayOrMonth, shows == Shows::Either)
        .with(Clue::MonthFirst, shows == Shows::MonthFirst)
}

impl Known {
    /// Tells of a date that could be of either order that it is not read, and why.
    pub fn questions_date(&self, clue_set: ClueSet) -> Option<Fault> {
        self.month_first.filter(|_| clue_set.has(Clue::DayOrMonth)).map(Fault::DayOrMonth)
    }
}
