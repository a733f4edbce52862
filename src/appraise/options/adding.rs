//! Sums added to an option: one on its day, or one a year between two days.

use rust_decimal::Decimal;

use super::{Missing, make::Making};
use crate::{
    appraise::flow::{Flow, FlowKind, InLedgers, Other},
    model::{Date, Money, Period, Prices},
};

/// Of which lease a yearly sum is, and whether it falls after what binds us.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    pub lease: Option<usize>,
    pub beyond: bool,
}

impl Making<'_> {
    /// Adds a flow; one after the end of what binds us is marked.
    pub(super) fn add(&mut self, flow: Option<Flow>) {
        let after = |on: Date| self.on.bound_until().is_some_and(|bound| on > bound);
        match flow {
            Some(flow) if flow.lease().is_none() && after(flow.on) => self.take(flow.beyond(true)),
            Some(flow) => self.take(flow),
            None => self.lacks(Missing::Range),
        }
    }

    /// Adds a flow of a lease, or one of which it is told whether it falls after what binds us.
    pub(super) fn add_marked(&mut self, flow: Option<Flow>, mark: Mark) {
        match flow {
            Some(flow) => self.take(flow.of_lease(mark.lease).beyond(mark.beyond)),
            None => self.lacks(Missing::Range),
        }
    }

    /// Keeps a flow, or adds it up; one of nothing is none.
    fn take(&mut self, flow: Flow) {
        if flow.amount() == Money::ZERO {
            return;
        }
        if self.keeps {
            self.option.flows.push(flow);
        } else if self.last.is_none_or(|last| flow.on <= last) {
            self.option.tally.add(&flow);
        }
    }

    pub(super) fn dated(&self, on: Date, kind: FlowKind, amount: Money) -> Option<Flow> {
        self.on.ledgers.dated(on, kind, amount, Prices::Today, Other::Private)
    }

    pub(super) fn pay(&mut self, on: Date, kind: FlowKind, cost: Money) {
        let less = Money::ZERO.checked_sub(cost);
        let flow = less.and_then(|amount| self.dated(on, kind, amount));
        self.add(flow);
    }

    /// Adds a yearly sum between two days, in two parts: to the end of what binds us, and beyond.
    pub(super) fn spread(
        &mut self,
        kind: FlowKind,
        a_year: Money,
        from: Date,
        until: Option<Date>,
        other: Other,
    ) {
        let bound = self.on.bound_until().filter(|bound| until.is_none_or(|until| *bound < until));
        let within = bound.map_or(until, Some);
        if within.is_none_or(|within| from < within) {
            self.yearly(kind, a_year, (from, within), other, Mark::default());
        }
        let Some(bound) = bound else { return };
        let beyond = Mark { lease: None, beyond: true };
        self.yearly(kind, a_year, (from.max(bound), until), other, beyond);
    }

    /// Adds a yearly sum between two days: each year's share by days, due at the year's end.
    pub(super) fn yearly(
        &mut self,
        kind: FlowKind,
        a_year: Money,
        (from, until): (Date, Option<Date>),
        other: Other,
        mark: Mark,
    ) {
        let ledgers = self.on.ledgers;
        let counted = InLedgers::of(kind, other);
        let pence = i64::try_from(a_year.many_pence()).ok();
        for year in 1..=self.on.years() {
            let (Some(first), Some(end)) = (ledgers.year_end(year - 1), ledgers.year_end(year))
            else {
                continue;
            };
            if end <= from {
                continue;
            }
            if until.is_some_and(|until| until <= first) {
                break;
            }
            let is_whole = from <= first && until.is_none_or(|until| end <= until);
            // A whole year's sum is the sum itself, and where it is not kept no more than its pence are needed.
            if is_whole
                && !self.keeps
                && self.last.is_none_or(|last| end <= last)
                && let Some(pence) = pence
                && let Some(worth) = ledgers.worth_at_end(year, pence)
            {
                if pence != 0 {
                    self.option.tally.add_year(kind, (pence, worth), counted, mark.beyond);
                }
                continue;
            }
            let flow = self.share((first, end), from, until).map(|(part, share)| {
                let amount =
                    if share == Decimal::ONE { a_year } else { a_year.checked_mul(share)? };
                ledgers.yearly((year, part), kind, amount, other)
            });
            if let Some(flow) = flow {
                self.add_marked(flow, mark);
            }
        }
    }

    /// The days of a year from a day to before another, and their share of it; `None` when there are none.
    fn share(
        &self,
        (first, end): (Date, Date),
        from: Date,
        until: Option<Date>,
    ) -> Option<(Period, Decimal)> {
        let whole = Period::new(first, end)?;
        let part = Period::new(from, until.unwrap_or(whole.until()).max(from))?.overlap(whole)?;
        Some((part, Decimal::from(part.days()).checked_div(Decimal::from(whole.days()))?))
    }

    pub(super) fn cost(&mut self, kind: FlowKind, a_year: Money, from: Date, until: Option<Date>) {
        let other = if kind == FlowKind::RentPaid { self.on.landlord() } else { Other::Private };
        let less = Money::ZERO.checked_sub(a_year);
        match less {
            Some(less) => self.spread(kind, less, from, until, other),
            None => self.lacks(Missing::Range),
        }
    }
}
