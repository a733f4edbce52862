//! The problem in its smallest whole numbers, and a part of it with some choices made.

use super::Instance;

/// The three states of a receiver, as bits of a set.
pub(super) const SHUT: u8 = 1;
pub(super) const OPEN: u8 = 2;
pub(super) const LARGE: u8 = 4;
pub(super) const STATES: [u8; 3] = [SHUT, OPEN, LARGE];

/// Cost of a pair that is not allowed.
pub(super) const NEVER: i64 = i64::MAX;

pub(super) struct Model {
    pub receivers: usize,
    pub customers: usize,
    /// Room of each receiver when shut, open and enlarged.
    pub room: Vec<[i64; 3]>,
    /// Fixed cost of each receiver when shut, open and enlarged.
    pub fixed: Vec<[i64; 3]>,
    pub can_grow: Vec<bool>,
    pub size: Vec<i64>,
    /// All that has to be placed.
    pub needed: i64,
    /// Receiver by customer.
    pub cost: Vec<Vec<i64>>,
    /// Every cost here is the caller's divided by this.
    pub unit: i64,
    /// Multipliers are in this fraction of a cost.
    pub scale: i64,
    /// No placing costs more than this.
    pub dearest: i64,
}

fn divisor(values: impl Iterator<Item = i64>) -> i64 {
    let common = values.fold(0, |mut a, mut b| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    });
    common.max(1)
}

impl Model {
    pub fn new(instance: &Instance) -> Self {
        let (receivers, customers) = (instance.capacities.len(), instance.sizes.len());
        let step = |i: usize| instance.step(i);
        let costs = instance.cost.iter().flatten().flatten().copied();
        let prices = (0..receivers).filter_map(|i| Some(step(i)?.1));
        let unit = divisor(costs.chain(instance.opening.iter().copied()).chain(prices));
        let grain = divisor(instance.sizes.iter().copied());
        let size: Vec<i64> = instance.sizes.iter().map(|size| size / grain).collect();
        let needed = size.iter().sum();
        let mut model = Self {
            receivers,
            customers,
            room: Vec::new(),
            fixed: Vec::new(),
            can_grow: (0..receivers).map(|i| step(i).is_some()).collect(),
            size,
            needed,
            cost: Vec::new(),
            unit,
            scale: 1,
            dearest: 0,
        };
        for i in 0..receivers {
            let (extra, price) = step(i).unwrap_or((0, 0));
            let room = instance.capacities[i];
            let large = (room + extra) / grain;
            model.room.push([0, (room / grain).min(needed), large.min(needed)]);
            let open = instance.opening[i] / unit;
            model.fixed.push([0, open, open + price / unit]);
            model.dearest += open + price / unit;
            let column = instance.cost.iter().map(|row| row[i]);
            let column = column.map(|cost| cost.map_or(NEVER, |cost| cost / unit));
            model.cost.push(column.collect());
        }
        for row in &instance.cost {
            model.dearest += row.iter().flatten().max().map_or(0, |cost| cost / unit);
        }
        // Enough of a fraction for the multipliers to settle; no more than the sums can hold.
        let terms = (receivers + customers + 2) as i128;
        let most = i128::from(model.dearest.max(1)) * terms;
        let steepest = model.dearest / (customers as i64).max(1) + 1;
        while model.scale * steepest < 1 << 20 && most * i128::from(model.scale) * 2 < 1 << 62 {
            model.scale *= 2;
        }
        model
    }

    /// The cost of a receiver that takes `count` customers of size `load`, if it can.
    pub fn holding(&self, receiver: usize, load: i64, count: usize) -> Option<i64> {
        let [_, open, large] = self.room[receiver];
        if count == 0 {
            Some(0)
        } else if load <= open {
            Some(self.fixed[receiver][1])
        } else if self.can_grow[receiver] && load <= large {
            Some(self.fixed[receiver][2])
        } else {
            None
        }
    }

    pub fn loads(&self, to: &[usize]) -> (Vec<i64>, Vec<usize>) {
        let (mut load, mut count) = (vec![0; self.receivers], vec![0; self.receivers]);
        for (customer, &receiver) in to.iter().enumerate() {
            load[receiver] += self.size[customer];
            count[receiver] += 1;
        }
        (load, count)
    }

    pub fn used(&self, to: &[usize]) -> (Vec<bool>, Vec<bool>) {
        let (load, count) = self.loads(to);
        let opened = count.iter().map(|&count| count > 0).collect();
        let enlarged = load.iter().zip(&self.room).map(|(load, room)| *load > room[1]);
        (opened, enlarged.collect())
    }

    pub fn price(&self, to: &[usize]) -> Option<i64> {
        let (load, count) = self.loads(to);
        let mut total = 0;
        for (customer, &receiver) in to.iter().enumerate() {
            match self.cost[receiver][customer] {
                NEVER => return None,
                cost => total += cost,
            }
        }
        for i in 0..self.receivers {
            total += self.holding(i, load[i], count[i])?;
        }
        Some(total)
    }
}

/// A part of the problem: what each receiver may still be, and who may still go where.
#[derive(Clone)]
pub(super) struct Node {
    pub states: Vec<u8>,
    /// Receiver by customer.
    pub may: Vec<Vec<bool>>,
    /// Multiplier of each customer.
    pub worth: Vec<i64>,
    pub bound: i64,
    pub depth: u32,
    /// The one receiver left to a customer.
    pub sole: Vec<Option<usize>>,
    /// Size of those with one receiver left, by receiver.
    pub load: Vec<i64>,
}

impl Node {
    pub fn whole(model: &Model) -> Self {
        let states = (0..model.receivers).map(|i| {
            let shut = if model.fixed[i][1] > 0 { SHUT } else { 0 };
            shut | OPEN | if model.can_grow[i] { LARGE } else { 0 }
        });
        let may = model.cost.iter();
        let may = may.map(|row| row.iter().map(|&cost| cost != NEVER).collect());
        let least = |j: usize| (0..model.receivers).map(move |i| model.cost[i][j]).min();
        Self {
            states: states.collect(),
            may: may.collect(),
            worth: (0..model.customers)
                .map(|j| least(j).map_or(0, |cost| cost * model.scale))
                .collect(),
            bound: 0,
            depth: 0,
            sole: vec![None; model.customers],
            load: vec![0; model.receivers],
        }
    }

    /// Leave a customer one receiver.
    pub fn settle(&mut self, customer: usize, receiver: usize) {
        for (i, row) in self.may.iter_mut().enumerate() {
            row[customer] &= i == receiver;
        }
    }

    /// Room of a receiver in the largest state left to it.
    pub fn room(&self, model: &Model, receiver: usize) -> i64 {
        let states = self.states[receiver];
        let [shut, open, large] = model.room[receiver];
        match () {
            () if states & LARGE != 0 => large,
            () if states & OPEN != 0 => open,
            () => shut,
        }
    }

    /// Draw what follows from the choices made. False if nothing is left.
    pub fn follow(&mut self, model: &Model) -> bool {
        loop {
            let mut changed = false;
            self.load.fill(0);
            for j in 0..model.customers {
                let mut left = (0..model.receivers).filter(|&i| self.may[i][j]);
                let Some(first) = left.next() else {
                    return false;
                };
                self.sole[j] = if left.next().is_none() {
                    self.load[first] += model.size[j];
                    Some(first)
                } else {
                    None
                };
            }
            for j in 0..model.customers {
                if let Some(i) = self.sole[j] {
                    changed |= self.states[i] & SHUT != 0;
                    self.states[i] &= !SHUT;
                }
            }
            let mut total = 0;
            for i in 0..model.receivers {
                if self.load[i] > model.room[i][1] {
                    changed |= self.states[i] & OPEN != 0;
                    self.states[i] &= !OPEN;
                }
                let room = self.room(model, i);
                if self.states[i] == 0 || self.load[i] > room {
                    return false;
                }
                total += room;
                let free = room - self.load[i];
                for j in 0..model.customers {
                    let ends = self.states[i] == SHUT || model.size[j] > free;
                    if self.may[i][j] && self.sole[j].is_none() && ends {
                        self.may[i][j] = false;
                        changed = true;
                    }
                }
            }
            if total < model.needed {
                return false;
            }
            if !changed {
                return true;
            }
        }
    }

    /// Where everybody goes, once everybody has one receiver left.
    pub fn settled(&self) -> Option<Vec<usize>> {
        self.sole.iter().copied().collect()
    }
}
