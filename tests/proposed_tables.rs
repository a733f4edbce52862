//! Files of every table are proposed as what they are, and the words of any register are read with care.

use std::fs;

use rstest::rstest;
use terrier::{
    mapping::{self, Import, InputBytes},
    model::{Checked, Findings, Severity},
    policy::Policy,
};

use crate::{import::records, sample::findings_of};

fn policy() -> Policy {
    Policy::default_policy().unwrap()
}

fn inputs(files: &[(&str, &str)]) -> Vec<InputBytes> {
    let input = |(file, text): &(&str, &str)| InputBytes {
        input: String::new(),
        file: (*file).to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(input).collect()
}

/// Proposes a mapping of files, and imports them by it without one edit.
fn taken(files: &[(&str, &str)]) -> (String, Import, Findings) {
    let mut inputs = inputs(files);
    let text = mapping::propose(&inputs, &policy()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapping.toml");
    fs::write(&path, &text).unwrap();
    let read = mapping::mapping(&path).unwrap_or_else(|error| panic!("{error}\n{text}"));
    for (input, named) in inputs.iter_mut().zip(&read.input) {
        input.input.clone_from(&named.name);
    }
    let Checked { value, findings } = mapping::import(&read, &inputs, &policy());
    let import = value.unwrap_or_else(|| panic!("{findings:?}\n{text}"));
    (text, import, findings)
}

/// The errors of `check` in the snapshot that the proposal makes as it stands.
fn errors(files: &[(&str, &str)]) -> Vec<String> {
    let (text, import, _) = taken(files);
    let root = tempfile::tempdir().unwrap();
    let (path, snapshot) = (root.path().join("m.toml"), root.path().join("2024-03-31"));
    fs::write(&path, text).unwrap();
    fs::create_dir(&snapshot).unwrap();
    let read = mapping::mapping(&path).unwrap();
    for file in mapping::files(&import, &read, "body", "2024-03-31".parse().unwrap()).unwrap() {
        fs::write(snapshot.join(file.name), file.bytes).unwrap();
    }
    let findings = findings_of(&snapshot);
    let errors = findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(ToString::to_string).collect()
}

/// Cells of a table by its columns, as a CSV without a header.
fn cells(import: &Import, table: &str, columns: &[&str]) -> Vec<String> {
    let of = |record: &std::collections::BTreeMap<&'static str, String>| {
        let cell = |column: &&str| record.get(column).cloned().unwrap_or_default();
        columns.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    records(import, table).iter().map(of).collect()
}

/// Title, two header rows, headings, totals of headings, notes at the foot.
const REGISTER: &str = "Fenshire County Council,,,,,,,\n\"Property terrier, 1 April 2024\",,,,,,,\n\n\
Asset,,Location,,Areas,,Finance,\n\
Code,Description,Address,Post Code,GIA (m2),NIA (m2),NBV (£000),Status\n\
SOUTH AREA,,,,,,,\n\
FA/001/01,Marchford House,1 High St,FN4 1AA,1200,980,1500,Operational\n\
FA/002/01,Mill Store,2 Mill Ln,FN4 1AB,300,280,90,Occupied\n\
Total SOUTH AREA,,,,1500,1260,1590,\n\
NORTH AREA,,,,,,,\n\
FB/003/01,Turvesey Yard,Station Rd,FN5 1AA,,,250,Surplus\n\
FB/004/01,Reedmarch Annexe,4 Park St,FN5 1AB,700,590,640,Non-operational\n\
GRAND TOTAL,,,,2200,1850,2480,\n\n\
Notes: areas are from the 2019 survey.,,,,,,,\n* NBV is net book value.,,,,,,,\n";

const LEDGER: &str = "Cost Centre,Site Code,Site Name,Financial Year,Account Description,Net Amount (£)\n\
1001,FA/001,Marchford House,2022-23,Electricity,\"12,345.60\"\n\
1001,FA/001,Marchford House,FY2023/24,Business Rates,30100.00\n\
1001,FA/001,Marchford House,2023-24,Repairs & Maintenance,2200.00\n\
1002,FA/002,Mill Store,2022-23,Rent,15000\n\
1002,FA/002,Mill Store,2023-24,Window cleaning,(120.00)\n\
1003,FB/003,Turvesey Yard,2023-24,Pest control,80\n\
Total,,,,,59605.60\n";

#[test]
fn a_register_of_three_systems_is_taken_without_an_edit() {
    let (text, import, _) = taken(&[("terrier.csv", REGISTER)]);
    assert_eq!(
        cells(&import, "sites", &["site_id", "name", "gia_m2", "book_value", "status"]),
        [
            "FA/001/01,Marchford House,1200,1500000,operational",
            "FA/002/01,Mill Store,300,90000,operational",
            "FB/003/01,Turvesey Yard,,250000,vacant",
            // A word of unknown meaning goes on as it stands, and `check` names it.
            "FB/004/01,Reedmarch Annexe,700,640000,Non-operational (meaning not decided)",
        ]
    );
    assert!(text.contains("\norganisation = \"Fenshire County Council\"\n"), "{text}");
    assert!(
        text.contains("give a meaning in place of \"?\" for: \"Non-operational\" in 1 row"),
        "{text}"
    );
    // Every row that is no record is on the list of those that are left out: two above the header, six below.
    assert_eq!(import.dropped.len(), 8, "{:?}", import.dropped);
    assert_eq!(errors(&[("terrier.csv", REGISTER)]), [""; 0]);
}

#[test]
fn a_ledger_is_proposed_as_one_and_joined_by_a_part_of_the_code() {
    let files = [("terrier.csv", REGISTER), ("ledger.csv", LEDGER)];
    let (text, import, _) = taken(&files);
    assert_eq!(
        cells(&import, "costs", &["site_id", "financial_year", "category", "amount"]),
        [
            "FA/001,2022/23,utilities,12,345.60",
            "FA/001,2023/24,rates,30100.00",
            "FA/001,2023/24,maintenance,2200.00",
            "FA/002,2022/23,rent,15000",
            "FA/002,2023/24,cleaning,(120.00)",
            "FB/003,2023/24,other,80",
        ]
    );
    assert_eq!(cells(&import, "sites", &["site_id"]), ["FA/001", "FA/002", "FB/003", "FB/004"]);
    assert!(
        text.contains("site_id = { column = \"Asset / Code\", split = \"/\", parts = 2 }"),
        "{text}"
    );
    assert!(text.contains("so `other`: \"Pest control\" in 1 row"), "{text}");
    assert_eq!(errors(&files), [""; 0]);
}

#[test]
fn a_longer_code_of_another_file_is_cut_to_the_registers() {
    let register = "Ref,Name,GIA (m2)\nAB/012,Hall,100\nAB/7,Shed,50\n";
    let staff = "Employee,Department,Work Location,FTE\n1,Response,AB/012/01,1.0\n2,Response,AB/012/02,0.8\n3,Stores,AB/7/01,1\n";
    let files = [("register.csv", register), ("staff.csv", staff)];
    let (text, import, _) = taken(&files);
    assert_eq!(
        cells(&import, "teams", &["site_id", "team", "fte"]),
        ["AB/012,Response,1.8", "AB/7,Stores,1"],
        "{text}"
    );
    assert_eq!(errors(&files), [""; 0]);
}

const SITES: &str = "Ref,Name,GIA (m2)\nA1,Hall,1200\nA2,Store,300\n";

#[rstest]
#[case::by_category(
    "Site Code,Site,Rent 2023/24,Business rates 2023/24,Electricity 2023/24,Total 2023/24\nA1,Hall,0,30000,14000,44000\nA2,Store,15000,,1000,16000\n",
    &["A1,2023/24,rent,0", "A1,2023/24,rates,30000", "A1,2023/24,utilities,14000", "A2,2023/24,rent,15000", "A2,2023/24,utilities,1000"]
)]
#[case::by_year(
    "Site,Cost type,2021/22,2022/23\nA1,Utilities,10000,12000\nA2,Rent,15000,15500\n",
    &["A1,2021/22,utilities,10000", "A1,2022/23,utilities,12000", "A2,2021/22,rent,15000", "A2,2022/23,rent,15500"]
)]
#[case::by_day(
    "Site,Posting Date,Nominal Description,Amount\nA1,01/04/2023,Gas,100.50\nA1,15/05/2023,Water,20\nA1,16/06/2023,Water,21\nA2,20/06/2023,Insurance premium,300\nA2,20/07/2023,Insurance premium,300\n",
    &["A1,,utilities,100.50", "A1,,utilities,20", "A1,,utilities,21", "A2,,insurance,300", "A2,,insurance,300"]
)]
#[case::own_names(
    "amount,Category,financial year,SITE-ID\n5,rates,2023/24,A1\n6,rent,2023/24,A2\n",
    &["A1,2023/24,rates,5", "A2,2023/24,rent,6"]
)]
fn costs_are_proposed_as_costs(#[case] text: &str, #[case] expected: &[&str]) {
    let files = [("register.csv", SITES), ("costs.csv", text)];
    let (written, import, _) = taken(&files);
    let costs = cells(&import, "costs", &["site_id", "financial_year", "category", "amount"]);
    assert_eq!(costs, expected, "{written}");
    assert_eq!(errors(&files), [""; 0]);
}

#[rstest]
#[case::survey(
    "Site Code,Survey Date,Desks,Average Occupied,Peak Occupied,Hours Observed\nA1,04/03/2024,62,21.5,40,50\nA1,11/03/2024,62,23,42,50\nA2,04/03/2024,10,3,5,50\n",
    "occupancy", &["site_id", "on", "capacity", "mean_occupied", "peak_occupied", "hours_open"],
    &["A1,2024-03-04,62,21.5,40,50", "A1,2024-03-11,62,23,42,50", "A2,2024-03-04,10,3,5,50"]
)]
#[case::sensors(
    "Building,Timestamp,Capacity,People Count\nA1,2024-03-04 09:00,62,18\nA1,2024-03-04 10:00,62,25\nA2,2024-03-04 09:00,10,3\n",
    "occupancy", &["site_id", "on", "capacity", "mean_occupied"],
    &["A1,2024-03-04,62,18", "A1,2024-03-04,62,25", "A2,2024-03-04,10,3"]
)]
fn records_of_sites_are_proposed_as_what_they_are(
    #[case] text: &str,
    #[case] table: &str,
    #[case] columns: &[&str],
    #[case] expected: &[&str],
) {
    let files = [("register.csv", SITES), ("other.csv", text)];
    let (written, import, _) = taken(&files);
    assert_eq!(cells(&import, table, columns), expected, "{written}");
    assert_eq!(errors(&files), [""; 0]);
}

#[test]
fn leases_bring_their_breaks_and_a_list_of_breaks_belongs_to_leases() {
    let leases = "Lease Ref,Property Ref,Property,Landlord,Lease Start,Lease Expiry,Break Date,Break Notice (months),Passing Rent (£ pa),Rent Review,1954 Act\n\
L1,P2,Mill Store,Land Co,25/03/2015,24/03/2030,24/03/2025,6,15000,Open market,Inside\n\
L2,P5,Park Office,Hill Co,01/04/2018,31/03/2028,,,22000,RPI,Contracted out\n";
    let breaks = "Lease Ref,Break Date,Whose Break,Notice Period (months),Break Penalty (£)\nL2,31/03/2026,Either party,9,7500\n";
    let (written, import, _) = taken(&[("leases.csv", leases), ("breaks.csv", breaks)]);
    assert_eq!(
        cells(
            &import,
            "lease_events",
            &["lease_id", "kind", "on", "notice_months", "party", "penalty"]
        ),
        ["L1,break,2025-03-24,6,,", "L2,break,2026-03-31,9,mutual,7500"],
        "{written}"
    );
    assert_eq!(
        cells(&import, "leases", &["lease_id", "review", "lta_1954"]),
        ["L1,market,protected", "L2,rpi,contracted_out"]
    );
}

/// The header of the date says what happens on it.
#[rstest]
#[case("Break Date", "break")]
#[case("Next Review Date", "review")]
fn a_list_of_events_is_of_the_kind_that_its_date_says(#[case] header: &str, #[case] kind: &str) {
    let leases = "Lease Ref,Property Ref,Property,Landlord,Lease Start,Lease Expiry,Passing Rent (£ pa)\n\
L1,P2,Mill Store,Land Co,25/03/2015,24/03/2030,15000\nL2,P5,Park Office,Hill Co,01/04/2018,31/03/2028,22000\n";
    let events =
        format!("Lease Ref,{header},Notice Period (months),Party\nL2,31/03/2026,9,Tenant\n");
    let (written, import, _) = taken(&[("leases.csv", leases), ("events.csv", &events)]);
    assert_eq!(
        cells(&import, "lease_events", &["lease_id", "kind", "on"]),
        [format!("L2,{kind},2026-03-31")],
        "{written}"
    );
}

/// Eight days of either order; of the two that tell, each says another: then the day stands first, as people write.
#[rstest]
#[case("31/03/2015", "03/31/2015", "dmy")]
#[case("03/31/2015", "03/30/2015", "mdy")]
#[case("31/03/2015", "30/03/2015", "dmy")]
fn a_column_of_days_in_both_orders_is_read_with_the_day_first(
    #[case] one: &str,
    #[case] other: &str,
    #[case] order: &str,
) {
    let days = [one, other].into_iter().chain(["03/04/2015"; 8]);
    let rows = (1..)
        .zip(days)
        .map(|(n, day)| format!("L{n},P{n},Store {n},Land Co,{day},24/03/2030,{n}000\n"));
    let text = format!(
        "Lease Ref,Property Ref,Property,Landlord,Lease Start,Lease Expiry,Passing Rent (£ pa)\n{}",
        rows.collect::<String>()
    );
    let (written, ..) = taken(&[("leases.csv", &text)]);
    let start = written.lines().find(|line| line.starts_with("start = ")).unwrap();
    assert!(start.contains(&format!("date = \"{order}\"")), "{start}");
}

/// The wrong reading of each of these words was taken for sure once.
#[test]
fn words_are_read_whole_and_no_unknown_one_is_sure() {
    let text = "Glen Council - Property Asset List,,,,,\n\
Property Reference,Property Name,Ownership,Property Type,Listed,Condition\n\
G1,Town House,Owned,Offices,Category B,B - Satisfactory\n\
G2,Depot,Owned,Landlord services,Unlisted,Unsatisfactory\n\
G3,Area Office,Leased in,Offices,Not listed,A - Good\n\
G4,School,Owned,Primary School,Not listed,C - Poor\n\
G5,Old Station,Owned,Former police station,Category C,D - Bad\n\
G6,Brae,Leased out,Land,Not listed,\n";
    let (written, import, _) = taken(&[("assets.csv", text)]);
    assert_eq!(
        cells(&import, "sites", &["site_id", "tenure", "use", "listed", "condition"]),
        [
            "G1,freehold,office,yes,B",
            "G2,freehold,other,no,Unsatisfactory (meaning not decided)",
            "G3,leasehold,office,no,A",
            "G4,freehold,other,no,C",
            "G5,freehold,other,yes,D",
            "G6,Leased out (meaning not decided),land,no,",
        ],
        "{written}"
    );
    for unsure in ["condition", "tenure", "use"] {
        let line = format!("\n{unsure} = ");
        let before = written.split(&line).next().unwrap();
        assert!(before.lines().last().unwrap().starts_with("# likely"), "{unsure}\n{written}");
    }
    assert!(written.contains("\"Landlord services\" in 1 row"), "{written}");
    assert!(written.contains("\norganisation = \"Glen Council\"\n"), "{written}");
}

#[rstest]
#[case(
    "stations-kent.csv",
    "Station number,Station name,Postcode\n1,Ash,CT1 1AA\n2,Elm,CT1 1AB\n",
    Some("Kent")
)]
#[case(
    "list.csv",
    "Ref,Name,Postcode,Authority\n1,Ash,CT1 1AA,Fen Fire Authority\n2,Elm,CT1 1AB,Fen Fire Authority\n",
    None
)]
#[case("police.csv", "Ref,Name,Postcode\n1,Ash,CT1 1AA\n2,Elm,CT1 1AB\n", Some("NAME OF THE BODY"))]
fn partners_are_of_the_body_that_the_file_tells(
    #[case] file: &str,
    #[case] text: &str,
    #[case] constant: Option<&str>,
) {
    let (written, import, _) = taken(&[(file, text)]);
    let stated = constant.map(|name| format!("\norganisation = {{ constant = {name:?} }}\n"));
    assert!(stated.is_none_or(|stated| written.contains(&stated)), "{written}");
    let name = constant.unwrap_or("Fen Fire Authority");
    assert_eq!(cells(&import, "partners", &["organisation"]), [name; 2]);
}

#[test]
fn headers_that_are_the_schemas_own_are_placed_whatever_the_cells_hold() {
    let text = "SITE ID,Name,Must_Keep,alternative use value,ERV per m2,Status On,dec rating,GIA_m2,After Term\n\
A1,Hall,,see valuer,105,2023-04-01,C,lots,renew\nA2,Shed,radio mast,ask,95,2023-05-01,D,many,end\n";
    let (written, import, _) = taken(&[("own.csv", text)]);
    assert_eq!(
        cells(
            &import,
            "sites",
            &[
                "site_id",
                "must_keep",
                "alternative_use_value",
                "erv_per_m2",
                "status_on",
                "dec_rating",
                "gia_m2",
                "after_term"
            ]
        ),
        [
            "A1,,see valuer,105,2023-04-01,C,lots,renew",
            "A2,radio mast,ask,95,2023-05-01,D,many,end"
        ],
        "{written}"
    );
    assert!(!written.contains("# sure: 0 %"), "{written}");
}

/// Tables that bodies have no names of their own for.
#[rstest]
#[case(
    "constraints",
    "site_id,kind,text,blocks\nA1,covenant,Police use only,sale\nA2,title,Title is not registered,both\n"
)]
#[case(
    "projects",
    "project id,name,financial year,spend,grant\nP1,Roof,2024/25,1000,0\nP2,Lift,2024/25,2000,5\n"
)]
#[case("indices", "series,month,value\ncpi,2014-01,98.4\ncpi,2014-02,98.9\n")]
fn a_table_with_the_schemas_own_names_is_proposed_as_it(#[case] table: &str, #[case] text: &str) {
    let (written, import, _) = taken(&[("own.csv", text)]);
    assert_eq!(records(&import, table).len(), 2, "{written}");
    let filled = import.tables[0].columns.len();
    assert_eq!(filled, text.lines().next().unwrap().split(',').count(), "{written}");
}

#[test]
fn postcodes_without_a_header_are_known_by_their_cells_and_zones_are_refused() {
    let codes = "\"CB1 0AH\",10,546881,258966,E92\n\"CB1 1AA\",10,546301,257900,E92\n\"CB1 1AB\",10,546400,257801,E92\n";
    let (written, import, _) = taken(&[("cb.csv", codes)]);
    assert_eq!(
        cells(&import, "postcodes", &["postcode", "easting", "northing"]),
        ["CB1 0AH,546881,258966", "CB1 1AA,546301,257900", "CB1 1AB,546400,257801"],
        "{written}"
    );
    let zones =
        "lsoa21cd,latitude,longitude,usual_residents\nE01,52.1,0.1,1500\nE02,52.2,0.2,1600\n";
    let error = mapping::propose(&inputs(&[("zones.csv", zones)]), &policy()).unwrap_err();
    assert!(error.to_string().contains("`demand`"), "{error}");
}

/// A status that nobody reads counts as operational: known words and a name in one of two languages are enough.
#[test]
fn a_status_in_two_languages_is_placed_though_some_of_its_words_are_open() {
    let text = "Cyfeirnod / Property Ref,Enw / Property Name,Cod Post / Postcode,Statws / Status,Arwynebedd / GIA (m2)\n\
P1,Neuadd y Dref / Town Hall,SA1 3SN,Gwag / Vacant,1200\n\
P2,Swyddfa Dinbych / Denbigh Office,LL16 3RY,Mewn defnydd / In use,800\n\
P3,Ysgol Bryn / Bryn School,LL16 4AA,Ar gau dros dro / Temporarily closed,2200\n\
P4,Depo'r Cwm / Valley Depot,SA1 6SN,Ar gau ar Suliau / Closed Sundays,450\n\
P5,Llys y Sir / County Court,SA1 5SN,Mewn defnydd / In use,900\n\
P6,Hen Farchnad / Old Market,SA1 4SN,Gwag / Vacant,700\n";
    let (written, import, _) = taken(&[("cy.csv", text)]);
    let status = cells(&import, "sites", &["status"]);
    assert_eq!((status[0].as_str(), status[1].as_str()), ("vacant", "operational"), "{written}");
    for open in [&status[2], &status[3]] {
        assert!(open.ends_with(" (meaning not decided)"), "{open}");
    }
}
