//! Rows of the first sift: where it puts each site, and what each signal says.

use std::{cmp::Ordering, sync::Arc};

use super::{Edition, Results, publishable};
use crate::{
    model::{SiftGroup, Signal, SignalFinding, Site, Status, Tenure, Use},
    policy::FigureName,
    sift::{self, Quarter, Sign, SignBasis, SignValue, SiteSift},
};

/// The first sift as an edition shows it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sift {
    /// Whether so few sites are ranked that report and paper lead with it.
    pub leads: bool,
    /// By group, then those with more signals for them first, then those with fewer against, then by `site_id`.
    pub rows: Vec<SiftRow>,
    /// One a signal that is told.
    pub signals: Vec<SignalRow>,
    /// How sites come into their groups, by the policy's counts.
    pub rule: SiftRule,
}

impl Sift {
    /// Returns the sites of a group, in order.
    pub fn of(&self, group: SiftGroup) -> impl Iterator<Item = &SiftRow> {
        self.rows.iter().filter(move |row| row.group == group)
    }

    /// Returns what the signals say, in the order of the rows, then of the signals.
    pub fn signs(&self) -> impl Iterator<Item = &SignRow> {
        self.rows.iter().flat_map(|row| &row.signs)
    }
}

/// How many signals put a site in a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiftRule {
    /// For a review, to be looked at first.
    pub first: u32,
    /// For a review where none is against, to be looked at first.
    pub first_unopposed: u32,
    /// For a review, to be looked at next.
    pub next: u32,
    /// Known, where none is for a review, to show no sign.
    pub known: u32,
    /// Those of which one is enough to be looked at first.
    pub alone: Vec<Signal>,
    /// Whether signals from leases and use, and decisions, are left out.
    pub is_cut: bool,
}

/// One line of `sift.csv`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct SiftRow {
    pub group: SiftGroup,
    pub site_id: String,
    pub name: String,
    /// `None` is not known, as in the next two.
    pub site_use: Option<Use>,
    pub tenure: Option<Tenure>,
    pub status: Option<Status>,
    /// What each signal that is told says of it.
    pub signs: Vec<SignRow>,
}

impl SiftRow {
    /// Returns the signs with a finding.
    pub fn signs_that_are(&self, finding: SignalFinding) -> impl Iterator<Item = &SignRow> {
        self.signs.iter().filter(move |sign| sign.finding == finding)
    }

    /// Counts the signs with a finding.
    #[must_use]
    pub fn count(&self, finding: SignalFinding) -> usize {
        self.signs_that_are(finding).count()
    }
}

/// One line of `sift_signals.csv`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct SignRow {
    pub site_id: String,
    pub signal: Signal,
    pub finding: SignalFinding,
    /// `None` is not known, not shown in this edition, or nothing to read.
    pub reading: Option<SignValue>,
    /// `None` where the policy has none for such a site.
    pub threshold: Option<SignValue>,
    /// Where the reading stands among sites of its use that have one; `None` is not shown, or too few.
    pub quarter: Option<Quarter>,
    pub basis: SignBasis,
    /// Shared by the signs of one signal.
    pub source: Arc<str>,
    /// The rules that question a cell it rests on; empty where none does.
    pub questioned: String,
}

/// One signal, and what it says over the sites that are in no group of their own.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the words they are shown under")]
pub struct SignalRow {
    pub signal: Signal,
    /// The thresholds it is compared with, the lowest first; several where they differ by use.
    pub thresholds: Vec<SignValue>,
    /// Whether it is enough alone.
    pub alone: bool,
    pub source: String,
    /// Sites by finding, in the order of [`SignalFinding::ALL`].
    pub sites: [usize; 4],
}

/// Sifts for an edition: the public one without secure sites, without what leases and use say and without sums of a site.
pub(super) fn of(results: Results<'_>, edition: Edition) -> Sift {
    let Results { estate, measures, appraisal, policy, .. } = results;
    let is_public = edition == Edition::Public;
    let inputs = sift::SiftInputs { estate, measures, appraisal, policy };
    let tells = |signal| tells(signal, is_public);
    let found = sift::sift(inputs, |site| is_shown(site, edition), tells, !is_public);
    let sources: Vec<Arc<str>> =
        Signal::ALL.iter().map(|signal| policy.sift_source(*signal).into()).collect();
    let described = Signal::ALL.iter().copied().filter(|signal| tells(*signal));
    Sift {
        leads: leads(results, edition),
        rows: found.iter().map(|sift| row(sift, (results, is_public), &sources)).collect(),
        signals: described.map(|signal| signal_row(signal, &found, results)).collect(),
        rule: rule(results, is_public),
    }
}

const fn tells(signal: Signal, is_public: bool) -> bool {
    !is_public || !(signal.is_of_leases() || signal.is_of_use())
}

fn is_shown(site: &Site, edition: Edition) -> bool {
    edition == Edition::Restricted || !site.is_secure_in_public()
}

/// Tells whether the sift leads, over the sites that an edition shows.
pub(super) fn leads(results: Results<'_>, edition: Edition) -> bool {
    let sites = || results.ranking.sites.iter().map(|r| (r, &results.estate.sites[r.number]));
    let shown = || sites().filter(|(_, site)| is_shown(site, edition));
    let gone = [Some(Status::Sold), Some(Status::ForSale)];
    let could_be = shown()
        .filter(|(_, s)| s.must_keep.is_none() && !gone.contains(&s.status_or_operational()));
    let ranked = shown().filter(|(ranked, _)| ranked.rank.is_some()).count();
    sift::leads(ranked, could_be.count(), results.policy)
}

fn row(sift: &SiteSift, shown: (Results<'_>, bool), sources: &[Arc<str>]) -> SiftRow {
    let (results, is_public) = shown;
    let site = &results.estate.sites[sift.number];
    SiftRow {
        group: sift.group,
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        site_use: site.site_use.known(),
        tenure: site.tenure,
        status: site.status.known().filter(|s| !is_public || publishable::is_told(*s)),
        signs: sift.signs.iter().map(|sign| sign_row(sift, sign, shown, sources)).collect(),
    }
}

/// Names the rules that question a cell which a signal's reading rests on; empty where none does, or nothing was read.
fn questioned(sift: &SiteSift, sign: &Sign, results: Results<'_>) -> String {
    if sign.reading.is_none() {
        return String::new();
    }
    results.questioned.told_of_columns(sift.number, sign.signal.columns())
}

fn sign_row(
    sift: &SiteSift,
    sign: &Sign,
    (results, is_public): (Results<'_>, bool),
    sources: &[Arc<str>],
) -> SignRow {
    let hides = is_public && sign.signal.is_of_money();
    SignRow {
        site_id: results.estate.sites[sift.number].site_id.to_string(),
        signal: sign.signal,
        finding: sign.finding,
        reading: sign.reading.clone().filter(|_| !hides),
        threshold: sign.threshold.clone(),
        quarter: sign.quarter.filter(|_| !hides),
        basis: sign.basis.clone(),
        source: sources[sign.signal as usize].clone(),
        questioned: questioned(sift, sign, results),
    }
}

fn signal_row(signal: Signal, found: &[SiteSift], results: Results<'_>) -> SignalRow {
    let own = [SiftGroup::Decided, SiftGroup::MustKeep, SiftGroup::ForSale, SiftGroup::Sold];
    let signs = || {
        let looked_at = found.iter().filter(|sift| !own.contains(&sift.group));
        looked_at.flat_map(|sift| &sift.signs).filter(move |sign| sign.signal == signal)
    };
    let count = |finding| signs().filter(|sign| sign.finding == finding).count();
    let mut thresholds: Vec<SignValue> =
        signs().filter_map(|sign| sign.threshold.clone()).collect();
    thresholds.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    thresholds.dedup();
    SignalRow {
        signal,
        thresholds,
        alone: results.policy.sift.is_enough(signal),
        source: results.policy.sift_source(signal),
        sites: [
            count(SignalFinding::For),
            count(SignalFinding::Against),
            count(SignalFinding::NotKnown),
            count(SignalFinding::DoesNotApply),
        ],
    }
}

/// Returns the policy's counts, with the signals that an edition tells.
fn rule(results: Results<'_>, is_public: bool) -> SiftRule {
    let policy = results.policy;
    let told = Signal::ALL.iter().copied().filter(|signal| tells(*signal, is_public));
    SiftRule {
        first: policy.whole(FigureName::SiftFirstSignals),
        first_unopposed: policy.whole(FigureName::SiftFirstUnopposed),
        next: policy.whole(FigureName::SiftNextSignals),
        known: policy.whole(FigureName::SiftKnownSignals),
        alone: told.filter(|signal| policy.sift.is_enough(*signal)).collect(),
        is_cut: is_public,
    }
}
