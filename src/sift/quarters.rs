//! Where a cost stands among the sites of its use, told beside the policy's yardstick.

use std::collections::BTreeMap;

use super::{SignValue, SiteSift};
use crate::{
    load::Estate,
    model::{Signal, Status, Use},
    policy::{FigureName, Policy},
};

/// The quarter of the sites of a use in which a reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    /// From 1, the lowest readings, to 4, the highest; sites of one reading share the lowest that any of them has.
    pub quarter: usize,
    /// Sites of the use with a reading, its own among them.
    pub of: usize,
}

/// Signals whose readings are told among others of the use.
const SHOWN: [Signal; 3] = [Signal::BacklogPerM2, Signal::RunningCostPerM2, Signal::UtilitiesPerM2];

/// Tells each reading's quarter, where enough sites of its use have one; sold sites are left aside.
pub(super) fn tell(found: &mut [SiteSift], estate: &Estate, policy: &Policy) {
    let least = usize::try_from(policy.whole(FigureName::SiftQuartileSites)).unwrap_or(usize::MAX);
    let use_of = |number: usize| {
        let site = &estate.sites[number];
        let held = site.status_or_operational() != Some(Status::Sold);
        site.use_or_office().filter(|_| held)
    };
    let mut readings: BTreeMap<(Use, Signal), Vec<f64>> = BTreeMap::new();
    for sift in &*found {
        let Some(site_use) = use_of(sift.number) else { continue };
        for sign in sift.signs.iter().filter(|sign| SHOWN.contains(&sign.signal)) {
            if let Some(SignValue::PoundsPerM2(pounds)) = sign.reading {
                readings.entry((site_use, sign.signal)).or_default().push(pounds);
            }
        }
    }
    for of_use in readings.values_mut() {
        of_use.sort_by(f64::total_cmp);
    }
    for sift in found {
        let Some(site_use) = use_of(sift.number) else { continue };
        for sign in &mut sift.signs {
            let all = readings.get(&(site_use, sign.signal)).filter(|all| all.len() >= least);
            if let (Some(SignValue::PoundsPerM2(pounds)), Some(all)) = (&sign.reading, all) {
                let below = all.partition_point(|other| other < pounds);
                sign.quarter = Some(Quarter { quarter: 4 * below / all.len() + 1, of: all.len() });
            }
        }
    }
}
