//! Shares of agreements against the whole.

use rust_decimal::Decimal;

use crate::{
    load::Estate,
    model::{Agreement, Date, Finding, Findings, Place, Rule},
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let mut rows: Vec<&Agreement> = estate.agreements.iter().flatten().collect();
    rows.sort_by(|a, b| a.whole().cmp(&b.whole()).then_with(|| a.row.cmp(&b.row)));
    for parties in rows.chunk_by(|a, b| a.whole() == b.whole()) {
        whole(parties, estate.snapshot.as_of, findings);
    }
}

/// The shares of one thing, of those in force together, add up to the whole.
fn whole(parties: &[&Agreement], as_of: Date, findings: &mut Findings) {
    // An agreement still to begin is looked at on its first day, one that has ended on its last.
    let first = parties.iter().map(|p| p.start.unwrap_or(Date::MIN)).min().unwrap_or(as_of);
    let last = parties.iter().map(|p| p.end.unwrap_or(Date::MAX)).max().unwrap_or(as_of);
    let day = as_of.min(last).max(first);
    let parties: Vec<&Agreement> =
        parties.iter().filter(|party| party.is_in_force(day)).copied().collect();
    let Some(last) = parties.last() else { return };
    let shares: Vec<Decimal> = parties.iter().filter_map(|p| p.share).collect();
    let sum = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share));
    let Some(sum) = sum else { return };
    let percent = |share: Decimal| {
        let text = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share).normalize();
        format!("{text} %")
    };
    let (rule, fix) = match sum.cmp(&Decimal::ONE) {
        std::cmp::Ordering::Greater => {
            (Rule::SharesAboveWhole, "correct the shares; until then more than 100% is shared out")
        }
        std::cmp::Ordering::Less if shares.len() == parties.len() => {
            (Rule::SharesBelowWhole, "correct the shares, or add the missing party")
        }
        _ => return,
    };
    let count = shares.len();
    let found = format!("{} across {count} parties on {day}", percent(sum));
    let place = Place::cell(&last.row, "share");
    let id = last.agreement_id.as_str();
    findings.push(
        Finding::new(rule, place, id, found, "shares that add up to 100%".to_owned()).fix(fix),
    );
}
