//! What became of the numbers of a column: the sheet's total is what was kept and what was left out.

use rust_decimal::Decimal;

use super::{
    cell::{Filling, Making, cut},
    decimals::number,
    recipe::{Choice, SourceUnit, TableSpec},
    source::{Row, is_null, tidy},
    table::choice_of,
};
use crate::model::Findings;

/// The sums of one column of a file, in its own units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The table it goes into.
    pub table: String,
    /// Its column there.
    pub column: &'static str,
    /// The file's header, and which of several with that header.
    pub header: String,
    /// Cells that hold a number.
    pub numbers: usize,
    /// Cells that say nothing.
    pub empty: usize,
    /// Cells that hold something else, or a number that the column cannot hold.
    pub unread: usize,
    /// Cells of rows that became records whose amount was rounded to the penny.
    pub rounded: usize,
    /// Sum of the rows that became records; `None` beyond what can be added.
    pub kept: Option<Decimal>,
    /// Sum of the rows that a rule left out.
    pub dropped: Option<Decimal>,
    /// Sum of what does not count again: of rows put together with another, and of cells that would have filled
    /// one that another column fills.
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

/// Adds up every column of numbers that goes into a table as it stands, and those that fill the gaps of another.
pub(super) fn tallies(
    spec: &TableSpec,
    making: &Making<'_>,
    lines: &[Vec<(bool, Filling<'_>)>],
    groups: &[Vec<&Row>],
) -> Vec<Tally> {
    let mut tallies: Vec<((usize, &'static str), Tally)> = Vec::new();
    for (_, filling) in lines.iter().flatten() {
        let chain = filling.chain();
        let choice = choice_of(filling, spec);
        // Of each row, which link of the chain fills the cell, and with what number.
        let filled: Vec<Vec<(usize, Option<Decimal>)>> = groups
            .iter()
            .map(|group| group.iter().map(|row| filled_by(&chain, row, making)).collect())
            .collect();
        for (link, of_chain) in chain.iter().enumerate() {
            let Some(at) = of_chain.number_column() else { continue };
            let column = of_chain.column.name;
            if tallies.iter().any(|(key, _)| *key == (at, column)) {
                continue;
            }
            let mut tally = Tally {
                table: spec.name.clone(),
                column,
                header: making.source.shown(at),
                numbers: 0,
                empty: 0,
                unread: 0,
                rounded: 0,
                kept: Some(Decimal::ZERO),
                dropped: Some(Decimal::ZERO),
                merged: Some(Decimal::ZERO),
            };
            let add = |sum: &mut Option<Decimal>, number: Option<Decimal>| {
                *sum = sum.and_then(|sum| sum.checked_add(number.unwrap_or(Decimal::ZERO)));
            };
            for (group, filled) in groups.iter().zip(&filled) {
                let numbers: Vec<Option<Decimal>> = filled.iter().map(|(_, n)| *n).collect();
                let counts = counting(&numbers, choice);
                for ((row, (by, _)), counts) in group.iter().zip(filled).zip(counts) {
                    let number = read(row, of_chain, at, making, true, &mut tally);
                    let is_kept = counts && *by == link;
                    add(if is_kept { &mut tally.kept } else { &mut tally.merged }, number);
                }
            }
            for (row, _) in &making.source.dropped {
                let number = read(row, of_chain, at, making, false, &mut tally);
                add(&mut tally.dropped, number);
            }
            tallies.push(((at, column), tally));
        }
    }
    tallies.into_iter().map(|(_, tally)| tally).collect()
}

/// Returns which link of a chain fills the cell of a row, and its number.
fn filled_by(chain: &[&Filling<'_>], row: &Row, making: &Making<'_>) -> (usize, Option<Decimal>) {
    let says = |link: &&Filling<'_>| {
        link.is_constant() || link.of_row(row, making, &mut Findings::default()).is_some()
    };
    // The last needs no look: what it holds is all there is.
    let others = chain.len().saturating_sub(1);
    let by = chain.iter().take(others).position(says).unwrap_or(others);
    let number = chain.get(by).and_then(|link| {
        let at = link.number_column()?;
        link.number(&text_of(row, at), making)
    });
    (by, number)
}

/// Returns a cell's text; a row that was left out has no columns of other files.
fn text_of(row: &Row, at: usize) -> String {
    row.cells.get(at).map_or_else(String::new, |cell| tidy(cell))
}

/// Reads the number of a row that was kept or left out, and counts what its cell holds.
fn read(
    row: &Row,
    filling: &Filling<'_>,
    at: usize,
    making: &Making<'_>,
    kept: bool,
    tally: &mut Tally,
) -> Option<Decimal> {
    let own = &filling.spec.0;
    let text = text_of(row, at);
    // A per cent is no number of the column's unit, unless the mapping says so.
    let percent = own.unit == Some(SourceUnit::Percent);
    let number = if kept {
        filling.number(&text, making)
    } else {
        // No limits hold for a row that is no record.
        let part = cut(&text, own).unwrap_or_else(|| text.clone());
        let (mark, kind) = (filling.mark(making.source), filling.column.kind);
        let read = number(&part, &mark, kind, making.policy).map(|number| number.value);
        read.filter(|_| percent || !part.ends_with('%'))
    };
    let says = |words: &[String]| !is_null(&text, words, making.policy);
    match number {
        Some(number) => {
            tally.numbers += 1;
            tally.rounded += usize::from(kept && filling.is_rounded(number));
        }
        None if says(&making.input.null) && says(&own.null) => tally.unread += 1,
        None => tally.empty += 1,
    }
    number
}
