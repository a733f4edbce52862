//! The lease calendar: what is ahead, by the month of its last day to act.

use std::collections::BTreeMap;

use chrono::Datelike;
use minijinja::{Value, context};

use super::{Shown, at_most, list};
use crate::{
    edition::{EventState, LeaseEventRow, View},
    model::{Date, Role},
    wording::{
        capital, count, event_state, long_date, money, no_act_by, spoken, what_is_dated,
        why_not_known,
    },
};

/// Dates that the calendar of the page names; the data file has all.
const MOST_EVENTS: usize = 200;
const URGENT: &str = "month-urgent";
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month, by year and number from 1.
type Month = (i32, u32);

/// Returns the calendar, urgent breaks first; nothing when nothing is ahead.
pub(super) fn calendar(view: &View, shown: &Shown) -> Option<Value> {
    if view.lease_events.is_empty() {
        return None;
    }
    let mut rows: Vec<&LeaseEventRow> = view.lease_events.iter().collect();
    // Stable: within each half by the last day to act.
    rows.sort_by_key(|row| !is_urgent(row));
    let most = at_most(view, MOST_EVENTS);
    let more = rows.len().saturating_sub(most);
    let urgent = rows.iter().filter(|row| is_urgent(row)).count();
    let ours = rows.iter().filter(|row| row.is_ours_to_decide()).count();
    let breaks = match (ours, urgent) {
        (0, _) => "There is no break that we can still use.".to_owned(),
        (ours, 0) => format!("{} to decide; none is urgent.", capital(&count(ours, "break"))),
        (ours, urgent) => format!("{} to decide, {urgent} urgent.", count(ours, "break")),
    };
    rows.truncate(most);
    let alike = rows.chunk_by(|a, b| group_of(a) == group_of(b));
    let groups: Vec<Value> = alike.filter_map(|rows| group(rows, shown)).collect();
    Some(context! {
        said => format!(
            "{} until {}. {breaks}",
            capital(&count(view.lease_events.len(), "date")),
            long_date(view.calendar_until),
        ),
        months => list(&MONTHS, |name| context! { name => *name, short => name.get(..3) }),
        years => years(view, &rows),
        filters => filters(&rows),
        groups,
        more => (more > 0).then(|| format!("For {more} more, see lease_events.csv.")),
    })
}

fn is_urgent(row: &LeaseEventRow) -> bool {
    row.is_urgent() && row.is_ours_to_decide()
}

fn month_of(day: Date) -> Month {
    (day.year(), day.month())
}

/// Returns the month a row stands under; nothing for the urgent ones, which stand first.
fn group_of(row: &LeaseEventRow) -> Option<Month> {
    (!is_urgent(row)).then(|| month_of(row.stands_on()))
}

fn link((year, month): Month) -> String {
    format!("month-{year}-{month:02}")
}

fn month_name((year, month): Month) -> String {
    let name = usize::try_from(month).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?));
    format!("{} {year}", name.copied().unwrap_or_default())
}

fn group(rows: &[&LeaseEventRow], shown: &Shown) -> Option<Value> {
    let month = group_of(rows.first()?);
    Some(context! {
        id => month.map_or_else(|| URGENT.to_owned(), link),
        title => month.map_or_else(|| "Urgent".to_owned(), month_name),
        rows => list(rows, |row| event(row, shown)),
    })
}

/// Counts all dates by year and month, each with a link to where the first of them is shown.
fn years(view: &View, shown: &[&LeaseEventRow]) -> Value {
    let mut numbers: BTreeMap<Month, usize> = BTreeMap::new();
    for row in &view.lease_events {
        *numbers.entry(month_of(row.stands_on())).or_default() += 1;
    }
    let place = |month: Month| {
        if shown.iter().any(|row| group_of(row) == Some(month)) {
            return Some(link(month));
        }
        let urgent = shown.iter().any(|row| is_urgent(row) && month_of(row.stands_on()) == month);
        urgent.then(|| URGENT.to_owned())
    };
    let mut years: Vec<i32> = numbers.keys().map(|(year, _)| *year).collect();
    years.dedup();
    list(&years, |year| {
        let months = (1..=12).map(|month| {
            let number = numbers.get(&(*year, month)).copied().unwrap_or_default();
            context! {
                number,
                link => place((*year, month)),
                said => format!("{}: {}", month_name((*year, month)), count(number, "date")),
            }
        });
        context! { year, months => months.collect::<Vec<_>>() }
    })
}

/// Returns what the calendar can be filtered by.
fn filters(rows: &[&LeaseEventRow]) -> Value {
    type Of = fn(&LeaseEventRow) -> String;
    let facets: [(&str, &str, Of); 4] = [
        ("kind", "Event", |row| row.kind.to_string()),
        ("side", "Side", |row| row.role.map(|role| role.to_string()).unwrap_or_default()),
        ("state", "State", |row| state_code(row).to_owned()),
        ("year", "Year to act by", |row| row.stands_on().year().to_string()),
    ];
    let filters = facets.iter().filter_map(|(name, label, of)| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            *counts.entry(of(row)).or_default() += 1;
        }
        // Without a code there is nothing to choose by.
        counts.remove("");
        (counts.len() > 1).then(|| {
            let choices: Vec<Value> = counts
                .iter()
                .map(|(code, count)| {
                    let words = match code.as_str() {
                        "tenant" => "We are the tenant".to_owned(),
                        "landlord" => "We are the landlord".to_owned(),
                        code => capital(&spoken(code)),
                    };
                    context! { code, count, words }
                })
                .collect();
            context! { name => *name, label => *label, choices }
        })
    });
    filters.collect::<Vec<_>>().into()
}

fn state_code(row: &LeaseEventRow) -> &'static str {
    row.state.map_or("not_known", EventState::word)
}

/// Returns a date as the calendar and the section of its site have it.
pub(super) fn event(row: &LeaseEventRow, shown: &Shown) -> Value {
    let day = |on: Option<_>| on.map(long_date);
    let legal = row.legal_last_day.filter(|legal| Some(*legal) != row.act_by);
    let id = if row.lease_id.is_empty() { &row.agreement_id } else { &row.lease_id };
    context! {
        on => long_date(row.on),
        act_by => row.act_by.map_or_else(|| no_act_by(row).to_owned(), long_date),
        year => row.stands_on().year(),
        legal => day(legal),
        urgent => is_urgent(row),
        kind => row.kind.word(),
        role => row.role.map(Role::word).unwrap_or_default(),
        state_code => state_code(row),
        state => event_state(row.state),
        what => capital(&what_is_dated(row)),
        conditions => row.conditions.as_str(),
        penalty => row.penalty.map(money),
        cost => row.cost_of_missing.map(money),
        cost_not_known => row.cost_not_known,
        next_exit => day(row.next_exit),
        not_known => why_not_known(&row.not_known),
        link => shown.link(&row.site_id),
        name => if row.name.is_empty() { &row.site_id } else { &row.name },
        id => id.as_str(),
        counterparty => row.counterparty.as_str(),
        side => match row.role {
            Some(Role::Tenant) => "we are the tenant",
            Some(Role::Landlord) => "we are the landlord",
            None => "agreement",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::BreakState;
    use crate::edition::example;

    #[test]
    fn urgent_breaks_come_first() {
        let mut view = example::hostile().clone();
        let mut urgent = example::lease_event();
        urgent.state = Some(EventState::Break(BreakState::Urgent));
        urgent.lease_id = "L 2".to_owned();
        view.lease_events = vec![example::lease_event(), urgent];
        let calendar = calendar(&view, &Shown::of(&[])).unwrap();
        let words = calendar.get_attr("said").unwrap().to_string();
        assert_eq!(words, "2 dates until 31 March 2025. 2 breaks to decide, 1 urgent.");
        let groups = calendar.get_attr("groups").unwrap();
        let first = groups.get_item(&Value::from(0)).unwrap();
        assert_eq!(first.get_attr("title").unwrap().to_string(), "Urgent");
        let row = first.get_attr("rows").unwrap().get_item(&Value::from(0)).unwrap();
        assert_eq!(row.get_attr("id").unwrap().to_string(), "L 2");
        assert_eq!(groups.len(), Some(2));
    }

    #[test]
    fn every_month_counts_its_dates_and_leads_to_them() {
        let mut view = example::hostile().clone();
        let mut later = example::lease_event();
        later.act_by = Date::from_ymd_opt(2032, 2, 1);
        view.lease_events = vec![example::lease_event(), later];
        let calendar = calendar(&view, &Shown::of(&[])).unwrap();
        let years = calendar.get_attr("years").unwrap();
        let last = years.get_item(&Value::from(years.len().unwrap() - 1)).unwrap();
        let months = last.get_attr("months").unwrap();
        let february = months.get_item(&Value::from(1)).unwrap();
        assert_eq!(february.get_attr("number").unwrap().to_string(), "1");
        assert_eq!(february.get_attr("link").unwrap().to_string(), "month-2032-02");
        assert_eq!(february.get_attr("said").unwrap().to_string(), "February 2032: 1 date");
    }

    #[test]
    fn nothing_ahead_is_no_calendar() {
        assert!(calendar(example::empty(), &Shown::of(&[])).is_none());
    }
}
