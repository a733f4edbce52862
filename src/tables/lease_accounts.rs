//! The tables of leases in the accounts: each by financial year, and their sums.

use super::{leases::without_leases, output_table};
use crate::{
    edition::{LeaseAccountRow, LeaseAccountTotalRow, LeaseRate},
    wording::{account_reason, lease_rate},
};

output_table! {
    /// leases as tenant by financial year under IFRS 16, and those that are exempt
    LeaseAccounts: file "lease_accounts.csv", sheet "Lease accounts",
        key [];
    rows row: (&'a LeaseAccountRow, Option<LeaseRate>) =
        |view| view.lease_accounts.iter().map(|row| (row, view.lease_rate));
    absent |view| without_leases(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.0.site_id;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`, of a lease that we hold as tenant" = &row.0.lease_id;
    "counterparty", "Landlord", Text, "", Restricted,
        "the landlord; empty is not recorded" = &row.0.counterparty;
    "financial_year", "Year", Year, "", Restricted,
        "the financial year of the sums; this, the sums and `discount_rate` are empty for a lease \
         off the balance sheet" = row.0.sums().map(|s| s.year);
    "state", "State", Text, "", Restricted,
        "`on_balance_sheet`, `exempt`, `not_valued` (a peppercorn rent) or `not_known`" = row.0.state();
    "opening", "Liability opening", Money, "£", Restricted,
        "the lease liability at the start of the year" = row.0.sums().map(|s| s.opening);
    "additions", "Additions", Money, "£", Restricted,
        "added to the liability when the lease comes on the balance sheet or is remeasured; below \
         zero where less is owed" = row.0.sums().map(|s| s.additions);
    "interest", "Interest", Money, "£", Restricted,
        "interest on the liability" = row.0.sums().map(|s| s.interest);
    "payments", "Payments", Money, "£", Restricted,
        "rent that falls due in the year from the day the lease comes on the balance sheet"
            = row.0.sums().map(|s| s.payments);
    "closing", "Liability closing", Money, "£", Restricted,
        "the liability at the end of the year: `opening` + `additions` + `interest` − `payments`"
            = row.0.sums().map(|s| s.closing);
    "asset_opening", "Asset opening", Money, "£", Restricted,
        "the right-of-use asset at the start of the year" = row.0.sums().map(|s| s.asset_opening);
    "asset_additions", "Asset additions", Money, "£", Restricted,
        "added to the asset when the lease comes on the balance sheet or is remeasured; below zero \
         where it falls" = row.0.sums().map(|s| s.asset_additions);
    "depreciation", "Depreciation", Money, "£", Restricted,
        "depreciation of the asset, straight-line by days" = row.0.sums().map(|s| s.depreciation);
    "asset_closing", "Asset closing", Money, "£", Restricted,
        "the asset at the end of the year: `asset_opening` + `asset_additions` − `depreciation`"
            = row.0.sums().map(|s| s.asset_closing);
    "discount_rate", "Discounted at", Text, "", Restricted,
        "the rate at which payments are discounted, and whose it is"
            = row.1.filter(|_| row.0.sums().is_some()).map(lease_rate);
    "reason", "Reason", Text, "", Restricted,
        "why the lease is off the balance sheet; on it, why it was remeasured in the year, and \
         empty where it was not" = account_reason(row.0);
}

output_table! {
    /// leases on the balance sheet by financial year, all together
    LeaseAccountTotals: file "lease_account_totals.csv", sheet "Lease account totals",
        key ["financial_year"];
    rows row: &'a LeaseAccountTotalRow = |view| view.lease_account_totals.iter();
    absent |view| without_leases(view);
    "financial_year", "Year", Year, "", Restricted,
        "the financial year of the sums; they are empty where they are too large to add" = row.year;
    "opening", "Liability opening", Money, "£", Restricted,
        "the lease liability at the start of the year" = row.sums.map(|s| s.opening);
    "additions", "Additions", Money, "£", Restricted,
        "added to the liability as leases come on the balance sheet or are remeasured"
            = row.sums.map(|s| s.additions);
    "interest", "Interest", Money, "£", Restricted,
        "interest on the liability" = row.sums.map(|s| s.interest);
    "payments", "Payments", Money, "£", Restricted,
        "rent that falls due in the year on leases on the balance sheet"
            = row.sums.map(|s| s.payments);
    "closing", "Liability closing", Money, "£", Restricted,
        "the liability at the end of the year: `opening` + `additions` + `interest` − `payments`"
            = row.sums.map(|s| s.closing);
    "asset_opening", "Asset opening", Money, "£", Restricted,
        "the right-of-use assets at the start of the year" = row.sums.map(|s| s.asset_opening);
    "asset_additions", "Asset additions", Money, "£", Restricted,
        "added to the assets as leases come on the balance sheet or are remeasured"
            = row.sums.map(|s| s.asset_additions);
    "depreciation", "Depreciation", Money, "£", Restricted,
        "depreciation of the assets" = row.sums.map(|s| s.depreciation);
    "asset_closing", "Asset closing", Money, "£", Restricted,
        "the assets at the end of the year: `asset_opening` + `asset_additions` − `depreciation`"
            = row.sums.map(|s| s.asset_closing);
    "leases", "Leases in it", Whole, "", Restricted,
        "how many leases are in the sums" = row.leases;
    "leases_not_in", "Leases not in it", Whole, "", Restricted,
        "how many leases run in the year and belong in the sums, but have payments that are not \
         known" = row.not_in;
}
