//! `paper.docx`: the blocks of a paper as a Word file, in a template that a body can open and change in Word.
//!
//! The template gives page, styles, lists, headers, footers, logo; all its parts are kept as they are. Where a
//! paragraph of it reads `{{ paper }}` the paper goes, and names in braces are filled in around it, in headers and in
//! footers. Nothing is stamped: the same blocks in the same template give the same bytes.

mod body;
mod fault;
mod fill;
mod layout;
mod package;
mod styles;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod xml;

pub use fault::TemplateFault;
pub use template::Template;

use super::{super::ReportError, blocks::Block};
use fill::{PAPER, filled};
use package::{OFFICE, Package, Relation, target_of};
use xml::{DECLARATION, escaped, plain};

/// The language of papers.
const LANGUAGE: &str = "en-GB";
const CORE_KIND: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const CORE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// A picture that a paper may hold.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Picture<'a> {
    /// As blocks name it.
    pub name: &'a str,
    pub title: &'a str,
    /// What it shows, for those who cannot see it.
    pub text: &'a str,
    pub png: &'a [u8],
}

/// What a template may say of a paper in headers, in footers and on a cover, beside the rows of the front.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Margins<'a> {
    /// How the edition may be used; every page carries it.
    pub marking: &'a str,
    /// Words that every page must carry, if there are any.
    pub note: &'a str,
    pub estate: &'a str,
    pub organisation: &'a str,
    /// The day of the data.
    pub as_of: &'a str,
}

/// Writes a paper; a picture that is not among `pictures` is left out.
///
/// # Errors
/// [`ReportError::Template`] when the template holds a name it cannot fill or no place for the marking,
/// [`ReportError::Word`] when the file cannot be packed.
pub(in crate::report) fn docx(
    blocks: &[Block],
    pictures: &[Picture<'_>],
    margins: &Margins<'_>,
    template: &Template,
) -> Result<Vec<u8>, ReportError> {
    let package = made(blocks, pictures, margins, template);
    Ok(package.map_err(|fault| template.at_fault(fault))?.write()?)
}

fn made(
    blocks: &[Block],
    pictures: &[Picture<'_>],
    margins: &Margins<'_>,
    template: &Template,
) -> Result<Package, TemplateFault> {
    let title = title(blocks);
    let values = values(blocks, margins, &title);
    let mut package = template.package.clone();
    let mut carried = Vec::new();
    for part in &template.margins {
        let (text, names) = filled(part, package.text(part)?, &values)?;
        carried.extend(names);
        package.put(part, text.into_bytes());
    }
    for (name, value) in [("marking", margins.marking), ("note", margins.note)] {
        if !value.is_empty() && !carried.iter().any(|there| there == name) {
            return Err(TemplateFault::NotCarried(name));
        }
    }
    let document = &template.document;
    let (around, _) = filled(document, package.text(document)?, &values)?;
    let place = template::place(&around).flatten().ok_or(TemplateFault::NoPaper)?.bytes;
    let (body, used) = body::body(blocks, pictures, template);
    let text = format!("{}{body}{}", &around[..place.start], &around[place.end..]);
    package.put(document, text.into_bytes());

    let mut kinds = package.kinds()?;
    let mut relations = package.relations(document)?;
    for (id, picture) in used {
        let target = format!("media/paper_{}.png", picture.name);
        package.put(&target_of(document, &target), picture.png.to_vec());
        // A template may be a paper that was made once.
        relations.retain(|relation| relation.id != id);
        relations.push(Relation { id, kind: format!("{OFFICE}image"), target, outside: false });
        kinds.set_ending("png", "image/png");
    }
    package.relate(document, &relations);
    kinds.set(&set_properties(&mut package, &title)?, CORE_KIND);
    package.put_kinds(&kinds);
    Ok(package)
}

/// Says what the file is, without author, hour or counts; returns the name of the part that does.
fn set_properties(package: &mut Package, title: &str) -> Result<String, TemplateFault> {
    let mut relations = package.relations("")?;
    let of = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    let application = of(&format!("{OFFICE}extended-properties"));
    let core = of(CORE).map(|target| target_of("", &target));
    if let Some(part) = application {
        let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
        let text = format!("{DECLARATION}<Properties xmlns=\"{space}\"/>");
        package.put(&target_of("", &part), text.into_bytes());
    }
    let name = core.unwrap_or_else(|| {
        let target = "docProps/core.xml".to_owned();
        let (id, kind) = ("rIdPaperCore".to_owned(), CORE.to_owned());
        relations.push(Relation { id, kind, target: target.clone(), outside: false });
        target
    });
    package.relate("", &relations);
    let title = escaped(title);
    let text = format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title>\
         <dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    );
    package.put(&name, text.into_bytes());
    Ok(name)
}

fn title(blocks: &[Block]) -> String {
    let title = |block: &Block| match block {
        Block::Title(words) => Some(plain(words)),
        _ => None,
    };
    blocks.iter().find_map(title).unwrap_or_default()
}

/// Returns what names in braces stand for: the margins', then each row of the front by its label in small letters.
fn values(blocks: &[Block], margins: &Margins<'_>, title: &str) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = [
        ("marking", margins.marking),
        ("note", margins.note),
        ("estate", margins.estate),
        ("organisation", margins.organisation),
        ("as_of", margins.as_of),
        ("title", title),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for block in blocks {
        let Block::Front(rows) = block else { continue };
        for (label, value) in rows {
            let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let name = words.collect::<Vec<_>>().join("_").to_lowercase();
            if name != PAPER && values.iter().all(|(there, _)| *there != name) {
                values.push((name, value.clone()));
            }
        }
    }
    values
}
