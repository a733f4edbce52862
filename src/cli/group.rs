//! `terrier group`: several bodies in one report.

use std::path::Path;

use anyhow::{Context, bail};
use serde_json::{Map, Value};

use super::{Done, Settings, args::CompareFormat, compare::on_screen, interrupt, print};
use crate::{
    batch::{self, Bodies, BodyFate, BodyUnread},
    draw,
    edition::{self, BodyLeftOut, Edition, GroupView},
    group::Body,
    model::{Date, Severity, counted},
    policy::Policy,
    report::{self, Manifest, OutputFile, OutputLock, Sharing, records},
    tables::{GroupRanking, OF_GROUP},
    wording::{group_blocks, long_date},
};

/// Rows of each table on the screen; the files have all.
const ON_SCREEN: usize = 10;

/// What a report of several bodies is asked to use and to write.
pub(super) struct Ask<'a> {
    pub out: Option<&'a Path>,
    pub edition: Edition,
    pub as_of: Option<Date>,
    pub format: CompareFormat,
}

pub(super) fn group(root: &Path, ask: &Ask<'_>, settings: &Settings) -> anyhow::Result<Done> {
    let policy = &settings.policy;
    let found = batch::bodies(root, ask.as_of, policy, settings.fail_on)?;
    let left_out = found.unread.iter().map(|body| left_out(body, settings));
    let left_out = left_out.collect::<anyhow::Result<Vec<BodyLeftOut>>>()?;
    if found.read.is_empty() {
        bail!(
            "no body in `{}` can be read\nhint: `terrier check DIR` lists the errors of one",
            root.display()
        );
    }
    for body in found.read.iter().filter(|body| !body.drift.is_empty()) {
        print::findings(&body.drift, &body.folder.path, settings)?;
    }
    let bodies: Vec<Body<'_>> = found.read.iter().map(|body| body.body(policy)).collect();
    let name = name_of(root);
    let view = edition::group_view(&name, &bodies, &left_out, policy, ask.edition)
        .context("the bodies cannot be compared")?;
    if let Some(parent) = ask.out {
        let folder = match ask.edition {
            Edition::Restricted => parent.join(view.as_of.to_string()),
            Edition::Public => parent.join(format!("{}-public", view.as_of)),
        };
        let _lock = OutputLock::take(parent, Sharing::Shared, &interrupt::holder("group"))?;
        let charts = draw::group_charts(&view).context("the pictures cannot be drawn")?;
        let files = report::group_files(&view, &charts)?;
        let manifest = manifest(&view, &found, policy, &files);
        let is_there = Manifest::read(&folder).is_ok_and(|there| there == manifest)
            && files.iter().all(|file| folder.join(&file.path).is_file());
        if !is_there {
            report::write(&folder, &files, &manifest)?;
        }
        if !settings.quiet {
            let unchanged = if is_there { ", unchanged" } else { "" };
            print::talk(&format!("Report in {}{unchanged}", folder.display()), settings)?;
        }
    }
    match ask.format {
        CompareFormat::Table => print::data(screen(&view).as_bytes()),
        CompareFormat::Csv => {
            let table = GroupRanking::of(view.sites.iter());
            print::data(&report::csv_of(table).context("the table cannot be made")?)
        }
        CompareFormat::Json => print::data(as_json(&view).as_bytes()),
        CompareFormat::Md => print::data(report::group_in_markdown(&view, usize::MAX).as_bytes()),
    }?;
    Ok(if left_out.is_empty() { Done::Well } else { Done::DataHasErrors })
}

/// Returns the name of the folder of bodies, of what it resolves to when it ends in `.` or `..`.
fn name_of(root: &Path) -> String {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let resolved = || std::fs::canonicalize(root).ok().and_then(|path| own(&path));
    own(root).or_else(resolved).unwrap_or_else(|| "group".to_owned())
}

/// Says on standard error why a body is left out, and returns the same for the report.
fn left_out(body: &BodyUnread, settings: &Settings) -> anyhow::Result<BodyLeftOut> {
    let (why, errors) = match &body.fate {
        BodyFate::Stopped(findings) => {
            if let Some(folder) = &body.folder {
                print::stopping_findings(findings, &folder.path, settings)?;
            }
            let errors = findings.iter().filter(|f| f.severity >= settings.fail_on).count();
            let grade = match settings.fail_on {
                Severity::Error => "error",
                Severity::Warning | Severity::Note => "finding",
            };
            (format!("its data has {}", counted(errors, grade)), errors)
        }
        BodyFate::Failed(why) => (why.clone(), 0),
        BodyFate::NoSnapshot => ("it has no snapshot so early".to_owned(), 0),
    };
    print::talk(&format!("left out {}: {why}", body.name), settings)?;
    let date = body.folder.as_ref().map(|folder| folder.date.clone()).unwrap_or_default();
    Ok(BodyLeftOut { body: body.name.clone(), date, why, errors })
}

/// Returns what the report is made from, and what it holds.
fn manifest(view: &GroupView, found: &Bodies, policy: &Policy, files: &[OutputFile]) -> Manifest {
    let is_public = view.edition == Edition::Public;
    // A hash of restricted data can be held against guesses of it.
    let hash = |hash: &str| if is_public { String::new() } else { hash.to_owned() };
    let mut inputs: Vec<(String, String)> = Vec::new();
    for body in &found.read {
        let place = format!("{}/{}", body.folder.estate, body.folder.date);
        let own = body.common.estate.inputs.iter();
        inputs.extend(own.map(|input| (format!("{place}/{}", input.file), hash(&input.hash))));
        let own = body.own.as_ref().and_then(|(own, _)| own.overlay_hash.as_deref());
        let file = format!("{}/{}", body.folder.estate, batch::OWN_POLICY);
        inputs.extend(own.map(|own| (file, hash(own))));
    }
    let manifest = Manifest {
        program: format!("terrier {}", env!("CARGO_PKG_VERSION")),
        program_hash: env!("TERRIER_PROGRAM_HASH").to_owned(),
        edition: view.edition.word().to_owned(),
        estate: view.name.clone(),
        note: view.note.clone(),
        as_of: view.as_of.to_string(),
        policy_name: policy.name.clone(),
        policy_default_hash: policy.default_hash.clone(),
        policy_overlay_hash: policy.overlay_hash.clone(),
        inputs,
        absent: report::left_out_of_group(view),
        ..Manifest::default()
    };
    manifest.with_outputs(files)
}

fn screen(view: &GroupView) -> String {
    let mut text = format!("{}, newest data of {}\n", view.name, long_date(view.as_of));
    text.push_str(&view.note.as_ref().map_or_else(String::new, |note| format!("{note}\n")));
    for block in group_blocks(view, ON_SCREEN) {
        text.push_str(&on_screen(&block));
    }
    text
}

fn as_json(view: &GroupView) -> String {
    let mut all = Map::new();
    all.insert("group".to_owned(), Value::from(view.name.clone()));
    all.insert("edition".to_owned(), Value::from(view.edition.word()));
    for table in OF_GROUP.iter().filter(|table| table.absent(view).is_none()) {
        let name = table.file().trim_end_matches(".csv").to_owned();
        all.insert(name, Value::from(records(table.table(view))));
    }
    print::json(&Value::Object(all))
}
