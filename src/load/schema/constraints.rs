//! What stops a sale or a letting: one table.

use super::{
    ColumnKind, SchemaTable,
    tables::{SITE_ID, column},
};
use crate::model::{Blocks, ConstraintKind};

/// What stops a sale or a letting.
pub const CONSTRAINTS: SchemaTable = SchemaTable {
    name: "constraints",
    row_is: "a constraint on sale or letting",
    key: &["site_id", "kind", "text"],
    columns: &[
        SITE_ID,
        column(
            "kind",
            ColumnKind::Words(ConstraintKind::WORDS),
            "",
            "kind of constraint",
            "covenant",
        ),
        column(
            "text",
            ColumnKind::Text,
            "",
            "its wording",
            "Restrictive covenant of 1931: police use only",
        )
        .required(),
        column(
            "blocks",
            ColumnKind::Words(Blocks::WORDS),
            "",
            "what it stops; empty is read as both",
            "sale",
        ),
        column(
            "until",
            ColumnKind::Date,
            "",
            "last day of the constraint; empty is no end",
            "2026-03-31",
        ),
    ],
};
