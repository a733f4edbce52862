//! Agreements: what each party bears comes to the whole, in per cents and in pence.

use std::{collections::BTreeMap, fmt::Write};

use terrier::edition::Edition;

use crate::published::{newest, rows, small, without_charts};

const SITES: &str =
    "site_id,name,use,tenure,gia_m2\nA,Alpha,office,freehold,900\nB,Beta,office,freehold,900\n";
/// £1,000.00 at A; nothing is recorded of B.
const COSTS: &str =
    "site_id,financial_year,category,amount\nA,2019/20,utilities,600.00\nA,2019/20,rates,400.00\n";

/// Returns party, in force, share and part of the cost.
fn borne(parties: &[(&str, &str, &str, &str)]) -> Vec<[String; 4]> {
    let mut table = "agreement_id,party,site_id,start,end,share_basis,share\n".to_owned();
    for (id, site, dates, share) in parties {
        let number = table.lines().count();
        let _ = writeln!(table, "{id},Party {number},{site},{dates},floor area,{share}");
    }
    let run = small("2020-03-31", &[("sites", SITES), ("costs", COSTS), ("agreements", &table)]);
    let files = without_charts(&run, Edition::Restricted);
    let cell = |row: &BTreeMap<String, String>| {
        ["party", "in_force", "share", "cost_share"].map(|name| row[name].clone())
    };
    rows(&files["agreements.csv"]).iter().map(cell).collect()
}

fn row(party: &str, in_force: &str, share: &str, cost: &str) -> [String; 4] {
    [party, in_force, share, cost].map(str::to_owned)
}

#[test]
fn three_equal_parties_share_out_the_whole() {
    // Each recorded to a hundredth of a per cent: 99.99% together.
    let party = ("X", "A", ",", "33.33%");
    assert_eq!(
        borne(&[party; 3]),
        [
            row("Party 1", "yes", "0.3334", "333.34"),
            row("Party 2", "yes", "0.3333", "333.33"),
            row("Party 3", "yes", "0.3333", "333.33"),
        ]
    );
}

#[test]
fn seven_equal_parties_share_out_the_whole() {
    // 100.03% as recorded.
    let found = borne(&[("X", "A", ",", "14.29%"); 7]);
    let shares: Vec<&str> = found.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(shares, ["0.1429", "0.1429", "0.1429", "0.1429", "0.1428", "0.1428", "0.1428"]);
    let costs: Vec<&str> = found.iter().map(|row| row[3].as_str()).collect();
    // £1,000 ÷ 7 is £142.857142…: of 100,000 pence five are left over.
    assert_eq!(costs, ["142.86", "142.86", "142.86", "142.86", "142.86", "142.85", "142.85"]);
}

#[test]
fn what_does_not_come_to_the_whole_is_not_shared_out() {
    let nothing = |first: &str, second: &str| {
        for found in borne(&[("X", "A", ",", first), ("X", "A", ",", second)]) {
            assert_eq!(found[2..], [String::new(), String::new()], "{first} and {second}");
        }
    };
    nothing("60%", "39%");
    nothing("60%", "41%");
    nothing("60%", "");
    // One that has ended bears nothing; two agreements about a site are two wholes; a cost that is not known is not zero.
    let found = borne(&[
        ("X", "A", ",2019-12-31", "30%"),
        ("X", "A", ",", "25%"),
        ("X", "A", ",", "75%"),
        ("Y", "A", ",", "100%"),
        ("Z", "B", ",", "100%"),
        ("Z", "", ",", "100%"),
    ]);
    let mut found = found;
    found.sort();
    assert_eq!(
        found,
        [
            row("Party 1", "no", "", ""),
            row("Party 2", "yes", "0.2500", "250.00"),
            row("Party 3", "yes", "0.7500", "750.00"),
            row("Party 4", "yes", "1.0000", "1000.00"),
            row("Party 5", "yes", "1.0000", ""),
            row("Party 6", "yes", "1.0000", ""),
        ]
    );
}

#[test]
fn the_sample_adds_up_and_the_public_edition_has_none_of_it() {
    let table = rows(&newest(Edition::Restricted)["agreements.csv"]);
    let mut sums: BTreeMap<(String, String), (i64, i64, i64)> = BTreeMap::new();
    let whole = |text: &str| text.replace('.', "").parse::<i64>().ok();
    for row in table.iter().filter(|row| row["in_force"] == "yes") {
        let key = (row["agreement_id"].clone(), row["site_id"].clone());
        let sum = sums.entry(key).or_default();
        sum.0 += whole(&row["share"]).unwrap();
        sum.1 += whole(&row["cost_share"]).unwrap_or(0);
        sum.2 = whole(&row["running_cost"]).unwrap_or(0);
    }
    assert!(sums.len() >= 4 && sums.values().any(|sum| sum.2 > 0), "{sums:?}");
    for (key, (share, parts, cost)) in sums {
        assert_eq!((share, parts), (10_000, cost), "{key:?}");
    }
    assert!(!newest(Edition::Public).contains_key("agreements.csv"));
}
