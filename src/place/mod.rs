//! Pure geography: grid, Web Mercator, bounds, distance, the nearest, coverage, and who goes where.

pub mod assign;
mod coverage;
mod grid;
mod mercator;
mod nearest;
#[cfg(feature = "ostn15")]
mod ostn15;
mod straight_line;

use geo::{Distance, Haversine, Point};

pub use coverage::{Access, Coverage, Wanted, Way};
pub use grid::Grid;
pub use mercator::from_web_mercator;
pub use nearest::Nearest;
pub use straight_line::ByStraightLine;

use crate::policy::{FigureName, Policy};

/// The degrees within which a position is believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Bounds {
    /// Returns the bounds of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self {
            west: policy.ratio(FigureName::BoundsWest),
            east: policy.ratio(FigureName::BoundsEast),
            south: policy.ratio(FigureName::BoundsSouth),
            north: policy.ratio(FigureName::BoundsNorth),
        }
    }

    /// Tells whether a point of longitude and latitude lies within.
    #[must_use]
    pub fn hold(&self, point: Point) -> bool {
        (self.west..=self.east).contains(&point.x())
            && (self.south..=self.north).contains(&point.y())
    }
}

/// Returns the great-circle distance between two points of longitude and latitude, in metres.
#[must_use]
pub fn metres_between(a: Point, b: Point) -> f64 {
    Haversine.distance(a, b)
}
