//! What became of the numbers of a column: the sheet's total is what was kept and what was left out.

use rust_decimal::Decimal;

use super::{
    cell::{Filling, cut},
    decimals::number,
    recipe::{Choice, Input, TableSpec, Unit},
    source::{Row, Source, is_null, tidy},
    table::choice_of,
};
use crate::policy::Policy;

/// The sums of one column of a file, in its own units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The table it goes into.
    pub table: String,
    /// Its column there.
    pub column: &'static str,
    /// The file's header.
    pub header: String,
    /// Cells that hold a number.
    pub numbers: usize,
    /// Cells that say nothing.
    pub empty: usize,
    /// Cells that hold something else, or a number that the column cannot hold.
    pub unread: usize,
    /// Sum of the rows that became records; `None` beyond what can be added.
    pub kept: Option<Decimal>,
    /// Sum of the rows that a rule left out.
    pub dropped: Option<Decimal>,
    /// Sum of the rows put together with another, whose value does not count again.
    pub merged: Option<Decimal>,
}

impl Tally {
    /// Returns the sum of the whole sheet.
    #[must_use]
    pub fn total(&self) -> Option<Decimal> {
        self.kept?.checked_add(self.dropped?)?.checked_add(self.merged?)
    }
}

/// Tells which numbers of a group stand in its record, as the choice has it.
fn counting(numbers: &[Option<Decimal>], choice: Choice) -> Vec<bool> {
    let known = || numbers.iter().flatten();
    let all_agree = known().all(|number| known().next() == Some(number));
    let wanted = match choice {
        Choice::Sum => return vec![numbers.iter().all(Option::is_some); numbers.len()],
        Choice::First => known().next(),
        Choice::Last => known().next_back(),
        Choice::Largest => known().max(),
        Choice::Smallest => known().min(),
        Choice::Same => known().next().filter(|_| all_agree || numbers.len() == 1),
    };
    let at = match choice {
        Choice::Last => numbers.iter().rposition(Option::is_some),
        _ => numbers.iter().position(|number| number.is_some() && number.as_ref() == wanted),
    };
    (0..numbers.len()).map(|place| Some(place) == at && wanted.is_some()).collect()
}

/// Adds up every column of numbers that goes into a table as it stands.
pub(super) fn tallies(
    spec: &TableSpec,
    source: &Source,
    lines: &[Vec<(bool, Filling<'_>)>],
    groups: &[Vec<&Row>],
    input: &Input,
    policy: &Policy,
) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for (_, filling) in lines.iter().flatten() {
        let Some(at) = filling.number_column() else { continue };
        let header = source.header[at].clone();
        if tallies.iter().any(|t| t.header == header && t.column == filling.column.name) {
            continue;
        }
        let choice = choice_of(filling, spec);
        let mut tally = Tally {
            table: spec.name.clone(),
            column: filling.column.name,
            header,
            numbers: 0,
            empty: 0,
            unread: 0,
            kept: Some(Decimal::ZERO),
            dropped: Some(Decimal::ZERO),
            merged: Some(Decimal::ZERO),
        };
        let null = &filling.spec.0.null;
        let mark = filling.mark(source);
        let mut read = |row: &Row, kept: bool| {
            // A row that was left out has no columns of other files, and no limits either.
            let text = row.cells.get(at).map_or_else(String::new, |cell| tidy(cell));
            // A per cent is no number of the column's unit, unless the mapping says so.
            let percent = filling.spec.0.unit == Some(Unit::Percent);
            let number = if kept {
                filling.number(&text, source)
            } else {
                let part = cut(&text, &filling.spec.0).unwrap_or_else(|| text.clone());
                number(&part, mark).filter(|_| percent || !part.ends_with('%'))
            };
            match number {
                Some(_) => tally.numbers += 1,
                None if is_null(&text, &input.null, policy) || is_null(&text, null, policy) => {
                    tally.empty += 1;
                }
                None => tally.unread += 1,
            }
            number
        };
        let add = |sum: Option<Decimal>, number: Option<Decimal>| {
            sum?.checked_add(number.unwrap_or(Decimal::ZERO))
        };
        let (mut kept, mut merged, mut dropped) = (tally.kept, tally.merged, tally.dropped);
        for group in groups {
            let numbers: Vec<Option<Decimal>> = group.iter().map(|row| read(row, true)).collect();
            let counts = counting(&numbers, choice);
            for (number, counts) in numbers.into_iter().zip(counts) {
                if counts {
                    kept = add(kept, number);
                } else {
                    merged = add(merged, number);
                }
            }
        }
        for (row, _) in &source.dropped {
            dropped = add(dropped, read(row, false));
        }
        (tally.kept, tally.merged, tally.dropped) = (kept, merged, dropped);
        tallies.push(tally);
    }
    tallies
}
