//! A picture as a list of marks, before it is rendered.
//!
//! Lengths are in points of the sheet, from its top left corner; how wide a sheet is and how large it comes
//! out on paper is its [`Form`].

use plotters::style::RGBColor;

use super::font_metrics::{FontMetrics, FontWeight};

/// A size of picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Form {
    /// The width in points of the sheet.
    pub width: f64,
    /// The height of the whole picture, in points of the sheet; `None` is as high as it needs.
    pub height: Option<f64>,
    /// The height that rows are cut to keep to, in points of the sheet.
    pub most: f64,
    /// The width on paper or screen, in millimetres.
    pub millimetres: f64,
    /// Bars on a page, at most.
    pub rows: usize,
    /// Pages of a chart, at most.
    pub pages: usize,
    /// Whether title, what is shown and source are left to the caption beside it.
    pub is_bare: bool,
}

impl Form {
    /// Between the margins of an A4 page of a word processor, 160 by 247 mm: 13 points of the sheet are 8.2 of print.
    pub(super) const PAGE: Self = Self {
        width: 720.0,
        height: None,
        most: 1110.0,
        millimetres: 160.0,
        rows: 25,
        pages: 4,
        is_bare: false,
    };
    /// On a slide, sixteen to nine: 13 points of the sheet are 10.2 of print.
    pub(super) const SLIDE: Self = Self {
        width: 1080.0,
        height: Some(607.5),
        most: 607.5,
        millimetres: 300.0,
        rows: 12,
        pages: 1,
        is_bare: false,
    };

    /// A strip across a board paper, whose caption and page say what a picture by itself must: 13 points of the sheet are
    /// 6.7 of print.
    pub(super) const BOARD: Self = Self {
        width: 880.0,
        height: Some(310.0),
        most: 360.0,
        millimetres: 160.0,
        rows: 6,
        pages: 1,
        is_bare: true,
    };

    /// Returns one of two lengths: on a page, or on a slide.
    pub(super) const fn either(self, page: f64, slide: f64) -> f64 {
        if self.height.is_some() { slide } else { page }
    }

    /// Returns the right end of what is drawn.
    pub(super) const fn right(self) -> f64 {
        self.width - EDGE
    }

    /// Returns how many of `count` rows are drawn on all pages.
    pub(super) fn drawn(self, count: usize) -> usize {
        count.min(self.rows * self.pages)
    }
}

/// The empty edge of a picture.
pub(super) const EDGE: f64 = 16.0;

/// A colour.
pub(super) type Colour = RGBColor;

pub(super) const WHITE: Colour = RGBColor(255, 255, 255);
pub(super) const BLACK: Colour = RGBColor(26, 26, 26);
/// Secondary text; seven to one against white.
pub(super) const GREY: Colour = RGBColor(82, 82, 82);
pub(super) const RULE: Colour = RGBColor(150, 150, 150);
pub(super) const GRID: Colour = RGBColor(222, 222, 222);
/// The Okabe–Ito colours, set apart in lightness: they differ in grey and to the colour-blind.
pub(super) const NAVY: Colour = RGBColor(0, 68, 116);
pub(super) const VERMILION: Colour = RGBColor(213, 94, 0);
pub(super) const SKY: Colour = RGBColor(140, 203, 240);
pub(super) const YELLOW: Colour = RGBColor(247, 232, 120);
pub(super) const AMBER: Colour = RGBColor(245, 190, 100);

/// Which point of a line of text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Middle,
    End,
}

/// One line of text; `y` is its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub x: f64,
    pub y: f64,
    pub words: String,
    pub size: f64,
    pub weight: FontWeight,
    pub side: Side,
    pub colour: Colour,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// Tells whether two rectangles have a point in common, with `gap` kept between them.
    pub(super) fn meets(&self, other: &Self, gap: f64) -> bool {
        self.left < other.right + gap
            && other.left < self.right + gap
            && self.top < other.bottom + gap
            && other.top < self.bottom + gap
    }
}

/// One mark on a picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Fill { area: Area, colour: Colour },
    Stroke { from: (f64, f64), to: (f64, f64), width: f64, colour: Colour },
    Disc { centre: (f64, f64), radius: f64, colour: Colour },
    Polygon { corners: Vec<(f64, f64)>, colour: Colour },
    Text(Line),
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub form: Form,
    pub height: f64,
    pub marks: Vec<Mark>,
}

impl Sheet {
    /// Returns an empty sheet, whose height is set once it is full.
    pub(super) const fn new(form: Form) -> Self {
        Self { form, height: 0.0, marks: Vec::new() }
    }

    /// Fills a rectangle; one without extent is left out.
    pub(super) fn fill(&mut self, area: Area, colour: Colour) {
        if area.right > area.left && area.bottom > area.top {
            self.marks.push(Mark::Fill { area, colour });
        }
    }

    /// Draws a line.
    pub(super) fn stroke(&mut self, from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) {
        self.marks.push(Mark::Stroke { from, to, width, colour });
    }

    /// Draws the outline of a rectangle, inside it.
    pub(super) fn outline(&mut self, area: Area, width: f64, colour: Colour) {
        let Area { left, top, right, bottom } = area;
        if right - left < 2.0 * width || bottom - top < 2.0 * width {
            return self.fill(area, colour);
        }
        self.fill(Area { bottom: top + width, ..area }, colour);
        self.fill(Area { top: bottom - width, ..area }, colour);
        self.fill(Area { right: left + width, ..area }, colour);
        self.fill(Area { left: right - width, ..area }, colour);
    }

    /// Draws a dashed line.
    pub(super) fn dashes(&mut self, from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) {
        const ON: f64 = 7.0;
        const OFF: f64 = 5.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let point = |d: f64| (from.0 + dx * d / length, from.1 + dy * d / length);
        let mut done = 0.0;
        while done < length {
            self.stroke(point(done), point((done + ON).min(length)), width, colour);
            done += ON + OFF;
        }
    }

    /// Lays slanting lines over a rectangle, `gap` apart.
    pub(super) fn hatch(&mut self, area: Area, gap: f64, colour: Colour) {
        let height = area.bottom - area.top;
        let mut foot = area.left - height + gap;
        while foot < area.right {
            let start = foot.max(area.left);
            let end = (foot + height).min(area.right);
            if end - start > 1.0 {
                let up = |x: f64| area.bottom - (x - foot);
                self.stroke((start, up(start)), (end, up(end)), 1.0, colour);
            }
            foot += gap;
        }
    }

    /// Draws a disc.
    pub(super) fn disc(&mut self, centre: (f64, f64), radius: f64, colour: Colour) {
        self.marks.push(Mark::Disc { centre, radius, colour });
    }

    /// Fills a polygon.
    pub(super) fn polygon(&mut self, corners: Vec<(f64, f64)>, colour: Colour) {
        self.marks.push(Mark::Polygon { corners, colour });
    }

    /// Draws a disc with a rim of another colour.
    pub(super) fn rimmed(
        &mut self,
        centre: (f64, f64),
        radius: f64,
        colours: (Colour, Colour),
        rim: f64,
    ) {
        self.disc(centre, radius, colours.1);
        self.disc(centre, (radius - rim).max(0.5), colours.0);
    }

    /// Returns its texts, in order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Line> {
        self.marks
            .iter()
            .filter_map(|mark| if let Mark::Text(line) = mark { Some(line) } else { None })
    }

    /// Sets a line of text; an empty one is left out.
    pub(super) fn text(&mut self, line: Line) {
        if !line.words.is_empty() {
            self.marks.push(Mark::Text(line));
        }
    }
}

impl Line {
    /// Returns black regular text that begins at a place.
    pub(super) fn new(words: impl Into<String>, x: f64, y: f64, size: f64) -> Self {
        let words = words.into();
        Self { x, y, words, size, weight: FontWeight::Regular, side: Side::Start, colour: BLACK }
    }

    /// Returns the same in bold.
    pub(super) fn bold(self) -> Self {
        Self { weight: FontWeight::Bold, ..self }
    }

    /// Returns the same in a colour.
    pub(super) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// Returns the same set about its middle.
    pub(super) fn middle(self) -> Self {
        Self { side: Side::Middle, ..self }
    }

    /// Returns the same with its end at its place.
    pub(super) fn end(self) -> Self {
        Self { side: Side::End, ..self }
    }

    /// Returns the rectangle it covers.
    pub(super) fn area(&self, metrics: &FontMetrics) -> Area {
        let width = metrics.width(&self.words, self.size, self.weight);
        let left = match self.side {
            Side::Start => self.x,
            Side::Middle => self.x - width / 2.0,
            Side::End => self.x - width,
        };
        Area {
            left,
            top: self.y - self.size * 0.8,
            right: left + width,
            bottom: self.y + self.size * 0.25,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hatch_stays_within_its_rectangle() {
        let area = Area { left: 10.0, top: 20.0, right: 55.0, bottom: 40.0 };
        let mut sheet = Sheet::new(Form::PAGE);
        sheet.hatch(area, 6.0, GREY);
        assert!(sheet.marks.len() > 5);
        for mark in &sheet.marks {
            let Mark::Stroke { from, to, .. } = mark else { panic!("{mark:?}") };
            for (x, y) in [from, to] {
                assert!((10.0..=55.0).contains(x) && (20.0..=40.0).contains(y), "{mark:?}");
            }
        }
    }

    #[test]
    fn neighbouring_fills_differ_by_twelve_steps_of_lightness_in_a_hundred() {
        // CIE L*: what is left of a colour in black and white, from 0 to 100.
        let lightness = |colour: Colour| {
            let level = |n: u8| (f64::from(n) / 255.0).powf(2.2);
            let luminance =
                0.2126 * level(colour.0) + 0.7152 * level(colour.1) + 0.0722 * level(colour.2);
            116.0 * luminance.cbrt() - 16.0
        };
        for (name, fills) in [
            ("running cost", &[NAVY, VERMILION, SKY, YELLOW, GREY][..]),
            ("ranking", &[NAVY, AMBER]),
            ("rent", &[NAVY, WHITE, AMBER, WHITE]),
            ("leases", &[NAVY, SKY, WHITE]),
            ("map", &[VERMILION, SKY, WHITE]),
        ] {
            for pair in fills.windows(2) {
                let apart = (lightness(pair[0]) - lightness(pair[1])).abs();
                assert!(apart >= 12.0, "{name}: {pair:?} are {apart:.0} apart");
            }
        }
    }

    #[test]
    fn rectangles_meet_within_a_gap() {
        let one = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let two = Area { left: 12.0, ..Area { right: 20.0, ..one } };
        assert!(!one.meets(&two, 1.0));
        assert!(one.meets(&two, 3.0));
    }
}
