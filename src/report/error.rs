//! What can go wrong while a report is made or put in its place.

use std::{io, path::PathBuf};

use thiserror::Error;

use super::TemplateFault;

/// Why a report could not be made or put in its place; the old report is kept unless the text says otherwise.
#[derive(Debug, Error)]
pub enum ReportError {
    /// A data file could not be made.
    #[error("`{file}` could not be made")]
    Table {
        /// Its path in the report.
        file: &'static str,
        /// The cause.
        #[source]
        source: csv::Error,
    },
    /// A JSON file could not be made.
    #[error("`{file}` could not be made")]
    Json {
        /// Its path in the report.
        file: &'static str,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// A Parquet file could not be made: a fault of the program.
    #[error("`{file}` could not be made, a fault in the program: {why}")]
    Parquet {
        /// Which.
        file: String,
        /// What the library says.
        why: String,
    },
    /// The page could not be made: a fault in its template.
    #[error("`report.html` could not be made: a fault in the program's own template")]
    Page(#[from] minijinja::Error),
    /// The wording of the paper has a fault.
    #[error("the wording in `{file}` has a fault: {what}")]
    Paper {
        /// The wording's file.
        file: String,
        /// The place and what is wrong there.
        what: String,
    },
    /// A body's own Word file cannot be used for the paper.
    #[error("the template `{file}` cannot be used: {fault}")]
    Template {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: TemplateFault,
    },
    /// The paper could not be packed as a Word file.
    #[error("`paper.docx` could not be made")]
    Word(#[from] zip::result::ZipError),
    /// The workbook could not be made.
    #[error("`workbook.xlsx` could not be made")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A path has no last part to make a folder of.
    #[error("`{}` does not name a folder; give the report a folder of its own, such as `reports/2020-03-31`", path.display())]
    NoName {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file stands where the report folder would.
    #[error("`{}` is a file; move it away or name another folder", path.display())]
    NotAFolder {
        /// The file or folder.
        path: PathBuf,
    },
    /// A folder holds something, but no report of ours.
    #[error("`{}` contains files but no `manifest.json` of a Terrier report, so it is not replaced; name another folder or empty this one", folder.display())]
    NotOurs {
        /// The folder.
        folder: PathBuf,
    },
    /// A report folder holds a file that is not the report's.
    #[error("`{}` is not part of the report in its folder, so the folder is not replaced; move the file elsewhere and run again", path.display())]
    Foreign {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file of an imported snapshot was changed by hand: its owner decides.
    #[error("`{}` was changed since it was imported, so the folder is not replaced; import into another folder, or move this one away", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A report would replace an imported snapshot, or the other way round.
    #[error("`{}` contains a{there}, so no{wanted} replaces it; name another folder", folder.display())]
    OtherKind {
        /// The folder.
        folder: PathBuf,
        /// What is there.
        there: &'static str,
        /// What would be written.
        wanted: &'static str,
    },
    /// A report would replace that of another estate.
    #[error("`{}` contains the report of {there:?}, so that of {wanted:?} does not replace it; name another folder with --out, or move this one away", folder.display())]
    OtherEstate {
        /// The folder.
        folder: PathBuf,
        /// Whose report is there.
        there: String,
        /// Whose would be written.
        wanted: String,
    },
    /// An import would replace one made by another mapping, or a snapshot made by hand.
    #[error("`{}` was made by {there}, so an import by `{wanted}` does not replace it; import into another folder, or remove it first", folder.display())]
    OtherMapping {
        /// The folder.
        folder: PathBuf,
        /// The mapping that made it, or by hand.
        there: String,
        /// The mapping that would.
        wanted: String,
    },
    /// An office program has a file of the report open.
    #[error("`{}` is open in another program; close it there and run again", path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another run writes the same report.
    #[error("another run is writing `{}`; wait until it has ended and run again", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// Another run writes into the same estate's folder.
    #[error("`{}` is in use by {}; wait until it has ended and run again, or name another folder with --out", folder.display(), holder.as_deref().unwrap_or("another run of terrier"))]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// Who was the last to take it, where that can be read.
        holder: Option<String>,
    },
    /// An output's path would leave the folder: a fault in the program.
    #[error("`{path}` is not a path inside a report: a fault in the program")]
    Path {
        /// The path.
        path: String,
    },
    /// A file or folder cannot be read.
    #[error("`{}` cannot be read; check that it is there and that you may read it", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("`{}` cannot be written; check that you may write there and that the disk is not full", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The new report stands, but the old one could not be taken away.
    #[error("the new report is in place, but the old one is still in `{}`; delete that folder yourself", folder.display())]
    OldLeft {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        #[source]
        source: Box<ReportError>,
    },
}
