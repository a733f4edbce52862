//! The table of receipts: what the sale of each site brings, appraised, planned, in the programme and
//! achieved.

use super::{lettings::negotiated, output_table};
use crate::{
    edition::SiteReceipt,
    model::Money,
    wording::{decision_source, receipt_notes},
};

output_table! {
    /// what each sale brings: appraised, planned, in the programme, achieved, and why these differ
    Receipts: file "receipts.csv", sheet "Receipts by site", key ["site_id"];
    rows row: &'a SiteReceipt = |view| view.receipts.iter();
    absent |view| negotiated(view).or_else(|| {
        view.receipts.is_empty().then_some("no sale brings a receipt that is known")
    });
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "standing", "Standing", Text, "", Restricted,
        "`decided`, `recommended`, `open` or `sold`" = row.standing;
    "option", "Option", Text, "", Restricted,
        "the option that is decided or recommended, or is strongest while the choice is open; empty without one" = row.option;
    "source", "Decided by", Text, "", Restricted,
        "what the decision rests on; empty without one" = row.source.as_ref().map(decision_source);
    "appraised", "Appraised, net (£)", Money, "£", Restricted,
        "the receipt by `option`, net of the cost of sale, at today's prices; empty is not known, \
         or no sale" = row.appraised.map(Money::from_pence);
    "appraised_on", "Appraised sale", Day, "", Restricted,
        "the day of the appraised sale; empty is not known, or no sale" = row.appraised_on;
    "planned", "Planned, before cost (£)", Money, "£", Restricted,
        "the receipt that `planned_by` gives, before the cost of sale; empty is none"
            = row.planned.map(Money::from_pence);
    "planned_in", "Planned in", Text, "", Restricted,
        "the financial years of `planned`, separated by `; `" = &row.planned_in;
    "planned_by", "Planned by", Text, "", Restricted,
        "the schemes, or the file, in which `planned` is given, separated by `; `" = &row.planned_by;
    "programme", "In the programme, net (£)", Money, "£", Restricted,
        "the receipt in the capital programme, net of the cost of sale, at the prices of its year; \
         empty where it has none: a sale that is only recommended is not in it"
            = row.programme.map(Money::from_pence);
    "programme_in", "In the programme in", Text, "", Restricted,
        "the financial years of `programme`, separated by `; `" = &row.programme_in;
    "achieved", "Achieved (£)", Money, "£", Restricted,
        "the receipt realised, as recorded in `benefits`; empty is none"
            = row.achieved.map(Money::from_pence);
    "achieved_in", "Achieved in", Text, "", Restricted,
        "the financial years of `achieved`, separated by `; `" = &row.achieved_in;
    "why", "Why they differ", Text, "", Restricted,
        "why these sums differ, and what prevents the sale" = receipt_notes(&row.notes);
}
