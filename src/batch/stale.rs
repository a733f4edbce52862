//! Why a report would be made again.

use std::{collections::BTreeMap, fmt, fs, io, path::Path};

use rayon::prelude::*;

use super::{Making, publish::origin};
use crate::{
    edition::Edition,
    load::InputFile,
    model::and_list_up_to,
    report::{Manifest, ReportError},
};

/// Files that a reason names.
const NAMED: usize = 3;

/// One reason why a report does not hold; several can be true at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// There is none.
    NoReport,
    /// There is something that is no report of ours.
    NotOurs,
    /// A file that its manifest lists is not there.
    Incomplete(String),
    /// A file is not the one that was written.
    Altered(String),
    /// It was made by another version of the program.
    Program,
    /// It was made under another policy.
    Policy,
    /// Its paper was worded otherwise, put in another Word file, or written at another length.
    Wording,
    /// It is another edition, or a public one: that does not say what it was made from.
    Edition,
    /// Files of the snapshot changed.
    Inputs(FilesChanged),
    /// Files of the snapshot before changed, which the paper compares with.
    Before(FilesChanged),
}

/// Which files are not as they were, by their names in the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "named as what became of the files")]
pub struct FilesChanged {
    pub changed: Vec<String>,
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

impl FilesChanged {
    /// Compares files and their hashes; `None` where they are the same.
    fn between(then: &[(String, String)], now: &[(String, String)]) -> Option<Self> {
        fn by_name(files: &[(String, String)]) -> BTreeMap<&String, &String> {
            files.iter().map(|(name, hash)| (name, hash)).collect()
        }
        let (then, now) = (by_name(then), by_name(now));
        let mut files = Self::default();
        for (name, hash) in &now {
            match then.get(name) {
                None => files.added.push((*name).clone()),
                Some(was) if was != hash => files.changed.push((*name).clone()),
                Some(_) => {}
            }
        }
        let gone = then.keys().filter(|name| !now.contains_key(**name));
        files.removed = gone.map(|name| (*name).clone()).collect();
        (files != Self::default()).then_some(files)
    }
}

impl fmt::Display for FilesChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds =
            [(&self.changed, "changed"), (&self.added, "added"), (&self.removed, "removed")];
        let said = kinds.iter().filter(|(files, _)| !files.is_empty());
        let said = said.map(|(files, what)| format!("{} {what}", and_list_up_to(files, NAMED)));
        f.write_str(&said.collect::<Vec<_>>().join("; "))
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoReport => f.write_str("no report yet"),
            Self::NotOurs => f.write_str("its folder contains something other than a report"),
            Self::Incomplete(file) => write!(f, "{file} is missing from the report"),
            Self::Altered(file) => write!(f, "{file} was altered after the report was made"),
            Self::Program => f.write_str("made by another version of the program"),
            Self::Policy => f.write_str("the policy has changed"),
            Self::Wording => {
                f.write_str("the wording, template or length of the paper has changed")
            }
            Self::Edition => f.write_str("another edition"),
            Self::Inputs(files) => files.fmt(f),
            Self::Before(files) => write!(f, "in the snapshot before: {files}"),
        }
    }
}

/// Returns every reason why the report in `folder` does not hold for what it would be made from now; none when it is
/// current.
#[must_use]
pub fn stale(folder: &Path, inputs: &[InputFile], with: Making<'_>) -> Vec<Stale> {
    let there = match Manifest::read(folder) {
        Ok(there) => there,
        Err(ReportError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            return vec![Stale::NoReport];
        }
        Err(_) => return vec![Stale::NotOurs],
    };
    let wanted = origin(inputs, with);
    let mut reasons = Vec::new();
    let mut add = |differs: bool, reason: Stale| {
        if differs {
            reasons.push(reason);
        }
    };
    let made_by = |of: &Manifest| (of.program.clone(), of.program_hash.clone());
    let policy = |of: &Manifest| {
        let hashes = (of.policy_default_hash.clone(), of.policy_overlay_hash.clone());
        (of.policy_name.clone(), hashes)
    };
    let wording = |of: &Manifest| {
        (of.wording_hash.clone(), of.template_hash.clone(), of.paper_length.clone())
    };
    let is_public = with.edition == Edition::Public;
    add(is_public || there.edition != wanted.edition, Stale::Edition);
    add(made_by(&there) != made_by(&wanted), Stale::Program);
    add(policy(&there) != policy(&wanted), Stale::Policy);
    add(wording(&there) != wording(&wanted), Stale::Wording);
    let missing = there.outputs.iter().find(|(file, _)| !folder.join(file).is_file());
    reasons.extend(missing.map(|(file, _)| Stale::Incomplete(file.clone())));
    if reasons.is_empty() {
        let altered = there.outputs.par_iter().find_first(|(file, hash)| {
            let bytes = fs::read(folder.join(file));
            bytes.is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() != hash)
        });
        reasons.extend(altered.map(|(file, _)| Stale::Altered(file.clone())));
    }
    let differ = |then, now| FilesChanged::between(then, now);
    reasons.extend(differ(&there.inputs, &wanted.inputs).map(Stale::Inputs));
    reasons.extend(differ(&there.before, &wanted.before).map(Stale::Before));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn files_are_named_by_what_became_of_them() {
        let then = files(&[("sites.csv", "1"), ("teams.csv", "1"), ("costs.csv", "1")]);
        let now = files(&[("costs.csv", "1"), ("sites.csv", "2"), ("leases.csv", "1")]);
        let between = FilesChanged::between(&then, &now).unwrap();
        assert_eq!(between.to_string(), "sites.csv changed; leases.csv added; teams.csv removed");
        assert_eq!(FilesChanged::between(&then, &then), None);
        let all = FilesChanged::between(&[], &files(&[("a", ""), ("b", ""), ("c", ""), ("d", "")]));
        assert_eq!(all.unwrap().to_string(), "a, b, c and 1 more added");
    }
}
