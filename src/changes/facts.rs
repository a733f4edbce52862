//! What the tables of two snapshots say differently, record by record.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{
    load::{Estate, Recorded, SitePair, schema},
    measure::reads,
    model::{Measure, RowRef, words},
};

words!(
    /// How what is recorded is different.
    FactKind {
        /// A cell says something else.
        Changed = "changed",
        /// The record is new.
        Added = "added",
        /// The record is no more.
        Removed = "removed",
        /// A column that was empty throughout is filled.
        ColumnFilled = "column_filled",
        /// A column that was filled is empty throughout.
        ColumnEmptied = "column_emptied",
        /// A table is new.
        TableAdded = "table_added",
        /// A table is no more.
        TableRemoved = "table_removed",
        /// A file that is not compared entry by entry says something else.
        FileChanged = "file_changed",
    }
);

/// One thing that is recorded differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// How.
    pub kind: FactKind,
    /// The table or the file.
    pub table: String,
    /// Its column or entry; nothing of a whole record or table.
    pub column: String,
    /// The record by its key; nothing of a whole column or table.
    pub record: String,
    /// The site it belongs to, by the id that it has now; nothing of what belongs to none.
    pub site_id: String,
    /// What was recorded; nothing where it was empty.
    pub before: String,
    /// What is recorded.
    pub after: String,
    /// Where it stood.
    pub row_before: Option<RowRef>,
    /// Where it stands.
    pub row_after: Option<RowRef>,
    /// Records that it is told of: one, or those of a column or table.
    pub records: usize,
}

impl FactChange {
    /// Returns the measures that are worked out from what changed.
    #[must_use]
    pub fn read_by(&self) -> Vec<Measure> {
        let table = schema::TABLES.iter().find(|table| table.name == self.table);
        let columns = table.map_or(&[][..], |table| table.columns);
        let is_told = |column: &str| self.column.is_empty() || self.column == column;
        let reads_it = |measure: &Measure| {
            let mut of = columns.iter().filter(|column| is_told(column.name));
            of.any(|column| reads(&self.table, column.name).contains(measure))
        };
        Measure::ALL.iter().copied().filter(reads_it).collect()
    }
}

/// Columns that hold the id of a site.
const SITE_IDS: [&str; 2] = ["site_id", "receipt_site_id"];

/// One of the two snapshots' records of a table, by their key with the ids of now.
type ByKey<'a> = BTreeMap<Vec<String>, Vec<&'a Recorded>>;

/// Compares the records of two snapshots table by table; of sites that came or went nothing is told here.
pub(super) fn compare(
    [then, now]: &[Vec<Recorded>; 2],
    [before, after]: [&Estate; 2],
    pairs: &[SitePair],
) -> Vec<FactChange> {
    let id_now: BTreeMap<&str, &str> = pairs
        .iter()
        .map(|p| (before.sites[p.before].site_id.as_str(), after.sites[p.after].site_id.as_str()))
        .collect();
    let kept: BTreeSet<&str> = id_now.values().copied().collect();
    let mut changes = Vec::new();
    for table in schema::TABLES {
        let (old, new) = (of_table(then, table), of_table(now, table));
        let whole = |kind, records: &[&Recorded]| FactChange {
            records: records.len(),
            ..blank(kind, table.name)
        };
        match (old.is_empty(), new.is_empty()) {
            (true, true) => continue,
            (true, false) => {
                changes.push(whole(FactKind::TableAdded, &new));
                continue;
            }
            (false, true) => {
                changes.push(whole(FactKind::TableRemoved, &old));
                continue;
            }
            (false, false) => {}
        }
        let compared = Compared { id_now: &id_now, kept: &kept, before, after };
        compared.table(table, &old, &new, &mut changes);
    }
    changes
}

fn of_table<'a>(all: &'a [Recorded], table: &schema::SchemaTable) -> Vec<&'a Recorded> {
    all.iter().filter(|record| record.table.name == table.name).collect()
}

fn blank(kind: FactKind, table: &str) -> FactChange {
    let nothing = String::new;
    FactChange {
        kind,
        table: table.to_owned(),
        column: nothing(),
        record: nothing(),
        site_id: nothing(),
        before: nothing(),
        after: nothing(),
        row_before: None,
        row_after: None,
        records: 1,
    }
}

/// What the records of two snapshots are compared with.
struct Compared<'a> {
    /// Of each site of both, the id now by the id then.
    id_now: &'a BTreeMap<&'a str, &'a str>,
    kept: &'a BTreeSet<&'a str>,
    before: &'a Estate,
    after: &'a Estate,
}

impl Compared<'_> {
    fn table(
        &self,
        table: &'static schema::SchemaTable,
        old: &[&Recorded],
        new: &[&Recorded],
        changes: &mut Vec<FactChange>,
    ) {
        let filled = |records: &[&Recorded], at: usize| {
            records.iter().filter(|r| r.cells.get(at).is_some_and(|c| !c.is_empty())).count()
        };
        let mut whole: BTreeSet<usize> = BTreeSet::new();
        for (at, column) in table.columns.iter().enumerate() {
            let (then, now) = (filled(old, at), filled(new, at));
            let kind = match (then, now) {
                (0, 1..) => FactKind::ColumnFilled,
                (1.., 0) => FactKind::ColumnEmptied,
                _ => continue,
            };
            whole.insert(at);
            let column = column.name.to_owned();
            changes.push(FactChange { column, records: then + now, ..blank(kind, table.name) });
        }
        let is_sites = table.name == schema::SITES.name;
        let (old, new) = (self.by_key(old, true, is_sites), self.by_key(new, false, is_sites));
        let keys: BTreeSet<&Vec<String>> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let of = |all: &ByKey<'_>| all.get(key).map_or(0, Vec::len);
            for at in 0..of(&old).max(of(&new)) {
                let get =
                    |all: &ByKey<'_>| all.get(key).and_then(|own| own.get(at).copied()).cloned();
                self.record(table, key, (get(&old), get(&new)), &whole, changes);
            }
        }
    }

    /// Puts records by their key; those of the same key stay in the order of what they say, then of rows.
    fn by_key<'a>(&self, records: &[&'a Recorded], is_old: bool, is_sites: bool) -> ByKey<'a> {
        let mut all: ByKey<'a> = BTreeMap::new();
        for record in records {
            let own = record.cell("site_id");
            let stays = match is_old {
                true => self.id_now.contains_key(own),
                false => self.kept.contains(own),
            };
            if is_sites && !stays {
                continue;
            }
            let named = |column: &&&str| self.now(record, column, is_old);
            all.entry(record.table.key.iter().map(|c| named(&c)).collect())
                .or_default()
                .push(record);
        }
        for own in all.values_mut() {
            own.sort_by(|a, b| a.cells.cmp(&b.cells).then_with(|| a.row.cmp(&b.row)));
        }
        all
    }

    /// Returns a cell with the id that its site has now.
    fn now(&self, record: &Recorded, column: &str, is_old: bool) -> String {
        let cell = record.cell(column);
        let id = SITE_IDS.contains(&column).then(|| self.id_now.get(cell)).flatten();
        id.filter(|_| is_old).map_or_else(|| cell.to_owned(), |id| (*id).to_owned())
    }

    fn record(
        &self,
        table: &'static schema::SchemaTable,
        key: &[String],
        (then, now): (Option<Recorded>, Option<Recorded>),
        whole: &BTreeSet<usize>,
        changes: &mut Vec<FactChange>,
    ) {
        let parts: Vec<&str> = key.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        let told = |kind| FactChange {
            record: parts.join(", "),
            site_id: self.site(then.as_ref(), now.as_ref()),
            row_before: then.as_ref().map(|r| r.row.clone()),
            row_after: now.as_ref().map(|r| r.row.clone()),
            ..blank(kind, table.name)
        };
        let (old, new) = match (&then, &now) {
            (Some(old), Some(new)) => (old, new),
            (None, _) => return changes.push(told(FactKind::Added)),
            (_, None) => return changes.push(told(FactKind::Removed)),
        };
        for (at, column) in table.columns.iter().enumerate().filter(|(at, _)| !whole.contains(at)) {
            let before = self.now(old, column.name, true);
            let after = new.cells.get(at).cloned().unwrap_or_default();
            if before != after {
                let column = column.name.to_owned();
                changes.push(FactChange { column, before, after, ..told(FactKind::Changed) });
            }
        }
    }

    /// Returns the site that a record belongs to, by its id now: its own, or that of its lease.
    fn site(&self, then: Option<&Recorded>, now: Option<&Recorded>) -> String {
        let of = |record: &Recorded, estate: &Estate, is_old: bool| {
            let own = self.now(record, "site_id", is_old);
            if !own.is_empty() {
                return own;
            }
            let lease = crate::model::LeaseId::new(record.cell("lease_id"));
            let lease = lease.and_then(|id| estate.lease(&id));
            let id = lease.map(|lease| lease.site_id.as_str()).unwrap_or_default();
            let now = self.id_now.get(id).filter(|_| is_old).copied();
            now.unwrap_or(id).to_owned()
        };
        let now = now.map(|record| of(record, self.after, false));
        now.or_else(|| then.map(|record| of(record, self.before, true))).unwrap_or_default()
    }
}

/// Files beside the tables, compared entry by entry.
const ENTRIES: [&str; 2] = ["estate.toml", "treasury.toml"];
/// A file that is compared as a whole.
const OUTLINES: &str = "boundaries.geojson";

/// Compares what the files beside the tables say; one that cannot be read says nothing.
pub(super) fn of_files(before: &Path, after: &Path) -> Vec<FactChange> {
    let mut changes = Vec::new();
    for name in ENTRIES {
        let of = |folder: &Path| entries(&read(&folder.join(name))?);
        let (then, now) = (of(before).unwrap_or_default(), of(after).unwrap_or_default());
        let paths: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        for path in paths.into_iter().filter(|path| *path != "as_of") {
            let (old, new) = (then.get(path), now.get(path));
            let kind = match (old, new) {
                (old, new) if old == new => continue,
                (None, _) => FactKind::Added,
                (_, None) => FactKind::Removed,
                _ => FactKind::Changed,
            };
            changes.push(FactChange {
                column: path.clone(),
                before: old.cloned().unwrap_or_default(),
                after: new.cloned().unwrap_or_default(),
                ..blank(kind, name)
            });
        }
    }
    let (then, now) = (read(&before.join(OUTLINES)), read(&after.join(OUTLINES)));
    let kind = match (&then, &now) {
        (None, Some(_)) => Some(FactKind::TableAdded),
        (Some(_), None) => Some(FactKind::TableRemoved),
        _ => (then != now).then_some(FactKind::FileChanged),
    };
    changes.extend(kind.map(|kind| blank(kind, OUTLINES)));
    changes
}

fn read(path: &Path) -> Option<String> {
    std::fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns every entry of a TOML file by its path; entries of a list go by what names them, else by their number.
fn entries(text: &str) -> Option<BTreeMap<String, String>> {
    let value: toml::Value = toml::from_str(text).ok()?;
    let mut all = BTreeMap::new();
    flatten(&value, String::new(), &mut all);
    Some(all)
}

/// What names an entry of a list.
const NAMES: [&str; 6] = ["site_id", "project_id", "loan_id", "id", "name", "kind"];

fn flatten(value: &toml::Value, path: String, all: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(value, format!("{path}{dot}{name}"), all);
            }
        }
        toml::Value::Array(list) => {
            let mut met: BTreeMap<String, usize> = BTreeMap::new();
            for (at, value) in list.iter().enumerate() {
                let text = |name: &&str| value.get(name).and_then(toml::Value::as_str);
                let own =
                    NAMES.iter().find_map(text).map_or_else(|| (at + 1).to_string(), str::to_owned);
                let times = met.entry(own.clone()).or_default();
                *times += 1;
                let again = if *times > 1 { format!(" ({times})") } else { String::new() };
                flatten(value, format!("{path}[{own}{again}]"), all);
            }
        }
        toml::Value::String(text) => {
            all.insert(path, text.clone());
        }
        other => {
            all.insert(path, other.to_string());
        }
    }
}
