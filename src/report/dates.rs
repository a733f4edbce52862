//! `lease_events.ics`: what is ahead of leases and agreements, for a calendar program.
//!
//! Every event has an entry on its own day, and one on the last day to act where that is another day. The last day to
//! act, or the day itself where there is none, has a reminder some days before. Ids
//! depend on the estate, the lease and what is dated only, so that a later report's file, read into the
//! same calendar, replaces what it says again; nothing depends on the clock.

use std::collections::BTreeMap;

use ics::{
    Alarm, Event, ICalendar, escape_text,
    parameters::Value,
    properties::{Categories, Description, DtStart, Status, Summary, Transp, Trigger},
};

use crate::{
    edition::{DatedKind, EventState, LeaseEventRow, View},
    model::{Date, Party},
    tables::{LeaseEvents, OutputTable},
    wording::{dated, event_state, exact_money, long_date, one_line, what_is_dated, why_not_known},
};

/// Bytes of a line (RFC 5545, 3.1).
const LINE: usize = 75;
/// Names the file.
pub(super) const FILE: &str = "lease_events.ics";

/// Says why a view has no such file: as it has no table of what is dated; `None` where it has.
pub(super) fn absent(view: &View) -> Option<&'static str> {
    LeaseEvents.absent(view)
}

/// Writes the calendar: whole days that do not block a diary.
pub(super) fn ics(view: &View) -> Vec<u8> {
    let mut calendar = ICalendar::new("2.0", "-//Terrier//lease events//EN");
    let name = format!("{}: leases as of {}", one_line(&view.estate), long_date(view.as_of));
    calendar.push(ics::components::Property::new("X-WR-CALNAME", escape_text(name)));
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for row in &view.lease_events {
        if let Some(act_by) = row.act_by.filter(|act_by| *act_by != row.on) {
            calendar.add_event(entry(view, row, (Entry::ActBy, act_by), &mut ids));
        }
        if has_day(row) {
            calendar.add_event(entry(view, row, (Entry::On, row.on), &mut ids));
        }
    }
    folded(&calendar.to_string()).into_bytes()
}

/// Tells whether what is dated has a day: a break on any day whose notice is not recorded has none once it is open.
fn has_day(row: &LeaseEventRow) -> bool {
    !row.rolls_now || row.act_by.is_some() || row.length.is_some()
}

/// Folds lines at 75 bytes, the blank that begins a continued line counted; the library leaves it out.
fn folded(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let mut length = 0;
        for letter in line.chars() {
            let size = letter.len_utf8();
            if !letter.is_control() && length + size > LINE {
                lines.push_str("\r\n ");
                length = 1;
            }
            lines.push(letter);
            length += size;
        }
    }
    lines
}

/// Which of an event's days an entry stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    ActBy,
    On,
}

fn entry<'a>(
    view: &View,
    row: &LeaseEventRow,
    (which, day): (Entry, Date),
    ids: &mut BTreeMap<String, usize>,
) -> Event<'a> {
    let word = match which {
        Entry::ActBy => "act-by",
        Entry::On => "on",
    };
    // Two terms of one kind on one day are told apart by their order.
    let whose = row.whose.map_or("", Party::word);
    let id = [&view.estate, &row.lease_id, &row.agreement_id, row.kind.word(), whose, word]
        .map(encoded)
        .join(".");
    // Where the day moves with every report, what stays tells it.
    let held = (row.kind != DatedKind::HoldingOver).then_some(row.rolling_from.unwrap_or(row.on));
    let id = format!("{id}.{}", held.map(stamp).unwrap_or_default());
    let same = ids.entry(id.clone()).and_modify(|n| *n += 1).or_insert(1);
    let mut event =
        Event::new(format!("{id}.{same}@terrier"), format!("{}T000000Z", stamp(view.as_of)));
    let mut start = DtStart::new(stamp(day));
    start.add(Value::DATE);
    event.push(start);
    let title = one_line(&summary(row, which));
    event.push(Summary::new(escape_text(title.clone())));
    event.push(Description::new(escape_text(description(view, row))));
    event.push(Categories::new(escape_text(dated(row.kind))));
    event.push(Status::confirmed());
    event.push(Transp::transparent());
    let is_open = row.state.is_none_or(EventState::can_be_acted_on);
    if view.reminder_days > 0 && is_open && row.act_by.is_none_or(|act_by| act_by == day) {
        let before = Trigger::new(format!("-P{}D", view.reminder_days));
        event.add_alarm(Alarm::display(before, Description::new(escape_text(title))));
    }
    event
}

/// Writes a day as calendars have it; the years of a snapshot have four digits.
fn stamp(day: Date) -> String {
    day.format("%Y%m%d").to_string()
}

/// Returns text of letters, digits and hyphens; every other character by its number.
fn encoded(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c.to_string()
        } else {
            format!("_{:x}", u32::from(c))
        }
    };
    text.chars().map(plain).collect()
}

fn summary(row: &LeaseEventRow, which: Entry) -> String {
    let ids = [row.site_id.as_str(), row.lease_id.as_str(), row.agreement_id.as_str()];
    let ids: Vec<&str> = ids.into_iter().filter(|id| !id.is_empty()).collect();
    let place = match row.name.as_str() {
        "" => ids.join(" "),
        name => format!("{name} ({})", ids.join(" ")),
    };
    let what = what_is_dated(row);
    match which {
        Entry::ActBy => format!("Act by today: {place}: {what} on {}", long_date(row.on)),
        Entry::On => format!("{place}: {what}"),
    }
}

/// Says the rest, a line a fact.
fn description(view: &View, row: &LeaseEventRow) -> String {
    let mut lines = Vec::new();
    let mut line = |name: &str, value: Option<String>| {
        let value = value.map(|v| one_line(&v)).filter(|v| !v.is_empty());
        lines.extend(value.map(|value| format!("{name}: {value}")));
    };
    line("Site", Some(format!("{} {}", row.site_id, row.name)));
    line("Other side", Some(row.counterparty.clone()));
    line("We are", row.role.map(|role| role.to_string()));
    line("State", Some(event_state(row.state).to_owned()));
    line("Day", Some(long_date(row.on)));
    let act_by = row.act_by.filter(|act_by| *act_by != row.on);
    line("Act by, with the margin", act_by.map(long_date));
    line("Latest date to serve notice", row.legal_last_day.map(long_date));
    let working = row.working_day.map(|day| {
        let unsure = row.holidays_known == Some(false);
        let unsure =
            if unsure { " (bank holidays for that year are not yet published)" } else { "" };
        format!("{}{unsure}", long_date(day))
    });
    line("Last working day to act", working);
    line("Penalty", row.penalty.map(exact_money));
    let until = row.next_exit.map(long_date).unwrap_or_default();
    let cost = row.cost_of_missing.map(|cost| {
        format!(
            "{} payable until {until}, present value at {}",
            exact_money(cost),
            long_date(view.as_of)
        )
    });
    line("Cost of missing it", cost);
    line("Conditions", Some(row.conditions.clone()));
    line("Not known", Some(why_not_known(&row.not_known)));
    line("Edition", Some(view.edition.marking().to_owned()));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    fn row(day: &str, name: &str) -> LeaseEventRow {
        LeaseEventRow { name: name.to_owned(), on: day.parse().unwrap(), ..example::lease_event() }
    }

    fn written(rows: Vec<LeaseEventRow>) -> String {
        let view = View { lease_events: rows, ..example::hostile().clone() };
        String::from_utf8(ics(&view)).unwrap()
    }

    #[test]
    fn the_last_day_to_act_has_a_reminder_and_entries_name_their_site() {
        let mut dated = row("2024-03-24", "Hall");
        dated.act_by = dated.on.pred_opt();
        let act_by = dated.act_by.map(stamp).unwrap();
        let mut at_once = row("2025-03-24", "Yard");
        at_once.act_by = None;
        let view = View { reminder_days: 60, ..example::hostile().clone() };
        let entries = |rows: Vec<LeaseEventRow>, reminder_days: u32| {
            let view = View { lease_events: rows, reminder_days, ..view.clone() };
            let text = String::from_utf8(ics(&view)).unwrap().replace("\r\n ", "");
            text.split("BEGIN:VEVENT").skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let [to_act, on_day, other] = &entries(vec![dated.clone(), at_once], 60)[..] else {
            panic!("not three entries")
        };
        assert!(to_act.contains(&act_by) && to_act.contains("TRIGGER:-P60D"), "{to_act}");
        assert!(to_act.contains("SUMMARY:Act by today: Hall ("), "{to_act}");
        assert!(!on_day.contains("VALARM"), "{on_day}");
        assert!(other.contains("TRIGGER:-P60D") && other.contains("SUMMARY:Yard ("), "{other}");
        assert!(!entries(vec![dated], 0).concat().contains("VALARM"));
    }

    #[test]
    fn no_text_breaks_out_of_its_line_and_no_two_entries_share_an_id() {
        let hostile = "Sons\r\nEND:VEVENT; a, b\\ \u{1f3db} and so on and on and on and on and on";
        let text = written(vec![row("2024-03-24", hostile), row("2024-03-24", "")]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("END:VEVENT")).count(), 4);
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("Sons END:VEVENT\\; a\\, b\\\\ "), "{unfolded}");
        let mut ids: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 4);
    }
}
