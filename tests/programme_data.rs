//! Schemes, benefits and the balance sheet side, as the later stages see them; faults named one by one.

use std::path::Path;

use terrier::{
    load::{self, Estate, Hashes},
    model::{BenefitKind, Fact, Money, PriceBase},
    policy::Policy,
};

use crate::sample::{Sample, findings_of};

fn estate(folder: &Path) -> Estate {
    let policy = Policy::default_policy().unwrap();
    load::load(folder, &policy, Hashes::NotWanted).unwrap().value.unwrap()
}

/// What was found in a file: rule, row and column or entry, found text.
fn found_in(sample: &Sample, file: &str) -> Vec<String> {
    let findings = findings_of(&sample.folder);
    let own = findings.iter().filter(|f| &*f.place.file == file);
    own.map(|f| {
        let row = f.place.row.map_or(String::new(), |row| format!(" {row}"));
        format!("{}{row} {}: {}", f.rule, f.place.column.as_deref().unwrap_or_default(), f.found)
    })
    .collect()
}

#[test]
fn a_scheme_stands_in_order_of_year_and_an_empty_sum_is_empty() {
    let sample = Sample::new().file(
        "projects.csv",
        b"Project Ref,Name,Site ID,Year,Capital Spend,Receipt,Receipt Site ID,Life Years,Prices,Running Cost Change\n\
          CAP-2,Boilers,FEN-003,2021/22,\"\xc2\xa31,250,000.50\",,,25,today,-4000\n\
          CAP-1,New station,,2021/22,2000000,3400000,FEN-004,50,,\n\
          CAP-2,Boilers,FEN-003,2020/21,60000,,,,,\n",
    );
    let projects = estate(&sample.folder).projects.unwrap();
    let shown: Vec<_> = projects
        .iter()
        .map(|p| format!("{} {} row {}", p.project_id, p.financial_year, p.row.row))
        .collect();
    assert_eq!(shown, ["CAP-1 2021/22 row 3", "CAP-2 2020/21 row 4", "CAP-2 2021/22 row 2"]);
    let last = &projects[2];
    assert_eq!(last.spend, Fact::Known(Money::from_pence(125_000_050)));
    assert_eq!((last.grant, last.life_years), (Fact::Empty, Some(25)));
    assert_eq!(last.prices, Some(PriceBase::Today));
    assert_eq!(last.running_cost_change, Fact::Known(Money::from_pence(-400_000)));
    let receipt = projects[0].receipt_site_id.as_ref().unwrap();
    assert_eq!((receipt.as_str(), &projects[0].site_id), ("FEN-004", &None));
}

#[test]
fn a_benefit_that_is_not_recorded_is_not_nought() {
    let sample = Sample::new().file(
        "benefits.csv",
        b"benefit_id,initiative,site_id,kind,status,financial_year,planned,realised,cashable,evidence\n\
          B-2,Closure,FEN-032,,realised,2019/20,42000,n/a,yes,ledger\n\
          B-1,Sale,FEN-032,receipt,,2019/20,550000,abc,,\n",
    );
    let benefits = estate(&sample.folder).benefits.unwrap();
    let shown: Vec<_> =
        benefits.iter().map(|b| (b.benefit_id.as_str(), b.realised, b.kind, b.cashable)).collect();
    assert_eq!(
        shown,
        [
            ("B-1", Fact::Unreadable, Some(BenefitKind::Receipt), None),
            ("B-2", Fact::Empty, None, Some(true)),
        ]
    );
}

#[rstest::rstest]
#[case::doubled(
    "C-1,FEN-001,2020/21,5,,\nC-1,FEN-001,2020-21,6,,\n",
    "duplicate-id 3 financial_year: \"C-1\" in 2020/21, which stands in an earlier row already"
)]
#[case::site("C-1,FEN-0O1,2020/21,5,,\n", "unknown-site 2 site_id: \"FEN-0O1\"")]
#[case::sold_site("C-1,FEN-001,2020/21,5,FEN-99,\n", "unknown-site 2 receipt_site_id: \"FEN-99\"")]
#[case::life("C-1,FEN-001,2021/22,5,,0\n", "cell-unreadable 2 life_years: \"0\"")]
#[case::year("C-1,FEN-001,2020,5,,\n", "required-cell-unreadable 2 financial_year: \"2020\"")]
fn a_faulty_row_of_a_scheme_is_named(#[case] rows: &str, #[case] says: &str) {
    let header = "project_id,site_id,financial_year,spend,receipt_site_id,life_years\n";
    let sample = Sample::new().file("projects.csv", format!("{header}{rows}").as_bytes());
    let faults = found_in(&sample, "projects.csv");
    assert!(faults.iter().any(|fault| fault == says), "{faults:?}");
}
