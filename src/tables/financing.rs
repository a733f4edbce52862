//! The table of the capital programme by year: spend, financing, requirement, debt and the cost to revenue.

use super::{cell::to_four_places, output_table, programme::without_programme};
use crate::edition::{DebtYear, FinancingRow, RevenueYear};

impl FinancingRow {
    /// Returns a sum of the balance sheet side; `None` without a treasury.
    fn owed(&self, sum: fn(&DebtYear) -> i64) -> Option<i64> {
        self.debt.as_ref().map(sum)
    }

    /// Returns a sum that revenue bears; `None` without a treasury.
    fn borne(&self, sum: fn(&RevenueYear) -> i64) -> Option<i64> {
        self.debt.map(|_| sum(&self.revenue))
    }
}

output_table! {
    /// the capital programme by year: spend, financing, requirement, debt, the cost to revenue and indicators
    CapitalFinancing: file "capital_financing.csv", sheet "Programme", key ["financial_year"];
    rows row: &'a FinancingRow = |view| view.fund.iter().flat_map(|fund| &fund.financing);
    absent |view| without_programme(view);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year" = row.year;
    "budget", "Budget", Money, "£", Restricted,
        "the spend of all schemes entered for the year in `projects`" = row.funding.schemes.budget;
    "inflation", "Inflation", Money, "£", Restricted,
        "construction inflation on the part of `budget` that is at today's prices" = row.funding.schemes.inflation;
    "optimism_bias", "Optimism bias", Money, "£", Restricted,
        "optimism bias on `budget` and `inflation`, by class of works" = row.funding.schemes.optimism_bias;
    "slipped_in", "Slippage from the year before", Money, "£", Restricted,
        "spend slipped from the year before" = row.funding.schemes.slipped_in;
    "slipped_out", "Slippage into the next year", Money, "£", Restricted,
        "spend that slips into the next year" = row.funding.schemes.slipped_out;
    "spend", "Capital expenditure", Money, "£", Restricted,
        "capital spend: `budget`, `inflation`, `optimism_bias` and `slipped_in`, less `slipped_out`"
            = row.funding.schemes.spend;
    "grant", "Grants of schemes", Money, "£", Restricted,
        "grants for particular schemes applied to spend" = row.funding.schemes.grant;
    "linked_receipt", "Earmarked receipts", Money, "£", Restricted,
        "receipts of sales tied to schemes, applied to their spend" = row.funding.schemes.linked_receipt;
    "general_grant", "General grants", Money, "£", Restricted,
        "grants for any scheme applied to spend" = row.funding.schemes.general_grant;
    "revenue_contribution", "Revenue contributions", Money, "£", Restricted,
        "revenue contributions applied to spend" = row.funding.schemes.revenue_contribution;
    "reserves", "Reserves", Money, "£", Restricted,
        "reserves applied to spend" = row.funding.schemes.reserves;
    "general_receipt", "General capital receipts", Money, "£", Restricted,
        "capital receipts not tied to a scheme, applied to spend" = row.funding.schemes.general_receipt;
    "borrowing", "Borrowing", Money, "£", Restricted,
        "spend not financed from other sources" = row.funding.schemes.borrowing;
    "receipts_opening", "Unapplied at the start", Money, "£", Restricted,
        "capital receipts not yet applied at the beginning of the year" = row.funding.receipts_opening;
    "receipts_received", "Received", Money, "£", Restricted,
        "receipts before costs of sale; sales that are only recommended are left out" = row.funding.receipts_received;
    "receipts_to_revenue", "De minimis receipts, to revenue", Money, "£", Restricted,
        "the part of `receipts_received` too small to be capital, which is income to revenue"
            = row.funding.receipts_to_revenue;
    "sale_costs_met", "Costs of sale met from them", Money, "£", Restricted,
        "costs of sale met from capital receipts" = row.funding.sale_costs_met;
    "receipts_closing", "Unapplied at year end", Money, "£", Restricted,
        "capital receipts not yet applied at the end of the year" = row.funding.receipts_closing;
    "grants_closing", "Grants unapplied at year end", Money, "£", Restricted,
        "grants not yet applied at the end of the year" = row.funding.grants_closing;
    "cfr_opening", "Opening", Money, "£", Restricted,
        "the capital financing requirement (CFR) at the beginning of the year, leases and PFI included; this column \
         and all that follow are empty without a treasury" = row.owed(|d| d.cfr_opening);
    "unfinanced", "Borrowing (unfinanced spend)", Money, "£", Restricted,
        "spend that adds to the requirement, the same as `borrowing`" = row.owed(|d| d.borrowing);
    "lease_additions", "Leases taken on", Money, "£", Restricted,
        "leases that come on to the balance sheet in the year (IFRS 16)" = row.owed(|d| d.lease_additions);
    "mrp_before", "MRP on opening CFR", Money, "£", Restricted,
        "minimum revenue provision (MRP) on borrowing from before the first year" = row.owed(|d| d.mrp_opening);
    "mrp_programme", "MRP on the programme", Money, "£", Restricted,
        "the MRP on the programme's borrowing" = row.owed(|d| d.mrp_programme);
    "mrp_leases", "MRP on leases (principal)", Money, "£", Restricted,
        "the MRP on leases: the principal paid" = row.owed(|d| d.mrp_leases);
    "voluntary", "Voluntary provision", Money, "£", Restricted,
        "voluntary provision beyond MRP" = row.owed(|d| d.voluntary);
    "set_aside", "Receipts set aside", Money, "£", Restricted,
        "capital receipts set aside, which lower the requirement" = row.owed(|d| d.set_aside);
    "cfr_closing", "Closing", Money, "£", Restricted,
        "the capital financing requirement at the end of the year" = row.owed(|d| d.cfr_closing);
    "lease_liability", "of which leases", Money, "£", Restricted,
        "the part of `cfr_closing` that is leases" = row.owed(|d| d.lease_liability);
    "pfi", "of which PFI", Money, "£", Restricted,
        "the part of `cfr_closing` that is PFI and other liabilities that stay as they are" = row.owed(|d| d.pfi);
    "cfr_loans", "Loans CFR", Money, "£", Restricted,
        "the part of `cfr_closing` that loans may finance: without leases and PFI" = row.owed(|d| d.cfr_loans);
    "reserves_closing", "Usable reserves", Money, "£", Restricted,
        "usable reserves at the end of the year" = row.owed(|d| d.reserves);
    "unapplied", "Receipts and grants not applied", Money, "£", Restricted,
        "capital receipts and grants not yet applied at the end of the year" = row.owed(|d| d.unapplied);
    "working_capital", "Working capital", Money, "£", Restricted,
        "creditors less debtors: cash that reduces borrowing; negative increases it"
            = row.owed(|d| d.working_capital);
    "liability_benchmark", "Liability benchmark", Money, "£", Restricted,
        "the liability benchmark: `cfr_loans` less `reserves_closing`, `unapplied` and `working_capital`, plus the minimum liquidity" = row.owed(|d| d.liability_benchmark);
    "loans_opening", "Loans at the beginning", Money, "£", Restricted,
        "loans owed at the beginning of the year" = row.owed(|d| d.loans_opening);
    "loans_repaid", "Repaid", Money, "£", Restricted,
        "principal of loans repaid in the year" = row.owed(|d| d.loans_repaid);
    "new_long", "New long loans", Money, "£", Restricted,
        "new long loans" = row.owed(|d| d.new_long);
    "new_short", "New loans of a year", Money, "£", Restricted,
        "new loans of one year" = row.owed(|d| d.new_short);
    "refinanced", "of which refinancing", Money, "£", Restricted,
        "the part of `new_long` and `new_short` that replaces loans repaid" = row.owed(|d| d.refinanced);
    "loans_closing", "Loans at the end", Money, "£", Restricted,
        "loans owed at the end of the year" = row.owed(|d| d.loans_closing);
    "internal_borrowing", "Internal borrowing", Money, "£", Restricted,
        "internal borrowing: `cfr_loans` less `loans_closing`; negative is borrowing above the requirement"
            = row.owed(|d| d.internal_borrowing);
    "investments", "Investments", Money, "£", Restricted,
        "investments at the end of the year: `reserves_closing`, `unapplied` and `working_capital`, less \
         `internal_borrowing`" = row.owed(|d| d.investments);
    "gross_debt", "Gross debt", Money, "£", Restricted,
        "loans, leases and PFI owed at the end of the year" = row.owed(|d| d.gross_debt);
    "operational_boundary", "Operational boundary", Money, "£", Restricted,
        "the operational boundary; empty is not given for the year" = row.operational_boundary;
    "authorised_limit", "Authorised limit", Money, "£", Restricted,
        "the authorised limit; empty is not given for the year" = row.authorised_limit;
    "revenue_mrp", "MRP without leases", Money, "£", Restricted,
        "the MRP charged to revenue, excluding leases" = row.borne(|r| r.mrp);
    "revenue_voluntary", "Voluntary provision", Money, "£", Restricted,
        "voluntary provision charged to revenue" = row.borne(|r| r.voluntary);
    "interest", "Interest on loans", Money, "£", Restricted,
        "interest on loans" = row.borne(|r| r.interest);
    "income_forgone", "Investment income forgone", Money, "£", Restricted,
        "investment income forgone on internal borrowing; an opportunity cost, not cash"
            = row.borne(|r| r.income_forgone);
    "running_cost_change", "Change in running cost", Money, "£", Restricted,
        "the change in running cost from schemes and decisions; negative is a saving"
            = row.borne(|r| r.running_cost);
    "one_off_revenue", "One-off revenue", Money, "£", Restricted,
        "one-off costs to revenue of schemes, decisions and sales, less `receipts_to_revenue`"
            = row.borne(|r| r.one_off);
    "revenue_financing", "Revenue contributions to capital", Money, "£", Restricted,
        "revenue contributions to capital spend" = row.borne(|r| r.revenue_contribution);
    "rent_in", "Rent in", Money, "£", Restricted,
        "income from lettings that decisions bring, less voids and management" = row.borne(|r| r.rent_in);
    "other_savings", "Other savings", Money, "£", Restricted,
        "agreed cashable benefits that no scheme and no decision counts already" = row.borne(|r| r.other_savings);
    "receipts_interest", "Interest on receipts held", Money, "£", Restricted,
        "interest on capital receipts held until they are applied" = row.borne(|r| r.receipts_interest);
    "revenue_effect", "Revenue cost", Money, "£", Restricted,
        "the cost to revenue: the sums from `revenue_mrp` to `revenue_financing`, less `rent_in`, `other_savings` and \
         `receipts_interest`" = row.borne(RevenueYear::total);
    "investment_income", "Investment income", Money, "£", Restricted,
        "income from investments" = row.owed(|d| d.investment_income);
    "interest_leases", "Interest on leases", Money, "£", Restricted,
        "interest on leases" = row.owed(|d| d.interest_leases);
    "financing_cost", "Financing cost", Money, "£", Restricted,
        "the MRP, voluntary provision and interest, those of leases included, less `investment_income`"
            = row.financing_cost;
    "net_revenue_stream", "Net revenue stream", Money, "£", Restricted,
        "the net revenue stream; empty is not given for the year" = row.net_revenue_stream;
    "financing_share", "Financing cost in the net revenue stream", Share, "share", Restricted,
        "`financing_cost` as a share of `net_revenue_stream`; empty without it"
            = row.financing_share.map(to_four_places);
    "estate_saving", "Lasting savings, net of desks elsewhere", Money, "£", Restricted,
        "lasting savings: `rent_in` and `other_savings`, less `running_cost_change`"
            = row.borne(|r| r.saving() + r.other_savings);
    "estate_target", "The estate's agreed share", Money, "£", Restricted,
        "the estate's agreed share of the savings target; empty is not given for the year" = row.estate_target;
    "force_target", "The whole body's target", Money, "£", Restricted,
        "the savings target of the whole body; empty is not given for the year" = row.force_target;
}
