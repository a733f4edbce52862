//! Leases as people have them: without an end, rent by the quarter or month, notice in weeks or days or not recorded.

use rstest::rstest;
use terrier::{
    batch::Run,
    edition::{Edition, TestReason, View, lease_events, view},
    finance::{ExitRoute, LeaseExemption},
    model::Money,
    tenure::{Recognition, accounts, payable},
};

use crate::published::{dated_cells, policy, rows, small, text, without_charts};

const LEASES: &str = "lease_id,site_id,role,counterparty,start,expiry,periodic,rent,rent_period,payment,in_advance,\
                      review,lta_1954,service_charge,dilapidations\n";
const TERMS: &str =
    "lease_id,kind,on,until,rolling,party,notice_months,notice_weeks,notice_days,penalty\n";

fn estate(date: &str, leases: &str, terms: &str) -> Box<Run> {
    let leases = format!("{LEASES}{leases}");
    let terms = format!("{TERMS}{terms}");
    let mut tables = vec![("sites", "site_id,name,tenure\nA,A,leasehold\n"), ("leases", &leases)];
    if terms != TERMS {
        tables.push(("lease_events", &terms));
    }
    small(date, &tables)
}

fn restricted(run: &Run) -> View {
    view(run.results(policy()), Edition::Restricted).unwrap()
}

fn pounds(text: &str) -> Money {
    Money::pounds(text.parse().unwrap())
}

/// £1,902.09 a month and £3,000.01 a quarter are £22,825.08 and £12,000.04 a year; monthly payments of the first are
/// £1,902.09 each, of the second £1,000.00 and now and then a penny more.
#[rstest]
#[case("1902.09,month", "22825.08", "1200")]
#[case("3000.01,quarter", "12000.04", "400")]
#[case("12000,year", "12000.00", "100")]
#[case("12000,", "12000.00", "100")]
fn rent_by_the_quarter_or_month_is_a_years_exactly(
    #[case] rent: &str,
    #[case] a_year: &str,
    #[case] charge: &str,
) {
    let lease = format!(
        "L,A,tenant,,2019-04-01,2029-03-31,,{rent},monthly,yes,none,contracted_out,100,0\n"
    );
    let run = estate("2020-03-31", &lease, "");
    let estate = run.results(policy()).estate;
    assert_eq!(estate.leases[0].rent, Some(pounds(a_year)));
    assert_eq!(estate.leases[0].service_charge, Some(pounds(charge)));
    let lines = payable(estate, policy()).lines;
    let year = lines.iter().find(|l| l.year.to_string() == "2020/21" && l.kind.word() == "rent");
    assert_eq!(year.unwrap().amount, Ok(pounds(a_year)));
}

const PERIODIC: &str = "L,A,tenant,,2015-04-01,,yes,1902.09,month,monthly,yes,none,protected,0,0\n";

/// It runs, pays in every year shown and ends by the notice that the law gives it; nobody makes up a last day.
#[test]
fn a_periodic_tenancy_runs_on_and_shows_no_last_day() {
    let run = estate("2020-03-31", PERIODIC, "");
    let results = run.results(policy());
    let exit = &results.tenure.sites[0];
    assert_eq!((exit.route, exit.notice), (ExitRoute::NoticeToQuit, None));
    assert_eq!(exit.on.unwrap().to_string(), "2020-04-30");
    let lines = payable(results.estate, policy()).lines;
    let rents: Vec<_> =
        lines.iter().filter(|l| l.kind.word() == "rent").map(|l| l.amount).collect();
    assert_eq!(rents.len(), 11 - 1);
    assert!(rents[1..].iter().all(|r| *r == Ok(pounds("22825.08"))), "{rents:?}");
    let of = accounts(results.estate, policy()).leases;
    assert_eq!(of[0].recognition, Recognition::Exempt(LeaseExemption::Periodic));
    let shown = restricted(&run);
    let row = &shown.running_leases[0];
    assert_eq!((row.ends_on, row.holds_over), (None, false));
    assert!(shown.lease_events.is_empty());
    let files = without_charts(&run, Edition::Restricted);
    assert_eq!(rows(&files["exits.csv"])[0]["basis"], "periodic tenancy: notice to quit");
    let page = text(&files, "report.html");
    assert!(page.contains("Notice to quit"));
}

/// A recorded break on any day comes before the law's notice: 14 days from 31 March 2020 is 14 April.
#[test]
fn a_recorded_break_on_any_day_ends_a_periodic_tenancy() {
    let rolling = "L,break,2015-04-01,,yes,tenant,,2,,0\n";
    let run = estate("2020-03-31", PERIODIC, rolling);
    let exit = &run.results(policy()).tenure.sites[0];
    assert_eq!(
        (exit.route, exit.on.unwrap().to_string()),
        (ExitRoute::Break, "2020-04-14".to_owned())
    );
    let events = lease_events(run.results(policy()), 60);
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].act_by, events[0].legal_last_day), (None, None));
    assert_eq!(dated_cells(&events)[0]["what"], "our break, 2 weeks' notice; on any day");
    let page = text(&without_charts(&run, Edition::Restricted), "report.html").to_owned();
    assert!(page.contains("any day"));
}

/// Weeks and days are counted back by the calendar; what is given twice counts as not recorded.
#[rstest]
#[case(",26,", Some(("2016-03-27", "2016-03-24")))]
#[case(",,90", Some(("2016-06-27", "2016-06-27")))]
#[case("6,,", Some(("2016-03-25", "2016-03-24")))]
#[case("6,26,", None)]
#[case(",,", None)]
fn a_notice_is_in_months_weeks_or_days(#[case] notice: &str, #[case] days: Option<(&str, &str)>) {
    let lease = "L,A,tenant,,2010-09-26,2018-09-25,,10000,,yearly,yes,none,contracted_out,0,0\n";
    let terms = format!("L,break,2016-09-25,,no,tenant,{notice},5000\n");
    let run = estate("2015-03-31", lease, &terms);
    let event = &lease_events(run.results(policy()), 60)[0];
    let found = event.legal_last_day.zip(event.working_day);
    let found = found.map(|(legal, working)| (legal.to_string(), working.to_string()));
    assert_eq!(found, days.map(|(legal, working)| (legal.to_owned(), working.to_owned())));
    assert_eq!(event.act_by.is_some(), days.is_some());
}

/// A fixed break keeps its own day; one on any day has no day at all: nowhere a day to act.
#[rstest]
#[case("2021-03-31,,no", 1)]
#[case("2019-03-31,,yes", 0)]
#[case("2019-03-31,2023-03-31,yes", 0)]
#[case("2021-03-31,,yes", 1)]
fn a_notice_that_is_not_recorded_leaves_no_day_to_act(#[case] on: &str, #[case] entries: usize) {
    let lease = "L,A,tenant,,2015-04-01,2030-03-31,,10000,,yearly,yes,none,contracted_out,0,0\n";
    let run = estate("2020-03-31", lease, &format!("L,break,{on},tenant,,,,5000\n"));
    let files = without_charts(&run, Edition::Restricted);
    let row = &rows(&files["lease_events.csv"])[0];
    for column in ["act_by", "legal_last_day", "working_day"] {
        assert_eq!(row[column], "", "{column}");
    }
    assert_eq!(row["state"], "not_known");
    let calendar = text(&files, "lease_events.ics");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), entries, "{calendar}");
    assert!(!calendar.contains("Act by") && !calendar.contains("Latest date"));
    let page = text(&files, "report.html");
    assert!(page.contains("<th scope=\"row\" class=\"day\">notice not recorded</th>"));
    assert!(!text(&files, "paper.md").contains("2015-04-01"));
    let exits = &rows(&files["exits.csv"])[0];
    assert_eq!((exits["act_by"].as_str(), exits["exit_on"].as_str()), ("", "2030-03-31"));
}

/// A letting without an end: whether our own exit can be kept depends on a notice of ours.
#[test]
fn a_periodic_letting_is_tested_without_a_last_day() {
    let leases = "H,A,tenant,,2015-04-01,2030-03-31,,10000,,yearly,yes,none,contracted_out,0,0\n\
                  S,A,landlord,Shop,2016-04-01,,yes,500,month,monthly,yes,none,contracted_out,0,0\n";
    let run = estate("2020-03-31", leases, "");
    let shown = restricted(&run);
    let tests = &shown.lettings.running[0].tests;
    assert!(tests.iter().any(|t| matches!(t.reason, TestReason::Periodic(_))));
    let lines = rows(&without_charts(&run, Edition::Restricted)["rent.csv"]);
    assert!(lines.iter().any(|r| r["lease_id"] == "S" && r["amount"] == "6000.00"));
}
