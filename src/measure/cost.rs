//! What a site costs to run, from the ledger of the last whole financial year.

use polars::prelude::*;

use super::frame::{one_row_a_site, wholes};
use crate::{
    load::{Estate, columns as c},
    model::{
        Basis, CostCategory, FinancialYear, Measure, Quantity, Reading, Site, Tenure, ratio_term,
    },
};

/// The ledger of one site's year.
#[derive(Debug, Clone, Default)]
pub(super) struct Cost {
    /// Pence by category, in the order of [`CostCategory::ALL`]; `None` without a ledger line.
    pub by_category: Option<[i64; CostCategory::ALL.len()]>,
}

/// Sums the lines of a financial year by site and category, in whole pence.
///
/// # Unknown
/// A site without a line has no cost: not known, not nought.
pub(super) fn read(estate: &Estate, year: FinancialYear) -> PolarsResult<Vec<Cost>> {
    let count = estate.sites.len();
    let Some(table) = &estate.costs else {
        return Ok(vec![Cost::default(); count]);
    };
    let number = |category: CostCategory| lit(category as u32);
    let sums = CostCategory::ALL.iter().map(|category| {
        when(col(c::CATEGORY).eq(number(*category)))
            .then(col(c::PENCE))
            .otherwise(lit(0_i64))
            .sum()
            .alias(category.word())
    });
    let grouped = c::year_lines(table.frame.clone().lazy(), year)?
        .group_by([col(c::SITE)])
        .agg(sums.collect::<Vec<_>>());
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
    Ok((0..count).map(|site| Cost { by_category: of_site(site) }).collect())
}

impl Cost {
    /// Sets the readings of a site.
    ///
    /// Avoidable cost counts rent for leasehold and licence only. With rent in the ledger and the tenure
    /// not known it lies between the two.
    pub(super) fn readings(&self, site: &Site, set: &mut impl FnMut(Measure, Reading)) {
        let Some(sums) = self.by_category else {
            for measure in [Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2] {
                set(measure, Reading::unknown(Basis::NoLedgerLine));
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
                    Reading { range, ..Reading::unknown(Basis::RentInDoubt) }
                }
            },
        );
        let area = site.gia_m2.and_then(crate::model::Area::thousandths).filter(|a| *a > 0);
        set(
            Measure::CostPerM2,
            match area {
                Some(area) => {
                    let pounds = ratio_term((total - rent) * 10) / ratio_term(area);
                    Reading::known(Quantity::Number(pounds), Basis::WithoutRent)
                }
                None => Reading::unknown(Basis::GrossArea),
            },
        );
    }
}
