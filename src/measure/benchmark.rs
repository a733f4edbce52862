//! Which sites a measure judges, as the policy says.

use crate::{
    model::{Basis, Gap, Measure, Reading, Site, State, Status, Use},
    policy::{BenchmarkedFor, Policy},
};

/// Marks the readings that the policy does not benchmark for the site's use.
///
/// A vacant site has no space per head. Where the use could not be read, a measure that only some uses are
/// judged by is not known: it may not apply at all.
pub(super) fn apply(
    site: &Site,
    has_observations: bool,
    policy: &Policy,
    readings: &mut [Reading],
) {
    for criterion in &policy.criteria {
        let reading = &mut readings[criterion.measure as usize];
        let vacant_space = criterion.measure == Measure::Space
            && site.status_or_operational() == Some(Status::Vacant);
        match judges(&criterion.benchmarked_for, site, has_observations) {
            _ if vacant_space => *reading = Reading::not_benchmarked(),
            Some(true) => {}
            Some(false) => *reading = Reading::not_benchmarked(),
            None => *reading = Reading::unknown(Basis::UseUnreadable).waits_for(Gap::Use),
        }
        debug_assert!(reading.state != State::Known || reading.value.is_some());
    }
}

/// Tells whether a site is judged; `None` when its use could not be read and some are not.
fn judges(benchmarked: &BenchmarkedFor, site: &Site, has_observations: bool) -> Option<bool> {
    if benchmarked.uses.len() == Use::ALL.len() {
        return Some(true);
    }
    let site_use = site.use_or_office()?;
    let as_other = benchmarked.other_with_occupancy && site_use == Use::Other && has_observations;
    Some(benchmarked.uses.contains(&site_use) || as_other)
}
