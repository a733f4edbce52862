//! The model made smaller and tighter before it is solved: a best plan is kept, and what it is worth.
//!
//! Choices that another of the same site is never worse than are left out; zones that hang on one site alone are written as
//! its choices; what follows from each literal is tried out; and weights are made as small as the same plans allow.

use std::collections::BTreeMap;

use super::{
    groups::{Domains, Groups, Literal, Sums},
    model::{ColumnOf, LinearModel, ModelRow, RowSide},
    problem::{PlanProblem, SiteChoice},
};

/// Returns choices that can be left out, each with another of the same site that is worth no less and uses no more of anything.
pub(super) fn dominated(problem: &PlanProblem, model: &LinearModel) -> Vec<(SiteChoice, usize)> {
    let mut uses = vec![BTreeMap::<usize, i64>::new(); model.columns.len()];
    for (at, row) in model.rows.iter().enumerate() {
        for (column, weight) in &row.terms {
            uses[*column].insert(at, *weight);
        }
    }
    let mut out = Vec::new();
    for (site, own) in problem.sites.iter().enumerate() {
        let mut kept: Vec<(usize, usize)> = (0..own.choices.len())
            .filter_map(|at| Some((at, model.place_of(ColumnOf::Choice((site, at)))?)))
            .collect();
        let mut at = 0;
        while at < kept.len() {
            let can_stand = |other: &&(usize, usize)| {
                other.0 != kept[at].0
                    && is_no_worse(problem, model, &uses, site, (**other, kept[at]))
            };
            if let Some((by, _)) = kept.iter().find(can_stand).copied() {
                out.push(((site, kept.remove(at).0), by));
            } else {
                at += 1;
            }
        }
    }
    out
}

/// Tells whether one choice of a site can stand for another in any plan.
fn is_no_worse(
    problem: &PlanProblem,
    model: &LinearModel,
    uses: &[BTreeMap<usize, i64>],
    site: usize,
    ((at, column), (other, replaced)): ((usize, usize), (usize, usize)),
) -> bool {
    let (one, two) = (&problem.sites[site].choices[at], &problem.sites[site].choices[other]);
    if model.columns[column].worth < model.columns[replaced].worth {
        return false;
    }
    // Teams that come later find the works that are done by then, and are in no one's way before.
    if one.moves_to_own && !(two.moves_to_own && one.on >= two.on) {
        return false;
    }
    let places = |row: &ModelRow| {
        row.side == RowSide::Same
            && row.terms.iter().any(|(at, _)| is_own(problem, model, *at, site))
    };
    let rows = uses[column].keys().chain(uses[replaced].keys());
    rows.filter(|at| !places(&model.rows[**at])).all(|at| {
        let weight = |of: usize| uses[of].get(at).copied().unwrap_or(0);
        match model.rows[*at].side {
            RowSide::Most => weight(column) <= weight(replaced),
            RowSide::Least => weight(column) >= weight(replaced),
            RowSide::Same => weight(column) == weight(replaced),
        }
    })
}

/// Tells whether a variable places a team of a site.
fn is_own(problem: &PlanProblem, model: &LinearModel, at: usize, site: usize) -> bool {
    matches!(model.columns[at].of, ColumnOf::Place { team, .. } if problem.teams[team].site == site)
}

/// Writes zones that hang on one site, or on the same choices as others, as what they hang on; `left` are the literals that
/// are left.
pub(super) fn without_zones_of_one_site(
    problem: &PlanProblem,
    model: &LinearModel,
    left: &[bool],
) -> LinearModel {
    let mut stands_for = BTreeMap::<usize, Vec<usize>>::new();
    let mut seen = BTreeMap::<Vec<usize>, usize>::new();
    for (at, column) in model.columns.iter().enumerate() {
        let ColumnOf::Within(zone) = column.of else { continue };
        let near: Vec<SiteChoice> = problem.zones[zone].near.clone();
        let near: Vec<SiteChoice> = near
            .into_iter()
            .filter(|at| model.place_of(ColumnOf::Choice(*at)).is_none_or(|at| left[at]))
            .collect();
        let columns: Option<Vec<usize>> =
            near.iter().map(|at| model.place_of(ColumnOf::Choice(*at))).collect();
        let Some(columns) = columns else { continue };
        if near.iter().all(|one| one.0 == near[0].0) {
            stands_for.insert(at, columns);
        } else if let Some(same) = seen.get(&columns) {
            stands_for.insert(at, vec![*same]);
        } else {
            seen.insert(columns, at);
        }
    }
    let mut smaller = LinearModel { constant: model.constant, ..LinearModel::default() };
    let mut worths: Vec<i64> = model.columns.iter().map(|column| column.worth).collect();
    for (at, others) in &stands_for {
        others.iter().for_each(|other| worths[*other] += worths[*at]);
    }
    let mut new = vec![usize::MAX; model.columns.len()];
    for (at, column) in
        model.columns.iter().enumerate().filter(|(at, _)| !stands_for.contains_key(at))
    {
        new[at] = smaller.columns.len();
        smaller.column(column.of, worths[at]);
    }
    for row in &model.rows {
        let own = |(at, _): &(usize, i64)| stands_for.contains_key(at);
        if row.side == RowSide::Most && row.terms.iter().any(own) {
            continue;
        }
        let mut terms = BTreeMap::<usize, i64>::new();
        for (at, weight) in &row.terms {
            let one = vec![*at];
            for other in stands_for.get(at).unwrap_or(&one) {
                *terms.entry(new[*other]).or_default() += weight;
            }
        }
        let terms = terms.into_iter().filter(|(_, weight)| *weight != 0).collect();
        smaller.rows.push(ModelRow { terms, name: row.name.clone(), ..*row });
    }
    smaller
}

/// Pairs of literals that cannot hold together, each literal's in order.
pub(super) type Conflicts = Vec<Vec<Literal>>;

/// Tries out every literal that is left, over and over while that leaves any out; `None` where nothing is left.
pub(super) fn probed(
    groups: &Groups,
    sums: &Sums,
    left: Vec<bool>,
) -> Option<(Vec<bool>, Conflicts)> {
    let mut domains = Domains::of(groups, sums, left);
    if !domains.settle() {
        return None;
    }
    let mut conflicts: Conflicts = vec![Vec::new(); groups.of.len()];
    for _ in 0..2 {
        let mut any = false;
        conflicts.iter_mut().for_each(Vec::clear);
        for group in 0..groups.members.len() {
            let own: Vec<Literal> =
                groups.members[group].iter().copied().filter(|at| domains.left[*at]).collect();
            if own.len() < 2 {
                continue;
            }
            let mut times = BTreeMap::<Literal, usize>::new();
            let mut holding = 0;
            for literal in own {
                let Some(excluded) = domains.excluded(literal) else {
                    any = true;
                    if !domains.leave_out(literal) {
                        return None;
                    }
                    continue;
                };
                holding += 1;
                for other in excluded {
                    *times.entry(other).or_default() += 1;
                    conflicts[literal].push(other);
                    conflicts[other].push(literal);
                }
            }
            // What goes with none of a group never holds.
            for (literal, _) in times.into_iter().filter(|(_, times)| *times == holding) {
                if domains.left[literal] && holding > 0 {
                    any = true;
                    if !domains.leave_out(literal) {
                        return None;
                    }
                }
            }
        }
        if !any {
            break;
        }
    }
    for own in &mut conflicts {
        own.retain(|at| domains.left[*at]);
        own.sort_unstable();
        own.dedup();
    }
    Some((domains.left, conflicts))
}

/// Makes rows as tight as the literals that are left allow, and leaves out those that are always kept.
pub(super) fn tight_rows(rows: Vec<ModelRow>, groups: &Groups, left: &[bool]) -> Vec<ModelRow> {
    let mut tight = Vec::new();
    for row in rows {
        // A row of one group is what makes it one.
        if row.side == RowSide::Same || is_of_one_group(groups, &row) {
            tight.push(row);
            continue;
        }
        for sum in groups.knapsacks(&row) {
            if let Some(sum) = sum.normal(left).tightened() {
                tight.push(groups.row(row.name.clone(), &sum));
            }
        }
    }
    tight
}

fn is_of_one_group(groups: &Groups, row: &ModelRow) -> bool {
    row.terms.windows(2).all(|two| groups.of[two[0].0] == groups.of[two[1].0])
}

/// Returns literals that can be left out, each with another of its group that is worth no less and weighs no more in any row.
pub(super) fn idle_literals(
    model: &LinearModel,
    groups: &Groups,
    left: &[bool],
) -> Vec<(Literal, Literal)> {
    let mut weights = vec![BTreeMap::<usize, i64>::new(); groups.of.len()];
    let rows = model.rows.iter().filter(|row| !is_of_one_group(groups, row));
    for (at, sum) in rows.flat_map(|row| groups.knapsacks(row)).enumerate() {
        for (literal, weight) in sum.normal(left).items.iter().flat_map(|(_, own)| own) {
            if *weight != 0 {
                weights[*literal].insert(at, *weight);
            }
        }
    }
    let worth = |at: Literal| model.columns.get(at).map_or(0, |column| column.worth);
    let can_stand = |one: Literal, other: Literal| {
        worth(one) >= worth(other)
            && weights[one]
                .iter()
                .all(|(at, weight)| weights[other].get(at).is_some_and(|other| weight <= other))
    };
    let mut out = Vec::new();
    for members in &groups.members {
        let mut kept: Vec<Literal> = members.iter().copied().filter(|at| left[*at]).collect();
        let mut at = 0;
        while at < kept.len() {
            let other = kept.iter().find(|one| **one != kept[at] && can_stand(**one, kept[at]));
            if let Some(other) = other.copied() {
                out.push((kept.remove(at), other));
            } else {
                at += 1;
            }
        }
    }
    out
}
