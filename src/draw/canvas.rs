//! A picture of dots that are numbers of colours: two bytes a dot, and its colours are known while it is drawn.
//!
//! Marks come out as the drawing library sets them dot by dot; most of a picture is paper, and is neither written nor
//! read colour by colour.

use std::{
    cell::{Cell, RefCell},
    convert::Infallible,
};

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, rasterizer,
    text_anchor::{HPos, VPos},
};

use super::{
    font_metrics::FontWeight,
    glyphs::{Letter, Letters, parts_of},
};

thread_local! {
    /// Letters that a thread has set: its pictures share most of them.
    static LETTERS: RefCell<Letters> = RefCell::default();
    /// The dots of a picture that is done: the next one's room, which the system need not find and clear again.
    static SPARE: Cell<Vec<Ink>> = const { Cell::new(Vec::new()) };
}

/// A colour as red, green, blue.
pub(super) type Pixel = [u8; 3];

/// A colour by its place in [`Canvas::colours`].
pub(super) type Ink = u16;

/// Paper: the first of the colours.
pub(super) const PAPER: Ink = 0;

/// Colours that are told apart to the last shade. A colour beyond them joins one that agrees in the upper five bits, of
/// which there are at most 32,768: no number of a colour goes beyond [`Ink`].
const EXACT: usize = 32_768;

/// Marks the end of a chain.
const NONE: Ink = Ink::MAX;

/// A picture while it is drawn.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// Line by line from the top.
    dots: Vec<Ink>,
    colours: Vec<Pixel>,
    /// Whether each colour was laid on as it is; others are shades of one over another.
    flat: Vec<bool>,
    /// The next colour that agrees in the upper five bits, by number of colour.
    next: Vec<Ink>,
    /// The latest colour of each group that agrees in the upper five bits.
    groups: Vec<Ink>,
    /// A colour, and the ink of each number of parts of it on paper once it is known: most dots of a letter's edge.
    on_paper: (Pixel, [Ink; 256]),
}

impl Canvas {
    /// Returns white paper of a width and a height in dots.
    pub fn new(width: u32, height: u32) -> Self {
        let [width, height] = [width, height].map(|side| usize::try_from(side).unwrap_or(0));
        let mut dots = SPARE.take();
        dots.clear();
        dots.resize(width * height, PAPER);
        let mut canvas = Self {
            width,
            height,
            dots,
            colours: Vec::new(),
            flat: Vec::new(),
            next: Vec::new(),
            groups: vec![NONE; 1 << 15],
            on_paper: ([255; 3], [NONE; 256]),
        };
        canvas.flat_ink([255; 3]);
        canvas
    }

    /// Returns the lines of the picture from the top, with the number of a colour for each dot.
    pub fn lines(&self) -> impl Iterator<Item = &[Ink]> {
        self.dots.chunks(self.width.max(1))
    }

    /// Returns its colours by number; [`PAPER`] is white.
    pub fn colours(&self) -> &[Pixel] {
        &self.colours
    }

    /// Tells whether a colour was laid on as it is somewhere.
    pub fn is_flat(&self, ink: Ink) -> bool {
        self.flat.get(usize::from(ink)).copied().unwrap_or(false)
    }

    /// Returns the number of a colour that is laid on as it is.
    fn flat_ink(&mut self, colour: Pixel) -> Ink {
        let ink = self.ink(colour);
        if let Some(flat) = self.flat.get_mut(usize::from(ink)) {
            *flat = true;
        }
        ink
    }

    /// Returns the number of a colour.
    fn ink(&mut self, colour: Pixel) -> Ink {
        let group = super::palette::group(colour, 3);
        let first = self.groups[group];
        let mut at = first;
        while at != NONE {
            let here = usize::from(at);
            if self.colours[here] == colour {
                return at;
            }
            at = self.next[here];
        }
        if self.colours.len() >= EXACT && first != NONE {
            return first;
        }
        let Ok(new) = Ink::try_from(self.colours.len()) else { return PAPER };
        self.colours.push(colour);
        self.flat.push(false);
        self.next.push(first);
        self.groups[group] = new;
        new
    }

    /// Returns the number of the colour that `parts` of 256 of one, not all, make over another.
    fn mixed(&mut self, under: Ink, over: Pixel, parts: u16) -> Ink {
        if under == PAPER && self.on_paper.0 != over {
            self.on_paper = (over, [NONE; 256]);
        }
        let known = usize::from(parts);
        if under == PAPER && self.on_paper.1[known] != NONE {
            return self.on_paper.1[known];
        }
        let below = self.colours[usize::from(under)];
        let ink = self.ink([0, 1, 2].map(|level| laid_over(below[level], over[level], parts)));
        if under == PAPER {
            self.on_paper.1[known] = ink;
        }
        ink
    }

    /// Fills the dots from one corner to the other, the last column and line left out.
    fn fill(&mut self, from: BackendCoord, to: BackendCoord, colour: Pixel) {
        let within = |at: i32, most: usize| usize::try_from(at).unwrap_or(0).min(most);
        let columns = |x: i32| within(x, self.width);
        let lines = |y: i32| within(y, self.height);
        let (left, right) = (columns(from.0.min(to.0)), columns(from.0.max(to.0)));
        let (top, bottom) = (lines(from.1.min(to.1)), lines(from.1.max(to.1)));
        if left >= right || top >= bottom {
            return;
        }
        let ink = self.flat_ink(colour);
        for line in self.dots.chunks_mut(self.width).take(bottom).skip(top) {
            line[left..right].fill(ink);
        }
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        SPARE.set(std::mem::take(&mut self.dots));
    }
}

impl Canvas {
    /// Lays a letter with its first dot at a place; what lies beyond the picture is left out.
    fn lay(&mut self, letter: &Letter, (left, top): BackendCoord, colour: Pixel) {
        let solid = self.flat_ink(colour);
        for (row, y) in letter.parts.chunks(letter.width.max(1)).zip(top..) {
            let Some(y) = usize::try_from(y).ok().filter(|y| *y < self.height) else { continue };
            for (parts, x) in row.iter().zip(left..).filter(|(parts, _)| **parts > 0) {
                let Some(x) = usize::try_from(x).ok().filter(|x| *x < self.width) else { continue };
                let at = y * self.width + x;
                self.dots[at] =
                    if *parts >= SOLID { solid } else { self.mixed(self.dots[at], colour, *parts) };
            }
        }
    }
}

/// Parts of 256 from which a dot is covered.
const SOLID: u16 = 255;

fn rgb(colour: BackendColor) -> Pixel {
    let (red, green, blue) = colour.rgb;
    [red, green, blue]
}

/// Lays a colour over another with `parts` of 256.
fn laid_over(under: u8, over: u8, parts: u16) -> u8 {
    let step = |by: u8| u8::try_from(u16::from(by) * parts / 256).unwrap_or(by);
    if over > under { under + step(over - under) } else { under - step(under - over) }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        [self.width, self.height].map(|side| u32::try_from(side).unwrap_or(u32::MAX)).into()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        (x, y): BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        // What is not drawn at all, as most dots around a letter.
        if colour.alpha <= 0.0 {
            return Ok(());
        }
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return Ok(()) };
        if x >= self.width || y >= self.height {
            return Ok(());
        }
        let at = y * self.width + x;
        let over = rgb(colour);
        let parts = parts_of(colour.alpha);
        let ink = if parts >= SOLID {
            self.flat_ink(over)
        } else {
            self.mixed(self.dots[at], over, parts)
        };
        self.dots[at] = ink;
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if (from.0 == to.0 || from.1 == to.1) && style.stroke_width() == 1 && is_solid(style) {
            // A level line that would end before it begins is none: polygons that end in a point have such lines.
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            self.fill((from.0, top), (to.0 + 1, bottom + 1), rgb(style.color()));
            return Ok(());
        }
        rasterizer::draw_line(self, from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        if fill && is_solid(style) {
            self.fill(from, to, rgb(style.color()));
            return Ok(());
        }
        rasterizer::draw_rect(self, from, to, style, fill)
    }

    /// Sets text as the drawing library does, in a colour that covers what is below it.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let ((min_x, min_y), (max_x, max_y)) =
            style.layout_box(text).map_err(|error| DrawingErrorKind::FontError(Box::new(error)))?;
        let (width, height) = (max_x - min_x, max_y - min_y);
        let anchor = style.anchor();
        let left = match anchor.h_pos {
            HPos::Left => 0,
            HPos::Right => -width,
            HPos::Center => -width / 2,
        };
        let top = match anchor.v_pos {
            VPos::Top => 0,
            VPos::Center => -height / 2,
            VPos::Bottom => -height,
        };
        let weight = match style.style() {
            FontStyle::Bold => FontWeight::Bold,
            _ => FontWeight::Regular,
        };
        let (left, top) = (pos.0 + left - min_x, pos.1 + top - min_y);
        let colour = rgb(style.color());
        LETTERS.with_borrow_mut(|letters| {
            letters.set(text, (single(style.size()), weight), |at, letter| {
                self.lay(letter, (left + at, top + letter.top), colour);
            });
        });
        Ok(())
    }
}

/// Takes a size to single precision, as the drawing library does.
#[allow(clippy::cast_possible_truncation, reason = "sizes of letters are small")]
fn single(size: f64) -> f32 {
    size as f32
}

fn is_solid(style: &impl BackendStyle) -> bool {
    style.color().alpha >= 1.0
}

#[cfg(test)]
mod tests {
    use plotters::style::{Color, RGBColor};

    use super::*;

    const NAVY: Pixel = [0, 68, 116];

    fn solid() -> RGBColor {
        RGBColor(NAVY[0], NAVY[1], NAVY[2])
    }

    fn at(canvas: &Canvas, x: usize, y: usize) -> Pixel {
        canvas.colours()[usize::from(canvas.lines().nth(y).unwrap()[x])]
    }

    #[test]
    fn a_mark_ends_where_the_picture_does() {
        let mut canvas = Canvas::new(4, 3);
        canvas.draw_rect((-5, 1), (2, 90), &solid().filled(), true).unwrap();
        let inked = |c: &Canvas| c.lines().map(|line| line.to_vec()).collect::<Vec<_>>();
        assert_eq!(inked(&canvas), [[0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]]);
        canvas.draw_rect((4, 0), (9, 3), &solid().filled(), true).unwrap();
        canvas.draw_pixel((4, 0), BackendColor { alpha: 1.0, rgb: (1, 2, 3) }).unwrap();
        canvas.draw_pixel((0, -1), BackendColor { alpha: 1.0, rgb: (1, 2, 3) }).unwrap();
        assert_eq!(inked(&canvas), [[0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]]);
    }

    #[test]
    fn a_dot_that_is_partly_covered_lies_between_paper_and_ink() {
        let mut canvas = Canvas::new(2, 1);
        canvas.draw_pixel((1, 0), BackendColor { alpha: 0.5, rgb: (0, 68, 116) }).unwrap();
        assert_eq!(at(&canvas, 1, 0), [128, 162, 186]);
        assert_eq!(at(&canvas, 0, 0), [255; 3]);
    }

    /// Text comes out dot by dot as the drawing library sets it, cut at the picture's edges, over other colours too.
    #[test]
    fn text_has_the_dots_that_the_drawing_library_gives_it() {
        use plotters::style::{
            FontDesc, FontFamily, FontStyle, TextStyle,
            text_anchor::{HPos, Pos, VPos},
        };
        crate::draw::font_metrics::FontMetrics::load().unwrap();
        let family = FontFamily::Name(crate::draw::font_metrics::FAMILY);
        let lines = [
            ("Running cost AV To fi £1,234,567", 23.4, HPos::Left, (3, 4)),
            ("Wymondthorpe – Police Station’s “yard” □", 31.7, HPos::Center, (150, 20)),
            ("right", 64.0, HPos::Right, (310, 80)),
            ("over the edge of all", 40.0, HPos::Left, (250, -20)),
        ];
        for weight in [FontStyle::Normal, FontStyle::Bold] {
            let mut ours = Canvas::new(320, 120);
            ours.draw_rect((0, 30), (320, 60), &RGBColor(221, 229, 238).filled(), true).unwrap();
            let mut theirs = Canvas::new(320, 120);
            theirs.draw_rect((0, 30), (320, 60), &RGBColor(221, 229, 238).filled(), true).unwrap();
            for (words, size, side, place) in &lines {
                let font = FontDesc::new(family, *size, weight);
                let colour = solid();
                let style = TextStyle::from(font).color(&colour).pos(Pos::new(*side, VPos::Top));
                ours.draw_text(words, &style, *place).unwrap();
                let ((left, top), (right, _)) = style.layout_box(words).unwrap();
                let width = right - left;
                let from = match side {
                    HPos::Left => 0,
                    HPos::Right => -width,
                    HPos::Center => -width / 2,
                };
                let set = style.draw(words, (0, 0), |x, y, colour| {
                    theirs.draw_pixel((place.0 + x + from - left, place.1 + y - top), colour)
                });
                set.unwrap().unwrap();
            }
            let dots = |canvas: &Canvas| {
                let of = |ink: &Ink| canvas.colours()[usize::from(*ink)];
                canvas
                    .lines()
                    .map(|line| line.iter().map(of).collect())
                    .collect::<Vec<Vec<Pixel>>>()
            };
            assert!(dots(&ours) == dots(&theirs), "{}", weight.as_str());
            assert!(ours.colours().len() > 20);
        }
    }

    #[test]
    fn shades_beyond_what_is_told_apart_join_one_that_is_near() {
        let mut canvas = Canvas::new(1, 1);
        let inks = (0..=255_u8).flat_map(|r| (0..=255_u8).map(move |g| [r, g, 0]));
        let far = inks
            .map(|colour| {
                let ink = canvas.ink(colour);
                let near = canvas.colours()[usize::from(ink)];
                (0..3).map(|level| near[level].abs_diff(colour[level])).max().unwrap()
            })
            .max();
        assert_eq!(far, Some(7));
        assert!(canvas.colours().len() > EXACT - 1);
    }
}
