//! `paper.md`: blocks as Markdown with their numbers written out, to be read as it is.

use super::{
    blocks::{Block, Span},
    read::plain,
};

/// Writes a paper; the marking stands first and last.
pub(super) fn markdown(blocks: &[Block], marking: &str) -> String {
    let mut numbers = Numbers::default();
    let marking = format!("**{}**", literal(marking));
    let mut parts = vec![marking.clone()];
    for block in blocks {
        let part = match block {
            Block::Contents => contents(blocks, numbers.section + numbers.appendix),
            other => part(other, &mut numbers),
        };
        parts.push(part);
    }
    parts.push(marking);
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

/// Counts sections, appendices and paragraphs.
#[derive(Default)]
struct Numbers {
    section: usize,
    appendix: usize,
    paragraph: usize,
}

impl Numbers {
    /// Counts a section and returns its number: `1`, or `A` of an appendix.
    fn section(&mut self, appendix: bool) -> String {
        self.paragraph = 0;
        if appendix {
            self.appendix += 1;
            return letter(self.appendix);
        }
        self.section += 1;
        self.section.to_string()
    }

    fn paragraph(&mut self) -> String {
        self.paragraph += 1;
        format!("{}.{}", self.section, self.paragraph)
    }
}

/// Returns `A` for 1, `Z` for 26, `AA` for 27.
fn letter(number: usize) -> String {
    let mut left = number;
    let mut letters = Vec::new();
    while left > 0 {
        let at = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + at));
        left = (left - 1) / 26;
    }
    letters.into_iter().collect()
}

fn part(block: &Block, numbers: &mut Numbers) -> String {
    match block {
        Block::Title(words) => format!("# {}", spans(words)),
        Block::Front(rows) => {
            let row = |(label, value): &(String, String)| row(&[label.clone(), value.clone()]);
            let rows: Vec<String> = rows.iter().map(row).collect();
            format!("| | |\n| --- | --- |\n{}", rows.join("\n"))
        }
        Block::Heading { level: 1, appendix, words } => {
            let number = numbers.section(*appendix);
            let word = if *appendix { "Appendix " } else { "" };
            format!("## {word}{number} {}", spans(words))
        }
        Block::Heading { words, .. } => format!("### {}", spans(words)),
        Block::Paragraph { numbered: true, words } => {
            format!("{} {}", numbers.paragraph(), spans(words))
        }
        Block::Paragraph { words, .. } => at_the_start(&spans(words)),
        Block::Points(points) => {
            let points: Vec<String> =
                points.iter().map(|p| format!("- {}", at_the_start(&spans(p)))).collect();
            points.join("\n")
        }
        Block::Table { caption, header, numbers, rows } => {
            let mark = |at| if numbers.contains(&at) { "---:" } else { "---" };
            let marks: Vec<&str> = (0..header.len()).map(mark).collect();
            let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
            let (head, marks, rows) = (row(header), marks.join(" | "), rows.join("\n"));
            format!("**{}**\n\n{head}\n| {marks} |\n{rows}", literal(caption))
        }
        Block::Picture { chart, caption } => {
            let caption = literal(caption);
            format!("![{caption}](charts/{chart}.png)\n\n*{caption}*")
        }
        // A file without pages has no new one; the contents are written by the caller.
        Block::PageBreak | Block::Contents => String::new(),
    }
}

/// Lists the sections that follow the first `past` of them.
fn contents(blocks: &[Block], past: usize) -> String {
    let mut numbers = Numbers::default();
    let line = |block: &Block| match block {
        Block::Heading { level: 1, appendix, words } => {
            let number = numbers.section(*appendix);
            let word = if *appendix { "Appendix " } else { "" };
            Some(format!("- {word}{number} {}", literal(&plain(words))))
        }
        _ => None,
    };
    let lines: Vec<String> = blocks.iter().filter_map(line).skip(past).collect();
    lines.join("\n")
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| literal(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn spans(words: &[Span]) -> String {
    let span = |span: &Span| {
        let text = literal(&span.text);
        let inner = text.trim();
        let mark = match (span.bold, span.italic) {
            _ if inner.is_empty() => "",
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        // Marks stand against words; blanks stay outside.
        let lead = if text.starts_with(' ') && !inner.is_empty() { " " } else { "" };
        let tail = if text.ends_with(' ') { " " } else { "" };
        format!("{lead}{mark}{inner}{mark}{tail}")
    };
    words.iter().map(span).collect()
}

/// Writes text so that none of it is a mark within a line.
fn literal(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        // Within a word it is no mark, and an ampersand begins one only before a letter or `#`.
        let is_mark = match c {
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_alphanumeric() || next == '#',
            other => matches!(other, '\\' | '*' | '`' | '[' | ']' | '<' | '>' | '|' | '~'),
        };
        if is_mark {
            written.push('\\');
        }
        written.push(c);
        before = c;
    }
    written
}

/// Writes text so that it begins no heading, list or line.
fn at_the_start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or_default();
    if text.starts_with(['#', '+', '-', '=']) {
        format!("\\{text}")
    } else if digits > 0 && (after.starts_with(". ") || after.starts_with(") ")) {
        format!("{}\\{after}", text.get(..digits).unwrap_or_default())
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, bold: bool) -> Span {
        Span { text: text.to_owned(), bold, italic: false }
    }

    #[test]
    fn numbers_are_written_out() {
        let heading =
            |appendix, text| Block::Heading { level: 1, appendix, words: vec![span(text, false)] };
        let blocks = [
            Block::Title(vec![span("The estate", false)]),
            Block::Contents,
            heading(false, "Purpose"),
            Block::Paragraph {
                numbered: true,
                words: vec![span("One ", false), span("two", true)],
            },
            Block::Paragraph { numbered: true, words: vec![span("a * b | <c>", false)] },
            heading(false, "Findings"),
            Block::Paragraph { numbered: true, words: vec![span("Three.", false)] },
            Block::Paragraph { numbered: false, words: vec![span("# not a heading", false)] },
            heading(true, "Method"),
            Block::Table {
                caption: "Sums".to_owned(),
                header: vec!["Site".to_owned(), "£".to_owned()],
                numbers: vec![1],
                rows: vec![vec!["a | b".to_owned(), "5".to_owned()]],
            },
            Block::Picture { chart: "ranking".to_owned(), caption: "First".to_owned() },
        ];
        insta::assert_snapshot!(markdown(&blocks, "PUBLIC"));
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([1, 26, 27, 52, 53].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
        assert_eq!(at_the_start("1. x"), "1\\. x");
    }
}
