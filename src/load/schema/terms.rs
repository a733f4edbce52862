//! What leases and bodies have agreed: dated terms, agreements, and the series that rents follow.

use super::{
    ColumnKind, SchemaColumn, SchemaTable,
    tables::{A_YEAR, POUNDS, column},
};
use crate::model::{EventKind, Party};

/// Dated terms of leases.
pub const LEASE_EVENTS: SchemaTable = SchemaTable {
    name: "lease_events",
    row_is: "one dated term of a lease; it overrides the columns of `leases`",
    key: &["lease_id", "kind", "on"],
    columns: &[
        column("lease_id", ColumnKind::Id, "", "the lease's id as in `leases`", "L-007")
            .required()
            .aka(&["lease_ref"]),
        column(
            "kind",
            ColumnKind::Words(EventKind::WORDS),
            "",
            "the event: a right to end the lease, a change of rent, or the outcome of a break",
            "break",
        )
        .required(),
        column(
            "on",
            ColumnKind::Date,
            "",
            "the first day; for a break, the last day of the lease if the break is used",
            "2024-03-24",
        )
        .required(),
        column(
            "until",
            ColumnKind::Date,
            "",
            "the last day; for a notice, the date of its break; for a deed that changed the \
                term, the last day before the change",
            "2026-03-24",
        ),
        column(
            "rolling",
            ColumnKind::YesNo,
            "",
            "whether the break can be used on any day from `on`",
            "no",
        ),
        column("party", ColumnKind::Words(Party::WORDS), "", "who may use the break", "tenant"),
        column(
            "notice_months",
            ColumnKind::Whole(1_200),
            "months",
            "notice required for the break",
            "6",
        ),
        column(
            "notice_weeks",
            ColumnKind::Whole(5_200),
            "weeks",
            "the same in weeks; fill in one of the three",
            "26",
        ),
        column(
            "notice_days",
            ColumnKind::Whole(36_500),
            "days",
            "the same in calendar days; fill in one of the three",
            "182",
        ),
        column("penalty", ColumnKind::Money, POUNDS, "cost of using the break", "11500"),
        column("amount", ColumnKind::Money, A_YEAR, "rent from `on`", "25000"),
        column(
            "conditions",
            ColumnKind::Text,
            "",
            "other conditions, in the words of the lease",
            "vacant possession and all rent paid",
        ),
    ],
};

/// Shares of agreements.
pub const AGREEMENTS: SchemaTable = SchemaTable {
    name: "agreements",
    row_is: "one party's share of an agreement between bodies",
    key: &["agreement_id", "party", "site_id"],
    columns: &[
        column("agreement_id", ColumnKind::Id, "", "the body's own id for the agreement", "A-02")
            .required(),
        column("party", ColumnKind::Text, "", "the body", "Fenshire Fire Authority").required(),
        SHARED_SITE,
        column(
            "legal_basis",
            ColumnKind::Text,
            "",
            "its legal basis",
            "Police Act 1996, section 22A",
        ),
        column("start", ColumnKind::Date, "", "first day", "2017-04-01"),
        column("end", ColumnKind::Date, "", "last day; empty is not recorded", "2022-03-31"),
        column("share_basis", ColumnKind::Text, "", "the measure of the share", "floor area"),
        column("share", ColumnKind::Share(0, 100), "", "the party's share", "40%"),
    ],
};

const SHARED_SITE: SchemaColumn = column(
    "site_id",
    ColumnKind::Id,
    "",
    "the shared site's id as in `sites`; empty is none, or all",
    "FEN-011",
);

/// Published series.
pub const INDICES: SchemaTable = SchemaTable {
    name: "indices",
    row_is: "one month of a published series",
    key: &["series", "month"],
    columns: &[
        column("series", ColumnKind::Text, "", "the series, such as cpi or rpi", "cpi").required(),
        column("month", ColumnKind::Month, "", "the month", "2014-01").required(),
        column("value", ColumnKind::Above(1_000_000_000), "", "the value published", "98.4")
            .required(),
    ],
};
