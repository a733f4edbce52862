//! Frontiers: how much of one thing a plan must give up for more of another.
//!
//! Each point is the best plan under one more bound, all limits of the policy kept; the bound goes down step by step.

use std::collections::BTreeSet;

use super::{
    check::{check, money},
    from_estate::EstateProblem,
    problem::{LimitKind, PlanAnswer, PlanLimit, PlanProblem, YearMoney},
    solve::{PlanEffort, PlanProof, solve},
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

/// The frontiers of an estate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontiers {
    /// Worth against the most of works that receipts of sales do not cover at the end of a year, from the most down.
    pub borrowing: Vec<FrontierPoint>,
    /// Saving in the last year of the budget against public demand within reach of a counter, from the least up; with
    /// options that are ruled out for the coverage they lose.
    pub counters: Vec<FrontierPoint>,
    /// The same against demand within reach of a response base.
    pub bases: Vec<FrontierPoint>,
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

/// Finds the frontiers.
#[must_use]
pub fn frontiers(estate: &EstateProblem, effort: PlanEffort) -> Frontiers {
    let years = estate.years.len();
    Frontiers {
        borrowing: borrowing(&estate.problem, years, effort),
        counters: coverage(&estate.but_for_coverage, Service::PublicCounter, years, effort),
        bases: coverage(&estate.but_for_coverage, Service::ResponseBase, years, effort),
    }
}

/// Returns the most works that receipts do not cover at the end of any year, in pence; below zero receipts are ahead.
fn peak_borrowing(problem: &PlanProblem, answer: &PlanAnswer, years: usize) -> i64 {
    let all = by_year(problem, answer, years);
    all.iter().map(|year| year.not_covered).max().unwrap_or(0)
}

fn borrowing(problem: &PlanProblem, years: usize, effort: PlanEffort) -> Vec<FrontierPoint> {
    let within = |bound: Option<i64>, start: Option<&PlanAnswer>| {
        let mut bounded = problem.clone();
        if let Some(bound) = bound {
            let limit = |year| PlanLimit { kind: LimitKind::Borrowing(year), bound };
            bounded.limits.extend((0..years).map(limit));
        }
        let found = solve(&bounded, start, effort).ok()?;
        let peak = peak_borrowing(problem, &found.answer, years);
        let is_proven = found.proof == PlanProof::Optimal;
        let is_end = peak <= 0;
        let (best, answer) = (found.worth, found.answer);
        Some(FrontierPoint { bounded: peak, best, is_proven, is_end, answer })
    };
    let Some(first) = within(None, None) else { return Vec::new() };
    let step = (first.bounded / STEPS).max(1);
    let mut points = vec![first];
    // Below nothing there is no borrowing to avoid.
    while let Some(last) = points.last().filter(|last| !last.is_end) {
        let bound = (last.bounded - step).max(0);
        let Some(next) = within(Some(bound), None) else { break };
        points.push(next);
    }
    points
}

/// Puts the saving of the last year, sums that fall once left aside, in the place of what a choice is worth.
fn by_saving(problem: &PlanProblem, years: usize) -> PlanProblem {
    let mut saving = problem.clone();
    let last = years.saturating_sub(1);
    let of = |money: &[YearMoney]| money.get(last).map_or(0, |own| own.one_off - own.revenue);
    for choice in saving.sites.iter_mut().flat_map(|site| &mut site.choices) {
        choice.worth = of(&choice.money);
    }
    for works in saving.receivers.iter_mut().flat_map(|receiver| &mut receiver.works) {
        works.worth = of(&works.money);
    }
    saving
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

fn coverage(
    problem: &PlanProblem,
    service: Service,
    years: usize,
    effort: PlanEffort,
) -> Vec<FrontierPoint> {
    let Some((bounded, today)) = over_all(problem, service) else { return Vec::new() };
    let saving = by_saving(&bounded, years);
    let within = |bound: i64| {
        let mut bounded = saving.clone();
        bounded.limits[0].bound = bound;
        let found = solve(&bounded, None, effort).ok()?;
        let reached = check(&bounded, &found.answer).used[0];
        let is_proven = found.proof == PlanProof::Optimal;
        let is_end = reached >= today;
        let (best, answer) = (found.worth, found.answer);
        Some(FrontierPoint { bounded: reached, best, is_proven, is_end, answer })
    };
    let Some(first) = within(0) else { return Vec::new() };
    let step = ((today - first.bounded) / STEPS).max(1);
    let mut points = vec![first];
    while let Some(last) = points.last().filter(|last| !last.is_end) {
        let bound = (last.bounded + step).min(today);
        let Some(next) = within(bound) else { break };
        points.push(next);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            problem::LimitSide,
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
            let points = borrowing(&problem, YEARS, EFFORT);
            for point in &points {
                let counted = check(&problem, &point.answer);
                assert!(counted.broken.is_empty(), "{:?}", counted.broken);
                assert_eq!(counted.worth, point.best);
                assert_eq!(peak_borrowing(&problem, &point.answer, YEARS), point.bounded);
            }
            for pair in points.windows(2) {
                assert!(pair[1].bounded < pair[0].bounded && pair[1].best <= pair[0].best);
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
            let nothing = PlanAnswer {
                choices: vec![0; problem.sites.len()],
                places: vec![None; problem.teams.len()],
                works: vec![None; problem.receivers.len()],
            };
            let used = check(&problem, &nothing).used;
            for (limit, used) in problem.limits.iter_mut().zip(used) {
                if let LimitKind::Coverage { today, .. } = &mut limit.kind {
                    *today = used;
                }
            }
            let service = Service::PublicCounter;
            let points = coverage(&problem, service, YEARS, EFFORT);
            for pair in points.windows(2) {
                assert!(pair[1].bounded > pair[0].bounded && pair[1].best <= pair[0].best);
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
