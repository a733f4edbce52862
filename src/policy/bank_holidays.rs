//! Published bank holidays: dated data, never a rule.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Weekday};
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{date_of, table_of, unknown_keys, wrong},
};
use crate::model::Date;

/// The bank holidays of a stretch of years; outside it nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of the file")]
pub struct BankHolidays {
    pub name: String,
    pub source: String,
    /// The first day covered.
    pub from: Date,
    /// The first day after `from` that is not covered.
    pub until: Date,
    /// When the list should be looked at again.
    pub verify_by: Date,
    days: BTreeMap<Date, String>,
}

/// A day that is no Saturday, Sunday or known bank holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "`day` says it")]
pub struct WorkingDay {
    pub day: Date,
    /// Whether bank holidays are published for every day that was looked at; if not, only weekends are
    /// left out and the day itself may be a bank holiday.
    pub holidays_known: bool,
}

impl BankHolidays {
    /// The list of England and Wales as it stands in its file, compiled in.
    pub const ENGLAND_AND_WALES: &str = include_str!("../../data/policy/bank_holidays.toml");

    /// Returns the bank holidays in England and Wales.
    ///
    /// # Errors
    /// [`PolicyError`] if the compiled-in file is not sound: a test holds that it is.
    pub fn england_and_wales() -> Result<Self, PolicyError> {
        Self::from_text(Self::ENGLAND_AND_WALES)
    }

    /// Reads a list of bank holidays from TOML.
    ///
    /// # Errors
    /// [`PolicyError`] if the text is not TOML, lacks an entry, or holds a day outside `from` to `until`.
    pub fn from_text(text: &str) -> Result<Self, PolicyError> {
        let parsed: Result<Table, toml::de::Error> = text.parse();
        let table = parsed.map_err(|e| PolicyError::NotToml(e.to_string()))?;
        let known = ["name", "source", "from", "until", "verify_by", "days"];
        unknown_keys("bank_holidays", &table, &known)?;
        let words = |key: &str| {
            let found = table.get(key).and_then(Value::as_str).map(str::to_owned);
            found.ok_or_else(|| wrong(&format!("bank_holidays.{key}"), "nothing", "text"))
        };
        let date = |key: &str| {
            let found = table.get(key).and_then(date_of);
            found.ok_or_else(|| {
                wrong(&format!("bank_holidays.{key}"), "not a date", "a date such as 2012-01-01")
            })
        };
        let (from, until) = (date("from")?, date("until")?);
        let mut days = BTreeMap::new();
        for (key, name) in table_of(&table, "days")? {
            let entry = format!("bank_holidays.days.{key}");
            let day: Option<Date> = key.parse().ok();
            let day = day
                .filter(|d| (from..until).contains(d))
                .ok_or_else(|| wrong(&entry, key, format!("a date from {from}, before {until}")))?;
            let name = name.as_str().ok_or_else(|| wrong(&entry, name, "the holiday's name"))?;
            days.insert(day, name.to_owned());
        }
        Ok(Self {
            name: words("name")?,
            source: words("source")?,
            from,
            until,
            verify_by: date("verify_by")?,
            days,
        })
    }

    /// Returns the name of the bank holiday on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&str> {
        self.days.get(&day).map(String::as_str)
    }

    /// Tells whether the list covers a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        (self.from..self.until).contains(&day)
    }

    /// Returns the working day on or before a day.
    ///
    /// # Unknown
    /// Outside `from` to `until` only Saturdays and Sundays are left out, and the answer says so.
    /// `None` before the first day a date can have.
    #[must_use]
    pub fn working_day_on_or_before(&self, day: Date) -> Option<WorkingDay> {
        let mut day = day;
        let mut holidays_known = true;
        loop {
            holidays_known &= self.covers(day);
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            if !weekend && !self.days.contains_key(&day) {
                return Some(WorkingDay { day, holidays_known });
            }
            day = day.checked_sub_days(Days::new(1))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2016-03-25", "2016-03-24", true)]
    #[case("2016-03-28", "2016-03-24", true)]
    #[case("2020-05-08", "2020-05-07", true)]
    #[case("2022-09-19", "2022-09-16", true)]
    #[case("2027-12-28", "2027-12-24", true)]
    #[case("2018-08-31", "2018-08-31", true)]
    #[case("2012-01-02", "2011-12-30", false)]
    #[case("2035-12-25", "2035-12-25", false)]
    #[case("2035-12-23", "2035-12-21", false)]
    fn the_working_day_is_on_or_before(#[case] on: &str, #[case] found: &str, #[case] known: bool) {
        let holidays = BankHolidays::england_and_wales().unwrap();
        let expected = WorkingDay { day: day(found), holidays_known: known };
        assert_eq!(holidays.working_day_on_or_before(day(on)), Some(expected));
    }

    /// Eight a year, one more for each royal occasion (2012, 2022 twice, 2023), none on a weekend.
    #[test]
    fn every_year_has_its_days() {
        let holidays = BankHolidays::england_and_wales().unwrap();
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        for day in holidays.days.keys() {
            assert!(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day}");
            *years.entry(day.year()).or_default() += 1;
        }
        let extra = BTreeMap::from([(2012, 1), (2022, 2), (2023, 1)]);
        let expected = (2012..=2028).map(|y| (y, 8 + extra.get(&y).copied().unwrap_or(0)));
        assert_eq!(years, expected.collect());
    }

    #[test]
    fn the_first_day_of_time_has_no_working_day_before_it() {
        let holidays = BankHolidays::england_and_wales().unwrap();
        assert!(holidays.working_day_on_or_before(Date::MIN).is_some_and(|w| !w.holidays_known));
        let text = "name = \"n\"\nsource = \"s\"\nfrom = 2020-01-01\nuntil = 2021-01-01\n\
                    verify_by = 2021-01-01\n[days]\n2022-01-01 = \"outside\"\n";
        let error = BankHolidays::from_text(text).unwrap_err().to_string();
        assert!(error.contains("2022-01-01") && error.contains("before 2021-01-01"), "{error}");
    }
}
