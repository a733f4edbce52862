//! The words that a reader meets: plain British public-sector English, without the words on the list below.

use std::{fmt::Write, fs, path::PathBuf};

use terrier::model::Rule;

use crate::{house_rules::sources, published::terrier, sample::project};

/// Words and phrases that no reader meets, each with a better one; whole words, in capitals or not.
const NOT_USED: &[(&str, &str)] = &[
    ("observations that lack them", "some occupancy surveys"),
    ("what is not known may be anything", "unknown facts can take any value"),
    ("nought", "zero, or nothing"),
    ("noughts", "zeros"),
    ("mend", "fix"),
    ("mends", "fixes"),
    ("mended", "corrected"),
    ("to be mended", "to be corrected"),
    ("doubts in the data", "warnings"),
    ("doubted", "questioned"),
    ("doubtful", "questioned"),
    ("in doubt", "questioned"),
    ("dear to run", "expensive to run"),
    ("holds none", "contains none"),
    ("is no snapshot", "is not a snapshot"),
    ("is no date", "is not a date"),
    ("is no record", "is not a record"),
    ("is no table", "is not a table"),
    ("is no column", "is not a column"),
    ("is there already", "already exists"),
    ("no site of your own", "sites.csv contains only the EXAMPLE row"),
    ("take away", "delete, or remove"),
    ("take the leading", "remove the leading"),
    ("takes away", "removes"),
    ("the line at which", "the threshold for"),
    ("to be weighed", "for the Board to weigh"),
    ("that is to be", "that must be"),
    ("is to be looked at", "needs a review"),
    ("deserves a closer look", "merits review"),
    ("be worked up", "be prepared"),
    ("by what is known", "on present information"),
    ("as good as the best", "break-even"),
    ("goes against", "conflicts with"),
    ("stands in the way", "prevents it"),
    ("stand in the way", "prevent it"),
    ("at fault", "with a fault"),
    ("unless told", "by default"),
    ("is told as", "is reported as"),
    ("are told as", "are reported as"),
    ("tells which", "see the appendix"),
    ("and how sure that is", "and the reliability of the figures"),
    ("counts as unknown", "is treated as not known"),
    ("count as unknown", "are treated as not known"),
    ("counts as not known", "is treated as not known"),
    ("counted as zero", "treated as zero"),
    ("alike in everything", "identical apart from"),
    ("the doubled", "the duplicate"),
    ("a second time", "twice"),
    ("stands twice", "is repeated"),
    ("stand twice", "are repeated"),
    ("stands once", "is given once only"),
    ("stand many times", "are repeated"),
    ("put together", "merged"),
    ("parted by", "separated by"),
    ("apart by commas", "separated by commas"),
    ("reckoned with", "used"),
    ("is reckoned", "is calculated"),
    ("come to more than", "total more than"),
    ("held against", "compared with, or checked against"),
    ("times the middle", "times the median"),
    ("times of the", "times the"),
    ("the middle of the sites", "the median of the sites"),
    ("at the middle site", "median"),
    ("per cents", "percentages"),
    ("a per cent", "a percentage"),
    ("what is borrowed", "borrowing"),
    ("is financed by nothing else", "is financed by borrowing"),
    ("borne by revenue", "revenue cost"),
    ("revenue bears", "the revenue cost is"),
    ("most owed", "peak debt"),
    ("slipped in", "slippage"),
    ("cost of the way", "cost of exit"),
    ("perhaps from", "possible from"),
    ("last day in law", "latest date to serve notice"),
    ("other takers", "other possible occupiers"),
    ("other taker", "other possible occupier"),
    ("much office area", "generous office space"),
    ("a low peak", "low peak occupancy"),
    ("has to wait", "must wait"),
    ("passed over", "skipped"),
    ("lays its own file over", "replaces single figures"),
    ("awaits the body's own", "should be replaced with the body's own"),
    ("saying nothing", "empty"),
    ("nobody has checked", "not yet checked"),
    ("without end", "indefinitely, or no end"),
];

/// Words that stand in no comment either.
const NOT_IN_COMMENTS: [&str; 4] = ["nought", "noughts", "mend", "mends"];

/// Files that hold words to look for in the data of others.
const READS_WORDS: [&str; 1] = ["src/mapping/propose/meaning.rs"];

/// What is shown of a TOML file of the program: its comments and what its figures mean.
const SHOWN_ENTRIES: [&str; 5] = ["#", "meaning =", "source =", "reason =", "label ="];

/// Tells whether a letter is part of a word, so that the name of a rule or column is one.
fn of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// Tells whether a text has a phrase in whole words; both have single blanks and small letters.
fn has(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !before.is_some_and(of_word) && !after.is_some_and(of_word)
    })
}

/// Small letters, single blanks, and nothing between backticks: there names stand.
fn plain(text: &str) -> String {
    let words = text.replace("\\n", " ").replace('\\', " ");
    let prose: Vec<&str> = words.split('`').step_by(2).collect();
    prose.join(" x ").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a line for each word of the list that a text has.
fn look(wrong: &mut String, place: &str, text: &str) {
    let text = plain(text).replace("there is no ", "there is not a ");
    for (word, better) in NOT_USED.iter().filter(|(word, _)| has(&text, word)) {
        let _ = writeln!(wrong, "{place}: \"{word}\"; better: {better}");
    }
}

/// A document without the parts that the program prints, which are looked at where they are declared.
fn without_what_is_made(text: &str) -> String {
    let mut parts = text.split("<!-- ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |written, part| match part.split_once("-->") {
        Some((mark, _)) if mark.contains(": made by ") => written,
        Some((_, rest)) => written + rest,
        None => written,
    })
}

/// Takes the texts in quotation marks out of Rust code, with the number of their line; comments are left out.
fn literals(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = code[at..].chars().next() {
        let rest = &code[at..];
        at += match letter {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '\'' if rest.starts_with("'\\") => rest[2..].find('\'').map_or(1, |end| end + 3),
            '\'' if rest.starts_with("'\"'") => 3,
            '"' => {
                let mut is_escaped = false;
                let end = rest[1..].find(|c: char| {
                    let is_end = c == '"' && !is_escaped;
                    is_escaped = c == '\\' && !is_escaped;
                    is_end
                });
                let end = end.unwrap_or(rest.len() - 1);
                found.push((code[..at].lines().count().max(1), &rest[1..=end]));
                (end + 2).min(rest.len())
            }
            other => other.len_utf8(),
        };
    }
    found
}

/// Every file under some folder of the project with some ending, by its path in the project.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![project(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if endings.iter().any(|e| path.extension().is_some_and(|own| own == *e)) {
                let own = path.strip_prefix(project("")).unwrap();
                found.push(own.display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_code_says_nothing_in_words_of_the_list() {
    let mut wrong = String::new();
    for (_, path, text) in sources() {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if !READS_WORDS.contains(&path.as_str()) {
            for (line, literal) in literals(code) {
                look(&mut wrong, &format!("{path}:{line}"), literal);
            }
        }
        let comments = code.lines().enumerate().filter_map(|(at, line)| {
            let (_, words) = line.split_once("//")?;
            Some((at + 1, plain(words)))
        });
        for (line, words) in comments {
            for word in NOT_IN_COMMENTS.iter().filter(|word| has(&words, word)) {
                let _ = writeln!(wrong, "{path}:{line}: \"{word}\" in a comment");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn templates_documents_and_policies_say_nothing_in_words_of_the_list() {
    let mut wrong = String::new();
    let mut named: Vec<String> =
        ["README.md", "data/README.md", "reports/README.md"].map(str::to_owned).into();
    named.extend(files("src/report", &["html", "js"]));
    named.extend(files("data/paper", &["md"]));
    for path in &named {
        let text = fs::read_to_string(project(path)).unwrap();
        let text = without_what_is_made(&text);
        // What a document quotes is looked at where it is printed.
        let quoted = |(at, part): (usize, &str)| (at % 2 == 0).then(|| part.to_owned());
        let prose: Vec<String> = text.split("```").enumerate().filter_map(quoted).collect();
        for part in prose.join("\n\n").split("\n\n") {
            let begins = part.trim().lines().next().unwrap_or_default();
            look(&mut wrong, &format!("{path}, at {begins:?}"), part);
        }
    }
    for folder in ["data/policy", "data/mappings"] {
        for path in files(folder, &["toml"]) {
            let text = fs::read_to_string(project(&path)).unwrap();
            let shown = text.lines().enumerate().filter(|(_, line)| {
                SHOWN_ENTRIES.iter().any(|begins| line.trim_start().starts_with(begins))
            });
            for (at, line) in shown {
                look(&mut wrong, &format!("{path}:{}", at + 1), line);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn help_and_pages_of_rules_say_nothing_in_words_of_the_list() {
    let mut wrong = String::new();
    let help = |arguments: &[&str]| {
        let shown = terrier().args(arguments).arg("--help").output().unwrap();
        String::from_utf8(shown.stdout).unwrap()
    };
    let all = help(&[]);
    look(&mut wrong, "terrier --help", &all);
    let commands = all.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"report"));
    for name in names.into_iter().filter(|name| *name != "help") {
        look(&mut wrong, &format!("terrier {name} --help"), &help(&[name]));
    }
    for rule in Rule::ALL {
        look(&mut wrong, &format!("terrier explain-rule {rule}"), rule.page());
    }
    assert!(wrong.is_empty(), "{wrong}");
}
