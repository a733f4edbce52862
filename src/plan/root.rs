//! The root of the search: the model made tight by cuts, and what is left of it once a good plan is known.

use std::{cell::Cell, time::Duration};

use super::{
    covers::{broken_cliques, broken_covers},
    groups::{Domains, Groups, Knapsack, Literal, Sums},
    model::{ColumnOf, LinearModel, ModelRow, RowSide},
    problem::{PlanAnswer, PlanProblem, SiteChoice},
    reduce::{FixedAt, ReducedModel, reduced},
    relaxed::{Priced, Solved, prices},
    simplify::{
        Conflicts, dominated, idle_literals, probed, tight_rows, without_zones_of_one_site,
    },
};

#[cfg(test)]
mod tests;

/// Rounds of cuts, at most.
const ROUNDS: usize = 20;

/// Rounds that hardly lower the bound, at most.
const IDLE_ROUNDS: usize = 2;

/// The model at the root.
#[derive(Debug, Clone)]
pub(super) struct Root {
    /// Every variable that is left of the problem's model, with rows that hold for what is left.
    pub model: LinearModel,
    /// The literals of which a plan better than the best so far could be made.
    pub left: Vec<bool>,
    /// What no plan is worth more than; `None` where the solver did not say.
    pub priced: Option<Priced>,
    /// What is taken of each variable without whole numbers.
    pub values: Option<Vec<f64>>,
    /// What the solver says that it has taken without whole numbers.
    pub spent: Cell<Duration>,
    /// Its variables in groups.
    pub groups: Groups,
    /// The rows and cuts as sums.
    pub sums: Sums,
    /// Literals that are left out, with the one of the same group that stands for each.
    idle: Vec<Option<Literal>>,
    /// Choices that are left out, with the choice of the same site that stands for each.
    stands_for: Vec<(SiteChoice, usize)>,
    cuts: Vec<ModelRow>,
    conflicts: Conflicts,
}

impl Root {
    /// Makes the root of a problem's model, with cuts; `None` where no plan keeps every limit.
    pub fn of(problem: &PlanProblem, model: &LinearModel) -> Option<Self> {
        let groups = Groups::of(model);
        let mut left = vec![true; groups.of.len()];
        let stands_for = dominated(problem, model);
        let out = stands_for.iter().filter_map(|(at, _)| model.place_of(ColumnOf::Choice(*at)));
        out.for_each(|at| left[at] = false);
        let sums = Sums::of(&groups, model.rows.iter());
        let mut domains = Domains::of(&groups, &sums, left);
        if !domains.settle() {
            return None;
        }
        let left = domains.left;
        let smaller = without_zones_of_one_site(problem, model, &left);
        let groups = Groups::of(&smaller);
        let mut own = vec![true; groups.of.len()];
        for (at, column) in smaller.columns.iter().enumerate() {
            own[at] = model.place_of(column.of).is_none_or(|at| left[at]);
        }
        let mut root = Self {
            model: smaller,
            left: own,
            priced: None,
            values: None,
            spent: Cell::default(),
            sums: Sums::default(),
            idle: vec![None; groups.of.len()],
            groups,
            stands_for,
            cuts: Vec::new(),
            conflicts: Vec::new(),
        };
        root.tightened().then_some(root)
    }

    /// Returns a plan with every choice that is left out replaced by the one that stands for it.
    pub fn undominated(&self, problem: &PlanProblem, answer: &PlanAnswer) -> PlanAnswer {
        let mut other = answer.clone();
        for ((site, at), by) in &self.stands_for {
            if other.choices[*site] == *at {
                other.choices[*site] = *by;
            }
        }
        for (team, own) in problem.teams.iter().enumerate() {
            if !problem.chosen(&other, own.site).moves_to_own {
                other.places[team] = None;
            }
        }
        other
    }

    /// Returns the values of the variables in a plan, or in one as good of what is left.
    pub fn values_of(&self, problem: &PlanProblem, answer: &PlanAnswer) -> Vec<i64> {
        let mut values = self.model.values_of(problem, answer);
        for members in &self.groups.members {
            let variables = || members.iter().filter(|at| **at < self.groups.columns);
            let held = variables().find(|at| values[**at] == 1).or(members.last());
            let Some(mut literal) = held.copied() else { continue };
            while !self.left[literal]
                && let Some(other) = self.idle[literal]
            {
                literal = other;
            }
            variables().for_each(|at| values[*at] = i64::from(*at == literal));
        }
        values
    }

    /// Tries every literal out and makes rows and bound as tight as can be; `false` where nothing is left.
    pub fn tightened(&mut self) -> bool {
        let left = std::mem::take(&mut self.left);
        let sums = Sums::of(&self.groups, self.model.rows.iter().chain(&self.cuts));
        let Some((left, conflicts)) = probed(&self.groups, &sums, left) else { return false };
        (self.left, self.conflicts) = (left, conflicts);
        let rows = std::mem::take(&mut self.model.rows);
        self.model.rows = tight_rows(rows, &self.groups, &self.left);
        self.cuts = tight_rows(std::mem::take(&mut self.cuts), &self.groups, &self.left);
        for (literal, other) in idle_literals(&self.model, &self.groups, &self.left) {
            self.left[literal] = false;
            self.idle[literal] = Some(other);
        }
        self.sums = Sums::of(&self.groups, self.model.rows.iter().chain(&self.cuts));
        self.cut();
        self.sums = Sums::of(&self.groups, self.model.rows.iter().chain(&self.cuts));
        let whole = self.reduced(&self.left, &[]);
        let priced =
            whole.and_then(|reduced| prices(&self.groups, &self.left, &reduced, &self.spent));
        if let Some(priced) = priced {
            let before = self.priced.as_ref().map_or(i64::MAX, |priced| priced.bound);
            if priced.bound <= before {
                self.priced = Some(priced);
            }
        }
        true
    }

    /// Leaves out what a plan worth more than one so much below the bound cannot have; tells whether much is gone.
    pub fn narrow(&mut self, gap: i64) -> bool {
        let Some(priced) = &self.priced else { return false };
        let before = self.left.iter().filter(|left| **left).count();
        self.left = priced.within(&self.left, gap);
        let after = self.left.iter().filter(|left| **left).count();
        after * 8 < before * 7
    }

    /// Tells whether a group is the choices of a site.
    pub fn is_site(&self, group: usize) -> bool {
        let first = self.groups.members[group].first().and_then(|at| self.model.columns.get(*at));
        first.is_some_and(|column| matches!(column.of, ColumnOf::Choice(_)))
    }

    /// Counts the groups that have several literals left, zones apart.
    pub fn open_groups(&self) -> usize {
        let is_zone = |at: usize| {
            let column = self.model.columns.get(at);
            column.is_some_and(|column| matches!(column.of, ColumnOf::Within(_)))
        };
        let groups = self.groups.members.iter().filter(|members| !is_zone(members[0]));
        groups.filter(|members| members.iter().filter(|at| self.left[**at]).count() > 1).count()
    }

    /// Solves what is left without whole numbers; `None` where it has no answer.
    pub fn solved(&self, left: &[bool]) -> Option<Solved> {
        Solved::of(&self.reduced(left, &[])?, &self.spent)
    }

    /// Returns what is left without some literals, made tight; `None` where nothing is.
    pub fn half(&self, out: &[Literal]) -> Option<Self> {
        let mut half = self.clone();
        out.iter().for_each(|at| half.left[*at] = false);
        half.tightened().then_some(half)
    }

    /// Returns what is taken of each variable without whole numbers, among some literals.
    pub fn relaxed(&self, left: &[bool]) -> Option<Vec<f64>> {
        Some(self.solved(left)?.values())
    }

    /// Returns what is left of the model with some literals; `None` where no plan is made of them.
    pub fn reduced(&self, left: &[bool], more: &[ModelRow]) -> Option<ReducedModel> {
        let mut domains = Domains::of(&self.groups, &self.sums, left.to_vec());
        if !domains.settle() {
            return None;
        }
        let left = domains.left;
        let fixed: FixedAt = (0..self.groups.columns)
            .map(|at| {
                let group = &self.groups.members[self.groups.of[at]];
                let one = group.iter().filter(|at| left[**at]).count() == 1;
                (!left[at] || one).then_some(left[at])
            })
            .collect();
        let mut model = self.model.clone();
        model.rows.extend(self.cuts.iter().chain(more).cloned());
        // Where none of a group is left out, one of it is taken.
        for members in &self.groups.members {
            let none = members.iter().find(|at| **at >= self.groups.columns);
            if none.is_some_and(|none| !left[*none]) {
                let free = members.iter().filter(|at| left[**at]).map(|at| (*at, 1)).collect();
                let name = format!("one_of_{}", model.rows.len());
                model.rows.push(ModelRow { name, terms: free, side: RowSide::Least, bound: 1 });
            }
        }
        reduced(&model, fixed)
    }

    /// Adds cuts that the model without whole numbers breaks, as long as there are any.
    fn cut(&mut self) {
        let sums = self.model.rows.iter().flat_map(|row| {
            let sums = self.groups.knapsacks(row).into_iter();
            sums.map(|sum| (row.name.clone(), sum.normal(&self.left)))
        });
        let sums: Vec<(String, Knapsack)> = sums.collect();
        let Some(mut solved) = self.solved(&self.left) else { return };
        let (mut idle, mut before) = (0, f64::INFINITY);
        for _ in 0..ROUNDS {
            let worth = solved.worth();
            idle = if worth > before - before.abs() * 1e-5 { idle + 1 } else { 0 };
            before = worth;
            let values = solved.values();
            let taken = self.groups.taken(&values);
            self.values = Some(values);
            if idle >= IDLE_ROUNDS {
                return;
            }
            let mut cuts = broken_covers(&self.groups, &sums, &taken);
            cuts.extend(broken_cliques(&self.groups, &self.conflicts, &taken));
            if cuts.is_empty() {
                return;
            }
            let next = solved.with(&cuts, &self.spent);
            self.cuts.extend(cuts);
            match next {
                Some(next) => solved = next,
                None => return,
            }
        }
    }
}
