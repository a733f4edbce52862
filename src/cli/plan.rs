//! `terrier plan`: which options together, under the limits of the policy.

use std::{fmt::Write, path::Path};

use anyhow::Context;
use serde_json::json;

use super::{Done, Settings, args::Format, print, ran, say_policy_dates, snapshot};
use crate::{
    edition::{
        self, Edition, PlanFound, PlanLimitRow, PlanRow, PlanView, Results, View, model_column,
        plan_breaks, plan_sources, plan_view,
    },
    load::Hashes,
    model::{OptionKind, decimals, pounds},
    plan::{
        self, EstateProblem, LinearModel, ModelFormat, PlanAnswer, PlanSearch, check,
        read_solution, write_model,
    },
    report::{csv_of, records},
    tables::{
        OutputTable, PlanComparison, PlanFlows, PlanFrontiers, PlanLimits, PlanMoves, PlanOfSites,
        PlanScenarios, PlanSlips, PlanSteps, PlanYears,
    },
    wording::{
        and_list, broken_names, frontiers, limit_used, plan_answer, plan_clash, plan_limit,
        plan_read, plan_slips, plan_steps, plan_worth, planned, why_not_alone,
    },
};

/// What is asked of a plan beside the snapshot.
pub(super) struct Ask<'a> {
    pub seconds: Option<u64>,
    pub write_model: Option<&'a Path>,
    pub read_solution: Option<&'a Path>,
    pub format: Format,
}

pub(super) fn plan(folder: &Path, ask: &Ask<'_>, settings: &Settings) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::NotWanted)? else {
        return Ok(Done::DataHasErrors);
    };
    say_policy_dates(&run, settings)?;
    let results = run.results(&settings.policy);
    let estate = plan::from_estate(plan_sources(results));
    let model = LinearModel::of(&estate.problem);
    if let Some(file) = ask.write_model {
        let say = |of| model_column(results, &estate, of);
        write(file, &model, &say)?;
    }
    let start = match ask.read_solution {
        Some(file) => Some(read(file, (results, &estate), &model)?),
        None => None,
    };
    let search = PlanSearch { seconds: ask.seconds, start, alone: false };
    let given = search.start.as_ref().map(|answer| check(&estate.problem, answer).worth);
    let found = plan::plan(&settings.policy, estate, &search);
    let mut view = edition::view(results, Edition::Restricted)?;
    let own = plan_view(results, &found, ask.seconds);
    let text = shown(&view, &own, given)?;
    edition::set_plan(&mut view, own);
    match ask.format {
        Format::Csv => print::data(&csv_of(PlanOfSites.table(&view))?),
        Format::Json => {
            // What a plan that was read is worth, in pounds; not there without one.
            let read = given.map(|worth| decimals(worth, 100, 2));
            let all = json!({
                "plan": records(PlanOfSites.table(&view)),
                "plan_limits": records(PlanLimits.table(&view)),
                "moves": records(PlanMoves.table(&view)),
                "plan_steps": records(PlanSteps.table(&view)),
                "plan_flows": records(PlanFlows.table(&view)),
                "plan_years": records(PlanYears.table(&view)),
                "plan_comparison": records(PlanComparison.table(&view)),
                "plan_scenarios": records(PlanScenarios.table(&view)),
                "plan_slips": records(PlanSlips.table(&view)),
                "plan_frontiers": records(PlanFrontiers.table(&view)),
                "read_solution_worth": read,
            });
            print::data(print::json(&all).as_bytes())
        }
        Format::Table => print::data(text.as_bytes()),
    }
}

/// Writes the model in the format that the file's name ends in.
fn write(
    file: &Path,
    model: &LinearModel,
    say: &dyn Fn(plan::ColumnOf) -> String,
) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let format = match file.extension().and_then(|e| e.to_str()) {
        Some("lp") => ModelFormat::Lp,
        Some("mps") => ModelFormat::Mps,
        _ => anyhow::bail!("`{name}` does not end in .lp or .mps\nhint: --write-model plan.lp"),
    };
    std::fs::write(file, write_model(model, format, say))
        .with_context(|| format!("`{name}` cannot be written"))
}

/// Reads another solver's plan, which must keep every limit.
fn read(
    file: &Path,
    (results, estate): (Results<'_>, &EstateProblem),
    model: &LinearModel,
) -> anyhow::Result<PlanAnswer> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("`{name}` cannot be read as a solution"))?;
    let answer = read_solution(&estate.problem, model, &text)
        .with_context(|| format!("`{name}` is no solution of this model"))?;
    let broken = check(&estate.problem, &answer).broken;
    if !broken.is_empty() {
        anyhow::bail!(
            "the plan in `{name}` breaks {}\nhint: write the model again and solve that: the data or the \
             policy may have changed since",
            and_list(&broken_names(&plan_breaks(results, estate, &broken)))
        );
    }
    Ok(answer)
}

fn shown(view: &View, plan: &PlanView, given: Option<i64>) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "{}, {}: plan of the estate", view.estate, view.as_of)?;
    for sentence in plan_answer(plan).into_iter().chain(plan_clash(plan)) {
        writeln!(text, "{sentence}")?;
    }
    let changed: Vec<&PlanRow> = plan
        .rows
        .iter()
        .filter(|row| row.option != OptionKind::BusinessAsUsual || row.instead.is_some())
        .collect();
    if !changed.is_empty() {
        writeln!(text)?;
        let cells = |row: &&PlanRow| {
            let at_least = if row.at_least { "≥ " } else { "" };
            vec![
                row.site_id.clone(),
                print::shortened(&row.name, 28),
                planned(row.option, row.put_off),
                row.done_on.map(|on| on.to_string()).unwrap_or_default(),
                row.worth.map(|worth| format!("{at_least}{}", pounds(worth))).unwrap_or_default(),
                if row.instead.is_some() {
                    planned(row.alone, row.alone_put_off)
                } else {
                    String::new()
                },
                why_not_alone(row),
            ]
        };
        let rows: Vec<Vec<String>> = changed.iter().map(cells).collect();
        let header = ["site", "name", "plan", "done on", "worth", "best alone", "why not"];
        text.push_str(&print::table(&header, &rows, &[4]));
    }
    for row in plan.rows.iter().filter(|row| row.works != 0) {
        writeln!(
            text,
            "Works at {} make room for teams of others: {}.",
            row.name,
            pounds(row.works)
        )?;
    }
    if !plan.moves.is_empty() {
        writeln!(text)?;
        let rows = plan.moves.iter().map(|row| {
            vec![
                row.team.clone(),
                row.name.clone(),
                row.to_name.clone(),
                row.on.map(|on| on.to_string()).unwrap_or_default(),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        text.push_str(&print::table(&["team", "from", "to", "on"], &rows, &[]));
    }
    // Where none was sought they hold nothing.
    if !plan.limits.is_empty() && plan.found != PlanFound::TooMany {
        writeln!(text)?;
        let cells = |row: &PlanLimitRow| {
            let [used, bound, slack] = limit_used(row);
            let cost = row.cost.map(pounds).unwrap_or_default();
            vec![plan_limit(row), used, bound, slack, cost]
        };
        let rows: Vec<Vec<String>> = plan.limits.iter().map(cells).collect();
        let header = ["limit", "used", "bound", "to spare", "costs"];
        text.push_str(&print::table(&header, &rows, &[1, 2, 3, 4]));
    }
    for (limit, why) in &plan.not_tested {
        writeln!(text, "Not tested: {limit}: {why}.")?;
    }
    let mut worth = plan_worth(plan);
    worth.extend(given.map(|given| plan_read(given, plan)));
    if !worth.is_empty() {
        writeln!(text, "\nWhat it is worth")?;
        for sentence in worth {
            writeln!(text, "  {sentence}")?;
        }
    }
    let steps = plan_steps(plan);
    if !steps.is_empty() {
        writeln!(text, "\nIn time")?;
        for sentence in steps {
            writeln!(text, "  {sentence}")?;
        }
    }
    let slips = plan_slips(plan);
    if !slips.is_empty() {
        writeln!(text, "\nIf costs, prices or days of sale slip")?;
        for sentence in slips {
            writeln!(text, "  {sentence}")?;
        }
    }
    let along = frontiers(plan);
    if !along.is_empty() {
        writeln!(text, "\nWhat more of one thing costs of another")?;
        for sentence in along {
            writeln!(text, "  {sentence}")?;
        }
    }
    Ok(text)
}
