//! Every real root of a sum of exponentials Σ a·e^(−s·t): the rates at which flows are worth nothing.
//!
//! `s` is the force of interest, ln(1 + rate) for a unit of time: rates just above −100 % and huge ones lie
//! alike on it. Flows in, P, and out, N, are summed apart and h(s) = ln P − ln N is ran: its slope is the
//! mean time of N less that of P, and both mean times fall as `s` rises, so the slopes at the ends of an
//! interval bound every slope within. An interval is settled when the bounds show h to be monotone there, or
//! too far from 0; else it is halved. What stays open, roots that touch or nearly, goes to `close_roots`.

use super::close_roots;

/// One flow at a time counted from the first, exact as `amount` + `rest`, in any unit of money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    pub time: f64,
    pub amount: f64,
    pub rest: f64,
}

/// The steps after which a search for one root only halves, and those after which it ends.
const STEPS: (u32, u32) = (60, 1200);

/// How many points are looked at before the rest is left to `close_roots`.
const MOST_POINTS: u32 = 1500;

/// Flows of one sign, sizes only, times rising.
struct Side {
    flows: Vec<(f64, f64)>,
    first: f64,
    last: f64,
}

/// What is known at one `s`.
#[derive(Clone, Copy)]
struct Point {
    s: f64,
    h: f64,
    mean_in: f64,
    mean_out: f64,
}

impl Point {
    fn slope(&self) -> f64 {
        self.mean_out - self.mean_in
    }
}

impl Side {
    fn of(terms: &[Term], sign: f64) -> Option<Self> {
        let mut flows = Vec::with_capacity(terms.len());
        let own = terms.iter().filter(|term| term.amount * sign > 0.0);
        flows.extend(own.map(|term| (term.time, term.amount.abs())));
        let (first, last) = (flows.first()?.0, flows.last()?.0);
        Some(Self { flows, first, last })
    }

    /// Returns ln Σ a·e^(−s·t) and the mean time under those weights.
    fn at(&self, s: f64) -> (f64, f64) {
        let from = if s < 0.0 { self.last } else { self.first };
        let (mut sum, mut moment) = (0.0, 0.0);
        for (time, amount) in &self.flows {
            let after = time - from;
            let worth = amount * (-s * after).exp();
            sum += worth;
            moment += worth * after;
        }
        (sum.ln() - s * from, from + moment / sum)
    }
}

/// Both sides, with the span of time and the rounding to reckon with.
struct Flows {
    inward: Side,
    outward: Side,
    span: f64,
    rounding: f64,
    points: u32,
}

/// Returns the roots in rising order; terms are in time order from 0, one a time, none of them zero.
///
/// Touching roots stand once. `None` in the unforeseen case that the search cannot settle.
pub(super) fn roots(terms: &[Term]) -> Option<Vec<f64>> {
    let (Some(inward), Some(outward)) = (Side::of(terms, 1.0), Side::of(terms, -1.0)) else {
        return Some(Vec::new());
    };
    let span = inward.last.max(outward.last);
    let changes = terms.windows(2).filter(|w| (w[0].amount < 0.0) != (w[1].amount < 0.0)).count();
    let rounding = 2e-15 + f64::EPSILON * f64::from(u32::try_from(terms.len()).ok()?);
    let mut flows = Flows { inward, outward, span, rounding, points: 0 };
    if changes == 1 {
        let root = flows.root(f64::NEG_INFINITY, f64::INFINITY, 0.0);
        return Some(root.into_iter().collect());
    }
    match flows.sweep() {
        Some(found) => Some(found.into_iter().map(|s| flows.polished(terms, s)).collect()),
        None => close_roots::roots(terms),
    }
}

impl Flows {
    fn at(&mut self, s: f64) -> Point {
        self.points += 1;
        let (ln_in, mean_in) = self.inward.at(s);
        let (ln_out, mean_out) = self.outward.at(s);
        Point { s, h: ln_in - ln_out, mean_in, mean_out }
    }

    /// Finds the root between two bounds where h is monotone and changes sign; `None` beyond any number.
    ///
    /// Newton's steps, and halving where they leave the bounds. A step below a billionth of the scale leaves
    /// an error of its square, so it is the last.
    fn root(&mut self, mut low: f64, mut high: f64, start: f64) -> Option<f64> {
        let mut s = start;
        for step in 0..STEPS.1 {
            let point = self.at(s);
            if point.h == 0.0 {
                return Some(s);
            }
            if (point.h > 0.0) == (point.slope() > 0.0) {
                high = s;
            } else {
                low = s;
            }
            let mut next = s - point.h / point.slope();
            let bounded = low.is_finite() && high.is_finite();
            if bounded && (step > STEPS.0 || !(next > low && next < high)) {
                next = f64::midpoint(low, high);
                if next <= low || next >= high {
                    return Some(next);
                }
            }
            if !next.is_finite() {
                return None;
            }
            if (next - s).abs() * self.span < 1e-9 {
                return Some(next);
            }
            s = next;
        }
        Some(s)
    }

    /// Finds all roots by halving; `None` when some stay open.
    fn sweep(&mut self) -> Option<Vec<f64>> {
        let middle = self.at(0.0);
        let mut found = Vec::new();
        let (below, mut lower) = self.outer(middle, -1.0)?;
        found.extend(lower.pop());
        for pair in below.windows(2).rev() {
            self.between(pair[1], pair[0], &mut found)?;
        }
        let (above, upper) = self.outer(middle, 1.0)?;
        for pair in above.windows(2) {
            self.between(pair[0], pair[1], &mut found)?;
        }
        found.extend(upper);
        found.dedup();
        Some(found)
    }

    /// Goes outward by doubling until one flow rules; returns the points and the root beyond them, if any.
    fn outer(&mut self, middle: Point, way: f64) -> Option<(Vec<Point>, Vec<f64>)> {
        let mut points = vec![middle];
        let mut s = way / self.span;
        loop {
            let point = self.at(s);
            points.push(point);
            if !(point.h.is_finite() && points.len() < 1000) {
                return None;
            }
            let margin = 1e-13 * self.span;
            // Beyond `s` the mean of the ruling side comes no nearer to the other side's first or last time.
            let (inward, outward) = (&self.inward, &self.outward);
            let rules = if way > 0.0 {
                let in_rules = inward.first < outward.first;
                (in_rules && point.mean_in + margin < outward.first, in_rules)
            } else {
                let in_rules = inward.last > outward.last;
                (in_rules && point.mean_in - margin > outward.last, in_rules)
            };
            let out_rules = if way > 0.0 {
                !rules.1 && point.mean_out + margin < inward.first
            } else {
                !rules.1 && point.mean_out - margin > inward.last
            };
            if rules.0 || out_rules {
                let settled = point.h == 0.0 || (point.h > 0.0) == rules.1;
                let mut beyond = Vec::new();
                if !settled {
                    let (low, high) =
                        if way > 0.0 { (s, f64::INFINITY) } else { (f64::NEG_INFINITY, s) };
                    beyond.push(self.root(low, high, s)?);
                }
                return Some((points, beyond));
            }
            s *= 2.0;
        }
    }

    /// Adds the roots from `a` to `b`, both included; `None` when the interval stays open.
    fn between(&mut self, a: Point, b: Point, found: &mut Vec<f64>) -> Option<()> {
        let mut open = vec![(a, b)];
        while let Some((a, b)) = open.pop() {
            if a.h == 0.0 {
                found.push(a.s);
            }
            let width = b.s - a.s;
            let margin = 1e-13 * self.span;
            let least = b.mean_out - a.mean_in - margin;
            let most = a.mean_out - b.mean_in + margin;
            let crosses = a.h * b.h < 0.0;
            if least > 0.0 || most < 0.0 {
                if crosses {
                    let start = a.s + width * (a.h / (a.h - b.h));
                    found.push(self.root(a.s, b.s, start)?);
                }
            } else if crosses || !self.apart(a, b, least, most) {
                if width * self.span < 1e-7 || self.points > MOST_POINTS {
                    return None;
                }
                let middle = self.at(f64::midpoint(a.s, b.s));
                open.push((middle, b));
                open.push((a, middle));
                continue;
            }
            if b.h == 0.0 {
                found.push(b.s);
            }
        }
        Some(())
    }

    /// Tells whether h, of one sign at both ends and of slopes from `least` to `most`, stays clear of 0.
    fn apart(&self, a: Point, b: Point, least: f64, most: f64) -> bool {
        let far = a.s.abs().max(b.s.abs()) * self.span;
        let noise = self.rounding + 4.0 * f64::EPSILON * far;
        let width = b.s - a.s;
        let nearest = if a.h > 0.0 {
            (a.h * most - b.h * least + least * most * width) / (most - least)
        } else {
            (a.h * least - b.h * most + least * most * width) / (most - least)
        };
        nearest > noise
    }

    /// Returns a root after one more Newton step on a sum of 31 digits, where h is too flat for 16.
    fn polished(&mut self, terms: &[Term], s: f64) -> f64 {
        let point = self.at(s);
        if point.slope().abs() > 1e-3 * self.span || s == 0.0 {
            return s;
        }
        let (net, all) = close_roots::worth(terms, s);
        // Both sides are worth half of all at the root, so h is net ÷ half.
        let step = (net.high + net.low) / (all / 2.0) / point.slope();
        if step.abs() * self.span < 1e-6 { s - step } else { s }
    }
}
