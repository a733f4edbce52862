//! How long a line and how wide a table may be: beyond, a file is no table, and reading it would fill the memory.

use crate::model::{Finding, Place, Rule, counted};

/// Bytes of a line: a full row of the longest cells that a spreadsheet holds is longer, and nobody's register.
const LONGEST_LINE: usize = 16 << 20;
/// Columns of a table, as of a spreadsheet.
const MOST_COLUMNS: usize = 16_384;

/// Finds the first line that no table has; `None` of a text that can be read.
pub(super) fn beyond(file: &str, text: &[u8]) -> Option<Finding> {
    let (mut from, mut row) = (0, 1_u32);
    let mut ends = memchr::memchr2_iter(b'\n', b'\r', text).chain([text.len()]);
    // Commas are counted where a line is long enough to have too many of them.
    let found = ends.find_map(|end| {
        let line = text.get(from..end).unwrap_or_default();
        let found = match line.len() {
            ..MOST_COLUMNS => None,
            long if long > LONGEST_LINE => {
                Some(format!("a line of {}", counted(long.div_ceil(1 << 20), "megabyte")))
            }
            _ => {
                let cells = memchr::memchr_iter(b',', line).count() + 1;
                (cells > MOST_COLUMNS && !line.contains(&b'"')).then(|| counted(cells, "cell"))
            }
        };
        if found.is_none() {
            (from, row) = (end + 1, row.saturating_add(1));
        }
        found
    })?;
    let place = Place { row: Some(row), ..Place::file(file) };
    let (cells, megabytes) = (counted(MOST_COLUMNS, "cell"), LONGEST_LINE >> 20);
    let expected = format!("at most {cells} and {megabytes} megabytes in a line");
    let finding = Finding::new(Rule::UnreadableTable, place, "", found, expected);
    Some(finding.fix("export the table again as CSV with a line for each record"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_held_to_the_cell_and_the_byte() {
        let line = |cells: usize| format!("a,b\n{}\n", ",".repeat(cells - 1));
        assert_eq!(beyond("sites.csv", line(MOST_COLUMNS).as_bytes()), None);
        let found = beyond("sites.csv", line(MOST_COLUMNS + 1).as_bytes()).unwrap();
        assert_eq!((found.place.row, found.found.as_str()), (Some(2), "16,385 cells"));
        let long = |bytes: usize| format!("a\n{}", "x".repeat(bytes));
        assert_eq!(beyond("sites.csv", long(LONGEST_LINE).as_bytes()), None);
        let found = beyond("sites.csv", long(LONGEST_LINE + 1).as_bytes()).unwrap();
        assert_eq!((found.place.row, found.found.as_str()), (Some(2), "a line of 17 megabytes"));
    }
}
