//! The texts of cells that hold an error which the reader of XLSX files does not know, such as `#SPILL!`.

use std::io::{BufReader, Cursor};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::{facts::place, ods::attribute};

/// Returns the cells of a sheet's part that hold an error: row from 1, column from 0, text.
///
/// What cannot be read of the part is left out: the sheet's own reader names it.
pub(super) fn of_xlsx(bytes: &[u8], part: &str) -> Vec<((u32, u32), String)> {
    let mut found = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return found };
    let Ok(part) = archive.by_name(part) else { return found };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut cell, mut is_value) = (None, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(e)) if e.local_name().as_ref() == "c" => {
                let is_error = attribute(&e, "t").is_some_and(|kind| kind == "e");
                cell = attribute(&e, "r").filter(|_| is_error).and_then(|text| place(&text));
            }
            Ok(Event::Start(e)) => is_value = e.local_name().as_ref() == "v",
            Ok(Event::Text(text)) if is_value => {
                found.extend(cell.take().zip(
                    quick_xml::escape::unescape(&text).ok().map(std::borrow::Cow::into_owned),
                ));
            }
            Ok(Event::End(_)) => is_value = false,
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}
