//! What each scheme and each decision about a site does to the budget: the programme with it less the one without.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    changed::{Change, Planned},
    compare::{ProgrammeSums, run_scenario, summary, sums},
    debt::debt,
    funding::FundingYear,
    inputs::Inputs,
    receipts::ReceiptDue,
    revenue::{RevenueOf, RevenueYear, counted, of_sites, totals},
};
use crate::model::SiteId;

/// One scheme or decision, and what the programme is with it, less what it is without; in pence.
///
/// A decision's receipt goes with it. Without a scheme, a sale tied to it pays for others. Effects do not add up to
/// the programme's: what one sale pays for, another need not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct Effect {
    pub of: RevenueOf,
    /// Borne by revenue, by year, financing in it.
    pub revenue: Vec<i64>,
    /// Of the years of the budget together.
    pub in_budget: i64,
    /// On unfinanced spend of the years of the budget.
    pub borrowing: i64,
    /// On the requirement at the end of the budget.
    pub cfr: i64,
    /// On the most that is owed in any year.
    pub peak_debt: i64,
}

/// Works out the effect of every scheme and every decision taken, schemes first.
pub(super) fn effects(planned: &Planned<'_>) -> Vec<Effect> {
    let inputs = planned.inputs;
    let lever = planned.lever();
    let sites = of_sites(inputs, lever);
    let all = borne(planned, &planned.funding.years, &sites);
    let receipts = Receipts::of(inputs);
    let schemes = (0..inputs.schemes.len()).map(RevenueOf::Scheme);
    let decisions = counted(inputs, lever).into_iter().map(RevenueOf::Site);
    let parts: Vec<RevenueOf> = schemes.chain(decisions).collect();
    let effect = |of: &RevenueOf| {
        let without = match planned.years(&receipts.change(inputs, *of)) {
            Some(years) => match of {
                RevenueOf::Site(at) => borne(planned, &years, &without_site(inputs, *at, &sites)),
                _ => borne(planned, &years, &sites),
            },
            None => {
                let without = without(inputs, *of);
                let run = run_scenario(&without, lever);
                let sums = summary(&without, &run);
                (run.revenue, sums)
            }
        };
        effect(*of, &all, &without, inputs.budget_years())
    };
    parts.par_iter().map(effect).collect()
}

/// What revenue bears by year, and the sums of the programme.
type Borne = (Vec<RevenueYear>, ProgrammeSums);

fn borne(planned: &Planned<'_>, years: &[FundingYear], sites: &[RevenueYear]) -> Borne {
    let (inputs, lever) = (planned.inputs, planned.lever());
    let debt = debt(inputs, years, lever);
    let debt = debt.as_ref().map_or(&[][..], |debt| debt.years.as_slice());
    let revenue = totals((inputs, lever), years, debt, sites);
    let sums = sums(inputs, years, debt, &revenue);
    (revenue, sums)
}

fn without_site(inputs: &Inputs, site: usize, sites: &[RevenueYear]) -> Vec<RevenueYear> {
    let own = |place| inputs.sites[site].revenue(place);
    sites.iter().enumerate().map(|(place, all)| all.less(&own(place))).collect()
}

fn effect(
    of: RevenueOf,
    (with_years, with): &Borne,
    (other_years, without): &Borne,
    budget: usize,
) -> Effect {
    let years = with_years.iter().zip(other_years);
    let revenue: Vec<i64> = years.map(|(with, other)| with.total() - other.total()).collect();
    Effect {
        of,
        in_budget: revenue[..budget].iter().sum(),
        revenue,
        borrowing: with.borrowing - without.borrowing,
        cfr: with.cfr - without.cfr,
        peak_debt: with.peak_debt - without.peak_debt,
    }
}

/// Receipts, as places among them, by what they go with.
pub(super) struct Receipts<'a> {
    of_scheme: BTreeMap<usize, Vec<usize>>,
    of_site: BTreeMap<&'a SiteId, Vec<usize>>,
}

impl<'a> Receipts<'a> {
    pub fn of(inputs: &'a Inputs) -> Self {
        let mut found = Self { of_scheme: BTreeMap::new(), of_site: BTreeMap::new() };
        for (at, receipt) in inputs.receipts.iter().enumerate() {
            if let Some(scheme) = receipt.scheme {
                found.of_scheme.entry(scheme).or_default().push(at);
            }
            if let Some(site) = &receipt.site_id {
                found.of_site.entry(site).or_default().push(at);
            }
        }
        found
    }

    /// The change that leaves out one scheme, whose sales are then for any, or one decision with its receipts.
    pub fn change(&self, inputs: &Inputs, of: RevenueOf) -> Change {
        let mut change = Change::default();
        let receipt = |at: &usize| inputs.receipts[*at].clone();
        match of {
            RevenueOf::Scheme(at) => {
                change.without = Some(at);
                for tied in self.of_scheme.get(&at).into_iter().flatten().map(receipt) {
                    change.receipts.push((1, ReceiptDue { scheme: None, ..tied.clone() }));
                    change.receipts.push((-1, tied));
                }
            }
            RevenueOf::Site(at) => {
                let own = self.of_site.get(&inputs.sites[at].site_id).into_iter().flatten();
                change.receipts.extend(own.map(|at| (-1, receipt(at))));
            }
            RevenueOf::Before | RevenueOf::Sales | RevenueOf::Benefits => {}
        }
        change
    }
}

/// The inputs without one scheme or decision.
pub(super) fn without(inputs: &Inputs, of: RevenueOf) -> Inputs {
    let mut inputs = inputs.clone();
    match of {
        RevenueOf::Scheme(at) => {
            inputs.schemes[at].lines.clear();
            for receipt in inputs.receipts.iter_mut().filter(|r| r.scheme == Some(at)) {
                receipt.scheme = None;
            }
        }
        RevenueOf::Site(at) => {
            let site = &mut inputs.sites[at];
            for line in [&mut site.running, &mut site.one_off, &mut site.rent_in] {
                line.fill(0);
            }
            let id = site.site_id.clone();
            inputs.receipts.retain(|r| r.site_id.as_ref() != Some(&id));
        }
        RevenueOf::Before | RevenueOf::Sales | RevenueOf::Benefits => {}
    }
    inputs
}
