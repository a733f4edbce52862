//! What each lease comes to on `as_of`: rent, commitment, reversion, what is left of its term.

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    LeaseBook,
    energy::{EnergyTest, energy_test},
    term::{Given, LeaseTerm},
    unexpired::{ExpiryYear, TermsOf, expiries, terms_of},
};
use crate::{
    finance::{
        Ahead, ExitBar, ExitRoute, NotKnown, NoticeDays, PaymentKind, RentTerms, TenurePosition,
        lawful_exit, net_effective_rent, rent_schedule,
    },
    load::Estate,
    model::{
        Area, Date, Lease, LeaseId, Money, Period, Role, SiteId, months_later, whole_months, words,
    },
    policy::Policy,
};

words! {
    /// Where a lease stands on a day.
    LeaseState {
        Running = "running",
        /// It has no last day.
        Periodic = "periodic",
        HoldingOver = "holding_over",
        /// It begins later.
        Ahead = "ahead",
    }
}

/// Rent that falls due after `as_of` until a day, without service charge, penalty and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// The sum.
    pub sum: Money,
    /// Its present value on `as_of` at the policy's nominal rates, to the penny.
    pub value: Money,
}

/// The earliest day on which the tenant can end a lease before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextBreak {
    /// Of a break on any day and of a periodic tenancy, as if notice were served on `as_of`.
    pub on: Date,
    /// By a break, or by notice to quit.
    pub route: ExitRoute,
    /// The last days for the notice of a fixed break that is still to be served.
    pub notice: Option<NoticeDays>,
    /// The penalty of the break.
    pub cost: Result<Money, NotKnown>,
}

/// A length of time in twelfths of a day's share of the year: whole months and the days beyond them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unexpired {
    /// Months × the days of a year + days × 12.
    pub(super) units: i64,
    /// 12 × the days of a year, from 12.
    pub(super) in_year: i64,
}

impl Unexpired {
    /// Returns the time from one day to another, zero when the other is not later.
    fn between(from: Date, until: Date, days_in_year: u32) -> Option<Self> {
        let months = whole_months(from, until);
        let reached = months_later(from, u32::try_from(months).ok()?)?;
        let days = (until - reached).num_days().max(0);
        let in_year = i64::from(days_in_year.max(1));
        Some(Self { units: months * in_year + days * 12, in_year: 12 * in_year })
    }

    /// Returns years, to two decimals.
    #[must_use]
    pub fn years(self) -> Decimal {
        (Decimal::from(self.units) / Decimal::from(self.in_year)).round_dp(2)
    }
}

/// What one lease comes to on `as_of`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseSummary {
    pub site_id: SiteId,
    pub lease_id: LeaseId,
    pub counterparty: Option<String>,
    pub role: Role,
    pub start: Date,
    /// The last day of its term; `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    pub holds_over: bool,
    pub area: Option<Area>,
    /// The rent of the lease, pounds a year, whether or not a rent-free period runs; of a lease that begins later
    /// its first.
    pub passing: Result<Money, NotKnown>,
    /// What of it is payable a year on that day: zero in a rent-free period.
    pub payable: Result<Money, NotKnown>,
    /// Estimated rental value, pounds a year.
    pub erv: Option<Money>,
    /// `None` where the tenant cannot end it earlier by right.
    pub next_break: Option<NextBreak>,
    /// Why a break before its last day cannot be relied on, where the lease does not say who may break or by what
    /// notice.
    pub break_unclear: Option<NotKnown>,
    /// `None` without a break.
    pub to_break: Option<Result<Commitment, NotKnown>>,
    pub to_expiry: Result<Commitment, NotKnown>,
    /// The average rent a year to the first market review or tenant's break.
    pub net_effective: Result<Money, NotKnown>,
    /// All rent of the term from its start, at the rent passing after `as_of`.
    pub total: Result<Money, NotKnown>,
    /// To the next break, else to the last day.
    pub unexpired_to_break: Option<Unexpired>,
    /// `None` of a periodic tenancy and while holding over.
    pub unexpired: Option<Unexpired>,
    /// Of a letting by us.
    pub energy: Option<EnergyTest>,
}

impl LeaseSummary {
    /// Tells where it stands on a day.
    #[must_use]
    pub fn state(&self, on: Date) -> LeaseState {
        match self.ends_on {
            _ if self.holds_over => LeaseState::HoldingOver,
            _ if self.start > on => LeaseState::Ahead,
            Some(_) => LeaseState::Running,
            None => LeaseState::Periodic,
        }
    }

    /// Returns the rent passing per m² let, to the penny; `None` is not known.
    #[must_use]
    pub fn per_m2(&self) -> Option<Money> {
        let area = self.area.map(Area::as_m2).filter(|area| *area > Decimal::ZERO)?;
        let each = self.passing.ok()?.as_pounds().checked_div(area)?;
        Some(Money::pounds(each).to_penny())
    }

    /// Returns how far the estimated rental value is above the rent passing; below zero it is below.
    #[must_use]
    pub fn reversion(&self) -> Option<Money> {
        self.erv?.checked_sub(self.passing.ok()?)
    }

    /// Returns the days from a day to the last one in law for the notice of the next break; `None` where there is no
    /// such day or it has passed.
    #[must_use]
    pub fn days_left(&self, as_of: Date) -> Option<i64> {
        let legal = self.next_break?.notice?.legal;
        Some((legal - as_of).num_days()).filter(|days| *days >= 0)
    }

    /// Returns what is not known of it, each reason once.
    #[must_use]
    pub fn unknown(&self) -> Vec<NotKnown> {
        let penalty = self.next_break.and_then(|b| b.cost.err());
        let sums = [self.passing.err(), self.payable.err(), penalty, self.break_unclear];
        let to_break = self.to_break.and_then(Result::err);
        let more = [to_break, self.to_expiry.err(), self.net_effective.err(), self.total.err()];
        let mut unknown: Vec<NotKnown> = sums.into_iter().chain(more).flatten().collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
    }
}

/// All leases that have not ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// By site, then as tenant before as landlord, then by `lease_id`.
    pub leases: Vec<LeaseSummary>,
    /// Unexpired terms weighted over the leases that have begun: of the whole, by use, by district.
    pub terms: Vec<TermsOf>,
    /// When they end.
    pub expiries: Vec<ExpiryYear>,
}

/// Returns what every lease that runs, begins later or holds over comes to on `as_of`, and their terms together.
///
/// # Unknown
/// What is paid while holding over is in no lease: its sums are not known. A periodic tenancy has no last day, so
/// that nothing is told up to one.
#[must_use]
pub fn summary(estate: &Estate, policy: &Policy) -> Summary {
    let given = Given::of(estate, policy);
    let book = LeaseBook::of(estate);
    let of_lease = |lease| of_lease(&LeaseTerm::of(lease, &given), &book, &given);
    let mut leases: Vec<LeaseSummary> = estate.leases.par_iter().filter_map(of_lease).collect();
    leases
        .sort_by(|a, b| (&a.site_id, a.role, &a.lease_id).cmp(&(&b.site_id, b.role, &b.lease_id)));
    let begun: Vec<&LeaseSummary> = leases.iter().filter(|l| l.start <= given.as_of).collect();
    let terms = terms_of(&begun, estate);
    let expiries = expiries(&leases);
    Summary { leases, terms, expiries }
}

fn of_lease(term: &LeaseTerm<'_>, book: &LeaseBook<'_>, given: &Given<'_>) -> Option<LeaseSummary> {
    let (lease, as_of) = (term.lease, given.as_of);
    let holds_over = term.position(as_of) == TenurePosition::HoldingOver;
    if !holds_over && !term.runs_to(as_of) {
        return None;
    }
    let terms = match &term.terms {
        _ if holds_over => Err(NotKnown::HoldingOver),
        Ok(terms) => Ok(terms),
        Err(unknown) => Err(*unknown),
    };
    let on = as_of.max(lease.start);
    let span = terms.and_then(|terms| {
        let spans = terms.spans(term.series, Ahead::NotKnown);
        let runs = |s: &&crate::finance::Span| s.period.from() <= on && on < s.period.until();
        spans.iter().find(runs).copied().ok_or(NotKnown::Range)
    });
    let (next_break, break_unclear) =
        if holds_over { (None, None) } else { next_break(term, book, given) };
    let ends_on = term.ends_on.ok_or(NotKnown::Periodic);
    let to = |last: Date| terms.and_then(|terms| commitment(terms, term, last, given));
    let whole = terms.and_then(|terms| ends_on.map(|_| terms));
    let until = |last: Date| Unexpired::between(as_of, last, given.leases.days_in_year);
    let unexpired = term.ends_on.filter(|_| !holds_over).and_then(until);
    let site = given.estate.site(&lease.site_id);
    Some(LeaseSummary {
        site_id: lease.site_id.clone(),
        lease_id: lease.lease_id.clone(),
        counterparty: lease.counterparty.clone(),
        role: lease.role,
        start: lease.start,
        ends_on: term.ends_on,
        holds_over,
        area: lease.area_m2,
        passing: span.and_then(|span| span.rent),
        payable: span.and_then(|span| span.payable),
        erv: lease.erv,
        next_break,
        break_unclear,
        to_break: next_break.map(|b| to(b.on)),
        to_expiry: terms.and(ends_on).and_then(to),
        net_effective: whole.and_then(|terms| {
            let events = given.estate.events_of(&lease.lease_id);
            net_effective_rent(terms, events, term.series)
        }),
        total: whole.and_then(|terms| {
            rent_schedule(terms, term.series, Ahead::Passing, None)?.total(PaymentKind::Rent)
        }),
        unexpired_to_break: next_break.and_then(|b| until(b.on)).or(unexpired),
        unexpired,
        energy: site
            .filter(|_| lease.role == Role::Landlord)
            .map(|site| energy_test(site, lease.start, as_of, given.policy)),
    })
}

/// Returns the rent that falls due after `as_of` if the lease ends on a day.
fn commitment(
    terms: &RentTerms,
    term: &LeaseTerm<'_>,
    last: Date,
    given: &Given<'_>,
) -> Result<Commitment, NotKnown> {
    // The whole term: payment days and the lag of an index are counted from its start.
    let held = Period::through(terms.term.from(), last).ok_or(NotKnown::Range)?;
    let terms = RentTerms { term: held, goes_on: false, ..terms.clone() };
    let schedule = rent_schedule(&terms, term.series, Ahead::Passing, None)?;
    let rates = given.rates.as_ref().ok_or(NotKnown::Range)?;
    let (mut sum, mut value) = (Money::ZERO, Money::ZERO);
    for payment in schedule.of(PaymentKind::Rent).filter(|p| p.due > given.as_of) {
        let amount = payment.amount?;
        let factor = rates.factor_on(given.as_of, payment.due);
        let worth = factor.and_then(|factor| amount.checked_mul(factor));
        sum = sum.checked_add(amount).ok_or(NotKnown::Range)?;
        value = worth.and_then(|worth| value.checked_add(worth)).ok_or(NotKnown::Range)?;
    }
    Ok(Commitment { sum, value: value.to_penny() })
}

/// Returns the earliest day on which the tenant, whichever side that is, can end a lease before its last day, and why
/// a break to come cannot be relied on.
pub(super) fn next_break(
    term: &LeaseTerm<'_>,
    book: &LeaseBook<'_>,
    given: &Given<'_>,
) -> (Option<NextBreak>, Option<NotKnown>) {
    let lease = term.lease;
    let events = given.estate.events_of(&lease.lease_id);
    let ours = lease.role == Role::Tenant;
    // What the other side has sublet is in no table of ours.
    let sublets = if ours { book.sublets(&lease.lease_id) } else { &[] };
    let tenants = Lease { role: Role::Tenant, ..lease.clone() };
    let (policy, holidays) = (&given.leases, &given.policy.bank_holidays);
    let Ok(exit) = lawful_exit(&tenants, events, sublets, given.as_of, policy, holidays) else {
        return (None, None);
    };
    let unclear = exit.barred.iter().find_map(|(_, bar)| match bar {
        ExitBar::NotKnown(why) => Some(*why),
        _ => None,
    });
    let by_right = matches!(exit.route, ExitRoute::Break | ExitRoute::NoticeToQuit);
    let on = exit.on.filter(|on| by_right && term.ends_on.is_none_or(|last| *on < last));
    let (route, notice, cost) = (exit.route, exit.notice, exit.cost);
    (on.map(|on| NextBreak { on, route, notice, cost }), unclear)
}
