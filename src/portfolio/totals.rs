//! Sums of the estate, each with how many sites stand behind it.

use super::{Results, receipts, savings};
use crate::{
    appraise::{Advice, OptionKind, Recommendation},
    model::{CostCategory, Date, FinancialYear, Money, Site, Status, ValueColumn, words},
    score::SiteResult,
};

words!(
    /// What a sum is of.
    Counted {
        MarketValue = "market_value",
        ExistingUseValue = "existing_use_value",
        BookValue = "book_value",
        AlternativeUseValue = "alternative_use_value",
        /// Of the last whole financial year.
        RunningCost = "running_cost",
        /// Of one category of it.
        RunningCostPart = "running_cost_part",
        /// The total of the accounts that a value column is held against.
        StatedAssetValue = "stated_asset_value",
        /// The same column over the same sites, by the register.
        RegisteredAssetValue = "registered_asset_value",
        /// The total of the accounts that the ledger is held against.
        StatedRunningCost = "stated_running_cost",
        /// Running cost saved a year, net of running elsewhere, at the first candidates whose recommended option gives
        /// them up.
        SavingOfFirst = "saving_of_first",
        /// Net receipts of those of them that are to be sold, each by its recommended option, at today's prices.
        ReceiptOfFirst = "receipt_of_first",
        /// The same over every site with a recommended option; what is decided is in none of these.
        SavingOfAll = "saving_of_all",
        ReceiptOfAll = "receipt_of_all",
        /// Least economic advantage of every recommended change, at present value.
        AdvantageOfAll = "advantage_of_all",
        /// Running cost saved a year, net of running elsewhere, at the sites that are given up by decision.
        SavingOfDecided = "saving_of_decided",
        /// Net receipts of the sites that are sold by decision: as in the programme, else as appraised.
        ReceiptOfDecided = "receipt_of_decided",
    }
);

/// On what a sum rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalBasis {
    /// Plain from what it is of.
    Plain,
    /// A value column.
    Column(ValueColumn),
    /// The ledger of a financial year.
    Year(FinancialYear),
    /// One category of that ledger.
    Category(CostCategory),
    /// A part of it is the least that it can be.
    Least,
}

/// One sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// What it is of.
    pub what: Counted,
    /// On what it rests.
    pub basis: TotalBasis,
    /// In pence, of the sites that have the figure; `None` when none has.
    pub sum: Option<i64>,
    /// Sites with the figure.
    pub sites: usize,
    /// Sites it could be of.
    pub of: usize,
    /// The earliest and the latest day on which the figures were found; `None` is not recorded.
    pub from: Option<Date>,
    /// See `from`.
    pub to: Option<Date>,
    /// Of the sites with the figure, those valued longer ago than the policy allows.
    pub stale: usize,
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalsOf {
    /// Values, running cost, totals of the accounts, what is recommended and what is decided.
    Everything,
    /// Values and running cost alone.
    ValuesAndCost,
}

/// One category of a running cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostLine {
    /// Which.
    pub category: CostCategory,
    /// What it costs a year, in pence.
    pub pence: i64,
}

/// Sums over some sites; `None` where none has the figure, or too few stand behind it to be told.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Sites not sold.
    pub sites: usize,
    /// Sites with a rank.
    pub ranked: usize,
    /// Sites with a market value, and its sum in pence.
    pub market_value: Option<(usize, i64)>,
    /// Sites with an existing use value, and its sum in pence.
    pub existing_use_value: Option<(usize, i64)>,
    /// Sites with a running cost, and its sum in pence.
    pub running_cost: Option<(usize, i64)>,
    /// The running cost by category, largest first, in pence.
    pub costs: Vec<CostLine>,
}

impl Total {
    /// Tells whether the sum could be more: sites lack the figure, or have the least that it can be.
    #[must_use]
    pub fn is_least(&self) -> bool {
        self.sites < self.of || self.basis == TotalBasis::Least
    }
}

/// A site with what was found of it.
#[derive(Clone, Copy)]
struct Found<'a> {
    result: &'a SiteResult,
    advice: Option<&'a Recommendation>,
    results: Results<'a>,
}

/// Returns every sum over some sites.
#[must_use]
pub fn rows(results: Results<'_>, keep: impl Fn(&Site) -> bool, of: TotalsOf) -> Vec<Total> {
    let estate = results.estate;
    let held: Vec<&Site> = estate
        .sites
        .iter()
        .filter(|site| keep(site) && site.status_or_operational() != Some(Status::Sold))
        .collect();
    let mut rows: Vec<Total> = ValueColumn::ALL
        .iter()
        .map(|column| value(results, counted(*column), *column, &held))
        .filter(|row| row.sum.is_some())
        .collect();
    let whole = running_cost(results, &keep);
    let parts = category_sums(results, &keep);
    let spends = |category: &CostCategory| {
        let pairs = estate.sites.iter().zip(&results.measures.sites);
        let costed = pairs.filter(|(site, _)| keep(site)).filter_map(|(_, m)| m.costs);
        costed.filter(|sums| sums[*category as usize] != 0).count()
    };
    let part = |category: &CostCategory| Total {
        what: Counted::RunningCostPart,
        sites: spends(category),
        basis: TotalBasis::Category(*category),
        sum: Some(parts[*category as usize]),
        ..whole.clone()
    };
    let spent = |category: &&CostCategory| parts[**category as usize] != 0;
    let parts: Vec<Total> = CostCategory::ALL.iter().filter(spent).map(part).collect();
    rows.push(whole);
    rows.extend(parts);
    if of == TotalsOf::Everything {
        rows.extend(controls(results));
        rows.extend(of_options(results));
    }
    rows
}

const fn counted(column: ValueColumn) -> Counted {
    match column {
        ValueColumn::BookValue => Counted::BookValue,
        ValueColumn::ExistingUseValue => Counted::ExistingUseValue,
        ValueColumn::MarketValue => Counted::MarketValue,
        ValueColumn::AlternativeUseValue => Counted::AlternativeUseValue,
    }
}

const fn value_of(site: &Site, column: ValueColumn) -> Option<Money> {
    match column {
        ValueColumn::BookValue => site.book_value,
        ValueColumn::ExistingUseValue => site.existing_use_value,
        ValueColumn::MarketValue => site.market_value,
        ValueColumn::AlternativeUseValue => site.alternative_use_value,
    }
}

/// Returns what each of some sites that are not sold has in a value column, in pence.
#[must_use]
pub fn values_of(
    results: Results<'_>,
    column: ValueColumn,
    keep: impl Fn(&Site) -> bool,
) -> Vec<i64> {
    let held = |site: &&Site| keep(site) && site.status_or_operational() != Some(Status::Sold);
    let sites = results.estate.sites.iter().filter(held);
    sites.filter_map(|site| value_of(site, column)?.pence()).collect()
}

/// Sums a value column over some sites.
fn value(results: Results<'_>, what: Counted, column: ValueColumn, sites: &[&Site]) -> Total {
    let is_stale = |s: &&&Site| {
        value_of(s, column).is_some() && results.estate.stale_valuation(s, results.policy).is_some()
    };
    let valued = || sites.iter().filter_map(|s| Some((s.valued_on, value_of(s, column)?)));
    let count = valued().count();
    let sum = Money::checked_sum(valued().map(|(_, value)| value)).and_then(Money::pence);
    Total {
        what,
        basis: TotalBasis::Column(column),
        sum: sum.filter(|_| count > 0),
        sites: count,
        of: sites.len(),
        from: valued().filter_map(|(day, _)| day).min(),
        to: valued().filter_map(|(day, _)| day).max(),
        stale: sites.iter().filter(is_stale).count(),
    }
}

fn running_cost(results: Results<'_>, keep: &impl Fn(&Site) -> bool) -> Total {
    let pairs = results.estate.sites.iter().zip(&results.measures.sites);
    let kept = || pairs.clone().filter(|(site, _)| keep(site));
    let costed: Vec<[i64; CostCategory::ALL.len()]> = kept().filter_map(|(_, m)| m.costs).collect();
    let sum = costed.iter().flatten().try_fold(0_i64, |sum, pence| sum.checked_add(*pence));
    let held = |site: &Site| site.status_or_operational() != Some(Status::Sold);
    Total {
        sites: costed.len(),
        sum: sum.filter(|_| !costed.is_empty()),
        of: kept().filter(|(site, m)| held(site) || m.costs.is_some()).count(),
        ..row(Counted::RunningCost, TotalBasis::Year(results.measures.cost_year))
    }
}

const fn row(what: Counted, basis: TotalBasis) -> Total {
    Total { what, basis, sum: None, sites: 0, of: 0, from: None, to: None, stale: 0 }
}

/// The totals of the accounts, and the register's beside the first.
fn controls(results: Results<'_>) -> Vec<Total> {
    let snapshot = &results.estate.snapshot;
    let mut rows = Vec::new();
    if let Some(control) = &snapshot.asset_value {
        let counts = |s: &&Site| {
            s.tenure.is_some_and(|t| control.tenures.contains(&t))
                && s.status_or_operational().is_some_and(|t| control.statuses.contains(&t))
        };
        let sites: Vec<&Site> = results.estate.sites.iter().filter(counts).collect();
        let stated = row(Counted::StatedAssetValue, TotalBasis::Column(control.column));
        rows.push(Total { sum: control.amount.pence(), ..stated });
        rows.push(value(results, Counted::RegisteredAssetValue, control.column, &sites));
    }
    if let Some(control) = &snapshot.running_cost {
        let stated = row(Counted::StatedRunningCost, TotalBasis::Year(control.financial_year));
        rows.push(Total { sum: control.amount.pence(), ..stated });
    }
    rows
}

/// What the recommended options come to; nothing where there are none.
fn of_options(results: Results<'_>) -> Vec<Total> {
    let found = |result| Found { result, advice: advice(results, result), results };
    let all: Vec<Found<'_>> = results.ranking.sites.iter().map(found).collect();
    let is_first = |f: &&Found<'_>| {
        f.result.rank.is_some_and(|rank| {
            usize::try_from(rank).is_ok_and(|r| r <= crate::score::FIRST_CANDIDATES)
        })
    };
    let first: Vec<Found<'_>> = all.iter().filter(is_first).copied().collect();
    let rows = [
        saving(Counted::SavingOfFirst, &first),
        receipt(Counted::ReceiptOfFirst, &first),
        saving(Counted::SavingOfAll, &all),
        receipt(Counted::ReceiptOfAll, &all),
        advantage(&all),
    ];
    let rows = rows.into_iter().chain(of_decisions(results));
    rows.filter(|row| row.of > 0).collect()
}

fn advice<'a>(results: Results<'a>, result: &SiteResult) -> Option<&'a Recommendation> {
    let found = results.appraisal.recommendations.get(result.number)?;
    (found.advice == Advice::Recommended).then_some(found)
}

fn sum_of(what: Counted, figures: &[Option<i64>]) -> Total {
    let known: Vec<i64> = figures.iter().flatten().copied().collect();
    let sum = known.iter().try_fold(0_i64, |sum, pence| sum.checked_add(*pence));
    Total {
        sum: sum.filter(|_| !known.is_empty()),
        sites: known.len(),
        of: figures.len(),
        ..row(what, TotalBasis::Plain)
    }
}

fn led_by<'a>(
    sites: &'a [Found<'a>],
    kind: impl Fn(OptionKind) -> bool + 'a,
) -> impl Iterator<Item = &'a Found<'a>> {
    sites.iter().filter(move |f| f.advice.and_then(|a| a.leads).is_some_and(&kind))
}

fn saving(what: Counted, sites: &[Found<'_>]) -> Total {
    let given_up = led_by(sites, OptionKind::gives_up);
    let figures: Vec<_> = given_up.map(|f| savings::saving(f.results, f.result.number)).collect();
    sum_of(what, &figures)
}

fn receipt(what: Counted, sites: &[Found<'_>]) -> Total {
    let sold = led_by(sites, OptionKind::is_sale);
    let figures: Vec<_> = sold.map(|f| f.advice.and_then(Recommendation::receipt)).collect();
    sum_of(what, &figures)
}

/// What the decisions come to.
fn of_decisions(results: Results<'_>) -> [Total; 2] {
    let all = results.appraisal.recommendations.iter().enumerate();
    let decided = all.filter(|(_, found)| found.advice == Advice::Decided);
    let given_up = decided.filter(|(_, found)| found.leads.is_some_and(OptionKind::gives_up));
    let savings: Vec<_> = given_up.map(|(number, _)| savings::saving(results, number)).collect();
    let receipts: Vec<_> = receipts::of_decided(results).into_values().collect();
    [sum_of(Counted::SavingOfDecided, &savings), sum_of(Counted::ReceiptOfDecided, &receipts)]
}

fn advantage(sites: &[Found<'_>]) -> Total {
    let low = |f: &Found<'_>| {
        let advice = f.advice?;
        let option = advice.options.iter().find(|o| Some(o.kind) == advice.leads)?;
        option.against.low?.pence()
    };
    let changes = led_by(sites, |kind| kind != OptionKind::BusinessAsUsual);
    let is_least = |f: &Found<'_>| {
        let options = f.advice.map_or(&[][..], |a| a.options.as_slice());
        let leads = f.advice.and_then(|a| a.leads);
        options.iter().any(|o| Some(o.kind) == leads && o.against.advantage.is_none())
    };
    let changes: Vec<&Found<'_>> = changes.collect();
    let figures: Vec<_> = changes.iter().map(|f| low(f)).collect();
    let is_open = changes.iter().any(|f| is_least(f));
    let basis = if is_open { TotalBasis::Least } else { TotalBasis::Plain };
    Total { basis, ..sum_of(Counted::AdvantageOfAll, &figures) }
}

/// Returns the running cost by category over some sites, in whole pence.
#[must_use]
pub fn category_sums(
    results: Results<'_>,
    keep: impl Fn(&Site) -> bool,
) -> [i64; CostCategory::ALL.len()] {
    let mut sums = [0_i64; CostCategory::ALL.len()];
    for (site, measures) in results.estate.sites.iter().zip(&results.measures.sites) {
        if let Some(costs) = measures.costs.filter(|_| keep(site)) {
            for (sum, pence) in sums.iter_mut().zip(costs) {
                *sum = sum.saturating_add(pence);
            }
        }
    }
    sums
}

/// Returns the categories, largest first.
#[must_use]
pub fn category_order(sums: &[i64]) -> Vec<CostCategory> {
    let mut order = CostCategory::ALL.to_vec();
    order.sort_by_key(|c| (std::cmp::Reverse(sums[*c as usize]), *c));
    order
}

/// Returns what some sites come to in short.
#[must_use]
pub fn totals(results: Results<'_>, keep: impl Fn(&Site) -> bool) -> Totals {
    let held = |site: &Site| keep(site) && site.status_or_operational() != Some(Status::Sold);
    let value = |column| {
        let parts = values_of(results, column, &keep);
        let total = parts.iter().try_fold(0_i64, |sum, pence| sum.checked_add(*pence))?;
        (!parts.is_empty()).then_some((parts.len(), total))
    };
    let costs = category_sums(results, |site| keep(site));
    let pairs = || results.estate.sites.iter().zip(&results.measures.sites);
    let with_cost = pairs().filter(|(site, m)| keep(site) && m.costs.is_some()).count();
    let ranked = results.ranking.ranked().filter(|r| keep(&results.estate.sites[r.number]));
    Totals {
        sites: results.estate.sites.iter().filter(|s| held(s)).count(),
        ranked: ranked.count(),
        market_value: value(ValueColumn::MarketValue),
        existing_use_value: value(ValueColumn::ExistingUseValue),
        running_cost: (with_cost > 0).then(|| (with_cost, costs.iter().sum())),
        costs: category_order(&costs)
            .into_iter()
            .map(|category| CostLine { category, pence: costs[category as usize] })
            .filter(|line| line.pence != 0)
            .collect(),
    }
}
