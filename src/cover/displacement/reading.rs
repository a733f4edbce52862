//! The reading `room_near_by`: how many of the workstations that a closure displaces have a place within reach.

use super::{
    Displaced, NoPlace,
    settle::{Look, settle},
};
use crate::{
    cover::Cover,
    load::Estate,
    measure::Measures,
    model::{Basis, Fact, Gap, Gaps, Measure, Quantity, Reading, ratio_term},
};

use rayon::prelude::*;

/// Puts the reading of every site into the measures.
///
/// Workstations of the site's teams that are placed at other sites of the body, were it closed alone, ÷ those needed; none
/// displaced counts as all placed. Works to enlarge a site do not count.
///
/// # Unknown
/// Without the teams that work there, or without a position, nothing is known. Where sites of which the room is not known
/// could take more, the reading lies between what is placed without them and with them. Workstations by the policy's number
/// for each FTE make an interim reading.
#[must_use]
pub fn set_in(cover: &Cover, estate: &Estate, measures: Measures) -> Measures {
    let readings: Vec<(usize, Reading)> =
        (0..estate.sites.len()).into_par_iter().map(|n| (n, reading(cover, estate, n))).collect();
    measures.with(Measure::RoomNearBy, readings)
}

fn reading(cover: &Cover, estate: &Estate, site: usize) -> Reading {
    let (rooms, alone) = (&cover.rooms, &cover.alone[site]);
    let own = &rooms.sites[site];
    let none_displaced = own.needed.is_some_and(|[_, _, high]| high == 0);
    if own.is_empty || (own.teams.is_empty() && none_displaced) {
        return Reading::known(Quantity::Number(1.0), Basis::NobodyToMove);
    }
    if own.teams.is_empty() {
        return Reading::unknown(Basis::NoTeams).waits_for(Gap::Teams);
    }
    if own.position.is_none() {
        return Reading::unknown(Basis::NoPosition).waits_for(Gap::Position);
    }
    let share = |found: &Displaced| {
        let (needed, placed) = found.needed_and_placed();
        if needed == 0 { 1.0 } else { ratio_term(placed) / ratio_term(needed) }
    };
    let with = |look: Look| settle(rooms, &[site], look, false);
    // Without the works that it may count on.
    let without = alone.receivers.iter().any(|of| of.added > 0).then(|| with(Look::Mid));
    let found = without.as_ref().unwrap_or(alone);
    let mid = share(found);
    let (low, high) = (share(&with(Look::Worst)), share(&with(Look::Best)));
    let [low, mid, high] = [low.min(mid), mid, high.max(mid)].map(Quantity::Number);
    let is_open = low != high;
    let range = is_open.then(|| Box::new((low, high)));
    let waiting = found.teams.iter().filter_map(|team| match &team.place {
        Err(NoPlace::RoomNotKnown(sites)) => Some(sites),
        _ => None,
    });
    let elsewhere = |at: &usize| match rooms.sites[*at].position {
        None => Gap::PositionElsewhere,
        Some(_) => Gap::RoomElsewhere,
    };
    let room_gaps: Gaps = waiting.flatten().map(elsewhere).collect();
    let team_gaps = estate.teams[own.teams.clone()]
        .iter()
        .any(|team| team.function == Fact::Unreadable)
        .then_some(Gap::Function);
    let gaps = room_gaps.and_all(team_gaps.into());
    if is_open && !gaps.is_empty() {
        return Reading {
            range,
            ..Reading::unknown(Basis::RoomNotKnown).open_for(gaps, Gap::Teams)
        };
    }
    let counted = found.teams.iter().all(|team| team.counted)
        && found.receivers.iter().all(|receiver| receiver.counted);
    let basis = if counted { Basis::PlacedNearBy } else { Basis::PlacedByFte };
    // Counts that lack a cell, of its own people or of those at the other sites.
    let known = Reading { range, ..Reading::known(mid, basis) };
    let known = known.open_for(own.gaps, Gap::RoomElsewhere);
    if counted { known } else { known.interim() }
}
