//! Which sums the public edition may tell: none from which what one site costs could be told.

use rust_decimal::Decimal;

use super::{CostLine, Counted, Results, Total, TotalBasis, Totals};
use crate::{
    model::{CostCategory, Site, ValueColumn, div_round},
    policy::{FigureName, Policy},
    portfolio::{self, TotalsOf},
};

/// Returns how coarse a sum must be: the least of 1, 2 and 5 with zeros that is no less than twice its largest part.
///
/// Two such sums that differ by one site, by whatever part, are then equal or differ by twice that part at least.
fn coarseness(largest: u64) -> i64 {
    let twice = largest.saturating_mul(2);
    let steps = (0..18).flat_map(|zeros| [1, 2, 5].map(|digit| digit * 10_u64.pow(zeros)));
    let step = steps.into_iter().find(|step| *step >= twice).unwrap_or(u64::MAX);
    i64::try_from(step).unwrap_or(i64::MAX)
}

/// Returns a sum as it may be told, of the parts that sites make of it; `None` where few make it, or one nearly alone.
fn told(parts: &[i64], least: usize, share: Decimal) -> Option<i64> {
    let made: Vec<u64> = parts.iter().map(|part| part.unsigned_abs()).filter(|p| *p > 0).collect();
    let largest = made.iter().max().copied().unwrap_or_default();
    let whole: u64 = made.iter().fold(0, |sum, part| sum.saturating_add(*part));
    let is_told =
        made.len() >= least && Decimal::from(largest) <= Decimal::from(whole).saturating_mul(share);
    let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(*part))?;
    // A sum that rounds to nothing is not told: it is no zero.
    is_told.then(|| coarse(sum, largest)).filter(|told| *told != 0 || sum == 0)
}

fn coarse(sum: i64, largest: u64) -> i64 {
    let step = coarseness(largest);
    let rounded = div_round(i128::from(sum), i128::from(step)) * i128::from(step);
    i64::try_from(rounded).unwrap_or(sum)
}

/// Returns the totals that may be told, rounded.
pub(super) fn told_totals(
    results: Results<'_>,
    totals: Totals,
    is_open: impl Fn(&Site) -> bool,
) -> Totals {
    let spent = Spent::of(results, &is_open);
    let value = |known: Option<(usize, i64)>, column| {
        let parts = portfolio::values_of(results, column, &is_open);
        known.and_then(|(sites, _)| Some((sites, told(&parts, spent.least, spent.share)?)))
    };
    let whole = spent.told_whole();
    Totals {
        market_value: value(totals.market_value, ValueColumn::MarketValue),
        existing_use_value: value(totals.existing_use_value, ValueColumn::ExistingUseValue),
        running_cost: totals.running_cost.and_then(|(sites, _)| Some((sites, whole?))),
        costs: if whole.is_some() { spent.told_lines(totals.costs) } else { Vec::new() },
        sites: totals.sites,
        ranked: totals.ranked,
    }
}

/// Returns the sums over the sites shown that may be told, rounded.
pub(super) fn told_rows(results: Results<'_>, is_open: impl Fn(&Site) -> bool) -> Vec<Total> {
    let spent = Spent::of(results, &is_open);
    let lines = portfolio::totals(results, &is_open).costs;
    let lines = if spent.told_whole().is_some() { spent.told_lines(lines) } else { Vec::new() };
    let of_row = |row: Total| {
        let sum = match (row.what, row.basis) {
            _ if row.sum.is_none() => return Some(row),
            (Counted::RunningCost, _) => spent.told_whole(),
            (_, TotalBasis::Category(category)) => {
                lines.iter().find(|line| line.category == category).map(|line| line.pence)
            }
            (_, TotalBasis::Column(column)) => {
                let parts = portfolio::values_of(results, column, &is_open);
                told(&parts, spent.least, spent.share)
            }
            (_, TotalBasis::Plain | TotalBasis::Year(_) | TotalBasis::Least) => None,
        };
        let Total { what, basis, sum: _, sites, of, from, to, stale } = row;
        sum.map(|sum| Total { what, basis, sum: Some(sum), sites, of, from, to, stale })
    };
    let rows = portfolio::rows(results, &is_open, TotalsOf::ValuesAndCost);
    rows.into_iter().filter_map(of_row).collect()
}

/// What each open site spends on each category, in pence.
pub(super) struct Spent {
    by_site: Vec<[i64; CostCategory::ALL.len()]>,
    least: usize,
    /// The largest share of a sum that one site may make.
    share: Decimal,
}

impl Spent {
    /// Reads it of the sites that the public may see.
    pub(super) fn of(results: Results<'_>, is_open: impl Fn(&Site) -> bool) -> Self {
        let pairs = results.estate.sites.iter().zip(&results.measures.sites);
        let open = pairs.filter(|(site, _)| is_open(site));
        Self {
            by_site: open.filter_map(|(_, measures)| measures.costs).collect(),
            least: least_sites(results.policy),
            share: results.policy.figure(FigureName::PublicLargestShare),
        }
    }

    /// Tells whether the sum of some categories may be told: enough sites make it, and none of them most of it.
    fn is_told(&self, categories: &[CostCategory]) -> bool {
        let of_site = |sums: &[i64; CostCategory::ALL.len()]| {
            categories.iter().map(|category| sums[*category as usize].unsigned_abs()).sum::<u64>()
        };
        let made: Vec<u64> = self.by_site.iter().map(of_site).filter(|sum| *sum > 0).collect();
        let whole: u64 = made.iter().sum();
        let largest = made.iter().max().copied().unwrap_or_default();
        // Rounded, it is no zero.
        let step = u64::try_from(coarseness(largest)).unwrap_or(u64::MAX);
        made.len() >= self.least
            && Decimal::from(largest) <= Decimal::from(whole).saturating_mul(self.share)
            && whole.saturating_mul(2) >= step
    }

    /// Returns how many sites spend anything on a category.
    fn makers(&self, category: CostCategory) -> usize {
        self.by_site.iter().filter(|sums| sums[category as usize] != 0).count()
    }

    /// Tells whether the running cost may be told: cost per m² leaves out what is restricted, so that the two together,
    /// less what is told of the other restricted categories, tell what is spent on one of them.
    pub(super) fn is_running_cost_told(&self) -> bool {
        let mut restricted = CostCategory::ALL.iter().filter(|category| category.is_restricted());
        restricted.all(|category| self.makers(*category) == 0 || self.is_told(&[*category]))
    }

    /// Puts the categories that may not be told into `other`, with the smallest of the rest until it may be told itself.
    ///
    /// Lines come, and go, largest first; none are left where not even all together may be told.
    pub(super) fn told_lines(&self, lines: Vec<CostLine>) -> Vec<CostLine> {
        let goes = |line: &CostLine| !self.is_told(&[line.category]);
        let rounded = |line: CostLine| CostLine {
            pence: coarse(line.pence, self.largest(&[line.category])),
            category: line.category,
        };
        if !lines.iter().any(goes) {
            return lines.into_iter().map(rounded).collect();
        }
        let (mut few, mut kept): (Vec<CostLine>, Vec<CostLine>) =
            lines.into_iter().partition(|line| line.category == CostCategory::Other || goes(line));
        let categories = loop {
            let categories: Vec<CostCategory> = few.iter().map(|line| line.category).collect();
            if few.len() > 1 && self.is_told(&categories) {
                break categories;
            }
            let Some(line) = kept.pop() else { return Vec::new() };
            few.push(line);
        };
        let sum = few.iter().map(|line| line.pence).sum();
        let pence = coarse(sum, self.largest(&categories));
        let mut kept: Vec<CostLine> = kept.into_iter().map(rounded).collect();
        kept.push(CostLine { category: CostCategory::Other, pence });
        kept
    }

    /// Returns the running cost as it may be told; `None` where it may not.
    fn told_whole(&self) -> Option<i64> {
        let parts: Vec<i64> = self.by_site.iter().map(|sums| sums.iter().sum()).collect();
        told(&parts, self.least, self.share).filter(|_| self.is_running_cost_told())
    }

    /// Returns the largest part that a site makes of some categories.
    fn largest(&self, categories: &[CostCategory]) -> u64 {
        let of_site = |sums: &[i64; CostCategory::ALL.len()]| {
            categories.iter().map(|category| sums[*category as usize].unsigned_abs()).sum::<u64>()
        };
        self.by_site.iter().map(of_site).max().unwrap_or_default()
    }
}

/// Returns how many sites a sum must be of.
pub(super) fn least_sites(policy: &Policy) -> usize {
    usize::try_from(policy.whole(FigureName::PublicTotalSites)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(rows: &[(CostCategory, &[i64])]) -> (Spent, Vec<CostLine>) {
        let mut by_site = vec![[0; CostCategory::ALL.len()]; 5];
        for (category, sums) in rows {
            for (site, pence) in by_site.iter_mut().zip(*sums) {
                site[*category as usize] = *pence;
            }
        }
        let line = |(category, sums): &(CostCategory, &[i64])| CostLine {
            category: *category,
            pence: sums.iter().sum(),
        };
        (Spent { by_site, least: 3, share: Decimal::new(8, 1) }, rows.iter().map(line).collect())
    }

    fn shown(lines: &[CostLine]) -> Vec<(&'static str, i64)> {
        lines.iter().map(|line| (line.category.word(), line.pence)).collect()
    }

    #[test]
    fn what_one_site_makes_goes_into_other_with_enough_beside_it() {
        let (spent, lines) = spent(&[
            (CostCategory::Rates, &[900, 900, 900, 900, 900]),
            (CostCategory::Utilities, &[100, 100, 100, 100, 100]),
            (CostCategory::Insurance, &[0, 0, 70, 0, 0]),
        ]);
        assert_eq!(shown(&spent.told_lines(lines)), [("rates", 4000), ("other", 500)]);
        assert!(spent.is_running_cost_told());
    }

    #[test]
    fn what_one_site_pays_a_guard_withholds_the_running_cost() {
        let (spent, _) = spent(&[
            (CostCategory::Rates, &[900, 900, 900, 900, 900]),
            (CostCategory::Security, &[0, 0, 70, 0, 0]),
        ]);
        assert!(!spent.is_running_cost_told());
    }

    #[test]
    fn a_sum_that_one_site_makes_nearly_alone_is_not_told() {
        let (spent, lines) = spent(&[
            (CostCategory::Rates, &[900, 900, 900, 900, 900]),
            (CostCategory::Rent, &[0, 970, 20, 10, 0]),
        ]);
        assert!(!spent.is_running_cost_told());
        assert_eq!(shown(&spent.told_lines(lines)), [("other", 5000)]);
    }

    /// Two editions may differ by one site: what is told of both does not give its part back.
    #[test]
    fn the_difference_of_two_sums_gives_no_part_back() {
        let share = Decimal::new(8, 1);
        let mut seed: u64 = 7;
        let mut part = |most: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((seed >> 33) % most + 1).unwrap()
        };
        let (mut tried, mut near) = (0, 0);
        // The new site is like the others, or larger than each of them.
        for (sites, most) in
            (4..60).flat_map(|sites| [(sites, 400_000_000), (sites, 4_000_000_000)])
        {
            let rest: Vec<i64> = (0..sites).map(|_| part(400_000_000)).collect();
            let own = part(most);
            let all: Vec<i64> = rest.iter().copied().chain([own]).collect();
            let (Some(now), Some(then)) = (told(&all, 3, share), told(&rest, 3, share)) else {
                continue;
            };
            let step = |parts: &[i64]| coarseness(parts.iter().max().unwrap().unsigned_abs());
            let apart = now - then;
            if step(&all) == step(&rest) {
                assert!(apart == 0 || apart >= own * 2, "{apart} gives {own} back");
            }
            tried += 1;
            near += i32::from((apart - own).abs() * 4 <= own);
        }
        // Where the step changes with the new site, the two roundings hit its part by chance alone.
        assert!(tried > 60 && near * 10 < tried, "{near} of {tried}");
    }

    #[test]
    fn a_sum_is_rounded_to_twice_its_largest_part_or_more() {
        assert_eq!(
            (coarseness(1), coarseness(3), coarseness(250), coarseness(251)),
            (2, 10, 500, 1_000)
        );
        assert_eq!(told(&[340, 330, 320], 3, Decimal::new(8, 1)), Some(1_000));
        assert_eq!(told(&[340, 60, 50], 3, Decimal::new(8, 1)), None);
        assert_eq!(told(&[340, 210], 3, Decimal::new(8, 1)), None);
        assert_eq!(told(&[340, 20, 9], 3, Decimal::new(8, 1)), None);
    }
}
