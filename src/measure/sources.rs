//! Which file rows stand behind each measure.

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

/// One row of a file behind one measure of a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The site.
    pub site_id: SiteId,
    /// The measure.
    pub measure: Measure,
    /// The row.
    pub row: RowRef,
}

/// Returns every row behind a reading that is known, in order of site, measure, row.
///
/// With `only`, of that site alone.
///
/// # Errors
/// [`MeasureError`] for a fault of the program.
pub fn sources(
    estate: &Estate,
    policy: &Policy,
    measures: &Measures,
    only: Option<&SiteId>,
) -> Result<Vec<Source>, MeasureError> {
    let mut sources = Vec::new();
    let mut add = |number: usize, of: &[Measure], row: &RowRef| {
        let Some(site) = measures.sites.get(number) else { return };
        if only.is_some_and(|id| *id != site.site_id) {
            return;
        }
        for measure in of {
            let reading = site.reading(*measure);
            let shown =
                matches!(reading.state, State::Known | State::Interim) || reading.range.is_some();
            if shown {
                let site_id = site.site_id.clone();
                sources.push(Source { site_id, measure: *measure, row: row.clone() });
            }
        }
    };
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
    let number = only.and_then(|id| estate.site_number(id)).and_then(|n| u32::try_from(n).ok());
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
    sources.sort_unstable();
    sources.dedup();
    Ok(sources)
}

/// Takes site numbers and row numbers out of a frame.
fn numbered(rows: LazyFrame) -> PolarsResult<Vec<(usize, u32)>> {
    let frame = rows.select([col(c::SITE), col(c::ROW)]).collect()?;
    let (sites, rows) = (frame.column(c::SITE)?.u32()?, frame.column(c::ROW)?.u32()?);
    let pairs = sites.iter().zip(rows.iter());
    Ok(pairs.filter_map(|(s, r)| Some((usize::try_from(s?).ok()?, r?))).collect())
}
