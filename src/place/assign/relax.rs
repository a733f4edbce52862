//! The relaxation: "each customer once" is given up at a price for each customer, and what is
//! left is one knapsack for each receiver and one choice of states with room enough.

use super::cover::{BARRED, Cover};
use super::knapsack::{Item, Packer, by_worth, limit_without};
use super::state::{Model, Node, STATES};

/// One receiver at the present multipliers.
#[derive(Default)]
pub(super) struct Part {
    /// Customers that may still come and are not bound to.
    who: Vec<usize>,
    /// Those with a profit, in the order of worth.
    items: Vec<Item>,
    /// What is taken when open and when enlarged.
    open: Vec<usize>,
    large: Vec<usize>,
}

impl Part {
    pub fn taken(&self, state: usize) -> &[usize] {
        [&[], &self.open[..], &self.large[..]][state]
    }
}

#[derive(Default)]
pub(super) struct Relax {
    pub parts: Vec<Part>,
    /// Value of each receiver in each state; [`BARRED`] where not allowed.
    pub value: Vec<[i64; 3]>,
    pub cover: Cover,
    packer: Packer,
    /// Scaled cost of the customers that are bound to one receiver.
    bound_cost: i64,
    /// Customers that still have a choice.
    pub free: Vec<usize>,
}

impl Relax {
    /// Get ready for a node.
    pub fn enter(&mut self, model: &Model, node: &Node) {
        self.parts.resize_with(model.receivers, Part::default);
        self.free.clear();
        self.bound_cost = 0;
        for j in 0..model.customers {
            match node.sole[j] {
                Some(i) => self.bound_cost += model.cost[i][j] * model.scale,
                None => self.free.push(j),
            }
        }
        for (part, may) in self.parts.iter_mut().zip(&node.may) {
            part.who.clear();
            part.who.extend(self.free.iter().filter(|&&j| may[j]));
        }
    }

    /// Lower limit, scaled, of every placing in the node; `None` if there can be none.
    pub fn evaluate(&mut self, model: &Model, node: &Node, worth: &[i64]) -> Option<i64> {
        self.value.clear();
        for (i, part) in self.parts.iter_mut().enumerate() {
            let states = node.states[i];
            let mut value = [BARRED; 3];
            part.items.clear();
            part.open.clear();
            part.large.clear();
            if states & STATES[0] != 0 {
                value[0] = 0;
            }
            if states & !STATES[0] != 0 {
                part.items.extend(part.who.iter().filter_map(|&who| {
                    let profit = worth[who] - model.cost[i][who] * model.scale;
                    let size = model.size[who];
                    (profit > 0).then_some(Item { profit, size, who })
                }));
                part.items.sort_unstable_by(by_worth);
            }
            let room = |state: usize| model.room[i][state] - node.load[i];
            let fixed = |state: usize| model.fixed[i][state] * model.scale;
            if states & STATES[1] != 0 {
                let profit = self.packer.pack(&part.items, room(1), &mut part.open);
                value[1] = fixed(1) - profit;
            }
            if states & STATES[2] != 0 {
                let profit = self.packer.pack(&part.items, room(2), &mut part.large);
                value[2] = fixed(2) - profit;
            }
            self.value.push(value);
        }
        let states = self.cover.solve(&self.value, &model.room, model.needed)?;
        let prices: i64 = self.free.iter().map(|&j| worth[j]).sum();
        Some(self.bound_cost + prices + states)
    }

    /// Take away every choice that would lift the limit above `most` (scaled), at the
    /// multipliers last evaluated. True if anything was taken away.
    pub fn tighten(&self, model: &Model, node: &mut Node, worth: &[i64], most: i64) -> bool {
        let prices: i64 = self.free.iter().map(|&j| worth[j]).sum();
        let most = most - self.bound_cost - prices;
        let mut changed = false;
        for (i, part) in self.parts.iter().enumerate() {
            let lowest = (0..3)
                .map(|s| (self.value[i][s], model.room[i][s]))
                .min_by_key(|&(value, room)| (value, -room))
                .unwrap_or((0, 0));
            // What the others come to, for each state of this one.
            let mut others = [BARRED; 3];
            for s in 0..3 {
                if node.states[i] & STATES[s] == 0 {
                    continue;
                }
                let all = self.cover.with(i, 0, model.room[i][s], lowest);
                if all == BARRED || all + self.value[i][s] > most {
                    node.states[i] &= !STATES[s];
                    changed = true;
                } else {
                    others[s] = all;
                }
            }
            let load = node.load[i];
            let least = |gain: &dyn Fn(i64) -> Option<i64>, from: usize| {
                let states = (from..3).filter(|&s| others[s] != BARRED);
                let values = states.filter_map(|s| {
                    let room = if s == 0 { 0 } else { model.room[i][s] - load };
                    let fixed = model.fixed[i][s] * model.scale;
                    Some(others[s] + fixed - if s == 0 { 0 } else { gain(room)? })
                });
                values.min()
            };
            for &j in &part.who {
                let size = model.size[j];
                let profit = worth[j] - model.cost[i][j] * model.scale;
                let inside = least(
                    &|room| {
                        (size <= room).then(|| profit + limit_without(&part.items, room - size, j))
                    },
                    1,
                );
                if inside.is_none_or(|value| value > most) {
                    node.may[i][j] = false;
                    changed = true;
                } else if profit > 0 {
                    let outside = least(&|room| Some(limit_without(&part.items, room, j)), 0);
                    if outside.is_none_or(|value| value > most) {
                        node.settle(j, i);
                        changed = true;
                    }
                }
            }
        }
        changed
    }
}

/// The walk of the multipliers towards the highest limit.
pub(super) struct Walk {
    /// Last direction, in 1024ths.
    way: Vec<i64>,
    /// Length of step, in 1024ths of the whole.
    pub stride: i64,
}

impl Walk {
    pub fn new(customers: usize, stride: i64) -> Self {
        Self { way: vec![0; customers], stride }
    }

    /// Move the multipliers of the free customers. `miss[j]` is one less the times that `j` is
    /// taken; `gap` is the scaled distance to the target.
    pub fn step(&mut self, free: &[usize], miss: &[i64], gap: i64, top: i64, worth: &mut [i64]) {
        let mut square: i128 = 0;
        for &j in free {
            self.way[j] = 1024 * miss[j] + self.way[j] * 6 / 10;
            square += i128::from(self.way[j]) * i128::from(self.way[j]);
        }
        if square == 0 {
            return;
        }
        let reach = i128::from(gap) * i128::from(self.stride);
        for &j in free.iter().filter(|&&j| self.way[j] != 0) {
            let by = reach * i128::from(self.way[j]) / square;
            let by = i64::try_from(by.clamp(i128::from(-top), i128::from(top))).unwrap_or(top);
            worth[j] = (worth[j] + by).clamp(0, top);
        }
    }
}
