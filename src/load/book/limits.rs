//! What a sheet of a workbook can hold, and cells that say they lie beyond.

use std::io::{self, Write};

use memchr::memmem;

/// Rows of a sheet in the program that has most.
const MOST_ROWS: u32 = 1_048_576;
/// Columns of it, up to XFD.
const MOST_COLUMNS: u32 = 16_384;

/// Tells whether a place, row and column from 0, lies within a sheet.
pub(super) const fn holds(row: u32, column: u32) -> bool {
    row < MOST_ROWS && column < MOST_COLUMNS
}

/// What stands before the place of a row or cell in the part of a sheet.
const BEFORE: &[u8] = b" r=\"";
/// Letters and digits of `XFD1048576`.
const LETTERS: usize = 3;
const DIGITS: usize = 7;

/// Takes the text of a sheet's part and remembers the first place with more letters or digits than any has: the
/// library's reader counts on beyond what it can hold.
#[derive(Debug, Default)]
pub(super) struct Places {
    text: Vec<u8>,
    pub too_long: Option<String>,
}

impl Write for Places {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(more);
        let found = memmem::find_iter(&self.text, BEFORE).find_map(|at| {
            let place = &self.text[at + BEFORE.len()..];
            let end = place.iter().position(|b| !b.is_ascii_alphanumeric());
            let place = &place[..end.unwrap_or(place.len())];
            let letters = place.iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let is_too_long = letters > LETTERS || place.len() - letters > DIGITS;
            is_too_long.then(|| String::from_utf8_lossy(&place[..place.len().min(40)]).into_owned())
        });
        self.too_long = self.too_long.take().or(found);
        // A place may begin in one piece and end in the next.
        let kept = (BEFORE.len() + LETTERS + DIGITS).min(self.text.len());
        self.text.drain(..self.text.len() - kept);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("<c r=\"XFD1048576\"><v>1</v></c>", None)]
    #[case("<row r=\"1048576\" ht=\"12345678901\">", None)]
    #[case("<c r=\"A5000000000\"/>", Some("A5000000000"))]
    #[case("<row r=\"99999999999\">", Some("99999999999"))]
    #[case("<c r=\"AAAAA1\"/>", Some("AAAAA1"))]
    fn a_place_beyond_any_sheet_is_found_however_it_comes(
        #[case] text: &str,
        #[case] found: Option<&str>,
        #[values(1, 3, 100)] piece: usize,
    ) {
        let mut places = Places::default();
        for part in text.as_bytes().chunks(piece) {
            places.write_all(part).unwrap();
        }
        let found_all = places.too_long.is_some();
        assert_eq!(found_all, found.is_some());
        // In pieces, what is known of it when it is found.
        assert!(found.unwrap_or_default().starts_with(&places.too_long.unwrap_or_default()));
    }
}
