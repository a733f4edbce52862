//! Estate, exits and options in; the capital programme, its borrowing and what revenue bears out.
//!
//! `inputs` gathers what a programme rests on, as whole pence by year: `schemes` reads the capital schemes,
//! `sites` what decisions about sites do to the budget and how that comes from their economic cash flow,
//! `by_year` in which financial years, `receipts` what sales bring, each once. A run takes the inputs through the years under one lever: `funding`
//! finds who pays for spend and charges what is borrowed to revenue (`tranches`), `debt` finds what of it is borrowed from whom,
//! `revenue` what it costs the budget. `compare` runs scenarios, each lever alone, and looks for the receipt that
//! ends borrowing; `effects` takes each scheme and decision out in turn; both run with one thing `changed` only what
//! differs from the `trace` of the run as planned; `flags` looks the result over; `benefits` proves promised savings against the ledger,
//! `agreed` counts those that no site and no scheme holds.

mod agreed;
mod benefits;
mod by_year;
mod changed;
mod compare;
mod debt;
mod effects;
mod flags;
mod funding;
mod gap;
mod inputs;
mod pence;
mod receipt_source;
mod receipts;
mod revenue;
mod schemes;
mod sites;
mod sources;
#[cfg(test)]
mod tests;
mod trace;
mod tranches;
mod years;

use crate::{
    appraise::Appraisal,
    load::Estate,
    measure::MeasureError,
    policy::{Lever, Policy},
};

pub use benefits::{BenefitLine, Benefits, Evidence, InitiativeSum, Proof};
pub use compare::{
    BreakEven, ProgrammeSums, ScenarioResult, ScenarioRun, SwingResult, run_scenario, summary,
};
pub use debt::{Debt, DebtYear, NewLoan};
pub use effects::Effect;
pub use flags::{FlagFound, FlagKind, FundFlag, SetAside};
pub use funding::{Funding, FundingYear, SchemeYear};
pub use gap::{BeyondYears, Claimant, ProgrammeGap};
pub use inputs::{Inputs, LeaseLines, Terms};
pub use receipt_source::ReceiptSource;
pub use receipts::ReceiptDue;
pub use revenue::{Revenue, RevenueOf, RevenueYear, financing_cost, financing_share};
pub use schemes::Scheme;
pub use sites::{Barred, BudgetLine, DecisionBar, Reconciled, SiteLine, budget_line, budget_of};
pub use tranches::TrancheEnd;
pub use years::years_followed;

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
    let with_turns = changed::Planned::new(&inputs, lever);
    let break_even = compare::break_even(&with_turns);
    let effects = effects::effects(&with_turns);
    // Only what is borrowed is charged to revenue over a life.
    for tranche in planned.funding.tranches.iter().filter(|t| t.years.is_none()) {
        if let (Some(scheme), true) = (tranche.scheme, inputs.terms.is_some()) {
            let id = inputs.schemes[scheme].project_id.clone();
            inputs.gaps.push(ProgrammeGap::Life(id));
        }
    }
    inputs.gaps.sort();
    inputs.gaps.dedup();
    let parts = revenue::parts(&inputs, &planned.funding, &planned.revenue, &lever);
    Programme {
        revenue: Revenue { total: planned.revenue.clone(), parts },
        flags: flags::flags(&inputs, &planned),
        scenarios: compare::scenarios(&inputs, &policy.programme),
        swings: compare::swings(&inputs, &policy.programme),
        break_even,
        effects,
        planned,
        inputs,
    }
}
