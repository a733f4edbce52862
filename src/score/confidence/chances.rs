//! How often each site holds a place when weights are drawn, and readings within what is known of them.

use super::Draws;
use crate::{
    model::{Measure, Score, Weight, ratio_term},
    policy::{FigureName, Policy},
    score::{
        Contribution, SiteResult,
        mcda::{
            Acceptability, Alternatives, CriterionValue, Sampling, WeightsKnown, acceptability,
        },
    },
};

crate::model::words! {
    /// Which weights are drawn.
    WeightsTried {
        /// Near those of the policy.
        NearPolicy = "near_policy",
        /// Any that add up to one, each as likely.
        Any = "any",
    }
}

crate::model::words! {
    /// Which readings are drawn.
    ReadingsTried {
        /// None: those not known are left out, as in the ranking.
        AsKnown = "as_known",
        /// Those not known, or known in part, lie anywhere within their ranges.
        WithinRanges = "within_ranges",
    }
}

/// A criterion's mean weight in the index over the draws in which a site is first, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CentralWeight {
    /// The score it belongs to.
    pub score: Score,
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// What it weighs in the policy's index.
    pub policy: f64,
    /// What it weighs where the site is first.
    pub mean: f64,
}

/// How often sites hold their places, by one kind of weights and readings.
#[derive(Debug, Clone)]
pub struct Chances {
    /// Which weights were drawn.
    pub weights: WeightsTried,
    /// Which readings were drawn.
    pub readings: ReadingsTried,
    /// What came of it; alternatives are the sites of [`super::Confidence`] in their order, so far as they take part.
    pub counted: Acceptability,
    criteria: Vec<(Score, Measure, f64)>,
}

impl Chances {
    /// Returns the weights with which a site, by its number in order, is first; `None` for one that never is.
    #[must_use]
    pub fn central_weights(&self, site: usize) -> Option<Vec<CentralWeight>> {
        let means = self.counted.central_weights.get(site)?.as_ref()?;
        let one = |((score, criterion, policy), mean): (&(Score, Measure, f64), &f64)| {
            CentralWeight { score: *score, criterion: *criterion, policy: *policy, mean: *mean }
        };
        Some(self.criteria.iter().zip(means).map(one).collect())
    }
}

/// Draws weights, and readings where they are wanted; nothing where fewer than two sites take part.
pub(super) fn of_sites(
    ranked: &[&SiteResult],
    all: &[&SiteResult],
    policy: &Policy,
    draws: Draws,
) -> Vec<Chances> {
    let wanted: &[(WeightsTried, ReadingsTried)] = match draws {
        Draws::ForSentences => &[
            (WeightsTried::NearPolicy, ReadingsTried::AsKnown),
            (WeightsTried::NearPolicy, ReadingsTried::WithinRanges),
        ],
        Draws::All => &[
            (WeightsTried::NearPolicy, ReadingsTried::AsKnown),
            (WeightsTried::NearPolicy, ReadingsTried::WithinRanges),
            (WeightsTried::Any, ReadingsTried::AsKnown),
            (WeightsTried::Any, ReadingsTried::WithinRanges),
        ],
    };
    let criteria = criteria(policy);
    let drawn = |(weights, readings): &(WeightsTried, ReadingsTried)| {
        let sites = if *readings == ReadingsTried::AsKnown { ranked } else { all };
        let rows = sites.iter().map(|site| values(site, &criteria, *readings)).collect();
        let groups = criteria.iter().map(|(score, ..)| *score as usize).collect();
        let alternatives = Alternatives::new(groups, rows).ok()?;
        let given = criteria.iter().map(|(.., weight)| *weight).collect();
        let known = match weights {
            WeightsTried::Any => WeightsKnown::Nothing,
            WeightsTried::NearPolicy => WeightsKnown::Around {
                weights: given,
                concentration: policy.ratio(FigureName::RankWeightConcentration),
            },
        };
        let counted = acceptability(&alternatives, &known, sampling(policy, sites.len())).ok()?;
        let criteria = criteria.clone();
        Some(Chances { weights: *weights, readings: *readings, counted, criteria })
    };
    if ranked.len() < 2 { Vec::new() } else { wanted.iter().filter_map(drawn).collect() }
}

fn sampling(policy: &Policy, sites: usize) -> Sampling {
    Sampling {
        draws: u32::try_from(policy.whole(FigureName::RankDraws)).unwrap_or(u32::MAX),
        seed: u64::try_from(policy.whole(FigureName::RankSeed)).unwrap_or_default(),
        places: sites,
        pairs_among: 0,
    }
}

/// Returns the criteria that weigh in the index, with what they weigh in it.
fn criteria(policy: &Policy) -> Vec<(Score, Measure, f64)> {
    let (used, disposal) = super::super::index_shares(policy);
    let shares = [(Score::Utilisation, used), (Score::Disposal, disposal)];
    let of_score = |(score, share): (Score, i64)| {
        let criteria = policy.criteria_of(score).filter(|c| c.weight > Weight::NONE);
        criteria.map(move |c| (score, c.measure, ratio_term(share) * c.weight.ratio() / 10_000.0))
    };
    shares.into_iter().filter(|(_, share)| *share > 0).flat_map(of_score).collect()
}

/// Returns what is known of a site by each criterion, as need: the less used, the more.
fn values(
    site: &SiteResult,
    criteria: &[(Score, Measure, f64)],
    readings: ReadingsTried,
) -> Vec<CriterionValue> {
    let of = |(score, measure, _): &(Score, Measure, f64)| {
        let own = site.score(*score).contributions.iter().find(|c| c.criterion == *measure);
        own.map_or(CriterionValue::NotJudged, |own| value(own, *score, readings))
    };
    criteria.iter().map(of).collect()
}

fn value(own: &Contribution, score: Score, readings: ReadingsTried) -> CriterionValue {
    let need = |level: f64| if score == Score::Utilisation { 100.0 - level } else { level };
    match (readings, own.level, own.level_range) {
        (ReadingsTried::AsKnown, Some(level), _) => CriterionValue::Known(need(level)),
        (ReadingsTried::WithinRanges, _, Some((low, high))) => {
            let (a, b) = (need(low), need(high));
            CriterionValue::Range { low: a.min(b), high: a.max(b) }
        }
        _ => CriterionValue::NotJudged,
    }
}
