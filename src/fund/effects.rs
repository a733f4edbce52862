//! What each scheme and each decision about a site does to the budget: the programme with it less the one without.

use rayon::prelude::*;

use super::{
    compare::{ProgrammeSums, run_scenario, summary},
    inputs::Inputs,
    revenue::{RevenueOf, RevenueYear, counted},
};
use crate::policy::Lever;

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
pub(super) fn effects(inputs: &Inputs) -> Vec<Effect> {
    let lever = Lever::default();
    let all = run_scenario(inputs, &lever);
    let sums = summary(inputs, &all);
    let schemes = (0..inputs.schemes.len()).map(RevenueOf::Scheme);
    let sites = counted(inputs, &lever).into_iter().map(RevenueOf::Site);
    let parts: Vec<RevenueOf> = schemes.chain(sites).collect();
    let effect = |of: &RevenueOf| {
        let without = without(inputs, *of);
        let other = run_scenario(&without, &lever);
        let years = all.revenue.iter().zip(&other.revenue);
        effect(*of, years, &sums, &summary(&without, &other), inputs.budget_years())
    };
    parts.par_iter().map(effect).collect()
}

fn effect<'a>(
    of: RevenueOf,
    years: impl Iterator<Item = (&'a RevenueYear, &'a RevenueYear)>,
    with: &ProgrammeSums,
    without: &ProgrammeSums,
    budget: usize,
) -> Effect {
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

/// The ground without one scheme or decision.
fn without(inputs: &Inputs, of: RevenueOf) -> Inputs {
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
