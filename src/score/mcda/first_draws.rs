//! How often an alternative is first with its own central weights, whatever its values turn out to be: the confidence
//! factor.

use std::ops::Range;

use chacha20::ChaCha8Rng;

use super::{weight_draws::LEAST_WEIGHT, weighted::WeightedTable};

/// An alternative whose total is drawn.
#[derive(Clone)]
struct Drawn {
    number: usize,
    position: usize,
    factors: Vec<f64>,
    values: Vec<f64>,
    open: Range<usize>,
}

impl Drawn {
    fn new(table: &WeightedTable, position: usize, weights: &[f64]) -> Self {
        Self {
            number: table.numbers[position] as usize,
            position,
            factors: table.factors_at(position, weights),
            values: table.columns.iter().map(|column| column[position]).collect(),
            open: table.open_at(position),
        }
    }

    fn draw(&mut self, table: &WeightedTable, random: &mut ChaCha8Rng) -> f64 {
        for cell in &table.open[self.open.clone()] {
            self.values[cell.column] = cell.draw(random);
        }
        table.total(self.position, &self.factors, &self.values)
    }

    /// Returns the least and the most its total can be: no rounding takes a drawn total outside.
    fn bounds(&self, table: &WeightedTable) -> (f64, f64) {
        let (mut low, mut high) = (self.values.clone(), self.values.clone());
        for cell in &table.open[self.open.clone()] {
            (low[cell.column], high[cell.column]) = cell.bounds();
        }
        let total = |values: &[f64]| table.total(self.position, &self.factors, values);
        (total(&low), total(&high))
    }
}

/// One alternative against all that could come before it with given weights.
pub(super) struct FirstDraws<'a> {
    table: &'a WeightedTable,
    own: Drawn,
    /// Highest total of those whose values are known, given before it and after it.
    known: (f64, f64),
    /// Those whose values are drawn and whose total can reach its own.
    rivals: Vec<Drawn>,
}

impl<'a> FirstDraws<'a> {
    /// Takes an alternative and its central weights, by criterion that has a weight.
    pub fn new(table: &'a WeightedTable, number: usize, central: &[f64]) -> Self {
        let weights: Vec<f64> = central.iter().map(|weight| weight.max(LEAST_WEIGHT)).collect();
        let mut totals = vec![0.0; table.numbers.len()];
        table.totals(&table.columns, &weights, &mut Vec::new(), &mut totals);
        let own = Drawn::new(table, table.positions[number], &weights);
        let least = own.bounds(table).0;
        let mut known = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        let mut rivals = Vec::new();
        for (position, total) in totals.into_iter().enumerate() {
            let other = table.numbers[position] as usize;
            if table.open_at(position).is_empty() {
                if other < number {
                    known.0 = known.0.max(total);
                } else if other > number {
                    known.1 = known.1.max(total);
                }
            } else if other != number {
                let rival = Drawn::new(table, position, &weights);
                if rival.bounds(table).1 >= least {
                    rivals.push(rival);
                }
            }
        }
        // A caller gives the likeliest first: most draws are settled by the first rival that is asked.
        rivals.sort_unstable_by_key(|rival: &Drawn| rival.number);
        Self { table, own, known, rivals }
    }

    /// Returns whether it is first, if no draw changes that.
    pub fn settled(&self) -> Option<bool> {
        let (least, most) = self.own.bounds(self.table);
        let beaten = most <= self.known.0 || most < self.known.1;
        let ahead = self.rivals.is_empty() && least > self.known.0 && least >= self.known.1;
        if beaten { Some(false) } else { ahead.then_some(true) }
    }

    /// Counts the draws of values in which it is first.
    pub fn count(&self, random: &mut ChaCha8Rng, draws: u32) -> u32 {
        let mut own = self.own.clone();
        let mut rivals = self.rivals.clone();
        let mut is_first = || {
            let total = own.draw(self.table, random);
            total > self.known.0
                && total >= self.known.1
                && rivals.iter_mut().all(|rival| {
                    let other = rival.draw(self.table, random);
                    if rival.number < own.number { total > other } else { total >= other }
                })
        };
        (0..draws).map(|_| u32::from(is_first())).sum()
    }
}
