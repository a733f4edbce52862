//! What the cells of a column look like.

use rust_decimal::Decimal;

use super::{unit, words::Words};
use crate::{
    load::{
        DecimalMark, Order, Shows, StatedUnit, date_of, date_shows, decimal_mark, number_of,
        written,
    },
    mapping::source::{is_null, tidy},
    model::Postcode,
    policy::Policy,
};

/// Marks of currencies other than the pound, which a number cannot have.
pub(super) const CURRENCIES: [char; 2] = ['€', '$'];

/// Any year will do where only the form of a date is looked at.
const LAST_YEAR: i32 = 2050;

/// A column of a file and what its cells look like.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// As the mapping must name it: of two rows both texts, joined by ` / `.
    pub header: String,
    /// The text of the lower row alone.
    pub own: String,
    /// Of the lower row, without units.
    pub words: Vec<String>,
    /// Of the group above it; empty where there is none.
    pub band: Vec<String>,
    /// Of each part of a name that is given twice, as in two languages: `Enw / Name`.
    pub parts: Vec<Vec<String>>,
    /// Cells that say something, tidied, with how often each stands; most frequent first.
    pub values: Vec<(String, usize)>,
    pub filled: usize,
    pub rows: usize,
    pub numbers: usize,
    /// The numbers, and how often each stands.
    sizes: Vec<(Decimal, usize)>,
    /// Of the numbers.
    pub least: Option<Decimal>,
    pub most: Option<Decimal>,
    /// Texts among numbers that mean "not known".
    pub nulls: Vec<String>,
}

impl Profile {
    /// Looks at a column; `own` is its name in the lower row of a header, `header` with the group above.
    pub fn of(
        (header, own): (&str, &str),
        cells: &[&str],
        decimal_comma: bool,
        words: &Words,
        policy: &Policy,
    ) -> Self {
        let mut counts: std::collections::BTreeMap<String, usize> =
            std::collections::BTreeMap::new();
        for cell in cells {
            if !is_null(cell, &[], policy) {
                *counts.entry(tidy(cell)).or_default() += 1;
            }
        }
        let mut values: Vec<(String, usize)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        // A unit of its own below a name is no name: `GIA` over `m2`.
        let own = if unit::is_unit(own) || own.is_empty() { header } else { own };
        let band = header.strip_suffix(own).map_or("", |band| band.trim_end_matches(" / "));
        let split = |text: &str| unit::without_units(&super::words::header_words(text));
        let mut profile = Self {
            header: header.to_owned(),
            own: own.to_owned(),
            words: split(own),
            band: split(band),
            parts: own.split(" / ").skip_while(|part| *part == own).map(split).collect(),
            values,
            filled: 0,
            rows: cells.len(),
            numbers: 0,
            sizes: Vec::new(),
            least: None,
            most: None,
            nulls: Vec::new(),
        };
        profile.count(decimal_comma, words);
        profile
    }

    /// Counts what is a number, and what stands among numbers for "not known".
    fn count(&mut self, decimal_comma: bool, words: &Words) {
        let ending = unit::ending(self).unwrap_or_default();
        let mark = decimal_comma.then_some(',');
        let read = |text: &str| {
            let plain = text.trim_matches(|c: char| CURRENCIES.contains(&c) || c.is_whitespace());
            // A number without the unit of the others is not read with it.
            let plain = plain.strip_suffix(ending.trim())?.trim_end().trim_end_matches('%');
            let own = |unit: Option<StatedUnit>| {
                matches!(unit, None | Some(StatedUnit::AYear | StatedUnit::SquareMetres))
            };
            written(plain.trim_end(), mark).filter(|n| own(n.unit)).map(|n| n.value)
        };
        let all: Vec<(Decimal, usize)> =
            self.values.iter().filter_map(|(text, count)| Some((read(text)?, *count))).collect();
        self.numbers = all.iter().map(|(_, count)| count).sum();
        self.least = all.iter().map(|(n, _)| *n).min();
        self.most = all.iter().map(|(n, _)| *n).max();
        self.sizes = all;
        let is_word = |text: &str| read(text).is_none() && words.is_null(text);
        let texts = self.values.iter().filter(|(text, _)| self.numbers > 0 && is_word(text));
        self.nulls = texts.map(|(text, _)| text.clone()).collect();
        let says = |text: &String| !self.nulls.contains(text);
        self.filled = self.values.iter().filter(|(text, _)| says(text)).map(|(_, n)| n).sum();
    }

    /// Returns the share of the filled cells of which a test holds.
    pub fn share(&self, test: impl Fn(&str) -> bool) -> f64 {
        let held: usize =
            self.values.iter().filter(|(text, _)| test(text)).map(|(_, count)| count).sum();
        ratio(held, self.filled)
    }

    /// Returns the share of the filled cells that hold a number.
    pub fn numeric(&self) -> f64 {
        ratio(self.numbers, self.filled)
    }

    /// Returns how many different texts there are for each filled cell.
    pub fn distinct(&self) -> f64 {
        ratio(self.values.len(), self.filled)
    }

    /// Tells whether all numbers lie within limits.
    pub fn within(&self, low: i64, high: i64) -> bool {
        let inside = |n: Decimal| n >= Decimal::from(low) && n <= Decimal::from(high);
        self.least.is_some_and(inside) && self.most.is_some_and(inside)
    }

    /// Returns the share of the filled cells that hold a number within limits.
    pub fn share_within(&self, low: i64, high: i64) -> f64 {
        let inside = |n: &Decimal| *n >= Decimal::from(low) && *n <= Decimal::from(high);
        let held = self.sizes.iter().filter(|(n, _)| inside(n)).map(|(_, count)| count).sum();
        ratio(held, self.filled)
    }

    /// Tells whether a header's unit, in brackets or after the words, is one of these.
    pub fn unit(&self, units: &[&str]) -> bool {
        let header = self.header.to_lowercase().replace('²', "2");
        units.iter().any(|unit| header.contains(unit))
    }

    /// Tells whether most cells are postcodes by their form.
    pub fn holds_postcodes(&self) -> bool {
        self.share(|text| Postcode::read(text).is_some()) >= 0.6
    }

    /// Tells whether some cells are a day with an hour, in the order of the calendar and not of another clock.
    pub fn has_times(&self) -> bool {
        self.share(|text| text.contains(':')) > 0.0 && self.share(|text| text.ends_with('Z')) == 0.0
    }

    /// Tells whether most cells are dates that import can read; with which part first.
    pub fn dates(&self) -> Option<&'static str> {
        // Digits alone may be a date, and are mostly none. The century does not matter here.
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let share = |order| {
            self.share(|text| !is_number(text) && date_of(text, order, LAST_YEAR).is_some())
        };
        if share(Order::YearFirst) >= 0.7 {
            return Some("ymd");
        }
        let (day_first, month_first) = (share(Order::DayFirst), share(Order::MonthFirst));
        if f64::max(day_first, month_first) < 0.7 {
            return None;
        }
        let shows = self.share(|text| date_shows(text) == Shows::MonthFirst) > 0.0;
        Some(if shows && month_first > day_first { "mdy" } else { "dmy" })
    }

    /// Tells whether the numbers are per cents, by header or by cells.
    pub fn is_per_cent(&self) -> bool {
        let says = |word: &String| matches!(word.as_str(), "percent" | "percentage" | "pct");
        self.unit(&["%", "per cent"])
            || self.words.iter().any(says)
            || self.share(|text| text.ends_with('%')) > 0.5
    }

    /// Tells whether the numbers are fractions of one, as a workbook holds per cents.
    pub fn is_fraction(&self) -> bool {
        let is_marked = self.share(|text| text.ends_with('%')) > 0.0;
        !is_marked && self.within(0, 1) && self.share(|text| text.contains(['.', ','])) > 0.0
    }

    /// Tells whether most cells are two numbers parted by a comma.
    pub fn holds_pairs(&self) -> bool {
        self.filled > 0 && self.share(is_pair) >= 0.8
    }
}

/// Tells whether a text is two large numbers parted by a comma, as a grid position is written.
fn is_pair(text: &str) -> bool {
    text.split_once(',').is_some_and(|(a, b)| {
        let large = |t: &str| number_of(t.trim()).is_some_and(|n| n.abs() >= Decimal::ONE_THOUSAND);
        large(a) && large(b)
    })
}

/// Finds a cell that shows the decimal comma of a file: in a column of numbers, and none shows a point.
pub(super) fn decimal_comma(columns: &[Vec<&str>]) -> Option<String> {
    let numbers = |cells: &&Vec<&str>| {
        let filled = || cells.iter().map(|c| plain(c)).filter(|c| !c.is_empty());
        let of =
            |test: &dyn Fn(&String) -> bool| ratio(filled().filter(test).count(), filled().count());
        of(&|c| decimal_mark(c).is_some()) >= 0.5 && of(&|c| is_pair(c)) < 0.8
    };
    let cells = || columns.iter().filter(numbers).flatten();
    let shows = |mark| cells().find(|c| decimal_mark(&plain(c)) == Some(mark));
    shows(DecimalMark::Comma).filter(|_| shows(DecimalMark::Point).is_none()).map(|c| plain(c))
}

/// Takes blanks, a sign, marks of currency and a per cent off a number.
fn plain(text: &str) -> String {
    let marks = |c: char| c.is_whitespace() || "£%-".contains(c) || CURRENCIES.contains(&c);
    text.trim_matches(marks).replace([' ', '\u{a0}'], "")
}

/// Divides counts; zero of nothing.
pub(in crate::mapping) fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}
