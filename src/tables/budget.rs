//! The tables of what the programme does to loans and to revenue, as planned and under other assumptions.

use super::{
    Table,
    cell::to_four_places,
    output_table,
    programme::{NO_TREASURY, lacking, without_programme},
};
use crate::edition::{
    EffectRow, FundView, LoanRow, ProgrammeSums, RevenuePart, RevenueRow, RevenueYear,
    ScenarioResult, SwingResult, View,
};
use crate::model::FinancialYear;
use crate::wording::revenue_part;

/// Says why a view has nothing of debt and revenue.
fn without_treasury(view: &View) -> Option<&'static str> {
    lacking(view, |fund| fund.has_treasury, NO_TREASURY)
}

/// Returns every year in which revenue bears anything of a part; of the total every year.
fn borne(fund: &FundView) -> impl Iterator<Item = (&RevenueRow, FinancialYear, &RevenueYear)> {
    fund.revenue.iter().flat_map(move |part| {
        let years = fund.years.iter().zip(&part.years);
        let blank = RevenueYear::default();
        let years =
            years.filter(move |(_, sums)| part.part == RevenuePart::Total || **sums != blank);
        years.map(move |(year, sums)| (part, *year, sums))
    })
}

/// Returns the effect of each scheme and decision on revenue, year by year.
fn effects(fund: &FundView) -> impl Iterator<Item = (&EffectRow, FinancialYear, i64)> {
    fund.effects.iter().flat_map(move |effect| {
        let years = fund.years.iter().zip(&effect.revenue);
        years.map(move |(year, revenue)| (effect, *year, *revenue))
    })
}

/// What the programme comes to, and what of it is said of debt and revenue.
#[derive(Clone, Copy)]
pub struct ToldSums<'a> {
    all: &'a ProgrammeSums,
    /// `None` without a treasury.
    owed: Option<&'a ProgrammeSums>,
}

impl<'a> ToldSums<'a> {
    fn of(fund: &FundView, all: &'a ProgrammeSums) -> Self {
        Self { all, owed: fund.has_treasury.then_some(all) }
    }
}

fn scenarios(fund: &FundView) -> impl Iterator<Item = (ToldSums<'_>, &ScenarioResult)> {
    fund.scenarios.iter().map(move |scenario| (ToldSums::of(fund, &scenario.summary), scenario))
}

/// Returns each lever at its low and at its high end, with the value it has there.
fn levers(
    fund: &FundView,
) -> impl Iterator<Item = (ToldSums<'_>, &SwingResult, &'static str, &str)> {
    fund.swings.iter().flat_map(move |swing| {
        let ends = [("low", &swing.ends[0], &swing.low), ("high", &swing.ends[1], &swing.high)];
        ends.map(move |(end, value, sums)| (ToldSums::of(fund, sums), swing, end, value.as_str()))
    })
}

output_table! {
    /// loans to be taken, by year
    NewLoans: file "new_loans.csv", sheet "New loans", key ["financial_year", "term"];
    rows row: &'a LoanRow = |view| view.fund.iter().flat_map(|fund| &fund.loans);
    absent |view| without_treasury(view);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year in which the loan is taken" = row.year;
    "principal", "Principal (£)", Money, "£", Restricted,
        "the sum borrowed" = row.principal;
    "rate", "Rate a year", Share, "share", Restricted,
        "the interest rate a year" = to_four_places(row.rate);
    "term", "Term", Text, "", Restricted,
        "`long`, or `short` for a loan of one year" = if row.is_short { "short" } else { "long" };
}

output_table! {
    /// the cost to revenue by scheme, by decision about a site and by year; the parts add up to the total
    RevenueEffect: file "revenue_effect.csv", sheet "Revenue by part", key [];
    rows row: (&'a RevenueRow, FinancialYear, &'a RevenueYear) = |view| view.fund.iter().flat_map(borne);
    absent |view| without_treasury(view);
    "part_kind", "Of", Text, "", Restricted,
        "`total`, or the part it is of: `before` (borrowed before the first year), `project`, `site` (a decision about \
         it), `sales` or `benefits`" = row.0.part.kind();
    "id", "Id", Text, "", Restricted,
        "the id of the scheme or site; empty of the other parts" = row.0.part.id();
    "name", "Name", Text, "", Restricted,
        "the name of the part" = revenue_part(&row.0.part);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year; of the parts, years without any sum are left out" = row.1;
    "mrp", "MRP (£)", Money, "£", Restricted,
        "minimum revenue provision (MRP), excluding leases" = row.2.mrp;
    "voluntary", "Voluntary provision (£)", Money, "£", Restricted,
        "voluntary provision" = row.2.voluntary;
    "interest", "Interest (£)", Money, "£", Restricted,
        "interest on loans, shared in proportion to the borrowing not yet charged" = row.2.interest;
    "income_forgone", "Investment income forgone (£)", Money, "£", Restricted,
        "investment income forgone on internal borrowing, shared in the same way" = row.2.income_forgone;
    "running_cost_change", "Change in running cost (£)", Money, "£", Restricted,
        "the change in running cost; negative is a saving" = row.2.running_cost;
    "one_off_revenue", "One-off revenue (£)", Money, "£", Restricted,
        "one-off costs to revenue, less receipts too small to be capital" = row.2.one_off;
    "revenue_contribution", "Revenue contribution (£)", Money, "£", Restricted,
        "revenue contributions to capital spend" = row.2.revenue_contribution;
    "rent_in", "Rent in (£)", Money, "£", Restricted,
        "income from lettings that decisions bring, less voids and management" = row.2.rent_in;
    "other_savings", "Other savings (£)", Money, "£", Restricted,
        "agreed cashable benefits that no scheme and no decision counts already" = row.2.other_savings;
    "receipts_interest", "Interest on receipts held (£)", Money, "£", Restricted,
        "interest on capital receipts held until they are applied" = row.2.receipts_interest;
    "revenue_effect", "Revenue cost (£)", Money, "£", Restricted,
        "the cost to revenue: the sums before it, less `rent_in`, `other_savings` and `receipts_interest`"
            = row.2.total();
}

output_table! {
    /// the effect of each scheme and each decision: the programme with it less the programme without it
    RevenueEffectOfEach: file "revenue_effect_of_each.csv", sheet "", key [];
    rows row: (&'a EffectRow, FinancialYear, i64) = |view| view.fund.iter().flat_map(effects);
    absent |view| without_treasury(view);
    "part_kind", "Of", Text, "", Restricted,
        "`project`, or `site` for a decision about it" = row.0.part.kind();
    "id", "Id", Text, "", Restricted,
        "the id of the scheme or site" = row.0.part.id();
    "name", "Name", Text, "", Restricted,
        "the name of the scheme, or of the site with its option" = revenue_part(&row.0.part);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year" = row.1;
    "revenue_effect", "Change in revenue cost (£)", Money, "£", Restricted,
        "its effect on the cost to revenue in the year, financing included; negative is a saving" = row.2;
    "budget_effect", "Change over the years of the budget (£)", Money, "£", Restricted,
        "the same over the years of the budget together; repeated in every year" = row.0.in_budget;
    "borrowing", "Change in borrowing in the budget (£)", Money, "£", Restricted,
        "its effect on unfinanced spend over the years of the budget; repeated in every year" = row.0.borrowing;
    "cfr", "Change in closing CFR (£)", Money, "£", Restricted,
        "its effect on the capital financing requirement at the end of the budget; repeated in every year"
            = row.0.cfr;
    "peak_debt", "Change in peak debt (£)", Money, "£", Restricted,
        "its effect on the highest gross debt at the end of any year; repeated in every year" = row.0.peak_debt;
}

/// Declares a table whose rows begin with [`ToldSums`]: the columns before its sums, and those after.
macro_rules! with_sums {
    ($row:ident: { $($before:tt)* } { $($after:tt)* }) => {
        output_table! {
            $($before)*
            "spend", "Spend (£)", Money, "£", Restricted,
                "capital spend over the years of the budget" = $row.0.all.spend;
            "borrowing", "Borrowing (£)", Money, "£", Restricted,
                "spend not financed from other sources, over the years of the budget" = $row.0.all.borrowing;
            "receipts", "Receipts (£)", Money, "£", Restricted,
                "capital receipts before costs of sale, over the years of the budget" = $row.0.all.receipts;
            "new_loans", "New loans (£)", Money, "£", Restricted,
                "loans taken over the years of the budget, refinancing included; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.new_loans);
            "cfr", "Closing CFR (£)", Money, "£", Restricted,
                "the capital financing requirement at the end of the budget; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.cfr);
            "peak_debt", "Peak debt (£)", Money, "£", Restricted,
                "the highest gross debt at the end of any year followed; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.peak_debt);
            "revenue_effect", "Revenue cost (£)", Money, "£", Restricted,
                "the cost to revenue over the years of the budget; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.revenue);
            "revenue_effect_last", "In the last year (£)", Money, "£", Restricted,
                "the cost to revenue in the last year of the budget; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.revenue_last);
            "financing_share", "Highest financing share", Share, "share", Restricted,
                "the highest share of financing cost in the net revenue stream in a year of the budget; empty is not \
                 known" = $row.0.all.financing_share.map(to_four_places);
            "years_over_limit", "Years over the limit", Whole, "years", Restricted,
                "years followed in which gross debt is above the authorised limit; empty without a treasury"
                    = $row.0.owed.map(|sums| sums.years_over_limit);
            $($after)*
        }
    };
}

with_sums! { row: {
    /// what the programme comes to as planned and under each scenario
    Scenarios: file "scenarios.csv", sheet "Scenarios", key ["scenario"];
    rows row: (ToldSums<'a>, &'a ScenarioResult) = |view| view.fund.iter().flat_map(scenarios);
    absent |view| without_programme(view);
    "scenario", "Scenario", Text, "", Restricted,
        "the scenario's entry in the policy; `base` is as planned" = &row.1.id;
    "title", "Title", Text, "", Restricted,
        "its title" = &row.1.title;
} {
    "source", "Source", Text, "", Restricted,
        "the evidence for the scenario" = &row.1.source;
} }

impl Scenarios {
    /// Makes the table of a programme.
    pub fn of_fund(fund: &FundView) -> Table<'_> {
        Self::of(scenarios(fund))
    }
}

with_sums! { row: {
    /// what the programme comes to when one assumption alone changes
    Levers: file "levers.csv", sheet "Levers", key ["lever", "lever_end"];
    rows row: (ToldSums<'a>, &'a SwingResult, &'static str, &'a str) = |view| view.fund.iter().flat_map(levers);
    absent |view| without_programme(view);
    "lever", "Lever", Text, "", Restricted,
        "the one assumption that changes, as named in the policy" = row.1.lever;
    "lever_end", "End", Text, "", Restricted,
        "`low` or `high`: the end of its range" = row.2;
    "value", "Value", Text, "", Restricted,
        "its value at that end as the policy writes it" = row.3;
} {} }
