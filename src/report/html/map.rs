//! The map in the page: a point a site, near enough to scale for an estate, drawn anew for each page.

use minijinja::{Value, context};

use super::Shown;
use crate::{
    edition::{SiteRow, View},
    model::{decimals, ratio_term, to_whole},
    wording::{and_list_up_to, count, index, why_unranked},
};

/// Sites drawn, at most; `map.geojson` has all.
const MOST_POINTS: usize = 1_000;
/// Ranked sites that are numbered, at most: more would hide each other.
const MOST_NUMBERED: usize = 150;
/// Sites without a place that are named, at most.
const MOST_NAMED: usize = 12;
/// Width and least height of the picture, and the room left at its edges.
const WIDTH: f64 = 1_000.0;
const LEAST_HEIGHT: f64 = 380.0;
const MOST_HEIGHT: f64 = 900.0;
const ROOM: f64 = 56.0;
/// Least way between two numbered points, and how many such ways a point may be moved.
const APART: f64 = 30.0;
const MOST_RINGS: i64 = 6;
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
        .filter_map(|(row, site)| Some((row, site, crate::report::map::position(site)?)))
        .collect();
    let placed = all.get(..MOST_POINTS).unwrap_or(&all);
    let plan = Plan::around(placed.iter().map(|(_, _, at)| *at))?;
    let numbered =
        placed.iter().filter(|(_, site, _)| site.rank.is_some()).count() <= MOST_NUMBERED;
    let true_places: Vec<(f64, f64)> = placed.iter().map(|(_, _, at)| plan.place(*at)).collect();
    let apart = if numbered { apart(&true_places, plan.height) } else { true_places.clone() };
    let places = true_places.iter().zip(&apart);
    // The first of the ranking are drawn last, over the others.
    let points = placed.iter().zip(places).rev().map(|((row, site, _), (from, to))| {
        let (x, y) = *to;
        let standing = match (site.rank, site.not_ranked) {
            (Some(rank), _) => format!("rank {rank}, need index {}", index(site.need_index)),
            (None, Some(why)) => format!("not ranked, {}", why_unranked(why)),
            (None, None) => "not ranked".to_owned(),
        };
        context! {
            x => tenth(x),
            y => tenth(y),
            moved => (from != to).then(|| context! { x => tenth(from.0), y => tenth(from.1) }),
            row => *row,
            rank => site.rank,
            name => site.name.as_str(),
            said => format!("{}: {standing}", site.name),
            link => shown.link(&site.site_id),
        }
    });
    let without: Vec<String> = view
        .sites
        .iter()
        .filter(|site| crate::report::map::position(site).is_none())
        .map(|site| site.name.clone())
        .collect();
    let (km, length) = plan.bar();
    Some(context! {
        width => tenth(WIDTH),
        height => tenth(plan.height),
        points => points.collect::<Vec<_>>(),
        numbered,
        bar => context! { km, length => tenth(length), y => tenth(plan.height - 20.0) },
        without => (!without.is_empty()).then(|| unplaced(&without)),
        cut => (all.len() > placed.len()).then(|| {
            format!(
                "The map shows the first {} of {} by rank; map.geojson has all.",
                placed.len(),
                count(all.len(), "site")
            )
        }),
    })
}

/// Moves points that would hide each other to the nearest free place, the first of the ranking least.
fn apart(places: &[(f64, f64)], height: f64) -> Vec<(f64, f64)> {
    let mut taken: Vec<(f64, f64)> = Vec::with_capacity(places.len());
    for place in places {
        let free = |to: &(f64, f64)| {
            let within =
                to.0 >= APART && to.0 <= WIDTH - APART && to.1 >= APART && to.1 <= height - APART;
            within
                && taken.iter().all(|other| (other.0 - to.0).hypot(other.1 - to.1) >= APART - 1e-6)
        };
        let rings = (1..=MOST_RINGS).flat_map(|ring| {
            let steps = 6 * ring;
            (0..steps).map(move |step| {
                let angle = std::f64::consts::TAU * ratio_term(step) / ratio_term(steps);
                let far = APART * ratio_term(ring);
                (place.0 + far * angle.cos(), place.1 + far * angle.sin())
            })
        });
        let to = std::iter::once(*place).chain(rings).find(free).unwrap_or(*place);
        taken.push(to);
    }
    taken
}

fn unplaced(names: &[String]) -> String {
    format!(
        "Not on the map, because no position is recorded: {}.",
        and_list_up_to(names, MOST_NAMED)
    )
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
    fn points_that_would_hide_each_other_are_moved_apart_and_the_first_stays() {
        let apart = apart(&[(500.0, 300.0); 12], 600.0);
        assert_eq!(tenth(apart[0].0), "500.0");
        for (at, one) in apart.iter().enumerate() {
            let near = apart.iter().skip(at + 1).map(|o| (o.0 - one.0).hypot(o.1 - one.1));
            assert!(near.fold(f64::MAX, f64::min) > APART - 1e-6);
        }
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
