//! British National Grid to longitude and latitude.

use geo::Point;

/// A position in metres on the British National Grid (OSGB36).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Metres east of the false origin.
    pub easting: f64,
    /// Metres north of the false origin.
    pub northing: f64,
}

/// Semi-axes of an ellipsoid, metres.
pub(super) struct Ellipsoid {
    pub(super) a: f64,
    b: f64,
}

impl Ellipsoid {
    pub(super) fn e2(&self) -> f64 {
        1.0 - (self.b * self.b) / (self.a * self.a)
    }

    /// Returns the length of the central meridian from the true origin to a latitude, scaled, metres.
    pub(super) fn arc(&self, lat: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        let n = (a - b) / (a + b);
        let lat0 = LAT0.to_radians();
        let (d, s) = (lat - lat0, lat + lat0);
        let (n2, n3) = (n * n, n * n * n);
        b * F0
            * ((1.0 + n + 1.25 * n2 + 1.25 * n3) * d
                - (3.0 * n + 3.0 * n2 + 2.625 * n3) * d.sin() * s.cos()
                + (1.875 * n2 + 1.875 * n3) * (2.0 * d).sin() * (2.0 * s).cos()
                - 35.0 / 24.0 * n3 * (3.0 * d).sin() * (3.0 * s).cos())
    }
}

const AIRY: Ellipsoid = Ellipsoid { a: 6_377_563.396, b: 6_356_256.909 };
/// The ellipsoid of ETRS89; WGS84's differs from it by a tenth of a millimetre.
#[cfg(feature = "ostn15")]
pub(super) const GRS80: Ellipsoid = Ellipsoid { a: 6_378_137.0, b: 6_356_752.314_140 };
const WGS84: Ellipsoid = Ellipsoid { a: 6_378_137.0, b: 6_356_752.314_245 };

/// Scale on the central meridian.
pub(super) const F0: f64 = 0.999_601_271_7;
/// True and false origin.
pub(super) const LAT0: f64 = 49.0;
pub(super) const LON0: f64 = -2.0;
pub(super) const E0: f64 = 400_000.0;
pub(super) const N0: f64 = -100_000.0;

impl Grid {
    /// Returns longitude and latitude on WGS84, by the seven-parameter transformation.
    ///
    /// Within 5 m anywhere in Great Britain. With the feature `ostn15`, by OSTN15 where it has values: within
    /// a millimetre of ETRS89, which stands for WGS84. `None` when the position is so far from the grid that
    /// the projection does not converge.
    ///
    /// # Source
    /// Ordnance Survey, *A guide to coordinate systems in Great Britain*, annexes B, C and section 6.6.
    #[must_use]
    pub fn to_wgs84(self) -> Option<Point> {
        let near = self.easting.abs() < 2e6 && self.northing.abs() < 3e6;
        if !near {
            return None;
        }
        #[cfg(feature = "ostn15")]
        if let Some((lat, lon)) = super::ostn15::on_etrs89(self) {
            return point(lat, lon);
        }
        let (lat, lon) = self.on(&AIRY)?;
        let (lat, lon) = shifted(lat, lon);
        point(lat, lon)
    }

    /// Returns the position of longitude and latitude on WGS84: the one that [`Grid::to_wgs84`] takes there, to a
    /// centimetre.
    ///
    /// `None` when the point is so far from the grid that there is none.
    #[must_use]
    pub fn of_wgs84(point: Point) -> Option<Self> {
        /// Metres in a degree of latitude; near enough, for every step corrects the one before.
        const DEGREE: f64 = 111_200.0;
        const STEPS: usize = 20;
        let mut grid = Self { easting: E0, northing: 400_000.0 };
        for _ in 0..STEPS {
            let at = grid.to_wgs84()?;
            let east = (point.x() - at.x()) * DEGREE * point.y().to_radians().cos();
            let north = (point.y() - at.y()) * DEGREE;
            grid = Self { easting: grid.easting + east, northing: grid.northing + north };
            if east.hypot(north) < 0.01 {
                return Some(grid);
            }
        }
        None
    }

    /// Takes the projection back: latitude and longitude on an ellipsoid, in radians.
    pub(super) fn on(self, ellipsoid: &Ellipsoid) -> Option<(f64, f64)> {
        let (a, e2) = (ellipsoid.a, ellipsoid.e2());
        let (lat0, lon0) = (LAT0.to_radians(), LON0.to_radians());
        let arc = |lat: f64| ellipsoid.arc(lat);
        let mut lat = lat0;
        let mut steps = 0;
        while (self.northing - N0 - arc(lat)).abs() >= 1e-5 {
            lat += (self.northing - N0 - arc(lat)) / (a * F0);
            steps += 1;
            if steps > 50 {
                return None;
            }
        }
        let sin2 = lat.sin().powi(2);
        let nu = a * F0 / (1.0 - e2 * sin2).sqrt();
        let rho = a * F0 * (1.0 - e2) / (1.0 - e2 * sin2).powf(1.5);
        let eta2 = nu / rho - 1.0;
        let (t, sec) = (lat.tan(), 1.0 / lat.cos());
        let (t2, t4, t6) = (t.powi(2), t.powi(4), t.powi(6));
        let seven = t / (2.0 * rho * nu);
        let eight = t / (24.0 * rho * nu.powi(3)) * (5.0 + 3.0 * t2 + eta2 - 9.0 * t2 * eta2);
        let nine = t / (720.0 * rho * nu.powi(5)) * (61.0 + 90.0 * t2 + 45.0 * t4);
        let ten = sec / nu;
        let eleven = sec / (6.0 * nu.powi(3)) * (nu / rho + 2.0 * t2);
        let twelve = sec / (120.0 * nu.powi(5)) * (5.0 + 28.0 * t2 + 24.0 * t4);
        let twelve_a = sec / (5040.0 * nu.powi(7)) * (61.0 + 662.0 * t2 + 1320.0 * t4 + 720.0 * t6);
        let de = self.easting - E0;
        let lat = lat - seven * de.powi(2) + eight * de.powi(4) - nine * de.powi(6);
        let lon =
            lon0 + ten * de - eleven * de.powi(3) + twelve * de.powi(5) - twelve_a * de.powi(7);
        Some((lat, lon))
    }
}

/// Returns the point of latitude and longitude in radians; `None` when they are no numbers.
fn point(lat: f64, lon: f64) -> Option<Point> {
    let point = Point::new(lon.to_degrees(), lat.to_degrees());
    (point.x().is_finite() && point.y().is_finite()).then_some(point)
}

/// Moves latitude and longitude, in radians, from Airy (OSGB36) to WGS84, at height 0.
fn shifted(lat: f64, lon: f64) -> (f64, f64) {
    let e2 = AIRY.e2();
    let nu = AIRY.a / (1.0 - e2 * lat.sin().powi(2)).sqrt();
    let (x, y, z) =
        (nu * lat.cos() * lon.cos(), nu * lat.cos() * lon.sin(), (1.0 - e2) * nu * lat.sin());
    let (tx, ty, tz) = (446.448, -125.157, 542.060);
    let scale = 1.0 - 20.489_4e-6;
    let arcsecond = |s: f64| (s / 3600.0).to_radians();
    let (rx, ry, rz) = (arcsecond(0.1502), arcsecond(0.2470), arcsecond(0.8421));
    let x2 = tx + scale * x - rz * y + ry * z;
    let y2 = ty + rz * x + scale * y - rx * z;
    let z2 = tz - ry * x + rx * y + scale * z;
    let e2 = WGS84.e2();
    let p = x2.hypot(y2);
    let mut lat = z2.atan2(p * (1.0 - e2));
    for _ in 0..10 {
        let nu = WGS84.a / (1.0 - e2 * lat.sin().powi(2)).sqrt();
        lat = (z2 + e2 * nu * lat.sin()).atan2(p);
    }
    (lat, y2.atan2(x2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::metres_between;

    /// Caister water tower, the worked example of the Ordnance Survey's guides (ETRS89 52°39′28.8282″ N
    /// 1°42′57.8663″ E, National Grid by OSTN15), and places whose degrees are known to a street.
    #[rstest::rstest]
    #[case(651_409.804, 313_177.450, 1.716_073_97, 52.658_007_83, 5.0)]
    #[case::charing_cross(530_034.0, 180_381.0, -0.127_7, 51.507_3, 50.0)]
    #[case::edinburgh_castle(325_100.0, 673_500.0, -3.200_2, 55.948_6, 150.0)]
    #[case::lands_end(134_200.0, 25_000.0, -5.716_4, 50.066_0, 300.0)]
    fn the_grid_is_turned_to_degrees_within_metres(
        #[case] easting: f64,
        #[case] northing: f64,
        #[case] lon: f64,
        #[case] lat: f64,
        #[case] most: f64,
    ) {
        let point = Grid { easting, northing }.to_wgs84().unwrap();
        let off = metres_between(point, Point::new(lon, lat));
        assert!(off < most, "{point:?} is {off} m off");
    }

    #[rstest::rstest]
    #[case::caister(651_409.8, 313_177.4)]
    #[case::edinburgh_castle(325_100.0, 673_500.0)]
    #[case::lands_end(134_200.0, 25_000.0)]
    #[case::shetland(446_000.0, 1_141_000.0)]
    fn degrees_are_turned_back_to_the_grid(#[case] easting: f64, #[case] northing: f64) {
        let grid = Grid { easting, northing };
        let back = Grid::of_wgs84(grid.to_wgs84().unwrap()).unwrap();
        let off = (back.easting - easting).hypot(back.northing - northing);
        assert!(off < 0.05, "{off} m off");
    }

    #[test]
    fn no_number_has_no_place_on_the_grid() {
        assert_eq!(Grid::of_wgs84(Point::new(f64::NAN, 52.0)), None);
        assert_eq!(Grid::of_wgs84(Point::new(120.0, -60.0)), None);
    }

    #[test]
    fn positions_far_from_the_grid_are_none_and_no_hang() {
        assert_eq!(Grid { easting: 1e8, northing: 1e8 }.to_wgs84(), None);
    }
}
