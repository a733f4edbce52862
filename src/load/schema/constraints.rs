//! What stops a sale or a letting: one table.

use super::{
    Kind, Table,
    tables::{SITE_ID, column},
};
use crate::model::{Blocks, ConstraintKind};

/// What stops a sale or a letting.
pub const CONSTRAINTS: Table = Table {
    name: "constraints",
    row_is: "what stops a sale or letting",
    columns: &[
        SITE_ID,
        column(
            "kind",
            Kind::Words(ConstraintKind::WORDS),
            "",
            "what kind of thing it is",
            "covenant",
        ),
        column(
            "text",
            Kind::Text,
            "",
            "what it says",
            "Restrictive covenant of 1931: police use only",
        )
        .required(),
        column(
            "blocks",
            Kind::Words(Blocks::WORDS),
            "",
            "what it stops; empty counts as both",
            "sale",
        ),
        column(
            "until",
            Kind::Date,
            "",
            "last day on which it stops anything; empty is without end",
            "2026-03-31",
        ),
    ],
};
