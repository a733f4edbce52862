//! `terrier batch`: every snapshot that changed.

use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Done, Settings, print};
use crate::batch::{self, Event, Fate};

pub(super) fn batch(
    root: &Path,
    out: &Path,
    jobs: Option<u16>,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let bar = ProgressBar::new(0);
    bar.set_draw_target(if settings.quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} snapshots  {msg}") {
        bar.set_style(style);
    }
    let describe = |event: Event<'_>| match event {
        Event::Found(count) => bar.set_length(u64::try_from(count).unwrap_or(0)),
        Event::Done(done) => {
            bar.set_message(format!("{}/{}", done.folder.estate, done.folder.date));
            bar.inc(1);
        }
    };
    let jobs = jobs.map(usize::from);
    let done = batch::run(root, out, &settings.policy, settings.fail_on, jobs, describe)?;
    bar.finish_and_clear();
    let mut rows = Vec::new();
    let mut bad = false;
    for one in &done {
        let name = format!("{}/{}", one.folder.estate, one.folder.date);
        let found = match &one.fate {
            Fate::Written(findings) | Fate::Stopped(findings) => print::summary(findings),
            Fate::Unchanged | Fate::Failed(_) => String::new(),
        };
        rows.push(vec![name, one.fate.to_string(), found]);
        if let Fate::Stopped(findings) = &one.fate {
            print::stopping_findings(findings, &one.folder.path, settings)?;
        }
        bad |= !one.fate.is_good();
    }
    if !settings.quiet {
        let mut text = print::table(&["snapshot", "report", "found"], &rows, &[]);
        text.push_str(&format!("\nReports and summaries are in {}\n", out.display()));
        print::data(text.as_bytes())?;
    }
    Ok(if bad { Done::DataHasErrors } else { Done::Well })
}
