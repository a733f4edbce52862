//! Rows of what a plan changes by year, and of plans along frontiers.

use super::{
    Results,
    plan_parts::{PlanChange, changes},
    plan_slips::PlanProgrammeYear,
};
pub use crate::plan::PolicyLine;
use crate::{
    model::{FinancialYear, words},
    plan::{Frontier, FrontierPoint, Plan, PlanProblem, PlanYear},
};

words!(
    /// What is given up for what along a frontier.
    FrontierKind {
        /// Worth against the most of works that receipts do not cover at the end of a year.
        WorthAgainstBorrowing = "worth_against_borrowing",
        /// Saving a year against public demand within reach of a counter.
        SavingAgainstCounters = "saving_against_counters",
        /// Saving a year against demand within reach of a response base.
        SavingAgainstBases = "saving_against_bases",
    }
);

/// One plan of a frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_frontiers.csv`")]
pub struct FrontierRow {
    pub kind: FrontierKind,
    /// From 1.
    pub point: usize,
    /// Pence of peak borrowing, or demand within reach.
    pub bounded: i64,
    /// In pence: worth, or saving a year.
    pub best: i64,
    /// In pence.
    pub worth: i64,
    pub is_proven: bool,
    /// Whether the line ends here: nothing is borrowed, or as much is within reach as today.
    pub is_end: bool,
    /// What it does otherwise than the point before, at the first point, than business as usual.
    pub changes: Vec<PlanChange>,
}

/// What the policy's own plan and limit are along a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontierMarks {
    /// The frontier.
    pub kind: FrontierKind,
    /// Where the plan that keeps all limits lies, as [`FrontierRow::bounded`] and [`FrontierRow::best`].
    pub plan: (i64, i64),
    /// The policy's limit; `None` sets none that holds for the whole line.
    pub limit: Option<PolicyLine>,
}

/// What the plan changes in a financial year, in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `plan_years.csv`")]
pub struct PlanYearRow {
    pub year: FinancialYear,
    pub works: i64,
    pub receipts: i64,
    pub not_covered: i64,
    pub revenue: i64,
    pub one_off: i64,
    pub moves: usize,
    /// `None` without a capital programme and a treasury.
    pub programme: Option<PlanProgrammeYear>,
}

/// Returns the row of a year.
pub(super) fn year(
    (year, own): (&FinancialYear, &PlanYear),
    programme: Option<PlanProgrammeYear>,
) -> PlanYearRow {
    PlanYearRow {
        year: *year,
        works: own.money.capital,
        receipts: own.money.receipts,
        not_covered: own.not_covered,
        revenue: own.money.revenue,
        one_off: own.money.one_off,
        moves: own.moves,
        programme,
    }
}

/// Returns every frontier with the problem that its plans are of.
fn all(plan: &Plan) -> [(FrontierKind, &PlanProblem, &Frontier); 3] {
    let (kept, loosened) = (&plan.estate.problem, &plan.estate.but_for_coverage);
    [
        (FrontierKind::WorthAgainstBorrowing, kept, &plan.frontiers.borrowing),
        (FrontierKind::SavingAgainstCounters, loosened, &plan.frontiers.counters),
        (FrontierKind::SavingAgainstBases, loosened, &plan.frontiers.bases),
    ]
}

/// Returns the points of every frontier, each with what changes from the one before.
pub(super) fn frontiers(results: Results<'_>, plan: &Plan) -> Vec<FrontierRow> {
    let of = |(kind, problem, own): (FrontierKind, &PlanProblem, &Frontier)| {
        let mut before = vec![0; problem.sites.len()];
        let row = |(point, own): (usize, &FrontierPoint)| {
            let changes = changes(results, problem, &own.answer, &before);
            before.clone_from(&own.answer.choices);
            let FrontierPoint { bounded, best, worth, is_proven, is_end, .. } = *own;
            FrontierRow { kind, point, bounded, best, worth, is_proven, is_end, changes }
        };
        (1..).zip(&own.points).map(row).collect::<Vec<_>>()
    };
    all(plan).into_iter().flat_map(of).collect()
}

/// Returns where the plan and the policy's limit lie along every frontier that has points.
pub(super) fn frontier_marks(plan: &Plan) -> Vec<FrontierMarks> {
    let of = |(kind, _, own): (FrontierKind, &PlanProblem, &Frontier)| {
        let plan = own.plan.filter(|_| !own.points.is_empty())?;
        Some(FrontierMarks { kind, plan, limit: own.limit })
    };
    all(plan).into_iter().filter_map(of).collect()
}
