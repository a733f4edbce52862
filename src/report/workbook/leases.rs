//! The sheets about leases and lettings.

use super::contents::{Content, NARROW, Sheet, prints};
use crate::{
    edition::{
        Edition, View,
        tables::{
            Exits, LeaseAccountTotals, LeaseAccounts, LeaseEvents, LeaseExpiries, LeaseSummary,
            LeaseTerms, LettingFlows, OutputTable, ProposedLettings, RunningLettings,
        },
    },
    report::tables::{Cell, Table},
};

/// Has twice the columns of the others.
const LETTINGS: &str = "Lettings";
/// So has this one.
const LEASE_SUMMARY: &str = "Lease summary";

/// The columns of what is ahead of leases that a sheet has, in its order.
const CALENDAR: [&str; 16] = [
    "act_by",
    "state",
    "what",
    "on",
    "site_id",
    "name",
    "lease_id",
    "agreement_id",
    "counterparty",
    "role",
    "legal_last_day",
    "penalty",
    "cost_of_missing",
    "next_exit",
    "conditions",
    "not_known",
];

/// Returns the sheets about leases and lettings that have something on them.
pub(super) fn sheets(view: &View) -> Vec<Sheet<'_>> {
    if view.edition == Edition::Public {
        return Vec::new();
    }
    let mut sheets = Vec::new();
    let mut put = |is: bool, name, words, content| {
        if is {
            let pages = if [LETTINGS, LEASE_SUMMARY].contains(&name) { 2 } else { 1 };
            let prints = prints(name);
            sheets.push(Sheet { name, words, content, widest: NARROW, pages, prints });
        }
    };
    let of = Content::Table;
    put(
        !view.lease_events.is_empty(),
        "Lease calendar",
        "what is ahead of leases and agreements, by the last day to act.",
        of(picked(LeaseEvents.table(view), &CALENDAR)),
    );
    let summary = &view.lease_summary;
    put(
        !summary.leases.is_empty(),
        LEASE_SUMMARY,
        "what each lease comes to: passing rent, break, commitment, reversion, unexpired term.",
        of(LeaseSummary.table(view)),
    );
    put(
        !summary.terms.is_empty(),
        "Unexpired terms",
        "unexpired terms in years, weighted by rent and by area: the whole, by use, by district.",
        of(LeaseTerms.table(view)),
    );
    put(
        !summary.expiries.is_empty(),
        "Lease expiries",
        "leases, rent and area by the financial year of the last day.",
        of(LeaseExpiries.table(view)),
    );
    put(
        !view.rent.is_empty(),
        "Rent by year",
        "rent and service charge of every lease by financial year, with totals. In italics: estimated. \
         An empty cell: nothing falls due.",
        Content::Rent,
    );
    put(
        !view.lease_accounts.is_empty(),
        "Lease accounts",
        "leases as tenant by financial year under IFRS 16, and those that are exempt.",
        of(LeaseAccounts.table(view)),
    );
    put(
        !view.lease_account_totals.is_empty(),
        "Lease account totals",
        "their sums by financial year.",
        of(LeaseAccountTotals.table(view)),
    );
    put(
        !view.exits.is_empty(),
        "Exits",
        "when, how and at what cost each site can be left.",
        of(Exits.table(view)),
    );
    put(
        !view.lettings.proposed.is_empty(),
        LETTINGS,
        "lettings of surplus space that could be made, and why there is none elsewhere.",
        of(ProposedLettings.table(view)),
    );
    put(
        !view.lettings.flows.is_empty(),
        "Letting cash flow",
        "the sums of each of these lettings, with their present values.",
        of(LettingFlows.table(view)),
    );
    put(
        !view.lettings.running.is_empty(),
        "Running lettings",
        "lettings that run, their concession and how they stand the tests.",
        of(RunningLettings.table(view)),
    );
    sheets
}

/// Returns some columns of a table in another order.
fn picked<'a>(table: Table<'a>, names: &[&str]) -> Table<'a> {
    let at = |name: &&str| table.columns.iter().position(|c| c.name == *name);
    let places: Vec<usize> = names.iter().filter_map(at).collect();
    let columns = places.iter().filter_map(|at| table.columns.get(*at).copied()).collect();
    let rows = table.rows.map(move |mut row| {
        let take = |at: &usize| row.get_mut(*at).map_or(Cell::Empty, std::mem::take);
        places.iter().map(take).collect()
    });
    Table { columns, rows: Box::new(rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_calendar_has_all_the_columns_it_names() {
        let view = example::with_leases();
        let table = picked(LeaseEvents.table(&view), &CALENDAR);
        let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        assert_eq!(names, CALENDAR);
        let rows: Vec<_> = table.rows.collect();
        assert_eq!(rows[0].len(), CALENDAR.len());
        assert_eq!(rows[0][0], Cell::Day(example::lease_event().act_by.unwrap()));
    }
}
