//! Places labels beside the points of a scatter so that nothing is covered.

use super::sheet::Area;

/// A point with its mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub x: f64,
    pub y: f64,
    pub radius: f64,
}

impl Spot {
    /// Tells whether it comes closer to a rectangle than `gap`.
    fn meets(&self, area: &Area, gap: f64) -> bool {
        let dx = self.x - self.x.clamp(area.left, area.right);
        let dy = self.y - self.y.clamp(area.top, area.bottom);
        dx.hypot(dy) < self.radius + gap
    }
}

/// A label to be placed: which spot it belongs to, and its extent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub spot: usize,
    pub width: f64,
    pub height: f64,
}

/// Where a label stands, and the line from its spot to it when it is not close by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub area: Area,
    /// From the middle of the spot to the label.
    pub leader: Option<((f64, f64), (f64, f64))>,
}

/// Returns a free place for each label, in order, and `None` where there is no room.
///
/// Near places are tried first. A label covers no spot, none of `taken`, no label and no leader before
/// it, and stays in `bounds`; its leader crosses none of them but spots that touch its own.
pub(super) fn place(
    spots: &[Spot],
    wanted: &[Wanted],
    taken: &[Area],
    bounds: &Area,
) -> Vec<Option<Placed>> {
    let mut used = taken.to_vec();
    wanted.iter().map(|want| find(spots, want, &mut used, bounds, |_| true)).collect()
}

/// Returns the same where no leader crosses a spot but its own, not even one that touches it.
pub(super) fn place_clear(
    spots: &[Spot],
    wanted: &[Wanted],
    taken: &[Area],
    bounds: &Area,
) -> Vec<Option<Placed>> {
    let mut used = taken.to_vec();
    let find = |want: &Wanted| {
        find(spots, want, &mut used, bounds, |placed| crosses_none(spots, want.spot, placed))
    };
    wanted.iter().map(find).collect()
}

/// Tells whether a leader crosses no spot but its own.
fn crosses_none(spots: &[Spot], own: usize, placed: &Placed) -> bool {
    let steps = steps(placed);
    let others = spots.iter().enumerate().filter(|(n, _)| *n != own);
    others.into_iter().all(|(_, other)| steps.iter().all(|step| !other.meets(step, 0.0)))
}

/// Returns the same for labels of which only the first `led` may have a leader: of these, all that can stand beside their
/// spot are placed before any that needs one, and the others last.
pub(super) fn place_near_first(
    spots: &[Spot],
    (wanted, led): (&[Wanted], usize),
    taken: &[Area],
    bounds: &Area,
) -> Vec<Option<Placed>> {
    let mut used = taken.to_vec();
    let near = |placed: &Placed| placed.leader.is_none();
    let (first, others) = wanted.split_at(led.min(wanted.len()));
    let mut places: Vec<Option<Placed>> =
        first.iter().map(|want| find(spots, want, &mut used, bounds, near)).collect();
    for (place, want) in places.iter_mut().zip(first).filter(|(place, _)| place.is_none()) {
        *place = find(spots, want, &mut used, bounds, |_| true);
    }
    places.extend(others.iter().map(|want| find(spots, want, &mut used, bounds, near)));
    places
}

/// Finds a free place of a kind for a label, and takes it.
fn find(
    spots: &[Spot],
    want: &Wanted,
    used: &mut Vec<Area>,
    bounds: &Area,
    is_of_kind: impl Fn(&Placed) -> bool,
) -> Option<Placed> {
    const GAP: f64 = 3.0;
    let free = |placed: &Placed| {
        let area = &placed.area;
        is_of_kind(placed)
            && area.left >= bounds.left
            && area.right <= bounds.right
            && area.top >= bounds.top
            && area.bottom <= bounds.bottom
            && !used.iter().any(|u| u.meets(area, GAP))
            && !spots.iter().any(|s| s.meets(area, GAP))
            && !steps(placed).iter().any(|step| used.iter().any(|u| u.meets(step, 0.0)))
            && !misleads(spots, want.spot, placed)
    };
    let spot = spots.get(want.spot)?;
    let found = candidates(spot, want).into_iter().map(|area| placed(spot, area)).find(free)?;
    used.push(found.area);
    used.extend(steps(&found));
    Some(found)
}

/// Returns a label with the leader it needs.
fn placed(spot: &Spot, area: Area) -> Placed {
    const CLOSE: f64 = 8.0;
    let near = (spot.x.clamp(area.left, area.right), spot.y.clamp(area.top, area.bottom));
    let away = (near.0 - spot.x).hypot(near.1 - spot.y) > spot.radius + CLOSE;
    Placed { area, leader: away.then_some(((spot.x, spot.y), near)) }
}

/// Tells whether a leader runs through a spot that stands apart from its own: it would seem to begin there.
fn misleads(spots: &[Spot], own: usize, placed: &Placed) -> bool {
    let Some(from) = spots.get(own) else { return false };
    let apart = |s: &&Spot| (s.x - from.x).hypot(s.y - from.y) > s.radius + from.radius;
    let steps = steps(placed);
    spots.iter().filter(apart).any(|s| steps.iter().any(|step| s.meets(step, 0.0)))
}

/// Returns small rectangles along a leader.
fn steps(placed: &Placed) -> Vec<Area> {
    const STEPS: u32 = 40;
    let Some((from, to)) = placed.leader else { return Vec::new() };
    let step = |n: u32| {
        let share = f64::from(n) / f64::from(STEPS);
        let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        Area { left: x - 1.5, top: y - 1.5, right: x + 1.5, bottom: y + 1.5 }
    };
    (0..STEPS).map(step).collect()
}

/// Returns the places round a spot, near ones first: right, left, above, below, then slanting.
fn candidates(spot: &Spot, want: &Wanted) -> Vec<Area> {
    const DISTANCES: [f64; 8] = [4.0, 12.0, 24.0, 40.0, 60.0, 84.0, 112.0, 140.0];
    const WAYS: [(f64, f64); 16] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.7, -0.7),
        (-0.7, -0.7),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.4, -0.9),
        (-0.4, -0.9),
        (0.4, 0.9),
        (-0.4, 0.9),
        (0.9, -0.4),
        (-0.9, -0.4),
        (0.9, 0.4),
        (-0.9, 0.4),
    ];
    let at = |distance: f64, (dx, dy): (f64, f64)| {
        let reach = spot.radius + distance;
        let (x, y) = (spot.x + dx * reach, spot.y + dy * reach);
        let left = if dx > 0.3 {
            x
        } else if dx < -0.3 {
            x - want.width
        } else {
            x - want.width / 2.0
        };
        let top = if dy > 0.3 {
            y
        } else if dy < -0.3 {
            y - want.height
        } else {
            y - want.height / 2.0
        };
        Area { left, top, right: left + want.width, bottom: top + want.height }
    };
    DISTANCES.iter().flat_map(|d| WAYS.iter().map(move |w| at(*d, *w))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 400.0 };

    #[test]
    fn labels_of_close_spots_do_not_meet() {
        let spots: Vec<_> =
            (0..6).map(|n| Spot { x: 200.0 + f64::from(n) * 4.0, y: 200.0, radius: 6.0 }).collect();
        let wanted: Vec<_> =
            (0..6).map(|spot| Wanted { spot, width: 90.0, height: 16.0 }).collect();
        let placed: Vec<_> =
            place(&spots, &wanted, &[], &BOUNDS).into_iter().flatten().map(|p| p.area).collect();
        assert!(placed.len() > 3);
        for (n, one) in placed.iter().enumerate() {
            assert!(placed.iter().skip(n + 1).all(|other| !one.meets(other, 0.0)));
        }
    }

    #[test]
    fn a_leader_takes_no_place_that_another_label_could_stand_at() {
        let spots: Vec<_> = (0..9)
            .map(|n| Spot {
                x: 120.0 + f64::from(n % 3) * 55.0,
                y: 150.0 + f64::from(n / 3) * 22.0,
                radius: 6.0,
            })
            .collect();
        let wanted: Vec<_> =
            (0..9).map(|spot| Wanted { spot, width: 90.0, height: 16.0 }).collect();
        let near = |places: &[Option<Placed>]| {
            places.iter().flatten().filter(|place| place.leader.is_none()).count()
        };
        let (one, other) = (
            place(&spots, &wanted, &[], &BOUNDS),
            place_near_first(&spots, (&wanted, 9), &[], &BOUNDS),
        );
        assert_eq!((near(&one), near(&other)), (6, 8));
        let unled = place_near_first(&spots, (&wanted, 0), &[], &BOUNDS);
        assert!(near(&unled) == unled.iter().flatten().count());
        let areas: Vec<Area> = other.iter().flatten().map(|place| place.area).collect();
        for (n, area) in areas.iter().enumerate() {
            assert!(areas.iter().skip(n + 1).all(|other| !area.meets(other, 0.0)));
        }
    }

    #[test]
    fn no_leader_runs_through_a_label() {
        let spots: Vec<_> =
            (0..9).map(|n| Spot { x: 200.0, y: 150.0 + f64::from(n) * 9.0, radius: 6.0 }).collect();
        let wanted: Vec<_> =
            (0..9).map(|spot| Wanted { spot, width: 90.0, height: 16.0 }).collect();
        let placed: Vec<_> = place(&spots, &wanted, &[], &BOUNDS).into_iter().flatten().collect();
        assert!(placed.iter().any(|p| p.leader.is_some()));
        for (n, one) in placed.iter().enumerate() {
            let others = placed.iter().enumerate().filter(|(m, _)| *m != n);
            for (_, other) in others {
                assert!(steps(one).iter().all(|step| !step.meets(&other.area, 0.0)));
            }
        }
    }

    #[test]
    fn no_leader_runs_through_a_spot_that_stands_apart() {
        let spots: Vec<_> = (0..12)
            .map(|n| Spot {
                x: 100.0 + f64::from(n % 4) * 60.0,
                y: 120.0 + f64::from(n / 4) * 60.0,
                radius: 9.0,
            })
            .collect();
        let wanted: Vec<_> =
            (0..12).map(|spot| Wanted { spot, width: 70.0, height: 16.0 }).collect();
        let places = place(&spots, &wanted, &[], &BOUNDS);
        assert!(places.iter().flatten().any(|p| p.leader.is_some()));
        for (own, placed) in places.iter().enumerate() {
            let Some(placed) = placed else { continue };
            let others = spots.iter().enumerate().filter(|(n, _)| *n != own);
            for (_, other) in others {
                assert!(steps(placed).iter().all(|step| !other.meets(step, 0.0)), "{own}");
            }
        }
    }

    #[test]
    fn a_clear_leader_crosses_no_spot_that_touches_its_own_either() {
        // A cluster of touching spots: those within can have a name only across another.
        let spot = |n: u8| Spot {
            x: 150.0 + f64::from(n % 5) * 24.0,
            y: 170.0 + f64::from(n / 5) * 24.0,
            radius: 14.0,
        };
        let spots: Vec<_> = (0..15).map(spot).collect();
        let wanted: Vec<_> =
            (0..15).map(|spot| Wanted { spot, width: 60.0, height: 16.0 }).collect();
        let all = |places: &[Option<Placed>]| {
            let of = places.iter().enumerate();
            of.filter_map(|(own, p)| p.map(|p| (p.leader.is_some(), crosses_none(&spots, own, &p))))
                .collect::<Vec<_>>()
        };
        let (usual, clear) = (
            all(&place(&spots, &wanted, &[], &BOUNDS)),
            all(&place_clear(&spots, &wanted, &[], &BOUNDS)),
        );
        assert!(usual.contains(&(true, false)));
        assert!(clear.contains(&(true, true)) && clear.iter().all(|(_, is_clear)| *is_clear));
    }

    #[test]
    fn a_label_without_room_is_left_out() {
        let spot = Spot { x: 200.0, y: 200.0, radius: 6.0 };
        let wanted = Wanted { spot: 0, width: 900.0, height: 16.0 };
        assert_eq!(place(&[spot], &[wanted], &[], &BOUNDS), [None]);
    }
}
