//! Parquet in and out: tables of a snapshot, readings of one report, the history of an estate.

use std::{fs, sync::Arc};

use parquet::{
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use terrier::{
    edition::Edition,
    load::parquet_rows,
    report::{self, SiteFact},
};

use crate::{
    published::{newest, terrier, text},
    sample::{Sample, findings_of},
};

/// How a column of the test's file is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Text,
    Double,
    Day,
    Pence,
}

/// Types a column by what all its cells are; a cell with anything odd keeps its column text.
fn typed(name: &str, cells: &[&str]) -> Typed {
    let filled: Vec<&&str> = cells.iter().filter(|c| !c.is_empty()).collect();
    let all = |test: &dyn Fn(&str) -> bool| !filled.is_empty() && filled.iter().all(|c| test(c));
    let money = ["book_value", "existing_use_value", "market_value", "amount"].contains(&name);
    match () {
        () if ["site_id", "uprn", "financial_year"].contains(&name) => Typed::Text,
        () if all(&|c| c.parse::<chrono::NaiveDate>().is_ok()) => Typed::Day,
        () if money && all(&|c| c.parse::<rust_decimal::Decimal>().is_ok()) => Typed::Pence,
        () if !money && all(&|c| c.parse::<f64>().is_ok()) => Typed::Double,
        () => Typed::Text,
    }
}

/// Writes a table of the sample as Parquet, its columns typed as a data warehouse would, and takes the CSV away.
pub fn as_parquet(sample: &Sample, table: &str) {
    let all = sample.rows(table);
    let (header, records) = all.split_first().unwrap();
    let cells = |at: usize| records.iter().map(|r| r[at].as_str()).collect::<Vec<_>>();
    let kinds: Vec<Typed> =
        header.iter().enumerate().map(|(at, name)| typed(name, &cells(at))).collect();
    let mut schema = String::from("message table { ");
    for (name, kind) in header.iter().zip(&kinds) {
        schema += &match kind {
            Typed::Text => format!("optional binary {name} (UTF8); "),
            Typed::Double => format!("optional double {name}; "),
            Typed::Day => format!("optional int32 {name} (DATE); "),
            Typed::Pence => format!("optional int64 {name} (DECIMAL(18,2)); "),
        };
    }
    schema.push('}');
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let file = fs::File::create(sample.folder.join(format!("{table}.parquet"))).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (at, kind) in kinds.iter().enumerate() {
        let cells = cells(at);
        let levels: Vec<i16> = cells.iter().map(|c| i16::from(!c.is_empty())).collect();
        let filled = cells.into_iter().filter(|c| !c.is_empty());
        let mut column = group.next_column().unwrap().unwrap();
        let levels = Some(levels.as_slice());
        match kind {
            Typed::Text => {
                let values: Vec<ByteArray> = filled.map(ByteArray::from).collect();
                column.typed::<ByteArrayType>().write_batch(&values, levels, None)
            }
            Typed::Double => {
                let values: Vec<f64> = filled.map(|c| c.parse().unwrap()).collect();
                column.typed::<DoubleType>().write_batch(&values, levels, None)
            }
            Typed::Day => {
                let epoch = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
                let days = |c: &str| (c.parse::<chrono::NaiveDate>().unwrap() - epoch).num_days();
                let values: Vec<i32> = filled.map(|c| i32::try_from(days(c)).unwrap()).collect();
                column.typed::<Int32Type>().write_batch(&values, levels, None)
            }
            Typed::Pence => {
                let hundred = rust_decimal::Decimal::ONE_HUNDRED;
                let pence = |c: &str| c.parse::<rust_decimal::Decimal>().unwrap() * hundred;
                let values: Vec<i64> =
                    filled.map(|c| pence(c).normalize().to_string().parse().unwrap()).collect();
                column.typed::<Int64Type>().write_batch(&values, levels, None)
            }
        }
        .unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    fs::remove_file(sample.folder.join(format!("{table}.csv"))).unwrap();
}

#[test]
fn tables_as_parquet_give_the_ranking_of_the_same_csv_files() {
    let sample = Sample::new();
    let before = findings_of(&sample.folder).len();
    for table in ["sites", "leases", "costs", "occupancy", "teams"] {
        as_parquet(&sample, table);
    }
    assert_eq!(findings_of(&sample.folder).len(), before);
    let ran = terrier().arg("rank").arg(&sample.folder).args(["--format", "csv", "-q"]).assert();
    let shown = String::from_utf8(ran.success().get_output().stdout.clone()).unwrap();
    assert_eq!(shown, text(newest(Edition::Restricted), "ranking.csv"));
}

#[test]
fn a_parquet_file_that_cannot_be_read_is_named() {
    let sample = Sample::new();
    fs::remove_file(sample.folder.join("teams.csv")).unwrap();
    fs::write(sample.folder.join("teams.parquet"), b"PAR1 and nothing more").unwrap();
    let findings = findings_of(&sample.folder);
    let told = findings.iter().find(|f| f.rule.word() == "unreadable-table").unwrap();
    assert!(told.to_string().contains("not readable as Parquet"), "{told}");
}

/// The facts of a file.
fn facts(bytes: &[u8]) -> Vec<SiteFact> {
    let rows = parquet_rows(bytes.to_vec()).unwrap();
    rows.iter().skip(1).map(|(_, cells)| SiteFact::from_cells(cells).unwrap()).collect()
}

/// A number in millionths as the tables have it, with so many decimals as the table shows.
fn is_same(number: Option<i64>, text: &str) -> bool {
    let million = rust_decimal::Decimal::from(1_000_000);
    let of_table = text.parse::<rust_decimal::Decimal>().ok();
    number.map(|n| rust_decimal::Decimal::from(n) / million) == of_table
}

#[test]
fn the_facts_of_a_report_are_its_ranking_and_its_measures() {
    for edition in [Edition::Restricted, Edition::Public] {
        let files = newest(edition);
        let facts = facts(&files[report::FACTS]);
        let mut measures = csv::Reader::from_reader(files["measures.csv"].as_slice());
        let measures: Vec<csv::StringRecord> = measures.records().map(Result::unwrap).collect();
        let mut ranking = csv::Reader::from_reader(files["ranking.csv"].as_slice());
        let at = ranking.headers().unwrap().clone();
        let at = |name: &str| at.iter().position(|h| h == name).unwrap();
        let ranking: Vec<csv::StringRecord> = ranking.records().map(Result::unwrap).collect();
        let own = if edition == Edition::Restricted { 7 } else { 5 };
        assert_eq!(facts.len(), measures.len() + own * ranking.len());
        let (standing, readings) = facts.split_at(own * ranking.len());
        for (fact, line) in standing.chunks(own).zip(&ranking) {
            let names = [0, 1, 2].map(|n| fact[n].measure.as_str());
            assert_eq!(names, [report::NAME, report::RANK, report::NEED_INDEX]);
            assert!(fact.iter().all(|f| f.site_id == line[at("site_id")]));
            assert_eq!(fact[0].word, line[at("name")]);
            assert!(is_same(fact[1].value, &line[at("rank")]));
            assert_eq!(fact[1].word, line[at("not_ranked")]);
            assert!(is_same(fact[2].value, &line[at("need_index")]));
            assert!(is_same(fact[2].low, &line[at("need_low")]));
            assert_eq!(
                [fact[3].measure.as_str(), &fact[4].measure],
                [report::STATUS, report::FLOOR_AREA]
            );
        }
        for (fact, line) in readings.iter().zip(&measures) {
            let texts = [&fact.site_id, &fact.measure, &fact.unit, &fact.state, &fact.basis];
            assert_eq!(texts, [0, 1, 3, 4, 7].map(|at| &line[at]));
            assert!(is_same(fact.value, &line[2]) && is_same(fact.low, &line[5]), "{fact:?}");
            assert!(fact.value.is_some() || fact.word == line[2]);
        }
        assert!(facts.iter().all(|f| f.as_of.to_string() == "2020-03-31"));
        assert!(readings.iter().any(|f| f.value.is_none() && f.word.is_empty()));
    }
}
