//! What each lease pays in cash: the one schedule that options, programme, tables and paper read.

use super::term::{Given, LeaseTerm, TermEnd};
use crate::{
    finance::{
        Ahead, BreakState, NotKnown, PaymentKind, RentPayment, RentTerms, TenurePosition,
        quit_by_notice, rent_schedule,
    },
    load::Estate,
    model::{Date, Lease, Lta1954, Money, Party, Period, PriceIndex, Prices, words},
    policy::Policy,
};

words!(
    /// What the rent after a term is taken from.
    AfterRent {
        RentalValue = "estimated rental value",
        Passing = "rent passing",
    }
);

/// One lease that runs, begins later or holds over, with all that it pays.
#[derive(Debug, Clone)]
pub struct LeaseCash<'a> {
    /// Its place in [`Estate::leases`].
    pub number: usize,
    /// The lease.
    pub lease: &'a Lease,
    /// The last day of the term as it stands; `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    /// Whether its term has ended and it goes on.
    pub holds_over: bool,
    /// Whether a notice ends it, so that nobody renews it.
    pub ended_by_notice: bool,
    /// Of a lease that holds over, the day on which another takes its place; `None` where none does.
    pub followed_on: Option<Date>,
    /// The day on which a notice to quit served on `as_of` ends a periodic tenancy; `None` of any other.
    pub quit_on: Option<Date>,
    /// Of a letting, the last day on which the tenant can be there if we want the building back: the end of a
    /// contracted-out term, or our break. `None` where he may stay on, or where that is not recorded.
    pub possession_on: Option<Date>,
    terms: Result<RentTerms, NotKnown>,
    series: Option<&'a PriceIndex>,
    as_of: Date,
}

/// Returns every lease of an estate that runs on `as_of`, begins later or holds over, by site, in the order of
/// [`Estate::sites`] and within a site in that of the leases.
///
/// A lease that holds over is left out once another of its side has taken its place: one that began after its end,
/// with the same other side and area as far as both are recorded.
#[must_use]
pub(crate) fn lease_cash<'a>(estate: &'a Estate, policy: &'a Policy) -> Vec<Vec<LeaseCash<'a>>> {
    let given = Given::of(estate, policy);
    let mut sites: Vec<Vec<LeaseCash<'a>>> = vec![Vec::new(); estate.sites.len()];
    for (number, lease) in estate.leases.iter().enumerate() {
        let Some(site) = estate.site_number(&lease.site_id) else { continue };
        let found = LeaseCash::of(number, &LeaseTerm::of(lease, &given), &given);
        if found.holds_over || found.runs_to(given.as_of) {
            sites[site].push(found);
        }
    }
    for leases in &mut sites {
        let starts: Vec<Option<Date>> = leases.iter().map(|l| l.follower(leases)).collect();
        for (lease, start) in leases.iter_mut().zip(starts) {
            lease.followed_on = start;
        }
        leases.retain(|l| l.followed_on.is_none_or(|start| start > given.as_of));
    }
    sites
}

impl<'a> LeaseCash<'a> {
    pub(super) fn of(number: usize, term: &LeaseTerm<'a>, given: &Given<'a>) -> Self {
        Self {
            number,
            lease: term.lease,
            ends_on: term.ends_on,
            holds_over: term.position(given.as_of) == TenurePosition::HoldingOver,
            ended_by_notice: term.end != TermEnd::Expiry,
            followed_on: None,
            quit_on: term
                .ends_on
                .is_none()
                .then(|| quit_by_notice(term.lease, given.as_of, &given.leases).ok())
                .flatten(),
            possession_on: possession_on(term, given.as_of),
            terms: term.terms.clone(),
            series: term.series,
            as_of: given.as_of,
        }
    }

    /// Returns the day on which a lease that holds over is followed by another.
    fn follower(&self, others: &[Self]) -> Option<Date> {
        fn alike<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.zip(b).is_none_or(|(a, b)| a == b)
        }
        let follows = |other: &&Self| {
            other.lease.role == self.lease.role
                && !other.holds_over
                && self.ends_on.is_some_and(|ends| other.lease.start > ends)
                && alike(self.lease.counterparty.as_ref(), other.lease.counterparty.as_ref())
                && alike(self.lease.area_m2.as_ref(), other.lease.area_m2.as_ref())
        };
        let after = others.iter().filter(|_| self.holds_over).filter(follows);
        after.map(|other| other.lease.start).min()
    }

    /// Tells whether the term has not ended before a day.
    #[must_use]
    pub fn runs_to(&self, day: Date) -> bool {
        self.ends_on.is_none_or(|ends_on| ends_on >= day)
    }

    /// Returns the rent and service charge that fall due over the term, cut short after a last day.
    ///
    /// Reviews ahead are estimated and marked; what the lease does not say of service charge has no payment.
    ///
    /// # Errors
    /// The first thing not known that any payment depends on.
    pub fn payments(&self, through: Option<Date>) -> Result<Vec<RentPayment>, NotKnown> {
        let terms = self.terms.as_ref().map_err(|unknown| *unknown)?;
        let last = through.filter(|last| self.ends_on.is_none_or(|ends_on| *last < ends_on));
        let schedule = match last {
            Some(last) if last < terms.term.from() => return Ok(Vec::new()),
            Some(last) => {
                let term = Period::through(terms.term.from(), last).ok_or(NotKnown::Range)?;
                let cut = RentTerms { term, goes_on: false, ..terms.clone() };
                rent_schedule(&cut, self.series, Ahead::Estimated, None)?
            }
            None => rent_schedule(terms, self.series, Ahead::Estimated, None)?,
        };
        let kept =
            |p: &RentPayment| matches!(p.kind, PaymentKind::Rent | PaymentKind::ServiceCharge);
        Ok(schedule.payments.into_iter().filter(kept).collect())
    }

    /// Tells whether the lease names a service charge, zero among them.
    #[must_use]
    pub const fn names_service_charge(&self) -> bool {
        self.lease.service_charge.is_some()
    }

    /// Returns the yearly rent on `as_of`, or on the first day of a lease that begins later; a rent-free period
    /// is left aside.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn passing(&self) -> Result<Money, NotKnown> {
        let terms = self.terms.as_ref().map_err(|unknown| *unknown)?;
        let last = terms.term.until().pred_opt().ok_or(NotKnown::Range)?;
        let day = self.as_of.clamp(terms.term.from(), last);
        let spans = terms.spans(self.series, Ahead::Estimated);
        let span = spans.iter().find(|s| s.period.from() <= day && day < s.period.until());
        span.map_or(Err(NotKnown::Rent), |span| span.rent)
    }

    /// Returns the yearly rent, at today's prices, that a renewal is taken at: the estimated rental value, else the
    /// rent passing at the end of the term.
    ///
    /// # Errors
    /// Why neither is known.
    pub fn after_term(&self) -> Result<(Money, AfterRent), NotKnown> {
        if let Some(value) = self.lease.erv {
            return Ok((value, AfterRent::RentalValue));
        }
        let terms = self.terms.as_ref().map_err(|unknown| *unknown)?;
        let spans = terms.spans(self.series, Ahead::Estimated);
        let last = spans.last().map_or(Err(NotKnown::Rent), |span| span.rent);
        Ok((last?, AfterRent::Passing))
    }
}

fn possession_on(term: &LeaseTerm<'_>, as_of: Date) -> Option<Date> {
    if term.lease.lta_1954 != Some(Lta1954::ContractedOut) {
        return None;
    }
    let ours = |party| matches!(party, Some(Party::Landlord | Party::Mutual));
    let usable = term.breaks.iter().filter(|standing| {
        let open = matches!(standing.state, Ok(BreakState::Open | BreakState::Urgent));
        open && ours(standing.event.party)
    });
    let breaks = usable.filter_map(|standing| standing.ends_on.ok()).filter(|on| *on >= as_of);
    breaks.chain(term.ends_on).min()
}

/// Returns in whose prices a payment stands: fixed in cash, unless it rests on a review still to come or is a
/// service charge, which follows what things cost.
#[must_use]
pub const fn prices_of(payment: &RentPayment) -> Prices {
    match (payment.kind, payment.estimated) {
        (PaymentKind::Rent, false) => Prices::Cash,
        _ => Prices::Today,
    }
}
