//! Readings that rest on a cell which was found questioned.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    load::{Estate, schema},
    measure::{Measures, doubted_by},
    model::{Basis, Fact, Finding, Findings, Measure, Place, Role, Rule, SiteId},
};

/// The readings that rest on a questioned cell, with the rules that question it, and the columns of such cells.
#[derive(Debug, Clone, Default)]
pub struct Questioned {
    readings: BTreeMap<(usize, Measure), BTreeSet<Rule>>,
    /// By site, table and column.
    columns: BTreeMap<(usize, &'static str), BTreeMap<String, BTreeSet<Rule>>>,
}

impl Questioned {
    /// Follows the findings that leave a questioned figure in use to the readings of their sites.
    ///
    /// A reading that is not known, or that follows from a vacant site's status, rests on no such figure.
    #[must_use]
    pub fn of(estate: &Estate, measures: &Measures, findings: &Findings) -> Self {
        let mut questioned = Self::default();
        for finding in findings.iter().filter(|finding| finding.rule.questions_figure()) {
            let Some(table) = table_of(&finding.place) else { continue };
            for (id, column) in cells(finding) {
                let Some(number) = site_of(estate, table, id) else { continue };
                let columns = questioned.columns.entry((number, table)).or_default();
                columns.entry(column.to_owned()).or_default().insert(finding.rule);
                for measure in doubted_by(table, column) {
                    if rests_on(estate, measures, (number, measure), column) {
                        let rules: &mut BTreeSet<Rule> =
                            questioned.readings.entry((number, measure)).or_default();
                        rules.insert(finding.rule);
                    }
                }
            }
        }
        questioned
    }

    /// Names the rules that question a cell of some columns of a site by its number: `status-contradicted`; empty where
    /// none does.
    #[must_use]
    pub fn told_of_columns(&self, site: usize, columns: &[(&'static str, &str)]) -> String {
        let rules: BTreeSet<Rule> = columns
            .iter()
            .filter_map(|(table, column)| self.columns.get(&(site, *table))?.get(*column))
            .flatten()
            .copied()
            .collect();
        rules.into_iter().map(Rule::word).collect::<Vec<_>>().join("; ")
    }

    /// Returns the rules that question a reading of a site by its number; none where it is not questioned.
    pub fn at(&self, site: usize, measure: Measure) -> impl Iterator<Item = Rule> + '_ {
        self.readings.get(&(site, measure)).into_iter().flatten().copied()
    }

    /// Returns the questioned readings of a site by its number, in the order of the measures.
    pub fn of_site(&self, site: usize) -> impl Iterator<Item = Measure> + '_ {
        self.readings
            .range((site, Measure::ALL[0])..)
            .take_while(move |((at, _), _)| *at == site)
            .map(|((_, m), _)| *m)
    }

    /// Names the rules that question a reading: `area-out-of-scale; values-apart`; empty where it is not questioned.
    #[must_use]
    pub fn describe(&self, site: usize, measure: Measure) -> String {
        self.at(site, measure).map(Rule::word).collect::<Vec<_>>().join("; ")
    }
}

/// Returns the record's id and the column of each cell that a finding is about.
fn cells(finding: &Finding) -> impl Iterator<Item = (&str, &str)> {
    let own = finding.place.column.as_deref().map(|column| (finding.id.as_str(), column));
    let beside = finding.beside.iter().map(|cell| (cell.id.as_str(), cell.column.as_str()));
    own.into_iter().chain(beside).filter(|(id, _)| !id.is_empty())
}

/// Returns the table that a place is in: by the sheet, else by the file.
fn table_of(place: &Place) -> Option<&'static str> {
    let file = place.file.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is = |name: &str| schema::table_named(name).map(|table| table.name);
    is(stem).or_else(|| is(place.sheet.as_deref()?))
}

/// Returns the number of the site that a record belongs to; only leases as tenant stand behind readings.
fn site_of(estate: &Estate, table: &str, id: &str) -> Option<usize> {
    let number = |id: &SiteId| estate.site_number(id);
    match table {
        "leases" | "lease_events" => {
            let lease = estate.lease(&crate::model::LeaseId::new(id)?)?;
            (lease.role == Role::Tenant).then(|| number(&lease.site_id))?
        }
        "sites" | "costs" | "cost_totals" | "occupancy" | "occupancy_summary" | "teams" => {
            number(&SiteId::new(id)?)
        }
        _ => None,
    }
}

/// Tells whether a reading is known, and by the column.
fn rests_on(
    estate: &Estate,
    measures: &Measures,
    (number, measure): (usize, Measure),
    column: &str,
) -> bool {
    let Some(reading) = measures.sites.get(number).map(|site| site.reading(measure)) else {
        return false;
    };
    let is_known = reading.value.is_some() && reading.basis != Basis::Vacant;
    // Gross area stands in for net area only where that is empty.
    let by_net = measure == Measure::AreaInUse
        && column == "gia_m2"
        && estate.sites.get(number).is_some_and(|site| site.nia_m2 != Fact::Empty);
    is_known && !by_net
}
