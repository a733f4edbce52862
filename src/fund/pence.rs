//! Whole pence, and shares of them.

use rust_decimal::Decimal;

use crate::{
    finance::LARGEST_PROFILED_PENCE,
    model::{Fact, Money},
    policy::{FigureName, Policy},
};

/// Returns whole pence; a sum beyond what a cell may hold has been refused when it was read.
pub(super) fn pence(sum: Money) -> i64 {
    sum.pence().unwrap_or(0)
}

/// Returns the pence of a cell: an empty one is none, one that could not be read is not known.
pub(super) fn cell(sum: Fact<Money>) -> Option<i64> {
    sum.or_empty(Money::ZERO).map(pence)
}

/// Returns a share of a sum of pence, halves away from zero; the whole sum where the share is beyond range.
pub(super) fn share_of(pence: i64, share: Decimal) -> i64 {
    // Most shares have few digits: their product with a sum fits, and whole numbers are much quicker.
    let whole = i64::try_from(share.mantissa()).ok().zip(10_i64.checked_pow(share.scale()));
    if let Some((product, of)) = whole.and_then(|(m, of)| Some((pence.checked_mul(m)?, of))) {
        let up = (product % of).unsigned_abs() >= of.unsigned_abs().div_ceil(2) && of > 1;
        return product / of + if up { product.signum() } else { 0 };
    }
    Money::from_pence(pence).checked_mul(share).and_then(Money::pence).unwrap_or(pence)
}

/// The largest sum of one line of a programme, in pence: £50bn, so that eleven times as much can be charged.
const LARGEST_LINE: i64 = LARGEST_PROFILED_PENCE / 20;

/// Returns a share of a sum of pence, halves away from zero; `None` where it is beyond £50bn either way.
pub(super) fn share_within(pence: i64, share: Decimal) -> Option<i64> {
    let found = Money::from_pence(pence).checked_mul(share).and_then(Money::pence)?;
    (-LARGEST_LINE..=LARGEST_LINE).contains(&found).then_some(found)
}

/// Returns (1 + rate) to so many years; `None` beyond the range of a decimal.
pub(super) fn growth(rate: Decimal, years: usize) -> Option<Decimal> {
    let step = Decimal::ONE.checked_add(rate)?;
    (0..years).try_fold(Decimal::ONE, |grown, _| grown.checked_mul(step))
}

/// Returns what a share of a saving is, for the tolerance of proofs.
pub(super) fn tolerated(saving: i64, policy: &Policy) -> i64 {
    saving - share_of(saving, policy.figure(FigureName::BenefitTolerance))
}
