//! Papers as Word files, and templates good and bad.

mod own_template;
mod written;

use roxmltree::{Document, Node};

use super::{
    super::blocks::{Block, Span},
    Margins, Picture, Template,
    package::Package,
};
use crate::report::ReportError;

/// A picture of 4 by 3 pixels: all of a PNG file that is looked at.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x03\x08\x02\0\0\0";
const DOCUMENT: &str = "word/document.xml";
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) const MARGINS: Margins<'static> = Margins {
    marking: "Public edition",
    note: "Invented",
    estate: "Fenshire",
    organisation: "Fenshire Police",
    as_of: "31 March 2020",
};

pub(super) fn words(text: &str) -> Vec<Span> {
    vec![Span { text: text.to_owned(), bold: false, italic: false }]
}

pub(super) fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(super) fn section(text: &str) -> Block {
    Block::Heading { level: 1, appendix: false, words: words(text) }
}

/// A paper with a block of each kind.
fn blocks() -> Vec<Block> {
    let bold = Span { text: "agree".to_owned(), bold: true, italic: false };
    let rows = (1..=40).map(|n| texts(&[&n.to_string(), "Mill Street", "£1,234,567"])).collect();
    vec![
        Block::Title(words("Estate review")),
        Block::Front(vec![
            ("To".to_owned(), "Business Coordination Board".to_owned()),
            ("Agenda item".to_owned(), "7".to_owned()),
        ]),
        Block::Contents,
        section("Purpose"),
        Block::Paragraph { numbered: true, words: [words("To "), vec![bold]].concat() },
        Block::Points(vec![words("one & only"), words("<two>")]),
        section("Candidates"),
        Block::Heading { level: 2, appendix: false, words: words("The first") },
        Block::Table {
            caption: "Sites".to_owned(),
            header: texts(&["Rank", "Site", "Cost a year"]),
            numbers: vec![0, 2],
            rows,
        },
        Block::Picture { chart: "ranking".to_owned(), caption: "The first sites".to_owned() },
        Block::PageBreak,
        Block::Heading { level: 1, appendix: true, words: words("Method") },
        Block::Paragraph { numbered: false, words: words("How it is done.") },
    ]
}

fn docx(blocks: &[Block], template: &Template) -> Result<Vec<u8>, ReportError> {
    let picture = Picture {
        name: "ranking",
        title: "Mill Street leads",
        text: "Mill Street has 71 points,\nthe \"next\" 65.",
        png: PNG,
    };
    super::docx(blocks, &[picture], &MARGINS, template)
}

/// The parts of a paper in the program's own template.
pub(super) fn parts(blocks: &[Block]) -> Package {
    Package::read(&docx(blocks, &Template::own().unwrap()).unwrap()).unwrap()
}

/// The program's own template with one text of one part replaced.
fn changed(part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut package = Template::own().unwrap().package;
    let text = package.text(part).unwrap().to_owned();
    assert!(text.contains(from), "{part} lacks {from}");
    package.put(part, text.replace(from, to).into_bytes());
    package.write().unwrap()
}

/// The parts of a paper in a body's template.
fn parts_in(template: &[u8]) -> Package {
    let template = Template::read("own.docx", template).unwrap();
    Package::read(&docx(&blocks(), &template).unwrap()).unwrap()
}

/// What is said of a body's template that cannot be used.
fn fault(template: &[u8]) -> String {
    let template = Template::read("own.docx", template);
    let made = template.and_then(|template| docx(&blocks(), &template));
    made.map(|bytes| bytes.len()).unwrap_err().to_string()
}

pub(super) fn all<'d>(xml: &'d Document<'_>, name: &str) -> Vec<Node<'d, 'd>> {
    xml.root().descendants().filter(|node| node.has_tag_name((W, name))).collect()
}

/// An attribute of a node that the format names with `w:`.
pub(super) fn value<'d>(node: &Node<'d, '_>, name: &str) -> &'d str {
    node.attribute((W, name)).unwrap_or_default()
}

/// The attribute `w:val` of the first node of that name within another.
pub(super) fn val_in<'d>(node: &Node<'d, '_>, name: &str) -> &'d str {
    let found = node.descendants().find(|node| node.has_tag_name((W, name)));
    found.and_then(|node| node.attribute((W, "val"))).unwrap_or_default()
}

/// The words of a node.
pub(super) fn text_of(node: &Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|node| node.has_tag_name((W, "t")));
    texts.filter_map(|node| node.text()).collect()
}
