//! The bodies of a group: their folders, the snapshot of each that is taken, and each by the common policy and its own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    BatchError, Run, SnapshotFolder, SnapshotOutcome, before::drift_beside, find_snapshots,
    run_snapshot,
};
use crate::{
    group,
    load::{self, Hashes},
    model::{Date, Findings, Severity},
    policy::Policy,
};

/// The name of a body's own policy file, beside its snapshots.
pub const OWN_POLICY: &str = "policy.toml";

/// A body whose data was read.
#[derive(Debug)]
pub struct BodyRun {
    /// Its name, which no other body of the group has.
    pub name: String,
    /// Its snapshot.
    pub folder: SnapshotFolder,
    /// By the common policy.
    pub common: Box<Run>,
    /// Its own policy, and its results by it; `None` where it has none.
    pub own: Option<(Policy, Box<Run>)>,
    /// Columns whose unit or meaning moved since the snapshot before it, among its findings too.
    pub drift: Findings,
}

impl BodyRun {
    /// Returns it as the stage of groups takes it.
    #[must_use]
    pub fn body<'a>(&'a self, policy: &'a Policy) -> group::Body<'a> {
        group::Body {
            name: &self.name,
            common: self.common.results(policy),
            own: self.own.as_ref().map(|(own, run)| run.results(own)),
        }
    }
}

/// Why a body is left out.
#[derive(Debug)]
pub enum BodyFate {
    /// Its data, or what its own policy makes of it, has errors.
    Stopped(Findings),
    /// A file cannot be read.
    Failed(String),
    /// It has no snapshot so early.
    NoSnapshot,
}

/// A body that is left out.
#[derive(Debug)]
pub struct BodyUnread {
    /// The name of its folder.
    pub name: String,
    /// The snapshot that was looked at; `None` where there is none.
    pub folder: Option<SnapshotFolder>,
    /// Why.
    pub fate: BodyFate,
}

/// The bodies of a group, each in order of its folder.
#[derive(Debug)]
pub struct Bodies {
    /// Those that were read.
    pub read: Vec<BodyRun>,
    /// The others.
    pub unread: Vec<BodyUnread>,
}

/// Reads every body under `root`: of each folder of snapshots the newest, or the newest on or before a day.
///
/// A body with `policy.toml` beside its snapshots is studied by that file too. One whose data has errors is left out and
/// named; the others go on.
///
/// # Errors
/// [`BatchError`] if the root cannot be searched or contains no snapshot.
pub fn bodies(
    root: &Path,
    as_of: Option<Date>,
    policy: &Policy,
    fail_on: Severity,
) -> Result<Bodies, BatchError> {
    let shown = root.display().to_string();
    let folders =
        find_snapshots(root).map_err(|cause| BatchError::Search { root: shown.clone(), cause })?;
    if folders.is_empty() {
        return Err(BatchError::NoSnapshots { root: shown });
    }
    let mut by: BTreeMap<PathBuf, Vec<SnapshotFolder>> = BTreeMap::new();
    for folder in folders {
        let parent = folder.path.parent().unwrap_or(root).to_path_buf();
        by.entry(parent).or_default().push(folder);
    }
    let one = |(place, folders): (PathBuf, Vec<SnapshotFolder>)| {
        let relative = place.strip_prefix(root).unwrap_or(&place).display().to_string();
        let name = if relative.is_empty() { folders[0].estate.clone() } else { relative };
        let Some(folder) = taken(folders, as_of) else {
            return Err(Box::new(BodyUnread { name, folder: None, fate: BodyFate::NoSnapshot }));
        };
        match read(&place, &folder, policy, fail_on) {
            Ok((common, own, drift)) => Ok(BodyRun { name, folder, common, own, drift }),
            Err(fate) => Err(Box::new(BodyUnread { name, folder: Some(folder), fate })),
        }
    };
    let all: Vec<Result<BodyRun, Box<BodyUnread>>> = by.into_par_iter().map(one).collect();
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for body in all {
        match body {
            Ok(body) => read.push(body),
            Err(body) => unread.push(*body),
        }
    }
    name_apart(&mut read);
    Ok(Bodies { read, unread })
}

/// Returns the newest of some snapshots on or before a day; one whose name is not a date only where none has a date.
fn taken(folders: Vec<SnapshotFolder>, as_of: Option<Date>) -> Option<SnapshotFolder> {
    let (dated, undated): (Vec<_>, Vec<_>) =
        folders.into_iter().partition(|folder| load::snapshot_date(&folder.date).is_some());
    if dated.is_empty() {
        return undated.into_iter().next();
    }
    let early = |folder: &SnapshotFolder| {
        let day = load::snapshot_date(&folder.date);
        as_of.is_none_or(|limit| day.is_some_and(|day| day <= limit))
    };
    dated.into_iter().filter(early).max_by(|a, b| a.date.cmp(&b.date))
}

/// A snapshot by the common policy, and by the body's own with that policy; and the columns that moved.
type Studied = (Box<Run>, Option<(Policy, Box<Run>)>, Findings);

/// Studies a snapshot by the common policy, and by the body's own where there is one.
fn read(
    place: &Path,
    folder: &SnapshotFolder,
    policy: &Policy,
    fail_on: Severity,
) -> Result<Studied, BodyFate> {
    let ran = |policy: &Policy| {
        let failed = |error: super::RunError| BodyFate::Failed(error.to_string());
        match run_snapshot(&folder.path, policy, fail_on, Hashes::Wanted).map_err(failed)? {
            SnapshotOutcome::Ran(run) => Ok(run),
            SnapshotOutcome::Stopped(findings) => Err(BodyFate::Stopped(findings)),
        }
    };
    let mut common = ran(policy)?;
    let drift = drift_beside(&folder.path, &common.estate, &common.findings, policy);
    common.findings.append(drift.clone());
    common.findings.sort();
    if common.findings.any_at(fail_on) {
        return Err(BodyFate::Stopped(common.findings));
    }
    let file = place.join(OWN_POLICY);
    if !file.is_file() {
        return Ok((common, None, drift));
    }
    let own = Policy::read(Some(&file)).map_err(|error| BodyFate::Failed(error.to_string()))?;
    let run = ran(&own)?;
    // The body's own policy may have other severities.
    let own_drift = drift_beside(&folder.path, &run.estate, &run.findings, &own);
    if own_drift.any_at(fail_on) {
        return Err(BodyFate::Stopped(own_drift));
    }
    Ok((common, Some((own, run)), drift))
}

/// Names each body by its estate, with its folder where two estates have one name.
fn name_apart(bodies: &mut [BodyRun]) {
    let names: Vec<String> =
        bodies.iter().map(|body| body.common.estate.snapshot.name.clone()).collect();
    for (body, name) in bodies.iter_mut().zip(&names) {
        let is_one = names.iter().filter(|other| *other == name).count() == 1;
        body.name = if is_one { name.clone() } else { format!("{name} ({})", body.name) };
    }
}
