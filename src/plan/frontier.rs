//! Frontiers: how much of one thing a plan must give up for more of another.
//!
//! Each point is the best plan under one more bound, all limits of the policy kept; the bound goes down step by step. Of
//! plans that save as much it is the one worth most, and of those that are worth as much too the one that does something
//! else than the point before at the fewest sites.

use std::collections::BTreeSet;

use super::{
    check::{check, money},
    estate_problem::EstateProblem,
    problem::{LimitKind, PlanAnswer, PlanLimit, PlanProblem, YearMoney},
    solve::{PlanEffort, PlanProof},
    ties::{aimed, best_in_order, like},
};
use crate::model::Service;

/// Steps from one end of a frontier to the other.
const STEPS: i64 = 8;

/// One plan of a frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontierPoint {
    /// What is bounded comes to so much: pence of peak borrowing, or demand within reach.
    pub bounded: i64,
    /// What is best comes to so much, in pence: what it is worth, or saves a year.
    pub best: i64,
    /// What it is worth, in pence.
    pub worth: i64,
    /// Whether it is proven that no plan does better; else none was found that does.
    pub is_proven: bool,
    /// Whether the line ends here: nothing is borrowed, or as much is within reach as today.
    pub is_end: bool,
    /// The plan.
    pub answer: PlanAnswer,
}

/// What a plan changes in one financial year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanYear {
    /// In the budget, in pence.
    pub money: YearMoney,
    /// Works up to its end that receipts of sales up to then do not cover, in pence; below zero receipts are ahead.
    pub not_covered: i64,
    /// Sites moved out of.
    pub moves: usize,
}

/// One frontier, with what of the policy it can be held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    /// From the most borrowing down, or from the least within reach up; empty where there is none.
    pub points: Vec<FrontierPoint>,
    /// Where the plan that keeps all limits of the policy lies: what is bounded, and what is best, as in the points.
    pub plan: Option<(i64, i64)>,
    /// The policy's own bound; `None` sets none that holds for the whole line.
    pub limit: Option<PolicyLine>,
}

/// The policy's limit across a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyLine {
    /// As what is bounded: pence, or demand within reach.
    pub bound: i64,
    /// Whether it is the sum of the bounds of several districts, each of which has to be kept.
    pub is_sum: bool,
}

/// The frontiers of an estate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontiers {
    /// Worth against the most of works that receipts of sales do not cover at the end of a year; it begins with the plan.
    pub borrowing: Frontier,
    /// Saving in the last year of the budget against public demand within reach of a counter; with options that are ruled
    /// out for the coverage they lose.
    pub counters: Frontier,
    /// The same against demand within reach of a response base.
    pub bases: Frontier,
}

/// Returns what a plan changes in the budget, a year each.
#[must_use]
pub fn by_year(problem: &PlanProblem, answer: &PlanAnswer, years: usize) -> Vec<PlanYear> {
    let sites = || (0..problem.sites.len()).map(|site| problem.chosen(answer, site));
    let mut not_covered = 0;
    let of_year = |year: usize| {
        let mut sum = YearMoney::default();
        for own in money(problem, answer, year) {
            sum.capital += own.capital;
            sum.revenue += own.revenue;
            sum.one_off += own.one_off;
            sum.receipts += own.receipts;
        }
        not_covered += sum.capital - sum.receipts;
        let moves = sites().filter(|choice| choice.moves_in == Some(year)).count();
        PlanYear { money: sum, not_covered, moves }
    };
    (0..years).map(of_year).collect()
}

/// Finds the frontiers; `plan` is the best plan that keeps every limit.
#[must_use]
pub fn frontiers(estate: &EstateProblem, plan: &PlanAnswer, effort: PlanEffort) -> Frontiers {
    let years = estate.years.len();
    let of = |service| Frontier {
        points: coverage(&estate.but_for_coverage, service, years, effort),
        ..held_against(&estate.problem, plan, service, years)
    };
    Frontiers {
        borrowing: Frontier {
            points: borrowing(&estate.problem, plan, years, effort),
            plan: Some((
                peak_borrowing(&estate.problem, plan, years),
                check(&estate.problem, plan).worth,
            )),
            limit: borrowing_limit(&estate.problem, years),
        },
        counters: of(Service::PublicCounter),
        bases: of(Service::ResponseBase),
    }
}

/// Returns the most works that receipts do not cover at the end of any year, in pence; below zero receipts are ahead.
fn peak_borrowing(problem: &PlanProblem, answer: &PlanAnswer, years: usize) -> i64 {
    let all = by_year(problem, answer, years);
    all.iter().map(|year| year.not_covered).max().unwrap_or(0)
}

/// Returns the bound on borrowing; `None` where some year has none, or another.
fn borrowing_limit(problem: &PlanProblem, years: usize) -> Option<PolicyLine> {
    let of_year = |year: usize| {
        let own = problem.limits.iter().filter(|limit| limit.kind == LimitKind::Borrowing(year));
        own.map(|limit| limit.bound).min()
    };
    let bounds: Vec<Option<i64>> = (0..years).map(of_year).collect();
    let bound = bounds.first().copied().flatten()?;
    let is_same = bounds.iter().all(|own| *own == Some(bound));
    is_same.then_some(PolicyLine { bound, is_sum: false })
}

fn borrowing(
    problem: &PlanProblem,
    plan: &PlanAnswer,
    years: usize,
    effort: PlanEffort,
) -> Vec<FrontierPoint> {
    let within = |bound: Option<i64>, before: &PlanAnswer| {
        let mut bounded = problem.clone();
        if let Some(bound) = bound {
            let limit = |year| PlanLimit { kind: LimitKind::Borrowing(year), bound };
            bounded.limits.extend((0..years).map(limit));
        }
        let rest = [like(&bounded, before)];
        let found = best_in_order((&bounded, &rest), (Some(before), years), effort).ok()?;
        let peak = peak_borrowing(problem, &found.answer, years);
        Some(FrontierPoint {
            bounded: peak,
            best: found.worth,
            worth: found.worth,
            is_proven: found.proof == PlanProof::Optimal,
            is_end: peak <= 0,
            answer: found.answer,
        })
    };
    let Some(first) = within(None, plan) else { return Vec::new() };
    let step = (first.bounded / STEPS).max(1);
    // Below nothing there is no borrowing to avoid.
    let next = |last: &FrontierPoint| (last.bounded - step).max(0);
    along(first, plan, next, |bound, before| within(Some(bound), before))
}

/// Goes along a frontier from its first point to its end; a point that the next is as good as, with the bound kept
/// better, is none.
fn along(
    first: FrontierPoint,
    from: &PlanAnswer,
    next: impl Fn(&FrontierPoint) -> i64,
    within: impl Fn(i64, &PlanAnswer) -> Option<FrontierPoint>,
) -> Vec<FrontierPoint> {
    let mut points = vec![first];
    while let Some(last) = points.last().filter(|last| !last.is_end) {
        let bound = next(last);
        let Some(mut found) = within(bound, &last.answer) else { break };
        if found.best >= last.best {
            points.pop();
            let before = points.last().map_or(from, |last| &last.answer);
            found = within(bound, before).unwrap_or(found);
        }
        points.push(found);
    }
    points
}

/// Puts the saving of the last year, sums that fall once left aside, in the place of what a choice is worth.
fn by_saving(problem: &PlanProblem, years: usize) -> PlanProblem {
    let last = years.saturating_sub(1);
    let of = |money: &[YearMoney]| money.get(last).map_or(0, |own| own.one_off - own.revenue);
    aimed(problem, |_, choice| of(&choice.money), |works| of(&works.money))
}

/// Returns where a plan lies on a frontier of coverage, and the policy's limit on it; without points.
fn held_against(
    problem: &PlanProblem,
    plan: &PlanAnswer,
    service: Service,
    years: usize,
) -> Frontier {
    let Some((over_all, _)) = over_all(problem, service) else { return Frontier::default() };
    let reached = check(&over_all, plan).used[0];
    let saved = check(&by_saving(problem, years), plan).worth;
    let own = problem.limits.iter().filter_map(|limit| match &limit.kind {
        LimitKind::Coverage { service: of, district, .. } if *of == service => {
            Some((district.is_none(), limit.bound))
        }
        _ => None,
    });
    let (whole, districts): (Vec<_>, Vec<_>) = own.partition(|(is_whole, _)| *is_whole);
    let limit = match whole.iter().map(|(_, bound)| *bound).max() {
        Some(bound) => PolicyLine { bound, is_sum: false },
        None => PolicyLine {
            bound: districts.iter().map(|(_, bound)| bound).sum(),
            is_sum: districts.len() > 1,
        },
    };
    Frontier { points: Vec::new(), plan: Some((reached, saved)), limit: Some(limit) }
}

/// Returns the problem with one limit on the coverage of a service, over all that the policy's are of, in the place of
/// those; with what the sites of today have within reach. `None` where the policy has none.
fn over_all(problem: &PlanProblem, of: Service) -> Option<(PlanProblem, i64)> {
    let is_own = |limit: &PlanLimit| matches!(limit.kind, LimitKind::Coverage { service, .. } if service == of);
    let (mut groups, mut whole, mut reached) = (BTreeSet::new(), 0, 0);
    for limit in problem.limits.iter().filter(|limit| is_own(limit)) {
        let LimitKind::Coverage { district, zones, demand, today, .. } = &limit.kind else {
            continue;
        };
        if district.is_none() {
            // That of the whole area has the groups of its districts too.
            (groups, whole, reached) = (zones.iter().copied().collect(), *demand, *today);
            break;
        }
        groups.extend(zones.iter().copied());
        whole += demand;
        reached += today;
    }
    let kind = LimitKind::Coverage {
        service: of,
        district: None,
        zones: groups.iter().copied().collect(),
        demand: whole,
        today: reached,
    };
    let mut limits = vec![PlanLimit { kind, bound: 0 }];
    limits.extend(problem.limits.iter().filter(|limit| !is_own(limit)).cloned());
    let is_any = !groups.is_empty();
    is_any.then(|| (PlanProblem { limits, ..problem.clone() }, reached))
}

/// Returns business as usual at every site.
fn usual(problem: &PlanProblem) -> PlanAnswer {
    PlanAnswer {
        choices: vec![0; problem.sites.len()],
        places: vec![None; problem.teams.len()],
        works: vec![None; problem.receivers.len()],
    }
}

fn coverage(
    problem: &PlanProblem,
    service: Service,
    years: usize,
    effort: PlanEffort,
) -> Vec<FrontierPoint> {
    let Some((bounded, today)) = over_all(problem, service) else { return Vec::new() };
    let within = |bound: i64, before: &PlanAnswer| {
        let mut bounded = bounded.clone();
        bounded.limits[0].bound = bound;
        let saving = by_saving(&bounded, years);
        let rest = [bounded, like(&saving, before)];
        let found = best_in_order((&saving, &rest), (None, years), effort).ok()?;
        let counted = check(&rest[0], &found.answer);
        let reached = counted.used[0];
        Some(FrontierPoint {
            bounded: reached,
            best: found.worth,
            worth: counted.worth,
            is_proven: found.proof == PlanProof::Optimal,
            is_end: reached >= today,
            answer: found.answer,
        })
    };
    let usual = usual(problem);
    let Some(first) = within(0, &usual) else { return Vec::new() };
    let step = ((today - first.bounded) / STEPS).max(1);
    let next = |last: &FrontierPoint| (last.bounded + step).min(today);
    along(first, &usual, next, within)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            problem::LimitSide,
            solve::solve,
            tests::{Dice, EFFORT, random},
        },
        *,
    };

    /// The years of the random problems.
    const YEARS: usize = 2;

    #[test]
    fn down_a_frontier_of_borrowing_every_plan_keeps_the_limits_and_is_worth_no_more() {
        let mut dice = Dice(11);
        let mut steps = 0;
        for _ in 0..60 {
            let mut problem = random(&mut dice);
            // Sales bring less, so that works are not covered.
            for money in problem.sites.iter_mut().flat_map(|site| &mut site.choices) {
                money.money.iter_mut().for_each(|year| year.receipts /= 8);
            }
            let usual = usual(&problem);
            let points = borrowing(&problem, &usual, YEARS, EFFORT);
            for point in &points {
                let counted = check(&problem, &point.answer);
                assert!(counted.broken.is_empty(), "{:?}", counted.broken);
                assert_eq!(counted.worth, point.best);
                assert_eq!(peak_borrowing(&problem, &point.answer, YEARS), point.bounded);
            }
            for pair in points.windows(2) {
                assert!(pair[1].bounded < pair[0].bounded && pair[1].best < pair[0].best);
                steps += 1;
            }
        }
        assert!(steps > 5, "{steps}");
    }

    #[test]
    fn up_a_frontier_of_coverage_every_plan_reaches_more_and_saves_no_more() {
        let mut dice = Dice(12);
        let mut steps = 0;
        for _ in 0..60 {
            let mut problem = random(&mut dice);
            let used = check(&problem, &usual(&problem)).used;
            for (limit, used) in problem.limits.iter_mut().zip(used) {
                if let LimitKind::Coverage { today, .. } = &mut limit.kind {
                    *today = used;
                }
            }
            let service = Service::PublicCounter;
            let points = coverage(&problem, service, YEARS, EFFORT);
            for pair in points.windows(2) {
                assert!(pair[1].bounded > pair[0].bounded && pair[1].best < pair[0].best);
                steps += 1;
            }
            let is_own = |limit: &PlanLimit| matches!(limit.kind, LimitKind::Coverage { service: own, .. } if own == service);
            for point in &points {
                let counted = check(&problem, &point.answer);
                let others = problem.limits.iter().zip(&counted.used).filter(|(l, _)| !is_own(l));
                for (limit, used) in others {
                    let kept = match limit.kind.side() {
                        LimitSide::Least => *used >= limit.bound,
                        LimitSide::Most => *used <= limit.bound,
                    };
                    assert!(kept, "{limit:?} {used}");
                }
            }
        }
        assert!(steps > 10, "{steps}");
    }

    #[test]
    fn the_years_of_a_plan_add_up_to_what_its_limits_count() {
        let mut dice = Dice(13);
        for _ in 0..60 {
            let mut problem = random(&mut dice);
            let Ok(found) = solve(&problem, None, EFFORT) else { continue };
            let kinds = |year| {
                let of = [LimitKind::Capital, LimitKind::Revenue, LimitKind::OneOff];
                of.map(|kind| kind(year))
                    .into_iter()
                    .chain([LimitKind::Borrowing(year), LimitKind::Moves(year)])
            };
            problem.limits =
                (0..YEARS).flat_map(kinds).map(|kind| PlanLimit { kind, bound: 0 }).collect();
            let used = check(&problem, &found.answer).used;
            let told: Vec<i64> = by_year(&problem, &found.answer, YEARS)
                .iter()
                .flat_map(|year| {
                    let moves = i64::try_from(year.moves).unwrap();
                    let money = year.money;
                    [money.capital, money.revenue, money.one_off, year.not_covered, moves]
                })
                .collect();
            assert_eq!(told, used);
        }
    }
}
