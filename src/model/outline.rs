//! The outline of an area, such as a county, a district or a zone.

use super::ZoneId;

/// The outline of one area without parts apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Rings of longitude and latitude on WGS84, each closed: the outer one first, then the holes.
    pub rings: Vec<Vec<geo::Point>>,
    /// The zone that it is of; `None` of any other area.
    pub zone_id: Option<ZoneId>,
    /// The district that it is of; `None` of any other area, and of a zone.
    pub district: Option<String>,
}
