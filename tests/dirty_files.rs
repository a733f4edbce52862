//! Files as they come: many sheets, damaged or locked workbooks, stray bytes, titles, JSON, and what is no file.

use std::{fs, path::PathBuf};

use ::terrier::{
    batch, load,
    mapping::{self, InputBytes},
    model::{Finding, Findings, Rule, Severity},
    policy::Policy,
};

use crate::{
    made_book::{Sheet, book},
    published::terrier,
    sample::findings_of,
};

const HEADER: &[&str] = &["site_id", "financial_year", "category", "amount"];

/// A snapshot of two sites and the given files.
struct Small {
    _root: tempfile::TempDir,
    folder: PathBuf,
}

impl Small {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("small").join("2020-03-31");
        fs::create_dir_all(&folder).unwrap();
        let sites = "site_id,name,use,status,gia_m2\nS1,Hall,office,operational,1000\n\
                     S2,Depot,stores,operational,500\n";
        fs::write(folder.join("sites.csv"), sites).unwrap();
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        Self { _root: root, folder }
    }

    fn costs(bytes: &[u8]) -> Self {
        Self::new(&[("costs.xlsx", bytes)])
    }

    fn of_rule(&self, rule: Rule) -> Vec<Finding> {
        findings_of(&self.folder).iter().filter(|f| f.rule == rule).cloned().collect()
    }

    fn only(&self, rule: Rule) -> Finding {
        let [one] = self.of_rule(rule).try_into().unwrap_or_else(|all: Vec<Finding>| {
            panic!("{rule}: {} findings: {:?}", all.len(), findings_of(&self.folder))
        });
        one
    }

    /// Returns the running cost of a year, over all sites, as the report adds it up.
    fn cost(&self) -> String {
        let policy = Policy::default_policy().unwrap();
        let folder = self.folder.join("estate.toml");
        let control = "as_of = 2020-03-31\nname = \"small\"\n[control.running_cost]\namount = \"1.00\"\n\
                       financial_year = \"2019/20\"\n";
        fs::write(&folder, control).unwrap();
        let found = batch::checked(&self.folder, &policy).unwrap().findings;
        fs::remove_file(folder).unwrap();
        let off = found.iter().find(|f| f.rule == Rule::ControlTotalOff).unwrap();
        off.found.split(", ").next().unwrap().to_owned()
    }
}

fn line<'a>(site: &'a str, amount: &'a str) -> [&'a str; 4] {
    [site, "2019/20", "rates", amount]
}

fn quarter(name: &str) -> Sheet {
    Sheet::new(name, &[HEADER, &line("S1", "6000"), &line("S2", "4000.50")])
}

#[test]
fn sheets_with_the_same_header_are_one_table_and_every_other_is_named() {
    let turned = Sheet::new(
        "Q4",
        &[&["amount", "site_id", "financial_year", "category"], &["99", "S9", "2019/20", "rent"]],
    );
    let apart = Sheet::new("Old", &[&[HEADER, &["ref"]].concat(), &line("S1", "5")]);
    let notes = Sheet::new("Notes", &[&["prepared by finance"]]);
    let sheets = [quarter("Q1"), quarter("Q2"), quarter("Q3"), turned, apart, notes];
    let small = Small::costs(&book(&sheets));
    assert_eq!(small.cost(), "the ledger of 2019/20 is £30,001.50");
    let joined = small.only(Rule::SheetsJoined);
    assert!(joined.found.ends_with("\"Q3\" (2 rows), \"Q4\" (1 row)"), "{}", joined.found);
    let unknown = small.only(Rule::UnknownSite);
    assert_eq!((unknown.place.sheet.as_deref(), unknown.place.row), (Some("Q4"), Some(2)));
    assert_eq!(small.only(Rule::SheetApart).place.sheet.as_deref(), Some("Old"));
    assert_eq!(small.only(Rule::FileKeptOut).place.sheet.as_deref(), Some("Notes"));
}

#[test]
fn an_import_reads_the_sheets_with_the_same_header_too() {
    let mapping = mapped(
        "name = \"x\"\n[[input]]\nname = \"ledger\"\n[[table]]\nname = \"costs\"\nfrom = \"ledger\"\n\
         columns = { site_id = \"site_id\", financial_year = \"financial_year\", category = \"category\", amount = \"amount\" }\n",
    );
    let titled = Sheet::new("Q2", &[&["Second quarter"], HEADER, &line("S1", "7")]);
    let other = Sheet::new("Notes", &[&["prepared by finance"]]);
    let bytes = book(&[quarter("Q1"), titled, other]);
    let (import, findings) = imported(&mapping, "ledger", "ledger.xlsx", &bytes);
    let rows: Vec<(String, Option<String>, u32)> = import.tables[0]
        .records
        .iter()
        .map(|(cells, row)| {
            let amount = cells.last().unwrap().clone();
            (amount, row.sheet.as_deref().map(str::to_owned), row.row)
        })
        .collect();
    let expected = [("6000", "Q1", 2), ("4000.5", "Q1", 3), ("7", "Q2", 3)];
    assert_eq!(rows, expected.map(|(a, s, r)| (a.to_owned(), Some(s.to_owned()), r)));
    assert_eq!(import.inputs[0].read_as, "workbook, sheet \"Q1\", \"Q2\"");
    let above: Vec<&str> = import.dropped.iter().map(|d| d.begins.as_str()).collect();
    assert_eq!(above, ["Second quarter"]);
    let kept_out = findings.iter().find(|f| f.rule == Rule::FileKeptOut).unwrap();
    assert_eq!(kept_out.found, "other sheets, not read: \"Notes\"");
}

#[test]
fn a_workbook_with_macros_is_read() {
    let small = Small::new(&[("costs.xlsm", &book(&[quarter("ledger")]))]);
    assert_eq!(small.cost(), "the ledger of 2019/20 is £10,000.50");
}

#[test]
fn formulas_without_a_result_merged_and_hidden_cells_are_named() {
    let ledger = Sheet::new("ledger", &[HEADER, &line("S1", "5")])
        .hidden_row(3, &line("S2", "6"))
        .formula(4, &["S1", "2019/20", "rent", "=SUM(D2:D3)"])
        .hidden_column(4)
        .merged("A2:A3");
    let small = Small::costs(&book(&[ledger, quarter("spare").hidden()]));
    let formula = small.only(Rule::FormulaUnsolved);
    assert_eq!(formula.found, "1 cell with a formula but no stored result: D4");
    assert_eq!(small.only(Rule::RequiredCellEmpty).place.row, Some(4));
    assert_eq!(small.only(Rule::MergedCells).found, "1 merged cell among the records: A2:A3");
    let hidden: Vec<String> =
        small.of_rule(Rule::HiddenCells).into_iter().map(|f| f.found).collect();
    let expected = ["1 row (3), 1 column (D)", "the sheet"];
    assert_eq!(hidden, expected.map(|what| format!("hidden in the workbook: {what}")));
    assert_eq!(small.of_rule(Rule::HiddenCells)[0].severity, Severity::Note);
}

#[test]
fn a_stray_value_in_the_last_cell_of_a_sheet_costs_nothing_and_is_named() {
    let bytes = book(&[quarter("ledger").cell(1_048_576, "XFD1048576", "x")]);
    assert!(bytes.len() < 3000);
    let found = Small::costs(&bytes).only(Rule::RowTooLong);
    assert_eq!(
        (found.place.row, &*found.found),
        (Some(1_048_576), "\"x\" in column XFD, beyond the header")
    );
    let policy = Policy::default_policy().unwrap();
    let file = InputBytes { input: "x".to_owned(), file: "ledger.xlsx".to_owned(), bytes };
    assert!(mapping::propose(&[file], &policy).unwrap().contains("[[table]]"));
}

/// A place beyond any sheet, which a reader would count on from the first again, is refused and named.
#[test]
fn a_cell_beyond_what_a_sheet_has_is_named_and_nothing_is_read_from_its_file() {
    for (row, place) in [(3, "ZZZ3"), (3, "A5000000000"), (3, "A4294967298"), (3, "AAAAAAAAA3")] {
        let bytes = book(&[quarter("ledger").cell(row, place, "9")]);
        let found = Small::costs(&bytes).only(Rule::UnreadableTable).found;
        assert!(found.contains(&format!("a cell in {place}, beyond XFD1048576")), "{found}");
        let policy = Policy::default_policy().unwrap();
        let file = InputBytes { input: "x".to_owned(), file: "ledger.xlsx".to_owned(), bytes };
        assert!(mapping::propose(&[file], &policy).is_err(), "{place}");
    }
}

#[test]
fn an_error_of_a_newer_program_is_a_cell_that_cannot_be_read() {
    let ledger = Sheet::new("ledger", &[HEADER, &line("S1", "5")]).error(3, "A3", "#SPILL!");
    let small = Small::costs(&book(&[ledger]));
    assert_eq!(small.of_rule(Rule::UnreadableTable), []);
    let found = small.of_rule(Rule::RowNoRecord);
    let named =
        found.iter().chain(&small.of_rule(Rule::UnknownSite)).any(|f| f.found.contains("#SPILL!"));
    assert!(named, "{:?}", findings_of(&small.folder));
}

#[test]
fn a_sheet_with_a_wrong_checksum_is_an_error_that_names_it() {
    let mut bytes = book(&[quarter("ledger")]);
    let crc = {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let part = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
        part.crc32().to_le_bytes()
    };
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == crc {
            bytes[at] ^= 1;
        }
    }
    let found = Small::costs(&bytes).only(Rule::UnreadableTable);
    assert_eq!(
        found.found,
        "a sheet \"ledger\" (`xl/worksheets/sheet1.xml`), with a wrong checksum: the file is damaged"
    );
}

#[test]
fn a_part_that_unpacks_to_far_more_than_it_packs_is_refused_before_it_fills_the_memory() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let letters = [b'x'; 1 << 20];
    (0..200).for_each(|_| std::io::Write::write_all(&mut zip, &letters).unwrap());
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let found = Small::costs(&bytes).only(Rule::UnreadableTable);
    assert!(found.found.contains("`xl/sharedStrings.xml` that unpacks to 300 times"), "{found}");
}

#[test]
fn a_line_longer_than_any_register_has_is_an_error_that_names_it() {
    let mut bytes = b"site_id,financial_year,category,amount\nS1,2019/20,rent,1\n".to_vec();
    bytes.extend(vec![b','; 40_000_000]);
    let small = Small::new(&[("costs.csv", &bytes)]);
    let found = small.only(Rule::UnreadableTable);
    assert_eq!((found.place.row, found.found.as_str()), (Some(3), "a line of 39 megabytes"));
}

#[test]
fn no_command_prints_what_a_terminal_obeys() {
    let name = "HQ\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{202e}\rover";
    let sample = crate::sample::Sample::new()
        .cell("sites", "FEN-001", "name", name)
        .cell("sites", "FEN-003", "site_id", "FEN-\u{200b}\u{9c}003")
        .cell("partners", "P-01", "name", name)
        .text("estate.toml", "Illustrative data", "\\u001b[31mIllustrative\\u202e data");
    let policy = sample.folder.join("../own.toml");
    fs::write(&policy, "[policy]\nname = \"Own\\u001b[31m\\u009b policy\"\n").unwrap();
    let mut seen = 0;
    for (command, more) in [
        ("check", vec![]),
        ("check", vec!["--format", "csv"]),
        ("check", vec!["--format", "json"]),
        ("rank", vec!["--top", "40"]),
        ("rank", vec!["--format", "csv"]),
        ("rank", vec!["--format", "json"]),
        ("leases", vec![]),
        ("appraise", vec!["FEN-001"]),
        ("explain", vec!["FEN-001"]),
        ("cover", vec![]),
        ("sift", vec![]),
    ] {
        let run = terrier()
            .arg(command)
            .arg(&sample.folder)
            .args(more)
            .arg("--policy")
            .arg(&policy)
            .args(["--log-format", "text"])
            .assert();
        let output = run.get_output();
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let unseen = text.chars().find(|c| ::terrier::model::is_unseen(*c));
            assert_eq!(unseen, None, "{command}: {text:?}");
            assert!(!text.replace("\r\n", "\n").contains('\r'), "{command}");
            seen += text.matches("HQ]52").count();
        }
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn a_workbook_behind_a_password_is_told_from_a_broken_one() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 512]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let found = Small::costs(&bytes).only(Rule::UnreadableTable);
    assert_eq!(found.found, "a workbook protected by a password");
    assert!(found.fix.contains("password"));
}

#[test]
fn one_stray_byte_does_not_turn_a_whole_file() {
    let mut bytes = b"site_id,financial_year,category,amount\nS1,2019/20,rates,".to_vec();
    bytes.extend("£5\nS1,2019/20,rent,".as_bytes());
    bytes.extend(b"\xa36\n");
    let small = Small::new(&[("costs.csv", &bytes)]);
    let found = small.only(Rule::NotUtf8);
    assert_eq!(found.place.row, Some(3));
    assert_eq!(
        found.found,
        "text that is not UTF-8 in row 3, read as Windows-1252; the rest is UTF-8"
    );
    assert_eq!(small.cost(), "the ledger of 2019/20 is £11.00");
}

#[test]
fn one_fault_of_the_register_is_one_error() {
    let costs =
        "site_id,financial_year,category,amount\n".to_owned() + &"S1,2019/20,rates,5\n".repeat(36);
    let sites = b"Estate register\n\nsite_id,name\nS1,Hall\n";
    let small = Small::new(&[("costs.csv", costs.as_bytes()), ("sites.csv", sites)]);
    let findings = findings_of(&small.folder);
    let errors: Vec<String> = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| format!("{} {}", f.rule, f.found))
        .collect();
    assert_eq!(
        errors,
        [
            "header-not-first \"Estate register\", which is not a header of `sites`; the header appears to be in row 3"
        ]
    );
}

#[test]
fn what_refers_to_a_record_that_was_left_out_is_no_second_error() {
    let sites = b"site_id,name,use,status\nS1,Hall,office,operational\nS2,,office,operational\n";
    let costs = b"site_id,financial_year,category,amount\nS2,2019/20,rates,5\nS3,2019/20,rates,5\n";
    let small = Small::new(&[("costs.csv", costs), ("sites.csv", sites)]);
    assert_eq!(small.only(Rule::RequiredCellEmpty).id, "S2");
    assert_eq!(small.only(Rule::UnknownSite).id, "S3");
}

#[test]
fn an_unknown_word_is_one_finding_with_its_rows_and_the_nearest_word() {
    let mut sites = "site_id,name,use,status\n".to_owned();
    for n in 1..=24 {
        let word = if n % 2 == 0 { "offise" } else { "hangar" };
        sites.push_str(&format!("S{n},Site {n},{word},operational\n"));
    }
    let small = Small::new(&[("sites.csv", sites.as_bytes())]);
    let found = small.of_rule(Rule::CellUnreadable);
    let said: Vec<&str> = found.iter().map(|f| f.found.as_str()).collect();
    assert_eq!(
        said,
        [
            "\"hangar\", in 12 rows (2, 4, 6, 8, 10 and 7 more)",
            "\"offise\", in 12 rows (3, 5, 7, 9, 11 and 7 more)"
        ]
    );
    assert!(found[1].fix.starts_with("write \"office\" if you mean that"), "{}", found[1].fix);
    assert!(found[1].is_about("S24"));
}

#[test]
fn a_doubled_export_is_named_with_the_sum_at_stake() {
    let once = "S1,2019/20,rates,33000\nS2,2019/20,rent,30000\n";
    let header = "site_id,financial_year,category,amount\n";
    let small = Small::new(&[("costs.csv", format!("{header}{once}{once}").as_bytes())]);
    let found = small.only(Rule::RepeatedLines);
    assert_eq!(found.found, "the whole table twice: 2 lines repeated, £63,000.00 of £126,000.00");
    assert_eq!(small.cost(), "the ledger of 2019/20 is £126,000.00");
    let some = format!("{header}{once}S1,2019/20,rates,33000\nS1,2019/20,rates,9\n");
    let found = Small::new(&[("costs.csv", some.as_bytes())]).only(Rule::RepeatedLines);
    assert_eq!(
        found.found,
        "1 line that is the same as an earlier one, £33,000.00 of £96,009.00: row 4"
    );
    // What tells two lines apart may stand in a column that nothing reads, or behind a quotation mark.
    let told = "site_id,financial_year,category,amount,invoice\nS1,2019/20,rates,5,\"A1\"\nS1,2019/20,rates,5,A2\n";
    assert!(Small::new(&[("costs.csv", told.as_bytes())]).of_rule(Rule::RepeatedLines).is_empty());
}

#[test]
fn teams_and_observations_given_twice_are_named() {
    let teams = b"site_id,team,function,fte\nS1,A,office,10.5\nS1,B,office,2\nS1,A,office,10.5\n";
    let found = Small::new(&[("teams.csv", teams)]).only(Rule::RepeatedLines);
    assert_eq!(found.found, "1 line that is the same as an earlier one, 10.5 fte of 23 fte: row 4");
    let seen = "S1,2020-01-13,survey,10,50,4\nS2,2020-01-13,survey,10,50,4\n".repeat(3);
    let seen = format!("site_id,on,method,capacity,hours_open,mean_occupied\n{seen}");
    let found = Small::new(&[("occupancy.csv", seen.as_bytes())]).only(Rule::RepeatedLines);
    assert_eq!(found.found, "the whole table 3 times: 4 lines repeated");
}

#[test]
fn headings_totals_and_footnotes_are_left_out_and_named() {
    let costs = "site_id,financial_year,category,amount,notes\nOFFICES,,,,\nS1,2019/20,rates,5,\n\
        S1,2019/20,rent,7,\nTotal,,,12,\nsite_id,financial_year,category,amount,notes\nDEPOTS,,,,\n\
        S2,2019/20,Sub-total,12,\n,,Grand total,24,\n\"Source: ledger, March\",,,,\nS2,2019/20,rent,3,Total\n";
    let small = Small::new(&[("costs.csv", costs.as_bytes())]);
    assert_eq!(small.cost(), "the ledger of 2019/20 is £15.00");
    let rows = |rule| -> Vec<u32> {
        small.of_rule(rule).iter().flat_map(|f| f.rows().collect::<Vec<_>>()).collect()
    };
    assert_eq!(rows(Rule::RowNoRecord), [2, 6, 7, 10]);
    assert_eq!(rows(Rule::SubtotalRow), [8, 9, 11, 5]);
    let kept =
        small.of_rule(Rule::SubtotalRow).into_iter().find(|f| f.place.row == Some(11)).unwrap();
    assert!(kept.found.ends_with("the row is used as a record"), "{}", kept.found);
    assert!(findings_of(&small.folder).count(Severity::Error) == 0);
}

/// A row of nothing but a figure is no record; one of nothing but an id is one, of which the rest is missing.
#[rstest::rstest]
#[case("S2,,,,", false)]
#[case(",,,12,", true)]
#[case(",,,,see over", true)]
#[case("DEPOTS,,,,", true)]
fn a_row_of_one_cell_is_a_record_where_that_is_its_id(#[case] row: &str, #[case] left_out: bool) {
    let costs =
        format!("site_id,financial_year,category,amount,notes\nS1,2019/20,rates,5,\n{row}\n");
    let small = Small::new(&[("costs.csv", costs.as_bytes())]);
    assert_eq!(!small.of_rule(Rule::RowNoRecord).is_empty(), left_out);
    assert_eq!(findings_of(&small.folder).any_at(Severity::Error), !left_out);
}

/// A site whose id or name says that it is a total, in the words of bodies' returns; others begin or end alike.
#[rstest::rstest]
#[case("R0AAGGREGATESITE", "Small places", true)]
#[case("AGGRE", "Small places", true)]
#[case("S9", "Aggregate site of small places", true)]
#[case("S9", "Grand total", true)]
#[case("S9", "Total of depots", true)]
#[case("S9", "Depots total", true)]
#[case("S9", "Aggregates depot", false)]
#[case("S9", "Totality House", false)]
#[case("S9", "Depots totalled", false)]
fn a_site_that_is_a_total_is_told(#[case] id: &str, #[case] name: &str, #[case] told: bool) {
    let sites = format!(
        "site_id,name,use,status\nS1,Hall,office,operational\n{id},{name},office,operational\n"
    );
    let small = Small::new(&[("sites.csv", sites.as_bytes())]);
    let rows: Vec<Option<u32>> =
        small.of_rule(Rule::SubtotalRow).iter().map(|found| found.place.row).collect();
    assert_eq!(rows, if told { vec![Some(3)] } else { vec![] });
}

#[test]
fn an_import_writes_headings_and_totals_into_the_rows_left_out() {
    let mapping = mapped(
        "name = \"x\"\n[[input]]\nname = \"register\"\n[[table]]\nname = \"sites\"\nfrom = \"register\"\n\
         columns = { site_id = \"Ref\", name = \"Site\", gia_m2 = \"Area\" }\n",
    );
    let text = "Estate register,,,\nRef,Site,Area,Remarks\n,,m²,\nOFFICES,,,\nA1,Hall,100,\nA2,Annexe,50,\n\
                ,Total,150,\nDEPOTS,,,\nA3,Yard,20,Total loss in 2001\nSub-total,,20,\nGrand total,,170,\n\
                * areas as surveyed,,,\n";
    let (import, _) = imported(&mapping, "register", "register.csv", text.as_bytes());
    let ids: Vec<&str> =
        import.tables[0].records.iter().map(|(cells, _)| cells[0].as_str()).collect();
    assert_eq!(ids, ["A1", "A2", "A3"]);
    let dropped: Vec<(u32, &str)> =
        import.dropped.iter().map(|d| (d.row.row, d.reason.split(',').next().unwrap())).collect();
    let total = "a total of other rows";
    let heading = "one filled cell";
    assert_eq!(
        dropped,
        [
            (1, "above the header"),
            (3, "units of the columns"),
            (4, heading),
            (7, total),
            (8, heading),
            (10, total),
            (11, total),
            (12, heading)
        ]
    );
}

#[test]
fn registers_in_json_and_geojson_are_imported_and_proposed() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"UPRN":"100011111111","Site name":"Hall","Tenure":"Freehold","size":{"gia":120.5}},
         "geometry":{"type":"Point","coordinates":[0.1218,52.2053]}},
        {"type":"Feature","properties":{"UPRN":"100022222222","Site name":"Yard","Tenure":"Leasehold","size":{"gia":80},"floors":[{"n":1}]},
         "geometry":{"type":"Polygon","coordinates":[[[0,52],[0.2,52],[0.2,52.4],[0,52.4],[0,52]]]}}]}"#;
    let mapping = mapped(
        "name = \"x\"\n[[input]]\nname = \"register\"\n[[table]]\nname = \"sites\"\nfrom = \"register\"\n\
         columns = { site_id = \"UPRN\", name = \"Site name\", gia_m2 = \"size.gia\", latitude = \"latitude\", longitude = \"longitude\" }\n",
    );
    let (import, findings) = imported(&mapping, "register", "sites.geojson", text.as_bytes());
    let cells: Vec<String> =
        import.tables[0].records.iter().map(|(cells, _)| cells.join("|")).collect();
    assert_eq!(cells, ["100011111111|Hall|52.2053|0.1218|120.5", "100022222222|Yard|52.2|0.1|80"]);
    assert_eq!(import.inputs[0].read_as, "GeoJSON");
    assert!(findings.iter().any(|f| f.found == "1 part in the file outside any row: floors"));
    let policy = Policy::default_policy().unwrap();
    let file =
        InputBytes { input: "x".to_owned(), file: "sites.geojson".to_owned(), bytes: text.into() };
    let proposed = mapping::propose(&[file], &policy).unwrap();
    assert!(proposed.contains("\"longitude\"") && proposed.contains("\"Site name\""), "{proposed}");
}

#[test]
fn a_list_in_the_form_of_code_point_open_needs_no_header() {
    let sites = b"site_id,name,use,status,postcode,easting,northing\nS1,Hall,office,operational,CB1 0AH,546881,258966\n";
    let list =
        b"\"CB1 0AH\",10,546881,258966,\"E92000001\"\n\"CB1 0AN\",10,546880,258960,\"E92000001\"\n";
    let small = Small::new(&[("sites.csv", sites), ("postcodes.csv", list)]);
    assert_eq!(small.only(Rule::HeaderByForm).place.row, Some(1));
    let findings = findings_of(&small.folder);
    assert_eq!(findings.count(Severity::Error), 0, "{findings:?}");
    let policy = Policy::default_policy().unwrap();
    let read = load::load(&small.folder, &policy, load::Hashes::NotWanted).unwrap().value.unwrap();
    let code = terrier::model::Postcode::read("CB1 0AH").unwrap();
    assert!(read.postcodes.unwrap().point(code).is_some(), "the first row is a record");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_a_note_and_is_never_opened() {
    use std::os::unix::{ffi::OsStrExt, fs::symlink, net::UnixListener};
    let small = Small::new(&[]);
    symlink("/nowhere/at/all", small.folder.join("photo.jpg")).unwrap();
    let _open = UnixListener::bind(small.folder.join("socket.csv")).unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(small.folder.join(name), "x").unwrap();
    let made = std::process::Command::new("mkfifo").arg(small.folder.join("pipe.csv")).status();
    assert!(made.unwrap().success());
    let kept_out = small.of_rule(Rule::FileKeptOut);
    let names: Vec<&str> = kept_out.iter().map(|f| &*f.place.file).collect();
    assert_eq!(names, ["caf\u{fffd}.txt", "photo.jpg", "pipe.csv", "socket.csv"]);
    assert!(
        kept_out
            .iter()
            .all(|f| f.severity == Severity::Note && f.found.ends_with("it is not opened"))
    );
    // In place of a table it is an error: its records are missing.
    symlink("/nowhere/at/all", small.folder.join("teams.csv")).unwrap();
    assert_eq!(&*small.only(Rule::UnreadableTable).place.file, "teams.csv");
}

fn mapped(text: &str) -> mapping::Mapping {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    mapping::mapping(file.path()).unwrap()
}

fn imported(
    mapping: &mapping::Mapping,
    input: &str,
    file: &str,
    bytes: &[u8],
) -> (mapping::Import, Findings) {
    let policy = Policy::default_policy().unwrap();
    let file = InputBytes { input: input.to_owned(), file: file.to_owned(), bytes: bytes.to_vec() };
    let checked = mapping::import(mapping, &[file], &policy);
    let findings = checked.findings;
    (checked.value.unwrap_or_else(|| panic!("{findings:?}")), findings)
}
