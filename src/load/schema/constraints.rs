//! What stops a sale or a letting: one table.

use super::{
    Kind, Table,
    tables::{SITE_ID, column},
};
use crate::model::{Blocks, ConstraintKind};

/// What stops a sale or a letting.
pub const CONSTRAINTS: Table = Table {
    name: "constraints",
    row_is: "a constraint on sale or letting",
    key: &["site_id", "kind", "text"],
    columns: &[
        SITE_ID,
        column("kind", Kind::Words(ConstraintKind::WORDS), "", "kind of constraint", "covenant"),
        column(
            "text",
            Kind::Text,
            "",
            "its wording",
            "Restrictive covenant of 1931: police use only",
        )
        .required(),
        column(
            "blocks",
            Kind::Words(Blocks::WORDS),
            "",
            "what it stops; empty is read as both",
            "sale",
        ),
        column(
            "until",
            Kind::Date,
            "",
            "last day of the constraint; empty is no end",
            "2026-03-31",
        ),
    ],
};
