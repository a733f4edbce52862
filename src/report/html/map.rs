//! The map in the page: a point a site, near enough to scale for an estate, drawn anew for each page.

use minijinja::{Value, context};

use super::{Shown, at_most, list};
use crate::{
    draw::spread,
    edition::{Direction, MatchRow, PartnerRow, SiteRow, View},
    model::{decimals, ratio_term, to_whole},
    report::map::{partner_position, position},
    wording::{
        and_list_up_to, could, count, count_of, flow, flow_in, flow_out, index, moved_together,
        partner_site, unplaced, why_unranked,
    },
};

/// Moves of teams listed, at most; the data file has all.
const MOST_FLOWS: usize = 200;
/// Sites drawn, at most; `map.geojson` has all.
const MOST_POINTS: usize = 500;
/// Partners drawn, at most: those in a pair first.
const MOST_PARTNERS: usize = 100;
/// Ranked sites that are numbered, at most: more would hide each other.
const MOST_NUMBERED: usize = 150;
/// Sites without a place that are named, at most.
const MOST_NAMED: usize = 12;
/// Width and least height of the picture, and the room left at its edges.
const WIDTH: f64 = 1_000.0;
const LEAST_HEIGHT: f64 = 380.0;
const MOST_HEIGHT: f64 = 900.0;
const ROOM: f64 = 56.0;
/// Least way between two numbered points.
const APART: f64 = 30.0;
/// Kilometres of a degree of latitude on the mean sphere of radius 6,371 km.
const KM_A_DEGREE: f64 = 111.195;
/// Lengths that a scale bar may have, in km.
const BARS: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/// Returns the map; nothing where no site has a position.
pub(super) fn map(view: &View, shown: &Shown) -> Option<Value> {
    let all: Vec<(usize, &SiteRow, [f64; 2])> = view
        .sites
        .iter()
        .enumerate()
        .filter_map(|(row, site)| Some((row, site, position(site)?)))
        .collect();
    let placed = all.get(..MOST_POINTS).unwrap_or(&all);
    let mut all_partners: Vec<(&PartnerRow, [f64; 2])> =
        view.partners.iter().filter_map(|row| Some((row, partner_position(row)?))).collect();
    all_partners.sort_by_key(|(row, _)| !row.chosen);
    let partners = all_partners.get(..MOST_PARTNERS).unwrap_or(&all_partners);
    if placed.is_empty() {
        return None;
    }
    let on_map = placed.iter().map(|(_, _, at)| *at).chain(partners.iter().map(|(_, at)| *at));
    let plan = Plan::around(on_map.clone())?;
    let numbered =
        placed.iter().filter(|(_, site, _)| site.rank.is_some()).count() <= MOST_NUMBERED;
    let true_places: Vec<(f64, f64)> = on_map.map(|at| plan.place(at)).collect();
    let apart = if numbered {
        spread(&true_places, APART, ((APART, APART), (WIDTH - APART, plan.height - APART)))
    } else {
        true_places.clone()
    };
    let moved = |from: &(f64, f64), to: &(f64, f64)| {
        (from != to).then(|| context! { x => tenth(from.0), y => tenth(from.1) })
    };
    let places = true_places.iter().zip(&apart);
    // The first of the ranking are drawn last, over the others.
    let points = placed.iter().zip(places.clone()).rev().map(|((row, site, _), (from, to))| {
        let (x, y) = *to;
        let standing = match (site.rank, site.not_ranked) {
            (Some(rank), _) => format!("rank {rank}, need index {}", index(site.need_index)),
            (None, Some(why)) => format!("not ranked, {}", why_unranked(why)),
            (None, None) => "not ranked".to_owned(),
        };
        context! {
            x => tenth(x),
            y => tenth(y),
            moved => moved(from, to),
            row => *row,
            rank => site.rank,
            said => format!("{}: {standing}", site.name),
            more => moves_of(view, &site.site_id).join("\n"),
            link => shown.link(&site.site_id),
        }
    });
    let of_partners = partners.iter().zip(places.skip(placed.len())).rev();
    let of_partners = of_partners.map(|((row, _), (from, to))| {
        context! {
            x => tenth(to.0),
            y => tenth(to.1),
            moved => moved(from, to),
            said => partner_site(row),
            more => shares(view).filter(|pair| pair.partner_id == row.partner_id).map(could)
                .collect::<Vec<_>>().join("\n"),
        }
    });
    let site_at = |id: &str| {
        let at = placed.iter().position(|(_, site, _)| site.site_id == id)?;
        apart.get(at)
    };
    let partner_at = |id: &str| {
        let at = partners.iter().position(|(row, _)| row.partner_id == id)?;
        apart.get(placed.len() + at)
    };
    let flows = at_most(view, MOST_FLOWS);
    let team_moves = view.displacement.flows.iter().filter_map(|flow| {
        Some(line("teams", site_at(&flow.site_id)?, site_at(&flow.to_site_id)?))
    });
    let could_share = shares(view).filter_map(|row| {
        let (site, partner) = (site_at(&row.site_id)?, partner_at(&row.partner_id)?);
        Some(match row.direction {
            Direction::IntoPartner => line("share", site, partner),
            Direction::PartnerIn => line("share", partner, site),
        })
    });
    let without: Vec<String> = view
        .sites
        .iter()
        .filter(|site| position(site).is_none())
        .map(|site| site.name.clone())
        .collect();
    let (km, length) = plan.bar();
    Some(context! {
        width => tenth(WIDTH),
        height => tenth(plan.height),
        outline => plan.outline(view),
        points => points.collect::<Vec<_>>(),
        partners => of_partners.collect::<Vec<_>>(),
        lines => team_moves.chain(could_share).collect::<Vec<_>>(),
        flows => list(view.displacement.flows.get(..flows).unwrap_or(&view.displacement.flows), |of| flow(of).into()),
        more_flows => (view.displacement.flows.len() > flows).then(|| {
            format!("For {} more, see displacement.csv.", view.displacement.flows.len() - flows)
        }),
        moved_together => moved_together(&view.displacement),
        shares => shares(view).map(could).collect::<Vec<_>>(),
        partners_cut => (all_partners.len() > partners.len()).then(|| {
            let more = all_partners.len() - partners.len();
            let sites = count_of(more, "more site of partners is", "more sites of partners are");
            format!("{sites} not drawn; map.geojson has all.")
        }),
        numbered,
        bar => context! { km, length => tenth(length), y => tenth(plan.height - 20.0) },
        without => (!without.is_empty()).then(|| without_place(&without)),
        cut => (all.len() > placed.len()).then(|| {
            format!(
                "The map shows the first {} of {} by rank; map.geojson has all.",
                placed.len(),
                count(all.len(), "site")
            )
        }),
    })
}

fn without_place(names: &[String]) -> String {
    format!(
        "Not on the map, because no position is recorded: {}.",
        and_list_up_to(names, MOST_NAMED)
    )
}

fn shares(view: &View) -> impl Iterator<Item = &MatchRow> {
    view.matches.rows.iter().filter(|row| row.chosen)
}

/// Says what moves from a site and to it, or could, in the words of the lists below the map.
fn moves_of(view: &View, site_id: &str) -> Vec<String> {
    let closes = view.cover.proposed.iter().any(|all| all.site_ids.iter().any(|id| id == site_id));
    let mut said: Vec<String> =
        closes.then(|| "Proposed to close.".to_owned()).into_iter().collect();
    let flows = &view.displacement.flows;
    said.extend(flows.iter().filter(|of| of.site_id == site_id).map(flow_out));
    said.extend(unplaced(view.displacement.proposed.iter().filter(|row| row.site_id == site_id)));
    said.extend(flows.iter().filter(|of| of.to_site_id == site_id).map(flow_in));
    said.extend(shares(view).filter(|row| row.site_id == site_id).map(could));
    said
}

/// Returns a line from a point to near another, with the tip of its arrow.
fn line(kind: &str, from: &(f64, f64), to: &(f64, f64)) -> Value {
    /// From the middle of a point to the tip.
    const SHORT_OF: f64 = 15.0;
    const TIP: f64 = 10.0;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let far = dx.hypot(dy).max(1.0);
    let at = |along: f64, aside: f64| {
        let (x, y) = (dx * along - dy * aside, dy * along + dx * aside);
        format!("{} {}", tenth(from.0 + x / far), tenth(from.1 + y / far))
    };
    let tip = (far - SHORT_OF).max(far / 2.0);
    context! {
        kind,
        path => format!("M{}L{}", at(0.0, 0.0), at(tip - TIP / 2.0, 0.0)),
        tip => format!("M{}L{}L{}Z", at(tip, 0.0), at(tip - TIP, TIP / 2.0), at(tip - TIP, -TIP / 2.0)),
    }
}

/// Writes a length to the tenth of a unit.
fn tenth(units: f64) -> String {
    decimals(to_whole(units * 10.0), 10, 1)
}

/// Where things stand on the picture: degrees to units, north up, true to scale at the middle.
struct Plan {
    west: f64,
    north: f64,
    /// Units of a degree of longitude and of latitude.
    units: (f64, f64),
    left: f64,
    top: f64,
    height: f64,
}

impl Plan {
    fn around(places: impl Iterator<Item = [f64; 2]> + Clone) -> Option<Self> {
        let ends = |of: usize| {
            places.clone().map(|at| at[of]).fold(None, |ends: Option<(f64, f64)>, x| {
                Some(ends.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
            })
        };
        let ((west, east), (south, north)) = (ends(0)?, ends(1)?);
        let narrowing = f64::midpoint(south, north).to_radians().cos().max(0.01);
        // A degree that no estate is smaller than, so that one site alone has a place too.
        let least = 0.01;
        let wide = ((east - west) * narrowing).max(least);
        let high = (north - south).max(least);
        let room = (WIDTH - 2.0 * ROOM, MOST_HEIGHT - 2.0 * ROOM);
        let scale = (room.0 / wide).min(room.1 / high);
        let used = ((east - west) * narrowing * scale, (north - south) * scale);
        let height = (used.1 + 2.0 * ROOM).max(LEAST_HEIGHT);
        Some(Self {
            west,
            north,
            units: (narrowing * scale, scale),
            left: (WIDTH - used.0) / 2.0,
            top: (height - used.1) / 2.0,
            height,
        })
    }

    fn place(&self, [lon, lat]: [f64; 2]) -> (f64, f64) {
        (self.left + (lon - self.west) * self.units.0, self.top + (self.north - lat) * self.units.1)
    }

    /// Returns the path of the area's outlines, to the unit; empty without any.
    fn outline(&self, view: &View) -> String {
        let mut path = String::new();
        for ring in view.outlines.iter().flat_map(|outline| &outline.degrees) {
            let mut latest: Option<(f64, f64)> = None;
            for place in ring {
                let (x, y) = self.place(*place);
                // A coast has more points than a picture can show.
                if latest.is_some_and(|(a, b)| (x - a).hypot(y - b) < 1.0) {
                    continue;
                }
                let command = if latest.is_some() { 'L' } else { 'M' };
                path.push_str(&format!("{command}{} {}", tenth(x), tenth(y)));
                latest = Some((x, y));
            }
            if latest.is_some() {
                path.push('Z');
            }
        }
        path
    }

    /// Returns the length of the scale bar in km and in units: the longest within a quarter of the width.
    fn bar(&self) -> (i64, f64) {
        let length = |km: i64| ratio_term(km) / KM_A_DEGREE * self.units.1;
        let fits = |km: &&i64| length(**km) <= WIDTH / 4.0;
        let km = BARS.iter().rev().find(fits).copied().unwrap_or(BARS[0]);
        (km, length(km))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_outline_stands_where_the_sites_do_and_leaves_out_what_cannot_be_seen() {
        let plan = Plan::around([[0.0, 52.0], [1.0, 53.0]].into_iter()).unwrap();
        let mut view = example::hostile().clone();
        let ring = vec![[0.0, 52.0], [0.000_001, 52.0], [1.0, 53.0], [0.0, 53.0]];
        let outline = crate::edition::OutlineRow { rings: Vec::new(), degrees: vec![ring] };
        view.outlines = vec![outline];
        let at = |place| {
            let (x, y) = plan.place(place);
            format!("{} {}", tenth(x), tenth(y))
        };
        let [a, b, c] = [[0.0, 52.0], [1.0, 53.0], [0.0, 53.0]].map(at);
        assert_eq!(plan.outline(&view), format!("M{a}L{b}L{c}Z"));
        view.outlines.clear();
        assert_eq!(plan.outline(&view), "");
    }

    #[test]
    fn north_is_up_and_east_is_right_and_all_is_within() {
        let plan = Plan::around([[0.0, 52.0], [1.0, 53.0]].into_iter()).unwrap();
        let (south_west, north_east) = (plan.place([0.0, 52.0]), plan.place([1.0, 53.0]));
        assert!(south_west.0 < north_east.0 && south_west.1 > north_east.1);
        for (x, y) in [south_west, north_east] {
            assert!((ROOM..=WIDTH - ROOM).contains(&x), "{x}");
            assert!((ROOM - 0.1..=plan.height - ROOM + 0.1).contains(&y), "{y}");
        }
    }

    #[test]
    fn the_scale_bar_is_as_long_as_it_says() {
        let plan = Plan::around([[0.0, 52.0], [1.0, 53.0]].into_iter()).unwrap();
        let (km, length) = plan.bar();
        // One degree of latitude apart.
        let apart = plan.place([0.0, 52.0]).1 - plan.place([0.0, 53.0]).1;
        assert!((apart / length - KM_A_DEGREE / ratio_term(km)).abs() < 1e-9);
        assert_eq!(km, 20);
    }

    #[test]
    fn one_site_alone_stands_in_the_middle() {
        let plan = Plan::around([[0.0, 52.0]].into_iter()).unwrap();
        assert_eq!(tenth(plan.place([0.0, 52.0]).0), "500.0");
        assert!(Plan::around(std::iter::empty()).is_none());
    }

    #[test]
    fn sites_without_a_place_are_named() {
        let mut view = example::hostile().clone();
        view.sites[0].position = None;
        let map = map(&view, &Shown::of(&[])).unwrap();
        assert!(map.get_attr("without").unwrap().to_string().contains("Old Station"));
        for site in &mut view.sites {
            site.position = None;
        }
        assert!(super::map(&view, &Shown::of(&[])).is_none());
    }
}
