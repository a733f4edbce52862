//! As much as can be placed, then at the least cost: for problems in which not everybody has a place.

use std::cmp::Reverse;

use super::{Effort, Instance, solve};

/// Problems looked at, times customers, times receivers, before the best placing found is taken for the best there is.
const EFFORT: u64 = 160_000;
/// The most problems looked at.
const NODES: u64 = 400;
/// Customers times receivers beyond which the largest customer is placed first, and no other placing is tried.
const CELLS: u64 = 20_000;

/// Returns how long to look for the best placing; `None` for an instance too large to be tried.
#[must_use]
pub fn effort(instance: &Instance) -> Option<Effort> {
    let cells = u64::try_from(instance.sizes.len() * instance.capacities.len()).ok()?.max(1);
    (cells <= CELLS).then(|| Effort { nodes: (EFFORT / cells).clamp(1, NODES) })
}

/// Places as much size as can be, each customer whole, then at the least cost; and whether that is shown to be the best.
///
/// `cost` has a row a customer and an entry a receiver, `None` where it may not go. A customer of no size counts as the
/// smallest. `None` in the answer is a customer without a place.
#[must_use]
pub fn most_placed(
    sizes: &[i64],
    rooms: &[i64],
    cost: &[Vec<Option<i64>>],
) -> (Vec<Option<usize>>, bool) {
    let furthest = cost.iter().map(|row| row.iter().flatten().max().copied().unwrap_or(0));
    let weight = furthest.fold(1_i64, i64::saturating_add);
    // One more receiver, for those without a place: the least of their size weighs more than all other costs.
    let nowhere = |(row, size): (&Vec<Option<i64>>, &i64)| {
        let last = Some(size.max(&1).saturating_mul(weight));
        row.iter().copied().chain([last]).collect()
    };
    let all = sizes.iter().fold(0_i64, |sum, size| sum.saturating_add(*size));
    let instance = Instance {
        capacities: rooms.iter().copied().chain([all]).collect(),
        opening: vec![0; rooms.len() + 1],
        sizes: sizes.to_vec(),
        cost: cost.iter().zip(sizes).map(nowhere).collect(),
        enlarge: Vec::new(),
    };
    match effort(&instance).map(|effort| solve(&instance, effort)) {
        Some(Ok(best)) => {
            let to = best.to.iter().map(|at| at.filter(|at| *at < rooms.len()));
            (to.collect(), best.proven)
        }
        // Too large to be tried, or sums beyond what is held exactly.
        _ => (largest_first(sizes, rooms, cost), false),
    }
}

/// Places the largest customer first, each with the receiver that costs least of those that have room left.
fn largest_first(sizes: &[i64], rooms: &[i64], cost: &[Vec<Option<i64>>]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|customer| (Reverse(sizes[*customer]), *customer));
    let (mut left, mut to) = (rooms.to_vec(), vec![None; sizes.len()]);
    for customer in order {
        let size = sizes[customer];
        let own =
            cost[customer].iter().zip(0_usize..).filter_map(|(cost, at)| Some(((*cost)?, at)));
        if let Some((_, receiver)) = own.filter(|(_, at)| left[*at] >= size).min() {
            left[receiver] -= size;
            to[customer] = Some(receiver);
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_placed_before_the_least_is_spent() {
        let cost = [vec![Some(1), Some(9)], vec![Some(2), None]];
        assert_eq!(most_placed(&[3, 4], &[4, 3], &cost), (vec![Some(1), Some(0)], true));
        assert_eq!(most_placed(&[3, 4], &[3, 0], &cost), (vec![Some(0), None], true));
    }

    #[test]
    fn what_is_too_large_has_the_largest_first_and_says_so() {
        let huge = i64::MAX / 2;
        let cost = vec![vec![Some(9)]; 3];
        let found = most_placed(&[huge, huge, 5], &[huge], &cost);
        assert_eq!(found, (vec![Some(0), None, None], false));
        let many = 200;
        let found = most_placed(&vec![1; many], &vec![1; many], &vec![vec![Some(1); many]; many]);
        assert_eq!(found, ((0..many).map(Some).collect(), false));
    }
}
