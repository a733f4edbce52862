//! The careful reader of the long tables: columns of a block of text cast cell by cell, every fault a finding.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    cell::{self, Fault, Read},
    clues::{Clue, ClueSet, Clues, Manners},
    header::{Header, NEAREST_LOOKUPS},
    id_index::SiteIndex,
    raw::{Block, LeftLine, RawTable},
    record::{EXAMPLE, frame_finding, no_records},
    schema::{self, SchemaTable},
};
use crate::{
    model::{Finding, Findings, Rule},
    policy::Policy,
};

/// What casting needs besides the block.
pub(super) struct Casting<'a> {
    pub raw: &'a RawTable,
    pub table: &'static SchemaTable,
    pub header: &'a Header,
    pub policy: &'a Policy,
    pub sites: &'a SiteIndex,
    pub manners: &'a Manners,
    pub clues: RefCell<Clues>,
}

/// A column cast: a value a record; `questioned` marks cells that hold something unreadable.
pub(super) struct CastColumn<T> {
    pub values: Vec<Option<T>>,
    pub questioned: Vec<usize>,
}

impl Casting<'_> {
    /// Casts one column of a block; every fault is a finding.
    pub(super) fn column<T>(
        &self,
        block: &Block,
        name: &str,
        findings: &mut Findings,
        read: impl Fn(&str, &schema::SchemaColumn) -> Read<T>,
    ) -> CastColumn<T> {
        let mut cast =
            CastColumn { values: Vec::with_capacity(block.len()), questioned: Vec::new() };
        let cells = self.header.at(name).and_then(|at| block.column(at));
        let place = self.table.columns.iter().position(|column| column.name == name);
        let (Some(cells), Some(place)) = (cells, place) else {
            cast.values.resize_with(block.len(), || None);
            return cast;
        };
        // What is read as another word is told once: a ledger may hold it a million times.
        let mut aliases: BTreeSet<&str> = BTreeSet::new();
        let (column, known) = (&self.table.columns[place], self.manners.of(place));
        for (at, text) in cells.iter().enumerate() {
            let by_column = |text| cell::by_column(text, column, known, self.policy, &read);
            let read = text.map(|text| (text, by_column(text)));
            let Some((text, Read { value, fault, clue_set })) = read else {
                cast.values.push(None);
                continue;
            };
            if !clue_set.is_none() {
                self.clues.borrow_mut().take(place, clue_set, block.row(at), text);
            }
            if let Some(fault) = fault
                && !(value.is_none() && cell::is_empty(text, self.policy))
                && (!matches!(fault, Fault::Alias(_)) || aliases.insert(text))
            {
                if value.is_none() {
                    cast.questioned.push(at);
                }
                let id = self.own_id(block, at);
                let row = block.row(at);
                findings.push(frame_finding(fault, column, self.raw, row, id, text));
            }
            cast.values.push(value);
        }
        cast
    }

    /// Returns the id that stands in a record, for findings.
    pub(super) fn own_id<'b>(&self, block: &'b Block, at: usize) -> &'b str {
        let cells = self.header.at("site_id").and_then(|c| block.column(c));
        cells.and_then(|c| c.get(at)).map_or("", str::trim)
    }

    /// Casts the site's id to its number; the template's own row and unknown sites have none.
    pub(super) fn sites(&self, block: &Block, findings: &mut Findings) -> Vec<Option<u32>> {
        let mut near: BTreeMap<String, Option<Finding>> = BTreeMap::new();
        let cast = self.column(block, "site_id", findings, |text, _| {
            match self.sites.number(text).or_else(|| self.sites.number(text.trim())) {
                Some(number) => Read::sound(number),
                None => {
                    let read = cell::id(text, crate::model::SiteId::new);
                    let listed = |id: &str| self.sites.number(id);
                    let id = read.value.as_ref().map_or("", crate::model::SiteId::as_str);
                    let otherwise = self.sites.otherwise(id).and_then(|id| listed(id.as_str()));
                    let is_other = listed(id).is_none() && otherwise.is_some();
                    read.and_then(|id| listed(id.as_str()).or(otherwise))
                        .with_clues(ClueSet::NONE.with(Clue::IdWithPoint, is_other))
                }
            }
        });
        let cells = self.header.at("site_id").and_then(|c| block.column(c));
        for at in cast.values.iter().enumerate().filter(|(_, v)| v.is_none()).map(|(at, _)| at) {
            let text = cells.and_then(|c| c.get(at)).map_or("", str::trim);
            let row = block.row(at);
            let place = self.raw.place(Some(row), Some("site_id"));
            if text.is_empty() || cast.questioned.contains(&at) {
                continue;
            }
            if text == EXAMPLE {
                let found = format!("the template's {EXAMPLE:?} row; it is left out");
                let expected = "your own records".to_owned();
                findings.push(
                    Finding::new(Rule::ExampleRow, place, EXAMPLE, found, expected)
                        .fix("delete the row"),
                );
                continue;
            }
            if near.len() < NEAREST_LOOKUPS && !near.contains_key(text) {
                near.insert(text.to_owned(), self.sites.unknown(place.clone(), text, text));
            }
            findings.push(match near.get(text) {
                Some(Some(finding)) => Finding { place, ..finding.clone() },
                Some(None) => continue,
                None => {
                    let expected = "an id in `sites`".to_owned();
                    Finding::new(Rule::UnknownSite, place, text, format!("{text:?}"), expected)
                        .fix("correct the id, or add the site")
                }
            });
        }
        cast.values
    }

    /// Reports the empty cells of a required column, the template's own rows aside.
    pub(super) fn require<T>(
        &self,
        block: &Block,
        name: &str,
        cast: &CastColumn<T>,
        sites: &[Option<u32>],
        findings: &mut Findings,
    ) {
        let Some(column) = self.table.column(name) else { return };
        let empty = cast.values.iter().enumerate().filter(|(_, v)| v.is_none());
        for (at, _) in empty {
            let id = self.own_id(block, at);
            let is_site = name == "site_id";
            let known_elsewhere = is_site && !id.is_empty();
            let example = !is_site && sites.get(at).is_some_and(Option::is_none) && id == EXAMPLE;
            if cast.questioned.contains(&at) || known_elsewhere || example {
                continue;
            }
            let text = self.header.at(name).and_then(|c| block.column(c)).and_then(|c| c.get(at));
            let found = text.map_or_else(
                || "an empty cell".to_owned(),
                |text| format!("{text:?}, which is read as not known"),
            );
            let place = self.raw.place(Some(block.row(at)), Some(name));
            findings.push(
                Finding::new(Rule::RequiredCellEmpty, place, id, found, column.expected())
                    .fix("fill in the cell, or delete the record"),
            );
        }
    }
}

/// Reads what is plain of a part of a file, and returns the lines that are left.
pub(super) type Quick<'a, Q> = &'a (dyn Fn(&[u8], u32) -> (Vec<Q>, Vec<LeftLine>) + Sync);

/// Reads a table block by block, with `quick` what is plain of each and with `cast` the rest; `None` if it has no record.
///
/// Where a clue speaks against the usual way of writing, the table is read once more, with `cast` alone and by what was
/// found of its columns.
pub(super) fn blocks_of<Q, T: Send>(
    (raw, table, header): (&RawTable, &'static SchemaTable, &Header),
    (policy, sites): (&Policy, &SiteIndex),
    findings: &mut Findings,
    quick: Option<Quick<'_, Q>>,
    cast: impl Fn(Vec<Q>, &Casting<'_>, &Block, &mut Findings) -> T + Sync,
) -> Option<Vec<T>> {
    let pass = |manners: &Manners, quick: Option<Quick<'_, Q>>| {
        let of_block = |read: Vec<Q>, mut block: Block<'_>| {
            let mut findings = block.take_findings();
            let clues = RefCell::new(Clues::new(table));
            let casting = Casting { raw, table, header, policy, sites, manners, clues };
            let count = read.len() + block.len();
            let made = cast(read, &casting, &block, &mut findings);
            (made, count, findings, casting.clues.into_inner())
        };
        let blocks = match quick {
            Some(quick) => raw.blocks_left(quick, of_block),
            None => raw.blocks(|block| of_block(Vec::new(), block)),
        };
        let (mut made, mut count) = (Vec::with_capacity(blocks.len()), 0);
        let (mut all, mut clues) = (Findings::default(), Clues::new(table));
        for (of_block, len, found, clue_set) in blocks {
            made.push(of_block);
            all.append(found);
            clues.append(clue_set);
            count += len;
        }
        (made, count, all, clues)
    };
    let mut first = pass(&Manners::default(), quick);
    if let Some(manners) = first.3.judged(raw, header, table) {
        drop(first.0);
        first = pass(&manners, None);
    }
    let (made, count, found, clues) = first;
    findings.append(found);
    clues.tell(raw, table, findings);
    if count == 0 {
        findings.push(no_records(raw, table));
        return None;
    }
    Some(made)
}
