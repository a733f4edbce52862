//! The entries of a policy file, and why one cannot be used.

use rust_decimal::Decimal;
use toml::{Table, Value};

use crate::model::Date;

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the words of the message")]
pub enum PolicyError {
    /// The file cannot be opened.
    #[error("the policy file `{path}` cannot be read: {cause}")]
    Unreadable { path: String, cause: std::io::Error },
    /// The file is not TOML.
    #[error("the policy is not TOML: {0}")]
    NotToml(String),
    /// An entry is not what it should be.
    #[error("policy `{entry}`: found {found}, expected {expected}")]
    Entry { entry: String, found: String, expected: String },
}

/// Returns the error of an entry: what was found and what was expected.
pub(super) fn wrong(entry: &str, found: impl ToString, expected: impl Into<String>) -> PolicyError {
    PolicyError::Entry {
        entry: entry.to_owned(),
        found: found.to_string(),
        expected: expected.into(),
    }
}

/// Returns a table that must be there.
pub(super) fn table_of<'a>(table: &'a Table, key: &str) -> Result<&'a Table, PolicyError> {
    table.get(key).and_then(Value::as_table).ok_or_else(|| wrong(key, "nothing", "a table"))
}

/// Returns the text of an entry of a part; `None` where there is none.
pub(super) fn text_of(table: &Table, part: &str, key: &str) -> Result<Option<String>, PolicyError> {
    match table.get(part).and_then(|t| t.get(key)) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(wrong(&format!("{part}.{key}"), other, "text")),
    }
}

/// Reads a number or a per cent, given as text so that no digit is lost, or as a whole number.
pub(super) fn decimal_of(entry: &str, value: &Value) -> Result<(Decimal, String), PolicyError> {
    let expected = "a number in quotation marks, such as \"3500\" or \"1.25%\"";
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Integer(whole) => whole.to_string(),
        other => return Err(wrong(entry, other, expected)),
    };
    let (digits, percent) =
        text.strip_suffix('%').map_or((text.as_str(), false), |d| (d.trim(), true));
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let number = Decimal::from_str_exact(digits).ok().filter(|_| plain);
    let number = number.filter(|n| n.abs() < Decimal::from(1_000_000_000_000_i64));
    let Some(number) = number else {
        return Err(wrong(entry, format!("\"{text}\""), expected));
    };
    let number = if percent { number / Decimal::ONE_HUNDRED } else { number };
    Ok((number.normalize(), text))
}

/// Refuses an entry that is not known.
pub(super) fn unknown_keys(entry: &str, table: &Table, known: &[&str]) -> Result<(), PolicyError> {
    match table.keys().find(|k| !known.contains(&k.as_str())) {
        None => Ok(()),
        Some(key) => Err(wrong(
            &format!("{entry}.{key}"),
            "an unknown entry",
            format!("one of {}", known.join(", ")),
        )),
    }
}

/// Reads a date, written as one or as text.
pub(super) fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::Datetime(stamp) => stamp.date.and_then(|d| {
            Date::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
        }),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
