//! Where things are: metres and degrees in one table, partners, and a long list of postcodes.

use std::{fmt::Write, fs, path::PathBuf};

use geo::Point;
use terrier::{
    load::{self, Estate, Hashes},
    model::{Findings, PartnerKind, Postcode, Rule},
    place::metres_between,
};

use crate::{
    published::policy,
    sample::{NEWEST, project},
};

/// Loads a snapshot of these tables.
fn loaded(tables: &[(&str, &str)]) -> (Estate, Findings) {
    let root = tempfile::tempdir().unwrap();
    let folder: PathBuf = root.path().join("2021-03-31");
    fs::create_dir(&folder).unwrap();
    for (name, text) in tables {
        fs::write(folder.join(name), text).unwrap();
    }
    let checked = load::load(&folder, policy(), Hashes::NotWanted).unwrap();
    (checked.value.unwrap(), checked.findings)
}

/// The rules about positions and postcodes that were broken, with the record's id.
fn about_places(findings: &Findings) -> Vec<(Rule, &str)> {
    let word = |rule: Rule| rule.word().contains("position") || rule.word().contains("postcode");
    findings.iter().filter(|f| word(f.rule)).map(|f| (f.rule, f.id.as_str())).collect()
}

#[test]
fn metres_and_degrees_may_stand_in_one_table() {
    let (estate, findings) = loaded(&[(
        "sites.csv",
        "site_id,name,easting,northing,latitude,longitude\n\
         A,Metres,541927,269110,,\n\
         B,Degrees,,,52.30175,0.07987\n\
         C,Both,541927,269110,52.30175,0.07987\n\
         D,Both and unlike,541927,269110,52.31175,0.07987\n\
         E,Degrees and zero,0,0,52.30175,0.07987\n\
         F,Degrees and a half,541927,,52.30175,0.07987\n\
         G,Metres and abroad,541927,269110,48.86,2.35\n\
         H,Neither,1,1,48.86,2.35\n",
    )]);
    let here = Point::new(0.079_87, 52.301_75);
    let placed: Vec<bool> = estate
        .sites
        .iter()
        .map(|site| site.position.is_some_and(|p| metres_between(p, here) < 20.0))
        .collect();
    assert_eq!(placed, [true, true, true, true, true, true, true, false]);
    assert_eq!(estate.sites[7].position, None);
    let mut found = about_places(&findings);
    found.retain(|(rule, _)| *rule != Rule::SameSiteTwice);
    assert_eq!(
        found,
        [
            (Rule::PositionIncomplete, "F"),
            (Rule::PositionZero, "E"),
            (Rule::PositionOutOfBounds, "H"),
            (Rule::PositionOutOfBounds, "G"),
            (Rule::PositionOutOfBounds, "H"),
            (Rule::PositionDiffers, "D"),
        ]
    );
}

#[test]
fn partners_are_rows_in_order_of_their_ids() {
    let checked = load::load(&project(NEWEST), policy(), Hashes::NotWanted).unwrap();
    let estate = checked.value.unwrap();
    let partners = estate.partners.unwrap();
    let ids: Vec<&str> = partners.iter().map(|p| p.partner_id.as_str()).collect();
    assert_eq!(ids, ["P-01", "P-02", "P-03", "P-04", "P-05", "P-06", "P-07", "P-08", "P-09"]);
    assert!(partners.iter().all(|p| p.position.is_some()));
    assert_eq!(partners[6].kind, Some(PartnerKind::Health));
    assert_eq!(partners[6].wants_m2.unwrap().as_m2(), 210.into());
    assert_eq!(partners[6].offers_m2, None);
    let postcodes = estate.postcodes.unwrap();
    let at = |text: &str| postcodes.point(Postcode::read(text).unwrap());
    assert!(metres_between(at("fn9 3rs").unwrap(), partners[6].position.unwrap()) < 3000.0);
    assert_eq!(at("FN9 9ZZ"), None);
}

#[test]
fn without_the_tables_there_are_no_partners_to_know_of() {
    let (estate, _) = loaded(&[("sites.csv", "site_id,name\nA,Station\n")]);
    assert!(estate.partners.is_none() && estate.postcodes.is_none());
}

/// Over a megabyte, so that it is read in more than one block, each by itself.
#[test]
fn a_long_list_of_postcodes_is_read_block_by_block_and_the_few_asked_for_are_kept() {
    let mut list = "postcode,easting,northing\nFN1 1AA,541900,269100\nFN1 1AB,0,0\n".to_owned();
    for at in 0..60_000 {
        let letter = |n: usize| char::from(b"ABDEFGHJLN"[n % 10]);
        let (a, b) = (letter(at / 10), letter(at));
        writeln!(list, "FX{} {}{a}{b},400000,300000", at / 1000, at / 100 % 10).unwrap();
    }
    list.push_str("YY1 1AA,541900,269100\n");
    assert!(list.len() > 1 << 20);
    let sites = "site_id,name,postcode,easting,northing\n\
                 A,In the first block,FN1 1AA,541900,269100\n\
                 B,Without a point,FN1 1AB,441900,269100\n\
                 C,In the last block and far,YY1 1AA,545000,269100\n\
                 D,Of an area of the last block,YY2 2AA,541900,269200\n\
                 E,Of no area of the list,NY2 2AA,541900,269300\n";
    let (estate, findings) = loaded(&[("sites.csv", sites), ("postcodes.csv", &list)]);
    let placed: Vec<bool> = estate.sites.iter().map(|site| site.position.is_some()).collect();
    assert_eq!(placed, [true, true, false, true, true]);
    let found = about_places(&findings);
    assert_eq!(found, [(Rule::PositionFarFromPostcode, "C"), (Rule::PostcodeNotListed, "D")]);
}
