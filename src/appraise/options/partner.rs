//! A site kept and shared with a partner.

use super::{Missing, OptionKind, SiteOption, facts::SiteCase, make::Making};
use crate::{
    appraise::{
        flow::{FlowKind, Other},
        tenants,
    },
    model::{Money, OptionFactKind, months_later},
    policy::FigureName,
};

/// In use, with a partner that bears its share of the running cost; what it saves elsewhere is not known.
pub(super) fn share(on: SiteCase<'_>, usual: &SiteOption) -> Option<SiteOption> {
    let partner_area = tenants::wanted(on.inputs, on.number)?;
    let mut making = Making::as_usual(on, OptionKind::KeepAndShare, usual);
    making.option.by_agreement = true;
    let policy = on.policy();
    let start = months_later(on.as_of(), policy.whole(FigureName::LettingConsentMonths))?;
    let until = months_later(start, policy.whole(FigureName::LettingTermMonths))?;
    let until = on.usual_ends().map_or(until, |end| until.min(end));
    making.option.done_on = Some(start);
    match making.given(OptionFactKind::PartnerSaves) {
        Some(saves) => {
            making.spread(FlowKind::PartnerSaves, saves, start, Some(until), Other::Private);
        }
        None => making.lacks(Missing::PartnerSaves),
    }
    match (on.running_cost(), on.site.gia_m2) {
        (Ok(cost), Some(whole)) => {
            let borne = cost.rates.checked_add(cost.service_charge)?.checked_add(cost.rest)?;
            let borne = borne.checked_mul(partner_area.as_m2())?;
            let borne = Money::pounds(borne.as_pounds().checked_div(whole.as_m2())?);
            making.spread(FlowKind::Recovered, borne, start, Some(until), Other::Public);
        }
        (Ok(_), None) => making.lacks(Missing::AreaPaidBack),
        (Err(_), _) => making.lacks(Missing::CostPaidBack),
    }
    let legal = Money::pounds(policy.figure(FigureName::LettingLegal));
    making.pay(start, FlowKind::Legal, legal);
    Some(making.done())
}
