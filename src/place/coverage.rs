//! How well a set of open places covers demand: who is within reach, how far the rest have to go, and what closing costs.
//!
//! Nothing here knows sites or zones: a place and a zone are numbers. Demand is whole, so that every share is a count over
//! a count; minutes are summed in the order of zones. Of two places equally near the one with the lower number serves.

/// The way from a zone to a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// How long it takes.
    pub minutes: f64,
    /// The place's number.
    pub place: usize,
    /// Whether the minutes are an estimate from a straight line.
    pub estimated: bool,
}

/// The ways from every zone to every place that can be reached from it, nearest first.
#[derive(Debug, Clone, Default)]
pub struct Access {
    ways: Vec<Way>,
    /// Where the ways of each zone end.
    ends: Vec<usize>,
}

/// The demand of every zone, in the order of [`Access`], and within how many minutes it is covered.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// People, calls or visits of each zone.
    pub demand: &'a [u64],
    /// A way of no more minutes is within reach.
    pub minutes: f64,
}

/// How well a set of open places covers the demand.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Coverage {
    /// All demand.
    pub demand: u64,
    /// Demand within the minutes of the nearest open place.
    pub within: u64,
    /// Demand from which any open place can be reached.
    pub reached: u64,
    /// Zones from which none can.
    pub unreached_zones: usize,
    /// Zones whose nearest open place is so by an estimate.
    pub estimated_zones: usize,
    /// Mean minutes of the demand that is reached; `None` where none is.
    pub mean: Option<f64>,
    /// The minutes within which nine tenths of all demand are; `None` where so much cannot be reached.
    pub tenth_longest: Option<f64>,
    /// The zone farthest from its nearest open place, of those with demand, and its minutes.
    pub worst: Option<(usize, f64)>,
}

impl Access {
    /// Sorts the ways of each zone.
    #[must_use]
    pub fn new(zones: impl IntoIterator<Item = Vec<Way>>) -> Self {
        let mut access = Self::default();
        for mut ways in zones {
            ways.sort_by(|a, b| a.minutes.total_cmp(&b.minutes).then(a.place.cmp(&b.place)));
            access.ways.append(&mut ways);
            access.ends.push(access.ways.len());
        }
        access
    }

    /// Returns how many zones there are.
    #[must_use]
    pub fn zones(&self) -> usize {
        self.ends.len()
    }

    /// Returns the ways of a zone, nearest first.
    #[must_use]
    pub fn of_zone(&self, zone: usize) -> &[Way] {
        let from = zone.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ways[from..self.ends[zone]]
    }

    /// Returns the way from a zone to the nearest open place; `None` where no open one can be reached.
    #[must_use]
    pub fn nearest(&self, zone: usize, open: &[bool]) -> Option<Way> {
        self.of_zone(zone).iter().copied().find(|way| open[way.place])
    }

    /// Measures how well the open places cover some zones.
    #[must_use]
    pub fn coverage(
        &self,
        zones: impl IntoIterator<Item = usize>,
        wanted: Wanted<'_>,
        open: &[bool],
    ) -> Coverage {
        let mut found = Coverage::default();
        let (mut reached, mut weighted) = (Vec::new(), 0.0);
        for zone in zones {
            let demand = wanted.demand[zone];
            found.demand += demand;
            let Some(way) = self.nearest(zone, open) else {
                found.unreached_zones += 1;
                continue;
            };
            found.estimated_zones += usize::from(way.estimated);
            found.reached += demand;
            if way.minutes <= wanted.minutes {
                found.within += demand;
            }
            if demand > 0 {
                weighted += as_ratio(demand) * way.minutes;
                reached.push((way.minutes, demand));
                if found.worst.is_none_or(|(_, worst)| way.minutes > worst) {
                    found.worst = Some((zone, way.minutes));
                }
            }
        }
        found.mean = (found.reached > 0).then(|| weighted / as_ratio(found.reached));
        found.tenth_longest = tenth_longest(reached, found.demand);
        found
    }

    /// Returns for each place the zones that are within the minutes with it and not without it, were it closed alone.
    #[must_use]
    pub fn zones_of_each_alone(&self, minutes: f64, open: &[bool]) -> Vec<Vec<usize>> {
        let mut alone = vec![Vec::new(); open.len()];
        for zone in 0..self.zones() {
            let mut ways = self.of_zone(zone).iter().filter(|way| open[way.place]);
            let within = |way: &&Way| way.minutes <= minutes;
            if let Some(first) = ways.next().filter(within)
                && ways.next().filter(within).is_none()
            {
                alone[first.place].push(zone);
            }
        }
        alone
    }
}

/// The minutes within which nine tenths of all demand are, by nearest rank.
fn tenth_longest(mut reached: Vec<(f64, u64)>, demand: u64) -> Option<f64> {
    let enough = u128::from(demand) * 9;
    reached.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0_u128;
    reached.into_iter().find_map(|(minutes, of)| {
        sum += u128::from(of);
        (sum * 10 >= enough).then_some(minutes)
    })
}

/// A count as a term of a ratio; exact up to 2⁵³.
#[allow(clippy::cast_precision_loss, reason = "demand is far below 2⁵³")]
fn as_ratio(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn way(minutes: f64, place: usize) -> Way {
        Way { minutes, place, estimated: false }
    }

    fn all(access: &Access, demand: &[u64], minutes: f64, open: &[bool]) -> Coverage {
        access.coverage(0..access.zones(), Wanted { demand, minutes }, open)
    }

    #[test]
    fn demand_is_counted_within_the_limit_and_what_is_out_of_reach_is_counted_too() {
        let access = Access::new([
            vec![way(10.0, 0), way(12.0, 1)],
            vec![way(20.0, 1), way(31.0, 0)],
            vec![way(40.0, 0)],
            vec![],
        ]);
        let demand = [100, 200, 50, 10];
        let found = all(&access, &demand, 20.0, &[true, true]);
        let expected = Coverage {
            demand: 360,
            within: 300,
            reached: 350,
            unreached_zones: 1,
            estimated_zones: 0,
            mean: Some((1000.0 + 4000.0 + 2000.0) / 350.0),
            tenth_longest: Some(40.0),
            worst: Some((2, 40.0)),
        };
        assert_eq!(found, expected);
        let without = all(&access, &demand, 20.0, &[true, false]);
        assert_eq!((without.within, without.worst), (100, Some((2, 40.0))));
        assert_eq!(access.zones_of_each_alone(20.0, &[true, true]), [vec![], vec![1]]);
    }

    #[test]
    fn of_two_places_equally_near_the_lower_number_serves() {
        let access = Access::new([vec![way(9.0, 2), way(9.0, 1)]]);
        assert_eq!(access.nearest(0, &[true; 3]), Some(way(9.0, 1)));
        assert_eq!(access.nearest(0, &[true, false, true]), Some(way(9.0, 2)));
    }

    #[test]
    fn without_demand_or_places_nothing_is_known() {
        let access = Access::new([vec![], vec![way(1.0, 0)]]);
        let none = all(&access, &[0, 0], 5.0, &[false]);
        assert_eq!((none.mean, none.tenth_longest, none.worst), (None, None, None));
        assert_eq!(none.unreached_zones, 2);
    }

    type Case = (Vec<Vec<Option<u8>>>, Vec<u64>, u8, Vec<bool>);

    fn case() -> impl Strategy<Value = Case> {
        (1_usize..8, 1_usize..6).prop_flat_map(|(zones, places)| {
            (
                prop::collection::vec(
                    prop::collection::vec(prop::option::of(0_u8..30), places),
                    zones,
                ),
                prop::collection::vec(0_u64..500, zones),
                0_u8..30,
                prop::collection::vec(any::<bool>(), places),
            )
        })
    }

    fn access_of(minutes: &[Vec<Option<u8>>]) -> Access {
        let ways = |zone: &Vec<Option<u8>>| {
            let ways = zone.iter().enumerate();
            ways.filter_map(|(place, m)| Some(way(f64::from((*m)?), place))).collect()
        };
        Access::new(minutes.iter().map(ways))
    }

    proptest! {
        /// Counted zone by zone from the table, for every set of open places.
        #[test]
        fn coverage_is_what_counting_finds((minutes, demand, limit, open) in case()) {
            let access = access_of(&minutes);
            let found = all(&access, &demand, f64::from(limit), &open);
            let nearest = |zone: &Vec<Option<u8>>| {
                zone.iter().zip(&open).filter(|(_, open)| **open).filter_map(|(m, _)| *m).min()
            };
            let sum = |holds: &dyn Fn(Option<u8>) -> bool| -> u64 {
                minutes.iter().zip(&demand).filter(|(z, _)| holds(nearest(z))).map(|(_, d)| d).sum()
            };
            prop_assert_eq!(found.within, sum(&|m| m.is_some_and(|m| m <= limit)));
            prop_assert_eq!(found.reached, sum(&|m| m.is_some()));
            if let Some(tenth) = found.tenth_longest {
                prop_assert!(sum(&|m| m.is_some_and(|m| f64::from(m) <= tenth)) * 10 >= found.demand * 9);
                prop_assert!(found.demand == 0 || sum(&|m| m.is_some_and(|m| f64::from(m) < tenth)) * 10 < found.demand * 9);
            }
        }

        /// Opening never lowers coverage; what a set loses is at least what its largest member does.
        #[test]
        fn a_set_loses_at_least_what_its_largest_member_does((minutes, demand, limit, closed) in case()) {
            let access = access_of(&minutes);
            let limit = f64::from(limit);
            let everything = vec![true; closed.len()];
            let before = all(&access, &demand, limit, &everything).within;
            let open: Vec<bool> = closed.iter().map(|closed| !closed).collect();
            let lost = before - all(&access, &demand, limit, &open).within;
            let each = access.zones_of_each_alone(limit, &everything);
            for (place, zones) in each.iter().enumerate() {
                let alone: u64 = zones.iter().map(|zone| demand[*zone]).sum();
                let mut open = everything.clone();
                open[place] = false;
                prop_assert_eq!(alone, before - all(&access, &demand, limit, &open).within);
                prop_assert!(!closed[place] || lost >= alone);
            }
        }
    }
}
