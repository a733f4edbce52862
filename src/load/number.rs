//! One number from the text of a cell, by pattern: never through a float.

use rust_decimal::Decimal;

/// A number and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
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
}

/// Reads whole units of 10^-`places` from plain digits: an optional `-`, digits, an optional point.
///
/// `None` for anything else, and for more decimals than `places`: the slow reader decides then.
pub(super) fn plain(text: &str, places: u32) -> Option<i64> {
    let bytes = text.as_bytes();
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
    plain(text, places).map(|value| Decimal::new(value, places))
}

/// Reads a number as people write it; `None` when it is none.
///
/// Takes `£`, thousands commas or blanks in threes, a leading sign, `(1,234.50)` as negative, and the
/// endings `%`, `k`, `m`. Refuses exponents, hexadecimal and two signs.
pub(super) fn written(text: &str) -> Option<Number> {
    if let Some(value) = plain_decimal(text) {
        return Some(Number {
            value,
            percent: false,
            multiple: false,
            metres: false,
            pounds: false,
            decimal_comma: false,
        });
    }
    let mut rest = text.trim();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(') {
        rest = inner.strip_suffix(')')?.trim();
        negative = true;
    }
    let mut sign = |rest: &mut &str| -> Option<()> {
        for mark in ['-', '−'] {
            if let Some(after) = rest.strip_prefix(mark) {
                if negative {
                    return None;
                }
                negative = true;
                *rest = after.trim_start();
            }
        }
        Some(())
    };
    sign(&mut rest)?;
    let mut pounds = false;
    if let Some(after) = rest.strip_prefix('£') {
        pounds = true;
        rest = after.trim_start();
    }
    sign(&mut rest)?;
    let (mut percent, mut factor) = (false, Decimal::ONE);
    if let Some(before) = rest.strip_suffix('%') {
        percent = true;
        rest = before.trim_end();
    } else if let Some(before) = rest.strip_suffix(['k', 'K']) {
        factor = Decimal::ONE_THOUSAND;
        rest = before.trim_end();
    } else if let Some(before) = rest.strip_suffix(['m', 'M']) {
        factor = Decimal::from(1_000_000);
        rest = before.trim_end();
    }
    let (digits, decimal_comma) = without_groups(rest)?;
    let value = Decimal::from_str_exact(&digits).ok()?.checked_mul(factor)?;
    let value = if negative { -value } else { value };
    let multiple = factor != Decimal::ONE;
    let metres = multiple && factor != Decimal::ONE_THOUSAND;
    Some(Number { value, percent, multiple, metres, pounds, decimal_comma })
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

/// Joins groups of three digits (the first of one to three, and no nought); text without separator passes.
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
        assert_eq!(plain(text, 2), pence);
    }

    proptest::proptest! {
        #[test]
        fn the_fast_and_the_slow_reader_agree(text in "-?[0-9]{1,9}(\\.[0-9]{1,2})?") {
            let slow = written(&text).unwrap().value * Decimal::ONE_HUNDRED;
            proptest::prop_assert_eq!(Decimal::from(plain(&text, 2).unwrap()), slow);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = (written(&text), plain(&text, 3));
        }
    }
}
