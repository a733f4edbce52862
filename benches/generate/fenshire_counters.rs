//! The public counters of Fenshire: when they are open, who comes for what, and what staffing them costs.

use std::io;

use crate::text::{Rng, Table, bad, cells, number};

/// Number of the site, days, spans, visits in 2020 on these days, cost of the whole counter in 2020 in pounds.
///
/// At Harrowdyke nobody counts the visits; the council pays for the contact point at Coldlode.
const COUNTERS: &str = "\
3|mon tue wed thu fri sat sun|00:00-24:00|6900|262000
4|mon tue wed thu fri|09:00-17:00|4250|58000
4|sat|10:00-14:00|550|-
5|mon tue wed thu fri sat sun|00:00-24:00|5200|248000
7|mon tue wed thu fri|09:00-17:00|2700|46000
8|mon tue wed thu fri|09:00-17:00|2780|52000
8|sat|09:00-13:00|320|-
9|mon tue wed thu fri|10:00-16:00|1500|34000
10|mon tue wed thu fri|09:00-17:00|-|45000
11|mon wed fri|10:00-13:00 14:00-16:00|420|16500
12|tue thu|10:00-14:00|310|9800
13|mon tue wed thu fri|09:00-17:00|2200|47000
14|mon tue wed thu fri|09:00-17:00|1700|44500
15|mon tue wed thu fri|09:00-13:00|760|23000
16|mon tue wed thu fri|09:00-17:00|1100|-
35|tue|10:00-13:00|150|4100
35|fri|14:00-17:00|90|-
41|wed|10:00-13:00|120|2000
44|tue thu|10:00-14:00|380|8200
45|mon tue wed thu fri|10:00-15:00|620|21000";

/// What people come for, and how many in a hundred about.
const PURPOSES: [(&str, i64); 4] = [
    ("report a crime", 38),
    ("lost property", 24),
    ("bail or documents", 21),
    ("other advice", 17),
];

/// Makes the table `counters` of the sites of a year that have an open one.
///
/// # Errors
/// If the built-in tables do not fit each other.
pub fn counters(year: i64, sites: &Table) -> io::Result<Table> {
    let mut table = Table::new("counters", "site_id,day,opens,closes,visits,purpose,cost");
    let open = sites.cells(&["site_id", "public_counter", "status"])?;
    for (line, text) in (1..).zip(COUNTERS.lines()) {
        let line_cells = cells(text);
        let &[site, days, spans, _, _] = line_cells.as_slice() else {
            return Err(bad("a counter with cells too few"));
        };
        let id = format!("FEN-{site:0>3}");
        let is_open = |row: &Vec<&str>| match row.as_slice() {
            [own, counter, status] => {
                *own == id && *counter == "yes" && !["for_sale", "vacant"].contains(status)
            }
            _ => false,
        };
        if !open.iter().any(is_open) {
            continue;
        }
        // Fewer come every year, and staff cost more.
        let visits = number(line_cells.get(3))?.map(|of| of * (100 + 10 * (2020 - year)) / 100);
        let mut cost = number(line_cells.get(4))?.map(|of| of * (100 - 2 * (2020 - year)) / 100);
        let count = |text: &str| i64::try_from(text.split(' ').count()).unwrap_or(1);
        let parts = count(days) * count(spans);
        let mut rng = Rng::new(11, year, line);
        for day in days.split(' ') {
            for span in spans.split(' ') {
                let Some((opens, closes)) = span.split_once('-') else {
                    return Err(bad("a span without an end"));
                };
                let mut push = |visits: Option<i64>, purpose: &str| {
                    let text = |of: Option<i64>| of.map_or_else(String::new, |n| n.to_string());
                    let (visits, cost) = (text(visits), text(cost.take()));
                    table.push_text(&[&id, day, opens, closes, &visits, purpose, &cost]);
                };
                let Some(visits) = visits else {
                    push(None, "");
                    continue;
                };
                for (purpose, share) in PURPOSES {
                    push(Some(visits * share * rng.between(85, 115) / (parts * 10_000)), purpose);
                }
            }
        }
    }
    Ok(table)
}
