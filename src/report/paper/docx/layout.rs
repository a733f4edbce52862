//! On which page each section is likely to begin: what the contents show until an office program lays the paper out.
//!
//! Lines are broken by the widths of Arial, rows and paragraphs are put one below the other as a word processor does.
//! Every entry of the contents is a field, which LibreOffice works out on opening and Word on printing or updating.

use super::{
    super::blocks::Block,
    Picture, body,
    styles::{Look, Style},
    table::{self, Table, wide},
    template::Template,
    xml::plain,
};

/// The height of a single line of Arial over the size of its letters, in thousandths.
const SINGLE: u32 = 1_149;
/// Where text of numbered paragraphs and points begins, in twentieths of a point.
const INDENT: u32 = 709;
/// Above and below the text of a cell: its margins and the rule.
const CELL: u32 = 70;
/// Lines of a paragraph that stay together at either end.
const TOGETHER: usize = 2;

/// A part of a page that is not parted.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    /// In twentieths of a point.
    height: u32,
    with_next: bool,
    new_page: bool,
    /// Whether a section begins here.
    is_section: bool,
    /// The header that is repeated where a page begins with this row.
    repeated: u32,
}

/// Returns the page of each section and appendix, in order.
pub(super) fn pages(blocks: &[Block], pictures: &[Picture<'_>], template: &Template) -> Vec<usize> {
    let pieces = Pieces { template, pictures, all: Vec::new(), new_page: false }.of(blocks);
    let high = template.page.height;
    let (mut page, mut used, mut found) = (1_usize, 0_u32, Vec::new());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let kept = pieces[at..].iter().take_while(|piece| piece.with_next).count() + 1;
        let kept: u32 = pieces[at..].iter().take(kept).map(|piece| piece.height).sum();
        // What is kept together and higher than a page is parted all the same.
        let is_over = used + kept.min(high) > high && (at == 0 || !pieces[at - 1].with_next);
        let is_over = is_over || used + piece.height > high;
        if used > 0 && (piece.new_page || is_over) {
            page += 1;
            used = piece.repeated;
        }
        if piece.is_section {
            found.push(page);
        }
        used += piece.height;
        at += 1;
    }
    found
}

struct Pieces<'p> {
    template: &'p Template,
    pictures: &'p [Picture<'p>],
    all: Vec<Piece>,
    /// Whether the next block begins a page.
    new_page: bool,
}

impl Pieces<'_> {
    fn of(mut self, blocks: &[Block]) -> Vec<Piece> {
        let mut in_appendix = false;
        let mut sections = 0;
        for block in blocks {
            match block {
                Block::Title(words) => self.say(Style::Title, &plain(words), 0),
                Block::Front(rows) => {
                    let look = self.look(Style::FrontText);
                    let height = line(look) + look.before + look.after + CELL;
                    let many = usize::try_from(table::front_columns(rows)).unwrap_or(1);
                    let of_row = |_| Piece { height, ..Piece::default() };
                    self.all.extend(rows.chunks(many).map(of_row));
                }
                Block::Contents => {
                    self.say(Style::ContentsHeading, "Contents", 0);
                    for _ in sections..body::entries(blocks, self.template).len() {
                        self.say(Style::ContentsEntry, "", 0);
                    }
                }
                Block::Heading { level: 1, appendix, words } => {
                    in_appendix = *appendix;
                    sections += 1;
                    let style = if *appendix { Style::Appendix } else { Style::Section };
                    let from = self.all.len();
                    self.say(style, &plain(words), INDENT);
                    self.all[from].is_section = true;
                    self.all[from..].iter_mut().for_each(|piece| piece.with_next = true);
                }
                Block::Heading { words, .. } => {
                    let from = self.all.len();
                    self.say(Style::Subsection, &plain(words), 0);
                    self.all[from..].iter_mut().for_each(|piece| piece.with_next = true);
                }
                Block::Paragraph { numbered, words } => {
                    let numbered = *numbered && !in_appendix;
                    let (style, indent) =
                        if numbered { (Style::Numbered, INDENT) } else { (Style::Paragraph, 0) };
                    self.say(style, &plain(words), indent);
                }
                Block::Points(points) => {
                    for words in points {
                        self.say(Style::Bullet, &plain(words), INDENT);
                    }
                }
                Block::Table { caption, header, numbers, rows } => {
                    self.table(&Table { caption, header, numbers, rows });
                }
                Block::Picture { chart, caption } => self.picture(chart, caption),
                Block::PageBreak => self.new_page = !self.all.is_empty(),
            }
        }
        self.all
    }

    fn look(&self, style: Style) -> Look {
        self.template.styles.look(style)
    }

    /// Puts a paragraph line by line.
    fn say(&mut self, style: Style, words: &str, indent: u32) {
        let look = self.look(style);
        let lines = broken(words, look.size, self.template.page.width.saturating_sub(indent));
        let last = lines.saturating_sub(1);
        for at in 0..lines {
            let above = if at == 0 { look.before } else { 0 };
            let below = if at == last { look.after } else { 0 };
            let with_next = at < last && (at + 1 < TOGETHER || last - at < TOGETHER);
            let new_page = at == 0 && std::mem::take(&mut self.new_page);
            let height = line(look) + above + below;
            self.all.push(Piece { height, with_next, new_page, ..Piece::default() });
        }
    }

    fn table(&mut self, what: &Table<'_>) {
        let from = self.all.len();
        if !what.caption.is_empty() {
            self.say(Style::Caption, what.caption, 0);
            self.all[from..].iter_mut().for_each(|piece| piece.with_next = true);
        }
        let styles = &self.template.styles;
        let look = Look {
            size: table::size(what, styles, self.template.page.width),
            ..self.look(Style::TableText)
        };
        let heights = table::lines_of_rows(what, styles, self.template.page.width);
        let height = |lines: u32| line(look) * lines + look.before + look.after + CELL;
        let whole = heights.iter().skip(1).sum::<u32>() <= table::KEPT_WHOLE;
        let header = heights.first().map_or(0, |lines| height(*lines));
        let last = heights.len().saturating_sub(1);
        for (at, lines) in heights.iter().enumerate() {
            let with_next = at < last && (at == 0 || whole);
            let repeated = if at > 0 { header } else { 0 };
            self.all.push(Piece {
                height: height(*lines),
                with_next,
                repeated,
                ..Piece::default()
            });
        }
    }

    fn picture(&mut self, chart: &str, caption: &str) {
        let Some(picture) = self.pictures.iter().find(|picture| picture.name == chart) else {
            return;
        };
        let Some((_, high)) = body::extent(picture, self.template) else { return };
        let look = self.look(Style::Picture);
        let height = high + look.before + look.after + line(look) / 4;
        self.all.push(Piece { height, with_next: true, ..Piece::default() });
        self.say(Style::Caption, caption, 0);
    }
}

/// Returns the height of a line, in twentieths of a point.
const fn line(look: Look) -> u32 {
    // A half point is ten twentieths.
    look.size * 10 * SINGLE / 1_000 * look.line / 240
}

/// Returns how many lines text takes, broken at blanks.
fn broken(words: &str, size: u32, width: u32) -> usize {
    let blank = wide(" ", size);
    let (mut lines, mut used) = (1_usize, 0_u32);
    for word in words.split(' ') {
        let own = wide(word, size);
        if used > 0 && used + blank + own > width {
            lines += 1;
            used = own;
        } else {
            used += own + if used > 0 { blank } else { 0 };
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{super::super::blocks::Span, *};

    fn words(text: &str) -> Vec<Span> {
        vec![Span { text: text.to_owned(), bold: false, italic: false }]
    }

    #[test]
    fn sections_begin_on_the_page_that_their_text_reaches() {
        let template = Template::own().unwrap();
        let heading = |text| Block::Heading { level: 1, appendix: false, words: words(text) };
        let long = Block::Paragraph { numbered: true, words: words(&"estate ".repeat(600)) };
        let rows = vec![vec!["1".to_owned()]; 60];
        let table = Block::Table {
            caption: "Sites".to_owned(),
            header: vec!["Rank".to_owned()],
            numbers: vec![0],
            rows,
        };
        let blocks = [
            heading("First"),
            long.clone(),
            heading("Second"),
            Block::PageBreak,
            heading("Third"),
            table,
            heading("Fourth"),
        ];
        // 600 words fill about 45 lines: a page has some 56. Sixty rows are more than one.
        assert_eq!(pages(&blocks, &[], &template), [1, 1, 2, 3]);
        assert_eq!(broken("estate estate", 20, 100), 2);
        assert_eq!(broken("", 20, 100), 1);
    }
}
