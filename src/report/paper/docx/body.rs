//! The blocks of a paper as WordprocessingML.

use super::{
    super::blocks::{Block, Span},
    Picture, layout,
    styles::Style,
    table::{self, Table},
    template::Template,
    xml::{Stand, escaped, field, paragraph, plain, run, runs},
};

/// A twentieth of a point, in the units of drawings.
const UNITS: u32 = 635;
/// Ids of bookmarks and pictures begin here, clear of those of a template.
const FIRST_ID: usize = 9_000;
/// The part of a page that a picture may be high, in per cent: its caption stands with it.
const HIGHEST: u32 = 85;
/// What a section's bookmark begins with, as Word names them.
const BOOKMARK: &str = "_Toc";

/// Writes blocks; returns it with the pictures it holds, each with the id of its relation.
pub(super) fn body<'p>(
    blocks: &[Block],
    pictures: &'p [Picture<'p>],
    template: &'p Template,
) -> (String, Vec<(String, &'p Picture<'p>)>) {
    let mut body = Body::new(template, pictures);
    body.pages = layout::pages(blocks, pictures, template);
    for block in blocks {
        body.block(block, blocks);
    }
    if body.after == After::Table {
        // Word wants a paragraph between a table and the end.
        body.text.push_str(&paragraph(body.id(Style::Paragraph), Stand::default(), ""));
    }
    (body.text, body.used)
}

/// What the last block was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Text,
    Table,
    Figure,
}

struct Body<'p> {
    template: &'p Template,
    pictures: &'p [Picture<'p>],
    text: String,
    used: Vec<(String, &'p Picture<'p>)>,
    after: After,
    /// Whether the next block begins a page.
    new_page: bool,
    in_appendix: bool,
    sections: usize,
    tables: usize,
    figures: usize,
    /// On which page each section is likely to begin.
    pages: Vec<usize>,
}

impl<'p> Body<'p> {
    fn new(template: &'p Template, pictures: &'p [Picture<'p>]) -> Self {
        Self {
            template,
            pictures,
            text: String::new(),
            used: Vec::new(),
            after: After::Text,
            new_page: false,
            in_appendix: false,
            sections: 0,
            tables: 0,
            figures: 0,
            pages: Vec::new(),
        }
    }

    fn id(&self, style: Style) -> &'p str {
        self.template.styles.id(style)
    }

    fn block(&mut self, block: &Block, all: &[Block]) {
        match block {
            Block::Title(words) => self.say(Style::Title, Stand::default(), &runs(words)),
            Block::Front(rows) if rows.is_empty() => {}
            Block::Front(rows) => {
                self.part_tables();
                let front = table::front(rows, &self.template.styles, self.template.page.width);
                self.text.push_str(&front);
                self.after = After::Table;
            }
            Block::Contents => self.contents(all),
            Block::Heading { level, appendix, words } => self.heading(*level, *appendix, words),
            Block::Paragraph { numbered, words } => {
                let style = match (numbered, self.in_appendix) {
                    (true, false) => Style::Numbered,
                    (true, true) => Style::AppendixNumbered,
                    (false, _) => Style::Paragraph,
                };
                let clear = self.after != After::Text;
                self.say(style, Stand { clear, ..Stand::default() }, &runs(words));
            }
            Block::Points(points) => {
                for words in points {
                    let clear = self.after != After::Text;
                    self.say(Style::Bullet, Stand { clear, ..Stand::default() }, &runs(words));
                }
            }
            Block::Table { caption, header, numbers, rows } => {
                self.table(&Table { caption, header, numbers, rows });
            }
            Block::Picture { chart, caption } => self.picture(chart, caption),
            Block::PageBreak => self.new_page = !self.text.is_empty(),
        }
    }

    /// Writes a paragraph.
    fn say(&mut self, style: Style, stand: Stand, inside: &str) {
        let new_page = std::mem::take(&mut self.new_page);
        let stand = Stand { new_page, ..stand };
        self.text.push_str(&paragraph(self.id(style), stand, inside));
        self.after = After::Text;
    }

    /// Keeps two tables from growing together, and begins a page where a table must.
    fn part_tables(&mut self) {
        if self.after == After::Table || self.new_page {
            self.say(Style::TableText, Stand::default(), "");
        }
    }

    fn heading(&mut self, level: u8, appendix: bool, words: &[Span]) {
        if level > 1 {
            self.say(Style::Subsection, Stand::default(), &runs(words));
            return;
        }
        self.in_appendix = appendix;
        let style = if appendix { Style::Appendix } else { Style::Section };
        let (id, name) = (FIRST_ID + self.sections, bookmark(self.sections));
        self.sections += 1;
        let inside = format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{}<w:bookmarkEnd w:id=\"{id}\"/>",
            runs(words)
        );
        self.say(style, Stand::default(), &inside);
    }

    /// Lists the sections that follow as links, each with its page: a field that an office program works out, and until then
    /// the page on which it is likely to be.
    fn contents(&mut self, all: &[Block]) {
        let entries = entries(all, self.template).split_off(self.sections);
        if entries.is_empty() {
            return;
        }
        let mut inside = String::new();
        std::mem::swap(&mut inside, &mut self.text);
        self.say(Style::ContentsHeading, Stand::default(), &run("Contents", ""));
        for (at, (number, words)) in (self.sections..).zip(&entries) {
            let is_short = number.len() < 4;
            let number = if number.is_empty() {
                String::new()
            } else {
                format!("{}<w:r><w:tab/></w:r>", run(number, ""))
            };
            let (name, words) = (bookmark(at), run(words, ""));
            let page = self.pages.get(at).map_or_else(String::new, ToString::to_string);
            let page = field(&format!("PAGEREF {name} \\h"), &page);
            let link = format!(
                "<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{number}{words}<w:r><w:tab/></w:r>{page}\
                 </w:hyperlink>"
            );
            let page_at = Some(self.template.page.width);
            let stand = Stand { page_at, is_short, ..Stand::default() };
            self.say(Style::ContentsEntry, stand, &link);
        }
        std::mem::swap(&mut inside, &mut self.text);
        self.text.push_str(&inside);
    }

    fn table(&mut self, what: &Table<'_>) {
        if what.caption.is_empty() {
            self.part_tables();
        } else {
            self.tables += 1;
            let inside = caption("Table", self.tables, what.caption);
            self.say(Style::Caption, Stand { with_next: true, ..Stand::default() }, &inside);
        }
        let table = table::table(what, &self.template.styles, self.template.page.width);
        if !table.is_empty() {
            self.text.push_str(&table);
            self.after = After::Table;
        }
    }

    fn picture(&mut self, chart: &str, words: &str) {
        let pictures = self.pictures;
        let Some(picture) = pictures.iter().find(|picture| picture.name == chart) else { return };
        let Some(drawing) = self.drawing(picture) else { return };
        self.say(Style::Picture, Stand { with_next: true, ..Stand::default() }, &drawing);
        self.figures += 1;
        self.say(Style::Caption, Stand::default(), &caption("Figure", self.figures, words));
        self.after = After::Figure;
    }

    /// Writes a picture as wide as the text, or as high as a page allows; `None` when it is none.
    fn drawing(&mut self, picture: &'p Picture<'p>) -> Option<String> {
        let (wide, high) = extent(picture, self.template)?;
        let (wide, high) = (u64::from(wide), u64::from(high));
        let (wide, high) = (wide * u64::from(UNITS), high * u64::from(UNITS));
        let at = self.used.len();
        let relation = format!("rIdPaper{}", at + 1);
        let (id, name) = (FIRST_ID + at, escaped(picture.name));
        let (title, text) = (escaped(picture.title), escaped(picture.text));
        self.used.push((relation.clone(), picture));
        Some(format!(
            "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
             <wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{text}\" title=\"{title}\"/><wp:cNvGraphicFramePr>\
             <a:graphicFrameLocks xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" noChangeAspect=\"1\"/>\
             </wp:cNvGraphicFramePr><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>\
             <pic:cNvPr id=\"{id}\" name=\"{name}.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"{relation}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        ))
    }
}

/// Returns width and height of a picture as wide as the text, or as high as a page allows; `None` when it is none.
pub(super) fn extent(picture: &Picture<'_>, template: &Template) -> Option<(u32, u32)> {
    let (across, down) = pixels(picture.png)?;
    let page = template.page;
    let scaled = |of: u32, by: u32, over: u32| {
        u32::try_from(u64::from(of) * u64::from(by) / u64::from(over)).unwrap_or(u32::MAX)
    };
    let highest = page.height * HIGHEST / 100;
    let high = scaled(page.width, down, across);
    Some(if high > highest { (scaled(highest, across, down), highest) } else { (page.width, high) })
}

/// Returns the name of a section's bookmark.
fn bookmark(section: usize) -> String {
    format!("{BOOKMARK}{}", 900_000_001 + section)
}

/// Writes a caption with its number, which Word counts anew when it is updated.
fn caption(what: &str, number: usize, words: &str) -> String {
    let numbered = field(&format!("SEQ {what} \\* ARABIC"), &number.to_string());
    let words = unnumbered(what, number, words);
    let words = if words.is_empty() { String::new() } else { format!(": {words}") };
    format!("{}{numbered}{}", run(&format!("{what}\u{a0}"), ""), run(&words, ""))
}

/// Returns the words of a caption without the number that it begins with, if that is the one it gets.
fn unnumbered<'w>(what: &str, number: usize, words: &'w str) -> &'w str {
    let own = words.strip_prefix(&format!("{what} {number}"));
    let rest = own.and_then(|rest| rest.strip_prefix(['.', ':']));
    rest.map_or(words, str::trim_start)
}

/// Returns number and words of each section, as its list numbers it.
pub(super) fn entries(blocks: &[Block], template: &Template) -> Vec<(String, String)> {
    let (mut sections, mut appendices) = (0_usize, 0_usize);
    let mut entry = |block: &Block| {
        let Block::Heading { level: 0 | 1, appendix, words } = block else { return None };
        let (style, number) = if *appendix {
            appendices += 1;
            (Style::Appendix, format!("Appendix {}", letters(appendices)))
        } else {
            sections += 1;
            (Style::Section, sections.to_string())
        };
        let number = if template.styles.is_numbered(style) { number } else { String::new() };
        Some((number, plain(words)))
    };
    blocks.iter().filter_map(&mut entry).collect()
}

/// Returns a number as Word letters a list: `A`, …, `Z`, `AA`, `BB`.
fn letters(number: usize) -> String {
    let at = number.saturating_sub(1);
    let letter = u8::try_from(at % 26).map_or('A', |at| char::from(b'A' + at));
    std::iter::repeat_n(letter, at / 26 + 1).collect()
}

/// Returns width and height of a PNG picture in pixels.
fn pixels(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| {
        let bytes: [u8; 4] = png.get(from..from + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes)).filter(|pixels| *pixels > 0)
    };
    let is_png = png.starts_with(b"\x89PNG\r\n\x1a\n");
    is_png.then(|| Some((number(16)?, number(20)?))).flatten()
}
