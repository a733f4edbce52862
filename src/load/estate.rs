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

/// Reads a long table into a frame.
type FrameReader =
    fn(&RawTable, &Policy, &SiteIndex, &mut Findings) -> Result<Option<DataFrame>, LoadError>;

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
    // The long tables go side by side: each has parts that only one processor can do.
    let frame_of = |of: &schema::Table, read: FrameReader| {
        let mut found = Findings::default();
        let Some(raw) = table(of) else { return Ok((None, found)) };
        let frame = rows(raw, read(raw, policy, &index, &mut found)?);
        Ok::<_, LoadError>((frame, found))
    };
    let entities = || {
        let mut found = Findings::default();
        let leases = match table(&schema::LEASES) {
            Some(raw) => leases::read(raw, policy, &index, &mut found)?,
            None => Vec::new(),
        };
        let teams = match table(&schema::TEAMS) {
            Some(raw) => people::teams(raw, policy, &index, &mut found)?,
            None => Vec::new(),
        };
        Ok::<_, LoadError>((leases, teams, found))
    };
    let (occupancy, (costs, entities)) = rayon::join(
        || frame_of(&schema::OCCUPANCY, ledger::occupancy),
        || rayon::join(|| frame_of(&schema::COSTS, ledger::costs), entities),
    );
    let ((costs, in_costs), (occupancy, in_occupancy)) = (costs?, occupancy?);
    let (leases, teams, in_entities) = entities?;
    for found in [in_costs, in_occupancy, in_entities] {
        findings.append(found);
    }
    let constraints = match table(&schema::CONSTRAINTS) {
        Some(raw) => Some(people::constraints(raw, policy, &index, findings)?),
        None => None,
    };
    let inputs = files.inputs.clone();
    Ok(Estate { snapshot, sites, leases, teams, constraints, inputs, costs, occupancy })
}
