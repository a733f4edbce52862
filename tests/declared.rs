//! Output tables are declared once: what a declaration says holds of the files of a report, in both editions.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use terrier::edition::Edition;
use terrier::{
    batch, draw,
    tables::{ALL, Audience, Column, Declared, Kind, OF_GROUP, OutputTable},
};

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
    let own = ALL.iter().map(|table| *table as &dyn Declared);
    let of_group = OF_GROUP.iter().map(|table| *table as &dyn Declared);
    let every = own.chain(of_group).chain(draw::TABLES).chain(batch::TABLES);
    let every: Vec<&dyn Declared> = every.collect();
    let files: BTreeSet<&str> = every.iter().map(|table| table.file()).collect();
    assert_eq!(files.len(), every.len());
    for table in every {
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

/// A data file of a report as its description has it: the columns that are declared, those that it has, and its rows.
struct Described {
    path: String,
    key: Vec<String>,
    columns: Vec<&'static Column>,
    rows: Vec<Vec<String>>,
}

/// The declaration of a file of a report, and of a folder of a batch.
fn declaration(path: &str) -> &'static dyn Declared {
    let own = ALL.iter().map(|table| *table as &dyn Declared);
    let every: Vec<&dyn Declared> = own.chain(draw::TABLES).chain(batch::TABLES).collect();
    let stem = |path: &str| path.trim_end_matches(".csv").trim_end_matches("_2").to_owned();
    let is_of = |table: &&dyn Declared| match table.file().split_once("SERVICE") {
        Some((begin, _)) => ["public_counter", "response_base"]
            .iter()
            .any(|service| stem(path) == format!("{begin}{service}")),
        None => {
            table.file() == path
                || table.file().starts_with("charts/") && stem(table.file()) == stem(path)
        }
    };
    let found: Vec<_> = every.into_iter().filter(is_of).collect();
    assert_eq!(found.len(), 1, "{path} is declared {} times", found.len());
    found[0]
}

/// Every CSV file of some files, read beside its description; all of them are described.
fn described(files: &Files) -> Vec<Described> {
    let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let paths: BTreeSet<&str> = resources.iter().map(|r| r["path"].as_str().unwrap()).collect();
    let written = files.keys().map(String::as_str).filter(|path| path.ends_with(".csv"));
    assert_eq!(paths, written.collect::<BTreeSet<&str>>());
    let of = |resource: &Value| {
        let path = resource["path"].as_str().unwrap().to_owned();
        let table = declaration(&path);
        let mut reader = csv::Reader::from_reader(files[&path].as_slice());
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names, reader.headers().unwrap().iter().collect::<Vec<_>>(), "{path}");
        let column = |name: &&str| table.columns().iter().find(|c| c.name == *name).unwrap();
        let columns: Vec<&'static Column> = names.iter().map(column).collect();
        for (field, column) in fields.iter().zip(&columns) {
            assert_eq!(field["description"], column.meaning, "{path}");
        }
        assert_eq!(resource["description"], table.what());
        let key = table.key().iter().map(|key| (*key).to_owned()).collect();
        Described { path, key, columns, rows: cells(files, resource["path"].as_str().unwrap()) }
    };
    resources.iter().map(of).collect()
}

/// Holds the cells of a file against its columns, and its rows against its key.
fn holds(file: &Described) {
    let mut keys: BTreeSet<Vec<&str>> = BTreeSet::new();
    for row in &file.rows {
        for (column, cell) in file.columns.iter().zip(row) {
            assert!(fits(column.kind, cell), "{} {} {cell:?}", file.path, column.name);
        }
        let place = |key: &String| file.columns.iter().position(|c| c.name == key).unwrap();
        let key: Vec<&str> = file.key.iter().map(|key| row[place(key)].as_str()).collect();
        assert!(key.iter().all(|cell| !cell.is_empty()), "{} {key:?}", file.path);
        assert!(file.key.is_empty() || keys.insert(key), "{}: {row:?}", file.path);
    }
}

#[test]
fn cells_hold_what_their_column_says_and_keys_tell_rows_apart() {
    for (edition, least) in [(Edition::Restricted, 80), (Edition::Public, 12)] {
        let files = described(newest(edition));
        assert!(files.len() > least, "{}", files.len());
        let charts = files.iter().filter(|file| file.path.starts_with("charts/")).count();
        assert!(charts >= 3, "{charts}");
        files.iter().for_each(holds);
    }
}

/// What a batch writes of several snapshots is described too.
#[test]
fn the_summary_of_a_batch_is_described_file_by_file() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let of = |name: &str, text: &str| {
        let folder = root.path().join("snapshots").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sites.csv"), text).unwrap();
    };
    let header = "site_id,name,use,tenure,status,gia_m2,workstations\n";
    for (day, area) in [("2018-03-31", 900), ("2019-03-31", 9_000), ("2020-03-31", 910)] {
        let second =
            if day == "2019-03-31" { "" } else { "B,=Beta,office,freehold,vacant,100,5\n" };
        of(day, &format!("{header}A,Alpha,office,freehold,operational,{area},90\n{second}"));
    }
    let run = terrier()
        .args(["-q", "batch"])
        .arg(root.path().join("snapshots"))
        .arg("--out")
        .arg(&out)
        .assert();
    run.success();
    let estate = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|p| p.is_dir())
        .unwrap();
    let mut files = Files::new();
    for (folder, within) in [(estate.clone(), ""), (estate.join("charts"), "charts/")] {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                let name = format!("{within}{}", entry.file_name().to_string_lossy());
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let files = described(&files);
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for table in batch::TABLES {
        assert!(paths.contains(table.file()), "{} is not there: {paths:?}", table.file());
    }
    files.iter().for_each(holds);
    let breaks = files.iter().find(|file| file.path == "series_breaks.csv").unwrap();
    assert_eq!(breaks.rows.len(), 2, "{:?}", breaks.rows);
    assert_eq!(breaks.rows[0][1], "'=Beta");
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
    let is_restricted = |c: &&&Column| c.audience == Audience::Restricted;
    for file in described(newest(Edition::Public)) {
        let all = declaration(&file.path).columns();
        assert!(!all.iter().all(|c| is_restricted(&&c)), "{} is published", file.path);
        for (at, column) in file.columns.iter().enumerate().filter(|(_, c)| is_restricted(c)) {
            let told = file.rows.iter().find(|row| !row[at].is_empty());
            assert!(told.is_none(), "{} {} {told:?}", file.path, column.name);
        }
    }
}

#[test]
fn the_data_package_names_every_table_that_is_there() {
    for edition in [Edition::Restricted, Edition::Public] {
        let (tables, files) = present(edition);
        let paths: Vec<String> = described(files).into_iter().map(|file| file.path).collect();
        let own: Vec<&str> = paths.iter().map(String::as_str).take(tables.len()).collect();
        assert_eq!(own, tables.iter().map(|t| t.file()).collect::<Vec<_>>());
        assert!(paths[tables.len()..].iter().all(|path| path.starts_with("charts/")));
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
