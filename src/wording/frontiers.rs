//! Frontiers of plans in words: what more of one thing costs of another.

use super::{and_list_up_to, capital, count_of, plan::plan_change, short_sum};
use crate::{
    edition::{FrontierKind, FrontierMarks, FrontierRow, PlanView},
    model::{pounds, with_thousands},
};

/// Changes that a sentence names; the rest are counted.
const NAMES: usize = 6;

/// Names a frontier.
pub(crate) const fn frontier_title(kind: FrontierKind) -> &'static str {
    match kind {
        FrontierKind::WorthAgainstBorrowing => "Worth against peak borrowing",
        FrontierKind::SavingAgainstCounters => "Saving a year against reach of public counters",
        FrontierKind::SavingAgainstBases => "Saving a year against reach of response bases",
    }
}

/// Names what is bounded along a frontier, and what is then best; `counted` is what demand is.
pub(crate) fn frontier_scales(kind: FrontierKind, counted: &str) -> [String; 2] {
    let one = match kind {
        FrontierKind::WorthAgainstBorrowing => {
            return ["Peak borrowing for works (£)".to_owned(), "Worth (£)".to_owned()];
        }
        FrontierKind::SavingAgainstCounters => "public counter",
        FrontierKind::SavingAgainstBases => "response base",
    };
    [format!("{} within reach of a {one}", capital(counted)), "Saving (£ a year)".to_owned()]
}

/// Names the limit that a control moves along a frontier.
pub(crate) const fn frontier_control(kind: FrontierKind) -> &'static str {
    match kind {
        FrontierKind::WorthAgainstBorrowing => {
            "Limit on peak borrowing for works: less to the right"
        }
        FrontierKind::SavingAgainstCounters => {
            "Demand that must stay within reach of public counters: more to the right"
        }
        FrontierKind::SavingAgainstBases => {
            "Demand that must stay within reach of response bases: more to the right"
        }
    }
}

/// Writes an amount of what is bounded along a frontier.
pub(crate) fn frontier_bound(kind: FrontierKind, amount: i64) -> String {
    match kind {
        FrontierKind::WorthAgainstBorrowing => pounds(amount),
        _ => with_thousands(&amount.to_string()),
    }
}

/// Lists what a plan of a frontier does otherwise than the one before it.
pub(crate) fn frontier_changes(row: &FrontierRow) -> String {
    row.changes.iter().map(plan_change).collect::<Vec<_>>().join("; ")
}

/// Tells whether a plan of a frontier keeps the policy's own limit on what is bounded.
pub(crate) fn keeps_policy(row: &FrontierRow, marks: &FrontierMarks) -> &'static str {
    let Some(limit) = marks.limit else { return "none is set for all years" };
    let is_kept = match row.kind {
        FrontierKind::WorthAgainstBorrowing => row.bounded <= limit.bound,
        _ => row.bounded >= limit.bound,
    };
    match (is_kept, limit.is_sum) {
        (false, _) => "no",
        (true, false) => "yes",
        (true, true) => "as a whole; each district has a limit of its own",
    }
}

/// Says where the plan that keeps every limit lies along a frontier, and what the policy's limit on it is.
pub(crate) fn beside_frontier(marks: &FrontierMarks) -> String {
    let bound = |amount| frontier_bound(marks.kind, amount);
    let (bounded, best) = marks.plan;
    if marks.kind == FrontierKind::WorthAgainstBorrowing {
        let limit = match marks.limit {
            Some(limit) => format!("the policy's limit on it is {}", bound(limit.bound)),
            None => "the policy sets no one limit on it for all years".to_owned(),
        };
        return format!(
            "The plan that keeps the policy's limits is worth {} with peak borrowing for works of {}; {limit}.",
            short_sum(best),
            bound(bounded)
        );
    }
    let limit = match marks.limit {
        None => String::new(),
        Some(limit) => {
            let sum = if limit.is_sum { ", its limits by district added up" } else { "" };
            format!("; the policy asks for at least {}{sum}", bound(limit.bound))
        }
    };
    format!(
        "The plan that keeps the policy's limits is chosen for its worth: it saves {} a year with {} within reach of {}{limit}.",
        short_sum(best),
        bound(bounded),
        of_what(marks.kind)
    )
}

/// Says what lies along each frontier, a sentence or more each; nothing where none is worked out.
pub(crate) fn frontiers(view: &PlanView) -> Vec<String> {
    FrontierKind::ALL.iter().flat_map(|kind| frontier(view, *kind)).collect()
}

/// Says what lies along one frontier, a sentence or more; nothing where it is not worked out.
pub(crate) fn frontier(view: &PlanView, kind: FrontierKind) -> Vec<String> {
    let points: Vec<&FrontierRow> = view.frontiers.iter().filter(|row| row.kind == kind).collect();
    along(kind, &points)
}

fn along(kind: FrontierKind, points: &[&FrontierRow]) -> Vec<String> {
    let Some((first, rest)) = points.split_first() else { return Vec::new() };
    // A plan that does nothing lies on no line.
    if rest.is_empty() && first.changes.is_empty() {
        return Vec::new();
    }
    if rest.is_empty() && first.is_end {
        return vec![match (kind, first.is_proven) {
            (FrontierKind::WorthAgainstBorrowing, _) => {
                "The best plan needs no borrowing for its own works: receipts of its sales cover them in every year."
                    .to_owned()
            }
            (_, true) => {
                format!("No more could be saved a year by giving up coverage of {}.", of_what(kind))
            }
            (_, false) => format!(
                "No plan was found that saves more a year by giving up coverage of {}.",
                of_what(kind)
            ),
        }];
    }
    let mut said = vec![point(kind, first)];
    let mut last = *first;
    for own in rest {
        let change = last.best - own.best;
        let changes: Vec<String> = own.changes.iter().map(plan_change).collect();
        said.push(format!(
            "{}, {} less; what changes is {}.",
            point(kind, own).trim_end_matches('.'),
            short_sum(change),
            and_list_up_to(&changes, NAMES)
        ));
        last = own;
    }
    if !last.is_end {
        said.push(match kind {
            FrontierKind::WorthAgainstBorrowing => {
                "No plan that borrows less was found within the limits.".to_owned()
            }
            _ => format!(
                "No plan that leaves more of it within reach of {} was found within the limits.",
                of_what(kind)
            ),
        });
    }
    said
}

const fn of_what(kind: FrontierKind) -> &'static str {
    match kind {
        FrontierKind::SavingAgainstBases => "response bases",
        _ => "public counters",
    }
}

fn point(kind: FrontierKind, row: &FrontierRow) -> String {
    let proven = if row.is_proven { "" } else { " (the best found; not proven)" };
    let best = short_sum(row.best);
    match kind {
        FrontierKind::WorthAgainstBorrowing => format!(
            "With borrowing for works of at most {} a plan is worth {best}{proven}.",
            short_sum(row.bounded)
        ),
        _ => format!(
            "With {} of the demand for {} within reach a plan saves {best} a year{proven}.",
            with_thousands(&row.bounded.to_string()),
            of_what(kind)
        ),
    }
}

/// Says how many points the frontiers have, for a note below them.
pub(crate) fn frontier_points(view: &PlanView) -> String {
    let points = count_of(view.frontiers.len(), "plan", "plans");
    format!(
        "{points} on the frontiers, worked out beforehand; saving is that of the last year of the budget, sums that fall once \
         left aside. Limits between them are not solved on this page: terrier plan solves them with a policy file of your own."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edition::PlanChange, model::OptionKind};

    fn row(kind: FrontierKind, bounded: i64, best: i64, is_end: bool) -> FrontierRow {
        let changes =
            vec![PlanChange { name: "Alpha".to_owned(), option: OptionKind::Dispose, put_off: 0 }];
        FrontierRow { kind, point: 1, bounded, best, worth: best, is_proven: true, is_end, changes }
    }

    #[test]
    fn one_point_says_that_nothing_is_to_be_given_up_only_where_the_line_ends_there() {
        let kind = FrontierKind::WorthAgainstBorrowing;
        let said = along(kind, &[&row(kind, -5, 100_000, true)]);
        assert!(said[0].contains("needs no borrowing"), "{said:?}");
        let said = along(kind, &[&row(kind, 11_160_000, 100_000_000, false)]);
        insta::assert_snapshot!(said.join("\n"), @r"
        With borrowing for works of at most £111,600 a plan is worth £1.0m.
        No plan that borrows less was found within the limits.
        ");
        let kind = FrontierKind::SavingAgainstCounters;
        let said = along(kind, &[&row(kind, 793_636, 48_960_800, false)]);
        assert!(said[1].contains("No plan that leaves more of it within reach"), "{said:?}");
        let mut unproven = row(kind, 804_336, 48_960_800, true);
        unproven.is_proven = false;
        assert!(along(kind, &[&unproven])[0].starts_with("No plan was found that saves more"));
    }
}
