//! What each site cost by category in a year, with the ledger lines behind it.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{IntoLazy, col, lit};

use super::MeasureError;
use crate::{
    load::{Estate, columns as c},
    model::{CostCategory, FinancialYear, RowRef},
};

/// What the lines of one category come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryCost {
    /// In pence; `None` is beyond what is held.
    pub pence: Option<i64>,
    /// How many lines of the ledger there are.
    pub lines: usize,
    /// The first of them in its file.
    pub first: RowRef,
}

/// Returns what every site cost in a financial year by category; a category without a line is not there.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn category_costs(
    estate: &Estate,
    year: FinancialYear,
) -> Result<Vec<BTreeMap<CostCategory, CategoryCost>>, MeasureError> {
    let mut of_sites = vec![BTreeMap::new(); estate.sites.len()];
    let Some(table) = &estate.costs else { return Ok(of_sites) };
    let lines = c::year_lines(table.frame.clone().lazy(), year)?.collect()?;
    let (sites, rows) = (lines.column(c::SITE)?.u32()?, lines.column(c::ROW)?.u32()?);
    let (categories, pence) = (lines.column(c::CATEGORY)?.u32()?, lines.column(c::PENCE)?.i64()?);
    // Of a table of sums each row tells how many lines it is of.
    let counts = lines.column(c::LINES).ok().map(|column| column.i64()).transpose()?;
    let lines_of = |at| counts.and_then(|counts| counts.get(at)).unwrap_or(1);
    let lines = sites.iter().zip(rows.iter()).zip(categories.iter()).zip(pence.iter());
    for (at, (((site, row), category), pence)) in lines.enumerate() {
        let index = |number: Option<u32>| usize::try_from(number?).ok();
        let of_site = index(site).and_then(|site| of_sites.get_mut(site));
        let category = index(category).and_then(|at| CostCategory::ALL.get(at));
        let (Some(of_site), Some(category), Some(row)) = (of_site, category, row) else { continue };
        let first = table.row(row);
        let sum = of_site.entry(*category).or_insert_with(|| CategoryCost {
            pence: Some(0),
            lines: 0,
            first: first.clone(),
        });
        sum.pence = sum.pence.zip(pence).and_then(|(sum, pence)| sum.checked_add(pence));
        sum.lines += usize::try_from(lines_of(at)).unwrap_or(usize::MAX);
        if first < sum.first {
            sum.first = first;
        }
    }
    Ok(of_sites)
}

/// Returns the sites that have a line of a financial year as a whole, not of days that reach into it.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn sites_with_year(
    estate: &Estate,
    year: FinancialYear,
) -> Result<BTreeSet<usize>, MeasureError> {
    let Some(table) = &estate.costs else { return Ok(BTreeSet::new()) };
    let mut lines = table.frame.clone().lazy().filter(col(c::YEAR).eq(lit(year.start())));
    if table.frame.get_column_index(c::YEAR_LINES).is_some() {
        lines = lines.filter(col(c::YEAR_LINES).gt(lit(0_i64)));
    }
    let sites = lines.select([col(c::SITE)]).collect()?;
    let numbers = sites.column(c::SITE)?.u32()?;
    Ok(numbers.iter().filter_map(|site| usize::try_from(site?).ok()).collect())
}
