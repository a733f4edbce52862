//! The tables of leases: what is ahead, what is paid, when sites can be left.

use super::output_table;
use crate::{
    edition::{Edition, EventState, ExitRow, LeaseEventRow, RentRow, RentTotalRow, View},
    model::{Basis, Notice, Status},
    wording::{
        breaks_barred, obstacles_to_a_sale, routes_by_agreement, what_is_dated, why_not_known,
    },
};

/// Says why a view has no table of leases at all.
fn withheld(view: &View) -> Option<&'static str> {
    (view.edition == Edition::Public).then_some("negotiating positions are not for publication")
}

/// Says why a view has no table of what is read from leases.
pub(super) fn without_leases(view: &View) -> Option<&'static str> {
    withheld(view).or_else(|| (view.leases == 0).then_some("no lease is recorded"))
}

fn in_months(row: &LeaseEventRow) -> Option<u32> {
    match row.length? {
        Notice::Months(count) => Some(count),
        Notice::Weeks(_) | Notice::Days(_) => None,
    }
}

fn in_weeks(row: &LeaseEventRow) -> Option<u32> {
    match row.length? {
        Notice::Weeks(count) => Some(count),
        Notice::Months(_) | Notice::Days(_) => None,
    }
}

fn in_days(row: &LeaseEventRow) -> Option<u32> {
    match row.length? {
        Notice::Days(count) => Some(count),
        Notice::Months(_) | Notice::Weeks(_) => None,
    }
}

output_table! {
    /// what is ahead of leases and agreements, by the last day to act
    LeaseEvents: file "lease_events.csv", sheet "Lease calendar", key [];
    rows row: &'a LeaseEventRow = |view| view.lease_events.iter();
    // The end of an agreement is dated without any lease.
    absent |view| if view.lease_events.is_empty() { without_leases(view) } else { withheld(view) };
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`; empty for an agreement that is not about one site"
            = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`; empty for an agreement" = &row.lease_id;
    "agreement_id", "Agreement", Text, "", Restricted,
        "the agreement's id as in `agreements`; empty for a lease" = &row.agreement_id;
    "counterparty", "Other side", Text, "", Restricted,
        "the other party to the lease; empty is not recorded, or an agreement" = &row.counterparty;
    "role", "We are", Text, "", Restricted,
        "our side of the lease, `tenant` or `landlord`; empty for an agreement" = row.role;
    "kind", "What", Text, "", Restricted,
        "what is dated: `break`, `review`, `step`, `rent_free_end`, `part_rent_end`, \
         `deed_of_variation`, `expiry`, `holding_over` or `agreement_end`" = row.kind;
    "falls_on", "On", Day, "", Restricted,
        "its day; for a break that can be used on any day, the earliest day it can end the lease; \
         while holding over, the day on which notice served at the date of the report would end \
         it; where its date cannot be read, the first day it may be" = row.on;
    "act_by", "Act by", Day, "", Restricted,
        "the day to act by: for an open break that is the other party's alone, `legal_last_day`; \
         for any other open break, `working_day` less the policy's margin; otherwise `falls_on`; empty \
         for a break whose notice is not recorded or that has no last day" = row.act_by;
    "state", "State", Text, "", Restricted,
        "a break is `open`, `urgent` (notice is due soon), `served`, `exercised`, `missed` or \
         `waived`; a review may be `agreed`, or `undecided` (past, no new rent recorded); a lease \
         that holds over is `running`; anything else is `ahead`, or `not_known` where facts are \
         missing" = row.state.map_or("not_known", EventState::word);
    "whose", "Whose", Text, "", Restricted,
        "who may use the break: `tenant`, `landlord` or `mutual` (either); empty is not recorded, \
         or not a break" = row.whose;
    "rolling_from", "Any day from", Day, "", Restricted,
        "the first day of a break that can be used on any day; empty otherwise" = row.rolling_from;
    "notice_months", "Months of notice", Whole, "months", Restricted,
        "the length of notice in months, for a break or while holding over; empty where it is in \
         weeks or days, is not recorded or does not apply" = in_months(row);
    "notice_weeks", "Weeks of notice", Whole, "weeks", Restricted,
        "the length of notice in weeks; empty where it is in months or days, is not recorded or \
         does not apply" = in_weeks(row);
    "notice_days", "Days of notice", Whole, "days", Restricted,
        "the length of notice in days; empty where it is in months or weeks, is not recorded or \
         does not apply" = in_days(row);
    "legal_last_day", "Latest date to serve notice", Day, "", Restricted,
        "the last day on which notice of the break may be served; for a break that can be used on \
         any day, notice for the last such day; empty is not known, or not a break"
            = row.legal_last_day;
    "working_day", "Last working day", Day, "", Restricted,
        "the last working day up to `legal_last_day`" = row.working_day;
    "holidays_known", "Bank holidays known", YesNo, "", Restricted,
        "whether the policy lists the bank holidays of that time" = row.holidays_known;
    "amount", "£ a year from then", Money, "£ a year", Restricted,
        "the rent from that day: as agreed at a review, set by a step, or after a rent-free or \
         part-rent period; empty is not known, or no change of rent" = row.amount;
    "penalty", "Penalty", Money, "£", Restricted,
        "what using the break costs, as recorded; empty is not recorded, or not a break"
            = row.penalty;
    "cost_of_missing", "Cost of missing it", Money, "£", Restricted,
        "what not using our break costs: the present value of the rent and, where known, service \
         charge payable from the break to `next_exit`, the penalty not taken off; empty is not \
         known, or not a break that we can still use" = row.cost_of_missing;
    "next_exit", "Next exit", Day, "", Restricted,
        "the earliest lawful exit once the break is missed; empty as for `cost_of_missing`"
            = row.next_exit;
    "conditions", "Conditions", Text, "", Restricted,
        "the conditions of the break or deed of variation, as recorded" = &row.conditions;
    "what", "In words", Text, "", Restricted,
        "what it is, in words, without its date and state" = what_is_dated(row);
    "not_known", "Not known", Text, "", Restricted,
        "what is not known about it, separated by `; `" = why_not_known(&row.not_known);
}

output_table! {
    /// rent and service charge of every lease by financial year
    Rent: file "rent.csv", sheet "Rent by year", key ["lease_id", "financial_year", "kind", "prices"];
    rows row: &'a RentRow = |view| view.rent.iter();
    absent |view| without_leases(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`" = &row.lease_id;
    "counterparty", "Other side", Text, "", Restricted,
        "the other party to the lease; empty is not recorded" = &row.counterparty;
    "direction", "Direction", Text, "", Restricted,
        "`payable` where we are the tenant, `receivable` where we are the landlord" = row.role.direction();
    "financial_year", "Year", Year, "", Restricted,
        "the financial year in which it falls due" = row.year;
    "kind", "What", Text, "", Restricted,
        "`rent` or `service_charge`" = row.kind;
    "prices", "Prices", Text, "", Restricted,
        "`cash` is fixed in cash; `today` is at the prices of the report's date and rises with \
         them" = row.prices;
    "amount", "Amount", Money, "£", Restricted,
        "what falls due in the year, without VAT; empty is not known" = row.amount.ok();
    "state", "State", Text, "", Restricted,
        "`known`; `estimated`, where it depends on a rent review still to come: the estimated rental \
         value, else the passing rent; or `not_known`" = row.state;
    "not_known", "Not known", Text, "", Restricted,
        "why the amount is not known; empty where it is"
            = row.amount.err().map(|why| why.to_string());
}

output_table! {
    /// rent and service charge of all leases by financial year, and how many leases are not in it
    RentTotals: file "rent_totals.csv", sheet "", key ["financial_year", "direction", "kind"];
    rows row: &'a RentTotalRow = |view| view.rent_totals.iter();
    absent |view| without_leases(view);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year in which it falls due" = row.year;
    "direction", "Direction", Text, "", Restricted,
        "`payable` where we are the tenant, `receivable` where we are the landlord" = row.role.direction();
    "kind", "What", Text, "", Restricted,
        "`rent` or `service_charge`" = row.kind;
    "known", "Known", Money, "£", Restricted,
        "the sum of the amounts that are known; empty is too large to add" = row.known;
    "estimated", "Estimated", Money, "£", Restricted,
        "the sum of the amounts that are estimated, not in `known`; empty is too large to add"
            = row.estimated;
    "leases", "Leases in it", Whole, "", Restricted,
        "how many leases are in `known` or `estimated`" = row.leases;
    "leases_not_in", "Leases not in it", Whole, "", Restricted,
        "how many leases are in neither sum because the amount is not known" = row.not_in;
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
    "route", "Route", Text, "", Restricted,
        "how the site is left on that day" = row.route;
    "cost", "Cost of exit", Money, "£", Restricted,
        "what leaving by that route costs; empty is not known" = row.cost;
    "cost_at_least", "Cost of a sale at least", Money, "£", Restricted,
        "the part of the cost of a sale that is known while `cost` is not" = row.cost_at_least;
    "legal_last_day", "Latest date to serve notice", Day, "", Restricted,
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
        "what the day is based on; `sold` of a site that is sold"
            = row.basis.map_or(Status::Sold.word(), Basis::word);
    "perhaps_earlier", "Possible from", Day, "", Restricted,
        "the earliest day it may be once what is not recorded is known" = row.perhaps_earlier;
    "barred", "Breaks not relied on", Text, "", Restricted,
        "breaks that cannot be relied on, and why" = breaks_barred(&row.barred);
    "by_agreement", "By agreement", Text, "", Restricted,
        "routes that need another's agreement" = routes_by_agreement(&row.by_agreement);
    "not_known", "Not known", Text, "", Restricted,
        "what is missing to find the day or the cost" = why_not_known(&row.not_known);
    "sale_bars", "Obstacles to a sale", Text, "", Restricted,
        "what prevents a sale of the site or its lease, and until when"
            = obstacles_to_a_sale(&row.sale_bars);
}
