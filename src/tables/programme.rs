//! The tables of the capital programme: its schemes, sales, decisions about sites, and what to look at.

use super::output_table;
use crate::edition::{
    BreakEvenRow, Edition, FundView, ReceiptRow, ReceiptSource, ReconciledRow, SchemeRow,
    SchemeYear, View,
};
use crate::model::FinancialYear;
use crate::wording::{flag, programme_gap, receipt_source};

const NO_PROGRAMME: &str = "no capital programme or treasury is given";
/// Why there is no table of debt and revenue.
pub(super) const NO_TREASURY: &str =
    "there is no treasury.toml, so there are no balance sheet figures";

/// Says why a view has none of a table of the programme: it has where `has` finds something for it, and `why` tells
/// what a programme with its balance sheet side lacks.
pub(super) fn lacking(
    view: &View,
    has: impl Fn(&FundView) -> bool,
    why: &'static str,
) -> Option<&'static str> {
    match withheld(view) {
        Ok(fund) if has(fund) => None,
        Ok(fund) if fund.years.is_empty() => Some(NO_PROGRAMME),
        Ok(fund) if !fund.has_treasury => Some(NO_TREASURY),
        Ok(_) => Some(why),
        Err(why) => Some(why),
    }
}

/// Returns programme and benefits, or why a view has neither.
///
/// # Errors
/// The reason.
pub(super) fn withheld(view: &View) -> Result<&FundView, &'static str> {
    match (&view.fund, view.edition) {
        (_, Edition::Public) => Err("the receipts expected from sites could be worked out from it"),
        (None, _) => Err("no capital programme, treasury or benefits are given"),
        (Some(fund), _) => Ok(fund),
    }
}

/// Says why a view has no table that every programme has.
pub(super) fn without_programme(view: &View) -> Option<&'static str> {
    lacking(view, |fund| !fund.years.is_empty(), NO_PROGRAMME)
}

/// Returns every year of every scheme in which anything happens.
fn scheme_years(fund: &FundView) -> impl Iterator<Item = (&SchemeRow, FinancialYear, &SchemeYear)> {
    fund.schemes.iter().flat_map(move |scheme| {
        let years = fund.years.iter().zip(&scheme.years);
        let years = years.filter(|(_, sums)| **sums != SchemeYear::default());
        years.map(move |(year, sums)| (scheme, *year, sums))
    })
}

/// Returns what to look at, then the facts that are not known: flag, year, scheme and what was found.
fn flags(fund: &FundView) -> impl Iterator<Item = FlagLine<'_>> {
    let found = fund.flags.iter().map(|f| FlagLine {
        kind: f.kind.word(),
        year: f.year,
        scheme: f.scheme.as_str(),
        found: flag(f),
        closed_by: Vec::new(),
    });
    let gaps = fund.gaps.iter().map(|fact| FlagLine {
        kind: "not_known",
        year: None,
        scheme: fact.scheme().map_or("", |scheme| scheme.as_str()),
        found: programme_gap(fact),
        closed_by: fact.closed_by(),
    });
    found.chain(gaps)
}

/// What a line of the flags says, of a flag or of a gap.
#[derive(Debug)]
pub struct FlagLine<'a> {
    kind: &'static str,
    year: Option<FinancialYear>,
    scheme: &'a str,
    found: String,
    closed_by: Vec<String>,
}

output_table! {
    /// each capital scheme by year: budget, spend, financing, borrowing and its charge
    Programme: file "programme.csv", sheet "Schemes", key ["project_id", "financial_year"];
    rows row: (&'a SchemeRow, FinancialYear, &'a SchemeYear) =
        |view| view.fund.iter().flat_map(scheme_years);
    absent |view| without_programme(view);
    "project_id", "Scheme", Text, "", Restricted,
        "the scheme's id as in `projects`" = &row.0.project_id;
    "name", "Name", Text, "", Restricted,
        "the scheme's name; its id where no name is given" = &row.0.name;
    "site_id", "Site", Text, "", Restricted,
        "the id of the scheme's site as in `sites`; empty where it names none" = &row.0.site_id;
    "financial_year", "Year", Year, "", Restricted,
        "the financial year; years without any sum are left out" = row.1;
    "budget", "Budget (£)", Money, "£", Restricted,
        "the spend entered for the year in `projects`" = row.2.budget;
    "inflation", "Inflation (£)", Money, "£", Restricted,
        "construction inflation on a `budget` that is at today's prices" = row.2.inflation;
    "optimism_bias", "Optimism bias (£)", Money, "£", Restricted,
        "optimism bias on `budget` and `inflation`, by class of works" = row.2.optimism_bias;
    "slipped_in", "Slippage from the year before (£)", Money, "£", Restricted,
        "spend slipped from the year before" = row.2.slipped_in;
    "slipped_out", "Slippage into the next year (£)", Money, "£", Restricted,
        "spend that slips into the next year" = row.2.slipped_out;
    "spend", "Spend (£)", Money, "£", Restricted,
        "capital spend: `budget`, `inflation`, `optimism_bias` and `slipped_in`, less `slipped_out`"
            = row.2.spend;
    "grant", "Grant (£)", Money, "£", Restricted,
        "the scheme's own grant applied to its spend" = row.2.grant;
    "linked_receipt", "Earmarked receipt (£)", Money, "£", Restricted,
        "the receipt of the sale tied to the scheme, applied to its spend" = row.2.linked_receipt;
    "general_grant", "General grant (£)", Money, "£", Restricted,
        "grants for any scheme applied to its spend" = row.2.general_grant;
    "revenue_contribution", "Revenue contribution (£)", Money, "£", Restricted,
        "revenue contributions applied to its spend" = row.2.revenue_contribution;
    "reserves", "Reserves (£)", Money, "£", Restricted,
        "reserves applied to its spend" = row.2.reserves;
    "general_receipt", "General receipts (£)", Money, "£", Restricted,
        "capital receipts not tied to a scheme, applied to its spend" = row.2.general_receipt;
    "borrowing", "Borrowing (£)", Money, "£", Restricted,
        "spend not financed from other sources, which adds to the capital financing requirement"
            = row.2.borrowing;
    "mrp", "MRP (£)", Money, "£", Restricted,
        "minimum revenue provision (MRP) on the scheme's `borrowing`; zero where there is no treasury or no life \
         of the asset is given" = row.2.mrp;
    "voluntary", "Voluntary provision (£)", Money, "£", Restricted,
        "voluntary provision set against the scheme's `borrowing`" = row.2.voluntary;
    "set_aside", "Receipts set aside (£)", Money, "£", Restricted,
        "capital receipts set aside against the scheme's `borrowing`" = row.2.set_aside;
    "outstanding", "Outstanding (£)", Money, "£", Restricted,
        "the scheme's `borrowing` of this and earlier years not yet charged at the end of the year"
            = row.2.outstanding;
}

output_table! {
    /// every sale: its year, receipt, cost of sale, and whether it is decided
    CapitalReceipts: file "capital_receipts.csv", sheet "Receipts", key [];
    rows row: &'a ReceiptRow = |view| view.fund.iter().flat_map(|fund| &fund.receipts);
    absent |view| lacking(view, |fund| !fund.receipts.is_empty(), "no sale is planned");
    "financial_year", "Year", Year, "", Restricted,
        "the financial year of the receipt as planned" = row.year;
    "site_id", "Site", Text, "", Restricted,
        "the id of the site sold as in `sites`; empty is no site of the register" = &row.site_id;
    "project_id", "Earmarked for", Text, "", Restricted,
        "the id of the scheme that the receipt is tied to; empty is for any scheme" = &row.project_id;
    "receipt", "Before costs (£)", Money, "£", Restricted,
        "what the sale brings in the year, before the cost of sale" = row.gross;
    "sale_cost", "Cost of sale (£)", Money, "£", Restricted,
        "the cost of sale: as given, else worked out by the policy" = row.sale_cost;
    "basis", "Basis", Text, "", Restricted,
        "`given` by the body or `appraised`" = match row.source {
            ReceiptSource::Appraised(_) => "appraised",
            ReceiptSource::Scheme(_) | ReceiptSource::Treasury(_) => "given",
        };
    "decision", "Decision", Text, "", Restricted,
        "`taken`, or `recommended`: those only recommended are not in any planned total" = row.decision;
    "what", "What", Text, "", Restricted,
        "where the receipt is given, or the option it is appraised by" = receipt_source(&row.source);
}

output_table! {
    /// from the economic case of each decision about a site to the budget, sum by sum
    BudgetReconciliation: file "budget_reconciliation.csv", sheet "Reconciliation", key [];
    rows row: &'a ReconciledRow = |view| view.fund.iter().flat_map(|fund| &fund.reconciliation);
    absent |view| lacking(
        view,
        |fund| !fund.reconciliation.is_empty(),
        "no option of a site is decided or recommended",
    );
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "option", "Option", Text, "", Restricted,
        "the option decided or recommended" = row.option;
    "decision", "Decision", Text, "", Restricted,
        "`taken`, or `recommended`: those only recommended are not in any planned total" = row.decision;
    "financial_year", "Year", Year, "", Restricted,
        "the financial year the sum falls in; a sum over a year is split by days" = row.year;
    "due_on", "Due", Day, "", Restricted,
        "the day the sum is due; of a sum over a year, the last day of its part" = row.on;
    "what", "What", Text, "", Restricted,
        "what the sum is for, such as `rates` or `receipt`" = row.what;
    "economic", "Economic value (£)", Money, "£", Restricted,
        "present value in the economic case, less that of business as usual; negative is a cost" = row.economic;
    "transfers", "Transfers (£)", Money, "£", Restricted,
        "present value of transfers, which the economic case leaves out" = row.transfers;
    "discount", "Discount added back (£)", Money, "£", Restricted,
        "the discount, added back" = row.discount;
    "inflation", "Inflation (£)", Money, "£", Restricted,
        "the change from today's prices to those of the year" = row.inflation;
    "replaced", "Replaced, or not budgeted (£)", Money, "£", Restricted,
        "the difference between a given receipt and the appraised one, the legal cost of a sale not valued, and sums removed because they fall in no budget and no year followed" = row.replaced;
    "budget", "In the budget (£)", Money, "£", Restricted,
        "the sum in the budget: `economic`, `transfers`, `discount`, `inflation` and `replaced`" = row.budget;
    "line", "Line of the budget", Text, "", Restricted,
        "the budget line: running_cost, one_off_revenue, rent_in or capital_receipt; not_budgeted, or other_years for \
         a year that is not followed" = row.line;
}

output_table! {
    /// the receipt at which each scheme with a sale tied to it leaves nothing borrowed
    BreakEvenReceipts: file "break_even_receipts.csv", sheet "Break-even receipts", key ["project_id"];
    rows row: &'a BreakEvenRow = |view| view.fund.iter().flat_map(|fund| &fund.break_even);
    absent |view| lacking(view, |fund| !fund.break_even.is_empty(), "no sale is planned");
    "project_id", "Scheme", Text, "", Restricted,
        "the scheme's id as in `projects`" = &row.project_id;
    "name", "Name", Text, "", Restricted,
        "the scheme's name" = &row.name;
    "site_id", "Site sold", Text, "", Restricted,
        "the id of the site whose sale is tied to the scheme; empty where none is named" = &row.site_id;
    "financial_year", "Year of sale", Year, "", Restricted,
        "the financial year of the sale; where none is planned, that of the last spend" = row.year;
    "planned_receipt", "Planned, before costs (£)", Money, "£", Restricted,
        "what the sale is planned to bring, before the cost of sale; empty is not known" = row.planned;
    "borrowed_before", "Borrowed before the programme (£)", Money, "£", Restricted,
        "spend before the first year that has not been financed" = row.before;
    "left_borrowed", "Borrowing as planned (£)", Money, "£", Restricted,
        "the scheme's borrowing as planned once all is spent and the sale is complete, `borrowed_before` included" = row.left;
    "break_even_receipt", "Break-even receipt, before costs (£)", Money, "£", Restricted,
        "what the sale must bring, before the cost of sale, to leave no borrowing; empty is over £1bn"
            = row.receipt;
}

output_table! {
    /// points to check in the programme, and facts that are not known
    ProgrammeFlags: file "programme_flags.csv", sheet "Programme flags", key [];
    rows row: FlagLine<'a> = |view| view.fund.iter().flat_map(flags);
    absent |view| without_programme(view);
    "flag", "Flag", Text, "", Restricted,
        "the kind of point, such as loan_beyond_life; not_known is a fact that is missing" = row.kind;
    "financial_year", "First year", Year, "", Restricted,
        "the first financial year it applies to; empty is not tied to a year" = row.year;
    "project_id", "Scheme", Text, "", Restricted,
        "the id of the scheme; empty is the whole programme" = row.scheme;
    "found", "Found", Text, "", Restricted,
        "what was found, in words" = row.found;
    "closed_by", "Where to record the missing facts", List, "", Restricted,
        "of a fact that is missing, the line of the tables that would settle it" = row.closed_by;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{ProgrammeGap, example};
    use crate::tables::{ALL, CapitalFinancing, Declared};

    /// Returns why a view has none of the programme's tables, where it has not, by file.
    fn absent(view: &View) -> Vec<(&'static str, &'static str)> {
        let from = ALL.iter().skip_while(|table| table.file() != CapitalFinancing.file());
        from.take(13).filter_map(|table| Some((table.file(), table.absent(view)?))).collect()
    }

    #[test]
    fn a_table_is_absent_for_its_own_reason() {
        let mut view = example::sample().clone();
        assert_eq!(absent(&view), []);
        view.edition = Edition::Public;
        let withheld = absent(&view);
        assert_eq!(withheld.len(), 13);
        assert!(withheld.iter().all(|(_, why)| why.contains("could be worked out")));
        view.edition = Edition::Restricted;
        view.fund = None;
        assert!(absent(&view).iter().all(|(_, why)| why.starts_with("no capital programme, ")));
        view.fund = Some(example::fund((7, 5), false));
        let debt = ["new_loans.csv", "revenue_effect.csv", "revenue_effect_of_each.csv"];
        let lacks = absent(&view);
        assert!(debt.iter().all(|file| lacks.contains(&(file, NO_TREASURY))));
        assert!(lacks.iter().all(|(file, _)| *file != Programme.file()));
    }

    #[test]
    fn benefits_alone_are_no_programme() {
        let fund = example::sample().fund.clone().unwrap();
        let (benefits, initiatives) = (fund.benefits, fund.initiatives);
        let fund = FundView { benefits, initiatives, ..FundView::default() };
        let view = View { fund: Some(fund), ..example::hostile().clone() };
        let lacks = absent(&view);
        assert_eq!(lacks.len(), 11);
        assert!(lacks.iter().all(|(_, why)| *why == NO_PROGRAMME));
    }

    #[test]
    fn what_is_not_known_stands_after_what_to_look_at() {
        let fund = FundView {
            gaps: vec![ProgrammeGap::Treasury],
            ..example::sample().fund.clone().unwrap()
        };
        let rows: Vec<_> = flags(&fund).collect();
        assert_eq!(rows.len(), fund.flags.len() + 1);
        assert_eq!(rows.last().unwrap().kind, "not_known");
    }
}
