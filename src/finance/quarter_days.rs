//! Payment periods: the term of a lease cut at its payment days.

use chrono::{Datelike, Days};

use crate::model::{Date, Payment, Period, months_later};

use super::NotKnown;

/// The usual quarter days of England and Wales (month, day): Lady Day, Midsummer, Michaelmas, Christmas.
///
/// They are the calendar the word `quarter_days` means, not a figure that a body decides.
pub const QUARTER_DAYS: [(u32, u32); 4] = [(3, 25), (6, 24), (9, 29), (12, 25)];

/// One payment period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentPeriod {
    /// Its days.
    pub period: Period,
    /// Whether the term fills it; a broken period goes by days.
    pub whole: bool,
}

/// Returns how many payments a year has.
#[must_use]
pub const fn payments_a_year(payment: Payment) -> u32 {
    match payment {
        Payment::QuarterDays => 4,
        Payment::Monthly => 12,
        Payment::Yearly => 1,
    }
}

/// Returns the first quarter day after a day; `None` beyond the last date there is.
#[must_use]
pub fn next_quarter_day(after: Date) -> Option<Date> {
    let of = |year| QUARTER_DAYS.iter().filter_map(move |(m, d)| Date::from_ymd_opt(year, *m, *d));
    let next_year = after.year().checked_add(1)?;
    of(after.year()).chain(of(next_year)).find(|day| *day > after)
}

/// Cuts a term at its payment days: contiguous periods that cover it, in order.
///
/// Quarterly periods run between the usual quarter days, so that the first and the last may be broken.
/// Monthly and yearly ones run from the day of the month on which the term starts, clamped to the
/// month's end, so that only the last may be broken. A last period that began on a clamped day and
/// lasts to the end of its month is whole: a year from 29 February ends on 28 February.
///
/// # Errors
/// [`NotKnown::Range`] if a payment day is beyond the last date there is.
pub fn payment_periods(term: Period, payment: Payment) -> Result<Vec<PaymentPeriod>, NotKnown> {
    match payment {
        Payment::QuarterDays => by_quarter_days(term),
        Payment::Monthly => by_months(term, 1),
        Payment::Yearly => by_months(term, 12),
    }
    .ok_or(NotKnown::Range)
}

fn by_quarter_days(term: Period) -> Option<Vec<PaymentPeriod>> {
    let mut periods = Vec::new();
    let mut from = term.from();
    while from < term.until() {
        let next = next_quarter_day(from)?;
        let until = next.min(term.until());
        let whole = QUARTER_DAYS.contains(&(from.month(), from.day())) && until == next;
        periods.push(PaymentPeriod { period: Period::new(from, until)?, whole });
        from = until;
    }
    Some(periods)
}

fn by_months(term: Period, step: u32) -> Option<Vec<PaymentPeriod>> {
    let mut periods = Vec::new();
    let mut from = term.from();
    let mut months = 0_u32;
    while from < term.until() {
        months = months.checked_add(step)?;
        let next = months_later(term.from(), months)?;
        let clamped = next.day() < term.from().day();
        let to_month_end = clamped && next.checked_add_days(Days::new(1)) == Some(term.until());
        let until = if to_month_end { term.until() } else { next.min(term.until()) };
        let whole = to_month_end || until == next;
        periods.push(PaymentPeriod { period: Period::new(from, until)?, whole });
        from = until;
    }
    Some(periods)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::day;

    fn cut(first: &str, last: &str, payment: Payment) -> Vec<(String, bool)> {
        let term = Period::through(day(first), day(last)).unwrap();
        let periods = payment_periods(term, payment).unwrap();
        periods.iter().map(|p| (p.period.from().to_string(), p.whole)).collect()
    }

    #[test]
    fn five_years_from_lady_day_are_twenty_whole_quarters() {
        let quarters = cut("2020-03-25", "2025-03-24", Payment::QuarterDays);
        assert_eq!(quarters.len(), 20);
        assert!(quarters.iter().all(|(_, whole)| *whole));
        assert_eq!(quarters[1].0, "2020-06-24");
    }

    #[test]
    fn a_term_that_starts_between_quarter_days_is_broken_at_both_ends() {
        let quarters = cut("2020-05-10", "2021-05-09", Payment::QuarterDays);
        let expected = [
            ("2020-05-10", false),
            ("2020-06-24", true),
            ("2020-09-29", true),
            ("2020-12-25", true),
            ("2021-03-25", false),
        ];
        assert_eq!(quarters, expected.map(|(d, w)| (d.to_owned(), w)));
    }

    #[rstest]
    #[case("2020-02-29", "2021-02-28", Payment::Yearly, 1, true)]
    #[case("2020-02-29", "2021-02-27", Payment::Yearly, 1, true)]
    #[case("2020-02-29", "2024-02-28", Payment::Yearly, 4, true)]
    #[case("2020-02-29", "2021-03-01", Payment::Yearly, 2, false)]
    #[case("2021-01-31", "2021-02-28", Payment::Monthly, 1, true)]
    #[case("2021-01-31", "2021-02-27", Payment::Monthly, 1, true)]
    #[case("2021-01-31", "2021-03-30", Payment::Monthly, 2, true)]
    #[case("2020-06-24", "2020-06-24", Payment::QuarterDays, 1, false)]
    #[case("2020-06-23", "2020-06-24", Payment::QuarterDays, 2, false)]
    #[case("2020-03-25", "2020-06-24", Payment::QuarterDays, 2, false)]
    fn odd_terms_are_cut(
        #[case] first: &str,
        #[case] last: &str,
        #[case] payment: Payment,
        #[case] count: usize,
        #[case] last_whole: bool,
    ) {
        let periods = cut(first, last, payment);
        assert_eq!(periods.len(), count);
        assert_eq!(periods.last().map(|(_, whole)| *whole), Some(last_whole));
    }

    #[test]
    fn the_end_of_time_is_beyond_the_range() {
        let term = Period::new(Date::MIN, Date::MAX);
        let late = Period::new(Date::MAX - Days::new(9), Date::MAX).unwrap();
        assert!(term.is_some());
        assert_eq!(payment_periods(late, Payment::QuarterDays), Err(NotKnown::Range));
        assert_eq!(payment_periods(late, Payment::Yearly), Err(NotKnown::Range));
    }

    proptest! {
        #[test]
        fn periods_are_contiguous_and_cover_the_term(
            start in -3_000_i32..900_000,
            days in 1_u64..5_000,
            payment in prop::sample::select(Payment::ALL),
        ) {
            let from = Date::from_num_days_from_ce_opt(start).unwrap();
            let term = Period::new(from, from + Days::new(days)).unwrap();
            let periods = payment_periods(term, payment).unwrap();
            prop_assert_eq!(periods.first().unwrap().period.from(), term.from());
            prop_assert_eq!(periods.last().unwrap().period.until(), term.until());
            for pair in periods.windows(2) {
                prop_assert_eq!(pair[0].period.until(), pair[1].period.from());
            }
            let inner = periods.len().saturating_sub(1);
            prop_assert!(periods[..inner].iter().skip(1).all(|p| p.whole));
            prop_assert!(periods.iter().all(|p| !p.whole || p.period.days() >= 28));
        }
    }
}
