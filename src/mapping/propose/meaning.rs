//! Which word of the schema a longer text means: by whole words, and not where the text denies or doubts it.

use crate::{
    load::words::{meant, values_of},
    mapping::source::tidy,
};

/// Words after which what follows is not so.
const DENIALS: &[&str] = &[
    "no longer",
    "not",
    "no",
    "non",
    "never",
    "former",
    "formerly",
    "ex",
    "previously",
    "without",
    "neither",
    "nor",
];

/// Words before `listed` that make it something else.
const NOT_STATUTORY: &[&str] = &["locally", "local", "curtilage", "adjacent"];

/// Words that leave open whether it is so, or say that it is so of a part.
const DOUBTS: &[&str] = &[
    "part",
    "partly",
    "partially",
    "mixed",
    "various",
    "some",
    "mostly",
    "proposed",
    "pending",
    "potential",
    "potentially",
    "possible",
    "possibly",
    "probably",
    "due",
    "to be",
    "to let",
    "subject to",
    "very",
    "under construction",
];

/// Words that say of a status that it is not so now, not of all, or something else.
const NOT_ALL_NOW: &[&str] = &[
    "temporarily",
    "temporary",
    "from",
    "until",
    "reopens",
    "refurbishment",
    "possession",
    "room",
    "floor",
    "monday",
    "saturday",
    "sunday",
    "weekend",
    "to public",
    "to the public",
    "leaseback",
];

/// Words beside a tenure that make it another, or nobody's of the body.
const OTHER_TENURE: &[&str] =
    &["third party", "to tenant", "tenant", "own use", "trust owned", "council owned"];

/// Words of an interest that the body grants to others, or that another holds.
const GRANTED: &[&str] = &[
    "owned by",
    "landlord",
    "lessor",
    "leased out",
    "let out",
    "leased to",
    "let to",
    "lease to",
    "lease out",
    "rented out",
    "rented to",
];

/// Words before a single letter that make it a grade.
const GRADES: &[&str] =
    &["grade", "category", "cat", "band", "rating", "condition", "class", "grading"];

/// What a run of words says.
#[derive(Clone, Copy)]
enum Says<'w> {
    Word(&'w str),
    Denial,
    Doubt,
}

/// A run of words: where it begins, how many it holds, and what it says.
struct WordRun<'w> {
    start: usize,
    len: usize,
    says: Says<'w>,
}

/// Returns the word of the schema's column that a text means; `None` where it means none, or not clearly one.
///
/// Words match whole, or in the plural. A use that is of two kinds is `other`.
pub(super) fn meaning(column: &str, text: &str) -> Option<&'static str> {
    if let Some(word) = meant(column, text).or_else(|| own_word(column, text)) {
        return Some(word);
    }
    let lists = values_of(column)?;
    if text.contains('?') {
        return None;
    }
    let lower = tidy(text).to_lowercase();
    let tokens: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    if tokens.iter().all(|t| t.len() < 2) {
        return None;
    }
    // A word for no at the end answers what stands before it.
    if matches!(tokens.last(), Some(&("no" | "none" | "not" | "false"))) {
        return None;
    }
    let phrases = lists.iter().flat_map(|(word, texts)| {
        texts.iter().map(move |text| (text.as_str(), Says::Word(word.as_str())))
    });
    let own = |own: &str, words: &'static [&'static str]| if column == own { words } else { &[] };
    let denials = DENIALS.iter().chain(own("listed", NOT_STATUTORY));
    let denials = denials.map(|text| (*text, Says::Denial));
    let doubts = DOUBTS
        .iter()
        .chain(own("tenure", GRANTED))
        .chain(own("tenure", OTHER_TENURE))
        .chain(own("status", NOT_ALL_NOW))
        .map(|text| (*text, Says::Doubt));
    let mut runs: Vec<WordRun<'_>> = Vec::new();
    for (phrase, says) in phrases.chain(denials).chain(doubts) {
        let own: Vec<&str> =
            phrase.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
        if own.is_empty() || (own.len() > 1 && own.iter().all(|t| t.len() < 2)) {
            continue;
        }
        for (start, window) in tokens.windows(own.len()).enumerate() {
            let same = window.iter().zip(&own).all(|(token, own)| is_same(token, own));
            let is_letter = own.len() == 1 && own[0].len() < 2;
            if same && (!is_letter || is_grade(&tokens, start, &lower)) {
                runs.push(WordRun { start, len: own.len(), says });
            }
        }
    }
    // The longest run counts where two overlap: `long leasehold` is no `leasehold`, `sold subject to contract` not `sold`.
    runs.sort_by_key(|run| (std::cmp::Reverse(run.len), run.start));
    let mut kept: Vec<&WordRun<'_>> = Vec::new();
    for run in &runs {
        let apart = |other: &&WordRun<'_>| {
            run.start + run.len <= other.start || other.start + other.len <= run.start
        };
        // The same run may be in two lists: then it says both.
        if kept.iter().all(|other| apart(other) || (other.start, other.len) == (run.start, run.len))
        {
            kept.push(run);
        }
    }
    let is_doubted = kept.iter().any(|run| matches!(run.says, Says::Doubt));
    if is_doubted && column != "use" {
        return None;
    }
    let denied =
        |at: usize| kept.iter().any(|run| matches!(run.says, Says::Denial) && run.start < at);
    let mut words: Vec<&'static str> = kept
        .iter()
        .filter(|run| !denied(run.start))
        .filter_map(|run| match run.says {
            Says::Word(word) => Some(word),
            Says::Denial | Says::Doubt => None,
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    match words.as_slice() {
        [one] => Some(*one),
        [_, _, ..] if column == "use" => Some("other"),
        _ => None,
    }
}

/// Returns the schema's own word that a text is, however it is written.
fn own_word(column: &str, text: &str) -> Option<&'static str> {
    let folded = crate::model::folded(text);
    let of = crate::load::schema::TABLES.iter().filter_map(|table| table.column(column));
    let words = of.flat_map(|column| match column.kind {
        crate::load::schema::ColumnKind::Words(words) => words,
        crate::load::schema::ColumnKind::YesNo => &["yes", "no"],
        _ => &[][..],
    });
    words.copied().find(|word| crate::model::folded(word) == folded)
}

/// Tells whether a word is another one, or its plural.
fn is_same(token: &str, own: &str) -> bool {
    token == own
        || own.len() > 2
            && (token.strip_suffix('s') == Some(own)
                || token.strip_suffix("es") == Some(own)
                || token.strip_suffix("ies").is_some_and(|t| own.strip_suffix('y') == Some(t)))
}

/// Tells whether a single letter is a grade: after a word for one, or at the start with a mark after it.
fn is_grade(tokens: &[&str], at: usize, lower: &str) -> bool {
    let after_word = at.checked_sub(1).is_some_and(|before| GRADES.contains(&tokens[before]));
    let marked = || {
        let rest = lower.get(1..).unwrap_or_default().trim_start();
        rest.starts_with(['-', '–', ':', '.', ')'])
    };
    after_word || (at == 0 && marked())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("tenure", "Freehold\u{a0}", Some("freehold"))]
    #[case("tenure", "Leased in", Some("leasehold"))]
    #[case("tenure", "Prydles / Leasehold", Some("leasehold"))]
    #[case("tenure", "LH to 2031", Some("leasehold"))]
    #[case("tenure", "Long Leasehold (999 years)", Some("long_leasehold"))]
    #[case("tenure", "Freehold (not leased)", Some("freehold"))]
    #[case("tenure", "Long_Leasehold", Some("long_leasehold"))]
    #[case("tenure", "Peppercorn", None)]
    #[case("tenure", "Freehold/Leasehold", None)]
    #[case("tenure", "Freehold - leased out", None)]
    #[case("tenure", "Leased out", None)]
    #[case("tenure", "Let to tenant", None)]
    #[case("tenure", "Freehold (part)", None)]
    #[case("tenure", "Part L/H", None)]
    #[case("tenure", "Owned by landlord", None)]
    #[case("tenure", "not owned", None)]
    #[case("tenure", "formerly leasehold", None)]
    #[case("tenure", "Subleased", None)]
    #[case("status", "Occupied by Local Authority", Some("operational"))]
    #[case("status", "Unoccupied", Some("vacant"))]
    #[case("status", "Non-operational", None)]
    #[case("status", "no longer in use", None)]
    #[case("status", "Part vacant", None)]
    #[case("status", "Vacant, formerly occupied", Some("vacant"))]
    #[case("status", "Sold subject to contract", Some("for_sale"))]
    #[case("status", "Inactive", None)]
    #[case("status", "not required", None)]
    #[case("condition", "Unsatisfactory", None)]
    #[case("condition", "Not satisfactory", None)]
    #[case("condition", "B - Satisfactory", Some("B"))]
    #[case("condition", "Grade C", Some("C"))]
    #[case("condition", "B/C", None)]
    #[case("condition", "A good building", Some("A"))]
    #[case("condition", "a poor building", Some("C"))]
    #[case("condition", "Very poor", None)]
    #[case("listed", "Grade II*", Some("yes"))]
    #[case("listed", "Unlisted", Some("no"))]
    #[case("listed", "Not statutorily listed", None)]
    #[case("listed", "Locally listed", None)]
    #[case("listed", "Listed: no", None)]
    #[case("use", "Landlord's store", Some("stores"))]
    #[case("use", "Landlord services", None)]
    #[case("use", "Offices", Some("office"))]
    #[case("use", "Warehouse", Some("stores"))]
    #[case("use", "Public houses", Some("other"))]
    #[case("use", "Land and Building", Some("other"))]
    #[case("use", "Office and store", Some("other"))]
    #[case("use", "Former police station", None)]
    #[case("use", "Heartland", None)]
    #[case("category", "Repairs & maintenance", Some("maintenance"))]
    #[case("tenure", "Leasehold 999 years", None)]
    #[case("tenure", "999 years", Some("long_leasehold"))]
    #[case("tenure", "Licence to tenant", None)]
    #[case("tenure", "Own use", None)]
    #[case("status", "Closed", Some("vacant"))]
    #[case("status", "Closed Sundays", None)]
    #[case("status", "Temporarily closed", None)]
    #[case("status", "Unused rooms on 2F", None)]
    #[case("status", "Vacant from 2027", None)]
    #[case("status", "Vacant possession required on sale", None)]
    #[case("status", "Closed to public", None)]
    #[case("status", "Sold with leaseback", None)]
    fn a_text_means_a_word_by_whole_words_and_not_what_it_denies(
        #[case] column: &str,
        #[case] text: &str,
        #[case] word: Option<&str>,
    ) {
        assert_eq!(meaning(column, text), word);
    }
}
