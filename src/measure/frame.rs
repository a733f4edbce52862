//! The doors between rows and frames: columns in by site number, columns out one value a site.

use std::collections::BTreeSet;

use polars::prelude::*;

use crate::load::columns;

/// Joins a grouped frame to all sites, so that row `n` is the site of number `n`.
///
/// Sites without a group have nulls. A site twice is a fault of the program, and is refused.
pub(super) fn one_row_a_site(grouped: LazyFrame, sites: usize) -> PolarsResult<DataFrame> {
    let count = u32::try_from(sites).unwrap_or(u32::MAX);
    let numbers = Column::new(columns::SITE.into(), (0..count).collect::<Vec<_>>());
    DataFrame::new(sites, vec![numbers])?
        .lazy()
        .join_builder()
        .with(grouped)
        .on([col(columns::SITE)])
        .how(JoinType::Left)
        .validate(JoinValidation::OneToOne)
        .finish()
        .sort([columns::SITE], SortMultipleOptions::default())
        .collect()
}

/// Leaves the rows of some sites out.
pub(super) fn without(rows: DataFrame, sites: &BTreeSet<u32>) -> PolarsResult<DataFrame> {
    let kept = |site: Option<u32>| site.is_none_or(|site| !sites.contains(&site));
    let mask: BooleanChunked = rows.column(columns::SITE)?.u32()?.iter().map(kept).collect();
    rows.filter(&mask)
}

/// Takes a column of numbers out; what is not finite is not known.
pub(super) fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<f64>>> {
    let column = frame.column(name)?.cast(&DataType::Float64)?;
    Ok(column.f64()?.iter().map(|v| v.filter(|n| n.is_finite())).collect())
}

/// Takes a column of whole numbers out.
pub(super) fn wholes(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<i64>>> {
    let column = frame.column(name)?.cast(&DataType::Int64)?;
    Ok(column.i64()?.iter().collect())
}

/// Divides, null where the denominator is null, zero or below.
pub(super) fn ratio(above: Expr, below: Expr) -> Expr {
    let (above, below) = (above.cast(DataType::Float64), below.cast(DataType::Float64));
    when(below.clone().gt(lit(0.0))).then(above / below).otherwise(lit(NULL))
}
