//! Where a break stands on a day.

use crate::{
    model::{Date, EventKind, Lease, LeaseEvent, Party, meant_break, months_earlier, words},
    policy::{BankHolidays, LeasePolicy},
};

use super::{
    NotKnown,
    notice::{NoticeDays, earliest_end, notice_days},
};

words!(
    /// Where a break stands.
    BreakState {
        Open = "open",
        /// The last day for its notice is near.
        Urgent = "urgent",
        /// Notice was served in time.
        Served = "served",
        Exercised = "exercised",
        /// Its notice can no longer be served, or was served late.
        Missed = "missed",
        Waived = "waived",
    }
);

/// One break as it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakStanding<'a> {
    /// Its row.
    pub event: &'a LeaseEvent,
    /// Where it stands.
    pub state: Result<BreakState, NotKnown>,
    /// Whether the landlord served or used it: a break of the landlord's, or one of either side by his notice.
    pub by_landlord: bool,
    /// The last days for its notice; `None` for a rolling break, which has no single date.
    pub notice: Option<Result<NoticeDays, NotKnown>>,
    /// The last day of the lease if the break is used: for a fixed break its day, for a rolling one
    /// the earliest if notice is served on the day of the question, or was served on its day.
    pub ends_on: Result<Date, NotKnown>,
}

/// Returns the breaks of a lease as they stand on `as_of`, in order of date; events after it are not
/// yet known.
///
/// A row of kind served, exercised or waived is for the break on its `until`; without one, for the
/// first break that could still be meant: the only one, else the first on or after its own day. A row
/// with a party is not for a break of the other.
/// A rolling break whose notice names a later day ends then; one exercised without a notice on record
/// ended on the day of that row.
/// A notice served after the legal last day is a missed break. An open break is urgent from the policy's
/// months before that day.
///
/// # Unknown
/// Without a length of notice, state and notice are not known unless the break was exercised, waived, or
/// its day has passed.
#[must_use]
pub fn break_standings<'a>(
    lease: &Lease,
    events: &'a [LeaseEvent],
    as_of: Date,
    policy: &LeasePolicy,
    holidays: &BankHolidays,
) -> Vec<BreakStanding<'a>> {
    let own = |e: &&LeaseEvent| e.lease_id == lease.lease_id;
    let mut breaks: Vec<&LeaseEvent> =
        events.iter().filter(own).filter(|e| e.kind == EventKind::Break).collect();
    breaks.sort_by_key(|e| (e.on, e.until, e.party, e.notice(), e.penalty));
    let acts: Vec<&LeaseEvent> = events
        .iter()
        .filter(own)
        .filter(|e| e.on <= as_of && meant_break(&breaks, e).is_some())
        .collect();
    let standing = |at: usize, event: &'a LeaseEvent| {
        let act = |kind: EventKind| {
            let meant = |e: &&&LeaseEvent| e.kind == kind && meant_break(&breaks, e) == Some(at);
            acts.iter().copied().filter(|e| meant(&e)).min_by_key(|e| (e.on, e.until))
        };
        stand(event, as_of, act, policy, holidays)
    };
    breaks.iter().enumerate().map(|(at, event)| standing(at, event)).collect()
}

/// Tells whether the tenant may use a break.
///
/// # Errors
/// [`NotKnown::Party`] if the row does not say.
pub fn is_tenants(event: &LeaseEvent) -> Result<bool, NotKnown> {
    let party = event.party.ok_or(NotKnown::Party { on: event.on })?;
    Ok(matches!(party, Party::Tenant | Party::Mutual))
}

fn stand<'a>(
    event: &'a LeaseEvent,
    as_of: Date,
    act: impl Fn(EventKind) -> Option<&'a LeaseEvent>,
    policy: &LeasePolicy,
    holidays: &BankHolidays,
) -> BreakStanding<'a> {
    let on = event.on;
    let length = event.notice().ok_or(NotKnown::Notice { on });
    let served_row = act(EventKind::Served);
    let exercised = act(EventKind::Exercised);
    let served = served_row.map(|e| e.on);
    let rolling = event.is_rolling();
    let ends_on = match (rolling, served_row, exercised) {
        (false, ..) => Ok(on),
        (true, None, Some(used)) => Ok(used.on.max(on)),
        (true, Some(row), _) => length
            .and_then(|l| earliest_end(row.on, l, on))
            .map(|end| row.until.map_or(end, |named| named.max(end))),
        (true, None, None) => length.and_then(|l| earliest_end(as_of, l, on)),
    };
    let notice = (!rolling).then(|| notice_days(on, length?, policy.notice_margin_days, holidays));
    // The last day in law for a notice; a rolling break closes with its own last day.
    let legal = match (&notice, event.until) {
        (Some(notice), _) => notice.map(|n| Some(n.legal)),
        (None, Some(until)) => {
            length.and_then(|l| notice_days(until, l, 0, holidays)).map(|n| Some(n.legal))
        }
        (None, None) => length.map(|_| None),
    };
    let closed = if rolling { event.until } else { Some(on) };
    let state = if exercised.is_some() {
        Ok(BreakState::Exercised)
    } else if act(EventKind::Waived).is_some() {
        Ok(BreakState::Waived)
    } else {
        match (served, legal) {
            (Some(served), Ok(legal)) if legal.is_some_and(|legal| served > legal) => {
                Ok(BreakState::Missed)
            }
            (Some(_), Ok(_)) => Ok(BreakState::Served),
            (None, _) if closed.is_some_and(|day| as_of > day) => Ok(BreakState::Missed),
            (_, Err(unknown)) => Err(unknown),
            (None, Ok(Some(legal))) if as_of > legal => Ok(BreakState::Missed),
            (None, Ok(Some(legal))) => {
                let urgent = months_earlier(legal, policy.notice_urgent_months);
                let near = urgent.is_none_or(|from| as_of >= from);
                Ok(if near { BreakState::Urgent } else { BreakState::Open })
            }
            (None, Ok(None)) => Ok(BreakState::Open),
        }
    };
    let by =
        |row: &LeaseEvent| event.party == Some(Party::Mutual) && row.party == Some(Party::Landlord);
    let by_landlord =
        event.party == Some(Party::Landlord) || served_row.into_iter().chain(exercised).any(by);
    BreakStanding { event, state, by_landlord, notice, ends_on }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, event, events_of, lease};
    use crate::policy::Policy;

    /// A break on 25 September 2016, six months' notice: legal last day 25 March 2016, urgent from
    /// 25 September 2015.
    #[rstest]
    #[case("2015-09-24", &[], BreakState::Open)]
    #[case("2015-09-25", &[], BreakState::Urgent)]
    #[case("2016-03-25", &[], BreakState::Urgent)]
    #[case("2016-03-26", &[], BreakState::Missed)]
    #[case("2017-01-01", &[], BreakState::Missed)]
    #[case("2016-03-26", &[("served", "2016-03-25")], BreakState::Served)]
    #[case("2016-03-27", &[("served", "2016-03-26")], BreakState::Missed)]
    #[case("2016-03-24", &[("served", "2016-03-25")], BreakState::Urgent)]
    #[case("2017-01-01", &[("served", "2016-03-01"), ("exercised", "2016-09-25")], BreakState::Exercised)]
    #[case("2016-01-01", &[("waived", "2015-12-01")], BreakState::Waived)]
    fn a_break_stands_by_its_legal_last_day(
        #[case] as_of: &str,
        #[case] acts: &[(&str, &str)],
        #[case] state: BreakState,
    ) {
        let lease = lease("2010-09-25", "2020-09-24", "1000");
        let mut events = vec![event("break", "2016-09-25", None, None)];
        events[0].notice_months = Some(6);
        events.extend(acts.iter().map(|(kind, on)| event(kind, on, None, None)));
        let policy = Policy::default_policy().unwrap().leases();
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = break_standings(&lease, &events, day(as_of), &policy, &holidays);
        assert_eq!(found[0].state, Ok(state));
        assert_eq!(found[0].ends_on, Ok(day("2016-09-25")));
        let notice = found[0].notice.unwrap().unwrap();
        assert_eq!(notice.working.day, day("2016-03-24"));
        assert_eq!(notice.act_by, day("2016-02-25"));
    }

    #[test]
    fn a_rolling_break_has_no_single_date() {
        let lease = lease("2010-09-25", "2030-09-24", "1000");
        let mut rolling = event("break", "2015-09-25", Some("2020-09-25"), None);
        rolling.rolling = Some(true);
        rolling.notice_months = Some(3);
        let policy = Policy::default_policy().unwrap().leases();
        let holidays = BankHolidays::england_and_wales().unwrap();
        let at = |as_of: &str, extra: &[(&str, &str)]| {
            let mut events = vec![rolling.clone()];
            events.extend(extra.iter().map(|(kind, on)| event(kind, on, None, None)));
            let found = break_standings(&lease, &events, day(as_of), &policy, &holidays);
            assert_eq!(found[0].notice, None);
            (found[0].state, found[0].ends_on.map(|d| d.to_string()))
        };
        let ends = |day: &str| Ok(day.to_owned());
        assert_eq!(at("2012-01-01", &[]), (Ok(BreakState::Open), ends("2015-09-25")));
        assert_eq!(at("2017-01-31", &[]), (Ok(BreakState::Open), ends("2017-04-30")));
        assert_eq!(at("2020-06-25", &[]).0, Ok(BreakState::Urgent));
        assert_eq!(at("2020-06-26", &[]).0, Ok(BreakState::Missed));
        let served = at("2017-02-28", &[("served", "2017-01-31")]);
        assert_eq!(served, (Ok(BreakState::Served), ends("2017-04-30")));
        let used = at("2017-07-01", &[("exercised", "2017-06-30")]);
        assert_eq!(used, (Ok(BreakState::Exercised), ends("2017-06-30")));
        let mut events = vec![rolling, event("served", "2017-01-31", Some("2017-06-30"), None)];
        let found = break_standings(&lease, &events, day("2017-02-28"), &policy, &holidays);
        assert_eq!(found[0].ends_on, Ok(day("2017-06-30")));
        events[1].until = Some(day("2017-03-31"));
        let found = break_standings(&lease, &events, day("2017-02-28"), &policy, &holidays);
        assert_eq!(found[0].ends_on, Ok(day("2017-04-30")));
    }

    #[test]
    fn a_notice_is_for_the_break_it_names() {
        let lease = lease("2010-09-25", "2030-09-24", "1000");
        let dated = [
            ("break", "2020-09-25", None, None),
            ("break", "2015-09-25", None, None),
            ("served", "2014-09-25", Some("2020-09-25"), None),
            ("waived", "2014-09-25", None, None),
            ("served", "2014-09-25", Some("2019-01-01"), None),
        ];
        let mut events = events_of(&dated);
        events[0].notice_months = Some(6);
        let policy = Policy::default_policy().unwrap().leases();
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = break_standings(&lease, &events, day("2015-01-01"), &policy, &holidays);
        let states: Vec<_> = found.iter().map(|b| (b.event.on, b.state)).collect();
        let first = (day("2015-09-25"), Ok(BreakState::Waived));
        assert_eq!(states, [first, (day("2020-09-25"), Ok(BreakState::Served))]);
    }

    #[test]
    fn a_notice_with_a_party_is_for_that_partys_break() {
        let lease = lease("2010-09-25", "2030-09-24", "1000");
        let dated = [("break", "2015-09-25", None, None); 2];
        let mut events = events_of(&dated);
        events.push(event("served", "2014-09-25", None, None));
        let parties = [Party::Tenant, Party::Landlord, Party::Landlord];
        for (event, party) in events.iter_mut().zip(parties) {
            event.party = Some(party);
            event.notice_months = Some(6);
        }
        let policy = Policy::default_policy().unwrap().leases();
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = break_standings(&lease, &events, day("2014-10-01"), &policy, &holidays);
        let states: Vec<_> = found.iter().map(|b| (b.event.party, b.state)).collect();
        let tenants = (Some(Party::Tenant), Ok(BreakState::Urgent));
        assert_eq!(states, [tenants, (Some(Party::Landlord), Ok(BreakState::Served))]);
    }

    #[test]
    fn without_months_of_notice_the_state_is_not_known_until_the_day_has_passed() {
        let lease = lease("2010-09-25", "2030-09-24", "1000");
        let events = [event("break", "2016-09-25", None, None)];
        let policy = Policy::default_policy().unwrap().leases();
        let holidays = BankHolidays::england_and_wales().unwrap();
        let at = |as_of| break_standings(&lease, &events, day(as_of), &policy, &holidays)[0].state;
        assert_eq!(at("2016-09-25"), Err(NotKnown::Notice { on: day("2016-09-25") }));
        assert_eq!(at("2016-09-26"), Ok(BreakState::Missed));
    }
}
