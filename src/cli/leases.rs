//! `terrier leases`: what is ahead of leases and agreements, and the last day to act on it.

use std::path::Path;

use super::{Done, Settings, args::Format, lease_summary, print, ranked, snapshot};
use crate::{
    batch::RankedBy,
    edition::{self, LeaseEventRow},
    model::Date,
    policy::FigureName,
    report::records,
    tables::LeaseEvents,
    wording::{event_state, exact_money, no_act_by, what_is_dated},
};

/// Characters of the table's words.
const WORDS: usize = 60;

pub(super) fn leases(
    folder: &Path,
    months: Option<u32>,
    format: Format,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ranked(&folder, RankedBy::All, settings)? else {
        return Ok(Done::DataHasErrors);
    };
    let months = months.unwrap_or(settings.policy.whole(FigureName::LeaseCalendarMonths));
    let rows = edition::lease_events(run.results(&settings.policy), months);
    match format {
        Format::Csv => print::data(&crate::report::csv_of(LeaseEvents::of(rows.iter()))?),
        Format::Json => print::data(print::json(&records(LeaseEvents::of(rows.iter()))).as_bytes()),
        Format::Table => {
            let as_of = run.estate.snapshot.as_of;
            let text = match rows.as_slice() {
                [] if run.estate.leases.is_empty() => "no leases recorded\n".to_owned(),
                [] => format!("no events within {months} months of {as_of}\n"),
                rows => table(rows, as_of, months),
            };
            print::data(text.as_bytes())
        }
    }
}

/// Shows what each lease comes to.
pub(super) fn summary(folder: &Path, format: Format, settings: &Settings) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ranked(&folder, RankedBy::All, settings)? else {
        return Ok(Done::DataHasErrors);
    };
    let all = edition::lease_summary(run.results(&settings.policy));
    lease_summary::show(&all, run.estate.snapshot.as_of, format)
}

/// Lays out the events, urgent breaks first.
fn table(rows: &[LeaseEventRow], as_of: Date, months: u32) -> String {
    let (urgent, others): (Vec<&LeaseEventRow>, Vec<&LeaseEventRow>) =
        rows.iter().partition(|row| row.is_urgent());
    let cells: Vec<Vec<String>> = urgent.iter().chain(&others).map(|row| cells(row)).collect();
    let header = ["act by", "on", "site", "lease", "what", "state", "cost of missing", "penalty"];
    let mut text = print::table(&header, &cells, &[6, 7]);
    let events = if rows.len() == 1 { "1 event" } else { &format!("{} events", rows.len()) };
    text.push_str(&format!("{events} within {months} months of {as_of}; {}\n", unknown(rows)));
    text
}

fn cells(row: &LeaseEventRow) -> Vec<String> {
    let lease = if row.lease_id.is_empty() { &row.agreement_id } else { &row.lease_id };
    let cost = match row.cost_of_missing {
        Some(cost) => exact_money(cost),
        None if row.cost_not_known => "not known".to_owned(),
        None => "–".to_owned(),
    };
    vec![
        row.act_by.map_or_else(|| no_act_by(row).to_owned(), |day| day.to_string()),
        row.on.to_string(),
        print::shortened(&row.site_id, 12),
        print::shortened(lease, 12),
        print::shortened(&what_is_dated(row), WORDS),
        event_state(row.state).to_owned(),
        cost,
        row.penalty.map_or_else(|| "–".to_owned(), exact_money),
    ]
}

/// Counts what is not known: `not known: the cost of missing 2, the state of 1, more of 3`.
fn unknown(rows: &[LeaseEventRow]) -> String {
    let count = |is: fn(&LeaseEventRow) -> bool| rows.iter().filter(|r| is(r)).count();
    let any = count(|r| !r.not_known.is_empty());
    let parts =
        [(count(|r| r.state.is_none()), "state"), (count(|r| r.cost_not_known), "cost of missing")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{what} {number}"))
        .collect();
    match (any, parts.as_slice()) {
        (0, _) => "all facts are known".to_owned(),
        (any, []) => format!("facts missing for {any}; --format csv lists them"),
        (any, parts) => {
            format!("facts missing for {any}: {}; --format csv lists them", parts.join(", "))
        }
    }
}
