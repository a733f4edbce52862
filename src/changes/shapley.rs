//! A change shared out among its causes: the average over the orders in which they can come, in whole units.
//!
//! Shapley, L. S. (1953), *A value for n-person games*. What a cause adds depends on which came before it; the average
//! over all orders does not depend on any, and the shares add up to the whole change.

/// What each of some causes adds to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedChange {
    /// The average over the orders, in whole units that add up to the change.
    pub mean: Vec<i64>,
    /// The least and the most over the orders.
    pub range: Vec<(i64, i64)>,
}

/// The most causes that are told apart.
pub const MOST: usize = 20;

/// SharedChange out a change: `value` tells what stands once some causes have come, given as bits of a mask.
///
/// Orders on which a value is not known on the way are left out. `None` where the first or the last value is not known,
/// where every order meets one that is not, or beyond [`MOST`] causes.
pub fn shares(causes: usize, value: impl Fn(usize) -> Option<i64>) -> Option<SharedChange> {
    let paths = Paths::of(causes, value)?;
    let mut sums = vec![0_i128; causes];
    let mut range: Vec<Option<(i64, i64)>> = vec![None; causes];
    for step in paths.steps() {
        sums[step.cause] += step.orders * i128::from(step.change);
        let (least, most) = range[step.cause].unwrap_or((step.change, step.change));
        range[step.cause] = Some((least.min(step.change), most.max(step.change)));
    }
    let mean = in_whole_units(&sums, paths.orders);
    Some(SharedChange { mean, range: range.into_iter().map(Option::unwrap_or_default).collect() })
}

/// The orders in which causes can come with every value known on the way.
pub struct Paths {
    causes: usize,
    values: Vec<Option<i64>>,
    /// Of each mask, the orders that lead to it, and on from it.
    to: Vec<i128>,
    on: Vec<i128>,
    /// All of them.
    pub orders: i128,
}

/// One cause that comes once others have.
pub struct PathStep {
    /// Those that came before, as a mask.
    pub after: usize,
    /// Which comes.
    pub cause: usize,
    /// The orders with this step.
    pub orders: i128,
    /// What it adds.
    pub change: i64,
}

impl Paths {
    /// Finds the orders; `None` as of [`shares`].
    pub fn of(causes: usize, value: impl Fn(usize) -> Option<i64>) -> Option<Self> {
        if causes > MOST {
            return None;
        }
        let full = (1_usize << causes) - 1;
        let values: Vec<Option<i64>> = (0..=full).map(value).collect();
        let (mut to, mut on) = (vec![0_i128; full + 1], vec![0_i128; full + 1]);
        to[0] = i128::from(values[0].is_some());
        on[full] = i128::from(values[full].is_some());
        for mask in 1..=full {
            if values[mask].is_some() {
                to[mask] = members(mask, causes).map(|c| to[mask & !(1 << c)]).sum();
            }
        }
        for mask in (0..full).rev() {
            if values[mask].is_some() {
                on[mask] = members(!mask & full, causes).map(|c| on[mask | 1 << c]).sum();
            }
        }
        let orders = to[full];
        (orders > 0).then_some(Self { causes, values, to, on, orders })
    }

    /// Returns every step that an order takes.
    pub fn steps(&self) -> impl Iterator<Item = PathStep> + '_ {
        let full = self.values.len() - 1;
        (0..full).flat_map(move |after| {
            members(!after & full, self.causes).filter_map(move |cause| {
                let then = after | 1 << cause;
                let orders = self.to[after] * self.on[then];
                let change = self.values[then]? - self.values[after]?;
                (orders > 0).then_some(PathStep { after, cause, orders, change })
            })
        })
    }
}

fn members(mask: usize, causes: usize) -> impl Iterator<Item = usize> {
    (0..causes).filter(move |cause| mask >> cause & 1 == 1)
}

/// Divides sums by a common divisor into whole units that add up to what all of them come to, by largest remainder;
/// their total divides without a rest.
pub fn in_whole_units(sums: &[i128], divisor: i128) -> Vec<i64> {
    let floors: Vec<i128> = sums.iter().map(|sum| sum.div_euclid(divisor)).collect();
    let total = sums.iter().sum::<i128>().div_euclid(divisor);
    let mut left = total - floors.iter().sum::<i128>();
    let mut by_rest: Vec<usize> = (0..sums.len()).collect();
    by_rest.sort_by_key(|at| (std::cmp::Reverse(sums[*at].rem_euclid(divisor)), *at));
    let mut units = floors;
    for at in by_rest {
        if left == 0 {
            break;
        }
        units[at] += 1;
        left -= 1;
    }
    units.into_iter().map(|unit| i64::try_from(unit).unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// SharedChange a change out by going through every order.
    fn by_hand(causes: usize, values: &[i64]) -> (Vec<i128>, i128) {
        fn orders(of: Vec<usize>) -> Vec<Vec<usize>> {
            if of.is_empty() {
                return vec![of];
            }
            let with = |at: usize| {
                let mut rest = of.clone();
                let first = rest.remove(at);
                orders(rest).into_iter().map(move |o| [vec![first], o].concat())
            };
            (0..of.len()).flat_map(with).collect()
        }
        let all = orders((0..causes).collect());
        let mut sums = vec![0_i128; causes];
        for order in &all {
            let mut mask = 0;
            for cause in order {
                let then = mask | 1 << cause;
                sums[*cause] += i128::from(values[then] - values[mask]);
                mask = then;
            }
        }
        (sums, i128::try_from(all.len()).unwrap())
    }

    #[test]
    fn two_that_need_each_other_share_alike() {
        // A glove for the left hand, one for the right: alone worth nothing.
        let found = shares(2, |mask| Some(if mask == 3 { 7 } else { 0 })).unwrap();
        assert_eq!(found.mean, [4, 3]);
        assert_eq!(found.range, [(0, 7), (0, 7)]);
    }

    #[test]
    fn orders_that_meet_an_unknown_value_are_left_out() {
        let values = [Some(0), None, Some(5), Some(9)];
        let found = shares(2, |mask| values[mask]).unwrap();
        assert_eq!(found.mean, [4, 5]);
        assert_eq!(shares(1, |mask| (mask == 0).then_some(1)), None);
    }

    proptest! {
        #[test]
        fn the_average_is_that_of_every_order(
            causes in 1_usize..5,
            values in prop::collection::vec(-1_000_000_i64..1_000_000, 16),
        ) {
            let found = shares(causes, |mask| Some(values[mask])).unwrap();
            let full = (1 << causes) - 1;
            prop_assert_eq!(found.mean.iter().sum::<i64>(), values[full] - values[0]);
            let (sums, orders) = by_hand(causes, &values);
            for (mean, sum) in found.mean.iter().zip(&sums) {
                // Within one unit of the exact average.
                prop_assert!((i128::from(*mean) * orders - sum).abs() < orders);
            }
            for (mean, (least, most)) in found.mean.iter().zip(&found.range) {
                prop_assert!(least <= mean && mean <= most || (least - mean).abs() <= 1);
            }
        }

        #[test]
        fn causes_named_in_another_order_have_the_same_shares(
            values in prop::collection::vec(-1_000_000_i64..1_000_000, 8),
        ) {
            // 0, 1, 2 become 2, 0, 1. Sums are compared, before units are rounded.
            let turned = |mask: usize| (mask & 1) << 2 | (mask >> 1 & 1) | (mask >> 2 & 1) << 1;
            let (one, _) = by_hand(3, &values);
            let other: Vec<i64> = {
                let mut all = vec![0; 8];
                for mask in 0..8 {
                    all[turned(mask)] = values[mask];
                }
                all
            };
            let of = |values: &[i64]| shares(3, |mask| Some(values[mask])).unwrap().mean;
            let (first, second) = (of(&values), of(&other));
            for (was, now) in [(0, 2), (1, 0), (2, 1)] {
                prop_assert!((first[was] - second[now]).abs() <= 1, "{one:?}");
            }
        }
    }
}
