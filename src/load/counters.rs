//! `counters` into typed rows: hours of public counters, their visits and their cost.

use super::{
    LoadError,
    clock::Clock,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{
        ClockTime, CounterHours, CounterLine, Fact, Finding, Findings, OpenSpan, Place, Rule,
        Weekday, folded,
    },
    policy::Policy,
};

/// Reads the rows in order of site, day, hours, purpose, each once.
///
/// Of rows that say the same of one span and purpose the first is used; where their visits or costs differ, these are not
/// known.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<CounterLine>, LoadError> {
    let mut lines = record::read_all(raw, &schema::COUNTERS, policy, findings, |r| line(r, sites))?;
    lines.sort_by(|a, b| {
        (&a.site_id, a.day, a.hours, purpose(a), &a.row).cmp(&(
            &b.site_id,
            b.day,
            b.hours,
            purpose(b),
            &b.row,
        ))
    });
    let mut kept: Vec<CounterLine> = Vec::with_capacity(lines.len());
    for line in lines {
        let is_same = |first: &&mut CounterLine| {
            (&first.site_id, first.day, first.hours, purpose(first))
                == (&line.site_id, line.day, line.hours, purpose(&line))
        };
        match kept.last_mut().filter(is_same) {
            Some(first) => findings.push(repeated(first, &line)),
            None => kept.push(line),
        }
    }
    Ok(kept)
}

/// Returns the purpose of a row as purposes are compared.
fn purpose(line: &CounterLine) -> Option<String> {
    line.purpose.as_deref().map(folded)
}

fn line(r: &mut Record<'_>, sites: &SiteIndex) -> Option<CounterLine> {
    let site_id = r.site(sites);
    let day = r.word("day", Weekday::read);
    let (opens, closes) = (r.clock("opens"), r.clock("closes"));
    let hours = hours(r, opens, closes);
    Some(CounterLine {
        hours,
        visits: r.whole("visits").and_then(|visits| u64::try_from(visits).ok()),
        purpose: r.text("purpose"),
        cost: r.money("cost"),
        row: r.row.clone(),
        site_id: site_id?,
        day: day?,
    })
}

fn hours(r: &mut Record<'_>, opens: Fact<Clock>, closes: Fact<Clock>) -> CounterHours {
    let (from, until) = match (opens, closes) {
        (Fact::Unreadable, _) | (_, Fact::Unreadable) => return CounterHours::Unreadable,
        (Fact::Empty, Fact::Empty) => return CounterHours::Unsaid,
        (Fact::Known(Clock::Closed), Fact::Empty | Fact::Known(Clock::Closed))
        | (Fact::Empty, Fact::Known(Clock::Closed)) => return CounterHours::Closed,
        (Fact::Known(Clock::At(from)), Fact::Known(Clock::At(until))) => (from, until),
        (Fact::Known(Clock::At(from)), Fact::Empty) => {
            return doubted(r, "closes", format!("opens at {from}, and no time of closing"), WHEN);
        }
        (Fact::Empty, Fact::Known(Clock::At(until))) => {
            return doubted(r, "opens", format!("closes at {until}, and no time of opening"), WHEN);
        }
        (Fact::Known(Clock::Closed), Fact::Known(Clock::At(time)))
        | (Fact::Known(Clock::At(time)), Fact::Known(Clock::Closed)) => {
            return doubted(r, "opens", format!("both closed and {time}"), WHEN);
        }
    };
    // Midnight at the end of a day is often written as that of its start.
    let end = if until == ClockTime::START && from > until { ClockTime::END } else { until };
    OpenSpan::new(from, end).map_or_else(
        || {
            let found = format!("closes at {until}, not after it opens at {from}");
            let fix = "correct the time, such as 17:00 for 5:00; hours over midnight need a row \
                until 24:00 and one from 00:00 of the next day, and a counter open all day closes at 24:00";
            doubted(r, "closes", found, fix)
        },
        CounterHours::Open,
    )
}

const WHEN: &str = "fill in both times, or write `closed` if the counter does not open that day";

fn doubted(r: &mut Record<'_>, column: &str, found: String, fix: &str) -> CounterHours {
    let expected = "a time of opening and a later one of closing on the same day".to_owned();
    let found = format!("{found}; the hours of the day are not known");
    let finding = Finding::new(Rule::CounterHours, r.place(column), r.id(), found, expected);
    r.push(finding.fix(fix));
    CounterHours::Unreadable
}

/// Takes a row that says the same as the one before it into that one.
fn repeated(first: &mut CounterLine, again: &CounterLine) -> Finding {
    let mut differ = Vec::new();
    if first.visits != again.visits {
        first.visits = None;
        differ.push("visits");
    }
    if first.cost != again.cost {
        first.cost = None;
        differ.push("cost");
    }
    let then = match differ.as_slice() {
        [] => "it is used once".to_owned(),
        ["cost"] => "cost differs and is not known".to_owned(),
        both => format!("{} differ and are not known", both.join(" and ")),
    };
    let found = format!("the same day, hours and purpose as row {}; {then}", first.row.row);
    let expected = "one row for each site, day, hours and purpose".to_owned();
    Finding::new(
        Rule::CounterRowsRepeated,
        Place::cell(&again.row, "day"),
        again.site_id.as_str(),
        found,
        expected,
    )
    .fix("delete the wrong row, or fill in `purpose` where it differs")
}
