//! Frontiers of plans in words: what more of one thing costs of another.

use super::{and_list_up_to, count_of, option, short_sum};
use crate::{
    edition::{FrontierKind, FrontierRow, PlanView},
    model::with_thousands,
};

/// Changes that a sentence names; the rest are counted.
const NAMES: usize = 6;

/// Says what lies along each frontier, a sentence or more each; nothing where none is worked out.
pub(crate) fn frontiers(view: &PlanView) -> Vec<String> {
    let of = |kind: &FrontierKind| {
        let points: Vec<&FrontierRow> =
            view.frontiers.iter().filter(|row| row.kind == *kind).collect();
        along(*kind, &points)
    };
    FrontierKind::ALL.iter().flat_map(of).collect()
}

fn along(kind: FrontierKind, points: &[&FrontierRow]) -> Vec<String> {
    let Some((first, rest)) = points.split_first() else { return Vec::new() };
    // A plan that does nothing lies on no line.
    if rest.is_empty() && first.changes.is_empty() {
        return Vec::new();
    }
    if rest.is_empty() {
        return vec![match kind {
            FrontierKind::WorthAgainstBorrowing => {
                "No plan needs to borrow for works: receipts of sales cover them in every year."
                    .to_owned()
            }
            _ => {
                format!("No more could be saved a year by giving up coverage of {}.", of_what(kind))
            }
        }];
    }
    let mut said = vec![point(kind, first)];
    let mut last = *first;
    for own in rest {
        let change = last.best - own.best;
        let changes: Vec<String> =
            own.changes.iter().map(|(name, done)| format!("{name}: {}", option(*done))).collect();
        said.push(format!(
            "{}, {} less; what changes is {}.",
            point(kind, own).trim_end_matches('.'),
            short_sum(change),
            and_list_up_to(&changes, NAMES)
        ));
        last = own;
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
         left aside. Other limits are tried with a policy file and terrier plan."
    )
}
