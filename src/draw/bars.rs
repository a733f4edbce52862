//! The body of a chart of horizontal bars: names on the left, a scale above and below, a row a site.

use super::{
    axis::Axis,
    frame::EDGE,
    letters::{Letters, Weight},
    sheet::{Area, BLACK, GREY, GRID, Line, RULE, Sheet},
};

const NAME: f64 = 14.0;
const NAME_LINE: f64 = 17.0;
const TICK: f64 = 13.0;

/// The rows of a page, laid out.
pub(super) struct Bars {
    pub axis: Axis,
    /// The top of the first row.
    top: f64,
    /// From row to row.
    pitch: f64,
    rows: usize,
}

/// One row's left side.
pub(super) struct Label {
    /// What stands before the name, such as the rank.
    pub before: String,
    pub name: String,
}

impl Bars {
    /// Lays out the rows from `y` down and draws names, scale and grid; `tick` writes a tick's words.
    pub(super) fn begin(
        sheet: &mut Sheet,
        letters: &Letters,
        y: f64,
        labels: &[Label],
        axis: Axis,
        tick: impl Fn(f64) -> String,
    ) -> Self {
        let number = labels
            .iter()
            .map(|l| letters.width(&l.before, NAME, Weight::Regular))
            .fold(0.0, f64::max);
        let left = if number > 0.0 { EDGE + number + 12.0 } else { EDGE };
        let room = axis.points.0 - 16.0 - left;
        let names: Vec<_> =
            labels.iter().map(|l| letters.wrap(&l.name, NAME, Weight::Regular, room, 2)).collect();
        let wraps = names.iter().any(|lines| lines.len() > 1);
        let bars = Self {
            axis,
            top: y + 26.0,
            pitch: if wraps { 42.0 } else { 32.0 },
            rows: labels.len(),
        };
        bars.scale(sheet, y, tick);
        for ((row, label), lines) in (0..).zip(labels).zip(names) {
            let middle = bars.middle(row);
            let first = if lines.len() > 1 { middle - 3.5 } else { middle + 5.0 };
            sheet.text(Line::new(&label.before, left - 12.0, first, NAME).end().ink(GREY));
            let mut baseline = first;
            for line in lines {
                sheet.text(Line::new(line, left, baseline, NAME));
                baseline += NAME_LINE;
            }
        }
        bars
    }

    /// Draws grid lines and the words of the ticks, above and below the rows.
    fn scale(&self, sheet: &mut Sheet, y: f64, tick: impl Fn(f64) -> String) {
        let (top, bottom) = (self.top - 4.0, self.bottom());
        for value in self.axis.ticks() {
            let x = self.axis.at(value);
            let ink = if value.abs() < self.axis.step / 2.0 { RULE } else { GRID };
            sheet.stroke((x, top), (x, bottom), 1.0, ink);
            for baseline in [y + 14.0, bottom + 18.0] {
                sheet.text(Line::new(tick(value), x, baseline, TICK).middle().ink(GREY));
            }
        }
    }

    /// Returns the middle of a row.
    pub(super) fn middle(&self, row: u32) -> f64 {
        self.top + self.pitch * (f64::from(row) + 0.5)
    }

    /// Returns the rectangle of a row between two values, in either order.
    pub(super) fn area(&self, row: u32, from: f64, to: f64) -> Area {
        const HALF: f64 = 11.0;
        let (a, b) = (self.axis.at(from), self.axis.at(to));
        let middle = self.middle(row);
        Area { left: a.min(b), top: middle - HALF, right: a.max(b), bottom: middle + HALF }
    }

    fn bottom(&self) -> f64 {
        let rows = u32::try_from(self.rows).unwrap_or(0);
        self.top + self.pitch * f64::from(rows) + 4.0
    }

    /// Draws the scale's name; returns the height used.
    pub(super) fn end(&self, sheet: &mut Sheet, name: &str) -> f64 {
        let middle = f64::midpoint(self.axis.points.0, self.axis.points.1);
        let baseline = self.bottom() + 38.0;
        sheet.text(Line::new(name, middle, baseline, NAME).middle().ink(BLACK));
        baseline + 16.0
    }
}
