//! Whom the estate serves: zones with their people and calls, and how long the way to a site takes.

use super::{
    Column, Kind, Table,
    places::{CRS, EASTING, LATITUDE, LONGITUDE, NORTHING},
    tables::{SITE_ID, column},
};
use crate::model::{TimeOfDay, TravelMode};

/// No zone has more people, calls or visits.
const MOST: i64 = 100_000_000;

const fn zone_id() -> Column {
    column("zone_id", Kind::Id, "", "code of the zone, such as that of a census area", "E01017958")
        .required()
}

/// The zones of the area served.
pub const DEMAND: Table =
    Table {
        name: "demand",
        row_is: "one zone of the area served, such as a census area, with its people",
        key: &["zone_id"],
        columns: &[
            zone_id().aka(&["lsoa21cd", "lsoa11cd", "lsoa", "oa21cd", "zone"]),
            column("name", Kind::Text, "", "the zone's name", "Marchford 002B").aka(&[
                "lsoa21nm",
                "lsoa11nm",
                "oa21nm",
                "zone_name",
            ]),
            column("district", Kind::Text, "", "district, as named in `sites`", "North Fen")
                .aka(&["lad", "ladnm", "ladcd", "local_authority"]),
            EASTING,
            NORTHING,
            LATITUDE,
            LONGITUDE,
            CRS,
            column("population", Kind::Whole(MOST), "people", "usual residents", "1640")
                .required()
                .aka(&["usual_residents", "residents", "people"]),
            column(
                "incidents",
                Kind::Whole(MOST),
                "calls a year",
                "calls for service in a year",
                "212",
            ),
            column(
                "visits",
                Kind::Whole(MOST),
                "visits a year",
                "visits to public counters in a year",
                "95",
            ),
            column(
                "deprivation",
                Kind::Count(10),
                "decile",
                "decile of the index of multiple deprivation, 1 the most deprived",
                "3",
            )
            .aka(&["imd_decile", "deprivation_decile"]),
        ],
    };

/// Journey times from zones to sites.
pub const TRAVEL: Table = Table {
    name: "travel",
    row_is: "the time from one zone to one site, by one mode at one time of day",
    key: &["zone_id", "site_id", "mode", "time_of_day"],
    columns: &[
        zone_id(),
        SITE_ID,
        column("minutes", Kind::Number(100_000), "minutes", "minutes from zone to site", "17.5")
            .required(),
        column(
            "mode",
            Kind::Words(TravelMode::WORDS),
            "",
            "how people travel; empty is any mode",
            "car",
        ),
        column(
            "time_of_day",
            Kind::Words(TimeOfDay::WORDS),
            "",
            "the part of the day; empty is any",
            "daytime",
        ),
    ],
};
