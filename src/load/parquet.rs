//! Parquet files as rows of text, so that they go the way of every other table.

use parquet::{
    data_type::Decimal,
    file::{reader::FileReader, serialized_reader::SerializedFileReader},
    record::Field,
};

use super::book::float_text;
use crate::model::Date;

/// Tells whether bytes are those of a Parquet file, whatever the file's name.
pub(super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

/// Reads a Parquet file as rows of text: the names of the columns as row 1, records from row 2.
///
/// Dates are written as ISO, decimals digit by digit, other numbers as those of a sheet; null is empty.
///
/// # Errors
/// What the reader says, in words.
pub fn parquet_rows(bytes: Vec<u8>) -> Result<Vec<(u32, Vec<String>)>, String> {
    let failed = |error: parquet::errors::ParquetError| in_words(&error.to_string());
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(failed)?;
    let fields = reader.metadata().file_metadata().schema().get_fields().to_vec();
    let mut rows = vec![(1, fields.iter().map(|f| f.name().to_owned()).collect())];
    for (row, record) in (2..).zip(reader.get_row_iter(None).map_err(failed)?) {
        let record = record.map_err(failed)?;
        rows.push((row, record.get_column_iter().map(|(_, field)| text(field)).collect()));
    }
    Ok(rows)
}

/// Returns the names of the columns of a Parquet file.
///
/// # Errors
/// What the reader says, in words.
pub(super) fn columns(file: std::fs::File) -> Result<Vec<String>, String> {
    let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
    let schema = reader.metadata().file_metadata().schema();
    Ok(schema.get_fields().iter().map(|field| field.name().to_owned()).collect())
}

/// Says of a way of packing that is not read which are.
fn in_words(error: &str) -> String {
    let packed = ["brotli", "LZO"].into_iter().find(|name| error.contains(name));
    packed.map_or_else(
        || error.to_owned(),
        |name| format!("packed by {name}; read are snappy, gzip, zstd, lz4 and what is not packed"),
    )
}

/// Writes a field as the text of a cell.
fn text(field: &Field) -> String {
    const MILLIS: i64 = 86_400_000;
    match field {
        Field::Null => String::new(),
        Field::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Double(number) => float_text(*number),
        Field::Float(number) => number.to_string(),
        Field::Decimal(number) => decimal(number),
        Field::Date(days) => day(i64::from(*days)),
        Field::TimestampMillis(stamp) => day(stamp.div_euclid(MILLIS)),
        Field::TimestampMicros(stamp) => day(stamp.div_euclid(MILLIS * 1000)),
        other => other.to_string(),
    }
}

/// Writes a day, counted from 1 January 1970, as ISO; nothing beyond the calendar.
fn day(days: i64) -> String {
    let epoch = Date::from_ymd_opt(1970, 1, 1);
    let date = epoch.and_then(|epoch| epoch.checked_add_signed(chrono::TimeDelta::try_days(days)?));
    date.map_or_else(String::new, |date| date.to_string())
}

/// Writes a decimal digit by digit, from its whole number and scale.
fn decimal(number: &Decimal) -> String {
    let mut whole: i128 = if number.data().first().is_some_and(|b| *b >= 0x80) { -1 } else { 0 };
    for byte in number.data() {
        // More digits than any amount has: the cell is left unreadable and not rounded.
        let Some(wider) = whole.checked_mul(256) else { return "a decimal too long".to_owned() };
        whole = wider | i128::from(*byte);
    }
    let scale = usize::try_from(number.scale()).unwrap_or(0);
    let digits = format!("{:0>width$}", whole.unsigned_abs(), width = scale + 1);
    let (units, tail) = digits.split_at(digits.len() - scale);
    let sign = if whole < 0 { "-" } else { "" };
    if tail.is_empty() { format!("{sign}{units}") } else { format!("{sign}{units}.{tail}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], scale: i32) -> String {
        decimal(&Decimal::from_bytes(
            parquet::data_type::ByteArray::from(bytes.to_vec()),
            18,
            scale,
        ))
    }

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(of(&[0x04, 0xd2], 2), "12.34");
        assert_eq!(of(&[0xff], 2), "-0.01");
        assert_eq!(of(&[0x05], 0), "5");
        assert_eq!(of(&[0x7f; 17], 2), "a decimal too long");
    }

    #[test]
    fn days_are_iso_or_nothing() {
        assert_eq!(day(18_352), "2020-03-31");
        assert_eq!(day(-1), "1969-12-31");
        assert_eq!(day(i64::MAX), "");
    }

    #[test]
    fn what_is_no_parquet_says_why() {
        assert!(parquet_rows(b"PAR1 and nothing more".to_vec()).is_err());
    }
}
