//! `workbook.xlsx` and `group.xlsx`: the data tables as sheets that a finance officer can sort, filter and print.
//!
//! What a sheet is made of stands in `contents` for an estate and in `group` for several bodies; one writer writes both.
//!
//! Numbers are numbers with all their digits; the cell format alone rounds. Text is always written
//! as text, so nothing in a name can be run. Row numbers of input files stand in `findings.csv` and
//! `sources.csv` only.

use crate::wording::{capital, long_date, one_line};

mod charts;
mod contents;
mod group;
mod groups;
mod live;
mod live_columns;
mod looks;
mod notes;
mod programme;
mod read_me;
mod rent;
mod side_by_side;
mod summary;
mod swing;
mod weights;

use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use self::groups::Group;
use super::{
    ReportError,
    tables::{BETWEEN, Cell, Column, NumberForm, Table},
};
use crate::{
    edition::{Edition, View},
    model::Date,
};
use contents::{Content, Sheet};
pub(super) use group::xlsx_of_group;

/// Records that fit on a sheet below its header.
const MOST_RECORDS: u32 = 1_048_575;
/// Longest text of a cell, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// Longest name of an estate in a page footer, which holds 255 characters in all.
const LONGEST_IN_FOOTER: usize = 60;
/// In points.
const LINE_HEIGHT: f64 = 15.0;
/// Lines that the heading of a part of a sheet takes: room above it in place of an empty row.
const PART_HEIGHT: f64 = 2.0;
/// In points; a sheet allows no more.
const HIGHEST_ROW: f64 = 409.0;
const A4: u8 = 9;
/// How a cell shows pounds.
const POUNDS: &str = "£#,##0;[Red]-£#,##0";
/// Of checks, which are read only when one is not zero.
const CHECK: Color = Color::RGB(0x52_52_52);
/// Behind what must be looked at, and its ink, which is dark enough to be read in print without colour.
const ALARM: Color = Color::RGB(0xFF_C7_CE);
const ALARM_INK: Color = Color::RGB(0x9C_00_06);
/// Characters of a day as a cell shows it.
const DAY_WIDTH: usize = 11;

/// Writes the workbook.
pub(super) fn xlsx(view: &View) -> Result<Vec<u8>, ReportError> {
    xlsx_within(view, MOST_RECORDS)
}

/// What every sheet of a workbook says of what it is about.
struct BookOf<'a> {
    /// The estate, or the group.
    name: &'a str,
    /// What kind of report it is.
    kind: &'static str,
    as_of: Date,
    edition: Edition,
}

/// A workbook while its sheets are written.
struct Book<'a> {
    of: BookOf<'a>,
    styles: Styles,
    /// Records that a sheet holds.
    most: u32,
    sheets: Vec<Worksheet>,
    guide: read_me::Guide,
}

impl<'a> Book<'a> {
    fn begin(of: BookOf<'a>, most: u32) -> Self {
        let guide = read_me::Guide::default();
        Self { of, styles: Styles::new(), most, sheets: Vec::new(), guide }
    }

    /// Begins a sheet with its paper, which its columns take so many pages of.
    fn sheet(&self, name: &str, pages: u16) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_tab_color(Group::of(name).colour());
        set_page(&mut sheet, &self.of)?;
        if pages > 1 {
            sheet.set_print_fit_to_pages(pages, 0).set_repeat_columns(0, 1)?;
        }
        Ok(sheet)
    }

    /// Writes a table with its looks; returns how many records it has, written or not.
    fn table(
        &mut self,
        sheet: &mut Worksheet,
        table: Table<'_>,
        (name, widest, prints): (&str, usize, Option<u32>),
    ) -> Result<u32, XlsxError> {
        let columns = table.columns.clone();
        let all = fill(sheet, table, &self.styles, (self.most, widest))?;
        looks::dress(sheet, (name, &columns), all.min(self.most), &self.styles)?;
        if let Some(words) = looks::print(sheet, self.of.edition, &columns, (all, prints))? {
            self.guide.short.push(format!("{name} ({words})"));
        }
        Ok(all)
    }

    /// Puts a sheet behind those that there are; the first one will say of it what it is, and what was cut.
    fn push(&mut self, sheet: Worksheet, (name, words): (&'static str, &str), all: u32) {
        let most = self.most;
        if all > most {
            self.guide.cuts.push(format!(
                "{name}: the first {most} of {all} records; see the CSV file for all."
            ));
        }
        self.guide.sheets.push((name, format!("{}.", capital(words))));
        self.sheets.push(sheet);
    }

    /// Puts the sheets into a workbook.
    fn bound(self) -> Result<Workbook, XlsxError> {
        let mut book = Workbook::new();
        let mut properties = DocProperties::new()
            .set_title(format!("{}: {}", one_line(self.of.name), self.of.kind))
            .set_subject(long_date(self.of.as_of))
            .set_comment(self.of.edition.marking());
        let epoch = ExcelDateTime::from_ymd(1900, 1, 1)?;
        let made = excel_date(self.of.as_of).unwrap_or(epoch);
        properties = properties.set_creation_datetime(&made);
        book.set_properties(&properties);
        for sheet in self.sheets {
            book.push_worksheet(sheet);
        }
        Ok(book)
    }
}

/// Writes the workbook with at most so many records a sheet; the read-me sheet says what was cut.
fn xlsx_within(view: &View, most: u32) -> Result<Vec<u8>, ReportError> {
    let View { estate, as_of, edition, .. } = view;
    let of = BookOf { name: estate, kind: "estate report", as_of: *as_of, edition: *edition };
    let mut book = Book::begin(of, most);
    let weights = weights::Weights::of(view);
    for Sheet { name, words, content, widest, pages, prints } in contents::contents(view) {
        let mut sheet = book.sheet(name, pages)?;
        let all = match content {
            Content::TooLong { most, file } => {
                let words = most.words();
                book.guide
                    .cuts
                    .push(format!("{name}: no sheet, because it would have {words}; see {file}."));
                continue;
            }
            Content::Table(table) => {
                let all = book.table(&mut sheet, table, (name, widest, prints))?;
                if name == summary::SUMMARY {
                    sheet.set_print_fit_to_pages(1, 1);
                }
                notes::add(&mut sheet, view, name, most)?;
                all
            }
            Content::Charts => charts::draw(&mut sheet, view, &book.styles).map(|()| 0)?,
            Content::Weights(weights) => weights.fill(&mut sheet, &book.styles).map(|()| 0)?,
            Content::Swings(weights) => {
                swing::fill(&mut sheet, &weights, &book.styles).map(|()| 0)?
            }
            Content::Live(weights) => {
                live::fill(&mut sheet, view, &weights, &book.styles)?;
                0
            }
            Content::Rent => rent::fill(&mut sheet, view, &book.styles, most)?,
            Content::Programme(fund) => programme::fill(&mut sheet, fund, &book.styles)?,
            Content::RevenueByPart(fund) => side_by_side::revenue(&mut sheet, fund, &book.styles)?,
            Content::Scenarios(fund) => side_by_side::scenarios(&mut sheet, fund, &book.styles)?,
        };
        book.push(sheet, (name, words), all);
    }
    let lines = read_me::notes(view, &book.guide, weights.is_some());
    let read_me = read_me::read_me(&book.of, &book.styles, lines)?;
    // Who opens the book sees the summary; what the sheets are stands behind it.
    book.sheets.insert(1.min(book.sheets.len()), read_me);
    let mut book = book.bound()?;
    if let Some(weights) = &weights {
        weights.define(&mut book)?;
        live::define(&mut book, view.sites.len())?;
    }
    Ok(book.save_to_buffer()?)
}

/// Marks what must not stay as it is, told by weight and a sign of colour.
fn alarm() -> Format {
    Format::new().set_bold().set_font_color(ALARM_INK).set_background_color(ALARM)
}

/// Cell formats.
struct Styles {
    title: Format,
    marking: Format,
    header: Format,
    label: Format,
    text: Format,
    date: Format,
    day: Format,
    whole: Format,
    tenth: Format,
    share: Format,
    pounds: Format,
    /// Of a sum that is estimated.
    estimated: Format,
    /// Of a sum that a formula makes.
    total: Format,
    total_label: Format,
    /// Of the heading of a part of a sheet.
    part: Format,
    /// Of a formula that must be zero.
    check: Format,
    check_label: Format,
    /// Of words where a sum would stand.
    not_known: Format,
    plain: Format,
    /// Of a cell that a reader may change.
    input: Format,
    /// Of such a cell for text or a day.
    input_text: Format,
    input_day: Format,
    total_plain: Format,
}

impl Styles {
    fn new() -> Self {
        let base = Format::new().set_align(FormatAlign::Top);
        let number = |shown: &str| base.clone().set_num_format(shown);
        let input = number("General")
            .set_font_color(Color::RGB(0x1F_3A_9F))
            .set_background_color(Color::RGB(0xFF_F2_CC))
            .set_border(FormatBorder::Thin);
        let left = input.clone().set_align(FormatAlign::Left);
        Self {
            title: base.clone().set_bold().set_font_size(16),
            marking: base.clone().set_bold().set_font_color(Color::RGB(0x9B_1C_1C)),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_indent(1)
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x1F_3A_5F))
                .set_border_bottom(FormatBorder::Thin),
            label: base.clone().set_bold(),
            text: base.clone().set_align(FormatAlign::Left).set_text_wrap().set_indent(1),
            date: number("d mmmm yyyy").set_align(FormatAlign::Left).set_indent(1),
            day: number("d mmm yyyy").set_align(FormatAlign::Left).set_indent(1),
            whole: number("#,##0"),
            tenth: number("#,##0.0"),
            share: number("0.0%"),
            pounds: number(POUNDS),
            estimated: number(POUNDS).set_italic(),
            total: number(POUNDS).set_bold().set_border_top(FormatBorder::Thin),
            total_label: base.clone().set_bold().set_indent(1).set_border_top(FormatBorder::Thin),
            part: Format::new()
                .set_bold()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xDD_E5_EE)),
            check: number("0.00;[Red]-0.00").set_italic().set_font_color(CHECK),
            check_label: base.clone().set_italic().set_font_color(CHECK).set_indent(1),
            not_known: base.clone().set_align(FormatAlign::Right).set_italic(),
            plain: number("General"),
            input,
            input_text: left.clone().set_text_wrap(),
            input_day: left.set_num_format("d mmmm yyyy"),
            total_plain: number("General").set_bold().set_border_top(FormatBorder::Thin),
        }
    }

    const fn number(&self, form: NumberForm) -> &Format {
        match form {
            NumberForm::Whole => &self.whole,
            NumberForm::Tenth => &self.tenth,
            NumberForm::Share => &self.share,
            NumberForm::Pounds => &self.pounds,
            NumberForm::Plain => &self.plain,
        }
    }
}

/// Writes a table below a header; returns how many records it has, written or not.
fn fill(
    sheet: &mut Worksheet,
    table: Table<'_>,
    styles: &Styles,
    (most, widest): (u32, usize),
) -> Result<u32, XlsxError> {
    let mut widths: Vec<usize> = table.columns.iter().map(heading_width).collect();
    for (column, at) in table.columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, at, column.heading, &styles.header)?;
    }
    let mut records = 0_u32;
    for row in table.rows {
        records = records.saturating_add(1);
        if records > most {
            continue;
        }
        for ((cell, at), width) in row.iter().zip(0_u16..).zip(&mut widths) {
            let shown = write_cell(sheet, (records, at), cell, styles)?;
            *width = (*width).max(shown + 3);
        }
        let lines = row.iter().map(|cell| lines_of(cell, widest)).max().unwrap_or_default();
        set_lines(sheet, records, lines)?;
    }
    let mut heading_lines = 2;
    for ((width, column), at) in widths.iter().zip(&table.columns).zip(0_u16..) {
        let width = (*width).min(widest);
        heading_lines = heading_lines.max(lines_of_heading(column.heading, width));
        sheet.set_column_width(at, f64::from(u32::try_from(width).unwrap_or_default()))?;
    }
    set_lines(sheet, 0, heading_lines)?;
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    Ok(records)
}

/// Returns the width that a heading of two lines takes, with its filter button.
fn heading_width(column: &Column) -> usize {
    let words = column.heading.split(' ').map(|word| word.chars().count());
    words.max().unwrap_or_default() + 5
}

/// Returns the lines that a heading takes beside its filter button.
fn lines_of_heading(heading: &str, width: usize) -> u32 {
    let fit = width.saturating_sub(4);
    let (mut lines, mut used) = (1, 0);
    for word in heading.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > fit {
            lines += 1;
            used = word;
        } else {
            used += word + usize::from(used > 0);
        }
    }
    lines
}

/// Returns the lines that a cell takes in a column of so many characters.
fn lines_of(cell: &Cell<'_>, widest: usize) -> u32 {
    match cell {
        Cell::Text(text) => wrapped_lines(text, widest),
        Cell::List(words) => wrapped_lines(&words.join(BETWEEN), widest),
        Cell::Empty | Cell::Day(_) | Cell::Number(..) => 1,
    }
}

/// Returns the lines that text takes in a column of so many characters.
fn wrapped_lines(text: &str, widest: usize) -> u32 {
    // Lines break at words, so that each loses a little of the width.
    let fit = widest.saturating_sub(2).max(1);
    let lines = text.lines().map(|line| line.chars().count().div_ceil(fit).max(1)).sum::<usize>();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Makes a row as high as its lines: not every program does so by itself.
fn set_lines(sheet: &mut Worksheet, row: u32, lines: u32) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row, (LINE_HEIGHT * f64::from(lines)).min(HIGHEST_ROW))?;
    }
    Ok(())
}

/// Writes one cell; returns the characters it takes to show.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    styles: &Styles,
) -> Result<usize, XlsxError> {
    let written;
    let words = match cell {
        Cell::Empty => return Ok(0),
        Cell::Text(text) => text.as_ref(),
        Cell::List(words) if words.is_empty() => return Ok(0),
        Cell::List(words) => {
            written = words.join(BETWEEN);
            &written
        }
        Cell::Day(day) => {
            if let Some(date) = excel_date(*day) {
                sheet.write_datetime_with_format(row, column, &date, &styles.day)?;
                return Ok(DAY_WIDTH);
            }
            written = day.to_string();
            &written
        }
        Cell::Number(digits, form) => match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                sheet.write_number_with_format(row, column, number, styles.number(*form))?;
                return Ok(digits.len());
            }
            _ => digits.as_ref(),
        },
    };
    sheet.write_string_with_format(row, column, writable(words), &styles.text)?;
    Ok(words.lines().map(|line| line.chars().count()).max().unwrap_or_default())
}

/// Returns text as a cell can hold it: no code point that XML forbids, cut at the longest there may be.
fn writable(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c })
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect()
}

/// Sets paper, header and footer.
fn set_page(sheet: &mut Worksheet, of: &BookOf<'_>) -> Result<(), XlsxError> {
    let marking = of.edition.marking();
    let estate: String = one_line(of.name).chars().take(LONGEST_IN_FOOTER).collect();
    let estate = estate.replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_header(format!("&C&\"-,Bold\"{marking}"))
        .set_footer(format!("&L{estate}, {}&RPage &P of &N", long_date(of.as_of)));
    Ok(())
}

/// Returns a day as Excel counts it; `None` before 1900, which it cannot count.
fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let month = u8::try_from(day.month()).ok()?;
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).ok()?).ok()
}

#[cfg(test)]
mod tests;
