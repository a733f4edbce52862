//! The files that a batch writes of an estate as a whole, with the marking and the description of their columns.

use super::BatchError;
use crate::{
    draw::ChartFiles,
    edition::Edition,
    report::{self, PackageOf, Resource},
    tables::{Declared, Table},
};

/// The files of a summary, and what describes them.
#[derive(Default)]
pub(super) struct SummaryFiles {
    pub all: Vec<(String, Vec<u8>)>,
    tables: Vec<&'static dyn Declared>,
    pub charts: Vec<ChartFiles>,
}

impl SummaryFiles {
    pub fn table(
        &mut self,
        table: &'static dyn Declared,
        rows: Table<'_>,
    ) -> Result<(), BatchError> {
        self.all.push((table.file().to_owned(), report::csv_of(rows)?));
        self.tables.push(table);
        Ok(())
    }

    /// Adds the charts, the marking and the description of the data files.
    pub fn described(
        self,
        name: &str,
        note: Option<&str>,
        doubts: &[String],
    ) -> Result<Vec<(String, Vec<u8>)>, BatchError> {
        let Self { all: mut files, tables, charts } = self;
        let of = PackageOf { name, as_of: None, edition: Edition::Restricted, note };
        let resources = tables.into_iter().map(Resource::of_table);
        let resources = resources.chain(charts.iter().map(Resource::of_chart));
        let package = report::described(&of, resources)?;
        files.extend(
            charts.into_iter().flat_map(report::chart_files).map(|file| (file.path, file.bytes)),
        );
        files.push((report::DATA_PACKAGE.to_owned(), package));
        files.push(("EDITION.txt".to_owned(), marking(name, doubts)));
        Ok(files)
    }
}

fn marking(estate: &str, doubts: &[String]) -> Vec<u8> {
    let marking = Edition::Restricted.marking();
    let mut text = format!(
        "{marking}\n\nSummary and changes of rank for the estate {estate:?} across its \
            snapshots.\nIn this folder: summary.csv, summary_manifest.json, history.parquet, \
            history.csv, trends.csv, series_breaks.csv, rank_moves.csv, datapackage.json, charts/.\n"
    );
    for doubt in doubts {
        text.push_str(&format!("\nWarning: {doubt}.\n"));
    }
    text.into_bytes()
}
