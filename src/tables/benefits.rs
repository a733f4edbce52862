//! The tables of benefits: planned, realised, and proved against the ledger.

use super::{cell::to_four_places, output_table, programme::withheld};
use crate::edition::{BenefitRow, InitiativeSum, View};

/// Why there is no table of benefits.
const NONE_GIVEN: &str = "no benefits are given";

/// Says why a view has no register of benefits; they need no treasury.
fn without_benefits(view: &View) -> Option<&'static str> {
    match withheld(view) {
        Ok(fund) => fund.benefits.is_empty().then_some(NONE_GIVEN),
        Err(why) => Some(why),
    }
}

output_table! {
    /// each benefit by year: planned, realised, and what the ledger shows
    Benefits: file "benefits.csv", sheet "Benefits", key ["benefit_id", "financial_year"];
    rows row: &'a BenefitRow = |view| view.fund.iter().flat_map(|fund| &fund.benefits);
    absent |view| without_benefits(view);
    "benefit_id", "Benefit", Text, "", Restricted,
        "the benefit's id as in `benefits`" = &row.benefit_id;
    "initiative", "Initiative", Text, "", Restricted,
        "the initiative that delivers it" = &row.initiative;
    "site_id", "Site", Text, "", Restricted,
        "the id of its site as in `sites`; empty is not tied to a site" = &row.site_id;
    "kind", "Kind", Text, "", Restricted,
        "running_cost, receipt, income or other; where none is entered, running_cost of a site, else other"
            = row.kind;
    "owner", "Owner", Text, "", Restricted,
        "who is responsible for it; empty is not recorded" = &row.owner;
    "agreed_on", "Agreed on", Day, "", Restricted,
        "the day its owner agreed to it; empty is not recorded" = row.agreed_on;
    "status", "Status", Text, "", Restricted,
        "`planned`, `agreed`, `tracked`, `realised` or `withdrawn`; empty is not recorded" = row.status;
    "financial_year", "Year", Year, "", Restricted,
        "the financial year of the sums" = row.year;
    "planned", "Planned (£)", Money, "£", Restricted,
        "the benefit planned for the year; empty is not recorded" = row.planned;
    "counted", "Counted once (£)", Money, "£", Restricted,
        "the part of `planned` that is counted: together the benefits of a site save no more than it cost, and those \
         withdrawn save nothing" = row.counted;
    "also_claimed_by", "Also claimed by", Text, "", Restricted,
        "other benefits that claim running cost of the same site and year, separated by `; `"
            = &row.also_claimed_by;
    "realised", "Realised (£)", Money, "£", Restricted,
        "the benefit realised in the year; empty is not recorded" = row.realised;
    "cashable", "Cashable", YesNo, "", Restricted,
        "whether a budget can be lowered by it; empty is not recorded" = row.cashable;
    "before_year", "Year before", Year, "", Restricted,
        "the last financial year before the benefit's first in which the site's running cost is known; empty where \
         the ledger cannot prove it" = row.before_year;
    "cost_before", "Cost before (£)", Money, "£", Restricted,
        "the site's running cost in `before_year`" = row.cost_before;
    "cost_after", "Cost in the year (£)", Money, "£", Restricted,
        "the site's running cost in `financial_year`; empty is not known" = row.cost_after;
    "fall", "Fall (£)", Money, "£", Restricted,
        "`cost_before` less `cost_after`" = row.fall;
    "proof", "Proof", Text, "", Restricted,
        "what the ledger shows: proved, partly_proved or not_proved; else why it shows nothing: not_due, not_recorded \
         or no_ledger; of a benefit that no ledger can prove, evidence_only or no_evidence" = row.proof;
    "evidence", "Evidence", Text, "", Restricted,
        "the evidence entered for it" = &row.evidence;
}

output_table! {
    /// benefits planned, realised and proved, by initiative
    Initiatives: file "initiatives.csv", sheet "Initiatives", key ["initiative"];
    rows row: &'a InitiativeSum = |view| view.fund.iter().flat_map(|fund| &fund.initiatives);
    absent |view| without_benefits(view);
    "initiative", "Initiative", Text, "", Restricted,
        "the name of the initiative" = &row.initiative;
    "planned_to_date", "Planned to date (£)", Money, "£", Restricted,
        "benefits planned for years that have ended, where both planned and realised are recorded"
            = row.planned_to_date;
    "realised_to_date", "Realised to date (£)", Money, "£", Restricted,
        "benefits realised in the same years" = row.realised_to_date;
    "proved_to_date", "Proved by the ledger (£)", Money, "£", Restricted,
        "the part of `realised_to_date` whose benefits the ledger proves in full; empty where it can test none"
            = row.proved_to_date;
    "not_recorded", "Years not recorded", Whole, "years", Restricted,
        "years of benefits that lack the sum planned, or have ended and lack the sum realised" = row.not_recorded;
    "planned_ahead", "Planned ahead (£)", Money, "£", Restricted,
        "benefits planned for years that have not ended, each pound counted once only" = row.planned_ahead;
    "realisation_rate", "Realisation rate", Share, "share", Restricted,
        "`realised_to_date` as a share of `planned_to_date`; empty before anything was due"
            = row.realisation.map(to_four_places);
    "forecast", "Forecast (£)", Money, "£", Restricted,
        "`realised_to_date`, and `planned_ahead` at the `realisation_rate`; in full where that is empty"
            = row.forecast;
    "cost", "Cost (£)", Money, "£", Restricted,
        "the cost of delivering it; empty is not known" = row.cost;
    "return_on_investment", "Return on investment", Share, "share", Restricted,
        "`forecast` less `cost`, as a share of `cost`; empty without a cost"
            = row.return_on_investment.map(to_four_places);
    "double_counted", "Claimed twice (£)", Money, "£", Restricted,
        "planned savings that several benefits claim and that are more than the site cost" = row.double_counted;
}
