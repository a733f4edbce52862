//! Whole customers into receivers with room, at the least cost.
//!
//! Each customer (a team) has a size and goes whole to one receiver (a site). A receiver has a
//! capacity, may cost something to open, and may be enlarged once at a price. The sum of placing,
//! opening and enlarging is to be as small as it can be.
//!
//! The answer is the same on every run and every machine: there is no clock, no randomness and
//! no floating point. Of several answers with the same cost, the one given is the first in
//! dictionary order of `to` (customer 0 goes to the lowest receiver it can, then customer 1, and
//! so on) whenever [`Solution::first`] is true. Where the effort ran out before that was shown,
//! it is the first of those that the search happened to meet: still fixed for a given instance
//! and effort, but another effort may give another of the same cost.

mod cover;
mod knapsack;
mod most;
mod primal;
mod relax;
mod search;
mod state;

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "the dice roll small numbers")]
mod tests;

pub use most::{effort, most_placed};
use state::Model;
use std::fmt;

/// What is to be placed, and where it may go. Money and sizes are whole numbers in whatever
/// unit the caller chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instance {
    /// Room in each receiver.
    pub capacities: Vec<i64>,
    /// Cost of using each receiver at all; 0 where it is already open.
    pub opening: Vec<i64>,
    /// Size of each customer.
    pub sizes: Vec<i64>,
    /// Cost of each customer (row) at each receiver (column); `None` where it may not go.
    pub cost: Vec<Vec<Option<i64>>>,
    /// One step of more room for each receiver, as (extra room, its cost). An empty list means
    /// that none may be enlarged.
    pub enlarge: Vec<Option<(i64, i64)>>,
}

/// How long to look. A node is one restricted problem that is bounded; the first takes
/// about as long as twenty to forty later ones, and is always looked at. What is left once the
/// least cost is known goes into finding the first of the placings that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Nodes that are looked at, at most.
    pub nodes: u64,
}

/// A placing of every customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Receiver of each customer. Every entry is `Some`.
    pub to: Vec<Option<usize>>,
    /// Receivers that take somebody.
    pub opened: Vec<bool>,
    /// Receivers that hold more than their first capacity.
    pub enlarged: Vec<bool>,
    /// What it costs.
    pub cost: i64,
    /// No placing costs less than this.
    pub bound: i64,
    /// True when `bound == cost`, and only then.
    pub proven: bool,
    /// True when this is shown to be the first, in dictionary order of `to`, of all the
    /// placings with the least cost.
    pub first: bool,
    /// Nodes looked at.
    pub nodes: u64,
}

/// What is wrong with an instance that cannot be read as a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub enum Refused {
    /// A list has the wrong length.
    Shape { list: &'static str, expected: usize, found: usize },
    /// A number is below zero.
    Negative { list: &'static str, index: usize, value: i64 },
    /// A sum is too large to be held exactly.
    Overflow { sum: &'static str },
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub enum Unplaced {
    /// The instance itself is at fault.
    Refused(Refused),
    /// This customer is allowed nowhere.
    Nowhere { customer: usize },
    /// This customer is larger than every receiver that it is allowed in, enlarged if need be.
    TooLarge { customer: usize, size: i64, largest: i64 },
    /// All the room there is, with every enlargement, is less than what is needed.
    Room { needed: i64, there: i64 },
    /// It is shown that no placing of everybody exists.
    Infeasible,
    /// None was found, and none was ruled out, within the effort.
    NotFound { nodes: u64 },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { list, expected, found } => {
                write!(f, "{list}: expected {expected} entries, found {found}")
            }
            Self::Negative { list, index, value } => {
                write!(f, "{list}: entry {index} is negative ({value})")
            }
            Self::Overflow { sum } => write!(f, "the sum of {sum} is too large"),
        }
    }
}

impl fmt::Display for Unplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => why.fmt(f),
            Self::Nowhere { customer } => write!(f, "customer {customer} is allowed nowhere"),
            Self::TooLarge { customer, size, largest } => write!(
                f,
                "customer {customer} needs {size}; the largest receiver it may go to holds {largest}"
            ),
            Self::Room { needed, there } => {
                write!(f, "{needed} is needed; there is room for {there}")
            }
            Self::Infeasible => write!(f, "no placing of every customer exists"),
            Self::NotFound { nodes } => {
                write!(f, "no placing was found within {nodes} nodes; one may still exist")
            }
        }
    }
}

impl std::error::Error for Refused {}
impl std::error::Error for Unplaced {}

impl From<Refused> for Unplaced {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

impl Instance {
    /// Cost of a placing, or `None` if it breaks a rule (wrong length, a forbidden pair, or more
    /// in a receiver than it can hold). The instance must have passed [`Instance::check`].
    pub fn price(&self, to: &[usize]) -> Option<i64> {
        if to.len() != self.sizes.len() {
            return None;
        }
        let mut load = vec![0; self.capacities.len()];
        let mut used = vec![false; self.capacities.len()];
        let mut total = 0;
        for (customer, &receiver) in to.iter().enumerate() {
            total += (*self.cost[customer].get(receiver)?)?;
            load[receiver] += self.sizes[customer];
            used[receiver] = true;
        }
        for receiver in 0..load.len() {
            if used[receiver] {
                total += self.opening[receiver];
            }
            if load[receiver] > self.capacities[receiver] {
                let (extra, price) = self.step(receiver)?;
                if load[receiver] > self.capacities[receiver] + extra {
                    return None;
                }
                total += price;
            }
        }
        Some(total)
    }

    fn step(&self, receiver: usize) -> Option<(i64, i64)> {
        self.enlarge.get(receiver).copied().flatten()
    }

    /// Refuse lists of the wrong length, negative numbers and sums that cannot be held.
    ///
    /// The dearest placing (each customer at its dearest, every receiver opened and enlarged)
    /// times the number of customers and receivers plus two must stay below 2^62; so must all the
    /// sizes together, and all the room.
    pub fn check(&self) -> Result<(), Refused> {
        let (receivers, customers) = (self.capacities.len(), self.sizes.len());
        let shape = |list, expected, found| {
            if expected == found { Ok(()) } else { Err(Refused::Shape { list, expected, found }) }
        };
        shape("opening", receivers, self.opening.len())?;
        shape("cost", customers, self.cost.len())?;
        for row in &self.cost {
            shape("cost row", receivers, row.len())?;
        }
        if !self.enlarge.is_empty() {
            shape("enlarge", receivers, self.enlarge.len())?;
        }
        not_negative("capacities", self.capacities.iter().copied().enumerate())?;
        not_negative("opening", self.opening.iter().copied().enumerate())?;
        not_negative("sizes", self.sizes.iter().copied().enumerate())?;
        for (customer, row) in self.cost.iter().enumerate() {
            not_negative("cost", row.iter().flatten().map(|&cost| (customer, cost)))?;
        }
        let steps = || {
            let each = self.enlarge.iter().enumerate();
            each.filter_map(|(receiver, step)| step.map(|step| (receiver, step)))
        };
        not_negative("enlarge", steps().map(|(i, (extra, _))| (i, extra)))?;
        not_negative("enlarge", steps().map(|(i, (_, price))| (i, price)))?;

        add_up("sizes", self.sizes.iter().copied())?;
        let extra = steps().map(|(_, (extra, _))| extra);
        add_up("capacities", self.capacities.iter().copied().chain(extra))?;
        let dearest = self.cost.iter().filter_map(|row| row.iter().flatten().max());
        let price = steps().map(|(_, (_, price))| price);
        let fixed = self.opening.iter().copied().chain(price);
        let total = add_up("costs", dearest.copied().chain(fixed))?;
        let terms = (customers + receivers + 2) as i128;
        if i128::from(total) * terms >= 1 << 62 {
            return Err(Refused::Overflow { sum: "costs" });
        }
        Ok(())
    }
}

fn not_negative(
    list: &'static str,
    mut entries: impl Iterator<Item = (usize, i64)>,
) -> Result<(), Refused> {
    match entries.find(|&(_, value)| value < 0) {
        Some((index, value)) => Err(Refused::Negative { list, index, value }),
        None => Ok(()),
    }
}

fn add_up(sum: &'static str, mut values: impl Iterator<Item = i64>) -> Result<i64, Refused> {
    let total = values.try_fold(0_i64, i64::checked_add);
    total.filter(|&total| total < 1 << 62).ok_or(Refused::Overflow { sum })
}

/// Place every customer at the least cost, or say why that cannot be done.
pub fn solve(instance: &Instance, effort: Effort) -> Result<Solution, Unplaced> {
    instance.check()?;
    let room = |i: usize| instance.capacities[i] + instance.step(i).map_or(0, |step| step.0);
    for (customer, row) in instance.cost.iter().enumerate() {
        let allowed = (0..row.len()).filter(|&i| row[i].is_some());
        let size = instance.sizes[customer];
        match allowed.map(room).max() {
            None => return Err(Unplaced::Nowhere { customer }),
            Some(largest) if largest < size => {
                return Err(Unplaced::TooLarge { customer, size, largest });
            }
            Some(_) => {}
        }
    }
    let needed = instance.sizes.iter().sum();
    let there = (0..instance.capacities.len()).map(room).sum();
    if needed > there {
        return Err(Unplaced::Room { needed, there });
    }

    let model = Model::new(instance);
    let end = search::run(&model, effort.nodes);
    let Some(to) = end.to else {
        return Err(if end.complete {
            Unplaced::Infeasible
        } else {
            Unplaced::NotFound { nodes: end.nodes }
        });
    };
    let (opened, enlarged) = model.used(&to);
    let (cost, bound) = (end.cost * model.unit, end.bound * model.unit);
    debug_assert_eq!(instance.price(&to), Some(cost));
    Ok(Solution {
        to: to.into_iter().map(Some).collect(),
        opened,
        enlarged,
        cost,
        bound,
        proven: bound == cost,
        first: end.first,
        nodes: end.nodes,
    })
}
