//! One site and one partner held against each other.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{Direction, Match, Misfit};
use crate::{
    cover::Rooms,
    load::Estate,
    measure::Measures,
    model::{
        Area, Date, Fact, Lease, Measure, Partner, Quantity, Right, Role, Service, SiteId, State,
        Status, SubletRight, Team, TeamFunction, Use, months_later, thousandths, to_whole,
    },
    place::metres_between,
    policy::{FigureName, Policy},
};

/// What pairs are looked at by.
pub(super) struct Look<'a> {
    estate: &'a Estate,
    measures: &'a Measures,
    rooms: &'a Rooms,
    partners: &'a [Partner],
    policy: &'a Policy,
    /// The leases as tenant of each site.
    leases: BTreeMap<&'a SiteId, Vec<&'a Lease>>,
    /// Furthest straight line.
    metres: f64,
    /// The first day on which a move is looked for to be made.
    moved_on: Date,
    /// The first last day that is late enough.
    runs_to: Date,
}

impl<'a> Look<'a> {
    pub fn of(
        estate: &'a Estate,
        measures: &'a Measures,
        rooms: &'a Rooms,
        partners: &'a [Partner],
        policy: &'a Policy,
    ) -> Self {
        let as_of = estate.snapshot.as_of;
        let later = |from, months| months_later(from, policy.whole(months)).unwrap_or(Date::MAX);
        let moved_on = later(as_of, FigureName::VacateMonths);
        let mut leases: BTreeMap<&SiteId, Vec<&Lease>> = BTreeMap::new();
        for lease in estate.leases.iter().filter(|l| l.role == Role::Tenant && l.runs_to(as_of)) {
            leases.entry(&lease.site_id).or_default().push(lease);
        }
        Self {
            estate,
            measures,
            rooms,
            partners,
            policy,
            leases,
            metres: policy.ratio(FigureName::PartnerKm) * 1000.0,
            moved_on,
            runs_to: later(moved_on, FigureName::LettingShortestMonths),
        }
    }

    /// Tells whether a site has teams to move or a counter, and no decision where they go.
    pub fn could_leave(&self, number: usize) -> bool {
        let (site, own) = (&self.estate.sites[number], &self.rooms.sites[number]);
        let has_teams = !own.teams.is_empty() && !own.is_empty;
        let decided = self.rooms.promised.iter().any(|(from, _)| *from == number);
        site.status_or_operational() != Some(Status::Sold)
            && !decided
            && (has_teams || Service::PublicCounter.is_given_by(site))
    }

    /// Tells whether a site stays and has, or may have, space to let.
    pub fn could_host(&self, number: usize) -> bool {
        self.rooms.sites[number].receives
            && match self.lettable(number) {
                Space::Between(_, most) => most > 0,
                Space::NotKnown => true,
                Space::NotJudged => false,
            }
    }

    fn lettable(&self, number: usize) -> Space {
        let reading = self.measures.sites[number].reading(Measure::LettableSpace);
        let m2 = |quantity| match quantity {
            Quantity::Number(m2) => Some(to_whole(m2 * 1000.0)),
            _ => None,
        };
        if reading.state == State::NotBenchmarked {
            return Space::NotJudged;
        }
        let both = reading.bounds().and_then(|(low, high)| Some((m2(low)?, m2(high)?)));
        let promised = self.promised_m2(number);
        let left = |m2: i64| m2.saturating_sub(promised).max(0);
        both.map_or(Space::NotKnown, |(low, high)| Space::Between(left(low), left(high)))
    }

    /// Returns the space for workstations of teams that are decided to move in, in thousandths of a m².
    fn promised_m2(&self, number: usize) -> i64 {
        let from = self.rooms.promised.iter().filter(|(_, to)| *to == number);
        let needed = from.filter_map(|(from, _)| self.rooms.sites[*from].needed);
        let workstations: i64 = needed.map(|[_, _, most]| most).fold(0, i64::saturating_add);
        self.space(workstations).unwrap_or(i64::MAX)
    }

    /// Returns the space that workstations take, in thousandths of a m².
    fn space(&self, workstations: i64) -> Option<i64> {
        let each = self.policy.figure(FigureName::ShareWorkstationM2);
        each.checked_mul(Decimal::from(workstations)).and_then(thousandths)
    }

    /// Returns the pairs of some sites and partners within the distance, by site, then partner.
    pub fn pairs(
        &self,
        sites: &[usize],
        partners: &[usize],
        looked_at: impl Fn((usize, usize, f64)) -> Match + Sync,
    ) -> Vec<Match> {
        let mut placed: Vec<(f64, usize, geo::Point)> = partners
            .iter()
            .filter_map(|at| self.partners[*at].position.map(|point| (point.y(), *at, point)))
            .collect();
        placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        // A degree of latitude is never less than 110 km: most pairs need no exact distance.
        let degrees = self.metres / 100_000.0;
        let of_site = |site: &usize| -> Vec<Match> {
            let Some(position) = self.estate.sites[*site].position else { return Vec::new() };
            let mut near = Vec::new();
            let first = placed.partition_point(|(y, ..)| *y < position.y() - degrees);
            for (y, partner, point) in &placed[first..] {
                if *y > position.y() + degrees {
                    break;
                }
                let metres = metres_between(position, *point);
                if metres <= self.metres {
                    near.push((*site, *partner, metres));
                }
            }
            near.sort_by_key(|(_, partner, _)| *partner);
            near.into_iter().map(&looked_at).collect()
        };
        sites.par_iter().flat_map_iter(of_site).collect()
    }

    pub fn site_out(&self, (site, partner, metres): (usize, usize, f64)) -> Match {
        let (own, other) = (&self.rooms.sites[site], &self.partners[partner]);
        let there = other.offers_m2.and_then(Area::thousandths);
        // Where nobody is counted, a counter takes space that no workstation tells.
        let needed = own.needed.filter(|[_, _, most]| *most > 0);
        let least = needed.and_then(|[_, least, _]| self.space(least));
        let most = needed.and_then(|[_, _, most]| self.space(most));
        let mut misfits = Vec::new();
        if self.estate.sites[site].must_keep.is_some() {
            misfits.push(Misfit::MustKeep);
        }
        if self.rooms.promised.iter().any(|(_, to)| *to == site) {
            misfits.push(Misfit::Receives);
        }
        match (least, most, there) {
            (Some(least), _, Some(there)) if least > there => misfits.push(Misfit::Area),
            (_, Some(most), Some(there)) if most <= there => {}
            _ => misfits.push(Misfit::NeedNotKnown),
        }
        let teams = self.teams(site);
        let secure = self.estate.sites[site].secure == Fact::Known(true)
            || teams.clone().filter_map(|(_, of)| of).any(|of| self.policy.moves(of).secure);
        match other.secure {
            Fact::Known(false) if secure => misfits.push(Misfit::NotSecure),
            Fact::Empty | Fact::Unreadable if secure => misfits.push(Misfit::SecureNotKnown),
            _ => {}
        }
        misfits.extend(self.dates(other));
        let (not_shared, unreadable) = self.not_shared(site);
        if !not_shared.is_empty() {
            misfits.push(Misfit::NotShared(not_shared));
        }
        if !unreadable.is_empty() {
            misfits.push(Misfit::FunctionUnreadable(unreadable));
        }
        let of = self.estate.sites[site].use_or_office();
        let more_than_desks = [Use::Custody, Use::Training, Use::Workshop, Use::Stores];
        misfits.extend(of.filter(|of| more_than_desks.contains(of)).map(Misfit::UseNotKnown));
        Match {
            direction: Direction::IntoPartner,
            site,
            partner,
            metres,
            workstations: needed.map(|[_, _, most]| most),
            needed: most,
            there,
            lost: None,
            counted: own.counted,
            misfits,
            by_consent: false,
            chosen: false,
            is_exact: true,
        }
    }

    pub fn partner_in(&self, (number, partner, metres): (usize, usize, f64)) -> Match {
        let (site, other) = (&self.estate.sites[number], &self.partners[partner]);
        let needed = other.wants_m2.and_then(Area::thousandths);
        let mut misfits = Vec::new();
        let there = match (self.lettable(number), needed) {
            (Space::Between(low, high), Some(needed)) => {
                if needed > high {
                    misfits.push(Misfit::Area);
                } else if needed > low {
                    misfits.push(Misfit::SpaceNotKnown);
                }
                Some(if needed > high { high } else { low })
            }
            _ => {
                misfits.push(Misfit::SpaceNotKnown);
                None
            }
        };
        let is_secure = |fact: &Fact<bool>| match fact {
            Fact::Known(secure) => Some(*secure),
            Fact::Empty => Some(false),
            Fact::Unreadable => None,
        };
        match (is_secure(&site.secure), is_secure(&other.secure)) {
            (Some(false), Some(true)) => misfits.push(Misfit::NotSecure),
            (Some(true), Some(false)) => misfits.push(Misfit::SecureSite),
            (Some(_), Some(_)) => {}
            _ => misfits.push(Misfit::SecureNotKnown),
        }
        misfits.extend(self.dates(other));
        let (not_shared, unreadable) = self.not_shared(number);
        match site.separate_entrance {
            // Space with a door of its own is let, not shared.
            Some(true) => {}
            None if !not_shared.is_empty() => misfits.push(Misfit::EntranceNotKnown),
            None | Some(false) => {
                if !not_shared.is_empty() {
                    misfits.push(Misfit::NotShared(not_shared));
                }
                if !unreadable.is_empty() {
                    misfits.push(Misfit::FunctionUnreadable(unreadable));
                }
            }
        }
        let (right, by_consent) = self.right(number);
        misfits.extend(right);
        Match {
            direction: Direction::PartnerIn,
            site: number,
            partner,
            metres,
            workstations: None,
            needed,
            there,
            lost: None,
            counted: true,
            misfits,
            by_consent,
            chosen: false,
            is_exact: true,
        }
    }

    /// Returns the teams of a site with what they do; `None` could not be read.
    fn teams(
        &self,
        site: usize,
    ) -> impl Iterator<Item = (usize, Option<TeamFunction>)> + Clone + use<'_> {
        let function = |team: &Team| team.function.or_empty(TeamFunction::Office);
        self.rooms.sites[site].teams.clone().map(move |at| (at, function(&self.estate.teams[at])))
    }

    /// Returns the teams of a site that may not share space, and those of which that could not be read.
    fn not_shared(&self, site: usize) -> (Vec<usize>, Vec<usize>) {
        let of = |wanted: &dyn Fn(Option<TeamFunction>) -> bool| {
            self.teams(site).filter(|(_, of)| wanted(*of)).map(|(at, _)| at).collect()
        };
        let barred = |of: Option<TeamFunction>| of.is_some_and(|of| !self.policy.moves(of).shared);
        (of(&barred), of(&|of| of.is_none()))
    }

    fn dates(&self, partner: &Partner) -> impl Iterator<Item = Misfit> + use<> {
        let late = partner.from.filter(|from| *from > self.moved_on).map(Misfit::Begins);
        let soon = partner.until.filter(|until| *until < self.runs_to).map(Misfit::Ends);
        let unreadable = (!partner.dates_are_read).then_some(Misfit::DatesUnreadable);
        late.into_iter().chain(soon).chain(unreadable)
    }

    /// Returns what bars a partner from a site, and whether a landlord has to consent.
    fn right(&self, number: usize) -> (Option<Misfit>, bool) {
        let site = &self.estate.sites[number];
        let leases = self.leases.get(&site.site_id).map_or(&[][..], Vec::as_slice);
        let shares: Vec<Option<Right>> = leases.iter().map(|lease| lease.share).collect();
        if shares.contains(&Some(Right::Barred)) {
            return (Some(Misfit::Barred), false);
        }
        if !shares.is_empty() && shares.iter().all(Option::is_some) {
            return (None, shares.contains(&Some(Right::Consent)));
        }
        match self.measures.sites[number].reading(Measure::RightToSubletPart).value {
            Some(Quantity::Right(SubletRight::Barred)) => (Some(Misfit::Barred), false),
            Some(Quantity::Right(SubletRight::Consent | SubletRight::DeedAgreed)) => (None, true),
            Some(Quantity::Right(_)) => (None, false),
            _ => (Some(Misfit::RightNotKnown), false),
        }
    }
}

/// The space that a site could let, in thousandths of a m².
enum Space {
    /// The least and the most.
    Between(i64, i64),
    NotKnown,
    /// No measure of sites of its kind.
    NotJudged,
}
