//! What changed between two snapshots of an estate, and why its sites moved.
//!
//! `facts` compares what the tables say, record by record; `sites` tells which sites came, went or have another id;
//! `worlds` puts data, prices and policy of the two days together in every way, so that `split` can share out each
//! site's change of score and rank among them (`shapley`). `dates` names lease dates that are near now and were not,
//! `flaws` the findings that are new or gone, `outcomes` what came of what was decided.

mod costs;
mod dates;
mod facts;
mod flaws;
mod outcomes;
mod published;
mod shapley;
mod sites;
mod split;
mod touched;
mod worlds;

use std::path::Path;

use rayon::prelude::*;

use crate::{
    load::{self, LoadError, SitePair},
    measure::MeasureError,
    model::{Date, Measure, Reading, Score, State, words},
    policy::FigureName,
    portfolio::Results,
    score::NotRanked,
};

pub use costs::{CostChange, CostChangeKind};
pub use dates::NearDate;
pub use facts::{FactChange, FactKind};
pub use flaws::{FindingChange, FindingState};
pub use outcomes::{DecisionOutcome, ForecastBasis, OutcomeState, OutcomeTotal, OutcomeTotalKind};
pub use published::{PublishedReading, by_program};
pub use sites::{SiteChange, SiteChangeKind};
pub use split::SplitScore;

/// Why two snapshots could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// A file cannot be opened.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A fault of the program.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}

words!(
    /// Why a figure is another than it was.
    Cause {
        /// What is recorded of the site, or of the area served.
        Data = "data",
        /// Valuations, rental values and published series.
        Prices = "prices",
        /// The weights, scales and figures that the body decides.
        Policy = "policy",
        /// The program calculates in another way.
        Program = "program",
        /// What is recorded of the other sites.
        OtherSites = "other_sites",
        /// Nothing that is recorded: time has passed.
        Date = "date",
    }
);

/// A part of a change: of a score in its own unit, of a rank in places up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangePart {
    /// By which criterion; `None` is the policy's shares of the index, several criteria that cannot be told apart, how the
    /// program scores them all, or a rank, which is not split by criterion.
    pub criterion: Option<(Score, Measure)>,
    /// Why.
    pub cause: Cause,
    /// The average over the orders in which the causes can come.
    pub mean: i64,
    /// The least over those orders.
    pub least: i64,
    /// The most.
    pub most: i64,
}

impl ChangePart {
    /// Tells whether it is anything in some order.
    const fn is_any(&self) -> bool {
        self.mean != 0 || self.least != 0 || self.most != 0
    }
}

/// A change of a score, in millionths of the need index or ten-thousandths of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreSplit {
    /// Which score.
    pub of: SplitScore,
    /// What it was; `None` is not known.
    pub before: Option<i64>,
    /// What it is.
    pub after: Option<i64>,
    /// What it is made of: they add up to the change. None where one of the two is not known.
    pub parts: Vec<ChangePart>,
}

/// A change of rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankSplit {
    /// The rank that it had.
    pub before: u32,
    /// The rank that it has.
    pub after: u32,
    /// What the places up are made of: they add up to `before` − `after`.
    pub parts: Vec<ChangePart>,
}

/// A reading that is another than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingChange {
    /// Of what.
    pub measure: Measure,
    /// What it was.
    pub before: Reading,
    /// What it is.
    pub after: Reading,
}

/// How one site of both snapshots moved.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteMove {
    /// Which.
    pub pair: SitePair,
    /// The need index and the score for subletting.
    pub scores: Vec<ScoreSplit>,
    /// The rank that it had; `None` is not ranked.
    pub rank_before: Option<u32>,
    /// The rank that it has.
    pub rank_after: Option<u32>,
    /// Why it had none.
    pub not_ranked_before: Option<NotRanked>,
    /// Why it has none.
    pub not_ranked_after: Option<NotRanked>,
    /// The split of its change of rank; `None` unless it is ranked in both.
    pub places: Option<RankSplit>,
    /// The readings that changed.
    pub readings: Vec<ReadingChange>,
}

/// What changed between two snapshots.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The day of the earlier.
    pub before: Date,
    /// The day of the later.
    pub after: Date,
    /// Sites that came, went, were sold or renamed, or have another id.
    pub sites: Vec<SiteChange>,
    /// What the tables say otherwise.
    pub facts: Vec<FactChange>,
    /// What sites cost by category, where the two snapshots' ledgers come to different sums.
    pub costs: Vec<CostChange>,
    /// How each site of both moved, in the order of the later ranking.
    pub moves: Vec<SiteMove>,
    /// The most sites that the policy has looked at one by one, where there are more: what coverage and room near by gain
    /// from a site's own data counts as other sites.
    pub not_among_others: Option<usize>,
    /// Lease dates that are near now and were not.
    pub dates: Vec<NearDate>,
    /// Findings that are new, or gone.
    pub findings: Vec<FindingChange>,
    /// What came of each decision.
    pub outcomes: Vec<DecisionOutcome>,
    /// What came of all together.
    pub totals: Vec<OutcomeTotal>,
}

/// Compares two snapshots of an estate, each with its folder.
///
/// # Errors
/// [`ChangeError`] if a file cannot be opened, or for a fault of the program.
pub fn changes(
    (before, folder_before): (Results<'_>, &Path),
    (after, folder_after): (Results<'_>, &Path),
) -> Result<Changes, ChangeError> {
    let pairs = load::pairs(before.estate, after.estate, after.policy);
    let recorded = [
        load::recorded(folder_before, before.policy)?,
        load::recorded(folder_after, after.policy)?,
    ];
    let compared = facts::compare(&recorded, [before.estate, after.estate], &pairs);
    let mut facts = compared;
    facts.extend(facts::of_files(folder_before, folder_after));
    let lists = touched::ChangedLists::between(
        (before.estate, folder_before),
        (after.estate, folder_after),
        &pairs,
    )?;
    let (moves, not_among_others) = moves(before, after, &pairs, (&facts, lists))?;
    let (outcomes, totals) = outcomes::of(before, after, &pairs);
    Ok(Changes {
        before: before.estate.snapshot.as_of,
        after: after.estate.snapshot.as_of,
        sites: sites::of(before, after, &pairs),
        costs: costs::of(before, after, &pairs)?,
        moves,
        not_among_others,
        dates: dates::of(before, after),
        findings: flaws::of(before, after, &pairs),
        outcomes,
        totals,
        facts,
    })
}

/// Splits how every site of both snapshots moved; returns the most sites that are looked at one by one too, if there are
/// more and coverage or room can be known of them.
fn moves(
    before: Results<'_>,
    after: Results<'_>,
    pairs: &[SitePair],
    (facts, lists): (&[FactChange], touched::ChangedLists),
) -> Result<(Vec<SiteMove>, Option<usize>), MeasureError> {
    let prices = worlds::prices_differ(before.estate, after.estate, pairs);
    let worlds = worlds::Worlds::between(before, after, pairs, prices)?;
    let keys = split::RankKeys::of(&worlds);
    let touched = touched::Touched::of(facts, lists, before.estate, after.estate);
    // Each site among the others is the coverage of the whole estate once more.
    let most = usize::try_from(after.policy.whole(FigureName::ChangesSitesAmongOthers));
    let most = most.unwrap_or(usize::MAX);
    let one = |pair: &SitePair| {
        let is_alone = touched.is_nothing()
            || pairs.len() > most
            || !touched.counts_for_others(pair, before, after);
        let changed = readings(before, after, pair);
        let is_later = before.estate.snapshot.as_of != after.estate.snapshot.as_of;
        let measures = changed.iter().map(|reading| reading.measure).filter(|_| is_later);
        let by_date = measures.filter(|measure| touched.is_by_date(pair, *measure)).collect();
        let game = split::SiteGame::new(&worlds, pair, is_alone, by_date);
        let [then, now] = [(before, pair.before), (after, pair.after)]
            .map(|(of, number)| of.ranking.sites.iter().find(|site| site.number == number));
        SiteMove {
            pair: pair.clone(),
            scores: game.scored(),
            rank_before: then.and_then(|site| site.rank),
            rank_after: now.and_then(|site| site.rank),
            not_ranked_before: then.and_then(|site| site.not_ranked),
            not_ranked_after: now.and_then(|site| site.not_ranked),
            places: game.places(&keys),
            readings: changed,
        }
    };
    let mut moves: Vec<SiteMove> = pairs.par_iter().map(one).collect();
    let order: Vec<usize> = after.ranking.sites.iter().map(|site| site.number).collect();
    moves.sort_by_cached_key(|of| order.iter().position(|number| *number == of.pair.after));
    let are_too_many = pairs.len() > most && !touched.is_nothing() && !touched.is_blind();
    Ok((moves, are_too_many.then_some(most)))
}

/// Returns the readings of a site that changed.
fn readings(before: Results<'_>, after: Results<'_>, pair: &SitePair) -> Vec<ReadingChange> {
    let of = |measure: &Measure| {
        let then = before.measures.sites[pair.before].reading(*measure);
        let now = after.measures.sites[pair.after].reading(*measure);
        let differs = then.value != now.value || then.state != now.state;
        let is_told = [then, now].iter().any(|reading| reading.state != State::NotBenchmarked);
        (differs && is_told).then(|| ReadingChange {
            measure: *measure,
            before: then.clone(),
            after: now.clone(),
        })
    };
    Measure::ALL.iter().filter_map(of).collect()
}
