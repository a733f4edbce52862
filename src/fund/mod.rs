//! Estate, exits and options in; the capital programme, its borrowing and what revenue bears out.
//!
//! `ground` gathers what a programme rests on, as whole pence by year: `schemes` reads the capital schemes,
//! `sites` what decisions about sites do to the budget and how that comes from their economic cash flow,
//! `by_year` in which financial years, `receipts` what sales bring, each once. A run takes the ground through the years under one lever: `funding`
//! finds who pays for spend and charges what is borrowed to revenue, `debt` finds what of it is borrowed from whom,
//! `revenue` what it costs the budget. `compare` runs scenarios, each lever alone, and looks for the receipt that
//! ends borrowing; `effects` takes each scheme and decision out in turn; `flags` looks the result over; `benefits` proves promised savings against the ledger,
//! `agreed` counts those that no site and no scheme holds.

mod agreed;
mod benefits;
mod by_year;
mod compare;
mod debt;
mod effects;
mod flags;
mod funding;
mod inputs;
mod pence;
mod receipts;
mod revenue;
mod schemes;
mod sites;
mod sources;
#[cfg(test)]
mod tests;
mod years;

use crate::{
    appraise::{Appraisal, OptionKind},
    load::Estate,
    measure::MeasureError,
    model::FinancialYear,
    policy::{Lever, Policy},
};

pub use benefits::{BenefitLine, Benefits, Evidence, InitiativeSum, Proof};
pub use compare::{
    BreakEven, ScenarioResult, ScenarioRun, Summary, SwingResult, run_scenario, summary,
};
pub use debt::{Debt, DebtYear, NewLoan};
pub use effects::Effect;
pub use flags::{FlagFound, FlagKind, FundFlag, SetAside};
pub use funding::{Funding, FundingYear, SchemeYear, TrancheEnd};
pub use inputs::{Inputs, LeaseLines, Terms};
pub use receipts::ReceiptDue;
pub use revenue::{Revenue, RevenueOf, RevenueYear, financing_cost, financing_share};
pub use schemes::Scheme;
pub use sites::{Against, Barred, BudgetLine, Reconciled, SiteLine};

/// The capital programme, its borrowing and what revenue bears; without schemes and treasury the benefits alone.
#[derive(Debug, Clone, Default)]
pub struct Fund {
    /// `None` without a scheme and without a treasury.
    pub programme: Option<Programme>,
    /// Empty without a register of benefits.
    pub benefits: Benefits,
}

/// The programme as planned, and under other assumptions.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct Programme {
    pub inputs: Inputs,
    pub planned: ScenarioRun,
    pub revenue: Revenue,
    pub flags: Vec<FundFlag>,
    /// As planned first, then in order of their names.
    pub scenarios: Vec<ScenarioResult>,
    /// The lever that moves revenue most first.
    pub swings: Vec<SwingResult>,
    pub break_even: Vec<BreakEven>,
    /// Of every scheme, then of every decision taken.
    pub effects: Vec<Effect>,
}

/// A fact that a programme lacks; sums without it are what is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Unknown {
    /// No `treasury.toml`.
    #[error("balances, rates and limits are not given, so borrowing is not charged to revenue")]
    Treasury,
    /// The opening requirement has no years over which it is charged.
    #[error("the years left to charge the opening requirement are not given")]
    OpeningYears,
    /// A loan cannot be followed.
    #[error("loan {0} cannot be calculated: its dates give no payments")]
    Loan(String),
    /// What a lease pays.
    #[error(
        "the payments of lease {0} are not known, so it is not in the capital financing requirement"
    )]
    Lease(String),
    /// A cell could not be read, or holds a sum below zero where there is none.
    #[error("{2} of {0} in {1} is not known: it could not be read, or is below zero")]
    Cell(String, FinancialYear, &'static str),
    /// What is borrowed has no life.
    #[error("the life of {0} is not recorded, so its borrowing is not charged to revenue")]
    Life(String),
    /// A scheme goes on after the years that are followed.
    #[error("{0} continues after the last year shown")]
    BeyondYears(String),
    /// An option that was decided is none of the site's.
    #[error("the decision for {0} is {1}, but the site has no such option")]
    NoOption(String, OptionKind),
    /// A fact of a site with a decision.
    #[error("{1} of {0} is not known, so the effect of its decision on the budget is incomplete")]
    Site(String, &'static str),
    /// Years of a decision that the programme does not hold.
    #[error("the effect of the decision on {0} before {1} is outside the programme")]
    BeforeFirst(String, FinancialYear),
    /// The receipt of a sale.
    #[error("the receipt from the sale of {0} is not known")]
    Receipt(String),
    /// The sale of a site is claimed by several.
    #[error("the sale of {0} is already included, so the receipt given in {1} is left out")]
    ClaimedTwice(String, String),
    /// What holding a site costs until a later sale.
    #[error(
        "the cost of holding {0} is not fully known; a later sale is shown with the known part"
    )]
    Holding(String),
    /// A sum grows beyond what can be counted.
    #[error("an amount for {0} exceeds £50bn and is left out")]
    Range(String),
}

/// Works out programme and benefits.
///
/// # Errors
/// [`MeasureError`] if the ledger cannot be summed: a fault of the program.
pub fn fund(estate: &Estate, appraisal: &Appraisal, policy: &Policy) -> Result<Fund, MeasureError> {
    let benefits = benefits::prove(estate, policy)?;
    let from = sources::Sources { estate, appraisal, policy, benefits: &benefits };
    let programme = inputs::lay(from).map(|inputs| programme(inputs, policy));
    Ok(Fund { programme, benefits })
}

fn programme(mut inputs: Inputs, policy: &Policy) -> Programme {
    let lever = Lever::default();
    let planned = run_scenario(&inputs, &lever);
    // Only what is borrowed is charged to revenue over a life.
    for tranche in planned.funding.tranches.iter().filter(|t| t.years.is_none()) {
        if let (Some(scheme), true) = (tranche.scheme, inputs.terms.is_some()) {
            let id = inputs.schemes[scheme].project_id.to_string();
            inputs.unknown.push(Unknown::Life(id));
        }
    }
    inputs.unknown.sort();
    inputs.unknown.dedup();
    let parts = revenue::parts(&inputs, &planned.funding, &planned.revenue, &lever);
    Programme {
        revenue: Revenue { total: planned.revenue.clone(), parts },
        flags: flags::flags(&inputs, &planned),
        scenarios: compare::scenarios(&inputs, &policy.programme),
        swings: compare::swings(&inputs, &policy.programme),
        break_even: compare::break_even(&inputs),
        effects: effects::effects(&inputs),
        planned,
        inputs,
    }
}
