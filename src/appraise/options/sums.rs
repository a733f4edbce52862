//! What the flows of options come to: the receipt of a sale, sums by kind, sums by lease.

use std::collections::BTreeMap;

use super::{OptionKind, Recommendation, SiteOption};
use crate::{
    appraise::flow::{Flow, FlowKind},
    model::{Date, Money},
    tenure::{AfterRent, LeaseCash},
};

/// The sums of one kind of an option.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the ledgers say themselves")]
pub struct KindSums {
    pub what: FlowKind,
    /// The day on which the first of them falls due.
    pub first: Date,
    /// That of the last.
    pub last: Date,
    pub amount: Money,
    pub budget: Money,
    pub economic: Money,
    pub public_sector: Money,
}

/// Rent and service charge of one lease in one option; below zero we pay.
#[derive(Debug, Clone, Default)]
pub struct LeaseSums {
    /// The option.
    pub option: OptionKind,
    /// In cash or at today's prices, as each is fixed; to the end of the lease.
    pub amount: Money,
    /// What of it falls beyond, if the lease is renewed.
    pub amount_beyond: Money,
    /// The present value of both in the budget.
    pub budget: Money,
    /// Whether what the lease pays is not known.
    pub not_known: bool,
}

/// What business as usual takes to follow the term of a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowsTerm {
    /// It is renewed, at a rent a year, taken from the lease; `None` is a rent that is not known.
    Renewed(Option<(Money, AfterRent)>),
    /// It holds over, and is taken to end.
    HoldsOver,
    /// It runs until notice is given.
    UntilNotice,
    /// It ends with its term, or after the years of the appraisal.
    Ends,
    /// It has ended.
    Ended,
}

impl Recommendation {
    /// Tells whether the site is sold by the option that is decided, recommended or leads.
    #[must_use]
    pub fn is_sold(&self) -> bool {
        self.leads.is_some_and(OptionKind::is_sale)
    }

    /// Returns what the option that is decided, recommended or leads brings net, in pence at today's prices; `None`
    /// where it is no sale, and where that is not known.
    #[must_use]
    pub fn receipt(&self) -> Option<i64> {
        let leads = self.leads.filter(|kind| kind.is_sale())?;
        let option = self.options.iter().find(|o| o.kind == leads)?;
        option.flows.iter().find(|f| f.kind == FlowKind::Receipt)?.amount().pence()
    }

    /// Sums the flows of the option that leads, in the order in which the kinds first fall due; a sum beyond the range
    /// of the program is left out.
    #[must_use]
    pub fn leading_sums(&self) -> Vec<KindSums> {
        let leading = self.options.iter().find(|o| Some(o.kind) == self.leads);
        let flows = leading.map_or(&[][..], |option| option.flows.as_slice());
        let mut kinds: Vec<_> = Vec::new();
        for flow in flows {
            if !kinds.contains(&flow.kind) {
                kinds.push(flow.kind);
            }
        }
        let row = |kind: &FlowKind| {
            let alike = || flows.iter().filter(|f| f.kind == *kind);
            let sum = |of: fn(&Flow) -> Money| Money::checked_sum(alike().map(of));
            Some(KindSums {
                what: *kind,
                first: alike().map(|f| f.on).min()?,
                last: alike().map(|f| f.on).max()?,
                amount: sum(|f| f.amount())?,
                budget: sum(|f| f.budget())?,
                economic: sum(|f| f.economic())?,
                public_sector: sum(|f| f.public_sector())?,
            })
        };
        kinds.iter().filter_map(row).collect()
    }

    /// Sorts the flows of each option by the lease that they come from.
    #[must_use]
    pub fn by_lease(&self) -> FlowsByLease<'_> {
        let of_option = |option: &'_ SiteOption| {
            let mut by_lease: BTreeMap<usize, Vec<Flow>> = BTreeMap::new();
            for flow in &option.flows {
                if let Some(lease) = flow.lease() {
                    by_lease.entry(lease).or_default().push(*flow);
                }
            }
            by_lease
        };
        FlowsByLease {
            options: &self.options,
            by_lease: self.options.iter().map(of_option).collect(),
        }
    }
}

/// The flows of the options of a site, by the lease that they come from.
#[derive(Debug, Clone)]
pub struct FlowsByLease<'a> {
    options: &'a [SiteOption],
    /// One an option, in their order.
    by_lease: Vec<BTreeMap<usize, Vec<Flow>>>,
}

impl FlowsByLease<'_> {
    /// Sums what a lease of the site comes to in each option, in their order.
    #[must_use]
    pub fn sums(&self, lease: &LeaseCash<'_>) -> Vec<LeaseSums> {
        let of_option = |(option, flows): (&SiteOption, &BTreeMap<usize, Vec<Flow>>)| {
            let own = || flows.get(&lease.number).into_iter().flatten();
            let sum = |of: &dyn Fn(&Flow) -> Option<Money>| {
                Money::checked_sum(own().filter_map(of)).unwrap_or_default()
            };
            LeaseSums {
                option: option.kind,
                amount: sum(&|f| (!f.beyond).then_some(f.amount())),
                amount_beyond: sum(&|f| f.beyond.then_some(f.amount())),
                budget: sum(&|f| Some(f.budget())),
                not_known: lease.passing().is_err(),
            }
        };
        self.options.iter().zip(&self.by_lease).map(of_option).collect()
    }

    /// Returns what business as usual takes to follow the term of a lease.
    #[must_use]
    pub fn after_term(&self, lease: &LeaseCash<'_>, as_of: Date) -> FollowsTerm {
        let usual = self.by_lease.first().and_then(|flows| flows.get(&lease.number));
        let renewed = usual.is_some_and(|flows| flows.iter().any(|flow| flow.beyond));
        match renewed {
            true => FollowsTerm::Renewed(lease.after_term().ok()),
            false if lease.holds_over => FollowsTerm::HoldsOver,
            false if lease.ends_on.is_none() => FollowsTerm::UntilNotice,
            false if lease.runs_to(as_of) => FollowsTerm::Ends,
            false => FollowsTerm::Ended,
        }
    }
}
