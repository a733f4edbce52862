//! One number from the text of a cell, by pattern: never through a float.

use rust_decimal::Decimal;

use super::unit::StatedUnit;

/// A number and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Number {
    /// The value; per cents are not divided yet, thousands and millions are multiplied out.
    pub value: Decimal,
    /// Ended in `%`.
    pub percent: bool,
    /// Ended in `k` or `m`, as `£35k`.
    pub multiple: bool,
    /// Ended in `m`, which is millions of pounds, and metres of anything else.
    pub metres: bool,
    /// Began with `£`.
    pub pounds: bool,
    /// Had a comma for the decimal point, as `184,5`.
    pub decimal_comma: bool,
    /// Ended in `CR`, which is negative, or `DR`, as ledgers write.
    pub ledger: bool,
    /// The unit named after it, as in `420 m2`.
    pub unit: Option<StatedUnit>,
    /// Had an exponent that leaves its last digits open: `1.2E+03` is from 1,150 to 1,249.
    pub cut: bool,
}

impl Number {
    /// Tells whether it is digits alone, with a per cent or £ at most: no unit, `DR`, or exponent that lost digits.
    pub const fn is_bare(self) -> bool {
        !self.ledger && !self.cut && self.unit.is_none()
    }

    fn times(&mut self, value: Decimal, factor: Decimal) -> Option<Decimal> {
        self.multiple = true;
        value.checked_mul(factor)
    }
}

/// Reads whole units of 10^-`places` from plain digits: an optional `-`, digits, an optional point.
///
/// `None` for anything else, and for more decimals than `places`: the slow reader decides then.
pub(super) fn plain(bytes: &[u8], places: u32) -> Option<i64> {
    let (negative, digits) = match bytes.first()? {
        b'-' => (true, &bytes[1..]),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut value, mut left, mut point, mut seen) = (0_i64, places, false, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                if point {
                    left = left.checked_sub(1)?;
                }
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                seen = true;
            }
            b'.' if !point && seen => point = true,
            _ => return None,
        }
    }
    if point && left == places {
        return None;
    }
    let value = value.checked_mul(10_i64.pow(left))?;
    Some(if negative { -value } else { value })
}

/// Reads plain digits with their own number of decimals, as [`plain`] does.
fn plain_decimal(text: &str) -> Option<Decimal> {
    let places = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let places = u32::try_from(places).ok().filter(|p| *p <= 8)?;
    plain(text.as_bytes(), places).map(|value| Decimal::new(value, places))
}

/// Reads a number as people and programs write it; `None` when it is none.
///
/// Takes `£`, thousands commas or blanks in threes, a sign before or behind, `(1,234.50)` as negative, the
/// endings `%`, `k`, `m`, `CR` and `DR`, a unit, and an exponent as programs write it. Refuses hexadecimal and
/// two signs.
pub(super) fn written(text: &str) -> Option<Number> {
    if let Some(value) = plain_decimal(text) {
        return Some(Number { value, ..Number::default() });
    }
    let mut number = Number::default();
    let (mut rest, mut negative) = (text.trim(), false);
    // Each mark stands once, in any order: `-£20`, `£-20`, `(£20.00)`, `£(20.00)`, `£20.00-`.
    loop {
        let before = rest;
        if let Some(inner) = rest.strip_prefix('(') {
            rest = inner.strip_suffix(')')?.trim();
            once(&mut negative)?;
        } else if let Some(after) = rest.strip_prefix(MINUS) {
            rest = after.trim_start();
            once(&mut negative)?;
        } else if let Some(after) = rest.strip_prefix('£').or_else(|| rest.strip_prefix("GBP")) {
            rest = after.trim_start();
            once(&mut number.pounds)?;
        } else if let Some(front) = rest.strip_suffix(MINUS) {
            rest = front.trim_end();
            once(&mut negative)?;
        }
        if rest == before {
            break;
        }
    }
    let is_digits =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    let end = rest.find(|c: char| !is_digits(c)).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at_checked(end)?;
    let (digits, decimal_comma) = without_groups(digits.trim_end())?;
    number.decimal_comma = decimal_comma;
    let mut value = Decimal::from_str_exact(&digits).ok()?;
    match tail.trim_end() {
        "" => {}
        "%" => number.percent = true,
        "k" | "K" => value = number.times(value, Decimal::ONE_THOUSAND)?,
        "m" | "M" | "mn" | "million" | "Million" => {
            number.metres = true;
            value = number.times(value, Decimal::from(1_000_000))?;
        }
        "DR" | "Dr" | "dr" => number.ledger = true,
        "CR" | "Cr" | "cr" => {
            number.ledger = true;
            once(&mut negative)?;
        }
        "GBP" => once(&mut number.pounds)?,
        tail => match exponent(&digits, tail) {
            Some((of_program, cut)) => (value, number.cut) = (of_program, cut),
            None => number.unit = Some(StatedUnit::named(tail)?),
        },
    }
    number.value = if negative { -value } else { value };
    Some(number)
}

/// The hyphen, and the sign that typesetters use.
const MINUS: [char; 2] = ['-', '−'];

/// Sets a mark that may stand once; `None` the second time.
fn once(mark: &mut bool) -> Option<()> {
    (!std::mem::replace(mark, true)).then_some(())
}

/// Reads an exponent as programs write it, and whether digits may be lost: `5.586E-2`, `1.2E+03`, `1.2E7`.
///
/// One digit stands before the point; `6e5`, which has neither point nor sign, is no number that a program wrote.
fn exponent(digits: &str, tail: &str) -> Option<(Decimal, bool)> {
    let power = tail.strip_prefix(['E', 'e'])?;
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_signed = power.starts_with(['+', '-']);
    let places = power.trim_start_matches(['+', '-']);
    let sound = (1..=3).contains(&places.len())
        && places.bytes().all(|b| b.is_ascii_digit())
        && (power.len() - places.len()) <= 1
        && (is_signed || decimals > 0)
        && digits.find('.').unwrap_or(digits.len()) == 1;
    let power: i32 = power.parse().ok().filter(|power: &i32| sound && power.abs() <= 28)?;
    let value = Decimal::from_scientific(&format!("{digits}e{power}")).ok()?;
    let cut = usize::try_from(power).is_ok_and(|power| power > decimals);
    Some((value, cut))
}

/// Tells whether an id is a number that a spreadsheet rounded: with an exponent, or of 16 digits or more, of which
/// all beyond the fifteenth are zeros.
///
/// # Source
/// Spreadsheets keep 15 significant digits (Microsoft, *Excel specifications and limits*).
pub(crate) fn is_rounded(text: &str) -> bool {
    const KEPT: usize = 15;
    let text = text.trim();
    if text.len() > KEPT && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.bytes().skip(KEPT).all(|b| b == b'0');
    }
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    // `12E5` may be an id of its own: a program writes one digit before the point, and a sign behind the `E`.
    let is_signed = power.starts_with('+');
    is_signed && exponent(digits, text.get(digits.len()..).unwrap_or_default()).is_some()
}

/// Takes thousands groups out, and turns a decimal comma into a point.
fn without_groups(text: &str) -> Option<(String, bool)> {
    let allowed =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.chars().all(allowed) {
        return None;
    }
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if !text.ends_with(|c: char| c.is_ascii_digit()) || text.matches('.').count() > 1 {
        return european(&text);
    }
    let (whole, decimals) =
        text.split_once('.').map_or((text.as_str(), None), |(w, d)| (w, Some(d)));
    if decimals.is_some_and(|d| !d.bytes().all(|b| b.is_ascii_digit())) {
        return european(&text);
    }
    for separator in [',', ' '] {
        if let Some(joined) = joined(whole, separator) {
            return Some((decimals.map_or(joined.clone(), |d| format!("{joined}.{d}")), false));
        }
    }
    european(&text)
}

/// How a text that holds a number tells its decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// Only a point can be the mark, as in `12.5` and `1,234,567`.
    Point,
    /// Only a comma can be the mark, as in `12,5` and `1.234.567`.
    Comma,
    /// Either can be: `2.000` is two, or two thousand.
    Either,
    /// Both read the same number, as of `12`.
    Any,
}

/// Tells the decimal mark of a text; `None` if it holds no number, whichever is the mark.
pub(crate) fn decimal_mark(text: &str) -> Option<DecimalMark> {
    let read = |mark| with_mark(text, mark);
    Some(match (read('.'), read(',')) {
        (Some(one), Some(other)) if one.value == other.value => DecimalMark::Any,
        (Some(_), Some(_)) => DecimalMark::Either,
        (Some(_), None) => DecimalMark::Point,
        (None, Some(_)) => DecimalMark::Comma,
        (None, None) => return None,
    })
}

/// Reads a number of which the decimal mark is known, `.` or `,`; the other parts thousands.
pub(super) fn with_mark(text: &str, mark: char) -> Option<Number> {
    let turned = |c: char| match c {
        '.' => ',',
        ',' => '.',
        other => other,
    };
    let number = match mark {
        ',' => written(&text.chars().map(turned).collect::<String>()),
        _ => written(text),
    };
    number.filter(|number| !number.decimal_comma)
}

/// Reads `184,5`, `1.234,50` and `1 234,5`: one comma, last, for the decimal point.
fn european(text: &str) -> Option<(String, bool)> {
    let (whole, decimals) = text.split_once(',')?;
    if decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = joined(whole, '.').or_else(|| joined(whole, ' '))?;
    Some((format!("{whole}.{decimals}"), true))
}

/// Joins groups of three digits (the first of one to three, and no zero); text without separator passes.
fn joined(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let digits = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let sound = digits(first)
        && (rest.is_empty() || (first.len() <= 3 && !first.starts_with('0')))
        && rest.iter().all(|g| g.len() == 3 && digits(g));
    sound.then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1234.50", "1234.50", false)]
    #[case("£1,234.50", "1234.50", false)]
    #[case("(1,234.50)", "-1234.50", false)]
    #[case("-£5", "-5", false)]
    #[case("£-5", "-5", false)]
    #[case("−12.5", "-12.5", false)]
    #[case("1 234", "1234", false)]
    #[case("12,500", "12500", false)]
    #[case("184,5", "184.5", true)]
    #[case("1.234,50", "1234.50", true)]
    #[case("0,537", "0.537", true)]
    #[case("£35k", "35000", false)]
    #[case("20.00-", "-20.00", false)]
    #[case("£20.00-", "-20.00", false)]
    #[case("£(20.00)", "-20.00", false)]
    #[case("(£20.00)", "-20.00", false)]
    #[case("-£20", "-20", false)]
    #[case("GBP 1,250", "1250", false)]
    #[case("1,234.50 CR", "-1234.50", false)]
    #[case("1,234.50DR", "1234.50", false)]
    #[case("5.586E-2", "0.05586", false)]
    #[case("1.2E+03", "1200", false)]
    #[case("-1.2e-7", "-0.00000012", false)]
    #[case("1.2E7", "12000000", false)]
    #[case("5e-2", "0.05", false)]
    #[case("£1.2 million", "1200000", false)]
    #[case("1.2m", "1200000.0", false)]
    fn numbers_are_read_as_people_write_them(
        #[case] text: &str,
        #[case] value: &str,
        #[case] comma: bool,
    ) {
        let number = written(text).unwrap();
        assert_eq!(number.value, value.parse().unwrap());
        assert_eq!(number.decimal_comma, comma);
    }

    #[rstest]
    #[case("1e3")]
    #[case("6E5")]
    #[case("12.5E+3")]
    #[case("1.2E+-3")]
    #[case("1.2E+99")]
    #[case("(20.00-)")]
    #[case("-20.00 CR")]
    #[case("£20 GBP")]
    #[case("20 CR DR")]
    #[case("0x10")]
    #[case("1,23,456")]
    #[case("--5")]
    #[case("(-5)")]
    #[case("1.2.3")]
    #[case("12abc")]
    #[case("1,234,5")]
    #[case("NaN")]
    #[case("inf")]
    #[case("")]
    #[case("£")]
    #[case(".5.")]
    fn what_is_no_number_is_refused(#[case] text: &str) {
        assert_eq!(written(text), None);
    }

    #[rstest]
    #[case("420 m2", "420", StatedUnit::SquareMetres)]
    #[case("420 m²", "420", StatedUnit::SquareMetres)]
    #[case("1,200 sqm", "1200", StatedUnit::SquareMetres)]
    #[case("1,200sq.m.", "1200", StatedUnit::SquareMetres)]
    #[case("4,500 sq ft", "4500", StatedUnit::SquareFeet)]
    #[case("0.5 ha", "0.5", StatedUnit::Hectares)]
    #[case("1.33 acres", "1.33", StatedUnit::Acres)]
    #[case("£25,000 p.a.", "25000", StatedUnit::AYear)]
    fn a_unit_behind_a_number_is_told(
        #[case] text: &str,
        #[case] value: &str,
        #[case] unit: StatedUnit,
    ) {
        let number = written(text).unwrap();
        assert_eq!((number.value, number.unit), (value.parse().unwrap(), Some(unit)));
        assert!(!number.is_bare());
    }

    #[rstest]
    #[case("1.2E+16", true)]
    #[case("1.00013E+11", true)]
    #[case("12345678901234500", true)]
    #[case("1234567890123450", true)]
    #[case("12345678901234567", false)]
    #[case("100012345678", false)]
    #[case("12E5", false)]
    #[case("1E5", false)]
    #[case("FEN-011", false)]
    fn an_id_that_a_spreadsheet_rounded_is_told(#[case] text: &str, #[case] rounded: bool) {
        assert_eq!(is_rounded(text), rounded);
    }

    #[rstest]
    #[case("1.2E+03", true)]
    #[case("1.234E+03", false)]
    #[case("5.586E-2", false)]
    fn an_exponent_may_have_lost_digits(#[case] text: &str, #[case] cut: bool) {
        assert_eq!(written(text).unwrap().cut, cut);
    }

    #[rstest]
    #[case("12.5", Some(DecimalMark::Point))]
    #[case("0.537", Some(DecimalMark::Point))]
    #[case("1,234,567", Some(DecimalMark::Point))]
    #[case("1234.567", Some(DecimalMark::Point))]
    #[case("£1.234,5", Some(DecimalMark::Comma))]
    #[case("0,537", Some(DecimalMark::Comma))]
    #[case("1.234.567", Some(DecimalMark::Comma))]
    #[case("2.000", Some(DecimalMark::Either))]
    #[case("(12,345)", Some(DecimalMark::Either))]
    #[case("1 234", Some(DecimalMark::Any))]
    #[case("31.03.2020", None)]
    #[case("about 2.000", None)]
    fn the_decimal_mark_is_what_the_digits_allow(
        #[case] text: &str,
        #[case] mark: Option<DecimalMark>,
    ) {
        assert_eq!(decimal_mark(text), mark);
    }

    #[rstest]
    #[case("1234.5", Some(123_450))]
    #[case("-0.07", Some(-7))]
    #[case("12", Some(1_200))]
    #[case("12.345", None)]
    #[case("12.", None)]
    #[case("-", None)]
    #[case(".5", None)]
    #[case("1,234", None)]
    #[case("99999999999999999", None)]
    fn plain_digits_are_read_fast(#[case] text: &str, #[case] pence: Option<i64>) {
        assert_eq!(plain(text.as_bytes(), 2), pence);
    }

    proptest::proptest! {
        #[test]
        fn the_fast_and_the_slow_reader_agree(text in "-?[0-9]{1,9}(\\.[0-9]{1,2})?") {
            let slow = written(&text).unwrap().value * Decimal::ONE_HUNDRED;
            proptest::prop_assert_eq!(Decimal::from(plain(text.as_bytes(), 2).unwrap()), slow);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = (written(&text), plain(text.as_bytes(), 3));
        }
    }
}
