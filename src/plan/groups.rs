//! The model as groups of literals, of each of which exactly one holds, and its rows as sums over groups: what follows from
//! leaving literals out, all in whole numbers.
//!
//! A literal is a variable at 1; a group the choices of a site, the places of a team, the works at a receiver, or zones that
//! are within reach or not. Where none of a group's variables need be taken, one more literal says that none is.

use std::collections::BTreeMap;

use super::model::{ColumnOf, LinearModel, ModelRow, RowSide};

/// A variable of the model by its place, or behind those a group of which none is taken.
pub(super) type Literal = usize;

/// The groups of a model.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    /// The literals of each group.
    pub members: Vec<Vec<Literal>>,
    /// The group of each literal.
    pub of: Vec<usize>,
    /// How many literals are variables.
    pub columns: usize,
}

/// A sum over groups that is at most the room there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Knapsack {
    /// Each group with the weights of all its literals.
    pub items: Vec<(usize, Vec<(Literal, i64)>)>,
    /// The room.
    pub room: i64,
}

impl Groups {
    /// Puts the variables of a model into groups.
    pub fn of(model: &LinearModel) -> Self {
        let mut keys = BTreeMap::<(usize, usize), Vec<Literal>>::new();
        for (at, column) in model.columns.iter().enumerate() {
            let key = match column.of {
                ColumnOf::Choice((site, _)) => (0, site),
                ColumnOf::Place { team, .. } => (1, team),
                ColumnOf::Works { receiver, .. } => (2, receiver),
                ColumnOf::Within(zone) => (3, zone),
            };
            keys.entry(key).or_default().push(at);
        }
        let columns = model.columns.len();
        let mut groups = Self { members: Vec::new(), of: vec![0; columns], columns };
        for ((kind, _), mut members) in keys {
            let group = groups.members.len();
            members.iter().for_each(|at| groups.of[*at] = group);
            if kind != 0 {
                members.push(groups.of.len());
                groups.of.push(group);
            }
            groups.members.push(members);
        }
        groups
    }

    /// Returns how much of each literal is taken.
    pub fn taken(&self, values: &[f64]) -> Vec<f64> {
        let mut taken = values.to_vec();
        for literal in self.columns..self.of.len() {
            let others = self.members[self.of[literal]].iter().filter(|at| **at < self.columns);
            let sum: f64 = others.map(|at| values[*at]).sum();
            taken.push(1.0 - sum);
        }
        taken
    }

    /// Takes a row, turned by a sign, as a sum that is at most its bound.
    fn knapsack(&self, row: &ModelRow, sign: i64) -> Knapsack {
        let mut weights = BTreeMap::<usize, Vec<(Literal, i64)>>::new();
        for (column, _) in &row.terms {
            let group = self.of[*column];
            weights
                .entry(group)
                .or_insert_with(|| self.members[group].iter().map(|at| (*at, 0)).collect());
        }
        for (column, weight) in &row.terms {
            let own = weights.entry(self.of[*column]).or_default();
            own.iter_mut().filter(|(at, _)| at == column).for_each(|(_, w)| *w += sign * weight);
        }
        Knapsack { items: weights.into_iter().collect(), room: sign * row.bound }
    }

    /// Returns the sums that a row stands for: one, or two of a row whose sum is its bound; none of one that its group says.
    pub fn knapsacks(&self, row: &ModelRow) -> Vec<Knapsack> {
        let signs: &[i64] = match row.side {
            RowSide::Most => &[1],
            RowSide::Least => &[-1],
            RowSide::Same => &[1, -1],
        };
        signs.iter().map(|sign| self.knapsack(row, *sign)).collect()
    }

    /// Writes a sum as a row of the model.
    pub fn row(&self, name: String, sum: &Knapsack) -> ModelRow {
        let (mut terms, mut bound) = (Vec::new(), sum.room);
        for (_, literals) in &sum.items {
            let none = literals.iter().find(|(at, _)| *at >= self.columns);
            let none = none.map_or(0, |(_, weight)| *weight);
            bound -= none;
            if none != 0 {
                // What is left out weighs nothing, and is as nothing: it counts as much as none.
                let group = &self.members[self.of[literals[0].0]];
                let unnamed = group.iter().filter(|at| literals.iter().all(|(l, _)| l != *at));
                terms.extend(unnamed.filter(|at| **at < self.columns).map(|at| (*at, -none)));
            }
            let own = literals.iter().filter(|(at, _)| *at < self.columns);
            terms.extend(own.map(|(at, weight)| (*at, weight - none)).filter(|(_, w)| *w != 0));
        }
        terms.sort_unstable();
        ModelRow { name, terms, side: RowSide::Most, bound }
    }
}

impl Knapsack {
    /// Returns the same sum over the literals that are left, each group's least weight taken off; groups of one weight are
    /// gone.
    pub fn normal(&self, left: &[bool]) -> Self {
        let mut room = self.room;
        let mut items = Vec::new();
        for (group, literals) in &self.items {
            let allowed = literals.iter().filter(|(at, _)| left[*at]);
            let Some(least) = allowed.clone().map(|(_, weight)| *weight).min() else { continue };
            room -= least;
            let own: Vec<(Literal, i64)> = allowed.map(|(at, w)| (*at, w - least)).collect();
            if own.iter().any(|(_, weight)| *weight > 0) {
                items.push((*group, own));
            }
        }
        Self { items, room }
    }

    /// Returns the most that it can come to, of a normal sum.
    fn most(&self) -> i64 {
        self.items.iter().map(|(_, own)| own.iter().map(|(_, w)| *w).max().unwrap_or(0)).sum()
    }

    /// Makes a normal sum as tight as can be with the same whole-number points; `None` where all points keep it.
    pub fn tightened(mut self) -> Option<Self> {
        let mut most = self.most();
        if most <= self.room {
            return None;
        }
        for (_, own) in &mut self.items {
            let largest = own.iter().map(|(_, w)| *w).max().unwrap_or(0);
            let spare = self.room - (most - largest);
            if spare <= 0 {
                continue;
            }
            own.iter_mut().for_each(|(_, weight)| *weight = (*weight - spare).max(0));
            self.room -= spare;
            most -= spare;
        }
        Some(self)
    }
}

/// The rows of a model as sums.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// Each row's, one after the other.
    pub all: Vec<Knapsack>,
    /// By how much the weights of one group of each sum differ at most.
    widest: Vec<i64>,
    /// The sums in which each group stands.
    of_group: Vec<Vec<usize>>,
}

impl Sums {
    /// Reads rows as sums.
    pub fn of<'a>(groups: &Groups, rows: impl Iterator<Item = &'a ModelRow>) -> Self {
        let all: Vec<Knapsack> = rows.flat_map(|row| groups.knapsacks(row)).collect();
        let mut of_group = vec![Vec::new(); groups.members.len()];
        for (at, sum) in all.iter().enumerate() {
            sum.items.iter().for_each(|(group, _)| of_group[*group].push(at));
        }
        let width = |own: &Vec<(Literal, i64)>| {
            let most = own.iter().map(|(_, weight)| *weight).max().unwrap_or(0);
            most - own.iter().map(|(_, weight)| *weight).min().unwrap_or(0)
        };
        let widest = |sum: &Knapsack| sum.items.iter().map(|(_, own)| width(own)).max();
        let widest = all.iter().map(|sum| widest(sum).unwrap_or(0)).collect();
        Self { all, widest, of_group }
    }

    /// Returns the sums in which a group stands.
    pub fn with(&self, group: usize) -> impl Iterator<Item = &Knapsack> {
        self.of_group[group].iter().map(|at| &self.all[*at])
    }
}

/// Which literals are left of the groups of some sums.
#[derive(Debug)]
pub(super) struct Domains<'a> {
    groups: &'a Groups,
    sums: &'a Sums,
    /// The literals that are left.
    pub left: Vec<bool>,
    /// Sums that are to be looked at.
    open: Vec<usize>,
    waits: Vec<bool>,
    /// Literals left out since that was last asked.
    out: Vec<Literal>,
}

impl<'a> Domains<'a> {
    pub fn of(groups: &'a Groups, sums: &'a Sums, left: Vec<bool>) -> Self {
        let waits = vec![false; sums.all.len()];
        Self { groups, sums, left, open: Vec::new(), waits, out: Vec::new() }
    }

    /// Leaves out whatever no point has; `false` where that is everything.
    pub fn settle(&mut self) -> bool {
        self.open = (0..self.sums.all.len()).collect();
        self.waits.fill(true);
        self.follow()
    }

    /// Leaves a literal out, with what follows; `false` where nothing is left.
    pub fn leave_out(&mut self, literal: Literal) -> bool {
        self.left[literal] = false;
        let group = self.groups.of[literal];
        self.look_at(group);
        self.groups.members[group].iter().any(|at| self.left[*at]) && self.follow()
    }

    /// Returns the literals that cannot hold together with one; `None` where it cannot hold itself.
    pub fn excluded(&mut self, literal: Literal) -> Option<Vec<Literal>> {
        let group = self.groups.of[literal];
        self.out.clear();
        for other in &self.groups.members[group] {
            if *other != literal && self.left[*other] {
                self.left[*other] = false;
                self.out.push(*other);
            }
        }
        self.look_at(group);
        let holds = self.follow();
        let out = std::mem::take(&mut self.out);
        out.iter().for_each(|at| self.left[*at] = true);
        holds.then_some(out)
    }

    fn look_at(&mut self, group: usize) {
        for at in &self.sums.of_group[group] {
            if !self.waits[*at] {
                self.waits[*at] = true;
                self.open.push(*at);
            }
        }
    }

    /// Looks at sums until nothing follows from any; `false` where one cannot be kept.
    fn follow(&mut self) -> bool {
        let mut next = 0;
        let mut holds = true;
        while let Some(at) = self.open.get(next).copied() {
            next += 1;
            self.waits[at] = false;
            holds = holds && self.follow_one(at);
        }
        self.open.clear();
        holds
    }

    fn follow_one(&mut self, at: usize) -> bool {
        let sums = self.sums;
        let sum = &sums.all[at];
        let mut spare = sum.room;
        for (_, own) in &sum.items {
            let Some(least) = self.least(own) else { return false };
            spare -= least;
        }
        if spare < 0 {
            return false;
        }
        if spare >= sums.widest[at] {
            return true;
        }
        for (group, own) in &sum.items {
            let least = self.least(own).unwrap_or(0);
            let mut any = false;
            for (literal, weight) in own {
                if weight - least > spare && self.left[*literal] {
                    self.left[*literal] = false;
                    self.out.push(*literal);
                    any = true;
                }
            }
            if any {
                self.look_at(*group);
            }
        }
        true
    }

    fn least(&self, own: &[(Literal, i64)]) -> Option<i64> {
        own.iter().filter(|(at, _)| self.left[*at]).map(|(_, weight)| *weight).min()
    }
}
