//! The running cost of a site: its sign, and per m² against the sites of the same use.

use std::collections::BTreeMap;

use super::Measures;
use crate::{
    load::Estate,
    model::{
        CostCategory, Finding, Findings, Quantity, Rule, Site, Status, Use, pounds, ratio_term,
    },
    policy::{FigureName, Policy},
};

/// A site, its gross area in thousandths of m², and its running cost without rent in pence.
type Cost<'a> = (&'a Site, i64, i64);

/// Running cost per m², without rent, is of the order of others of the same use. Vacant and sold sites are left
/// aside, and uses that hold everything: masts, land, other. No site's running cost is negative in all.
pub(super) fn findings(estate: &Estate, measures: &Measures, policy: &Policy) -> Findings {
    let mut findings = Findings::default();
    let Some(table) = &estate.costs else { return findings };
    let mut by_use: BTreeMap<Use, Vec<Cost<'_>>> = BTreeMap::new();
    for (site, measured) in estate.sites.iter().zip(&measures.sites) {
        let Some(costs) = measured.costs else { continue };
        let all = costs.iter().copied().try_fold(0_i64, i64::checked_add);
        if let Some(all) = all.filter(|all| *all < 0) {
            let place = table.origin.place(None, Some(table.amount()));
            let found =
                format!("{} in {} in total; used as it stands", pounds(all), measures.cost_year);
            let expected = "costs as positive amounts, and smaller credits".to_owned();
            findings.push(
                Finding::new(Rule::FigureImpossible, place, site.site_id.as_str(), found, expected)
                    .fix("reverse the signs of the site's lines, or check its credits"),
            );
        }
        let area = site.gia_m2.and_then(crate::model::Area::thousandths).filter(|area| *area > 0);
        let status = site.status_or_operational();
        let (Some(site_use), Some(area), Some(Status::Operational | Status::ForSale)) =
            (site.use_or_office(), area, status)
        else {
            continue;
        };
        let parts = CostCategory::ALL.iter().filter(|category| **category != CostCategory::Rent);
        let sum = parts.map(|c| costs[*c as usize]).try_fold(0_i64, i64::checked_add);
        let Some(sum) = sum else { continue };
        if !matches!(site_use, Use::Mast | Use::Land | Use::Other) && sum > 0 {
            by_use.entry(site_use).or_default().push((site, area, sum));
        }
    }
    let times = i128::from(policy.whole(FigureName::PeerTimes));
    let least = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    for (site_use, mut group) in by_use.into_iter().filter(|(_, group)| group.len() >= least) {
        // One cost per m² below another is a cross product: whole numbers throughout.
        let cross = |cost: i64, area: i64| i128::from(cost) * i128::from(area);
        group.sort_by(|a, b| {
            cross(a.2, b.1).cmp(&cross(b.2, a.1)).then_with(|| a.0.row.cmp(&b.0.row))
        });
        let Some(&(_, middle_area, middle)) = group.get(group.len() / 2) else { continue };
        let each = |sum: i64, area: i64| {
            Quantity::Number(ratio_term(sum) * 10.0 / ratio_term(area))
                .shown(crate::model::Unit::PoundsPerM2)
        };
        for &(site, area, sum) in &group {
            let (own, usual) = (cross(sum, middle_area), cross(middle, area));
            if own <= usual.saturating_mul(times) && usual <= own.saturating_mul(times) {
                continue;
            }
            let place = table.origin.place(None, Some(table.amount()));
            let found = format!(
                "{} in {} without rent, {}; the median of {} sites with use {site_use} is {}; \
                    used as it stands",
                pounds(sum),
                measures.cost_year,
                each(sum, area),
                group.len(),
                each(middle, middle_area)
            );
            let expected = format!("within {times} times the median");
            let id = site.site_id.as_str();
            findings.push(
                Finding::new(Rule::UnlikePeers, place, id, found, expected)
                    .fix("check the site's lines and its gross area, and correct the wrong one"),
            );
        }
    }
    findings
}
