//! The tables of the lease summary: what each lease comes to, unexpired terms together, when leases end.

use super::{
    ReportError,
    tables::{Cell, Form, Table, columns, csv_of, digits, text},
};
use crate::{
    edition::{LeaseExpiryRow, LeaseSummaries, LeaseSummaryRow, LeaseTermsRow},
    model::{Date, Money},
};

/// Names the file of the leases.
pub(super) const FILE: &str = "lease_summary.csv";

/// Writes `lease_summary.csv` of some leases, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn lease_summary_csv(rows: &[LeaseSummaryRow]) -> Result<Vec<u8>, ReportError> {
    csv_of(FILE, leases(rows))
}

/// Returns the tables of the summary by file.
pub(super) fn tables(all: &LeaseSummaries) -> [(&'static str, Table<'_>); 3] {
    [
        (FILE, leases(&all.leases)),
        ("lease_terms.csv", terms(&all.terms)),
        ("lease_expiries.csv", expiries(&all.expiries)),
    ]
}

fn day(on: Option<Date>) -> Cell<'static> {
    on.map_or(Cell::Empty, Cell::Day)
}

fn pounds(sum: Option<Money>) -> Cell<'static> {
    digits(sum.as_ref(), Form::Pounds)
}

fn count(number: usize) -> Cell<'static> {
    digits(Some(&number), Form::Whole)
}

/// Returns a number that is written out already; empty text is not known.
fn number(written: &str) -> Cell<'_> {
    if written.is_empty() { Cell::Empty } else { Cell::Number(written.into(), Form::Plain) }
}

pub(super) fn leases(rows: &[LeaseSummaryRow]) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("name", "Name"),
        ("lease_id", "Lease"),
        ("counterparty", "Other side"),
        ("role", "We are"),
        ("state", "State"),
        ("start", "From"),
        ("ends_on", "Last day"),
        ("passing_rent", "Passing rent, £ a year"),
        ("payable_rent", "Payable now, £ a year"),
        ("area_m2", "m²"),
        ("rent_per_m2", "Passing rent, £ a year per m²"),
        ("erv", "Estimated rental value, £ a year"),
        ("reversion", "Reversion, £ a year"),
        ("next_break", "Tenant's next break"),
        ("break_by", "Ended by"),
        ("break_penalty", "Penalty"),
        ("legal_last_day", "Last day in law for notice"),
        ("days_left", "Days left for notice"),
        ("commitment_to_break", "Rent to the break"),
        ("value_to_break", "Its present value"),
        ("commitment_to_expiry", "Rent to the last day"),
        ("value_to_expiry", "Present value of that"),
        ("net_effective_rent", "Net effective rent, £ a year"),
        ("total_rent", "Rent of the whole term"),
        ("years_to_break", "Years to the break"),
        ("years_to_expiry", "Years to the last day"),
        ("energy", "Energy rating to let"),
        ("not_known", "Not known"),
    ]);
    Table { columns, rows: Box::new(rows.iter().map(lease)) }
}

fn lease(r: &LeaseSummaryRow) -> Vec<Cell<'_>> {
    vec![
        text(&r.site_id),
        text(&r.name),
        text(&r.lease_id),
        text(&r.counterparty),
        text(r.role),
        text(r.state),
        Cell::Day(r.start),
        day(r.ends_on),
        pounds(r.passing_rent),
        pounds(r.payable_rent),
        number(&r.area_m2),
        pounds(r.rent_per_m2),
        pounds(r.erv),
        pounds(r.reversion),
        day(r.next_break),
        text(r.break_by),
        pounds(r.break_penalty),
        day(r.legal_last_day),
        digits(r.days_left.as_ref(), Form::Whole),
        pounds(r.commitment_to_break),
        pounds(r.value_to_break),
        pounds(r.commitment_to_expiry),
        pounds(r.value_to_expiry),
        pounds(r.net_effective_rent),
        pounds(r.total_rent),
        number(&r.years_to_break),
        number(&r.years_to_expiry),
        text(r.energy),
        text(&r.not_known),
    ]
}

pub(super) fn terms(rows: &[LeaseTermsRow]) -> Table<'_> {
    let columns = columns(&[
        ("role", "We are"),
        ("by", "By"),
        ("group", "Group"),
        ("leases", "Leases"),
        ("rent", "Passing rent, £ a year"),
        ("leases_without_rent", "Leases whose rent is not known"),
        ("area_m2", "m²"),
        ("leases_without_area", "Leases whose area is not known"),
        ("leases_without_end", "Leases without a last day ahead"),
        ("years_by_rent_to_break", "Years to the break, by rent"),
        ("years_by_rent_to_expiry", "Years to the last day, by rent"),
        ("years_by_area_to_break", "Years to the break, by area"),
        ("years_by_area_to_expiry", "Years to the last day, by area"),
    ]);
    let rows = rows.iter().map(|r| {
        vec![
            text(r.role),
            text(r.by),
            text(&r.group),
            count(r.leases),
            pounds(r.rent),
            count(r.without_rent),
            number(&r.area_m2),
            count(r.without_area),
            count(r.without_end),
            number(&r.by_rent_to_break),
            number(&r.by_rent_to_expiry),
            number(&r.by_area_to_break),
            number(&r.by_area_to_expiry),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

pub(super) fn expiries(rows: &[LeaseExpiryRow]) -> Table<'_> {
    let columns = columns(&[
        ("role", "We are"),
        ("ends", "Last day in"),
        ("leases", "Leases"),
        ("rent", "Passing rent, £ a year"),
        ("leases_without_rent", "Leases whose rent is not known"),
        ("area_m2", "m²"),
        ("leases_without_area", "Leases whose area is not known"),
    ]);
    let rows = rows.iter().map(|r| {
        vec![
            text(r.role),
            text(&r.ends),
            count(r.leases),
            pounds(r.rent),
            count(r.without_rent),
            number(&r.area_m2),
            count(r.without_area),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}
