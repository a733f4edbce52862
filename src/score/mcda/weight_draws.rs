//! Weights as far as they are known, and drawing them.

use chacha20::ChaCha8Rng;
use rand_distr::{Distribution, Gamma};

/// Least and most concentration that weights can be drawn around a vector with.
pub const CONCENTRATION: (f64, f64) = (1e-6, 1e12);

/// A weight above zero that is lost beside any other: what a draw rounds to zero is set to it.
pub(super) const LEAST_WEIGHT: f64 = 1e-290;

/// Why nothing can be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SmaaError {
    /// There is no alternative.
    #[error("there is no alternative to rank")]
    NoAlternative,
    /// There are more alternatives than can be told apart.
    #[error("there are more than 2^31 alternatives")]
    TooMany,
    /// An alternative has more or fewer values than there are criteria.
    #[error("alternative {alternative} has {given} values for {criteria} criteria")]
    Uneven {
        /// Its number from 0.
        alternative: usize,
        /// Its values.
        given: usize,
        /// The criteria.
        criteria: usize,
    },
    /// A value is not a finite number, a range is the wrong way round, or a standard deviation is below zero.
    #[error("alternative {alternative} has a value of criterion {criterion} that cannot be drawn")]
    Value {
        /// The alternative's number from 0.
        alternative: usize,
        /// The criterion's number from 0.
        criterion: usize,
    },
    /// An alternative is not judged by any criterion that has a weight.
    #[error("alternative {alternative} is not judged by any criterion with a weight")]
    NotJudged {
        /// Its number from 0.
        alternative: usize,
    },
    /// There are more or fewer weights than criteria.
    #[error("there are {given} weights for {criteria} criteria")]
    WeightsUneven {
        /// The weights.
        given: usize,
        /// The criteria.
        criteria: usize,
    },
    /// A weight is below zero or not a finite number.
    #[error("the weight of criterion {criterion} is not a number from 0")]
    Weight {
        /// The criterion's number from 0.
        criterion: usize,
    },
    /// No criterion has a weight.
    #[error("no criterion has a weight")]
    NoWeight,
    /// The concentration lies outside [`CONCENTRATION`].
    #[error("weights cannot be drawn with a concentration of {0}")]
    Concentration(f64),
    /// No draw, or no place, is asked for.
    #[error("no draw or no place is asked for")]
    NoDraw,
}

/// What is known of the weights of the criteria.
#[derive(Debug, Clone, PartialEq)]
pub enum WeightsKnown {
    /// Nothing: every vector of weights that adds up to one is as likely as any other.
    Nothing,
    /// They lie around given weights: Dirichlet with concentration × weight ÷ sum of the weights.
    ///
    /// Their mean is the given vector. The standard deviation of a weight w (as a share) is √(w (1 − w) ÷ (concentration
    /// + 1)). A weight of zero stays zero.
    Around {
        /// One a criterion, from zero, on any scale.
        weights: Vec<f64>,
        /// How near the drawn weights lie to the given ones; see [`CONCENTRATION`] for its bounds.
        concentration: f64,
    },
    /// They are as given: only values are drawn.
    Fixed(Vec<f64>),
}

impl WeightsKnown {
    /// Returns each criterion's weight as a share of all: the mean of what is drawn.
    ///
    /// # Errors
    /// [`SmaaError::WeightsUneven`], [`SmaaError::Weight`], [`SmaaError::NoWeight`], [`SmaaError::Concentration`].
    pub(super) fn mean(&self, criteria: usize) -> Result<Vec<f64>, SmaaError> {
        let given = match self {
            Self::Nothing => vec![1.0; criteria],
            Self::Around { weights, .. } | Self::Fixed(weights) => weights.clone(),
        };
        if given.len() != criteria {
            return Err(SmaaError::WeightsUneven { given: given.len(), criteria });
        }
        if let Some(criterion) =
            given.iter().position(|weight| !weight.is_finite() || *weight < 0.0)
        {
            return Err(SmaaError::Weight { criterion });
        }
        if let Self::Around { concentration, .. } = self
            && !(CONCENTRATION.0..=CONCENTRATION.1).contains(concentration)
        {
            return Err(SmaaError::Concentration(*concentration));
        }
        // Divided by the largest first: large weights do not add up to infinity.
        let most = given.iter().fold(0.0, |most: f64, weight| most.max(*weight));
        let sum: f64 = given.iter().map(|weight| weight / most).sum();
        if most > 0.0 {
            Ok(given.iter().map(|weight| weight / most / sum).collect())
        } else {
            Err(SmaaError::NoWeight)
        }
    }
}

/// Draws of weights that add up to one, for the criteria that have a weight.
pub(super) enum WeightDraws {
    Fixed(Vec<f64>),
    /// Independent Gamma variables divided by their sum.
    Whole(Vec<Gamma<f64>>),
    /// The same by logarithms, for shapes below one, whose variables are too small for a float: Gamma(a) = Gamma(a + 1) ×
    /// U^(1 ÷ a). Each has its 1 ÷ a.
    Fine(Vec<(Gamma<f64>, f64)>),
}

impl WeightDraws {
    /// Takes the mean of each criterion that has a weight.
    ///
    /// # Errors
    /// [`SmaaError::NoWeight`] if a share is too small to draw.
    pub fn new(known: &WeightsKnown, mean: &[f64]) -> Result<Self, SmaaError> {
        let shapes: Vec<f64> = match known {
            WeightsKnown::Fixed(_) => return Ok(Self::Fixed(mean.to_vec())),
            WeightsKnown::Nothing => vec![1.0; mean.len()],
            WeightsKnown::Around { concentration, .. } => {
                mean.iter().map(|share| (share * concentration).max(LEAST_WEIGHT)).collect()
            }
        };
        let gamma = |shape: f64| Gamma::new(shape, 1.0).map_err(|_| SmaaError::NoWeight);
        if shapes.iter().all(|shape| *shape >= 1.0) {
            return Ok(Self::Whole(shapes.into_iter().map(gamma).collect::<Result<_, _>>()?));
        }
        let fine = |shape: f64| Ok((gamma(shape + 1.0)?, shape.recip()));
        Ok(Self::Fine(shapes.into_iter().map(fine).collect::<Result<_, _>>()?))
    }

    /// Draws one vector.
    pub fn draw(&self, random: &mut ChaCha8Rng, into: &mut Vec<f64>) {
        into.clear();
        match self {
            Self::Fixed(weights) => return into.extend_from_slice(weights),
            Self::Whole(gammas) => into.extend(gammas.iter().map(|gamma| gamma.sample(random))),
            Self::Fine(gammas) => {
                into.extend(gammas.iter().map(|(gamma, power)| {
                    gamma.sample(random).ln() + uniform(random).ln() * power
                }));
                let most = into.iter().fold(f64::NEG_INFINITY, |most, weight| most.max(*weight));
                into.iter_mut().for_each(|weight| *weight = (*weight - most).exp());
            }
        }
        into.iter_mut().for_each(|weight| *weight = weight.max(LEAST_WEIGHT));
        let sum: f64 = into.iter().sum();
        into.iter_mut().for_each(|weight| *weight /= sum);
    }
}

/// Draws a number above 0 and below 1: the middle of one of 2^52 equal parts.
pub(super) fn uniform(random: &mut ChaCha8Rng) -> f64 {
    use chacha20::rand_core::Rng;
    #[allow(clippy::cast_precision_loss, reason = "52 bits are exact in a float")]
    let part = (random.next_u64() >> 12) as f64;
    (part + 0.5) / 4_503_599_627_370_496.0
}

#[cfg(test)]
mod tests {
    use chacha20::rand_core::SeedableRng;

    use super::*;

    /// Mean and variance of each drawn weight.
    fn moments(known: &WeightsKnown, criteria: usize) -> Vec<(f64, f64)> {
        let draws = WeightDraws::new(known, &known.mean(criteria).unwrap()).unwrap();
        let (mut random, mut drawn) = (ChaCha8Rng::seed_from_u64(7), Vec::new());
        let mut sums = vec![(0.0, 0.0); criteria];
        for _ in 0..20_000 {
            draws.draw(&mut random, &mut drawn);
            assert!((drawn.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            for (sum, weight) in sums.iter_mut().zip(&drawn) {
                *sum = (sum.0 + weight, sum.1 + weight * weight);
            }
        }
        let of = |(sum, squares): (f64, f64)| {
            let mean = sum / 20_000.0;
            (mean, squares / 20_000.0 - mean * mean)
        };
        sums.into_iter().map(of).collect()
    }

    /// Of a Dirichlet the mean is a share and its variance share × (1 − share) ÷ (concentration + 1).
    #[track_caller]
    fn has_moments(known: &WeightsKnown, shares: &[f64], concentration: f64) {
        for ((mean, variance), share) in moments(known, shares.len()).into_iter().zip(shares) {
            let wanted = share * (1.0 - share) / (concentration + 1.0);
            assert!((mean - share).abs() < 5.0 * (wanted / 20_000.0).sqrt(), "{mean} for {share}");
            assert!((variance / wanted - 1.0).abs() < 0.1, "{variance} for {wanted}");
        }
    }

    #[test]
    fn unknown_weights_are_even_over_the_simplex() {
        has_moments(&WeightsKnown::Nothing, &[0.25; 4], 4.0);
    }

    #[test]
    fn weights_lie_around_the_given_ones() {
        for concentration in [40.0, 4.0, 0.4] {
            let known = WeightsKnown::Around { weights: vec![50.0, 30.0, 20.0], concentration };
            has_moments(&known, &[0.5, 0.3, 0.2], concentration);
        }
    }

    /// With hardly any concentration one criterion has all the weight, each as often as its share.
    #[test]
    fn small_shapes_are_drawn_without_loss() {
        let known = WeightsKnown::Around { weights: vec![3.0, 1.0], concentration: 1e-6 };
        let shares = moments(&known, 2);
        assert!((shares[0].0 - 0.75).abs() < 0.02 && (shares[0].1 - 0.1875).abs() < 0.01);
    }

    #[test]
    fn weights_that_cannot_be_drawn_are_refused() {
        let around = |weights, concentration| WeightsKnown::Around { weights, concentration };
        let no = |known: WeightsKnown| known.mean(2).unwrap_err();
        assert_eq!(no(around(vec![1.0], 1.0)), SmaaError::WeightsUneven { given: 1, criteria: 2 });
        assert_eq!(no(around(vec![1.0, -1.0], 1.0)), SmaaError::Weight { criterion: 1 });
        assert_eq!(
            no(WeightsKnown::Fixed(vec![f64::NAN, 1.0])),
            SmaaError::Weight { criterion: 0 }
        );
        assert_eq!(no(WeightsKnown::Fixed(vec![0.0, 0.0])), SmaaError::NoWeight);
        assert_eq!(no(around(vec![1.0, 1.0], 0.0)), SmaaError::Concentration(0.0));
        let large = WeightsKnown::Fixed(vec![f64::MAX, f64::MAX]);
        assert_eq!(large.mean(2), Ok(vec![0.5, 0.5]));
    }
}
