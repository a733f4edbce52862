//! What was once read in silence: switches in columns of text, sums beyond what can be held, days that nobody reads,
//! one report in the place of another's.

use std::{fs, path::Path};

use terrier::{
    load::{self, Estate, Hashes},
    model::{Basis, Fact, Findings, Measure, Rule, Severity, SiteId, State},
};

use crate::{
    published::{policy, small, terrier},
    sample::Sample,
};

/// Reads a snapshot, whatever is wrong in it.
fn read(folder: &Path) -> (Estate, Findings) {
    let loaded = load::load(folder, policy(), Hashes::NotWanted).unwrap();
    (loaded.value.unwrap(), loaded.findings)
}

fn count(findings: &Findings, rule: Rule) -> usize {
    findings.iter().filter(|f| f.rule == rule).count()
}

fn id(text: &str) -> SiteId {
    SiteId::new(text).unwrap()
}

#[rstest::rstest]
#[case("No")]
#[case("no")]
#[case("false")]
#[case("0")]
#[case("None")]
#[case("n/a")]
fn a_word_for_no_keeps_no_site(#[case] word: &str) {
    let (plain, before) = read(&Sample::new().cell("sites", "FEN-001", "must_keep", "").folder);
    let (estate, found) = read(&Sample::new().cell("sites", "FEN-001", "must_keep", word).folder);
    assert_eq!(plain.site(&id("FEN-001")).unwrap().must_keep, None);
    assert_eq!(estate.site(&id("FEN-001")).unwrap().must_keep, None);
    assert_eq!(found, before);
}

#[rstest::rstest]
#[case("Yes", "without the reason")]
#[case("TRUE", "without the reason")]
#[case("1", "without the reason")]
#[case("x", "without the reason")]
#[case("?", "may mean no")]
#[case("tbc", "may mean no")]
#[case("maybe", "may mean no")]
#[case("no longer", "may mean no")]
#[case("not any more", "may mean no")]
fn a_bare_yes_and_a_doubt_keep_the_site_and_are_said(#[case] word: &str, #[case] said: &str) {
    let (estate, found) = read(&Sample::new().cell("sites", "FEN-003", "must_keep", word).folder);
    assert_eq!(estate.site(&id("FEN-003")).unwrap().must_keep.as_deref(), Some(word));
    let finding = found.iter().find(|f| f.rule == Rule::TextIsSwitch).unwrap();
    assert!(finding.found.contains(said), "{finding}");
    assert_eq!((finding.id.as_str(), finding.severity), ("FEN-003", Severity::Warning));
}

#[test]
fn a_constraint_that_says_none_stops_nothing() {
    let sample = Sample::new()
        .line("constraints", "FEN-003,title,None,sale,\n")
        .line("constraints", "FEN-003,other,n/a,,\n")
        .line("constraints", "FEN-003,title,Boundary wall,none,\n")
        .line("constraints", "FEN-003,title,Yes,letting,\n");
    let (before, _) = read(&Sample::new().folder);
    let (estate, found) = read(&sample.folder);
    let there = before.constraints_of(&id("FEN-003")).len();
    let constraints = estate.constraints_of(&id("FEN-003"));
    assert_eq!(constraints.len(), there + 1);
    assert!(constraints.iter().any(|c| c.text == "Yes"));
    assert_eq!(count(&found, Rule::TextIsSwitch), 4);
    assert!(!found.any_at(Severity::Error));
}

#[test]
fn what_leaves_security_open_counts_as_secure() {
    let (estate, found) = read(&Sample::new().cell("sites", "FEN-003", "secure", "?").folder);
    let site = estate.site(&id("FEN-003")).unwrap();
    assert_eq!(site.secure, Fact::Unreadable);
    assert!(site.is_secure_in_public());
    assert!(found.iter().any(|f| f.rule == Rule::CellUnreadable && f.id == "FEN-003"));
}

#[test]
fn evidence_that_says_no_or_yes_shows_nothing() {
    let line = |word: &str| format!("BEN-14,Print,,other,,,tracked,2019/20,500,400,,yes,{word}\n");
    for (word, switches) in [("No", 0), ("Yes", 1), ("tbc", 0), ("pending", 1), ("invoices", 0)] {
        let (_, found) = read(&Sample::new().line("benefits", &line(word)).folder);
        assert_eq!(count(&found, Rule::TextIsSwitch), switches, "{word}");
        let without =
            found.iter().any(|f| f.rule == Rule::BenefitWithoutEvidence && f.id == "BEN-14");
        assert_eq!(without, word != "invoices", "{word}");
    }
}

const SITES: &str = "site_id,name,use,status,tenure,gia_m2\n\
                     A,Alder House,office,operational,freehold,1000\n\
                     B,Beech House,office,operational,freehold,1000\n";

/// Sums that an `i64` would have to wrap are not known, and the other site's are as they were.
#[test]
fn observations_that_cannot_be_added_are_not_known() {
    let mut occupancy = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\n\
                         B,2020-01-10,survey,100,10,40,60\n"
        .to_owned();
    for row in 0..12_000 {
        let day = row % 28 + 1;
        occupancy
            .push_str(&format!("A,2020-02-{day:02},survey,100000,8784,{},90000\n", 50_000 + row));
    }
    let study = small("2020-03-31", &[("sites", SITES), ("occupancy", &occupancy)]);
    let reading = |site: usize, measure| study.measures.sites[site].reading(measure);
    for measure in [Measure::Utilisation, Measure::Occupancy, Measure::Frequency] {
        let of = reading(0, measure);
        assert_eq!(
            (of.state, of.basis),
            (State::Unknown, Basis::ObservationsTooLarge),
            "{measure}"
        );
        assert_eq!((of.value, &of.range), (None, &None));
    }
    let other = reading(1, Measure::Utilisation);
    assert_eq!(other.value.map(terrier::model::Quantity::text).as_deref(), Some("0.4000"));
    let named: Vec<&str> = study
        .findings
        .iter()
        .filter(|f| f.rule == Rule::SumTooLarge)
        .map(|f| f.id.as_str())
        .collect();
    assert_eq!(named, ["A"]);
}

/// A large count in one row makes the bound fail, not the sum: it is added as ever.
#[test]
fn observations_that_can_be_added_are_known_though_one_is_huge() {
    let mut occupancy = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\n\
                         A,2020-01-10,survey,100000,8784,50000,60\n"
        .to_owned();
    for row in 0..12_000 {
        occupancy.push_str(&format!("B,2020-02-{:02},survey,10,10,{},6\n", row % 28 + 1, row % 3));
    }
    let study = small("2020-03-31", &[("sites", SITES), ("occupancy", &occupancy)]);
    let text = |site: usize| {
        let value = study.measures.sites[site].reading(Measure::Utilisation).value;
        value.map(terrier::model::Quantity::text)
    };
    assert_eq!((text(0).as_deref(), text(1).as_deref()), (Some("0.5000"), Some("0.1000")));
    assert_eq!(count(&study.findings, Rule::SumTooLarge), 0);
}

/// The ledger of one site beyond what is held: not known, the estate's total is of the others, and no figure of the
/// report comes near the largest whole number.
#[test]
fn a_ledger_beyond_what_is_held_is_not_known() {
    let mut costs = "site_id,financial_year,category,amount\nB,2019/20,rates,12000\n".to_owned();
    for row in 0..101 {
        costs.push_str(&format!("A,2019/20,other,{}\n", 1_000_000_000 - row));
    }
    let study = small("2020-03-31", &[("sites", SITES), ("costs", &costs)]);
    for measure in [Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2] {
        let of = study.measures.sites[0].reading(measure);
        assert_eq!((of.state, of.basis), (State::Unknown, Basis::LedgerTooLarge), "{measure}");
    }
    assert_eq!(study.measures.sites[0].costs, None);
    let other = study.measures.sites[1].reading(Measure::CostPerM2).value;
    assert_eq!(other.map(terrier::model::Quantity::text).as_deref(), Some("12.0000"));
    assert_eq!(count(&study.findings, Rule::SumTooLarge), 1);
}

#[test]
fn the_largest_ledger_that_is_held_is_exact() {
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    for row in 0..100 {
        costs.push_str(&format!("A,2019/20,other,{}\n", 1_000_000_000 - row));
    }
    let study = small("2020-03-31", &[("sites", SITES), ("costs", &costs)]);
    let cost = study.measures.sites[0].reading(Measure::RunningCost).value;
    let expected = 100_i64 * 1_000_000_000 - (0..100).sum::<i64>();
    assert_eq!(cost.map(terrier::model::Quantity::text), Some(format!("{expected}.00")));
    assert_eq!(count(&study.findings, Rule::SumTooLarge), 0);
}

#[test]
fn a_report_never_replaces_that_of_another_estate() {
    let one = Sample::new();
    let other = Sample::new().text("estate.toml", "name = \"Fenshire\"", "name = \"Wealdshire\"");
    let out = one.out();
    let report = |sample: &Sample| {
        let mut command = terrier();
        command.arg("report").arg(&sample.folder).arg("--out").arg(&out).arg("-q");
        command.assert()
    };
    report(&one).success();
    let ranking = out.join("2020-03-31/ranking.csv");
    let (before, written) =
        (fs::read(&ranking).unwrap(), ranking.metadata().unwrap().modified().unwrap());
    let refused = report(&other).code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(said.contains("holds the report of \"Fenshire\""), "{said}");
    assert!(said.contains("\"Wealdshire\"") && said.contains("--out"), "{said}");
    assert_eq!(fs::read(&ranking).unwrap(), before);
    assert_eq!(ranking.metadata().unwrap().modified().unwrap(), written);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    report(&one).success();
}

#[test]
fn a_batch_takes_no_report_for_a_snapshot() {
    let sample = Sample::new();
    let root = sample.folder.parent().unwrap();
    let out = root.join("reports");
    let run = |command: &str, folder: &Path| {
        let mut ran = terrier();
        ran.arg(command).arg(folder);
        if command == "batch" {
            ran.arg("--out").arg(&out);
        }
        ran.assert()
    };
    for _ in 0..2 {
        let ran = run("batch", root).success();
        let said = String::from_utf8(ran.get_output().stdout.clone()).unwrap();
        assert_eq!(said.matches("2020-03-31").count(), 1, "{said}");
    }
    let refused = run("rank", &out.join("fenshire/2020-03-31")).code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(said.contains("is a report, not a snapshot"), "{said}");
}
