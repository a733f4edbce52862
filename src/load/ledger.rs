//! The two tables that stay frames, `costs` and `occupancy`: lines of text to columns of whole units.
//!
//! What is written in the plain way goes straight from bytes to numbers (`plain`), the rest cell by cell (`casting`). The
//! lines of a site are put together (`lined`) before they become columns.

use polars::prelude::*;

use super::{
    LoadError,
    casting::{CastColumn, Casting, blocks_of},
    cell::{self, Fault, Read},
    columns,
    header::Header,
    id_index::SiteIndex,
    line_days,
    lined::{self, Lined},
    plain::{Pattern, PlainCells},
    raw::{Block, RawTable},
    record::{self, EXAMPLE},
    repeated,
    schema::{self, SchemaTable},
    words,
};
use crate::{
    model::{
        CostCategory, Date, FinancialYear, Finding, Findings, ObservationMethod, Period, RowRef,
        Rule, day_number,
    },
    policy::Policy,
};

/// Stands for a number that is not known: no day, and no count, is so far below zero.
const NONE: i32 = i32::MIN;

/// What a ledger line says.
#[derive(Debug, Clone, Copy)]
struct LedgerLine {
    pence: i64,
    /// Or [`NONE`], as the next two.
    year: i32,
    from_day: i32,
    until_day: i32,
    category: u32,
}

/// What an observation says, in thousandths; the last four may be [`NONE`].
#[derive(Debug, Clone, Copy)]
struct Observation {
    day: i32,
    /// `None` when it could not be read.
    method: Option<u32>,
    capacity: i32,
    hours: i32,
    mean: i32,
    peak: i32,
    in_use: i32,
    hours_questioned: bool,
}

pub(super) fn frame_error(raw: &RawTable) -> impl Fn(PolarsError) -> LoadError + '_ {
    |cause| LoadError::Frame { file: raw.file.to_string(), cause }
}

/// Makes a frame's column of the values of a block.
pub(super) fn column<T: NumericNative>(name: &str, values: Vec<Option<T>>) -> Column
where
    T::PolarsType: PolarsNumericType<Native = T>,
{
    let name = PlSmallStr::from_str(name);
    let array = if values.iter().all(Option::is_some) {
        ChunkedArray::<T::PolarsType>::from_vec(name, values.into_iter().flatten().collect())
    } else {
        ChunkedArray::<T::PolarsType>::from_iter_options(name, values.into_iter())
    };
    array.into_column()
}

/// Reads the lines of a long table, those of each site together, and how many columns of the file are read; `None` if
/// the table cannot be used. The text is let go before lines are put together.
fn lines_of<T: Copy + Send>(
    raw: &mut RawTable,
    table: &'static SchemaTable,
    (policy, sites): (&Policy, &SiteIndex),
    findings: &mut Findings,
    plain: impl Fn(&PlainCells) -> Option<T> + Sync,
    cast: impl Fn(&Casting<'_>, &Block, &mut Findings) -> Vec<Lined<T>> + Sync,
) -> Option<(Vec<Lined<T>>, usize)> {
    let header = Header::read(raw, table, findings);
    if !header.is_usable(table) {
        return None;
    }
    let pattern = Pattern::of(raw, table, &header, sites)?;
    let quick = |part: &[u8], row: u32| pattern.read(part, row, &plain);
    let by = (policy, sites);
    let cast = |mut read: Vec<Lined<T>>, casting: &Casting<'_>, block: &Block, found: &mut _| {
        let left = cast(casting, block, found);
        let is_mixed = !(read.is_empty() || left.is_empty());
        read.extend(left);
        if is_mixed {
            read.sort_by_key(|line| line.row);
        }
        read
    };
    let blocks = blocks_of((raw, table, &header), by, findings, Some(&quick), cast)?;
    raw.let_go();
    Some((lined::by_site(blocks), header.len()))
}

/// Makes a frame of lines in order of site, and tells of those that stand more than once.
fn frame_of<T>(
    raw: &RawTable,
    table: &SchemaTable,
    (lines, read): (Vec<Lined<T>>, usize),
    columns: Vec<Column>,
    policy: &Policy,
    findings: &mut Findings,
) -> PolarsResult<DataFrame> {
    let same: Vec<u64> = lines.iter().map(|line| line.line).collect();
    let height = lines.len();
    let mut sites: Column =
        Column::new(columns::SITE.into(), lines.iter().map(|l| l.site).collect::<Vec<_>>());
    sites.set_sorted_flag(polars::series::IsSorted::Ascending);
    let rows = Column::new(columns::ROW.into(), lines.iter().map(|l| l.row).collect::<Vec<_>>());
    drop(lines);
    let all = std::iter::once(sites).chain(columns).chain(std::iter::once(rows));
    let frame = DataFrame::new(height, all.collect())?;
    let has_unread = read < raw.header.len();
    repeated::in_frame(raw, table, (&frame, &same), has_unread, policy, findings)?;
    Ok(frame)
}

/// Makes a column of what every line has.
fn whole<T, N: NumericNative>(name: &str, lines: &[Lined<T>], of: fn(&T) -> N) -> Column
where
    N::PolarsType: PolarsNumericType<Native = N>,
{
    let values = lines.iter().map(|line| of(&line.cells)).collect();
    ChunkedArray::<N::PolarsType>::from_vec(name.into(), values).into_column()
}

/// Makes a column of what some lines lack, without holding every row where all do.
fn known<T>(name: &str, lines: &[Lined<T>], of: fn(&T) -> i32) -> Column {
    let is_none = |line: &Lined<T>| of(&line.cells) == NONE;
    match lines.iter().find(|line| is_none(line)) {
        None => whole(name, lines, of),
        Some(_) if lines.iter().all(is_none) => {
            Column::full_null(name.into(), lines.len(), &DataType::Int32)
        }
        Some(_) => {
            let value = |line: &Lined<T>| Some(of(&line.cells)).filter(|value| *value != NONE);
            Int32Chunked::from_iter_options(name.into(), lines.iter().map(value)).into_column()
        }
    }
}

/// Makes the column that tells whose opening hours could not be read, without holding every row where all could.
fn questioned(lines: &[Lined<Observation>]) -> Column {
    let name = columns::HOURS_QUESTIONED.into();
    let flags = || lines.iter().map(|line| line.cells.hours_questioned);
    match flags().any(|questioned| questioned) {
        true => Column::new(name, flags().collect::<Vec<bool>>()),
        false => Column::new_scalar(name, Scalar::from(false), lines.len()),
    }
}

/// Reads `costs` into a frame of whole numbers; faulty lines are left out.
pub(super) fn costs(
    raw: &mut RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    let table = &schema::COSTS;
    let Some(read) = lines_of(raw, table, (policy, sites), findings, plain_cost, cost_block) else {
        return Ok(None);
    };
    let lines = &read.0;
    let columns = vec![
        known(columns::YEAR, lines, |line| line.year),
        known(columns::FROM_DAY, lines, |line| line.from_day),
        known(columns::UNTIL_DAY, lines, |line| line.until_day),
        whole(columns::CATEGORY, lines, |line| line.category),
        whole(columns::PENCE, lines, |line| line.pence),
    ];
    frame_of(raw, table, read, columns, policy, findings).map(Some).map_err(frame_error(raw))
}

fn plain_cost(cells: &PlainCells) -> Option<LedgerLine> {
    Some(LedgerLine {
        pence: cells.numbers[0]?,
        year: cells.year?,
        from_day: NONE,
        until_day: NONE,
        category: cells.word?,
    })
}

fn cost_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> Vec<Lined<LedgerLine>> {
    let mut found = Findings::default();
    let sites = casting.sites(block, &mut found);
    let wrapped = CastColumn { values: sites, questioned: Vec::new() };
    casting.require(block, "site_id", &wrapped, &[], &mut found);
    let sites = wrapped.values;
    let mut last = (String::new(), None);
    let last = std::cell::RefCell::new(&mut last);
    let mut dates = Findings::default();
    let year = casting.column(block, "financial_year", &mut dates, |text, _| {
        let mut last = last.borrow_mut();
        if last.0 != text {
            **last = (text.to_owned(), FinancialYear::read(text).map(FinancialYear::start));
        }
        last.1.map_or(Read::bad(Fault::Unreadable), Read::sound)
    });
    let from =
        casting.column(block, "from", &mut dates, |text, _| cell::date(text, casting.policy));
    let to = casting.column(block, "to", &mut dates, |text, _| cell::date(text, casting.policy));
    let category = casting.column(block, "category", &mut found, |text, _| {
        words::read("category", text, |t| CostCategory::read(t).map(|category| category as u32))
    });
    casting.require(block, "category", &category, &sites, &mut found);
    let amount =
        casting.column(block, "amount", &mut found, |text, column| cell::fixed(text, column, 2));
    casting.require(block, "amount", &amount, &sites, &mut found);

    let mut from_day: Vec<Option<i32>> = vec![None; block.len()];
    let mut until_day: Vec<Option<i32>> = vec![None; block.len()];
    let mut yearless = Vec::new();
    for at in 0..block.len() {
        if let Some(start) = year.values[at] {
            if let (Some(first), Some(last)) = (from.values[at], to.values[at]) {
                let place = || casting.raw.place(Some(block.row(at)), Some("from"));
                line_days::of_year(
                    start,
                    [first, last],
                    place,
                    casting.own_id(block, at),
                    casting.policy,
                    &mut found,
                );
            }
            continue;
        }
        let example = casting.own_id(block, at) == EXAMPLE;
        match (from.values[at], to.values[at]) {
            (Some(first), Some(last)) => match Period::through(first, last) {
                Some(period) => {
                    let place = || casting.raw.place(Some(block.row(at)), Some("to"));
                    let (id, most) = (casting.own_id(block, at), casting.policy);
                    line_days::long(most, [first, last], place, id, &mut found);
                    from_day[at] = Some(day_number(period.from()));
                    until_day[at] = Some(day_number(period.until()));
                }
                None => found.push(ends_before_start(casting, block, at, first, last)),
            },
            _ if example => {}
            _ => {
                found.push(no_year(casting, block, at, &year, &from, &to));
                yearless.push(casting.raw.origin.row(block.row(at)));
            }
        }
    }
    // A line without a year has one finding, not one a cell.
    let in_yearless = |f: &Finding| {
        let is_there = |row: &RowRef| row.sheet == f.place.sheet && row.file == f.place.file;
        let of = |row: &RowRef| is_there(row).then_some(row.row);
        yearless.iter().any(|row| of(row).is_some_and(|row| f.place.row == Some(row)))
    };
    if !yearless.is_empty() {
        dates.retain(|f| !in_yearless(f));
    }
    found.append(dates);
    findings.append(found);
    lined::of_block(block, &sites, |at| {
        Some(LedgerLine {
            year: year.values[at].unwrap_or(NONE),
            from_day: from_day[at].unwrap_or(NONE),
            until_day: until_day[at].unwrap_or(NONE),
            category: category.values[at]?,
            pence: amount.values[at]?,
        })
    })
}

fn ends_before_start(
    casting: &Casting<'_>,
    block: &Block,
    at: usize,
    first: Date,
    last: Date,
) -> Finding {
    let place = casting.raw.place(Some(block.row(at)), Some("to"));
    record::ends_before_start(place, casting.own_id(block, at), ("from", first), last)
}

/// Makes the finding about a line that belongs to no year: it is a required cell.
fn no_year(
    casting: &Casting<'_>,
    block: &Block,
    at: usize,
    year: &CastColumn<i32>,
    from: &CastColumn<Date>,
    to: &CastColumn<Date>,
) -> Finding {
    let name = match () {
        () if year.questioned.contains(&at) => "financial_year",
        () if from.questioned.contains(&at) => "from",
        () if to.questioned.contains(&at) => "to",
        () => "",
    };
    let shown = if name.is_empty() { "financial_year" } else { name };
    let rule = if name.is_empty() { Rule::RequiredCellEmpty } else { Rule::RequiredCellUnreadable };
    let text = casting.header.at(shown).and_then(|c| block.column(c)).and_then(|c| c.get(at));
    let found = text.map_or_else(
        || "no `financial_year`, and no pair of `from` and `to`".to_owned(),
        |text| format!("{text:?}, and no `from` and `to` to give the year"),
    );
    let place = casting.raw.place(Some(block.row(at)), Some(shown));
    let expected = casting.table.column(shown).map_or_else(String::new, |c| c.expected());
    Finding::new(rule, place, casting.own_id(block, at), found, expected)
        .fix("enter the year, or the first and last day")
}

/// Reads `occupancy` into a frame; faulty observations are left out.
pub(super) fn occupancy(
    raw: &mut RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    let table = &schema::OCCUPANCY;
    let Some(read) =
        lines_of(raw, table, (policy, sites), findings, plain_observation, occupancy_block)
    else {
        return Ok(None);
    };
    let lines = &read.0;
    let methods: Vec<Option<u32>> = lines.iter().map(|line| line.cells.method).collect();
    let columns = vec![
        whole(columns::DAY, lines, |line| line.day),
        column(columns::METHOD, methods),
        whole(columns::CAPACITY, lines, |line| line.capacity),
        known(columns::HOURS, lines, |line| line.hours),
        known(columns::MEAN, lines, |line| line.mean),
        known(columns::PEAK, lines, |line| line.peak),
        known(columns::IN_USE, lines, |line| line.in_use),
        questioned(lines),
    ];
    frame_of(raw, table, read, columns, policy, findings).map(Some).map_err(frame_error(raw))
}

fn plain_observation(cells: &PlainCells) -> Option<Observation> {
    let [capacity, hours, mean, peak, in_use] =
        cells.numbers.map(|number| number.and_then(|n| i32::try_from(n).ok()));
    Some(Observation {
        day: cells.day?,
        method: cells.word.or(Some(ObservationMethod::Survey as u32)),
        capacity: capacity?,
        hours: hours.unwrap_or(NONE),
        mean: mean.unwrap_or(NONE),
        peak: peak.unwrap_or(NONE),
        in_use: in_use.unwrap_or(NONE),
        hours_questioned: false,
    })
}

fn occupancy_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> Vec<Lined<Observation>> {
    let mut found = Findings::default();
    let sites = casting.sites(block, &mut found);
    let wrapped = CastColumn { values: sites, questioned: Vec::new() };
    casting.require(block, "site_id", &wrapped, &[], &mut found);
    let sites = wrapped.values;
    let on = casting.column(block, "on", &mut found, |text, _| {
        cell::date(text, casting.policy).and_then(|date| Some(day_number(date)))
    });
    casting.require(block, "on", &on, &sites, &mut found);
    let mut method = casting.column(block, "method", &mut found, |text, _| {
        words::read("method", text, |t| ObservationMethod::read(t).map(|method| method as u32))
    });
    let survey = ObservationMethod::Survey as u32;
    let mut questioned = method.questioned.iter().copied().peekable();
    for (at, value) in method.values.iter_mut().enumerate() {
        if questioned.next_if_eq(&at).is_none() && value.is_none() {
            *value = Some(survey);
        }
    }
    let thousandths = |name: &str, found: &mut Findings| {
        let cast = casting.column(block, name, found, |text, column| cell::fixed(text, column, 3));
        let values = cast.values.into_iter().map(|v| v.and_then(|n| i32::try_from(n).ok()));
        CastColumn { values: values.collect(), questioned: cast.questioned }
    };
    let capacity = thousandths("capacity", &mut found);
    casting.require(block, "capacity", &capacity, &sites, &mut found);
    let hours = thousandths("hours_open", &mut found);
    let mean = thousandths("mean_occupied", &mut found);
    let peak = thousandths("peak_occupied", &mut found);
    let in_use = thousandths("hours_in_use", &mut found);
    let mut hours_questioned = vec![false; block.len()];
    for at in &hours.questioned {
        hours_questioned[*at] = true;
    }
    findings.append(found);
    lined::of_block(block, &sites, |at| {
        Some(Observation {
            day: on.values[at]?,
            method: method.values[at],
            capacity: capacity.values[at]?,
            hours: hours.values[at].unwrap_or(NONE),
            mean: mean.values[at].unwrap_or(NONE),
            peak: peak.values[at].unwrap_or(NONE),
            in_use: in_use.values[at].unwrap_or(NONE),
            hours_questioned: hours_questioned[at],
        })
    })
}

#[cfg(test)]
mod tests;
