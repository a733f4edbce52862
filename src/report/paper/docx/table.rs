//! Tables: how wide each column is, and how they are written.

use super::{
    styles::{Style, Styles},
    xml::{Stand, escaped, paragraph, run},
};

/// Space within a cell beside its text, in twentieths of a point.
const BESIDE: u32 = 220;
/// Tables of so few lines stay on one page.
pub(super) const KEPT_WHOLE: u32 = 8;
/// A column that asks for no more than this part of the width is short.
const SHORT: u32 = 8;
/// Letters of the smallest table, in half points.
const SMALLEST: u32 = 14;
/// How much wider letters are in bold, in per cent.
const BOLD: u32 = 108;
/// How much wider than Arial the letters are that an office program takes in its place, in per cent.
const WIDER: u32 = 120;
/// By how many half points letters are smaller, at most, to leave room for that.
const SMALLER: u32 = 2;
/// The part of a header that the longer of two lines takes, in per cent.
const TWO_LINES: u32 = 65;
/// A figure longer than this part of the width may take two lines.
const FIGURE: u32 = 6;
/// The part of the width that a label of the front takes, in per cent.
const LABEL: u32 = 42;
/// Rows of the front that stand two by two.
const SIDE_BY_SIDE: usize = 4;

/// A table as it is to be written.
pub(super) struct Table<'t> {
    pub(super) caption: &'t str,
    pub(super) header: &'t [String],
    pub(super) numbers: &'t [usize],
    pub(super) rows: &'t [Vec<String>],
}

/// Writes a table as wide as the text; its header row is repeated, its rows are not split.
pub(super) fn table(table: &Table<'_>, styles: &Styles, width: u32) -> String {
    let columns = table.header.len();
    if columns == 0 {
        return String::new();
    }
    let (size, widths) = fitted(table, styles.table_size, width);
    let look = if size == styles.table_size {
        String::new()
    } else {
        format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
    };
    let row = |cells: &[String], is_header: bool, with_next: bool| {
        let cell = |at: usize| {
            let number = table.numbers.contains(&at);
            let style = if number { Style::TableNumber } else { Style::TableText };
            let stand = Stand { with_next, ..Stand::default() };
            let bold = if is_header { "<w:b/><w:bCs/>" } else { "" };
            let words = cells.get(at).map_or("", String::as_str);
            let inside = run(words, &format!("{bold}{look}"));
            (widths.get(at).copied().unwrap_or(0), paragraph(styles.id(style), stand, &inside))
        };
        let cells: String = (0..columns).map(|at| written_cell(cell(at))).collect();
        let repeated = if is_header { "<w:tblHeader/>" } else { "" };
        format!("<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    };
    let whole = rows_in_lines(table, size, &widths).iter().skip(1).sum::<u32>() <= KEPT_WHOLE;
    let last = table.rows.len().saturating_sub(1);
    // The header stays with the first row.
    let mut rows = row(table.header, true, !table.rows.is_empty());
    for (at, cells) in table.rows.iter().enumerate() {
        rows.push_str(&row(cells, false, whole && at < last));
    }
    framed(styles.id(Style::Table), table.caption, &widths, true, &rows)
}

/// Writes what the front says: labels and values, two of them side by side where there are many.
pub(super) fn front(rows: &[(String, String)], styles: &Styles, width: u32) -> String {
    let many = front_columns(rows);
    let (label, value) = (width * LABEL / 100 / many, width * (100 - LABEL) / 100 / many);
    let rest = width - (label + value) * many;
    let mut widths: Vec<u32> = (0..many).flat_map(|_| [label, value]).collect();
    widths.iter_mut().rev().take(1).for_each(|last| *last += rest);
    let cell = |at: usize, style: Style, words: &str| {
        let inside = run(words, "");
        let width = widths.get(at).copied().unwrap_or(0);
        written_cell((width, paragraph(styles.id(style), Stand::default(), &inside)))
    };
    let row = |pairs: &[(String, String)]| {
        let cells = (0..widths.len()).map(|at| {
            let (label, value) = pairs.get(at / 2).map_or(("", ""), |(l, v)| (l, v));
            match at % 2 {
                0 => cell(at, Style::FrontLabel, label),
                _ => cell(at, Style::FrontText, value),
            }
        });
        format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells.collect::<String>())
    };
    let rows: String = rows.chunks(widths.len() / 2).map(row).collect();
    framed(styles.id(Style::FrontTable), "", &widths, false, &rows)
}

/// Returns how many labels stand side by side in the front.
pub(super) fn front_columns(rows: &[(String, String)]) -> u32 {
    if rows.len() < SIDE_BY_SIDE { 1 } else { 2 }
}

fn written_cell((width, inside): (u32, String)) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{inside}</w:tc>")
}

fn framed(style: &str, caption: &str, widths: &[u32], has_header: bool, rows: &str) -> String {
    let whole: u32 = widths.iter().sum();
    let columns: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
    let (look, first_row, first_column) = if has_header { ("0420", 1, 0) } else { ("0480", 0, 1) };
    let named = if caption.is_empty() {
        String::new()
    } else {
        format!("<w:tblCaption w:val=\"{}\"/>", escaped(caption))
    };
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{look}\" w:firstRow=\"{first_row}\" w:lastRow=\"0\" \
         w:firstColumn=\"{first_column}\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>{named}</w:tblPr>\
         <w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>",
        escaped(style)
    )
}

/// Returns the size of letters, in half points, and the width of each column; smaller letters where words
/// would be broken, by a wider font too where that takes little.
fn fitted(table: &Table<'_>, size: u32, width: u32) -> (u32, Vec<u32>) {
    let needed = |size: u32, wider: u32| -> u32 {
        needs(table, size, width, wider).iter().map(|need| need.least).sum()
    };
    let roomy = (size.saturating_sub(SMALLER).max(SMALLEST)..=size).rev().map(|size| (size, WIDER));
    let mut tried = roomy.chain((SMALLEST..=size).rev().map(|size| (size, 100)));
    let found = tried.find(|(size, wider)| needed(*size, *wider) <= width);
    let (size, wider) = found.unwrap_or((SMALLEST.min(size), 100));
    (size, widths(&needs(table, size, width, wider), width))
}

/// Returns the size of letters that a table is written in, in half points.
pub(super) fn size(table: &Table<'_>, styles: &Styles, width: u32) -> u32 {
    fitted(table, styles.table_size, width).0
}

/// Returns about how many lines each row takes, the header first.
pub(super) fn lines_of_rows(table: &Table<'_>, styles: &Styles, width: u32) -> Vec<u32> {
    let (size, widths) = fitted(table, styles.table_size, width);
    rows_in_lines(table, size, &widths)
}

fn rows_in_lines(table: &Table<'_>, size: u32, widths: &[u32]) -> Vec<u32> {
    let cell = |(cell, width): (&String, &u32)| {
        let inside = width.saturating_sub(BESIDE).max(1);
        cell.split('\n').map(|line| wide(line, size).div_ceil(inside).max(1)).sum::<u32>()
    };
    let row = |row: &[String]| row.iter().zip(widths).map(cell).max().unwrap_or(1);
    let rows = table.rows.iter().map(Vec::as_slice);
    std::iter::once(table.header).chain(rows).map(row).collect()
}

/// What a column asks for, in twentieths of a point.
#[derive(Clone, Copy)]
struct Need {
    /// That no word is broken.
    least: u32,
    /// That no line is.
    most: u32,
    /// Whether what is left over does it good.
    grows: bool,
}

/// Returns what each column asks for; `wider` is by how much letters may be wider than Arial, in per cent.
fn needs(table: &Table<'_>, size: u32, width: u32, wider: u32) -> Vec<Need> {
    let whole = width / FIGURE;
    let column = |(at, header): (usize, &String)| {
        let mut least = longest_word(header, size) * BOLD / 100;
        let mut most = least.max(wide(header, size) * BOLD / 100 * TWO_LINES / 100);
        let number = table.numbers.contains(&at);
        for cell in table.rows.iter().filter_map(|row| row.get(at)) {
            let line = cell.split('\n').map(|line| wide(line, size)).max().unwrap_or(0);
            most = most.max(line);
            // A figure is not cut in two; one with words behind it may be.
            let whole = number && line <= whole;
            least = least.max(if whole { line } else { longest_word(cell, size) });
        }
        (least, most) = (least * wider / 100, most * wider / 100);
        Need { least: least + BESIDE, most: most.max(least) + BESIDE, grows: !number }
    };
    table.header.iter().enumerate().map(column).collect()
}

/// Shares the width out: each column its least, the short ones all they ask for, then the long ones by what they
/// still ask for.
fn widths(needs: &[Need], width: u32) -> Vec<u32> {
    let least: u32 = needs.iter().map(|need| need.least).sum();
    if least > width {
        return shared(needs.iter().map(|need| need.least), width);
    }
    let mut given: Vec<u32> = needs.iter().map(|need| need.least).collect();
    let mut left = width - least;
    for (given, need) in given.iter_mut().zip(needs) {
        let asked = need.most - need.least;
        if need.most <= width / SHORT && asked <= left {
            *given = need.most;
            left -= asked;
        }
    }
    let asked: Vec<u32> = needs.iter().zip(&given).map(|(need, given)| need.most - given).collect();
    if asked.iter().sum::<u32>() >= left {
        return summed(&given, &shared(asked.into_iter(), left));
    }
    left -= asked.iter().sum::<u32>();
    let given = summed(&given, &asked);
    let all = needs.iter().all(|need| !need.grows);
    let grows = needs.iter().map(|need| if need.grows || all { need.most } else { 0 });
    summed(&given, &shared(grows, left))
}

fn summed(one: &[u32], other: &[u32]) -> Vec<u32> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

/// Divides a width as the parts are to each other; what rounding leaves goes to the last.
fn shared(parts: impl Iterator<Item = u32>, width: u32) -> Vec<u32> {
    let parts: Vec<u64> = parts.map(u64::from).collect();
    let sum: u64 = parts.iter().sum::<u64>().max(1);
    let part = |part: &u64| u32::try_from(part * u64::from(width) / sum).unwrap_or(0);
    let mut widths: Vec<u32> = parts.iter().map(part).collect();
    let rest = width - widths.iter().sum::<u32>();
    if let Some((last, _)) = widths.iter_mut().zip(&parts).rev().find(|(_, part)| **part > 0) {
        *last += rest;
    }
    widths
}

fn longest_word(text: &str, size: u32) -> u32 {
    // Office programs break lines at blanks and after hyphens, not at a no-break blank.
    let words = text.split([' ', '\n', '\t']).flat_map(|word| word.split_inclusive('-'));
    words.map(|word| wide(word, size)).max().unwrap_or(0)
}

/// Returns how wide text is in Arial, in twentieths of a point; letters it does not know count as wide ones.
pub(super) fn wide(text: &str, size: u32) -> u32 {
    let letter = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '|' => 222,
        ' ' | '\u{a0}' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '[' | ']' => 278,
        '(' | ')' | 'r' | '-' | '`' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'a'
        | 'b'
        | 'd'
        | 'e'
        | 'g'
        | 'h'
        | 'n'
        | 'o'
        | 'p'
        | 'q'
        | 'u'
        | 'L'
        | '0'..='9'
        | '£'
        | '–' => 556,
        'F' | 'T' | 'Z' | '+' | '=' => 611,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'm' | 'M' => 833,
        '%' | 'W' => 944,
        'O' | 'Q' | 'G' => 778,
        c if c.is_ascii() => 667,
        _ => 1_000,
    };
    let thousandths: u32 = text.chars().map(letter).sum();
    // A half point is ten twentieths.
    thousandths.saturating_mul(size) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted_to(header: &[&str], width: u32) -> (u32, Vec<u32>) {
        let header: Vec<String> = header.iter().map(|&word| word.to_owned()).collect();
        let rows = [header.iter().map(|_| "1".to_owned()).collect()];
        let table = Table { caption: "", header: &header, numbers: &[0], rows: &rows };
        fitted(&table, 20, width)
    }

    /// Where another font stands in for Arial its letters are wider: no word of a header is broken even then.
    #[test]
    fn a_header_has_room_in_a_wider_font() {
        let words = ["Number", "Utilisation", "Findings"];
        let (size, widths) = fitted_to(&words, 4_200);
        assert_eq!(size, 20);
        for (word, width) in words.iter().zip(widths) {
            assert!(width >= wide(word, size) * 12 / 10 + BESIDE, "{word}");
        }
        // A point less at most for that; where it does not do, letters are as large as Arial's allow.
        assert_eq!(fitted_to(&words, 3_450).0, 18);
        assert_eq!(fitted_to(&words, 3_300).0, 20);
    }
}
