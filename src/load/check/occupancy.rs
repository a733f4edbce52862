//! Observations against their capacity.

use polars::prelude::*;

use super::scale::{self, Fault, Odd};
use crate::{
    load::{Estate, columns},
    model::{
        Finding, Findings, ObservationMethod, Place, RowRef, Rule, Site, day_number, decimals,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    // Frames of `load` have these columns; what a frame lacks cannot be looked at.
    let _ = crowding(estate, policy, findings);
    not_read(estate, findings);
}

/// Reports observations with more people than places; those of no places are told as such.
fn crowding(estate: &Estate, policy: &Policy, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.occupancy else { return Ok(()) };
    let frame = &table.frame;
    let (sites, rows) = (frame.column(columns::SITE)?.u32()?, frame.column(columns::ROW)?.u32()?);
    let whole = |name: &str| frame.column(name)?.i32();
    let counts = whole(columns::PEAK)?.iter().zip(whole(columns::MEAN)?.iter());
    let mut crowded: [Vec<(RowRef, &Site, String)>; 2] = [Vec::new(), Vec::new()];
    for (at, (places, (peak, mean))) in whole(columns::CAPACITY)?.iter().zip(counts).enumerate() {
        let places = places.filter(|places| *places > 0);
        let over = |people: Option<i32>| people.zip(places).filter(|(p, places)| p > places);
        let (which, (people, places)) = match (over(peak), over(mean)) {
            (Some(over), _) => (0, over),
            (None, Some(over)) => (1, over),
            (None, None) => continue,
        };
        let (Some(site), Some(row)) = (sites.get(at), rows.get(at)) else { continue };
        let Some(site) = usize::try_from(site).ok().and_then(|n| estate.sites.get(n)) else {
            continue;
        };
        let shown = |thousandths: i32| {
            let text = decimals(i64::from(thousandths), 1000, 3);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let found = format!("{} people in a capacity of {}", shown(people), shown(places));
        crowded[which].push((table.row(row), site, found));
    }
    for (name, found) in ["peak_occupied", "mean_occupied"].into_iter().zip(crowded) {
        let odd = found.iter().map(|(row, site, found)| Odd {
            row,
            id: site.site_id.as_str(),
            found: found.clone(),
        });
        let fault = Fault {
            rule: Rule::PeakAboveCapacity,
            columns: &[name, "capacity"],
            expected: "at most the capacity of the same observation".to_owned(),
            fix: "check the count and the capacity",
        };
        scale::tell(&fault, odd.collect(), (frame.height(), None), policy, findings);
    }
    Ok(())
}

/// Notes how many observations are booked or assumed, and so not read.
fn not_read(estate: &Estate, findings: &mut Findings) {
    let Some(table) = &estate.occupancy else { return };
    let Ok(Ok(methods)) = table.frame.column(columns::METHOD).map(|c| c.u32().cloned()) else {
        return;
    };
    let (Ok(Ok(sites)), Ok(Ok(days))) = (
        table.frame.column(columns::SITE).map(|c| c.u32().cloned()),
        table.frame.column(columns::DAY).map(|c| c.i32().cloned()),
    ) else {
        return;
    };
    let first = ObservationMethod::Booking as u32;
    let until = day_number(estate.snapshot.as_of);
    let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for ((method, site), day) in methods.iter().zip(sites.iter()).zip(days.iter()) {
        if let (Some(method), Some(site), Some(day)) = (method, site, day)
            && method >= first
            && day <= until
        {
            *counts.entry(site).or_default() += 1;
        }
    }
    for (site, count) in counts {
        let Some(site) = usize::try_from(site).ok().and_then(|n| estate.sites.get(n)) else {
            continue;
        };
        findings.push(not_used(table.origin.place(None, Some("method")), site, count));
    }
}

/// Makes the note about observations of a site that are booked or assumed.
pub(super) fn not_used(place: Place, site: &Site, count: usize) -> Finding {
    let found = format!("observations that are booked or assumed: {count}; not used");
    let expected = "observations by sensor, badge or survey".to_owned();
    Finding::new(Rule::OccupancyNotRead, place, site.site_id.as_str(), found, expected)
        .fix("survey the site if a decision depends on its utilisation")
}
