//! Tables of lettings: proposed, their cash flow, and those that run.

use super::tables::{Cell, Form, Table, columns, digits, text};
use crate::{
    edition::{LettingTerms, TestRow, View},
    model::Money,
};

const TESTS: [(&str, &str); 5] = [
    ("ends_before_exit", "Ends before our exit"),
    ("reviews_match", "Reviews match"),
    ("upward_only_matches", "Upward-only matches"),
    ("energy_rating", "Energy rating"),
    ("contracted_out", "Contracted out"),
];

/// A line a site: the letting that is worth most, or why there is none.
pub(super) fn proposed(view: &View) -> Table<'_> {
    let mut named = vec![
        ("site_id", "Site"),
        ("name", "Name"),
        ("tenant", "Tenant"),
        ("area_m2", "Area (m²)"),
        ("rent", "Rent (£ a year)"),
        ("rent_source", "Rent read from"),
        ("starts", "Starts"),
        ("ends", "Ends"),
        ("rent_free_months", "Rent-free months"),
        ("permission", "Permission"),
        ("permission_months", "Months for it"),
        ("permission_cost", "Cost of it (£)"),
        ("chance", "Chance of it"),
        ("budget", "Budget value if given (£)"),
        ("economic", "Economic value if given (£)"),
        ("expected_budget", "Expected budget value (£)"),
        ("expected_economic", "Expected economic value (£)"),
        ("value_per_m2", "Expected budget value (£ per m²)"),
        ("others", "Other takers"),
    ];
    named.extend(TESTS);
    named.push(("not_let", "No letting because"));
    let width = named.len() - 3;
    let rows = view.lettings.proposed.iter().map(move |row| {
        let mut cells = vec![text(&row.site_id), text(&row.name)];
        match &row.terms {
            Some(terms) => cells.extend(of_terms(terms)),
            None => cells.extend(std::iter::repeat_n(Cell::Empty, width)),
        }
        cells.push(text(row.not_let));
        cells
    });
    Table { columns: columns(&named), rows: Box::new(rows) }
}

fn of_terms(terms: &LettingTerms) -> Vec<Cell<'_>> {
    let mut cells = vec![
        text(&terms.tenant),
        digits(Some(&terms.area_m2), Form::Tenth),
        pounds(Some(terms.rent)),
        text(terms.rent_source),
        Cell::Day(terms.starts),
        Cell::Day(terms.ends),
        digits(Some(&terms.rent_free_months), Form::Whole),
        text(terms.permission),
        digits(Some(&terms.permission_months), Form::Whole),
        pounds(Some(terms.permission_cost)),
        digits(Some(&terms.chance), Form::Share),
        pounds(Some(terms.budget)),
        pounds(Some(terms.economic)),
        pounds(Some(terms.expected_budget)),
        pounds(Some(terms.expected_economic)),
        pounds(Some(terms.value_per_m2)),
        digits(Some(&terms.others), Form::Whole),
    ];
    cells.extend(outcomes(&terms.tests));
    cells
}

/// Writes the outcomes of tests in the order of [`TESTS`].
fn outcomes(tests: &[TestRow]) -> impl Iterator<Item = Cell<'_>> {
    TESTS.iter().map(|(name, _)| {
        tests.iter().find(|t| t.test == *name).map_or(Cell::Empty, |t| text(t.outcome))
    })
}

/// A line a sum of a proposed letting.
pub(super) fn flows(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("on", "Due"),
        ("what", "What"),
        ("amount", "Amount (£)"),
        ("prices", "Prices"),
        ("factor", "Discount factor"),
        ("budget", "Value in the budget (£)"),
        ("economic", "Economic value (£)"),
    ]);
    let rows = view.lettings.flows.iter().map(|flow| {
        vec![
            text(&flow.site_id),
            Cell::Day(flow.on),
            text(flow.what),
            pounds(Some(flow.amount)),
            text(flow.prices),
            digits(Some(&flow.factor), Form::Plain),
            pounds(Some(flow.budget)),
            pounds(Some(flow.economic)),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a letting that runs.
pub(super) fn running(view: &View) -> Table<'_> {
    let mut named = vec![
        ("site_id", "Site"),
        ("name", "Name"),
        ("lease_id", "Lease"),
        ("counterparty", "Tenant"),
        ("rent", "Rent (£ a year)"),
        ("erv", "Estimated rental value (£ a year)"),
        ("concession", "Concession (£ a year)"),
    ];
    named.extend(TESTS);
    let rows = view.lettings.running.iter().map(|row| {
        let mut cells = vec![
            text(&row.site_id),
            text(&row.name),
            text(&row.lease_id),
            text(&row.counterparty),
            pounds(row.rent),
            pounds(row.erv),
            pounds(row.concession),
        ];
        cells.extend(outcomes(&row.tests));
        cells
    });
    Table { columns: columns(&named), rows: Box::new(rows) }
}

/// Makes a cell of pounds with two decimals, empty where there is none.
pub(super) fn pounds(sum: Option<Money>) -> Cell<'static> {
    digits(sum.map(Money::to_penny).as_ref(), Form::Pounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_tests_are_named_as_the_tests_are() {
        let names: Vec<&str> = TESTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, crate::edition::TESTS);
    }
}
