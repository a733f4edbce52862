//! What letting surplus space is worth, as rows; the restricted edition alone has any.

use rust_decimal::Decimal;

use super::{Results, parts::with_room};
use crate::{
    appraise::{
        Flow, FlowKind, Letting, LettingTest, NoLetting, Permission, RentSource, RunningLetting,
        Tenant, running_tests,
    },
    model::{Area, Date, Money, Prices, Site, SiteId},
};

/// Lettings proposed and running; all empty in the public edition: they tell our terms.
#[derive(Debug, Clone, Default)]
pub struct Lettings {
    /// One a site, in `site_id` order.
    pub proposed: Vec<LettingRow>,
    /// The cash flow of each proposed letting, in order of site, day, kind.
    pub flows: Vec<LettingFlowRow>,
    /// Lettings that run, in `lease_id` order.
    pub running: Vec<RunningRow>,
}

/// A letting that could be made, or why there is none.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns they are shown under")]
pub struct LettingRow {
    pub site_id: String,
    pub name: String,
    /// What is proposed, or why no letting is appraised.
    pub terms: Result<LettingTerms, NoLetting>,
}

/// The terms and the worth of a letting.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct LettingTerms {
    pub tenant: Tenant,
    pub area: Area,
    pub rent: Money,
    pub rent_source: RentSource,
    pub starts: Date,
    pub ends: Date,
    pub rent_free_months: u32,
    pub permission: Permission,
    pub budget: Money,
    pub economic: Money,
    pub expected_budget: Money,
    pub expected_economic: Money,
    pub value_per_m2: Money,
    pub others: usize,
    pub tests: Vec<LettingTest>,
}

/// One sum of a proposed letting.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct LettingFlowRow {
    pub site_id: SiteId,
    pub on: Date,
    pub what: FlowKind,
    pub amount: Money,
    pub prices: Prices,
    /// The value today of £1 then.
    pub factor: Decimal,
    pub budget: Money,
    pub economic: Money,
}

/// A letting that runs.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct RunningRow {
    pub site_id: String,
    pub name: String,
    pub lease_id: String,
    pub counterparty: String,
    pub rent: Option<Money>,
    pub erv: Option<Money>,
    /// Estimated rental value less rent.
    pub concession: Option<Money>,
    pub tests: Vec<LettingTest>,
}

/// Makes the rows of every site.
pub(super) fn of(results: Results<'_>) -> Lettings {
    let Results { estate, tenure, appraisal, policy, .. } = results;
    let pairs = || estate.sites.iter().zip(&appraisal.lettings);
    let proposed = pairs().map(|(site, letting)| LettingRow {
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        terms: letting.as_ref().map(terms).map_err(|none| *none),
    });
    let flows = pairs().filter_map(|(site, letting)| Some((site, letting.as_ref().ok()?)));
    let flows = flows.flat_map(|(site, letting)| letting.flows.iter().map(|f| flow(site, f)));
    let sums = appraisal.lettings.iter().flatten().map(|letting| letting.flows.len()).sum();
    let running = running_tests(estate, tenure, policy).into_iter().map(|let_now| {
        let RunningLetting { site, lease_id, rent, concession, tests } = let_now;
        let lease = estate.lease(&lease_id);
        RunningRow {
            site_id: estate.sites[site].site_id.to_string(),
            name: estate.sites[site].name.clone(),
            counterparty: lease.and_then(|l| l.counterparty.clone()).unwrap_or_default(),
            erv: lease.and_then(|l| l.erv),
            lease_id: lease_id.to_string(),
            rent,
            concession,
            tests,
        }
    });
    Lettings {
        proposed: proposed.collect(),
        flows: with_room(sums, flows),
        running: running.collect(),
    }
}

/// Returns the terms of a letting.
fn terms(letting: &Letting) -> LettingTerms {
    LettingTerms {
        tenant: letting.tenant.clone(),
        area: letting.area,
        rent: letting.rent,
        rent_source: letting.rent_source,
        starts: letting.term.from(),
        ends: letting.ends(),
        rent_free_months: letting.rent_free_months,
        permission: letting.permission,
        budget: letting.budget,
        economic: letting.economic,
        expected_budget: letting.expected_budget,
        expected_economic: letting.expected_economic,
        value_per_m2: letting.value_per_m2,
        others: letting.others,
        tests: letting.tests.clone(),
    }
}

fn flow(site: &Site, flow: &Flow) -> LettingFlowRow {
    LettingFlowRow {
        site_id: site.site_id.clone(),
        on: flow.on,
        what: flow.kind,
        amount: flow.amount(),
        prices: flow.prices,
        factor: flow.factor(),
        budget: flow.budget(),
        economic: flow.economic(),
    }
}
