//! The body of a chart of years: sums upward, years along the bottom, figures below them.

use crate::{
    draw::{
        axis::Axis,
        font_metrics::{FontMetrics, FontWeight},
        sheet::{Area, BLACK, GREY, GRID, Line, RULE, Sheet},
    },
    model::ratio_term,
};

const SIZE: f64 = 13.0;
/// Left of the years: names of the figures, and the scale.
const NAMES: f64 = 116.0;
/// Above the years, and from them to the first line of figures.
const ABOVE: f64 = 26.0;
const BELOW: f64 = 43.0;
/// From line to line of the figures.
const FIGURE: f64 = 21.0;

/// Returns the height of a body of years from `y` down: what a slide leaves above its foot, else as on a page.
pub(super) fn height(page: f64, foot: Option<f64>, y: f64, figures: f64) -> f64 {
    /// A slide is made smaller sooner than that years are lower.
    const LEAST: f64 = 120.0;
    foot.map_or(page, |foot| (foot - y - ABOVE - BELOW - FIGURE * figures).max(LEAST))
}

/// Years laid out over a scale.
pub(super) struct Years {
    pub axis: Axis,
    /// Where names of figures begin.
    edge: f64,
    left: f64,
    pitch: f64,
    /// Years are named, and have figures, at every so many.
    every: usize,
    /// The baseline of the next line of figures.
    next: f64,
}

impl Years {
    /// Draws the scale and the years; `widest` is the longest figure that will stand below a year.
    pub(super) fn begin(
        sheet: &mut Sheet,
        metrics: &FontMetrics,
        (edge, right): (f64, f64),
        (y, height): (f64, f64),
        names: &[String],
        (low, high): (f64, f64),
        widest: &[String],
    ) -> Self {
        let (top, bottom) = (y + ABOVE, y + ABOVE + height);
        let axis = Axis::over(low.min(0.0), high.max(0.0), 1.0, 6.0, (bottom, top));
        let ticks = axis.ticks();
        let wide = |value: &f64| metrics.width(&axis.pounds(*value), SIZE, FontWeight::Regular);
        let left = edge + ticks.iter().map(wide).fold(NAMES - 10.0, f64::max) + 10.0;
        let count = ratio_term(i64::try_from(names.len().max(1)).unwrap_or(1));
        let width = |words: &str| metrics.width(words, SIZE, FontWeight::Bold);
        let words = names.iter().map(String::as_str).chain(widest.iter().map(String::as_str));
        let need = words.map(width).fold(0.0, f64::max) + 10.0;
        // Words wider than their year reach beyond it, at either end too.
        let beyond = ((need - (right - left) / count) / 2.0).max(0.0);
        let (left, right) = (left + beyond, right - beyond);
        let pitch = (right - left) / count;
        let mut every = 1;
        let mut room = pitch;
        while room < need && every < names.len() {
            every += 1;
            room += pitch;
        }
        for value in ticks {
            let at = axis.at(value);
            let colour = if value.abs() < axis.step / 2.0 { RULE } else { GRID };
            sheet.stroke((left, at), (right, at), 1.0, colour);
            sheet.text(
                Line::new(axis.pounds(value), left - 10.0, at + 4.5, SIZE).end().colour(GREY),
            );
        }
        let years = Self { axis, edge, left, pitch, every, next: bottom + 20.0 };
        for (name, at) in names.iter().zip(0..).filter(|(_, at)| years.is_named(*at)) {
            let line = Line::new(name.clone(), years.middle(at), years.next, SIZE);
            sheet.text(line.middle().colour(GREY));
        }
        Self { next: bottom + BELOW, ..years }
    }

    const fn is_named(&self, at: usize) -> bool {
        at.is_multiple_of(self.every)
    }

    /// Returns the middle of a year.
    pub(super) fn middle(&self, at: usize) -> f64 {
        self.left + self.pitch * (place(at) + 0.5)
    }

    /// Returns the left and right end of a year.
    pub(super) fn ends(&self, at: usize) -> (f64, f64) {
        (self.left + self.pitch * place(at), self.left + self.pitch * (place(at) + 1.0))
    }

    /// Returns the rectangle of a year between two sums, in either order.
    pub(super) fn area(&self, at: usize, from: f64, to: f64) -> Area {
        let half = (self.pitch * 0.36).min(46.0);
        let (a, b) = (self.axis.at(from), self.axis.at(to));
        let middle = self.middle(at);
        Area { left: middle - half, top: a.min(b), right: middle + half, bottom: a.max(b) }
    }

    /// Parts the years of the budget from those after, when both are drawn.
    pub(super) fn divide(&self, sheet: &mut Sheet, budget: usize, count: usize) {
        if budget == 0 || budget >= count {
            return;
        }
        let x = self.ends(budget).0;
        let (bottom, top) = self.axis.points;
        sheet.dashes((x, top - 14.0), (x, bottom), 1.0, GREY);
        let words = |words, x| Line::new(words, x, top - 8.0, SIZE).colour(GREY);
        sheet.text(words("Budget", x - 8.0).end());
        sheet.text(words("Later", x + 8.0));
    }

    /// Writes a line of figures below the years, one a year; an empty one is not known.
    pub(super) fn figures(
        &mut self,
        sheet: &mut Sheet,
        metrics: &FontMetrics,
        name: &str,
        figures: &[String],
    ) {
        let name = metrics.fit(name, SIZE, FontWeight::Regular, NAMES - 8.0);
        sheet.text(Line::new(name, self.edge, self.next, SIZE).colour(BLACK));
        for (figure, at) in figures.iter().zip(0..).filter(|(_, at)| self.is_named(*at)) {
            sheet.text(Line::new(figure, self.middle(at), self.next, SIZE).middle().bold());
        }
        self.next += FIGURE;
    }

    /// Returns the height used.
    pub(super) const fn end(&self) -> f64 {
        self.next
    }
}

fn place(at: usize) -> f64 {
    ratio_term(i64::try_from(at).unwrap_or(0))
}
