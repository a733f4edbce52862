//! First mappings proposed, and the real registers if they are there.
#![allow(clippy::print_stdout, reason = "a test without its files says so")]

use std::{collections::BTreeMap, fs, path::Path};

use terrier::{
    mapping::{self, InputBytes},
    model::{Checked, Rule},
    policy::Policy,
};

use crate::{
    import::{RETURNS, found, imported, records},
    sample::{findings_of, project},
};

/// A column of the proposal: table, column, header, and how sure.
fn proposal(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut sure = String::new();
    for line in text.lines() {
        if line.starts_with('[') {
            sure.clear();
        }
        if let Some(word) = line.strip_prefix("# ").and_then(|l| l.split_once(':')).map(|(w, _)| w)
        {
            sure = word.to_owned();
        } else if let Some((column, spec)) =
            line.split_once(" = ").filter(|_| !line.starts_with('#'))
        {
            if sure.is_empty() && !line.starts_with("amount") {
                continue;
            }
            let headers = spec.split("map = ").next().unwrap_or(spec).split('"').skip(1).step_by(2);
            found.extend(headers.map(|h| (column.to_owned(), h.to_owned(), sure.clone())));
        }
    }
    found
}

/// Tells what share of the headers a shipped mapping uses the proposal has in the same column, and which of
/// the sure ones the mapping has elsewhere.
fn against(name: &str, file: &str, bytes: &[u8]) -> (usize, usize, Vec<String>) {
    let files = [InputBytes { input: String::new(), file: file.to_owned(), bytes: bytes.to_vec() }];
    let text = mapping::propose(&files, &Policy::default_policy().unwrap()).unwrap();
    let proposed = proposal(&text);
    let shipped = mapping::mapping(Path::new(name)).unwrap();
    let input = &shipped.input[0].name;
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in shipped.table.iter().filter(|t| t.from == *input) {
        for (column, spec) in table.columns.iter().chain(table.line.iter().flatten()) {
            for (names, _) in spec.headers() {
                // Of several names of one column the file has one; the proposal quotes it somewhere.
                let there = names.0.iter().filter(|n| text.contains(&format!("{n:?}")));
                there.for_each(|n| places.entry(n.clone()).or_default().push(column.clone()));
            }
        }
    }
    let is_met = |(header, columns): &(&String, &Vec<String>)| {
        proposed.iter().any(|(column, own, _)| own == *header && columns.contains(column))
    };
    let (used, met) = (places.len(), places.iter().filter(is_met).count());
    let mut wrong = Vec::new();
    for (column, header, sure) in &proposed {
        let mapped = places.get(header);
        if sure == "sure" && mapped.is_some_and(|columns| !columns.contains(column)) {
            wrong.push(format!("{column} = {header}"));
        }
    }
    (met, used, wrong)
}

#[test]
fn a_proposal_finds_the_columns_of_the_returns_and_says_sure_of_none_in_vain() {
    let (met, used, wrong) = against("eric-2016-17", "returns.csv", RETURNS.as_bytes());
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(met * 10 >= used * 8, "{met} of {used}");
}

#[test]
fn a_proposal_can_be_used_once_it_is_read() {
    let text = "Property list 2021\n\nAsset Ref,Property Name,Post Code,GIA (sq ft),Tenure,Market value (£000),Location,Lease end\n\
A1,Hall,FN4 1AA,\"1,000\",F/H,12,\"541230,297410\",\n\
A2,Shed,FN4 1AB,tbc,Leasehold,8,\"541240,297420\",31/12/2030\n\
A3,Yard,FN4 1AC,500,Peppercorn,3,\"541250,297430\",\n\
Total,,,1500,,23,,\n";
    let files = [InputBytes {
        input: String::new(),
        file: "list.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }];
    let proposed = mapping::propose(&files, &Policy::default_policy().unwrap()).unwrap();
    insta::assert_snapshot!("a_first_mapping", proposed);
    let Checked { value, findings } = imported(&proposed, &[("sites", text.as_bytes())]);
    let sites = records(&value.unwrap_or_else(|| panic!("{findings:?}")), "sites");
    assert_eq!(sites.len(), 3);
    assert_eq!(
        (sites[0]["gia_m2"].as_str(), sites[0]["market_value"].as_str()),
        ("92.903", "12000")
    );
    assert_eq!(
        (sites[1]["easting"].as_str(), sites[1]["tenure"].as_str()),
        ("541240", "leasehold")
    );
}

/// Title lines, a row of groups, headings and subtotals among the records, one cell for two numbers, a doubled
/// reference, a per cent and a sentence among areas: the proposal is a mapping as it stands.
#[test]
fn a_register_as_people_keep_it_goes_through() {
    let text = "Marsh Fire and Rescue Service\nAsset register as at 31/03/2024\n\n\
,,Location,,,Areas,,Value,,\n\
Ref No,Station / Property,Address,Postcode,Grid Ref,GIA (m2),Occupied (m2),NBV (£000),Tenure,Comments\n\
NORTH DISTRICT,,,,,,,,,\n\
1,Ashby Station,1 High St,PE1 1AA,\"519000,298000\",1250,1100,1200,FH,\n\
2,Bourne Station,2 Low St,PE1 1AB,\"51900,298500\",800,850,650,FH,retained\n\
3,Corby HQ,\"3 Park, Corby\",PE1 1AD,\"520000,299000\",2.500 approx,90%,2450,LH to 2031,\n\
Sub-total North,,,,,4550,2040,4300,,\n\
4,Deeping Station,4 Mill Rd,PE6 8AA,\"515000,309000\",640,600,n/k,FH,\n\
4,Deeping Tower,4 Mill Rd,PE6 8AA,\"515000,309000\",60,60,50,FH,\n\
GRAND TOTAL,,,,,5250,2700,4350,,\n";
    let policy = Policy::default_policy().unwrap();
    let bytes = text.as_bytes().to_vec();
    let files = [InputBytes { input: String::new(), file: "list.csv".to_owned(), bytes }];
    let proposed = mapping::propose(&files, &policy).unwrap();
    let Checked { value, .. } = imported(&proposed, &[("sites", text.as_bytes())]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    let ids: Vec<&str> = sites.iter().map(|s| s["site_id"].as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "4-2"]);
    assert_eq!((import.dropped.len(), import.inputs[0].above), (6, 3));
    // Every row of the file is in a table or on the list of those that are not.
    assert_eq!(import.inputs[0].rows + 3, sites.len() + import.dropped.len());
    assert_eq!(
        (sites[2]["occupied_m2"].as_str(), sites[2]["tenure"].as_str()),
        ("90%", "leasehold")
    );
    let tally = import.tables[0].tallies.iter().find(|t| t.column == "occupied_m2").unwrap();
    assert_eq!((tally.kept.unwrap().to_string(), tally.unread), ("2610".to_owned(), 1));
    // As a snapshot: what cannot be right is named, nothing is computed from it in silence.
    let root = tempfile::tempdir().unwrap();
    let snapshot = root.path().join("2024-03-31");
    fs::create_dir(&snapshot).unwrap();
    let as_of = "2024-03-31".parse().unwrap();
    let read = root.path().join("m.toml");
    fs::write(&read, &proposed).unwrap();
    for file in mapping::files(&import, &mapping::mapping(&read).unwrap(), "marsh", as_of).unwrap()
    {
        fs::write(snapshot.join(file.name), file.bytes).unwrap();
    }
    let findings = findings_of(&snapshot);
    let told = |rule: Rule| found(&findings, rule).len();
    assert_eq!(told(Rule::WrongUnit), 1);
    assert_eq!(told(Rule::CellUnreadable), 2);
    assert_eq!(told(Rule::AreasOutOfOrder), 1);
    assert_eq!(told(Rule::PositionOutlying), 1);
    assert_eq!(told(Rule::SameSiteTwice), 1);
}

/// The folder of real files, if it is there.
fn real(file: &str) -> Option<Vec<u8>> {
    let bytes = fs::read(project("../shared/data").join(file)).ok();
    if bytes.is_none() {
        println!("{file} is not there: nothing was tested");
    }
    bytes
}

const ERIC: &str = "eric-nhs-sites/HospitalEstatesAndFacilitiesStatistics_13944.XLS";
const CHELTENHAM: &str = "cheltenham-council-assets/local_authority_land_and_assets_2021.csv";
const GSA: &str = "gsa-iolp-2025/2025-6-20-iolp-leases.xlsx";

/// The sums of `SOURCE.txt` beside the file.
#[test]
fn the_returns_of_2016_17_add_up() {
    let Some(bytes) = real(ERIC) else { return };
    let import = imported("eric-2016-17", &[("sites", &bytes)]).value.unwrap();
    let input = &import.inputs[0];
    assert_eq!((input.rows, input.dropped, records(&import, "sites").len()), (1213, 172, 1041));
    let tally = |column: &str| {
        let tally = import.tables[0].tallies.iter().find(|t| t.column == column).unwrap();
        [tally.kept, tally.dropped, tally.total()].map(|sum| sum.unwrap().to_string())
    };
    assert_eq!(tally("gia_m2"), ["22616876", "4305460", "26922336"]);
    assert_eq!(tally("occupied_m2"), ["21266946", "3903810", "25170756"]);
}

#[test]
fn real_leases_and_stations_give_the_counts_of_their_sources() {
    let Some(bytes) = real(GSA) else { return };
    let import = imported("gsa-leases", &[("leases", &bytes)]).value.unwrap();
    assert_eq!((records(&import, "sites").len(), records(&import, "leases").len()), (6423, 7512));
    let tally = &import.tables[0].tallies[0];
    let whole = |sum: Option<rust_decimal::Decimal>| sum.unwrap().round().to_string();
    assert_eq!((whole(tally.total()), whole(tally.kept)), ("242564138".into(), "172292542".into()));
    let list = |file: &str| real(file).unwrap();
    let (stations, forces) =
        (list("police-api-stations/station.tsv"), list("police-api-stations/force.tsv"));
    let postcodes = list("codepoint-cb/cb.csv");
    let files: [(&str, &[u8]); 3] =
        [("stations", &stations), ("forces", &forces), ("postcodes", &postcodes)];
    let import = imported("partners-police", &files).value.unwrap();
    let partners = records(&import, "partners");
    let own = partners.iter().filter(|p| p["organisation"] == "Cambridgeshire Constabulary");
    let located = own.clone().filter(|p| !p["easting"].is_empty()).count();
    // Eleven stations: five with a postcode of the file, six with one of another area.
    assert_eq!((own.count(), located), (11, 5));
}

#[rstest::rstest]
#[case::returns("eric-2016-17", ERIC)]
#[case::assets("transparency-code", CHELTENHAM)]
#[case::leases("gsa-leases", GSA)]
#[case::stations("partners-police", "police-api-stations/station.tsv")]
#[case::fire("partners-fire", "fire-stations-england/stations-kent.xlsx")]
#[case::fire_again("partners-fire", "fire-stations-england/stations-devon-and-somerset.tsv")]
#[case::hospitals("partners-hospitals", "nhs-hospitals/NHSHospitals.csv")]
#[case::schools("partners-schools", "gias-schools/gias_cambridgeshire_peterborough.csv")]
fn a_proposal_for_a_real_register_meets_the_shipped_mapping(
    #[case] name: &str,
    #[case] file: &str,
) {
    let Some(bytes) = real(file) else { return };
    let (met, used, wrong) = against(name, file, &bytes);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(used > 0 && met * 10 >= used * 8, "{met} of {used}");
}
