//! Sites whose id changed between two snapshots: found again with the evidence, or not matched at all.

use std::{collections::BTreeMap, fs, path::Path};

use terrier::{
    batch::{self, Before},
    load::{self, Estate, FoundBy, Hashes, SameSites},
    model::Severity,
};

use crate::published::{policy, terrier};

const HEADER: &str = "site_id,name,use,status,tenure,uprn,postcode,easting,northing,gia_m2\n";

/// Reads a register of lines.
fn register(lines: &[&str]) -> Estate {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    write(&folder, lines);
    load::load(&folder, policy(), Hashes::NotWanted).unwrap().value.unwrap()
}

fn write(folder: &Path, lines: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(folder.join("sites.csv"), format!("{HEADER}{text}")).unwrap();
}

/// Returns before, after and evidence of each match.
fn matches(before: &[&str], after: &[&str]) -> Vec<(String, String, FoundBy)> {
    let same = SameSites::between(&register(before), &register(after), policy());
    same.again.into_iter().map(|(after, (before, by))| (before, after, by)).collect()
}

#[rstest::rstest]
#[case::uprn(
    "A1,Park Hall,office,,,010001,,541000,269000,",
    "B1,Civic Hall,office,,,10001,,549000,269000,",
    Some(FoundBy::Uprn)
)]
#[case::name_and_position(
    "A1,Park Hall,office,,,,,541000,269000,",
    "B1,PARK HALL,office,,,,,541150,269100,",
    Some(FoundBy::NameAndPosition)
)]
#[case::name_and_position_though_the_uprn_was_mended(
    "A1,Park Hall,office,,,1,,541000,269000,",
    "B1,Park Hall,office,,,2,,541000,269000,",
    Some(FoundBy::NameAndPosition)
)]
#[case::name_and_postcode(
    "A1,Park Hall,office,,,,FN1 1DE,,,",
    "B1,Park-Hall,office,,,,fn11de,,,",
    Some(FoundBy::NameAndPostcode)
)]
#[case::position(
    "A1,Park Hall,office,,,,,541000,269000,",
    "B1,The Hub,office,,,,,541010,269010,",
    Some(FoundBy::Position)
)]
#[case::position_of_another_uprn(
    "A1,Park Hall,office,,,1,,541000,269000,",
    "B1,The Hub,office,,,2,,541000,269000,",
    None
)]
#[case::a_neighbour(
    "A1,Park Hall,office,,,,,541000,269000,",
    "B1,The Hub,office,,,,,541060,269000,",
    None
)]
#[case::name("A1,Park Hall,office,,,,,,,", "B1,park hall,office,,,,,,,", Some(FoundBy::Name))]
#[case::a_name_elsewhere(
    "A1,Park Hall,office,,,,,541000,269000,",
    "B1,Park Hall,office,,,,,547000,269000,",
    None
)]
#[case::nothing("A1,Park Hall,office,,,,,,,", "B1,The Hub,office,,,,,,,", None)]
fn a_site_is_found_again_by_its_evidence(
    #[case] before: &str,
    #[case] after: &str,
    #[case] by: Option<FoundBy>,
) {
    let expected: Vec<_> =
        by.map(|by| ("A1".to_owned(), "B1".to_owned(), by)).into_iter().collect();
    assert_eq!(matches(&[before], &[after]), expected);
}

#[rstest::rstest]
#[case::two_of_a_name(
    &["A1,Depot,stores,,,,,,,", "A2,Depot,stores,,,,,,,"],
    &["B1,Depot,stores,,,,,,,"]
)]
#[case::one_of_the_name_kept_its_id(
    &["A1,Depot,stores,,,,,,,", "A2,Depot,stores,,,,,,,"],
    &["A1,Depot,stores,,,,,,,", "B2,Depot,stores,,,,,,,"]
)]
#[case::one_campus_of_one_uprn(
    &["A1,North Block,office,,,7,,,,", "A2,South Block,office,,,7,,,,"],
    &["B1,North Wing,office,,,7,,,,", "B2,South Wing,office,,,7,,,,"]
)]
#[case::neighbours_within_reach(
    &["A1,One,office,,,,,541000,269000,", "A2,Two,office,,,,,541015,269000,"],
    &["B1,Three,office,,,,,541000,269000,", "B2,Four,office,,,,,541015,269000,"]
)]
#[case::the_same_ids(
    &["A1,Park Hall,office,,,1,,,,", "A2,The Hub,office,,,2,,,,"],
    &["A1,The Hub,office,,,1,,,,", "A2,Park Hall,office,,,2,,,,"]
)]
fn what_could_be_two_is_not_matched(#[case] before: &[&str], #[case] after: &[&str]) {
    assert_eq!(matches(before, after), []);
}

/// Three sites of which the first two ids pass on: A2 became A1, and A2 is a site that is new.
const PASSED_ON: [&[&str]; 2] = [
    &[
        "A1,Park Hall,office,operational,freehold,1,,,,500",
        "A2,The Hub,office,operational,freehold,2,,,,900",
        "A3,Old Barn,office,operational,freehold,3,,,,300",
    ],
    &[
        "A1,The Hub,office,operational,freehold,2,,,,900",
        "A2,New Wing,office,operational,freehold,4,,,,100",
        "A3,Old Barn,office,operational,freehold,3,,,,300",
    ],
];

/// What follows sites from snapshot to snapshot asks one rule: no figure of Park Hall is held against one of The Hub.
#[test]
fn ids_that_passed_on_are_followed_by_the_site_in_every_output() {
    let same = SameSites::between(&register(PASSED_ON[0]), &register(PASSED_ON[1]), policy());
    assert_eq!(["A1", "A2", "A3"].map(|id| same.id_before(id)), [Some("A2"), None, Some("A3")]);
    assert_eq!(["A1", "A2", "A3"].map(|id| same.id_after(id)), [None, Some("A1"), Some("A3")]);

    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("fen");
    write(&estate.join("2018-03-31"), PASSED_ON[0]);
    write(&estate.join("2019-03-31"), PASSED_ON[1]);
    write(&estate.join("2020-03-31"), PASSED_ON[1]);
    let out = root.path().join("out");
    let run = || terrier().arg("batch").arg(&estate).arg("--out").arg(&out).assert().success();
    run();
    let read = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(out.join("fen").join(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    };
    let moves = || {
        let rows = read("rank_moves.csv").into_iter().filter(|row| row["to"] == "2019-03-31");
        let mut rows: Vec<[String; 5]> = rows
            .map(|row| {
                ["site_id", "name", "rank_before", "rank_after", "id_before"]
                    .map(|column| row[column].clone())
            })
            .collect();
        rows.sort();
        rows
    };
    let expected = [
        ["A1", "Park Hall", "unranked", "gone", ""],
        ["A1", "The Hub", "unranked", "unranked", "A2"],
        ["A2", "New Wing", "new", "unranked", ""],
        ["A3", "Old Barn", "unranked", "unranked", ""],
    ];
    assert_eq!(moves(), expected.map(|row| row.map(str::to_owned)));
    let figures = || {
        let rows = read("trends.csv").into_iter();
        let own = rows.filter(|row| row["snapshot"] == "2019-03-31" && row["value"] == "1");
        own.map(|row| row["figure"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(figures(), ["acquired", "gone"]);
    let of = |row: &BTreeMap<String, String>| {
        ["sites_added", "sites_gone"].map(|column| row[column].clone())
    };
    assert_eq!(of(&read("summary.csv")[1]), ["1", "1"]);
    // What was found stays when a later snapshot comes and the earlier ones are not read again.
    write(&estate.join("2021-03-31"), PASSED_ON[1]);
    run();
    assert_eq!(moves(), expected.map(|row| row.map(str::to_owned)));
    assert_eq!(figures(), ["acquired", "gone"]);

    let paper = fs::read_to_string(out.join("fen/2019-03-31/paper.md")).unwrap();
    let said = |words: &str| paper.lines().any(|line| line.contains(words));
    assert!(said("The Hub (A1, before A2; the same UPRN)"), "{paper}");
    assert!(said("Park Hall") && said("New Wing"), "{paper}");
}

/// Rows of `same_site` that do nothing are found where they stand; those of an id that changed long ago are none.
#[test]
fn a_row_of_same_site_that_names_no_site_of_either_snapshot_is_a_finding() {
    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("fen");
    write(&estate.join("2019-03-31"), &["A1,Park Hall,office,,,,,,,", "A2,The Hub,office,,,,,,,"]);
    let now = estate.join("2020-03-31");
    write(&now, &["B1,Park Hall,office,,,,,,,", "A2,The Hub,office,,,,,,,"]);
    let found = |rows: &str| -> Vec<String> {
        fs::write(now.join("same_site.csv"), format!("before,after\n{rows}")).unwrap();
        let output = terrier().arg("check").arg(&now).args(["--format", "csv"]).output().unwrap();
        let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
        let rows: Vec<BTreeMap<String, String>> =
            reader.deserialize().map(Result::unwrap).collect();
        let own = rows.iter().filter(|row| row["file"] == "same_site.csv");
        own.map(|row| {
            ["rule", "row", "column", "found", "expected"].map(|cell| row[cell].clone()).join(" | ")
        })
        .collect()
    };
    assert_eq!(found("A1,B1\n"), [""; 0]);
    // Old0 became A2 before 2019; Old1 became Old2, and that A1.
    assert_eq!(found("A1,B1\nOld0,A2\nOld1,Old2\nOld2,A1\n"), [""; 0]);
    let expected =
        "one of the 2 ids in sites.csv of 2019-03-31, or an id that one of them had before";
    for (rows, row, id) in [("X1,B1\n", 2, "X1"), ("A1,B1\nA9,A2\nA8,B1\n", 4, "A8")] {
        let own = format!("unknown-earlier-site | {row} | before | \"{id}\" | {expected}");
        assert_eq!(found(rows), [own]);
    }
    // A chain that ends at no listed site names nothing in the later one.
    let lost = found("A1,C1\nC1,C2\nC2,C1\n");
    assert_eq!(lost.len(), 3, "{lost:?}");
    assert!(lost.iter().all(|row| row.starts_with("unknown-site | ")), "{lost:?}");
    assert!(lost[0].contains("| after | \"C1\" | one of the 2 ids in sites.csv"), "{lost:?}");
}

/// Two folders of one name are one estate over time, and nothing of it passes in silence.
#[test]
fn folders_of_one_name_are_joined_with_a_warning_that_says_what_is_doubtful() {
    let root = tempfile::tempdir().unwrap();
    let (first, second) = (root.path().join("in/old/fen"), root.path().join("in/new/fen"));
    let hall = "A1,Park Hall,office,operational,freehold,1,,541000,269000,500";
    let hub = "B7,The Hub,office,operational,freehold,9,,561000,299000,900";
    let other = "C3,Old Barn,office,operational,freehold,3,,571000,289000,300";
    write(&first.join("2018-03-31"), &[hall]);
    write(&first.join("2019-03-31"), &[hall]);
    let out = root.path().join("out");
    let batch = |more: &[&str]| {
        let mut command = terrier();
        command.arg("batch").arg(root.path().join("in")).arg("--out").arg(&out).args(more);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(!batch(&[]).contains("one estate"));
    // The same sites in another folder: said, and no more.
    write(&second.join("2020-03-31"), &[hall, hub]);
    let said = batch(&["--dry-run"]);
    assert!(said.contains("are reported as one estate, \"fen\""), "{said}");
    let said = batch(&[]);
    assert!(said.contains("in/old/fen`") && !said.contains("in common"), "{said}");
    // No site in common: doubtful each time, whether or not something is written.
    fs::remove_dir_all(second.join("2020-03-31")).unwrap();
    write(&second.join("2021-03-31"), &[hub, other]);
    for _ in 0..2 {
        let said = batch(&[]);
        assert!(said.contains("2019-03-31`") && said.contains("have no site in common"), "{said}");
    }
    let marking = fs::read_to_string(out.join("fen/EDITION.txt")).unwrap();
    assert!(marking.contains("have no site in common"), "{marking}");
    // One site of another id is said by the table to be the same: no doubt any more.
    fs::write(second.join("2021-03-31/same_site.csv"), "before,after\nA1,C3\n").unwrap();
    assert!(!batch(&[]).contains("in common"));
    // Another name of the estate is doubtful by itself; no report of the old one is replaced.
    fs::remove_dir_all(out.join("fen")).unwrap();
    let file = "name = \"Fenland\"\nas_of = 2021-03-31\n";
    fs::write(second.join("2021-03-31/estate.toml"), file).unwrap();
    let said = batch(&[]);
    assert!(said.contains("\"Fenland\"") && said.contains("two names"), "{said}");
}

/// A batch over three snapshots of an estate that numbers its sites anew in the second.
#[test]
fn no_site_of_a_batch_is_both_new_and_gone() {
    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("fen");
    let first = [
        "A1,Park Hall,office,operational,freehold,1,,,,500",
        "A2,The Hub,office,operational,freehold,2,,,,900",
        "A3,Old Barn,land,operational,freehold,,,,,",
    ];
    let later = [
        "B1,Park Hall,office,operational,freehold,1,,,,500",
        "B2,The Hub,office,operational,freehold,2,,,,900",
        "B4,New Wing,office,operational,freehold,4,,,,100",
    ];
    write(&estate.join("2018-03-31"), &first);
    write(&estate.join("2019-03-31"), &later);
    write(&estate.join("2020-03-31"), &later);
    let out = root.path().join("out");
    terrier().arg("batch").arg(&estate).arg("--out").arg(&out).assert().success();
    let mut reader = csv::Reader::from_path(out.join("fen/rank_moves.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let of = |id: &str, to: &str| {
        let row = rows.iter().find(|row| row["site_id"] == id && row["to"] == to)?;
        let cell = |name: &str| row[name].clone();
        Some((cell("rank_before"), cell("rank_after"), cell("id_before"), cell("found_by")))
    };
    let text = |(a, b, c, d): (&str, &str, &str, &str)| {
        Some((a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()))
    };
    assert_eq!(of("B1", "2019-03-31"), text(("unranked", "unranked", "A1", "UPRN")));
    assert_eq!(of("A1", "2019-03-31"), None);
    assert_eq!(of("A3", "2019-03-31"), text(("unranked", "gone", "", "")));
    assert_eq!(of("B4", "2019-03-31"), text(("new", "unranked", "", "")));
    assert_eq!(of("B1", "2020-03-31"), text(("unranked", "unranked", "", "")));
    let moves = rows.iter().filter(|row| row["to"] == "2019-03-31").count();
    assert_eq!(moves, 4);
}

/// The paper tells of the change of id, and lists of names end.
#[test]
fn the_paper_tells_a_new_id_and_no_site_that_is_new_and_gone() {
    let root = tempfile::tempdir().unwrap();
    let estate = root.path().join("fen");
    let mut now = vec!["B1,Park Hall,office,operational,freehold,1,,,,500".to_owned()];
    now.extend((10..40).map(|n| format!("C{n},Wing {n},office,operational,freehold,,,,,")));
    let now: Vec<&str> = now.iter().map(String::as_str).collect();
    write(&estate.join("2019-03-31"), &["A1,Park Hall,office,operational,freehold,1,,,,500"]);
    write(&estate.join("2020-03-31"), &now);
    let folder = estate.join("2020-03-31");
    let before = Before::find(&folder).unwrap().unwrap();
    let before = before.ran(&folder, policy(), Severity::Error).unwrap();
    let run = crate::published::ran(&folder);
    let wording = terrier::report::Wording::default();
    let with = batch::Making {
        policy: policy(),
        edition: terrier::edition::Edition::Restricted,
        wording: &wording,
        before: Some(&before),
    };
    let target = root.path().join("report");
    batch::publish(&run, with, &target).unwrap();
    let paper = fs::read_to_string(target.join("paper.md")).unwrap();
    let line = paper.lines().find(|line| line.contains("New in the register")).unwrap();
    assert!(
        line.contains("With a changed reference: Park Hall (B1, before A1; the same UPRN)."),
        "{line}"
    );
    assert!(!line.contains("No longer in the register"), "{line}");
    assert!(line.contains("Wing 10, ") && line.contains(" and 20 more."), "{line}");
    assert_eq!(line.matches("Park Hall").count(), 1, "{line}");
}
