//! What the cells of a column look like.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::words::Words;
use crate::{
    load::{DecimalMark, decimal_mark, number_of, number_with},
    mapping::source::{is_null, tidy},
    model::Postcode,
    policy::Policy,
};

/// A column of a file and what its cells look like.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub header: String,
    pub words: Vec<String>,
    /// Cells that say something, tidied, with how often each stands; most frequent first.
    pub values: Vec<(String, usize)>,
    pub filled: usize,
    pub rows: usize,
    pub numbers: usize,
    /// Of the numbers.
    pub least: Option<Decimal>,
    pub most: Option<Decimal>,
    /// Texts among numbers that mean "not known".
    pub nulls: Vec<String>,
}

impl Profile {
    /// Looks at a column.
    pub fn of(header: &str, cells: &[&str], words: &Words, policy: &Policy) -> Self {
        let mut counts: std::collections::BTreeMap<String, usize> =
            std::collections::BTreeMap::new();
        for cell in cells {
            if !is_null(cell, &[], policy) {
                *counts.entry(tidy(cell)).or_default() += 1;
            }
        }
        let mut values: Vec<(String, usize)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let number = |text: &str| {
            let plain = text.trim_end_matches('%').trim_end();
            number_of(plain).or_else(|| number_with(plain, ','))
        };
        let all: Vec<(Decimal, usize)> =
            values.iter().filter_map(|(text, count)| Some((number(text)?, *count))).collect();
        let numbers = all.iter().map(|(_, count)| count).sum();
        let mostly_numbers = numbers > 0;
        let nulls: Vec<String> = values
            .iter()
            .filter(|(text, _)| mostly_numbers && number(text).is_none() && words.is_null(text))
            .map(|(text, _)| text.clone())
            .collect();
        let is_null = |text: &str| nulls.iter().any(|null| null == text);
        let filled = values.iter().filter(|(text, _)| !is_null(text)).map(|(_, count)| count).sum();
        Self {
            header: header.to_owned(),
            words: super::words::header_words(header),
            least: all.iter().map(|(n, _)| *n).min(),
            most: all.iter().map(|(n, _)| *n).max(),
            numbers,
            filled,
            rows: cells.len(),
            nulls,
            values,
        }
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

    /// Tells whether a header's unit, in brackets or after the words, is one of these.
    pub fn unit(&self, units: &[&str]) -> bool {
        let header = self.header.to_lowercase().replace('²', "2");
        units.iter().any(|unit| header.contains(unit))
    }

    /// Tells whether most cells are postcodes by their form.
    pub fn holds_postcodes(&self) -> bool {
        self.share(|text| Postcode::read(text).is_some()) >= 0.6
    }

    /// Tells whether most cells are dates; with which part first.
    pub fn dates(&self) -> Option<&'static str> {
        let ymd = self.share(|text| parts(text).is_some_and(|p| p[0] > 1700));
        if ymd >= 0.7 {
            return Some("ymd");
        }
        let slashed: Vec<[u32; 3]> = self.values.iter().filter_map(|(t, _)| parts(t)).collect();
        if self.share(|text| parts(text).is_some_and(|p| p[2] > 1700)) < 0.7 {
            return None;
        }
        let second_beyond = slashed.iter().any(|p| p[1] > 12);
        let first_beyond = slashed.iter().any(|p| p[0] > 12);
        match (first_beyond, second_beyond) {
            (false, true) => Some("mdy"),
            _ => Some("dmy"),
        }
    }

    /// Returns the first number with a comma where the point should be.
    pub fn decimal_comma(&self) -> Option<&str> {
        let comma = |text: &&str| decimal_mark(text) == Some(DecimalMark::Comma);
        let numbers = self.numeric() >= 0.5 && !self.holds_pairs();
        self.values.iter().map(|(text, _)| text.as_str()).find(comma).filter(|_| numbers)
    }

    /// Tells whether most cells are two numbers parted by a comma.
    pub fn holds_pairs(&self) -> bool {
        let pair = |text: &str| {
            text.split_once(',').is_some_and(|(a, b)| {
                let plain = |t: &str| number_of(t.trim()).and_then(|n| n.to_f64());
                match (plain(a), plain(b)) {
                    (Some(a), Some(b)) => a.abs() >= 1000.0 && b.abs() >= 1000.0,
                    _ => false,
                }
            })
        };
        self.filled > 0 && self.share(pair) >= 0.8
    }
}

/// Divides counts; nought of nothing.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

/// Splits a date into its three numbers.
fn parts(text: &str) -> Option<[u32; 3]> {
    let day = text.split(['T', ' ']).next()?;
    let parts: Vec<u32> = day.split(['/', '-', '.']).filter_map(|p| p.parse().ok()).collect();
    parts.try_into().ok()
}
