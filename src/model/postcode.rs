//! A postcode of the United Kingdom, as a key that can be compared.

use std::fmt;

/// A postcode in upper case without blanks, such as `FN41AA`; ordered as text.
///
/// Only its form is held: letters and digits where a postcode has them. Whether there is such a postcode
/// only a list can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Postcode {
    /// Padded with blanks at the end.
    text: [u8; 7],
}

/// Letters that the last two places never have, so that they are not taken for others.
const NEVER_LAST: &[u8] = b"CIKMOV";

impl Postcode {
    /// Reads a postcode in any case, with any blanks or none; `None` when it cannot be one by its form.
    ///
    /// # Source
    /// Forms and letters of the *Programmers' guide* to the Postcode Address File (Royal Mail): A9, A99,
    /// AA9, AA99, A9A or AA9A, then 9AA; and `GIR 0AA`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut folded = [b' '; 7];
        let mut count = 0;
        for letter in text.chars().filter(|c| !c.is_whitespace()) {
            let letter = u8::try_from(letter).ok().filter(u8::is_ascii_alphanumeric)?;
            *folded.get_mut(count)? = letter.to_ascii_uppercase();
            count += 1;
        }
        let (outward, inward) = folded.get(..count)?.split_last_chunk::<3>()?;
        let kind = |letter: &u8| if letter.is_ascii_digit() { b'9' } else { b'A' };
        let form: Vec<u8> = outward.iter().map(kind).collect();
        let fits = matches!(form.as_slice(), b"A9" | b"A99" | b"AA9" | b"AA99" | b"A9A" | b"AA9A")
            || outward == b"GIR";
        let last = |letter: u8| letter.is_ascii_uppercase() && !NEVER_LAST.contains(&letter);
        let ends = inward[0].is_ascii_digit() && last(inward[1]) && last(inward[2]);
        (fits && ends).then_some(Self { text: folded })
    }

    /// Returns the letters it begins with, such as `FN`: the postcode area.
    #[must_use]
    pub fn area(&self) -> &str {
        let letters = self.text.iter().take_while(|b| b.is_ascii_uppercase()).count();
        self.part(0, letters)
    }

    /// Returns letters and digits without the blank.
    fn folded(&self) -> &str {
        self.part(0, self.text.len()).trim_end()
    }

    fn part(&self, from: usize, until: usize) -> &str {
        self.text.get(from..until).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }
}

impl fmt::Display for Postcode {
    /// Writes it with its blank, `FN4 1AA`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (outward, inward) = self.folded().split_at(self.folded().len().saturating_sub(3));
        f.pad(&format!("{outward} {inward}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("FN4 1AA", "FN4 1AA", "FN")]
    #[case("fn41aa", "FN4 1AA", "FN")]
    #[case(" FN10  7WX ", "FN10 7WX", "FN")]
    #[case("M1 1AE", "M1 1AE", "M")]
    #[case("W1A 0AX", "W1A 0AX", "W")]
    #[case("EC1A 1BB", "EC1A 1BB", "EC")]
    #[case("B33\u{a0}8TH", "B33 8TH", "B")]
    #[case("GIR 0AA", "GIR 0AA", "GIR")]
    fn postcodes_are_read_as_people_write_them(
        #[case] text: &str,
        #[case] written: &str,
        #[case] area: &str,
    ) {
        let code = Postcode::read(text).unwrap();
        assert_eq!((code.to_string().as_str(), code.area()), (written, area));
    }

    #[rstest::rstest]
    #[case("")]
    #[case("FN4")]
    #[case("FN4 1A")]
    #[case("FN4 1AAA")]
    #[case("FN4 OAA")]
    #[case("FN4 1AC")]
    #[case("4FN 1AA")]
    #[case("FNN4 1AA")]
    #[case("FN4-1AA")]
    #[case("90210")]
    #[case("Fën 1AA")]
    fn what_cannot_be_a_postcode_is_none(#[case] text: &str) {
        assert_eq!(Postcode::read(text), None);
    }

    #[test]
    fn postcodes_are_ordered_as_text() {
        let codes = ["FN1 1DE", "FN10 7WX", "FN1 2AA"].map(|t| Postcode::read(t).unwrap());
        let mut sorted = codes;
        sorted.sort();
        assert_eq!(sorted, [codes[1], codes[0], codes[2]]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_read_is_read_again(text in ".{0,12}") {
            if let Some(code) = Postcode::read(&text) {
                proptest::prop_assert_eq!(Postcode::read(&code.to_string()), Some(code));
            }
        }
    }
}
