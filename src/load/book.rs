//! Workbooks as rows of text: XLSX, XLS and ODS, each cell as a person reads it.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use calamine::{Data, Reader, Sheets, Xls};
use quick_xml::events::{BytesStart, Event};

/// A workbook that is open.
pub(super) struct Book {
    sheets: Sheets<Cursor<Vec<u8>>>,
    /// The text of an ODS file, which alone tells its per cents.
    ods: Option<String>,
}

/// The first bytes of a compound file, in which XLS comes.
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
/// The first bytes of a zip file, in which XLSX and ODS come.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// Tells whether bytes are those of a workbook, whatever the file's name.
pub(super) fn is_book(bytes: &[u8]) -> bool {
    bytes.starts_with(&COMPOUND) || bytes.starts_with(&ZIP)
}

impl Book {
    /// Opens a workbook by its first bytes, whatever its name says.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        if bytes.starts_with(&COMPOUND) {
            let sheets = Xls::new(Cursor::new(bytes)).ok().map(Sheets::Xls)?;
            return Some(Self { sheets, ods: None });
        }
        let content = ods_content(&bytes);
        let sheets = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        let ods = content.filter(|_| matches!(sheets, Sheets::Ods(_)));
        Some(Self { sheets, ods })
    }

    /// Returns the names of the sheets, in order.
    pub fn names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// Returns the rows of a sheet with their numbers; `None` if it cannot be read.
    ///
    /// A cell that is shown as a per cent is read as one, as a CSV of the sheet would have it. XLS does not
    /// tell; there it is the number.
    pub fn rows(&mut self, sheet: &str) -> Option<Vec<(u32, Vec<String>)>> {
        let range = self.sheets.worksheet_range(sheet).ok()?;
        let per_cents = self.per_cents(sheet);
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let pad = usize::try_from(first_column).unwrap_or(0);
        let text = |row: u32, column: u32, cell: &Data| match cell {
            Data::Float(number) if per_cents.contains(&(row, column)) => {
                format!("{}%", float_text(number * 100.0))
            }
            cell => cell_text(cell),
        };
        let rows = range.rows().zip(first_row..).map(|(cells, row)| {
            let blank = std::iter::repeat_n(String::new(), pad);
            let cells =
                cells.iter().zip(first_column..).map(|(cell, column)| text(row, column, cell));
            (row + 1, blank.chain(cells).collect())
        });
        Some(rows.collect())
    }

    /// Returns the row and column of cells that are shown as per cents, from 0.
    fn per_cents(&mut self, sheet: &str) -> BTreeSet<(u32, u32)> {
        if let Some(content) = &self.ods {
            return per_cents_of_ods(content, sheet);
        }
        let Sheets::Xlsx(book) = &mut self.sheets else { return BTreeSet::new() };
        let Ok(styles) = book.worksheet_style(sheet) else { return BTreeSet::new() };
        let (Some((top, left)), Some((bottom, right))) = (styles.start(), styles.end()) else {
            return BTreeSet::new();
        };
        let cells = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        let is_per_cent = |cell: &(u32, u32)| {
            let format = styles.get(*cell).and_then(|style| style.number_format.as_ref());
            format.is_some_and(|format| shows_per_cent(&format.format_code))
        };
        cells.filter(is_per_cent).collect()
    }
}

/// Tells whether a number format shows a per cent: a `%` that is not quoted or escaped.
fn shows_per_cent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Returns the content of an ODS file.
fn ods_content(bytes: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    archive.by_name("content.xml").ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Finds the cells of an ODS sheet whose value is a per cent.
fn per_cents_of_ods(content: &str, sheet: &str) -> BTreeSet<(u32, u32)> {
    let mut found = BTreeSet::new();
    let mut reader = quick_xml::Reader::from_str(content);
    let (mut within, mut row, mut rows, mut column) = (false, 0_u32, 1_u32, 0_u32);
    loop {
        let (event, closed) = match reader.read_event() {
            Ok(Event::Start(start)) => (start, false),
            Ok(Event::Empty(start)) => (start, true),
            Ok(Event::End(end)) => {
                match end.name().0 {
                    "table:table" => within = false,
                    "table:table-row" => row = row.saturating_add(rows),
                    _ => {}
                }
                continue;
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => continue,
        };
        match event.name().0 {
            "table:table" => {
                within = attribute(&event, "table:name").as_deref() == Some(sheet);
                row = 0;
            }
            "table:table-row" if within => {
                rows = times(&event, "table:number-rows-repeated");
                column = 0;
                if closed {
                    row = row.saturating_add(rows);
                }
            }
            "table:table-cell" | "table:covered-table-cell" if within => {
                let columns = times(&event, "table:number-columns-repeated");
                if attribute(&event, "office:value-type").as_deref() == Some("percentage") {
                    let below = row..row.saturating_add(rows);
                    let beside = column..column.saturating_add(columns);
                    found.extend(below.flat_map(|row| beside.clone().map(move |c| (row, c))));
                }
                column = column.saturating_add(columns);
            }
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}

fn times(element: &BytesStart<'_>, name: &str) -> u32 {
    // No sheet has more rows; a filled one that says so is broken.
    let most = 1_048_576;
    attribute(element, name).and_then(|n| n.parse().ok()).unwrap_or(1).min(most)
}

/// Writes a sheet's cell as text: dates as ISO, a number as its shortest decimal text.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => float_text(*number),
        Data::DateTime(stamp) => {
            stamp.as_datetime().map_or_else(|| float_text(stamp.as_f64()), |t| t.date().to_string())
        }
        other => other.to_string(),
    }
}

/// Writes a float of a sheet as decimal text, without the noise of binary arithmetic.
///
/// A number within a millionth of a penny of two decimals is those two decimals; any other keeps its
/// shortest text, so that a money column refuses it.
pub(super) fn float_text(number: f64) -> String {
    let penny = (number * 100.0).round() / 100.0;
    let noise = f64::max(1e-8, number.abs() * 4.0 * f64::EPSILON);
    if (number - penny).abs() <= noise { format!("{penny}") } else { format!("{number}") }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0.1 + 0.2, "0.3")]
    #[case(1234.5, "1234.5")]
    #[case(35_000_000.0 * (1.0 + f64::EPSILON), "35000000")]
    #[case(12.345, "12.345")]
    #[case(-0.07, "-0.07")]
    fn sheet_numbers_lose_binary_noise_only(#[case] number: f64, #[case] text: &str) {
        assert_eq!(float_text(number), text);
    }

    #[rstest]
    #[case("0%", true)]
    #[case("0.00%;[Red]-0.00%", true)]
    #[case("0\"%\"", false)]
    #[case("0\\%", false)]
    #[case("General", false)]
    fn a_format_tells_a_per_cent(#[case] format: &str, #[case] shows: bool) {
        assert_eq!(shows_per_cent(format), shows);
    }

    #[test]
    fn per_cents_of_an_ods_are_found_where_they_stand() {
        let cell = |kind: &str| format!("<table:table-cell office:value-type=\"{kind}\"/>");
        let content = format!(
            "<a><table:table table:name=\"x\"><table:table-row table:number-rows-repeated=\"2\"/>\
             <table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{}{}</table:table-row>\
             </table:table><table:table table:name=\"y\"><table:table-row>{}</table:table-row>\
             </table:table></a>",
            cell("float"),
            cell("percentage"),
            cell("percentage")
        );
        assert_eq!(per_cents_of_ods(&content, "x"), BTreeSet::from([(2, 4)]));
        assert_eq!(per_cents_of_ods(&content, "y"), BTreeSet::from([(0, 0)]));
    }
}
