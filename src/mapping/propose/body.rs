//! Whose register a file is: as a column, a title or the file's own name tells.

use super::{Looked, columns::live, profile::ratio, sort::Proposal, words::header_words};

/// Words that make a name that of a body.
const BODIES: &[&str] = &[
    "council",
    "constabulary",
    "police",
    "rescue",
    "nhs",
    "trust",
    "university",
    "authority",
    "commissioner",
    "board",
    "college",
    "ministry",
    "department",
    "agency",
    "association",
    "borough",
    "corporation",
    "commission",
];

/// Words of a title that are of the list and not of the body.
const OF_LISTS: &[&str] = &[
    "property",
    "properties",
    "list",
    "register",
    "asset",
    "assets",
    "estate",
    "estates",
    "station",
    "stations",
    "land",
    "building",
    "buildings",
    "report",
    "schedule",
    "data",
    "portfolio",
    "terrier",
    "site",
    "sites",
    "lease",
    "leases",
    "export",
    "hospitals",
    "hospital",
    "schools",
    "school",
    "of",
    "and",
    "the",
    "for",
    "local",
    "converted",
    "csv",
    "xlsx",
    "return",
    "returns",
    "summary",
    "copy",
    "final",
    "draft",
    "version",
    "information",
    "statistics",
    "facilities",
    "cost",
    "costs",
    "running",
    "occupancy",
    "ledger",
    "as",
    "at",
    "holdings",
    "holding",
];

/// Headers of a column that names the body.
const COLUMNS: &[&str] = &[
    "organisation",
    "authority",
    "council",
    "trust",
    "body",
    "owner",
    "force",
    "employer",
    "department",
    "agency",
    "service",
];

/// What the body is called, and what tells it.
pub(super) struct Body {
    pub name: String,
    pub told_by: &'static str,
}

/// Finds what the body is called; `None` if the file does not tell.
pub(super) fn body(looked: &Looked) -> Option<Body> {
    of_column(looked)
        .map(|name| Body { name, told_by: "a column says so in every row" })
        .or_else(|| {
            let name = looked.titles.iter().find_map(|title| of_title(title))?;
            Some(Body { name, told_by: "a title above the table says so" })
        })
        .or_else(|| {
            let name = of_title(&spaced(&looked.file))?;
            Some(Body { name, told_by: "the file's name says so" })
        })
}

/// Returns what is left of a file's name once the words of any list are taken away, as the name of a body whose list
/// says no more.
pub(super) fn of_file(looked: &Looked) -> Option<String> {
    let name = spaced(&looked.file);
    let words: Vec<&str> = name.split_whitespace().collect();
    let kept: Vec<&str> = trimmed(&words).to_vec();
    let is_kind = |word: &str| KINDS.iter().any(|(_, words)| words.contains(&word));
    let is_own = |word: &str| !is_kind(word) && !BODIES.contains(&word) && word.len() > 2;
    let has_more = kept.iter().any(|word| {
        let word = word.to_lowercase();
        is_own(&word) && word.chars().all(char::is_alphabetic)
    });
    (has_more && kept.len() <= 5).then(|| kept.join(" "))
}

/// Returns the one value of a column that names the body.
fn of_column(looked: &Looked) -> Option<String> {
    let is_named = |column: &&super::profile::Profile| {
        let last =
            column.words.iter().any(|word| word == "code" || word == "label" || word == "type");
        column.words.iter().any(|word| COLUMNS.contains(&word.as_str())) && !last
    };
    let one = |column: &super::profile::Profile| match column.values.as_slice() {
        [(text, count)] if column.rows > 1 && ratio(*count, column.rows) > 0.9 => {
            (text.contains(' ') && text.chars().count() <= 80).then(|| text.clone())
        }
        _ => None,
    };
    looked.columns.iter().filter(is_named).find_map(one)
}

/// Takes the name of a body out of a title; `None` if no word of it is one of a body.
fn of_title(title: &str) -> Option<String> {
    let pieces =
        title.split([':', '|', '(', ')', ',', '–', '—', '/']).flat_map(|piece| piece.split(" - "));
    pieces
        .filter_map(|piece| {
            let words: Vec<&str> = piece.split_whitespace().collect();
            let kept = trimmed(&words);
            let is_body = kept.iter().any(|word| BODIES.contains(&word.to_lowercase().as_str()));
            (is_body && (2..=8).contains(&kept.len())).then(|| kept.join(" "))
        })
        .next()
}

/// Takes the words of any list, and numbers, off both ends.
fn trimmed<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let says = |word: &&str| {
        let lower = word.to_lowercase();
        !OF_LISTS.contains(&lower.as_str()) && lower.chars().any(char::is_alphabetic)
    };
    let first = words.iter().position(says).unwrap_or(words.len());
    let last = words.iter().rposition(says).map_or(first, |last| last + 1);
    words.get(first..last).unwrap_or_default()
}

/// Parts the words of a file's name, without its ending, each with a capital.
fn spaced(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = header_words(stem).into_iter().map(|word| match word.as_str() {
        "and" | "of" | "the" | "for" => word,
        "nhs" => "NHS".to_owned(),
        _ => {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Kinds of partners, and the words that tell them.
const KINDS: &[(&str, &[&str])] = &[
    ("fire", &["fire"]),
    ("ambulance", &["ambulance"]),
    ("police", &["police", "constabulary"]),
    ("health", &["hospital", "nhs", "clinic", "surgery", "infirmary"]),
    ("school", &["school", "academy", "schools", "pupils"]),
    ("council", &["council"]),
];

/// Finds the kind of body whose places these are: as the file, a header or most of the names say.
pub(super) fn kind(looked: &Looked, proposal: &Proposal) -> Option<&'static str> {
    let holds = |text: &str, words: &[&str]| {
        header_words(text).iter().any(|word| words.contains(&word.as_str()))
    };
    let of_file = |(_, words): &&(&str, &[&str])| {
        let described = looked.titles.iter().chain([&looked.file]);
        described.chain(looked.columns.iter().map(|c| &c.header)).any(|text| holds(text, words))
    };
    let share = |target: &str, words: &[&str]| {
        let column =
            live(&proposal.main, target).and_then(|m| looked.columns.get(*m.columns.first()?));
        column.map_or(0.0, |column| column.share(|text| holds(text, words)))
    };
    let of_names = |(_, words): &&(&str, &[&str])| {
        share("name", words) > 0.5 || share("organisation", words) > 0.5
    };
    KINDS.iter().find(of_names).or_else(|| KINDS.iter().find(of_file)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Marsh Fire and Rescue Service", Some("Marsh Fire and Rescue Service"))]
    #[case("Fenshire County Council - Asset register 2021", Some("Fenshire County Council"))]
    #[case("Property list of the University of Wold, 2023", Some("University of Wold"))]
    #[case("Police stations", None)]
    #[case("Asset register as at 31/03/2024", None)]
    fn a_body_is_named_by_a_title(#[case] title: &str, #[case] name: Option<&str>) {
        assert_eq!(of_title(title).as_deref(), name);
    }
}
