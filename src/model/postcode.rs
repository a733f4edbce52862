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
/// Letters that the first place, and the second, never have.
const NEVER_FIRST: &[u8] = b"QVX";
const NEVER_SECOND: &[u8] = b"IJZ";
/// The letters that end `A9A`, and those that end `AA9A`.
const ENDS_SHORT: &[u8] = b"ABCDEFGHJKPSTUW";
const ENDS_LONG: &[u8] = b"ABEHMNPRVWXY";

/// The postcode areas that there are, in order.
///
/// # Source
/// *Programmers' guide* to the Postcode Address File (Royal Mail), with the Channel Islands, the Isle of Man, and
/// BF and BX, which are of no place.
const AREAS: [&str; 126] = [
    "AB", "AL", "B", "BA", "BB", "BD", "BF", "BH", "BL", "BN", "BR", "BS", "BT", "BX", "CA", "CB",
    "CF", "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT",
    "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP",
    "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD",
    "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW",
    "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK",
    "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR",
    "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

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
        let letter = |at: usize, allowed: &dyn Fn(u8) -> bool| {
            outward.get(at).is_none_or(|c| c.is_ascii_digit() || allowed(*c))
        };
        let ends: &[u8] = if form.len() == 4 { ENDS_LONG } else { ENDS_SHORT };
        let is_ended =
            form.last() != Some(&b'A') || outward.last().is_some_and(|c| ends.contains(c));
        let spelt = letter(0, &|c| !NEVER_FIRST.contains(&c))
            && letter(1, &|c| !NEVER_SECOND.contains(&c))
            && is_ended;
        let fits = fits && (spelt || outward == b"GIR");
        let last = |letter: u8| letter.is_ascii_uppercase() && !NEVER_LAST.contains(&letter);
        let ends = inward[0].is_ascii_digit() && last(inward[1]) && last(inward[2]);
        (fits && ends).then_some(Self { text: folded })
    }

    /// Tells whether there is an area of its first letters.
    #[must_use]
    pub fn has_area(&self) -> bool {
        self.area() == "GIR" || AREAS.binary_search(&self.area()).is_ok()
    }

    /// Returns the one postcode that a text becomes when the fewest letters and digits that look alike, O and 0 or
    /// I and 1, change places; `None` when it is none, or several.
    #[must_use]
    pub fn alike(text: &str) -> Option<Self> {
        let letters: Vec<char> =
            text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
        let other = |c: char| match c {
            'O' => Some('0'),
            '0' => Some('O'),
            'I' => Some('1'),
            '1' => Some('I'),
            _ => None,
        };
        let places: Vec<usize> =
            (0..letters.len()).filter(|at| other(letters[*at]).is_some()).collect();
        if letters.len() > 7 {
            return None;
        }
        let mut found: Vec<(u32, Self)> = Vec::new();
        for choice in 1_u32..1 << places.len() {
            let mut changed = letters.clone();
            for (_, at) in places.iter().enumerate().filter(|(bit, _)| choice >> bit & 1 == 1) {
                changed[*at] = other(changed[*at]).unwrap_or(changed[*at]);
            }
            let read = Self::read(&changed.into_iter().collect::<String>());
            found.extend(read.filter(Self::has_area).map(|code| (choice.count_ones(), code)));
        }
        let fewest = found.iter().map(|(count, _)| *count).min()?;
        let mut nearest = found.into_iter().filter(|(count, _)| *count == fewest);
        let (_, first) = nearest.next()?;
        nearest.next().is_none().then_some(first)
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
    #[case::no_first_letter("XX99 9ZZ")]
    #[case::no_second_letter("CJ1 1AA")]
    #[case::letter_for_zero("CB1O 2AB")]
    #[case("Fën 1AA")]
    fn what_cannot_be_a_postcode_is_none(#[case] text: &str) {
        assert_eq!(Postcode::read(text), None);
    }

    #[rstest::rstest]
    #[case("CB1O 2AB", Some("CB10 2AB"))]
    #[case("CB4 OAA", Some("CB4 0AA"))]
    #[case("CBI 2AB", Some("CB1 2AB"))]
    #[case("0X1 2AB", Some("OX1 2AB"))]
    #[case("CB10 2AB", None)]
    #[case("XX99 9ZZ", None)]
    #[case("Eldermere", None)]
    fn a_letter_for_a_digit_is_seen(#[case] text: &str, #[case] meant: Option<&str>) {
        assert_eq!(Postcode::alike(text).map(|code| code.to_string()).as_deref(), meant);
    }

    #[rstest::rstest]
    #[case("CB10 2AB", true)]
    #[case("FN4 1AA", false)]
    #[case("GIR 0AA", true)]
    fn an_area_is_there_or_is_not(#[case] text: &str, #[case] there: bool) {
        assert_eq!(Postcode::read(text).unwrap().has_area(), there);
    }

    #[test]
    fn areas_are_in_order_each_once() {
        assert!(AREAS.windows(2).all(|pair| pair[0] < pair[1]));
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
