//! Columns whose unit or meaning moved since the snapshot before are named before they are used; all others are silent.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rstest::rstest;
use rust_decimal::Decimal;
use terrier::{
    batch,
    model::{Finding, Findings, Rule},
};

use crate::{
    published::{files_in, policy, rows, terrier},
    sample::{Sample, findings_of, project},
};

const MOVED: [Rule; 3] =
    [Rule::ColumnUnitChanged, Rule::ColumnMeaningChanged, Rule::ColumnNoLongerFilled];

/// What was found of columns that moved: table, column, what.
fn moved(findings: &Findings) -> Vec<&Finding> {
    findings.iter().filter(|finding| MOVED.contains(&finding.rule)).collect()
}

/// Multiplies every figure of a column, or replaces it by what `to` makes of the row.
fn changed(sample: &Sample, table: &str, column: &str, to: impl Fn(&[String], usize) -> String) {
    let mut rows = sample.rows(table);
    let at = rows[0].iter().position(|name| name == column).unwrap();
    for row in rows.iter_mut().skip(1) {
        row[at] = to(row, at);
    }
    sample.write(table, &rows);
}

fn times(sample: &Sample, table: &str, column: &str, factor: &str) {
    let factor: Decimal = factor.parse().unwrap();
    changed(sample, table, column, |row, at| match row[at].parse::<Decimal>() {
        Ok(figure) => (figure * factor).round_dp(2).normalize().to_string(),
        Err(_) => row[at].clone(),
    });
}

/// A figure of the sample's snapshot before, which stands beside the newest.
fn before(sample: &Sample, table: &str, change: impl Fn(&mut Vec<Vec<String>>)) {
    let path = sample.folder.with_file_name("2019-03-31").join(format!("{table}.csv"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    change(&mut rows);
    let mut csv = csv::Writer::from_path(path).unwrap();
    for row in rows {
        csv.write_record(row).unwrap();
    }
    csv.flush().unwrap();
}

#[test]
fn a_year_in_which_nothing_moved_is_silent() {
    for day in ["2018-03-31", "2019-03-31", "2020-03-31"] {
        let findings = findings_of(&project("data/fenshire").join(day));
        assert!(moved(&findings).is_empty(), "{day}: {:?}", moved(&findings));
    }
}

#[rstest]
#[case::square_feet("sites", "gia_m2", "10.764", "they look like square feet, not m²")]
#[case::thousands(
    "sites",
    "market_value",
    "0.001",
    "they look like thousands of pounds, not pounds"
)]
#[case::pence("sites", "book_value", "100", "they look like pence, not pounds")]
#[case::acres("sites", "site_area_ha", "2.471", "they look like acres, not hectares")]
#[case::vat("leases", "rent", "1.2", "they look like sums with VAT, not pounds a year")]
#[case::month("leases", "rent", "0.083333", "they look like pounds a month, not pounds a year")]
#[case::before_in_thousands(
    "sites",
    "existing_use_value",
    "1000",
    "those of 2019-03-31 look like thousands of pounds, not pounds"
)]
fn a_unit_that_moved_is_named_with_both_medians_and_what_to_do(
    #[case] table: &str,
    #[case] column: &str,
    #[case] factor: &str,
    #[case] said: &str,
) {
    let sample = Sample::new().with_the_one_before();
    times(&sample, table, column, factor);
    let findings = findings_of(&sample.folder);
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert_eq!(finding.rule, Rule::ColumnUnitChanged, "{finding}");
    assert_eq!(&*finding.place.file, format!("{table}.csv"));
    assert_eq!(finding.place.column.as_deref(), Some(column));
    assert!(finding.found.contains(said), "{finding}");
    for part in ["median ", "records in both", &format!("in {table}.csv on 2019-03-31")] {
        assert!(finding.found.contains(part), "{part}: {finding}");
    }
    assert!(!finding.fix.is_empty());
}

#[test]
fn the_words_of_a_unit_that_moved() {
    let sample = Sample::new().with_the_one_before();
    times(&sample, "sites", "gia_m2", "10.764");
    let findings = findings_of(&sample.folder);
    insta::assert_snapshot!(moved(&findings)[0].to_string(), @"
    warning[column-unit-changed]: sites.csv, column `gia_m2`
      found:    median 11,625.12 m² of 31 records in both, 10.8 times the 1,080 m² in sites.csv on 2019-03-31; all changed alike: they look like square feet, not m²; used as they stand
      expected: the same unit and meaning as on 2019-03-31
      fix:      convert the column to m², or state its unit in the mapping
    ");
}

#[test]
fn a_column_that_has_the_figures_of_another_is_named_with_that() {
    let sample = Sample::new().with_the_one_before();
    let of_then = {
        let path = sample.folder.with_file_name("2019-03-31").join("sites.csv");
        rows(&fs::read(path).unwrap())
    };
    changed(&sample, "sites", "nia_m2", |row, at| {
        let then = of_then.iter().find(|then| then["site_id"] == row[0]);
        then.map_or_else(|| row[at].clone(), |then| then["gia_m2"].clone())
    });
    let findings = findings_of(&sample.folder);
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert_eq!(finding.rule, Rule::ColumnMeaningChanged);
    assert!(finding.found.contains("have what `gia_m2` had then"), "{finding}");
}

#[test]
fn an_implausible_shift_of_the_median_is_named() {
    let sample = Sample::new().with_the_one_before();
    times(&sample, "sites", "gia_m2", "1.4");
    let findings = findings_of(&sample.folder);
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert_eq!(finding.rule, Rule::ColumnMeaningChanged);
    assert!(finding.found.contains("more than 1.2 times apart"), "{finding}");
}

#[test]
fn a_renamed_header_is_named_where_its_column_is_missed() {
    let sample = Sample::new().with_the_one_before().header("sites", "gia_m2", "Surveyed space");
    fs::remove_file(sample.folder.join("teams.csv")).unwrap();
    let findings = findings_of(&sample.folder);
    let [column, table] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert_eq!(column.place.column.as_deref(), Some("gia_m2"));
    assert!(column.fix.contains("\"Surveyed space\""), "{column}");
    assert_eq!(&*table.place.file, "teams.csv");
    assert!(table.found.contains("no table `teams`"), "{table}");
}

/// Ids that the year before does not have, and nothing else that could tell which site is which.
#[test]
fn a_unit_is_seen_where_no_site_can_be_matched() {
    let sample = Sample::new().with_the_one_before();
    let nothing = ["uprn", "easting", "northing", "postcode", "address", "latitude", "longitude"];
    before(&sample, "sites", |rows| {
        let header = rows[0].clone();
        for (number, row) in rows.iter_mut().enumerate().skip(1) {
            for (at, column) in header.iter().enumerate() {
                if nothing.contains(&column.as_str()) {
                    row[at].clear();
                }
            }
            row[0] = format!("OLD-{number}");
            row[1] = format!("Building {number}");
        }
    });
    let folder = sample.folder.with_file_name("2019-03-31");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("sites.csv") && !path.ends_with("estate.toml") {
            fs::remove_file(path).unwrap();
        }
    }
    assert!(moved(&findings_of(&sample.folder)).is_empty());
    times(&sample, "sites", "gia_m2", "10.764");
    let findings = findings_of(&sample.folder);
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert!(finding.found.contains("few of them with the same id"), "{finding}");
    assert!(finding.found.contains("square feet"), "{finding}");
}

/// Two years of a small estate, the second with areas in square feet: the folder of its snapshots.
fn two_years(root: &Path) -> PathBuf {
    let estate = root.join("anyshire");
    for (day, factor) in [("2019-03-31", 1_000), ("2020-03-31", 10_764)] {
        let (mut sites, mut costs) = (String::new(), String::new());
        let year = if factor == 1_000 { "2018/19" } else { "2019/20" };
        for number in 1..=9_u64 {
            let area = (600 + 70 * number) * factor / 1_000;
            sites += &format!("A{number},Station {number},office,{area}\n");
            costs += &format!("A{number},{year},rates,{}\n", 9_000 + number * 800);
        }
        let folder = estate.join(day);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sites.csv"), format!("site_id,name,use,gia_m2\n{sites}")).unwrap();
        let header = "site_id,financial_year,category,amount\n";
        fs::write(folder.join("costs.csv"), header.to_owned() + &costs).unwrap();
    }
    estate
}

/// `check`, `rank`, `report` and `batch` name it; the readings are marked; a policy can make it stop them.
#[test]
fn every_command_names_it_before_the_column_is_used() {
    let own = tempfile::tempdir().unwrap();
    let root = two_years(own.path());
    let newest = root.join("2020-03-31");
    let said = |words: &[&str], folder: &Path| {
        let output = terrier().args(words).arg(folder).current_dir(&own).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout) + &text(output.stderr))
    };
    let name = "column-unit-changed";
    for words in [&["check"][..], &["rank"], &["appraise"], &["report", "--out", "one"]] {
        let (code, text) = said(words, &newest);
        assert!(code == Some(0) && text.contains(name), "{words:?}: {text}");
    }
    assert_eq!(said(&["report", "--out", "two", "-q"], &root).0, Some(0));
    assert_eq!(said(&["batch", "--out", "three", "-q"], &root).0, Some(0));
    for report in ["two/2020-03-31", "three/anyshire/2020-03-31"] {
        let files = files_in(&own.path().join(report));
        let found = rows(&files["findings.csv"]);
        let own: Vec<_> = found.iter().filter(|line| line["rule"] == name).collect();
        assert_eq!(own.len(), 1, "{report}");
        assert_eq!((own[0]["column"].as_str(), own[0]["severity"].as_str()), ("gia_m2", "warning"));
        let one_by_one = found
            .iter()
            .filter(|line| line["rule"] == "unlike-last-snapshot" && line["column"] == "gia_m2");
        assert_eq!(one_by_one.count(), 0, "its sites are told one by one too");
        let marked = rows(&files["measures.csv"]);
        let marked = marked.iter().filter(|line| line["questioned"].contains(name));
        assert!(marked.count() >= 9, "readings that rest on the areas are marked");
        let manifest = String::from_utf8(files["manifest.json"].clone()).unwrap();
        assert!(manifest.contains("\"before\""), "{manifest}");
    }
    let strict = own.path().join("strict.toml");
    fs::write(&strict, format!("[severity]\n{name} = \"error\"\n")).unwrap();
    let strict = strict.to_str().unwrap();
    for words in [
        &["check"][..],
        &["rank"],
        &["report", "--out", "four"],
        &["batch", "--out", "five"],
        &["batch", "--out", "five", "--dry-run"],
    ] {
        let (code, text) = said(&[words, &["--policy", strict]].concat(), &root);
        assert_eq!(code, Some(1), "{words:?}: {text}");
        assert!(text.contains(name), "{words:?}: {text}");
    }
    assert!(!own.path().join("four").exists());
    assert!(!own.path().join("five/anyshire/2020-03-31").exists());
}

#[test]
fn figures_of_the_policy_say_what_has_moved() {
    let sample = Sample::new().with_the_one_before();
    times(&sample, "sites", "gia_m2", "1.4");
    let found = |overlay: &str| {
        let policy = terrier::policy::Policy::from_text(Some(overlay)).unwrap();
        let findings = batch::checked(&sample.folder, &policy).unwrap().findings;
        moved(&findings).len()
    };
    assert_eq!(found(""), 1);
    assert_eq!(found("[figures.drift_area_times]\nvalue = \"1.5\"\n"), 0);
    assert_eq!(found("[figures.drift_records_least]\nvalue = \"100\"\n"), 0);
    assert!(batch::checked(&sample.folder, policy()).unwrap().value);
}

/// Two years of a council's register: other headers, other ids, and areas in square feet in the second.
fn registers() -> [String; 2] {
    let mut first = "Asset Ref,Property,Post Code,GIA (m2),Current Value\n".to_owned();
    let mut second = "UPRN,Site name,Postcode,Gross internal area,Value 2020\n".to_owned();
    for number in 1..=12_u64 {
        let (area, value) = (300 + 95 * number, 200_000 + 31_000 * number);
        let place = format!("Depot {number},FN1 {number}AA");
        first += &format!("C/{number:03},{place},{area},{value}\n");
        second +=
            &format!("{},{place},{},{}\n", 7_000 + number, area * 10_764 / 1_000, value + 900);
    }
    [first, second]
}

fn mapping(columns: &str) -> String {
    format!(
        "name = \"Register\"\n[[input]]\nname = \"register\"\n[[table]]\nname = \"sites\"\n\
            from = \"register\"\n[table.columns]\n{columns}\n"
    )
}

const OF_2019: &str = "site_id = \"Asset Ref\"\nname = \"Property\"\npostcode = \"Post Code\"\n\
    gia_m2 = \"GIA (m2)\"\nmarket_value = \"Current Value\"";
const OF_2020: &str = "site_id = \"UPRN\"\nname = \"Site name\"\npostcode = \"Postcode\"\n\
    gia_m2 = \"Gross internal area\"\nmarket_value = \"Value 2020\"";

#[test]
fn two_years_with_other_layouts_and_ids_are_compared() {
    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("anyshire");
    let [first, second] = registers();
    let import = |columns: &str, register: &str, day: &str| {
        let (name, file) = (root.path().join("mapping.toml"), root.path().join("register.csv"));
        fs::write(&name, mapping(columns)).unwrap();
        fs::write(&file, register).unwrap();
        let folder = estate.join(day);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let mut command = terrier();
        let output = command.arg("import").arg(name).arg(file).arg("--out").arg(folder).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(import(OF_2019, &first, "2019-03-31").0, Some(0));
    // Last year's mapping misses its columns and names what is nearest.
    let (code, said) = import(OF_2019, &second, "2020-03-31");
    assert_eq!(code, Some(1));
    assert!(said.contains("no column \"Post Code\"") || said.contains("nearest here"), "{said}");
    // Read without its unit, the area is named; the value, which has a new header too, is not.
    assert_eq!(import(OF_2020, &second, "2020-03-31").0, Some(0));
    let findings = findings_of(&estate.join("2020-03-31"));
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert_eq!(finding.place.column.as_deref(), Some("gia_m2"));
    assert!(finding.found.contains("of 12 records in both"), "{finding}");
    assert!(finding.found.contains("all changed alike: they look like square feet"), "{finding}");
    // With the unit stated, nothing is.
    let with_unit = OF_2020
        .replace("\"Gross internal area\"", "{ column = \"Gross internal area\", unit = \"ft2\" }");
    assert_eq!(import(&with_unit, &second, "2020-03-31").0, Some(0));
    assert!(moved(&findings_of(&estate.join("2020-03-31"))).is_empty());
    // What changed is told site by site, each found again under its new id.
    let mut compare = terrier();
    compare.arg("-q").arg("compare").args(["2019-03-31", "2020-03-31"].map(|day| estate.join(day)));
    let output = compare.args(["--format", "json"]).output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let changes = found["changes"].as_array().unwrap();
    let sites: Vec<_> = changes.iter().filter(|row| row["subject"] == "site").collect();
    assert_eq!(sites.len(), 12);
    assert!(sites.iter().all(|row| row["change"] == "found_again"
        && row["found_by"] == "name and postcode"
        && row["site_id"].as_str().unwrap().starts_with("70")));
    let records = changes.iter().filter(|row| row["subject"] == "record");
    let values = records.filter(|row| row["column"] == "market_value");
    assert!(values.clone().all(|row| row["change"] == "changed"));
    assert_eq!(values.count(), 12);
}

/// Two real years of one return, in two layouts, with codes that changed.
#[test]
fn real_returns_three_years_apart_are_silent_until_a_unit_moves() {
    let returns = project("../shared/data");
    let file = |name: &str| returns.join(name);
    let years = [
        file("eric-nhs-sites-2013-14/HospitalEstatesAndFacilitiesStatistics_9896.XLS"),
        file("eric-nhs-sites/HospitalEstatesAndFacilitiesStatistics_13944.XLS"),
    ];
    if !years.iter().all(|year| year.exists()) {
        #[allow(clippy::print_stderr, reason = "a test that is left out says so")]
        {
            eprintln!("skipped: no ../shared/data with the returns of two years");
        }
        return;
    }
    let root = tempfile::tempdir().unwrap();
    let mapping = |areas: &str, unit: &str| {
        format!(
            "name = \"Returns\"\n[[input]]\nname = \"returns\"\nsheet = \"Site Data\"\nheader = 2\n\
                [[input.drop]]\ncolumn = \"Site Code\"\nis = [\"AGGRE\"]\nreason = \"a total\"\n\
                [[table]]\nname = \"sites\"\nfrom = \"returns\"\n[table.columns]\n\
                site_id = \"Site Code\"\nname = \"Site Name\"\n\
                gia_m2 = {{ column = \"{areas}\"{unit}, null = [\"Not Applicable\", \"No Data Provided\"] }}\n"
        )
    };
    let headers = ["Gross internal site floor area (m²)", "Gross internal floor area (m²)"];
    let found = |unit: &str| {
        for (at, (file, day)) in years.iter().zip(["2014-03-31", "2017-03-31"]).enumerate() {
            let name = root.path().join("returns.toml");
            fs::write(&name, mapping(headers[at], if at == 1 { unit } else { "" })).unwrap();
            let folder = root.path().join("nhs").join(day);
            let mut command = terrier();
            command.arg("import").arg(name).arg(file).arg("--out").arg(&folder).arg("-q");
            let output = command.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        findings_of(&root.path().join("nhs/2017-03-31"))
    };
    assert!(moved(&found("")).is_empty());
    // The areas taken for square feet: each becomes a tenth of what it was.
    let findings = found(", unit = \"ft2\"");
    let [finding] = moved(&findings)[..] else { panic!("{:?}", moved(&findings)) };
    assert!(finding.found.contains("those of 2014-03-31 look like square feet"), "{finding}");
}
