//! Flip points: the smallest change of one weight that turns a place.
//!
//! With one weight set to `x` and the others of its score in proportion, a score is `(A + t·l) ÷ (B + t)`: `l` the level by
//! that criterion, `A` and `B` the sums over the others, `t` its weight relative to theirs. Two sites change places
//! where a quadratic in `t` is zero; where the share of the index is changed, where a line is. The found weight is then
//! put on the grid that weights are told in, and confirmed by the ranking's own arithmetic, rounding and all: at the
//! weight told the places have turned, one step nearer they have not.

use super::standing::{HALVES, Lever, Standing, Weights};
use crate::{
    model::{Score, Weight, ratio_term},
    score::SiteResult,
};

/// A change of one weight that turns a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// Whose weight.
    pub lever: Lever,
    /// As the policy has it.
    pub now: Weight,
    /// Where the places have turned; one step nearer they have not.
    pub then: Weight,
}

impl Flip {
    /// Returns by how much the weight changes, in its units.
    fn size(&self) -> u32 {
        self.now.units().abs_diff(self.then.units())
    }
}

/// How far the found weight may lie from where the places turn, in steps: rounding moves it by one or two.
const NEAR: u32 = 5;

/// What a site's index is made of, seen from one lever.
enum Curve {
    /// `fixed + share × (sum + t × value) ÷ (others + t)`.
    Criterion { fixed: f64, share: f64, sum: f64, others: f64, value: f64 },
    /// `x × used + (1 − x) × disposal`.
    Share { used: f64, disposal: f64 },
}

/// Sums over a site's known criteria of one half, as need: the less used, the more.
struct Half {
    sum: f64,
    weight: f64,
}

impl Half {
    fn mean(&self) -> f64 {
        self.sum / self.weight
    }
}

fn need(score: Score, level: f64) -> f64 {
    if score == Score::Utilisation { 100.0 - level } else { level }
}

/// Sums a half, one criterion left out where it is told.
fn half(weights: &Weights, site: &SiteResult, score: Score, without: Option<Lever>) -> Half {
    let mut half = Half { sum: 0.0, weight: 0.0 };
    for contribution in &site.score(score).contributions {
        let Some(level) = contribution.level else { continue };
        if without == Some(Lever::Criterion(score, contribution.criterion)) {
            continue;
        }
        let weight = weights.of_criterion(score, contribution.criterion).ratio();
        half.sum += weight * need(score, level);
        half.weight += weight;
    }
    half
}

fn curve(weights: &Weights, site: &SiteResult, lever: Lever) -> Option<Curve> {
    let (used, disposal) = weights.shares(site);
    let share_of = |score| {
        let share = if score == Score::Utilisation { used } else { disposal };
        ratio_term(share) / 100.0
    };
    let part = |score: Score| match share_of(score) {
        share if share > 0.0 => share * half(weights, site, score, None).mean(),
        _ => 0.0,
    };
    match lever {
        Lever::IndexShare => {
            let judged = |score: Score| {
                site.score(score).contributions.iter().any(|c| c.level_range.is_some())
            };
            let mean = |score| half(weights, site, score, None).mean();
            Some(match HALVES.map(judged) {
                [true, true] => {
                    let [used, disposal] = HALVES.map(mean);
                    Curve::Share { used, disposal }
                }
                [used, _] => {
                    let only = mean(HALVES[usize::from(!used)]);
                    Curve::Share { used: only, disposal: only }
                }
            })
        }
        Lever::Criterion(score, measure) => {
            let other = if score == HALVES[0] { HALVES[1] } else { HALVES[0] };
            let fixed = part(other);
            if share_of(score) <= 0.0 {
                // The other half is all of the index: whatever this weight is, nothing moves.
                return Some(Curve::Criterion {
                    fixed,
                    share: 0.0,
                    sum: 0.0,
                    others: 1.0,
                    value: 0.0,
                });
            }
            let without = half(weights, site, score, Some(lever));
            let own = site.score(score).contributions.iter().find(|c| c.criterion == measure);
            let level = own.and_then(|c| c.level).map(|level| need(score, level));
            // Where it is not known the score does not change: as if its level were the others' mean.
            let value = match level {
                Some(level) => level,
                None if without.weight > 0.0 => without.mean(),
                None => return None,
            };
            Some(Curve::Criterion {
                fixed,
                share: share_of(score),
                sum: without.sum,
                others: without.weight,
                value,
            })
        }
    }
    .filter(|curve| curve.is_number())
}

impl Curve {
    fn is_number(&self) -> bool {
        match self {
            Self::Criterion { fixed, sum, others, value, .. } => {
                [fixed, sum, others, value].iter().all(|n| n.is_finite())
            }
            Self::Share { used, disposal } => used.is_finite() && disposal.is_finite(),
        }
    }

    /// Returns the weights, as numbers of the hundred, at which two indices are equal.
    ///
    /// `rest` is what the other criteria of the score weigh.
    fn meets(&self, other: &Self, rest: f64) -> Vec<f64> {
        match (self, other) {
            (Self::Share { used: a, disposal: b }, Self::Share { used: c, disposal: d }) => {
                let slope = (a - b) - (c - d);
                let x = (d - b) / slope;
                if x.is_finite() { vec![x * 100.0] } else { Vec::new() }
            }
            (
                Self::Criterion { fixed, share, sum, others, value },
                Self::Criterion { fixed: f2, share: s2, sum: a2, others: b2, value: l2 },
            ) => {
                let gap = fixed - f2;
                let square = gap + share * value - s2 * l2;
                let line =
                    gap * (others + b2) + share * (sum + value * b2) - s2 * (a2 + l2 * others);
                let constant = gap * others * b2 + share * sum * b2 - s2 * a2 * others;
                let relative = roots(square, line, constant).into_iter().flatten();
                let within = relative.filter(|t| t.is_finite() && *t >= 0.0);
                within.map(|t| 100.0 * t / (t + rest)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Returns the real roots of `a·t² + b·t + c`, without losing digits where one is near zero.
fn roots(a: f64, b: f64, c: f64) -> [Option<f64>; 2] {
    let size = a.abs().max(b.abs()).max(c.abs());
    if a.abs() <= size * 1e-14 {
        return [(b.abs() > size * 1e-14).then(|| -c / b), None];
    }
    let under = b.mul_add(b, -4.0 * a * c);
    if under < 0.0 {
        return [None, None];
    }
    let q = -0.5 * (b + under.sqrt().copysign(b));
    [Some(q / a), (q.abs() > 0.0).then(|| c / q)]
}

/// A way that a weight can go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// The grid of weights that a lever can be told at, counted from where it stands.
struct Grid {
    lever: Lever,
    way: Way,
    now: Weight,
}

impl Grid {
    /// Returns the place that is `steps` whole steps of the grid beyond where the lever stands; `None` past the end.
    fn at(&self, steps: u32) -> Option<Weight> {
        let step = self.lever.step();
        let base = self.now.units() / step;
        let on_grid = self.now.units() % step == 0;
        let place = match self.way {
            Way::Up => base.checked_add(steps)?,
            Way::Down => (base + u32::from(!on_grid)).checked_sub(steps)?,
        };
        Weight::of_units(place.checked_mul(step)?)
    }

    /// Returns how many steps out a weight lies, rounded outwards; `None` where it lies the other way.
    fn steps_to(&self, weight: f64) -> Option<u32> {
        let step = ratio_term(self.lever.step().into()) / ratio_term(Weight::UNIT.into());
        let away = match self.way {
            Way::Up => weight - self.now.ratio(),
            Way::Down => self.now.ratio() - weight,
        };
        let steps = (away / step).ceil();
        (away > 0.0).then(|| u32::try_from(crate::model::to_whole(steps)).ok()).flatten()
    }

    /// Returns the first place near a weight where the places have turned while one step nearer they have not.
    fn turn(
        &self,
        near: f64,
        turned: &dyn Fn(&Weights) -> bool,
        weights: &Weights,
    ) -> Option<Flip> {
        let found = self.steps_to(near)?;
        let is_turned = |steps: u32| {
            let to = self.at(steps)?;
            Some(turned(&weights.with(self.lever, to)?))
        };
        let from = found.saturating_sub(NEAR).max(1);
        for steps in from..=found.saturating_add(NEAR) {
            if is_turned(steps)? {
                let before = steps == 1 || is_turned(steps - 1) == Some(false);
                let then = self.at(steps)?;
                return before.then_some(Flip { lever: self.lever, now: self.now, then });
            }
        }
        None
    }
}

fn grids(weights: &Weights, lever: Lever) -> [Grid; 2] {
    let now = weights.at(lever);
    [Way::Up, Way::Down].map(|way| Grid { lever, way, now })
}

/// What the other criteria of a lever's score weigh.
fn rest(weights: &Weights, lever: Lever) -> f64 {
    100.0 - weights.at(lever).ratio()
}

/// Returns for each lever the smallest change that puts a site behind the next one; smallest first.
///
/// Where too little of either site would be known to rank it, the two do not change places.
pub(super) fn falls_behind(weights: &Weights, site: &SiteResult, next: &SiteResult) -> Vec<Flip> {
    let turned = |weights: &Weights| match (weights.standing(site), weights.standing(next)) {
        (Some(own), Some(next)) => next.is_before(&own),
        _ => false,
    };
    let of_lever = |lever: Lever| {
        let meets = match (curve(weights, site, lever), curve(weights, next, lever)) {
            (Some(own), Some(next)) => own.meets(&next, rest(weights, lever)),
            _ => Vec::new(),
        };
        let flips = grids(weights, lever).into_iter().flat_map(|grid| {
            let near = meets.iter();
            near.filter_map(|x| grid.turn(*x, &turned, weights)).collect::<Vec<_>>()
        });
        flips.min_by_key(Flip::size)
    };
    smallest_first(weights.levers().into_iter().filter_map(of_lever).collect())
}

/// Returns for each lever the smallest change that takes a site out of the first places; smallest first.
///
/// `sites` are those that are ranked, the site among them.
pub(super) fn leaves_first(
    weights: &Weights,
    sites: &[&SiteResult],
    own: usize,
    first: usize,
) -> Vec<Flip> {
    let site = sites[own];
    let before = |weights: &Weights, own: &Standing<'_>| {
        let others = sites.iter().filter(|other| other.site_id != site.site_id);
        others.filter(|o| weights.standing(o).is_some_and(|other| other.is_before(own))).count()
    };
    let turned = |weights: &Weights| {
        weights.standing(site).is_some_and(|own| before(weights, &own) >= first)
    };
    let of_lever = |lever: Lever| {
        let own_curve = curve(weights, site, lever)?;
        let meets = |(at, other): (usize, &&SiteResult)| {
            let found = curve(weights, other, lever).filter(|_| at != own);
            let found = found.map(|c| own_curve.meets(&c, rest(weights, lever)));
            found.unwrap_or_default().into_iter().map(move |x| (at, x)).collect::<Vec<_>>()
        };
        let meets: Vec<(usize, f64)> = sites.iter().enumerate().flat_map(meets).collect();
        let flips = grids(weights, lever).into_iter().filter_map(|grid| {
            let mut on_way: Vec<(f64, usize)> = meets
                .iter()
                .filter(|(_, x)| grid.steps_to(*x).is_some())
                .map(|(at, x)| ((x - grid.now.ratio()).abs(), *at))
                .collect();
            on_way.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            // Sites stand in the order of the ranking: those given before it are before it now.
            let mut is_before: Vec<bool> = (0..sites.len()).map(|at| at < own).collect();
            let mut count = own;
            for (away, at) in on_way {
                is_before[at] = !is_before[at];
                if is_before[at] {
                    count += 1
                } else {
                    count -= 1
                }
                if count >= first {
                    let x = match grid.way {
                        Way::Up => grid.now.ratio() + away,
                        Way::Down => grid.now.ratio() - away,
                    };
                    if let Some(flip) = grid.turn(x, &turned, weights) {
                        return Some(flip);
                    }
                }
            }
            None
        });
        flips.min_by_key(Flip::size)
    };
    smallest_first(weights.levers().into_iter().filter_map(of_lever).collect())
}

fn smallest_first(mut flips: Vec<Flip>) -> Vec<Flip> {
    flips.sort_by_key(|flip| (flip.size(), flip.lever));
    flips
}
