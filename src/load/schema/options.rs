//! What is given of the options of a site.

use super::{
    ColumnKind, SchemaTable,
    tables::{POUNDS, SITE_ID, column},
};
use crate::model::{OptionFactKind, OptionKind};

/// Facts that options wait for, and sums that were agreed.
pub const OPTION_FACTS: SchemaTable = SchemaTable {
    name: "option_facts",
    row_is: "a fact that an option for a site needs, or an agreed amount",
    key: &["site_id", "option", "fact"],
    columns: &[
        SITE_ID,
        column(
            "option",
            ColumnKind::Words(OptionKind::DECIDABLE),
            "",
            "the option",
            "leave_by_agreement",
        )
        .required(),
        column(
            "fact",
            ColumnKind::Words(OptionFactKind::WORDS),
            "",
            "the fact; each is for certain options",
            "consideration",
        )
        .required(),
        column(
            "amount",
            ColumnKind::Money,
            POUNDS,
            "the amount, with a cost as a positive number; `partner_saves` and \
                `function_elsewhere` are yearly, the others one-off; `consideration` is \
                positive if the body receives it, negative if it pays",
            "-25000",
        ),
        column(
            "on",
            ColumnKind::Date,
            "",
            "date the amount is due or the agreement is completed, not before the snapshot; \
                empty is the date of the option",
            "2026-09-29",
        ),
        column(
            "source",
            ColumnKind::Text,
            "",
            "its source: a decision, a letter, a valuation",
            "heads of terms, 12 January 2026",
        )
        .required(),
    ],
};
