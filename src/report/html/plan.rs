//! The section about the plan of the whole estate.

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::{FrontierKind, FrontierRow, PlanLimitRow, PlanRow, PlanView, PlanYearRow, View},
    model::{OptionKind, pounds, with_thousands},
    wording::{
        capital, frontier_points, frontiers, limit_used, long_date, plan_answer, plan_change,
        plan_clash, plan_limit, plan_slips, plan_steps, plan_worth, planned, why_not_alone,
    },
};

/// Years of the budget that are shown; the table has all.
const YEARS: usize = 10;

/// Returns what the section shows; `None` where no plan was looked for.
pub(super) fn plan(view: &View) -> Option<Value> {
    let plan = view.plan.as_ref()?;
    let is_changed =
        |row: &&PlanRow| row.option != OptionKind::BusinessAsUsual || row.instead.is_some();
    let changed: Vec<&PlanRow> = plan.rows.iter().filter(is_changed).collect();
    let years: Vec<&PlanYearRow> = plan.years.iter().take(YEARS).collect();
    Some(context! {
        answer => plan_answer(plan).into_iter().chain(plan_clash(plan)).collect::<Vec<_>>(),
        worth => plan_worth(plan),
        sites => list(&changed, |row| site(row)),
        limits => list(&plan.limits, limit),
        not_tested => plan.not_tested.iter().map(|(limit, why)| format!("{limit}: {why}")).collect::<Vec<_>>(),
        years => list(&years, |row| year(row)),
        years_left => plan.years.len().saturating_sub(YEARS),
        steps => plan_steps(plan),
        slips => plan_slips(plan),
        frontiers => frontiers(plan),
        points => list(&plan.frontiers, frontier),
        about_points => frontier_points(plan),
        moves => moves(plan),
    })
}

fn site(row: &PlanRow) -> Value {
    let least = if row.at_least { "at least " } else { "" };
    context! {
        site_id => row.site_id.as_str(),
        name => row.name.as_str(),
        option => capital(&planned(row.option, row.put_off)),
        on => row.done_on.map(long_date).unwrap_or_default(),
        worth => row.worth.map(|worth| format!("{least}{}", pounds(worth))).unwrap_or_default(),
        alone => row.instead.as_ref().map(|_| capital(&planned(row.alone, row.alone_put_off))).unwrap_or_default(),
        why => capital(&why_not_alone(row)),
    }
}

fn limit(row: &PlanLimitRow) -> Value {
    let [used, bound, slack] = limit_used(row);
    let cost = row.cost.map(pounds).unwrap_or_default();
    context! { limit => capital(&plan_limit(row)), used, bound, slack, cost, source => row.source.as_str() }
}

fn year(row: &PlanYearRow) -> Value {
    context! {
        year => row.year.to_string(),
        works => pounds(row.works),
        receipts => pounds(row.receipts),
        not_covered => pounds(row.not_covered),
        revenue => pounds(row.revenue),
        moves => row.moves,
    }
}

fn frontier(row: &FrontierRow) -> Value {
    let is_money = row.kind == FrontierKind::WorthAgainstBorrowing;
    context! {
        kind => match row.kind {
            FrontierKind::WorthAgainstBorrowing => "Worth against peak borrowing",
            FrontierKind::SavingAgainstCounters => "Saving a year against reach of public counters",
            FrontierKind::SavingAgainstBases => "Saving a year against reach of response bases",
        },
        bounded => if is_money { pounds(row.bounded) } else { with_thousands(&row.bounded.to_string()) },
        best => pounds(row.best),
        proven => row.is_proven,
        changes => row.changes.iter().map(plan_change).collect::<Vec<_>>().join("; "),
    }
}

fn moves(plan: &PlanView) -> Value {
    list(&plan.moves, |row| {
        context! {
            team => row.team.as_str(),
            from => row.name.as_str(),
            to => row.to_name.as_str(),
            on => row.on.map(long_date).unwrap_or_default(),
        }
    })
}
