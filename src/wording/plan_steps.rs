//! The steps of a plan in words.

use super::{and_list, capital, counted, exits::bar_reason, long_date};
use crate::edition::{PlanStepKind, PlanStepRow, PlanView};

/// Names what is done in a step, the site left aside.
pub(crate) fn step_done(row: &PlanStepRow) -> String {
    match (row.kind, &row.bar) {
        (PlanStepKind::Wait, Some(why)) => format!("wait: {}", bar_reason(why)),
        (PlanStepKind::Sell, _) if row.with_planning => {
            "planning permission, until sold".to_owned()
        }
        (kind, _) => step_kind(kind).to_owned(),
    }
}

/// Names a kind of step.
pub(crate) const fn step_kind(kind: PlanStepKind) -> &'static str {
    match kind {
        PlanStepKind::ServeNotice => "notice to end the lease",
        PlanStepKind::Wait => "wait",
        PlanStepKind::MakeRoom => "room made for teams of others",
        PlanStepKind::MoveOut => "people move out",
        PlanStepKind::Sell => "until sold",
        PlanStepKind::Agree => "partner agrees",
        PlanStepKind::GiveUp => "lease ends",
        PlanStepKind::LetIn => "tenant or partner moves in",
    }
}

/// Names the steps that a step waits for.
pub(crate) fn step_waits(view: &PlanView, row: &PlanStepRow) -> Vec<String> {
    let of = |step: &usize| {
        let own = view.steps.get(step.checked_sub(1)?)?;
        Some(if own.site_id == row.site_id {
            step_done(own)
        } else {
            format!("{}: {}", own.name, step_done(own))
        })
    };
    row.waits_for.iter().filter_map(of).collect()
}

/// Says when the plan begins and ends, and which steps of one site wait for another's; nothing without steps.
pub(crate) fn plan_steps(view: &PlanView) -> Vec<String> {
    let of = |kind| view.steps.iter().filter(move |row| row.kind == kind);
    let mut said = Vec::new();
    let left = of(PlanStepKind::MoveOut).map(|row| row.until);
    if let Some(last) = left.clone().max() {
        let many = left.count();
        said.push(format!(
            "People leave {}, the last on {}.",
            counted(many, "building"),
            long_date(last)
        ));
    }
    let sold = of(PlanStepKind::Sell).map(|row| row.until);
    if let Some(last) = sold.clone().max() {
        said.push(match sold.count() {
            1 => format!("One sale completes, on {}.", long_date(last)),
            many => format!(
                "{} complete, the last on {}.",
                capital(&counted(many, "sale")),
                long_date(last)
            ),
        });
    }
    for row in of(PlanStepKind::ServeNotice) {
        said.push(format!(
            "Notice on the lease of {} must be served by {}.",
            row.name,
            long_date(row.until)
        ));
    }
    for row in &view.steps {
        let others: Vec<String> = step_waits(view, row)
            .into_iter()
            .zip(&row.waits_for)
            .filter(|(_, at)| {
                let own = at.checked_sub(1).and_then(|at| view.steps.get(at));
                own.is_some_and(|own| own.site_id != row.site_id)
            })
            .map(|(words, _)| words)
            .collect();
        if !others.is_empty() {
            said.push(format!(
                "At {} ({}), this comes first: {}.",
                row.name,
                step_done(row),
                and_list(&others)
            ));
        }
    }
    said
}
