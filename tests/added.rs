//! Imports over imports, and tables added to a snapshot: nothing of another's is replaced, nothing added is lost.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::assert::Assert;
use terrier::{
    model::Rule,
    report::{MANIFEST, Manifest},
};

use crate::{
    import::{mapped, small},
    published::{files_in, terrier},
    sample::findings_of,
};

/// A list of one hospital.
fn hospitals(root: &Path, name: &str) -> PathBuf {
    let list = root.join("hospitals.csv");
    fs::write(
        &list,
        format!(
            "OrganisationName,Address1,Address2,Address3,City,County,Postcode,Latitude,Longitude,ParentName\n\
             {name},1 Drove,,,Marchford,Fenshire,CB7 4PL,52.4,0.26,Fen Trust\n"
        ),
    )
    .unwrap();
    list
}

fn import(mapping: impl AsRef<Path>, file: &Path, flag: &str, folder: &Path) -> Assert {
    let mut command = terrier();
    command.arg("import").arg(mapping.as_ref()).arg(file).arg(flag).arg(folder).assert()
}

fn said(ran: Assert) -> String {
    String::from_utf8(ran.code(2).get_output().stderr.clone()).unwrap()
}

#[test]
fn tables_can_be_added_to_a_snapshot_but_not_over_one_made_by_hand() {
    let (root, ..) = small();
    let snapshot = root.path().join("fen/2021-03-31");
    fs::create_dir_all(&snapshot).unwrap();
    fs::write(snapshot.join("sites.csv"), "site_id,name\nA,Hall\n").unwrap();
    let list = hospitals(root.path(), "Marsh Hospital");
    let add = || import("partners-hospitals", &list, "--add-to", &snapshot);
    add().success();
    assert!(snapshot.join("partners_origins.csv").is_file());
    assert!(!findings_of(&snapshot).iter().any(|f| f.rule == Rule::FileKeptOut));
    let manifest = Manifest::read(&snapshot).unwrap();
    assert_eq!((manifest.inputs.len(), manifest.outputs.len()), (0, 0));
    assert_eq!(manifest.additions[0].tables, ["partners"]);
    add().success();
    // No import replaces what was made by hand.
    let (other, map, file) = small();
    let told = said(import(&map, &file, "--out", &snapshot));
    assert!(told.contains("was made by hand"), "{told}");
    drop(other);
    fs::remove_file(snapshot.join("partners_origins.csv")).unwrap();
    add().code(2);
}

#[test]
fn an_import_by_another_mapping_is_not_replaced() {
    let (root, map, file) = small();
    let out = root.path().join("fen/2021-03-31");
    import(&map, &file, "--out", &out).success();
    let before = files_in(&out);
    let other = root.path().join("other.toml");
    fs::write(&other, mapped("", "nia_m2 = \"Area\"")).unwrap();
    let told = said(import(&other, &file, "--out", &out));
    assert!(told.contains("was made by the mapping `") && told.contains("m.toml`, so"), "{told}");
    assert!(told.contains("import into another folder, or remove it first"), "{told}");
    assert_eq!(files_in(&out), before);
    // The same mapping, corrected since, does; so does one of the same text by another name.
    fs::write(&map, mapped("", "gia_m2 = { column = \"Area\", null = [\"lots\"] }")).unwrap();
    import(&map, &file, "--out", &out).success();
    fs::copy(&map, &other).unwrap();
    import(&other, &file, "--out", &out).success();
}

#[test]
fn what_was_added_stays_when_the_snapshot_is_imported_again() {
    let (root, map, file) = small();
    let out = root.path().join("fen/2021-03-31");
    import(&map, &file, "--out", &out).success();
    let list = hospitals(root.path(), "Marsh Hospital");
    import("partners-hospitals", &list, "--add-to", &out).success();
    let manifest = Manifest::read(&out).unwrap();
    let [addition] = manifest.additions.as_slice() else { panic!("{manifest:?}") };
    let inputs: Vec<&str> = addition.inputs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(inputs, ["mapping partners-hospitals", "hospitals.csv"]);
    assert_eq!(addition.tables, ["partners"]);
    let there = files_in(&out);
    for (name, hash) in manifest.files() {
        assert_eq!(blake3::hash(&there[name]).to_hex().as_str(), hash, "{name}");
    }
    assert_eq!(manifest.files().count() + 1, there.len());
    // The main import replaces its own tables alone.
    fs::write(&file, "Ref,Site,Area\nA,Hall,11\n").unwrap();
    import(&map, &file, "--out", &out).success();
    let again = files_in(&out);
    assert_ne!(there["sites.csv"], again["sites.csv"]);
    assert_eq!(there["partners.csv"], again["partners.csv"]);
    assert_eq!(Manifest::read(&out).unwrap().additions, manifest.additions);
    // The added table is replaced by its own mapping, and not once somebody has worked on it.
    let list = hospitals(root.path(), "Drove Hospital");
    import("partners-hospitals", &list, "--add-to", &out).success();
    let partners = out.join("partners.csv");
    let corrected =
        fs::read_to_string(&partners).unwrap().replace("Drove Hospital", "Fen Hospital");
    fs::write(&partners, corrected).unwrap();
    for (mapping, file, flag) in
        [(Path::new("partners-hospitals"), &list, "--add-to"), (map.as_path(), &file, "--out")]
    {
        let told = said(import(mapping, file, flag, &out));
        assert!(told.contains("partners.csv` was changed since it was imported"), "{told}");
    }
    // Taken out, it is no addition any more.
    fs::remove_file(&partners).unwrap();
    import(&map, &file, "--out", &out).success();
    let left = files_in(&out);
    assert!(Manifest::read(&out).unwrap().additions.is_empty());
    assert!(!left.keys().any(|name| name.starts_with("partners")) && left.contains_key(MANIFEST));
}
