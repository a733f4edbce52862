//! Leases and lettings: dates not to be missed, and what is let.

use minijinja::{Value, context};

use crate::{
    edition::{BreakState, DatedKind, LeaseEventRow, Outcome, RunningRow, View},
    model::{Date, months_later},
    wording::{
        NAMED, and_list_up_to, capital, counted, long_date, name_of, no_act_by, number, one_line,
        plain, short_money, test_reason, what_is_dated,
    },
};

/// Dates that are told, at most.
const DATES: usize = 8;
/// How far ahead they are told.
const MONTHS: u32 = 24;

pub(super) fn facts(view: &View) -> Value {
    let until = months_later(view.as_of, MONTHS).unwrap_or(Date::MAX);
    let due: Vec<&LeaseEventRow> =
        view.lease_events.iter().filter(|e| matters(e) && e.stands_on() <= until).collect();
    let meeting = view.paper.date;
    let is_past = |e: &&&LeaseEventRow| e.act_by.is_some_and(|day| is_before(day, meeting));
    let before = due.iter().take(DATES).filter(is_past).count();
    let missed: Vec<String> = view
        .lease_events
        .iter()
        .filter(|e| e.is_break(BreakState::Missed) && e.is_ours())
        .map(|e| format!("{} ({})", name_of(&e.name, &e.lease_id), long_date(e.on)))
        .collect();
    let no_notice = |e: &&LeaseEventRow| {
        let open = e.kind == DatedKind::Break && e.act_by.is_none();
        open && e.state.is_none() && e.on <= until
    };
    let no_notice: Vec<String> = view
        .lease_events
        .iter()
        .filter(no_notice)
        .map(|e| format!("{} ({})", name_of(&e.name, &e.lease_id), long_date(e.on)))
        .collect();
    context! {
        leases => context! {
            number => view.leases,
            said => counted(view.leases, "lease"),
            running => view.running_leases.len(),
            holding_over => view.running_leases.iter().filter(|l| l.holds_over).count(),
            until => long_date(until),
            dates => due.iter().take(DATES).map(|e| date(e, meeting)).collect::<Vec<_>>(),
            before_meeting => before,
            before_meeting_said => number(before),
            meeting => meeting.map(long_date),
            more => due.len().saturating_sub(DATES),
            missed => (!missed.is_empty()).then(|| and_list_up_to(&missed, NAMED)),
            no_notice => (!no_notice.is_empty()).then(|| and_list_up_to(&no_notice, NAMED)),
        },
        lettings => lettings(view),
    }
}

/// Tells whether a day lies before the meeting that the paper is for.
fn is_before(day: Date, meeting: Option<Date>) -> bool {
    meeting.is_some_and(|meeting| day < meeting)
}

/// Writes a day to act by, marked where it lies before the meeting that the paper is for.
pub(super) fn dated(day: Date, meeting: Option<Date>) -> String {
    let mark = if is_before(day, meeting) { " (before the meeting)" } else { "" };
    format!("{}{mark}", long_date(day))
}

/// Tells whether the body loses something if nobody acts by the day.
fn matters(event: &LeaseEventRow) -> bool {
    event.is_ours_to_decide() || matches!(event.kind, DatedKind::Expiry | DatedKind::HoldingOver)
}

fn date(event: &LeaseEventRow, meeting: Option<Date>) -> Value {
    let cost = match (event.cost_of_missing, event.cost_not_known) {
        (Some(cost), _) => short_money(cost),
        (None, true) => "not known".to_owned(),
        (None, false) => "–".to_owned(),
    };
    context! {
        act_by => event.act_by.map_or_else(|| no_act_by(event).to_owned(), |day| dated(day, meeting)),
        on => long_date(event.on),
        name => name_of(&event.name, &event.site_id),
        lease_id => event.lease_id.as_str(),
        what => capital(&plain(&what_is_dated(event))),
        cost,
    }
}

/// What is let, and what could be; `None` without either.
fn lettings(view: &View) -> Option<Value> {
    let running = &view.lettings.running;
    let failing = |row: &RunningRow| {
        let fails = row.tests.iter().filter(|test| test.outcome() == Outcome::Fails);
        let why: Vec<String> =
            fails.map(|test| one_line(&test_reason(&test.reason, long_date))).collect();
        let name = name_of(&row.name, &row.site_id);
        (!why.is_empty()).then(|| context! { name, why => why.join("; ") })
    };
    let fails: Vec<Value> = running.iter().filter_map(failing).collect();
    let mut possible: Vec<_> = view
        .lettings
        .proposed
        .iter()
        .filter_map(|row| Some((name_of(&row.name, &row.site_id), row.terms.as_ref().ok()?)))
        .collect();
    possible.sort_by_key(|(_, terms)| std::cmp::Reverse(terms.expected_budget));
    let best = possible.first().map(|(name, terms)| {
        context! {
            name => *name,
            area => terms.area.as_m2().normalize().to_string(),
            worth => short_money(terms.expected_budget),
            pays => terms.expected_budget > crate::model::Money::ZERO,
        }
    });
    (!running.is_empty() || !possible.is_empty()).then(|| {
        context! {
            running => running.len(),
            running_said => counted(running.len(), "current letting"),
            fails,
            possible => possible.len(),
            possible_said => counted(possible.len(), "site"),
            best,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_before_the_meeting_is_marked() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let meeting = Some(day("2020-06-18"));
        assert_eq!(dated(day("2020-05-27"), meeting), "27 May 2020 (before the meeting)");
        assert_eq!(dated(day("2020-06-18"), meeting), "18 June 2020");
        assert_eq!(dated(day("2020-05-27"), None), "27 May 2020");
    }
}
