//! The board paper: named facts of a view in, put in words by a template that a body can make its own, blocks and
//! Markdown out.
//!
//! The template is Markdown with the facts of `context` by name; every value is written so that none of its
//! letters is a mark. What it makes is read back as [`blocks::Block`]s, which each format of the paper is
//! written from.

use crate::wording::{capital, long_date, one_line};

mod ahead;
pub(in crate::report) mod blocks;
mod candidates;
mod context;
mod counters;
pub(in crate::report) mod coverage;
mod decided;
pub(in crate::report) mod docx;
mod estate;
mod from_body;
mod fund;
mod partners;
mod quality;
mod read;
mod sift;
mod way_out;
mod write;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};

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
    let filled = filled(view, charts, wording).map_err(|error| {
        let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
        let cause = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
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

/// Fills the facts in.
fn filled(
    view: &View,
    charts: &[ChartFiles],
    wording: &Wording,
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(|out, _, value| {
        // A fact that is none has no place in a sentence: the template must ask first.
        if value.is_undefined() || value.is_none() {
            let what = "a figure that does not exist; test with `{% if … %}` first";
            return Err(minijinja::Error::new(minijinja::ErrorKind::UndefinedError, what));
        }
        let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        let text = if value.is_safe() { text } else { escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    environment.add_filter("capital", |text: String| capital(&text));
    let text = without_bare_lines(&wording.text);
    environment.add_template(&wording.name, &text)?;
    environment.get_template(&wording.name)?.render(context::facts(view, charts))
}

/// Takes the lines away on which a tag stands alone: their ends move into the tag, so that lines keep their numbers.
fn without_bare_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let inner = bare.strip_prefix("{%").and_then(|inner| inner.strip_suffix("%}"));
        match inner.filter(|inner| !inner.contains("%}") && line.ends_with('\n')) {
            Some(inner) => {
                joined.push_str("{%");
                joined.push_str(inner);
                joined.push_str("\n%}");
            }
            None => joined.push_str(line),
        }
    }
    joined
}

/// Writes a value so that none of its letters is a mark, on one line.
fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut written = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if c.is_ascii_punctuation() {
            written.push('\\');
        }
        written.push(c);
    }
    written
}
