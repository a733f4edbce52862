//! Characters that no reader sees, but that terminals, pages and pictures obey.

use std::borrow::Cow;

/// Characters that [`is_unseen`] is true of, each range from its first to its last.
pub const UNSEEN: &[(char, char)] = &[
    ('\0', '\u{8}'),
    ('\u{b}', '\u{c}'),
    ('\u{e}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{200b}', '\u{200b}'),
    ('\u{200e}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{2060}'),
    ('\u{2066}', '\u{2069}'),
    ('\u{feff}', '\u{feff}'),
];

/// Tells whether a character shows nothing by itself and has no business in a name: control characters besides tab and
/// line ends, marks that turn the direction of text, blanks without width, soft hyphens.
///
/// A terminal takes some for commands (OSC 52 writes its clipboard), and text that is turned reads otherwise than it is.
#[must_use]
pub fn is_unseen(letter: char) -> bool {
    UNSEEN.iter().any(|(from, to)| (*from..=*to).contains(&letter))
}

/// Returns text without characters that no reader sees; a carriage return that ends no line is a blank.
#[must_use]
pub fn seen_text(text: &str) -> Cow<'_, str> {
    if !holds_unseen(text) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() != Some(&'\n') => seen.push(' '),
            letter if is_unseen(letter) => {}
            letter => seen.push(letter),
        }
    }
    Cow::Owned(seen)
}

/// Returns text with each character that no reader sees as its code, `\u001b`, which JSON reads too.
#[must_use]
pub fn coded_text(text: &str) -> Cow<'_, str> {
    if !holds_unseen(text) {
        return Cow::Borrowed(text);
    }
    let mut coded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_lone = letter == '\r' && letters.peek() != Some(&'\n');
        match is_lone || is_unseen(letter) {
            true => coded.push_str(&format!("\\u{:04x}", u32::from(letter))),
            false => coded.push(letter),
        }
    }
    Cow::Owned(coded)
}

/// Tells whether [`seen_text`] would change text.
#[must_use]
pub fn holds_unseen(text: &str) -> bool {
    bytes_may_hold_unseen(text.as_bytes())
        && (text.contains(is_unseen) || text.replace("\r\n", "\n").contains('\r'))
}

/// Tells quickly whether UTF-8 may hold such a character; never `false` where it does.
#[must_use]
pub fn bytes_may_hold_unseen(text: &[u8]) -> bool {
    let is_command = |byte: u8| {
        (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f)
    };
    // Without a way out inside a piece the comparison of its bytes is one of many at once.
    let commands = |piece: &[u8]| piece.iter().fold(false, |any, byte| any | is_command(*byte));
    let follows = |at: usize| text.get(at + 1).copied();
    text.chunks(256).any(commands)
        || memchr::memchr_iter(b'\r', text).any(|at| follows(at) != Some(b'\n'))
        || memchr::memchr3_iter(0xc2, 0xe2, 0xef, text).any(|at| match text.get(at) {
            Some(0xc2) => follows(at).is_none_or(|next| next < 0xa0 || next == 0xad),
            Some(0xe2) => follows(at).is_none_or(|next| matches!(next, 0x80 | 0x81)),
            _ => follows(at).is_none_or(|next| next == 0xbb),
        })
        || memchr::memchr(0xd8, text).is_some()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("Bank House", "Bank House")]
    #[case::letters_and_signs("Café £5 – “Tŷ”\tأ", "Café £5 – “Tŷ”\tأ")]
    #[case::clipboard("A\u{1b}]52;c;eA==\u{7}B", "A]52;c;eA==B")]
    #[case::commands_of_one_character("A\u{9b}31mB\u{7f}", "A31mB")]
    #[case::turned("A\u{202e}cod.exe\u{2066}", "Acod.exe")]
    #[case::without_width("FEN\u{200b}-\u{feff}001\u{ad}", "FEN-001")]
    #[case::nul("A\0B", "AB")]
    #[case::line_ends("two\r\nlines\nand\rover", "two\r\nlines\nand over")]
    #[case::arabic_mark("A\u{61c}B", "AB")]
    fn only_what_no_reader_sees_is_left_out(#[case] text: &str, #[case] seen: &str) {
        assert_eq!(seen_text(text), seen);
        assert_eq!(holds_unseen(text), text != seen);
        assert_eq!(coded_text(text) == text, text == seen);
        assert!(!holds_unseen(&coded_text(text)));
        assert!(bytes_may_hold_unseen(text.as_bytes()) || text == seen);
    }

    #[test]
    fn the_quick_look_misses_none() {
        for letter in ('\0'..=char::MAX).filter(|c| is_unseen(*c)) {
            let text = format!("{}{letter}end", "a".repeat(300));
            assert!(bytes_may_hold_unseen(text.as_bytes()), "{letter:?}");
        }
    }
}
