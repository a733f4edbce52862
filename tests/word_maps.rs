//! Words that people write: in a map of a mapping, in a snapshot itself, and as a part of a key.

use std::fs;

use rstest::rstest;
use terrier::{
    mapping,
    model::{Checked, Rule},
};

use crate::{
    import::{found, imported, mapped, records},
    sample::{Sample, findings_of},
};

/// Imports sites of one input `a` and returns the cells of a column, and the notes of unused entries.
fn column(spec: &str, name: &str, file: &str) -> (Vec<String>, Vec<String>) {
    let Checked { value, findings } = imported(&mapped("", spec), &[("a", file.as_bytes())]);
    let import = value.unwrap_or_else(|| panic!("{findings:?}"));
    let cells = records(&import, "sites").into_iter().map(|r| r[name].clone()).collect();
    (cells, found(&findings, Rule::MapEntryUnused))
}

const WORDS: &str = "Ref,Site,Type,Listed\nA,Hall,N/A,None\nB,Shed,Office,Yes\nC,Barn,,-\n";

/// `None` is no word for "not known" in the policy, `N/A` and `-` are.
#[rstest]
#[case("use = { column = \"Type\", map = { \"N/A\" = \"other\", \"Office\" = \"office\" } }", "use", ["other", "office", ""])]
#[case("use = { column = \"Type\", map = { \"n / a\" = \"other\", \"Office\" = \"office\", \"\" = \"land\" } }", "use", ["other", "office", "land"])]
#[case("use = { column = \"Type\", map = { \"Office\" = \"office\" } }", "use", ["", "office", ""])]
#[case("listed = { column = \"Listed\", map = { \"None\" = \"no\", \"Yes\" = \"yes\", \"-\" = \"no\" } }", "listed", ["no", "yes", "no"])]
#[case("listed = { column = \"Listed\", null = [\"None\"], map = { \"None\" = \"no\", \"Yes\" = \"yes\" } }", "listed", ["no", "yes", ""])]
fn a_map_wins_over_words_for_not_known(
    #[case] spec: &str,
    #[case] name: &str,
    #[case] expected: [&str; 3],
) {
    let (cells, unused) = column(spec, name, WORDS);
    assert_eq!(cells, expected);
    assert_eq!(unused, [""; 0]);
}

#[test]
fn an_entry_that_no_cell_meets_is_named() {
    let spec = "use = { column = \"Type\", map = { \"Ofice\" = \"office\", \"office\" = \"office\", \"Land\" = \"land\" } }";
    let (cells, unused) = column(spec, "use", WORDS);
    assert_eq!(cells, ["", "office", ""]);
    assert_eq!(unused.len(), 1);
    assert!(unused[0].contains("\"Land\", \"Ofice\""), "{}", unused[0]);
}

#[test]
fn a_map_that_means_two_things_is_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.toml");
    let of = |map: &str| {
        fs::write(&path, mapped("", &format!("tenure = {{ column = \"T\", map = {{ {map} }} }}")))
            .unwrap();
        mapping::mapping(&path).map(|_| ()).map_err(|error| error.to_string())
    };
    assert!(
        of("\"F/H\" = \"freehold\", \"f/h \" = \"leasehold\"")
            .unwrap_err()
            .contains("two meanings")
    );
    assert_eq!(
        of("\"F/H\" = \"freehold\", \"f/h\" = \"freehold\", \"-\" = \"licence\", \"\" = \"\""),
        Ok(())
    );
}

const BLOCKS: &str =
    "Asset code,Block,GIA\nAB/012/01,Front,100\nAB/012/02,Back,50\nAB/7/01,Hall,70\nCD,Yard,5\n";
const REGISTER: &str = "Code,Name\nAB/012,Marchford\nAB/7,Turvesey\nEF/1,Reedmarch\n";

/// Blocks are put together by the first two parts of their code, and the code of fewer parts is a finding.
#[test]
fn a_part_of_an_id_is_a_key() {
    let text = "name = \"test\"\n[[input]]\nname = \"blocks\"\n\
[[input.join]]\nwith = \"register\"\ncolumn = { column = \"Asset code\", split = \"/\", parts = 2 }\nequals = \"Code\"\n\
[[input]]\nname = \"register\"\n\
[[table]]\nname = \"sites\"\nfrom = \"blocks\"\n\
one_per = [{ column = \"Asset code\", split = \"/\", parts = 2 }]\n\
[table.columns]\n\
site_id = { column = \"Asset code\", split = \"/\", parts = 2, choice = \"first\" }\n\
name = { column = \"register: Name\", else = \"Block\" }\n\
gia_m2 = { column = \"GIA\", choice = \"sum\" }\n";
    let files: [(&str, &[u8]); 2] =
        [("blocks", BLOCKS.as_bytes()), ("register", REGISTER.as_bytes())];
    let Checked { value, findings } = imported(text, &files);
    let import = value.unwrap_or_else(|| panic!("{findings:?}"));
    let sites: Vec<[String; 3]> = records(&import, "sites")
        .into_iter()
        .map(|r| ["site_id", "name", "gia_m2"].map(|column| r[column].clone()))
        .collect();
    let expected =
        [["AB/012", "Marchford", "150"], ["AB/7", "Turvesey", "70"], ["CD", "Yard", "5"]];
    assert_eq!(sites, expected.map(|row| row.map(str::to_owned)));
    assert_eq!(found(&findings, Rule::JoinUnmatched).len(), 1);
    let unread = found(&findings, Rule::CellUnreadable);
    assert!(unread.len() == 1 && unread[0].contains("\"CD\""), "{unread:?}");
}

#[rstest]
#[case("split = \"/\"")]
#[case("parts = 2")]
#[case("split = \"/\", parts = 0")]
#[case("split = \"\", parts = 2")]
#[case("split = \"/\", part = 1, parts = 2")]
fn parts_of_a_cell_are_stated_whole(#[case] how: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.toml");
    fs::write(&path, mapped("", &format!("district = {{ column = \"D\", {how} }}"))).unwrap();
    assert!(mapping::mapping(&path).is_err());
}

/// What `import` knows is known by `check`, told once for a text and a column, and used as the word it means.
#[test]
fn words_that_people_write_are_understood_and_told() {
    let sample = Sample::new()
        .cell("sites", "FEN-001", "tenure", "Owned")
        .cell("sites", "FEN-002", "tenure", "Owned")
        .cell("sites", "FEN-003", "listed", "Grade II*")
        .line("costs", "FEN-001,2019/20,,,Electricity,12.50,\n")
        .line("costs", "FEN-001,2019/20,,,Electricity,13.50,\n");
    let findings = findings_of(&sample.folder);
    let told = found(&findings, Rule::AliasUsed);
    let of = |text: &str| told.iter().filter(|t| t.contains(text)).count();
    assert_eq!(
        [
            "\"Owned\", read as `freehold`",
            "\"Grade II*\", read as `yes`",
            "\"Electricity\", read as `utilities`"
        ]
        .map(of),
        [1; 3],
        "{told:?}"
    );
    // The sample's own: a count that says "n/k".
    assert_eq!(found(&findings, Rule::CellUnreadable).len(), 1);
    assert_eq!(found(&findings, Rule::RequiredCellUnreadable), [""; 0]);
}

#[test]
fn a_word_that_a_mapping_leaves_open_is_passed_on_and_named() {
    let map = "status = { column = \"State\", map = { \"In use\" = \"operational\", \"Pickled\" = \"?\" } }";
    let file = "Ref,Site,State\nA,Hall,In use\nB,Shed,Pickled\nC,Barn,Pickled\n";
    let Checked { value, findings } = imported(&mapped("", map), &[("a", file.as_bytes())]);
    let import = value.unwrap();
    let cells: Vec<_> =
        records(&import, "sites").into_iter().map(|r| r["status"].clone()).collect();
    assert_eq!(
        cells,
        ["operational", "Pickled (meaning not decided)", "Pickled (meaning not decided)"]
    );
    let open = findings.iter().filter(|f| f.rule == Rule::CellUnreadable);
    let open: Vec<&str> = open.map(|f| f.expected.as_str()).collect();
    assert_eq!(open, ["a meaning in the mapping, which has \"?\""; 2]);
}
