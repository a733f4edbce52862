//! Small estates worked by hand: a reviewer can redo every number on paper.

use terrier::{
    batch::Run,
    model::{Measure, Points, Quantity, Score, SiteId, State, SubletRight},
};

use crate::published::small;

/// Studies a snapshot of 2020-03-31 made of tables given as text.
pub fn estate(tables: &[(&str, &str)]) -> Run {
    *small("2020-03-31", tables)
}

pub fn reading(run: &Run, site: &str, measure: Measure) -> terrier::model::Reading {
    let id = SiteId::new(site).unwrap();
    let site = run.measures.sites.iter().find(|s| s.site_id == id).unwrap();
    site.reading(measure).clone()
}

fn number(run: &Run, site: &str, measure: Measure) -> f64 {
    match reading(run, site, measure).value {
        Some(Quantity::Number(number)) => number,
        other => panic!("{site} {measure}: {other:?}"),
    }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
}

/// Eight buildings of a published teaching-space survey: people counted ÷ seats. (stellae.com; its table
/// prints 50.5 % where 9 ÷ 18 is 50.0 %.)
#[test]
fn a_published_survey_of_eight_buildings_is_reproduced() {
    let rows = [
        ("A", 134, 400, 0.3350),
        ("B", 110, 468, 0.2350),
        ("C", 106, 648, 0.1636),
        ("D", 88, 414, 0.2126),
        ("E", 180, 755, 0.2384),
        ("F", 77, 540, 0.1426),
        ("G", 130, 563, 0.2309),
        ("H", 90, 580, 0.1552),
    ];
    let mut sites = "site_id,name\n".to_owned();
    let mut seen = "site_id,on,method,capacity,hours_open,mean_occupied\n".to_owned();
    for (id, people, seats, _) in rows {
        sites.push_str(&format!("{id},Building {id}\n"));
        seen.push_str(&format!("{id},2020-01-15,survey,{seats},1,{people}\n"));
    }
    let run = estate(&[("sites", &sites), ("occupancy", &seen)]);
    for (id, _, _, expected) in rows {
        near(number(&run, id, Measure::Utilisation), expected);
    }
}

/// Two timed rows and one without hours, which weighs as their mean of 30 hours:
/// (10×20 + 30×40 + 20×30) ÷ (50×20 + 50×40 + 50×30) = 2000 ÷ 4500.
#[test]
fn an_observation_without_hours_weighs_as_the_mean() {
    let seen = "site_id,on,method,capacity,hours_open,mean_occupied\n\
                A,2020-01-01,survey,50,20,10\n\
                A,2020-01-08,survey,50,40,30\n\
                A,2020-01-15,survey,50,,20\n";
    let run = estate(&[("sites", "site_id,name\nA,A\n"), ("occupancy", seen)]);
    near(number(&run, "A", Measure::Utilisation), 2000.0 / 4500.0);
    assert_eq!(reading(&run, "A", Measure::Utilisation).range, None);
}

/// The row without a count is left out of the mid reading (10 ÷ 50), and stands at 0 and at 50 in the
/// bounds: 10 ÷ 100 and 60 ÷ 100.
#[test]
fn an_observation_without_a_count_leaves_a_range() {
    let seen = "site_id,on,method,capacity,hours_open,mean_occupied\n\
                A,2020-01-01,survey,50,10,10\n\
                A,2020-01-08,survey,50,10,\n";
    let run = estate(&[("sites", "site_id,name\nA,A\n"), ("occupancy", seen)]);
    near(number(&run, "A", Measure::Utilisation), 0.2);
    let range = reading(&run, "A", Measure::Utilisation).range.map(|r| *r);
    assert_eq!(range, Some((Quantity::Number(0.1), Quantity::Number(0.6))));
}

/// Nearest rank: of 20 peaks the 19th, of 21 the 20th (0.95 × 21 = 19.95).
#[rstest::rstest]
#[case(20, 0.19)]
#[case(21, 0.20)]
#[case(1, 0.01)]
fn the_peak_is_the_nearest_rank_95th_percentile(#[case] count: u32, #[case] expected: f64) {
    let mut seen = "site_id,on,method,capacity,peak_occupied\n".to_owned();
    for peak in (1..=count).rev() {
        seen.push_str(&format!("A,2020-01-{peak:02},survey,100,{peak}\n"));
    }
    let run = estate(&[("sites", "site_id,name\nA,A\n"), ("occupancy", &seen)]);
    near(number(&run, "A", Measure::Peak), expected);
}

/// The window is 1 April 2019 to 31 March 2020; sensors win over surveys; bookings are not read.
#[test]
fn only_the_best_method_within_the_window_is_read() {
    let seen = "site_id,on,method,capacity,hours_open,mean_occupied\n\
                A,2019-03-31,sensor,100,10,90\n\
                A,2019-04-01,sensor,100,10,40\n\
                A,2020-03-31,sensor,100,10,60\n\
                A,2020-04-01,sensor,100,10,90\n\
                A,2020-02-01,survey,100,10,95\n\
                B,2020-02-01,booking,100,10,95\n";
    let run = estate(&[("sites", "site_id,name\nA,A\nB,B\n"), ("occupancy", seen)]);
    near(number(&run, "A", Measure::Utilisation), 0.5);
    assert_eq!(reading(&run, "B", Measure::Utilisation).state, State::Unknown);
}

/// £366.00 over the 366 days from 1 July 2019 to 30 June 2020, of which 275 fall into 2019/20; and a refund
/// of £1.00 over two days of which one does.
#[test]
fn a_line_by_days_gives_the_share_of_its_days() {
    let costs = "site_id,financial_year,from,to,category,amount\n\
                 A,,2019-07-01,2020-06-30,insurance,366.00\n\
                 A,,2020-03-31,2020-04-01,rates,-1.01\n\
                 A,2018/19,,,rates,900.00\n\
                 A,2019/20,,,rent,\"£1,000.00\"\n\
                 B,2018/19,,,rates,900.00\n";
    let sites = "site_id,name,tenure,gia_m2\nA,A,freehold,100\nB,B,freehold,100\n";
    let run = estate(&[("sites", sites), ("costs", costs)]);
    let pence = |measure| reading(&run, "A", measure).value;
    // 275.00 − 0.505, rounded away from zero to −0.51, + 1000.00
    assert_eq!(pence(Measure::RunningCost), Some(Quantity::Pence(127_449)));
    assert_eq!(pence(Measure::CostSaved), Some(Quantity::Pence(27_449)));
    near(number(&run, "A", Measure::CostPerM2), 2.7449);
    assert_eq!(reading(&run, "B", Measure::RunningCost).state, State::Unknown);
}

/// 62 desks, a peak of 40 and 10 % in hand: ⌈44⌉ = 44 needed, 18 to spare, 18 × 620 ÷ 62 = 180 m².
/// A peak of 55 needs ⌈60.5⌉ = 61: 1 to spare, 10 m², less than can be let.
#[rstest::rstest]
#[case(40, 18, 180.0, 180.0)]
#[case(55, 1, 10.0, 0.0)]
#[case(60, 0, 0.0, 0.0)]
fn desks_to_spare_become_lettable_space(
    #[case] peak: u32,
    #[case] desks: i64,
    #[case] area: f64,
    #[case] lettable: f64,
) {
    let sites = "site_id,name,workstations,office_nia_m2\nA,A,62,620\n";
    let seen = format!("site_id,on,method,capacity,peak_occupied\nA,2020-01-01,survey,62,{peak}\n");
    let run = estate(&[("sites", sites), ("occupancy", &seen)]);
    let surplus = reading(&run, "A", Measure::SurplusWorkstations).value;
    assert_eq!(surplus, Some(Quantity::Whole(desks)));
    near(number(&run, "A", Measure::SurplusArea), area);
    near(number(&run, "A", Measure::LettableSpace), lettable);
}

/// £1,000,000 less 5 %, less 1.25 % of £950,000, less £3,500 is £934,625.00; 108 months reach from
/// 31 March 2020 to 24 March 2029, and 107 whole ones fit before it. A term that ran out in 2019 is held over,
/// unless it was contracted out: three months' notice.
#[test]
fn receipts_and_exits_follow_the_design() {
    let sites = "site_id,name,tenure,market_value,backlog_high,backlog_significant\n\
                 F,Freehold,freehold,1000000,10000,20000.50\n\
                 L,Leased,leasehold,1000000,10000,\n\
                 P,Past,licence,,,\n";
    let leases = "lease_id,site_id,role,start,expiry,sublet_part,consent_state\n\
                  1,L,tenant,2004-03-25,2029-03-24,barred,asked\n\
                  2,L,tenant,2014-03-25,2024-03-24,permitted,\n\
                  3,P,tenant,2009-03-25,2019-03-24,consent,\n";
    let run = estate(&[("sites", sites), ("leases", leases)]);
    let value = |site, measure| reading(&run, site, measure).value;
    assert_eq!(value("F", Measure::NetReceipt), Some(Quantity::Pence(93_462_500)));
    assert_eq!(reading(&run, "F", Measure::NetReceipt).state, State::Interim);
    assert_eq!(value("F", Measure::BacklogAvoided), Some(Quantity::Pence(3_000_050)));
    assert_eq!(value("F", Measure::MonthsToExit), Some(Quantity::Whole(0)));
    assert_eq!(value("L", Measure::NetReceipt), None);
    assert_eq!(value("L", Measure::BacklogAvoided), None);
    assert_eq!(value("L", Measure::MonthsToExit), Some(Quantity::Whole(108)));
    assert_eq!(value("L", Measure::TimeToGrant), Some(Quantity::Whole(107)));
    let right = |right| Some(Quantity::Right(right));
    assert_eq!(value("L", Measure::RightToSubletPart), right(SubletRight::Barred));
    let held_over = reading(&run, "P", Measure::MonthsToExit);
    assert_eq!((held_over.value, held_over.state), (Some(Quantity::Whole(3)), State::Known));
    let range = held_over.range.as_deref().copied();
    assert_eq!(range, Some((Quantity::Whole(0), Quantity::Whole(3))));
    assert_eq!(value("P", Measure::RightToSubletPart), right(SubletRight::Consent));
    let gates = |site: &str| -> Vec<String> {
        let result = run.ranking.site(&SiteId::new(site).unwrap()).unwrap();
        result.gates.iter().map(ToString::to_string).collect()
    };
    assert_eq!(gates("L"), ["no_exit_before 2029-03-24", "blocked_letting"]);
    assert_eq!(gates("P"), ["no_exit_before 2020-06-30", "needs_consent"]);
    assert!(gates("F").is_empty());
}

#[test]
fn consent_that_was_given_stands_in_the_way_no_more() {
    let lease = |state: &str| format!("1,A,tenant,2010-01-01,2025-12-31,consent,{state}\n");
    let gates = |state: &str| {
        let run = estate(&[
            ("sites", "site_id,name,tenure\nA,Alpha,leasehold\n"),
            (
                "leases",
                &format!(
                    "lease_id,site_id,role,start,expiry,sublet_part,consent_state\n{}",
                    lease(state)
                ),
            ),
        ]);
        let result = run.ranking.site(&SiteId::new("A").unwrap()).unwrap();
        result.gates.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(gates("asked"), "no_exit_before 2025-12-31; needs_consent");
    assert_eq!(gates("completed"), "no_exit_before 2025-12-31");
}

/// A mast is judged by disposal alone; a vacant office reads zero of use and no space per head.
#[test]
fn not_benchmarked_is_not_unknown() {
    let sites = "site_id,name,use,status,tenure,gia_m2\n\
                 M,Mast,mast,operational,freehold,10\n\
                 V,Vacant,office,vacant,freehold,100\n";
    let run = estate(&[("sites", sites)]);
    let state = |site, measure| reading(&run, site, measure).state;
    assert_eq!(state("M", Measure::Utilisation), State::NotBenchmarked);
    assert_eq!(state("M", Measure::CostPerM2), State::NotBenchmarked);
    assert_eq!(state("V", Measure::Space), State::NotBenchmarked);
    near(number(&run, "V", Measure::Utilisation), 0.0);
    let result = |site: &str| run.ranking.site(&SiteId::new(site).unwrap()).unwrap().clone();
    let mast = result("M");
    assert_eq!(mast.score(Score::Utilisation).benchmarked.to_string(), "0");
    let disposal = mast.score(Score::Disposal).points.unwrap();
    assert_eq!(mast.need_index.map(|i| i.0), Some(disposal.0 * 100));
    let vacant = result("V");
    assert_eq!(vacant.score(Score::Utilisation).points, Some(Points(0)));
    assert_eq!(vacant.score(Score::Utilisation).benchmarked.to_string(), "75");
}

/// Known: utilisation 30 % → 50 points × 35, area in use 75 % → 50 × 15, of a known weight of 50:
/// (50×35 + 50×15) ÷ 50 = 50; low ÷ 100 = 25, high 25 + 50 = 75.
#[test]
fn what_is_not_known_widens_the_score_into_a_range() {
    let sites = "site_id,name,nia_m2,occupied_m2\nA,A,100,75\n";
    let seen =
        "site_id,on,method,capacity,hours_open,mean_occupied\nA,2020-01-01,survey,50,10,15\n";
    let run = estate(&[("sites", sites), ("occupancy", seen)]);
    let result = run.ranking.site(&SiteId::new("A").unwrap()).unwrap();
    let score = result.score(Score::Utilisation);
    assert_eq!(score.points, Some(Points(500_000)));
    assert_eq!(score.range, Some((Points(250_000), Points(750_000))));
    assert_eq!(
        (score.known.to_string(), score.benchmarked.to_string()),
        ("50".into(), "100".into())
    );
}
