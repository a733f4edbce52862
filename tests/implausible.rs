//! Figures that can be read but hardly be right: a column is judged as a whole, many records are one finding, and
//! every reading that rests on one of them says so where it is ranked and told.

use std::{fs, process::Command};

use rstest::rstest;
use terrier::{
    batch,
    model::{Finding, Measure, Rule, SiteId},
    policy::Policy,
};

use crate::sample::{NEWEST, Sample, findings_of, project};

/// Changes every cell of a column that `change` gives another text for.
fn column(
    sample: Sample,
    table: &str,
    name: &str,
    change: impl Fn(&[String], &str) -> Option<String>,
) -> Sample {
    let mut rows = sample.rows(table);
    let at = rows[0].iter().position(|header| header == name).unwrap();
    for row in rows.iter_mut().skip(1).filter(|row| !row[at].is_empty()) {
        if let Some(text) = change(row, &row[at]) {
            row[at] = text;
        }
    }
    sample.write(table, &rows);
    sample
}

/// Multiplies every number of a column.
fn scaled(sample: Sample, table: &str, name: &str, factor: f64) -> Sample {
    column(sample, table, name, |_, text| {
        let number: f64 = text.parse().ok()?;
        Some(format!("{:.2}", number * factor))
    })
}

/// The findings of a rule that the sample does not have.
fn more(sample: &Sample, rule: Rule) -> Vec<Finding> {
    let before = findings_of(&project(NEWEST));
    let found = findings_of(&sample.folder);
    found.iter().filter(|f| f.rule == rule && !before.iter().any(|b| b == *f)).cloned().collect()
}

/// The one finding of a rule that gathers a column, with how many records it is about.
fn gathered(sample: &Sample, rule: Rule) -> (String, usize) {
    let found = more(sample, rule);
    assert_eq!(found.len(), 1, "{found:?}");
    let ids: std::collections::BTreeSet<&str> =
        found[0].beside.iter().map(|cell| cell.id.as_str()).collect();
    (found[0].found.clone(), ids.len())
}

#[test]
fn a_column_of_shares_among_square_metres_is_one_finding() {
    let sample = column(Sample::new(), "sites", "occupied_m2", |_, _| Some("0.7".to_owned()));
    let (found, sites) = gathered(&sample, Rule::AreaOutOfScale);
    assert!(found.ends_with("they look like shares, not m²; used as they stand"), "{found}");
    assert!(sites >= 20, "{sites}");
}

#[test]
fn a_column_of_per_cents_among_square_metres_is_one_finding() {
    let sample = column(Sample::new(), "sites", "occupied_m2", |_, _| Some("65".to_owned()));
    let found = more(&sample, Rule::AreaOutOfScale);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].found.contains("m², "), "{}", found[0].found);
}

/// Offices out of scale by the unit look like square feet; a hundred times as large, they look like nothing known.
#[rstest]
#[case(10.764, true)]
#[case(1_000.0, false)]
fn offices_in_square_feet_are_told_from_those_that_are_merely_too_large(
    #[case] times: f64,
    #[case] feet: bool,
) {
    let (found, sites) =
        gathered(&scaled(Sample::new(), "sites", "office_nia_m2", times), Rule::AreaOutOfScale);
    assert_eq!(found.contains("they look like square feet, not m²"), feet, "{found}");
    assert!(sites >= 3, "{sites}");
}

#[test]
fn square_feet_in_place_of_square_metres_are_one_finding() {
    let sample = scaled(Sample::new(), "sites", "gia_m2", 10.764);
    let (found, sites) = gathered(&sample, Rule::AreaOutOfScale);
    assert!(found.contains("`gia_m2` looks like square feet, not m²"), "{found}");
    assert!(sites >= 20, "{sites}");
}

#[test]
fn square_metres_in_place_of_hectares_are_one_finding() {
    let sample = scaled(Sample::new(), "sites", "site_area_ha", 10_000.0);
    let (found, _) = gathered(&sample, Rule::AreaOutOfScale);
    assert!(found.contains("they look like m², not hectares"), "{found}");
}

#[test]
fn thousands_in_place_of_pounds_are_named() {
    let sample = scaled(Sample::new(), "sites", "book_value", 0.001);
    let (found, sites) = gathered(&sample, Rule::ValuesApart);
    assert!(found.contains("0.1 % of `existing_use_value`") || found.contains("0.09"), "{found}");
    assert!(sites >= 10, "{sites}");
    let sample = scaled(Sample::new(), "sites", "backlog_high", 0.001);
    let (found, _) = gathered(&sample, Rule::UnlikePeers);
    assert!(found.contains("they look like thousands of pounds"), "{found}");
}

#[test]
fn rents_by_the_month_are_one_finding() {
    let sample = scaled(Sample::new(), "leases", "rent", 1.0 / 12.0);
    let (found, leases) = gathered(&sample, Rule::RentImplausible);
    assert!(found.contains("they look like rents by the month"), "{found}");
    assert!(leases >= 5, "{leases}");
}

#[test]
fn shares_in_place_of_people_are_one_finding_and_move_no_rank_in_silence() {
    let as_share = |share: &str| {
        let share = share.to_owned();
        move |row: &[String], _: &str| (row[0] == "FEN-007").then(|| share.clone())
    };
    let sample = column(Sample::new(), "occupancy", "mean_occupied", as_share("0.45"));
    let sample = column(sample, "occupancy", "peak_occupied", as_share("0.62"));
    let found = more(&sample, Rule::PeopleAsShares);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].found.starts_with("a mean of 0.45 and a peak of 0.62 people at 44 places"),
        "{:?}",
        found[0]
    );
    let rules = questioned(&sample, "FEN-007", Measure::Utilisation);
    assert_eq!(rules, "people-as-shares");
    assert_eq!(questioned(&sample, "FEN-007", Measure::Peak), "people-as-shares");
    assert_eq!(questioned(&sample, "FEN-011", Measure::Peak), "");
}

/// A mean that never passes one person, where 62 people are counted at the peak.
#[test]
fn shares_in_place_of_means_are_named_beside_peaks_of_people() {
    let shares = |row: &[String], _: &str| (row[0] == "FEN-007").then(|| "0.45".to_owned());
    let sample = column(Sample::new(), "occupancy", "mean_occupied", shares);
    let found = more(&sample, Rule::PeopleAsShares);
    assert_eq!(found.len(), 1);
    assert!(found[0].found.contains("no mean of more than 1"), "{:?}", found[0]);
    assert_eq!(questioned(&sample, "FEN-007", Measure::Utilisation), "people-as-shares");
    // Hardly anybody there: a mean below one and a peak of three are no shares.
    let peaks = |row: &[String], _: &str| (row[0] == "FEN-007").then(|| "3".to_owned());
    let sample = column(sample, "occupancy", "peak_occupied", peaks);
    assert_eq!(more(&sample, Rule::PeopleAsShares), []);
}

/// The ledger of one site, every amount changed.
fn ledger_of(site: &'static str, change: impl Fn(&str) -> String) -> Sample {
    column(Sample::new(), "costs", "amount", move |row, text| {
        (row[0] == site).then(|| change(text))
    })
}

#[test]
fn a_site_whose_costs_all_have_the_other_sign_is_named_and_its_reading_questioned() {
    let turned = ledger_of("FEN-011", |text| format!("-{text}"));
    let found = more(&turned, Rule::FigureImpossible);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].found.starts_with("−£"), "{:?}", found[0]);
    assert_eq!(found[0].id, "FEN-011");
    assert_eq!(questioned(&turned, "FEN-011", Measure::RunningCost), "figure-impossible");
}

/// Thousands in place of pounds at one of the front counters.
#[test]
fn a_running_cost_far_from_those_of_the_same_use_is_named() {
    let small = ledger_of("FEN-011", |text| {
        let pounds: f64 = text.parse().unwrap_or(0.0);
        format!("{:.2}", pounds / 1000.0)
    });
    let found = more(&small, Rule::UnlikePeers);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].found.contains("sites with use front_counter"), "{:?}", found[0]);
}

/// The rules that question a reading of a site.
fn questioned(sample: &Sample, site: &str, measure: Measure) -> String {
    let policy = Policy::default_policy().unwrap();
    let hashes = terrier::load::Hashes::NotWanted;
    let fail_on = terrier::model::Severity::Error;
    let outcome = batch::run_snapshot(&sample.folder, &policy, fail_on, hashes).unwrap();
    let batch::SnapshotOutcome::Ran(run) = outcome else { panic!("stopped") };
    let number = run.estate.site_number(&SiteId::new(site).unwrap()).unwrap();
    run.questioned.describe(number, measure)
}

#[test]
fn a_crowded_site_is_one_finding() {
    let change = |row: &[String], _: &str| (row[0] == "FEN-007").then(|| "62".to_owned());
    let sample = column(Sample::new(), "occupancy", "peak_occupied", change);
    let (found, _) = gathered(&sample, Rule::PeakAboveCapacity);
    assert!(found.contains("records, in rows"), "{found}");
}

#[test]
fn a_vacant_site_rests_on_no_questioned_area() {
    let sample =
        Sample::new().record("sites", "FEN-017", &[("nia_m2", "2000"), ("occupied_m2", "2500")]);
    assert!(!more(&sample, Rule::AreasOutOfOrder).is_empty());
    assert_eq!(questioned(&sample, "FEN-017", Measure::AreaInUse), "");
}

#[test]
fn gross_area_questioned_leaves_area_in_use_by_net_area_alone() {
    let sample = Sample::new().cell("sites", "FEN-003", "gia_m2", "46200");
    assert_eq!(
        questioned(&sample, "FEN-003", Measure::CostPerM2),
        "area-out-of-scale; unlike-peers"
    );
    let area = more(&sample, Rule::UnlikePeers);
    assert_eq!(area.len(), 1, "{area:?}");
    assert_eq!(area[0].place.column.as_deref(), Some("gia_m2"));
    // Its gross area is in no reading of area in use: the net area is.
    let sample = Sample::new().cell("sites", "FEN-003", "gia_m2", "462");
    let rules = questioned(&sample, "FEN-003", Measure::AreaInUse);
    assert_eq!(rules, "areas-out-of-order");
}

fn terrier(args: &[&str], sample: &Sample) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terrier"));
    let output = command.args(args).arg(&sample.folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_questioned_reading_is_marked_wherever_it_is_ranked_and_told() {
    let sample = Sample::new().cell("sites", "FEN-012", "occupied_m2", "2");
    let table = terrier(&["rank"], &sample);
    let line = table.lines().find(|line| line.contains("FEN-012")).unwrap();
    assert!(line.contains('†'), "{line}");
    assert!(table.contains("† depends in part on questioned figures"), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&terrier(&["rank", "--format", "json"], &sample)).unwrap();
    let row = json.as_array().unwrap().iter().find(|r| r["site_id"] == "FEN-012").unwrap();
    assert_eq!(row["questioned"], serde_json::json!(["Area in use"]));
    let mut command = Command::new(env!("CARGO_BIN_EXE_terrier"));
    let explained = command.arg("explain").arg(&sample.folder).arg("FEN-012").output().unwrap();
    let explained = String::from_utf8(explained.stdout).unwrap();
    assert!(explained.contains("questioned by area-out-of-scale"), "{explained}");
    assert!(explained.contains("0.284 % of `nia_m2` 705 m²"), "{explained}");
    let out = sample.out();
    let mut command = Command::new(env!("CARGO_BIN_EXE_terrier"));
    command.arg("report").arg(&sample.folder).arg("--out").arg(&out).output().unwrap();
    let report = find(&out, "measures.csv").unwrap();
    let read = |file: &str| fs::read_to_string(report.with_file_name(file)).unwrap();
    let questioned = |text: &str, key: &str| {
        text.lines().any(|line| line.starts_with(key) && line.ends_with(",area-out-of-scale"))
    };
    assert!(questioned(&read("measures.csv"), "FEN-012,area_in_use,"));
    assert!(questioned(&read("contributions.csv"), "FEN-012,utilisation,area_in_use,"));
    assert!(read("report.html").contains("Questioned: area in use"));
    let paper = read("paper.md");
    assert!(paper.contains("Questioned: area in use"), "{paper}");
    assert!(paper.contains("Reedmarch Police Station: area in use"), "{paper}");
    let header = read("ranking.csv");
    assert!(!header.lines().next().unwrap().contains("doubt"), "{header}");
}

/// Finds a file in a folder, at any depth.
fn find(folder: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|own| own == name) {
                return Some(path);
            }
        }
    }
    None
}

#[test]
fn a_policy_says_how_far_is_too_far() {
    let sample = Sample::new().cell("sites", "FEN-003", "market_value", "41000000");
    let text = "[figures.value_times]\nvalue = \"20\"\nsource = \"the body\"\n";
    let policy = Policy::from_text(Some(text)).unwrap();
    let found = batch::checked(&sample.folder, &policy).unwrap().findings;
    assert!(!found.iter().any(|f| f.rule == Rule::ValuesApart));
    assert_eq!(more(&sample, Rule::ValuesApart).len(), 1);
}

/// What a report of the folder of snapshots finds that breaks with the one before.
fn since(sample: Sample) -> Vec<(String, String, String)> {
    let sample = sample.with_the_one_before();
    let out = sample.out();
    let mut command = Command::new(env!("CARGO_BIN_EXE_terrier"));
    command
        .arg("report")
        .arg(sample.folder.parent().unwrap())
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    let mut reader = csv::Reader::from_path(find(&out, "findings.csv").unwrap()).unwrap();
    let rows = reader.records().map(Result::unwrap);
    let own = rows.filter(|row| &row[1] == "unlike-last-snapshot");
    own.map(|row| (row[5].to_owned(), row[4].to_owned(), row[6].to_owned())).collect()
}

#[test]
fn the_sample_breaks_with_no_snapshot_before() {
    assert_eq!(since(Sample::new()), []);
}

#[test]
fn areas_of_two_sites_that_changed_places_are_told() {
    let sample = Sample::new().record("sites", "FEN-009", &[("gia_m2", "1080")]).record(
        "sites",
        "FEN-010",
        &[("gia_m2", "1240")],
    );
    let found = since(sample);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("FEN-009", "gia_m2"));
    let told = "1,080 m², but 1,240 m² on 2019-03-31: it appears to be swapped with FEN-010";
    assert!(found[0].2.starts_with(told), "{found:?}");
}

#[test]
fn costs_of_two_sites_that_changed_places_are_told() {
    let swap = |row: &[String], _: &str| match row[0].as_str() {
        "FEN-001" => Some("FEN-012".to_owned()),
        "FEN-012" => Some("FEN-001".to_owned()),
        _ => None,
    };
    let found = since(column(Sample::new(), "costs", "site_id", swap));
    let ids: Vec<&str> = found.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(ids, ["FEN-001", "FEN-012"], "{found:?}");
    assert!(found[0].2.contains("of running cost in the last whole year"), "{found:?}");
}

#[test]
fn an_area_and_a_value_that_break_with_the_snapshot_before_are_told() {
    let sample = Sample::new().cell("sites", "FEN-001", "gia_m2", "18800").cell(
        "sites",
        "FEN-005",
        "market_value",
        "6900000",
    );
    let found = since(sample);
    assert!(found.iter().any(|(id, column, _)| id == "FEN-001" && column == "gia_m2"), "{found:?}");
    let value = found.iter().find(|(id, ..)| id == "FEN-005").unwrap();
    assert_eq!(value.2, "£6,900,000, 3 times the £2,272,000 on 2019-03-31; used as it stands");
}
