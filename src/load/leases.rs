//! `leases` into typed rows.

use super::{
    LoadError,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{
        Consent, Date, Finding, Findings, Lease, LeaseId, Lta1954, Money, Payment, RentPeriod,
        Review, Right, Role, Rule,
    },
    policy::Policy,
};

/// Reads the lease schedule, in `lease_id` order; doubled ids are findings.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<Lease>, LoadError> {
    let leases = record::read_all(raw, &schema::LEASES, policy, findings, |r| lease(r, sites))?;
    Ok(super::without_doubles(leases, |l| &l.lease_id, |l| &l.row, "lease_id", findings))
}

fn lease(r: &mut Record<'_>, sites: &SiteIndex) -> Option<Lease> {
    let lease_id = r.id_cell("lease_id", LeaseId::new);
    let site_id = r.site(sites);
    let role = r.word("role", Role::read);
    let start = r.date("start");
    let expiry = expiry(r, start);
    let rent_period = r.word("rent_period", RentPeriod::read);
    let a_year = |sum: Option<Money>| {
        let times = rent_period.map_or(1, RentPeriod::in_a_year);
        sum.and_then(|sum| sum.checked_mul(times.into()))
    };
    let lease = Lease {
        counterparty: r.text("counterparty"),
        parent_lease_id: r.id_cell("parent_lease_id", LeaseId::new),
        area_m2: r.area("area_m2"),
        rent: a_year(r.money("rent")),
        rent_period,
        payment: r.word("payment", Payment::read),
        in_advance: r.yes_no("in_advance"),
        rent_free_months: r.whole("rent_free_months"),
        review: r.word("review", Review::read),
        review_years: r.whole("review_years"),
        cap: r.decimal("cap"),
        collar: r.decimal("collar"),
        compound: r.yes_no("compound"),
        base_index_month: r.month("base_index_month"),
        upward_only: r.yes_no("upward_only"),
        erv: r.money("erv"),
        sublet_part: r.fact("sublet_part", Right::read),
        sublet_whole: r.word("sublet_whole", Right::read),
        assign: r.word("assign", Right::read),
        share: r.word("share", Right::read),
        consent_state: r.fact("consent_state", Consent::read),
        lta_1954: r.word("lta_1954", Lta1954::read),
        service_charge: a_year(r.money("service_charge")),
        vat_opted: r.yes_no("vat_opted"),
        deposit: r.money("deposit"),
        dilapidations: r.money("dilapidations"),
        day_count: r.whole("day_count"),
        landlord_public: r.yes_no("landlord_public"),
        row: r.row.clone(),
        lease_id: lease_id?,
        site_id: site_id?,
        role: role?,
        start: start?,
        expiry,
    };
    Some(lease)
}

/// Reads the last day of the term; a periodic tenancy has none. A lease with both, or with neither, is a finding.
fn expiry(r: &mut Record<'_>, start: Option<Date>) -> Option<Date> {
    let periodic = r.yes_no("periodic") == Some(true);
    let expiry = r.last_day("expiry", start, (!periodic).then_some(NO_EXPIRY));
    if let Some(last) = expiry.filter(|_| periodic) {
        let found = format!("\"yes\", but the lease ends on {last}");
        let expected = "yes only for a tenancy with no end date".to_owned();
        let finding =
            Finding::new(Rule::PeriodicWithExpiry, r.place("periodic"), r.id(), found, expected);
        r.push(finding.fix(
            "empty `expiry` if the tenancy runs from period to period; if not, empty \
                `periodic`; until then the expiry is used",
        ));
    }
    expiry
}

const NO_EXPIRY: &str = "enter the last day of the term; if the tenancy runs from period to \
    period, write yes in `periodic`";
