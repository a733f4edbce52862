//! What rows of several tables are made with.

use crate::place::Grid;

/// Returns metres east and north on the British National Grid.
pub(super) fn on_grid(point: geo::Point) -> Option<(f64, f64)> {
    Grid::of_wgs84(point).map(|grid| (grid.easting, grid.northing))
}

/// Collects rows in room for as many as there are: a large estate has tens of thousands, and a list that grows as it is
/// filled takes up to twice their room.
pub(super) fn with_room<T>(rows: usize, of: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::with_capacity(rows);
    all.extend(of);
    all
}
