//! `boundaries.geojson`: the outlines that the map shows beneath the sites.

use geo::Point;
use geojson::{Feature, GeoJson, Geometry, GeometryValue, Position};

use super::encoding;
use crate::{
    model::{Finding, Findings, Outline, Place, Rule},
    place::{Bounds, Grid},
    policy::Policy,
};

/// Names the file.
pub(super) const FILE: &str = "boundaries.geojson";

/// Points that make a ring: the last is the first again.
const LEAST: usize = 4;

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
    let mut found =
        Found { bounds: Bounds::of(policy), outlines: Vec::new(), fault: None, faults: 0 };
    match &parsed {
        GeoJson::Geometry(geometry) => found.geometry(geometry, 1),
        GeoJson::Feature(feature) => found.feature(feature, 1),
        GeoJson::FeatureCollection(all) => {
            for (feature, number) in all.features.iter().zip(1..) {
                found.feature(feature, number);
            }
        }
    }
    let Found { outlines, fault: first, faults, .. } = found;
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

/// What was found so far.
struct Found {
    bounds: Bounds,
    outlines: Vec<Outline>,
    /// What is wrong with the first part that cannot be drawn.
    fault: Option<String>,
    faults: usize,
}

impl Found {
    fn feature(&mut self, feature: &Feature, number: usize) {
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
        self.outlines.push(Outline { rings });
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
