//! Loans by the calendar: when each payment falls, and what a financial year bears.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{
    Date, FinancialYear, LoanKind, Period, div_round, months_earlier, months_later, whole_months,
};

use super::{
    loan::LoanTable,
    repayment_profile::{MOST_PERIODS, Share},
};

/// A loan as its contract has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedLoan {
    /// How it is repaid.
    pub kind: LoanKind,
    /// What was lent on the first day, in pence.
    pub pence: i64,
    /// A fraction a year, borne in equal parts by the periods of a year.
    pub rate: Decimal,
    /// The day it was drawn, the first that bears interest.
    pub start: Date,
    /// The day of the last payment, which bears none.
    pub end: Date,
    /// 1, 2, 3, 4, 6 or 12.
    pub payments_a_year: u32,
}

/// One payment, made on the day after the last of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanPayment {
    /// The days that bear its interest; it is paid on the day they end, `until`.
    pub period: Period,
    /// In pence.
    pub interest: i64,
    /// In pence.
    pub principal: i64,
    /// What is owed after it, in pence.
    pub balance: i64,
}

/// What a financial year bears of a loan, in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoanYear {
    /// Interest of its days, paid or not.
    pub interest: i64,
    /// Principal of the payments that fall in it.
    pub repaid: i64,
    /// What is owed at its end.
    pub closing: i64,
}

/// The payment periods of a loan.
struct Cut {
    periods: Vec<Period>,
    /// The whole period from which the first is broken off; `None` if the first is whole.
    first_whole: Option<Period>,
}

/// Returns the payments of a loan in order of their days.
///
/// Where whole periods lead from the start to the end, payments fall on the dates that correspond to the
/// start's. Else whole periods are counted back from the end and the first is broken: it repays as much as a
/// whole one and bears interest by its days, the whole period's × days ÷ days of the whole period.
///
/// # Unknown
/// `None` unless it ends after its start and the payments divide the year into whole months; beyond
/// [`MOST_PERIODS`] or the range of dates; where [`LoanTable::new`] has none.
#[must_use]
pub fn loan_payments(loan: &DatedLoan) -> Option<Vec<LoanPayment>> {
    let cut = cut(loan)?;
    let count = u32::try_from(cut.periods.len()).ok()?;
    let table = LoanTable::new(loan.kind, loan.rate, count, loan.payments_a_year)?;
    let broken = match (cut.first_whole, cut.periods.first()) {
        (Some(whole), Some(first)) => Some(broken_interest(loan, *first, whole)?),
        _ => None,
    };
    let payment = |(k, period): (u32, Period)| LoanPayment {
        period,
        interest: broken.filter(|_| k == 1).unwrap_or_else(|| table.interest(loan.pence, k)),
        principal: table.principal(loan.pence, k),
        balance: table.balance(loan.pence, k),
    };
    Some((1..=count).zip(cut.periods).map(payment).collect())
}

/// Returns what every financial year bears of a loan, from the year of its start to that of its end.
///
/// Interest accrues evenly over the days of a payment period, by rounded running totals; a period that
/// spans 31 March is split there. Principal falls in the year of the day it is paid.
///
/// # Unknown
/// `None` where [`loan_payments`] has none, or where a year's interest leaves `i64`.
#[must_use]
pub fn loan_years(loan: &DatedLoan) -> Option<BTreeMap<FinancialYear, LoanYear>> {
    let payments = loan_payments(loan)?;
    let mut years = BTreeMap::new();
    let first = FinancialYear::containing(loan.start).start();
    for start in first..=FinancialYear::containing(loan.end).start() {
        years.insert(FinancialYear::starting(start), LoanYear::default());
    }
    for payment in payments {
        let paid_in = years.entry(FinancialYear::containing(payment.period.until())).or_default();
        paid_in.repaid += payment.principal;
        accrue(&payment, &mut years)?;
    }
    let mut owed = loan.pence;
    for year in years.values_mut() {
        owed -= year.repaid;
        year.closing = owed;
    }
    Some(years)
}

/// Adds the interest of a payment to the years in which its days lie.
fn accrue(payment: &LoanPayment, years: &mut BTreeMap<FinancialYear, LoanYear>) -> Option<()> {
    let all = i128::from(payment.period.days());
    let (mut from, mut accrued) = (payment.period.from(), 0);
    while from < payment.period.until() {
        let year = FinancialYear::containing(from);
        from = year.period()?.until().min(payment.period.until());
        let days = i128::from((from - payment.period.from()).num_days());
        let by_then = i64::try_from(div_round(i128::from(payment.interest) * days, all)).ok()?;
        let entry = years.entry(year).or_default();
        entry.interest = entry.interest.checked_add(by_then - accrued)?;
        accrued = by_then;
    }
    Some(())
}

/// The interest of a broken first period: all of the loan is owed in it, whatever its kind.
fn broken_interest(loan: &DatedLoan, broken: Period, whole: Period) -> Option<i64> {
    let days = loan.rate.checked_mul(Decimal::from(broken.days()))?;
    let below = Decimal::from(whole.days()).checked_mul(Decimal::from(loan.payments_a_year))?;
    Some(Share::of(days.checked_div(below)?)?.of_pence(loan.pence))
}

fn cut(loan: &DatedLoan) -> Option<Cut> {
    let a_year = loan.payments_a_year;
    if loan.end <= loan.start || a_year == 0 || !12_u32.is_multiple_of(a_year) {
        return None;
    }
    let step = 12 / a_year;
    let months = u32::try_from(whole_months(loan.start, loan.end)).ok()?;
    // One more for a broken period.
    if months / step >= MOST_PERIODS {
        return None;
    }
    let whole = months.is_multiple_of(step) && months_later(loan.start, months) == Some(loan.end);
    if whole {
        let day = |k| months_later(loan.start, k * step);
        let days = (0..=months / step).map(day).collect::<Option<Vec<Date>>>()?;
        return Some(Cut { periods: between(&days)?, first_whole: None });
    }
    let mut days = vec![loan.end];
    let mut before = loan.end;
    for k in 1..=MOST_PERIODS {
        before = months_earlier(loan.end, k * step)?;
        if before <= loan.start {
            break;
        }
        days.push(before);
    }
    let first_whole = match days.last() {
        Some(first) if before < loan.start => Some(Period::new(before, *first)?),
        _ => None,
    };
    days.push(loan.start);
    days.reverse();
    Some(Cut { periods: between(&days)?, first_whole })
}

/// Returns the periods between days in order.
fn between(days: &[Date]) -> Option<Vec<Period>> {
    days.windows(2).map(|pair| Period::new(*pair.first()?, *pair.last()?)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, number};

    fn loan(kind: LoanKind, rate: &str, start: &str, end: &str, a_year: u32) -> DatedLoan {
        let (start, end) = (day(start), day(end));
        let rate = number(rate);
        DatedLoan { kind, pence: 100_000_000, rate, start, end, payments_a_year: a_year }
    }

    fn years(loan: &DatedLoan) -> Vec<(i32, i64, i64, i64)> {
        let years = loan_years(loan).unwrap();
        years.iter().map(|(y, l)| (y.start(), l.interest, l.repaid, l.closing)).collect()
    }

    #[test]
    fn a_payment_on_1_april_bears_the_interest_of_the_year_before() {
        let loan = loan(LoanKind::Maturity, "0.04", "2020-10-01", "2023-10-01", 2);
        let expected = [
            (2020, 2_000_000, 0, 100_000_000),
            (2021, 4_000_000, 0, 100_000_000),
            (2022, 4_000_000, 0, 100_000_000),
            (2023, 2_000_000, 100_000_000, 0),
        ];
        assert_eq!(years(&loan), expected);
    }

    #[test]
    fn a_year_that_spans_31_march_is_split_by_its_days() {
        // £100 a day: 76 days to 31 March 2021, 289 after.
        let loan = loan(LoanKind::EqualInstalments, "0.0365", "2021-01-15", "2023-01-15", 1);
        let expected = [
            (2020, 760_000, 0, 100_000_000),
            (2021, 2_890_000 + 380_000, 50_000_000, 50_000_000),
            (2022, 1_445_000, 50_000_000, 0),
        ];
        assert_eq!(years(&loan), expected);
    }

    #[test]
    fn the_first_period_is_broken_where_periods_do_not_fill_the_term() {
        let loan = loan(LoanKind::EqualInstalments, "0.04", "2020-07-01", "2021-10-01", 2);
        let paid = loan_payments(&loan).unwrap();
        let on: Vec<String> = paid.iter().map(|p| p.period.until().to_string()).collect();
        assert_eq!(on, ["2020-10-01", "2021-04-01", "2021-10-01"]);
        // £20,000 for 92 of the 183 days from 1 April.
        assert_eq!((paid[0].interest, paid[0].principal), (1_005_464, 33_333_333));
        // £20,000 of two thirds and of one.
        assert_eq!((paid[1].interest, paid[2].interest), (1_333_333, 666_667));
        assert_eq!((paid[1].balance, paid[2].balance), (33_333_333, 0));
    }

    #[rstest]
    #[case::clamped("2020-08-31", "2021-08-31", 2, &["2021-02-28", "2021-08-31"])]
    #[case::to_a_clamped_day("2020-08-31", "2021-02-28", 2, &["2021-02-28"])]
    #[case::from_a_clamped_day("2021-02-28", "2021-08-31", 2, &["2021-08-31"])]
    #[case::shorter_than_a_period("2021-02-01", "2021-02-20", 1, &["2021-02-20"])]
    #[case::monthly("2021-01-31", "2021-03-31", 12, &["2021-02-28", "2021-03-31"])]
    #[case::a_day_over("2021-01-31", "2021-04-01", 12, &["2021-02-01", "2021-03-01", "2021-04-01"])]
    fn payments_fall_on_corresponding_dates(
        #[case] start: &str,
        #[case] end: &str,
        #[case] a_year: u32,
        #[case] expected: &[&str],
    ) {
        let paid = loan_payments(&loan(LoanKind::Annuity, "0.04", start, end, a_year)).unwrap();
        let on: Vec<String> = paid.iter().map(|p| p.period.until().to_string()).collect();
        assert_eq!(on, expected);
        assert_eq!(paid[0].period.from(), day(start));
    }

    #[rstest]
    #[case::ends_at_its_start("2020-04-01", "2020-04-01", 2)]
    #[case::ends_before("2020-04-01", "2019-04-01", 2)]
    #[case::no_payments("2020-04-01", "2030-04-01", 0)]
    #[case::no_whole_months("2020-04-01", "2030-04-01", 5)]
    #[case::weekly("2020-04-01", "2030-04-01", 52)]
    #[case::too_long("0001-04-01", "3030-04-01", 12)]
    fn loans_that_cannot_be_are_none(#[case] start: &str, #[case] end: &str, #[case] a_year: u32) {
        let loan = loan(LoanKind::Maturity, "0.04", start, end, a_year);
        assert_eq!((loan_payments(&loan), loan_years(&loan)), (None, None));
    }

    #[test]
    fn the_ends_of_time_are_beyond_the_range() {
        for (start, end) in [("-262143-01-01", "-262142-12-31"), ("+262142-01-15", "+262142-12-31")]
        {
            let loan = loan(LoanKind::Maturity, "0.04", start, end, 1);
            assert_eq!(loan_years(&loan), None);
        }
    }

    proptest! {
        #[test]
        fn years_add_up_to_the_payments(
            kind in prop::sample::select(LoanKind::ALL),
            pence in 0_i64..1_000_000_000_000,
            rate in 0_i64..2_000,
            start in 700_000_i32..760_000,
            days in 1_u64..20_000,
            a_year in prop::sample::select(&[1_u32, 2, 3, 4, 6, 12]),
        ) {
            let start = Date::from_num_days_from_ce_opt(start).unwrap();
            let end = start + chrono::Days::new(days);
            let rate = Decimal::new(rate, 4);
            let loan = DatedLoan { kind, pence, rate, start, end, payments_a_year: a_year };
            let paid = loan_payments(&loan).unwrap();
            prop_assert_eq!((paid[0].period.from(), paid.last().unwrap().period.until()), (start, end));
            prop_assert!(paid.windows(2).all(|p| p[0].period.until() == p[1].period.from()));
            let years = loan_years(&loan).unwrap();
            let total = |of: fn(&LoanYear) -> i64| years.values().map(of).sum::<i64>();
            prop_assert_eq!(total(|y| y.interest), paid.iter().map(|p| p.interest).sum::<i64>());
            prop_assert_eq!(total(|y| y.repaid), pence);
            prop_assert_eq!(years.values().last().unwrap().closing, 0);
            prop_assert!(years.values().all(|y| y.interest >= 0 && y.repaid >= 0));
            let first = FinancialYear::containing(start).start();
            let known: Vec<i32> = years.keys().map(|y| y.start()).collect();
            prop_assert!(known.iter().copied().eq(first..=FinancialYear::containing(end).start()));
        }
    }
}
