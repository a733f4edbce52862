//! What the sample yields, against what is checked in under `reports/`, as text.

use std::{collections::BTreeSet, env, fs};

use terrier::edition::Edition;

use crate::{
    published::{Files, files_in, newest},
    sample::project,
};

const FOLDER: &str = "reports/sample/2020-03-31";
const RENEW: &str = "renew with `TERRIER_RENEW=1 cargo test --test terrier golden`, look at every change, \
                     and say in the commit why results changed";

/// Pictures and workbooks are compared by no one but the eye.
fn is_text(name: &str) -> bool {
    ![".docx", ".parquet", ".png", ".xlsx"].iter().any(|ending| name.ends_with(ending))
}

/// A file's lines; in the manifest without the hashes of the program and of files that are no text.
fn lines(files: &Files, name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(&files[name]);
    let masked = |line: &str| {
        let key = line.trim_start().trim_start_matches('"').split('"').next().unwrap_or_default();
        let hash = name == "manifest.json" && (key == "program_hash" || !is_text(key));
        if hash { format!("{key} masked") } else { line.to_owned() }
    };
    text.split('\n').map(masked).collect()
}

/// Names the first file and line in which two reports differ.
fn first_difference(was: &Files, is: &Files) -> Option<String> {
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).filter(|n| is_text(n)).collect();
    names.into_iter().find_map(|name| match (was.contains_key(name), is.contains_key(name)) {
        (true, true) => {
            let (old, new) = (lines(was, name), lines(is, name));
            let count = old.len().max(new.len());
            let line = (0..count).find(|at| old.get(*at) != new.get(*at))?;
            let shown = |lines: &[String]| {
                let line = lines.get(line).map_or("(the file has ended)", String::as_str);
                line.chars().take(300).collect::<String>()
            };
            let number = line + 1;
            Some(format!("{name}, line {number}\n  was: {}\n  is:  {}", shown(&old), shown(&new)))
        }
        (true, false) => Some(format!("{name} is no longer made")),
        _ => Some(format!("{name} is new")),
    })
}

#[test]
fn the_sample_yields_the_report_that_is_checked_in() {
    let is = newest(Edition::Restricted);
    let folder = project(FOLDER);
    if env::var_os("TERRIER_RENEW").is_some() {
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        for (name, bytes) in is {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    assert!(folder.is_dir(), "{FOLDER} is missing; {RENEW}");
    let difference = first_difference(&files_in(&folder), is);
    assert!(difference.is_none(), "{FOLDER}/{}\n{RENEW}", difference.unwrap_or_default());
}

#[test]
fn the_list_of_changes_is_up_to_date_with_the_ranking() {
    use sha2::{Digest, Sha256};
    let readme = fs::read_to_string(project("reports/README.md")).unwrap();
    let ranking = Sha256::digest(&newest(Edition::Restricted)["ranking.csv"]);
    let digits: String = ranking.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let stands = readme.contains(&format!("Ranking now: `{digits}`"));
    assert!(stands, "ranking.csv has changed (now {digits}): tell why in reports/README.md");
}

#[test]
fn the_first_difference_is_named_by_file_and_line() {
    let one = |name: &str, text: &str| Files::from([(name.to_owned(), text.as_bytes().to_vec())]);
    let named = |was: &Files, is: &Files| first_difference(was, is).unwrap_or_default();
    let difference = named(&one("a.csv", "x\ny\n"), &one("a.csv", "x\nz\n"));
    assert_eq!(difference, "a.csv, line 2\n  was: y\n  is:  z");
    assert_eq!(named(&one("a.csv", ""), &Files::new()), "a.csv is no longer made");
    assert_eq!(named(&Files::new(), &one("a.csv", "")), "a.csv is new");
    assert_eq!(named(&Files::new(), &one("a.png", "")), "");
    let hash = |hash: &str| one("manifest.json", &format!("  \"program_hash\": \"{hash}\",\n"));
    assert_eq!(named(&hash("aa"), &hash("bb")), "");
}
