//! The house: who may use whom, where a library may be used, how long a file may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::sample::project;

/// Which folders of `src` a folder may use; the same table stands in `src/lib.rs`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("policy", &["model"]),
    ("finance", &["model", "policy"]),
    ("place", &["model", "policy"]),
    ("load", &["model", "policy", "place"]),
    ("mapping", &["model", "policy", "load"]),
    ("facts", &["model", "policy", "load"]),
    ("tenure", &["model", "policy", "load", "finance"]),
    ("measure", &["model", "policy", "place", "load", "finance", "tenure"]),
    ("appraise", &["model", "policy", "place", "load", "finance", "tenure", "measure", "cover"]),
    ("fund", &["model", "policy", "load", "finance", "tenure", "measure", "appraise"]),
    (
        "plan",
        &["model", "policy", "place", "load", "tenure", "measure", "appraise", "fund", "cover"],
    ),
    ("cover", &["model", "policy", "place", "load", "finance", "measure"]),
    ("score", &["model", "policy", "place", "load", "finance", "tenure", "measure", "appraise"]),
    ("sift", &["model", "policy", "place", "load", "tenure", "measure", "appraise"]),
    (
        "portfolio",
        &["model", "policy", "load", "tenure", "measure", "appraise", "fund", "cover", "score"],
    ),
    (
        "changes",
        &[
            "model",
            "policy",
            "load",
            "tenure",
            "measure",
            "appraise",
            "fund",
            "cover",
            "score",
            "portfolio",
        ],
    ),
    (
        "group",
        &[
            "model",
            "policy",
            "place",
            "load",
            "finance",
            "measure",
            "appraise",
            "cover",
            "portfolio",
        ],
    ),
    (
        "edition",
        &[
            "model",
            "policy",
            "place",
            "load",
            "finance",
            "tenure",
            "measure",
            "appraise",
            "fund",
            "cover",
            "plan",
            "score",
            "sift",
            "portfolio",
            "changes",
            "group",
        ],
    ),
    ("wording", &["model", "edition"]),
    ("tables", &["model", "edition", "wording"]),
    ("draw", &["model", "edition", "wording", "tables"]),
    ("report", &["model", "edition", "wording", "tables", "draw"]),
    (
        "batch",
        &[
            "model", "policy", "place", "load", "finance", "tenure", "measure", "appraise", "fund",
            "cover", "score", "sift", "changes", "group", "edition", "wording", "tables", "draw",
            "report",
        ],
    ),
    (
        "cli",
        &[
            "model", "policy", "place", "load", "finance", "tenure", "measure", "appraise", "fund",
            "cover", "plan", "score", "sift", "edition", "wording", "tables", "draw", "report",
            "batch", "mapping", "facts", "group",
        ],
    ),
];

/// Libraries that stay in some folders.
const STAYS_IN: &[(&str, &[&str])] = &[
    ("polars", &["load", "measure"]),
    ("plotters", &["draw"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("calamine", &["load"]),
    ("parquet", &["load", "report"]),
    ("minijinja", &["report"]),
    ("rust_xlsxwriter", &["report"]),
    ("geojson", &["load", "report"]),
    ("ics", &["report"]),
    ("ostn15_phf", &["place"]),
    ("chacha20", &["score"]),
    ("rand_distr", &["score"]),
    ("microlp", &["plan"]),
];

/// Names of folders and files that tell nothing.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "misc"];

/// Every Rust file of `src`: its folder, its path, its text.
pub fn sources() -> Vec<(String, String, String)> {
    // Files that are compiled for tests alone may use what they check.
    let for_tests = ["tests.rs", "samples.rs", "example.rs"];
    let mut files = Vec::new();
    let mut open = vec![project("src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs")
                && !for_tests.iter().any(|name| path.ends_with(name))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    let root = project("src");
    files
        .iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).unwrap();
            let folder = relative.components().next().unwrap().as_os_str().to_string_lossy();
            let shown = Path::new("src").join(relative).display().to_string();
            (folder.into_owned(), shown, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Lines of code with their numbers: no comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Names that follow `crate::` in a line, those within braces too.
fn used(text: &str) -> Vec<(usize, String)> {
    let code: Vec<(usize, &str)> = code(text).collect();
    let mut found = Vec::new();
    let mut within = false;
    for (number, line) in code {
        let name = |t: &str| -> String {
            t.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        for part in line.split("crate::").skip(1) {
            found.push((number, name(part)));
        }
        if within {
            let depth_one = line.starts_with("    ") && !line.starts_with("     ");
            if depth_one {
                found.push((number, name(line.trim_start())));
            }
            within = !line.starts_with("};");
        }
        if line.trim_end() == "use crate::{" {
            within = true;
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

#[test]
fn folders_use_only_what_they_may() {
    let may: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (folder, path, text) in sources() {
        let Some(allowed) = may.get(folder.as_str()) else { continue };
        for (line, name) in used(&text) {
            let known = may.contains_key(name.as_str());
            if known && name != folder && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{path}:{line}: `{folder}` may not use `{name}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_in_the_table_and_the_table_in_lib_rs() {
    let folders: BTreeSet<String> = fs::read_dir(project("src"))
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    let table: BTreeSet<String> = MAY_USE.iter().map(|(f, _)| (*f).to_owned()).collect();
    assert_eq!(folders, table);
    let lib = fs::read_to_string(project("src/lib.rs")).unwrap();
    for (folder, allowed) in MAY_USE {
        let names = if allowed.is_empty() { "–".to_owned() } else { allowed.join(", ") };
        let line = format!("//! | `{folder}` | {names} |");
        assert!(lib.contains(&line), "src/lib.rs lacks the line\n{line}");
    }
}

#[test]
fn libraries_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (folder, path, text) in sources() {
        for (library, folders) in STAYS_IN {
            let path_of = format!("{library}::");
            for (line, code) in code(&text) {
                let is_used = code.match_indices(&path_of).any(|(at, _)| {
                    let before = code.get(..at).and_then(|text| text.chars().next_back());
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                });
                if is_used && !folders.contains(&folder.as_str()) {
                    wrong.push(format!(
                        "{path}:{line}: `{library}` stays in {}",
                        folders.join(", ")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_frame_leaves_by_a_public_signature() {
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        for (line, code) in code(&text) {
            let public = code.trim_start().starts_with("pub fn");
            let frame = ["DataFrame", "LazyFrame", "Expr"].iter().any(|t| code.contains(t));
            let inner = path == "src/load/columns.rs";
            if public && frame && !inner {
                wrong.push(format!("{path}:{line}: {}", code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn frame_columns_are_named_by_constants_where_stages_share_them() {
    let columns = fs::read_to_string(project("src/load/columns.rs")).unwrap();
    let names: Vec<&str> = columns
        .lines()
        .filter(|l| l.starts_with("pub const"))
        .filter_map(|l| l.split('"').nth(1))
        .collect();
    let mut wrong = Vec::new();
    for (_, path, text) in sources().into_iter().filter(|(_, p, _)| p != "src/load/columns.rs") {
        for (line, code) in code(&text) {
            if names.iter().any(|n| code.contains(&format!("col(\"{n}\")"))) {
                wrong.push(format!("{path}:{line}: {}", code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_500_lines_and_every_name_tells_its_job() {
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        let lines = text.lines().count();
        if lines > 500 {
            wrong.push(format!("{path}: {lines} lines"));
        }
        if path.split(['/', '.']).any(|part| EMPTY_NAMES.contains(&part)) {
            wrong.push(format!("{path}: the name does not tell its job"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{path}: no module docs"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_reads_the_clock_or_the_environment() {
    let forbidden = ["SystemTime", "Instant::now", "Local::now", "Utc::now", "env::var"];
    let mut wrong = Vec::new();
    for (folder, path, text) in sources().into_iter().filter(|(f, ..)| f != "build.rs") {
        for (line, code) in code(&text) {
            if folder != "cli" && forbidden.iter().any(|f| code.contains(f)) {
                wrong.push(format!("{path}:{line}: {}", code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_stays_as_it_was_asked_for() {
    let allowed = ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md"];
    let folders = ["benches", "data", "reports", "src", "target", "tests"];
    for entry in fs::read_dir(project("")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let known = allowed.contains(&name.as_str()) || folders.contains(&name.as_str());
        assert!(known || name.starts_with('.'), "`{name}` does not belong at the top");
    }
}

/// Files that cut rows to what the public may see.
const CUTS: &[&str] = &["public.rs", "group_public.rs", "disclosure.rs", "publishable.rs"];

#[test]
fn the_public_cut_names_every_field() {
    let mut wrong = Vec::new();
    for file in CUTS {
        let text = fs::read_to_string(project("src/edition").join(file)).unwrap();
        for (line, code) in code(&text) {
            let taken =
                code.trim_start().strip_prefix("..").or_else(|| code.split_once(", ..")?.1.into());
            let is_update = taken.is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.starts_with("std::")
            });
            if is_update {
                wrong.push(format!(
                    "{file}:{line}: a new field would be published unseen: {}",
                    code.trim()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of public types that a type within one folder has too; one that is put right leaves the list.
const ALSO_WITHIN: &[&str] = &[
    "Area", "Beside", "Body", "Cell", "Change", "Column", "Cover", "Dice", "Done", "Entry", "Fate",
    "Figure", "Fit", "Grid", "Group", "Key", "Kind", "LeftOut", "Lettings", "Making", "Manner",
    "Match", "Misfit", "Month", "Moved", "Need", "Number", "Order", "Part", "PartOf", "Place",
    "Plan", "Reach", "Reading", "Root", "Sharing", "Sheet", "Since", "SiteThen", "Slip",
    "Snapshot", "Span", "Standing", "SumOf", "Sums", "Table", "Use", "Wanted", "Way", "Why",
];

/// Returns the name of a type that a line declares, and whether other folders see it.
fn declared(line: &str) -> Option<(&str, bool)> {
    let within = line
        .strip_prefix("pub(super) ")
        .or_else(|| line.strip_prefix("pub(in ")?.split_once(") ").map(|s| s.1));
    let open = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "));
    let rest = open.or(within).unwrap_or(line);
    let name = ["struct ", "enum ", "type "].iter().find_map(|kind| rest.strip_prefix(kind))?;
    Some((name, open.is_some()))
}

#[test]
fn a_name_of_a_public_type_has_one_meaning() {
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut within: BTreeSet<String> = BTreeSet::new();
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect()
    };
    for (_, path, text) in sources() {
        let mut in_words = false;
        for line in text.lines() {
            let open = match declared(line) {
                Some((name, true)) => Some(name),
                Some((name, false)) => {
                    within.insert(word(name));
                    None
                }
                None => None,
            };
            let of_words = in_words.then(|| line.strip_suffix(" {")).flatten();
            for name in open.into_iter().chain(of_words).map(word) {
                homes.entry(name).or_default().insert(path.clone());
            }
            in_words = ["words!", "crate::model::words!"].iter().any(|w| line.starts_with(w))
                || in_words && !line.trim_end().ends_with('{');
        }
    }
    assert!(homes.len() > 300, "{}", homes.len());
    let twice: Vec<&str> =
        homes.iter().filter(|(_, homes)| homes.len() > 1).map(|(name, _)| name.as_str()).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let also: Vec<&str> =
        within.iter().filter(|n| homes.contains_key(*n)).map(String::as_str).collect();
    assert_eq!(also, ALSO_WITHIN);
}
