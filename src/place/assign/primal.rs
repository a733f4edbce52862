//! Placings that keep the rules: built from a relaxed answer, then bettered by small moves.

use super::state::{Model, NEVER, Node};

/// A placing, whole or in part, with what each receiver holds.
pub(super) struct Draft<'a> {
    model: &'a Model,
    pub to: Vec<usize>,
    load: Vec<i64>,
    count: Vec<usize>,
}

const NOWHERE: usize = usize::MAX;

/// Customers without a place that are weighed against one another.
const FEW: usize = 40;

impl<'a> Draft<'a> {
    pub fn of(model: &'a Model, to: Vec<usize>) -> Self {
        let (load, count) = model.loads(&to);
        Self { model, to, load, count }
    }

    /// Build from the sets that the receivers took. `None` if somebody is left without a place.
    pub fn build<'b>(
        model: &'a Model,
        node: &Node,
        taken: impl Iterator<Item = &'b [usize]>,
    ) -> Option<Self> {
        let mut draft = Self {
            model,
            to: vec![NOWHERE; model.customers],
            load: vec![0; model.receivers],
            count: vec![0; model.receivers],
        };
        for (i, set) in taken.enumerate() {
            for &j in set {
                let held = draft.to[j];
                if held == NOWHERE || model.cost[i][j] < model.cost[held][j] {
                    draft.to[j] = i;
                }
            }
        }
        for j in 0..model.customers {
            if let Some(i) = node.sole[j] {
                draft.to[j] = i;
            }
            if let Some(load) = draft.load.get_mut(draft.to[j]) {
                *load += model.size[j];
                draft.count[draft.to[j]] += 1;
            }
        }
        let mut left: Vec<usize> =
            (0..model.customers).filter(|&j| draft.to[j] == NOWHERE).collect();
        left.sort_by_key(|&j| (-model.size[j], j));
        while !left.is_empty() {
            // While there are many, the largest first will do.
            let few = if left.len() > FEW { &left[..1] } else { &left[..] };
            let (at, receiver) = draft.most_pressing(node, few)?;
            let customer = left.remove(at);
            match receiver {
                Some(receiver) => draft.put(customer, receiver),
                None => draft.squeeze(node, customer)?,
            }
        }
        Some(draft)
    }

    /// What a receiver would cost more (or less) with this much more in it.
    fn change(&self, receiver: usize, size: i64, count: isize) -> Option<i64> {
        let (load, held) = (self.load[receiver], self.count[receiver]);
        let after = held.checked_add_signed(count)?;
        let before = self.model.holding(receiver, load, held)?;
        Some(self.model.holding(receiver, load + size, after)? - before)
    }

    fn put(&mut self, customer: usize, receiver: usize) {
        let size = self.model.size[customer];
        if let Some(load) = self.load.get_mut(self.to[customer]) {
            *load -= size;
            self.count[self.to[customer]] -= 1;
        }
        self.to[customer] = receiver;
        self.load[receiver] += size;
        self.count[receiver] += 1;
    }

    fn joining(&self, customer: usize, receiver: usize) -> Option<i64> {
        match self.model.cost[receiver][customer] {
            NEVER => None,
            cost => Some(cost + self.change(receiver, self.model.size[customer], 1)?),
        }
    }

    /// Of those left, the one that would lose most by not having its best place now; one that
    /// has no place at all comes first, the largest before others.
    fn most_pressing(&self, node: &Node, left: &[usize]) -> Option<(usize, Option<usize>)> {
        let ranked = left.iter().enumerate().map(|(at, &j)| {
            let (mut best, mut second) = ((i64::MAX, None), i64::MAX);
            for i in (0..self.model.receivers).filter(|&i| node.may[i][j]) {
                if let Some(cost) = self.joining(j, i) {
                    if cost < best.0 {
                        second = best.0;
                        best = (cost, Some(i));
                    } else {
                        second = second.min(cost);
                    }
                }
            }
            let press = if best.1.is_none() { i64::MAX } else { second - best.0 };
            let key = (press, self.model.size[j], std::cmp::Reverse(at));
            (key, at, best.1)
        });
        ranked.max_by_key(|&(key, _, _)| key).map(|(_, at, receiver)| (at, receiver))
    }

    /// Move somebody on to make room for a customer that has none.
    fn squeeze(&mut self, node: &Node, customer: usize) -> Option<()> {
        let (model, size) = (self.model, self.model.size[customer]);
        let mut best: Option<(i64, usize, usize, usize)> = None;
        for k in (0..model.customers).filter(|&k| self.to[k] != NOWHERE) {
            let from = self.to[k];
            if node.sole[k].is_some() || !node.may[from][customer] {
                continue;
            }
            let Some(swap) = self.change(from, size - model.size[k], 0) else {
                continue;
            };
            for onto in (0..model.receivers).filter(|&i| i != from && node.may[i][k]) {
                if let Some(join) = self.joining(k, onto) {
                    let cost = swap + join + model.cost[from][customer] - model.cost[from][k];
                    let move_ = (cost, k, from, onto);
                    if best.is_none_or(|best| move_ < best) {
                        best = Some(move_);
                    }
                }
            }
        }
        let (_, k, from, onto) = best?;
        self.put(k, onto);
        self.put(customer, from);
        Some(())
    }

    /// Better by moving one, changing two about, and emptying or filling a receiver, until
    /// nothing helps.
    pub fn polish(&mut self) {
        loop {
            while self.shift() || self.swap() {}
            if !(self.empty() || self.fill()) {
                return;
            }
        }
    }

    fn shift(&mut self) -> bool {
        let mut moved = false;
        for j in 0..self.model.customers {
            let from = self.to[j];
            let Some(leave) = self.change(from, -self.model.size[j], -1) else {
                continue;
            };
            let leave = leave - self.model.cost[from][j];
            // A receiver that is joined never gets cheaper.
            let gains = |i: usize| match self.model.cost[i][j] {
                NEVER => false,
                cost => i != from && cost + leave < 0,
            };
            let others = (0..self.model.receivers).filter(|&i| gains(i));
            let best = others.filter_map(|i| Some((self.joining(j, i)? + leave, i))).min();
            if let Some((gain, i)) = best
                && gain < 0
            {
                self.put(j, i);
                moved = true;
            }
        }
        moved
    }

    fn swap(&mut self) -> bool {
        let (model, mut moved) = (self.model, false);
        for j in 0..model.customers {
            for k in j + 1..model.customers {
                let (a, b) = (self.to[j], self.to[k]);
                if a == b || model.cost[b][j] == NEVER || model.cost[a][k] == NEVER {
                    continue;
                }
                let placing = model.cost[b][j] + model.cost[a][k];
                let placing = placing - model.cost[a][j] - model.cost[b][k];
                let grows = model.size[k] - model.size[j];
                // Only an enlargement undone can make up for dearer places.
                if placing >= self.undoing(a, -grows) + self.undoing(b, grows) {
                    continue;
                }
                if let (Some(at_a), Some(at_b)) =
                    (self.change(a, grows, 0), self.change(b, -grows, 0))
                    && placing + at_a + at_b < 0
                {
                    self.put(j, b);
                    self.put(k, a);
                    moved = true;
                }
            }
        }
        moved
    }

    /// What is saved at most in a receiver that gets emptier by `less`.
    fn undoing(&self, receiver: usize, less: i64) -> i64 {
        let [_, open, large] = self.model.fixed[receiver];
        let over = less > 0 && self.load[receiver] > self.model.room[receiver][1];
        if over { large - open } else { 0 }
    }

    /// Move each customer in turn to an earlier receiver, or change it about with a later
    /// customer, where the cost does not rise.
    pub fn advance(&mut self) {
        let model = self.model;
        for j in 0..model.customers {
            for onto in 0..model.receivers {
                let from = self.to[j];
                if onto >= from {
                    break;
                }
                let place = model.cost[onto][j];
                if place == NEVER {
                    continue;
                }
                let moved = |draft: &Self| {
                    let leave = draft.change(from, -model.size[j], -1)? - model.cost[from][j];
                    Some(draft.joining(j, onto)? + leave)
                };
                if moved(self).is_some_and(|gain| gain <= 0) {
                    self.put(j, onto);
                    continue;
                }
                let even = |draft: &Self, k: usize| {
                    let back = model.cost[from][k];
                    if draft.to[k] != onto || back == NEVER {
                        return false;
                    }
                    let grows = model.size[k] - model.size[j];
                    let gain = place + back - model.cost[from][j] - model.cost[onto][k];
                    let (a, b) = (draft.change(from, grows, 0), draft.change(onto, -grows, 0));
                    matches!((a, b), (Some(a), Some(b)) if gain + a + b <= 0)
                };
                if let Some(k) = (j + 1..model.customers).find(|&k| even(self, k)) {
                    self.put(j, onto);
                    self.put(k, from);
                }
            }
        }
    }

    /// Try a whole set of moves; keep them only if the cost falls.
    fn attempt(&mut self, moves: impl FnOnce(&mut Self) -> Option<i64>) -> bool {
        let kept = (self.to.clone(), self.load.clone(), self.count.clone());
        if moves(self).is_some_and(|gain| gain < 0) {
            return true;
        }
        (self.to, self.load, self.count) = kept;
        false
    }

    /// Send everybody in one receiver elsewhere.
    fn empty(&mut self) -> bool {
        let model = self.model;
        (0..model.receivers).any(|from| {
            if self.count[from] == 0 || model.fixed[from][1] == 0 {
                return false;
            }
            self.attempt(|draft| {
                let mut held: Vec<usize> =
                    (0..model.customers).filter(|&j| draft.to[j] == from).collect();
                held.sort_by_key(|&j| (-model.size[j], j));
                let mut gain = 0;
                for j in held {
                    let others = (0..model.receivers).filter(|&i| i != from);
                    let (cost, i) = others.filter_map(|i| Some((draft.joining(j, i)?, i))).min()?;
                    gain += cost - model.cost[from][j];
                    gain += draft.change(from, -model.size[j], -1)?;
                    draft.put(j, i);
                }
                Some(gain)
            })
        })
    }

    /// Open one receiver for all who gain by it.
    fn fill(&mut self) -> bool {
        let model = self.model;
        (0..model.receivers).any(|onto| {
            if self.count[onto] > 0 {
                return false;
            }
            self.attempt(|draft| {
                let saves = |draft: &Self, j: usize| match model.cost[onto][j] {
                    NEVER => i64::MIN,
                    cost => model.cost[draft.to[j]][j] - cost,
                };
                let mut keen: Vec<usize> =
                    (0..model.customers).filter(|&j| saves(draft, j) > 0).collect();
                keen.sort_by_key(|&j| (-saves(draft, j), j));
                let mut gain = 0;
                for j in keen {
                    let from = draft.to[j];
                    let leave = draft.change(from, -model.size[j], -1)? - model.cost[from][j];
                    if let Some(join) = draft.joining(j, onto)
                        && (join + leave < 0 || draft.count[onto] == 0)
                    {
                        gain += join + leave;
                        draft.put(j, onto);
                    }
                }
                Some(gain)
            })
        })
    }
}
