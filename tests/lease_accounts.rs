//! Leases in the accounts that change on the way: measured anew from the day of the change on, never before.
//!
//! At no interest the liability is the payments left, so that every sum can be added up by hand.

use rstest::rstest;
use terrier::{
    edition::{self, Edition},
    model::Money,
    policy::Policy,
    tenure::{Accounts, Recognition, accounts},
};

use crate::{
    published::{policy, small, small_under},
    sample::Sample,
    terms::estate,
};

const LEASES: &str = "lease_id,site_id,role,start,expiry,rent,payment,in_advance,review,review_years,\
                      collar,compound,base_index_month,upward_only,lta_1954";
const TERMS: &str = "lease_id,kind,on,until,amount,party,notice_months\n";

/// The accounts of one lease on 31 March 2026 at no interest.
fn of(lease: &str, terms: &[&str], indices: &str) -> Accounts {
    let leases = format!("{LEASES}\nL,A,tenant,{lease}\n");
    let rows: String = terms.iter().map(|row| format!("L,{row}\n")).collect();
    let terms = format!("{TERMS}{rows}");
    let mut tables = vec![("sites", "site_id,name\nA,A\n"), ("leases", &leases)];
    if !rows.is_empty() {
        tables.push(("lease_events", &terms));
    }
    if !indices.is_empty() {
        tables.push(("indices", indices));
    }
    let policy =
        Policy::from_text(Some("[figures.lease_discount_rate]\nvalue = \"0%\"\n")).unwrap();
    accounts(&small_under("2026-03-31", &tables, &policy).estate, &policy)
}

/// Opening, additions, payments and closing of each year's liability; else why there is none.
fn liability(found: &Accounts) -> Vec<String> {
    match &found.leases[0].recognition {
        Recognition::On(account) => account
            .years
            .iter()
            .map(|y| {
                format!("{} {} {} {} {}", y.year, y.opening, y.additions, y.payments, y.closing)
            })
            .collect(),
        Recognition::Exempt(why) => vec![why.to_string()],
        Recognition::Peppercorn => vec!["peppercorn".to_owned()],
        Recognition::NotKnown(why) => vec![why.to_string()],
    }
}

fn changes(found: &Accounts) -> Vec<String> {
    found.leases[0].remeasured.iter().map(|(on, why)| format!("{on} {why}")).collect()
}

/// Five payments of £10,000; notice on 1 October 2025 for 31 March 2027 leaves that of 1 April 2026 alone.
#[test]
fn notice_of_a_break_counts_from_the_day_it_is_served() {
    let lease = "2024-04-01,2029-03-31,10000,yearly,yes,none,,,,,,";
    let breaks = ["break,2027-03-31,,,tenant,6", "served,2025-10-01,2027-03-31,,tenant,"];
    let found = of(lease, &breaks, "");
    let expected = [
        "2024/25 0.00 50000.00 10000.00 40000.00",
        "2025/26 40000.00 -20000.00 10000.00 10000.00",
        "2026/27 10000.00 0.00 10000.00 0.00",
    ];
    assert_eq!(liability(&found), expected);
    assert_eq!(changes(&found), ["2025-10-01 notice of a break"]);
    assert_eq!(liability(&of(lease, &breaks[..1], ""))[0], expected[0]);
}

/// £10,000 a year until a review finds £12,000 from 1 April 2025 on: £2,000 more in each of four years.
#[test]
fn a_rent_agreed_counts_from_the_day_of_its_review() {
    let lease = "2024-04-01,2029-03-31,12000,yearly,yes,market,,,,,,";
    let found = of(lease, &["step,2024-04-01,,10000,,", "review,2025-04-01,,12000,,"], "");
    let expected = [
        "2024/25 0.00 50000.00 10000.00 40000.00",
        "2025/26 40000.00 8000.00 12000.00 36000.00",
        "2026/27 36000.00 0.00 12000.00 24000.00",
        "2027/28 24000.00 0.00 12000.00 12000.00",
        "2028/29 12000.00 0.00 12000.00 0.00",
    ];
    assert_eq!(liability(&found), expected);
    assert_eq!(changes(&found), ["2025-04-01 rent review"]);
}

/// At least 2 % a year is fixed: £10,000, £10,200, £10,404, £10,612.08 and £10,824.32 together. The first review
/// finds £10,500: from then on £10,500, £10,710, £10,924.20 and £11,142.68, £1,236.48 more than was counted.
#[test]
fn a_collar_is_fixed_in_substance() {
    let lease = "2024-04-01,2029-03-31,10500,yearly,yes,cpi,1,2%,yes,2024-01,yes,";
    let indices = "series,month,value\ncpi,2024-01,100\ncpi,2025-01,105\n";
    let found = of(lease, &["step,2024-04-01,,10000,,"], indices);
    assert_eq!(
        liability(&found)[..3],
        [
            "2024/25 0.00 52040.40 10000.00 42040.40",
            "2025/26 42040.40 1236.48 10500.00 32776.88",
            "2026/27 32776.88 0.00 10710.00 22066.88",
        ]
    );
    let without = of(&lease.replace("2%", ""), &["step,2024-04-01,,10000,,"], indices);
    assert_eq!(liability(&without)[0], "2024/25 0.00 50000.00 10000.00 40000.00");
}

/// Lengthened on 1 October 2025 from 31 March 2029 to 31 March 2034: five payments more. One that had nine months
/// left when leases came on was short until its deed, and comes on with it.
#[test]
fn a_longer_term_counts_from_the_day_of_the_deed() {
    let lease = "2024-04-01,2034-03-31,10000,yearly,yes,none,,,,,,";
    let found = of(lease, &["deed_of_variation,2025-10-01,2029-03-31,,,"], "");
    assert_eq!(
        liability(&found)[..2],
        ["2024/25 0.00 50000.00 10000.00 40000.00", "2025/26 40000.00 50000.00 10000.00 80000.00",]
    );
    assert_eq!(changes(&found), ["2025-10-01 deed of variation"]);
    let lease = "2019-04-01,2029-03-31,10000,yearly,yes,none,,,,,,";
    let found = of(lease, &["deed_of_variation,2024-10-01,2024-12-31,,,"], "");
    assert_eq!(
        liability(&found)[..2],
        ["2024/25 0.00 40000.00 0.00 40000.00", "2025/26 40000.00 0.00 10000.00 30000.00"]
    );
}

#[rstest]
#[case("0", "peppercorn")]
#[case("100", "peppercorn")]
#[case("100.01", "2024/25 0.00 500.05 100.01 400.04")]
fn a_peppercorn_is_named_and_not_valued(#[case] rent: &str, #[case] first: &str) {
    let lease = format!("2024-04-01,2029-03-31,{rent},yearly,yes,none,,,,,,");
    let found = of(&lease, &[], "");
    assert_eq!(liability(&found)[0], first);
    let leases = format!("{LEASES}\nL,A,tenant,{lease}\n");
    let run = small("2026-03-31", &[("sites", "site_id,name\nA,A\n"), ("leases", &leases)]);
    let view = edition::view(run.results(policy()), Edition::Restricted).unwrap();
    let state = view.lease_accounts[0].state();
    assert_eq!(state.word() == "not_valued", first == "peppercorn", "{state}");
}

/// Held over since 1 April 2025, judged on 31 March 2026 to go on for 24 months: two payments of £10,000. Of a lease
/// that nothing protects nobody can say so.
#[test]
fn a_tenancy_that_holds_over_is_judged_by_what_is_likely() {
    let lease = "2010-04-01,2025-03-31,10000,yearly,yes,none,,,,,,protected";
    let found = of(lease, &[], "");
    let expected = [
        "2025/26 0.00 20000.00 0.00 20000.00",
        "2026/27 20000.00 0.00 10000.00 10000.00",
        "2027/28 10000.00 0.00 10000.00 0.00",
    ];
    assert_eq!(liability(&found), expected);
    assert_eq!(found.leases[0].likely_until.unwrap().to_string(), "2028-03-30");
    let open = of(&lease.replace("protected", "contracted_out"), &[], "");
    assert_eq!((liability(&open)[0].as_str(), open.leases[0].likely_until), ("short lease", None));
}

#[test]
fn the_bodys_own_borrowing_rate_comes_first() {
    let sample = Sample::new();
    let stand_in = accounts(&estate(&sample.folder), policy());
    let own = sample.text("treasury.toml", "[rates]\n", "[rates]\nlease = \"4%\"\n");
    let own = accounts(&estate(&own.folder), policy());
    assert_eq!((own.rate, own.own_rate), ("0.04".parse().unwrap(), true));
    assert_eq!((stand_in.rate, stand_in.own_rate), ("0.0557".parse().unwrap(), false));
    let owed = |found: &Accounts| {
        let on = found.leases.iter().filter_map(|lease| match &lease.recognition {
            Recognition::On(account) => Some(account.liability),
            _ => None,
        });
        Money::checked_sum(on).unwrap()
    };
    assert!(owed(&own) > owed(&stand_in));
}
