//! Leases as tenant on the balance sheet, from the policy's day of adoption (IFRS 16).

use std::collections::BTreeMap;

use rayon::prelude::*;

use rust_decimal::Decimal;

use super::term::{Given, LeaseTerm, TermEnd};
use crate::{
    finance::{
        Ahead, BreakStanding, BreakState, Change, LeaseAccount, LeaseExemption, LeaseYear,
        NotKnown, PaymentKind, Remeasurement, RentTerms, TenurePosition, daily_growth,
        lease_account, lease_exemption, rent_schedule,
    },
    load::Estate,
    model::{
        Date, EventKind, FinancialYear, LeaseEvent, LeaseId, Money, Period, Role, SiteId,
        meant_break, months_later, words,
    },
    policy::Policy,
};

words!(
    /// Why a lease was measured anew.
    Remeasured {
        /// Notice of a break was served: the term is shorter from that day on.
        Notice = "notice of a break",
        /// A review brought another rent from that day on.
        Rent = "rent review",
        /// A deed changed the term, or brought a step of the rent.
        Deed = "deed of variation",
        /// The term has ended and the lease goes on; for how long is judged.
        HoldingOver = "holding over",
    }
);

/// Whether a lease is on the balance sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognition {
    /// It is.
    On(LeaseAccount),
    /// It stays off.
    Exempt(LeaseExemption),
    /// Its rent is a peppercorn: what the right to use it is worth is not recorded.
    Peppercorn,
    /// What it pays is not known.
    NotKnown(NotKnown),
}

/// How one lease as tenant stands in the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseInAccounts {
    pub site_id: SiteId,
    pub lease_id: LeaseId,
    pub counterparty: Option<String>,
    /// Until a break that was served or used, else until its expiry, or as long as it is likely to hold over; `None`
    /// is a periodic tenancy, or beyond the range of dates.
    pub term: Option<Period>,
    pub recognition: Recognition,
    /// The days on which it was measured anew, in order, and why.
    pub remeasured: Vec<(Date, Remeasured)>,
    /// The last day on which a tenancy that holds over is likely to go on; `None` of any other.
    pub likely_until: Option<Date>,
}

/// The sums of one financial year over the leases on the balance sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsYear {
    /// The year.
    pub year: FinancialYear,
    /// Line by line.
    pub sums: Result<LeaseYear, NotKnown>,
    /// Leases in the sums.
    pub leases: usize,
    /// Leases that run in the year and belong in the sums, but whose payments are not known.
    pub not_in: usize,
}

/// All leases as tenant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accounts {
    /// In order of lease.
    pub leases: Vec<LeaseInAccounts>,
    /// Every year with a lease on the balance sheet, in order.
    pub years: Vec<AccountsYear>,
    /// The rate by which payments are discounted, a fraction a year.
    pub rate: Decimal,
    /// Whether that is the body's own borrowing rate; else it is the policy's, which stands in.
    pub own_rate: bool,
}

/// Returns how the leases as tenant stand in the accounts of every financial year.
///
/// Payments are the rent by the day it falls due, as it was known on the day the lease came on: reviews ahead are
/// left aside, but for what a collar adds at least, which is fixed in substance. From the day of a change on, and never
/// before, a lease is measured anew: notice of a break shortens the term, a rent found at a review takes the place of
/// the one passing, a deed of variation that names the last day the lease had before it lengthens the term. A protected
/// tenancy that holds over on `as_of` is judged likely to go on for the policy's months. What a break costs is not in
/// the payments. The rate is the body's own borrowing rate where `treasury.toml` has one, else the policy's; it stays
/// the same through every change. A periodic tenancy stays off: it binds for its notice only.
///
/// Nothing is added to the asset: what was paid beforehand and what it cost to bring the
/// lease about are not recorded. What the asset was worth when new is not recorded either, so that no
/// lease is exempt for its low value.
///
/// # Source
/// IFRS 16 paragraphs 18 to 21, 27, 28, 39 to 43, B34 to B42.
#[must_use]
pub fn accounts(estate: &Estate, policy: &Policy) -> Accounts {
    let given = Given::of(estate, policy);
    let own_rate = estate.treasury.as_ref().and_then(|treasury| treasury.lease_rate);
    let rate = own_rate.unwrap_or(given.leases.lease_discount_rate);
    let held = estate.leases.par_iter().filter(|lease| lease.role == Role::Tenant);
    let leases: Vec<LeaseInAccounts> = held
        .map(|lease| {
            let term = LeaseTerm::of(lease, &given);
            let known = Known::of(&term, &given);
            let (recognition, remeasured) = recognition(&known, &given, rate)
                .unwrap_or_else(|unknown| (Recognition::NotKnown(unknown), Vec::new()));
            let until = known.until(given.as_of.max(lease.start));
            LeaseInAccounts {
                site_id: lease.site_id.clone(),
                lease_id: lease.lease_id.clone(),
                counterparty: lease.counterparty.clone(),
                term: until.and_then(|until| Period::new(lease.start, until)),
                recognition,
                remeasured,
                likely_until: known.likely.and_then(|until| until.pred_opt()),
            }
        })
        .collect();
    let years = years(&leases, &given);
    Accounts { leases, years, rate, own_rate: own_rate.is_some() }
}

/// A lease as it was known from one day on.
struct Stage {
    on: Date,
    why: Remeasured,
    terms: RentTerms,
}

/// What is known of a lease besides its terms.
struct Known<'a> {
    term: &'a LeaseTerm<'a>,
    as_of: Date,
    /// Day of each deed of variation, and the last day the lease had before it, where the deed changed that.
    deeds: Vec<(Date, Option<Date>)>,
    /// The day on which the notice that ends the lease was served.
    notice: Option<Date>,
    /// The day until which a tenancy that holds over is likely to go on.
    likely: Option<Date>,
}

impl<'a> Known<'a> {
    fn of(term: &'a LeaseTerm<'a>, given: &Given<'_>) -> Self {
        let as_of = given.as_of;
        let events = given.estate.events_of(&term.lease.lease_id);
        let deeds = events.iter().filter(|e| e.kind == EventKind::DeedOfVariation && e.on <= as_of);
        let holds_over = term.position(as_of) == TenurePosition::HoldingOver;
        let months = given.leases.holding_over_likely_months;
        Self {
            term,
            as_of,
            deeds: deeds.map(|deed| (deed.on, deed.until)).collect(),
            notice: notice_on(term, events, as_of),
            likely: holds_over.then(|| months_later(as_of, months).unwrap_or(Date::MAX)),
        }
    }

    /// Returns the day after the last of the term, as it was known on a day.
    fn until(&self, day: Date) -> Option<Date> {
        if let Some(likely) = self.likely.filter(|_| day >= self.as_of) {
            return Some(likely);
        }
        let ended = self.term.end != TermEnd::Expiry && self.notice.is_none_or(|on| on <= day);
        let later = self.deeds.iter().filter(|(on, _)| *on > day).find_map(|(_, last)| *last);
        let last = if ended { self.term.ends_on } else { later.or(self.term.lease.expiry) };
        last?.succ_opt()
    }

    /// Returns what it says of its rent, as it was known on a day.
    fn terms(&self, day: Date) -> Result<RentTerms, NotKnown> {
        let terms = self.term.terms.clone()?;
        let until = self.until(day).ok_or(NotKnown::Range)?;
        let term = Period::new(terms.term.from(), until).ok_or(NotKnown::Range)?;
        let deeds: Vec<Date> = self.deeds.iter().map(|(on, _)| *on).collect();
        Ok(RentTerms { term, ..terms.as_known_on(day, &deeds, self.term.series) })
    }

    /// Returns the lease as it was known on the day it came on and after every change since, in order of day.
    fn stages(&self, recognised: Date) -> Result<Vec<Stage>, NotKnown> {
        let terms = self.term.terms.as_ref().map_err(|unknown| *unknown)?;
        let reviews = terms.changes.iter().filter(|(_, c)| matches!(c, Change::Review(_)));
        let mut days: BTreeMap<Date, Remeasured> =
            reviews.map(|(on, _)| (*on, Remeasured::Rent)).collect();
        days.extend(self.deeds.iter().map(|(on, _)| (*on, Remeasured::Deed)));
        days.extend(self.notice.map(|on| (on, Remeasured::Notice)));
        days.extend(self.likely.map(|_| (self.as_of, Remeasured::HoldingOver)));
        days.retain(|on, _| *on > recognised);
        let first = self.terms(recognised)?;
        let mut stages = vec![Stage { on: recognised, why: Remeasured::Rent, terms: first }];
        for (on, why) in days {
            let terms = self.terms(on)?;
            let same = |before: &Stage| {
                let past = why == Remeasured::Rent && before.terms.term.until() <= on;
                past || (before.terms.term, &before.terms.changes) == (terms.term, &terms.changes)
            };
            if !stages.last().is_some_and(same) {
                stages.push(Stage { on, why, terms });
            }
        }
        Ok(stages)
    }
}

/// Returns the day on which the notice of the break that ended the term was served; of a break used without a
/// notice on record, the day of that row.
fn notice_on(term: &LeaseTerm<'_>, events: &[LeaseEvent], as_of: Date) -> Option<Date> {
    let ended = |b: &BreakStanding<'_>| {
        let used = matches!(b.state, Ok(BreakState::Served | BreakState::Exercised));
        used && b.ends_on.ok().is_some_and(|on| Some(on) == term.ends_on)
    };
    let at = term.breaks.iter().position(ended).filter(|_| term.end != TermEnd::Expiry)?;
    let breaks: Vec<&LeaseEvent> = term.breaks.iter().map(|b| b.event).collect();
    let act = |kind: EventKind| {
        let of_kind = events.iter().filter(|e| e.kind == kind && e.on <= as_of);
        of_kind.filter(|e| meant_break(&breaks, e) == Some(at)).map(|e| e.on).min()
    };
    act(EventKind::Served).or_else(|| act(EventKind::Exercised))
}

/// Returns how a lease stands in the accounts, and the changes on which it was measured anew.
fn recognition(
    known: &Known<'_>,
    given: &Given<'_>,
    rate: Decimal,
) -> Result<(Recognition, Vec<(Date, Remeasured)>), NotKnown> {
    if known.term.ends_on.is_none() {
        return Ok((Recognition::Exempt(LeaseExemption::Periodic), Vec::new()));
    }
    let (policy, lease) = (&given.leases, known.term.lease);
    let recognised = lease.start.max(policy.lease_accounts_from);
    let stages = known.stages(recognised)?;
    let mut exemption = LeaseExemption::Ended;
    let mut on = None;
    for (at, stage) in stages.iter().enumerate() {
        let from = if at == 0 { lease.start } else { stage.on };
        let Some(term) = Period::new(from, stage.terms.term.until()) else { continue };
        match lease_exemption(term, None, policy) {
            Some(why) => exemption = why,
            None => {
                on = Some((at, term));
                break;
            }
        }
    }
    let Some((first, term)) = on else { return Ok((Recognition::Exempt(exemption), Vec::new())) };
    let from = term.from().max(recognised);
    let mut later = stages.into_iter().skip(first);
    let come_on = later.next().ok_or(NotKnown::Range)?;
    let changes: Vec<Stage> = later.collect();
    let latest = &changes.last().unwrap_or(&come_on).terms;
    let rents = latest.spans(None, Ahead::Least);
    let mut ahead = rents.iter().filter(|span| span.period.until() > from);
    if ahead.all(|span| span.rent.is_ok_and(|rent| rent <= policy.peppercorn_rent)) {
        return Ok((Recognition::Peppercorn, Vec::new()));
    }
    rent_is_known(known, latest.term, from)?;
    let growth = daily_growth(rate).ok_or(NotKnown::Range)?;
    let payments = payments(&come_on.terms, from)?;
    let remeasured = changes.iter().map(|stage| {
        let payments = self::payments(&stage.terms, stage.on)?;
        Ok(Remeasurement { on: stage.on, until: stage.terms.term.until(), payments })
    });
    let remeasured = remeasured.collect::<Result<Vec<_>, NotKnown>>()?;
    let adopted = policy.lease_accounts_from;
    let account = lease_account(term, adopted, &payments, Money::ZERO, &remeasured, growth)?;
    let days = changes.iter().map(|stage| (stage.on, stage.why)).collect();
    Ok((Recognition::On(account), days))
}

/// Returns the rent that falls due on or after a day.
fn payments(terms: &RentTerms, from: Date) -> Result<Vec<(Date, Money)>, NotKnown> {
    let schedule = rent_schedule(terms, None, Ahead::Least, None)?;
    // What was paid before it came on may be not known: it is not in the account.
    let ahead = schedule.of(PaymentKind::Rent).filter(|p| p.due >= from);
    ahead.map(|p| Ok((p.due, p.amount?))).collect()
}

/// Tells what stands in the way of the rent after a day, in the lease's own words.
fn rent_is_known(known: &Known<'_>, term: Period, from: Date) -> Result<(), NotKnown> {
    let terms = RentTerms { term, ..known.term.terms.clone()? };
    let spans = terms.spans(known.term.series, Ahead::Least);
    let mut ahead = spans.iter().filter(|span| span.period.until() > from);
    ahead.try_for_each(|span| span.payable.map(|_| ()))
}

fn years(leases: &[LeaseInAccounts], given: &Given<'_>) -> Vec<AccountsYear> {
    let mut years: BTreeMap<FinancialYear, AccountsYear> = BTreeMap::new();
    for lease in leases {
        let Recognition::On(account) = &lease.recognition else { continue };
        for line in &account.years {
            years
                .entry(line.year)
                .and_modify(|year| {
                    year.sums =
                        year.sums.and_then(|sums| added(&sums, line).ok_or(NotKnown::Range));
                    year.leases += 1;
                })
                .or_insert(AccountsYear { year: line.year, sums: Ok(*line), leases: 1, not_in: 0 });
        }
    }
    let adopted = given.leases.lease_accounts_from;
    for year in years.values_mut() {
        let runs = |lease: &&LeaseInAccounts| {
            let held = lease.term.map(|t| (t.from().max(adopted), t.until()));
            let year = year.year.period().zip(held);
            matches!(lease.recognition, Recognition::NotKnown(_))
                && year
                    .is_none_or(|(year, (from, until))| from < year.until() && year.from() < until)
        };
        year.not_in = leases.iter().filter(runs).count();
    }
    years.into_values().collect()
}

/// Adds the lines of two accounts of one year.
fn added(sums: &LeaseYear, line: &LeaseYear) -> Option<LeaseYear> {
    Some(LeaseYear {
        year: line.year,
        opening: sums.opening.checked_add(line.opening)?,
        additions: sums.additions.checked_add(line.additions)?,
        interest: sums.interest.checked_add(line.interest)?,
        payments: sums.payments.checked_add(line.payments)?,
        closing: sums.closing.checked_add(line.closing)?,
        asset_opening: sums.asset_opening.checked_add(line.asset_opening)?,
        asset_additions: sums.asset_additions.checked_add(line.asset_additions)?,
        depreciation: sums.depreciation.checked_add(line.depreciation)?,
        asset_closing: sums.asset_closing.checked_add(line.asset_closing)?,
    })
}
