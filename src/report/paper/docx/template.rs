//! A body's Word file that papers are made in: its parts are kept as they are, the paper is put in.

use super::{
    super::super::ReportError,
    fault::TemplateFault,
    fill::{Paragraph, paragraphs},
    package::{OFFICE, Package, target_of},
    styles::Styles,
    xml::{Mark, attribute, marks},
};

/// The template that comes with the program.
const OWN: &[u8] = include_bytes!("../../../../data/paper/template.docx");
const OWN_NAME: &str = "data/paper/template.docx";
/// What `w:` stands for.
const WORD_SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// In the strict form of the standard.
const STRICT: &str = "http://purl.oclc.org/ooxml/";
const DOCUMENT_KIND: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A Word file that papers are written in: its styles, lists, headers, footers and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    name: String,
    hash: String,
    pub(super) package: Package,
    pub(super) document: String,
    pub(super) margins: Vec<String>,
    pub(super) styles: Styles,
    pub(super) page: Page,
}

/// What text and pictures may take up of a page, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Template {
    /// Returns the template that comes with the program.
    ///
    /// # Errors
    /// None: a test reads it.
    pub fn own() -> Result<Self, ReportError> {
        Self::read(OWN_NAME, OWN)
    }

    /// Returns the bytes of the Word file that comes with the program.
    #[must_use]
    pub fn own_file() -> &'static [u8] {
        OWN
    }

    /// Reads a template from the bytes of the file of that name.
    ///
    /// # Errors
    /// [`ReportError::Template`], naming what is missing.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ReportError> {
        let error = |fault| ReportError::Template { file: name.to_owned(), fault };
        let hash = blake3::hash(bytes).to_hex().to_string();
        Ok(Self { name: name.to_owned(), hash, ..parsed(bytes).map_err(error)? })
    }

    /// Returns the hash of the file.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Returns a fault of it as an error that names it.
    pub(super) fn at_fault(&self, fault: TemplateFault) -> ReportError {
        ReportError::Template { file: self.name.clone(), fault }
    }
}

fn parsed(bytes: &[u8]) -> Result<Template, TemplateFault> {
    let mut package = Package::read(bytes)?;
    if package.names().any(|name| name.ends_with("vbaProject.bin")) {
        return Err(TemplateFault::Macros);
    }
    package.check()?;
    let of_kind = |package: &Package, part: &str, kind: &str| {
        let kind = format!("{OFFICE}{kind}");
        let relations = package.relations(part)?;
        let relation = relations.iter().find(|relation| relation.kind == kind);
        Ok::<_, TemplateFault>(relation.map(|relation| target_of(part, &relation.target)))
    };
    let Some(document) = of_kind(&package, "", "officeDocument")? else {
        let strict = package.relations("")?.iter().any(|r| r.kind.starts_with(STRICT));
        return Err(if strict { TemplateFault::Strict } else { TemplateFault::NotWord });
    };
    let mut kinds = package.kinds()?;
    if !kinds.of(&document).is_some_and(|kind| kind.contains("wordprocessingml")) {
        return Err(TemplateFault::NotWord);
    }
    // A Word template, `.dotx`, becomes a document.
    kinds.set(&document, DOCUMENT_KIND);
    let ends = ["wordprocessingml.header+xml", "wordprocessingml.footer+xml"];
    let margins: Vec<String> =
        ends.iter().flat_map(|end| kinds.ending_in(end)).map(ToOwned::to_owned).collect();
    package.put_kinds(&kinds);
    let missing = || TemplateFault::Part("word/styles.xml".to_owned());
    let styles = of_kind(&package, &document, "styles")?.ok_or_else(missing)?;
    let styles = Styles::read(&styles, package.text(&styles)?)?;
    let text = package.text(&document)?;
    if text.contains(STRICT) {
        return Err(TemplateFault::Strict);
    }
    let broken = || TemplateFault::Part(document.clone());
    if !text.contains(WORD_SPACE) {
        return Err(broken());
    }
    let place = place(text).ok_or_else(broken)?.ok_or(TemplateFault::NoPaper)?;
    let page = page(text, place.bytes.end).ok_or_else(broken)?;
    let (name, hash) = (String::new(), String::new());
    Ok(Template { name, hash, package, document, margins, styles, page })
}

/// Finds the paragraph in whose place the paper goes; `None` outside when the part cannot be read.
pub(super) fn place(text: &str) -> Option<Option<Paragraph>> {
    let for_paper = |p: &Paragraph| p.in_body && !p.breaks_section && p.is_for_paper();
    Some(paragraphs(text)?.into_iter().find(for_paper))
}

/// Reads the page of the section that holds a place; an A4 page with an inch of margin where it does not tell.
fn page(text: &str, from: usize) -> Option<Page> {
    let (mut within, mut done) = (false, false);
    let (mut width, mut height, mut across, mut down) = (11_906_i64, 16_838_i64, 2_880, 2_880);
    for mark in marks(text)? {
        let start = match mark {
            Mark::End(name, _) => {
                done |= within && name == "w:sectPr";
                continue;
            }
            Mark::Start(start) => start,
        };
        if done || start.bytes.start < from {
            continue;
        }
        let value = |name: &str| {
            attribute(&start.element, name).and_then(|v| v.parse::<i64>().ok()).map(i64::abs)
        };
        match start.element.name().0 {
            "w:sectPr" => within = true,
            "w:pgSz" if within => {
                width = value("w:w").unwrap_or(width);
                height = value("w:h").unwrap_or(height);
            }
            "w:pgMar" if within => {
                let sum = |names: [&str; 3]| names.iter().filter_map(|name| value(name)).sum();
                across = sum(["w:left", "w:right", "w:gutter"]);
                down = sum(["w:top", "w:bottom", "w:gutter"]);
            }
            _ => {}
        }
    }
    let inside = |all: i64, margins: i64| u32::try_from((all - margins).clamp(2_000, 60_000)).ok();
    Some(Page { width: inside(width, across)?, height: inside(height, down)? })
}
