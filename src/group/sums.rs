//! Sums of each body, and of all of them.

use super::Body;
use crate::{
    load::Estate,
    model::{Area, FinancialYear, Money, Site, Status, ValueColumn, words},
    portfolio::{Results, values_of},
};

words!(
    /// What is added up of a body.
    SumOf {
        /// Not sold.
        Sites = "sites",
        Ranked = "ranked",
        /// In m².
        GrossArea = "gross_area",
        RunningCost = "running_cost",
        MarketValue = "market_value",
        ExistingUseValue = "existing_use_value",
        BookValue = "book_value",
        /// Of high and significant risk.
        Backlog = "backlog",
    }
);

impl SumOf {
    /// Tells whether the sum is one of money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        !matches!(self, Self::Sites | Self::Ranked | Self::GrossArea)
    }
}

/// One sum: pence of money, thousandths of a m² of area, else sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSum {
    /// The body by its place; `None` is all of them.
    pub body: Option<usize>,
    /// What it is of.
    pub what: SumOf,
    /// Of the sites that have the figure; `None` where none has.
    pub sum: Option<i64>,
    /// Sites with the figure.
    pub known: usize,
    /// Sites it could be of.
    pub of: usize,
    /// The years whose ledgers are in it, of running cost alone.
    pub years: Vec<FinancialYear>,
}

impl GroupSum {
    /// Tells whether the sum could be more, as sites lack the figure.
    #[must_use]
    pub const fn is_least(&self) -> bool {
        self.known < self.of
    }
}

/// Returns the sums of each body, then of all together.
pub(super) fn sums(bodies: &[Body<'_>]) -> Vec<GroupSum> {
    let of = |what: &SumOf| {
        let own = |(place, body): (usize, &Body<'_>)| of_body(place, body.common, *what);
        let own: Vec<GroupSum> = bodies.iter().enumerate().map(own).collect();
        let all = together(*what, &own);
        own.into_iter().chain([all])
    };
    SumOf::ALL.iter().flat_map(of).collect()
}

/// Returns the sum of the sums of bodies.
///
/// # Unknown
/// A body without the figure adds its sites to those that lack it; a sum beyond the range is not known.
#[must_use]
pub fn together(what: SumOf, own: &[GroupSum]) -> GroupSum {
    let known: Vec<i64> = own.iter().filter_map(|sum| sum.sum).collect();
    let sum = known.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part));
    let mut years: Vec<FinancialYear> = own.iter().flat_map(|sum| sum.years.clone()).collect();
    years.sort();
    years.dedup();
    GroupSum {
        body: None,
        what,
        sum: sum.filter(|_| !known.is_empty()),
        known: own.iter().map(|sum| sum.known).sum(),
        of: own.iter().map(|sum| sum.of).sum(),
        years,
    }
}

fn of_body(place: usize, results: Results<'_>, what: SumOf) -> GroupSum {
    let count = held(results.estate).count();
    let whole = |number: usize| {
        let sum = i64::try_from(number).ok();
        GroupSum { body: Some(place), what, sum, known: count, of: count, years: Vec::new() }
    };
    let of_parts = |parts: Vec<i64>, of: usize| {
        let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part));
        let sum = sum.filter(|_| !parts.is_empty());
        GroupSum { sum, known: parts.len(), of, ..whole(0) }
    };
    let value = |column| of_parts(values_of(results, column, |_| true), count);
    match what {
        SumOf::Sites => whole(count),
        SumOf::Ranked => whole(results.ranking.ranked().count()),
        SumOf::GrossArea => {
            let area = |site: &Site| site.gia_m2.and_then(Area::thousandths);
            of_parts(held(results.estate).filter_map(area).collect(), count)
        }
        SumOf::RunningCost => {
            let pairs = results.estate.sites.iter().zip(&results.measures.sites);
            let own = pairs.filter(|(site, m)| is_held(site) || m.costs.is_some());
            let (mut of, mut parts) = (0, Vec::new());
            for (_, measures) in own {
                of += 1;
                parts.extend(
                    measures
                        .costs
                        .and_then(|costs| costs.into_iter().try_fold(0_i64, i64::checked_add)),
                );
            }
            GroupSum { years: vec![results.measures.cost_year], ..of_parts(parts, of) }
        }
        SumOf::MarketValue => value(ValueColumn::MarketValue),
        SumOf::ExistingUseValue => value(ValueColumn::ExistingUseValue),
        SumOf::BookValue => value(ValueColumn::BookValue),
        SumOf::Backlog => of_parts(held(results.estate).filter_map(backlog).collect(), count),
    }
}

/// Tells whether a site is not sold.
pub(super) fn is_held(site: &Site) -> bool {
    site.status_or_operational() != Some(Status::Sold)
}

fn held(estate: &Estate) -> impl Iterator<Item = &Site> {
    estate.sites.iter().filter(|site| is_held(site))
}

/// Returns the backlog of high and significant risk, in pence; `None` where either is not known.
pub(super) fn backlog(site: &Site) -> Option<i64> {
    Money::checked_sum([site.backlog_high?, site.backlog_significant?])?.pence()
}
