//! What giving a site up saves.

use super::Results;
use crate::model::{Measure, Quantity};

/// Returns what giving a site up saves a year, in pence: the running cost that ends, less what running elsewhere
/// costs; `None` where either is not known.
#[must_use]
pub fn saving(results: Results<'_>, number: usize) -> Option<i64> {
    let Some(Quantity::Pence(saved)) =
        results.measures.sites.get(number)?.reading(Measure::CostSaved).value
    else {
        return None;
    };
    let elsewhere = results.appraisal.recommendations.get(number)?.elsewhere_a_year()?;
    saved.checked_sub(elsewhere.pence()?)
}
