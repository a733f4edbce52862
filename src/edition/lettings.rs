//! What letting surplus space is worth, as rows; the restricted edition alone has any.

use super::Results;
use crate::{
    appraise::{Flow, Letting, LettingTest, RunningLetting, Tenant, TestKind, running_tests},
    model::{Date, Money, Site},
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
    /// `None` where no letting is appraised.
    pub terms: Option<LettingTerms>,
    /// Why there is none; empty where there is one.
    pub not_let: &'static str,
    /// Whether that is for want of a fact.
    pub not_known: bool,
}

/// The terms and the worth of a letting; money in pence or as the column says.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct LettingTerms {
    pub tenant: String,
    pub area_m2: String,
    pub rent: Money,
    pub rent_source: &'static str,
    pub starts: Date,
    pub ends: Date,
    pub rent_free_months: u32,
    pub permission: &'static str,
    pub permission_months: u32,
    pub permission_cost: Money,
    pub chance: String,
    pub budget: Money,
    pub economic: Money,
    pub expected_budget: Money,
    pub expected_economic: Money,
    pub value_per_m2: Money,
    pub others: usize,
    pub tests: Vec<TestRow>,
}

/// One sum of a proposed letting.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as the columns they are shown under")]
pub struct LettingFlowRow {
    pub site_id: String,
    pub on: Date,
    pub what: &'static str,
    pub amount: Money,
    pub prices: &'static str,
    /// Six decimals.
    pub factor: String,
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
    pub tests: Vec<TestRow>,
}

/// What one test of a letting came to.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "named as they are shown")]
pub struct TestRow {
    pub test: &'static str,
    pub outcome: &'static str,
    pub why: String,
}

/// The names of the tests, in the order in which a letting's stand.
pub const TESTS: &[&str] = TestKind::WORDS;

fn tested(tests: &[LettingTest]) -> Vec<TestRow> {
    let row = |t: &LettingTest| TestRow {
        test: t.kind.word(),
        outcome: t.outcome.word(),
        why: t.why.clone(),
    };
    tests.iter().map(row).collect()
}

/// Makes the rows of every site.
pub(super) fn of(results: Results<'_>) -> Lettings {
    let Results { estate, tenure, appraisal, policy, .. } = results;
    let pairs = || estate.sites.iter().zip(&appraisal.lettings);
    let proposed = pairs().map(|(site, letting)| match letting {
        Ok(letting) => row(site, Some(terms(letting)), "", false),
        Err(none) => {
            let not_known = matches!(none, crate::appraise::NoLetting::NotKnown(..));
            row(site, None, none.basis().word(), not_known)
        }
    });
    let flows = pairs().filter_map(|(site, letting)| Some((site, letting.as_ref().ok()?)));
    let flows = flows.flat_map(|(site, letting)| letting.flows.iter().map(|f| flow(site, f)));
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
            tests: tested(&tests),
        }
    });
    Lettings { proposed: proposed.collect(), flows: flows.collect(), running: running.collect() }
}

fn row(
    site: &Site,
    terms: Option<LettingTerms>,
    not_let: &'static str,
    not_known: bool,
) -> LettingRow {
    let (site_id, name) = (site.site_id.to_string(), site.name.clone());
    LettingRow { site_id, name, terms, not_let, not_known }
}

/// Writes who a letting is proposed to.
fn tenant(tenant: &Tenant) -> String {
    match tenant {
        Tenant::OpenMarket => "open market".to_owned(),
        Tenant::Partner { id, organisation, .. } => format!("{organisation} ({id})"),
    }
}

/// Returns the terms of a letting as they are shown.
pub(super) fn terms(letting: &Letting) -> LettingTerms {
    LettingTerms {
        tenant: tenant(&letting.tenant),
        area_m2: letting.area.as_m2().normalize().to_string(),
        rent: letting.rent,
        rent_source: letting.rent_source.word(),
        starts: letting.term.from(),
        ends: letting.ends(),
        rent_free_months: letting.rent_free_months,
        permission: letting.permission.kind.word(),
        permission_months: letting.permission.months,
        permission_cost: letting.permission.cost,
        chance: format!("{:.4}", letting.permission.chance.round_dp(4)),
        budget: letting.budget,
        economic: letting.economic,
        expected_budget: letting.expected_budget,
        expected_economic: letting.expected_economic,
        value_per_m2: letting.value_per_m2,
        others: letting.others,
        tests: tested(&letting.tests),
    }
}

fn flow(site: &Site, flow: &Flow) -> LettingFlowRow {
    LettingFlowRow {
        site_id: site.site_id.to_string(),
        on: flow.on,
        what: flow.kind.word(),
        amount: flow.amount,
        prices: flow.prices.word(),
        factor: format!("{:.6}", flow.factor.round_dp(6)),
        budget: flow.budget,
        economic: flow.economic,
    }
}
