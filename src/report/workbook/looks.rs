//! What makes a data sheet a table to work with: its name, what stands out on it, what of it prints.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    ConditionalFormatType, Format, Table, TableColumn, TableStyle, Worksheet, XlsxError,
};

use super::Styles;
use crate::{edition::Edition, model::with_thousands, report::tables::Column, wording::one_line};

/// Characters that the heading of a table's column has at most.
const LONGEST_HEADING: usize = 255;

/// Columns with a value that must be looked at: sheet, column, the value.
const STANDS_OUT: [(&str, &str, &str); 3] = [
    ("Lease calendar", "state", "urgent"),
    ("Lease calendar", "state", "missed"),
    ("Findings", "severity", "error"),
];

/// Makes the records below the headings a table, and marks what stands out.
pub(super) fn dress(
    sheet: &mut Worksheet,
    (name, columns): (&str, &[Column]),
    records: u32,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(last) = u16::try_from(columns.len()).ok().and_then(|n| n.checked_sub(1)) else {
        return Ok(());
    };
    if records == 0 {
        sheet.autofilter(0, 0, records, last)?;
        return Ok(());
    }
    let headed =
        |c: &Column| TableColumn::new().set_header(c.heading).set_header_format(&styles.header);
    let headed: Vec<TableColumn> = columns.iter().map(headed).collect();
    let table =
        Table::new().set_name(table_name(name)).set_style(TableStyle::Light1).set_columns(&headed);
    sheet.add_table(0, 0, records, last, &table)?;
    let at =
        |wanted: &str| (0_u16..).zip(columns).find(|(_, c)| c.name == wanted).map(|(at, _)| at);
    if let Some(index) = at("need_index").filter(|_| name == "Ranking") {
        sheet.add_conditional_format(1, index, records, index, &bars())?;
    }
    for (_, column, value) in STANDS_OUT.iter().filter(|(of, ..)| *of == name) {
        if let Some(at) = at(column) {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo((*value).to_owned()))
                .set_format(super::alarm());
            sheet.add_conditional_format(1, at, records, at, &rule)?;
        }
    }
    Ok(())
}

/// The lines of a table that is laid out by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Records {
    /// They belong together as they stand, and have no filter.
    AsTheyStand,
    /// Each stands for itself.
    Sortable,
}

/// Makes what is laid out by hand a table, its columns named by their headings.
pub(super) fn mark(
    sheet: &mut Worksheet,
    (name, records): (&str, Records),
    (top, bottom): (u32, u32),
    headings: &[String],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(last) = u16::try_from(headings.len()).ok().and_then(|n| n.checked_sub(1)) else {
        return Ok(());
    };
    // A table has a record at least, and no two headings alike: those of scenarios are their titles.
    let folded: BTreeSet<String> = headings.iter().map(|words| words.to_lowercase()).collect();
    let is_heading = |words: &String| {
        (1..=LONGEST_HEADING).contains(&words.chars().count()) && !words.contains(char::is_control)
    };
    if bottom <= top || folded.len() < headings.len() || !headings.iter().all(is_heading) {
        return Ok(());
    }
    let headed =
        |words: &String| TableColumn::new().set_header(words).set_header_format(&styles.header);
    let headed: Vec<TableColumn> = headings.iter().map(headed).collect();
    let table = Table::new()
        .set_name(table_name(name))
        .set_style(TableStyle::None)
        .set_autofilter(records == Records::Sortable)
        .set_banded_rows(false)
        .set_columns(&headed);
    sheet.add_table(top, 0, bottom, last, &table)?;
    Ok(())
}

/// Breaks words into lines of at most so many characters, each a row: a cell over several columns would be merged.
pub(super) fn broken(text: &str, widest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= widest => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns the name of a sheet's table: letters and underscores.
fn table_name(sheet: &str) -> String {
    sheet.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

/// Bars of points from 0 to 100, in a grey that prints without colour.
pub(super) fn bars() -> ConditionalFormatDataBar {
    ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100)
        .set_fill_color(Color::RGB(0xB8_C2_CC))
        .set_border_off(true)
        .set_solid_fill(true)
}

/// Makes what is not zero bold.
pub(super) fn not_nought() -> ConditionalFormatCell {
    ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::NotEqualTo(0))
        .set_format(Format::new().set_bold())
}

/// Sets what prints; returns how many lines of how many, of a sheet that does not print whole.
pub(super) fn print(
    sheet: &mut Worksheet,
    edition: Edition,
    columns: &[Column],
    (records, most): (u32, Option<u32>),
) -> Result<Option<String>, XlsxError> {
    let Some(last) = u16::try_from(columns.len()).ok().and_then(|n| n.checked_sub(1)) else {
        return Ok(None);
    };
    let first = most.unwrap_or(records).min(records);
    sheet.set_print_area(0, 0, first, last)?;
    if first == records {
        return Ok(None);
    }
    let all = with_thousands(&records.to_string());
    let marking = one_line(edition.marking());
    sheet.set_header(format!(
        "&C&\"-,Bold\"{marking}\n&\"-,Regular\"The first {first} of {all} lines; the sheet contains all"
    ));
    Ok(Some(format!("{first} of {all}")))
}

#[cfg(test)]
mod tests;
