//! What a site costs to run, from the ledger of the last whole financial year.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::frame::{one_row_a_site, wholes, without};
use crate::{
    load::{Estate, columns as c},
    model::{
        Basis, CostCategory, FinancialYear, Gap, Gaps, LARGEST_LEDGER_PENCE, Measure, Quantity,
        Reading, Site, Tenure, ratio_term,
    },
};

/// The ledger of one site's year.
#[derive(Debug, Clone, Default)]
pub(super) struct Cost {
    /// Pence by category of the year, in the order of [`CostCategory::ALL`]; `None` without a ledger line.
    pub by_category: Option<[i64; CostCategory::ALL.len()]>,
    /// Whether there are lines, and their sum is beyond what is held: it is not known.
    too_large: bool,
}

/// Sums the lines of a financial year by site and category, in whole pence.
///
/// # Unknown
/// A site without a line has no cost: not known, not zero. Nor has one of which the lines come to more than
/// [`LARGEST_LEDGER_PENCE`] either way.
pub(super) fn read(estate: &Estate, year: FinancialYear) -> PolarsResult<Vec<Cost>> {
    let count = estate.sites.len();
    let Some(table) = &estate.costs else {
        return Ok(vec![Cost::default(); count]);
    };
    let lines = c::year_lines(table.frame.clone().lazy(), year)?;
    let (lines, too_large) = if fits(&table.frame)? {
        (lines, BTreeSet::new())
    } else {
        let lines = lines.collect()?;
        let too_large = too_large(&lines)?;
        (without(lines, &too_large)?.lazy(), too_large)
    };
    let number = |category: CostCategory| lit(category as u32);
    let sums = CostCategory::ALL.iter().map(|category| {
        when(col(c::CATEGORY).eq(number(*category)))
            .then(col(c::PENCE))
            .otherwise(lit(0_i64))
            .sum()
            .alias(category.word())
    });
    let grouped = lines.group_by([col(c::SITE)]).agg(sums.collect::<Vec<_>>());
    let frame = one_row_a_site(grouped, count)?;
    let columns: Vec<Vec<Option<i64>>> = CostCategory::ALL
        .iter()
        .map(|category| wholes(&frame, category.word()))
        .collect::<PolarsResult<_>>()?;
    let of_site = |site: usize| {
        let mut sums = [0; CostCategory::ALL.len()];
        for (sum, column) in sums.iter_mut().zip(&columns) {
            *sum = column[site]?;
        }
        Some(sums)
    };
    let is_too_large =
        |site: usize| u32::try_from(site).is_ok_and(|site| too_large.contains(&site));
    Ok((0..count)
        .map(|site| Cost { by_category: of_site(site), too_large: is_too_large(site) })
        .collect())
}

/// Tells whether no sum of lines can come near the largest that is held: then no line is looked at.
fn fits(costs: &DataFrame) -> PolarsResult<bool> {
    let pence = costs.column(sizes_of(costs))?.i64()?;
    let ends = [pence.min(), pence.max()].into_iter().flatten();
    let most = ends.map(|end| i128::from(end).abs()).max().unwrap_or(0);
    let height = i128::try_from(costs.height()).unwrap_or(i128::MAX);
    Ok(most.checked_mul(height).is_some_and(|bound| bound <= i128::from(LARGEST_LEDGER_PENCE)))
}

/// Returns the column that tells how large the lines are: where each row is a sum of lines, what they come to when
/// each counts as a cost.
fn sizes_of(costs: &DataFrame) -> &'static str {
    if costs.get_column_index(c::GROSS).is_some() { c::GROSS } else { c::PENCE }
}

/// Returns the sites whose lines, each counted as a cost, come to more than is held.
fn too_large(lines: &DataFrame) -> PolarsResult<BTreeSet<u32>> {
    let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
    let sites = lines.column(c::SITE)?.u32()?.iter();
    for (site, pence) in sites.zip(lines.column(sizes_of(lines))?.i64()?.iter()) {
        if let (Some(site), Some(pence)) = (site, pence) {
            *sums.entry(site).or_default() += i128::from(pence).abs();
        }
    }
    let beyond = |sum: i128| sum > i128::from(LARGEST_LEDGER_PENCE);
    Ok(sums.into_iter().filter(|(_, sum)| beyond(*sum)).map(|(site, _)| site).collect())
}

impl Cost {
    /// Sets the readings of a site.
    ///
    /// Avoidable cost counts rent for leasehold and licence only. With rent in the ledger and the tenure
    /// not known it lies between the two.
    pub(super) fn readings(&self, site: &Site, set: &mut impl FnMut(Measure, Reading)) {
        let area = site.gia_m2.and_then(crate::model::Area::thousandths).filter(|a| *a > 0);
        let Some(sums) = self.by_category else {
            let why = if self.too_large { Basis::LedgerTooLarge } else { Basis::NoLedgerLine };
            let ledger = Gaps::of(Gap::RunningCost);
            for (measure, gaps) in [
                (Measure::RunningCost, ledger),
                (Measure::CostSaved, ledger.and_if(site.tenure.is_none(), Gap::Tenure)),
                (Measure::CostPerM2, ledger.and_if(area.is_none(), Gap::GrossArea)),
            ] {
                set(measure, Reading::unknown(why).waits_for(gaps));
            }
            return;
        };
        let total: i64 = sums.iter().sum();
        let rent = sums[CostCategory::Rent as usize];
        let known = |pence: i64, basis| Reading::known(Quantity::Pence(pence), basis);
        set(Measure::RunningCost, known(total, Basis::FinancialYear));
        set(
            Measure::CostSaved,
            match site.tenure {
                Some(Tenure::Leasehold | Tenure::Licence) => known(total, Basis::FinancialYear),
                Some(Tenure::Freehold | Tenure::LongLeasehold) => {
                    known(total - rent, Basis::WithoutRent)
                }
                None if rent == 0 => known(total, Basis::FinancialYear),
                None => {
                    let ends = [total, total - rent];
                    let [low, high] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
                    let range = Some(Box::new((Quantity::Pence(low), Quantity::Pence(high))));
                    let unknown = Reading::unknown(Basis::RentUncertain).waits_for(Gap::Tenure);
                    Reading { range, ..unknown }
                }
            },
        );
        set(
            Measure::CostPerM2,
            match area {
                Some(area) => {
                    let pounds = ratio_term((total - rent) * 10) / ratio_term(area);
                    Reading::known(Quantity::Number(pounds), Basis::WithoutRent)
                }
                None => Reading::unknown(Basis::GrossArea).waits_for(Gap::GrossArea),
            },
        );
    }
}
