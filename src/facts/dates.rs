//! One date in SQL: text by pattern to a year, a month and a day, and to a count of days.
//!
//! A column is named by what it holds and a word behind it, as in `cells`.

use super::{cells::BLANK, dialect::Dialect};
use crate::load;

/// A time of day, with a time zone behind it or not, up to 14 hours from universal time.
const CLOCK: &str = r"(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?::[0-5]?[0-9](?:[.][0-9]*)?)?(?: *(?:Z|z|UTC|GMT|[-+](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?";

/// A time of day by the half day.
const HALF_DAY: &str =
    "(?:0?[0-9]|1[0-2]):[0-5]?[0-9](?::[0-5]?[0-9](?:[.][0-9]*)?)? *(?:AM|am|PM|pm)";

/// A time zone at the end of a stamp.
const ZONE: &str = "(?:Z|z|UTC|GMT|[-+][0-9]{2}(?::?[0-9]{2})?)";

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// A day of the week, in small letters.
const WEEKDAY: &str = "(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)";

/// The pattern of a date with its month by name: `1st April 2015`, `Wed 31-Mar-25`, `April 1, 2015`, `2015-Apr-01`.
fn named_date() -> String {
    let names: Vec<String> = load::MONTH_NAMES
        .iter()
        .filter_map(|name| name.split_at_checked(3))
        .map(|(begins, more)| {
            let rest = more.chars().rev().fold(String::new(), |rest, c| format!("(?:{c}{rest})?"));
            format!("{begins}{rest}")
        })
        .collect();
    let month = format!("(?:{})", names.join("|"));
    let (day, year) = ("[0-9]{1,2}(?:st|nd|rd|th)?", "(?:[0-9]{4}|[0-9]{2})");
    let (b, blanks) = (format!("[{BLANK}]*"), "[ ,]+");
    let marked = ["/", "-", "[.]"].map(|mark| {
        // A point behind the name would be a third one between points.
        let name = if mark == "[.]" { month.clone() } else { format!("{month}[.]*") };
        format!(
            "{day}{b}{mark}{b}{name}{b}{mark}{b}{year}|{name}{b}{mark}{b}{day}{b}{mark}{b}{year}\
             |[0-9]{{4}}{b}{mark}{b}{name}{b}{mark}{b}{day}"
        )
    });
    // Two points would part the text instead of its blanks.
    let blank = [("", "[.]?"), ("[.]", "")].map(|(of_day, of_month)| {
        let weekday = format!("(?:{WEEKDAY}{of_day}{blanks})?");
        format!(
            "{weekday}(?:{day}{blanks}{month}{of_month}{blanks}{year}\
             |{month}{of_month}{blanks}{day}{blanks}{year}|[0-9]{{4}}{blanks}{month}{of_month}{blanks}{day})"
        )
    });
    format!("^(?i:{}|{})$", marked.join("|"), blank.join("|"))
}

/// Returns the last day of a month.
fn last_day(year: &str, month: &str) -> String {
    format!(
        "CASE WHEN {month} = 2 AND ({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0)) \
         THEN 29 WHEN {month} = 2 THEN 28 WHEN {month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
    )
}

impl Dialect {
    /// Parts a time of day off a date's text that is not plain: `{of}_day_text` is the text without it.
    pub(super) fn date_written(self, of: &str) -> String {
        let text = format!("{of}_text");
        let day = self.replaced(&text, &format!("[ ,]*[T ](?:{CLOCK}|{HALF_DAY})$"), "");
        format!("CASE WHEN {of}_plain THEN NULL ELSE {day} END AS {of}_day_text")
    }

    /// Brings a date into the form `first-second-third`, null where it is none, and tells as `{of}_minutes` the minute of
    /// its day in universal time where a stamp has a time zone; null where it has none.
    pub(super) fn date_parts(self, of: &str, last_year: i32) -> String {
        let (text, day) = (format!("{of}_text"), format!("{of}_day_text"));
        let b = format!("[{BLANK}]*");
        let n = format!("{b}[0-9]+{b}");
        let three = self.matches(&day, &format!("^(?:{n}/{n}/{n}|{n}-{n}-{n}|{n}[.]{n}[.]{n})$"));
        let parted =
            self.replaced(&self.replaced(&day, &format!("[{BLANK}]+"), ""), "[^0-9]+", "-");
        let iso = self.matches(&text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        let compact = self.matches(&day, "^[0-9]{8}$");
        // `1st April 2015`: the numbers, and the first letters that are no day of the week and no ending of a number.
        let bare = self.replaced(&format!("lower({day})"), &format!("^{WEEKDAY}[.]?[ ,]+"), "");
        let letters = self.replaced(&self.replaced(&bare, "st|nd|rd|th", ""), "[^a-z]+", "");
        let months: Vec<String> = (1..)
            .zip(load::MONTH_NAMES)
            .map(|(at, name)| format!("WHEN '{}' THEN '{at}'", name.get(..3).unwrap_or(name)))
            .collect();
        let month = format!("CASE substr({letters}, 1, 3) {} END", months.join(" "));
        let numbers = self.replaced(&self.replaced(&bare, "[^0-9]+", "-"), "^-|-$", "");
        let number = |at: usize| format!("split_part({numbers}, '-', {at})");
        let (one, two) = (number(1), number(2));
        let year = self.whole(&two);
        let time = format!("substr({text}, length({day}) + 1)");
        let zoned = self.matches(&time, &format!("{ZONE}$"));
        let whole = |text: &str| self.whole(text);
        let offset = self.replaced(&self.replaced(&time, "^[^-+]*", ""), "[^-+0-9]", "");
        format!(
            "CASE WHEN {of}_plain THEN substr({text}, 1, 10) WHEN {iso} THEN {text} WHEN {three} \
             THEN {parted} WHEN {compact} THEN substr({day}, 1, 4) || '-' || substr({day}, 5, 2) || \
             '-' || substr({day}, 7, 2) WHEN {} THEN CASE WHEN length({one}) = 4 THEN {one} || '-' \
             || {month} || '-' || {two} ELSE CASE WHEN length({two}) = 4 THEN {two} ELSE {} END || \
             '-' || {month} || '-' || {one} END END AS {of}_parts,\n    CASE WHEN {of}_plain OR NOT \
             {zoned} THEN NULL ELSE {} * 60 + {} - CASE WHEN {offset} LIKE '-%' THEN -1 ELSE 1 END * \
             (coalesce({}, 0) * 60 + coalesce({}, 0)) END AS {of}_minutes",
            self.matches(&day, &named_date()),
            self.as_text(&format!("({last_year} - (({last_year} - {year}) % 100))")),
            whole(&self.replaced(&format!("split_part({time}, ':', 1)"), "[^0-9]+", "")),
            whole(&self.replaced(&format!("split_part({time}, ':', 2)"), "[^0-9].*$", "")),
            whole(&format!("substr({offset}, 2, 2)")),
            whole(&format!("substr({offset}, 4, 2)")),
        )
    }

    /// Tells of a date's parts whether only the second can be the day (2), or either (1).
    pub(super) fn date_order(self, of: &str) -> String {
        let part = |at: usize| self.whole(&format!("split_part({of}_parts, '-', {at})"));
        let (first, second) = (part(1), part(2));
        format!(
            "CASE WHEN {of}_plain THEN 0 WHEN {first} BETWEEN 1 AND 12 AND {second} BETWEEN 13 AND 31 THEN 2 WHEN \
             {first} <= 12 AND {second} <= 12 AND {first} <> {second} THEN 1 ELSE 0 END AS \
             {of}_order"
        )
    }

    /// Reads year, month and day of a date's parts as they are written, `{of}_year_said` and its kin; a year of two digits is the one of the hundred up to `last_year`.
    pub(super) fn date_numbers(self, of: &str, last_year: i32) -> String {
        let text = |at: usize| format!("split_part({of}_parts, '-', {at})");
        let part = |at: usize| self.whole(&text(at));
        let year_first = format!("length({}) = 4", text(1));
        let short = |at: usize| format!("length({}) <= 2", text(at));
        let two = part(3);
        let plain = |from: usize, letters: usize| {
            self.whole(&format!("substr({of}_text, {from}, {letters})"))
        };
        format!(
            "CASE WHEN {of}_plain THEN {y} WHEN {year_first} AND {s2} AND {s3} THEN {p1} WHEN {s1} \
             AND {s2} AND length({t3}) = 4 THEN {p3} WHEN {s1} AND {s2} AND length({t3}) = 2 THEN \
             {last_year} - (({last_year} - {two}) % 100) END AS {of}_year_said,\n    CASE WHEN \
             {of}_plain THEN {m} ELSE {p2} END AS {of}_month_said,\n    CASE WHEN {of}_plain THEN {d} \
             WHEN {year_first} THEN {p3} ELSE {p1} END AS {of}_day_said",
            y = plain(1, 4),
            m = plain(6, 2),
            d = plain(9, 2),
            s1 = short(1),
            s2 = short(2),
            s3 = short(3),
            p1 = part(1),
            p2 = part(2),
            p3 = part(3),
            t3 = text(3),
        )
    }

    /// Tells as `{of}_moved` by how many days the British clock is ahead of the day that a stamp with a time zone is
    /// written as; 0 without one, null where summer time cannot be told.
    pub(super) fn date_moved(self, of: &str) -> String {
        let (year, minutes) = (format!("{of}_year_said"), format!("{of}_minutes"));
        let written = format!("({of}_month_said * 100 + {of}_day_said)");
        // The last Sunday of a month of 31 days: so many days from March, in whole years that begin with it.
        let sunday = |month: i32, before: i32| {
            let last = format!("({} + {} - 719469)", self.days_of_years(&year), before + 31);
            format!("({} - ({last} + 4) % 7)", month * 100 + 31)
        };
        let (spring, autumn) = (sunday(3, 0), sunday(10, 214));
        let hour = DAY - 60;
        format!(
            "CASE WHEN {of}_plain OR {minutes} IS NULL THEN 0 WHEN {minutes} >= {DAY} THEN 1 WHEN \
             {minutes} >= 0 AND {minutes} < {hour} THEN 0 WHEN {minutes} < {hour} - {DAY} THEN -1 \
             WHEN {year} < 1996 OR ({year} = 1996 AND {written} = 101 AND {minutes} < 0) THEN NULL \
             WHEN {minutes} < 0 THEN CASE WHEN {written} > {spring} AND {written} <= {autumn} THEN 0 \
             ELSE -1 END WHEN {written} >= {spring} AND {written} < {autumn} THEN 1 ELSE 0 END AS \
             {of}_moved"
        )
    }

    /// Reads year, month and day by the British clock, as `{of}_year` and its kin.
    pub(super) fn date_by_clock(self, of: &str) -> String {
        let said = |part: &str| format!("{of}_{part}_said");
        let (year, month, day) = (said("year"), said("month"), said("day"));
        let most = last_day(&year, &month);
        let before = format!("CASE WHEN {month} = 1 THEN 12 ELSE {month} - 1 END");
        let most_before = last_day(&year, &format!("({before})"));
        let moved = |part: &str, ahead: &str, behind: &str| {
            let said = said(part);
            format!(
                "CASE WHEN {of}_moved = 0 THEN {said} WHEN {day} > {most} THEN NULL WHEN {of}_moved \
                 = 1 THEN {ahead} WHEN {of}_moved = -1 THEN {behind} END AS {of}_{part}"
            )
        };
        let parts = [
            moved(
                "year",
                &format!("{year} + CASE WHEN {month} = 12 AND {day} = 31 THEN 1 ELSE 0 END"),
                &format!("{year} - CASE WHEN {month} = 1 AND {day} = 1 THEN 1 ELSE 0 END"),
            ),
            moved(
                "month",
                &format!("CASE WHEN {day} < {most} THEN {month} ELSE {month} % 12 + 1 END"),
                &format!("CASE WHEN {day} > 1 THEN {month} ELSE {before} END"),
            ),
            moved(
                "day",
                &format!("CASE WHEN {day} < {most} THEN {day} + 1 ELSE 1 END"),
                &format!("CASE WHEN {day} > 1 THEN {day} - 1 ELSE {most_before} END"),
            ),
        ];
        parts.join(",\n    ")
    }

    /// Counts the days from 1 January 1970 to a date; null where the calendar has no such day, or `doubt` holds.
    pub(super) fn day_number(self, of: &str, doubt: &str) -> String {
        let (year, month, day) = (format!("{of}_year"), format!("{of}_month"), format!("{of}_day"));
        let most = last_day(&year, &month);
        // Years and months are counted from March, so that a leap day is the last of its year.
        let from_march = format!("({year} - CASE WHEN {month} <= 2 THEN 1 ELSE 0 END)");
        let months = format!("({month} + CASE WHEN {month} <= 2 THEN 9 ELSE -3 END)");
        format!(
            "CASE WHEN {doubt} THEN NULL WHEN {year} BETWEEN 1700 AND 2999 AND {month} BETWEEN 1 \
             AND 12 AND {day} BETWEEN 1 AND {most} THEN {} + {} + {day} - 719469 END",
            self.days_of_years(&from_march),
            self.quotient(&format!("153 * {months} + 2"), "5"),
        )
    }

    /// Counts the days of whole years that begin in March.
    pub(super) fn days_of_years(self, years: &str) -> String {
        format!(
            "{years} * 365 + {} - {} + {}",
            self.quotient(years, "4"),
            self.quotient(years, "100"),
            self.quotient(years, "400"),
        )
    }

    /// Counts the days from 1 January 1970 to 1 April of a year.
    pub(super) fn first_of_april(self, year: &str) -> String {
        format!("({} + 31 + 1 - 719469)", self.days_of_years(year))
    }

    /// Reads the first year of a financial year such as `2019/20`; null where it is none.
    pub(super) fn financial_year(self, text: &str) -> String {
        let is = self.matches(text, "^[0-9]{4}[/-](?:[0-9]{2}|[0-9]{4})$");
        let start = self.whole(&format!("substr({text}, 1, 4)"));
        let end = self.whole(&format!("substr({text}, 6)"));
        format!(
            "CASE WHEN {is} AND {start} BETWEEN 1700 AND 2998 AND ((length({text}) = 7 AND {end} \
             = ({start} + 1) % 100) OR (length({text}) = 9 AND {end} = {start} + 1)) THEN {start} \
             END"
        )
    }
}
