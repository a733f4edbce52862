//! How a sum is provided or repaid over periods: the shares of it that are done after each.
//!
//! The shares are worked out once, in decimals, and held as whole numbers; from then on a sum of pence is
//! spread by whole numbers alone, so that thousands of projects and scenarios cost little. The charge of a
//! period is the rounded running total less the one before: charges add up to the sum, to the penny.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::model::div_round;

/// The most periods a sum is spread over: a thousand years of months.
pub const MOST_PERIODS: u32 = 12_000;

/// The largest sum that can be spread anew part of the way, in pence: £1tn.
pub const LARGEST_PROFILED_PENCE: i64 = 100_000_000_000_000;

/// Decimals that a fraction is taken at.
const DECIMALS: u32 = 24;

/// Binary places of a [`Share`].
const PLACES: u32 = 80;

/// A fraction from 0 to 1 with 80 binary places, some 24 decimals, rounded up.
///
/// Rounded up, because a half penny then never falls short of a half; the excess is below a millionth of
/// a penny at £10tn. Binary, because a part of a sum is then a product and a shift: no division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(i128);

impl Share {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(1 << PLACES);

    /// Makes a share of a fraction; `None` outside 0 to 1.
    pub(super) fn of(fraction: Decimal) -> Option<Self> {
        if fraction < Decimal::ZERO || fraction > Decimal::ONE {
            return None;
        }
        let up = RoundingStrategy::ToPositiveInfinity;
        let mut rounded = fraction.round_dp_with_strategy(DECIMALS, up);
        rounded.rescale(DECIMALS);
        // Long division by 10^24 in two steps of 40 places, so that nothing leaves the range.
        let whole = 10_i128.pow(DECIMALS);
        let first = rounded.mantissa() << (PLACES / 2);
        let second = (first % whole) << (PLACES / 2);
        let rest = i128::from(second % whole != 0);
        Some(Self(((first / whole) << (PLACES / 2)) + second / whole + rest))
    }

    /// Returns the share of a sum of pence, halves away from zero.
    pub(super) fn of_pence(self, pence: i64) -> i64 {
        let size = i128::from(pence.unsigned_abs());
        let half = 1 << (PLACES - 1);
        let part = match size.checked_mul(self.0) {
            Some(product) if product <= i128::MAX - half => (product + half) >> PLACES,
            // Beyond £1.4tn in two halves; what the first shift drops is below the half it is compared with.
            _ => {
                let places = PLACES / 2;
                let (high, low) = (self.0 >> places, self.0 & ((1 << places) - 1));
                let parts = size * high + ((size * low) >> places);
                (parts + (1 << (places - 1))) >> places
            }
        };
        signed(pence, part)
    }
}

/// Returns a size with the sign of a sum that it is part of.
fn signed(pence: i64, size: i128) -> i64 {
    let part = if pence < 0 { -size } else { size };
    // A part is never larger than its sum.
    i64::try_from(part).unwrap_or(pence)
}

/// By what shares a sum is provided or repaid over a number of periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepaymentProfile(Shares);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shares {
    /// t ÷ n, exact.
    Equal(u32),
    /// Nothing before the last period.
    AtEnd(u32),
    /// What is done after each period, from the first; the last is all.
    Grown(Vec<Share>),
}

impl RepaymentProfile {
    /// MrpProfiles a sum evenly: t ÷ n of it is done after t periods. `None` unless from 1 to [`MOST_PERIODS`].
    #[must_use]
    pub fn equal(periods: u32) -> Option<Self> {
        in_range(periods).then_some(Self(Shares::Equal(periods)))
    }

    /// Leaves a sum whole until the last period. `None` unless from 1 to [`MOST_PERIODS`].
    #[must_use]
    pub fn at_end(periods: u32) -> Option<Self> {
        in_range(periods).then_some(Self(Shares::AtEnd(periods)))
    }

    /// MrpProfiles a sum as a level annuity repays it: every charge is the last one times 1 + rate.
    ///
    /// S(t) ÷ S(n) of it is done after t periods, S(t) = 1 + g + … + g^(t − 1), g = 1 + rate; t ÷ n at a rate
    /// of zero. `rate` is a fraction a period. `None` at −1 or below, unless from 1 to [`MOST_PERIODS`], or
    /// beyond the range of a decimal.
    ///
    /// # Source
    /// Principal of an ordinary annuity; statutory guidance on minimum revenue provision, asset life method
    /// by annuity.
    #[must_use]
    pub fn annuity(periods: u32, rate: Decimal) -> Option<Self> {
        if rate.is_zero() {
            return Self::equal(periods);
        }
        let done = running(&weights(periods, rate)?)?;
        let all = *done.last()?;
        let mut shares = Vec::with_capacity(done.len());
        for sum in done {
            shares.push(Share::of(sum.checked_div(all)?.min(Decimal::ONE))?);
        }
        Some(Self(Shares::Grown(shares)))
    }

    /// Returns the number of periods.
    #[must_use]
    pub fn periods(&self) -> u32 {
        match &self.0 {
            Shares::Equal(periods) | Shares::AtEnd(periods) => *periods,
            Shares::Grown(shares) => shares.len().to_u32().unwrap_or(MOST_PERIODS),
        }
    }

    /// Returns how much of a sum is done after `period` periods, in pence, halves away from zero.
    ///
    /// Nothing after none, all from the last on.
    #[must_use]
    pub fn running(&self, pence: i64, period: u32) -> i64 {
        if period >= self.periods() {
            return pence;
        }
        match &self.0 {
            Shares::Equal(periods) => even(pence, period, *periods),
            Shares::AtEnd(_) => 0,
            Shares::Grown(shares) => after(shares, period).of_pence(pence),
        }
    }

    /// Returns the charge of a period, counted from 1, in pence; 0 in none and beyond the last.
    #[must_use]
    pub fn charge(&self, pence: i64, period: u32) -> i64 {
        self.running(pence, period) - self.running(pence, period.saturating_sub(1))
    }

    /// Returns how much of a sum that is left after `from` periods is done after `period`.
    ///
    /// The sum is spread over the periods left by the same rule: (C(t) − C(f)) ÷ (1 − C(f)) of it, C the
    /// shares done of the whole. `pence` from 0 to [`LARGEST_PROFILED_PENCE`].
    pub(super) fn running_from(&self, pence: i64, from: u32, period: u32) -> i64 {
        if period >= self.periods() {
            return pence;
        }
        if period <= from {
            return 0;
        }
        match &self.0 {
            Shares::Equal(periods) => even(pence, period - from, periods - from),
            Shares::AtEnd(_) => 0,
            Shares::Grown(shares) if from == 0 => after(shares, period).of_pence(pence),
            Shares::Grown(shares) => {
                let gone = after(shares, from).0;
                let left = Share::ALL.0 - gone;
                // One more than the difference of two shares rounded up: so it is not below the true one.
                let done = (after(shares, period).0 - gone + 1).min(left);
                if left == 0 { pence } else { signed(pence, rounded(pence, done, left)) }
            }
        }
    }
}

fn in_range(periods: u32) -> bool {
    (1..=MOST_PERIODS).contains(&periods)
}

fn even(pence: i64, done: u32, of: u32) -> i64 {
    // Sums of a programme fit, and a division of 64 bits is much quicker.
    if let Some(product) = pence.checked_mul(i64::from(done)) {
        let of = i64::from(of);
        let (whole, rest) = (product / of, product % of);
        let up = rest.unsigned_abs() >= of.unsigned_abs() - rest.unsigned_abs() && rest != 0;
        return whole + if up { product.signum() } else { 0 };
    }
    signed(pence, div_round(i128::from(pence).abs() * i128::from(done), i128::from(of)))
}

/// Divides by remainder, as twice the product would leave the range.
fn rounded(pence: i64, done: i128, left: i128) -> i128 {
    let product = i128::from(pence).abs() * done;
    let (whole, rest) = (product / left, product % left);
    if rest >= left - rest { whole + 1 } else { whole }
}

/// The share done after a number of periods.
fn after(shares: &[Share], period: u32) -> Share {
    let before = period.checked_sub(1).and_then(|at| shares.get(at as usize));
    before.copied().unwrap_or(Share::NONE)
}

/// Returns the principal of each period of an annuity, the largest being 1.
///
/// Weights rise with g or fall with it; they are powers of g or of 1 ÷ g, whichever is below 1, so that
/// none leaves the range. `None` at a rate of −1 or below, or with periods out of range.
pub(super) fn weights(periods: u32, rate: Decimal) -> Option<Vec<Decimal>> {
    let growth = Decimal::ONE.checked_add(rate).filter(|growth| *growth > Decimal::ZERO)?;
    if !in_range(periods) {
        return None;
    }
    let rises = growth > Decimal::ONE;
    let base = if rises { Decimal::ONE.checked_div(growth)? } else { growth };
    let mut weights = vec![Decimal::ONE];
    let mut weight = Decimal::ONE;
    for _ in 1..periods {
        weight = weight.checked_mul(base)?;
        weights.push(weight);
    }
    if rises {
        weights.reverse();
    }
    Some(weights)
}

/// Returns running sums.
pub(super) fn running(weights: &[Decimal]) -> Option<Vec<Decimal>> {
    let mut sum = Decimal::ZERO;
    let mut sums = Vec::with_capacity(weights.len());
    for weight in weights {
        sum = sum.checked_add(*weight)?;
        sums.push(sum);
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::number;

    const MILLION: i64 = 100_000_000;

    fn charges(profile: &RepaymentProfile, pence: i64) -> Vec<i64> {
        (1..=profile.periods()).map(|t| profile.charge(pence, t)).collect()
    }

    #[test]
    fn a_million_over_25_years_is_charged_as_published() {
        assert_eq!(RepaymentProfile::equal(25).unwrap().charge(MILLION, 7), 4_000_000);
        let annuity = RepaymentProfile::annuity(25, number("0.05")).unwrap();
        let charged = charges(&annuity, MILLION);
        assert_eq!((charged[0], charged[1], charged[24]), (2_095_246, 2_200_008, 6_757_377));
        assert_eq!(annuity.running(MILLION, 10), 26_353_776);
        assert_eq!(charged.iter().sum::<i64>(), MILLION);
    }

    #[test]
    fn nothing_is_charged_before_the_first_period_and_after_the_last() {
        let annuity = RepaymentProfile::annuity(3, number("0.05")).unwrap();
        for profile in
            [RepaymentProfile::equal(3).unwrap(), RepaymentProfile::at_end(3).unwrap(), annuity]
        {
            assert_eq!((profile.charge(100, 0), profile.charge(100, 4)), (0, 0));
            assert_eq!((profile.running(100, 0), profile.running(100, u32::MAX)), (0, 100));
        }
        assert_eq!(charges(&RepaymentProfile::at_end(3).unwrap(), -7), [0, 0, -7]);
    }

    #[rstest]
    #[case::equal("0", 2, 1, 1)]
    #[case::equal_below("0", 2, -1, -1)]
    // 5/12 of 6 pence: 2.5.
    #[case::annuity("0.4", 2, 6, 3)]
    #[case::annuity_below("0.4", 2, -6, -3)]
    // 25/52 of 26 pence: 12.5, though the nearest 24 decimals lie below 25/52.
    #[case::repeating("0.08", 2, 26, 13)]
    fn half_pennies_go_away_from_zero(
        #[case] rate: &str,
        #[case] periods: u32,
        #[case] pence: i64,
        #[case] first: i64,
    ) {
        let profile = RepaymentProfile::annuity(periods, number(rate)).unwrap();
        assert_eq!(profile.charge(pence, 1), first);
    }

    #[rstest]
    #[case("-1", 2)]
    #[case("-1.5", 2)]
    #[case("0.05", 0)]
    #[case("0", 0)]
    #[case("0.05", MOST_PERIODS + 1)]
    #[case("79228162514264337593543950335", 2)]
    fn what_cannot_be_spread_is_none(#[case] rate: &str, #[case] periods: u32) {
        assert_eq!(RepaymentProfile::annuity(periods, number(rate)), None);
    }

    #[rstest]
    #[case("0.0000000000000000000000000001")]
    #[case("0.000001")]
    #[case("1")]
    #[case("-0.99")]
    #[case("9999999999999999999999999999")]
    fn odd_rates_and_long_lives_keep_their_sum(#[case] rate: &str) {
        for pence in [0, 1, -1, i64::MAX, i64::MIN, LARGEST_PROFILED_PENCE] {
            let profile = RepaymentProfile::annuity(1_200, number(rate)).unwrap();
            let charged: i128 = charges(&profile, pence).iter().map(|c| i128::from(*c)).sum();
            assert_eq!(charged, i128::from(pence));
        }
    }

    #[test]
    fn a_rate_next_to_zero_is_next_to_equal() {
        let profile = RepaymentProfile::annuity(40, number("0.0000000000000001")).unwrap();
        let equal = RepaymentProfile::equal(40).unwrap();
        for t in 1..=40 {
            let off = profile.running(MILLION, t) - equal.running(MILLION, t);
            assert_eq!(off, 0, "period {t}");
        }
    }

    proptest! {
        #[test]
        fn charges_are_never_negative_and_add_up(
            pence in 0..=LARGEST_PROFILED_PENCE,
            periods in 1_u32..80,
            rate in -500_i64..1_500,
        ) {
            let profile = RepaymentProfile::annuity(periods, Decimal::new(rate, 4)).unwrap();
            let charged = charges(&profile, pence);
            prop_assert!(charged.iter().all(|charge| *charge >= 0));
            prop_assert_eq!(charged.iter().sum::<i64>(), pence);
            let back: Vec<i64> = charges(&profile, -pence).iter().map(|c| -c).collect();
            prop_assert_eq!(charged, back);
        }

        #[test]
        fn what_is_left_is_spread_as_over_the_periods_left(
            pence in 0_i64..100_000_000_000,
            periods in 2_u32..60,
            from in 1_u32..60,
            rate in 0_i64..1_500,
        ) {
            let from = from.min(periods - 1);
            let rate = Decimal::new(rate, 4);
            let whole = RepaymentProfile::annuity(periods, rate).unwrap();
            let left = RepaymentProfile::annuity(periods - from, rate).unwrap();
            for t in 0..=periods - from {
                prop_assert_eq!(whole.running_from(pence, from, from + t), left.running(pence, t));
            }
        }
    }
}
