//! The earliest day on which a tenant can be out of a lease in law.

use crate::{
    model::{Date, Lease, LeaseEvent, LeaseId, Lta1954, Money, Party, Role, months_later, words},
    policy::{BankHolidays, LeasePolicy},
};

use super::{
    NotKnown,
    breaks::{BreakStanding, BreakState, break_standings, is_tenants},
    notice::NoticeDays,
    notice_to_quit::quit_by_notice,
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
        /// By the notice that the law gives a periodic tenancy.
        NoticeToQuit = "notice_to_quit",
        /// By sale: of the freehold, or of a long lease.
        Sale = "sale",
        /// By assigning the lease, if somebody takes it and the landlord allows it.
        Assignment = "assignment",
        /// By giving the lease back, if the landlord takes it.
        Surrender = "surrender",
        /// The lease has ended already.
        Ended = "ended",
        /// We are the landlord: nothing here ends the lease.
        None = "none",
    }
);

words!(
    /// Where a tenant stands under Part II of the Landlord and Tenant Act 1954.
    TenurePosition {
        /// The term runs; it ends on its last day without notice.
        ContractedOut = "contracted_out",
        /// The term runs; leaving by its last day needs no notice, staying holds over.
        Protected = "protected",
        /// The term runs; the lease does not say which.
        NotRecorded = "not_recorded",
        /// The term has run out and the tenant, not being contracted out, holds over.
        HoldingOver = "holding_over",
        /// The term has run out and nothing of the lease is left.
        Ended = "ended",
    }
);

/// Returns where a tenant stands on a day if the term ends on `term_ends`, mostly the lease's expiry; `None` is a
/// periodic tenancy, which runs until a notice ends it.
///
/// A lease that does not say whether it is contracted out is taken to hold over after its term.
#[must_use]
pub fn tenure_position(lease: &Lease, term_ends: Option<Date>, as_of: Date) -> TenurePosition {
    match (lease.lta_1954, term_ends.is_none_or(|ends| as_of <= ends)) {
        (Some(Lta1954::ContractedOut), true) => TenurePosition::ContractedOut,
        (Some(Lta1954::ContractedOut), false) => TenurePosition::Ended,
        (Some(Lta1954::Protected), true) => TenurePosition::Protected,
        (None, true) => TenurePosition::NotRecorded,
        (Some(Lta1954::Protected) | None, false) => TenurePosition::HoldingOver,
    }
}

/// Why a break cannot be counted on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitBar {
    /// It is the landlord's alone.
    Landlords,
    /// Its notice can no longer be served.
    Missed,
    /// It was given up.
    Waived,
    /// A subtenant who is protected cannot be made to leave by then.
    ProtectedSubtenant(LeaseId),
    /// A subtenant who is not recorded as contracted out may be protected.
    UnclearSubtenant(LeaseId),
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
    /// What the way itself costs: a break's penalty, else zero. Rent until then is not in it.
    pub cost: Result<Money, NotKnown>,
    /// The last days for the notice of a fixed break that is still to be served.
    pub notice: Option<NoticeDays>,
    /// Whether the day is counted from notice that is served on `as_of`.
    pub notice_today: bool,
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
/// contracted-out lease has ended. A periodic tenancy has no last day: what no break of the tenant ends earlier ends
/// by a notice to quit served on `as_of`. A notice of the landlord, by a break of his or of either side, ends the term;
/// a protected tenant then holds over. `sublets` are the body's leases: those granted out of this one,
/// unless contracted out, bar its breaks from their start on, whether or not their own term has run out.
///
/// # Errors
/// [`NotKnown::Range`] if a date is beyond what can be held.
///
/// # Source
/// Landlord and Tenant Act 1954 ss.24, 27(1A), 27(2); design 7. A tenant's notice to quit ends a periodic tenancy,
/// protected or not (s.24(2)(a); s.27 is of terms certain).
pub fn lawful_exit(
    lease: &Lease,
    events: &[LeaseEvent],
    sublets: &[&Lease],
    as_of: Date,
    policy: &LeasePolicy,
    holidays: &BankHolidays,
) -> Result<LawfulExit, NotKnown> {
    let mut exit = LawfulExit {
        on: None,
        route: ExitRoute::None,
        cost: Ok(Money::ZERO),
        notice: None,
        notice_today: false,
        barred: Vec::new(),
        protection_taken: false,
    };
    if lease.role == Role::Landlord {
        return Ok(exit);
    }
    let standings = break_standings(lease, events, as_of, policy, holidays);
    let mut term_ends = lease.expiry.unwrap_or(Date::MAX);
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
        exit.notice_today = standing.event.rolling == Some(true) && !done;
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
    (exit.notice, exit.notice_today) = (None, false);
    if lease.expiry.is_none() && term_ends == Date::MAX {
        exit.on = Some(quit_by_notice(lease, as_of, policy)?);
        exit.route = ExitRoute::NoticeToQuit;
        exit.notice_today = true;
        return Ok(exit);
    }
    exit.on = Some(term_ends);
    exit.route = match tenure_position(lease, Some(term_ends), as_of) {
        TenurePosition::Ended => ExitRoute::Ended,
        TenurePosition::HoldingOver => {
            let months = policy.holding_over_notice_months;
            exit.on = Some(months_later(as_of, months).ok_or(NotKnown::Range)?);
            exit.protection_taken = lease.lta_1954.is_none();
            exit.notice_today = true;
            ExitRoute::HoldingOverNotice
        }
        _ if lease.expiry != Some(term_ends) => ExitRoute::Break,
        _ => ExitRoute::Expiry,
    };
    Ok(exit)
}

/// Returns the last day of a break and whose it is, or why it cannot be counted on.
fn use_of(
    standing: &BreakStanding<'_>,
    lease: &Lease,
    sublets: &[&Lease],
) -> Result<(Date, Party), ExitBar> {
    let state = standing.state.map_err(ExitBar::NotKnown)?;
    let under_way = matches!(state, BreakState::Served | BreakState::Exercised);
    let ours = is_tenants(standing.event);
    if standing.by_landlord && under_way {
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
    // A subtenant known to be protected settles it; one who may be leaves it open.
    match in_the_way.map(|s| (s.lta_1954.is_none(), s.lease_id.clone())).min() {
        Some((false, id)) if state != BreakState::Exercised => Err(ExitBar::ProtectedSubtenant(id)),
        Some((true, id)) if state != BreakState::Exercised => Err(ExitBar::UnclearSubtenant(id)),
        _ => Ok((last_day, Party::Tenant)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, event, lease, pounds};
    use crate::policy::Policy;

    fn exit_of(
        lease: &Lease,
        events: &[LeaseEvent],
        sublets: &[&Lease],
        as_of: &str,
    ) -> LawfulExit {
        let policy = Policy::default_policy().unwrap().leases();
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

    /// A recorded break of the tenant comes before the law's notice; a landlord's notice ends the tenancy.
    #[test]
    fn a_periodic_tenancy_ends_by_a_recorded_break_else_by_notice_to_quit() {
        let mut lease = lease("2016-03-25", "2020-03-24", "23000");
        (lease.expiry, lease.payment) = (None, Some(crate::model::Payment::Yearly));
        for lta_1954 in [None, Some(Lta1954::Protected), Some(Lta1954::ContractedOut)] {
            lease.lta_1954 = lta_1954;
            let exit = exit_of(&lease, &[], &[], "2020-09-24");
            assert_eq!(in_short(&exit), (ExitRoute::NoticeToQuit, Some("2021-03-24".to_owned())));
            assert_eq!((exit.cost, exit.notice), (Ok(Money::ZERO), None));
            assert!(exit.notice_today);
        }
        let mut rolling = tenants_break("2016-03-25");
        (rolling.rolling, rolling.notice_months, rolling.notice_days) = (Some(true), None, Some(7));
        let exit = exit_of(&lease, &[rolling], &[], "2020-09-25");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2020-10-02".to_owned())));
        assert!(exit.notice_today && exit.notice.is_none());
        let mut theirs = tenants_break("2021-03-24");
        theirs.party = Some(Party::Landlord);
        let served = event("served", "2020-06-01", None, None);
        let exit = exit_of(&lease, &[theirs, served], &[], "2020-09-25");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2021-03-24".to_owned())));
    }

    #[test]
    fn an_open_break_ends_the_lease_at_its_penalty() {
        let lease = lease("2020-03-25", "2030-03-24", "23000");
        let exit = exit_of(&lease, &[tenants_break("2025-03-24")], &[], "2024-03-31");
        assert_eq!(in_short(&exit), (ExitRoute::Break, Some("2025-03-24".to_owned())));
        assert_eq!(exit.cost, Ok(pounds("11500")));
        assert_eq!(exit.notice.map(|n| n.legal), Some(day("2024-09-24")));
        assert!(!exit.notice_today);
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
            let exit = exit_of(&head, &events, &[sublet], "2024-03-31");
            (exit.route, exit.barred)
        };
        assert_eq!(route(&sublet), (ExitRoute::Break, Vec::new()));
        let bars: [fn(LeaseId) -> ExitBar; 2] =
            [ExitBar::UnclearSubtenant, ExitBar::ProtectedSubtenant];
        for (lta_1954, bar) in [None, Some(Lta1954::Protected)].into_iter().zip(bars) {
            sublet.lta_1954 = lta_1954;
            let bar = bar(sublet.lease_id.clone());
            assert_eq!(route(&sublet), (ExitRoute::Expiry, vec![(day("2025-03-24"), bar)]));
        }
        sublet.start = day("2025-03-25");
        assert_eq!(route(&sublet).0, ExitRoute::Break);
    }

    /// The landlord's notice ends the term, not a protected tenancy (1954 Act s.24): the tenant may leave by it
    /// and holds over after it. Its own notice ends both.
    #[rstest]
    #[case(Some(Party::Landlord), "2025-03-24", ExitRoute::Break, "2025-03-24")]
    #[case(Some(Party::Landlord), "2025-03-25", ExitRoute::HoldingOverNotice, "2025-06-25")]
    #[case(Some(Party::Tenant), "2025-03-25", ExitRoute::Ended, "2025-03-24")]
    #[case(None, "2025-03-25", ExitRoute::Ended, "2025-03-24")]
    fn a_break_of_either_side_goes_by_who_used_it(
        #[case] by: Option<Party>,
        #[case] as_of: &str,
        #[case] route: ExitRoute,
        #[case] on: &str,
    ) {
        let mut lease = lease("2020-03-25", "2030-03-24", "23000");
        lease.lta_1954 = Some(Lta1954::Protected);
        let mut mutual = tenants_break("2025-03-24");
        mutual.party = Some(Party::Mutual);
        let mut served = event("served", "2024-09-01", None, None);
        served.party = by;
        let exit = exit_of(&lease, &[mutual, served], &[], as_of);
        assert_eq!(in_short(&exit), (route, Some(on.to_owned())));
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
    #[rstest]
    #[case(Some(Lta1954::ContractedOut), "2025-03-24", TenurePosition::ContractedOut)]
    #[case(Some(Lta1954::ContractedOut), "2025-03-25", TenurePosition::Ended)]
    #[case(Some(Lta1954::Protected), "2025-03-24", TenurePosition::Protected)]
    #[case(Some(Lta1954::Protected), "2025-03-25", TenurePosition::HoldingOver)]
    #[case(None, "2025-03-24", TenurePosition::NotRecorded)]
    #[case(None, "2025-03-25", TenurePosition::HoldingOver)]
    fn a_tenant_stands_by_the_act(
        #[case] lta_1954: Option<Lta1954>,
        #[case] as_of: &str,
        #[case] position: TenurePosition,
    ) {
        let mut lease = lease("2020-03-25", "2025-03-24", "23000");
        lease.lta_1954 = lta_1954;
        assert_eq!(tenure_position(&lease, lease.expiry, day(as_of)), position);
    }

    proptest::proptest! {
        /// Any rows, however odd: an answer or a typed unknown, and never a day before the question
        /// unless the lease has ended.
        #[test]
        fn no_rows_are_too_odd(
            first in 620_000_i32..1_090_000,
            days in 0_u64..400_000,
            after in -1_000_i32..400_000,
            dated in proptest::collection::vec(
                (0_usize..9, -1_000_i32..400_000, proptest::option::of(-500_i32..500_000),
                 0_usize..4, proptest::option::of(-3_i64..400), proptest::bool::ANY), 0..8,
            ),
            lta_1954 in 0_usize..3,
        ) {
            let at = |n: i32| Date::from_num_days_from_ce_opt(first + n).unwrap();
            let mut lease = lease("2020-01-01", "2020-01-01", "1000");
            (lease.start, lease.expiry) = (at(0), Some(at(0) + chrono::Days::new(days)));
            lease.lta_1954 = Lta1954::ALL.get(lta_1954).copied();
            let row = |(kind, on, until, party, months, rolling): &(usize, i32, Option<i32>, usize, Option<i64>, bool)| {
                let mut event = event(crate::model::EventKind::WORDS[*kind], "2020-01-01", None, None);
                (event.on, event.until) = (at(*on), until.map(at));
                event.party = Party::ALL.get(*party).copied();
                (event.notice_months, event.rolling) = (*months, Some(*rolling));
                event
            };
            let mut events: Vec<LeaseEvent> = dated.iter().map(row).collect();
            let as_of = at(after).to_string();
            let exit = exit_of(&lease, &events, &[], &as_of);
            let ended = exit.route == ExitRoute::Ended;
            proptest::prop_assert!(ended || exit.on.is_some_and(|on| on >= at(after)));
            events.reverse();
            let again = exit_of(&lease, &events, &[], &as_of);
            proptest::prop_assert_eq!(again.on, exit.on);
            let terms = crate::finance::RentTerms::read(&lease, &events, at(after), 365).unwrap();
            for ahead in [crate::finance::Ahead::NotKnown, crate::finance::Ahead::Passing] {
                let spans = terms.spans(None, ahead);
                proptest::prop_assert_eq!(spans.first().map(|s| s.period.from()), Some(lease.start));
                proptest::prop_assert_eq!(spans.last().map(|s| s.period.until()), Some(terms.term.until()));
                let joined = spans.windows(2).all(|p| p[0].period.until() == p[1].period.from());
                proptest::prop_assert!(joined);
            }
        }
    }
}
