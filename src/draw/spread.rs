//! Moves points apart that would hide each other.

use crate::model::ratio_term;

/// How many least ways a point may be moved.
const MOST_RINGS: i64 = 6;

/// Moves points that would hide each other to the nearest free place between two corners, the first least.
///
/// Any two are then at least `apart` from each other, unless there is no free place near enough: such a point stays.
pub(crate) fn spread(
    places: &[(f64, f64)],
    apart: f64,
    (least, most): ((f64, f64), (f64, f64)),
) -> Vec<(f64, f64)> {
    let mut taken: Vec<(f64, f64)> = Vec::with_capacity(places.len());
    for place in places {
        let free = |to: &(f64, f64)| {
            (least.0..=most.0).contains(&to.0)
                && (least.1..=most.1).contains(&to.1)
                && taken.iter().all(|other| (other.0 - to.0).hypot(other.1 - to.1) >= apart - 1e-6)
        };
        let rings = (1..=MOST_RINGS).flat_map(|ring| {
            let steps = 6 * ring;
            (0..steps).map(move |step| {
                let angle = std::f64::consts::TAU * ratio_term(step) / ratio_term(steps);
                let far = apart * ratio_term(ring);
                (place.0 + far * angle.cos(), place.1 + far * angle.sin())
            })
        });
        let to = std::iter::once(*place).chain(rings).find(free).unwrap_or(*place);
        taken.push(to);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_would_hide_each_other_are_moved_apart_and_the_first_stays() {
        const APART: f64 = 30.0;
        let apart = spread(&[(500.0, 300.0); 12], APART, ((30.0, 30.0), (970.0, 570.0)));
        assert!((apart[0].0 - 500.0).abs() < 1e-9);
        for (at, one) in apart.iter().enumerate() {
            let near = apart.iter().skip(at + 1).map(|o| (o.0 - one.0).hypot(o.1 - one.1));
            assert!(near.fold(f64::MAX, f64::min) > APART - 1e-6);
        }
    }
}
