//! The files of the new snapshot: its tables, and what tells where each record and number came from.

use csv::Writer;

use super::{DroppedRow, Import, MadeTable, Mapping, MappingError};
use crate::{
    load::{ASIDE, schema},
    model::Date,
};

/// One file of the new snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Returns the files of the new snapshot.
///
/// Beside the tables and `estate.toml`: `origins.csv` (the row each record came from), `dropped.csv` (each row
/// that is in no table, with the reason) and `reconciliation.csv` (per column of numbers, in the file's own
/// units: the sheet's sum, what was kept, dropped and put together).
///
/// # Errors
/// [`MappingError::Csv`] for a fault of the program.
pub fn files(
    import: &Import,
    mapping: &Mapping,
    estate: &str,
    as_of: Date,
) -> Result<Vec<ImportFile>, MappingError> {
    let [dropped_name, origins_name, reconciliation_name, _] = ASIDE;
    let mut files = Vec::new();
    let mut origins = csv(origins_name, &["table", "row", "file", "sheet", "from_row"])?;
    for table in schema::TABLES {
        let parts: Vec<&MadeTable> =
            import.tables.iter().filter(|made| made.name == table.name).collect();
        let columns: Vec<&str> = table
            .columns
            .iter()
            .map(|c| c.name)
            .filter(|name| parts.iter().any(|part| part.columns.contains(name)))
            .collect();
        if parts.is_empty() {
            continue;
        }
        let name = format!("{}.csv", table.name);
        let mut out = csv(&name, &columns)?;
        let mut row = 1_u32;
        for part in parts {
            let at: Vec<Option<usize>> =
                columns.iter().map(|name| part.columns.iter().position(|c| c == name)).collect();
            for (cells, from) in &part.records {
                row += 1;
                let cell = |at: &Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |c| c);
                write(&mut out, &name, at.iter().map(cell))?;
                let (own, there) = (row.to_string(), from.row.to_string());
                let sheet = from.sheet.as_deref().unwrap_or_default();
                write(&mut origins, origins_name, [table.name, &own, &from.file, sheet, &there])?;
            }
        }
        files.push(file(name, out)?);
    }
    files.push(ImportFile {
        name: "estate.toml".to_owned(),
        bytes: estate_toml(mapping, estate, as_of).into_bytes(),
    });
    files.push(dropped(dropped_name, &import.dropped)?);
    files.push(file(origins_name.to_owned(), origins)?);
    files.push(reconciliation(reconciliation_name, import)?);
    Ok(files)
}

fn csv(name: &str, header: &[&str]) -> Result<Writer<Vec<u8>>, MappingError> {
    let mut out = Writer::from_writer(Vec::new());
    write(&mut out, name, header.iter().copied())?;
    Ok(out)
}

fn write<'a>(
    out: &mut Writer<Vec<u8>>,
    name: &str,
    cells: impl IntoIterator<Item = &'a str>,
) -> Result<(), MappingError> {
    out.write_record(cells).map_err(|_| MappingError::Csv(name.to_owned()))
}

fn file(name: String, out: Writer<Vec<u8>>) -> Result<ImportFile, MappingError> {
    match out.into_inner() {
        Ok(bytes) => Ok(ImportFile { name, bytes }),
        Err(_) => Err(MappingError::Csv(name)),
    }
}

fn dropped(name: &str, rows: &[DroppedRow]) -> Result<ImportFile, MappingError> {
    let mut out = csv(name, &["file", "sheet", "row", "table", "reason", "begins"])?;
    for dropped in rows {
        let row = dropped.row.row.to_string();
        let sheet = dropped.row.sheet.as_deref().unwrap_or_default();
        let begins = crate::model::safe_text(&dropped.begins);
        write(
            &mut out,
            name,
            [&*dropped.row.file, sheet, &row, &dropped.table, &dropped.reason, &*begins],
        )?;
    }
    file(name.to_owned(), out)
}

fn reconciliation(name: &str, import: &Import) -> Result<ImportFile, MappingError> {
    let header = [
        "table",
        "column",
        "header",
        "numbers",
        "empty",
        "not_numbers",
        "rounded",
        "sheet_total",
        "kept",
        "dropped",
        "put_together",
    ];
    let mut out = csv(name, &header)?;
    for tally in import.tables.iter().flat_map(|t| &t.tallies) {
        let sum = |sum: Option<rust_decimal::Decimal>| {
            sum.map_or_else(String::new, |sum| sum.normalize().to_string())
        };
        let header = crate::model::safe_text(&tally.header);
        write(
            &mut out,
            name,
            [
                tally.table.as_str(),
                tally.column,
                &*header,
                &tally.numbers.to_string(),
                &tally.empty.to_string(),
                &tally.unread.to_string(),
                &tally.rounded.to_string(),
                &sum(tally.total()),
                &sum(tally.kept),
                &sum(tally.dropped),
                &sum(tally.merged),
            ],
        )?;
    }
    file(name.to_owned(), out)
}

fn estate_toml(mapping: &Mapping, estate: &str, as_of: Date) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let spec = &mapping.estate;
    let mut lines = vec![
        format!("name = {}", quoted(spec.name.as_deref().unwrap_or(estate))),
        format!("as_of = {as_of}"),
    ];
    if let Some(organisation) = &spec.organisation {
        lines.push(format!("organisation = {}", quoted(organisation)));
    }
    if let Some(note) = &spec.note {
        lines.push(format!("note = {}", quoted(note)));
    }
    lines.join("\n") + "\n"
}
