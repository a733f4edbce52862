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
#[case("Surplus", "may mean no")]
#[case("to be reviewed", "may mean no")]
#[case("Yes", "gives no reason")]
#[case("TRUE", "gives no reason")]
#[case("1", "gives no reason")]
#[case("x", "gives no reason")]
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
    let run = small("2020-03-31", &[("sites", SITES), ("occupancy", &occupancy)]);
    let reading = |site: usize, measure| run.measures.sites[site].reading(measure);
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
    let named: Vec<&str> = run
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
    let run = small("2020-03-31", &[("sites", SITES), ("occupancy", &occupancy)]);
    let text = |site: usize| {
        let value = run.measures.sites[site].reading(Measure::Utilisation).value;
        value.map(terrier::model::Quantity::text)
    };
    assert_eq!((text(0).as_deref(), text(1).as_deref()), (Some("0.5000"), Some("0.1000")));
    assert_eq!(count(&run.findings, Rule::SumTooLarge), 0);
}

/// The ledger of one site beyond what is held: not known, the estate's total is of the others, and no figure of the
/// report comes near the largest whole number.
#[test]
fn a_ledger_beyond_what_is_held_is_not_known() {
    let mut costs = "site_id,financial_year,category,amount\nB,2019/20,rates,12000\n".to_owned();
    for row in 0..101 {
        costs.push_str(&format!("A,2019/20,other,{}\n", 1_000_000_000 - row));
    }
    let run = small("2020-03-31", &[("sites", SITES), ("costs", &costs)]);
    for measure in [Measure::RunningCost, Measure::CostSaved, Measure::CostPerM2] {
        let of = run.measures.sites[0].reading(measure);
        assert_eq!((of.state, of.basis), (State::Unknown, Basis::LedgerTooLarge), "{measure}");
    }
    assert_eq!(run.measures.sites[0].costs, None);
    let other = run.measures.sites[1].reading(Measure::CostPerM2).value;
    assert_eq!(other.map(terrier::model::Quantity::text).as_deref(), Some("12.0000"));
    assert_eq!(count(&run.findings, Rule::SumTooLarge), 1);
}

#[test]
fn the_largest_ledger_that_is_held_is_exact() {
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    for row in 0..100 {
        costs.push_str(&format!("A,2019/20,other,{}\n", 1_000_000_000 - row));
    }
    let run = small("2020-03-31", &[("sites", SITES), ("costs", &costs)]);
    let cost = run.measures.sites[0].reading(Measure::RunningCost).value;
    let expected = 100_i64 * 1_000_000_000 - (0..100).sum::<i64>();
    assert_eq!(cost.map(terrier::model::Quantity::text), Some(format!("{expected}.00")));
    assert_eq!(count(&run.findings, Rule::SumTooLarge), 0);
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
    assert!(said.contains("contains the report of \"Fenshire\""), "{said}");
    assert!(said.contains("\"Wealdshire\"") && said.contains("--out"), "{said}");
    assert_eq!(fs::read(&ranking).unwrap(), before);
    assert_eq!(ranking.metadata().unwrap().modified().unwrap(), written);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    report(&one).success();
}

/// Two estates whose folders have one name, each of its own day: the summary of the first stays.
#[test]
fn a_batch_never_replaces_the_summary_of_another_estate() {
    let one = Sample::new();
    let other = Sample::named("2019-12-31")
        .text("estate.toml", "as_of = 2020-03-31", "as_of = 2019-12-31")
        .text("estate.toml", "name = \"Fenshire\"", "name = \"Wealdshire\"")
        .text("estate.toml", "financial_year = \"2019/20\"", "financial_year = \"2018/19\"");
    let out = one.out();
    let batch = |sample: &Sample| {
        let mut command = terrier();
        command.arg("batch").arg(sample.folder.parent().unwrap()).arg("--out").arg(&out).assert()
    };
    batch(&one).success();
    let summary = fs::read(out.join("fenshire/summary.csv")).unwrap();
    let refused = batch(&other).code(1);
    let said = String::from_utf8(refused.get_output().stdout.clone()).unwrap();
    assert!(
        said.contains("contains a report on \"Fenshire\", so the report on \"Wealdshire\""),
        "{said}"
    );
    assert!(!out.join("fenshire/2019-12-31").exists());
    assert_eq!(fs::read(out.join("fenshire/summary.csv")).unwrap(), summary);
    batch(&one).success();
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

/// Returns the findings of a rule, as the screen has them.
fn told(run: &terrier::batch::Run, rule: Rule) -> Vec<String> {
    run.findings.iter().filter(|f| f.rule == rule).map(ToString::to_string).collect()
}

#[test]
fn a_table_of_another_time_is_named_with_its_span() {
    let occupancy = "site_id,on,method,capacity,hours_open,mean_occupied\n\
                     A,2018-01-10,survey,100,10,40\n\
                     B,2018-11-20,survey,100,10,40\n";
    let costs = "site_id,financial_year,from,to,category,amount\n\
                 A,2017/18,,,rates,100\nB,,2018-04-01,2019-03-31,rates,100\n";
    let tables = [("sites", SITES), ("occupancy", occupancy), ("costs", costs)];
    let run = small("2020-03-31", &tables);
    insta::assert_snapshot!(told(&run, Rule::LinesOutsideWindow).join("\n"), @r"
    warning[lines-outside-window]: costs.csv, column `financial_year`
      found:    2 lines from 2017-04-01 to 2019-03-31, none in 2019/20 (the last whole financial year); none is used
      expected: lines for 2019/20 (the last whole financial year)
      fix:      add the lines for that period, or correct `financial_year`
    warning[lines-outside-window]: occupancy.csv, column `on`
      found:    2 observations from 2018-01-10 to 2018-11-20, none in the 12 months to 2020-03-31; none is used
      expected: observations for the 12 months to 2020-03-31
      fix:      add the lines for that period, or correct `on`
    ");
    assert_eq!(count(&run.findings, Rule::SitesWithoutLines), 0);
}

/// The first and the last day that are read are inside; a day less or more is not.
#[rstest::rstest]
#[case("2019-03-31", 1)]
#[case("2019-04-01", 0)]
#[case("2020-03-31", 0)]
#[case("2020-04-01", 1)]
fn the_window_has_its_own_ends(#[case] day: &str, #[case] outside: usize) {
    let line = format!("site_id,on,method,capacity\nA,{day},survey,100\n");
    let run = small("2020-03-31", &[("sites", SITES), ("occupancy", &line)]);
    assert_eq!(count(&run.findings, Rule::LinesOutsideWindow), outside, "{day}");
}

#[test]
fn sites_left_out_of_a_table_are_named_in_one_finding() {
    let mut sites = "site_id,name,use,status\n".to_owned();
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    for n in 0..20 {
        sites.push_str(&format!("S{n:02},House {n},office,operational\n"));
        if n < 12 {
            costs.push_str(&format!("S{n:02},2019/20,rates,100\n"));
        }
    }
    sites.push_str("S99,Sold house,office,sold\n");
    let run = small("2020-03-31", &[("sites", &sites), ("costs", &costs)]);
    insta::assert_snapshot!(told(&run, Rule::SitesWithoutLines).join("\n"), @r"
    note[sites-without-lines]: costs.csv, column `financial_year`
      found:    no line for 2019/20 (the last whole financial year) at 8 of 20 sites: S12, S13, S14, S15, S16 and 3 more
      expected: lines at every site, as at the other 12
      fix:      add the missing lines; until then figures that need them are not known
    ");
    let few: String = costs.lines().take(6).map(|line| format!("{line}\n")).collect();
    let run = small("2020-03-31", &[("sites", &sites), ("costs", &few)]);
    assert_eq!(count(&run.findings, Rule::SitesWithoutLines), 0);
}

#[test]
fn partners_of_two_bodies_may_share_a_building() {
    let partners = "partner_id,organisation,name,postcode,easting,northing\n\
                    P1,Fire,Fen Hall,FN2 9YZ,541822,296667\n\
                    P2,Council,Fen Hall,FN2 9YZ,541822,296667\n\
                    P3,Fire,Fen Hall,FN2 9YZ,541900,296700\n\
                    P4,Fire,Quay Hall,FN2 9YY,541822,296667\n\
                    P5,Fire,Fen Hall,FN7 1AA,551822,296667\n";
    let run = small("2020-03-31", &[("sites", SITES), ("partners", partners)]);
    let twice: Vec<&str> = run
        .findings
        .iter()
        .filter(|f| f.rule == Rule::SameSiteTwice && &*f.place.file == "partners.csv")
        .map(|f| f.id.as_str())
        .collect();
    assert_eq!(twice, ["P4", "P3"]);
}

/// A hundred sites of one fault are one block on the screen, and a line each in the CSV.
#[test]
fn a_hundred_findings_alike_are_told_once() {
    let mut sites = "site_id,name,use,condition\n".to_owned();
    for n in 0..100 {
        sites.push_str(&format!("S{n:03},House {n},office,fair\n"));
    }
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("sites.csv"), sites).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = terrier();
        let ran = command.arg("check").arg(&folder).args(arguments).assert().success();
        String::from_utf8(ran.get_output().stdout.clone()).unwrap()
    };
    let table = run(&[]);
    assert_eq!(table.matches("[cell-unreadable]").count(), 1, "{table}");
    assert_eq!(table.matches("[status-empty]").count(), 1, "{table}");
    assert!(table.contains("\"fair\", in 100 rows (2, 3, 4, 5, 6 and 95 more)"), "{table}");
    let alike = "column `status`: 100 findings, rows 2, 3, 4, 5, 6 and 95 more";
    assert!(table.contains(alike), "{table}");
    assert!(table.contains("and 97 more; terrier check"), "{table}");
    let csv = run(&["--format", "csv"]);
    assert_eq!(csv.matches(",cell-unreadable,").count(), 100);
    let mut command = terrier();
    let ran = command.arg("rank").arg(&folder).assert().success();
    let said = String::from_utf8(ran.get_output().stderr.clone()).unwrap();
    assert_eq!(said.matches("[cell-unreadable]").count(), 1, "{said}");
}
