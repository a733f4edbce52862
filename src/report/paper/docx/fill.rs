//! Names in braces, such as `{{ marking }}`, filled in where a template holds them.
//!
//! Word may cut such a name into several runs; the paragraph is read as one text, and the value takes the look
//! of the run in which the name begins.

use std::ops::Range;

use super::{
    fault::TemplateFault,
    xml::{Mark, escaped, marks},
};

/// Stands for the paper itself.
pub(super) const PAPER: &str = "paper";

/// A text element: the bytes of the whole, and what it holds.
struct Text {
    bytes: Range<usize>,
    words: String,
}

/// A paragraph: its bytes, its text elements, whether it stands in the body and breaks a section.
pub(super) struct Paragraph {
    pub(super) bytes: Range<usize>,
    texts: Vec<Text>,
    pub(super) in_body: bool,
    pub(super) breaks_section: bool,
}

impl Paragraph {
    /// Tells whether all it says is where the paper goes.
    pub(super) fn is_for_paper(&self) -> bool {
        let words: String = self.texts.iter().map(|text| text.words.as_str()).collect();
        name_of(words.trim()) == Some(PAPER)
    }
}

/// Returns the name when a text is one in braces and nothing else.
fn name_of(text: &str) -> Option<&str> {
    Some(text.strip_prefix("{{")?.strip_suffix("}}")?.trim())
}

/// Finds the paragraphs of a part; one within another, as in a text box, comes first.
pub(super) fn paragraphs(text: &str) -> Option<Vec<Paragraph>> {
    let mut done = Vec::new();
    let mut open: Vec<Paragraph> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut text_from: Option<(usize, usize)> = None;
    for mark in marks(text)? {
        match mark {
            Mark::Start(start) => {
                let name = start.element.name().0.to_owned();
                match name.as_str() {
                    "w:p" if !start.empty => open.push(Paragraph {
                        bytes: start.bytes,
                        texts: Vec::new(),
                        in_body: path.last().is_some_and(|parent| parent == "w:body"),
                        breaks_section: false,
                    }),
                    "w:t" if !start.empty => text_from = Some((start.bytes.start, start.bytes.end)),
                    "w:sectPr" => {
                        if let Some(paragraph) = open.last_mut() {
                            paragraph.breaks_section = true;
                        }
                    }
                    _ => {}
                }
                if !start.empty {
                    path.push(name);
                }
            }
            Mark::End(name, bytes) => {
                path.pop();
                match (name.as_str(), open.last_mut(), text_from.take()) {
                    ("w:t", Some(paragraph), Some((from, inside))) => {
                        let words = quick_xml::escape::unescape(&text[inside..bytes.start]).ok()?;
                        let words = words.into_owned();
                        paragraph.texts.push(Text { bytes: from..bytes.end, words });
                    }
                    ("w:p", ..) => {
                        let mut paragraph = open.pop()?;
                        paragraph.bytes.end = bytes.end;
                        done.push(paragraph);
                    }
                    _ => {}
                }
            }
        }
    }
    Some(done)
}

/// Fills the names of a part in and returns it with the names it held.
pub(super) fn filled(
    part: &str,
    text: &str,
    values: &[(String, String)],
) -> Result<(String, Vec<String>), TemplateFault> {
    let broken = || TemplateFault::Part(part.to_owned());
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut names = Vec::new();
    for paragraph in paragraphs(text).ok_or_else(broken)? {
        let whole: String = paragraph.texts.iter().map(|text| text.words.as_str()).collect();
        if !whole.contains("{{") || paragraph.is_for_paper() {
            continue;
        }
        let found = found(part, &whole, values)?;
        names.extend(found.iter().map(|(_, name, _)| name.clone()));
        let mut from = 0;
        for element in &paragraph.texts {
            let own = from..from + element.words.len();
            from = own.end;
            if found.iter().all(|(at, ..)| at.end <= own.start || at.start >= own.end) {
                continue;
            }
            let words = cut(&whole, own, &found);
            let written = format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(&words));
            changes.push((element.bytes.clone(), written));
        }
    }
    changes.sort_by_key(|(bytes, _)| bytes.start);
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for (bytes, words) in changes {
        written.push_str(&text[from..bytes.start]);
        written.push_str(&words);
        from = bytes.end;
    }
    written.push_str(&text[from..]);
    Ok((written, names))
}

/// Where a name stands in a paragraph's text, the name and its value.
type Found = (Range<usize>, String, String);

fn found(
    part: &str,
    whole: &str,
    values: &[(String, String)],
) -> Result<Vec<Found>, TemplateFault> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = whole[from..].find("{{").map(|at| from + at) {
        let Some(end) = whole[start..].find("}}").map(|at| start + at + 2) else { break };
        let name = whole[start + 2..end - 2].trim();
        let Some((_, value)) = values.iter().find(|(known, _)| known == name) else {
            let known: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
            let (part, name) = (part.to_owned(), name.to_owned());
            return Err(TemplateFault::Unknown { part, name, known: known.join(", ") });
        };
        found.push((start..end, name.to_owned(), value.clone()));
        from = end;
    }
    Ok(found)
}

/// Returns what is left of one element's words once the names are taken out and values put where they begin.
fn cut(whole: &str, own: Range<usize>, found: &[Found]) -> String {
    let mut words = String::new();
    let mut from = own.start;
    for (at, _, value) in found {
        if at.end <= own.start || at.start >= own.end {
            continue;
        }
        if at.start > from {
            words.push_str(&whole[from..at.start]);
        }
        if own.contains(&at.start) {
            words.push_str(value);
        }
        from = at.end.min(own.end).max(from);
    }
    words.push_str(&whole[from..own.end]);
    words
}
