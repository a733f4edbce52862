//! What the sites of Fenshire cost and how they are used: `costs`, `occupancy` and `teams`.

use std::io;

use crate::{
    fenshire_leases::rent,
    fenshire_sites::{Listed, id},
    text::{Day, Rng, Table, bad, cells, number, pounds, pounds_with_commas, tenths},
};

/// Number and running cost without rent, £ in the financial year that ends in 2018, 2019 and 2020.
const COSTS: &str = "\
1|612000|604000|586000
2|331000|340000|338000
3|329000|336000|331000
4|228000|226000|221000
5|251000|257000|254000
6|194000|199000|203000
7|121000|119000|116000
8|114000|112000|110000
9|102000|106000|103000
10|97500|98200|94800
11|73100|71900|70300
12|66400|65800|63900
13|117000|118500|120500
14|68200|69400|69100
15|81000|79800|76700
16|6100|6300|6600
17|67500|66100|38200
18|2100|-|-
19|900|-|-
20|91000|92500|90800
21|60400|61200|61900
22|26200|25900|17100
23|287000|285000|281000
24|70100|71800|72600
25|77500|79200|78800
26|1340|1390|1420
27|2750|2810|2890
28|6100|5300|5800
29|1850|1900|2150
30|141000|144000|142500
31|64500|62000|47300
32|71800|44200|2950
33|5200|4700|3600
34|44500|43900|-
35|4100|4250|-
36|101500|99800|-
37|38200|17900|-
38|4900|1650|-
39|24100|15300|-
40|72500|31800|-
41|3900|-|-
42|62400|-|-
43|29300|-|-
44|-|2600|5100
45|-|-|8300";

/// Use or tenure and the thousandths of the running cost that each category takes.
const SPLITS: &[(&str, &[(&str, i64)])] = &[
    ("licence", &[("service_charge", 700), ("cleaning", 200), ("other", 100)]),
    ("mast", &[("utilities", 500), ("maintenance", 300), ("insurance", 200)]),
    ("land", &[("maintenance", 600), ("insurance", 150), ("other", 250)]),
    (
        "residential",
        &[("rates", 300), ("utilities", 250), ("maintenance", 350), ("insurance", 100)],
    ),
    (
        "leasehold",
        &[
            ("rates", 260),
            ("utilities", 190),
            ("maintenance", 130),
            ("cleaning", 130),
            ("service_charge", 220),
            ("other", 70),
        ],
    ),
    (
        "custody",
        &[
            ("rates", 150),
            ("utilities", 240),
            ("maintenance", 300),
            ("cleaning", 170),
            ("security", 60),
            ("insurance", 30),
            ("other", 50),
        ],
    ),
    (
        "",
        &[
            ("rates", 230),
            ("utilities", 190),
            ("maintenance", 260),
            ("cleaning", 140),
            ("security", 50),
            ("insurance", 40),
            ("other", 90),
        ],
    ),
];

/// Number, method, hours open a week, people per thousand desks in the year to March 2018 and 2020.
const USES: &str = "\
1|sensor|60|585|548
3|sensor|168|655|640
4|sensor|84|560|505
5|sensor|168|520|500
30|sensor|55|590|612
7|badge|60|270|222
8|badge|60|300|240
14|badge|50|372|350
23|badge|50|480|421
25|badge|168|430|402
9|survey|60|300|282
10|survey|50|188|142
11|survey|50|152|104
12|survey|40|78|51
13|survey|60|312|298
15|survey|50|208|176
17|survey|50|190|160
24|survey|84|455|441
31|survey|50|330|40
34|survey|50|245|230
36|survey|50|405|360
40|survey|50|215|0
42|survey|50|282|0
45|survey|50|525|525
16|booking|30|420|400";

/// Number, team, function, FTE in tenths in March 2018 and 2020, mobile share in hundredths.
const TEAMS: &str = "\
1|Chief officers and corporate|office|980|960|30
1|Finance, commercial and HR|office|1620|1520|15
1|ICT and change|office|710|720|45
1|Crime and intelligence support|office|2480|2400|20
1|Force control room|support|1480|1450|0
2|Custody staff|custody|640|655|0
2|Custody healthcare|other|120|120|-
3|City response|response|1920|1840|65
3|City neighbourhood|neighbourhood|480|440|70
3|City criminal investigation|office|1520|1490|35
4|City enquiry and case progression|office|980|930|20
4|City centre neighbourhood|neighbourhood|360|330|70
5|North response|response|1160|1120|65
5|North investigation and case progression|office|760|740|30
6|Custody staff|custody|410|420|0
7|Wickenholt neighbourhood|neighbourhood|190|170|75
7|Case progression north|office|260|240|20
8|Ousebridge neighbourhood|neighbourhood|210|190|75
8|Rural crime and licensing|office|290|260|40
9|Sedgeholme neighbourhood|neighbourhood|180|180|70
9|East investigation|office|275|260|35
10|Harrowdyke neighbourhood|neighbourhood|130|110|75
10|Case progression west|office|160|130|20
11|Turvesey neighbourhood|neighbourhood|90|80|80
11|Turvesey enquiry office|office|110|90|-
12|Reedmarch neighbourhood|neighbourhood|80|60|80
12|Reedmarch enquiry office|office|90|70|-
13|Osierby neighbourhood|neighbourhood|200|195|70
13|South investigation|office|345|330|35
14|Lodewell neighbourhood|neighbourhood|160|155|70
14|Vetting and standards|office|225|220|10
15|Gantsey neighbourhood|neighbourhood|110|90|75
15|Rural crime west|office|150|140|40
16|Coldlode contact point|office|15|15|50
17|Quaybeck neighbourhood|neighbourhood|100|0|75
17|Quaybeck enquiry office|office|120|0|-
20|Fleet technicians|support|240|235|0
20|Fleet office|office|65|60|0
21|Property and exhibits|support|145|150|-
21|Exhibits office|office|40|40|-
22|Uniform stores|support|30|0|-
23|Trainers|training|380|360|20
23|Learning and development|office|450|440|25
24|Dog handlers|response|280|275|60
24|Dog section office|office|80|80|10
25|Roads policing|response|520|505|70
25|Collision investigation|office|245|240|35
30|Major crime and safeguarding|investigation|460|480|30
30|Digital, fraud and case review|office|1600|1680|20
31|Occupational health|office|300|20|15
32|Brackensea neighbourhood|neighbourhood|80|0|70
34|Turvesey partnership team|office|150|0|30
35|Gantsey contact point|office|10|0|50
36|Criminal justice unit|office|420|0|10
40|Volunteer and cadet office|office|190|0|-
41|Reedmarch contact point|office|10|0|50
42|Analysts|office|230|0|15
44|Brackensea contact point|office|15|15|50
45|Coldlode neighbourhood|neighbourhood|60|60|75
45|Coldlode case office|office|80|80|20";

/// Sites that were closed to save money keep the ledger of the years before, so that the saving can be proved.
const PROVED: &[i64] = &[22, 32, 33];

/// Makes the `costs` table of the financial year that ends in `year`, mostly a line a quarter; of sites that were
/// closed the years before as well.
///
/// # Errors
/// If a built-in table does not hold what it should.
pub fn costs(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table = costs_of_year(year, sites)?;
    let kept: Vec<String> = PROVED.iter().map(|no| id(*no)).collect();
    for earlier in 2018..year {
        let before = costs_of_year(earlier, sites)?;
        for row in before.rows().filter(|row| row.first().is_some_and(|id| kept.contains(id))) {
            table.push(row.to_vec());
        }
    }
    Ok(table)
}

fn costs_of_year(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table =
        Table::new("costs", "site_id,financial_year,from,to,category,amount,supplier_ref");
    let financial_year = format!("{}/{:02}", year - 1, year % 100);
    for line in COSTS.lines() {
        let line = cells(line);
        let no = number(line.first())?;
        let Some(site) = sites.iter().find(|site| Some(site.number) == no) else {
            continue;
        };
        let at = usize::try_from(year - 2017).map_err(|_| bad("a year too early"))?;
        let Some(cost) = number(line.get(at))? else {
            continue;
        };
        let mut rng = Rng::new(2, year, site.number);
        let by = |word: &str| SPLITS.iter().find(|split| split.0 == word);
        let split = by(site.tenure).or_else(|| by(site.site_use)).or_else(|| by(""));
        let rent = rent(year, site.number)?;
        let mut lines: Vec<(&str, i64)> = Vec::new();
        if rent > 0 {
            // A quarter of a pound is 25 pence.
            lines.extend([("rent", rent * 25); 4]);
        }
        for &(category, share) in split.map_or(&[][..], |split| split.1) {
            // A thousandth of a pound's share is a tenth of a penny.
            let year_pence = cost * share / 10;
            for quarter in 0..4_usize {
                lines.push((category, quarter_of(year_pence, category, quarter, &mut rng)));
            }
        }
        for (category, pence) in lines {
            let reference = format!("SR{}", rng.between(100_000, 199_999));
            let amount = as_typed(pence, category, &mut rng);
            let id = id(site.number);
            table.push_text(&[&id, &financial_year, "", "", category, &amount, &reference]);
        }
    }
    odd_lines(year, &financial_year, &mut table);
    Ok(table)
}

/// Returns the pence of one quarter, uneven but near a quarter of the year's.
fn quarter_of(year_pence: i64, category: &str, quarter: usize, rng: &mut Rng) -> i64 {
    let season = match category {
        "utilities" => [220, 160, 280, 340],
        _ => [250; 4],
    };
    let spread = match category {
        "rates" => 0,
        "maintenance" | "other" => 300,
        _ => 80,
    };
    let share = season.get(quarter).copied().unwrap_or(250);
    let pence = year_pence * share / 1_000 * rng.between(1_000 - spread, 1_000 + spread) / 1_000;
    if pence > 200 { pence + rng.between(-99, 99) } else { pence }
}

/// Writes an amount plainly, or now and then as people type it.
fn as_typed(pence: i64, category: &str, rng: &mut Rng) -> String {
    let style = rng.between(0, 39);
    if pence < 100_000 || category == "rent" || style > 2 {
        pounds(pence)
    } else if style == 0 {
        format!("£{}", pounds_with_commas(pence))
    } else {
        pounds_with_commas(pence)
    }
}

/// Adds a rates refund, and insurance that runs across financial years.
fn odd_lines(year: i64, financial_year: &str, table: &mut Table) {
    let refund = ["FEN-013", financial_year, "", "", "rates", "(1,234.50)", "SR200001"];
    table.push_text(&refund);
    for (no, amount) in [(3, "8460.25"), (23, "£5,118.00")] {
        for (start, reference) in [(year - 2, "SR200002"), (year - 1, "SR200003")] {
            let (from, to) = (format!("{start}-07-01"), format!("{}-06-30", start + 1));
            table.push_text(&[&id(no), "", &from, &to, "insurance", amount, reference]);
        }
    }
}

/// Makes the `occupancy` table of the twelve months to 31 March of `year`, a row a week.
///
/// # Errors
/// If a built-in table does not hold what it should.
pub fn occupancy(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table = Table::new(
        "occupancy",
        "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use",
    );
    for line in USES.lines() {
        let line = cells(line);
        let &[no, method, hours, before, after] = line.as_slice() else {
            return Err(bad("a use with cells too few"));
        };
        let (no, hours) = (number(Some(&no))?, number(Some(&hours))?);
        let rates = (number(Some(&before))?.zip(number(Some(&after))?), hours);
        let (Some((before, after)), Some(hours)) = rates else {
            return Err(bad("a use"));
        };
        let site = sites.iter().find(|site| Some(site.number) == no && !site.sold);
        let Some((site, desks)) = site.and_then(|site| Some((site, site.desks?))) else {
            continue;
        };
        if site.number == 17 && year == 2020 {
            continue;
        }
        let rate = before + (after - before) * (year - 2018) / 2;
        let mut rng = Rng::new(3, year, site.number);
        // 30 March 2018 was a Friday; surveys are taken on Wednesdays.
        let last = match year {
            2018 => Day::new(2018, 3, 30),
            2019 => Day::new(2019, 3, 29),
            _ => Day::new(2020, 3, 27),
        };
        let last = if method == "survey" { last.plus(-2) } else { last };
        for week in 0..52 {
            let on = last.plus(-7 * (51 - week));
            // Weeks 17 to 21 fall in August, weeks 38 and 39 about Christmas.
            let season = match week {
                17..=21 => 860,
                38 | 39 => 620,
                _ => 1_020,
            };
            let mean = desks * rate * season / 1_000 * rng.between(880, 1_120) / 100_000;
            let peak = (mean * rng.between(1_280, 1_620) + 9_999) / 10_000;
            let in_use = hours * (rate * rng.between(1_150, 1_500) / 1_000).min(1_000) / 100;
            let mut row = [
                id(site.number),
                on.to_string(),
                method.into(),
                desks.to_string(),
                hours.to_string(),
                tenths(mean.min(desks * 10)),
                peak.min(desks).to_string(),
                tenths(in_use),
            ];
            // About one cell in eighty is missing: the hours, the mean or the peak.
            if let Some(cell) = row.get_mut(usize::try_from(rng.between(4, 150)).unwrap_or(0)) {
                cell.clear();
            }
            table.push(row.into());
        }
    }
    Ok(table)
}

/// Makes the `teams` table on 31 March of `year`.
///
/// # Errors
/// If a built-in table does not hold what it should.
pub fn teams(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table = Table::new("teams", "site_id,team,function,fte,headcount,mobile_share");
    for line in TEAMS.lines() {
        let line = cells(line);
        let &[no, team, function, before, after, mobile] = line.as_slice() else {
            return Err(bad("a team with cells too few"));
        };
        let no = number(Some(&no))?;
        let Some((before, after)) = number(Some(&before))?.zip(number(Some(&after))?) else {
            return Err(bad("a team without FTE"));
        };
        let fte = match year {
            2018 => before,
            2020 => after,
            _ if after == 0 => before,
            _ => i64::midpoint(before, after),
        };
        let listed = sites.iter().find(|site| Some(site.number) == no && !site.sold);
        let Some(site) = listed.filter(|_| fte > 0) else {
            continue;
        };
        let mut rng = Rng::new(4, 0, i64::try_from(table.len()).unwrap_or(0));
        let headcount = fte * rng.between(1_020, 1_120) / 10_000 + 1;
        let known = rng.between(0, 9) > 0 && !mobile.is_empty();
        let headcount = if known { headcount.to_string() } else { String::new() };
        let share = number(Some(&mobile))?;
        // Mobile working began in 2018, and reached its full share in 2020.
        let share = share.map(|share| share * (year - 2016) / 4);
        let share = share.map_or_else(String::new, |share| format!("0.{share:02}"));
        table.push_text(&[&id(site.number), team, function, &tenths(fte), &headcount, &share]);
    }
    Ok(table)
}
