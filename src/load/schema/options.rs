//! What is given of the options of a site.

use super::{
    Kind, Table,
    tables::{POUNDS, SITE_ID, column},
};
use crate::model::{OptionFactKind, OptionKind};

/// Facts that options wait for, and sums that were agreed.
pub const OPTION_FACTS: Table = Table {
    name: "option_facts",
    row_is: "a fact that an option of a site waits for, or a sum that was agreed",
    columns: &[
        SITE_ID,
        column("option", Kind::Words(OptionKind::WORDS), "", "the option", "leave_by_agreement")
            .required(),
        column(
            "fact",
            Kind::Words(OptionFactKind::WORDS),
            "",
            "what is given of it; each fact is for certain options",
            "consideration",
        )
        .required(),
        column(
            "amount",
            Kind::Money,
            POUNDS,
            "the amount, a cost as a positive number; `partner_saves` and `function_elsewhere` are a year, the others once; \
             `consideration` is positive where the body receives it, negative where it pays",
            "-25000",
        ),
        column(
            "on",
            Kind::Date,
            "",
            "day the sum is due or the agreement is completed, not before the snapshot; empty is the day of the option",
            "2026-09-29",
        ),
        column(
            "source",
            Kind::Text,
            "",
            "where it comes from: a decision, a letter, a valuation",
            "heads of terms, 12 January 2026",
        )
        .required(),
    ],
};
