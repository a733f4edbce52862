//! Holds a plan against its problem in whole numbers, however it was found.
//!
//! Nothing of the solver is used: every limit is counted from the choices and the places of the teams.

use super::problem::{
    LimitKind, LimitSide, PlanAnswer, PlanLimit, PlanProblem, SiteChoice, YearMoney,
};

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCount {
    /// What it is worth more than business as usual, in pence.
    pub worth: i64,
    /// What it uses of each limit, in the order of the problem's.
    pub used: Vec<i64>,
    /// What it breaks; empty for a plan that stands.
    pub broken: Vec<BrokenRule>,
}

/// Something that a plan breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenRule {
    /// A list of the plan is of the wrong length, or names something that is not there.
    Shape,
    /// A limit, by its place.
    Limit(usize),
    /// A team that moves has no place, by its place in the problem.
    NoPlace(usize),
    /// A team has a place that it cannot go to, or stays where it is and has one.
    WrongPlace(usize),
    /// A team goes to a site that closes, or lets its space.
    ReceiverGone(usize),
    /// A receiver takes more than it has room for, on some day.
    Room(usize),
}

/// Counts what a plan is worth, what it uses of every limit and what it breaks.
#[must_use]
pub fn check(problem: &PlanProblem, answer: &PlanAnswer) -> PlanCount {
    if !is_shaped(problem, answer) {
        let used = vec![0; problem.limits.len()];
        return PlanCount { worth: 0, used, broken: vec![BrokenRule::Shape] };
    }
    let used: Vec<i64> = problem.limits.iter().map(|limit| used(problem, answer, limit)).collect();
    let mut broken = Vec::new();
    for (team, own) in problem.teams.iter().enumerate() {
        let moves = problem.chosen(answer, own.site).moves_to_own;
        match answer.places[team] {
            None if moves => broken.push(BrokenRule::NoPlace(team)),
            None => {}
            Some(to) if !moves || !own.to.contains(&to) => {
                broken.push(BrokenRule::WrongPlace(team));
            }
            Some(to) if !problem.chosen(answer, problem.receivers[to].site).takes => {
                broken.push(BrokenRule::ReceiverGone(team));
            }
            Some(_) => {}
        }
    }
    let rooms = (0..problem.receivers.len()).filter(|at| !has_room(problem, answer, *at));
    broken.extend(rooms.map(BrokenRule::Room));
    let limits = problem.limits.iter().zip(&used).enumerate();
    broken
        .extend(limits.filter(|(_, (l, u))| !is_kept(l, **u)).map(|(at, _)| BrokenRule::Limit(at)));
    PlanCount { worth: worth(problem, answer), used, broken }
}

/// Tells whether so much of a limit may be used.
#[must_use]
pub fn is_kept(limit: &PlanLimit, used: i64) -> bool {
    match limit.kind.side() {
        LimitSide::Least => used >= limit.bound,
        LimitSide::Most => used <= limit.bound,
    }
}

fn is_shaped(problem: &PlanProblem, answer: &PlanAnswer) -> bool {
    let lengths = [
        (answer.choices.len(), problem.sites.len()),
        (answer.places.len(), problem.teams.len()),
        (answer.works.len(), problem.receivers.len()),
    ];
    lengths.iter().all(|(found, expected)| found == expected)
        && answer.choices.iter().zip(&problem.sites).all(|(at, site)| *at < site.choices.len())
        && answer.places.iter().flatten().all(|to| *to < problem.receivers.len())
        && answer
            .works
            .iter()
            .zip(&problem.receivers)
            .all(|(at, receiver)| at.is_none_or(|at| at < receiver.works.len()))
}

fn worth(problem: &PlanProblem, answer: &PlanAnswer) -> i64 {
    let sites = (0..problem.sites.len()).map(|site| problem.chosen(answer, site).worth);
    let works = answer.works.iter().zip(&problem.receivers);
    let works = works.filter_map(|(at, receiver)| Some(receiver.works[(*at)?].worth));
    sites.chain(works).sum()
}

/// Tells whether those who come to a receiver have room there from the day that each comes.
fn has_room(problem: &PlanProblem, answer: &PlanAnswer, receiver: usize) -> bool {
    let own = &problem.receivers[receiver];
    let come = problem.teams.iter().zip(&answer.places).filter(|(_, to)| **to == Some(receiver));
    let mut come: Vec<_> =
        come.map(|(team, _)| (problem.chosen(answer, team.site).on, team.size)).collect();
    come.sort_unstable();
    let done = answer.works[receiver].map(|at| own.works[at].on);
    (0..come.len()).all(|last| {
        let (on, _) = come[last];
        let load: i64 = come.iter().filter(|(day, _)| *day <= on).map(|(_, size)| size).sum();
        let enlarged = done.is_some_and(|done| on.is_some_and(|on| done <= on));
        load <= own.room + if enlarged { own.extra } else { 0 }
    })
}

fn used(problem: &PlanProblem, answer: &PlanAnswer, limit: &PlanLimit) -> i64 {
    let is_chosen = |(site, choice): &SiteChoice| answer.choices[*site] == *choice;
    let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    let chosen = || (0..problem.sites.len()).map(|site| problem.chosen(answer, site));
    let closes = |site: &usize| problem.chosen(answer, *site).closes;
    let in_year =
        |year: usize, of: fn(&YearMoney) -> i64| money(problem, answer, year).map(|m| of(&m)).sum();
    match &limit.kind {
        LimitKind::Coverage { zones, .. } => {
            let within = zones.iter().map(|zone| &problem.zones[*zone]);
            within.filter(|zone| zone.near.iter().any(is_chosen)).map(|zone| zone.demand).sum()
        }
        LimitKind::Counters { keep, .. } => {
            let mut open: Vec<usize> =
                keep.iter().filter(|at| is_chosen(at)).map(|at| at.0).collect();
            open.dedup();
            count(open.len())
        }
        LimitKind::Capital(year) => in_year(*year, |m| m.capital),
        LimitKind::Borrowing(year) => {
            (0..=*year).map(|year| -> i64 { in_year(year, |m| m.capital - m.receipts) }).sum()
        }
        LimitKind::Revenue(year) => in_year(*year, |m| m.revenue),
        LimitKind::OneOff(year) => in_year(*year, |m| m.one_off),
        LimitKind::Moves(year) => count(chosen().filter(|c| c.moves_in == Some(*year)).count()),
        LimitKind::LeastArea | LimitKind::MostArea => chosen().map(|choice| choice.area).sum(),
        LimitKind::Elsewhere => chosen().map(|choice| choice.elsewhere).sum(),
        LimitKind::PartnerSpace { taken, .. } => {
            taken.iter().filter(|(at, _)| is_chosen(at)).map(|(_, space)| space).sum()
        }
        LimitKind::PartnerOnce { places, .. } => {
            count(places.iter().filter(|at| is_chosen(at)).count())
        }
        LimitKind::Together([one, other]) => i64::from(closes(one) != closes(other)),
        LimitKind::InOrder([first, then]) => {
            let day = |site: &usize| problem.chosen(answer, *site).on;
            let in_time = closes(first) && day(first) <= day(then);
            i64::from(closes(then) && !in_time)
        }
        LimitKind::Decided(at) => i64::from(is_chosen(at)),
    }
}

/// Everything that changes the budget of a year.
pub(super) fn money<'a>(
    problem: &'a PlanProblem,
    answer: &'a PlanAnswer,
    year: usize,
) -> impl Iterator<Item = YearMoney> + 'a {
    let sites = (0..problem.sites.len()).map(move |site| &problem.chosen(answer, site).money);
    let works = answer.works.iter().zip(&problem.receivers);
    let works = works.filter_map(|(at, receiver)| Some(&receiver.works[(*at)?].money));
    sites.chain(works).filter_map(move |money| money.get(year).copied())
}
