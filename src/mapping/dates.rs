//! The dates of a file: the order of their parts where the mapping does not state it, and what a rule made of them.
//!
//! `03/04/2020` is read with the day first. In a column that shows a month first, as `03/31/2020` does, it is not
//! read either way. Each column is judged as a whole.

use super::{
    decimals::{home, places},
    recipe::{DateOrder, Mapping},
    source::{Source, specs, tidy},
};
use crate::{
    load::{
        Order, Shows, date_of, date_shows, last_year,
        schema::{self, ColumnKind},
    },
    model::{Finding, Findings, Rule, counted},
    policy::Policy,
};

/// Finds the columns of every source that hold a date of which only the second part can be the day, and the row.
pub(super) fn judge(sources: &mut [Source]) {
    for source in sources {
        let shows = |column: usize| {
            let is_shown = |text: &String| date_shows(&tidy(text)) == Shows::MonthFirst;
            let row = source.rows.iter().find(|row| row.cells.get(column).is_some_and(is_shown))?;
            Some((column, row.row))
        };
        source.month_first = (0..source.header.len()).filter_map(shows).collect();
    }
}

/// Tells what to state of a date that could be of either order, in a column that shows a month first.
pub(super) fn unclear(text: &str, column: Option<&usize>, source: &Source) -> Option<String> {
    let (_, row) = source.month_first.iter().find(|(of, _)| Some(of) == column)?;
    (date_shows(text) == Shows::Either).then(|| {
        format!(
            "a date of known order; row {row} gives the month before the day, so state date = \
                \"mdy\" or date = \"dmy\" in the mapping"
        )
    })
}

/// Writes a date as ISO; `None` where the parts do not stand in that order.
pub(super) fn iso(text: &str, order: DateOrder, policy: &Policy) -> Option<String> {
    date_of(text, order.into(), last_year(policy)).map(|day| day.date.to_string())
}

impl From<DateOrder> for Order {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
            DateOrder::YearFirst => Self::YearFirst,
        }
    }
}

/// Tells once a column what a rule made of dates that are written as ISO on import: the reader of the snapshot
/// tells it of those that are passed on as they stand.
pub(super) fn tell(
    sources: &[Source],
    mapping: &Mapping,
    policy: &Policy,
    findings: &mut Findings,
) {
    let mut described: Vec<(usize, usize)> = Vec::new();
    for table in &mapping.table {
        let schema = schema::TABLES.iter().find(|schema| schema.name == table.name);
        let Some(at) = sources.iter().position(|source| source.name == table.from) else {
            continue;
        };
        let is_date = |name: &str| {
            schema
                .and_then(|s| s.column(name))
                .is_some_and(|column| column.kind == ColumnKind::Date)
        };
        for (_, spec) in specs(table).filter(|(name, _)| is_date(name)) {
            for (place, spec) in places(&sources[at], spec) {
                let Some((of, column)) = home(sources, at, place) else { continue };
                if let Some(order) = spec.0.date
                    && !described.contains(&(of, column))
                {
                    described.push((of, column));
                    of_column(&sources[of], column, order, policy, findings);
                }
            }
        }
    }
}

fn of_column(
    source: &Source,
    column: usize,
    order: DateOrder,
    policy: &Policy,
    findings: &mut Findings,
) {
    let read = |text: &str| date_of(text, order.into(), last_year(policy));
    let rows =
        || source.rows.iter().filter_map(|row| Some((row.row, tidy(row.cells.get(column)?))));
    let days: Vec<_> = rows().filter_map(|(row, text)| Some((row, read(&text)?, text))).collect();
    let mut say = |rule, holds: &dyn Fn(&crate::load::Day) -> bool, what: &str, fix: &str| {
        let mut cells = days.iter().filter(|(_, day, _)| holds(day));
        let Some((row, _, text)) = cells.next() else { return };
        let found = match cells.count() {
            0 => format!("{text:?}, {what}"),
            others => format!("{text:?}, the first of {}: {what}", counted(others + 1, "cell")),
        };
        let place = source.place(Some(*row), source.header.get(column).map(String::as_str));
        let expected = "a date with a four-digit year and no time".to_owned();
        findings.push(Finding::new(rule, place, "", found, expected).fix(fix));
    };
    say(
        Rule::TwoDigitYear,
        &|day| day.two_digits,
        "a two-digit year; the policy decides the century",
        "check the century, or write the year in full",
    );
    say(
        Rule::StampByClock,
        &|day| day.by_clock,
        "a time in UTC, read as the date in British time",
        "no action, unless the time is not in UTC",
    );
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("31/12/2025", DateOrder::DayFirst, Some("2025-12-31"))]
    #[case("12/31/2025", DateOrder::MonthFirst, Some("2025-12-31"))]
    #[case("2025-12-31 00:00:00", DateOrder::MonthFirst, Some("2025-12-31"))]
    #[case("31/12/2025", DateOrder::MonthFirst, None)]
    #[case("31/12/25", DateOrder::DayFirst, Some("2025-12-31"))]
    fn dates_are_turned_round(
        #[case] text: &str,
        #[case] order: DateOrder,
        #[case] shown: Option<&str>,
    ) {
        let policy = Policy::default_policy().unwrap();
        assert_eq!(iso(text, order, &policy).as_deref(), shown);
    }
}
