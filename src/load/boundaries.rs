//! `boundaries.geojson`: the outlines that the maps show, and which zone or district each is of.

use geo::Point;
use geojson::{Feature, GeoJson, Geometry, GeometryValue, Position};

use super::{encoding, schema};
use crate::{
    model::{Finding, Findings, Outline, Place, Rule, ZoneId, folded},
    place::{Bounds, Grid},
    policy::Policy,
};

/// Names the file.
pub(super) const FILE: &str = "boundaries.geojson";

/// Points that make a ring: the last is the first again.
const LEAST: usize = 4;

/// The most positions that are read: an outline as detailed as any of a police force or county has a tenth of it.
const MOST: usize = 1_000_000;

/// Reads the polygons of the file; what is none is left out with one finding.
///
/// Positions are longitude and latitude or, where they are too large for that, easting and northing of the British
/// National Grid, as many publishers of boundaries have them.
pub(super) fn read(bytes: Vec<u8>, policy: &Policy, findings: &mut Findings) -> Vec<Outline> {
    let text = String::from_utf8(encoding::decoded(bytes).text).unwrap_or_default();
    let parsed = match text.trim_start_matches('\u{FEFF}').parse::<GeoJson>() {
        Ok(parsed) => parsed,
        Err(error) => {
            let error = error.to_string();
            let found =
                format!("not readable as GeoJSON: {}", error.lines().next().unwrap_or_default());
            findings.push(fault(found));
            return Vec::new();
        }
    };
    let mut found = Found {
        bounds: Bounds::of(policy),
        outlines: Vec::new(),
        of: (None, None),
        fault: None,
        faults: 0,
        positions: 0,
    };
    match &parsed {
        GeoJson::Geometry(geometry) => found.geometry(geometry, 1),
        GeoJson::Feature(feature) => found.feature(feature, 1),
        GeoJson::FeatureCollection(all) => {
            for (feature, number) in all.features.iter().zip(1..) {
                found.feature(feature, number);
            }
        }
    }
    let Found { outlines, fault: first, faults, positions, .. } = found;
    if positions > MOST {
        findings.push(too_detailed(positions));
        return Vec::new();
    }
    match first {
        Some(first) if faults > 1 => {
            findings
                .push(fault(format!("{faults} parts that cannot be drawn; the first is {first}")));
        }
        Some(first) => findings.push(fault(first)),
        None if outlines.is_empty() => findings.push(fault("no features".to_owned())),
        None => {}
    }
    outlines
}

fn fault(found: String) -> Finding {
    let expected = "GeoJSON of polygons in longitude and latitude".to_owned();
    Finding::new(Rule::BoundaryLeftOut, Place::file(FILE), "", found, expected).fix(
        "export the outline again as GeoJSON polygons in WGS 84 (EPSG:4326); until then \
            the map has no outline",
    )
}

fn too_detailed(positions: usize) -> Finding {
    let (found, expected) =
        (format!("{positions} positions"), format!("outlines of at most {MOST} positions"));
    Finding::new(Rule::BoundaryLeftOut, Place::file(FILE), "", found, expected).fix(
        "use the generalised outlines of the publisher, or simplify them to 20 metres and leave out other areas; until \
            then the map has no outline",
    )
}

/// What was found so far.
struct Found {
    bounds: Bounds,
    outlines: Vec<Outline>,
    /// The zone and the district that the feature at hand is of.
    of: (Option<ZoneId>, Option<String>),
    /// What is wrong with the first part that cannot be drawn.
    fault: Option<String>,
    faults: usize,
    /// Of all rings, those that cannot be drawn among them.
    positions: usize,
}

impl Found {
    fn feature(&mut self, feature: &Feature, number: usize) {
        let zone_id = property(feature, "zone_id").and_then(|id| ZoneId::new(&id));
        let district = property(feature, "district").filter(|_| zone_id.is_none());
        self.of = (zone_id, district);
        match &feature.geometry {
            Some(geometry) => self.geometry(geometry, number),
            None => self.wrong(number, "with no geometry"),
        }
    }

    fn geometry(&mut self, geometry: &Geometry, number: usize) {
        match &geometry.value {
            GeometryValue::Polygon { coordinates } => self.polygon(coordinates, number),
            GeometryValue::MultiPolygon { coordinates } => {
                for polygon in coordinates {
                    self.polygon(polygon, number);
                }
            }
            GeometryValue::GeometryCollection { geometries } => {
                for geometry in geometries {
                    self.geometry(geometry, number);
                }
            }
            other => self.wrong(number, &format!("a {}", other.type_name())),
        }
    }

    fn polygon(&mut self, rings: &[Vec<Position>], number: usize) {
        self.positions += rings.iter().map(Vec::len).sum::<usize>();
        if self.positions > MOST {
            return;
        }
        let read: Option<Vec<Vec<Point>>> =
            rings.iter().map(|ring| ring.iter().map(|at| self.point(at)).collect()).collect();
        let Some(rings) = read else {
            return self.wrong(number, "with a position beyond the policy's bounds");
        };
        let is_ring = |ring: &Vec<Point>| ring.len() >= LEAST && ring.first() == ring.last();
        if rings.is_empty() || !rings.iter().all(is_ring) {
            return self
                .wrong(number, "with a ring that is not closed or has fewer than four positions");
        }
        let (zone_id, district) = self.of.clone();
        self.outlines.push(Outline { rings, zone_id, district });
    }

    /// Returns longitude and latitude; `None` when they are beyond the bounds.
    fn point(&self, at: &Position) -> Option<Point> {
        let [x, y, ..] = *at.as_slice() else { return None };
        let in_degrees = x.abs() <= 180.0 && y.abs() <= 90.0;
        let point = if in_degrees {
            Point::new(x, y)
        } else {
            Grid { easting: x, northing: y }.to_wgs84()?
        };
        self.bounds.hold(point).then_some(point)
    }

    fn wrong(&mut self, number: usize, what: &str) {
        self.faults += 1;
        self.fault.get_or_insert_with(|| format!("feature {number}, {what}"));
    }
}

/// Returns what a feature says under the header of a column of `demand`, or under another that is read as it.
fn property(feature: &Feature, column: &str) -> Option<String> {
    let column = schema::DEMAND.columns.iter().find(|own| own.name == column)?;
    let is_it = |key: &str| {
        let key = folded(key);
        folded(column.name) == key || column.aliases.iter().any(|alias| folded(alias) == key)
    };
    let mut properties = feature.properties.iter().flatten();
    let (_, value) = properties.find(|(key, value)| is_it(key) && value.is_string())?;
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn read_of(text: &str) -> (Vec<Outline>, Option<String>) {
        let mut findings = Findings::default();
        let outlines =
            read(text.as_bytes().to_vec(), &Policy::default_policy().unwrap(), &mut findings);
        (outlines, findings.iter().next().map(|finding| finding.found.clone()))
    }

    const RING: &str = "[[0.0,52.0],[0.1,52.0],[0.1,52.1],[0.0,52.0]]";

    #[rstest]
    #[case::geometry(r#"{"type":"Polygon","coordinates":[RING]}"#, 1)]
    #[case::parts(r#"{"type":"MultiPolygon","coordinates":[[RING],[RING,RING]]}"#, 2)]
    #[case::feature(
        r#"{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[RING]}}"#,
        1
    )]
    #[case::together(
        r#"{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[RING]}]}"#,
        1
    )]
    fn polygons_are_read(#[case] text: &str, #[case] count: usize) {
        let (outlines, fault) = read_of(&text.replace("RING", RING));
        assert_eq!((outlines.len(), fault), (count, None));
    }

    #[rstest]
    #[case::our_own(r#"{"zone_id":"E01","district":"North"}"#, Some("E01"), None)]
    #[case::of_the_census(r#"{"LSOA21CD":"E01","LSOA21NM":"x"}"#, Some("E01"), None)]
    #[case::a_district(r#"{"LADNM":" North Fen "}"#, None, Some("North Fen"))]
    #[case::another(r#"{"name":"Fenshire","zone_id":7}"#, None, None)]
    fn a_feature_says_what_it_is_of(
        #[case] properties: &str,
        #[case] zone: Option<&str>,
        #[case] district: Option<&str>,
    ) {
        let text = format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[RING]}}}}"#
        );
        let (outlines, _) = read_of(&text.replace("RING", RING));
        assert_eq!(outlines[0].zone_id.as_ref().map(ZoneId::as_str), zone);
        assert_eq!(outlines[0].district.as_deref(), district);
    }

    #[test]
    fn metres_of_the_national_grid_are_turned_to_degrees() {
        let text = r#"{"type":"Polygon","coordinates":
            [[[541000,268000],[542000,268000],[542000,269000],[541000,268000]]]}"#;
        let (outlines, fault) = read_of(text);
        assert_eq!(fault, None);
        let at = outlines[0].rings[0][0];
        assert!((at.x() - 0.065).abs() < 0.01 && (at.y() - 52.29).abs() < 0.01, "{at:?}");
    }

    #[rstest]
    #[case::just_below(MOST - 1, None)]
    #[case::on_the_line(MOST, None)]
    #[case::just_above(MOST + 1, Some("1000001 positions"))]
    fn outlines_of_too_many_positions_are_left_out(
        #[case] positions: usize,
        #[case] says: Option<&str>,
    ) {
        let mut text = r#"{"type":"Polygon","coordinates":[["#.to_owned();
        for _ in 1..positions {
            text.push_str("[0,52],");
        }
        text.push_str("[0,52]]]}");
        let (outlines, fault) = read_of(&text);
        assert_eq!((outlines.is_empty(), fault.as_deref()), (says.is_some(), says));
    }

    #[rstest]
    #[case::no_json("no json", "not readable as GeoJSON")]
    #[case::empty(r#"{"type":"FeatureCollection","features":[]}"#, "no features")]
    #[case::a_point(r#"{"type":"Point","coordinates":[0.0,52.0]}"#, "feature 1, a Point")]
    #[case::swapped(
        r#"{"type":"Polygon","coordinates":[[[52.0,0.0],[52.0,0.1],[52.1,0.1],[52.0,0.0]]]}"#,
        "feature 1, with a position beyond the policy's bounds"
    )]
    #[case::open(
        r#"{"type":"Polygon","coordinates":[[[0.0,52.0],[0.1,52.0],[0.1,52.1],[0.0,52.1]]]}"#,
        "feature 1, with a ring that is not closed or has fewer than four positions"
    )]
    fn what_cannot_be_drawn_is_told(#[case] text: &str, #[case] expected: &str) {
        let (outlines, fault) = read_of(text);
        assert!(outlines.is_empty());
        assert!(fault.unwrap().starts_with(expected));
    }
}
