//! `demand` and `travel`: zones of the area served, and the body's own journey times from them to its sites.

use std::collections::BTreeSet;

use super::{
    LoadError,
    id_index::SiteIndex,
    position::{self, Limits, Placed, Whereabouts},
    raw::RawTable,
    record::{self, Record},
    schema,
    system::Systems,
};
use crate::{
    model::{
        Finding, Findings, Journey, Place, Rule, SiteId, TimeOfDay, TravelMode, Zone, ZoneId,
        and_list_up_to, counted, with_thousands,
    },
    policy::{Policy, ratio_of},
};

/// Zones named in a finding; the rest are counted.
const NAMED: usize = 5;

/// Reads the zones, in `zone_id` order; doubled ids are findings.
pub(super) fn zones(
    raw: &RawTable,
    middle: Option<geo::Point>,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<Zone>, LoadError> {
    let limits = Limits::of(policy);
    let systems = Systems::of(raw, &schema::DEMAND, &limits, findings);
    let mut zones =
        record::read_all(raw, &schema::DEMAND, policy, findings, |r| zone(r, &limits, systems))?;
    let whereabouts = zones.iter_mut().map(|(zone, placed)| Whereabouts {
        id: zone.zone_id.as_str(),
        row: &zone.row,
        postcode: None,
        position: &mut zone.position,
        placed: placed.as_ref(),
    });
    position::swapped_against_the_rest(whereabouts, middle, &limits, findings);
    let zones = zones.into_iter().map(|(zone, _)| zone).collect();
    Ok(super::without_doubles(zones, |z| &z.zone_id, |z| &z.row, "zone_id", findings))
}

fn zone(r: &mut Record<'_>, limits: &Limits, systems: Systems) -> Option<(Zone, Option<Placed>)> {
    let zone_id = r.id_cell("zone_id", ZoneId::new);
    let population = count(r, "population");
    let (position, placed) = position::read(r, limits, systems).unzip();
    let zone = Zone {
        name: r.text("name"),
        district: r.text("district"),
        position,
        placed_by_outline: false,
        incidents: count(r, "incidents"),
        visits: count(r, "visits"),
        deprivation: r.whole("deprivation").and_then(|decile| u8::try_from(decile).ok()),
        row: r.row.clone(),
        zone_id: zone_id?,
        population: population?,
    };
    Some((zone, placed))
}

fn count(r: &mut Record<'_>, column: &str) -> Option<u64> {
    r.whole(column).and_then(|count| u64::try_from(count).ok())
}

/// Reads the journeys in order of zone, site, mode, time of day; each once.
///
/// A journey of two rows that differ is not known: both are left out, with a finding.
pub(super) fn journeys(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<Journey>, LoadError> {
    let mut rows = record::read_all(raw, &schema::TRAVEL, policy, findings, |r| {
        let zone_id = r.id_cell("zone_id", ZoneId::new);
        // A table of journeys may be a whole county's: sites that are not listed are told together.
        let site_id = r.id_cell("site_id", SiteId::new);
        let listed = |id: SiteId| match sites.number(id.as_str()) {
            Some(_) => id,
            None => sites.otherwise(id.as_str()).cloned().unwrap_or(id),
        };
        let minutes = r.decimal("minutes");
        Some(Journey {
            mode: r.word("mode", TravelMode::read),
            time_of_day: r.word("time_of_day", TimeOfDay::read),
            row: r.row.clone(),
            zone_id: zone_id?,
            site_id: listed(site_id?),
            minutes: ratio_of(minutes?),
        })
    })?;
    unlisted_sites(&mut rows, sites, findings);
    fn key(j: &Journey) -> (&ZoneId, &crate::model::SiteId, Option<TravelMode>, Option<TimeOfDay>) {
        (&j.zone_id, &j.site_id, j.mode, j.time_of_day)
    }
    rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.row.cmp(&b.row)));
    let mut kept = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|a, b| key(a) == key(b)) {
        let [first, rest @ ..] = same else { continue };
        let other = rest.iter().find(|later| later.minutes.total_cmp(&first.minutes).is_ne());
        match other {
            None => kept.push(first.clone()),
            Some(later) => findings.push(differ(first, later)),
        }
    }
    Ok(kept)
}

/// Leaves out the journeys to sites that are not listed, with one finding for all.
fn unlisted_sites(rows: &mut Vec<Journey>, sites: &SiteIndex, findings: &mut Findings) {
    let is_listed = |journey: &Journey| sites.number(journey.site_id.as_str()).is_some();
    let (kept, other): (Vec<Journey>, Vec<Journey>) = rows.drain(..).partition(is_listed);
    *rows = kept;
    let Some(first) = other.iter().min_by(|a, b| a.row.cmp(&b.row)) else { return };
    let ids: BTreeSet<&str> = other.iter().map(|j| j.site_id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let found = format!(
        "{} to {} not in `sites`: {}; not used",
        counted(other.len(), "journey"),
        counted(ids.len(), "id"),
        and_list_up_to(&ids, NAMED)
    );
    let place = Place { row: None, ..Place::cell(&first.row, "site_id") };
    findings.push(
        Finding::new(Rule::JourneysUnmatched, place, "", found, "ids of `sites`".to_owned())
            .fix("correct the ids, or leave the rows of sites that are not in the register"),
    );
}

fn differ(first: &Journey, later: &Journey) -> Finding {
    let found = format!(
        "{} minutes from {} to {}; row {} says {}; neither is used",
        later.minutes, later.zone_id, later.site_id, first.row.row, first.minutes
    );
    let expected = "one time for each zone, site, mode and time of day".to_owned();
    Finding::new(
        Rule::JourneysDiffer,
        Place::cell(&later.row, "minutes"),
        later.zone_id.as_str(),
        found,
        expected,
    )
    .fix("delete the wrong row, or fill `mode` and `time_of_day` where they differ")
}

/// Holds the codes of zones in `travel` against those of `demand`: another census year has other codes.
pub(super) fn hold(zones: &[Zone], journeys: &[Journey], findings: &mut Findings) {
    let mut listed = BTreeSet::new();
    let mut unlisted: Vec<&Journey> = Vec::new();
    for of_zone in journeys.chunk_by(|a, b| a.zone_id == b.zone_id) {
        let first = &of_zone[0];
        match zones.binary_search_by(|zone| zone.zone_id.cmp(&first.zone_id)) {
            Ok(at) => _ = listed.insert(at),
            Err(_) => unlisted.push(first),
        }
    }
    if let Some(first) = unlisted.first() {
        let codes: Vec<&str> = unlisted.iter().map(|j| j.zone_id.as_str()).collect();
        let all = unlisted.len() + listed.len();
        let found = format!(
            "{} of {} ({}%) not in `demand`: {}; their rows are not used",
            codes.len(),
            counted(all, "zone code"),
            (codes.len() * 100 + all / 2) / all,
            and_list_up_to(&codes, NAMED)
        );
        let place = Place { row: None, ..Place::cell(&first.row, "zone_id") };
        let expected = "the codes of `demand`".to_owned();
        findings.push(
            Finding::new(Rule::ZonesUnmatched, place, "", found, expected)
                .fix("use codes of the same census year in both tables"),
        );
    }
    let timeless = zones.iter().enumerate().filter(|(at, _)| !listed.contains(at));
    let (mut estimated, unplaced): (Vec<&Zone>, Vec<&Zone>) =
        timeless.map(|(_, zone)| zone).partition(|zone| zone.position.is_some());
    // Without a table of journeys every time is an estimate: each figure says so itself.
    if journeys.is_empty() {
        estimated.clear();
    }
    let mut tell = |of: &[&Zone], rule: Rule, column: &str, what: &str, fix: &str| {
        let Some(first) = of.first() else { return };
        let codes: Vec<&str> = of.iter().map(|z| z.zone_id.as_str()).collect();
        let people: u64 = of.iter().map(|z| z.population).sum();
        let found = format!(
            "{} of {} ({} people) {} {what}: {}",
            of.len(),
            counted(zones.len(), "zone"),
            with_thousands(&people.to_string()),
            if of.len() == 1 { "has" } else { "have" },
            and_list_up_to(&codes, NAMED)
        );
        let place = Place { row: None, ..Place::cell(&first.row, column) };
        let expected = "a journey time, or a position, for each zone".to_owned();
        findings.push(Finding::new(rule, place, "", found, expected).fix(fix));
    };
    tell(
        &estimated,
        Rule::ZonesWithoutTravel,
        "zone_id",
        "no row in `travel`, so that times are estimated from straight lines",
        "add their rows to `travel`, with codes of the same census year",
    );
    tell(
        &unplaced,
        Rule::ZonesNotPlaced,
        "easting",
        "neither a position nor a row in `travel`, so that no site can be reached from them",
        "add `easting` and `northing`, or `latitude` and `longitude`, or rows in `travel`",
    );
}
