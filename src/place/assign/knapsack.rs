//! The most profitable set of items within a room, in whole numbers.

use std::cmp::Ordering;

/// Steps of bounded search before the table is tried instead.
const QUICK: u32 = 400;
/// Steps of bounded search when the table would be too large.
const PATIENT: u32 = 4_000;
/// Cells of the largest table that is filled.
const CELLS: i64 = 200_000;

#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub profit: i64,
    pub size: i64,
    pub who: usize,
}

/// Profit for size, best first; then the larger profit, then the lower index.
pub(super) fn by_worth(a: &Item, b: &Item) -> Ordering {
    let worth = |x: &Item, y: &Item| match x.profit.checked_mul(y.size) {
        Some(product) => i128::from(product),
        None => i128::from(x.profit) * i128::from(y.size),
    };
    worth(b, a).cmp(&worth(a, b)).then(b.profit.cmp(&a.profit)).then(a.who.cmp(&b.who))
}

/// `part / whole` of `profit`, rounded down.
pub(super) fn share(profit: i64, part: i64, whole: i64) -> i64 {
    match profit.checked_mul(part) {
        Some(product) => product / whole,
        None => i64::try_from(i128::from(profit) * i128::from(part) / i128::from(whole))
            .unwrap_or(i64::MAX),
    }
}

/// Working space that is kept from one knapsack to the next.
#[derive(Default)]
pub(super) struct Packer {
    items: Vec<Item>,
    /// Sums of size and profit of the items before each.
    sizes: Vec<i64>,
    profits: Vec<i64>,
    /// The least size from each item on.
    least: Vec<i64>,
    chosen: Vec<usize>,
    best: Vec<usize>,
    value: i64,
    steps: u32,
    table: Vec<i64>,
    marks: Vec<u64>,
}

impl Packer {
    /// Fill `take` with the best set and return its profit. `sorted` is in the order of
    /// [`by_worth`] and all profits are positive. If the effort runs out the return is an upper
    /// limit of the best profit, and `take` a good set.
    pub fn pack(&mut self, sorted: &[Item], room: i64, take: &mut Vec<usize>) -> i64 {
        self.pack_within(sorted, room, take, QUICK)
    }

    /// The same, with so many steps of search before the table.
    pub fn pack_within(
        &mut self,
        sorted: &[Item],
        room: i64,
        take: &mut Vec<usize>,
        steps: u32,
    ) -> i64 {
        take.clear();
        self.items.clear();
        self.sizes.clear();
        self.profits.clear();
        let (mut size, mut profit) = (0, 0);
        for item in sorted.iter().filter(|item| item.size <= room) {
            self.sizes.push(size);
            self.profits.push(profit);
            self.items.push(*item);
            size += item.size;
            profit += item.profit;
        }
        self.sizes.push(size);
        self.profits.push(profit);
        let count = self.items.len();
        if size <= room {
            take.extend(self.items.iter().map(|item| item.who));
            return profit;
        }
        self.least.clear();
        self.least.resize(count + 1, i64::MAX);
        for k in (0..count).rev() {
            self.least[k] = self.least[k + 1].min(self.items[k].size);
        }
        self.best.clear();
        self.value = 0;
        self.chosen.clear();
        self.steps = steps;
        self.look(room);
        let mut value = self.value;
        if self.steps == 0 {
            if (room + 1).saturating_mul(count as i64) <= CELLS {
                value = self.tabulate(room);
            } else {
                self.chosen.clear();
                self.steps = PATIENT;
                self.look(room);
                value = self.value;
                if self.steps == 0 {
                    value = self.limit(0, room);
                }
            }
        }
        take.extend(self.best.iter().map(|&k| self.items[k].who));
        value
    }

    /// Whole items from `k` on that fit in order: where they end, and their profit.
    fn run(&self, k: usize, room: i64) -> (usize, i64) {
        let end = self.sizes[k] + room;
        let cut = k + self.sizes[k + 1..].partition_point(|&size| size <= end);
        (cut, self.profits[cut] - self.profits[k])
    }

    /// The most that items from `k` on could add, if the last could be cut.
    fn limit(&self, k: usize, room: i64) -> i64 {
        let (cut, whole) = self.run(k, room);
        match self.items.get(cut) {
            Some(item) => {
                let spare = self.sizes[k] + room - self.sizes[cut];
                whole + share(item.profit, spare, item.size)
            }
            None => whole,
        }
    }

    /// True if items from `k` on could add more than `wanted`.
    fn may_add(&self, k: usize, room: i64, wanted: i64) -> bool {
        let (cut, whole) = self.run(k, room);
        if whole > wanted {
            return true;
        }
        let Some(item) = self.items.get(cut) else {
            return false;
        };
        let spare = self.sizes[k] + room - self.sizes[cut];
        whole + item.profit > wanted && whole + share(item.profit, spare, item.size) > wanted
    }

    /// Bounded search: take in order while it fits, then give back the last taken and go on
    /// without it.
    fn look(&mut self, mut room: i64) {
        let (mut k, mut value) = (0, 0);
        while self.steps > 0 {
            let open = k < self.items.len() && self.least[k] <= room;
            if open && self.may_add(k, room, self.value - value) {
                self.steps -= 1;
                let (cut, profit) = self.run(k, room);
                self.chosen.extend(k..cut);
                room -= self.sizes[cut] - self.sizes[k];
                value += profit;
                if value > self.value {
                    self.value = value;
                    self.best.clone_from(&self.chosen);
                }
                k = cut + 1;
            } else if let Some(last) = self.chosen.pop() {
                room += self.items[last].size;
                value -= self.items[last].profit;
                k = last + 1;
            } else {
                return;
            }
        }
    }

    fn tabulate(&mut self, room: i64) -> i64 {
        let width = usize::try_from(room).unwrap_or(0) + 1;
        let words = width.div_ceil(64);
        self.table.clear();
        self.table.resize(width, 0);
        self.marks.clear();
        self.marks.resize(words * self.items.len(), 0);
        for (k, item) in self.items.iter().enumerate() {
            let size = usize::try_from(item.size).unwrap_or(usize::MAX);
            let marks = &mut self.marks[k * words..(k + 1) * words];
            for at in (size..width).rev() {
                let with = self.table[at - size] + item.profit;
                if with > self.table[at] {
                    self.table[at] = with;
                    marks[at / 64] |= 1 << (at % 64);
                }
            }
        }
        self.best.clear();
        let mut at = width - 1;
        for k in (0..self.items.len()).rev() {
            if self.marks[k * words + at / 64] >> (at % 64) & 1 == 1 {
                self.best.push(k);
                at -= usize::try_from(self.items[k].size).unwrap_or(0);
            }
        }
        self.table[width - 1]
    }
}

/// Upper limit of the profit within `room`, without the item of `but` (which may be absent).
pub(super) fn limit_without(sorted: &[Item], mut room: i64, but: usize) -> i64 {
    let (mut profit, whole) = (0, room);
    let fits = |item: &&Item| item.who != but && item.size <= whole;
    for item in sorted.iter().filter(fits) {
        if item.size > room {
            return profit + share(item.profit, room, item.size);
        }
        room -= item.size;
        profit += item.profit;
    }
    profit
}
