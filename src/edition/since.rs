//! What an edition tells of the snapshot before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Total, Verdict};
use crate::{
    load::FoundBy,
    model::{Date, Status},
};

/// What the snapshot before says.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// Its day.
    pub as_of: Date,
    /// Sites not sold.
    pub sites: usize,
    /// How many were ranked.
    pub ranked: usize,
    /// The sums.
    pub totals: Vec<Total>,
    /// In the order of its ranking.
    pub each: Vec<SiteThen>,
    /// Ids in the later snapshot of sites that were in the register but may not be shown as they were then.
    pub not_shown: BTreeSet<String>,
    /// Sites of then that are part of another now, by their id then: the id of that one now.
    pub merged: BTreeMap<String, String>,
    /// Sites of now that were part of another, by their id now: the id of that one then.
    pub divided: BTreeMap<String, String>,
}

/// One site then.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in a row of a site")]
pub struct SiteThen {
    /// Its id in the later snapshot; `None` where its own is another site's there and it has no other.
    pub site_id: Option<String>,
    pub id_then: String,
    /// By what it is known, where its id is another.
    pub found_by: Option<FoundBy>,
    pub name: String,
    pub rank: Option<u32>,
    pub status: Option<Status>,
    /// Nothing in the public edition.
    pub verdict: Verdict,
}

impl SiteThen {
    /// Tells whether it is the site that has an id in the later snapshot.
    #[must_use]
    pub fn is_now(&self, id: &str) -> bool {
        self.site_id.as_deref() == Some(id)
    }
}
