//! `map.geojson`: sites and zones with a position, one point each (RFC 7946), one feature a line.

use geojson::{Feature, Geometry, JsonObject, JsonValue};

use super::ReportError;
use crate::{
    edition::{Edition, NearestSite, SiteRow, View, ZoneRow},
    model::{ratio_term, to_whole},
};

/// Tells whether any site can be put on the map.
pub(super) fn has_positions(view: &View) -> bool {
    view.sites.iter().any(|site| position(site).is_some())
}

/// Writes the map; sites and zones without position are listed beside the features.
pub(super) fn geojson(view: &View) -> Result<Vec<u8>, ReportError> {
    let mut text = String::from("{\"type\":\"FeatureCollection\"");
    for (key, value) in about(view) {
        text.push_str(",\n");
        text.push_str(&format!("{}:{value}", JsonValue::from(key)));
    }
    text.push_str(",\n\"features\":[");
    let sites = view.sites.iter().filter_map(|site| Some(feature(site, position(site)?)));
    let zones =
        zones(view).iter().filter_map(|zone| Some(zone_feature(zone, on_globe(zone.position?)?)));
    for (i, feature) in sites.chain(zones).enumerate() {
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
    about
}

/// Returns longitude and latitude at six decimals; `None` when unknown or not on the globe.
pub(super) fn position(site: &SiteRow) -> Option<[f64; 2]> {
    on_globe(site.position?)
}

fn on_globe((lon, lat): (f64, f64)) -> Option<[f64; 2]> {
    let on_globe = lon.abs() <= 180.0 && lat.abs() <= 90.0;
    let six = |degrees: f64| ratio_term(to_whole(degrees * 1e6)) / 1e6;
    on_globe.then(|| [six(lon), six(lat)])
}

fn feature(site: &SiteRow, at: [f64; 2]) -> Feature {
    let index = site.need_index.and_then(|index| index.to_string().parse::<f64>().ok());
    let mut properties = JsonObject::new();
    properties.insert("layer".into(), "site".into());
    properties.insert("site_id".into(), site.site_id.as_str().into());
    properties.insert("name".into(), site.name.as_str().into());
    properties.insert("rank".into(), site.rank.into());
    properties.insert("need_index".into(), index.into());
    properties.insert("use".into(), site.site_use.map(|u| u.word()).into());
    properties.insert("tenure".into(), site.tenure.map(|t| t.word()).into());
    properties.insert("status".into(), site.status.map(|s| s.word()).into());
    properties.insert("position_of".into(), site.position_of.map(|of| of.word()).into());
    properties.insert("position_within_m".into(), site.position_within_m.into());
    properties.insert(
        "gates".into(),
        site.gates.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ").into(),
    );
    let mut feature = Feature::from(Geometry::new_point(at));
    feature.properties = Some(properties);
    feature
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
        assert_eq!(map.features.len(), sites + view.cover.zones.len() - 1);
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
        assert_eq!(read(&view).features.len(), sites);
    }

    #[test]
    fn an_empty_estate_is_an_empty_collection() {
        assert_eq!(read(example::empty()).features.len(), 0);
    }
}
