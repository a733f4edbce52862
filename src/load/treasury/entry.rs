//! One entry of `treasury.toml`: from a TOML value to what it holds, or a finding.

use std::{cell::RefCell, collections::BTreeMap};

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::FILE;
use crate::{
    load::{
        id_index::SiteIndex,
        number,
        schema::{Entry, EntryForm, Part, TREASURY},
        snapshot_date,
    },
    model::{Date, FinancialYear, Finding, Findings, FromYear, Money, Place, Rule, SiteId},
};

/// Largest sum either way, in pounds: a body's whole balance sheet may be above what one cell may hold.
const LARGEST: i64 = 100_000_000_000;

/// Findings of the file, gathered by readers that share it.
pub(super) type Faults = RefCell<Findings>;

/// Adds a finding about an entry.
pub(super) fn fault(faults: &Faults, at: &str, found: impl ToString, expected: &str) {
    let finding =
        Finding::new(Rule::TreasuryFile, place(at), "", found.to_string(), expected.to_owned());
    faults.borrow_mut().push(finding.fix(
        "correct the entry; until then the whole file is ignored; `terrier schema` lists the \
            entries",
    ));
}

fn place(at: &str) -> Place {
    Place { column: Some(at.to_owned()), ..Place::file(FILE) }
}

/// Says what stands in the file, in one line.
fn shown(value: &Value) -> String {
    match value {
        Value::Table(_) => "a table".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    }
}

/// One table of the file being read.
pub(super) struct Spot<'a> {
    part: &'static Part,
    table: &'a Table,
    /// The dotted name, numbers of lists from 1: `loans[2]`.
    at: String,
    faults: &'a Faults,
}

/// Returns the dotted name of a key.
fn dotted(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

/// Opens a part of the file; `None` when it is not there, which is a finding if it is needed.
pub(super) fn part<'a>(path: &str, root: &'a Table, faults: &'a Faults) -> Option<Spot<'a>> {
    let part = TREASURY.iter().find(|part| part.path == path)?;
    let value = match path {
        "" => return Some(Spot::open(part, root, String::new(), faults)),
        _ => root.get(path),
    };
    match value {
        Some(Value::Table(table)) => Some(Spot::open(part, table, path.to_owned(), faults)),
        Some(other) => {
            fault(faults, path, shown(other), &format!("{}: {}", part.head(), part.meaning));
            None
        }
        None if part.needed => {
            let needed = part.entries.iter().filter(|entry| entry.needed);
            let names: Vec<String> = needed.map(|entry| format!("`{}`", entry.name)).collect();
            let names = names.join(", ");
            let expected = format!("{} with {names}: {}", part.head(), part.meaning);
            fault(faults, path, "nothing", &expected);
            None
        }
        None => None,
    }
}

/// Opens every table of a list; none when it is not there.
pub(super) fn list<'a>(path: &str, root: &'a Table, faults: &'a Faults) -> Vec<Spot<'a>> {
    let Some(part) = TREASURY.iter().find(|part| part.path == path) else { return Vec::new() };
    let value = match path.split_once('.') {
        Some((above, own)) => root.get(above).and_then(Value::as_table).and_then(|t| t.get(own)),
        None => root.get(path),
    };
    let expected = || format!("{}: {}", part.head(), part.meaning);
    let items = match value {
        None => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => {
            fault(faults, path, shown(other), &expected());
            return Vec::new();
        }
    };
    let mut spots = Vec::new();
    for (number, item) in (1..).zip(items) {
        let at = format!("{path}[{number}]");
        match item {
            Value::Table(table) => spots.push(Spot::open(part, table, at, faults)),
            other => fault(faults, &at, shown(other), &expected()),
        }
    }
    spots
}

/// Returns the keys that may stand in a part: its entries, then the parts within it.
fn known(part: &Part) -> Vec<&'static str> {
    let within = TREASURY.iter().filter_map(|inner| match inner.path.rsplit_once('.') {
        Some((above, own)) => (above == part.path).then_some(own),
        None => (part.path.is_empty() && !inner.path.is_empty()).then_some(inner.path),
    });
    part.entries.iter().map(|entry| entry.name).chain(within).collect()
}

impl<'a> Spot<'a> {
    /// Takes a table; entries that are not known are findings.
    fn open(part: &'static Part, table: &'a Table, at: String, faults: &'a Faults) -> Self {
        let known = known(part);
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let near = crate::load::nearest(key, known.iter().copied());
            let found = match near {
                Some(near) => format!("an unknown entry; the nearest is `{near}`"),
                None => "an unknown entry".to_owned(),
            };
            fault(faults, &dotted(&at, key), found, &format!("one of {}", known.join(", ")));
        }
        Self { part, table, at, faults }
    }

    /// Adds a finding about one of its entries.
    pub fn fault(&self, name: &str, found: impl ToString, expected: &str) {
        fault(self.faults, &dotted(&self.at, name), found, expected);
    }

    /// Reads an entry; one that does not fit, or is needed and not there, is a finding.
    fn read<T>(&self, name: &str, read: impl Fn(&Value, EntryForm) -> Option<T>) -> Option<T> {
        let entry: &Entry = self.part.entry(name)?;
        let Some(value) = self.table.get(name) else {
            if entry.needed {
                self.fault(name, "nothing", &entry.expected());
            }
            return None;
        };
        let known = read(value, entry.form);
        if known.is_none() {
            self.fault(name, shown(value), &entry.expected());
        }
        known
    }

    /// Reads text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.read(name, |value, _| text(value).map(str::to_owned))
    }

    /// Reads a listed word.
    pub fn word<T>(&self, name: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.read(name, |value, _| text(value).and_then(&find))
    }

    /// Reads pounds.
    pub fn money(&self, name: &str) -> Option<Money> {
        self.read(name, money)
    }

    /// Reads a per cent as a fraction.
    pub fn per_cent(&self, name: &str) -> Option<Decimal> {
        self.read(name, per_cent)
    }

    /// Reads a whole number.
    pub fn whole(&self, name: &str) -> Option<u32> {
        self.read(name, |value, form| {
            let number = value.as_integer().and_then(|n| u32::try_from(n).ok())?;
            let fits = match form {
                EntryForm::Whole(least, most) => (least..=most).contains(&number),
                EntryForm::OneOf(numbers) => numbers.contains(&number),
                _ => false,
            };
            fits.then_some(number)
        })
    }

    /// Reads a day.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.read(name, |value, _| match value {
            Value::Datetime(stamp) if stamp.time.is_none() => {
                snapshot_date(&stamp.date?.to_string())
            }
            Value::String(text) => snapshot_date(text.trim()),
            _ => None,
        })
    }

    /// Reads a financial year.
    pub fn year(&self, name: &str) -> Option<FinancialYear> {
        self.word(name, FinancialYear::read)
    }

    /// Reads the id of a site that must be listed.
    pub fn site(&self, name: &str, sites: &SiteIndex) -> Option<SiteId> {
        let id = self.word(name, SiteId::new)?;
        if sites.number(id.as_str()).is_some() {
            return Some(id);
        }
        let place = place(&dotted(&self.at, name));
        if let Some(finding) = sites.unknown(place, "", id.as_str()) {
            self.faults.borrow_mut().push(finding);
        }
        None
    }

    /// Reads pounds by year.
    pub fn sums(&self, name: &str) -> FromYear<Money> {
        self.by_year(name, |value| money(value, EntryForm::Sum))
    }

    /// Reads per cents by year, as fractions; one alone holds for every year.
    pub fn rates(&self, name: &str, first: FinancialYear) -> FromYear<Decimal> {
        if self.table.get(name).is_some_and(Value::is_table) {
            return self.by_year(name, |value| per_cent(value, self.part.entry(name)?.form));
        }
        let rate = self.per_cent(name);
        FromYear(rate.map(|rate| (first, rate)).into_iter().collect())
    }

    fn by_year<T>(&self, name: &str, read: impl Fn(&Value) -> Option<T>) -> FromYear<T> {
        let table = self.read(name, |value, _| value.as_table().filter(|t| !t.is_empty()).cloned());
        let expected = || self.part.entry(name).map(Entry::expected).unwrap_or_default();
        let mut figures = BTreeMap::new();
        for (key, value) in table.iter().flatten() {
            let at = dotted(name, key);
            match (FinancialYear::read(key), read(value)) {
                (Some(year), Some(_)) if figures.contains_key(&year) => {
                    self.fault(&at, format!("{year}, given twice"), "each year once only");
                }
                (Some(year), Some(figure)) => {
                    figures.insert(year, figure);
                }
                (None, _) => self.fault(&at, format!("{key:?} in place of a year"), &expected()),
                (Some(_), None) => self.fault(&at, shown(value), &expected()),
            }
        }
        FromYear(figures)
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Reads pounds, in quotation marks so that no digit is lost, or whole.
fn money(value: &Value, form: EntryForm) -> Option<Money> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Integer(whole) => whole.to_string(),
        _ => return None,
    };
    let read = number::written(&text).filter(|number| number.is_bare())?;
    let plain = !read.percent && !read.multiple && !read.decimal_comma;
    let fits = read.value.abs() <= Decimal::from(LARGEST) && read.value.normalize().scale() <= 2;
    let sign = form == EntryForm::Pounds || read.value >= Decimal::ZERO;
    (plain && fits && sign).then(|| Money::pounds(read.value))
}

/// Reads a per cent as a fraction; a number without its sign could be either, and is not read.
fn per_cent(value: &Value, form: EntryForm) -> Option<Decimal> {
    let (EntryForm::PerCent(most) | EntryForm::PerCentByYear(most)) = form else { return None };
    let read = number::written(text(value)?).filter(|number| number.is_bare())?;
    let fits = read.percent && !read.pounds && !read.decimal_comma;
    let within = read.value >= Decimal::ZERO && read.value <= Decimal::from(most);
    (fits && within).then(|| read.value / Decimal::ONE_HUNDRED)
}
