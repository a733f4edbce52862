//! What a batch keeps of an estate from snapshot to snapshot: history, trends, and readings out of line.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rust_decimal::Decimal;
use terrier::report::{self, SiteFact};

use crate::{
    published::terrier,
    sample::{NEWEST, project},
};

/// Reports every snapshot of the sample into a folder, and returns the estate's.
fn batch(out: &Path) -> PathBuf {
    let estate = project(NEWEST).parent().unwrap().to_path_buf();
    terrier().arg("-q").arg("batch").arg(estate).arg("--out").arg(out).assert().success();
    out.join("fenshire")
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn number(text: &str) -> Option<Decimal> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// One batch of the sample, looked at from every side: making it takes long.
#[test]
fn a_batch_keeps_the_history_of_an_estate() {
    let root = tempfile::tempdir().unwrap();
    let folder = batch(root.path());
    let first = fs::read(folder.join(report::HISTORY)).unwrap();
    let cells = terrier::load::parquet_rows(first.clone()).unwrap();
    let header: Vec<&str> = cells[0].1.iter().map(String::as_str).collect();
    assert_eq!(header[..6], ["estate", "snapshot", "site", "measure", "value", "state"]);
    let facts: Vec<SiteFact> =
        cells.iter().skip(1).map(|(_, cells)| SiteFact::from_history(cells).unwrap()).collect();
    let mut days: Vec<String> = facts.iter().map(|fact| fact.as_of.to_string()).collect();
    days.dedup();
    assert_eq!(days, ["2018-03-31", "2019-03-31", "2020-03-31"]);
    // The CSV says the same, row by row.
    let table = rows(&folder.join("history.csv"));
    assert_eq!(table.len(), facts.len());
    for (row, fact) in table.iter().zip(&facts) {
        assert_eq!(
            (&row["site"], &row["measure"], &row["word"]),
            (&fact.site_id, &fact.measure, &fact.word)
        );
        let value = fact.value.map(|value| Decimal::new(value, 6));
        assert_eq!(number(&row["value"]), value);
        assert_eq!(row["estate"], "Fenshire");
    }
    trends_are_sums_of_the_history(&folder, &facts);
    other_programs_read_it(&folder, facts.len());
    let summary = rows(&folder.join("summary.csv"));
    assert_eq!(summary[0]["sites_added"], "");
    assert_eq!((summary[2]["sites_added"].as_str(), summary[2]["sites_gone"].as_str()), ("1", "7"));
    // A second run leaves all as it is; one more snapshot adds to what is there.
    batch(root.path());
    assert_eq!(fs::read(folder.join(report::HISTORY)).unwrap(), first);
}

fn trends_are_sums_of_the_history(folder: &Path, facts: &[SiteFact]) {
    let trends = rows(&folder.join("trends.csv"));
    let of = |day: &str, figure: &str| {
        trends.iter().find(|row| row["snapshot"] == day && row["figure"] == figure).unwrap()
    };
    for day in ["2018-03-31", "2019-03-31", "2020-03-31"] {
        let own: Vec<&SiteFact> = facts.iter().filter(|f| f.as_of.to_string() == day).collect();
        let sold: Vec<&str> = own
            .iter()
            .filter(|f| f.measure == "status" && f.word == "sold")
            .map(|f| f.site_id.as_str())
            .collect();
        let sum = |measure: &str, held: bool| {
            let values = own
                .iter()
                .filter(|f| f.measure == measure && !(held && sold.contains(&f.site_id.as_str())));
            Decimal::new(values.filter_map(|f| f.value).sum::<i64>(), 6)
        };
        assert_eq!(number(&of(day, "running_cost")["value"]), Some(sum("running_cost", false)));
        assert_eq!(number(&of(day, "floor_area")["value"]), Some(sum("gia_m2", true)));
        assert_eq!(number(&of(day, "backlog")["value"]), Some(sum("backlog", true)));
        let sites = own.iter().filter(|f| f.measure == "name").count() - sold.len();
        assert_eq!(of(day, "sites")["value"], sites.to_string());
    }
    assert_eq!(of("2018-03-31", "acquired")["value"], "");
    assert_eq!(of("2020-03-31", "acquired")["value"], "1");
    assert_eq!(of("2020-03-31", "sold")["value"], "3");
    // Like for like leaves out what came and went.
    let area = of("2020-03-31", "floor_area");
    assert_ne!(area["change"], area["like_for_like_change"]);
    let svg = fs::read_to_string(folder.join("charts/trends.svg")).unwrap();
    assert!(svg.contains("Running cost"));
}

/// DuckDB, polars and pandas read the file as it is, where this machine has them.
fn other_programs_read_it(folder: &Path, count: usize) {
    let python = std::env::var("TERRIER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let file = folder.join(report::HISTORY);
    let readers = [
        (
            "duckdb",
            "n, s = duckdb.sql(f\"select count(*), sum(value) from read_parquet('{p}') where measure = 'running_cost'\").fetchall()[0]",
        ),
        (
            "polars",
            "d = polars.read_parquet(p).filter(polars.col('measure') == 'running_cost'); n, s = d.height, d['value'].sum()",
        ),
        (
            "pandas",
            "d = pandas.read_parquet(p); d = d[d.measure == 'running_cost']; n, s = len(d), d.value.sum()",
        ),
    ];
    let mut answers: Vec<String> = Vec::new();
    for (name, code) in readers {
        let has = Command::new(&python).args(["-c", &format!("import {name}")]).output();
        if !has.is_ok_and(|out| out.status.success()) {
            crate::browser::driver::skipped(&format!("{python} has no {name}"));
            continue;
        }
        let code = format!(
            "import {name}, decimal\np = {:?}\n{code}\nprint(n, decimal.Decimal(str(s)).normalize())",
            file.display().to_string()
        );
        let out = Command::new(&python).args(["-c", &code]).output().unwrap();
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        answers.push(String::from_utf8(out.stdout).unwrap().trim().to_owned());
    }
    assert!(count > 0);
    answers.dedup();
    assert!(answers.len() <= 1, "{answers:?}");
}

/// A register in square feet among registers in square metres: every area of that year stands out, and no later change does.
#[test]
fn a_reading_that_one_snapshot_alone_has_is_called_a_fault() {
    let root = tempfile::tempdir().unwrap();
    let years = [
        ("2017-03-31", "1000", "400"),
        ("2018-03-31", "10764", "400"),
        ("2019-03-31", "1000", "400"),
        ("2020-03-31", "1000", "2000"),
    ];
    for (day, hall, hub) in years {
        let folder = root.path().join("fen").join(day);
        fs::create_dir_all(&folder).unwrap();
        // One site is left out of one year.
        let lodge = if day == "2019-03-31" { "" } else { "A3,Lodge,90\n" };
        let sites = format!("site_id,name,gia_m2\nA1,Park Hall,{hall}\nA2,The Hub,{hub}\n{lodge}");
        fs::write(folder.join("sites.csv"), sites).unwrap();
    }
    let out = root.path().join("out");
    terrier()
        .arg("-q")
        .arg("batch")
        .arg(root.path().join("fen"))
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let breaks = rows(&out.join("fen/series_breaks.csv"));
    assert_eq!(breaks.len(), 2, "{breaks:?}");
    assert_eq!(
        (breaks[1]["site_id"].as_str(), breaks[1]["snapshot"].as_str()),
        ("A3", "2019-03-31")
    );
    let trends = rows(&out.join("fen/trends.csv"));
    let back = trends.iter().rfind(|row| row["figure"] == "acquired").unwrap();
    assert_eq!(back["value"], "0", "one that comes back is not acquired");
    let told = &breaks[0];
    assert_eq!(
        (told["site_id"].as_str(), told["snapshot"].as_str(), told["figure"].as_str()),
        ("A1", "2018-03-31", "floor_area")
    );
    assert_eq!((told["before"].as_str(), told["value"].as_str()), ("1000.00", "10764.00"));
}

/// The sites of a snapshot are those of the one before with what came and without what left, whatever became of them; and
/// sites that were merged or divided are compared as one.
#[test]
fn sites_that_come_and_go_add_up_from_snapshot_to_snapshot() {
    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("fen");
    let write = |day: &str, sites: &str, same: &str| {
        let folder = estate.join(day);
        fs::create_dir_all(&folder).unwrap();
        let sites = format!("site_id,name,status,gia_m2\n{sites}");
        fs::write(folder.join("sites.csv"), sites).unwrap();
        if !same.is_empty() {
            fs::write(folder.join("same_site.csv"), format!("before,after\n{same}")).unwrap();
        }
    };
    let (hall, hub, barn) = ("A1,Park Hall,,1000\n", "A2,The Hub,,400\n", "A3,Old Barn,,90\n");
    write("2016-03-31", &format!("{hall}{hub}{barn}"), "");
    // The hub is sold, the barn is left out, and a lodge is new.
    let lodge = "A4,Lodge,,60\n";
    write("2017-03-31", &format!("{hall}A2,The Hub,sold,400\n{lodge}"), "");
    // The sale is undone, and the barn is back.
    write("2018-03-31", &format!("{hall}{hub}{barn}{lodge}"), "");
    // Hub and lodge become part of the hall; the barn becomes two.
    let parts = "A3,Old Barn,,50\nA5,Barn Annexe,,40\n";
    let same = "A1,A1\nA2,A1\nA4,A1\nA3,A3\nA3,A5\n";
    write("2019-03-31", &format!("A1,Park Hall,,1470\n{parts}"), same);
    let out = root.path().join("out");
    terrier().arg("-q").arg("batch").arg(&estate).arg("--out").arg(&out).assert().success();
    let folder = out.join("fen");
    let trends = rows(&folder.join("trends.csv"));
    let of = |day: &str, figure: &str| {
        let row = trends.iter().find(|r| r["snapshot"] == day && r["figure"] == figure).unwrap();
        row["value"].parse::<i64>().unwrap_or_default()
    };
    let flows = ["acquired", "returned", "divided", "sold", "gone", "merged"];
    let days = ["2016-03-31", "2017-03-31", "2018-03-31", "2019-03-31"];
    let told = days.map(|day| (of(day, "sites"), flows.map(|flow| of(day, flow))));
    assert_eq!(
        told,
        [
            (3, [0, 0, 0, 0, 0, 0]),
            (2, [1, 0, 0, 1, 1, 0]),
            (4, [0, 2, 0, 0, 0, 0]),
            (3, [0, 0, 1, 0, 0, 2]),
        ]
    );
    for (then, now) in told.iter().zip(&told[1..]) {
        let [acquired, returned, divided, sold, gone, merged] = now.1;
        assert_eq!(now.0, then.0 + acquired + returned + divided - sold - gone - merged);
    }
    let area = trends.iter().rfind(|row| row["figure"] == "floor_area").unwrap();
    assert_eq!(
        (area["value"].as_str(), area["like_for_like_change"].as_str()),
        ("1560.00", "10.00")
    );
    let breaks = rows(&folder.join("series_breaks.csv"));
    let sold = breaks.iter().find(|row| row["site_id"] == "A2").unwrap();
    assert!(sold["reason"].starts_with("sold in this snapshot alone"), "{sold:?}");
    let moves = rows(&folder.join("rank_moves.csv"));
    let last = |id: &str| moves.iter().rfind(|row| row["site_id"] == id).unwrap();
    assert_eq!(
        (last("A2")["rank_after"].as_str(), last("A2")["part_of"].as_str()),
        ("merged", "A1")
    );
    assert_eq!(
        (last("A5")["rank_before"].as_str(), last("A5")["part_of"].as_str()),
        ("divided", "A3")
    );
    let paper = fs::read_to_string(folder.join("2018-03-31/paper.md")).unwrap();
    assert!(paper.contains(" Held again: The Hub."), "{paper}");
    let paper = fs::read_to_string(folder.join("2019-03-31/paper.md")).unwrap();
    let told = "Merged or divided: The Hub (now part of A1), Lodge (now part of A1) and Barn Annexe (part of A3 before).";
    assert!(paper.contains(told), "{paper}");
    assert!(!paper.contains("No longer in the register") && !paper.contains("New in the register"));
}
