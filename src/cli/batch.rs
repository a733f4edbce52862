//! `terrier batch`: every snapshot that changed.

use std::{path::Path, sync::atomic::AtomicBool};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    Done, Settings,
    args::LogFormat,
    interrupt,
    log::{self, Counts, Level, Told},
    print,
};
use crate::{
    batch::{self, BatchJob, Event, Fate, Stale},
    model::Findings,
};

/// What is asked of a batch, apart from its folders.
pub(super) struct Asked<'a> {
    pub jobs: Option<u16>,
    pub dry_run: bool,
    pub stop: &'a AtomicBool,
}

pub(super) fn batch(
    root: &Path,
    out: &Path,
    asked: &Asked<'_>,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let job = BatchJob {
        root,
        out,
        policy: &settings.policy,
        fail_on: settings.fail_on,
        jobs: asked.jobs.map(usize::from),
        dry_run: asked.dry_run,
        holder: &interrupt::holder("batch"),
        stop: asked.stop,
    };
    let bar = bar(settings);
    let done = batch::run(job, |event| {
        // What cannot be told is no reason to stop.
        let _ = tell(&event, &bar, settings);
    })?;
    bar.finish_and_clear();
    let mut rows = Vec::new();
    let mut left = 0_usize;
    for one in &done {
        let name = format!("{}/{}", one.folder.estate, one.folder.date);
        let found = findings_of(&one.fate).map_or_else(String::new, print::summary);
        rows.push(vec![name, one.fate.to_string(), found, reasons(&one.why).join("; ")]);
        if let Fate::Stopped(findings) = &one.fate {
            print::stopping_findings(findings, &one.folder.path, settings)?;
        }
        // Otherwise the table below or the log of events tells it.
        if let (Fate::Failed(text), true) = (&one.fate, settings.quiet) {
            let name = &rows[rows.len() - 1][0];
            log::problem(&format!("{name} has no report: {text}"), settings.log);
        }
        left += usize::from(matches!(one.fate, Fate::NotReached));
    }
    if !settings.quiet {
        let mut text = print::table(&["snapshot", "report", "found", "why"], &rows, &[]);
        text.push_str(&match (asked.dry_run, left) {
            (true, _) => "\nNothing was written: this is a dry run\n".to_owned(),
            (false, 0) => match done.iter().filter(|one| one.fate.is_bad()).count() {
                0 => format!("\nReports and summaries are in {}\n", out.display()),
                bad => format!(
                    "\n{bad} of {} could not be reported; the rest is in {}\n",
                    crate::model::counted(done.len(), "snapshot"),
                    out.display()
                ),
            },
            (false, left) => format!(
                "\nStopped with {} left; run the same command again\n",
                crate::model::counted(left, "snapshot")
            ),
        });
        print::data(text.as_bytes())?;
    }
    Ok(match done.iter().any(|one| one.fate.is_bad()) {
        _ if left > 0 => Done::Interrupted,
        true => Done::DataHasErrors,
        false => Done::Well,
    })
}

fn bar(settings: &Settings) -> ProgressBar {
    let is_shown = !settings.quiet && settings.log == LogFormat::Text;
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} snapshots  {msg}") {
        bar.set_style(style);
    }
    bar
}

fn tell(event: &Event<'_>, bar: &ProgressBar, settings: &Settings) -> anyhow::Result<()> {
    match event {
        Event::Found(count) => bar.set_length(u64::try_from(*count).unwrap_or(0)),
        Event::Done(folder, ..) => {
            bar.set_message(format!("{}/{}", folder.estate, folder.date));
            bar.inc(1);
        }
        Event::NotLocked(folder) => print::talk(
            &format!(
                "`{}` is on a file system without locks: make sure that no other run writes there",
                folder.display()
            ),
            settings,
        )?,
        Event::InUse(folder, holder) => print::talk(
            &format!(
                "`{}` is in use by {holder}: a batch cannot begin until it has ended",
                folder.display()
            ),
            settings,
        )?,
        Event::Doubtful(text) => print::talk(&format!("warning: {text}"), settings)?,
    }
    if settings.quiet || settings.log == LogFormat::Text {
        return Ok(());
    }
    match event {
        Event::Found(snapshots) => {
            log::entry(Level::Info, &Told::SnapshotsFound { snapshots: *snapshots })
        }
        Event::Done(folder, fate, why) => {
            let level = if fate.is_bad() { Level::Error } else { Level::Info };
            let told = Told::SnapshotDone {
                estate: &folder.estate,
                as_of: &folder.date,
                snapshot: folder.path.display().to_string(),
                report: word(fate),
                why: reasons(why),
                counts: findings_of(fate).map(Counts::from),
                text: match fate {
                    Fate::Failed(text) => Some(text),
                    _ => None,
                },
            };
            log::entry(level, &told)
        }
        Event::NotLocked(_) | Event::InUse(..) | Event::Doubtful(_) => Ok(()),
    }
}

const fn findings_of(fate: &Fate) -> Option<&Findings> {
    match fate {
        Fate::Written(findings) | Fate::Stopped(findings) | Fate::WouldWrite(findings) => {
            Some(findings)
        }
        Fate::Unchanged | Fate::Failed(_) | Fate::NotReached => None,
    }
}

/// What became of a snapshot in one word, which stays the same between versions.
const fn word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Written(_) => "written",
        Fate::Unchanged => "unchanged",
        Fate::Stopped(_) => "has_errors",
        Fate::Failed(_) => "failed",
        Fate::WouldWrite(_) => "would_be_written",
        Fate::NotReached => "not_reached",
    }
}

fn reasons(why: &[Stale]) -> Vec<String> {
    why.iter().map(ToString::to_string).collect()
}
