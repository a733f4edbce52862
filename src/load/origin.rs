//! Where the records of a table come from: a file, and one sheet of it or several; or the files of a folder.

use std::sync::Arc;

use crate::model::{Place, RowRef, rows_named};

/// The file a table was read from and its sheets.
///
/// Records are numbered by one `u32`: the row, and in a table of several sheets or files the sheet or file too, so that
/// long tables keep a number a record.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    file: Arc<str>,
    /// In the order they were read; empty for a file without sheets.
    sheets: Vec<Arc<str>>,
    /// The files of a folder with what is added to the rows of each, in ascending order; empty of a table in one file.
    parts: Vec<(u32, Arc<str>)>,
}

/// Numbers of one sheet: more rows than any program writes.
const OF_A_SHEET: u32 = 1 << 21;

impl Origin {
    /// Makes the origin of a table of one sheet, or of a file without.
    pub fn new(file: &str, sheet: Option<&str>) -> Self {
        Self {
            file: file.into(),
            sheets: sheet.map(Into::into).into_iter().collect(),
            parts: Vec::new(),
        }
    }

    /// Makes the origin of a table in the files of a folder, each with what is added to its rows.
    pub fn of_folder(folder: &str, parts: Vec<(u32, Arc<str>)>) -> Self {
        Self { file: folder.into(), sheets: Vec::new(), parts }
    }

    /// Returns the file of a folder that holds a record, and its row there; `None` of a table in one file.
    fn part(&self, number: u32) -> Option<(&Arc<str>, u32)> {
        let after = self.parts.partition_point(|(offset, _)| *offset < number);
        let (offset, file) = self.parts.get(after.checked_sub(1)?)?;
        Some((file, number - offset))
    }

    /// Adds a sheet and returns what is added to its rows; `None` when no more can be told apart.
    pub fn add(&mut self, sheet: &str) -> Option<u32> {
        let offset = u32::try_from(self.sheets.len()).ok()?.checked_mul(OF_A_SHEET)?;
        offset.checked_add(OF_A_SHEET)?;
        self.sheets.push(sheet.into());
        Some(offset)
    }

    /// Returns the sheet and the row, as a spreadsheet shows it, of a record's number.
    fn resolved(&self, number: u32) -> (Option<&Arc<str>>, u32) {
        if self.sheets.len() < 2 {
            return (self.sheets.first(), number);
        }
        let sheet = usize::try_from(number / OF_A_SHEET).ok().and_then(|at| self.sheets.get(at));
        (sheet, number % OF_A_SHEET)
    }

    /// Returns the reference of a record.
    pub fn row(&self, number: u32) -> RowRef {
        if let Some((file, row)) = self.part(number) {
            return RowRef { file: file.clone(), sheet: None, row };
        }
        let (sheet, row) = self.resolved(number);
        RowRef { file: self.file.clone(), sheet: sheet.cloned(), row }
    }

    /// Returns a place: the whole table, a column, a record or a cell.
    pub fn place(&self, number: Option<u32>, column: Option<&str>) -> Place {
        let column = column.map(str::to_owned);
        match number {
            Some(number) => Place { column, ..Place::record(&self.row(number)) },
            None => {
                let sheet = self.sheets.first().filter(|_| self.sheets.len() == 1).cloned();
                Place { file: self.file.clone(), sheet, column, row: None }
            }
        }
    }

    /// Names the rows of records, the first few of many, with their sheets where there are several.
    pub fn named(&self, numbers: &[u32]) -> String {
        let shown: Vec<String> = numbers.iter().map(|number| self.shown(*number)).collect();
        rows_named(&shown).unwrap_or_default()
    }

    /// Shows a record's row, with its sheet where there are several.
    pub fn shown(&self, number: u32) -> String {
        if let Some((file, row)) = self.part(number) {
            return format!("{row} of {file}");
        }
        match self.resolved(number) {
            (Some(sheet), row) if self.sheets.len() > 1 => format!("{row} of sheet {sheet:?}"),
            (_, row) => row.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_several_sheets_is_found_again() {
        let mut origin = Origin::new("costs.xlsx", Some("Q1"));
        assert_eq!(origin.row(1_048_576).row, 1_048_576);
        let offset = origin.add("Q2").unwrap();
        let [first, second] = [origin.row(7), origin.row(offset + 7)];
        assert_eq!((first.sheet.as_deref(), first.row), (Some("Q1"), 7));
        assert_eq!((second.sheet.as_deref(), second.row), (Some("Q2"), 7));
        assert_eq!(origin.shown(offset + 7), "7 of sheet \"Q2\"");
        assert_eq!(origin.named(&[5, offset + 7]), "2 rows (5 of sheet \"Q1\", 7 of sheet \"Q2\")");
        assert_eq!(origin.place(None, None).sheet, None);
    }

    #[test]
    fn a_record_of_a_folder_is_found_again_in_its_file() {
        let parts = [(0, "costs/a.parquet".into()), (40, "costs/b.parquet".into())];
        let origin = Origin::of_folder("costs", parts.to_vec());
        let of = |number| {
            let row = origin.row(number);
            (row.file.to_string(), row.row)
        };
        assert_eq!(of(2), ("costs/a.parquet".to_owned(), 2));
        assert_eq!(of(40), ("costs/a.parquet".to_owned(), 40));
        assert_eq!(of(42), ("costs/b.parquet".to_owned(), 2));
        assert_eq!(origin.shown(42), "2 of costs/b.parquet");
        assert_eq!(&*origin.place(None, None).file, "costs");
    }

    #[test]
    fn a_long_file_without_sheets_keeps_its_rows() {
        assert_eq!(Origin::new("costs.csv", None).row(2_400_001).row, 2_400_001);
    }
}
