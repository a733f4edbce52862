//! Minutes of a journey, estimated from the straight line where the body has none of its own.

use rust_decimal::Decimal;

use crate::policy::{FigureName, Policy, ratio_of};

/// How long a straight line takes to travel: × detour ÷ speed.
#[derive(Debug, Clone, Copy)]
pub struct ByStraightLine {
    detour: f64,
    metres_a_minute: f64,
}

impl ByStraightLine {
    /// Takes a speed in km an hour, and the detour of the policy.
    #[must_use]
    pub fn at(speed_kmh: Decimal, policy: &Policy) -> Self {
        let metres_a_minute = ratio_of(speed_kmh * Decimal::from(1000) / Decimal::from(60));
        Self { detour: policy.ratio(FigureName::CoverDetour), metres_a_minute }
    }

    /// Returns the minutes that a straight line of metres takes.
    #[must_use]
    pub fn minutes(self, metres: f64) -> f64 {
        metres * self.detour / self.metres_a_minute
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kilometres_at_forty_an_hour_are_under_six_minutes() {
        let policy = Policy::default_policy().unwrap();
        let minutes = ByStraightLine::at(Decimal::from(40), &policy).minutes(3000.0);
        // 3 km × 1.3 ÷ 40 km an hour.
        assert!((minutes - 5.85).abs() < 1e-9, "{minutes}");
    }
}
