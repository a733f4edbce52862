//! A column of text that is filled in like a switch: `no` is no, `yes` says too little, `?` leaves it open.

use super::{
    cell::{self, Fault},
    record::Record,
};
use crate::model::{Fact, Finding, Rule};

/// What a cell says when it says no more than a switch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switch {
    /// No: there is nothing to tell.
    No,
    /// Yes, and nothing more.
    Yes,
    /// Neither, or either.
    Open,
}

/// What a column makes of a switch in the place of its text.
pub(super) struct Bare {
    /// What is found where the cell says yes and no more, to follow the cell's text.
    pub yes: &'static str,
    /// What is found where the cell leaves it open, to follow the cell's text.
    pub open: &'static str,
    /// Whether either then stands as the text; else it counts as nothing said.
    pub stands: bool,
}

const NO: &[&str] = &[
    "no",
    "n",
    "none",
    "false",
    "f",
    "0",
    "nil",
    "na",
    "null",
    "nothing",
    "off",
    "neither",
    "notapplicable",
    "noneknown",
    "norecord",
    "nonerecorded",
    "✗",
    "✘",
    "×",
    "☐",
    "-",
    "–",
    "—",
];
const YES: &[&str] = &["yes", "y", "true", "t", "1", "x", "on", "tick", "ticked", "✓", "✔", "☑"];
const OPEN: &[&str] = &[
    "tbc",
    "tbd",
    "tba",
    "maybe",
    "perhaps",
    "possibly",
    "probably",
    "pending",
    "unknown",
    "unclear",
    "unsure",
    "undecided",
    "open",
    "query",
    "notknown",
    "notsure",
    "notclear",
    "notdecided",
    "tobeconfirmed",
    "tobedecided",
    "tobedetermined",
    "tobeadvised",
    "tobeagreed",
    "underreview",
    "toreview",
    "tobereviewed",
    "surplus",
    "declaredsurplus",
    "inreview",
    "review",
    "indoubt",
];
/// Words that a text begins with when it takes back what it says.
const BEGINS_NO: &[&str] = &["no", "not", "never", "none", "false", "n/a"];
/// Words that a text of the kind may have beside the first and still give no reason.
const FEW_WORDS: usize = 3;

/// Reads a cell that says no more than a switch does; `None` of a text in words.
fn read(text: &str) -> Option<Switch> {
    let lower = text.trim().to_lowercase();
    let folded: String = lower.chars().filter(|c| !" ._'\"/()\u{a0}".contains(*c)).collect();
    let folded = folded.trim_matches(|c| matches!(c, ',' | ';' | ':' | '!'));
    let bare = if folded.chars().all(|c| c == '-') && !folded.is_empty() {
        "-"
    } else {
        folded.trim_end_matches('-')
    };
    if NO.contains(&bare) || is_number(&lower, "0") {
        return Some(Switch::No);
    }
    if YES.contains(&bare) || is_number(&lower, "1") {
        return Some(Switch::Yes);
    }
    let marks_only = !lower.chars().any(char::is_alphanumeric);
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let all_switches =
        words.iter().all(|word| [NO, YES, OPEN].iter().any(|list| list.contains(word)));
    let is_open = marks_only
        || OPEN.contains(&bare)
        || OPEN.contains(&bare.trim_end_matches('?'))
        || all_switches
        || lower.parse::<rust_decimal::Decimal>().is_ok()
        || takes_back(&lower, &words);
    is_open.then_some(Switch::Open)
}

fn is_number(text: &str, wanted: &str) -> bool {
    let number = text.parse::<rust_decimal::Decimal>().ok();
    number.is_some_and(|n| n.normalize().to_string() == wanted)
}

/// Tells whether a text begins with a word for no that is its whole sense: `no longer needed`, `No - sold`.
fn takes_back(lower: &str, words: &[&str]) -> bool {
    let Some(first) = BEGINS_NO.iter().find(|word| {
        lower.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    }) else {
        return false;
    };
    let rest = lower[first.len()..].trim_start();
    let parted = !rest.starts_with(char::is_alphanumeric);
    let taken_back = ["longer", "more", "any", "anymore"].contains(words.get(1).unwrap_or(&""));
    parted || taken_back || words.len() <= FEW_WORDS
}

impl Record<'_> {
    /// Reads text that is easily filled in like a switch.
    ///
    /// A word for no says nothing. One for yes alone, and one that leaves it open, is a finding; `bare` says whether
    /// it then stands as the text.
    pub fn words(&mut self, name: &str, bare: &Bare) -> Option<String> {
        let Some(text) = self.text_as_it_stands(name) else { return self.text(name) };
        let words = match read(text) {
            Some(Switch::No) => return None,
            Some(_) if !bare.stands && self.is_null(text) => return None,
            Some(Switch::Yes) => bare.yes,
            Some(Switch::Open) => bare.open,
            None => return self.text(name),
        };
        self.switched(name, text, words);
        bare.stands.then(|| text.to_owned())
    }

    /// Reads a required text of which a word for no says that there is no such record: it is left out.
    pub fn words_or_none(&mut self, name: &str, bare: &Bare, none: &'static str) -> Option<String> {
        if self.says_no(name, none) {
            return None;
        }
        match self.text_as_it_stands(name) {
            Some(text) if !self.is_null(text) => self.words(name, bare),
            _ => self.text(name),
        }
    }

    /// Tells whether a cell says no, so that there is no such record: it is left out, and that is a finding.
    pub fn says_no(&mut self, name: &str, said: &str) -> bool {
        let text = self.text_as_it_stands(name);
        let Some(text) = text.filter(|text| read(text) == Some(Switch::No)) else {
            return false;
        };
        self.switched(name, text, said);
        self.spoil();
        true
    }

    /// Reads yes or no, telling an empty cell from one that could not be read; so is one that leaves it open.
    pub fn yes_no_fact(&mut self, name: &str) -> Fact<bool> {
        let text = self.text_as_it_stands(name);
        let left_open = text.filter(|text| self.is_null(text) && read(text) == Some(Switch::Open));
        let (Some(text), Some(column)) = (left_open, self.column(name)) else {
            return self.yes_or_no(name);
        };
        let place = self.place(name);
        let finding = cell::finding(Fault::Unreadable, column, place, self.id(), text, false);
        self.push(finding);
        Fact::Unreadable
    }

    /// Reports a switch in a column of text.
    fn switched(&mut self, name: &str, text: &str, said: &str) {
        let Some(column) = self.column(name) else { return };
        let finding = Finding::new(
            Rule::TextIsSwitch,
            self.place(name),
            self.id(),
            format!("{text:?}, {said}"),
            format!("{}, for example {}", column.meaning, column.example),
        );
        self.push(finding.fix("write it in words, or empty the cell if there is none"));
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("No", Some(Switch::No))]
    #[case("no", Some(Switch::No))]
    #[case("N", Some(Switch::No))]
    #[case("false", Some(Switch::No))]
    #[case("FALSE", Some(Switch::No))]
    #[case("0", Some(Switch::No))]
    #[case("0.0", Some(Switch::No))]
    #[case("None", Some(Switch::No))]
    #[case("n/a", Some(Switch::No))]
    #[case("N.A.", Some(Switch::No))]
    #[case("--", Some(Switch::No))]
    #[case("None known.", Some(Switch::No))]
    #[case("Yes", Some(Switch::Yes))]
    #[case("TRUE", Some(Switch::Yes))]
    #[case("1", Some(Switch::Yes))]
    #[case("1.0", Some(Switch::Yes))]
    #[case("x", Some(Switch::Yes))]
    #[case("✓", Some(Switch::Yes))]
    #[case("?", Some(Switch::Open))]
    #[case("??", Some(Switch::Open))]
    #[case("tbc", Some(Switch::Open))]
    #[case("T.B.C.", Some(Switch::Open))]
    #[case("maybe", Some(Switch::Open))]
    #[case("yes?", Some(Switch::Open))]
    #[case("Yes / No", Some(Switch::Open))]
    #[case("yes - tbc", Some(Switch::Open))]
    #[case("2", Some(Switch::Open))]
    #[case("to be confirmed", Some(Switch::Open))]
    #[case("no longer", Some(Switch::Open))]
    #[case("no longer needed since the custody suite was moved", Some(Switch::Open))]
    #[case("not any more", Some(Switch::Open))]
    #[case("No - to be sold in 2027 with the land behind it", Some(Switch::Open))]
    #[case("Not required", Some(Switch::Open))]
    #[case("No other custody suite in the county", None)]
    #[case("Nothing else stands within ten miles", None)]
    #[case("24-hour response base", None)]
    #[case("Yes: PFI contract to 2031", None)]
    #[case("PFI", None)]
    #[case("Custody", None)]
    #[case("Northern hub", None)]
    fn a_switch_is_told_from_words(#[case] text: &str, #[case] read_as: Option<Switch>) {
        assert_eq!(read(text), read_as);
    }
}
