//! Closed lists of words: one macro makes the enum, its words, its reader and its list.

/// Returns a cell's text as words are compared: lower case, blanks, hyphens and underscores dropped.
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '_' && *c != '-')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Writes how many there are of a thing: `1 site`, `1,204 sites`.
#[must_use]
pub fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", super::with_thousands(&number.to_string()))
}

/// Returns text with a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Joins parts as a sentence has them: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and_list<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => format!("{} and {}", joined(first), last.as_ref()),
    }
}

/// Joins parts of which one is meant: `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn or_list(parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// As [`and_list`], of the first `most` parts, the rest counted: `a, b and 1,204 more`.
#[must_use]
pub fn and_list_up_to<T: AsRef<str>>(parts: &[T], most: usize) -> String {
    match parts.split_at_checked(most) {
        Some((first, rest)) if !rest.is_empty() => {
            let more = super::with_thousands(&rest.len().to_string());
            format!("{} and {more} more", joined(first))
        }
        _ => and_list(parts),
    }
}

fn joined<T: AsRef<str>>(parts: &[T]) -> String {
    parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
}

/// Rows that a sentence names, the first ones.
const ROWS_NAMED: usize = 5;

/// Names rows, the first few of many: `row 4`, `24 rows (3, 5, 8, 13, 15 and 19 more)`; `None` of none.
#[must_use]
pub fn rows_named(rows: &[impl std::fmt::Display]) -> Option<String> {
    if let [row] = rows {
        return Some(format!("row {row}"));
    }
    let first: Vec<String> = rows.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
    let more = match rows.len().saturating_sub(ROWS_NAMED) {
        0 => String::new(),
        more => format!(" and {} more", super::with_thousands(&more.to_string())),
    };
    (!rows.is_empty())
        .then(|| format!("{} ({}{more})", counted(rows.len(), "row"), first.join(", ")))
}

/// Returns text with a leading apostrophe where a spreadsheet would run it as a formula.
#[must_use]
pub fn safe_text(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        std::borrow::Cow::Owned(format!("'{text}"))
    } else {
        std::borrow::Cow::Borrowed(text)
    }
}

/// A word of a closed list, as it stands in files.
pub trait ClosedWord: Copy {
    /// Returns the word.
    fn closed_word(self) -> &'static str;
}

/// Makes an enum of listed words with `word`, `read` and `ALL`.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* #[doc = concat!("`", $word, "`")] $variant),+ }

        impl $name {
            /// Every variant, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Returns the word that stands in files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads a word without regard to case, blanks, hyphens and underscores.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                if let Some(exact) = Self::ALL.iter().copied().find(|v| v.word() == text) {
                    return Some(exact);
                }
                let text = $crate::model::words::folded(text);
                Self::ALL.iter().copied().find(|v| $crate::model::words::folded(v.word()) == text)
            }
        }

        impl $crate::model::ClosedWord for $name {
            fn closed_word(self) -> &'static str {
                self.word()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn words_agree_with_their_number() {
        assert_eq!(counted(1, "site"), "1 site");
        assert_eq!(counted(1_204, "site"), "1,204 sites");
    }

    #[rstest]
    #[case(&[], "")]
    #[case(&["a"], "a")]
    #[case(&["a", "b"], "a and b")]
    #[case(&["a", "b", "c"], "a, b and c")]
    #[case(&["a", "b", "c", "d"], "a, b, c and 1 more")]
    fn a_list_is_a_sentence_and_ends(#[case] parts: &[&str], #[case] said: &str) {
        assert_eq!(and_list_up_to(parts, 3), said);
    }

    #[rstest]
    #[case("=cmd()", "'=cmd()")]
    #[case("+44 1632", "'+44 1632")]
    #[case("-2+3", "'-2+3")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\t=1", "'\t=1")]
    #[case("\r=1", "'\r=1")]
    #[case("Station, =old", "Station, =old")]
    #[case("'quoted", "'quoted")]
    fn text_that_a_spreadsheet_would_run_is_safe_text(#[case] raw: &str, #[case] written: &str) {
        assert_eq!(safe_text(raw), written);
    }
}
