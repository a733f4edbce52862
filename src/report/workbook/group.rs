//! The workbook of several bodies: the tables that they have, by their declarations.

use super::{
    Book, BookOf, MOST_RECORDS, contents,
    read_me::{self, Guide, Lines, Words, line, say_all, say_sheets, say_short},
};
use crate::{
    edition::GroupView,
    report::{
        ReportError,
        tables::{Cell, NumberForm, Table},
    },
    tables::OF_GROUP,
    wording::{
        EMPTY_CELL, capital, count_bodies, group_ages, group_definitions, group_left_out,
        group_method, number,
    },
};

/// Tables of so many columns print on two pages side by side.
const TWO_PAGES: usize = 15;

/// Writes the workbook of several bodies.
pub(in crate::report) fn xlsx_of_group(view: &GroupView) -> Result<Vec<u8>, ReportError> {
    xlsx_within(view, MOST_RECORDS)
}

fn xlsx_within(view: &GroupView, most: u32) -> Result<Vec<u8>, ReportError> {
    let GroupView { name, as_of, edition, .. } = view;
    let of = BookOf { name, kind: "report of several bodies", as_of: *as_of, edition: *edition };
    let mut book = Book::begin(of, most);
    let mut without: Vec<String> = Vec::new();
    for declared in OF_GROUP {
        let (name, words) = (declared.sheet(), declared.what());
        if name.is_empty() {
            without.push(format!("{}: in {} only.", capital(words), declared.file()));
        } else if let Some(why) = declared.absent(view) {
            without.push(format!("{name}: {why}."));
        } else {
            let table = by_unit(declared.table(view).shown_in(*edition));
            let columns = table.columns.len();
            let mut sheet = book.sheet(name, if columns >= TWO_PAGES { 2 } else { 1 })?;
            let all = book.table(&mut sheet, table, (name, contents::widest(columns), None))?;
            if all == 0 {
                without.push(format!("{name}: there are none."));
            } else {
                book.push(sheet, (name, words), all);
            }
        }
    }
    let lines = notes(view, &book.guide, &without);
    let first = read_me::read_me(&book.of, &book.styles, lines)?;
    book.sheets.insert(0, first);
    Ok(book.bound()?.save_to_buffer()?)
}

/// Shows a number whose unit stands in a column of its row by that unit.
fn by_unit(table: Table<'_>) -> Table<'_> {
    let Some(unit) = table.columns.iter().position(|column| column.name == "unit") else {
        return table;
    };
    let rows = table.rows.map(move |mut row| {
        let form = match row.get(unit) {
            Some(Cell::Text(unit)) if unit.starts_with('£') => NumberForm::Pounds,
            Some(Cell::Text(unit)) if unit == "share" => NumberForm::Share,
            Some(Cell::Text(unit)) if unit == "sites" => NumberForm::Whole,
            Some(Cell::Text(_)) => NumberForm::Tenth,
            _ => return row,
        };
        for cell in &mut row {
            if let Cell::Number(_, own @ NumberForm::Plain) = cell {
                *own = form;
            }
        }
        row
    });
    Table { file: table.file, columns: table.columns, rows: Box::new(rows) }
}

/// How to read the sheets, editions and colours.
const READING: [(&str, &str); 8] = [
    ("How to read", EMPTY_CELL),
    (
        "",
        "Numbers have all their digits; the cell format rounds the display. There are no formulas.",
    ),
    (
        "",
        "Each data sheet is a named table (the sheet name, with underscores for spaces), for use in formulas \
         and pivot tables.",
    ),
    (
        "",
        "Bodies may use the same site ids: a site is told by body and id together. Sums of all bodies stand in rows of \
         their own; leave them out when you add up.",
    ),
    (
        "Editions",
        "The restricted edition contains prices, leases and security details. The public edition is made of the bodies\u{2019} \
         public editions alone: scores in steps, no prices, and no sheet about needs, offers or agreements.",
    ),
    ("Colours", "White on dark blue: headings. Grey bars: the need index from 0 to 100."),
    (
        "Files",
        "The same tables are in the CSV files beside this workbook, and the pictures in the folder charts. group.html tells \
         the whole in words.",
    ),
    ("", "The columns of each table are described in datapackage.json."),
];

/// Returns the lines of the read-me sheet.
fn notes(view: &GroupView, guide: &Guide, without: &[String]) -> Lines {
    let mut lines = vec![("As of", Words::Day(view.as_of))];
    line(&mut lines, "Note", view.note.as_deref().unwrap_or_default());
    line(&mut lines, "Edition", view.edition.word());
    line(&mut lines, "Policy", &view.policy);
    let read = view.read().count();
    let said = format!("{} of {}", number(read), count_bodies(view.bodies.len()));
    line(&mut lines, "In the report", &said);
    say_all(&mut lines, "Age of the data", &group_ages(view));
    say_all(&mut lines, "Left out", &group_left_out(view));
    say_sheets(&mut lines, guide);
    say_all(&mut lines, "No sheet", without);
    for (label, text) in READING {
        line(&mut lines, label, text);
    }
    say_all(&mut lines, "Definitions", &group_definitions(view));
    say_all(&mut lines, "Method", &group_method(view));
    say_short(&mut lines, guide);
    say_all(&mut lines, "Cut short", &guide.cuts);
    lines
}
