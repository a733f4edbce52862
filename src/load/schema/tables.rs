//! The tables of a snapshot, a line a column: name, kind, unit, meaning, example.

use super::{
    ColumnKind as Kind, Need, SchemaColumn, SchemaTable,
    places::{ADDRESS, CRS, EASTING, LATITUDE, LONGITUDE, NORTHING, POSITION_OF, POSTCODE},
};
use crate::model::{
    AfterTerm, Condition, Consent, CostCategory, Grade, Lta1954, ObservationMethod, Payment,
    RentPeriod, Review, Right, Role, Status, TeamFunction, Tenure, Use,
};

pub(super) const fn column(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> SchemaColumn {
    SchemaColumn { name, kind, unit, need: Need::Optional, meaning, example, aliases: &[] }
}

impl SchemaColumn {
    pub(super) const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    const fn required_unless(mut self, others: &'static [&'static str]) -> Self {
        self.need = Need::RequiredUnless(others);
        self
    }

    pub(super) const fn aka(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

pub(super) const M2: Kind = Kind::Number(10_000_000);
pub(super) const SITE_ID: SchemaColumn =
    column("site_id", Kind::Id, "", "the site's id as in `sites`", "FEN-011").required();
pub(super) const POUNDS: &str = "£";
pub(super) const A_YEAR: &str = "£ a year";

/// The register of properties.
pub const SITES: SchemaTable = SchemaTable {
    name: "sites",
    row_is: "one property",
    key: &["site_id"],
    columns: &[
        column("site_id", Kind::Id, "", "the body's own id for the site", "FEN-011")
            .required()
            .aka(&["site_ref", "property_id", "asset_id"]),
        column("name", Kind::Text, "", "the site's name", "Marchford Police Station")
            .required()
            .aka(&["site_name", "property_name"]),
        column(
            "use",
            Kind::Words(Use::WORDS),
            "",
            "what the site is used for; empty is read as office",
            "response_base",
        ),
        ADDRESS,
        POSTCODE,
        column(
            "uprn",
            Kind::Text,
            "",
            "unique property reference number, up to 12 digits",
            "999000000011",
        ),
        EASTING,
        NORTHING,
        LATITUDE,
        LONGITUDE,
        CRS,
        POSITION_OF,
        column("tenure", Kind::Words(Tenure::WORDS), "", "how the body holds the site", "freehold"),
        column("gia_m2", M2, "m²", "gross internal area", "1450")
            .aka(&["gia", "gross_internal_area"]),
        column("nia_m2", M2, "m²", "net internal area", "1160").aka(&["nia", "net_internal_area"]),
        column("office_nia_m2", M2, "m²", "net internal area of the office part", "640"),
        column(
            "occupied_m2",
            M2,
            "m²",
            "area in use, on the basis of `nia_m2` (or of `gia_m2` if that is empty)",
            "800",
        ),
        column("site_area_ha", Kind::Number(100_000), "ha", "area of the land", "0.42"),
        column("workstations", Kind::Whole(100_000), "", "desks", "62").aka(&["desks"]),
        column("extra_workstations", Kind::Whole(100_000), "", "desks that works could add", "12"),
        column(
            "extra_workstations_cost",
            Kind::Money,
            POUNDS,
            "what works to add them cost; without it they are not counted on",
            "90000",
        ),
        column(
            "condition",
            Kind::Words(Condition::WORDS),
            "",
            "physical condition, from A (as new) to D (near breakdown); DX needs rebuilding",
            "B",
        ),
        column("backlog_high", Kind::Money, POUNDS, "backlog maintenance of high risk", "45000"),
        column(
            "backlog_significant",
            Kind::Money,
            POUNDS,
            "backlog maintenance of significant risk",
            "120000",
        ),
        column(
            "backlog_moderate",
            Kind::Money,
            POUNDS,
            "backlog maintenance of moderate risk",
            "60000",
        ),
        column("backlog_low", Kind::Money, POUNDS, "backlog maintenance of low risk", "15000"),
        column(
            "backlog_total",
            Kind::Money,
            POUNDS,
            "backlog maintenance of all risks together; if only this is known, the four bands \
                are not known",
            "240000",
        ),
        column(
            "functional_suitability",
            Kind::Words(Grade::WORDS),
            "",
            "how well the building suits its use; C and D are unsuitable",
            "C",
        ),
        column("epc_rating", Kind::Text, "", "energy performance certificate rating", "D"),
        column("epc_valid_until", Kind::Date, "", "last day of the certificate", "2027-05-31"),
        column("dec_rating", Kind::Text, "", "display energy certificate rating", "E"),
        column("book_value", Kind::Money, POUNDS, "value in the accounts, not a price", "900000"),
        column("existing_use_value", Kind::Money, POUNDS, "value in its existing use", "850000"),
        column("market_value", Kind::Money, POUNDS, "market value", "1100000"),
        column(
            "alternative_use_value",
            Kind::Money,
            POUNDS,
            "value for another use, with its planning risk",
            "1400000",
        ),
        column("valued_on", Kind::Date, "", "day of valuation", "2019-03-31"),
        column(
            "erv_per_m2",
            Kind::Money,
            "£ a year per m²",
            "estimated rental value of the space if let",
            "105",
        ),
        column("rateable_value", Kind::Money, POUNDS, "rateable value", "78000"),
        column(
            "must_keep",
            Kind::Text,
            "",
            "the reason why the site must be kept; empty if there is none",
            "24-hour response base",
        ),
        column(
            "separate_entrance",
            Kind::YesNo,
            "",
            "whether a part could be let with its own entrance",
            "yes",
        ),
        column(
            "secure",
            Kind::YesNo,
            "",
            "whether the public edition must leave the site out; empty is read as yes for \
                custody, stores and mast",
            "no",
        ),
        column("public_counter", Kind::YesNo, "", "whether the public is served", "yes"),
        column("listed", Kind::YesNo, "", "whether the building is listed", "no"),
        column(
            "acv_listed_until",
            Kind::Date,
            "",
            "last day of listing as an asset of community value",
            "2023-06-30",
        ),
        column(
            "acv_notice_on",
            Kind::Date,
            "",
            "date when the council was notified of the intention to sell",
            "2020-01-15",
        ),
        column(
            "compulsorily_purchased",
            Kind::YesNo,
            "",
            "acquired by or under threat of compulsory purchase: the former owner may have to be offered it \
             first (Crichel Down rules)",
            "no",
        ),
        column(
            "status",
            Kind::Words(Status::WORDS),
            "",
            "status of the site; empty is read as operational",
            "operational",
        ),
        column("status_on", Kind::Date, "", "date when the status began", "2019-09-30"),
        column("district", Kind::Text, "", "district", "East Fen"),
        column(
            "after_term",
            Kind::Words(AfterTerm::WORDS),
            "",
            "what business as usual assumes after the term of its leases; empty is the policy's \
                `after_term`, except that a vacant site ends",
            "renew",
        ),
    ],
};

/// Leases either way.
pub const LEASES: SchemaTable = SchemaTable {
    name: "leases",
    row_is: "one lease, as tenant or as landlord",
    key: &["lease_id"],
    columns: &[
        column("lease_id", Kind::Id, "", "the body's own id for the lease", "L-007")
            .required()
            .aka(&["lease_ref"]),
        SITE_ID,
        column("role", Kind::Words(Role::WORDS), "", "the body's role in the lease", "tenant")
            .required(),
        column("counterparty", Kind::Text, "", "the other party", "Eldermere Estates Ltd"),
        column("parent_lease_id", Kind::Id, "", "the head lease of a sublease", "L-003"),
        column("area_m2", M2, "m²", "area let", "230"),
        column("start", Kind::Date, "", "first day of the term", "2014-03-25").required(),
        column(
            "expiry",
            Kind::Date,
            "",
            "last day of the term; empty only with `periodic` = yes",
            "2029-03-24",
        )
        .required_unless(&["periodic"]),
        column(
            "periodic",
            Kind::YesNo,
            "",
            "whether the tenancy has no last day and runs from period to period until ended by \
                notice",
            "no",
        ),
        column(
            "rent",
            Kind::Money,
            A_YEAR,
            "rent a year, or for the period in `rent_period`; empty is not known",
            "23000",
        ),
        column(
            "rent_period",
            Kind::Words(RentPeriod::WORDS),
            "",
            "the period of `rent` and `service_charge`, which are converted to a year (four \
                quarters, twelve months); empty is a year; `erv` and the amounts in \
                `lease_events` are always yearly",
            "year",
        ),
        column("payment", Kind::Words(Payment::WORDS), "", "when rent falls due", "quarter_days"),
        column("in_advance", Kind::YesNo, "", "whether rent is paid in advance", "yes"),
        column(
            "rent_free_months",
            Kind::Whole(1_200),
            "months",
            "months without rent from the start",
            "24",
        ),
        column("review", Kind::Words(Review::WORDS), "", "kind of rent review", "market"),
        column("review_years", Kind::Whole(200), "years", "years between reviews", "5"),
        column(
            "cap",
            Kind::Share(-100, 1_000),
            "a year",
            "maximum increase at an index review",
            "4%",
        ),
        column(
            "collar",
            Kind::Share(-100, 1_000),
            "a year",
            "minimum increase at an index review",
            "1%",
        ),
        column("compound", Kind::YesNo, "", "whether cap and collar compound", "yes"),
        column("base_index_month", Kind::Month, "", "month of the base index", "2014-01"),
        column("upward_only", Kind::YesNo, "", "whether reviews are upward only", "yes"),
        column("erv", Kind::Money, A_YEAR, "estimated rental value", "26000"),
        column(
            "sublet_part",
            Kind::Words(Right::WORDS),
            "",
            "whether part may be sublet",
            "consent",
        ),
        column(
            "sublet_whole",
            Kind::Words(Right::WORDS),
            "",
            "whether the whole may be sublet",
            "consent",
        ),
        column(
            "assign",
            Kind::Words(Right::WORDS),
            "",
            "whether the lease may be assigned",
            "consent",
        ),
        column(
            "share",
            Kind::Words(Right::WORDS),
            "",
            "whether occupation may be shared",
            "barred",
        ),
        column(
            "consent_state",
            Kind::Words(Consent::WORDS),
            "",
            "progress of consent or a deed of variation; empty is read as not asked",
            "asked",
        ),
        column(
            "lta_1954",
            Kind::Words(Lta1954::WORDS),
            "",
            "security of tenure under the Landlord and Tenant Act 1954",
            "protected",
        ),
        column(
            "service_charge",
            Kind::Money,
            A_YEAR,
            "service charge a year, or for the period in `rent_period`",
            "4200",
        ),
        column("vat_opted", Kind::YesNo, "", "whether the landlord has opted to tax", "no"),
        column("deposit", Kind::Money, POUNDS, "deposit held", "5000"),
        column("dilapidations", Kind::Money, POUNDS, "expected dilapidations at the end", "35000"),
        column(
            "day_count",
            Kind::Whole(366),
            "days",
            "days in a year used for broken periods",
            "365",
        ),
        column(
            "landlord_public",
            Kind::YesNo,
            "",
            "whether the other party is a public body, which makes the rent a transfer between \
                public bodies",
            "no",
        ),
    ],
};

/// The ledger of running cost.
pub const COSTS: SchemaTable = SchemaTable {
    name: "costs",
    row_is: "one ledger line",
    key: &[],
    columns: &[
        SITE_ID,
        column(
            "financial_year",
            Kind::FinancialYear,
            "",
            "the year of the line; or give `from` and `to`",
            "2019/20",
        )
        .required_unless(&["from", "to"]),
        column(
            "from",
            Kind::Date,
            "",
            "first day of the line, instead of `financial_year`",
            "2019-07-01",
        ),
        column("to", Kind::Date, "", "last day of the line", "2020-06-30"),
        column("category", Kind::Words(CostCategory::WORDS), "", "the kind of cost", "utilities")
            .required(),
        column("amount", Kind::Money, POUNDS, "amount net of VAT; a refund is negative", "1234.56")
            .required(),
    ],
};

/// Observations of use.
pub const OCCUPANCY: SchemaTable = SchemaTable {
    name: "occupancy",
    row_is: "one observation",
    key: &[],
    columns: &[
        SITE_ID,
        column("on", Kind::Date, "", "day, or first day, of the observation", "2020-01-13")
            .required(),
        column(
            "method",
            Kind::Words(ObservationMethod::WORDS),
            "",
            "how people were counted; empty is read as survey",
            "survey",
        ),
        column("capacity", Kind::Number(100_000), "workstations", "places observed", "62")
            .required(),
        column(
            "hours_open",
            Kind::Number(8_784),
            "hours",
            "hours the site was open over the observation",
            "50",
        ),
        column(
            "mean_occupied",
            Kind::Number(100_000),
            "people",
            "mean number of people present during opening hours",
            "21.5",
        ),
        column(
            "peak_occupied",
            Kind::Number(100_000),
            "people",
            "most people present at once",
            "40",
        ),
        column("hours_in_use", Kind::Number(8_784), "hours", "hours when anyone was present", "46"),
    ],
};

/// Staff.
pub const TEAMS: SchemaTable = SchemaTable {
    name: "teams",
    row_is: "staff at a site",
    key: &["site_id", "team", "function"],
    columns: &[
        SITE_ID,
        column("team", Kind::Text, "", "the team's name", "Response team B").required(),
        column(
            "function",
            Kind::Words(TeamFunction::WORDS),
            "",
            "what the team does; empty is read as office",
            "response",
        ),
        column("fte", Kind::Number(100_000), "FTE", "full-time equivalents", "18.6").required(),
        column("headcount", Kind::Whole(100_000), "people", "people", "20"),
        column(
            "mobile_share",
            Kind::Share(0, 100),
            "",
            "share of the team with mobile devices",
            "0.6",
        ),
    ],
};
