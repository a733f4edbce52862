//! Acceptabilities against lengths, areas and distributions worked out by hand.

use proptest::prelude::*;

use super::*;
use CriterionValue::{Known, Normal, NotJudged, Range};

const DRAWS: u32 = 20_000;
const SAMPLING: Sampling = Sampling { draws: DRAWS, seed: 3, places: 1_000, pairs_among: 5 };

fn found(groups: &[usize], rows: &[&[CriterionValue]], weights: &WeightsKnown) -> Acceptability {
    let rows = rows.iter().map(|row| row.to_vec()).collect();
    acceptability(&Alternatives::new(groups.to_vec(), rows).unwrap(), weights, SAMPLING).unwrap()
}

fn known(values: &[f64]) -> Vec<CriterionValue> {
    values.iter().copied().map(Known).collect()
}

fn number(small: usize) -> f64 {
    f64::from(u16::try_from(small).unwrap())
}

/// Five standard errors.
#[track_caller]
fn near(count: u32, share: f64) {
    let (found, draws) = (f64::from(count) / f64::from(DRAWS), f64::from(DRAWS));
    let error = (share * (1.0 - share) / draws).sqrt();
    assert!((found - share).abs() <= 5.0 * error, "{found} for {share}, standard error {error}");
}

#[track_caller]
fn central_near(found: &Acceptability, alternative: usize, weights: &[f64]) {
    let central = found.central_weights[alternative].as_ref().unwrap();
    assert!((central.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let apart = central.iter().zip(weights).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(apart < 0.01, "{central:?} for {weights:?}");
}

/// 100 w > 40 w + 50 (1 − w) where w > 5 ÷ 11.
#[test]
fn of_two_alternatives_each_is_first_along_its_part_of_the_line() {
    let rows = [known(&[100.0, 0.0]), known(&[40.0, 50.0])];
    let rows: Vec<&[CriterionValue]> = rows.iter().map(Vec::as_slice).collect();
    let even = found(&[0, 0], &rows, &WeightsKnown::Nothing);
    near(even.count(0, 1).unwrap(), 6.0 / 11.0);
    assert_eq!(even.count(0, 1), even.count(1, 2));
    assert_eq!(even.count(0, 1).unwrap() + even.count(0, 2).unwrap(), DRAWS);
    central_near(&even, 0, &[8.0 / 11.0, 3.0 / 11.0]);
    central_near(&even, 1, &[2.5 / 11.0, 8.5 / 11.0]);
    assert_eq!(even.first_with_central, [Some(DRAWS), Some(DRAWS)]);
    assert_eq!(even.pairwise.wins(0, 1), even.count(0, 1));
    assert_eq!(even.pairwise.wins(1, 0), even.count(1, 1));
    let share = even.share(even.count(0, 1).unwrap());
    assert!((even.mean_place[0] - (2.0 - share)).abs() < 1e-12);
    assert!((even.standard_error(DRAWS / 2) - 0.5 / f64::from(DRAWS).sqrt()).abs() < 1e-12);

    // With a concentration of 4 on even weights w has the distribution function 3 x² − 2 x³.
    let around = WeightsKnown::Around { weights: vec![7.0, 7.0], concentration: 4.0 };
    let x: f64 = 5.0 / 11.0;
    let share = 1.0 - 3.0 * x.powi(2) + 2.0 * x.powi(3);
    near(found(&[0, 0], &rows, &around).count(0, 1).unwrap(), share);
}

#[test]
fn of_three_criteria_each_is_first_on_its_part_of_the_triangle() {
    // First where w1 > 0.3: a triangle of (1 − 0.3)² of the whole, its middle a third of the way up.
    let rows = [known(&[30.0, 30.0, 30.0]), known(&[100.0, 0.0, 0.0]), known(&[29.0, 30.0, 30.0])];
    let rows: Vec<&[CriterionValue]> = rows.iter().map(Vec::as_slice).collect();
    let corner = found(&[0; 3], &rows, &WeightsKnown::Nothing);
    near(corner.count(1, 1).unwrap(), 0.49);
    central_near(&corner, 1, &[0.3 + 0.7 / 3.0, 0.7 / 3.0, 0.7 / 3.0]);
    // Dominated: never first, and no weights favour it.
    assert_eq!(corner.count(2, 1), Some(0));
    assert_eq!((&corner.central_weights[2], corner.first_with_central[2]), (&None, None));
    assert_eq!(corner.pairwise.wins(0, 2), Some(DRAWS));

    // With exponential variables: ∫ e^−x (1 − e^−2x)² = 8 ÷ 15, ∫ e^−x (1 − e^(−x÷2)) (1 − e^−x) = 7 ÷ 30.
    let rows = [known(&[200.0, 0.0, 0.0]), known(&[0.0, 100.0, 0.0]), known(&[0.0, 0.0, 100.0])];
    let rows: Vec<&[CriterionValue]> = rows.iter().map(Vec::as_slice).collect();
    let three = found(&[0; 3], &rows, &WeightsKnown::Nothing);
    near(three.count(0, 1).unwrap(), 8.0 / 15.0);
    near(three.count(1, 1).unwrap(), 7.0 / 30.0);
    near(three.count(2, 1).unwrap(), 7.0 / 30.0);
}

#[test]
fn alternatives_that_are_alike_take_every_place_as_often() {
    let rows: Vec<Vec<CriterionValue>> = (0..5)
        .map(|own| {
            (0..5).map(|criterion| Known(if own == criterion { 10.0 } else { 0.0 })).collect()
        })
        .collect();
    let rows: Vec<&[CriterionValue]> = rows.iter().map(Vec::as_slice).collect();
    let alike = found(&[0; 5], &rows, &WeightsKnown::Nothing);
    for alternative in 0..5 {
        (1..=5).for_each(|place| near(alike.count(alternative, place).unwrap(), 0.2));
        near(alike.count_within(alternative, 3).unwrap(), 0.6);
        assert_eq!((alike.count(alternative, 0), alike.count(alternative, 6)), (None, None));
        assert_eq!(alike.count_within(alternative, 6), None);
    }
}

#[test]
fn ranges_and_deviations_are_drawn() {
    // Uniform on 0 to 60 and on 40 to 100: above where both lie from 40 to 60, half of a ninth.
    let fixed = WeightsKnown::Fixed(vec![2.0]);
    let low = Range { low: 0.0, high: 60.0 };
    let high = Range { low: 40.0, high: 100.0 };
    let ranges = found(&[0], &[&[low], &[high], &[Known(-1.0)], &[Known(40.0)]], &fixed);
    near(ranges.pairwise.wins(0, 1).unwrap(), 1.0 / 18.0);
    near(ranges.pairwise.wins(0, 3).unwrap(), 1.0 / 3.0);
    assert_eq!(ranges.pairwise.wins(1, 2), Some(DRAWS));
    // The second pass draws anew: as often, and not the very same draws.
    near(ranges.first_with_central[0].unwrap(), 1.0 / 18.0);
    near(ranges.first_with_central[1].unwrap(), 17.0 / 18.0);
    assert_ne!(ranges.first_with_central[0], ranges.count(0, 1));

    // Against a known 70, whichever is given first, and against a range that hardly reaches it.
    let wide = Range { low: 0.0, high: 100.0 };
    for (rows, first, share) in [
        ([wide, Known(70.0)], 0, 0.3),
        ([Known(70.0), wide], 1, 0.3),
        ([Range { low: 0.0, high: 45.0 }, high], 1, 1.0 - 5.0 * 5.0 / 2.0 / (45.0 * 60.0)),
    ] {
        let two = found(&[0], &[&rows[..1], &rows[1..]], &fixed);
        near(two.count(first, 1).unwrap(), share);
        near(two.first_with_central[first].unwrap(), share);
        assert_ne!(two.first_with_central[first], two.count(first, 1));
    }

    // The difference has a mean of 5 and a deviation of √(3² + 4²): Φ(1).
    let normal = |mean, sd| [Normal { mean, sd }];
    let normals = found(&[0], &[&normal(10.0, 3.0), &normal(5.0, 4.0)], &fixed);
    near(normals.count(0, 1).unwrap(), 0.841_344_746);
    near(normals.first_with_central[0].unwrap(), 0.841_344_746);

    // Ranges of no width and deviations of zero are known.
    let nothing = [Range { low: 5.0, high: 5.0 }];
    let known = found(&[0], &[&[Known(5.0)], &nothing, &normal(5.0, 0.0)], &fixed);
    assert_eq!([0, 1, 2].map(|one| known.count(one, one + 1)), [Some(DRAWS); 3]);
    assert_eq!(known.first_with_central, [Some(DRAWS), None, None]);
}

#[test]
fn what_does_not_judge_leaves_its_weight_to_its_group() {
    // 60 whatever the weights, against 100 w.
    let one =
        found(&[0, 0], &[&[Known(60.0), NotJudged], &known(&[100.0, 0.0])], &WeightsKnown::Nothing);
    near(one.count(1, 1).unwrap(), 0.4);
    // The first group's share, of two criteria in three, has the distribution function x²; 60 × share > 30.
    let rows = [vec![Known(60.0), NotJudged, Known(0.0)], known(&[30.0; 3])];
    let two = found(&[7, 7, 2], &[&rows[0], &rows[1]], &WeightsKnown::Nothing);
    near(two.count(0, 1).unwrap(), 0.75);
    // A group that does not judge at all leaves its share to the others in proportion: w1 ÷ (w1 + w2) is even.
    let rows = [vec![Known(100.0), Known(0.0), NotJudged], known(&[30.0; 3])];
    let three = found(&[0, 1, 2], &[&rows[0], &rows[1]], &WeightsKnown::Nothing);
    near(three.count(0, 1).unwrap(), 0.7);
}

/// What differs by nothing but rounding is equal, and of equal ones the one given first stands first.
#[test]
fn equal_totals_are_equal_whatever_judges() {
    let gap = |at: &[usize]| -> Vec<CriterionValue> {
        let value = |one| if at.contains(&one) { NotJudged } else { Known(99.9) };
        (0..5).map(value).collect()
    };
    let rows = [gap(&[1]), gap(&[]), gap(&[3, 4]), gap(&[0, 2]), gap(&[2]), gap(&[0, 1, 2])];
    let rows: Vec<&[CriterionValue]> = rows.iter().map(Vec::as_slice).collect();
    for groups in [[0; 5], [0, 0, 0, 1, 1], [1, 0, 1, 0, 2]] {
        let equal = found(&groups, &rows, &WeightsKnown::Nothing);
        (0..6).for_each(|one| assert_eq!(equal.count(one, one + 1), Some(DRAWS), "{groups:?}"));
    }
    // So are ones that are even within each group, judged by more or by fewer of it.
    let rows = [
        vec![Known(60.1), NotJudged, Known(30.7)],
        vec![Known(60.1), Known(60.1), Known(30.7)],
        vec![NotJudged, Known(60.1), Known(30.7)],
    ];
    let even = found(&[1, 1, 0], &[&rows[0], &rows[1], &rows[2]], &WeightsKnown::Nothing);
    assert_eq!([0, 1, 2].map(|one| even.count(one, one + 1)), [Some(DRAWS); 3]);
}

#[test]
fn a_criterion_without_weight_neither_counts_nor_judges() {
    let around = WeightsKnown::Around { weights: vec![3.0, 0.0, 1.0], concentration: 2.0 };
    let rows = [known(&[50.0, 0.0, 10.0]), known(&[50.0, 90.0, 10.0])];
    let equal = found(&[0, 1, 0], &[&rows[0], &rows[1]], &around);
    assert_eq!(equal.count(0, 1), Some(DRAWS));
    assert!(equal.central_weights[0].as_ref().unwrap()[1] == 0.0);
    let rows = vec![vec![NotJudged, Known(1.0), NotJudged]];
    let alternatives = Alternatives::new(vec![0, 1, 0], rows).unwrap();
    let none = acceptability(&alternatives, &around, SAMPLING);
    assert_eq!(none, Err(SmaaError::NotJudged { alternative: 0 }));
}

/// Some of everything: 230 alternatives, two groups, ranges, deviations and gaps.
fn mixed() -> Alternatives {
    let value = |row: usize, criterion: usize| match (row * 7 + criterion * 3) % 11 {
        0 if criterion > 0 => NotJudged,
        1 => Range { low: 20.0, high: 90.0 },
        2 => Normal { mean: 55.0, sd: 10.0 },
        _ => Known(number((row * 37 + criterion * 61) % 101)),
    };
    let row = |row| (0..6).map(|criterion| value(row, criterion)).collect();
    Alternatives::new(vec![0, 0, 0, 1, 1, 1], (0..230).map(row).collect()).unwrap()
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sampling = Sampling { draws: 400, ..SAMPLING };
    let with = |threads, seed| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let sampling = Sampling { seed, ..sampling };
        pool.install(|| acceptability(&mixed(), &WeightsKnown::Nothing, sampling).unwrap())
    };
    let one = with(1, 3);
    assert_eq!(one, with(3, 3));
    assert_ne!(one, with(3, 4));
    assert!(one.first_with_central.iter().flatten().any(|count| *count > 0 && *count < 400));
}

#[test]
fn counts_add_up() {
    let (mixed, draws) = (mixed(), 300);
    let sampling = Sampling { draws, ..SAMPLING };
    let all = acceptability(&mixed, &WeightsKnown::Nothing, sampling).unwrap();
    for one in 0..230 {
        assert_eq!(all.count_within(one, 230), Some(draws));
        let of = |place: usize| number(place) * f64::from(all.count(one, place).unwrap());
        let mean = (1..=230).map(of).sum::<f64>() / f64::from(draws);
        assert!((all.mean_place[one] - mean).abs() < 1e-9);
        let of_place: u32 = (0..230).map(|other| all.count(other, one + 1).unwrap()).sum();
        assert_eq!(of_place, draws);
    }
    // Among the first five all pairs, after them neighbours.
    let wins = |a, b| all.pairwise.wins(a, b);
    assert!(wins(4, 0).is_some() && wins(4, 5).is_some() && wins(229, 228).is_some());
    assert_eq!([wins(0, 5), wins(9, 11), wins(3, 3), wins(229, 230)], [None; 4]);
    assert_eq!(wins(17, 18).unwrap() + wins(18, 17).unwrap(), draws);
    // The places asked for, and no other count changes.
    let few = Sampling { places: 3, pairs_among: 0, ..sampling };
    let few = acceptability(&mixed, &WeightsKnown::Nothing, few).unwrap();
    assert_eq!(few.mean_place, all.mean_place);
    assert_eq!(few.pairwise.wins(3, 4), wins(3, 4));
    assert!(
        wins(3, 4) != Some(0) && wins(3, 4) != Some(draws) && few.pairwise.wins(2, 4).is_none()
    );
    assert_eq!((few.count(9, 3), few.count(9, 4)), (all.count(9, 3), None));
}

#[test]
fn tables_that_cannot_be_drawn_are_refused() {
    let refused = |rows: &[&[CriterionValue]]| {
        let rows = rows.iter().map(|row| row.to_vec()).collect();
        Alternatives::new(vec![0, 0], rows).unwrap_err()
    };
    assert_eq!(refused(&[]), SmaaError::NoAlternative);
    let uneven = SmaaError::Uneven { alternative: 1, given: 1, criteria: 2 };
    assert_eq!(refused(&[&[Known(1.0), NotJudged], &[Known(1.0)]]), uneven);
    for value in [
        Known(f64::NAN),
        Known(1e101),
        Range { low: 1.0, high: 0.0 },
        Range { low: f64::NEG_INFINITY, high: 0.0 },
        Normal { mean: 0.0, sd: -1.0 },
        Normal { mean: 0.0, sd: f64::INFINITY },
    ] {
        let wrong = SmaaError::Value { alternative: 0, criterion: 1 };
        assert_eq!(refused(&[&[Known(1.0), value]]), wrong);
    }
    let one = Alternatives::new(vec![0], vec![vec![Known(1.0)]]).unwrap();
    let draws = Sampling { draws: 0, ..SAMPLING };
    let none = acceptability(&one, &WeightsKnown::Nothing, draws);
    assert_eq!(none, Err(SmaaError::NoDraw));
    let one = acceptability(&one, &WeightsKnown::Nothing, SAMPLING).unwrap();
    assert_eq!(one.count(0, 1), Some(DRAWS));
    assert!((one.mean_place[0] - 1.0).abs() < 1e-12);
}

/// A total as the definition has it.
fn total(groups: &[usize], row: &[CriterionValue], weights: &[f64]) -> f64 {
    let (mut sum, mut shares) = (0.0, 0.0);
    for group in 0..3 {
        let (mut share, mut judged, mut points) = (0.0, 0.0, 0.0);
        for criterion in (0..row.len()).filter(|criterion| groups[*criterion] == group) {
            share += weights[criterion];
            if let Known(value) = row[criterion] {
                judged += weights[criterion];
                points += weights[criterion] * value;
            }
        }
        if judged > 0.0 {
            sum += share * points / judged;
            shares += share;
        }
    }
    sum / shares
}

proptest! {
    #[test]
    fn totals_are_as_the_definition_has_them(
        groups in prop::collection::vec(0usize..3, 4),
        weights in prop::collection::vec(prop_oneof![1 => Just(0.0), 4 => 0.1..5.0], 4),
        values in prop::collection::vec(prop_oneof![1 => Just(None), 3 => (0u32..50).prop_map(Some)], 4 * 9),
    ) {
        let value = |value: &Option<u32>| value.map_or(NotJudged, |value| Known(f64::from(value)));
        let judged = |row: &[CriterionValue]| {
            row.iter().zip(&weights).any(|(value, weight)| *value != NotJudged && *weight > 0.0)
        };
        let rows: Vec<Vec<CriterionValue>> =
            values.chunks(4).map(|row| row.iter().map(value).collect()).filter(|row: &Vec<_>| judged(row)).collect();
        prop_assume!(!rows.is_empty());
        let totals: Vec<f64> = rows.iter().map(|row| total(&groups, row, &weights)).collect();
        let sampling = Sampling { draws: 1, ..SAMPLING };
        let fixed = WeightsKnown::Fixed(weights);
        let found = acceptability(&Alternatives::new(groups, rows).unwrap(), &fixed, sampling).unwrap();
        for (one, of_one) in totals.iter().enumerate() {
            for (other, of_other) in totals.iter().enumerate().filter(|(other, _)| *other != one) {
                if of_one - of_other > 1e-9 {
                    prop_assert_eq!(found.pairwise.wins(one, other), Some(1));
                }
            }
        }
    }
}
