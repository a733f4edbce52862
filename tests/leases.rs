//! What is ahead of leases, what they pay by year and how they stand in the accounts, worked by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rstest::rstest;
use terrier::{
    batch::Run,
    edition::{Edition, LeaseEventRow, lease_events, view},
    finance::{LeaseYear, NotKnown},
    model::{Money, Rule},
    tenure::{Recognition, accounts, payable},
};

use crate::{
    published::{
        Rows, dated_cells, folder, newest, policy, rows, small, text, units, without_charts,
    },
    sample::findings_of,
};

const LEASES: &str = "lease_id,site_id,role,start,expiry,rent,payment,in_advance,rent_free_months,review,\
                      review_years,upward_only,erv,lta_1954,service_charge\n";
const TERMS: &str =
    "lease_id,kind,on,until,rolling,party,notice_months,penalty,amount,conditions\n";

/// One site with leases and dated terms, each without its header.
fn estate(date: &str, leases: &str, terms: &str) -> Box<Run> {
    let leases = format!("{LEASES}{leases}");
    let terms = format!("{TERMS}{terms}");
    let mut tables = vec![("sites", "site_id,name,tenure\nA,A,leasehold\n"), ("leases", &leases)];
    if terms != TERMS {
        tables.push(("lease_events", &terms));
    }
    small(date, &tables)
}

fn ahead(run: &Run, months: u32) -> Vec<LeaseEventRow> {
    lease_events(run.results(policy()), months)
}

/// The events in short: kind, day, last day to act, state.
fn in_short(events: &[LeaseEventRow]) -> Vec<String> {
    let row = |e: &LeaseEventRow| {
        format!(
            "{} {} {} {}",
            e.kind,
            e.on,
            e.act_by.unwrap(),
            e.state.map_or("not_known", |s| s.word())
        )
    };
    events.iter().map(row).collect()
}

fn pounds(text: &str) -> Option<Money> {
    Some(Money::pounds(text.parse().unwrap()))
}

/// A lease from 26 September 2010 at £10,000 in yearly payments in advance, until 25 September 2018.
const YEARLY: &str =
    "L,A,tenant,2010-09-26,2018-09-25,10000,yearly,yes,0,none,,,,contracted_out,0\n";
const BREAK: &str = "L,break,2016-09-25,,no,tenant,6,5000,,vacant possession\n";

/// Six months before 25 September 2016 is Good Friday, 25 March: 24 March, less 28 days 25 February.
/// Missed, two payments more fall due: on 26 September 2016, a year and 179 days ahead, and 2017, two years and 179
/// days. £10,000 ÷ 1.0557^(1 + 179 ÷ 365) + £10,000 ÷ 1.0557^(2 + 179 ÷ 365) = £9,223.91 + £8,737.24.
#[test]
fn a_break_has_three_days_and_the_price_of_missing_it() {
    let run = estate("2015-03-31", YEARLY, BREAK);
    let events = ahead(&run, 18);
    assert_eq!(in_short(&events), ["break 2016-09-25 2016-02-25 open"]);
    let event = &events[0];
    assert_eq!(event.legal_last_day.unwrap().to_string(), "2016-03-25");
    assert_eq!(event.working_day.unwrap().to_string(), "2016-03-24");
    assert_eq!(event.cost_of_missing, pounds("17961.15"));
    assert_eq!(event.next_exit.unwrap().to_string(), "2018-09-25");
    assert_eq!(event.penalty, pounds("5000"));
    let cells = &dated_cells(&events)[0];
    assert_eq!(
        (cells["what"].as_str(), cells["not_known"].as_str()),
        ("our break, 6 months' notice", "")
    );
    // Its last day to act is within eleven months, its own day is not.
    assert_eq!(ahead(&run, 11).len(), 1);
    assert_eq!(ahead(&run, 10).len(), 0);
}

/// One runs, one ended with nothing to hold over by, one is protected and holds over, one is still to begin.
#[test]
fn leases_that_have_not_ended_are_listed_for_the_body_alone() {
    let lease = |id: &str, start: &str, expiry: &str, act: &str| {
        format!("{id},A,tenant,{start},{expiry},1,yearly,yes,0,none,,,,{act},0\n")
    };
    let leases = [
        lease("D", "2016-01-01", "2018-09-25", "contracted_out"),
        lease("C", "2010-01-01", "2015-01-01", "protected"),
        lease("B", "2010-01-01", "2015-01-01", "contracted_out"),
        YEARLY.to_owned(),
    ];
    let run = estate("2015-03-31", &leases.concat(), "");
    let view = |edition| view(run.results(policy()), edition).unwrap();
    let running = view(Edition::Restricted).running_leases;
    let row = |l: &terrier::edition::LeaseRow| {
        format!("{} {} {}", l.lease_id, l.ends_on.unwrap(), l.holds_over)
    };
    let expected = ["C 2015-01-01 true", "D 2018-09-25 false", "L 2018-09-25 false"];
    assert_eq!(running.iter().map(row).collect::<Vec<_>>(), expected);
    let public = view(Edition::Public);
    assert!(public.running_leases.is_empty() && public.lease_rate.is_none());
}

/// With another break a year later the first costs one payment to miss.
#[test]
fn the_next_break_ends_what_missing_one_costs() {
    let later = "L,break,2017-09-25,,no,tenant,6,0,,\n";
    let run = estate("2015-03-31", YEARLY, &format!("{BREAK}{later}"));
    let events = ahead(&run, 60);
    let costs: Vec<_> = events.iter().map(|e| e.cost_of_missing).collect();
    assert_eq!(costs, [pounds("9223.91"), pounds("8737.24"), None]);
}

/// £10,000 a year from 1 April 2018, by the index of 15 months before: 100 at the start, 121 for the review on
/// 1 April 2021. Missed on 31 March 2021, £12,100.00 falls due in 366 days: ÷ 1.0557^(366 ÷ 365). Missed on 30
/// September 2020, so do £10,000.00 less 183 ÷ 365 of it on 1 April 2020, a day ahead.
#[rstest]
#[case("2021-03-31", "11459.89")]
#[case("2020-09-30", "16445.45")]
fn missing_a_break_keeps_the_payment_days_and_the_index_of_the_lease(
    #[case] on: &str,
    #[case] cost: &str,
) {
    let leases = "lease_id,site_id,role,start,expiry,rent,payment,in_advance,review,review_years,\
                  base_index_month,upward_only,service_charge\n\
                  L,A,tenant,2018-04-01,2022-03-31,10000,yearly,yes,cpi,3,2017-01,yes,0\n";
    let terms = format!("{TERMS}L,break,{on},,no,tenant,3,0,,\n");
    let index = "series,month,value\ncpi,2017-01,100\ncpi,2018-01,105\ncpi,2020-01,121\n";
    let run = small(
        "2020-03-31",
        &[
            ("sites", "site_id,name\nA,A\n"),
            ("leases", leases),
            ("lease_events", &terms),
            ("indices", index),
        ],
    );
    assert_eq!(ahead(&run, 12)[0].cost_of_missing, pounds(cost));
}

#[rstest]
#[case("2015-10-01", "", "break 2016-09-25 2016-02-25 urgent")]
#[case("2016-03-26", "", "break 2016-09-25 2016-09-25 missed")]
#[case("2016-03-26", "L,served,2016-03-25,,,,,,,\n", "break 2016-09-25 2016-09-25 served")]
#[case("2016-03-26", "L,waived,2016-03-25,,,,,,,\n", "break 2016-09-25 2016-09-25 waived")]
fn a_break_is_listed_while_its_day_is_ahead(
    #[case] as_of: &str,
    #[case] act: &str,
    #[case] shown: &str,
) {
    let events = ahead(&estate(as_of, YEARLY, &format!("{BREAK}{act}")), 12);
    assert_eq!(in_short(&events)[..1], [shown]);
    assert_eq!(events[0].not_known, []);
    let costs = shown.ends_with("urgent");
    assert_eq!(events[0].cost_of_missing.is_some(), costs);
    // Nothing follows the day a served break ends the term.
    let served = shown.ends_with("served");
    assert_eq!(
        ahead(&estate(as_of, YEARLY, &format!("{BREAK}{act}")), 60).len(),
        if served { 1 } else { 2 }
    );
}

#[test]
fn what_is_not_known_of_a_break_is_said_and_never_zero() {
    let unrented = YEARLY.replace(",10000,", ",,").replace("contracted_out,0", "contracted_out,");
    let vague = "L,break,2016-09-25,,,,,,,\nL,break,2017-09-25,,no,tenant,6,,,\n";
    let events = ahead(&estate("2015-03-31", &unrented, vague), 36);
    let shown: Vec<_> = events
        .iter()
        .map(|e| (e.state.map_or("not_known", |s| s.word()), e.cost_of_missing))
        .collect();
    assert_eq!(shown, [("not_known", None), ("open", None)]);
    insta::assert_snapshot!(dated_cells(&events).iter().map(|e| e["not_known"].clone()).collect::<Vec<_>>().join("\n"), @"
    the notice of the break on 2016-09-25 is not recorded; who may use the break on 2016-09-25 is not recorded
    the rent is not recorded; the penalty of the break on 2017-09-25 is not recorded
    ");
    // Without the service charge the cost is the rent's, and it is said so.
    let uncharged = YEARLY.replace("contracted_out,0", "contracted_out,");
    let events = ahead(&estate("2015-03-31", &uncharged, BREAK), 18);
    assert_eq!(events[0].cost_of_missing, pounds("17961.15"));
    assert_eq!(events[0].not_known, [NotKnown::ServiceCharge]);
}

#[test]
fn a_protected_subtenant_stands_in_the_way_of_a_break() {
    let leases = "lease_id,site_id,role,parent_lease_id,start,expiry,rent,payment,in_advance,lta_1954\n\
                  L,A,tenant,,2010-09-26,2018-09-25,10000,yearly,yes,contracted_out\n\
                  S,A,landlord,L,2014-09-26,2018-09-20,4000,yearly,yes,protected\n";
    let terms = format!("{TERMS}{BREAK}");
    let run = small(
        "2015-03-31",
        &[("sites", "site_id,name\nA,A\n"), ("leases", leases), ("lease_events", &terms)],
    );
    let events = ahead(&run, 18);
    let what = &dated_cells(&events)[0]["what"];
    assert_eq!(what, "our break, 6 months' notice; the subtenant of S is protected");
    assert_eq!(events[0].cost_of_missing, None);
}

#[test]
fn a_lease_past_its_term_is_always_listed_unless_it_is_contracted_out() {
    let leases = "L1,A,tenant,2010-01-01,2014-12-31,1,yearly,yes,0,none,,,,protected,0\n\
                  L2,A,tenant,2010-01-01,2014-12-31,1,yearly,yes,0,none,,,,contracted_out,0\n\
                  L3,A,landlord,2010-01-01,2014-12-31,1,yearly,yes,0,none,,,,,0\n";
    let events = dated_cells(&ahead(&estate("2015-11-30", leases, ""), 0));
    let shown: Vec<_> = events
        .iter()
        .map(|e| format!("{} {} {}", e["lease_id"], e["falls_on"], e["what"]))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    L1 2016-02-29 holding over since 2014-12-31; our 3 months' notice ends it
    L3 2016-02-29 holding over since 2014-12-31; their 3 months' notice ends it
    ");
}

#[test]
fn reviews_steps_and_ends_are_listed_until_the_term_ends() {
    let lease =
        "L,A,tenant,2010-03-25,2030-03-24,20000,quarter_days,yes,0,market,5,yes,22000,,1000\n";
    let terms = "L,review,2020-03-25,,,,,,21000,\nL,review,2014-03-25,,,,,,,\n\
                 L,step,2016-03-25,,,,,,,\nL,part_rent,2015-01-01,2015-12-31,,,,,5000,\n\
                 L,deed_of_variation,2016-05-01,,,,,,,\n";
    let events = dated_cells(&ahead(&estate("2015-03-31", lease, terms), 12 * 20));
    let shown: Vec<_> = events
        .iter()
        .map(|e| format!("{} {} {}: {}", e["falls_on"], e["state"], e["what"], e["not_known"]))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    2014-03-25 undecided market review: 
    2016-01-01 ahead part-rent period ends: then £20,000.00 a year: 
    2016-03-25 ahead stepped rent, sum not recorded: the step on 2016-03-25 names no rent
    2016-05-01 ahead deed of variation takes effect: 
    2020-03-25 agreed market review: £21,000.00 a year agreed: 
    2025-03-25 ahead market review: 
    2030-03-24 ahead term ends; whether it is contracted out is not recorded: 
    ");
}

#[test]
fn an_agreement_ends_once_for_all_its_parties() {
    let agreements = "agreement_id,party,site_id,end,share\n\
                      G,Police,,2020-12-31,60%\nG,Fire,,2020-12-31,\nH,Fire,A,2020-01-01,\n";
    let run = small("2020-03-31", &[("sites", "site_id,name\nA,A\n"), ("agreements", agreements)]);
    let events = dated_cells(&ahead(&run, 12));
    let shown: Vec<_> = events.iter().map(|e| (&*e["agreement_id"], &*e["what"])).collect();
    let expected = [("G", "agreement ends: Fire; Police 60%")];
    assert_eq!(shown, expected);
}

/// The letting at £23,000 with two years free, by the day each quarter falls due: from 25 March 2022 on
/// 1, 4, 4 and 3 quarters of £5,750.00 in the years to 31 March; £69,000.00 in all.
#[test]
fn a_letting_with_two_years_free_is_paid_by_financial_year() {
    let lease = "L,A,landlord,2020-03-25,2025-03-24,23000,quarter_days,yes,24,none,,,24500,contracted_out,0\n";
    let run = estate("2020-03-31", lease, "");
    let found = payable(&run.estate, policy());
    let shown: Vec<_> = found
        .lines
        .iter()
        .map(|l| format!("{} {} {}", l.year, l.amount.unwrap(), l.state))
        .collect();
    assert_eq!(
        shown,
        [
            "2019/20 0.00 known",
            "2020/21 0.00 known",
            "2021/22 5750.00 known",
            "2022/23 23000.00 known",
            "2023/24 23000.00 known",
            "2024/25 17250.00 known",
        ]
    );
    let events = ahead(&run, 60);
    let expected =
        ["rent_free_end 2022-03-25 2022-03-25 ahead", "expiry 2025-03-24 2025-03-24 ahead"];
    assert_eq!(in_short(&events), expected);
    assert_eq!(events[0].amount, pounds("23000"));
}

/// Reviewed on 25 March 2022 to the market: £20,000 until then, £22,000 estimated after it. The lease
/// without a rent is in no sum.
#[test]
fn a_market_review_ahead_is_an_estimate_and_no_rent_is_no_zero() {
    let leases = "L,A,tenant,2017-03-25,2027-03-24,20000,quarter_days,yes,0,market,5,yes,22000,,0\n\
                  N,A,tenant,2017-03-25,2021-03-24,,quarter_days,yes,0,none,,,,,\n";
    let run = estate("2020-03-31", leases, "");
    let found = payable(&run.estate, policy());
    let total = |t: &terrier::tenure::RentTotal| {
        let sums = format!("{} {}", t.known.unwrap(), t.estimated.unwrap());
        format!("{} {} {sums} {} {}", t.year, t.kind, t.leases, t.not_in)
    };
    let shown: Vec<_> = found.totals.iter().map(total).collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    2019/20 rent 20000.00 0.00 1 1
    2019/20 service_charge 0.00 0.00 0 1
    2020/21 rent 20000.00 0.00 1 1
    2020/21 service_charge 0.00 0.00 0 1
    2021/22 rent 15000.00 5500.00 1 0
    2022/23 rent 0.00 22000.00 1 0
    2023/24 rent 0.00 22000.00 1 0
    2024/25 rent 0.00 22000.00 1 0
    2025/26 rent 0.00 22000.00 1 0
    2026/27 rent 0.00 16500.00 1 0
    ");
    let unknown = found.lines.iter().find(|l| l.lease_id.as_str() == "N").unwrap();
    assert_eq!(
        unknown.amount.map_err(|e| e.to_string()),
        Err("the rent is not recorded".to_owned())
    );
}

/// From 1 April 2024: five payments of £10,000 on 1 April of 2024 to 2028. Liability 10,000 × (1 + 1 ÷
/// 1.0557^(365 ÷ 365) + …) = £44,993.79; straight-line over 1,826 days.
#[test]
fn a_lease_comes_on_the_balance_sheet_and_goes_to_nothing() {
    let leases = "L,A,tenant,2024-04-01,2029-03-31,10000,yearly,yes,0,none,,,,,0\n\
                  S,A,tenant,2024-04-01,2025-03-31,10000,yearly,yes,0,none,,,,,0\n\
                  N,A,tenant,2024-04-01,2029-03-31,,yearly,yes,0,none,,,,,0\n\
                  E,A,tenant,2014-04-01,2024-03-31,10000,yearly,yes,0,none,,,,,0\n\
                  O,A,landlord,2024-04-01,2029-03-31,10000,yearly,yes,0,none,,,,,0\n";
    let run = estate("2024-03-31", leases, "");
    let found = accounts(&run.estate, policy());
    let shown: Vec<_> = found
        .leases
        .iter()
        .map(|l| match &l.recognition {
            Recognition::On(account) => format!("{} {}", l.lease_id, account.liability),
            Recognition::Exempt(why) => format!("{} {why}", l.lease_id),
            Recognition::Peppercorn => format!("{} peppercorn", l.lease_id),
            Recognition::NotKnown(why) => format!("{} {why}", l.lease_id),
        })
        .collect();
    let expected =
        ["E ended before adoption", "L 44993.79", "N the rent is not recorded", "S short lease"];
    assert_eq!(shown, expected);
    let years: Vec<_> = found.years.iter().map(|y| (y.leases, y.not_in)).collect();
    assert_eq!(years, [(1, 1); 5]);
    let last = found.years.last().unwrap().sums.unwrap();
    assert_eq!((last.closing, last.asset_closing), (Money::ZERO, Money::ZERO));
}

/// No term is too odd: whatever is asked of it, it is answered or not known.
#[rstest]
#[case("2020-03-31,2020-03-31,1000,quarter_days")]
#[case("1702-01-01,2700-12-31,0.01,monthly")]
#[case("2020-02-29,2024-02-28,1000,yearly")]
#[case("2030-06-15,2031-06-14,1000,quarter_days")]
#[case("2010-06-15,2031-06-14,,quarter_days")]
#[case("1900-01-01,2019-12-31,999999999.99,monthly")]
#[case("2020-03-31,2998-12-31,1000,yearly")]
fn no_lease_is_too_odd(#[case] cells: &str) {
    let lease = |id: &str, role: &str| format!("{id},A,{role},{cells},no,1,rpi,1,,,,\n");
    let leases = lease("L", "tenant") + &lease("M", "landlord");
    let terms = "L,break,2020-02-29,,yes,tenant,3,,,\nM,break,2025-02-28,2024-01-01,,,0,,,\n\
                 L,rent_free,2020-01-01,,,,,,,\nL,review,2021-01-01,,,,,,,\n";
    let run = estate("2020-03-31", &leases, terms);
    assert!(dated_cells(&ahead(&run, 12_000)).iter().all(|e| !e["what"].is_empty()));
    let files = without_charts(&run, Edition::Restricted);
    let accounts = rows(&files["lease_accounts.csv"]);
    assert!(accounts.iter().all(|r| r["lease_id"] == "L"));
    assert!(files.contains_key("lease_events.ics"));
}

/// opening + additions + interest − payments = closing, and the asset's line likewise.
fn adds_up(year: &LeaseYear) -> bool {
    let sum = |plus: &[Money], minus: Money| {
        Money::checked_sum(plus.iter().copied()).and_then(|s| s.checked_sub(minus)).unwrap()
    };
    sum(&[year.opening, year.additions, year.interest], year.payments) == year.closing
        && sum(&[year.asset_opening, year.asset_additions], year.depreciation) == year.asset_closing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    /// Each year's line adds up, begins with what the one before left, and the totals are the lines'.
    #[test]
    fn accounts_reconcile(
        terms in proptest::collection::vec(
            (0_u64..20_000, 1_u64..12_000, proptest::option::of(0_i64..50_000_000), 0_usize..3, any::<bool>()),
            1..20,
        ),
    ) {
        let first = terrier::model::Date::from_ymd_opt(1990, 1, 1).unwrap();
        let lease = |(n, (start, days, rent, payment, advance)): (usize, &(u64, u64, Option<i64>, usize, bool))| {
            let start = first + chrono::Days::new(*start);
            let expiry = start + chrono::Days::new(*days);
            let rent = rent.map(|p| Money::from_pence(p).to_string()).unwrap_or_default();
            let payment = ["quarter_days", "monthly", "yearly"][*payment];
            let advance = if *advance { "yes" } else { "no" };
            format!("L{n},A,tenant,{start},{expiry},{rent},{payment},{advance},0,none,,,,,0\n")
        };
        let leases: String = terms.iter().enumerate().map(lease).collect();
        let run = estate("2025-03-31", &leases, "");
        let found = accounts(&run.estate, policy());
        let mut closing: BTreeMap<_, Money> = BTreeMap::new();
        for lease in &found.leases {
            let Recognition::On(account) = &lease.recognition else { continue };
            prop_assert!(account.years.iter().all(adds_up));
            prop_assert!(account.years.windows(2).all(|y| y[0].closing == y[1].opening));
            prop_assert!(account.years.windows(2).all(|y| y[0].asset_closing == y[1].asset_opening));
            let last = account.years.last().unwrap();
            prop_assert_eq!((last.closing, last.asset_closing), (Money::ZERO, Money::ZERO));
            for year in &account.years {
                let sum = closing.entry(year.year).or_default();
                *sum = sum.checked_add(year.closing).unwrap();
            }
        }
        prop_assert_eq!(found.years.len(), closing.len());
        for year in &found.years {
            let sums = year.sums.unwrap();
            prop_assert!(adds_up(&sums));
            prop_assert_eq!(sums.closing, closing[&year.year]);
        }
    }
}

#[test]
fn the_files_of_the_sample_add_up() {
    let report = newest(Edition::Restricted);
    let table = |name: &str| rows(&report[name]);
    let sum =
        |rows: &Rows, column: &str, keep: &dyn Fn(&BTreeMap<String, String>) -> bool| -> i64 {
            rows.iter().filter(|r| keep(r)).filter_map(|r| units(&r[column], 2)).sum()
        };
    let (lines, totals) = (table("rent.csv"), table("rent_totals.csv"));
    for state in ["known", "estimated"] {
        let of_lines = sum(&lines, "amount", &|r| r["state"] == state);
        assert_eq!(of_lines, sum(&totals, state, &|_| true), "{state}");
        assert_ne!(of_lines, 0);
    }
    assert!(lines.iter().all(|r| r["amount"].is_empty() != r["not_known"].is_empty()));
    let (lines, totals) = (table("lease_accounts.csv"), table("lease_account_totals.csv"));
    for column in ["opening", "additions", "interest", "payments", "closing", "depreciation"] {
        assert_eq!(sum(&lines, column, &|_| true), sum(&totals, column, &|_| true), "{column}");
    }
    assert_eq!(table("exits.csv").len(), table("ranking.csv").len());
    let acts: Vec<_> = table("lease_events.csv").iter().map(|r| r["act_by"].clone()).collect();
    assert!(acts.is_sorted());
}

#[test]
fn negotiating_positions_are_absent_from_the_public_edition_which_says_why() {
    let report = newest(Edition::Public);
    let files =
        ["lease_events.csv", "lease_events.ics", "rent.csv", "lease_accounts.csv", "exits.csv"];
    let manifest = text(report, "manifest.json");
    for file in files {
        assert!(!report.contains_key(file), "{file}");
        let absent = format!("\"{file}\": \"negotiating positions are not for publication\"");
        assert!(manifest.contains(&absent), "{file}");
    }
    let bare = small("2020-03-31", &[("sites", "site_id,name\nA,A\n")]);
    let files = without_charts(&bare, Edition::Restricted);
    assert!(!files.contains_key("rent.csv") && files.contains_key("exits.csv"));
}

/// A lease as tenant that ended before the day of the snapshot, at a site still in use, is told; on the day it still
/// runs, and neither what is let to others nor what is sold holds over.
#[rstest]
#[case::the_day_before("tenant", "operational", "2020-03-30", true)]
#[case::the_day("tenant", "operational", "2020-03-31", false)]
#[case::empty("tenant", "vacant", "2020-03-30", true)]
#[case::let_to_others("landlord", "operational", "2020-03-30", false)]
#[case::sold("tenant", "sold", "2020-03-30", false)]
#[case::sold_and_let("landlord", "sold", "2020-03-30", false)]
fn a_lease_holds_over_where_we_are_tenants_of_a_site_in_use(
    #[case] role: &str,
    #[case] status: &str,
    #[case] expiry: &str,
    #[case] told: bool,
) {
    let sites = format!("site_id,name,use,status,status_on\nA,Hall,office,{status},2019-06-30\n");
    let leases = format!("lease_id,site_id,role,start,expiry\nL1,A,{role},2010-03-31,{expiry}\n");
    let root = folder(&[("sites", &sites), ("leases", &leases)]);
    let findings = findings_of(&root.path().join("2020-03-31"));
    assert_eq!(findings.iter().any(|found| found.rule == Rule::HoldingOver), told, "{findings:?}");
}
