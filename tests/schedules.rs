//! Leases of every kind of dated term, paid by financial year from 2019/20 on.
//!
//! The sums were made again outside the program in exact fractions from the rules of design 7 alone: a whole
//! payment period its part of the year's rent, broken ones and changes within one by days.

use rstest::rstest;
use terrier::tenure::{RentState, payable};

use crate::published::{policy, small};

const LEASES: &str = "lease_id,site_id,role,start,expiry,rent,payment,in_advance,rent_free_months,review,\
                      review_years,cap,collar,compound,base_index_month,upward_only,erv,lta_1954,\
                      service_charge,day_count";
const TERMS: &str = "lease_id,kind,on,until,amount,rolling,party,notice_months\n";

/// Both series: 100 in January 2016 and 0.3 more each month, through February 2020.
fn indices() -> String {
    let mut text = "series,month,value\n".to_owned();
    for month in 0..50 {
        let (year, of_year, tenths) = (2016 + month / 12, month % 12 + 1, 1000 + 3 * month);
        for series in ["cpi", "rpi"] {
            let value = format!("{}.{}", tenths / 10, tenths % 10);
            text.push_str(&format!("{series},{year}-{of_year:02},{value}\n"));
        }
    }
    text
}

/// The rent of each year: `~` before an estimate, `?` for what is not known.
fn by_year(lease: &str, terms: &str) -> String {
    let leases = format!("{LEASES}\nL,A,{lease}\n");
    let rows: String = terms.split_whitespace().map(|row| format!("L,{row}\n")).collect();
    let (terms, indices) = (format!("{TERMS}{rows}"), indices());
    let mut tables =
        vec![("sites", "site_id,name\nA,A\n"), ("leases", &leases), ("indices", &indices)];
    if !rows.is_empty() {
        tables.push(("lease_events", &terms));
    }
    let found = payable(&small("2020-03-31", &tables).estate, policy());
    let rent = found.lines.iter().filter(|line| line.kind.word() == "rent");
    let shown = rent.map(|line| match (line.amount, line.state) {
        (Ok(sum), RentState::Known) => sum.to_string(),
        (Ok(sum), _) => format!("~{sum}"),
        (Err(_), _) => "?".to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[rstest]
#[case::two_free_years_of_five(
    "landlord,2020-03-25,2025-03-24,23000,quarter_days,yes,24,none,,,,,,,,contracted_out,0,365",
    "",
    "0.00 0.00 5750.00 23000.00 23000.00 17250.00"
)]
#[case::broken_at_both_ends_in_arrear(
    "tenant,2019-05-10,2022-05-09,23000,quarter_days,no,,none,,,,,,,,contracted_out,0,365",
    "",
    "20085.62 23000.00 23000.00 2898.63"
)]
#[case::monthly_from_the_31st(
    "tenant,2020-01-31,2021-04-15,10000,monthly,yes,,none,,,,,,,,contracted_out,0,365",
    "",
    "2500.00 9605.03"
)]
#[case::yearly_from_29_february_in_arrear(
    "tenant,2020-02-29,2024-02-28,1000.01,yearly,no,,none,,,,,,,,contracted_out,0,365",
    "",
    "1000.01 1000.01 1000.01 1000.01"
)]
#[case::one_day(
    "tenant,2020-06-24,2020-06-24,36500,quarter_days,yes,,none,,,,,,,,contracted_out,0,365",
    "",
    "100.00"
)]
#[case::nine_hundred_and_ninety_nine_years(
    "tenant,1999-01-01,2997-12-31,0.07,monthly,yes,,none,,,,,,,,contracted_out,0,365",
    "",
    "0.07 0.07 0.07 0.07 0.07 0.07 0.07 0.07 0.07 0.07"
)]
#[case::a_step_up_within_a_quarter(
    "tenant,2019-03-25,2022-03-24,10000,quarter_days,yes,,none,,,,,,,,contracted_out,0,365",
    "step,2020-08-15,,12000,,,",
    "10000.00 11746.58 9000.00"
)]
#[case::a_step_down_within_a_month_360_days(
    "tenant,2019-04-01,2021-03-31,12000,monthly,yes,,none,,,,,,,,contracted_out,0,360",
    "step,2020-08-15,,9000,,,",
    "12000.00 10116.67"
)]
#[case::an_agreed_review(
    "tenant,2017-06-24,2022-06-23,20000,quarter_days,yes,,market,3,,,,,yes,25000,contracted_out,0,365",
    "review,2020-06-24,,21500,,,",
    "20000.00 21500.00 21500.00"
)]
#[case::a_review_past_without_a_sum(
    "tenant,2015-03-25,2022-03-24,20000,yearly,yes,,market,5,,,,,yes,26000,contracted_out,0,365",
    "review,2020-03-25,,,,,",
    "20000.00 20000.00"
)]
#[case::a_market_review_estimated_which_may_fall(
    "tenant,2017-03-25,2023-03-24,20000,quarter_days,yes,,market,5,,,,,no,18000,contracted_out,0,365",
    "",
    "20000.00 20000.00 15000.00 ~4500.00 ~13500.00"
)]
#[case::cpi_compounded_cap(
    "tenant,2018-04-01,2023-03-31,10000,yearly,yes,,cpi,2,0.01,0,yes,2018-01,yes,,contracted_out,0,365",
    "",
    "10000.00 10201.00 10201.00 ~10201.00"
)]
#[case::rpi_simple_collar_15_months_behind(
    "tenant,2018-04-01,2024-03-31,10000,quarter_days,yes,,rpi,3,0.1,0.03,no,2017-01,no,,contracted_out,0,365",
    "",
    "10000.00 10239.91 11042.47 11042.47 8493.62"
)]
#[case::rent_free_from_within_a_month(
    "tenant,2019-04-01,2021-03-31,18250,monthly,yes,,none,,,,,,,,contracted_out,0,365",
    "rent_free,2020-05-11,2020-09-20,,,,",
    "18250.00 11645.83"
)]
#[case::part_rent_over_a_step(
    "tenant,2019-09-29,2022-09-28,30000,quarter_days,no,,none,,,,,,,,contracted_out,0,365",
    "part_rent,2020-03-01,2020-11-30,15000,,, step,2020-09-29,,32000,,,",
    "14003.42 20367.81 32000.00 16000.00"
)]
#[case::a_tenants_break_served(
    "tenant,2015-03-25,2025-03-24,40000,quarter_days,yes,,none,,,,,,,,contracted_out,0,365",
    "break,2021-03-24,,,,tenant,6 served,2020-03-01,,,,,",
    "40000.00 30000.00"
)]
#[case::a_rolling_break_served_within_a_month(
    "tenant,2015-04-01,2025-03-31,12000,monthly,yes,,none,,,,,,,,contracted_out,0,365",
    "break,2018-04-01,,,yes,tenant,6 served,2020-03-15,,,,,",
    "12000.00 5493.15"
)]
#[case::a_landlords_break_exercised_yearly_in_advance(
    "tenant,2015-04-01,2025-03-31,36500,yearly,yes,,none,,,,,,,,contracted_out,0,365",
    "break,2020-06-30,,,,landlord,6 exercised,2020-02-01,,,,,",
    "36500.00 9100.00"
)]
#[case::a_mutual_break_waived(
    "tenant,2015-03-25,2022-03-24,40000,quarter_days,yes,,none,,,,,,,,contracted_out,0,365",
    "break,2021-03-24,,,,mutual,6 waived,2020-03-01,,,,,",
    "40000.00 40000.00 30000.00"
)]
#[case::a_conditional_break_still_open(
    "tenant,2015-03-25,2022-03-24,40000,quarter_days,yes,,none,,,,,,,,contracted_out,0,365",
    "break,2021-03-24,,,,tenant,6",
    "40000.00 40000.00 30000.00"
)]
#[case::nine_months_free_from_midsummer(
    "tenant,2019-06-24,2021-06-23,118000,quarter_days,yes,9,none,,,,,,,,contracted_out,0,365",
    "",
    "29823.29 118000.00"
)]
fn a_schedule_is_what_its_terms_say(
    #[case] lease: &str,
    #[case] terms: &str,
    #[case] expected: &str,
) {
    assert_eq!(by_year(lease, terms), expected);
}
