//! A table in the Parquet files of a folder, as other engines write one: in parts, by the values of some columns.
//!
//! `costs/financial_year=2019-20/part-0.parquet` is a part of the table `costs`; the names of the folders on the way
//! are columns with one value each (Hive's layout).

use std::path::Path;

use super::{
    LoadError,
    files::{Files, bytes, hashed, unreadable},
    raw::RawTable,
    schema::{self, SchemaTable},
};
use crate::model::{Finding, Findings, Rule};

/// One file of a folder.
pub(super) struct Part {
    /// Its path from the snapshot's folder, separated by `/`.
    pub path: String,
    /// Names and values of the columns that its folders give.
    pub columns: Vec<(String, String)>,
}

/// Folders within folders that are looked into: more than any table has.
const DEPTH: usize = 8;

/// What Hive writes for a value that is not known.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Returns the name of the table that a folder's name stands for: `costs` or `costs.parquet`.
pub(super) fn table_name(folder: &str) -> &str {
    folder.strip_suffix(".parquet").unwrap_or(folder)
}

/// Returns the Parquet files of a folder within a snapshot, in order of path; hidden files, and those that begin with
/// `_` as engines name their own, are none of them.
///
/// # Errors
/// What the system says of a folder that cannot be listed.
pub(super) fn parts(snapshot: &Path, folder: &str) -> std::io::Result<Vec<Part>> {
    let mut found = Vec::new();
    look(&snapshot.join(folder), folder, &[], DEPTH, &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn look(
    folder: &Path,
    path: &str,
    columns: &[(String, String)],
    depth: usize,
    found: &mut Vec<Part>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        if name.starts_with(['.', '_']) {
            continue;
        }
        let path = format!("{path}/{name}");
        let data = std::fs::metadata(entry.path())?;
        if data.is_dir() && depth > 0 {
            let mut columns = columns.to_vec();
            if let Some((name, value)) = name.split_once('=') {
                let value = if value == NO_VALUE { String::new() } else { decoded(value) };
                columns.push((decoded(name), value));
            }
            look(&entry.path(), &path, &columns, depth - 1, found)?;
        } else if data.is_file() && name.to_ascii_lowercase().ends_with(".parquet") {
            found.push(Part { path, columns: columns.to_vec() });
        }
    }
    Ok(())
}

/// Returns the headers of a table's file, or of the Parquet files of a folder with the columns that its folders give;
/// `None` where there is none that can be read.
#[must_use]
pub fn header_of(path: &Path) -> Option<Vec<String>> {
    if path.is_dir() {
        let parts = parts(path, "").ok()?;
        let first = parts.first()?;
        let mut header = parquet_header(&path.join(first.path.trim_start_matches('/')))?;
        header.extend(first.columns.iter().map(|(name, _)| name.clone()));
        return Some(header);
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
        return parquet_header(path);
    }
    let file = std::fs::File::open(path).ok()?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    let header = reader.records().next()?.ok()?;
    let cells = header.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned());
    Some(cells.collect())
}

fn parquet_header(path: &Path) -> Option<Vec<String>> {
    super::parquet::columns(std::fs::File::open(path).ok()?).ok()
}

impl Files {
    /// Reads a table in the Parquet files of a folder.
    pub(super) fn folder(
        &mut self,
        snapshot: &Path,
        (name, table): (&str, &'static SchemaTable),
        parts: Vec<Part>,
        with_hashes: bool,
        findings: &mut Findings,
    ) -> Result<(), LoadError> {
        let mut read = Vec::new();
        for part in parts {
            let bytes = bytes(snapshot, &part.path)?;
            if with_hashes {
                self.inputs.push(hashed(&part.path, &bytes));
            }
            match super::parquet_rows(bytes) {
                Ok(mut rows) => {
                    let (names, values): (Vec<String>, Vec<String>) =
                        part.columns.into_iter().unzip();
                    for (row, cells) in &mut rows {
                        cells.extend(if *row == 1 { &names } else { &values }.iter().cloned());
                    }
                    read.push((part.path.into(), rows));
                }
                Err(why) => {
                    let found = format!("not readable as Parquet: {why}");
                    findings.push(unreadable(&part.path, &found));
                }
            }
        }
        match RawTable::from_parts(name, read) {
            Ok(Some(raw)) => self.keep(table, raw, findings),
            Ok(None) => {}
            Err((file, why)) => findings.push(unreadable(&file, why)),
        }
        Ok(())
    }

    /// Takes sums out that stand beside the table they were made from: only one of the two can be read.
    pub(super) fn without_both(&mut self, findings: &mut Findings) {
        let pairs = [
            (&schema::COSTS, &schema::COST_TOTALS),
            (&schema::OCCUPANCY, &schema::OCCUPANCY_SUMMARY),
        ];
        for (lines, sums) in pairs {
            let Some(first) = self.tables.get(lines.name).map(|raw| raw.place(None, None)) else {
                continue;
            };
            let Some(raw) = self.tables.remove(sums.name) else { continue };
            let found = format!("`{}` beside {first}, of which it holds the sums", sums.name);
            let expected = format!("`{}` or `{}`, not both", lines.name, sums.name);
            findings.push(
                Finding::new(Rule::TableGivenTwice, raw.place(None, None), "", found, expected)
                    .fix("keep one and move the other out of the snapshot"),
            );
        }
    }
}

/// Turns `%2F` and its like into the characters that they stand for; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.filter(|_| *first == b'%').and_then(|c| u8::from_str_radix(c, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_no_folder_may_have_are_read_from_their_codes() {
        assert_eq!(decoded("2019%2F20"), "2019/20");
        assert_eq!(decoded("50%"), "50%");
        assert_eq!(decoded("100%zz%2"), "100%zz%2");
        assert_eq!(decoded("%C2%A3"), "£");
    }
}
