//! `terrier facts-sql`: the query that adds up the two long tables on another engine.

use std::path::Path;

use anyhow::bail;
use clap::ValueEnum;

use super::{Done, print};
use crate::{
    facts::{self, Dialect, LongTable, Stored},
    load::{
        self,
        schema::{COSTS, OCCUPANCY, SchemaTable},
    },
    model::Date,
    policy::Policy,
};

/// An engine as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DialectArg {
    /// Apache Spark
    Spark,
    /// DuckDB
    Duckdb,
    /// Apache DataFusion
    Datafusion,
}

impl From<DialectArg> for Dialect {
    fn from(arg: DialectArg) -> Self {
        match arg {
            DialectArg::Spark => Self::Spark,
            DialectArg::Duckdb => Self::DuckDb,
            DialectArg::Datafusion => Self::DataFusion,
        }
    }
}

/// What is asked for: each table by its path and the headers that were typed.
pub(super) struct Ask {
    pub dialect: Dialect,
    pub costs: Option<(String, Vec<String>)>,
    pub occupancy: Option<(String, Vec<String>)>,
    pub out: String,
    pub as_of: Option<Date>,
}

/// Prints the query.
pub(super) fn facts_sql(ask: Ask, policy: &Policy) -> anyhow::Result<Done> {
    let (costs, occupancy) = match (ask.costs, ask.occupancy) {
        (None, None) => {
            let usual = |table: &SchemaTable| Some((format!("{}.parquet", table.name), Vec::new()));
            (usual(&COSTS), usual(&OCCUPANCY))
        }
        given => given,
    };
    let paths = [&costs, &occupancy].into_iter().flatten().map(|(path, _)| path.as_str());
    let Some(as_of) = ask.as_of.or_else(|| paths.chain([ask.out.as_str()]).find_map(date_of))
    else {
        bail!(
            "the date of the snapshot is not given, and no folder of the paths is named by one\nhint: \
             --as-of YYYY-MM-DD"
        );
    };
    let asked = facts::FactsQuery {
        dialect: ask.dialect,
        costs: costs.map(|of| source(of, &COSTS)).transpose()?,
        occupancy: occupancy.map(|of| source(of, &OCCUPANCY)).transpose()?,
        out: ask.out,
        as_of,
    };
    print::data(facts::sql(&asked, policy).as_bytes())
}

/// Returns the date that a folder of a path is named by.
fn date_of(path: &str) -> Option<Date> {
    let absolute = std::path::absolute(path).ok()?;
    absolute.ancestors().find_map(|folder| load::snapshot_date(folder.file_name()?.to_str()?))
}

/// Looks at a table where it is on this machine; else its headers are those typed, or all of the schema.
fn source(
    (path, typed): (String, Vec<String>),
    table: &'static SchemaTable,
) -> anyhow::Result<LongTable> {
    let place = Path::new(&path);
    let is_csv = place.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let is_parquet = place.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    let is_folder = if place.exists() { place.is_dir() } else { !is_csv && !is_parquet };
    if !is_folder && !is_csv && !is_parquet {
        bail!("`{path}` is neither Parquet nor CSV\nhint: export it as one of these");
    }
    let all = || table.columns.iter().map(|column| column.name.to_owned()).collect();
    let header = match place.exists() {
        true => load::header_of(place),
        false if typed.is_empty() => Some(all()),
        false => Some(typed),
    };
    let Some(header) = header else {
        bail!("`{path}` holds no Parquet file, or no header that can be read");
    };
    let stored = if is_csv { Stored::Csv } else { Stored::Parquet };
    if !table.is_headed_by(&header) {
        let needed: Vec<&str> =
            table.columns.iter().filter(|c| c.is_required()).map(|c| c.name).collect();
        bail!(
            "`{path}` lacks a column that `{}` needs: {}\nhint: `terrier schema` lists them",
            table.name,
            needed.join(", ")
        );
    }
    Ok(LongTable { path, stored, is_folder, header })
}
