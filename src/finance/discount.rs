//! Discount factors from rates that step down with time.

use rust_decimal::Decimal;

use crate::{
    model::{Date, months_later, whole_months},
    policy::Policy,
};

use super::power::{DayPowers, YEAR, whole_power};

/// Returns the nominal rate that a real rate is at a rate of inflation: (1 + real)(1 + inflation) − 1.
///
/// Fractions a year; exact. `None` beyond the range of a decimal.
///
/// # Source
/// Design 7: 3.5 % real at 2 % is 5.57 %.
#[must_use]
pub fn nominal_rate(real: Decimal, inflation: Decimal) -> Option<Decimal> {
    real.checked_add(inflation)?.checked_add(real.checked_mul(inflation)?)
}

/// A rate and the last year it holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStep {
    /// The last year, counted from 1; `None` is for ever.
    pub through: Option<u32>,
    /// Fraction a year, above −1.
    pub rate: Decimal,
}

/// Rates chained year after year; made only in order, above −100 % and without an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateSteps {
    steps: Vec<RateStep>,
    /// What a pound days ahead is worth by each step; `None` beyond range.
    days: Vec<Option<DayPowers>>,
}

impl RateSteps {
    /// Makes the chain; `None` unless the years rise, only the last step is for ever, and rates are above −1.
    #[must_use]
    pub fn new(steps: Vec<RateStep>) -> Option<Self> {
        let mut before = 0;
        let (last, ends) = steps.split_last()?;
        for step in ends {
            before = step.through.filter(|through| *through > before)?;
        }
        let above = steps.iter().all(|step| step.rate > -Decimal::ONE);
        (above && last.through.is_none()).then(|| {
            let growth = |step: &RateStep| Decimal::ONE.checked_add(step.rate);
            let days = steps.iter().map(|s| DayPowers::of(Decimal::ONE.checked_div(growth(s)?)?));
            Self { days: days.collect(), steps }
        })
    }

    /// Makes a chain of one rate; `None` at −1 or below.
    #[must_use]
    pub fn flat(rate: Decimal) -> Option<Self> {
        Self::new(vec![RateStep { through: None, rate }])
    }

    /// Returns the real rates of a policy; `None` only for rates that no policy can hold.
    #[must_use]
    pub fn real(policy: &Policy) -> Option<Self> {
        let step =
            |(through, rate): &(Option<u32>, Decimal)| RateStep { through: *through, rate: *rate };
        Self::new(policy.real_rates.iter().map(step).collect())
    }

    /// Returns the chain in nominal terms at one rate of inflation; `None` beyond range or at −1 or below.
    #[must_use]
    pub fn nominal(&self, inflation: Decimal) -> Option<Self> {
        let step = |s: &RateStep| {
            Some(RateStep { rate: nominal_rate(s.rate, inflation)?, through: s.through })
        };
        Self::new(self.steps.iter().map(step).collect::<Option<_>>()?)
    }

    /// Returns the place of the step that holds in a year, counted from 1.
    fn step_of(&self, year: u32) -> usize {
        let is_over = |step: &RateStep| step.through.is_some_and(|through| through < year);
        self.steps.partition_point(is_over)
    }

    /// Returns what a pound `years` ahead is worth now: Π 1 ÷ (1 + r) over the years.
    ///
    /// Rounded at the 28th decimal: at rates of zero or more the error is below (years + 1) × 1e-28.
    /// `None` beyond the range of a decimal, which only rates below zero reach.
    ///
    /// # Source
    /// Green Book: factors are chained over the steps. Year 30 → 0.356278, year 31 → 0.345901.
    #[must_use]
    pub fn factor(&self, years: u32) -> Option<Decimal> {
        let mut factor = Decimal::ONE;
        let mut done = 0;
        for step in &self.steps {
            let until = step.through.map_or(years, |through| through.min(years));
            let each = Decimal::ONE.checked_div(Decimal::ONE.checked_add(step.rate)?)?;
            factor = factor.checked_mul(whole_power(each, until.saturating_sub(done))?)?;
            done = done.max(until);
        }
        Some(factor)
    }

    /// Returns what a pound due on a day is worth on `as_of`: one factor a day, whatever is due.
    ///
    /// Whole years to the day's last anniversary of `as_of` by [`RateSteps::factor`], the days since by that
    /// year's rate, each 1 ÷ 365 of a year and together at most one: an anniversary has the factor of its year. The
    /// error at rates of zero or more is below (years + 365) × 1e-27. `None` before `as_of` or beyond range.
    #[must_use]
    pub fn factor_on(&self, as_of: Date, on: Date) -> Option<Decimal> {
        let years = u32::try_from(whole_months(as_of, on)).ok()? / 12;
        let anniversary = months_later(as_of, years.checked_mul(12)?)?;
        let rest = u32::try_from((on - anniversary).num_days()).ok()?.min(YEAR);
        let whole = self.factor(years)?;
        if rest == 0 {
            return Some(whole);
        }
        let down = self.days.get(self.step_of(years.checked_add(1)?))?.as_ref()?;
        whole.checked_mul(down.after(rest)?)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, number};

    fn step(through: Option<u32>, rate: &str) -> RateStep {
        RateStep { through, rate: number(rate) }
    }

    fn green_book() -> RateSteps {
        RateSteps::real(&Policy::default_policy().unwrap()).unwrap()
    }

    #[rstest]
    #[case(0, "1.000000")]
    #[case(1, "0.966184")]
    #[case(30, "0.356278")]
    #[case(31, "0.345901")]
    #[case(75, "0.094214")]
    #[case(76, "0.091916")]
    fn factors_are_chained_over_the_steps(#[case] years: u32, #[case] factor: &str) {
        assert_eq!(green_book().factor(years).unwrap().round_dp(6), number(factor));
    }

    #[test]
    fn a_broken_year_goes_at_its_own_rate() {
        let steps = green_book();
        let of = |on: &str| steps.factor_on(day("2020-03-31"), day(on));
        // An anniversary has the factor of its year, leap years in between or not.
        assert_eq!(of("2050-03-31"), steps.factor(30));
        let fifth = of("2050-06-12").unwrap();
        let expected = 1.035_f64.powi(-30) * 1.03_f64.powf(-0.2);
        assert_eq!(fifth.round_dp(14), number(&format!("{expected:.14}")));
        // The last day of a leap year is worth no less than the anniversary after it.
        assert_eq!(of("2024-03-30"), of("2024-03-31"));
        assert_eq!(of("2020-03-30"), None);
    }

    #[test]
    fn a_real_rate_becomes_a_nominal_one() {
        assert_eq!(nominal_rate(number("0.035"), number("0.02")), Some(number("0.0557")));
        let nominal = green_book().nominal(number("0.02")).unwrap();
        // From year 30 to year 31 a pound loses by the rate of the second step.
        let lost = nominal.factor(30).unwrap() / nominal.factor(31).unwrap();
        assert_eq!(lost.round_dp(20), number("1.0506"));
        assert_eq!(nominal_rate(Decimal::MAX, Decimal::MAX), None);
    }

    #[rstest]
    #[case::none(vec![])]
    #[case::ends(vec![step(Some(30), "0.035")])]
    #[case::falls(vec![step(Some(30), "0.035"), step(Some(30), "0.03"), step(None, "0.02")])]
    #[case::for_ever_first(vec![step(None, "0.035"), step(None, "0.03")])]
    #[case::all_is_lost(vec![step(None, "-1")])]
    fn steps_are_in_order_without_an_end_and_above_minus_100(#[case] steps: Vec<RateStep>) {
        assert_eq!(RateSteps::new(steps), None);
    }

    #[test]
    fn far_years_are_worth_nothing_and_do_not_panic() {
        assert_eq!(green_book().factor(u32::MAX), Some(Decimal::ZERO));
        let last = green_book().factor_on(day("0001-01-01"), Date::MAX);
        assert_eq!(last, Some(Decimal::ZERO));
        let growing = RateSteps::flat(number("-0.5")).unwrap();
        assert_eq!(growing.factor(u32::MAX), None);
    }
}
