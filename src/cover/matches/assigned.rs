//! Whole customers into receivers with room: as much of them as can be, then with the fewest metres.

use std::collections::BTreeMap;

use crate::place::assign::most_placed;

/// For a customer, the receiver that takes it, and whether no other choice is shown to be better.
pub type PlaceFor = (Option<usize>, bool);

/// Returns the place of each customer.
///
/// A pair is customer, receiver and metres. As much size as can be is placed, then with the fewest metres; of equal choices
/// the lower customer has the lower receiver. What no chain of pairs joins is solved apart.
#[must_use]
pub fn assigned(sizes: &[i64], rooms: &[i64], pairs: &[(usize, usize, i64)]) -> Vec<PlaceFor> {
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

fn part(sizes: &[i64], rooms: &[i64], pairs: &[(usize, usize, i64)]) -> Vec<(usize, PlaceFor)> {
    let distinct = |mut all: Vec<usize>| {
        all.sort_unstable();
        all.dedup();
        all
    };
    let customers = distinct(pairs.iter().map(|(customer, ..)| *customer).collect());
    let receivers = distinct(pairs.iter().map(|(_, receiver, _)| *receiver).collect());
    let mut cost = vec![vec![None; receivers.len()]; customers.len()];
    for (customer, receiver, metres) in pairs {
        let at = customers.binary_search(customer).ok().zip(receivers.binary_search(receiver).ok());
        if let Some((row, place)) = at {
            cost[row][place] = Some((*metres).max(0));
        }
    }
    let own: Vec<i64> = customers.iter().map(|customer| sizes[*customer]).collect();
    let there: Vec<i64> = receivers.iter().map(|receiver| rooms[*receiver]).collect();
    let (to, is_exact) = most_placed(&own, &there, &cost);
    let place =
        |(customer, at): (usize, Option<usize>)| (customer, (at.map(|at| receivers[at]), is_exact));
    customers.into_iter().zip(to).map(place).collect()
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
