//! Reports of the sample, each made once for all tests, and small readers of their files.

use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

use terrier::{
    batch::{self, Before, Making, Run, SnapshotOutcome},
    edition::{self, Edition, LeaseEventRow},
    load::Hashes,
    model::Severity,
    policy::Policy,
    report::{self, Wording, csv_of},
    tables::LeaseEvents,
};

use crate::sample::{NEWEST, project};

/// The files of a report by their path in it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Rows of a CSV file by column name.
pub type Rows = Vec<BTreeMap<String, String>>;

/// The default policy.
pub fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| Policy::default_policy().unwrap())
}

/// The program, ready to be given arguments.
pub fn terrier() -> assert_cmd::Command {
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_terrier"))
}

/// Studies a snapshot by the default policy; panics with the findings when they stop it.
pub fn ran(folder: &Path) -> Box<Run> {
    studied_under(folder, policy())
}

/// The same by another policy.
pub fn studied_under(folder: &Path, policy: &Policy) -> Box<Run> {
    match batch::run_snapshot(folder, policy, Severity::Error, Hashes::Wanted).unwrap() {
        SnapshotOutcome::Ran(run) => run,
        SnapshotOutcome::Stopped(findings) => {
            let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("stopped:\n{}", shown.join("\n"))
        }
    }
}

/// Studies a snapshot of a day made of tables given as text.
pub fn small(date: &str, tables: &[(&str, &str)]) -> Box<Run> {
    small_under(date, tables, policy())
}

/// The same by another policy.
pub fn small_under(date: &str, tables: &[(&str, &str)], policy: &Policy) -> Box<Run> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join(date);
    fs::create_dir(&folder).unwrap();
    for (name, text) in tables {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    studied_under(&folder, policy)
}

/// Publishes a snapshot and returns the files.
pub fn published(folder: &Path, edition: Edition) -> Files {
    let target = tempfile::tempdir().unwrap();
    let report = target.path().join("report");
    let before = Before::find(folder).unwrap();
    let before = before.map(|b| b.ran(folder, policy(), Severity::Error).unwrap());
    let wording = Wording::default();
    let with = Making { policy: policy(), edition, wording: &wording, before: before.as_ref() };
    batch::publish(&ran(folder), with, &report).unwrap();
    files_in(&report)
}

/// The report of the newest snapshot, made once.
pub fn newest(edition: Edition) -> &'static Files {
    static RESTRICTED: OnceLock<Files> = OnceLock::new();
    static PUBLIC: OnceLock<Files> = OnceLock::new();
    let made = match edition {
        Edition::Restricted => &RESTRICTED,
        Edition::Public => &PUBLIC,
    };
    made.get_or_init(|| published(&project(NEWEST), edition))
}

/// The files of a report without its charts, which take most of the time.
pub fn without_charts(run: &Run, edition: Edition) -> Files {
    let view = edition::view(run.results(policy()), edition).unwrap();
    let files =
        report::files(&view, Vec::new(), &Wording::default(), report::data_files(&view).unwrap())
            .unwrap();
    files.into_iter().map(|file| (file.path, file.bytes)).collect()
}

/// Every file in a folder and below, by its path there with `/`.
pub fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// A file of a report as text.
pub fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).unwrap()
}

/// A CSV file's rows by column name.
pub fn rows(csv: &[u8]) -> Rows {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        header.iter().zip(&record).map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}

/// What a report writes of what is dated, by column name.
pub fn dated_cells(events: &[LeaseEventRow]) -> Rows {
    rows(&csv_of(LeaseEvents::of(events.iter())).unwrap())
}

/// A number of so many decimals as a whole number of its last digit; `None` for an empty cell.
pub fn units(digits: &str, places: usize) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    let (_, decimals) = digits.split_once('.').unwrap();
    assert_eq!(decimals.len(), places, "{digits}");
    Some(digits.replace('.', "").parse().unwrap())
}

/// Makes a folder with a snapshot of tables, without its `.csv`.
pub fn folder(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    for (name, text) in tables {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    root
}

/// Returns what `terrier cover` prints of a snapshot.
pub fn covered(folder: &Path, args: &[&str]) -> String {
    let out = terrier().arg("cover").arg(folder).args(args).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}
