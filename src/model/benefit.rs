//! A planned and realised benefit, year by year.

use super::{BenefitId, Date, Fact, FinancialYear, Money, RowRef, SiteId, words::words};

words!(
    /// How far a benefit has come.
    BenefitStatus {
        /// Somebody has written it down.
        Planned = "planned",
        /// Its owner has agreed to it.
        Agreed = "agreed",
        /// It is being delivered and watched.
        Tracked = "tracked",
        /// It is delivered.
        Realised = "realised",
        /// It is given up.
        Withdrawn = "withdrawn",
    }
);

words!(
    /// What a benefit is a saving of, and so by what it can be proved.
    BenefitKind {
        /// A fall in the running cost of its site: proved by the ledger.
        RunningCost = "running_cost",
        /// What the sale of its site brings: proved by the receipt.
        Receipt = "receipt",
        /// Rent or another income.
        Income = "income",
        /// Anything else: proved by its evidence alone.
        Other = "other",
    }
);

/// One financial year of one benefit. An empty sum is not recorded, never zero.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct BenefitYear {
    pub benefit_id: BenefitId,
    pub initiative: String,
    /// `None` is not of one site.
    pub site_id: Option<SiteId>,
    /// Empty is a running cost where a site is named, else other.
    pub kind: Option<BenefitKind>,
    pub owner: Option<String>,
    pub agreed_on: Option<Date>,
    pub status: Option<BenefitStatus>,
    pub financial_year: FinancialYear,
    pub planned: Fact<Money>,
    pub realised: Fact<Money>,
    /// What it costs to bring about, in this year.
    pub cost: Fact<Money>,
    /// Whether a budget can be lowered by it.
    pub cashable: Option<bool>,
    pub evidence: Option<String>,
    pub row: RowRef,
}
