//! Chooses the lines of a chart of ranks over time, and where each stands.

use super::{ChartNumbers, DrawError, MoveLine, RankHistory, Standing, chart_table};
use crate::model::Date;
use crate::wording::{capital, first_words, long_date, number, why_unranked};

/// Best sites of the latest snapshot that are shown, at most.
const BEST: u32 = 20;
/// Sites shown that stood among the best and now have no rank.
const FALLEN: usize = 6;
/// Latest snapshots shown.
const COLUMNS: usize = 8;

/// Where a line passes a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// One of the rows, by its rank.
    Row(u32),
    /// A slot of a lane, from 0, and what it says.
    Lane(Lane, u32),
}

/// The lanes below the rows, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
    /// Ranked, but below the rows.
    Below,
    Unranked,
    /// No longer in the snapshots.
    Gone,
}

impl Lane {
    pub(super) const ALL: [Self; 3] = [Self::Below, Self::Unranked, Self::Gone];
}

/// A line that is shown.
#[derive(Debug, Clone)]
pub(super) struct Track<'a> {
    pub line: &'a MoveLine,
    /// One a column, as in the data.
    pub places: Vec<Standing>,
    /// One a column; `None` where nothing is drawn.
    pub stops: Vec<Option<Stop>>,
}

/// Everything that is shown.
#[derive(Debug, Clone)]
pub(super) struct Moves<'a> {
    /// The first of the history's snapshots that is shown.
    pub first: usize,
    pub columns: usize,
    pub rows: u32,
    /// Best sites of the latest snapshot that are shown, at most.
    pub best: u32,
    /// Slots of each lane, as [`Lane::ALL`].
    pub slots: [u32; 3],
    pub tracks: Vec<Track<'a>>,
}

impl Standing {
    /// Writes it as a sentence has it; `absent` says that it is not there.
    pub(super) fn describe(&self, absent: &str) -> String {
        match self {
            Self::Ranked(rank) => format!("rank {rank}"),
            Self::Unranked(reason) => format!("not ranked ({})", why_unranked(*reason)),
            Self::Absent => absent.to_owned(),
        }
    }
}

impl Track<'_> {
    /// Returns the rank in a column.
    pub(super) fn rank(&self, column: usize) -> Option<u32> {
        match self.places.get(column) {
            Some(Standing::Ranked(rank)) => Some(*rank),
            _ => None,
        }
    }

    /// Returns the last and the latest rank but one, where it has both.
    pub(super) fn last_move(&self) -> Option<(u32, u32)> {
        let last = self.places.len().checked_sub(1)?;
        Some((self.rank(last.checked_sub(1)?)?, self.rank(last)?))
    }

    /// Returns the first column in which the site is there, if it was not there before.
    pub(super) fn new_in(&self) -> Option<usize> {
        self.places.iter().position(|p| *p != Standing::Absent).filter(|column| *column > 0)
    }
}

/// Returns the best of the latest snapshot, and the formerly best that lost their rank; `None` for
/// fewer than two snapshots or no line.
///
/// `most` sites at most are the best.
pub(super) fn shown(history: &RankHistory, most: usize) -> Option<Moves<'_>> {
    let most = u32::try_from(most).unwrap_or(BEST).min(BEST);
    let count = history.snapshots.len();
    if count < 2 {
        return None;
    }
    let first = count.saturating_sub(COLUMNS);
    let mut tracks: Vec<Track> = history
        .lines
        .iter()
        .map(|line| {
            let place = |n| line.places.get(n).cloned().unwrap_or(Standing::Absent);
            Track { line, places: (first..count).map(place).collect(), stops: Vec::new() }
        })
        .collect();
    let columns = count - first;
    let best = |t: &Track| t.rank(columns - 1).filter(|r| *r <= most);
    let was = |t: &Track| (0..columns - 1).filter_map(|c| t.rank(c)).min().filter(|r| *r <= most);
    tracks.retain(|t| best(t).is_some() || (t.rank(columns - 1).is_none() && was(t).is_some()));
    tracks.sort_by(|a, b| {
        let key = |t: &Track| (best(t).unwrap_or(u32::MAX), was(t));
        key(a).cmp(&key(b)).then_with(|| a.line.site_id.cmp(&b.line.site_id))
    });
    let ranked = tracks.iter().filter(|t| best(t).is_some()).count();
    tracks.truncate(ranked.min(usize::try_from(most).unwrap_or(ranked)) + FALLEN);
    if tracks.is_empty() {
        return None;
    }
    let ranks = tracks.iter().flat_map(|t| (0..columns).filter_map(|c| t.rank(c)));
    let rows = ranks.max().unwrap_or(1).clamp(1, most.max(1));
    let mut slots = [0; 3];
    for column in 0..columns {
        let mut used = [0_u32; 3];
        // By rank, so that below the rows too what stands higher ranks higher.
        let mut order: Vec<usize> = (0..tracks.len()).collect();
        order.sort_by_key(|at| (tracks[*at].rank(column).unwrap_or(u32::MAX), *at));
        for at in order {
            let stop = stop(&tracks[at], column, rows, &mut used);
            tracks[at].stops.push(stop);
        }
        for (most, used) in slots.iter_mut().zip(used) {
            *most = used.max(*most);
        }
    }
    Some(Moves { first, columns, rows, best: most, slots, tracks })
}

/// Returns where a line passes a column; `used` counts the slots taken in it.
fn stop(track: &Track, column: usize, rows: u32, used: &mut [u32; 3]) -> Option<Stop> {
    let last = track.places.len() - 1;
    let lane = match track.places.get(column)? {
        Standing::Ranked(rank) if (1..=rows).contains(rank) => return Some(Stop::Row(*rank)),
        Standing::Ranked(_) => Lane::Below,
        Standing::Unranked(_) => Lane::Unranked,
        Standing::Absent if column == last => Lane::Gone,
        Standing::Absent => return None,
    };
    let at = Lane::ALL.iter().position(|l| *l == lane)?;
    let slot = used.get_mut(at)?;
    *slot += 1;
    Some(Stop::Lane(lane, *slot - 1))
}

/// A line at one of the snapshots.
type Stand<'a> = (&'a MoveLine, Date, &'a Standing);

/// Returns one row a site and snapshot.
pub(super) fn numbers(history: &RankHistory, moves: &Moves) -> Result<ChartNumbers, DrawError> {
    let dates: Vec<Date> = history.snapshots.iter().skip(moves.first).copied().collect();
    let stands = moves.tracks.iter().flat_map(|track| {
        track.places.iter().zip(&dates).map(|(place, date)| (track.line, *date, place))
    });
    ChartNumbers::of(&RankMovesChart, RankMovesChart::of(stands))
}

chart_table! {
    /// the lines of the chart of how ranks moved
    RankMovesChart: file "charts/rank_moves.csv", key [];
    rows row: Stand<'a>;
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.0.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.0.name;
    "snapshot", "Snapshot", Day, "", Restricted,
        "the day of the data" = row.1;
    "rank", "Rank", Whole, "", Restricted,
        "its place in the ranking then" = match row.2 { Standing::Ranked(rank) => Some(*rank), _ => None };
    "standing", "Standing", Text, "", Restricted,
        "`ranked`, `unranked`, or `absent` where the snapshot has no such site" = match row.2 {
            Standing::Ranked(_) => "ranked",
            Standing::Unranked(_) => "unranked",
            Standing::Absent => "absent",
        };
    "reason", "Not ranked because", Text, "", Restricted,
        "why it has no rank" = match row.2 { Standing::Unranked(reason) => Some(*reason), _ => None };
}

/// Returns the message: the site that climbed furthest, else who fell, came or stayed.
pub(super) fn title(history: &RankHistory, moves: &Moves, names: &[String]) -> String {
    let moved = |up: bool| {
        let all = moves.tracks.iter().zip(names).filter_map(|(t, n)| Some((t.last_move()?, n)));
        let sign = if up { 1 } else { -1 };
        let size = move |(before, now): (u32, u32)| sign * (i64::from(before) - i64::from(now));
        all.filter(|(m, _)| size(*m) > 0).min_by_key(|((b, now), _)| (-size((*b, *now)), *now))
    };
    if let Some(((before, now), name)) = moved(true) {
        return format!("{} climbs from rank {before} to rank {now}", first_words(name, 3));
    }
    if let Some(((before, now), name)) = moved(false) {
        return format!("{} falls from rank {before} to rank {now}", first_words(name, 3));
    }
    let last = moves.columns - 1;
    let ranked = moves.tracks.iter().filter(|t| t.rank(last).is_some()).count();
    let entered = moves.tracks.iter().filter(|t| t.rank(last).is_some() && t.last_move().is_none());
    let entered = entered.count();
    let latest = history.snapshots.last().map(|d| long_date(*d)).unwrap_or_default();
    let sites = if ranked == 1 { "site" } else { "sites" };
    match (ranked, entered) {
        (0, _) => format!("No site is ranked on {latest}"),
        (_, 0) => format!("The {} highest ranked {sites} kept rank", number(ranked)),
        (r, e) => {
            let are = if e == 1 { "is" } else { "are" };
            format!("{} of {r} {sites} shown {are} newly ranked", capital(&number(e)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    #[test]
    fn the_best_are_shown_with_those_that_lost_their_rank() {
        let history = samples::history(40, 3);
        let moves = shown(&history, 25).unwrap();
        let last = moves.columns - 1;
        let ranked: Vec<_> = moves.tracks.iter().filter_map(|t| t.rank(last)).collect();
        assert_eq!(ranked, (1..=BEST).collect::<Vec<_>>());
        assert!(moves.tracks.iter().any(|t| t.places.last() == Some(&Standing::Absent)));
        assert!(moves.tracks.len() <= 26);
    }

    #[test]
    fn what_stands_higher_ranks_higher_below_the_rows_too() {
        let mut history = samples::history(40, 3);
        for (line, rank) in history.lines.iter_mut().zip(1..) {
            // In the first snapshot the other way round: the best of the latest are all below the rows.
            line.places =
                vec![Standing::Ranked(100 - rank), Standing::Ranked(rank), Standing::Ranked(rank)];
        }
        let moves = shown(&history, 25).unwrap();
        let mut below: Vec<(u32, u32)> = Vec::new();
        for track in &moves.tracks {
            if let (Some(Stop::Lane(Lane::Below, slot)), Some(rank)) =
                (track.stops[0].clone(), track.rank(0))
            {
                below.push((slot, rank));
            }
        }
        below.sort_unstable();
        assert_eq!(below.len(), 20);
        assert!(below.windows(2).all(|pair| pair[0].1 < pair[1].1), "{below:?}");
    }

    #[test]
    fn one_snapshot_shows_no_moves() {
        assert!(shown(&samples::history(12, 1), 25).is_none());
        assert!(shown(&samples::history(0, 3), 25).is_none());
    }

    #[test]
    fn only_the_latest_snapshots_are_shown() {
        let history = samples::history(12, 12);
        let moves = shown(&history, 25).unwrap();
        assert_eq!((moves.first, moves.columns), (4, 8));
    }
}
