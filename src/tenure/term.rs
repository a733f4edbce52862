//! A lease as it stands: its breaks, the day its term ends, what it says of its rent.

use crate::{
    finance::{
        BreakStanding, BreakState, NotKnown, RateSteps, RentTerms, TenurePosition, break_standings,
        is_tenants, tenure_position,
    },
    load::Estate,
    model::{Date, Lease, Period, PriceIndex, Review, months_later},
    policy::{FigureName, LeasePolicy, Policy},
};

/// What every question about a lease starts from.
pub(super) struct Given<'a> {
    pub estate: &'a Estate,
    pub policy: &'a Policy,
    pub leases: LeasePolicy,
    pub as_of: Date,
    /// As far as a periodic tenancy is looked at: beyond every year that is shown.
    pub through: Date,
    /// The policy's real rates made nominal by its inflation.
    pub rates: Option<RateSteps>,
}

impl<'a> Given<'a> {
    pub fn of(estate: &'a Estate, policy: &'a Policy) -> Self {
        let as_of = estate.snapshot.as_of;
        let shown = [FigureName::RentYears, FigureName::AppraisalYears].map(|n| policy.whole(n));
        // A year more, so that every payment of the last one is whole, and the part of the first.
        let years = shown.into_iter().max().unwrap_or_default().saturating_add(2);
        let through = months_later(as_of, years.saturating_mul(12)).unwrap_or(as_of);
        let inflation = policy.figure(FigureName::Inflation);
        Self {
            estate,
            policy,
            leases: policy.leases(),
            as_of,
            through,
            rates: RateSteps::real(policy).and_then(|real| real.nominal(inflation)),
        }
    }
}

/// What ends a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TermEnd {
    /// A break by which the tenant gave the lease up.
    TenantsBreak,
    /// A break by which the landlord ended the term; a protected tenant then holds over.
    LandlordsBreak,
    /// Its last day; of a periodic tenancy nothing.
    Expiry,
}

/// A lease as it stands on `as_of`.
pub(super) struct LeaseTerm<'a> {
    pub lease: &'a Lease,
    pub breaks: Vec<BreakStanding<'a>>,
    /// The last day of the term: its expiry, or the day of a break that was served or used; `None` of a periodic
    /// tenancy that nothing has ended.
    pub ends_on: Option<Date>,
    pub end: TermEnd,
    /// What it says of its rent until that day.
    pub terms: Result<RentTerms, NotKnown>,
    /// The series its reviews go by; `None` when they go by none, or when it is not there.
    pub series: Option<&'a PriceIndex>,
}

impl<'a> LeaseTerm<'a> {
    pub fn of(lease: &'a Lease, given: &Given<'a>) -> Self {
        let events = given.estate.events_of(&lease.lease_id);
        let (policy, holidays) = (&given.leases, &given.policy.bank_holidays);
        let breaks = break_standings(lease, events, given.as_of, policy, holidays);
        let used = breaks.iter().filter_map(ended_by).min();
        let used = used.filter(|(on, _)| lease.runs_to(*on));
        let (ends_on, end) = match used {
            Some((on, end)) => (Some(on), end),
            None => (lease.expiry, TermEnd::Expiry),
        };
        let rent_on = (given.as_of, policy.days_in_year);
        let terms = RentTerms::read_through(lease, events, rent_on, given.through);
        let terms = terms.and_then(|terms| {
            let Some(ends_on) = ends_on else { return Ok(terms) };
            let term = Period::through(lease.start, ends_on).ok_or(NotKnown::Range)?;
            Ok(RentTerms { term, goes_on: false, ..terms })
        });
        let series = match lease.review {
            Some(kind @ (Review::Cpi | Review::Rpi)) => given.estate.indices.get(kind.word()),
            _ => None,
        };
        Self { lease, breaks, ends_on, end, terms, series }
    }

    /// Tells whether the term has not ended before a day.
    pub fn runs_to(&self, day: Date) -> bool {
        self.ends_on.is_none_or(|ends_on| ends_on >= day)
    }

    /// Returns where the tenant, whichever side that is, stands under the 1954 Act.
    ///
    /// Who gave a lease up does not hold over.
    pub fn position(&self, as_of: Date) -> TenurePosition {
        match tenure_position(self.lease, self.ends_on, as_of) {
            TenurePosition::HoldingOver if self.end == TermEnd::TenantsBreak => {
                TenurePosition::Ended
            }
            position => position,
        }
    }
}

/// Returns the day on which a break that was served or used ends the term.
///
/// A notice of nobody knows whom ends nothing until it was used.
fn ended_by(standing: &BreakStanding<'_>) -> Option<(Date, TermEnd)> {
    let on = standing.ends_on.ok()?;
    match (standing.state.ok()?, is_tenants(standing.event)) {
        (BreakState::Served | BreakState::Exercised, Ok(_)) if standing.by_landlord => {
            Some((on, TermEnd::LandlordsBreak))
        }
        (BreakState::Served, Ok(true)) | (BreakState::Exercised, _) => {
            Some((on, TermEnd::TenantsBreak))
        }
        _ => None,
    }
}
