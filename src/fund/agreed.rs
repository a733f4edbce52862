//! What cashable benefits outside sites and schemes save: each pound once, beside leases and decisions.

use std::collections::BTreeMap;

use super::{benefits::BenefitLine, pence::pence, sites::SiteLine, sources::Sources, years::Span};
use crate::{
    finance::PaymentKind,
    model::{BenefitKind, BenefitStatus, FinancialYear, Role, SiteId},
    policy::Decisions,
    tenure::payable,
};

/// Other savings by year, in pence, and the promised income that leases pay already.
#[derive(Debug, Clone, Default)]
pub(super) struct Agreed {
    /// Where the decisions that are taken count.
    pub taken: Vec<i64>,
    /// Where those that are recommended count too.
    pub recommended: Vec<i64>,
    /// Promised income of a site in a year that is rent of the lease schedule; it is in neither.
    pub in_schedule: Vec<(FinancialYear, SiteId, i64)>,
}

/// Works out what counts in each year.
///
/// Agreed, tracked or realised benefits of kind other or income count, and of running cost that no site bears, at what
/// is planned; what was realised where a year is over. Those of a site with a decision are in the decision already,
/// other running costs of a site in the budget of the site or the scheme. Income of a site counts above what its
/// lettings pay by the lease schedule: that is in business as usual.
pub(super) fn agreed(from: Sources<'_>, span: Span, sites: &[SiteLine]) -> Agreed {
    let rents = rents(from);
    let mut found = Agreed::default();
    for place in 0..span.years {
        let year = span.year(place);
        let (mut taken, mut recommended) = (0, 0);
        let mut left: BTreeMap<&SiteId, i64> = BTreeMap::new();
        for line in from.benefits.lines.iter().filter(|line| counts(line, year)) {
            let mut saving = line.realised.or(line.counted).unwrap_or(0);
            let site = line.row.site_id.as_ref();
            let decision = sites.iter().find(|own| Some(&own.site_id) == site).map(|own| own.taken);
            if decision == Some(Decisions::Taken) {
                continue;
            }
            if let (Some(site), BenefitKind::Income) = (site, line.kind) {
                let rent = || rents.get(&(site.clone(), year)).copied().unwrap_or(0);
                let left = left.entry(site).or_insert_with(rent);
                let paid = saving.min(*left).max(0);
                if paid > 0 {
                    found.in_schedule.push((year, site.clone(), paid));
                }
                *left -= paid;
                saving -= paid;
            }
            taken += saving;
            recommended += if decision.is_none() { saving } else { 0 };
        }
        found.taken.push(taken);
        found.recommended.push(recommended);
    }
    found
}

fn counts(line: &BenefitLine, year: FinancialYear) -> bool {
    let agreed = matches!(
        line.row.status,
        Some(BenefitStatus::Agreed | BenefitStatus::Tracked | BenefitStatus::Realised)
    );
    let outside = match (line.kind, &line.row.site_id) {
        (BenefitKind::Receipt, _) => false,
        (BenefitKind::RunningCost, site) => site.is_none(),
        _ => true,
    };
    line.row.financial_year == year && line.row.cashable == Some(true) && agreed && outside
}

/// Rent that lettings of each site pay in each year, in pence, as far as it is known; empty where nothing is promised.
fn rents(from: Sources<'_>) -> BTreeMap<(SiteId, FinancialYear), i64> {
    let mut rents = BTreeMap::new();
    let income = |line: &BenefitLine| line.kind == BenefitKind::Income;
    if !from.benefits.lines.iter().any(income) {
        return rents;
    }
    for line in payable(from.estate, from.policy).lines {
        if (line.role, line.kind) == (Role::Landlord, PaymentKind::Rent)
            && let Ok(amount) = line.amount
        {
            *rents.entry((line.site_id, line.year)).or_default() += pence(amount);
        }
    }
    rents
}
