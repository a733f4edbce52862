//! The report of several bodies: its tables, their workbook, pictures, one page, and the same text in Markdown.

use super::{
    OutputFile, ReportError, bare_files, chart_files, csv_of, datapackage, html,
    paper::{
        blocks::{Block, Span},
        marked,
    },
    workbook,
};
use crate::{
    draw::{self, ChartFiles},
    edition::GroupView,
    tables::OF_GROUP,
    wording::{TextBlock, count_bodies, group_blocks, long_date, one_line},
};

/// The page.
const PAGE: &str = "group.html";
/// The workbook.
const BOOK: &str = "group.xlsx";
/// The text.
const TEXT: &str = "group.md";
/// Rows of each table of page and text; the files have all.
const SHOWN: usize = 40;

/// Makes all files of a report of several bodies but the manifest, in one fixed order.
///
/// # Errors
/// [`ReportError::Table`], [`ReportError::Workbook`], [`ReportError::Page`] or [`ReportError::Json`] when a file cannot be made: no content of a
/// view is known to cause it.
pub fn group_files(
    view: &GroupView,
    charts: &[ChartFiles],
) -> Result<Vec<OutputFile>, ReportError> {
    let file = |path: &str, bytes: Vec<u8>| OutputFile { path: path.to_owned(), bytes };
    let mut files = Vec::new();
    for declared in OF_GROUP.iter().filter(|table| table.absent(view).is_none()) {
        files.push(file(declared.file(), csv_of(declared.table(view))?));
    }
    files.push(file(BOOK, workbook::xlsx_of_group(view)?));
    files.extend(charts.iter().cloned().flat_map(chart_files));
    files.push(file(TEXT, in_markdown(view, charts, SHOWN).into_bytes()));
    files.push(file(datapackage::FILE, datapackage::of_group(view, &files, charts)?));
    files.push(file("EDITION.txt", notice(view, &files).into_bytes()));
    files.push(file(
        PAGE,
        html::group::page(view, &group_blocks(view, SHOWN), charts, &files)?.into_bytes(),
    ));
    Ok(files)
}

/// Says which files [`group_files`] leaves out of this view's report, and why, for the manifest.
#[must_use]
pub fn left_out_of_group(view: &GroupView) -> Vec<(String, String)> {
    let why = |table: &&dyn crate::tables::OutputTable<GroupView>| {
        Some((table.file().to_owned(), table.absent(view)?.to_owned()))
    };
    let charts = draw::left_out_of_group(view).into_iter();
    let charts = charts.map(|(name, why)| (format!("charts/{name}.svg"), why.to_owned()));
    OF_GROUP.iter().filter_map(why).chain(charts).collect()
}

/// Tells what several bodies come to as Markdown, each table with `most` rows at most.
#[must_use]
pub fn group_in_markdown(view: &GroupView, most: usize) -> String {
    in_markdown(view, &[], most)
}

/// Returns the charts that show the same as a part of the report: one, and its further pages.
pub(super) fn charts_of<'a>(
    block: &TextBlock,
    charts: &'a [ChartFiles],
) -> impl Iterator<Item = &'a ChartFiles> {
    let name = block.chart.clone();
    charts.iter().filter(move |chart| {
        let rest = name.as_deref().and_then(|name| chart.name.strip_prefix(name));
        rest.is_some_and(|rest| rest.trim_start_matches('_').chars().all(|c| c.is_ascii_digit()))
    })
}

fn in_markdown(view: &GroupView, charts: &[ChartFiles], most: usize) -> String {
    let words = |text: &str| vec![Span { text: text.to_owned(), bold: false, italic: false }];
    let paragraph = |text: &str| Block::Paragraph { numbered: false, words: words(text) };
    let mut blocks = vec![
        Block::Title(words(&title(view))),
        paragraph(&format!("Newest data of {}.", long_date(view.as_of))),
    ];
    blocks.extend(view.note.as_deref().map(paragraph));
    for block in group_blocks(view, most) {
        let pictures: Vec<&ChartFiles> = charts_of(&block, charts).collect();
        let TextBlock { title, said, header, rows, numbers, more, .. } = block;
        blocks.push(Block::Heading { level: 2, appendix: false, words: words(&title) });
        let points: Vec<Vec<Span>> = said.iter().chain(&more).map(|said| words(said)).collect();
        blocks.push(Block::Points(points));
        blocks.extend(pictures.into_iter().map(|chart| Block::Picture {
            chart: chart.name.clone(),
            caption: chart.title.clone(),
        }));
        if !rows.is_empty() {
            blocks.push(Block::Table { caption: title, header, numbers, rows });
        }
    }
    marked(&blocks, view.edition)
}

/// Names the report.
pub(super) fn title(view: &GroupView) -> String {
    format!("{}: estates of {}", view.name, bodies(view))
}

/// Counts the bodies in the report.
pub(super) fn bodies(view: &GroupView) -> String {
    count_bodies(view.read().count())
}

fn notice(view: &GroupView, files: &[OutputFile]) -> String {
    let mut text = format!("{}\n\n", view.edition.marking());
    let mut line = |name: &str, value: &str| text.push_str(&format!("{name:<14}{value}\n"));
    line("Edition:", view.edition.word());
    line("Group:", &one_line(&view.name));
    line("As of:", &long_date(view.as_of));
    if let Some(note) = &view.note {
        line("Note:", &one_line(note));
    }
    text.push_str("\nThe marking above applies to these data files, which cannot carry it:\n");
    for file in bare_files(files) {
        text.push_str(&format!("  {file}\n"));
    }
    text
}
