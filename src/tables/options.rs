//! The tables of options: side by side, sum by sum, and what is recommended.

use super::{cell::to_six_places, output_table};
use crate::{
    edition::{AdviceRow, Edition, OptionFlowRow, OptionRow, View},
    wording::{bar, why, would_change},
};

/// Says why a view has no table of what is negotiated.
pub(super) fn withheld(view: &View) -> Option<&'static str> {
    (view.edition == Edition::Public)
        .then_some("what is negotiated, and what it would bring, is not for publication")
}

const fn recommended(row: &OptionRow) -> &'static str {
    match (row.recommended, row.decided) {
        (_, true) => "decided",
        (true, false) => "yes",
        (false, false) => "no",
    }
}

output_table! {
    /// what could be done with each site, against business as usual, at present values
    SiteOptions: file "options.csv", sheet "Options", key ["site_id", "option"];
    rows row: &'a OptionRow = |view| view.options.rows.iter();
    absent |view| withheld(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "option", "Option", Text, "", Restricted,
        "the option" = row.option;
    "state", "State", Text, "", Restricted,
        "`available`, `by_agreement` (another must agree), `while_room_lasts` (while the room is not taken) or `barred`" = row.state;
    "recommended", "Recommended", Text, "", Restricted,
        "whether it is recommended: yes, no, or decided" = recommended(row);
    "done_on", "Done on", Day, "", Restricted,
        "the day on which it is carried out" = row.done_on;
    "economic", "Economic value (£)", Money, "£", Restricted,
        "net present value in real prices without transfers, of what is known" = row.economic;
    "budget", "Value in the budget (£)", Money, "£", Restricted,
        "net present value to the body's budget, of what is known" = row.budget;
    "public_sector", "Value to the public sector (£)", Money, "£", Restricted,
        "net present value to all public bodies together, of what is known" = row.public_sector;
    "advantage_economic", "Economic advantage (£)", Money, "£", Restricted,
        "`economic` less that of business as usual; empty is not known" = row.advantage_economic;
    "advantage_budget", "Advantage in the budget (£)", Money, "£", Restricted,
        "the same of `budget`" = row.advantage_budget;
    "advantage_public_sector", "Advantage to the public sector (£)", Money, "£", Restricted,
        "the same of `public_sector`" = row.advantage_public_sector;
    "advantage_low", "Least economic advantage (£)", Money, "£", Restricted,
        "the least that `advantage_economic` can be; empty where it cannot be found"
            = row.advantage_low;
    "advantage_high", "Most economic advantage (£)", Money, "£", Restricted,
        "the most `advantage_economic` can be" = row.advantage_high;
    "advantage_bound", "Economic advantage to the end of the lease (£)", Money, "£", Restricted,
        "the part that falls within the terms of the leases" = row.advantage_bound;
    "advantage_beyond", "Economic advantage beyond it, if renewed (£)", Money, "£", Restricted,
        "the part that arises only if they are renewed" = row.advantage_beyond;
    "advantage_if_public", "Economic advantage if the other side is public (£)", Money, "£",
        Restricted,
        "`advantage_economic` if the other party to a lease, whose type is not recorded, is a public body; empty where that changes nothing"
            = row.advantage_if_public;
    "irr", "Real rate of return", Share, "a year", Restricted,
        "the real internal rate of return of the advantage; empty where there is none" = &row.irr;
    "equivalent_annual", "Equivalent annual value (£ a year)", Money, "£ a year", Restricted,
        "the equal yearly sum with the same present value as `economic`; negative is a cost; empty where facts for it are missing" = row.equivalent_annual;
    "payback_on", "Pays back on", Day, "", Restricted,
        "the day from which the cumulative advantage is positive" = row.payback_on;
    "switching", "Receipt may fall by", Share, "share", Restricted,
        "the share by which the receipt may fall to break even with the best other option; above 1 it is still ahead if the sale raises nothing; empty where it is not ahead, or has no known receipt" = &row.switching;
    "break_even_receipt", "Break-even receipt (£)", Money, "£", Restricted,
        "where the market value is not known, the receipt, net of the cost of sale, at which this option breaks even with the best other one; empty otherwise" = row.break_even_receipt;
    "missing", "Not known", List, "", Restricted,
        "facts that are not known" = &row.missing;
    "bars", "Obstacles", List, "", Restricted,
        "what prevents it, and until when" = row.bars.iter().map(bar).collect::<Vec<_>>();
    "flags", "Points to settle", List, "", Restricted,
        "what must be settled first" = &row.flags;
    "upside_low", "Least upside (£)", Money, "£", Restricted,
        "the least that a share in a later uplift could bring; not included in any other sum" = row.upside_low;
    "upside_high", "Most upside (£)", Money, "£", Restricted,
        "the most that it could bring" = row.upside_high;
    "serves", "Supports", List, "", Restricted,
        "principles of the body that it supports" = &row.serves;
    "breaches", "Conflicts with", List, "", Restricted,
        "principles of the body that it conflicts with" = &row.breaches;
}

/// Declares a table of cash flows: its name and rows, with the columns that every such table has.
macro_rules! of_flows {
    ($row:ident: { $($before:tt)* }) => {
        output_table! {
            $($before)*
            "site_id", "Site", Text, "", Restricted,
                "the site's id as in `sites`" = $row.site_id.to_string();
            "option", "Option", Text, "", Restricted,
                "the option" = $row.option;
            "due_on", "Due", Day, "", Restricted,
                "the day on which the sum falls due" = $row.on;
            "what", "What", Text, "", Restricted,
                "what it is" = $row.what;
            "lease_id", "Lease", Text, "", Restricted,
                "the lease whose schedule it comes from; empty where it comes from none"
                    = $row.lease_id.map(|lease| lease.to_string());
            "part", "To the end of the lease, or beyond", Text, "", Restricted,
                "`bound` within the terms of the leases, `beyond` only if one is renewed"
                    = if $row.beyond { "beyond" } else { "bound" };
            "amount", "Amount (£)", Money, "£", Restricted,
                "the sum; what is paid is negative" = $row.amount;
            "prices", "Prices", Text, "", Restricted,
                "whether it is in today's prices or in those of its day" = $row.prices;
            "factor", "Discount factor", Share, "", Restricted,
                "the factor by which it is discounted" = to_six_places($row.factor);
            "budget", "Value in the budget (£)", Money, "£", Restricted,
                "its present value to the body's budget" = $row.budget;
            "economic", "Economic value (£)", Money, "£", Restricted,
                "its present value without transfers" = $row.economic;
            "public_sector", "Value to the public sector (£)", Money, "£", Restricted,
                "its present value to all public bodies together" = $row.public_sector;
        }
    };
}

of_flows! { row: {
    /// every sum of each option
    OptionFlows: file "option_flows.csv", sheet "Option cash flow", key [];
    rows row: OptionFlowRow = |view| view.options.flows.iter();
    absent |view| withheld(view);
} }

of_flows! { row: {
    /// every sum of each option that the plan puts off; those of the others stand in `option_flows.csv`
    PlanFlows: file "plan_flows.csv", sheet "", key [];
    rows row: OptionFlowRow = |view| view.plan.iter().flat_map(|plan| plan.flows.iter().cloned());
    absent |view| withheld(view).or_else(|| no_flows(view));
} }

/// Says why a plan has no cash flows of its own.
fn no_flows(view: &View) -> Option<&'static str> {
    match &view.plan {
        None => Some("there is no plan"),
        Some(plan) => plan.flows.is_empty().then_some("the plan puts nothing off"),
    }
}

output_table! {
    /// what is recommended at each site, why, and what would change it
    Recommendations: file "recommendations.csv", sheet "Recommendations", key ["site_id"];
    rows row: &'a AdviceRow = |view| view.options.advice.iter();
    absent |view| withheld(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "recommended", "Recommended", Text, "", Restricted,
        "the recommended option, `open`, `decided`, or empty for a sold site" = row.verdict.word();
    "leads", "Decided, recommended or leading", Text, "", Restricted,
        "the option decided or recommended, or the strongest one while the choice is open" = row.verdict.leads;
    "why", "Why", Text, "", Restricted,
        "why, in sentences" = why(&row.why);
    "would_change", "What would change it", Text, "", Restricted,
        "what would change it" = would_change(&row.would_change);
    "settles", "Facts that would settle it", List, "", Restricted,
        "the facts that would settle it" = &row.settles;
    "closed_by", "Where to record the missing facts", List, "", Restricted,
        "the line of the tables that would settle each" = &row.closed_by;
}
