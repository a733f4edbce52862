//! Registers of other people's making: the cells of workbooks, decimal marks, columns that nothing reads.

use std::fs;

use rstest::rstest;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use terrier::{
    mapping::{self, InputBytes},
    model::{Checked, Findings, Rule},
    policy::Policy,
};

use crate::{
    import::{found, imported, mapped, records},
    sample::{findings_of, project},
};

/// Makes a workbook of one sheet of the lines of a CSV text: numbers as numbers.
pub fn book(sheet: &str, text: &str) -> Vec<u8> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name(sheet).unwrap();
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.unwrap().iter()) {
            match cell.parse::<f64>() {
                Ok(number) => page.write(row, column, number).unwrap(),
                Err(_) => page.write(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// A workbook of one site whose area is what `write` puts into the cell.
fn with_area(names: [&str; 3], write: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("sites").unwrap();
    for (column, name) in (0..).zip(names) {
        page.write(0, column, name).unwrap();
        page.write(1, column, ["A", "Hall", ""][usize::from(column)]).unwrap();
    }
    write(page);
    book.save_to_buffer().unwrap()
}

fn shown_as(number: f64, format: &'static str) -> impl Fn(&mut Worksheet) {
    move |page| {
        let format = Format::new().set_num_format(format);
        page.write_number_with_format(1, 2, number, &format).unwrap();
    }
}

fn formula(text: &'static str, result: &'static str) -> impl Fn(&mut Worksheet) {
    move |page| {
        page.write_formula(1, 2, Formula::new(text).set_result(result)).unwrap();
    }
}

type Writing = Box<dyn Fn(&mut Worksheet)>;

/// 43,921 days after the beginning of 1900 is 31 March 2020.
#[rstest]
#[case::date(Box::new(shown_as(43921.0, "dd/mm/yyyy")), "2020-03-31")]
#[case::month(Box::new(shown_as(43921.0, "mmm yyyy")), "2020-03-31")]
#[case::date_unless_zero(Box::new(shown_as(43921.0, "[=0]\"-\";dd/mm/yyyy")), "2020-03-31")]
#[case::time(Box::new(shown_as(0.45, "hh:mm")), "10:48:00")]
#[case::duration(Box::new(shown_as(1.5, "[h]:mm")), "36:00:00")]
#[case::per_cent(Box::new(shown_as(0.45, "0%")), "45%")]
#[case::per_cent_and_a_tenth(Box::new(shown_as(0.455, "0.0%")), "45.5%")]
#[case::boolean(Box::new(|page: &mut Worksheet| { page.write(1, 2, true).unwrap(); }), "yes")]
#[case::not_available(Box::new(formula("=NA()", "#N/A")), "#N/A")]
#[case::no_reference(Box::new(formula("=A9", "#REF!")), "#REF!")]
fn a_cell_that_is_shown_as_no_number_is_none(#[case] write: Writing, #[case] shown: &str) {
    // Of a foreign file, in a unit that is converted.
    let bytes = with_area(["Ref", "Site", "Area"], &write);
    let mapping = mapped("", "gia_m2 = { column = \"Area\", unit = \"ft2\" }");
    let Checked { value, findings } = imported(&mapping, &[("a", &bytes)]);
    let told = found(&findings, Rule::CellUnreadable);
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].contains(&format!("{shown:?}")), "{}", told[0]);
    let import = value.unwrap();
    assert_eq!(records(&import, "sites")[0]["gia_m2"], shown);
    assert_eq!((import.tables[0].tallies[0].numbers, import.tables[0].tallies[0].unread), (0, 1));
    // Of a snapshot's own table.
    let root = tempfile::tempdir().unwrap();
    let snapshot = root.path().join("2020-03-31");
    fs::create_dir(&snapshot).unwrap();
    fs::write(snapshot.join("sites.xlsx"), with_area(["site_id", "name", "gia_m2"], &write))
        .unwrap();
    let findings = findings_of(&snapshot);
    let area = |f: &&terrier::model::Finding| f.place.column.as_deref() == Some("gia_m2");
    let told: Vec<_> = findings.iter().filter(area).collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!([Rule::CellUnreadable, Rule::WrongUnit].contains(&told[0].rule));
    assert!(told[0].found.contains(shown), "{}", told[0]);
}

/// `tests/books/cells.ods` and `cells.xls`: a date, a time, a duration, a per cent, an error, a number.
#[rstest]
#[case::ods("cells.ods", ["2020-03-31", "10:48:00", "36:00:00", "45%", "#N/A", "250.5"])]
// XLS does not tell per cents.
#[case::xls("cells.xls", ["2020-03-31", "10:48:00", "36:00:00", "0.45", "#N/A", "250.5"])]
fn other_workbooks_show_their_cells_alike(#[case] file: &str, #[case] areas: [&str; 6]) {
    let bytes = fs::read(project("tests/books").join(file)).unwrap();
    let mapping = mapped("", "gia_m2 = { column = \"Area\", unit = \"m2\" }");
    let Checked { value, findings } = imported(&mapping, &[("a", &bytes)]);
    let sites = records(&value.unwrap(), "sites");
    let read: Vec<&str> = sites.iter().map(|site| site["gia_m2"].as_str()).collect();
    assert_eq!(read, areas);
    let numbers = areas.iter().filter(|area| area.parse::<f64>().is_ok()).count();
    assert_eq!(found(&findings, Rule::CellUnreadable).len(), areas.len() - numbers);
}

#[test]
fn a_stated_decimal_comma_leaves_the_numbers_of_a_workbook_alone() {
    let bytes = book(
        "a",
        "Ref,Site,Area\nA,Hall,1234.5\nB,Shed,\"1.234,5\"\nC,Yard,1.125\nD,Barn,12.5.1\n",
    );
    let mapping = mapped("decimal = \",\"", "gia_m2 = \"Area\"");
    let Checked { value, findings } = imported(&mapping, &[("a", &bytes)]);
    let sites = records(&value.unwrap(), "sites");
    let read: Vec<&str> = sites.iter().map(|site| site["gia_m2"].as_str()).collect();
    assert_eq!(read, ["1234.5", "1234.5", "1.125", "12.5.1"]);
    assert_eq!(found(&findings, Rule::CellUnreadable).len(), 1);
}

/// Areas and values of sites A, B, …, and what is written of them, `?` for a cell that is not read.
#[rstest]
#[case::comma_in_the_column(&["1.234,5", "2.000", "12"], &["1", "2", "3"], "1.234,5 ? 12", 1)]
#[case::comma_in_another(&["2.000", "1,234"], &["184,5", "3"], "? ?", 1)]
#[case::points_of_its_own(&["2.500", "12.5"], &["184,5", "3"], "2.500 12.5", 1)]
#[case::no_comma_anywhere(&["2.000", "12,345"], &["1", "2"], "2.000 12,345", 0)]
#[case::thousands_by_points(&["1.234.567", "2.000"], &["1", "2"], "1.234.567 ?", 1)]
fn a_column_is_read_with_one_decimal_mark(
    #[case] areas: &[&str],
    #[case] values: &[&str],
    #[case] read: &str,
    #[case] columns: usize,
) {
    let rows = areas.iter().zip(values).zip('A'..);
    let rows = rows.map(|((area, value), id)| format!("{id};Site {id};{area};{value}\n"));
    let text = format!("Ref;Site;Area;Value\n{}", rows.collect::<String>());
    let columns_read = "gia_m2 = \"Area\"\nmarket_value = { column = \"Value\", unit = \"£k\" }";
    let Checked { value, findings } =
        imported(&mapped("", columns_read), &[("a", text.as_bytes())]);
    let import = value.unwrap();
    let sites = records(&import, "sites");
    let shown = |text: &str| if text.contains(" or ") { "?".to_owned() } else { text.to_owned() };
    let shown: Vec<String> = sites.iter().map(|site| shown(&site["gia_m2"])).collect();
    assert_eq!(shown.join(" "), read);
    assert_eq!(found(&findings, Rule::DecimalComma).len(), columns, "{findings:?}");
    let unread = shown.iter().filter(|cell| *cell == "?").count();
    let told = found(&findings, Rule::NumberDoubted);
    assert_eq!(told.len(), unread, "{findings:?}");
    assert!(
        told.iter().all(|told| told.contains("state decimal = \",\" under the [[input]] \"a\""))
    );
    // Stated either way, nothing is questioned.
    for mark in [",", "."] {
        let stated = mapped(&format!("decimal = \"{mark}\""), columns_read);
        let Checked { value, .. } = imported(&stated, &[("a", text.as_bytes())]);
        let sites = records(&value.unwrap(), "sites");
        assert!(sites.iter().all(|site| !site["gia_m2"].contains(" or ")));
    }
}

#[test]
fn a_joined_file_keeps_its_own_decimal_mark() {
    let mapping = mapped(
        "[[input.join]]\nwith = \"b\"\ncolumn = \"Ref\"\nequals = \"Key\"\n[[input]]\nname = \"b\"\ndecimal = \",\"",
        "gia_m2 = \"Area\"\nnia_m2 = \"b: Net\"",
    );
    let files: [(&str, &[u8]); 2] =
        [("a", b"Ref,Site,Area\nA,Hall,2.125\n"), ("b", b"Key;Net\nA;1.234,5\n")];
    let sites = records(&imported(&mapping, &files).value.unwrap(), "sites");
    assert_eq!([&sites[0]["gia_m2"], &sites[0]["nia_m2"]], ["2.125", "1234.5"]);
}

#[rstest]
#[case::commas(
    "Ref;Site;Area (m2)\nA;Hall;1.234,5\nB;Shed;2.000\nC;Yard;3.000\nD;Barn;4.000\nE;Loft;5.000\nF;Hut;6.000\n",
    true
)]
#[case::points("Ref;Site;Area (m2)\nA;Hall;1,234.5\nB;Shed;2,000\n", false)]
#[case::pairs("Ref;Site;Place\nA;Hall;541230,297410\nB;Shed;541240,297420\n", false)]
fn a_proposal_states_the_decimal_comma(#[case] text: &str, #[case] stated: bool) {
    let bytes = text.as_bytes().to_vec();
    let files = [InputBytes { input: String::new(), file: "list.csv".to_owned(), bytes }];
    let proposed = mapping::propose(&files, &Policy::default_policy().unwrap()).unwrap();
    assert_eq!(
        proposed.contains("\ndecimal = \",\"  # cells such as 1.234,5\n"),
        stated,
        "{proposed}"
    );
}

fn kept_out(findings: &Findings) -> String {
    let of = |f: &&terrier::model::Finding| f.rule == Rule::ColumnKeptOut;
    findings.iter().filter(of).map(|f| f.found.clone()).collect()
}

#[rstest]
#[case::no_header(
    "Ref,Site,,Area\nA,Hall,condemned,1\nB,Shed,,2\n",
    "\"Area\"",
    "column C with no header (1 cell, the first \"condemned\")"
)]
#[case::doubled(
    "Ref,Site,Area,Area\nA,Hall,1,2\n",
    "{ column = \"Area\", nth = 1 }",
    "\"Area\" (number 2 of 2)"
)]
#[case::alternative(
    "Ref,Site,Area,GIA\nA,Hall,1,2\n",
    "{ column = [\"Area\", \"GIA\"] }",
    "\"GIA\""
)]
#[case::fallback("Ref,Site,Area,GIA\nA,Hall,,2\n", "{ column = \"Area\", else = \"GIA\" }", "")]
#[case::doubled_and_the_same("Ref,Site,Area,Area\nA,Hall,1,1\n", "\"Area\"", "")]
#[case::empty("Ref,Site,Area,\nA,Hall,1,\n", "\"Area\"", "")]
fn a_column_that_nothing_reads_is_named(
    #[case] text: &str,
    #[case] area: &str,
    #[case] named: &str,
) {
    let mapping = mapped("", &format!("gia_m2 = {area}"));
    let Checked { findings, .. } = imported(&mapping, &[("a", text.as_bytes())]);
    let told = match named {
        "" => String::new(),
        named => format!("1 column not read: {named}"),
    };
    assert_eq!(kept_out(&findings), told);
}

#[test]
fn columns_of_a_joined_file_that_nothing_reads_are_named_too() {
    let mapping = mapped(
        "[[input.join]]\nwith = \"b\"\ncolumn = \"Ref\"\nequals = \"Key\"\n[[input]]\nname = \"b\"",
        "address = \"b: Street\"",
    );
    let files: [(&str, &[u8]); 2] =
        [("a", b"Ref,Site\nA,Hall\n"), ("b", b"Key,Street,Keeper\nA,High St,Bob\n")];
    let findings = imported(&mapping, &files).findings;
    assert_eq!(kept_out(&findings), "1 column not read: \"Keeper\"");
}

#[test]
fn a_sheet_of_a_text_file_is_an_error() {
    let bytes = b"Ref,Site\nA,Hall\n";
    let with =
        |sheet: &str| imported(&mapped(&format!("sheet = \"{sheet}\""), ""), &[("a", bytes)]);
    let Checked { value, findings } = with("Assets");
    let told = found(&findings, Rule::UnreadableTable);
    assert!(value.is_none() && told.len() == 1, "{findings:?}");
    assert!(told[0].contains("give the workbook, or delete `sheet`"), "{}", told[0]);
    assert!(with("").value.is_some());
}

#[test]
fn missing_alternatives_are_quoted_each() {
    let mapping = mapped("", "gia_m2 = { column = [\"Area\", \"GIA\"] }");
    let Checked { findings, .. } = imported(&mapping, &[("a", b"Ref,Site\nA,Hall\n")]);
    let told = found(&findings, Rule::MissingColumn);
    assert!(told[0].contains("no column \"Area\" or \"GIA\"\n"), "{}", told[0]);
}

#[test]
fn a_header_once_more_and_a_short_row_are_told() {
    let text = b"Ref,Site,Area\nA,Hall,10\nRef,Site,Area\nB,Shed\nTotal,,10\n";
    let Checked { value, findings } = imported(&mapped("", "gia_m2 = \"Area\""), &[("a", text)]);
    let import = value.unwrap();
    let ids: Vec<String> = records(&import, "sites").iter().map(|s| s["site_id"].clone()).collect();
    assert_eq!(ids, ["A", "B"], "a total is no record");
    let dropped = &import.dropped[0];
    assert_eq!((dropped.row.row, dropped.reason.as_str()), (3, "the header again, not a record"));
    assert_eq!(found(&findings, Rule::RowsDropped).len(), 2);
    assert_eq!(found(&findings, Rule::RowTooShort).len(), 1, "{findings:?}");
}

#[test]
fn a_column_with_the_month_first_is_not_read_day_first() {
    let text = b"Ref,Site,Valued\nA,Hall,03/31/2020\nB,Shed,03/04/2020\nC,Yard,05/05/2020\n";
    let dates = |spec: &str| {
        let mapping = mapped("", &format!("valued_on = {spec}"));
        let Checked { value, findings } = imported(&mapping, &[("a", text)]);
        let sites = records(&value.unwrap(), "sites");
        let dates: Vec<String> = sites.iter().map(|site| site["valued_on"].clone()).collect();
        let told = [Rule::CellUnreadable, Rule::DateDoubted].map(|rule| found(&findings, rule));
        (dates.join(" "), told.concat().len())
    };
    let unclear = "03/31/2020 03/04/2020 (day or month first) 05/05/2020";
    assert_eq!(dates("\"Valued\""), (unclear.to_owned(), 1));
    let stated = |order: &str| dates(&format!("{{ column = \"Valued\", date = \"{order}\" }}"));
    assert_eq!(stated("mdy"), ("2020-03-31 2020-03-04 2020-05-05".to_owned(), 0));
    assert_eq!(stated("dmy"), ("03/31/2020 2020-04-03 2020-05-05".to_owned(), 1));
}

/// What an import does not make sense of, no reader of the snapshot takes for a number or a day; and what that
/// reader refuses is in no sum of what was kept.
#[rstest]
#[case::metres("gia_m2 = { column = \"X\", unit = \"ft2\" }", "5m", "5m", "0")]
#[case::thousands(
    "gia_m2 = { column = \"X\", unit = \"ft2\" }",
    "5k",
    "5k (not read on import)",
    "0"
)]
#[case::pounds("gia_m2 = { column = \"X\", unit = \"m2\" }", "£300", "£300", "0")]
#[case::pounds_as_they_stand("gia_m2 = \"X\"", "£300", "£300", "0")]
#[case::without_its_unit(
    "gia_m2 = { column = \"X\", before = \" sq ft\", unit = \"ft2\" }",
    "6130",
    "6130 (not read on import)",
    "0"
)]
#[case::negative("gia_m2 = \"X\"", "-300", "-300", "0")]
#[case::parts_of_a_penny("book_value = \"X\"", "12.345", "12.345", "0")]
#[case::sound("gia_m2 = \"X\"", "1 250", "1 250", "1250")]
fn what_is_kept_is_what_the_snapshot_can_hold(
    #[case] column: &str,
    #[case] text: &str,
    #[case] made: &str,
    #[case] kept: &str,
) {
    let text = format!("Ref,Site,X\nA,Hall,{text}\n");
    let import = imported(&mapped("", column), &[("a", text.as_bytes())]).value.unwrap();
    let sites = records(&import, "sites");
    assert!(sites[0].values().any(|cell| cell == made), "{sites:?}");
    let tally = &import.tables[0].tallies[0];
    assert_eq!(
        (tally.kept.unwrap().to_string(), tally.unread),
        (kept.to_owned(), usize::from(kept == "0"))
    );
}

#[test]
fn sheets_that_nothing_reads_are_named() {
    let mut book = Workbook::new();
    for name in ["North", "South", "Notes"] {
        let page = book.add_worksheet().set_name(name).unwrap();
        let header = if name == "North" { ["Ref", "Site"] } else { ["Ref", "Place"] };
        for (row, cells) in (0..).zip([header, [name, "Hall"]]) {
            page.write(row, 0, cells[0]).unwrap();
            page.write(row, 1, cells[1]).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let Checked { value, findings } = imported(&mapped("", ""), &[("a", &bytes)]);
    assert_eq!(records(&value.unwrap(), "sites").len(), 1);
    let told = found(&findings, Rule::FileKeptOut);
    assert!(told[0].contains("other sheets, not read: \"South\", \"Notes\""), "{told:?}");
}

#[test]
fn rows_above_the_header_are_listed() {
    let text = b"Register of Anyshire\nSites,2,,\n\nRef,Site,Area\nA,Hall,10\nB,Shed,5\n";
    let Checked { value, findings } = imported(&mapped("", "gia_m2 = \"Area\""), &[("a", text)]);
    let import = value.unwrap();
    assert_eq!((import.inputs[0].rows, import.inputs[0].above), (2, 2));
    let told: Vec<(u32, &str)> =
        import.dropped.iter().map(|row| (row.row.row, row.begins.as_str())).collect();
    assert_eq!(told, [(1, "Register of Anyshire"), (2, "Sites \u{b7} 2")]);
    let told = found(&findings, Rule::RowsDropped);
    assert!(told[0].contains("2 rows left out: above the header, not a record"), "{told:?}");
    // A row of groups that the mapping names belongs to the header.
    let text = b"Title\n,,Areas\nRef,Site,Gross\nA,Hall,10\n";
    let mapping = mapped("header = [2, 3]", "gia_m2 = \"Areas / Gross\"");
    let import = imported(&mapping, &[("a", text)]).value.unwrap();
    assert_eq!((import.inputs[0].above, import.dropped.len()), (1, 1));
}

#[test]
fn a_guessed_encoding_is_told_and_a_stated_one_is_not() {
    let told = |input: &str| {
        let findings = imported(&mapped(input, ""), &[("a", b"Ref,Site\nA,Caf\xe9\n")]).findings;
        found(&findings, Rule::NotUtf8).len()
    };
    assert_eq!((told(""), told("encoding = \"windows-1252\"")), (1, 0));
}

#[test]
fn a_column_that_may_be_missing_is_named_with_the_nearest() {
    let column = "site_area_ha = { column = \"Land area owned (Hectares)\", optional = true }";
    let text = b"Ref,Site,Land area owned (hectare)\nA,Hall,2\n";
    let Checked { value, findings } = imported(&mapped("", column), &[("a", text)]);
    assert!(value.is_some());
    let told = found(&findings, Rule::OptionalColumnMissing);
    assert!(told[0].contains("the nearest here: \"Land area owned (hectare)\""), "{told:?}");
}

#[test]
fn what_fills_the_gaps_of_a_column_and_columns_of_one_name_have_sums_of_their_own() {
    let text = b"Ref,Site,Area,GIA,Area\nA,Hall,,200,5\nB,Shed,100,250,6\nTotal,,300,450,11\n";
    let mapping = mapped(
        "[[input.drop]]\ncolumn = \"Ref\"\nis = [\"Total\"]\nreason = \"a total\"",
        "gia_m2 = { column = \"Area\", nth = 1, else = \"GIA\" }\nnia_m2 = { column = \"Area\", nth = 2 }",
    );
    let import = imported(&mapping, &[("a", text)]).value.unwrap();
    let shown: Vec<String> = import.tables[0]
        .tallies
        .iter()
        .map(|t| {
            let sums = [t.kept, t.dropped, t.merged, t.total()].map(|sum| sum.unwrap().to_string());
            format!("{}: {}", t.header, sums.join(" "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Area (number 1 of 2): 100 300 0 400",
            "GIA: 200 450 250 900",
            "Area (number 2 of 2): 11 11 0 22"
        ]
    );
    let areas = records(&import, "sites");
    assert_eq!([&areas[0]["gia_m2"], &areas[1]["gia_m2"]], ["200", "100"]);
}

#[test]
fn lines_of_which_the_year_is_not_stated_make_no_records() {
    let mapping = mapped("", "")
        + "[[table]]\nname = \"costs\"\nfrom = \"a\"\n[table.columns]\nsite_id = \"Ref\"\n\
           financial_year = { constant = \"\" }\ncategory = { constant = \"rates\" }\n\
           [[table.line]]\namount = \"Rates\"\n[[table.line]]\namount = \"Rates\"\n\
           financial_year = { constant = \"2023/24\" }\n";
    let text = b"Ref,Site,Rates\nA,Hall,10\n";
    let Checked { value, findings } = imported(&mapping, &[("a", text)]);
    assert_eq!(records(&value.unwrap(), "costs").len(), 1);
    let told = found(&findings, Rule::ConstantNotStated);
    assert!(told[0].contains("no value for `financial_year` in 1 of 2 lines"), "{told:?}");
    let alone = mapping.replace("2023/24", " ");
    let Checked { value, findings } = imported(&alone, &[("a", text)]);
    assert!(value.unwrap().tables.iter().all(|table| table.name == "sites"));
    assert_eq!(found(&findings, Rule::ConstantNotStated).len(), 1);
}
