//! Which file rows stand behind each measure.

use polars::prelude::*;

use super::{MeasureError, Measures, occupancy};
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

const OBSERVED: &[Measure] = &[
    Measure::Utilisation,
    Measure::Frequency,
    Measure::Occupancy,
    Measure::Peak,
    Measure::PeakPeople,
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::LettingValue,
    Measure::PartnerNeed,
];
const LEDGER: &[Measure] =
    &[Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2, Measure::LettingValue];
const STAFF: &[Measure] = &[Measure::OfficeFte, Measure::Space];
const LEASES: &[Measure] = &[
    Measure::RightToSubletPart,
    Measure::TimeToGrant,
    Measure::MonthsToExit,
    Measure::LettingValue,
];
const EVENTS: &[Measure] = &[Measure::TimeToGrant, Measure::MonthsToExit, Measure::LettingValue];
const REGISTER: &[Measure] = &[
    Measure::Space,
    Measure::AreaInUse,
    Measure::SurplusWorkstations,
    Measure::SurplusArea,
    Measure::LettableSpace,
    Measure::RightToSubletPart,
    Measure::LettingValue,
    Measure::PartnerNeed,
    Measure::TimeToGrant,
    Measure::SeparateEntrance,
    Measure::CostSaved,
    Measure::NetReceipt,
    Measure::BacklogAvoided,
    Measure::CostPerM2,
    Measure::MonthsToExit,
];

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
    for (number, site) in estate.sites.iter().enumerate() {
        add(number, REGISTER, &site.row);
        if site.status_or_operational() == Some(Status::Vacant) {
            add(number, OBSERVED, &site.row);
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
    for team in &estate.teams {
        let office = matches!(
            team.function,
            Fact::Known(TeamFunction::Office) | Fact::Empty | Fact::Unreadable
        );
        if let Some(number) = estate.site_number(&team.site_id).filter(|_| office) {
            add(number, STAFF, &team.row);
        }
    }
    for lease in estate.leases.iter().filter(|l| l.role == Role::Tenant) {
        let Some(number) = estate.site_number(&lease.site_id) else { continue };
        add(number, LEASES, &lease.row);
        if matches!(estate.sites[number].tenure, Some(Tenure::Leasehold | Tenure::Licence)) {
            add(number, &[Measure::NetReceipt], &lease.row);
        }
        for event in estate.events_of(&lease.lease_id) {
            add(number, EVENTS, &event.row);
        }
    }
    let number = only.and_then(|id| estate.site_number(id)).and_then(|n| u32::try_from(n).ok());
    let narrowed = |rows: LazyFrame| match number {
        Some(number) => rows.filter(col(c::SITE).eq(lit(number))),
        None => rows,
    };
    if let Some(table) = &estate.costs {
        let lines = narrowed(c::year_lines(table.frame.clone().lazy(), measures.cost_year)?);
        for (site, row) in numbered(lines)? {
            add(site, LEDGER, &table.row(row));
        }
    }
    if let Some(table) = &estate.occupancy {
        let rows = narrowed(table.frame.clone().lazy()).collect()?;
        for (site, row) in numbered(occupancy::window(rows, estate, policy)?.lazy())? {
            let vacant = estate.sites[site].status_or_operational() == Some(Status::Vacant);
            if !vacant {
                add(site, OBSERVED, &table.row(row));
            }
        }
    }
    sources.sort();
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
