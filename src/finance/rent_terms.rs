//! What a lease says of its rent, and the yearly rent on every day of the term.

use chrono::Days;

use crate::model::{
    Date, EventKind, Lease, LeaseEvent, Money, Month, Payment, Period, PriceIndex, Review,
    months_later, whole_months, words,
};

use super::{
    NotKnown,
    review::{IndexTerms, index_review, index_values, least_reviewed, market_review},
};

words!(
    /// What the calculation took where the lease is silent; to be shown beside its result.
    Taken {
        QuarterDays = "payment days not recorded: quarter days",
        InAdvance = "whether in advance not recorded: in advance",
        NoReview = "reviews not recorded: none but those dated",
        NoCap = "cap not recorded: none",
        NoCollar = "collar not recorded: none",
        NoRentFree = "rent-free months not recorded: none but those dated",
    }
);

/// A rent-free or part-rent period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concession {
    /// The first day.
    pub from: Date,
    /// The day after the last; unknown where the lease gives no readable end.
    pub until: Result<Date, NotKnown>,
    /// What is payable a year meanwhile, from zero up: zero when rent-free.
    pub rent: Result<Money, NotKnown>,
}

/// A dated change of the yearly rent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The rent becomes this.
    Step(Option<Money>),
    /// The rent is reviewed; this was agreed.
    Review(Option<Money>),
}

/// What a lease says of its payments; read from a lease by [`RentTerms::read`] or put together by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns of `leases`")]
pub struct RentTerms {
    /// Of a periodic tenancy as far as it is looked at.
    pub term: Period,
    /// Whether the tenancy goes on after `term`, so that nothing falls due at its end.
    pub goes_on: bool,
    /// Pounds a year on `rent_on`.
    pub rent: Option<Money>,
    /// The day for which `rent` is recorded: changes up to it are in it already.
    pub rent_on: Date,
    pub payment: Payment,
    pub in_advance: bool,
    /// The days of a year by which broken periods go, from 1.
    pub days_in_year: u32,
    pub concessions: Vec<Concession>,
    /// In order of date; on one day reviews before steps, so that a step wins, and the larger sum last.
    pub changes: Vec<(Date, Change)>,
    /// How an undecided review goes; `None` is not recorded.
    pub review: Option<Review>,
    /// Set when reviews fall on dates nobody recorded: from this day the rent is not known.
    pub undated_review: Option<Date>,
    pub index: IndexTerms,
    pub erv: Option<Money>,
    pub service_charge: Option<Money>,
    pub vat_opted: Option<bool>,
    pub deposit: Option<Money>,
    pub dilapidations: Option<Money>,
    pub taken: Vec<Taken>,
}

/// What stands for a review whose outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// Nothing: the rent from then on is not known.
    NotKnown,
    /// The rent passing goes on.
    Passing,
    /// The rent passing goes on, and an index review adds its collar: fixed in substance, as IFRS 16 has it.
    Least,
    /// A market review finds the estimated rental value, and where none is recorded the rent passing; an index
    /// nobody knows yet keeps the rent passing at today's prices. Marked as estimated, and at today's prices.
    Estimated,
}

/// A span of the term with one yearly rent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its days.
    pub period: Period,
    /// The rent of the lease, pounds a year, to the penny.
    pub rent: Result<Money, NotKnown>,
    /// What is payable, pounds a year, to the penny: the rent unless a concession runs.
    pub payable: Result<Money, NotKnown>,
    /// Whether a concession runs.
    pub conceded: bool,
    /// Whether it rests on a review whose outcome is not known: [`Ahead::Estimated`].
    pub estimated: bool,
}

/// The rent of a lease from a day on, and whether it is estimated.
type RentFrom = (Date, Result<Money, NotKnown>, bool);

impl Ahead {
    /// Tells whether the rent goes on through a review whose outcome is not known.
    const fn goes_on(self) -> bool {
        matches!(self, Self::Passing | Self::Least)
    }
}

impl RentTerms {
    /// Reads a lease and its dated terms; events of other leases are passed over.
    ///
    /// `rent_on` is the day for which the lease's `rent` is recorded, mostly `as_of`; days outside the
    /// term count as its first or last. `days_in_year` stands where the lease has no `day_count`.
    /// Events win over the columns: with dated rent-free or part-rent periods `rent_free_months` is not
    /// read, with dated reviews the regular ones begin after the last of them. Steps and agreed reviews
    /// win over `rent`. A rent-free period's `until` is its last day.
    ///
    /// # Errors
    /// [`NotKnown::Range`] if a date is beyond what can be held, or the lease ends before it starts;
    /// [`NotKnown::Periodic`] of a periodic tenancy, for which [`Self::read_through`] is.
    pub fn read(
        lease: &Lease,
        events: &[LeaseEvent],
        rent_on: Date,
        days_in_year: u32,
    ) -> Result<Self, NotKnown> {
        let last = lease.expiry.ok_or(NotKnown::Periodic)?;
        Self::read_through(lease, events, (rent_on, days_in_year), last)
    }

    /// Reads as [`Self::read`], a periodic tenancy as far as `last`, the last day it is looked at.
    ///
    /// # Errors
    /// [`NotKnown::Range`] if a date is beyond what can be held, or the last day comes before the first.
    pub fn read_through(
        lease: &Lease,
        events: &[LeaseEvent],
        (rent_on, days_in_year): (Date, u32),
        last: Date,
    ) -> Result<Self, NotKnown> {
        let last = lease.expiry.unwrap_or(last);
        let term = Period::through(lease.start, last).ok_or(NotKnown::Range)?;
        let own = || events.iter().filter(|e| e.lease_id == lease.lease_id);
        let mut taken = Vec::new();
        let mut or_taken = |missing: bool, what| {
            if missing {
                taken.push(what);
            }
        };
        or_taken(lease.payment.is_none(), Taken::QuarterDays);
        or_taken(lease.in_advance.is_none(), Taken::InAdvance);
        let years = lease.review_years.and_then(|y| u32::try_from(y).ok()).filter(|y| *y > 0);
        let indexed = matches!(lease.review, Some(Review::Cpi | Review::Rpi));
        or_taken(lease.review.is_none() && years.is_none(), Taken::NoReview);
        or_taken(indexed && lease.cap.is_none(), Taken::NoCap);
        or_taken(indexed && lease.collar.is_none(), Taken::NoCollar);
        let mut concessions: Vec<Concession> = own().filter_map(dated_concession).collect();
        concessions.sort_by_key(|c| (c.from, c.until, c.rent));
        if concessions.is_empty() {
            or_taken(lease.rent_free_months.is_none(), Taken::NoRentFree);
            concessions.extend(free_months(term, lease.rent_free_months));
        }
        let mut changes: Vec<(Date, Change)> = own().filter_map(dated_change).collect();
        let reviewed = changes.iter().filter(|(_, c)| matches!(c, Change::Review(_)));
        let last_dated = reviewed.map(|(on, _)| *on).max();
        let regular = match lease.review {
            Some(kind) => kind != Review::None,
            None => years.is_some(),
        };
        let mut undated_review = None;
        match years {
            Some(years) if regular => {
                let after = last_dated.unwrap_or(term.from());
                let mut on = months_later(term.from(), years.saturating_mul(12));
                let mut months = years.saturating_mul(12);
                while let Some(day) = on.filter(|d| *d < term.until()) {
                    if day > after {
                        changes.push((day, Change::Review(None)));
                    }
                    months = months.saturating_add(years.saturating_mul(12));
                    on = months_later(term.from(), months);
                }
            }
            None if regular && last_dated.is_none() => {
                // No review comes before the first anniversary, nor before the recorded rent.
                undated_review = months_later(term.from(), 12).map(|first| first.max(rent_on));
            }
            _ => {}
        }
        changes.sort_by_key(|(on, c)| match c {
            Change::Review(agreed) => (*on, false, *agreed),
            Change::Step(amount) => (*on, true, *amount),
        });
        let day_count = lease.day_count.and_then(|d| u32::try_from(d).ok()).filter(|d| *d > 0);
        Ok(Self {
            term,
            goes_on: lease.expiry.is_none(),
            rent: lease.rent,
            rent_on,
            payment: lease.payment.unwrap_or(Payment::QuarterDays),
            in_advance: lease.in_advance.unwrap_or(true),
            days_in_year: day_count.unwrap_or(days_in_year).max(1),
            concessions,
            changes,
            review: lease.review,
            undated_review,
            index: IndexTerms {
                cap: lease.cap,
                collar: lease.collar,
                compound: lease.compound,
                upward_only: lease.upward_only,
                base_month: lease.base_index_month.as_deref().and_then(Month::read),
            },
            erv: lease.erv,
            service_charge: lease.service_charge,
            vat_opted: lease.vat_opted,
            deposit: lease.deposit,
            dilapidations: lease.dilapidations,
            taken,
        })
    }

    /// Returns the yearly rent on every day of the term: contiguous spans that cover it, in order.
    #[must_use]
    pub fn spans(&self, series: Option<&PriceIndex>, ahead: Ahead) -> Vec<Span> {
        let rents = self.rents(series, ahead);
        let mut cuts: Vec<Date> = rents.iter().map(|(on, ..)| *on).collect();
        for concession in &self.concessions {
            cuts.push(concession.from);
            cuts.extend(concession.until);
        }
        cuts.retain(|day| *day > self.term.from() && *day < self.term.until());
        cuts.push(self.term.from());
        cuts.push(self.term.until());
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<Span> = Vec::new();
        for pair in cuts.windows(2) {
            let Some(period) = Period::new(pair[0], pair[1]) else { continue };
            let past = rents.partition_point(|(on, ..)| *on <= period.from());
            let (rent, estimated) = past
                .checked_sub(1)
                .map_or((Err(NotKnown::Rent), false), |at| (rents[at].1, rents[at].2));
            let concession = self.conceded(period.from());
            let payable = concession.map_or(rent, |c| c.until.and(c.rent));
            let conceded = concession.is_some();
            let span = Span { period, rent, payable, conceded, estimated };
            match spans.last_mut() {
                Some(last) if Span { period: last.period, ..span } == *last => {
                    if let Some(longer) = Period::new(last.period.from(), period.until()) {
                        last.period = longer;
                    }
                }
                _ => spans.push(span),
            }
        }
        spans
    }

    /// Returns the days of a year by which broken periods go, never 0.
    #[must_use]
    pub fn year_days(&self) -> u32 {
        self.days_in_year.max(1)
    }

    /// Returns the concession that runs on a day; of several one that is known, then the least.
    fn conceded(&self, day: Date) -> Option<&Concession> {
        let runs = |c: &&Concession| c.from <= day && c.until.map_or(true, |until| day < until);
        self.concessions.iter().filter(runs).min_by_key(|c| (c.until.is_err(), c.rent))
    }

    /// Returns the rent of the lease from each change on; the first is that of the start.
    fn rents(&self, series: Option<&PriceIndex>, ahead: Ahead) -> Vec<RentFrom> {
        let recorded = checked_rent(self.rent, NotKnown::Rent);
        let start = self.term.from();
        let rent_on = self.rent_on.max(start);
        let set = |change: &Change| matches!(change, Change::Step(_) | Change::Review(Some(_)));
        // The last change up to the day of the recorded rent is what that rent came from.
        let stated = self.changes.iter().rposition(|(on, _)| *on <= rent_on);
        let before = self.changes.iter().rposition(|(on, c)| *on <= start && set(c));
        let next = self.changes.iter().find(|(on, _)| *on > start && *on <= rent_on);
        let mut rent = match (before, next) {
            (Some(_), _) => Err(NotKnown::Rent),
            (None, None) => recorded,
            (None, Some((on, _))) => Err(NotKnown::EarlierRent { on: *on }),
        };
        let undated = self.undated_review.filter(|_| !ahead.goes_on());
        if undated.is_some() && rent_on > start && stated.is_none() {
            rent = Err(NotKnown::EarlierRent { on: rent_on });
        }
        let mut rents = vec![(start, rent, false)];
        let mut last_review = start;
        let mut estimated = false;
        for (at, (on, change)) in self.changes.iter().enumerate() {
            (rent, estimated) = match change {
                Change::Step(None) if stated == Some(at) && self.rent.is_some() => {
                    (recorded, false)
                }
                Change::Step(amount) => (checked_rent(*amount, NotKnown::Step { on: *on }), false),
                Change::Review(Some(agreed)) => {
                    (checked_rent(Some(*agreed), NotKnown::MarketRent { on: *on }), false)
                }
                Change::Review(None) if *on <= start => (rent, estimated),
                Change::Review(None) if stated == Some(at) => (recorded, false),
                Change::Review(None) => {
                    let (found, open) = self.reviewed(rent, *on, last_review, series, ahead);
                    (found, found.is_ok() && (open || estimated))
                }
            };
            if matches!(change, Change::Review(_)) {
                last_review = (*on).max(start);
            }
            rents.push(((*on).max(start), rent, estimated));
        }
        if let Some(from) = undated {
            if stated.is_none() {
                rents.push((rent_on, recorded, false));
            }
            rents.sort_by_key(|(on, ..)| *on);
            rents.retain(|(on, ..)| *on < from || *on == start);
            let passing = rents.last().map(|(_, rent, _)| *rent).filter(Result::is_ok);
            let found = passing.filter(|_| ahead == Ahead::Estimated);
            rents.push((
                from.max(start),
                found.unwrap_or(Err(NotKnown::ReviewDates)),
                found.is_some(),
            ));
        }
        rents
    }

    /// Returns the rent after an undecided review, and whether that is estimated.
    fn reviewed(
        &self,
        rent: Result<Money, NotKnown>,
        on: Date,
        last_review: Date,
        series: Option<&PriceIndex>,
        ahead: Ahead,
    ) -> (Result<Money, NotKnown>, bool) {
        let found = rent.and_then(|rent| match self.review {
            Some(Review::Market) => Err(NotKnown::MarketRent { on }),
            Some(Review::Cpi | Review::Rpi) => {
                let start = self.term.from();
                let base = self.index.base_month;
                let values = index_values(series, base, start, last_review, on)?;
                let months = u32::try_from(whole_months(last_review, on));
                let months = months.map_err(|_| NotKnown::Range)?;
                index_review(rent, values, months, &self.index, on)
            }
            Some(Review::None) | None => Err(NotKnown::ReviewKind { on }),
        });
        if found.is_ok() {
            return (found, false);
        }
        match ahead {
            Ahead::NotKnown => (found, false),
            Ahead::Passing => (rent, false),
            Ahead::Least => (rent.map(|rent| self.at_least(rent, last_review, on)), false),
            Ahead::Estimated => {
                let erv = self.erv.filter(|_| self.review == Some(Review::Market));
                let reviewed = rent.and_then(|rent| {
                    let erv = checked_rent(erv, NotKnown::MarketRent { on })?;
                    market_review(rent, erv, self.index.upward_only, on)
                });
                (reviewed.or(rent), true)
            }
        }
    }

    /// Returns the least that a review makes of a rent.
    fn at_least(&self, rent: Money, last_review: Date, on: Date) -> Money {
        match (self.review, u32::try_from(whole_months(last_review, on))) {
            (Some(Review::Cpi | Review::Rpi), Ok(months)) => {
                least_reviewed(rent, months, &self.index)
            }
            _ => rent,
        }
    }

    /// Returns the terms as they were known on a day: a review after it has the least it can bring, a step that a
    /// deed brought on one of `deeds` after it is not there yet.
    ///
    /// The rent becomes a series of steps, so that any [`Ahead`] finds the same.
    #[must_use]
    pub fn as_known_on(&self, day: Date, deeds: &[Date], series: Option<&PriceIndex>) -> Self {
        let start = self.term.from();
        let found = self.rents(series, Ahead::Least);
        let first = found.first().and_then(|(_, rent, _)| rent.ok());
        let (mut rent, mut last_review) = (first, start);
        let mut changes = Vec::with_capacity(self.changes.len());
        for ((on, change), (_, told, _)) in self.changes.iter().zip(found.iter().skip(1)) {
            match change {
                Change::Review(_) if *on > day => {
                    rent = rent.map(|rent| self.at_least(rent, last_review, *on));
                }
                Change::Step(_) if *on > day && deeds.contains(on) => {}
                _ => rent = told.ok(),
            }
            if matches!(change, Change::Review(_)) {
                last_review = (*on).max(start);
            }
            changes.push(((*on).max(start), Change::Step(rent)));
        }
        let (review, undated_review) = (Some(Review::None), None);
        Self { rent: first, rent_on: start, changes, review, undated_review, ..self.clone() }
    }
}

/// Rounds a yearly rent to the penny; one below zero is as good as none.
fn checked_rent(rent: Option<Money>, missing: NotKnown) -> Result<Money, NotKnown> {
    let rent = rent.filter(|r| *r >= Money::ZERO).ok_or(missing)?.to_penny();
    if rent.pence().is_some() { Ok(rent) } else { Err(NotKnown::Range) }
}

fn dated_change(event: &LeaseEvent) -> Option<(Date, Change)> {
    match event.kind {
        EventKind::Step => Some((event.on, Change::Step(event.amount))),
        EventKind::Review => Some((event.on, Change::Review(event.amount))),
        _ => None,
    }
}

fn dated_concession(event: &LeaseEvent) -> Option<Concession> {
    let on = event.on;
    let rent = match event.kind {
        EventKind::RentFree => Ok(Money::ZERO),
        EventKind::PartRent => checked_rent(event.amount, NotKnown::PartRent { on }),
        _ => return None,
    };
    let last = event.until.filter(|last| *last >= on).ok_or(NotKnown::FreeUntil { on });
    let until = last.and_then(|l| l.checked_add_days(Days::new(1)).ok_or(NotKnown::Range));
    Some(Concession { from: on, until, rent })
}

fn free_months(term: Period, months: Option<i64>) -> Option<Concession> {
    let from = term.from();
    let months = months.filter(|m| *m != 0)?;
    // More months than there are dates is longer than any term.
    let until = u32::try_from(months)
        .map(|m| months_later(from, m).unwrap_or(term.until()))
        .map_err(|_| NotKnown::FreeUntil { on: from });
    Some(Concession { from, until, rent: Ok(Money::ZERO) })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, lease};

    /// Reviews every five years from 25 March 2015, up to the last day of the term and on it.
    #[rstest]
    #[case::the_day_before("2025-03-24", 1)]
    #[case::the_day("2025-03-25", 2)]
    #[case::the_day_after("2025-03-26", 2)]
    fn a_review_on_the_day_of_expiry_counts(#[case] expiry: &str, #[case] reviews: usize) {
        let mut lease = lease("2015-03-25", expiry, "1000");
        (lease.review, lease.review_years) = (Some(Review::Market), Some(5));
        let recorded = (day("2020-03-31"), 365);
        let terms = RentTerms::read_through(&lease, &[], recorded, day("2045-03-31")).unwrap();
        let is_review = |(_, change): &&(Date, Change)| matches!(change, Change::Review(_));
        assert_eq!(terms.changes.iter().filter(is_review).count(), reviews);
    }
}
