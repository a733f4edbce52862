//! Where the teams of closed sites go: whole, to other sites of the body with room, within the policy's minutes.
//!
//! `rooms` reads what every site has to move and has room for, `settle` places the teams of a set of closures, `reading`
//! turns what becomes of each site alone into the reading `room_near_by`. Works to enlarge a site come in only where
//! there is not room enough without: first the least cost of works, then the least travel.

mod reading;
mod rooms;
mod settle;

use crate::model::{Money, words};

pub use reading::set_in;
pub(in crate::cover) use rooms::closes_by_decision;
pub use rooms::{Leaver, Rooms, Staying};
pub use settle::displaced;

words!(
    /// Whether every team of the sites that close has a place at other sites, in the room there is: works to enlarge
    /// them do not count.
    AllPlaced {
        Yes = "yes",
        No = "no",
        NotKnown = "not_known",
    }
);

/// Tells whether every team of sites that close has a place without works, by the numbers of the sites; with it, whether
/// that is shown.
///
/// # Unknown
/// A team for which there may be room at sites of which the room or the position is not known leaves it open, unless
/// another team is refused; so does a search that ended before it could show that there is no placing.
pub(super) fn all_placed(rooms: &Rooms, closed: &[usize]) -> (AllPlaced, bool) {
    if settle::is_refused(rooms, closed) {
        return (AllPlaced::No, true);
    }
    answer(&settle::settle(rooms, closed, settle::Look::Mid, false))
}

/// Reads the same of a placing that was found.
pub(super) fn answer(found: &Displaced) -> (AllPlaced, bool) {
    let is_open = !found.not_recorded.is_empty();
    if found.teams.iter().all(|team| team.place.is_ok()) {
        return (if is_open { AllPlaced::NotKnown } else { AllPlaced::Yes }, true);
    }
    let is_refused = found.teams.iter().any(Moved::is_refused);
    let answer = if is_refused && found.is_exact { AllPlaced::No } else { AllPlaced::NotKnown };
    (answer, found.is_exact)
}

/// What closing a set of sites does to their teams, and to the sites that take them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Displaced {
    /// Every team of the sites that close, in the order of the estate's teams.
    pub teams: Vec<Moved>,
    /// Sites that close of which no team is recorded though somebody may work there, by their number.
    pub not_recorded: Vec<usize>,
    /// The sites that take any of them, by their number.
    pub receivers: Vec<Received>,
    /// What works to enlarge them cost; zero where none are needed.
    pub works: Money,
    /// Whether it is shown that no other placing is better; else it is the best that was found.
    pub is_exact: bool,
}

impl Displaced {
    /// Returns the workstations that are needed, and those of them that have a place, in thousandths.
    #[must_use]
    pub fn needed_and_placed(&self) -> (i64, i64) {
        let of = |placed: bool| {
            let teams = self.teams.iter().filter(|team| !placed || team.place.is_ok());
            teams.map(|team| team.workstations).sum()
        };
        (of(false), of(true))
    }
}

/// One team of a site that closes.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The team, by its place in the estate's teams.
    pub team: usize,
    /// The site that closes, by its number.
    pub from: usize,
    /// Workstations that it needs, in thousandths.
    pub workstations: i64,
    /// Whether they stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// Where it goes, or why it has no place.
    pub place: Result<Destination, NoPlace>,
}

impl Moved {
    /// Tells whether it has no place, rather than that this is not known.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self.place, Err(NoPlace::NoSite | NoPlace::TooFar { .. } | NoPlace::Full { .. }))
    }
}

/// The site that takes a team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Destination {
    /// By its number.
    pub site: usize,
    /// By car, estimated from the straight line.
    pub minutes: f64,
}

/// Why a team has no place.
#[derive(Debug, Clone, PartialEq)]
pub enum NoPlace {
    /// Its site has no position.
    NoPosition,
    /// Its function could not be read.
    FunctionUnreadable,
    /// No open site can take its function.
    NoSite,
    /// The nearest that can is further than the limit, by this many minutes in all.
    TooFar {
        /// The site.
        site: usize,
        /// Minutes to it.
        minutes: f64,
    },
    /// Sites within reach that can take it have no room for the whole of it.
    Full {
        /// The site with the most room for it, by its number.
        site: usize,
        /// Room left there once the other teams are placed, in thousandths of a workstation.
        left: i64,
    },
    /// There is room for it only at sites of which the room is not known; they are named by number.
    RoomNotKnown(Vec<usize>),
}

/// A site that takes teams, measured again.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// By its number.
    pub site: usize,
    /// Workstations there are, works included.
    pub workstations: i64,
    /// Workstations that works add.
    pub added: i64,
    /// Workstations needed by those who are there already, in thousandths.
    pub needed: i64,
    /// Whether these stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// Workstations needed by those who come, in thousandths.
    pub comes: i64,
}
