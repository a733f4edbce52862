//! Fenshire's capital schemes, benefits and balance sheet side: what a force with high planned borrowing,
//! internal while its cash allows, might write down. Every figure is made up.

use std::{fmt::Write, io};

use crate::{
    fenshire_sites::id,
    text::{Table, bad, cells, number},
};

/// First and last snapshot that has it, scheme, name, site, site whose sale pays for it, years of life, first
/// day of use, class of works, prices. The southern station paid for in part by a city site is of a paper of 2020.
const SCHEMES: &str = "\
2018|2018|CAP-01|Southern police station|-|4|50|2022-10-01|standard|cash
2019|2019|CAP-01|Southern police station|-|4|50|2023-07-01|standard|cash
2020|2020|CAP-01|Southern police station|-|4|50|2023-10-01|standard|cash
2018|2019|CAP-02|Refurbishment of Eldermere custody|2|-|20|2021-02-01|non_standard|cash
2020|2020|CAP-02|Refurbishment of Eldermere custody|2|-|20|2022-02-01|non_standard|cash
2018|2020|CAP-03|Roof and boilers of Parkside|3|-|25|-|standard|today
2018|2020|CAP-04|Radios and information technology|-|-|7|-|equipment|cash
2018|2020|CAP-05|Planned repairs|-|-|-|-|repair|cash
2019|2020|CAP-06|Agile working|-|-|5|2021-09-01|equipment|cash
2018|2020|CAP-07|Plant of Headquarters|1|-|20|2024-02-01|standard|today
2018|2020|CAP-08|Workshop and stores on one site|20|15|30|2025-01-06|standard|cash";

/// First and last snapshot, scheme, year, spend, grant, revenue contribution, reserves, receipt, cost of its
/// sale, change of running cost, one-off revenue.
const YEARS: &str = "\
2018|2018|CAP-01|2019/20|300000|-|-|-|-|-|-|-
2018|2018|CAP-01|2020/21|2400000|-|-|-|-|-|-|-
2018|2018|CAP-01|2021/22|4900000|-|-|-|-|-|-|-
2018|2018|CAP-01|2022/23|2600000|-|-|-|-|-|150000|110000
2018|2018|CAP-01|2023/24|-|-|-|-|4099000|57000|300000|-
2018|2018|CAP-01|2024/25|-|-|-|-|-|-|300000|-
2019|2019|CAP-01|2019/20|250000|-|-|-|-|-|-|-
2019|2019|CAP-01|2020/21|600000|-|-|-|-|-|-|-
2019|2019|CAP-01|2021/22|3900000|-|-|-|-|-|-|-
2019|2019|CAP-01|2022/23|4700000|-|-|-|-|-|-|-
2019|2019|CAP-01|2023/24|1200000|-|-|-|4149500|57500|230000|115000
2019|2019|CAP-01|2024/25|-|-|-|-|-|-|305000|-
2019|2019|CAP-01|2025/26|-|-|-|-|-|-|305000|-
2020|2020|CAP-01|2019/20|180000|-|-|-|-|-|-|-
2020|2020|CAP-01|2020/21|450000|-|-|-|-|-|-|-
2020|2020|CAP-01|2021/22|2600000|-|-|-|-|-|-|-
2020|2020|CAP-01|2022/23|5400000|-|-|-|-|-|-|-
2020|2020|CAP-01|2023/24|2370000|-|-|-|-|-|155000|120000
2020|2020|CAP-01|2024/25|-|-|-|-|4200000|58000|310000|-
2020|2020|CAP-01|2025/26|-|-|-|-|-|-|310000|-
2020|2020|CAP-01|2026/27|-|-|-|-|-|-|310000|-
2018|2019|CAP-02|2019/20|500000|-|-|-|-|-|-|-
2018|2019|CAP-02|2020/21|1250000|-|-|-|-|-|-|-
2020|2020|CAP-02|2020/21|650000|150000|-|-|-|-|-|-
2020|2020|CAP-02|2021/22|1100000|-|-|-|-|-|-|-
2018|2020|CAP-03|2018/19|210000|-|-|-|-|-|-|-
2018|2020|CAP-03|2020/21|320000|-|-|-|-|-|-|-
2018|2020|CAP-03|2021/22|280000|-|-|-|-|-|-6000|-
2018|2020|CAP-03|2022/23|240000|-|-|-|-|-|-12000|-
2018|2020|CAP-03|2023/24|-|-|-|-|-|-|-12000|-
2018|2020|CAP-03|2024/25|-|-|-|-|-|-|-12000|-
2019|2020|CAP-03|2025/26|-|-|-|-|-|-|-12000|-
2020|2020|CAP-03|2026/27|-|-|-|-|-|-|-12000|-
2018|2020|CAP-04|2018/19|650000|-|-|300000|-|-|-|-
2018|2020|CAP-04|2019/20|700000|-|250000|-|-|-|-|-
2018|2020|CAP-04|2020/21|900000|-|250000|-|-|-|-|-
2018|2020|CAP-04|2021/22|1200000|-|250000|-|-|-|-|-
2018|2020|CAP-04|2022/23|850000|-|250000|-|-|-|-|-
2018|2020|CAP-04|2024/25|700000|-|250000|-|-|-|-|-
2020|2020|CAP-04|2026/27|950000|-|250000|-|-|-|-|-
2018|2020|CAP-05|2018/19|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2019/20|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2020/21|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2021/22|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2022/23|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2023/24|400000|-|400000|-|-|-|-|-
2018|2020|CAP-05|2024/25|400000|-|400000|-|-|-|-|-
2019|2020|CAP-05|2025/26|400000|-|400000|-|-|-|-|-
2020|2020|CAP-05|2026/27|400000|-|400000|-|-|-|-|-
2019|2020|CAP-06|2020/21|380000|-|-|200000|-|-|-20000|45000
2019|2020|CAP-06|2021/22|420000|-|-|-|-|-|-60000|-
2019|2020|CAP-06|2022/23|-|-|-|-|-|-|-140000|-
2019|2020|CAP-06|2023/24|-|-|-|-|-|-|-140000|-
2019|2020|CAP-06|2024/25|-|-|-|-|-|-|-140000|-
2019|2020|CAP-06|2025/26|-|-|-|-|-|-|-140000|-
2020|2020|CAP-06|2026/27|-|-|-|-|-|-|-140000|-
2018|2020|CAP-07|2022/23|1400000|-|-|-|-|-|-|-
2018|2020|CAP-07|2023/24|900000|-|-|-|-|-|-|-
2018|2020|CAP-08|2023/24|700000|-|-|-|-|-|-|-
2018|2020|CAP-08|2024/25|1100000|-|-|-|-|-|-25000|35000
2019|2020|CAP-08|2025/26|-|-|-|-|-|-|-60000|-
2020|2020|CAP-08|2026/27|-|-|-|-|-|-|-60000|-";

/// First snapshot that has it, benefit, initiative, site, kind, owner, day agreed, status of 2020, year,
/// planned, realised, cost, cashable, evidence. What BEN-03 is said to have realised is more than the ledger
/// fell by; BEN-11 saves what BEN-08 saves already.
const BENEFITS: &str = "\
2018|BEN-01|Closure of Brackensea station|32|running_cost|Head of Estates|2018-06-21|realised|2018/19|22000|24000|9000|yes|ledger, cost centre of the site
2018|BEN-01|Closure of Brackensea station|32|running_cost|Head of Estates|2018-06-21|realised|2019/20|65000|66500|-|yes|ledger, cost centre of the site
2020|BEN-01|Closure of Brackensea station|32|running_cost|Head of Estates|2018-06-21|realised|2020/21|67000|-|-|yes|-
2018|BEN-02|Sale of Brackensea station|32|receipt|Head of Estates|2018-06-21|realised|2018/19|620000|648000|14500|yes|completion statement of 15 March 2019
2018|BEN-03|Closure of Osierby store|22|running_cost|Head of Logistics|2018-12-13|realised|2019/20|9500|11500|4000|yes|ledger, cost centre of the site
2019|BEN-03|Closure of Osierby store|22|running_cost|Head of Logistics|2018-12-13|realised|2020/21|25500|-|-|yes|-
2019|BEN-04|Sale of Osierby store|22|receipt|Head of Estates|2018-12-13|realised|2019/20|350000|341500|9200|yes|completion statement of 22 November 2019
2019|BEN-05|Lodewell police house given up|33|running_cost|Head of Estates|2018-12-13|realised|2019/20|1200|1200|-|yes|ledger, cost centre of the site
2019|BEN-06|Sale of Lodewell police house|33|receipt|Head of Estates|2018-12-13|realised|2019/20|200000|196000|6100|yes|completion statement of 7 February 2020
2019|BEN-07|Energy contract|-|other|Head of Procurement|2019-03-21|tracked|2019/20|30000|27500|-|yes|-
2019|BEN-07|Energy contract|-|other|Head of Procurement|2019-03-21|tracked|2020/21|32000|-|-|yes|-
2019|BEN-08|Closure of Gantsey station|15|running_cost|Head of Estates|2019-06-20|agreed|2021/22|70000|-|12000|yes|-
2019|BEN-09|Sale of Mill Street|4|receipt|Head of Estates|2019-06-20|agreed|2024/25|4200000|-|58000|yes|-
2020|BEN-10|Part of Mill Street let to a charity|4|income|Head of Estates|2020-03-19|tracked|2022/23|23000|-|-|yes|-
2020|BEN-11|Facilities contract|15|running_cost|Head of Procurement|-|planned|2021/22|6500|-|-|yes|-
2020|BEN-12|Agile working|-|other|Chief Information Officer|2020-03-19|agreed|2022/23|140000|-|-|no|-
2018|BEN-13|Counter shared with Coldlode library|-|other|Head of Estates|2018-06-21|withdrawn|2019/20|15000|-|-|yes|-";

/// Puts cells of a snapshot's year into lines: those that stand from a first to a last year, the rest of each.
fn lines_of(text: &'static str, year: i64) -> io::Result<Vec<Vec<&'static str>>> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let row = cells(line);
        let (Some(first), Some(last)) = (number(row.first())?, number(row.get(1))?) else {
            return Err(bad("a line without snapshots"));
        };
        if (first..=last).contains(&year) {
            lines.push(row.into_iter().skip(2).collect());
        }
    }
    Ok(lines)
}

fn site(cell: &'static str) -> io::Result<String> {
    Ok(number(Some(&cell))?.map(id).unwrap_or_default())
}

/// Makes the `projects` table of a year.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn projects(year: i64) -> io::Result<Table> {
    let mut table = Table::new(
        "projects",
        "project_id,name,site_id,financial_year,spend,grant,revenue_contribution,reserves,receipt,\
         receipt_site_id,sale_cost,life_years,operational_on,works_class,prices,\
         running_cost_change,one_off_revenue",
    );
    let schemes = lines_of(SCHEMES, year)?;
    for row in lines_of(YEARS, year)? {
        let [scheme, when, spend, grant, revenue, reserves, receipt, sale, running, once] = row[..]
        else {
            return Err(bad("a year of a scheme with other cells"));
        };
        let head = schemes.iter().find(|head| head.first() == Some(&scheme));
        let Some([_, name, at, sold, life, used, class, prices]) = head.map(Vec::as_slice) else {
            return Err(bad(&format!("{scheme}: no such scheme in {year}")));
        };
        let (at, sold) = (site(at)?, site(sold)?);
        let life = if spend.is_empty() { "" } else { life };
        table.push_text(&[
            scheme, name, &at, when, spend, grant, revenue, reserves, receipt, &sold, sale, life,
            used, class, prices, running, once,
        ]);
    }
    Ok(table)
}

/// Makes the `benefits` table of a year: what is agreed or realised later is not known of yet.
///
/// # Errors
/// If the built-in table does not hold what it should.
pub fn benefits(year: i64) -> io::Result<Table> {
    let mut table = Table::new(
        "benefits",
        "benefit_id,initiative,site_id,kind,owner,agreed_on,status,financial_year,planned,realised,\
         cost,cashable,evidence",
    );
    let as_of = format!("{year}-03-31");
    for line in BENEFITS.lines() {
        let row = cells(line);
        let Some(first) = number(row.first())? else { return Err(bad("a benefit without year")) };
        let [
            _,
            benefit,
            initiative,
            at,
            kind,
            owner,
            agreed,
            status,
            when,
            planned,
            realised,
            cost,
            cash,
            proof,
        ] = row[..]
        else {
            return Err(bad("a benefit with other cells"));
        };
        if first > year {
            continue;
        }
        let over =
            when.get(..4).and_then(|start| start.parse::<i64>().ok()).is_some_and(|s| s < year);
        let is_agreed = !agreed.is_empty() && agreed <= as_of.as_str();
        let status = match status {
            "realised" if is_agreed && !over => "tracked",
            "realised" | "tracked" | "agreed" | "withdrawn" if !is_agreed => "planned",
            status => status,
        };
        let known = |cell: &'static str| if over { cell } else { "" };
        let agreed = if is_agreed { agreed } else { "" };
        table.push_text(&[
            benefit,
            initiative,
            &site(at)?,
            kind,
            owner,
            agreed,
            status,
            when,
            planned,
            known(realised),
            cost,
            cash,
            known(proof),
        ]);
    }
    Ok(table)
}

/// What differs from snapshot to snapshot: £ of the requirement, its custody and Headquarters tranches with
/// their years, years of the rest, £ of receipts and reserves, rates (short, long, invested), receipts and
/// decisions.
struct Balance {
    year: i64,
    cfr: i64,
    custody: (i64, i64),
    headquarters: (i64, i64),
    rest: i64,
    receipts_held: i64,
    reserves: i64,
    rates: [&'static str; 3],
    /// Site, year, £, what.
    receipts: &'static [(i64, &'static str, i64, &'static str)],
    /// Site, option.
    decisions: &'static [(i64, &'static str)],
}

const BALANCES: &[Balance] = &[
    Balance {
        year: 2018,
        cfr: 13_100_000,
        custody: (4_460_000, 33),
        headquarters: (5_500_000, 24),
        rest: 17,
        receipts_held: 410_000,
        reserves: 23_500_000,
        rates: ["0.85%", "{ \"2018/19\" = \"2.55%\", \"2021/22\" = \"3.2%\" }", "0.6%"],
        receipts: &[
            (37, "2018/19", 800_000, "sale of Coldlode station"),
            (40, "2018/19", 1_100_000, "sale of the Old Courthouse Annexe"),
        ],
        decisions: &[
            (4, "dispose_with_planning"),
            (37, "dispose"),
            (40, "dispose_with_planning"),
            (42, "leave"),
        ],
    },
    Balance {
        year: 2019,
        cfr: 12_800_000,
        custody: (4_330_000, 32),
        headquarters: (5_300_000, 23),
        rest: 16,
        receipts_held: 900_000,
        reserves: 21_200_000,
        rates: ["1%", "{ \"2019/20\" = \"2.45%\", \"2022/23\" = \"3.2%\" }", "0.75%"],
        receipts: &[
            (22, "2019/20", 350_000, "sale of Osierby store"),
            (32, "2019/20", 640_000, "sale of Brackensea station"),
            (33, "2019/20", 200_000, "sale of Lodewell police house"),
        ],
        decisions: &[(4, "dispose_with_planning"), (15, "dispose"), (32, "dispose")],
    },
    Balance {
        year: 2020,
        cfr: 12_500_000,
        custody: (4_200_000, 31),
        headquarters: (5_100_000, 22),
        rest: 15,
        receipts_held: 350_000,
        reserves: 19_000_000,
        rates: ["0.75%", "{ \"2020/21\" = \"2.6%\", \"2023/24\" = \"3.1%\" }", "0.5%"],
        receipts: &[(17, "2020/21", 640_000, "sale of Quaybeck station")],
        decisions: &[(4, "dispose_with_planning"), (15, "dispose"), (17, "dispose"), (31, "leave")],
    },
];

/// Loans that are there at every snapshot.
const LOANS: &str = "\
[[loans]]
loan_id = \"LN-01\"
kind = \"maturity\"
principal = \"3000000\"
rate = \"4.25%\"
start = 2009-09-30
end = 2034-09-30

[[loans]]
loan_id = \"LN-02\"
kind = \"annuity\"
principal = \"2500000\"
rate = \"3.6%\"
start = 2012-03-28
end = 2037-03-28

[[loans]]
loan_id = \"LN-03\"
kind = \"equal_instalments\"
principal = \"1800000\"
rate = \"2.3%\"
start = 2016-10-03
end = 2026-10-03
";

/// £ by which the operational boundary is above its first year's, and the savings asked of force and estate,
/// by year from the first.
const AHEAD: [(i64, i64, i64); 7] = [
    (0, 1_900_000, 150_000),
    (4_000_000, 3_400_000, 260_000),
    (10_000_000, 4_600_000, 420_000),
    (13_000_000, 5_500_000, 520_000),
    (13_500_000, 6_000_000, 600_000),
    (13_500_000, 6_400_000, 640_000),
    (13_500_000, 6_700_000, 660_000),
];

/// Use of reserves by year from the first: they smooth future cuts.
const DRAWS: [i64; 5] = [-1_500_000, -1_800_000, -1_600_000, -900_000, -400_000];

fn financial(year: i64) -> String {
    format!("{year}/{:02}", (year + 1) % 100)
}

/// Writes a table of £ by year.
fn by_year(text: &mut String, name: &str, first: i64, sum: impl Fn(usize) -> i64) {
    let _ = write!(text, "\n[{name}]\n");
    for (at, year) in (0..AHEAD.len()).zip(first..) {
        let _ = writeln!(text, "\"{}\" = \"{}\"", financial(year), sum(at));
    }
}

/// Makes the text of `treasury.toml`.
///
/// # Errors
/// If the built-in tables have no such year.
pub fn treasury(year: i64) -> io::Result<String> {
    let b =
        BALANCES.iter().find(|b| b.year == year).ok_or_else(|| bad("no balance of the year"))?;
    let ahead = |at: usize| AHEAD.get(at).copied().unwrap_or_default();
    let ((custody, custody_years), (offices, office_years)) = (b.custody, b.headquarters);
    let [short, long, invested] = b.rates;
    let mut text = format!(
        "# Invented, as everything of Fenshire is: balances, loans, rates, limits, targets, decisions.\n\
         first_year = \"{}\"\n\n\
         [opening]\ncfr = \"{}\"\nyears = {}\ncapital_receipts = \"{}\"\n\n\
         [[opening.tranches]]\nname = \"Eldermere Custody Centre\"\namount = \"{custody}\"\n\
         years_left = {custody_years}\nmethod = \"equal_instalment\"\n\n\
         [[opening.tranches]]\nname = \"Headquarters\"\namount = \"{offices}\"\n\
         years_left = {office_years}\n\n\
         {LOANS}\n[reserves]\nopening = \"{}\"\n",
        financial(year),
        b.cfr,
        b.rest,
        b.receipts_held,
        b.reserves
    );
    for (draw, at) in DRAWS.iter().zip(year..) {
        let _ = write!(
            text,
            "\n[[reserves.changes]]\nfinancial_year = \"{}\"\namount = \"{draw}\"\n\
             what = \"use to smooth future cuts\"\n",
            financial(at)
        );
    }
    let _ = write!(
        text,
        "\n[balance_sheet]\nworking_capital = \"1500000\"\nminimum_liquidity = \"5000000\"\n\n\
         [rates]\nshort = \"{short}\"\nlong = {long}\ninvestment = \"{invested}\"\n\n\
         [mrp]\nmethod = \"annuity\"\nrate = \"2.6%\"\n\n\
         [new_loans]\nkind = \"annuity\"\nyears = 30\ntaken = \"middle\"\n\
         external = \"as_needed\"\nshort_years = 2\n\n\
         [programme]\nslippage = \"10%\"\n"
    );
    by_year(&mut text, "authorised_limit", year, |at| 21_000_000 + ahead(at).0);
    by_year(&mut text, "operational_boundary", year, |at| 17_000_000 + ahead(at).0);
    // Rises by 2 % a year, to the thousand.
    let stream = |at: usize| {
        let years = usize::try_from(year - 2018).unwrap_or_default() + at;
        (0..years).fold(126_900, |sum: i64, _| (sum * 102 + 50) / 100) * 1_000
    };
    by_year(&mut text, "net_revenue_stream", year, stream);
    for (at, when) in (0..5).zip(year..) {
        let (_, force, estate) = ahead(at);
        for (of, body, amount) in
            [("force", "Fenshire Police", force), ("estate", "Fenshire estate", estate)]
        {
            let _ = write!(
                text,
                "\n[[savings_targets]]\nof = \"{of}\"\nbody = \"{body}\"\nfinancial_year = \"{}\"\n\
                 amount = \"{amount}\"\nsource = \"Medium term plan of {year}, invented\"\n",
                financial(when)
            );
        }
    }
    for (no, when, amount, what) in b.receipts {
        let _ = write!(
            text,
            "\n[[receipts]]\nsite_id = \"{}\"\nfinancial_year = \"{when}\"\namount = \"{amount}\"\n\
             what = \"{what}\"\n",
            id(*no)
        );
    }
    for (no, option) in b.decisions {
        let _ = write!(
            text,
            "\n[[decisions]]\nsite_id = \"{}\"\noption = \"{option}\"\n\
             source = \"Business Coordination Board, March {year}, invented\"\n",
            id(*no)
        );
    }
    Ok(text)
}
