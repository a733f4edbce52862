//! Where things are: the columns of a position, partners' sites, and the list of postcodes.

use super::{ColumnKind, SchemaColumn, SchemaTable, tables::M2, tables::column};
use crate::model::{PartnerKind, PositionOf};

/// Metres are read far beyond the grid, so that another system can be told by name.
const METRES: ColumnKind = ColumnKind::Signed(-100_000_000, 100_000_000);

pub(super) const ADDRESS: SchemaColumn =
    column("address", ColumnKind::Text, "", "street and town", "1 High Street, Marchford");
pub(super) const POSTCODE: SchemaColumn =
    column("postcode", ColumnKind::Text, "", "postcode", "FN4 1AA");
pub(super) const EASTING: SchemaColumn =
    column("easting", METRES, "m", "British National Grid easting", "541230").aka(&["x"]);
pub(super) const NORTHING: SchemaColumn =
    column("northing", METRES, "m", "British National Grid northing", "297410").aka(&["y"]);
pub(super) const LATITUDE: SchemaColumn = column(
    "latitude",
    METRES,
    "degrees",
    "latitude, WGS84, instead of easting and northing",
    "52.5541",
)
.aka(&["lat"]);
pub(super) const LONGITUDE: SchemaColumn =
    column("longitude", METRES, "degrees", "longitude, WGS84", "0.0883")
        .aka(&["lon", "long", "lng"]);

pub(super) const CRS: SchemaColumn = column(
    "crs",
    ColumnKind::Text,
    "",
    "coordinate system of the position, by EPSG number or name, if it differs from its columns",
    "EPSG:27700",
)
.aka(&["epsg", "srid", "coordinate_system", "coordinate_reference_system", "spatial_reference"]);

pub(super) const POSITION_OF: SchemaColumn = column(
    "position_of",
    ColumnKind::Words(PositionOf::WORDS),
    "",
    "what the position shows: the site itself, or the point of its postcode; empty is the site",
    "site",
);

/// Other bodies' sites.
pub const PARTNERS: SchemaTable = SchemaTable {
    name: "partners",
    row_is: "one site of another body",
    key: &["partner_id"],
    columns: &[
        column(
            "partner_id",
            ColumnKind::Id,
            "",
            "the body's own id for the partner's site",
            "P-03",
        )
        .required(),
        column(
            "organisation",
            ColumnKind::Text,
            "",
            "the body that holds the site",
            "Fenshire Fire Authority",
        )
        .required(),
        column("kind", ColumnKind::Words(PartnerKind::WORDS), "", "the kind of body", "fire"),
        column("name", ColumnKind::Text, "", "the site's name", "Marchford Fire Station"),
        ADDRESS,
        POSTCODE,
        EASTING,
        NORTHING,
        LATITUDE,
        LONGITUDE,
        CRS,
        column("offers_m2", M2, "m²", "space that it can offer", "120"),
        column("wants_m2", M2, "m²", "space that it wants", "80"),
        column(
            "rent_per_m2",
            ColumnKind::Money,
            "£ a year per m²",
            "the rent that it would pay",
            "95",
        ),
        column(
            "charge_per_m2",
            ColumnKind::Money,
            "£ a year per m²",
            "what it asks for space that it offers, running cost included; empty is not known",
            "140",
        ),
        column(
            "from",
            ColumnKind::Date,
            "",
            "first day of the offer or need; empty is from now",
            "2020-04-01",
        ),
        column(
            "until",
            ColumnKind::Date,
            "",
            "last day of the offer or need; empty is no end",
            "2025-03-31",
        ),
        column(
            "secure",
            ColumnKind::YesNo,
            "",
            "whether the public edition must leave it out",
            "no",
        ),
    ],
};

/// The points of postcodes.
pub const POSTCODES: SchemaTable = SchemaTable {
    name: "postcodes",
    row_is: "one postcode and its point, such as those of Code-Point Open",
    key: &["postcode"],
    columns: &[POSTCODE.required(), EASTING.required(), NORTHING.required()],
};
