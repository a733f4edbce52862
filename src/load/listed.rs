//! What other tables refer to: the listed sites and leases.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use super::{raw::RawTable, record, schema};
use crate::model::{Finding, Lease, LeaseId, Place, Rule, SiteId};

/// The listed sites: from an id to its number in `site_id` order.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteIndex {
    ids: Vec<SiteId>,
    /// By the id's own bytes where they fit, so that a look-up goes to one place in memory.
    short: polars::prelude::PlHashMap<[u8; SHORT], u32>,
    long: polars::prelude::PlHashMap<Arc<str>, u32>,
    file: String,
}

impl SiteIndex {
    /// Makes the index of ids in ascending order, listed in `file`.
    pub fn new(ids: Vec<SiteId>, file: &str) -> Self {
        let mut index = Self { file: file.to_owned(), ..Self::default() };
        for (id, number) in ids.iter().zip(0_u32..) {
            match short_key(id.as_str()) {
                Some(key) => index.short.insert(key, number),
                None => index.long.insert(Arc::from(id.as_str()), number),
            };
        }
        Self { ids, ..index }
    }

    /// Returns the number of a site.
    pub fn number(&self, id: &str) -> Option<u32> {
        match short_key(id) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(id).copied(),
        }
    }

    /// Makes the finding about an id that is not listed.
    pub fn unknown(&self, place: Place, own: &str, id: &str) -> Finding {
        let ids = self.ids.iter().map(SiteId::as_str);
        not_listed(Rule::UnknownSite, place, own, id, ids, &self.file)
    }
}

/// Makes the finding about an id that is not one of the `ids` of a file.
pub(super) fn not_listed<'a>(
    rule: Rule,
    place: Place,
    own: &str,
    id: &str,
    ids: impl ExactSizeIterator<Item = &'a str>,
    file: &str,
) -> Finding {
    let expected = format!("one of the {} ids in {file}", ids.len());
    let finding = Finding::new(rule, place, own, format!("{id:?}"), expected);
    finding.mend(match super::nearest(id, ids) {
        Some(near) => format!("use {near:?}, the nearest id, or add {id:?} to {file}"),
        None => format!("correct the id, or add {id:?} to {file}"),
    })
}

/// Bytes of an id that is kept by its own bytes.
const SHORT: usize = 16;

/// Returns the bytes of a short id, padded with a byte that no text holds; `None` of a longer one.
fn short_key(id: &str) -> Option<[u8; SHORT]> {
    let mut key = [0xff; SHORT];
    key.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
    Some(key)
}

/// The listed leases.
pub(super) struct LeaseIndex<'a> {
    /// In `lease_id` order.
    leases: &'a [Lease],
    table: Option<&'a RawTable>,
    /// Ids of the table's records, those that could not be used too.
    written: OnceLock<BTreeSet<String>>,
}

impl<'a> LeaseIndex<'a> {
    /// Makes the index of leases in ascending order of id, and of the table they were read from.
    pub fn new(leases: &'a [Lease], table: Option<&'a RawTable>) -> Self {
        Self { leases, table, written: OnceLock::new() }
    }

    /// Tells whether a lease is listed and can be used.
    pub fn has(&self, id: &LeaseId) -> bool {
        self.leases.binary_search_by(|lease| lease.lease_id.cmp(id)).is_ok()
    }

    /// Makes the finding about an id that is not listed; `None` when its record is there, but left out.
    pub fn unknown(&self, place: Place, own: &str, id: &str) -> Option<Finding> {
        let read = || self.table.map(|table| record::ids(table, &schema::LEASES));
        if self.written.get_or_init(|| read().unwrap_or_default()).contains(id) {
            return None;
        }
        let file = self.table.map_or("the table `leases`", |table| &table.file);
        let ids = self.leases.iter().map(|lease| lease.lease_id.as_str());
        Some(not_listed(Rule::UnknownLease, place, own, id, ids, file))
    }
}
