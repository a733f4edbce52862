//! Web Mercator to longitude and latitude.

use geo::Point;

/// Half the width of the square map, metres: π times the radius.
const HALF: f64 = 6_378_137.0 * std::f64::consts::PI;

/// Returns the longitude and latitude on WGS84 of a position in Web Mercator metres.
///
/// `None` outside the square that Web Mercator has.
///
/// # Source
/// EPSG:3857 (Popular Visualisation Pseudo-Mercator): a sphere of radius 6,378,137 m, longitude x ÷ r,
/// latitude 2 atan(e^(y ÷ r)) − π ÷ 2.
#[must_use]
pub fn from_web_mercator(x: f64, y: f64) -> Option<Point> {
    let within = x.abs() <= HALF && y.abs() <= HALF;
    let radians = |metres: f64| metres / HALF * std::f64::consts::PI;
    let latitude = 2.0 * radians(y).exp().atan() - std::f64::consts::FRAC_PI_2;
    within.then(|| Point::new(radians(x).to_degrees(), latitude.to_degrees()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::metres_between;

    /// The worked example of IOGP Publication 373-7-2, section 3.2.1.2: 24°22′54.433″ N 100°20′00.000″ W, and
    /// a corner of the square at 85.051 129° N.
    #[rstest::rstest]
    #[case(-11_169_055.58, 2_800_000.00, -100.333_333_33, 24.381_786_94)]
    #[case(0.0, 0.0, 0.0, 0.0)]
    #[case(20_037_508.342, 20_037_508.342, 180.0, 85.051_128_78)]
    fn web_mercator_is_turned_to_degrees(
        #[case] x: f64,
        #[case] y: f64,
        #[case] lon: f64,
        #[case] lat: f64,
    ) {
        let point = from_web_mercator(x, y).unwrap();
        let off = metres_between(point, Point::new(lon, lat));
        assert!(off < 0.01, "{point:?} is {off} m off");
    }

    #[test]
    fn outside_the_square_is_none() {
        assert_eq!(from_web_mercator(2.1e7, 0.0), None);
        assert_eq!(from_web_mercator(0.0, f64::NAN), None);
    }
}
