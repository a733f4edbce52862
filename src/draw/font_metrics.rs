//! Measures text in the pictures' own font, so that names are wrapped or cut and never clipped.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};
use plotters::style::{FontStyle, register_font};

use super::DrawError;

/// The font family as the pictures name it; a reader without the first sees one of the others.
pub(super) const FAMILY: &str = "Noto Sans, Arial, sans-serif";

/// What stands for a letter that the font does not have.
const MISSING: char = '□';

/// How heavy text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FontWeight {
    Regular,
    Bold,
}

/// The fonts that letters are set in, regular and bold; `None` where the built-in ones could not be read.
static FONTS: LazyLock<Option<[FontRef<'static>; 2]>> = LazyLock::new(|| {
    let read = |bytes| FontRef::try_from_slice(bytes).ok();
    Some([read(ttf_noto_sans::REGULAR)?, read(ttf_noto_sans::BOLD)?])
});

/// Returns the font of a weight.
pub(super) fn font_of(weight: FontWeight) -> Option<&'static FontRef<'static>> {
    let [regular, bold] = FONTS.as_ref()?;
    Some(match weight {
        FontWeight::Regular => regular,
        FontWeight::Bold => bold,
    })
}

/// The two fonts of the pictures.
pub(super) struct FontMetrics {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl FontMetrics {
    /// Reads the built-in fonts and makes them known to plotters.
    pub(super) fn load() -> Result<Self, DrawError> {
        let fonts =
            [(FontStyle::Normal, ttf_noto_sans::REGULAR), (FontStyle::Bold, ttf_noto_sans::BOLD)];
        for (style, bytes) in fonts {
            register_font(FAMILY, style, bytes).map_err(|_| DrawError::Font)?;
        }
        let [regular, bold] = FONTS.clone().ok_or(DrawError::Font)?;
        Ok(Self { regular, bold })
    }

    /// Returns the width of text set at `size` per em.
    pub(super) fn width(&self, text: &str, size: f64, weight: FontWeight) -> f64 {
        let font = self.font(weight);
        let em = font.units_per_em().unwrap_or(1000.0);
        let advance: f64 =
            text.chars().map(|c| f64::from(font.h_advance_unscaled(font.glyph_id(c)))).sum();
        advance * size / f64::from(em)
    }

    /// Returns text that fits into `room`, cut with an ellipsis where it must be.
    pub(super) fn fit(&self, text: &str, size: f64, weight: FontWeight, room: f64) -> String {
        if self.width(text, size, weight) <= room {
            return text.to_owned();
        }
        let head = self.prefix(text, size, weight, room - self.width("…", size, weight));
        format!("{}…", head.trim_end())
    }

    /// Breaks text into lines no wider than `room`; what is left after `most` lines is cut.
    pub(super) fn wrap(
        &self,
        text: &str,
        size: f64,
        weight: FontWeight,
        room: f64,
        most: usize,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text.trim();
        while lines.len() + 1 < most && self.width(rest, size, weight) > room {
            let within = self.prefix(rest, size, weight, room);
            let next_is_blank = rest[within.len()..].starts_with(' ');
            let head = match within.rfind(' ') {
                Some(blank) if !next_is_blank => &within[..blank],
                _ => within,
            };
            if head.trim().is_empty() {
                break;
            }
            lines.push(head.trim_end().to_owned());
            rest = rest[head.len()..].trim_start();
        }
        if !rest.is_empty() {
            lines.push(self.fit(rest, size, weight, room));
        }
        lines
    }

    /// Returns text as a picture can show it: one blank between words, no signs that turn or join
    /// letters, a box for a letter that the font lacks.
    pub(super) fn plain(&self, text: &str) -> String {
        let shown = |c: char| {
            if c.is_control() || c.is_whitespace() {
                ' '
            } else if self.regular.glyph_id(c).0 == 0 {
                MISSING
            } else {
                c
            }
        };
        let hidden = |c: &char| {
            matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
                || matches!(c, '\u{AD}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        };
        let text: String = text.chars().filter(|c| !hidden(c)).map(shown).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the longest beginning of text that is no wider than `room`.
    fn prefix<'t>(&self, text: &'t str, size: f64, weight: FontWeight, room: f64) -> &'t str {
        let mut width = 0.0;
        for (at, c) in text.char_indices() {
            width += self.width(c.encode_utf8(&mut [0; 4]), size, weight);
            if width > room {
                return &text[..at];
            }
        }
        text
    }

    const fn font(&self, weight: FontWeight) -> &FontRef<'static> {
        match weight {
            FontWeight::Regular => &self.regular,
            FontWeight::Bold => &self.bold,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn both_fonts_have_the_signs_that_charts_use() {
        let metrics = FontMetrics::load().unwrap();
        for sign in "£²−–é≥…□’%·".chars() {
            assert_ne!(metrics.regular.glyph_id(sign).0, 0, "regular {sign}");
            assert_ne!(metrics.bold.glyph_id(sign).0, 0, "bold {sign}");
        }
    }

    #[rstest]
    #[case::short("Bank House", 1)]
    #[case::long("Marchford Police Station and Divisional Headquarters Annexe", 2)]
    #[case::one_word("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 2)]
    #[case::very_long("A name that goes on and on and on and on and on and on and on and on", 2)]
    #[case::empty("", 0)]
    fn a_wrapped_name_fits_its_room(#[case] name: &str, #[case] lines: usize) {
        let metrics = FontMetrics::load().unwrap();
        let wrapped = metrics.wrap(name, 14.0, FontWeight::Regular, 240.0, 2);
        assert_eq!(wrapped.len(), lines);
        for line in &wrapped {
            assert!(metrics.width(line, 14.0, FontWeight::Regular) <= 240.0, "{line}");
        }
    }

    #[test]
    fn no_letter_of_a_name_is_lost_when_it_wraps_without_being_cut() {
        let metrics = FontMetrics::load().unwrap();
        let name = "Marchford Police Station and Annexe";
        let wrapped = metrics.wrap(name, 14.0, FontWeight::Regular, 200.0, 2);
        assert_eq!(wrapped.join(" "), name);
    }

    #[test]
    fn a_letter_without_glyph_becomes_a_box_and_a_control_sign_a_blank() {
        let metrics = FontMetrics::load().unwrap();
        assert_eq!(metrics.plain("Bank\u{0}\n\u{202E} House 🚓 警"), "Bank House □ □");
    }
}
