//! Stochastic multicriteria acceptability analysis (SMAA-2): how often each alternative takes each place when weights
//! and values are drawn from what is known of them.
//!
//! # Source
//! R. Lahdelma and P. Salminen, "SMAA-2: stochastic multicriteria acceptability analysis for group decision making",
//! *Operations Research* 49 (2001) 444–454; T. Tervonen and R. Lahdelma, "Implementing stochastic multicriteria
//! acceptability analysis", *European Journal of Operational Research* 178 (2007) 500–513.

use std::sync::atomic::{AtomicU64, Ordering};

use chacha20::{ChaCha8Rng, rand_core::SeedableRng};
use rayon::prelude::*;

use super::{
    criterion_value::CriterionValue,
    first_draws::FirstDraws,
    order::Order,
    weight_draws::{SmaaError, WeightDraws, WeightsKnown},
    weighted::WeightedTable,
};

/// Alternatives up to which all pairs are compared, whatever is asked for.
pub const ALL_PAIRS: usize = 200;

/// Draws that share a stream of random numbers.
const DRAWS_PER_BLOCK: u32 = 128;

/// Alternatives whose places are counted at once.
const AT_ONCE: usize = 16;

/// Weights are added up as whole parts of this: the order of adding does not change a sum.
const PARTS: f64 = 2_147_483_648.0;

/// Alternatives judged by criteria that stand in groups.
///
/// An alternative's total is Σ over groups of the group's share × (Σ weight × value ÷ Σ weight), the inner sums over the
/// group's criteria that judge it. A group's share is the sum of its weights; where none of its criteria judges an
/// alternative, the other groups take its share in proportion. With one group and all judged this is the weighted sum.
#[derive(Debug, Clone)]
pub struct Alternatives {
    groups: Vec<usize>,
    rows: Vec<Vec<CriterionValue>>,
}

impl Alternatives {
    /// Takes the group of each criterion, by numbers of the caller's own, and a row of values by criterion for each
    /// alternative.
    ///
    /// The order of the alternatives decides ties: of equal totals the one given first has the better place. A caller
    /// gives them in the order of its ranking.
    ///
    /// # Errors
    /// [`SmaaError::NoAlternative`], [`SmaaError::TooMany`], [`SmaaError::Uneven`]; [`SmaaError::Value`] for one that is
    /// no number from −10^100 to 10^100, too.
    pub fn new(groups: Vec<usize>, rows: Vec<Vec<CriterionValue>>) -> Result<Self, SmaaError> {
        if rows.is_empty() {
            return Err(SmaaError::NoAlternative);
        }
        if rows.len() >= 1 << 31 {
            return Err(SmaaError::TooMany);
        }
        let mut rows = rows;
        for (alternative, row) in rows.iter_mut().enumerate() {
            if row.len() != groups.len() {
                let (given, criteria) = (row.len(), groups.len());
                return Err(SmaaError::Uneven { alternative, given, criteria });
            }
            for (criterion, value) in row.iter_mut().enumerate() {
                *value = value.checked().ok_or(SmaaError::Value { alternative, criterion })?;
            }
        }
        Ok(Self { groups, rows })
    }
}

/// How much is drawn and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Vectors of weights, each with its own draw of the values.
    pub draws: u32,
    /// The same seed gives the same result, whatever the number of threads.
    pub seed: u64,
    /// Places that are counted, from the first; more than there are alternatives means all. Counting takes 4 bytes for
    /// each alternative and place in every thread.
    pub places: usize,
    /// Alternatives, the first given, of which all pairs are compared where there are more than [`ALL_PAIRS`].
    pub pairs_among: usize,
}

/// How often one alternative has a better place than another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairwiseWins {
    /// All pairs are counted among so many alternatives, the first given.
    pub among: usize,
    draws: u32,
    pairs: Vec<u32>,
    neighbours: Vec<u32>,
}

impl PairwiseWins {
    /// Returns in how many draws an alternative has a better place than another.
    ///
    /// # Unknown
    /// `None` for a pair that is not counted: not among the first `among` and not neighbours in the order given.
    #[must_use]
    pub fn wins(&self, alternative: usize, over: usize) -> Option<u32> {
        let (before, after) = (alternative.min(over), alternative.max(over));
        let wins = if after < self.among && before < after {
            self.pairs.get(before * self.among + after)
        } else if after == before + 1 {
            self.neighbours.get(before)
        } else {
            None
        }?;
        Some(if alternative == before { *wins } else { self.draws - wins })
    }
}

/// How often each alternative takes each place.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptability {
    /// Draws behind every count.
    pub draws: u32,
    /// Places that are counted, from the first.
    pub places: usize,
    counts: Vec<u32>,
    /// Mean place of each alternative, over all places.
    pub mean_place: Vec<f64>,
    /// Mean of the weights with which each alternative is first, by criterion; they add up to one. `None` for one that
    /// never is.
    pub central_weights: Vec<Option<Vec<f64>>>,
    /// Draws of values in which each alternative is first with its central weights, out of as many as [`Self::draws`],
    /// drawn anew. `None` for one without central weights.
    pub first_with_central: Vec<Option<u32>>,
    /// Wins between two alternatives.
    pub pairwise: PairwiseWins,
}

impl Acceptability {
    /// Returns in how many draws an alternative, by its number from 0, takes a place, from 1.
    ///
    /// # Unknown
    /// `None` for a place or an alternative that is not counted.
    #[must_use]
    pub fn count(&self, alternative: usize, place: usize) -> Option<u32> {
        let column = place.checked_sub(1).filter(|column| *column < self.places)?;
        self.counts.get(alternative * self.places + column).copied()
    }

    /// Returns in how many draws an alternative takes a place from the first to the given one: its place or better.
    ///
    /// # Unknown
    /// As [`Self::count`].
    #[must_use]
    pub fn count_within(&self, alternative: usize, place: usize) -> Option<u32> {
        (1..=place).map(|place| self.count(alternative, place)).sum()
    }

    /// Returns the share of the draws that a count is, from 0 to 1.
    #[must_use]
    pub fn share(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.draws)
    }

    /// Returns the Monte Carlo standard error of a count's share p: √(p (1 − p) ÷ draws).
    ///
    /// It is zero for a share of 0 or 1, which does not make that share certain: what is true of less than three in so
    /// many draws may well not be seen.
    #[must_use]
    pub fn standard_error(&self, count: u32) -> f64 {
        let share = self.share(count);
        (share * (1.0 - share) / f64::from(self.draws)).sqrt()
    }
}

/// What one thread counts.
struct Counts {
    places: Vec<u32>,
    place_sums: Vec<u64>,
    first_weights: Vec<u64>,
    pairs: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Counts {
    fn add(mut self, other: &Self) -> Self {
        let add = |into: &mut [u32], of: &[u32]| into.iter_mut().zip(of).for_each(|(a, b)| *a += b);
        let add_long =
            |into: &mut [u64], of: &[u64]| into.iter_mut().zip(of).for_each(|(a, b)| *a += b);
        add(&mut self.places, &other.places);
        add(&mut self.pairs, &other.pairs);
        add(&mut self.neighbours, &other.neighbours);
        add_long(&mut self.place_sums, &other.place_sums);
        add_long(&mut self.first_weights, &other.first_weights);
        self
    }
}

/// Everything a draw needs and changes nothing of.
struct Plan<'a> {
    table: &'a WeightedTable,
    weights: &'a WeightDraws,
    sampling: Sampling,
    places: usize,
    among: usize,
}

impl Plan<'_> {
    fn blocks(&self) -> u64 {
        u64::from(self.sampling.draws.div_ceil(DRAWS_PER_BLOCK))
    }

    fn draws_in(&self, block: u64) -> u32 {
        let before = u64::from(DRAWS_PER_BLOCK) * block;
        u32::try_from(u64::from(self.sampling.draws) - before)
            .map_or(DRAWS_PER_BLOCK, |left| left.min(DRAWS_PER_BLOCK))
    }

    fn random(&self, stream: u64) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::seed_from_u64(self.sampling.seed);
        random.set_stream(stream);
        random
    }

    /// Counts blocks of draws, as many as `next` gives; `None` where it gives none.
    fn count(&self, next: &AtomicU64) -> Option<Counts> {
        let alternatives = self.table.numbers.len();
        let criteria = self.table.weighted.len();
        let mut block = next.fetch_add(1, Ordering::Relaxed);
        if block >= self.blocks() {
            return None;
        }
        let mut counts = Counts {
            places: vec![0; alternatives * self.places],
            place_sums: vec![0; alternatives],
            first_weights: vec![0; alternatives * criteria],
            pairs: vec![0; self.among * self.among],
            neighbours: vec![0; alternatives - 1],
        };
        let mut columns = self.table.columns.clone();
        let (mut weights, mut factors) = (Vec::new(), Vec::new());
        let mut totals = vec![0.0; alternatives];
        let mut drawn = vec![0; alternatives * DRAWS_PER_BLOCK as usize];
        let mut by_alternative = Vec::new();
        let mut order = Order::new(alternatives);
        while block < self.blocks() {
            let mut random = self.random(block);
            let draws = self.draws_in(block) as usize;
            for place_of in drawn.chunks_exact_mut(alternatives).take(draws) {
                self.weights.draw(&mut random, &mut weights);
                for cell in &self.table.open {
                    columns[cell.column][cell.position] = cell.draw(&mut random);
                }
                self.table.totals(&columns, &weights, &mut factors, &mut totals);
                let mut first = 0;
                for (place, number) in (0u32..).zip(order.sort(&totals, &self.table.numbers)) {
                    first = if place == 0 { number as usize } else { first };
                    place_of[number as usize] = place;
                }
                self.compare(place_of, &mut counts);
                let first = &mut counts.first_weights[first * criteria..][..criteria];
                for (sum, weight) in first.iter_mut().zip(&weights) {
                    *sum += parts(*weight);
                }
            }
            let drawn = &drawn[..alternatives * draws];
            self.note(drawn, &mut counts.places);
            self.compare_pairs(drawn, &mut by_alternative, &mut counts.pairs);
            block = next.fetch_add(1, Ordering::Relaxed);
        }
        Some(counts)
    }

    /// Notes the places of a block's draws, from 0: a few alternatives at a time, whose counts stay at hand.
    fn note(&self, drawn: &[u32], counts: &mut [u32]) {
        let alternatives = self.table.numbers.len();
        for (part, rows) in counts.chunks_mut(AT_ONCE * self.places).enumerate() {
            for place_of in drawn.chunks_exact(alternatives) {
                let rows = rows.chunks_exact_mut(self.places);
                for (row, place) in rows.zip(&place_of[part * AT_ONCE..]) {
                    if let Some(count) = row.get_mut(*place as usize) {
                        *count += 1;
                    }
                }
            }
        }
    }

    /// Compares the places of one draw.
    fn compare(&self, place_of: &[u32], counts: &mut Counts) {
        for (sum, place) in counts.place_sums.iter_mut().zip(place_of) {
            *sum += u64::from(*place);
        }
        for (wins, pair) in counts.neighbours.iter_mut().zip(place_of.windows(2)) {
            *wins += u32::from(pair[0] < pair[1]);
        }
    }

    /// Compares all pairs of the first alternatives over a block's draws.
    fn compare_pairs(&self, drawn: &[u32], by_alternative: &mut Vec<Vec<i32>>, pairs: &mut [u32]) {
        by_alternative.resize(self.among, Vec::new());
        for (number, places) in by_alternative.iter_mut().enumerate() {
            let of_draw =
                drawn.chunks_exact(self.table.numbers.len()).map(|place_of| place_of[number]);
            places.clear();
            places.extend(of_draw.map(u32::cast_signed));
        }
        let rows = pairs.chunks_exact_mut(self.among.max(1));
        for (number, (row, places)) in rows.zip(by_alternative.iter()).enumerate() {
            for (wins, others) in row.iter_mut().zip(by_alternative.iter()).skip(number + 1) {
                let better =
                    places.iter().zip(others).map(|(place, other)| i32::from(place < other));
                *wins += better.sum::<i32>().cast_unsigned();
            }
        }
    }

    /// Counts the draws of values in which an alternative is first with its central weights.
    fn first_with(&self, number: usize, central: &[f64]) -> u32 {
        let draws = FirstDraws::new(self.table, number, central);
        if let Some(is_first) = draws.settled() {
            return if is_first { self.sampling.draws } else { 0 };
        }
        let stream = 1 << 63 | (number as u64) << 32;
        let count = |block| draws.count(&mut self.random(stream | block), self.draws_in(block));
        (0..self.blocks()).into_par_iter().map(count).sum()
    }
}

/// Counts how often each alternative takes each place, over draws of the weights and of the values not known.
///
/// Draws come in blocks, each with its own stream of ChaCha8 random numbers, and only whole numbers are added up: the
/// result is the same whatever the number of threads. Of equal totals the alternative given first has the better place.
///
/// # Errors
/// Those of the weights; [`SmaaError::NotJudged`]; [`SmaaError::NoDraw`].
///
/// # Source
/// Rank acceptability index, central weight vector, confidence factor and pairwise winning index: see the module.
pub fn acceptability(
    alternatives: &Alternatives,
    known: &WeightsKnown,
    sampling: Sampling,
) -> Result<Acceptability, SmaaError> {
    let Alternatives { groups, rows } = alternatives;
    let mean = known.mean(groups.len())?;
    let judges = |(value, share): (&CriterionValue, &f64)| {
        *value != CriterionValue::NotJudged && *share > 0.0
    };
    if let Some(alternative) = rows.iter().position(|row| !row.iter().zip(&mean).any(judges)) {
        return Err(SmaaError::NotJudged { alternative });
    }
    if sampling.draws == 0 || sampling.places == 0 {
        return Err(SmaaError::NoDraw);
    }
    let table = WeightedTable::new(groups, rows, &mean);
    let weighted: Vec<f64> = table.weighted.iter().map(|criterion| mean[*criterion]).collect();
    let plan = Plan {
        table: &table,
        weights: &WeightDraws::new(known, &weighted)?,
        sampling,
        places: sampling.places.min(rows.len()),
        among: if rows.len() > ALL_PAIRS { sampling.pairs_among } else { ALL_PAIRS }
            .min(rows.len()),
    };
    let next = AtomicU64::new(0);
    let threads = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
    let counts = threads
        .filter_map(|_| plan.count(&next))
        .reduce_with(|a, b| a.add(&b))
        .ok_or(SmaaError::NoDraw)?;
    let first_weights = counts.first_weights.chunks_exact(weighted.len());
    let central: Vec<Option<Vec<f64>>> = first_weights.map(central_weights).collect();
    let first_with_central = central
        .par_iter()
        .enumerate()
        .map(|(number, central)| central.as_ref().map(|central| plan.first_with(number, central)));
    let all_criteria = |central: &Vec<f64>| {
        let mut all = vec![0.0; mean.len()];
        table
            .weighted
            .iter()
            .zip(central)
            .for_each(|(criterion, weight)| all[*criterion] = *weight);
        all
    };
    #[allow(
        clippy::cast_precision_loss,
        reason = "places of 2^32 draws: past 2^53 a mean is not exact"
    )]
    let mean_place = |sum: &u64| 1.0 + *sum as f64 / f64::from(sampling.draws);
    Ok(Acceptability {
        draws: sampling.draws,
        places: plan.places,
        mean_place: counts.place_sums.iter().map(mean_place).collect(),
        first_with_central: first_with_central.collect(),
        central_weights: central.iter().map(|central| central.as_ref().map(all_criteria)).collect(),
        pairwise: PairwiseWins {
            among: plan.among,
            draws: sampling.draws,
            pairs: counts.pairs,
            neighbours: counts.neighbours,
        },
        counts: counts.places,
    })
}

/// Returns the whole parts of a weight.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a weight is from 0 to 1"
)]
fn parts(weight: f64) -> u64 {
    (weight * PARTS).round() as u64
}

/// Returns the mean of weights that were added up; `None` of none.
#[allow(clippy::cast_precision_loss, reason = "a sum of parts of a share; its last bits are noise")]
fn central_weights(sums: &[u64]) -> Option<Vec<f64>> {
    let all: u64 = sums.iter().sum();
    (all > 0).then(|| sums.iter().map(|sum| *sum as f64 / all as f64).collect())
}
