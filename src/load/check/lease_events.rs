//! Dated terms of leases in themselves: within the term, complete, said once, notices of breaks that are there.

use std::cmp::Ordering;

use crate::{
    load::Estate,
    model::{Date, EventKind, Finding, Findings, Lease, LeaseEvent, Place, Rule, meant_break},
    policy::Policy,
};

/// The most breaks that a finding lists.
const LISTED: usize = 6;

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    for events in estate.lease_events.chunk_by(|a, b| a.lease_id == b.lease_id) {
        let Some(lease) = events.first().and_then(|e| estate.lease(&e.lease_id)) else { continue };
        for event in events {
            outside_term(lease, event, findings);
            ends_before_start(event, findings);
            incomplete(event, estate.snapshot.as_of, findings);
            notice_twice(event, findings);
        }
        doubled(events, findings);
        notices(events, findings);
    }
}

fn finding(rule: Rule, event: &LeaseEvent, column: &str, found: String, expected: &str) -> Finding {
    let place = Place::cell(&event.row, column);
    Finding::new(rule, place, event.lease_id.as_str(), found, expected.to_owned())
}

/// Names a kind as it stands in a sentence.
const fn named(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Break => "break",
        EventKind::Step => "step",
        EventKind::Review => "review",
        EventKind::RentFree => "rent-free period",
        EventKind::PartRent => "part-rent period",
        EventKind::Served => "notice",
        EventKind::Exercised => "use of a break",
        EventKind::Waived => "waiver",
        EventKind::DeedOfVariation => "deed of variation",
    }
}

/// A break, a change of rent and a concession fall within the lease's term.
fn outside_term(lease: &Lease, event: &LeaseEvent, findings: &mut Findings) {
    use EventKind::{Break, PartRent, RentFree, Review, Step};
    if !matches!(event.kind, Break | Step | Review | RentFree | PartRent) {
        return;
    }
    let lasts = matches!(event.kind, RentFree | PartRent) || event.is_rolling();
    let beyond = event.until.filter(|until| lasts && !lease.runs_to(*until));
    let (column, day) = match beyond {
        _ if event.on < lease.start || !lease.runs_to(event.on) => ("on", event.on),
        Some(until) => ("until", until),
        None => return,
    };
    let (kind, start) = (named(event.kind), lease.start);
    let term = match lease.expiry {
        Some(expiry) => format!("outside the term from {start} to {expiry}"),
        None => format!("before the tenancy begins on {start}"),
    };
    let found = format!("\"{day}\" for a {kind}, {term}");
    findings.push(
        finding(Rule::EventOutsideTerm, event, column, found, "a date in the term of the lease")
            .fix("correct the date, or `start` and `expiry` of the lease; until then it is used as it stands"),
    );
}

/// A term does not end before it begins; nor is a notice given after the break that it is for.
fn ends_before_start(event: &LeaseEvent, findings: &mut Findings) {
    let Some(until) = event.until.filter(|until| *until < event.on) else { return };
    // A deed may lengthen a term that has run out.
    if matches!(event.kind, EventKind::Exercised | EventKind::DeedOfVariation) {
        return;
    }
    let (kind, on) = (named(event.kind), event.on);
    let (found, fix) = match event.kind {
        EventKind::Served | EventKind::Waived => (
            format!("\"{until}\", a break date before the {kind} on {on}"),
            "correct one of the dates",
        ),
        _ => (
            format!("\"{until}\", before the {kind} starts on {on}"),
            "correct one of the dates, or swap them; until then the end is treated as not known",
        ),
    };
    let expected = "a date on or after `on`";
    findings.push(finding(Rule::EventEndsBeforeStart, event, "until", found, expected).fix(fix));
}

/// A row says what its kind needs to be reckoned with.
fn incomplete(event: &LeaseEvent, as_of: Date, findings: &mut Findings) {
    let closes = if event.is_rolling() { event.until } else { Some(event.on) };
    let past = closes.is_some_and(|day| day < as_of);
    let until = ("until", event.until.is_none());
    let amount = ("amount", event.amount.is_none());
    let (needs, fix) = match event.kind {
        EventKind::Break if !past => (
            vec![(NOTICE, notice_units(event).next().is_none()), ("party", event.party.is_none())],
            "enter the terms from the lease; until then the break is not relied on",
        ),
        EventKind::Step => {
            (vec![amount], "enter the rent; until then it is not known from that date")
        }
        EventKind::RentFree => (
            vec![until],
            "enter the last day; until then the rent is not known from the start of the period",
        ),
        EventKind::PartRent => (
            vec![until, amount],
            "fill in the cells; until then the rent is not known from the start of the period",
        ),
        _ => return,
    };
    let missing: Vec<&str> =
        needs.into_iter().filter_map(|(name, is)| is.then_some(name)).collect();
    let Some(first) = missing.first() else { return };
    let found =
        format!("a {} on {} with no `{}`", event.kind, event.on, missing.join("` and no `"));
    let expected = "the terms in the lease";
    findings.push(finding(Rule::EventIncomplete, event, first, found, expected).fix(fix));
}

/// The units in which a notice may be given; the first stands for all where none is.
const NOTICE: &str = "notice_months";

/// Returns the columns in which the notice of a break is given, and what they hold.
fn notice_units(event: &LeaseEvent) -> impl Iterator<Item = (&'static str, i64)> {
    let all = [
        (NOTICE, event.notice_months),
        ("notice_weeks", event.notice_weeks),
        ("notice_days", event.notice_days),
    ];
    all.into_iter().filter_map(|(column, length)| Some((column, length?)))
}

/// A notice is given in one unit.
fn notice_twice(event: &LeaseEvent, findings: &mut Findings) {
    let units: Vec<(&str, i64)> = notice_units(event).collect();
    if let [_, (second, _), ..] = units.as_slice() {
        let words: Vec<String> = units.iter().map(|(name, n)| format!("`{name}` {n}")).collect();
        let found = format!("a {} on {} with {}", event.kind, event.on, words.join(" and "));
        let expected = "notice in one unit";
        findings.push(
            finding(Rule::NoticeGivenTwice, event, second, found, expected)
                .fix("empty the wrong cells; until then the notice is treated as not recorded"),
        );
    }
}

/// No two rows of one kind and day say different things.
fn doubled(events: &[LeaseEvent], findings: &mut Findings) {
    use EventKind::{Break, PartRent, RentFree, Review, Step};
    let mut rows: Vec<&LeaseEvent> = events
        .iter()
        .filter(|e| matches!(e.kind, Break | Step | Review | RentFree | PartRent))
        .collect();
    rows.sort_by(|a, b| (a.kind, a.on).cmp(&(b.kind, b.on)).then_with(|| terms(a, b)));
    for same in rows.chunk_by(|a, b| (a.kind, a.on) == (b.kind, b.on)) {
        for (one, other) in same.iter().zip(same.iter().skip(1)) {
            let sides = one.party.is_some() && other.party.is_some() && one.party != other.party;
            if terms(one, other) == Ordering::Equal || (one.kind == Break && sides) {
                continue;
            }
            let found =
                format!("a second {} on {}, with different terms", named(other.kind), other.on);
            let expected = "one row for each term";
            findings.push(
                finding(Rule::EventsDiffer, other, "on", found, expected)
                    .fix("delete the wrong row; until then both are used"),
            );
        }
    }
}

fn terms(one: &LeaseEvent, other: &LeaseEvent) -> Ordering {
    let key = |e: &LeaseEvent| (e.party, e.until, e.rolling, e.notice(), e.penalty, e.amount);
    key(one).cmp(&key(other)).then_with(|| one.conditions.cmp(&other.conditions))
}

/// A notice, its use or its waiver is for a break of the lease.
fn notices(events: &[LeaseEvent], findings: &mut Findings) {
    let breaks: Vec<&LeaseEvent> = events.iter().filter(|e| e.kind == EventKind::Break).collect();
    for event in events {
        let is_act =
            matches!(event.kind, EventKind::Served | EventKind::Exercised | EventKind::Waived);
        if !is_act || meant_break(&breaks, event).is_some() {
            continue;
        }
        let mut words = format!("a {} of {}", named(event.kind), event.on);
        if let Some(party) = event.party {
            words.push_str(&format!(" by the {party}"));
        }
        if let Some(day) = event.until {
            words.push_str(&format!(" for {day}"));
        }
        let shown: Vec<String> = breaks
            .iter()
            .take(LISTED)
            .map(|b| match b.party {
                Some(party) => format!("{} ({party})", b.on),
                None => b.on.to_string(),
            })
            .collect();
        let found = match breaks.len() {
            0 => format!("{words}, but the lease has no break"),
            1..=LISTED => format!("{words}, but the breaks are {}", shown.join(", ")),
            more => format!("{words}, but the first of {more} breaks are {}", shown.join(", ")),
        };
        let expected = "the date of a break in `until`, and who may use it in `party`";
        findings.push(
            finding(Rule::NoticeOfNoBreak, event, "until", found, expected).fix(
                "correct `until` or `party`, or add the break; until then the row is not used",
            ),
        );
    }
}
