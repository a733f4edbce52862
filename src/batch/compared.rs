//! Two runs of an estate compared, and what the program calculates differently since a report was made.

use std::{collections::BTreeMap, path::Path};

use super::{Run, before::findings_since, moves};
use crate::{
    changes::{self, ChangeError, ChangePart, PublishedReading},
    edition::{self, Cause, ChangesView, Edition, PartOf, PartRow, Results, SiteMoveRow},
    model::{Findings, Index, Measure},
    policy::Policy,
    report::{self, Manifest, ReportError},
};

/// Why a report cannot be held against what the program calculates now.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// The folder is no report, or its facts cannot be read.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Its facts cannot be read.
    #[error("{0}")]
    Facts(String),
    /// It is a public edition, which has rounded figures and other ranks.
    #[error("`{0}` is a public edition: its figures are rounded\nhint: name the restricted report")]
    Public(String),
    /// It was made of other files.
    #[error(
        "`{report}` was made from other files than `{snapshot}` has now: {files}\nhint: name the snapshot as it was, or leave --report-before out"
    )]
    OtherFiles {
        /// The report.
        report: String,
        /// The snapshot.
        snapshot: String,
        /// The files that differ.
        files: String,
    },
    /// It was made by another policy.
    #[error(
        "`{report}` was made with the policy {policy:?}, not with the one given for the earlier snapshot\nhint: name its policy file with --policy-before; for the built-in policy, leave the option out"
    )]
    OtherPolicy {
        /// The report.
        report: String,
        /// The policy by its name.
        policy: String,
    },
}

/// Compares two runs, each with the policy that it was ran by; one policy for both is given by the same reference.
///
/// # Errors
/// [`ChangeError`] if a file of a snapshot cannot be read again, or for a fault of the program.
pub fn compare(
    (before, policy_before): (&Run, &Policy),
    (after, policy_after): (&Run, &Policy),
) -> Result<ChangesView, ChangeError> {
    let findings = findings_since(after, before, policy_after);
    compared((before, policy_before), (after, policy_after), &findings)
}

/// Compares two runs where the findings of the later are at hand, those against the earlier among them.
pub(super) fn compared(
    (before, policy_before): (&Run, &Policy),
    (after, policy_after): (&Run, &Policy),
    findings: &Findings,
) -> Result<ChangesView, ChangeError> {
    let then = before.results(policy_before);
    let now = Results { findings, ..after.results(policy_after) };
    let found = changes::changes((then, &before.folder), (now, &after.folder))?;
    Ok(edition::changes_view(&found, then, now))
}

/// Tells whether a report was made with the policy that is built in; `false` where it cannot be read.
#[must_use]
pub fn is_of_built_in_policy(report: &Path) -> bool {
    Manifest::read(report).is_ok_and(|manifest| manifest.policy_overlay_hash.is_none())
}

/// Puts in the rank and the need index that a report of the earlier snapshot has, with the difference from what the program
/// calculates now as a part of its own.
///
/// # Errors
/// [`PublishedError`] where the report is not of that snapshot and its policy.
pub fn since_published(
    found: &mut ChangesView,
    report: &Path,
    before: &Run,
    policy: &Policy,
) -> Result<(), PublishedError> {
    let manifest = Manifest::read(report)?;
    let name = report.display().to_string();
    if manifest.edition != Edition::Restricted.word() {
        return Err(PublishedError::Public(name));
    }
    let was: BTreeMap<&str, &str> =
        manifest.inputs.iter().map(|(file, hash)| (file.as_str(), hash.as_str())).collect();
    let is: BTreeMap<&str, &str> =
        before.estate.inputs.iter().map(|own| (own.file.as_str(), own.hash.as_str())).collect();
    let files: Vec<&str> = was.keys().chain(is.keys()).copied().collect();
    let mut other: Vec<&str> =
        files.into_iter().filter(|file| was.get(file) != is.get(file)).collect();
    other.sort_unstable();
    other.dedup();
    if !other.is_empty() {
        let (files, snapshot) = (other.join(", "), before.folder.display().to_string());
        return Err(PublishedError::OtherFiles { report: name, snapshot, files });
    }
    if manifest.policy_overlay_hash != policy.overlay_hash {
        return Err(PublishedError::OtherPolicy { report: name, policy: manifest.policy_name });
    }
    let facts = moves::facts(report).map_err(PublishedError::Facts)?;
    let mut published: BTreeMap<&str, Published> = BTreeMap::new();
    for fact in &facts {
        let own = published.entry(fact.site_id.as_str()).or_default();
        match fact.measure.as_str() {
            report::NEED_INDEX => own.index = fact.value,
            report::RANK => own.rank = fact.value.map(|value| value / Index::UNIT),
            other => {
                let reading = PublishedReading { number: fact.value, word: fact.word.clone() };
                own.readings.extend(Measure::read(other).map(|measure| (measure, reading)));
            }
        }
    }
    let results = before.results(policy);
    for site in &mut found.moves {
        let id = site.found_again.as_ref().map_or(&site.site_id, |(id, _)| id);
        let number = before.estate.sites.iter().position(|of| of.site_id.as_str() == id);
        if let Some((own, number)) = published.get(id.as_str()).zip(number) {
            take_published(site, own, (results, number));
        }
    }
    Ok(())
}

/// What was published of a site.
#[derive(Default)]
struct Published {
    index: Option<i64>,
    rank: Option<i64>,
    readings: BTreeMap<Measure, PublishedReading>,
}

/// Puts in what was published of a site.
fn take_published(
    site: &mut SiteMoveRow,
    published: &Published,
    (results, number): (Results<'_>, usize),
) {
    let mut parts = Vec::new();
    if let (Some(was), Some(is)) = (published.index, site.index_before) {
        let by_program = changes::by_program(results, number, &published.readings, is.0 - was);
        parts.extend(by_program.into_iter().map(|part| {
            let measure = part.criterion.map(|(_, measure)| measure);
            let mut row = PartRow::of(site, PartOf::NeedIndex, &part);
            if let Some(measure) = measure {
                let is = results.measures.sites[number].reading(measure);
                let was = published.readings.get(&measure);
                row.reading_before = was.map_or_else(String::new, |was| was.shown(is));
                row.reading_after = edition::shown_reading(is);
            }
            row
        }));
    }
    if let (Some(was), Some(is)) = (published.rank, site.rank_before) {
        let up = was - i64::from(is);
        let part =
            ChangePart { criterion: None, cause: Cause::Program, mean: up, least: up, most: up };
        parts.extend((up != 0).then(|| PartRow::of(site, PartOf::Rank, &part)));
    }
    if published.index.is_none() != site.index_before.is_none() {
        site.parts.retain(|part| part.of != PartOf::NeedIndex);
    }
    if published.rank.is_none() != site.rank_before.is_none() {
        site.parts.retain(|part| part.of != PartOf::Rank);
    }
    site.index_before = published.index.map(Index);
    site.rank_before = published.rank.and_then(|rank| u32::try_from(rank).ok());
    site.candidate = edition::candidate_change(site.rank_before, site.rank_after);
    site.parts.extend(parts);
}
