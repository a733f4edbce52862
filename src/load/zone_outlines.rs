//! Zones and sites within the outlines of `boundaries.geojson`: where a zone is, and in which district a point lies.

use std::collections::BTreeMap;

use geo::{Contains, InteriorPoint, LineString, MultiPolygon, Polygon};

use super::boundaries;
use crate::model::{
    Finding, Findings, Outline, Place, Rule, Site, Zone, ZoneId, and_list_up_to, counted,
};

/// Zones named in a finding; the rest are counted.
const NAMED: usize = 5;

fn polygon(outline: &Outline) -> Option<Polygon> {
    let mut rings = outline.rings.iter().map(|ring| ring.iter().copied().collect::<LineString>());
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// Gives each zone without a position a point within its outline, and holds the positions of the others against theirs.
///
/// Zones are in `zone_id` order.
pub(super) fn place(zones: &mut [Zone], outlines: &[Outline], findings: &mut Findings) {
    let mut parts: BTreeMap<&ZoneId, Vec<Polygon>> = BTreeMap::new();
    for outline in outlines {
        if let Some((id, polygon)) = outline.zone_id.as_ref().zip(polygon(outline)) {
            parts.entry(id).or_default().push(polygon);
        }
    }
    let (mut outside, mut unlisted) = (Vec::new(), Vec::new());
    let all = parts.len();
    for (id, parts) in parts {
        let area = MultiPolygon::new(parts);
        let Ok(at) = zones.binary_search_by(|zone| zone.zone_id.cmp(id)) else {
            unlisted.push(id.as_str());
            continue;
        };
        let zone = &mut zones[at];
        match zone.position {
            Some(position) if !area.contains(&position) => outside.push(at),
            Some(_) => {}
            None => {
                zone.position = area.interior_point();
                zone.placed_by_outline = zone.position.is_some();
            }
        }
    }
    if let Some(first) = outside.first() {
        let ids: Vec<&str> = outside.iter().map(|at| zones[*at].zone_id.as_str()).collect();
        let found = format!(
            "{} of {} outside their outlines: {}; the positions are used as they stand",
            ids.len(),
            counted(zones.len(), "zone"),
            and_list_up_to(&ids, NAMED)
        );
        let place = Place { row: None, ..Place::cell(&zones[*first].row, "zone_id") };
        let expected = format!("each position within the zone's outline in {}", boundaries::FILE);
        findings.push(
            Finding::new(Rule::ZonesOutsideOutline, place, "", found, expected)
                .fix("correct the positions, or use outlines of the same census year"),
        );
    }
    // Outlines may be a whole country's: only where none fits are they of another census year.
    if !zones.is_empty() && all > 0 && unlisted.len() == all {
        let found = format!(
            "{}, and none is in `demand`: {}",
            counted(all, "zone code"),
            and_list_up_to(&unlisted, NAMED)
        );
        let expected = "the codes of `demand`".to_owned();
        findings.push(
            Finding::new(Rule::ZonesUnmatched, Place::file(boundaries::FILE), "", found, expected)
                .fix("use codes of the same census year in both files"),
        );
    }
}

/// Fills the empty district of each zone and site from the district outline that it stands in.
pub(super) fn districts<'s>(
    zones: &mut [Zone],
    sites: impl Iterator<Item = &'s mut Site>,
    outlines: &[Outline],
    findings: &mut Findings,
) {
    let areas: Vec<(Polygon, &str)> = outlines
        .iter()
        .filter_map(|outline| polygon(outline).zip(outline.district.as_deref()))
        .collect();
    if areas.is_empty() {
        return;
    }
    let of =
        |at: geo::Point| areas.iter().find(|(area, _)| area.contains(&at)).map(|(_, name)| *name);
    let mut filled = 0;
    for zone in zones.iter_mut().filter(|zone| zone.district.is_none()) {
        zone.district = zone.position.and_then(of).map(ToOwned::to_owned);
        filled += usize::from(zone.district.is_some());
    }
    let mut sites_filled = Vec::new();
    for site in sites.filter(|site| site.district.is_none()) {
        site.district = site.position.and_then(of).map(ToOwned::to_owned);
        if site.district.is_some() {
            sites_filled.push(site.site_id.as_str());
        }
    }
    if filled + sites_filled.len() == 0 {
        return;
    }
    let mut of = Vec::new();
    if !sites_filled.is_empty() {
        let ids = and_list_up_to(&sites_filled, NAMED);
        of.push(format!("{} ({ids})", counted(sites_filled.len(), "site")));
    }
    if filled > 0 {
        of.push(counted(filled, "zone"));
    }
    let found =
        format!("the district of {} is that of the outline they stand in", of.join(" and "));
    let expected = "a district in `sites` and `demand`".to_owned();
    findings.push(
        Finding::new(Rule::DistrictFromOutline, Place::file(boundaries::FILE), "", found, expected)
            .fix("fill in `district` where it should be another"),
    );
}
