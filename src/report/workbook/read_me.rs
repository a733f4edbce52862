//! The first sheet: what this is, who may read it, how to read it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    BookOf, LINE_HEIGHT, Styles, excel_date, groups::Group, set_lines, set_page,
    weights::MOST_SITES, wrapped_lines, writable,
};
use crate::{
    edition::{Edition, View},
    model::{Date, pounds, with_thousands},
    wording::{EMPTY_CELL, count, long_date, one_line},
};

/// Width of the column of words, in characters.
const WIDE: u16 = 72;

/// What the first sheet says of the others.
#[derive(Default)]
pub(super) struct Guide {
    /// Every sheet with what is said of it.
    pub sheets: Vec<(&'static str, String)>,
    /// Sheets that do not print whole.
    pub short: Vec<String>,
    /// Sheets that do not hold all.
    pub cuts: Vec<String>,
}

/// Lines of the first sheet; an empty label goes on with the one above.
pub(super) type Lines = Vec<(&'static str, Words)>;

/// Makes the first sheet: what this is, who may read it, how to read it.
pub(super) fn read_me(
    of: &BookOf<'_>,
    styles: &Styles,
    lines: Lines,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Read me")?.set_tab_color(Group::of("Read me").colour());
    set_page(&mut sheet, of)?;
    sheet.set_portrait().set_column_width(0, 22)?.set_column_width(1, WIDE)?;
    sheet.write_string_with_format(
        0,
        0,
        writable(&format!("{}: {}", one_line(of.name), of.kind)),
        &styles.title,
    )?;
    sheet.set_row_height(0, LINE_HEIGHT * 1.6)?;
    sheet.write_string_with_format(1, 0, of.edition.marking(), &styles.marking)?;
    sheet.set_row_height(1, LINE_HEIGHT * 1.6)?;
    for (row, (label, words)) in (2_u32..).zip(lines) {
        if !label.is_empty() {
            sheet.write_string_with_format(row, 0, label, &styles.label)?;
        }
        match words {
            Words::Day(day) => match excel_date(day) {
                Some(day) => sheet.write_datetime_with_format(row, 1, &day, &styles.date)?,
                None => sheet.write_string_with_format(row, 1, long_date(day), &styles.text)?,
            },
            Words::Text(text) => {
                set_lines(&mut sheet, row, wrapped_lines(&text, usize::from(WIDE)))?;
                sheet.write_string_with_format(row, 1, writable(&text), &styles.text)?
            }
        };
    }
    Ok(sheet)
}

/// How to read the sheets, editions and colours.
const READING: [(&str, &str); 12] = [
    ("How to read", EMPTY_CELL),
    ("", "Numbers have all their digits; the cell format rounds the display."),
    ("", "An interim reading is a simple estimate."),
    (
        "",
        "Every other sheet is a named table (the sheet name, with underscores for spaces), for use in formulas \
         and pivot tables.",
    ),
    (
        "Sources",
        "The program calculates the figures from the snapshot and the policy, and writes them here as values. \
         Labels say where there are formulas.",
    ),
    (
        "",
        "The Sources sheet names the file behind each measure. findings.csv and sources.csv give the numbers of input rows.",
    ),
    (
        "",
        "The Policy sheet has the policy figures and their sources. The Findings sheet has errors and warnings.",
    ),
    (
        "Editions",
        "The restricted edition contains prices and security details. The public edition has scores in steps, \
         no prices, and no sheet about leases, options or the programme.",
    ),
    (
        "Colours",
        "White on dark blue: headings. Blue ink on yellow in a frame: a cell that you can change.",
    ),
    (
        "",
        "Bold on red: needs attention, such as an urgent date, an error, or a check that is not zero.",
    ),
    ("", "Grey bars: the need index from 0 to 100. Italics: estimated, or a check."),
    ("", "A corner mark on a site: hold the pointer over it to read the warnings about its data."),
];

/// Says how the weights are used, or why there are none.
fn weights(view: &View, live: bool) -> Vec<(&'static str, String)> {
    let words = if live {
        vec![
            "Change a shaded cell on the Weights sheet. The Live ranking sheet then ranks every site again; \
             nothing else changes, here or in the other files."
                .to_owned(),
            "To find weights of your own, the board fills in the Swing weights sheet. `terrier policy --swing BOOK.xlsx` \
             reads them back as a policy file."
                .to_owned(),
            "The weights of each score must total 100, and so must the shares of the index; other totals turn red."
                .to_owned(),
        ]
    } else if view.weighing.is_none() {
        vec!["The Weights and Live ranking sheets are in the restricted edition only, because prices could be \
              worked out from them."
            .to_owned()]
    } else if view.sites.len() > MOST_SITES {
        vec![format!(
            "The Weights and Live ranking sheets are left out above {} sites, to keep the workbook fast.",
            with_thousands(&MOST_SITES.to_string())
        )]
    } else {
        vec!["There are no Weights sheets, because there is nothing to rank.".to_owned()]
    };
    std::iter::once("Weights").chain(std::iter::repeat("")).zip(words).collect()
}

/// What stands beside a label of the read-me sheet.
pub(super) enum Words {
    Day(Date),
    Text(String),
}

/// Adds a line; none without words.
pub(super) fn line(lines: &mut Lines, label: &'static str, text: &str) {
    if !text.is_empty() {
        lines.push((label, Words::Text(text.to_owned())));
    }
}

/// Adds lines of which the first alone has the label.
pub(super) fn say_all<T: AsRef<str>>(lines: &mut Lines, label: &'static str, texts: &[T]) {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    for (label, text) in labels.zip(texts) {
        line(lines, label, text.as_ref());
    }
}

/// Adds what does not print whole.
pub(super) fn say_short(lines: &mut Lines, guide: &Guide) {
    if !guide.short.is_empty() {
        let short = guide.short.join(", ");
        let said =
            format!("Only the first lines of these sheets print; the sheets contain all: {short}.");
        line(lines, "Printing", &said);
    }
}

/// Adds what each sheet is, by groups.
pub(super) fn say_sheets(lines: &mut Lines, guide: &Guide) {
    line(lines, "Sheets", "in order, each group with a colour of its own");
    let mut group = None;
    for (name, words) in &guide.sheets {
        let own = Group::of(name);
        if group.replace(own) != Some(own) {
            line(lines, own.name(), own.words());
        }
        line(lines, name, words);
    }
}

/// Returns the lines of the read-me sheet of an estate.
pub(super) fn notes(view: &View, guide: &Guide, live: bool) -> Lines {
    let mut lines = vec![("As of", Words::Day(view.as_of))];
    let mut say = |label: &'static str, text: &str| line(&mut lines, label, text);
    say("Note", view.note.as_deref().unwrap_or_default());
    say("Organisation", view.organisation.as_deref().unwrap_or_default());
    say("Edition", view.edition.word());
    say("Policy", &view.policy);
    let totals = &view.totals;
    say("Sites", &format!("{} not sold, {} ranked", count(totals.sites, "site"), totals.ranked));
    let sum = |known: Option<(usize, i64)>| {
        known.map_or_else(
            || match view.edition {
                Edition::Restricted => "not known at any site".to_owned(),
                Edition::Public => {
                    "not known, or not shown because it covers too few sites".to_owned()
                }
            },
            |(sites, pence)| format!("{} at {}", pounds(pence), count(sites, "site")),
        )
    };
    say("Running cost", &format!("{}, in {}", sum(totals.running_cost), view.cost_year));
    if totals.market_value.is_some() {
        say("Market value", &sum(totals.market_value));
    }
    if totals.existing_use_value.is_some() {
        say("Existing use value", &sum(totals.existing_use_value));
    }
    say_sheets(&mut lines, guide);
    let mut say = |label: &'static str, text: &str| line(&mut lines, label, text);
    for (label, text) in READING {
        say(label, text);
    }
    for (label, text) in weights(view, live) {
        say(label, &text);
    }
    say_short(&mut lines, guide);
    let remarks: Vec<String> = crate::wording::remarks(&view.remarks).collect();
    say_all(&mut lines, "Remarks", &remarks);
    say_all(&mut lines, "Cut short", &guide.cuts);
    lines
}
