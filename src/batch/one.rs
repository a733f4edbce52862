//! One snapshot of a batch.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use super::{
    BatchJob, Before, EstateFolder, Fate, Making, SnapshotFolder, SnapshotOutcome, Stale, checked,
    findings_since, publish, run_snapshot, stale,
};
use crate::{
    edition::Edition,
    load::{self, Hashes},
    report::{Manifest, Wording, is_on_its_way},
};

/// Reports one snapshot, unless its report is current; never beside the reports of another estate.
pub(super) fn report(
    folder: &SnapshotFolder,
    estate: &EstateFolder,
    job: &BatchJob<'_>,
) -> (Fate, Vec<Stale>) {
    let wording = Wording::default();
    let target = estate.folder.join(&folder.date);
    let hashes = || Ok((load::input_hashes(&folder.path)?, Before::find(&folder.path)?));
    let (inputs, before) = match hashes() {
        Ok(found) => found,
        Err::<_, load::LoadError>(error) => return (Fate::Failed(error.to_string()), Vec::new()),
    };
    let with = Making {
        policy: job.policy,
        edition: Edition::Restricted,
        wording: &wording,
        before: before.as_ref(),
    };
    let why = stale(&target, &inputs, with);
    let fate = match why.is_empty() {
        true => Fate::Unchanged,
        false if job.dry_run => would_be(folder, job),
        false => made(folder, (estate, &target), job, with, &before),
    };
    (fate, why)
}

/// Checks a snapshot and writes nothing.
fn would_be(folder: &SnapshotFolder, job: &BatchJob<'_>) -> Fate {
    match checked(&folder.path, job.policy) {
        Err(error) => Fate::Failed(error.to_string()),
        Ok(checked) if !checked.value || checked.findings.any_at(job.fail_on) => {
            Fate::Stopped(checked.findings)
        }
        Ok(checked) => Fate::WouldWrite(checked.findings),
    }
}

fn made(
    folder: &SnapshotFolder,
    (estate, target): (&EstateFolder, &Path),
    job: &BatchJob<'_>,
    with: Making<'_>,
    before: &Option<Before>,
) -> Fate {
    let failed = |error: &dyn std::fmt::Display| Fate::Failed(error.to_string());
    let ran = match run_snapshot(&folder.path, job.policy, job.fail_on, Hashes::Wanted) {
        Ok(SnapshotOutcome::Ran(run)) => run,
        Ok(SnapshotOutcome::Stopped(findings)) => return Fate::Stopped(findings),
        Err(error) => return failed(&error),
    };
    let name = &ran.estate.snapshot.name;
    if let Some(other) = other_estate(target, &estate.targets, name) {
        let parent = estate.folder.display();
        return Fate::Failed(format!(
            "`{parent}` contains a report on {other:?}, so the report on {name:?} cannot go \
                there; give another folder with --out"
        ));
    }
    let before = before.as_ref().map(|before| {
        Before { inputs: before.inputs.clone(), run: None }.ran(
            &folder.path,
            job.policy,
            job.fail_on,
        )
    });
    let before = match before.transpose() {
        Ok(before) => before,
        Err(error) => return failed(&error),
    };
    if let Some(then) = before.as_ref().and_then(|before| before.run.as_ref()) {
        let findings = findings_since(&ran, then, job.policy);
        if findings.any_at(job.fail_on) {
            return Fate::Stopped(findings);
        }
    }
    if job.stop.load(Ordering::Relaxed) {
        return Fate::NotReached;
    }
    if let Err(error) = estate.begin() {
        return Fate::Failed(error);
    }
    match publish(&ran, Making { before: before.as_ref(), ..with }, target) {
        Ok(_) => Fate::Written(ran.findings),
        Err(error) => failed(&error),
    }
}

/// Returns whose report stands beside a target, if it is none of this batch's and of another estate.
fn other_estate(target: &Path, targets: &BTreeSet<PathBuf>, name: &str) -> Option<String> {
    let beside = std::fs::read_dir(target.parent()?).ok()?;
    let mut others: Vec<String> = beside
        .filter_map(|entry| {
            // What another snapshot of this batch is writing beside its target is this batch's too.
            let path = entry.ok()?.path();
            let path = Some(path).filter(|p| !targets.contains(p) && !is_on_its_way(p))?;
            let there = Manifest::read(&path).ok().filter(|there| !there.is_import())?;
            Some(there.estate).filter(|estate| estate != name)
        })
        .collect();
    others.sort();
    others.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    /// Two snapshots of one batch under two names: what the one is writing is no stranger's report to the other.
    #[test]
    fn only_a_report_that_stands_and_is_none_of_the_batch_is_another_estates() {
        let root = tempfile::tempdir().unwrap();
        let other = |beside: &str| {
            let folder = root.path().join(beside);
            let manifest = Manifest { estate: "fen".to_owned(), ..Manifest::default() };
            report::write(&folder.join(beside), &[], &manifest).unwrap();
            let ours = BTreeSet::from([folder.join("2021-03-31")]);
            other_estate(&folder.join("2021-03-31"), &ours, "Fenland")
        };
        assert_eq!(other("2020-03-31"), Some("fen".to_owned()));
        assert_eq!(other("2021-03-31"), None);
        assert_eq!(other(".2020-03-31.partial"), None);
        assert_eq!(other(".2020-03-31.old"), None);
    }
}
