//! The styles that a paper is written in, found in a template by the names that Word shows.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    fault::TemplateFault,
    xml::{Mark, Start, attribute, marks},
};

/// A style of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Title,
    Section,
    Subsection,
    Appendix,
    Paragraph,
    Numbered,
    AppendixNumbered,
    Bullet,
    Caption,
    Picture,
    TableText,
    TableNumber,
    FrontLabel,
    FrontText,
    ContentsHeading,
    ContentsEntry,
    Table,
    FrontTable,
}

impl Style {
    pub(super) const ALL: [Self; 18] = [
        Self::Title,
        Self::Section,
        Self::Subsection,
        Self::Appendix,
        Self::Paragraph,
        Self::Numbered,
        Self::AppendixNumbered,
        Self::Bullet,
        Self::Caption,
        Self::Picture,
        Self::TableText,
        Self::TableNumber,
        Self::FrontLabel,
        Self::FrontText,
        Self::ContentsHeading,
        Self::ContentsEntry,
        Self::Table,
        Self::FrontTable,
    ];

    /// Returns the name that Word shows; files have those of its own in lower case.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Section => "Heading 1",
            Self::Subsection => "Heading 2",
            Self::Appendix => "Appendix Heading",
            Self::Paragraph => "Normal",
            Self::Numbered => "Numbered Paragraph",
            Self::AppendixNumbered => "Appendix Paragraph",
            Self::Bullet => "List Bullet",
            Self::Caption => "Caption",
            Self::Picture => "Picture",
            Self::TableText => "Table Text",
            Self::TableNumber => "Table Number",
            Self::FrontLabel => "Front Label",
            Self::FrontText => "Front Text",
            Self::ContentsHeading => "TOC Heading",
            Self::ContentsEntry => "TOC 1",
            Self::Table => "Paper Table",
            Self::FrontTable => "Front Table",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Table | Self::FrontTable => "table",
            _ => "paragraph",
        }
    }
}

/// Size of letters where neither a style nor the document's own default tells, in half points.
const PLAIN_SIZE: u32 = 20;

/// How high a style sets its lines, and what it leaves free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Of letters, in half points.
    pub(super) size: u32,
    /// Above and below a paragraph, in twentieths of a point.
    pub(super) before: u32,
    pub(super) after: u32,
    /// From line to line, in 240ths of a single one.
    pub(super) line: u32,
}

/// The styles of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Styles {
    looks: BTreeMap<Style, Look>,
    ids: BTreeMap<Style, String>,
    numbered: BTreeSet<Style>,
    /// Of letters in tables, in half points.
    pub(super) table_size: u32,
}

/// What a style of a template says.
#[derive(Default)]
struct Said {
    kind: String,
    id: String,
    name: String,
    based_on: Option<String>,
    size: Option<u32>,
    before: Option<u32>,
    after: Option<u32>,
    line: Option<u32>,
    /// The list it is linked to; `0` is none.
    list: Option<String>,
}

impl Styles {
    /// Finds them; all that are missing are named at once.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, TemplateFault> {
        let broken = || TemplateFault::Part(part.to_owned());
        let (default, said) = describe(text).ok_or_else(broken)?;
        let plain = default.size;
        let of = |style: Style| {
            said.iter()
                .find(|s| s.kind == style.kind() && s.name.eq_ignore_ascii_case(style.name()))
        };
        let missing = |style: &Style| of(*style).is_none();
        let missing: Vec<String> = Style::ALL
            .into_iter()
            .filter(missing)
            .map(|style| format!("{} style `{}`", style.kind(), style.name()))
            .collect();
        if !missing.is_empty() {
            return Err(TemplateFault::NoStyles(missing));
        }
        let ids: BTreeMap<Style, String> =
            Style::ALL.into_iter().filter_map(|s| Some((s, of(s)?.id.clone()))).collect();
        let in_list = |style: &Style| {
            let list = of(*style).and_then(|s| above(&said, s).find_map(|s| s.list.clone()));
            list.is_some_and(|list| list != "0")
        };
        let numbered = Style::ALL.into_iter().filter(in_list).collect();
        let size = of(Style::TableText).and_then(|s| above(&said, s).find_map(|s| s.size));
        let table_size = size.or(plain).unwrap_or(PLAIN_SIZE);
        let look = |style: Style| {
            let own = |what: fn(&Said) -> Option<u32>| {
                of(style).and_then(|s| above(&said, s).find_map(what)).or_else(|| what(&default))
            };
            Look {
                size: own(|s| s.size).unwrap_or(PLAIN_SIZE),
                before: own(|s| s.before).unwrap_or(0),
                after: own(|s| s.after).unwrap_or(0),
                line: own(|s| s.line).unwrap_or(240),
            }
        };
        let looks = Style::ALL.into_iter().map(|style| (style, look(style))).collect();
        Ok(Self { looks, ids, numbered, table_size })
    }

    /// Returns how a style looks.
    pub(super) fn look(&self, style: Style) -> Look {
        let plain = Look { size: PLAIN_SIZE, before: 0, after: 0, line: 240 };
        self.looks.get(&style).copied().unwrap_or(plain)
    }

    /// Returns the id by which a part of the file names a style.
    pub(super) fn id(&self, style: Style) -> &str {
        self.ids.get(&style).map_or("", String::as_str)
    }

    /// Tells whether a style numbers its paragraphs.
    pub(super) fn is_numbered(&self, style: Style) -> bool {
        self.numbered.contains(&style)
    }
}

/// Returns a style and those it is based on, nearest first.
fn above<'s>(said: &'s [Said], style: &'s Said) -> impl Iterator<Item = &'s Said> {
    let next = move |s: &&'s Said| {
        let base = s.based_on.as_deref()?;
        said.iter().find(|other| other.id == base)
    };
    // A chain that bites its tail is cut.
    std::iter::successors(Some(style), next).take(said.len())
}

/// Reads what holds of every style, and the styles.
fn describe(text: &str) -> Option<(Said, Vec<Said>)> {
    let mut default = Said::default();
    let mut all: Vec<Said> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for mark in marks(text)? {
        let Start { element, empty, .. } = match mark {
            Mark::End(..) => {
                open.pop();
                continue;
            }
            Mark::Start(start) => start,
        };
        let value = |name| attribute(&element, name);
        let within = |name: &str| open.iter().any(|parent| parent == name);
        let name = element.name().0;
        if name == "w:style" {
            all.push(Said {
                kind: value("w:type").unwrap_or_default(),
                id: value("w:styleId").unwrap_or_default(),
                ..Said::default()
            });
        }
        let count = |name| value(name).and_then(|value| value.parse().ok());
        // What stands for rows or columns of a table is not the style's own.
        let in_style = !within("w:tblStylePr");
        let said = match all.last_mut().filter(|_| in_style) {
            _ if within("w:docDefaults") => Some(&mut default),
            style => style,
        };
        if let Some(style) = said {
            match name {
                "w:name" => style.name = value("w:val").unwrap_or_default(),
                "w:basedOn" => style.based_on = value("w:val"),
                "w:sz" => style.size = count("w:val"),
                "w:spacing" => {
                    style.before = count("w:before").or(style.before);
                    style.after = count("w:after").or(style.after);
                    style.line = count("w:line").or(style.line);
                }
                "w:numId" => style.list = value("w:val"),
                _ => {}
            }
        }
        if !empty {
            open.push(name.to_owned());
        }
    }
    Some((default, all))
}
