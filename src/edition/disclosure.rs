//! Which sums the public edition may tell: none from which what one site costs could be told.

use rust_decimal::Decimal;

use super::{CostLine, Results, TotalRow, totals::Counted};
use crate::{
    model::{CostCategory, Site},
    policy::FigureName,
};

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
            least: super::public::least_sites(results.policy),
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
        made.len() >= self.least
            && Decimal::from(largest) <= Decimal::from(whole).saturating_mul(self.share)
    }

    /// Returns how many sites spend anything on a category.
    fn makers(&self, category: CostCategory) -> usize {
        self.by_site.iter().filter(|sums| sums[category as usize] != 0).count()
    }

    /// Tells whether the running cost may be told: cost per m² leaves rent out, so that the two together tell all rent.
    pub(super) fn is_running_cost_told(&self) -> bool {
        self.makers(CostCategory::Rent) == 0 || self.is_told(&[CostCategory::Rent])
    }

    /// Puts the categories that may not be told into `other`, with the smallest of the rest until it may be told itself.
    ///
    /// Lines come, and go, largest first; none are left where not even all together may be told.
    pub(super) fn told_lines(&self, lines: Vec<CostLine>) -> Vec<CostLine> {
        let goes = |line: &CostLine| !self.is_told(&[line.category]);
        if !lines.iter().any(goes) {
            return lines;
        }
        let (mut few, mut kept): (Vec<CostLine>, Vec<CostLine>) =
            lines.into_iter().partition(|line| line.category == CostCategory::Other || goes(line));
        loop {
            let categories: Vec<CostCategory> = few.iter().map(|line| line.category).collect();
            if few.len() > 1 && self.is_told(&categories) {
                break;
            }
            let Some(line) = kept.pop() else { return Vec::new() };
            few.push(line);
        }
        let pence = few.iter().map(|line| line.pence).sum();
        kept.push(CostLine { category: CostCategory::Other, pence });
        kept
    }

    /// Brings the parts of the running cost among the sums of a paper into line with what may be told.
    pub(super) fn told_rows(&self, rows: Vec<TotalRow>, lines: &[CostLine]) -> Vec<TotalRow> {
        let is_told = self.is_running_cost_told();
        let of_line = |row: TotalRow| match row.what {
            Counted::RunningCost => Some(row).filter(|_| is_told),
            Counted::RunningCostPart => {
                let line = lines.iter().find(|line| line.category.word() == row.basis);
                line.filter(|_| is_told).map(|line| TotalRow { sum: Some(line.pence), ..row })
            }
            _ => Some(row),
        };
        rows.into_iter().filter_map(of_line).collect()
    }
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
            (CostCategory::Security, &[0, 0, 70, 0, 0]),
        ]);
        assert_eq!(shown(&spent.told_lines(lines)), [("rates", 4500), ("other", 570)]);
        assert!(spent.is_running_cost_told());
    }

    #[test]
    fn a_sum_that_one_site_makes_nearly_alone_is_not_told() {
        let (spent, lines) = spent(&[
            (CostCategory::Rates, &[900, 900, 900, 900, 900]),
            (CostCategory::Rent, &[0, 970, 20, 10, 0]),
        ]);
        assert!(!spent.is_running_cost_told());
        assert_eq!(shown(&spent.told_lines(lines)), [("other", 5500)]);
    }
}
