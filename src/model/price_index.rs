//! A published series of prices by month.

use std::{collections::BTreeMap, fmt};

use chrono::Datelike;
use rust_decimal::Decimal;

use super::Date;

/// A calendar month, written `2019-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// Makes a month; `None` unless `month` is 1 to 12 and the year is one a date can have.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        Date::from_ymd_opt(year, month, 1).map(Self::of)
    }

    /// Returns the month of a day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        // The years of a date stay within ±262,143, so twelve times as many months stay in `i32`.
        Self(day.year() * 12 + day.month0().cast_signed())
    }

    /// Reads `2019-12`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (year, month) = text.trim().split_once('-')?;
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let sound = year.len() == 4 && month.len() == 2 && digits(year) && digits(month);
        sound.then(|| Self::new(year.parse().ok()?, month.parse().ok()?)).flatten()
    }

    /// Returns the months from `earlier` to this one; negative when this one is earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Returns the month so many months before; `None` outside the years a date can have.
    #[must_use]
    pub fn less(self, months: i32) -> Option<Self> {
        let count = self.0.checked_sub(months)?;
        let month = u32::try_from(count.rem_euclid(12)).ok()?;
        Self::new(count.div_euclid(12), month + 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// A published series: one value a month, any month may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceIndex(BTreeMap<Month, Decimal>);

impl PriceIndex {
    /// Makes a series; of a month given twice the later value stays.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = (Month, Decimal)>) -> Self {
        Self(values.into_iter().collect())
    }

    /// Returns the value of a month; `None` when it was not published or is not above zero.
    #[must_use]
    pub fn value(&self, month: Month) -> Option<Decimal> {
        self.0.get(&month).copied().filter(|v| *v > Decimal::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2019-12", Some("2019-12"))]
    #[case("2019-13", None)]
    #[case("2019-1", None)]
    #[case("19-01", None)]
    #[case("-019-01", None)]
    fn a_month_is_a_year_and_two_digits(#[case] text: &str, #[case] shown: Option<&str>) {
        assert_eq!(Month::read(text).map(|m| m.to_string()).as_deref(), shown);
    }

    #[test]
    fn months_are_counted_over_the_new_year() {
        let (december, march) = (Month::read("2019-12").unwrap(), Month::read("2020-03").unwrap());
        assert_eq!(march.since(december), 3);
        assert_eq!(march.less(3), Some(december));
        assert_eq!(december.less(-3), Some(march));
        assert_eq!(december.less(i32::MAX), None);
    }

    #[test]
    fn a_value_of_zero_is_not_known() {
        let month = Month::read("2020-01").unwrap();
        assert_eq!(PriceIndex::new([(month, Decimal::ZERO)]).value(month), None);
    }
}
