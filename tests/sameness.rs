//! The same input gives the same bytes, whatever the order of rows and columns, the number of threads or
//! the sites beside it; and every figure adds up to the last digit.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::OnceLock,
};

use calamine::{Data, Reader};
use terrier::{edition::Edition, policy::Policy};

use crate::{
    published::{
        Files, Rows, files_in, newest, published, rows, studied_under, terrier, text, units,
        without_charts,
    },
    sample::{Sample, TABLES},
};

/// A small generator of whole numbers (SplitMix64), so that every run shuffles alike.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % count
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// The sample with the rows and columns of every table in another order.
///
/// A row that lacks its last cells must go on lacking the same ones: those columns stay last.
fn shuffled(seed: u64) -> Sample {
    let sample = Sample::new();
    let mut dice = Dice(seed);
    for table in TABLES {
        let mut rows = sample.rows(table);
        let shortest = rows.iter().map(Vec::len).min().unwrap();
        let mut order: Vec<usize> = (0..rows[0].len()).collect();
        dice.shuffle(&mut order[..shortest]);
        dice.shuffle(&mut order[shortest..]);
        for row in &mut rows {
            *row = order.iter().filter_map(|at| row.get(*at).cloned()).collect();
        }
        dice.shuffle(&mut rows[1..]);
        sample.write(table, &rows);
    }
    sample
}

fn shuffled_report() -> &'static Files {
    static REPORT: OnceLock<Files> = OnceLock::new();
    REPORT.get_or_init(|| {
        published(&shuffled(20_200_331).with_the_one_before().folder, Edition::Restricted)
    })
}

/// The rows of a CSV file without the column of input rows, sorted.
fn without_rows(csv: &[u8]) -> Vec<String> {
    let mut lines: Vec<String> = rows(csv)
        .into_iter()
        .map(|mut row| {
            for column in ["row", "row_before", "row_after"] {
                row.remove(column);
            }
            format!("{row:?}")
        })
        .collect();
    lines.sort();
    lines
}

/// Names the files of two reports that differ, but for those left out.
fn differing(one: &Files, other: &Files, but: &[&str]) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    let named = names.into_iter().filter(differs).filter(|name| !but.contains(&name.as_str()));
    named
        .map(|name| format!("{name}: {}", first_difference(one.get(name), other.get(name))))
        .collect()
}

/// Shows where two files part, with what stands around it.
fn first_difference(one: Option<&Vec<u8>>, other: Option<&Vec<u8>>) -> String {
    let (Some(one), Some(other)) = (one, other) else { return "only one has it".to_owned() };
    let at = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let range = at.saturating_sub(80)..(at + 80).min(bytes.len());
        String::from_utf8_lossy(&bytes[range]).into_owned()
    };
    format!("from byte {at}\n  {:?}\n  {:?}", around(one), around(other))
}

#[test]
fn shuffled_rows_and_columns_give_the_same_files_but_for_input_rows_and_hashes() {
    let but = ["manifest.json", "findings.csv", "sources.csv", "changes.csv"];
    let wrong = differing(newest(Edition::Restricted), shuffled_report(), &but);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn shuffled_tables_give_the_same_findings_and_sources_but_for_their_rows() {
    let (plain, shuffled) = (newest(Edition::Restricted), shuffled_report());
    for name in ["findings.csv", "sources.csv", "changes.csv"] {
        let (one, other) = (without_rows(&plain[name]), without_rows(&shuffled[name]));
        let differ = one.iter().zip(&other).find(|(one, other)| one != other);
        assert_eq!(differ, None, "{name}");
        assert_eq!(one.len(), other.len(), "{name}");
    }
}

#[test]
fn a_run_on_one_thread_gives_the_bytes_of_a_run_on_many() {
    let sample = Sample::new().with_the_one_before();
    terrier()
        .args(["report", "--quiet"])
        .arg(sample.folder.parent().unwrap())
        .arg("--out")
        .arg(sample.out())
        .env("RAYON_NUM_THREADS", "1")
        .env("POLARS_MAX_THREADS", "1")
        .assert()
        .success();
    let alone = files_in(&sample.out().join("2020-03-31"));
    let wrong = differing(newest(Edition::Restricted), &alone, &[]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let beside: Vec<_> = fs::read_dir(sample.out()).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
}

/// What is not named does not go in: the snapshot beside it is told of where their folder is named alone.
#[test]
fn a_snapshot_named_by_itself_is_all_that_goes_into_its_report() {
    let sample = Sample::new().with_the_one_before();
    let report = terrier()
        .args(["report", "--quiet"])
        .arg(&sample.folder)
        .arg("--out")
        .arg(sample.out())
        .assert();
    report.success();
    let paper = fs::read_to_string(sample.out().join("2020-03-31/paper.md")).unwrap();
    assert!(!paper.contains("Change since"));
}

/// Rows of a data file but for one site's, with the columns that its leaving may not change.
fn rows_of_others(csv: &[u8], gone: &str, but: &[&str]) -> BTreeSet<String> {
    let mut rows = rows(csv);
    rows.retain(|row| row["site_id"] != gone);
    for row in &mut rows {
        row.retain(|column, _| !but.contains(&column.as_str()));
    }
    rows.iter().map(|row| format!("{row:?}")).collect()
}

#[rstest::rstest]
#[case::the_headquarters("FEN-001")]
#[case::the_first_of_the_ranking("FEN-011")]
#[case::a_leasehold_with_a_sublease("FEN-030")]
fn taking_a_site_away_changes_no_other_sites_scores(#[case] gone: &str) {
    static PLAIN: OnceLock<Files> = OnceLock::new();
    // No team is moved: the room that a site has for those of others goes with it.
    let stay = Policy::from_text(Some("[figures.move_minutes]\nvalue = \"0\"\n")).unwrap();
    let files_of = |sample: &Sample| {
        without_charts(&studied_under(&sample.folder, &stay), Edition::Restricted)
    };
    // Without what is about the estate as a whole, the body's decisions among it, as the other.
    let plain = PLAIN.get_or_init(|| files_of(&Sample::new().with_sites(|_| true)));
    let without = files_of(&Sample::new().with_sites(|site| site != gone));
    for (name, but) in [("contributions.csv", &[][..]), ("ranking.csv", &["rank"])] {
        let (before, after) =
            (rows_of_others(&plain[name], gone, but), rows_of_others(&without[name], gone, but));
        assert!(!before.is_empty());
        assert_eq!(before, after, "{name} without {gone}");
    }
}

/// Points of a site's scores as sums of its contributions, and whether the score is benchmarked.
struct Added {
    points: Option<i64>,
    low: Option<i64>,
    high: Option<i64>,
}

fn added(contributions: &Rows, site: &str, score: &str) -> Added {
    let rows: Vec<_> = contributions
        .iter()
        .filter(|row| row["site_id"] == site && row["score"] == score)
        .filter(|row| row["state"] != "not_benchmarked")
        .collect();
    let sum = |column: &str| {
        let known: Vec<i64> = rows.iter().filter_map(|row| units(&row[column], 4)).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    };
    Added { points: sum("points"), low: sum("points_low"), high: sum("points_high") }
}

/// The index in millionths by both halves, or by the one that is benchmarked.
fn index_of(used: &Added, disposal: &Added, points: [Option<i64>; 2]) -> Option<i64> {
    let unused = points[0].map(|p| 1_000_000 - p);
    match (used.low, disposal.low) {
        (Some(_), Some(_)) => Some(50 * unused? + 50 * points[1]?),
        (Some(_), None) => Some(100 * unused?),
        (None, Some(_)) => Some(100 * points[1]?),
        (None, None) => None,
    }
}

/// Lists every figure of a ranking that is not the sum of its contributions.
fn faults_of_sums(ranking: &Rows, contributions: &Rows) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in ranking {
        let site = &row["site_id"];
        let [used, let_part, disposal] =
            ["utilisation", "subletting", "disposal"].map(|s| added(contributions, site, s));
        let figures = [
            ("utilisation_score", 4, used.points),
            ("subletting_score", 4, let_part.points),
            ("disposal_score", 4, disposal.points),
            ("need_index", 6, index_of(&used, &disposal, [used.points, disposal.points])),
            ("need_low", 6, index_of(&used, &disposal, [used.high, disposal.low])),
            ("need_high", 6, index_of(&used, &disposal, [used.low, disposal.high])),
        ];
        for (column, places, sum) in figures {
            let shown = units(&row[column], places);
            if shown != sum {
                wrong.push(format!("{site} {column}: shown {shown:?}, added up {sum:?}"));
            }
        }
    }
    wrong
}

#[test]
fn contributions_add_up_to_scores_and_scores_to_the_index() {
    let report = newest(Edition::Restricted);
    let ranking = rows(&report["ranking.csv"]);
    assert_eq!(ranking.len(), Sample::new().rows("sites").len() - 1);
    let wrong = faults_of_sums(&ranking, &rows(&report["contributions.csv"]));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_ranking_in_json_has_every_digit_of_the_file() {
    let sample = Sample::new();
    let ran =
        terrier().args(["rank", "-q", "--format", "json"]).arg(&sample.folder).assert().success();
    let json: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(&ran.get_output().stdout).unwrap();
    let ranking = rows(text(newest(Edition::Restricted), "ranking.csv").as_bytes());
    assert_eq!(json.len(), ranking.len());
    let columns = ["need_index", "need_low", "need_high"].map(|column| (column, 6)).into_iter();
    let scores = ["utilisation_score", "subletting_score", "disposal_score", "known_share"];
    let columns: Vec<_> = columns.chain(scores.map(|column| (column, 4))).collect();
    for (row, line) in json.iter().zip(&ranking) {
        assert_eq!(row["site_id"], line["site_id"].as_str());
        for (column, places) in &columns {
            let digits = row[*column].as_f64().map(|n| format!("{n:.places$}")).unwrap_or_default();
            assert_eq!(digits, line[*column], "{} {column}", line["site_id"]);
        }
    }
}

/// A sheet's cells without its header.
fn sheet(workbook: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().skip(1).map(<[Data]>::to_vec).collect()
}

/// Tells whether a cell holds just what a field of a CSV file says.
fn is_same(cell: &Data, field: &str) -> bool {
    match cell {
        Data::Empty => field.is_empty(),
        Data::Float(number) => {
            field.parse::<f64>().is_ok_and(|digits| digits.to_bits() == number.to_bits())
        }
        Data::String(words) => words == field || format!("'{words}") == field,
        _ => false,
    }
}

#[rstest::rstest]
#[case("Ranking", "ranking.csv")]
#[case("Measures", "measures.csv")]
#[case("Contributions", "contributions.csv")]
#[case("Completeness", "completeness.csv")]
#[case("Find out next", "find_out_next.csv")]
fn the_workbook_holds_the_numbers_of_the_files(#[case] name: &str, #[case] file: &str) {
    let report = newest(Edition::Restricted);
    let mut reader = csv::Reader::from_reader(report[file].as_slice());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cells = sheet(&report["workbook.xlsx"], name);
    assert_eq!(cells.len(), records.len());
    let mut wrong = Vec::new();
    for (line, record) in cells.iter().zip(&records) {
        let pairs = record.iter().enumerate().map(|(at, field)| (line.get(at), field));
        let differ = pairs.filter(|(cell, field)| !is_same(cell.unwrap_or(&Data::Empty), field));
        wrong
            .extend(differ.map(|(cell, field)| format!("{}: {cell:?}, not {field:?}", &record[0])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
