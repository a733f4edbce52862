//! Names of frame columns, once, with their units; and the one expression two stages share.

use polars::prelude::*;

use super::day_number;
use crate::model::FinancialYear;

/// Number of the site in `site_id` order.
pub const SITE: &str = "site";
/// Row of the file, as a spreadsheet shows it.
pub const ROW: &str = "row";
/// Calendar year in which the financial year begins; null where the line goes by days.
pub const YEAR: &str = "year_start";
/// First day the line is for, in days since 1970; null where the line goes by year.
pub const FROM_DAY: &str = "from_day";
/// Day after the last the line is for, in days since 1970.
pub const UNTIL_DAY: &str = "until_day";
/// Number of the cost category in `CostCategory::ALL`.
pub const CATEGORY: &str = "category";
/// Whole pence, net of VAT.
pub const PENCE: &str = "amount_pence";
/// Day of the observation, in days since 1970.
pub const DAY: &str = "on_day";
/// Number of the method in `ObservationMethod::ALL`; null when it could not be read.
pub const METHOD: &str = "method";
/// Places observed, in thousandths.
pub const CAPACITY: &str = "capacity_thousandths";
/// Opening hours of the observation, in thousandths; null when empty or not readable.
pub const HOURS: &str = "hours_open_thousandths";
/// Mean people present, in thousandths.
pub const MEAN: &str = "mean_occupied_thousandths";
/// Most people present, in thousandths.
pub const PEAK: &str = "peak_occupied_thousandths";
/// Hours in which anybody was present, in thousandths.
pub const IN_USE: &str = "hours_in_use_thousandths";
/// Whether the opening hours hold something that could not be read.
pub const HOURS_DOUBTED: &str = "hours_doubted";

/// Returns the pence of a line that fall into a financial year, null when none do.
///
/// A line by year falls in whole or not at all. A line by days gives the share of its days, rounded to the
/// penny once, halves away from zero, in whole numbers throughout.
pub fn year_pence(year: FinancialYear) -> Expr {
    let whole = when(col(YEAR).eq(lit(year.start()))).then(col(PENCE)).otherwise(lit(NULL));
    let Some(period) = year.period() else { return whole.alias(PENCE) };
    let (first, until) = (day_number(period.from()), day_number(period.until()));
    let day = |name: &str| col(name).cast(DataType::Int64);
    let at_least = |e: Expr, least: i32| {
        when(e.clone().gt(lit(i64::from(least)))).then(e).otherwise(lit(i64::from(least)))
    };
    let at_most = |e: Expr, most: i32| {
        when(e.clone().lt(lit(i64::from(most)))).then(e).otherwise(lit(i64::from(most)))
    };
    let shared = at_most(day(UNTIL_DAY), until) - at_least(day(FROM_DAY), first);
    let days = day(UNTIL_DAY) - day(FROM_DAY);
    let size = when(col(PENCE).lt(lit(0_i64))).then(-col(PENCE)).otherwise(col(PENCE));
    let doubled = size * shared.clone() * lit(2_i64) + days.clone();
    let rounded = doubled.floor_div(days * lit(2_i64));
    let signed = when(col(PENCE).lt(lit(0_i64))).then(-rounded.clone()).otherwise(rounded);
    let by_days = when(shared.gt(lit(0_i64))).then(signed).otherwise(lit(NULL));
    when(col(YEAR).is_not_null()).then(whole).otherwise(by_days).alias(PENCE)
}
