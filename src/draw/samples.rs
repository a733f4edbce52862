//! Made-up views for the tests of this folder.

use super::{
    MoveLine, RankHistory, Standing,
    sheet::{Mark, Sheet},
};
use crate::{
    edition::{CostLine, Edition, SiteRow, Totals, View},
    model::{CostCategory, Date, Index},
};

const NAMES: [&str; 8] = [
    "Marchford Police Station",
    "Bank House",
    "Ely Road Stores",
    "Wisbech Street Front Counter",
    "Northgate Custody and Investigation Centre",
    "Old Mill Lane",
    "St Ésprit’s Court",
    "Drove End Workshop",
];

/// Returns a restricted view of `count` ranked sites with falling index.
pub(super) fn view(count: usize) -> View {
    let sites: Vec<_> = (0..count).map(|n| site(n, count)).collect();
    let costs = [
        (CostCategory::Maintenance, 40),
        (CostCategory::Rates, 25),
        (CostCategory::Utilities, 15),
        (CostCategory::Rent, 10),
        (CostCategory::Cleaning, 7),
        (CostCategory::Security, 3),
    ];
    let total: i64 = sites.iter().filter_map(|s: &SiteRow| s.running_cost).sum();
    let share = |(category, share)| CostLine { category, pence: total * share / 100 };
    View {
        organisation: Some("Fenshire Police and Crime Commissioner".to_owned()),
        note: Some("Illustrative data: Fenshire is an invented county.".to_owned()),
        sites,
        totals: Totals { costs: costs.map(share).to_vec(), ..Totals::default() },
        ..crate::edition::example::empty()
    }
}

fn site(n: usize, count: usize) -> SiteRow {
    let at = i64::try_from(n).unwrap();
    let sites = i64::try_from(count).unwrap();
    let noise = |salt: i64, below: i64| (at * 7919 + salt * 104_729 + at * at * 31) % below;
    let index = 84_000_000 - at * 70_000_000 / sites - noise(1, 9000);
    let use_part = (index * (40 + noise(2, 21)) / 100).min(50_000_000);
    let low = index - noise(3, 4) * 3_500_000;
    let high = index + noise(4, 4) * 3_000_000;
    let cost = 6_000_000 + noise(5, 400) * 100_000;
    let parts = [
        (CostCategory::Maintenance, 38 + noise(6, 8)),
        (CostCategory::Rates, 20 + noise(7, 8)),
        (CostCategory::Utilities, 10 + noise(8, 5)),
        (CostCategory::Rent, noise(9, 10)),
        (CostCategory::Cleaning, 6),
    ];
    let mut costs: Vec<_> = parts
        .into_iter()
        .map(|(category, share)| CostLine { category, pence: cost * share / 100 })
        .collect();
    let spent: i64 = costs.iter().map(|c| c.pence).sum();
    costs.push(CostLine { category: CostCategory::Security, pence: cost - spent });
    let ratio = |n: i64, of: i64| crate::model::ratio_term(n) / crate::model::ratio_term(of);
    SiteRow {
        rank: Some(u32::try_from(n + 1).unwrap()),
        site_id: format!("FEN-{:03}", n + 1),
        name: NAMES.get(n).map_or_else(|| format!("Site {}", n + 1), |n| (*n).to_owned()),
        need_index: Some(Index(index)),
        need_low: Some(Index(low)),
        need_high: Some(Index(high)),
        halves: Some((Index(use_part), Index(index - use_part))),
        utilisation: Some(ratio(150 + at * 600 / sites + noise(10, 200), 1000)),
        cost_per_m2: Some(ratio(1_700 - at * 900 / sites + noise(11, 700) - 300, 10)),
        gia_m2: Some(ratio(200 + noise(12, 4000), 1)),
        value_pence: Some(10_000_000 + noise(13, 300) * 1_000_000),
        running_cost: Some(cost),
        costs,
        ..SiteRow::default()
    }
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
    let mut lines: Vec<_> = (0..count)
        .map(|n| MoveLine {
            site_id: format!("FEN-{:03}", n + 1),
            name: NAMES.get(n).map_or_else(|| format!("Site {}", n + 1), |n| (*n).to_owned()),
            places: vec![Standing::Absent; snapshots],
        })
        .collect();
    for column in 0..snapshots {
        let last = column + 1 == snapshots;
        let mut order: Vec<_> = (0..count).collect();
        order.sort_by_key(|n| (n * 10 + (n * 37 + column * 53) % 60, *n));
        let mut rank = 0;
        for n in order {
            let place = match n {
                2 if last && count > 3 => Standing::Unranked("must_keep".to_owned()),
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
    RankHistory {
        estate: "Fenshire".to_owned(),
        note: Some("Illustrative data: Fenshire is an invented county.".to_owned()),
        edition: Edition::Restricted,
        snapshots: dates,
        lines,
    }
}

/// Returns a view with everything that an estate's data may hold against a picture.
pub(super) fn ugly() -> View {
    let mut view = view(12);
    let names = [
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
    for (site, name) in view.sites.iter_mut().zip(names) {
        site.name = name.to_owned();
    }
    let sites = &mut view.sites;
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
