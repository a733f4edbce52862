//! The tables of the lease summary: what each lease comes to, unexpired terms together, when leases
//! end.

use super::{leases::without_leases, output_table};
use crate::{
    edition::{LeaseExpiryRow, LeaseSummaryRow, LeaseTermsRow},
    wording::{when_leases_end, why_not_known},
};

output_table! {
    /// what each lease comes to: passing rent, break, commitment, reversion, unexpired term
    LeaseSummary: file "lease_summary.csv", sheet "Lease summary", key ["lease_id"];
    rows row: &'a LeaseSummaryRow = |view| view.lease_summary.leases.iter();
    absent |view| without_leases(view);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.name;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`, of a lease that has not ended" = &row.lease_id;
    "counterparty", "Other side", Text, "", Restricted,
        "the other party to the lease; empty is not recorded" = &row.counterparty;
    "role", "We are", Text, "", Restricted,
        "our side of the lease, `tenant` or `landlord`" = row.role;
    "state", "State", Text, "", Restricted,
        "`running`, `periodic`, `holding_over`, or `ahead` where it begins later" = row.state;
    "start", "From", Day, "", Restricted,
        "the first day of the term" = row.start;
    "ends_on", "Last day", Day, "", Restricted,
        "the last day of the term, past while holding over; empty for a periodic tenancy"
            = row.ends_on;
    "passing_rent", "Passing rent, £ a year", Money, "£ a year", Restricted,
        "the rent under the lease, also in a rent-free period; for a lease that begins later, its \
         first rent; empty is not known" = row.passing_rent;
    "payable_rent", "Payable now, £ a year", Money, "£ a year", Restricted,
        "the part of `passing_rent` that is payable at the date of the report, or when a lease that \
         begins later does so; zero in a rent-free period; empty is not known" = row.payable_rent;
    "area_m2", "m²", Number, "m²", Restricted,
        "the area of the lease, as recorded" = &row.area_m2;
    "rent_per_m2", "Passing rent, £ a year per m²", Money, "£ per m² a year", Restricted,
        "`passing_rent` a year divided by `area_m2`; empty where either is not known"
            = row.rent_per_m2;
    "erv", "Estimated rental value, £ a year", Money, "£ a year", Restricted,
        "the estimated rental value, as recorded" = row.erv;
    "reversion", "Reversion, £ a year", Money, "£ a year", Restricted,
        "`erv` less `passing_rent`; empty where either is not known" = row.reversion;
    "next_break", "Tenant's next break", Day, "", Restricted,
        "the earliest day on which the tenant can end the lease before `ends_on`; empty where it \
         has no such right, or none that can be relied on" = row.next_break;
    "break_by", "Route", Text, "", Restricted,
        "how the tenant can end it then: `break` or `notice_to_quit`; empty without `next_break`"
            = row.break_by;
    "break_penalty", "Penalty", Money, "£", Restricted,
        "what ending the lease on `next_break` costs; empty is not recorded, or no `next_break`"
            = row.break_penalty;
    "legal_last_day", "Latest date to serve notice", Day, "", Restricted,
        "the last day on which notice may be served for `next_break`; empty unless it is a break \
         on a fixed day that is still to be served" = row.legal_last_day;
    "days_left", "Days left for notice", Whole, "days", Restricted,
        "the days from the date of the report to `legal_last_day`; empty without one"
            = row.days_left;
    "commitment_to_break", "Rent to the break", Money, "£", Restricted,
        "the rent that falls due after the date of the report if the lease ends on `next_break`, \
         without service charge, penalty and VAT; empty is not known, or no `next_break`"
            = row.commitment_to_break;
    "value_to_break", "Its present value", Money, "£", Restricted,
        "the present value of `commitment_to_break` at the policy's nominal rates"
            = row.value_to_break;
    "commitment_to_expiry", "Rent to the last day", Money, "£", Restricted,
        "the rent that falls due after the date of the report to `ends_on`, without service charge \
         and VAT; empty is not known, a periodic tenancy or holding over"
            = row.commitment_to_expiry;
    "value_to_expiry", "Present value of that", Money, "£", Restricted,
        "the present value of `commitment_to_expiry` at the policy's nominal rates"
            = row.value_to_expiry;
    "net_effective_rent", "Net effective rent, £ a year", Money, "£ a year", Restricted,
        "the average rent from the start to the first market review or tenant's break, or to \
         `ends_on`; empty is not known, a periodic tenancy or holding over"
            = row.net_effective_rent;
    "total_rent", "Rent of the whole term", Money, "£", Restricted,
        "all rent of the term from its start, at the passing rent after the date of the report; \
         empty is not known, a periodic tenancy or holding over" = row.total_rent;
    "years_to_break", "Years to the break", Number, "years", Restricted,
        "the time from the date of the report to `next_break`, else to `ends_on`; empty where \
         neither is ahead" = &row.years_to_break;
    "years_to_expiry", "Years to the last day", Number, "years", Restricted,
        "the time from the date of the report to `ends_on`; empty for a periodic tenancy and while \
         holding over" = &row.years_to_expiry;
    "energy", "Energy rating to let", Text, "", Restricted,
        "whether the energy rating allows the letting: `meets`, `below`, `not_known` or \
         `not_yet_required`; empty where we are the tenant" = row.energy;
    "not_known", "Not known", Text, "", Restricted,
        "what is not known about it, separated by `; `" = why_not_known(&row.not_known);
}

output_table! {
    /// unexpired terms in years, weighted by rent and by area: the whole, by use, by district
    LeaseTerms: file "lease_terms.csv", sheet "Unexpired terms", key [];
    rows row: &'a LeaseTermsRow = |view| view.lease_summary.terms.iter();
    absent |view| without_leases(view);
    "role", "We are", Text, "", Restricted,
        "our side of the leases, `tenant` or `landlord`" = row.role;
    "by", "By", Text, "", Restricted,
        "how the leases are grouped: `whole`, `use` or `district`" = row.by;
    "group", "Group", Text, "", Restricted,
        "the use or the district; empty for the whole, and where it is not recorded" = &row.group;
    "leases", "Leases", Whole, "", Restricted,
        "how many leases have begun and not ended" = row.leases;
    "rent", "Passing rent, £ a year", Money, "£ a year", Restricted,
        "the passing rent of the leases for which it is known; empty where it is known for none"
            = row.rent;
    "leases_without_rent", "Leases whose rent is not known", Whole, "", Restricted,
        "how many leases are not in `rent`" = row.without_rent;
    "area_m2", "m²", Number, "m²", Restricted,
        "the area of the leases for which it is recorded; empty where it is recorded for none"
            = &row.area_m2;
    "leases_without_area", "Leases whose area is not known", Whole, "", Restricted,
        "how many leases are not in `area_m2`" = row.without_area;
    "leases_without_end", "Leases without a last day ahead", Whole, "", Restricted,
        "how many are periodic tenancies or hold over: in no average to the last day"
            = row.without_end;
    "years_by_rent_to_break", "Years to the break, by rent", Number, "years", Restricted,
        "the average time to the tenant's next break, else to the last day, weighted by passing \
         rent; empty where nothing can be weighted" = &row.by_rent_to_break;
    "years_by_rent_to_expiry", "Years to the last day, by rent", Number, "years", Restricted,
        "the average time to the last day, weighted by passing rent; empty where nothing can be \
         weighted" = &row.by_rent_to_expiry;
    "years_by_area_to_break", "Years to the break, by area", Number, "years", Restricted,
        "the average time to the tenant's next break, else to the last day, weighted by area; \
         empty where nothing can be weighted" = &row.by_area_to_break;
    "years_by_area_to_expiry", "Years to the last day, by area", Number, "years", Restricted,
        "the average time to the last day, weighted by area; empty where nothing can be weighted"
            = &row.by_area_to_expiry;
}

output_table! {
    /// leases, rent and area by the financial year of the last day
    LeaseExpiries: file "lease_expiries.csv", sheet "Lease expiries", key ["role", "ends"];
    rows row: &'a LeaseExpiryRow = |view| view.lease_summary.expiries.iter();
    absent |view| without_leases(view);
    "role", "We are", Text, "", Restricted,
        "our side of the leases, `tenant` or `landlord`" = row.role;
    "ends", "Last day in", Text, "", Restricted,
        "the financial year of the last day, `holding over`, or `no last day` for periodic \
         tenancies" = when_leases_end(row.ends);
    "leases", "Leases", Whole, "", Restricted,
        "how many leases end then" = row.leases;
    "rent", "Passing rent, £ a year", Money, "£ a year", Restricted,
        "the passing rent of the leases for which it is known; empty where it is known for none"
            = row.rent;
    "leases_without_rent", "Leases whose rent is not known", Whole, "", Restricted,
        "how many leases are not in `rent`" = row.without_rent;
    "area_m2", "m²", Number, "m²", Restricted,
        "the area of the leases for which it is recorded; empty where it is recorded for none"
            = &row.area_m2;
    "leases_without_area", "Leases whose area is not known", Whole, "", Restricted,
        "how many leases are not in `area_m2`" = row.without_area;
}
