//! A rank taken apart: index points by criterion, what unknowns could move, what would swap two sites.

use super::{Contribution, SiteResult, points};
use crate::{
    measure::SiteMeasures,
    model::{Index, Measure, Points, Quantity, Score, State, Weight, ratio_term},
    policy::{Criterion, Policy, Scale},
};

/// What one criterion adds to the need index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPart {
    /// The score it belongs to.
    pub score: Score,
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// Points of the index.
    pub points: Index,
    /// Most points it could add at this site's known weights.
    pub most: Index,
}

/// Returns what every known criterion adds to the index, largest first; they add up to it exactly.
///
/// A criterion of utilisation adds what is missing to its full part: the less a site is used, the more.
/// Empty when the site has no index.
#[must_use]
pub fn index_parts(site: &SiteResult, policy: &Policy) -> Vec<IndexPart> {
    let (used, disposal) = site.shares(policy);
    let mut parts = Vec::new();
    if site.need_index.is_none() {
        return parts;
    }
    for (score, share) in [(Score::Utilisation, used), (Score::Disposal, disposal)] {
        let whole = site.score(score);
        let full = points::full_parts(&whole.contributions, whole.known);
        for (contribution, full) in whole.contributions.iter().zip(full) {
            let (Some(points), Some(full)) = (contribution.points, full) else { continue };
            let added = if score == Score::Utilisation { full.0 - points.0 } else { points.0 };
            parts.push(IndexPart {
                score,
                criterion: contribution.criterion,
                points: Index(share * added),
                most: Index(share * full.0),
            });
        }
    }
    parts.sort_by_key(|p| (std::cmp::Reverse(p.points), p.score, p.criterion));
    parts
}

/// One criterion that is not known, or known in part, and how far it could move the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCriterion {
    /// The score it belongs to.
    pub score: Score,
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// Points of the index between its best and its worst, once all is known.
    pub moves: Index,
}

/// Returns the unknown and the uncertain criteria of the index, widest first.
#[must_use]
pub fn open_criteria(site: &SiteResult, policy: &Policy) -> Vec<OpenCriterion> {
    let (used, disposal) = site.shares(policy);
    let open = |c: &Contribution| {
        let (low, high) = (c.points_low?, c.points_high?);
        (c.state != State::NotBenchmarked && low != high).then_some(Points(high.0 - low.0))
    };
    let mut found = Vec::new();
    for (score, share) in [(Score::Utilisation, used), (Score::Disposal, disposal)] {
        for contribution in &site.score(score).contributions {
            if let Some(width) = open(contribution) {
                let moves = Index(share * width.0);
                found.push(OpenCriterion { score, criterion: contribution.criterion, moves });
            }
        }
    }
    found.sort_by_key(|open| (std::cmp::Reverse(open.moves), open.score, open.criterion));
    found
}

/// One reading that would put a site level with the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Swap {
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// As it is.
    pub now: Quantity,
    /// As it would have to be, all else equal.
    pub then: Quantity,
    /// Levels between the two.
    pub levels: f64,
}

/// Returns the single readings whose change would close a gap of index points, easiest first.
///
/// `gap` is what the site's index would have to fall by. Criteria read as words are left out: they jump.
#[must_use]
pub fn swaps(site: &SiteResult, measures: &SiteMeasures, policy: &Policy, gap: Index) -> Vec<Swap> {
    let (used, disposal) = site.shares(policy);
    let mut swaps = Vec::new();
    for (score, share) in [(Score::Utilisation, used), (Score::Disposal, disposal)] {
        let whole = site.score(score);
        for contribution in &whole.contributions {
            let criterion = policy
                .criteria_of(score)
                .find(|c| c.measure == contribution.criterion && c.weight > Weight::NONE);
            let reading = measures.reading(contribution.criterion);
            let (Some(level), Some(criterion), Some(now)) =
                (contribution.level, criterion, reading.value)
            else {
                continue;
            };
            // One level is worth share × weight ÷ ΣK index points.
            let worth = ratio_term(share) / 100.0 * criterion.weight.ratio() / whole.known.ratio();
            if worth <= 0.0 {
                continue;
            }
            let levels = ratio_term(gap.0) / ratio_term(Index::UNIT) / worth;
            let target = if score == Score::Utilisation { level + levels } else { level - levels };
            if let Some(then) = reading_at(criterion, now, target) {
                let criterion = contribution.criterion;
                swaps.push(Swap { criterion, now, then, levels });
            }
        }
    }
    swaps.sort_by(|a, b| a.levels.total_cmp(&b.levels).then_with(|| a.criterion.cmp(&b.criterion)));
    swaps
}

/// Returns the reading that has a level, the nearest to where it is now; `None` when none has.
fn reading_at(criterion: &Criterion, now: Quantity, level: f64) -> Option<Quantity> {
    let Scale::Anchors(anchors) = &criterion.scale else { return None };
    let at = |q: Quantity| match q {
        Quantity::Pence(pence) => Some(ratio_term(pence) / 100.0),
        Quantity::Whole(whole) => Some(ratio_term(whole)),
        Quantity::Number(number) => Some(number),
        Quantity::Right(_) | Quantity::YesNo(_) => None,
    };
    let here = at(now)?;
    let crossings = anchors.windows(2).filter_map(|pair| {
        let (low, high) = (pair[0].level, pair[1].level);
        let step = high - low;
        if step.abs() <= 0.0 || level < low.min(high) || level > low.max(high) {
            return None;
        }
        Some(pair[0].at() + (pair[1].at() - pair[0].at()) * (level - low) / step)
    });
    let nearest = crossings.min_by(|a, b| (a - here).abs().total_cmp(&(b - here).abs()))?;
    Some(match now {
        Quantity::Pence(_) => Quantity::Pence(crate::model::to_whole(nearest) * 100),
        Quantity::Whole(_) => Quantity::Whole(crate::model::to_whole(nearest)),
        _ => Quantity::Number(nearest),
    })
}
