//! The sheets of the capital programme as another program reads them.

use std::{io::Cursor, sync::LazyLock};

use calamine::{Data, Range, Reader, Xlsx};

use super::super::*;
use crate::edition::{Edition, FundView, example};

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(fund: FundView) -> Book {
    let (edition, fund) = (Edition::Restricted, Some(fund));
    let view = View { edition, fund, ..example::empty().clone() };
    calamine::open_workbook_from_rs(Cursor::new(xlsx(&view).unwrap())).unwrap()
}

fn eight_years() -> FundView {
    static FUND: LazyLock<FundView> = LazyLock::new(|| example::fund((8, 5), true));
    FUND.clone()
}

/// The row of a label below a heading.
fn row(sheet: &Range<Data>, part: &str, label: &str) -> Vec<Data> {
    let is = |row: &[Data], words: &str| row[0] == Data::String(words.to_owned());
    let from = sheet.rows().position(|row| is(row, part)).unwrap();
    sheet.rows().skip(from + 1).find(|row| is(row, label)).unwrap().to_vec()
}

/// Works a formula out from the cells it names: sums of ranges, and rounded sums of cells.
fn worked_out(sheet: &Range<Data>, formula: &str) -> f64 {
    let place = |cell: &str| {
        let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
        let column = letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1) - 1;
        (cell[letters.len()..].parse::<u32>().unwrap() - 1, column)
    };
    let value = |place| match sheet.get_value(place) {
        Some(Data::Float(number)) => *number,
        None | Some(Data::Empty) => 0.0,
        other => panic!("{formula}: {other:?}"),
    };
    if let Some(range) = formula.strip_prefix("SUM(").and_then(|f| f.strip_suffix(')')) {
        let (from, to) = range.split_once(':').unwrap();
        let ((top, left), (bottom, right)) = (place(from), place(to));
        let cells = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        return cells.map(value).sum();
    }
    let terms = formula.strip_prefix("ROUND(").and_then(|f| f.strip_suffix(",2)")).unwrap();
    let spaced = terms.replace('+', " +").replace('-', " -");
    let term = |term: &str| match term.strip_prefix('-') {
        Some(cell) => -value(place(cell)),
        None => value(place(term.trim_start_matches('+'))),
    };
    spaced.split(' ').map(term).sum()
}

#[test]
fn every_formula_of_the_programme_has_the_result_it_works_out_to() {
    let one_year = example::fund((1, 1), true);
    let sample = example::sample().fund.clone().unwrap();
    for fund in [eight_years(), one_year, sample] {
        let mut book = book(fund);
        for name in ["Programme", "Revenue by part", "Scenarios"] {
            let formulas = book.worksheet_formula(name).unwrap();
            let sheet = book.worksheet_range(name).unwrap();
            let (top, left) = formulas.start().unwrap();
            let mut count = 0;
            for (row, column, formula) in formulas.used_cells().filter(|(_, _, f)| !f.is_empty()) {
                let at = (u32::try_from(row).unwrap() + top, u32::try_from(column).unwrap() + left);
                let Some(Data::Float(result)) = sheet.get_value(at) else {
                    panic!("{name} {at:?}")
                };
                let found = worked_out(&sheet, formula);
                assert!((found - result).abs() < 0.005, "{name} {formula}: {found} {result}");
                count += 1;
            }
            assert!(count > 9, "{name}: {count}");
        }
    }
}

#[test]
fn the_programme_has_a_column_a_year_with_the_budget_added_up_before_later_years() {
    let fund = eight_years();
    let sheet = book(fund.clone()).worksheet_range("Programme").unwrap();
    let heads: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let years = ["2020/21", "2021/22", "2022/23", "2023/24", "2024/25"];
    assert_eq!(heads[1..6], years);
    assert_eq!(heads[6..], ["Budget, total", "2025/26", "2026/27", "2027/28"]);
    let spend = row(&sheet, "Capital expenditure", "Capital expenditure");
    let planned = fund.scenarios[0].summary.spend;
    assert_eq!(spend[6], Data::Float(crate::model::ratio_term(planned) / 100.0));
    let closing = row(&sheet, "Capital financing requirement", "Closing");
    let last = fund.financing[6].debt.unwrap().cfr_closing;
    assert_eq!(closing[8], Data::Float(crate::model::ratio_term(last) / 100.0));
    // A balance of one day is never added up.
    assert_eq!(closing[6], Data::Empty);
    let borne = row(&sheet, "Revenue budget", "Revenue cost");
    assert_eq!(
        borne[6],
        Data::Float(crate::model::ratio_term(fund.scenarios[0].summary.revenue) / 100.0)
    );
}

#[test]
fn checks_are_nought_and_one_that_is_not_shows_what_is_left() {
    let mut fund = eight_years();
    let labels = |sheet: &Range<Data>| -> Vec<Vec<Data>> {
        let is = |row: &&[Data]| row[0].to_string().starts_with("Check: ");
        sheet.rows().filter(is).map(<[Data]>::to_vec).collect()
    };
    let sheet = book(fund.clone()).worksheet_range("Programme").unwrap();
    assert_eq!(labels(&sheet).len(), 15);
    for row in labels(&sheet) {
        let known = row[1..].iter().filter(|cell| **cell != Data::Empty);
        assert!(known.clone().count() >= 6, "{row:?}");
        assert!(known.clone().all(|cell| *cell == Data::Float(0.0)), "{row:?}");
    }
    fund.financing[1].funding.schemes.grant += 12_345;
    let sheet = book(fund).worksheet_range("Programme").unwrap();
    let left = row(&sheet, "Capital financing", "Check: sources less spend");
    assert_eq!(
        (&left[1], &left[2], &left[6]),
        (&Data::Float(0.0), &Data::Float(123.45), &Data::Float(123.45))
    );
}

#[test]
fn what_is_not_known_of_the_programme_is_empty() {
    let sheet = book(eight_years()).worksheet_range("Programme").unwrap();
    let limit = row(&sheet, "Borrowing and reserves", "Authorised limit");
    assert_eq!((&limit[1], &limit[9]), (&Data::Float(21_000_000.0), &Data::Empty));
    let mut book = book(example::fund((8, 5), false));
    let sheet = book.worksheet_range("Programme").unwrap();
    let text = format!("{sheet:?}");
    assert_eq!(text.matches("Not known: no treasury figures are recorded.").count(), 4);
    assert!(!text.contains("Closing\"") && !text.contains("Revenue cost"), "{text}");
    let scenarios = book.worksheet_range("Scenarios").unwrap();
    assert_eq!(row(&scenarios, "Over the years of the budget", "Revenue cost (£)")[1], Data::Empty);
    assert!(!book.sheet_names().iter().any(|n| n == "Revenue by part" || n == "New loans"));
}

#[test]
fn sheets_of_the_programme_are_for_the_body_alone_and_only_where_there_is_one() {
    let names = |view: &View| -> Vec<&str> {
        contents::contents(view).iter().map(|sheet| sheet.name).collect()
    };
    let mut view = example::sample().clone();
    let ours = [
        "Programme",
        "Schemes",
        "Receipts",
        "New loans",
        "Revenue by part",
        "Reconciliation",
        "Scenarios",
        "Levers",
        "Break-even receipts",
        "Programme flags",
        "Benefits",
        "Initiatives",
    ];
    let with: Vec<&str> = names(&view).into_iter().filter(|name| ours.contains(name)).collect();
    assert_eq!(with, ours);
    let FundView { benefits, initiatives, .. } = view.fund.unwrap();
    view.fund = Some(FundView { benefits, initiatives, ..FundView::default() });
    let with: Vec<&str> = names(&view).into_iter().filter(|name| ours.contains(name)).collect();
    assert_eq!(with, ["Benefits", "Initiatives"]);
    let mut public = example::hostile().clone();
    public.edition = Edition::Public;
    let without = View { fund: None, ..example::hostile().clone() };
    for view in [public, without] {
        assert!(!names(&view).iter().any(|name| ours.contains(name)));
    }
}
