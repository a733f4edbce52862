//! Which cells of the observations that are read are filled, by site.

use polars::prelude::*;

use super::{
    MeasureError,
    frame::{one_row_a_site, wholes},
    occupancy,
    site_use::Observed,
    summary,
};
use crate::{
    load::{Estate, columns as c},
    policy::Policy,
};

/// Returns what the observations of the window hold, by the best method of each site, in `site_id` order.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn observed(estate: &Estate, policy: &Policy) -> Result<Vec<Observed>, MeasureError> {
    let count = estate.sites.len();
    if let Some(table) = &estate.occupancy_summary {
        let mut all = vec![Observed::default(); count];
        summary::observed(&table.frame, &mut all)?;
        return Ok(all);
    }
    let Some(table) = &estate.occupancy else {
        return Ok(vec![Observed::default(); count]);
    };
    let filled = [c::MEAN, c::PEAK, c::HOURS].map(|name| col(name).count().alias(name));
    let grouped = occupancy::window(table.frame.clone(), estate, policy)?
        .lazy()
        .group_by([col(c::SITE)])
        .agg(filled);
    let frame = one_row_a_site(grouped, count)?;
    let (mean, peak, hours) =
        (wholes(&frame, c::MEAN)?, wholes(&frame, c::PEAK)?, wholes(&frame, c::HOURS)?);
    let any = |rows: Option<i64>| rows.is_some_and(|n| n > 0);
    let of_site = |site: usize| Observed {
        mean: any(mean[site]),
        peak: any(peak[site]),
        hours: any(hours[site]),
    };
    Ok((0..count).map(of_site).collect())
}
