//! The finance officer's sheet: for each year what is spent, who pays, what is borrowed from where, what revenue bears.

use rust_decimal::Decimal;

use super::share;
use crate::{
    edition::{FinancingRow, FundView, View},
    model::Money,
    report::{
        ReportError,
        tables::{Cell, Form, Table, columns, digits, text},
    },
};

/// A reader of one line of the finance sheet: its name, heading, and what it reads.
pub(in crate::report) type Line =
    (&'static str, &'static str, fn(&FinancingRow) -> Option<Decimal>);

fn pounds(pence: i64) -> Decimal {
    Money::from_pence(pence).as_pounds()
}

macro_rules! funded {
    ($field:ident) => {
        |r| Some(pounds(r.funding.$field))
    };
}
macro_rules! of_schemes {
    ($field:ident) => {
        |r| Some(pounds(r.funding.schemes.$field))
    };
}
macro_rules! owed {
    ($field:ident) => {
        |r| r.debt.map(|d| pounds(d.$field))
    };
}
macro_rules! borne {
    ($field:ident) => {
        |r| r.debt.map(|_| pounds(r.revenue.$field))
    };
}

/// What a year of the programme is told in, in the order of a finance officer's sheet: heading of each part, lines.
pub(in crate::report) const PARTS: &[(&str, &[Line])] = &[
    (
        "What is spent",
        &[
            ("budget", "Budget", of_schemes!(budget)),
            ("inflation", "Inflation", of_schemes!(inflation)),
            ("optimism_bias", "Optimism bias", of_schemes!(optimism_bias)),
            ("slipped_in", "Slipped in from the year before", of_schemes!(slipped_in)),
            ("slipped_out", "Slipped into the next year", of_schemes!(slipped_out)),
            ("spend", "Capital spend", of_schemes!(spend)),
        ],
    ),
    (
        "Who pays",
        &[
            ("grant", "Grants of schemes", of_schemes!(grant)),
            ("linked_receipt", "Receipts tied to schemes", of_schemes!(linked_receipt)),
            ("general_grant", "General grants", of_schemes!(general_grant)),
            ("revenue_contribution", "Revenue contributions", of_schemes!(revenue_contribution)),
            ("reserves", "Reserves", of_schemes!(reserves)),
            ("general_receipt", "General capital receipts", of_schemes!(general_receipt)),
            ("borrowing", "Borrowing (unfinanced)", of_schemes!(borrowing)),
        ],
    ),
    (
        "Capital receipts",
        &[
            ("receipts_opening", "Not applied at the beginning", funded!(receipts_opening)),
            ("receipts_received", "Received", funded!(receipts_received)),
            (
                "receipts_to_revenue",
                "Too small to be capital: to revenue",
                funded!(receipts_to_revenue),
            ),
            ("sale_costs_met", "Costs of sale met from them", funded!(sale_costs_met)),
            ("receipts_closing", "Not applied at the end", funded!(receipts_closing)),
            ("grants_closing", "Grants not applied at the end", funded!(grants_closing)),
        ],
    ),
    (
        "Capital financing requirement",
        &[
            ("cfr_opening", "Opening", owed!(cfr_opening)),
            ("unfinanced", "Borrowing (unfinanced spend)", owed!(borrowing)),
            ("lease_additions", "Leases taken on", owed!(lease_additions)),
            ("mrp_before", "MRP on what was there before", owed!(mrp_opening)),
            ("mrp_programme", "MRP on the programme", owed!(mrp_programme)),
            ("mrp_leases", "MRP on leases (principal)", owed!(mrp_leases)),
            ("voluntary", "Voluntary provision", owed!(voluntary)),
            ("set_aside", "Receipts set aside", owed!(set_aside)),
            ("cfr_closing", "Closing", owed!(cfr_closing)),
            ("lease_liability", "of which leases", owed!(lease_liability)),
            ("pfi", "of which PFI", owed!(pfi)),
            ("cfr_loans", "Requirement for loans", owed!(cfr_loans)),
        ],
    ),
    (
        "What is borrowed, from where",
        &[
            ("reserves_closing", "Usable reserves", owed!(reserves)),
            ("unapplied", "Receipts and grants not applied", owed!(unapplied)),
            ("working_capital", "Working capital", owed!(working_capital)),
            ("liability_benchmark", "Liability benchmark", owed!(liability_benchmark)),
            ("loans_opening", "Loans at the beginning", owed!(loans_opening)),
            ("loans_repaid", "Repaid", owed!(loans_repaid)),
            ("new_long", "New long loans", owed!(new_long)),
            ("new_short", "New loans of a year", owed!(new_short)),
            ("refinanced", "of the new ones, for repaid ones", owed!(refinanced)),
            ("loans_closing", "Loans at the end", owed!(loans_closing)),
            ("internal_borrowing", "Borrowed internally", owed!(internal_borrowing)),
            ("investments", "Invested", owed!(investments)),
            ("gross_debt", "Gross debt", owed!(gross_debt)),
            ("operational_boundary", "Operational boundary", |r| {
                r.operational_boundary.map(pounds)
            }),
            ("authorised_limit", "Authorised limit", |r| r.authorised_limit.map(pounds)),
        ],
    ),
    (
        "What revenue bears",
        &[
            ("revenue_mrp", "MRP, leases left aside", borne!(mrp)),
            ("revenue_voluntary", "Voluntary provision", borne!(voluntary)),
            ("interest", "Interest on loans", borne!(interest)),
            ("income_forgone", "Investment income forgone", borne!(income_forgone)),
            ("running_cost_change", "Change in running cost", borne!(running_cost)),
            ("one_off_revenue", "One-off revenue", borne!(one_off)),
            ("revenue_financing", "Revenue contributions to capital", borne!(revenue_contribution)),
            ("rent_in", "Rent in", borne!(rent_in)),
            ("other_savings", "Other savings", borne!(other_savings)),
            ("receipts_interest", "Interest on receipts held", borne!(receipts_interest)),
            ("revenue_effect", "Borne by revenue", |r| r.debt.map(|_| pounds(r.revenue.total()))),
        ],
    ),
    (
        "Indicators",
        &[
            ("investment_income", "Investment income", owed!(investment_income)),
            ("interest_leases", "Interest on leases", owed!(interest_leases)),
            ("financing_cost", "Financing cost", |r| r.financing_cost.map(pounds)),
            ("net_revenue_stream", "Net revenue stream", |r| r.net_revenue_stream.map(pounds)),
            ("financing_share", "Financing cost in the net revenue stream", |r| r.financing_share),
            ("estate_saving", "Lasting savings, net of desks elsewhere", |r| {
                r.debt.map(|_| pounds(r.revenue.saving() + r.revenue.other_savings))
            }),
            ("estate_target", "The estate's agreed share", |r| r.estate_target.map(pounds)),
            ("force_target", "The whole body's target", |r| r.force_target.map(pounds)),
        ],
    ),
];

/// Names the line that is a fraction.
pub(in crate::report) const FRACTION: &str = "financing_share";

/// Writes one line of a year.
pub(in crate::report) fn line_cell(line: &Line, row: &FinancingRow) -> Cell<'static> {
    let value = (line.2)(row);
    if line.0 == FRACTION {
        return share(value);
    }
    value.map_or(Cell::Empty, |v| digits(Some(&Money::pounds(v)), Form::Pounds))
}

/// A line a year: every line of the finance sheet.
pub(super) fn financing(fund: &FundView) -> Table<'_> {
    let lines: Vec<&Line> = PARTS.iter().flat_map(|(_, lines)| lines.iter()).collect();
    let names: Vec<(&'static str, &'static str)> = std::iter::once(("financial_year", "Year"))
        .chain(lines.iter().map(|(name, heading, _)| (*name, *heading)))
        .collect();
    let rows = fund.financing.iter().map(move |row| {
        std::iter::once(text(&row.year)).chain(lines.iter().map(|l| line_cell(l, row))).collect()
    });
    Table { columns: columns(&names), rows: Box::new(rows) }
}

/// Returns the heading of one line of the finance officer's sheet and its digits of some years; `None` of no such line.
///
/// Digits are those of `capital_financing.csv`; `None` is not known.
#[must_use]
pub fn financing_line(
    name: &str,
    years: &[FinancingRow],
) -> Option<(&'static str, Vec<Option<String>>)> {
    let line = PARTS.iter().flat_map(|(_, lines)| lines.iter()).find(|line| line.0 == name)?;
    let digits = |row: &FinancingRow| match line_cell(line, row) {
        Cell::Number(digits, _) => Some(digits.into_owned()),
        _ => None,
    };
    Some((line.1, years.iter().map(digits).collect()))
}

/// Writes the years of the programme as JSON: an object a year, with the columns of `capital_financing.csv`.
///
/// # Errors
/// [`ReportError::Json`]; no content of a view is known to cause it.
pub fn financing_json(view: &View) -> Result<Vec<u8>, ReportError> {
    let rows = view.fund.as_ref().map_or(&[][..], |fund| fund.financing.as_slice());
    let lines = || PARTS.iter().flat_map(|(_, lines)| lines.iter());
    let year = |row: &FinancingRow| {
        let mut object = serde_json::Map::new();
        object.insert("financial_year".to_owned(), row.year.clone().into());
        for line in lines() {
            let number = match line_cell(line, row) {
                Cell::Number(digits, _) => digits.parse::<serde_json::Number>().ok(),
                _ => None,
            };
            let value = number.map_or(serde_json::Value::Null, serde_json::Value::Number);
            object.insert(line.0.to_owned(), value);
        }
        serde_json::Value::Object(object)
    };
    let rows: Vec<serde_json::Value> = rows.iter().map(year).collect();
    let wrong = |source| ReportError::Json { file: "capital_financing", source };
    let mut bytes = serde_json::to_vec_pretty(&rows).map_err(wrong)?;
    bytes.push(b'\n');
    Ok(bytes)
}
