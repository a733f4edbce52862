//! The wording, filled in, as blocks: a small part of Markdown, and an error for all else.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::blocks::{Block, Span};

/// What an appendix's heading begins with.
const APPENDIX: &str = "Appendix: ";
/// What the line above a table begins with.
const CAPTION: &str = "Table: ";
/// Where the list of contents stands.
const CONTENTS: &str = "[contents]";

/// Something that blocks cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// In the text that was read, from 1.
    pub line: usize,
    pub what: String,
}

/// Reads a paper; `charts` are the pictures it may name.
pub(super) fn blocks(text: &str, charts: &[&str]) -> Result<Vec<Block>, Fault> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().collect();
    let mut reader = Reader {
        text,
        charts,
        events,
        at: 0,
        within: Within::Front,
        caption: None,
        blocks: Vec::new(),
    };
    while reader.at < reader.events.len() {
        reader.block()?;
    }
    match reader.caption {
        Some((_, line)) => Err(Fault { line, what: no_table() }),
        None => Ok(reader.blocks),
    }
}

fn no_table() -> String {
    format!("a line that begins with {CAPTION:?} stands without a table below it")
}

/// Under which kind of heading a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Front,
    Section,
    Appendix,
}

struct Reader<'a> {
    text: &'a str,
    charts: &'a [&'a str],
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    within: Within,
    /// The caption that waits for its table, and its line.
    caption: Option<(String, usize)>,
    blocks: Vec<Block>,
}

/// What a run of inline marks is made of.
struct Inline {
    words: Vec<Span>,
    /// Picture and caption.
    picture: Option<(String, String)>,
}

impl<'a> Reader<'a> {
    fn fault<T>(&self, what: impl Into<String>) -> Result<T, Fault> {
        let from = self.events.get(self.at.saturating_sub(1)).map_or(0, |(_, range)| range.start);
        let before = self.text.get(..from).unwrap_or_default();
        Err(Fault { line: before.matches('\n').count() + 1, what: what.into() })
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn source(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default().trim()
    }

    fn block(&mut self) -> Result<(), Fault> {
        let Some((event, range)) = self.next() else { return Ok(()) };
        let source = self.source(&range);
        let is_table = matches!(event, Event::Start(Tag::Table(_)));
        if self.caption.is_some() && !is_table {
            return self.fault(no_table());
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading(level, source),
            Event::Start(Tag::Paragraph) => self.paragraph(source),
            Event::Start(Tag::BlockQuote(_)) => self.quote(),
            Event::Start(Tag::List(None)) => self.points(),
            Event::Start(Tag::Table(alignments)) => self.table(&alignments),
            Event::Rule => {
                self.blocks.push(Block::PageBreak);
                Ok(())
            }
            other => self.fault(format!("{} has no place in a paper", named(&other))),
        }
    }

    fn heading(&mut self, level: HeadingLevel, source: &str) -> Result<(), Fault> {
        let mut words = self.words(TagEnd::Heading(level))?;
        let has_title = self.blocks.iter().any(|b| matches!(b, Block::Title(_)));
        let block = match level {
            HeadingLevel::H1 if has_title => return self.fault("a second title"),
            HeadingLevel::H1 => Block::Title(words),
            HeadingLevel::H2 => {
                let appendix = source.trim_start_matches('#').trim_start().starts_with(APPENDIX);
                if appendix && let Some(first) = words.first_mut() {
                    first.text = first.text.replacen(APPENDIX, "", 1);
                }
                self.within = if appendix { Within::Appendix } else { Within::Section };
                Block::Heading { level: 1, appendix, words }
            }
            HeadingLevel::H3 => {
                let appendix = self.within == Within::Appendix;
                Block::Heading { level: 2, appendix, words }
            }
            _ => return self.fault("a heading below `###`"),
        };
        self.blocks.push(block);
        Ok(())
    }

    fn paragraph(&mut self, source: &str) -> Result<(), Fault> {
        let line = self.text.get(..self.events[self.at - 1].1.start).unwrap_or_default();
        let line = line.matches('\n').count() + 1;
        let Inline { words, picture } = self.inline(TagEnd::Paragraph)?;
        if let Some((chart, caption)) = picture {
            if !words.is_empty() {
                return self.fault("a picture among words; it stands in a paragraph of its own");
            }
            if !self.charts.contains(&chart.as_str()) {
                return self.fault(format!("no chart is named {chart:?} here"));
            }
            self.blocks.push(Block::Picture { chart, caption });
        } else if source == CONTENTS {
            self.blocks.push(Block::Contents);
        } else if source.starts_with(CAPTION) {
            let caption = plain(&words).replacen(CAPTION, "", 1);
            self.caption = Some((caption, line));
        } else if !words.is_empty() {
            let numbered = self.within == Within::Section;
            self.blocks.push(Block::Paragraph { numbered, words });
        }
        Ok(())
    }

    /// Reads a note: paragraphs without a number.
    fn quote(&mut self) -> Result<(), Fault> {
        loop {
            match self.next() {
                Some((Event::Start(Tag::Paragraph), _)) => {
                    let words = self.words(TagEnd::Paragraph)?;
                    self.blocks.push(Block::Paragraph { numbered: false, words });
                }
                Some((Event::End(TagEnd::BlockQuote(_)), _)) | None => return Ok(()),
                Some((other, _)) => {
                    return self.fault(format!("{} has no place in a note", named(&other)));
                }
            }
        }
    }

    fn points(&mut self) -> Result<(), Fault> {
        let mut points = Vec::new();
        loop {
            match self.next() {
                Some((Event::Start(Tag::Item), _)) => points.push(self.point()?),
                Some((Event::End(TagEnd::List(_)), _)) | None => break,
                Some((other, _)) => {
                    return self.fault(format!("{} has no place in a list", named(&other)));
                }
            }
        }
        self.blocks.push(Block::Points(points));
        Ok(())
    }

    /// Reads one point: a run of words, or one paragraph.
    fn point(&mut self) -> Result<Vec<Span>, Fault> {
        if !matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _))) {
            return self.words(TagEnd::Item);
        }
        self.at += 1;
        let words = self.words(TagEnd::Paragraph)?;
        match self.next() {
            Some((Event::End(TagEnd::Item), _)) | None => Ok(words),
            Some((other, _)) => self.fault(format!("{} has no place in a point", named(&other))),
        }
    }

    fn table(&mut self, alignments: &[Alignment]) -> Result<(), Fault> {
        let mut header = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut in_header = false;
        loop {
            match self.next() {
                Some((Event::Start(Tag::TableHead), _)) => in_header = true,
                Some((Event::Start(Tag::TableRow), _)) => {
                    in_header = false;
                    rows.push(Vec::new());
                }
                Some((Event::Start(Tag::TableCell), _)) => {
                    let words = self.words(TagEnd::TableCell)?;
                    if words.iter().any(|w| w.bold || w.italic) {
                        return self.fault("bold or italic words in a table");
                    }
                    match rows.last_mut().filter(|_| !in_header) {
                        Some(row) => row.push(plain(&words)),
                        None => header.push(plain(&words)),
                    }
                }
                Some((Event::End(TagEnd::TableHead | TagEnd::TableRow), _)) => {}
                Some((Event::End(TagEnd::Table), _)) | None => break,
                Some((other, _)) => {
                    return self.fault(format!("{} has no place in a table", named(&other)));
                }
            }
        }
        let numbers = alignments.iter().enumerate().filter(|(_, a)| **a == Alignment::Right);
        let numbers: Vec<usize> = numbers.map(|(at, _)| at).collect();
        let bare = header.iter().all(String::is_empty);
        let block = match self.caption.take() {
            Some((caption, _)) => Block::Table { caption, header, numbers, rows },
            None if bare && header.len() == 2 => {
                let pair =
                    |row: Vec<String>| <[String; 2]>::try_from(row).ok().map(|[a, b]| (a, b));
                Block::Front(rows.into_iter().filter_map(pair).collect())
            }
            None => return self.fault(format!("a table without a line {CAPTION:?} above it")),
        };
        self.blocks.push(block);
        Ok(())
    }

    /// Reads words alone.
    fn words(&mut self, end: TagEnd) -> Result<Vec<Span>, Fault> {
        let Inline { words, picture } = self.inline(end)?;
        match picture {
            Some(_) => self.fault("a picture; it stands in a paragraph of its own"),
            None => Ok(words),
        }
    }

    fn inline(&mut self, end: TagEnd) -> Result<Inline, Fault> {
        let mut words = Words::default();
        let mut picture = None;
        loop {
            match self.next() {
                None => break,
                Some((Event::End(tag), _)) if tag == end => break,
                Some((Event::Text(text), _)) => words.push(&text),
                Some((Event::SoftBreak | Event::HardBreak, _)) => words.push(" "),
                Some((Event::Start(Tag::Strong), _)) => words.bold = true,
                Some((Event::End(TagEnd::Strong), _)) => words.bold = false,
                Some((Event::Start(Tag::Emphasis), _)) => words.italic = true,
                Some((Event::End(TagEnd::Emphasis), _)) => words.italic = false,
                Some((Event::Start(Tag::Image { dest_url, .. }), _)) => {
                    let caption = self.words(TagEnd::Image)?;
                    picture = Some((dest_url.to_string(), plain(&caption)));
                }
                Some((other, _)) => {
                    return self.fault(format!("{} has no place in a paper", named(&other)));
                }
            }
        }
        Ok(Inline { words: words.done(), picture })
    }
}

/// Spans being gathered: runs of blanks are one, those at either end are none.
#[derive(Default)]
struct Words {
    spans: Vec<Span>,
    bold: bool,
    italic: bool,
}

impl Words {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let c = if c == '\n' || c == '\t' { ' ' } else { c };
            let ends_blank = self.spans.last().is_none_or(|s| s.text.ends_with(' '));
            if c == ' ' && ends_blank {
                continue;
            }
            match self.spans.last_mut() {
                Some(last) if (last.bold, last.italic) == (self.bold, self.italic) => {
                    last.text.push(c);
                }
                _ => self.spans.push(Span {
                    text: c.to_string(),
                    bold: self.bold,
                    italic: self.italic,
                }),
            }
        }
    }

    fn done(mut self) -> Vec<Span> {
        if let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self.spans.retain(|span| !span.text.is_empty());
        self.spans
    }
}

/// Returns the words without their weight.
pub(super) fn plain(words: &[Span]) -> String {
    words.iter().map(|span| span.text.as_str()).collect()
}

/// Names a mark for a body that edits the wording.
fn named(event: &Event<'_>) -> String {
    match event {
        Event::Start(Tag::List(Some(_))) => "a numbered list".to_owned(),
        Event::Start(Tag::List(None)) => "a list within a list".to_owned(),
        Event::Start(Tag::CodeBlock(_)) => "an indented or fenced block".to_owned(),
        Event::Code(text) => format!("`{text}` in back quotes"),
        Event::Start(Tag::Link { dest_url, .. }) => format!("a link to {:?}", dest_url.as_ref()),
        Event::Start(Tag::HtmlBlock | Tag::Paragraph) | Event::Html(_) | Event::InlineHtml(_) => {
            match event {
                Event::Start(Tag::Paragraph) => "a second paragraph".to_owned(),
                _ => "HTML".to_owned(),
            }
        }
        Event::Start(Tag::Table(_)) => "a table".to_owned(),
        Event::Start(Tag::Heading { .. }) => "a heading".to_owned(),
        Event::Rule => "a page break".to_owned(),
        _ => "this mark".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::filling::escape;

    fn read(text: &str) -> Vec<Block> {
        blocks(text, &["ranking"]).unwrap()
    }

    fn span(text: &str) -> Span {
        Span { text: text.to_owned(), bold: false, italic: false }
    }

    #[test]
    fn every_block_has_a_mark() {
        let text = "# Title\n\n| | |\n| --- | --- |\n| To | Board |\n\n[contents]\n\n## Purpose\n\nOne\n**two**.\n\n\
                    > A note.\n\n- a\n- b *c*\n\n### Part\n\nTable: Sums\n\n| Site | £ |\n| --- | ---: |\n| A | 5 |\n\n\
                    ![First](ranking)\n\n---\n\n## Appendix: Method\n\nText.\n";
        let blocks = read(text);
        let bold = Span { text: "two".to_owned(), bold: true, italic: false };
        let italic = Span { text: "c".to_owned(), bold: false, italic: true };
        assert_eq!(
            blocks,
            [
                Block::Title(vec![span("Title")]),
                Block::Front(vec![("To".to_owned(), "Board".to_owned())]),
                Block::Contents,
                Block::Heading { level: 1, appendix: false, words: vec![span("Purpose")] },
                Block::Paragraph { numbered: true, words: vec![span("One "), bold, span(".")] },
                Block::Paragraph { numbered: false, words: vec![span("A note.")] },
                Block::Points(vec![vec![span("a")], vec![span("b "), italic]]),
                Block::Heading { level: 2, appendix: false, words: vec![span("Part")] },
                Block::Table {
                    caption: "Sums".to_owned(),
                    header: vec!["Site".to_owned(), "£".to_owned()],
                    numbers: vec![1],
                    rows: vec![vec!["A".to_owned(), "5".to_owned()]],
                },
                Block::Picture { chart: "ranking".to_owned(), caption: "First".to_owned() },
                Block::PageBreak,
                Block::Heading { level: 1, appendix: true, words: vec![span("Method")] },
                Block::Paragraph { numbered: false, words: vec![span("Text.")] },
            ]
        );
    }

    #[test]
    fn values_come_out_as_they_are() {
        for value in [
            "*x* | <b>",
            "# y",
            "![a](b)",
            "[contents]",
            "1. z",
            "Table: q",
            "- p",
            "    i",
            "a\nb  c",
            "&amp; \\",
            "~~s~~",
            "| | |",
            "===",
        ] {
            let shown = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = format!(
                "## S\n\n{0}\n\n- {0}\n\nTable: {0}\n\n| {0} | b |\n| --- | --- |\n| {0} | {0} |\n",
                escape(value)
            );
            let blocks = read(&text);
            let cell = shown.clone();
            assert_eq!(
                blocks[1..],
                [
                    Block::Paragraph { numbered: true, words: vec![span(&shown)] },
                    Block::Points(vec![vec![span(&shown)]]),
                    Block::Table {
                        caption: shown.clone(),
                        header: vec![shown, "b".to_owned()],
                        numbers: Vec::new(),
                        rows: vec![vec![cell.clone(), cell]],
                    },
                ],
                "{value}"
            );
        }
    }

    #[test]
    fn what_blocks_cannot_hold_is_named_with_its_line() {
        let fault = |text: &str| {
            let fault = blocks(text, &["ranking"]).unwrap_err();
            format!("{}: {}", fault.line, fault.what)
        };
        assert_eq!(fault("a\n\n1. b\n"), "3: a numbered list has no place in a paper");
        assert_eq!(fault("a\n\nb <i>c</i>\n"), "3: HTML has no place in a paper");
        assert_eq!(fault("![c](nowhere)\n"), "1: no chart is named \"nowhere\" here");
        assert_eq!(
            fault("| a | b |\n| --- | --- |\n| c | d |\n"),
            "1: a table without a line \"Table: \" above it"
        );
        assert_eq!(
            fault("x\n\nTable: a\n"),
            "3: a line that begins with \"Table: \" stands without a table below it"
        );
        assert_eq!(fault("- a\n  - b\n"), "2: a list within a list has no place in a paper");
        assert_eq!(fault("[a](https://b)\n"), "1: a link to \"https://b\" has no place in a paper");
        assert_eq!(fault("# a\n\n# b\n"), "3: a second title");
    }
}
