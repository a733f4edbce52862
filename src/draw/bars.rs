//! The body of a chart of horizontal bars: names on the left, a scale above and below, a row a site.

use super::{
    axis::Axis,
    font_metrics::{FontMetrics, FontWeight},
    sheet::{Area, BLACK, EDGE, GREY, GRID, Line, RULE, Sheet},
};

/// The size of a name, and of one that takes two lines.
const NAMES: [f64; 2] = [14.0, 13.0];
const NAME_LINE: f64 = 14.5;
const SCALE: f64 = 14.0;
/// From row to row.
const PITCH: f64 = 30.0;
const TICK: f64 = 13.0;

/// The rows of a page, laid out.
pub(super) struct Bars {
    pub axis: Axis,
    /// The top of the first row.
    top: f64,
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
        metrics: &FontMetrics,
        y: f64,
        labels: &[Label],
        axis: Axis,
        tick: impl Fn(f64) -> String,
    ) -> Self {
        let number = labels
            .iter()
            .map(|l| metrics.width(&l.before, NAMES[0], FontWeight::Regular))
            .fold(0.0, f64::max);
        let left = if number > 0.0 { EDGE + number + 10.0 } else { EDGE };
        let room = axis.points.0 - 12.0 - left;
        let bars = Self { axis, top: y + 26.0, rows: labels.len() };
        bars.scale(sheet, y, tick);
        for (row, label) in (0..).zip(labels) {
            let middle = bars.middle(row);
            let number = Line::new(&label.before, left - 10.0, middle + 5.0, NAMES[0]);
            sheet.text(number.end().colour(GREY));
            beside(sheet, metrics, &label.name, (left, middle), room);
        }
        bars
    }

    /// Draws grid lines and the words of the ticks, above and below the rows.
    fn scale(&self, sheet: &mut Sheet, y: f64, tick: impl Fn(f64) -> String) {
        let (top, bottom) = (self.top - 4.0, self.bottom());
        for value in self.axis.ticks() {
            let x = self.axis.at(value);
            let colour = if value.abs() < self.axis.step / 2.0 { RULE } else { GRID };
            sheet.stroke((x, top), (x, bottom), 1.0, colour);
            for baseline in [y + 14.0, bottom + 18.0] {
                sheet.text(Line::new(tick(value), x, baseline, TICK).middle().colour(GREY));
            }
        }
    }

    /// Returns the middle of a row.
    pub(super) fn middle(&self, row: u32) -> f64 {
        self.top + PITCH * (f64::from(row) + 0.5)
    }

    /// Returns the rectangle of a row between two values, in either order.
    pub(super) fn area(&self, row: u32, from: f64, to: f64) -> Area {
        const HALF: f64 = 10.0;
        let (a, b) = (self.axis.at(from), self.axis.at(to));
        let middle = self.middle(row);
        Area { left: a.min(b), top: middle - HALF, right: a.max(b), bottom: middle + HALF }
    }

    fn bottom(&self) -> f64 {
        let rows = u32::try_from(self.rows).unwrap_or(0);
        self.top + PITCH * f64::from(rows) + 4.0
    }

    /// Draws the scale's name; returns the height used.
    pub(super) fn end(&self, sheet: &mut Sheet, name: &str) -> f64 {
        let middle = f64::midpoint(self.axis.points.0, self.axis.points.1);
        let baseline = self.bottom() + 38.0;
        sheet.text(Line::new(name, middle, baseline, SCALE).middle().colour(BLACK));
        baseline + 16.0
    }
}

/// Writes words about the middle of a row, in one line or two.
pub(super) fn beside(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    words: &str,
    (left, middle): (f64, f64),
    room: f64,
) {
    let fits = metrics.width(words, NAMES[0], FontWeight::Regular) <= room;
    let size = if fits { NAMES[0] } else { NAMES[1] };
    let lines = metrics.wrap(words, size, FontWeight::Regular, room, 2);
    let mut baseline = if lines.len() > 1 { middle - 2.5 } else { middle + 5.0 };
    for line in lines {
        sheet.text(Line::new(line, left, baseline, size));
        baseline += NAME_LINE;
    }
}
