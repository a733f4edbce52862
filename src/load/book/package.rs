//! The zip file that a workbook is: its parts, whether they are whole, and which part is which sheet.

use std::io::{self, Cursor, Read};

use quick_xml::events::Event;
use zip::{ZipArchive, result::ZipError};

use super::{BookFault, limits::Places, ods::attribute};

/// Bytes that the parts of a workbook may unpack to, all together: two full sheets of a large ledger.
const MOST_UNPACKED: u64 = 2 << 30;

/// Bytes that a part may unpack to however well it is packed, and how often its packed size it may be beyond: rows
/// that are all alike pack a hundred times, one letter over and over a thousand.
const ANY_RATIO: u64 = 128 << 20;
const MOST_RATIO: u64 = 300;

/// Bytes of the lists of sheets and of their parts.
const LONGEST_LIST: u64 = 16 << 20;

/// Endings of the parts that hold tables and what they need.
const PARTS: [&str; 3] = [".xml", ".rels", ".bin"];

/// Tells whether a compound file is a package that a password locks.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// Reads every part to its end: its checksum is only looked at there.
///
/// # Errors
/// [`BookFault`] if the zip file or a part of it is damaged, locked, or unpacks to too much.
pub(super) fn sound(bytes: &[u8]) -> Result<(), BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookFault::NoBook)?;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let name = match archive.name_for_index(at) {
            Some(Ok(name)) => name.into_owned(),
            _ => String::new(),
        };
        if !PARTS.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(BookFault::Locked);
            }
            Err(_) => return Err(BookFault::Damaged(describe(bytes, &name))),
        };
        // What the file says of itself is believed where it says too much, and nowhere else.
        let too_much = || {
            let most = MOST_UNPACKED >> 30;
            BookFault::TooLarge(format!("a workbook that unpacks to more than {most} GiB"))
        };
        if part.size() > left {
            return Err(too_much());
        }
        let packed = part.compressed_size().saturating_mul(MOST_RATIO).max(ANY_RATIO);
        let mut places = Places::default();
        let mut part = part.take(left.min(packed) + 1);
        let unpacked = if name.starts_with("xl/worksheets/") {
            io::copy(&mut part, &mut places)
        } else {
            io::copy(&mut part, &mut io::sink())
        };
        let unpacked = unpacked.map_err(|_| BookFault::Damaged(describe(bytes, &name)))?;
        if unpacked > packed {
            let found =
                format!("{} that unpacks to {MOST_RATIO} times its size", describe(bytes, &name));
            return Err(BookFault::TooLarge(found));
        }
        if let Some(place) = places.too_long {
            let found =
                format!("{} with a cell in {place}, beyond XFD1048576", describe(bytes, &name));
            return Err(BookFault::TooLarge(found));
        }
        left = left.checked_sub(unpacked).ok_or_else(too_much)?;
    }
    Ok(())
}

/// Names a part by its sheet, if it is one's.
fn describe(bytes: &[u8], part: &str) -> String {
    let sheets = sheet_parts(bytes).into_iter();
    match sheets.into_iter().find(|(_, path)| path == part) {
        Some((sheet, _)) => format!("a sheet {sheet:?} (`{part}`)"),
        None => format!("a part `{part}`"),
    }
}

/// Returns the text of one part of a file that is [`sound`].
pub(super) fn part(bytes: &[u8], name: &str) -> Option<String> {
    part_within(bytes, name, MOST_UNPACKED)
}

/// Returns the text of one part; `None` too of one that is longer.
fn part_within(bytes: &[u8], name: &str, most: u64) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (part, mut text) = (archive.by_name(name).ok()?, String::new());
    let read = part.take(most + 1).read_to_string(&mut text).ok()?;
    u64::try_from(read).ok().filter(|read| *read <= most).map(|_| text)
}

/// Returns the part of a sheet of an XLSX file.
pub(super) fn sheet_part(bytes: &[u8], sheet: &str) -> Option<String> {
    sheet_parts(bytes).into_iter().find(|(name, _)| name == sheet).map(|(_, part)| part)
}

/// Returns the name and the part of each sheet of an XLSX file.
fn sheet_parts(bytes: &[u8]) -> Vec<(String, String)> {
    let elements = |part_name: &str, element: &str, names: [&str; 2]| {
        let mut found: Vec<(String, String)> = Vec::new();
        let text = part_within(bytes, part_name, LONGEST_LIST).unwrap_or_default();
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == element => {
                    let [one, other] = names.map(|name| attribute(&e, name));
                    found.extend(one.zip(other));
                }
                Ok(Event::Eof) | Err(_) => return found,
                Ok(_) => {}
            }
        }
    };
    let targets = elements("xl/_rels/workbook.xml.rels", "Relationship", ["Id", "Target"]);
    let sheets = elements("xl/workbook.xml", "sheet", ["name", "r:id"]);
    let path = |target: &str| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    };
    let part = |id: &str| targets.iter().find(|(own, _)| own == id).map(|(_, to)| path(to));
    sheets.into_iter().filter_map(|(name, id)| Some((name, part(&id)?))).collect()
}
