//! A view in, the files of a report folder out: one output format a file of this folder.
//!
//! Takes the [`View`] of one edition and the charts drawn from it, and gives bytes. Nothing is computed
//! here but how things are written; the same view and charts give the same bytes. [`write()`] puts
//! the files in their folder, all of them or none.

mod comparison;
mod contact;
mod datapackage;
mod dates;
mod error;
mod facts;
mod folder;
mod fund;
mod group;
mod html;
mod lock;
mod long;
mod manifest;
mod map;
mod notice;
mod options;
mod paper;
mod records;
mod tables;
mod workbook;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::{
    draw::{self, ChartFiles},
    edition::View,
    tables::ALL,
};
pub use comparison::{changes_in_markdown, write_comparison};
pub use datapackage::{FILE as DATA_PACKAGE, PackageOf, Resource, described};
pub use error::ReportError;
pub use facts::{
    BACKLOG, FACTS, FLOOR_AREA, HISTORY, NAME, NEED_INDEX, RANK, STATUS, SiteFact, SiteHistory,
    WORKSTATIONS, history, parquet,
};
pub use fund::{financing_json, financing_line, programme_csv};
pub use group::{group_files, group_in_markdown, left_out_of_group};
pub use lock::{LOCK, LockHolder, OutputLock, Sharing};
pub use manifest::{Addition, IMPORT, MANIFEST, Manifest, mapping_input, mapping_of, same_mapping};
pub use paper::{
    PaperLength, Wording,
    docx::{Template, TemplateFault},
};
pub use records::records;
pub use tables::{csv_of, findings_csv};

/// How the parts of a report are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Some beside others, to be done sooner.
    SideBySide,
    /// One after the other: the memory of one alone is needed at a time.
    OneByOne,
}

impl Pace {
    /// Returns that of an estate of so many sites.
    #[must_use]
    pub const fn of(sites: usize) -> Self {
        const MOST_SIDE_BY_SIDE: usize = 300;
        if sites > MOST_SIDE_BY_SIDE { Self::OneByOne } else { Self::SideBySide }
    }
}

/// The files of a report that hold its data: tables, facts and workbook.
pub struct DataFiles(Vec<OutputFile>);

/// Makes the files that hold the data of a report: they need no picture, and can be made while those are drawn.
///
/// # Errors
/// [`ReportError::Table`], [`ReportError::Parquet`] or [`ReportError::Workbook`] when a file cannot be made: no content of a
/// view is known to cause it.
pub fn data_files(view: &View) -> Result<DataFiles, ReportError> {
    let file = |path: &str, bytes: Vec<u8>| OutputFile { path: path.to_owned(), bytes };
    let book = || (workbook::xlsx(view), parquet(&facts::facts_of(view)));
    let tables = || {
        let present = ALL.par_iter().filter(|table| table.absent(view).is_none());
        present.map(|table| long::data_file(*table, view)).collect::<Result<Vec<_>, _>>()
    };
    // The workbook takes as long as all other tables together.
    let ((workbook, facts), tables) = match Pace::of(view.sites.len()) {
        Pace::SideBySide => rayon::join(book, tables),
        Pace::OneByOne => (book(), tables()),
    };
    let mut files = tables?;
    files.push(file(FACTS, facts?));
    files.push(file("workbook.xlsx", workbook?));
    Ok(DataFiles(files))
}

/// Makes all files of a report folder but the manifest, in one fixed order, from those that hold its data.
///
/// # Errors
/// [`ReportError::Paper`] when the wording of the paper has a fault, [`ReportError::Template`] when its Word file
/// is; [`ReportError::Table`],
/// [`ReportError::Workbook`], [`ReportError::Page`] or [`ReportError::Json`] when a file cannot be made: no content
/// of a view is known to cause it.
pub fn files(
    view: &View,
    drawn: Vec<ChartFiles>,
    wording: &Wording,
    data: DataFiles,
) -> Result<Vec<OutputFile>, ReportError> {
    let charts = drawn.as_slice();
    let file = |path: &str, bytes: Vec<u8>| OutputFile { path: path.to_owned(), bytes };
    let DataFiles(mut files) = data;
    if dates::absent(view).is_none() {
        files.push(file(dates::FILE, dates::ics(view)));
    }
    if map::has_positions(view) {
        files.push(file("map.geojson", map::geojson(view)?));
    }
    let papers = || {
        let paper = paper::blocks(view, charts, wording)?;
        let word = file(paper::WORD, paper::word(view, charts, &paper, wording)?);
        let text = file(paper::MARKDOWN, paper::markdown(view, &paper).into_bytes());
        let contact = (!charts.is_empty()).then(|| contact::sheet(view, charts)).transpose()?;
        let contact = contact.map(|sheet| file(contact::FILE, sheet.into_bytes()));
        let made: Vec<OutputFile> = contact.into_iter().chain([word, text]).collect();
        Ok::<_, ReportError>(made)
    };
    let pictures: Vec<String> = charts.iter().flat_map(chart_paths).collect();
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.extend(pictures.iter().map(String::as_str));
    paths.extend((!charts.is_empty()).then_some(contact::FILE));
    paths.extend([paper::WORD, paper::MARKDOWN, datapackage::FILE, NOTICE]);
    let page = || html::page(view, charts, &paths);
    let (papers, page) = match Pace::of(view.sites.len()) {
        Pace::SideBySide => rayon::join(papers, page),
        Pace::OneByOne => (papers(), page()),
    };
    let page = page?;
    let package = datapackage::datapackage(view, &files, charts)?;
    files.extend(drawn.into_iter().flat_map(chart_files));
    files.extend(papers?);
    files.push(file(datapackage::FILE, package));
    let notice = notice::notice(view, bare_files(&files));
    files.push(file(NOTICE, notice));
    files.push(file("report.html", page.into_bytes()));
    Ok(files)
}

/// Names the file that says who may read the data files.
const NOTICE: &str = "EDITION.txt";

/// Names the file of the numbers of a chart.
fn numbers_file(chart: &ChartFiles) -> String {
    format!("charts/{}.csv", chart.name)
}

/// Makes the files of a chart: pictures, numbers and words.
pub fn chart_files(chart: ChartFiles) -> impl Iterator<Item = OutputFile> {
    let ChartFiles { name, svg, png, slide, board, numbers, text, .. } = chart;
    [
        ("svg", Some(svg.into_bytes())),
        ("png", Some(png)),
        ("slide.png", slide),
        ("board.png", board),
        ("csv", Some(numbers.csv.into_bytes())),
        ("txt", Some(text.into_bytes())),
    ]
    .into_iter()
    .filter_map(move |(ending, bytes)| {
        Some(OutputFile { path: chart_path(&name, ending), bytes: bytes? })
    })
}

/// Names the files of a chart, in the order of [`chart_files`].
fn chart_paths(chart: &ChartFiles) -> impl Iterator<Item = String> {
    let slide = chart.slide.as_ref().map(|_| "slide.png");
    let board = chart.board.as_ref().map(|_| "board.png");
    let all = [Some("svg"), Some("png"), slide, board, Some("csv"), Some("txt")];
    all.into_iter().flatten().map(|ending| chart_path(&chart.name, ending))
}

fn chart_path(name: &str, ending: &str) -> String {
    let mark = if ending.contains('.') { '_' } else { '.' };
    format!("charts/{name}{mark}{ending}")
}

/// Says which files [`files`] leaves out of this view's report, and why, for the manifest: a long table's CSV file too,
/// in place of which `made` has another.
#[must_use]
pub fn left_out(view: &View, made: &[OutputFile]) -> Vec<(String, String)> {
    let why = |path: &str, why: &str| (path.to_owned(), why.to_owned());
    let too_long = long::too_long();
    let is_made = |path: String| made.iter().any(|file| file.path == path);
    let long = |file: &str| is_made(long::long_file(file)).then_some(too_long.as_str());
    let tables = ALL.iter();
    let tables =
        tables.filter_map(|t| Some(why(t.file(), t.absent(view).or_else(|| long(t.file()))?)));
    let dates = dates::absent(view).map(|reason| why(dates::FILE, reason));
    let map = (!map::has_positions(view)).then(|| why("map.geojson", "no site has a position"));
    let charts = draw::left_out(view);
    let charts = charts.iter().map(|(name, reason)| why(&format!("charts/{name}.svg"), reason));
    tables.chain(dates).chain(map).chain(charts).collect()
}

/// Puts a report in its folder, whole or not at all; fills the manifest's list of outputs.
///
/// A folder that is there is replaced only if it is a report of ours and holds nothing else.
///
/// # Errors
/// Any other [`ReportError`]: it names the file or folder and says what to do, and the old report is
/// kept, except for [`ReportError::OldLeft`].
pub fn write(folder: &Path, files: &[OutputFile], manifest: &Manifest) -> Result<(), ReportError> {
    folder::replace(folder, files, &manifest.with_outputs(files))
}

/// Writes one file that stands beside reports, with its folder: the new one whole, or the old one kept.
///
/// # Errors
/// [`ReportError::Write`] naming the file, [`ReportError::NoName`] when the path names none.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    folder::replace_file(path, bytes)
}

/// Writes files that stand beside reports, as [`write_file`] does: all are on the disk before the first takes its place,
/// in their order.
///
/// # Errors
/// As [`write_file`].
pub fn write_files<'b>(
    files: impl Iterator<Item = (PathBuf, &'b [u8])>,
) -> Result<(), ReportError> {
    folder::replace_files(files)
}

/// Clears what killed runs left in a folder of reports: nothing of a stranger's, and nothing that another run writes.
///
/// # Errors
/// [`ReportError`] naming what cannot be cleared.
pub fn tidy_beside(folder: &Path) -> Result<(), ReportError> {
    folder::tidy_beside(folder)
}

/// Tells whether a folder is one that a report is written to, or moved aside in, before it stands in its place.
#[must_use]
pub fn is_on_its_way(folder: &Path) -> bool {
    folder.file_name().and_then(folder::on_its_way).is_some()
}

/// Adds files to a folder that is there, and puts its manifest with them.
///
/// All are on the disk before the first takes its place; the manifest comes last, and what else is in the folder
/// stays as it is.
///
/// # Errors
/// [`ReportError::Write`] naming the file; before the first has taken its place nothing has changed.
pub fn add(folder: &Path, files: &[OutputFile], manifest: &Manifest) -> Result<(), ReportError> {
    let own = OutputFile { path: MANIFEST.to_owned(), bytes: manifest.to_bytes()? };
    folder::replace_files(files.iter().chain([&own]).map(|f| (folder.join(&f.path), &*f.bytes)))
}

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the report folder, with `/`: `charts/ranking.svg`.
    pub path: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
}

impl OutputFile {
    /// Returns its path and its hash.
    #[must_use]
    pub fn hashed(&self) -> (String, String) {
        (self.path.clone(), blake3::hash(&self.bytes).to_hex().as_str().to_owned())
    }
}

/// Returns the paths of files that cannot carry a marking themselves.
fn bare_files(files: &[OutputFile]) -> impl Iterator<Item = &str> {
    let bare = |path: &&str| {
        [".csv", ".geojson", ".ics", ".parquet", ".txt"].iter().any(|e| path.ends_with(e))
    };
    files.iter().map(|f| f.path.as_str()).filter(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_same_view_gives_the_same_bytes() {
        let charts = vec![example::chart()];
        let made = || {
            let view = example::hostile();
            files(view, charts.clone(), &Wording::default(), data_files(view).unwrap()).unwrap()
        };
        assert_eq!(made(), made());
    }

    #[test]
    fn an_estate_without_sites_is_a_report_too() {
        let view = example::empty();
        let files =
            files(view, Vec::new(), &Wording::default(), data_files(view).unwrap()).unwrap();
        assert!(files.iter().all(|f| f.path != "map.geojson" && !f.path.starts_with("charts/")));
        let map = left_out(view, &files).into_iter().filter(|(file, _)| file == "map.geojson");
        assert_eq!(map.count(), 1);
    }
}
