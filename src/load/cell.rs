//! One cell: from text to what its column holds, or a finding.

use rust_decimal::Decimal;

use super::{
    number::{self, Number},
    schema::{Column, Kind, Need},
};
use crate::{
    model::{Date, Fact, Finding, LARGEST_PENCE, Place, Rule, folded},
    policy::Policy,
};

/// What is odd about a cell that can be read all the same, or why it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not what the column holds.
    Unreadable,
    /// A per cent in a column of units.
    Percent,
    /// Beyond £1bn.
    TooLarge,
    /// An id over 32 characters.
    LongId,
    /// Thousands or millions, as `£35k`; read.
    Multiple,
    /// A decimal comma; read.
    DecimalComma,
    /// A line break within; read without it.
    LineBreak,
    /// What people write for a word of the schema; read as that.
    Alias(&'static str),
}

/// A cell's value, if it can be read, and what is odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub value: Option<T>,
    pub fault: Option<Fault>,
}

impl<T> Read<T> {
    pub(super) const fn sound(value: T) -> Self {
        Self { value: Some(value), fault: None }
    }

    pub(super) const fn bad(fault: Fault) -> Self {
        Self { value: None, fault: Some(fault) }
    }

    pub(super) fn odd(mut self, fault: Option<Fault>) -> Self {
        self.fault = self.fault.or(fault);
        self
    }

    /// Tells a cell that could not be read from a value.
    pub(super) fn into_fact(self) -> Fact<T> {
        self.value.map_or(Fact::Unreadable, Fact::Known)
    }
}

/// Takes line breaks out of a cell; they come from broken exports.
fn one_line(text: &str) -> (std::borrow::Cow<'_, str>, Option<Fault>) {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
        let joined: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
        (joined.trim().to_owned().into(), Some(Fault::LineBreak))
    } else {
        (text.trim().into(), None)
    }
}

/// Reads a number of a kind of column as a decimal: pounds, m², a fraction.
pub(super) fn decimal(text: &str, kind: Kind) -> Read<Decimal> {
    let (line, broken) = one_line(text);
    let Some(number) = number::written(&line) else {
        return Read::bad(Fault::Unreadable);
    };
    let Number { value, percent, multiple, metres, pounds, decimal_comma } = number;
    let odd = broken
        .or(decimal_comma.then_some(Fault::DecimalComma))
        .or(multiple.then_some(Fault::Multiple));
    let within = |low: i64, high: i64| value >= Decimal::from(low) && value <= Decimal::from(high);
    let read = match kind {
        Kind::Share(low, high) => {
            let fraction = if percent { value / Decimal::ONE_HUNDRED } else { value };
            let limit = |percent: i64| Decimal::new(percent, 2);
            let fits = fraction >= limit(low) && fraction <= limit(high) && !multiple;
            if fits { Read::sound(fraction) } else { Read::bad(Fault::Unreadable) }
        }
        _ if percent => return Read::bad(Fault::Percent),
        _ if kind != Kind::Money && (metres || pounds) => return Read::bad(Fault::Unreadable),
        Kind::Money if value.abs() > Decimal::new(LARGEST_PENCE, 2) => {
            return Read::bad(Fault::TooLarge);
        }
        Kind::Money if value.normalize().scale() <= 2 => Read::sound(value),
        Kind::Number(most) if within(0, most) => Read::sound(value),
        Kind::Above(most) if within(0, most) && !value.is_zero() => Read::sound(value),
        Kind::Whole(most) if within(0, most) && value.is_integer() => Read::sound(value),
        Kind::Count(most) if within(1, most) && value.is_integer() => Read::sound(value),
        Kind::Signed(low, high) if within(low, high) => Read::sound(value),
        _ => Read::bad(Fault::Unreadable),
    };
    if read.value.is_some() { read.odd(odd) } else { read }
}

/// Reads a number as whole units of 10^-`places`, fast where the cell is plain digits.
pub(super) fn fixed(text: &str, kind: Kind, places: u32) -> Read<i64> {
    let limit = match kind {
        Kind::Number(most) | Kind::Whole(most) | Kind::Count(most) => most * 10_i64.pow(places),
        _ => LARGEST_PENCE,
    };
    let least = match kind {
        Kind::Money => -limit,
        Kind::Count(_) => 10_i64.pow(places),
        _ => 0,
    };
    if let Some(value) = number::plain(text, places)
        && (least..=limit).contains(&value)
    {
        return Read::sound(value);
    }
    let Read { value, fault } = decimal(text, kind);
    let scaled = value.and_then(|v| {
        use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, prelude::ToPrimitive};
        let scaled = v.checked_mul(Decimal::from(10_i64.pow(places)))?;
        scaled.round_dp_with_strategy(0, MidpointAwayFromZero).to_i64()
    });
    let fault = if value.is_some() && scaled.is_none() { Some(Fault::Unreadable) } else { fault };
    Read { value: scaled, fault }
}

/// Reads `YYYY-MM-DD` or `dd/mm/yyyy`, years 1700 to 2999.
pub(super) fn date(text: &str) -> Read<Date> {
    let (line, broken) = one_line(text);
    match iso(line.as_bytes()).or_else(|| slashed(&line)) {
        Some(date) => Read::sound(date).odd(broken),
        None => Read::bad(Fault::Unreadable),
    }
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |sum, b| {
        b.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(u32::from(b - b'0'))).flatten()
    })
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i32::try_from(year).ok().filter(|y| (1700..=2999).contains(y))?;
    Date::from_ymd_opt(year, month, day)
}

fn iso(bytes: &[u8]) -> Option<Date> {
    match bytes {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            day(digits(y)?, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
        }
        _ => None,
    }
}

fn slashed(text: &str) -> Option<Date> {
    let parts: Vec<&[u8]> = text.split('/').map(str::as_bytes).collect();
    match parts.as_slice() {
        [d @ ([_] | [_, _]), m @ ([_] | [_, _]), y @ [_, _, _, _]] => {
            day(digits(y)?, digits(m)?, digits(d)?)
        }
        _ => None,
    }
}

/// Reads an id: trimmed, 32 characters at most.
pub(super) fn id<T>(text: &str, make: impl Fn(&str) -> Option<T>) -> Read<T> {
    let (line, broken) = one_line(text);
    match make(&line) {
        Some(id) => Read::sound(id).odd(broken),
        None if line.is_empty() => Read::bad(Fault::Unreadable),
        None => Read::bad(Fault::LongId),
    }
}

/// Reads a listed word.
pub(super) fn word<T>(text: &str, find: impl Fn(&str) -> Option<T>) -> Read<T> {
    let (line, broken) = one_line(text);
    find(&line).map_or(Read::bad(Fault::Unreadable), |word| Read::sound(word).odd(broken))
}

/// Reads `yes`, `no` and their usual short forms.
pub(super) fn yes_no(text: &str) -> Read<bool> {
    word(text, |t| match folded(t).as_str() {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    })
}

/// Reads `YYYY-MM`, kept as text.
pub(super) fn month(text: &str) -> Read<String> {
    word(text, |t| iso(format!("{t}-01").as_bytes()).map(|_| t.to_owned()))
}

/// Tells whether a cell says nothing: empty, blank or one of the policy's words for "not known".
pub(super) fn is_empty(text: &str, policy: &Policy) -> bool {
    let trimmed = text.trim();
    trimmed.is_empty() || (trimmed.len() <= 40 && policy.is_null_word(trimmed))
}

/// Makes the finding about a cell.
pub(super) fn finding(
    fault: Fault,
    column: &Column,
    place: Place,
    id: &str,
    text: &str,
    required: bool,
) -> Finding {
    let quoted = format!("{text:?}");
    let unreadable = if required { Rule::RequiredCellUnreadable } else { Rule::CellUnreadable };
    let until =
        "correct the cell, or empty it if the fact is not known; until then it counts as unknown";
    let mend = if required { "correct the cell" } else { until };
    let near = match column.kind {
        Kind::Words(words) => super::nearest(text, words.iter().copied()),
        _ => None,
    };
    let by_word = near.map(|word| format!("write {word:?} if that is meant, else {mend}"));
    let mend = by_word.as_deref().unwrap_or(mend);
    let (rule, found, mend) = match fault {
        Fault::Unreadable => (unreadable, quoted, mend),
        Fault::Percent if required => (unreadable, format!("{quoted}, a per cent"), mend),
        Fault::Percent => (Rule::WrongUnit, format!("{quoted}, a per cent"), mend),
        Fault::TooLarge => (Rule::MoneyTooLarge, quoted, "correct the amount: pounds, not pence"),
        Fault::LongId => (Rule::IdTooLong, quoted, "give the record a short id"),
        Fault::Multiple => {
            let found = format!("{quoted}, read as thousands or millions");
            (Rule::WrongUnit, found, "write the figure in full")
        }
        Fault::DecimalComma => {
            let found = format!("{quoted}, its comma read as the decimal point");
            (Rule::DecimalComma, found, "write the number with a point")
        }
        Fault::Alias(word) => (
            Rule::AliasUsed,
            format!("{quoted}, read as `{word}`"),
            "nothing to do, if that is what it means; else write one of the words of the column",
        ),
        Fault::LineBreak => (
            Rule::LineBreakInCell,
            format!("{quoted}, read without the line break"),
            "delete the line break within the cell",
        ),
    };
    let expected = if rule == Rule::MoneyTooLarge {
        format!(
            "{}: at most £1,000,000,000 either way, for example {}",
            column.meaning, column.example
        )
    } else {
        column.expected()
    };
    Finding::new(rule, place, id, found, expected).mend(mend)
}

/// Tells whether a column must be filled in every record.
pub(super) fn is_required(column: &Column) -> bool {
    column.need == Need::Required
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2020-03-31", Some("2020-03-31"))]
    #[case("31/03/2020", Some("2020-03-31"))]
    #[case("1/4/2020", Some("2020-04-01"))]
    #[case("31/3/19", None)]
    #[case("2020-02-30", None)]
    #[case("2020-3-1", None)]
    #[case("1600-01-01", None)]
    #[case("+020-01-01", None)]
    #[case("2020-03-\n31", Some("2020-03-31"))]
    fn dates_are_read_by_pattern(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(date(text).value, expected.map(|d| d.parse().unwrap()));
    }

    #[rstest]
    #[case("12.34", Kind::Money, Some(1234), None)]
    #[case("12.345", Kind::Money, None, Some(Fault::Unreadable))]
    #[case("1000000000.01", Kind::Money, None, Some(Fault::TooLarge))]
    #[case("45%", Kind::Number(1000), None, Some(Fault::Percent))]
    #[case("£300", Kind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("0.0005m", Kind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("£35k", Kind::Money, Some(3_500_000), Some(Fault::Multiple))]
    #[case("184,5", Kind::Number(1000), Some(18_450), Some(Fault::DecimalComma))]
    #[case("-1", Kind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("1001", Kind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("0.1", Kind::Above(1000), Some(10), None)]
    #[case("0", Kind::Count(1000), None, Some(Fault::Unreadable))]
    #[case("1", Kind::Count(1000), Some(100), None)]
    fn numbers_are_cast_to_whole_units(
        #[case] text: &str,
        #[case] kind: Kind,
        #[case] value: Option<i64>,
        #[case] fault: Option<Fault>,
    ) {
        assert_eq!(fixed(text, kind, 2), Read { value, fault });
    }

    #[rstest]
    #[case("45%", Some("0.45"))]
    #[case("0.45", Some("0.45"))]
    #[case("45", None)]
    fn a_share_is_a_fraction_or_a_per_cent(#[case] text: &str, #[case] value: Option<&str>) {
        let read = decimal(text, Kind::Share(0, 100)).value;
        assert_eq!(read, value.map(|v| v.parse().unwrap()));
    }
}
