//! Made-up views for the tests of this folder.

use super::{
    MoveLine, RankHistory, Standing,
    sheet::{Mark, Sheet},
};
use crate::{
    edition::{
        Advice, AdviceRow, BreakState, CostLine, DatedKind, Edition, EventState, LeaseEventRow,
        LeaseRow, NotRanked, OptionRow, OptionState, OutlineRow, PaymentKind, Progress, RentRow,
        RentState, RentTotalRow, SiteRow, Totals, Verdict, View,
    },
    model::{CostCategory, Date, FinancialYear, Index, Money, OptionKind, Party, Prices, Role},
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

/// Returns the same sites with positions, many of them close together, within an outline.
pub(super) fn placed(count: usize) -> View {
    let mut view = view(count);
    for (site, n) in view.sites.iter_mut().zip(0_i32..) {
        let town = f64::from(n % 7);
        let (east, north) = (f64::from(n * 7919 % 1300), f64::from(n * 104_729 % 1700));
        let across = 525_000.0 + (town * 9_000.0) % 31_000.0;
        site.grid = Some((across + east, 250_000.0 + town * 8_500.0 + north));
    }
    let ring = [(520.0, 245.0), (562.0, 246.0), (558.0, 312.0), (540.0, 305.0), (522.0, 310.0)];
    let ring = ring.iter().chain(ring.first()).map(|(x, y)| (x * 1000.0, y * 1000.0)).collect();
    view.outlines = vec![OutlineRow { rings: vec![ring] }];
    view
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
            earlier_ids: Vec::new(),
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

/// Returns a view of `count` leases and no sites, with dates of every kind.
pub(super) fn leases(count: usize) -> View {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let model = crate::edition::example::lease();
    let named = |n: usize| {
        NAMES.get(n / 2).map_or_else(|| format!("Site {}", n / 2), |name| (*name).to_owned())
    };
    let leases = (0..count).map(|n| LeaseRow {
        site_id: format!("FEN-{:03}", n / 2),
        name: named(n),
        lease_id: format!("L-{n:03}"),
        counterparty: format!("Counterparty of lease {n} and Sons Ltd"),
        role: if n % 4 == 3 { Role::Landlord } else { Role::Tenant },
        ends_on: Some(day(["2029-03-24", "2022-09-28", "2019-12-24", "2999-01-01"][n % 4])),
        holds_over: n % 4 == 2,
        ..model.clone()
    });
    let running_leases: Vec<LeaseRow> = leases.collect();
    let events = running_leases.iter().zip(0..).flat_map(|(lease, n)| lease_dates(lease, n));
    let mut lease_events: Vec<LeaseEventRow> = events.collect();
    lease_events.sort_by_key(|e| (e.stands_on(), e.on));
    View { leases: count + 1, running_leases, lease_events, ..view(0) }
}

/// Returns dates of a lease, other ones with another number.
fn lease_dates(lease: &LeaseRow, n: usize) -> Vec<LeaseEventRow> {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let event = |kind: DatedKind, on: &str, what: &str| LeaseEventRow {
        site_id: lease.site_id.clone(),
        name: lease.name.clone(),
        lease_id: lease.lease_id.clone(),
        counterparty: lease.counterparty.clone(),
        role: Some(lease.role),
        kind,
        on: day(on),
        act_by: Some(day(on)),
        state: Some(EventState::Other(Progress::Ahead)),
        whose: None,
        legal_last_day: None,
        what: what.to_owned(),
        ..crate::edition::example::lease_event()
    };
    let of_break = |state| Some(EventState::Break(state));
    let states = [
        of_break(BreakState::Urgent),
        of_break(BreakState::Open),
        of_break(BreakState::Missed),
        of_break(BreakState::Served),
        of_break(BreakState::Waived),
        None,
    ];
    let a_break = |on: &str, act_by: &str| LeaseEventRow {
        act_by: Some(day(act_by)),
        legal_last_day: Some(day(act_by) + chrono::Days::new(28)),
        whose: [Some(Party::Tenant), Some(Party::Landlord), Some(Party::Mutual), None][n % 4],
        state: states[n % 6],
        ..event(DatedKind::Break, on, "a break")
    };
    match n % 4 {
        0 => vec![
            a_break("2020-12-24", "2020-05-27"),
            a_break("2021-06-23", "2020-11-25"),
            event(DatedKind::Review, "2021-06-24", "market review"),
            event(DatedKind::RentFreeEnd, "2021-06-25", "rent-free period ends: then £1 a year"),
            event(DatedKind::Step, "2021-07-01", "rent becomes £10,000 a year"),
        ],
        1 => vec![
            a_break("2025-03-30", "2024-09-01"),
            event(DatedKind::Expiry, "2022-09-28", "term ends"),
            event(DatedKind::Review, "2025-03-29", "review by RPI"),
        ],
        2 => vec![event(DatedKind::HoldingOver, "2020-06-30", "holding over")],
        _ => Vec::new(),
    }
}

/// Returns a view of the rents of two leases as tenant and one as landlord, over so many years.
pub(super) fn rents(years: i32) -> View {
    let years = (0..years).map(|n| FinancialYear::starting(2019 + n));
    let pounds = |pounds: i64| Some(Money::from_pence(pounds * 100));
    let total = |year, role, kind, known, estimated| RentTotalRow {
        year,
        role,
        kind,
        known: pounds(known),
        estimated: pounds(estimated),
        leases: 1,
        not_in: usize::from(role == Role::Tenant),
    };
    let totals = |year| {
        [
            total(year, Role::Tenant, PaymentKind::Rent, 80_000, 40_000),
            total(year, Role::Tenant, PaymentKind::ServiceCharge, 10_000, 0),
            total(year, Role::Landlord, PaymentKind::Rent, 20_000, 0),
        ]
    };
    let line = |year, role, lease_id: &str, amount| RentRow {
        site_id: "FEN-001".to_owned(),
        lease_id: lease_id.to_owned(),
        counterparty: String::new(),
        role,
        year,
        prices: Prices::Cash,
        kind: PaymentKind::Rent,
        amount,
        state: RentState::Known,
        not_known: String::new(),
    };
    let lines = |year| {
        [
            line(year, Role::Tenant, "L-1", pounds(80_000)),
            line(year, Role::Tenant, "L-2", None),
            line(year, Role::Landlord, "L-3", pounds(20_000)),
        ]
    };
    View {
        leases: 3,
        rent_totals: years.clone().flat_map(totals).collect(),
        rent: years.flat_map(lines).collect(),
        ..view(0)
    }
}

/// Returns leases with everything that their records may hold against a picture.
pub(super) fn ugly_leases() -> View {
    let mut view = leases(24);
    let names =
        ["<b>&\"x\"</b>", "", "🚓 警察署", &"Unbrokenword".repeat(9), "=1+1", "\u{202e}turned"];
    for (lease, name) in view.running_leases.iter_mut().zip(names) {
        lease.name = name.to_owned();
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

/// Returns a view of `count` ranked sites with options: every fourth open, every seventh as usual.
pub(super) fn options(count: usize) -> View {
    let mut view = view(count);
    let money = |pounds: usize| Some(Money::from_pence(i64::try_from(pounds * 100).unwrap()));
    for (n, site) in view.sites.iter_mut().enumerate() {
        site.cost_saved = site.running_cost.filter(|_| n % 5 != 4);
        site.net_receipt = site.value_pence.filter(|_| n % 3 != 2);
        let option = match n % 7 {
            6 => OptionKind::BusinessAsUsual,
            n if n % 2 == 0 => OptionKind::Dispose,
            _ => OptionKind::DisposeWithPlanning,
        };
        let (open, least) = (n % 4 == 2, n % 3 == 1);
        let worth = 4_800_000 / (n + 1) + n * 7;
        view.options.rows.push(OptionRow {
            site_id: site.site_id.clone(),
            name: site.name.clone(),
            option,
            state: OptionState::Available,
            recommended: !open,
            advantage_economic: money(worth).filter(|_| !least),
            advantage_low: money(worth),
            advantage_high: money(worth).filter(|_| !least),
            ..OptionRow::default()
        });
        view.options.advice.push(AdviceRow {
            site_id: site.site_id.clone(),
            name: site.name.clone(),
            verdict: Verdict {
                advice: if open { Advice::Open } else { Advice::Recommended },
                leads: Some(option),
            },
            ..AdviceRow::default()
        });
    }
    view
}

/// Returns options with everything that may stand against a picture.
pub(super) fn ugly_options() -> View {
    let names = ugly().sites;
    let mut view = options(12);
    for (site, ugly) in view.sites.iter_mut().zip(&names) {
        site.name.clone_from(&ugly.name);
        site.net_receipt = site.net_receipt.map(|pence| -pence);
    }
    for (advice, ugly) in view.options.advice.iter_mut().zip(&names) {
        advice.name.clone_from(&ugly.name);
    }
    view.options.rows[0].advantage_economic = Some(Money::from_pence(100_000_000_000));
    view
}
