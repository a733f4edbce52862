//! One snapshot through the stages, and the estates of a folder.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::drift_beside;
use crate::{
    appraise::{self, Appraisal, CashFlows, Valued},
    cover::Cover,
    edition::Results,
    fund::{self, Fund},
    load::{self, Estate, Hashes, LoadError},
    measure::{self, MeasureError, Measures},
    model::{Checked, Findings, Severity},
    policy::Policy,
    report::Manifest,
    score::{self, Questioned, Ranking},
    tenure::{self, SiteExits},
};

/// Why a snapshot could not be ran, apart from what is wrong in its data.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A file cannot be opened.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A fault of the program.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}

/// A snapshot that was read, measured and ranked.
#[derive(Debug)]
pub struct Run {
    /// Its folder.
    pub folder: PathBuf,
    /// What was read.
    pub estate: Estate,
    /// What was found on the way, none of it grave enough to stop.
    pub findings: Findings,
    /// How each site can be left.
    pub tenure: SiteExits,
    /// What was measured.
    pub measures: Measures,
    /// What letting surplus space is worth.
    pub appraisal: Arc<Appraisal>,
    /// The capital programme and its borrowing.
    pub fund: Fund,
    /// Who is in reach of the sites.
    pub cover: Cover,
    /// How the sites stand.
    pub ranking: Ranking,
    /// Which readings rest on questioned cells.
    pub questioned: Questioned,
}

impl Run {
    /// Returns everything that is known of the snapshot under the policy it was ran by.
    #[must_use]
    pub const fn results<'a>(&'a self, policy: &'a Policy) -> Results<'a> {
        Results {
            estate: &self.estate,
            findings: &self.findings,
            tenure: &self.tenure,
            measures: &self.measures,
            appraisal: &self.appraisal,
            fund: &self.fund,
            cover: &self.cover,
            ranking: &self.ranking,
            questioned: &self.questioned,
            policy,
        }
    }
}

/// What a ranking rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankedBy {
    /// Everything.
    All,
    /// What is read and measured: places, lettings and options are left out, and what rests on them is not known.
    Measures,
}

/// How far a snapshot is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To a report.
    Report(Hashes),
    /// To a ranking alone.
    Ranking(RankedBy),
}

/// What became of a snapshot.
#[derive(Debug)]
pub enum SnapshotOutcome {
    /// It was ran.
    Ran(Box<Run>),
    /// A finding was grave enough: nothing was computed.
    Stopped(Findings),
}

/// Reads, measures, appraises and ranks a snapshot, unless a finding is at or above `fail_on`.
///
/// # Errors
/// [`RunError`] if a file cannot be opened, or for a fault of the program.
pub fn run_snapshot(
    folder: &Path,
    policy: &Policy,
    fail_on: Severity,
    hashes: Hashes,
) -> Result<SnapshotOutcome, RunError> {
    run_with(folder, policy, fail_on, Reach::Report(hashes))
}

/// The same for a ranking alone: without hashes, and without the cash flows of options.
///
/// # Errors
/// As [`run_snapshot`].
pub fn run_for_ranking(
    folder: &Path,
    policy: &Policy,
    fail_on: Severity,
    by: RankedBy,
) -> Result<SnapshotOutcome, RunError> {
    run_with(folder, policy, fail_on, Reach::Ranking(by))
}

fn run_with(
    folder: &Path,
    policy: &Policy,
    fail_on: Severity,
    reach: Reach,
) -> Result<SnapshotOutcome, RunError> {
    let (hashes, flows) = match reach {
        Reach::Report(hashes) => (hashes, CashFlows::Kept),
        Reach::Ranking(_) => (Hashes::NotWanted, CashFlows::Dropped),
    };
    let loaded = load::load(folder, policy, hashes)?;
    if loaded.findings.any_at(fail_on) {
        return Ok(SnapshotOutcome::Stopped(loaded.findings));
    }
    let Checked { value, findings } = measured(loaded, policy)?;
    let (estate, tenure, measures) = match value {
        Some(measured) if !findings.any_at(fail_on) => measured,
        _ => return Ok(SnapshotOutcome::Stopped(findings)),
    };
    let valued = match reach {
        Reach::Ranking(RankedBy::Measures) => appraise::not_valued(&estate, measures, policy),
        _ => appraise::valued(&estate, &tenure, measures, policy, flows),
    };
    let Valued { cover, measures, appraisal } = valued;
    let appraisal = Arc::new(appraisal);
    let fund = match flows {
        CashFlows::Kept => fund::fund(&estate, &appraisal, policy)?,
        CashFlows::Dropped => Fund::default(),
    };
    let ranking = score::rank(&estate, &tenure, &measures, policy);
    let questioned = Questioned::of(&estate, &measures, &findings);
    let folder = folder.to_path_buf();
    let run = Run {
        folder,
        estate,
        findings,
        tenure,
        measures,
        appraisal,
        fund,
        cover,
        ranking,
        questioned,
    };
    Ok(SnapshotOutcome::Ran(Box::new(run)))
}

/// Reads a snapshot and returns everything found in it, as `check` shows it, and whether there is an estate; columns of
/// which the unit or the meaning moved since the snapshot before beside it are found too.
///
/// # Errors
/// [`RunError`] if a file cannot be opened, or for a fault of the program.
pub fn checked(folder: &Path, policy: &Policy) -> Result<Checked<bool>, RunError> {
    let loaded = load::load(folder, policy, Hashes::NotWanted)?;
    let Checked { value, mut findings } = measured(loaded, policy)?;
    if let Some((estate, ..)) = &value {
        findings.append(drift_beside(folder, estate, &findings, policy));
        findings.sort();
    }
    Ok(Checked { value: value.is_some(), findings })
}

/// A snapshot that was read, its exits and its measures.
type Measured = (Estate, SiteExits, Measures);

/// Measures what was read, and adds what is found on the way.
fn measured(
    loaded: Checked<Option<Estate>>,
    policy: &Policy,
) -> Result<Checked<Option<Measured>>, RunError> {
    let Checked { value, mut findings } = loaded;
    let Some(estate) = value else { return Ok(Checked { value: None, findings }) };
    let tenure = tenure::tenure(&estate, policy);
    let measures = measure::measure(&estate, &tenure, policy)?;
    findings.append(measure::findings(&estate, &measures, policy));
    findings.sort();
    Ok(Checked { value: Some((estate, tenure, measures)), findings })
}

/// A snapshot folder and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SnapshotFolder {
    /// Name of the parent folder, or of the folder of snapshots itself.
    pub estate: String,
    /// The folder's own name, a date.
    pub date: String,
    /// The folder.
    pub path: PathBuf,
}

fn name_of(path: &Path) -> Option<String> {
    path.file_name().map(|n| n.to_string_lossy().into_owned())
}

/// Returns the name of a path, of what it resolves to when it ends in `.` or `..`.
fn own_name(path: &Path) -> String {
    let resolved = || std::fs::canonicalize(path).ok().and_then(|p| name_of(&p));
    name_of(path).or_else(resolved).unwrap_or_default()
}

fn estate_of(path: &Path) -> String {
    let given = path.parent().and_then(name_of);
    let resolved = || std::fs::canonicalize(path).ok()?.parent().and_then(name_of);
    given.or_else(resolved).unwrap_or_else(|| "estate".to_owned())
}

/// Returns a folder as a snapshot.
#[must_use]
pub fn snapshot_folder(path: &Path) -> SnapshotFolder {
    SnapshotFolder { estate: estate_of(path), date: own_name(path), path: path.to_path_buf() }
}

/// Tells whether a folder is a report that this program wrote.
#[must_use]
pub fn is_report(path: &Path) -> bool {
    Manifest::read(path).is_ok_and(|manifest| !manifest.is_import())
}

/// Tells whether a folder is a snapshot: named by a date, or holding a register, and no report.
#[must_use]
pub fn is_snapshot(path: &Path) -> bool {
    let register = |name: &String| {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        matches!(crate::model::folded(stem).as_str(), "sites" | "estate")
    };
    path.is_dir()
        && (load::snapshot_date(&own_name(path)).is_some()
            || load::list(path).is_ok_and(|names| names.iter().any(register)))
        && !is_report(path)
}

/// Returns the snapshots in a folder, at any depth, by estate and date; links are not followed, and reports are
/// passed over.
///
/// A folder with a register in it is one even if its name is no date: reading it then says so.
///
/// # Errors
/// The system's error if a folder cannot be listed.
pub fn find_snapshots(root: &Path) -> std::io::Result<Vec<SnapshotFolder>> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        if is_snapshot(&folder) {
            found.push(snapshot_folder(&folder));
            continue;
        }
        if is_report(&folder) {
            continue;
        }
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() && !hidden {
                open.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
