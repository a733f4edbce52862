//! The programme under other assumptions: scenarios side by side, each lever alone, the receipt that ends borrowing.

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    changed::{Change, Planned},
    debt::{self, Debt, DebtYear},
    funding::{self, Funding, FundingYear},
    inputs::Inputs,
    receipt_source::ReceiptSource,
    receipts::{ReceiptDue, split_cost},
    revenue::{self, RevenueYear},
};
use crate::{
    model::LARGEST_PENCE,
    policy::{Decisions, Lever, ProgrammePolicy},
};

/// What a programme comes to under one lever, in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct ProgrammeSums {
    /// Over the years of the budget.
    pub spend: i64,
    /// Financed by nothing else, over the years of the budget.
    pub borrowing: i64,
    /// Before costs of sale, over the years of the budget.
    pub receipts: i64,
    /// New loans over the years of the budget, those that refinance among them.
    pub new_loans: i64,
    /// The requirement at the end of the budget.
    pub cfr: i64,
    /// The most owed at the end of any year followed.
    pub peak_debt: i64,
    /// What revenue bears over the years of the budget.
    pub revenue: i64,
    /// What it bears in the last of them.
    pub revenue_last: i64,
    /// What lasts of the savings in the last of them: lower running cost, rent and other savings.
    pub saved_last: i64,
    /// The largest share of financing cost in the net revenue stream, in a year of the budget.
    pub financing_share: Option<Decimal>,
    /// Years followed in which the authorised limit is broken.
    pub years_over_limit: usize,
}

/// A programme run through the years.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct ScenarioRun {
    pub funding: Funding,
    /// `None` without a treasury.
    pub debt: Option<Debt>,
    /// By year.
    pub revenue: Vec<RevenueYear>,
}

/// Runs a programme under a lever.
#[must_use]
pub fn run_scenario(inputs: &Inputs, lever: &Lever) -> ScenarioRun {
    let funding = funding::fund(inputs, &inputs.receipts, lever);
    let debt = debt::debt(inputs, &funding.years, lever);
    let years = debt.as_ref().map_or(&[][..], |d| d.years.as_slice());
    let sites = revenue::of_sites(inputs, lever);
    let revenue = revenue::totals((inputs, lever), &funding.years, years, &sites);
    ScenarioRun { funding, debt, revenue }
}

/// Sums a run up.
#[must_use]
pub fn summary(inputs: &Inputs, run: &ScenarioRun) -> ProgrammeSums {
    let debt = run.debt.as_ref().map_or(&[][..], |d| d.years.as_slice());
    sums(inputs, &run.funding.years, debt, &run.revenue)
}

/// Sums up the years of a run.
pub(super) fn sums(
    inputs: &Inputs,
    funded: &[FundingYear],
    debt: &[DebtYear],
    revenue: &[RevenueYear],
) -> ProgrammeSums {
    let budget = inputs.budget_years;
    let (funded, borne) = (&funded[..budget], &revenue[..budget]);
    let in_budget = &debt[..budget.min(debt.len())];
    let terms = inputs.terms.as_ref();
    let share = |(place, year)| revenue::financing_share(year, terms?.net_revenue[place]);
    let over = |(place, year): (usize, &DebtYear)| {
        let limit = terms.and_then(|t| t.authorised[place]);
        limit.is_some_and(|limit| year.gross_debt > limit)
    };
    ProgrammeSums {
        spend: funded.iter().map(|y| y.schemes.spend).sum(),
        borrowing: funded.iter().map(|y| y.schemes.borrowing).sum(),
        receipts: funded.iter().map(|y| y.receipts_received).sum(),
        new_loans: in_budget.iter().map(|y| y.new_long + y.new_short).sum(),
        cfr: in_budget.last().map_or(0, |y| y.cfr_closing),
        peak_debt: debt.iter().map(|y| y.gross_debt).max().unwrap_or(0),
        revenue: borne.iter().map(RevenueYear::total).sum(),
        revenue_last: borne.last().map_or(0, RevenueYear::total),
        saved_last: borne.last().map_or(0, |y| y.saving() + y.other_savings),
        financing_share: in_budget.iter().enumerate().filter_map(share).max(),
        years_over_limit: debt.iter().enumerate().filter(|(p, y)| over((*p, y))).count(),
    }
}

/// A scenario and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct ScenarioResult {
    /// The entry of the policy; `base` is as planned.
    pub id: String,
    pub title: String,
    pub summary: ProgrammeSums,
    pub source: String,
}

/// One lever alone: what revenue bears, and the peak of debt, at either end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct SwingResult {
    pub lever: &'static str,
    /// Its ends as the policy writes them.
    pub ends: [String; 2],
    pub low: ProgrammeSums,
    pub high: ProgrammeSums,
}

/// Runs the policy's scenarios, as planned first.
pub(super) fn scenarios(inputs: &Inputs, policy: &ProgrammePolicy) -> Vec<ScenarioResult> {
    let planned = ScenarioResult {
        id: "base".to_owned(),
        title: "As planned".to_owned(),
        summary: summary(inputs, &run_scenario(inputs, &Lever::default())),
        source: "the snapshot".to_owned(),
    };
    let tried = policy.scenarios.par_iter().map(|scenario| ScenarioResult {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        summary: summary(inputs, &run_scenario(inputs, &scenario.lever)),
        source: scenario.source.clone(),
    });
    std::iter::once(planned).chain(tried.collect::<Vec<_>>()).collect()
}

/// Runs each lever alone, the one that moves revenue most first.
pub(super) fn swings(inputs: &Inputs, policy: &ProgrammePolicy) -> Vec<SwingResult> {
    let mut results: Vec<SwingResult> = policy
        .swings
        .par_iter()
        .map(|swing| SwingResult {
            lever: swing.name,
            ends: swing.ends.clone(),
            low: summary(inputs, &run_scenario(inputs, &swing.low)),
            high: summary(inputs, &run_scenario(inputs, &swing.high)),
        })
        .collect();
    results.sort_by_key(|r| std::cmp::Reverse((r.low.revenue - r.high.revenue).abs()));
    results
}

/// What the sale tied to a scheme must fetch for the scheme to leave nothing borrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct BreakEven {
    /// The scheme, as a place.
    pub scheme: usize,
    /// The year of the sale, as a place.
    pub place: usize,
    /// What the sale is planned to bring, in pence, before costs; `None` is not known.
    pub planned: Option<i64>,
    /// In pence, before costs; `None` is over £1bn.
    pub receipt: Option<i64>,
    /// What was spent before the first year and paid by nothing, in pence: the sale has to pay it back too.
    pub before: i64,
    /// What the scheme leaves borrowed as planned, in pence, once the sale is in and all is spent.
    pub left: i64,
}

/// Finds the receipts at which schemes with a sale of their own leave nothing borrowed, to the penny.
///
/// The sale comes when it is planned, all at once; without a plan in the year of the last spend. Costs stay as
/// planned. What was spent before the first year is paid back first.
pub(super) fn break_even(planned: &Planned<'_>) -> Vec<BreakEven> {
    let inputs = planned.inputs;
    let mut tied: Vec<Vec<ReceiptDue>> = vec![Vec::new(); inputs.schemes.len()];
    for receipt in &inputs.receipts {
        if let Some(scheme) = receipt.scheme {
            tied[scheme].push(receipt.clone());
        }
    }
    let find = |(s, tied): (usize, &Vec<ReceiptDue>)| {
        let scheme = &inputs.schemes[s];
        if scheme.receipt_site_id.is_none() && tied.is_empty() {
            return None;
        }
        let before = scheme.before;
        let last = scheme.last_spend.or((before > 0).then_some(0))?;
        let place = tied.iter().map(|r| r.place).min().unwrap_or(last);
        let gross = (!tied.is_empty()).then(|| tied.iter().map(|r| r.gross).sum::<i64>());
        let cost = tied.iter().map(|r| r.cost).sum::<i64>();
        let with = |gross: i64| {
            let receipt = ReceiptDue {
                site_id: None,
                scheme: Some(s),
                year: inputs.year(place),
                gross,
                cost,
                taken: Decisions::Taken,
                source: ReceiptSource::Scheme(scheme.project_id.clone()),
                place,
                whole: gross,
                site: None,
            };
            left(planned, (s, place.max(last)), tied, vec![receipt])
        };
        let receipt = (with(LARGEST_PENCE) == 0).then(|| {
            let (mut low, mut high) = (-1, LARGEST_PENCE);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if with(middle) == 0 { high = middle } else { low = middle }
            }
            high
        });
        let left = left(planned, (s, place.max(last)), tied, tied.clone());
        Some(BreakEven { scheme: s, place, planned: gross, receipt, before, left })
    };
    let schemes: Vec<(usize, &Vec<ReceiptDue>)> = tied.iter().enumerate().collect();
    schemes.into_par_iter().filter_map(find).collect()
}

/// What a scheme leaves borrowed at the end of a year with other receipts than those tied to it, slipped spend and
/// what was owed before included.
fn left(
    planned: &Planned<'_>,
    (scheme, place): (usize, usize),
    tied: &[ReceiptDue],
    mut receipts: Vec<ReceiptDue>,
) -> i64 {
    let inputs = planned.inputs;
    let owed = pay_back(inputs, &mut receipts, scheme);
    let spent = planned.funding.scheme(scheme).iter().rposition(|y| y.spend != 0);
    let place = place.max(spent.unwrap_or(place));
    let no_more = tied.iter().map(|receipt| (-1, receipt.clone()));
    let instead = receipts.iter().map(|receipt| (1, receipt.clone()));
    let change = Change { without: None, receipts: no_more.chain(instead).collect() };
    let outstanding = planned.outstanding(&change, scheme, place).unwrap_or_else(|| {
        let others = inputs.receipts.iter().filter(|r| r.scheme != Some(scheme)).cloned();
        let all: Vec<ReceiptDue> = others.chain(receipts).collect();
        funding::fund(inputs, &all, planned.lever()).scheme(scheme)[place].outstanding
    });
    outstanding + owed
}

/// Takes what a scheme owes from before the first year out of its receipts, their cost met; returns what is still owed.
fn pay_back(inputs: &Inputs, receipts: &mut [ReceiptDue], scheme: usize) -> i64 {
    let mut owed = inputs.schemes[scheme].before;
    let capital = |r: &&mut ReceiptDue| r.whole > inputs.receipt_least;
    for receipt in receipts.iter_mut().filter(capital) {
        if owed == 0 {
            break;
        }
        let (met, _) = split_cost(receipt.gross, receipt.cost, inputs.sale_costs_share);
        let taken = (receipt.gross - met).clamp(0, owed);
        owed -= taken;
        (receipt.gross, receipt.cost) = (receipt.gross - met - taken, 0);
    }
    owed
}
