//! The options of sites for a later day: begun later, or with sales that take longer.

use rayon::prelude::*;

use super::{
    Appraisal, CashFlows, SiteOption, flow,
    options::{self, Schedules, SiteCase},
    with_inputs,
};
use crate::{cover::Cover, load::Estate, measure::Measures, policy::Policy, tenure::SiteExits};

/// By how many months options come later than the policy has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delay {
    /// A site is emptied so much later; one that stands empty is sold so much later.
    pub begun: u32,
    /// A sale completes so much later than it would; the building is emptied as it would be.
    pub sold: u32,
}

/// Makes the options of every site again with a delay, each set against business as usual as it is, in the order of
/// [`Estate::sites`]; none of a site that is sold.
///
/// A lease is left on its own day: the options of a site that is let to the body do not change.
///
/// # Unknown
/// As in [`super::appraise`].
#[must_use]
pub fn delayed(
    estate: &Estate,
    tenure: &SiteExits,
    (measures, cover, appraisal): (&Measures, &Cover, &Appraisal),
    policy: &Policy,
    delay: Delay,
) -> Vec<Vec<SiteOption>> {
    let Some(ledgers) = flow::Ledgers::of(policy, estate.snapshot.as_of) else {
        return vec![Vec::new(); estate.sites.len()];
    };
    with_inputs(estate, tenure, (measures, cover), (policy, &ledgers, CashFlows::Kept), |inputs| {
        let of = |(number, letting): (usize, _)| {
            let schedules = Schedules::default();
            let mut site = SiteCase::of(inputs, letting, number, &schedules);
            site.delay = delay;
            options::set_against_usual(site)
        };
        appraisal.lettings.par_iter().enumerate().map(of).collect()
    })
}
