//! Comparisons of what is easily taken for a change: lines of one site alone, sums that other engines made, sites that were
//! merged or divided, years with few costs, policies of before.

use std::{fs, path::Path};

use terrier::{
    batch::{self, Run},
    edition::{Cause, ChangeRow, ChangeSubject, ChangesView, CostChange, OutcomeState},
};

use crate::{
    published::{policy, ran, terrier},
    sample::{NEWEST, Sample, project},
};

fn compared(before: &Run, after: &Run) -> ChangesView {
    batch::compare((before, policy()), (after, policy())).unwrap()
}

/// Writes a snapshot of some tables.
fn snapshot(root: &Path, date: &str, tables: &[(&str, &str)]) -> Box<Run> {
    let folder = root.join(date);
    fs::create_dir_all(&folder).unwrap();
    for (table, text) in tables {
        fs::write(folder.join(format!("{table}.csv")), text).unwrap();
    }
    ran(&folder)
}

/// Every difference of running cost as `kind site record: before > after`.
fn costs_of(found: &ChangesView) -> Vec<String> {
    let line = |row: &ChangeRow| {
        let pence = row.cost.as_ref().and_then(CostChange::pence).unwrap();
        let (kind, site, record) = (row.kind, &row.site_id, &row.record);
        format!("{kind} {site} {record}: {} > {} ({pence})", row.before, row.after)
    };
    found.of(ChangeSubject::RunningCost).map(line).collect()
}

/// One observation of one site is recorded otherwise a quarter later: every other site moves by date alone.
#[test]
fn an_observation_of_one_site_is_the_data_of_that_site_alone() {
    let later = Sample::named("2020-06-30").text("estate.toml", "2020-03-31", "2020-06-30");
    let mut rows = later.rows("occupancy");
    let at = rows[0].iter().position(|name| name == "mean_occupied").unwrap();
    let line = rows.iter_mut().find(|row| row[0] == "FEN-001").unwrap();
    "321.7".clone_into(&mut line[at]);
    later.write("occupancy", &rows);
    let found = compared(&ran(&project(NEWEST)), &ran(&later.folder));
    let by_data = |id: &str| {
        let site = found.moves.iter().find(|site| site.site_id == id).unwrap();
        site.parts.iter().any(|part| part.cause == Cause::Data && part.mean != 0)
    };
    assert!(by_data("FEN-001"));
    let others: Vec<&str> = found
        .moves
        .iter()
        .map(|site| site.site_id.as_str())
        .filter(|id| *id != "FEN-001" && by_data(id))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    let used = found.moves.iter().flat_map(|site| &site.parts);
    let by_date = used.filter(|part| part.cause == Cause::Date).filter_map(|part| part.criterion);
    assert!(by_date.map(|(_, measure)| measure.word()).any(|word| word == "utilisation"));
}

const SITES: &str = "site_id,name,gia_m2\nA1,Park Hall,500\nA2,The Hub,200\n";

/// A sum of days that reach into the earlier year is no account of it, whether lines or their sums are at hand.
#[test]
fn sums_of_days_restate_no_earlier_year() {
    let root = tempfile::tempdir().unwrap();
    let before = snapshot(
        root.path(),
        "2019-03-31",
        &[
            ("sites", SITES),
            (
                "costs",
                "site_id,financial_year,category,amount\nA1,2018/19,utilities,120\nA1,2018/19,rates,50\n",
            ),
        ],
    );
    let later = |year_lines: &str| {
        let header = "site_id,financial_year,category,amount_pence,gross_pence,lines,year_lines\n";
        let text = format!(
            "{header}A1,2018/19,insurance,700,700,1,0\nA1,2018/19,rates,5000,5000,1,{year_lines}\n\
             A1,2019/20,insurance,900,900,1,0\n\
             A1,2019/20,utilities,13000,13000,2,2\n"
        );
        snapshot(root.path(), "2020-03-31", &[("sites", SITES), ("cost_totals", &text)])
    };
    let restated = |run: &Run| {
        costs_of(&compared(&before, run)).iter().filter(|line| line.starts_with("restated")).count()
    };
    assert_eq!(restated(&later("0")), 0);
    // Nor is one said to be of which that is not known.
    assert_eq!(restated(&later("")), 0);
    assert_eq!(restated(&later("1")), 2);
}

/// Sites that were merged, or divided, cost what they cost together: nothing is said to have come, gone or been restated.
#[test]
fn merged_and_divided_sites_are_compared_as_one() {
    let root = tempfile::tempdir().unwrap();
    let ledger = |lines: &str| format!("site_id,financial_year,category,amount\n{lines}");
    let before = ledger("A1,2018/19,rates,100\nA2,2018/19,rates,30\nA2,2018/19,rent,40\n");
    let before = snapshot(root.path(), "2019-03-31", &[("sites", SITES), ("costs", &before)]);
    let merged = ledger(
        "A1,2018/19,rates,130\nA1,2018/19,rent,40\nA1,2019/20,rates,131\nA1,2019/20,rent,40\n",
    );
    let merged = snapshot(
        root.path(),
        "2020-03-31",
        &[
            ("sites", "site_id,name,gia_m2\nA1,Park Hall,700\n"),
            ("costs", &merged),
            ("same_site", "before,after\nA1,A1\nA2,A1\n"),
        ],
    );
    let found = compared(&before, &merged);
    assert_eq!(
        costs_of(&found),
        [
            "changed  all, 2018/19 to 2019/20: 170.00 > 171.00 (100)",
            "changed A1 rates, 2018/19 to 2019/20: 130.00 > 131.00 (100)",
        ]
    );
    let divided = ledger(
        "A1,2018/19,rates,100\nA2,2018/19,rates,30\nA3,2018/19,rent,40\nA1,2019/20,rates,100\nA2,2019/20,rates,30\nA3,2019/20,rent,45\n",
    );
    let divided = snapshot(
        root.path(),
        "2020-06-30",
        &[
            ("sites", "site_id,name,gia_m2\nA1,Park Hall,500\nA2,The Hub,120\nA3,Hub Annexe,80\n"),
            ("costs", &divided),
            ("same_site", "before,after\nA2,A2\nA2,A3\n"),
        ],
    );
    let found = compared(&before, &divided);
    assert_eq!(
        costs_of(&found),
        [
            "changed  all, 2018/19 to 2019/20: 170.00 > 175.00 (500)",
            "changed A2 rent, 2018/19 to 2019/20: 40.00 > 45.00 (500)",
        ]
    );
    let kinds: Vec<&str> = found.of(ChangeSubject::Site).map(|row| row.kind).collect();
    assert_eq!(kinds, ["divided"]);
}

/// A year with the costs of few sites is told with how many.
#[test]
fn a_total_of_fewer_sites_says_so() {
    let root = tempfile::tempdir().unwrap();
    let ledger = |lines: &str| format!("site_id,financial_year,category,amount\n{lines}");
    let before = ledger("A1,2018/19,rates,1000\nA2,2018/19,rates,300\n");
    snapshot(root.path(), "2019-03-31", &[("sites", SITES), ("costs", &before)]);
    let after = ledger("A1,2019/20,rates,1000\n");
    snapshot(root.path(), "2020-03-31", &[("sites", SITES), ("costs", &after)]);
    let days = ["2019-03-31", "2020-03-31"].map(|day| root.path().join(day));
    let said = terrier().args(["-q", "compare"]).args(&days).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains(
            "£1,300 in 2018/19 (2 sites with costs recorded) and £1,000 in 2019/20 (1 site)"
        ),
        "{said}"
    );
    assert!(said.contains("so this is not a change of cost alone"), "{said}");
}

/// What is due on the day of the snapshot and not done is late, as the count of what was due says.
#[test]
fn a_sale_due_on_the_day_of_the_snapshot_is_late() {
    let later = Sample::named("2021-04-30").text("estate.toml", "2020-03-31", "2021-04-30");
    let found = compared(&ran(&project(NEWEST)), &ran(&later.folder));
    let sale = found.outcomes.iter().find(|outcome| outcome.site_id == "FEN-017").unwrap();
    assert_eq!(sale.day_forecast.map(|day| day.to_string()).as_deref(), Some("2021-04-30"));
    assert_eq!(sale.state, OutcomeState::Late);
}

/// A report of the built-in policy stands beside a policy of today: the earlier snapshot is judged by the built-in one,
/// named or not.
#[test]
fn a_report_of_the_built_in_policy_stands_beside_a_policy_of_today() {
    let sample = Sample::new().with_the_one_before();
    let before = sample.folder.with_file_name("2019-03-31");
    let out = sample.out();
    terrier().arg("-q").arg("report").arg(&before).arg("--out").arg(&out).assert().success();
    let policy = out.with_file_name("own.toml");
    let weights = "[criteria.cost_saved]\nweight = 30\n[criteria.backlog_avoided]\nweight = 5\n";
    fs::write(&policy, weights).unwrap();
    let built_in = out.with_file_name("built_in.toml");
    let printed = terrier().arg("policy").output().unwrap().stdout;
    fs::write(&built_in, printed).unwrap();
    let causes = |more: &[&Path]| {
        let mut command = terrier();
        command.args(["-q", "compare", "--format", "json"]).arg(&before).arg(&sample.folder);
        command.arg("--policy").arg(&policy).arg("--report-before").arg(out.join("2019-03-31"));
        command.args(more.iter().flat_map(|file| [Path::new("--policy-before"), *file]));
        let ran = command.output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let found: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        found["causes"].clone()
    };
    let told = causes(&[]);
    let has = |cause: &str| told.as_array().unwrap().iter().any(|row| row["cause"] == cause);
    assert!(has("policy") && !has("program"));
    assert_eq!(causes(&[&built_in]), told);
}

/// Rows of `same_site` that are kept from earlier snapshots, those that keep an id where it was among them, hide no merger;
/// and an id that was replaced on the way is followed.
#[test]
fn mergers_are_followed_through_rows_of_earlier_snapshots() {
    let root = tempfile::tempdir().unwrap();
    let sites = "site_id,name,gia_m2\nA1,Park Hall,500\nA2,The Hub,120\nA3,Hub Annexe,80\n";
    let costs = "site_id,financial_year,category,amount\nA1,2018/19,rates,100\nA2,2018/19,rates,30\nA3,2018/19,rent,40\n";
    let before = snapshot(root.path(), "2019-03-31", &[("sites", sites), ("costs", costs)]);
    let rows = "before,after\nA2,A2\nA2,A3\nA2,A9\nA3,A2\nA9,A1\n";
    let costs =
        "site_id,financial_year,category,amount\nA1,2018/19,rates,130\nA1,2018/19,rent,40\n";
    let after = snapshot(
        root.path(),
        "2019-12-31",
        &[
            ("sites", "site_id,name,gia_m2\nA1,Park Hall,700\n"),
            ("costs", costs),
            ("same_site", rows),
        ],
    );
    let found = compared(&before, &after);
    let told: Vec<[&str; 3]> = found
        .of(ChangeSubject::Site)
        .map(|row| [row.kind, row.site_id.as_str(), row.after.as_str()])
        .collect();
    assert_eq!(told, [["merged", "A2", "A1"], ["merged", "A3", "A1"]]);
    assert!(costs_of(&found).is_empty(), "{:?}", costs_of(&found));
}

/// A late line of the earlier year is no new account of it.
#[test]
fn one_late_line_restates_no_year() {
    let root = tempfile::tempdir().unwrap();
    let ledger = |lines: &str| format!("site_id,financial_year,category,amount\n{lines}");
    let then = "A1,2018/19,rates,100\nA1,2018/19,rent,40\nA1,2018/19,utilities,30\n";
    let before = ledger(then);
    let before = snapshot(root.path(), "2019-03-31", &[("sites", SITES), ("costs", &before)]);
    let late = ledger("A1,2018/19,rates,-50\nA1,2019/20,rates,100\n");
    let late = snapshot(root.path(), "2020-03-31", &[("sites", SITES), ("costs", &late)]);
    let restated = |run: &Run| {
        let lines = costs_of(&compared(&before, run));
        lines.into_iter().filter(|line| line.starts_with("restated")).count()
    };
    assert_eq!(restated(&late), 0);
    let whole = ledger(&format!("{}A1,2019/20,rates,100\n", then.replace("30\n", "33\n")));
    let whole = snapshot(root.path(), "2020-06-30", &[("sites", SITES), ("costs", &whole)]);
    assert_eq!(restated(&whole), 1);
}

/// Sums on both days: what a site's own sums move is its own data, as where there are lines.
#[test]
fn sums_that_changed_are_the_data_of_their_site() {
    let header = "site_id,financial_year,category,amount_pence,gross_pence,lines,year_lines\n";
    let with_sums = |sample: Sample, sum: i64| {
        fs::remove_file(sample.folder.join("costs.csv")).unwrap();
        let line = |id: &str, sum: i64| format!("{id},2019/20,utilities,{sum},{sum},1,1\n");
        let sums = format!("{header}{}{}", line("FEN-011", sum), line("FEN-004", 9_000_000));
        fs::write(sample.folder.join("cost_totals.csv"), sums).unwrap();
        sample
    };
    let before = with_sums(Sample::new(), 2_000_000);
    let later = Sample::named("2020-06-30").text("estate.toml", "2020-03-31", "2020-06-30");
    let later = with_sums(later, 5_000_000);
    let found = compared(&ran(&before.folder), &ran(&later.folder));
    let by_data = |id: &str| {
        let site = found.moves.iter().find(|site| site.site_id == id).unwrap();
        site.parts.iter().any(|part| part.mean != 0 && part.cause == Cause::Data)
    };
    assert!(by_data("FEN-011") && !by_data("FEN-004"));
}
