//! Output tables are declared once: what a declaration says holds of the files of a report, in both editions.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use terrier::edition::Edition;
use terrier::tables::{ALL, Audience, Kind, OF_GROUP, OutputTable};

use crate::{
    published::{Files, newest, policy, small, terrier},
    sample::{NEWEST, project},
};

/// The cells of a table of a report, without its header.
fn cells(files: &Files, file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(files[file].as_slice());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The tables that the sample's report of an edition has, and its files.
fn present(edition: Edition) -> (Vec<&'static dyn OutputTable>, &'static Files) {
    let files = newest(edition);
    let there = ALL.iter().copied().filter(|t| files.contains_key(t.file())).collect();
    (there, files)
}

#[test]
fn names_keys_and_meanings_are_whole() {
    let files = ALL.iter().map(|table| table.file());
    let files: BTreeSet<&str> = files.chain(OF_GROUP.iter().map(|table| table.file())).collect();
    assert_eq!(files.len(), ALL.len() + OF_GROUP.len());
    ALL.iter().for_each(|table| is_whole(*table));
    OF_GROUP.iter().for_each(|table| is_whole(*table));
}

fn is_whole<V>(table: &dyn OutputTable<V>) {
    {
        let names: BTreeSet<&str> = table.columns().iter().map(|c| c.name).collect();
        assert_eq!(names.len(), table.columns().len(), "{}", table.file());
        assert!(table.key().iter().all(|key| names.contains(key)), "{}", table.file());
        for column in table.columns() {
            let at = format!("{} {}: {}", table.file(), column.name, column.meaning);
            assert!(!column.heading.is_empty() && column.meaning.len() > 5, "{at}");
            assert!(column.meaning.starts_with(|c: char| c.is_lowercase() || c == '`'), "{at}");
            assert!(!column.meaning.ends_with('.') && !column.meaning.contains('|'), "{at}");
            let is_pounds = column.kind == Kind::Money;
            assert!(!is_pounds || column.unit.starts_with('£'), "{at}");
        }
    }
}

#[test]
fn cells_hold_what_their_column_says_and_keys_tell_rows_apart() {
    for edition in [Edition::Restricted, Edition::Public] {
        let (tables, files) = present(edition);
        assert!(tables.len() >= 10);
        for table in tables {
            let mut keys: BTreeSet<Vec<String>> = BTreeSet::new();
            for row in cells(files, table.file()) {
                for (column, cell) in table.columns().iter().zip(&row) {
                    let at = format!("{} {} {cell:?}", table.file(), column.name);
                    assert!(fits(column.kind, cell), "{at}");
                }
                let place = |key: &&str| table.columns().iter().position(|c| c.name == *key);
                let key: Vec<String> =
                    table.key().iter().filter_map(place).map(|at| row[at].clone()).collect();
                let told = format!("{} {key:?}", table.file());
                assert!(key.iter().all(|cell| !cell.is_empty()), "{told}");
                assert!(table.key().is_empty() || keys.insert(key), "{told}");
            }
        }
    }
}

/// Tells whether the text of a cell is what a column of a kind may hold.
fn fits(kind: Kind, cell: &str) -> bool {
    let is_number = || cell.parse::<rust_decimal::Decimal>().is_ok();
    cell.is_empty()
        || match kind {
            Kind::Text | Kind::List | Kind::Reading => true,
            Kind::Day => cell.parse::<terrier::model::Date>().is_ok(),
            Kind::Year => terrier::model::FinancialYear::read(cell).is_some(),
            Kind::Money => is_number() && cell.rsplit_once('.').is_some_and(|(_, p)| p.len() == 2),
            Kind::Whole => cell.parse::<i64>().is_ok(),
            Kind::Share | Kind::Tenth | Kind::Number => is_number(),
            Kind::YesNo => ["yes", "no"].contains(&cell),
        }
}

#[test]
fn the_public_edition_holds_nothing_of_a_restricted_column() {
    let (tables, files) = present(Edition::Public);
    for table in ALL {
        let is_restricted = |c: &&terrier::tables::Column| c.audience == Audience::Restricted;
        let all = table.columns().iter().filter(is_restricted).count();
        let is_there = tables.iter().any(|there| there.file() == table.file());
        assert!(!is_there || all < table.columns().len(), "{} is published", table.file());
        if !is_there {
            continue;
        }
        for row in cells(files, table.file()) {
            for (column, cell) in table.columns().iter().zip(&row) {
                let at = format!("{} {} {cell:?}", table.file(), column.name);
                assert!(column.audience != Audience::Restricted || cell.is_empty(), "{at}");
            }
        }
    }
}

#[test]
fn the_data_package_names_every_table_that_is_there() {
    for edition in [Edition::Restricted, Edition::Public] {
        let (tables, files) = present(edition);
        let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
        let resources = package["resources"].as_array().unwrap();
        let paths: Vec<&str> = resources.iter().map(|r| r["path"].as_str().unwrap()).collect();
        assert_eq!(paths, tables.iter().map(|t| t.file()).collect::<Vec<_>>());
        for resource in resources {
            let text =
                String::from_utf8(files[resource["path"].as_str().unwrap()].clone()).unwrap();
            let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
            assert_eq!(names, header);
        }
    }
}

#[test]
fn the_dictionary_is_the_one_in_the_readme() {
    let readme = fs::read_to_string(project("reports/README.md")).unwrap();
    let begins = "<!-- tables: made by terrier schema --reports, compared by a test -->";
    let (_, rest) = readme.split_once(begins).unwrap();
    let (held, _) = rest.split_once("<!-- end of tables -->").unwrap();
    let ran = terrier().args(["schema", "--reports"]).assert();
    let printed = String::from_utf8(ran.success().get_output().stdout.clone()).unwrap();
    assert_eq!(
        printed.trim(),
        held.trim(),
        "paste `terrier schema --reports` into reports/README.md"
    );
}

/// What a table has as CSV it has as JSON too, record by record.
#[rstest::rstest]
#[case("rank", None)]
#[case("check", None)]
#[case("sift", Some("sites"))]
#[case("appraise", None)]
#[case("leases", None)]
#[case("leases --summary", Some("leases"))]
fn json_has_every_column_of_csv(#[case] command: &str, #[case] within: Option<&str>) {
    let run = |format: &str| {
        let mut ran = terrier();
        ran.args(command.split(' ')).arg(project(NEWEST)).args(["-q", "--format", format]);
        String::from_utf8(ran.output().unwrap().stdout).unwrap()
    };
    let csv = run("csv");
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let whole: Value = serde_json::from_str(&run("json")).unwrap();
    let records = within.map_or(&whole, |name| &whole[name]).as_array().unwrap().clone();
    assert_eq!(records.len(), csv::Reader::from_reader(csv.as_bytes()).records().count());
    for record in records {
        let missing: Vec<&&str> = header.iter().filter(|name| record.get(name).is_none()).collect();
        assert!(missing.is_empty(), "{command}: {missing:?}");
    }
}

/// An estate of which nothing but a name is known: each file that is not there says why.
#[test]
fn a_file_that_is_not_there_says_why() {
    let run = small("2020-03-31", &[("sites", "site_id,name\nA,Alpha\n")]);
    let view = terrier::edition::view(run.results(policy()), Edition::Restricted).unwrap();
    let why = |file: &str| ALL.iter().find(|t| t.file() == file).unwrap().absent(&view);
    assert_eq!(why("receipts.csv"), Some("no sale brings a receipt that is known"));
    let no_programme = Some("no capital programme, treasury or benefits are given");
    for file in ["capital_financing.csv", "programme.csv", "scenarios.csv", "benefits.csv"] {
        assert_eq!(why(file), no_programme, "{file}");
    }
    for file in ["lease_events.csv", "lease_summary.csv", "rent.csv", "lease_accounts.csv"] {
        assert_eq!(why(file), Some("no lease is recorded"), "{file}");
    }
    assert_eq!(["ranking.csv", "exits.csv", "options.csv"].map(why), [None; 3]);
}
