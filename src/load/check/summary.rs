//! What a summary of observations counts against them: the same doubts as of single observations, a finding a site.

use polars::prelude::*;

use super::{
    occupancy::not_used,
    scale::{self, Fault, Odd},
};
use crate::{
    load::{Estate, columns},
    model::{Findings, Place, RowRef, Rule, Site, counted},
    policy::Policy,
};

/// A column that counts questioned rows: the rule, what such a row is, and what is expected.
type Doubt = (&'static str, Rule, &'static str, &'static str);

const DOUBTS: [Doubt; 5] = [
    (
        "peak_above_capacity",
        Rule::PeakAboveCapacity,
        "with a peak above the capacity",
        "at most the capacity of the same observation",
    ),
    (
        "mean_above_capacity",
        Rule::PeakAboveCapacity,
        "with a mean above the capacity",
        "at most the capacity of the same observation",
    ),
    (
        "mean_above_peak",
        Rule::MeanAbovePeak,
        "with a mean above the peak",
        "a mean no higher than the peak",
    ),
    (
        "hours_above_open",
        Rule::HoursAboveOpen,
        "with more hours in use than open",
        "at most `hours_open`",
    ),
    ("without_places", Rule::FigureImpossible, "with 0 places", "1 place or more"),
];

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    let _ = doubts(estate, policy, findings);
}

fn doubts(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.occupancy_summary else { return Ok(()) };
    let (sites, rows) =
        (table.frame.column(columns::SITE)?.u32()?, table.frame.column(columns::ROW)?.u32()?);
    let of_site = |at: usize| -> Option<(RowRef, &Site)> {
        let site = estate.sites.get(usize::try_from(sites.get(at)?).ok()?)?;
        Some((table.row(rows.get(at)?), site))
    };
    let counts = |name: &str| -> PolarsResult<Vec<(RowRef, &Site, usize)>> {
        let cells = table.frame.column(name)?.i64()?.iter().enumerate();
        let some = cells.filter_map(|(at, rows)| {
            let rows = rows.and_then(|rows| usize::try_from(rows).ok()).filter(|rows| *rows > 0)?;
            let (row, site) = of_site(at)?;
            Some((row, site, rows))
        });
        Ok(some.collect())
    };
    for (column, rule, what, expected) in DOUBTS {
        let found = counts(column)?;
        let odd = found.iter().map(|(row, site, rows)| Odd {
            row,
            id: site.site_id.as_str(),
            found: format!("{} {what}", counted(*rows, "observation")),
        });
        let fault = Fault {
            rule,
            columns: &[column],
            expected: expected.to_owned(),
            fix: "correct the observations, and make the summary again",
        };
        scale::tell(&fault, odd.collect(), (table.frame.height(), None), policy, findings);
    }
    for (row, site, count) in counts("rows_not_used")? {
        findings.push(not_used(Place::cell(&row, "rows_not_used"), site, count));
    }
    Ok(())
}
