//! A snapshot against the one before: areas and values that break, and sites whose figures have changed places.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, against, apart, plain, sum};
use crate::{
    load::{Estate, SitePair, pairs},
    model::{Area, Fact, Findings, Money, Rule, Site, Status},
    policy::{FigureName, Policy},
};

/// A figure of a site: its column, whether pounds, and how far it may change.
type Column = (&'static str, fn(&Site) -> Option<Decimal>, bool, FigureName);

const COLUMNS: [Column; 8] = [
    ("gia_m2", |s| s.gia_m2.map(Area::as_m2), false, FigureName::AreaChangeTimes),
    ("nia_m2", |s| s.nia_m2.known().map(Area::as_m2), false, FigureName::AreaChangeTimes),
    ("office_nia_m2", |s| s.office_nia_m2.map(Area::as_m2), false, FigureName::AreaChangeTimes),
    ("site_area_ha", |s| s.site_area_ha, false, FigureName::AreaChangeTimes),
    ("market_value", |s| s.market_value.map(Money::as_pounds), true, FigureName::SumChangeTimes),
    (
        "existing_use_value",
        |s| s.existing_use_value.map(Money::as_pounds),
        true,
        FigureName::SumChangeTimes,
    ),
    ("book_value", |s| s.book_value.map(Money::as_pounds), true, FigureName::SumChangeTimes),
    (
        "rateable_value",
        |s| s.rateable_value.map(Money::as_pounds),
        true,
        FigureName::SumChangeTimes,
    ),
];

/// One figure of a site then and now, by the site's number now.
struct Change {
    number: usize,
    then: Decimal,
    now: Decimal,
}

/// Returns the figures of a register that break with the register before, with the policy's severities and sorted.
///
/// Areas, values, running costs of sites in both, as [`pairs`] has them, are compared, and positions. Two sites whose figures have
/// changed places are told as such. `costs` are those of the last whole financial year now and then, in pence, in
/// the order of the sites; `None` is not known.
#[must_use]
pub fn against_previous(
    estate: &Estate,
    before: &Estate,
    costs: [&[Option<i64>]; 2],
    policy: &Policy,
) -> Findings {
    let mut findings = Findings::default();
    let pairs = pairs(before, estate, policy);
    for (column, of, is_money, limit) in COLUMNS {
        let both = pairs.iter().filter_map(|pair| {
            let then = of(before.sites.get(pair.before)?)?;
            let now = of(estate.sites.get(pair.after)?)?;
            Some(Change { number: pair.after, then, now })
        });
        let compared = Compared { column, is_money, what: "", limit };
        compare(estate, before, &both.collect::<Vec<_>>(), &compared, policy, &mut findings);
    }
    let [now, then] = costs;
    let pounds = |pence: i64| Money::from_pence(pence).as_pounds();
    let both = pairs.iter().filter_map(|pair| {
        let site = estate.sites.get(pair.after)?;
        // A site that is left costs less: no fault.
        let is_held = before.sites.get(pair.before)?.status == site.status && site.status != SOLD;
        let then = *then.get(pair.before)?.as_ref().filter(|_| is_held)?;
        let now = *now.get(pair.after)?;
        Some(Change { number: pair.after, then: pounds(then), now: pounds(now?) })
    });
    let compared = Compared {
        column: "running_cost",
        is_money: true,
        what: " of running cost in the last whole year",
        limit: FigureName::SumChangeTimes,
    };
    compare(estate, before, &both.collect::<Vec<_>>(), &compared, policy, &mut findings);
    positions(estate, before, &pairs, policy, &mut findings);
    findings.regrade(|rule| policy.severity(rule));
    findings.sort();
    findings
}

/// How a change is told.
struct Compared {
    column: &'static str,
    is_money: bool,
    what: &'static str,
    limit: FigureName,
}

/// Tells changes by more than a factor, and pairs that have changed places.
fn compare(
    estate: &Estate,
    before: &Estate,
    changes: &[Change],
    compared: &Compared,
    policy: &Policy,
    findings: &mut Findings,
) {
    let unit = if compared.column == "site_area_ha" { "ha" } else { "m²" };
    let shown = |figure: Decimal| {
        if compared.is_money { sum(figure) } else { format!("{} {unit}", plain(figure)) }
    };
    let day = before.snapshot.as_of;
    let times = policy.figure(compared.limit);
    let is_above = |change: &&Change| change.then > Decimal::ZERO && change.now > Decimal::ZERO;
    let mut by_then: BTreeMap<Decimal, &Change> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.now != change.then) {
        by_then.entry(change.then).or_insert(change);
    }
    let large = policy.figure(FigureName::AreaChangeTimes);
    let near = |a: Decimal, b: Decimal| compared.is_money && !apart(a, b, NEAR);
    let mut odd = Vec::new();
    // What a site costs stands in no cell of the register: it is compared of the site.
    let column = if compared.column == "running_cost" { "site_id" } else { compared.column };
    for change in changes.iter().filter(is_above) {
        let Some(site) = estate.sites.get(change.number) else { continue };
        let other = by_then.get(&change.now).copied().or_else(|| {
            let least = change.now.checked_div(NEAR)?;
            let most = change.now.checked_mul(NEAR)?;
            let mut all = by_then.range(least..=most).map(|(_, other)| *other);
            all.find(|o| near(o.then, change.now) && near(o.now, change.then))
        });
        let other = other.filter(|o| {
            let crossed = o.now == change.then || near(o.now, change.then);
            // Sums of two years differ anyhow: only a change that is large of itself is an exchange.
            let is_large = !compared.is_money || apart(change.now, change.then, large);
            o.number != change.number && crossed && is_large
        });
        let other = other.and_then(|o| estate.sites.get(o.number));
        let found = match other {
            Some(other) => format!(
                "{}{}, but {} on {day}: it appears to be swapped with {}",
                shown(change.now),
                compared.what,
                shown(change.then),
                other.site_id
            ),
            None if apart(change.now, change.then, times) => format!(
                "{}{}, {} the {} on {day}",
                shown(change.now),
                compared.what,
                against(change.now, change.then),
                shown(change.then)
            ),
            None => continue,
        };
        odd.push(Odd { row: &site.row, id: site.site_id.as_str(), found });
    }
    let fault = Fault {
        rule: Rule::UnlikeLastSnapshot,
        columns: &[column],
        expected: format!(
            "within {times} times the last snapshot, or a known reason for the change"
        ),
        fix: "correct the snapshot that is wrong; no action if the site has changed",
    };
    scale::tell(&fault, odd, (changes.len(), None), policy, findings);
}

const SOLD: Fact<Status> = Fact::Known(Status::Sold);

/// Sums of two years this near are taken for the same site's.
const NEAR: Decimal = Decimal::from_parts(115, 0, 0, false, 2);

/// Two sites have not changed places on the map.
fn positions(
    estate: &Estate,
    before: &Estate,
    pairs: &[SitePair],
    policy: &Policy,
    findings: &mut Findings,
) {
    let key = |point: geo::Point| format!("{:.5} {:.5}", point.x(), point.y());
    // The number of each pair by its position then, with the position now.
    let placed: Vec<(usize, String, String)> = pairs
        .iter()
        .filter_map(|pair| {
            let then = before.sites.get(pair.before)?.position.map(key)?;
            Some((pair.after, then, estate.sites.get(pair.after)?.position.map(key)?))
        })
        .collect();
    let by_then: BTreeMap<&str, &(usize, String, String)> =
        placed.iter().map(|one| (one.1.as_str(), one)).collect();
    let mut odd = Vec::new();
    for (number, was, now) in &placed {
        let Some(site) = estate.sites.get(*number) else { continue };
        let other = by_then.get(now.as_str()).filter(|other| other.0 != *number && now != was);
        let other = other.filter(|other| other.2 == *was);
        let Some(other) = other.and_then(|other| estate.sites.get(other.0)) else { continue };
        let found = format!("the position that {} had on {}", other.site_id, before.snapshot.as_of);
        odd.push(Odd { row: &site.row, id: site.site_id.as_str(), found });
    }
    let fault = Fault {
        rule: Rule::UnlikeLastSnapshot,
        columns: &["easting"],
        expected: "the position in the last snapshot".to_owned(),
        fix: "swap the positions of the two sites",
    };
    scale::tell(&fault, odd, (estate.sites.len(), None), policy, findings);
}
