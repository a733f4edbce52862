//! The table of what each party of an agreement bears.

use super::output_table;
use crate::{
    edition::{AgreementRow, Edition, View},
    model::decimals,
};

/// Says why a view has no agreements.
fn absent(view: &View) -> Option<&'static str> {
    match view.edition {
        Edition::Public => Some("not for publication: it gives the running cost of single sites"),
        Edition::Restricted => view.agreements.is_empty().then_some("no agreements are recorded"),
    }
}

output_table! {
    /// what each party of an agreement bears: its share, and its part of what the shared site costs to run
    AgreementShares: file "agreements.csv", sheet "Agreements", key [];
    rows row: &'a AgreementRow = |view| view.agreements.iter();
    absent |view| absent(view);
    "agreement_id", "Agreement", Text, "", Restricted,
        "the agreement" = &row.agreement_id;
    "party", "Party", Text, "", Restricted,
        "the body" = &row.party;
    "site_id", "Site", Text, "", Restricted,
        "the shared site; empty is none, or all" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.name;
    "share_basis", "Shared by", Text, "", Restricted,
        "the measure of the share" = &row.share_basis;
    "start", "Start", Day, "", Restricted,
        "first day" = row.start;
    "end", "End", Day, "", Restricted,
        "last day; empty is not recorded" = row.end;
    "in_force", "In force", YesNo, "", Restricted,
        "whether it is in force at the date of the snapshot" = row.in_force;
    "share_recorded", "Share recorded", Share, "", Restricted,
        "the party's share as recorded" = row.recorded.map(|share| share.normalize().to_string());
    "share", "Share", Share, "", Restricted,
        "the party's share to 0.01%, so that the parties in force come to 100.00%; empty where a share is not recorded or they do not"
            = row.share.map(|share| decimals(share, 10_000, 4));
    "financial_year", "Year", Year, "", Restricted,
        "the year of the running cost" = row.year;
    "running_cost", "Running cost", Money, "£", Restricted,
        "what the body's ledger has for the shared site in the year, which is all that can be shared out here" = row.running_cost;
    "cost_share", "Its part", Money, "£", Restricted,
        "the party's part of it to the penny, so that the parts of those in force add up to it" = row.cost;
}
