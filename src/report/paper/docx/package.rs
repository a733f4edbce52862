//! A Word file as its parts: what it holds, what refers to what, and how it is written again.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    fault::TemplateFault,
    xml::{DECLARATION, Mark, attribute, escaped, is_whole, marks},
};

/// The list of what kind each part is.
const TYPES: &str = "[Content_Types].xml";
const TYPES_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS_SPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// Kinds of relation begin with it.
pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// In megabytes, once unpacked.
const LARGEST: u64 = 50;

/// The parts of a file, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    parts: Vec<(String, Vec<u8>)>,
}

/// What one part refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    /// Whether the target lies outside the file.
    pub(super) outside: bool,
}

impl Package {
    /// Unpacks a file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, TemplateFault> {
        let not_word = |_| TemplateFault::NotWord;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(not_word)?;
        let mut left = LARGEST * 1024 * 1024;
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for at in 0..archive.len() {
            let file = archive.by_index(at).map_err(not_word)?;
            let name = file.name().map_err(not_word)?.into_owned();
            if file.is_dir() || parts.iter().any(|(there, _)| *there == name) {
                continue;
            }
            let mut held = Vec::new();
            // One byte more than may be tells that there is more.
            let read = file.take(left + 1).read_to_end(&mut held);
            let length = read.map_err(|_| TemplateFault::Part(name.clone()))?;
            left = u64::try_from(length)
                .ok()
                .and_then(|length| left.checked_sub(length))
                .ok_or(TemplateFault::TooLarge(LARGEST))?;
            parts.push((name, held));
        }
        Ok(Self { parts })
    }

    /// Checks that every part of marks can be read: Word opens no file with one that cannot.
    pub(super) fn check(&self) -> Result<(), TemplateFault> {
        let is_marks = |name: &str| {
            let name = name.to_ascii_lowercase();
            [".xml", ".rels"].iter().any(|end| name.ends_with(end))
        };
        for (name, bytes) in self.parts.iter().filter(|(name, _)| is_marks(name)) {
            // A part may be in the other encoding of Unicode: such a one is left to Word.
            let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            if !is_wide && !self.text(name).is_ok_and(is_whole) {
                return Err(TemplateFault::Part(name.clone()));
            }
        }
        Ok(())
    }

    /// Returns the names of its parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// Returns a part that is text.
    pub(super) fn text(&self, name: &str) -> Result<&str, TemplateFault> {
        let part = self.parts.iter().find(|(part, _)| part == name);
        let text = part.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| TemplateFault::Part(name.to_owned()))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Puts a part in, in place of one of that name.
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        match self.parts.iter_mut().find(|(part, _)| part == name) {
            Some((_, there)) => *there = bytes,
            None => self.parts.push((name.to_owned(), bytes)),
        }
    }

    /// Returns what a part refers to; the file itself is the part without a name.
    pub(super) fn relations(&self, part: &str) -> Result<Vec<Relation>, TemplateFault> {
        let name = relations_of(part);
        if !self.names().any(|n| n == name) {
            return Ok(Vec::new());
        }
        let marks = marks(self.text(&name)?).ok_or_else(|| TemplateFault::Part(name.clone()))?;
        let one = |mark: Mark<'_>| {
            let Mark::Start(start) = mark else { return None };
            let value = |name| attribute(&start.element, name);
            Some(Relation {
                id: value("Id")?,
                kind: value("Type")?,
                target: value("Target")?,
                outside: value("TargetMode").is_some_and(|mode| mode == "External"),
            })
        };
        Ok(marks.into_iter().filter_map(one).collect())
    }

    /// Says what a part refers to.
    pub(super) fn relate(&mut self, part: &str, relations: &[Relation]) {
        let one = |r: &Relation| {
            let outside = if r.outside { " TargetMode=\"External\"" } else { "" };
            let (id, kind, target) = (escaped(&r.id), escaped(&r.kind), escaped(&r.target));
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{outside}/>")
        };
        let inside: String = relations.iter().map(one).collect();
        let text = format!(
            "{DECLARATION}<Relationships xmlns=\"{RELATIONS_SPACE}\">{inside}</Relationships>"
        );
        self.put(&relations_of(part), text.into_bytes());
    }

    /// Returns the kind of each part that is listed by name.
    pub(super) fn kinds(&self) -> Result<Kinds, TemplateFault> {
        let marks = marks(self.text(TYPES)?).ok_or_else(|| TemplateFault::Part(TYPES.into()))?;
        let mut kinds = Kinds::default();
        for mark in marks {
            let Mark::Start(start) = mark else { continue };
            let value = |name| attribute(&start.element, name);
            let Some(kind) = value("ContentType") else { continue };
            match (value("Extension"), value("PartName")) {
                (Some(ending), _) => kinds.by_ending.push((ending, kind)),
                (_, Some(name)) => kinds.by_name.push((name.trim_start_matches('/').into(), kind)),
                _ => {}
            }
        }
        Ok(kinds)
    }

    /// Says of what kind each part is.
    pub(super) fn put_kinds(&mut self, kinds: &Kinds) {
        let ending = |(ending, kind): &(String, String)| {
            let (ending, kind) = (escaped(ending), escaped(kind));
            format!("<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>")
        };
        let name = |(name, kind): &(String, String)| {
            let (name, kind) = (escaped(name), escaped(kind));
            format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>")
        };
        let endings: String = kinds.by_ending.iter().map(ending).collect();
        let names: String = kinds.by_name.iter().map(name).collect();
        let text = format!("{DECLARATION}<Types xmlns=\"{TYPES_SPACE}\">{endings}{names}</Types>");
        self.put(TYPES, text.into_bytes());
    }

    /// Packs it, without the hour; pictures, which are packed already, as they are.
    pub(super) fn write(&self) -> Result<Vec<u8>, zip::result::ZipError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.parts {
            let packed = [".png", ".jpg", ".jpeg"].iter().any(|e| name.ends_with(e));
            let method =
                if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default());
            writer.start_file(name.as_str(), options)?;
            writer.write_all(bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

/// What kind the parts of a file are.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    by_ending: Vec<(String, String)>,
    by_name: Vec<(String, String)>,
}

impl Kinds {
    /// Returns the names of parts whose kind ends so.
    pub(super) fn ending_in<'k>(&'k self, ending: &'k str) -> impl Iterator<Item = &'k str> {
        self.by_name.iter().filter(move |(_, k)| k.ends_with(ending)).map(|(n, _)| n.as_str())
    }

    /// Returns the kind of a part that is listed by name.
    pub(super) fn of(&self, name: &str) -> Option<&str> {
        self.by_name.iter().find(|(n, _)| n == name).map(|(_, kind)| kind.as_str())
    }

    /// Sets the kind of a part.
    pub(super) fn set(&mut self, name: &str, kind: &str) {
        self.by_name.retain(|(n, _)| n != name);
        self.by_name.push((name.to_owned(), kind.to_owned()));
    }

    /// Sets the kind of all parts with an ending, unless there is one.
    pub(super) fn set_ending(&mut self, ending: &str, kind: &str) {
        if !self.by_ending.iter().any(|(e, _)| e.eq_ignore_ascii_case(ending)) {
            self.by_ending.push((ending.to_owned(), kind.to_owned()));
        }
    }
}

/// Returns the part that holds what another refers to.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// Returns the name of the part that a relation of another means.
pub(super) fn target_of(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
