//! What a board reads first: the money in one table, the plan beside the recommendations, what the changes mean for
//! people and energy, and the steps after the meeting.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{PaperLength, decided, from_body::next_step};
use crate::{
    edition::{Counted, MoneyLine, TotalBasis, View, money_rows},
    model::{CostCategory, NextStep, OptionKind, PaperHeading},
    wording::{
        and_list_up_to, counted, deprived_of_counters, long_date, money_brief, money_line,
        money_sum, number, of_sites, plain, plan_beside, plan_keeps_reach, plan_turns, plan_worth,
        shared_in_short, short_sum, small, total_shown,
    },
};

/// Steps before the meeting that a sentence names.
const MOST: usize = 4;

pub(super) fn facts(view: &View, charts: &BTreeMap<String, Value>, length: PaperLength) -> Value {
    let stands = |heading: &PaperHeading| !view.paper.left_out.contains(heading);
    let headings: BTreeMap<&str, bool> =
        PaperHeading::ALL.iter().map(|heading| (heading.word(), stands(heading))).collect();
    let (before, after): (Vec<&NextStep>, Vec<&NextStep>) =
        view.paper.next_steps.iter().partition(|step| is_over(step, view));
    let mut after = after;
    // Those without a day last, in the order of the body.
    after.sort_by_key(|step| (step.by.is_none(), step.by));
    let before: Vec<String> = before
        .iter()
        .filter_map(|step| Some(format!("{} ({})", small(&step.action), long_date(step.by?))))
        .collect();
    context! {
        headings,
        is_short => length == PaperLength::Short,
        money_brief => money_brief(view),
        money_table => money(view),
        receipts_at_risk => decided::at_risk(view),
        plan_story => context! {
            said => plan_beside(view),
            reach => plan_keeps_reach(view),
            worth => view.plan.iter().flat_map(plan_worth).take(1).collect::<Vec<_>>(),
            slips => view.plan.iter().flat_map(plan_turns).collect::<Vec<_>>(),
        },
        shared => shared_in_short(view).map(|said| plain(&said)),
        deprived => deprived_of_counters(view),
        energy => energy(view),
        steps_after => after.iter().map(|step| next_step(step, None)).collect::<Vec<_>>(),
        meeting_named => view.paper.date.is_some(),
        steps_before => (!before.is_empty()).then(|| and_list_up_to(&before, MOST)),
        board_charts => context! {
            money => first_of(charts, &["savings_against_target", "scenarios", "utilisation_cost"]),
            reach => reach(view, charts),
        },
    }
}

/// Tells whether a step is due before the meeting, or before the day of the data where no meeting is named.
fn is_over(step: &NextStep, view: &View) -> bool {
    step.by.is_some_and(|by| by < view.paper.date.unwrap_or(view.as_of))
}

/// Returns the first of some charts that is drawn, as a strip.
fn first_of(charts: &BTreeMap<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().map(|name| format!("{name}_board")).find(|name| charts.contains_key(name))
}

/// Returns the chart of coverage of the service that closures change most, or the map of the sites.
fn reach(view: &View, charts: &BTreeMap<String, Value>) -> Option<String> {
    let mut told = crate::wording::told_services(view);
    let lost = |service| {
        let rows = view.cover.proposed.iter().flat_map(|proposed| &proposed.closures);
        rows.filter(|row| row.service == service).map(|row| row.lost).max().unwrap_or(0)
    };
    told.sort_by_key(|service| std::cmp::Reverse(lost(*service)));
    let names: Vec<String> = told.iter().map(|service| format!("coverage_{service}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).chain(["map"]).collect();
    first_of(charts, &names)
}

/// The money table; `None` where it has no line.
fn money(view: &View) -> Option<Value> {
    let rows = money_rows(view);
    let is_decided = view.options.advice.iter().any(|a| a.verdict.decided().is_some());
    let has_programme = rows.iter().any(|row| row.years.is_some());
    let has_plan = rows.iter().any(|row| row.plan.pence.is_some());
    let line = |row: &crate::edition::MoneyRow| {
        let mut cells = Vec::new();
        if is_decided || has_programme {
            cells.push(money_sum(row.line, row.decided));
        }
        cells.push(money_sum(row.line, row.recommended));
        if has_plan {
            cells.push(money_sum(row.line, row.plan));
        }
        context! { what => money_line(row), cells }
    };
    let mut heads = Vec::new();
    if is_decided || has_programme {
        heads.push("As decided");
    }
    heads.push("All recommended");
    if has_plan {
        heads.push("The plan");
    }
    let target = rows.iter().find(|row| row.line == MoneyLine::Target);
    let changes = |of: &dyn Fn(&crate::edition::AdviceRow) -> Option<OptionKind>| {
        let kinds = view.options.advice.iter().filter_map(of);
        kinds.filter(|kind| *kind != OptionKind::BusinessAsUsual).count()
    };
    let decided = changes(&|a| a.verdict.decided());
    let recommended = changes(&|a| a.verdict.recommended());
    (!rows.is_empty()).then(|| {
        context! {
            heads,
            lines => rows.iter().filter(|row| row.line != MoneyLine::Target).map(line).collect::<Vec<_>>(),
            decided_said => (decided > 0).then(|| counted(decided, "site")),
            recommended_said => number(recommended),
            target => target.and_then(|row| Some(format!("{} in {}", short_sum(row.decided.pence?), row.years?.1))),
            has_plan,
            has_programme,
        }
    })
}

/// What is recorded of energy; `None` where nothing is.
fn energy(view: &View) -> Option<Value> {
    let rated = view.completeness.iter().find(|row| row.column == "epc_rating");
    let utilities = view.total_rows.iter().find(|row| {
        row.what == Counted::RunningCostPart
            && row.basis == TotalBasis::Category(CostCategory::Utilities)
    });
    let rated = rated.filter(|row| row.of > 0).map(|row| of_sites(row.known, row.of));
    let spent = utilities.and_then(|row| row.sum);
    let spent = spent.map(|sum| total_shown(view.edition, &short_sum(sum)));
    (rated.is_some() || spent.is_some()).then(|| context! { rated, spent })
}
