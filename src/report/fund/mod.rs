//! The tables of the capital programme, its borrowing, what revenue bears, and benefits.

mod compared;
mod sheet;

use rust_decimal::Decimal;

use super::tables::{Cell, Form, Table, columns, digits, text};
use crate::{
    edition::{Edition, FundView, RevenueYear, SchemeYear, View},
    model::Money,
};

pub(in crate::report) use compared::{
    SUMMARY, benefits, break_even, flags, initiatives, levers, scenarios, summary,
};
pub(in crate::report) use sheet::{FRACTION, Line, PARTS, line_cell};
pub use sheet::{financing_json, financing_line};

/// Names of the files, in their order.
const FILES: [&str; 13] = [
    "programme.csv",
    "capital_financing.csv",
    "capital_receipts.csv",
    "new_loans.csv",
    "revenue_effect.csv",
    "revenue_effect_of_each.csv",
    "budget_reconciliation.csv",
    "scenarios.csv",
    "levers.csv",
    "break_even_receipts.csv",
    "programme_flags.csv",
    "benefits.csv",
    "initiatives.csv",
];

/// Returns the tables that a view has something for, by file.
pub(in crate::report) fn tables(view: &View) -> Vec<(&'static str, Table<'_>)> {
    let Some(fund) = &view.fund else { return Vec::new() };
    let all = [
        programme(fund),
        sheet::financing(fund),
        receipts(fund),
        loans(fund),
        revenue(fund),
        effects(fund),
        reconciliation(fund),
        scenarios(fund),
        levers(fund),
        break_even(fund),
        flags(fund),
        benefits(fund),
        initiatives(fund),
    ];
    FILES.into_iter().zip(all).filter(|(file, _)| has(fund, file)).collect()
}

fn has(fund: &FundView, file: &str) -> bool {
    match file {
        "benefits.csv" | "initiatives.csv" => !fund.benefits.is_empty(),
        "new_loans.csv" | "revenue_effect.csv" | "revenue_effect_of_each.csv" => fund.has_treasury,
        "capital_receipts.csv" => !fund.receipts.is_empty(),
        "break_even_receipts.csv" => !fund.break_even.is_empty(),
        "budget_reconciliation.csv" => !fund.reconciliation.is_empty(),
        _ => !fund.years.is_empty(),
    }
}

/// Tells which of the files a view has nothing for, and why.
pub(in crate::report) fn left_out(view: &View) -> Vec<(String, String)> {
    let why = |file: &str| match (&view.fund, view.edition) {
        (_, Edition::Public) => "what sites may bring could be worked back from it",
        (None, _) => "no capital programme, treasury or benefits are given",
        (Some(fund), _) if fund.years.is_empty() => "no capital programme or treasury is given",
        (Some(fund), _) if !fund.has_treasury && file != "benefits.csv" => {
            "the balance sheet side is not given: there is no treasury.toml"
        }
        _ => match file {
            "benefits.csv" | "initiatives.csv" => "no benefits are given",
            "budget_reconciliation.csv" => "no option of a site is decided or recommended",
            _ => "no sale is planned",
        },
    };
    let there = |file: &&str| view.fund.as_ref().is_some_and(|fund| has(fund, file));
    FILES.iter().filter(|f| !there(f)).map(|f| ((*f).to_owned(), why(f).to_owned())).collect()
}

/// Writes `programme.csv` of a view; `None` without a programme.
///
/// # Errors
/// [`super::ReportError::Table`]; no content of a view is known to cause it.
pub fn programme_csv(view: &View) -> Result<Option<Vec<u8>>, super::ReportError> {
    let fund = view.fund.as_ref().filter(|fund| !fund.years.is_empty());
    fund.map(|fund| super::tables::csv_of("programme.csv", programme(fund))).transpose()
}

pub(in crate::report) fn sum(pence: i64) -> Cell<'static> {
    digits(Some(&Money::from_pence(pence)), Form::Pounds)
}

pub(in crate::report) fn maybe(pence: Option<i64>) -> Cell<'static> {
    pence.map_or(Cell::Empty, sum)
}

pub(in crate::report) fn share(share: Option<Decimal>) -> Cell<'static> {
    share.map_or(Cell::Empty, |share| {
        digits(Some(&format!("{:.4}", share.round_dp(4))), Form::Share)
    })
}

fn words(words: &str) -> Cell<'_> {
    if words.is_empty() { Cell::Empty } else { text(words) }
}

/// Has a scheme nothing in a year?
fn is_blank(year: &SchemeYear) -> bool {
    *year == SchemeYear::default()
}

/// A line a scheme and year in which anything happens.
pub(in crate::report) fn programme(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("project_id", "Scheme"),
        ("name", "Name"),
        ("site_id", "Site"),
        ("financial_year", "Year"),
        ("budget", "Budget (£)"),
        ("inflation", "Inflation (£)"),
        ("optimism_bias", "Optimism bias (£)"),
        ("slipped_in", "Slipped in (£)"),
        ("slipped_out", "Slipped out (£)"),
        ("spend", "Spend (£)"),
        ("grant", "Grant (£)"),
        ("linked_receipt", "Receipt tied to it (£)"),
        ("general_grant", "General grant (£)"),
        ("revenue_contribution", "Revenue contribution (£)"),
        ("reserves", "Reserves (£)"),
        ("general_receipt", "General receipts (£)"),
        ("borrowing", "Borrowing (£)"),
        ("mrp", "MRP (£)"),
        ("voluntary", "Voluntary provision (£)"),
        ("set_aside", "Receipts set aside (£)"),
        ("outstanding", "Still to be charged (£)"),
    ]);
    let rows = fund.schemes.iter().flat_map(move |scheme| {
        let years = fund.years.iter().zip(&scheme.years).filter(|(_, y)| !is_blank(y));
        years.map(move |(year, y)| {
            vec![
                text(&scheme.project_id),
                text(&scheme.name),
                words(&scheme.site_id),
                text(year),
                sum(y.budget),
                sum(y.inflation),
                sum(y.optimism_bias),
                sum(y.slipped_in),
                sum(y.slipped_out),
                sum(y.spend),
                sum(y.grant),
                sum(y.linked_receipt),
                sum(y.general_grant),
                sum(y.revenue_contribution),
                sum(y.reserves),
                sum(y.general_receipt),
                sum(y.borrowing),
                sum(y.mrp),
                sum(y.voluntary),
                sum(y.set_aside),
                sum(y.outstanding),
            ]
        })
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a receipt.
pub(in crate::report) fn receipts(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("financial_year", "Year"),
        ("site_id", "Site"),
        ("project_id", "Tied to"),
        ("receipt", "Before costs (£)"),
        ("sale_cost", "Cost of sale (£)"),
        ("basis", "Basis"),
        ("decision", "Decision"),
        ("what", "What"),
    ]);
    let rows = fund.receipts.iter().map(|r| {
        vec![
            text(&r.year),
            words(&r.site_id),
            words(&r.project_id),
            sum(r.gross),
            sum(r.sale_cost),
            text(r.basis),
            text(r.decision),
            words(&r.what),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a new loan.
pub(in crate::report) fn loans(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("financial_year", "Year"),
        ("principal", "Principal (£)"),
        ("rate", "Rate a year"),
        ("term", "Term"),
    ]);
    let rows = fund.loans.iter().map(|loan| {
        vec![text(&loan.year), sum(loan.principal), share(Some(loan.rate)), text(loan.term)]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a part and year in which revenue bears anything.
pub(in crate::report) fn revenue(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("of", "Of"),
        ("id", "Id"),
        ("name", "Name"),
        ("financial_year", "Year"),
        ("mrp", "MRP (£)"),
        ("voluntary", "Voluntary provision (£)"),
        ("interest", "Interest (£)"),
        ("income_forgone", "Investment income forgone (£)"),
        ("running_cost_change", "Change in running cost (£)"),
        ("one_off_revenue", "One-off revenue (£)"),
        ("revenue_contribution", "Revenue contribution (£)"),
        ("rent_in", "Rent in (£)"),
        ("other_savings", "Other savings (£)"),
        ("receipts_interest", "Interest on receipts held (£)"),
        ("revenue_effect", "Borne by revenue (£)"),
    ]);
    let rows = fund.revenue.iter().flat_map(move |part| {
        let is_total = part.of == "total";
        let years = fund.years.iter().zip(&part.years);
        let years = years.filter(move |(_, y)| is_total || **y != RevenueYear::default());
        years.map(move |(year, y)| {
            vec![
                text(part.of),
                words(&part.id),
                text(&part.name),
                text(year),
                sum(y.mrp),
                sum(y.voluntary),
                sum(y.interest),
                sum(y.income_forgone),
                sum(y.running_cost),
                sum(y.one_off),
                sum(y.revenue_contribution),
                sum(y.rent_in),
                sum(y.other_savings),
                sum(y.receipts_interest),
                sum(y.total()),
            ]
        })
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a scheme and decision, and year of the budget: what revenue bears with it less what it bears without.
pub(in crate::report) fn effects(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("of", "Of"),
        ("id", "Id"),
        ("name", "Name"),
        ("financial_year", "Year"),
        ("revenue_effect", "Borne by revenue because of it (£)"),
        ("budget_effect", "Over the years of the budget (£)"),
        ("borrowing", "On borrowing of the budget (£)"),
        ("cfr", "On the requirement at its end (£)"),
        ("peak_debt", "On the most that is owed (£)"),
    ]);
    let rows = fund.effects.iter().flat_map(move |effect| {
        fund.years.iter().zip(&effect.revenue).map(move |(year, revenue)| {
            vec![
                text(effect.of),
                words(&effect.id),
                text(&effect.name),
                text(year),
                sum(*revenue),
                sum(effect.in_budget),
                sum(effect.borrowing),
                sum(effect.cfr),
                sum(effect.peak_debt),
            ]
        })
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a sum of a decision: from the economic ledger to the budget.
pub(in crate::report) fn reconciliation(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("option", "Option"),
        ("decision", "Decision"),
        ("financial_year", "Year"),
        ("on", "Due"),
        ("what", "What"),
        ("economic", "Economic value (£)"),
        ("transfers", "Transfers (£)"),
        ("discount", "Discount taken off (£)"),
        ("inflation", "Inflation (£)"),
        ("replaced", "Given instead, or not budgeted (£)"),
        ("budget", "In the budget (£)"),
        ("line", "Line of the budget"),
    ]);
    let rows = fund.reconciliation.iter().map(|r| {
        vec![
            text(&r.site_id),
            text(r.option),
            text(r.decision),
            text(&r.year),
            Cell::Day(r.on),
            text(r.what),
            sum(r.economic),
            sum(r.transfers),
            sum(r.discount),
            sum(r.inflation),
            sum(r.replaced),
            sum(r.budget),
            text(r.line),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}
