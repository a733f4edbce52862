//! Branch and bound: first on the state of a receiver, then on the receiver of a customer.

use super::primal::Draft;
use super::relax::{Relax, Walk};
use super::state::{Model, Node, SHUT, STATES};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Steps of the multipliers in each round at the root; rounds there; steps at a later node.
const ROOT: u32 = 400;
const ROUNDS: u32 = 4;
const LATER: u32 = 40;
/// Nodes that are kept open before the search goes deep instead of wide.
const WIDE: usize = 4_000;
/// Nodes between one repair of the best placing and the next; customers that are placed anew
/// together, and nodes for each such group; the part of the effort that may go into it.
const REPAIR: u64 = 50;
const GROUP: usize = 45;
const TRY: u64 = 15;
const PART: u64 = 2;

pub(super) struct End {
    pub to: Option<Vec<usize>>,
    pub cost: i64,
    pub bound: i64,
    /// Everything was looked at: `to` is optimal, or there is none.
    pub complete: bool,
    pub first: bool,
    pub nodes: u64,
}

struct Search<'a> {
    model: &'a Model,
    relax: Relax,
    best: Option<(i64, Vec<usize>)>,
    /// Only placings that cost less are looked for.
    below: i64,
    /// Those that cost as much as the best are looked for too.
    ties: bool,
    left: u64,
    /// How often, in the last walk, each receiver was used and each pair was taken.
    used: Vec<u32>,
    pairs: Vec<Vec<u32>>,
    looks: u32,
    /// The last placing that was built, before it was bettered.
    last: Vec<usize>,
    /// Cost of the placing that was last repaired, and nodes that may still go into repairs.
    repaired: i64,
    spare: u64,
}

/// What is left of a search.
enum Rest {
    /// Everything was looked at.
    Nothing,
    /// The effort ran out, with this bound.
    Bound(i64),
    /// It was told to stop at a better placing.
    Better,
}

pub(super) fn run(model: &Model, effort: u64) -> End {
    let mut search = Search {
        model,
        relax: Relax::default(),
        best: None,
        below: model.dearest + 1,
        ties: false,
        left: effort.max(1),
        used: Vec::new(),
        pairs: Vec::new(),
        looks: 0,
        last: Vec::new(),
        repaired: i64::MAX,
        spare: effort / PART,
    };
    let whole = Node::whole(model);
    let mut root = whole.clone();
    let rest = search.explore(&mut root, u64::MAX, true);
    let least = search.best.as_ref().map(|best| best.0);
    let (bound, complete) = match (rest, least) {
        (Rest::Bound(bound), Some(least)) => (bound.min(least), bound >= least),
        (Rest::Bound(bound), None) => (bound, false),
        (_, least) => (least.unwrap_or(0), true),
    };
    let first = complete && search.earliest(whole, root.worth);
    let nodes = effort.max(1) - search.left;
    let (cost, to) = search.best.unzip();
    End { to, cost: cost.unwrap_or(0), bound, complete, first, nodes }
}

impl Search<'_> {
    /// Make the best placing the first, in dictionary order, of all that cost the same. False if
    /// the effort ran out before that was shown.
    fn earliest(&mut self, mut node: Node, worth: Vec<i64>) -> bool {
        let Some((cost, _)) = self.best else {
            return false;
        };
        self.below = cost + 1;
        self.ties = true;
        node.worth = worth;
        if !node.follow(self.model) {
            return false;
        }
        self.sharpen(&mut node);
        for customer in 0..self.model.customers {
            loop {
                if let Some((_, to)) = &self.best {
                    let mut draft = Draft::of(self.model, to.clone());
                    draft.advance();
                    self.offer(draft.to);
                }
                let held = match &self.best {
                    Some((_, to)) => to[customer],
                    None => return false,
                };
                // Is there one that puts this customer earlier, with those before it as they are?
                let mut earlier = node.clone();
                let mut any = false;
                for (i, row) in earlier.may.iter_mut().enumerate() {
                    row[customer] &= i < held;
                    any |= row[customer];
                }
                if !any {
                    node.settle(customer, held);
                    break;
                }
                match self.explore(&mut earlier, u64::MAX, false) {
                    Rest::Nothing => {
                        node.settle(customer, held);
                        break;
                    }
                    Rest::Bound(_) => return false,
                    Rest::Better => {}
                }
            }
        }
        true
    }

    /// Take a placing if it is better, or as good and earlier.
    fn offer(&mut self, to: Vec<usize>) {
        let Some(cost) = self.model.price(&to) else {
            return;
        };
        let better = match &self.best {
            Some(best) => (cost, &to) < (best.0, &best.1),
            None => true,
        };
        if better {
            self.best = Some((cost, to));
            if !self.ties {
                self.below = cost;
            }
        }
    }

    /// Look at everything in a node. `root` gets the multipliers that were best for it.
    fn explore(&mut self, root: &mut Node, most: u64, main: bool) -> Rest {
        let mut open: BTreeMap<(i64, Reverse<u32>, u64), Node> = BTreeMap::new();
        let (mut number, mut looked) = (0, 0);
        let before = self.best.clone();
        open.insert((root.bound, Reverse(root.depth), number), root.clone());
        loop {
            if main && looked % REPAIR == REPAIR - 1 {
                self.repair(&root.worth);
            }
            let next = if open.len() > WIDE { open.pop_last() } else { open.pop_first() };
            let Some((key, mut node)) = next else {
                return Rest::Nothing;
            };
            if node.bound >= self.below {
                continue;
            }
            if self.left == 0 || looked == most {
                let lowest = open.first_key_value().map_or(key.0, |(first, _)| first.0);
                return Rest::Bound(lowest.min(key.0));
            }
            self.left -= 1;
            looked += 1;
            let at_root = number == 0 && main;
            let alive = self.bound(&mut node, at_root);
            if number == 0 {
                root.worth.clone_from(&node.worth);
            }
            if self.ties && self.best != before {
                return Rest::Better;
            }
            if !alive || node.bound >= self.below {
                number += 1;
                continue;
            }
            for child in self.branch(node) {
                number += 1;
                open.insert((child.bound, Reverse(child.depth), number), child);
            }
        }
    }

    /// Place anew, as well as can be, the customers of a few receivers at a time.
    fn repair(&mut self, worth: &[i64]) {
        let model = self.model;
        let mut idle = 0;
        for seed in (0..model.receivers).cycle() {
            let Some((cost, to)) = self.best.clone() else {
                return;
            };
            if idle >= model.receivers || self.spare == 0 || cost == self.repaired {
                break;
            }
            idle += 1;
            let mut node = Node::whole(model);
            node.worth.copy_from_slice(worth);
            let group = self.group(seed, &to);
            for (j, &i) in to.iter().enumerate() {
                if !group[i] {
                    node.settle(j, i);
                }
                for (row, _) in node.may.iter_mut().zip(&group).filter(|(_, inside)| !**inside) {
                    row[j] &= !group[i];
                }
            }
            let left = self.left;
            self.explore(&mut node, TRY.min(self.spare), false);
            self.spare = self.spare.saturating_sub(left - self.left);
            if self.best.as_ref().is_some_and(|best| best.0 < cost) {
                idle = 0;
            }
        }
        self.repaired = self.best.as_ref().map_or(i64::MAX, |best| best.0);
    }

    /// A receiver with those that its customers would go to next.
    fn group(&self, seed: usize, to: &[usize]) -> Vec<bool> {
        let model = self.model;
        let mut pull = vec![0; model.receivers];
        for (j, &held) in to.iter().enumerate() {
            let mut order: Vec<usize> = (0..model.receivers).filter(|&i| i != held).collect();
            order.sort_by_key(|&i| (model.cost[i][j], i));
            for (rank, &i) in order.iter().take(6).enumerate() {
                if held == seed {
                    pull[i] += 6 - rank;
                } else if i == seed {
                    pull[held] += 6 - rank;
                }
            }
        }
        let mut near: Vec<usize> = (0..model.receivers).filter(|&i| i != seed).collect();
        near.sort_by_key(|&i| (Reverse(pull[i]), i));
        let mut group = vec![false; model.receivers];
        let mut held = 0;
        for i in std::iter::once(seed).chain(near) {
            if held >= GROUP {
                break;
            }
            group[i] = true;
            held += to.iter().filter(|&&at| at == i).count();
        }
        group
    }

    /// Bound a node, and tighten it. False if nothing in it is worth more looking.
    fn bound(&mut self, node: &mut Node, root: bool) -> bool {
        for round in 0.. {
            if !node.follow(self.model) {
                return false;
            }
            if let Some(to) = node.settled() {
                self.offer(to);
                return false;
            }
            let steps = match (root, round) {
                (true, _) => ROOT,
                (false, 0) => LATER,
                _ => LATER / 4,
            };
            let before = node.bound;
            let stride = if root && round == 0 { 2048 } else { 1024 };
            if !self.walk(node, steps, stride, root) {
                return false;
            }
            let changed = self.sharpen(node);
            let go_on = if root {
                round + 1 < ROUNDS && (changed || node.bound > before)
            } else {
                changed && round < 6
            };
            if !go_on {
                break;
            }
        }
        if !node.follow(self.model) {
            return false;
        }
        if let Some(to) = node.settled() {
            self.offer(to);
            return false;
        }
        true
    }

    /// Scaled limit beyond which a choice is of no use.
    fn most(&self) -> i64 {
        (self.below - 1) * self.model.scale
    }

    /// Take away what the multipliers of the node rule out.
    fn sharpen(&mut self, node: &mut Node) -> bool {
        self.relax.enter(self.model, node);
        let worth = node.worth.clone();
        if self.relax.evaluate(self.model, node, &worth).is_none() {
            return false;
        }
        self.relax.tighten(self.model, node, &worth, self.most())
    }

    /// Walk the multipliers towards the best bound. False if the node can be left.
    fn walk(&mut self, node: &mut Node, steps: u32, stride: i64, root: bool) -> bool {
        let model = self.model;
        let top = model.dearest * model.scale;
        let mut worth = node.worth.clone();
        let mut walk = Walk::new(model.customers, stride);
        let (mut best, mut idle) = (i64::MIN, 0);
        let patience = if root { 20 } else { 6 };
        let mut miss = vec![0; model.customers];
        self.used = vec![0; model.receivers];
        self.pairs = vec![vec![0; model.customers]; model.receivers];
        self.looks = 0;
        self.relax.enter(model, node);
        for step in 0..steps {
            let Some(limit) = self.relax.evaluate(model, node, &worth) else {
                return false;
            };
            if limit > best {
                idle = if limit - best.max(0) > limit.abs() / 10_000 { 0 } else { idle + 1 };
                best = limit;
                node.worth.clone_from(&worth);
            } else {
                idle += 1;
            }
            if limit > self.most() {
                return false;
            }
            for &j in &self.relax.free {
                miss[j] = 1;
            }
            let late = step >= steps / 2;
            self.looks += u32::from(late);
            for (i, &state) in self.relax.cover.state.iter().enumerate() {
                self.used[i] += u32::from(late && state > 0);
                for &j in self.relax.parts[i].taken(state) {
                    miss[j] -= 1;
                    self.pairs[i][j] += u32::from(late);
                }
            }
            let settled = self.relax.free.iter().all(|&j| miss[j] == 0);
            let every = if root { 10 } else { 20 };
            if settled || limit == best && step % 4 == 0 || step % every == every - 1 {
                self.place(node);
            }
            if settled {
                break;
            }
            if idle >= patience {
                idle = 0;
                walk.stride /= 2;
                if walk.stride < 4 {
                    break;
                }
            }
            let goal = match &self.best {
                Some((cost, _)) => cost * model.scale,
                None => best + best.abs() / 20 + model.scale,
            };
            let gap = (goal - limit).clamp(model.scale, limit.abs() / 10 + 16 * model.scale);
            walk.step(&self.relax.free, &miss, gap, top, &mut worth);
        }
        // A bound below zero says nothing.
        let whole = best.max(0);
        let bound = whole / model.scale + i64::from(whole % model.scale > 0);
        node.bound = node.bound.max(bound);
        node.bound < self.below
    }

    /// Make a placing of the relaxed answer, and better it.
    fn place(&mut self, node: &Node) {
        let relax = &self.relax;
        let taken = relax.cover.state.iter().enumerate();
        let taken = taken.map(|(i, &state)| relax.parts[i].taken(state));
        if let Some(mut draft) = Draft::build(self.model, node, taken) {
            if draft.to == self.last {
                return;
            }
            self.last.clone_from(&draft.to);
            draft.polish();
            self.offer(draft.to);
            self.offer(self.last.clone());
        }
    }

    /// Split a node in two.
    fn branch(&self, node: Node) -> Vec<Node> {
        let model = self.model;
        let looks = i64::from(self.looks);
        let half = |count: u32| (2 * i64::from(count) - looks).abs();
        let undecided = (0..model.receivers).filter(|&i| node.states[i].count_ones() > 1);
        let mut children = [node.clone(), node.clone()];
        for child in &mut children {
            child.depth += 1;
        }
        if let Some(i) = undecided.min_by_key(|&i| (half(self.used[i]), i)) {
            let first = if node.states[i] & SHUT != 0 { SHUT } else { STATES[1] };
            children[0].states[i] = first;
            children[1].states[i] &= !first;
        } else {
            let free = (0..model.customers).filter(|&j| node.sole[j].is_none());
            let most = |j: usize| {
                let may = (0..model.receivers).filter(|&i| node.may[i][j]);
                may.map(|i| (self.pairs[i][j], Reverse(i))).max()
            };
            let split = free.filter_map(|j| Some((most(j)?, j)));
            let split = split.min_by_key(|&((count, _), j)| (half(count), -model.size[j], j));
            let Some(((_, Reverse(i)), j)) = split else {
                return Vec::new();
            };
            children[0].settle(j, i);
            children[1].may[i][j] = false;
        }
        children.into()
    }
}
