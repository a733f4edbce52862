//! The files of `src` use each other in no circle of more than two.
//!
//! A file's use of the module that it stands in is left aside: what is declared there is there for all below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::house_rules::sources;

/// A module by its path from the top.
type Module = Vec<String>;

/// Folders in which a longer circle still stands, with the files of the longest: these numbers may fall and not rise.
const LONGEST: &[(&str, usize)] = &[("appraise", 8), ("cli", 9), ("mapping", 8)];

/// Every module with its code: no comments, no tests.
fn modules() -> BTreeMap<Module, String> {
    let of = |(_, path, text): (String, String, String)| {
        let own = path.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
        let mut module: Module = own.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod" || last == "lib") {
            module.pop();
        }
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().map(|line| line.split("//").next().unwrap());
        (module, lines.collect::<Vec<_>>().join("\n"))
    };
    let is_code = |file: &(String, String, String)| !file.1.contains("/tests/");
    sources().into_iter().filter(is_code).map(of).collect()
}

/// The paths that a tree of uses names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let inner = &rest[..rest.rfind('}').unwrap_or(rest.len())];
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(&format!("{before}{}", part.trim()))).collect()
}

/// The code without its uses, and each use: whether it is public, and its tree.
fn taken_apart(code: &str) -> (String, Vec<(bool, String)>) {
    let (mut rest, mut uses) = (String::new(), Vec::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let words = line.trim_start();
        let is_public = words.starts_with("pub");
        let after = if is_public { words.split_once(" use ").map(|(_, tree)| tree) } else { None };
        let is_use = |before: &str| !before.contains(['=', '(', '{']) || before.starts_with("pub(");
        let after = after.filter(|_| is_use(words.split(" use ").next().unwrap()));
        let Some(tree) = after.or_else(|| words.strip_prefix("use ")) else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some(more) = lines.next() else { break };
            tree.push_str(more);
        }
        uses.push((is_public, tree.split(';').next().unwrap().to_owned()));
    }
    (rest, uses)
}

/// What a path means where it stands; `None` for one of a library or of a type.
fn absolute(here: &Module, path: &str, all: &BTreeMap<Module, String>) -> Option<Module> {
    let mut parts = path.split("::").map(|part| part.trim().to_owned()).peekable();
    if parts.next_if(|first| first == "crate").is_some() {
        return Some(parts.collect());
    }
    let mut at = here.clone();
    if parts.next_if(|first| first == "self").is_none() {
        let mut is_above = false;
        while parts.next_if(|first| first == "super").is_some() {
            at.pop();
            is_above = true;
        }
        let child = |name: &String| {
            all.contains_key(&[here.as_slice(), std::slice::from_ref(name)].concat())
        };
        if !is_above && !parts.peek().is_some_and(child) {
            return None;
        }
    }
    at.extend(parts);
    Some(at)
}

/// The paths that code names outside its uses.
fn named(code: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c| !is_part(c)).filter(|word| word.contains("::"));
    words.map(|word| word.trim_matches(':').to_owned()).collect()
}

/// Which modules each module uses, but those that it stands in.
fn uses() -> BTreeMap<Module, BTreeSet<Module>> {
    let all = modules();
    let apart: BTreeMap<&Module, _> = all.iter().map(|(m, code)| (m, taken_apart(code))).collect();
    // By module and name: what a public use means.
    let mut passed_on: BTreeMap<(&Module, String), Module> = BTreeMap::new();
    for (module, (_, own)) in &apart {
        for path in own.iter().filter(|(public, _)| *public).flat_map(|(_, tree)| expanded(tree)) {
            if let Some(to) = absolute(module, &path, &all) {
                passed_on.insert((module, to.last().unwrap().clone()), to);
            }
        }
    }
    let module_of = |path: Module| {
        let mut path = path;
        for _ in 0..9 {
            let most = (0..=path.len()).rev().find(|end| all.contains_key(&path[..*end]));
            let (within, name) = (path[..most?].to_vec(), path.get(most?)?.clone());
            let Some(to) = passed_on.get(&(&within, name)) else { return Some(within) };
            path = [to.as_slice(), &path[most? + 1..]].concat();
        }
        None
    };
    let whole = |path: Module| {
        if all.contains_key(&path) { Some(path) } else { module_of(path) }
    };
    let mut found: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, (code, own)) in &apart {
        // What is passed on is not used here.
        let own = own.iter().filter(|(public, _)| !public);
        let paths = own.flat_map(|(_, tree)| expanded(tree)).chain(named(code));
        let to = paths.filter_map(|path| whole(absolute(module, &path, &all)?));
        let is_other = |to: &Module| !module.starts_with(to);
        found.insert((*module).clone(), to.filter(is_other).collect());
    }
    found
}

/// All that can be reached from a module.
fn reached(from: &Module, uses: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
    while let Some(module) = open.pop() {
        for to in uses.get(&module).into_iter().flatten() {
            if seen.insert(to.clone()) {
                open.push(to.clone());
            }
        }
    }
    seen
}

#[test]
fn no_circle_is_longer_than_it_may_be() {
    let uses = uses();
    assert!(uses.values().map(BTreeSet::len).sum::<usize>() > 2_000, "too few uses are found");
    let reach: BTreeMap<&Module, BTreeSet<Module>> =
        uses.keys().map(|module| (module, reached(module, &uses))).collect();
    let mut longest: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, others) in &reach {
        let back = |other: &&Module| reach.get(other).is_some_and(|all| all.contains(*module));
        let circle: BTreeSet<String> = others.iter().filter(back).map(|m| m.join("::")).collect();
        let Some(folder) = module.first() else { continue };
        let own = longest.entry(folder.clone()).or_default();
        if circle.len() > own.len() {
            *own = circle.into_iter().collect();
        }
    }
    let most: BTreeMap<&str, usize> = LONGEST.iter().copied().collect();
    let wrong = longest.iter().filter(|(folder, circle)| {
        circle.len() > 2 && circle.len() != most.get(folder.as_str()).copied().unwrap_or_default()
    });
    let wrong: Vec<String> =
        wrong.map(|(folder, circle)| format!("{folder}, {}: {circle:?}", circle.len())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let gone = LONGEST.iter().filter(|(folder, _)| longest[*folder].len() <= 2);
    assert_eq!(gone.count(), 0, "a folder has no longer circle now: take it from the list");
}
