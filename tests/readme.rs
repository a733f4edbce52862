//! What the documents quote is what the program prints, what they name is there, and what they link to too.
//!
//! A block marked `console` holds commands, each behind `$ `, and what they print, shortened at `…`. The commands of a
//! document are run in order, in one empty folder beside the project's `data`.

use std::{collections::BTreeSet, fs, path::Path};

use terrier::{
    edition::Edition,
    model::Severity,
    policy::{FigureName, Policy},
};

use crate::{
    published::{newest, policy, rows, terrier},
    sample::{findings_of, project},
};

const DOCUMENTS: [&str; 4] = ["README.md", "data/README.md", "reports/README.md", "src/lib.rs"];

/// The text of one of them.
fn document(name: &str) -> String {
    document_at(&project(name))
}

/// A document's text; of a program's text its head.
fn document_at(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_none_or(|ending| ending != "rs") {
        return text;
    }
    let head = text.lines().take_while(|line| line.starts_with("//!"));
    head.map(|line| line.trim_start_matches("//!").trim_start_matches(' '))
        .fold(String::new(), |text, line| text + line + "\n")
}

/// The fenced blocks of a text, in order: what is written behind the fence, and what stands in the block.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let fenced = text.split("\n```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap_or((block, ""))).collect()
}

/// Runs a command in a folder, and returns what it says and then what it prints.
fn ran(command: &str, folder: &Path) -> Vec<String> {
    let (command, file) = command.split_once(" > ").map_or((command, None), |(c, f)| (c, Some(f)));
    let mut words = command.split(' ');
    assert_eq!(words.next(), Some("terrier"), "{command}");
    let ran = terrier().args(words).current_dir(folder).output().unwrap();
    let (printed, said) = (ran.stdout, String::from_utf8(ran.stderr).unwrap());
    assert!(ran.status.success(), "{command}\n{said}");
    let printed = match file {
        None => String::from_utf8(printed).unwrap(),
        Some(file) => {
            fs::write(folder.join(file), printed).unwrap();
            String::new()
        }
    };
    said.lines().chain(printed.lines()).map(|line| line.trim_end().to_owned()).collect()
}

/// The first run of quoted lines that is not among those printed, one below the other; each run stands below the one before.
fn missing<'a>(quoted: &[&'a str], printed: &[String]) -> Option<&'a str> {
    let mut from = 0;
    let runs = quoted.split(|line| line.trim() == "…").filter(|run| !run.is_empty());
    for run in runs {
        let here = printed[from..].windows(run.len()).position(|lines| lines == run);
        let Some(at) = here else {
            let lacks = |line: &&&str| !printed.iter().any(|printed| printed == **line);
            return Some(run.iter().find(lacks).unwrap_or(&run[0]));
        };
        from += at + run.len();
    }
    None
}

#[cfg(unix)]
#[rstest::rstest]
fn quoted_output_is_what_is_printed(
    #[values("README.md", "data/README.md", "reports/README.md", "src/lib.rs")] name: &str,
) {
    let text = document(name);
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(project("data"), folder.path().join("data")).unwrap();
    for (_, block) in blocks(&text).into_iter().filter(|(kind, _)| *kind == "console") {
        for part in block.split("$ ").skip(1) {
            let mut lines = part.lines().map(str::trim_end);
            let command = lines.next().unwrap();
            let mut quoted: Vec<&str> = lines.collect();
            while quoted.last().is_some_and(|line| line.is_empty()) {
                quoted.pop();
            }
            let printed = ran(command, folder.path());
            if let Some(line) = missing(&quoted, &printed) {
                panic!("{name}, `{command}` does not print\n{line}\nbut\n{}", printed.join("\n"));
            }
        }
    }
}

/// Every command, and every flag of it, that a document names is one of the program's.
#[test]
fn the_commands_that_are_named_are_there() {
    let help = |of: &[&str]| {
        let ran = terrier().args(of).arg("--help").output().unwrap();
        assert!(ran.status.success(), "{of:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    let all = help(&[]);
    let mut named = BTreeSet::new();
    for name in DOCUMENTS {
        let text = document(name);
        let fenced = blocks(&text).into_iter().flat_map(|(_, block)| block.lines());
        let fenced = fenced.map(|line| line.trim_start_matches("$ "));
        let inline = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
        for command in fenced.chain(inline).filter_map(|text| text.strip_prefix("terrier ")) {
            named.insert(command.to_owned());
        }
    }
    assert!(named.len() > 20);
    for command in named {
        let mut words = command.split(' ').map(|word| word.trim_matches(['[', ']']));
        let first = words.next().unwrap();
        if first == "help" {
            continue;
        }
        let flags: Vec<&str> = words.filter(|word| word.starts_with("--")).collect();
        let known = if first.starts_with('-') { all.clone() } else { help(&[first]) };
        for flag in flags {
            assert!(
                known.contains(&format!("{flag} ")) || known.contains(&format!("{flag}\n")),
                "terrier {command}: {flag}"
            );
        }
    }
}

/// What the documents tell of the policy's figures, of the charts and of the compiler is so.
#[test]
fn figures_that_are_told_are_so() {
    let figure = |name: FigureName| policy().figure(name).normalize().to_string();
    let percent = |name: FigureName| {
        (policy().figure(name) * rust_decimal::Decimal::ONE_HUNDRED).normalize().to_string()
    };
    let manifest: toml::Table = fs::read_to_string(project("Cargo.toml")).unwrap().parse().unwrap();
    let mut told = vec![
        (
            "README.md",
            format!("Rust {} or later", manifest["package"]["rust-version"].as_str().unwrap()),
        ),
        ("data/README.md", format!("over {} km (policy)", figure(FigureName::PostcodeFarKm))),
        ("reports/README.md", format!("within {} months", figure(FigureName::SiftLeaseMonths))),
        ("reports/README.md", format!("within {} km", figure(FigureName::SiftNearKm))),
        ("reports/README.md", format!("multiples of {}", figure(FigureName::PublicRounding))),
        (
            "reports/README.md",
            format!("over {}% (policy)", percent(FigureName::PublicLargestShare)),
        ),
    ];
    let charts = newest(Edition::Restricted).keys().filter_map(|name| {
        name.strip_prefix("charts/")?.strip_suffix(".svg").filter(|name| !name.ends_with("_2"))
    });
    told.extend(charts.map(|name| ("reports/README.md", format!("`{name}`"))));
    let paper = String::from_utf8(newest(Edition::Restricted)["paper.md"].clone()).unwrap();
    let break_even = "£568,677";
    assert!(paper.contains(break_even));
    told.push(("reports/README.md", format!("{break_even} net")));
    for (name, words) in told {
        let text = document(name).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&words), "{name} does not say `{words}`");
    }
}

/// No criterion is unknown at every site of the sample.
#[test]
fn what_it_does_not_do_is_so() {
    let (mut known, mut all) = (BTreeSet::new(), BTreeSet::new());
    for row in rows(&newest(Edition::Restricted)["contributions.csv"]) {
        let criterion = row["criterion"].clone();
        if row["state"] != "unknown" {
            known.insert(criterion.clone());
        }
        all.insert(criterion);
    }
    let never: Vec<&String> = all.difference(&known).collect();
    assert!(never.is_empty(), "{never:?}");
}

/// The files that `src/lib.rs` sends people to are there.
#[test]
fn the_places_that_are_named_are_there() {
    let text = document("src/lib.rs");
    let named = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_place = |word: &&str| word.contains('/') && !word.contains(' ') && !word.contains("::");
    let places: Vec<&str> = named.filter(is_place).collect();
    assert!(places.len() > 40);
    let is_there = |place: &str| ["", "src"].iter().any(|at| project(at).join(place).exists());
    let gone: Vec<&str> = places.into_iter().filter(|place| !is_there(place)).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

/// Every file and every heading that a document links to is there.
#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for name in DOCUMENTS {
        let path = project(name);
        let text = document(name);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let link = link.0;
            if link.contains("://") || link.contains(' ') {
                continue;
            }
            let (file, heading) = link.split_once('#').map_or((link, None), |(f, h)| (f, Some(h)));
            let target =
                if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            if !target.exists() {
                broken.push(format!("{name}: {link}"));
                continue;
            }
            let Some(heading) = heading else { continue };
            let held = document_at(&target);
            let anchors = held.lines().filter(|line| line.starts_with('#')).map(anchor);
            if !anchors.into_iter().any(|anchor| anchor == heading) {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The examples in TOML can be read, and those of a policy are laid over the default.
#[test]
fn examples_in_toml_hold() {
    for name in DOCUMENTS {
        for (_, block) in blocks(&document(name)).into_iter().filter(|(kind, _)| *kind == "toml") {
            let table: toml::Table = block.parse().unwrap();
            if ["policy", "severity", "figures", "criteria"]
                .iter()
                .any(|part| table.contains_key(*part))
            {
                Policy::from_text(Some(block)).unwrap();
            }
        }
    }
}

/// The faults that `data/README.md` lists of a snapshot are the warnings that it has.
#[rstest::rstest]
fn the_faults_that_are_listed_are_found(
    #[values("2018-03-31", "2019-03-31", "2020-03-31")] date: &str,
) {
    let text = document("data/README.md");
    let (_, rest) = text.split_once(&format!("\n{date}:\n\n")).unwrap();
    let rows = rest.lines().skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split('|').map(str::trim).collect()).collect();
    let found = findings_of(&project("data/fenshire").join(date));
    let warnings = found.iter().filter(|finding| finding.severity == Severity::Warning);
    let mut count = 0;
    for warning in warnings {
        let place = &warning.place;
        let told = rows.iter().any(|row| {
            let is_in = row[1].split(", ").any(|file| *file == *place.file);
            let column = place.column.as_ref();
            let names = column.is_none_or(|column| row[4].contains(&format!("`{column}`")));
            let mut numbers = row[2].split([',', '–', ' ']);
            let at = place.row.is_none_or(|row| numbers.any(|number| number == row.to_string()));
            // Where several files are named, either may be where the finding stands.
            is_in && at && (names || row[1].contains(", "))
        });
        assert!(told, "data/README.md does not list {place} of {date}");
        count += 1;
    }
    assert_eq!(rows.len(), count, "{date}");
}
