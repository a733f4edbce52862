//! What stands between a decision to sell and the receipt: empty rates, moratoria, optimism bias; and how
//! options of unlike lives and sizes are compared.

use chrono::Days;
use rust_decimal::Decimal;

use super::{NotKnown, discount::RateSteps};
use crate::model::{Date, FinancialYear, Money, Period, months_later};

/// The rates of one financial year on an empty building.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyRates {
    /// The year.
    pub year: FinancialYear,
    /// The days of it that are paid for.
    pub period: Period,
    /// To the penny.
    pub amount: Money,
}

/// Returns what is payable on an empty building, by financial year, after the free months.
///
/// rateable value × multiplier × days ÷ the days of that financial year, rounded once a year.
/// `multiplier` gives pounds a year per pound of rateable value; a year it does not know is an error.
///
/// # Errors
/// [`NotKnown::Multiplier`] for a year without one, [`NotKnown::Range`] beyond money or dates.
///
/// # Source
/// £60,000 at 48.0p empty for a year from 1 April, three months free: £21,619.73.
pub fn empty_rates(
    rateable_value: Money,
    empty: Period,
    free_months: u32,
    multiplier: impl Fn(FinancialYear) -> Option<Decimal>,
) -> Result<Vec<EmptyRates>, NotKnown> {
    let from = months_later(empty.from(), free_months).ok_or(NotKnown::Range)?;
    let Some(paid) = Period::new(from, empty.until()) else { return Ok(Vec::new()) };
    rates_from(rateable_value, paid, multiplier)
}

/// Returns what is payable for the days of a period, all of them after the free months, by financial year.
pub(super) fn rates_from(
    rateable_value: Money,
    paid: Period,
    multiplier: impl Fn(FinancialYear) -> Option<Decimal>,
) -> Result<Vec<EmptyRates>, NotKnown> {
    let last = paid.until().pred_opt().ok_or(NotKnown::Range)?;
    let years =
        FinancialYear::containing(paid.from()).start()..=FinancialYear::containing(last).start();
    let of_year = |start| {
        let year = FinancialYear::starting(start);
        let whole = year.period().ok_or(NotKnown::Range)?;
        let period = whole.overlap(paid).ok_or(NotKnown::Range)?;
        let rate = multiplier(year).ok_or(NotKnown::Multiplier { year })?;
        let above = rateable_value.checked_mul(rate);
        let above = above.and_then(|a| a.checked_mul(Decimal::from(period.days())));
        let amount = above.and_then(|a| a.as_pounds().checked_div(Decimal::from(whole.days())));
        let amount = amount.map(|a| Money::pounds(a).to_penny()).ok_or(NotKnown::Range)?;
        Ok(EmptyRates { year, period, amount })
    };
    years.map(of_year).collect()
}

/// The days before which a listed asset of community value cannot be sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moratorium {
    /// The end of the interim moratorium: no sale before it in any case.
    pub interim: Date,
    /// The end of the full moratorium, if a community group asks to bid.
    pub full: Date,
    /// The end of the protected period: a sale after it needs a new notice.
    pub protected: Date,
}

/// Returns the moratoria that run from the day the council has notice of a sale.
///
/// # Errors
/// [`NotKnown::Range`] beyond the last date there is.
///
/// # Source
/// Localism Act 2011 s.95; notice on 1 March 2026: 12 April, 1 September 2026, 1 September 2027.
pub fn moratorium(
    notice: Date,
    interim_weeks: u32,
    full_months: u32,
    protected_months: u32,
) -> Result<Moratorium, NotKnown> {
    let interim = notice.checked_add_days(Days::new(u64::from(interim_weeks) * 7));
    Ok(Moratorium {
        interim: interim.ok_or(NotKnown::Range)?,
        full: months_later(notice, full_months).ok_or(NotKnown::Range)?,
        protected: months_later(notice, protected_months).ok_or(NotKnown::Range)?,
    })
}

/// Returns the share that is added for optimism bias: upper bound × (1 − mitigated share).
///
/// Fractions; `None` beyond the range of a decimal.
///
/// # Source
/// HM Treasury, supplementary guidance on optimism bias: 51 % with 92 % mitigated is 4.08 %.
#[must_use]
pub fn optimism_bias(upper: Decimal, mitigated: Decimal) -> Option<Decimal> {
    upper.checked_mul(Decimal::ONE.checked_sub(mitigated)?)
}

/// Returns what £1 at the end of each of some years is worth now: Σ of the factors.
///
/// `None` for no years or beyond the range of a decimal.
///
/// # Source
/// Σ of ten years' factors at 3.5 % is 8.316605, of twenty-five 16.481515.
#[must_use]
pub fn annuity_factor(rates: &RateSteps, years: u32) -> Option<Decimal> {
    let sum = (1..=years).try_fold(Decimal::ZERO, |sum, year| sum.checked_add(rates.factor(year)?));
    sum.filter(|sum| !sum.is_zero())
}

/// Returns the even yearly sum, paid at each year's end, that is worth as much: value ÷ annuity factor.
///
/// To the penny. `None` beyond the range of a decimal.
///
/// # Source
/// Green Book: options of unequal lives.
#[must_use]
pub fn equivalent_annual(value: Money, annuity: Decimal) -> Option<Money> {
    Some(Money::pounds(value.as_pounds().checked_div(annuity)?).to_penny())
}

/// Returns the day from which the sum of the flows stays at zero or above; `None` if it never does.
///
/// `flows` are in order of day and undiscounted. A flow that never falls below zero pays back at once: on its
/// first day.
#[must_use]
pub fn payback(flows: &[(Date, Money)]) -> Option<Date> {
    let mut sum = Money::ZERO;
    let mut since = None;
    for (at, (day, amount)) in flows.iter().enumerate() {
        sum = sum.checked_add(*amount)?;
        let more_today = flows.get(at + 1).is_some_and(|(next, _)| next == day);
        if !more_today {
            since = if sum < Money::ZERO { None } else { since.or(Some(*day)) };
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{
        finance::samples::{day, number, pounds},
        policy::Policy,
    };

    #[rstest]
    #[case("2026-04-01", "2027-04-01", 3, &["21619.73"])]
    #[case("2026-04-01", "2027-04-01", 0, &["28800.00"])]
    #[case("2026-04-01", "2026-07-01", 3, &[])]
    #[case("2027-02-01", "2027-04-02", 1, &["2446.03", "78.69"])]
    fn empty_rates_go_by_the_days_of_each_year(
        #[case] from: &str,
        #[case] until: &str,
        #[case] free: u32,
        #[case] expected: &[&str],
    ) {
        let empty = Period::new(day(from), day(until)).unwrap();
        let found = empty_rates(pounds("60000"), empty, free, |_| Some(number("0.48")));
        let amounts: Vec<String> = found.unwrap().iter().map(|r| r.amount.to_string()).collect();
        assert_eq!(amounts, expected);
    }

    /// Nine of twelve months of £28,800 are £21,600.00, which counting months gives; days give £19.73 more.
    #[test]
    fn days_are_not_months() {
        let by_months =
            pounds("28800").checked_mul(number("9")).unwrap().as_pounds() / number("12");
        assert_eq!(Money::pounds(by_months), pounds("21600"));
        let year = Period::new(day("2026-04-01"), day("2027-04-01")).unwrap();
        let by_days = empty_rates(pounds("60000"), year, 3, |_| Some(number("0.48"))).unwrap();
        assert_eq!(by_days[0].amount, pounds("21619.73"));
    }

    #[test]
    fn a_year_without_a_multiplier_is_not_known() {
        let empty = Period::new(day("2026-04-01"), day("2027-06-01")).unwrap();
        let known = |year: FinancialYear| (year.start() == 2026).then(|| number("0.48"));
        let found = empty_rates(pounds("60000"), empty, 3, known);
        assert_eq!(found, Err(NotKnown::Multiplier { year: FinancialYear::starting(2027) }));
    }

    #[test]
    fn a_notice_starts_three_periods() {
        let found = moratorium(day("2026-03-01"), 6, 6, 18).unwrap();
        let expected = Moratorium {
            interim: day("2026-04-12"),
            full: day("2026-09-01"),
            protected: day("2027-09-01"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn mitigation_takes_its_share_of_the_bias() {
        let bias = optimism_bias(number("0.51"), number("0.92")).unwrap();
        assert_eq!(bias, number("0.0408"));
        let cost = pounds("100000000").checked_mul(Decimal::ONE + bias).unwrap();
        assert_eq!(cost, pounds("104080000"));
    }

    #[test]
    fn an_even_sum_is_worth_as_much() {
        let rates = RateSteps::real(&Policy::default_policy().unwrap()).unwrap();
        // £1,000 a year for ten years is worth £8,316.61.
        let annuity = annuity_factor(&rates, 10).unwrap();
        assert_eq!(annuity.round_dp(6), number("8.316605"));
        assert_eq!(annuity_factor(&rates, 25).unwrap().round_dp(6), number("16.481515"));
        assert_eq!(equivalent_annual(pounds("8316.605"), annuity), Some(pounds("1000.00")));
        assert_eq!(annuity_factor(&rates, 0), None);
    }

    #[test]
    fn payback_is_when_the_sum_stays_above_zero() {
        let flows = |sums: &[(&str, &str)]| -> Vec<(Date, Money)> {
            sums.iter().map(|(on, sum)| (day(on), pounds(sum))).collect()
        };
        let of = |sums: &[(&str, &str)]| payback(&flows(sums)).map(|d| d.to_string());
        let twice =
            [("2021-01-01", "-5"), ("2022-01-01", "6"), ("2023-01-01", "-2"), ("2024-01-01", "1")];
        assert_eq!(of(&twice).as_deref(), Some("2024-01-01"));
        assert_eq!(of(&[("2021-01-01", "-5"), ("2022-01-01", "4")]), None);
        assert_eq!(of(&[("2021-01-01", "5")]).as_deref(), Some("2021-01-01"));
        let same_day = [("2021-01-01", "5"), ("2021-01-01", "-6"), ("2022-01-01", "1")];
        assert_eq!(of(&same_day).as_deref(), Some("2022-01-01"));
    }
}
