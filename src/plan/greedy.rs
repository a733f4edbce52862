//! A good plan by trying one change after another: the start of the search, and what is left where no solver is asked.
//!
//! Each site in turn is given another choice where that is worth more and breaks no more than before; then pairs of sites
//! are changed together. A plan that breaks something is mended first.

use super::{
    check::{BrokenRule, PlanCount, check},
    problem::{LimitKind, PlanAnswer, PlanProblem, SiteChoice},
};

/// Plans that are counted, at most.
const MOST_TRIED: usize = 1_000;

/// Weight of something broken that has no amount.
const WHOLE: i128 = 1_000_000;

struct Looking<'a> {
    problem: &'a PlanProblem,
    tried: usize,
}

/// What a plan breaks, by amount, and what it is worth, turned: the least is the best.
type Standing = (i128, i64);

/// Returns a plan that keeps every limit; `None` where none was found this way, which does not show that there is none.
#[must_use]
pub fn greedy(problem: &PlanProblem) -> Option<PlanAnswer> {
    let mut looking = Looking { problem, tried: 0 };
    let mut choices = vec![0; problem.sites.len()];
    for limit in &problem.limits {
        if let LimitKind::Decided((site, at)) = limit.kind {
            choices[site] = at;
        }
    }
    let mut standing = looking.standing(&choices);
    let mut singles: Vec<(SiteChoice, i64)> = problem
        .all_choices()
        .filter(|((site, _), _)| problem.sites[*site].choices.len() > 1)
        .map(|(at, choice)| (at, choice.worth))
        .collect();
    singles.sort_by_key(|(at, worth)| (std::cmp::Reverse(*worth), *at));
    let singles: Vec<SiteChoice> = singles.into_iter().map(|(at, _)| at).collect();
    while looking.tried < MOST_TRIED {
        let one = looking.improved(&mut choices, &mut standing, &singles);
        if !one && !looking.interchanged(&mut choices, &mut standing, &singles) {
            break;
        }
    }
    let answer = placed(problem, &choices);
    (standing.0 == 0).then_some(answer)
}

impl Looking<'_> {
    fn standing(&mut self, choices: &[usize]) -> Standing {
        self.tried += 1;
        let counted = check(self.problem, &placed(self.problem, choices));
        (broken_by(self.problem, &counted), -counted.worth)
    }

    /// Takes every single change that betters the plan; tells whether there was one.
    fn improved(
        &mut self,
        choices: &mut Vec<usize>,
        standing: &mut Standing,
        singles: &[SiteChoice],
    ) -> bool {
        let mut any = false;
        for at in singles {
            if choices[at.0] == at.1 || self.tried >= MOST_TRIED {
                continue;
            }
            let other = self.changed(choices, *at);
            let found = self.standing(&other);
            if found < *standing {
                (*choices, *standing, any) = (other, found, true);
            }
        }
        any
    }

    /// Takes the first change of two sites together that betters the plan; tells whether there was one.
    fn interchanged(
        &mut self,
        choices: &mut Vec<usize>,
        standing: &mut Standing,
        singles: &[SiteChoice],
    ) -> bool {
        for one in singles {
            if choices[one.0] == one.1 {
                continue;
            }
            let first = self.changed(choices, *one);
            for two in singles {
                if self.tried >= MOST_TRIED {
                    return false;
                }
                if two.0 == one.0 || first[two.0] == two.1 {
                    continue;
                }
                let other = self.changed(&first, *two);
                let found = self.standing(&other);
                if found < *standing {
                    (*choices, *standing) = (other, found);
                    return true;
                }
            }
        }
        false
    }

    /// Returns the choices with another at one site, and what that asks of sites that go together or in order.
    fn changed(&self, choices: &[usize], at: SiteChoice) -> Vec<usize> {
        let mut changed = choices.to_vec();
        changed[at.0] = at.1;
        let mut open = vec![at.0];
        // A site is looked at once: what is asked of it a second time is left for the count to refuse.
        let mut seen = vec![at.0];
        while let Some(site) = open.pop() {
            for limit in &self.problem.limits {
                let other = match limit.kind {
                    LimitKind::Together([a, b]) if a == site => b,
                    LimitKind::Together([a, b]) if b == site => a,
                    LimitKind::InOrder([first, then])
                        if then == site && self.closes(&changed, then) =>
                    {
                        first
                    }
                    LimitKind::InOrder([first, then])
                        if first == site && !self.closes(&changed, first) =>
                    {
                        then
                    }
                    _ => continue,
                };
                let wanted = self.closes(&changed, site);
                if self.closes(&changed, other) == wanted || seen.contains(&other) {
                    continue;
                }
                let all = self.problem.sites[other].choices.iter().enumerate();
                let fitting = all.filter(|(_, choice)| choice.closes == wanted);
                let best =
                    fitting.max_by_key(|(at, choice)| (choice.worth, std::cmp::Reverse(*at)));
                if let Some((best, _)) = best {
                    changed[other] = best;
                    seen.push(other);
                    open.push(other);
                }
            }
        }
        changed
    }

    fn closes(&self, choices: &[usize], site: usize) -> bool {
        self.problem.sites[site].choices[choices[site]].closes
    }
}

/// Returns by how much a plan breaks what it must keep to: each limit by its share, all else whole.
fn broken_by(problem: &PlanProblem, counted: &PlanCount) -> i128 {
    let of = |rule: &BrokenRule| match rule {
        BrokenRule::Limit(at) => {
            let (limit, used) = (&problem.limits[*at], counted.used[*at]);
            let by = (i128::from(used) - i128::from(limit.bound)).abs();
            1 + by * WHOLE / i128::from(limit.bound).abs().max(1)
        }
        _ => WHOLE,
    };
    counted.broken.iter().map(of).sum()
}

/// Puts each team that moves into the nearest site with room, the largest first; works come in only where there is none.
pub(super) fn placed(problem: &PlanProblem, choices: &[usize]) -> PlanAnswer {
    let chosen = |site: usize| &problem.sites[site].choices[choices[site]];
    let mut moving: Vec<usize> = (0..problem.teams.len())
        .filter(|team| chosen(problem.teams[*team].site).moves_to_own)
        .collect();
    moving.sort_by_key(|team| (std::cmp::Reverse(problem.teams[*team].size), *team));
    let mut left: Vec<i64> = problem.receivers.iter().map(|receiver| receiver.room).collect();
    let mut enlarged = vec![false; problem.receivers.len()];
    let mut places = vec![None; problem.teams.len()];
    for team in moving {
        let own = &problem.teams[team];
        let on = chosen(own.site).on;
        let open = || own.to.iter().copied().filter(|to| chosen(problem.receivers[*to].site).takes);
        let with_room = open().find(|to| left[*to] >= own.size);
        let with_works = || {
            open().find(|to| {
                let receiver = &problem.receivers[*to];
                let in_time = receiver.works.iter().any(|works| Some(works.on) <= on);
                !enlarged[*to] && in_time && left[*to] + receiver.extra >= own.size
            })
        };
        if let Some(to) = with_room.or_else(with_works) {
            if left[to] < own.size {
                enlarged[to] = true;
                left[to] += problem.receivers[to].extra;
            }
            left[to] -= own.size;
            places[team] = Some(to);
        }
    }
    let works = (0..problem.receivers.len()).map(|at| works_needed(problem, choices, &places, at));
    PlanAnswer { choices: choices.to_vec(), works: works.collect(), places }
}

/// Returns the works worth most of those done by the day on which those who come need more than the room there is.
fn works_needed(
    problem: &PlanProblem,
    choices: &[usize],
    places: &[Option<usize>],
    receiver: usize,
) -> Option<usize> {
    let own = &problem.receivers[receiver];
    let on = |team: usize| {
        let site = problem.teams[team].site;
        problem.sites[site].choices[choices[site]].on
    };
    let mut come: Vec<_> = (0..places.len())
        .filter(|team| places[*team] == Some(receiver))
        .map(|team| (on(team), problem.teams[team].size))
        .collect();
    come.sort_unstable();
    let mut load = 0;
    let full = come.into_iter().find(|(_, size)| {
        load += size;
        load > own.room
    });
    let (day, _) = full?;
    let in_time = own.works.iter().enumerate().filter(|(_, works)| Some(works.on) <= day);
    in_time.max_by_key(|(at, works)| (works.worth, std::cmp::Reverse(*at))).map(|(at, _)| at)
}
