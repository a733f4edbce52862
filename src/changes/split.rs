//! A site's change of score and of rank, split by criterion and by cause.

use std::collections::BTreeMap;

use super::{
    Cause, ChangePart, RankSplit, ScoreSplit,
    shapley::{self, Paths, in_whole_units},
    worlds::{AMONG_OTHERS, Mix, Worlds},
};
use crate::{
    load::SitePair,
    model::{Index, Measure, Reading, Score},
    policy::Policy,
    score::{self, Judged, Judgement, SiteResult},
};

/// The causes that are told apart for one site, each a bit of a mask, and what each mask reads.
pub(super) struct SiteGame<'a> {
    worlds: &'a Worlds<'a>,
    pair: &'a SitePair,
    causes: Vec<Cause>,
    /// Measures of which nothing that they read is recorded differently.
    by_date: Vec<Measure>,
    /// Coverage and room near by of the site as of one day among the others as of the other, by the site's day and
    /// the policy's; none where the two are those of a snapshot.
    crossed: BTreeMap<(bool, bool), [Reading; 2]>,
}

/// What a site is judged by in one world: criterion by criterion in the order of all there are, and the index's shares.
pub(super) struct Stand<'a> {
    pub judged: Vec<Option<Judged<'a>>>,
    pub shares: (i64, i64),
}

impl Stand<'_> {
    fn judgement(&self) -> Judgement {
        judgement(self.judged.iter().copied(), self.shares)
    }
}

fn judgement<'a>(
    judged: impl Iterator<Item = Option<Judged<'a>>>,
    shares: (i64, i64),
) -> Judgement {
    score::judge(&judged.flatten().collect::<Vec<_>>(), shares)
}

impl<'a> SiteGame<'a> {
    /// Takes up a site; `is_alone` tells that what other sites' readings of it depend on has not changed, `by_date` names
    /// the measures of which nothing that they read is recorded differently.
    pub fn new(
        worlds: &'a Worlds<'a>,
        pair: &'a SitePair,
        is_alone: bool,
        by_date: Vec<Measure>,
    ) -> Self {
        let mut causes = Vec::new();
        causes.extend(worlds.policy.then_some(Cause::Policy));
        causes.extend(worlds.prices.then_some(Cause::Prices));
        causes.extend((!by_date.is_empty()).then_some(Cause::Date));
        causes.extend([Cause::Data, Cause::OtherSites]);
        let mut crossed = BTreeMap::new();
        if !is_alone {
            for own in [false, true] {
                for policy in if worlds.policy { vec![false, true] } else { vec![own] } {
                    crossed.insert((own, policy), worlds.among_others(pair, own, policy));
                }
            }
        }
        Self { worlds, pair, causes, by_date, crossed }
    }

    fn has(&self, mask: usize, cause: Cause) -> bool {
        self.causes.iter().position(|c| *c == cause).is_some_and(|at| mask >> at & 1 == 1)
    }

    /// Returns what the data, the prices and the policy of a mask are of.
    fn mix(&self, mask: usize) -> Mix {
        let data = self.has(mask, Cause::Data);
        let policy = if self.worlds.policy { self.has(mask, Cause::Policy) } else { data };
        Mix { data, prices: self.has(mask, Cause::Prices), policy }
    }

    fn policy(&self, mask: usize) -> &'a Policy {
        self.worlds.of(self.mix(mask)).policy
    }

    fn reading(&'a self, mask: usize, measure: Measure) -> &'a Reading {
        let mut mix = self.mix(mask);
        let mut others = self.has(mask, Cause::OtherSites);
        if self.by_date.contains(&measure) {
            mix.data = self.has(mask, Cause::Date);
            others = mix.data;
        }
        let number = |data: bool| if data { self.pair.after } else { self.pair.before };
        let at = AMONG_OTHERS.iter().position(|of| *of == measure);
        match at.filter(|_| others != mix.data) {
            None => self.worlds.of(mix).measures.sites[number(mix.data)].reading(measure),
            Some(at) => match self.crossed.get(&(mix.data, mix.policy)) {
                Some(readings) => &readings[at],
                // Nothing of its own has changed that counts here: it reads as it does among these others.
                None => {
                    let there = Mix { data: others, prices: others, policy: mix.policy };
                    self.worlds.of(there).measures.sites[number(others)].reading(measure)
                }
            },
        }
    }

    fn stand(&'a self, mask: usize, criteria: &[(Score, Measure)]) -> Stand<'a> {
        let policy = self.policy(mask);
        let judged = criteria.iter().map(|(score, measure)| {
            let criterion = policy.criteria_of(*score).find(|c| c.measure == *measure)?;
            Some((criterion, self.reading(mask, *measure)))
        });
        Stand { judged: judged.collect(), shares: score::index_shares(policy) }
    }

    /// Splits the change of the need index and of the score for subletting; parts of a score that has no value on one
    /// of the days are none.
    pub fn scored(&'a self) -> Vec<ScoreSplit> {
        let criteria = all_criteria(self.policy(0), self.policy(self.full()));
        let stands: Vec<Stand<'_>> =
            (0..=self.full()).map(|mask| self.stand(mask, &criteria)).collect();
        let of = |target: SplitScore| {
            let parts = parts(&stands, &self.causes, &criteria, target);
            let (before, after) = (target.of(&stands[0]), target.of(&stands[self.full()]));
            ScoreSplit { of: target, before, after, parts: parts.unwrap_or_default() }
        };
        SplitScore::ALL.iter().map(|target| of(*target)).collect()
    }

    fn full(&self) -> usize {
        (1 << self.causes.len()) - 1
    }

    /// Splits the change of rank in places, up counted positive; `None` unless it is ranked on both days.
    ///
    /// The others stand as their own snapshot has them; a policy moves all at once.
    pub fn places(&'a self, keys: &RankKeys) -> Option<RankSplit> {
        let criteria = all_criteria(self.policy(0), self.policy(self.full()));
        let [before, after] =
            [(false, self.pair.before), (true, self.pair.after)].map(|(data, number)| {
                let mix = Mix { data, prices: data, policy: data };
                let ranking = &self.worlds.of(mix).ranking;
                ranking.sites.iter().find(|site| site.number == number)
            });
        let (before, after) = (before?, after?);
        let ranks = (before.rank?, after.rank?);
        let place = |mask: usize| {
            let full = self.full();
            if mask == 0 || mask == full {
                return Some(-i64::from(if mask == 0 { ranks.0 } else { ranks.1 }));
            }
            let judged = self.stand(mask, &criteria).judgement();
            let others = self.has(mask, Cause::OtherSites);
            let mix = Mix { data: others, prices: others, policy: self.mix(mask).policy };
            let own = Key::of(judged.need_index?, judged.known_share, after);
            let number = if others { self.pair.after } else { self.pair.before };
            Some(-i64::try_from(keys.better(self.worlds.normal(mix), number, &own)).ok()? - 1)
        };
        let found = shapley::shares(self.causes.len(), place)?;
        let of = |(at, cause): (usize, &Cause)| {
            let (least, most) = found.range[at];
            ChangePart { criterion: None, cause: *cause, mean: found.mean[at], least, most }
        };
        let parts = self.causes.iter().enumerate().map(of).filter(ChangePart::is_any).collect();
        Some(RankSplit { before: ranks.0, after: ranks.1, parts })
    }
}

crate::model::words! {
    /// What is split.
    SplitScore {
        NeedIndex = "need_index",
        Subletting = "subletting_score",
    }
}

impl SplitScore {
    /// Returns the value, in its own unit: millionths of the index, ten-thousandths of a point.
    fn of(self, stand: &Stand<'_>) -> Option<i64> {
        self.value(stand.judgement())
    }

    fn value(self, judged: Judgement) -> Option<i64> {
        match self {
            Self::NeedIndex => judged.need_index.map(|index| index.0),
            Self::Subletting => judged.subletting.map(|points| points.0),
        }
    }

    /// Tells whether a score is part of it.
    fn reads(self, score: Score) -> bool {
        (score == Score::Subletting) == (self == Self::Subletting)
    }

    /// Tells whether the shares of the halves are part of it.
    const fn has_shares(self) -> bool {
        matches!(self, Self::NeedIndex)
    }
}

/// Returns the criteria of two policies, each once: those of the later, then those that it has no more.
pub(super) fn all_criteria(before: &Policy, after: &Policy) -> Vec<(Score, Measure)> {
    let mut all: Vec<(Score, Measure)> = Vec::new();
    for criterion in after.criteria.iter().chain(&before.criteria) {
        let key = (criterion.score, criterion.measure);
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

/// One cell of the split while it is summed: over orders, then the least and the most.
#[derive(Default)]
struct Sum {
    sum: i128,
    range: Option<(i64, i64)>,
    /// Steps of the cause that it has a part in.
    steps: usize,
}

impl Sum {
    fn add(&mut self, orders: i128, mean: i64, (least, most): (i64, i64)) {
        self.sum += orders * i128::from(mean);
        let (a, b) = self.range.unwrap_or((least, most));
        self.range = Some((a.min(least), b.max(most)));
        self.steps += 1;
    }
}

/// Splits a change over causes, and what each cause adds over the criteria that it moves.
///
/// Both are averages over orders; a cell's range is over the orders of both. `None` where a value is not known on one of
/// the days, or on every way between them.
fn parts(
    stands: &[Stand<'_>],
    causes: &[Cause],
    criteria: &[(Score, Measure)],
    target: SplitScore,
) -> Option<Vec<ChangePart>> {
    let values: Vec<Option<i64>> = stands.iter().map(|stand| target.of(stand)).collect();
    let paths = Paths::of(causes.len(), |mask| values[mask])?;
    let mut cells: BTreeMap<(usize, Option<usize>), Sum> = BTreeMap::new();
    let mut steps = vec![0_usize; causes.len()];
    for step in paths.steps() {
        steps[step.cause] += 1;
        let then = &stands[step.after | 1 << step.cause];
        let moved = of_step(&stands[step.after], then, criteria, target);
        let told: i64 = moved.iter().map(|(_, mean, _)| mean).sum();
        for (criterion, mean, range) in moved {
            cells.entry((step.cause, criterion)).or_default().add(step.orders, mean, range);
        }
        // What several criteria move only together.
        let rest = step.change - told;
        if rest != 0 {
            cells.entry((step.cause, None)).or_default().add(step.orders, rest, (rest, rest));
        }
    }
    for ((cause, _), cell) in &mut cells {
        // In some orders it has no part in what the cause adds.
        if cell.steps < steps[*cause] {
            cell.add(0, 0, (0, 0));
        }
    }
    let sums: Vec<i128> = cells.values().map(|cell| cell.sum).collect();
    let units = in_whole_units(&sums, paths.orders);
    let part = |(((cause, criterion), cell), mean): (((usize, Option<usize>), Sum), i64)| {
        let (least, most) = cell.range.unwrap_or_default();
        let criterion = criterion.and_then(|at| criteria.get(at)).copied();
        ChangePart { criterion, cause: causes[cause], mean, least, most }
    };
    let parts = cells.into_iter().zip(units).map(part);
    Some(parts.filter(ChangePart::is_any).collect())
}

/// What a criterion moves, by its number: the mean over orders, the least and the most; `None` is the policy's shares.
pub(super) type Moved = (Option<usize>, i64, (i64, i64));

/// Splits what one cause adds over the criteria that it moves; nothing where they cannot be told apart.
pub(super) fn of_step(
    from: &Stand<'_>,
    to: &Stand<'_>,
    criteria: &[(Score, Measure)],
    target: SplitScore,
) -> Vec<Moved> {
    let differs = |at: &usize| target.reads(criteria[*at].0) && from.judged[*at] != to.judged[*at];
    let mut movers: Vec<Option<usize>> = (0..criteria.len()).filter(differs).map(Some).collect();
    if target.has_shares() && from.shares != to.shares {
        movers.push(None);
    }
    let value = |mask: usize| {
        let came = |of: Option<usize>| {
            movers.iter().position(|mover| *mover == of).is_some_and(|at| mask >> at & 1 == 1)
        };
        let own = (0..criteria.len()).filter(|at| target.reads(criteria[*at].0));
        let judged = own.map(|at| if came(Some(at)) { to.judged[at] } else { from.judged[at] });
        let shares = if came(None) { to.shares } else { from.shares };
        target.value(judgement(judged, shares))
    };
    let Some(found) = shapley::shares(movers.len(), value) else { return Vec::new() };
    let of = |(at, mover): (usize, &Option<usize>)| (*mover, found.mean[at], found.range[at]);
    movers.iter().enumerate().map(of).collect()
}

/// What a ranking is ordered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    index: std::cmp::Reverse<Index>,
    known_share: std::cmp::Reverse<i64>,
    site_id: String,
}

impl Key {
    fn of(index: Index, known_share: i64, site: &SiteResult) -> Self {
        let (index, known_share) = (std::cmp::Reverse(index), std::cmp::Reverse(known_share));
        Self { index, known_share, site_id: site.site_id.to_string() }
    }
}

/// The order of the ranked sites in every world, to find a place among them.
pub(super) struct RankKeys(BTreeMap<Mix, InOrder>);

/// Keys in order, and where each site stands among them.
struct InOrder {
    keys: Vec<Key>,
    places: BTreeMap<usize, usize>,
}

impl RankKeys {
    /// Takes up the rankings of worlds.
    pub fn of(worlds: &Worlds<'_>) -> Self {
        let in_order = worlds.each().map(|(mix, world)| {
            let key = |site: &SiteResult| {
                let index = site.need_index.unwrap_or_default();
                Key::of(index, site.known_share, site)
            };
            let places = world.ranking.ranked().enumerate().map(|(at, site)| (site.number, at));
            let keys = world.ranking.ranked().map(key).collect();
            (mix, InOrder { keys, places: places.collect() })
        });
        Self(in_order.collect())
    }

    /// Counts the ranked sites, one left out, that stand before a key.
    fn better(&self, mix: Mix, but: usize, own: &Key) -> usize {
        let Some(InOrder { keys, places }) = self.0.get(&mix) else { return 0 };
        let before = keys.partition_point(|key| key < own);
        before - usize::from(places.get(&but).is_some_and(|at| *at < before))
    }
}
