//! Lines of a long table whose every cell is written in the plain way, read straight from bytes to whole numbers.
//!
//! A line of which any cell is written otherwise, or has a site that is not listed, is left: the careful reader
//! (`casting`) reads it, and it alone makes findings. What is read here it would read the same, without a finding.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{
    cell, date,
    header::Header,
    id_index::SiteIndex,
    lined::Lined,
    number,
    raw::{LeftLine, RawTable, line_number},
    schema::{ColumnKind, SchemaColumn, SchemaTable},
};
use crate::model::{FinancialYear, day_number};

/// The most numbers in a line.
const NUMBERS: usize = 5;

/// What a column of the file is read as.
#[derive(Clone, Copy)]
enum ReadAs {
    /// Nothing.
    Unread,
    Site,
    Day,
    Year,
    Word(&'static [&'static str]),
    /// Whole units of 10^-`places`, as a number of the line.
    Number {
        slot: usize,
        places: u32,
        least: i64,
        most: i64,
    },
    /// Nothing that is plain: the cell is empty.
    Empty,
}

/// The cells of one line; an empty one is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PlainCells {
    site: u32,
    /// Days since 1970.
    pub day: Option<i32>,
    /// Calendar year in which the financial year begins.
    pub year: Option<i32>,
    /// Place of the word in its list.
    pub word: Option<u32>,
    /// Pence, or thousandths, in the order of the schema.
    pub numbers: [Option<i64>; NUMBERS],
}

/// What the columns of a file are read as.
pub(super) struct Pattern<'a> {
    roles: Vec<ReadAs>,
    sites: &'a SiteIndex,
    /// For each site the one whose line came after it last: exports list sites in the same order again and again.
    follows: Vec<AtomicU32>,
}

/// What was read last: the next line often has the same.
#[derive(Default)]
struct Last<'p> {
    site: Option<u32>,
    day: (&'p [u8], i32),
    year: (&'p [u8], i32),
    word: usize,
}

impl<'a> Pattern<'a> {
    pub fn of(
        raw: &RawTable,
        table: &SchemaTable,
        header: &Header,
        sites: &'a SiteIndex,
    ) -> Option<Self> {
        let mut roles = vec![ReadAs::Unread; raw.header.len()];
        let mut slot = 0;
        for column in table.columns {
            let role = role(column, slot)?;
            if let ReadAs::Number { .. } = role {
                slot += 1;
            }
            if let Some(at) = header.at(column.name) {
                roles[at] = role;
            }
        }
        let next = |site: u32| AtomicU32::new(site.saturating_add(1));
        let follows = (0..sites.count()).map(next).collect();
        (slot <= NUMBERS).then_some(Self { roles, sites, follows })
    }

    /// Reads the lines of a part of a file whose first line has a row number; returns those that `make` takes, and
    /// the others, blank ones aside.
    pub fn read<T>(
        &self,
        part: &[u8],
        first_row: u32,
        make: impl Fn(&PlainCells) -> Option<T>,
    ) -> (Vec<Lined<T>>, Vec<LeftLine>) {
        let (mut lines, mut left) = (Vec::with_capacity(part.len() / 32), Vec::new());
        let mut last = Last::default();
        let (mut at, mut row) = (0, first_row);
        while at < part.len() {
            let read = self.line(part, at, &mut last);
            let made = read.and_then(|(cells, end)| Some((cells.site, make(&cells)?, end)));
            let end = match made {
                Some((site, cells, end)) => {
                    let line = line_number(&part[at..end]);
                    lines.push(Lined { site, row, line, cells });
                    end
                }
                None => {
                    let rest = &part[at..];
                    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                    let end = at + rest[..end].strip_suffix(b"\r").map_or(end, <[u8]>::len);
                    if end > at {
                        left.push((row, at..end));
                    }
                    end
                }
            };
            at = end + if part.get(end) == Some(&b'\r') { 2 } else { 1 };
            row = row.saturating_add(1);
        }
        lines.shrink_to_fit();
        (lines, left)
    }

    /// Reads the line that begins at a place; returns its cells and where it ends.
    fn line<'p>(
        &self,
        part: &'p [u8],
        start: usize,
        last: &mut Last<'p>,
    ) -> Option<(PlainCells, usize)> {
        let mut cells = PlainCells::default();
        let mut at = start;
        let (final_role, roles) = self.roles.split_last()?;
        for role in roles {
            at = self.cell(*role, part, at, &mut cells, last)?;
            if part.get(at) != Some(&b',') {
                return None;
            }
            at += 1;
        }
        let end = self.cell(*final_role, part, at, &mut cells, last)?;
        (part.get(end) != Some(&b',')).then_some((cells, end))
    }

    /// Reads the cell that begins at a place; returns where it ends.
    fn cell<'p>(
        &self,
        role: ReadAs,
        part: &'p [u8],
        at: usize,
        cells: &mut PlainCells,
        last: &mut Last<'p>,
    ) -> Option<usize> {
        if ends(part, at) {
            return (!matches!(role, ReadAs::Site)).then_some(at);
        }
        let stands = |text: &[u8]| {
            let end = at + text.len();
            (part.get(at..end) == Some(text) && ends(part, end)).then_some(end)
        };
        match role {
            ReadAs::Site => self.site(part, at, cells, last),
            ReadAs::Day => {
                let (text, day) = last.day;
                if !text.is_empty()
                    && let Some(end) = stands(text)
                {
                    cells.day = Some(day);
                    return Some(end);
                }
                let end = at + ISO;
                let text = part.get(at..end).filter(|_| ends(part, end))?;
                let day = day_number(date::iso(text)?);
                (last.day, cells.day) = ((text, day), Some(day));
                Some(end)
            }
            ReadAs::Year => {
                let (text, year) = last.year;
                if !text.is_empty()
                    && let Some(end) = stands(text)
                {
                    cells.year = Some(year);
                    return Some(end);
                }
                let end = end_of(part, at);
                let text = part.get(at..end)?;
                let year = FinancialYear::read(std::str::from_utf8(text).ok()?)?.start();
                (last.year, cells.year) = ((text, year), Some(year));
                Some(end)
            }
            ReadAs::Word(words) => {
                let of = |place: usize| stands(words.get(place)?.as_bytes());
                let (place, end) = match of(last.word) {
                    Some(end) => (last.word, end),
                    None => (0..words.len()).find_map(|place| Some((place, of(place)?)))?,
                };
                last.word = place;
                cells.word = Some(u32::try_from(place).ok()?);
                Some(end)
            }
            ReadAs::Number { slot, places, least, most } => {
                let end = end_of(part, at);
                let number = number::plain(part.get(at..end)?, places)?;
                *cells.numbers.get_mut(slot)? = Some(number);
                (least..=most).contains(&number).then_some(end)
            }
            // Blanks alone are an empty cell, and other white space is known by its characters.
            ReadAs::Unread => (part[at] > b' ' && part[at].is_ascii()).then(|| end_of(part, at)),
            ReadAs::Empty => None,
        }
    }

    fn site(
        &self,
        part: &[u8],
        at: usize,
        cells: &mut PlainCells,
        last: &mut Last<'_>,
    ) -> Option<usize> {
        let followed = last.site.and_then(|site| self.follows.get(usize::try_from(site).ok()?));
        if let Some(guess) = followed.map(|next| next.load(Ordering::Relaxed))
            && let Some(end) = self.sites.id_at(guess, part, at).filter(|end| ends(part, *end))
        {
            (cells.site, last.site) = (guess, Some(guess));
            return Some(end);
        }
        let end = end_of(part, at);
        let number = self.sites.number(std::str::from_utf8(part.get(at..end)?).ok()?)?;
        // A guess is held against the text, so that whoever sets it last changes no result.
        if let Some(next) = followed {
            next.store(number, Ordering::Relaxed);
        }
        (cells.site, last.site) = (number, Some(number));
        Some(end)
    }
}

/// Characters of a date as `2020-03-31`.
const ISO: usize = 10;

/// Returns what a column is read as; `None` where the kind has no plain way.
fn role(column: &SchemaColumn, slot: usize) -> Option<ReadAs> {
    let number = |places| {
        let (least, most) = cell::bounds_of_fixed(column.kind, places);
        ReadAs::Number { slot, places, least, most }
    };
    Some(match column.kind {
        ColumnKind::Id => ReadAs::Site,
        ColumnKind::Date if column.is_required() => ReadAs::Day,
        ColumnKind::Date => ReadAs::Empty,
        ColumnKind::FinancialYear => ReadAs::Year,
        ColumnKind::Words(words) => ReadAs::Word(words),
        ColumnKind::Money => number(2),
        ColumnKind::Number(_) => number(3),
        _ => return None,
    })
}

/// Tells whether a cell ends at a place.
fn ends(part: &[u8], at: usize) -> bool {
    matches!(part.get(at), None | Some(b',' | b'\n' | b'\r'))
}

/// Returns where the cell ends that holds a place.
fn end_of(part: &[u8], at: usize) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
    part[at..].iter().position(is_end).map_or(part.len(), |more| at + more)
}
