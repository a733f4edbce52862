//! The position of a record: from cells of metres or degrees to longitude and latitude.
//!
//! Sites and partners are read alike. Metres may stand in one row and degrees in the next. What cannot be
//! right is a finding that says what it looks like, and counts as unknown: nothing is converted in silence.

use geo::Point;
use rust_decimal::Decimal;

use super::{
    record::Record,
    system::{CRS, System, Systems, is_small},
};
use crate::{
    model::{Finding, Findings, Place, RowRef, Rule, decimals, to_whole},
    place::{Bounds, from_web_mercator, metres_between},
    policy::{FigureName, Policy, ratio_of},
};

/// The two columns of a position, east before north, and how they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// `easting` and `northing`.
    Metres,
    /// `longitude` and `latitude`.
    Degrees,
}

/// A position as its cells give it, before it is turned to degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pair: Pair,
    system: System,
    cells: (Decimal, Decimal),
}

/// The part of a record that says where it is.
pub(super) struct Whereabouts<'a> {
    pub id: &'a str,
    pub row: &'a RowRef,
    pub postcode: Option<&'a str>,
    pub position: &'a mut Option<Point>,
    pub placed: Option<&'a Placed>,
}

/// What a position is held against.
pub(super) struct Limits {
    bounds: Bounds,
    differs_m: f64,
    swap_far_m: f64,
    swap_near_m: f64,
}

/// How a pair of columns reads.
enum Reading {
    Empty,
    /// One half is there; this one is not.
    Half(&'static str),
    Sound(Placed, Point),
    /// Both halves are there and cannot be right.
    Unsound(Placed, Rule, &'static str),
}

impl Pair {
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Metres => ("easting", "northing"),
            Self::Degrees => ("longitude", "latitude"),
        }
    }

    /// Returns the system that its columns are meant for.
    pub const fn system(self) -> System {
        match self {
            Self::Metres => System::Grid,
            Self::Degrees => System::Degrees,
        }
    }
}

impl Placed {
    /// Returns to how many metres its digits tell the place; what the conversion leaves open is the least.
    ///
    /// # Source
    /// A degree of latitude is 111 km. Metres that are all hundreds or thousands are of a grid square.
    pub fn within_m(&self) -> u32 {
        const CONVERSION: u32 = 5;
        const DEGREE: u32 = 111_000;
        let (x, y) = self.cells;
        let by_digits = match self.system {
            System::Degrees => {
                let places = x.normalize().scale().max(y.normalize().scale());
                10_u32.checked_pow(places).map_or(0, |parts| DEGREE.div_ceil(parts))
            }
            System::Grid | System::WebMercator => {
                let is_of = |square: u32| {
                    let square = Decimal::from(square);
                    (x % square).is_zero() && (y % square).is_zero()
                };
                [1000, 100].into_iter().find(|square| is_of(*square)).unwrap_or_default()
            }
        };
        by_digits.max(CONVERSION)
    }

    /// Returns the name of its first column.
    pub const fn column(&self) -> &'static str {
        self.pair.names().0
    }

    /// Writes the cells with the names of their columns.
    pub fn text(&self) -> String {
        let names = self.pair.names();
        format!("`{}` {} and `{}` {}", names.0, self.cells.0, names.1, self.cells.1)
    }

    fn numbers(&self) -> (f64, f64) {
        (ratio_of(self.cells.0), ratio_of(self.cells.1))
    }
}

impl Limits {
    /// Returns the limits of a policy.
    pub fn of(policy: &Policy) -> Self {
        let km = |name: FigureName| policy.ratio(name) * 1000.0;
        Self {
            bounds: Bounds::of(policy),
            differs_m: policy.ratio(FigureName::PositionDiffersM),
            swap_far_m: km(FigureName::SwapFarKm),
            swap_near_m: km(FigureName::SwapNearKm),
        }
    }

    /// Tells whether a point is there and within the bounds.
    pub fn hold(&self, point: Option<Point>) -> Option<Point> {
        point.filter(|p| self.bounds.hold(*p))
    }
}

/// Writes a distance as km with one decimal at most, or below 1 km as whole metres.
pub(super) fn distance(metres: f64) -> String {
    let metres = to_whole(metres);
    if metres < 1000 {
        return format!("{metres} m");
    }
    let km = decimals(metres, 1000, 1);
    format!("{} km", km.strip_suffix(".0").unwrap_or(&km))
}

/// Reads a position from grid metres or degrees; what is implausible is a finding.
///
/// A record may have both. Metres are kept where both are sound; where only one is, that one is used.
///
/// A record that names its system is read in it, whatever the columns; else the table's own judgement holds.
pub(super) fn read(
    r: &mut Record<'_>,
    limits: &Limits,
    systems: Systems,
) -> Option<(Point, Placed)> {
    let stated = r.word(CRS, System::named);
    let metres = pair(r, Pair::Metres, stated.unwrap_or(systems.of_pair(Pair::Metres)), limits);
    // Columns of degrees hold them, whatever the system of a second pair beside them.
    let is_alone = matches!(metres, Reading::Empty);
    let of_degrees = stated.filter(|_| is_alone).unwrap_or(systems.of_pair(Pair::Degrees));
    let degrees = pair(r, Pair::Degrees, of_degrees, limits);
    let used = match (&metres, &degrees) {
        (Reading::Sound(placed, point), Reading::Sound(other, there)) => {
            let apart = metres_between(*point, *there);
            if apart > limits.differs_m {
                r.push(differs(r, placed, other, apart, limits));
            }
            Some((*point, *placed))
        }
        (Reading::Sound(placed, point), _) | (_, Reading::Sound(placed, point)) => {
            Some((*point, *placed))
        }
        _ => None,
    };
    let kept = used.as_ref().map(|(_, placed)| placed);
    for reading in [&metres, &degrees] {
        match reading {
            Reading::Half(missing) => r.push(half(r, missing, kept)),
            Reading::Unsound(placed, rule, what) => {
                let place = r.place(placed.column());
                r.push(implausible(place, r.id(), *rule, placed, what, kept));
            }
            Reading::Empty | Reading::Sound(..) => {}
        }
    }
    used
}

fn pair(r: &mut Record<'_>, pair: Pair, system: System, limits: &Limits) -> Reading {
    let names = pair.names();
    match (r.decimal(names.0), r.decimal(names.1)) {
        (Some(x), Some(y)) => judged(Placed { pair, system, cells: (x, y) }, limits),
        (None, None) => Reading::Empty,
        (Some(_), None) => Reading::Half(names.1),
        (None, Some(_)) => Reading::Half(names.0),
    }
}

/// Tells whether a pair can be right, and if not what it looks like.
fn judged(placed: Placed, limits: &Limits) -> Reading {
    let (x, y) = placed.numbers();
    let within = |point: Option<Point>| limits.hold(point).is_some();
    let as_degrees = |x: f64, y: f64| within(System::Degrees.point(x, y));
    let as_metres = |x: f64, y: f64| within(System::Grid.point(x, y));
    let small = is_small(x, y);
    let other = match placed.system {
        System::Grid | System::WebMercator => small && (as_degrees(x, y) || as_degrees(y, x)),
        System::Degrees => !small && (as_metres(x, y) || as_metres(y, x)),
    };
    let (rule, what) = if placed.cells.0.is_zero() && placed.cells.1.is_zero() {
        (Rule::PositionZero, "which some systems use for not known")
    } else if other && placed.system != System::Degrees {
        (Rule::PositionInOtherColumns, "which are degrees in columns for metres")
    } else if other {
        (Rule::PositionInOtherColumns, "which are grid metres in columns for degrees")
    } else if let Some(point) = limits.hold(placed.system.point(x, y)) {
        return Reading::Sound(placed, point);
    } else if within(placed.system.point(y, x)) {
        (Rule::PositionSwapped, "which is within the bounds only if swapped")
    } else if within(from_web_mercator(x, y)) {
        (Rule::PositionWebMercator, "which is within the bounds only as Web Mercator (EPSG:3857)")
    } else {
        (Rule::PositionOutOfBounds, "which is outside the policy's bounds")
    };
    Reading::Unsound(placed, rule, what)
}

/// Finds positions that lie far from the middle of the estate, but near it when swapped.
///
/// A swapped position often falls within the country all the same; the middle of the estate tells. Such a
/// position counts as unknown.
pub(super) fn swapped_against_the_rest<'a>(
    records: impl Iterator<Item = Whereabouts<'a>>,
    middle: Option<Point>,
    limits: &Limits,
    findings: &mut Findings,
) {
    let Some(middle) = middle else { return };
    for record in records {
        let (Some(point), Some(placed)) = (*record.position, record.placed) else { continue };
        if metres_between(point, middle) <= limits.swap_far_m {
            continue;
        }
        let (x, y) = placed.numbers();
        let swapped = limits.hold(placed.system.point(y, x));
        if swapped.is_some_and(|p| metres_between(p, middle) <= limits.swap_near_m) {
            let place = Place::cell(record.row, placed.column());
            let what = "far from the rest of the estate, but near it if swapped";
            let rule = Rule::PositionSwapped;
            findings.push(implausible(place, record.id, rule, placed, what, None));
            *record.position = None;
        }
    }
}

/// Returns the median of longitudes and of latitudes; `None` of fewer than three points.
pub(super) fn middle(points: &[Point]) -> Option<Point> {
    let median = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> = points.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().filter(|_| all.len() >= 3)
    };
    Some(Point::new(median(|p| p.x())?, median(|p| p.y())?))
}

/// Makes the finding about a position that cannot be right.
fn implausible(
    place: Place,
    id: &str,
    rule: Rule,
    placed: &Placed,
    what: &str,
    kept: Option<&Placed>,
) -> Finding {
    let found = format!("{}, {what}", placed.text());
    let expected = match rule {
        Rule::PositionInOtherColumns => {
            "metres in `easting` and `northing`, degrees in `latitude` and `longitude`".to_owned()
        }
        _ => "British National Grid metres, or degrees, within the bounds".to_owned(),
    };
    let fix = match rule {
        Rule::PositionSwapped => "swap the two cells",
        Rule::PositionWebMercator if kept.is_none() => {
            "convert it to British National Grid metres, or give `latitude` and `longitude`"
        }
        Rule::PositionInOtherColumns => "move the values to the columns for their unit",
        Rule::PositionWebMercator => {
            "convert it to British National Grid metres, or empty both cells"
        }
        _ => "correct the cells, or empty both",
    };
    Finding::new(rule, place, id, found, expected).fix(format!("{fix}; {}", until_then(kept)))
}

/// Says what stands for the position as long as a pair is not corrected.
fn until_then(kept: Option<&Placed>) -> String {
    match kept {
        Some(kept) => {
            let names = kept.pair.names();
            format!("until then `{}` and `{}` are used", names.0, names.1)
        }
        None => "until then the position is treated as not known".to_owned(),
    }
}

fn half(r: &Record<'_>, missing: &str, kept: Option<&Placed>) -> Finding {
    let found = format!("no `{missing}`, so only half of a position");
    let expected = "both halves of a position, or neither".to_owned();
    let fix = format!("enter the other half; {}", until_then(kept));
    Finding::new(Rule::PositionIncomplete, r.place(missing), r.id(), found, expected).fix(fix)
}

/// Makes the finding about metres and degrees that mean two places.
fn differs(r: &Record<'_>, kept: &Placed, other: &Placed, apart: f64, limits: &Limits) -> Finding {
    let found = format!("{}, {} from {}", kept.text(), distance(apart), other.text());
    let expected = format!("the same place, within {}", distance(limits.differs_m));
    Finding::new(Rule::PositionDiffers, r.place(kept.column()), r.id(), found, expected)
        .fix("correct or empty the wrong pair; until then the position in metres is used")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limits() -> Limits {
        Limits::of(&Policy::default_policy().unwrap())
    }

    fn placed(pair: Pair, x: &str, y: &str) -> Placed {
        Placed { pair, system: pair.system(), cells: (x.parse().unwrap(), y.parse().unwrap()) }
    }

    /// The rule a pair breaks; `None` when it can be right.
    fn broken(placed: Placed) -> Option<Rule> {
        match judged(placed, &limits()) {
            Reading::Unsound(_, rule, _) => Some(rule),
            _ => None,
        }
    }

    #[rstest::rstest]
    #[case::a_station_in_cambridge(Pair::Metres, "546100", "258300", None)]
    #[case::the_isles_of_scilly(Pair::Metres, "90300", "10700", None)]
    #[case::unst(Pair::Metres, "463000", "1210000", None)]
    #[case(Pair::Degrees, "0.1363", "52.2028", None)]
    #[case(Pair::Metres, "0", "0.00", Some(Rule::PositionZero))]
    #[case(Pair::Degrees, "0", "0", Some(Rule::PositionZero))]
    #[case(Pair::Metres, "258300", "1546100", Some(Rule::PositionOutOfBounds))]
    #[case::a_digit_too_many(Pair::Metres, "5461000", "258300", Some(Rule::PositionOutOfBounds))]
    #[case(Pair::Metres, "1100000", "400000", Some(Rule::PositionSwapped))]
    #[case(Pair::Degrees, "52.2028", "0.1363", Some(Rule::PositionSwapped))]
    #[case(Pair::Metres, "0.1363", "52.2028", Some(Rule::PositionInOtherColumns))]
    #[case(Pair::Metres, "52.2028", "0.1363", Some(Rule::PositionInOtherColumns))]
    #[case(Pair::Degrees, "546100", "258300", Some(Rule::PositionInOtherColumns))]
    #[case(Pair::Degrees, "258300", "546100", Some(Rule::PositionInOtherColumns))]
    #[case(Pair::Metres, "15172", "6836912", Some(Rule::PositionWebMercator))]
    #[case(Pair::Metres, "-300278.1816", "7128291.88", Some(Rule::PositionWebMercator))]
    #[case(Pair::Degrees, "15172", "6836912", Some(Rule::PositionWebMercator))]
    #[case::paris(Pair::Degrees, "2.35", "48.86", Some(Rule::PositionOutOfBounds))]
    #[case::paris_in_web_mercator(
        Pair::Metres,
        "261600",
        "6250000",
        Some(Rule::PositionOutOfBounds)
    )]
    fn a_pair_is_told_by_what_it_looks_like(
        #[case] pair: Pair,
        #[case] x: &str,
        #[case] y: &str,
        #[case] rule: Option<Rule>,
    ) {
        assert_eq!(broken(placed(pair, x, y)), rule);
    }

    #[rstest::rstest]
    #[case(Pair::Metres, "541927", "269110", 5)]
    #[case(Pair::Metres, "541900", "269100", 100)]
    #[case(Pair::Metres, "541000", "269000", 1000)]
    #[case(Pair::Degrees, "0.1363", "52.2028", 12)]
    #[case(Pair::Degrees, "0.136312", "52.20", 5)]
    #[case(Pair::Degrees, "0.1", "52.2", 11_100)]
    fn the_digits_tell_how_near_a_position_is(
        #[case] pair: Pair,
        #[case] x: &str,
        #[case] y: &str,
        #[case] metres: u32,
    ) {
        assert_eq!(placed(pair, x, y).within_m(), metres);
    }

    #[rstest::rstest]
    #[case(999.4, "999 m")]
    #[case(3000.0, "3 km")]
    #[case(26_840.0, "26.8 km")]
    fn distances_are_written_in_km_from_one_on(#[case] metres: f64, #[case] text: &str) {
        assert_eq!(distance(metres), text);
    }

    #[test]
    fn the_middle_of_fewer_than_three_is_none() {
        let points = [Point::new(0.0, 52.0), Point::new(1.0, 53.0), Point::new(0.5, 51.0)];
        assert_eq!(middle(&points[..2]), None);
        assert_eq!(middle(&points), Some(Point::new(0.5, 52.0)));
    }

    proptest! {
        /// Whatever stands in the cells, what is believed lies within the bounds.
        #[test]
        fn any_decimals_give_a_point_within_bounds_or_a_rule(
            x in any::<i64>(), y in any::<i64>(), places in 0_u32..20, metres in any::<bool>(),
        ) {
            let limits = limits();
            let pair = if metres { Pair::Metres } else { Pair::Degrees };
            let cells = (Decimal::new(x, places), Decimal::new(y, places));
            if let Reading::Sound(_, point) = judged(Placed { pair, system: pair.system(), cells }, &limits) {
                prop_assert!(limits.hold(Some(point)).is_some());
            }
        }
    }
}
