//! Benefits proved against the ledger, worked by hand: the promised saving of a site beside the fall in its cost.

use rust_decimal::Decimal;
use terrier::fund::{BenefitLine, Benefits, Evidence, InitiativeSum, Proof};

use crate::published::small;

const SITES: &str = "site_id,name,status,status_on\nA,Alpha,,\nB,Bravo,,\nC,Charlie,,\n\
                     S,Sierra,sold,2019-03-31\nN,November,,\n";

/// Alpha falls by £40,000, Bravo rises, Sierra was sold on the last day of 2018/19 and November has no ledger.
const COSTS: &str = "site_id,financial_year,category,amount\nA,2017/18,maintenance,70000\n\
                     A,2018/19,maintenance,50000\nA,2019/20,maintenance,10000\n\
                     B,2018/19,rates,20000\nB,2019/20,rates,20001\n\
                     S,2018/19,utilities,30000\nC,2016/17,rent,8000\nC,2019/20,rent,3000\n";

const HEADER: &str = "benefit_id,initiative,site_id,kind,status,financial_year,planned,realised,cost,cashable,evidence\n";

fn proved(rows: &str) -> Benefits {
    let benefits = format!("{HEADER}{rows}");
    let tables = [("sites", SITES), ("costs", COSTS), ("benefits", benefits.as_str())];
    small("2020-03-31", &tables).fund.benefits
}

fn line<'a>(benefits: &'a Benefits, id: &str) -> &'a BenefitLine {
    benefits.lines.iter().find(|line| line.row.benefit_id.as_str() == id).unwrap()
}

#[rstest::rstest]
#[case::exact("A,,realised,2019/20,42000,40000", Proof::Proved, Some(4_000_000))]
// 95 % of £42,105.26 is £40,000.00; of £42,106.32 a penny more.
#[case::tolerance("A,,realised,2019/20,42000,42105.26", Proof::Proved, Some(4_000_000))]
#[case::above("A,,realised,2019/20,42000,42106.32", Proof::PartlyProved, Some(4_000_000))]
#[case::rose("B,,realised,2019/20,5000,5000", Proof::NotProved, Some(-100))]
#[case::sold("S,,realised,2019/20,30000,30000", Proof::Proved, Some(3_000_000))]
#[case::years_back("C,,realised,2019/20,5000,5000", Proof::Proved, Some(500_000))]
#[case::no_ledger("N,,realised,2019/20,5000,5000", Proof::NoLedger, None)]
#[case::not_due("A,,agreed,2020/21,42000,42000", Proof::NotDue, None)]
#[case::not_recorded("A,,agreed,2019/20,42000,", Proof::NotRecorded, Some(4_000_000))]
#[case::unreadable("A,,agreed,2019/20,42000,abc", Proof::NotRecorded, Some(4_000_000))]
#[case::evidence("A,receipt,realised,2019/20,1,1,,,statement", Proof::EvidenceOnly, None)]
#[case::no_evidence(",other,realised,2019/20,1,1", Proof::NoEvidence, None)]
#[case::no_site(",running_cost,realised,2019/20,1,1,,,paper", Proof::EvidenceOnly, None)]
fn each_state_of_proof(#[case] row: &str, #[case] proof: Proof, #[case] fall: Option<i64>) {
    let commas = 8 - row.matches(',').count();
    let benefits = proved(&format!("B-1,Closure,{row}{}\n", ",".repeat(commas)));
    let line = line(&benefits, "B-1");
    assert_eq!((line.proof, line.fall()), (proof, fall));
}

/// The base of a benefit over several years is the year before its first, not the year before each.
#[test]
fn later_years_are_held_against_the_year_before_the_first() {
    let rows = "B-1,Closure,A,,realised,2018/19,20000,20000,,,\nB-1,Closure,A,,realised,2019/20,60000,60000,,,\n";
    let falls: Vec<_> = proved(rows).lines.iter().map(|l| (l.fall(), l.proof)).collect();
    assert_eq!(falls, [(Some(2_000_000), Proof::Proved), (Some(6_000_000), Proof::Proved)]);
}

/// Two initiatives claim the closure of Alpha, which cost £50,000: £40,000 and £30,000 are planned, £40,000 was saved.
#[test]
fn a_saving_claimed_twice_is_found_and_proves_once() {
    let rows = "B-1,Closure,A,,realised,2019/20,40000,40000,,,\nB-2,Agile,A,,realised,2019/20,30000,30000,,,\n\
                B-3,Closure,B,,realised,2019/20,1000,1000,,,\nB-4,Agile,A,,withdrawn,2019/20,9000,9000,,,\n\
                B-5,Sale,A,receipt,realised,2019/20,500000,500000,,,statement\n";
    let benefits = proved(rows);
    let told = |id: &str| {
        let line = line(&benefits, id);
        let others: Vec<_> = line.also_claimed_by.iter().map(|id| id.as_str()).collect();
        (line.counted, others.join(" "), line.double_counted(), line.proof)
    };
    assert_eq!(told("B-1"), (Some(4_000_000), "B-2".into(), Some(0), Proof::Proved));
    assert_eq!(told("B-2"), (Some(1_000_000), "B-1".into(), Some(2_000_000), Proof::NotProved));
    assert_eq!(told("B-3").1, "");
    assert_eq!(told("B-4").0, Some(0));
    assert_eq!(told("B-5"), (Some(50_000_000), String::new(), None, Proof::EvidenceOnly));
    let sum = |name: &str| benefits.initiatives.iter().find(|i| i.initiative == name).unwrap();
    assert_eq!((sum("Agile").double_counted, sum("Agile").proved_to_date), (2_000_000, Some(0)));
    assert_eq!(sum("Sale").proved_to_date, None, "no ledger tells of a receipt");
    assert_eq!(sum("Closure").double_counted, 0);
    assert_eq!(sum("Agile").realised_to_date, 3_000_000, "what is given up is in no sum");
}

/// A site saves no more than it costs, claimed by one or several.
#[test]
fn a_site_saves_no_more_than_it_costs() {
    let benefits = proved("B-1,Closure,A,,agreed,2020/21,90000,,,,\n");
    let line = line(&benefits, "B-1");
    assert_eq!((line.counted, line.double_counted()), (Some(1_000_000), None));
}

fn only(rows: &str) -> InitiativeSum {
    let mut initiatives = proved(rows).initiatives;
    assert_eq!(initiatives.len(), 1);
    initiatives.remove(0)
}

/// £30,000 of £40,000 came: 75 %; of £40,000 ahead £30,000 is forecast; £60,000 for £20,000 returns twice its cost.
#[test]
fn rate_forecast_and_return_are_worked_by_hand() {
    let rows = "B-1,Fleet,,other,realised,2019/20,40000,30000,15000,yes,\nB-1,Fleet,,other,agreed,2020/21,40000,,5000,yes,\n";
    let found = only(rows);
    assert_eq!((found.planned_to_date, found.realised_to_date), (4_000_000, 3_000_000));
    assert_eq!((found.planned_ahead, found.not_recorded), (4_000_000, 0));
    assert_eq!(found.realisation, Some(Decimal::new(75, 2)));
    assert_eq!((found.forecast, found.cost), (6_000_000, Some(2_000_000)));
    assert_eq!(found.return_on_investment, Some(Decimal::TWO));
}

#[test]
fn what_is_not_recorded_is_not_zero() {
    let due = "B-1,Fleet,,other,realised,2019/20,40000,,,yes,\nB-2,Fleet,,other,agreed,2020/21,,,x,yes,\n";
    let found = only(due);
    assert_eq!((found.not_recorded, found.realisation, found.cost), (2, None, None));
    assert_eq!((found.forecast, found.return_on_investment), (0, None));
    let spent = "B-1,Fleet,,other,agreed,2020/21,40000,,1000,yes,\nB-2,Fleet,,other,agreed,2020/21,1,,x,yes,\n";
    assert_eq!(only(spent).cost, None, "a cost that cannot be read is in no sum");
}

#[test]
fn benefits_of_long_ago_and_far_ahead_do_no_harm() {
    let rows = "B-1,Old,A,,realised,1700/01,1,1,,,\nB-2,Old,A,,agreed,2998/99,5,,,,\n";
    let benefits = proved(rows);
    assert_eq!(line(&benefits, "B-1").proof, Proof::NoLedger);
    assert_eq!(line(&benefits, "B-2").proof, Proof::NotDue);
}

#[rstest::rstest]
#[case::all("A,receipt,realised,2019/20,1,1,,,invoices", Evidence::All)]
#[case::none("A,receipt,realised,2019/20,1,1,,,", Evidence::None)]
#[case::some(
    "A,receipt,realised,2019/20,1,1,,,invoices\nB-2,Closure,A,receipt,realised,2018/19,1,1,,,",
    Evidence::Some
)]
#[case::of_what_is_realised(
    "A,receipt,realised,2019/20,1,1,,,invoices\nB-2,Closure,A,receipt,agreed,2020/21,1,,,,",
    Evidence::All
)]
fn an_initiative_has_evidence_of_all_some_or_none(#[case] rows: &str, #[case] evidence: Evidence) {
    let benefits = proved(&format!("B-1,Closure,{rows}\n"));
    assert_eq!(benefits.initiatives[0].evidence, evidence);
}
