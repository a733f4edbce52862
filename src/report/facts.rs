//! The readings of every site as Parquet: of one snapshot, and of all of an estate's.

use std::sync::Arc;

use parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};

use super::{ReportError, tables::is_number};
use crate::{edition::View, model::Date};

/// Names the file of one snapshot.
pub const FACTS: &str = "facts.parquet";
/// Names the file of all snapshots of an estate.
pub const HISTORY: &str = "history.parquet";

/// The columns that hold text, in the order of the file; the day stands before them, the number after.
const TEXTS: [&str; 9] =
    ["site_id", "measure", "value", "unit", "state", "low", "high", "basis", "questioned"];

/// One reading of one site in one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The snapshot's day.
    pub as_of: Date,
    /// Site, measure, value, unit, state, low, high, basis and questioned as `measures.csv` has them; empty is not known.
    pub texts: [String; 9],
}

impl Fact {
    /// Takes a fact from the cells of a row of a file, in the order of its columns.
    #[must_use]
    pub fn from_cells(cells: &[String]) -> Option<Self> {
        let as_of = cells.first()?.parse().ok()?;
        let texts: [String; 9] = cells.get(1..10)?.to_vec().try_into().ok()?;
        Some(Self { as_of, texts })
    }
}

/// Returns the readings that a view shows.
#[must_use]
pub fn facts_of(view: &View) -> Vec<Fact> {
    let fact = |m: &crate::edition::MeasureRow| {
        let texts = [
            m.site_id.as_str(),
            m.measure.word(),
            m.value.as_str(),
            m.unit.word(),
            m.state.word(),
            m.low.as_str(),
            m.high.as_str(),
            m.basis,
            m.questioned.as_str(),
        ];
        Fact { as_of: view.as_of, texts: texts.map(str::to_owned) }
    };
    view.measures.iter().map(fact).collect()
}

/// Writes facts as a Parquet file: `as_of`, the texts of `measures.csv`, and the value as a number where it is one.
///
/// # Errors
/// [`ReportError::Parquet`] for a fault of the program.
pub fn parquet(facts: &[Fact]) -> Result<Vec<u8>, ReportError> {
    written(facts).map_err(|error| ReportError::Parquet(error.to_string()))
}

fn written(facts: &[Fact]) -> Result<Vec<u8>, ParquetError> {
    let mut schema = String::from("message facts { required int32 as_of (DATE); ");
    for name in TEXTS {
        schema.push_str(&format!("optional binary {name} (UTF8); "));
    }
    schema.push_str("optional double number; }");
    let schema = Arc::new(parse_message_type(&schema)?);
    // The program's own version is in the manifest: here it would change bytes without changing a figure.
    let properties = WriterProperties::builder()
        .set_created_by("terrier".to_owned())
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let days: Vec<i32> = facts.iter().map(|f| crate::model::day_number(f.as_of)).collect();
    column(&mut group, |column| column.typed::<Int32Type>().write_batch(&days, None, None))?;
    for at in 0..TEXTS.len() {
        let texts = facts.iter().map(|f| f.texts[at].as_str());
        let known: Vec<ByteArray> =
            texts.clone().filter(|t| !t.is_empty()).map(ByteArray::from).collect();
        let levels: Vec<i16> = texts.map(|t| i16::from(!t.is_empty())).collect();
        column(&mut group, |column| {
            column.typed::<ByteArrayType>().write_batch(&known, Some(&levels), None)
        })?;
    }
    let numbers = || facts.iter().map(|f| f.texts[2].as_str());
    let known: Vec<f64> =
        numbers().filter(|t| is_number(t)).filter_map(|t| t.parse().ok()).collect();
    let levels: Vec<i16> = numbers().map(|t| i16::from(is_number(t))).collect();
    column(&mut group, |column| {
        column.typed::<DoubleType>().write_batch(&known, Some(&levels), None)
    })?;
    group.close()?;
    writer.into_inner()
}

/// Writes the next column of a group.
fn column(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    write: impl FnOnce(
        &mut parquet::file::writer::SerializedColumnWriter<'_>,
    ) -> Result<usize, ParquetError>,
) -> Result<(), ParquetError> {
    if let Some(mut column) = group.next_column()? {
        write(&mut column)?;
        column.close()?;
    }
    Ok(())
}
