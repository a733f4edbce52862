//! Writes one large snapshot without faults, for timing: as many sites as asked for, each with 24
//! ledger lines, 52 weeks of occupancy, one or two teams and about half a lease.
//!
//! Ledger and occupancy go over the sites once a line and once a week, in a fixed mixed order, so
//! that the ids in those files are not sorted.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use crate::text::{Day, Rng, pounds, tenths};

/// Header of `sites`.
const SITES: &str = "site_id,name,use,address,postcode,uprn,easting,northing,district,tenure,\
status,gia_m2,nia_m2,office_nia_m2,occupied_m2,site_area_ha,workstations,condition,backlog_high,\
backlog_significant,backlog_moderate,backlog_low,functional_suitability,epc_rating,book_value,\
existing_use_value,market_value,valued_on,rateable_value,must_keep,separate_entrance,secure,\
public_counter,listed";

/// Header of `leases`.
const LEASES: &str = "lease_id,site_id,role,counterparty,area_m2,start,expiry,rent,payment,\
in_advance,review,review_years,upward_only,erv,sublet_part,sublet_whole,assign,share,\
consent_state,lta_1954,day_count";

/// A prime above every count of sites, so that its multiples visit each site once.
const STRIDE: i64 = 1_299_709;

/// What the tables of a site have in common.
#[derive(Debug)]
struct Facts {
    site_use: &'static str,
    tenure: &'static str,
    /// Areas in m².
    gia: i64,
    nia: i64,
    office: i64,
    desks: i64,
    /// Hours open a week.
    hours: i64,
    /// People per thousand desks.
    rate: i64,
    method: &'static str,
    /// Pence a year, of each of six categories on average.
    cost: i64,
    /// The sixth category of its ledger.
    sixth: &'static str,
}

impl Facts {
    /// Makes up the site of a number.
    fn new(site: i64) -> Self {
        let mut rng = Rng::new(11, 0, site);
        let site_use = rng.pick(&[
            "office",
            "office",
            "office",
            "front_counter",
            "front_counter",
            "response_base",
            "response_base",
            "other",
            "custody",
            "stores",
            "workshop",
            "training",
        ]);
        let tenure = rng.pick(&[
            "freehold",
            "freehold",
            "freehold",
            "freehold",
            "freehold",
            "freehold",
            "leasehold",
            "leasehold",
            "leasehold",
            "licence",
            "long_leasehold",
        ]);
        // Small sites are many, large ones few.
        let extra = rng.between(10, 70) * rng.between(10, 70);
        let gia = 120 + extra;
        let nia = gia * rng.between(720, 880) / 1_000;
        let office = nia * rng.between(400, 780) / 1_000;
        let desks = (office / rng.between(9, 16)).max(4);
        let hours = [50, 60, 84, 168].get(usize::try_from(rng.between(0, 3)).unwrap_or(0));
        let sensor = rng.chance(100);
        let leased = matches!(tenure, "leasehold" | "licence");
        Self {
            site_use,
            tenure,
            gia,
            nia,
            office,
            desks,
            hours: hours.copied().unwrap_or(50),
            rate: rng.between(60, 340) + rng.between(0, 340),
            method: if sensor { "sensor" } else { "survey" },
            cost: gia * rng.between(5_500, 14_500) / 6,
            sixth: if leased { "rent" } else { rng.pick(&["security", "service_charge", "other"]) },
        }
    }
}

/// Writes the folder `2020-03-31` with `count` sites, at most 999,999, under `root`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(count: i64, root: &Path) -> io::Result<()> {
    let folder = root.join("2020-03-31");
    fs::create_dir_all(&folder)?;
    let all: Vec<Facts> = (1..=count).map(Facts::new).collect();
    let open =
        |name: &str| File::create(folder.join(name)).map(|f| BufWriter::with_capacity(1 << 20, f));
    sites(&all, open("sites.csv")?)?;
    leases(&all, open("leases.csv")?)?;
    teams(&all, open("teams.csv")?)?;
    constraints(&all, open("constraints.csv")?)?;
    costs(&all, open("costs.csv")?)?;
    occupancy(&all, open("occupancy.csv")?)?;
    // A small estate may have no lease or constraint: then there is no such table.
    for name in ["leases.csv", "constraints.csv"] {
        let path = folder.join(name);
        if fs::read_to_string(&path)?.lines().count() < 2 {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Returns the sites with their numbers, from 1.
fn numbered(all: &[Facts]) -> impl Iterator<Item = (i64, &Facts)> {
    (1..).zip(all)
}

/// Returns the sites with their numbers in a mixed order that differs from round to round.
fn mixed(all: &[Facts], round: i64) -> impl Iterator<Item = (i64, &Facts)> {
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX).max(1);
    (0..count).filter_map(move |at| {
        let site = (at * STRIDE + round * 7_919) % count;
        Some((site + 1, all.get(usize::try_from(site).ok()?)?))
    })
}

/// Writes `sites`.
fn sites(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "{SITES}")?;
    for (site, facts) in numbered(all) {
        let mut rng = Rng::new(12, 0, site);
        // The multiplier has no factor in common with a million, so no two sites share a place.
        let place = site * 387_420_489 % 1_000_000;
        let status = match rng.between(0, 99) {
            0..4 => "vacant",
            4..6 => "for_sale",
            _ => "operational",
        };
        let owned = matches!(facts.tenure, "freehold" | "long_leasehold");
        let value = facts.gia * rng.between(500, 1_300) / 100 * 100;
        let keep = facts.site_use == "custody" || rng.chance(30);
        let keep = if keep { "Operational need" } else { "" };
        let occupied = facts.nia * rng.between(250, 1_000) / 100;
        let worth = |share: i64| {
            if owned { (value * share / 1_000).to_string() } else { String::new() }
        };
        let mut row = vec![
            format!("S{site:06}"),
            format!("Site {site}"),
            facts.site_use.into(),
            format!("{site} Long Drove"),
            format!("FN{} {}{}", site % 90 + 1, site / 90 % 9 + 1, rng.pick(&["AB", "DE", "LN"])),
            format!("9991{site:08}"),
            (400_000 + place % 1_000 * 200).to_string(),
            (200_000 + place / 1_000 * 200).to_string(),
            format!("District {}", site % 40 + 1),
            facts.tenure.into(),
            status.into(),
            facts.gia.to_string(),
            facts.nia.to_string(),
            facts.office.to_string(),
            tenths(occupied),
            format!("{}.{:02}", facts.gia / 4_000, facts.gia % 100),
            facts.desks.to_string(),
            rng.pick(&["A", "B", "B", "C", "C", "D"]).into(),
            (facts.gia * rng.between(0, 90)).to_string(),
            (facts.gia * rng.between(0, 180)).to_string(),
            (facts.gia * rng.between(0, 120)).to_string(),
            (facts.gia * rng.between(0, 40)).to_string(),
            rng.pick(&["A", "B", "C", "D"]).into(),
            rng.pick(&["B", "C", "D", "E"]).into(),
            worth(rng.between(700, 950)),
            worth(1_000),
            worth(rng.between(900, 1_250)),
            if owned { rng.pick(&["2018-03-31", "2019-03-31"]).into() } else { String::new() },
            (facts.gia * rng.between(40, 70)).to_string(),
            keep.into(),
            rng.pick(&["yes", "yes", "no"]).into(),
            if facts.site_use == "custody" { "yes" } else { "no" }.into(),
            if facts.site_use == "front_counter" { "yes" } else { "no" }.into(),
            "no".into(),
        ];
        // From the occupied area on, about one cell in twenty is not known.
        for cell in row.iter_mut().skip(14).filter(|_| rng.chance(50)) {
            cell.clear();
        }
        writeln!(out, "{}", row.join(","))?;
    }
    out.flush()
}

/// Writes `leases`: one for each site held on a lease or licence, and lettings of some others.
fn leases(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "{LEASES}")?;
    let terms = ["permitted", "consent", "consent", "barred"];
    for (site, facts) in numbered(all) {
        let mut rng = Rng::new(13, 0, site);
        let tenant = matches!(facts.tenure, "leasehold" | "licence");
        if !tenant && !rng.chance(210) {
            continue;
        }
        let (role, area) =
            if tenant { ("tenant", facts.nia) } else { ("landlord", facts.nia / 8 + 5) };
        let rent = area * rng.between(40, 130);
        let quarter_day = |year: i64, quarter: i64| match quarter {
            0 => Day::new(year, 3, 25),
            1 => Day::new(year, 6, 24),
            2 => Day::new(year, 9, 29),
            _ => Day::new(year, 12, 25),
        };
        let start = quarter_day(rng.between(2_000, 2_018), rng.between(0, 3));
        let expiry = quarter_day(rng.between(2_021, 2_044), rng.between(0, 3)).plus(-1);
        let row = [
            format!("L{site:06},S{site:06},{role},Counterparty {}", site % 997),
            format!("{area},{start},{expiry},{rent},quarter_days,yes"),
            rng.pick(&["market,5,yes", "market,5,no", "none,,"]).into(),
            (rent * rng.between(850, 1_150) / 1_000).to_string(),
            rng.pick(&terms).into(),
            rng.pick(&terms).into(),
            rng.pick(&terms).into(),
            rng.pick(&terms).into(),
            rng.pick(&["", "", "not_asked", "asked"]).into(),
            rng.pick(&["protected", "contracted_out"]).into(),
            "365".to_owned(),
        ];
        writeln!(out, "{}", row.join(","))?;
    }
    out.flush()
}

/// Writes `teams`: office staff at every site, and others at half of them.
fn teams(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "site_id,team,function,fte,headcount,mobile_share")?;
    for (site, facts) in numbered(all) {
        let mut rng = Rng::new(14, 0, site);
        let fte = (facts.office * 10 / rng.between(8, 32)).max(10);
        let share = rng.between(0, 80);
        writeln!(out, "S{site:06},Office,office,{},{},0.{share:02}", tenths(fte), fte / 9 + 1)?;
        if rng.chance(500) {
            let function = rng.pick(&["response", "neighbourhood", "support", "investigation"]);
            let fte = rng.between(20, 300);
            writeln!(out, "S{site:06},Field,{function},{},{},0.60", tenths(fte), fte / 9 + 1)?;
        }
    }
    out.flush()
}

/// Writes `constraints`: one at about one site in a hundred, and one at the first in any case.
fn constraints(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "site_id,kind,text,blocks,until")?;
    for (site, _) in numbered(all) {
        let mut rng = Rng::new(15, 0, site);
        if rng.chance(10) || site == 1 {
            let kind = rng.pick(&["title", "covenant", "contamination", "planning"]);
            let blocks = rng.pick(&["sale", "letting", "both"]);
            writeln!(out, "S{site:06},{kind},Made-up constraint,{blocks},")?;
        }
    }
    out.flush()
}

/// Writes `costs`: four quarters of six categories for every site.
fn costs(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "site_id,financial_year,category,amount")?;
    for line in 0..24 {
        for (site, facts) in mixed(all, line) {
            let category = match line / 4 {
                0 => "rates",
                1 => "utilities",
                2 => "maintenance",
                3 => "cleaning",
                4 => "insurance",
                _ => facts.sixth,
            };
            let pence = facts.cost / 4 * Rng::new(16, line, site).between(400, 1_600) / 1_000;
            writeln!(out, "S{site:06},2019/20,{category},{}", pounds(pence))?;
        }
    }
    out.flush()
}

/// Writes `occupancy`: the 52 Wednesdays to 25 March 2020 for every site.
fn occupancy(all: &[Facts], mut out: impl Write) -> io::Result<()> {
    writeln!(out, "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied")?;
    for week in 0..52 {
        let on = Day::new(2020, 3, 25).plus(7 * (week - 51)).to_string();
        for (site, facts) in mixed(all, week) {
            let mut rng = Rng::new(17, week, site);
            let mean = facts.desks * facts.rate * rng.between(800, 1_200) / 100_000;
            let peak = ((mean * rng.between(1_150, 1_700) + 9_999) / 10_000).min(facts.desks);
            let mean = mean.min(peak * 10);
            write!(out, "S{site:06},{on},{},{},", facts.method, facts.desks)?;
            if !rng.chance(10) {
                write!(out, "{}", facts.hours)?;
            }
            out.write_all(b",")?;
            if !rng.chance(30) {
                write!(out, "{}.{}", mean / 10, mean % 10)?;
            }
            out.write_all(b",")?;
            if !rng.chance(20) {
                write!(out, "{peak}")?;
            }
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}
