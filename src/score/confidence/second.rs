//! What other methods make of the same levels and weights, and which criteria say much the same.

use super::standing::{HALVES, Weights};
use crate::{
    model::{Measure, Score, Weight, ratio_term},
    policy::{FigureName, Policy},
    score::{
        SiteResult,
        mcda::{
            BetterWhen, DecisionTable, Normalisation, kendall, pearson, shared_places, spearman,
        },
    },
};

crate::model::words! {
    /// A method that ranks by the same levels and weights in another way.
    OtherMethod {
        /// How near the best of every criterion, how far from the worst (Hwang and Yoon 1981).
        Topsis = "topsis",
        /// The weighted sum of levels stretched so that the worst of the sites has 0 and the best 100.
        RelativeSum = "relative_sum",
        /// The product of the levels, each to the power of its weight: a bad level cannot be made up for.
        WeightedProduct = "weighted_product",
    }
}

/// What one other method makes of the ranked sites.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondOpinion {
    /// The method.
    pub method: OtherMethod,
    /// Its place for each ranked site, in the order of the ranking; equal sites share the mean of their places.
    pub places: Vec<f64>,
    /// Kendall's rank correlation (tau-b) with the ranking; `None` where it cannot be worked out.
    pub kendall: Option<f64>,
    /// Spearman's rank correlation with the ranking; `None` where it cannot be worked out.
    pub spearman: Option<f64>,
}

/// Least level by the weighted product: at zero no other level would count at all.
const LEAST_LEVEL: f64 = 1.0;

/// Least sites with both known for two criteria to be compared.
const LEAST_SITES: usize = 5;

/// Ranks by other methods; nothing for fewer than two sites.
///
/// A criterion that is not known, or that does not judge a site, stands at the mean of those of its score that do, as
/// leaving it out does; a score of which nothing judges a site stands at the other score.
pub(super) fn opinions(ranked: &[&SiteResult], weights: &Weights) -> Vec<SecondOpinion> {
    let criteria: Vec<(Score, Measure, f64)> = HALVES
        .into_iter()
        .flat_map(|score| {
            weights.criteria(score).map(move |(measure, weight)| (score, measure, weight))
        })
        .collect();
    let rows: Vec<Vec<f64>> = ranked.iter().map(|site| row(site, &criteria)).collect();
    let better = vec![BetterWhen::Higher; criteria.len()];
    let of: Vec<f64> = criteria.iter().map(|(.., weight)| *weight).collect();
    let by_ranking: Vec<f64> = (0_i64..).zip(ranked).map(|(place, _)| -ratio_term(place)).collect();
    let opinion = |method: &OtherMethod| {
        let least = match method {
            OtherMethod::Topsis | OtherMethod::RelativeSum => 0.0,
            OtherMethod::WeightedProduct => LEAST_LEVEL,
        };
        let rows: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|level| level.max(least)).collect()).collect();
        let table = DecisionTable::new(&rows, better.clone(), of.clone()).ok()?;
        let found = match method {
            OtherMethod::Topsis => table.topsis(Normalisation::Vector),
            OtherMethod::RelativeSum => table.weighted_sum(Normalisation::MinMax),
            OtherMethod::WeightedProduct => table.weighted_product(Normalisation::Linear),
        };
        Some(SecondOpinion {
            method: *method,
            places: shared_places(&found),
            kendall: kendall(&by_ranking, &found),
            spearman: spearman(&by_ranking, &found),
        })
    };
    if ranked.len() < 2 {
        return Vec::new();
    }
    OtherMethod::ALL.iter().filter_map(opinion).collect()
}

/// Returns a site's need by each criterion, those left out at the mean of the others.
fn row(site: &SiteResult, criteria: &[(Score, Measure, f64)]) -> Vec<f64> {
    let means = HALVES.map(|score| {
        let own = criteria.iter().filter(|(of, ..)| *of == score);
        let known =
            own.filter_map(|(of, measure, weight)| Some((need(site, *of, *measure)?, weight)));
        let (sum, whole) = known
            .fold((0.0, 0.0), |(sum, whole), (need, weight)| (sum + need * weight, whole + weight));
        (whole > 0.0).then(|| sum / whole)
    });
    let mean = |score: Score| {
        let [used, disposal] = means;
        let own = if score == HALVES[0] { used.or(disposal) } else { disposal.or(used) };
        own.unwrap_or_default()
    };
    let level = |(score, measure, _): &(Score, Measure, f64)| {
        need(site, *score, *measure).unwrap_or_else(|| mean(*score))
    };
    criteria.iter().map(level).collect()
}

/// Returns a site's level by a criterion as need: the less used, the more; `None` where it is not known.
fn need(site: &SiteResult, score: Score, measure: Measure) -> Option<f64> {
    let own = site.score(score).contributions.iter().find(|c| c.criterion == measure)?;
    own.level.map(|level| if score == Score::Utilisation { 100.0 - level } else { level })
}

/// Two criteria of the index and how far they go together.
#[derive(Debug, Clone, PartialEq)]
pub struct CriteriaPair {
    /// One criterion.
    pub one: Measure,
    /// The other.
    pub other: Measure,
    /// Candidates at which both are known.
    pub sites: usize,
    /// Pearson's correlation of their levels, as need.
    pub correlation: f64,
    /// What both weigh in the index together, from 0 to 1.
    pub together: f64,
    /// Whether the correlation is above the policy's: they may count one thing twice.
    pub is_doubled: bool,
}

/// Compares the criteria of the index two by two, those that go together most first.
///
/// Pairs of which fewer than five candidates have both, or of which one is the same everywhere, are left out.
pub(super) fn pairs(
    candidates: &[&SiteResult],
    weights: &Weights,
    policy: &Policy,
) -> Vec<CriteriaPair> {
    let limit = policy.ratio(FigureName::CriteriaCorrelation);
    let criteria: Vec<(Measure, f64, Vec<Option<f64>>)> = HALVES
        .into_iter()
        .flat_map(|score| {
            weights.criteria(score).map(move |(measure, weight)| {
                let levels = candidates.iter().map(|site| need(site, score, measure)).collect();
                (measure, weight, levels)
            })
        })
        .collect();
    let mut found = Vec::new();
    for (at, (one, weight, levels)) in criteria.iter().enumerate() {
        for (other, other_weight, other_levels) in &criteria[at + 1..] {
            let both = levels.iter().zip(other_levels);
            let sites = both.filter(|(a, b)| a.is_some() && b.is_some()).count();
            let Some(correlation) = pearson(levels, other_levels).filter(|_| sites >= LEAST_SITES)
            else {
                continue;
            };
            found.push(CriteriaPair {
                one: *one,
                other: *other,
                sites,
                correlation,
                together: weight + other_weight,
                is_doubled: correlation > limit,
            });
        }
    }
    found.sort_by(|a, b| {
        b.correlation.total_cmp(&a.correlation).then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    found
}

impl Weights {
    /// Returns the criteria of a half that weigh in the index, with what they weigh in it.
    fn criteria(&self, score: Score) -> impl Iterator<Item = (Measure, f64)> + '_ {
        let share = self.share(score);
        let own = self.half(score).iter().filter(move |(_, w)| *w > Weight::NONE && share > 0);
        own.map(move |(measure, weight)| (*measure, weight.ratio() * ratio_term(share) / 10_000.0))
    }
}
