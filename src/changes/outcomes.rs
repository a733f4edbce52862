//! What came of what was decided: forecast and outcome of every decision, and of all together.

use std::collections::BTreeSet;

use crate::{
    appraise::{Decided, DecisionSource, Recommendation},
    load::SitePair,
    model::{
        BenefitKind, BenefitStatus, Date, Measure, OptionKind, Quantity, Role, Site, Status, words,
    },
    portfolio::{self, Results, SiteReceipt},
    tenure::running,
};

words!(
    /// On what a forecast receipt rests, the first that there is.
    ForecastBasis {
        /// The capital programme, net of the cost of sale.
        Programme = "programme",
        /// What the body planned, before the cost of sale.
        Planned = "planned",
        /// The appraisal, net.
        Appraised = "appraised",
    }
);

words!(
    /// Where a decision of the earlier snapshot stands in the later.
    OutcomeState {
        /// It is carried out.
        Done = "done",
        /// It stands, and its day is ahead or not known.
        ToCome = "to_come",
        /// It stands, and its day has passed.
        Late = "late",
        /// It is decided no more, or otherwise.
        Dropped = "dropped",
        /// The site is not in the register any more.
        NotInRegister = "not_in_register",
        /// It was done without having been decided at the earlier date.
        Undecided = "not_decided_before",
    }
);

/// What was forecast of one decision, and what came of it; sums in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `outcomes.csv`")]
pub struct DecisionOutcome {
    pub site_id: String,
    pub name: String,
    pub option: OptionKind,
    /// On what the decision rested; `None` of what was not decided then.
    pub source: Option<DecisionSource>,
    pub state: OutcomeState,
    /// The day of the option, or none known.
    pub day_forecast: Option<Date>,
    /// The day on which the register says that it happened.
    pub day: Option<Date>,
    pub receipt_basis: Option<ForecastBasis>,
    pub receipt_forecast: Option<i64>,
    /// As the register of benefits has it.
    pub receipt: Option<i64>,
    /// A year.
    pub saving_forecast: Option<i64>,
    /// What the register of benefits has of running costs saved at the site, in its last year with a sum.
    pub saving_realised: Option<i64>,
    /// What the site cost to run in the last whole year of each snapshot.
    pub cost_before: Option<i64>,
    pub cost_after: Option<i64>,
}

words!(
    /// What a target is of.
    OutcomeTotalKind {
        /// Sites sold.
        Sales = "sales",
        /// Their receipts.
        Receipts = "receipts",
        /// Running costs saved a year.
        Savings = "savings",
    }
);

/// What was forecast of all decisions together, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `targets.csv`")]
pub struct OutcomeTotal {
    pub kind: OutcomeTotalKind,
    /// Of sales those whose day had come by the forecast; of sums the pence forecast of what was carried out.
    pub forecast: i64,
    /// Of sales those carried out.
    pub outcome: i64,
    /// Decisions with both figures, which are all that the sums are of.
    pub known: usize,
    /// Of sales those decided; of sums the decisions carried out.
    pub of: usize,
}

/// Returns the outcome of every decision of the earlier snapshot, and of every sale since, in the order of ids; and the
/// targets.
pub(super) fn of(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
) -> (Vec<DecisionOutcome>, Vec<OutcomeTotal>) {
    let receipts_then = portfolio::receipts(before);
    let receipts_now = portfolio::receipts(after);
    let one = |pair: &SitePair| outcome(before, after, pair, (&receipts_then, &receipts_now));
    let mut outcomes: Vec<DecisionOutcome> = pairs.iter().filter_map(one).collect();
    outcomes.extend(of_gone(before, pairs));
    let targets = targets(&outcomes, after.estate.snapshot.as_of);
    (outcomes, targets)
}

fn decided<'a>(of: Results<'a>, number: usize) -> Option<&'a Decided> {
    of.appraisal.decided.get(number).and_then(Option::as_ref)
}

fn outcome(
    before: Results<'_>,
    after: Results<'_>,
    pair: &SitePair,
    (then, now): (&[SiteReceipt], &[SiteReceipt]),
) -> Option<DecisionOutcome> {
    let (old, new) = (&before.estate.sites[pair.before], &after.estate.sites[pair.after]);
    let status = |of: &Site| of.status_or_operational();
    let was_sold = status(old) == Some(Status::Sold);
    let is_sold = status(new) == Some(Status::Sold);
    let told = decided(before, pair.before).filter(|_| !was_sold);
    let option = match told {
        Some(told) => told.option,
        None if is_sold && !was_sold => OptionKind::Dispose,
        None => return None,
    };
    let recommendation = before.appraisal.recommendations.get(pair.before)?;
    let day_forecast = done_on(recommendation, option);
    let is_done = is_sold && option.is_sale() || is_done(option, before, after, new);
    let stands = decided(after, pair.after).is_some_and(|now| now.option == option);
    let as_of = after.estate.snapshot.as_of;
    let state = match told {
        None => OutcomeState::Undecided,
        Some(_) if is_done => OutcomeState::Done,
        Some(_) if !stands => OutcomeState::Dropped,
        Some(_) if day_forecast.is_some_and(|day| day < as_of) => OutcomeState::Late,
        Some(_) => OutcomeState::ToCome,
    };
    let forecast = forecast(then, old);
    let achieved = now.iter().find(|r| r.site_id == new.site_id.as_str()).and_then(|r| r.achieved);
    Some(DecisionOutcome {
        site_id: new.site_id.to_string(),
        name: new.name.clone(),
        option,
        source: told.map(|told| told.source.clone()),
        state,
        day_forecast,
        day: new.status_on.filter(|_| is_done || told.is_none()),
        receipt_basis: forecast.map(|(basis, _)| basis),
        receipt_forecast: forecast.map(|(_, sum)| sum),
        receipt: achieved,
        saving_forecast: option
            .gives_up()
            .then(|| portfolio::saving(before, pair.before))
            .flatten(),
        saving_realised: realised(after, new.site_id.as_str()),
        cost_before: running_cost(before, pair.before),
        cost_after: running_cost(after, pair.after),
    })
}

/// Tells whether what is no sale is carried out, as far as the later snapshot records it.
fn is_done(option: OptionKind, before: Results<'_>, after: Results<'_>, site: &Site) -> bool {
    let (from, to) = (before.estate.snapshot.as_of, after.estate.snapshot.as_of);
    let began = |day: Option<Date>| day.is_some_and(|day| day > from && day <= to);
    let leases = || after.estate.leases.iter().filter(|l| l.site_id == site.site_id);
    let lets = || leases().any(|l| l.role == Role::Landlord && began(Some(l.start)));
    match option {
        OptionKind::Leave | OptionKind::LeaveByAgreement => {
            let runs = running(after.estate, after.policy);
            !runs.iter().any(|r| r.lease.site_id == site.site_id && r.lease.role == Role::Tenant)
        }
        OptionKind::Sublet => lets(),
        OptionKind::KeepAndShare => {
            let shared = after.estate.agreements.iter().flatten();
            lets()
                || shared
                    .filter(|a| a.site_id.as_ref() == Some(&site.site_id))
                    .any(|a| began(a.start))
        }
        // A building that stands empty is not sold.
        kind if kind.is_sale() => false,
        kind => {
            let then = before.estate.site(&site.site_id).and_then(Site::status_or_operational);
            let is_empty = site.status_or_operational() == Some(Status::Vacant);
            kind.closes() && is_empty && then != Some(Status::Vacant)
        }
    }
}

/// Returns the decisions of the earlier snapshot on sites that are in the register no more.
fn of_gone(before: Results<'_>, pairs: &[SitePair]) -> Vec<DecisionOutcome> {
    let kept: BTreeSet<usize> = pairs.iter().map(|pair| pair.before).collect();
    let receipts = portfolio::receipts(before);
    let one = |(number, site): (usize, &Site)| {
        let told = decided(before, number)
            .filter(|_| site.status_or_operational() != Some(Status::Sold))?;
        let (basis, sum) = forecast(&receipts, site).unzip();
        let found = before.appraisal.recommendations.get(number)?;
        Some(DecisionOutcome {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            option: told.option,
            source: Some(told.source.clone()),
            state: OutcomeState::NotInRegister,
            day_forecast: done_on(found, told.option),
            day: None,
            receipt_basis: basis,
            receipt_forecast: sum,
            receipt: None,
            saving_forecast: told
                .option
                .gives_up()
                .then(|| portfolio::saving(before, number))
                .flatten(),
            saving_realised: None,
            cost_before: running_cost(before, number),
            cost_after: None,
        })
    };
    let sites = before.estate.sites.iter().enumerate().filter(|(number, _)| !kept.contains(number));
    sites.filter_map(one).collect()
}

fn done_on(found: &Recommendation, option: OptionKind) -> Option<Date> {
    found.options.iter().find(|o| o.kind == option).and_then(|o| o.done_on)
}

/// Returns the receipt that is counted on, and on what it rests.
fn forecast(receipts: &[SiteReceipt], site: &Site) -> Option<(ForecastBasis, i64)> {
    let own = receipts.iter().find(|receipt| receipt.site_id == site.site_id.as_str())?;
    let programme = own.programme.map(|sum| (ForecastBasis::Programme, sum));
    let planned = own.planned.map(|sum| (ForecastBasis::Planned, sum));
    programme.or(planned).or_else(|| own.appraised.map(|sum| (ForecastBasis::Appraised, sum)))
}

fn running_cost(of: Results<'_>, number: usize) -> Option<i64> {
    match of.measures.sites[number].reading(Measure::RunningCost).value {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    }
}

/// Returns the running cost saved at a site in the last year for which the register of benefits has a sum, in pence.
fn realised(after: Results<'_>, site: &str) -> Option<i64> {
    let lines = after.fund.benefits.lines.iter().filter(|line| {
        line.kind == BenefitKind::RunningCost
            && line.row.status != Some(BenefitStatus::Withdrawn)
            && line.row.site_id.as_ref().is_some_and(|id| id.as_str() == site)
            && line.realised.is_some()
    });
    let lines: Vec<_> = lines.collect();
    let last = lines.iter().map(|line| line.row.financial_year).max()?;
    let of_last = lines.iter().filter(|line| line.row.financial_year == last);
    of_last.filter_map(|line| line.realised).try_fold(0_i64, i64::checked_add)
}

/// Returns targets and outcomes: of sales those due and those made, of sums what was carried out.
fn targets(outcomes: &[DecisionOutcome], as_of: Date) -> Vec<OutcomeTotal> {
    let decided = |o: &&DecisionOutcome| o.state != OutcomeState::Undecided;
    let sales: Vec<&DecisionOutcome> =
        outcomes.iter().filter(decided).filter(|o| o.option.is_sale()).collect();
    let done: Vec<&DecisionOutcome> =
        outcomes.iter().filter(|o| o.state == OutcomeState::Done).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let is_due = |o: &&&DecisionOutcome| o.day_forecast.is_some_and(|day| day <= as_of);
    let sum = |kind, pairs: Vec<(Option<i64>, Option<i64>)>| {
        let known: Vec<(i64, i64)> = pairs.iter().filter_map(|(a, b)| (*a).zip(*b)).collect();
        let total = |of: &mut dyn Iterator<Item = i64>| of.fold(0_i64, i64::saturating_add);
        OutcomeTotal {
            kind,
            forecast: total(&mut known.iter().map(|(forecast, _)| *forecast)),
            outcome: total(&mut known.iter().map(|(_, outcome)| *outcome)),
            known: known.len(),
            of: pairs.len(),
        }
    };
    if sales.is_empty() && done.is_empty() {
        return Vec::new();
    }
    let sold: Vec<&&DecisionOutcome> = done.iter().filter(|o| o.option.is_sale()).collect();
    let receipts = sold.iter().map(|o| (o.receipt_forecast, o.receipt)).collect();
    let savings = done.iter().map(|o| (o.saving_forecast, o.saving_realised)).collect();
    vec![
        OutcomeTotal {
            kind: OutcomeTotalKind::Sales,
            forecast: count(sales.iter().filter(is_due).count()),
            outcome: count(sold.len()),
            known: sales.len(),
            of: sales.len(),
        },
        sum(OutcomeTotalKind::Receipts, receipts),
        sum(OutcomeTotalKind::Savings, savings),
    ]
}
