//! What has become of a lease's breaks: leases they ended, and subleases that outlive them.

use crate::{
    load::Estate,
    model::{
        Date, EventKind, Finding, Findings, Lease, LeaseEvent, Party, Role, Rule, meant_break,
    },
    policy::Policy,
};

/// One break and what is recorded of it up to a day.
struct Break<'a> {
    event: &'a LeaseEvent,
    served: Option<&'a LeaseEvent>,
    exercised: Option<&'a LeaseEvent>,
    waived: bool,
}

impl Break<'_> {
    /// Returns the last day of the lease by a break that was used or for which notice was served.
    fn ends_on(&self) -> Option<Date> {
        let on = self.event.on;
        match (self.event.is_rolling(), self.served, self.exercised) {
            (_, None, None) => None,
            (false, ..) => Some(on),
            (true, None, Some(used)) => Some(used.on.max(on)),
            (true, Some(notice), _) => notice
                .until
                .or_else(|| self.event.notice()?.runs_out(notice.on).map(|end| end.max(on))),
        }
    }

    /// Returns the first day on which the lease could still end by it, if notice can still be served.
    fn open_on(&self, as_of: Date) -> Option<Date> {
        let earliest = match self.event.notice() {
            Some(notice) => notice.runs_out(as_of)?,
            None => as_of,
        };
        let on = self.event.on;
        let (first, closes) = if self.event.is_rolling() {
            (on.max(earliest), self.event.until)
        } else {
            (on, Some(on))
        };
        (!self.waived && closes.is_none_or(|day| earliest <= day)).then_some(first)
    }
}

/// Returns the breaks of a lease in order of date, with what is recorded of them up to `as_of`.
fn breaks_of<'a>(estate: &'a Estate, lease: &Lease) -> Vec<Break<'a>> {
    let events = estate.events_of(&lease.lease_id);
    let breaks: Vec<&LeaseEvent> = events.iter().filter(|e| e.kind == EventKind::Break).collect();
    let mut found: Vec<Break<'_>> = breaks
        .iter()
        .map(|event| Break { event, served: None, exercised: None, waived: false })
        .collect();
    for act in events.iter().filter(|e| e.on <= estate.snapshot.as_of) {
        let Some(of) = meant_break(&breaks, act).and_then(|at| found.get_mut(at)) else { continue };
        match act.kind {
            EventKind::Served => of.served = of.served.or(Some(act)),
            EventKind::Exercised => of.exercised = of.exercised.or(Some(act)),
            EventKind::Waived => of.waived = true,
            _ => {}
        }
    }
    found
}

/// Returns the row by which a lease has ended before the day of the snapshot, and its last day.
pub(super) fn ended<'a>(estate: &'a Estate, lease: &Lease) -> Option<(&'a LeaseEvent, Date)> {
    let used =
        breaks_of(estate, lease).into_iter().filter_map(|b| Some((b.exercised?, b.ends_on()?)));
    used.filter(|(_, day)| *day < estate.snapshot.as_of).min_by_key(|(_, day)| *day)
}

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    if estate.lease_events.is_empty() {
        return;
    }
    for lease in estate.leases.iter().filter(|l| l.runs_to(estate.snapshot.as_of)) {
        let head = lease.parent_lease_id.as_ref().and_then(|id| estate.lease(id));
        if let Some(head) = head.filter(|head| head.lease_id != lease.lease_id) {
            sublease(estate, lease, head, findings);
        }
    }
}

/// A sublease ends before its head lease can: the first break that it outlives is named.
fn sublease(estate: &Estate, lease: &Lease, head: &Lease, findings: &mut Findings) {
    let as_of = estate.snapshot.as_of;
    let breaks = breaks_of(estate, head);
    let own = breaks_of(estate, lease);
    let is_ours = |e: &LeaseEvent| matches!(e.party, Some(Party::Landlord | Party::Mutual));
    // A landlord's break of its own lets the sublease end in time.
    let outlives = |day: Date| {
        let ends = |b: &Break<'_>| is_ours(b.event) && b.open_on(as_of).is_some_and(|on| on < day);
        let given = |b: &Break<'_>| b.ends_on().is_some_and(|on| on < day);
        lease.runs_to(day) && !own.iter().any(|b| given(b) || ends(b))
    };
    let used = breaks.iter().filter_map(Break::ends_on).filter(|day| outlives(*day)).min();
    let tenants = |e: &LeaseEvent| matches!(e.party, Some(Party::Tenant | Party::Mutual));
    let open = breaks
        .iter()
        .filter(|b| head.role == Role::Tenant && tenants(b.event) && head.runs_to(b.event.on))
        .filter_map(|b| b.open_on(as_of))
        .filter(|day| outlives(*day))
        .min();
    let head_id = head.lease_id.as_str();
    let ends = super::leases::last_day(lease);
    let (rule, found, expected, fix) = match (used, open) {
        (Some(day), _) => (
            Rule::SubleaseOutlivesBreak,
            format!("{ends}, but a break ends the head lease {head_id:?} on {day}"),
            "a date before the head lease ends",
            "check both leases and their breaks; if they are right, take legal advice",
        ),
        (None, Some(day)) => (
            Rule::SubleaseBlocksBreak,
            format!("{ends}, but the body may break the head lease {head_id:?} on {day}"),
            "a date before the break, or a landlord's break in the sublease",
            "end the sublease and obtain vacant possession before using the break",
        ),
        (None, None) => return,
    };
    let place = super::leases::last_day_place(lease);
    findings.push(
        Finding::new(rule, place, lease.lease_id.as_str(), found, expected.to_owned()).fix(fix),
    );
}
