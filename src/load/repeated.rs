//! The same line twice in a table without ids: an export read in twice, or two that are equal by right.
//!
//! Lines are the same when every cell of theirs is, those of columns that nothing reads too. They are used as they
//! stand: only who keeps the table can tell an invoice booked twice from two that are alike.

use std::collections::BTreeMap;

use polars::prelude::*;
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    columns,
    header::Header,
    raw::{Block, RawTable},
    schema::{self, Table},
};
use crate::{
    model::{Finding, Findings, Rule, counted, with_thousands},
    policy::{FigureName, Policy},
};

/// One line of a small table: what lines with the same cells share, its number and the amount at stake.
pub(super) struct Line {
    same: u64,
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
pub(super) fn lines(table: &Table, header: &Header, block: &Block<'_>) -> Vec<Line> {
    let Some((_, column)) = WITHOUT_IDS.iter().find(|(name, _)| *name == table.name) else {
        return Vec::new();
    };
    let cells = column.and_then(|name| header.at(name)).and_then(|at| block.column(at));
    let amount = |at: usize| cells.and_then(|c| c.get(at)).and_then(super::number_of);
    let rows = block.rows().iter().zip(block.lines()).enumerate();
    rows.map(|(at, (row, same))| Line { same, row: *row, amount: amount(at) }).collect()
}

/// What is known of lines that stand more than once.
#[derive(Default)]
struct Repeats {
    /// Lines of the table.
    lines: usize,
    /// Lines that differ from every one before them.
    distinct: usize,
    /// How often each of those that repeat stands; the least and the most over all.
    least: usize,
    most: usize,
    /// Rows of the lines beyond the first of their kind.
    further: Vec<u32>,
    /// What is at stake: of the lines beyond the first, and of all.
    sums: Option<(Decimal, Decimal)>,
}

impl Repeats {
    fn add(&mut self, distinct: usize, (least, most): (usize, usize)) {
        self.least = if self.distinct == 0 { least } else { self.least.min(least) };
        self.most = self.most.max(most);
        self.distinct += distinct;
    }

    fn tell(
        mut self,
        raw: &RawTable,
        table: &Table,
        unit: &str,
        policy: &Policy,
        findings: &mut Findings,
    ) {
        let beyond = self.lines - self.distinct;
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
        let at_stake =
            self.sums.map(|(beyond, all)| format!(", {} of {}", pounds(beyond), pounds(all)));
        let at_stake = at_stake.unwrap_or_default();
        let is_whole = self.least == self.most && self.distinct > 1;
        let line = counted(beyond, "line");
        let found = if is_whole {
            let times =
                if self.most == 2 { "twice".to_owned() } else { format!("{} times", self.most) };
            format!("the whole table {times}: {line} again{at_stake}")
        } else {
            let rows = raw.origin.named(&self.further);
            let is = if beyond == 1 { "is" } else { "are" };
            format!("{line} that {is} the same as an earlier one{at_stake}: {rows}")
        };
        let place = raw.place(self.further.first().copied(), None);
        let expected = format!("each line once: {}", table.row_is);
        findings.push(Finding::new(Rule::RepeatedLines, place, "", found, expected).mend(
            "delete the lines that came in twice; nothing to do where two are alike by right. All are used",
        ));
    }
}

/// Looks for lines of a small table that stand more than once.
pub(super) fn look(
    raw: &RawTable,
    table: &Table,
    lines: Vec<Line>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let unit = WITHOUT_IDS.iter().find(|(name, _)| *name == table.name);
    let unit = unit.and_then(|(_, column)| *column).unwrap_or_default();
    let mut repeats = Repeats { lines: lines.len(), ..Repeats::default() };
    let mut by_line: BTreeMap<u64, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        by_line.entry(line.same).or_default().push(line);
    }
    let sum = |lines: &mut dyn Iterator<Item = &Line>| {
        lines.filter_map(|line| line.amount).try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let mut beyond = Some(Decimal::ZERO);
    for same in by_line.values() {
        repeats.add(1, (same.len(), same.len()));
        repeats.further.extend(same.iter().skip(1).map(|line| line.row));
        let of_same = sum(&mut same.iter().skip(1).copied());
        beyond = beyond.zip(of_same).and_then(|(all, own)| all.checked_add(own));
    }
    repeats.sums = beyond.zip(sum(&mut lines.iter())).filter(|_| !unit.is_empty());
    repeats.tell(raw, table, unit, policy, findings);
}

/// What one site's lines of a long table say.
struct OfSite {
    distinct: usize,
    /// How often a line stands, the least and the most.
    times: (usize, usize),
    /// Places in the frame of the lines beyond the first of their kind.
    further: Vec<usize>,
}

/// Looks for lines of a long table, sorted by site, that stand more than once.
pub(super) fn in_frame(
    raw: &RawTable,
    table: &Table,
    frame: &DataFrame,
    policy: &Policy,
    findings: &mut Findings,
) -> PolarsResult<()> {
    let whole = |name: &str| -> PolarsResult<Column> { Ok(frame.column(name)?.rechunk()) };
    let (sites, lines) = (whole(columns::SITE)?, whole(columns::LINE)?);
    let (sites, lines) = (sites.u32()?.cont_slice()?, lines.u64()?.cont_slice()?);
    let mut starts = vec![0];
    starts.extend(sites.chunk_by(PartialEq::eq).scan(0, |at, run| {
        *at += run.len();
        Some(*at)
    }));
    let of_sites: Vec<OfSite> =
        starts.par_windows(2).map(|run| of_site(&lines[run[0]..run[1]], run[0])).collect();
    let mut repeats = Repeats { lines: lines.len(), ..Repeats::default() };
    let mut further = Vec::new();
    for of_site in of_sites {
        repeats.add(of_site.distinct, of_site.times);
        further.extend(of_site.further);
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

fn of_site(lines: &[u64], start: usize) -> OfSite {
    if are_distinct(lines) {
        return OfSite { distinct: lines.len(), times: (1, 1), further: Vec::new() };
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
    let counts = times.values().copied();
    let ends = (counts.clone().min().unwrap_or(1), counts.max().unwrap_or(1));
    OfSite { distinct: times.len(), times: ends, further }
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
        let OfSite { distinct, times, further } = of_site(&[7, 9, 7, 7], 10);
        assert_eq!((distinct, times, further), (2, (1, 3), vec![12, 13]));
    }
}
