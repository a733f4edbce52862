//! Sums made by another engine, `terrier facts-sql`: a snapshot that holds them loads as the tables they were made of.
//!
//! The engines run in a Python that has them (`TERRIER_PYTHON`, else `python3`); one that is not there is named, and
//! its part of a test skipped.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use terrier::{
    facts::Dialect,
    load::{Hashes, load},
    measure::{Measures, measure, running_costs},
    model::{FinancialYear, Finding, Findings, Measure, Rule},
    tenure::tenure,
};

use crate::{
    published::{policy, terrier},
    sample::{NEWEST, Sample, project},
};

/// The Python that may have the engines.
fn python() -> String {
    std::env::var("TERRIER_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Tells whether an engine can be run here, and says so where it cannot.
fn has(dialect: Dialect) -> bool {
    let module = if dialect == Dialect::Spark { "pyspark" } else { dialect.word() };
    let java = dialect != Dialect::Spark || Command::new("java").arg("-version").output().is_ok();
    let import = Command::new(python()).args(["-c", &format!("import {module}")]).output();
    let is_there = java && import.is_ok_and(|output| output.status.success());
    if !is_there {
        println!("{} is not installed: its sums are not looked at", dialect.word());
    }
    is_there
}

/// A snapshot whose long tables an engine has added up.
struct Summed {
    _root: tempfile::TempDir,
    folder: PathBuf,
    query: PathBuf,
}

/// Copies a snapshot without its long tables, and prints the query that puts their sums in place.
fn summed(of: &Path, dialect: Dialect) -> Summed {
    let root = tempfile::tempdir().unwrap();
    let name = of.parent().and_then(Path::file_name).unwrap();
    let folder = root.path().join(name).join(of.file_name().unwrap());
    fs::create_dir_all(&folder).unwrap();
    let table = |name: &str| {
        let mut paths =
            ["", ".csv", ".parquet"].map(|end| of.join(format!("{name}{end}"))).into_iter();
        paths.find(|path| path.exists()).unwrap()
    };
    let (costs, occupancy) = (table("costs"), table("occupancy"));
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path != costs && path != occupancy && path.is_file() {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let asked = ["facts-sql", "--dialect", dialect.word(), "--costs", &text(&costs), "--occupancy"];
    let output =
        terrier().args(asked).args([&text(&occupancy), "--out", &text(&folder)]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let query = root.path().join("facts.sql");
    fs::write(&query, output.stdout).unwrap();
    Summed { _root: root, folder, query }
}

/// Runs queries on an engine, one after the other.
fn run(dialect: Dialect, queries: &[&Path]) {
    let output = Command::new(python())
        .arg(project("benches/run_facts_sql.py"))
        .arg(dialect.word())
        .args(queries)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {}", dialect.word(), &said[..said.len().min(4000)]);
}

/// What is measured of a snapshot, whatever is wrong with it; the cost of every site in some years; the findings.
struct Looked {
    measures: Measures,
    costs: Vec<Vec<Option<i64>>>,
    findings: Findings,
}

fn looked(folder: &Path) -> Looked {
    let loaded = load(folder, policy(), Hashes::NotWanted).unwrap();
    let estate = loaded.value.unwrap();
    let years = (2009..=2022).map(FinancialYear::starting);
    let costs = years.map(|year| running_costs(&estate, year).unwrap()).collect();
    let exits = tenure(&estate, policy());
    let measures = measure(&estate, &exits, policy()).unwrap();
    Looked { measures, costs, findings: loaded.findings }
}

impl Looked {
    /// Asserts that every reading and every sum is the same.
    fn is_as(&self, other: &Self, whose: &str) {
        assert_eq!(self.costs, other.costs, "{whose}");
        for (one, other) in self.measures.sites.iter().zip(&other.measures.sites) {
            assert_eq!(one.costs, other.costs, "{whose}: {}", one.site_id);
            for measure in Measure::ALL {
                let (one_reading, reading) = (one.reading(*measure), other.reading(*measure));
                assert_eq!(one_reading, reading, "{whose}: {} {measure}", one.site_id);
            }
        }
        assert_eq!(self.measures.sites.len(), other.measures.sites.len());
    }

    /// The cells of the long tables that could not be read: how many of each column, site and rule.
    fn rejected(&self) -> BTreeMap<(String, String, Rule), usize> {
        let rules = [
            Rule::RequiredCellUnreadable,
            Rule::RequiredCellEmpty,
            Rule::CellUnreadable,
            Rule::IdTooLong,
            Rule::MoneyTooLarge,
            Rule::LeaseEndsBeforeStart,
            Rule::DateDoubted,
            Rule::NumberDoubted,
            Rule::WrongUnit,
        ];
        let mut counts = BTreeMap::new();
        let each = |finding: &Finding| match finding.of.as_slice() {
            [] => vec![finding.clone()],
            of => of.to_vec(),
        };
        for finding in self.findings.iter().flat_map(each) {
            let file = &finding.place.file;
            if rules.contains(&finding.rule)
                && (file.contains("costs") || file.contains("occupancy"))
            {
                let column = finding.place.column.clone().unwrap_or_default();
                *counts.entry((column, finding.id.clone(), finding.rule)).or_default() += 1;
            }
        }
        counts
    }
}

/// Numbers that look drawn, the same in every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Amounts as people write them, and what is none.
const AMOUNTS: &[&str] = &[
    "1234.50",
    "£1,234.50",
    "(1,234.50)",
    "-£5",
    "£-5",
    "−12.5",
    "1 234",
    "12,500",
    "20.00-",
    "£20.00-",
    "£(20.00)",
    "(£20.00)",
    "GBP 1,250",
    "1,234.50 CR",
    "1,234.50DR",
    "-7 DR",
    "1250 GBP",
    "-1250 GBP",
    "0",
    "-0.00",
    "0.01",
    "000120.10",
    "12.340",
    "12.345",
    "1,23,456",
    "1,234,5",
    "--5",
    "(-5)",
    "12.",
    ".5",
    "1e3",
    "1000000000",
    "1000000000.00",
    "1000000000.01",
    "-1000000001",
    "99999999999999999999",
    "n/a",
    "TBC",
    "-",
    "",
    "  ",
    "Not  Known",
    "about 400",
    "£",
    "12abc",
    "1.2.3",
    "20 CR DR",
    "£20 GBP",
    "\u{a0}£ 7.25\u{2009}",
    "12\u{202f}345.10",
    "0x10",
    "NaN",
    "5\n00",
    "1,234,567.89",
    "2.000",
    "01,234",
    "+5",
    "١٢",
];

/// Days as people write them, and what is none.
const DAYS: &[&str] = &[
    "2019-05-03",
    "03/05/2019",
    "3/5/2019",
    "3.5.2019",
    "13-05-2019",
    "2019/5/3",
    "20190503",
    "2019-05-03 00:00:00",
    "2019-05-03T12:30",
    "31/12/19",
    "1/2/51",
    "2019-02-29",
    "2020-02-29",
    "2019-13-01",
    "31/04/2019",
    "",
    "n/a",
    "-",
    "soon",
    "42094",
    "2019-5",
    " 2019-06-30 ",
    "2019-06-\n30",
    "1600-01-01",
    "99/99/9999",
    "2019-05-03 25:00",
    "1 / 4 / 2019",
    "2019-07-09",
];

/// Counts and hours as people write them, and what is none.
const NUMBERS: &[&str] = &[
    "40",
    "40.5",
    "0",
    "-0",
    "-1",
    "12.3456",
    "12.3455",
    "0.0004",
    "100000",
    "100000.0001",
    "1,234.5",
    "1 234",
    "(0)",
    "(3)",
    "",
    "n/a",
    "?",
    "lots",
    "45%",
    "£30",
    "20 CR",
    "7.",
    "99999999999999",
    "12.34567890123",
    " 33 ",
    "3\n3",
    "60",
    "5",
];

/// A ledger and observations of the sample's sites with every kind of cell, drawn by a seed.
fn dirty(seed: u64) -> Sample {
    let sample = Sample::new();
    let sites: Vec<String> =
        sample.rows("sites").into_iter().skip(1).map(|row| row[0].clone()).collect();
    let sites: Vec<&str> = sites
        .iter()
        .map(String::as_str)
        .chain(["FEN-001 ", "\tFEN-002", "XX-1", "", "an id of more than 32 characters here"])
        .collect();
    let years = [
        "2019/20",
        "2018/19",
        "2019-20",
        "2019/2020",
        " 2017/18",
        "2019/21",
        "2019",
        "n/a",
        "",
        "",
        "19/20",
    ];
    let categories = [
        "rent",
        "Rates",
        "utilities",
        "service charge",
        "SERVICE_CHARGE",
        "Electricity",
        "business  rates",
        "r&m",
        "other",
        "n/a",
        "",
        "catering",
        "Clean-ing",
    ];
    let methods = [
        "sensor",
        "Sensors",
        "badge",
        "",
        "n/a",
        "survey",
        "manual  count",
        "booking",
        "estimate",
        "guess",
        "sensor",
    ];
    let mut drawn = Drawn(seed);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut costs = "site_id,financial_year,from,to,category,amount\n".to_owned();
    for _ in 0..1500 {
        // Half of the cells are sound, so that most lines have at most one that is not.
        let site = if drawn.below(9) > 0 { sites[drawn.below(33)] } else { drawn.of(&sites) };
        let year = if drawn.below(3) > 0 { "2019/20" } else { drawn.of(&years) };
        let [from, to] = [0, 1].map(|_| if drawn.below(3) > 0 { "" } else { drawn.of(DAYS) });
        let category = if drawn.below(3) > 0 { "other" } else { drawn.of(&categories) };
        let amount = drawn.of(AMOUNTS);
        let cells = [site, year, from, to, category, amount].map(quoted);
        writeln!(costs, "{}", cells.join(",")).unwrap();
    }
    for _ in 0..300 {
        let site = sites[drawn.below(33)];
        let (month, pence) = (1 + drawn.below(12), drawn.below(2_000_000));
        let sign = if drawn.below(5) == 0 { "-" } else { "" };
        writeln!(
            costs,
            "{site},,{}-{month:02}-{:02},{}-0{}-11,maintenance,{sign}{}.{:02}",
            2014 + drawn.below(6),
            1 + drawn.below(28),
            2019 + drawn.below(3),
            1 + drawn.below(9),
            pence / 100,
            pence % 100
        )
        .unwrap();
    }
    let mut occupancy =
        "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n"
            .to_owned();
    for _ in 0..3000 {
        let site = if drawn.below(9) > 0 { sites[drawn.below(33)] } else { drawn.of(&sites) };
        let on = match drawn.below(3) {
            0 => drawn.of(DAYS).to_owned(),
            _ => format!(
                "{}-{:02}-{:02}",
                2019 + drawn.below(2),
                1 + drawn.below(12),
                1 + drawn.below(28)
            ),
        };
        let method = if drawn.below(2) > 0 { "survey" } else { drawn.of(&methods) };
        let mut number =
            |usual: String| if drawn.below(6) > 0 { usual } else { drawn.of(NUMBERS).to_owned() };
        let mut small = Drawn(seed ^ u64::try_from(occupancy.len()).unwrap());
        let cells = [
            number((10 + small.below(40)).to_string()),
            number(format!("{}.{}", 20 + small.below(40), small.below(10))),
            number(format!("{}.{:03}", small.below(30), small.below(1000))),
            number(small.below(50).to_string()),
            number(small.below(60).to_string()),
        ];
        let cells = [site.to_owned(), on, method.to_owned()].into_iter().chain(cells);
        let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
        writeln!(occupancy, "{}", cells.join(",")).unwrap();
    }
    sample.file("costs.csv", costs.as_bytes()).file("occupancy.csv", occupancy.as_bytes())
}

/// Sums of the sample and of dirty tables by one engine, held against the program's own.
fn sums_are_the_same(dialect: Dialect) {
    if !has(dialect) {
        return;
    }
    let clean = project(NEWEST);
    let soiled = [dirty(1), dirty(20_200_331)];
    let mut all: Vec<&Path> = vec![&clean];
    all.extend(soiled.iter().map(|sample| sample.folder.as_path()));
    let made: Vec<Summed> = all.iter().map(|folder| summed(folder, dialect)).collect();
    run(dialect, &made.iter().map(|of| of.query.as_path()).collect::<Vec<_>>());
    for (raw, made) in all.iter().zip(&made) {
        let (raw, made) = (looked(raw), looked(&made.folder));
        made.is_as(&raw, dialect.word());
        let (own, other) = (raw.rejected(), made.rejected());
        let keys = own.keys().chain(other.keys());
        let apart: Vec<_> = keys.filter(|key| own.get(key) != other.get(key)).collect();
        assert!(apart.is_empty(), "{}: {apart:?}", dialect.word());
    }
    let ranking = |folder: &Path| {
        let output = terrier().args(["rank", "--quiet", "--format", "csv"]).arg(folder).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    assert!(ranking(&clean) == ranking(&made[0].folder), "{}", dialect.word());
}

#[test]
fn duckdb_adds_up_as_the_program_does() {
    sums_are_the_same(Dialect::DuckDb);
}

#[test]
fn datafusion_adds_up_as_the_program_does() {
    sums_are_the_same(Dialect::DataFusion);
}

#[test]
fn spark_adds_up_as_the_program_does() {
    sums_are_the_same(Dialect::Spark);
}
