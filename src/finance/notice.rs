//! The last day a notice can be served.

use chrono::Days;

use crate::{
    model::{Date, Notice, months_earlier},
    policy::{BankHolidays, WorkingDay},
};

use super::NotKnown;

/// The three days by which a notice must, can safely, and should be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeDays {
    /// The last day in law: the latest from which the notice reaches no further than the break.
    pub legal: Date,
    /// The working day on or before it, and whether bank holidays were known.
    pub working: WorkingDay,
    /// That working day less the policy's margin in days: when to act.
    pub act_by: Date,
}

/// Returns the last days for a notice that ends on a day.
///
/// The legal last day is the latest day s with s + `notice` ≤ `ends_on`. Months go by the corresponding
/// date, clamped to the month's end: six months to 28 February may be given as late as 31 August. Weeks
/// and days are calendar days counted back from `ends_on`. Days are counted as the dates stand; what a lease says of deemed service is for the margin.
///
/// # Errors
/// [`NotKnown::Range`] before the first date there is.
///
/// # Source
/// Dodds v Walker \[1981\] 1 WLR 1027; design 7: 25 September 2016, six months: 25 March 2016, which is
/// Good Friday, so 24 March.
pub fn notice_days(
    ends_on: Date,
    notice: Notice,
    margin_days: u32,
    holidays: &BankHolidays,
) -> Result<NoticeDays, NotKnown> {
    let legal = last_day(ends_on, notice).ok_or(NotKnown::Range)?;
    let working = holidays.working_day_on_or_before(legal).ok_or(NotKnown::Range)?;
    let margin = Days::new(u64::from(margin_days));
    let act_by = working.day.checked_sub_days(margin).ok_or(NotKnown::Range)?;
    Ok(NoticeDays { legal, working, act_by })
}

fn last_day(ends_on: Date, notice: Notice) -> Option<Date> {
    let mut last = match notice {
        Notice::Months(months) => months_earlier(ends_on, months)?,
        Notice::Weeks(weeks) => ends_on.checked_sub_days(Days::new(u64::from(weeks) * 7))?,
        Notice::Days(days) => ends_on.checked_sub_days(Days::new(u64::from(days)))?,
    };
    // Clamping makes the months of up to three later days end on the same day.
    while let Some(next) = last.succ_opt()
        && notice.runs_out(next).is_some_and(|end| end <= ends_on)
    {
        last = next;
    }
    Some(last)
}

/// Returns the earliest day on which a notice served on `served` can end a lease whose rolling break
/// is open from `open_from`.
///
/// # Errors
/// [`NotKnown::Range`] beyond the last date there is.
pub fn earliest_end(served: Date, notice: Notice, open_from: Date) -> Result<Date, NotKnown> {
    notice.runs_out(served).map(|end| end.max(open_from)).ok_or(NotKnown::Range)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::day;

    /// The first two are design 7's; the rest by hand: 29 February has its own months, a weekend goes
    /// back to Friday, a bank holiday to the day before.
    #[rstest]
    #[case("2016-09-25", 6, "2016-03-25", "2016-03-24", true)]
    #[case("2019-02-28", 6, "2018-08-31", "2018-08-31", true)]
    #[case("2020-02-29", 6, "2019-08-31", "2019-08-30", true)]
    #[case("2020-02-28", 6, "2019-08-28", "2019-08-28", true)]
    #[case("2021-02-28", 12, "2020-02-29", "2020-02-28", true)]
    #[case("2025-09-28", 6, "2025-03-28", "2025-03-28", true)]
    #[case("2027-06-26", 6, "2026-12-26", "2026-12-24", true)]
    #[case("2030-12-25", 0, "2030-12-25", "2030-12-25", false)]
    #[case("2029-07-01", 6, "2029-01-01", "2029-01-01", false)]
    fn the_last_day_is_the_latest_whose_months_reach_the_break(
        #[case] ends_on: &str,
        #[case] months: u32,
        #[case] legal: &str,
        #[case] working: &str,
        #[case] known: bool,
    ) {
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = notice_days(day(ends_on), Notice::Months(months), 28, &holidays).unwrap();
        let working = WorkingDay { day: day(working), holidays_known: known };
        let act_by = working.day - Days::new(28);
        assert_eq!(found, NoticeDays { legal: day(legal), working, act_by });
    }

    /// 90 days before 25 September 2016 is Monday 27 June, 26 weeks before it Sunday 27 March: Easter Sunday,
    /// so the Thursday before.
    #[rstest]
    #[case(Notice::Days(90), "2016-06-27", "2016-06-27")]
    #[case(Notice::Weeks(26), "2016-03-27", "2016-03-24")]
    fn days_and_weeks_are_counted_back_by_the_calendar(
        #[case] notice: Notice,
        #[case] legal: &str,
        #[case] working: &str,
    ) {
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = notice_days(day("2016-09-25"), notice, 28, &holidays).unwrap();
        assert_eq!((found.legal, found.working.day), (day(legal), day(working)));
        assert_eq!(found.act_by, day(working) - Days::new(28));
        assert_eq!(earliest_end(day(legal), notice, day("2016-01-01")), Ok(day("2016-09-25")));
    }

    #[test]
    fn a_notice_before_the_first_date_is_beyond_the_range() {
        let holidays = BankHolidays::england_and_wales().unwrap();
        let found = notice_days(day("2020-01-01"), Notice::Months(u32::MAX), 0, &holidays);
        assert_eq!(found, Err(NotKnown::Range));
        let found = notice_days(Date::MIN, Notice::Days(0), 1, &holidays);
        assert_eq!(found, Err(NotKnown::Range));
        assert_eq!(
            notice_days(Date::MAX, Notice::Weeks(0), 0, &holidays).map(|n| n.legal),
            Ok(Date::MAX)
        );
        assert_eq!(earliest_end(Date::MAX, Notice::Months(1), Date::MAX), Err(NotKnown::Range));
    }

    #[rstest]
    #[case("2020-01-31", 1, "2019-01-01", "2020-02-29")]
    #[case("2020-01-31", 1, "2021-01-01", "2021-01-01")]
    fn a_rolling_break_ends_after_its_notice_and_not_before_it_opens(
        #[case] served: &str,
        #[case] months: u32,
        #[case] open_from: &str,
        #[case] end: &str,
    ) {
        assert_eq!(earliest_end(day(served), Notice::Months(months), day(open_from)), Ok(day(end)));
    }

    proptest! {
        #[test]
        fn one_day_later_is_too_late(start in 600_000_i32..900_000, months in 0_u32..400) {
            let ends_on = Date::from_num_days_from_ce_opt(start).unwrap();
            for notice in [Notice::Months(months), Notice::Weeks(months), Notice::Days(months)] {
                let last = last_day(ends_on, notice).unwrap();
                prop_assert!(notice.runs_out(last).unwrap() <= ends_on);
                let next = last.succ_opt().unwrap();
                prop_assert!(notice.runs_out(next).unwrap() > ends_on);
            }
        }
    }
}
