//! Making the model tight keeps the best plan of small random problems, tried in full; no bound is below it.

use super::Root;
use crate::plan::{
    check::check,
    greedy::greedy,
    model::LinearModel,
    problem::{LimitKind, PlanAnswer, PlanChoice, PlanLimit, PlanProblem, PlanSite, YearMoney},
    relaxed::Priced,
    simplify::dominated,
    solve::{NoPlan, PlanEffort, PlanProof, solve},
    tests::{Dice, EFFORT, best_of_all, random, without_idle_works},
    tree::halves,
};

fn problems(seed: u64, count: usize) -> impl Iterator<Item = PlanProblem> {
    let mut dice = Dice(seed);
    (0..count).map(move |_| without_idle_works(random(&mut dice)))
}

/// Tells whether a plan of what is left keeps every row and cut of the root.
fn is_in(root: &Root, problem: &PlanProblem, answer: &PlanAnswer) -> bool {
    let values = root.values_of(problem, &root.undominated(problem, answer));
    let values: Vec<f64> = values.into_iter().map(crate::model::ratio_term).collect();
    let taken = root.groups.taken(&values);
    let holds = |at: usize| taken[at] > 0.5;
    let all_left = (0..taken.len()).all(|at| !holds(at) || root.left[at]);
    let kept = root.sums.all.iter().all(|sum| {
        let own = sum.items.iter().flat_map(|(_, own)| own).filter(|(at, _)| holds(*at));
        own.map(|(_, weight)| *weight).sum::<i64>() <= sum.room
    });
    all_left && kept
}

#[test]
fn cuts_and_tight_rows_keep_the_best_plan() {
    let (mut kept, mut cut) = (0, 0);
    for problem in problems(23, 160) {
        let model = LinearModel::of(&problem);
        let best = best_of_all(&problem);
        let Some(root) = Root::of(&problem, &model) else {
            assert_eq!(best, None, "{problem:#?}");
            continue;
        };
        let Ok(found) = solve(&problem, None, EFFORT) else { continue };
        assert_eq!(Some(found.worth), best);
        assert!(is_in(&root, &problem, &found.answer), "{problem:#?}");
        let Priced { bound, .. } = root.priced.as_ref().expect("a bound");
        assert!(*bound >= found.worth);
        kept += 1;
        cut += usize::from(root.sums.all.len() > root.model.rows.len());
    }
    assert!(kept > 90 && cut > 20, "{kept} {cut}");
}

#[test]
fn choices_that_are_left_out_never_change_the_best() {
    let mut left_out = 0;
    for problem in problems(29, 160) {
        let best = best_of_all(&problem);
        let model = LinearModel::of(&problem);
        let out = dominated(&problem, &model);
        let mut other = problem.clone();
        for ((site, at), by) in &out {
            assert_ne!(at, by);
            other.sites[*site].choices[*at].worth = -1_000_000_000_000;
        }
        assert_eq!(best_of_all(&other), best, "{problem:#?}");
        left_out += out.len();
    }
    assert!(left_out > 40, "{left_out}");
}

/// One choice can stand for another that it is worth as much as, but not where it uses more of a limit.
#[test]
fn a_choice_that_is_put_off_is_left_out_only_where_it_spares_nothing() {
    let spent = |at: usize| {
        (0..2).map(move |year| YearMoney {
            capital: if year == at { 100 } else { 0 },
            ..YearMoney::default()
        })
    };
    let choice = |at: usize, worth: i64| PlanChoice {
        worth,
        money: spent(at).collect(),
        ..PlanChoice::default()
    };
    let choices = vec![PlanChoice::default(), choice(0, 900), choice(1, 800)];
    let sites = vec![PlanSite { site_id: "A".to_owned(), choices }];
    let mut problem = PlanProblem { sites, ..PlanProblem::default() };
    let out = |problem: &PlanProblem| dominated(problem, &LinearModel::of(problem));
    assert_eq!(out(&problem), [((0, 0), 1), ((0, 2), 1)]);
    problem.limits.push(PlanLimit { kind: LimitKind::Capital(0), bound: 50 });
    assert_eq!(out(&problem), [((0, 0), 2)]);
    assert_eq!(solve(&problem, None, EFFORT).map(|found| found.worth), Ok(800));
}

#[test]
fn a_short_search_never_says_too_little() {
    let (mut optimal, mut within) = (0, 0);
    for (at, problem) in problems(31, 160).enumerate() {
        let best = best_of_all(&problem);
        let nodes = [0, 1, 3][at % 3];
        let effort = PlanEffort { nodes, seconds: None };
        match solve(&problem, greedy(&problem).as_ref(), effort) {
            Ok(found) => {
                assert_eq!(check(&problem, &found.answer).broken, []);
                assert!(Some(found.worth) <= best);
                match found.proof {
                    PlanProof::Optimal => assert_eq!(Some(found.worth), best),
                    PlanProof::Within(bound) => assert!(Some(bound) >= best),
                    PlanProof::Heuristic => {}
                }
                optimal += usize::from(found.proof == PlanProof::Optimal);
                within += usize::from(matches!(found.proof, PlanProof::Within(_)));
            }
            Err(NoPlan::Clash) => assert_eq!(best, None),
            Err(NoPlan::NotFound) => {}
        }
    }
    assert!(optimal > 30 && within > 10, "{optimal} {within}");
}

/// Returns the most that any part is worth once what is left was split as often as it can be.
fn most_of_parts(root: &Root, depth: usize) -> i64 {
    let bound = root.priced.as_ref().map_or(i64::MAX, |priced| priced.bound);
    let Some(two) = halves(root).filter(|_| depth < 6) else { return bound };
    let group = root.groups.of[two[0][0]];
    let mut both = [two[0].clone(), two[1].clone()].concat();
    both.sort_unstable();
    let free: Vec<usize> =
        root.groups.members[group].iter().copied().filter(|at| root.left[*at]).collect();
    assert_eq!(both, free);
    let parts = two.iter().filter_map(|out| root.half(out));
    parts.map(|half| most_of_parts(&half, depth + 1)).max().unwrap_or(i64::MIN).min(bound)
}

#[test]
fn halves_together_keep_the_best_plan() {
    let mut split = 0;
    for problem in problems(37, 400) {
        let model = LinearModel::of(&problem);
        let Some(root) = Root::of(&problem, &model) else { continue };
        if halves(&root).is_none() {
            continue;
        }
        if let Some(best) = best_of_all(&problem) {
            assert!(most_of_parts(&root, 0) >= best, "{problem:#?}");
            split += 1;
        }
    }
    assert!(split > 5, "{split}");
}
