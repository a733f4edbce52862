//! What other tables refer to: the listed sites and leases.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use super::{
    header::NEAREST_LOOKUPS,
    ids,
    raw::RawTable,
    record,
    schema::{self, SchemaTable},
};
use crate::model::{Finding, Lease, LeaseId, Place, Rule, SiteId};

/// The listed sites: from an id to its number in `site_id` order.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteIndex {
    ids: Vec<SiteId>,
    /// The bytes of short ids in the order of their numbers; of a longer one none.
    keys: Vec<Option<[u8; SHORT]>>,
    /// By the id's own bytes where they fit, so that a look-up goes to one place in memory.
    short: polars::prelude::PlHashMap<[u8; SHORT], u32>,
    long: polars::prelude::PlHashMap<Arc<str>, u32>,
    /// Ids of records that could not be used: what refers to them is no fault of its own.
    left_out: BTreeSet<String>,
    file: String,
}

impl SiteIndex {
    /// Makes the index of ids in ascending order, read from a table.
    pub fn new(ids: Vec<SiteId>, table: &RawTable) -> Self {
        let mut left_out = record::ids(table, &schema::SITES);
        for id in &ids {
            left_out.remove(id.as_str());
        }
        let mut index = Self { left_out, file: table.file.to_string(), ..Self::default() };
        for (id, number) in ids.iter().zip(0_u32..) {
            let key = short_key(id.as_str());
            index.keys.push(key);
            match key {
                Some(key) => index.short.insert(key, number),
                None => index.long.insert(Arc::from(id.as_str()), number),
            };
        }
        Self { ids, ..index }
    }

    /// Returns how many sites there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    /// Returns where the short id of a site ends that stands at a place of a text; `None` where it does not stand there.
    pub fn id_at(&self, number: u32, text: &[u8], at: usize) -> Option<usize> {
        let key = self.keys.get(usize::try_from(number).ok()?)?.as_ref()?;
        let pairs = key.iter().zip(text.get(at..)?);
        let same = pairs.take_while(|(one, other)| one == other).count();
        (same == SHORT || key[same] == PADDING).then_some(at + same)
    }

    /// Returns the number of a site.
    pub fn number(&self, id: &str) -> Option<u32> {
        match short_key(id) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(id).copied(),
        }
    }

    /// Returns the listed site whose id is this one but for a `.0` at the end of either.
    pub fn otherwise(&self, id: &str) -> Option<&SiteId> {
        let number = self.number(&ids::respelt(id)?)?;
        self.ids.get(usize::try_from(number).ok()?)
    }

    /// Makes the finding about an id that is not listed; `None` when its record is there, but left out.
    pub fn unknown(&self, place: Place, own: &str, id: &str) -> Option<Finding> {
        if self.left_out.contains(id) {
            return None;
        }
        let near = super::nearest(id, self.ids.iter().map(SiteId::as_str));
        Some(not_listed(Rule::UnknownSite, place, (own, id), near, self.ids.len(), &self.file))
    }
}

/// Makes the finding about an id that is not one of the `count` ids of a file.
fn not_listed(
    rule: Rule,
    place: Place,
    (own, id): (&str, &str),
    near: Option<&str>,
    count: usize,
    file: &str,
) -> Finding {
    let expected = format!("one of the {count} ids in {file}");
    let finding = Finding::new(rule, place, own, format!("{id:?}"), expected);
    finding.fix(match near {
        Some(near) => format!("write {near:?}, the nearest id, or add {id:?} to {file}"),
        None => format!("correct the id, or add {id:?} to {file}"),
    })
}

/// Bytes of an id that is kept by its own bytes.
const SHORT: usize = 16;

/// A byte that no text holds.
const PADDING: u8 = 0xff;

/// Returns the bytes of a short id, padded; `None` of a longer one.
fn short_key(id: &str) -> Option<[u8; SHORT]> {
    let mut key = [PADDING; SHORT];
    key.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
    Some(key)
}

/// The listed leases, for a table that refers to them by its first column.
pub(super) struct LeaseIndex<'a> {
    /// In `lease_id` order.
    leases: &'a [Lease],
    table: Option<&'a RawTable>,
    referring: (&'a RawTable, &'static SchemaTable),
    strangers: OnceLock<Strangers>,
}

/// What is known of ids that are not listed; worked out when there is the first one.
struct Strangers {
    /// Ids of the table of leases, those of records that could not be used too.
    written: BTreeSet<String>,
    /// Those of the referring table that are looked up: the first few.
    looked_up: BTreeSet<String>,
}

impl<'a> LeaseIndex<'a> {
    /// Makes the index of leases in ascending order of id, of the table they were read from, and of the
    /// one that refers to them.
    pub fn new(
        leases: &'a [Lease],
        table: Option<&'a RawTable>,
        referring: (&'a RawTable, &'static SchemaTable),
    ) -> Self {
        Self { leases, table, referring, strangers: OnceLock::new() }
    }

    /// Tells whether a lease is listed and can be used.
    pub fn has(&self, id: &LeaseId) -> bool {
        self.find(id.as_str()).is_some()
    }

    /// Returns the listed lease whose id is this one but for a `.0` at the end of either.
    pub fn otherwise(&self, id: &LeaseId) -> Option<&LeaseId> {
        let at = self.find(&ids::respelt(id.as_str())?)?;
        self.leases.get(at).map(|lease| &lease.lease_id)
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.leases.binary_search_by(|lease| lease.lease_id.as_str().cmp(id)).ok()
    }

    fn strangers(&self) -> &Strangers {
        self.strangers.get_or_init(|| {
            let written = self.table.map(|table| record::ids(table, &schema::LEASES));
            let written = written.unwrap_or_default();
            let (table, columns) = self.referring;
            let ids = record::ids(table, columns).into_iter();
            let strange = ids.filter(|id| !written.contains(id) && self.find(id).is_none());
            Strangers { looked_up: strange.take(NEAREST_LOOKUPS).collect(), written }
        })
    }

    /// Makes the finding about an id that is not listed; `None` when its record is there, but left out.
    pub fn unknown(&self, place: Place, own: &str, id: &str) -> Option<Finding> {
        let Strangers { written, looked_up } = self.strangers();
        if written.contains(id) {
            return None;
        }
        let ids = self.leases.iter().map(|lease| lease.lease_id.as_str());
        let near = looked_up.contains(id).then(|| super::nearest(id, ids)).flatten();
        let file = self.table.map_or("the table `leases`", |table| &table.file);
        let count = self.leases.len();
        Some(not_listed(Rule::UnknownLease, place, (own, id), near, count, file))
    }
}
