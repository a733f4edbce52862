//! Small pieces of WordprocessingML as text, and what the parts of a template hold.

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::report::paper::blocks::Span;

/// What every part begins with.
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Writes text so that none of it is a mark; characters that XML cannot hold are dropped.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\t' | '\n' | '\r' => written.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => written.push(c),
        }
    }
    written
}

/// Writes a run of words; `look` is the inside of its properties.
pub(super) fn run(words: &str, look: &str) -> String {
    let look = if look.is_empty() { String::new() } else { format!("<w:rPr>{look}</w:rPr>") };
    let lines = words.split('\n').map(|line| {
        format!("<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(line))
    });
    lines.collect::<Vec<_>>().join("<w:r><w:br/></w:r>")
}

/// Writes words of several weights.
pub(super) fn runs(words: &[Span]) -> String {
    let one = |span: &Span| {
        let bold = if span.bold { "<w:b/><w:bCs/>" } else { "" };
        let italic = if span.italic { "<w:i/><w:iCs/>" } else { "" };
        run(&span.text, &format!("{bold}{italic}"))
    };
    words.iter().filter(|span| !span.text.is_empty()).map(one).collect()
}

/// Returns the words of spans without their weight.
pub(super) fn plain(words: &[Span]) -> String {
    words.iter().map(|span| span.text.as_str()).collect()
}

/// Writes a field with what it shows until it is worked out anew.
pub(super) fn field(code: &str, shown: &str) -> String {
    format!(
        "{}{}{}",
        field_start(code),
        run(shown, ""),
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

/// Writes the start of a field, up to what it shows.
pub(super) fn field_start(code: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {code} \
         </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
    )
}

/// How one paragraph stands beyond its style.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stand {
    /// On the page of what follows.
    pub(super) with_next: bool,
    /// On a new page.
    pub(super) new_page: bool,
    /// Clear of a table above.
    pub(super) clear: bool,
    /// At the right.
    pub(super) right: bool,
    /// With a page number at the right, so many twentieths of a point wide: as an entry of the contents.
    pub(super) page_at: Option<u32>,
    /// Of an entry whose number is short.
    pub(super) is_short: bool,
}

/// Writes a paragraph in the style of that id.
pub(super) fn paragraph(style: &str, stand: Stand, inside: &str) -> String {
    let given = |is: bool, what: &'static str| if is { what } else { "" };
    // A short number and a short title would stop where titles of appendices begin.
    let clear = given(stand.is_short, "<w:tab w:val=\"clear\" w:pos=\"1418\"/>");
    let tabs = stand.page_at.map_or_else(String::new, |at| {
        format!("<w:tabs>{clear}<w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{at}\"/></w:tabs>")
    });
    // The number stands where the text ends, not within the indent of its style.
    let indent = given(stand.page_at.is_some(), "<w:ind w:right=\"0\"/>");
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}{}{tabs}{}{indent}{}</w:pPr>{inside}</w:p>",
        escaped(style),
        given(stand.with_next, "<w:keepNext/>"),
        given(stand.new_page, "<w:pageBreakBefore/>"),
        given(stand.clear, "<w:spacing w:before=\"200\"/>"),
        given(stand.right, "<w:jc w:val=\"right\"/>"),
    )
}

/// An element of a part, whether it is empty, and the bytes of its start.
pub(super) struct Start<'x> {
    pub(super) element: BytesStart<'x>,
    pub(super) empty: bool,
    pub(super) bytes: Range<usize>,
}

/// What a part is made of, text left aside.
pub(super) enum Mark<'x> {
    Start(Start<'x>),
    /// Name and bytes.
    End(String, Range<usize>),
}

/// Returns the marks of a part in order; `None` when it is no whole XML.
pub(super) fn marks(text: &str) -> Option<Vec<Mark<'_>>> {
    let mut reader = Reader::from_str(text);
    let mut marks = Vec::new();
    let mut open = 0_usize;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let bytes = from..usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Event::Start(element) => {
                open += 1;
                marks.push(Mark::Start(Start { element, empty: false, bytes }));
            }
            Event::Empty(element) => marks.push(Mark::Start(Start { element, empty: true, bytes })),
            Event::End(end) => {
                open = open.checked_sub(1)?;
                marks.push(Mark::End(end.name().0.to_owned(), bytes));
            }
            Event::Eof => return (open == 0 && !marks.is_empty()).then_some(marks),
            _ => {}
        }
    }
}

/// Tells whether a part can be read to its end as any program reads it: marks that close, attributes that stand once and
/// in quotation marks, no reference to what is not there.
pub(super) fn is_whole(text: &str) -> bool {
    let is_sound = |mark: &Mark<'_>| match mark {
        Mark::Start(start) => start.element.attributes().all(|attribute| {
            attribute.is_ok_and(|a| quick_xml::escape::unescape(&a.value).is_ok())
        }),
        Mark::End(..) => true,
    };
    let mut reader = Reader::from_str(text);
    let refers_well = loop {
        match reader.read_event() {
            Ok(Event::Eof) => break true,
            Ok(Event::GeneralRef(to)) => {
                let is_known = matches!(&*to, "amp" | "lt" | "gt" | "quot" | "apos");
                if !is_known && !matches!(to.resolve_char_ref(), Ok(Some(_))) {
                    break false;
                }
            }
            Ok(_) => {}
            Err(_) => break false,
        }
    };
    refers_well && marks(text).is_some_and(|marks| marks.iter().all(is_sound))
}

/// Returns an attribute of an element.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}
