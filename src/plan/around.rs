//! Parts of the model in which a better plan is sought: near what the model without whole numbers takes, and near a plan.

use std::collections::BTreeSet;

use super::{
    groups::{Domains, Literal},
    model::ColumnOf,
    problem::PlanProblem,
    root::Root,
};
use crate::model::ratio_term;

/// Groups that are open at the end of the way that follows the model without whole numbers.
const FEW_OPEN: usize = 50;

/// Groups that a row has at most that tells which sites stand near each other.
const FEW_IN_ROW: usize = 40;

/// Which sites are left open around a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    /// Those of which the choice takes most off the bound.
    Loss,
    /// Those of which the model without whole numbers takes another choice.
    Untaken,
    /// Those that stand in the same rows.
    Rows,
}

impl Near {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Loss, Self::Untaken, Self::Rows];
}

/// Dice: the same throws on every run.
#[derive(Debug)]
pub(super) struct Dice(pub u64);

impl Dice {
    /// Returns a whole number below 2^31.
    fn throw(&mut self) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0)
    }

    /// Returns a number from 0 to 1.
    fn share(&mut self) -> f64 {
        ratio_term(self.throw()) / ratio_term(1 << 31)
    }
}

/// Follows what the model without whole numbers takes until few groups are open; returns what is left on the way, the least
/// first.
pub(super) fn dives(root: &Root) -> Vec<Vec<bool>> {
    let mut on_the_way: Vec<Vec<bool>> = Vec::new();
    let mut left = root.left.clone();
    let mut values = root.values.clone();
    let mut last = None;
    while let Some(own) = values.take().or_else(|| root.relaxed(&left)) {
        let mut open = open_groups(root, &left, &root.groups.taken(&own));
        let is_much_less = last.is_some_and(|last| open.len() * 4 < last * 3);
        if last.is_none() || is_much_less || open.len() <= FEW_OPEN {
            if last.is_some() {
                on_the_way.push(left.clone());
            }
            last = Some(open.len());
        }
        if open.len() <= FEW_OPEN {
            break;
        }
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let sure = open.iter().filter(|(taken, _)| *taken > 0.999).count();
        let most = (sure * 3 / 4).max(open.len() / 10).min(open.len() - FEW_OPEN).max(1);
        for (_, literal) in open.into_iter().take(most) {
            if left[literal] {
                left = held(root, left, literal);
            }
        }
        let mut domains = Domains::of(&root.groups, &root.sums, left);
        if !domains.settle() {
            break;
        }
        left = domains.left;
    }
    on_the_way.reverse();
    on_the_way
}

/// Returns what is left once a literal holds, or once it does not where it cannot.
fn held(root: &Root, mut left: Vec<bool>, literal: Literal) -> Vec<bool> {
    let mut one = left.clone();
    let group = &root.groups.members[root.groups.of[literal]];
    group.iter().for_each(|at| one[*at] &= *at == literal);
    let mut domains = Domains::of(&root.groups, &root.sums, one);
    if domains.settle() {
        return domains.left;
    }
    left[literal] = false;
    left
}

/// Returns the literal that is taken most of each group that has several left, zones apart.
fn open_groups(root: &Root, left: &[bool], taken: &[f64]) -> Vec<(f64, Literal)> {
    let is_zone = |at: usize| {
        root.model.columns.get(at).is_some_and(|column| matches!(column.of, ColumnOf::Within(_)))
    };
    let groups = root.groups.members.iter().filter(|members| !is_zone(members[0]));
    let most = groups.filter_map(|members| {
        let free: Vec<Literal> = members.iter().copied().filter(|at| left[*at]).collect();
        let most = free.iter().copied().max_by(|a, b| taken[*a].total_cmp(&taken[*b]))?;
        (free.len() > 1).then_some((taken[most], most))
    });
    most.collect()
}

/// Leaves some sites open around a plan; `None` where nothing is known to choose them by.
///
/// Teams of other sites stay where the plan places them, and no works are done where nobody else could come.
pub(super) fn near(
    root: &Root,
    problem: &PlanProblem,
    plan: &[i64],
    (by, size): (Near, usize),
    dice: &mut Dice,
) -> Option<Vec<bool>> {
    let mut sites = ranked(root, plan, by, dice)?;
    sites.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut near = root.left.clone();
    let mut is_fixed = vec![false; root.groups.members.len()];
    let holds = |at: &Literal| plan.get(*at) == Some(&1);
    for (_, group) in sites.iter().skip(size) {
        is_fixed[*group] = true;
        root.groups.members[*group].iter().for_each(|at| near[*at] &= holds(at));
    }
    let mut open = BTreeSet::new();
    for members in &root.groups.members {
        let Some(column) = root.model.columns.get(members[0]) else { continue };
        let ColumnOf::Place { team, choice, .. } = column.of else { continue };
        let choice = ColumnOf::Choice((problem.teams[team].site, choice));
        let choice = root.model.place_of(choice);
        if choice.is_none_or(|at| !is_fixed[root.groups.of[at]]) {
            let free = members.iter().filter(|at| near[**at]);
            open.extend(free.filter_map(|at| match root.model.columns.get(*at)?.of {
                ColumnOf::Place { to, .. } => Some(to),
                _ => None,
            }));
        } else if let Some(held) = members.iter().find(|at| holds(at)) {
            members.iter().for_each(|at| near[*at] &= at == held);
        }
    }
    for members in &root.groups.members {
        let Some(column) = root.model.columns.get(members[0]) else { continue };
        let ColumnOf::Works { receiver, .. } = column.of else { continue };
        let held = members.iter().find(|at| holds(at)).or(members.last());
        if let Some(held) = held.filter(|at| near[**at] && !open.contains(&receiver)) {
            members.iter().for_each(|at| near[*at] &= at == held);
        }
    }
    Some(near)
}

/// Ranks the groups of sites that have several choices left, those to leave open first having most.
fn ranked(root: &Root, plan: &[i64], by: Near, dice: &mut Dice) -> Option<Vec<(f64, usize)>> {
    let (priced, values) = (root.priced.as_ref()?, root.values.as_ref()?);
    let mut sites: Vec<(f64, usize)> = Vec::new();
    for (group, members) in root.groups.members.iter().enumerate() {
        let is_site = root.is_site(group);
        if !is_site || members.iter().filter(|at| root.left[**at]).count() < 2 {
            continue;
        }
        let held = members.iter().find(|at| plan[**at] == 1)?;
        let key = match by {
            Near::Loss => priced.loss[*held],
            Near::Untaken => 1.0 - values[*held],
            Near::Rows => 0.0,
        };
        sites.push((key, group));
    }
    let count = i64::try_from(sites.len()).ok().filter(|count| *count > 0)?;
    if by == Near::Rows {
        let first = usize::try_from(dice.throw() % count).ok()?;
        let order = by_rows(root, sites[first].1);
        for (key, group) in &mut sites {
            let rank = order[*group].unwrap_or(order.len() * 2);
            *key = -ratio_term(i64::try_from(rank).ok()?) * (0.5 + dice.share());
        }
        return Some(sites);
    }
    let mean = sites.iter().map(|(key, _)| key).sum::<f64>() / ratio_term(count);
    sites.iter_mut().for_each(|(key, _)| *key = (*key + mean * 0.3) * dice.share());
    Some(sites)
}

/// Returns the rank of each group by how many rows lie between it and one group; `None` where no small rows lead there.
fn by_rows(root: &Root, first: usize) -> Vec<Option<usize>> {
    let mut rank = vec![None; root.groups.members.len()];
    let mut order = vec![first];
    rank[first] = Some(0);
    let mut at = 0;
    while at < order.len() {
        for sum in root.sums.with(order[at]).filter(|sum| sum.items.len() <= FEW_IN_ROW) {
            for (group, _) in &sum.items {
                if rank[*group].is_none() {
                    rank[*group] = Some(order.len());
                    order.push(*group);
                }
            }
        }
        at += 1;
    }
    rank
}
