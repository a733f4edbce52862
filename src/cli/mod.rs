//! Words typed, settings checked, one function a command.
//!
//! Data goes to standard output; findings, progress and talk to standard error, as words or as JSON. Exit codes are
//! listed in the help (`args.rs`); a closed pipe is 0.

mod added;
mod agile;
mod appraise;
mod args;
mod batch;
mod built_in;
mod check;
mod compare;
mod cover;
mod dictionary;
mod explain;
mod facts_sql;
mod fund;
mod gathered;
mod group;
mod import;
mod interrupt;
mod lease_summary;
mod leases;
mod log;
mod plan;
mod print;
mod rank;
mod report;
mod sift;
mod start;
mod swing;
mod used;

use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::{
    batch::{BatchError, PublishError, RankedBy, Run, SnapshotFolder, SnapshotOutcome},
    load::Hashes,
    model::{Findings, Severity},
    policy::Policy,
    report::ReportError,
    score::Questioned,
};
use args::{Args, Command, LogFormat};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Well,
    DataHasErrors,
    Interrupted,
}

/// The run was stopped from outside, on every system alike.
const INTERRUPTED: u8 = 130;

/// What every command may need.
struct Settings {
    policy: Policy,
    fail_on: Severity,
    quiet: bool,
    verbose: bool,
    log: LogFormat,
}

/// Room for the deepest calls: the system's own may be a megabyte.
const STACK: usize = 16 << 20;

/// Runs the command line and returns the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let args = match used::parsed() {
        Ok(args) => args,
        Err(error) => return misused(&error),
    };
    let log = args.log_format;
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| run(args));
    let ran = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(ran)) => ran,
        // What went wrong has been told by then.
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => Err(error.into()),
    };
    let code = match ran {
        Ok(Done::Well) => 0,
        Ok(Done::DataHasErrors) => 1,
        Ok(Done::Interrupted) => INTERRUPTED,
        Err(error) if print::is_closed_pipe(&error) => 0,
        Err(error) => {
            log::problem(&format!("{error:#}"), log);
            if is_in_use(&error) { 3 } else { 2 }
        }
    };
    log::ended(code, log);
    ExitCode::from(code)
}

/// Says what is wrong with the words typed, or gives the help that was asked for.
fn misused(error: &clap::Error) -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let is_json = words.iter().any(|word| word == "--log-format=json")
        || words.windows(2).any(|pair| pair == ["--log-format", "json"]);
    if error.use_stderr() && is_json {
        let text = error.render().to_string();
        log::problem(text.trim_start_matches("error: ").trim_end(), LogFormat::Json);
        log::ended(2, LogFormat::Json);
    } else {
        // Where nobody reads on, nothing more can be done.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Tells whether a run was turned away because another writes to the same place.
fn is_in_use(error: &anyhow::Error) -> bool {
    let report = match (error.downcast_ref(), error.downcast_ref()) {
        (Some(PublishError::Report(error)), _) | (_, Some(BatchError::Output(error))) => {
            Some(error)
        }
        _ => error.downcast_ref(),
    };
    matches!(report, Some(ReportError::InUse { .. } | ReportError::Busy { .. }))
}

fn run(args: Args) -> anyhow::Result<Done> {
    let log = args.log_format;
    let stop = interrupt::watch(matches!(args.command, Command::Batch { .. }), log)?;
    let mut policy = Policy::read(args.policy.as_deref())?;
    for told in &args.weight {
        policy = policy.with_one_weight(told)?;
    }
    let (fail_on, quiet, verbose) = (args.fail_on.into(), args.quiet, args.verbose);
    let settings = Settings { policy, fail_on, quiet, verbose, log };
    match args.command {
        Command::New { folder } => start::new(&folder, &settings),
        Command::Schema { reports: true, format } => dictionary::reports(format),
        Command::Schema { reports: false, format } => start::schema(format),
        Command::ExplainRule { rule } => start::explain_rule(rule.as_deref()),
        Command::Import { list: true, .. } => import::list(),
        Command::Import { names, propose: true, .. } => import::propose(&names, &settings),
        Command::Import { names, out, add_to, dry_run, .. } => {
            let (folder, into) = match (out, add_to) {
                (Some(folder), _) => (folder, import::Into::New),
                (None, Some(folder)) => (folder, import::Into::There),
                (None, None) => bail!("no folder is given\nhint: --out ROOT/YYYY-MM-DD"),
            };
            import::import(&names, &folder, (into, dry_run), &settings)
        }
        Command::Check { folder, format } => check::check(&folder, format, &settings),
        Command::Rank { folder, top, measures_only, format } => {
            let by = if measures_only { RankedBy::Measures } else { RankedBy::All };
            let top = top.map(std::num::NonZeroUsize::get);
            rank::rank(&folder, (top, by), format, &settings)
        }
        Command::Cover { folder, agile: true, format, .. } => {
            agile::agile(&folder, format, &settings)
        }
        Command::Cover { folder, close, format, .. } => {
            cover::cover(&folder, &close, format, &settings)
        }
        Command::Sift { folder, format } => sift::sift(&folder, format, &settings),
        Command::Leases { folder, summary: true, format, .. } => {
            leases::summary(&folder, format, &settings)
        }
        Command::Leases { folder, months, format, .. } => {
            leases::leases(&folder, months, format, &settings)
        }
        Command::Appraise { folder, site, format } => {
            appraise::appraise(&folder, site.as_deref(), format, &settings)
        }
        Command::Plan { folder, time_limit, write_model, read_solution, format } => {
            let ask = plan::Ask {
                seconds: time_limit,
                write_model: write_model.as_deref(),
                read_solution: read_solution.as_deref(),
                format,
            };
            plan::plan(&folder, &ask, &settings)
        }
        Command::Fund { folder, project, format } => {
            fund::fund(&folder, project.as_deref(), format, &settings)
        }
        Command::Compare { before, after, policy_before, report_before, out, format } => {
            let ask = compare::Ask {
                policy_before: policy_before.as_deref(),
                report_before: report_before.as_deref(),
                out: out.as_deref(),
                format,
            };
            compare::compare(&before, &after, &ask, &settings)
        }
        Command::Group { root, out, edition, as_of, format } => {
            let ask = group::Ask { out: out.as_deref(), edition: edition.into(), as_of, format };
            group::group(&root, &ask, &settings)
        }
        Command::Explain { folder, site, format } => {
            explain::explain(&folder, &site, format, &settings)
        }
        Command::Report { folder, out, edition, paper, paper_template, length, dry_run } => {
            let wording = report::wording(paper.as_deref(), paper_template.as_deref())?;
            let wording = wording.at_length(length.into());
            let to = report::To { out: out.as_deref(), edition: edition.into(), dry_run };
            report::report(&folder, &to, &wording, &settings)
        }
        Command::Batch { root, out, jobs, dry_run } => {
            let asked = batch::Asked { jobs, dry_run, stop: &stop };
            batch::batch(&root, &out, &asked, &settings)
        }
        Command::Policy { swing: Some(book), out } => {
            swing::swing(&book, out.as_deref(), &settings)
        }
        Command::Policy { out, .. } => built_in::policy(out.as_deref()),
        Command::Paper { template: true, out, .. } => built_in::template(out.as_deref()),
        Command::Paper { out, .. } => built_in::wording(out.as_deref()),
        Command::FactsSql {
            dialect,
            costs,
            costs_columns,
            occupancy,
            occupancy_columns,
            out,
            as_of,
        } => {
            let ask = facts_sql::Ask {
                dialect: dialect.into(),
                costs: costs.map(|path| (path, costs_columns)),
                occupancy: occupancy.map(|path| (path, occupancy_columns)),
                out,
                as_of,
            };
            facts_sql::facts_sql(ask, &settings.policy)
        }
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut used::command(), "terrier", &mut text);
            print::data(&text)
        }
        Command::Man => {
            let mut text = Vec::new();
            clap_mangen::Man::new(used::command()).render(&mut text)?;
            print::data(&text)
        }
    }
}

/// Finds the snapshot a path means: itself, or the newest in it, saying so.
fn snapshot(path: &std::path::Path, settings: &Settings) -> anyhow::Result<SnapshotFolder> {
    if !path.is_dir() {
        bail!(
            "`{}` is not a folder\nhint: name a snapshot folder such as data/fenshire/2020-03-31",
            path.display()
        );
    }
    if crate::batch::is_report(path) {
        bail!(
            "`{}` is a report, not a snapshot\nhint: name the folder with the tables it was made from",
            path.display()
        );
    }
    if crate::batch::is_snapshot(path) {
        return Ok(crate::batch::snapshot_folder(path));
    }
    let found = crate::batch::find_snapshots(path)
        .with_context(|| format!("`{}` cannot be searched for snapshots", path.display()))?;
    let inside: Vec<&SnapshotFolder> =
        found.iter().filter(|s| s.path.parent() == Some(path)).collect();
    let (dated, undated): (Vec<&SnapshotFolder>, Vec<&SnapshotFolder>) =
        inside.iter().partition(|s| crate::load::snapshot_date(&s.date).is_some());
    let candidates = if dated.is_empty() { &undated } else { &dated };
    for passed_over in undated.iter().filter(|_| !dated.is_empty()) {
        print::talk(
            &format!(
                "skipped {}: `{}` is not a date such as 2026-03-31",
                passed_over.path.display(),
                passed_over.date
            ),
            settings,
        )?;
    }
    let Some(newest) = candidates.iter().max_by(|a, b| a.date.cmp(&b.date)) else {
        bail!(
            "`{}` is not a snapshot and contains none\nhint: a snapshot is a folder named \
                YYYY-MM-DD that contains sites.csv; `terrier new {}/2026-03-31` makes one",
            path.display(),
            path.display()
        );
    };
    if !settings.quiet {
        let count = match candidates.len() {
            1 => "1 snapshot; reading".to_owned(),
            count => format!("{count} snapshots; reading the newest,"),
        };
        print::talk(&format!("{count} {}", newest.path.display()), settings)?;
    }
    Ok(crate::batch::snapshot_folder(&newest.path))
}

/// Tells that nothing has an id, and names the nearest there is, else where the ids are listed.
fn no_such<'a>(
    what: &str,
    id: &str,
    ids: impl Iterator<Item = &'a str>,
    listed_by: &str,
) -> anyhow::Error {
    let hint = crate::load::nearest(id, ids).map_or_else(
        || format!("`{listed_by}` lists them"),
        |near| format!("did you mean `{near}`?"),
    );
    anyhow::anyhow!("there is no {what} `{id}`\nhint: {hint}")
}

/// Studies a snapshot and prints its findings; `None` when they stop the run.
fn ran(
    folder: &SnapshotFolder,
    settings: &Settings,
    hashes: Hashes,
) -> anyhow::Result<Option<Run>> {
    let outcome =
        crate::batch::run_snapshot(&folder.path, &settings.policy, settings.fail_on, hashes)?;
    let ran = describe(outcome, folder, settings)?;
    Ok(ran.map(|(run, _)| run))
}

/// Studies a snapshot for its ranking alone, and prints its findings; `None` when they stop the run.
fn ranked(
    folder: &SnapshotFolder,
    by: RankedBy,
    settings: &Settings,
) -> anyhow::Result<Option<Run>> {
    let (policy, fail_on) = (&settings.policy, settings.fail_on);
    let outcome = crate::batch::run_for_ranking(&folder.path, policy, fail_on, by)?;
    let ran = describe(outcome, folder, settings)?;
    Ok(ran.map(|(run, findings)| {
        let questioned = Questioned::of(&run.estate, &run.measures, &findings);
        Run { findings, questioned, ..run }
    }))
}

/// Prints what was found, the columns too that moved since the snapshot before beside it; returns the run and all of
/// that, or nothing where it stops the run.
fn describe(
    outcome: SnapshotOutcome,
    folder: &SnapshotFolder,
    settings: &Settings,
) -> anyhow::Result<Option<(Run, Findings)>> {
    match outcome {
        SnapshotOutcome::Ran(run) => {
            let (found, policy) = (&run.findings, &settings.policy);
            let drift = crate::batch::drift_beside(&folder.path, &run.estate, found, policy);
            let mut findings = run.findings.clone();
            findings.append(drift);
            findings.sort();
            if findings.any_at(settings.fail_on) {
                stopped(&findings, folder, settings)?;
                return Ok(None);
            }
            print::findings(&findings, &folder.path, settings)?;
            Ok(Some((*run, findings)))
        }
        SnapshotOutcome::Stopped(findings) => {
            stopped(&findings, folder, settings)?;
            Ok(None)
        }
    }
}

/// Says on standard error which figures of the policy are used outside their dates.
fn say_policy_dates(run: &Run, settings: &Settings) -> anyhow::Result<()> {
    let dates = crate::edition::policy_dates(run.results(&settings.policy));
    let told = dates.filter(|_| !settings.quiet);
    told.map_or(Ok(()), |dates| print::talk(&crate::wording::policy_dates(&dates), settings))
}

fn stopped(
    findings: &Findings,
    folder: &SnapshotFolder,
    settings: &Settings,
) -> anyhow::Result<()> {
    print::stopping_findings(findings, &folder.path, settings)
}
