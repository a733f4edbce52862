//! The long tables against the days that are read of them, and against the sites that have lines.

use polars::prelude::*;

use crate::{
    load::{Estate, columns, estate::FrameTable},
    model::{
        FinancialYear, Finding, Findings, Measure, Rule, Site, Status, and_list_up_to, counted,
        date_of_day, day_number, months_earlier,
    },
    policy::{FigureName, Policy},
};

/// Rows and sites named in a finding; the rest are counted.
const NAMED: usize = 5;

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    let _ = observations(estate, policy, findings);
    let _ = ledger(estate, policy, findings);
}

/// What a long table says of its days; a day is its number since 1970.
struct Days {
    /// First and last of all.
    span: (i32, i32),
    /// By site number, whether a line falls among the days that are read.
    read: Vec<bool>,
    /// Rows of lines for a time after the day of the snapshot.
    after: Vec<u32>,
}

/// Marks the sites of lines that are read.
fn marked(sites: usize, lines: impl Iterator<Item = (u32, bool)>) -> Vec<bool> {
    let mut read = vec![false; sites];
    for (site, _) in lines.filter(|(_, is_read)| *is_read) {
        if let Some(of) = usize::try_from(site).ok().and_then(|n| read.get_mut(n)) {
            *of = true;
        }
    }
    read
}

/// What is expected of a long table.
struct Wanted<'a> {
    table: &'a FrameTable,
    /// The column that tells the day.
    column: &'static str,
    /// What a line is, such as `observation`.
    line: &'static str,
    /// The days that are read, in words.
    window: String,
    /// Sites that should have lines.
    sites: Vec<(usize, &'a Site)>,
    /// How many lines there are.
    count: usize,
}

impl Wanted<'_> {
    fn finding(&self, rule: Rule, found: String, expected: String) -> Finding {
        let place = self.table.origin.place(None, Some(self.column));
        Finding::new(rule, place, "", found, expected)
    }

    fn look(&self, days: &Days, policy: &Policy, findings: &mut Findings) {
        let (Some(first), Some(last)) = (date_of_day(days.span.0), date_of_day(days.span.1)) else {
            return;
        };
        if !days.read.contains(&true) {
            let found = format!(
                "{} from {first} to {last}, none in {}; none is used",
                counted(self.count, self.line),
                self.window
            );
            let expected = format!("{}s for {}", self.line, self.window);
            let fix = format!("add the lines for that period, or correct `{}`", self.column);
            findings.push(self.finding(Rule::LinesOutsideWindow, found, expected).fix(fix));
            return;
        }
        if !days.after.is_empty() {
            let mut rows = days.after.clone();
            rows.sort_unstable();
            let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
            let found = format!(
                "{} for a period after the snapshot, up to {last}: row{} {}; not used",
                counted(days.after.len(), self.line),
                if rows.len() == 1 { "" } else { "s" },
                and_list_up_to(&rows, NAMED)
            );
            let expected = format!("{}s up to the snapshot date", self.line);
            findings.push(
                self.finding(Rule::LinesAfterSnapshot, found, expected)
                    .fix(format!("correct `{}`, or keep them for the next snapshot", self.column)),
            );
        }
        let has = |(number, _): &&(usize, &Site)| days.read.get(*number) == Some(&true);
        let with = self.sites.iter().filter(has).count();
        let without: Vec<&str> =
            self.sites.iter().filter(|s| !has(s)).map(|(_, site)| site.site_id.as_str()).collect();
        let most = policy.ratio(FigureName::LinesExpectedShare);
        let count = |n: usize| crate::model::ratio_term(i64::try_from(n).unwrap_or(i64::MAX));
        if without.is_empty() || count(with) <= most * count(self.sites.len()) {
            return;
        }
        let found = format!(
            "no {} for {} at {} of {}: {}",
            self.line,
            self.window,
            without.len(),
            counted(self.sites.len(), "site"),
            and_list_up_to(&without, NAMED)
        );
        let expected = format!("{}s at every site, as at the other {with}", self.line);
        findings.push(
            self.finding(Rule::SitesWithoutLines, found, expected)
                .fix("add the missing lines; until then figures that need them are not known"),
        );
    }
}

/// Observations fall into the window of the policy; sites that are judged by their use have some.
fn observations(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let as_of = estate.snapshot.as_of;
    let months = policy.whole(FigureName::OccupancyWindowMonths);
    let judged = policy.criteria.iter().find(|c| c.measure == Measure::Utilisation);
    let is_judged = |site: &Site| {
        let own = site.use_or_office();
        let of = judged.zip(own).is_some_and(|(c, own)| c.benchmarked_for.uses.contains(&own));
        of && site.status_or_operational() == Some(Status::Operational)
    };
    let wanted = |table, column, count| Wanted {
        table,
        column,
        line: "observation",
        window: format!("the {months} months to {as_of}"),
        sites: estate.sites.iter().enumerate().filter(|(_, site)| is_judged(site)).collect(),
        count,
    };
    if let Some(table) = &estate.occupancy_summary {
        let (days, count) = days_of_summary(&table.frame, estate.sites.len())?;
        wanted(table, "rows_in_window", count).look(&days, policy, findings);
    }
    let Some(table) = &estate.occupancy else { return Ok(()) };
    let after = months_earlier(as_of, months);
    let frame = &table.frame;
    let days_on = frame.column(columns::DAY)?.i32()?;
    let (Some(first), Some(last)) = (days_on.min(), days_on.max()) else { return Ok(()) };
    let (low, high) = (after.map_or(i32::MIN, day_number), day_number(as_of));
    // Every line that was kept has its site and its day.
    let sites = frame.column(columns::SITE)?.u32()?.into_no_null_iter();
    let lines = sites.zip(days_on.into_no_null_iter().map(|day| day > low && day <= high));
    let read = marked(estate.sites.len(), lines);
    let mut after = Vec::new();
    if last > high {
        let rows = frame.column(columns::ROW)?.u32()?.into_no_null_iter();
        let late = rows.zip(days_on.into_no_null_iter()).filter(|(_, day)| *day > high);
        after.extend(late.map(|(row, _)| row));
    }
    let days = Days { span: (first, last), read, after };
    wanted(table, "on", frame.height()).look(&days, policy, findings);
    Ok(())
}

/// Returns the days of observations that were added up, and how many there are; sums name no row that is late.
fn days_of_summary(frame: &DataFrame, sites: usize) -> PolarsResult<(Days, usize)> {
    let whole = |name: &str| frame.column(name)?.i64();
    let day = |day: Option<i64>| day.and_then(|day| i32::try_from(day).ok()).unwrap_or_default();
    let span = (day(whole("first_on")?.min()), day(whole("last_on")?.max()));
    let numbers = frame.column(columns::SITE)?.u32()?.into_no_null_iter();
    let in_window = whole("rows_in_window")?.iter().map(|rows| rows.is_some_and(|rows| rows > 0));
    let read = marked(sites, numbers.zip(in_window));
    let count: i64 = whole("rows_read")?.iter().flatten().sum();
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    Ok((Days { span, read, after: Vec::new() }, count))
}

/// Ledger lines fall into the year that is read; sites that are not sold have some.
fn ledger(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.costs else { return Ok(()) };
    let as_of = estate.snapshot.as_of;
    let year = FinancialYear::last_whole(as_of);
    let Some(read) = year.period() else { return Ok(()) };
    let is_held = |site: &Site| site.status_or_operational() != Some(Status::Sold);
    let wanted = Wanted {
        table,
        column: "financial_year",
        line: "line",
        window: format!("{year} (the last whole financial year)"),
        sites: estate.sites.iter().enumerate().filter(|(_, site)| is_held(site)).collect(),
        count: count_of(&table.frame)?,
    };
    let frame = &table.frame;
    let ends = |year: i32| {
        let period = FinancialYear::starting(year).period()?;
        Some((day_number(period.from()), day_number(period.until()) - 1))
    };
    let days = |name: &str| frame.column(name)?.i32();
    let (years, from, until) =
        (days(columns::YEAR)?, days(columns::FROM_DAY)?, days(columns::UNTIL_DAY)?);
    let firsts = [years.min().and_then(ends).map(|ends| ends.0), from.min()];
    let lasts = [years.max().and_then(ends).map(|ends| ends.1), until.max().map(|day| day - 1)];
    let (first, last) = (firsts.into_iter().flatten().min(), lasts.into_iter().flatten().max());
    let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
    let (low, high) = (day_number(read.from()), day_number(read.until()));
    let sites = frame.column(columns::SITE)?.u32()?.into_no_null_iter();
    let read = if years.null_count() == 0 {
        marked(estate.sites.len(), sites.zip(years.into_no_null_iter().map(|y| y == year.start())))
    } else {
        let spans = years.iter().zip(from.iter().zip(until.iter()));
        let is_read = spans.map(|(line, days)| match (line, days) {
            (Some(line), _) => line == year.start(),
            (None, (Some(from), Some(until))) => from < high && until > low,
            (None, _) => false,
        });
        marked(estate.sites.len(), sites.zip(is_read))
    };
    let (this, today) = (FinancialYear::containing(as_of).start(), day_number(as_of));
    let mut after = Vec::new();
    // A sum may hold the days before and after the snapshot of one line.
    let is_summed = frame.get_column_index(columns::LINES).is_some();
    let this = if is_summed { i32::MAX } else { this };
    if years.max().is_some_and(|last| last > this) || from.max().is_some_and(|last| last > today) {
        let rows = frame.column(columns::ROW)?.u32()?.into_no_null_iter();
        let begins = years.iter().zip(from.iter());
        let late = rows.zip(begins).filter(|(_, (year, from))| match year {
            Some(year) => *year > this,
            None => from.is_some_and(|from| from > today),
        });
        after.extend(late.map(|(row, _)| row));
    }
    wanted.look(&Days { span: (first, last), read, after }, policy, findings);
    Ok(())
}

/// Returns how many ledger lines a frame holds: a row of sums stands for its lines.
fn count_of(costs: &DataFrame) -> PolarsResult<usize> {
    if costs.get_column_index(columns::LINES).is_none() {
        return Ok(costs.height());
    }
    let lines: i64 = costs.column(columns::LINES)?.i64()?.iter().flatten().sum();
    Ok(usize::try_from(lines).unwrap_or(usize::MAX))
}
