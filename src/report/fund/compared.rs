//! Scenarios, levers, break-even receipts, flags and benefits as tables.

use super::{maybe, share, sum, words};
use crate::{
    edition::{BenefitRow, FundView, InitiativeRow, Summary},
    report::tables::{Cell, Form, Table, columns, digits, text},
};

/// What a scenario comes to: names and headings.
pub(in crate::report) const SUMMARY: [(&str, &str); 10] = [
    ("spend", "Spend (£)"),
    ("borrowing", "Borrowing (£)"),
    ("receipts", "Receipts (£)"),
    ("new_loans", "New loans (£)"),
    ("cfr", "Requirement at the end (£)"),
    ("peak_debt", "Most owed (£)"),
    ("revenue_effect", "Borne by revenue (£)"),
    ("revenue_effect_last", "In the last year (£)"),
    ("financing_share", "Highest financing share"),
    ("years_over_limit", "Years over the limit"),
];

/// Writes what a scenario comes to, in the order of [`SUMMARY`].
pub(in crate::report) fn summary(s: &Summary, has_treasury: bool) -> Vec<Cell<'static>> {
    let known = |pence: i64| if has_treasury { sum(pence) } else { Cell::Empty };
    vec![
        sum(s.spend),
        sum(s.borrowing),
        sum(s.receipts),
        known(s.new_loans),
        known(s.cfr),
        known(s.peak_debt),
        known(s.revenue),
        known(s.revenue_last),
        share(s.financing_share),
        if has_treasury { digits(Some(&s.years_over_limit), Form::Whole) } else { Cell::Empty },
    ]
}

/// A line a scenario, as planned first; sums are over the years of the budget, the most owed over all.
pub(in crate::report) fn scenarios(fund: &FundView) -> Table<'_> {
    let names: Vec<_> = [("scenario", "Scenario"), ("title", "Title")]
        .into_iter()
        .chain(SUMMARY)
        .chain([("source", "Source")])
        .collect();
    let rows = fund.scenarios.iter().map(|s| {
        let mut row = vec![text(&s.id), text(&s.title)];
        row.extend(summary(&s.summary, fund.has_treasury));
        row.push(words(&s.source));
        row
    });
    Table { columns: columns(&names), rows: Box::new(rows) }
}

/// Two lines a lever: its low and its high end.
pub(in crate::report) fn levers(fund: &FundView) -> Table<'_> {
    let names: Vec<_> = [("lever", "Lever"), ("end", "End"), ("value", "Value")]
        .into_iter()
        .chain(SUMMARY)
        .collect();
    let rows = fund.swings.iter().flat_map(|swing| {
        [("low", &swing.ends[0], &swing.low), ("high", &swing.ends[1], &swing.high)].map(
            |(end, value, sums)| {
                let mut row = vec![text(swing.lever), text(end), text(value)];
                row.extend(summary(sums, fund.has_treasury));
                row
            },
        )
    });
    Table { columns: columns(&names), rows: Box::new(rows) }
}

/// A line a scheme with a sale of its own.
pub(in crate::report) fn break_even(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("project_id", "Scheme"),
        ("name", "Name"),
        ("site_id", "Site sold"),
        ("financial_year", "Year of sale"),
        ("planned_receipt", "Planned, before costs (£)"),
        ("borrowed_before", "Spent before the programme, still owed (£)"),
        ("left_borrowed", "Left borrowed as planned (£)"),
        ("break_even_receipt", "Leaves nothing borrowed, before costs (£)"),
    ]);
    let rows = fund.break_even.iter().map(|b| {
        vec![
            text(&b.project_id),
            text(&b.name),
            words(&b.site_id),
            text(&b.year),
            maybe(b.planned),
            sum(b.before),
            sum(b.left),
            maybe(b.receipt),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a thing to look at, then a line a fact that is not known.
pub(in crate::report) fn flags(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("flag", "Flag"),
        ("financial_year", "First year"),
        ("project_id", "Scheme"),
        ("found", "Found"),
    ]);
    let found = fund
        .flags
        .iter()
        .map(|f| vec![text(f.flag), words(&f.year), words(&f.project_id), text(&f.found)]);
    let unknown = fund
        .unknown
        .iter()
        .map(|fact| vec![text("not_known"), Cell::Empty, Cell::Empty, text(fact)]);
    Table { columns, rows: Box::new(found.chain(unknown)) }
}

/// A line a benefit and year, with what the ledger says.
pub(in crate::report) fn benefits(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("benefit_id", "Benefit"),
        ("initiative", "Initiative"),
        ("site_id", "Site"),
        ("kind", "Kind"),
        ("owner", "Owner"),
        ("agreed_on", "Agreed on"),
        ("status", "Status"),
        ("financial_year", "Year"),
        ("planned", "Planned (£)"),
        ("counted", "Counted once (£)"),
        ("also_claimed_by", "Claimed too by"),
        ("realised", "Realised (£)"),
        ("cashable", "Cashable"),
        ("before_year", "Year before"),
        ("cost_before", "Cost before (£)"),
        ("cost_after", "Cost in the year (£)"),
        ("fall", "Fall (£)"),
        ("proof", "Proof"),
        ("evidence", "Evidence"),
    ]);
    Table { columns, rows: Box::new(fund.benefits.iter().map(benefit)) }
}

fn benefit(b: &BenefitRow) -> Vec<Cell<'_>> {
    vec![
        text(&b.benefit_id),
        text(&b.initiative),
        words(&b.site_id),
        text(b.kind),
        words(&b.owner),
        b.agreed_on.map_or(Cell::Empty, Cell::Day),
        words(b.status),
        text(&b.year),
        maybe(b.planned),
        maybe(b.counted),
        words(&b.also_claimed_by),
        maybe(b.realised),
        b.cashable.map_or(Cell::Empty, |yes| text(if yes { "yes" } else { "no" })),
        words(&b.before_year),
        maybe(b.cost_before),
        maybe(b.cost_after),
        maybe(b.fall),
        text(b.proof),
        words(&b.evidence),
    ]
}

/// A line an initiative.
pub(in crate::report) fn initiatives(fund: &FundView) -> Table<'_> {
    let columns = columns(&[
        ("initiative", "Initiative"),
        ("planned_to_date", "Planned to date (£)"),
        ("realised_to_date", "Realised to date (£)"),
        ("proved_to_date", "Proved by the ledger (£)"),
        ("not_recorded", "Years not recorded"),
        ("planned_ahead", "Planned ahead (£)"),
        ("realisation_rate", "Realisation rate"),
        ("forecast", "Forecast (£)"),
        ("cost", "Cost (£)"),
        ("return_on_investment", "Return on investment"),
        ("double_counted", "Claimed twice (£)"),
    ]);
    let row = |i: &InitiativeRow| {
        vec![
            Cell::Text(i.initiative.clone().into()),
            sum(i.planned_to_date),
            sum(i.realised_to_date),
            maybe(i.proved_to_date),
            digits(Some(&i.not_recorded), Form::Whole),
            sum(i.planned_ahead),
            share(i.realisation),
            sum(i.forecast),
            maybe(i.cost),
            share(i.return_on_investment),
            sum(i.double_counted),
        ]
    };
    Table { columns, rows: Box::new(fund.initiatives.iter().map(row)) }
}
