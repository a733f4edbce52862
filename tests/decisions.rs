//! What the body has decided: told as decided everywhere, asked for nowhere, counted once, and never in silence where
//! it cannot be done.

use std::collections::BTreeMap;

use rstest::rstest;
use terrier::{batch::Run, edition::Edition};

use crate::{
    programmes::studied_files,
    published::{Files, newest, rows, text, without_charts},
    sample::{Sample, findings_of},
};

const SITES: &str = "site_id,name,tenure,use,status,gia_m2,nia_m2,office_nia_m2,workstations,backlog_high,\
                     backlog_significant,market_value,alternative_use_value,valued_on,must_keep\n\
                     A,Alpha,freehold,office,,1000,800,620,62,0,0,1000000,1500000,2019-03-31,\n\
                     B,Bravo,freehold,office,,1000,800,620,62,0,0,500000,,2012-03-31,\n\
                     C,Cells,freehold,custody,,1000,800,620,62,0,0,900000,,2019-03-31,always open\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,maintenance,40000\n\
                     B,2019/20,maintenance,50000\nC,2019/20,maintenance,60000\n";
const SEEN: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\n\
                    A,2020-01-01,survey,62,10,4,8\nB,2020-01-01,survey,62,10,4,8\n";
pub const TREASURY: &str = "[opening]\ncfr = \"1000000\"\nyears = 20\n[reserves]\nopening = \"500000\"\n\
                        [balance_sheet]\nworking_capital = \"0\"\nminimum_liquidity = \"0\"\n\
                        [rates]\nshort = \"1%\"\nlong = \"3%\"\ninvestment = \"1%\"\n\
                        [mrp]\nmethod = \"equal_instalment\"\n[new_loans]\nkind = \"annuity\"\nyears = 20\n";
const PROJECTS: &str =
    "project_id,name,financial_year,spend,receipt,receipt_site_id,sale_cost,life_years\n";

fn run(more: &[(&str, &str)]) -> Box<Run> {
    let mut files: Vec<(&str, &str)> =
        vec![("sites.csv", SITES), ("costs.csv", COSTS), ("occupancy.csv", SEEN)];
    for (name, text) in more {
        files.retain(|(own, _)| own != name);
        files.push((name, text));
    }
    studied_files(&files, "")
}

fn treasury(more: &str) -> String {
    format!("{TREASURY}{more}")
}

fn decision(site: &str, option: &str) -> String {
    treasury(&format!(
        "[[decisions]]\nsite_id = \"{site}\"\noption = \"{option}\"\nsource = \"board of 5 March\"\n"
    ))
}

fn of<'a>(rows: &'a [BTreeMap<String, String>], site: &str) -> &'a BTreeMap<String, String> {
    rows.iter().find(|row| row["site_id"] == site).unwrap()
}

fn report(more: &[(&str, &str)]) -> Files {
    without_charts(&run(more), Edition::Restricted)
}

#[rstest]
#[case::treasury("treasury.toml", &decision("B", "sublet"), "sublet", "board of 5 March")]
#[case::scheme(
    "projects.csv",
    &format!("{PROJECTS}C-1,New hall,2021/22,500000,,B,,20\n"),
    "dispose",
    "its sale pays for New hall"
)]
#[case::receipt(
    "treasury.toml",
    &treasury("[[receipts]]\nsite_id = \"B\"\nfinancial_year = \"2021/22\"\namount = \"700000\"\nwhat = \"sale to the college\"\n"),
    "dispose",
    "receipt given: sale to the college"
)]
#[case::status("sites.csv", &SITES.replace("B,Bravo,freehold,office,,", "B,Bravo,freehold,office,for_sale,"), "dispose", "the site is for sale")]
fn a_decision_is_told_as_decided_everywhere(
    #[case] file: &str,
    #[case] text_of: &str,
    #[case] option: &str,
    #[case] source: &str,
) {
    let (before, files) = (report(&[]), report(&[(file, text_of)]));
    let (was, ranking) = (rows(&before["ranking.csv"]), rows(&files["ranking.csv"]));
    let own = of(&ranking, "B");
    assert_eq!(own["recommended_option"], "decided");
    assert_ne!(of(&ranking, "A")["recommended_option"], "decided");
    if file != "sites.csv" {
        assert_eq!(own["rank"], of(&was, "B")["rank"], "ranked as before");
    }
    let advice = rows(&files["recommendations.csv"]);
    let advice = of(&advice, "B");
    assert_eq!((advice["recommended"].as_str(), advice["leads"].as_str()), ("decided", option));
    assert!(advice["why"].contains(source), "{}", advice["why"]);
    assert!(advice["why"].contains("The appraisal "), "{}", advice["why"]);
    let marked: Vec<_> = rows(&files["options.csv"])
        .into_iter()
        .filter(|row| row["site_id"] == "B" && row["recommended"] != "no")
        .map(|row| (row["option"].clone(), row["recommended"].clone()))
        .collect();
    assert_eq!(marked, [(option.to_owned(), "decided".to_owned())]);
    let page = text(&files, "report.html");
    assert!(page.contains("Already decided") && page.contains("<h4>Decided: "));
    let paper = text(&files, "paper.md");
    assert!(paper.contains("**Decisions already made**"), "{paper}");
}

#[test]
fn the_paper_asks_for_what_is_not_decided() {
    let none = report(&[]);
    let asked = "prepare a business case for each of the first two candidates";
    assert!(text(&none, "paper.md").contains(asked), "{}", text(&none, "paper.md"));
    let one = report(&[("treasury.toml", &decision("B", "dispose"))]);
    let paper = text(&one, "paper.md");
    assert!(paper.contains("prepare a business case for Alpha."), "{paper}");
    assert!(paper.contains("Decided already: Bravo."), "{paper}");
    let both = decision("B", "dispose")
        + "[[decisions]]\nsite_id = \"A\"\noption = \"dispose\"\nsource = \"board\"\n";
    let paper = report(&[("treasury.toml", &both)]);
    let paper = text(&paper, "paper.md");
    assert!(paper.contains("is asked to note the first two candidates below."), "{paper}");
    assert!(!paper.contains("business case"), "{paper}");
}

/// The receipts appraised of some sites, added up.
fn appraised(files: &Files, standing: &str) -> i64 {
    let receipts = rows(&files["receipts.csv"]);
    let own = receipts.iter().filter(|row| row["standing"] == standing);
    own.map(|row| row["appraised"].replace('.', "").parse::<i64>().unwrap_or(0)).sum()
}

fn total(files: &Files, what: &str) -> Option<i64> {
    let totals = rows(&files["totals.csv"]);
    let row = totals.iter().find(|row| row["total"] == what)?;
    row["sum"].replace('.', "").parse().ok()
}

#[test]
fn each_site_counts_by_its_own_option_and_once() {
    let none = report(&[]);
    let whole = total(&none, "receipt_of_all").unwrap();
    assert_eq!(whole, appraised(&none, "recommended"));
    // A is recommended for sale with planning permission: not its market value as it stands.
    assert_eq!(of(&rows(&none["ranking.csv"]), "A")["recommended_option"], "dispose_with_planning");
    let one = report(&[("treasury.toml", &decision("A", "dispose_with_planning"))]);
    let (proposed, decided) = (total(&one, "receipt_of_all"), total(&one, "receipt_of_decided"));
    assert_eq!(proposed.unwrap_or(0) + decided.unwrap(), whole, "decided is not proposed too");
    let (saved, all) = (total(&one, "saving_of_decided"), total(&none, "saving_of_all"));
    // £40,000 less nine workstations at £2,000 elsewhere.
    assert_eq!(saved, Some(2_200_000));
    assert_eq!(total(&one, "saving_of_all").unwrap_or(0) + saved.unwrap(), all.unwrap());
    for files in [&none, newest(Edition::Restricted)] {
        assert_eq!(total(files, "receipt_of_all").unwrap(), appraised(files, "recommended"));
    }
}

#[test]
fn a_receipt_is_told_appraised_planned_programmed_and_achieved() {
    let receipts = treasury(
        "[[receipts]]\nsite_id = \"B\"\nfinancial_year = \"2021/22\"\namount = \"700000\"\n\
         sale_cost = \"7000\"\nwhat = \"sale\"\n",
    );
    let sold = SITES.to_owned() + "D,Depot,freehold,stores,sold,100,80,,,0,0,,,,\n";
    let benefits = "benefit_id,initiative,site_id,kind,financial_year,planned,realised,evidence\n\
                    BEN-1,Sale of the depot,D,receipt,2019/20,90000,95000,statement\n";
    let files =
        report(&[("sites.csv", &sold), ("treasury.toml", &receipts), ("benefits.csv", benefits)]);
    let found = rows(&files["receipts.csv"]);
    let own = of(&found, "B");
    assert_eq!(own["planned"], "700000.00");
    assert_eq!((own["programme"].as_str(), own["programme_in"].as_str()), ("693000.00", "2021/22"));
    assert!(own["why"].contains("deducts the cost of sale, £7,000"), "{}", own["why"]);
    let depot = of(&found, "D");
    assert_eq!((depot["standing"].as_str(), depot["achieved"].as_str()), ("sold", "95000.00"));
    assert_eq!(of(&found, "A")["programme"], "");
    assert!(text(&files, "paper.md").contains("**Receipts by site**"));
    assert!(text(&files, "report.html").contains("Receipts by site:"));
    let public = without_charts(&run(&[("treasury.toml", &receipts)]), Edition::Public);
    assert!(!public.contains_key("receipts.csv"));
    assert!(rows(&public["ranking.csv"]).iter().all(|row| row["recommended_option"].is_empty()));
}

#[rstest]
#[case::must_keep("C", "dispose", "", "it is ruled out: must be kept: always open")]
#[case::covenant("B", "dispose", "B,covenant,Police use only,sale,\n", "it is ruled out: covenant")]
#[case::no_option("B", "leave", "", "the site has no such option")]
fn a_decision_that_cannot_be_done_is_flagged_with_its_receipt(
    #[case] site: &str,
    #[case] option: &str,
    #[case] constraint: &str,
    #[case] says: &str,
) {
    let treasury = decision(site, option);
    let constraints = format!("site_id,kind,text,blocks,until\n{constraint}");
    let projects = format!("{PROJECTS}C-1,Hall,2021/22,900000,800000,{site},8000,20\n");
    let mut files = vec![("treasury.toml", treasury.as_str()), ("projects.csv", &projects)];
    if !constraint.is_empty() {
        files.push(("constraints.csv", &constraints));
    }
    let files = report(&files);
    let flags = rows(&files["programme_flags.csv"]);
    let flag = flags.iter().find(|row| row["flag"] == "decision_barred").unwrap();
    assert!(flag["found"].contains(says), "{}", flag["found"]);
    assert!(flag["found"].contains("still includes £792k net from it"), "{}", flag["found"]);
    assert_eq!((flag["project_id"].as_str(), flag["financial_year"].as_str()), ("C-1", "2021/22"));
    let receipts = rows(&files["receipts.csv"]);
    assert!(of(&receipts, site)["why"].contains(says), "{}", of(&receipts, site)["why"]);
    // A sale that cannot be done is told beside the sum that counts it.
    let is_told =
        text(&files, "paper.md").contains("£792,000 of the receipts as decided is at risk");
    assert_eq!(is_told, option == "dispose");
    let findings = rows(&files["findings.csv"]);
    assert!(findings.iter().any(|row| row["rule"] == "decision-barred"), "{findings:?}");
}

#[test]
fn a_decision_that_can_be_done_is_no_flag() {
    let files = report(&[("treasury.toml", &decision("B", "dispose"))]);
    let flags = files.get("programme_flags.csv").map(|file| rows(file)).unwrap_or_default();
    assert!(flags.iter().all(|row| row["flag"] != "decision_barred"), "{flags:?}");
    let findings = rows(&files["findings.csv"]);
    assert!(findings.iter().all(|row| row["rule"] != "decision-barred"), "{findings:?}");
    let sample = findings_of(&Sample::new().folder);
    assert!(sample.iter().all(|f| f.rule.word() != "decision-barred"));
}

#[test]
fn a_body_has_its_own_principles_or_none() {
    let none = report(&[]);
    let words = "Keep every counter";
    for name in ["paper.md", "report.html"] {
        for word in ["the principle", "Principles", "these principles"] {
            assert!(!text(&none, name).contains(word), "{name}: {word}");
        }
    }
    let principles = format!(
        "[[principles]]\nid = \"ours\"\nwords = \"{words}\"\nsource = \"Strategy\"\n\
         breaches = \"dispose, dispose_with_planning\"\n"
    );
    let files = report(&[("paper.toml", &principles)]);
    let paper = text(&files, "paper.md");
    assert!(paper.contains("has set these principles for its estate"), "{paper}");
    assert!(
        paper.contains(&format!("will wish to weigh conflicts with its principles: ‘{words}’ at")),
        "{paper}"
    );
    assert!(text(&files, "report.html").contains(words));
    let breached = rows(&files["options.csv"]).iter().filter(|r| r["breaches"] == "ours").count();
    assert!(breached > 1);
}

#[test]
fn an_old_valuation_and_a_day_before_the_meeting_are_marked() {
    let leases =
        "lease_id,site_id,role,start,expiry,rent\nL-1,D,tenant,2010-06-01,2020-05-31,9000\n";
    let sites = SITES.to_owned() + "D,Desk,leasehold,office,,100,80,80,8,0,0,,,,\n";
    let files = report(&[
        ("sites.csv", &sites),
        ("leases.csv", leases),
        ("paper.toml", "date = 2020-06-18\n"),
    ]);
    let paper = text(&files, "paper.md");
    assert!(paper.contains("(valued on 31 March 2012)"), "{paper}");
    assert!(paper.contains("one site more than five years ago"), "{paper}");
    assert!(paper.contains("31 May 2020 (before the meeting)"), "{paper}");
    assert!(paper.contains("falls before the meeting of 18 June 2020"), "{paper}");
}

#[test]
fn savings_stand_beside_their_target() {
    let target = "[[savings_targets]]\nof = \"estate\"\nbody = \"us\"\nfinancial_year = \"2023/24\"\n\
                  amount = \"90000\"\nsource = \"plan\"\n";
    let files = report(&[("treasury.toml", &(decision("B", "dispose") + target))]);
    let paper = text(&files, "paper.md");
    assert!(paper.contains("**Recurring savings against the target**"), "{paper}");
    assert!(paper.contains("| 2023/24 | The estate’s share | £90,000 |"), "{paper}");
    let without = report(&[("treasury.toml", &decision("B", "dispose"))]);
    assert!(text(&without, "paper.md").contains("No savings target is recorded."));
}

#[test]
fn a_public_paper_says_how_many_sites_it_leaves_out() {
    let public = without_charts(&run(&[]), Edition::Public);
    let paper = text(&public, "paper.md");
    let says = "This edition covers two sites of the estate’s three sites not sold";
    assert!(paper.contains(says), "{paper}");
    let page = text(&public, "report.html");
    assert!(
        page.contains("the estate had 3 sites; 1 with security needs is not in this edition"),
        "{page}"
    );
    let whole = report(&[]);
    assert!(text(&whole, "paper.md").contains("The estate has three sites not sold"));
}

#[test]
fn what_a_table_leaves_out_is_said() {
    let files = newest(Edition::Restricted);
    let paper = text(files, "paper.md");
    let warnings: std::collections::BTreeSet<_> = rows(&files["findings.csv"])
        .into_iter()
        .filter(|row| row["severity"] == "warning")
        .map(|row| row["rule"].clone())
        .collect();
    assert!(warnings.len() > 8);
    assert!(paper.contains("more rules, see the Findings sheet of the workbook."), "{paper}");
    assert!(rows(&files["scenarios.csv"]).len() > 6);
    assert!(paper.contains("see the Scenarios sheet of the workbook."), "{paper}");
    // Some of what is added up is the least that it can be.
    assert!(paper.contains("The recommended changes are worth at least £"), "{paper}");
}
