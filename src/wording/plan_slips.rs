//! How a plan stands when costs, prices and days of sale slip, in words; and what it does to the capital programme.

use super::{and_list, counted, plan::broken, plan::plan_changes};
use crate::{
    edition::{PlanScenarioRow, PlanSlipRow, PlanView, SlipOf},
    model::{decimals, pounds, pounds_short},
};

/// Says how far each thing may slip, how the plan stands under the scenarios of the programme, and what it does to the
/// programme; nothing where that is not worked out.
pub(crate) fn plan_slips(view: &PlanView) -> Vec<String> {
    // Where nothing can be chosen nothing is better or worse for it.
    if view.sites_with_choices == 0 {
        return Vec::new();
    }
    let mut said: Vec<String> =
        view.slips.iter().filter(|row| row.has_any || row.until.is_some()).map(endures).collect();
    let (tried, others): (Vec<&PlanScenarioRow>, Vec<&PlanScenarioRow>) =
        view.scenarios.iter().skip(1).partition(|row| row.changes_worth);
    let stays: Vec<String> =
        tried.iter().filter(|row| stays_best(row)).map(|row| format!("“{}”", row.title)).collect();
    if !stays.is_empty() {
        said.push(format!("No plan within the limits is worth more under {}.", and_list(&stays)));
    }
    said.extend(tried.iter().filter(|row| !stays_best(row)).map(|row| under(row)));
    if !others.is_empty() {
        let titles: Vec<String> = others.iter().map(|row| format!("“{}”", row.title)).collect();
        said.push(format!("{} change the budget, not what a plan is worth.", and_list(&titles)));
    }
    said.extend(plan_in_programme(view));
    said
}

/// Says what would have to slip, and how far, before another plan is worth more; that nothing tried is enough, where that is
/// so; nothing where it is not worked out.
pub(crate) fn plan_turns(view: &PlanView) -> Vec<String> {
    if view.sites_with_choices == 0 {
        return Vec::new();
    }
    let told = view.slips.iter().filter(|row| row.has_any || row.until.is_some());
    let (turn, hold): (Vec<&PlanSlipRow>, Vec<&PlanSlipRow>) =
        told.partition(|row| row.is_shown && row.until.is_some());
    if turn.is_empty() {
        hold.into_iter().map(endures).collect()
    } else {
        turn.into_iter().map(endures).collect()
    }
}

/// Says what the plan does to the capital programme; nothing without one, or where it is not worked out.
pub(crate) fn plan_in_programme(view: &PlanView) -> Option<String> {
    let (with, without) = view.scenarios.first().and_then(|row| row.with.zip(row.without))?;
    if with == without {
        return Some("The plan does not change the capital programme.".to_owned());
    }
    Some(format!(
        "With the plan in the capital programme, the revenue cost is {} over the years of the budget instead of {}, and {} \
         instead of {} in the last of them; borrowing is {} instead of {}.",
        pounds_short(with.revenue),
        pounds_short(without.revenue),
        pounds_short(with.revenue_last),
        pounds_short(without.revenue_last),
        pounds_short(with.borrowing),
        pounds_short(without.borrowing),
    ))
}

/// Tells whether the plan then keeps every limit, and no other that does is worth more.
fn stays_best(row: &PlanScenarioRow) -> bool {
    row.is_proven && row.otherwise.is_empty() && row.breaks.is_empty()
}

fn endures(row: &PlanSlipRow) -> String {
    let share = |thousandths: i64| format!("{}%", decimals(thousandths, 10, 1));
    if !row.is_shown {
        let what = match row.of {
            SlipOf::Costs => "costs that fall once may rise",
            SlipOf::Receipts => "receipts of sales may fall",
            SlipOf::Late => "late sales may be",
        };
        return format!("How far {what} before another plan is worth more was not found out.");
    }
    let years = |years: i64| match usize::try_from(years) {
        Ok(1) => "a year".to_owned(),
        many => counted(many.unwrap_or(0), "year"),
    };
    let other = plan_changes(&row.otherwise);
    match (row.of, row.until) {
        (SlipOf::Costs, Some(until)) => format!(
            "If costs that fall once rise by {} or more, another plan is worth more: {other}.",
            share(until)
        ),
        (SlipOf::Costs, None) => {
            "Costs that fall once could double, and no other plan would be worth more.".to_owned()
        }
        (SlipOf::Receipts, Some(until)) => format!(
            "If receipts of sales are {} lower or more, another plan is worth more: {other}.",
            share(until)
        ),
        (SlipOf::Receipts, None) => {
            "Sales could bring nothing at all, and no other plan would be worth more.".to_owned()
        }
        (SlipOf::Late, Some(until)) => {
            format!("If sales are {} late, another plan is worth more: {other}.", years(until))
        }
        (SlipOf::Late, None) => format!(
            "Sales could be {} late, and no other plan would be worth more.",
            years(row.of.most())
        ),
    }
}

fn under(row: &PlanScenarioRow) -> String {
    let title = &row.title;
    let Some(worth) = row.worth else {
        return format!(
            "What it is worth under “{title}” is not worked out: a sale would fall too late for that."
        );
    };
    let broken =
        broken(&row.breaks).map_or_else(String::new, |limits| format!(" but breaks: {limits}"));
    let Some(best) = row.best else {
        return format!(
            "Under “{title}” it is worth {}{broken}; no plan that then keeps every limit was found.",
            pounds(worth)
        );
    };
    let proven =
        if row.is_proven { "the best plan that then keeps every limit" } else { "another plan" };
    if row.otherwise.is_empty() {
        return format!(
            "Under “{title}” it is worth {}{broken}; no better plan was found.",
            pounds(worth)
        );
    }
    format!(
        "Under “{title}” it is worth {}{broken}; {proven} is worth {}: {}.",
        pounds(worth),
        pounds(best),
        plan_changes(&row.otherwise)
    )
}
