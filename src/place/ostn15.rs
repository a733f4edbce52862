//! The Ordnance Survey's OSTN15: how far the National Grid lies from ETRS89, kilometre by kilometre.
//!
//! Compiled only with the feature `ostn15`: the table is code, and takes minutes and several GB to compile.

use super::{
    Grid,
    grid::{E0, F0, GRS80, LON0, N0},
};

/// Metres within which a step of the iteration must stay to count as settled.
const SETTLED: f64 = 0.000_01;

/// Cells of the table from west to east; its keys count row by row from 1.
const WIDTH: i32 = 701;

/// Returns latitude and longitude on ETRS89, in radians.
///
/// `None` outside the table: more than some 10 km from the shore.
///
/// # Source
/// Ordnance Survey, *Transformations and OSGM15 user guide*, section 3.
pub(super) fn on_etrs89(grid: Grid) -> Option<(f64, f64)> {
    let grid = without_shifts(grid)?;
    // The series that takes the projection back is 5 mm off at St Kilda, that of the projection a tenth of it:
    // aim until the projection of what is found is the position itself.
    let mut aim = grid;
    for _ in 0..3 {
        let (lat, lon) = aim.on(&GRS80)?;
        let found = projected(lat, lon);
        aim.easting += grid.easting - found.easting;
        aim.northing += grid.northing - found.northing;
    }
    aim.on(&GRS80)
}

/// Takes the shifts of the four corners, bilinear, off again and again until they no longer change.
fn without_shifts(grid: Grid) -> Option<Grid> {
    let (mut east, mut north) = shifts(grid)?;
    for _ in 0..20 {
        let there = Grid { easting: grid.easting - east, northing: grid.northing - north };
        let (e, n) = shifts(there)?;
        let settled = (e - east).abs() < SETTLED && (n - north).abs() < SETTLED;
        (east, north) = (e, n);
        if settled {
            return Some(Grid { easting: grid.easting - east, northing: grid.northing - north });
        }
    }
    None
}

/// Projects latitude and longitude, in radians, on the ellipsoid of ETRS89.
///
/// # Source
/// Ordnance Survey, *A guide to coordinate systems in Great Britain*, annex C.1.
fn projected(lat: f64, lon: f64) -> Grid {
    let e2 = GRS80.e2();
    let (sin, cos, t2) = (lat.sin(), lat.cos(), lat.tan().powi(2));
    let nu = GRS80.a * F0 / (1.0 - e2 * sin * sin).sqrt();
    let rho = GRS80.a * F0 * (1.0 - e2) / (1.0 - e2 * sin * sin).powf(1.5);
    let eta2 = nu / rho - 1.0;
    let t4 = t2 * t2;
    let two = nu / 2.0 * sin * cos;
    let three = nu / 24.0 * sin * cos.powi(3) * (5.0 - t2 + 9.0 * eta2);
    let three_a = nu / 720.0 * sin * cos.powi(5) * (61.0 - 58.0 * t2 + t4);
    let four = nu * cos;
    let five = nu / 6.0 * cos.powi(3) * (nu / rho - t2);
    let six = nu / 120.0 * cos.powi(5) * (5.0 - 18.0 * t2 + t4 + 14.0 * eta2 - 58.0 * t2 * eta2);
    let p = lon - LON0.to_radians();
    Grid {
        easting: E0 + four * p + five * p.powi(3) + six * p.powi(5),
        northing: N0 + GRS80.arc(lat) + two * p.powi(2) + three * p.powi(4) + three_a * p.powi(6),
    }
}

/// Returns the shifts in metres, east and north, at a position on the grid of ETRS89.
fn shifts(at: Grid) -> Option<(f64, f64)> {
    let (column, across) = cell(at.easting, 700)?;
    let (row, up) = cell(at.northing, 1250)?;
    let corner = |column: i32, row: i32| {
        let (east, north, _) = ostn15_phf::ostn15_lookup(&(column + row * WIDTH + 1))?;
        Some((east, north))
    };
    let (sw, se) = (corner(column, row)?, corner(column + 1, row)?);
    let (nw, ne) = (corner(column, row + 1)?, corner(column + 1, row + 1)?);
    let between = |sw: f64, se: f64, nw: f64, ne: f64| {
        (1.0 - up) * ((1.0 - across) * sw + across * se) + up * ((1.0 - across) * nw + across * ne)
    };
    Some((between(sw.0, se.0, nw.0, ne.0), between(sw.1, se.1, nw.1, ne.1)))
}

/// Returns the number of the kilometre cell and the share of it that lies before the position.
fn cell(metres: f64, cells: i32) -> Option<(i32, f64)> {
    let km = metres / 1000.0;
    let whole = i32::try_from(crate::model::to_whole(km.floor())).ok()?;
    (0..cells).contains(&whole).then(|| (whole, km - f64::from(whole)))
}
