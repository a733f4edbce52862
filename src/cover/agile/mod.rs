//! Agile working: how many workstations the teams need once mobile devices save time at them, and which sites could then be
//! given up.
//!
//! A team needs its workstations × (1 − mobile share × minutes ÷ shift minutes × pass-through); `saving` has that sum.
//! The site needs the sum of its teams, in whole workstations. Two rules keep time from being read as space:
//!
//! 1. **The peak stays by default.** Where people are counted, a site needs workstations for its fullest moment. Minutes
//!    saved over a shift do not empty it, so that need stays, but for the policy's share of the fall that reaches the peak.
//!    It holds of the site that closes, of the room at the sites that receive, and of the part of a count that a team takes
//!    along. Where nobody has counted, FTE × the desk ratio stands in for the need, and falls.
//! 2. **A workstation is freed only where one stands spare.** At a site with fewer workstations than it needs, a lower need
//!    first makes up for those.
//!
//! Beside the policy's case stands the one in which the whole fall reaches the peak, as the most that could be hoped for.
//! Whether a site could be given up is found as for any closure (`displacement`), in the room there is, without works.

mod saving;
mod together;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{
    Cover,
    displacement::{AllPlaced, Rooms, all_placed, answer},
};
use crate::{
    load::Estate,
    model::{Area, Status, Team, div_round, thousandths},
    policy::{FigureName, Policy},
};
use saving::{Peak, Saving, ShareNotKnown};

pub use together::Together;

/// What agile working changes at the sites where teams work.
#[derive(Debug, Clone)]
pub struct Agile {
    /// The sites where people work of which a team is recorded, in the order of [`Estate::sites`].
    pub sites: Vec<AgileSite>,
    /// Sites where somebody may work of which no team is recorded, by number: their need is taken as it is.
    pub not_recorded: Vec<usize>,
    /// The most of `sites` that could close together today.
    pub together: Together,
    /// By the policy.
    pub by_policy: AgileCase,
    /// Were the peak to fall by as much as the policy's need by FTE.
    pub if_peak_falls: AgileCase,
}

/// A site where teams work, as it is today.
#[derive(Debug, Clone)]
pub struct AgileSite {
    /// By its number.
    pub site: usize,
    /// Of its teams, in thousandths; as the next two.
    pub fte: i64,
    /// FTE × mobile share of the teams of which the share is known.
    pub mobile: i64,
    /// FTE of the teams of which it is not known.
    pub mobile_not_known: i64,
    /// Those teams, by their places in the estate's teams.
    pub not_known: Vec<usize>,
    /// Workstations there are.
    pub workstations: Option<i64>,
    /// Workstations needed; `None` where its status could not be read.
    pub needed: Option<i64>,
    /// Whether they stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// What one of its workstations takes.
    pub space: WorkstationSpace,
    /// Whether it is not to be given up: it must be kept, or teams of another site are to move in, as decided.
    pub stays: bool,
    /// Whether its teams all have a place at other sites today.
    pub can_close: AllPlaced,
}

/// The space that a workstation of a site takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkstationSpace {
    /// Net office area of the site, in thousandths of a m², over its workstations.
    Own {
        /// The area.
        office: i64,
        /// The workstations, above zero.
        workstations: i64,
    },
    /// That of the policy, in thousandths of a m²: the site's own is not known.
    Policy(i64),
}

impl WorkstationSpace {
    /// Returns the space of some workstations, in thousandths of a m².
    #[must_use]
    pub fn of(self, workstations: i64) -> i64 {
        let many = i128::from(workstations);
        let space = match self {
            Self::Own { office, workstations } => {
                div_round(many * i128::from(office), i128::from(workstations))
            }
            Self::Policy(each) => many * i128::from(each),
        };
        i64::try_from(space).unwrap_or(i64::MAX)
    }
}

/// What becomes of the sites when the need falls.
#[derive(Debug, Clone)]
pub struct AgileCase {
    /// In the order of [`Agile::sites`].
    pub sites: Vec<AgileNeed>,
    /// The most of them that could close together.
    pub together: Together,
}

/// What one site needs then, and whether it could be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgileNeed {
    /// Workstations needed, those teams unchanged of which the mobile share is not known.
    pub needed: Option<i64>,
    /// Workstations needed, were everybody in those teams to have a device.
    pub least: Option<i64>,
    /// Whether its teams all have a place at other sites.
    pub can_close: AllPlaced,
    /// Whether agile working frees it: its teams have a place then, have none today, and it does not have to stay.
    pub frees: AllPlaced,
}

impl AgileSite {
    /// Returns the workstations that stand spare beyond those that do today, if so many are needed; `None` where
    /// workstations or need are not known.
    #[must_use]
    pub fn freed(&self, needed: Option<i64>) -> Option<i64> {
        let spare = |needed: i64| Some((self.workstations? - needed).max(0));
        Some(spare(needed?)? - spare(self.needed?)?)
    }
}

/// Measures what agile working changes.
///
/// # Unknown
/// Teams of which the mobile share is not known need what they do today, and are named; the least is found as if all of them
/// had devices. Sites of which the room is not known take nobody, and leave open what hangs on them.
#[must_use]
pub fn agile(cover: &Cover, estate: &Estate, policy: &Policy) -> Agile {
    let rooms = &cover.rooms;
    let works_here = |number: &usize| {
        let status = estate.sites[*number].status_or_operational();
        !rooms.sites[*number].is_empty && status != Some(Status::Sold)
    };
    let numbers = || (0..estate.sites.len()).filter(works_here);
    let sites: Vec<AgileSite> = numbers()
        .filter(|number| !rooms.sites[*number].teams.is_empty())
        .map(|number| site(cover, estate, policy, number))
        .collect();
    let could_close = |answers: &[AllPlaced]| -> Vec<usize> {
        let able = sites.iter().zip(answers);
        let able = able.filter(|(site, answer)| !site.stays && **answer == AllPlaced::Yes);
        able.map(|(site, _)| site.site).collect()
    };
    let today: Vec<AllPlaced> = sites.iter().map(|site| site.can_close).collect();
    let together = together::most(rooms, estate, &could_close(&today), &[]);
    let saving = Saving::of(estate, policy);
    let case = |peak: Peak| {
        let with = |not_known: ShareNotKnown| {
            rooms.with_needs(|team, need, counted| {
                saving.need(&estate.teams[team], need, counted.then_some(peak), not_known)
            })
        };
        let (then, least) = (with(ShareNotKnown::NoDevice), with(ShareNotKnown::AllDevices));
        let needs: Vec<AgileNeed> =
            sites.par_iter().map(|site| need(site, rooms, &then, &least)).collect();
        let answers: Vec<AllPlaced> = needs.iter().map(|need| need.can_close).collect();
        let together = together::most(&then, estate, &could_close(&answers), &together.sites);
        AgileCase { sites: needs, together }
    };
    let (by_policy, if_peak_falls) = (case(Peak::ByPolicy), case(Peak::FallsToo));
    Agile {
        not_recorded: numbers().filter(|number| rooms.sites[*number].is_open()).collect(),
        by_policy,
        if_peak_falls,
        together,
        sites,
    }
}

fn site(cover: &Cover, estate: &Estate, policy: &Policy, number: usize) -> AgileSite {
    let (rooms, site) = (&cover.rooms, &estate.sites[number]);
    let own = &rooms.sites[number];
    let teams = &estate.teams[own.teams.clone()];
    let sum = |of: &dyn Fn(&Team) -> Option<Decimal>| {
        let all = teams.iter().filter_map(of).map(|fte| thousandths(fte).unwrap_or(i64::MAX));
        all.fold(0, i64::saturating_add)
    };
    let is_open = |team: &Team| team.mobile_share.is_none();
    let needs_works = cover.alone[number].receivers.iter().any(|of| of.added > 0);
    let can_close =
        if needs_works { all_placed(rooms, &[number]) } else { answer(&cover.alone[number]) };
    let office = site.office_nia_m2.and_then(Area::thousandths);
    let space = match (office, own.workstations) {
        (Some(office), Some(workstations)) if office > 0 && workstations > 0 => {
            WorkstationSpace::Own { office, workstations }
        }
        _ => {
            let each = thousandths(policy.figure(FigureName::ShareWorkstationM2));
            WorkstationSpace::Policy(each.unwrap_or(i64::MAX))
        }
    };
    AgileSite {
        site: number,
        fte: sum(&|team| Some(team.fte.as_fte())),
        mobile: sum(&|team| team.fte.as_fte().checked_mul(team.mobile_share?)),
        mobile_not_known: sum(&|team| is_open(team).then(|| team.fte.as_fte())),
        not_known: own.teams.clone().filter(|at| is_open(&estate.teams[*at])).collect(),
        workstations: own.workstations,
        needed: own.needed.map(|[mid, ..]| mid),
        counted: own.counted,
        space,
        stays: site.must_keep.is_some() || rooms.promised.iter().any(|(_, to)| *to == number),
        can_close: can_close.0,
    }
}

/// Finds what a site needs, and whether it could be given up, in rooms with lower needs.
fn need(site: &AgileSite, today: &Rooms, then: &Rooms, least: &Rooms) -> AgileNeed {
    let of = |rooms: &Rooms| rooms.sites[site.site].needed.map(|[mid, ..]| mid);
    // Lower needs leave every team the place that it has today.
    let again = |rooms: &Rooms, known: AllPlaced, is_touched: bool| {
        let is_settled = known == AllPlaced::Yes || !is_touched;
        if is_settled { known } else { all_placed(rooms, &[site.site]).0 }
    };
    let touched = today.bears_on(site.site, then);
    let is_touched = touched || today.bears_on(site.site, least);
    let can_close = again(then, site.can_close, touched);
    let frees = match can_close {
        _ if site.stays || !is_touched || site.can_close == AllPlaced::Yes => AllPlaced::No,
        AllPlaced::No
            if again(least, can_close, then.bears_on(site.site, least)) == AllPlaced::No =>
        {
            AllPlaced::No
        }
        AllPlaced::Yes if site.can_close == AllPlaced::No => AllPlaced::Yes,
        _ => AllPlaced::NotKnown,
    };
    AgileNeed { needed: of(then), least: of(least), can_close, frees }
}
