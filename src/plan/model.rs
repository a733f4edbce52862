//! A plan's problem as a linear model in whole numbers: one function a constraint, each told in words.
//!
//! Every variable is 0 or 1, but for what is within reach, which lies between. Sites without a choice are no variables:
//! what they add stands in the bounds.

use std::collections::BTreeMap;

use super::problem::{
    LimitKind, LimitSide, PlanAnswer, PlanChoice, PlanLimit, PlanProblem, SiteChoice, YearMoney,
};
use crate::model::Date;

/// What a variable of the model says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnOf {
    /// The choice is taken.
    Choice(SiteChoice),
    /// The team, by its place, goes to the receiver if the choice of its site is taken.
    Place {
        /// Its place in the problem.
        team: usize,
        /// The choice of its site.
        choice: usize,
        /// The receiver, by its place.
        to: usize,
    },
    /// The works at the receiver are done on the day.
    Works {
        /// The receiver, by its place.
        receiver: usize,
        /// The day, by its place.
        at: usize,
    },
    /// The zones are within reach.
    Within(usize),
}

/// One variable, from 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelColumn {
    /// What it says.
    pub of: ColumnOf,
    /// What it adds to the worth, in pence.
    pub worth: i64,
}

impl ModelColumn {
    /// Tells whether it is 0 or 1 and nothing between.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        !matches!(self.of, ColumnOf::Within(_))
    }
}

/// How a row's sum and its bound compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowSide {
    /// No more.
    Most,
    /// No less.
    Least,
    /// The same.
    Same,
}

/// One constraint: a weighted sum of variables, and its bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRow {
    /// What it is, as the written model names it.
    pub name: String,
    /// Variables by their place, each once and in order, with their weights.
    pub terms: Vec<(usize, i64)>,
    /// How they compare.
    pub side: RowSide,
    /// The bound.
    pub bound: i64,
}

/// The model: the worth is to be as large as it can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinearModel {
    /// Its variables.
    pub columns: Vec<ModelColumn>,
    /// Its constraints.
    pub rows: Vec<ModelRow>,
    /// What sites without a choice add to the worth, in pence.
    pub constant: i64,
    pub(super) places: BTreeMap<ColumnOf, usize>,
}

/// A weighted sum of variables with what is fixed.
#[derive(Default)]
struct Sum {
    terms: BTreeMap<usize, i64>,
    fixed: i64,
}

impl Sum {
    fn add(&mut self, column: Option<usize>, weight: i64) {
        match column {
            Some(column) => *self.terms.entry(column).or_default() += weight,
            None => self.fixed += weight,
        }
    }
}

impl LinearModel {
    /// Makes the model of a problem.
    #[must_use]
    pub fn of(problem: &PlanProblem) -> Self {
        let mut model = Self::default();
        model.add_columns(problem);
        model.one_choice_a_site(problem);
        model.every_team_that_moves_has_one_place(problem);
        model.receivers_stay_open(problem);
        model.room_is_used_once(problem);
        model.works_are_done_once(problem);
        model.teams_too_large_for_the_room_need_works(problem);
        model.within_reach_only_of_open_sites(problem);
        for (at, limit) in problem.limits.iter().enumerate() {
            model.limit(problem, at, limit);
        }
        model
    }

    /// Makes the model of a problem without one of its limits, by its place, in which as little of it as can be is used, or as
    /// much as can be of one that is a least; `None` of a limit that has no amount.
    #[must_use]
    pub fn least_used(problem: &PlanProblem, at: usize) -> Option<Self> {
        let limit = &problem.limits[at];
        let mut model = Self::of(&problem.without(&[at]));
        let rows = model.rows.len();
        model.limit(problem, at, limit);
        if !limit.kind.has_amount() || model.rows.len() != rows + 1 {
            return None;
        }
        let row = model.rows.pop()?;
        let sign = if limit.kind.side() == LimitSide::Most { -1 } else { 1 };
        model.columns.iter_mut().for_each(|column| column.worth = 0);
        row.terms.iter().for_each(|(column, weight)| model.columns[*column].worth = sign * weight);
        Some(model)
    }

    fn add_columns(&mut self, problem: &PlanProblem) {
        for ((site, at), choice) in problem.all_choices() {
            if problem.sites[site].choices.len() > 1 {
                self.column(ColumnOf::Choice((site, at)), choice.worth);
            } else {
                self.constant += choice.worth;
            }
        }
        for (team, own) in problem.teams.iter().enumerate() {
            for (choice, _) in moving(problem, own.site) {
                for to in &own.to {
                    self.column(ColumnOf::Place { team, choice, to: *to }, 0);
                }
            }
        }
        for (receiver, own) in problem.receivers.iter().enumerate() {
            for (at, works) in own.works.iter().enumerate() {
                self.column(ColumnOf::Works { receiver, at }, works.worth);
            }
        }
        for (zone, own) in problem.zones.iter().enumerate() {
            if !always_within(problem, &own.near) && !own.near.is_empty() {
                self.column(ColumnOf::Within(zone), 0);
            }
        }
    }

    pub(super) fn column(&mut self, of: ColumnOf, worth: i64) {
        self.places.insert(of, self.columns.len());
        self.columns.push(ModelColumn { of, worth });
    }

    /// Returns the variable of a choice; `None` where the site has no other.
    fn choice(&self, at: SiteChoice) -> Option<usize> {
        self.places.get(&ColumnOf::Choice(at)).copied()
    }

    /// Returns the place of a variable.
    #[must_use]
    pub fn place_of(&self, of: ColumnOf) -> Option<usize> {
        self.places.get(&of).copied()
    }

    fn push(&mut self, name: String, sum: Sum, side: RowSide, bound: i64) {
        let terms: Vec<(usize, i64)> = sum.terms.into_iter().filter(|(_, w)| *w != 0).collect();
        self.rows.push(ModelRow { name, terms, side, bound: bound - sum.fixed });
    }

    /// Adds up a figure of every choice, over those that a test lets in.
    fn over_choices(&self, problem: &PlanProblem, of: impl Fn(&PlanChoice) -> i64) -> Sum {
        let mut sum = Sum::default();
        for (at, choice) in problem.all_choices() {
            let weight = of(choice);
            if weight != 0 {
                sum.add(self.choice(at), weight);
            }
        }
        sum
    }

    /// One of its choices is taken at every site.
    fn one_choice_a_site(&mut self, problem: &PlanProblem) {
        for (site, own) in problem.sites.iter().enumerate().filter(|(_, s)| s.choices.len() > 1) {
            let mut sum = Sum::default();
            (0..own.choices.len()).for_each(|at| sum.add(self.choice((site, at)), 1));
            self.push(format!("one_choice_{site}"), sum, RowSide::Same, 1);
        }
    }

    /// A team goes to one receiver if a choice of its site moves it, and to none if not.
    fn every_team_that_moves_has_one_place(&mut self, problem: &PlanProblem) {
        for (team, own) in problem.teams.iter().enumerate() {
            for (choice, _) in moving(problem, own.site) {
                let mut sum = Sum::default();
                for to in &own.to {
                    sum.add(self.place_of(ColumnOf::Place { team, choice, to: *to }), 1);
                }
                sum.add(self.choice((own.site, choice)), -1);
                self.push(format!("place_{team}_{choice}"), sum, RowSide::Same, 0);
            }
        }
    }

    /// A team goes only to a site that stays open and does not let its surplus space.
    fn receivers_stay_open(&mut self, problem: &PlanProblem) {
        for (team, own) in problem.teams.iter().enumerate() {
            for to in &own.to {
                let site = problem.receivers[*to].site;
                let choices = &problem.sites[site].choices;
                if choices.iter().all(|choice| choice.takes) {
                    continue;
                }
                let mut sum = Sum::default();
                for (choice, _) in moving(problem, own.site) {
                    sum.add(self.place_of(ColumnOf::Place { team, choice, to: *to }), 1);
                }
                for (at, _) in choices.iter().enumerate().filter(|(_, choice)| choice.takes) {
                    sum.add(self.choice((site, at)), -1);
                }
                self.push(format!("open_{team}_{to}"), sum, RowSide::Most, 0);
            }
        }
    }

    /// From any day on, those who have come to a receiver by then need no more than its room, with what works done by then
    /// add.
    fn room_is_used_once(&mut self, problem: &PlanProblem) {
        for (receiver, own) in problem.receivers.iter().enumerate() {
            let come: Vec<(usize, usize, Option<Date>)> = problem
                .teams
                .iter()
                .enumerate()
                .filter(|(_, team)| team.to.contains(&receiver))
                .flat_map(|(at, team)| {
                    moving(problem, team.site).map(move |(choice, c)| (at, choice, c.on))
                })
                .collect();
            let mut days: Vec<Option<Date>> = come.iter().map(|(.., on)| *on).collect();
            days.sort_unstable();
            days.dedup();
            // Nobody leaves again: without works the last day is the one that counts.
            let first = if own.works.is_empty() { days.len().saturating_sub(1) } else { 0 };
            for (at, day) in days.iter().enumerate().skip(first) {
                let mut sum = Sum::default();
                for (team, choice, _) in come.iter().filter(|(.., on)| on <= day) {
                    let place = ColumnOf::Place { team: *team, choice: *choice, to: receiver };
                    sum.add(self.place_of(place), problem.teams[*team].size);
                }
                let done = own.works.iter().enumerate().filter(|(_, w)| Some(w.on) <= *day);
                for (works, _) in done {
                    sum.add(self.place_of(ColumnOf::Works { receiver, at: works }), -own.extra);
                }
                // Where it takes nobody there is no room either: the same for whole numbers, tighter between them.
                let choices = problem.sites[own.site].choices.iter().enumerate();
                for (choice, _) in choices.filter(|(_, choice)| choice.takes) {
                    sum.add(self.choice((own.site, choice)), -own.room);
                }
                self.push(format!("room_{receiver}_{at}"), sum, RowSide::Most, 0);
            }
        }
    }

    /// A site is enlarged once at most.
    fn works_are_done_once(&mut self, problem: &PlanProblem) {
        for (receiver, own) in
            problem.receivers.iter().enumerate().filter(|(_, r)| r.works.len() > 1)
        {
            let mut sum = Sum::default();
            let works = 0..own.works.len();
            works.for_each(|at| sum.add(self.place_of(ColumnOf::Works { receiver, at }), 1));
            self.push(format!("works_{receiver}"), sum, RowSide::Most, 1);
        }
    }

    /// A team that needs more than the room there is goes to a receiver only once works there are done, and works are done
    /// only where teams can be taken.
    fn teams_too_large_for_the_room_need_works(&mut self, problem: &PlanProblem) {
        for (team, own) in problem.teams.iter().enumerate() {
            for to in &own.to {
                let receiver = &problem.receivers[*to];
                if own.size <= receiver.room || receiver.works.is_empty() {
                    continue;
                }
                for (choice, moving) in moving(problem, own.site) {
                    let mut sum = Sum::default();
                    sum.add(self.place_of(ColumnOf::Place { team, choice, to: *to }), 1);
                    let done = receiver.works.iter().enumerate();
                    for (at, _) in done.filter(|(_, works)| Some(works.on) <= moving.on) {
                        sum.add(self.place_of(ColumnOf::Works { receiver: *to, at }), -1);
                    }
                    self.push(format!("needs_works_{team}_{choice}_{to}"), sum, RowSide::Most, 0);
                }
            }
        }
    }

    /// Zones are within reach only where a site near them stays open, or goes on near them.
    fn within_reach_only_of_open_sites(&mut self, problem: &PlanProblem) {
        for (zone, own) in problem.zones.iter().enumerate() {
            let Some(within) = self.place_of(ColumnOf::Within(zone)) else { continue };
            let mut sum = Sum::default();
            sum.add(Some(within), 1);
            own.near.iter().for_each(|at| sum.add(self.choice(*at), -1));
            self.push(format!("within_{zone}"), sum, RowSide::Most, 0);
        }
    }

    fn limit(&mut self, problem: &PlanProblem, at: usize, limit: &PlanLimit) {
        let name = format!("limit_{at}");
        let sum = match &limit.kind {
            LimitKind::Coverage { zones, .. } => self.demand_within_reach(problem, zones),
            LimitKind::Counters { keep, .. } => self.choices_taken(keep),
            LimitKind::Capital(year) => self.money(problem, *year..=*year, |m| m.capital),
            LimitKind::Borrowing(year) => {
                self.money(problem, 0..=*year, |m| m.capital - m.receipts)
            }
            LimitKind::Revenue(year) => self.money(problem, *year..=*year, |m| m.revenue),
            LimitKind::OneOff(year) => self.money(problem, *year..=*year, |m| m.one_off),
            LimitKind::Moves(year) => {
                self.over_choices(problem, |c| i64::from(c.moves_in == Some(*year)))
            }
            LimitKind::LeastArea | LimitKind::MostArea => {
                self.over_choices(problem, |choice| choice.area)
            }
            LimitKind::Elsewhere => self.over_choices(problem, |choice| choice.elsewhere),
            LimitKind::PartnerSpace { taken, .. } => self.partners_space(taken),
            LimitKind::PartnerOnce { places, .. } => self.choices_taken(places),
            LimitKind::Together(sites) => return self.together(problem, &name, *sites),
            LimitKind::InOrder(sites) => return self.in_order(problem, &name, *sites),
            LimitKind::Decided(choice) => self.choices_taken(&[*choice]),
        };
        let side = match limit.kind.side() {
            LimitSide::Least => RowSide::Least,
            LimitSide::Most => RowSide::Most,
        };
        self.push(name, sum, side, limit.bound);
    }

    /// The demand of the zones that are within reach: at least the bound.
    fn demand_within_reach(&self, problem: &PlanProblem, zones: &[usize]) -> Sum {
        let mut sum = Sum::default();
        for zone in zones {
            let own = &problem.zones[*zone];
            let within = self.place_of(ColumnOf::Within(*zone));
            // Without a variable it is always within reach, or never.
            if within.is_some() || !own.near.is_empty() {
                sum.add(within, own.demand);
            }
        }
        sum
    }

    /// How many of some choices are taken: public counters that stay, sites that let a partner in, a decision.
    fn choices_taken(&self, choices: &[SiteChoice]) -> Sum {
        let mut sum = Sum::default();
        choices.iter().for_each(|at| sum.add(self.choice(*at), 1));
        sum
    }

    /// What is spent, or received, in some years by what is chosen and by works: at most the bound.
    fn money(
        &self,
        problem: &PlanProblem,
        years: std::ops::RangeInclusive<usize>,
        of: fn(&YearMoney) -> i64,
    ) -> Sum {
        let in_years = |money: &[YearMoney]| -> i64 {
            years.clone().filter_map(|year| money.get(year)).map(of).sum()
        };
        let mut sum = self.over_choices(problem, |choice| in_years(&choice.money));
        for (receiver, own) in problem.receivers.iter().enumerate() {
            for (at, works) in own.works.iter().enumerate() {
                let column = self.place_of(ColumnOf::Works { receiver, at });
                sum.add(column, in_years(&works.money));
            }
        }
        sum
    }

    /// The space of a partner that sites move into: at most what it offers.
    fn partners_space(&self, taken: &[(SiteChoice, i64)]) -> Sum {
        let mut sum = Sum::default();
        taken.iter().for_each(|(at, space)| sum.add(self.choice(*at), *space));
        sum
    }

    /// Both sites close or neither does.
    fn together(&mut self, problem: &PlanProblem, name: &str, [one, other]: [usize; 2]) {
        let mut sum = Sum::default();
        for (site, weight) in [(one, 1), (other, -1)] {
            for (at, _) in closing(problem, site) {
                sum.add(self.choice((site, at)), weight);
            }
        }
        self.push(name.to_owned(), sum, RowSide::Same, 0);
    }

    /// The second site closes on a day only if the first has closed by then.
    fn in_order(&mut self, problem: &PlanProblem, name: &str, [first, then]: [usize; 2]) {
        for (at, choice) in closing(problem, then) {
            let mut sum = Sum::default();
            sum.add(self.choice((then, at)), 1);
            for (before, _) in closing(problem, first).filter(|(_, c)| c.on <= choice.on) {
                sum.add(self.choice((first, before)), -1);
            }
            self.push(format!("{name}_{at}"), sum, RowSide::Most, 0);
        }
    }

    /// Returns the values of the variables in a plan.
    #[must_use]
    pub fn values_of(&self, problem: &PlanProblem, answer: &PlanAnswer) -> Vec<i64> {
        let is_chosen = |(site, choice): SiteChoice| answer.choices[site] == choice;
        let value = |column: &ModelColumn| match column.of {
            ColumnOf::Choice(at) => is_chosen(at),
            ColumnOf::Place { team, choice, to } => {
                is_chosen((problem.teams[team].site, choice)) && answer.places[team] == Some(to)
            }
            ColumnOf::Works { receiver, at } => answer.works[receiver] == Some(at),
            ColumnOf::Within(zone) => problem.zones[zone].near.iter().any(|at| is_chosen(*at)),
        };
        self.columns.iter().map(|column| i64::from(value(column))).collect()
    }

    /// Reads a plan from the values of the variables, each the nearest whole number; `None` where a site has no choice, or
    /// more than one.
    #[must_use]
    pub fn answer_of(&self, problem: &PlanProblem, taken: &[bool]) -> Option<PlanAnswer> {
        let mut choices: Vec<Option<usize>> =
            problem.sites.iter().map(|s| (s.choices.len() == 1).then_some(0)).collect();
        let mut places = vec![None; problem.teams.len()];
        let mut works = vec![None; problem.receivers.len()];
        for (column, _) in self.columns.iter().zip(taken).filter(|(_, taken)| **taken) {
            match column.of {
                ColumnOf::Choice((site, at)) if choices[site].is_none() => choices[site] = Some(at),
                ColumnOf::Choice(_) => return None,
                ColumnOf::Place { team, to, .. } => places[team] = Some(to),
                ColumnOf::Works { receiver, at } => works[receiver] = Some(at),
                ColumnOf::Within(_) => {}
            }
        }
        Some(PlanAnswer { choices: choices.into_iter().collect::<Option<_>>()?, places, works })
    }
}

/// The choices of a site that move its teams to the body's own space.
fn moving(problem: &PlanProblem, site: usize) -> impl Iterator<Item = (usize, &PlanChoice)> {
    let all = problem.sites[site].choices.iter().enumerate();
    all.filter(|(_, choice)| choice.moves_to_own)
}

/// The choices of a site that close it.
fn closing(problem: &PlanProblem, site: usize) -> impl Iterator<Item = (usize, &PlanChoice)> {
    problem.sites[site].choices.iter().enumerate().filter(|(_, choice)| choice.closes)
}

/// Tells whether some site keeps zones within reach whatever is chosen.
fn always_within(problem: &PlanProblem, near: &[SiteChoice]) -> bool {
    let of_site = |part: &[SiteChoice]| part.len() == problem.sites[part[0].0].choices.len();
    near.chunk_by(|a, b| a.0 == b.0).any(of_site)
}
