//! From readings to points: the one place where points are rounded.

use super::{Contribution, Judged, SiteScore};
use crate::{
    model::{Points, Reading, State, Weight, ratio_term},
    policy::Criterion,
};

/// Levels of one reading: mid, low, high.
struct Levels {
    mid: Option<f64>,
    low: f64,
    high: f64,
}

/// Returns the levels of a reading; one that is not known may be anything from 0 to 100.
fn levels(criterion: &Criterion, reading: &Reading) -> Levels {
    let level = |q| criterion.scale.level(q);
    let mid = reading.value.and_then(level);
    let bounds = reading.bounds().and_then(|(a, b)| Some((level(a)?, level(b)?)));
    match (mid, bounds) {
        (Some(mid), Some((a, b))) => {
            Levels { mid: Some(mid), low: a.min(b).min(mid), high: a.max(b).max(mid) }
        }
        _ => Levels { mid: None, low: 0.0, high: 100.0 },
    }
}

/// Scores one site by the criteria of one score.
///
/// With B the benchmarked and K the known criteria among them: contribution = level × weight ÷ ΣK, rounded
/// once; low and high = level × weight ÷ ΣB, an unknown criterion standing at 0 and at 100. Sums add up.
pub(super) fn score<'a>(judged: impl Iterator<Item = Judged<'a>>) -> SiteScore {
    let read: Vec<(&Criterion, &Reading, Levels)> = judged
        .map(|(criterion, reading)| (criterion, reading, levels(criterion, reading)))
        .collect();
    let benchmarked = |state: State| state != State::NotBenchmarked;
    let weight = |keep: &dyn Fn(&Reading, &Levels) -> bool| -> Weight {
        read.iter().filter(|(_, r, l)| keep(r, l)).map(|(c, ..)| c.weight).sum()
    };
    let judged = weight(&|r, _| benchmarked(r.state));
    let known = weight(&|r, l| benchmarked(r.state) && l.mid.is_some());
    let contributions: Vec<Contribution> = read
        .iter()
        .map(|(criterion, reading, levels)| {
            let on = benchmarked(reading.state);
            let bound = |level| {
                (on && judged > Weight::NONE).then(|| part(level, criterion.weight, judged))
            };
            let level = levels.mid.filter(|_| on);
            Contribution {
                criterion: criterion.measure,
                state: if on && level.is_none() { State::Unknown } else { reading.state },
                level,
                level_range: on.then_some((levels.low, levels.high)),
                weight: criterion.weight,
                points: level
                    .filter(|_| known > Weight::NONE)
                    .map(|level| part(level, criterion.weight, known)),
                points_low: bound(levels.low),
                points_high: bound(levels.high),
            }
        })
        .collect();
    let sum = |of: &dyn Fn(&Contribution) -> Option<Points>| {
        Points(contributions.iter().filter_map(of).map(|p| p.0).sum())
    };
    SiteScore {
        points: (known > Weight::NONE).then(|| sum(&|c| c.points)),
        range: (judged > Weight::NONE).then(|| (sum(&|c| c.points_low), sum(&|c| c.points_high))),
        known,
        benchmarked: judged,
        contributions,
    }
}

/// Returns what a level adds to a score of criteria that weigh `of` together.
pub(super) fn part(level: f64, weight: Weight, of: Weight) -> Points {
    Points::rounded(level * weight.ratio() / of.ratio())
}

/// Parts the full scale among the known weights, so that the parts add up to 100 exactly.
pub(super) fn full_parts(contributions: &[Contribution], known: Weight) -> Vec<Option<Points>> {
    let mut weight = 0;
    let mut given = 0;
    contributions
        .iter()
        .map(|contribution| {
            contribution.points?;
            weight += contribution.weight.units();
            let running = ratio_term(Points::FULL.0) * f64::from(weight) / f64::from(known.units());
            let part = crate::model::to_whole(running) - given;
            given += part;
            Some(Points(part))
        })
        .collect()
}
