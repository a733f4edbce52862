//! How the ranks of the best sites moved from snapshot to snapshot.

use super::{
    Chart, DrawError, RankHistory, Standing,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    moves::{self, Lane, Moves, Stop, Track},
    sheet::{
        Area, BLACK, Colour, EDGE, Form, GREY, GRID, Line, NAVY, RULE, Sheet, VERMILION, WHITE,
    },
    site_names::called,
};
use crate::{
    model::{and_list_up_to, ratio_term, with_thousands},
    wording::{capital, count_of, long_date, number, why_unranked},
};

/// From the edge of the picture to the first column, and from the last to the other edge.
fn beside_columns(form: Form) -> f64 {
    form.either(204.0, 300.0)
}

/// From a column to the names beside it.
const BESIDE: f64 = 22.0;
const NAME: f64 = 13.0;
/// Lines drawn heavily, up and down each.
const MARKED: usize = 3;

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Rose,
    Fell,
    Plain,
}

impl Manner {
    const fn colour(self) -> Colour {
        match self {
            Self::Rose => VERMILION,
            Self::Fell => NAVY,
            Self::Plain => GREY,
        }
    }

    /// Draws one stretch: heavy, heavy and broken, or fine.
    fn stretch(self, sheet: &mut Sheet, from: (f64, f64), to: (f64, f64)) {
        match self {
            Self::Rose => sheet.stroke(from, to, 4.5, self.colour()),
            Self::Fell => sheet.dashes(from, to, 4.0, self.colour()),
            Self::Plain => sheet.stroke(from, to, 1.5, RULE),
        }
    }
}

/// Draws the moves; nothing when there are none to show.
pub(super) fn chart(
    history: &RankHistory,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let Some(moves) = moves::shown(history, form.rows) else { return Ok(None) };
    let lines = moves.tracks.iter().map(|t| (t.line.name.as_str(), t.line.site_id.as_str()));
    let names = called(lines, metrics);
    let title = moves::title(history, &moves, &names);
    let caption = Caption {
        about: about(history, &moves),
        source: source(history, &moves),
        note: history.note.clone(),
        edition: history.edition,
    };
    Ok(Some(Chart {
        name: "rank_moves".to_owned(),
        sheet: sheet(history, &moves, (metrics, form), &title, &names, &caption),
        numbers: moves::numbers(history, &moves)?,
        text: text(&title, &moves, &names, &caption),
        title,
    }))
}

/// Returns places gained since the snapshot before, below zero for places lost.
fn gain(track: &Track) -> i64 {
    track.last_move().map_or(0, |(before, now)| i64::from(before) - i64::from(now))
}

/// Returns the manner of each line: the three that rose most and the three that fell most stand out.
fn manners(moves: &Moves) -> Vec<Manner> {
    let mut manners = vec![Manner::Plain; moves.tracks.len()];
    for (manner, sign) in [(Manner::Rose, 1), (Manner::Fell, -1)] {
        let gains = moves.tracks.iter().map(|t| gain(t) * sign);
        let mut gains: Vec<_> = gains.enumerate().filter(|(_, g)| *g > 0).collect();
        gains.sort_by_key(|(n, g)| (-*g, *n));
        for (n, _) in gains.into_iter().take(MARKED) {
            if let Some(slot) = manners.get_mut(n) {
                *slot = manner;
            }
        }
    }
    manners
}

fn about(history: &RankHistory, moves: &Moves) -> Vec<String> {
    let last = moves.columns - 1;
    let best = moves.tracks.iter().filter(|t| t.rank(last).is_some()).count();
    let lost = moves.tracks.len() - best;
    let mut about = vec![format!(
        "Shown: the {} of the latest snapshot.",
        count_of(best, "highest ranked site", "highest ranked sites")
    )];
    if lost > 0 {
        let sites = count_of(lost, "site", "sites");
        about.push(format!(
            "Also shown: {sites} once among the {} highest and now not ranked.",
            moves.best
        ));
    }
    let rest = history.lines.len().saturating_sub(moves.tracks.len());
    if rest > 0 {
        let sites = count_of(rest, "more site is", "more sites are");
        about.push(format!("{sites} in the tables."));
    }
    let again = history.lines.iter().filter(|line| !line.earlier_ids.is_empty()).count();
    if again > 0 {
        let (sites, have) = if again == 1 { ("site", "has") } else { ("sites", "have") };
        let count = capital(&number(again));
        about.push(format!("{count} {sites} {have} changed id and {have} one line here."));
    }
    if moves.first > 0 {
        let count = with_thousands(&history.snapshots.len().to_string());
        about.push(format!("The latest {} of {count} snapshots are shown.", number(moves.columns)));
    }
    about.push("Rank 1 is the strongest candidate for surplus.".to_owned());
    about
}

fn source(history: &RankHistory, moves: &Moves) -> String {
    let first = history.snapshots.get(moves.first).map(|d| long_date(*d)).unwrap_or_default();
    let last = history.snapshots.last().map(|d| long_date(*d)).unwrap_or_default();
    format!("Source: {}, property data as at {first} to {last}.", history.estate)
}

/// Where rows, lanes and columns lie.
struct Grid {
    top: f64,
    pitch: f64,
    rows: u32,
    /// The top of each lane's first slot, as [`Lane::ALL`].
    lanes: [f64; 3],
    bottom: f64,
    step: f64,
    left: f64,
}

impl Grid {
    fn over(moves: &Moves, top: f64, form: Form) -> Self {
        let pitch = form.either(29.5, 27.0);
        const HEADING: f64 = 30.0;
        let mut y = top + pitch * f64::from(moves.rows);
        let mut lanes = [0.0; 3];
        for (lane, slots) in lanes.iter_mut().zip(moves.slots) {
            if slots > 0 {
                y += HEADING;
                *lane = y;
                y += pitch * f64::from(slots);
            }
        }
        let gaps = i64::try_from(moves.columns - 1).unwrap_or(1).max(1);
        let left = beside_columns(form);
        let step = (form.width - 2.0 * left) / ratio_term(gaps);
        Self { top, pitch, rows: moves.rows, lanes, bottom: y, step, left }
    }

    fn x(&self, column: usize) -> f64 {
        self.left + self.step * ratio_term(i64::try_from(column).unwrap_or(0))
    }

    fn y(&self, stop: &Stop) -> f64 {
        let (top, at) = match stop {
            Stop::Row(rank) => (self.top, rank.saturating_sub(1).min(self.rows)),
            Stop::Lane(lane, slot) => {
                let at = Lane::ALL.iter().position(|l| l == lane);
                (at.and_then(|n| self.lanes.get(n)).copied().unwrap_or(self.bottom), *slot)
            }
        };
        top + self.pitch * (f64::from(at) + 0.5)
    }

    fn point(&self, track: &Track, column: usize) -> Option<(f64, f64)> {
        let stop = track.stops.get(column)?.as_ref()?;
        Some((self.x(column), self.y(stop)))
    }
}

fn sheet(
    history: &RankHistory,
    moves: &Moves,
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    names: &[String],
    caption: &Caption,
) -> Sheet {
    let shown = "Rank by need index in each snapshot, 1 at the top";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let manners = manners(moves);
    let y = frame::legend(&mut sheet, metrics, y, &keys(&manners));
    let labels: Vec<_> = moves
        .tracks
        .iter()
        .zip(names)
        .map(|(track, name)| {
            let side = |column| beside((metrics, form), track, name, column);
            (side(0), side(moves.columns - 1))
        })
        .collect();
    let grid = Grid::over(moves, y + 44.0, form);
    ground(&mut sheet, history, moves, &grid, y);

    let drawn = || moves.tracks.iter().zip(manners.iter().copied());
    for manner in [Manner::Plain, Manner::Fell, Manner::Rose] {
        for (track, _) in drawn().filter(|(_, m)| *m == manner) {
            for column in 1..moves.columns {
                let ends = (grid.point(track, column - 1), grid.point(track, column));
                if let (Some(from), Some(to)) = ends {
                    manner.stretch(&mut sheet, from, to);
                }
            }
        }
    }
    for (track, manner) in drawn() {
        nodes(&mut sheet, metrics, moves, &grid, track, manner);
    }
    for (track, (left, right)) in moves.tracks.iter().zip(labels) {
        let ends = [(0, left, -BESIDE), (moves.columns - 1, right, BESIDE)];
        for (column, lines, away) in ends {
            if let Some((x, y)) = grid.point(track, column) {
                set_beside(&mut sheet, lines, x + away, y);
            }
        }
    }
    frame::end(&mut sheet, metrics, grid.bottom + 20.0, caption);
    sheet
}

/// Returns the legend of the lines that are drawn.
fn keys(manners: &[Manner]) -> Vec<Key> {
    let key = |words, manner: Manner| {
        Key::new(words, move |sheet, area| {
            let y = f64::midpoint(area.top, area.bottom);
            manner.stretch(sheet, (area.left, y), (area.right, y));
        })
    };
    let every = [
        ("Rose most since the previous snapshot (heavy)", Manner::Rose),
        ("Fell most (broken)", Manner::Fell),
        ("Others", Manner::Plain),
    ];
    let used = every.into_iter().filter(|(_, manner)| manners.contains(manner));
    used.map(|(words, manner)| key(words, manner)).collect()
}

/// Draws columns with their dates, and the lanes with their names.
fn ground(sheet: &mut Sheet, history: &RankHistory, moves: &Moves, grid: &Grid, y: f64) {
    const SIZE: f64 = 13.0;
    for column in 0..moves.columns {
        let x = grid.x(column);
        sheet.stroke((x, grid.top - 4.0), (x, grid.bottom), 1.0, GRID);
        let Some(date) = history.snapshots.get(moves.first + column) else { continue };
        for (format, baseline) in [("%-d %b", y + 14.0), ("%Y", y + 31.0)] {
            let words = date.format(format).to_string();
            sheet.text(Line::new(words, x, baseline, SIZE).bold().middle());
        }
    }
    let below = format!("Ranked below {}", moves.rows);
    let words = [below.as_str(), "Not ranked", "No longer in the data"];
    for ((words, top), slots) in words.into_iter().zip(grid.lanes).zip(moves.slots) {
        if slots > 0 {
            let line = top - 22.0;
            sheet.stroke((EDGE, line), (sheet.form.right(), line), 1.0, RULE);
            sheet.text(Line::new(words, EDGE, top - 5.0, SIZE).bold().colour(GREY));
        }
    }
}

/// Draws a line's stops: its rank in a disc, a small ring where it has none, and where it is new.
fn nodes(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    moves: &Moves,
    grid: &Grid,
    track: &Track,
    manner: Manner,
) {
    for column in 0..moves.columns {
        let Some((x, y)) = grid.point(track, column) else { continue };
        if let Some(rank) = track.rank(column) {
            let words = rank.to_string();
            sheet.rimmed((x, y), 13.0, (manner.colour(), WHITE), 1.5);
            let line = Line::new(words, x, y + 4.7, 13.0).bold().middle();
            if line.words.len() > 3 {
                let ground = line.area(metrics);
                let (left, right) = (ground.left - 3.0, ground.right + 3.0);
                sheet.fill(Area { left, right, ..ground }, manner.colour());
            }
            sheet.text(line.colour(WHITE));
        } else {
            sheet.rimmed((x, y), 7.0, (WHITE, BLACK), 1.5);
            if column > 0 && column + 1 < moves.columns {
                reason(sheet, metrics, track, column, (x, y), grid.step);
            }
        }
        if track.new_in() == Some(column) {
            let ground = Area { left: x - 48.0, top: y - 8.0, right: x - 15.0, bottom: y + 8.0 };
            sheet.fill(ground, WHITE);
            sheet.text(Line::new("new", x - 17.0, y + 4.5, 13.0).bold().end());
        }
    }
}

/// Writes why a site has no rank in a column between the first and the last, where there is room.
fn reason(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    track: &Track,
    column: usize,
    (x, y): (f64, f64),
    step: f64,
) {
    const SIZE: f64 = 13.0;
    const LEAST: f64 = 60.0;
    let Some(Standing::Unranked(reason)) = track.places.get(column) else { return };
    let room = step - 80.0;
    if room < LEAST {
        return;
    }
    let words = why_unranked(*reason).to_owned();
    let words = metrics.fit(&words, SIZE, FontWeight::Regular, room);
    let line = Line::new(words, x + 13.0, y + 4.5, SIZE);
    sheet.fill(line.area(metrics), WHITE);
    sheet.text(line);
}

/// Returns the lines beside a column: the name, and why it has no rank or that it is new or gone.
fn beside(
    (metrics, form): (&FontMetrics, Form),
    track: &Track,
    name: &str,
    column: usize,
) -> Vec<String> {
    let room = beside_columns(form) - BESIDE - EDGE;
    let tail = match track.places.get(column) {
        Some(Standing::Unranked(reason)) => why_unranked(*reason).to_owned(),
        Some(Standing::Absent) if column > 0 => "gone".to_owned(),
        Some(Standing::Absent) | None => return Vec::new(),
        Some(Standing::Ranked(_)) => {
            return metrics.wrap(name, NAME, FontWeight::Regular, room, 2);
        }
    };
    let whole = format!("{name}: {tail}");
    if metrics.width(&whole, NAME, FontWeight::Regular) <= room {
        return vec![whole];
    }
    // The reason stands on a line of its own, so that a long name cannot push it out.
    let fit = |text: &str| metrics.fit(text, NAME, FontWeight::Regular, room);
    vec![fit(&format!("{name}:")), fit(&tail)]
}

fn set_beside(sheet: &mut Sheet, lines: Vec<String>, x: f64, y: f64) {
    let mut baseline = if lines.len() > 1 { y - 2.5 } else { y + 4.5 };
    for words in lines {
        let line = Line::new(words, x, baseline, NAME);
        sheet.text(if x < sheet.form.width / 2.0 { line.end() } else { line });
        baseline += 14.5;
    }
}

/// Returns the message and where each of the first ten stands and stood, in sentences.
fn text(title: &str, moves: &Moves, names: &[String], caption: &Caption) -> String {
    const DESCRIBED: usize = 10;
    let last = moves.columns - 1;
    let mut out = vec![
        format!("{title}."),
        format!("Line chart of ranks over {} snapshots.", number(moves.columns)),
    ];
    let describe = |track: &Track, name: &String| {
        let stands = |column: Option<usize>, absent: &str| {
            let place = column.and_then(|c| track.places.get(c));
            place.map_or_else(|| absent.to_owned(), |place| place.describe(absent))
        };
        let mut before = stands(last.checked_sub(1), "not in the data");
        if !track.line.earlier_ids.is_empty() {
            before = format!("{before} as {}", and_list_up_to(&track.line.earlier_ids, DESCRIBED));
        }
        format!("{name}: {}, before {before}.", stands(Some(last), "gone"))
    };
    let ranked = |t: &Track| t.rank(last).is_some();
    let pairs = || moves.tracks.iter().zip(names);
    out.extend(pairs().filter(|(t, _)| ranked(t)).take(DESCRIBED).map(|(t, n)| describe(t, n)));
    out.extend(pairs().filter(|(t, _)| !ranked(t)).map(|(t, n)| describe(t, n)));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        super::samples,
        Standing::{Absent, Ranked},
        *,
    };

    fn drawn(history: &RankHistory) -> Chart {
        chart(history, &FontMetrics::load().unwrap(), Form::PAGE).unwrap().unwrap()
    }

    #[rstest]
    #[case::climbs(&[[Ranked(2), Ranked(1)], [Ranked(1), Ranked(2)]],
        "Turvesey Police Station climbs from rank 2 to rank 1")]
    #[case::falls(&[[Ranked(1), Ranked(2)], [Absent, Ranked(1)]],
        "Turvesey Police Station falls from rank 1 to rank 2")]
    #[case::kept(&[[Ranked(1), Ranked(1)], [Ranked(2), Ranked(2)]],
        "The two highest ranked sites kept rank")]
    #[case::one_kept(&[[Ranked(1), Ranked(1)], [Ranked(2), Absent]],
        "The one highest ranked site kept rank")]
    #[case::came(&[[Ranked(1), Ranked(1)], [Absent, Ranked(2)]],
        "One of 2 sites shown is newly ranked")]
    #[case::none(&[[Ranked(1), Absent], [Ranked(2), Absent]], "No site is ranked on 31 March 2020")]
    fn a_title_is_true_of(#[case] places: &[[Standing; 2]], #[case] expected: &str) {
        let mut history = samples::history(2, 2);
        for (line, places) in history.lines.iter_mut().zip(places) {
            line.places = places.to_vec();
        }
        assert_eq!(drawn(&history).title, expected);
    }

    #[test]
    fn new_gone_and_unranked_sites_are_told() {
        let chart = drawn(&samples::history(40, 3));
        let words = samples::words(&chart.sheet);
        assert!(words.contains("must be kept") && words.contains("gone") && words.contains("new"));
        assert!(chart.text.contains("not ranked (must be kept)"));
        assert!(chart.numbers.csv.starts_with("site_id,name,snapshot,rank,standing,reason\n"));
    }

    #[test]
    fn the_numbers_drawn_are_written() {
        insta::assert_snapshot!(drawn(&samples::history(2, 2)).numbers.csv, @r"
        site_id,name,snapshot,rank,standing,reason
        FEN-017,Quaybeck Police Station,2019-03-31,2,ranked,
        FEN-017,Quaybeck Police Station,2020-03-31,1,ranked,
        FEN-011,Turvesey Police Station,2019-03-31,1,ranked,
        FEN-011,Turvesey Police Station,2020-03-31,2,ranked,
        ");
    }
}
