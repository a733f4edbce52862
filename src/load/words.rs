//! What people write for the words of the schema: `data/words.toml`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::cell::{self, Fault, Read};
use crate::model::{Findings, Rule};

/// Of each column, of each of its words, what is read as it.
type Lists = BTreeMap<String, BTreeMap<String, Vec<String>>>;

static LISTS: LazyLock<Result<Lists, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/words.toml")).map_err(|error| error.to_string())
});

/// Of each column, the word of each text.
static MEANT: LazyLock<BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>> =
    LazyLock::new(|| {
        let lists = LISTS.as_ref().map(|lists| lists.iter());
        let of_column = |(column, words): (&'static String, &'static BTreeMap<_, Vec<String>>)| {
            let texts = words.iter().flat_map(|(word, texts): (&'static String, _)| {
                texts.iter().map(move |text| (text.as_str(), word.as_str()))
            });
            (column.as_str(), texts.collect())
        };
        lists.map(|lists| lists.map(of_column).collect()).unwrap_or_default()
    });

/// Returns the words of a column of the schema, each with what is read as it; `None` if it has no such list.
pub(crate) fn values_of(column: &str) -> Option<&'static BTreeMap<String, Vec<String>>> {
    LISTS.as_ref().ok()?.get(column)
}

/// Returns the word of the schema that a whole cell means, case and blanks aside.
pub(crate) fn meant(column: &str, text: &str) -> Option<&'static str> {
    let of_column = MEANT.get(column)?;
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    of_column.get(tidy.as_str()).copied()
}

/// Reads a listed word, or what people write for it.
pub(super) fn read<T>(column: &str, text: &str, find: impl Fn(&str) -> Option<T>) -> Read<T> {
    or_meant(column, text, cell::word(text, &find), |word| cell::word(word, &find))
}

/// Reads yes or no, or what people write for it.
pub(super) fn yes_no(column: &str, text: &str) -> Read<bool> {
    or_meant(column, text, cell::yes_no(text), cell::yes_no)
}

fn or_meant<T>(
    column: &str,
    text: &str,
    first: Read<T>,
    again: impl Fn(&'static str) -> Read<T>,
) -> Read<T> {
    if first.value.is_some() {
        return first;
    }
    match meant(column, text) {
        Some(word) => match again(word).value {
            Some(value) => Read::sound(value).odd(Some(Fault::Alias(word))),
            None => first,
        },
        None => first,
    }
}

/// Keeps of the notes about a text that is read as a word the one of its first row.
pub(super) fn told_once(findings: &mut Findings) {
    let key = |f: &crate::model::Finding| {
        (f.place.file.clone(), f.place.sheet.clone(), f.place.column.clone(), f.found.clone())
    };
    let mut first: BTreeMap<_, u32> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.rule == Rule::AliasUsed) {
        if let Some(row) = finding.place.row {
            let least = first.entry(key(finding)).or_insert(row);
            *least = row.min(*least);
        }
    }
    let mut described = BTreeSet::new();
    findings.retain(|finding| match (finding.rule, finding.place.row) {
        (Rule::AliasUsed, Some(row)) => {
            let key = key(finding);
            first.get(&key) == Some(&row) && described.insert(key)
        }
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::load::schema::{ColumnKind, TABLES};

    #[test]
    fn the_lists_hold_words_of_the_schema_only_and_each_text_once() {
        for (column, words) in LISTS.as_ref().unwrap() {
            let columns: Vec<_> = TABLES.iter().filter_map(|table| table.column(column)).collect();
            assert!(!columns.is_empty(), "{column}");
            let has = |word: &str| {
                columns.iter().any(|column| match column.kind {
                    ColumnKind::Words(words) => words.contains(&word),
                    ColumnKind::YesNo => ["yes", "no"].contains(&word),
                    _ => false,
                })
            };
            let mut texts: Vec<&String> = words.values().flatten().collect();
            let count = texts.len();
            texts.sort();
            texts.dedup();
            // A lease's and a partner's kind may share a text with another's.
            assert_eq!(texts.len(), count, "{column}");
            for (word, texts) in words {
                assert!(has(word), "{column}: {word}");
                assert!(texts.iter().all(|t| *t == t.to_lowercase()), "{column}: {word}");
            }
        }
    }

    #[rstest]
    #[case("tenure", "Owned", Some("freehold"))]
    #[case("tenure", " long  LEASEHOLD", Some("long_leasehold"))]
    #[case("tenure", "Owned in part", None)]
    #[case("condition", "unsatisfactory", None)]
    #[case("listed", "Unlisted", Some("no"))]
    #[case("category", "Electricity", Some("utilities"))]
    #[case("name", "Owned", None)]
    fn a_whole_cell_means_a_word(
        #[case] column: &str,
        #[case] text: &str,
        #[case] word: Option<&str>,
    ) {
        assert_eq!(meant(column, text), word);
    }
}
