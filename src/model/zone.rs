//! Where the public and the calls come from, and how long the way to a site takes.

use super::{RowRef, SiteId, ZoneId, words::words};

words!(
    /// How people travel.
    TravelMode {
        Car = "car",
        BlueLight = "blue_light",
        PublicTransport = "public_transport",
        Cycling = "cycling",
        Walking = "walking",
    }
);

words!(
    /// The part of the day in which a journey is made.
    TimeOfDay {
        Peak = "peak",
        Daytime = "daytime",
        Evening = "evening",
        Night = "night",
    }
);

/// A zone of the area served; `None` is not known, never zero.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Zone {
    pub zone_id: ZoneId,
    pub name: Option<String>,
    pub district: Option<String>,
    /// Longitude and latitude in degrees, WGS84; unknown when implausible.
    pub position: Option<geo::Point>,
    /// Whether the position is only a point within the zone's outline.
    pub placed_by_outline: bool,
    pub population: u64,
    /// Calls for service in a year.
    pub incidents: Option<u64>,
    /// Visits to public counters in a year.
    pub visits: Option<u64>,
    /// Decile of deprivation, 1 the most deprived.
    pub deprivation: Option<u8>,
    pub row: RowRef,
}

impl Zone {
    /// Tells whether it is in the most deprived fifth; `None` where its decile is not known.
    #[must_use]
    pub fn most_deprived(&self) -> Option<bool> {
        self.deprivation.map(|decile| decile <= 2)
    }
}

/// How long the way from a zone to a site takes, as the body's own table has it.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a field is named as its column; `load::schema` says what it holds")]
pub struct Journey {
    pub zone_id: ZoneId,
    pub site_id: SiteId,
    pub mode: Option<TravelMode>,
    pub time_of_day: Option<TimeOfDay>,
    pub minutes: f64,
    pub row: RowRef,
}
