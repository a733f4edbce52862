//! A comparison of two snapshots by itself: its tables, and one text in Markdown.

use std::path::Path;

use super::{
    OutputFile, ReportError, csv_of, is_on_its_way,
    paper::{
        blocks::{Block, Span},
        marked,
    },
    write_files,
};
use crate::{
    edition::{ChangesView, Edition},
    tables::{ChangeCauses, ChangesSince, DecisionOutcomes, RankChanges, Targets},
    wording::{InputRows, TextBlock, change_blocks, change_days},
};

/// The text of a comparison.
const TEXT: &str = "changes.md";

/// Tells what changed as Markdown, each table with `most` rows at most; the marking stands first and last.
#[must_use]
pub fn changes_in_markdown(title: &str, of: &ChangesView, most: usize) -> String {
    let words = |text: &str| vec![Span { text: text.to_owned(), bold: false, italic: false }];
    let mut blocks = vec![
        Block::Title(words(title)),
        Block::Paragraph { numbered: false, words: words(&format!("{}.", change_days(of))) },
    ];
    for TextBlock { title, said, header, rows, numbers, more, .. } in
        change_blocks(of, most, InputRows::Named)
    {
        blocks.push(Block::Heading { level: 2, appendix: false, words: words(&title) });
        let points: Vec<Vec<Span>> = said.iter().chain(&more).map(|said| words(said)).collect();
        blocks.push(Block::Points(points));
        if !rows.is_empty() {
            blocks.push(Block::Table { caption: title.clone(), header, numbers, rows });
        }
    }
    marked(&blocks, Edition::Restricted)
}

/// Writes a comparison into a folder: every table with rows, the text, and who may read them.
///
/// # Errors
/// [`ReportError::Foreign`] where the folder holds what is no part of a comparison; [`ReportError::Table`] or
/// [`ReportError::Write`] naming the file.
pub fn write_comparison(folder: &Path, of: &ChangesView, title: &str) -> Result<(), ReportError> {
    let file = |path: &str, bytes: Vec<u8>| OutputFile { path: path.to_owned(), bytes };
    let parts = of.moves.iter().flat_map(|site| site.parts.iter());
    let tables = [
        csv_of(RankChanges::of(of.moves.iter()))?,
        csv_of(ChangeCauses::of(parts))?,
        csv_of(ChangesSince::of(of.rows.iter()))?,
        csv_of(DecisionOutcomes::of(of.outcomes.iter()))?,
        csv_of(Targets::of(of.totals.iter()))?,
    ];
    let names =
        ["rank_changes.csv", "change_causes.csv", "changes.csv", "outcomes.csv", "targets.csv"];
    let mut files: Vec<OutputFile> =
        names.iter().zip(tables).map(|(name, bytes)| file(name, bytes)).collect();
    files.push(file(TEXT, changes_in_markdown(title, of, usize::MAX).into_bytes()));
    let marking = format!("{}\n\n{}.\n", Edition::Restricted.marking(), change_days(of));
    files.push(file("EDITION.txt", marking.into_bytes()));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = folder.join(&name);
        if !files.iter().any(|file| file.path == name) && !is_on_its_way(&path) {
            return Err(ReportError::Foreign { path });
        }
    }
    // Of a comparison that cannot be written whole nothing takes its place.
    write_files(files.iter().map(|file| (folder.join(&file.path), file.bytes.as_slice())))
}
