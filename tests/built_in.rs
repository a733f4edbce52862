//! What comes with the program and can be printed: the policy, the wording of the board paper, its Word file.

use std::{fs, path::Path};

use serde_json::Value;

use terrier::{edition::Edition, policy::Policy};

use crate::{
    published::{Files, files_in, newest, terrier},
    sample::{NEWEST, project},
};

/// What a command prints.
fn printed(arguments: &[&str]) -> Vec<u8> {
    let ran = terrier().args(arguments).assert().success();
    ran.get_output().stdout.clone()
}

#[test]
fn a_report_by_the_printed_policy_wording_and_template_is_the_one_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let policy = file("policy.toml", printed(&["policy"]));
    let wording = file("wording.md", printed(&["paper", "--wording"]));
    let template = file("template.docx", printed(&["paper", "--template"]));
    let mut run = terrier();
    run.arg("report").arg(project("data/fenshire")).arg("--out").arg(folder.path());
    run.args(["--policy", &policy, "--paper", &wording, "--paper-template", &template]);
    run.assert().success();
    let mut own = files_in(&folder.path().join("2020-03-31"));
    let mut plain = newest(Edition::Restricted).clone();
    // The manifest tells which files of its own a report was made by, and that is all that differs.
    let manifest = |files: &mut Files| -> Value {
        serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap()
    };
    let (mut plain_manifest, mut own_manifest) = (manifest(&mut plain), manifest(&mut own));
    // The printed policy changes nothing: it is the built-in one.
    assert!(own_manifest["policy_overlay_hash"].is_null());
    for name in ["wording_hash", "template_hash"] {
        let taken = |value: &mut Value| value.as_object_mut().unwrap().remove(name);
        assert!(taken(&mut plain_manifest).is_none_or(|hash| hash.is_null()), "{name}");
        assert!(taken(&mut own_manifest).is_some_and(|hash| hash.is_string()), "{name}");
    }
    assert_eq!(plain_manifest, own_manifest);
    assert!(plain.keys().eq(own.keys()));
    let differ: Vec<&String> = plain.keys().filter(|name| plain[*name] != own[*name]).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn the_printed_policy_takes_principles_of_a_body_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("policy.toml");
    let mut text = String::from_utf8(printed(&["policy"])).unwrap();
    text += "\n[[principle]]\nid = \"share\"\nwords = \"Share\"\nsource = \"Strategy\"\n";
    fs::write(&own, text).unwrap();
    terrier()
        .args(["rank", NEWEST, "--policy"])
        .arg(&own)
        .current_dir(project(""))
        .assert()
        .success();
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wording.md");
    let write = |to: &Path| terrier().args(["paper", "--wording", "--out"]).arg(to).assert();
    write(&path).success().stdout("");
    assert_eq!(fs::read(&path).unwrap(), printed(&["paper", "--wording"]));
    fs::write(&path, "ours").unwrap();
    write(&path).code(2);
    assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
}

/// A file that changes nothing, such as the built-in policy as it is printed, is no policy of its own; one that changes
/// something without a name of its own says so.
#[test]
fn a_file_that_changes_nothing_is_the_built_in_policy() {
    let printed = String::from_utf8(printed(&["policy"])).unwrap();
    let built_in = Policy::read(None).unwrap();
    for text in [printed.as_str(), "", "[policy]\n"] {
        let same = Policy::from_text(Some(text)).unwrap();
        assert_eq!((&same.name, &same.overlay_hash), (&built_in.name, &None));
    }
    let severity = "[severity]\nunknown-site = \"warning\"\n";
    let changed = Policy::from_text(Some(severity)).unwrap();
    assert_eq!(changed.name, format!("{}, with changes", built_in.name));
    assert!(changed.overlay_hash.is_some());
    let named = format!("[policy]\nname = \"Our own\"\n{severity}");
    assert_eq!(Policy::from_text(Some(&named)).unwrap().name, "Our own");
}
