//! The one writer of CSV files.

use std::borrow::Cow;

use super::{BETWEEN, Cell, Table};
use crate::model::safe_text;

/// Writes a table as CSV: UTF-8 without byte order mark, line feeds, what is not known empty.
///
/// # Errors
/// Those of the library; no content of a row is known to cause one.
pub fn csv_bytes(table: Table<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|c| c.name))?;
    for row in table.rows {
        for cell in &row {
            let written = match cell {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) => safe_text(text),
                Cell::List(words) => Cow::Owned(safe_text(&words.join(BETWEEN)).into_owned()),
                Cell::Day(day) => Cow::Owned(day.to_string()),
                Cell::Number(digits, _) => Cow::Borrowed(digits.as_ref()),
            };
            writer.write_field(written.as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}
