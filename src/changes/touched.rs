//! Of which sites something is recorded differently, and whether a measure reads it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::FactChange;
use crate::{
    load::{self, Estate, LoadError, OtherLines, SitePair, schema},
    measure::reads,
    model::Measure,
    portfolio::Results,
};

/// Columns of `sites` by which coverage or room of a site depends on whose day it is of.
const COUNTED: [&str; 16] = [
    "use",
    "status",
    "status_on",
    "easting",
    "northing",
    "latitude",
    "longitude",
    "crs",
    "district",
    "workstations",
    "extra_workstations",
    "extra_workstations_cost",
    "public_counter",
    "must_keep",
    "secure",
    "office_nia_m2",
];

/// Which facts of each site, and which that belong to none, are recorded differently.
pub(super) struct Touched<'a> {
    sites: BTreeMap<&'a str, BTreeSet<(&'a str, &'a str)>>,
    /// Tables and columns; a whole table has no column.
    tables: BTreeSet<(&'a str, &'a str)>,
    lists: ChangedLists,
    before: &'a Estate,
    after: &'a Estate,
}

/// The lists of lines that are not the same files on both days, with the sites, by their number in the later snapshot, of
/// which they have other lines.
pub(super) struct ChangedLists(BTreeMap<&'static str, OtherLines>);

/// Tables that are lists of lines, or stand in the place of one.
const LISTS: [&str; 4] = ["costs", "occupancy", "cost_totals", "occupancy_summary"];

impl ChangedLists {
    /// Compares the lists of two snapshots, first by their files.
    ///
    /// # Errors
    /// [`LoadError`] for a fault of the program.
    pub fn between(
        (before, folder_before): (&Estate, &Path),
        (after, folder_after): (&Estate, &Path),
        pairs: &[SitePair],
    ) -> Result<Self, LoadError> {
        let changed = |list: &&str| files(folder_before, list) != files(folder_after, list);
        let of = |list: &'static str| Ok((list, load::other_lines(before, after, pairs, list)?));
        LISTS.into_iter().filter(changed).map(of).collect::<Result<_, _>>().map(Self)
    }

    /// Tells whether a list has other lines of a site.
    fn differs(&self, list: &str, pair: &SitePair) -> bool {
        match self.0.get(list) {
            None => false,
            Some(OtherLines::OfAll) => true,
            Some(OtherLines::Of(sites)) => sites.contains(&pair.after),
        }
    }
}

/// Returns the files of a list in a folder by name, with what they hold.
fn files(folder: &Path, list: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let own = entries.filter_map(|entry| {
        let path = entry.path();
        let stem = path.file_stem()?.to_string_lossy().to_lowercase();
        let is_book = stem == "estate" && path.extension().is_none_or(|end| end != "toml");
        let name = entry.file_name().to_string_lossy().into_owned();
        // What cannot be read as a file, such as a folder of parts, counts as changed.
        let bytes = || std::fs::read(&path).unwrap_or_else(|_| path.display().to_string().into());
        (stem == list || is_book).then(|| (name, bytes()))
    });
    own.collect()
}

impl<'a> Touched<'a> {
    /// Gathers what changed by site.
    pub fn of(
        facts: &'a [FactChange],
        lists: ChangedLists,
        before: &'a Estate,
        after: &'a Estate,
    ) -> Self {
        let mut sites: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        let mut tables = BTreeSet::new();
        for fact in facts {
            if fact.site_id.is_empty() {
                tables.insert((fact.table.as_str(), fact.column.as_str()));
            } else {
                let own = sites.entry(fact.site_id.as_str()).or_default();
                own.insert((fact.table.as_str(), fact.column.as_str()));
            }
        }
        Self { sites, tables, lists, before, after }
    }

    /// Tells whether nothing at all is recorded differently.
    pub fn is_nothing(&self) -> bool {
        let same_sites = self.before.sites.len() == self.after.sites.len();
        let no_list = self.lists.0.is_empty();
        self.sites.is_empty() && self.tables.is_empty() && same_sites && no_list
    }

    /// Tells whether there are neither zones nor teams, so that nothing of coverage or room is known.
    pub fn is_blind(&self) -> bool {
        let of = |estate: &Estate| estate.zones.is_none() && estate.teams.is_empty();
        of(self.before) && of(self.after)
    }

    fn of_site(&self, pair: &SitePair) -> impl Iterator<Item = &(&'a str, &'a str)> {
        let id = self.after.sites.get(pair.after).map_or("", |site| site.site_id.as_str());
        self.sites.get(id).into_iter().flatten()
    }

    /// Tells whether anything changed by which it matters for coverage or room of whose day a site is.
    pub fn counts_for_others(
        &self,
        pair: &SitePair,
        before: Results<'_>,
        after: Results<'_>,
    ) -> bool {
        if self.is_blind() {
            return false;
        }
        let common = ["demand", "partners", "teams", "counters", "treasury.toml", "projects"];
        let own = ["teams", "counters"];
        let counts = |table: &str, column: &str| match table {
            "sites" => COUNTED.contains(&column),
            table => own.contains(&table),
        };
        let reading = |of: Results<'_>, number: usize, measure| {
            of.measures.sites[number].reading(measure).clone()
        };
        let reads = [Measure::PeakPeople, Measure::OfficeFte, Measure::SurplusWorkstations];
        self.tables.iter().any(|(table, column)| common.contains(table) || counts(table, column))
            || self.of_site(pair).any(|(table, column)| counts(table, column))
            || self.journeys_differ(pair)
            || reads.iter().any(|measure| {
                reading(before, pair.before, *measure) != reading(after, pair.after, *measure)
            })
    }

    fn journeys_differ(&self, pair: &SitePair) -> bool {
        let of = |estate: &'a Estate, number: usize| {
            let id = &estate.sites[number].site_id;
            let own = estate.journeys.iter().filter(move |journey| journey.site_id == *id);
            own.map(|j| (&j.zone_id, j.mode, j.time_of_day, j.minutes.to_bits()))
        };
        !of(self.before, pair.before).eq(of(self.after, pair.after))
    }

    /// Tells whether nothing that a measure reads of a site is recorded differently, so that only the date moved it.
    ///
    /// New lines of the ledger and new observations are facts, of the sites that they are of.
    pub fn is_by_date(&self, pair: &SitePair, measure: Measure) -> bool {
        // What stands in the place of a list is read as that is.
        let table_reads = |table: &str| {
            let table = match table {
                "cost_totals" => "costs",
                "occupancy_summary" => "occupancy",
                table => table,
            };
            let of = schema::TABLES.iter().find(|of| of.name == table);
            let columns = of.map_or(&[][..], |of| of.columns);
            columns.iter().any(|column| reads(table, column.name).contains(&measure))
        };
        let is_read = |(table, column): &(&str, &str)| match *table {
            "sites" => reads(table, column).contains(&measure),
            table => table_reads(table),
        };
        if self.is_nothing() {
            return true;
        }
        let is_listed =
            LISTS.iter().any(|list| self.lists.differs(list, pair) && table_reads(list));
        let among = super::worlds::AMONG_OTHERS.contains(&measure);
        let common = self.tables.iter().any(|(table, column)| match *column {
            "" => table_reads(table),
            column => reads(table, column).contains(&measure),
        });
        !is_listed && !among && !common && !self.of_site(pair).any(is_read)
    }
}
