//! What is known of every site as Parquet, typed: of one snapshot, and of all of an estate's.
//!
//! Beside the readings of `measures.csv` stand each site's name, rank and need index, so that whoever compares
//! snapshots, `batch` among them, needs no other file.

use std::sync::Arc;

use parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::ReportError;
use crate::{
    edition::{Edition, MeasureRow, SiteRow, View},
    model::{Date, Index, Quantity, State, to_whole},
    tables::rows_table,
};

/// Names the file of one snapshot.
pub const FACTS: &str = "facts.parquet";
/// Names the file of all snapshots of an estate.
pub const HISTORY: &str = "history.parquet";

/// What stands as the measure of a site's name, of its rank and of its need index.
pub const NAME: &str = "name";
/// As [`NAME`].
pub const RANK: &str = "rank";
/// As [`NAME`].
pub const NEED_INDEX: &str = "need_index";
/// As [`NAME`], of its status.
pub const STATUS: &str = "status";
/// As [`NAME`], of its gross internal area.
pub const FLOOR_AREA: &str = "gia_m2";
/// As [`NAME`], of its backlog of all bands; in the restricted edition only, as the next.
pub const BACKLOG: &str = "backlog";
/// As [`NAME`], of its workstations.
pub const WORKSTATIONS: &str = "workstations";

/// Decimals of a number.
const DECIMALS: u32 = 6;

/// One fact of one site in one snapshot; numbers in millionths, `None` is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns of the file")]
pub struct SiteFact {
    /// The snapshot's day.
    pub as_of: Date,
    pub site_id: String,
    /// A measure as in `measures.csv`, or one of those above.
    pub measure: String,
    /// The number; money in pounds, shares as fractions.
    pub value: Option<i64>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    /// What is read where that is no number: a right, yes or no, a name, why there is no rank.
    pub word: String,
    pub unit: String,
    pub state: String,
    pub basis: String,
    pub questioned: String,
}

impl SiteFact {
    /// Takes a fact from the cells of a row of a file, in the order of its columns.
    #[must_use]
    pub fn from_cells(cells: &[String]) -> Option<Self> {
        let cell = |at: usize| cells.get(at).cloned();
        let number = |at: usize| match cells.get(at)?.as_str() {
            "" => Some(None),
            text => Some(Some(millionths(text)?)),
        };
        Some(Self {
            as_of: cells.first()?.parse().ok()?,
            site_id: cell(1)?,
            measure: cell(2)?,
            value: number(3)?,
            low: number(4)?,
            high: number(5)?,
            word: cell(6)?,
            unit: cell(7)?,
            state: cell(8)?,
            basis: cell(9)?,
            questioned: cell(10)?,
        })
    }

    /// Takes a fact from the cells of a row of [`history`]'s file.
    #[must_use]
    pub fn from_history(cells: &[String]) -> Option<Self> {
        let order = [1, 2, 3, 4, 8, 9, 7, 6, 5, 10, 11];
        let cells: Option<Vec<String>> = order.iter().map(|at| cells.get(*at).cloned()).collect();
        Self::from_cells(&cells?)
    }

    const fn numbers(&self) -> [Option<i64>; 3] {
        [self.value, self.low, self.high]
    }

    fn texts(&self) -> [&str; 5] {
        [&self.word, &self.unit, &self.state, &self.basis, &self.questioned]
    }
}

/// Reads a number of at most six decimals; `None` where the text is none.
fn millionths(text: &str) -> Option<i64> {
    let number: Decimal = text.parse().ok()?;
    number.checked_mul(Decimal::from(10_i64.pow(DECIMALS)))?.to_i64()
}

/// Returns what a view shows: the standing of each site, then its readings.
#[must_use]
pub fn facts_of(view: &View) -> Vec<SiteFact> {
    let blank = |site_id: &str, measure: &str| SiteFact {
        as_of: view.as_of,
        site_id: site_id.to_owned(),
        measure: measure.to_owned(),
        value: None,
        low: None,
        high: None,
        word: String::new(),
        unit: String::new(),
        state: State::Known.word().to_owned(),
        basis: String::new(),
        questioned: String::new(),
    };
    let standing = |site: &SiteRow| {
        let of = |measure| blank(&site.site_id, measure);
        let index = |index: Option<Index>| index.map(|index| index.0);
        let state =
            |known: bool| if known { State::Known } else { State::Unknown }.word().to_owned();
        let number = |measure, value: Option<i64>, unit: &str| SiteFact {
            value,
            unit: unit.to_owned(),
            state: state(value.is_some()),
            ..of(measure)
        };
        let area = site.gia_m2.map(|area| to_whole(area * 1e6));
        let of_body = || {
            let backlog = site.backlog_pence.and_then(|pence| pence.checked_mul(10_000));
            let desks = site.workstations.and_then(|desks| desks.checked_mul(1_000_000));
            [number(BACKLOG, backlog, "£"), number(WORKSTATIONS, desks, "workstations")]
        };
        let restricted = (view.edition == Edition::Restricted).then(of_body);
        let standing = [
            SiteFact { word: site.name.clone(), ..of(NAME) },
            SiteFact {
                value: site.rank.map(|rank| i64::from(rank) * 10_i64.pow(DECIMALS)),
                word: site.not_ranked.map_or_else(String::new, |why| why.word().to_owned()),
                ..of(RANK)
            },
            SiteFact {
                value: index(site.need_index),
                low: index(site.need_low),
                high: index(site.need_high),
                unit: "points".to_owned(),
                state: state(site.need_index.is_some()),
                ..of(NEED_INDEX)
            },
            SiteFact {
                word: site.status.map_or_else(String::new, |status| status.word().to_owned()),
                state: state(site.status.is_some()),
                ..of(STATUS)
            },
            number(FLOOR_AREA, area, "m²"),
        ];
        standing.into_iter().chain(restricted.into_iter().flatten())
    };
    let reading = |m: &MeasureRow| {
        let number = |read: Quantity| millionths(&read.text());
        let value = m.value.and_then(number);
        SiteFact {
            value,
            low: m.range.and_then(|range| number(range.0)),
            high: m.range.and_then(|range| number(range.1)),
            word: m.value.filter(|_| value.is_none()).map_or_else(String::new, Quantity::text),
            unit: m.measure.unit().word().to_owned(),
            state: m.state.word().to_owned(),
            basis: m.basis.word().to_owned(),
            questioned: m.questioned.clone(),
            ..blank(m.site_id.as_str(), m.measure.word())
        }
    };
    view.sites.iter().flat_map(standing).chain(view.measures.iter().map(reading)).collect()
}

/// Writes the facts of every snapshot of an estate as a Parquet file, each column typed.
///
/// # Errors
/// [`ReportError::Parquet`] for a fault of the program.
pub fn history(estate: &str, facts: &[SiteFact]) -> Result<Vec<u8>, ReportError> {
    history_of(estate, facts).map_err(|error| fault(HISTORY, &error))
}

fn exact(millionths: i64) -> String {
    Decimal::new(millionths, DECIMALS).normalize().to_string()
}

rows_table! {
    pub fn of;
    /// what is known of every site in every snapshot
    pub SiteHistory: file "history.csv", sheet "", key ["snapshot", "site", "measure"];
    rows row: (&'a str, &'a SiteFact);
    "estate", "Estate", Text, "", Restricted,
        "the estate's name" = row.0;
    "snapshot", "Snapshot", Day, "", Restricted,
        "the day of the data" = row.1.as_of;
    "site", "Site", Text, "", Restricted,
        "the site's id as in that snapshot" = &row.1.site_id;
    "measure", "Measure", Text, "", Restricted,
        "a measure as in `measures.csv`, or the site's name, rank, need index, status, area, backlog or workstations"
            = &row.1.measure;
    "value", "Value", Number, "as in `unit`", Restricted,
        "the number, money in pounds; empty is not known, or a word" = row.1.value.map(exact);
    "state", "State", Text, "", Restricted,
        "how far it is known" = &row.1.state;
    "unit", "Unit", Text, "", Restricted,
        "the unit of the numbers" = &row.1.unit;
    "word", "Word", Text, "", Restricted,
        "what is read where that is no number: a right, yes or no, a name, why there is no rank" = &row.1.word;
    "low", "Low", Number, "as in `unit`", Restricted,
        "the lowest value consistent with the records" = row.1.low.map(exact);
    "high", "High", Number, "as in `unit`", Restricted,
        "the highest value consistent with the records" = row.1.high.map(exact);
    "basis", "Basis", Text, "", Restricted,
        "what it is based on, or why it is not known" = &row.1.basis;
    "questioned", "Questioned by", Text, "", Restricted,
        "the rules that question a cell behind it" = &row.1.questioned;
}

/// Writes facts as a Parquet file, each column typed.
///
/// # Errors
/// [`ReportError::Parquet`] for a fault of the program.
pub fn parquet(facts: &[SiteFact]) -> Result<Vec<u8>, ReportError> {
    written(facts).map_err(|error| fault(FACTS, &error))
}

fn fault(file: &str, error: &ParquetError) -> ReportError {
    ReportError::Parquet { file: file.to_owned(), why: error.to_string() }
}

fn written(facts: &[SiteFact]) -> Result<Vec<u8>, ParquetError> {
    let schema = "message facts { required int32 as_of (DATE); required binary site_id (UTF8); \
         required binary measure (UTF8); optional int64 value (DECIMAL(18,6)); \
         optional int64 low (DECIMAL(18,6)); optional int64 high (DECIMAL(18,6)); \
         optional binary word (UTF8); optional binary unit (UTF8); optional binary state (UTF8); \
         optional binary basis (UTF8); optional binary questioned (UTF8); }";
    in_file(schema, |group| {
        days(group, facts)?;
        required(group, facts, |fact| &fact.site_id)?;
        required(group, facts, |fact| &fact.measure)?;
        (0..3).try_for_each(|at| numbers(group, facts, at))?;
        (0..5).try_for_each(|at| texts(group, facts, at))
    })
}

fn history_of(estate: &str, facts: &[SiteFact]) -> Result<Vec<u8>, ParquetError> {
    let schema = "message history { required binary estate (UTF8); required int32 snapshot (DATE); \
         required binary site (UTF8); required binary measure (UTF8); \
         optional int64 value (DECIMAL(18,6)); optional binary state (UTF8); \
         optional binary unit (UTF8); optional binary word (UTF8); \
         optional int64 low (DECIMAL(18,6)); optional int64 high (DECIMAL(18,6)); \
         optional binary basis (UTF8); optional binary questioned (UTF8); }";
    in_file(schema, |group| {
        required(group, facts, |_| estate)?;
        days(group, facts)?;
        required(group, facts, |fact| &fact.site_id)?;
        required(group, facts, |fact| &fact.measure)?;
        numbers(group, facts, 0)?;
        [2, 1, 0].into_iter().try_for_each(|at| texts(group, facts, at))?;
        [1, 2].into_iter().try_for_each(|at| numbers(group, facts, at))?;
        [3, 4].into_iter().try_for_each(|at| texts(group, facts, at))
    })
}

/// One group of rows being written.
type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn in_file(
    schema: &str,
    fill: impl FnOnce(&mut Group<'_>) -> Result<(), ParquetError>,
) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(schema)?);
    // The program's own version is in the manifest: here it would change bytes without changing a figure.
    let properties = WriterProperties::builder()
        .set_created_by("terrier".to_owned())
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    fill(&mut group)?;
    group.close()?;
    writer.into_inner()
}

fn days(group: &mut Group<'_>, facts: &[SiteFact]) -> Result<(), ParquetError> {
    let days: Vec<i32> = facts.iter().map(|f| crate::model::day_number(f.as_of)).collect();
    column(group, |column| column.typed::<Int32Type>().write_batch(&days, None, None))
}

fn required<'a>(
    group: &mut Group<'_>,
    facts: &'a [SiteFact],
    of: impl Fn(&'a SiteFact) -> &'a str,
) -> Result<(), ParquetError> {
    let texts: Vec<ByteArray> = facts.iter().map(|fact| of(fact).into()).collect();
    column(group, |c| c.typed::<ByteArrayType>().write_batch(&texts, None, None))
}

/// Writes value, low or high.
fn numbers(group: &mut Group<'_>, facts: &[SiteFact], at: usize) -> Result<(), ParquetError> {
    let numbers = || facts.iter().map(|f| f.numbers()[at]);
    let known: Vec<i64> = numbers().flatten().collect();
    let levels: Vec<i16> = numbers().map(|n| i16::from(n.is_some())).collect();
    column(group, |c| c.typed::<Int64Type>().write_batch(&known, Some(&levels), None))
}

/// Writes one of the texts.
fn texts(group: &mut Group<'_>, facts: &[SiteFact], at: usize) -> Result<(), ParquetError> {
    let texts = || facts.iter().map(|f| f.texts()[at]);
    let known: Vec<ByteArray> = texts().filter(|t| !t.is_empty()).map(ByteArray::from).collect();
    let levels: Vec<i16> = texts().map(|t| i16::from(!t.is_empty())).collect();
    column(group, |c| c.typed::<ByteArrayType>().write_batch(&known, Some(&levels), None))
}

/// Writes the next column of a group.
fn column(
    group: &mut Group<'_>,
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
