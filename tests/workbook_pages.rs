//! The workbook as LibreOffice prints it.
#![allow(clippy::print_stdout, reason = "a test without its programs says so")]

use std::{collections::BTreeSet, fs};

use terrier::edition::Edition;

use crate::{
    paper_docx::{part, said},
    published::newest,
};

/// Every sheet is there, no formula fails, and an officer can carry what is printed.
#[test]
fn libre_office_prints_the_workbook_on_about_a_hundred_pages() {
    let folder = tempfile::tempdir().unwrap();
    let name = "workbook.xlsx";
    fs::write(folder.path().join(name), &newest(Edition::Restricted)[name]).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let arguments = [profile.as_str(), "--headless", "--convert-to", "pdf", name];
    said("soffice", &arguments, folder.path());
    if !folder.path().join("workbook.pdf").is_file() {
        println!("no LibreOffice Calc here: the print of the workbook was not tested");
        return;
    }
    let about = said("pdfinfo", &["workbook.pdf"], folder.path());
    let text = said("pdftotext", &["workbook.pdf", "-"], folder.path());
    let (Some(about), Some(text)) = (about, text) else {
        println!("no pdfinfo and pdftotext here: the print of the workbook was not tested");
        return;
    };
    let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    let pages: usize = pages.trim().parse().unwrap();
    assert!((40..=110).contains(&pages), "{pages} pages");
    for words in ["Capital expenditure", "Revenue cost", "FEN-011", "weight", "RESTRICTED"] {
        assert!(text.contains(words), "{words} is not on the pages");
    }
    for fault in ["#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "Err:5"] {
        assert!(!text.contains(fault), "{fault} stands on a page");
    }
}

/// Sheets that the same people read stand together, in one colour, and the Read me says which; both editions.
#[test]
fn the_sheets_are_grouped_by_reader_and_coloured() {
    for edition in [Edition::Restricted, Edition::Public] {
        let book = &newest(edition)["workbook.xlsx"];
        let names = part(book, "xl/workbook.xml").matches("<sheet ").count();
        let colour = |number: usize| {
            let sheet = part(book, &format!("xl/worksheets/sheet{number}.xml"));
            let (_, behind) = sheet.split_once("<tabColor rgb=\"").unwrap();
            behind.split('"').next().unwrap().to_owned()
        };
        let mut colours: Vec<String> = (1..=names).map(colour).collect();
        colours.dedup();
        let all: BTreeSet<&String> = colours.iter().collect();
        assert_eq!(all.len(), colours.len(), "{edition:?}: {colours:?}");
        assert_eq!(
            colours.len(),
            if edition == Edition::Restricted { 7 } else { 3 },
            "{edition:?}"
        );
        let said = part(book, "xl/sharedStrings.xml");
        for words in ["Dark blue tabs, for everyone", "Grey tabs, for analysts"] {
            assert!(said.contains(words), "{edition:?}: {words}");
        }
    }
}
