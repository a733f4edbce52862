//! How far two rankings, or two criteria, agree.

/// Places with ties shared: of those from the most to the least, equal ones have the mean of the places they take up.
///
/// Places count from 1. The numbers are none of them "not a number".
#[must_use]
pub fn shared_places(figures: &[f64]) -> Vec<f64> {
    #[allow(clippy::cast_precision_loss, reason = "a place, in halves")]
    doubled_places(figures).into_iter().map(|place| place as f64 / 2.0).collect()
}

/// Twice the shared place of each.
fn doubled_places(figures: &[f64]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..figures.len()).collect();
    // Both zeros are one number.
    let figure = |at: &usize| figures[*at] + 0.0;
    order.sort_by(|a, b| figure(b).total_cmp(&figure(a)));
    let mut places = vec![0; figures.len()];
    let mut before = 0;
    for alike in order.chunk_by(|a, b| figure(a).total_cmp(&figure(b)).is_eq()) {
        let many = i64::try_from(alike.len()).unwrap_or(i64::MAX);
        alike.iter().for_each(|at| places[*at] = 2 * before + many + 1);
        before += many;
    }
    places
}

/// Returns Spearman's rho of two rankings of the same alternatives, from −1 to 1: the correlation of their places, ties
/// shared.
///
/// Takes figures that both rise with merit, or both fall: scores, or places.
///
/// # Unknown
/// `None` where there are fewer than two alternatives, a list is longer than the other, or all are equal in one ranking.
///
/// # Source
/// M. G. Kendall and J. D. Gibbons, *Rank Correlation Methods*, 5th edition, 1990, chapters 1 and 3.
#[must_use]
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() {
        return None;
    }
    // Less their mean, which is half of one more than the alternatives: whole numbers, so no sum is rounded.
    let mean = i64::try_from(one.len()).ok()? + 1;
    let centred =
        |figures| doubled_places(figures).into_iter().map(move |place| i128::from(place - mean));
    let (mut both, mut of_one, mut of_other) = (0, 0, 0);
    for (a, b) in centred(one).zip(centred(other)) {
        both += a * b;
        of_one += a * a;
        of_other += b * b;
    }
    ratio(both, of_one, of_other)
}

/// Returns Kendall's tau-b of two rankings of the same alternatives, from −1 to 1.
///
/// (pairs in the same order − pairs in opposite order) ÷ √(pairs not tied in one × pairs not tied in the other). Takes
/// figures as [`spearman`] does.
///
/// # Unknown
/// As for [`spearman`].
///
/// # Source
/// M. G. Kendall, "The treatment of ties in ranking problems", *Biometrika* 33 (1945) 239–251; counted as in W. R. Knight,
/// "A computer method for calculating Kendall's tau with ungrouped data", *JASA* 61 (1966) 436–439.
#[must_use]
pub fn kendall(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() {
        return None;
    }
    let mut pairs: Vec<(i64, i64)> =
        doubled_places(one).into_iter().zip(doubled_places(other)).collect();
    pairs.sort_unstable();
    let alike = |same: fn(&(i64, i64), &(i64, i64)) -> bool, sorted: &[(i64, i64)]| -> i128 {
        sorted.chunk_by(same).map(|alike| of_pairs(alike.len())).sum()
    };
    let all = of_pairs(pairs.len());
    let tied_in_one = alike(|a, b| a.0 == b.0, &pairs);
    let tied_in_both = alike(|a, b| a == b, &pairs);
    let mut others: Vec<i64> = pairs.iter().map(|pair| pair.1).collect();
    let opposite = sort_and_count(&mut others);
    let tied_in_other: i128 =
        others.chunk_by(|a, b| a == b).map(|alike| of_pairs(alike.len())).sum();
    let same = all - tied_in_one - tied_in_other + tied_in_both - opposite;
    ratio(same - opposite, all - tied_in_one, all - tied_in_other)
}

/// Pairs among so many.
const fn of_pairs(many: usize) -> i128 {
    let many = many as i128;
    many * (many - 1) / 2
}

/// Sorts, and returns how many pairs stood in the wrong order.
fn sort_and_count(numbers: &mut [i64]) -> i128 {
    if numbers.len() < 2 {
        return 0;
    }
    let (left, right) = numbers.split_at_mut(numbers.len() / 2);
    let mut wrong = sort_and_count(left) + sort_and_count(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        if b < a {
            wrong += left.len() as i128;
            merged.extend(right.next());
        } else {
            merged.extend(left.next());
        }
    }
    merged.extend(left.chain(right));
    numbers.copy_from_slice(&merged);
    wrong
}

/// Returns a ÷ √(b × c), rounded at the end alone; `None` where that divides by zero.
#[allow(clippy::cast_precision_loss, reason = "rounded here, once")]
fn ratio(of: i128, one: i128, other: i128) -> Option<f64> {
    let length = (one as f64 * other as f64).sqrt();
    (length > 0.0).then(|| (of as f64 / length).clamp(-1.0, 1.0))
}

/// Returns Pearson's correlation of two criteria over the alternatives where both are known, from −1 to 1.
///
/// # Unknown
/// `None` where both are known of fewer than three, or one of them is the same for all of these.
#[must_use]
pub fn pearson(one: &[Option<f64>], other: &[Option<f64>]) -> Option<f64> {
    let both = one.iter().zip(other).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    let (one, other): (Vec<f64>, Vec<f64>) = both.unzip();
    if one.len() < 3 {
        return None;
    }
    let (one, other) = (deviations(&one)?, deviations(&other)?);
    let sum = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let length = (sum(&one, &one) * sum(&other, &other)).sqrt();
    Some((sum(&one, &other) / length).clamp(-1.0, 1.0))
}

/// Differences from the mean, the largest made 1 in size; `None` where all are the same or one is not finite.
fn deviations(values: &[f64]) -> Option<Vec<f64>> {
    let first = *values.first()?;
    let from_first: Vec<f64> = values.iter().map(|value| value - first).collect();
    let scale = from_first.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    if scale == 0.0 || !from_first.iter().all(|value| value.is_finite()) {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "a number of values")]
    let many = values.len() as f64;
    let mean = from_first.iter().map(|value| value / scale).sum::<f64>() / many;
    Some(from_first.iter().map(|value| value / scale - mean).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn near(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|found| (found - wanted).abs() < 1e-12),
            "{found:?} for {wanted}"
        );
    }

    #[test]
    fn ties_share_their_places() {
        assert_eq!(shared_places(&[0.0, 3.0, 2.0, 3.0]), [4.0, 1.5, 3.0, 1.5]);
        assert_eq!(shared_places(&[0.0, -0.0, 0.0]), [2.0; 3]);
        assert_eq!(shared_places(&[]), [0.0; 0]);
    }

    #[test]
    fn rankings_agree_as_worked_out_by_hand() {
        let five = [1.0, 2.0, 3.0, 4.0, 5.0];
        let swapped = [1.0, 3.0, 2.0, 4.0, 5.0];
        // 1 − 6 × 2 ÷ (5 × 24); one pair of ten in opposite order.
        near(spearman(&five, &swapped), 0.9);
        near(kendall(&five, &swapped), 0.8);
        let turned = five.map(|place| -place);
        assert_eq!((spearman(&five, &turned), kendall(&five, &turned)), (Some(-1.0), Some(-1.0)));
        assert_eq!((spearman(&five, &five), kendall(&five, &five)), (Some(1.0), Some(1.0)));
        // Places 1, 2.5, 2.5, 4 against 1.5, 1.5, 3, 4: deviations −3 0 0 3 and −2 −2 1 3 in halves.
        let (a, b) = ([9.0, 5.0, 5.0, 1.0], [7.0, 7.0, 4.0, 2.0]);
        near(spearman(&a, &b), 15.0 / (18.0f64 * 18.0).sqrt());
        // Of six pairs one is tied in each, another in each: 4 in the same order.
        near(kendall(&a, &b), 4.0 / 5.0);
    }

    #[test]
    fn nothing_is_said_of_what_cannot_agree() {
        assert_eq!((spearman(&[1.0], &[1.0]), kendall(&[], &[])), (None, None));
        assert_eq!(
            (spearman(&[1.0, 1.0], &[1.0, 2.0]), kendall(&[1.0, 2.0], &[3.0, 3.0])),
            (None, None)
        );
        assert_eq!((spearman(&[1.0, 2.0], &[1.0]), kendall(&[1.0, 2.0], &[1.0])), (None, None));
    }

    #[test]
    fn criteria_correlate_over_what_is_known_of_both() {
        let one = [Some(1.0), Some(2.0), None, Some(3.0), Some(9.0)];
        let other = [Some(2.0), Some(4.0), Some(5.0), Some(9.0), None];
        // Deviations −1 0 1 and −3 −1 4: 7 ÷ √(2 × 26).
        near(pearson(&one, &other), 7.0 / 52f64.sqrt());
        assert_eq!(pearson(&one[..3], &other[..3]), None);
        let same = [Some(0.1); 5];
        assert_eq!((pearson(&one, &same), pearson(&same, &other)), (None, None));
        let scaled = |by: f64| one.map(|value| value.map(|value| value * by));
        near(pearson(&scaled(1e-200), &other), 7.0 / 52f64.sqrt());
        near(pearson(&scaled(-1e200), &other), -7.0 / 52f64.sqrt());
        near(pearson(&one, &one), 1.0);
    }

    proptest! {
        #[test]
        fn tau_counts_every_pair(pairs in prop::collection::vec((0i32..8, 0i32..8), 2..60)) {
            let (a, b): (Vec<f64>, Vec<f64>) =
                pairs.iter().map(|(a, b)| (f64::from(*a), f64::from(*b))).unzip();
            let (mut same, mut of_a, mut of_b) = (0, 0, 0);
            for (at, one) in pairs.iter().enumerate() {
                for other in &pairs[..at] {
                    let (a, b) = ((one.0 - other.0).signum(), (one.1 - other.1).signum());
                    (same, of_a, of_b) = (same + a * b, of_a + a * a, of_b + b * b);
                }
            }
            let wanted = f64::from(same) / (f64::from(of_a) * f64::from(of_b)).sqrt();
            match kendall(&a, &b) {
                Some(tau) => prop_assert!((tau - wanted).abs() < 1e-12),
                None => prop_assert!(of_a == 0 || of_b == 0),
            }
            // Of places without ties shared, rho is Pearson's correlation.
            let places = |figures: &[f64]| shared_places(figures).into_iter().map(Some).collect::<Vec<_>>();
            match (spearman(&a, &b), pearson(&places(&a), &places(&b))) {
                (Some(rho), Some(of_places)) => prop_assert!((rho - of_places).abs() < 1e-12),
                (rho, of_places) => prop_assert!(of_places.is_none() && (rho.is_none() || a.len() == 2)),
            }
        }
    }
}
