//! Long tables as Parquet: what a spreadsheet would not open at ease, typed and a tenth of the size.
//!
//! The columns are those that the CSV file would have. Money is a decimal of two places, other numbers are decimals of
//! six, days are dates, and all else is text; what is not known has no value.

use std::sync::Arc;

use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::{parser::parse_message_type, types::ColumnPath},
};

use super::{
    OutputFile, ReportError, csv_of,
    tables::{BETWEEN, Cell, Column, Table},
};
use crate::{
    edition::View,
    model::{day_number, with_thousands},
    tables::{Kind, OutputTable},
};

/// How long a table may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Most {
    rows: usize,
    /// By which a wide one ends sooner.
    cells: usize,
}

/// A table that is written as CSV: a spreadsheet opens and filters so much without a wait, and no table of an estate of some
/// fifty sites is longer, cash flows included.
pub(super) const AS_CSV: Most = Most { rows: 25_000, cells: 400_000 };

/// A table of several lines a site that has a sheet: every sheet of a workbook is held in memory until all are written.
pub(super) const AS_SHEET: Most = Most { rows: 25_000, cells: 120_000 };

impl Most {
    /// Tells whether a table is longer; its rows are used up where they have to be counted.
    pub(super) fn is_passed(self, mut table: Table<'_>) -> bool {
        let limit = self.rows.min(self.cells / table.columns.len().max(1));
        match table.rows.size_hint() {
            (_, Some(most)) if most <= limit => false,
            (least, _) if least > limit => true,
            _ => table.rows.nth(limit).is_some(),
        }
    }

    /// Says what a longer table has.
    pub(super) fn words(self) -> String {
        let counted = |number: usize| with_thousands(&number.to_string());
        format!("more than {} rows or {} cells", counted(self.rows), counted(self.cells))
    }
}

/// Says, of a table that is no CSV file, why and where it is.
pub(super) fn too_long() -> String {
    format!("{}: see the Parquet file of the same name", AS_CSV.words())
}

/// Rows that are turned into columns at once.
const GROUP: usize = 65_536;

/// How hard files are packed: a twentieth smaller than at 1, in hardly more time.
const LEVEL: i32 = 3;

/// Decimals of a number that is no money.
const DECIMALS: u32 = 6;
/// Decimals of money.
const PENCE: u32 = 2;

/// Names the file of a table that is too long for CSV.
pub(super) fn long_file(file: &str) -> String {
    format!("{}.parquet", file.trim_end_matches(".csv"))
}

/// Makes the data file of a table: CSV, or Parquet where it is long.
///
/// # Errors
/// [`ReportError::Table`] or [`ReportError::Parquet`], which no content of a row is known to cause.
pub(super) fn data_file(table: &dyn OutputTable, view: &View) -> Result<OutputFile, ReportError> {
    if AS_CSV.is_passed(table.table(view)) {
        let path = long_file(table.file());
        let bytes = written(table.table(view))
            .map_err(|error| ReportError::Parquet { file: path.clone(), why: error.to_string() })?;
        // A number that its column has no room for is told as it is, in a file of any length.
        if let Some(bytes) = bytes {
            return Ok(OutputFile { path, bytes });
        }
    }
    Ok(OutputFile { path: table.file().to_owned(), bytes: csv_of(table.table(view))? })
}

/// The values of a column, with 1 for each cell that has one and 0 for each that has none.
struct Values {
    kind: Type,
    known: Vec<i16>,
    numbers: Vec<i64>,
    days: Vec<i32>,
    texts: Vec<ByteArray>,
}

/// How a column is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Day,
    Whole,
    /// With so many decimals.
    Decimal(u32),
}

impl Type {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::List | Kind::Year | Kind::YesNo | Kind::Reading => Self::Text,
            Kind::Day => Self::Day,
            Kind::Whole => Self::Whole,
            Kind::Money => Self::Decimal(PENCE),
            Kind::Share | Kind::Tenth | Kind::Number => Self::Decimal(DECIMALS),
        }
    }

    fn declared(self, column: &Column) -> String {
        let name = column.name;
        match self {
            Self::Text => format!("optional binary {name} (UTF8);"),
            Self::Day => format!("optional int32 {name} (DATE);"),
            Self::Whole => format!("optional int64 {name};"),
            Self::Decimal(places) => format!("optional int64 {name} (DECIMAL(18,{places}));"),
        }
    }
}

impl Values {
    fn new(column: &Column) -> Self {
        Self {
            kind: Type::of(column.kind),
            known: Vec::new(),
            numbers: Vec::new(),
            days: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// Takes a cell; `None` where the column has no room for what it holds.
    fn push(&mut self, cell: &Cell<'_>) -> Option<()> {
        let is_known = match (self.kind, cell) {
            (_, Cell::Empty) => false,
            (Type::Text, Cell::Text(text)) => self.text(text),
            (Type::Text, Cell::List(words)) => !words.is_empty() && self.text(&words.join(BETWEEN)),
            (Type::Text, Cell::Number(digits, _)) => self.text(digits),
            (Type::Text, Cell::Day(day)) => self.text(&day.to_string()),
            (Type::Day, Cell::Day(day)) => {
                self.days.push(day_number(*day));
                true
            }
            (Type::Whole, Cell::Number(digits, _)) => {
                self.numbers.push(digits.parse().ok()?);
                true
            }
            (Type::Decimal(places), Cell::Number(digits, _)) => {
                self.numbers.push(scaled(digits, places)?);
                true
            }
            _ => return None,
        };
        self.known.push(i16::from(is_known));
        Some(())
    }

    fn text(&mut self, text: &str) -> bool {
        if !text.is_empty() {
            // Rows that follow each other mostly say the same: they share its bytes.
            let same = self.texts.last().filter(|last| last.data() == text.as_bytes()).cloned();
            self.texts.push(same.unwrap_or_else(|| text.into()));
        }
        !text.is_empty()
    }

    /// Writes the column into a group and empties it.
    fn write(&mut self, group: &mut Group<'_>) -> Result<(), ParquetError> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let known = Some(self.known.as_slice());
        match self.kind {
            Type::Text => {
                column.typed::<ByteArrayType>().write_batch(&self.texts, known, None)?;
            }
            Type::Day => {
                column.typed::<Int32Type>().write_batch(&self.days, known, None)?;
            }
            Type::Whole | Type::Decimal(_) => {
                column.typed::<Int64Type>().write_batch(&self.numbers, known, None)?;
            }
        }
        self.known.clear();
        self.numbers.clear();
        self.days.clear();
        self.texts.clear();
        column.close()
    }
}

/// Reads plain digits as a whole number of the last of so many decimals; `None` where they have more, or go beyond 18
/// digits.
fn scaled(digits: &str, places: u32) -> Option<i64> {
    const MOST: i64 = 999_999_999_999_999_999;
    let (whole, tail) = digits.split_once('.').unwrap_or((digits, ""));
    let missing = places.checked_sub(u32::try_from(tail.len()).ok()?)?;
    let size = |text: &str| text.strip_prefix('-').unwrap_or(text).parse::<i64>().ok();
    let tail = if tail.is_empty() { 0 } else { size(tail)?.checked_mul(10_i64.pow(missing))? };
    let sum = size(whole)?.checked_mul(10_i64.pow(places))?.checked_add(tail)?;
    let sum = if digits.starts_with('-') { -sum } else { sum };
    (-MOST..=MOST).contains(&sum).then_some(sum)
}

/// One group of rows being written.
type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// Writes a table group by group; `None` where a column has no room for a cell.
fn written(table: Table<'_>) -> Result<Option<Vec<u8>>, ParquetError> {
    let mut columns: Vec<Values> = table.columns.iter().map(Values::new).collect();
    let fields = table.columns.iter().map(|column| Type::of(column.kind).declared(column));
    let schema = format!("message rows {{ {} }}", fields.collect::<Vec<_>>().join(" "));
    // The program's own version is in the manifest: here it would change bytes without changing a figure.
    let mut properties = WriterProperties::builder()
        .set_created_by("terrier".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?));
    // Sums come back in runs, one option's after another's: as they are, they pack to two thirds of what their numbers
    // in a list of all sums do.
    for sums in table.columns.iter().filter(|column| column.kind == Kind::Money) {
        let path = ColumnPath::from(sums.name);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    let properties = properties.build();
    let schema = Arc::new(parse_message_type(&schema)?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut rows = table.rows.peekable();
    while rows.peek().is_some() {
        for row in rows.by_ref().take(GROUP) {
            for (values, cell) in columns.iter_mut().zip(&row) {
                if values.push(cell).is_none() {
                    return Ok(None);
                }
            }
        }
        let mut group = writer.next_row_group()?;
        columns.iter_mut().try_for_each(|values| values.write(&mut group))?;
        group.close()?;
    }
    writer.into_inner().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::NumberForm;

    #[test]
    fn digits_keep_every_decimal_or_are_none() {
        assert_eq!(scaled("-0.05", 2), Some(-5));
        assert_eq!(scaled("12", 6), Some(12_000_000));
        assert_eq!(scaled("-61496.63", 2), Some(-6_149_663));
        assert_eq!(scaled("0.005", 2), None);
        assert_eq!(scaled("99999999999999999", 2), None);
        assert_eq!(scaled("12345678901234567890", 0), None);
    }

    #[test]
    fn the_words_name_the_size() {
        assert_eq!(
            too_long(),
            "more than 25,000 rows or 400,000 cells: see the Parquet file of the same name"
        );
        assert_eq!(AS_SHEET.words(), "more than 25,000 rows or 120,000 cells");
    }

    #[test]
    fn a_column_without_room_for_a_cell_takes_none() {
        let column = super::super::tables::column("a", "A");
        let money = Column { kind: Kind::Money, ..column };
        let number = |digits: &'static str| Cell::Number(digits.into(), NumberForm::Plain);
        assert!(Values::new(&money).push(&number("1.25")).is_some());
        assert!(Values::new(&money).push(&number("1.255")).is_none());
        assert!(Values::new(&money).push(&Cell::Text("low".into())).is_none());
        assert!(Values::new(&column).push(&number("1.255")).is_some());
    }
}
