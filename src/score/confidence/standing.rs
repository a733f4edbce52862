//! How a site would stand by other weights, by the ranking's own arithmetic.

use crate::{
    model::{Index, Measure, Points, Score, SiteId, Weight, div_round, ratio_term},
    policy::Policy,
    score::{self, Contribution, SiteResult, SiteScore, points},
};

/// A weight that can be changed alone, the others keeping their proportions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeightLever {
    /// That of a criterion in its score.
    Criterion(Score, Measure),
    /// The share of the index that utilisation has; disposal has the rest.
    IndexShare,
}

impl WeightLever {
    /// Returns how finely the weight is told: a hundredth, but a whole per cent for a share of the index.
    pub(super) const fn step(self) -> u32 {
        match self {
            Self::Criterion(..) => Weight::UNIT / 100,
            Self::IndexShare => Weight::UNIT,
        }
    }

    /// Returns the word that `--weight` takes it by.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Criterion(_, measure) => measure.word(),
            Self::IndexShare => crate::policy::FigureName::IndexShareUtilisation.word(),
        }
    }
}

/// The two scores that make the index.
pub(super) const HALVES: [Score; 2] = [Score::Utilisation, Score::Disposal];

/// Weights that a ranking could be made by.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    /// Of the criteria of each half, in the policy's order.
    halves: [Vec<(Measure, Weight)>; 2],
    shares: (i64, i64),
    least_known: i64,
}

impl Weights {
    pub(super) fn of(policy: &Policy) -> Self {
        let half = |score| policy.criteria_of(score).map(|c| (c.measure, c.weight)).collect();
        Self {
            halves: HALVES.map(half),
            shares: score::index_shares(policy),
            least_known: score::least_known(policy),
        }
    }

    /// Returns the known share that a ranked site has at least, from 0 to 1.
    pub(super) fn least_known(&self) -> f64 {
        ratio_term(self.least_known) / 10_000.0
    }

    /// Returns what could be changed alone: the criteria that have others beside them, and the share.
    pub(super) fn levers(&self) -> Vec<WeightLever> {
        let of_half = |(half, score): (&Vec<(Measure, Weight)>, Score)| {
            let others = |at: usize| {
                half.iter().enumerate().any(|(other, (_, w))| other != at && *w > Weight::NONE)
            };
            let own = (0..half.len()).filter(|at| others(*at));
            own.map(|at| WeightLever::Criterion(score, half[at].0)).collect::<Vec<_>>()
        };
        let criteria = self.halves.iter().zip(HALVES).flat_map(of_half);
        criteria.chain([WeightLever::IndexShare]).collect()
    }

    /// Returns the share of the index that a half has by the policy, in per cent.
    pub(super) fn share(&self, score: Score) -> i64 {
        if score == HALVES[0] { self.shares.0 } else { self.shares.1 }
    }

    pub(super) fn half(&self, score: Score) -> &[(Measure, Weight)] {
        &self.halves[HALVES.iter().position(|half| *half == score).unwrap_or(0)]
    }

    pub(super) fn of_criterion(&self, score: Score, measure: Measure) -> Weight {
        let found = self.half(score).iter().find(|(own, _)| *own == measure);
        found.map_or(Weight::NONE, |(_, weight)| *weight)
    }

    /// Returns what a lever stands at.
    pub(super) fn at(&self, lever: WeightLever) -> Weight {
        match lever {
            WeightLever::Criterion(score, measure) => self.of_criterion(score, measure),
            WeightLever::IndexShare => u32::try_from(self.shares.0)
                .ok()
                .and_then(|share| Weight::of_units(share * Weight::UNIT))
                .unwrap_or(Weight::NONE),
        }
    }

    /// Returns the weights with a lever set, as [`Policy::with_one_weight`] sets it; `None` where it cannot be.
    pub(super) fn with(&self, lever: WeightLever, to: Weight) -> Option<Self> {
        let mut set = self.clone();
        match lever {
            WeightLever::IndexShare => {
                let share = i64::from(to.units() / Weight::UNIT);
                set.shares = (share, 100 - share);
            }
            WeightLever::Criterion(score, measure) => {
                let half = &mut set.halves[HALVES.iter().position(|half| *half == score)?];
                let place = half.iter().position(|(own, _)| *own == measure)?;
                let weights: Vec<Weight> = half.iter().map(|(_, weight)| *weight).collect();
                let found = Weight::with_one_set(&weights, place, to)?;
                for ((_, weight), to) in half.iter_mut().zip(found) {
                    *weight = to;
                }
            }
        }
        Some(set)
    }

    /// Returns the shares that the halves have in a site's index.
    pub(super) fn shares(&self, site: &SiteResult) -> (i64, i64) {
        let [used, disposal] = HALVES.map(|score| self.scored(site, score));
        score::shares(&used, &disposal, self.shares)
    }

    fn scored(&self, site: &SiteResult, score: Score) -> SiteScore {
        let own = || site.score(score).contributions.iter();
        let weight_of = |c: &Contribution| self.of_criterion(score, c.criterion);
        let benchmarked = own().filter(|c| c.level_range.is_some()).map(weight_of).sum();
        let known: Weight = own().filter(|c| c.level.is_some()).map(weight_of).sum();
        let part = |c: &Contribution| Some(points::part(c.level?, weight_of(c), known).0);
        let points = (known > Weight::NONE).then(|| Points(own().filter_map(part).sum()));
        SiteScore { points, range: None, known, benchmarked, contributions: Vec::new() }
    }

    /// Tells whether only their ids tell two sites apart.
    pub(super) fn are_level(&self, one: &SiteResult, other: &SiteResult) -> bool {
        let both = self.standing(one).zip(self.standing(other));
        both.is_some_and(|(a, b)| (a.index, a.known_share) == (b.index, b.known_share))
    }

    /// Returns how a site stands by these weights; `None` where it has no index, or too little of it is known.
    pub(super) fn standing<'a>(&self, site: &'a SiteResult) -> Option<Standing<'a>> {
        let [used, disposal] = HALVES.map(|score| self.scored(site, score));
        let shares = score::shares(&used, &disposal, self.shares);
        let (u, d) = score::halves(&used, &disposal, shares)?;
        let (known, whole) = score::known_share(&used, &disposal, shares);
        if !score::ratio_at_least(known, whole, self.least_known) {
            return None;
        }
        let known_share = i64::try_from(div_round(known * 10_000, whole.max(1))).unwrap_or(0);
        Some(Standing { index: Index(u.0 + d.0), known_share, site_id: &site.site_id })
    }
}

/// What decides a site's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing<'a> {
    index: Index,
    known_share: i64,
    site_id: &'a SiteId,
}

impl Standing<'_> {
    /// Tells whether a site stands before another: more need, more of it known, the first id.
    pub(super) fn is_before(&self, other: &Standing<'_>) -> bool {
        let key = |s: &Self| (s.index, s.known_share);
        let other_key = (other.index, other.known_share);
        key(self) > other_key || (key(self) == other_key && self.site_id < other.site_id)
    }
}
