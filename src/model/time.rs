//! Dates, periods, financial years and months.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A calendar day.
pub type Date = NaiveDate;

/// A half-open span of days: `from` is in it, `until` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    from: Date,
    until: Date,
}

impl Period {
    /// Makes a period; `None` unless `from < until`.
    #[must_use]
    pub fn new(from: Date, until: Date) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// Makes a period from its first and its last day, both in it.
    #[must_use]
    pub fn through(first: Date, last: Date) -> Option<Self> {
        Self::new(first, last.checked_add_days(Days::new(1))?)
    }

    /// Returns the first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// Returns the day after the last.
    #[must_use]
    pub const fn until(self) -> Date {
        self.until
    }

    /// Returns the number of days.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.until - self.from).num_days()
    }

    /// Returns the days common to both.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until))
    }
}

/// A public body's year, 1 April to 31 March, written `2019/20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// Reads `2019/20`, `2019-20` or `2019/2020`; the second part must follow the first.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (first, second) = text.trim().split_once(['/', '-'])?;
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if first.len() != 4 || !digits(first) || !digits(second) {
            return None;
        }
        let start: i32 = first.parse().ok()?;
        let end: i32 = second.parse().ok()?;
        let follows = match second.len() {
            2 => end == (start + 1) % 100,
            4 => end == start + 1,
            _ => false,
        };
        (follows && (1700..=2998).contains(&start)).then_some(Self(start))
    }

    /// Makes the year that begins on 1 April of `start`.
    #[must_use]
    pub const fn starting(start: i32) -> Self {
        Self(start)
    }

    /// Returns the last whole year that ends on or before a day.
    #[must_use]
    pub fn last_whole(on: Date) -> Self {
        let ended_this_year = (on.month(), on.day()) >= (3, 31);
        Self(if ended_this_year { on.year() - 1 } else { on.year() - 2 })
    }

    /// Returns the year in which a day falls.
    #[must_use]
    pub fn containing(day: Date) -> Self {
        Self(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// Returns the year of the day after: the first one that is ahead at the end of a year.
    #[must_use]
    pub fn after(day: Date) -> Self {
        Self::containing(day.succ_opt().unwrap_or(day))
    }

    /// Returns the calendar year in which it begins.
    #[must_use]
    pub const fn start(self) -> i32 {
        self.0
    }

    /// Returns its days.
    #[must_use]
    pub fn period(self) -> Option<Period> {
        let first = Date::from_ymd_opt(self.0, 4, 1)?;
        Period::new(first, Date::from_ymd_opt(self.0 + 1, 4, 1)?)
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// Days from the first of our era to 1 January 1970.
const EPOCH: i32 = 719_163;

/// Returns a date as days since 1970.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    date.num_days_from_ce() - EPOCH
}

/// Returns the day of a number of days since 1970; `None` beyond the range of dates.
#[must_use]
pub fn date_of_day(number: i32) -> Option<Date> {
    Date::from_num_days_from_ce_opt(number.checked_add(EPOCH)?)
}

/// Returns the day `months` later, on the corresponding date, clamped to the month's end.
#[must_use]
pub fn months_later(from: Date, months: u32) -> Option<Date> {
    from.checked_add_months(Months::new(months))
}

/// Returns the day `months` earlier, on the corresponding date, clamped to the month's end.
#[must_use]
pub fn months_earlier(from: Date, months: u32) -> Option<Date> {
    from.checked_sub_months(Months::new(months))
}

/// Returns the whole months that fit between two days, 0 when `until` is not later.
#[must_use]
pub fn whole_months(from: Date, until: Date) -> i64 {
    if until <= from {
        return 0;
    }
    let years = i64::from(until.year()) - i64::from(from.year());
    let guess = years * 12 + i64::from(until.month()) - i64::from(from.month());
    let fits = |n: i64| {
        u32::try_from(n).ok().and_then(|n| months_later(from, n)).is_some_and(|d| d <= until)
    };
    if fits(guess) { guess } else { guess - 1 }
}

/// Returns the fewest whole months that reach `until` from `from`, 0 when `until` is not later.
#[must_use]
pub fn months_up(from: Date, until: Date) -> i64 {
    let whole = whole_months(from, until);
    let reached = u32::try_from(whole).ok().and_then(|n| months_later(from, n));
    if until <= from || reached == Some(until) { whole } else { whole + 1 }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2020-03-31", 2019)]
    #[case("2020-03-30", 2018)]
    #[case("2019-12-31", 2018)]
    #[case("2020-04-01", 2019)]
    fn the_last_whole_year_ends_on_or_before_the_day(#[case] on: &str, #[case] start: i32) {
        assert_eq!(FinancialYear::last_whole(day(on)), FinancialYear::starting(start));
    }

    #[test]
    fn the_year_ahead_is_that_of_the_next_day() {
        assert_eq!(FinancialYear::after(day("2020-03-31")), FinancialYear::starting(2020));
        assert_eq!(FinancialYear::after(day("2020-03-30")), FinancialYear::starting(2019));
    }

    #[rstest]
    #[case("2019/20", Some(2019))]
    #[case("2019-20", Some(2019))]
    #[case("1999/00", Some(1999))]
    #[case("2019/2020", Some(2019))]
    #[case("2019/21", None)]
    #[case("19/20", None)]
    #[case("2019", None)]
    fn a_financial_year_names_two_years_that_follow(
        #[case] text: &str,
        #[case] start: Option<i32>,
    ) {
        assert_eq!(FinancialYear::read(text).map(FinancialYear::start), start);
    }

    #[rstest]
    #[case("2020-03-31", "2029-03-24", 107, 108)]
    #[case("2020-03-31", "2020-04-30", 1, 1)]
    #[case("2020-03-31", "2020-04-29", 0, 1)]
    #[case("2020-03-31", "2020-03-31", 0, 0)]
    #[case("2020-03-31", "2019-01-01", 0, 0)]
    #[case("2020-01-15", "2021-01-15", 12, 12)]
    fn months_are_counted_down_and_up(
        #[case] from: &str,
        #[case] until: &str,
        #[case] down: i64,
        #[case] up: i64,
    ) {
        assert_eq!(whole_months(day(from), day(until)), down);
        assert_eq!(months_up(day(from), day(until)), up);
    }

    #[test]
    fn periods_share_days_by_their_half_open_ends() {
        let year = FinancialYear::starting(2019).period().unwrap();
        let cover = Period::through(day("2019-07-01"), day("2020-06-30")).unwrap();
        assert_eq!(cover.days(), 366);
        assert_eq!(year.overlap(cover).unwrap().days(), 275);
        assert_eq!(Period::new(day("2020-01-01"), day("2020-01-01")), None);
    }
}
