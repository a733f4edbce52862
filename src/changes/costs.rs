//! What sites cost by category, where the ledgers of two snapshots come to different sums.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    load::{self, SitePair, SiteParts},
    measure::{self, CategoryCost, MeasureError},
    model::{CostCategory, FinancialYear, SiteId, words},
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

/// What a category, or everything, cost at a site, or in the whole estate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostChange {
    /// Of which years the sums are.
    pub kind: CostChangeKind,
    /// The site, as the later snapshot has it, or the earlier where it is there no more; `None` is all sites of both.
    pub site: Option<(SiteId, String)>,
    /// The category; `None` is all.
    pub category: Option<CostCategory>,
    /// The year of the earlier sum, and of the later.
    pub years: (FinancialYear, FinancialYear),
    /// What the earlier ledger comes to; `None` is without a line.
    pub before: Option<CategoryCost>,
    /// What the later ledger comes to.
    pub after: Option<CategoryCost>,
    /// How many sites have a line in the one and in the other.
    pub sites: (usize, usize),
}

impl CostChange {
    /// Returns by how many pence the sums differ, no line being nothing; `None` is beyond what is held.
    #[must_use]
    pub fn pence(&self) -> Option<i64> {
        let pence = |of: &Option<CategoryCost>| of.as_ref().map_or(Some(0), |sum| sum.pence);
        pence(&self.after)?.checked_sub(pence(&self.before)?)
    }

    /// Writes the years: `2018/19 to 2019/20`, or the one that both sums are of.
    #[must_use]
    pub fn period(&self) -> String {
        match self.kind {
            CostChangeKind::Restated => self.years.0.to_string(),
            CostChangeKind::Changed => format!("{} to {}", self.years.0, self.years.1),
        }
    }
}

/// Costs of an estate's sites by category.
type Ledger = Vec<BTreeMap<CostCategory, CategoryCost>>;

/// Returns the sums that differ: all sites together, then each category of each site in the snapshots' own years, then in
/// the earlier year where the later ledger has it too; of each the largest differences first.
///
/// Nothing where one of the snapshots has no ledger.
pub(super) fn of(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
) -> Result<Vec<CostChange>, MeasureError> {
    if before.estate.costs.is_none() || after.estate.costs.is_none() {
        return Ok(Vec::new());
    }
    let (then, now) = (before.measures.cost_year, after.measures.cost_year);
    let parts = Parts::of(before, after, pairs);
    let earlier = parts.joined_then(measure::category_costs(before.estate, then)?);
    let sites = all_sites(before, after, pairs, &parts);
    let mut changes = Vec::new();
    if then != now {
        let later = parts.joined_now(measure::category_costs(after.estate, now)?);
        let whole = CostChange {
            kind: CostChangeKind::Changed,
            site: None,
            category: None,
            years: (then, now),
            before: total(&earlier),
            after: total(&later),
            sites: (with_a_line(&earlier), with_a_line(&later)),
        };
        changes.extend(Some(whole).filter(|whole| whole.pence() != Some(0)));
        changes.extend(apart(CostChangeKind::Changed, (then, now), (&earlier, &later), &sites));
    }
    let same_year = parts.joined_now(measure::category_costs(after.estate, then)?);
    // Lines of days that reach into a year are no account of it.
    let restates = measure::sites_with_year(after.estate, then)?;
    let restates: BTreeSet<usize> = restates.into_iter().map(|at| parts.whole_now(at)).collect();
    // Nor is a late line or two: of the categories of then, half at least must be there again.
    let gives_again = |site: &OneSite| {
        let (Some(before), Some(after)) = (site.before, site.after) else { return false };
        let (Some(old), Some(new)) = (earlier.get(before), same_year.get(after)) else {
            return false;
        };
        let again = old.keys().filter(|category| new.contains_key(category)).count();
        restates.contains(&after) && !old.is_empty() && again * 2 >= old.len()
    };
    let both: Vec<OneSite> = sites.into_iter().filter(gives_again).collect();
    changes.extend(apart(CostChangeKind::Restated, (then, then), (&earlier, &same_year), &both));
    Ok(changes)
}

/// A site of either snapshot: its number in each, its id and its name.
struct OneSite {
    before: Option<usize>,
    after: Option<usize>,
    named: (SiteId, String),
}

/// Sites that were merged into others, or divided from them: what they cost is told at the site that stands in both
/// snapshots.
struct Parts {
    /// Sites of the earlier snapshot that are part of another now, and the number of that one then.
    then: BTreeMap<usize, usize>,
    /// Sites of the later snapshot that were part of another, and the number of that one now.
    now: BTreeMap<usize, usize>,
}

impl Parts {
    fn of(before: Results<'_>, after: Results<'_>, pairs: &[SitePair]) -> Self {
        let (old, new) = (before.estate, after.estate);
        let SiteParts { merged, divided } = load::site_parts(old, new, pairs);
        let then = merged.into_iter().filter_map(|(number, whole)| {
            let into = new.site_number(&whole.site_id)?;
            Some((number, pairs.iter().find(|pair| pair.after == into)?.before))
        });
        let now = divided.into_iter().filter_map(|(number, whole)| {
            let from = old.site_number(&whole.site_id)?;
            Some((number, pairs.iter().find(|pair| pair.before == from)?.after))
        });
        Self { then: then.collect(), now: now.collect() }
    }

    fn whole_now(&self, number: usize) -> usize {
        self.now.get(&number).copied().unwrap_or(number)
    }

    fn joined_then(&self, ledger: Ledger) -> Ledger {
        joined(ledger, &self.then)
    }

    fn joined_now(&self, ledger: Ledger) -> Ledger {
        joined(ledger, &self.now)
    }
}

/// Adds what parts cost to their wholes.
fn joined(mut ledger: Ledger, parts: &BTreeMap<usize, usize>) -> Ledger {
    for (part, whole) in parts {
        let costs = ledger.get_mut(*part).map(std::mem::take).unwrap_or_default();
        let Some(own) = ledger.get_mut(*whole) else { continue };
        for (category, cost) in costs {
            let sum = match own.remove(&category) {
                Some(there) => added(there, cost),
                None => cost,
            };
            own.insert(category, sum);
        }
    }
    ledger
}

fn added(sum: CategoryCost, more: CategoryCost) -> CategoryCost {
    CategoryCost {
        pence: sum.pence.zip(more.pence).and_then(|(sum, more)| sum.checked_add(more)),
        lines: sum.lines + more.lines,
        first: sum.first.min(more.first),
    }
}

/// Returns the sites of both snapshots, those of the later alone, and those of the earlier alone; parts of another are
/// none.
fn all_sites(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
    parts: &Parts,
) -> Vec<OneSite> {
    let named = |of: Results<'_>, at: usize| {
        let site = &of.estate.sites[at];
        (site.site_id.clone(), site.name.clone())
    };
    let both = pairs.iter().map(|pair| OneSite {
        before: Some(pair.before),
        after: Some(pair.after),
        named: named(after, pair.after),
    });
    let alone =
        |count: usize, known: BTreeSet<usize>| (0..count).filter(move |at| !known.contains(at));
    let known = pairs.iter().map(|pair| pair.after).chain(parts.now.keys().copied());
    let came = alone(after.estate.sites.len(), known.collect());
    let known = pairs.iter().map(|pair| pair.before).chain(parts.then.keys().copied());
    let went = alone(before.estate.sites.len(), known.collect());
    both.chain(came.map(|at| OneSite { before: None, after: Some(at), named: named(after, at) }))
        .chain(went.map(|at| OneSite { before: Some(at), after: None, named: named(before, at) }))
        .collect()
}

/// Counts the sites of a ledger with a line.
fn with_a_line(ledger: &Ledger) -> usize {
    ledger.iter().filter(|site| !site.is_empty()).count()
}

/// Adds a ledger up; `None` without a line.
fn total(ledger: &Ledger) -> Option<CategoryCost> {
    ledger.iter().flat_map(BTreeMap::values).cloned().reduce(added)
}

fn apart(
    kind: CostChangeKind,
    years: (FinancialYear, FinancialYear),
    (before, after): (&Ledger, &Ledger),
    sites: &[OneSite],
) -> Vec<CostChange> {
    let of_site = |site: &OneSite| {
        let (before, after) =
            (site.before.and_then(|at| before.get(at)), site.after.and_then(|at| after.get(at)));
        let categories: BTreeSet<CostCategory> =
            before.into_iter().chain(after).flat_map(BTreeMap::keys).copied().collect();
        let change = |category: CostCategory| {
            let sum =
                |of: Option<&BTreeMap<CostCategory, CategoryCost>>| of?.get(&category).cloned();
            let (before, after) = (sum(before), sum(after));
            let differs =
                before.as_ref().map(|sum| sum.pence) != after.as_ref().map(|sum| sum.pence);
            let (site, category) = (Some(site.named.clone()), Some(category));
            let sites = (usize::from(before.is_some()), usize::from(after.is_some()));
            differs.then_some(CostChange { kind, site, category, years, before, after, sites })
        };
        categories.into_iter().filter_map(change).collect::<Vec<_>>()
    };
    let mut changes: Vec<CostChange> = sites.iter().flat_map(of_site).collect();
    changes.sort_by_key(|change| {
        std::cmp::Reverse(change.pence().map_or(u64::MAX, i64::unsigned_abs))
    });
    changes
}
