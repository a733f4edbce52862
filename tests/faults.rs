//! What goes wrong around a run: files cut short, another zone and language, a clock that is off.

use std::fs;

use rstest::rstest;

use crate::{
    made_book::{Sheet, book},
    published::{files_in, terrier},
    sample::Sample,
};

/// Two sites, so that a run is short.
fn two_sites() -> Sample {
    Sample::new().with_sites(|site| ["FEN-009", "FEN-044"].contains(&site))
}

/// What is cut in the middle is named, and there is no report unless it is whole without it.
#[rstest]
fn a_file_cut_in_the_middle_is_named(
    #[values(
        "sites.csv",
        "agreements.csv",
        "estate.toml",
        "boundaries.geojson",
        "paper.toml",
        "costs.xlsx",
        "costs.parquet"
    )]
    name: &str,
) {
    let sample = two_sites();
    let file = sample.folder.join(name);
    match name {
        "costs.xlsx" => {
            let rows: Vec<Vec<String>> = sample.rows("costs");
            let rows: Vec<Vec<&str>> =
                rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            fs::write(&file, book(&[Sheet::new("costs", &rows)])).unwrap();
            fs::remove_file(sample.folder.join("costs.csv")).unwrap();
        }
        "costs.parquet" => crate::parquet::as_parquet(&sample, "costs"),
        _ => {}
    }
    let report = |code: i32| {
        let mut command = terrier();
        command.args(["report", "-q"]).arg(&sample.folder).arg("--out").arg(sample.out());
        command.assert().code(code);
    };
    let bytes = fs::read(&file).unwrap();
    for part in [2, 5, 8] {
        let at = bytes.len() * part / 10;
        // Text is cut within a line, where the end of the file is no end of a record.
        let line = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(at, |end| end + 4);
        fs::write(&file, &bytes[..line.min(bytes.len() - 1)]).unwrap();
        let said = terrier().arg("check").arg(&sample.folder).output().unwrap();
        let (code, said) = (said.status.code().unwrap(), String::from_utf8(said.stdout).unwrap());
        assert!(said.contains(name), "cut at {line}: {said}");
        assert!(said.contains("fix:"), "cut at {line}: {said}");
        if part == 5 {
            // There is a report that is whole, or none.
            report(code);
            assert_eq!(sample.out().join("2020-03-31").exists(), code == 0);
            if code == 0 {
                crate::whole_or_not::whole(&sample.out().join("2020-03-31"));
            }
        }
    }
}

/// A report is the same bytes wherever and whenever it is made.
#[test]
fn a_report_is_the_same_in_another_zone_and_language() {
    let sample = two_sites();
    let made = |name: &str, set: &[(&str, &str)]| {
        let out = sample.out().join(name);
        let mut command = terrier();
        command.args(["report", "-q"]).arg(&sample.folder).arg("--out").arg(&out);
        command.envs(set.iter().copied()).assert().success();
        files_in(&out)
    };
    let here = made("here", &[("TZ", "UTC"), ("LC_ALL", "C")]);
    for (name, zone, language) in
        [("east", "Pacific/Kiritimati", "tr_TR.UTF-8"), ("west", "Etc/GMT+12", "de_DE.ISO-8859-1")]
    {
        let set = [("TZ", zone), ("LC_ALL", language), ("LANG", language), ("COLUMNS", "20")];
        assert!(made(name, &set) == here, "{name}");
    }
}
