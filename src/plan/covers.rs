//! Cuts of what no plan has though the model without whole numbers does: literals that are too much for a limit together, or
//! that cannot hold together at all.
//!
//! Where some literals of a sum weigh more than its room, one at a time of each group, not all of them hold: one less at
//! most. Others of the groups are then counted as many times as still holds of every plan, one group after the other.

use super::{
    groups::{Groups, Knapsack, Literal},
    model::ModelRow,
    simplify::Conflicts,
};
use crate::model::ratio_term;

/// By how much a cut is broken at least.
const BROKEN: f64 = 0.01;

/// What is taken less than this is not taken.
const NONE: f64 = 1e-6;

/// Literals of one group that weigh so much at least, with how much of them is taken.
struct Item {
    at: usize,
    weight: i64,
    taken: f64,
}

/// Returns the cuts that what is taken of each literal breaks, of normal sums.
pub(super) fn broken_covers(
    groups: &Groups,
    sums: &[(String, Knapsack)],
    taken: &[f64],
) -> Vec<ModelRow> {
    let mut cuts: Vec<ModelRow> = Vec::new();
    for (name, sum) in sums {
        let mut items: Vec<Item> = Vec::new();
        for (at, (_, own)) in sum.items.iter().enumerate() {
            let used = own.iter().filter(|(l, weight)| *weight > 0 && taken[*l] > NONE);
            let Some(weight) = used.map(|(_, weight)| *weight).min() else { continue };
            let heavy = own.iter().filter(|(_, own)| *own >= weight);
            items.push(Item { at, weight, taken: heavy.map(|(l, _)| taken[*l]).sum() });
        }
        items.sort_by(|a, b| b.taken.total_cmp(&a.taken).then(b.weight.cmp(&a.weight)));
        cuts.extend(cover(groups, name, sum, &items, taken));
        let missing = |item: &Item| (1.0 - item.taken).max(0.0) / ratio_term(item.weight);
        items.sort_by(|a, b| missing(a).total_cmp(&missing(b)).then(a.at.cmp(&b.at)));
        let other = cover(groups, name, sum, &items, taken);
        cuts.extend(other.filter(|cut| cuts.last().is_none_or(|last| last.terms != cut.terms)));
    }
    cuts
}

/// Makes the cut of the first items that are too much together, if it is broken.
fn cover(
    groups: &Groups,
    name: &str,
    sum: &Knapsack,
    items: &[Item],
    taken: &[f64],
) -> Option<ModelRow> {
    let (mut weight, mut count) = (0, 0);
    while weight <= sum.room {
        weight += items.get(count)?.weight;
        count += 1;
    }
    // Items that are not needed leave again, those least taken first.
    let mut chosen: Vec<&Item> = items[..count].iter().collect();
    chosen.sort_by(|a, b| b.taken.total_cmp(&a.taken).then(a.at.cmp(&b.at)));
    let mut at = chosen.len();
    while at > 0 {
        at -= 1;
        if weight - chosen[at].weight > sum.room {
            weight -= chosen[at].weight;
            chosen.remove(at);
        }
    }
    let cut = lifted(sum, &chosen, taken);
    let value: f64 =
        cut.items.iter().flat_map(|(_, own)| own).map(|(l, c)| ratio_term(*c) * taken[*l]).sum();
    (value > ratio_term(cut.room) + BROKEN).then(|| groups.row(format!("cover_{name}"), &cut))
}

/// Counts every literal of a sum as often as it can be in the cut of a cover.
fn lifted(sum: &Knapsack, chosen: &[&Item], taken: &[f64]) -> Knapsack {
    let most = chosen.len() - 1;
    let room = i64::try_from(most).unwrap_or(i64::MAX);
    let mut counts: Vec<Vec<usize>> = sum.items.iter().map(|(_, own)| vec![0; own.len()]).collect();
    for item in chosen {
        for ((_, weight), count) in sum.items[item.at].1.iter().zip(&mut counts[item.at]) {
            *count = usize::from(*weight >= item.weight);
        }
    }
    let lightest = chosen.iter().map(|item| item.weight).min().unwrap_or(0);
    let mut order: Vec<(usize, bool, f64)> = Vec::new();
    for (at, (_, own)) in sum.items.iter().enumerate() {
        let in_cover = chosen.iter().any(|item| item.at == at);
        let largest = own.iter().map(|(_, weight)| *weight).max().unwrap_or(0);
        if in_cover || largest >= lightest {
            let used: f64 = own.iter().filter(|(_, w)| *w > 0).map(|(l, _)| taken[*l]).sum();
            order.push((at, in_cover, used));
        }
    }
    order.sort_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)).then(a.0.cmp(&b.0)));
    for (at, ..) in order {
        // The least weight of others that count so many times.
        let mut least = vec![i64::MAX; most + 1];
        least[0] = 0;
        for (other, (_, own)) in sum.items.iter().enumerate() {
            if other == at || counts[other].iter().all(|count| *count == 0) {
                continue;
            }
            for total in (0..=most).rev() {
                let with = own.iter().zip(&counts[other]).filter(|(_, count)| **count <= total);
                let with =
                    with.map(|((_, weight), count)| least[total - count].saturating_add(*weight));
                least[total] = with.min().unwrap_or(i64::MAX);
            }
        }
        for ((_, weight), count) in sum.items[at].1.iter().zip(&mut counts[at]) {
            let left = sum.room - weight;
            if let Some(others) = (0..=most).rev().find(|total| least[*total] <= left) {
                *count = (*count).max(most - others);
            }
        }
    }
    let with = |(own, counts): (&Vec<(Literal, i64)>, Vec<usize>)| -> Vec<(Literal, i64)> {
        let counts = counts.into_iter().map(|count| i64::try_from(count).unwrap_or(0));
        own.iter().zip(counts).map(|((literal, _), count)| (*literal, count)).collect()
    };
    let items = sum.items.iter().zip(counts).filter(|(_, counts)| counts.iter().any(|c| *c > 0));
    let items = items.map(|((group, own), counts)| (*group, with((own, counts))));
    Knapsack { items: items.collect(), room }
}

/// Returns cuts of literals of which no two hold together, and more than one is taken.
pub(super) fn broken_cliques(
    groups: &Groups,
    conflicts: &Conflicts,
    taken: &[f64],
) -> Vec<ModelRow> {
    let mut used: Vec<Literal> = (0..taken.len()).filter(|at| taken[*at] > NONE).collect();
    used.sort_by(|a, b| taken[*b].total_cmp(&taken[*a]).then(a.cmp(b)));
    let are_apart = |a: Literal, b: Literal| conflicts[a].binary_search(&b).is_ok();
    let mut cuts = Vec::new();
    let mut seen = vec![false; taken.len()];
    for first in &used {
        if seen[*first] || taken[*first] > 1.0 - NONE {
            continue;
        }
        let mut clique = vec![*first];
        for other in used.iter().filter(|at| *at != first) {
            if clique.iter().all(|own| are_apart(*own, *other)) {
                clique.push(*other);
            }
        }
        let sum: f64 = clique.iter().map(|at| taken[*at]).sum();
        if sum <= 1.0 + BROKEN {
            continue;
        }
        clique.iter().for_each(|at| seen[*at] = true);
        // Literals that are not taken may yet be of it.
        for other in &conflicts[*first] {
            if !clique.contains(other) && clique.iter().all(|own| are_apart(*own, *other)) {
                clique.push(*other);
            }
        }
        let mut items = std::collections::BTreeMap::<usize, Vec<(Literal, i64)>>::new();
        for literal in clique {
            items.entry(groups.of[literal]).or_default().push((literal, 1));
        }
        let sum = Knapsack { items: items.into_iter().collect(), room: 1 };
        cuts.push(groups.row(format!("clique_{first}"), &sum));
    }
    cuts
}
