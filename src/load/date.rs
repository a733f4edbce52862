//! One day from the text of a cell, as people and programs write it: every way in reads dates here.

use chrono::{Datelike, Days, Weekday};

use crate::model::Date;

/// In which order day and month stand where both are digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "which part comes first is all that an order says")]
pub(crate) enum Order {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day, and no other.
    YearFirst,
}

/// A day, and what its text leaves to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// The day.
    pub date: Date,
    /// Its year had two digits: the century is the policy's.
    pub two_digits: bool,
    /// It is a stamp in universal time, of the day before by its own digits.
    pub by_clock: bool,
}

/// What the digits of a date tell of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// The second part alone can be the day, as in `03/31/2020`.
    MonthFirst,
    /// Either can be, and they differ, as in `03/04/2020`.
    Either,
    /// Anything else.
    Nothing,
}

/// First and last year that is believed.
const YEARS: std::ops::RangeInclusive<i32> = 1700..=2999;

/// Months by the first three letters of their names.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The whole names, of which any beginning of three letters or more is read.
pub(crate) const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a date; `None` when it is none, or its day cannot be told.
///
/// Takes `2015-04-01`, `20150401`, `01/04/2015`, `1.4.15`, `31-Mar-25`, `1st April 2015`, `April 1, 2015`, a day of
/// the week before and a time of day behind. A year of two digits is the one of the hundred years up to
/// `last_year`. A stamp with `Z` or an offset is the day by the British clock; where summer time cannot be told,
/// before 1996 and within an hour of midnight, it is none.
pub(crate) fn read(text: &str, order: Order, last_year: i32) -> Option<Day> {
    let text = text.trim();
    if let Some(date) = iso(text.as_bytes()) {
        return Some(Day { date, two_digits: false, by_clock: false });
    }
    let (day, time) = parted(text);
    let (date, two_digits) = day_of(day, order, last_year)?;
    let Some(time) = time else {
        return Some(Day { date, two_digits, by_clock: false });
    };
    let (minutes, offset) = clock(time)?;
    let Some(offset) = offset else {
        return Some(Day { date, two_digits, by_clock: false });
    };
    let turned = british_day(date, minutes - offset)?;
    Some(Day { date: turned, two_digits, by_clock: turned != date })
}

/// Reads `YYYY-MM-DD` and nothing else.
pub(crate) fn iso(bytes: &[u8]) -> Option<Date> {
    match bytes {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            checked(digits(y)?, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
        }
        _ => None,
    }
}

/// Tells the order of a date of digits that ends in its year.
pub(crate) fn shows(text: &str) -> Shows {
    let parts = |mark: char| -> Option<(u32, u32)> {
        let mut parts =
            parted(text.trim()).0.split(mark).map(|part| digits(part.trim().as_bytes()));
        let (first, second, _) = (parts.next()??, parts.next()??, parts.next()??);
        (parts.next().is_none() && first <= 31 && second <= 31).then_some((first, second))
    };
    match ['/', '-', '.'].into_iter().find_map(parts) {
        Some((first, second)) if (1..=12).contains(&first) && second > 12 => Shows::MonthFirst,
        Some((first, second)) if first <= 12 && second <= 12 && first != second => Shows::Either,
        _ => Shows::Nothing,
    }
}

/// Returns the day that a spreadsheet counts as a number from 1900, if it is one of 1927 to 2099.
pub(crate) fn of_serial(text: &str) -> Option<Date> {
    let whole = text.trim();
    let whole = whole.strip_suffix(".0").unwrap_or(whole);
    let days = digits(whole.as_bytes()).filter(|days| (10_000..=73_050).contains(days))?;
    // Day 60 is a 29 February 1900 that never was: from then on, days count from 30 December 1899.
    Date::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into()))
}

/// Parts a time of day, which holds a colon, from what stands before it.
fn parted(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    let before = text.get(..colon).unwrap_or_default();
    let Some(at) = before.rfind(['T', ' ']) else { return (text, None) };
    let (day, time) = text.split_at(at);
    (day.trim_end_matches([' ', ',']), time.get(1..))
}

/// Reads a time of day as minutes, and its offset from universal time in minutes where it has one.
fn clock(text: &str) -> Option<(i64, Option<i64>)> {
    let text = text.trim();
    let is_clock = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let end = text.find(|c: char| !is_clock(c)).unwrap_or(text.len());
    let (time, zone) = text.split_at_checked(end)?;
    let minutes = |text: &str| -> Option<i64> {
        let mut parts = text.split(':');
        let (hours, minutes) =
            (digits(parts.next()?.as_bytes())?, digits(parts.next()?.as_bytes())?);
        let seconds = parts.next().map_or(Some(0), |s| digits(s.split('.').next()?.as_bytes()))?;
        let sound = hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none();
        sound.then(|| i64::from(hours * 60 + minutes))
    };
    let at = minutes(time)?;
    let offset = match zone.trim() {
        "" => None,
        "AM" | "am" => return (at < 13 * 60).then_some((at % 720, None)),
        "PM" | "pm" => return (at < 13 * 60).then_some((at % 720 + 720, None)),
        "Z" | "z" | "UTC" | "GMT" => Some(0),
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let ahead = zone.strip_prefix(['+', '-'])?;
            let ahead = match ahead.len() {
                2 => format!("{ahead}:00"),
                4 => format!("{}:{}", ahead.get(..2)?, ahead.get(2..)?),
                _ => ahead.to_owned(),
            };
            Some(sign * minutes(&ahead)?)
        }
    };
    Some((at, offset))
}

/// Returns the day by the British clock of minutes of a day in universal time, which may pass midnight.
///
/// Summer time runs from 01:00 on the last Sunday of March to 01:00 on the last Sunday of October (Summer Time
/// Order 2002, SI 2002/262, and the directives before it, since 1996).
fn british_day(date: Date, minutes: i64) -> Option<Date> {
    let moved = |date: Date, days: i64| date.checked_add_signed(chrono::TimeDelta::days(days));
    let date = moved(date, minutes.div_euclid(DAY))?;
    let minutes = minutes.rem_euclid(DAY);
    if minutes < DAY - 60 {
        return Some(date);
    }
    if date.year() < 1996 {
        return None;
    }
    let sunday = |month| {
        let last = Date::from_ymd_opt(date.year(), month, 31)?;
        let past = last.weekday().days_since(Weekday::Sun);
        last.checked_sub_days(Days::new(past.into()))
    };
    // It is past 23:00: on the Sundays themselves the change has been.
    let is_summer = date >= sunday(3)? && date < sunday(10)?;
    if is_summer { moved(date, 1) } else { Some(date) }
}

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Reads a day without its time, and whether its year has two digits.
fn day_of(text: &str, order: Order, last_year: i32) -> Option<(Date, bool)> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| digits(text.get(range)?.as_bytes());
        return Some((checked(part(0..4)?, part(4..6)?, part(6..8)?)?, false));
    }
    let parts: Vec<&str> =
        match ['/', '-', '.'].into_iter().find(|mark| text.matches(*mark).count() == 2) {
            Some(mark) => text.split(mark).map(str::trim).collect(),
            None => text.split([' ', ',']).filter(|part| !part.is_empty()).collect(),
        };
    let parts = match parts.as_slice() {
        [weekday, rest @ ..] if rest.len() == 3 && is_weekday(weekday) => rest,
        parts => parts,
    };
    let [first, second, third] = parts else { return None };
    let year = |text: &str| -> Option<(i32, bool)> {
        let year = i32::try_from(digits(text.as_bytes())?).ok()?;
        match text.len() {
            4 => Some((year, false)),
            2 => Some((last_year - (last_year - year).rem_euclid(100), true)),
            _ => None,
        }
    };
    let day = |text: &str| digits(text.as_bytes()).filter(|_| text.len() <= 2);
    let nth = |text: &str| {
        let text = text.to_ascii_lowercase();
        let plain = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end));
        day(plain.unwrap_or(&text))
    };
    if let Some(month) = month(second) {
        // `1 April 2015`, and `2015-Apr-01`.
        let is_year = first.len() == 4 && digits(first.as_bytes()).is_some();
        let (d, y) = if is_year { (third, first) } else { (first, third) };
        let (y, short) = year(y)?;
        return Some((made(y, month, nth(d)?)?, short));
    }
    if let Some(month) = month(first) {
        let (y, short) = year(third)?;
        return Some((made(y, month, nth(second)?)?, short));
    }
    // Between blanks alone stand names of months.
    if text.contains(' ') && !text.contains(['/', '-', '.']) {
        return None;
    }
    if first.len() == 4 {
        return Some((made(year(first)?.0, day(second)?, day(third)?)?, false));
    }
    let (d, m) = match order {
        Order::DayFirst => (first, second),
        Order::MonthFirst => (second, first),
        Order::YearFirst => return None,
    };
    let (y, short) = year(third)?;
    Some((made(y, day(m)?, day(d)?)?, short))
}

/// Reads the name of a month, or its beginning of three letters or more.
fn month(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    let begins = text.get(..3)?;
    let at = MONTHS.iter().position(|month| *month == begins)?;
    let known = MONTH_NAMES.get(at)?.starts_with(&text) || text == "sept";
    u32::try_from(at + 1).ok().filter(|_| known)
}

fn is_weekday(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    text.len() >= 3 && text.parse::<Weekday>().is_ok()
}

fn digits(bytes: &[u8]) -> Option<u32> {
    let sum = |sum: u32, b: &u8| {
        b.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(u32::from(b - b'0'))).flatten()
    };
    if bytes.is_empty() { None } else { bytes.iter().try_fold(0_u32, sum) }
}

fn checked(year: u32, month: u32, day: u32) -> Option<Date> {
    made(i32::try_from(year).ok()?, month, day)
}

fn made(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::from_ymd_opt(year, month, day).filter(|_| YEARS.contains(&year))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2020-03-31", Some("2020-03-31"))]
    #[case("31/03/2020", Some("2020-03-31"))]
    #[case("1/4/2020", Some("2020-04-01"))]
    #[case("31.03.2020", Some("2020-03-31"))]
    #[case("31-03-2020", Some("2020-03-31"))]
    #[case("2020/3/1", Some("2020-03-01"))]
    #[case("20200331", Some("2020-03-31"))]
    #[case("31-Mar-2025", Some("2025-03-31"))]
    #[case("1 April 2015", Some("2015-04-01"))]
    #[case("1st April 2015", Some("2015-04-01"))]
    #[case("2nd Sept. 2015", Some("2015-09-02"))]
    #[case("21st March 2019", Some("2019-03-21"))]
    #[case("April 1, 2015", Some("2015-04-01"))]
    #[case("Wednesday 1 April 2015", Some("2015-04-01"))]
    #[case("Wed, 1 Apr 2015", Some("2015-04-01"))]
    #[case("2015-Apr-01", Some("2015-04-01"))]
    #[case("2015-04-01 00:00:00", Some("2015-04-01"))]
    #[case("2015-04-01T00:00:00", Some("2015-04-01"))]
    #[case("2015-04-01T00:00:00.000", Some("2015-04-01"))]
    #[case("01/04/2015 00:00", Some("2015-04-01"))]
    #[case("4/1/2015 12:00:00 AM", Some("2015-01-04"))]
    #[case("2020-02-30", None)]
    #[case("1600-01-01", None)]
    #[case("+020-01-01", None)]
    #[case("1 4 2015", None)]
    #[case("April 2015", None)]
    #[case("1 Aprils 2015", None)]
    #[case("31/03/2020/1", None)]
    #[case("31/03/020", None)]
    #[case("2015-04-01 23:59:59", Some("2015-04-01"))]
    #[case("2015-04-01 23:60", None)]
    #[case("2015-04-01 23:59:60", None)]
    #[case("2015-04-01 24:00", None)]
    #[case("2015-04-01 25:00", None)]
    #[case("42094", None)]
    #[case("12:00", None)]
    fn dates_are_read_as_people_and_programs_write_them(
        #[case] text: &str,
        #[case] expected: Option<&str>,
    ) {
        let day = read(text, Order::DayFirst, 2050).map(|day| day.date);
        assert_eq!(day, expected.map(|d| d.parse().unwrap()));
    }

    #[rstest]
    #[case("01/04/15", 2050, "2015-04-01")]
    #[case("31-Mar-25", 2050, "2025-03-31")]
    #[case("31/3/50", 2050, "2050-03-31")]
    #[case("31/3/51", 2050, "1951-03-31")]
    #[case("31/3/00", 2099, "2000-03-31")]
    fn a_year_of_two_digits_is_of_the_hundred_years_up_to_the_last(
        #[case] text: &str,
        #[case] last: i32,
        #[case] expected: &str,
    ) {
        let day = read(text, Order::DayFirst, last).unwrap();
        assert_eq!((day.date.to_string().as_str(), day.two_digits), (expected, true));
    }

    /// Summer time of 2015: 29 March to 25 October.
    #[rstest]
    #[case::summer("2015-06-30T23:00:00Z", Some("2015-07-01"))]
    #[case::summer_before_eleven("2015-06-30T22:59:59Z", Some("2015-06-30"))]
    #[case::winter("2015-12-31T23:00:00Z", Some("2015-12-31"))]
    #[case::day_before_the_change("2015-03-28T23:30:00Z", Some("2015-03-28"))]
    #[case::day_of_the_change("2015-03-29T23:00:00Z", Some("2015-03-30"))]
    #[case::last_day_of_summer("2015-10-24T23:00:00Z", Some("2015-10-25"))]
    #[case::first_day_of_winter("2015-10-25T23:00:00Z", Some("2015-10-25"))]
    #[case::offset("2015-07-01T00:00:00+01:00", Some("2015-07-01"))]
    #[case::paris("2015-07-01T00:00:00+0200", Some("2015-06-30"))]
    #[case::before_the_rule("1985-06-30T23:00:00Z", None)]
    #[case::before_the_rule_at_noon("1985-06-30T12:00:00Z", Some("1985-06-30"))]
    fn a_stamp_is_a_day_by_the_british_clock(#[case] text: &str, #[case] expected: Option<&str>) {
        let day = read(text, Order::DayFirst, 2050).map(|day| day.date);
        assert_eq!(day, expected.map(|d| d.parse().unwrap()));
    }

    #[rstest]
    #[case("12/31/2025", Order::MonthFirst, Some("2025-12-31"))]
    #[case("2025-12-31 00:00:00", Order::MonthFirst, Some("2025-12-31"))]
    #[case("31/12/2025", Order::MonthFirst, None)]
    #[case("12/31/25", Order::MonthFirst, Some("2025-12-31"))]
    #[case("31/12/2025", Order::YearFirst, None)]
    fn the_order_is_the_one_stated(
        #[case] text: &str,
        #[case] order: Order,
        #[case] expected: Option<&str>,
    ) {
        let day = read(text, order, 2050).map(|day| day.date);
        assert_eq!(day, expected.map(|d| d.parse().unwrap()));
    }

    #[rstest]
    #[case("03/04/2020", Shows::Either)]
    #[case("3-4-20", Shows::Either)]
    #[case("31/03/2020", Shows::Nothing)]
    #[case("03/31/2020 00:00", Shows::MonthFirst)]
    #[case("04/04/2020", Shows::Nothing)]
    #[case("2020-03-04", Shows::Nothing)]
    #[case("3/4/2020/1", Shows::Nothing)]
    fn the_digits_tell_what_order_they_allow(#[case] text: &str, #[case] expected: Shows) {
        assert_eq!(shows(text), expected);
    }

    /// 42,094 days after 30 December 1899 are 31 March 2015.
    #[rstest]
    #[case("42094", Some("2015-03-31"))]
    #[case("42094.0", Some("2015-03-31"))]
    #[case("2015", None)]
    #[case("42094.5", None)]
    fn a_spreadsheets_count_of_days_is_told(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(of_serial(text), expected.map(|d| d.parse().unwrap()));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}") {
            let _ = (read(&text, Order::DayFirst, 2050), shows(&text), of_serial(&text));
        }
    }
}
