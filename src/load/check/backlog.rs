//! The total of a site's backlog against its bands.

use rust_decimal::Decimal;

use super::scale;
use crate::{
    load::Estate,
    model::{Finding, Findings, Money, Place, Rule, Site},
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let tolerance = policy.figure(FigureName::ControlTolerance);
    for site in &estate.sites {
        total(site, tolerance, findings);
    }
}

/// The total is the sum of the four bands, within the tolerance; never less than the bands that are known.
fn total(site: &Site, tolerance: Decimal, findings: &mut Findings) {
    let bands =
        [site.backlog_high, site.backlog_significant, site.backlog_moderate, site.backlog_low];
    let known: Vec<Money> = bands.into_iter().flatten().collect();
    let all = known.len() == bands.len();
    let (Some(total), Some(sum)) = (site.backlog_total, Money::checked_sum(known.iter().copied()))
    else {
        return;
    };
    let off = sum.as_pounds() - total.as_pounds();
    let allowed = total.as_pounds().abs() * tolerance;
    if off <= allowed && (off >= -allowed || !all) {
        return;
    }
    let (of, expected) = if all {
        ("the four bands", "the sum of the bands")
    } else {
        ("the recorded bands", "at least the sum of the bands")
    };
    let found = format!(
        "{}, but {of} add up to {}; the first sift uses the bands",
        scale::sum(total.as_pounds()),
        scale::sum(sum.as_pounds())
    );
    let place = Place::cell(&site.row, "backlog_total");
    findings.push(
        Finding::new(
            Rule::BacklogTotalOff,
            place,
            site.site_id.as_str(),
            found,
            expected.to_owned(),
        )
        .fix("correct the total or the wrong band, or empty the total"),
    );
}
