//! Weights that a board finds by swings: the sheet of the workbook, filled in, read back as a policy.
#![allow(clippy::print_stdout, reason = "a test without its programs says so")]

use std::{fs, io::Cursor, path::PathBuf};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use terrier::{
    edition::{self, Edition},
    policy::Policy,
    report,
};

use crate::{
    paper_docx::said,
    published::{Files, newest, studied_under, terrier},
    sample::{NEWEST, project},
};

const SHEET: &str = "Swing weights";

/// What is put in a cell.
#[derive(Clone, Copy)]
pub enum Put<'a> {
    Number(f64),
    Text(&'a str),
    /// A date, as a cell shows it.
    Day(u16, u8, u8),
}

/// Where something is put.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// The points of a criterion.
    Points(&'a str),
    /// The cell beside a label.
    Beside(&'a str),
    /// A cell by row and column, from 0.
    Cell(u32, u16),
}

pub const TOLD: [(At<'static>, Put<'static>); 3] = [
    (At::Beside("Who"), Put::Text("Estates Board")),
    (At::Beside("When"), Put::Day(2026, 11, 30)),
    (At::Beside("Why"), Put::Text("money \"first\", then people")),
];

/// Tells whether a cell holds a text.
fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(own) if own == text)
}

/// Writes the sheet of the sample's workbook with some cells filled in, and returns where it is.
pub fn filled(folder: &tempfile::TempDir, cells: &[(At, Put)]) -> PathBuf {
    let report = newest(Edition::Restricted);
    let bytes = report["workbook.xlsx"].as_slice();
    let mut from: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let (range, formulas) =
        (from.worksheet_range(SHEET).unwrap(), from.worksheet_formula(SHEET).unwrap());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET).unwrap();
    let start = range.start().unwrap();
    let all: Vec<(u32, u16, &Data)> = range
        .used_cells()
        .map(|(row, column, cell)| {
            let row = start.0 + u32::try_from(row).unwrap();
            (row, u16::try_from(start.1 + u32::try_from(column).unwrap()).unwrap(), cell)
        })
        .collect();
    for (row, column, cell) in &all {
        let formula = formulas.get_value((*row, u32::from(*column))).filter(|f| !f.is_empty());
        match (formula, cell) {
            (Some(formula), _) => {
                sheet.write_formula(*row, *column, format!("={formula}").as_str()).unwrap()
            }
            (None, Data::Float(number)) => sheet.write_number(*row, *column, *number).unwrap(),
            (None, cell) => sheet.write_string(*row, *column, cell.to_string()).unwrap(),
        };
    }
    let place = |text: &str| {
        let found = all.iter().find(|(.., cell)| is(cell, text));
        found.map(|(row, column, _)| (*row, *column)).unwrap_or_else(|| panic!("no {text}"))
    };
    let points = place("Points").1;
    for (at, put) in cells {
        let (row, column) = match at {
            At::Points(entry) => {
                let entries = place("Policy entry").1;
                let of =
                    |(_, column, cell): &&(u32, u16, &Data)| *column == entries && is(cell, entry);
                (all.iter().find(of).unwrap().0, points)
            }
            At::Beside(label) => (place(label).0, place(label).1 + 1),
            At::Cell(row, column) => (*row, *column),
        };
        match put {
            Put::Number(number) => sheet.write_number(row, column, *number).unwrap(),
            Put::Text(text) => sheet.write_string(row, column, *text).unwrap(),
            Put::Day(year, month, day) => {
                let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                let format = Format::new().set_num_format("d mmmm yyyy");
                sheet.write_datetime_with_format(row, column, &day, &format).unwrap()
            }
        };
    }
    let path = folder.path().join("board.xlsx");
    book.save(&path).unwrap();
    path
}

/// Points of the utilisation and the disposal score, in manners that people and programs write them.
pub fn of_two_scores() -> Vec<(At<'static>, Put<'static>)> {
    let points = [
        ("utilisation", Put::Number(100.0)),
        ("peak", Put::Text("33,5")),
        ("space", Put::Number(66.6 * (1.0 + f64::EPSILON))),
        ("area_in_use", Put::Number(0.0)),
        ("cost_saved", Put::Text("100 ")),
        ("net_receipt", Put::Number(85.0)),
        ("backlog_avoided", Put::Number(70.0)),
        ("cost_per_m2", Put::Number(0.1 + 0.2)),
        ("coverage_kept", Put::Number(60.0)),
        ("room_near_by", Put::Text("\u{a0}45.25")),
        ("months_to_exit", Put::Number(12.345_6)),
    ];
    let points = points.into_iter().map(|(entry, put)| (At::Points(entry), put));
    points.chain(TOLD).collect()
}

/// What `terrier policy --swing` prints of a workbook.
pub fn overlay_of(book: &std::path::Path) -> String {
    let ran = terrier().args(["policy", "--swing"]).arg(book).assert().success();
    String::from_utf8(ran.get_output().stdout.clone()).unwrap()
}

/// What it says of a faulty one; nothing is printed then.
fn refused(book: &std::path::Path, code: i32) -> String {
    let ran = terrier().args(["policy", "--swing"]).arg(book).assert().code(code).stdout("");
    let said = String::from_utf8(ran.get_output().stderr.clone()).unwrap();
    said.replace(&book.display().to_string(), "board.xlsx")
}

#[test]
fn a_filled_in_sheet_is_a_policy_that_ranks_by_its_weights() {
    let folder = tempfile::tempdir().unwrap();
    let text = overlay_of(&filled(&folder, &of_two_scores()));
    insta::assert_snapshot!(text, @r##"
    # Weights found by swing weighting, with the points of each swing.
    [weighting]
    method = "swing"
    by = "Estates Board"
    on = 2026-11-30
    why = "money \"first\", then people"
    scores = ["utilisation", "disposal"]

    [criteria.utilisation]
    weight = "49.975" # 100 points

    [criteria.peak]
    weight = "16.7416" # 33.5 points

    [criteria.space]
    weight = "33.2834" # 66.6 points

    [criteria.area_in_use]
    weight = "0" # 0 points

    [criteria.cost_saved]
    weight = "26.8172" # 100 points

    [criteria.net_receipt]
    weight = "22.7946" # 85 points

    [criteria.backlog_avoided]
    weight = "18.772" # 70 points

    [criteria.cost_per_m2]
    weight = "0.0804" # 0.3 points

    [criteria.coverage_kept]
    weight = "16.0903" # 60 points

    [criteria.room_near_by]
    weight = "12.1348" # 45.25 points

    [criteria.months_to_exit]
    weight = "3.3107" # 12.3456 points
    "##);
    let ranked = |policy: &str| {
        let path = folder.path().join("weights.toml");
        fs::write(&path, policy).unwrap();
        let mut run = terrier();
        run.args(["rank", "-q", "--format", "csv", "--policy"]).arg(&path).arg(project(NEWEST));
        run.assert().success().get_output().stdout.clone()
    };
    // By hand: 100, 33.5 and 66.6 of 200.1; 100, 85, 70, 0.3, 60, 45.25 and 12.3456 of 372.8956.
    let by_hand = "[criteria]\nutilisation = { weight = \"49.975\" }\npeak = { weight = \"16.7416\" }\n\
        space = { weight = \"33.2834\" }\narea_in_use = { weight = 0 }\n\
        cost_saved = { weight = \"26.8172\" }\nnet_receipt = { weight = \"22.7946\" }\n\
        backlog_avoided = { weight = \"18.772\" }\ncost_per_m2 = { weight = \"0.0804\" }\n\
        coverage_kept = { weight = \"16.0903\" }\nroom_near_by = { weight = \"12.1348\" }\n\
        months_to_exit = { weight = \"3.3107\" }\n";
    let found = ranked(&text);
    assert_eq!(found, ranked(by_hand));
    assert_ne!(found, ranked(""));
}

#[test]
fn points_of_a_swing_over_part_of_the_scale_count_for_more() {
    let folder = tempfile::tempdir().unwrap();
    // The right to sublet swings from level 15, the separate entrance from level 30.
    let points = [
        ("lettable_space", 100.0),
        ("right_to_sublet_part", 85.0),
        ("letting_value", 100.0),
        ("partner_need", 100.0),
        ("time_to_grant", 0.0),
        ("separate_entrance", 70.0),
    ];
    let mut cells: Vec<_> = points.map(|(entry, n)| (At::Points(entry), Put::Number(n))).into();
    cells.extend(TOLD);
    let policy = Policy::from_text(Some(&overlay_of(&filled(&folder, &cells)))).unwrap();
    let weights: Vec<String> = policy
        .criteria_of(terrier::model::Score::Subletting)
        .map(|c| c.weight.to_string())
        .collect();
    assert_eq!(weights, ["20", "20", "20", "20", "0", "20"]);
}

#[test]
fn a_report_says_how_its_weights_were_found_and_the_public_one_not_by_whom() {
    let folder = tempfile::tempdir().unwrap();
    let policy = Policy::from_text(Some(&overlay_of(&filled(&folder, &of_two_scores())))).unwrap();
    let run = studied_under(&project(NEWEST), &policy);
    let files = |edition| -> Files {
        let view = edition::view(run.results(&policy), edition).unwrap();
        let files = report::files(
            &view,
            Vec::new(),
            &report::Wording::default(),
            report::data_files(&view).unwrap(),
        )
        .unwrap();
        files.into_iter().map(|file| (file.path, file.bytes)).collect()
    };
    let text = |files: &Files, name: &str| String::from_utf8(files[name].clone()).unwrap();
    let own = files(Edition::Restricted);
    let found = "The weights of the utilisation and disposal scores were found by swing weighting, by Estates Board on \
        30 November 2026: money \"first\", then people. The weights of the subletting score were set by judgement, by the \
        makers of Terrier on 29 November 2026:";
    assert!(text(&own, "paper.md").contains(found));
    assert!(
        text(&own, "paper.md")
            .contains("The ranking is a longlist: candidates to appraise, not a decision.")
    );
    let page = text(&own, "report.html").replace("&quot;", "\"");
    assert!(page.contains(found) && page.contains("The ranking is a longlist"));
    let sheet = |files: &Files, name: &str| {
        let bytes = files["workbook.xlsx"].clone();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        book.worksheet_range(name).map(|range| format!("{range:?}"))
    };
    assert!(
        sheet(&own, "Weights").unwrap().contains("were found by swing weighting, by Estates Board")
    );
    let public = files(Edition::Public);
    let found = "The weights of the utilisation and disposal scores were found by swing weighting. The weights of the \
        subletting score were set by judgement.";
    for name in ["paper.md", "report.html"] {
        assert!(text(&public, name).contains(found), "{name}");
        assert!(text(&public, name).contains("The ranking is a longlist"), "{name}");
        assert!(!text(&public, name).contains("Estates Board"), "{name}");
        assert!(!text(&public, name).contains("id=\"swinging\""), "{name}");
    }
    assert!(sheet(&public, SHEET).is_err() && sheet(&public, "Weights").is_err());
}

#[test]
fn every_fault_of_a_sheet_is_told_and_nothing_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let cells = [
        (At::Points("utilisation"), Put::Number(90.0)),
        (At::Points("peak"), Put::Number(20.0)),
        (At::Points("space"), Put::Number(10.0)),
        (At::Points("area_in_use"), Put::Number(0.0)),
        (At::Points("lettable_space"), Put::Number(100.0)),
        (At::Points("letting_value"), Put::Number(5.0)),
        (At::Points("cost_saved"), Put::Number(120.0)),
        (At::Points("net_receipt"), Put::Text("a lot")),
        (At::Points("backlog_avoided"), Put::Number(-5.0)),
        (At::Points("cost_per_m2"), Put::Number(100.0 / 3.0)),
        (At::Points("coverage_kept"), Put::Text("1,000")),
        (At::Points("room_near_by"), Put::Number(5.0)),
        (At::Points("months_to_exit"), Put::Number(100.0)),
        (At::Beside("When"), Put::Text("soon")),
        (At::Cell(60, 7), Put::Text("goodwill")),
        (At::Cell(60, 5), Put::Number(50.0)),
        (At::Cell(61, 5), Put::Number(50.0)),
        (At::Cell(62, 7), Put::Text("room_near_by")),
    ];
    insta::assert_snapshot!(refused(&filled(&folder, &cells), 1), @r##"
    error: board.xlsx, sheet `Swing weights`, cell B10
      found:    nothing
      expected: who gave the points, such as Estates Board
      fix:      fill in the cell beside `Who`
    error: board.xlsx, sheet `Swing weights`, cell B11
      found:    "soon"
      expected: a date such as 30 November 2026
      fix:      enter the day as a date
    error: board.xlsx, sheet `Swing weights`, cell B12
      found:    nothing
      expected: why the points are as they are, in a sentence
      fix:      fill in the cell beside `Why`
    error: board.xlsx, sheet `Swing weights`, cell F26
      found:    "120"
      expected: points from 0 to 100, with at most four decimals
      fix:      enter a number such as 60 or 33.3
    error: board.xlsx, sheet `Swing weights`, cell F27
      found:    "a lot"
      expected: points from 0 to 100, with at most four decimals
      fix:      enter a number such as 60 or 33.3
    error: board.xlsx, sheet `Swing weights`, cell F28
      found:    "-5"
      expected: points from 0 to 100, with at most four decimals
      fix:      enter a number such as 60 or 33.3
    error: board.xlsx, sheet `Swing weights`, cell F29
      found:    "33.333333333333336"
      expected: points from 0 to 100, with at most four decimals
      fix:      enter a number such as 60 or 33.3
    error: board.xlsx, sheet `Swing weights`, cell F30
      found:    "1,000"
      expected: points from 0 to 100, with at most four decimals
      fix:      enter a number such as 60 or 33.3
    error: board.xlsx, sheet `Swing weights`, cell H61
      found:    "goodwill", which is not a criterion of the policy
      expected: one of utilisation, peak, space, area_in_use, lettable_space, right_to_sublet_part, letting_value, partner_need, time_to_grant, separate_entrance, cost_saved, net_receipt, backlog_avoided, cost_per_m2, coverage_kept, room_near_by, months_to_exit
      fix:      restore the entry, delete the row, or give the policy that the workbook was made by with --policy
    error: board.xlsx, sheet `Swing weights`, cell F62
      found:    "50" beside no criterion
      expected: points in the row of a criterion
      fix:      delete it, or restore the criterion's policy entry in H62
    error: board.xlsx, sheet `Swing weights`, cell H63
      found:    "room_near_by", which F31 has too
      expected: each criterion in one row
      fix:      delete this row or that of F31
    error: board.xlsx, sheet `Swing weights`, cell F14
      found:    90 as the most of 4 criteria
      expected: 100 points for the swing of the utilisation score that matters most
      fix:      give that swing 100 points, and every other its points beside it
    error: board.xlsx, sheet `Swing weights`, cell F20
      found:    nothing
      expected: points for every criterion of the subletting score
      fix:      give it points, 0 if its swing does not matter; or clear all points of the subletting score to keep its weights
    error: board.xlsx, sheet `Swing weights`, cell F22
      found:    nothing
      expected: points for every criterion of the subletting score
      fix:      give it points, 0 if its swing does not matter; or clear all points of the subletting score to keep its weights
    error: board.xlsx, sheet `Swing weights`, cell F23
      found:    nothing
      expected: points for every criterion of the subletting score
      fix:      give it points, 0 if its swing does not matter; or clear all points of the subletting score to keep its weights
    error: board.xlsx, sheet `Swing weights`, cell F24
      found:    nothing
      expected: points for every criterion of the subletting score
      fix:      give it points, 0 if its swing does not matter; or clear all points of the subletting score to keep its weights
    16 errors; no policy file was produced
    "##);
}

#[test]
fn points_of_other_swings_than_the_policys_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let book = filled(&folder, &of_two_scores());
    let other = folder.path().join("other.toml");
    fs::write(&other, "[criteria.peak]\nanchors = [[\"0.30\", 0], [\"0.85\", 100]]\n").unwrap();
    let mut run = terrier();
    run.args(["policy", "--policy"]).arg(&other).arg("--swing").arg(&book);
    let said = run.assert().code(1).stdout("").get_output().stderr.clone();
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("found:    peak from \"20% or less\" to \"85% or more\""), "{said}");
    assert!(
        said.contains("the swing of the policy, from \"30% or less\" to \"85% or more\""),
        "{said}"
    );
    assert!(said.ends_with("1 error; no policy file was produced\n"), "{said}");
}

#[test]
fn a_book_without_the_sheet_and_a_file_that_is_no_book_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("board.xlsx");
    let mut book = Workbook::new();
    book.add_worksheet();
    book.save(&path).unwrap();
    let said = refused(&path, 2);
    assert!(
        said.contains("`board.xlsx` does not have a sheet `Swing weights`\nhint: fill in"),
        "{said}"
    );
    fs::write(&path, "Who,Estates Board\n").unwrap();
    assert!(refused(&path, 2).contains("a file that is not a readable workbook"));
    fs::remove_file(&path).unwrap();
    assert!(refused(&path, 2).contains("`board.xlsx` cannot be read"));
    // An empty sheet says what to fill in.
    let said = refused(&filled(&folder, &[]), 1);
    assert!(
        said.contains("cell B10\n  found:    nothing\n  expected: who gave the points"),
        "{said}"
    );
    assert_eq!(said.matches("  found:").count(), 3, "{said}");
    assert!(refused(&filled(&folder, &TOLD), 1).contains("found:    no points"));
}

#[test]
fn libre_office_works_out_the_weights_and_saves_a_sheet_that_reads_the_same() {
    let folder = tempfile::tempdir().unwrap();
    // A program counts no text as a number, though the sheet is read back all the same.
    let of_text = [("peak", 33.5), ("cost_saved", 100.0), ("room_near_by", 45.25)];
    let mut cells = of_two_scores();
    cells.extend(of_text.map(|(entry, points)| (At::Points(entry), Put::Number(points))));
    let book = filled(&folder, &cells);
    let before = overlay_of(&book);
    assert_eq!(before, overlay_of(&filled(&tempfile::tempdir().unwrap(), &of_two_scores())));
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let saved = |kind: &str, from: &str| {
        said("soffice", &[&profile, "--headless", "--convert-to", kind, from], folder.path())
    };
    saved("ods", "board.xlsx");
    if !folder.path().join("board.ods").is_file() {
        println!("no LibreOffice Calc here: the sheet was not filled in by it");
        return;
    }
    assert_eq!(overlay_of(&folder.path().join("board.ods")), before);
    fs::remove_file(&book).unwrap();
    saved("xlsx", "board.ods");
    assert_eq!(overlay_of(&book), before);
    // Its formulas make the same weights, within the rounding of each.
    let bytes = fs::read(&book).unwrap();
    let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = read.worksheet_range(SHEET).unwrap();
    let policy = Policy::from_text(Some(&before)).unwrap();
    let of_entry = |entry: &str| {
        let row = sheet.rows().find(|row| row.iter().any(|c| is(c, entry))).unwrap();
        row[6].clone()
    };
    for criterion in &policy.criteria {
        match of_entry(criterion.measure.word()) {
            Data::Float(weight) => {
                assert!(
                    (weight - criterion.weight.ratio()).abs() < 0.000_15,
                    "{}",
                    criterion.measure
                );
            }
            other => assert_eq!(
                (criterion.score.word(), other.to_string()),
                ("subletting", "–".to_owned())
            ),
        }
    }
    let sums = sheet.rows().filter(|row| is(&row[1], "Sum, which must be 100"));
    let sums: Vec<String> = sums.map(|row| row[6].to_string()).collect();
    assert_eq!(sums, ["100", "–", "100"]);
}
