//! Leases and events for the tests of this folder.

use std::sync::Arc;

use crate::model::{
    Date, EventKind, Fact, Lease, LeaseEvent, LeaseId, Lta1954, Money, Payment, Review, Role,
    RowRef, SiteId,
};

/// Reads a date.
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Reads pounds.
pub fn pounds(text: &str) -> Money {
    Money::pounds(text.parse().unwrap())
}

/// Reads a decimal.
pub fn number(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

fn row(file: &str) -> RowRef {
    RowRef { file: Arc::from(file), sheet: None, row: 2 }
}

/// Makes a tenant's lease at a rent on quarter days in advance, with nothing else in it.
pub fn lease(first: &str, last: &str, rent: &str) -> Lease {
    Lease {
        lease_id: LeaseId::new("L1").unwrap(),
        site_id: SiteId::new("S1").unwrap(),
        role: Role::Tenant,
        counterparty: None,
        parent_lease_id: None,
        area_m2: None,
        start: day(first),
        expiry: Some(day(last)),
        rent: Some(pounds(rent)),
        rent_period: None,
        payment: Some(Payment::QuarterDays),
        in_advance: Some(true),
        rent_free_months: Some(0),
        review: Some(Review::None),
        review_years: None,
        cap: None,
        collar: None,
        compound: None,
        base_index_month: None,
        upward_only: None,
        erv: None,
        sublet_part: Fact::Empty,
        sublet_whole: None,
        assign: None,
        share: None,
        consent_state: Fact::Empty,
        lta_1954: Some(Lta1954::ContractedOut),
        service_charge: None,
        vat_opted: None,
        deposit: None,
        dilapidations: None,
        day_count: None,
        landlord_public: None,
        row: row("leases.csv"),
    }
}

/// Makes a dated term of the lease.
pub fn event(kind: &str, on: &str, until: Option<&str>, amount: Option<&str>) -> LeaseEvent {
    LeaseEvent {
        lease_id: LeaseId::new("L1").unwrap(),
        kind: EventKind::read(kind).unwrap(),
        on: day(on),
        until: until.map(day),
        rolling: None,
        party: None,
        notice_months: None,
        notice_weeks: None,
        notice_days: None,
        penalty: None,
        amount: amount.map(pounds),
        conditions: None,
        row: row("lease_events.csv"),
    }
}

/// A dated term in short: kind, first day, last day, amount.
pub type Dated<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);

/// Makes several dated terms.
pub fn events_of(dated: &[Dated<'_>]) -> Vec<LeaseEvent> {
    dated.iter().map(|(kind, on, until, amount)| event(kind, on, *until, *amount)).collect()
}
