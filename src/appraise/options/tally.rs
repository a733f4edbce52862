//! What the cash flows of an option come to, added up in whole pence as they are made.
//!
//! A ranking of a large estate compares millions of flows and shows none: where they are not kept, a sum is all that is
//! left of each. Where they are kept, they are added up here all the same, so that both ways compare the same sums.

use super::Sums;
use crate::{
    appraise::flow::{Flow, FlowKind, InLedgers},
    model::Money,
};

/// A sum of whole pence; `None` as long as nothing was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pence(Option<i128>);

impl Pence {
    fn add(&mut self, pence: i128) {
        self.0 = Some(self.0.unwrap_or(0) + pence);
    }

    fn and(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(other)) => Self(Some(one + other)),
            (one, other) => Self(one.or(other)),
        }
    }

    /// Returns the sum; `None` beyond the range of money.
    fn money(self) -> Option<Money> {
        self.0.map_or(Some(Money::ZERO), Money::from_many_pence)
    }
}

/// The sums of some flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Part {
    amount: Pence,
    budget: Pence,
    economic: Pence,
    public_sector: Pence,
    /// Of the economic ledger: what falls after what binds us, what may be a transfer, what is both.
    beyond: Pence,
    transfer: Pence,
    beyond_transfer: Pence,
}

impl Part {
    fn add(
        &mut self,
        [amount, budget, economic, public_sector]: [i128; 4],
        (beyond, transfer): (bool, bool),
    ) {
        self.amount.add(amount);
        self.budget.add(budget);
        self.economic.add(economic);
        self.public_sector.add(public_sector);
        for (sum, holds) in [
            (&mut self.beyond, beyond),
            (&mut self.transfer, transfer),
            (&mut self.beyond_transfer, beyond && transfer),
        ] {
            if holds {
                sum.add(economic);
            }
        }
    }
}

/// The sums of an option, and the flows that are looked at one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::appraise) struct FlowSums {
    rest: Part,
    /// Those of the backlog, which the do-minimum spends in another way.
    backlog: Part,
    /// Receipts, and what lawyers take.
    singles: Vec<Flow>,
}

impl FlowSums {
    /// Adds flows up.
    pub(super) fn of(flows: &[Flow]) -> Self {
        let mut tally = Self::default();
        flows.iter().for_each(|flow| tally.add(flow));
        tally
    }

    /// Adds a flow.
    pub(super) fn add(&mut self, flow: &Flow) {
        let pence = [flow.amount(), flow.budget(), flow.economic(), flow.public_sector()];
        let pence = pence.map(Money::many_pence);
        self.part(flow.kind).add(pence, (flow.beyond, flow.may_be_transfer()));
        if matches!(flow.kind, FlowKind::Receipt | FlowKind::Legal) {
            self.singles.push(*flow);
        }
    }

    /// Adds a sum of a year, of a kind that is not looked at by itself, and what it is worth today.
    pub(super) fn add_year(
        &mut self,
        kind: FlowKind,
        (amount, worth): (i64, i64),
        counted: InLedgers,
        beyond: bool,
    ) {
        let of = |counts: bool| if counts { i128::from(worth) } else { 0 };
        let sums = [counted.budget, counted.economic, counted.public_sector].map(of);
        let [budget, economic, public_sector] = sums;
        let pence = [i128::from(amount), budget, economic, public_sector];
        self.part(kind).add(pence, (beyond, counted.may_be_transfer));
    }

    fn part(&mut self, kind: FlowKind) -> &mut Part {
        if kind == FlowKind::Backlog { &mut self.backlog } else { &mut self.rest }
    }

    /// Takes the backlog out.
    pub(super) fn leave_backlog(&mut self) {
        self.backlog = Part::default();
    }

    fn sum(&self, of: fn(&Part) -> Pence) -> Option<Money> {
        of(&self.rest).and(of(&self.backlog)).money()
    }

    /// Returns the present values of all; `None` beyond the range of money.
    pub(super) fn sums(&self) -> Option<Sums> {
        Some(Sums {
            budget: self.sum(|part| part.budget)?,
            economic: self.sum(|part| part.economic)?,
            public_sector: self.sum(|part| part.public_sector)?,
        })
    }

    /// Returns the sum in its own prices; `None` beyond the range of money.
    pub(super) fn amount(&self) -> Option<Money> {
        self.sum(|part| part.amount)
    }

    /// Returns what of the economic ledger falls after what binds us.
    pub(super) fn beyond(&self) -> Option<Money> {
        self.sum(|part| part.beyond)
    }

    /// Returns what of it is rent of a lease whose other side may be a public body.
    pub(super) fn transfer(&self) -> Option<Money> {
        self.sum(|part| part.transfer)
    }

    /// Returns what of it is both.
    pub(super) fn beyond_transfer(&self) -> Option<Money> {
        self.sum(|part| part.beyond_transfer)
    }

    /// Returns the flows of receipts and lawyers of a kind, in the order in which they were made.
    pub(super) fn singles(&self, kind: FlowKind) -> impl Iterator<Item = &Flow> {
        self.singles.iter().filter(move |flow| flow.kind == kind)
    }
}
