//! What came of what was decided: forecast and outcome of every decision, and of all together.

use std::collections::BTreeSet;

use crate::{
    appraise::{Decided, DecisionSource, Recommendation},
    fund::BenefitLine,
    load::SitePair,
    model::{
        BenefitKind, BenefitStatus, Date, FinancialYear, Measure, Money, OptionKind, Quantity,
        Role, Site, Status, words,
    },
    portfolio::{self, Results, SiteReceipt},
    tenure::running,
};

words!(
    /// On what a forecast receipt rests, the first that there is.
    ForecastBasis {
        /// What the body planned, before the cost of sale.
        Planned = "planned",
        /// The register of benefits then, before the cost of sale.
        Register = "register",
        /// The capital programme, net of the cost of sale.
        Programme = "programme",
        /// The appraisal, net.
        Appraised = "appraised",
    }
);

impl ForecastBasis {
    /// Tells whether the cost of sale is taken off.
    const fn is_net(self) -> bool {
        matches!(self, Self::Programme | Self::Appraised)
    }
}

words!(
    /// Where a decision of the earlier snapshot stands in the later.
    OutcomeState {
        /// It is carried out.
        Done = "done",
        /// It stands, and its day is ahead or not known.
        ToCome = "to_come",
        /// It stands, and its day has come.
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
    /// As the register of benefits has it: net of its cost there where the forecast is net.
    pub receipt: Option<i64>,
    /// A year, by the appraisal.
    pub saving_appraised: Option<i64>,
    /// The last year for which the register of benefits has a running cost saved at the site.
    pub saving_year: Option<FinancialYear>,
    /// What the register planned for that year: the earlier snapshot's, else the later's.
    pub saving_forecast: Option<i64>,
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
        Some(_) if day_forecast.is_some_and(|day| day <= as_of) => OutcomeState::Late,
        Some(_) => OutcomeState::ToCome,
    };
    let forecast = forecast(before, then, old);
    let achieved = now.iter().find(|r| r.site_id == new.site_id.as_str()).and_then(|r| r.achieved);
    let achieved = match forecast {
        Some((basis, _)) if basis.is_net() => {
            achieved.and_then(|sum| sum.checked_sub(cost_of_sale(after, new)?))
        }
        _ => achieved,
    };
    let saved = saved(before, after, (old, new));
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
        saving_appraised: option
            .gives_up()
            .then(|| portfolio::saving(before, pair.before))
            .flatten(),
        saving_year: saved.map(|(year, ..)| year),
        saving_forecast: saved.and_then(|(_, planned, _)| planned),
        saving_realised: saved.map(|(.., realised)| realised),
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
        let (basis, sum) = forecast(before, &receipts, site).unzip();
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
            saving_appraised: told
                .option
                .gives_up()
                .then(|| portfolio::saving(before, number))
                .flatten(),
            saving_year: None,
            saving_forecast: None,
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
fn forecast(
    before: Results<'_>,
    receipts: &[SiteReceipt],
    site: &Site,
) -> Option<(ForecastBasis, i64)> {
    let own = receipts.iter().find(|receipt| receipt.site_id == site.site_id.as_str());
    let of = |basis, sum: Option<i64>| sum.map(|sum| (basis, sum));
    let planned = of(ForecastBasis::Planned, own.and_then(|own| own.planned));
    let listed = lines(before, site, BenefitKind::Receipt).filter_map(|line| line.planned);
    planned
        .or_else(|| of(ForecastBasis::Register, sum(listed)))
        .or_else(|| of(ForecastBasis::Programme, own.and_then(|own| own.programme)))
        .or_else(|| of(ForecastBasis::Appraised, own.and_then(|own| own.appraised)))
}

/// Returns the lines of the register of benefits about one kind of benefit of a site, but those withdrawn.
fn lines<'a>(
    of: Results<'a>,
    site: &'a Site,
    kind: BenefitKind,
) -> impl Iterator<Item = &'a BenefitLine> {
    of.fund.benefits.lines.iter().filter(move |line| {
        line.kind == kind
            && line.row.status != Some(BenefitStatus::Withdrawn)
            && line.row.site_id.as_ref() == Some(&site.site_id)
    })
}

/// Adds sums up; `None` of none.
fn sum(sums: impl Iterator<Item = i64>) -> Option<i64> {
    sums.fold(None, |all, one| Some(all.unwrap_or(0_i64).saturating_add(one)))
}

/// Returns what the sale of a site cost, by the register of benefits; `None` where a realised receipt has no cost there.
fn cost_of_sale(after: Results<'_>, site: &Site) -> Option<i64> {
    let realised = lines(after, site, BenefitKind::Receipt).filter(|line| line.realised.is_some());
    let costs: Option<Vec<i64>> =
        realised.map(|line| line.row.cost.known().and_then(Money::pence)).collect();
    sum(costs?.into_iter())
}

/// Returns the last year for which running costs saved at a site are registered, what was planned for it and what came.
fn saved(
    before: Results<'_>,
    after: Results<'_>,
    (old, new): (&Site, &Site),
) -> Option<(FinancialYear, Option<i64>, i64)> {
    let now = || lines(after, new, BenefitKind::RunningCost);
    let year = now().filter(|l| l.realised.is_some()).map(|l| l.row.financial_year).max()?;
    let is_of = |line: &&BenefitLine| line.row.financial_year == year;
    let then = lines(before, old, BenefitKind::RunningCost).filter(is_of);
    let planned = sum(then.filter_map(|line| line.planned))
        .or_else(|| sum(now().filter(is_of).filter_map(|line| line.planned)));
    Some((year, planned, sum(now().filter(is_of).filter_map(|line| line.realised))?))
}

fn running_cost(of: Results<'_>, number: usize) -> Option<i64> {
    match of.measures.sites[number].reading(Measure::RunningCost).value {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    }
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
