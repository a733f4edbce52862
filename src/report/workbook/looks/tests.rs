//! Tables, notes, print and weights of the workbook, as they stand in the file.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::{
    super::{tests::HOSTILE, *},
    broken,
};
use crate::edition::{Edition, example};

/// A part of the file by the beginning of its path; parts of one kind one after another.
fn parts(bytes: &[u8], path: &str) -> String {
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..file.len() {
        let mut part = file.by_index(at).unwrap();
        if part.name().unwrap().starts_with(path) {
            part.read_to_string(&mut text).unwrap();
        }
    }
    text
}

/// The values of an attribute, in order.
fn all<'a>(xml: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    xml.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn book(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn many_sites(count: usize) -> View {
    let mut view = View { sites: example::sites(count), fund: None, ..example::hostile().clone() };
    view.criteria.dedup_by_key(|criterion| criterion.score);
    view
}

#[test]
fn every_sheet_is_a_table_of_its_name() {
    let view = example::hostile();
    let xml = parts(&HOSTILE, "xl/tables/");
    let mut names = all(&xml, "displayName");
    let mut sheets: Vec<String> = contents::contents(view)
        .into_iter()
        .map(|sheet| sheet.name.replace([' ', '-'], "_"))
        .collect();
    names.sort_unstable();
    sheets.sort_unstable();
    assert_eq!(names, sheets);
    assert!(names.contains(&"Find_out_next"), "{names:?}");
}

#[test]
fn a_sheet_without_records_is_no_table() {
    let bytes = xlsx(example::empty()).unwrap();
    let xml = parts(&bytes, "xl/tables/");
    let names = all(&xml, "displayName");
    assert!(names.contains(&"Policy") && !names.contains(&"Ranking"), "{names:?}");
}

#[test]
fn a_long_sheet_prints_its_first_lines_and_says_so() {
    let mut view = example::hostile().clone();
    view.measures = vec![view.measures[1].clone(); 1_234];
    let bytes = xlsx(&view).unwrap();
    let workbook = parts(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("Measures!$A$1:$I$51<"), "{workbook}");
    assert!(workbook.contains("Ranking!$A$1:$M$5<"), "{workbook}");
    assert!(parts(&bytes, "xl/worksheets/").contains("The first 50 of 1,234 lines"));
    let read_me = format!("{:?}", book(&bytes).worksheet_range("Read me").unwrap());
    assert!(read_me.contains("Measures (50 of 1,234)"), "{read_me}");
    // What prints whole is not named.
    assert!(!read_me.contains("Ranking ("), "{read_me}");
}

#[test]
fn every_page_carries_marking_and_number() {
    let sheets = parts(&HOSTILE, "xl/worksheets/sheet");
    let count = book(&HOSTILE).sheet_names().len();
    let marking = Edition::Restricted.marking();
    assert_eq!(
        sheets.matches(&format!("<oddHeader>&amp;C&amp;\"-,Bold\"{marking}")).count(),
        count
    );
    assert_eq!(sheets.matches("Page &amp;P of &amp;N</oddFooter>").count(), count);
}

#[test]
fn what_must_be_looked_at_is_marked_and_the_index_has_bars() {
    let sheets = parts(&HOSTILE, "xl/worksheets/sheet");
    assert!(sheets.contains("<formula>\"urgent\"</formula>"));
    assert!(sheets.contains("<formula>\"error\"</formula>"));
    assert_eq!(sheets.matches("<dataBar>").count(), 2);
}

#[test]
fn notes_are_for_the_body_alone_and_name_nobody() {
    let mut view = example::hostile().clone();
    let comments = parts(&xlsx(&view).unwrap(), "xl/comments");
    // The first row of the site in each of two sheets.
    let measured = view.measures.iter().position(|row| row.site_id.as_str() == "FEN-001").unwrap();
    assert_eq!(all(&comments, "ref"), ["B2", &format!("A{}", measured + 2)]);
    assert!(comments.contains("cell-unreadable") && comments.contains("correct the cell"));
    assert_eq!(comments.matches("<author></author>").count(), 2, "{comments}");
    view.edition = Edition::Public;
    assert_eq!(parts(&xlsx(&view).unwrap(), "xl/comments"), "");
}

#[test]
fn the_workbook_is_the_same_bytes_twice() {
    for mut view in [example::hostile().clone(), many_sites(40)] {
        assert_eq!(xlsx(&view).unwrap(), xlsx(&view).unwrap());
        view.edition = Edition::Public;
        assert_eq!(xlsx(&view).unwrap(), xlsx(&view).unwrap());
    }
}

#[test]
fn every_weight_is_a_cell_of_its_name_that_takes_numbers() {
    let view = example::hostile();
    let mut book = book(&HOSTILE);
    let sheet = book.worksheet_range("Weights").unwrap();
    for criterion in &view.criteria {
        let name = format!("weight_{}", criterion.criterion.word());
        let (_, cell) = book.defined_names().iter().find(|(n, _)| *n == name).unwrap();
        let row: u32 = cell.strip_prefix("Weights!$C$").unwrap().parse().unwrap();
        assert_eq!(sheet.get_value((row - 1, 2)), Some(&Data::Float(criterion.weight.ratio())));
    }
    let xml = parts(&HOSTILE, "xl/worksheets/sheet");
    // Those of the criteria, here and on the sheet of swings, and of the two halves of the index.
    assert_eq!(xml.matches("<dataValidation type=\"decimal\"").count(), 2 * view.criteria.len());
    assert_eq!(xml.matches("<dataValidation type=\"whole\"").count(), 2);
    // One sum for each of three scores, and one of the index: each is red when it is not 100.
    assert_eq!(xml.matches("<formula>100</formula>").count(), 4);
}

#[test]
fn an_estate_too_large_to_rank_by_formulas_has_no_weights_and_is_told_so() {
    let has = |names: Vec<String>| names.iter().any(|name| name == live::LIVE);
    let bytes = xlsx(&many_sites(weights::MOST_SITES)).unwrap();
    assert!(has(book(&bytes).sheet_names()));
    let bytes = xlsx(&many_sites(weights::MOST_SITES + 1)).unwrap();
    assert!(!has(book(&bytes).sheet_names()));
    let read_me = format!("{:?}", book(&bytes).worksheet_range("Read me").unwrap());
    assert!(read_me.contains("left out above 1,000 sites"), "{read_me}");
}

/// What people who hear a sheet read out are asked to be spared: cells over several columns, empty rows, and data
/// outside a named table with a heading for each column.
#[test]
fn no_sheet_has_merged_cells_or_empty_rows_and_each_is_a_table() {
    for bytes in [HOSTILE.clone(), xlsx(example::sample()).unwrap()] {
        let mut book = book(&bytes);
        for (name, number) in book.sheet_names().into_iter().zip(1..) {
            let xml = parts(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(!xml.contains("<mergeCell"), "{name}");
            assert_eq!(xml.contains("<tablePart "), name != "Read me", "{name}");
            let cells = book.worksheet_range(&name).unwrap();
            let is_empty = |row: &[Data]| row.iter().all(|cell| *cell == Data::Empty);
            assert_eq!(cells.rows().position(is_empty), None, "{name}");
        }
    }
}

#[test]
fn headings_that_are_alike_make_no_table() {
    let mut view = example::sample().clone();
    let mut fund = view.fund.clone().unwrap();
    fund.scenarios[1].title = fund.scenarios[0].title.to_uppercase();
    view.fund = Some(fund);
    let names = |bytes: &[u8]| parts(bytes, "xl/tables/").contains("displayName=\"Scenarios\"");
    assert!(!names(&xlsx(&view).unwrap()));
    assert!(names(&xlsx(example::sample()).unwrap()));
}

#[test]
fn words_break_between_and_a_word_that_is_too_long_stands_alone() {
    assert_eq!(broken("one two  three", 7), ["one two", "three"]);
    assert_eq!(broken("extraordinary is it", 5), ["extraordinary", "is it"]);
    assert!(broken(" ", 5).is_empty());
}
