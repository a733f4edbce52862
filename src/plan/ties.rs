//! Of plans that are as good, the one that is best in the next thing that counts.
//!
//! The search finds one of several plans that come to the same. What counts next is looked for among those in a search of
//! its own, in which what counts before is held at its best to the penny.

use super::{
    check::check,
    problem::{
        DatedWorks, LimitKind, PlanAnswer, PlanChoice, PlanLimit, PlanProblem, SiteChoice,
        YearMoney,
    },
    solve::{NoPlan, PlanEffort, SolvedPlan, solve},
};

/// What a change of one site counts for, in pence: a whole unit of the search.
const CHANGE: i64 = 100_000;

/// Puts other pence in the place of what each choice, and works, are worth.
pub(super) fn aimed(
    problem: &PlanProblem,
    of_choice: impl Fn(SiteChoice, &PlanChoice) -> i64,
    of_works: impl Fn(&DatedWorks) -> i64,
) -> PlanProblem {
    let mut aimed = problem.clone();
    for (site, own) in aimed.sites.iter_mut().enumerate() {
        for (at, choice) in own.choices.iter_mut().enumerate() {
            choice.worth = of_choice((site, at), choice);
        }
    }
    for works in aimed.receivers.iter_mut().flat_map(|receiver| &mut receiver.works) {
        works.worth = of_works(works);
    }
    aimed
}

/// Returns a problem whose best plan does something else than a plan at as few sites as can be.
pub(super) fn like(problem: &PlanProblem, before: &PlanAnswer) -> PlanProblem {
    let is_changed = |(site, at): SiteChoice| i64::from(before.choices[site] != at);
    aimed(problem, |at, _| -CHANGE * is_changed(at), |_| 0)
}

/// Finds the plan that is best for the first of several problems, of those that are best for the next, and so on.
///
/// The problems differ in what choices and works are worth, and in nothing else; `years` is how many years they follow.
/// What is said to be proven is of the first.
///
/// # Errors
/// As [`solve`], of the first.
pub(super) fn best_in_order(
    aims: (&PlanProblem, &[PlanProblem]),
    (start, years): (Option<&PlanAnswer>, usize),
    effort: PlanEffort,
) -> Result<SolvedPlan, NoPlan> {
    let (first, rest) = aims;
    let mut found = solve(first, start, effort)?;
    let mut held = vec![(first, found.worth)];
    for aim in rest {
        let mut bounded = aim.clone();
        for (year, (before, best)) in (years..).zip(&held) {
            hold(&mut bounded, before, year, *best);
        }
        if let Ok(better) = solve(&bounded, Some(&found.answer), effort) {
            found.answer = better.answer;
        }
        held.push((aim, check(aim, &found.answer).worth));
    }
    Ok(found)
}

/// Adds a limit: what another problem takes for worth comes to at least so much.
///
/// It is written as a rise in costs of a year that is not followed, and that nothing else counts.
fn hold(problem: &mut PlanProblem, other: &PlanProblem, year: usize, least: i64) {
    let put = |money: &mut Vec<YearMoney>, worth: i64| {
        if money.len() <= year {
            money.resize(year + 1, YearMoney::default());
        }
        money[year] = YearMoney { revenue: -worth, ..YearMoney::default() };
    };
    let choices = problem.sites.iter_mut().flat_map(|site| &mut site.choices);
    for (choice, (_, own)) in choices.zip(other.all_choices()) {
        put(&mut choice.money, own.worth);
    }
    let works = problem.receivers.iter_mut().flat_map(|receiver| &mut receiver.works);
    let others = other.receivers.iter().flat_map(|receiver| &receiver.works);
    works.zip(others).for_each(|(works, own)| put(&mut works.money, own.worth));
    problem.limits.push(PlanLimit { kind: LimitKind::Revenue(year), bound: -least });
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            problem::PlanSite,
            tests::{Dice, EFFORT, every_plan, random},
        },
        *,
    };

    /// The years of the random problems.
    const YEARS: usize = 2;

    fn saving(money: &[YearMoney]) -> i64 {
        money.get(YEARS - 1).map_or(0, |own| own.one_off - own.revenue)
    }

    /// Random problems in which much is worth the same, and saves the same.
    fn with_ties(dice: &mut Dice) -> PlanProblem {
        let mut problem = random(dice);
        problem.teams.truncate(4);
        // Works only cost.
        let works = problem.receivers.iter_mut().flat_map(|receiver| &mut receiver.works);
        for money in works.flat_map(|works| &mut works.money) {
            let YearMoney { capital, one_off, .. } = *money;
            *money = YearMoney { capital, revenue: one_off, ..YearMoney::default() };
        }
        for choice in problem.sites.iter_mut().flat_map(|site| &mut site.choices) {
            choice.worth = choice.worth / 100_000_000 * 100_000_000;
            for money in &mut choice.money {
                money.revenue = money.revenue / 10_000_300 * 10_000_300;
                money.one_off = 0;
            }
        }
        problem
    }

    #[test]
    fn of_plans_that_save_as_much_the_one_worth_most_and_of_those_the_one_that_changes_least() {
        let mut dice = Dice(19);
        let (mut worth_told, mut changes_told) = (0, 0);
        for _ in 0..60 {
            let problem = with_ties(&mut dice);
            let before = PlanAnswer {
                choices: problem
                    .sites
                    .iter()
                    .map(|site| {
                        let most = i64::try_from(site.choices.len()).unwrap();
                        usize::try_from(dice.below(most)).unwrap()
                    })
                    .collect(),
                ..PlanAnswer::default()
            };
            let aim = aimed(&problem, |_, own| saving(&own.money), |own| saving(&own.money));
            let changed = |answer: &PlanAnswer| {
                let pairs = answer.choices.iter().zip(&before.choices);
                pairs.filter(|(is, was)| is != was).count()
            };
            let of = |answer: &PlanAnswer| {
                let (saved, worth) = (check(&aim, answer).worth, check(&problem, answer).worth);
                (saved, worth, std::cmp::Reverse(changed(answer)))
            };
            let mut all = Vec::new();
            every_plan(&problem, &mut |answer| all.push(of(answer)));
            let rest = [problem.clone(), like(&problem, &before)];
            let found = best_in_order((&aim, &rest), (None, YEARS), EFFORT);
            let Some(best) = all.iter().max() else {
                assert!(found.is_err());
                continue;
            };
            let found = found.unwrap();
            assert_eq!(check(&problem, &found.answer).broken, []);
            assert_eq!(found.worth, best.0);
            assert_eq!(of(&found.answer), *best, "{problem:#?}");
            worth_told += usize::from(all.iter().any(|own| own.0 == best.0 && own.1 < best.1));
            let alike = |own: &&(i64, i64, _)| (own.0, own.1) == (best.0, best.1);
            changes_told += usize::from(all.iter().filter(alike).any(|own| own.2 != best.2));
        }
        assert!(worth_told > 10 && changes_told > 10, "{worth_told} {changes_told}");
    }

    /// By hand: the second choice saves nothing and is worth £1 less, the third saves nothing and is worth as much.
    #[test]
    fn an_option_that_saves_nothing_is_chosen_only_where_it_is_worth_more() {
        let choice = |worth: i64| PlanChoice { worth, ..PlanChoice::default() };
        let problem = |third: i64| PlanProblem {
            sites: vec![PlanSite {
                site_id: "A".to_owned(),
                choices: vec![choice(0), choice(-100), choice(third)],
            }],
            ..PlanProblem::default()
        };
        let usual = PlanAnswer { choices: vec![0], ..PlanAnswer::default() };
        let found = |third: i64, start: usize| {
            let own = problem(third);
            let aim = aimed(&own, |_, own| saving(&own.money), |own| saving(&own.money));
            let start = PlanAnswer { choices: vec![start], ..PlanAnswer::default() };
            let rest = [own.clone(), like(&own, &usual)];
            let found = best_in_order((&aim, &rest), (Some(&start), YEARS), EFFORT).unwrap();
            found.answer.choices[0]
        };
        for start in 0..3 {
            assert_eq!(found(0, start), 0);
            assert_eq!(found(1, start), 2);
        }
    }
}
