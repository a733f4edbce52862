//! Dated terms of leases against the summary columns of `leases`, which they win over, and against the indices.

use chrono::Days;

use crate::{
    load::Estate,
    model::{
        Date, EventKind, Finding, Findings, Lease, LeaseEvent, Money, Month, Place, Review, Rule,
        months_later, whole_months, with_thousands,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    for lease in &estate.leases {
        let events = estate.events_of(&lease.lease_id);
        rent_free(lease, events, findings);
        rent(lease, events, as_of, findings);
        off_cycle(lease, events, findings);
        index_months(estate, lease, events, findings);
    }
}

fn finding(rule: Rule, lease: &Lease, column: &str, found: String, expected: String) -> Finding {
    let place = Place::cell(&lease.row, column);
    Finding::new(rule, place, lease.lease_id.as_str(), found, expected)
}

/// Dated rent-free periods are the months that the column has.
fn rent_free(lease: &Lease, events: &[LeaseEvent], findings: &mut Findings) {
    let Some(months) = lease.rent_free_months else { return };
    let conceded = |e: &&LeaseEvent| matches!(e.kind, EventKind::RentFree | EventKind::PartRent);
    if !events.iter().any(|e| conceded(&e)) {
        return;
    }
    let free = events.iter().filter(|e| e.kind == EventKind::RentFree);
    let free: Option<Vec<(Date, Date)>> = free.map(|e| Some((e.on, e.until?))).collect();
    let Some(free) = free else { return };
    let free = joined(free);
    let first_with_rent =
        u32::try_from(months).ok().and_then(|months| months_later(lease.start, months));
    let last = first_with_rent.and_then(|day| day.checked_sub_days(Days::new(1)));
    let column: Vec<(Date, Date)> = last
        .filter(|last| *last >= lease.start)
        .map(|last| (lease.start, last))
        .into_iter()
        .collect();
    if free == column {
        return;
    }
    let spans: Vec<String> = free.iter().map(|(on, until)| format!("{on} to {until}")).collect();
    let dated = match spans.as_slice() {
        [] => "give a part rent only".to_owned(),
        spans => format!("give no rent from {}", spans.join(" and from ")),
    };
    let found = format!("\"{months}\", but the dated terms {dated}");
    let expected = format!("the months from {} in the dated terms", lease.start);
    findings.push(
        finding(Rule::RentFreeDiffers, lease, "rent_free_months", found, expected)
            .fix("correct the column or the dated terms; until then the dated terms are used"),
    );
}

/// Joins periods, first and last day of each, that meet or overlap.
fn joined(mut periods: Vec<(Date, Date)>) -> Vec<(Date, Date)> {
    periods.sort_unstable();
    let mut joined: Vec<(Date, Date)> = Vec::new();
    for (on, until) in periods {
        let after = |last: &Date| last.checked_add_days(Days::new(1)).is_none_or(|day| on <= day);
        match joined.last_mut() {
            Some((_, last)) if after(last) => *last = until.max(*last),
            _ => joined.push((on, until)),
        }
    }
    joined
}

/// The rent is the one that the last dated step or agreed review made it.
fn rent(lease: &Lease, events: &[LeaseEvent], as_of: Date, findings: &mut Findings) {
    let Some(rent) = lease.rent else { return };
    let in_force = |e: &&LeaseEvent| {
        let changes = matches!(e.kind, EventKind::Step | EventKind::Review);
        changes && e.on <= as_of && lease.runs_to(e.on)
    };
    // On one day a step wins over a review, and the larger sum stands.
    let last = events.iter().filter(in_force).max_by_key(|e| {
        let step = e.kind == EventKind::Step;
        (e.on, step, e.amount)
    });
    let Some((event, amount)) = last.and_then(|e| Some((e, e.amount?))) else { return };
    let reviewed_since = match cycle(lease) {
        Cycle::None => false,
        Cycle::Unknown => true,
        Cycle::Years(years) => last_regular(lease, years, as_of).is_some_and(|day| day > event.on),
    };
    if amount == rent || reviewed_since {
        return;
    }
    let pounds = |sum: Money| format!("£{}", with_thousands(&sum.to_string()));
    let (kind, on) = (event.kind, event.on);
    let found =
        format!("{} a year, but the {kind} on {on} set it at {}", pounds(rent), pounds(amount));
    let expected = format!("the rent on {as_of}");
    findings.push(
        finding(Rule::RentDiffers, lease, "rent", found, expected)
            .fix("correct the column or the dated term; until then the dated term is used"),
    );
}

/// Which reviews a lease has beside those dated.
enum Cycle {
    None,
    /// Some, but nobody recorded how often.
    Unknown,
    Years(u32),
}

fn cycle(lease: &Lease) -> Cycle {
    let years = lease.review_years.and_then(|years| u32::try_from(years).ok()).filter(|y| *y > 0);
    match (lease.review, years) {
        (Some(Review::None), _) | (None, None) => Cycle::None,
        (Some(_), None) => Cycle::Unknown,
        (_, Some(years)) => Cycle::Years(years),
    }
}

/// Returns the last day of the cycle up to a day: whole spans of years after the start.
fn last_regular(lease: &Lease, years: u32, day: Date) -> Option<Date> {
    let span = years.checked_mul(12)?;
    let past = u32::try_from(whole_months(lease.start, day)).ok()? / span * span;
    months_later(lease.start, past).filter(|review| past > 0 && lease.runs_to(*review))
}

/// Dated reviews fall on days of the cycle.
fn off_cycle(lease: &Lease, events: &[LeaseEvent], findings: &mut Findings) {
    let Cycle::Years(years) = cycle(lease) else { return };
    for event in events.iter().filter(|e| e.kind == EventKind::Review) {
        if last_regular(lease, years, event.on) == Some(event.on) || !lease.runs_to(event.on) {
            continue;
        }
        let place = Place::cell(&event.row, "on");
        let found = format!("\"{}\" for a review", event.on);
        let expected = format!("a date in the cycle of every {years} years from {}", lease.start);
        findings.push(
            Finding::new(Rule::ReviewOffCycle, place, lease.lease_id.as_str(), found, expected)
                .fix(
                    "correct `on` or `review_years`; both are used, and the cycle continues \
                        after the last dated review",
                ),
        );
    }
}

/// The index that the next review compares with is published.
fn index_months(estate: &Estate, lease: &Lease, events: &[LeaseEvent], findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let Some(review) = lease.review.filter(|r| matches!(r, Review::Cpi | Review::Rpi)) else {
        return;
    };
    if !lease.runs_to(as_of) {
        return;
    }
    let mut dated = events.iter().filter(|e| e.kind == EventKind::Review);
    let ahead = dated.clone().any(|e| e.on > as_of && lease.runs_to(e.on));
    let mut last = dated.rfind(|e| e.on <= as_of).map(|e| e.on);
    if let Cycle::Years(years) = cycle(lease) {
        let regular = last_regular(lease, years, as_of);
        let next = regular.unwrap_or(lease.start);
        let more = months_later(next, years.saturating_mul(12)).is_some_and(|d| lease.runs_to(d));
        if !more && !ahead {
            return;
        }
        last = last.max(regular);
    }
    let fix = "until then the reviewed rent is not known";
    let Some(base) = lease.base_index_month.as_deref().and_then(Month::read) else {
        let found = format!("no base month for a {review} review");
        let expected = "the month of the index at the start of the lease".to_owned();
        findings.push(
            finding(Rule::IndexMonthsMissing, lease, "base_index_month", found, expected)
                .fix(format!("enter the month; {fix}")),
        );
        return;
    };
    // The index runs as far behind each review as the base month does behind the start.
    let behind = Month::of(lease.start).since(base);
    let last = last.unwrap_or(lease.start).max(lease.start);
    let Some(month) = Month::of(last).less(behind) else { return };
    let series = estate.indices.get(review.word());
    if series.is_some_and(|series| series.value(month).is_some()) {
        return;
    }
    let found = match series {
        Some(_) => format!("no {review} for {month} in `indices`; the next review needs it"),
        None => format!("no {review} in `indices`; the next review needs {month}"),
    };
    let expected =
        format!("the value for {month}, and later the value for the month of the review");
    findings.push(
        finding(Rule::IndexMonthsMissing, lease, "review", found, expected)
            .fix(format!("add the month to `indices`; {fix}")),
    );
}
