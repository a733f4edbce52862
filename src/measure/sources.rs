//! Which file rows stand behind each measure.

use std::sync::Arc;

use polars::prelude::*;

use super::{
    MeasureError, Measures, occupancy,
    reads::{read_from, reads},
};
use crate::{
    load::{Estate, columns as c},
    model::{
        Blocks, Constraint, Fact, Measure, Role, RowRef, SiteId, State, Status, TeamFunction,
        Tenure,
    },
    policy::Policy,
};

/// The rows of one file behind one measure of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRows {
    /// The site.
    pub site_id: SiteId,
    /// The measure.
    pub measure: Measure,
    /// Relative to the snapshot.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// As a spreadsheet shows them, in order; none where they are not told. Measures worked out from the same rows share
    /// them.
    pub rows: Arc<[u32]>,
}

impl SourceRows {
    /// Returns its lines: one a row; one without a number where rows are not told.
    pub fn lines(&self) -> impl Iterator<Item = (&Self, Option<u32>)> {
        let whole = self.rows.is_empty().then_some((self, None));
        whole.into_iter().chain(self.rows.iter().map(move |row| (self, Some(*row))))
    }
}

/// Rows behind readings that are known, as they are found: each once, with the measures that are worked out from it.
pub struct FoundRows<'a> {
    measures: &'a Measures,
    /// The one site that is asked for, by its number; `None` is every site.
    only: Option<usize>,
    /// The files and sheets met so far.
    places: Vec<(Arc<str>, Option<Arc<str>>)>,
    found: Vec<FoundRow>,
}

/// A row that was found: site, place, row, and a bit a measure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FoundRow {
    site: u32,
    place: u32,
    row: u32,
    of: u32,
}

/// Returns the bit of a measure.
const fn bit(measure: Measure) -> u32 {
    1 << measure as u32
}

// Each measure has a bit of its own.
const _: () = assert!(Measure::ALL.len() <= u32::BITS as usize, "a row found has a bit a measure");

impl<'a> FoundRows<'a> {
    /// Begins with none; with `only`, rows of other sites are passed over.
    #[must_use]
    pub const fn new(measures: &'a Measures, only: Option<usize>) -> Self {
        Self { measures, only, places: Vec::new(), found: Vec::new() }
    }

    /// Returns the number of the one site that is asked for; `None` is every site.
    #[must_use]
    pub const fn only(&self) -> Option<usize> {
        self.only
    }

    /// Adds a row behind measures of a site: to those of them whose reading is known.
    pub fn add(&mut self, number: usize, of: &[Measure], row: &RowRef) {
        let Some(site) = self.measures.sites.get(number) else { return };
        if self.only.is_some_and(|only| only != number) {
            return;
        }
        let is_shown = |measure: &&Measure| {
            let reading = site.reading(**measure);
            matches!(reading.state, State::Known | State::Interim) || reading.range.is_some()
        };
        let of = of.iter().filter(is_shown).fold(0, |bits, measure| bits | bit(*measure));
        let (place, site) = (self.place(row), u32::try_from(number).unwrap_or(u32::MAX));
        if of != 0 {
            self.found.push(FoundRow { site, place, row: row.row, of });
        }
    }

    /// Returns the number of a row's file and sheet.
    fn place(&mut self, row: &RowRef) -> u32 {
        let alike =
            |(file, sheet): &(Arc<str>, Option<Arc<str>>)| *file == row.file && *sheet == row.sheet;
        let there = self.places.iter().position(alike);
        let at = there.unwrap_or_else(|| {
            self.places.push((row.file.clone(), row.sheet.clone()));
            self.places.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Puts the rows of one file behind one measure of a site together, in order of site, measure, file, sheet.
    #[must_use]
    pub fn together(self) -> Vec<SourceRows> {
        let Self { measures, places, mut found, .. } = self;
        found.sort_unstable();
        let mut together = Vec::new();
        for of_site in found.chunk_by(|a, b| a.site == b.site) {
            let number = of_site.first().and_then(|first| usize::try_from(first.site).ok());
            let Some(site) = number.and_then(|number| measures.sites.get(number)) else { continue };
            let begun = together.len();
            for of_file in of_site.chunk_by(|a, b| a.place == b.place) {
                let place = of_file.first().and_then(|first| usize::try_from(first.place).ok());
                let Some((file, sheet)) = place.and_then(|place| places.get(place)) else {
                    continue;
                };
                let mut last: Option<Arc<[u32]>> = None;
                for measure in Measure::ALL {
                    let behind = of_file.iter().filter(|found| found.of & bit(*measure) != 0);
                    let mut rows: Vec<u32> = behind.map(|found| found.row).collect();
                    rows.dedup();
                    if rows.is_empty() {
                        continue;
                    }
                    let alike = last.take().filter(|last| **last == *rows);
                    let rows = alike.unwrap_or_else(|| rows.into());
                    last = Some(rows.clone());
                    let (site_id, file, sheet) =
                        (site.site_id.clone(), file.clone(), sheet.clone());
                    together.push(SourceRows { site_id, measure: *measure, file, sheet, rows });
                }
            }
            let order = |s: &SourceRows| (s.measure, s.file.clone(), s.sheet.clone());
            together[begun..].sort_by_cached_key(order);
        }
        together.shrink_to_fit();
        together
    }
}

/// Finds every row behind a reading that is known; of partners, coverage and room other stages do.
///
/// With `only`, of that site alone, by its number.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn sources<'a>(
    estate: &Estate,
    policy: &Policy,
    measures: &'a Measures,
    only: Option<usize>,
) -> Result<FoundRows<'a>, MeasureError> {
    let mut found = FoundRows::new(measures, only);
    let mut add = |number: usize, of: &[Measure], row: &RowRef| found.add(number, of, row);
    let (register, leases, events) =
        (read_from("sites", "status"), read_from("leases", ""), read_from("lease_events", ""));
    for (number, site) in estate.sites.iter().enumerate() {
        add(number, &register, &site.row);
        // Of any other site the status says no more than that observations count.
        if site.status_or_operational() == Some(Status::Vacant) {
            add(number, reads("sites", "status"), &site.row);
        }
    }
    let as_of = estate.snapshot.as_of;
    let stops_a_sale = |c: &&Constraint| c.holds_on(as_of) && c.blocks_or_both() != Blocks::Letting;
    for constraint in estate.constraints.iter().flatten().filter(stops_a_sale) {
        let Some(number) = estate.site_number(&constraint.site_id) else { continue };
        if matches!(estate.sites[number].tenure, Some(Tenure::Freehold | Tenure::LongLeasehold)) {
            add(number, &[Measure::MonthsToExit], &constraint.row);
        }
    }
    let staff = read_from("teams", "");
    for team in &estate.teams {
        let office = matches!(
            team.function,
            Fact::Known(TeamFunction::Office) | Fact::Empty | Fact::Unreadable
        );
        if let Some(number) = estate.site_number(&team.site_id).filter(|_| office) {
            add(number, &staff, &team.row);
        }
    }
    for lease in estate.leases.iter().filter(|l| l.role == Role::Tenant) {
        let Some(number) = estate.site_number(&lease.site_id) else { continue };
        // What a freehold or long leasehold brings is its value.
        let left = matches!(estate.sites[number].tenure, Some(Tenure::Leasehold | Tenure::Licence));
        let of = |measures: &[Measure]| -> Vec<Measure> {
            measures.iter().copied().filter(|m| left || *m != Measure::NetReceipt).collect()
        };
        add(number, &of(&leases), &lease.row);
        for event in estate.events_of(&lease.lease_id) {
            add(number, &of(&events), &event.row);
        }
    }
    let number = only.and_then(|number| u32::try_from(number).ok());
    let narrowed = |rows: LazyFrame| match number {
        Some(number) => rows.filter(col(c::SITE).eq(lit(number))),
        None => rows,
    };
    if let Some(table) = &estate.costs {
        let lines = narrowed(c::year_lines(table.frame.clone().lazy(), measures.cost_year)?);
        let ledger = read_from("costs", "");
        for (site, row) in numbered(lines)? {
            add(site, &ledger, &table.row(row));
        }
    }
    if let Some(table) = &estate.occupancy_summary {
        let rows = narrowed(table.frame.clone().lazy());
        let used = rows.filter(col("observations").gt(lit(0_i64)));
        let observed = read_from("occupancy", "");
        for (site, row) in numbered(used)? {
            if estate.sites[site].status_or_operational() != Some(Status::Vacant) {
                add(site, &observed, &table.row(row));
            }
        }
    }
    if let Some(table) = &estate.occupancy {
        let rows = narrowed(table.frame.clone().lazy()).collect()?;
        let observed = read_from("occupancy", "");
        for (site, row) in numbered(occupancy::window(rows, estate, policy)?.lazy())? {
            let vacant = estate.sites[site].status_or_operational() == Some(Status::Vacant);
            if !vacant {
                add(site, &observed, &table.row(row));
            }
        }
    }
    Ok(found)
}

/// Takes site numbers and row numbers out of a frame.
fn numbered(rows: LazyFrame) -> PolarsResult<Vec<(usize, u32)>> {
    let frame = rows.select([col(c::SITE), col(c::ROW)]).collect()?;
    let (sites, rows) = (frame.column(c::SITE)?.u32()?, frame.column(c::ROW)?.u32()?);
    let pairs = sites.iter().zip(rows.iter());
    Ok(pairs.filter_map(|(s, r)| Some((usize::try_from(s?).ok()?, r?))).collect())
}
