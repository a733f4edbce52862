//! Dated terms of Fenshire's leases, its agreements with other bodies, and two series of prices; none is real.

use std::io;

use crate::{
    fenshire_sites::{Listed, id},
    text::{Rng, Table, bad, cells, number, tenths},
};

/// First snapshot that knows of it, lease, kind, on, until, rolling, party, months of notice, penalty,
/// amount, conditions. The rent-free years of L-002 are those of a letting in a paper of 2020.
const EVENTS: &str = "\
2018|L-001|break|2024-03-24|-|no|tenant|6|15500|-|-
2019|L-001|review|2019-03-25|-|-|-|-|-|62000|-
2020|L-002|rent_free|2020-03-25|2022-03-24|-|-|-|-|-|-
2018|L-003|break|2020-12-24|-|no|tenant|6|8500|-|-
2018|L-004|break|2019-09-28|-|no|tenant|9|-|-|-
2019|L-004|waived|2018-11-05|2019-09-28|-|tenant|-|-|-|-
2020|L-004|review|2019-09-29|-|-|-|-|-|55000|-
2018|L-004|break|2024-09-28|-|no|landlord|12|-|-|only to redevelop
2018|L-005|break|2020-06-23|-|no|tenant|6|17125|-|-
2019|L-005|review|2018-06-24|-|-|-|-|-|68500|-
2018|L-006|deed_of_variation|2017-06-01|-|-|-|-|-|-|the fire authority may share the yard
2020|L-006|break|2021-03-28|-|no|tenant|6|-|-|-
2018|L-007|break|2030-12-24|-|no|mutual|12|-|-|-
2018|L-008|break|2021-06-23|-|no|tenant|6|29500|-|vacant possession and all rent paid
2020|L-010|part_rent|2019-06-24|2019-09-23|-|-|-|-|3100|-
2020|L-010|break|2020-06-24|-|yes|tenant|3|-|-|-
2020|L-010|step|2022-06-24|-|-|-|-|-|6600|-
2019|L-012|break|2020-09-28|-|no|tenant|3|-|-|-
2020|L-012|served|2020-02-28|2020-09-28|-|tenant|-|-|-|-
2018|L-015|break|2021-09-28|-|no|landlord|6|-|-|-
2018|L-016|step|2016-09-29|-|-|-|-|-|12800|-
2018|L-018|break|2018-12-24|-|no|tenant|6|16000|-|-
2019|L-018|served|2018-05-31|2018-12-24|-|tenant|-|-|-|-
2019|L-018|exercised|2018-12-24|2018-12-24|-|tenant|-|-|-|-";

/// Agreement, party, site, legal basis, start, end, what the share is measured by, share.
const AGREEMENTS: &str = "\
A-01|Fenshire Police and Crime Commissioner|44|Policing and Crime Act 2017, section 1|2018-09-29|2023-09-28|floor area|25%
A-01|Fenshire Fire Authority|44|Policing and Crime Act 2017, section 1|2018-09-29|2023-09-28|floor area|75%
A-02|Fenshire Police and Crime Commissioner|5|-|2015-09-29|2025-09-28|floor area|97%
A-02|Fenshire Ambulance Service|5|-|2015-09-29|2025-09-28|floor area|3%
A-03|Fenshire Police and Crime Commissioner|20|-|2016-04-01|2020-12-31|vehicles serviced|0.5
A-03|Fenshire Fire Authority|20|-|2016-04-01|2020-12-31|vehicles serviced|0.3
A-03|Fenshire Ambulance Service|20|-|2016-04-01|2020-12-31|vehicles serviced|0.2
A-04|Fenshire Police and Crime Commissioner|23|-|2014-04-01|2019-03-31|training days|70%
A-04|Fenshire Fire Authority|23|-|2014-04-01|2019-03-31|training days|30%
A-05|Fenshire Police and Crime Commissioner|-|Policing and Crime Act 2017, section 1|2019-04-01|-|full-time equivalents|60%
A-05|Fenshire Fire Authority|-|Policing and Crime Act 2017, section 1|2019-04-01|-|full-time equivalents|25%
A-05|Fenshire Ambulance Service|-|Policing and Crime Act 2017, section 1|2019-04-01|-|full-time equivalents|15%
A-06|Fenshire Police and Crime Commissioner|26|-|2012-04-01|2032-03-31|equal parts|33.34%
A-06|Fenshire Fire Authority|26|-|2012-04-01|2032-03-31|equal parts|33.33%
A-06|Fenshire Ambulance Service|26|-|2012-04-01|2032-03-31|equal parts|33.33%";

/// Series, its values of October 1990, October 2010 and January 2014 in tenths, and its growth a year in
/// thousandths.
const SERIES: &[(&str, i64, i64, i64, i64)] =
    &[("cpi", 551, 902, 990, 17), ("rpi", 1_301, 2_257, 2_524, 26)];

/// Makes the `lease_events` table of a year: the terms known by then, of leases that are listed.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn lease_events(year: i64, leases: &Table) -> io::Result<Table> {
    let mut table = Table::new(
        "lease_events",
        "lease_id,kind,on,until,rolling,party,notice_months,penalty,amount,conditions",
    );
    let listed = leases.cells(&["lease_id"])?.concat();
    for line in EVENTS.lines() {
        let row = cells(line);
        let (Some(known), Some(lease)) = (number(row.first())?, row.get(1)) else {
            return Err(bad("a dated term without year or lease"));
        };
        if known <= year && listed.contains(lease) {
            table.push_text(row.get(1..).unwrap_or_default());
        }
    }
    Ok(table)
}

/// Makes the `agreements` table of a year: those begun by its end, about sites that are listed.
///
/// # Errors
/// If the built-in table does not hold what it should.
pub fn agreements(year: i64, sites: &[Listed]) -> io::Result<Table> {
    let mut table = Table::new(
        "agreements",
        "agreement_id,party,site_id,legal_basis,start,end,share_basis,share",
    );
    let as_of = format!("{year}-03-31");
    for line in AGREEMENTS.lines() {
        let row = cells(line);
        let no = number(row.get(2))?;
        let begun = row.get(4).is_some_and(|start| *start <= as_of.as_str());
        if begun && no.is_none_or(|no| sites.iter().any(|site| site.number == no)) {
            let site = no.map(id).unwrap_or_default();
            let mut row: Vec<String> = row.iter().map(ToString::to_string).collect();
            if let Some(cell) = row.get_mut(2) {
                *cell = site;
            }
            table.push(row);
        }
    }
    Ok(table)
}

/// Makes the `indices` table of a year: the months of base indices and those from 2014 to the snapshot's.
pub fn indices(year: i64) -> Table {
    let mut table = Table::new("indices", "series,month,value");
    for &(series, first, second, from, growth) in SERIES {
        let mut push = |year: i64, month: i64, value: i64| {
            table.push(vec![series.into(), format!("{year}-{month:02}"), tenths(value)]);
        };
        push(1990, 10, first);
        push(2010, 10, second);
        for at in 0..(year - 2014) * 12 + 3 {
            let mut rng = Rng::new(9, from, at);
            let value = from + from * growth * at / 12_000 + rng.between(-2, 2);
            push(2014 + at / 12, at % 12 + 1, value);
        }
    }
    table
}
