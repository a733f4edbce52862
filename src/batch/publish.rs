//! A run into its report folder, and whether the one that is there still holds.

use std::path::Path;

use super::{Before, Run, before::findings_since, compared::compared};
use crate::{
    changes::ChangeError,
    draw,
    edition::{self, Edition, Results, View},
    load::InputFile,
    measure::MeasureError,
    model::Severity,
    policy::Policy,
    report::{self, Manifest, Pace, PaperLength, ReportError, Wording},
    score::Questioned,
};

/// What a report is made with, beside the run.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    /// The policy of the run.
    pub policy: &'a Policy,
    /// Who may read it.
    pub edition: Edition,
    /// The words of the paper.
    pub wording: &'a Wording,
    /// The snapshot before, if there is one.
    pub before: Option<&'a Before>,
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A fault of the program.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// What changed since the snapshot before could not be told.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// A chart could not be drawn.
    #[error(transparent)]
    Draw(#[from] draw::DrawError),
    /// A file could not be made or put in place.
    #[error(transparent)]
    Report(#[from] ReportError),
}

/// Writes the report of a run into `folder`, whole or not at all, and returns what it shows.
///
/// # Errors
/// [`PublishError`]; the report that was there stays.
pub fn publish(run: &Run, with: Making<'_>, folder: &Path) -> Result<View, PublishError> {
    let then = with.before.and_then(|before| before.run.as_ref());
    let findings = then.map(|then| findings_since(run, then, with.policy));
    let findings = findings.as_ref().unwrap_or(&run.findings);
    let questioned = Questioned::of(&run.estate, &run.measures, findings);
    let now = Results { findings, questioned: &questioned, ..run.results(with.policy) };
    let mut view = edition::view(now, with.edition)?;
    view.since = then.map(|then| edition::since(then.results(with.policy), now, with.edition));
    if let Some(then) = then.filter(|_| with.edition == Edition::Restricted) {
        view.changes = Some(compared((then, with.policy), (run, with.policy), findings)?);
    }
    if with.edition == Edition::Restricted
        && let Some(plan) = edition::plan_of_report(now)
    {
        edition::set_plan(&mut view, plan);
    }
    let (charts, data) = match Pace::of(view.sites.len()) {
        Pace::SideBySide => rayon::join(|| draw::charts(&view), || report::data_files(&view)),
        Pace::OneByOne => {
            let data = report::data_files(&view);
            (draw::charts(&view), data)
        }
    };
    let files = report::files(&view, charts?, with.wording, data?)?;
    let absent = report::left_out(&view, &files);
    let manifest = Manifest {
        absent,
        estate: view.estate.clone(),
        note: view.note.clone(),
        as_of: view.as_of.to_string(),
        warnings: Some(count(&view, Severity::Warning)),
        notes: Some(count(&view, Severity::Note)),
        ..origin(&run.estate.inputs, with)
    };
    report::write(folder, &files, &manifest)?;
    Ok(view)
}

fn count(view: &View, severity: Severity) -> usize {
    view.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// What a report is made from: program, policy, edition and input files.
pub(super) fn origin(inputs: &[InputFile], with: Making<'_>) -> Manifest {
    // A hash of restricted data can be held against guesses of it.
    let hash = |input: &InputFile| match with.edition {
        Edition::Restricted => input.hash.clone(),
        Edition::Public => String::new(),
    };
    let pairs = |inputs: &[InputFile]| -> Vec<(String, String)> {
        inputs.iter().map(|input| (input.file.clone(), hash(input))).collect()
    };
    Manifest {
        program: format!("terrier {}", env!("CARGO_PKG_VERSION")),
        program_hash: env!("TERRIER_PROGRAM_HASH").to_owned(),
        edition: with.edition.word().to_owned(),
        policy_name: with.policy.name.clone(),
        policy_default_hash: with.policy.default_hash.clone(),
        policy_overlay_hash: with.policy.overlay_hash.clone(),
        wording_hash: with.wording.hash().map(ToOwned::to_owned),
        template_hash: with.wording.template_hash().map(ToOwned::to_owned),
        paper_length: match with.wording.length() {
            PaperLength::Full => None,
            short @ PaperLength::Short => Some(short.word().to_owned()),
        },
        inputs: pairs(inputs),
        before: with.before.map(|before| pairs(&before.inputs)).unwrap_or_default(),
        ..Manifest::default()
    }
}
