//! The National Grid by OSTN15, compiled with the feature `ostn15` alone.

use geo::Point;
use terrier::place::{Grid, metres_between};

use crate::real_data::points_of_the_ordnance_survey;

/// Millimetres between a grid position as it is turned to degrees and where it is.
fn millimetres_off(easting: f64, northing: f64, longitude: f64, latitude: f64) -> f64 {
    let found = Grid { easting, northing }.to_wgs84().unwrap();
    metres_between(found, Point::new(longitude, latitude)) * 1000.0
}

/// Caister water tower, the worked example of the Ordnance Survey's guides: 52°39′28.8282″ N 1°42′57.8663″ E,
/// given to a ten-thousandth of a second, 3 mm.
#[test]
fn by_ostn15_the_published_example_is_met_to_the_millimetres_it_is_given_in() {
    let (latitude, longitude) =
        (52.0 + 39.0 / 60.0 + 28.8282 / 3600.0, 1.0 + 42.0 / 60.0 + 57.8663 / 3600.0);
    let off = millimetres_off(651_409.804, 313_177.450, longitude, latitude);
    assert!(off < 2.0, "{off:.3} mm off");
}

/// Off the shore of the table the seven-parameter transformation stands in, without a leap.
#[rstest::rstest]
#[case::beyond_the_table_to_the_west(-50_000.0, 300_000.0)]
#[case::beyond_the_table_to_the_north(300_000.0, 1_300_000.0)]
#[case::in_the_north_sea(690_000.0, 900_000.0)]
fn by_ostn15_or_else_by_seven_parameters_every_position_has_degrees(
    #[case] easting: f64,
    #[case] northing: f64,
) {
    let here = Grid { easting, northing }.to_wgs84().unwrap();
    let beside = Grid { easting: easting + 1000.0, northing }.to_wgs84().unwrap();
    assert!((990.0..1010.0).contains(&metres_between(here, beside)));
}

#[test]
fn by_ostn15_the_test_points_of_the_ordnance_survey_are_met_to_the_millimetre() {
    let Some(points) = points_of_the_ordnance_survey() else { return };
    let mut worst = 0.0_f64;
    let mut wrong = Vec::new();
    for (name, grid, degrees) in points {
        let off = millimetres_off(grid.easting, grid.northing, degrees.x(), degrees.y());
        worst = worst.max(off);
        wrong.extend((off > 1.0).then(|| format!("{name}: {off:.3} mm off")));
    }
    assert!(wrong.is_empty(), "{}\nworst {worst:.3} mm", wrong.join("\n"));
}
