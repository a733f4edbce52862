//! The snapshot as the later stages see it.

use std::sync::Arc;

use polars::prelude::DataFrame;

use super::{
    LoadError,
    files::{Files, InputFile},
    leases, ledger, people,
    raw::RawTable,
    record::SiteIndex,
    schema,
};
use crate::{
    model::{Constraint, Findings, Lease, RowRef, Site, SiteId, Snapshot, Team},
    policy::Policy,
};

/// One snapshot: typed rows and private frames.
///
/// Every `site_id` of a row, and every site number of a frame, refers to a listed site: guaranteed
/// once built.
#[derive(Debug, Clone)]
pub struct Estate {
    /// Whose estate, on which day.
    pub snapshot: Snapshot,
    /// In `site_id` order, each id once.
    pub sites: Vec<Site>,
    /// In `lease_id` order, each id once.
    pub leases: Vec<Lease>,
    /// In order of site, then team.
    pub teams: Vec<Team>,
    /// In order of site, then text; `None` when there is no such table.
    pub constraints: Option<Vec<Constraint>>,
    /// Every file read, with its hash, if hashes were wanted.
    pub inputs: Vec<InputFile>,
    pub(crate) costs: Option<FrameTable>,
    pub(crate) occupancy: Option<FrameTable>,
}

/// A table that stays a frame, and the file it came from.
#[derive(Debug, Clone)]
pub(crate) struct FrameTable {
    pub frame: DataFrame,
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
}

impl FrameTable {
    /// Returns the reference of a row.
    pub fn row(&self, row: u32) -> RowRef {
        RowRef { file: self.file.clone(), sheet: self.sheet.clone(), row }
    }
}

impl Estate {
    /// Finds a site.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        super::site_number(&self.sites, id).map(|n| &self.sites[n])
    }

    /// Returns the number of a site in `site_id` order.
    #[must_use]
    pub fn site_number(&self, id: &SiteId) -> Option<usize> {
        super::site_number(&self.sites, id)
    }
}

/// Reads the tables that refer to sites.
pub(super) fn read(
    snapshot: Snapshot,
    sites: Vec<Site>,
    site_table: &RawTable,
    files: &Files,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Estate, LoadError> {
    let ids = sites.iter().map(|s| s.site_id.clone()).collect();
    let index = SiteIndex::new(ids, &site_table.file);
    let table = |table: &schema::Table| files.tables.get(table.name);
    let rows = |raw: &RawTable, frame: Option<DataFrame>| {
        frame.map(|frame| FrameTable { frame, file: raw.file.clone(), sheet: raw.sheet.clone() })
    };
    let mut costs = None;
    if let Some(raw) = table(&schema::COSTS) {
        costs = rows(raw, ledger::costs(raw, policy, &index, findings)?);
    }
    let mut occupancy = None;
    if let Some(raw) = table(&schema::OCCUPANCY) {
        occupancy = rows(raw, ledger::occupancy(raw, policy, &index, findings)?);
    }
    let leases = match table(&schema::LEASES) {
        Some(raw) => leases::read(raw, policy, &index, findings)?,
        None => Vec::new(),
    };
    let teams = match table(&schema::TEAMS) {
        Some(raw) => people::teams(raw, policy, &index, findings)?,
        None => Vec::new(),
    };
    let constraints = match table(&schema::CONSTRAINTS) {
        Some(raw) => Some(people::constraints(raw, policy, &index, findings)?),
        None => None,
    };
    let inputs = files.inputs.clone();
    Ok(Estate { snapshot, sites, leases, teams, constraints, inputs, costs, occupancy })
}
