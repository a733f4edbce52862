//! Whom the estate serves: zones with their people and calls, and how long the way to a site takes.

use super::{
    ColumnKind, SchemaColumn, SchemaTable,
    places::{CRS, EASTING, LATITUDE, LONGITUDE, NORTHING},
    tables::{SITE_ID, column},
};
use crate::model::{TimeOfDay, TravelMode};

/// No zone has more people, calls or visits.
const MOST: i64 = 100_000_000;

const fn zone_id() -> SchemaColumn {
    column(
        "zone_id",
        ColumnKind::Id,
        "",
        "code of the zone, such as that of a census area",
        "E01017958",
    )
    .required()
}

/// The zones of the area served.
pub const DEMAND: SchemaTable = SchemaTable {
    name: "demand",
    row_is: "one zone of the area served, such as a census area, with its people",
    key: &["zone_id"],
    columns: &[
        zone_id().aka(&["lsoa21cd", "lsoa11cd", "lsoa", "oa21cd", "zone"]),
        column("name", ColumnKind::Text, "", "the zone's name", "Marchford 002B").aka(&[
            "lsoa21nm",
            "lsoa11nm",
            "oa21nm",
            "zone_name",
        ]),
        column("district", ColumnKind::Text, "", "district, as named in `sites`", "North Fen")
            .aka(&["lad", "ladnm", "ladcd", "local_authority"]),
        EASTING,
        NORTHING,
        LATITUDE,
        LONGITUDE,
        CRS,
        column("population", ColumnKind::Whole(MOST), "people", "usual residents", "1640")
            .required()
            .aka(&["usual_residents", "residents", "people"]),
        column(
            "incidents",
            ColumnKind::Whole(MOST),
            "calls a year",
            "calls for service in a year",
            "212",
        ),
        column(
            "visits",
            ColumnKind::Whole(MOST),
            "visits a year",
            "visits to public counters in a year",
            "95",
        ),
        column(
            "deprivation",
            ColumnKind::Count(10),
            "decile",
            "decile of the index of multiple deprivation, 1 the most deprived",
            "3",
        )
        .aka(&["imd_decile", "deprivation_decile"]),
    ],
};

/// Journey times from zones to sites.
pub const TRAVEL: SchemaTable = SchemaTable {
    name: "travel",
    row_is: "the time from one zone to one site, by one mode at one time of day",
    key: &["zone_id", "site_id", "mode", "time_of_day"],
    columns: &[
        zone_id(),
        SITE_ID,
        column(
            "minutes",
            ColumnKind::Number(100_000),
            "minutes",
            "minutes from zone to site",
            "17.5",
        )
        .required(),
        column(
            "mode",
            ColumnKind::Words(TravelMode::WORDS),
            "",
            "how people travel; empty is any mode",
            "car",
        ),
        column(
            "time_of_day",
            ColumnKind::Words(TimeOfDay::WORDS),
            "",
            "the part of the day; empty is any",
            "daytime",
        ),
    ],
};
