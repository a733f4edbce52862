//! What the README quotes of the sample's output is what the program prints.

use std::fs;

use crate::{published::terrier, sample::project};

/// The commands whose output the README quotes right after them, shortened at `…`.
const QUOTED: [&str; 3] = [
    "terrier leases data/fenshire",
    "terrier appraise data/fenshire FEN-004",
    "terrier fund data/fenshire",
];

/// The code blocks of a text, in order.
fn blocks(text: &str) -> Vec<&str> {
    let fenced = text.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').map_or("", |(_, code)| code)).collect()
}

#[test]
fn quoted_output_is_what_is_printed() {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let blocks = blocks(&readme);
    for command in QUOTED {
        let at = blocks.iter().position(|block| block.trim() == command).unwrap();
        let mut ran = terrier();
        ran.current_dir(project("")).args(command.split(' ').skip(1));
        let printed = String::from_utf8(ran.output().unwrap().stdout).unwrap();
        let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
        let quoted = blocks[at + 1].lines().map(str::trim_end);
        for line in quoted.filter(|line| !line.is_empty() && *line != "…") {
            assert!(lines.contains(&line), "{command}: {line}");
        }
    }
}

/// The first screen: what the README's first command prints, but for the folder that it writes to here.
#[test]
fn the_first_screen_is_the_one_that_is_printed() {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let (_, rest) = readme.split_once("## The first screen").unwrap();
    let quoted = blocks(rest)[0];
    let out = tempfile::tempdir().unwrap();
    let mut ran = terrier();
    ran.current_dir(project("")).args(["report", "data/fenshire", "--out"]).arg(out.path());
    let printed = String::from_utf8(ran.output().unwrap().stdout).unwrap();
    let folder = out.path().to_string_lossy().into_owned();
    let printed = printed.replace(&folder, "reports/fenshire");
    let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let quoted = quoted.lines().map(str::trim_end);
    let quoted: Vec<&str> = quoted
        .filter(|line| !line.is_empty() && !["…", "   …"].contains(&line.trim_start()))
        .collect();
    assert!(quoted.len() > 10);
    for line in quoted {
        assert!(lines.contains(&line), "{line}");
    }
}
