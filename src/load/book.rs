//! Workbooks as rows of text: XLSX, XLS and ODS, each cell as a person reads it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use calamine::{Data, ExcelDateTime, Reader, Sheets, Xls};
use quick_xml::events::{BytesStart, Event};

/// A workbook that is open.
pub(super) struct Book {
    sheets: Sheets<Cursor<Vec<u8>>>,
    /// The text of an ODS file, which alone tells its per cents.
    ods: Option<String>,
    /// Whether the days of an XLSX file are counted from 1904.
    from_1904: bool,
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
            return Some(Self { sheets, ods: None, from_1904: false });
        }
        let content = part(&bytes, "content.xml");
        let properties = part(&bytes, "xl/workbook.xml").unwrap_or_default();
        let from_1904 =
            ["1", "true"].iter().any(|yes| properties.contains(&format!("date1904=\"{yes}\"")));
        let sheets = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
        let ods = content.filter(|_| matches!(sheets, Sheets::Ods(_)));
        Some(Self { sheets, ods, from_1904 })
    }

    /// Returns the names of the sheets, in order.
    pub fn names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// Returns the rows of a sheet with their numbers; `None` if it cannot be read.
    ///
    /// A cell that is shown as a per cent or a date is read as one, as a CSV of the sheet would have it. XLS does
    /// not tell per cents; there it is the number. `mark` is the decimal mark that numbers are written with.
    pub fn rows(&mut self, sheet: &str, mark: char) -> Option<Vec<(u32, Vec<String>)>> {
        let range = self.sheets.worksheet_range(sheet).ok()?;
        let shown = self.shown(sheet);
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let pad = usize::try_from(first_column).unwrap_or(0);
        let number = |number: f64| float_text(number).replace('.', &mark.to_string());
        let from_1904 = self.from_1904;
        let text = |row: u32, column: u32, cell: &Data| match (cell, shown.get(&(row, column))) {
            (Data::Float(share), Some(Shown::PerCent)) => format!("{}%", number(share * 100.0)),
            (Data::Float(days), Some(Shown::Date)) => {
                let kind = calamine::ExcelDateTimeType::DateTime;
                time_text(&ExcelDateTime::new(*days, kind, from_1904))
            }
            (Data::Float(value), None) => number(*value),
            (cell, _) => cell_text(cell),
        };
        let rows = range.rows().zip(first_row..).map(|(cells, row)| {
            let blank = std::iter::repeat_n(String::new(), pad);
            let cells =
                cells.iter().zip(first_column..).map(|(cell, column)| text(row, column, cell));
            (row + 1, blank.chain(cells).collect())
        });
        Some(rows.collect())
    }

    /// Returns the row and column, from 0, of cells that are shown as per cents or dates.
    fn shown(&mut self, sheet: &str) -> BTreeMap<(u32, u32), Shown> {
        if let Some(content) = &self.ods {
            let per_cents = per_cents_of_ods(content, sheet).into_iter();
            return per_cents.map(|cell| (cell, Shown::PerCent)).collect();
        }
        let none = BTreeMap::new();
        let Sheets::Xlsx(book) = &mut self.sheets else { return none };
        let Ok(styles) = book.worksheet_style(sheet) else { return none };
        let (Some((top, left)), Some((bottom, right))) = (styles.start(), styles.end()) else {
            return none;
        };
        let cells = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        let shown = |cell: (u32, u32)| {
            let format = styles.get(cell).and_then(|style| style.number_format.as_ref())?;
            Some((cell, shown_by(&format.format_code)?))
        };
        cells.filter_map(shown).collect()
    }
}

/// What a number is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    PerCent,
    Date,
}

/// Tells what a number format shows a number as: by a `%`, or a letter of dates, that is no text of its own.
///
/// All sections are looked at: the first of `[=0]"-";dd/mm/yyyy` shows no date, and the cell is one.
fn shown_by(format: &str) -> Option<Shown> {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in format.replace("General", "").chars() {
        match c {
            _ if escaped => escaped = false,
            // What follows `_` is the width of a blank, and what follows `*` fills the cell.
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ if quoted || bracketed => {}
            '%' => return Some(Shown::PerCent),
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Some(Shown::Date),
            _ => {}
        }
    }
    None
}

/// Returns the text of one part of an XLSX or ODS file.
fn part(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
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

/// Writes a sheet's cell as text: dates as ISO, times by the clock, a number as its shortest decimal text.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
        Data::DurationIso(text) => {
            let clock = text.trim_start_matches("PT").replace(['H', 'M'], ":");
            clock.trim_end_matches('S').to_owned()
        }
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => float_text(*number),
        Data::DateTime(stamp) => time_text(stamp),
        other => other.to_string(),
    }
}

/// Writes a date as ISO; a duration, or a time without a day, by the clock.
fn time_text(stamp: &ExcelDateTime) -> String {
    let day = stamp.as_f64();
    if stamp.is_duration() || (0.0..1.0).contains(&day) {
        let seconds = stamp.as_duration().map_or(0, |time| time.num_seconds());
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // A day before the first is none, and no number either.
    stamp.as_datetime().filter(|_| day >= 1.0).map_or_else(
        || format!("{} days, no date", float_text(day)),
        |time| time.date().to_string(),
    )
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
    #[case("0%", Some(Shown::PerCent))]
    #[case("0.00%;[Red]-0.00%", Some(Shown::PerCent))]
    #[case("[=0]\"-\";dd/mm/yyyy", Some(Shown::Date))]
    #[case("0\"%\"", None)]
    #[case("0\\%", None)]
    #[case("[Red]#,##0 \"m²\"", None)]
    #[case("_d#,##0_m;[$-809]0", None)]
    #[case("General", None)]
    fn a_format_tells_what_is_shown(#[case] format: &str, #[case] shown: Option<Shown>) {
        assert_eq!(shown_by(format), shown);
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
