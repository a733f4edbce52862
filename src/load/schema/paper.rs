//! The entries of `paper.toml`, declared once: for the reader, its findings, the template and the README.

use super::treasury::{Entry, EntryForm, Part, entry, list, part};

/// Every part of the file, in the order of the template.
pub const PAPER: &[Part] = &[
    TOP,
    FINANCIAL,
    LEGAL,
    EQUALITY,
    ACCESS,
    STAFFING,
    SUSTAINABILITY,
    HEADINGS,
    CURRENT_WORK,
    RISKS,
    NEXT_STEPS,
    BACKGROUND,
    PRINCIPLES,
];

const fn text(name: &'static str, meaning: &'static str, example: &'static str) -> Entry {
    entry(name, EntryForm::Text, meaning, example)
}

/// A part that may be left out.
const fn optional(path: &'static str, meaning: &'static str, entries: &'static [Entry]) -> Part {
    Part { needed: false, ..part(path, meaning, entries) }
}

const RESTRICTED: Entry = entry(
    "restricted",
    EntryForm::Truth,
    "whether the public edition leaves it out; if missing, false",
    "true",
);
const OWNER: Entry = text("owner", "who is responsible", "\"Head of Estates\"");

const TOP: Part = optional(
    "",
    "the heading of the paper, and what it asks for",
    &[
        text("agenda_item", "its number on the agenda", "\"7.0\""),
        text("to", "who it is for", "\"Business Coordination Board\""),
        text("from", "who it is from", "\"Chief Executive\""),
        entry("date", EntryForm::Day, "the day of the meeting", "2020-06-18"),
        text("contact_officer", "who answers questions", "\"A Warden, Head of Estates\""),
        text(
            "decision",
            "the decision requested, to follow \"is asked to\"",
            "\"agree that officers prepare a business case for each site in table 1\"",
        ),
    ],
);

const FINANCIAL: Part = optional(
    "financial",
    "financial implications",
    &[text("comment", "the chief finance officer's comment", "\"The costs are within budget.\"")],
);

const LEGAL: Part = optional(
    "legal",
    "legal implications",
    &[
        text("powers", "the body's legal power", "\"Local Government Act 1972\""),
        text("advice", "legal advice taken", "\"Advice on title is awaited.\""),
    ],
);

const EQUALITY: Part = optional(
    "equality",
    "how the Public Sector Equality Duty is met",
    &[
        text("eqia_reference", "reference of the equality impact assessment", "\"EQIA-2020-04\""),
        entry("eqia_on", EntryForm::Day, "the date of the assessment", "2020-05-11"),
        text("consultation", "progress of consultation", "\"Opens on 1 July 2020.\""),
        text("finding", "what the assessment found", "\"No adverse effect was found.\""),
    ],
);

const ACCESS: Part = optional(
    "public_access",
    "the effect on the public",
    &[text("assessment", "in sentences", "\"Two front counters would move.\"")],
);

const STAFFING: Part = optional(
    "staffing",
    "the effect on staff",
    &[text("comment", "in sentences", "\"Staff and unions are consulted from July.\"")],
);

const SUSTAINABILITY: Part = optional(
    "sustainability",
    "the effect on energy and carbon",
    &[text("comment", "in sentences", "\"Energy ratings are renewed on sale.\"")],
);

const fn heading(name: &'static str, meaning: &'static str) -> Entry {
    entry(name, EntryForm::Truth, meaning, "false")
}

const HEADINGS: Part = optional(
    "headings",
    "headings of the paper and its appendices; false leaves one out, and one that is missing stands",
    &[
        heading("why", "why the sites are candidates"),
        heading("money", "the table of money"),
        heading("options", "the options considered"),
        heading("public_and_partners", "journeys, counters and partners"),
        heading("risks", "risks and what is not known"),
        heading("legal", "legal implications"),
        heading("equality", "equality"),
        heading("staffing", "staffing"),
        heading("sustainability", "sustainability"),
        heading("next_steps", "next steps"),
        heading("closing_recommendation", "the recommendation repeated at the end"),
        heading("estate", "appendix: the estate"),
        heading("change", "appendix: change since the snapshot before"),
        heading("sites", "appendix: sites one by one"),
        heading("journeys", "appendix: journeys to the sites"),
        heading("counters", "appendix: public counters"),
        heading("partners", "appendix: sharing and letting"),
        heading("leases", "appendix: lease dates"),
        heading("programme", "appendix: capital programme, receipts and benefits"),
        heading("all_sites", "appendix: all sites in order"),
        heading("data_quality", "appendix: data quality"),
        heading("method", "appendix: method"),
        heading("policy", "appendix: policy figures and sources"),
    ],
);

const CURRENT_WORK: Part = list(
    "current_work",
    "current work",
    &[
        text("what", "in sentences", "\"A survey of condition runs until July.\"").needed(),
        RESTRICTED,
    ],
);

const RISKS: Part = list(
    "risks",
    "a risk that is not in the tables",
    &[
        text("risk", "what may happen", "\"The market falls.\"").needed(),
        text("mitigation", "how it is managed", "\"Sales are phased.\""),
        OWNER,
        RESTRICTED,
    ],
);

const NEXT_STEPS: Part = list(
    "next_steps",
    "a next step",
    &[
        text("action", "what", "\"Value the first five sites\"").needed(),
        OWNER,
        entry("by", EntryForm::Day, "the deadline", "2020-09-30"),
        RESTRICTED,
    ],
);

const BACKGROUND: Part = list(
    "background",
    "a background document",
    &[
        text("title", "its title", "\"Estates Strategy\"").needed(),
        text("reference", "its date, number or address", "\"March 2019\""),
        RESTRICTED,
    ],
);

const PRINCIPLES: Part = list(
    "principles",
    "a principle of the body for its estate, used to assess the options",
    &[
        text("id", "its short name", "\"release_surplus\"").needed(),
        text("words", "the principle", "\"Sell what is not needed\"").needed(),
        text("source", "where the body adopted it", "\"Estates Strategy, March 2019\"").needed(),
        entry("serves", EntryForm::Options, "options that support it", "\"dispose, leave\""),
        entry(
            "breaches",
            EntryForm::Options,
            "options that conflict with it",
            "\"vacate_and_hold\"",
        ),
        text(
            "criteria",
            "criteria that it governs, separated by commas",
            "\"cost_saved, net_receipt\"",
        ),
        text("gates", "gates that it governs, separated by commas", "\"blocked_sale\""),
        entry(
            "only_with_public_counter",
            EntryForm::Truth,
            "whether it applies only to sites with a public counter; if missing, false",
            "true",
        ),
    ],
);
