//! A capital scheme, year by year.

use super::{Date, Fact, FinancialYear, Money, ProjectId, RowRef, SiteId, words::words};

words!(
    /// What kind of works a scheme is, and so how far its cost is usually underestimated.
    WorksClass {
        /// A building without special demands.
        Standard = "standard",
        /// A building with special demands: custody, control room.
        NonStandard = "non_standard",
        /// Equipment, vehicles, information technology.
        Equipment = "equipment",
        /// Land or a building bought as it stands.
        Land = "land",
        /// Repair that adds no value: revenue by its nature.
        Repair = "repair",
    }
);

words!(
    /// In whose prices a spend stands.
    PriceBase {
        /// As it will be paid.
        Cash = "cash",
        /// At the prices of the year in which the programme begins.
        Today = "today",
    }
);

/// One financial year of one scheme. An empty sum is none in that year; one that could not be read is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct ProjectYear {
    pub project_id: ProjectId,
    pub name: Option<String>,
    /// The site that is worked on; `None` is none, or not recorded.
    pub site_id: Option<SiteId>,
    pub financial_year: FinancialYear,
    pub spend: Fact<Money>,
    pub grant: Fact<Money>,
    pub revenue_contribution: Fact<Money>,
    pub reserves: Fact<Money>,
    /// What the sale of `receipt_site_id` brings in this year for this scheme, before `sale_cost`.
    pub receipt: Fact<Money>,
    /// The site whose sale pays for this scheme; without `receipt` its appraised sale is taken.
    pub receipt_site_id: Option<SiteId>,
    pub sale_cost: Fact<Money>,
    /// Years over which borrowing for this year's spend is charged to revenue.
    pub life_years: Option<u32>,
    pub operational_on: Option<Date>,
    /// Empty in every row of the scheme adds no optimism bias: the sum bears its own.
    pub works_class: Option<WorksClass>,
    /// Empty is cash.
    pub prices: Option<PriceBase>,
    /// What the scheme itself adds to running cost in this year, below zero saves; no sale of a site is in it.
    pub running_cost_change: Fact<Money>,
    /// What the scheme costs revenue once, in this year.
    pub one_off_revenue: Fact<Money>,
    pub row: RowRef,
}
