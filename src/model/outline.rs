//! The outline of an area, such as a county.

/// The outline of one area without parts apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Rings of longitude and latitude on WGS84, each closed: the outer one first, then the holes.
    pub rings: Vec<Vec<geo::Point>>,
}
