//! Estate, exits and measures in; a first answer from a bare register out: which sites to look at first.
//!
//! Each [`Signal`] reads one thing of a site and says *for* looking at it, *against*, *not known* or *does not apply*,
//! with the reading, the threshold of the policy and on what both rest. Signals are counted, never weighed, and the
//! policy's counts make the [`SiftGroup`]: no number is made up. `register` reads what a register says of one site,
//! `leases` what its leases do, `near` the other sites of its use; `sign` holds what they find; `quarters` tells a cost beside others of its use.

mod leases;
mod near;
mod quarters;
mod register;
mod sign;

use rayon::prelude::*;

use crate::{
    appraise::Appraisal,
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{Date, SiftGroup, Signal, SignalFinding, Site, Status},
    policy::{FigureName, Policy},
};

pub use quarters::Quarter;
pub use sign::{CostsLeftOut, FirstEnd, Sign, SignBasis, SignValue};

/// What the sift says of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteSift {
    /// Its number in `site_id` order.
    pub number: usize,
    /// Where it is put.
    pub group: SiftGroup,
    /// One a signal that is told, in the order of [`Signal::ALL`].
    pub signs: Vec<Sign>,
}

impl SiteSift {
    /// Counts the signals with a finding.
    #[must_use]
    pub fn count(&self, finding: SignalFinding) -> usize {
        self.signs.iter().filter(|sign| sign.finding == finding).count()
    }
}

/// What a sift starts from.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct SiftInputs<'a> {
    pub estate: &'a Estate,
    pub measures: &'a Measures,
    pub appraisal: &'a Appraisal,
    pub policy: &'a Policy,
}

/// Sifts some sites by some signals, as if no others were there: those looked at first come first.
///
/// Within a group sites with more signals for them come first, then those with fewer against, then by `site_id`.
///
/// # Unknown
/// What is not recorded makes a signal *not known*; it never takes away what another says.
#[must_use]
pub fn sift(
    inputs: SiftInputs<'_>,
    keep: impl Fn(&Site) -> bool,
    tells: impl Fn(Signal) -> bool + Sync,
    tells_decisions: bool,
) -> Vec<SiteSift> {
    let SiftInputs { estate, measures, appraisal, policy } = inputs;
    let kept: Vec<usize> = (0..estate.sites.len()).filter(|n| keep(&estate.sites[*n])).collect();
    let near = near::Near::of(estate, &kept, policy);
    let leases = leases::Leases::of(estate, policy);
    let mut found: Vec<SiteSift> = kept
        .par_iter()
        .map(|number| {
            let read = Read {
                site: &estate.sites[*number],
                measures: &measures.sites[*number],
                cost_year: measures.cost_year,
                as_of: estate.snapshot.as_of,
                policy,
            };
            let signs: Vec<Sign> = Signal::ALL
                .iter()
                .filter(|signal| tells(**signal))
                .map(|signal| match signal {
                    Signal::LeaseEnd => leases.end(*number, read),
                    Signal::LeasedUnderUsed => leases::under_used(read),
                    Signal::NearSameUse => near.sign(*number, read),
                    of_register => register::sign(*of_register, read),
                })
                .collect();
            let decided = tells_decisions && appraisal.decided[*number].is_some();
            let group = group(read.site, decided, &signs, policy);
            SiteSift { number: *number, group, signs }
        })
        .collect();
    quarters::tell(&mut found, estate, policy);
    found.sort_by_key(|s| {
        let (fors, against) = (s.count(SignalFinding::For), s.count(SignalFinding::Against));
        (s.group, std::cmp::Reverse(fors), against, s.number)
    });
    found
}

/// What every signal reads.
#[derive(Clone, Copy)]
struct Read<'a> {
    site: &'a Site,
    measures: &'a SiteMeasures,
    cost_year: crate::model::FinancialYear,
    as_of: Date,
    policy: &'a Policy,
}

impl Read<'_> {
    /// Says why sites of this use are not judged by a signal; `None` where they are.
    ///
    /// A use that is empty counts as an office, as everywhere; one that could not be read may be any.
    fn not_judged(&self, signal: Signal) -> Option<Sign> {
        match self.site.use_or_office() {
            None => Some(Sign::not_known(signal, SignBasis::UseUnreadable)),
            Some(site_use) if !self.policy.sift.judges(signal, site_use) => {
                Some(Sign::does_not_apply(signal, SignBasis::NotForUse(site_use)))
            }
            Some(_) => None,
        }
    }
}

/// Puts a site where the policy's counts have it.
fn group(site: &Site, decided: bool, signs: &[Sign], policy: &Policy) -> SiftGroup {
    match site.status_or_operational() {
        Some(Status::Sold) => return SiftGroup::Sold,
        Some(Status::ForSale) => return SiftGroup::ForSale,
        _ if site.must_keep.is_some() => return SiftGroup::MustKeep,
        _ if decided => return SiftGroup::Decided,
        _ => {}
    }
    let count = |finding| signs.iter().filter(|sign| sign.finding == finding).count();
    let figure = |name| usize::try_from(policy.whole(name)).unwrap_or(usize::MAX);
    let is_for = |sign: &&Sign| sign.finding == SignalFinding::For;
    let enough = signs.iter().filter(is_for).any(|sign| policy.sift.is_enough(sign.signal));
    let (fors, against) = (count(SignalFinding::For), count(SignalFinding::Against));
    let known = fors + against;
    let all = known + count(SignalFinding::NotKnown);
    let unopposed = against == 0 && fors >= figure(FigureName::SiftFirstUnopposed);
    match () {
        () if enough || unopposed || fors >= figure(FigureName::SiftFirstSignals) => {
            SiftGroup::LookFirst
        }
        () if fors >= figure(FigureName::SiftNextSignals) => SiftGroup::LookNext,
        () if all > 0 && known >= all.min(figure(FigureName::SiftKnownSignals)) => {
            SiftGroup::NoSign
        }
        () => SiftGroup::TooLittleKnown,
    }
}

/// Tells whether fewer of the sites that could be ranked have a rank than the policy asks for a ranking to lead.
///
/// Sites that are sold, for sale or must be kept count on neither side; without any other nothing leads.
#[must_use]
pub fn leads(ranked: usize, could_be: usize, policy: &Policy) -> bool {
    let share = policy.figure(FigureName::SiftLeadsBelow);
    could_be > 0
        && rust_decimal::Decimal::from(ranked) < share * rust_decimal::Decimal::from(could_be)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sift_leads_where_fewer_than_half_are_ranked() {
        let policy = Policy::default_policy().unwrap();
        assert!(leads(0, 1, &policy) && leads(4, 9, &policy));
        assert!(!leads(5, 10, &policy) && !leads(0, 0, &policy));
    }
}
