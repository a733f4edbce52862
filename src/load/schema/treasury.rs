//! The entries of `treasury.toml`, declared once: for the reader, its findings, the template and the README.

use crate::model::{ExternalBorrowing, LoanKind, LoanTaken, MrpMethod, OptionKind, TargetOf};

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryForm {
    /// Free text.
    Text,
    /// One of a closed list.
    Words(&'static [&'static str]),
    /// Pounds, below zero too.
    Pounds,
    /// Pounds from zero.
    Sum,
    /// A per cent from zero, with the largest that is believed.
    PerCent(u32),
    /// A per cent, or a table of them by year.
    PerCentByYear(u32),
    /// A table of pounds from zero by year.
    SumByYear,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// One of these whole numbers.
    OneOf(&'static [u32]),
    /// A day.
    Day,
    /// A financial year.
    Year,
    /// True or false.
    Truth,
    /// Options by their codes, apart by commas.
    Options,
}

impl EntryForm {
    /// Returns the form in words.
    #[must_use]
    pub fn words(self) -> String {
        let quoted = "in quotation marks";
        match self {
            Self::Text => format!("text {quoted}"),
            Self::Words(words) => format!("one of {}, {quoted}", words.join(", ")),
            Self::Pounds => format!("pounds {quoted}"),
            Self::Sum => format!("pounds from 0 {quoted}"),
            Self::PerCent(most) => format!("a percentage from 0 to {most} {quoted}"),
            Self::PerCentByYear(most) => {
                format!(
                    "a percentage from 0 to {most} {quoted}, or a table of them by financial year"
                )
            }
            Self::SumByYear => format!("a table of pounds from 0 {quoted} by financial year"),
            Self::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Self::OneOf(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("one of {}", numbers.join(", "))
            }
            Self::Day => "a date, YYYY-MM-DD".to_owned(),
            Self::Year => format!("a financial year such as 2019/20 {quoted}"),
            Self::Truth => "true or false".to_owned(),
            Self::Options => format!("options as in `options.csv`, separated by commas, {quoted}"),
        }
    }
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub name: &'static str,
    /// How it is written.
    pub form: EntryForm,
    /// Whether its part cannot do without it.
    pub needed: bool,
    /// What it is.
    pub meaning: &'static str,
    /// How it may stand, as TOML.
    pub example: &'static str,
}

impl Entry {
    pub(super) const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// Returns the "expected" of a finding about it.
    #[must_use]
    pub fn expected(&self) -> String {
        format!("{}: {}, for example {}", self.meaning, self.form.words(), self.example)
    }
}

/// One table of the file, or a list of such tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its dotted name; empty is the top of the file.
    pub path: &'static str,
    /// Whether there may be many.
    pub is_list: bool,
    /// Whether the file cannot do without it.
    pub needed: bool,
    /// What it is.
    pub meaning: &'static str,
    /// Its entries, in the order of the template.
    pub entries: &'static [Entry],
}

impl Part {
    /// Returns its head as it stands in the file: `[opening]`, `[[loans]]`; empty at the top.
    #[must_use]
    pub fn head(&self) -> String {
        match (self.path, self.is_list) {
            ("", _) => String::new(),
            (path, false) => format!("[{path}]"),
            (path, true) => format!("[[{path}]]"),
        }
    }

    /// Finds an entry by its key.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&'static Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }
}

pub(super) const fn entry(
    name: &'static str,
    form: EntryForm,
    meaning: &'static str,
    example: &'static str,
) -> Entry {
    Entry { name, form, needed: false, meaning, example }
}

pub(super) const fn part(
    path: &'static str,
    meaning: &'static str,
    entries: &'static [Entry],
) -> Part {
    Part { path, is_list: false, needed: true, meaning, entries }
}

pub(super) const fn list(
    path: &'static str,
    meaning: &'static str,
    entries: &'static [Entry],
) -> Part {
    Part { path, is_list: true, needed: false, meaning, entries }
}

const LIFE: EntryForm = EntryForm::Whole(1, 100);
const RATE: EntryForm = EntryForm::PerCent(30);
const RATES: EntryForm = EntryForm::PerCentByYear(30);
const YEAR: Entry =
    entry("financial_year", EntryForm::Year, "the financial year", "\"2021/22\"").needed();
const WHAT: Entry = entry("what", EntryForm::Text, "what it is", "\"planned use\"").needed();
const SOURCE: Entry =
    entry("source", EntryForm::Text, "its source", "\"board paper of 20 June 2019\"").needed();

/// Every part of the file, in the order of the template.
pub const TREASURY: &[Part] = &[
    TOP, OPENING, TRANCHES, LOANS, RESERVES, CHANGES, BALANCE, RATES_PART, MRP, VOLUNTARY,
    NEW_LOANS, PROGRAMME, TARGETS, RECEIPTS, DECISIONS,
];

const TOP: Part = part(
    "",
    "the first year, and the limits and income of each year",
    &[
        entry(
            "first_year",
            EntryForm::Year,
            "first year of the programme, with balances on its first day; if missing, the year \
                of the day after the snapshot",
            "\"2020/21\"",
        ),
        entry(
            "authorised_limit",
            EntryForm::SumByYear,
            "authorised limit for debt, by year",
            "{ \"2020/21\" = \"25000000\" }",
        ),
        entry(
            "operational_boundary",
            EntryForm::SumByYear,
            "operational boundary for debt, by year",
            "{ \"2020/21\" = \"22000000\" }",
        ),
        entry(
            "net_revenue_stream",
            EntryForm::SumByYear,
            "net revenue stream: grants and council tax, by year",
            "{ \"2020/21\" = \"132000000\" }",
        ),
    ],
);

const OPENING: Part = part(
    "opening",
    "balances on the first day of the programme",
    &[
        entry(
            "cfr",
            EntryForm::Pounds,
            "capital financing requirement, excluding leases and PFI",
            "\"12500000.00\"",
        )
        .needed(),
        entry(
            "years",
            LIFE,
            "years left to charge the part outside the tranches; if missing, that charge is not \
                known",
            "24",
        ),
        entry(
            "pfi",
            EntryForm::Sum,
            "PFI and other liabilities that do not change; if missing, none",
            "\"0\"",
        ),
        entry(
            "capital_receipts",
            EntryForm::Sum,
            "receipts not yet applied; if missing, none",
            "\"350000\"",
        ),
        entry(
            "grants_unapplied",
            EntryForm::Sum,
            "grants not yet applied; if missing, none",
            "\"120000\"",
        ),
    ],
);

const TRANCHES: Part = list(
    "opening.tranches",
    "a part of the opening requirement with its own years; in total no more than `cfr`",
    &[
        entry("name", EntryForm::Text, "what was bought", "\"Custody centre\"").needed(),
        entry("amount", EntryForm::Sum, "the amount still to be charged", "\"4200000\"").needed(),
        entry("years_left", LIFE, "years left to charge it", "31").needed(),
        entry(
            "method",
            EntryForm::Words(MrpMethod::WORDS),
            "the method; if missing, the one in `[mrp]`",
            "\"equal_instalment\"",
        ),
    ],
);

const LOANS: Part = list(
    "loans",
    "a loan outstanding when the programme begins",
    &[
        entry("loan_id", EntryForm::Text, "the body's own id for it", "\"LN-01\"").needed(),
        entry("kind", EntryForm::Words(LoanKind::WORDS), "how it is repaid", "\"maturity\"")
            .needed(),
        entry("principal", EntryForm::Sum, "the amount borrowed on `start`", "\"3000000\"")
            .needed(),
        entry("rate", RATE, "interest a year", "\"4.25%\"").needed(),
        entry("start", EntryForm::Day, "the date it was taken, before the programme", "2009-09-30")
            .needed(),
        entry("end", EntryForm::Day, "the date of the last payment", "2034-09-30").needed(),
        entry(
            "payments_a_year",
            EntryForm::OneOf(&[1, 2, 4, 12]),
            "payments a year; if missing, 2",
            "2",
        ),
    ],
);

const RESERVES: Part = part(
    "reserves",
    "usable reserves, excluding receipts and grants not yet applied",
    &[entry("opening", EntryForm::Pounds, "on the first day of the programme", "\"14000000\"")
        .needed()],
);

const CHANGES: Part = list(
    "reserves.changes",
    "a planned change in reserves, excluding use by schemes",
    &[
        YEAR,
        entry("amount", EntryForm::Pounds, "negative if reserves are used", "\"-900000\"").needed(),
        WHAT,
    ],
);

const BALANCE: Part = part(
    "balance_sheet",
    "cash other than reserves",
    &[
        entry(
            "working_capital",
            EntryForm::Pounds,
            "amounts the body owes less amounts owed to it, held as cash; negative if it ties \
                up cash",
            "\"1500000\"",
        )
        .needed(),
        entry("minimum_liquidity", EntryForm::Sum, "minimum liquidity", "\"5000000\"").needed(),
    ],
);

const RATES_PART: Part = part(
    "rates",
    "yearly rates; a rate given for a year applies until the next one",
    &[
        entry("short", RATES, "for loans of one year", "\"0.75%\"").needed(),
        entry(
            "long",
            RATES,
            "for long loans",
            "{ \"2020/21\" = \"2.6%\", \"2023/24\" = \"3.1%\" }",
        )
        .needed(),
        entry("investment", RATES, "for invested cash", "\"0.5%\"").needed(),
        entry(
            "lease",
            EntryForm::PerCent(100),
            "for leases in the accounts: the body's incremental borrowing rate; if missing, the \
                policy's rate",
            "\"4.1%\"",
        ),
    ],
);

const MRP: Part = part(
    "mrp",
    "how borrowing is charged to revenue (minimum revenue provision)",
    &[
        entry("method", EntryForm::Words(MrpMethod::WORDS), "how", "\"annuity\"").needed(),
        entry("rate", RATE, "for annuities; needed if there are any", "\"2.6%\""),
    ],
);

const VOLUNTARY: Part = list(
    "mrp.voluntary",
    "voluntary provision above the minimum",
    &[YEAR, entry("amount", EntryForm::Sum, "the provision", "\"100000\"").needed(), WHAT],
);

const NEW_LOANS: Part = part(
    "new_loans",
    "how new loans are taken",
    &[
        entry("kind", EntryForm::Words(LoanKind::WORDS), "how they are repaid", "\"annuity\"")
            .needed(),
        entry("years", LIFE, "their length", "25").needed(),
        entry(
            "taken",
            EntryForm::Words(LoanTaken::WORDS),
            "the day when they start, 1 April, 1 October or 31 March, with half-yearly \
                payments; if missing, middle",
            "\"middle\"",
        ),
        entry(
            "external",
            EntryForm::Words(ExternalBorrowing::WORDS),
            "how much of the need is borrowed externally; if missing, as_needed",
            "\"as_needed\"",
        ),
        entry(
            "short_years",
            EntryForm::Whole(0, 100),
            "a need that ends within this many years is met by one-year loans; if missing, 0 \
                (none)",
            "2",
        ),
    ],
);

const PROGRAMME: Part = Part {
    needed: false,
    ..part(
        "programme",
        "assumptions about the schemes",
        &[entry(
            "slippage",
            EntryForm::PerCent(100),
            "slippage: share of a year's spend that moves to the next; if missing, none",
            "\"10%\"",
        )],
    )
};

const TARGETS: Part = list(
    "savings_targets",
    "a savings target: the reduction in the year's budget, including earlier recurring savings",
    &[
        entry("of", EntryForm::Words(TargetOf::WORDS), "the body with the target", "\"estate\"")
            .needed(),
        entry("body", EntryForm::Text, "the body", "\"Fenshire Police\"").needed(),
        YEAR,
        entry("amount", EntryForm::Sum, "the saving", "\"250000\"").needed(),
        SOURCE,
    ],
);

const RECEIPTS: Part = list(
    "receipts",
    "a receipt that is in no row of `projects`; if the sale of the site pays for a scheme, it \
        belongs to the scheme",
    &[
        entry(
            "site_id",
            EntryForm::Text,
            "the site sold, as in `sites`; if missing, none",
            "\"FEN-028\"",
        ),
        YEAR,
        entry("amount", EntryForm::Sum, "before the cost of sale", "\"310000\"").needed(),
        entry(
            "sale_cost",
            EntryForm::Sum,
            "cost of sale; if missing, the policy's figure",
            "\"7000\"",
        ),
        WHAT,
    ],
);

const DECISIONS: Part = list(
    "decisions",
    "a decision of the body about a site",
    &[
        entry("site_id", EntryForm::Text, "the site, as in `sites`", "\"FEN-015\"").needed(),
        entry(
            "option",
            EntryForm::Words(OptionKind::DECIDABLE),
            "as in `options.csv`",
            "\"dispose\"",
        )
        .needed(),
        entry(
            "receiver",
            EntryForm::Text,
            "the site of the body that takes its teams, as in `sites`",
            "\"FEN-011\"",
        ),
        SOURCE,
    ],
);
