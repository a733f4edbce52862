//! The files of a snapshot folder: which table stands where.

use std::{collections::BTreeMap, path::Path};

use super::{
    LoadError, book::Book, boundaries, paper_file::FILE as PAPER, raw::RawTable, schema,
    treasury::FILE as TREASURY,
};
use crate::model::{Finding, Findings, Place, Rule, folded};

/// One input file and the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Name relative to the snapshot.
    pub file: String,
    /// BLAKE3, hexadecimal.
    pub hash: String,
}

/// The tables of a folder as text, and every file that was read.
pub(super) struct Files {
    pub tables: BTreeMap<&'static str, RawTable>,
    /// Text of `estate.toml`, when there is one that can be read.
    pub estate: Option<String>,
    /// Text of `treasury.toml`, when there is one that can be read.
    pub treasury: Option<String>,
    /// The bytes of `boundaries.geojson`.
    pub boundaries: Option<Vec<u8>>,
    /// Text of `paper.toml`, when there is one that can be read.
    pub paper: Option<String>,
    pub inputs: Vec<InputFile>,
}

/// Files that an import writes beside the tables: rows left out, rows of origin, sums, findings.
pub const ASIDE: [&str; 4] =
    ["dropped.csv", "origins.csv", "reconciliation.csv", "import_findings.csv"];

/// Tells whether a file is one that an import writes beside its tables, and no table.
fn is_aside(name: &str) -> bool {
    name == MANIFEST || ASIDE.iter().any(|own| name == *own || name.ends_with(&format!("_{own}")))
}

/// The list of what an import was made from, which stands in the snapshot.
const MANIFEST: &str = "manifest.json";

/// Endings of spreadsheet files that can be read.
const WORKBOOKS: &[&str] = &["xlsx", "xls", "ods"];

/// Returns the names of the files of a snapshot, sorted; lock and hidden files are none of them.
///
/// # Errors
/// [`LoadError::Folder`] if the folder cannot be listed.
pub fn list(folder: &Path) -> Result<Vec<String>, LoadError> {
    let failed = |cause| LoadError::Folder { path: folder.display().to_string(), cause };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') || name.starts_with("~$");
        if !hidden && !entry.path().is_dir() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Returns the hash of every input file of a snapshot, in order of name.
///
/// # Errors
/// [`LoadError`] if the folder or a file cannot be read.
pub fn input_hashes(folder: &Path) -> Result<Vec<InputFile>, LoadError> {
    let hashed = |name: String| Ok(hashed(name.as_str(), &bytes(folder, &name)?));
    list(folder)?.into_iter().map(hashed).collect()
}

fn hashed(file: &str, bytes: &[u8]) -> InputFile {
    InputFile { file: file.to_owned(), hash: blake3::hash(bytes).to_hex().to_string() }
}

fn bytes(folder: &Path, name: &str) -> Result<Vec<u8>, LoadError> {
    let path = folder.join(name);
    std::fs::read(&path)
        .map_err(|cause| LoadError::Folder { path: path.display().to_string(), cause })
}

/// Reads every file of a snapshot folder as text.
pub(super) fn open(
    folder: &Path,
    with_hashes: bool,
    findings: &mut Findings,
) -> Result<Files, LoadError> {
    let mut found = Files {
        tables: BTreeMap::new(),
        estate: None,
        treasury: None,
        boundaries: None,
        paper: None,
        inputs: Vec::new(),
    };
    for name in list(folder)? {
        let bytes = bytes(folder, &name)?;
        if with_hashes {
            found.inputs.push(hashed(&name, &bytes));
        }
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
        let ending = ending.to_ascii_lowercase();
        let table = schema::TABLES.iter().find(|t| folded(t.name) == folded(stem));
        let written = [
            ("estate.toml", &mut found.estate),
            (TREASURY, &mut found.treasury),
            (PAPER, &mut found.paper),
        ];
        let written = written.into_iter().find(|(own, _)| name.eq_ignore_ascii_case(own));
        if let Some((_, text)) = written {
            match String::from_utf8(bytes) {
                Ok(read) => *text = Some(read),
                Err(_) => findings.push(unreadable(&name, "bytes that are not UTF-8 text")),
            }
        } else if name.eq_ignore_ascii_case(boundaries::FILE) {
            found.boundaries = Some(bytes);
        } else if let (Some(table), "csv") = (table, ending.as_str()) {
            if let Some(raw) = RawTable::from_csv(&name, bytes, findings) {
                found.keep(table.name, raw, findings);
            }
        } else if let (Some(table), "parquet") = (table, ending.as_str()) {
            match super::parquet_rows(bytes) {
                Ok(rows) => {
                    if let Some(raw) = RawTable::from_cells(&name, None, rows.into_iter(), findings)
                    {
                        found.keep(table.name, raw, findings);
                    }
                }
                Err(why) => {
                    findings.push(unreadable(&name, &format!("no readable Parquet: {why}")));
                }
            }
        } else if let (Some(table), true) = (table, WORKBOOKS.contains(&ending.as_str())) {
            found.workbook(&name, bytes, Some(table.name), findings);
        } else if folded(stem) == "estate" && WORKBOOKS.contains(&ending.as_str()) {
            found.workbook(&name, bytes, None, findings);
        } else if !is_aside(&name) {
            findings.push(kept_out(&name, None, stem));
        }
    }
    Ok(found)
}

impl Files {
    fn keep(&mut self, table: &'static str, raw: RawTable, findings: &mut Findings) {
        if let Some(first) = self.tables.get(table) {
            let found = format!("a second `{table}`, after {}", first.place(None, None));
            let expected = "each table in one file or sheet only".to_owned();
            let place = raw.place(None, None);
            findings.push(
                Finding::new(Rule::TableGivenTwice, place, "", found, expected)
                    .mend("keep the current one and move the other out of the snapshot"),
            );
        } else {
            self.tables.insert(table, raw);
        }
    }

    /// Reads a workbook: one table's own (its sheet of that name, else the first), or all of them.
    fn workbook(
        &mut self,
        file: &str,
        bytes: Vec<u8>,
        only: Option<&'static str>,
        findings: &mut Findings,
    ) {
        let Some(mut book) = Book::open(bytes) else {
            findings.push(unreadable(file, "a file that is no readable workbook"));
            return;
        };
        let names = book.names();
        let table_of = |sheet: &str| {
            schema::TABLES.iter().map(|t| t.name).find(|t| folded(t) == folded(sheet))
        };
        if let Some(table) = only {
            let named = names.iter().find(|n| folded(n) == folded(table));
            if let Some(sheet) = named.or_else(|| names.first()) {
                self.sheet(file, &mut book, sheet, table, findings);
            } else {
                findings.push(empty_book(file));
            }
            return;
        }
        for sheet in &names {
            match table_of(sheet) {
                Some(table) => self.sheet(file, &mut book, sheet, table, findings),
                None => findings.push(kept_out(file, Some(sheet), sheet)),
            }
        }
    }

    fn sheet(
        &mut self,
        file: &str,
        book: &mut Book,
        sheet: &str,
        table: &'static str,
        findings: &mut Findings,
    ) {
        let Some(rows) = book.rows(sheet, '.') else {
            findings.push(unreadable(file, &format!("a sheet {sheet:?} that cannot be read")));
            return;
        };
        if let Some(raw) = RawTable::from_cells(file, Some(sheet), rows.into_iter(), findings) {
            self.keep(table, raw, findings);
        }
    }
}

fn unreadable(file: &str, found: &str) -> Finding {
    let expected = "a file of the kind its ending says".to_owned();
    Finding::new(Rule::UnreadableTable, Place::file(file), "", found.to_owned(), expected)
        .mend("open it in the program that made it and save it again as CSV (UTF-8) or XLSX")
}

fn empty_book(file: &str) -> Finding {
    let found = "a workbook without sheets".to_owned();
    Finding::new(Rule::EmptyTable, Place::file(file), "", found, "a sheet with records".to_owned())
}

fn kept_out(file: &str, sheet: Option<&str>, stem: &str) -> Finding {
    let place = Place { sheet: sheet.map(Into::into), ..Place::file(file) };
    let what = if sheet.is_some() { "a sheet" } else { "a file" };
    let later = schema::LATER.iter().any(|t| folded(t) == folded(stem));
    let found = if later {
        format!("{what} of a table that this version does not read yet")
    } else {
        format!("{what} that is no table of the schema; nothing is read from it")
    };
    let names: Vec<&str> = schema::TABLES.iter().map(|t| t.name).collect();
    let expected = format!("one of {}", names.join(", "));
    let finding = Finding::new(Rule::FileKeptOut, place, "", found, expected);
    match super::nearest(stem, names.iter().copied()) {
        Some(name) if !later => finding.mend(format!("rename it `{name}` if that is what it is")),
        _ => finding,
    }
}
