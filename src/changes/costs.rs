//! What sites cost by category, where the ledgers of two snapshots come to different sums.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    load::SitePair,
    measure::{self, CategoryCost, MeasureError},
    model::{CostCategory, FinancialYear, words},
    portfolio::Results,
};

words!(
    /// Of which years two sums are.
    CostChangeKind {
        /// Of one year, as each ledger gives it.
        Restated = "restated",
        /// Of the last whole year of each snapshot.
        Changed = "changed",
    }
);

/// What one category cost at a site of both snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostChange {
    /// Of which years the sums are.
    pub kind: CostChangeKind,
    /// The site's number in the later snapshot.
    pub site: usize,
    /// The category.
    pub category: CostCategory,
    /// The year of the earlier sum, and of the later.
    pub years: (FinancialYear, FinancialYear),
    /// What the earlier ledger comes to; `None` is without a line.
    pub before: Option<CategoryCost>,
    /// What the later ledger comes to.
    pub after: Option<CategoryCost>,
}

impl CostChange {
    /// Returns by how many pence the sums differ; no line is nothing here, and what is beyond what is held the most there is.
    fn size(&self) -> u64 {
        let pence = |of: &Option<CategoryCost>| of.as_ref().map_or(Some(0), |sum| sum.pence);
        let both = pence(&self.before).zip(pence(&self.after));
        both.map_or(u64::MAX, |(before, after)| after.abs_diff(before))
    }
}

/// Costs of an estate's sites by category.
type Ledger = Vec<BTreeMap<CostCategory, CategoryCost>>;

/// Returns the sums that differ: of the earlier snapshot's year in both ledgers, then of each snapshot's own year; of each
/// the largest differences first.
pub(super) fn of(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
) -> Result<Vec<CostChange>, MeasureError> {
    let (then, now) = (before.measures.cost_year, after.measures.cost_year);
    let earlier = measure::category_costs(before.estate, then)?;
    let same_year = measure::category_costs(after.estate, then)?;
    let mut changes = Vec::new();
    // A ledger that no longer has that year, but for lines of days that reach into it, says nothing of it.
    let costed = pairs.iter().filter(|pair| !earlier[pair.before].is_empty());
    let (had, has) = costed.fold((0, 0), |(had, has), pair| {
        (had + 1, has + usize::from(!same_year[pair.after].is_empty()))
    });
    if has * 2 >= had {
        changes.extend(apart(
            CostChangeKind::Restated,
            (then, then),
            (&earlier, &same_year),
            pairs,
        ));
    }
    if then != now {
        let later = measure::category_costs(after.estate, now)?;
        changes.extend(apart(CostChangeKind::Changed, (then, now), (&earlier, &later), pairs));
    }
    Ok(changes)
}

fn apart(
    kind: CostChangeKind,
    years: (FinancialYear, FinancialYear),
    (before, after): (&Ledger, &Ledger),
    pairs: &[SitePair],
) -> Vec<CostChange> {
    let of_pair = |pair: &SitePair| {
        let (before, after) = (&before[pair.before], &after[pair.after]);
        let categories: BTreeSet<CostCategory> =
            before.keys().chain(after.keys()).copied().collect();
        let change = |category: CostCategory| {
            let (before, after) = (before.get(&category), after.get(&category));
            let differs = before.map(|sum| sum.pence) != after.map(|sum| sum.pence);
            differs.then(|| CostChange {
                kind,
                site: pair.after,
                category,
                years,
                before: before.cloned(),
                after: after.cloned(),
            })
        };
        categories.into_iter().filter_map(change).collect::<Vec<_>>()
    };
    let mut changes: Vec<CostChange> = pairs.iter().flat_map(of_pair).collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.size()));
    changes
}
