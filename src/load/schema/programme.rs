//! What is to be built and what is to be saved: capital schemes and benefits, a row a year.

use super::{
    Column, Kind, Table,
    tables::{A_YEAR, POUNDS, column},
};
use crate::model::{BenefitKind, BenefitStatus, PriceBase, WorksClass};

const YEAR: Column =
    column("financial_year", Kind::FinancialYear, "", "the year the row is of", "2021/22")
        .required()
        .aka(&["year"]);

/// Capital schemes.
pub const PROJECTS: Table = Table {
    name: "projects",
    row_is: "one financial year of one capital scheme; an empty sum is none in that year",
    columns: &[
        column("project_id", Kind::Id, "", "the body's own name of the scheme", "CAP-01")
            .required()
            .aka(&["project_ref", "scheme_id"]),
        column("name", Kind::Text, "", "the scheme's name", "Boilers of Parkside Police Station")
            .aka(&["project_name", "scheme_name"]),
        column(
            "site_id",
            Kind::Id,
            "",
            "the site that is worked on, as in `sites`; empty is none, or not recorded",
            "FEN-011",
        ),
        YEAR,
        column("spend", Kind::Money, POUNDS, "capital spent in the year; empty is none", "420000")
            .aka(&["capital_spend", "expenditure"]),
        column("grant", Kind::Money, POUNDS, "grants that pay for it; empty is none", "50000")
            .aka(&["grants"]),
        column(
            "revenue_contribution",
            Kind::Money,
            POUNDS,
            "revenue that pays for it in the year; empty is none",
            "20000",
        )
        .aka(&["rcco"]),
        column("reserves", Kind::Money, POUNDS, "reserves that pay for it; empty is none", "30000"),
        column(
            "receipt",
            Kind::Money,
            POUNDS,
            "what the sale of `receipt_site_id` brings in the year for this scheme, before \
             `sale_cost`; empty is none, and a scheme without any takes the appraised sale",
            "250000",
        )
        .aka(&["capital_receipt"]),
        column(
            "receipt_site_id",
            Kind::Id,
            "",
            "the site whose sale pays for the scheme, as in `sites`; empty is none",
            "FEN-015",
        ),
        column(
            "sale_cost",
            Kind::Money,
            POUNDS,
            "what that sale costs; empty is what policy says",
            "6500",
        ),
        column(
            "life_years",
            Kind::Count(100),
            "years",
            "years over which borrowing for this year's spend is charged to revenue; empty is that \
             of the scheme's row before, else of the next, and in none of them not known",
            "25",
        )
        .aka(&["asset_life", "useful_life"]),
        column(
            "operational_on",
            Kind::Date,
            "",
            "the first day of use; empty is that of the scheme's row before, else of the next, and in \
             none of them the year of the last spend",
            "2022-09-30",
        ),
        column(
            "works_class",
            Kind::Words(WorksClass::WORDS),
            "",
            "kind of works, by which optimism bias is added; empty is that of the scheme's row \
             before, else of the next; in none of them no bias is added, the sum bears its own",
            "standard",
        ),
        column(
            "prices",
            Kind::Words(PriceBase::WORDS),
            "",
            "whether `spend` is as it will be paid, or at prices of the programme's first year; \
             empty is cash; all other sums are as they will be paid",
            "cash",
        ),
        column(
            "running_cost_change",
            Kind::Money,
            A_YEAR,
            "what the scheme itself adds to running cost in this year, below zero what it \
             saves, no sale of a site in it; empty is none",
            "-18000",
        ),
        column(
            "one_off_revenue",
            Kind::Money,
            POUNDS,
            "what the scheme costs revenue once, in this year; empty is none",
            "15000",
        ),
    ],
};

/// The benefits register.
pub const BENEFITS: Table = Table {
    name: "benefits",
    row_is: "one financial year of one planned or realised benefit; an empty sum is not recorded, never zero",
    columns: &[
        column("benefit_id", Kind::Id, "", "the body's own name of the benefit", "BEN-01")
            .required()
            .aka(&["benefit_ref"]),
        column("initiative", Kind::Text, "", "what brings it about", "Closure of Gantsey station")
            .required(),
        column(
            "site_id",
            Kind::Id,
            "",
            "the site it is of, as in `sites`; empty is not of one site",
            "FEN-015",
        ),
        column(
            "kind",
            Kind::Words(BenefitKind::WORDS),
            "",
            "what it is a saving of; empty is a running cost where a site is named, else other",
            "running_cost",
        ),
        column("owner", Kind::Text, "", "who answers for it", "Head of Estates"),
        column("agreed_on", Kind::Date, "", "the day its owner agreed to it", "2019-06-20"),
        column(
            "status",
            Kind::Words(BenefitStatus::WORDS),
            "",
            "how far it has come; empty is not recorded",
            "tracked",
        ),
        YEAR,
        column(
            "planned",
            Kind::Money,
            POUNDS,
            "what it was to bring in the year; empty is not recorded",
            "42000",
        )
        .aka(&["forecast"]),
        column(
            "realised",
            Kind::Money,
            POUNDS,
            "what it is said to have brought in the year; empty is not recorded",
            "39500",
        )
        .aka(&["actual", "delivered"]),
        column(
            "cost",
            Kind::Money,
            POUNDS,
            "what it cost to bring about, in the year; empty is not recorded",
            "8000",
        ),
        column(
            "cashable",
            Kind::YesNo,
            "",
            "whether a budget can be lowered by it; empty is not recorded",
            "yes",
        ),
        column(
            "evidence",
            Kind::Text,
            "",
            "what shows it: a paper, a ledger code, a completion statement; empty is none",
            "ledger, cost centre of the site",
        ),
    ],
};
