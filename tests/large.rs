//! Tables that are too long for CSV: Parquet with the same rows, and every file says so.

use terrier::{
    batch::Run,
    edition::{self, Edition, View},
    load::parquet_rows,
    report::{self, OutputFile, Wording},
    tables::{OutputTable, Sources},
};

use crate::published::{policy, small};

/// One site with so many lines in its ledger: each stands behind several measures.
fn ledger(lines: usize) -> Box<Run> {
    let sites = "site_id,name,use,gia_m2\nA,Hall,office,1000\nB,Shed,stores,200\n";
    let mut costs = "site_id,financial_year,category,amount\nB,2019/20,other,10\n".to_owned();
    costs.push_str(&"A,2019/20,utilities,1.25\n".repeat(lines));
    small("2020-03-31", &[("sites", sites), ("costs", &costs)])
}

fn made(run: &Run, edition: Edition) -> (View, Vec<OutputFile>) {
    let view = edition::view(run.results(policy()), edition).unwrap();
    let files =
        report::files(&view, Vec::new(), &Wording::default(), report::data_files(&view).unwrap())
            .unwrap();
    (view, files)
}

fn bytes<'f>(files: &'f [OutputFile], path: &str) -> Option<&'f [u8]> {
    files.iter().find(|file| file.path == path).map(|file| file.bytes.as_slice())
}

fn rows_of_csv(text: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|row| cells(row.unwrap())).collect()
}

#[test]
fn a_long_table_is_parquet_with_the_rows_of_its_csv() {
    let run = ledger(13_000);
    let (view, files) = made(&run, Edition::Restricted);
    assert!(bytes(&files, "sources.csv").is_none());
    let rows = parquet_rows(bytes(&files, "sources.parquet").unwrap().to_vec()).unwrap();
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, cells)| cells).collect();
    assert!(rows.len() > 25_001, "{}", rows.len());
    assert_eq!(rows, rows_of_csv(&report::csv_of(Sources.table(&view)).unwrap()));

    let absent = report::left_out(&view, &files);
    let why = absent.iter().find(|(file, _)| file == "sources.csv").map(|(_, why)| why.as_str());
    assert_eq!(
        why,
        Some("more than 25,000 rows or 400,000 cells: see the Parquet file of the same name")
    );
    let package: serde_json::Value =
        serde_json::from_slice(bytes(&files, "datapackage.json").unwrap()).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let own = resources.iter().find(|resource| resource["name"] == "sources").unwrap();
    assert_eq!(own["path"], "sources.parquet");
    assert_eq!(own["mediatype"], "application/vnd.apache.parquet");
    let said = |path| String::from_utf8(bytes(&files, path).unwrap().to_vec()).unwrap();
    assert!(said("EDITION.txt").contains("  sources.parquet\n"));
    let page = said("report.html");
    assert!(page.contains("href=\"sources.parquet\"") && !page.contains("sources.csv"));
}

#[test]
fn a_table_of_a_line_a_file_stays_csv_however_long_the_ledger() {
    let run = ledger(13_000);
    let (view, files) = made(&run, Edition::Public);
    let rows = rows_of_csv(bytes(&files, "sources.csv").unwrap());
    // In public the rows are not told: one line for each measure and file.
    assert!(rows.len() < 50, "{}", rows.len());
    assert!(bytes(&files, "sources.parquet").is_none());
    assert!(report::left_out(&view, &files).iter().all(|(file, _)| file != "sources.csv"));
}
