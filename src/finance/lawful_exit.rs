//! The earliest day on which a tenant can be out of a lease in law.

use crate::{
    model::{Date, Lease, LeaseEvent, LeaseId, Lta1954, Money, Party, Role, months_later, words},
    policy::{BankHolidays, LeasePolicy},
};

use super::{
    NotKnown,
    breaks::{BreakStanding, BreakState, break_standings, is_tenants},
    notice::NoticeDays,
};

words!(
    /// By which way a lease ends.
    ExitRoute {
        /// By leaving on the last day of the term: no notice is needed, protected or not.
        Expiry = "expiry",
        /// By a break.
        Break = "break",
        /// By the 1954 Act's notice while holding over.
        HoldingOverNotice = "holding_over_notice",
        /// The lease has ended already.
        Ended = "ended",
        /// We are the landlord: nothing here ends the lease.
        None = "none",
    }
);

/// Why a break cannot be counted on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitBar {
    /// It is the landlord's alone.
    Landlords,
    /// Its notice can no longer be served.
    Missed,
    /// It was given up.
    Waived,
    /// A subtenant who is protected, or not recorded as contracted out, cannot be made to leave by then.
    ProtectedSubtenant(LeaseId),
    /// A term of the break is not recorded.
    NotKnown(NotKnown),
}

/// The earliest lawful exit of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawfulExit {
    /// The last day of the lease; in the past when it has ended.
    pub on: Option<Date>,
    /// By which way.
    pub route: ExitRoute,
    /// What the way itself costs: a break's penalty, else nought. Rent until then is not in it.
    pub cost: Result<Money, NotKnown>,
    /// The last days for the notice of a fixed break that is still to be served.
    pub notice: Option<NoticeDays>,
    /// Breaks that cannot be counted on, by day; with one not known the exit may be earlier.
    pub barred: Vec<(Date, ExitBar)>,
    /// Whether the lease says nothing of the 1954 Act and was taken as protected where that matters.
    pub protection_taken: bool,
}

/// Returns the earliest lawful exit of a lease as it stands on `as_of`.
///
/// The earliest of: the last day of the term; every break of the tenant that is open, urgent, served or
/// exercised, a rolling one as if its notice were served on `as_of`. Leaving by expiry needs no notice.
/// After expiry a protected tenant holds over and leaves by the policy's months of notice, a
/// contracted-out lease has ended. A notice of the landlord's break that was served ends the term; a
/// protected tenant then holds over. `sublets` are the body's leases: those granted out of this one,
/// unless contracted out, bar its breaks from their start on, whether or not their own term has run out.
///
/// # Errors
/// [`NotKnown::Range`] if a date is beyond what can be held.
///
/// # Source
/// Landlord and Tenant Act 1954 ss.24, 27(1A), 27(2); design 7.
pub fn lawful_exit(
    lease: &Lease,
    events: &[LeaseEvent],
    sublets: &[Lease],
    as_of: Date,
    policy: &LeasePolicy,
    holidays: &BankHolidays,
) -> Result<LawfulExit, NotKnown> {
    let mut exit = LawfulExit {
        on: None,
        route: ExitRoute::None,
        cost: Ok(Money::ZERO),
        notice: None,
        barred: Vec::new(),
        protection_taken: false,
    };
    if lease.role == Role::Landlord {
        return Ok(exit);
    }
    let standings = break_standings(lease, events, as_of, policy, holidays);
    let mut term_ends = lease.expiry;
    let mut usable: Vec<(Date, &BreakStanding<'_>)> = Vec::new();
    for standing in &standings {
        let on = standing.event.on;
        match use_of(standing, lease, sublets) {
            Ok((last_day, Party::Landlord)) => term_ends = term_ends.min(last_day),
            Ok((last_day, _)) => usable.push((last_day, standing)),
            Err(bar) => exit.barred.push((on, bar)),
        }
    }
    usable.retain(|(on, _)| *on <= term_ends);
    if let Some((on, standing)) = usable.iter().min_by_key(|(on, s)| (*on, s.event.penalty)) {
        let done = matches!(standing.state, Ok(BreakState::Served | BreakState::Exercised));
        exit.on = Some(*on);
        exit.route = if *on < as_of { ExitRoute::Ended } else { ExitRoute::Break };
        let penalty = standing.event.penalty.map(Money::to_penny);
        exit.cost = penalty.ok_or(NotKnown::Penalty { on: standing.event.on });
        exit.notice = standing.notice.and_then(Result::ok).filter(|_| !done);
    }
    // Leaving on the last day costs nothing, so a break on that very day is not needed.
    let broken_before = exit.on.is_some_and(|on| on < term_ends);
    if broken_before {
        if exit.route == ExitRoute::Ended {
            exit.cost = Ok(Money::ZERO);
        }
        return Ok(exit);
    }
    exit.cost = Ok(Money::ZERO);
    exit.notice = None;
    if as_of <= term_ends {
        exit.on = Some(term_ends);
        exit.route = if term_ends < lease.expiry { ExitRoute::Break } else { ExitRoute::Expiry };
    } else if lease.lta_1954 == Some(Lta1954::ContractedOut) {
        exit.on = Some(term_ends);
        exit.route = ExitRoute::Ended;
    } else {
        let months = policy.holding_over_notice_months;
        exit.on = Some(months_later(as_of, months).ok_or(NotKnown::Range)?);
        exit.route = ExitRoute::HoldingOverNotice;
        exit.protection_taken = lease.lta_1954.is_none();
    }
    Ok(exit)
}

/// Returns the last day of a break and whose it is, or why it cannot be counted on.
fn use_of(
    standing: &BreakStanding<'_>,
    lease: &Lease,
    sublets: &[Lease],
) -> Result<(Date, Party), ExitBar> {
    let state = standing.state.map_err(ExitBar::NotKnown)?;
    let under_way = matches!(state, BreakState::Served | BreakState::Exercised);
    let ours = is_tenants(standing.event);
    if ours == Ok(false) && under_way {
        return Ok((standing.ends_on.map_err(ExitBar::NotKnown)?, Party::Landlord));
    }
    match (ours, state) {
        (_, BreakState::Missed) => return Err(ExitBar::Missed),
        (_, BreakState::Waived) => return Err(ExitBar::Waived),
        (Ok(false), _) => return Err(ExitBar::Landlords),
        // Who used it no longer matters once it was used.
        (Err(unknown), _) if state != BreakState::Exercised => {
            return Err(ExitBar::NotKnown(unknown));
        }
        _ => {}
    }
    let last_day = standing.ends_on.map_err(ExitBar::NotKnown)?;
    let in_the_way = sublets.iter().filter(|s| {
        s.parent_lease_id.as_ref() == Some(&lease.lease_id)
            && s.role == Role::Landlord
            && s.lta_1954 != Some(Lta1954::ContractedOut)
            && s.start <= last_day
    });
    match in_the_way.map(|s| s.lease_id.clone()).min() {
        Some(id) if state != BreakState::Exercised => Err(ExitBar::ProtectedSubtenant(id)),
        _ => Ok((last_day, Party::Tenant)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, event, lease, pounds};

    fn exit_of(lease: &Lease, events: &[LeaseEvent], sublets: &[Lease], as_of: &str) -> LawfulExit {
        let policy = LeasePolicy::default_policy().unwrap();
        let holidays = BankHolidays::england_and_wales().unwrap();
        lawful_exit(lease, events, sublets, day(as_of), &policy, &holidays).unwrap()
    }

    fn in_short(exit: &LawfulExit) -> (ExitRoute, Option<String>) {
        (exit.route, exit.on.map(|d| d.to_string()))
    }

    fn tenants_break(on: &str) -> LeaseEvent {
        let mut found = event("break", on, None, None);
        found.party = Some(Party::Tenant);
        found.notice_months = Some(6);
        found.penalty = Some(pounds("11500"));
        found
    }

    #[rstest]
    #[case(Some(Lta1954::ContractedOut), "2025-03-24", ExitRoute::Expiry, "2025-03-24")]
    #[case(Some(Lta1954::Protected), "2025-03-24", ExitRoute::Expiry, "2025-03-24")]
    #[case(Some(Lta1954::Protected), "2025-03-25", ExitRoute::HoldingOverNotice, "2025-06-25")]
    #[case(Some(Lta1954::Protected), "2025-11-30", ExitRoute::HoldingOverNotice, "2026-02-28")]
    #[case(None, "2025-03-25", ExitRoute::HoldingOverNotice, "2025-06-25")]
    #[case(Some(Lta1954::ContractedOut), "2025-03-25", ExitRoute::Ended, "2025-03-24")]
    fn a_lease_without_breaks_ends_by_expiry_or_after_holding_over(
        #[case] lta_1954: Option<Lta1954>,
        #[case] as_of: &str,
        #[case] route: ExitRoute,
        #[case] on: &str,
    ) {
        let mut lease = lease("2020-03-25", "2025-03-24", "23000");
        lease.lta_1954 = lta_1954;
        let exit = exit_of(&lease, &[], &[], as_of);
        assert_eq!(in_short(&exit), (route, Some(on.to_owned())));
        assert_eq!(exit.cost, Ok(Money::ZERO));
        assert_eq!(exit.protection_taken, lta_1954.is_none());
    }

    #[test]
    fn an_open_break_ends_the_lease_at_its_penalty() {
        let lease = lease("2020-03-25", "2030-03-24", "23000");
        let exit = exit_of(&lease, &[tenants_break("2025-03-24")], &[], "2024-03-31");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2025-03-24".to_owned())));
        assert_eq!(exit.cost, Ok(pounds("11500")));
        assert_eq!(exit.notice.map(|n| n.legal), Some(day("2024-09-24")));
        let mut unpriced = tenants_break("2025-03-24");
        unpriced.penalty = None;
        let exit = exit_of(&lease, &[unpriced], &[], "2024-03-31");
        assert_eq!(exit.cost, Err(NotKnown::Penalty { on: day("2025-03-24") }));
    }

    #[test]
    fn a_missed_break_leaves_the_next_and_a_rolling_one_runs_from_today() {
        let lease = lease("2020-03-25", "2030-03-24", "23000");
        let mut rolling = tenants_break("2027-03-24");
        rolling.rolling = Some(true);
        let events = [tenants_break("2025-03-24"), rolling];
        let exit = exit_of(&lease, &events, &[], "2025-01-15");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2027-03-24".to_owned())));
        assert_eq!(exit.barred, [(day("2025-03-24"), ExitBar::Missed)]);
        let exit = exit_of(&lease, &events, &[], "2027-08-31");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2028-02-29".to_owned())));
        let exit = exit_of(&lease, &events, &[], "2029-12-01");
        assert_eq!(in_short(&exit), (ExitRoute::Expiry, Some("2030-03-24".to_owned())));
    }

    #[test]
    fn a_protected_subtenant_bars_the_break() {
        let head = lease("2020-03-25", "2030-03-24", "23000");
        let mut sublet = lease("2021-03-25", "2024-03-24", "9000");
        sublet.lease_id = LeaseId::new("SUB").unwrap();
        sublet.parent_lease_id = Some(head.lease_id.clone());
        sublet.role = Role::Landlord;
        let events = [tenants_break("2025-03-24")];
        let route = |sublet: &Lease| {
            let sublets = [sublet.clone()];
            let exit = exit_of(&head, &events, &sublets, "2024-03-31");
            (exit.route, exit.barred)
        };
        assert_eq!(route(&sublet), (ExitRoute::Break, Vec::new()));
        for lta_1954 in [None, Some(Lta1954::Protected)] {
            sublet.lta_1954 = lta_1954;
            let bar = ExitBar::ProtectedSubtenant(sublet.lease_id.clone());
            assert_eq!(route(&sublet), (ExitRoute::Expiry, vec![(day("2025-03-24"), bar)]));
        }
        sublet.start = day("2025-03-25");
        assert_eq!(route(&sublet).0, ExitRoute::Break);
    }

    #[test]
    fn breaks_that_are_not_ours_or_not_recorded_are_barred() {
        let lease = lease("2020-03-25", "2030-03-24", "23000");
        let (mut theirs, mut nobodys, mut unclear) =
            (tenants_break("2025-03-24"), tenants_break("2026-03-24"), tenants_break("2027-03-24"));
        theirs.party = Some(Party::Landlord);
        nobodys.party = None;
        unclear.notice_months = None;
        let exit = exit_of(&lease, &[theirs, nobodys, unclear], &[], "2024-03-31");
        let (second, third) = (day("2026-03-24"), day("2027-03-24"));
        let expected = [
            (day("2025-03-24"), ExitBar::Landlords),
            (second, ExitBar::NotKnown(NotKnown::Party { on: second })),
            (third, ExitBar::NotKnown(NotKnown::Notice { on: third })),
        ];
        assert_eq!(exit.barred, expected);
        assert_eq!(exit.route, ExitRoute::Expiry);
    }

    #[test]
    fn a_break_that_was_used_has_ended_the_lease() {
        let mut lease = lease("2020-03-25", "2030-03-24", "23000");
        lease.lta_1954 = Some(Lta1954::Protected);
        let mut events =
            vec![tenants_break("2025-03-24"), event("served", "2024-09-01", None, None)];
        let exit = exit_of(&lease, &events, &[], "2025-01-01");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2025-03-24".to_owned())));
        assert_eq!(exit.notice, None);
        let exit = exit_of(&lease, &events, &[], "2025-04-01");
        assert_eq!(in_short(&exit), (ExitRoute::Ended, Some("2025-03-24".to_owned())));
        events[0].party = Some(Party::Landlord);
        let exit = exit_of(&lease, &events, &[], "2025-01-01");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2025-03-24".to_owned())));
        let exit = exit_of(&lease, &events, &[], "2025-04-01");
        assert_eq!(exit.route, ExitRoute::HoldingOverNotice);
    }

    #[test]
    fn a_lease_we_let_has_no_exit_of_this_kind() {
        let mut lease = lease("2020-03-25", "2030-03-24", "23000");
        lease.role = Role::Landlord;
        let exit = exit_of(&lease, &[tenants_break("2025-03-24")], &[], "2024-03-31");
        assert_eq!(in_short(&exit), (ExitRoute::None, None));
    }
}
