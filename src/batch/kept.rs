//! What the summary of an estate was made of, so that a batch reads again only what has changed.
//!
//! `summary_manifest.json` names the reports that the summary files show, each by the hash of its manifest, and the
//! summary files by their own. It is written last: where it does not agree with what is there, it is worth nothing, and
//! everything is read and written again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path},
};

use serde::{Deserialize, Serialize};

use super::{BatchError, Done};
use crate::{
    edition::Edition,
    load::{FoundBy, SameSites},
    model::Date,
    policy::Policy,
    report::{self, HISTORY, MANIFEST, ReportError, SiteFact},
};

/// Names the file.
const FILE: &str = "summary_manifest.json";

/// Stands in an estate's folder as long as its summary may differ from the reports beside it.
const UNFINISHED: &str = "UNFINISHED.txt";

/// The mark by which it is known; a later layout gets a later number.
const FORMAT: &str = "terrier summary 1";

/// A summary, and the reports that it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    format: String,
    program_hash: String,
    policy_default_hash: String,
    policy_overlay_hash: Option<String>,
    /// Every snapshot of the estate, in order of their days.
    snapshots: Vec<Shown>,
    /// Why some of them may be another estate's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<String>,
    /// The summary's own files and their hashes, in BLAKE3.
    outputs: BTreeMap<String, String>,
}

/// A snapshot as the summary shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    as_of: String,
    /// Hash of its report's manifest; `None` of a snapshot without a current report.
    report: Option<String>,
    /// Sites that had another id in the snapshot before: the id now, the id then, and what they were found by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    found_again: Vec<(String, String, String)>,
    /// Ids listed in both that another site had there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    passed_on: BTreeSet<String>,
    /// Sites of the snapshot before that are part of another: the id then, and that of the other now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    merged: BTreeMap<String, String>,
    /// Sites that were part of another: the id now, and that of the other then.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    divided: BTreeMap<String, String>,
}

/// What is kept of the summary that is there, and what the next one will have been made of.
pub(super) struct Kept<'a> {
    folder: &'a Path,
    there: Option<Written>,
    /// Files of the summary that is there, by whatever program and policy it was made.
    listed: Vec<String>,
    next: Written,
    /// Facts of the history that is there, by day; read when the first is asked for.
    history: Option<BTreeMap<Date, Vec<SiteFact>>>,
}

impl<'a> Kept<'a> {
    /// Reads what is there of an estate's summary.
    pub(super) fn read(folder: &'a Path, done: &[&Done], policy: &Policy) -> Self {
        let snapshots = done.iter().map(|one| Shown {
            as_of: one.folder.date.clone(),
            report: if one.fate.is_good() { hash_of(folder, &one.folder.date) } else { None },
            found_again: Vec::new(),
            passed_on: BTreeSet::new(),
            merged: BTreeMap::new(),
            divided: BTreeMap::new(),
        });
        let next = Written {
            format: FORMAT.to_owned(),
            program_hash: env!("TERRIER_PROGRAM_HASH").to_owned(),
            policy_default_hash: policy.default_hash.clone(),
            policy_overlay_hash: policy.overlay_hash.clone(),
            snapshots: snapshots.collect(),
            doubts: Vec::new(),
            outputs: BTreeMap::new(),
        };
        let made_by = |of: &Written| {
            let hashes = [&of.format, &of.program_hash, &of.policy_default_hash].map(Clone::clone);
            (hashes, of.policy_overlay_hash.clone())
        };
        let there = fs::read(folder.join(FILE)).ok();
        let there = there.and_then(|bytes| serde_json::from_slice::<Written>(&bytes).ok());
        let listed = there.iter().flat_map(|there| there.outputs.keys().cloned()).collect();
        let there = there.filter(|there| made_by(there) == made_by(&next));
        Self { folder, there, listed, next, history: None }
    }

    /// Tells whether the summary that is there shows just these snapshots, and is whole.
    pub(super) fn holds(&self) -> bool {
        let Some(there) = &self.there else { return false };
        let reports = |of: &Written| -> Vec<(String, Option<String>)> {
            of.snapshots.iter().map(|s| (s.as_of.clone(), s.report.clone())).collect()
        };
        let is_whole = |(name, hash): (&String, &String)| {
            fs::read(self.folder.join(name)).is_ok_and(|bytes| hashed(&bytes) == *hash)
        };
        reports(there) == reports(&self.next)
            && !self.folder.join(UNFINISHED).exists()
            && there.outputs.iter().all(is_whole)
    }

    /// Returns why some snapshots of the summary that is there may be another estate's.
    pub(super) fn doubts(&self) -> Vec<String> {
        self.there.iter().flat_map(|there| there.doubts.clone()).collect()
    }

    /// Returns the facts of an unchanged report from the history that is there; `None` where they must be read from the
    /// report.
    pub(super) fn facts(&mut self, date: &str) -> Option<Vec<SiteFact>> {
        let day = crate::load::snapshot_date(date)?;
        self.unchanged(date)?;
        if self.history.is_none() {
            self.history = Some(self.read_history().unwrap_or_default());
        }
        self.history.as_mut()?.remove(&day)
    }

    fn read_history(&self) -> Option<BTreeMap<Date, Vec<SiteFact>>> {
        let hash = self.there.as_ref()?.outputs.get(HISTORY)?;
        let bytes = fs::read(self.folder.join(HISTORY)).ok()?;
        if hashed(&bytes) != *hash {
            return None;
        }
        let mut by_day: BTreeMap<Date, Vec<SiteFact>> = BTreeMap::new();
        for (_, cells) in crate::load::parquet_rows(bytes).ok()?.iter().skip(1) {
            let fact = SiteFact::from_history(cells)?;
            by_day.entry(fact.as_of).or_default().push(fact);
        }
        Some(by_day)
    }

    /// Returns which sites are one in two unchanged snapshots that followed each other in the summary that is
    /// there too; `None` where they must be looked for.
    pub(super) fn same(&self, before: &str, after: &str) -> Option<SameSites> {
        self.unchanged(before)?;
        let own = self.unchanged(after)?;
        let snapshots = &self.there.as_ref()?.snapshots;
        let mut reported = snapshots.iter().filter(|s| s.report.is_some());
        let follows = reported.position(|s| s.as_of == before).is_some()
            && reported.next().is_some_and(|s| s.as_of == after);
        if !follows {
            return None;
        }
        let read = |(id, before, by): &(String, String, String)| {
            Some((id.clone(), (before.clone(), FoundBy::read(by)?)))
        };
        let again = own.found_again.iter().map(read).collect::<Option<_>>()?;
        Some(SameSites {
            again,
            passed_on: own.passed_on.clone(),
            merged: own.merged.clone(),
            divided: own.divided.clone(),
        })
    }

    /// Keeps which sites are one for the next batch.
    pub(super) fn keep(&mut self, date: &str, same: &SameSites) {
        let found = same
            .again
            .iter()
            .map(|(id, (before, by))| (id.clone(), before.clone(), by.word().to_owned()));
        let own = self.next.snapshots.iter_mut().find(|s| s.as_of == date);
        if let Some(own) = own {
            own.found_again = found.collect();
            own.passed_on.clone_from(&same.passed_on);
            own.merged.clone_from(&same.merged);
            own.divided.clone_from(&same.divided);
        }
    }

    /// Returns a snapshot of the summary that is there if its report is still the same.
    fn unchanged(&self, date: &str) -> Option<&Shown> {
        let find = |of: &'_ Written| -> Option<usize> {
            of.snapshots.iter().position(|s| s.as_of == date && s.report.is_some())
        };
        let there = self.there.as_ref()?;
        let (was, is) = (find(there)?, find(&self.next)?);
        let was = there.snapshots.get(was)?;
        (was.report == self.next.snapshots.get(is)?.report).then_some(was)
    }

    /// Writes the files of the summary, those of one that is there no longer removed, and last what it was made of.
    pub(super) fn write(
        mut self,
        estate: &str,
        files: &[(String, Vec<u8>)],
        doubts: &[String],
    ) -> Result<(), BatchError> {
        self.next.doubts = doubts.to_vec();
        let failed = |error: ReportError| BatchError::from((estate, error));
        for (name, bytes) in files {
            self.next.outputs.insert(name.clone(), hashed(bytes));
        }
        let text = serde_json::to_string_pretty(&self.next)
            .map_err(|error| BatchError::summary(estate, error))?;
        begin(self.folder).map_err(failed)?;
        let own = (FILE.to_owned(), (text + "\n").into_bytes());
        let paths = files.iter().chain([&own]).map(|(name, bytes)| (self.folder.join(name), bytes));
        report::write_files(paths.map(|(path, bytes)| (path, bytes.as_slice()))).map_err(failed)?;
        let is_inside = |name: &&String| {
            Path::new(name.as_str()).components().all(|part| matches!(part, Component::Normal(_)))
        };
        let gone = self.listed.iter().filter(|name| !self.next.outputs.contains_key(*name));
        for name in gone.filter(is_inside) {
            // Best effort: it is listed no longer.
            let _ = fs::remove_file(self.folder.join(name));
        }
        end(self.folder).map_err(failed)
    }
}

/// Says in an estate's folder that its summary may differ from its reports until the batch has ended; returns whether
/// that was said before, by a batch that was stopped.
pub(super) fn begin(folder: &Path) -> Result<bool, ReportError> {
    let path = folder.join(UNFINISHED);
    let was_there = path.is_file();
    let text = format!(
        "{}\n\nterrier batch is running, or was stopped before it ended. Every report here is \
            whole, but summary.csv,\nhistory.parquet, rank_moves.csv and charts may be older than \
            the reports. Run terrier batch again: it does\nonly what is left, and removes this \
            file.\n",
        Edition::Restricted.marking()
    );
    report::write_file(&path, text.as_bytes())?;
    Ok(was_there)
}

/// Says so no longer.
pub(super) fn end(folder: &Path) -> Result<(), ReportError> {
    let path = folder.join(UNFINISHED);
    fs::remove_file(&path).map_err(|source| ReportError::Write { path, source })
}

fn hash_of(folder: &Path, date: &str) -> Option<String> {
    fs::read(folder.join(date).join(MANIFEST)).ok().map(|bytes| hashed(&bytes))
}

fn hashed(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
