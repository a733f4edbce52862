//! How much is known: which columns are filled at how many sites, and which missing facts matter most.
//!
//! [`completeness`] counts filled cells, column by column. [`find_out`] adds up, over the first of the
//! ranking, how wide each missing fact leaves the need index: whole millionths, as the index itself has
//! them. Which facts a reading waits for the reading itself says. Both look only at the sites they are told to, so that
//! an edition can leave sites out.

mod beside;
mod columns;

use std::collections::BTreeMap;

use super::{NotRanked, Ranking, explain};
use crate::{
    load::Estate,
    measure::Measures,
    model::{Gaps, Index, Measure, Site, SiteId},
    policy::Policy,
};

pub use columns::{Completeness, completeness};

/// How many of the leading sites are looked at.
pub const FIRST: usize = 10;

/// One criterion that is open at some of the first sites, for want of the same facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// The facts that would settle it together; empty when no fact in a table can.
    pub gaps: Gaps,
    /// Where it is open, in the order of the ranking.
    pub sites: Vec<SiteId>,
    /// Sum over these sites of the index points between the worst and the best it could be.
    pub points: Index,
    /// The most of these points at one site.
    pub most: Index,
    /// Whether a reading in part known stands behind the sum, so that it depends on more than weights.
    pub in_part: bool,
}

impl Next {
    /// Tells whether nothing that this version reads would settle it.
    #[must_use]
    pub const fn waits_for_nothing(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// What to find out next, and among which sites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindOut {
    /// What can be found out now first, widest first; then what no fact in a table settles.
    pub next: Vec<Next>,
    /// How many sites were looked at, [`FIRST`] at most.
    pub among: usize,
    /// Whether there are more such sites.
    pub more: bool,
    /// Whether these are ranked; else too little is known of any site to rank it.
    pub ranked: bool,
}

/// Returns the facts whose absence widens the index of the first sites most.
///
/// The first sites are the first ranked ones that are `shown`. Where none is ranked they are the first of
/// those that too little is known of: what would let them be ranked is what to find out.
#[must_use]
pub fn find_out(
    estate: &Estate,
    measures: &Measures,
    ranking: &Ranking,
    policy: &Policy,
    shown: impl Fn(&Site) -> bool,
) -> FindOut {
    let shown = || ranking.sites.iter().filter(|s| shown(&estate.sites[s.number]));
    let mut first: Vec<_> = shown().filter(|s| s.rank.is_some()).collect();
    let ranked = !first.is_empty();
    if !ranked {
        let declined = Some(NotRanked::TooLittleKnown);
        first = shown().filter(|s| s.not_ranked == declined).collect();
    }
    let more = first.len() > FIRST;
    first.truncate(FIRST);
    let mut found: BTreeMap<(Measure, Gaps), Next> = BTreeMap::new();
    for result in &first {
        let measures = &measures.sites[result.number];
        for open in explain::open_criteria(result, policy) {
            if open.moves.0 == 0 {
                continue;
            }
            let criterion = open.criterion;
            let gaps = measures.reading(criterion).gaps;
            let next = found.entry((criterion, gaps)).or_insert_with(|| Next {
                criterion,
                gaps,
                sites: Vec::new(),
                points: Index(0),
                most: Index(0),
                in_part: false,
            });
            next.sites.push(result.site_id.clone());
            next.points.0 += open.moves.0;
            next.most = next.most.max(open.moves);
            next.in_part |= measures.reading(criterion).value.is_some();
        }
    }
    let mut next: Vec<Next> = found.into_values().collect();
    // Stable: where points are alike, criteria keep the order of measures.
    next.sort_by_key(|n| (n.waits_for_nothing(), std::cmp::Reverse(n.points)));
    FindOut { next, among: first.len(), more, ranked }
}
