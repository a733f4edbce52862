//! Many snapshots through the same stages; what changed between them.
//!
//! [`run_snapshot()`] takes one snapshot to its ranking and [`publish()`] to its report folder: the commands for a
//! single snapshot use the same two. [`run()`] does so for every snapshot under a root, in parallel, leaving
//! alone what has not changed, and then writes what only several snapshots can show (`moves`). It can be killed or
//! stopped at any moment: every report is whole, and the next batch does what is left.

mod before;
mod bodies;
mod breaks;
mod compared;
mod estate_then;
mod kept;
mod moves;
mod names;
mod one;
mod publish;
mod rows;
mod run;
mod stale;
mod summary_files;
mod tables;
mod trends;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::{
    draw,
    model::{Findings, Severity, and_list_up_to},
    policy::Policy,
    report::{self, LockHolder, OutputLock, ReportError, Sharing},
};

pub use before::{Before, drift_beside, findings_since};
pub use bodies::{Bodies, BodyFate, BodyRun, BodyUnread, OWN_POLICY, bodies};
pub use compared::{PublishedError, compare, is_of_built_in_policy, since_published};
pub use names::folder_name;
pub use publish::{Making, PublishError, publish};
pub use run::{
    RankedBy, Run, RunError, SnapshotFolder, SnapshotOutcome, checked, find_snapshots, is_report,
    is_snapshot, run_for_ranking, run_snapshot, snapshot_folder,
};
pub use stale::{FilesChanged, Stale, stale};
pub use tables::TABLES;

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
    #[error(
        "`{first}` and `{second}` would both be written to `{estate}/{date}`, or to two names that some systems take for one"
    )]
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
    Threads(#[from] std::io::Error),
    /// Another run writes there, or the folder cannot be made.
    #[error(transparent)]
    Output(#[from] ReportError),
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
    /// Its report would be written, were this no dry run.
    WouldWrite(Findings),
    /// The batch was stopped before.
    NotReached,
}

impl Fate {
    /// Tells whether the snapshot has a current report.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Written(_) | Self::Unchanged)
    }

    /// Tells whether its data or its report needs somebody.
    #[must_use]
    pub const fn is_bad(&self) -> bool {
        matches!(self, Self::Stopped(_) | Self::Failed(_))
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(_) => f.write_str("written"),
            Self::Unchanged => f.write_str("unchanged"),
            Self::Stopped(found) if found.any_at(Severity::Error) => f.write_str("has errors"),
            Self::Stopped(_) => f.write_str("stopped by its findings"),
            Self::Failed(why) => write!(f, "failed: {why}"),
            Self::WouldWrite(_) => f.write_str("would be written"),
            Self::NotReached => f.write_str("not reached"),
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
    /// Why its report was not current; empty where it was, or where that was not reached.
    pub why: Vec<Stale>,
}

/// What a batch is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct BatchJob<'a> {
    /// Folder that is searched for snapshots.
    pub root: &'a Path,
    /// Folder of the estates' folders of reports.
    pub out: &'a Path,
    /// The policy.
    pub policy: &'a Policy,
    /// From which severity on a finding stops a snapshot.
    pub fail_on: Severity,
    /// Snapshots at once; `None`: one a processor.
    pub jobs: Option<usize>,
    /// Only to say what would be done.
    pub dry_run: bool,
    /// Who runs it, for whoever wants to write there too.
    pub holder: &'a str,
    /// Set from outside when no further snapshot must be begun.
    pub stop: &'a AtomicBool,
}

/// Reports every snapshot under a root that changed, into `out/ESTATE/AS_OF`.
///
/// Snapshots go in parallel; `report_event` hears of each as it is done, from any thread. A bad one does not stop the
/// rest. The result is in order of estate and date. The folder of each estate is locked meanwhile. A batch that is
/// stopped leaves the summaries as they are, unless every snapshot was done by then; a dry run writes nothing and locks
/// nothing.
///
/// # Errors
/// [`BatchError`] when nothing can be done, when another run writes there, or when what shows several snapshots cannot
/// be written.
pub fn run(
    job: BatchJob<'_>,
    report_event: impl Fn(Event<'_>) + Sync,
) -> Result<Vec<Done>, BatchError> {
    let folders = found(job.root)?;
    report_event(Event::Found(folders.len()));
    let mut estates: BTreeMap<String, EstateFolder> = BTreeMap::new();
    for folder in &folders {
        let own = job.out.join(folder_name(&folder.estate));
        let estate = estates.entry(folder.estate.clone()).or_insert_with(|| EstateFolder::at(own));
        estate.targets.insert(estate.folder.join(&folder.date));
    }
    for (estate, parents) in apart(&folders) {
        let text =
            format!("{} are reported as one estate, {estate:?}", and_list_up_to(&parents, 5));
        report_event(Event::Doubtful(&text));
    }
    if job.dry_run {
        for estate in estates.values() {
            can_be_written(&estate.folder)?;
            if let Some(holder) = OutputLock::holder_of(&estate.folder) {
                report_event(Event::InUse(&estate.folder, &holder));
            }
        }
    } else {
        for estate in estates.values_mut() {
            let lock = OutputLock::take(&estate.folder, Sharing::Alone, job.holder)?;
            if !lock.is_held() {
                report_event(Event::NotLocked(&estate.folder));
            }
            estate.lock = Some(lock);
            report::tidy_beside(&estate.folder)?;
        }
    }
    let done = in_parallel(folders, &job, &estates, &report_event)?;
    let stopped = done.iter().any(|one| matches!(one.fate, Fate::NotReached));
    if job.dry_run || stopped {
        return Ok(done);
    }
    for (name, estate) in &estates {
        let own: Vec<&Done> = done.iter().filter(|one| one.folder.estate == *name).collect();
        // Where no snapshot could be reported, what is there may be another estate's: it stays.
        if own.iter().all(|one| matches!(one.fate, Fate::Failed(_))) {
            if matches!(estate.begun.get(), Some(Ok(false))) {
                kept::end(&estate.folder)?;
            }
            continue;
        }
        for doubt in moves::write(&estate.folder, name, &own, job.policy)? {
            report_event(Event::Doubtful(&doubt));
        }
    }
    Ok(done)
}

/// Returns the estates of which the snapshots stand in several folders, with those.
fn apart(folders: &[SnapshotFolder]) -> BTreeMap<&str, Vec<String>> {
    let mut parents: BTreeMap<&str, BTreeSet<&Path>> = BTreeMap::new();
    for folder in folders {
        let parent = folder.path.parent().unwrap_or(&folder.path);
        parents.entry(&folder.estate).or_default().insert(parent);
    }
    parents.retain(|_, own| own.len() > 1);
    let named = |own: BTreeSet<&Path>| own.iter().map(|p| format!("`{}`", p.display())).collect();
    parents.into_iter().map(|(estate, own)| (estate, named(own))).collect()
}

/// Finds the snapshots; no two may go into one folder.
fn found(root: &Path) -> Result<Vec<SnapshotFolder>, BatchError> {
    let shown = root.display().to_string();
    let folders =
        find_snapshots(root).map_err(|cause| BatchError::Search { root: shown.clone(), cause })?;
    if folders.is_empty() {
        return Err(BatchError::NoSnapshots { root: shown });
    }
    let mut places: BTreeMap<(String, &str), &SnapshotFolder> = BTreeMap::new();
    let mut written_as: BTreeMap<String, &SnapshotFolder> = BTreeMap::new();
    for folder in &folders {
        let own = names::alike(&folder_name(&folder.estate));
        let there = written_as.get(&own).filter(|there| there.estate != folder.estate).copied();
        if let Some(first) = there.or(places.get(&(own.clone(), folder.date.as_str())).copied()) {
            return Err(BatchError::SameName {
                first: first.path.display().to_string(),
                second: folder.path.display().to_string(),
                estate: folder_name(&folder.estate),
                date: folder.date.clone(),
            });
        }
        places.insert((own.clone(), &folder.date), folder);
        written_as.insert(own, folder);
    }
    Ok(folders)
}

/// The folder that an estate's reports go into.
struct EstateFolder {
    folder: PathBuf,
    /// The reports of this batch.
    targets: BTreeSet<PathBuf>,
    lock: Option<OutputLock>,
    /// Set once the first report is about to change: whether a batch before this one had not ended.
    begun: OnceLock<Result<bool, String>>,
}

impl EstateFolder {
    const fn at(folder: PathBuf) -> Self {
        Self { folder, targets: BTreeSet::new(), lock: None, begun: OnceLock::new() }
    }

    /// Says in the folder that its summary may differ from its reports from now on.
    fn begin(&self) -> Result<bool, String> {
        let begin = || kept::begin(&self.folder).map_err(|error| error.to_string());
        self.begun.get_or_init(begin).clone()
    }
}

/// Room for the deepest calls of a snapshot, with some to spare: the system's own may be a megabyte.
const STACK: usize = 16 << 20;

/// Takes snapshots one after the other in each of some threads.
///
/// They are no tasks of rayon: one that waits for its tables would begin the next snapshot on top of itself, and the
/// next on top of that.
fn in_parallel(
    folders: Vec<SnapshotFolder>,
    job: &BatchJob<'_>,
    estates: &BTreeMap<String, EstateFolder>,
    report_event: &(impl Fn(Event<'_>) + Sync),
) -> Result<Vec<Done>, BatchError> {
    let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = job.jobs.unwrap_or_else(processors).clamp(1, folders.len().max(1));
    let next = AtomicUsize::new(0);
    let places: Vec<OnceLock<(Fate, Vec<Stale>)>> =
        folders.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        while !job.stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((folder, place)) = folders.get(at).zip(places.get(at)) else { break };
            let Some(estate) = estates.get(&folder.estate) else { break };
            let (fate, why) = one::report(folder, estate, job);
            report_event(Event::Done(folder, &fate, &why));
            let _ = place.set((fate, why));
        }
    };
    std::thread::scope(|scope| {
        let spawn = |_| {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, work).map(|_| ())
        };
        let (begun, refused): (Vec<_>, Vec<_>) = (0..threads).map(spawn).partition(Result::is_ok);
        // One thread is enough to go on with.
        if begun.is_empty() { refused.into_iter().collect::<Result<(), _>>() } else { Ok(()) }
    })?;
    let taken = folders.into_iter().zip(places).map(|(folder, place)| {
        let (fate, why) = place.into_inner().unwrap_or((Fate::NotReached, Vec::new()));
        Done { folder, fate, why }
    });
    Ok(taken.collect())
}

/// What a batch tells while it runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many snapshots were found.
    Found(usize),
    /// A folder is on a file system that knows no locks: two runs at once are not kept apart there.
    NotLocked(&'a Path),
    /// Another run holds the folder of an estate, seen by a dry run.
    InUse(&'a Path, &'a LockHolder),
    /// Snapshots that are reported as one estate may not be of one.
    Doubtful(&'a str),
    /// One is done: what became of it, and why its report was not current.
    Done(&'a SnapshotFolder, &'a Fate, &'a [Stale]),
}

/// Looks, without a trace, whether a folder can be made or written as far as the system tells beforehand.
fn can_be_written(folder: &Path) -> Result<(), ReportError> {
    let Some(there) = folder.ancestors().find(|path| path.exists()) else { return Ok(()) };
    let path = there.to_path_buf();
    let about = std::fs::metadata(there);
    match about {
        Ok(about) if !about.is_dir() => Err(ReportError::NotAFolder { path }),
        Ok(about) if about.permissions().readonly() => {
            let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
            Err(ReportError::Write { path, source })
        }
        _ => Ok(()),
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
