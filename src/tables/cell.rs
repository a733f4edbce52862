//! What stands in a cell of an output table, and how a value becomes one.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::edition::{EventState, Gate};
use crate::model::{
    ClosedWord, Date, FinancialYear, Index, Measure, Money, Points, Quantity, Unit, Weight,
};

crate::model::words! {
    /// What the cells of a column hold: their type in data files, and how a sheet shows them.
    Kind {
        Text = "text",
        List = "list",
        Day = "date",
        Year = "financial_year",
        Money = "money",
        Share = "share",
        Tenth = "number_shown_to_a_tenth",
        Whole = "whole_number",
        Number = "number",
        YesNo = "yes_or_no",
        Reading = "reading",
    }
}

/// How a sheet shows a number; data files write its digits as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberForm {
    /// No decimals.
    Whole,
    /// One decimal.
    Tenth,
    /// Of one, as a per cent.
    Share,
    /// Pounds and pence.
    Pounds,
    /// As many digits as it has.
    Plain,
}

impl Kind {
    /// Returns how a sheet shows a number of this kind.
    #[must_use]
    pub const fn form(self) -> NumberForm {
        match self {
            Self::Money => NumberForm::Pounds,
            Self::Share => NumberForm::Share,
            Self::Tenth => NumberForm::Tenth,
            Self::Whole => NumberForm::Whole,
            Self::Text
            | Self::List
            | Self::Day
            | Self::Year
            | Self::Number
            | Self::YesNo
            | Self::Reading => NumberForm::Plain,
        }
    }

    /// Tells whether its cells are numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Money | Self::Share | Self::Tenth | Self::Whole | Self::Number)
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell<'a> {
    /// Not known, or not shown in this edition.
    #[default]
    Empty,
    /// Words; empty text is [`Cell::Empty`].
    Text(Cow<'a, str>),
    /// Several words, none of them perhaps; files have them in one cell, parted by [`BETWEEN`].
    List(Vec<Cow<'a, str>>),
    /// A day.
    Day(Date),
    /// Digits as [`is_number`] accepts them.
    Number(Cow<'a, str>, NumberForm),
}

/// What parts the words of a list in one cell.
pub const BETWEEN: &str = "; ";

/// Tells whether text is a plain decimal number: digits, at most one sign before and one point within.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let size = text.strip_prefix('-').unwrap_or(text);
    match size.split_once('.') {
        Some((whole, tail)) => digits(whole) && digits(tail),
        None => digits(size),
    }
}

/// A value that a column can show.
pub trait Value<'a> {
    /// Makes the cell of a column of a kind.
    fn cell(self, kind: Kind) -> Cell<'a>;
}

impl<'a> Value<'a> for Cow<'a, str> {
    /// Digits in a column of numbers are a number, all else is text.
    fn cell(self, kind: Kind) -> Cell<'a> {
        if self.is_empty() {
            Cell::Empty
        } else if kind.is_number() && is_number(&self) {
            Cell::Number(self, kind.form())
        } else {
            Cell::Text(self)
        }
    }
}

impl<'a> Value<'a> for &'a str {
    fn cell(self, kind: Kind) -> Cell<'a> {
        Cow::Borrowed(self).cell(kind)
    }
}

impl<'a> Value<'a> for &'a String {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.as_str().cell(kind)
    }
}

impl<'a> Value<'a> for String {
    fn cell(self, kind: Kind) -> Cell<'a> {
        Cow::<'a, str>::Owned(self).cell(kind)
    }
}

fn list<'a, T: Into<Cow<'a, str>>>(words: impl Iterator<Item = T>, kind: Kind) -> Cell<'a> {
    let words: Vec<Cow<'a, str>> = words.map(Into::into).collect();
    if kind == Kind::List { Cell::List(words) } else { words.join(BETWEEN).cell(kind) }
}

impl<'a> Value<'a> for &'a Vec<String> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.iter().map(String::as_str), kind)
    }
}

impl<'a> Value<'a> for &Vec<&'static str> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.iter().copied(), kind)
    }
}

impl<'a> Value<'a> for &Vec<FinancialYear> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.iter().map(ToString::to_string), kind)
    }
}

impl<'a> Value<'a> for EventState {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.word().cell(kind)
    }
}

/// Gates stand as their codes, with the day.
impl<'a> Value<'a> for &Vec<Gate> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.iter().map(ToString::to_string), kind)
    }
}

impl<'a> Value<'a> for Vec<String> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.into_iter(), kind)
    }
}

impl<'a> Value<'a> for Vec<&'static str> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.into_iter(), kind)
    }
}

impl<'a> Value<'a> for Date {
    fn cell(self, _: Kind) -> Cell<'a> {
        Cell::Day(self)
    }
}

impl<'a> Value<'a> for bool {
    fn cell(self, kind: Kind) -> Cell<'a> {
        if self { "yes" } else { "no" }.cell(kind)
    }
}

/// A sum is written to the penny.
impl<'a> Value<'a> for Money {
    fn cell(self, kind: Kind) -> Cell<'a> {
        Cell::Number(self.to_string().into(), kind.form())
    }
}

/// A reading in the unit of its measure: a number or a word.
pub(super) struct Measured {
    read: Quantity,
    form: NumberForm,
}

impl Measured {
    /// Takes a reading of a measure; `None` is not known.
    pub(super) fn of(read: Option<Quantity>, measure: Measure) -> Option<Self> {
        let form = match measure.unit() {
            Unit::Pounds | Unit::PoundsAYear | Unit::PoundsPerM2 => NumberForm::Pounds,
            Unit::Share => NumberForm::Share,
            Unit::Months | Unit::Workstations => NumberForm::Whole,
            Unit::SquareMetres
            | Unit::SquareMetresPerFte
            | Unit::Fte
            | Unit::People
            | Unit::Right
            | Unit::YesNo => NumberForm::Tenth,
        };
        read.map(|read| Self { read, form })
    }
}

impl<'a> Value<'a> for Measured {
    fn cell(self, _: Kind) -> Cell<'a> {
        let written = self.read.text().into();
        match self.read {
            Quantity::Right(_) | Quantity::YesNo(_) => Cell::Text(written),
            Quantity::Pence(_) | Quantity::Number(_) | Quantity::Whole(_) => {
                Cell::Number(written, self.form)
            }
        }
    }
}

/// What is not known is empty.
impl<'a, V: Value<'a>> Value<'a> for Option<V> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.map_or(Cell::Empty, |value| value.cell(kind))
    }
}

macro_rules! numbers {
    ($($type:ty),+) => { $(impl<'a> Value<'a> for $type {
        fn cell(self, kind: Kind) -> Cell<'a> {
            Cell::Number(self.to_string().into(), kind.form())
        }
    })+ };
}

numbers!(usize, u32, u64, i32, Decimal, Points, Index, Weight);

/// A sum of money in whole pence; a count in a column of any other kind.
impl<'a> Value<'a> for i64 {
    fn cell(self, kind: Kind) -> Cell<'a> {
        match kind {
            Kind::Money => Money::from_pence(self).cell(kind),
            _ => Cell::Number(self.to_string().into(), kind.form()),
        }
    }
}

/// Writes a share with four decimals.
pub(super) fn to_four_places(share: Decimal) -> String {
    format!("{:.4}", share.round_dp(4))
}

/// Writes a factor with six decimals.
pub(super) fn to_six_places(factor: Decimal) -> String {
    format!("{:.6}", factor.round_dp(6))
}

/// Words of a closed list stand as the list has them.
impl<'a, W: ClosedWord> Value<'a> for W {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.closed_word().cell(kind)
    }
}

impl<'a, W: ClosedWord> Value<'a> for &Vec<W> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        list(self.iter().map(|word| word.closed_word()), kind)
    }
}

impl<'a> Value<'a> for FinancialYear {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.to_string().cell(kind)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("-12.50", true)]
    #[case("0", true)]
    #[case("-2+3", false)]
    #[case("1e3", false)]
    #[case("", false)]
    #[case("-", false)]
    #[case(".5", false)]
    #[case("low", false)]
    fn only_plain_digits_are_a_number(#[case] text: &str, #[case] number: bool) {
        assert_eq!(is_number(text), number);
    }

    #[test]
    fn a_value_becomes_what_its_column_holds() {
        assert_eq!("".cell(Kind::Text), Cell::Empty);
        assert_eq!("12".cell(Kind::Text), Cell::Text("12".into()));
        assert_eq!("12".cell(Kind::Tenth), Cell::Number("12".into(), NumberForm::Tenth));
        assert_eq!("low".cell(Kind::Tenth), Cell::Text("low".into()));
        assert_eq!(None::<Money>.cell(Kind::Money), Cell::Empty);
        let sum = Money::from_pence(-1250);
        assert_eq!(Some(sum).cell(Kind::Money), Cell::Number("-12.50".into(), NumberForm::Pounds));
        assert_eq!(
            Some(-5_i64).cell(Kind::Money),
            Cell::Number("-0.05".into(), NumberForm::Pounds)
        );
        assert_eq!(5_i64.cell(Kind::Whole), Cell::Number("5".into(), NumberForm::Whole));
        assert_eq!(true.cell(Kind::YesNo), Cell::Text("yes".into()));
        assert_eq!(vec!["a", "b"].cell(Kind::Text), Cell::Text("a; b".into()));
        assert_eq!(vec!["a", "b"].cell(Kind::List), Cell::List(vec!["a".into(), "b".into()]));
    }
}
