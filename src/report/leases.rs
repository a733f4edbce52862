//! The tables about leases: what is ahead, what is paid, how leases stand in the accounts, when sites can
//! be left.

use super::{
    ReportError, lease_summary,
    tables::{Cell, Column, Form, Table, columns, csv_of, digits, text},
};
use crate::{
    edition::{
        Edition, LeaseEventRow, LeaseYear, View,
        tables::{Exits, OutputTable},
    },
    model::{Date, Money},
};

/// Names of the files in which leases are told, in their order; the first two need something dated only.
const FILES: [&str; 9] = [
    "lease_events.csv",
    "lease_events.ics",
    "rent.csv",
    "rent_totals.csv",
    "lease_accounts.csv",
    "lease_account_totals.csv",
    lease_summary::FILE,
    "lease_terms.csv",
    "lease_expiries.csv",
];

/// Names the file of the earliest lawful exits.
pub(super) const EXITS: &str = "exits.csv";

/// Tells which of the files about leases a view has nothing for, and why.
pub(super) fn left_out(view: &View) -> Vec<(String, String)> {
    let public = view.edition == Edition::Public;
    let why = if public {
        "negotiating positions are not for publication"
    } else {
        "no lease is recorded"
    };
    let mut files: Vec<&str> = FILES.into_iter().filter(|file| !has(view, file)).collect();
    if public {
        files.push(EXITS);
    }
    files.into_iter().map(|file| (file.to_owned(), why.to_owned())).collect()
}

/// Tells whether a view has something for one of the files about leases.
pub(super) fn has(view: &View, file: &str) -> bool {
    let restricted = view.edition == Edition::Restricted;
    let dated = file.starts_with("lease_events") && !view.lease_events.is_empty();
    restricted && (view.leases > 0 || dated || file == EXITS)
}

/// Returns the tables about leases that a view has something for, by file.
pub(super) fn tables(view: &View) -> Vec<(&'static str, Table<'_>)> {
    let all = [
        ("lease_events.csv", events(&view.lease_events)),
        ("rent.csv", rent(view)),
        ("rent_totals.csv", rent_totals(view)),
        ("lease_accounts.csv", accounts(view)),
        ("lease_account_totals.csv", account_totals(view)),
        (EXITS, Exits.table(view)),
    ];
    let summary = lease_summary::tables(&view.lease_summary);
    all.into_iter().chain(summary).filter(|(file, _)| has(view, file)).collect()
}

/// Writes `lease_events.csv` of some events, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn lease_events_csv(rows: &[LeaseEventRow]) -> Result<Vec<u8>, ReportError> {
    csv_of("lease_events.csv", events(rows))
}

fn day(day: Date) -> Cell<'static> {
    Cell::Day(day)
}

fn maybe_day(on: Option<Date>) -> Cell<'static> {
    on.map_or(Cell::Empty, day)
}

fn pounds(sum: Option<Money>) -> Cell<'static> {
    digits(sum.as_ref(), Form::Pounds)
}

fn yes_no(is: Option<bool>) -> Cell<'static> {
    is.map_or(Cell::Empty, |is| text(if is { "yes" } else { "no" }))
}

fn count(number: usize) -> Cell<'static> {
    digits(Some(&number), Form::Whole)
}

pub(super) fn events(rows: &[LeaseEventRow]) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("name", "Name"),
        ("lease_id", "Lease"),
        ("agreement_id", "Agreement"),
        ("counterparty", "Other side"),
        ("role", "We are"),
        ("kind", "What"),
        ("on", "On"),
        ("act_by", "Act by"),
        ("state", "State"),
        ("whose", "Whose"),
        ("rolling_from", "Any day from"),
        ("notice_months", "Months of notice"),
        ("notice_weeks", "Weeks of notice"),
        ("notice_days", "Days of notice"),
        ("legal_last_day", "Last day in law"),
        ("working_day", "Last working day"),
        ("holidays_known", "Bank holidays known"),
        ("amount", "£ a year from then"),
        ("penalty", "Penalty"),
        ("cost_of_missing", "Cost of missing it"),
        ("next_exit", "Next exit"),
        ("conditions", "Conditions"),
        ("what", "In words"),
        ("not_known", "Not known"),
    ]);
    Table { columns, rows: Box::new(rows.iter().map(event)) }
}

fn event(r: &LeaseEventRow) -> Vec<Cell<'_>> {
    vec![
        text(&r.site_id),
        text(&r.name),
        text(&r.lease_id),
        text(&r.agreement_id),
        text(&r.counterparty),
        text(r.role),
        text(r.kind),
        day(r.on),
        maybe_day(r.act_by),
        text(r.state),
        text(r.whose),
        maybe_day(r.rolling_from),
        digits(r.notice_months.as_ref(), Form::Whole),
        digits(r.notice_weeks.as_ref(), Form::Whole),
        digits(r.notice_days.as_ref(), Form::Whole),
        maybe_day(r.legal_last_day),
        maybe_day(r.working_day),
        yes_no(r.holidays_known),
        pounds(r.amount),
        pounds(r.penalty),
        pounds(r.cost_of_missing),
        maybe_day(r.next_exit),
        text(&r.conditions),
        text(&r.what),
        text(&r.not_known),
    ]
}

fn rent(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("lease_id", "Lease"),
        ("counterparty", "Other side"),
        ("direction", "Direction"),
        ("financial_year", "Year"),
        ("kind", "What"),
        ("prices", "Prices"),
        ("amount", "Amount"),
        ("state", "State"),
        ("not_known", "Not known"),
    ]);
    let rows = view.rent.iter().map(|r| {
        vec![
            text(&r.site_id),
            text(&r.lease_id),
            text(&r.counterparty),
            text(r.direction),
            Cell::Text(r.year.to_string().into()),
            text(r.kind),
            text(r.prices),
            pounds(r.amount),
            text(r.state),
            text(&r.not_known),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

fn rent_totals(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("financial_year", "Year"),
        ("direction", "Direction"),
        ("kind", "What"),
        ("known", "Known"),
        ("estimated", "Estimated"),
        ("leases", "Leases in it"),
        ("leases_not_in", "Leases not in it"),
    ]);
    let rows = view.rent_totals.iter().map(|t| {
        vec![
            Cell::Text(t.year.to_string().into()),
            text(t.direction),
            text(t.kind),
            pounds(t.known),
            pounds(t.estimated),
            count(t.leases),
            count(t.not_in),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// The lines of an account, as columns.
const SUMS: [(&str, &str); 9] = [
    ("opening", "Liability opening"),
    ("additions", "Additions"),
    ("interest", "Interest"),
    ("payments", "Payments"),
    ("closing", "Liability closing"),
    ("asset_opening", "Asset opening"),
    ("asset_additions", "Asset additions"),
    ("depreciation", "Depreciation"),
    ("asset_closing", "Asset closing"),
];

/// Makes the columns of an account between others.
fn with_sums(
    before: &[(&'static str, &'static str)],
    after: &[(&'static str, &'static str)],
) -> Vec<Column> {
    columns(&[before, &SUMS, after].concat())
}

fn sums(sums: Option<LeaseYear>) -> [Cell<'static>; 9] {
    let of = |line: fn(&LeaseYear) -> Money| pounds(sums.as_ref().map(line));
    [
        of(|s| s.opening),
        of(|s| s.additions),
        of(|s| s.interest),
        of(|s| s.payments),
        of(|s| s.closing),
        of(|s| s.asset_opening),
        of(|s| s.asset_additions),
        of(|s| s.depreciation),
        of(|s| s.asset_closing),
    ]
}

pub(super) fn accounts(view: &View) -> Table<'_> {
    let before = [
        ("site_id", "Site"),
        ("lease_id", "Lease"),
        ("counterparty", "Landlord"),
        ("financial_year", "Year"),
        ("state", "State"),
    ];
    let columns = with_sums(&before, &[("discount_rate", "Discounted at"), ("reason", "Reason")]);
    let rows = view.lease_accounts.iter().map(|a| {
        let year = a.sums.map(|s| s.year.to_string());
        let mut cells = vec![
            text(&a.site_id),
            text(&a.lease_id),
            text(&a.counterparty),
            year.map_or(Cell::Empty, |year| Cell::Text(year.into())),
            text(a.state),
        ];
        cells.extend(sums(a.sums));
        cells.extend([text(&a.rate), text(&a.reason)]);
        cells
    });
    Table { columns, rows: Box::new(rows) }
}

pub(super) fn account_totals(view: &View) -> Table<'_> {
    let after = [("leases", "Leases in it"), ("leases_not_in", "Leases not in it")];
    let columns = with_sums(&[("financial_year", "Year")], &after);
    let rows = view.lease_account_totals.iter().map(|t| {
        let mut cells = vec![Cell::Text(t.year.to_string().into())];
        cells.extend(sums(t.sums));
        cells.extend([count(t.leases), count(t.not_in)]);
        cells
    });
    Table { columns, rows: Box::new(rows) }
}
