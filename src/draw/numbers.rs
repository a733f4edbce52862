//! The numbers of a chart, in the columns that are declared beside what draws it.

use super::DrawError;
use crate::tables::{Column, Declared, Table, csv_bytes};

/// The numbers drawn, as a table.
#[derive(Debug, Clone)]
pub struct ChartNumbers {
    /// What declares it.
    pub table: &'static dyn Declared,
    /// Those of its columns that this chart has, in order.
    pub columns: Vec<Column>,
    /// As CSV with line feeds; what is not known is empty.
    pub csv: String,
}

impl ChartNumbers {
    /// Writes the rows of a table.
    pub(super) fn of(table: &'static dyn Declared, rows: Table<'_>) -> Result<Self, DrawError> {
        let columns = rows.columns.clone();
        let csv = String::from_utf8(csv_bytes(rows)?)?;
        Ok(Self { table, columns, csv })
    }
}

/// Declares the numbers of a chart over its own rows: of its file the name of the first page, or the name with the part in
/// capitals that tells its charts apart.
macro_rules! chart_table {
    (
        $(#[doc = $what:literal])+
        $name:ident: file $file:literal, key [$($key:literal),*];
        rows $row:ident: $Row:ty;
        $($columns:tt)+
    ) => {
        $crate::tables::rows_table! {
            fn of;
            $(#[doc = $what])+
            pub(in crate::draw) $name: file $file, sheet "", key [$($key),*];
            rows $row: $Row;
            $($columns)+
        }
    };
}
pub(super) use chart_table;

#[cfg(test)]
mod tests {
    use super::*;

    chart_table! {
        /// what a test draws
        TestChart: file "charts/test.csv", key [];
        rows row: (&'a str, Option<i64>);
        "name", "Name", Text, "", Public, "the name" = row.0;
        "sum", "Sum", Money, "£", Public, "the sum" = row.1;
    }

    #[test]
    fn texts_are_safe_unknown_is_empty_and_lines_end_with_a_line_feed() {
        let rows = [("=1+1", None), ("a,b", Some(-5))];
        let numbers = ChartNumbers::of(&TestChart, TestChart::of(rows.into_iter())).unwrap();
        assert_eq!(numbers.csv, "name,sum\n'=1+1,\n\"a,b\",-0.05\n");
        let fewer = TestChart::of(rows.into_iter()).without("sum");
        let numbers = ChartNumbers::of(&TestChart, fewer).unwrap();
        assert_eq!((numbers.columns.len(), numbers.table.columns().len()), (1, 2));
    }
}
