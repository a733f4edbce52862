//! Rows of where the teams of closed sites could go.

use super::{Results, TeamFlow, closing, team_flows};
use crate::{
    cover::{Displaced, NoPlace, displaced},
    model::{Money, TeamFunction},
};

/// One team of a site that closes: where it goes, or why it has no place.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `displacement.csv`")]
pub struct DisplacementRow {
    pub site_id: String,
    pub name: String,
    pub team: String,
    /// `None` could not be read.
    pub function: Option<TeamFunction>,
    /// In thousandths.
    pub fte: i64,
    /// Workstations that it needs, in thousandths.
    pub workstations: i64,
    /// Whether they stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    pub place: Result<ReceiverRow, WhyNoPlace>,
    /// Whether no other placing of the closure's teams is better.
    pub is_exact: bool,
}

/// The site that takes a team, measured again with all who come.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `displacement.csv`")]
pub struct ReceiverRow {
    pub site_id: String,
    pub name: String,
    pub minutes: f64,
    /// Works included.
    pub workstations: i64,
    /// Workstations needed by who is there, in thousandths.
    pub needed: i64,
    /// Whether these stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// Workstations needed with all who come, in thousandths.
    pub needed_after: i64,
    /// Workstations that works add.
    pub added: i64,
    /// What they cost; `None` without works.
    pub works: Option<Money>,
}

/// Why a team has no place.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as the stage has it, with names for numbers")]
pub enum WhyNoPlace {
    NoPosition,
    FunctionUnreadable,
    NoSite,
    TooFar {
        site_id: String,
        name: String,
        minutes: f64,
    },
    Full {
        site_id: String,
        name: String,
        /// In thousandths of a workstation.
        left: i64,
    },
    RoomNotKnown {
        site_ids: Vec<String>,
        names: Vec<String>,
    },
}

/// Where the teams of each site could go were it closed alone.
#[derive(Debug, Clone, Default)]
pub struct DisplacementView {
    /// In order of site, then team.
    pub rows: Vec<DisplacementRow>,
    /// Where they could go if all sites closed together that a recommendation or a decision closes; in the same order.
    pub proposed: Vec<DisplacementRow>,
    /// Those of them that have a place, by the sites that they leave and go to.
    pub flows: Vec<TeamFlow>,
    /// The names of those sites of which no team is recorded though somebody may work there.
    pub proposed_not_recorded: Vec<String>,
    /// A move of no more minutes is made.
    pub minutes: f64,
}

/// Returns where the teams of each site could go were it closed alone.
pub(super) fn of(results: Results<'_>) -> DisplacementView {
    let alone = results.cover.alone.iter();
    let rows = alone.flat_map(|found| (0..found.teams.len()).map(|at| row(results, found, at)));
    let to_close = closing::to_close(results);
    let proposed = displacement_rows(results, &to_close);
    DisplacementView {
        rows: rows.collect(),
        flows: team_flows::of(&proposed),
        proposed,
        proposed_not_recorded: teams_not_recorded(results, &to_close),
        minutes: results.cover.rooms.minutes,
    }
}

/// Returns where the teams of sites that close together could go, by the numbers of the sites.
#[must_use]
pub fn displacement_rows(results: Results<'_>, closed: &[usize]) -> Vec<DisplacementRow> {
    let found = displaced(&results.cover.rooms, closed);
    (0..found.teams.len()).map(|at| row(results, &found, at)).collect()
}

/// Returns the names of sites that close of which no team is recorded though somebody may work there.
#[must_use]
pub fn teams_not_recorded(results: Results<'_>, closed: &[usize]) -> Vec<String> {
    let open = closed.iter().filter(|site| results.cover.rooms.sites[**site].is_open());
    open.map(|site| results.estate.sites[*site].name.clone()).collect()
}

fn row(results: Results<'_>, found: &Displaced, at: usize) -> DisplacementRow {
    let estate = results.estate;
    let moved = &found.teams[at];
    let team = &estate.teams[moved.team];
    let id = |site: usize| estate.sites[site].site_id.to_string();
    let name = |site: usize| estate.sites[site].name.clone();
    let place = match &moved.place {
        Ok(to) => {
            let site = to.site;
            let received = found.receivers.iter().find(|of| of.site == site);
            let (workstations, needed, comes, added) =
                received.map_or((0, 0, 0, 0), |r| (r.workstations, r.needed, r.comes, r.added));
            let counted = received.is_some_and(|r| r.counted);
            Ok(ReceiverRow {
                site_id: id(site),
                name: name(site),
                minutes: to.minutes,
                workstations,
                needed,
                counted,
                needed_after: needed.saturating_add(comes),
                added,
                works: (added > 0).then(|| estate.sites[site].extra_workstations_cost).flatten(),
            })
        }
        Err(why) => Err(match why {
            NoPlace::NoPosition => WhyNoPlace::NoPosition,
            NoPlace::FunctionUnreadable => WhyNoPlace::FunctionUnreadable,
            NoPlace::NoSite => WhyNoPlace::NoSite,
            NoPlace::TooFar { site, minutes } => {
                WhyNoPlace::TooFar { site_id: id(*site), name: name(*site), minutes: *minutes }
            }
            NoPlace::Full { site, left } => {
                WhyNoPlace::Full { site_id: id(*site), name: name(*site), left: *left }
            }
            NoPlace::RoomNotKnown(sites) => WhyNoPlace::RoomNotKnown {
                site_ids: sites.iter().map(|site| id(*site)).collect(),
                names: sites.iter().map(|site| name(*site)).collect(),
            },
        }),
    };
    DisplacementRow {
        site_id: id(moved.from),
        name: name(moved.from),
        team: team.team.clone(),
        function: team.function.or_empty(TeamFunction::Office),
        fte: team.fte.thousandths().unwrap_or(i64::MAX),
        workstations: moved.workstations,
        counted: moved.counted,
        place,
        is_exact: found.is_exact,
    }
}
