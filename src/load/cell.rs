//! One cell: from text to what its column holds, or a finding.

use rust_decimal::Decimal;

use super::{
    clues::{self, Clue, ClueSet, Known},
    date::{self, Order},
    ids,
    manner::{self, Meant},
    number::{self, DecimalMark, Number},
    schema::{ColumnKind, SchemaColumn},
    unit::Turned,
};
use crate::{
    model::{Date, Fact, Finding, LARGEST_PENCE, Place, Rule, folded},
    policy::{FigureName, Policy},
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
    /// A point that parts thousands, as the rest of the column has it; read.
    ThousandsPoint,
    /// A line break within; read without it.
    LineBreak,
    /// What people write for a word of the schema; read as that.
    Alias(&'static str),
    /// Two numbers, by the decimal mark that is meant.
    TwoNumbers,
    /// A unit that turns into the column's; read.
    OtherUnit,
    /// A unit that nothing turns into the column's.
    NoUnit,
    /// Day or month first: the row of a date of the column that has the month first.
    DayOrMonth(u32),
    /// An id that a spreadsheet rounded, where its form alone tells what it is.
    Damaged,
}

/// A cell's value, if it can be read, and what is odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub value: Option<T>,
    pub fault: Option<Fault>,
    /// What the cell tells of its column.
    pub clue_set: ClueSet,
}

impl<T> Read<T> {
    pub(super) const fn sound(value: T) -> Self {
        Self { value: Some(value), fault: None, clue_set: ClueSet::NONE }
    }

    pub(super) const fn bad(fault: Fault) -> Self {
        Self { value: None, fault: Some(fault), clue_set: ClueSet::NONE }
    }

    /// Makes another thing of the value; what is odd about the cell stays.
    pub(super) fn and_then<U>(self, make: impl FnOnce(T) -> Option<U>) -> Read<U> {
        Read { value: self.value.and_then(make), fault: self.fault, clue_set: self.clue_set }
    }

    pub(super) const fn with_clues(mut self, clue_set: ClueSet) -> Self {
        self.clue_set = self.clue_set.and(clue_set);
        self
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

/// Reads a cell by what is known of its column as a whole.
pub(super) fn by_column<T>(
    text: &str,
    column: &SchemaColumn,
    known: Option<&Known>,
    policy: &Policy,
    read: impl Fn(&str, &SchemaColumn) -> Read<T>,
) -> Read<T> {
    let Some(known) = known else { return read(text, column) };
    if let Some(manner) = &known.numbers
        && number::decimal_mark(text) == Some(DecimalMark::Either)
    {
        let is_comma = text.contains(',');
        return match (manner.meant(text, column.kind, policy), is_comma) {
            (Meant::Questioned, _) => Read::bad(Fault::TwoNumbers),
            (Meant::Thousands, true) | (Meant::Decimal, false) => read(text, column),
            (Meant::Decimal, true) => {
                read(&text.replace(',', "."), column).odd(Some(Fault::DecimalComma))
            }
            (Meant::Thousands, false) => {
                read(&text.replace('.', ""), column).odd(Some(Fault::ThousandsPoint))
            }
        };
    }
    let first = read(text, column);
    match known.questions_date(first.clue_set) {
        Some(fault) => Read::bad(fault),
        None => first,
    }
}

/// Reads a number of a column as a decimal: pounds, m², a fraction.
pub(super) fn decimal(text: &str, column: &SchemaColumn) -> Read<Decimal> {
    let (line, broken) = one_line(text);
    let Some(number) = number::written(&line) else {
        return Read::bad(Fault::Unreadable);
    };
    let Number { value, percent, multiple, metres, pounds, decimal_comma, ledger, unit, cut } =
        number;
    let kind = column.kind;
    let is_either = line.contains(',') && number::decimal_mark(&line) == Some(DecimalMark::Either);
    let mut clue_set = ClueSet::NONE
        .with(Clue::Either, is_either)
        .with(Clue::Comma, decimal_comma)
        .with(Clue::Ledger, ledger)
        .with(Clue::CutNumber, cut);
    let (value, converted) = match unit.map(|unit| unit.turned(value, column.unit)) {
        None => (value, None),
        Some(None) => return Read::bad(Fault::NoUnit),
        Some(Some(Turned::Own(value))) => {
            clue_set = clue_set.with(Clue::UnitNamed, true);
            (value, None)
        }
        Some(Some(Turned::Converted(value))) => (value, Some(Fault::OtherUnit)),
    };
    let odd = broken
        .or(decimal_comma.then_some(Fault::DecimalComma))
        .or(multiple.then_some(Fault::Multiple))
        .or(converted);
    let within = |low: i64, high: i64| value >= Decimal::from(low) && value <= Decimal::from(high);
    let read = match kind {
        _ if kind != ColumnKind::Money && ledger => Read::bad(Fault::Unreadable),
        ColumnKind::Share(low, high) => {
            let fraction = if percent { value / Decimal::ONE_HUNDRED } else { value };
            let limit = |percent: i64| Decimal::new(percent, 2);
            let fits = fraction >= limit(low) && fraction <= limit(high) && !multiple;
            if fits { Read::sound(fraction) } else { Read::bad(Fault::Unreadable) }
        }
        _ if percent => return Read::bad(Fault::Percent),
        _ if kind != ColumnKind::Money && (metres || pounds) => {
            return Read::bad(Fault::Unreadable);
        }
        ColumnKind::Money if value.abs() > Decimal::new(LARGEST_PENCE, 2) => {
            return Read::bad(Fault::TooLarge);
        }
        ColumnKind::Money if value.normalize().scale() <= 2 => Read::sound(value),
        ColumnKind::Number(most) if within(0, most) => Read::sound(value),
        ColumnKind::Above(most) if within(0, most) && !value.is_zero() => Read::sound(value),
        ColumnKind::Whole(most) if within(0, most) && value.is_integer() => Read::sound(value),
        ColumnKind::Count(most) if within(1, most) && value.is_integer() => Read::sound(value),
        ColumnKind::Signed(low, high) if within(low, high) => Read::sound(value),
        _ => Read::bad(Fault::Unreadable),
    };
    if read.value.is_some() { read.odd(odd).with_clues(clue_set) } else { read }
}

/// Returns the least and the most whole units of 10^-`places` that a column holds without a question.
pub(super) fn bounds_of_fixed(kind: ColumnKind, places: u32) -> (i64, i64) {
    let most = match kind {
        ColumnKind::Number(most) | ColumnKind::Whole(most) | ColumnKind::Count(most) => {
            most * 10_i64.pow(places)
        }
        _ => LARGEST_PENCE,
    };
    let least = match kind {
        ColumnKind::Money => -most,
        ColumnKind::Count(_) => 10_i64.pow(places),
        _ => 0,
    };
    (least, most)
}

/// Reads a number as whole units of 10^-`places`, fast where the cell is plain digits.
pub(super) fn fixed(text: &str, column: &SchemaColumn, places: u32) -> Read<i64> {
    let (least, most) = bounds_of_fixed(column.kind, places);
    if let Some(value) = number::plain(text.as_bytes(), places)
        && (least..=most).contains(&value)
    {
        return Read::sound(value);
    }
    let read = decimal(text, column);
    let is_number = read.value.is_some();
    let mut scaled = read.and_then(|v| {
        use rust_decimal::{RoundingStrategy::MidpointAwayFromZero, prelude::ToPrimitive};
        let scaled = v.checked_mul(Decimal::from(10_i64.pow(places)))?;
        scaled.round_dp_with_strategy(0, MidpointAwayFromZero).to_i64()
    });
    if is_number && scaled.value.is_none() {
        scaled.fault = Some(Fault::Unreadable);
    }
    scaled
}

/// Reads a date, years 1700 to 2999; day before month where both are digits.
pub(super) fn date(text: &str, policy: &Policy) -> Read<Date> {
    if let Some(date) = date::iso(text.as_bytes()) {
        return Read::sound(date);
    }
    let (line, broken) = one_line(text);
    let shown = clues::of_date(date::shows(&line));
    let Some(day) = date::read(&line, Order::DayFirst, last_year(policy)) else {
        return Read::bad(Fault::Unreadable).with_clues(shown);
    };
    let clue_set = shown.with(Clue::TwoDigits, day.two_digits).with(Clue::ByClock, day.by_clock);
    Read::sound(day.date).odd(broken).with_clues(clue_set)
}

/// Returns the last year that a year of two digits can mean.
pub(super) fn last_year(policy: &Policy) -> i32 {
    i32::try_from(policy.whole(FigureName::TwoDigitYearLast)).unwrap_or(2050)
}

/// Reads an id: trimmed, 32 characters at most.
pub(super) fn id<T>(text: &str, make: impl Fn(&str) -> Option<T>) -> Read<T> {
    let (line, broken) = one_line(text);
    match make(&line) {
        Some(id) => {
            let clue_set = ClueSet::NONE.with(Clue::DamagedId, number::is_rounded(&line));
            Read::sound(id).odd(broken).with_clues(clue_set)
        }
        None if line.is_empty() => Read::bad(Fault::Unreadable),
        None => Read::bad(Fault::LongId),
    }
}

/// Reads a UPRN; one that a spreadsheet rounded is damaged, and not used.
pub(super) fn uprn(text: &str) -> Read<String> {
    let (line, broken) = one_line(text);
    match ids::uprn(&line) {
        Some(uprn) => Read::sound(uprn).odd(broken),
        None if number::is_rounded(&line) => Read::bad(Fault::Damaged),
        None => Read::bad(Fault::Unreadable),
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
    word(text, |t| date::iso(format!("{t}-01").as_bytes()).map(|_| t.to_owned()))
}

/// Tells whether a cell says nothing: empty, blank or one of the policy's words for "not known".
pub(super) fn is_empty(text: &str, policy: &Policy) -> bool {
    let trimmed = text.trim();
    trimmed.is_empty() || (trimmed.len() <= 40 && policy.is_null_word(trimmed))
}

/// Makes the finding about a cell.
pub(super) fn finding(
    fault: Fault,
    column: &SchemaColumn,
    place: Place,
    id: &str,
    text: &str,
    required: bool,
) -> Finding {
    let quoted = format!("{text:?}");
    let unreadable = if required { Rule::RequiredCellUnreadable } else { Rule::CellUnreadable };
    let until = "correct the cell, or empty it if the fact is not known; until then it is treated as \
            not known";
    let fix = if required { "correct the cell" } else { until };
    let near = match column.kind {
        ColumnKind::Words(words) => super::nearest(text, words.iter().copied()),
        _ => None,
    };
    let by_word = near.map(|word| format!("write {word:?} if you mean that; if not, {fix}"));
    let fix = by_word.as_deref().unwrap_or(fix);
    let questioned = |rule: Rule| if required { Rule::RequiredCellUnreadable } else { rule };
    let serial = date::of_serial(text).filter(|_| column.kind == ColumnKind::Date);
    let of_serial = serial.map(|day| {
        format!(
            "format the column as a date in the spreadsheet ({} is {day}) and save it again",
            text.trim()
        )
    });
    let (rule, found, fix) = match fault {
        Fault::Unreadable => (unreadable, quoted, of_serial.as_deref().unwrap_or(fix)),
        Fault::TwoNumbers => {
            let two = manner::two_readings(text).unwrap_or_default();
            let found = format!(
                "{quoted}, which may be {two}; the other numbers in the column do not settle it"
            );
            (
                questioned(Rule::NumberDoubted),
                found,
                "write the number without commas, and use a point for decimals",
            )
        }
        Fault::DayOrMonth(row) => {
            let found = format!("{quoted}, but row {row} gives the month before the day");
            (questioned(Rule::DateDoubted), found, "write the dates in this column as YYYY-MM-DD")
        }
        Fault::NoUnit if required => {
            (unreadable, format!("{quoted}, in a different unit from the column"), fix)
        }
        Fault::NoUnit => {
            (Rule::WrongUnit, format!("{quoted}, in a different unit from the column"), fix)
        }
        Fault::OtherUnit => {
            let turned = decimal(text, column).value.map_or_else(String::new, |n| n.to_string());
            let found = format!("{quoted}, read as {turned} {}", column.unit);
            (Rule::WrongUnit, found, "write the figure in the column's unit")
        }
        Fault::Damaged => (
            Rule::IdDamaged,
            format!("{quoted}, which a spreadsheet has rounded"),
            "copy the column from the source again, formatted as text; until then it is treated \
                as not known",
        ),
        Fault::ThousandsPoint => (
            Rule::DecimalComma,
            format!("{quoted}; the point is read as a thousands separator"),
            "write the number without a thousands separator",
        ),
        Fault::Percent if required => (unreadable, format!("{quoted}, a percentage"), fix),
        Fault::Percent => (Rule::WrongUnit, format!("{quoted}, a percentage"), fix),
        Fault::TooLarge => (Rule::MoneyTooLarge, quoted, "correct the amount: pounds, not pence"),
        Fault::LongId => (Rule::IdTooLong, quoted, "give the record a short id"),
        Fault::Multiple => {
            let found = format!("{quoted}, read as thousands or millions");
            (Rule::WrongUnit, found, "write the figure in full")
        }
        Fault::DecimalComma => {
            let found = format!("{quoted}; the comma is read as a decimal point");
            (Rule::DecimalComma, found, "write the number with a point")
        }
        Fault::Alias(word) => (
            Rule::AliasUsed,
            format!("{quoted}, read as `{word}`"),
            "no action if that is right; otherwise write one of the words allowed in this column",
        ),
        Fault::LineBreak => (
            Rule::LineBreakInCell,
            format!("{quoted}; the line break is ignored"),
            "delete the line break in the cell",
        ),
    };
    let expected = if rule == Rule::MoneyTooLarge {
        format!(
            "{}: between −£1,000,000,000 and £1,000,000,000, for example {}",
            column.meaning, column.example
        )
    } else {
        column.expected()
    };
    Finding::new(rule, place, id, found, expected).fix(fix)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::load::schema::Need;

    fn of_kind(kind: ColumnKind) -> SchemaColumn {
        let unit = if kind == ColumnKind::Money { "£" } else { "m²" };
        SchemaColumn {
            name: "x",
            kind,
            unit,
            need: Need::Optional,
            meaning: "",
            example: "",
            aliases: &[],
        }
    }

    #[test]
    fn a_line_break_within_a_date_is_read_over() {
        let policy = Policy::default_policy().unwrap();
        let read = date("2020-03-\n31", &policy);
        assert_eq!(read.value, Some("2020-03-31".parse().unwrap()));
        assert_eq!(read.fault, Some(Fault::LineBreak));
    }

    #[rstest]
    #[case("12.34", ColumnKind::Money, Some(1234), None)]
    #[case("12.345", ColumnKind::Money, None, Some(Fault::Unreadable))]
    #[case("1000000000.01", ColumnKind::Money, None, Some(Fault::TooLarge))]
    #[case("45%", ColumnKind::Number(1000), None, Some(Fault::Percent))]
    #[case("£300", ColumnKind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("0.0005m", ColumnKind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("£35k", ColumnKind::Money, Some(3_500_000), Some(Fault::Multiple))]
    #[case("184,5", ColumnKind::Number(1000), Some(18_450), Some(Fault::DecimalComma))]
    #[case("420 m2", ColumnKind::Number(1000), Some(42_000), None)]
    #[case("1,000 sq ft", ColumnKind::Number(1000), Some(9290), Some(Fault::OtherUnit))]
    #[case("420 acres a year", ColumnKind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("420 months", ColumnKind::Number(1000), None, Some(Fault::NoUnit))]
    #[case("20.00 CR", ColumnKind::Money, Some(-2000), None)]
    #[case("20.00 CR", ColumnKind::Signed(-99, 99), None, Some(Fault::Unreadable))]
    #[case("-1", ColumnKind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("1001", ColumnKind::Number(1000), None, Some(Fault::Unreadable))]
    #[case("0.1", ColumnKind::Above(1000), Some(10), None)]
    #[case("0", ColumnKind::Count(1000), None, Some(Fault::Unreadable))]
    #[case("1", ColumnKind::Count(1000), Some(100), None)]
    fn numbers_are_cast_to_whole_units(
        #[case] text: &str,
        #[case] kind: ColumnKind,
        #[case] value: Option<i64>,
        #[case] fault: Option<Fault>,
    ) {
        let read = fixed(text, &of_kind(kind), 2);
        assert_eq!((read.value, read.fault), (value, fault));
    }

    #[rstest]
    #[case("45%", Some("0.45"))]
    #[case("0.45", Some("0.45"))]
    #[case("45", None)]
    fn a_share_is_a_fraction_or_a_per_cent(#[case] text: &str, #[case] value: Option<&str>) {
        let read = decimal(text, &of_kind(ColumnKind::Share(0, 100))).value;
        assert_eq!(read, value.map(|v| v.parse().unwrap()));
    }
}
