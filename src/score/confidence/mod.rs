//! How sure a rank is: what unknown readings and other weights could make of it.
//!
//! `bounds` has the best and worst place once everything is known, `flips` the smallest change of one weight that turns
//! a place, `standing` the ranking's own arithmetic at other weights, `second` what other methods say, `chances` how often a site holds a place over drawn
//! weights and readings. The arithmetic on plain tables is in [`super::mcda`].

mod bounds;
mod chances;
mod flips;
mod second;
mod standing;

use rayon::prelude::*;

use super::{FIRST_CANDIDATES, Ranking, SiteResult, explain};
use crate::{
    measure::Measures,
    model::{Gap, SiteId, State},
    policy::{FigureName, Policy},
};

pub use chances::{CentralWeight, Chances, ReadingsTried, WeightsTried};
pub use flips::Flip;
pub use second::{CriteriaPair, OtherMethod, SecondOpinion};
pub use standing::WeightLever;

/// How sure the place of one site is.
#[derive(Debug, Clone)]
pub struct SiteConfidence {
    /// The site.
    pub site_id: SiteId,
    /// Its place; `None` for one of which too little is known to rank it.
    pub rank: Option<u32>,
    /// The best place it can have once everything is known, among all that can be ranked then.
    pub best: u32,
    /// The worst such place.
    pub worst: u32,
    /// Facts not known that stand behind its index, each once.
    pub facts_missing: Vec<Gap>,
    /// Whether it stands before the next site by its id alone.
    pub is_level_with_next: bool,
    /// Changes of one weight that put it behind the next site, a lever each, smallest first; none for the last.
    pub falls_behind: Vec<Flip>,
    /// Changes of one weight that take it out of the first places, a lever each, smallest first; none for a site that is
    /// not among them.
    pub leaves_first: Vec<Flip>,
}

/// How sure the ranking is.
#[derive(Debug, Clone)]
pub struct Confidence {
    /// Ranked sites in order, then those of which too little is known; no more than the policy compares.
    pub sites: Vec<SiteConfidence>,
    /// How many sites could be ranked once everything is known.
    pub candidates: usize,
    /// How many sites are ranked and compared.
    pub ranked: usize,
    /// How many of the first places count as such.
    pub first_places: usize,
    /// How often each site holds its place, by what is drawn; empty where fewer than two sites are compared.
    pub chances: Vec<Chances>,
    /// What other methods make of the ranked sites.
    pub opinions: Vec<SecondOpinion>,
    /// The criteria of the index two by two, those that go together most first.
    pub pairs: Vec<CriteriaPair>,
}

impl Confidence {
    /// Returns the chances by some weights and readings.
    #[must_use]
    pub fn chances(&self, weights: WeightsTried, readings: ReadingsTried) -> Option<&Chances> {
        self.chances.iter().find(|c| (c.weights, c.readings) == (weights, readings))
    }
}

/// Which draws of weights and readings are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draws {
    /// Weights near the policy's: what a sentence tells.
    ForSentences,
    /// All of them.
    All,
}

/// Works out how sure each rank is, of the first `most` sites.
///
/// Sites beyond as many as the policy compares (`rank_sites_compared`) are left out, and not counted as others either but
/// for the best and worst place, which look at every site.
#[must_use]
pub fn confidence(
    ranking: &Ranking,
    measures: &Measures,
    policy: &Policy,
    (most, draws): (usize, Draws),
) -> Confidence {
    let number = |name| usize::try_from(policy.whole(name)).unwrap_or(usize::MAX);
    let compared = number(FigureName::RankSitesCompared);
    let first_places = FIRST_CANDIDATES;
    let places = bounds::places(&ranking.sites);
    let candidates: Vec<(&SiteResult, (u32, u32))> =
        ranking.sites.iter().zip(places).filter_map(|(site, place)| Some((site, place?))).collect();
    let weights = standing::Weights::of(policy);
    let kept = &candidates[..candidates.len().min(compared)];
    let all: Vec<&SiteResult> = kept.iter().map(|(site, _)| *site).collect();
    let ranked: Vec<&SiteResult> =
        kept.iter().map(|(site, _)| *site).filter(|site| site.rank.is_some()).collect();
    let of_site = |(at, (site, (best, worst))): (usize, &(&SiteResult, (u32, u32)))| {
        let next = ranked.get(at + 1).filter(|_| at < ranked.len());
        let is_first = at < ranked.len().min(first_places) && ranked.len() > first_places;
        SiteConfidence {
            site_id: site.site_id.clone(),
            rank: site.rank,
            best: *best,
            worst: *worst,
            facts_missing: facts_missing(site, measures, policy),
            is_level_with_next: next.is_some_and(|next| weights.are_level(site, next)),
            falls_behind: next
                .map_or_else(Vec::new, |next| flips::falls_behind(&weights, site, next)),
            leaves_first: if is_first {
                flips::leaves_first(&weights, &all, at, first_places)
            } else {
                Vec::new()
            },
        }
    };
    let sites: Vec<SiteConfidence> =
        kept[..kept.len().min(most)].par_iter().enumerate().map(of_site).collect();
    let chances = chances::of_sites(&ranked, &all, policy, draws);
    Confidence {
        sites,
        candidates: candidates.len(),
        ranked: ranked.len(),
        first_places,
        chances,
        opinions: second::opinions(&ranked, &weights),
        pairs: second::pairs(&all, &weights, policy),
    }
}

/// Names the facts that the open criteria of a site's index wait for.
fn facts_missing(site: &SiteResult, measures: &Measures, policy: &Policy) -> Vec<Gap> {
    let readings = &measures.sites[site.number];
    let open = explain::open_criteria(site, policy);
    let mut gaps: Vec<Gap> = Vec::new();
    for criterion in open {
        let reading = readings.reading(criterion.criterion);
        for gap in reading.gaps.iter().filter(|_| reading.state == State::Unknown) {
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
    }
    gaps
}
