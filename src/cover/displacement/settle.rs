//! The teams of a set of closures put into sites with room, each whole.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    Destination, Displaced, Moved, NoPlace, Received, Rooms,
    rooms::{Staying, TeamNeed},
};
use crate::{
    model::{Money, to_whole},
    place::assign::{Instance, effort, most_placed, solve},
};

/// How the uncertain is taken: needs and room as read, at their worst, or at their best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As read; a site of which the room is not known takes nobody.
    Mid,
    /// Most is needed, least room is left, and where the room is not known there is none.
    Worst,
    /// Least is needed, most room is left, and where the room is not known every workstation is free.
    Best,
}

/// How many of the nearest sites are looked at: few first, then these.
const FEW: usize = 8;
pub(super) const MANY: usize = 64;

/// Places the teams of sites that close together, by the numbers of the sites; one that is given twice counts once.
///
/// Teams go whole, to open sites of the body that can take their function, within the limit and with room. As many
/// workstations as can be are placed, then the least FTE-minutes are travelled; where not all have a place and works could
/// add room, the least cost of works is found that places all. Of equal placings the one with the lower site ids is taken.
#[must_use]
pub fn displaced(rooms: &Rooms, closed: &[usize]) -> Displaced {
    settle(rooms, closed, Look::Mid, true)
}

/// Tells whether the teams cannot all be placed without works whatever the placing: one has no site with room for it, or
/// together they need more than all the room that they reach. What is not known refuses nothing.
pub(super) fn is_refused(rooms: &Rooms, closed: &[usize]) -> bool {
    with_problem(rooms, closed, Look::Mid, false, |problem| {
        let reach = problem.reaching(MANY);
        let is_known = |team: usize| {
            let Leaving { from, need, .. } = &problem.leaving[team];
            need.function.is_some()
                && rooms.sites[*from].position.is_some()
                && reach.not_known[team].is_empty()
        };
        let teams = || 0..reach.sites.len();
        let none = teams().any(|team| reach.sites[team].is_empty() && is_known(team));
        let mut reached: Vec<usize> = reach.sites.iter().flatten().map(|(site, _)| *site).collect();
        reached.sort_unstable();
        reached.dedup();
        let sum = |of: &mut dyn Iterator<Item = i64>| of.fold(0, i64::saturating_add);
        let room = sum(&mut reached.iter().map(|site| reach.room(*site)));
        let size = sum(&mut teams().map(|team| reach.size(team)));
        reach.is_whole && (none || size > room && teams().all(is_known))
    })
}

/// Places the teams, the uncertain taken as told; with works, or in the room there is.
pub(super) fn settle(rooms: &Rooms, closed: &[usize], look: Look, works: bool) -> Displaced {
    with_problem(rooms, closed, look, works, settled)
}

fn with_problem<T>(
    rooms: &Rooms,
    closed: &[usize],
    look: Look,
    works: bool,
    of: impl FnOnce(&Problem) -> T,
) -> T {
    let mut closed = closed.to_vec();
    closed.sort_unstable();
    closed.dedup();
    let leaving: Vec<Leaving> = closed
        .iter()
        .flat_map(|from| rooms.sites[*from].teams.clone().map(|team| (*from, team)))
        .map(|(from, team)| Leaving { from, team, need: &rooms.teams[team] })
        .collect();
    of(&Problem { rooms, closed: &closed, look, works, leaving })
}

fn settled(problem: &Problem) -> Displaced {
    let few = problem.reaching(FEW);
    if let Some(to) = few.each_to_its_nearest() {
        return few.told(&to, true);
    }
    let many = problem.reaching(MANY);
    if let Some(to) = many.each_to_its_nearest() {
        return many.told(&to, true);
    }
    let (to, proven) = many.most_placed();
    if problem.works
        && to.iter().any(Option::is_none)
        && let Some((to, proven)) = many.with_works()
    {
        return many.told(&to, proven);
    }
    many.told(&to, proven)
}

/// A team that leaves.
struct Leaving<'a> {
    from: usize,
    team: usize,
    need: &'a TeamNeed,
}

struct Problem<'a> {
    rooms: &'a Rooms,
    closed: &'a [usize],
    look: Look,
    works: bool,
    leaving: Vec<Leaving<'a>>,
}

/// What each team can reach.
struct Reach<'a> {
    problem: &'a Problem<'a>,
    /// For each team, the sites that have room for it, or could be enlarged.
    sites: Vec<Vec<(usize, f64)>>,
    /// For each team, those that have not.
    full: Vec<Vec<usize>>,
    /// For each team, those of which the room is not known.
    not_known: Vec<Vec<usize>>,
    /// Whether no further site is within the limit.
    is_whole: bool,
}

/// For each team, the place of the site that takes it among those that it reaches; `None` has no place.
type To = Vec<Option<usize>>;

impl<'a> Problem<'a> {
    fn size(&self, team: &TeamNeed) -> i64 {
        let [mid, low, high] = team.workstations;
        match self.look {
            Look::Mid => mid,
            Look::Worst => high,
            Look::Best => low,
        }
    }

    /// Returns the room of a site in thousandths, less what is promised to others; `None` where it is not known.
    fn room(&self, number: usize) -> Option<i64> {
        let site = &self.rooms.sites[number];
        let promised = self
            .rooms
            .promised
            .iter()
            .filter(|(from, to)| *to == number && self.closed.binary_search(from).is_err());
        let teams = promised.flat_map(|(from, _)| self.rooms.sites[*from].teams.clone());
        let promised: i64 = teams.map(|team| self.size(&self.rooms.teams[team])).sum();
        let known = site.room().map(|[mid, least, most]| match self.look {
            Look::Mid => mid,
            Look::Worst => least,
            Look::Best => most,
        });
        let all = || site.workstations.unwrap_or(i64::from(i32::MAX));
        let room = known.or_else(|| (self.look == Look::Best).then(all));
        room.map(|room| room.saturating_mul(1000).saturating_sub(promised))
    }

    fn reaching(&'a self, most: usize) -> Reach<'a> {
        let mut found = Reach {
            problem: self,
            sites: Vec::new(),
            full: Vec::new(),
            not_known: Vec::new(),
            is_whole: true,
        };
        for team in &self.leaving {
            let near = team.need.function.map(|of| self.rooms.around(of, team.from, most));
            let (near, are_all) = near.unwrap_or((Vec::new(), true));
            found.is_whole &= are_all;
            let (mut sites, mut full, mut not_known) = (Vec::new(), Vec::new(), Vec::new());
            let within = near
                .into_iter()
                .take_while(|(to, minutes)| self.rooms.may_go(team.from, *to, *minutes));
            for (site, minutes) in within.filter(|(site, _)| self.stays_open(*site)) {
                let own = &self.rooms.sites[site];
                match self.room(site) {
                    None if self.could_have_room(own, team.need) => not_known.push(site),
                    None => full.push(site),
                    Some(room) if self.can_have_room(site, room, team.need) => {
                        sites.push((site, minutes));
                    }
                    Some(_) => full.push(site),
                }
            }
            let perhaps = team.need.function.into_iter().flat_map(|of| {
                self.rooms.perhaps_near(of, team.from, MANY).filter(|site| self.stays_open(*site))
            });
            for site in perhaps {
                let own = &self.rooms.sites[site];
                let fits = match self.room(site) {
                    Some(room) => room >= self.size(team.need),
                    None => self.could_have_room(own, team.need),
                };
                match self.look {
                    Look::Best if fits => sites.push((site, self.rooms.minutes)),
                    Look::Mid | Look::Worst if fits => not_known.push(site),
                    _ => {}
                }
            }
            found.sites.push(sites);
            found.full.push(full);
            found.not_known.push(not_known);
        }
        found
    }

    /// Tells whether a site of which the room is not known could have it, were every workstation free.
    fn could_have_room(&self, site: &Staying, team: &TeamNeed) -> bool {
        site.workstations.is_none_or(|all| all.saturating_mul(1000) >= self.size(team))
    }

    fn can_have_room(&self, site: usize, room: i64, team: &TeamNeed) -> bool {
        let works = self.rooms.sites[site].works.filter(|_| self.works);
        let extra = works.map_or(0, |(extra, _)| extra.saturating_mul(1000));
        room >= self.size(team) || extra > 0 && room.saturating_add(extra) >= self.size(team)
    }

    fn stays_open(&self, site: usize) -> bool {
        self.closed.binary_search(&site).is_err()
    }
}

impl Reach<'_> {
    fn size(&self, team: usize) -> i64 {
        self.problem.size(self.problem.leaving[team].need)
    }

    fn room(&self, site: usize) -> i64 {
        self.problem.room(site).unwrap_or(0)
    }

    /// Puts each team into the nearest site that could take it; `None` where they do not all fit.
    ///
    /// No placing can place more, nor travel less.
    fn each_to_its_nearest(&self) -> Option<To> {
        let mut loads: Vec<(usize, i64)> = Vec::new();
        for (team, reach) in self.sites.iter().enumerate() {
            match reach.first() {
                Some((site, _)) => match loads.iter_mut().find(|(of, _)| of == site) {
                    Some((_, load)) => *load += self.size(team),
                    None => loads.push((*site, self.size(team))),
                },
                // One further away might take it.
                None if !self.is_whole => return None,
                None => {}
            }
        }
        let fits = loads.iter().all(|(site, load)| *load <= self.room(*site));
        fits.then(|| self.sites.iter().map(|reach| (!reach.is_empty()).then_some(0)).collect())
    }

    /// Returns where each team goes by the number of the site.
    fn places(&self, to: &[Option<usize>], receivers: &[usize]) -> To {
        let place = |(team, at): (usize, &Option<usize>)| {
            let site = receivers.get((*at)?)?;
            self.sites[team].iter().position(|(of, _)| of == site)
        };
        to.iter().enumerate().map(place).collect()
    }

    /// Returns the FTE-minutes of a move, in tenths.
    fn travel(&self, team: usize, minutes: f64) -> i64 {
        let fte = self.problem.leaving[team].need.fte.max(100);
        fte.saturating_mul(to_whole(minutes * 100.0)) / 10_000
    }

    /// Returns the sites that can be reached, and the problem of placing the teams in them at the least travel, with a
    /// weight that is more than all of it together.
    fn instance(&self) -> (Vec<usize>, Instance, i64) {
        let mut receivers: Vec<usize> =
            self.sites.iter().flatten().map(|(site, _)| *site).collect();
        receivers.sort_unstable();
        receivers.dedup();
        let teams = 0..self.sites.len();
        let cost: Vec<Vec<Option<i64>>> = teams
            .clone()
            .map(|team| {
                let mut row = vec![None; receivers.len()];
                for (site, minutes) in &self.sites[team] {
                    if let Ok(at) = receivers.binary_search(site) {
                        row[at] = Some(self.travel(team, *minutes));
                    }
                }
                row
            })
            .collect();
        let furthest = cost.iter().map(|row| row.iter().flatten().max().copied().unwrap_or(0));
        let weight = furthest.fold(1_i64, i64::saturating_add);
        let instance = Instance {
            capacities: receivers.iter().map(|site| self.room(*site).max(0)).collect(),
            opening: vec![0; receivers.len()],
            sizes: teams.map(|team| self.size(team)).collect(),
            cost,
            enlarge: Vec::new(),
        };
        (receivers, instance, weight)
    }

    /// Places as many workstations as can be, then with the least travel; and whether that is shown to be the best.
    fn most_placed(&self) -> (To, bool) {
        let (receivers, Instance { sizes, capacities, cost, .. }, _) = self.instance();
        let (to, proven) = most_placed(&sizes, &capacities, &cost);
        (self.places(&to, &receivers), proven && self.is_whole)
    }

    /// Places all teams at the least cost of works, then with the least travel; `None` where that cannot be.
    fn with_works(&self) -> Option<(To, bool)> {
        let (receivers, mut instance, weight) = self.instance();
        let works = |site: &usize| {
            let (extra, cost) = self.problem.rooms.sites[*site].works?;
            // Those who are there already have the first of it where there are too few.
            let extra = extra.checked_mul(1000)?.checked_add(self.room(*site).min(0))?;
            let pounds = cost.pence()?.checked_add(99)? / 100;
            let cost = pounds.max(1).checked_mul(weight)?;
            (extra > 0).then_some((extra, cost))
        };
        instance.enlarge = receivers.iter().map(works).collect();
        if instance.enlarge.iter().all(Option::is_none) {
            return None;
        }
        // A team that can go nowhere has no place with works either, and leaves those of others as they are.
        let able: Vec<usize> =
            (0..self.sites.len()).filter(|team| !self.sites[*team].is_empty()).collect();
        instance.sizes = able.iter().map(|team| instance.sizes[*team]).collect();
        instance.cost = able.iter().map(|team| instance.cost[*team].clone()).collect();
        let best = solve(&instance, effort(&instance)?).ok()?;
        let mut to = vec![None; self.sites.len()];
        for (team, at) in able.iter().zip(&best.to) {
            to[*team] = *at;
        }
        Some((self.places(&to, &receivers), best.proven && self.is_whole))
    }

    /// Tells what becomes of every team and of every site that takes one.
    fn told(&self, to: &[Option<usize>], is_exact: bool) -> Displaced {
        let goes = |team: usize| to[team].map(|place| self.sites[team][place]);
        let receivers: BTreeSet<usize> =
            (0..to.len()).filter_map(goes).map(|(site, _)| site).collect();
        let receivers: Vec<Received> = receivers
            .into_iter()
            .map(|site| {
                let come = (0..to.len()).filter(|team| goes(*team).is_some_and(|to| to.0 == site));
                self.received(site, &come.collect::<Vec<_>>())
            })
            .collect();
        let enlarged = receivers.iter().filter(|of| of.added > 0);
        let works = enlarged.filter_map(|of| self.problem.rooms.sites[of.site].works);
        let works = Money::checked_sum(works.map(|(_, cost)| cost)).unwrap_or_default();
        let left = |site: usize| {
            let taken = receivers.iter().find(|of| of.site == site).map_or(0, |of| of.comes);
            self.room(site) - taken
        };
        let teams = self.problem.leaving.iter().enumerate().map(|(at, team)| Moved {
            team: team.team,
            from: team.from,
            workstations: self.size(at),
            counted: team.need.counted,
            place: match goes(at) {
                Some((site, minutes)) => Ok(Destination { site, minutes }),
                None => Err(self.why_not(at, &left)),
            },
        });
        let not_recorded = self.problem.closed.iter().copied();
        let not_recorded = not_recorded.filter(|site| self.problem.rooms.sites[*site].is_open());
        Displaced {
            teams: teams.collect(),
            not_recorded: not_recorded.collect(),
            works,
            is_exact,
            receivers,
        }
    }

    /// Measures a site again with the teams that come.
    fn received(&self, site: usize, teams: &[usize]) -> Received {
        let rooms = self.problem.rooms;
        let own = &rooms.sites[site];
        let comes = teams.iter().map(|team| self.size(*team)).sum();
        let works = own.works.filter(|_| comes > self.room(site));
        let added = works.map_or(0, |(extra, _)| extra);
        Received {
            site,
            workstations: own.workstations.unwrap_or(0).saturating_add(added),
            added,
            needed: own.needed.map_or(0, |[mid, ..]| mid.saturating_mul(1000)),
            counted: own.counted,
            comes,
        }
    }

    fn why_not(&self, team: usize, left: &dyn Fn(usize) -> i64) -> NoPlace {
        let leaving = &self.problem.leaving[team];
        let Some(function) = leaving.need.function else { return NoPlace::FunctionUnreadable };
        if self.problem.rooms.sites[leaving.from].position.is_none() {
            return NoPlace::NoPosition;
        }
        if !self.not_known[team].is_empty() {
            return NoPlace::RoomNotKnown(self.not_known[team].clone());
        }
        let with_room = self.sites[team].iter().map(|(site, _)| *site);
        let within = with_room.chain(self.full[team].iter().copied());
        if let Some(site) = within.max_by_key(|site| (left(*site), Reverse(*site))) {
            return NoPlace::Full { site, left: left(site) };
        }
        let most = MANY + self.problem.closed.len();
        let (near, _) = self.problem.rooms.around(function, leaving.from, most);
        let mut open = near.into_iter().filter(|(site, _)| self.problem.stays_open(*site));
        open.next().map_or(NoPlace::NoSite, |(site, minutes)| NoPlace::TooFar { site, minutes })
    }
}
