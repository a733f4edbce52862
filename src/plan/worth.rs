//! What a plan is worth: against other plans, and what each limit of it costs.

use super::{
    check::{BrokenRule, PlanCount, check},
    estate_problem::SiteStanding,
    greedy::{greedy, placed},
    problem::{LimitKind, PlanAnswer, PlanProblem},
    solve::{NoPlan, PlanEffort, PlanProof, SolvedPlan, solve, solve_but_for},
};

/// The best plan that was found, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestPlan {
    /// The plan.
    pub solved: SolvedPlan,
    /// What it uses of each limit.
    pub count: PlanCount,
    /// What the plan found by trying one change after another is worth, in pence; `None` where none was found so.
    pub greedy: Option<i64>,
    /// Each site's best choice alone.
    pub alone: Vec<BestAlone>,
    /// All of those together.
    pub all_alone: OtherPlan,
    /// What is decided and nothing else.
    pub decided: OtherPlan,
    /// The best of the plans that do something else at some site; `None` where there is none, or none was looked for.
    pub next: Option<SolvedPlan>,
    /// What each limit costs, in their order; empty where that was not worked out.
    pub costs: Vec<Option<LimitCost>>,
}

/// The best that one site could do, were it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestAlone {
    /// The choice: what is decided, where something is.
    pub choice: usize,
    /// What it is worth, works at other sites among it, in pence.
    pub worth: i64,
    /// What the plan would break with it instead; empty where it is chosen, or where the plan has done more with less.
    pub breaks: Vec<BrokenRule>,
}

/// Another plan to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPlan {
    /// What it is worth, in pence.
    pub worth: i64,
    /// What it breaks.
    pub broken: Vec<BrokenRule>,
}

/// What keeping one limit costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitCost {
    /// What the best plan without it is worth more, in pence.
    pub pence: i64,
    /// Whether that is shown; else it is at least so much.
    pub is_exact: bool,
}

/// Finds the best plan, and what it is worth; the search begins with the better of a plan that is given and of the one that
/// trying one change after another finds.
///
/// Other plans and the cost of limits are looked for where `with_costs` says so: each takes a search of its own.
///
/// # Errors
/// [`NoPlan`] where there is none, or none was found.
pub fn best(
    problem: &PlanProblem,
    standing: &[SiteStanding],
    (effort, given): (PlanEffort, Option<&PlanAnswer>),
    with_costs: bool,
) -> Result<BestPlan, NoPlan> {
    let start = greedy(problem);
    let standing_worth = |answer: &PlanAnswer| {
        let counted = check(problem, answer);
        counted.broken.is_empty().then_some(counted.worth)
    };
    let begin = start.iter().chain(given).max_by_key(|answer| standing_worth(answer));
    let solved = solve(problem, begin, effort)?;
    let count = check(problem, &solved.answer);
    let alone: Vec<BestAlone> = (0..problem.sites.len())
        .map(|site| alone(problem, standing, site, &solved.answer))
        .collect();
    let choices = alone.iter().map(|own| own.choice).collect();
    let all_alone = other(problem, choices, Some(alone.iter().map(|own| own.worth).sum()));
    let mut decided = vec![0; problem.sites.len()];
    for limit in &problem.limits {
        if let LimitKind::Decided((site, at)) = limit.kind {
            decided[site] = at;
        }
    }
    let cost = |at: usize| {
        let without = problem.without(&[at]);
        let found = solve(&without, Some(&solved.answer), effort).ok()?;
        let exact = found.proof == PlanProof::Optimal && solved.proof == PlanProof::Optimal;
        Some(LimitCost { pence: found.worth - solved.worth, is_exact: exact })
    };
    Ok(BestPlan {
        greedy: start.map(|answer| check(problem, &answer).worth),
        alone,
        all_alone,
        decided: other(problem, decided, None),
        next: with_costs.then(|| solve_but_for(problem, &solved.answer, effort).ok()).flatten(),
        costs: (0..problem.limits.len()).filter(|_| with_costs).map(cost).collect(),
        count,
        solved,
    })
}

/// Counts a plan of other choices, its teams placed one after the other.
fn other(problem: &PlanProblem, choices: Vec<usize>, worth: Option<i64>) -> OtherPlan {
    let counted = check(problem, &placed(problem, &choices));
    OtherPlan { worth: worth.unwrap_or(counted.worth), broken: counted.broken }
}

fn alone(
    problem: &PlanProblem,
    standing: &[SiteStanding],
    site: usize,
    answer: &PlanAnswer,
) -> BestAlone {
    let works = |at: usize| standing[site].works_alone.get(at).copied().unwrap_or(0);
    let own = &problem.sites[site].choices;
    let worth = |at: usize| own[at].worth + works(at);
    let decided = problem.limits.iter().find_map(|limit| match limit.kind {
        LimitKind::Decided((of, at)) if of == site => Some(at),
        _ => None,
    });
    let fits = |at: &usize| decided.is_none_or(|decided| decided == *at);
    let choice = (0..own.len())
        .filter(fits)
        .max_by_key(|at| (worth(*at), std::cmp::Reverse(*at)))
        .unwrap_or(0);
    let mut choices = answer.choices.clone();
    choices[site] = choice;
    let breaks = if choice == answer.choices[site] {
        Vec::new()
    } else {
        check(problem, &placed(problem, &choices)).broken
    };
    BestAlone { choice, worth: worth(choice), breaks }
}
