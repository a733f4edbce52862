//! The board paper: named facts of a view in, put in words by a template that a body can make its own, blocks and
//! Markdown out.
//!
//! The template is Markdown with the facts of `context` by name; every value is written so that none of its
//! letters is a mark. What it makes is read back as [`blocks::Block`]s, which each format of the paper is
//! written from.

use crate::wording::long_date;

mod ahead;
pub(in crate::report) mod blocks;
mod board;
mod candidates;
mod context;
mod counters;
pub(in crate::report) mod coverage;
mod decided;
pub(in crate::report) mod docx;
mod estate;
mod filling;
mod from_body;
mod fund;
mod partners;
mod quality;
mod read;
mod sift;
mod way_out;
mod write;

use self::{
    blocks::Block,
    docx::{Margins, Picture, Template},
};
use super::ReportError;
use crate::{
    draw::ChartFiles,
    edition::{Edition, View},
};

/// What stands for a fact that nobody has recorded.
const NOT_KNOWN: &str = "not known";

/// The files' names in a report.
pub(super) const MARKDOWN: &str = "paper.md";
pub(super) const WORD: &str = "paper.docx";

crate::model::words! {
    /// How much of a paper is written.
    PaperLength {
        /// The paper, and its appendices behind it.
        Full = "full",
        /// The paper alone.
        Short = "short",
    }
}

/// The words of a paper: a template, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    name: String,
    text: String,
    hash: Option<String>,
    /// A body's own Word file that the paper is put in.
    template: Option<Template>,
    length: PaperLength,
}

impl Default for Wording {
    /// Returns the wording that comes with the program.
    fn default() -> Self {
        let text = include_str!("../../../data/paper/paper.md").to_owned();
        Self::of("data/paper/paper.md", text, None)
    }
}

impl Wording {
    /// Takes a body's own wording, read from the file of that name.
    #[must_use]
    pub fn own(name: &str, text: String) -> Self {
        let hash = Some(blake3::hash(text.as_bytes()).to_hex().to_string());
        Self::of(name, text, hash)
    }

    fn of(name: &str, text: String, hash: Option<String>) -> Self {
        Self { name: name.to_owned(), text, hash, template: None, length: PaperLength::Full }
    }

    /// Writes its paper at a length.
    #[must_use]
    pub fn at_length(self, length: PaperLength) -> Self {
        Self { length, ..self }
    }

    /// Returns how much of its paper is written.
    #[must_use]
    pub const fn length(&self) -> PaperLength {
        self.length
    }

    /// Returns its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts its paper in a body's own Word file.
    #[must_use]
    pub fn in_template(self, template: Template) -> Self {
        Self { template: Some(template), ..self }
    }

    /// Returns the hash of a body's own Word file; `None` of the one that comes with the program.
    #[must_use]
    pub fn template_hash(&self) -> Option<&str> {
        self.template.as_ref().map(Template::hash)
    }

    /// Returns its hash; `None` of the wording that comes with the program.
    #[must_use]
    pub fn hash(&self) -> Option<&str> {
        self.hash.as_deref()
    }
}

/// Makes the blocks of a view's paper.
///
/// # Errors
/// [`ReportError::Paper`] when the wording has a fault: it names the file and the place.
pub(super) fn blocks(
    view: &View,
    charts: &[ChartFiles],
    wording: &Wording,
) -> Result<Vec<Block>, ReportError> {
    let filled = filling::filled(view, charts, wording).map_err(|error| {
        let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
        // What stopped the writing says more than that it stopped.
        let deeper = std::error::Error::source(&error).map(ToString::to_string);
        let cause = deeper.or_else(|| error.detail().map(ToOwned::to_owned));
        let cause = cause.unwrap_or_else(|| error.kind().to_string());
        ReportError::Paper { file: wording.name.clone(), what: format!("{line}{cause}") }
    })?;
    let names: Vec<String> = pictures(charts).map(|(name, ..)| name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let blocks = read::blocks(&filled, &names).map_err(|fault| {
        let near = filled.lines().nth(fault.line - 1).unwrap_or_default();
        let near: String = near.chars().take(60).collect();
        let what = format!("{}, at {near:?} once filled in", fault.what);
        ReportError::Paper { file: wording.name.clone(), what }
    })?;
    Ok(match wording.length {
        PaperLength::Full => blocks,
        PaperLength::Short => without_appendices(blocks),
    })
}

/// Cuts a paper off where its first appendix begins, and what stands on that page before it.
fn without_appendices(mut blocks: Vec<Block>) -> Vec<Block> {
    let is_appendix = |block: &Block| matches!(block, Block::Heading { appendix: true, .. });
    if let Some(first) = blocks.iter().position(is_appendix) {
        blocks.truncate(first);
        let last = blocks.iter().rposition(|block| matches!(block, Block::Heading { .. }));
        let page = blocks.iter().rposition(|block| *block == Block::PageBreak);
        if let Some(page) = page.filter(|page| last.is_none_or(|last| *page > last)) {
            blocks.truncate(page);
        }
    }
    blocks
}

/// Returns the pictures that a paper may name: each chart, as `NAME_slide` the same for a slide and as `NAME_board` the
/// strip for a board paper.
pub(super) fn pictures(
    charts: &[ChartFiles],
) -> impl Iterator<Item = (String, &ChartFiles, &[u8])> {
    charts.iter().flat_map(|chart| {
        let further = [("slide", &chart.slide), ("board", &chart.board)];
        let further = further.into_iter().filter_map(move |(size, png)| {
            Some((format!("{}_{size}", chart.name), chart, png.as_deref()?))
        });
        std::iter::once((chart.name.clone(), chart, chart.png.as_slice())).chain(further)
    })
}

/// Writes `paper.md`.
pub(super) fn markdown(view: &View, blocks: &[Block]) -> String {
    marked(blocks, view.edition)
}

/// Writes blocks as Markdown with the marking of an edition.
pub(super) fn marked(blocks: &[Block], edition: Edition) -> String {
    write::markdown(blocks, edition.marking())
}

/// Writes `paper.docx`.
///
/// # Errors
/// [`ReportError::Template`] when a body's Word file has a fault, [`ReportError::Word`] when the file cannot be
/// packed.
pub(super) fn word(
    view: &View,
    charts: &[ChartFiles],
    blocks: &[Block],
    wording: &Wording,
) -> Result<Vec<u8>, ReportError> {
    let named: Vec<(String, &ChartFiles, &[u8])> = pictures(charts).collect();
    let pictures: Vec<Picture<'_>> = named
        .iter()
        .map(|(name, chart, png)| Picture { name, title: &chart.title, text: &chart.text, png })
        .collect();
    let margins = Margins {
        marking: view.edition.marking(),
        note: view.note.as_deref().unwrap_or_default(),
        estate: &view.estate,
        organisation: view.organisation.as_deref().unwrap_or_default(),
        as_of: &long_date(view.as_of),
    };
    match &wording.template {
        Some(template) => docx::docx(blocks, &pictures, &margins, template),
        None => docx::docx(blocks, &pictures, &margins, &Template::own()?),
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks::Span, *};

    #[test]
    fn a_short_paper_ends_where_its_appendices_begin() {
        let words = |text: &str| vec![Span { text: text.to_owned(), bold: false, italic: false }];
        let heading = |appendix| Block::Heading { level: 1, appendix, words: words("Part") };
        let say = |text| Block::Paragraph { numbered: false, words: words(text) };
        let paper = vec![heading(false), say("First."), say("Last.")];
        let annex = [Block::PageBreak, say("The appendices."), Block::Contents, heading(true)];
        let full: Vec<Block> = paper.iter().cloned().chain(annex).chain([say("More.")]).collect();
        assert_eq!(without_appendices(full), paper);
        // Without a page of their own only the appendices go; a paper without any is whole.
        let close = [paper.clone(), vec![heading(true)]].concat();
        assert_eq!(without_appendices(close), paper);
        assert_eq!(without_appendices(paper.clone()), paper);
    }
}
