//! The snapshot before another of the same estate: the paper tells what changed since.

use std::path::{Path, PathBuf};

use super::{Run, RunError, SnapshotOutcome, run_snapshot};
use crate::{
    load::{self, Estate, Hashes, InputFile, LoadError},
    model::{CostCategory, Findings, Place, Severity},
    policy::Policy,
};

/// The snapshot before.
#[derive(Debug)]
pub struct Before {
    /// Its files: a report that tells of it is stale when one of them changes.
    pub inputs: Vec<InputFile>,
    /// `None` when a finding was grave enough, or not looked at yet.
    pub run: Option<Box<Run>>,
}

impl Before {
    /// Finds the snapshot before, its files alone; `None` when there is none beside it.
    ///
    /// # Errors
    /// [`LoadError`] if a file of it cannot be read.
    pub fn find(folder: &Path) -> Result<Option<Self>, LoadError> {
        let Some(before) = folder_before(folder) else { return Ok(None) };
        Ok(Some(Self { inputs: load::input_hashes(&before)?, run: None }))
    }

    /// Studies it too.
    ///
    /// # Errors
    /// [`RunError`] if a file cannot be opened, or for a fault of the program.
    pub fn ran(self, folder: &Path, policy: &Policy, fail_on: Severity) -> Result<Self, RunError> {
        let Some(before) = folder_before(folder) else { return Ok(self) };
        let found = match run_snapshot(&before, policy, fail_on, Hashes::NotWanted)? {
            SnapshotOutcome::Ran(run) => Some(run),
            SnapshotOutcome::Stopped(_) => None,
        };
        Ok(Self { run: found, ..self })
    }
}

/// Returns what was found in a run, and what breaks with the snapshot before it.
#[must_use]
pub fn findings_since(run: &Run, before: &Run, policy: &Policy) -> Findings {
    let costs = |run: &Run| -> Vec<Option<i64>> {
        let sums = |costs: [i64; CostCategory::ALL.len()]| {
            costs.into_iter().try_fold(0_i64, i64::checked_add)
        };
        run.measures.sites.iter().map(|site| site.costs.and_then(sums)).collect()
    };
    let (now, then) = (costs(run), costs(before));
    let drift = load::drift(&run.estate, &before.estate, &run.findings, policy);
    let mut since = load::against_previous(&run.estate, &before.estate, [&now, &then], policy);
    // Where a whole column moved, its sites are not told again one by one.
    let is_told = |column: &Place| {
        drift
            .iter()
            .any(|told| told.place.column == column.column && told.place.file == column.file)
    };
    since.retain(|finding| !is_told(&finding.place));
    let mut findings = run.findings.clone();
    findings.append(since);
    findings.append(drift);
    findings.sort();
    findings
}

/// Returns the columns of a snapshot of which the unit or the meaning moved since the one before it in its folder.
///
/// None where there is no snapshot before, or where that cannot be read: it has its own findings.
#[must_use]
pub fn drift_beside(folder: &Path, estate: &Estate, found: &Findings, policy: &Policy) -> Findings {
    let before = folder_before(folder);
    let before = before.and_then(|path| load::load(&path, policy, Hashes::NotWanted).ok()?.value);
    let drift = |before: Estate| load::drift(estate, &before, found, policy);
    before.map_or_else(Findings::default, drift)
}

/// Returns the folder beside another that is named by the nearest earlier day.
fn folder_before(folder: &Path) -> Option<PathBuf> {
    let resolved = std::fs::canonicalize(folder).ok()?;
    let day_of = |path: &Path| load::snapshot_date(&path.file_name()?.to_string_lossy());
    let own = day_of(&resolved)?;
    let beside = std::fs::read_dir(resolved.parent()?).ok()?;
    let dated = beside.filter_map(|entry| {
        let path = entry.ok()?.path();
        let day = day_of(&path).filter(|day| *day < own && path.is_dir())?;
        Some((day, path))
    });
    dated.max().map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_earlier_day_beside_it_is_the_snapshot_before() {
        let root = tempfile::tempdir().unwrap();
        for name in ["2018-03-31", "2019-03-31", "2020-03-31", "2019-12-31x", "old"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        std::fs::write(root.path().join("2019-06-30"), "a file").unwrap();
        let name = |day: &str| {
            let before = folder_before(&root.path().join(day));
            before.map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        };
        assert_eq!(name("2020-03-31").as_deref(), Some("2019-03-31"));
        assert_eq!(name("2018-03-31"), None);
        assert_eq!(name("old"), None);
    }
}
