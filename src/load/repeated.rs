//! The same line twice in a table without ids: an export read in twice, or two that are equal by right.
//!
//! Lines are the same when every cell of theirs is, those of columns that nothing reads too; a long table that repeats
//! itself throughout is told even if such columns differ, as those of two exports do. They are used as they stand: only who keeps the table can tell an invoice booked twice from two that are alike.

use std::collections::BTreeMap;

use polars::prelude::*;
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    columns,
    header::Header,
    raw::{Block, RawTable},
    schema::{self, SchemaTable},
};
use crate::{
    model::{Finding, Findings, Rule, counted, with_thousands},
    policy::{FigureName, Policy},
};

/// One line of a small table: what lines with the same cells share, its number and the amount at stake.
pub(super) struct Line {
    same: u64,
    /// What lines with the same cells in the columns that are read share.
    read: u64,
    row: u32,
    amount: Option<Decimal>,
}

/// Small tables whose lines have no id of their own, and the column that doubled lines would double.
const WITHOUT_IDS: [(&str, Option<&str>); 4] = [
    (schema::TEAMS.name, Some("fte")),
    (schema::CONSTRAINTS.name, None),
    (schema::LEASE_EVENTS.name, None),
    (schema::AGREEMENTS.name, None),
];

/// Returns the lines of a block of a small table without ids; none of any other.
pub(super) fn lines(table: &SchemaTable, header: &Header, block: &Block<'_>) -> Vec<Line> {
    let Some((_, column)) = WITHOUT_IDS.iter().find(|(name, _)| *name == table.name) else {
        return Vec::new();
    };
    let cells = column.and_then(|name| header.at(name)).and_then(|at| block.column(at));
    let amount = |at: usize| cells.and_then(|c| c.get(at)).and_then(super::number_of);
    let columns: Vec<_> =
        table.columns.iter().filter_map(|c| block.column(header.at(c.name)?)).collect();
    let read = |at: usize| {
        let cells = columns.iter().map(|cells| cells.get(at).unwrap_or_default().trim());
        // A byte that no text holds parts the cells.
        cells.fold(0_u64, |sum, cell| {
            let bytes = cell.bytes().chain([0xff]);
            bytes.fold(sum, |sum, byte| mixed(sum, u64::from(byte)))
        })
    };
    let rows = block.rows().iter().zip(block.lines()).enumerate();
    rows.map(|(at, (row, same))| Line { same, read: read(at), row: *row, amount: amount(at) })
        .collect()
}

/// Puts a number into a sum of numbers in which their order counts.
const fn mixed(sum: u64, number: u64) -> u64 {
    (sum.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What is known of lines that stand more than once.
#[derive(Default)]
struct Repeats {
    /// Lines of the table.
    lines: usize,
    /// Lines that differ from every one before them.
    distinct: usize,
    /// How often the whole table stands: what divides the times of every line.
    common: usize,
    /// Rows of the lines beyond the first of their kind.
    further: Vec<u32>,
    /// What is at stake: of the lines beyond the first, and of all.
    sums: Option<(Decimal, Decimal)>,
    /// Whether only columns that are read were held against each other.
    is_by_read: bool,
}

impl Repeats {
    fn add(&mut self, distinct: usize, common: usize) {
        self.common = common_divisor(self.common, common);
        self.distinct += distinct;
    }

    /// Tells whether the table stands more than once as a whole.
    const fn is_whole(&self) -> bool {
        self.common > 1 && self.distinct > 1
    }

    /// Tells whether it stands so often as an export that is read in again: twelve equal monthly charges are right.
    const fn is_read_in_again(&self) -> bool {
        self.is_whole() && self.common < 4
    }

    fn tell(
        mut self,
        raw: &RawTable,
        table: &SchemaTable,
        unit: &str,
        policy: &Policy,
        findings: &mut Findings,
    ) {
        let once = if self.is_whole() { self.lines / self.common } else { self.distinct };
        let beyond = self.lines - once;
        let share = Decimal::from(beyond) / Decimal::from(self.lines.max(1));
        if beyond == 0 || share < policy.figure(FigureName::RepeatedLines) {
            return;
        }
        self.further.sort_unstable();
        let pounds = |sum: Decimal| {
            let text = with_thousands(&sum.normalize().to_string());
            match unit {
                "£" => format!("£{}", with_thousands(&format!("{sum:.2}"))).replace("£-", "−£"),
                unit => format!("{text} {unit}"),
            }
        };
        let part = |all: Decimal| {
            let copies = Decimal::from(self.common.max(1));
            all.checked_div(copies).map_or(all, |one| (all - one).round_dp(2))
        };
        let sums = self.sums;
        let sums = sums.map(|(own, all)| (if self.is_whole() { part(all) } else { own }, all));
        let at_stake = sums.map(|(beyond, all)| format!(", {} of {}", pounds(beyond), pounds(all)));
        let at_stake = at_stake.unwrap_or_default();
        let line = counted(beyond, "line");
        let found = if self.is_whole() {
            let times = match self.common {
                2 => "twice".to_owned(),
                times => format!("{times} times"),
            };
            let aside = if self.is_by_read { ", ignoring columns that are not read" } else { "" };
            format!("the whole table {times}{aside}: {line} repeated{at_stake}")
        } else {
            let rows = raw.origin.named(&self.further);
            let is = if beyond == 1 { "is" } else { "are" };
            format!("{line} that {is} the same as an earlier one{at_stake}: {rows}")
        };
        let place = raw.place(self.further.first().copied(), None);
        let expected = format!("each line once only: {}", table.row_is);
        findings.push(Finding::new(Rule::RepeatedLines, place, "", found, expected).fix(
            "delete the lines that were read in twice; no action if they are separate. All are \
                used",
        ));
    }
}

/// Looks for lines of a small table that stand more than once.
pub(super) fn look(
    raw: &RawTable,
    table: &SchemaTable,
    lines: Vec<Line>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let unit = WITHOUT_IDS.iter().find(|(name, _)| *name == table.name);
    let unit = unit.and_then(|(_, column)| *column).unwrap_or_default();
    let mut repeats = small(&lines, |line| line.same);
    if repeats.further.is_empty() {
        let by_read = small(&lines, |line| line.read);
        if by_read.is_read_in_again() {
            repeats = Repeats { is_by_read: true, ..by_read };
        }
    }
    repeats.sums = repeats.sums.filter(|_| !unit.is_empty());
    repeats.tell(raw, table, unit, policy, findings);
}

/// Looks for what repeats within a small table by what its lines share.
fn small(lines: &[Line], share: impl Fn(&Line) -> u64) -> Repeats {
    let mut repeats = Repeats { lines: lines.len(), ..Repeats::default() };
    let mut by_line: BTreeMap<u64, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        by_line.entry(share(line)).or_default().push(line);
    }
    let sum = |lines: &mut dyn Iterator<Item = &Line>| {
        lines.filter_map(|line| line.amount).try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let mut beyond = Some(Decimal::ZERO);
    for same in by_line.values() {
        repeats.add(1, same.len());
        repeats.further.extend(same.iter().skip(1).map(|line| line.row));
        let of_same = sum(&mut same.iter().skip(1).copied());
        beyond = beyond.zip(of_same).and_then(|(all, own)| all.checked_add(own));
    }
    repeats.sums = beyond.zip(sum(&mut lines.iter()));
    repeats
}

/// What one site's lines of a long table say.
struct OfSite {
    distinct: usize,
    /// What divides the times that each line stands.
    common: usize,
    /// Places in the frame of the lines beyond the first of their kind.
    further: Vec<usize>,
}

/// Looks for lines of a long table, sorted by site, that stand more than once.
///
/// `lines` holds for each what lines with the same cells share.
pub(super) fn in_frame(
    raw: &RawTable,
    table: &SchemaTable,
    (frame, lines): (&DataFrame, &[u64]),
    has_unread: bool,
    policy: &Policy,
    findings: &mut Findings,
) -> PolarsResult<()> {
    let sites = frame.column(columns::SITE)?.rechunk();
    let sites = sites.u32()?.cont_slice()?;
    let mut starts = vec![0];
    starts.extend(sites.chunk_by(PartialEq::eq).scan(0, |at, run| {
        *at += run.len();
        Some(*at)
    }));
    let (mut repeats, mut further) = by_site(lines, &starts);
    if further.is_empty() && has_unread {
        (repeats, further) = by_site(&read_alone(frame)?, &starts);
        repeats.is_by_read = true;
        further.retain(|_| repeats.is_read_in_again());
    }
    if further.is_empty() {
        return Ok(());
    }
    let rows = frame.column(columns::ROW)?;
    let rows = rows.u32()?;
    repeats.further = further.iter().filter_map(|at| rows.get(*at)).collect();
    let mut unit = "";
    if let Ok(pence) = frame.column(columns::PENCE) {
        let pence = pence.i64()?;
        let pounds = |pence: i128| Decimal::try_from_i128_with_scale(pence, 2).ok();
        let beyond = further.iter().filter_map(|at| pence.get(*at)).map(i128::from).sum();
        let all = pence.iter().flatten().map(i128::from).sum();
        repeats.sums = pounds(beyond).zip(pounds(all));
        unit = "£";
    }
    repeats.tell(raw, table, unit, policy, findings);
    Ok(())
}

/// Looks for what repeats within the lines of each site, which end at `starts`.
fn by_site(lines: &[u64], starts: &[usize]) -> (Repeats, Vec<usize>) {
    let of_sites: Vec<OfSite> =
        starts.par_windows(2).map(|run| of_site(&lines[run[0]..run[1]], run[0])).collect();
    let mut repeats = Repeats { lines: lines.len(), ..Repeats::default() };
    let mut further = Vec::new();
    for of_site in of_sites {
        repeats.add(of_site.distinct, of_site.common);
        further.extend(of_site.further);
    }
    (repeats, further)
}

/// Returns for each line a number that lines with the same cells in the columns that are read share.
fn read_alone(frame: &DataFrame) -> PolarsResult<Vec<u64>> {
    let mut lines = vec![0_u64; frame.height()];
    for column in frame.columns() {
        if column.name() == columns::ROW {
            continue;
        }
        let cells = column.cast(&DataType::Int64)?;
        for (line, cell) in lines.iter_mut().zip(cells.i64()?.iter()) {
            let number = cell.map_or(u64::MAX, i64::cast_unsigned);
            *line = mixed(*line, number);
        }
    }
    Ok(lines)
}

fn of_site(lines: &[u64], start: usize) -> OfSite {
    if are_distinct(lines) {
        return OfSite { distinct: lines.len(), common: 1, further: Vec::new() };
    }
    let mut times: BTreeMap<u64, usize> = BTreeMap::new();
    let mut further = Vec::new();
    for (at, line) in (start..).zip(lines) {
        let count = times.entry(*line).or_default();
        *count += 1;
        if *count > 1 {
            further.push(at);
        }
    }
    let common = times.values().copied().fold(0, common_divisor);
    OfSite { distinct: times.len(), common, further }
}

/// Returns the largest number that divides both; zero is divided by all.
const fn common_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

/// Tells whether no two numbers are the same, by putting each where its last bits say.
///
/// Most sites' lines are distinct, and this is many times faster than to sort them.
fn are_distinct(lines: &[u64]) -> bool {
    let mut slots = vec![0_u64; (lines.len() * 2).next_power_of_two()];
    let last = slots.len() - 1;
    lines.iter().all(|line| {
        let number = (*line).max(1);
        let mut at = usize::try_from(number & u64::try_from(last).unwrap_or(0)).unwrap_or(0);
        while slots[at] != 0 && slots[at] != number {
            at = (at + 1) & last;
        }
        let is_new = slots[at] == 0;
        slots[at] = number;
        is_new
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_numbers_are_found_wherever_they_stand() {
        assert!(are_distinct(&[]) && are_distinct(&[0, 2, 8, 16, 24]));
        assert!(!are_distinct(&[8, 16, 24, 0, 8]));
        let OfSite { distinct, common, further } = of_site(&[7, 9, 7, 7], 10);
        assert_eq!((distinct, common, further), (2, 1, vec![12, 13]));
        assert_eq!(of_site(&[7, 9, 7, 9], 0).common, 2);
    }
}
