//! The table of sums that a paper quotes.

use super::output_table;
use crate::{
    edition::{Total, TotalBasis, View},
    model::{Date, Money},
};

/// Returns the sums of a view, then those of the snapshot before.
fn rows(view: &View) -> impl Iterator<Item = (Date, &Total)> {
    let now = view.total_rows.iter().map(|row| (view.as_of, row));
    let then =
        view.since.iter().flat_map(|since| since.totals.iter().map(|row| (since.as_of, row)));
    now.chain(then)
}

/// Returns the column, the financial year or the category that a sum is of.
fn basis(basis: TotalBasis) -> Option<String> {
    match basis {
        TotalBasis::Plain => None,
        TotalBasis::Column(column) => Some(column.word().to_owned()),
        TotalBasis::Year(year) => Some(year.to_string()),
        TotalBasis::Category(category) => Some(category.word().to_owned()),
        TotalBasis::Least => Some("least".to_owned()),
    }
}

output_table! {
    /// the sums that the paper quotes, and over how many sites
    Totals: file "totals.csv", sheet "", key [];
    rows row: (Date, &'a Total) = |view| rows(view);
    absent |_view| None;
    "as_of", "As of", Day, "", Public,
        "the date of the snapshot: this one, or the previous one" = row.0;
    "total", "Total", Text, "", Public,
        "what is totalled" = row.1.what.word();
    "basis", "Column or year", Text, "", Public,
        "the column or the financial year; `least` where the sum could be more" = basis(row.1.basis);
    "sum", "Sum (£)", Money, "£", Banded,
        "the sum over the sites that have the figure; empty where none has it"
            = row.1.sum.map(Money::from_pence);
    "sites", "Sites with the figure", Whole, "sites", Public,
        "sites with the figure; for a part of the running cost, those that spend on it" = row.1.sites;
    "of_sites", "Of", Whole, "sites", Public,
        "sites that could have it" = row.1.of;
    "valued_from", "Valued from", Day, "", Public,
        "the earliest valuation date of these figures; empty is not recorded" = row.1.from;
    "valued_to", "Valued to", Day, "", Public,
        "the latest valuation date" = row.1.to;
    "stale", "Of which out of date", Whole, "sites", Public,
        "sites with the figure whose valuation is older than the policy allows" = row.1.stale;
}
