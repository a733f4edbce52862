//! The files of a snapshot folder: which table stands where.

use std::{collections::BTreeMap, path::Path};

use super::{
    LoadError,
    book::{Book, BookFault, Facts, Rows},
    boundaries,
    paper_file::FILE as PAPER,
    parts::{self, Part},
    postcodes,
    raw::RawTable,
    schema::{self, SchemaTable},
    treasury::FILE as TREASURY,
};
use crate::model::{Finding, Findings, Place, Rule, counted, folded};

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
const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods"];

/// What a file of a snapshot is, by its name.
enum Kind {
    Estate,
    Treasury,
    Paper,
    Boundaries,
    Csv(&'static SchemaTable),
    Parquet(&'static SchemaTable),
    /// One table's own workbook, or that of all tables.
    Workbook(Option<&'static SchemaTable>),
    /// Nothing that is read.
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let ending = ending.to_ascii_lowercase();
        let table = schema::table_named(stem);
        let is = |own: &str| name.eq_ignore_ascii_case(own);
        match (table, ending.as_str()) {
            _ if is("estate.toml") => Self::Estate,
            _ if is(TREASURY) => Self::Treasury,
            _ if is(PAPER) => Self::Paper,
            _ if is(boundaries::FILE) => Self::Boundaries,
            (Some(table), "csv") => Self::Csv(table),
            (Some(table), "parquet") => Self::Parquet(table),
            (Some(_), ending) if WORKBOOKS.contains(&ending) => Self::Workbook(table),
            (None, ending) if folded(stem) == "estate" && WORKBOOKS.contains(&ending) => {
                Self::Workbook(None)
            }
            _ => Self::Other,
        }
    }

    const fn is_read(&self) -> bool {
        !matches!(self, Self::Other)
    }
}

/// Tells whether an input file may hold a table, by its name relative to the snapshot.
#[must_use]
pub fn may_hold(file: &str, table: &SchemaTable) -> bool {
    let first = file.split('/').next().unwrap_or(file);
    let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
    folded(stem) == folded(table.name) || matches!(Kind::of(first), Kind::Workbook(None))
}

/// The names of a folder's files, sorted; lock and hidden files and folders are none of them.
struct Listing {
    names: Vec<String>,
    /// Folders that hold a table in parts, by the table's name, with its files; sorted.
    folders: Vec<(String, &'static SchemaTable, Vec<Part>)>,
    /// What stands there and is no file that could be read, and what it is.
    odd: Vec<(String, &'static str)>,
}

fn listing(folder: &Path) -> Result<Listing, LoadError> {
    let failed = |cause| LoadError::Folder { path: folder.display().to_string(), cause };
    let mut listing = Listing { names: Vec::new(), folders: Vec::new(), odd: Vec::new() };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file_name = entry.file_name();
        let name = file_name.to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        // A pipe waits for ever for who writes it, so nothing is opened but what is a file.
        match std::fs::metadata(entry.path()) {
            Ok(data) if data.is_dir() => {
                if let Some(table) = schema::table_named(parts::table_name(&name)) {
                    let parts = parts::parts(folder, &name).map_err(failed)?;
                    if !parts.is_empty() {
                        listing.folders.push((name, table, parts));
                    }
                }
            }
            Ok(data) if !data.is_file() => {
                listing.odd.push((name, "a pipe, socket or device, not a file"));
            }
            Ok(_) if file_name.to_str().is_none() => {
                listing.odd.push((name, "a file with a name that is not UTF-8"));
            }
            Ok(_) => listing.names.push(name),
            Err(_) => listing.odd.push((name, "a link to something missing or out of reach")),
        }
    }
    listing.names.sort();
    listing.folders.sort_by(|a, b| a.0.cmp(&b.0));
    listing.odd.sort();
    Ok(listing)
}

/// Returns the names of the files of a snapshot, sorted; lock and hidden files are none of them, nor is what is no
/// file at all. A table in parts has the files of its folder.
///
/// # Errors
/// [`LoadError::Folder`] if the folder cannot be listed.
pub fn list(folder: &Path) -> Result<Vec<String>, LoadError> {
    let Listing { mut names, folders, .. } = listing(folder)?;
    let parts = folders.into_iter().flat_map(|(_, _, parts)| parts);
    names.extend(parts.map(|part| part.path));
    names.sort();
    Ok(names)
}

/// Returns the hash of every file of a snapshot that is read, in order of name.
///
/// # Errors
/// [`LoadError`] if the folder or a file cannot be read.
pub fn input_hashes(folder: &Path) -> Result<Vec<InputFile>, LoadError> {
    let hashed = |name: String| Ok(hashed(name.as_str(), &bytes(folder, &name)?));
    let names = list(folder)?.into_iter();
    // What stands in a folder is listed only where it is read.
    names.filter(|name| name.contains('/') || Kind::of(name).is_read()).map(hashed).collect()
}

pub(super) fn hashed(file: &str, bytes: &[u8]) -> InputFile {
    InputFile { file: file.to_owned(), hash: blake3::hash(bytes).to_hex().to_string() }
}

pub(super) fn bytes(folder: &Path, name: &str) -> Result<Vec<u8>, LoadError> {
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
    let Listing { names, folders, odd } = listing(folder)?;
    for (name, what) in odd {
        findings.push(match Kind::of(&name).is_read() {
            true => unreadable(&name, what),
            false => not_opened(&name, what),
        });
    }
    for name in names {
        let kind = Kind::of(&name);
        if !kind.is_read() {
            if !is_aside(&name) {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                findings.push(kept_out(&name, None, stem));
            }
            continue;
        }
        let bytes = bytes(folder, &name)?;
        if with_hashes {
            found.inputs.push(hashed(&name, &bytes));
        }
        let mut text = |bytes: Vec<u8>| {
            let read = String::from_utf8(bytes).ok();
            if read.is_none() {
                findings.push(unreadable(&name, "bytes that are not UTF-8 text"));
            }
            read
        };
        match kind {
            Kind::Estate => found.estate = text(bytes),
            Kind::Treasury => found.treasury = text(bytes),
            Kind::Paper => found.paper = text(bytes),
            Kind::Boundaries => found.boundaries = Some(bytes),
            Kind::Csv(table) => {
                if let Some(raw) = RawTable::from_csv(&name, bytes, findings) {
                    found.keep(table, raw, findings);
                }
            }
            Kind::Parquet(table) => match super::parquet_rows(bytes) {
                Ok(rows) => {
                    if let Some(raw) = RawTable::from_cells(&name, None, rows.into_iter(), findings)
                    {
                        found.keep(table, raw, findings);
                    }
                }
                Err(why) => {
                    findings.push(unreadable(&name, &format!("not readable as Parquet: {why}")));
                }
            },
            Kind::Workbook(table) => found.workbook(&name, bytes, table, findings),
            Kind::Other => {}
        }
    }
    for (name, table, parts) in folders {
        found.folder(folder, (&name, table), parts, with_hashes, findings)?;
    }
    found.inputs.sort();
    found.without_both(findings);
    Ok(found)
}

/// A sheet of a workbook.
struct Sheet {
    name: String,
    rows: Rows,
    facts: Facts,
}

impl Sheet {
    fn read(book: &mut Book, name: &str) -> Result<Self, BookFault> {
        let rows = book.rows(name, '.')?;
        let facts = book.facts(name, &rows);
        Ok(Self { name: name.to_owned(), rows, facts })
    }

    fn header(&self) -> &[String] {
        self.rows.first().map_or(&[], |(_, cells)| cells)
    }

    fn place(&self, file: &str) -> Place {
        Place { sheet: Some(self.name.as_str().into()), ..Place::file(file) }
    }
}

impl Files {
    pub(super) fn keep(
        &mut self,
        table: &'static SchemaTable,
        raw: RawTable,
        findings: &mut Findings,
    ) {
        if let Some(first) = self.tables.get(table.name) {
            let found = format!(
                "a second file or sheet for `{}`, after {}",
                table.name,
                first.place(None, None)
            );
            let expected = "each table in one file or sheet".to_owned();
            let place = raw.place(None, None);
            findings.push(
                Finding::new(Rule::TableGivenTwice, place, "", found, expected)
                    .fix("keep one and move the other out of the snapshot"),
            );
            return;
        }
        let mut raw = match table.name == schema::POSTCODES.name {
            true => postcodes::with_known_header(raw, findings),
            false => raw,
        };
        raw.is_of(table);
        self.tables.insert(table.name, raw);
    }

    /// Reads a workbook: that of one table, or the one that holds them all.
    fn workbook(
        &mut self,
        file: &str,
        bytes: Vec<u8>,
        only: Option<&'static SchemaTable>,
        findings: &mut Findings,
    ) {
        let mut book = match Book::open(bytes) {
            Ok(book) => book,
            Err(fault) => return findings.push(faulty(file, &fault)),
        };
        let mut sheets = Vec::new();
        for name in book.names() {
            let table = schema::table_named(&name);
            if only.is_none() && table.is_none() {
                findings.push(kept_out(file, Some(&name), &name));
                continue;
            }
            match Sheet::read(&mut book, &name) {
                Ok(sheet) => sheets.push((table, sheet)),
                Err(fault) => findings.push(faulty(file, &fault)),
            }
        }
        if let Some(table) = only {
            self.own_workbook(file, sheets.into_iter().map(|(_, sheet)| sheet), table, findings);
            return;
        }
        for (table, sheet) in sheets {
            if let Some((table, raw)) = table.zip(of_sheet(file, sheet, findings)) {
                self.keep(table, raw, findings);
            }
        }
    }

    /// Reads a table's own workbook: its sheet of that name, else the first with its columns, and every other with
    /// the same header; the rest are named.
    fn own_workbook(
        &mut self,
        file: &str,
        sheets: impl Iterator<Item = Sheet>,
        table: &'static SchemaTable,
        findings: &mut Findings,
    ) {
        let (mut filled, blank): (Vec<Sheet>, Vec<Sheet>) =
            sheets.partition(|sheet| !sheet.rows.is_empty());
        let named = filled.iter().position(|s| folded(&s.name) == folded(table.name));
        let fits = || filled.iter().position(|s| table.is_headed_by(s.header()));
        let main = named.or_else(fits).unwrap_or(0);
        if filled.is_empty() {
            match blank.into_iter().next() {
                Some(sheet) => drop(of_sheet(file, sheet, findings)),
                None => findings.push(empty_book(file)),
            }
            return;
        }
        let main = filled.remove(main);
        let name = main.name.clone();
        let records = main.rows.len() - 1;
        let Some(mut raw) = of_sheet(file, main, findings) else { return };
        let mut joined = vec![format!("{name:?} ({})", counted(records, "row"))];
        for sheet in filled {
            let (place, facts) = (sheet.place(file), sheet.facts.clone());
            let header_row = sheet.rows.first().map_or(1, |(row, _)| *row);
            match raw.join(&sheet.name, sheet.rows) {
                Ok(count) => {
                    facts.tell(&place, header_row, findings);
                    joined.push(format!("{:?} ({})", sheet.name, counted(count, "row")));
                }
                Err(rows) => {
                    let header = rows.first().map_or(&[][..], |(_, cells)| cells);
                    findings.push(beside(place, table, &name, header));
                }
            }
        }
        if joined.len() > 1 {
            let found = format!(
                "{} read as one table: {}",
                counted(joined.len(), "sheet"),
                joined.join(", ")
            );
            let expected = "sheets with the same header that belong to one table".to_owned();
            findings.push(
                Finding::new(Rule::SheetsJoined, Place::file(file), "", found, expected)
                    .fix("move any sheet that does not belong to a separate file"),
            );
        }
        self.keep(table, raw, findings);
    }
}

/// Makes a table of a sheet, and tells what is odd about it.
fn of_sheet(file: &str, sheet: Sheet, findings: &mut Findings) -> Option<RawTable> {
    let place = sheet.place(file);
    let raw = RawTable::from_cells(file, Some(&sheet.name), sheet.rows.into_iter(), findings)?;
    sheet.facts.tell(&place, raw.header_row(), findings);
    Some(raw)
}

/// Makes the finding about a sheet beside a table's own that has another header.
fn beside(place: Place, table: &SchemaTable, main: &str, header: &[String]) -> Finding {
    let expected = format!("the header of the sheet {main:?}, in any order");
    if table.is_headed_by(header) {
        let found = "a sheet with some of the table's columns but a different header; it is not \
            read"
            .to_owned();
        return Finding::new(Rule::SheetApart, place, "", found, expected).fix(
            "if its records belong to the table, give it the same header; if not, move it \
                to a separate file",
        );
    }
    let found = "a sheet with a different header; it is not read".to_owned();
    Finding::new(Rule::FileKeptOut, place, "", found, expected)
}

fn faulty(file: &str, fault: &BookFault) -> Finding {
    Finding { fix: fault.fix().to_owned(), ..unreadable(file, &fault.to_string()) }
}

fn not_opened(name: &str, what: &str) -> Finding {
    let found = format!("{what}; it is not opened");
    let expected = "files that can be opened".to_owned();
    Finding::new(Rule::FileKeptOut, Place::file(name), "", found, expected)
}

pub(super) fn unreadable(file: &str, found: &str) -> Finding {
    let expected = "a file of the type that its extension says".to_owned();
    Finding::new(Rule::UnreadableTable, Place::file(file), "", found.to_owned(), expected)
        .fix("open it in the program that made it and save it as CSV (UTF-8) or XLSX")
}

fn empty_book(file: &str) -> Finding {
    let found = "a workbook without sheets".to_owned();
    Finding::new(Rule::EmptyTable, Place::file(file), "", found, "a sheet with records".to_owned())
}

fn kept_out(file: &str, sheet: Option<&str>, stem: &str) -> Finding {
    let place = Place { sheet: sheet.map(Into::into), ..Place::file(file) };
    let what = if sheet.is_some() { "a sheet" } else { "a file" };
    let found = format!("{what} that does not match any table; it is not read");
    let names: Vec<&str> = schema::TABLES.iter().chain(schema::FACTS).map(|t| t.name).collect();
    let expected = format!("one of {}", names.join(", "));
    let finding = Finding::new(Rule::FileKeptOut, place, "", found, expected);
    match super::nearest(stem, names.iter().copied()) {
        Some(name) => finding.fix(format!("rename it `{name}` if that is what it is")),
        _ => finding,
    }
}
