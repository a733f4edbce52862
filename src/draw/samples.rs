//! Views for the tests of this folder: rows of the sample county, as many as a test asks for.

use super::{
    Chart, Maker, MoveLine, RankHistory, Standing,
    font_metrics::FontMetrics,
    sheet::{Form, Mark, Sheet},
};
use crate::{
    edition::{
        Edition, FrontierKind, FrontierMarks, FrontierRow, LeaseEventRow, NotRanked, OptionRow,
        PlanChange, PlanFound, PlanView, PolicyLine, RentRow, RentTotalRow, SiteRow, View,
        example::{empty, sample},
    },
    model::{Date, FinancialYear, Index, Money, OptionKind},
};

/// Names that no picture may break at.
pub(super) const NAMES: [&str; 10] = [
    "<script>&\"quoted\" 'site'</script>",
    "",
    "🚓 Fire & Rescue 警察署 🚒",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxxx",
    "=1+1",
    "Bell\u{7}\u{0}\ttab\nand line",
    "Bank House",
    "Bank House",
    "   ",
    "e\u{301}\u{200d}\u{202e}reversed",
];

/// Returns `count` rows, those of a list again and again, each with how often it was there before.
fn again<T>(rows: &[T], count: usize) -> impl Iterator<Item = (&T, usize)> {
    (0..count).map(|n| (&rows[n % rows.len()], n / rows.len()))
}

/// Returns an id of its own for a row that stands there again.
fn id_again(id: &str, round: usize) -> String {
    if round == 0 { id.to_owned() } else { format!("{id}.{round}") }
}

/// Returns `count` ranked sites in order; those that stand there again have a part of their index.
fn ranked(count: usize) -> Vec<SiteRow> {
    let own: Vec<&SiteRow> = sample().sites.iter().filter(|site| site.rank.is_some()).collect();
    let site = |(site, round): (&&SiteRow, usize)| {
        let mut site = (*site).clone();
        let part = |index: Index| Index(index.0 / i64::try_from(round + 1).unwrap());
        for index in [&mut site.need_index, &mut site.need_low, &mut site.need_high] {
            *index = index.map(part);
        }
        let index = site.need_index.unwrap();
        site.halves = site.halves.map(|(used, _)| (part(used), Index(index.0 - part(used).0)));
        if round > 0 {
            site.site_id = id_again(&site.site_id, round);
            site.name = format!("{} {}", site.name, round + 1);
            let metres = crate::model::ratio_term(i64::try_from(round).unwrap()) * 700.0;
            site.grid = site.grid.map(|(east, north)| (east + metres, north - metres));
        }
        site
    };
    let mut sites: Vec<SiteRow> = again(&own, count).map(site).collect();
    sites.sort_by_key(|site| std::cmp::Reverse(site.need_index));
    for (site, rank) in sites.iter_mut().zip(1..) {
        site.rank = Some(rank);
    }
    sites
}

/// Returns a restricted view of `count` ranked sites with their costs, and no places.
pub(super) fn view(count: usize) -> View {
    let sites = ranked(count).into_iter().map(|site| SiteRow { grid: None, ..site }).collect();
    let (edition, totals) = (Edition::Restricted, sample().totals.clone());
    View { edition, sites, totals, ..empty().clone() }
}

/// Returns the same sites in their places, within the outline of the county.
pub(super) fn placed(count: usize) -> View {
    View { sites: ranked(count), outlines: sample().outlines.clone(), ..view(0) }
}

/// Makes the pages of one chart.
pub(super) fn drawn(make: Maker, view: &View) -> Vec<Chart> {
    make(view, &FontMetrics::load().unwrap(), Form::PAGE).unwrap()
}

/// Returns every word of a sheet, a line a text.
pub(super) fn words(sheet: &Sheet) -> String {
    let text = |m: &Mark| match m {
        Mark::Text(line) => Some(line.words.clone()),
        _ => None,
    };
    sheet.marks.iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

/// Returns the ranks of `count` sites over `snapshots` years up to 2020: some move, one comes, one
/// goes, one loses its rank.
pub(super) fn history(count: usize, snapshots: usize) -> RankHistory {
    let years = i32::try_from(snapshots).unwrap();
    let dates = (0..years).map(|n| Date::from_ymd_opt(2021 - years + n, 3, 31).unwrap()).collect();
    let places = vec![Standing::Absent; snapshots];
    let line = |SiteRow { site_id, name, .. }| MoveLine {
        site_id,
        earlier_ids: Vec::new(),
        name,
        places: places.clone(),
    };
    let mut lines: Vec<_> = ranked(count).into_iter().map(line).collect();
    for column in 0..snapshots {
        let last = column + 1 == snapshots;
        let mut order: Vec<_> = (0..count).collect();
        order.sort_by_key(|n| (n * 10 + (n * 37 + column * 53) % 60, *n));
        let mut rank = 0;
        for n in order {
            let place = match n {
                2 if last && count > 3 => Standing::Unranked(NotRanked::MustKeep),
                5 if last && count > 6 => Standing::Absent,
                4 if column == 0 && count > 6 => Standing::Absent,
                _ => {
                    rank += 1;
                    Standing::Ranked(rank)
                }
            };
            lines[n].places[column] = place;
        }
    }
    let View { estate, note, edition, .. } = view(0);
    RankHistory { estate, note, edition, snapshots: dates, lines }
}

/// Returns a view with everything that an estate's data may hold against a picture.
pub(super) fn ugly() -> View {
    let mut view = view(12);
    let sites = &mut view.sites;
    for (site, name) in sites.iter_mut().zip(NAMES) {
        site.name = name.to_owned();
    }
    sites[0].running_cost = Some(100_000_000_000);
    sites[0].value_pence = Some(100_000_000_000);
    sites[0].cost_per_m2 = Some(9_000.0);
    sites[1].running_cost = Some(-100_000_000_000);
    sites[1].costs.clear();
    sites[1].utilisation = Some(1.8);
    sites[2].running_cost = Some(0);
    sites[2].costs.clear();
    sites[2].cost_per_m2 = Some(-40.0);
    sites[3].need_low = Some(Index(0));
    sites[3].need_high = Some(Index(100_000_000));
    sites[3].value_pence = None;
    sites[4].halves = None;
    sites[4].need_low = None;
    sites[5].need_index = Some(Index(100_000_000));
    sites[5].halves = Some((Index(50_000_000), Index(50_000_000)));
    sites[6].need_index = Some(Index(0));
    sites[6].halves = Some((Index(0), Index(0)));
    sites[7].utilisation = None;
    sites[8].running_cost = None;
    sites[9].rank = None;
    view.note = None;
    view
}

/// Returns a view of `count` leases in order of id and no sites, with every date of theirs.
pub(super) fn leases(count: usize) -> View {
    let mut own = sample().running_leases.clone();
    own.sort_by(|a, b| a.lease_id.cmp(&b.lease_id));
    let mut view = View { leases: count, ..view(0) };
    for (lease, round) in again(&own, count) {
        let lease_id = id_again(&lease.lease_id, round);
        let dated = sample().lease_events.iter().filter(|event| event.lease_id == lease.lease_id);
        view.lease_events.extend(
            dated.map(|event| LeaseEventRow { lease_id: lease_id.clone(), ..event.clone() }),
        );
        view.running_leases.push(crate::edition::LeaseRow { lease_id, ..lease.clone() });
    }
    view.lease_events.sort_by_key(|e| (e.stands_on(), e.on));
    view
}

/// Returns a view of the rents of the sample's leases over so many years, those of five years again and again.
pub(super) fn rents(years: i32) -> View {
    let mut view = View { leases: sample().leases, ..view(0) };
    for n in 0..years {
        let (from, year) = (2019 + n % 5, FinancialYear::starting(2019 + n));
        let from = FinancialYear::starting(from);
        let totals = sample().rent_totals.iter().filter(|row| row.year == from);
        view.rent_totals.extend(totals.map(|row| RentTotalRow { year, ..row.clone() }));
        let lines = sample().rent.iter().filter(|row| row.year == from);
        view.rent.extend(lines.map(|row| RentRow { year, ..row.clone() }));
    }
    view
}

/// Returns leases with everything that their records may hold against a picture.
pub(super) fn ugly_leases() -> View {
    let mut view = leases(24);
    for (lease, name) in view.running_leases.iter_mut().zip(NAMES) {
        lease.name = name.repeat(2);
        lease.counterparty = name.repeat(4);
        lease.lease_id = format!("={name}");
    }
    let crowd = view.lease_events[0].clone();
    let lease_id = view.running_leases[20].lease_id.clone();
    let crowd = (0..30).map(|n| LeaseEventRow {
        lease_id: lease_id.clone(),
        on: crowd.on + chrono::Days::new(n * 3),
        ..crowd.clone()
    });
    view.lease_events.extend(crowd.collect::<Vec<_>>());
    view.running_leases[7].start = view.calendar_until;
    view.running_leases[8].start = Date::MAX;
    view.running_leases[9].start = Date::MIN;
    view.running_leases[9].ends_on = Some(Date::MAX);
    view.running_leases[10].ends_on = Some(view.as_of);
    view
}

/// Returns a view of `count` ranked sites with the options of each and what is recommended.
pub(super) fn options(count: usize) -> View {
    let mut view = view(count);
    let all = &sample().options;
    for site in &view.sites {
        let (own, site_id) = (site.site_id.split('.').next().unwrap(), &site.site_id);
        let rows = all.rows.iter().filter(|row| row.site_id == own);
        let rows = rows.map(|row| OptionRow { site_id: site_id.clone(), ..row.clone() });
        view.options.rows.extend(rows);
        let advice = all.advice.iter().filter(|row| row.site_id == own);
        view.options.advice.extend(advice.cloned().map(|advice| crate::edition::AdviceRow {
            site_id: site_id.clone(),
            name: site.name.clone(),
            ..advice
        }));
    }
    view
}

/// Returns options with everything that may stand against a picture.
pub(super) fn ugly_options() -> View {
    let mut view = options(12);
    for (site, name) in view.sites.iter_mut().zip(NAMES) {
        site.name = name.to_owned();
        site.net_receipt = site.net_receipt.map(|pence| -pence);
    }
    for (advice, name) in view.options.advice.iter_mut().zip(NAMES) {
        advice.name = name.to_owned();
    }
    view.options.rows[0].advantage_economic = Some(Money::from_pence(100_000_000_000));
    view
}

/// Returns the sites of the sample that give a service, in their places and not ranked, with its coverage.
pub(super) fn covered() -> View {
    let cover = sample().cover.clone();
    let gives = |site: &&SiteRow| cover.closures.iter().any(|row| row.site_ids[0] == site.site_id);
    let sites = sample().sites.iter().filter(gives);
    let sites = sites.map(|site| SiteRow { rank: None, ..site.clone() }).collect();
    View { sites, cover, ..placed(0) }
}

/// Returns the sites and partners of the sample with what moves between them; `long` is laid over every name.
pub(super) fn moves(long: bool) -> View {
    let own = sample();
    let (cover, displacement) = (own.cover.clone(), own.displacement.clone());
    let mut view = View {
        sites: own.sites.clone(),
        cover,
        displacement,
        matches: own.matches.clone(),
        partners: own.partners.clone(),
        ..placed(0)
    };
    if long {
        let names = NAMES.iter().cycle();
        for (site, name) in view.sites.iter_mut().zip(names.clone()) {
            site.name = name.repeat(2);
        }
        for (partner, name) in view.partners.iter_mut().zip(names.clone()) {
            (partner.name, partner.organisation) = ((*name).to_owned(), name.repeat(3));
        }
        for (flow, name) in view.displacement.flows.iter_mut().zip(names.clone()) {
            (flow.name, flow.to_name) = (name.repeat(4), name.repeat(3));
            flow.fte = 900_000_000;
        }
        // Every site is in a pair.
        let row = view.matches.rows.iter().find(|row| row.chosen).unwrap().clone();
        let pairs = view.sites.iter().zip(view.partners.iter().cycle());
        let pairs = pairs.map(|(site, partner)| crate::edition::MatchRow {
            site_id: site.site_id.clone(),
            name: site.name.clone(),
            partner_id: partner.partner_id.clone(),
            partner_name: partner.name.clone(),
            ..row.clone()
        });
        view.matches.rows = pairs.collect();
    }
    view
}

/// Returns what a plan does with a site, at once.
fn plan_change(name: &str, option: OptionKind) -> PlanChange {
    PlanChange { name: name.to_owned(), option, put_off: 0 }
}

/// Returns a plan of no sites with so many points on each of its frontiers, from £1,000 and 1,000 within reach on; the
/// last of each is not proven where there are several, and the policy asks for 1,500.
pub(super) fn frontiers(points: &[i64]) -> View {
    let mut plan = PlanView {
        found: PlanFound::Plan,
        rows: Vec::new(),
        limits: Vec::new(),
        moves: Vec::new(),
        summary: None,
        years: Vec::new(),
        frontiers: Vec::new(),
        frontier_marks: Vec::new(),
        steps: Vec::new(),
        flows: Vec::new(),
        scenarios: Vec::new(),
        slips: Vec::new(),
        programme: None,
        clash_is_smallest: false,
        sites_with_choices: 0,
        most_sites: 250,
        costed_sites: 60,
        not_tested: Vec::new(),
        area_not_known: 0,
    };
    for (kind, many) in FrontierKind::ALL.iter().copied().zip(points) {
        let is_money = kind == FrontierKind::WorthAgainstBorrowing;
        let row = |at: i64| {
            let bounded = if is_money { (many - at) * 100_000 } else { 1_000 * (at + 1) };
            let best = (many - at) * 100_000;
            FrontierRow {
                kind,
                point: usize::try_from(at + 1).unwrap(),
                bounded: if *many == 1 && is_money { 0 } else { bounded },
                best,
                worth: best,
                is_proven: *many == 1 || at + 1 < *many,
                is_end: at + 1 == *many,
                changes: vec![plan_change("Bank House", OptionKind::Dispose)],
            }
        };
        plan.frontiers.extend((0..*many).map(row));
        let (bounded, best) =
            if is_money { (many * 100_000, many * 100_000) } else { (1_600, 90_000) };
        let limit =
            Some(PolicyLine { bound: if is_money { 250_000 } else { 1_500 }, is_sum: false });
        plan.frontier_marks.push(FrontierMarks { kind, plan: (bounded, best), limit });
    }
    View { plan: Some(plan), ..view(0) }
}

/// Returns frontiers with everything that may stand against a picture.
pub(super) fn ugly_frontiers() -> View {
    let mut view = frontiers(&[9, 9, 9]);
    let plan = view.plan.as_mut().unwrap();
    for (row, name) in plan.frontiers.iter_mut().zip(NAMES.iter().cycle()) {
        row.changes = vec![plan_change(&name.repeat(3), OptionKind::MoveToOwnSpace); 30];
        (row.bounded, row.best) = (row.bounded * 900_000, -row.best * row.best * 9);
    }
    plan.frontier_marks[1].plan = (-900_000_000_000, 900_000_000_000);
    plan.frontier_marks[2].limit = None;
    view
}

/// Returns coverage with everything that may stand against a picture.
pub(super) fn ugly_coverage() -> View {
    let mut view = covered();
    let cover = &mut view.cover;
    for ((zone, name), far) in cover.zones.iter_mut().zip(NAMES).zip(1_i16..) {
        zone.name = name.repeat(3);
        zone.zone_id = format!("={name}");
        zone.grid = zone.grid.map(|(east, north)| (east + 90.0 * f64::from(far), north));
        for reach in &mut zone.reach {
            reach.demand = if far % 2 == 0 { 0 } else { 900_000_000_000 };
            reach.after = None;
        }
    }
    for (row, name) in cover.coverage.iter_mut().zip(NAMES).skip(1) {
        row.district = Some(name.repeat(3));
        row.reach.demand = 900_000_000_000;
        row.reach.share = None;
    }
    for (site, name) in view.sites.iter_mut().zip(NAMES) {
        site.name = name.to_owned();
    }
    view
}
