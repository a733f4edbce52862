//! Measures in; scores, need index and rank out, each with its why.
//!
//! Points are fixed-point numbers rounded once, where a contribution is made (`points`); scores and index
//! are their sums. Gates (`gates`) are shown beside the scores and never blended in. `explain` takes a
//! rank apart again; `reasons` names what gives most of an index, `known` says what would make it surer, `questioned` which readings rest on a questioned cell.

pub mod confidence;
pub mod explain;
mod gates;
pub mod known;
pub mod mcda;
mod points;
mod questioned;
mod reasons;

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::{
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{
        Index, Measure, Points, Reading, Score, Site, SiteId, State, Status, Weight, div_round,
    },
    policy::{Criterion, FigureName, Policy},
    tenure::SiteExits,
};

pub use gates::Gate;
pub use questioned::Questioned;
pub use reasons::{Reason, ReasonKind, reasons};

/// Sites at the head of the ranking that a paper tells of one by one.
pub const FIRST_CANDIDATES: usize = 5;

/// A criterion and what it reads of a site.
pub type Judged<'a> = (&'a Criterion, &'a Reading);

/// What criteria and readings that may be of different days and policies come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// As of a site's [`SiteResult`].
    pub need_index: Option<Index>,
    /// The score for subletting; `None` when nothing is known of it.
    pub subletting: Option<Points>,
    /// As of a site's [`SiteResult`].
    pub known_share: i64,
}

/// Judges a site by some criteria, each with its reading, and the policy's shares of the index.
#[must_use]
pub fn judge<'a>(judged: &[Judged<'a>], shares_of_policy: (i64, i64)) -> Judgement {
    let of = |score: Score| points::score(judged.iter().filter(|(c, _)| c.score == score).copied());
    let [used, subletting, disposal] =
        [Score::Utilisation, Score::Subletting, Score::Disposal].map(of);
    let shares = shares(&used, &disposal, shares_of_policy);
    let (known, whole) = known_share(&used, &disposal, shares);
    Judgement {
        need_index: halves(&used, &disposal, shares).map(|(u, d)| Index(u.0 + d.0)),
        subletting: subletting.points,
        known_share: in_ten_thousandths(known, whole),
    }
}

/// What one criterion adds to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The criterion, by what it reads.
    pub criterion: Measure,
    /// How well the reading is known.
    pub state: State,
    /// 0 to 100; `None` when not known or not benchmarked.
    pub level: Option<f64>,
    /// Least and most the level can be once everything is known; `None` when not benchmarked.
    pub level_range: Option<(f64, f64)>,
    /// The criterion's weight in its score.
    pub weight: Weight,
    /// Level × weight ÷ weight known; `None` when not known or not benchmarked.
    pub points: Option<Points>,
    /// Least it can add once everything is known; `None` when not benchmarked.
    pub points_low: Option<Points>,
    /// Most it can add once everything is known; `None` when not benchmarked.
    pub points_high: Option<Points>,
}

impl SiteScore {
    /// Returns the score of a class: at most what its line says, made of nothing that could be told of one site.
    fn in_class(self, line: Points) -> Self {
        if self.benchmarked == Weight::NONE {
            return self;
        }
        let untold = |contribution: Contribution| Contribution {
            state: State::Known,
            level: None,
            level_range: None,
            points: None,
            points_low: None,
            points_high: None,
            ..contribution
        };
        Self {
            points: Some(line),
            range: Some((Points(0), line)),
            known: self.benchmarked,
            benchmarked: self.benchmarked,
            contributions: self.contributions.into_iter().map(untold).collect(),
        }
    }

    /// Returns the share of its weight that is known, in ten-thousandths; `None` where it judges by nothing.
    #[must_use]
    pub fn known_share(&self) -> Option<i64> {
        let judged = i128::from(self.benchmarked.units());
        let share =
            (judged > 0).then(|| div_round(i128::from(self.known.units()) * 10_000, judged))?;
        i64::try_from(share).ok()
    }
}

/// One score of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteScore {
    /// Sum of the contributions; `None` when nothing is known.
    pub points: Option<Points>,
    /// Least and most it can be; `None` when nothing is benchmarked.
    pub range: Option<(Points, Points)>,
    /// Weight of the known criteria, ΣK.
    pub known: Weight,
    /// Weight of the benchmarked criteria, ΣB.
    pub benchmarked: Weight,
    /// One a criterion, in the policy's order.
    pub contributions: Vec<Contribution>,
}

crate::model::words! {
    /// Why a site has no rank; the first that applies.
    NotRanked {
        Sold = "sold",
        ForSale = "for_sale",
        MustKeep = "must_keep",
        TooLittleKnown = "too_little_known",
    }
}

/// A site's scores, index and place.
#[derive(Debug, Clone)]
pub struct SiteResult {
    /// The site.
    pub site_id: SiteId,
    /// Its number in `site_id` order.
    pub number: usize,
    /// The three scores, in the order of [`Score::ALL`].
    pub scores: [SiteScore; 3],
    /// `None` when nothing is known of a half.
    pub need_index: Option<Index>,
    /// Least and most the index can be; `None` when nothing is benchmarked at all.
    pub need_range: Option<(Index, Index)>,
    /// The index's part from utilisation and from disposal; they add up to it.
    pub halves: Option<(Index, Index)>,
    /// Share of the index's weight that is known, ten-thousandths.
    pub known_share: i64,
    /// What stands in the way, shown and not blended in.
    pub gates: Vec<Gate>,
    /// Its place from 1; `None` when it is not ranked.
    pub rank: Option<u32>,
    /// Why it has no rank.
    pub not_ranked: Option<NotRanked>,
}

impl SiteResult {
    /// Returns one of the three scores.
    #[must_use]
    pub const fn score(&self, score: Score) -> &SiteScore {
        &self.scores[score as usize]
    }

    /// Returns the shares of utilisation and disposal in this site's index, in per cent.
    ///
    /// A half that is not benchmarked at all leaves the whole index to the other.
    #[must_use]
    pub fn shares(&self, policy: &Policy) -> (i64, i64) {
        shares(self.score(Score::Utilisation), self.score(Score::Disposal), index_shares(policy))
    }
}

/// Every site in the order of the ranking: ranked ones first, then the others.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// Ranked sites by index down, known share down, id up; then the others by reason.
    pub sites: Vec<SiteResult>,
}

impl Ranking {
    /// Returns the ranked sites.
    pub fn ranked(&self) -> impl Iterator<Item = &SiteResult> {
        self.sites.iter().filter(|s| s.rank.is_some())
    }

    /// Finds a site.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> Option<&SiteResult> {
        self.sites.iter().find(|s| s.site_id == *id)
    }
}

/// Scores every site and ranks the candidates for surplus.
#[must_use]
pub fn rank(estate: &Estate, tenure: &SiteExits, measures: &Measures, policy: &Policy) -> Ranking {
    rank_in_class(estate, tenure, measures, policy, |_| None)
}

/// Ranks as [`rank`] does, but tells the use of some sites, by their number, as that of a class.
///
/// All sites of a class count as used as much as its line says, whatever is known of each: that one number stands for
/// all that their utilisation score would be made of.
#[must_use]
pub fn rank_in_class(
    estate: &Estate,
    tenure: &SiteExits,
    measures: &Measures,
    policy: &Policy,
    line: impl Fn(usize) -> Option<Points> + Sync,
) -> Ranking {
    let gates = gates::of_sites(estate, tenure, measures);
    let pairs = estate.sites.par_iter().zip(&measures.sites).zip(gates).enumerate();
    let mut sites: Vec<SiteResult> = pairs
        .map(|(number, ((site, measures), gates))| {
            result((number, line(number)), site, measures, gates, policy)
        })
        .collect();
    sites.par_sort_by(|a, b| {
        let key = |s: &SiteResult| {
            let tie = if s.not_ranked.is_none() { s.known_share } else { 0 };
            (s.not_ranked, Reverse(s.need_index), Reverse(tie))
        };
        key(a).cmp(&key(b)).then_with(|| a.site_id.cmp(&b.site_id))
    });
    let ranked = sites.iter_mut().filter(|s| s.not_ranked.is_none());
    for (site, rank) in ranked.zip(1..) {
        site.rank = Some(rank);
    }
    Ranking { sites }
}

fn result(
    (number, line): (usize, Option<Points>),
    site: &Site,
    measures: &SiteMeasures,
    gates: Vec<Gate>,
    policy: &Policy,
) -> SiteResult {
    let of = |score: Score| {
        points::score(policy.criteria_of(score).map(|c| (c, measures.reading(c.measure))))
    };
    let used = match line {
        Some(line) => of(Score::Utilisation).in_class(line),
        None => of(Score::Utilisation),
    };
    let scores = [used, of(Score::Subletting), of(Score::Disposal)];
    let [used, _, disposal] = &scores;
    let shares = shares(used, disposal, index_shares(policy));
    let halves = halves(used, disposal, shares);
    let need_index = halves.map(|(u, d)| Index(u.0 + d.0));
    let need_range = need_range(used, disposal, shares);
    let (known, whole) = known_share(used, disposal, shares);
    let least = least_known(policy);
    let known_share = in_ten_thousandths(known, whole);
    let enough = ratio_at_least(known, whole, least);
    let not_ranked = match site.status_or_operational() {
        Some(Status::Sold) => Some(NotRanked::Sold),
        Some(Status::ForSale) => Some(NotRanked::ForSale),
        _ if site.must_keep.is_some() => Some(NotRanked::MustKeep),
        _ if !enough || need_index.is_none() => Some(NotRanked::TooLittleKnown),
        _ => None,
    };
    SiteResult {
        site_id: site.site_id.clone(),
        number,
        need_index,
        need_range,
        halves,
        known_share,
        gates,
        rank: None,
        not_ranked,
        scores,
    }
}

/// Returns the shares of a site's index, from those of the policy.
fn shares(used: &SiteScore, disposal: &SiteScore, of_policy: (i64, i64)) -> (i64, i64) {
    match (used.benchmarked, disposal.benchmarked) {
        (Weight::NONE, Weight::NONE) => (0, 0),
        (Weight::NONE, _) => (0, 100),
        (_, Weight::NONE) => (100, 0),
        _ => of_policy,
    }
}

/// Returns the shares of utilisation and disposal in the index of the policy, in whole per cents.
#[must_use]
pub fn index_shares(policy: &Policy) -> (i64, i64) {
    let percent = |name| {
        let share = policy.figure(name) * rust_decimal::Decimal::ONE_HUNDRED;
        rust_decimal::prelude::ToPrimitive::to_i64(&share).unwrap_or(0)
    };
    (percent(FigureName::IndexShareUtilisation), percent(FigureName::IndexShareDisposal))
}

/// Returns the known share that a ranked site has at least, in ten-thousandths.
#[must_use]
pub fn least_known(policy: &Policy) -> i64 {
    crate::model::to_whole(policy.ratio(FigureName::RankedKnownShare) * 10_000.0)
}

/// The two parts of the index: per cents of points are whole millionths, so nothing is rounded.
fn halves(used: &SiteScore, disposal: &SiteScore, shares: (i64, i64)) -> Option<(Index, Index)> {
    if shares == (0, 0) {
        return None;
    }
    let part = |share: i64, points: Option<i64>| match share {
        0 => Some(Index(0)),
        _ => points.map(|p| Index(share * p)),
    };
    let unused = used.points.map(|p| Points::FULL.0 - p.0);
    Some((part(shares.0, unused)?, part(shares.1, disposal.points.map(|p| p.0))?))
}

/// The index at the best use with the weakest case for disposal, and the reverse.
fn need_range(
    used: &SiteScore,
    disposal: &SiteScore,
    shares: (i64, i64),
) -> Option<(Index, Index)> {
    let none = (Points(0), Points(0));
    let (used, disposal) = match (used.range, disposal.range) {
        (None, None) => return None,
        (used, disposal) => (used.unwrap_or(none), disposal.unwrap_or(none)),
    };
    let index = |used: Points, disposal: Points| {
        Index(shares.0 * (Points::FULL.0 - used.0) + shares.1 * disposal.0)
    };
    Some((index(used.1, disposal.0), index(used.0, disposal.1)))
}

/// The known share of the index's weight as a fraction of whole numbers.
fn known_share(used: &SiteScore, disposal: &SiteScore, shares: (i64, i64)) -> (i128, i128) {
    let part = |score: &SiteScore, share: i64| {
        let judged = score.benchmarked.units().max(1);
        (i128::from(share) * i128::from(score.known.units()), i128::from(judged))
    };
    let ((a, b), (c, d)) = (part(used, shares.0), part(disposal, shares.1));
    (a * d + c * b, 100 * b * d)
}

fn in_ten_thousandths(known: i128, whole: i128) -> i64 {
    i64::try_from(div_round(known * 10_000, whole.max(1))).unwrap_or(0)
}

/// Tells whether `above ÷ below` is at least a share in ten-thousandths.
fn ratio_at_least(above: i128, below: i128, least: i64) -> bool {
    above * 10_000 >= i128::from(least) * below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(points: Option<i64>, range: (i64, i64), known: u32, benchmarked: u32) -> SiteScore {
        let weight = |of: u32| Weight::of_units(of * Weight::UNIT).unwrap();
        SiteScore {
            points: points.map(Points),
            range: (benchmarked > 0).then_some((Points(range.0), Points(range.1))),
            known: weight(known),
            benchmarked: weight(benchmarked),
            contributions: Vec::new(),
        }
    }

    #[test]
    fn the_index_is_the_exact_sum_of_its_halves() {
        let used = score(Some(123_457), (100_000, 200_000), 100, 100);
        let disposal = score(Some(654_321), (600_000, 700_000), 100, 100);
        let (u, d) = halves(&used, &disposal, (50, 50)).unwrap();
        assert_eq!((u, d), (Index(50 * 876_543), Index(50 * 654_321)));
        let range = need_range(&used, &disposal, (50, 50)).unwrap();
        assert_eq!(range, (Index(50 * 800_000 + 50 * 600_000), Index(50 * 900_000 + 50 * 700_000)));
    }

    #[test]
    fn half_the_weight_known_is_just_enough() {
        let used = score(Some(0), (0, 1_000_000), 35, 100);
        let disposal = score(Some(0), (0, 1_000_000), 65, 100);
        let (above, below) = known_share(&used, &disposal, (50, 50));
        assert!(ratio_at_least(above, below, 5_000));
        let less = score(Some(0), (0, 1_000_000), 64, 100);
        let (above, below) = known_share(&used, &less, (50, 50));
        assert!(!ratio_at_least(above, below, 5_000));
    }

    #[test]
    fn a_half_that_nothing_is_known_of_leaves_no_index() {
        let used = score(None, (0, 1_000_000), 0, 100);
        let disposal = score(Some(5), (0, 1_000_000), 100, 100);
        assert_eq!(halves(&used, &disposal, (50, 50)), None);
    }
}
