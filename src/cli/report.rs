//! `terrier report`: everything, into one folder; and the first screen after it.

use std::path::Path;

use anyhow::Context;
use clap::ValueEnum;

use super::{Done, Settings, interrupt, print, ran, rank, say_policy_dates, sift, snapshot};
use crate::{
    batch::{self, Before, Making, Run, SnapshotFolder},
    edition::{Edition, SiteRow, View},
    load::Hashes,
    model::{Index, Severity, counted},
    report::{OutputLock, PaperLength, Sharing, Template, Wording},
    wording::why_ranked,
};

/// Candidates named on the first screen.
const FIRST: usize = 5;

/// A length of the board paper as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LengthArg {
    /// The paper alone, as a board reads it
    Short,
    /// The paper, and its appendices behind it
    Full,
}

impl From<LengthArg> for PaperLength {
    fn from(arg: LengthArg) -> Self {
        match arg {
            LengthArg::Short => Self::Short,
            LengthArg::Full => Self::Full,
        }
    }
}

/// Where a report goes, for whom, and whether only to say so.
pub(super) struct To<'a> {
    pub out: Option<&'a Path>,
    pub edition: Edition,
    pub dry_run: bool,
}

pub(super) fn report(
    folder: &Path,
    to: &To<'_>,
    wording: &Wording,
    settings: &Settings,
) -> anyhow::Result<Done> {
    // A snapshot by itself is all that goes into its report; only where the folder of snapshots is named does the one
    // before it go in too.
    let tells_change = !batch::is_snapshot(folder);
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::Wanted)? else {
        return Ok(Done::DataHasErrors);
    };
    say_policy_dates(&run, settings)?;
    let own = || Path::new("reports").join(batch::folder_name(&folder.estate));
    let (parent, edition) = (to.out.map_or_else(own, Path::to_path_buf), to.edition);
    let as_of = run.estate.snapshot.as_of;
    let target = match edition {
        Edition::Restricted => parent.join(as_of.to_string()),
        Edition::Public => parent.join(format!("{as_of}-public")),
    };
    let before = if tells_change { Before::find(&folder.path)? } else { None };
    if to.dry_run {
        let with = Making { policy: &settings.policy, edition, wording, before: before.as_ref() };
        let why = batch::stale(&target, &run.estate.inputs, with);
        let why: Vec<String> = why.iter().map(ToString::to_string).collect();
        let why = if why.is_empty() { "unchanged".to_owned() } else { why.join("; ") };
        let text = format!(
            "The report would be written to {} ({why})\nNothing was written: this is a dry run\n",
            target.display()
        );
        return print::data(text.as_bytes());
    }
    let _lock = OutputLock::take(&parent, Sharing::Shared, &interrupt::holder("report"))?;
    let before = before.map(|b| b.ran(&folder.path, &settings.policy, settings.fail_on));
    let before = before.transpose()?;
    if let Some(then) = before.as_ref().and_then(|before| before.run.as_ref()) {
        let findings = batch::findings_since(&run, then, &settings.policy);
        if findings.any_at(settings.fail_on) {
            print::stopping_findings(&findings, &folder.path, settings)?;
            return Ok(Done::DataHasErrors);
        }
    }
    let with = Making { policy: &settings.policy, edition, wording, before: before.as_ref() };
    let view = batch::publish(&run, with, &target)?;
    if !settings.quiet {
        print::data(first_screen(&view, &run, &folder, &target).as_bytes())?;
    }
    Ok(Done::Well)
}

/// Reads a body's own wording of the paper and its own Word file, where they are named.
pub(super) fn wording(words: Option<&Path>, template: Option<&Path>) -> anyhow::Result<Wording> {
    let wording = match words {
        None => Wording::default(),
        Some(file) => {
            let name = file.display().to_string();
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("`{name}` cannot be read as the wording of a paper"))?;
            Wording::own(&name, text)
        }
    };
    let Some(file) = template else { return Ok(wording) };
    let name = file.display().to_string();
    let bytes = std::fs::read(file)
        .with_context(|| format!("`{name}` cannot be read as the template of a paper"))?;
    Ok(wording.in_template(Template::read(&name, &bytes)?))
}

/// The top candidates, what to look at next, where the files are.
fn first_screen(view: &View, run: &Run, folder: &SnapshotFolder, target: &Path) -> String {
    let ranked: Vec<&SiteRow> = view.sites.iter().filter(|s| s.rank.is_some()).collect();
    let mut lines = vec![format!(
        "{}, {}: {} {}, {} ranked as candidates for surplus",
        view.estate,
        view.as_of,
        view.sites.len(),
        if view.sites.len() == 1 { "site" } else { "sites" },
        ranked.len()
    )];
    lines.extend(view.note.clone());
    lines.push(String::new());
    if view.sift.leads {
        lines.extend(sift::first_screen(&view.sift));
        lines.push(String::new());
    }
    let index = |i: Option<Index>| i.map_or_else(|| "–".to_owned(), Index::one_decimal);
    for site in ranked.iter().take(FIRST) {
        let rank = site.rank.map_or_else(String::new, |r| r.to_string());
        lines.push(format!(
            "{rank:>4}  {}  {}  need index {} ({} to {})",
            site.site_id,
            site.name,
            index(site.need_index),
            index(site.need_low),
            index(site.need_high)
        ));
        lines.push(format!("      {}", why_ranked(&site.reasons)));
    }
    if ranked.len() > FIRST {
        lines.push(format!("      and {} more", ranked.len() - FIRST));
    }
    lines.extend(rank::unranked(&view.sites));
    lines.extend(rank::find_out_next(&view.next));
    lines.push(String::new());
    lines.push("Next steps".to_owned());
    if ranked.is_empty() {
        lines.push("  no site is ranked; completeness.csv shows the missing facts".to_owned());
    }
    let dir = folder.path.display();
    if let Some(first) = ranked.first() {
        lines
            .push(format!("  why the first is first      terrier explain {dir} {}", first.site_id));
    }
    let warnings = run.findings.count(Severity::Warning);
    if warnings > 0 {
        let what = format!("{} in the data", counted(warnings, "warning"));
        lines.push(format!("  {what:<28}terrier check {dir}"));
    }
    lines.push(String::new());
    lines.push(format!("Report in {}", target.display()));
    lines.push("  report.html    read this first".to_owned());
    lines.push("  paper.docx     the board paper; paper.md has the same text".to_owned());
    lines.push(
        "  workbook.xlsx  most tables, with formulas; ranking.csv and others have the same figures"
            .to_owned(),
    );
    // Where nothing can be drawn there is no such folder.
    if target.join("charts").is_dir() {
        lines.push(
            "  charts/        charts for papers and slides; index.html shows them all".to_owned(),
        );
    }
    lines.join("\n") + "\n"
}
