//! The rows of a long table, put together by site.

use polars::prelude::*;
use rayon::prelude::*;

use super::columns;

/// Puts the rows of each site together, in the order of the file within it.
///
/// Later groupings then run over slices and not over scattered rows.
pub(super) fn by_site(frame: DataFrame) -> PolarsResult<DataFrame> {
    let sites: Vec<usize> = {
        let number = |site: Option<u32>| site.and_then(|s| usize::try_from(s).ok()).unwrap_or(0);
        frame.column(columns::SITE)?.u32()?.iter().map(number).collect()
    };
    let mut starts: Vec<IdxSize> = vec![0; sites.iter().max().map_or(0, |last| last + 2)];
    for site in &sites {
        starts[site + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut order: Vec<IdxSize> = vec![0; frame.height()];
    for (at, site) in (0..).zip(&sites) {
        let slot = usize::try_from(starts[*site]).unwrap_or(0);
        order[slot] = at;
        starts[*site] += 1;
    }
    let order = IdxCa::from_vec("order".into(), order);
    let (height, columns) = (frame.height(), frame.into_columns());
    let sorted: Vec<Column> = columns
        .into_par_iter()
        .map(|column| match alike(&column) {
            Some(same) => Ok(same),
            None => column.take(&order),
        })
        .collect::<PolarsResult<_>>()?;
    let mut sorted = DataFrame::new(height, sorted)?;
    sorted.with_column({
        let mut sites = sorted.column(columns::SITE)?.clone();
        sites.set_sorted_flag(polars::series::IsSorted::Ascending);
        sites
    })?;
    Ok(sorted)
}

/// Returns a column that has the same in every row, without holding every row.
fn alike(column: &Column) -> Option<Column> {
    let (name, len) = (column.name().clone(), column.len());
    if column.null_count() == len {
        return Some(Column::full_null(name, len, column.dtype()));
    }
    let flags = column.bool().ok().filter(|flags| !flags.any())?;
    Some(Column::new_scalar(name, Scalar::from(false), flags.len()))
}
