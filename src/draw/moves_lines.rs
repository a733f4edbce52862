//! What moves on the map of moves: lines between its marks, each with a number, and the names of the marks.

use super::{
    basemap::Basemap,
    font_metrics::{FontMetrics, FontWeight},
    labels::{self, Placed, Spot, Wanted},
    moves_marks::{Fate, Mark, arrow, arrow_width},
    sheet::{Area, BLACK, GREY, Line, NAVY, RULE, Sheet, WHITE},
    spread::spread,
};
use crate::{
    edition::{Direction, MatchRow, TeamFlow, View},
    wording::{could, flow, tenths},
};

/// Marks that are named, at most.
const NAMED: usize = 60;
/// Marks that are moved apart, at most.
const SPREAD: usize = 60;
/// Least way between two of these.
const APART: f64 = 28.0;
/// The radius of the number of a line.
pub(super) const BADGE: f64 = 8.5;
pub(super) const SIZE: f64 = 13.0;

/// A line on the map, by the places of its ends among the marks.
pub(super) struct Way<'a> {
    pub from: usize,
    pub to: usize,
    pub what: What<'a>,
}

pub(super) enum What<'a> {
    Teams(&'a TeamFlow),
    Share(&'a MatchRow),
}

/// Returns the lines whose ends are on the map, most FTE first, then the shares.
pub(super) fn ways<'v>(view: &'v View, shown: &[Mark]) -> Vec<Way<'v>> {
    let place = |id: &str, is_partner: bool| {
        shown.iter().position(|m| m.id == id && (m.fate == Fate::Partner) == is_partner)
    };
    let teams = view.displacement.flows.iter().filter_map(|flow| {
        let (from, to) = (place(&flow.site_id, false)?, place(&flow.to_site_id, false)?);
        Some(Way { from, to, what: What::Teams(flow) })
    });
    let mut ways: Vec<Way> = teams.collect();
    ways.sort_by_key(|way| match way.what {
        What::Teams(flow) => std::cmp::Reverse(flow.fte),
        What::Share(_) => std::cmp::Reverse(0),
    });
    ways.extend(view.matches.rows.iter().filter(|row| row.chosen).filter_map(|row| {
        let (site, partner) = (place(&row.site_id, false)?, place(&row.partner_id, true)?);
        let (from, to) = match row.direction {
            Direction::IntoPartner => (site, partner),
            Direction::PartnerIn => (partner, site),
        };
        Some(Way { from, to, what: What::Share(row) })
    }));
    ways
}

/// Says what moves, and how far.
pub(super) fn said(way: &Way) -> String {
    match way.what {
        What::Teams(of) => flow(of),
        What::Share(row) => could(row),
    }
}

/// Draws the lines, then the marks and their names where there is room; returns the names for which there is none.
pub(super) fn draw(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    shown: &[Mark],
    ways: &[Way],
    ground: &Basemap,
) -> Vec<String> {
    const ROOM: f64 = 170.0;
    const TALL: f64 = 14.5;
    let frame = ground.frame;
    let truly: Vec<(f64, f64)> = shown.iter().map(|mark| ground.point(mark.at)).collect();
    let corners = |edge: f64| {
        ((frame.left + edge, frame.top + edge), (frame.right - edge, frame.bottom - edge))
    };
    let told = shown.iter().take_while(|mark| mark.is_told()).count().min(SPREAD);
    let mut places = spread(&truly[..told], APART, corners(12.0));
    places.extend(&truly[told..]);
    for (from, to) in truly.iter().zip(&places).filter(|(from, to)| from != to) {
        sheet.stroke(*from, *to, 1.0, RULE);
        sheet.disc(*from, 1.8, GREY);
    }
    let most = ways.iter().map(fte).max().unwrap_or(0);
    let mut taken = Vec::new();
    for way in ways {
        let (from, to) = (places[way.from], places[way.to]);
        let reach = (shown[way.from].radius(), shown[way.to].radius());
        match way.what {
            What::Teams(flow) => arrow(sheet, (from, to), reach, arrow_width(flow.fte, most)),
            What::Share(_) => sheet.dashes(from, to, 2.0, BLACK),
        }
        // Its ends are left out: the leader of a mark's own name begins there.
        let far = (to.0 - from.0).hypot(to.1 - from.1);
        for step in 0..=30_i32 {
            let share = f64::from(step) / 30.0;
            if far * share < reach.0 + 6.0 || far * (1.0 - share) < reach.1 + 6.0 {
                continue;
            }
            let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            taken.push(Area { left: x - 3.0, top: y - 3.0, right: x + 3.0, bottom: y + 3.0 });
        }
    }
    let spots: Vec<Spot> = shown
        .iter()
        .zip(&places)
        .map(|(mark, (x, y))| Spot { x: *x, y: *y, radius: mark.radius() })
        .collect();
    let mut badges: Vec<(usize, Area)> = Vec::with_capacity(ways.len());
    for (way, number) in ways.iter().zip(1..) {
        let place = badge_place((places[way.from], places[way.to]), &spots, &badges, &frame);
        badges.extend(place.map(|place| (number, place)));
    }
    taken.extend(badges.iter().map(|(_, area)| *area));
    let labels: Vec<_> = shown
        .iter()
        .zip(0..)
        .take(NAMED)
        .map(|(mark, spot)| {
            let weight = if mark.fate.closes() { FontWeight::Bold } else { FontWeight::Regular };
            let lines = metrics.wrap(&label(mark), SIZE, weight, ROOM, 2);
            let width = lines.iter().map(|l| metrics.width(l, SIZE, weight)).fold(0.0, f64::max);
            let height = if lines.len() > 1 { TALL * 2.0 } else { TALL };
            (lines, weight, Wanted { spot, width, height })
        })
        .collect();
    let (least, greatest) = corners(4.0);
    let bounds = Area { left: least.0, top: least.1, right: greatest.0, bottom: greatest.1 };
    let wanted: Vec<Wanted> = labels.iter().map(|(_, _, wanted)| *wanted).collect();
    // A site with no part in a move is named only where its name stands beside it.
    let led = shown.iter().take_while(|mark| mark.is_told()).count();
    let near_first = labels::place_near_first(&spots, (&wanted, led), &taken, &bounds);
    let mut in_order = labels::place(&spots, &wanted, &taken, &bounds);
    for place in in_order.iter_mut().skip(led) {
        *place = place.filter(|place| place.leader.is_none());
    }
    let named = |places: &[Option<Placed>]| places.iter().take(led).flatten().count();
    let is_better = named(&in_order) > named(&near_first);
    let placed = if is_better { in_order } else { near_first };
    for (from, to) in placed.iter().flatten().filter_map(|place| place.leader) {
        sheet.stroke(from, to, 1.0, GREY);
    }
    for (mark, at) in shown.iter().zip(&places).rev() {
        mark.fate.draw(sheet, *at, mark.placing().colour(), !mark.is_told());
    }
    for (number, area) in &badges {
        badge(sheet, *number, middle(*area));
    }
    let mut named = vec![false; shown.len()];
    for ((lines, weight, wanted), place) in labels.into_iter().zip(placed) {
        let Some(place) = place else { continue };
        named[wanted.spot] = true;
        let mut baseline = place.area.top + 11.0;
        for words in lines {
            sheet.text(Line { weight, ..Line::new(words, place.area.left, baseline, SIZE) });
            baseline += TALL;
        }
    }
    let without = shown.iter().zip(named).filter(|(mark, named)| mark.is_told() && !named);
    without.map(|(mark, _)| mark.name.clone()).collect()
}

/// Returns where the number of a line stands: on its middle, or beside that where the line is short; `None` without room.
fn badge_place(
    (from, to): ((f64, f64), (f64, f64)),
    spots: &[Spot],
    others: &[(usize, Area)],
    frame: &Area,
) -> Option<Area> {
    const SHORT: f64 = 60.0;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let far = dx.hypot(dy).max(1.0);
    let (x, y) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let beside = |aside: f64| {
        let (x, y) = (x - dy / far * aside, y + dx / far * aside);
        Area { left: x - BADGE, top: y - BADGE, right: x + BADGE, bottom: y + BADGE }
    };
    let is_free = |area: &Area| {
        let (x, y) = middle(*area);
        let within = area.left > frame.left
            && area.right < frame.right
            && area.top > frame.top
            && area.bottom < frame.bottom;
        within
            && spots.iter().all(|spot| (spot.x - x).hypot(spot.y - y) > spot.radius + BADGE)
            && !others.iter().any(|(_, other)| other.meets(area, 1.0))
    };
    let on = (far > SHORT).then_some(0.0);
    let aside = on.into_iter().chain([15.0, -15.0, 22.0, -22.0, 30.0, -30.0, 40.0, -40.0]);
    aside.map(beside).find(is_free)
}

fn fte(way: &Way) -> i64 {
    match way.what {
        What::Teams(flow) => flow.fte,
        What::Share(_) => 0,
    }
}

fn label(mark: &Mark) -> String {
    match mark.fte(false) {
        0 => mark.name.clone(),
        fte => format!("{}, {} FTE", mark.name, tenths(fte)),
    }
}

/// Draws the number of a line in a disc.
pub(super) fn badge(sheet: &mut Sheet, number: usize, (x, y): (f64, f64)) {
    sheet.rimmed((x, y), BADGE, (WHITE, NAVY), 1.2);
    sheet.text(Line::new(number.to_string(), x, y + 4.6, SIZE).bold().middle().colour(NAVY));
}

pub(super) fn middle(area: Area) -> (f64, f64) {
    (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom))
}
