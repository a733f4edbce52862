//! The commands, through the binary: what they print, where, and with which exit code.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

use assert_cmd::assert::Assert;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use terrier::{edition::Edition, model::Rule};

use crate::{
    browser::driver::skipped,
    published::{newest, rows, terrier, text},
    sample::{NEWEST, Sample, findings_of, project},
};

/// What went to standard output.
fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// What went to standard error.
fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// The lines of standard error that say anything.
fn said(assert: &Assert) -> String {
    let text = err(assert);
    text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Runs a command on a folder.
fn run(command: &str, folder: &Path, more: &[&str]) -> Assert {
    terrier().arg(command).arg(folder).args(more).assert()
}

/// A shared option stands in the help of no command that does not use it.
#[rstest::rstest]
#[case::weight_of_a_template("new", "--weight", false)]
#[case::weight_of_a_query("facts-sql", "--weight", false)]
#[case::severity_of_a_query("facts-sql", "--fail-on", false)]
#[case::policy_of_a_query("facts-sql", "--policy", true)]
#[case::weight_of_a_check("check", "--weight", false)]
#[case::weight_of_a_ranking("rank", "--weight", true)]
#[case::policy_of_a_dictionary("schema", "--policy", false)]
#[case::quiet_of_all("schema", "--quiet", true)]
fn an_option_is_in_the_help_of_the_commands_that_use_it(
    #[case] command: &str,
    #[case] option: &str,
    #[case] is_used: bool,
) {
    let help = out(&terrier().args([command, "--help"]).assert().success());
    assert_eq!(help.contains(option), is_used, "{help}");
}

#[rstest::rstest]
#[case(&["schema", "--weight", "frequency=10"], "`terrier schema` does not use --weight")]
#[case(&["--policy", "own.toml", "schema"], "`terrier schema` does not use --policy")]
#[case(&["check", "data/fenshire/2020-03-31", "--weight", "frequency=10"], "`terrier check` does not use --weight")]
#[case(&["facts-sql", "--dialect", "duckdb", "--fail-on", "note"], "`terrier facts-sql` does not use --fail-on")]
fn an_option_that_would_do_nothing_is_refused(#[case] words: &[&str], #[case] said: &str) {
    let ran = terrier().args(words).assert().code(2);
    let text = String::from_utf8(ran.get_output().stderr.clone()).unwrap();
    assert!(text.contains(said), "{text}");
}

#[test]
fn the_help_names_every_command() {
    let ran = terrier().arg("--help").assert().success();
    insta::assert_snapshot!("help", out(&ran));
}

#[test]
fn a_snapshot_with_warnings_only_is_fine() {
    let ran = run("check", &project(NEWEST), &[]).success();
    assert!(out(&ran).contains("warning["));
    assert_eq!(err(&ran), "");
}

#[test]
fn a_broken_required_cell_stops_the_report_and_all_faults_are_listed() {
    let sample = Sample::new()
        .cell("leases", "L-002", "start", "25th of March")
        .line("teams", "FEN-0O1,Night desk,office,4,4,\n")
        .cell("sites", "FEN-001", "condition", "fair");
    let folder = sample.out();
    let ran = run("report", &sample.folder, &["--out", folder.to_str().unwrap()]).code(1);
    let said = err(&ran);
    assert_eq!(out(&ran), "");
    let cell = "leases.csv, row 3, column `start`\n  found:    \"25th of March\"";
    assert!(said.contains(cell), "{said}");
    assert!(said.contains("error[unknown-site]") && said.contains("\"FEN-0O1\""), "{said}");
    assert!(said.contains("warning[cell-unreadable]") && said.contains("\"fair\""), "{said}");
    assert!(said.ends_with("no results were produced\n"), "{said}");
    assert!(!folder.exists());
}

#[test]
fn a_folder_that_is_not_there_is_named_with_a_hint() {
    let ran = run("check", Path::new("no/such/folder"), &[]).code(2);
    insta::assert_snapshot!(said(&ran), @r"
    error: `no/such/folder` is not a folder
    hint: name a snapshot folder such as data/fenshire/2020-03-31
    ");
}

#[test]
fn a_folder_of_snapshots_means_the_newest() {
    let ran = run("rank", &project("data/fenshire"), &["--format", "csv"]).success();
    assert!(err(&ran).contains("3 snapshots; reading the newest"), "{}", err(&ran));
    assert_eq!(out(&ran), text(newest(Edition::Restricted), "ranking.csv"));
}

#[test]
fn the_ranking_on_screen_is_the_file_and_top_keeps_the_first_ranked() {
    let file = text(newest(Edition::Restricted), "ranking.csv");
    let whole = run("rank", &project(NEWEST), &["--format", "csv", "-q"]).success();
    assert_eq!(out(&whole), file);
    assert_eq!(err(&whole), "");
    let top = run("rank", &project(NEWEST), &["--top", "3", "--format", "csv", "-q"]).success();
    let first: Vec<&str> = file.lines().take(4).collect();
    assert_eq!(out(&top).lines().collect::<Vec<_>>(), first);
    assert!(first[3].starts_with("3,"), "{}", first[3]);
}

/// For programs: the same rows as in the report's tables, of one site.
#[test]
fn explain_prints_the_rows_of_a_site_in_json() {
    let ran = run("explain", &project(NEWEST), &["FEN-012", "--format", "json"]).success();
    let all: serde_json::Value = serde_json::from_str(&out(&ran)).unwrap();
    let tables = all.as_object().unwrap();
    let report = newest(Edition::Restricted);
    for (name, own) in tables {
        let file = rows(&report[format!("{name}.csv").as_str()]);
        let there = file.iter().filter(|row| row["site_id"] == "FEN-012").count();
        assert_eq!(own.as_array().unwrap().len(), there, "{name}");
    }
    for name in ["sites", "ranking", "measures", "contributions", "options", "sources"] {
        assert!(tables.contains_key(name), "{name} of {:?}", tables.keys());
    }
    assert_eq!(tables["sites"][0]["name"], "Reedmarch Police Station");
    assert_eq!(tables["ranking"][0]["gates"], serde_json::json!(["blocked_sale"]));
}

#[test]
fn explain_begins_with_where_the_index_comes_from() {
    let report = rows(&newest(Edition::Restricted)["ranking.csv"]);
    let ran = run("explain", &project(NEWEST), &[&report[0]["site_id"]]).success();
    let begins: Vec<String> = out(&ran).lines().take(14).map(str::to_owned).collect();
    insta::assert_snapshot!("explain_begins", begins.join("\n"));
}

#[test]
fn a_site_that_is_not_there_gets_the_nearest_id() {
    let ran = run("explain", &project(NEWEST), &["FEN-12"]).code(2);
    insta::assert_snapshot!(said(&ran), @r"
    error: there is no site `FEN-12`
    hint: did you mean `FEN-012`?
    ");
}

#[test]
fn a_closed_pipe_is_no_fault() {
    // The errors of this snapshot would end with 1 if anybody read them.
    let sample = Sample::new().cell("leases", "L-002", "start", "25th of March");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_terrier"));
    let ended =
        command.arg("check").arg(&sample.folder).stdout(writer).stderr(Stdio::null()).status();
    assert_eq!(ended.unwrap().code(), Some(0));
}

#[test]
fn templates_alone_have_no_sites_and_one_filled_row_is_enough() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("fenshire/2026-03-31");
    run("new", &folder, &[]).success();
    let empty = run("check", &folder, &[]).code(1);
    assert!(out(&empty).contains("error[empty-table]"), "{}", out(&empty));
    assert!(out(&empty).contains("sites.csv"), "{}", out(&empty));
    run("new", &folder, &[]).code(2);
    let sites = folder.join("sites.csv");
    let text = fs::read_to_string(&sites).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let filled = header.iter().map(|column| match *column {
        "site_id" => "A-1",
        "name" => "Town Hall",
        _ => "",
    });
    let row = filled.collect::<Vec<_>>().join(",");
    fs::write(&sites, format!("{text}{row}\n")).unwrap();
    let ran = run("check", &folder, &[]);
    assert_eq!(ran.get_output().status.code(), Some(0), "{}", out(&ran));
}

#[test]
fn the_schema_is_the_one_in_the_readme() {
    let readme = fs::read_to_string(project("data/README.md")).unwrap();
    let begins = "<!-- schema: made by terrier schema, compared by a test -->";
    let (_, rest) = readme.split_once(begins).unwrap();
    let (held, _) = rest.split_once("<!-- end of schema -->").unwrap();
    let ran = terrier().arg("schema").assert().success();
    assert_eq!(out(&ran).trim(), held.trim(), "paste `terrier schema` into data/README.md");
}

#[test]
fn the_schema_in_json_has_every_table() {
    let ran = terrier().args(["schema", "--format", "json"]).assert().success();
    let tables: Vec<serde_json::Value> = serde_json::from_str(&out(&ran)).unwrap();
    let names: Vec<&str> = tables.iter().filter_map(|table| table["table"].as_str()).collect();
    assert!(names.contains(&"sites") && names.contains(&"occupancy"), "{names:?}");
}

#[test]
fn every_rule_has_a_page() {
    let without: Vec<&Rule> = Rule::ALL
        .iter()
        .filter(|rule| {
            let ran = terrier().args(["explain-rule", rule.word()]).assert();
            let page = out(&ran);
            let headed = page.starts_with(&format!("# {rule}\n"));
            !(ran.get_output().status.success() && headed && page.matches("## ").count() >= 3)
        })
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_rule_that_is_not_there_gets_the_nearest_name() {
    let ran = terrier().args(["explain-rule", "lease-end-before-start"]).assert().code(2);
    insta::assert_snapshot!(said(&ran), @r"
    error: there is no rule `lease-end-before-start`
    hint: did you mean `lease-ends-before-start`?
    ");
}

#[test]
fn warnings_stop_the_run_when_they_are_to() {
    let ran = run("rank", &project(NEWEST), &["--fail-on", "warning"]).code(1);
    assert_eq!(out(&ran), "");
    assert!(err(&ran).ends_with("no results were produced\n"), "{}", err(&ran));
    run("check", &project(NEWEST), &["--fail-on", "warning"]).code(1);
}

#[rstest::rstest]
#[case::bash("bash", "complete -F")]
#[case::zsh("zsh", "#compdef terrier")]
#[case::fish("fish", "complete -c terrier")]
fn a_shell_gets_its_completions(#[case] shell: &str, #[case] holds: &str) {
    let ran = terrier().args(["completions", shell]).assert().success();
    assert!(out(&ran).contains(holds) && out(&ran).contains("explain-rule"));
}

#[test]
fn the_manual_page_is_one() {
    let page = out(&terrier().arg("man").assert().success());
    assert!(page.contains(".TH terrier 1") && page.contains("explain\\-rule"), "{page}");
}

#[test]
fn leases_sums_up_every_lease_as_the_report_does() {
    let shown = run("leases", &project(NEWEST), &["--summary", "-q"]).success();
    insta::assert_snapshot!("lease_summary", out(&shown));
    let csv = run("leases", &project(NEWEST), &["--summary", "--format", "csv", "-q"]).success();
    assert_eq!(out(&csv), text(newest(Edition::Restricted), "lease_summary.csv"));
    let json = run("leases", &project(NEWEST), &["--summary", "--format", "json", "-q"]).success();
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let count = |part: &str| json[part].as_array().unwrap().len();
    let lines = |file: &str| rows(&newest(Edition::Restricted)[file]).len();
    assert_eq!(count("leases"), lines("lease_summary.csv"));
    assert_eq!(count("terms"), lines("lease_terms.csv"));
    assert_eq!(count("expiries"), lines("lease_expiries.csv"));
    run("leases", &project(NEWEST), &["--summary", "--months", "3"]).code(2);
}

#[test]
fn leases_lists_what_is_ahead_urgent_breaks_first() {
    let ran = run("leases", &project(NEWEST), &["-q"]).success();
    insta::assert_snapshot!("leases", out(&ran));
    assert!(out(&ran).lines().all(|line| line.chars().count() <= 140), "{}", out(&ran));
    let csv = run("leases", &project(NEWEST), &["--format", "csv", "-q"]).success();
    assert_eq!(out(&csv), text(newest(Edition::Restricted), "lease_events.csv"));
    let json = run("leases", &project(NEWEST), &["--format", "json", "-q"]).success();
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json.as_array().unwrap().len(), rows(out(&csv).as_bytes()).len());
    assert_eq!(json[0]["cost_of_missing"].to_string(), "128356.92");
    let sample = Sample::new();
    for table in ["leases", "lease_events", "agreements"] {
        fs::remove_file(sample.folder.join(format!("{table}.csv"))).unwrap();
    }
    let none = run("leases", &sample.folder, &["--months", "3", "-q"]).success();
    assert_eq!(out(&none), "no leases recorded\n");
}

/// What a folder holds and when each file was written.
fn listing(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                files.insert(path, (entry.metadata().unwrap().modified().unwrap(), bytes));
            }
        }
    }
    files
}

/// Copies a snapshot to another date of the same estate.
fn at_another_date(sample: &Sample, date: &str) -> PathBuf {
    let folder = sample.folder.with_file_name(date);
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(&sample.folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let estate = folder.join("estate.toml");
    let text = fs::read_to_string(&estate).unwrap().replace("2020-03-31", date);
    fs::write(estate, text).unwrap();
    folder
}

#[test]
fn a_snapshot_whose_name_is_no_date_is_told_and_not_passed_over_in_silence() {
    let sample = Sample::new().with_sites(|site| ["FEN-009", "FEN-012"].contains(&site));
    let misnamed = sample.folder.with_file_name("2020-6-30");
    fs::create_dir(&misnamed).unwrap();
    fs::write(misnamed.join("sites.csv"), "site_id,name\nFEN-009,Station\n").unwrap();
    let root = sample.folder.parent().unwrap();
    let batch = run("batch", root, &["--out", sample.out().to_str().unwrap()]).code(1);
    assert!(out(&batch).contains("fenshire/2020-6-30   has errors"), "{}", out(&batch));
    assert!(out(&batch).contains("fenshire/2020-03-31  written"), "{}", out(&batch));
    assert!(err(&batch).contains("error[snapshot-date]"), "{}", err(&batch));
    let newest = run("rank", root, &["--top", "1"]).success();
    assert!(err(&newest).contains("`2020-6-30` is not a date"), "{}", err(&newest));
    assert!(err(&newest).contains("1 snapshot; reading"), "{}", err(&newest));
}

#[test]
fn a_batch_leaves_alone_what_has_not_changed_and_one_bad_snapshot_stops_no_other() {
    let sample = Sample::new().with_sites(|site| ["FEN-009", "FEN-012"].contains(&site));
    at_another_date(&sample, "2020-06-30");
    let bad = at_another_date(&sample, "2020-09-30");
    fs::write(bad.join("sites.csv"), "site_id,use\nFEN-009,office\n").unwrap();
    let root = sample.folder.parent().unwrap();
    let target = sample.out();
    let batch = || run("batch", root, &["--out", target.to_str().unwrap()]);
    let ran = batch().code(1);
    let report = target.join("fenshire");
    for date in ["2020-03-31", "2020-06-30"] {
        assert!(report.join(date).join("ranking.csv").is_file(), "{date}");
        let line = format!("fenshire/{date}  written");
        assert!(out(&ran).contains(&line), "{}", out(&ran));
    }
    assert!(!report.join("2020-09-30").exists());
    assert!(err(&ran).contains("error[missing-column]"), "{}", err(&ran));
    assert!(report.join("rank_moves.csv").is_file() && report.join("summary.csv").is_file());
    let before = listing(&target);
    let again = batch().code(1);
    assert_eq!(out(&again).matches("unchanged").count(), 2, "{}", out(&again));
    let after = listing(&target);
    let changed: Vec<_> =
        after.iter().filter(|(path, file)| before.get(*path) != Some(*file)).collect();
    let names: Vec<_> =
        changed.iter().map(|(path, _)| path.strip_prefix(&target).unwrap()).collect();
    assert!(names.is_empty(), "written again: {names:?}");
    assert_eq!(before.len(), after.len());
}

/// Writes the register as a workbook: figures as numbers, days as dates, the rest as text.
fn register_as_workbook(sample: &Sample) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("sites").unwrap();
    let day = Format::new().set_num_format("d mmm yyyy");
    for (row, record) in (0_u32..).zip(sample.rows("sites")) {
        for (column, cell) in (0_u16..).zip(record) {
            let date = ExcelDateTime::parse_from_str(&cell).ok().filter(|_| cell.contains("20"));
            match (cell.parse::<f64>(), date) {
                (Ok(number), _) => sheet.write_number(row, column, number),
                (_, Some(date)) => sheet.write_datetime_with_format(row, column, &date, &day),
                _ => sheet.write_string(row, column, &cell),
            }
            .unwrap();
        }
    }
    fs::remove_file(sample.folder.join("sites.csv")).unwrap();
    book.save(sample.folder.join("sites.xlsx")).unwrap();
}

#[test]
fn a_workbook_gives_the_ranking_of_the_same_csv_file() {
    let sample = Sample::new();
    register_as_workbook(&sample);
    let ran = run("rank", &sample.folder, &["--format", "csv", "-q"]).success();
    assert_eq!(out(&ran), text(newest(Edition::Restricted), "ranking.csv"));
}

/// The register as `soffice --infilter=CSV:44,34,76,1 --convert-to` (UTF-8) wrote it from the sample's own CSV.
#[rstest::rstest]
#[case::open_document("sites.ods")]
#[case::office_open_xml("sites.xlsx")]
fn a_register_saved_by_a_spreadsheet_gives_the_ranking_of_its_csv_file(#[case] file: &str) {
    let sample = Sample::new();
    fs::remove_file(sample.folder.join("sites.csv")).unwrap();
    fs::copy(project("tests/books").join(file), sample.folder.join(file)).unwrap();
    let ran = run("rank", &sample.folder, &["--format", "csv", "-q"]).success();
    assert_eq!(out(&ran), text(newest(Edition::Restricted), "ranking.csv"));
}

/// XLS does not tell per cents: the one in the sample reads as a number there, and no other cell differs.
#[test]
fn a_register_saved_as_xls_gives_the_findings_of_its_csv_file_but_for_the_per_cent() {
    let sample = Sample::new();
    let before = findings_of(&sample.folder).len();
    fs::remove_file(sample.folder.join("sites.csv")).unwrap();
    fs::copy(project("tests/books/sites.xls"), sample.folder.join("sites.xls")).unwrap();
    assert_eq!(findings_of(&sample.folder).len(), before - 1);
}

#[test]
fn no_policy_makes_a_doubled_id_a_small_matter() {
    let sample = Sample::new();
    let policy = sample.out().with_file_name("policy.toml");
    fs::write(&policy, "[severity]\nduplicate-id = \"note\"\n").unwrap();
    let ran = run("check", &sample.folder, &["--policy", policy.to_str().unwrap()]).code(2);
    assert!(err(&ran).contains("duplicate-id"), "{}", err(&ran));
}

/// Without places, lettings and options the sites are ranked by what is measured alone.
#[test]
fn a_ranking_by_measures_alone_recommends_nothing() {
    let ranking = |more: &[&str]| {
        let args = [&["--format", "csv", "-q"], more].concat();
        rows(out(&run("rank", &project(NEWEST), &args).success()).as_bytes())
    };
    let (all, alone) = (ranking(&[]), ranking(&["--measures-only"]));
    assert!(all.iter().any(|row| !row["recommended_option"].is_empty()));
    assert!(alone.iter().all(|row| row["recommended_option"].is_empty()));
    // What is measured is the same.
    let used = |rows: &[BTreeMap<String, String>]| -> BTreeSet<(String, String)> {
        rows.iter().map(|r| (r["site_id"].clone(), r["utilisation_score"].clone())).collect()
    };
    assert_eq!(used(&all), used(&alone));
}

/// What a committee asks first stands in the ranking itself, in 100 columns; on a narrow terminal nothing is cut off.
#[test]
fn the_ranking_fits_the_screen_with_cost_and_option() {
    let ran = run("rank", &project(NEWEST), &["-q"]).success();
    let text = out(&ran);
    let table: Vec<&str> = text.lines().take_while(|line| !line.starts_with("util.,")).collect();
    assert!(table.len() > 20 && table.iter().all(|line| line.chars().count() <= 100), "{text}");
    let of = |rank: &str| -> Vec<&str> {
        let line = table.iter().find(|line| line.trim_start().starts_with(rank)).unwrap();
        line.split_whitespace().collect()
    };
    assert!(of("5 ").ends_with(&["£114k", "sell", "as", "it", "stands"]), "{text}");
    assert_eq!(of("1 ").last(), Some(&"open"));
    let limits = text.split_once("What limits the first places:\n").unwrap().1;
    assert!(limits.contains("Reedmarch Police Station: a sale is blocked\n"), "{text}");
    assert!(limits.contains(
        "Limits at 10 sites lower in the ranking: see column `gates` with --format csv\n"
    ));

    let command =
        format!("stty cols 82 rows 40; {} rank -q {NEWEST}", env!("CARGO_BIN_EXE_terrier"));
    let narrow = Command::new("script")
        .args(["-qc", &command, "/dev/null"])
        .current_dir(project(""))
        .output();
    let Some(narrow) = narrow.ok().filter(|narrow| narrow.status.success()) else {
        skipped("`script` is not there to make a terminal");
        return;
    };
    let text = String::from_utf8(narrow.stdout).unwrap();
    let table: Vec<&str> = text.lines().take_while(|line| !line.starts_with("util.,")).collect();
    assert!(table.len() > 20 && table.iter().all(|line| line.chars().count() <= 82), "{text}");
    assert!(table[1].contains("FEN-011 Turvesey") && table[2].trim() == "Police", "{text}");
}
