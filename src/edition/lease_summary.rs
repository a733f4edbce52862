//! Rows of the lease summary: what each lease comes to, unexpired terms together, and when leases end.

use super::Results;
use crate::{
    finance::{ExitRoute, NotKnown},
    model::{Area, Date, Money, Role},
    tenure::{
        self, Ends, EnergyTest, ExpiryYear, GroupedBy, LeaseState, LeaseSummary, TermsOf, Unexpired,
    },
};

/// The lease summary; empty in the public edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeaseSummaries {
    /// By site, then as tenant before as landlord, then by lease.
    pub leases: Vec<LeaseSummaryRow>,
    /// By role, then the whole, by use, by district.
    pub terms: Vec<LeaseTermsRow>,
    /// By role, then in order of time.
    pub expiries: Vec<LeaseExpiryRow>,
}

/// One line of `lease_summary.csv`; empty text and `None` are not known, or do not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseSummaryRow {
    pub site_id: String,
    /// The site's name.
    pub name: String,
    pub lease_id: String,
    pub counterparty: String,
    /// Our side of it.
    pub role: Role,
    pub start: Date,
    /// `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    pub state: LeaseState,
    /// Pounds a year, whether or not a rent-free period runs.
    pub passing_rent: Option<Money>,
    /// Pounds a year, zero in a rent-free period.
    pub payable_rent: Option<Money>,
    /// m², as recorded.
    pub area_m2: String,
    /// Passing rent, pounds a year.
    pub rent_per_m2: Option<Money>,
    pub erv: Option<Money>,
    /// `erv` less the passing rent.
    pub reversion: Option<Money>,
    /// The earliest day on which the tenant can end it before its last day.
    pub next_break: Option<Date>,
    /// By which route; `None` without such a day.
    pub break_by: Option<ExitRoute>,
    pub break_penalty: Option<Money>,
    pub legal_last_day: Option<Date>,
    /// To the last day in law for the notice.
    pub days_left: Option<i64>,
    /// Rent that falls due after the snapshot's day.
    pub commitment_to_break: Option<Money>,
    pub value_to_break: Option<Money>,
    pub commitment_to_expiry: Option<Money>,
    pub value_to_expiry: Option<Money>,
    pub net_effective_rent: Option<Money>,
    pub total_rent: Option<Money>,
    /// To two decimals.
    pub years_to_break: String,
    /// To two decimals.
    pub years_to_expiry: String,
    /// Of a letting.
    pub energy: Option<EnergyTest>,
    pub not_known: Vec<NotKnown>,
}

/// One line of `lease_terms.csv`; years to two decimals, empty where nothing can be weighted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseTermsRow {
    pub role: Role,
    pub by: GroupedBy,
    pub group: String,
    pub leases: usize,
    pub rent: Option<Money>,
    pub without_rent: usize,
    /// m².
    pub area_m2: String,
    pub without_area: usize,
    /// Periodic tenancies and leases that hold over.
    pub without_end: usize,
    pub by_rent_to_break: String,
    pub by_rent_to_expiry: String,
    pub by_area_to_break: String,
    pub by_area_to_expiry: String,
}

/// One line of `lease_expiries.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseExpiryRow {
    pub role: Role,
    pub ends: Ends,
    pub leases: usize,
    pub rent: Option<Money>,
    pub without_rent: usize,
    /// m².
    pub area_m2: String,
    pub without_area: usize,
}

/// The summary of every lease that has not ended.
pub(super) fn of(results: Results<'_>) -> LeaseSummaries {
    let found = tenure::summary(results.estate, results.policy);
    LeaseSummaries {
        leases: found.leases.iter().map(|lease| lease_row(lease, results)).collect(),
        terms: found.terms.into_iter().map(terms_row).collect(),
        expiries: found.expiries.into_iter().map(expiry_row).collect(),
    }
}

fn area(area: Option<Area>) -> String {
    area.map(|area| area.as_m2().normalize().to_string()).unwrap_or_default()
}

fn years(term: Option<rust_decimal::Decimal>) -> String {
    term.map(|years| format!("{years:.2}")).unwrap_or_default()
}

fn lease_row(lease: &LeaseSummary, results: Results<'_>) -> LeaseSummaryRow {
    let site = results.estate.site(&lease.site_id);
    let as_of = results.estate.snapshot.as_of;
    let to_break = lease.to_break.and_then(Result::ok);
    let to_expiry = lease.to_expiry.ok();
    LeaseSummaryRow {
        site_id: lease.site_id.to_string(),
        name: site.map(|s| s.name.clone()).unwrap_or_default(),
        lease_id: lease.lease_id.to_string(),
        counterparty: lease.counterparty.clone().unwrap_or_default(),
        role: lease.role,
        start: lease.start,
        ends_on: lease.ends_on,
        state: lease.state(as_of),
        passing_rent: lease.passing.ok(),
        payable_rent: lease.payable.ok(),
        area_m2: area(lease.area),
        rent_per_m2: lease.per_m2(),
        erv: lease.erv,
        reversion: lease.reversion(),
        next_break: lease.next_break.map(|b| b.on),
        break_by: lease.next_break.map(|b| b.route),
        break_penalty: lease.next_break.and_then(|b| b.cost.ok()),
        legal_last_day: lease.next_break.and_then(|b| b.notice).map(|n| n.legal),
        days_left: lease.days_left(as_of),
        commitment_to_break: to_break.map(|c| c.sum),
        value_to_break: to_break.map(|c| c.value),
        commitment_to_expiry: to_expiry.map(|c| c.sum),
        value_to_expiry: to_expiry.map(|c| c.value),
        net_effective_rent: lease.net_effective.ok(),
        total_rent: lease.total.ok(),
        years_to_break: years(lease.unexpired_to_break.map(Unexpired::years)),
        years_to_expiry: years(lease.unexpired.map(Unexpired::years)),
        energy: lease.energy,
        not_known: lease.unknown(),
    }
}

fn terms_row(terms: TermsOf) -> LeaseTermsRow {
    LeaseTermsRow {
        role: terms.role,
        by: terms.by,
        group: terms.group,
        leases: terms.leases,
        rent: terms.rent,
        without_rent: terms.without_rent,
        area_m2: area(terms.area),
        without_area: terms.without_area,
        without_end: terms.without_end,
        by_rent_to_break: years(terms.by_rent_to_break),
        by_rent_to_expiry: years(terms.by_rent_to_expiry),
        by_area_to_break: years(terms.by_area_to_break),
        by_area_to_expiry: years(terms.by_area_to_expiry),
    }
}

fn expiry_row(year: ExpiryYear) -> LeaseExpiryRow {
    LeaseExpiryRow {
        role: year.role,
        ends: year.ends,
        leases: year.leases,
        rent: year.rent,
        without_rent: year.without_rent,
        area_m2: area(year.area),
        without_area: year.without_area,
    }
}
