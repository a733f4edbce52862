//! Whole customers into receivers with room: as much of them as can be, then with the fewest metres.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::place::assign::{Effort, Instance, solve};

/// Problems looked at before the best choice found is taken for the best there is.
const NODES: u64 = 400;
/// Customers × receivers of one problem that is solved; a larger one has the largest customers first.
const CELLS: usize = 40_000;

/// For a customer, the receiver that takes it, and whether no other choice is shown to be better.
pub(super) type Place = (Option<usize>, bool);

/// Returns the place of each customer.
///
/// A pair is customer, receiver and metres. As much size as can be is placed, then with the fewest metres; of equal choices
/// the lower customer has the lower receiver. What no chain of pairs joins is solved apart.
pub(super) fn assigned(sizes: &[i64], rooms: &[i64], pairs: &[(usize, usize, i64)]) -> Vec<Place> {
    let mut to = vec![(None, true); sizes.len()];
    for pairs in parts(sizes.len(), rooms.len(), pairs) {
        for (customer, place) in part(sizes, rooms, &pairs) {
            to[customer] = place;
        }
    }
    to
}

/// Splits pairs into those that hang together.
fn parts(
    customers: usize,
    receivers: usize,
    pairs: &[(usize, usize, i64)],
) -> Vec<Vec<(usize, usize, i64)>> {
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    }
    let mut joined: Vec<usize> = (0..customers + receivers).collect();
    for (customer, receiver, _) in pairs {
        let (a, b) = (root(&mut joined, *customer), root(&mut joined, customers + receiver));
        joined[a.max(b)] = a.min(b);
    }
    let mut found: BTreeMap<usize, Vec<(usize, usize, i64)>> = BTreeMap::new();
    for pair in pairs {
        found.entry(root(&mut joined, pair.0)).or_default().push(*pair);
    }
    found.into_values().collect()
}

fn part(sizes: &[i64], rooms: &[i64], pairs: &[(usize, usize, i64)]) -> Vec<(usize, Place)> {
    let distinct = |mut all: Vec<usize>| {
        all.sort_unstable();
        all.dedup();
        all
    };
    let customers = distinct(pairs.iter().map(|(customer, ..)| *customer).collect());
    let receivers = distinct(pairs.iter().map(|(_, receiver, _)| *receiver).collect());
    let solved = (customers.len() * receivers.len() <= CELLS)
        .then(|| solved(sizes, rooms, pairs, &customers, &receivers))
        .flatten();
    // Sums beyond what is held exactly, or too many to try.
    solved.unwrap_or_else(|| largest_first(sizes, rooms, pairs, &customers))
}

fn solved(
    sizes: &[i64],
    rooms: &[i64],
    pairs: &[(usize, usize, i64)],
    customers: &[usize],
    receivers: &[usize],
) -> Option<Vec<(usize, Place)>> {
    let mut cost = vec![vec![None; receivers.len()]; customers.len()];
    for (customer, receiver, metres) in pairs {
        let row = customers.binary_search(customer).ok()?;
        cost[row][receivers.binary_search(receiver).ok()?] = Some((*metres).max(0));
    }
    let furthest = cost.iter().map(|row| row.iter().flatten().max().copied().unwrap_or(0));
    let weight = furthest.fold(1_i64, i64::saturating_add);
    let own: Vec<i64> = customers.iter().map(|customer| sizes[*customer]).collect();
    // One more receiver, for those without a place: the least of their size weighs more than all metres.
    for (row, size) in cost.iter_mut().zip(&own) {
        row.push(Some((*size).max(1).checked_mul(weight)?));
    }
    let mut capacities: Vec<i64> = receivers.iter().map(|receiver| rooms[*receiver]).collect();
    capacities.push(own.iter().try_fold(0_i64, |sum, size| sum.checked_add(*size))?);
    let instance = Instance {
        opening: vec![0; capacities.len()],
        capacities,
        sizes: own,
        cost,
        enlarge: Vec::new(),
    };
    let best = solve(&instance, Effort { nodes: NODES }).ok()?;
    let place = |(customer, to): (&usize, &Option<usize>)| {
        (*customer, (to.and_then(|to| receivers.get(to).copied()), best.proven))
    };
    Some(customers.iter().zip(&best.to).map(place).collect())
}

/// Places the largest customer first, each with the nearest receiver that has room left.
fn largest_first(
    sizes: &[i64],
    rooms: &[i64],
    pairs: &[(usize, usize, i64)],
    customers: &[usize],
) -> Vec<(usize, Place)> {
    let mut reach: BTreeMap<usize, Vec<(i64, usize)>> = BTreeMap::new();
    for (customer, receiver, metres) in pairs {
        reach.entry(*customer).or_default().push((*metres, *receiver));
    }
    let mut order = customers.to_vec();
    order.sort_by_key(|customer| (Reverse(sizes[*customer]), *customer));
    let mut left: BTreeMap<usize, i64> = BTreeMap::new();
    let mut found = Vec::new();
    for customer in order {
        let mut near = reach.remove(&customer).unwrap_or_default();
        near.sort_unstable();
        let to = near.into_iter().map(|(_, receiver)| receiver).find(|receiver| {
            let room = left.entry(*receiver).or_insert_with(|| rooms[*receiver]);
            let fits = *room >= sizes[customer];
            if fits {
                *room -= sizes[customer];
            }
            fits
        });
        found.push((customer, (to, false)));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns m² placed and metres of a choice; `None` where it overfills.
    fn worth(
        to: &[Option<usize>],
        sizes: &[i64],
        rooms: &[i64],
        pairs: &[(usize, usize, i64)],
    ) -> Option<(i64, i64)> {
        let mut left = rooms.to_vec();
        let (mut placed, mut metres) = (0, 0);
        for (customer, to) in to.iter().enumerate().filter_map(|(c, to)| Some((c, (*to)?))) {
            metres += pairs.iter().find(|p| (p.0, p.1) == (customer, to))?.2;
            left[to] -= sizes[customer];
            placed += sizes[customer];
        }
        left.iter().all(|room| *room >= 0).then_some((placed, -metres))
    }

    /// Tries every choice; of equal ones the first by receiver, none last.
    fn tried(sizes: &[i64], rooms: &[i64], pairs: &[(usize, usize, i64)]) -> Vec<Option<usize>> {
        let many = rooms.len() + 1;
        let all = many.pow(u32::try_from(sizes.len()).unwrap());
        let choice = |mut number: usize| {
            let mut to = vec![None; sizes.len()];
            for place in to.iter_mut().rev() {
                *place = (number % many < rooms.len()).then_some(number % many);
                number /= many;
            }
            to
        };
        let mut best = (None, Vec::new());
        for to in (0..all).map(choice) {
            let own = worth(&to, sizes, rooms, pairs);
            if own.is_some() && own > best.0 {
                best = (own, to);
            }
        }
        best.1
    }

    #[test]
    fn the_larger_of_two_has_the_space_and_a_chain_is_solved_as_one() {
        // 30 and 40 want the one space of 45; 30 could go further.
        let to = assigned(&[30, 40], &[45, 30], &[(0, 0, 100), (0, 1, 900), (1, 0, 200)]);
        assert_eq!(to, [(Some(1), true), (Some(0), true)]);
        assert_eq!(assigned(&[30], &[29], &[(0, 0, 1)]), [(None, true)]);
        // Beyond what is held exactly: the largest first, and said so.
        let huge = i64::MAX / 2;
        let to = assigned(&[huge, huge, 5], &[huge], &[(0, 0, 9), (1, 0, 9), (2, 0, 1)]);
        assert_eq!(to, [(Some(0), false), (None, false), (None, false)]);
    }

    proptest! {
        #[test]
        fn the_choice_is_that_of_trying_all(
            sizes in prop::collection::vec(1_i64..9, 1..6),
            rooms in prop::collection::vec(0_i64..14, 1..4),
            metres in prop::collection::vec(prop::option::of(0_i64..5), 20),
        ) {
            let pairs: Vec<(usize, usize, i64)> = (0..sizes.len())
                .flat_map(|c| (0..rooms.len()).map(move |r| (c, r)))
                .zip(&metres)
                .filter_map(|((c, r), metres)| Some((c, r, (*metres)?)))
                .collect();
            let found: Vec<_> = assigned(&sizes, &rooms, &pairs).into_iter().map(|to| to.0).collect();
            let best = tried(&sizes, &rooms, &pairs);
            prop_assert_eq!(
                worth(&found, &sizes, &rooms, &pairs),
                worth(&best, &sizes, &rooms, &pairs)
            );
            prop_assert_eq!(found, best);
        }
    }
}
