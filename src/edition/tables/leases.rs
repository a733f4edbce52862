//! The tables of leases: when sites can be left.

use super::output_table;
use crate::edition::{Edition, ExitRow, SaleBarRow, View};

/// Says why a view has no table of leases at all.
fn withheld(view: &View) -> Option<&'static str> {
    (view.edition == Edition::Public).then_some("negotiating positions are not for publication")
}

fn said(bars: &[SaleBarRow]) -> String {
    bars.iter().map(SaleBarRow::said).collect::<Vec<_>>().join("; ")
}

output_table! {
    /// when, how and at what cost each site can be left
    Exits: file "exits.csv", sheet "Exits", key ["site_id"];
    rows row: &'a ExitRow = |view| view.exits.iter();
    absent |view| withheld(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "exit_on", "Earliest exit", Day, "", Restricted,
        "the last day on which the site must be held; empty is not known, or never" = row.exit_on;
    "route", "Way", Text, "", Restricted,
        "how the site is left on that day" = row.route;
    "cost", "Cost of the way", Money, "£", Restricted,
        "what leaving that way costs; empty is not known" = row.cost;
    "cost_at_least", "Cost of a sale at least", Money, "£", Restricted,
        "the part of the cost of a sale that is known while `cost` is not" = row.cost_at_least;
    "legal_last_day", "Last day in law", Day, "", Restricted,
        "the last day on which notice may be given" = row.legal_last_day;
    "working_day", "Last working day", Day, "", Restricted,
        "the last working day up to then" = row.working_day;
    "holidays_known", "Bank holidays known", YesNo, "", Restricted,
        "whether the policy lists the bank holidays of that time" = row.holidays_known;
    "act_by", "Act by", Day, "", Restricted,
        "the day to act by: the last working day less the policy's margin" = row.act_by;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease that ends last" = &row.lease_id;
    "basis", "Basis", Text, "", Restricted,
        "on what the day rests; `sold` of a site that is sold" = row.basis;
    "perhaps_earlier", "Perhaps from", Day, "", Restricted,
        "the earliest day it may be once what is not recorded is known" = row.perhaps_earlier;
    "barred", "Breaks not counted on", Text, "", Restricted,
        "breaks that cannot be counted on, and why" = &row.barred;
    "by_agreement", "By agreement", Text, "", Restricted,
        "ways out that need another's agreement" = &row.by_agreement;
    "not_known", "Not known", Text, "", Restricted,
        "what is missing to tell the day or the cost" = &row.not_known;
    "sale_bars", "In the way of a sale", Text, "", Restricted,
        "what stands in the way of a sale of the site or its lease, and until when"
            = said(&row.sale_bars);
}
