//! Rows of the first sift: where it puts each site, and what each signal says.

use super::{Edition, Results, publishable};
use crate::{
    model::{SiftGroup, Signal, SignalFinding, Site, SiteId, Status, Tenure, Use, capital},
    policy::FigureName,
    sift::{self, Sign, SiteSift, Value},
};

/// The first sift as an edition shows it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sift {
    /// Whether so few sites are ranked that report and paper lead with it.
    pub leads: bool,
    /// By group, then those with more signals for them first, then those with fewer against, then by `site_id`.
    pub rows: Vec<SiftRow>,
    /// In the order of the rows, then of the signals.
    pub signs: Vec<SignRow>,
    /// One a signal that is told.
    pub signals: Vec<SignalRow>,
    /// How sites come into their groups, by the policy's counts.
    pub rule: String,
}

impl Sift {
    /// Returns the sites of a group, in order.
    pub fn of(&self, group: SiftGroup) -> impl Iterator<Item = &SiftRow> {
        self.rows.iter().filter(move |row| row.group == group)
    }
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
    /// Signals for looking at it.
    pub signals_for: Vec<Signal>,
    pub signals_against: Vec<Signal>,
    pub signals_not_known: Vec<Signal>,
    /// One sentence: the readings of the signals for it, or why there is none.
    pub why: String,
}

/// One line of `sift_signals.csv`; empty text is not known, not shown or does not apply.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct SignRow {
    pub site_id: String,
    pub signal: Signal,
    pub finding: SignalFinding,
    /// As data files have it.
    pub reading: String,
    /// As pages have it, with unit.
    pub shown: String,
    pub threshold: String,
    pub threshold_shown: String,
    pub unit: &'static str,
    /// From 1, the lowest readings among sites of its use, to 4.
    pub quarter: Option<usize>,
    /// Sites of its use with a reading.
    pub quarter_of: Option<usize>,
    pub basis: String,
    pub source: String,
    /// The rules that question a cell it rests on; empty where none does.
    pub questioned: String,
}

/// One signal, and what it says over the sites that are in no group of their own.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the words they are shown under")]
pub struct SignalRow {
    pub signal: Signal,
    /// The threshold that most sites are held against, with its unit; several where it differs by use.
    pub thresholds: Vec<String>,
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
    let ground = sift::SiftInputs { estate, measures, appraisal, policy };
    let tells = |signal: Signal| !is_public || !(signal.is_of_leases() || signal.is_of_use());
    let found = sift::sift(ground, |site| is_shown(site, edition), tells, !is_public);
    let signs = found.iter().flat_map(|sift| {
        let id = &estate.sites[sift.number].site_id;
        let row =
            move |sign| sign_row(id, sign, questioned(sift, sign, results), results, is_public);
        sift.signs.iter().map(row)
    });
    let described = Signal::ALL.iter().copied().filter(|signal| tells(*signal));
    Sift {
        leads: leads(results, edition),
        rows: found.iter().map(|sift| row(sift, results, is_public)).collect(),
        signs: signs.collect(),
        signals: described.map(|signal| signal_row(signal, &found, results)).collect(),
        rule: rule(results, is_public),
    }
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

fn row(sift: &SiteSift, results: Results<'_>, is_public: bool) -> SiftRow {
    let site = &results.estate.sites[sift.number];
    let with = |finding| {
        let signs = sift.signs.iter().filter(move |sign| sign.finding == finding);
        signs.map(|sign| sign.signal).collect::<Vec<_>>()
    };
    SiftRow {
        group: sift.group,
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        site_use: site.site_use.known(),
        tenure: site.tenure,
        status: site.status.known().filter(|s| !is_public || publishable::is_told(*s)),
        signals_for: with(SignalFinding::For),
        signals_against: with(SignalFinding::Against),
        signals_not_known: with(SignalFinding::NotKnown),
        why: why(sift, results, is_public),
    }
}

/// Puts the signals for a site in a sentence, or says that there are none.
fn why(sift: &SiteSift, results: Results<'_>, is_public: bool) -> String {
    let signs = sift.signs.iter().filter(|sign| sign.finding == SignalFinding::For);
    let describe = |sign| {
        let words = describe(sign, is_public);
        let is_questioned = !questioned(sift, sign, results).is_empty();
        if is_questioned { format!("{words} (questioned)") } else { words }
    };
    let words: Vec<String> = signs.map(describe).collect();
    if !words.is_empty() {
        return capital(&format!("{}.", words.join("; ")));
    }
    let known = sift.count(SignalFinding::Against);
    let all = known + sift.count(SignalFinding::NotKnown);
    match (known, all) {
        (_, 0) => "No signal applies.".to_owned(),
        (0, _) => "No signal is known.".to_owned(),
        (1, 1) => "No signal for a review; the only signal that applies is known.".to_owned(),
        (known, all) if known == all => {
            format!("No signal for a review; all {all} that apply are known.")
        }
        (known, all) => format!("No signal for a review; {known} of {all} are known."),
    }
}

/// Names the rules that question a cell which a signal's reading rests on; empty where none does, or nothing was read.
fn questioned(sift: &SiteSift, sign: &Sign, results: Results<'_>) -> String {
    if sign.reading.is_none() {
        return String::new();
    }
    results.questioned.told_of_columns(sift.number, sign.signal.columns())
}

/// Puts one signal for a site in words.
fn describe(sign: &Sign, is_public: bool) -> String {
    let shown = sign.reading.as_ref().map(Value::shown).unwrap_or_default();
    let of = |what: &str| {
        let least = if sign.basis.starts_with("at least") { "at least " } else { "" };
        format!("{what} of {least}{shown}")
    };
    match sign.signal {
        Signal::Vacant => shown,
        Signal::AreaInUse => format!("{shown} of the area in use"),
        Signal::Condition => format!("condition {shown}"),
        Signal::FunctionalSuitability => format!("functional suitability {shown}"),
        Signal::BacklogPerM2 if is_public => "high backlog per m²".to_owned(),
        Signal::RunningCostPerM2 if is_public => "high running cost per m²".to_owned(),
        Signal::UtilitiesPerM2 if is_public => "high cost of utilities per m²".to_owned(),
        Signal::BacklogPerM2 => of("backlog"),
        Signal::RunningCostPerM2 => of("running cost"),
        Signal::UtilitiesPerM2 => of("utilities"),
        Signal::LeaseEnd => format!("lease: {}, {shown}", sign.basis),
        Signal::LeasedUnderUsed => match &sign.reading {
            Some(Value::Word(_)) => "leased and vacant".to_owned(),
            _ => format!("leased and under-used ({} {shown})", sign.basis),
        },
        Signal::EnergyRating => format!("energy rating {shown}"),
        Signal::NearSameUse => format!("another site of its use {shown} away"),
    }
}

fn sign_row(
    id: &SiteId,
    sign: &Sign,
    questioned: String,
    results: Results<'_>,
    is_public: bool,
) -> SignRow {
    let hides = is_public && sign.signal.is_of_money();
    let reading = sign.reading.as_ref().filter(|_| !hides);
    let text = |value: Option<&Value>| value.map(Value::text).unwrap_or_default();
    let shown = |value: Option<&Value>| value.map(Value::shown).unwrap_or_default();
    let threshold = sign.threshold.as_ref();
    let quarter = sign.quarter.filter(|_| !hides);
    SignRow {
        site_id: id.to_string(),
        signal: sign.signal,
        finding: sign.finding,
        reading: text(reading),
        shown: shown(reading),
        threshold: text(threshold),
        threshold_shown: shown(threshold),
        unit: threshold.or(reading).map_or("", Value::unit),
        quarter: quarter.map(|q| q.quarter),
        quarter_of: quarter.map(|q| q.of),
        basis: sign.basis.clone(),
        source: results.policy.sift_source(sign.signal),
        questioned,
    }
}

fn signal_row(signal: Signal, found: &[SiteSift], results: Results<'_>) -> SignalRow {
    let own = [SiftGroup::Decided, SiftGroup::MustKeep, SiftGroup::ForSale, SiftGroup::Sold];
    let signs = || {
        let looked_at = found.iter().filter(|sift| !own.contains(&sift.group));
        looked_at.flat_map(|sift| &sift.signs).filter(move |sign| sign.signal == signal)
    };
    let count = |finding| signs().filter(|sign| sign.finding == finding).count();
    let mut thresholds: Vec<String> =
        signs().filter_map(|sign| sign.threshold.as_ref()).map(Value::shown).collect();
    thresholds.sort();
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

/// Says how sites come into their groups, in an edition that may leave out signals and decisions.
fn rule(results: Results<'_>, is_public: bool) -> String {
    let policy = results.policy;
    let figure = |name| in_words(policy.whole(name));
    let signals = |name| {
        let plural = if policy.whole(name) == 1 { "" } else { "s" };
        format!("{} signal{plural}", figure(name))
    };
    let told = Signal::ALL.iter().filter(|s| !is_public || !(s.is_of_leases() || s.is_of_use()));
    let enough = told.filter(|signal| policy.sift.is_enough(**signal));
    let enough: Vec<String> = enough.map(|s| format!("‘{}’ alone", s.label())).collect();
    let first = format!(
        "{} or more for a review, or {} or more and none against",
        signals(FigureName::SiftFirstSignals),
        figure(FigureName::SiftFirstUnopposed),
    );
    let first =
        if enough.is_empty() { first } else { format!("{first}, or {}", enough.join(" or ")) };
    let apart = if is_public {
        "Sites that are sold, for sale or must be kept are listed separately. This edition leaves out signals from leases, decisions and the use of a site, so a site may be in a different group in the restricted edition."
    } else {
        "Sites that are sold, for sale, must be kept or already decided are listed separately."
    };
    format!(
        "Look first: {first}. Look next: {} or more for a review. No sign: no signal for a review, where {} or more are known, or all that apply; it means only that the register shows none of these signals. Too little known: all other sites. Every signal has the same weight. {apart}",
        signals(FigureName::SiftNextSignals),
        figure(FigureName::SiftKnownSignals),
    )
}

/// Writes a number for a sentence: in words up to nine.
fn in_words(number: u32) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = usize::try_from(number).ok().and_then(|number| WORDS.get(number));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
