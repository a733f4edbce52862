//! Everything dated that is ahead: breaks, reviews, steps, ends of leases and agreements.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    LeaseBook,
    missed::{CostOfMissing, cost_of_missing},
    term::{Given, LeaseTerm, TermEnd},
};
use crate::{
    finance::{
        BreakStanding, BreakState, Change, ExitBar, NotKnown, NoticeDays, TenurePosition,
        is_tenants, lawful_exit, notice_days,
    },
    load::Estate,
    model::{
        Agreement, AgreementId, Date, EventKind, Lease, LeaseEvent, LeaseId, Money, Notice, Party,
        Review, Role, SiteId, months_later, words,
    },
    policy::Policy,
};

words!(
    /// What is dated.
    DatedKind {
        /// The lease can be ended.
        Break = "break",
        Review = "review",
        Step = "step",
        /// The first day after a rent-free period.
        RentFreeEnd = "rent_free_end",
        /// The first day after a part-rent period.
        PartRentEnd = "part_rent_end",
        DeedOfVariation = "deed_of_variation",
        /// The last day of the term.
        Expiry = "expiry",
        /// The term has ended; `on` is where a tenant's notice served on `as_of` ends the lease.
        HoldingOver = "holding_over",
        /// The last day of an agreement.
        AgreementEnd = "agreement_end",
    }
);

words!(
    /// Where something dated that is no break stands.
    Progress {
        Ahead = "ahead",
        /// A review whose sum is agreed.
        Agreed = "agreed",
        /// A review whose day has passed without a sum on record.
        Undecided = "undecided",
        /// The term has ended and the lease goes on.
        Running = "running",
    }
);

/// Where something dated stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    /// A break.
    Break(BreakState),
    /// Anything else.
    Other(Progress),
}

impl EventState {
    /// Returns the word that stands in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Break(state) => state.word(),
            Self::Other(progress) => progress.word(),
        }
    }

    /// Tells whether something can still be done about it: not about a break that is missed, waived, or served already.
    #[must_use]
    pub const fn can_be_acted_on(self) -> bool {
        match self {
            Self::Break(state) => matches!(state, BreakState::Open | BreakState::Urgent),
            Self::Other(_) => true,
        }
    }
}

/// What a date belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A lease.
    Lease(LeaseId),
    /// An agreement.
    Agreement(AgreementId),
}

/// Something dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEvent {
    /// `None` for an agreement about no one site.
    pub site_id: Option<SiteId>,
    /// The lease or the agreement.
    pub subject: Subject,
    /// The other side of a lease.
    pub counterparty: Option<String>,
    /// On which side of the lease the body is; `None` for an agreement.
    pub role: Option<Role>,
    /// What it is.
    pub kind: DatedKind,
    /// The day; for a rolling break the earliest on which it can end the lease, for what has no readable
    /// date the first day it may be.
    pub on: Date,
    /// The last day to act: for a break that is ours to use the last working day less the margin, for one
    /// of the other side the last day in law, else `on`; `None` of a break that may still be used, if its notice is
    /// not recorded or there is no last day on which it can be used.
    pub act_by: Option<Date>,
    /// Where it stands.
    pub state: Result<EventState, NotKnown>,
    /// Who may use a break; `None` for the rest, and where it is not recorded.
    pub whose: Option<Party>,
    /// The first day of a break that can be used on any day.
    pub rolling_from: Option<Date>,
    /// Of a break, and while holding over.
    pub length: Option<Notice>,
    /// The last days for the notice of a break: of a rolling one for the last day it can be used.
    pub notice: Option<NoticeDays>,
    /// Pounds a year: what a review came to, what a step makes payable, the rent after a concession.
    pub amount: Option<Money>,
    /// What using the break costs.
    pub penalty: Option<Money>,
    /// Of the break, as recorded.
    pub conditions: Option<String>,
    /// Of an agreement, and what fraction each has; in order of name.
    pub parties: Vec<(String, Option<Decimal>)>,
    /// How a review goes.
    pub review: Option<Review>,
    /// Where the tenant of the lease stands when its term ends.
    pub position: Option<TenurePosition>,
    /// The day the term ended, while holding over.
    pub ended_on: Option<Date>,
    /// Why a break of ours cannot be counted on although its notice can be served.
    pub barred: Option<ExitBar>,
    /// What not using it costs; `None` where nothing is missed.
    pub cost: Option<Result<CostOfMissing, NotKnown>>,
    /// What is not known of it, and why.
    pub unknown: Vec<NotKnown>,
}

/// Returns everything dated from `as_of` through so many months later.
///
/// Leases as tenant and as landlord, then agreements, in order of `act_by`, `on`, site, lease, kind. In it
/// is what has its day or its last day to act within the months; always in it are leases that hold over,
/// the last review past without a sum, and concessions without a readable end.
/// Nothing is listed after the day a break that was served or used ends the term.
#[must_use]
pub fn calendar(estate: &Estate, policy: &Policy, months: u32) -> Vec<DatedEvent> {
    let given = Given::of(estate, policy);
    let book = LeaseBook::of(estate);
    let until = months_later(given.as_of, months).unwrap_or(Date::MAX);
    let of_lease = |lease| Page { term: LeaseTerm::of(lease, &given), given: &given, until };
    let leases = estate.leases.par_iter().map(of_lease);
    let mut events: Vec<DatedEvent> =
        leases.flat_map_iter(|page| page.events(book.sublets(&page.term.lease.lease_id))).collect();
    let agreements = estate.agreements.as_deref().unwrap_or_default();
    events.extend(agreement_ends(agreements, given.as_of, until));
    events.sort_by(|a, b| order(a).cmp(&order(b)));
    events
}

/// What events are put in order by: after the day, site, lease and kind whatever may tell two apart.
fn order(event: &DatedEvent) -> impl Ord + use<'_> {
    let days = (event.act_by.unwrap_or(event.on), event.on);
    let of = (event.site_id.as_ref(), &event.subject, event.kind, event.whose);
    let sums = (event.penalty, event.amount, &event.parties, event.length);
    (days, of, event.counterparty.as_deref(), sums, event.conditions.as_deref())
}

fn plain(subject: Subject, kind: DatedKind, on: Date) -> DatedEvent {
    DatedEvent {
        site_id: None,
        subject,
        counterparty: None,
        role: None,
        kind,
        on,
        act_by: Some(on),
        state: Ok(EventState::Other(Progress::Ahead)),
        whose: None,
        rolling_from: None,
        length: None,
        notice: None,
        amount: None,
        penalty: None,
        conditions: None,
        parties: Vec::new(),
        review: None,
        position: None,
        ended_on: None,
        barred: None,
        cost: None,
        unknown: Vec::new(),
    }
}

/// The end of every agreement, once for all its parties; rows about several sites or ending on several days
/// stand apart.
fn agreement_ends(
    agreements: &[Agreement],
    as_of: Date,
    until: Date,
) -> impl Iterator<Item = DatedEvent> {
    let mut ends: BTreeMap<_, Vec<(String, Option<Decimal>)>> = BTreeMap::new();
    for row in agreements {
        if let Some(end) = row.end.filter(|end| (as_of..=until).contains(end)) {
            let parties = ends.entry((&row.agreement_id, &row.site_id, end)).or_default();
            parties.push((row.party.clone(), row.share));
        }
    }
    ends.into_iter().map(|((id, site_id, end), mut parties)| {
        parties.sort();
        let subject = Subject::Agreement(id.clone());
        let site_id = site_id.clone();
        DatedEvent { site_id, parties, ..plain(subject, DatedKind::AgreementEnd, end) }
    })
}

/// What the calendar says of one lease.
struct Page<'a> {
    term: LeaseTerm<'a>,
    given: &'a Given<'a>,
    /// The last day looked at.
    until: Date,
}

impl Page<'_> {
    fn events(&self, sublets: &[&Lease]) -> Vec<DatedEvent> {
        let mut events: Vec<DatedEvent> = self
            .term
            .breaks
            .iter()
            .filter_map(|standing| self.of_break(standing, sublets))
            .collect();
        events.extend(self.changes());
        events.extend(self.concession_ends());
        let own = self.given.estate.events_of(&self.term.lease.lease_id);
        let deeds = own.iter().filter(|e| e.kind == EventKind::DeedOfVariation);
        events.extend(deeds.filter(|e| self.is_ahead(e.on)).map(|e| self.deed(e)));
        events.extend(self.end());
        events
    }

    fn plain(&self, kind: DatedKind, on: Date) -> DatedEvent {
        let lease = self.term.lease;
        DatedEvent {
            site_id: Some(lease.site_id.clone()),
            counterparty: lease.counterparty.clone(),
            role: Some(lease.role),
            ..plain(Subject::Lease(lease.lease_id.clone()), kind, on)
        }
    }

    /// Tells whether a day is within the months and the term still runs on it.
    fn is_ahead(&self, on: Date) -> bool {
        (self.given.as_of..=self.until).contains(&on) && self.term.runs_to(on)
    }

    fn deed(&self, event: &LeaseEvent) -> DatedEvent {
        let conditions = event.conditions.clone();
        DatedEvent { conditions, ..self.plain(DatedKind::DeedOfVariation, event.on) }
    }

    /// The last day of the term, or that of a notice while holding over.
    fn end(&self) -> Option<DatedEvent> {
        let (as_of, ends_on) = (self.given.as_of, self.term.ends_on);
        let position = self.term.position(as_of);
        if position == TenurePosition::HoldingOver {
            let months = self.given.leases.holding_over_notice_months;
            let on = months_later(as_of, months).unwrap_or(Date::MAX);
            return Some(DatedEvent {
                state: Ok(EventState::Other(Progress::Running)),
                length: Some(Notice::Months(months)),
                position: Some(position),
                ended_on: ends_on,
                ..self.plain(DatedKind::HoldingOver, on)
            });
        }
        // The row of the break says it where a break ends the term.
        let listed = ends_on.filter(|on| self.term.end == TermEnd::Expiry && self.is_ahead(*on));
        listed
            .map(|on| DatedEvent { position: Some(position), ..self.plain(DatedKind::Expiry, on) })
    }

    fn concession_ends(&self) -> Vec<DatedEvent> {
        let Ok(terms) = &self.term.terms else { return Vec::new() };
        let passing = |on: Date| {
            let spans = terms.spans(self.term.series, crate::finance::Ahead::NotKnown);
            spans.iter().find(|s| s.period.from() <= on && on < s.period.until()).map(|s| s.rent)
        };
        let row = |concession: &crate::finance::Concession| {
            let is_free = concession.rent == Ok(Money::ZERO);
            let kind = if is_free { DatedKind::RentFreeEnd } else { DatedKind::PartRentEnd };
            let on = match concession.until {
                Ok(until) => Some(until).filter(|on| self.is_ahead(*on))?,
                Err(_) if concession.from > self.until || !self.term.runs_to(concession.from) => {
                    return None;
                }
                Err(_) => concession.from,
            };
            let rent = concession.until.and_then(|until| passing(until).ok_or(NotKnown::Range)?);
            Some(DatedEvent {
                amount: rent.ok(),
                unknown: rent.err().into_iter().collect(),
                state: concession.until.map(|_| EventState::Other(Progress::Ahead)),
                ..self.plain(kind, on)
            })
        };
        let running = self.term.runs_to(self.given.as_of);
        terms.concessions.iter().filter(|_| running).filter_map(row).collect()
    }

    /// Reviews and steps.
    fn changes(&self) -> Vec<DatedEvent> {
        let Ok(terms) = &self.term.terms else { return Vec::new() };
        let as_of = self.given.as_of;
        let is_review = |change: &Change| matches!(change, Change::Review(_));
        let past = |(on, change): &&(Date, Change)| *on < as_of && is_review(change);
        let last_past = terms.changes.iter().rfind(past).map(|(on, _)| *on);
        let own = self.given.estate.events_of(&self.term.lease.lease_id);
        let is_dated = |on: Date| own.iter().any(|e| e.kind == EventKind::Review && e.on == on);
        let row = |(on, change): &(Date, Change)| {
            let on = *on;
            let undecided = *change == Change::Review(None)
                && last_past == Some(on)
                && is_dated(on)
                && self.term.runs_to(as_of);
            if !undecided && !self.is_ahead(on) {
                return None;
            }
            let (progress, amount, unknown) = match change {
                Change::Step(amount) => {
                    (Progress::Ahead, *amount, amount.is_none().then_some(NotKnown::Step { on }))
                }
                Change::Review(Some(agreed)) => (Progress::Agreed, Some(*agreed), None),
                Change::Review(None) => {
                    let kind = terms.review.is_none().then_some(NotKnown::ReviewKind { on });
                    (if undecided { Progress::Undecided } else { Progress::Ahead }, None, kind)
                }
            };
            let kind = if is_review(change) { DatedKind::Review } else { DatedKind::Step };
            Some(DatedEvent {
                state: Ok(EventState::Other(progress)),
                amount,
                review: terms.review.filter(|_| is_review(change)),
                unknown: unknown.into_iter().collect(),
                ..self.plain(kind, on)
            })
        };
        let undated = terms.undated_review.filter(|on| self.is_ahead(*on)).map(|on| DatedEvent {
            state: Err(NotKnown::ReviewDates),
            review: terms.review,
            unknown: vec![NotKnown::ReviewDates],
            ..self.plain(DatedKind::Review, on)
        });
        terms.changes.iter().filter_map(row).chain(undated).collect()
    }

    fn of_break(&self, standing: &BreakStanding<'_>, sublets: &[&Lease]) -> Option<DatedEvent> {
        let event = standing.event;
        let (as_of, lease) = (self.given.as_of, self.term.lease);
        let rolling = event.rolling == Some(true);
        let is_open = matches!(standing.state, Ok(BreakState::Open | BreakState::Urgent));
        let is_over = matches!(standing.state, Ok(BreakState::Missed | BreakState::Waived));
        let on = match standing.ends_on {
            _ if !rolling => event.on,
            Ok(ends_on) if !is_over => ends_on,
            // It can be used, once more is known, on any day from its first.
            Err(_) if !is_over => event.on.max(as_of),
            _ => event.until.unwrap_or(event.on.max(as_of)),
        };
        let notice = self.notice(standing);
        let whose = is_tenants(event);
        let ours = event.party == Some(Party::Mutual)
            || whose.is_err()
            || whose == Ok(lease.role == Role::Tenant);
        let act_by = match (notice, standing.state) {
            (Some(notice), _) if is_open => Some(if ours { notice.act_by } else { notice.legal }),
            (None, Err(_)) => None,
            // It can be used on any day for ever.
            (None, Ok(_)) if is_open => None,
            _ => Some(on),
        };
        let in_time =
            on <= self.until || (is_open && act_by.is_some_and(|act_by| act_by <= self.until));
        if on < as_of || !self.term.runs_to(on) || !in_time {
            return None;
        }
        let can_use = is_open && lease.role == Role::Tenant && whose == Ok(true);
        let barred = if can_use { self.bar(event, sublets) } else { None };
        let counts = can_use && !matches!(barred, Some(ExitBar::ProtectedSubtenant(_)));
        let asked = match notice {
            Some(notice) if !rolling => notice.legal.succ_opt().unwrap_or(notice.legal),
            _ => as_of,
        };
        let cost =
            counts.then(|| cost_of_missing(&self.term, standing, (on, asked), sublets, self.given));
        let no_penalty =
            (can_use && event.penalty.is_none()).then_some(NotKnown::Penalty { on: event.on });
        let state = standing.state.map(EventState::Break);
        let no_charge = matches!(cost, Some(Ok(found)) if !found.with_service_charge)
            .then_some(NotKnown::ServiceCharge);
        let reasons = [state.err(), whose.err(), cost.and_then(Result::err), no_charge, no_penalty];
        let mut unknown: Vec<NotKnown> = reasons.into_iter().flatten().collect();
        unknown.dedup();
        Some(DatedEvent {
            act_by,
            state,
            whose: event.party,
            rolling_from: rolling.then_some(event.on),
            length: event.notice(),
            notice,
            penalty: event.penalty,
            conditions: event.conditions.clone(),
            barred,
            cost,
            unknown,
            ..self.plain(DatedKind::Break, on)
        })
    }

    /// Returns the last days for the notice of a break; of a rolling one for the last day it is of use.
    fn notice(&self, standing: &BreakStanding<'_>) -> Option<NoticeDays> {
        if let Some(notice) = standing.notice {
            return notice.ok();
        }
        let length = standing.event.notice()?;
        let ends = [standing.event.until, self.term.ends_on];
        let last = ends.into_iter().flatten().min()?;
        let margin = self.given.leases.notice_margin_days;
        notice_days(last, length, margin, &self.given.policy.bank_holidays).ok()
    }

    /// Returns the subtenant that stands in the way of a break.
    fn bar(&self, event: &LeaseEvent, sublets: &[&Lease]) -> Option<ExitBar> {
        let Given { estate, policy, leases, as_of, .. } = self.given;
        let events = estate.events_of(&self.term.lease.lease_id);
        let exit =
            lawful_exit(self.term.lease, events, sublets, *as_of, leases, &policy.bank_holidays);
        let subtenant = |bar: &ExitBar| {
            matches!(bar, ExitBar::ProtectedSubtenant(_) | ExitBar::UnclearSubtenant(_))
        };
        let barred = exit.ok()?.barred;
        barred.into_iter().find(|(on, bar)| *on == event.on && subtenant(bar)).map(|(_, bar)| bar)
    }
}
