//! Foreign registers in: small files of our own with the quirks of real ones.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use terrier::{
    mapping::{self, Import, InputBytes},
    model::{Checked, Findings, Rule},
    policy::Policy,
};

use crate::{published::terrier, registers::book, sample::findings_of};

/// Runs a mapping over files given as bytes.
pub fn imported(mapping: &str, files: &[(&str, &[u8])]) -> Checked<Option<Import>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapping.toml");
    let is_name = !mapping.contains('\n');
    if !is_name {
        fs::write(&path, mapping).unwrap();
    }
    let read = mapping::mapping(if is_name { Path::new(mapping) } else { &path }).unwrap();
    let bytes = |(input, bytes): &(&str, &[u8])| InputBytes {
        input: (*input).to_owned(),
        file: format!("{input}.csv"),
        bytes: bytes.to_vec(),
    };
    let files: Vec<InputBytes> = files.iter().map(bytes).collect();
    mapping::import(&read, &files, &Policy::default_policy().unwrap())
}

/// The records of a table as maps of column and cell.
pub fn records(import: &Import, table: &str) -> Vec<BTreeMap<&'static str, String>> {
    let tables = import.tables.iter().filter(|t| t.name == table);
    let record = |t: &terrier::mapping::MadeTable, cells: &Vec<String>| {
        t.columns.iter().copied().zip(cells.iter().cloned()).collect()
    };
    tables.flat_map(|t| t.records.iter().map(|(cells, _)| record(t, cells))).collect()
}

pub fn found(findings: &Findings, rule: Rule) -> Vec<String> {
    findings.iter().filter(|f| f.rule == rule).map(ToString::to_string).collect()
}

/// A mapping of one input `a` to `sites`, with more lines of columns and of the input.
pub fn mapped(input: &str, columns: &str) -> String {
    format!(
        "name = \"test\"\n[[input]]\nname = \"a\"\n{input}\n[[table]]\nname = \"sites\"\nfrom = \"a\"\n\
         [table.columns]\nsite_id = \"Ref\"\nname = \"Site\"\n{columns}\n"
    )
}

/// Two header rows, aggregates with one code, words in columns of numbers, an empty cell: as in the returns.
pub const RETURNS: &str = "\
,,,,Costs,,,,,,Areas,,,Backlog,,,,Energy,,,Cleaning\n\
Site Code,Site Name,Organisation Name,Site Type,Estates and property maintenance (£),Grounds and gardens maintenance (£),\
Other Hard FM (Estates) costs (£),Landfill disposal cost (£),Incineration disposal cost (£),Waste reycling cost (£),\
Gross internal floor area (m²),Occupied floor area (m²),Land area owned (Hectares),Cost to eradicate high risk backlog (£),\
Cost to eradicate significant risk backlog (£),Cost to eradicate moderate risk backlog (£),\
Cost to eradicate low risk backlog (£),Energy costs (all energy supplies) (£),Water cost (£),Sewage cost (£),\
Cleaning service cost (£),Other recovery cost (£)\n\
X1A01,MARSH HOSPITAL,FEN TRUST,1. General,1000,100,50,1,0,2,2000,1500.5,1.5,10,20,30,40,500,60,70,80,0\n\
AGGRE,AGGREGATE SITE,FEN TRUST,Aggregate Site,300,10,Not Applicable,0,0,0,700,600,0.2,1,2,3,4,50,6,7,8,0\n\
X1A02,DROVE CLINIC,FEN TRUST,9. Non inpatient,Not Applicable,Not Applicable,0,0,0,0,300,300,,0,0,No Data Provided,0,0,0,0,0,0\n\
AGGRE,AGGREGATE SITE,WOLD TRUST,Aggregate Site,30,1,0,0,0,0,70,60,0,0,0,0,0,5,0,0,0,0\n";

#[rstest::rstest]
#[case("gia_m2 = { column = \"X\", unit = \"£k\" }", "in m²")]
#[case("book_value = { column = \"X\", unit = \"ft2\" }", "in £")]
#[case("workstations = { column = \"X\", unit = \"m2\" }", "a whole number from 0 to 100000")]
#[case("gia_m2 = { column = \"Y\", else = { column = \"X\", unit = \"£\" } }", "in m²")]
fn a_unit_of_something_else_is_no_mapping(#[case] column: &str, #[case] holds: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.toml");
    fs::write(&path, mapped("", column)).unwrap();
    let error = mapping::mapping(&path).unwrap_err().to_string();
    assert!(error.contains("the unit cannot be converted") && error.ends_with(holds), "{error}");
}

#[test]
fn returns_lose_their_aggregates_and_no_sum() {
    let bytes = book("Site Data", RETURNS);
    let Checked { value, findings } = imported("eric-2016-17", &[("sites", &bytes)]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    assert_eq!(sites.len(), 2);
    assert_eq!(sites[0]["gia_m2"], "2000");
    assert_eq!(sites[1]["backlog_moderate"], "");
    // The row of groups above the header, and two aggregates.
    assert_eq!(import.dropped.len(), 3);
    assert_eq!(import.dropped[1].row.row, 4);
    assert_eq!(import.dropped[1].reason, "an aggregate of small places in one line, not a site");
    assert_eq!(found(&findings, Rule::RowsDropped).len(), 2);
    let tally = |column: &str| {
        let tally = import.tables[0].tallies.iter().find(|t| t.column == column).unwrap();
        [tally.total(), tally.kept, tally.dropped].map(|sum| sum.unwrap().to_string())
    };
    assert_eq!(tally("gia_m2"), ["3070", "2300", "770"]);
    assert_eq!(tally("occupied_m2"), ["2460.5", "1800.5", "660"]);
    // A cost that does not apply makes no line of zero: the clinic has none of maintenance.
    let costs = records(&import, "costs");
    let of = |site: &str, category: &str| -> Vec<&str> {
        let own = costs.iter().filter(|c| c["site_id"] == site && c["category"] == category);
        own.map(|c| c["amount"].as_str()).collect()
    };
    assert_eq!(of("X1A01", "maintenance"), ["1000", "100"]);
    assert_eq!(of("X1A02", "maintenance"), [""; 0]);
    assert_eq!(of("X1A02", "utilities"), ["0", "0", "0"]);
    assert!(costs.iter().all(|c| c["financial_year"] == "2016/17"));
}

#[test]
fn a_councils_list_is_read_with_its_quirks() {
    // Windows-1252 with a no-break space, line breaks in quoted cells, two headers twice, a code twice.
    let text = b"Organisation,OrganisationLabel,Organisation,OrganisationLabel,UPRN,AssetCode,PropertyName,StreetName,\
PostTown,PostCode,GeoX,GeoY,TenureType,TenureDetail,HoldingType\r\n\
Fen Council,F1,Fen Council,F1,100000000001,09/1/Land,Town Hall,High Street,Marchford,\"FN4 1AA\r\n\",541230,297410,Freehold\xa0,Occupied by Local Authority,Land and Building\r\n\
Fen Council,F1,Fen Council,F1,100000000001,09/1/Land,,Fen Lane,Marchford,,541231,297411,Freehold,Vacant,Land\r\n";
    let Checked { value, findings } = imported("transparency-code", &[("assets", text)]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    assert_eq!(import.inputs[0].read_as, "windows-1252 text, cells separated by ','");
    let of = |at: usize, column: &str| sites[at][column].as_str();
    assert_eq!(
        (of(0, "tenure"), of(0, "status"), of(0, "use")),
        ("freehold", "operational", "other")
    );
    assert_eq!((of(0, "postcode"), of(1, "postcode")), ("FN4 1AA", ""));
    assert_eq!(
        (of(1, "site_id"), of(1, "name"), of(1, "status")),
        ("09/1/Land-2", "Fen Lane", "vacant")
    );
    assert_eq!(found(&findings, Rule::IdNumbered).len(), 1);
}

#[test]
fn leases_at_one_place_make_one_site_and_two_leases() {
    let text = "Location Code,Real Property Asset Name,Street Address,City,State,Latitude,Longitude,\
Building Rentable Square Feet,Lease Number,Lease Effective Date,Lease Expiration Date\n\
PA01,GATEWAY,201 PENN ST,READING,PA,40.33587,-75.933271,1000,L1,02/12/2020,02/11/2035\n\
PA01,GATEWAY,201 PENN ST,READING,PA,40.33587,-75.933271,1000,L2,12/31/2020,12/30/2030\n\
GU01,HARBOUR,1 MARINE DR,HAGATNA,GU,13.47,144.75,0,L3,01/01/2021,12/31/2025\n";
    let Checked { value, .. } = imported("gsa-leases", &[("leases", text.as_bytes())]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    assert_eq!(sites.len(), 2);
    // 1,000 × 0.09290304 = 92.90304.
    assert_eq!((sites[0]["gia_m2"].as_str(), sites[1]["gia_m2"].as_str()), ("92.903", ""));
    let leases = records(&import, "leases");
    assert_eq!((leases.len(), leases[1]["start"].as_str()), (3, "2020-12-31"));
    let tally = &import.tables[0].tallies[0];
    let sums = [tally.total(), tally.kept, tally.merged].map(|s| s.unwrap().to_string());
    assert_eq!(sums, ["2000", "1000", "1000"]);
    let merged = &import.dropped[0];
    assert_eq!((merged.table.as_str(), merged.row.row), ("sites", 3));
}

#[test]
fn stations_of_another_body_are_located_by_postcode_or_named_as_not_located() {
    let stations = "force_id\tneighbourhood_id\tstation_name\tlatitude\tlongitude\tpostcode\taddress\n\
fen\t1\tEly Station,\t\t\t\tNutholt Lane, Ely CB7 4PL\n\
fen\t2\tEly Station \t\t\tCB7 4PL\tNutholt Lane, Ely\n\
fen\t3\tMarch Station\t\t\tPE15 9RB\tBurrowmoor Road\n\
fen\t5\tHythe Station\t52.4\t\tCB7 4PL\tHalf of a position is none to fill in from a postcode\n\
wold\t4\t\t52.1\t0.1\t\tno name\n";
    let forces = "force_id\tforce_name\nfen\tFen Constabulary\n";
    let postcodes =
        "\"CB7 4PL\",10,554193,280553,a,b,c,d,e,f\n\"CB227GX\",10,548429,250023,a,b,c,d,e,f\n";
    let files: [(&str, &[u8]); 3] = [
        ("stations", stations.as_bytes()),
        ("forces", forces.as_bytes()),
        ("postcodes", postcodes.as_bytes()),
    ];
    let Checked { value, findings } = imported("partners-police", &files);
    let import = value.unwrap();
    let partners = records(&import, "partners");
    let shown: Vec<[&str; 4]> = partners
        .iter()
        .map(|p| ["name", "organisation", "postcode", "easting"].map(|c| p[c].as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ["Ely Station", "Fen Constabulary", "CB7 4PL", "554193"],
            ["March Station", "Fen Constabulary", "PE15 9RB", ""],
            ["Hythe Station", "Fen Constabulary", "CB7 4PL", ""],
        ]
    );
    assert_eq!(found(&findings, Rule::NotLocated).len(), 1);
    assert_eq!(import.dropped.len(), 2);
}

#[rstest::rstest]
#[case::key_in_no_row(
    "[[input.join]]\nwith = \"b\"\ncolumn = \"Ref\"\nequals = \"Key\"\n[[input]]\nname = \"b\"",
    "Ref,Site\nA,Hall\nB,Shed\n",
    "Key,Use\nA,x\n",
    Rule::JoinUnmatched
)]
#[case::key_in_rows_that_differ(
    "[[input.join]]\nwith = \"b\"\ncolumn = \"Ref\"\nequals = \"Key\"\n[[input]]\nname = \"b\"",
    "Ref,Site\nA,Hall\n",
    "Key,Use\nA,x\nA,y\n",
    Rule::RowsDisagree
)]
fn a_joined_file_that_fails_is_told(
    #[case] input: &str,
    #[case] first: &str,
    #[case] second: &str,
    #[case] rule: Rule,
) {
    let mapping = mapped(input, "address = \"b: Use\"");
    let good = imported(&mapping, &[("a", b"Ref,Site\nA,Hall\n"), ("b", b"Key,Use\nA,x\n")]);
    assert_eq!(records(&good.value.unwrap(), "sites")[0]["address"], "x");
    let files: [(&str, &[u8]); 2] = [("a", first.as_bytes()), ("b", second.as_bytes())];
    let Checked { findings, .. } = imported(&mapping, &files);
    assert_eq!(found(&findings, rule).len(), 1, "{findings:?}");
    assert_eq!(findings.len(), good.findings.len() + 1, "{findings:?}");
}

#[test]
fn rows_that_disagree_leave_the_fact_unknown_until_a_choice_is_stated() {
    let text = b"Ref,Site,Area\nA,Hall,10\nA,Hall,12\n";
    let with = |choice: &str| {
        let mapping = mapped("", "").replace("from = \"a\"", "from = \"a\"\none_per = [\"Ref\"]")
            + &format!("gia_m2 = {{ column = \"Area\"{choice} }}\n");
        let Checked { value, findings } = imported(&mapping, &[("a", text)]);
        let area = records(&value.unwrap(), "sites")[0]["gia_m2"].clone();
        (area, found(&findings, Rule::RowsDisagree).len())
    };
    assert_eq!(with(""), (String::new(), 1));
    assert_eq!(with(", choice = \"largest\""), ("12".to_owned(), 0));
    assert_eq!(with(", choice = \"sum\""), ("22".to_owned(), 0));
}

#[test]
fn a_sum_with_an_unknown_part_is_unknown_and_says_so() {
    let mapping = mapped("", "gia_m2 = { column = \"Area\" }")
        .replace("from = \"a\"", "from = \"a\"\none_per = [\"Ref\"]\nchoice = \"sum\"");
    let text = b"Ref,Site,Area\nA,Hall,10\nA,Hall,n/a\nB,Shed,5\nB,Shed,6\n";
    let Checked { value, findings } = imported(&mapping, &[("a", text)]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    // The key is text: a sum is for numbers.
    let shown: Vec<[&str; 2]> =
        sites.iter().map(|s| [s["site_id"].as_str(), s["gia_m2"].as_str()]).collect();
    assert_eq!(shown, [["A", ""], ["B", "11"]]);
    assert_eq!(found(&findings, Rule::RowsDisagree).len(), 1);
    let tally = &import.tables[0].tallies[0];
    let sums = [tally.total(), tally.kept, tally.merged].map(|s| s.unwrap().to_string());
    assert_eq!(sums, ["21", "11", "10"]);
}

#[rstest::rstest]
#[case::first("first", "400", "4000")]
#[case::largest("largest", "3600", "800")]
#[case::smallest("smallest", "400", "4000")]
#[case::same("same", "0", "4400")]
fn what_is_kept_is_what_the_choice_keeps(
    #[case] choice: &str,
    #[case] kept: &str,
    #[case] merged: &str,
) {
    let mapping = mapped("", &format!("gia_m2 = {{ column = \"Area\", choice = \"{choice}\" }}"))
        .replace("from = \"a\"", "from = \"a\"\none_per = [\"Ref\"]");
    let text = b"Ref,Site,Area\nA,Hall,400\nA,Hall,3600\nA,Hall,400\n";
    let import = imported(&mapping, &[("a", text)]).value.unwrap();
    let tally = &import.tables[0].tallies[0];
    let sums = [tally.kept, tally.merged].map(|s| s.unwrap().to_string());
    assert_eq!(sums, [kept, merged]);
}

#[test]
fn a_per_cent_in_a_column_of_feet_and_thousands_told_twice_are_not_converted() {
    let mapping = mapped(
        "",
        "gia_m2 = { column = \"Area\", unit = \"ft2\" }\nbook_value = { column = \"Value\", unit = \"£k\" }",
    );
    let text = b"Ref,Site,Area,Value\nA,Hall,45%,12k\nB,Shed,100,12\n";
    let Checked { value, findings } = imported(&mapping, &[("a", text)]);
    let sites = records(&value.unwrap(), "sites");
    let of = |at: usize| [sites[at]["gia_m2"].as_str(), sites[at]["book_value"].as_str()];
    assert_eq!((of(0), of(1)), (["45%", "12k (not read on import)"], ["9.29", "12000"]));
    assert_eq!(found(&findings, Rule::CellUnreadable).len(), 2);
}

#[test]
fn a_row_that_makes_no_line_is_on_the_list() {
    let mapping = "name = \"test\"\n[[input]]\nname = \"a\"\n[[table]]\nname = \"costs\"\nfrom = \"a\"\n\
[table.columns]\nsite_id = \"Ref\"\nfinancial_year = { constant = \"2019/20\" }\n\
[[table.line]]\ncategory = { constant = \"rent\" }\namount = \"Rent\"\n";
    let import = imported(mapping, &[("a", b"Ref,Rent\nA,10\nB,n/a\n")]).value.unwrap();
    assert_eq!((records(&import, "costs").len(), import.dropped.len()), (1, 1));
    assert_eq!((import.dropped[0].row.row, import.dropped[0].table.as_str()), (3, "costs"));
}

#[test]
fn counting_beyond_the_columns_there_are_is_an_error() {
    let mapping = mapped("", "gia_m2 = { column = \"Area\", nth = 3 }");
    let Checked { findings, .. } =
        imported(&mapping, &[("a", b"Ref,Site,Area,Area\nA,Hall,1,2\n")]);
    assert_eq!(found(&findings, Rule::MissingColumn).len(), 1);
}

#[test]
fn a_column_of_another_year_is_named_with_the_nearest_and_never_taken_by_position() {
    let mapping = mapped("", "gia_m2 = \"Gross internal area (m²)\"");
    let Checked { value, findings } = imported(
        &mapping,
        &[("a", "Ref,Site,Gross internal site area (m²)\nA,Hall,10\n".as_bytes())],
    );
    assert!(value.is_none());
    let told = found(&findings, Rule::MissingColumn);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("the nearest here: \"Gross internal site area (m²)\""), "{}", told[0]);
}

#[rstest::rstest]
#[case::title_lines("List of assets\nas at 31 March\n\nRef,Site,Area\nA,Hall,10\n", "10")]
#[case::not_signs("Ref¬Site¬Area\nA¬Hall, Old¬10\n", "10")]
#[case::semicolons("Ref;Site;Area\nA;Hall, Old;1.234,5\n", "1.234,5")]
#[case::a_sentence("Ref,Site,Area\nA,Hall,see the note of 2019\n", "see the note of 2019")]
#[case::a_per_cent("Ref,Site,Area\nA,Hall,45%\n", "45%")]
#[case::headers_with_blanks("Ref , SITE,  area\nA,Hall,10\n", "10")]
fn a_cell_is_passed_on_as_it_stands(#[case] text: &str, #[case] area: &str) {
    let mapping = mapped("", "gia_m2 = \"Area\"");
    let import = imported(&mapping, &[("a", text.as_bytes())]).value.unwrap();
    let sites = records(&import, "sites");
    assert_eq!((sites.len(), sites[0]["gia_m2"].as_str()), (1, area));
}

#[test]
fn stated_decimal_marks_units_and_parts_are_turned() {
    let mapping = mapped(
        "decimal = \",\"",
        "gia_m2 = \"Area\"\nmarket_value = { column = \"Value\", unit = \"£k\" }\n\
         easting = { column = \"Place\", split = \";\", part = 1 }\n\
         northing = { column = \"Place\", split = \";\", part = 2 }\n\
         site_area_ha = { column = \"Land\", before = \" hectares\" }\n\
         occupied_m2 = { column = \"Used\", unit = \"percent\", percent_of = \"gia_m2\" }",
    );
    let text = "Ref|Site|Area|Value|Place|Land|Used\nA|Hall|1.234,5|12,5|440715;354526|0,537 hectares (1,33 acres)|50%\n\
                B|Shed|900|x|nowhere||30\n";
    let Checked { value, findings } = imported(&mapping, &[("a", text.as_bytes())]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    let sum = |column: &str| {
        let tally = import.tables[0].tallies.iter().find(|t| t.column == column).unwrap();
        (tally.total().unwrap().to_string(), tally.unread)
    };
    assert_eq!(sum("gia_m2"), ("2134.5".to_owned(), 0));
    assert_eq!(sum("market_value"), ("12.5".to_owned(), 1));
    let of = |at: usize, column: &str| sites[at][column].as_str();
    assert_eq!((of(0, "gia_m2"), of(0, "market_value")), ("1234.5", "12500"));
    assert_eq!((of(0, "easting"), of(0, "northing")), ("440715", "354526"));
    assert_eq!((of(0, "site_area_ha"), of(0, "occupied_m2")), ("0.537", "617.25"));
    assert_eq!(
        (of(1, "market_value"), of(1, "easting"), of(1, "occupied_m2")),
        ("x", "nowhere", "270")
    );
    // The value, and both halves of the place.
    assert_eq!(found(&findings, Rule::CellUnreadable).len(), 3, "{findings:?}");
}

#[rstest::rstest]
#[case("[table.columns]", "[table.colums]", "unknown field")]
#[case("name = \"Site\"", "", "no column or constant fills the required column `name`")]
#[case("from = \"a\"", "from = \"b\"", "there is no input \"b\"")]
#[case("site_id = \"Ref\"", "site_id = \"Ref\"\ngia = \"Area\"", "`gia` is not in the schema")]
#[case("site_id = \"Ref\"", "site_id = { column = \"Ref\", constant = \"x\" }", "give only one of")]
#[case(
    "site_id = \"Ref\"",
    "site_id = { column = \"Ref\", part = 1 }",
    "split needs part or parts"
)]
#[case("from = \"a\"", "from = \"a\"\nchoice = \"same\"", "table \"sites\": a choice is used only")]
#[case(
    "name = \"Site\"",
    "name = { column = \"Site\", choice = \"last\" }",
    "column `name`: a choice is used only"
)]
#[case(
    "name = \"a\"",
    "name = \"a\"\ndecimal = \";\"",
    "the decimal mark ';' must be \".\" or \",\""
)]
fn a_mapping_that_makes_no_sense_says_where(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.toml");
    fs::write(&path, mapped("", "").replacen(from, to, 1)).unwrap();
    let error = mapping::mapping(&path).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
}

/// A folder with the mapping and the file of a small register.
pub fn small() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let (map, file) = (root.path().join("m.toml"), root.path().join("a.csv"));
    fs::write(&map, mapped("", "gia_m2 = \"Area\"")).unwrap();
    fs::write(&file, "Ref,Site,Area\nA,Hall,10\nB,Shed,lots\n").unwrap();
    (root, map, file)
}

#[test]
fn an_import_is_written_whole_and_never_over_work_by_hand() {
    let (root, map, file) = small();
    let out = root.path().join("fen/2021-03-31");
    let import = || {
        let mut command = terrier();
        command.arg("import").args([&map, &file]).arg("--out").arg(&out);
        command.assert()
    };
    let said = String::from_utf8(import().success().get_output().stdout.clone()).unwrap();
    assert!(said.contains("made  sites: 2 records"), "{said}");
    assert!(
        findings_of(&out).iter().any(|f| f.rule == Rule::CellUnreadable && f.place.row == Some(3))
    );
    let origins = fs::read_to_string(out.join("origins.csv")).unwrap();
    assert!(origins.contains("sites,3,a.csv,,3"), "{origins}");
    // Once more over its own; then after a correction by hand; then a report in its place.
    import().success();
    let sites = out.join("sites.csv");
    fs::write(&sites, fs::read_to_string(&sites).unwrap().replace("lots", "20")).unwrap();
    let refused = import().code(2);
    let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(said.contains("sites.csv` was changed since it was imported"), "{said}");
    let report =
        terrier().arg("report").arg(&out).arg("--out").arg(root.path().join("fen")).assert();
    let said = String::from_utf8(report.code(2).get_output().stderr.clone()).unwrap();
    assert!(said.contains("contains an imported snapshot, so no report replaces it"), "{said}");
    assert!(fs::read_to_string(&sites).unwrap().contains("20"));
}

#[test]
fn a_mapping_that_fits_no_column_writes_nothing() {
    let (root, map, file) = small();
    fs::write(&file, "Ref,Site,Size\nA,Hall,10\n").unwrap();
    let out = root.path().join("2021-03-31");
    let ran = terrier().arg("import").args([&map, &file]).arg("--out").arg(&out).assert().code(1);
    let said = String::from_utf8(ran.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("error[missing-column]") && said.contains("nothing was written"),
        "{said}"
    );
    assert!(!out.exists());
}
