//! Real files, as they come: test points of the Ordnance Survey, a council's register, and anything at all.
//!
//! The files stand beside the project and not in it (`../shared/data`); without them these tests say so.
#![allow(clippy::print_stdout, reason = "a test without its files says so")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use geo::Point;
use terrier::{
    load::{self, Hashes},
    model::{Findings, Rule},
    place::{Grid, metres_between},
};

use crate::{
    published::{policy, ran},
    sample::project,
};

/// The folder of real files, if it is there.
fn real() -> Option<PathBuf> {
    let folder = project("../shared/data");
    if !folder.is_dir() {
        println!("{} is not there: nothing was tested", folder.display());
        return None;
    }
    Some(folder)
}

/// The first cell of each record, and the next two as numbers.
fn numbers(path: &Path) -> Vec<(String, f64, f64)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    let records = reader.records().map(Result::unwrap);
    let read = records.map(|r| (r[0].to_owned(), r[1].parse().unwrap(), r[2].parse().unwrap()));
    read.collect()
}

/// The 40 test points of OSTN15: name, National Grid, ETRS89.
pub fn points_of_the_ordnance_survey() -> Option<Vec<(String, Grid, Point)>> {
    let folder = real()?.join("ostn15-test");
    let degrees = numbers(&folder.join("OSTN15_OSGM15_TestInput_ETRStoOSGB.txt"));
    let metres = numbers(&folder.join("OSTN15_OSGM15_TestOutput_ETRStoOSGB.txt"));
    assert_eq!((degrees.len(), metres.len()), (40, 40));
    let both = degrees.into_iter().zip(metres);
    let points = both.map(|((name, latitude, longitude), (same, easting, northing))| {
        assert_eq!(name, same);
        (name, Grid { easting, northing }, Point::new(longitude, latitude))
    });
    Some(points.collect())
}

/// The seven-parameter transformation misses by up to 4.94 m (`ostn15-test/SOURCE.txt`).
#[test]
fn the_test_points_of_the_ordnance_survey_are_met_within_five_metres() {
    let Some(points) = points_of_the_ordnance_survey() else { return };
    let mut wrong = Vec::new();
    for (name, grid, degrees) in points {
        let off = metres_between(grid.to_wgs84().unwrap(), degrees);
        wrong.extend((off > 5.5).then(|| format!("{name}: {off:.2} m off")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A snapshot folder with nothing in it.
fn snapshot() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2021-03-31");
    fs::create_dir(&folder).unwrap();
    (root, folder)
}

fn findings_of(folder: &Path) -> Findings {
    load::load(folder, policy(), Hashes::NotWanted).unwrap().findings
}

const RENAMED: [(&str, &str); 6] = [
    ("AssetCode", "site_id"),
    ("PropertyName", "name"),
    ("StreetName", "address"),
    ("GeoX", "easting"),
    ("GeoY", "northing"),
    ("TenureType", "tenure"),
];

#[test]
fn a_councils_register_loads_once_its_columns_are_named() {
    let Some(real) = real() else { return };
    let file = "cheltenham-council-assets/local_authority_land_and_assets_2021.csv";
    let (_root, folder) = snapshot();
    let mut bytes = fs::read(real.join(file)).unwrap();
    let end = bytes.iter().position(|b| *b == b'\n').unwrap();
    let mut header = String::from_utf8(bytes[..end].to_vec()).unwrap();
    // The file has these two columns twice, which is an error of its own.
    header = header.replacen("Organisation,OrganisationLabel", "owner,owner_label", 1);
    for (from, to) in RENAMED {
        header = header.replace(from, to);
    }
    bytes.splice(..end, header.into_bytes());
    fs::write(folder.join("sites.csv"), &bytes).unwrap();
    let checked = load::load(&folder, policy(), Hashes::NotWanted).unwrap();
    let sites = checked.value.unwrap().sites;
    // Of 498 records 145 have no name and 5 the id of another.
    let found = checked.findings.each();
    let of = |word: &str| found.iter().filter(|f| f.rule.word() == word).count();
    assert_eq!((of("required-cell-empty"), of("duplicate-id"), sites.len()), (145, 5, 348));
    assert!(sites.iter().all(|site| site.tenure.is_some()));
    let placed = sites.iter().filter(|site| site.position.is_some()).count();
    assert!(placed >= 347, "{placed} placed");
    assert!(of("same-site-twice") > 0 && of("not-utf8") == 1);
}

/// Every file of a folder and below.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let list = if path.is_dir() { &mut open } else { &mut files };
            list.push(path);
        }
    }
    files.sort();
    files
}

/// The file's own ending where it is that of a workbook, else `csv`.
fn as_table(path: &Path) -> String {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ["xls", "xlsx"].contains(&ending.as_str()) { ending } else { "csv".to_owned() }
}

#[rstest::rstest]
#[case::as_the_register("sites")]
#[case::as_the_ledger("costs")]
#[case::as_the_occupancy("occupancy")]
fn any_file_at_all_gives_findings_and_no_panic(#[case] table: &str) {
    let Some(real) = real() else { return };
    let quiet: Vec<String> = files_below(&real)
        .iter()
        .filter(|file| {
            let (_root, folder) = snapshot();
            if table != "sites" {
                fs::write(folder.join("sites.csv"), "site_id,name\nA,Station\nB,Office\n").unwrap();
            }
            let copy = folder.join(format!("{table}.{}", as_table(file)));
            fs::copy(file, copy).unwrap();
            findings_of(&folder).is_empty()
        })
        .map(|file| file.display().to_string())
        .collect();
    assert!(quiet.is_empty(), "nothing found in\n{}", quiet.join("\n"));
}

#[test]
fn the_smallest_snapshot_is_studied() {
    let (_root, folder) = snapshot();
    fs::write(folder.join("sites.csv"), "site_id,name\nA,Station\nB,Office\n").unwrap();
    let run = ran(&folder);
    assert_eq!(run.ranking.sites.len(), 2);
    assert_eq!(run.ranking.ranked().count(), 0);
}

/// Web Mercator in the columns of metres is named row by row, and the degrees beside it are used.
#[test]
fn stations_in_web_mercator_are_named_and_placed_by_their_degrees() {
    let Some(real) = real() else { return };
    let (_root, folder) = snapshot();
    let mut text =
        fs::read_to_string(real.join("police-stations-osm/police_stations_converted.csv"))
            .unwrap()
            .lines()
            .enumerate()
            .map(
                |(at, line)| {
                    if at == 0 { format!("site_id,{line}\n") } else { format!("S{at},{line}\n") }
                },
            )
            .collect::<String>();
    for whole in [true, false] {
        if !whole {
            text = text.replacen(",longitude,latitude", ",a,b", 1);
        }
        fs::write(folder.join("sites.csv"), &text).unwrap();
        let checked = load::load(&folder, policy(), Hashes::NotWanted).unwrap();
        let sites = checked.value.unwrap().sites;
        let named = checked.findings.iter().filter(|f| f.rule == Rule::PositionWebMercator).count();
        let placed = sites.iter().filter(|site| site.position.is_some()).count();
        assert_eq!((named, placed), (467, if whole { sites.len() } else { 0 }));
    }
}

/// Positions made up, postcodes of Code-Point Open: the padded ones, too, are found.
#[test]
fn a_real_list_of_postcodes_tells_positions_that_are_far_off() {
    let Some(real) = real() else { return };
    let (_root, folder) = snapshot();
    let rows = fs::read_to_string(real.join("codepoint-cb/cb.csv")).unwrap();
    let list = format!("postcode,quality,easting,northing,a,b,c,d,e,f\n{rows}");
    fs::write(folder.join("postcodes.csv"), list).unwrap();
    let sites = "site_id,name,postcode,easting,northing\n\
                 A,At its postcode,CB1 0AH,546881,258966\n\
                 B,In lower case,cb10ah,546900,258900\n\
                 C,A digit wrong,CB1  0AH,564881,258966\n\
                 D,Not listed,CB99 9ZZ,546881,258966\n\
                 E,Another area,PE1 1AA,519000,298000\n";
    fs::write(folder.join("sites.csv"), sites).unwrap();
    let checked = load::load(&folder, policy(), Hashes::NotWanted).unwrap();
    let placed: Vec<bool> =
        checked.value.unwrap().sites.iter().map(|site| site.position.is_some()).collect();
    assert_eq!(placed, [true, true, false, true, true]);
    let found: Vec<(Rule, &str)> = checked
        .findings
        .iter()
        .filter(|f| f.rule.word().contains("postcode"))
        .map(|f| (f.rule, f.id.as_str()))
        .collect();
    assert_eq!(found, [(Rule::PositionFarFromPostcode, "C"), (Rule::PostcodeNotListed, "D")]);
}
