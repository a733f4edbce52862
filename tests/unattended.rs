//! Runs that nobody watches: stopped, killed, held against each other, tried out, read by other programs.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use rstest::rstest;
use terrier::report::{LOCK, MANIFEST, Manifest, OutputLock, Sharing};

use crate::published::{Files, files_in, rows, terrier};

const REGISTER: &str = "site_id,name,use,gia_m2,condition,tenure,status\n\
    A1,Ely Road,office,900,D,freehold,operational\n\
    A2,March Lane,stores,1200,B,freehold,vacant\n";

/// Snapshots of an estate of two sites in a folder of their own.
struct Root {
    own: tempfile::TempDir,
    estate: PathBuf,
}

impl Root {
    fn of(days: &[&str]) -> Self {
        let own = tempfile::tempdir().unwrap();
        let estate = own.path().join("estates").join("anyshire");
        let root = Self { own, estate };
        for day in days {
            root.snapshot(day, REGISTER);
        }
        root
    }

    fn snapshot(&self, day: &str, register: &str) {
        fs::create_dir_all(self.estate.join(day)).unwrap();
        fs::write(self.estate.join(day).join("sites.csv"), register).unwrap();
    }

    fn path(&self) -> &Path {
        self.estate.parent().unwrap()
    }

    fn out(&self) -> PathBuf {
        self.own.path().join("out")
    }

    fn reports(&self) -> PathBuf {
        self.out().join("anyshire")
    }

    /// Writes another file into a report as if the report had been made with it: whoever only looks at hashes sees
    /// nothing.
    fn put_in_place(&self, day: &str, file: &str, text: &str) {
        let report = self.reports().join(day);
        let [manifest, summary] =
            [report.join("manifest.json"), self.reports().join("summary_manifest.json")];
        let swap = |path: &Path, before: &[u8], after: &[u8]| {
            let [before, after] = [before, after].map(|bytes| blake3::hash(bytes).to_hex());
            let names = fs::read_to_string(path).unwrap();
            assert!(names.contains(before.as_str()), "{} names no {file}", path.display());
            fs::write(path, names.replace(before.as_str(), &after)).unwrap();
        };
        let before = fs::read(report.join(file)).unwrap();
        let made = fs::read(&manifest).unwrap();
        fs::write(report.join(file), text).unwrap();
        swap(&manifest, &before, text.as_bytes());
        swap(&summary, &made, &fs::read(&manifest).unwrap());
    }

    fn batch(&self, more: &[&str]) -> Output {
        batch(self.path(), &self.out(), more)
    }
}

fn batch(root: &Path, out: &Path, more: &[&str]) -> Output {
    terrier().arg("batch").arg(root).arg("--out").arg(out).args(more).output().unwrap()
}

fn started(root: &Path, out: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_terrier"))
        .arg("batch")
        .arg(root)
        .arg("--out")
        .arg(out)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What became of each snapshot, and why, as the screen has it.
fn fates(output: &Output) -> Vec<String> {
    let text = printed(output);
    let lines = text.lines().filter(|line| line.starts_with("anyshire/"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Checks that every report in an estate's folder has all its files, as its manifest lists them, and nothing else.
fn all_whole(estate: &Path) -> usize {
    let Ok(entries) = fs::read_dir(estate) else { return 0 };
    let mut reports = 0;
    for entry in entries {
        let report = entry.unwrap().path();
        let name = report.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "charts" || !report.is_dir() {
            continue;
        }
        let manifest = Manifest::read(&report).unwrap();
        let files = files_in(&report);
        let listed: BTreeSet<&str> =
            manifest.outputs.iter().map(|(name, _)| name.as_str()).chain([MANIFEST]).collect();
        assert_eq!(files.keys().map(String::as_str).collect::<BTreeSet<_>>(), listed, "{name}");
        for (file, hash) in &manifest.outputs {
            assert_eq!(blake3::hash(&files[file]).to_hex().as_str(), hash, "{name}/{file}");
        }
        reports += 1;
    }
    reports
}

/// Checks that the summary shows the reports that are there, or that the folder says it may not.
fn summary_is_true_or_marked(estate: &Path) {
    if estate.join("UNFINISHED.txt").exists() {
        return;
    }
    let Ok(text) = fs::read(estate.join("summary_manifest.json")) else { return };
    let manifest: serde_json::Value = serde_json::from_slice(&text).unwrap();
    for (file, hash) in manifest["outputs"].as_object().unwrap() {
        let bytes = fs::read(estate.join(file)).unwrap();
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), hash.as_str().unwrap(), "{file}");
    }
    for snapshot in manifest["snapshots"].as_array().unwrap() {
        let report = estate.join(snapshot["as_of"].as_str().unwrap()).join(MANIFEST);
        let hash = blake3::hash(&fs::read(report).unwrap()).to_hex().to_string();
        assert_eq!(snapshot["report"].as_str(), Some(hash.as_str()));
    }
}

const DAYS: [&str; 4] = ["2017-03-31", "2018-03-31", "2019-03-31", "2020-03-31"];

/// One site: a run that is short, of which the kills hit every part.
const ONE_SITE: &str = "site_id,name,use\nA1,Ely Road,office\n";

/// How often a batch of which snapshots is killed.
const KILLS: u32 = 50;
const KILLED: [&str; 2] = ["2019-03-31", "2020-03-31"];

#[test]
fn a_batch_killed_at_any_moment_leaves_whole_reports_and_a_rerun_does_what_is_left() {
    let roots = [0, 1].map(|version| {
        let root = Root::of(&[]);
        for day in KILLED {
            root.snapshot(day, &ONE_SITE.replace("Ely", ["Ely", "March"][version]));
        }
        root
    });
    let out = roots[0].out();
    let estate = out.join("anyshire");
    let begun = Instant::now();
    let undisturbed: Vec<Files> = roots
        .iter()
        .map(|root| {
            assert!(batch(root.path(), &out, &["-q"]).status.success());
            assert_eq!(all_whole(&estate), KILLED.len());
            files_in(&out)
        })
        .collect();
    let run = begun.elapsed() / 2;
    assert_ne!(undisturbed[0], undisturbed[1]);
    for kill in 0..KILLS {
        let root = &roots[(kill % 2) as usize];
        let mut child = started(root.path(), &out, &["-q"]);
        // Moments spread by the golden ratio: no two alike, and none chosen by the clock.
        thread::sleep(run.mul_f64(f64::from(kill) * 0.618_034 % 1.0));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(all_whole(&estate), KILLED.len(), "kill {kill}");
        summary_is_true_or_marked(&estate);
        if kill % 10 == 9 {
            let rerun = batch(root.path(), &out, &["-q"]);
            assert!(rerun.status.success(), "kill {kill}: {}", said(&rerun));
            let files = files_in(&out);
            assert_eq!(files.keys().collect::<Vec<_>>(), undisturbed[1].keys().collect::<Vec<_>>());
            assert!(files == undisturbed[1], "kill {kill}: the rerun gives other bytes");
        }
    }
}

#[test]
fn a_first_batch_that_is_killed_is_gone_on_with() {
    let root = Root::of(&DAYS);
    let mut child = started(root.path(), &root.out(), &["-q", "--jobs", "1"]);
    let first = root.reports().join(DAYS[0]);
    while !first.exists() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let whole = all_whole(&root.reports());
    assert!((1..DAYS.len()).contains(&whole), "{whole} reports");
    assert!(root.reports().join("UNFINISHED.txt").is_file());
    assert!(root.reports().join(LOCK).is_file(), "the killed run left its lock file");
    let rerun = root.batch(&[]);
    assert!(rerun.status.success(), "{}", said(&rerun));
    let fates = fates(&rerun);
    assert_eq!(fates.iter().filter(|fate| fate.contains(" unchanged")).count(), whole);
    assert!(!root.reports().join("UNFINISHED.txt").exists());
    let elsewhere = root.own.path().join("undisturbed");
    assert!(batch(root.path(), &elsewhere, &["-q"]).status.success());
    assert!(files_in(&root.out()) == files_in(&elsewhere));
}

#[test]
fn what_a_killed_run_left_beside_a_current_report_is_cleared_and_a_strangers_is_kept() {
    let root = Root::of(&DAYS[..2]);
    assert!(root.batch(&["-q"]).status.success());
    let before = files_in(&root.out());
    let report = root.reports().join(DAYS[0]);
    let copied = |to: &Path| {
        for (name, bytes) in files_in(&report) {
            fs::create_dir_all(to.join(&name).parent().unwrap()).unwrap();
            fs::write(to.join(name), bytes).unwrap();
        }
    };
    // Killed after the exchange, and killed on a file system that cannot exchange.
    copied(&root.reports().join(format!(".{}.partial", DAYS[0])));
    copied(&root.reports().join(format!(".{}.old", DAYS[1])));
    let strangers = root.reports().join(".photos.old");
    fs::create_dir(&strangers).unwrap();
    fs::write(strangers.join("holiday.jpg"), "sea").unwrap();
    let again = root.batch(&[]);
    assert!(fates(&again).iter().all(|fate| fate.ends_with("unchanged")), "{}", printed(&again));
    let mut after = files_in(&root.out());
    assert_eq!(after.remove("anyshire/.photos.old/holiday.jpg").as_deref(), Some(&b"sea"[..]));
    assert!(after == before, "{:?}", after.keys());
}

#[test]
fn two_runs_do_not_write_into_the_folder_of_one_estate_and_the_second_says_who_does() {
    let root = Root::of(&DAYS[..1]);
    let holder = "process 4242 on anyhost (terrier batch)";
    let held = OutputLock::take(&root.reports(), Sharing::Alone, holder).unwrap();
    let refused = |output: Output| {
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        let said = said(&output);
        assert!(!cfg!(unix) || said.contains(holder), "{said}");
        assert!(said.contains("anyshire") && said.contains("run again"), "{said}");
    };
    refused(root.batch(&[]));
    let report = || {
        let mut command = terrier();
        command.arg("report").arg(root.estate.join(DAYS[0])).arg("--out").arg(root.reports());
        command.output().unwrap()
    };
    refused(report());
    let tried = root.batch(&["--dry-run"]);
    assert!(tried.status.success(), "a dry run needs no lock");
    let told = said(&tried);
    assert!(
        told.contains("in use by") && told.contains("cannot begin until it has ended"),
        "{told}"
    );
    assert!(!cfg!(unix) || told.contains(&format!("{holder} since 20")), "{told}");
    assert_eq!(fs::read_dir(root.reports()).unwrap().count(), 1, "something was written");
    drop(held);
    let held = OutputLock::take(&root.reports(), Sharing::Shared, "process 7 (terrier report)");
    assert!(report().status.success(), "runs that write one report each go on side by side");
    assert_eq!(root.batch(&[]).status.code(), Some(3));
    drop(held);
    assert!(!said(&root.batch(&["--dry-run"])).contains("in use by"));
    assert!(root.batch(&[]).status.success());
}

/// A lock that somebody only looked at is free again at once.
#[test]
fn a_dry_run_stops_no_batch_that_begins_beside_it() {
    let root = Root::of(&DAYS[..1]);
    fs::create_dir_all(root.reports()).unwrap();
    let folder = root.reports();
    let stop = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        let look = || {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = OutputLock::holder_of(&folder);
            }
        };
        scope.spawn(look);
        let taken = (0..50).all(|_| OutputLock::take(&folder, Sharing::Alone, "7").is_ok());
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(taken);
    });
}

/// Sends a signal to a process.
#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").arg(name).arg(child.id().to_string()).status().unwrap();
    assert!(sent.success());
}

#[cfg(unix)]
#[rstest]
#[case::ctrl_c("-INT")]
#[case::asked_to_end("-TERM")]
fn an_interrupted_batch_finishes_what_it_writes_and_says_what_is_left(#[case] name: &str) {
    let days: Vec<String> = (1..=9).map(|day| format!("2020-02-{day:02}")).collect();
    let root = Root::of(&days.iter().map(String::as_str).collect::<Vec<_>>());
    let child = started(root.path(), &root.out(), &["--jobs", "1"]);
    while !root.reports().join(&days[0]).exists() {
        thread::sleep(Duration::from_millis(1));
    }
    signal(&child, name);
    let stopped = child.wait_with_output().unwrap();
    assert_eq!(stopped.status.code(), Some(130), "{}", said(&stopped));
    let whole = all_whole(&root.reports());
    assert!((1..days.len()).contains(&whole), "{whole} reports");
    let fates = fates(&stopped);
    let left = fates.iter().filter(|fate| fate.contains(" not reached")).count();
    assert_eq!(left, days.len() - whole, "{fates:?}");
    let words = format!("{left} snapshots left; run the same command again");
    assert!(printed(&stopped).contains(&words), "{}", printed(&stopped));
    assert!(said(&stopped).contains("interrupted"), "{}", said(&stopped));
    assert!(root.reports().join("UNFINISHED.txt").is_file());
    assert!(!root.reports().join(LOCK).exists());
    assert!(
        fs::read_dir(root.reports())
            .unwrap()
            .all(|entry| { !entry.unwrap().file_name().to_string_lossy().ends_with(".partial") })
    );
}

/// The exit code of a batch that is interrupted says what was finished, whenever the signal comes.
#[cfg(unix)]
#[test]
fn an_interrupted_batch_ends_with_0_only_where_everything_was_written() {
    let mut codes = BTreeSet::new();
    for wait in [5, 150, 300, 450, 600, 800, 1_000, 1_300, 1_600, 2_000] {
        let root = Root::of(&DAYS[..1]);
        let child = started(root.path(), &root.out(), &["--jobs", "1"]);
        // Before it listens, a signal ends it at once.
        let begun = Instant::now();
        while !root.reports().join(LOCK).exists() && begun.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(wait));
        let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).output().unwrap();
        let stopped = child.wait_with_output().unwrap();
        let code = stopped.status.code();
        let is_done = root.reports().join(DAYS[0]).join(MANIFEST).exists()
            && root.reports().join("summary_manifest.json").exists()
            && !root.reports().join("UNFINISHED.txt").exists();
        assert_eq!(
            code,
            Some(if is_done { 0 } else { 130 }),
            "after {wait} ms: {}",
            said(&stopped)
        );
        codes.insert(code);
        if !sent.status.success() {
            break;
        }
    }
    assert!(codes.contains(&Some(0)), "{codes:?}");
}

#[test]
fn a_dry_run_says_why_each_report_would_be_written_and_writes_nothing() {
    let root = Root::of(&DAYS[..3]);
    let dry = || {
        let there = files_in(root.own.path());
        let output = root.batch(&["--dry-run"]);
        assert!(files_in(root.own.path()) == there, "something was written");
        assert_eq!(root.out().exists(), there.keys().any(|file| file.starts_with("out/")));
        assert!(printed(&output).contains("Nothing was written"), "{}", printed(&output));
        output
    };
    let first = dry();
    assert_eq!(first.status.code(), Some(0));
    for fate in fates(&first) {
        assert!(fate.contains("would be written") && fate.ends_with("no report yet"), "{fate}");
    }
    assert!(root.batch(&["-q"]).status.success());
    assert!(fates(&dry()).iter().all(|fate| fate.ends_with(" unchanged")));
    // A report that was emptied or altered is not the one that was made.
    let ranking = root.reports().join(DAYS[2]).join("ranking.csv");
    let made = fs::read(&ranking).unwrap();
    for altered in [&b""[..], b"rank\n", &made[..made.len() - 1]] {
        fs::write(&ranking, altered).unwrap();
        let fates = fates(&dry());
        assert!(fates[2].ends_with("ranking.csv was altered after the report was made"));
        assert!(fates[..2].iter().all(|fate| fate.ends_with(" unchanged")), "{fates:?}");
    }
    assert!(root.batch(&["-q"]).status.success());
    assert_eq!(fs::read(&ranking).unwrap(), made);

    fs::write(root.estate.join(DAYS[1]).join("costs.csv"), "site_id,category,amount\n").unwrap();
    fs::write(root.estate.join(DAYS[0]).join("sites.csv"), REGISTER.replace("900", "950")).unwrap();
    fs::remove_file(root.reports().join(DAYS[2]).join("ranking.csv")).unwrap();
    let changed = dry();
    let fates = fates(&changed);
    assert!(fates[0].ends_with("sites.csv changed"), "{fates:?}");
    let both = "costs.csv added; in the snapshot before: sites.csv changed";
    assert!(fates[1].contains("has errors") && fates[1].ends_with(both), "{fates:?}");
    let both = "ranking.csv is missing from the report; in the snapshot before: costs.csv added";
    assert!(fates[2].ends_with(both), "{fates:?}");
    assert_eq!(changed.status.code(), Some(1), "as `check` would");

    let report = terrier()
        .args(["report", "--dry-run"])
        .arg(root.estate.join(DAYS[0]))
        .arg("--out")
        .arg(root.reports())
        .output()
        .unwrap();
    assert!(printed(&report).contains("(sites.csv changed)"), "{}", printed(&report));
}

#[test]
fn an_import_can_be_tried_without_writing() {
    let root = tempfile::tempdir().unwrap();
    let file = crate::sample::project("data/example/register.csv");
    let mapping = terrier().args(["import", "--propose"]).arg(&file).output().unwrap().stdout;
    let name = root.path().join("anyshire.toml");
    fs::write(&name, mapping).unwrap();
    let snapshot = root.path().join("anyshire/2026-09-30");
    let import = |more: &[&str]| {
        let mut command = terrier();
        command.arg("import").arg(&name).arg(&file).arg("--out").arg(&snapshot).args(more);
        command.output().unwrap()
    };
    let tried = import(&["--dry-run"]);
    assert!(tried.status.success(), "{}", said(&tried));
    assert!(!root.path().join("anyshire").exists());
    let real = import(&[]);
    let sums = |text: String| {
        let lines =
            text.lines().filter(|line| line.starts_with("sites.") || line.starts_with("made"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(!sums(printed(&tried)).is_empty());
    assert_eq!(sums(printed(&tried)), sums(printed(&real)));
}

/// Only what changed is read and written: of unchanged reports not even what they know of each site.
#[test]
fn a_batch_reads_and_writes_again_only_what_changed() {
    let root = Root::of(&DAYS);
    // Sites whose ids changed are looked for in the data of two snapshots: that is kept too.
    root.snapshot(DAYS[1], &REGISTER.replace("A1", "B1"));
    assert!(root.batch(&["-q"]).status.success());
    let first = files_in(&root.reports());
    for day in &DAYS[..3] {
        root.put_in_place(day, "facts.parquet", "not to be read");
    }
    let times = |day: &str| {
        let written = fs::metadata(root.reports().join(day).join("ranking.csv")).unwrap();
        written.modified().unwrap()
    };
    let before = DAYS.map(times);
    root.snapshot(DAYS[3], &REGISTER.replace("1200", "1300"));
    let again = root.batch(&[]);
    assert!(again.status.success(), "{}", said(&again));
    let after = DAYS.map(times);
    assert_eq!(before[..3], after[..3]);
    assert_ne!(before[3], after[3]);

    let elsewhere = root.own.path().join("elsewhere");
    assert!(batch(root.path(), &elsewhere, &["-q"]).status.success());
    let whole = files_in(&elsewhere.join("anyshire"));
    let beside = |files: &Files| -> Files {
        // The summary's manifest has the hashes of the reports', of which three were changed above.
        let is_own = |name: &str| !name.starts_with("20") && name != "summary_manifest.json";
        let own = files.iter().filter(|(name, _)| is_own(name));
        own.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
    };
    let now = files_in(&root.reports());
    assert!(beside(&now) == beside(&whole), "kept facts give another summary than read ones");
    assert!(beside(&now) != beside(&first));
    let moves = rows(&now["rank_moves.csv"]);
    assert_eq!(
        moves.iter().filter(|m| m["id_before"] == "A1" && m["found_by"] == "name").count(),
        1
    );

    // A summary that was changed by hand is not trusted: then the facts are read, and these cannot be.
    fs::write(root.reports().join("history.parquet"), "changed").unwrap();
    let broken = root.batch(&[]);
    assert_eq!(broken.status.code(), Some(2), "{}", printed(&broken));
    assert!(said(&broken).contains("facts.parquet"), "{}", said(&broken));
}

#[test]
fn a_summary_that_shows_other_reports_or_lost_a_file_is_written_again() {
    let root = Root::of(&DAYS[..2]);
    assert!(root.batch(&["-q"]).status.success());
    let good = files_in(&root.out());
    fs::write(root.reports().join("summary.csv"), "by hand\n").unwrap();
    fs::remove_file(root.reports().join("charts/rank_moves.svg")).unwrap();
    assert!(root.batch(&["-q"]).status.success());
    assert!(files_in(&root.out()) == good);
    // One that only one snapshot is left for has no moves: the old ones go.
    fs::rename(root.estate.join(DAYS[0]), root.own.path().join("elsewhere")).unwrap();
    assert!(root.batch(&["-q"]).status.success());
    assert!(!root.reports().join("rank_moves.csv").exists());
    assert!(!root.reports().join("charts/rank_moves.svg").exists());
}

/// More snapshots than fit on one thread's stack when each is begun on top of the last.
#[test]
fn a_batch_of_many_snapshots_needs_no_more_stack_than_one() {
    let days: Vec<String> = (1..=20).map(|day| format!("2019-01-{day:02}")).collect();
    let root = Root::of(&[]);
    for day in &days {
        root.snapshot(day, ONE_SITE);
    }
    let output = root.batch(&[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(all_whole(&root.reports()), days.len());
}

/// The lines of standard error, each an object with a level and an event.
fn log(output: &Output) -> Vec<serde_json::Value> {
    let said = said(output);
    let lines: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    for line in &lines {
        assert!(["info", "note", "warning", "error"].contains(&line["level"].as_str().unwrap()));
        assert!(line["event"].is_string());
    }
    let ended = lines.last().unwrap();
    assert_eq!(ended["event"], "ended");
    assert_eq!(ended["exit_code"].as_i64(), output.status.code().map(i64::from));
    lines
}

fn events<'a>(log: &'a [serde_json::Value], event: &str) -> Vec<&'a serde_json::Value> {
    log.iter().filter(|line| line["event"] == event).collect()
}

#[test]
fn a_log_for_other_programs_has_an_object_a_line() {
    let root = Root::of(&DAYS[..2]);
    root.snapshot(DAYS[2], "site_id,use\nA1,office\n");
    let json = ["--log-format", "json"];
    let first = root.batch(&json);
    assert_eq!(first.status.code(), Some(1));
    let lines = log(&first);
    assert_eq!(events(&lines, "snapshots_found")[0]["snapshots"], 3);
    let mut done = events(&lines, "snapshot_done");
    done.sort_by_key(|line| line["as_of"].as_str().unwrap().to_owned());
    let reports: Vec<_> = done.iter().map(|line| line["report"].as_str().unwrap()).collect();
    assert_eq!(reports, ["written", "written", "has_errors"]);
    assert_eq!(done[0]["why"][0], "no report yet");
    assert_eq!(
        (&done[0]["estate"], done[2]["level"].as_str()),
        (&"anyshire".into(), Some("error"))
    );
    let found = events(&lines, "finding");
    let missing = found.iter().find(|line| line["rule"] == "missing-column").unwrap();
    assert_eq!(missing["level"], "error");
    assert_eq!(missing["file"], "sites.csv");
    assert!(missing["snapshot"].as_str().unwrap().ends_with(DAYS[2]));
    let held = OutputLock::take(&root.reports(), Sharing::Alone, "process 7");
    let refused = log(&root.batch(&json));
    assert_eq!(events(&refused, "failed").len(), 1);
    drop(held);

    let missing = terrier().args(["rank", "nowhere", "--log-format=json"]).output().unwrap();
    let lines = log(&missing);
    let failed = events(&lines, "failed")[0];
    assert!(failed["text"].as_str().unwrap().contains("nowhere"));
    assert!(failed["hint"].as_str().unwrap().starts_with("name a snapshot folder"));
    let misused = terrier().args(["rank", "--log-format", "json"]).output().unwrap();
    assert_eq!(misused.status.code(), Some(2));
    assert_eq!(events(&log(&misused), "failed").len(), 1);
    let newest = terrier().arg("rank").arg(&root.estate).args(json).output().unwrap();
    let lines = log(&newest);
    assert!(!events(&lines, "message").is_empty() && !events(&lines, "finding").is_empty());
    let counts = events(&lines, "findings")[0];
    assert!(counts["errors"].as_u64().unwrap() > 0, "{counts}");
}

/// A path as people have them: blanks, letters beyond ASCII, a dash that is no hyphen.
const ODD: &str = "Estate of Ærø – 2019";

#[test]
fn every_command_takes_paths_with_blanks_and_letters_beyond_ascii() {
    let own = tempfile::tempdir().unwrap();
    let folder = |name: &str| own.path().join("Données & more").join(name);
    let estate = folder(ODD);
    let snapshot = estate.join("2020-03-31");
    let kept = ["FEN-009", "FEN-011", "FEN-012"];
    crate::sample::Sample::new().with_sites(|site| kept.contains(&site)).copy_to(&snapshot);
    let ran = |words: &[&str], paths: &[&Path]| {
        let output = terrier().args(words).args(paths).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", said(&output));
        printed(&output)
    };
    for words in [
        &["check"][..],
        &["rank"],
        &["cover"],
        &["cover", "--agile"],
        &["sift"],
        &["leases"],
        &["appraise"],
    ] {
        assert!(!ran(words, &[&snapshot]).is_empty());
    }
    // A programme is of the whole estate.
    let whole = folder("Toute la région").join("2020-03-31");
    crate::sample::Sample::new().copy_to(&whole);
    assert!(!ran(&["fund"], &[&whole]).is_empty());
    let model = folder("Modèle du plan.lp");
    let plan = ["plan", "--time-limit", "60", "--write-model"];
    ran(&plan, &[&model, &snapshot]);
    assert!(model.is_file());
    let explained = terrier().arg("explain").arg(&snapshot).arg("FEN-011").output().unwrap();
    assert!(explained.status.success());
    let (wording, policy, template) =
        (folder("Libellé 1.md"), folder("Règles 1.toml"), folder("Modèle 1.docx"));
    ran(&["paper", "--wording", "--out"], &[&wording]);
    ran(&["paper", "--template", "--out"], &[&template]);
    ran(&["policy", "--out"], &[&policy]);
    let reports = folder("Rapports à lire");
    let mut command = terrier();
    command.arg("report").arg(&snapshot).arg("--out").arg(&reports).arg("--policy").arg(&policy);
    command.arg("--paper").arg(&wording).arg("--paper-template").arg(&template);
    assert!(command.output().unwrap().status.success());
    assert_eq!(all_whole(&reports), 1);
    let out = folder("Tous les rapports");
    let said = ran(&["batch"], &[&estate, Path::new("--out"), &out]);
    assert!(said.contains(&format!("{ODD}/2020-03-31")), "{said}");
    assert!(out.join(ODD).join("summary.csv").is_file());
    ran(&["new"], &[&folder(ODD).join("2021-03-31")]);
    let register = folder("Régistre 2026.csv");
    fs::copy(crate::sample::project("data/example/register.csv"), &register).unwrap();
    let mapping = folder("Correspondance.toml");
    fs::write(&mapping, ran(&["import", "--propose"], &[&register])).unwrap();
    let imported = folder("Comté d'Ailleurs").join("2026-09-30");
    ran(&["import"], &[&mapping, &register, Path::new("--out"), &imported]);
    assert!(imported.join("sites.csv").is_file());
}

#[cfg(unix)]
#[test]
fn estates_whose_names_some_system_refuses_get_a_folder_all_the_same() {
    let root = Root::of(&[]);
    for name in ["CON", "Fire: north?", "Fire etc."] {
        let folder = root.path().join(name).join("2020-03-31");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sites.csv"), REGISTER).unwrap();
    }
    assert!(root.batch(&["-q"]).status.success());
    let mut names: Vec<String> = fs::read_dir(root.out())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["Fire etc_", "Fire_ north_", "_CON"]);
    let other = root.path().join("con").join("2021-03-31");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("sites.csv"), REGISTER).unwrap();
    let refused = root.batch(&["-q"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("some systems take for one"), "{}", said(&refused));
}

#[test]
fn exit_codes_are_listed_in_the_help_and_in_the_readme_alike() {
    let help = printed(&terrier().arg("--help").output().unwrap());
    let (_, codes) = help.split_once("Exit codes:\n").unwrap();
    let listed: Vec<String> = codes
        .lines()
        .filter_map(|line| line.trim().split_once("  "))
        .map(|(code, meaning)| format!("| {code} | {} |", meaning.trim()))
        .collect();
    assert_eq!(listed.len(), 5, "{help}");
    let readme = fs::read_to_string(crate::sample::project("README.md")).unwrap();
    assert!(readme.contains(&listed.join("\n")), "{listed:?}");
}

/// The command lines of the recipes, each with the folder that stands in its paths.
fn recipes() -> Vec<(String, &'static str)> {
    let text = fs::read_to_string(crate::sample::project("reports/README.md")).unwrap();
    let of = |kind: &str| {
        let block = text.split(&format!("```{kind}\n")).nth(1).unwrap();
        let line = block.lines().find(|line| line.contains("terrier")).unwrap().to_owned();
        let block = block.split("```").next().unwrap();
        let command = block.lines().find(|line| line.contains(" batch ")).unwrap_or(&line);
        let (_, words) = command.split_once(" batch ").unwrap();
        format!("batch {}", words.trim_end_matches(['\'', '"']))
    };
    vec![(of("crontab"), "/srv/estates/"), (of("powershell"), "D:\\Estates\\"), (of("yaml"), "")]
}

/// Splits a command line at blanks outside double quotes, as all three shells do.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, part) in line.split('"').enumerate() {
        let last = words.len() - 1;
        if at % 2 == 1 {
            words[last].push_str(part);
            continue;
        }
        let mut pieces = part.split(' ');
        words[last].push_str(pieces.next().unwrap());
        words.extend(pieces.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_recipes_run_as_they_are_written() {
    for (line, folder) in recipes() {
        let own = tempfile::tempdir().unwrap();
        let snapshot = own.path().join("All estates/anyshire/2020-03-31");
        fs::create_dir_all(&snapshot).unwrap();
        fs::write(snapshot.join("sites.csv"), REGISTER).unwrap();
        let mut words = words(&line);
        if let Some(at) = words.iter().position(|word| word == "2>>") {
            words.truncate(at);
        }
        let placed = words.iter().map(|word| word.strip_prefix(folder).unwrap_or(word));
        let output = terrier().args(placed).current_dir(own.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}\n{}", said(&output));
        let is_dry = line.contains("--dry-run");
        assert_eq!(own.path().join("Reports/anyshire/summary.csv").is_file(), !is_dry, "{line}");
    }
}
