//! The entries of `paper.toml`, declared once: for the reader, its findings, the template and the README.

use super::treasury::{Entry, Form, Part, entry, list, part};

/// Every part of the file, in the order of the template.
pub const PAPER: &[Part] = &[
    TOP,
    FINANCIAL,
    LEGAL,
    EQUALITY,
    ACCESS,
    CURRENT_WORK,
    RISKS,
    NEXT_STEPS,
    BACKGROUND,
    PRINCIPLES,
];

const fn text(name: &'static str, meaning: &'static str, example: &'static str) -> Entry {
    entry(name, Form::Text, meaning, example)
}

/// A part that may be left out.
const fn optional(path: &'static str, meaning: &'static str, entries: &'static [Entry]) -> Part {
    Part { needed: false, ..part(path, meaning, entries) }
}

const RESTRICTED: Entry = entry(
    "restricted",
    Form::Truth,
    "whether the public edition leaves it out; without it false",
    "true",
);
const OWNER: Entry = text("owner", "who sees to it", "\"Head of Estates\"");

const TOP: Part = optional(
    "",
    "the head of the paper, and what it asks for",
    &[
        text("agenda_item", "its number on the agenda", "\"7.0\""),
        text("to", "whom it is for", "\"Business Coordination Board\""),
        text("from", "whom it is from", "\"Chief Executive\""),
        entry("date", Form::Day, "the day of the meeting", "2020-06-18"),
        text("contact_officer", "who answers questions", "\"A Warden, Head of Estates\""),
        text(
            "decision",
            "what is asked, as it follows \"is asked to\"",
            "\"agree that the sites of table 1 be worked up for decision\"",
        ),
    ],
);

const FINANCIAL: Part = optional(
    "financial",
    "what finance officers say",
    &[text("comment", "the chief finance officer's comment", "\"The costs are within budget.\"")],
);

const LEGAL: Part = optional(
    "legal",
    "what lawyers say",
    &[
        text("powers", "by which power the body may act", "\"Local Government Act 1972\""),
        text("advice", "legal advice taken", "\"Advice on title is awaited.\""),
    ],
);

const EQUALITY: Part = optional(
    "equality",
    "how the Public Sector Equality Duty is met",
    &[
        text("eqia_reference", "reference of the equality impact assessment", "\"EQIA-2020-04\""),
        entry("eqia_on", Form::Day, "the day of the assessment", "2020-05-11"),
        text("consultation", "where consultation stands", "\"Opens on 1 July 2020.\""),
        text("finding", "what the assessment found", "\"No adverse effect was found.\""),
    ],
);

const ACCESS: Part = optional(
    "public_access",
    "what changes mean for the public",
    &[text("assessment", "in sentences", "\"Two front counters would move.\"")],
);

const CURRENT_WORK: Part = list(
    "current_work",
    "work that is under way",
    &[
        text("what", "in sentences", "\"A survey of condition runs until July.\"").needed(),
        RESTRICTED,
    ],
);

const RISKS: Part = list(
    "risks",
    "a risk that the tables do not tell",
    &[
        text("risk", "what may happen", "\"The market falls.\"").needed(),
        text("mitigation", "what is done about it", "\"Sales are phased.\""),
        OWNER,
        RESTRICTED,
    ],
);

const NEXT_STEPS: Part = list(
    "next_steps",
    "what is to be done",
    &[
        text("action", "what", "\"Value the first five sites\"").needed(),
        OWNER,
        entry("by", Form::Day, "until when", "2020-09-30"),
        RESTRICTED,
    ],
);

const BACKGROUND: Part = list(
    "background",
    "a document that the paper rests on",
    &[
        text("title", "its title", "\"Estates Strategy\"").needed(),
        text("reference", "its date, number or address", "\"March 2019\""),
        RESTRICTED,
    ],
);

const PRINCIPLES: Part = list(
    "principles",
    "what the body wants of its estate, which options are held against",
    &[
        text("id", "a short name of it", "\"release_surplus\"").needed(),
        text("words", "the principle", "\"Sell what is not needed\"").needed(),
        text("source", "where the body has set it", "\"Estates Strategy, March 2019\"").needed(),
        entry("serves", Form::Options, "options that serve it", "\"dispose, leave\""),
        entry("breaches", Form::Options, "options that conflict with it", "\"vacate_and_hold\""),
        text(
            "criteria",
            "criteria that it governs, apart by commas",
            "\"cost_saved, net_receipt\"",
        ),
        text("gates", "gates that it governs, apart by commas", "\"blocked_sale\""),
        entry(
            "only_with_public_counter",
            Form::Truth,
            "whether it speaks only of sites with a public counter; without it false",
            "true",
        ),
    ],
);
