//! Names of frame columns, once, with their units; and the one expression two stages share.

use polars::prelude::*;

use crate::model::{FinancialYear, day_number};

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
pub const HOURS_QUESTIONED: &str = "hours_questioned";

/// Pence of the lines of a sum, each counted as a cost whatever its sign; only where the table holds sums.
pub const GROSS: &str = "gross_pence";
/// Lines of a sum; only where the table holds sums.
pub const LINES: &str = "lines";
/// Those of them that are for the whole year, not for days that reach into it; only where the table holds sums, null is
/// not known.
pub const YEAR_LINES: &str = "year_lines";

/// Sums of the observations of a site by its best method: thousandths, products of two in millionths.
pub mod sums {
    /// People times hours open, of observations with both.
    pub const PEOPLE_HOURS: &str = "people_hours";
    /// Places times hours open, of the same.
    pub const PLACE_HOURS: &str = "place_hours";
    /// People, of observations without hours open.
    pub const PEOPLE_UNTIMED: &str = "people_untimed";
    /// Places, of the same.
    pub const PLACES_UNTIMED: &str = "places_untimed";
    /// Places times hours open, of observations without people.
    pub const PLACE_HOURS_UNCOUNTED: &str = "place_hours_uncounted";
    /// Places, of observations without people and hours open.
    pub const PLACES_UNCOUNTED_UNTIMED: &str = "places_uncounted_untimed";
    /// Places times hours in use, of observations with hours open and in use.
    pub const PLACE_HOURS_IN_USE: &str = "place_hours_in_use";
    /// Places times hours open, of the same.
    pub const PLACE_HOURS_OPEN: &str = "place_hours_open";
    /// People times hours open, of the same with people.
    pub const PEOPLE_HOURS_SEEN: &str = "people_hours_seen";
    /// Places times hours in use, of the same.
    pub const PLACE_HOURS_SEEN: &str = "place_hours_seen";
    /// Hours open.
    pub const HOURS_SUM: &str = "hours_sum";
    /// Observations with hours open.
    pub const HOURS_GIVEN: &str = "hours_given";
    /// Observations without.
    pub const HOURS_MISSING: &str = "hours_missing";
    /// Observations without people, or whose hours could not be read.
    pub const PEOPLE_LACKING: &str = "people_lacking";
}

/// Returns the lines that fall into a financial year, with [`SITE`], [`CATEGORY`], [`PENCE`], [`ROW`], and [`GROSS`]
/// where each is a sum, by year.
///
/// A line by year falls in whole or not at all. A line by days gives the share of its days, rounded to the
/// penny once, halves away from zero, in whole numbers throughout.
pub fn year_lines(mut costs: LazyFrame, year: FinancialYear) -> PolarsResult<LazyFrame> {
    if costs.collect_schema()?.contains(GROSS) {
        let kept = [SITE, CATEGORY, PENCE, GROSS, LINES, ROW].map(col);
        return Ok(costs.filter(col(YEAR).eq(lit(year.start()))).select(kept));
    }
    let kept = || [SITE, CATEGORY, PENCE, ROW].map(col);
    let by_year = costs.clone().filter(col(YEAR).eq(lit(year.start()))).select(kept());
    let Some(period) = year.period() else { return Ok(by_year) };
    let day = |name: &str| col(name).cast(DataType::Int64);
    let (first, until) =
        (i64::from(day_number(period.from())), i64::from(day_number(period.until())));
    let later = |e: Expr, day: i64| when(e.clone().gt(lit(day))).then(e).otherwise(lit(day));
    let sooner = |e: Expr, day: i64| when(e.clone().lt(lit(day))).then(e).otherwise(lit(day));
    let shared = sooner(day(UNTIL_DAY), until) - later(day(FROM_DAY), first);
    let days = day(UNTIL_DAY) - day(FROM_DAY);
    let refund = col(PENCE).lt(lit(0_i64));
    let size = when(refund.clone()).then(-col(PENCE)).otherwise(col(PENCE));
    let rounded =
        whole_quotient(size * shared.clone() * lit(2_i64) + days.clone(), days * lit(2_i64));
    let signed = when(refund).then(-rounded.clone()).otherwise(rounded);
    let by_days = costs
        .filter(col(YEAR).is_null().and(col(FROM_DAY).is_not_null()))
        .filter(shared.gt(lit(0_i64)))
        .with_columns([signed.alias(PENCE)])
        .select(kept());
    concat([by_year, by_days], UnionArgs::default())
}

/// Returns how often `below` goes into `above`, both whole and not negative, `below` above zero.
pub fn whole_quotient(above: Expr, below: Expr) -> Expr {
    ((above.clone() - above % below.clone()) / below).cast(DataType::Int64)
}
