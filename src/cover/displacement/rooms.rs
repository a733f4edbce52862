//! What every site has to move, and what room it has for others.

use std::collections::BTreeSet;

use super::settle::MANY;
use crate::{
    finance::shared_out,
    load::Estate,
    measure::Measures,
    model::{Fact, Gaps, Measure, Money, Status, Team, TeamFunction, Use, thousandths},
    place::{ByStraightLine, Nearest, metres_between},
    policy::{FigureName, Policy},
};

/// What every site has to move and has room for, and how far the sites are from each other.
#[derive(Debug, Clone)]
pub struct Rooms {
    /// One entry a site, in the order of [`Estate::sites`].
    pub sites: Vec<Staying>,
    /// Moves that are decided: from a site that is given up, to the site that is to take its teams.
    pub decided: Vec<(usize, usize)>,
    /// Those of them to a site that takes teams.
    pub promised: Vec<(usize, usize)>,
    /// A move of no more minutes is made.
    pub minutes: f64,
    straight: ByStraightLine,
    pub(super) teams: Vec<TeamNeed>,
    /// The open sites that can take each function, in the order of [`TeamFunction::ALL`].
    pub(super) nearest: Vec<Nearest>,
    /// Those of them without a position, which may be near or not.
    not_placed: Vec<Vec<usize>>,
    needs_secure: Vec<bool>,
    uses: Vec<Vec<Use>>,
}

/// What one site has to move, and has room for.
#[derive(Debug, Clone)]
pub struct Staying {
    /// Its teams, by their places in the estate's teams.
    pub teams: std::ops::Range<usize>,
    /// Workstations needed by who is there: mid, low and high; `None` where neither people nor FTE are recorded.
    pub needed: Option<[i64; 3]>,
    /// Whether they stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// Whether nobody works there.
    pub is_empty: bool,
    /// Workstations there are.
    pub workstations: Option<i64>,
    /// Whether it can take teams of others: open, and not to be given up.
    pub receives: bool,
    /// Workstations that works could add, and what they cost.
    pub works: Option<(i64, Money)>,
    /// The facts that its count of people lacks.
    pub gaps: Gaps,
    pub(super) site_use: Option<Use>,
    pub(super) secure: bool,
    pub(super) position: Option<geo::Point>,
}

impl Staying {
    /// Tells whether somebody may work there of whom no team is recorded.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let nobody = self.is_empty || self.needed.is_some_and(|[_, _, most]| most == 0);
        self.teams.is_empty() && !nobody
    }

    /// Returns the workstations that others can have: mid, least and most, below zero where there are too few already;
    /// `None` where that is not known.
    #[must_use]
    pub fn room(&self) -> Option<[i64; 3]> {
        let [mid, low, high] = self.needed?;
        let left = |needed: i64| Some(self.workstations? - needed);
        Some([left(mid)?, left(high)?, left(low)?])
    }
}

/// What one team needs.
#[derive(Debug, Clone)]
pub(super) struct TeamNeed {
    /// `None` could not be read.
    pub function: Option<TeamFunction>,
    /// In thousandths.
    pub fte: i64,
    /// Thousandths of workstations: mid, low, high.
    pub workstations: [i64; 3],
    pub counted: bool,
}

/// One team that would leave its site, and the sites that can take it.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaver {
    /// Its place in the estate's teams.
    pub team: usize,
    /// Workstations that it needs, in thousandths.
    pub workstations: i64,
    /// Sites that can take its function, are secure enough and within the limit, or decided, with the minutes to them,
    /// nearest first; whether they have room is not looked at.
    pub to: Vec<(usize, f64)>,
}

impl Rooms {
    /// Returns what stands where no team and no site was looked at.
    pub(in crate::cover) fn none(policy: &Policy) -> Self {
        Self {
            sites: Vec::new(),
            decided: Vec::new(),
            promised: Vec::new(),
            minutes: policy.ratio(FigureName::MoveMinutes),
            straight: ByStraightLine::at(policy.figure(FigureName::MoveSpeedKmh), policy),
            teams: Vec::new(),
            nearest: Vec::new(),
            not_placed: Vec::new(),
            needs_secure: Vec::new(),
            uses: Vec::new(),
        }
    }

    /// Returns the teams of a site with where each could go.
    #[must_use]
    pub fn leavers(&self, site: usize) -> Vec<Leaver> {
        let of = |team: usize| {
            let need = &self.teams[team];
            let near = need.function.map(|function| self.around(function, site, MANY).0);
            let mut to = near.unwrap_or_default();
            to.retain(|(to, minutes)| self.may_go(site, *to, *minutes));
            Leaver { team, workstations: need.workstations[0], to }
        };
        self.sites[site].teams.clone().map(of).collect()
    }

    /// Reads what every site has to move and has room for.
    ///
    /// The workstations counted at a site are shared out among its teams by FTE × the policy's workstations for each FTE of
    /// their function, so that they add up; where nobody has counted, that product stands in for them.
    #[must_use]
    pub fn of(estate: &Estate, measures: &Measures, policy: &Policy) -> Self {
        let given_up: BTreeSet<usize> = closes_by_decision(estate).into_iter().collect();
        let decided = decided(estate);
        let mut from = 0;
        let sites: Vec<Staying> = estate
            .sites
            .iter()
            .zip(&measures.sites)
            .enumerate()
            .map(|(number, (site, measured))| {
                let own = estate.teams[from..].iter().take_while(|t| t.site_id == site.site_id);
                let teams = from..from + own.count();
                from = teams.end;
                let status = site.status_or_operational();
                let peak = measured.reading(Measure::PeakPeople);
                let is_empty = status == Some(Status::Vacant)
                    || (teams.is_empty()
                        && matches!(site.site_use, Fact::Known(Use::Mast | Use::Land)));
                let gaps = if peak.is_open() { peak.gaps } else { Gaps::NONE };
                let counted = measured.workstations_needed(policy);
                let by_fte = || {
                    let weights = weights(&estate.teams[teams.clone()], policy);
                    let all = weights.iter().fold(0_i64, |sum, own| sum.saturating_add(*own));
                    // Whole workstations.
                    (!teams.is_empty()).then(|| [all.saturating_add(999) / 1000; 3])
                };
                Staying {
                    needed: status.and_then(|_| counted.or_else(by_fte)),
                    counted: counted.is_some(),
                    teams,
                    gaps,
                    is_empty,
                    workstations: site.workstations,
                    receives: matches!(status, Some(Status::Operational) | None)
                        && !given_up.contains(&number),
                    works: site
                        .extra_workstations
                        .zip(site.extra_workstations_cost)
                        .filter(|(extra, cost)| *extra > 0 && *cost >= Money::ZERO),
                    site_use: site.use_or_office(),
                    secure: site.secure == Fact::Known(true),
                    position: site.position,
                }
            })
            .collect();
        let teams = sites.iter().flat_map(|site| {
            let counted = site.needed.filter(|_| site.counted);
            shares(&estate.teams[site.teams.clone()], counted, policy)
        });
        let can_take = |function: &TeamFunction, placed: bool| {
            let uses = &policy.moves(*function).uses;
            let suits = |site: &Staying| {
                site.receives && site.site_use.is_some_and(|own| uses.contains(&own))
            };
            let all = sites.iter().enumerate().filter(|(_, site)| suits(site));
            all.filter(|(_, site)| site.position.is_some() == placed)
                .map(|(number, site)| (number, site.position))
                .collect::<Vec<_>>()
        };
        let nearest = |function: &TeamFunction| {
            let placed = can_take(function, true).into_iter();
            Nearest::of(placed.filter_map(|(number, position)| Some((number, position?))))
        };
        let not_placed = |function: &TeamFunction| {
            can_take(function, false).into_iter().map(|(number, _)| number).collect()
        };
        Self {
            promised: decided.iter().copied().filter(|(_, to)| sites[*to].receives).collect(),
            decided,
            uses: TeamFunction::ALL.iter().map(|f| policy.moves(*f).uses.clone()).collect(),
            minutes: policy.ratio(FigureName::MoveMinutes),
            straight: ByStraightLine::at(policy.figure(FigureName::MoveSpeedKmh), policy),
            teams: teams.collect(),
            nearest: TeamFunction::ALL.iter().map(nearest).collect(),
            not_placed: TeamFunction::ALL.iter().map(not_placed).collect(),
            needs_secure: TeamFunction::ALL.iter().map(|f| policy.moves(*f).secure).collect(),
            sites,
        }
    }

    /// Returns these with other needs of the teams: `need` gives them from a team's place in the estate's teams, its need in
    /// thousandths of a workstation, and whether that stands on a count.
    ///
    /// A site needs that much less, in whole workstations. Sites without recorded teams need what they did.
    pub(in crate::cover) fn with_needs(&self, need: impl Fn(usize, i64, bool) -> i64) -> Self {
        let mut rooms = self.clone();
        for (at, team) in rooms.teams.iter_mut().enumerate() {
            team.workstations = team.workstations.map(|own| need(at, own, team.counted));
        }
        for site in rooms.sites.iter_mut().filter(|site| !site.teams.is_empty()) {
            let sum = |teams: &[TeamNeed], look: usize| -> i64 {
                let all = teams[site.teams.clone()].iter().map(|team| team.workstations[look]);
                all.fold(0, i64::saturating_add)
            };
            let of = |look: usize, needed: i64| {
                let (was, is) = (sum(&self.teams, look), sum(&rooms.teams, look));
                // People are counted in whole workstations; by FTE the teams' sum is rounded up, but for what rounding
                // each team up to a thousandth has added.
                let was_needed = if site.counted { needed.saturating_mul(1000) } else { was };
                let added = i64::try_from(site.teams.len()).unwrap_or(0).min(999);
                let is_needed = was_needed.saturating_sub(was - is).saturating_sub(added);
                is_needed.max(0).saturating_add(999).div_euclid(1000)
            };
            site.needed = site.needed.map(|[mid, low, high]| [of(0, mid), of(1, low), of(2, high)]);
        }
        rooms
    }

    /// Tells whether other needs of the teams, as `others` has them, could change what becomes of a site that closes: its own
    /// teams need less, or a site that they could go to does, or may be one.
    pub(in crate::cover) fn bears_on(&self, site: usize, others: &Self) -> bool {
        let own = &self.sites[site];
        let differs =
            |team: usize| self.teams[team].workstations != others.teams[team].workstations;
        let changed = |at: usize| self.sites[at].teams.clone().any(differs);
        let has_other_room = |at: usize| self.sites[at].needed != others.sites[at].needed;
        // A decided move fills a room by what its teams need.
        let filled = |at: usize| self.promised.iter().any(|(from, to)| *to == at && changed(*from));
        let could_go = |team: usize| {
            let Some(function) = self.teams[team].function else { return Vec::new() };
            let (near, _) = self.around(function, site, MANY);
            let near = near.into_iter().filter(|(to, minutes)| self.may_go(site, *to, *minutes));
            let near = near.map(|(to, _)| to);
            near.chain(self.perhaps_near(function, site, MANY)).collect()
        };
        changed(site)
            || own.position.is_none() && (0..self.teams.len()).any(differs)
            || own.teams.clone().flat_map(could_go).any(|to| has_other_room(to) || filled(to))
    }

    /// Returns the sites among the `most` nearest that can take a function of a site that closes, and are secure enough,
    /// with the minutes to them, nearest first; and whether those are all within the limit.
    pub(super) fn around(
        &self,
        function: TeamFunction,
        from: usize,
        most: usize,
    ) -> (Vec<(usize, f64)>, bool) {
        let site = &self.sites[from];
        let Some(position) = site.position else { return (Vec::new(), true) };
        let suits = |to: usize| {
            let uses = &self.uses[function as usize];
            self.sites[to].site_use.is_some_and(|own| uses.contains(&own))
                && self.is_fit(from, to, function)
        };
        let promised = self.promised.iter().find(|(of, to)| *of == from && suits(*to));
        if let Some((_, to)) = promised {
            let metres = self.sites[*to].position.map(|at| metres_between(position, at));
            let minutes = metres.map(|metres| (*to, self.straight.minutes(metres)));
            return (minutes.into_iter().collect(), true);
        }
        let minutes = |metres: f64| self.straight.minutes(metres);
        let near = self.nearest[function as usize].around(position, most);
        let beyond = near.last().is_some_and(|(_, metres)| minutes(*metres) > self.minutes);
        let are_all = near.len() < most || beyond;
        let fit = near.into_iter().filter(|(to, _)| self.is_fit(from, *to, function));
        (fit.map(|(number, metres)| (number, minutes(metres))).collect(), are_all)
    }

    /// Tells whether a move of so many minutes may be made: within the limit, or decided.
    pub(super) fn may_go(&self, from: usize, to: usize, minutes: f64) -> bool {
        minutes <= self.minutes || self.promised.contains(&(from, to))
    }

    /// Returns sites that could take a function of a site and may be near it: they have no position.
    pub(super) fn perhaps_near(
        &self,
        function: TeamFunction,
        from: usize,
        most: usize,
    ) -> impl Iterator<Item = usize> {
        let all = self.not_placed[function as usize].iter().copied();
        all.filter(move |to| self.is_fit(from, *to, function)).take(most)
    }

    /// Tells whether a site is another one, and secure enough.
    fn is_fit(&self, from: usize, to: usize, function: TeamFunction) -> bool {
        let secure = self.sites[from].secure || self.needs_secure[function as usize];
        to != from && (!secure || self.sites[to].secure)
    }
}

/// Returns the sites, by their numbers in order, that the body has decided to close: by a decision, or by a receipt from
/// their sale where no decision says otherwise.
pub(in crate::cover) fn closes_by_decision(estate: &Estate) -> Vec<usize> {
    let treasury = || estate.treasury.iter();
    let decisions = || treasury().flat_map(|treasury| &treasury.decisions);
    let closing = decisions().filter(|decision| decision.option.closes());
    let of_schemes =
        estate.projects.iter().flatten().filter_map(|row| row.receipt_site_id.as_ref());
    let given = treasury().flat_map(|t| &t.receipts).filter_map(|receipt| receipt.site_id.as_ref());
    let sold = of_schemes.chain(given).filter(|id| decisions().all(|d| d.site_id != **id));
    let all = closing.map(|decision| &decision.site_id).chain(sold);
    let sites: BTreeSet<usize> = all.filter_map(|id| estate.site_number(id)).collect();
    sites.into_iter().collect()
}

/// Returns the moves that are decided, of sites by their number.
fn decided(estate: &Estate) -> Vec<(usize, usize)> {
    let number = |id: &str| estate.sites.iter().position(|site| site.site_id.as_str() == id);
    let decisions = estate.treasury.iter().flat_map(|treasury| &treasury.decisions);
    decisions
        .filter(|decision| decision.option.closes())
        .filter_map(|d| Some((estate.site_number(&d.site_id)?, number(d.receiver.as_deref()?)?)))
        .filter(|(from, to)| from != to)
        .collect()
}

/// Returns the policy's workstations of each team by its FTE, in thousandths.
fn weights(teams: &[Team], policy: &Policy) -> Vec<i64> {
    let of = |team: &Team| {
        // What it does could not be read: as of a function that is not recorded.
        let function = team.function.or_empty(TeamFunction::Office);
        let ratio = policy.moves(function.unwrap_or(TeamFunction::Other)).desk_ratio;
        thousandths(team.fte.as_fte() * ratio).unwrap_or(i64::MAX / 1_000_000)
    };
    teams.iter().map(of).collect()
}

/// Shares the workstations needed at a site out among its teams.
fn shares(teams: &[Team], needed: Option<[i64; 3]>, policy: &Policy) -> Vec<TeamNeed> {
    let function = |team: &Team| team.function.or_empty(TeamFunction::Office);
    let fte = |team: &Team| team.fte.thousandths().unwrap_or(i64::MAX / 1_000_000);
    let weights = weights(teams, policy);
    let of = |at: usize| needed.map(|needed| shared_out(needed[at].saturating_mul(1000), &weights));
    let [mid, low, high] = [of(0), of(1), of(2)];
    let teams = teams.iter().zip(&weights).enumerate();
    teams
        .map(|(at, (team, weight))| {
            let share = |of: &Option<Vec<i64>>| of.as_ref().map_or(*weight, |shares| shares[at]);
            TeamNeed {
                function: function(team),
                fte: fte(team),
                workstations: [share(&mid), share(&low), share(&high)],
                counted: needed.is_some(),
            }
        })
        .collect()
}
