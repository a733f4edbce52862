//! Which of many points are nearest to one, in a tree of three dimensions: the nearest through the globe is the nearest
//! along it, at any latitude.

use std::num::NonZero;

use geo::Point;
use kiddo::{ImmutableKdTree, SquaredEuclidean};

use super::metres_between;

/// Numbered points of longitude and latitude, to be asked for the nearest.
#[derive(Debug, Clone, Default)]
pub struct Nearest {
    tree: Option<ImmutableKdTree<f64, 3>>,
    points: Vec<(usize, Point)>,
}

impl Nearest {
    /// Takes points with numbers of the caller's own.
    #[must_use]
    pub fn of(points: impl IntoIterator<Item = (usize, Point)>) -> Self {
        let points: Vec<(usize, Point)> = points.into_iter().collect();
        let on_globe: Vec<[f64; 3]> = points.iter().map(|(_, point)| on_globe(*point)).collect();
        let tree = (!points.is_empty()).then(|| ImmutableKdTree::new_from_slice(&on_globe));
        Self { tree, points }
    }

    /// Returns the numbers of the nearest points with their distance along the globe in metres, nearest first.
    ///
    /// Of points as near as each other the lower number comes first. Of several as far as the last one asked for, which
    /// of them is given is fixed for the same points.
    #[must_use]
    pub fn around(&self, from: Point, most: usize) -> Vec<(usize, f64)> {
        let (Some(tree), Some(most)) = (&self.tree, NonZero::new(most)) else { return Vec::new() };
        let found = tree.nearest_n::<SquaredEuclidean>(&on_globe(from), most);
        let mut near: Vec<(usize, f64)> = found
            .into_iter()
            .filter_map(|near| self.points.get(usize::try_from(near.item).ok()?))
            .map(|(number, point)| (*number, metres_between(from, *point)))
            .collect();
        near.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        near
    }
}

/// Returns the place of a point on a globe of radius one.
fn on_globe(point: Point) -> [f64; 3] {
    let (longitude, latitude) = (point.x().to_radians(), point.y().to_radians());
    let (sin, cos) = latitude.sin_cos();
    [cos * longitude.cos(), cos * longitude.sin(), sin]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn many_points_at_one_place_are_given_by_number() {
        let here = Point::new(0.1, 52.2);
        let all = Nearest::of((0..500).map(|number| (number, here)));
        let near = all.around(here, 500);
        assert_eq!(
            near.iter().map(|(number, _)| *number).collect::<Vec<_>>(),
            (0..500).collect::<Vec<_>>()
        );
        assert!(Nearest::of([]).around(here, 5).is_empty());
        assert!(all.around(here, 0).is_empty());
    }

    proptest! {
        #[test]
        fn they_are_those_that_looking_at_all_would_give(
            points in prop::collection::vec((-8.0..2.0_f64, 49.0..61.0_f64), 1..120),
            from in (-8.0..2.0_f64, 49.0..61.0_f64),
            most in 1..12_usize,
        ) {
            let from = Point::new(from.0, from.1);
            let points = points.iter().enumerate().map(|(n, (x, y))| (n, Point::new(*x, *y)));
            let near = Nearest::of(points.clone()).around(from, most);
            let mut all: Vec<(usize, f64)> =
                points.map(|(n, point)| (n, metres_between(from, point))).collect();
            all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            all.truncate(most);
            prop_assert_eq!(near, all);
        }
    }
}
