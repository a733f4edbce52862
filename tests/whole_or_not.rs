//! A report is there whole or not at all: a run killed at any moment leaves the old report or the new one,
//! and what is not ours is left alone.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use terrier::report::{MANIFEST, Manifest};

use crate::{
    published::{files_in, terrier},
    sample::Sample,
};

/// Kills at any moment, and kills while files are being written and exchanged.
const ANY_MOMENT: u32 = 3;
const WHILE_WRITING: u32 = 7;

/// Two samples of one site each, so that a run is short and two runs write different bytes.
fn samples() -> [Sample; 2] {
    ["FEN-009", "FEN-012"].map(|kept| Sample::new().with_sites(|site| site == kept))
}

fn started(sample: &Sample, out: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_terrier"))
        .args(["report", "--quiet"])
        .arg(&sample.folder)
        .arg("--out")
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Checks that a folder is a report with all its files and nothing else; returns its input hashes.
pub fn whole(report: &Path) -> Vec<(String, String)> {
    let manifest = Manifest::read(report).unwrap();
    let files = files_in(report);
    let listed: BTreeSet<&str> =
        manifest.outputs.iter().map(|(name, _)| name.as_str()).chain([MANIFEST]).collect();
    let there: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(there, listed);
    for (name, hash) in &manifest.outputs {
        assert_eq!(blake3::hash(&files[name]).to_hex().as_str(), hash, "{name}");
    }
    manifest.inputs
}

/// Waits until a folder is there or the program has ended.
fn wait_for(folder: &Path, child: &mut Child) {
    while !folder.exists() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_killed_run_leaves_the_old_report_or_the_new_one() {
    let samples = samples();
    let out = samples[0].out();
    let report = out.join("2020-03-31");
    let partial = out.join(".2020-03-31.partial");
    let begun = Instant::now();
    let inputs = samples.each_ref().map(|sample| {
        assert!(started(sample, &out).wait().unwrap().success());
        whole(&report)
    });
    let run = begun.elapsed() / 2;
    assert_ne!(inputs[0], inputs[1]);
    for kill in 0..ANY_MOMENT + WHILE_WRITING {
        let mut child = started(&samples[(kill % 2) as usize], &out);
        // Moments spread by the golden ratio: no two alike, and none chosen by the clock.
        let spread = f64::from(kill) * 0.618_034 % 1.0;
        if kill < ANY_MOMENT {
            thread::sleep(run.mul_f64(spread));
        } else {
            wait_for(&partial, &mut child);
            thread::sleep(Duration::from_millis(40).mul_f64(spread));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(inputs.contains(&whole(&report)), "kill {kill}");
    }
    assert!(started(&samples[1], &out).wait().unwrap().success());
    assert_eq!(whole(&report), inputs[1]);
    let beside: Vec<_> = fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside, ["2020-03-31"], "something is left beside the report");
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_as_it_is() {
    let [sample, other] = samples();
    let out = sample.out();
    let report = out.join("2020-03-31");
    assert!(started(&sample, &out).wait().unwrap().success());
    fs::write(report.join("minutes of the board.txt"), "Noted.").unwrap();
    let before = files_in(&out);
    let refused = || {
        let ran =
            terrier().args(["report", "-q"]).arg(&other.folder).arg("--out").arg(&out).assert();
        String::from_utf8(ran.code(2).get_output().stderr.clone()).unwrap()
    };
    let said = refused();
    assert!(said.contains("minutes of the board.txt"), "{said}");
    assert_eq!(files_in(&out), before);
    fs::remove_file(report.join(MANIFEST)).unwrap();
    let before = files_in(&out);
    let said = refused();
    assert!(said.contains("2020-03-31"), "{said}");
    assert_eq!(files_in(&out), before);
}

/// What a run that may write so many kilobytes to a file leaves of a new snapshot: nothing, and the next run is whole.
#[cfg(unix)]
#[test]
fn a_new_snapshot_is_whole_or_not_there() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("fenshire/2026-03-31");
    let program = env!("CARGO_BIN_EXE_terrier");
    let line = format!("ulimit -f 1; exec '{program}' new '{}'", folder.display());
    let ended = std::process::Command::new("bash").args(["-c", &line]).output().unwrap();
    assert!(!ended.status.success(), "the limit stopped nothing");
    assert!(!folder.exists());
    crate::published::terrier().arg("new").arg(&folder).assert().success();
    let beside: Vec<_> = std::fs::read_dir(folder.parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
    assert!(folder.join("sites.csv").is_file() && folder.join("treasury.toml").is_file());
}
