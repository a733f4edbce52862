//! Fills the facts of a view into a wording, which anybody may have written: within limits of steps, depth and length.

use std::io::{self, Write};

use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use super::{Wording, context};
use crate::{
    draw::ChartFiles,
    edition::View,
    wording::{capital, one_line, small},
};

/// Steps of filling a wording in; that of the program takes fewer than a tenth on any estate.
const MOST_STEPS: u64 = 5_000_000;
/// Depth of what calls another.
const DEEPEST: usize = 50;
/// Bytes of a wording, and of what it makes.
const LONGEST_WORDING: usize = 1 << 20;
const LONGEST_PAPER: usize = 16 << 20;
/// Times that a wording keeps a value: each could be twice the one before.
const MOST_KEPT: usize = 8;
/// Tags that call, repeat or keep parts of a wording.
const REFUSED_TAGS: [&str; 8] =
    ["macro", "call", "include", "import", "from", "extends", "block", "filter"];
/// Filters that make a text longer than what goes in, by as much as they are told.
const REFUSED_FILTERS: [&str; 5] = ["replace", "indent", "format", "batch", "slice"];

/// Fills the facts in.
pub(super) fn filled(
    view: &View,
    charts: &[ChartFiles],
    wording: &Wording,
) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_recursion_limit(DEEPEST);
    REFUSED_FILTERS.iter().for_each(|name| environment.remove_filter(name));
    environment.remove_global("namespace");
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(|out, _, value| {
        // A fact that is none has no place in a sentence: the template must ask first.
        if value.is_undefined() || value.is_none() {
            let what = "a figure that does not exist; test with `{% if … %}` first";
            return Err(minijinja::Error::new(minijinja::ErrorKind::UndefinedError, what));
        }
        let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        let text = if value.is_safe() { text } else { escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    environment.add_filter("capital", |text: String| capital(&text));
    environment.add_filter("small", |text: String| small(&text));
    let text = without_bare_lines(&wording.text);
    within_limits(&text)?;
    environment.add_template(&wording.name, &text)?;
    let mut filled = Filled::default();
    let template = environment.get_template(&wording.name)?;
    template.render_captured_to(context::facts(view, charts, wording.length()), &mut filled)?;
    String::from_utf8(filled.text).map_err(|error| refused(0, &error.to_string()))
}

/// What is filled in, up to [`LONGEST_PAPER`].
#[derive(Default)]
struct Filled {
    text: Vec<u8>,
}

impl Write for Filled {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.text.len() + more.len() > LONGEST_PAPER {
            let megabytes = LONGEST_PAPER >> 20;
            return Err(io::Error::other(format!("a paper of more than {megabytes} megabytes")));
        }
        self.text.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Refuses a wording whose tags could make a text grow without end: a wording puts facts in words, and computes nothing.
fn within_limits(text: &str) -> Result<(), minijinja::Error> {
    if text.len() > LONGEST_WORDING {
        let megabytes = LONGEST_WORDING >> 20;
        return Err(refused(0, &format!("more than {megabytes} megabyte of wording")));
    }
    let (mut from, mut kept) = (0, 0);
    while let Some(open) = text.get(from..).and_then(|rest| rest.find("{%")).map(|at| from + at) {
        let end =
            text.get(open..).and_then(|rest| rest.find("%}")).map_or(text.len(), |at| open + at);
        let tag = text.get(open + 2..end).unwrap_or_default().trim_matches(['-', '+', ' ', '\n']);
        let line = text.get(..open).map_or(0, |before| before.matches('\n').count()) + 1;
        let word = tag.split_whitespace().next().unwrap_or_default();
        if REFUSED_TAGS.contains(&word) {
            return Err(refused(line, &format!("`{word}`, which a wording does not use")));
        }
        kept += usize::from(word == "set");
        if word == "set" && !tag.contains('=') {
            return Err(refused(line, "`set` without `=`"));
        }
        if kept > MOST_KEPT {
            return Err(refused(line, &format!("more than {MOST_KEPT} times `set`")));
        }
        from = end;
    }
    // A text may be taken many times over by `*` alone.
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        for part in text.split(open).skip(1) {
            let tag = part.split(close).next().unwrap_or_default();
            if tag.contains('*') {
                let before = text.split(tag).next().unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                return Err(refused(line, "`*`: a wording multiplies nothing"));
            }
        }
    }
    Ok(())
}

fn refused(line: usize, what: &str) -> minijinja::Error {
    let what = if line > 0 { format!("line {line}: {what}") } else { what.to_owned() };
    minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, what)
}

/// Takes the lines away on which a tag stands alone: their ends move into the tag, so that lines keep their numbers.
fn without_bare_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let inner = bare.strip_prefix("{%").and_then(|inner| inner.strip_suffix("%}"));
        match inner.filter(|inner| !inner.contains("%}") && line.ends_with('\n')) {
            Some(inner) => {
                joined.push_str("{%");
                joined.push_str(inner);
                joined.push_str("\n%}");
            }
            None => joined.push_str(line),
        }
    }
    joined
}

/// Writes a value so that none of its letters is a mark, on one line.
pub(super) fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut written = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if c.is_ascii_punctuation() {
            written.push('\\');
        }
        written.push(c);
    }
    written
}
