//! The board paper: named facts of a view in, put in words by a template that a body can make its own, blocks and
//! Markdown out.
//!
//! The template is Markdown with the facts of `context` by name; every value is written so that none of its
//! letters is a mark. What it makes is read back as [`blocks::Block`]s, which each format of the paper is
//! written from.

use crate::wording::long_date;

mod ahead;
pub(in crate::report) mod blocks;
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

/// The files' names in a report.
pub(super) const MARKDOWN: &str = "paper.md";
pub(super) const WORD: &str = "paper.docx";

/// The words of a paper: a template, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    name: String,
    text: String,
    hash: Option<String>,
    /// A body's own Word file that the paper is put in.
    template: Option<Template>,
}

impl Default for Wording {
    /// Returns the wording that comes with the program.
    fn default() -> Self {
        let text = include_str!("../../../data/paper/paper.md").to_owned();
        Self { name: "data/paper/paper.md".to_owned(), text, hash: None, template: None }
    }
}

impl Wording {
    /// Takes a body's own wording, read from the file of that name.
    #[must_use]
    pub fn own(name: &str, text: String) -> Self {
        let hash = Some(blake3::hash(text.as_bytes()).to_hex().to_string());
        Self { name: name.to_owned(), text, hash, template: None }
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
    let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
    read::blocks(&filled, &names).map_err(|fault| {
        let near = filled.lines().nth(fault.line - 1).unwrap_or_default();
        let near: String = near.chars().take(60).collect();
        let what = format!("{}, at {near:?} once filled in", fault.what);
        ReportError::Paper { file: wording.name.clone(), what }
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
    let pictures: Vec<Picture<'_>> = charts.iter().map(picture).collect();
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

fn picture(chart: &ChartFiles) -> Picture<'_> {
    Picture { name: &chart.name, title: &chart.title, text: &chart.text, png: &chart.png }
}
