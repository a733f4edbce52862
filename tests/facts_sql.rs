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

use parquet::{
    data_type::{ByteArray, ByteArrayType},
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use terrier::{
    facts::Dialect,
    load::{Hashes, load, schema::OCCUPANCY_SUMMARY},
    measure::{Measures, category_costs, measure, running_costs},
    model::{CostCategory, FinancialYear, Finding, Findings, Measure, Rule, Severity},
    tenure::tenure,
};

use crate::{
    browser::driver::skipped,
    published::{policy, small, terrier},
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
        skipped(&format!("{} is not installed for {}", dialect.word(), python()));
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
    let output = begun(dialect, queries);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {}", dialect.word(), &said[..said.len().min(4000)]);
}

fn begun(dialect: Dialect, queries: &[&Path]) -> std::process::Output {
    let runner = project("benches/run_facts_sql.py");
    Command::new(python()).arg(runner).arg(dialect.word()).args(queries).output().unwrap()
}

/// `1,234.50` without quotation marks is two cells: no engine may take the first of them for the amount.
#[rstest::rstest]
#[case(Dialect::DuckDb)]
#[case(Dialect::DataFusion)]
fn a_row_with_more_cells_than_the_header_stops_the_query(#[case] dialect: Dialect) {
    if !has(dialect) {
        return;
    }
    let costs = "site_id,financial_year,category,amount\nFEN-001,2019/20,rates,1,234.50\n";
    let sample = Sample::new().file("costs.csv", costs.as_bytes());
    let made = summed(&sample.folder, dialect);
    assert!(!begun(dialect, &[&made.query]).status.success());
}

/// Spark goes on with such rows: they are left out, by the rule that the program has for them, and short ones are read.
#[test]
fn a_row_with_more_cells_than_the_header_is_rejected_by_spark() {
    if !has(Dialect::Spark) {
        return;
    }
    let costs = "site_id,financial_year,category,amount,remark\nFEN-001,2019/20,rates,1,234.50,net\n\
                 FEN-001,2019/20,rates,1,234.50\nFEN-002,2019/20,rates,7.25\n\
                 FEN-002,2019/20,rent,8.50,\"a, \"\"b\"\", c\",\n\
                 FEN-003,2019/20,rates,9,\"a, b\",c\nFEN-003,2019/20,rent,11,,, ,\n";
    let sample = Sample::new().file("costs.csv", costs.as_bytes());
    let made = summed(&sample.folder, Dialect::Spark);
    run(Dialect::Spark, &[&made.query]);
    let (raw, made) = (looked(&sample.folder), looked(&made.folder));
    made.is_as(&raw, "spark");
    assert_eq!(made.rejected(), raw.rejected());
    let long = (String::new(), String::new(), Rule::RowTooLong);
    assert_eq!(made.rejected().get(&long), Some(&2));
}

/// A file elsewhere may have its columns in another order than was said: none is read as another's.
#[rstest::rstest]
#[case(Dialect::Spark)]
#[case(Dialect::DuckDb)]
fn another_header_than_was_said_stops_the_query(#[case] dialect: Dialect) {
    if !has(dialect) {
        return;
    }
    let sample = Sample::new();
    let made = summed(&sample.folder, dialect);
    let costs = "financial_year,site_id,category,amount\n2019/20,FEN-001,rates,1\n";
    fs::write(sample.folder.join("costs.csv"), costs).unwrap();
    let output = begun(dialect, &[&made.query]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("header"), "{said}");
}

/// An id of digits in its two forms is one site's, and of two sites that are no more apart, nobody's.
#[test]
fn an_id_with_a_point_is_that_without() {
    let both = SITES.to_owned() + "5,Depot,office,500,400,300,30,operational,freehold\n";
    let costs =
        "site_id,financial_year,category,amount\n5,2019/20,rent,1.25\n5.0,2019/20,rent,2.50\n";
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("estate/2020-03-31");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in [("sites", both.as_str()), ("costs", costs), ("occupancy", OCCUPANCY)] {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    for dialect in [Dialect::DuckDb, Dialect::DataFusion].into_iter().filter(|d| has(*d)) {
        let made = summed(&folder, dialect);
        run(dialect, &[&made.query]);
        let (raw, sums) = (looked(&folder), looked(&made.folder));
        sums.is_as(&raw, dialect.word());
        assert!(sums.findings.iter().all(|f| f.rule != Rule::DuplicateId));
        let other = both.clone() + "5.0,Yard,office,500,400,300,30,operational,freehold\n";
        fs::write(made.folder.join("sites.csv"), other).unwrap();
        let findings = looked(&made.folder).findings;
        let shared = findings.iter().find(|f| f.rule == Rule::DuplicateId).unwrap();
        assert_eq!(shared.found, "\"5\", which may be 5.0: `sites` lists both");
        assert_eq!(shared.severity, Severity::Error);
    }
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
            Rule::RowNoRecord,
            Rule::SubtotalRow,
            Rule::RowTooLong,
        ];
        let mut counts = BTreeMap::new();
        let each = |finding: &Finding| match finding.of.as_slice() {
            [] => vec![finding.clone()],
            of => of.to_vec(),
        };
        for finding in self.findings.iter().flat_map(each) {
            let file = &finding.place.file;
            // `£35k` is read, with a warning that it is not in full.
            let is_read = finding.found.contains(", read as ")
                || finding.found.ends_with("the row is used as a record");
            if !is_read
                && rules.contains(&finding.rule)
                && (file.contains("costs") || file.contains("occupancy"))
            {
                // Of a row the program names the cell that says what it is, and the query the id.
                let key = match finding.rule {
                    Rule::RowNoRecord | Rule::SubtotalRow | Rule::RowTooLong => Default::default(),
                    _ => (finding.place.column.clone().unwrap_or_default(), finding.id.clone()),
                };
                *counts.entry((key.0, key.1, finding.rule)).or_default() += 1;
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
    "£35k",
    "35K",
    "(£1.2m)",
    "1.5 million",
    "2mn",
    "£-35k",
    "35k-",
    "1 234k",
    "35k CR",
    "35 kg",
    "1.2345k",
    "1.234567k",
    "3000000 k",
    "1.2E+03",
    "5.5E-1",
    "5.586E-2",
    "-1.2e+4",
    "(1.5E+003)",
    "1.2E+03-",
    "1.2E7",
    "1.2E+12",
    "1.2E+99",
    "6e5",
    "6E+5",
    "12E+2",
    "420 m2",
    "100 pa",
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
    "1 April 2019",
    "1st April 2019",
    "APRIL 3RD, 2019",
    "31-Mar-19",
    "31 / March / 2019",
    "2019-Apr-01",
    "Wed 1 May 2019",
    "Wednesday, 01 May 2019",
    "Mon. 6 May 2019",
    "Mon. 6 May. 2019",
    "Tues 7 May 2019",
    "1 Sept 2019",
    "1 Sept. 2019",
    "1.Sep.2019",
    "1st-May-2019",
    "31 April 2019",
    "1 Foo 2019",
    "1 Ma 2019",
    "21st of May 2019",
    "7 June 19",
    "7 June 2019 10:30",
    "2019-05-03T22:30:00Z",
    "2019-05-03T23:30:00Z",
    "2019-05-03 23:30:00+00:00",
    "2019-05-03T00:30:00+0100",
    "2019-05-03T00:30:00+02",
    "2019-12-31T23:30:00Z",
    "2019-12-31T23:30:00-05:00",
    "2019-03-31 23:30 UTC",
    "2019-03-30T23:30:00.000Z",
    "2019-10-26T23:30:00Z",
    "2019-10-27T23:30:00Z",
    "2019-02-29T23:30:00-05:00",
    "2019-03-01T00:10:00+05:30",
    "2019-01-01T00:10:00+05:30",
    "1995-07-01T23:30:00Z",
    "1995-07-01T22:30:00Z",
    "03/05/2019 12:30 PM",
    "03/05/2019 13:30 PM",
    "7 June 2019 11:59:59 pm",
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
    "8 hours",
    "8hrs",
    "37.5 Hrs.",
    "8h",
    "5 days",
    "3 m2",
    "2m",
    "0.05k",
    "1.2E+01",
    "1.5E-1",
    "4E-30",
];

/// Amounts of a ledger that has decimal commas, none of which could be two numbers.
const COMMA_AMOUNTS: &[&str] = &[
    "184,5",
    "1.234,50",
    "1 234,5",
    "-12,50",
    "(0,5)",
    "£1.234.567,89",
    "1.234.567",
    "12,5k",
    "1,23E+03",
    "1234,5 CR",
    "12,345678",
    "100",
];

/// Rows of a ledger that are no records, and some that look like it and are.
const NO_COSTS: &[&str] = &[
    "Total,2019/20,,,,1234.50,",
    "FEN-001,2019/20,,,rent,77.01,Total",
    ",2019/20,,,rent,88.02,Total Energies Ltd",
    "FEN-002,2019/20,,,,99.03,Sub-total",
    ",,,,,5000.10,Grand total for 2019/20",
    "Offices total:,2019/20,,,rent,45.00,",
    "Total for 2019/20,,,,rent,45.01,",
    "SUB TOTAL North,2019/20,,,other,45.02,",
    "Totally refurbished,2019/20,,,other,45.03,",
    "site_id,financial_year,from,to,category,amount,remark",
    "Site ID,,,,Category,Amount,",
    "SITE_ID,Financial Year,,,category,,",
    ",,,,,,",
    "  ,\t,,\u{a0},,,",
    "OFFICES,,,,,,",
    "FEN-003,,,,,,",
    "Source: finance ledger 2020,,,,,,",
    ",,,,,,Printed on 3 April",
    ",,,,,-12.50,",
    "FEN-0\u{200b}04,2019\u{200e}/20,,,ren\u{ad}t,1\u{feff}5.25,",
    "FEN-005,2019/20,,,other,\u{2028}16.25\u{202c},",
];

/// Rows of observations that are none, and one that is.
const NO_OBSERVATIONS: &[&str] = &[
    "Total,2020-01-06,survey,10,40,5,8,30",
    ",,Total,400,,,,",
    "FEN-001,,subtotal,400,40,5,8,30",
    "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use",
    "Counts of the winter survey,,,,,,,",
    ",,,,,,,",
    "FEN-0\u{200b}06,2020-01-0\u{ad}6,sur\u{200f}vey,1\u{1}2,40,5,8,30",
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
        "rent\n",
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
        "survey\n",
    ];
    let mut drawn = Drawn(seed);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut costs = "site_id,financial_year,from,to,category,amount,remark\n".to_owned();
    for _ in 0..1500 {
        // Half of the cells are sound, so that most lines have at most one that is not.
        let site = if drawn.below(9) > 0 { sites[drawn.below(33)] } else { drawn.of(&sites) };
        let year = if drawn.below(3) > 0 { "2019/20" } else { drawn.of(&years) };
        let [from, to] = [0, 1].map(|_| if drawn.below(3) > 0 { "" } else { drawn.of(DAYS) });
        let category = if drawn.below(3) > 0 { "other" } else { drawn.of(&categories) };
        let amount = drawn.of(AMOUNTS);
        let cells = [site, year, from, to, category, amount, ""].map(quoted);
        writeln!(costs, "{}", cells.join(",")).unwrap();
        if drawn.below(20) == 0 {
            writeln!(costs, "{}", drawn.of(NO_COSTS)).unwrap();
        }
    }
    for _ in 0..300 {
        let site = sites[drawn.below(33)];
        let (month, pence) = (1 + drawn.below(12), drawn.below(2_000_000));
        let sign = if drawn.below(5) == 0 { "-" } else { "" };
        writeln!(
            costs,
            "{site},,{}-{month:02}-{:02},{}-0{}-11,maintenance,{sign}{}.{:02},",
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
        "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n\
         ,,,number,hours,(people),people,hours\n"
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
        if drawn.below(50) == 0 {
            writeln!(occupancy, "{}", drawn.of(NO_OBSERVATIONS)).unwrap();
        }
    }
    sample.file("costs.csv", costs.as_bytes()).file("occupancy.csv", occupancy.as_bytes())
}

/// The sample with a ledger of decimal commas.
fn with_commas() -> Sample {
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    for amount in COMMA_AMOUNTS {
        writeln!(costs, "FEN-001,2019/20,other,\"{amount}\"").unwrap();
    }
    Sample::new().file("costs.csv", costs.as_bytes())
}

/// Sums of the sample and of dirty tables by one engine, held against the program's own.
fn sums_are_the_same(dialect: Dialect) {
    if !has(dialect) {
        return;
    }
    let clean = project(NEWEST);
    let soiled = [dirty(1), dirty(20_200_331), with_commas()];
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

/// One site, with what a reader can work out by hand.
const SITES: &str = "site_id,name,use,gia_m2,nia_m2,office_nia_m2,workstations,status,tenure\n\
                     A,Hall,office,500,400,300,30,operational,freehold\n";

/// 366 days, half of them before the end of March.
const COSTS: &str = "site_id,financial_year,from,to,category,amount\nA,2019/20,,,rent,100.01\n\
                     A,2019/20,,,rent,-0.02\nA,,2019-10-01,2020-09-30,utilities,366.00\n";

/// The second has no hours, the third no people, the fourth is too early.
const OCCUPANCY: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n\
     A,2020-01-06,survey,10,40,5,8,30\nA,2020-01-13,survey,10,,4,9,\n\
     A,2020-01-20,survey,20,50,,,20\nA,2018-01-01,survey,10,40,5,8,30\n";

/// The sums of the ledger, by hand.
const COST_TOTALS: &str = "site_id,financial_year,category,amount_pence,gross_pence,lines\n\
                           A,2019/20,rent,9999,10003,2\nA,2019/20,utilities,18300,18300,1\n\
                           A,2020/21,utilities,18300,18300,1\n";

/// The sums of the observations, by hand, with some cells in place of others; what is not named is 0.
fn summary(instead: &[(&str, &str)]) -> String {
    let by_hand = [
        ("site_id", "A"),
        ("as_of", "2020-03-31"),
        ("window_months", "12"),
        ("peak_percentile", "95"),
        ("rows_read", "4"),
        ("first_on", "20180101"),
        ("last_on", "20200120"),
        ("rows_in_window", "3"),
        ("observations", "3"),
        ("too_large", "no"),
        ("people_hours", "200000000"),
        ("place_hours", "400000000"),
        ("people_untimed", "4000"),
        ("places_untimed", "10000"),
        ("place_hours_uncounted", "1000000000"),
        ("place_hours_in_use", "700000000"),
        ("place_hours_open", "1400000000"),
        ("people_hours_seen", "200000000"),
        ("place_hours_seen", "300000000"),
        ("hours_sum", "90000"),
        ("hours_given", "2"),
        ("hours_missing", "1"),
        ("people_lacking", "1"),
        ("mean_given", "2"),
        ("peak_given", "2"),
        ("peak_lacking", "1"),
        ("peak_lacking_of_places", "1"),
        ("mean_lacking_sure", "1"),
        ("peak_lacking_sure", "1"),
        ("peak_people_mid", "9000"),
        ("peak_places_mid", "10000"),
        ("peak_people_low", "9000"),
        ("peak_places_low", "10000"),
        ("peak_people_high", "20000"),
        ("peak_places_high", "20000"),
        ("people_mid", "9000"),
        ("people_low", "9000"),
        ("people_high", "20000"),
    ];
    let columns: Vec<&str> = OCCUPANCY_SUMMARY.columns.iter().map(|column| column.name).collect();
    let cell = |name: &&str| {
        let mut cells = instead.iter().chain(&by_hand);
        cells.find(|(column, _)| column == name).map_or("0", |(_, cell)| *cell)
    };
    let cells: Vec<&str> = columns.iter().map(cell).collect();
    format!("{}\n{}\n", columns.join(","), cells.join(","))
}

/// What is found in a snapshot of some tables.
fn found(tables: &[(&str, &str)]) -> Vec<Finding> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    for (name, text) in [("sites", SITES)].iter().chain(tables) {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    let findings = load(&folder, policy(), Hashes::NotWanted).unwrap().findings;
    findings.iter().cloned().collect()
}

#[test]
fn sums_by_hand_are_read_as_the_tables_that_they_were_made_of() {
    let lines =
        small("2020-03-31", &[("sites", SITES), ("costs", COSTS), ("occupancy", OCCUPANCY)]);
    let made = summary(&[]);
    let tables =
        [("sites", SITES), ("cost_totals", COST_TOTALS), ("occupancy_summary", made.as_str())];
    let sums = small("2020-03-31", &tables);
    for measure in Measure::ALL {
        let [one, other] = [&lines, &sums].map(|run| run.measures.sites[0].reading(*measure));
        assert_eq!(one, other, "{measure}");
    }
    assert_eq!(lines.measures.sites[0].costs, sums.measures.sites[0].costs);
    assert_eq!(sums.measures.sites[0].costs.unwrap().iter().sum::<i64>(), 28_299);
    for run in [&lines, &sums] {
        let costs = category_costs(&run.estate, FinancialYear::starting(2019)).unwrap();
        let rent = &costs[0][&CostCategory::Rent];
        assert_eq!((rent.pence, rent.lines), (Some(9_999), 2));
    }
    let next = FinancialYear::starting(2020);
    assert_eq!(running_costs(&sums.estate, next).unwrap(), [Some(18_300)]);
    assert_eq!(lines.ranking.sites[0].need_index, sums.ranking.sites[0].need_index);
}

#[test]
fn a_table_and_its_sums_are_not_both_read() {
    let of = |tables: &[(&str, &str)]| -> Vec<String> {
        let twice = found(tables).into_iter().filter(|f| f.rule == Rule::TableGivenTwice);
        twice.map(|finding| finding.found).collect()
    };
    let both = of(&[("costs", COSTS), ("cost_totals", COST_TOTALS)]);
    assert_eq!(both, ["`cost_totals` beside costs.csv, of which it holds the sums"]);
    let made = summary(&[]);
    let both = of(&[("occupancy", OCCUPANCY), ("occupancy_summary", &made)]);
    assert_eq!(both, ["`occupancy_summary` beside occupancy.csv, of which it holds the sums"]);
    assert!(of(&[("costs", COSTS), ("occupancy_summary", &made)]).is_empty());
}

#[test]
fn a_summary_of_another_day_or_other_figures_is_not_used() {
    for (column, cell) in
        [("as_of", "2020-03-30"), ("window_months", "6"), ("peak_percentile", "90")]
    {
        let made = summary(&[(column, cell)]);
        let findings = found(&[("occupancy_summary", &made)]);
        let finding = findings.iter().find(|f| f.rule == Rule::SummaryOfOtherDay).unwrap();
        assert_eq!(finding.place.column.as_deref(), Some(column));
    }
    assert!(
        found(&[("occupancy_summary", &summary(&[]))])
            .iter()
            .all(|f| f.rule != Rule::SummaryOfOtherDay)
    );
}

#[test]
fn a_sum_that_stands_twice_is_an_error() {
    let twice = format!("{COST_TOTALS}A,2019/20,rent,1,1,1\n");
    let findings = found(&[("cost_totals", &twice)]);
    let rows: Vec<_> = findings.iter().filter(|f| f.rule == Rule::DuplicateId).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].place.row, Some(5));
}

#[test]
fn a_rejected_cell_is_told_by_its_own_rule_and_file() {
    let rejected = "file,site_id,column,found,rule,expected\n\
                    costs/part-0.parquet,A,amount,about £400,required-cell-unreadable,pounds\n\
                    costs/part-1.parquet,,site_id,,required-cell-empty,an id\n";
    let findings = found(&[("cost_totals", COST_TOTALS), ("rejected_cells", rejected)]);
    let of = |rule: Rule| findings.iter().find(|f| f.rule == rule).unwrap();
    let unread = of(Rule::RequiredCellUnreadable);
    assert_eq!((&*unread.place.file, unread.id.as_str()), ("costs/part-0.parquet", "A"));
    assert_eq!((unread.found.as_str(), unread.severity), ("\"about £400\"", Severity::Error));
    assert_eq!(of(Rule::RequiredCellEmpty).found, "an empty cell");
    let none = "file,site_id,column,found,rule,expected\n";
    let findings = found(&[("cost_totals", COST_TOTALS), ("rejected_cells", none)]);
    assert!(findings.iter().all(|f| f.rule != Rule::EmptyTable), "{findings:?}");
}

#[test]
fn doubts_of_single_observations_become_one_a_site() {
    let made = summary(&[("peak_above_capacity", "2"), ("rows_not_used", "7")]);
    let findings = found(&[("occupancy_summary", &made)]);
    let of = |rule: Rule| findings.iter().find(|f| f.rule == rule).unwrap();
    let doubt = of(Rule::PeakAboveCapacity);
    assert_eq!(doubt.found, "2 observations with a peak above the capacity; used as it stands");
    assert_eq!(doubt.id, "A");
    assert!(of(Rule::OccupancyNotRead).found.contains(": 7;"));
    let tables = [("sites", SITES), ("occupancy_summary", made.as_str())];
    let run = small("2020-03-31", &tables);
    assert!(run.questioned.at(0, Measure::Peak).any(|rule| rule == Rule::PeakAboveCapacity));
}

/// Writes rows of text as a Parquet file.
fn parquet(path: &Path, header: &[&str], rows: &[Vec<&str>]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let columns: Vec<String> =
        header.iter().map(|name| format!("optional binary {name} (UTF8);")).collect();
    let schema = format!("message table {{ {} }}", columns.join(" "));
    let schema = std::sync::Arc::new(parse_message_type(&schema).unwrap());
    let properties = std::sync::Arc::new(WriterProperties::builder().build());
    let file = fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for at in 0..header.len() {
        let cells: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(row[at])).collect();
        let mut column = group.next_column().unwrap().unwrap();
        let levels = vec![1; cells.len()];
        column.typed::<ByteArrayType>().write_batch(&cells, Some(&levels), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn a_table_in_parts_is_read_with_the_columns_of_its_folders() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("sites.csv"), SITES).unwrap();
    let (header, other) = (["site_id", "category", "amount"], ["amount", "site_id", "category"]);
    let this = folder.join("costs/financial_year=2019%2F20");
    parquet(
        &this.join("part-0.parquet"),
        &header,
        &[vec!["A", "rent", "10.00"], vec!["A", "rent", "1.50"]],
    );
    parquet(&this.join("part-1.parquet"), &other, &[vec!["0.25", "A", "rent"]]);
    parquet(&this.join("_temporary.parquet"), &["x"], &[vec!["left out"]]);
    let before = folder.join("costs/financial_year=2018-19/part-0.parquet");
    parquet(&before, &header, &[vec!["A", "other", "7"], vec!["A", "other", "lots"]]);
    let loaded = load(&folder, policy(), Hashes::Wanted).unwrap();
    let estate = loaded.value.unwrap();
    let cost = |year| running_costs(&estate, FinancialYear::starting(year)).unwrap();
    assert_eq!((cost(2019), cost(2018)), (vec![Some(1175)], vec![Some(700)]));
    let findings = loaded.findings;
    let unread = findings.iter().find(|f| f.rule == Rule::RequiredCellUnreadable).unwrap();
    assert_eq!(&*unread.place.file, "costs/financial_year=2018-19/part-0.parquet");
    assert_eq!(unread.place.row, Some(3));
    let files: Vec<&str> = estate.inputs.iter().map(|input| input.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "costs/financial_year=2018-19/part-0.parquet",
            "costs/financial_year=2019%2F20/part-0.parquet",
            "costs/financial_year=2019%2F20/part-1.parquet",
            "sites.csv"
        ]
    );
    parquet(&this.join("part-2.parquet"), &["site_id", "price"], &[vec!["A", "1"]]);
    let findings = load(&folder, policy(), Hashes::NotWanted).unwrap().findings;
    assert!(findings.iter().any(|f| f.rule == Rule::UnreadableTable), "{findings:?}");
}

#[test]
fn the_query_has_every_word_of_the_declarations_and_paths_as_they_stand() {
    let lists: toml::Table =
        toml::from_str(&fs::read_to_string(project("data/words.toml")).unwrap()).unwrap();
    let root = tempfile::tempdir().unwrap();
    let own = root.path().join("policy.toml");
    fs::write(&own, "[reading]\nnull_words = [\"nil return\", \"o'clock\"]\n").unwrap();
    for dialect in Dialect::ALL {
        let output = terrier()
            .args(["facts-sql", "--dialect", dialect.word(), "--as-of", "2020-03-31"])
            .args(["--costs", "/no/such/it's.parquet", "--costs-columns"])
            .args(["site_id,Financial Year,category,amount", "--occupancy", "/no/such/folder"])
            .arg("--policy")
            .arg(&own)
            .output()
            .unwrap();
        let sql = String::from_utf8(output.stdout).unwrap();
        for column in ["category", "method"] {
            for text in lists[column].as_table().unwrap().values() {
                for text in text.as_array().unwrap() {
                    let text = text.as_str().unwrap();
                    assert!(sql.contains(&format!("'{text}'")), "{}: {text}", dialect.word());
                }
            }
        }
        let quoted = |text: &str| match dialect {
            Dialect::Spark => text.replace('\'', "\\'"),
            Dialect::DuckDb | Dialect::DataFusion => text.replace('\'', "''"),
        };
        for text in ["nilreturn", "o'clock", "/no/such/it's.parquet"] {
            assert!(sql.contains(&quoted(text)), "{}: {text}", dialect.word());
        }
        assert!(sql.contains("Financial Year"), "{}", dialect.word());
        assert!(!sql.contains("DOUBLE") && !sql.contains("DECIMAL") && !sql.contains("avg("));
    }
}

#[test]
fn without_a_day_or_with_a_table_that_lacks_a_column_nothing_is_printed() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("costs.csv");
    fs::write(&path, "site_id,amount\nA,1\n").unwrap();
    let said = |arguments: &[&str]| {
        let output = terrier()
            .current_dir(root.path())
            .args(["facts-sql", "--dialect", "duckdb"])
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said(&[]).contains("--as-of YYYY-MM-DD"));
    let lacking = said(&["--as-of", "2020-03-31", "--costs", "costs.csv"]);
    assert!(lacking.contains("lacks a column that `costs` needs"), "{lacking}");
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

/// The head of the query says what becomes of a folder that is missing.
#[test]
fn the_query_says_whether_its_folder_must_exist() {
    let says = [
        (Dialect::Spark, "if it is missing, Spark makes it."),
        (Dialect::DuckDb, "if it is missing, make it first: DuckDB does not."),
        (Dialect::DataFusion, "if it is missing, DataFusion makes it."),
    ];
    for (dialect, words) in says {
        let asked = ["facts-sql", "--dialect", dialect.word(), "--as-of", "2020-03-31"];
        let output = terrier().args(asked).args(["--out", "/lake/it's"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find(|line| line.starts_with("-- The results go to the folder"));
        assert!(
            line.is_some_and(|line| line.ends_with(words) && line.contains("/lake/it")),
            "{text}"
        );
    }
}
