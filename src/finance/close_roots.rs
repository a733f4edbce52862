//! Roots that touch or nearly: by derivatives, and sums of 31 digits.
//!
//! e^(τ·s)·F(s), with τ between two flows of opposite sign, has the roots of F; its derivative has one change
//! of sign less. So the roots of the derivative, found the same way, part the line into pieces on which the
//! function is monotone. Slower than `roots`, which uses it only where halving cannot settle.

use super::{double::Double, roots::Term};

/// At this share of all that is paid a sum of 31 digits counts as zero.
const ZERO: f64 = 1e-20;

/// Roots nearer than this, times the span of time, are one where the value between them is zero.
const NEAR: f64 = 1e-6;

/// A term by sign and logarithm, for products of many times never leave the range of logarithms.
#[derive(Clone, Copy)]
struct Level {
    time: f64,
    ln: f64,
    sign: f64,
}

/// Returns the worth of all terms at a force of interest, and the sum of their sizes; scaled alike.
pub(super) fn worth(terms: &[Term], s: f64) -> (Double, f64) {
    let end = if s < 0.0 { terms.last() } else { terms.first() };
    let from = end.map_or(0.0, |term| term.time);
    let (mut net, mut all) = (Double::ZERO, 0.0);
    for term in terms {
        let factor = Double::product(-s, term.time - from).exp();
        let one = Double { high: term.amount, low: term.rest }.times(factor);
        net = net.plus(one);
        all += one.high.abs();
    }
    (net, all)
}

/// Returns the roots in rising order, each that touches once; `None` beyond the range of `f64`.
pub(super) fn roots(terms: &[Term]) -> Option<Vec<f64>> {
    let mut levels = Vec::with_capacity(terms.len());
    levels.extend(terms.iter().map(|t| Level {
        time: t.time,
        ln: t.amount.abs().ln(),
        sign: t.amount.signum(),
    }));
    let span = terms.last()?.time;
    let sign = |s: f64| {
        let (net, all) = worth(terms, s);
        let share = (net.high + net.low) / all;
        if share.abs() < ZERO { 0.0 } else { share }
    };
    let turns = turns(&levels)?;
    let mut found: Vec<f64> = zeros(&levels, &turns, span, sign)?;
    found.dedup_by(|b, a| (*b - *a) * span < NEAR && zero_between(terms, *a, *b));
    Some(found)
}

fn zero_between(terms: &[Term], a: f64, b: f64) -> bool {
    let (net, all) = worth(terms, f64::midpoint(a, b));
    net.high.abs() < ZERO * all
}

/// Returns where the function of these levels may turn: the roots of the derivative one sign simpler.
fn turns(levels: &[Level]) -> Option<Vec<f64>> {
    let mut stack = vec![levels.to_vec()];
    while let Some(simpler) = stack.last().and_then(|top| derived(top)) {
        stack.push(simpler);
    }
    let span = levels.last()?.time - levels.first()?.time;
    let mut found = Vec::new();
    // The last has no change of sign and so no root; the first is the caller's.
    for level in stack.iter().skip(1).rev().skip(1) {
        found = zeros(level, &found, span, |s| share(level, s))?;
    }
    Some(found)
}

/// Returns the derivative after a shift into the first change of sign; `None` without one.
fn derived(levels: &[Level]) -> Option<Vec<Level>> {
    let pair = levels.windows(2).find(|w| w[0].sign * w[1].sign < 0.0)?;
    let shift = f64::midpoint(pair[0].time, pair[1].time);
    let turned = |level: &Level| {
        let by = shift - level.time;
        Level { time: level.time, ln: level.ln + by.abs().ln(), sign: level.sign * by.signum() }
    };
    Some(levels.iter().map(turned).collect())
}

/// Returns the value as a share of the sum of sizes, 0 within rounding.
fn share(levels: &[Level], s: f64) -> f64 {
    let size = |level: &Level| level.ln - s * level.time;
    let top = levels.iter().map(size).fold(f64::NEG_INFINITY, f64::max);
    let (mut net, mut all) = (0.0, 0.0);
    for level in levels {
        let one = (size(level) - top).exp();
        net += level.sign * one;
        all += one;
    }
    let share = net / all;
    let noise = 1e-14 + f64::EPSILON * top.abs();
    if share.abs() < noise { 0.0 } else { share }
}

/// Returns the zeros of a function that is monotone between its turns.
fn zeros(
    levels: &[Level],
    turns: &[f64],
    span: f64,
    value: impl Fn(f64) -> f64,
) -> Option<Vec<f64>> {
    let (far_up, far_down) = (levels.first()?.sign, levels.last()?.sign);
    let low = turns.first().copied().unwrap_or(0.0);
    let high = turns.last().copied().unwrap_or(0.0);
    let mut points = vec![(outward(low, -1.0 / span, far_down, &value)?, far_down)];
    points.extend(turns.iter().map(|s| (*s, value(*s))));
    points.push((outward(high, 1.0 / span, far_up, &value)?, far_up));
    let mut found = Vec::new();
    for at in 1..points.len() {
        let (a, b) = (points[at - 1], points[at]);
        if a.1 * b.1 < 0.0 {
            found.push(halved(a, b, &value));
        }
        if b.1 == 0.0 {
            found.push(b.0);
        }
    }
    Some(found)
}

/// Goes outward by doubling until the value has the sign it keeps.
fn outward(from: f64, step: f64, sign: f64, value: &impl Fn(f64) -> f64) -> Option<f64> {
    let mut by = step;
    while value(from + by) * sign <= 0.0 {
        by *= 2.0;
        if !(from + by).is_finite() {
            return None;
        }
    }
    Some(from + by)
}

/// Returns the zero between two points of opposite sign, by secants that halve when they stall.
fn halved(a: (f64, f64), b: (f64, f64), value: &impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (a, b);
    for step in 0..400 {
        let secant = low.0 + (high.0 - low.0) * (low.1 / (low.1 - high.1));
        let middle = f64::midpoint(low.0, high.0);
        let next = if step % 3 == 2 || !secant.is_finite() { middle } else { secant };
        if middle <= low.0 || middle >= high.0 {
            break;
        }
        let found = value(next);
        if found == 0.0 {
            return next;
        }
        if found * low.1 > 0.0 {
            low = (next, found);
            high.1 /= 2.0;
        } else {
            high = (next, found);
            low.1 /= 2.0;
        }
    }
    if low.1.abs() < high.1.abs() { low.0 } else { high.0 }
}
