//! How a table is declared.

/// Makes a table of any rows: its file, sheet and key, and its columns.
///
/// Before `fn of` stands who may make it of rows, before its name who may name it. A column line gives name, heading, kind,
/// unit, audience, meaning, and its value in the row. The struct has an `of`, which makes the table of any rows, and is
/// [`super::Declared`].
macro_rules! rows_table {
    (
        $of:vis fn of;
        $(#[doc = $what:literal])+
        $vis:vis $name:ident: file $file:literal, sheet $sheet:literal, key [$($key:literal),*];
        rows $row:ident: $Row:ty;
        $($column:literal, $heading:literal, $kind:ident, $unit:literal, $audience:ident,
            $meaning:literal = $value:expr;)+
    ) => {
        $(#[doc = $what])+
        #[derive(Debug)]
        $vis struct $name;

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
            $of fn of<'a>(
                rows: impl Iterator<Item = $Row> + 'a,
            ) -> $crate::tables::Table<'a> {
                let cells = |$row: $Row| {
                    vec![$($crate::tables::Value::cell($value, $crate::tables::Kind::$kind)),+]
                };
                $crate::tables::Table {
                    file: $file,
                    columns: Self::COLUMNS.to_vec(),
                    rows: Box::new(rows.map(cells)),
                }
            }
        }

        impl $crate::tables::Declared for $name {
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
        }
    };
}
pub(crate) use rows_table;

/// Makes a table of a report: what [`rows_table`] takes, why a view may have none of it, and its rows there.
///
/// The view is that of an estate's report, or the one named after `over`.
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
        $($columns:tt)+
    ) => {
        $crate::tables::declare::rows_table! {
            pub fn of;
            $(#[doc = $what])+
            pub $name: file $file, sheet $sheet, key [$($key),*];
            rows $row: $Row;
            $($columns)+
        }

        impl $crate::tables::OutputTable<$View> for $name {
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
