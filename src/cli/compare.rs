//! `terrier compare`: what changed between two snapshots, and why.

use std::path::Path;

use anyhow::{Context, bail};
use serde_json::json;

use super::{Done, Settings, args::CompareFormat, print, ran, snapshot};
use crate::{
    batch,
    edition::ChangesView,
    load::Hashes,
    policy::Policy,
    report::{self, records},
    tables::{ChangeCauses, ChangesSince, DecisionOutcomes, RankChanges, Targets},
    wording::{InputRows, TextBlock, change_blocks, change_days},
};

/// Rows of each table on the screen; the files have all.
const ON_SCREEN: usize = 20;

/// What a comparison is asked to use and to write.
pub(super) struct Ask<'a> {
    pub policy_before: Option<&'a Path>,
    pub report_before: Option<&'a Path>,
    pub out: Option<&'a Path>,
    pub format: CompareFormat,
}

pub(super) fn compare(
    before: &Path,
    after: &Path,
    ask: &Ask<'_>,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let (then, now) = (snapshot(before, settings)?, snapshot(after, settings)?);
    if std::fs::canonicalize(&then.path).ok() == std::fs::canonicalize(&now.path).ok() {
        bail!(
            "`{}` is given twice\nhint: name two snapshots, the earlier one first",
            then.path.display()
        );
    }
    let is_built_in = |report: &Path| {
        settings.policy.overlay_hash.is_some() && batch::is_of_built_in_policy(report)
    };
    let own = match ask.policy_before {
        Some(file) => Some(Policy::read(Some(file))?),
        None if ask.report_before.is_some_and(is_built_in) => Some(Policy::read(None)?),
        None => None,
    };
    let policy_before = own.as_ref().unwrap_or(&settings.policy);
    let by = Settings { policy: policy_before.clone(), ..*settings };
    let Some(run_before) = ran(&then, &by, Hashes::Wanted)? else {
        return Ok(Done::DataHasErrors);
    };
    let Some(run) = ran(&now, settings, Hashes::Wanted)? else { return Ok(Done::DataHasErrors) };
    let days = [&run_before, &run].map(|run| run.estate.snapshot.as_of);
    if days[0] > days[1] {
        bail!(
            "`{}` is of {}, later than `{}` of {}\nhint: name the earlier snapshot first",
            then.path.display(),
            days[0],
            now.path.display(),
            days[1]
        );
    }
    let names = [&run_before, &run].map(|run| run.estate.snapshot.name.as_str());
    if crate::model::folded(names[0]) != crate::model::folded(names[1]) {
        print::talk(
            &format!(
                "the earlier snapshot is of {:?}, the later of {:?}: are they one estate?",
                names[0], names[1]
            ),
            settings,
        )?;
    }
    let policies = (policy_before, &settings.policy);
    let mut found = batch::compare((&run_before, policies.0), (&run, policies.1))?;
    if found.moves.is_empty() {
        bail!(
            "`{}` and `{}` have no site in common\nhint: name two snapshots of one estate, or say in the table \
             `same_site` which ids are one site",
            then.path.display(),
            now.path.display()
        );
    }
    if let Some(folder) = ask.report_before {
        batch::since_published(&mut found, folder, &run_before, policies.0)?;
    }
    if let Some(folder) = ask.out {
        report::write_comparison(folder, &found, &title(&run.estate.snapshot.name))?;
        if !settings.quiet {
            print::talk(&format!("Comparison in {}", folder.display()), settings)?;
        }
    }
    let name = &run.estate.snapshot.name;
    match ask.format {
        CompareFormat::Table => print::data(screen(name, &found).as_bytes()),
        CompareFormat::Csv => print::data(
            &report::csv_of(RankChanges::of(found.moves.iter()))
                .context("the table cannot be made")?,
        ),
        CompareFormat::Json => print::data(as_json(&found).as_bytes()),
        CompareFormat::Md => {
            let text = report::changes_in_markdown(&title(name), &found, usize::MAX);
            print::data(text.as_bytes())
        }
    }
}

fn as_json(of: &ChangesView) -> String {
    let parts = of.moves.iter().flat_map(|m| m.parts.iter());
    print::json(&json!({
        "before": of.before.to_string(),
        "after": of.after.to_string(),
        "ranks": records(RankChanges::of(of.moves.iter())),
        "causes": records(ChangeCauses::of(parts)),
        "changes": records(ChangesSince::of(of.rows.iter())),
        "outcomes": records(DecisionOutcomes::of(of.outcomes.iter())),
        "targets": records(Targets::of(of.totals.iter())),
    }))
}

fn screen(name: &str, of: &ChangesView) -> String {
    let mut text = format!("{name}. {}.\n", change_days(of));
    for block in change_blocks(of, ON_SCREEN, InputRows::Named) {
        text.push_str(&on_screen(&block));
    }
    text
}

/// Writes a block as the screen has it.
pub(super) fn on_screen(block: &TextBlock) -> String {
    let mut text = format!("\n{}\n", block.title);
    for said in &block.said {
        text.push_str(&format!("  {said}\n"));
    }
    if !block.rows.is_empty() {
        text.push('\n');
        let header: Vec<&str> = block.header.iter().map(String::as_str).collect();
        text.push_str(&print::table(&header, &block.rows, &block.numbers));
    }
    if let Some(more) = &block.more {
        text.push_str(&format!("{more}\n"));
    }
    text
}

fn title(name: &str) -> String {
    format!("{name}: what changed")
}
