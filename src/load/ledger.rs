//! The two tables that stay frames, `costs` and `occupancy`: text columns cast to whole units.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use polars::prelude::*;

use super::{
    LoadError,
    by_site::by_site,
    cell::{self, Fault, Read},
    clues::{Clue, ClueSet, Clues, Manners},
    columns,
    header::{Header, NEAREST_LOOKUPS},
    id_index::SiteIndex,
    line_days,
    raw::{Block, RawTable},
    record::{self, EXAMPLE, frame_finding, no_records},
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

/// What casting needs besides the block.
pub(super) struct Casting<'a> {
    raw: &'a RawTable,
    table: &'static SchemaTable,
    header: &'a Header,
    pub policy: &'a Policy,
    sites: &'a SiteIndex,
    manners: &'a Manners,
    clues: RefCell<Clues>,
}

/// A column cast: a value a record; `questioned` marks cells that hold something unreadable.
pub(super) struct CastColumn<T> {
    pub values: Vec<Option<T>>,
    pub questioned: Vec<usize>,
}

impl Casting<'_> {
    /// Casts one column of a block; every fault is a finding.
    pub(super) fn column<T>(
        &self,
        block: &Block,
        name: &str,
        findings: &mut Findings,
        read: impl Fn(&str, &schema::SchemaColumn) -> Read<T>,
    ) -> CastColumn<T> {
        let mut cast =
            CastColumn { values: Vec::with_capacity(block.len()), questioned: Vec::new() };
        let cells = self.header.at(name).and_then(|at| block.column(at));
        let place = self.table.columns.iter().position(|column| column.name == name);
        let (Some(cells), Some(place)) = (cells, place) else {
            cast.values.resize_with(block.len(), || None);
            return cast;
        };
        // What is read as another word is told once: a ledger may hold it a million times.
        let mut aliases: BTreeSet<&str> = BTreeSet::new();
        let (column, known) = (&self.table.columns[place], self.manners.of(place));
        for (at, text) in cells.iter().enumerate() {
            let by_column = |text| cell::by_column(text, column, known, self.policy, &read);
            let read = text.map(|text| (text, by_column(text)));
            let Some((text, Read { value, fault, clue_set })) = read else {
                cast.values.push(None);
                continue;
            };
            if !clue_set.is_none() {
                self.clues.borrow_mut().take(place, clue_set, block.row(at), text);
            }
            if let Some(fault) = fault
                && !(value.is_none() && cell::is_empty(text, self.policy))
                && (!matches!(fault, Fault::Alias(_)) || aliases.insert(text))
            {
                if value.is_none() {
                    cast.questioned.push(at);
                }
                let id = self.own_id(block, at);
                let row = block.row(at);
                findings.push(frame_finding(fault, column, self.raw, row, id, text));
            }
            cast.values.push(value);
        }
        cast
    }

    fn own_id<'b>(&self, block: &'b Block, at: usize) -> &'b str {
        let cells = self.header.at("site_id").and_then(|c| block.column(c));
        cells.and_then(|c| c.get(at)).map_or("", str::trim)
    }

    /// Casts the site's id to its number; the template's own row and unknown sites have none.
    pub(super) fn sites(&self, block: &Block, findings: &mut Findings) -> Vec<Option<u32>> {
        let mut near: BTreeMap<String, Option<Finding>> = BTreeMap::new();
        let cast = self.column(block, "site_id", findings, |text, _| {
            match self.sites.number(text).or_else(|| self.sites.number(text.trim())) {
                Some(number) => Read::sound(number),
                None => {
                    let read = cell::id(text, crate::model::SiteId::new);
                    let listed = |id: &str| self.sites.number(id);
                    let id = read.value.as_ref().map_or("", crate::model::SiteId::as_str);
                    let otherwise = self.sites.otherwise(id).and_then(|id| listed(id.as_str()));
                    let is_other = listed(id).is_none() && otherwise.is_some();
                    read.and_then(|id| listed(id.as_str()).or(otherwise))
                        .with_clues(ClueSet::NONE.with(Clue::IdWithPoint, is_other))
                }
            }
        });
        let cells = self.header.at("site_id").and_then(|c| block.column(c));
        for at in cast.values.iter().enumerate().filter(|(_, v)| v.is_none()).map(|(at, _)| at) {
            let text = cells.and_then(|c| c.get(at)).map_or("", str::trim);
            let row = block.row(at);
            let place = self.raw.place(Some(row), Some("site_id"));
            if text.is_empty() || cast.questioned.contains(&at) {
                continue;
            }
            if text == EXAMPLE {
                let found = format!("the template's {EXAMPLE:?} row; it is left out");
                let expected = "your own records".to_owned();
                findings.push(
                    Finding::new(Rule::ExampleRow, place, EXAMPLE, found, expected)
                        .fix("delete the row"),
                );
                continue;
            }
            if near.len() < NEAREST_LOOKUPS && !near.contains_key(text) {
                near.insert(text.to_owned(), self.sites.unknown(place.clone(), text, text));
            }
            findings.push(match near.get(text) {
                Some(Some(finding)) => Finding { place, ..finding.clone() },
                Some(None) => continue,
                None => {
                    let expected = "an id in `sites`".to_owned();
                    Finding::new(Rule::UnknownSite, place, text, format!("{text:?}"), expected)
                        .fix("correct the id, or add the site")
                }
            });
        }
        cast.values
    }

    /// Reports the empty cells of a required column, the template's own rows aside.
    pub(super) fn require<T>(
        &self,
        block: &Block,
        name: &str,
        cast: &CastColumn<T>,
        sites: &[Option<u32>],
        findings: &mut Findings,
    ) {
        let Some(column) = self.table.column(name) else { return };
        let empty = cast.values.iter().enumerate().filter(|(_, v)| v.is_none());
        for (at, _) in empty {
            let id = self.own_id(block, at);
            let is_site = name == "site_id";
            let known_elsewhere = is_site && !id.is_empty();
            let example = !is_site && sites.get(at).is_some_and(Option::is_none) && id == EXAMPLE;
            if cast.questioned.contains(&at) || known_elsewhere || example {
                continue;
            }
            let text = self.header.at(name).and_then(|c| block.column(c)).and_then(|c| c.get(at));
            let found = text.map_or_else(
                || "an empty cell".to_owned(),
                |text| format!("{text:?}, which is read as not known"),
            );
            let place = self.raw.place(Some(block.row(at)), Some(name));
            findings.push(
                Finding::new(Rule::RequiredCellEmpty, place, id, found, column.expected())
                    .fix("fill in the cell, or delete the record"),
            );
        }
    }
}

pub(super) fn frame_error(raw: &RawTable) -> impl Fn(PolarsError) -> LoadError + '_ {
    |cause| LoadError::Frame { file: raw.file.to_string(), cause }
}

/// Whether lines that stand more than once are told, as they are where a line has no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    Told,
    NotTold,
}

/// Reads a table block by block into one frame.
pub(super) fn frame_of(
    raw: &RawTable,
    table: &'static SchemaTable,
    repeats: Repeats,
    (policy, sites): (&Policy, &SiteIndex),
    findings: &mut Findings,
    cast: impl Fn(&Casting<'_>, &Block, &mut Findings) -> PolarsResult<DataFrame> + Sync,
) -> Result<Option<DataFrame>, LoadError> {
    let header = Header::read(raw, table, findings);
    if !header.is_usable(table) {
        return Ok(None);
    }
    let pass = |manners: &Manners| {
        let blocks = raw.blocks(|mut block| {
            let mut findings = block.take_findings();
            let clues = RefCell::new(Clues::new(table));
            let casting = Casting { raw, table, header: &header, policy, sites, manners, clues };
            let frame = cast(&casting, &block, &mut findings);
            (frame, block.len(), findings, casting.clues.into_inner())
        });
        let (mut whole, mut count): (Option<DataFrame>, usize) = (None, 0);
        let (mut all, mut clues) = (Findings::default(), Clues::new(table));
        for (frame, len, found, clue_set) in blocks {
            let frame = frame.map_err(frame_error(raw))?;
            all.append(found);
            clues.append(clue_set);
            count += len;
            match &mut whole {
                Some(whole) => {
                    whole.vstack_mut(&frame).map_err(frame_error(raw))?;
                }
                None => whole = Some(frame),
            }
        }
        Ok::<_, LoadError>((whole, count, all, clues))
    };
    let mut first = pass(&Manners::default())?;
    if let Some(manners) = first.3.judged(raw, &header, table) {
        first = pass(&manners)?;
    }
    let (whole, count, found, clues) = first;
    findings.append(found);
    clues.tell(raw, table, findings);
    if count == 0 {
        findings.push(no_records(raw, table));
        return Ok(None);
    }
    let Some(whole) = whole else { return Ok(None) };
    let sorted = by_site(whole).map_err(frame_error(raw))?;
    if repeats == Repeats::Told {
        let has_unread = header.len() < raw.header.len();
        repeated::in_frame(raw, table, &sorted, has_unread, policy, findings)
            .map_err(frame_error(raw))?;
    }
    Ok(Some(sorted.drop(columns::LINE).map_err(frame_error(raw))?))
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

/// Reads `costs` into a frame of whole numbers; faulty lines are left out.
pub(super) fn costs(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    frame_of(raw, &schema::COSTS, Repeats::Told, (policy, sites), findings, cost_block)
}

fn cost_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> PolarsResult<DataFrame> {
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

    let mut from_day = vec![None; block.len()];
    let mut until_day = vec![None; block.len()];
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
    let frame = DataFrame::new(
        block.len(),
        vec![
            column(columns::SITE, sites),
            column(columns::YEAR, year.values),
            column(columns::FROM_DAY, from_day),
            column(columns::UNTIL_DAY, until_day),
            column(columns::CATEGORY, category.values),
            column(columns::PENCE, amount.values),
            Column::new(columns::ROW.into(), block.rows().to_vec()),
            Column::new(columns::LINE.into(), block.lines()),
        ],
    )?;
    usable(frame, &[columns::SITE, columns::CATEGORY, columns::PENCE])
}

/// Leaves out lines with a null in a column that every line needs.
pub(super) fn usable(frame: DataFrame, needed: &[&str]) -> PolarsResult<DataFrame> {
    let mut whole = true;
    for name in needed {
        whole &= frame.column(name)?.null_count() == 0;
    }
    if whole { Ok(frame) } else { frame.drop_nulls(Some(needed)) }
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
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Option<DataFrame>, LoadError> {
    frame_of(raw, &schema::OCCUPANCY, Repeats::Told, (policy, sites), findings, occupancy_block)
}

fn occupancy_block(
    casting: &Casting<'_>,
    block: &Block,
    findings: &mut Findings,
) -> PolarsResult<DataFrame> {
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
    for at in hours.questioned {
        hours_questioned[at] = true;
    }
    findings.append(found);
    let frame = DataFrame::new(
        block.len(),
        vec![
            column(columns::SITE, sites),
            column(columns::DAY, on.values),
            column(columns::METHOD, method.values),
            column(columns::CAPACITY, capacity.values),
            column(columns::HOURS, hours.values),
            column(columns::MEAN, mean.values),
            column(columns::PEAK, peak.values),
            column(columns::IN_USE, in_use.values),
            Column::new(columns::HOURS_QUESTIONED.into(), hours_questioned),
            Column::new(columns::ROW.into(), block.rows().to_vec()),
            Column::new(columns::LINE.into(), block.lines()),
        ],
    )?;
    usable(frame, &[columns::SITE, columns::DAY, columns::CAPACITY])
}
