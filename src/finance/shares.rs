//! A sum shared out by weights, to the penny.

/// Shares a sum of pence out by weights, so that the shares add up to it: largest remainder first.
///
/// Each share is first cut to whole pence towards zero; the pence left go one each to the largest remainders, of
/// equal ones to the first. Weights are zero or more; where all are zero the first takes the whole. Without
/// weights nothing is shared out.
#[must_use]
pub fn shared_out(pence: i64, weights: &[i64]) -> Vec<i64> {
    let all: i128 = weights.iter().map(|w| i128::from((*w).max(0))).sum();
    let mut shares = vec![0_i64; weights.len()];
    if all == 0 {
        if let Some(first) = shares.first_mut() {
            *first = pence;
        }
        return shares;
    }
    let size = i128::from(pence).abs();
    let sign = pence.signum();
    let mut rests: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut given = 0_i128;
    for (at, weight) in weights.iter().enumerate() {
        let part = size * i128::from((*weight).max(0));
        // A share is never larger than the sum, which is an `i64`.
        shares[at] = i64::try_from(part / all).unwrap_or(i64::MAX) * sign;
        given += part / all;
        rests.push((part % all, at));
    }
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = usize::try_from(size - given).unwrap_or(0);
    for (_, at) in rests.iter().take(left) {
        shares[*at] += sign;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_of_a_pound_add_up_to_it() {
        assert_eq!(shared_out(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shared_out(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(shared_out(7, &[0, 0]), [7, 0]);
        assert!(shared_out(7, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn shares_add_up_and_are_near_their_part(
            pence in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in prop::collection::vec(0_i64..1_000_000_000_000, 1..40),
        ) {
            let shares = shared_out(pence, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), pence);
            let all: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let off = i128::from(*share) * all - i128::from(pence) * i128::from(*weight);
                prop_assert!(all == 0 || off.abs() < all);
            }
        }
    }
}
