//! Many snapshots through the same stages; what changed between them.
//!
//! [`run_snapshot()`] takes one snapshot to its ranking and [`publish()`] to its report folder: the commands for a
//! single snapshot use the same two. [`run()`] does so for every snapshot under a root, in parallel, leaving
//! alone what has not changed, and then writes what only several snapshots can show (`moves`).

mod before;
mod bodies;
mod compared;
mod moves;
mod publish;
mod run;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    draw,
    edition::Edition,
    load::{self, Hashes},
    model::{Findings, Severity},
    policy::Policy,
    report::{Manifest, ReportError, Wording},
};

pub use before::Before;
pub use bodies::{Bodies, BodyFate, BodyRun, BodyUnread, OWN_POLICY, bodies};
pub use compared::{PublishedError, compare, since_published};
pub use publish::{Making, PublishError, is_current, publish};
pub use run::{
    Outcome, Run, RunError, SnapshotFolder, checked, find_snapshots, is_report, is_snapshot,
    run_for_ranking, run_snapshot, snapshot_folder,
};

/// Why a batch could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The root cannot be searched.
    #[error("`{root}` cannot be searched for snapshots: {cause}")]
    Search {
        /// As it was given.
        root: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// There is nothing to do.
    #[error("`{root}` contains no snapshot (a folder named YYYY-MM-DD)")]
    NoSnapshots {
        /// As it was given.
        root: String,
    },
    /// Two folders would be reported into one.
    #[error("`{first}` and `{second}` would both be written to `{estate}/{date}`")]
    SameName {
        /// One folder.
        first: String,
        /// The other.
        second: String,
        /// The estate's name.
        estate: String,
        /// The date.
        date: String,
    },
    /// What shows several snapshots could not be read, drawn or written.
    #[error("the summary of `{estate}` could not be written: {cause}")]
    Summary {
        /// The estate's name.
        estate: String,
        /// Why.
        cause: String,
    },
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A chart could not be drawn.
    #[error(transparent)]
    Draw(#[from] draw::DrawError),
}

/// What became of one snapshot of a batch.
#[derive(Debug)]
pub enum Fate {
    /// Its report was written.
    Written(Findings),
    /// Its report was there and holds.
    Unchanged,
    /// Its data has errors: nothing was computed, an older report stays as it was.
    Stopped(Findings),
    /// It could not be read or its report not be written.
    Failed(String),
}

impl Fate {
    /// Tells whether the snapshot has a current report.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Written(_) | Self::Unchanged)
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(_) => f.write_str("written"),
            Self::Unchanged => f.write_str("unchanged"),
            Self::Stopped(_) => f.write_str("has errors"),
            Self::Failed(why) => write!(f, "failed: {why}"),
        }
    }
}

/// A snapshot of a batch and what became of it.
#[derive(Debug)]
pub struct Done {
    /// The snapshot.
    pub folder: SnapshotFolder,
    /// What became of it.
    pub fate: Fate,
}

/// Reports every snapshot under `root` that changed, into `out/ESTATE/AS_OF`.
///
/// Snapshots go in parallel, `jobs` at once (`None`: one a processor); `report_event` hears of each as it is done,
/// from any thread. A bad one does not stop the rest. The result is in order of estate and date.
///
/// # Errors
/// [`BatchError`] when nothing can be done, or when what shows several snapshots cannot be written.
pub fn run(
    root: &Path,
    out: &Path,
    policy: &Policy,
    fail_on: Severity,
    jobs: Option<usize>,
    report_event: impl Fn(Event<'_>) + Sync,
) -> Result<Vec<Done>, BatchError> {
    let shown = root.display().to_string();
    let folders =
        find_snapshots(root).map_err(|cause| BatchError::Search { root: shown.clone(), cause })?;
    if folders.is_empty() {
        return Err(BatchError::NoSnapshots { root: shown });
    }
    let same =
        folders.windows(2).find(|p| (&p[0].estate, &p[0].date) == (&p[1].estate, &p[1].date));
    if let Some([first, second]) = same.and_then(|p| <&[SnapshotFolder; 2]>::try_from(p).ok()) {
        return Err(BatchError::SameName {
            first: first.path.display().to_string(),
            second: second.path.display().to_string(),
            estate: first.estate.clone(),
            date: first.date.clone(),
        });
    }
    report_event(Event::Found(folders.len()));
    let target = |folder: &SnapshotFolder| out.join(&folder.estate).join(&folder.date);
    let targets: BTreeSet<PathBuf> = folders.iter().map(target).collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build()?;
    let done: Vec<Done> = threads.install(|| {
        let one = |folder: SnapshotFolder| {
            let fate = report(&folder, &target(&folder), &targets, policy, fail_on);
            let done = Done { folder, fate };
            report_event(Event::Done(&done));
            done
        };
        folders.into_par_iter().map(one).collect()
    });
    let mut estates: BTreeMap<&str, Vec<&Done>> = BTreeMap::new();
    for one in &done {
        estates.entry(&one.folder.estate).or_default().push(one);
    }
    // Where no snapshot could be reported, what is there may be another estate's: it stays.
    let failed =
        |snapshots: &[&Done]| snapshots.iter().all(|one| matches!(one.fate, Fate::Failed(_)));
    for (estate, snapshots) in estates.into_iter().filter(|(_, of)| !failed(of)) {
        moves::write(&out.join(estate), estate, &snapshots, policy)?;
    }
    Ok(done)
}

/// What a batch tells while it runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many snapshots were found.
    Found(usize),
    /// One is done.
    Done(&'a Done),
}

/// Returns whose report stands beside a target, if it is none of this batch's and of another estate.
fn other_estate(target: &Path, targets: &BTreeSet<PathBuf>, name: &str) -> Option<String> {
    let beside = std::fs::read_dir(target.parent()?).ok()?;
    let mut others: Vec<String> = beside
        .filter_map(|entry| {
            let path =
                entry.ok().map(|entry| entry.path()).filter(|path| !targets.contains(path))?;
            let there = Manifest::read(&path).ok().filter(|there| !there.is_import())?;
            Some(there.estate).filter(|estate| estate != name)
        })
        .collect();
    others.sort();
    others.into_iter().next()
}

/// Reports one snapshot, unless its report is current; never beside the reports of another estate.
fn report(
    folder: &SnapshotFolder,
    target: &Path,
    targets: &BTreeSet<PathBuf>,
    policy: &Policy,
    fail_on: Severity,
) -> Fate {
    let wording = Wording::default();
    let hashes = || Ok((load::input_hashes(&folder.path)?, Before::find(&folder.path)?));
    let (inputs, before): (_, Option<Before>) = match hashes() {
        Ok(found) => found,
        Err::<_, load::LoadError>(error) => return Fate::Failed(error.to_string()),
    };
    let edition = Edition::Restricted;
    let with = Making { policy, edition, wording: &wording, before: None };
    if is_current(target, &inputs, Making { before: before.as_ref(), ..with }) {
        return Fate::Unchanged;
    }
    let ran = match run_snapshot(&folder.path, policy, fail_on, Hashes::Wanted) {
        Ok(Outcome::Ran(run)) => run,
        Ok(Outcome::Stopped(findings)) => return Fate::Stopped(findings),
        Err(error) => return Fate::Failed(error.to_string()),
    };
    let name = &ran.estate.snapshot.name;
    if let Some(other) = other_estate(target, targets, name) {
        let parent = target.parent().unwrap_or(target).display();
        return Fate::Failed(format!(
            "`{parent}` contains a report on {other:?}, so the report on {name:?} cannot go \
                there; give another folder with --out"
        ));
    }
    let before = before.map(|before| before.ran(&folder.path, policy, fail_on)).transpose();
    let before = match before {
        Ok(before) => before,
        Err(error) => return Fate::Failed(error.to_string()),
    };
    match publish(&ran, Making { before: before.as_ref(), ..with }, target) {
        Ok(_) => Fate::Written(ran.findings),
        Err(error) => Fate::Failed(error.to_string()),
    }
}

impl BatchError {
    fn summary(estate: &str, cause: impl ToString) -> Self {
        Self::Summary { estate: estate.to_owned(), cause: cause.to_string() }
    }
}

impl From<(&str, ReportError)> for BatchError {
    fn from((estate, cause): (&str, ReportError)) -> Self {
        Self::summary(estate, cause)
    }
}
