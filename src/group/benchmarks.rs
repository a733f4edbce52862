//! What sites of the same use cost, hold and are used, body beside body.

use super::{Body, SiteOf, sums::backlog};
use crate::{
    model::{Area, CostCategory, Measure, Quantity, Site, Status, Use, div_round, to_whole, words},
    portfolio::Results,
};

words!(
    /// What sites of one use are compared by.
    Benchmark {
        /// Running cost without rent, in pence a year.
        CostPerM2 = "cost_per_m2",
        /// Utilities, in pence a year.
        EnergyPerM2 = "energy_per_m2",
        /// Backlog of high and significant risk, in pence.
        BacklogPerM2 = "backlog_per_m2",
        /// Office area, in hundredths of a m².
        AreaPerFte = "area_per_fte",
        /// Utilisation weighted by workstations, in ten-thousandths.
        Utilisation = "utilisation",
    }
);

/// One open site and one benchmark.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchmarkSite {
    /// The site.
    pub site: SiteOf,
    /// Its use.
    pub site_use: Use,
    /// By what it is compared.
    pub benchmark: Benchmark,
    /// What is divided, and by how much; `None` where either is not known.
    pub parts: Option<(i128, i128)>,
}

impl BenchmarkSite {
    /// Returns the value, divided once.
    #[must_use]
    pub fn value(&self) -> Option<i64> {
        ratio(self.parts?)
    }
}

/// What some sites of one use come to by one benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchmarkSum {
    /// Sum over sum; `None` where no site has both figures.
    pub value: Option<i64>,
    /// Sites with both figures.
    pub known: usize,
    /// Sites of the use.
    pub of: usize,
}

/// Returns sum over sum of some sites.
pub fn benchmark_sums<'a>(sites: impl Iterator<Item = &'a BenchmarkSite>) -> BenchmarkSum {
    let (mut known, mut of, mut sums) = (0, 0, (0_i128, 0_i128));
    for site in sites {
        of += 1;
        if let Some((num, den)) = site.parts {
            known += 1;
            sums = (sums.0.saturating_add(num), sums.1.saturating_add(den));
        }
    }
    BenchmarkSum { value: ratio(sums).filter(|_| known > 0), known, of }
}

/// Returns the lower quartile, the median and the upper quartile by nearest rank; `None` over fewer than `least`.
#[must_use]
pub fn quartiles(values: &[i64], least: usize) -> Option<[i64; 3]> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |quarter: usize| sorted.get((sorted.len() * quarter).div_ceil(4).saturating_sub(1));
    let all = [*at(1)?, *at(2)?, *at(3)?];
    (sorted.len() >= least).then_some(all)
}

fn ratio((num, den): (i128, i128)) -> Option<i64> {
    (den > 0).then(|| i64::try_from(div_round(num, den)).ok()).flatten()
}

/// Returns what every open site reads of every benchmark, by use, benchmark, body, then site.
///
/// Sold, vacant and for sale are left out: an empty building is no like of one in use. So is a site whose use could not
/// be read.
pub(super) fn sites(bodies: &[Body<'_>]) -> Vec<BenchmarkSite> {
    let mut found = Vec::new();
    for (place, body) in bodies.iter().enumerate() {
        let results = body.common;
        for (number, site) in results.estate.sites.iter().enumerate() {
            let is_open = site.status_or_operational() == Some(Status::Operational);
            let Some(site_use) = site.use_or_office().filter(|_| is_open) else { continue };
            found.extend(Benchmark::ALL.iter().map(|benchmark| BenchmarkSite {
                site: SiteOf { body: place, number },
                site_use,
                benchmark: *benchmark,
                parts: parts(results, (number, site), *benchmark),
            }));
        }
    }
    found.sort_by_key(|row| (row.site_use, row.benchmark, row.site));
    found
}

fn parts(
    results: Results<'_>,
    (number, site): (usize, &Site),
    benchmark: Benchmark,
) -> Option<(i128, i128)> {
    let measures = &results.measures.sites[number];
    let area = || {
        let area = site.gia_m2.and_then(Area::thousandths).filter(|area| *area > 0)?;
        Some(i128::from(area))
    };
    let read = |measure| match measures.reading(measure).value {
        Some(Quantity::Number(number)) => Some(number),
        _ => None,
    };
    let whole = |value: f64, scale: f64| i128::from(to_whole(value * scale));
    // Pence by thousandths of a m²: a thousand of them are a m².
    let per_m2 = |pence: i64| Some((i128::from(pence) * 1000, area()?));
    match benchmark {
        Benchmark::CostPerM2 => {
            let costs = measures.costs?;
            let spent = |c: &&CostCategory| **c != CostCategory::Rent;
            let own = CostCategory::ALL.iter().filter(spent).map(|c| costs[*c as usize]);
            per_m2(own.into_iter().try_fold(0_i64, i64::checked_add)?)
        }
        Benchmark::EnergyPerM2 => {
            // A ledger without utilities does not say that they cost nothing: the landlord may pay them.
            let utilities = measures.costs?[CostCategory::Utilities as usize];
            per_m2(Some(utilities).filter(|pence| *pence != 0)?)
        }
        Benchmark::BacklogPerM2 => per_m2(backlog(site)?),
        Benchmark::AreaPerFte => {
            let office = site.office_nia_m2.and_then(Area::thousandths)?;
            let fte = whole(read(Measure::OfficeFte)?, 1000.0);
            (fte > 0).then_some((i128::from(office) * 100, fte))
        }
        Benchmark::Utilisation => {
            let desks = i128::from(site.workstations.filter(|desks| *desks > 0)?);
            let share = whole(read(Measure::Utilisation)?, 10_000.0);
            Some((share * desks, desks))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_the_nearest_ranks() {
        assert_eq!(quartiles(&[40, 10, 30, 20], 4), Some([10, 20, 30]));
        assert_eq!(quartiles(&[5, 1, 2, 3, 4], 4), Some([2, 3, 4]));
        assert_eq!(quartiles(&[1, 2, 3], 4), None);
        assert_eq!(quartiles(&[], 0), None);
    }
}
