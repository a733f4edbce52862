//! Where things are: the columns of a position, partners' sites, and the list of postcodes.

use super::{Column, Kind, Table, tables::M2, tables::column};
use crate::model::{PartnerKind, PositionOf};

/// Metres are read far beyond the grid, so that another system can be told by name.
const METRES: Kind = Kind::Signed(-100_000_000, 100_000_000);

pub(super) const ADDRESS: Column =
    column("address", Kind::Text, "", "street and town", "1 High Street, Marchford");
pub(super) const POSTCODE: Column = column("postcode", Kind::Text, "", "postcode", "FN4 1AA");
pub(super) const EASTING: Column =
    column("easting", METRES, "m", "British National Grid easting", "541230").aka(&["x"]);
pub(super) const NORTHING: Column =
    column("northing", METRES, "m", "British National Grid northing", "297410").aka(&["y"]);
pub(super) const LATITUDE: Column = column(
    "latitude",
    METRES,
    "degrees",
    "latitude, WGS84, instead of easting and northing",
    "52.5541",
)
.aka(&["lat"]);
pub(super) const LONGITUDE: Column =
    column("longitude", METRES, "degrees", "longitude, WGS84", "0.0883")
        .aka(&["lon", "long", "lng"]);

pub(super) const CRS: Column = column(
    "crs",
    Kind::Text,
    "",
    "coordinate system of the position, by EPSG number or name, if it differs from its columns",
    "EPSG:27700",
)
.aka(&["epsg", "srid", "coordinate_system", "coordinate_reference_system", "spatial_reference"]);

pub(super) const POSITION_OF: Column = column(
    "position_of",
    Kind::Words(PositionOf::WORDS),
    "",
    "what the position shows: the site itself, or the point of its postcode; empty is the site",
    "site",
);

/// Other bodies' sites.
pub const PARTNERS: Table = Table {
    name: "partners",
    row_is: "one site of another body",
    key: &["partner_id"],
    columns: &[
        column("partner_id", Kind::Id, "", "the body's own id for the partner's site", "P-03")
            .required(),
        column(
            "organisation",
            Kind::Text,
            "",
            "the body that holds the site",
            "Fenshire Fire Authority",
        )
        .required(),
        column("kind", Kind::Words(PartnerKind::WORDS), "", "the kind of body", "fire"),
        column("name", Kind::Text, "", "the site's name", "Marchford Fire Station"),
        ADDRESS,
        POSTCODE,
        EASTING,
        NORTHING,
        LATITUDE,
        LONGITUDE,
        CRS,
        column("offers_m2", M2, "m²", "space that it can offer", "120"),
        column("wants_m2", M2, "m²", "space that it wants", "80"),
        column("rent_per_m2", Kind::Money, "£ a year per m²", "the rent that it would pay", "95"),
        column(
            "charge_per_m2",
            Kind::Money,
            "£ a year per m²",
            "what it asks for space that it offers, running cost included; empty is not known",
            "140",
        ),
        column(
            "from",
            Kind::Date,
            "",
            "first day of the offer or need; empty is from now",
            "2020-04-01",
        ),
        column(
            "until",
            Kind::Date,
            "",
            "last day of the offer or need; empty is no end",
            "2025-03-31",
        ),
        column("secure", Kind::YesNo, "", "whether the public edition must leave it out", "no"),
    ],
};

/// The points of postcodes.
pub const POSTCODES: Table = Table {
    name: "postcodes",
    row_is: "one postcode and its point, such as those of Code-Point Open",
    key: &["postcode"],
    columns: &[POSTCODE.required(), EASTING.required(), NORTHING.required()],
};
