//! Estate in, [`Measures`] of every site out.
//!
//! Observations, ledger and staff are grouped and divided in lazy frames (`occupancy`, or `summary` where another engine has added them up, `cost`, `space`),
//! with integer sums only and one division at the end, and peaks in a pass of their own (`peak`); `site_use` is what comes of them; leases and sales are ordinary arithmetic on rows
//! (`exit`, `sale`). `benchmark` says which sites a measure judges,
//! `reads` which columns it is worked out from, `observed` and `sources` what stands behind it, `ledger_rent` holds the ledger against the leases, `peer_cost` against the sites of the same use, `too_large` names the sums that are not held. What is not known stays `None`.

mod benchmark;
mod cost;
mod cost_lines;
mod exit;
mod frame;
mod ledger_rent;
mod observed;
mod occupancy;
mod peak;
mod peer_cost;
mod reads;
mod sale;
mod site_use;
mod sources;
mod space;
mod summary;
mod too_large;

use rayon::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    load::Estate,
    model::{CostCategory, FinancialYear, Findings, Measure, Quantity, Reading, SiteId},
    policy::{FigureName, Policy},
    tenure::SiteExits,
};

pub use cost_lines::{CategoryCost, category_costs, sites_with_year};
pub use observed::observed;
pub use reads::{doubted_by, reads};
pub use site_use::Observed;
pub use sources::{FoundRows, SourceRows, sources};

/// Why an estate could not be measured: a fault of the program, since ids and cells are checked on load.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// Polars refused a frame.
    #[error("the estate could not be measured; please report this fault in the program: {0}")]
    Frame(#[from] polars::error::PolarsError),
}

/// The measures of every site, in `site_id` order.
#[derive(Debug, Clone)]
pub struct Measures {
    /// One entry a site, in the order of [`Estate::sites`].
    pub sites: Vec<SiteMeasures>,
    /// The year whose running cost was read.
    pub cost_year: FinancialYear,
}

/// The readings of one site.
#[derive(Debug, Clone)]
pub struct SiteMeasures {
    /// The site.
    pub site_id: SiteId,
    /// One reading a measure, in the order of [`Measure::ALL`].
    readings: Vec<Reading>,
    /// Pence by category of the year, in the order of [`CostCategory::ALL`]; `None` is not known.
    pub costs: Option<[i64; CostCategory::ALL.len()]>,
}

impl SiteMeasures {
    /// Returns the reading of a measure.
    #[must_use]
    pub fn reading(&self, measure: Measure) -> &Reading {
        &self.readings[measure as usize]
    }
}

impl SiteMeasures {
    /// Returns the workstations that those who work at the site need: as read, the least and the most.
    ///
    /// The peak of people with the policy's allowance, in whole workstations; `None` where nobody has counted.
    #[must_use]
    pub fn workstations_needed(&self, policy: &Policy) -> Option<[i64; 3]> {
        let peak = self.reading(Measure::PeakPeople);
        let allowance = Decimal::ONE + policy.figure(FigureName::DeskAllowance);
        let of = |people: Quantity| {
            let people = match people {
                Quantity::Whole(people) => Decimal::from(people),
                number @ Quantity::Number(_) => number.text().parse().ok()?,
                _ => return None,
            };
            people.checked_mul(allowance)?.ceil().to_i64()
        };
        let mid = of(peak.value?)?;
        let (low, high) = match peak.range.as_deref() {
            Some((low, high)) => (of(*low)?, of(*high)?),
            None => (mid, mid),
        };
        Some([mid, low, high])
    }
}

impl Measures {
    /// Returns these measures with readings of a later stage: a reading for some sites, by their number.
    ///
    /// A site that is not judged by the measure stays so.
    #[must_use]
    pub fn with(
        self,
        measure: Measure,
        readings: impl IntoIterator<Item = (usize, Reading)>,
    ) -> Self {
        let judged: Vec<(usize, Reading)> = readings
            .into_iter()
            .filter(|(number, _)| {
                self.sites.get(*number).is_some_and(|site| {
                    site.reading(measure).state != crate::model::State::NotBenchmarked
                })
            })
            .collect();
        self.with_any(measure, judged)
    }

    /// Returns these measures with other readings of a measure, at sites that are judged by it or not.
    #[must_use]
    pub fn with_any(
        mut self,
        measure: Measure,
        readings: impl IntoIterator<Item = (usize, Reading)>,
    ) -> Self {
        for (number, reading) in readings {
            if let Some(site) = self.sites.get_mut(number) {
                site.readings[measure as usize] = reading;
            }
        }
        self
    }
}

/// Measures every site of an estate; `tenure` is that estate's.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn measure(
    estate: &Estate,
    tenure: &SiteExits,
    policy: &Policy,
) -> Result<Measures, MeasureError> {
    let cost_year = FinancialYear::last_whole(estate.snapshot.as_of);
    let (used, (costs, leases)) = rayon::join(
        || occupancy::read(estate, policy),
        || rayon::join(|| cost::read(estate, cost_year), || exit::read(estate, tenure, policy)),
    );
    let (used, costs) = (used?, costs?);
    let space = space::read(estate, policy, &used)?;
    let all = estate.sites.par_iter().zip(used).zip(costs).zip(space).zip(leases);
    let all = all.zip(&tenure.sites);
    let sites = all.map(|(((((site, used), cost), space), lease), exit)| {
        let mut readings =
            vec![Reading::unknown(crate::model::Basis::NotReadYet); Measure::ALL.len()];
        let mut set = |measure: Measure, reading: Reading| readings[measure as usize] = reading;
        let has_observations = used.has_observations;
        used.readings(site, &mut set);
        cost.readings(site, &mut set);
        space.readings(site, &mut set);
        lease.readings(&mut set);
        sale::readings(site, exit, policy, &mut set);
        benchmark::apply(site, has_observations, policy, &mut readings);
        SiteMeasures { site_id: site.site_id.clone(), readings, costs: cost.by_category }
    });
    Ok(Measures { sites: sites.collect(), cost_year })
}

/// Returns what measuring finds wrong in the data, with the policy's severities and sorted.
#[must_use]
pub fn findings(estate: &Estate, measures: &Measures, policy: &Policy) -> Findings {
    let mut findings = ledger_rent::findings(estate, measures, policy);
    findings.append(too_large::findings(estate, measures));
    findings.append(peer_cost::findings(estate, measures, policy));
    findings.regrade(|rule| policy.severity(rule));
    findings.sort();
    findings
}

/// Returns what every site cost to run in a financial year, in pence; `None` is a site without a ledger line.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn running_costs(
    estate: &Estate,
    year: FinancialYear,
) -> Result<Vec<Option<i64>>, MeasureError> {
    let costs = cost::read(estate, year)?;
    Ok(costs.into_iter().map(|cost| Some(cost.by_category?.iter().sum())).collect())
}
