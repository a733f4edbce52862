//! An estate as a snapshot has it, each site by what it is known by through all snapshots.

use std::collections::BTreeMap;

use crate::{
    model::{Date, Measure, Status, TrendOf},
    report::{self, SiteFact},
};

/// Millionths, in which facts are.
pub(super) const UNIT: i64 = 1_000_000;

/// What a site is known by through all snapshots: the latest id that it had, and how many other sites had that id later.
pub(super) type SiteKey = (String, usize);

/// One site as a snapshot has it; numbers in millionths, `None` is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteThen {
    pub name: String,
    pub status: Option<Status>,
    pub running_cost: Option<i64>,
    pub area: Option<i64>,
    pub utilisation: Option<i64>,
    pub workstations: Option<i64>,
    pub backlog: Option<i64>,
}

impl SiteThen {
    pub fn is_held(&self) -> bool {
        self.status != Some(Status::Sold)
    }

    /// Returns what counts of it towards a sum, with its weight.
    pub fn part(&self, of: TrendOf) -> Option<(i64, i64)> {
        let held = |value: Option<i64>| value.filter(|_| self.is_held()).map(|value| (value, UNIT));
        match of {
            TrendOf::RunningCost => self.running_cost.map(|cost| (cost, UNIT)),
            TrendOf::FloorArea => held(self.area),
            TrendOf::Backlog => held(self.backlog),
            TrendOf::Utilisation => {
                self.utilisation.filter(|_| self.is_held()).zip(self.workstations)
            }
            TrendOf::Sites
            | TrendOf::Acquired
            | TrendOf::Returned
            | TrendOf::Divided
            | TrendOf::Sold
            | TrendOf::Gone
            | TrendOf::Merged => None,
        }
    }

    /// Tells whether a figure could be known of it.
    pub fn counts(&self, of: TrendOf) -> bool {
        of == TrendOf::RunningCost || self.is_held()
    }
}

/// A snapshot by what each site is known by through all.
pub(super) struct EstateThen {
    pub date: Date,
    pub sites: BTreeMap<SiteKey, SiteThen>,
    /// Sites of the snapshot before that are part of another now, and that other.
    pub merged: BTreeMap<SiteKey, SiteKey>,
    /// Sites that were part of another in the snapshot before, and that other.
    pub divided: BTreeMap<SiteKey, SiteKey>,
}

/// Takes the facts of a snapshot by what each site is known by through all.
pub(super) fn estate_then(
    date: Date,
    facts: &[SiteFact],
    key: impl Fn(&str) -> SiteKey,
) -> EstateThen {
    let mut sites: BTreeMap<SiteKey, SiteThen> = BTreeMap::new();
    for fact in facts {
        let site = sites.entry(key(&fact.site_id)).or_default();
        match fact.measure.as_str() {
            report::NAME => site.name.clone_from(&fact.word),
            report::STATUS => site.status = Status::read(&fact.word),
            report::FLOOR_AREA => site.area = fact.value,
            report::BACKLOG => site.backlog = fact.value,
            report::WORKSTATIONS => site.workstations = fact.value,
            of if of == Measure::RunningCost.word() => site.running_cost = fact.value,
            of if of == Measure::Utilisation.word() => site.utilisation = fact.value,
            _ => {}
        }
    }
    EstateThen { date, sites, merged: BTreeMap::new(), divided: BTreeMap::new() }
}
