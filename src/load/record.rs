//! Records of an entity table: cells read one by one, every fault a finding.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    LoadError,
    cell::{self, Fault, Read},
    clock::{self, Clock},
    clues::{Clue, ClueSet, Clues, Manners},
    header::Header,
    id_index::SiteIndex,
    raw::{Block, RawTable, TextCells},
    repeated,
    schema::{SchemaColumn, SchemaTable},
    words,
};
use crate::{
    model::{
        Area, ContactDetail, Date, Fact, FinancialYear, Finding, Findings, Money, Place, RowRef,
        Rule, SiteId, without_contact_details,
    },
    policy::Policy,
};

/// The id of a template's own row.
pub const EXAMPLE: &str = "EXAMPLE";

/// A column of the schema and its cells in a block, if the file has it.
struct Field<'a> {
    column: &'static SchemaColumn,
    cells: Option<TextCells<'a>>,
}

/// One record being read.
pub(super) struct Record<'a> {
    fields: &'a [Field<'a>],
    /// Where the last cell was found: readers ask in about the order of the schema.
    last: usize,
    policy: &'a Policy,
    at: usize,
    /// The record's own id, for findings.
    id: &'a str,
    pub row: RowRef,
    /// Whether a required cell could not be used: the record is left out.
    pub faulty: bool,
    findings: &'a mut Findings,
    manners: &'a Manners,
    clues: &'a mut Clues,
}

/// Makes the finding about a table that has a header and no record.
pub(super) fn no_records(raw: &RawTable, table: &SchemaTable) -> Finding {
    let found = "a header and no records".to_owned();
    let expected = format!("at least one record: {}", table.row_is);
    Finding::new(Rule::EmptyTable, raw.place(None, None), "", found, expected)
        .fix("export the table again, or delete the file if there are no such records")
}

/// Reads every record of an entity table with `read`; records with faulty required cells are left out.
pub(super) fn read_all<T: Send>(
    raw: &RawTable,
    table: &'static SchemaTable,
    policy: &Policy,
    findings: &mut Findings,
    read: impl Fn(&mut Record<'_>) -> Option<T> + Sync,
) -> Result<Vec<T>, LoadError> {
    let header = Header::read(raw, table, findings);
    if !header.is_usable(table) {
        return Ok(Vec::new());
    }
    let pass = |manners: &Manners| {
        let mut whole = Pass::new(table);
        let mut found = Findings::default();
        let blocks = raw.blocks(|mut block| {
            let mut pass = Pass::new(table);
            pass.count = block.len();
            pass.lines = repeated::lines(table, &header, &block);
            let mut findings = block.take_findings();
            let reading = Reading { raw, table, policy, header: &header, manners };
            reading.block(&block, &mut findings, &mut pass, &read);
            (pass, findings)
        });
        for (pass, findings) in blocks {
            whole.records.extend(pass.records);
            whole.count += pass.count;
            whole.lines.extend(pass.lines);
            whole.clues.append(pass.clues);
            found.append(findings);
        }
        (whole, found)
    };
    let mut first = pass(&Manners::default());
    if let Some(manners) = first.0.clues.judged(raw, &header, table) {
        first = pass(&manners);
    }
    let (Pass { records, count, clues, lines }, found) = first;
    findings.append(found);
    clues.tell(raw, table, findings);
    repeated::look(raw, table, lines, policy, findings);
    if count == 0 {
        findings.push(no_records(raw, table));
    }
    Ok(records)
}

/// What comes of reading a table, or a block of it, once.
struct Pass<T> {
    records: Vec<T>,
    count: usize,
    clues: Clues,
    /// Its lines, where the table has no ids.
    lines: Vec<repeated::Line>,
}

impl<T> Pass<T> {
    fn new(table: &'static SchemaTable) -> Self {
        Self { records: Vec::new(), count: 0, clues: Clues::new(table), lines: Vec::new() }
    }
}

/// What reading a block needs besides the block.
struct Reading<'a> {
    raw: &'a RawTable,
    table: &'static SchemaTable,
    policy: &'a Policy,
    header: &'a Header,
    manners: &'a Manners,
}

impl Reading<'_> {
    fn block<T>(
        &self,
        block: &Block,
        findings: &mut Findings,
        pass: &mut Pass<T>,
        read: impl Fn(&mut Record<'_>) -> Option<T>,
    ) {
        let Self { raw, table, policy, header, manners } = *self;
        let cells = |column: &SchemaColumn| block.column(header.at(column.name)?);
        let fields: Vec<Field<'_>> =
            table.columns.iter().map(|column| Field { column, cells: cells(column) }).collect();
        for at in 0..block.len() {
            let row = raw.origin.row(block.row(at));
            let first = table.columns[0].name;
            let id = fields[0].cells.and_then(|c| c.get(at)).map_or("", str::trim);
            if id == EXAMPLE {
                let found = format!("the template's {EXAMPLE:?} row; it is left out");
                let place = Place::cell(&row, first);
                let expected = "your own records".to_owned();
                findings.push(
                    Finding::new(Rule::ExampleRow, place, EXAMPLE, found, expected)
                        .fix("delete the row"),
                );
                continue;
            }
            let clues = &mut pass.clues;
            let (last, faulty) = (0, false);
            let mut record = Record {
                fields: &fields,
                last,
                policy,
                at,
                id,
                row,
                faulty,
                findings,
                manners,
                clues,
            };
            if let Some(value) = read(&mut record)
                && !record.faulty
            {
                pass.records.push(value);
            }
        }
    }
}

impl<'a> Record<'a> {
    /// Returns the record's own id as it stands.
    pub const fn id(&self) -> &'a str {
        self.id
    }

    /// Returns a cell of the record.
    pub fn place(&self, column: &str) -> Place {
        Place::cell(&self.row, column)
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Finds a column of the schema, looking on from where the last one was.
    fn field(&mut self, name: &str) -> Option<&'a Field<'a>> {
        let count = self.fields.len();
        let found = (0..count)
            .map(|step| (self.last + step) % count)
            .find(|at| self.fields[*at].column.name == name);
        debug_assert!(found.is_some(), "`{name}` is not a column of the table");
        self.last = found?;
        self.fields.get(self.last)
    }

    /// Reads a cell; a fault is a finding, an empty or unreadable required cell spoils the record.
    fn cell<T>(&mut self, name: &str, read: impl Fn(&str, &SchemaColumn) -> Read<T>) -> Fact<T> {
        let is_required = self.field(name).is_some_and(|field| field.column.is_required());
        self.cell_or(name, is_required.then_some("fill in the cell, or delete the record"), read)
    }

    /// Reads a cell that is required if there is a way to fix it where it is empty.
    fn cell_or<T>(
        &mut self,
        name: &str,
        fix: Option<&'static str>,
        read: impl Fn(&str, &SchemaColumn) -> Read<T>,
    ) -> Fact<T> {
        let Some(Field { column, cells }) = self.field(name) else {
            return Fact::Empty;
        };
        let required = fix.is_some();
        let stands = cells.and_then(|c| c.get(self.at));
        let Some(text) = stands.filter(|text| !cell::is_empty(text, self.policy)) else {
            if let Some(fix) = fix {
                self.faulty = true;
                let found = stands.map_or_else(
                    || "an empty cell".to_owned(),
                    |text| format!("{text:?}, which is read as not known"),
                );
                let place = self.place(name);
                let finding =
                    Finding::new(Rule::RequiredCellEmpty, place, self.id, found, column.expected());
                self.findings.push(finding.fix(fix));
            }
            return Fact::Empty;
        };
        let known = self.manners.of(self.last);
        let result = cell::by_column(text, column, known, self.policy, read);
        if !result.clue_set.is_none() {
            self.clues.take(self.last, result.clue_set, self.row.row, text);
        }
        if let Some(fault) = result.fault {
            let place = self.place(name);
            self.findings.push(cell::finding(fault, column, place, self.id, text, required));
        }
        if result.value.is_none() && required {
            self.faulty = true;
        }
        result.into_fact()
    }

    fn value<T: Copy>(
        &mut self,
        name: &str,
        read: impl Fn(&str, &SchemaColumn) -> Read<T>,
    ) -> Option<T> {
        self.cell(name, read).known()
    }

    /// Reads free text, without contact details of people.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let Fact::Known(text) = self.cell(name, |text, _| Read::sound(text.trim().to_owned()))
        else {
            return None;
        };
        let Some((kept, details)) = without_contact_details(&text) else { return Some(text) };
        // The finding goes where reports go: it must not quote what it is about.
        let words: Vec<&str> = details.into_iter().map(ContactDetail::named).collect();
        let found = format!("{} in the text, which is left out", words.join(" and "));
        let expected = "text without personal data, which no analysis needs".to_owned();
        let place = self.place(name);
        let finding = Finding::new(Rule::PersonalData, place, self.id, found, expected);
        self.findings.push(finding.fix("delete it from the cell"));
        Some(kept)
    }

    /// Returns a cell's text if there is any, before words for not known are read as such.
    pub fn text_as_it_stands(&mut self, name: &str) -> Option<&'a str> {
        let at = self.at;
        let text = self.field(name)?.cells.and_then(|c| c.get(at)).map(str::trim);
        text.filter(|text| !text.is_empty())
    }

    /// Tells whether a text is one of the policy's words for not known.
    pub fn is_null(&self, text: &str) -> bool {
        cell::is_empty(text, self.policy)
    }

    /// Returns a column of the schema.
    pub fn column(&mut self, name: &str) -> Option<&'static SchemaColumn> {
        self.field(name).map(|field| field.column)
    }

    /// Reads an id.
    pub fn id_cell<T>(&mut self, name: &str, make: impl Fn(&str) -> Option<T>) -> Option<T> {
        match self.cell(name, |text, _| cell::id(text, &make)) {
            Fact::Known(id) => Some(id),
            Fact::Empty | Fact::Unreadable => None,
        }
    }

    /// Reads the UPRN of a site, without leading zeros.
    pub fn uprn(&mut self) -> Option<String> {
        match self.cell("uprn", |text, _| cell::uprn(text)) {
            Fact::Known(uprn) => Some(uprn),
            Fact::Empty | Fact::Unreadable => None,
        }
    }

    /// Takes down that an id of a column is listed only with or without the `.0` at its end.
    pub fn id_with_point(&mut self, name: &str, id: &str) {
        if self.field(name).is_some() {
            let clue_set = ClueSet::NONE.with(Clue::IdWithPoint, true);
            self.clues.take(self.last, clue_set, self.row.row, id);
        }
    }

    /// Reads the id of a site that must be listed.
    pub fn site(&mut self, sites: &SiteIndex) -> Option<SiteId> {
        self.site_in("site_id", sites)
    }

    /// Reads a column's id of a site that must be listed.
    pub fn site_in(&mut self, name: &str, sites: &SiteIndex) -> Option<SiteId> {
        let id = self.id_cell(name, SiteId::new)?;
        if sites.number(id.as_str()).is_some() {
            return Some(id);
        }
        if let Some(listed) = sites.otherwise(id.as_str()) {
            self.id_with_point(name, id.as_str());
            return Some(listed.clone());
        }
        let place = self.place(name);
        if let Some(finding) = sites.unknown(place, self.id, id.as_str()) {
            self.findings.push(finding);
        }
        self.faulty = true;
        None
    }

    /// Reads a listed word.
    pub fn word<T: Copy>(&mut self, name: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.fact(name, find).known()
    }

    /// Reads a listed word, telling an empty cell from one that could not be read.
    pub fn fact<T: Copy>(&mut self, name: &str, find: impl Fn(&str) -> Option<T>) -> Fact<T> {
        self.cell(name, |text, _| words::read(name, text, &find))
    }

    /// Reads yes or no, telling an empty cell from one that could not be read.
    pub fn yes_or_no(&mut self, name: &str) -> Fact<bool> {
        self.cell(name, |text, _| words::yes_no(name, text))
    }

    /// Reads yes or no.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        self.yes_or_no(name).known()
    }

    /// Reads a number.
    pub fn decimal(&mut self, name: &str) -> Option<Decimal> {
        self.value(name, cell::decimal)
    }

    /// Reads pounds.
    pub fn money(&mut self, name: &str) -> Option<Money> {
        self.decimal(name).map(Money::pounds)
    }

    /// Reads pounds, telling an empty cell from one that could not be read.
    pub fn money_fact(&mut self, name: &str) -> Fact<Money> {
        self.cell(name, |text, column| {
            cell::decimal(text, column).and_then(|n| Some(Money::pounds(n)))
        })
    }

    /// Reads m², telling an empty cell from one that could not be read.
    pub fn area_fact(&mut self, name: &str) -> Fact<Area> {
        self.cell(name, |text, column| cell::decimal(text, column).and_then(Area::from_m2))
    }

    /// Reads m².
    pub fn area(&mut self, name: &str) -> Option<Area> {
        self.area_fact(name).known()
    }

    /// Reads a whole number.
    pub fn whole(&mut self, name: &str) -> Option<i64> {
        self.value(name, |text, column| cell::fixed(text, column, 0))
    }

    /// Reads a financial year.
    pub fn financial_year(&mut self, name: &str) -> Option<FinancialYear> {
        self.word(name, FinancialYear::read)
    }

    /// Reads a date.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let policy = self.policy;
        self.value(name, |text, _| cell::date(text, policy))
    }

    /// Reads a date, telling an empty cell from one that could not be read.
    pub fn date_fact(&mut self, name: &str) -> Fact<Date> {
        let policy = self.policy;
        self.cell(name, |text, _| cell::date(text, policy))
    }

    /// Reads a time of day, telling an empty cell from one that could not be read.
    pub fn clock(&mut self, name: &str) -> Fact<Clock> {
        self.cell(name, |text, _| cell::word(text, clock::read))
    }

    /// Reads a month, kept as text.
    pub fn month(&mut self, name: &str) -> Option<String> {
        match self.cell(name, |text, _| cell::month(text)) {
            Fact::Known(month) => Some(month),
            Fact::Empty | Fact::Unreadable => None,
        }
    }

    /// Reads the last day of a term that began on `start`; one before it leaves the record out, and so does
    /// an empty cell if there is a way to fix it.
    pub fn last_day(
        &mut self,
        name: &str,
        start: Option<Date>,
        fix: Option<&'static str>,
    ) -> Option<Date> {
        let policy = self.policy;
        let last = self.cell_or(name, fix, |text, _| cell::date(text, policy)).known()?;
        if let Some(start) = start.filter(|start| last < *start) {
            let place = self.place(name);
            self.findings.push(ends_before_start(place, self.id, ("start", start), last));
            self.faulty = true;
        }
        Some(last)
    }

    /// Leaves the record out.
    pub const fn spoil(&mut self) {
        self.faulty = true;
    }
}

/// Makes the finding about a record whose last day comes before its first one.
pub(super) fn ends_before_start(
    place: Place,
    id: &str,
    (column, first): (&str, Date),
    last: Date,
) -> Finding {
    let found = format!("\"{last}\", before the start on \"{first}\"");
    let expected = format!("a date on or after `{column}`");
    Finding::new(Rule::LeaseEndsBeforeStart, place, id, found, expected)
        .fix("correct one of the dates, or swap them")
}

/// Returns the ids of every record of a table, those that cannot be used too.
pub(super) fn ids(raw: &RawTable, table: &'static SchemaTable) -> BTreeSet<String> {
    let id = table.columns[0].name;
    let Some(at) = Header::read(raw, table, &mut Findings::default()).at(id) else {
        return BTreeSet::new();
    };
    let ids = raw.blocks(|block| {
        let cells = block.column(at).into_iter().flat_map(TextCells::iter);
        cells.flatten().map(|text| text.trim().to_owned()).collect::<Vec<String>>()
    });
    ids.into_iter().flatten().collect()
}

/// Returns a fault's finding for a frame's cell.
pub(super) fn frame_finding(
    fault: Fault,
    column: &SchemaColumn,
    raw: &RawTable,
    row: u32,
    id: &str,
    text: &str,
) -> Finding {
    let place = raw.place(Some(row), Some(column.name));
    cell::finding(fault, column, place, id, text, column.is_required())
}
