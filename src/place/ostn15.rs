//! The Ordnance Survey's OSTN15: how far the National Grid lies from ETRS89, kilometre by kilometre.
//!
//! Compiled only with the feature `ostn15`: the table is code, and takes minutes and 5 GB to compile.

use super::Grid;

/// Metres within which a step of the iteration must stay to count as settled.
const SETTLED: f64 = 0.000_01;

/// Cells of the table from west to east; its keys count row by row from 1.
const WIDTH: i32 = 701;

/// Returns where a grid position lies on the grid of ETRS89.
///
/// `None` outside the table: more than some 10 km from the shore.
///
/// # Source
/// Ordnance Survey, *Transformations and OSGM15 user guide*, section 3: the shifts of the four corners,
/// bilinear, taken off again and again until they no longer change.
pub(super) fn on_etrs89(grid: Grid) -> Option<Grid> {
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
