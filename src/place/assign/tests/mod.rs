//! Placings of small and larger instances against what trying all of them finds.

mod edges;
mod larger;
mod packing;

use super::*;

/// A small generator of our own, so that every run meets the same instances.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn roll(&mut self, low: i64, high: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as i64 % (high - low + 1)
    }

    fn one_in(&mut self, times: i64) -> bool {
        self.roll(1, times) == 1
    }
}

const AMPLE: Effort = Effort { nodes: 100_000 };

/// Up to five receivers and six customers, with every kind of awkwardness.
fn small(dice: &mut Dice) -> Instance {
    let receivers = dice.roll(1, 5) as usize;
    let customers = dice.roll(0, 6) as usize;
    let dear = [0, 1, 3, 20, 1000][dice.roll(0, 4) as usize];
    let fixed = [0, 5, 40, 800][dice.roll(0, 3) as usize];
    let large = [0, 1, 4, 30][dice.roll(0, 3) as usize];
    let unit = [1, 1, 7, 1_000_000_007][dice.roll(0, 3) as usize];
    let barred = dice.roll(1, 8);
    let grow = dice.one_in(2);
    let sizes: Vec<i64> = (0..customers).map(|_| dice.roll(0, large)).collect();
    let share = 2 * sizes.iter().sum::<i64>() / receivers as i64 + 2;
    Instance {
        capacities: (0..receivers).map(|_| dice.roll(0, share)).collect(),
        opening: (0..receivers).map(|_| unit * dice.roll(0, fixed)).collect(),
        cost: (0..customers)
            .map(|_| {
                let cost = |_| (!dice.one_in(barred + 1)).then(|| unit * dice.roll(0, dear));
                (0..receivers).map(cost).collect()
            })
            .collect(),
        enlarge: if grow {
            let mut step = |_| (!dice.one_in(3)).then(|| (dice.roll(0, 9), unit * dice.roll(0, 9)));
            (0..receivers).map(&mut step).collect()
        } else {
            Vec::new()
        },
        sizes,
    }
}

/// The least cost, and the first placing in dictionary order that has it, by trying them all.
fn all_ways(instance: &Instance) -> Option<(i64, Vec<usize>)> {
    let (receivers, customers) = (instance.capacities.len(), instance.sizes.len());
    let mut to = vec![0; customers];
    let mut best = None;
    loop {
        if let Some(cost) = instance.price(&to)
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            best = Some((cost, to.clone()));
        }
        let Some(last) = to.iter().rposition(|&i| i + 1 < receivers) else {
            return best;
        };
        to[last] += 1;
        to[last + 1..].fill(0);
    }
}

fn placing(solution: &Solution) -> Vec<usize> {
    solution.to.iter().flatten().copied().collect()
}

/// Cost, or nothing where it is shown that there is no placing.
fn least(instance: &Instance) -> Option<i64> {
    match solve(instance, AMPLE) {
        Ok(solution) => {
            assert!(solution.proven);
            Some(solution.cost)
        }
        Err(Unplaced::Refused(_) | Unplaced::NotFound { .. }) => panic!("no answer"),
        Err(_) => None,
    }
}

#[test]
fn agrees_with_trying_every_way() {
    let mut dice = Dice::new(1);
    let (mut placed, mut hopeless, mut shown) = (0, 0, 0);
    for round in 0..3000 {
        let instance = small(&mut dice);
        match (all_ways(&instance), solve(&instance, AMPLE)) {
            (Some((cost, to)), Ok(solution)) => {
                assert_eq!(solution.cost, cost, "{round}: {instance:?}");
                assert_eq!(solution.bound, cost, "{round}");
                assert!(solution.proven && solution.first, "{round}");
                assert_eq!(placing(&solution), to, "{round}: {instance:?}");
                placed += 1;
            }
            (None, Err(Unplaced::Infeasible)) => shown += 1,
            (None, Err(Unplaced::Nowhere { customer })) => {
                assert!(instance.cost[customer].iter().all(Option::is_none));
                hopeless += 1;
            }
            (None, Err(Unplaced::TooLarge { .. } | Unplaced::Room { .. })) => hopeless += 1,
            (want, got) => panic!("{round}: wanted {want:?}, got {got:?} for {instance:?}"),
        }
    }
    assert!(placed > 1000 && hopeless > 100 && shown > 40, "{placed} {hopeless} {shown}");
}

#[test]
fn the_parts_of_an_answer_agree() {
    let mut dice = Dice::new(2);
    for _ in 0..500 {
        let instance = small(&mut dice);
        let Ok(solution) = solve(&instance, AMPLE) else {
            continue;
        };
        let to = placing(&solution);
        let mut total: i64 = (0..to.len()).filter_map(|j| instance.cost[j][to[j]]).sum();
        for i in 0..instance.capacities.len() {
            let held: Vec<usize> = (0..to.len()).filter(|&j| to[j] == i).collect();
            let load: i64 = held.iter().map(|&j| instance.sizes[j]).sum();
            assert_eq!(solution.opened[i], !held.is_empty());
            assert_eq!(solution.enlarged[i], load > instance.capacities[i]);
            let (extra, price) = instance.step(i).unwrap_or((0, 0));
            total += i64::from(solution.opened[i]) * instance.opening[i];
            total += i64::from(solution.enlarged[i]) * price;
            assert!(load <= instance.capacities[i] + extra);
        }
        assert_eq!(total, solution.cost);
    }
}

#[test]
fn more_room_never_costs_more() {
    let mut dice = Dice::new(3);
    let (mut changes, mut same) = (0, 0);
    for _ in 0..400 {
        let mut instance = small(&mut dice);
        let before = least(&instance);
        let i = dice.roll(0, instance.capacities.len() as i64 - 1) as usize;
        instance.capacities[i] += dice.roll(1, 9);
        let after = least(&instance);
        match (before, after) {
            (Some(before), Some(after)) => assert!(after <= before, "{instance:?}"),
            (Some(_), None) => panic!("{instance:?}"),
            (None, _) => {}
        }
        if before == after { same += 1 } else { changes += 1 }
    }
    assert!(changes > 20 && same > 20, "{changes} {same}");
}

#[test]
fn forbidding_never_costs_less() {
    let mut dice = Dice::new(4);
    let mut changes = 0;
    for _ in 0..400 {
        let mut instance = small(&mut dice);
        let Ok(solution) = solve(&instance, AMPLE) else {
            continue;
        };
        if instance.sizes.is_empty() {
            continue;
        }
        let j = dice.roll(0, instance.sizes.len() as i64 - 1) as usize;
        let i = placing(&solution)[j];
        instance.cost[j][i] = None;
        if let Some(after) = least(&instance) {
            assert!(after >= solution.cost, "{instance:?}");
            changes += i32::from(after > solution.cost);
        }
    }
    assert!(changes > 20, "{changes}");
}

#[test]
fn one_customer_fewer_never_costs_more() {
    let mut dice = Dice::new(5);
    let mut changes = 0;
    for _ in 0..400 {
        let mut instance = small(&mut dice);
        if instance.sizes.is_empty() {
            continue;
        }
        let before = least(&instance);
        let j = dice.roll(0, instance.sizes.len() as i64 - 1) as usize;
        instance.sizes.remove(j);
        instance.cost.remove(j);
        let after = least(&instance);
        if let Some(before) = before {
            let after = after.expect("a placing without one customer");
            assert!(after <= before, "{instance:?}");
            changes += i32::from(after < before);
        }
    }
    assert!(changes > 20, "{changes}");
}
