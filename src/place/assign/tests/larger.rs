//! Instances that need branching.

use super::*;

/// The least cost by plain search in dictionary order, for instances too large to try every way.
fn plain(instance: &Instance) -> Option<(i64, Vec<usize>)> {
    struct Look<'a> {
        instance: &'a Instance,
        rest: Vec<i64>,
        load: Vec<i64>,
        to: Vec<usize>,
        best: Option<(i64, Vec<usize>)>,
    }
    impl Look<'_> {
        fn go(&mut self, spent: i64) {
            let j = self.to.len();
            let worse = |least: i64| spent + self.rest[j] >= least;
            if self.best.as_ref().is_some_and(|best| worse(best.0)) {
                return;
            }
            if j == self.instance.sizes.len() {
                if let Some(cost) = self.instance.price(&self.to)
                    && self.best.as_ref().is_none_or(|best| cost < best.0)
                {
                    self.best = Some((cost, self.to.clone()));
                }
                return;
            }
            let size = self.instance.sizes[j];
            for i in 0..self.load.len() {
                let extra = self.instance.step(i).map_or(0, |step| step.0);
                let most = self.instance.capacities[i] + extra;
                if let Some(cost) = self.instance.cost[j][i]
                    && self.load[i] + size <= most
                {
                    let opening = if self.to.contains(&i) { 0 } else { self.instance.opening[i] };
                    self.load[i] += size;
                    self.to.push(i);
                    self.go(spent + cost + opening);
                    self.to.pop();
                    self.load[i] -= size;
                }
            }
        }
    }
    let mut rest = vec![0];
    for row in instance.cost.iter().rev() {
        rest.insert(0, rest[0] + row.iter().flatten().min()?);
    }
    let load = vec![0; instance.capacities.len()];
    let (to, best) = (Vec::new(), None);
    let mut look = Look { instance, rest, load, to, best };
    look.go(0);
    look.best
}

/// A made-up instance with all sites on a plane, costs to open, and room that binds.
fn plane(dice: &mut Dice, receivers: usize, customers: usize, tight: i64) -> Instance {
    let sizes: Vec<i64> = (0..customers).map(|_| dice.roll(5, 25)).collect();
    let mean = sizes.iter().sum::<i64>() * tight / 100 / receivers as i64;
    let mut spots = |count| -> Vec<(i64, i64)> {
        (0..count).map(|_| (dice.roll(0, 99), dice.roll(0, 99))).collect()
    };
    let (there, here) = (spots(receivers), spots(customers));
    let far = |a: (i64, i64), b: (i64, i64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    Instance {
        capacities: (0..receivers).map(|_| dice.roll(mean / 2, mean * 3 / 2)).collect(),
        opening: (0..receivers).map(|_| dice.roll(50, 150)).collect(),
        cost: here
            .iter()
            .map(|&from| there.iter().map(|&to| Some(far(from, to))).collect())
            .collect(),
        enlarge: (0..receivers)
            .map(|i| (i % 3 == 0).then(|| (dice.roll(5, 20), dice.roll(10, 60))))
            .collect(),
        sizes,
    }
}

#[test]
fn agrees_with_plain_search_where_branching_is_needed() {
    let mut dice = Dice::new(6);
    let mut branched = 0;
    for round in 0..25 {
        let instance = plane(&mut dice, 5, 9, 125 + round);
        match (plain(&instance), solve(&instance, AMPLE)) {
            (Some((cost, to)), Ok(solution)) => {
                assert!(solution.proven && solution.first);
                assert_eq!((solution.cost, placing(&solution)), (cost, to), "{instance:?}");
                branched += i32::from(solution.nodes > 2);
            }
            (None, Err(_)) => {}
            (want, got) => panic!("wanted {want:?}, got {got:?} for {instance:?}"),
        }
    }
    assert!(branched >= 5, "{branched}");
}

#[test]
fn little_effort_gives_an_honest_bound() {
    let mut dice = Dice::new(7);
    let mut open = 0;
    for _ in 0..4 {
        let instance = plane(&mut dice, 6, 18, 150);
        let full = solve(&instance, AMPLE).expect("a placing");
        assert!(full.proven);
        for nodes in [0, 1, 3, 10] {
            let short = solve(&instance, Effort { nodes }).expect("a placing");
            assert!(short.bound <= full.cost && full.cost <= short.cost);
            assert_eq!(short.proven, short.bound == short.cost);
            assert!(short.nodes <= nodes.max(1));
            assert!(short.proven || !short.first);
            open += i32::from(!short.proven);
        }
        assert_eq!(solve(&instance, AMPLE), Ok(full));
    }
    assert!(open > 3, "{open}");
}

#[test]
fn agrees_with_plain_search_where_customers_are_branched_on() {
    // Nothing to open and no more room to buy: only who goes where is left.
    let mut dice = Dice::new(11);
    let mut branched = 0;
    for round in 0..80 {
        let mut instance = plane(&mut dice, 4, 11, 102 + round % 5);
        let spread = [9, 60, 400][round as usize % 3];
        instance.opening.fill(0);
        instance.enlarge.clear();
        for cost in instance.cost.iter_mut().flatten().flatten() {
            *cost = dice.roll(0, spread);
        }
        match (plain(&instance), solve(&instance, AMPLE)) {
            (Some((cost, to)), Ok(solution)) => {
                assert!(solution.proven && solution.first);
                assert_eq!((solution.cost, placing(&solution)), (cost, to), "{instance:?}");
                branched += i32::from(solution.nodes > 3);
            }
            (
                None,
                Err(Unplaced::Infeasible | Unplaced::Room { .. } | Unplaced::TooLarge { .. }),
            ) => {}
            (want, got) => panic!("wanted {want:?}, got {got:?} for {instance:?}"),
        }
    }
    assert!(branched >= 5, "{branched}");
}

#[test]
fn the_first_of_equals_is_claimed_only_when_shown() {
    let mut dice = Dice::new(12);
    let (mut claimed, mut unsure) = (0, 0);
    for _ in 0..20 {
        let mut instance = plane(&mut dice, 4, 10, 130);
        for cost in instance.cost.iter_mut().flatten().flatten() {
            *cost /= 60;
        }
        instance.opening.fill(1);
        let Ok(full) = solve(&instance, AMPLE) else {
            continue;
        };
        for nodes in 1..8 {
            match solve(&instance, Effort { nodes }) {
                Ok(short) if short.first => {
                    assert_eq!(short.to, full.to, "{instance:?}");
                    claimed += 1;
                }
                Ok(short) => unsure += i32::from(short.proven && short.to != full.to),
                Err(why) => assert!(matches!(why, Unplaced::NotFound { .. })),
            }
        }
    }
    assert!(claimed > 10 && unsure > 0, "{claimed} {unsure}");
}
