//! What each lease comes to, and the terms of all together, worked by hand.

use terrier::{
    batch::Run,
    edition::{Edition, Ends, LeaseSummaries, lease_summary, view},
    finance::NotKnown,
    model::{FinancialYear, Money},
};

use crate::published::{Rows, newest, policy, rows, small, text, units, without_charts};

const SITES: &str = "site_id,name,tenure,use,district,epc_rating\n";
const LEASES: &str = "lease_id,site_id,role,area_m2,start,expiry,periodic,rent,payment,in_advance,\
                      rent_free_months,review,erv,lta_1954\n";
const TERMS: &str = "lease_id,kind,on,until,rolling,party,notice_months,penalty\n";

fn estate(date: &str, leases: &str, terms: &str) -> Box<Run> {
    let sites = "A,A,leasehold,office,East,F\nB,B,leasehold,stores,,\nC,C,freehold,office,West,D\n";
    let sites = format!("{SITES}{sites}");
    let leases = format!("{LEASES}{leases}");
    let terms = format!("{TERMS}{terms}");
    let mut tables = vec![("sites", sites.as_str()), ("leases", &leases)];
    if terms != TERMS {
        tables.push(("lease_events", &terms));
    }
    small(date, &tables)
}

fn of(run: &Run) -> LeaseSummaries {
    lease_summary(run.results(policy()))
}

fn pounds(text: &str) -> Option<Money> {
    Some(Money::pounds(text.parse().unwrap()))
}

fn day(on: Option<terrier::model::Date>) -> String {
    on.map(|on| on.to_string()).unwrap_or_default()
}

/// £22,825 a year in monthly payments for three years: £68,475. Notice on 31 March 2015 ends it on 30 June: three
/// payments, £1,902.08 + £1,902.09 + £1,902.08.
#[test]
fn the_least_commitment_of_a_break_on_any_day_is_its_notice() {
    let lease =
        "L,A,tenant,250,2015-04-01,2018-03-31,,22825,monthly,yes,0,none,25000,contracted_out\n";
    let rolling = "L,break,2015-04-01,,yes,tenant,3,0\n";
    let row = &of(&estate("2015-03-31", lease, rolling)).leases[0];
    assert_eq!(
        (day(row.next_break), row.break_by.map_or("", |by| by.word())),
        ("2015-06-30".to_owned(), "break")
    );
    assert_eq!(row.commitment_to_break, pounds("5706.25"));
    assert_eq!(row.commitment_to_expiry, pounds("68475.00"));
    assert_eq!(row.total_rent, pounds("68475.00"));
    assert_eq!((row.passing_rent, row.rent_per_m2), (pounds("22825.00"), pounds("91.30")));
    assert_eq!((row.reversion, row.state.word()), (pounds("2175.00"), "ahead"));
    assert_eq!((row.years_to_break.as_str(), row.years_to_expiry.as_str()), ("0.25", "3.00"));
    assert_eq!((row.legal_last_day, row.days_left), (None, None));
}

/// Two of five years are free: 3 × £23,000 = £69,000, ÷ 5 £13,800. Rent of the lease passes, nothing is payable.
#[test]
fn a_letting_with_two_free_years_shows_its_whole_term_and_its_average() {
    let lease = "L,C,landlord,186,2020-03-25,2025-03-24,,23000,quarter_days,yes,24,none,24500,contracted_out\n";
    let row = &of(&estate("2020-03-31", lease, "")).leases[0];
    assert_eq!((row.total_rent, row.net_effective_rent), (pounds("69000.00"), pounds("13800.00")));
    assert_eq!((row.passing_rent, row.payable_rent), (pounds("23000"), pounds("0")));
    assert_eq!((row.reversion, row.commitment_to_expiry), (pounds("1500"), pounds("69000.00")));
    assert_eq!((row.energy.map_or("", |e| e.word()), row.not_known.len()), ("meets", 0));
}

/// Payments of £10,000 fall due 179 days ahead, and one and two years later: ÷ 1.0557^(years + 179 ÷ 365) £9,737.68,
/// £9,223.91 and £8,737.24. The break of 25 September 2016 leaves the first; its notice may go out until 25 March 2016.
#[test]
fn a_commitment_is_summed_and_discounted_by_the_day() {
    let lease = "L,A,tenant,,2010-09-26,2018-09-25,,10000,yearly,yes,0,none,,contracted_out\n";
    let fixed = "L,break,2016-09-25,,no,tenant,6,5000\n";
    let row = &of(&estate("2015-03-31", lease, fixed)).leases[0];
    assert_eq!(
        (row.commitment_to_break, row.commitment_to_expiry),
        (pounds("10000"), pounds("30000"))
    );
    assert_eq!((row.value_to_break, row.value_to_expiry), (pounds("9737.68"), pounds("27698.83")));
    assert_eq!((row.break_penalty, row.days_left), (pounds("5000"), Some(360)));
    assert_eq!(
        (day(row.legal_last_day), day(row.next_break)),
        ("2016-03-25".into(), "2016-09-25".into())
    );
    assert_eq!((row.rent_per_m2, row.reversion, row.erv), (None, None, None));
}

/// What is not recorded is empty: rent while holding over, the last day of a periodic tenancy, a notice.
#[test]
fn the_unknown_is_empty_and_says_why() {
    let leases = "H,A,tenant,10,2010-01-01,2015-01-01,,100,yearly,yes,0,none,,protected\n\
                  P,A,tenant,10,2010-01-01,,yes,1200,monthly,yes,0,none,,protected\n\
                  U,B,tenant,10,2010-01-01,2020-12-31,,,yearly,yes,0,none,900,contracted_out\n";
    let terms = "U,break,2018-12-31,,no,tenant,,\n";
    let all = of(&estate("2015-03-31", leases, terms));
    let [held_over, periodic, unknown] = all.leases.as_slice() else { panic!("{all:?}") };
    assert_eq!((held_over.state.word(), held_over.passing_rent), ("holding_over", None));
    assert_eq!((held_over.years_to_expiry.as_str(), held_over.commitment_to_expiry), ("", None));
    assert!(held_over.not_known.contains(&NotKnown::HoldingOver));
    assert_eq!(
        (periodic.state.word(), periodic.ends_on, periodic.total_rent),
        ("periodic", None, None)
    );
    assert_eq!(
        (day(periodic.next_break), periodic.break_by.map_or("", |by| by.word())),
        ("2015-04-30".into(), "notice_to_quit")
    );
    assert_eq!(
        (periodic.commitment_to_break, periodic.commitment_to_expiry),
        (pounds("100"), None)
    );
    assert_eq!((periodic.years_to_break.as_str(), periodic.years_to_expiry.as_str()), ("0.08", ""));
    assert_eq!((unknown.passing_rent, unknown.next_break, unknown.days_left), (None, None, None));
    assert_eq!(unknown.reversion, None);
    let notice = NotKnown::Notice { on: "2018-12-31".parse().unwrap() };
    assert!(unknown.not_known.contains(&NotKnown::Rent) && unknown.not_known.contains(&notice));
    let ends: Vec<_> = all.expiries.iter().map(|e| (e.ends, e.leases, e.rent)).collect();
    let expected = [
        (Ends::HoldingOver, 1, None),
        (Ends::In(FinancialYear::starting(2020)), 1, None),
        (Ends::Never, 1, pounds("1200")),
    ];
    assert_eq!(ends, expected);
}

/// By rent (100 × 2 + 300 × 4) ÷ 400 = 3.5 years, by area (30 × 2 + 10 × 4) ÷ 40 = 2.5; to the break of a year from
/// now (100 × 2 + 300 × 1) ÷ 400 = 1.25 and (30 × 2 + 10 × 1) ÷ 40 = 1.75. The letting stands apart.
#[test]
fn terms_are_weighted_by_rent_and_by_area() {
    let leases = "K,A,tenant,30,2010-04-01,2022-03-31,,100,yearly,yes,0,none,,contracted_out\n\
                  L,B,tenant,10,2010-04-01,2024-03-31,,300,yearly,yes,0,none,,contracted_out\n\
                  M,A,landlord,5,2016-04-01,2021-03-31,,50,yearly,yes,0,none,,contracted_out\n\
                  N,A,tenant,99,2020-04-01,2040-03-31,,9999,yearly,yes,0,none,,contracted_out\n";
    let all = of(&estate("2020-03-31", leases, "L,break,2021-03-31,,no,tenant,6,0\n"));
    let shown = all.terms.iter().map(|t| {
        let years =
            [&t.by_rent_to_break, &t.by_rent_to_expiry, &t.by_area_to_break, &t.by_area_to_expiry];
        let years = years.map(String::as_str).join(" ");
        format!("{} {} {:?} {}: {years}", t.role, t.by, t.group, t.leases)
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "tenant whole \"\" 2: 1.25 3.50 1.75 2.50",
            "tenant use \"office\" 1: 2.00 2.00 2.00 2.00",
            "tenant use \"stores\" 1: 1.00 4.00 1.00 4.00",
            "tenant district \"\" 1: 1.00 4.00 1.00 4.00",
            "tenant district \"East\" 1: 2.00 2.00 2.00 2.00",
            "landlord whole \"\" 1: 1.00 1.00 1.00 1.00",
            "landlord use \"office\" 1: 1.00 1.00 1.00 1.00",
            "landlord district \"East\" 1: 1.00 1.00 1.00 1.00",
        ]
    );
}

/// F is below the least rating: of a letting granted before 1 April 2018 only from 1 April 2023 on.
#[test]
fn a_letting_below_the_least_energy_rating_is_told_once_the_law_reaches_it() {
    let letting = |site: &str| {
        format!(
            "{site},{site},landlord,5,2016-04-01,2030-03-31,,50,yearly,yes,0,none,,contracted_out\n"
        )
    };
    let lettings = ["A", "B", "C"].map(letting).concat();
    let energy = |date: &str| {
        let all = of(&estate(date, &lettings, ""));
        all.leases.iter().map(|l| l.energy.map_or("", |e| e.word())).collect::<Vec<_>>()
    };
    assert_eq!(energy("2020-03-31"), ["not_yet_required"; 3]);
    assert_eq!(energy("2026-03-31"), ["below", "not_known", "meets"]);
    let files = without_charts(&estate("2026-03-31", &lettings, ""), Edition::Restricted);
    let page = text(&files, "report.html");
    assert!(page.contains("unless an exemption is registered:</strong> <bdi>A</bdi>."));
    assert!(page.contains("The energy rating of 1 letting is not recorded."));
}

/// For the same lease and years `rent.csv` and the summary hold the same sum: of leases of the sample whose every
/// payment falls due within the years shown, the day of the snapshot being the last of a year.
#[test]
fn the_commitment_is_what_the_rent_by_year_says() {
    let report = newest(Edition::Restricted);
    let (summary, rent): (Rows, Rows) =
        (rows(&report["lease_summary.csv"]), rows(&report["rent.csv"]));
    let mut compared = 0;
    for lease in summary.iter().filter(|l| l["ends_on"].as_str() < "2029-03-31") {
        let of = |r: &&std::collections::BTreeMap<String, String>| {
            r["lease_id"] == lease["lease_id"] && r["kind"] == "rent"
        };
        let ahead = rent.iter().filter(of).filter(|r| r["financial_year"].as_str() > "2019/20");
        let lines: Vec<_> = ahead.collect();
        let Some(sum) = units(&lease["commitment_to_expiry"], 2) else { continue };
        if lines.iter().all(|r| r["state"] == "known") {
            let of_lines: i64 = lines.iter().filter_map(|r| units(&r["amount"], 2)).sum();
            assert_eq!(of_lines, sum, "{}", lease["lease_id"]);
            compared += 1;
        }
    }
    assert!(compared >= 5, "{compared}");
    let leases = rows(&report["lease_expiries.csv"]);
    let counted: usize = leases.iter().map(|r| r["leases"].parse::<usize>().unwrap()).sum();
    assert_eq!(counted, summary.len());
}

#[test]
fn the_summary_is_not_for_the_public() {
    let report = newest(Edition::Public);
    let manifest = text(report, "manifest.json");
    for file in ["lease_summary.csv", "lease_terms.csv", "lease_expiries.csv"] {
        assert!(!report.contains_key(file), "{file}");
        assert!(manifest.contains(&format!("\"{file}\": \"negotiating positions")), "{file}");
        assert!(newest(Edition::Restricted).contains_key(file), "{file}");
    }
    let run =
        estate("2020-03-31", "K,A,tenant,30,2010-04-01,2022-03-31,,100,yearly,yes,0,none,,\n", "");
    let public = view(run.results(policy()), Edition::Public).unwrap();
    assert_eq!(public.lease_summary, LeaseSummaries::default());
}
