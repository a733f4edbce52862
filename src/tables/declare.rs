//! How a table is declared.

/// Makes a table of a report: its file, sheet and key, why a view may have none of it, its rows and its columns.
///
/// The view is that of an estate's report, or the one named after `over`. A column line gives name, heading, kind, unit, audience, meaning, and its value in the row. The struct has an
/// `of`, which makes the table of any rows, beside what [`super::OutputTable`] asks for.
macro_rules! output_table {
    (
        $(#[doc = $what:literal])+
        $name:ident: file $($rest:tt)+
    ) => {
        $crate::tables::declare::output_table! {
            over $crate::edition::View;
            $(#[doc = $what])+
            $name: file $($rest)+
        }
    };
    (
        over $View:ty;
        $(#[doc = $what:literal])+
        $name:ident: file $file:literal, sheet $sheet:literal, key [$($key:literal),*];
        rows $row:ident: $Row:ty = |$view:ident| $rows:expr;
        absent |$of:ident| $absent:expr;
        $($column:literal, $heading:literal, $kind:ident, $unit:literal, $audience:ident,
            $meaning:literal = $value:expr;)+
    ) => {
        $(#[doc = $what])+
        pub struct $name;

        impl $name {
            const COLUMNS: &'static [$crate::tables::Column] =
                &[$($crate::tables::Column {
                    name: $column,
                    heading: $heading,
                    kind: $crate::tables::Kind::$kind,
                    unit: $unit,
                    audience: $crate::tables::Audience::$audience,
                    meaning: $meaning,
                }),+];

            /// Makes the table of some rows, in the order given.
            pub fn of<'a>(
                rows: impl Iterator<Item = $Row> + 'a,
            ) -> $crate::tables::Table<'a> {
                use $crate::tables::{Kind, Value};
                let cells = |$row: $Row| vec![$(Value::cell($value, Kind::$kind)),+];
                $crate::tables::Table {
                    file: $file,
                    columns: Self::COLUMNS.to_vec(),
                    rows: Box::new(rows.map(cells)),
                }
            }
        }

        impl $crate::tables::OutputTable<$View> for $name {
            fn file(&self) -> &'static str {
                $file
            }

            fn sheet(&self) -> &'static str {
                $sheet
            }

            fn what(&self) -> &'static str {
                concat!($($what),+).trim_ascii()
            }

            fn key(&self) -> &'static [&'static str] {
                &[$($key),*]
            }

            fn columns(&self) -> &'static [$crate::tables::Column] {
                Self::COLUMNS
            }

            fn absent(&self, $of: &$View) -> Option<&'static str> {
                $absent
            }

            fn table<'a>(
                &self,
                $view: &'a $View,
            ) -> $crate::tables::Table<'a> {
                Self::of($rows)
            }
        }
    };
}
pub(super) use output_table;
