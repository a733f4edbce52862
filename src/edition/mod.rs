//! What each edition may show: results cut, rounded and put in order, ready to be drawn and written.
//!
//! [`view()`] makes a [`View`] of the results: whole for the restricted edition, cut and rounded for the
//! public one (`public`). Everything downstream (`draw`, `report`) sees the view only, so that a figure
//! the public may not see cannot slip out by a new chart or a new column. Numbers stay exact here; how
//! they are printed is left to the writers.

mod build;
mod disclosure;
mod evidence;
#[cfg(test)]
pub(crate) mod example;
mod fund;
mod known;
mod lease_summary;
mod lease_view;
mod leases;
mod lettings;
mod option_leases;
mod options;
mod policy_dates;
mod previous;
mod public;
mod publishable;
mod reasons;
mod receipts;
mod sift;
mod totals;
mod view;

use crate::{
    appraise::Appraisal,
    fund::Fund,
    load::Estate,
    measure::{MeasureError, Measures},
    model::Findings,
    policy::Policy,
    score::{Questioned, Ranking},
    tenure::Tenure,
};

pub use crate::{
    appraise::{Advice, Flag, FlowKind, Missing},
    finance::{BreakState, ExitRoute, LeaseYear, PaymentKind},
    score::{Gate, NotRanked},
    tenure::{DatedKind, EnergyTest, EventState, GroupedBy, Progress, RentState},
};
pub use fund::{
    BenefitRow, BreakEvenRow, DebtYear, EffectRow, FinancingRow, FundFlagRow, FundView,
    FundingYear, InitiativeRow, LoanRow, ReceiptRow, ReconciledRow, RevenueRow, RevenueYear,
    ScenarioRow, SchemeRow, SchemeYear, Summary, SwingRow,
};
pub use lease_summary::{
    LeaseExpiryRow, LeaseState, LeaseSummaries, LeaseSummaryRow, LeaseTermsRow,
};
pub use lease_view::{
    AccountState, ExitRow, LeaseAccountRow, LeaseAccountTotalRow, LeaseEventRow, LeaseRow, RentRow,
    RentTotalRow, SaleBarRow, rent_sum,
};
pub use lettings::{
    LettingFlowRow, LettingRow, LettingTerms, Lettings, RunningRow, TESTS, TestRow,
};
pub use option_leases::{LeaseInOptionsRow, LeaseSumRow};
pub use options::{AdviceRow, FlowSumRow, OptionFlowRow, OptionRow, OptionState, Options, Verdict};
pub use policy_dates::policy_dates;
pub use previous::{Since, SiteThen, since};
pub use reasons::Reason;
pub use receipts::{SaleStanding, SiteReceiptRow};
pub use sift::{Sift, SiftRow, SignRow, SignalRow};
pub use totals::{Counted, FIRST_CANDIDATES, TotalRow};
pub use view::{
    CompletenessRow, ContributionRow, CostLine, CriterionRow, Edition, FigureRow, FindingRow,
    MeasureRow, NextFacts, NextRow, OutlineRow, SiteRow, SourceRow, Totals, View, Weighing,
};

/// Everything that is known of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// What was read.
    pub estate: &'a Estate,
    /// What was found wrong or questioned on the way.
    pub findings: &'a Findings,
    /// How each site can be left.
    pub tenure: &'a Tenure,
    /// What was measured.
    pub measures: &'a Measures,
    /// What letting surplus space is worth.
    pub appraisal: &'a Appraisal,
    /// The capital programme and its borrowing.
    pub fund: &'a Fund,
    /// How the sites stand.
    pub ranking: &'a Ranking,
    /// Which readings rest on questioned cells.
    pub questioned: &'a Questioned,
    /// By which rules.
    pub policy: &'a Policy,
}

/// Returns what an edition shows of the results.
///
/// # Errors
/// [`MeasureError`] if the rows behind the measures cannot be listed: a fault of the program.
pub fn view(results: Results<'_>, edition: Edition) -> Result<View, MeasureError> {
    match edition {
        Edition::Restricted => build::whole(results),
        Edition::Public => public::view(results),
    }
}

/// Returns the ranking alone, as the restricted edition shows it, without the sentences that say why.
#[must_use]
pub fn ranking(results: Results<'_>) -> Vec<SiteRow> {
    build::site_rows(results, build::Why::LeftOut)
}

/// Returns what each lease comes to alone, as the restricted edition shows it.
#[must_use]
pub fn lease_summary(results: Results<'_>) -> LeaseSummaries {
    lease_summary::of(results)
}

/// Returns the first sift alone, as the restricted edition shows it.
#[must_use]
pub fn sift(results: Results<'_>) -> Sift {
    sift::of(results, Edition::Restricted)
}

/// Tells whether so few sites are ranked that the first sift leads.
#[must_use]
pub fn sift_leads(results: Results<'_>) -> bool {
    sift::leads(results, Edition::Restricted)
}

/// Returns what is ahead of leases and agreements alone, as the restricted edition shows it.
#[must_use]
pub fn lease_events(results: Results<'_>, months: u32) -> Vec<LeaseEventRow> {
    leases::event_rows(results, months)
}

/// Returns what to find out next alone, as the restricted edition shows it.
#[must_use]
pub fn next_facts(results: Results<'_>) -> NextFacts {
    known::next_facts(results, |_| true)
}
