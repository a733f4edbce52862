//! `map.geojson` (RFC 7946), one feature a line: sites, zones and partners with a position as points, flows of teams and
//! sites that could share with partners as lines from who moves to where.

use std::collections::BTreeMap;

use geojson::{Feature, Geometry, JsonObject, JsonValue};

use super::{ReportError, records};
use crate::{
    edition::{
        CounterRow, Direction, Edition, MatchRow, NearestSite, PartnerRow, SiteRow, TeamFlow, View,
        ZoneRow,
    },
    model::{Weekday, ratio_term, to_whole},
    tables::SiteList,
    wording::week_hours,
};

/// Tells whether any site can be put on the map.
pub(super) fn has_positions(view: &View) -> bool {
    view.sites.iter().any(|site| position(site).is_some())
}

/// Writes the map; sites, zones and partners without position are listed beside the features.
pub(super) fn geojson(view: &View) -> Result<Vec<u8>, ReportError> {
    let mut text = String::from("{\"type\":\"FeatureCollection\"");
    for (key, value) in about(view) {
        text.push_str(",\n");
        text.push_str(&format!("{}:{value}", JsonValue::from(key)));
    }
    text.push_str(",\n\"features\":[");
    let at_site: BTreeMap<&str, [f64; 2]> = view
        .sites
        .iter()
        .filter_map(|site| Some((site.site_id.as_str(), position(site)?)))
        .collect();
    let sites = view.sites.iter().filter_map(|site| Some(feature(view, site, position(site)?)));
    let zones =
        zones(view).iter().filter_map(|zone| Some(zone_feature(zone, on_globe(zone.position?)?)));
    let partners =
        view.partners.iter().filter_map(|row| Some(partner_feature(row, partner_position(row)?)));
    let flows = view.displacement.flows.iter().filter_map(|flow| {
        let ends = [at_site.get(flow.site_id.as_str())?, at_site.get(flow.to_site_id.as_str())?];
        Some(flow_feature(flow, ends.map(|at| *at)))
    });
    let at_partner: BTreeMap<&str, [f64; 2]> = view
        .partners
        .iter()
        .filter_map(|row| Some((row.partner_id.as_str(), partner_position(row)?)))
        .collect();
    let shares = view.matches.rows.iter().filter(|row| row.chosen).filter_map(|row| {
        let ends = [*at_site.get(row.site_id.as_str())?, *at_partner.get(row.partner_id.as_str())?];
        Some(share_feature(row, ends))
    });
    let points = sites.chain(zones).chain(partners);
    for (i, feature) in points.chain(flows).chain(shares).enumerate() {
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        let feature = serde_json::to_string(&feature)
            .map_err(|source| ReportError::Json { file: "map.geojson", source })?;
        text.push_str(&feature);
    }
    text.push_str("\n]}\n");
    Ok(text.into_bytes())
}

/// Returns the zones that the edition shows: none in the public one, where they would tell which sites are open.
fn zones(view: &View) -> &[ZoneRow] {
    match view.edition {
        Edition::Restricted => &view.cover.zones,
        Edition::Public => &[],
    }
}

/// Returns the foreign members: whose map this is, and who is not on it.
fn about(view: &View) -> Vec<(&'static str, JsonValue)> {
    let missing = view.sites.iter().filter(|site| position(site).is_none());
    let missing: Vec<JsonValue> = missing
        .map(|site| {
            let mut who = JsonObject::new();
            who.insert("site_id".into(), site.site_id.as_str().into());
            who.insert("name".into(), site.name.as_str().into());
            who.into()
        })
        .collect();
    let mut about = vec![
        ("estate", view.estate.as_str().into()),
        ("as_of", view.as_of.to_string().into()),
        ("edition", view.edition.word().into()),
        ("marking", view.edition.marking().into()),
        ("note", view.note.as_deref().into()),
        ("without_position", missing.into()),
    ];
    let placed = |zone: &&ZoneRow| zone.position.and_then(on_globe).is_none();
    let missing: Vec<JsonValue> =
        zones(view).iter().filter(placed).map(|zone| zone.zone_id.as_str().into()).collect();
    if !zones(view).is_empty() {
        about.push(("zones_without_position", missing.into()));
    }
    if !view.partners.is_empty() {
        let missing = view.partners.iter().filter(|row| partner_position(row).is_none());
        let missing: Vec<JsonValue> = missing.map(|row| row.partner_id.as_str().into()).collect();
        about.push(("partners_without_position", missing.into()));
    }
    about
}

/// Returns longitude and latitude at six decimals; `None` when unknown or not on the globe.
pub(super) fn position(site: &SiteRow) -> Option<[f64; 2]> {
    on_globe(site.position?)
}

/// As [`position`], of a partner's site.
pub(super) fn partner_position(row: &PartnerRow) -> Option<[f64; 2]> {
    on_globe(row.position?)
}

fn on_globe((lon, lat): (f64, f64)) -> Option<[f64; 2]> {
    let on_globe = lon.abs() <= 180.0 && lat.abs() <= 90.0;
    let six = |degrees: f64| ratio_term(to_whole(degrees * 1e6)) / 1e6;
    on_globe.then(|| [six(lon), six(lat)])
}

/// Thousandths of a m², of an FTE or of a workstation to a tenth, as the tables have them.
fn tenth(thousandths: i64) -> f64 {
    ratio_term(to_whole(ratio_term(thousandths) / 100.0)) / 10.0
}

fn of_line(ends: [[f64; 2]; 2], properties: JsonObject) -> Feature {
    let mut feature = Feature::from(Geometry::new_line_string(ends));
    feature.properties = Some(properties);
    feature
}

fn feature(view: &View, site: &SiteRow, at: [f64; 2]) -> Feature {
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "site".into());
    let own = SiteList::of(std::iter::once(site)).shown_in(view.edition);
    // Where it is stands in the geometry.
    let own = own.without("longitude").without("latitude");
    for (name, value) in records(own).into_iter().flatten() {
        properties.insert(name, value);
    }
    if view.edition == Edition::Restricted {
        let closes = view.cover.proposed.iter().any(|all| all.site_ids.contains(&site.site_id));
        properties.insert("proposed_to_close".into(), closes.into());
        let counter = view.cover.counters.rows.iter().find(|row| row.site_id == site.site_id);
        put_counter(&mut properties, counter);
    }
    let mut feature = Feature::from(Geometry::new_point(at));
    feature.properties = Some(properties);
    feature
}

/// Hours and visits of a site's public counter; all are null where it has none that is open.
fn put_counter(properties: &mut JsonObject, counter: Option<&CounterRow>) {
    let known = counter.filter(|row| row.days_not_known.len() < Weekday::ALL.len());
    let all = known.map(|row| row.days_not_known.is_empty());
    let hours = known.map(|row| ratio_term(to_whole(f64::from(row.open.minutes()) / 6.0)) / 10.0);
    properties.insert("counter_hours_a_week".into(), hours.into());
    properties.insert("counter_hours_are_all".into(), all.into());
    properties
        .insert("counter_opening_hours".into(), known.map(|row| week_hours(&row.open)).into());
    let visits = counter.and_then(|row| row.visits);
    properties.insert("counter_visits".into(), visits.map(|visits| visits.sum).into());
    properties.insert("counter_visits_are_all".into(), visits.map(|visits| visits.is_all).into());
}

/// A partner's site, with what it offers or wants.
fn partner_feature(row: &PartnerRow, at: [f64; 2]) -> Feature {
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "partner".into());
    properties.insert("partner_id".into(), row.partner_id.as_str().into());
    properties.insert("organisation".into(), row.organisation.as_str().into());
    properties.insert("kind".into(), row.kind.map(|kind| kind.word()).into());
    let name = (!row.name.is_empty()).then_some(row.name.as_str());
    properties.insert("name".into(), name.into());
    properties.insert("offers_m2".into(), row.offers.map(tenth).into());
    properties.insert("wants_m2".into(), row.wants.map(tenth).into());
    properties.insert("from".into(), row.from.map(|day| day.to_string()).into());
    properties.insert("until".into(), row.until.map(|day| day.to_string()).into());
    properties.insert("chosen".into(), row.chosen.into());
    let mut feature = Feature::from(Geometry::new_point(at));
    feature.properties = Some(properties);
    feature
}

/// Teams from the site that closes to the site that takes them, were all sites closed that are proposed to close.
fn flow_feature(flow: &TeamFlow, ends: [[f64; 2]; 2]) -> Feature {
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "team_move".into());
    properties.insert("site_id".into(), flow.site_id.as_str().into());
    properties.insert("name".into(), flow.name.as_str().into());
    properties.insert("to_site_id".into(), flow.to_site_id.as_str().into());
    properties.insert("to_name".into(), flow.to_name.as_str().into());
    properties.insert("teams".into(), flow.teams.join("; ").into());
    properties.insert("fte".into(), tenth(flow.fte).into());
    properties.insert("workstations".into(), tenth(flow.workstations).into());
    let minutes = ratio_term(to_whole(flow.minutes * 10.0)) / 10.0;
    properties.insert("minutes".into(), minutes.into());
    properties.insert("minutes_from".into(), "straight_line".into());
    of_line(ends, properties)
}

/// A pair that is chosen, from who would move to the space; `ends` are the site and the partner.
fn share_feature(row: &MatchRow, [site, partner]: [[f64; 2]; 2]) -> Feature {
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "share".into());
    properties.insert("direction".into(), row.direction.word().into());
    properties.insert("site_id".into(), row.site_id.as_str().into());
    properties.insert("name".into(), row.name.as_str().into());
    properties.insert("partner_id".into(), row.partner_id.as_str().into());
    properties.insert("organisation".into(), row.organisation.as_str().into());
    let partner_name = (!row.partner_name.is_empty()).then_some(row.partner_name.as_str());
    properties.insert("partner_name".into(), partner_name.into());
    properties.insert("metres".into(), to_whole(row.metres).into());
    properties.insert("m2_matched".into(), row.matched().map(tenth).into());
    properties.insert("m2_there".into(), row.there.map(tenth).into());
    properties.insert("from".into(), row.from.map(|day| day.to_string()).into());
    properties.insert("until".into(), row.until.map(|day| day.to_string()).into());
    properties.insert("fits".into(), row.fits.word().into());
    properties.insert("site_closes".into(), row.site_closes.into());
    let ends = match row.direction {
        Direction::IntoPartner => [site, partner],
        Direction::PartnerIn => [partner, site],
    };
    of_line(ends, properties)
}

/// A zone, and for each service what is counted of it and its nearest open site, today and after the proposed closures.
fn zone_feature(zone: &ZoneRow, at: [f64; 2]) -> Feature {
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "zone".into());
    properties.insert("zone_id".into(), zone.zone_id.as_str().into());
    properties.insert("name".into(), zone.name.as_str().into());
    properties.insert("district".into(), zone.district.as_deref().into());
    let of = if zone.placed_by_outline { "outline" } else { "zone" };
    properties.insert("position_of".into(), of.into());
    properties.insert("population".into(), zone.population.into());
    properties.insert("most_deprived_fifth".into(), zone.most_deprived.into());
    for reach in &zone.reach {
        let mut put = |what: &str, value: JsonValue| {
            properties.insert(format!("{}_{what}", reach.service), value);
        };
        let tenth = |way: &NearestSite| ratio_term(to_whole(way.minutes * 10.0)) / 10.0;
        let of = |way: &Option<NearestSite>| {
            let way = way.as_ref();
            let site = way.map(|way| way.site_id.as_str());
            (way.map(tenth), site.map(str::to_owned), way.is_some_and(|way| way.within))
        };
        put("demand", reach.demand.into());
        let (minutes, site, covered) = of(&reach.now);
        put("minutes", minutes.into());
        put("estimated", reach.now.as_ref().map(|way| way.estimated).into());
        put("nearest_site_id", site.into());
        put("covered", covered.into());
        let (minutes, site, covered) = of(&reach.after);
        put("minutes_after", minutes.into());
        put("nearest_site_id_after", site.into());
        put("covered_after", covered.into());
    }
    let mut feature = Feature::from(Geometry::new_point(at));
    feature.properties = Some(properties);
    feature
}

#[cfg(test)]
mod tests {
    use geojson::{FeatureCollection, GeometryValue};

    use super::*;
    use crate::edition::example;

    fn read(view: &View) -> FeatureCollection {
        String::from_utf8(geojson(view).unwrap()).unwrap().parse().unwrap()
    }

    #[test]
    fn the_map_is_read_back_as_points_in_order_longitude_latitude() {
        let mut view = example::hostile().clone();
        view.sites.truncate(2);
        view.sites[0].position = Some((0.123_456_78, 52.4));
        view.sites[1].position = Some((0.25, 52.5));
        view.sites[0].need_index = Some(crate::model::Index(61_234_567));
        let map = read(&view);
        let points: Vec<_> = map
            .features
            .iter()
            .map(|f| match &f.geometry.as_ref().unwrap().value {
                GeometryValue::Point { coordinates } => (coordinates[0], coordinates[1]),
                other => panic!("not a point: {other:?}"),
            })
            .collect();
        assert_eq!(points, [(0.123_457, 52.4), (0.25, 52.5)]);
        let index = map.features[0].property("need_index").unwrap();
        assert_eq!(index.to_string(), "61.234567");
    }

    #[test]
    fn sites_without_position_are_listed_and_not_lost() {
        let mut view = example::hostile().clone();
        view.sites.truncate(2);
        view.sites[0].position = Some((f64::NAN, 52.0));
        view.sites[1].position = Some((0.0, 91.0));
        let map = read(&view);
        assert_eq!(map.features.len(), 0);
        let members = map.foreign_members.unwrap();
        assert_eq!(members["without_position"].as_array().unwrap().len(), view.sites.len());
        assert_eq!(members["edition"], "restricted");
        assert_eq!(members["note"], "Illustrative data");
        assert!(!has_positions(&view));
    }

    #[test]
    fn zones_are_a_layer_with_their_nearest_site_and_not_published() {
        let mut view = example::sample().clone();
        let sites = view.sites.iter().filter(|site| position(site).is_some()).count();
        view.cover.zones[1].position = None;
        let map = read(&view);
        let of_layer = |layer: &str| {
            map.features.iter().filter(|f| f.property("layer").is_some_and(|l| l == layer)).count()
        };
        assert_eq!((of_layer("site"), of_layer("zone")), (sites, view.cover.zones.len() - 1));
        let zone = |f: &&geojson::Feature| f.property("zone_id").is_some_and(|id| id == "FZ041");
        let zone = map.features.iter().find(zone).unwrap();
        let get = |name: &str| zone.property(name).unwrap().clone();
        assert_eq!(get("layer"), "zone");
        assert_eq!(
            (get("public_counter_covered"), get("public_counter_covered_after")),
            (true.into(), false.into())
        );
        assert_eq!(get("public_counter_nearest_site_id"), "FEN-007");
        assert_eq!(get("response_base_covered"), true);
        let missing = map.foreign_members.unwrap()["zones_without_position"].clone();
        assert_eq!(missing, serde_json::json!([view.cover.zones[1].zone_id]));
        view.edition = Edition::Public;
        (view.partners, view.matches) = Default::default();
        view.displacement = crate::edition::DisplacementView::default();
        let public = read(&view);
        assert_eq!(public.features.len(), sites);
        assert!(public.features.iter().all(|f| f.property("proposed_to_close").is_none()));
    }

    #[test]
    fn an_empty_estate_is_an_empty_collection() {
        assert_eq!(read(example::empty()).features.len(), 0);
    }
}
