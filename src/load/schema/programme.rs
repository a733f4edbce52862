//! What is to be built and what is to be saved: capital schemes and benefits, a row a year.

use super::{
    ColumnKind, SchemaColumn, SchemaTable,
    tables::{A_YEAR, POUNDS, column},
};
use crate::model::{BenefitKind, BenefitStatus, PriceBase, WorksClass};

const YEAR: SchemaColumn = column(
    "financial_year",
    ColumnKind::FinancialYear,
    "",
    "the financial year of the row",
    "2021/22",
)
.required()
.aka(&["year"]);

/// Capital schemes.
pub const PROJECTS: SchemaTable = SchemaTable {
    name: "projects",
    row_is: "one financial year of one capital scheme; an empty amount means none in that year",
    key: &["project_id", "financial_year"],
    columns: &[
        column("project_id", ColumnKind::Id, "", "the body's own id for the scheme", "CAP-01")
            .required()
            .aka(&["project_ref", "scheme_id"]),
        column(
            "name",
            ColumnKind::Text,
            "",
            "the scheme's name",
            "Boilers of Parkside Police Station",
        )
        .aka(&["project_name", "scheme_name"]),
        column(
            "site_id",
            ColumnKind::Id,
            "",
            "the site of the works, as in `sites`; empty is none, or not recorded",
            "FEN-011",
        ),
        YEAR,
        column(
            "spend",
            ColumnKind::Money,
            POUNDS,
            "capital spent in the year; empty is none",
            "420000",
        )
        .aka(&["capital_spend", "expenditure"]),
        column(
            "grant",
            ColumnKind::Money,
            POUNDS,
            "grants that pay for it; empty is none",
            "50000",
        )
        .aka(&["grants"]),
        column(
            "revenue_contribution",
            ColumnKind::Money,
            POUNDS,
            "revenue that pays for it in the year; empty is none",
            "20000",
        )
        .aka(&["rcco"]),
        column(
            "reserves",
            ColumnKind::Money,
            POUNDS,
            "reserves that pay for it; empty is none",
            "30000",
        ),
        column(
            "receipt",
            ColumnKind::Money,
            POUNDS,
            "receipt in the year from the sale of `receipt_site_id` for this scheme, before \
                `sale_cost`; empty is none, and a scheme with none in any year uses the \
                appraised sale",
            "250000",
        )
        .aka(&["capital_receipt"]),
        column(
            "receipt_site_id",
            ColumnKind::Id,
            "",
            "the site whose sale pays for the scheme, as in `sites`; empty is none",
            "FEN-015",
        ),
        column(
            "sale_cost",
            ColumnKind::Money,
            POUNDS,
            "cost of that sale; empty is the policy's figure",
            "6500",
        ),
        column(
            "life_years",
            ColumnKind::Count(100),
            "years",
            "years over which borrowing for this year's spend is charged to revenue; empty is \
                copied from the scheme's row before, or from the next, and not known if none \
                has it",
            "25",
        )
        .aka(&["asset_life", "useful_life"]),
        column(
            "operational_on",
            ColumnKind::Date,
            "",
            "the first day of use; empty is copied from the scheme's row before, or from the \
                next, and the year of the last spend if none has it",
            "2022-09-30",
        ),
        column(
            "works_class",
            ColumnKind::Words(WorksClass::WORDS),
            "",
            "kind of works, which sets the optimism bias; empty is copied from the scheme's row \
                before, or from the next; if none has it no bias is added",
            "standard",
        ),
        column(
            "prices",
            ColumnKind::Words(PriceBase::WORDS),
            "",
            "whether `spend` is in cash or at prices of the programme's first year; empty is \
                cash; all other amounts are in cash",
            "cash",
        ),
        column(
            "running_cost_change",
            ColumnKind::Money,
            A_YEAR,
            "change in running cost from the scheme in this year, negative for a saving and \
                without the sale of a site; empty is none",
            "-18000",
        ),
        column(
            "one_off_revenue",
            ColumnKind::Money,
            POUNDS,
            "one-off cost of the scheme to revenue in this year; empty is none",
            "15000",
        ),
    ],
};

/// The benefits register.
pub const BENEFITS: SchemaTable = SchemaTable {
    name: "benefits",
    row_is: "one financial year of one planned or realised benefit; an empty amount is not \
        recorded, never zero",
    key: &["benefit_id", "financial_year"],
    columns: &[
        column("benefit_id", ColumnKind::Id, "", "the body's own id for the benefit", "BEN-01")
            .required()
            .aka(&["benefit_ref"]),
        column(
            "initiative",
            ColumnKind::Text,
            "",
            "the cause of the benefit",
            "Closure of Gantsey station",
        )
        .required(),
        column(
            "site_id",
            ColumnKind::Id,
            "",
            "its site, as in `sites`; empty if it is not for one site",
            "FEN-015",
        ),
        column(
            "kind",
            ColumnKind::Words(BenefitKind::WORDS),
            "",
            "the kind of saving; empty is a running cost if a site is given, otherwise other",
            "running_cost",
        ),
        column("owner", ColumnKind::Text, "", "who is responsible", "Head of Estates"),
        column(
            "agreed_on",
            ColumnKind::Date,
            "",
            "the date when its owner agreed to it",
            "2019-06-20",
        ),
        column(
            "status",
            ColumnKind::Words(BenefitStatus::WORDS),
            "",
            "its progress; empty is not recorded",
            "tracked",
        ),
        YEAR,
        column(
            "planned",
            ColumnKind::Money,
            POUNDS,
            "planned benefit in the year; empty is not recorded",
            "42000",
        )
        .aka(&["forecast"]),
        column(
            "realised",
            ColumnKind::Money,
            POUNDS,
            "reported benefit in the year; empty is not recorded",
            "39500",
        )
        .aka(&["actual", "delivered"]),
        column(
            "cost",
            ColumnKind::Money,
            POUNDS,
            "cost of achieving it in the year; empty is not recorded",
            "8000",
        ),
        column(
            "cashable",
            ColumnKind::YesNo,
            "",
            "whether it reduces a budget; empty is not recorded",
            "yes",
        ),
        column(
            "evidence",
            ColumnKind::Text,
            "",
            "evidence: a paper, a ledger code, a completion statement; empty is none",
            "ledger, cost centre of the site",
        ),
    ],
};
