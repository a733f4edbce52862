//! Reasons, refusals and the ends of the range.

use super::*;

fn pair() -> Instance {
    Instance {
        capacities: vec![10, 10],
        opening: vec![0, 0],
        sizes: vec![6, 6, 6],
        cost: vec![vec![Some(1), Some(2)]; 3],
        enlarge: Vec::new(),
    }
}

#[test]
fn no_place_has_a_reason() {
    let any = Effort { nodes: 1000 };
    assert_eq!(solve(&pair(), any), Err(Unplaced::Infeasible));

    let mut bigger = pair();
    bigger.enlarge = vec![None, Some((2, 5))];
    let solution = solve(&bigger, any).expect("a placing");
    assert_eq!((solution.cost, solution.enlarged), (10, vec![false, true]));

    let mut full = pair();
    full.sizes.push(3);
    full.cost.push(vec![Some(0), None]);
    let (needed, there) = (21, 20);
    assert_eq!(solve(&full, any), Err(Unplaced::Room { needed, there }));

    let mut barred = pair();
    barred.cost[1] = vec![None, None];
    assert_eq!(solve(&barred, any), Err(Unplaced::Nowhere { customer: 1 }));

    let mut wide = pair();
    wide.sizes[2] = 11;
    let why = Unplaced::TooLarge { customer: 2, size: 11, largest: 10 };
    assert_eq!(why.to_string().matches("11").count(), 1);
    assert_eq!(solve(&wide, any), Err(why));
}

#[test]
fn running_out_is_not_the_same_as_no_placing() {
    // Twenty pieces into four receivers with one unit to spare in all: hard to fit, or to rule out.
    let mut dice = Dice::new(8);
    let (mut not_found, mut otherwise) = (0, 0);
    for _ in 0..12 {
        let sizes: Vec<i64> = (0..13).map(|_| dice.roll(200, 700)).collect();
        let each = sizes.iter().sum::<i64>() / 4 + 1;
        let instance = Instance {
            capacities: vec![each; 4],
            opening: vec![0; 4],
            cost: vec![vec![Some(0); 4]; sizes.len()],
            enlarge: Vec::new(),
            sizes,
        };
        match solve(&instance, Effort { nodes: 1 }) {
            Err(Unplaced::NotFound { nodes }) => {
                assert_eq!(nodes, 1);
                not_found += 1;
            }
            Ok(_) | Err(Unplaced::Infeasible) => otherwise += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(not_found > 0, "{otherwise}");
}

#[test]
fn bad_input_is_refused() {
    let refused = |change: &dyn Fn(&mut Instance)| {
        let mut instance = pair();
        instance.sizes.pop();
        instance.cost.pop();
        instance.enlarge = vec![None, Some((1, 1))];
        assert!(solve(&instance, AMPLE).is_ok());
        change(&mut instance);
        match solve(&instance, AMPLE) {
            Err(Unplaced::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    let negative = |list, index, value| Refused::Negative { list, index, value };
    assert_eq!(refused(&|x| x.capacities[1] = -1), negative("capacities", 1, -1));
    assert_eq!(refused(&|x| x.opening[0] = -2), negative("opening", 0, -2));
    assert_eq!(refused(&|x| x.sizes[1] = -3), negative("sizes", 1, -3));
    assert_eq!(refused(&|x| x.cost[1][0] = Some(-4)), negative("cost", 1, -4));
    assert_eq!(refused(&|x| x.enlarge[1] = Some((-5, 0))), negative("enlarge", 1, -5));
    assert_eq!(refused(&|x| x.enlarge[1] = Some((0, -6))), negative("enlarge", 1, -6));
    let overflow = |sum| Refused::Overflow { sum };
    assert_eq!(refused(&|x| x.sizes = vec![i64::MAX, 1]), overflow("sizes"));
    assert_eq!(refused(&|x| x.capacities = vec![i64::MAX, 1]), overflow("capacities"));
    assert_eq!(refused(&|x| x.enlarge[1] = Some((i64::MAX, 0))), overflow("capacities"));
    assert_eq!(refused(&|x| x.opening[0] = i64::MAX / 4), overflow("costs"));
    assert_eq!(refused(&|x| x.cost[0][1] = Some(i64::MAX)), overflow("costs"));
    let shape = |list, expected, found| Refused::Shape { list, expected, found };
    assert_eq!(refused(&|x| x.opening.push(0)), shape("opening", 2, 3));
    assert_eq!(refused(&|x| x.cost[1].push(None)), shape("cost row", 2, 3));
    assert_eq!(refused(&|x| x.cost.push(vec![])), shape("cost", 2, 3));
    assert_eq!(refused(&|x| x.enlarge.push(None)), shape("enlarge", 2, 3));
}

#[test]
fn the_largest_numbers_hold() {
    let mut dice = Dice::new(9);
    for _ in 0..100 {
        let mut instance = small(&mut dice);
        let most = (1_i64 << 62) / 13 / 16;
        for cost in instance.cost.iter_mut().flatten().flatten() {
            *cost = dice.roll(most / 2, most - 1);
        }
        for (opening, capacity) in instance.opening.iter_mut().zip(&mut instance.capacities) {
            *opening = dice.roll(0, most - 1);
            *capacity = dice.roll(0, 1 << 59);
        }
        for step in instance.enlarge.iter_mut().flatten() {
            *step = (dice.roll(0, 1 << 58), dice.roll(0, most - 1));
        }
        for size in &mut instance.sizes {
            *size = dice.roll(0, 1 << 58);
        }
        let want = all_ways(&instance);
        assert_eq!(least(&instance), want.map(|best| best.0), "{instance:?}");
    }
}

#[test]
fn nobody_to_place_costs_nothing() {
    let none = Instance::default();
    let solution = solve(&none, AMPLE).expect("a placing of nobody");
    assert_eq!((solution.cost, solution.proven, solution.first), (0, true, true));
    let nowhere = Instance { sizes: vec![0], cost: vec![vec![]], ..none };
    assert_eq!(solve(&nowhere, AMPLE), Err(Unplaced::Nowhere { customer: 0 }));
}
