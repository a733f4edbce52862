//! Values of a site against each other, and per m² against the sites of the same use.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, against, apart, middle, sum};
use crate::{
    load::Estate,
    model::{Area, Findings, Money, Rule, Site, Use},
    policy::{FigureName, Policy},
};

/// A column of pounds.
struct Column {
    name: &'static str,
    of: fn(&Site) -> Option<Money>,
}

const MARKET: Column = Column { name: "market_value", of: |s| s.market_value };
const EXISTING: Column = Column { name: "existing_use_value", of: |s| s.existing_use_value };
const BOOK: Column = Column { name: "book_value", of: |s| s.book_value };
const OTHER: Column = Column { name: "alternative_use_value", of: |s| s.alternative_use_value };
const RATEABLE: Column = Column { name: "rateable_value", of: |s| s.rateable_value };
const BACKLOGS: [Column; 4] = [
    Column { name: "backlog_high", of: |s| s.backlog_high },
    Column { name: "backlog_significant", of: |s| s.backlog_significant },
    Column { name: "backlog_moderate", of: |s| s.backlog_moderate },
    Column { name: "backlog_low", of: |s| s.backlog_low },
];

/// A value, and those it is held against: the first that the site has.
const PAIRS: [(Column, &[Column]); 3] =
    [(MARKET, &[EXISTING]), (OTHER, &[MARKET, EXISTING]), (BOOK, &[EXISTING, MARKET])];

/// Cells that are told of already, by row and column: one finding a cell is enough.
type Reported<'a> = BTreeSet<(&'a str, &'static str)>;

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let sites = &estate.sites;
    let mut reported = Reported::new();
    for (column, bases) in &PAIRS {
        values_apart(sites, column, bases, &mut reported, policy, findings);
    }
    unlike_peers(sites, &reported, policy, findings);
    rental_values(sites, policy, findings);
    rateable_values(sites, policy, findings);
    for column in &BACKLOGS {
        backlog(sites, column, policy, findings);
    }
}

/// Returns the pounds of a cell that are positive.
fn positive(site: &Site, column: &Column) -> Option<Decimal> {
    (column.of)(site).map(Money::as_pounds).filter(|pounds| *pounds > Decimal::ZERO)
}

fn per_m2(site: &Site, column: &Column) -> Option<Decimal> {
    let area = site.gia_m2.map(Area::as_m2)?;
    positive(site, column)?.checked_div(area)
}

/// Two values of one site are of the same order.
fn values_apart<'a>(
    sites: &'a [Site],
    column: &Column,
    bases: &[Column],
    reported: &mut Reported<'a>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let times = policy.figure(FigureName::ValueTimes);
    for base in bases {
        let of = |site: &Site| {
            let first = bases.iter().find(|b| positive(site, b).is_some())?;
            let is_first = first.name == base.name;
            is_first.then(|| positive(site, column).zip(positive(site, base)))?
        };
        let pairs: Vec<(&Site, Decimal, Decimal)> =
            sites.iter().filter_map(|s| of(s).map(|(one, other)| (s, one, other))).collect();
        let mut odd = Vec::new();
        for (site, one, other) in pairs.iter().filter(|(_, one, other)| apart(*one, *other, times))
        {
            reported.insert((site.site_id.as_str(), column.name));
            reported.insert((site.site_id.as_str(), base.name));
            let part = against(*one, *other);
            let found = format!("{}, {part} `{}` {}", sum(*one), base.name, sum(*other));
            odd.push(Odd { row: &site.row, id: site.site_id.as_str(), found });
        }
        let fault = Fault {
            rule: Rule::ValuesApart,
            columns: &[column.name, base.name],
            expected: format!("within {times} times of each other"),
            fix: "check both against the valuer's report; write pounds, not thousands",
        };
        scale::tell(&fault, odd, (pairs.len(), None), policy, findings);
    }
}

/// A value per m² that is out of line with its peers.
struct OutOfLine<'a> {
    site: &'a Site,
    column: &'static str,
    each: Decimal,
    middle: Decimal,
    found: String,
}

/// A value per m² is of the order of others of the same use; where several of a site are not, its area is told.
fn unlike_peers(sites: &[Site], reported: &Reported<'_>, policy: &Policy, findings: &mut Findings) {
    let columns = [MARKET, EXISTING, BOOK, RATEABLE];
    let lists = columns.iter().map(|column| out_of_line(sites, column, policy));
    let mut found: Vec<OutOfLine<'_>> = lists.flatten().collect();
    found.sort_by(|a, b| a.site.row.cmp(&b.site.row));
    let (mut by_area, mut by_column) = (Vec::new(), BTreeMap::<&str, Vec<Odd<'_>>>::new());
    for own in found.chunk_by(|a, b| a.site.row == b.site.row) {
        let Some(first) = own.first() else { continue };
        let id = first.site.site_id.as_str();
        let above = own.iter().filter(|one| one.each > one.middle).count();
        if own.len() > 1 && (above == 0 || above == own.len()) {
            let names: Vec<String> = own.iter().map(|one| format!("`{}`", one.column)).collect();
            let area = first.site.gia_m2.map_or_else(String::new, |a| scale::plain(a.as_m2()));
            let found =
                format!("{area} m², which makes {} out of line: {}", names.join(", "), first.found);
            by_area.push(Odd { row: &first.site.row, id, found });
            continue;
        }
        for one in own.iter().filter(|one| !reported.contains(&(id, one.column))) {
            let odd = Odd { row: &one.site.row, id, found: one.found.clone() };
            by_column.entry(one.column).or_default().push(odd);
        }
    }
    let times = policy.figure(FigureName::PeerTimes);
    let mut say = |column: &str, odd: Vec<Odd<'_>>, fix: &str| {
        let expected = format!("within {times} times the median");
        let columns = [column];
        let fault = Fault { rule: Rule::UnlikePeers, columns: &columns, expected, fix };
        scale::tell(&fault, odd, (sites.len(), None), policy, findings);
    };
    say("gia_m2", by_area, "check the gross area, in m², not square feet");
    for (column, odd) in by_column {
        say(column, odd, "check the sum and the gross area, and correct the wrong one");
    }
}

/// Returns the sites at which a column per m² is out of line.
fn out_of_line<'a>(sites: &'a [Site], column: &Column, policy: &Policy) -> Vec<OutOfLine<'a>> {
    let mut by_use: BTreeMap<Use, Vec<(&Site, Decimal)>> = BTreeMap::new();
    for site in sites {
        if let Some((site_use, each)) = site.use_or_office().zip(per_m2(site, column)) {
            by_use.entry(site_use).or_default().push((site, each));
        }
    }
    // `other`, `land` and masts hold everything: there is no middle of a car park and a theatre.
    by_use.retain(|site_use, _| !matches!(site_use, Use::Other | Use::Land | Use::Mast));
    let least = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    let all: Vec<Decimal> = by_use.values().flatten().map(|(_, each)| *each).collect();
    let times = policy.figure(FigureName::PeerTimes);
    let mut found = Vec::new();
    for (site_use, group) in &by_use {
        // A use with few sites is held against all buildings.
        let alone = group.len() >= least;
        let peers = if alone { group.iter().map(|(_, each)| *each).collect() } else { all.clone() };
        let of = peers.len();
        let Some(middle) = middle(peers).filter(|_| of >= least) else { continue };
        let which = if alone { format!("with use {site_use}") } else { "of any use".to_owned() };
        for (site, each) in group.iter().filter(|(_, each)| apart(*each, middle, times)) {
            let described = format!(
                "{} for {} m², {} per m², {} the median of {of} sites {which} ({})",
                positive(site, column).map_or_else(String::new, sum),
                site.gia_m2.map_or_else(String::new, |area| scale::plain(area.as_m2())),
                sum(each.round_dp(2)),
                against(*each, middle),
                sum(middle.round_dp(2))
            );
            found.push(OutOfLine {
                site,
                column: column.name,
                each: *each,
                middle,
                found: described,
            });
        }
    }
    found
}

/// A rental value per m² is of the order of the others.
fn rental_values(sites: &[Site], policy: &Policy, findings: &mut Findings) {
    let of = |site: &Site| site.erv_per_m2.map(Money::as_pounds).filter(|p| *p > Decimal::ZERO);
    let given: Vec<(&Site, Decimal)> = sites.iter().filter_map(|s| Some((s, of(s)?))).collect();
    let least = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    if given.len() < least {
        return;
    }
    let Some(middle) = middle(given.iter().map(|(_, each)| *each).collect()) else { return };
    let times = policy.figure(FigureName::PeerTimes);
    let odd = given.iter().filter(|(_, each)| apart(*each, middle, times)).map(|(site, each)| {
        let part = against(*each, middle);
        let found =
            format!("{}, {part} the median of {} sites ({})", sum(*each), given.len(), sum(middle));
        Odd { row: &site.row, id: site.site_id.as_str(), found }
    });
    let fault = Fault {
        rule: Rule::UnlikePeers,
        columns: &["erv_per_m2"],
        expected: format!("within {times} times the median"),
        fix: "correct it, in pounds a year per m², not per square foot",
    };
    let describe = |_: &Site, each: Decimal| format!("{} a m²", sum(each));
    let ends = [
        (
            policy.figure(FigureName::ErvLeastPerM2),
            "they look like pounds per square foot, or per month",
        ),
        (policy.figure(FigureName::ErvMostPerM2), "they look like the rent of whole sites"),
    ];
    middle_within(&fault, &given, ends, &describe, policy, findings);
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// Backlog of one risk does not pass what a building costs, nor is a whole column next to nothing.
fn backlog(sites: &[Site], column: &Column, policy: &Policy, findings: &mut Findings) {
    let most = policy.figure(FigureName::BacklogMostPerM2);
    let least = policy.figure(FigureName::BacklogLeastPerM2);
    let given: Vec<(&Site, Decimal)> =
        sites.iter().filter_map(|site| Some((site, per_m2(site, column)?))).collect();
    let describe = |site: &Site, each: Decimal| {
        let pounds = positive(site, column).map_or_else(String::new, sum);
        let area = site.gia_m2.map_or_else(String::new, |area| scale::plain(area.as_m2()));
        format!("{pounds} for {area} m², {} per m²", sum(each.round_dp(2)))
    };
    let odd_of = |is_odd: &dyn Fn(Decimal) -> bool| -> Vec<Odd<'_>> {
        let odd = given.iter().filter(|(_, each)| is_odd(*each));
        odd.map(|(site, each)| Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: describe(site, *each),
        })
        .collect()
    };
    let columns = [column.name];
    let fault = |expected: String| Fault {
        rule: Rule::UnlikePeers,
        columns: &columns,
        expected,
        fix: "correct the amount, in pounds, not thousands, or the gross area",
    };
    let high = fault(format!("at most {} per m²", sum(most)));
    scale::tell(&high, odd_of(&|each| each > most), (given.len(), None), policy, findings);
    let low = fault(String::new());
    let ends = [(least, "they look like thousands of pounds"), (Decimal::MAX, "")];
    middle_within(&low, &given, ends, &describe, policy, findings);
}

/// The middle of a column per m² lies within so many pounds; else those outside are told, with what they look like.
fn middle_within<'a>(
    fault: &Fault<'_>,
    given: &[(&'a Site, Decimal)],
    ends: [(Decimal, &str); 2],
    describe: &dyn Fn(&Site, Decimal) -> String,
    policy: &Policy,
    findings: &mut Findings,
) {
    let peers = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    let middle = middle(given.iter().map(|(_, each)| *each).collect());
    let Some(middle) = middle.filter(|_| given.len() >= peers) else { return };
    let [(least, if_less), (most, if_more)] = ends;
    let (expected, hint) = match middle {
        _ if middle < least => (format!("a median of {} per m² or more", sum(least)), if_less),
        _ if middle > most => (format!("a median of {} per m² or less", sum(most)), if_more),
        _ => return,
    };
    let is_out = |each: Decimal| if middle < least { each < least } else { each > most };
    let out = given.iter().filter(|(_, each)| is_out(*each));
    let odd: Vec<Odd<'a>> = out
        .map(|(site, each)| Odd {
            row: &site.row,
            id: site.site_id.as_str(),
            found: describe(site, *each),
        })
        .collect();
    let fault = Fault { rule: fault.rule, columns: fault.columns, expected, fix: fault.fix };
    scale::tell(&fault, odd, (given.len(), Some(hint)), policy, findings);
}

/// Rateable values are of the order of what buildings are let for.
fn rateable_values(sites: &[Site], policy: &Policy, findings: &mut Findings) {
    let built = sites.iter().filter(|s| !matches!(s.use_or_office(), Some(Use::Land | Use::Mast)));
    let given: Vec<(&Site, Decimal)> =
        built.filter_map(|site| Some((site, per_m2(site, &RATEABLE)?))).collect();
    let describe = |site: &Site, each: Decimal| {
        let pounds = positive(site, &RATEABLE).map_or_else(String::new, sum);
        let area = site.gia_m2.map_or_else(String::new, |area| scale::plain(area.as_m2()));
        format!("{pounds} for {area} m², {} per m²", sum(each.round_dp(2)))
    };
    let fault = Fault {
        rule: Rule::UnlikePeers,
        columns: &[RATEABLE.name],
        expected: String::new(),
        fix: "correct the column, in pounds, not thousands",
    };
    let ends = [
        (policy.figure(FigureName::RateableLeastPerM2), "they look like thousands of pounds"),
        (policy.figure(FigureName::RateableMostPerM2), "they look too large by a factor"),
    ];
    middle_within(&fault, &given, ends, &describe, policy, findings);
}
