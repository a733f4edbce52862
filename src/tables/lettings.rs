//! The tables of lettings: proposed, their cash flow, and those that run.

use super::{
    cell::{to_four_places, to_six_places},
    output_table,
};
use crate::{
    edition::{
        Edition, LettingFlowRow, LettingRow, LettingTerms, LettingTest, Outcome, RunningRow,
        TestKind, View,
    },
    wording::tenant,
};

/// Says why a view has no table of what the body negotiates.
pub(super) fn negotiated(view: &View) -> Option<&'static str> {
    (view.edition == Edition::Public)
        .then_some("negotiations and expected sums are not for publication")
}

/// Returns a term of a letting; `None` where no letting is appraised.
fn term<'a, V>(row: &'a LettingRow, of: impl FnOnce(&'a LettingTerms) -> V) -> Option<V> {
    row.terms.as_ref().ok().map(of)
}

/// Returns what one of a letting's tests came to.
fn outcome(tests: &[LettingTest], kind: TestKind) -> Option<Outcome> {
    tests.iter().find(|test| test.kind == kind).map(LettingTest::outcome)
}

output_table! {
    /// lettings of surplus space that could be made, and why there is none elsewhere
    ProposedLettings: file "lettings.csv", sheet "Lettings", key ["site_id"];
    rows row: &'a LettingRow = |view| view.lettings.proposed.iter();
    absent |view| negotiated(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "tenant", "Tenant", Text, "", Restricted,
        "`open market`, or a partner and its id as in `partners`; this and every term is empty \
         where no letting is appraised" = term(row, |t| tenant(&t.tenant));
    "area_m2", "Area (m²)", Tenth, "m²", Restricted,
        "the area let" = term(row, |t| t.area.as_m2().normalize());
    "rent", "Rent (£ a year)", Money, "£ a year", Restricted,
        "the rent of that area" = term(row, |t| t.rent);
    "rent_source", "Rent read from", Text, "", Restricted,
        "which column of the input the rent is read from" = term(row, |t| t.rent_source);
    "starts", "Starts", Day, "", Restricted,
        "its first day, a quarter day" = term(row, |t| t.starts);
    "ends", "Ends", Day, "", Restricted,
        "its last day, before any exit of our own" = term(row, |t| t.ends);
    "rent_free_months", "Rent-free months", Whole, "months", Restricted,
        "the rent-free period from `starts`, taken as whole quarters"
            = term(row, |t| t.rent_free_months);
    "permission", "Permission", Text, "", Restricted,
        "what our landlord must give first: `none_needed`, `given`, `consent`, `deed`, or \
         `deed_agreed` where agreed in principle" = term(row, |t| t.permission.kind);
    "permission_months", "Months for permission", Whole, "months", Restricted,
        "how long `permission` takes" = term(row, |t| t.permission.months);
    "permission_cost", "Cost of permission (£)", Money, "£", Restricted,
        "what asking for `permission` costs, given or not, at today's prices"
            = term(row, |t| t.permission.cost);
    "chance", "Chance of permission", Share, "share", Restricted,
        "the chance that `permission` is given" = term(row, |t| to_four_places(t.permission.chance));
    "budget", "Budget value if given (£)", Money, "£", Restricted,
        "the present value to our budget if `permission` is given" = term(row, |t| t.budget);
    "economic", "Economic value if given (£)", Money, "£", Restricted,
        "the present value without transfers, such as rent between public bodies, if `permission` \
         is given" = term(row, |t| t.economic);
    "expected_budget", "Expected budget value (£)", Money, "£", Restricted,
        "`budget` by the `chance` of permission, its cost spent either way"
            = term(row, |t| t.expected_budget);
    "expected_economic", "Expected economic value (£)", Money, "£", Restricted,
        "`economic` by the `chance` of permission, its cost spent either way"
            = term(row, |t| t.expected_economic);
    "value_per_m2", "Expected budget value (£ per m²)", Money, "£ per m²", Restricted,
        "`expected_budget` divided by `area_m2`" = term(row, |t| t.value_per_m2);
    "others", "Other possible occupiers", Whole, "", Restricted,
        "how many other possible occupiers there are; the row shows the one with the highest \
         `expected_budget`" = term(row, |t| t.others);
    "ends_before_exit", "Ends before our exit", Text, "", Restricted,
        "whether it ends before our earliest exit: `holds`, `fails`, `not_known` or \
         `not_applicable`" = term(row, |t| outcome(&t.tests, TestKind::EndsBeforeExit));
    "reviews_match", "Reviews match", Text, "", Restricted,
        "whether its rent is reviewed when the rent we pay is: `holds`, `fails`, `not_known` or \
         `not_applicable`" = term(row, |t| outcome(&t.tests, TestKind::ReviewsMatch));
    "upward_only_matches", "Upward-only matches", Text, "", Restricted,
        "whether its rent cannot fall while the rent we pay cannot: `holds`, `fails`, `not_known` \
         or `not_applicable`" = term(row, |t| outcome(&t.tests, TestKind::UpwardOnlyMatches));
    "energy_rating", "Energy rating", Text, "", Restricted,
        "whether the energy rating allows it: `holds`, `fails`, `not_known` or `not_applicable`"
            = term(row, |t| outcome(&t.tests, TestKind::EnergyRating));
    "contracted_out", "Contracted out", Text, "", Restricted,
        "whether it is contracted out of the 1954 Act, so that its tenant has no right to stay: \
         `holds`, `fails`, `not_known` or `not_applicable`"
            = term(row, |t| outcome(&t.tests, TestKind::ContractedOut));
    "not_let", "No letting because", Text, "", Restricted,
        "why no letting is appraised; empty where one is" = row.terms.as_ref().err().map(|none| none.basis());
}

output_table! {
    /// every sum of the lettings that could be made, with its present value
    LettingFlows: file "letting_flows.csv", sheet "Letting cash flow",
        key ["site_id", "due_on", "what"];
    rows row: &'a LettingFlowRow = |view| view.lettings.flows.iter();
    absent |view| negotiated(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = row.site_id.as_str();
    "due_on", "Due", Day, "", Restricted,
        "the day on which the sum is due" = row.on;
    "what", "What", Text, "", Restricted,
        "what the sum is for: `permission`, `fit_out`, `separation`, `agent`, `legal`, `rent`, \
         `recovered` (running cost that the tenant pays back), `voids` or `management`" = row.what;
    "amount", "Amount (£)", Money, "£", Restricted,
        "the sum in its `prices`; negative is paid by us" = row.amount;
    "prices", "Prices", Text, "", Restricted,
        "`cash` is fixed in cash; `today` is at the prices of the report's date and rises with \
         them" = row.prices;
    "factor", "Discount factor", Number, "", Restricted,
        "the value at the date of the report of £1 due then, in those prices" = to_six_places(row.factor);
    "budget", "Value in the budget (£)", Money, "£", Restricted,
        "the present value to our budget" = row.budget;
    "economic", "Economic value (£)", Money, "£", Restricted,
        "the present value without transfers; zero where the sum is a transfer" = row.economic;
}

output_table! {
    /// lettings that run, the concession in each and how each stands the tests
    RunningLettings: file "running_lettings.csv", sheet "Running lettings", key ["lease_id"];
    rows row: &'a RunningRow = |view| view.lettings.running.iter();
    absent |view| negotiated(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`, of a lease that we have granted" = &row.lease_id;
    "counterparty", "Tenant", Text, "", Restricted,
        "the tenant; empty is not recorded" = &row.counterparty;
    "rent", "Rent (£ a year)", Money, "£ a year", Restricted,
        "the rent, as recorded" = row.rent;
    "erv", "Estimated rental value (£ a year)", Money, "£ a year", Restricted,
        "the estimated rental value, as recorded" = row.erv;
    "concession", "Concession (£ a year)", Money, "£ a year", Restricted,
        "`erv` less `rent`; empty where either is not recorded" = row.concession;
    "ends_before_exit", "Ends before our exit", Text, "", Restricted,
        "whether it ends before our earliest exit: `holds`, `fails`, `not_known` or \
         `not_applicable`" = outcome(&row.tests, TestKind::EndsBeforeExit);
    "reviews_match", "Reviews match", Text, "", Restricted,
        "whether its rent is reviewed when the rent we pay is: `holds`, `fails`, `not_known` or \
         `not_applicable`" = outcome(&row.tests, TestKind::ReviewsMatch);
    "upward_only_matches", "Upward-only matches", Text, "", Restricted,
        "whether its rent cannot fall while the rent we pay cannot: `holds`, `fails`, `not_known` \
         or `not_applicable`" = outcome(&row.tests, TestKind::UpwardOnlyMatches);
    "energy_rating", "Energy rating", Text, "", Restricted,
        "whether the energy rating allows it: `holds`, `fails`, `not_known` or `not_applicable`"
            = outcome(&row.tests, TestKind::EnergyRating);
    "contracted_out", "Contracted out", Text, "", Restricted,
        "whether it is contracted out of the 1954 Act, so that its tenant has no right to stay: \
         `holds`, `fails`, `not_known` or `not_applicable`" = outcome(&row.tests, TestKind::ContractedOut);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{TestReason, example};
    use crate::tables::{Cell, Table};

    /// Returns the columns of a table that are named as a test is.
    fn named(table: &Table<'_>) -> Vec<&'static str> {
        let names = table.columns.iter().map(|column| column.name);
        names.filter(|name| TestKind::WORDS.contains(name)).collect()
    }

    /// Returns the column of the only test that its first row has.
    fn filled<'a>(mut table: Table<'a>) -> Vec<(&'static str, Cell<'a>)> {
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let cells = names.into_iter().zip(table.rows.next().unwrap());
        cells
            .filter(|(name, cell)| TestKind::WORDS.contains(name) && *cell != Cell::Empty)
            .collect()
    }

    #[test]
    fn every_test_has_a_column_by_its_name() {
        let lettings = &example::hostile().lettings;
        let is_let = |row: &&LettingRow| row.terms.is_ok();
        let mut proposed = lettings.proposed.iter().find(is_let).unwrap().clone();
        let mut running = lettings.running[0].clone();
        let own = |table: &Table<'_>| named(table) == TestKind::WORDS;
        assert!(own(&ProposedLettings::of(std::iter::once(&proposed))));
        assert!(own(&RunningLettings::of(std::iter::once(&running))));
        for kind in TestKind::ALL {
            let test = LettingTest { kind: *kind, reason: TestReason::ContractedOut };
            proposed.terms.as_mut().unwrap().tests = vec![test.clone()];
            running.tests = vec![test];
            let expected = vec![(kind.word(), Cell::Text("holds".into()))];
            assert_eq!(filled(ProposedLettings::of(std::iter::once(&proposed))), expected);
            assert_eq!(filled(RunningLettings::of(std::iter::once(&running))), expected);
        }
    }
}
