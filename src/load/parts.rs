//! A table in the Parquet files of a folder, as other engines write one: in parts, by the values of some columns.
//!
//! `costs/financial_year=2019-20/part-0.parquet` is a part of the table `costs`; the names of the folders on the way
//! are columns with one value each (Hive's layout).

use std::path::Path;

/// One file of a folder.
pub(super) struct Part {
    /// Its path from the snapshot's folder, parted by `/`.
    pub path: String,
    /// Names and values of the columns that its folders give.
    pub columns: Vec<(String, String)>,
}

/// Folders within folders that are looked into: more than any table is parted by.
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
