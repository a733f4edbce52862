//! Rows of how sure each rank is.

use super::Results;
use crate::{
    model::{Measure, Score, Weight, to_whole},
    policy::FigureName,
    score::{
        confidence::{
            Chances, Confidence, CriteriaPair, Draws, Flip, OtherMethod, ReadingsTried,
            SecondOpinion, SiteConfidence, WeightLever, WeightsTried, confidence,
        },
        mcda::Acceptability,
    },
};

/// A share of draws, in ten-thousandths.
pub type DrawShare = i64;

/// How sure the rank of one site is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns of `rank_confidence.csv`")]
pub struct ConfidenceRow {
    pub site_id: String,
    pub name: String,
    /// `None` is a site of which too little is known to rank it.
    pub rank: Option<u32>,
    pub best_rank: u32,
    pub worst_rank: u32,
    pub facts_missing: usize,
    /// By weights and readings drawn, those that it takes part in.
    pub held: Vec<HeldRow>,
    /// The next site, with the changes of one weight that put this one behind it, smallest first.
    pub next: Option<NextSite>,
    /// The changes of one weight that take it out of the first places, smallest first.
    pub leaves_first: Vec<FlipRow>,
    /// Its place by each other method, in hundredths: equal sites share the mean of their places.
    pub other_ranks: Vec<(OtherMethod, i64)>,
    /// Whether it is one of the first places, others standing behind them.
    pub is_first: bool,
}

impl ConfidenceRow {
    /// Returns how often it holds its place by some weights and readings; `None` where it takes no part.
    #[must_use]
    pub fn held_by(&self, weights: WeightsTried, readings: ReadingsTried) -> Option<&HeldRow> {
        self.held.iter().find(|held| (held.weights, held.readings) == (weights, readings))
    }
}

/// How often a site holds a place in one kind of draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// Which weights were drawn.
    pub weights: WeightsTried,
    /// Which readings were drawn.
    pub readings: ReadingsTried,
    /// It is first.
    pub first: DrawShare,
    /// It is among the first places.
    pub among_first: DrawShare,
    /// It has the place that it has in the ranking, or a better one; `None` for one that is not ranked.
    pub kept: Option<DrawShare>,
    /// It stands before the next site; `None` for the last.
    pub before_next: Option<DrawShare>,
    /// Mean place, in hundredths.
    pub mean_rank: i64,
    /// It is first by its central weights, over draws of the readings; `None` for one that is never first.
    pub confidence: Option<DrawShare>,
    /// The share of each place from the first, in order: no more than the view keeps.
    pub places: Vec<DrawShare>,
    /// The weights with which it is first; empty for one that never is.
    pub central: Vec<CentralRow>,
}

/// What a criterion weighs in the index where a site is first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentralRow {
    /// The score it belongs to.
    pub score: Score,
    /// The criterion.
    pub criterion: Measure,
    /// By the policy, in ten-thousandths.
    pub policy: i64,
    /// On average where the site is first, in ten-thousandths.
    pub mean: i64,
}

/// How far another method agrees with the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `second_opinions.csv`")]
pub struct OpinionRow {
    pub method: OtherMethod,
    /// In ten-thousandths; `None` cannot be worked out.
    pub kendall: Option<i64>,
    pub spearman: Option<i64>,
}

/// Two criteria and how far they go together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `criteria_pairs.csv`")]
pub struct PairRow {
    pub one: Measure,
    pub other: Measure,
    pub sites: usize,
    /// In ten-thousandths.
    pub correlation: i64,
    /// Share of the index, in ten-thousandths.
    pub together: i64,
    pub is_doubled: bool,
}

/// How often one site stands before another that stands after it in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `rank_pairs.csv`")]
pub struct WinRow {
    pub site_id: String,
    pub other_site_id: String,
    /// Open readings left out as in the ranking; `None` where one of the two is not ranked.
    pub as_known: Option<DrawShare>,
    /// Open readings drawn within their ranges.
    pub within_ranges: Option<DrawShare>,
}

/// The site that stands next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSite {
    /// Its id.
    pub site_id: String,
    /// Its name.
    pub name: String,
    /// Whether it stands after only because of its id: index and known share are the same.
    pub is_level: bool,
    /// What puts it before, smallest first.
    pub flips: Vec<FlipRow>,
}

/// One change of a weight that turns a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlipRow {
    /// Whose weight.
    pub lever: WeightLever,
    /// By the policy.
    pub now: Weight,
    /// Where the places have turned.
    pub then: Weight,
}

impl From<&Flip> for FlipRow {
    fn from(flip: &Flip) -> Self {
        Self { lever: flip.lever, now: flip.now, then: flip.then }
    }
}

/// How sure the ranking is.
#[derive(Debug, Clone, Default)]
pub struct ConfidenceView {
    /// Ranked sites in order, then those of which too little is known.
    pub rows: Vec<ConfidenceRow>,
    /// What other methods make of the ranking.
    pub opinions: Vec<OpinionRow>,
    /// The criteria two by two, those that go together most first.
    pub pairs: Vec<PairRow>,
    /// How often one site stands before another, weights near the policy's; a pair once.
    pub wins: Vec<WinRow>,
    /// How many sites could be ranked once everything is known: best and worst ranks are among so many.
    pub candidates: usize,
    /// How many sites are ranked and compared.
    pub ranked: usize,
    /// How many places count as the first.
    pub first_places: usize,
    /// Draws behind each share.
    pub draws: u32,
    /// The largest Monte Carlo standard error that a share can have, in ten-thousandths; `None` where nothing was drawn.
    pub standard_error: Option<i64>,
}

impl ConfidenceView {
    /// Finds a site; `None` for one that is not compared.
    #[must_use]
    pub fn of_site(&self, site_id: &str) -> Option<&ConfidenceRow> {
        self.rows.iter().find(|row| row.site_id == site_id)
    }

    /// Returns the first places.
    pub fn first(&self) -> impl Iterator<Item = &ConfidenceRow> {
        self.rows.iter().filter(|row| row.rank.is_some()).take(self.first_places)
    }

    /// Tells whether sites are ranked beyond the first places.
    #[must_use]
    pub fn has_more_than_first(&self) -> bool {
        self.ranked > self.first_places
    }
}

/// Places of which the share of draws is told.
const PLACES: usize = 10;

/// Returns how sure the rank of the first sites is, on what a sentence tells.
#[must_use]
pub fn how_sure(results: Results<'_>, most: usize) -> ConfidenceView {
    view(
        results,
        confidence(results.ranking, results.measures, results.policy, (most, Draws::ForSentences)),
    )
}

/// Returns how sure every rank is, by all that is drawn.
pub(super) fn of(results: Results<'_>) -> ConfidenceView {
    view(
        results,
        confidence(results.ranking, results.measures, results.policy, (usize::MAX, Draws::All)),
    )
}

fn view(results: Results<'_>, found: Confidence) -> ConfidenceView {
    let rows = (0..found.sites.len()).map(|at| row(results, &found, at)).collect();
    let parts = |number: f64| to_whole(number * 10_000.0);
    let opinion = |own: &SecondOpinion| OpinionRow {
        method: own.method,
        kendall: own.kendall.map(parts),
        spearman: own.spearman.map(parts),
    };
    let pair = |own: &CriteriaPair| PairRow {
        one: own.one,
        other: own.other,
        sites: own.sites,
        correlation: parts(own.correlation),
        together: parts(own.together),
        is_doubled: own.is_doubled,
    };
    ConfidenceView {
        rows,
        opinions: found.opinions.iter().map(opinion).collect(),
        pairs: found.pairs.iter().map(pair).collect(),
        wins: wins(&found),
        candidates: found.candidates,
        ranked: found.ranked,
        first_places: found.first_places,
        draws: results.policy.whole(FigureName::RankDraws),
        standard_error: found.chances.first().map(|own| {
            let counted = &own.counted;
            to_whole(counted.standard_error(counted.draws / 2) * 10_000.0)
        }),
    }
}

/// Every pair of sites of which it was counted how often one stands before the other.
fn wins(found: &Confidence) -> Vec<WinRow> {
    let near = |readings| found.chances(WeightsTried::NearPolicy, readings);
    let (as_known, within) = (near(ReadingsTried::AsKnown), near(ReadingsTried::WithinRanges));
    let among = |chances: Option<&Chances>| chances.map_or(0, |c| c.counted.pairwise.among);
    let most = among(as_known).max(among(within)).min(found.sites.len());
    let share = |chances: Option<&Chances>, one: usize, other: usize| {
        let counted = &chances?.counted;
        counted.pairwise.wins(one, other).map(|wins| whole_share(counted, wins))
    };
    let pairs = (0..most).flat_map(|one| (one + 1..most).map(move |other| (one, other)));
    let row = |(one, other): (usize, usize)| WinRow {
        site_id: found.sites[one].site_id.to_string(),
        other_site_id: found.sites[other].site_id.to_string(),
        as_known: share(as_known, one, other),
        within_ranges: share(within, one, other),
    };
    let is_counted = |row: &WinRow| row.as_known.is_some() || row.within_ranges.is_some();
    pairs.map(row).filter(is_counted).collect()
}

fn row(results: Results<'_>, found: &Confidence, at: usize) -> ConfidenceRow {
    let own = &found.sites[at];
    let name = |site: &SiteConfidence| {
        let result = results.ranking.site(&site.site_id);
        result.map_or_else(String::new, |r| results.estate.sites[r.number].name.clone())
    };
    let next =
        results.ranking.sites.get(at + 1).filter(|next| own.rank.is_some() && next.rank.is_some());
    let flips = |flips: &[Flip]| flips.iter().map(FlipRow::from).collect::<Vec<_>>();
    ConfidenceRow {
        site_id: own.site_id.to_string(),
        name: name(own),
        rank: own.rank,
        best_rank: own.best,
        worst_rank: own.worst,
        facts_missing: own.facts_missing.len(),
        held: found.chances.iter().filter_map(|c| held(c, own, at, found.first_places)).collect(),
        next: next.map(|next| NextSite {
            site_id: next.site_id.to_string(),
            name: results.estate.sites[next.number].name.clone(),
            is_level: own.is_level_with_next,
            flips: flips(&own.falls_behind),
        }),
        leaves_first: flips(&own.leaves_first),
        other_ranks: found
            .opinions
            .iter()
            .filter_map(|own| Some((own.method, to_whole(own.places.get(at)? * 100.0))))
            .collect(),
        is_first: found.ranked > found.first_places
            && own.rank.is_some_and(|rank| rank as usize <= found.first_places),
    }
}

fn held(
    chances: &Chances,
    site: &SiteConfidence,
    at: usize,
    first_places: usize,
) -> Option<HeldRow> {
    let counted = &chances.counted;
    let share = |count: u32| whole_share(counted, count);
    let taking_part = counted.mean_place.len();
    let within = |place: usize| counted.count_within(at, place.min(taking_part)).map(share);
    let central = chances.central_weights(at).unwrap_or_default();
    Some(HeldRow {
        weights: chances.weights,
        readings: chances.readings,
        first: share(counted.count(at, 1)?),
        among_first: within(first_places)?,
        kept: site.rank.and_then(|rank| within(rank as usize)),
        before_next: counted.pairwise.wins(at, at + 1).map(share),
        mean_rank: to_whole(counted.mean_place.get(at)? * 100.0),
        confidence: counted.first_with_central.get(at).copied().flatten().map(share),
        places: (1..=PLACES).map_while(|place| counted.count(at, place)).map(share).collect(),
        central: central
            .into_iter()
            .map(|own| CentralRow {
                score: own.score,
                criterion: own.criterion,
                policy: to_whole(own.policy * 10_000.0),
                mean: to_whole(own.mean * 10_000.0),
            })
            .collect(),
    })
}

/// A count of draws as ten-thousandths of all.
fn whole_share(counted: &Acceptability, count: u32) -> DrawShare {
    to_whole(counted.share(count) * 10_000.0)
}
