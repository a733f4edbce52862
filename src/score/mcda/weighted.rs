//! A table of alternatives laid out for many weightings: criterion by criterion, alternatives judged by the same criteria
//! side by side.
//!
//! A total is kept as a first value, plus what the groups' first values differ from it, plus what each value differs from
//! its group's first. So alternatives that are equal whatever the weights, such as one with 100 by every criterion and one
//! with 100 by every criterion but one that is not judged, have the very same total and not one that differs by rounding.

use std::{collections::BTreeMap, ops::Range};

use chacha20::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::{criterion_value::CriterionValue, weight_draws::uniform};

/// Alternatives that are judged by the same criteria; they stand side by side.
struct JudgedAlike {
    /// By criterion that has a weight.
    judged: Vec<bool>,
    from: usize,
    to: usize,
}

/// How a value is drawn.
#[derive(Clone, Copy)]
enum ValueDraw {
    Range { low: f64, width: f64 },
    Normal { mean: f64, sd: f64 },
}

/// A value that is drawn.
pub(super) struct OpenCell {
    /// Its alternative's position.
    pub position: usize,
    /// Its column.
    pub column: usize,
    /// What its column holds is the value less this.
    base: f64,
    draw: ValueDraw,
}

impl OpenCell {
    /// Draws what its column holds.
    pub fn draw(&self, random: &mut ChaCha8Rng) -> f64 {
        let value = match self.draw {
            ValueDraw::Range { low, width } => low + width * uniform(random),
            ValueDraw::Normal { mean, sd } => {
                let deviates: f64 = StandardNormal.sample(random);
                mean + sd * deviates
            }
        };
        value - self.base
    }

    /// Returns the least and the most that can be drawn.
    pub fn bounds(&self) -> (f64, f64) {
        match self.draw {
            ValueDraw::Range { low, width } => (low - self.base, low + width - self.base),
            ValueDraw::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

/// A table laid out for many weightings.
pub(super) struct WeightedTable {
    /// The criteria that have a weight; other lists by criterion are by these.
    pub weighted: Vec<usize>,
    /// Each such criterion's group, numbered from 0.
    group: Vec<usize>,
    groups: usize,
    alike: Vec<JudgedAlike>,
    /// The alternative at each position.
    pub numbers: Vec<u32>,
    /// The position of each alternative.
    pub positions: Vec<usize>,
    /// First value of the alternative at each position.
    base: Vec<f64>,
    /// First the groups, where there are several, then the criteria: at each position what a value differs from its base;
    /// zero where it is not judged or drawn.
    pub columns: Vec<Vec<f64>>,
    /// By position.
    pub open: Vec<OpenCell>,
}

impl WeightedTable {
    /// Lays out rows of values by alternative.
    pub fn new(groups: &[usize], rows: &[Vec<CriterionValue>], mean: &[f64]) -> Self {
        let weighted: Vec<usize> =
            (0..mean.len()).filter(|criterion| mean[*criterion] > 0.0).collect();
        let mut named: Vec<usize> = weighted.iter().map(|criterion| groups[*criterion]).collect();
        let of_criterion = named.clone();
        named.sort_unstable();
        named.dedup();
        let group: Vec<usize> =
            of_criterion.iter().map(|group| named.partition_point(|name| name < group)).collect();
        let judged_by = |row: &[CriterionValue]| -> Vec<bool> {
            weighted.iter().map(|criterion| row[*criterion] != CriterionValue::NotJudged).collect()
        };
        let mut by_judged: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            by_judged.entry(judged_by(row)).or_default().push(number);
        }
        let own = if named.len() > 1 { named.len() } else { 0 };
        let mut table = Self {
            groups: named.len(),
            alike: Vec::new(),
            numbers: Vec::with_capacity(rows.len()),
            positions: vec![0; rows.len()],
            base: Vec::with_capacity(rows.len()),
            columns: vec![vec![0.0; rows.len()]; own + weighted.len()],
            open: Vec::new(),
            group,
            weighted,
        };
        for (judged, numbers) in by_judged {
            let from = table.numbers.len();
            for number in numbers {
                table.lay(number, &rows[number], &judged);
            }
            table.alike.push(JudgedAlike { judged, from, to: table.numbers.len() });
        }
        table
    }

    /// Lays out one alternative at the next position.
    fn lay(&mut self, number: usize, row: &[CriterionValue], judged: &[bool]) {
        let position = self.numbers.len();
        let mut firsts: Vec<Option<f64>> = vec![None; self.groups];
        for (at, criterion) in self.weighted.iter().enumerate() {
            if let CriterionValue::Known(value) = row[*criterion] {
                firsts[self.group[at]].get_or_insert(value);
            }
        }
        let base = firsts.iter().flatten().next().copied().unwrap_or(0.0);
        let own = self.columns.len() - self.weighted.len();
        let bases: Vec<f64> = firsts.iter().map(|first| first.unwrap_or(base)).collect();
        for (column, first) in self.columns[..own].iter_mut().zip(&bases) {
            column[position] = first - base;
        }
        for (at, criterion) in self.weighted.iter().enumerate().filter(|(at, _)| judged[*at]) {
            let base = bases[self.group[at]];
            let draw = match row[*criterion] {
                CriterionValue::NotJudged => continue,
                CriterionValue::Known(value) => {
                    self.columns[own + at][position] = value - base;
                    continue;
                }
                CriterionValue::Range { low, high } => ValueDraw::Range { low, width: high - low },
                CriterionValue::Normal { mean, sd } => ValueDraw::Normal { mean, sd },
            };
            self.open.push(OpenCell { position, column: own + at, base, draw });
        }
        self.positions[number] = position;
        self.numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
        self.base.push(base);
    }

    /// Works out by what each column counts for alternatives judged alike: a group's share, and each judged criterion's
    /// part of it.
    fn factors(&self, alike: &JudgedAlike, weights: &[f64], factors: &mut Vec<f64>) {
        let own = self.columns.len() - self.weighted.len();
        factors.clear();
        factors.resize(self.columns.len(), 0.0);
        if own == 0 && alike.judged.iter().all(|judged| *judged) {
            return factors.copy_from_slice(weights);
        }
        let (mut of_judged, mut all_judged) = (0.0, true);
        for group in 0..self.groups {
            let (mut share, mut judged) = (0.0, 0.0);
            for ((weight, of), is_judged) in weights.iter().zip(&self.group).zip(&alike.judged) {
                if *of == group {
                    share += weight;
                    judged += if *is_judged { *weight } else { 0.0 };
                }
            }
            if judged == 0.0 {
                all_judged = false;
                continue;
            }
            of_judged += share;
            if own > 0 {
                factors[group] = share;
            }
            for (at, weight) in weights.iter().enumerate() {
                if self.group[at] == group && alike.judged[at] {
                    factors[own + at] = weight * (share / judged);
                }
            }
        }
        if !all_judged {
            factors.iter_mut().for_each(|factor| *factor /= of_judged);
        }
    }

    /// Returns by what each column counts for the alternative at a position.
    pub fn factors_at(&self, position: usize, weights: &[f64]) -> Vec<f64> {
        let mut factors = Vec::new();
        let alike = self.alike.partition_point(|alike| alike.to <= position);
        self.factors(&self.alike[alike], weights, &mut factors);
        factors
    }

    /// Returns the total of a position's values by columns, added up as [`Self::totals`] does.
    pub fn total(&self, position: usize, factors: &[f64], values: &[f64]) -> f64 {
        let parts = factors.iter().zip(values).map(|(factor, value)| factor * value);
        parts.fold(self.base[position], |total, part| total + part)
    }

    /// Returns the numbers in [`Self::open`] of a position's values that are drawn.
    pub fn open_at(&self, position: usize) -> Range<usize> {
        let before = |position| self.open.partition_point(|cell| cell.position < position);
        before(position)..before(position + 1)
    }

    /// Works out the total of the alternative at each position.
    ///
    /// `columns` are the table's own, with drawn values in their cells. `weights` add up to one.
    pub fn totals(
        &self,
        columns: &[Vec<f64>],
        weights: &[f64],
        factors: &mut Vec<f64>,
        totals: &mut [f64],
    ) {
        totals.copy_from_slice(&self.base);
        for alike in &self.alike {
            self.factors(alike, weights, factors);
            let totals = &mut totals[alike.from..alike.to];
            for (column, factor) in columns.iter().zip(factors.iter()) {
                for (total, value) in totals.iter_mut().zip(&column[alike.from..alike.to]) {
                    *total += factor * value;
                }
            }
        }
    }
}
