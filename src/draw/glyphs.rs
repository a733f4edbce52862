//! Letters as dots: each is made of its outline once for a size and a weight, and laid wherever it stands again.
//!
//! Dots and places are those of the drawing library, which makes every letter of every line anew.

use std::collections::BTreeMap;

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont};

use super::font_metrics::{FontWeight, font_of};

/// One letter of a size and a weight.
pub(super) struct Letter {
    glyph: GlyphId,
    advance: f32,
    /// The line of its first dots, from the top of the text.
    pub top: i32,
    /// Dots in a line of it.
    pub width: usize,
    /// How much of each dot is covered, in 256ths, line by line from the top.
    pub parts: Vec<u16>,
}

/// What a letter is known by: the bits of its size, whether it is bold, and which it is.
type Key = (u32, bool, char);

/// The letters that were set already.
#[derive(Default)]
pub(super) struct Letters(BTreeMap<Key, Letter>);

impl Letters {
    /// Sets text; calls `lay` for each letter with how far it stands from the left of the text.
    pub(super) fn set(
        &mut self,
        text: &str,
        (size, weight): (f32, FontWeight),
        mut lay: impl FnMut(i32, &Letter),
    ) {
        let Some(font) = font_of(weight) else { return };
        let scaled = font.as_scaled(PxScale::from(size));
        let mut at = 0_f32;
        let mut before = None;
        for c in text.chars() {
            let key = (size.to_bits(), weight == FontWeight::Bold, c);
            let letter = self.0.entry(key).or_insert_with(|| letter(font, size, c));
            if let Some(before) = before {
                at += scaled.kern(before, letter.glyph);
            }
            before = Some(letter.glyph);
            lay(whole(at), letter);
            at += letter.advance;
        }
    }
}

/// Makes the dots of a letter.
fn letter(font: &FontRef<'static>, size: f32, c: char) -> Letter {
    let scaled = font.as_scaled(PxScale::from(size));
    let glyph = scaled.glyph_id(c);
    let mut letter =
        Letter { glyph, advance: scaled.h_advance(glyph), top: 0, width: 0, parts: Vec::new() };
    if let Some(outline) = scaled.outline_glyph(scaled.scaled_glyph(c)) {
        let bounds = outline.px_bounds();
        letter.top = whole(size / 2.0 + bounds.min.y);
        letter.width = usize::try_from(whole(bounds.width())).unwrap_or(0);
        let mut covered: Vec<(u32, u32, f32)> = Vec::new();
        outline.draw(|x, y, cover| covered.push((x, y, cover)));
        let rows = covered.iter().map(|(_, y, _)| *y + 1).max().unwrap_or(0);
        let size = letter.width * usize::try_from(rows).unwrap_or(0);
        letter.parts = vec![0; size];
        for (x, y, cover) in covered {
            let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
            let at = place(y).saturating_mul(letter.width).saturating_add(place(x));
            if let Some(part) = letter.parts.get_mut(at) {
                *part = parts_of(f64::from(cover));
            }
        }
    }
    letter
}

/// Takes a place down to a whole dot, as the drawing library does.
fn whole(place: f32) -> i32 {
    i32::try_from(crate::model::to_whole(f64::from(place.trunc()))).unwrap_or(0)
}

/// Returns how much of a dot is covered, in whole parts of 256.
pub(super) fn parts_of(alpha: f64) -> u16 {
    u16::try_from(crate::model::to_whole((alpha * 256.0).floor())).unwrap_or(0)
}
