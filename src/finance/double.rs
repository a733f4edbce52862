//! Numbers of about 31 digits as the unevaluated sum of two `f64`: settles what rounding leaves open.

use std::f64::consts::{LN_2, LOG2_E};

/// The part of ln 2 below its nearest `f64`.
const LN_2_REST: f64 = 2.319_046_813_846_299_6e-17;

/// A number as `high` + `low`, `low` below half a unit in the last place of `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Double {
    pub high: f64,
    pub low: f64,
}

impl Double {
    pub(super) const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// Returns the exact sum of two `f64`.
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let from_b = high - a;
        Self { high, low: (a - (high - from_b)) + (b - from_b) }
    }

    /// Returns the exact product of two `f64`.
    pub(super) fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self { high, low: a.mul_add(b, -high) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let top = Self::sum(self.high, other.high);
        let rest = Self::sum(self.low, other.low);
        let middle = Self::sum(top.high, top.low + rest.high);
        Self::sum(middle.high, middle.low + rest.low)
    }

    pub(super) fn times(self, other: Self) -> Self {
        let top = Self::product(self.high, other.high);
        Self::sum(top.high, top.low + (self.high * other.low + self.low * other.high))
    }

    fn scaled(self, by: f64) -> Self {
        Self { high: self.high * by, low: self.low * by }
    }

    /// Returns e to this power, to 1e-29 of itself; 0 below e^−700.
    pub(super) fn exp(self) -> Self {
        if self.high < -700.0 {
            return Self::ZERO;
        }
        let twos = (self.high * LOG2_E).round();
        let off = Self::product(-twos, LN_2).plus(Self::product(-twos, LN_2_REST));
        let small = self.plus(off).scaled(1.0 / 512.0);
        // Taylor's series of e^x − 1 below 7e-4, then doubled nine times without the 1.
        let mut less_one = Self::ZERO;
        for divisor in (1..=10).rev() {
            let one_more = Self::sum(1.0, 0.0).plus(less_one);
            less_one = small.times(one_more).times(reciprocal(divisor));
        }
        for _ in 0..9 {
            less_one = less_one.scaled(2.0).plus(less_one.times(less_one));
        }
        Self::sum(1.0, 0.0).plus(less_one).scaled(twos.exp2())
    }
}

/// Returns 1 ÷ `of` in full.
fn reciprocal(of: u8) -> Double {
    let of = f64::from(of);
    let high = 1.0 / of;
    Double { high, low: (-high).mul_add(of, 1.0) / of }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_have_thirty_digits() {
        let up = Double::product(1.0, 0.1).exp();
        // e^0.1 of the f64 nearest 0.1: 1.105170918075647630944…
        assert!((up.high - 1.105_170_918_075_647_6).abs() < 1e-15);
        for x in [1e-9, 0.3, 5.7, 123.4, 650.0] {
            let up = Double { high: x, low: 0.0 }.exp();
            let down = Double { high: -x, low: 0.0 }.exp();
            let one = up.times(down).plus(Double { high: -1.0, low: 0.0 });
            assert!((one.high + one.low).abs() < 1e-28, "{x}: {one:?}");
        }
    }
}
