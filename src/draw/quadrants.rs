//! The ground of the chart of utilisation and cost: two scales and the four quadrants they make.

use super::{
    axis::Axis,
    font_metrics::FontMetrics,
    sheet::{Area, Colour, Form, GREY, GRID, Line, RULE, Sheet},
};
use crate::model::to_whole;

/// The rectangle of the scales, without its top, which lies below the legend.
pub(super) const LEFT: f64 = 76.0;
/// From its right end to that of what is drawn.
const BESIDE: f64 = 112.0;
/// From the frame to the ends of the scales, so that a bubble at an end stays off the ticks.
const INSET: f64 = 28.0;
/// The tint of the quadrant that the chart is about.
const TINT: Colour = plotters::style::RGBColor(253, 244, 227);

/// The two scales.
pub(super) struct Scales {
    /// Per cent.
    pub x: Axis,
    /// Pounds per m².
    pub y: Axis,
    /// The point where the quadrant lines cross.
    cross: (f64, f64),
    /// What the scales are drawn in.
    pub frame: Area,
}

impl Scales {
    /// Returns scales from `top` down that take in every reading (a share, and pounds per m²) and the
    /// quadrant lines.
    pub(super) fn over(
        lines: (f64, f64),
        readings: impl Iterator<Item = (f64, f64)>,
        top: f64,
        form: Form,
    ) -> Self {
        let (mut low, mut high) = (0.0, lines.1.max(1.0) * 1.5);
        let mut widest: f64 = 100.0;
        for (utilisation, cost) in readings {
            low = f64::min(low, cost);
            high = f64::max(high, cost * 1.1);
            widest = widest.max(utilisation * 100.0);
        }
        let (right, height) = (form.right() - BESIDE, form.either(520.0, 318.0));
        let across = (LEFT + INSET, right - INSET);
        let upward = (top + height - INSET, top + INSET);
        let x = Axis::over(0.0, widest, 1.0, 10.0, across);
        let y = Axis::over(low, high, 1.0, 8.0, upward);
        let cross =
            (x.at(lines.0 * 100.0).clamp(LEFT, right), y.at(lines.1).clamp(top, top + height));
        let frame = Area { left: LEFT, top, right, bottom: top + height };
        Self { x, y, cross, frame }
    }

    /// Returns the point of a pair of readings.
    pub(super) fn point(&self, (utilisation, cost): (f64, f64)) -> (f64, f64) {
        (self.x.at(utilisation.max(0.0) * 100.0), self.y.at(cost))
    }
}

/// Draws tint, grid, ticks and quadrant lines.
pub(super) fn ground(sheet: &mut Sheet, scales: &Scales) {
    const TICK: f64 = 13.0;
    let Area { top, right, bottom, .. } = scales.frame;
    let (x, y) = scales.cross;
    sheet.fill(Area { left: LEFT, top, right: x, bottom: y }, TINT);
    for value in scales.x.ticks() {
        let at = scales.x.at(value);
        sheet.stroke((at, top), (at, bottom), 1.0, GRID);
        let words = to_whole(value).to_string();
        sheet.text(Line::new(words, at, bottom + 20.0, TICK).middle().colour(GREY));
    }
    for value in scales.y.ticks() {
        let at = scales.y.at(value);
        sheet.stroke((LEFT, at), (right, at), 1.0, GRID);
        let words = scales.y.pounds(value);
        sheet.text(Line::new(words, LEFT - 10.0, at + 4.5, TICK).end().colour(GREY));
    }
    sheet.outline(scales.frame, 1.0, RULE);
    sheet.dashes((x, top), (x, bottom), 1.5, GREY);
    sheet.dashes((LEFT, y), (right, y), 1.5, GREY);
}

/// Writes the quadrants' names; returns what names of sites must not cover: them, and the lines.
pub(super) fn name(sheet: &mut Sheet, metrics: &FontMetrics, scales: &Scales) -> Vec<Area> {
    let (x, y) = scales.cross;
    let frame = scales.frame;
    let quadrants = [
        ("Under-used, expensive to run", Area { right: x, bottom: y, ..frame }, true),
        ("Well used, expensive to run", Area { left: x, bottom: y, ..frame }, true),
        ("Under-used, cheap to run", Area { right: x, top: y, ..frame }, false),
        ("Well used, cheap to run", Area { left: x, top: y, ..frame }, false),
    ];
    let names = quadrants.iter().filter_map(|(n, a, up)| quadrant(sheet, metrics, n, a, *up));
    let lines = [Area { left: x, right: x, ..frame }, Area { top: y, bottom: y, ..frame }];
    names.chain(lines).collect()
}

/// Writes a quadrant's name into its outer corner, unless it is too small.
fn quadrant(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    name: &str,
    area: &Area,
    at_top: bool,
) -> Option<Area> {
    const SIZE: f64 = 14.0;
    let baseline = if at_top { area.top + 20.0 } else { area.bottom - 10.0 };
    let line = if area.left > LEFT {
        Line::new(name, area.right - 10.0, baseline, SIZE).end()
    } else {
        Line::new(name, area.left + 10.0, baseline, SIZE)
    };
    let line = line.bold();
    let covers = line.area(metrics);
    let room = covers.left >= area.left && covers.right <= area.right;
    if !room || area.bottom - area.top < 28.0 {
        return None;
    }
    sheet.text(line);
    Some(covers)
}
